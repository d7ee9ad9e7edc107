"""Every geometry is read as it stands; what is wrong with one is said with its place and mend."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from sample_files import BOW_TIE, SQUARE, A, B, collection, feature, read

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = [
    shapely.Point(A),
    shapely.MultiPoint([A, B]),
    shapely.LineString([A, B]),
    shapely.MultiLineString([[A, B], [B, A]]),
    shapely.box(124, 36, 125, 37),
    shapely.MultiPolygon([shapely.box(124, 36, 125, 37), shapely.box(126, 36, 127, 37)]),
    shapely.box(124, 36, 127, 39).difference(shapely.box(125, 37, 126, 38)),
    shapely.GeometryCollection([shapely.Point(A), shapely.box(124, 36, 125, 37)]),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.wkt[:25])
@pytest.mark.parametrize("wrap", [False, True])
def test_every_type_of_geometry_is_read(tmp_path: Path, shape: shapely.Geometry, wrap: bool) -> None:  # noqa: FBT001
    """Each type of GeoJSON is read, in a feature and bare; shapely's own writer is the oracle."""
    text = shapely.to_geojson(shape)
    records, faults = read(
        tmp_path, "a.json", f'{{"type":"Feature","id":7,"geometry":{text}}}' if wrap else text
    )

    assert not faults
    assert records[0].geometry.equals(shape)
    assert records[0].properties == ({"id": 7} if wrap else {})
    assert records[0].where == ("feature 1" if wrap else "geometry 1")


@pytest.mark.parametrize(
    ("lon", "expected"), [(231.5, -128.5), (-232.0, 128.0), (180.0, 180.0), (179.5, 179.5)]
)
def test_longitudes_up_to_360_are_turned(tmp_path: Path, lon: float, expected: float) -> None:
    """A geometry beyond 180 degrees as a whole comes out within."""
    records, faults = read(tmp_path, "a.csv", f"lon,lat\n{lon},38\n")

    assert not faults
    assert records[0].geometry.x == expected


RING = [[124, 36], [125, 36], [125, 37], [124, 36]]
BAD_FEATURES = {
    "swapped": (
        feature([38, 128]),
        r"\(38, 128\) would lie at latitude 128: did you mean longitude 128, latitude 38\?",
    ),
    "swapped polygon": (
        feature([[[36, 124], [37, 124], [37, 125], [36, 124]]], "Polygon"),
        "did you mean longitude 124, latitude 36",
    ),
    "latitude": (feature([128, 99.5]), r"\(128, 99.5\) has latitude 99.5, beyond 90: correct it"),
    "longitude": (feature([361, 38]), "has longitude 361, beyond 360"),
    "metres": (feature([1037000, 1950000]), "look like metres of a map projection"),
    "text": (feature(["128", "38"]), "are not numbers: write numbers, without quotes"),
    "truth": (feature([True, 38]), "are not numbers"),
    "null": (feature([None, 38]), "are not numbers"),
    "NaN": (feature([float("nan"), 38]), "are not finite numbers"),
    "infinite": (feature([float("inf"), 38]), "are not finite numbers"),
    "huge": (feature([10**400, 38]), "are not finite numbers"),
    "one number": (feature([128]), r"has '\[128\]' in place of a position"),
    "a number": (feature(128), "in place of a position"),
    "no coordinates": (
        {"type": "Feature", "geometry": {"type": "Polygon"}},
        "in place of an array of coordinates",
    ),
    "empty point": (feature([]), "is empty: give it coordinates, or write null"),
    "empty polygon": (feature([], "Polygon"), "is empty"),
    "empty ring": (feature([[]], "Polygon"), "is empty"),
    "empty collection": (
        {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": []}},
        "is empty",
    ),
    "short line": (feature([[124, 36]], "LineString"), "line of one position"),
    "open ring": (
        feature([RING[:-1]], "Polygon"),
        r"not closed, from \(124, 36\): repeat its first position last",
    ),
    "short ring": (
        feature([[[124, 36], [125, 36], [124, 36]]], "Polygon"),
        "ring of 3 positions: give it four",
    ),
    "bow tie": (
        feature([BOW_TIE], "Polygon"),
        "not a valid outline: self-intersection at longitude 124.5, latitude 36.5",
    ),
    "hole outside": (
        feature([SQUARE, [[1, 1], [2, 1], [2, 2], [1, 1]]], "Polygon"),
        "hole lies outside shell",
    ),
    "unknown type": (feature([128, 38], "point"), r"unknown type 'point': did you mean Point\?"),
    "curve": (feature([128, 38], "CircularString"), "unknown type"),
    "geometry is text": ({"type": "Feature", "geometry": "POINT (128 38)"}, "not an object"),
    "properties are a list": (
        {"type": "Feature", "properties": [1], "geometry": None},
        "feature 2, properties: is",
    ),
    "not an object": (17, "feature 2: is '17', not an object"),
}


@pytest.mark.parametrize(("bad", "message"), BAD_FEATURES.values(), ids=BAD_FEATURES)
def test_bad_features_are_told_and_the_others_read(tmp_path: Path, bad: object, message: str) -> None:
    """A bad feature is a fault with file, record, field and mend; the good ones beside it are read."""
    records, faults = read(tmp_path, "a.geojson", collection(feature(A), bad, feature(B)))

    assert [record.where for record in records] == ["feature 1", "feature 3"]
    assert len(faults) == 1
    assert re.search(message, str(faults[0]))
    assert str(faults[0]).startswith(f"{tmp_path / 'a.geojson'}, feature 2")


@given(lon=st.floats(90.1, 180), lat=st.floats(-90, 90))
def test_swapping_beyond_90_degrees_is_always_detected(
    tmp_path_factory: pytest.TempPathFactory, lon: float, lat: float
) -> None:
    """Whatever lies beyond 90 degrees east is told when its axes are swapped."""
    records, faults = read(tmp_path_factory.getbasetemp(), "swapped.geojson", json.dumps(feature([lat, lon])))

    assert not records
    assert "did you mean longitude" in str(faults[0])


def test_collections_within_collections_end(tmp_path: Path) -> None:
    """Hostile nesting of geometries is a fault."""
    nested: object = {"type": "Point", "coordinates": A}
    for _ in range(50):
        nested = {"type": "GeometryCollection", "geometries": [nested]}

    _, faults = read(tmp_path, "a.geojson", collection({"type": "Feature", "geometry": nested}))

    assert "collections within collections: write one flat" in str(faults[0])
