"""The regions as files: every form can be read again and holds the same regions."""

from __future__ import annotations

import json
import sys

import geopandas as gpd
import pytest
import shapely
from terminal import piped

from geo.errors import InputFileError
from maps import cli, export
from zones import load_zone, words
from zones.zone import REGION_IDS

SUFFIXES = (".geojson", ".json", ".gpkg", ".kml", ".fgb", ".shp.zip", ".shz", ".parquet")


@pytest.fixture(scope="module")
def zone():
    """Load a reading that is not the default."""
    return load_zone(southern_limit=29.25)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_suffix_gives_the_regions_again(zone, tmp_path, suffix):
    """Five regions with their polygons, in their order, in EPSG:4326, and no other file beside them."""
    path = tmp_path / f"regions{suffix}"

    export.write_regions(zone, str(path))

    read = gpd.read_parquet if suffix == ".parquet" else gpd.read_file
    table = read(path)
    assert list(tmp_path.iterdir()) == [path]
    assert table.crs.equals("EPSG:4326", ignore_axis_order=True)
    assert len(table) == len(REGION_IDS)
    for found, region in zip(table.geometry, REGION_IDS, strict=True):
        expected = zone.shapes[region]
        assert shapely.area(shapely.symmetric_difference(found, expected)) < 1e-9 * expected.area


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if "json" not in suffix])
def test_tables_say_what_made_them(zone, tmp_path, suffix):
    """Region, name, source, reading, date and the whole caveat are columns, under names that no form cuts."""
    path = tmp_path / f"regions{suffix}"
    export.write_regions(zone, str(path))

    read = gpd.read_parquet if suffix == ".parquet" else gpd.read_file
    table = read(path)

    columns = {name.lower() for name in table.columns}
    assert {
        "region",
        "name",
        "area_km2",
        "source",
        "version",
        "reading",
        "islands",
        "data_date",
        "caveat",
    } <= columns
    assert columns & {"southern_limit", "south_lim"}
    assert set(table["caveat"]) == {words.CAVEAT}
    assert list(table["region"]) == list(REGION_IDS)


def test_geojson_has_names_and_what_made_it(zone, tmp_path):
    """The names in every language, the source, and the reading."""
    export.write_regions(zone, str(tmp_path / "regions.GeoJSON"))

    features = json.loads((tmp_path / "regions.GeoJSON").read_text(encoding="utf-8"))["features"]

    assert [feature["id"] for feature in features] == list(REGION_IDS)
    properties = features[2]["properties"]
    assert properties["names"]["ja"] == "黄海"
    assert properties["about"]["southern_limit"] == 29.25
    assert properties["about"]["caveat"] == words.CAVEAT


@pytest.mark.parametrize("suffix", [".geojson", ".kml", ".fgb", ".parquet"])
def test_the_same_reading_gives_the_same_bytes(zone, tmp_path, suffix):
    """A file can be made again and compared, if its form does not hold the time, as archives do."""
    for name in ("a", "b"):
        export.write_regions(zone, str(tmp_path / f"{name}{suffix}"))

    made = [(tmp_path / f"{name}{suffix}").read_bytes().replace(b"b.", b"a.") for name in ("a", "b")]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "name", ["regions", "regions.txt", "regions.csv", "regions.shp", ".gpkgs", "geojson"]
)
def test_an_unknown_suffix_is_told_with_those_known(zone, tmp_path, name):
    """A Shapefile is several files, so it comes as one archive."""
    with pytest.raises(
        InputFileError, match=r"no form is known for this suffix: use one of .*\.gpkg.*\.shp\.zip"
    ):
        export.write_regions(zone, str(tmp_path / name))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_missing_folder_leaves_nothing_behind(zone, tmp_path, suffix):
    """The message says to make the folder first."""
    with pytest.raises(InputFileError, match=r"there is no folder .*: make it first"):
        export.write_regions(zone, str(tmp_path / "nowhere" / f"regions{suffix}"))

    assert list(tmp_path.iterdir()) == []


def test_an_old_file_is_replaced_as_a_whole(zone, tmp_path):
    """A GeoPackage that was there before does not keep its layers."""
    path = tmp_path / "regions.gpkg"
    for _ in range(2):
        export.write_regions(zone, str(path))

    assert len(gpd.read_file(path)) == len(REGION_IDS)
    assert list(tmp_path.iterdir()) == [path]


def test_without_pyarrow_geoparquet_names_the_extra(tmp_path):
    """The message has the package to install, and nothing is written."""
    asked = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from maps.cli import main\n"
        "main(['zones', 'export', '-o', 'regions.parquet'])"
    )

    run = piped(sys.executable, "-c", asked, folder=tmp_path)

    assert run.status == 3
    assert run.err == 'dezone: regions.parquet: GeoParquet needs pyarrow: pip install "dezone[bulk]"\n'
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_command_writes_every_suffix(tmp_path, suffix, capsys):
    """The command `zones export` says what it wrote, and nothing else."""
    path = tmp_path / f"regions{suffix}"

    with pytest.raises(SystemExit) as end:
        cli.main(["zones", "export", "-o", str(path), "--reading", "narrow"])

    assert not end.value.code
    assert capsys.readouterr() == ("", f"{path}: 5 regions\n")
    assert path.stat().st_size > 10_000
