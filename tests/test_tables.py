"""Tables become plain records; a bad row is told with its line, column and mend."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
import shapely
from sample_files import A, B, assert_the_two, assert_unreadable, read

from geo.errors import InputFileError

if TYPE_CHECKING:
    from pathlib import Path

GOOD_TABLES = {
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
    "titles above, as reports have them": (
        "a.csv",
        "\ufeffDrills;;\r\n;;\r\nname;Latitude (N);Longitude (E)\r\na;38,25;128,5\r\n훈련;38,776;120,985\r\n",
    ),
    "a title without separators": (
        "a.csv",
        "Drills, 2024\nname;lat;lon\na;38,25;128,5\n훈련;38,776;120,985\n",
    ),
    "hemispheres behind the names": ("a.csv", "name,Lat N,Long E\na,38.25,128.5\n훈련,38.776,120.985\n"),
    "German column names": (
        "a.csv",
        "name;Geografische Breite;Geografische Länge\na;38,25;128,5\n훈련;38,776;120,985\n",
    ),
    "Korean column names": ("a.csv", "name,경도,위도\na,128.5,38.25\n훈련,120.985,38.776\n"),
    "units in brackets": (
        "a.csv",
        "name,Longitude (°E),Latitude [deg]\na,128.5,38.25\n훈련,120.985,38.776\n",
    ),
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


@pytest.mark.parametrize(("name", "content"), GOOD_TABLES.values(), ids=GOOD_TABLES)
def test_tables_give_their_records(tmp_path: Path, name: str, content: str | bytes) -> None:
    """The same two positions come out of every spelling of CSV, without faults."""
    assert_the_two(*read(tmp_path, name, content))


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
    "two positions": (
        "b,128.5,38.25,38-30.0N 128-30.0E,",
        r"position: '38-30.0N 128-30.0E' is not at lon 128.5, lat 38.25: correct one of the two, or leave",
    ),
    "swapped position": ('b,38.25,128.5,"38.25N, 128.5E",', "is not at lon 38.25, lat 128.5"),
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


def test_lines_below_titles_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    """A fault names the line that an editor shows."""
    _, [fault] = read(tmp_path, "a.csv", "Drills 2024\n\nname,lon,lat\na,128.5,38.25\nb,128.5,north\n")

    assert fault.where == "line 5"


def test_degrees_west_are_not_taken_for_east(tmp_path: Path) -> None:
    """A column that counts the other way is not guessed at."""
    with pytest.raises(InputFileError, match="none for the longitude"):
        read(tmp_path, "a.csv", "lat,Longitude (W)\n38,120\n")


@pytest.mark.parametrize(
    "row",
    [
        "128.5,38.25,38-15N 128-30E",
        "128.50,38.25,38N 128E",  # whole degrees, cut off
        "128.517,38.258,38-15N 128-31E",
        '"128,5","38,25",38°15′N 128°30′E',
        "-231.5,38.25,38.25N 128.5E",
        "128.5,38.25,Sokcho",
        "128.5,38.25,",
    ],
)
def test_columns_that_say_the_same_are_one_position(tmp_path: Path, row: str) -> None:
    """Numbers beside the same position in words, as finely as both are written, are no fault; they count."""
    records, faults = read(tmp_path, "a.csv", f"lon,lat,position\n{row}\n")

    assert faults == []
    assert records[0].geometry is not None
    assert records[0].geometry.y == pytest.approx(38.25, abs=0.01)


def test_columns_of_hemispheres_are_read_with_the_numbers(tmp_path: Path) -> None:
    """N/S and E/W beside plain numbers: without them the south would be the north."""
    rows = (
        "a,38.5,N,128.4,E\nb,38.5,S,128.4,East\nc,38.5,n,128.4,W\n"
        "d,38°30',S,128.4,E\ne,38.5,,128.4,\nf,1,X,2,E\n"
    )
    records, faults = read(tmp_path, "a.csv", f"name,Lat,N/S,Lon,E/W\n{rows}")

    places = [(record.geometry.x, record.geometry.y) for record in records if record.geometry]
    assert places == [(128.4, 38.5), (128.4, -38.5), (-128.4, 38.5), (128.4, -38.5), (128.4, 38.5)]
    assert all(record.properties.keys() == {"name"} for record in records)
    assert [str(fault) for fault in faults] == [
        f"{tmp_path / 'a.csv'}, line 7, N/S: 'X' is no hemisphere: write N or S, E or W"
    ]


def test_a_column_ew_alone_is_no_hemisphere(tmp_path: Path) -> None:
    """It may be electronic warfare."""
    [record], faults = read(tmp_path, "a.csv", "lat,lon,EW\n38.5,128.4,yes\n")

    assert (record.properties, faults) == ({"EW": "yes"}, [])


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


BAD_TABLES = {
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


@pytest.mark.parametrize(("name", "content", "message"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_unreadable_tables_say_what_they_lack(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    """A table without positions raises one line with its name, what it is, and the mend."""
    assert_unreadable(tmp_path, name, content, message)
