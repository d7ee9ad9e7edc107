"""Files of any usual kind become plain records; what is wrong is said with its place and mend."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import json
import math
import os
import re
import stat
import struct
import subprocess
import sys
import warnings
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from geo.errors import InputFileError
from geo.files import Fault, Record, csv_cell, features_to_geojson, looks_like_path, read_records, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

A, B = (128.5, 38.25), (120.985, 38.776)
SQUARE = [[124, 36], [125, 36], [125, 37], [124, 37], [124, 36]]
BOW_TIE = [[124, 36], [125, 37], [125, 36], [124, 37], [124, 36]]


def feature(coordinates: object, kind: str = "Point", **properties: object) -> dict[str, object]:
    """Make a GeoJSON feature."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: object, **members: object) -> str:
    """Make the text of a FeatureCollection."""
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features)})


def read(folder: Path, name: str, content: str | bytes) -> tuple[list[Record], list[Fault]]:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_records(path)


# Good files

TWO = collection(feature(A, name="a", count=1), feature(B, name="훈련"))
LINES = [json.dumps(feature(A, name="a", count=1)), json.dumps(feature(B, name="훈련"))]
GOOD_TEXT = {
    "FeatureCollection": ("a.geojson", TWO),
    "FeatureCollection with BOM": ("a.geojson", "\ufeff" + TWO),
    "FeatureCollection in UTF-16": ("a.geojson", TWO.encode("utf-16")),
    "indented": ("a.json", json.dumps(json.loads(TWO), indent=2)),
    "one feature a line within a collection": (
        "a.jsonl",
        TWO.replace('{"type": "Feature",', '\n{"type": "Feature",'),
    ),
    "crs of 2008 that is CRS84": (
        "a.geojson",
        collection(
            feature(A, name="a", count=1),
            feature(B, name="훈련"),
            crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        ),
    ),
    "3D, extra members": (
        "a.geojson",
        collection(feature([*A, 12.0], name="a", count=1), feature([*B, 0], name="훈련"), bbox=[0, 0, 1, 1]),
    ),
    "array of features": ("a.json", f"[{LINES[0]}, {LINES[1]}]"),
    "sequence": ("a.geojsonl", "\n".join(LINES)),
    "sequence of another name": ("a.txt", "\n\n".join(LINES) + "\n"),
    "sequence with record separators": ("a.geojsons", "".join(f"\x1e{line}\n" for line in LINES)),
    "record separators, indented": (
        "a.json",
        "".join(f"\x1e{json.dumps(json.loads(line), indent=1)}\n" for line in LINES),
    ),
    "null, NaN and empty properties": (
        "a.geojson",
        TWO.replace('"count": 1', '"count": 1, "none": null, "nan": NaN, "inf": Infinity, "empty": ""'),
    ),
    "CSV": ("a.csv", "name,lon,lat,count\na,128.5,38.25,\n훈련,120.985,38.776,\n"),
    "CSV with BOM and CRLF": (
        "a.csv",
        "\ufeffname,Longitude,Latitude\r\na,128.5,38.25\r\n훈련,120.985,38.776\r\n",
    ),
    "CSV of an old Mac": ("a.csv", "name,lng,lat\ra,128.5,38.25\r훈련,120.985,38.776\r"),
    "CSV with lon/lat in degrees and minutes": (
        "a.csv",
        "name,lon,lat\na,128-30E,38-15N\n훈련,120.985,38.776",
    ),
    "semicolons and decimal commas": ("a.csv", "name;X;Y\na;128,5;38,25\n\n훈련;120,985;38,776\n;;\n"),
    "Excel's sep= line": ("a.csv", "sep=;\nname;lon;lat\na;128,5;38,25\n훈련;120,985;38,776\n"),
    "TSV in UTF-16, as Excel's Unicode text": (
        "a.txt",
        "name\tlon\tlat\na\t128.5\t38.25\n훈련\t120.985\t38.776\n".encode("utf-16"),
    ),
    "Korean column names": ("a.csv", "name,경도,위도\na,128.5,38.25\n훈련,120.985,38.776\n"),
    "position in any spelling": (
        "a.csv",
        'name,position\na,38-15N 128-30E\n훈련,"38.776, 120.985"\n',
    ),
    "WKT, EWKT": (
        "a.csv",
        "wkt|name\nSRID=4326;POINT (128.5 38.25)|a\nPOINT Z (120.985 38.776 7)|훈련\n",
    ),
    "hexadecimal WKB": (
        "a.csv",
        f"geom,name\n{shapely.Point(A).wkb_hex},a\n{shapely.Point(B).wkb_hex},훈련\n",
    ),
    "GeoJSON in a cell": (
        "a.csv",
        'name,geometry\na,"{""type"":""Point"",""coordinates"":[128.5,38.25]}"\n훈련,POINT(120.985 38.776)\n',
    ),
    "each row in its own way": (
        "a.csv",
        "name,lon,lat,position,wkt\na,128.5,38.25,,\n훈련,,,,POINT(120.985 38.776)\n",
    ),
}


@pytest.mark.parametrize(("name", "content"), GOOD_TEXT.values(), ids=GOOD_TEXT)
def test_text_files_give_their_records(tmp_path: Path, name: str, content: str | bytes) -> None:
    """The same two positions come out of every spelling of JSON and CSV, without faults."""
    records, faults = read(tmp_path, name, content)

    assert not faults
    assert [record.properties["name"] for record in records] == ["a", "훈련"]
    for record, (lon, lat) in zip(records, (A, B), strict=True):
        assert (record.geometry.x, record.geometry.y) == pytest.approx((lon, lat))
        assert not record.geometry.has_z
        assert record.properties.keys() <= {"name", "count"}


def frame(crs: object = 4326) -> gpd.GeoDataFrame:
    """Make the two records as a table in a coordinate system, or in none."""
    places = gpd.GeoDataFrame(
        {"name": ["a", "훈련"], "count": [1, 2], "day": ["2017-03-01", "2017-03-02"]},
        geometry=[shapely.Point(*A, 5), shapely.Point(B)],
        crs=4326,
    )
    return places.to_crs(crs) if crs else places.set_crs(None, allow_override=True)


def flat(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Drop the heights, which FlatGeobuf takes for all or none."""
    return places.set_geometry(shapely.force_2d(places.geometry.array))


def write_kmz(path: Path) -> None:
    """Pack KML as Google Earth does."""
    kml = path.with_name("doc.kml")
    pyogrio.write_dataframe(frame(), kml, driver="KML")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(kml, "doc.kml")


def write_zipped_shapefile(path: Path) -> None:
    """Pack a Shapefile within a folder of an archive."""
    folder = path.with_name("shapes")
    folder.mkdir()
    frame(5179).to_file(folder / "places.shp", encoding="utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"deep/{part.name}")


GOOD_BINARY: dict[str, tuple[str, Callable[[Path], None]]] = {
    "GeoPackage": ("places.gpkg", lambda path: frame().to_file(path, layer="places")),
    "GeoPackage in metres": ("places.gpkg", lambda path: frame(5179).to_file(path, layer="places")),
    "GeoPackage in a geographic system with latitude first": (
        "places.gpkg",
        lambda path: frame(4737).to_file(path, layer="places"),
    ),
    "GeoPackage without a system": ("places.gpkg", lambda path: frame(None).to_file(path, layer="places")),
    "Shapefile": ("places.shp", lambda path: frame().to_file(path, encoding="utf-8")),
    "Shapefile without a system": ("places.shp", lambda path: frame(None).to_file(path, encoding="utf-8")),
    "zipped Shapefile in metres": ("places.zip", write_zipped_shapefile),
    "FlatGeobuf": (
        "places.fgb",
        lambda path: pyogrio.write_dataframe(flat(frame()), path, SPATIAL_INDEX="NO"),
    ),
    "KML": ("places.kml", lambda path: pyogrio.write_dataframe(frame(), path, driver="KML")),
    "KMZ": ("places.kmz", write_kmz),
    "GeoParquet": ("places.parquet", lambda path: frame().to_parquet(path)),
    "GeoParquet in metres": ("places.parquet", lambda path: frame(5179).to_parquet(path)),
    "GeoParquet of native encoding": (
        "places.parquet",
        lambda path: frame().to_parquet(path, geometry_encoding="geoarrow", schema_version="1.1.0"),
    ),
    "Parquet with lon and lat": (
        "places.parquet",
        lambda path: (
            frame().drop(columns="geometry").assign(lon=[A[0], B[0]], lat=[A[1], B[1]]).to_parquet(path)
        ),
    ),
}


@pytest.mark.parametrize(("name", "write"), GOOD_BINARY.values(), ids=GOOD_BINARY)
def test_binary_files_give_their_records(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    """Positions come out in EPSG:4326 from every format and coordinate system, with plain properties."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the writers
        write(tmp_path / name)

    records, faults = read_records(tmp_path / name)

    assert not faults
    assert [record.properties["name"] for record in records] == ["a", "훈련"]
    assert [str(record.properties["count"]) for record in records] == ["1", "2"]
    assert [str(record.properties["day"]) for record in records] == ["2017-03-01", "2017-03-02"]
    for record, (lon, lat) in zip(records, (A, B), strict=True):
        assert (record.geometry.x, record.geometry.y) == pytest.approx((lon, lat), abs=1e-6)
        assert not record.geometry.has_z


def test_gaps_dates_and_several_layers_of_a_geopackage(tmp_path: Path) -> None:
    """Whole numbers stay whole beside gaps, dates are ISO text, and each layer with geometries is read."""
    path = tmp_path / "two.gpkg"
    one = gpd.GeoDataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "day": pd.to_datetime(["2017-03-01", None]),
            "ok": [True, False],
        },
        geometry=[shapely.Point(A), None],
        crs=4326,
    )
    one.to_file(path, layer="one")
    frame().to_file(path, layer="two")
    pyogrio.write_dataframe(pd.DataFrame({"style": ["red"]}), path, layer="layer_styles")

    records, faults = read_records(path)

    assert not faults
    assert records[0].properties == {"n": 1, "day": "2017-03-01T00:00:00", "ok": True}
    assert (records[1].geometry, records[1].properties) == (None, {"ok": False})
    assert [record.where for record in records] == [
        "row 1 of layer one",
        "row 2 of layer one",
        "row 1 of layer two",
        "row 2 of layer two",
    ]


PLAIN_JSON = {
    "entries": (
        '{"meta": {"n": 2}, "entries": [{"id": "x", "places": [{"at": [1, 2]}]}, {"id": "y"}]}',
        ["x", "y"],
    ),
    "the only list": ('{"drills": [{"id": "x"}, {"id": "y"}], "version": 3}', ["x", "y"]),
    "array": ('[{"id": "x"}, {"id": "y"}]', ["x", "y"]),
    "one object": ('{"id": "x", "places": [{"a": 1}]}', ["x"]),
    "lines": ('{"id": "x", "text": "38N 128E"}\n{"id": "y", "places": [{"a": 1}]}\n', ["x", "y"]),
}


@pytest.mark.parametrize(("content", "expected"), PLAIN_JSON.values(), ids=PLAIN_JSON)
def test_json_that_is_no_geojson_is_kept_as_it_stands(
    tmp_path: Path, content: str, expected: list[str]
) -> None:
    """Each object is a record without geometry, with nested values kept."""
    records, faults = read(tmp_path, "a.json", content)

    assert not faults
    assert [record.properties["id"] for record in records] == expected
    assert all(record.geometry is None for record in records)
    if "places" in content:
        assert any("places" in record.properties for record in records)


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


def test_no_geometry_is_no_fault(tmp_path: Path) -> None:
    """A null geometry and empty cells are records without geometry: their place may only have a name."""
    for name, content in {
        "a.geojson": '{"type": "Feature", "properties": {"area": "x"}, "geometry": null}',
        "a.csv": "area,lon,lat\nx,,\n",
    }.items():
        records, faults = read(tmp_path, name, content)

        assert not faults
        assert [(record.geometry, record.properties) for record in records] == [(None, {"area": "x"})]


@pytest.mark.parametrize(
    ("lon", "expected"), [(231.5, -128.5), (-232.0, 128.0), (180.0, 180.0), (179.5, 179.5)]
)
def test_longitudes_up_to_360_are_turned(tmp_path: Path, lon: float, expected: float) -> None:
    """A geometry beyond 180 degrees as a whole comes out within."""
    records, faults = read(tmp_path, "a.csv", f"lon,lat\n{lon},38\n")

    assert not faults
    assert records[0].geometry.x == expected


# Bad records: one in a file with a good one

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


BAD_ROWS = {
    "swapped": (
        "b,38,128,,",
        "line 3, geometry: \\(38, 128\\) would lie at latitude 128: did you mean longitude 128, latitude 38",
    ),
    "no number": ("b,east,38,,", "line 3, lon: 'east' is not a number: write decimal degrees"),
    "NaN": ("b,128,nan,,", "line 3, lat: 'nan' is not a number"),
    "infinite": ("b,inf,38,,", "'inf' is not a number"),
    "thousands": ('b,"1,037,000",38,,', "is not a number"),
    "no latitude": ("b,128,,,", "line 3, lat: is empty: write degrees"),
    "too many cells": (
        "b,128,38,,,tail",
        "has 6 cells for 5 columns: put a cell that holds the separator in double",
    ),
    "position": ("b,,,somewhere,", "line 3, position: .*somewhere"),
    "WKT": ("b,,,,POINT (128)", "line 3, wkt: cannot be read: .*: write WKT"),
    "open WKT ring": ('b,,,,"POLYGON ((1 1, 2 1, 2 2, 1 2))"', "wkt: cannot be read: .*closed"),
    "other system": ("b,,,,SRID=5179;POINT (1 2)", "is in the coordinate system 5179: transform it"),
    "empty WKT": ("b,,,,POINT EMPTY", "geometry: is empty"),
    "nested WKT": (f"b,,,,{'GEOMETRYCOLLECTION(' * 2000}", "too many collections"),
    "nested WKB": (
        f"b,,,,{(bytes.fromhex('010700000001000000') * 100_000).hex()}",
        "too many collections",
    ),
    "quote that never ends": ('b,128,38,"never,', "line 3: has a quoted cell that never ends: close it"),
}


@pytest.mark.parametrize(("row", "message"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_bad_rows_are_told_and_the_others_read(tmp_path: Path, row: str, message: str) -> None:
    """A bad row is a fault with file, line, column and mend; the good ones around it are read."""
    content = f"name,lon,lat,position,wkt\na,128.5,38.25,,\n{row}\nc,128.5,38.25,,\n"

    records, faults = read(tmp_path, "a.csv", content)

    assert [(record.where, record.properties["name"]) for record in records] == [
        ("line 2", "a"),
        ("line 4", "c"),
    ]
    assert len(faults) == 1
    assert re.search(message, str(faults[0]))


def test_rows_of_several_lines_are_numbered_by_their_first(tmp_path: Path) -> None:
    """A cell with line ends does not shift the numbers of the lines."""
    records, faults = read(tmp_path, "a.csv", 'name,lon,lat\n"a\n\nb",128,38\nc,x,38\n')

    assert [record.where for record in records] == ["line 2"]
    assert [fault.where for fault in faults] == ["line 5"]


def test_a_column_named_twice_is_told_and_the_first_read(tmp_path: Path) -> None:
    """Two columns of one name: a fault, and the first counts."""
    records, faults = read(tmp_path, "a.csv", "name,lon,lat,name\na,128,38,b\n")

    assert records[0].properties == {"name": "a"}
    assert "line 1, name: stands over 2 columns: rename them" in str(faults[0])


def test_an_outline_longer_than_the_csv_module_allows_is_read(tmp_path: Path) -> None:
    """A cell of more than 131,072 characters is read, and the limit of the csv module is as before."""
    before = csv.field_size_limit()
    ring = shapely.Point(128, 38).buffer(1, quad_segs=4_000)

    records, faults = read(tmp_path, "a.csv", f"wkt;name\n{ring.wkt};a\n")

    assert len(ring.wkt) > 131_072
    assert not faults
    assert records[0].geometry.equals(ring)
    assert csv.field_size_limit() == before


def test_a_file_with_swapped_axes_is_told_once_more(tmp_path: Path) -> None:
    """If most records are swapped, the last fault says so of the file."""
    content = collection(feature([38, 128]), feature([38.1, 129]), feature([128, 38]))

    records, faults = read(tmp_path, "a.geojson", content)

    assert len(records) == 1
    assert len(faults) == 3
    assert not faults[-1].where
    assert "seem to be swapped throughout: longitude comes first" in str(faults[-1])


@given(lon=st.floats(90.1, 180), lat=st.floats(-90, 90))
def test_swapping_beyond_90_degrees_is_always_detected(
    tmp_path_factory: pytest.TempPathFactory, lon: float, lat: float
) -> None:
    """Whatever lies beyond 90 degrees east is told when its axes are swapped."""
    records, faults = read(tmp_path_factory.getbasetemp(), "swapped.geojson", json.dumps(feature([lat, lon])))

    assert not records
    assert "did you mean longitude" in str(faults[0])


def test_bad_rows_of_a_layer_are_told_and_the_others_read(tmp_path: Path) -> None:
    """Broken rings and outlines in a binary format do not lose the other rows."""
    open_ring = struct.pack("<BII I6d", 1, 3, 1, 3, 124, 36, 125, 36, 125, 37)
    shapes = [shapely.to_wkb(shapely.Point(A)), open_ring, shapely.to_wkb(shapely.Polygon(BOW_TIE)), None]
    shapes += [shapely.to_wkb(shapely.Point(38, 128)), shapely.to_wkb(shapely.Point())]
    table = pa.table({"geometry": pa.array(shapes, pa.binary()), "name": list("abcdef")})
    geo = {"version": "1.0.0", "primary_column": "geometry"}
    geo["columns"] = {"geometry": {"encoding": "WKB", "geometry_types": []}}
    path = tmp_path / "bad.parquet"
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)

    records, faults = read_records(path)

    assert [record.properties["name"] for record in records] == ["a", "d"]
    assert [fault.where for fault in faults] == [f"row {n} of layer bad" for n in (2, 3, 5, 6)]
    for fault, message in zip(
        faults, ["closed", "self-intersection", "did you mean", "is empty"], strict=True
    ):
        assert message in str(fault)


def test_a_layer_without_a_system_that_cannot_be_degrees_is_told(tmp_path: Path) -> None:
    """Metres without a coordinate system: the layer says what is missing."""
    places = frame(5179).set_crs(None, allow_override=True)
    path = tmp_path / "places.shp"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the writer
        places.to_file(path, encoding="utf-8")

    records, faults = read_records(path)

    assert not records
    assert "layer places: names no coordinate system" in str(faults[0])
    assert ".prj" in str(faults[0])


def test_a_shapefile_of_unknown_encoding_is_told(tmp_path: Path) -> None:
    """Without a .cpg file names may come out spoilt, which is said; with it they are read."""
    path = tmp_path / "places.shp"
    frame().to_file(path, encoding="cp949")
    assert read_records(path)[1] == []
    path.with_suffix(".cpg").unlink()

    records, faults = read_records(path)

    assert len(records) == 2
    assert "layer places: does not say in which encoding its texts are: put the name" in str(faults[0])


def test_a_shapefile_with_foreign_texts_is_told(tmp_path: Path) -> None:
    """A wrong .cpg, or a .prj in an old encoding, is a message and no crash."""
    path = tmp_path / "places.shp"
    frame().to_file(path, encoding="cp949")
    path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    with pytest.raises(
        InputFileError, match="texts in another encoding than it says: save it with texts in UTF-8"
    ):
        read_records(path)

    frame(5179).to_file(path, encoding="utf-8")
    projection = path.with_suffix(".prj")
    projection.write_bytes(projection.read_bytes().replace(b"Korea", "중부".encode("cp949")))
    with pytest.raises(
        InputFileError, match=r"names its coordinate system in another encoding: save its .prj"
    ):
        read_records(path)


# Bad files


def zipped(members: dict[str, str]) -> bytes:
    """Make a zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    "</OGRVRTDataSource>"
)
BAD_FILES = {
    "empty": ("a.csv", "", "is empty"),
    "only a control character": ("a.csv", "\x1f", "is empty"),
    "only white space": ("a.geojson", " \n\n", "is empty"),
    "web page": ("a.geojson", "<!DOCTYPE html><html><body>404</body></html>", r"is a web page \(HTML\)"),
    "image": ("a.geojson", b"\x89PNG\r\n\x1a\n\x00\x00", r"is an image \(PNG\)"),
    "PDF": ("a.csv", b"%PDF-1.7\n", "is a PDF document: copy its coordinates"),
    "gzip": ("a.geojson", b"\x1f\x8b\x08", "compressed .gzip.: unpack it first"),
    "binary": ("a.bin", b"\x00\x01\x02", "binary file of an unknown kind"),
    "dbf": ("a.dbf", b"\x03\x75\x01\x01\x00\x00\x00\x00", "give the .shp file"),
    "shx": ("a.shx", b"\x00\x00\x27\x0a" + bytes(96), "only the index of a Shapefile: give the .shp"),
    "zip of texts": ("a.zip", zipped({"a.txt": "x"}), "zip archive without a Shapefile or KML: unpack it"),
    "broken zip": ("a.zip", b"PK\x03\x04rubbish", "zip archive that cannot be opened"),
    "Excel": (
        "a.csv",
        zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
        "Office document: save its table",
    ),
    "zipped lie": ("a.kmz", zipped({"doc.kml": "{}"}), "'doc.kml' is not what its name says"),
    "GPX": ("a.gpx", "<?xml version='1.0'?><gpx></gpx>", "is GPX XML: convert it"),
    "VRT": ("a.kml", VRT, "is an unknown kind of XML"),
    "VRT under the name of KML": ("a.kml", f"<!-- <kml --> {VRT}", "refers to other files"),
    "VRT in a zip": ("a.kmz", zipped({"doc.kml": f"<!-- <kml --> {VRT}"}), "refers to other files"),
    "SQLite": ("a.sqlite", b"SQLite format 3\x00" + bytes(100), "SQLite database, not a GeoPackage"),
    "broken GeoPackage": (
        "a.gpkg",
        b"SQLite format 3\x00" + bytes(100),
        "cannot be read .*: write the file again",
    ),
    "broken FlatGeobuf": ("a.fgb", b"fgb\x03fgb\x00\x01\x02", "holds no layer: write the file again"),
    "broken Parquet": ("a.parquet", b"PAR1xxxx", "cannot be read"),
    "broken KML": ("a.kml", "<kml><Placemark>", "cannot be read .*: correct it, or convert it"),
    "lonely shp": ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), "give the .shp, .shx, .dbf and .prj files"),
    "KML named as CSV": (
        "a.csv",
        "<kml></kml>",
        "is a KML with the name of another kind: let its name end in .kml",
    ),
    "cut short": ("a.geojson", "{", "line 1, column 2: the file ends in the middle: it was cut short"),
    "broken": ("a.geojson", '{"type": Feature}', r"line 1, column 10: is broken JSON \(expecting value\)"),
    "comma": ("a.geojson", '{"type": "Point",\n "coordinates" [1, 2]}', "line 2, column 16: is broken JSON"),
    "nested": ("a.json", "[" * 100_000, "nested too deeply"),
    "nested object": ("a.json", '{"a":' * 100_000, "nested too deeply"),
    "long number": ("a.json", '{"a":' + "9" * 5_000 + "}", "a number is too long"),
    "foreign crs": (
        "a.geojson",
        collection(feature(A), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}),
        "names the coordinate system 'urn:ogc:def:crs:EPSG::5179', which GeoJSON no longer has: transform it",
    ),
    "linked crs": ("a.geojson", collection(crs={"type": "link", "properties": {"href": "x"}}), "'a link'"),
    "TopoJSON": ("a.json", '{"type": "Topology", "objects": {}}', "is TopoJSON: convert it"),
    "Esri JSON": ("a.json", '{"geometryType": "esriGeometryPoint", "features": [{}]}', "is Esri JSON"),
    "CP949": (
        "a.csv",
        "이름,lon,lat\n동해 훈련,128,38\n".encode("cp949"),
        "line 1: is not in UTF-8; it looks like CP949: save it as",
    ),
    "Shift-JIS": (
        "a.csv",
        "lon,lat,name\n128,38,ミサイルのテスト\n".encode("shift-jis"),
        "line 2: .*Shift-JIS",
    ),
    "GB18030": ("a.csv", "lon,lat,name\n128,38,渤海军事演习\n".encode("gb18030"), "line 2: .* not in UTF-8"),
    "CP1251": ("a.csv", "lon,lat,name\n128,38,Учения\n".encode("cp1251"), "line 2: .*CP1251"),
    "no columns for positions": (
        "a.csv",
        "name,where\na,b\n",
        r"line 1: has no column for positions among 'name, where': name two of them lon and lat",
    ),
    "no latitude": (
        "a.csv",
        "name,lon\na,128\n",
        "has a column 'lon' but none for the latitude: name it lat",
    ),
    "no longitude": (
        "a.csv",
        "name,Lat\na,38\n",
        "has a column 'Lat' but none for the longitude: name it lon",
    ),
    "no header": (
        "a.csv",
        "128.5,38.2\n128,38\n",
        "has numbers in place of column names: put a first line lon,lat above",
    ),
    "two latitudes": ("a.csv", "lon,lat,lat\n1,2,3\n", "has 2 columns 'lat': keep one"),
    "prose": ("a.txt", "Nothing to see.\nNothing.\n", "is neither JSON nor a table with positions"),
    "sep only": ("a.csv", "sep=;", "is neither JSON nor a table"),
}


@pytest.mark.parametrize(("name", "content", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_unreadable_files_say_what_they_are(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    """A file of which nothing can be read raises one line with its name, what it is, and the mend."""
    with pytest.raises(InputFileError, match=message) as caught:
        read(tmp_path, name, content)

    assert str(caught.value).startswith(str(tmp_path / name))
    assert str(caught.value).isprintable()


def test_a_cut_file_keeps_what_came_before(tmp_path: Path) -> None:
    """Of a truncated file the whole features are read, and the place of the cut is told."""
    text = collection(feature(A), feature(B), feature(A))

    records, faults = read(tmp_path, "a.geojson", text[:-30])

    assert len(records) == 2
    assert "line 1, column " in str(faults[0])
    assert "the file ends in the middle: it was cut short" in str(faults[0])


def test_reading_goes_on_after_a_broken_feature(tmp_path: Path) -> None:
    """A syntax error within a feature loses that one alone."""
    text = collection(feature(A), feature([1, 2]), feature(B)).replace("[1, 2]", "[1, , 2]")

    records, faults = read(tmp_path, "a.geojson", text)

    assert [record.geometry.coords[0] for record in records] == [A, B]
    assert "feature 2, line 1, column" in str(faults[0])


@pytest.mark.parametrize(
    "bad", ["{", '{"type": "Feature"', "[1]", "x", LINES[0] + "x", '{"type": "FeatureCollection"}']
)
def test_broken_lines_of_a_sequence_lose_nothing_else(tmp_path: Path, bad: str) -> None:
    """A bad line is a fault with its number, wherever it stands."""
    for position in range(3):
        lines = [*LINES]
        lines.insert(position, bad)

        records, faults = read(tmp_path, "a.geojsonl", "\n".join(lines))

        assert [record.properties["name"] for record in records] == ["a", "훈련"]
        assert [fault.where.split(",")[0] for fault in faults] == [f"line {position + 1}"]


def test_values_nested_too_deeply_are_told(tmp_path: Path) -> None:
    """Properties that later code could not walk through are a fault, not a crash."""
    deep = json.loads("[" * 300 + "]" * 300)

    records, faults = read(tmp_path, "a.geojson", collection(feature(A, deep=deep), feature(B)))

    assert len(records) == 1
    assert "feature 1: is nested too deeply" in str(faults[0])


def test_collections_within_collections_end(tmp_path: Path) -> None:
    """Hostile nesting of geometries is a fault."""
    nested: object = {"type": "Point", "coordinates": A}
    for _ in range(50):
        nested = {"type": "GeometryCollection", "geometries": [nested]}

    _, faults = read(tmp_path, "a.geojson", collection({"type": "Feature", "geometry": nested}))

    assert "collections within collections: write one flat" in str(faults[0])


MARKS = st.sampled_from(
    [
        *'{}[]",:;\n\t 1',
        '"type":"Feature"',
        '"geometry":',
        '"coordinates":',
        "lon,lat\n",
        "wkt\n",
        "position\n",
    ]
)


@given(st.lists(MARKS | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """No text, however strange, ends in anything but records, faults or an InputFileError."""
    with suppress(InputFileError):
        records, faults = read(tmp_path_factory.getbasetemp(), "any.json", text.encode("utf-8", "replace"))

        assert all(record.where for record in records)
        assert all(fault.mend for fault in faults)


def test_messages_are_one_printable_line() -> None:
    """Terminal codes, line ends and direction marks from a file never reach the terminal."""
    fault = Fault(file="a\x1b[31m", where="line 1", field="x\u202e", problem="bad\nworse", mend="mend")

    assert str(fault) == "a\ufffd[31m, line 1, x\ufffd: bad\ufffdworse: mend"


def test_halves_of_surrogate_pairs_are_replaced(tmp_path: Path) -> None:
    """Text that no encoding can write does not come out of the reader."""
    records, _ = read(tmp_path, "a.json", '[{"a": "\\ud800x", "\\udc00": ["\\ud83d\\ude00"]}]')

    assert records[0].properties == {"a": "\ufffdx", "\ufffd": ["😀"]}


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    """The message of a missing file has the names like it."""
    (tmp_path / "exercises.csv").touch()

    with pytest.raises(InputFileError, match="is a folder: name the files in it"):
        read_records(tmp_path)
    with pytest.raises(InputFileError, match=r"does not exist: did you mean exercises.csv\?"):
        read_records(tmp_path / "exercise.csv")
    with pytest.raises(InputFileError, match="cannot be read"):
        read_records("a\0b")


@pytest.mark.parametrize("content", [TWO, "name,lon,lat\na,128.5,38.25\n훈련,120.985,38.776\n"])
def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """JSON and CSV are told apart on standard input, too."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))

    records, faults = read_records("-")

    assert not faults
    assert [record.properties["name"] for record in records] == ["a", "훈련"]
    assert records[0].file == "standard input"


def test_standard_input_of_another_kind_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Binary formats cannot be piped in: the message says to save them first."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SQLite format 3\x00")))

    with pytest.raises(InputFileError, match="standard input: is neither JSON nor CSV: save it to a file"):
        read_records("-")


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the message has the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(InputFileError, match=r'pyarrow is missing: pip install "dezone\[bulk\]"'):
        read(tmp_path, "a.parquet", b"PAR1")


@pytest.mark.parametrize(
    ("name", "content"), [("a.geojson", TWO), ("a.csv", "lon,lat\n128,38\n"), ("a.geojsonl", LINES[0])]
)
def test_json_and_csv_load_no_heavy_library(tmp_path: Path, name: str, content: str) -> None:
    """GeoJSON and CSV are read without pandas, geopandas, pyogrio, pyproj and pyarrow."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    code = (
        "import sys; from geo.files import read_records; records, faults = read_records(sys.argv[1]);"
        "assert records and not faults;"
        "print([m for m in ('pandas', 'geopandas', 'pyogrio', 'pyproj', 'pyarrow') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / name], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


# Paths and text

TEXTS = [
    "38-46.58N 120-59.10E",
    "37-12.5N/129-40.3E",
    "38.5/128.2",
    "12/05",
    "38°46′35″N/120°59′06″E",
    "북위 37도/동경 129도",
    "37С/129В",
    "NAVAREA XI 0123/24 FIRING 38-00N 128-00E",
    "line one /\nline two.csv",
    "Yellow Sea",
    "",
    "x" * 5_000,
    "nul\0",
]


@pytest.mark.parametrize("target", TEXTS)
def test_text_is_no_path(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coordinates with a slash, notices and names are text."""
    monkeypatch.chdir(tmp_path)

    assert looks_like_path(target) is False


def test_what_exists_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever exists is a path, even if it is named like a position; so is standard input."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "38N 128E").touch()

    assert looks_like_path("38N 128E")
    assert looks_like_path(str(tmp_path))
    assert looks_like_path("-")


MISSING = {
    "suffix": ("exercise.csv", r"does not exist: did you mean exercises.csv\?"),
    "upper case": ("EXERCISE.CSV", "does not exist"),
    "spaces and suffix": ("my drills.geojson", "does not exist: check the name and the folder"),
    "separator": ("drills/all", "there is no folder drills"),
    "hidden start": ("./my drills", "does not exist"),
    "Korean": ("자료/훈련", "there is no folder"),
    "address": ("https://example.org/a.geojson", "is an address, not a file: save it"),
}


@pytest.mark.parametrize(("target", "message"), MISSING.values(), ids=MISSING)
def test_what_must_be_a_path_and_is_missing_is_told(
    target: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped file name is never read as text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exercises.csv").touch()

    with pytest.raises(InputFileError, match=message):
        looks_like_path(target)


# Writing

FORMULA = "=+-@\t\r\n＝＋－＠"


@given(st.one_of(st.text(), st.tuples(st.sampled_from(FORMULA), st.text()).map("".join)))
@example("=1+1")
@example(" =1+1")
@example("-2+3")
@example("-5\n")
@example("+８２")
def test_no_cell_is_a_formula_and_none_is_spoilt(text: str) -> None:
    """A cell begins with no mark of a formula unless it is a plain number, and its text can be had back."""
    cell = csv_cell(text)

    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text
    if cell.lstrip().startswith(tuple(FORMULA)) or cell.startswith(("\t", "\r", "\n")):
        assert cell.isascii()
        float(cell)


@given(st.text())
def test_a_cell_survives_the_csv_module(text: str) -> None:
    """What csv.writer makes of a cell, csv.reader gives back."""
    line = io.StringIO(newline="")
    csv.writer(line).writerow([csv_cell(text), "next"])

    assert next(csv.reader(io.StringIO(line.getvalue(), newline=""))) == [csv_cell(text), "next"]


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers()))
def test_numbers_are_left_alone(value: float) -> None:
    """Negative numbers stay numbers, given as numbers or as text."""
    assert csv_cell(value) == csv_cell(str(value))
    assert float(csv_cell(value)) == float(value)


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (float("nan"), ""), (True, "true"), (["a", 1], '["a", 1]'), ({"a": None}, '{"a": null}')],
)
def test_other_values_in_cells(value: object, cell: str) -> None:
    """None and NaN are empty, truth values and nested ones JSON."""
    assert csv_cell(value) == cell


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
POINTS = st.builds(shapely.Point, st.floats(-180, 180), st.floats(-90, 90))
BOXES = st.builds(
    shapely.box, st.floats(-180, 0), st.floats(-90, 0), st.floats(1, 180), st.floats(1, 90), ccw=st.booleans()
)


@given(
    st.lists(
        st.tuples(st.none() | POINTS | BOXES, st.dictionaries(st.text(), VALUES, max_size=4)), max_size=4
    )
)
def test_what_is_written_as_geojson_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, features: list[tuple[object, dict[str, object]]]
) -> None:
    """Geometries and properties survive writing and reading, and writing is deterministic."""
    text = features_to_geojson(features)
    records, faults = read(tmp_path_factory.getbasetemp(), "again.geojson", text)

    assert not faults
    assert text == features_to_geojson(features)
    assert len(records) == len(features)
    for record, (geometry, properties) in zip(records, features, strict=True):
        assert (record.geometry is None) == (geometry is None)
        assert geometry is None or record.geometry.equals(geometry)
        assert record.properties == {
            key: value for key, value in properties.items() if value not in (None, "")
        }


def test_geojson_follows_its_standard() -> None:
    """Shells run counterclockwise, holes clockwise, heights go, NaN is null, the feature has its id."""
    triangle = [[124.2, 36.2], [124.8, 36.2], [124.8, 36.8], [124.2, 36.2]]
    clockwise = shapely.Polygon(SQUARE[::-1], [triangle])
    shape = shapely.GeometryCollection([shapely.force_3d(clockwise, 5)])
    text = features_to_geojson(
        [
            (shape, {"id": "x", "n": np.int64(3), "share": math.nan}),
            (shapely.Point(), {"day": dt.date(2017, 3, 1), "at": pd.NaT, "id": True}),
        ]
    )

    one, two = json.loads(text)["features"]
    shell, hole = one["geometry"]["geometries"][0]["coordinates"]
    assert shapely.LinearRing(shell).is_ccw
    assert not shapely.LinearRing(hole).is_ccw
    assert len(shell[0]) == 2
    assert (one["id"], one["properties"]) == ("x", {"id": "x", "n": 3, "share": None})
    assert two == {
        "type": "Feature",
        "geometry": None,
        "properties": {"day": "2017-03-01", "at": None, "id": True},
    }


def test_geojson_refuses_what_is_not_finite() -> None:
    """A NaN coordinate is an error of ours, never a broken file."""
    with pytest.raises(ValueError, match="JSON compliant"):
        features_to_geojson([(shapely.LineString([(0, 0), (float("inf"), 1)]), {})])


def test_a_file_is_written_as_a_whole(tmp_path: Path) -> None:
    """New and old files get the data; the mode of an old one stays; nothing lies beside them."""
    new, old = tmp_path / "new.txt", tmp_path / "old.txt"
    old.write_text("old", encoding="utf-8")
    old.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(old)

    write_whole(new, "훈련\r\n")
    write_whole(str(link), b"bytes")

    assert new.read_bytes() == "훈련\r\n".encode()
    assert old.read_bytes() == b"bytes"
    assert link.is_symlink()
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "new.txt", "old.txt"]


ERRORS = {
    errno.ENOSPC: "the disk is full: free some space",
    errno.EROFS: "the disk is read-only: choose another place",
    errno.EACCES: "not yours to write",
    errno.EPERM: "not yours to write",
    errno.EIO: "cannot be written .*: choose another name or place",
}


@pytest.mark.parametrize(("number", "message"), ERRORS.items(), ids=map(errno.errorcode.get, ERRORS))
def test_after_an_error_the_old_file_is_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, message: str
) -> None:
    """An error while writing leaves the old file and no debris, and tells the mend."""
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(InputFileError, match=message):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    """A missing folder, a folder, a file in place of a folder, a name too long, a NUL: a message each."""
    (tmp_path / "file").touch()
    for name, message in {
        "no/a.txt": "there is no folder .*no: make it first",
        ".": "is a folder: name a file in it",
        "file/a.txt": "cannot be written",
        "x" * 300: "cannot be written",
        "a\0b": "cannot be written",
    }.items():
        with pytest.raises(InputFileError, match=message):
            write_whole(tmp_path / name, "x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_device_is_written_directly() -> None:
    """Devices such as the null device are no files to be replaced."""
    write_whole(os.devnull, "x")

    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
