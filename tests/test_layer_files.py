"""Layers of every format and coordinate system become plain records in EPSG:4326."""

from __future__ import annotations

import json
import struct
import sys
import warnings
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from sample_files import BOW_TIE, VRT, A, B, assert_unreadable, read, zipped

from geo.errors import InputFileError
from geo.files import read_records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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


def test_gpx_gives_its_marks_and_its_ways(tmp_path: Path) -> None:
    """A waypoint, a route and a track are one record each; the points of a way are none of their own."""
    points = {"rte": "<rtept lat='36' lon='124'/><rtept lat='37' lon='125'/>", "trk": "<trkseg>"
              "<trkpt lat='38' lon='130'/><trkpt lat='38.5' lon='131'/></trkseg>"}  # fmt: skip
    ways = "".join(f"<{kind}><name>{kind}</name>{inner}</{kind}>" for kind, inner in points.items())
    text = (
        "<gpx version='1.1' creator='a' xmlns='http://www.topografix.com/GPX/1/1'>"
        f"<wpt lat='{A[1]}' lon='{A[0]}'><name>훈련</name></wpt>{ways}</gpx>"
    )

    records, faults = read(tmp_path, "places.gpx", text)

    assert not faults
    assert [record.properties["name"] for record in records] == ["훈련", "rte", "trk"]
    assert [shapely.get_num_coordinates(record.geometry) for record in records] == [1, 2, 2]
    assert records[0].geometry == shapely.Point(A)


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


BAD_LAYERS = {
    "shx": ("a.shx", b"\x00\x00\x27\x0a" + bytes(96), "only the index of a Shapefile: give the .shp"),
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
    "broken GPX": ("a.gpx", "<gpx><wpt", "cannot be read .*: correct it, or convert it"),
    "GPX as XML": (
        "a.xml",
        "<gpx></gpx>",
        "is a GPX with the name of another kind: let its name end in .gpx",
    ),
    "broken KML": ("a.kml", "<kml><Placemark>", "cannot be read .*: correct it, or convert it"),
    "lonely shp": ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), "give the .shp, .shx, .dbf and .prj files"),
    "KML named as CSV": (
        "a.csv",
        "<kml></kml>",
        "is a KML with the name of another kind: let its name end in .kml",
    ),
}


@pytest.mark.parametrize(("name", "content", "message"), BAD_LAYERS.values(), ids=BAD_LAYERS)
def test_unreadable_layers_say_what_they_are(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    """What GDAL and pyarrow cannot or must not read raises one line with its name and the mend."""
    assert_unreadable(tmp_path, name, content, message)


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the message has the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(InputFileError, match=r'pyarrow is missing: pip install "dezone\[bulk\]"'):
        read(tmp_path, "a.parquet", b"PAR1")
