"""Tables of positions: new columns at the end, everything else as it was, and nothing half-done."""

import csv
import io
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import stream
from geo.errors import DezoneError, InputFileError
from geo.stream import Coded, Count, Job, add_to_table
from zones import load_zone
from zones.positions import region_columns

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: the extra bulk")
pq = pytest.importorskip("pyarrow.parquet")

NAMES = ("west", "east")


def halves(lon, lat):
    """Label a position by the half of the world, and give the sum of its coordinates."""
    known = np.isfinite(lon) & (np.abs(lat) <= 90)
    return {
        "half": Coded(np.where(known, np.where(lon > 0, 1, 0), -1).astype(np.int8), NAMES),
        "sum": np.where(known, lon + lat, np.nan),
    }


JOB = Job(label=halves)


def write(path, text):
    """Write a text as it is."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows_of(path):
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def table():
    """Give a table with columns of many types, gaps and metadata."""
    count = 2_000
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform((116, 24), (143, 53), (count, 2)).T
    lon[::3] -= 180
    fields = {
        "mmsi": pa.array(np.arange(count), pa.int32()),
        "lon": pa.array(lon, mask=np.arange(count) % 10 == 0),
        "lat": pa.array(lat),
        "at": pa.array(np.arange(count) * 1_000_000, pa.timestamp("us", "UTC")),
        "name": pa.array(["=HYPERLINK(1)", None, "부산", "a,b"] * (count // 4)),
        "tags": pa.array([["a"], [], None, ["b", "c"]] * (count // 4)),
        "kind": pa.array(["x", "y"] * (count // 2)).dictionary_encode(),
        "more": pa.array([{"a": 1, "b": "z"}] * count),
        "price": pa.array([None] * count, pa.decimal128(10, 2)),
    }
    return pa.table(fields).replace_schema_metadata({"made by": "a test"})


@pytest.fixture
def parquet(tmp_path, table):
    """Give the table as a Parquet file of several row groups."""
    path = tmp_path / "in.parquet"
    pq.write_table(table, path, row_group_size=700, compression="zstd")
    return path


@pytest.fixture
def folder(tmp_path, table):
    """Give the table as a folder with Hive partitions, and things that are none of our business."""
    path = tmp_path / "in"
    for number in range(4):
        part = path / f"year={2020 + number // 2}" / f"part-{number}.parquet"
        part.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table.slice(number * 500, 500), part)
    write(path / "_SUCCESS", "")
    write(path / "_tmp" / "x.parquet", "junk") if (path / "_tmp").mkdir() else None
    write(path / "notes.txt", "see there")
    return path


# CSV


def test_csv_gets_columns_and_keeps_the_rest(tmp_path):
    """Texts of cells stay letter by letter: leading noughts, digits, quotes, line ends, formulas, gaps."""
    source = write(
        tmp_path / "a.csv",
        'id,lon,lat,note\n007,124.50,36,"a ""quoted"", b"\n8,-1e1,  5 ,=1+1\n9,,5,"two\nlines"\n10,nan,1,\n',
    )

    count = add_to_table(source, tmp_path / "b.csv", JOB)

    assert rows_of(tmp_path / "b.csv") == [
        ["id", "lon", "lat", "note", "half", "sum"],
        ["007", "124.50", "36", 'a "quoted", b', "east", "160.5"],
        ["8", "-1e1", "  5 ", "=1+1", "west", "-5.0"],
        ["9", "", "5", "two\nlines", "", ""],
        ["10", "nan", "1", "", "", ""],
    ]
    assert count == Count(rows=4, without_position=2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lon;lat\r\n1;2\r\n", "lon;lat;half;sum\r\n1;2;east;3.0\r\n"),
        ("lon\tlat\n1\t2", "lon\tlat\thalf\tsum\n1\t2\teast\t3.0\n"),
        ("\ufefflon,lat\n1,2\n\n\n3,4\n", "lon,lat,half,sum\n1,2,east,3.0\n3,4,east,7.0\n"),
        ("lon,lat\n", "lon,lat,half,sum\n"),
    ],
    ids=["semicolons and CR LF", "tabs, no last line end", "byte order mark, empty lines", "no rows"],
)
def test_csv_keeps_its_dialect(tmp_path, text, expected):
    """Separator and line ends are those of the input."""
    add_to_table(write(tmp_path / "a.csv", text), tmp_path / "b.csv", JOB)

    assert (tmp_path / "b.csv").read_bytes().decode() == expected


@given(
    rows=st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=5),
            st.floats(-180, 180),
            st.floats(-90, 90),
        ),
        min_size=1,
    )
)
@settings(max_examples=50, deadline=None)
def test_any_csv_text_survives(tmp_path_factory, rows):
    """Whatever the csv module writes comes back with the same cells."""
    folder = tmp_path_factory.mktemp("any")
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([("note", "lon", "lat"), *rows])

    add_to_table(write(folder / "a.csv", text.getvalue()), folder / "b.csv", JOB)

    assert [tuple(row[:3]) for row in rows_of(folder / "b.csv")[1:]] == [
        (note, repr(lon), repr(lat)) for note, lon, lat in rows
    ]


def test_csv_longer_than_a_stretch(tmp_path):
    """Rows beyond those that are held at a time come in order, and progress goes up to the whole."""
    count = 120_001
    text = "lon,lat\n" + "".join(f"{i % 180},{i % 90}\n" for i in range(count))
    seen = []

    add_to_table(
        write(tmp_path / "a.csv", text),
        tmp_path / "b.csv",
        Job(label=halves, progress=lambda rows, share: seen.append((rows, share))),
    )

    assert [row[2:] for row in rows_of(tmp_path / "b.csv")[1:]] == [
        ["east" if i % 180 else "west", str(float(i % 180 + i % 90))] for i in range(count)
    ]
    assert [rows for rows, _ in seen] == [50_000, 100_000, count]
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    assert seen[-1][1] == 1.0


# Columns


@pytest.mark.parametrize(
    ("header", "asked", "found"),
    [
        ("lon,lat", {}, ("lon", "lat", False)),
        ("LAT,LON", {}, ("LON", "LAT", True)),
        ("Latitude,Longitude,x,y", {}, ("Longitude", "Latitude", True)),
        ("x,y", {}, ("x", "y", True)),
        ("경도,위도", {}, ("경도", "위도", True)),
        ("a,b", {"lon": "b", "lat": "a"}, ("b", "a", False)),
        ("lon,longitude,lat", {"lon": "longitude"}, ("longitude", "lat", False)),
    ],
)
def test_columns_are_found(tmp_path, header, asked, found):
    """Columns are found by name or by what they are called elsewhere, which is then said."""
    source = write(tmp_path / "a.csv", f"{header}\n")
    notes = []

    add_to_table(source, tmp_path / "b.csv", Job(label=halves, note=notes.append, **asked))

    lon, lat, guessed = found
    assert notes == ([f"{source}: longitude from column {lon!r}, latitude from {lat!r}"] if guessed else [])


BAD_CSV = {
    "no columns": ("a,b\n1,2\n", "no column that looks like a longitude: say which .*its columns are a, b"),
    "no latitude": ("lon,b\n1,2\n", "has no column that looks like a latitude"),
    "two longitudes": ("lon,longitude,lat\n1,2,3\n", "several columns for the longitude: lon, longitude"),
    "twice the same": ("lon,lat,lat\n1,2,3\n", "several columns for the latitude: lat, lat"),
    "taken": ("lon,lat,half\n1,2,3\n", "has a column 'half' already: rename or drop it"),
    "empty": ("", "is empty: give it a line of column names"),
    "text for a number": ("lon,lat\n1,2\n3,N38\n", "line 3, lat: 'N38' is no number: write decimal degrees"),
    "text after many": ("lon,lat\n" + "1,2\n" * 60_000 + "1,?\n", r"line 60002, lat: '\?' is no number"),
    "missing cell": ("lon,lat\n1,2\n3\n", "line 3: has 1 cells, the header 2"),
    "a cell too many": ("lon,lat\n1,2,3\n", "line 2: has 3 cells, the header 2"),
    "open quote": ('lon,lat,note\n1,2,"open\n', "is no sound CSV"),
    "not UTF-8": ("lon,lat,name\n1,2,부산\n".encode("cp949"), "is not UTF-8 .*: save it as CSV in UTF-8"),
    "packed": (b"\x1f\x8b\x08\x00", "is neither CSV nor Parquet: unpack it"),
    "swapped": ("lon,lat\n" + "36,124\n37,125\n38,89\n", "2 of 3 latitudes are beyond 90: .*swapped"),
    "swapped, long": ("lon,lat\n" + "36,124\n" * 60_000, "50,000 of 50,000 latitudes are beyond 90"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_CSV)
def test_bad_csv_is_refused_whole(tmp_path, name):
    """One clear message; the input is untouched, and no file appears, not even a partial one."""
    text, said = BAD_CSV[name]
    source = write(tmp_path / "a.csv", text)
    before = source.read_bytes()

    with pytest.raises(InputFileError, match=said):
        add_to_table(source, tmp_path / "b.csv", JOB)

    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert source.read_bytes() == before


def test_half_of_the_latitudes_may_be_bad(tmp_path):
    """Rows without a position, and ships that do not know theirs, are counted but not taken for swapped."""
    source = write(tmp_path / "a.csv", "lon,lat\n" + "181,91\n" * 5 + "36,124\n5,5\n,\n400,5\ninf,1\n")

    assert add_to_table(source, tmp_path / "b.csv", JOB) == Count(10, 9, 1)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("a.csv", "is the input itself"),
        ("link.csv", "is the input itself"),
        ("b.parquet", "would hold CSV, as the input does: name the output .csv"),
        ("no/such/b.csv", "there is no folder .*no/such"),
        ("sub", "is a folder"),
        ("pipe", "is no regular file"),
    ],
)
def test_bad_targets_are_refused(tmp_path, target, said):
    """The input itself, folders, pipes and places that are not there are no outputs."""
    source = write(tmp_path / "a.csv", "lon,lat\n1,2\n")
    (tmp_path / "link.csv").symlink_to(source)
    (tmp_path / "sub").mkdir()
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(InputFileError, match=said):
        add_to_table(source, tmp_path / target, JOB)

    assert sorted(tmp_path.rglob("*")) == before
    assert source.read_text() == "lon,lat\n1,2\n"


def test_missing_input_is_named(tmp_path):
    """A file that does not exist is said to be missing."""
    with pytest.raises(InputFileError, match=r"none.csv: does not exist: check its name"):
        add_to_table(tmp_path / "none.csv", tmp_path / "b.csv", JOB)


def test_old_output_is_replaced_only_by_a_whole_one(tmp_path):
    """A file that is there already stays until the new one is whole."""
    target = write(tmp_path / "b.csv", "old")
    with pytest.raises(InputFileError):
        add_to_table(write(tmp_path / "a.csv", "lon,lat\n1,x\n"), target, JOB)
    assert target.read_text() == "old"

    add_to_table(write(tmp_path / "a.csv", "lon,lat\n1,2\n"), target, JOB)
    assert target.read_text() == "lon,lat,half,sum\n1,2,east,3.0\n"


def test_without_pyarrow_csv_works(tmp_path, monkeypatch):
    """The core answers CSV; Parquet names the extra."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "geo.arrow", None)
    monkeypatch.delattr("geo.arrow", raising=False)

    add_to_table(write(tmp_path / "a.csv", "lon,lat\n1,2\n"), tmp_path / "b.csv", JOB)
    with pytest.raises(InputFileError, match=r'pyarrow is missing: pip install "dezone\[bulk\]"'):
        add_to_table(write(tmp_path / "a.parquet", "PAR1"), tmp_path / "b.parquet", JOB)

    assert (tmp_path / "b.csv").exists()


# Parquet


def test_parquet_gets_columns_and_keeps_the_rest(tmp_path, parquet, table):
    """Every column, type, gap and note of the schema is as before; the new columns come last."""
    count = add_to_table(parquet, tmp_path / "out.parquet", JOB)

    found = pq.read_table(tmp_path / "out.parquet")
    assert found.schema.names == [*table.schema.names, "half", "sum"]
    assert found.select(table.schema.names).equals(pq.read_table(parquet))
    assert found.schema.metadata == table.schema.metadata
    lon, lat = (np.array(table[name].to_pylist(), dtype=float) for name in ("lon", "lat"))
    expected = halves(lon, lat)
    assert found["half"].to_pylist() == [(*NAMES, None)[code] for code in expected["half"].codes]
    assert found["sum"].to_pylist() == [None if np.isnan(each) else each for each in expected["sum"]]
    assert count == Count(2_000, 200)
    about = pq.ParquetFile(tmp_path / "out.parquet").metadata.row_group(0).column(0)
    assert about.compression == "ZSTD"


def test_dictionaries_are_for_what_repeats(tmp_path, parquet):
    """Positions and lengths, which seldom repeat, have no dictionary; the other columns have one."""
    add_to_table(parquet, tmp_path / "out.parquet", JOB)

    group = pq.read_metadata(tmp_path / "out.parquet").row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    with_dictionary = {each.path_in_schema: "RLE_DICTIONARY" in each.encodings for each in columns}
    assert not any(with_dictionary[name] for name in ("lon", "lat", "sum"))
    assert all(has for name, has in with_dictionary.items() if name not in {"lon", "lat", "sum"})


@pytest.mark.parametrize("kind", ["float32", "int32", "int64", "decimal128(12, 4)", "float16"])
def test_any_numbers_are_positions(tmp_path, kind):
    """Whole numbers, decimals and short floats are positions as well."""
    column = pa.array(
        [1, None, 3], pa.decimal128(12, 4) if kind.startswith("decimal") else getattr(pa, kind)()
    )
    pq.write_table(pa.table({"lon": column, "lat": column}), tmp_path / "a.parquet")

    add_to_table(tmp_path / "a.parquet", tmp_path / "b.parquet", JOB)

    assert pq.read_table(tmp_path / "b.parquet")["sum"].to_pylist() == [2.0, None, 6.0]


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows(tmp_path, table, rows):
    """A table without rows has the new columns, too."""
    pq.write_table(table.slice(1, rows), tmp_path / "a.parquet")

    assert add_to_table(tmp_path / "a.parquet", tmp_path / "b.parquet", JOB).rows == rows
    assert pq.read_table(tmp_path / "b.parquet").schema.names[-2:] == ["half", "sum"]


def test_rows_in_small_batches_are_the_same(tmp_path, parquet, monkeypatch):
    """How many rows are read at a time changes nothing."""
    from geo import arrow  # noqa: PLC0415 needs pyarrow

    add_to_table(parquet, tmp_path / "one.parquet", JOB)
    monkeypatch.setattr(arrow, "_BATCH_BYTES", 1)
    seen = []
    add_to_table(parquet, tmp_path / "two.parquet", Job(label=halves, progress=lambda *at: seen.append(at)))

    assert pq.read_table(tmp_path / "one.parquet").equals(pq.read_table(tmp_path / "two.parquet"))
    assert len(seen) >= 2
    assert seen[-1] == (2000, 1.0)


def test_pandas_reads_the_output(tmp_path):
    """A table written by pandas, index and all, is read by pandas with the new columns."""
    import pandas as pd  # noqa: PLC0415 for this test only

    frame = pd.DataFrame({"lon": [1.0, -2.0], "lat": [5.0, 6.0]}, index=pd.Index(["a", "b"], name="id"))
    frame.to_parquet(tmp_path / "a.parquet")

    add_to_table(tmp_path / "a.parquet", tmp_path / "b.parquet", JOB)

    found = pd.read_parquet(tmp_path / "b.parquet")
    assert found["half"].tolist() == ["east", "west"]
    assert found.index.tolist() == ["a", "b"]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_geoparquet_stays_geoparquet(tmp_path, encoding):
    """Points are the positions where there are no columns for them; geopandas reads the output."""
    points = geopandas.GeoDataFrame(
        {"id": [1, 2, 3, 4]},
        geometry=[shapely.Point(1, 2), None, shapely.Point(-3, 4), shapely.Point()],
        crs=4326,
    )
    points.to_parquet(tmp_path / "a.parquet", geometry_encoding=encoding)
    notes = []

    count = add_to_table(tmp_path / "a.parquet", tmp_path / "b.parquet", Job(label=halves, note=notes.append))

    found = geopandas.read_parquet(tmp_path / "b.parquet")
    assert found.crs == points.crs
    assert found.geometry.to_wkt().tolist() == points.geometry.to_wkt().tolist()
    halves_found = found["half"].astype(object).where(found["half"].notna(), None).tolist()
    assert halves_found == ["east", None, "west", None]
    assert count == Count(4, 2)
    assert notes == [f"{tmp_path / 'a.parquet'}: positions from the points of column 'geometry'"]


def spoil_geo(path, about):
    """Write a GeoParquet file with another description."""
    geopandas.GeoDataFrame(geometry=[shapely.Point(1, 2)], crs=4326).to_parquet(path)
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), path)


BAD_PARQUET = {
    "lines": (
        lambda path: geopandas.GeoDataFrame(
            geometry=[shapely.Point(1, 2), shapely.LineString([(0, 0), (1, 1)])], crs=4326
        ).to_parquet(path),
        "holds a LineString, not only points",
    ),
    "metres": (
        lambda path: geopandas.GeoDataFrame(geometry=[shapely.Point(1, 2)], crs=32652).to_parquet(path),
        "is not in longitude and latitude: transform it to EPSG:4326 first",
    ),
    "no description": (lambda path: spoil_geo(path, {}), "no sound description of its geometry"),
    "texts": (
        lambda path: pq.write_table(pa.table({"lon": ["124.5"], "lat": [36.0]}), path),
        "column lon: holds string, not numbers: write decimal degrees as numbers",
    ),
    "times": (
        lambda path: pq.write_table(
            pa.table({"lon": [1.0], "lat": pa.array([1], pa.timestamp("s"))}), path
        ),
        "column lat: holds timestamp.*, not numbers",
    ),
    "no columns": (
        lambda path: pq.write_table(pa.table({"a": [1.0]}), path),
        "has no column that looks like a longitude",
    ),
    "taken": (
        lambda path: pq.write_table(pa.table({"lon": [1.0], "lat": [1.0], "sum": [1.0]}), path),
        "has a column 'sum' already",
    ),
    "swapped": (
        lambda path: pq.write_table(pa.table({"lon": [36.0] * 3, "lat": [124.0] * 3}), path),
        "3 of 3 latitudes are beyond 90",
    ),
    "cut short": (
        lambda path: (
            pq.write_table(pa.table({"lon": [1.0], "lat": [1.0]}), path),
            path.write_bytes(path.read_bytes()[:-20]),
        ),
        "cannot be read .*: it may be cut short or damaged",
    ),
    "a hole in it": (
        lambda path: (
            pq.write_table(
                pa.table({name: np.arange(5000) / 100 for name in ("lon", "lat")}), path, use_dictionary=False
            ),
            path.write_bytes(path.read_bytes()[:1000] + bytes(20_000) + path.read_bytes()[21_000:]),
        ),
        "cannot be read .*: it may be cut short or damaged",
    ),
    "no Parquet at all": (lambda path: path.write_text("lon,lat\n1,2\n"), "cannot be read"),
    "empty": (lambda path: path.write_text(""), "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_PARQUET)
def test_bad_parquet_is_refused_whole(tmp_path, name):
    """One clear message; the input is untouched, and no file appears, not even a partial one."""
    make, said = BAD_PARQUET[name]
    source = tmp_path / "a.parquet"
    make(source)
    before = source.read_bytes()

    with pytest.raises(InputFileError, match=said) as refused:
        add_to_table(source, tmp_path / "b.parquet", JOB)

    assert str(source) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]
    assert source.read_bytes() == before


# Folders


def test_folder_keeps_its_files_and_partitions(tmp_path, folder, table):
    """Each file has its counterpart, and reading the folder gives the partitions as before."""
    count = add_to_table(folder, tmp_path / "out", JOB)

    files = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert files == [f"year={2020 + number // 2}/part-{number}.parquet" for number in range(4)]
    assert count == Count(2_000, 200)
    found = pq.read_table(tmp_path / "out")
    assert found.select(table.schema.names).to_pylist() == table.to_pylist()
    assert Counter(found["year"].to_pylist()) == {2020: 1000, 2021: 1000}
    assert found["half"].null_count == 200


def change_schema(folder):
    """Write one file with a column of another type."""
    pq.write_table(pa.table({"lon": [1.0], "lat": ["x"]}), folder / "year=2021" / "z.parquet")


def cut_short(folder):
    """Cut one file short."""
    path = folder / "year=2021" / "part-3.parquet"
    path.write_bytes(path.read_bytes()[:-5])


def damage(folder):
    """Damage the data of the last file, which shows only when it is read."""
    path = folder / "year=2021" / "part-3.parquet"
    path.write_bytes(b"PAR1" + bytes(3000) + path.read_bytes()[3004:])


def partition_by_half(folder):
    """Name a partition like a new column."""
    (folder / "year=2021").rename(folder / "half=2021")


BAD_FOLDERS = {
    "mixed schemas": (change_schema, r"z\.parquet, column mmsi: has no such column where part-0\.parquet"),
    "one cut short": (cut_short, r"part-3\.parquet: cannot be read"),
    "one damaged": (damage, r"part-3\.parquet: cannot be read"),
    "partition of that name": (partition_by_half, "has a column 'half' already"),
    "nothing in it": (
        lambda folder: [path.unlink() for path in folder.rglob("*.parquet")],
        "holds no Parquet file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FOLDERS)
def test_bad_folder_is_refused_whole(tmp_path, folder, name):
    """A folder with one bad file gives a message that names it, and no folder."""
    spoil, said = BAD_FOLDERS[name]
    spoil(folder)

    with pytest.raises(InputFileError, match=said):
        add_to_table(folder, tmp_path / "out", JOB)

    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("in", "is the input itself"),
        ("in/out", "lies in the folder of the input"),
        ("there", "is there already"),
    ],
)
def test_bad_targets_of_folders_are_refused(tmp_path, folder, target, said):
    """Nothing is written into the input, nor into a folder that is there."""
    write(tmp_path / "there" / "x", "mine") if not (tmp_path / "there").mkdir() else None
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(InputFileError, match=said):
        add_to_table(folder, tmp_path / target, JOB)

    assert sorted(tmp_path.rglob("*")) == before


# What may happen on the way


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_full_disk_leaves_nothing(tmp_path, suffix):
    """Where no more can be written the message says so, and what was written is gone."""
    source = tmp_path / f"a.{suffix}"
    rows = 30_000
    if suffix == "csv":
        write(source, "lon,lat\n" + "1.5,2.5\n" * rows)
    else:
        rng = np.random.default_rng(1)
        pq.write_table(pa.table({"lon": rng.uniform(0, 1, rows), "lat": rng.uniform(0, 1, rows)}), source)
    program = (
        "import sys; from geo.stream import *; from geo.errors import DezoneError\n"
        "try: add_to_table(sys.argv[1], sys.argv[2], Job(label=lambda lon, lat: {'sum': lon + lat}))\n"
        "except DezoneError as error: print(error)"
    )

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(
        [sys.executable, "-c", program, source, tmp_path / f"b.{suffix}"],
        capture_output=True, text=True, check=True, preexec_fn=limit,
    )  # fmt: skip

    assert f"b.{suffix}: cannot be written (" in done.stdout
    assert "large" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_full_disk_has_its_mend(tmp_path, parquet, monkeypatch):
    """A full disk is called a full disk, also when it shows only as the file is closed."""
    from geo import arrow  # noqa: PLC0415 needs pyarrow

    class Full(arrow.ParquetWriter):
        def close(self):
            super().close()
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(arrow, "ParquetWriter", Full)

    with pytest.raises(InputFileError, match=r"out\.parquet: cannot be written: the disk is full: free some"):
        add_to_table(parquet, tmp_path / "out.parquet", JOB)
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


class StopError(Exception):
    """Raised by a label."""


@pytest.mark.parametrize("source", ["a.csv", "in.parquet", "in"])
@pytest.mark.parametrize("error", [StopError, KeyboardInterrupt])
@pytest.mark.usefixtures("parquet", "folder")
def test_label_that_fails_leaves_nothing(tmp_path, source, error):
    """Whatever happens while the label works, and Ctrl-C, goes through as it is, and no file is left."""
    write(tmp_path / "a.csv", "lon,lat\n1,2\n")
    before = sorted(tmp_path.rglob("*"))

    def failing(lon, lat):
        if len(lon):
            raise error
        return halves(lon, lat)

    with pytest.raises(error):
        add_to_table(tmp_path / source, tmp_path / f"out{Path(source).suffix}", Job(label=failing))

    assert sorted(tmp_path.rglob("*")) == before


# Arrow


def test_columns_of_a_batch(table):
    """A batch and a table get the same columns and keep their kind and schema."""
    from geo.arrow import add_columns  # noqa: PLC0415 needs pyarrow

    whole = add_columns(table, halves)
    batches = [add_columns(batch, halves) for batch in table.to_batches(max_chunksize=300)]

    assert isinstance(whole, pa.Table)
    assert isinstance(batches[0], pa.RecordBatch)
    assert pa.Table.from_batches(batches).equals(whole)
    assert whole.schema.metadata == table.schema.metadata


# The zone


def test_regions_and_distances_are_those_of_the_zone(tmp_path):
    """The columns of the zone are what it answers for each position."""
    zone = load_zone("broad")
    lon, lat = np.random.default_rng(5).uniform((116, 24), (143, 53), (300, 2)).T
    lon[7] = np.nan
    pq.write_table(pa.table({"lon": lon, "lat": lat}), tmp_path / "a.parquet")

    add_to_table(
        tmp_path / "a.parquet",
        tmp_path / "b.parquet",
        Job(label=partial(region_columns, zone=zone, distance=True)),
    )

    found = pq.read_table(tmp_path / "b.parquet").to_pylist()
    distance, limits = zone.nearest_limit(lon, lat)
    expected = zone.locate(lon, lat)
    assert [row["region"] for row in found] == [zone.region_ids[i] if i >= 0 else None for i in expected]
    assert [row["distance_km"] for row in found] == [None if np.isnan(d) else round(d, 4) for d in distance]
    assert [row["nearest_limit"] for row in found] == [limit and limit.name for limit in limits]
    assert found[7]["region"] is found[7]["distance_km"] is found[7]["nearest_limit"] is None


# The cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Start a real scheduler and two worker processes on loopback; give its address."""
    pytest.importorskip("distributed", reason="dask[distributed] is not installed: the extra bulk")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    scheduler_file = tmp_path_factory.mktemp("cluster") / "scheduler.json"
    root = Path(__file__).parents[1]
    names = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")])}
    started = [
        subprocess.Popen(
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
             "--scheduler-file", scheduler_file],
            **quiet,
        )
    ]  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not (scheduler_file.exists() and scheduler_file.read_text().strip().endswith("}")):
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.1)
        address = json.loads(scheduler_file.read_text())["address"]
        started += [
            subprocess.Popen(
                [*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                 "--local-directory", str(scheduler_file.parent)],
                env=names, **quiet,
            )
            for _ in range(2)
        ]  # fmt: skip
        from distributed import Client  # noqa: PLC0415 of the extra

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for process in started:
            process.kill()  # workers asked to end may wait for their scheduler
            process.wait()


def same_rows(one, other):
    """Compare two folders or files of Parquet by row, in any order of files."""
    first, second = (
        sorted(pq.read_table(path).to_pylist(), key=lambda row: row["mmsi"]) for path in (one, other)
    )
    assert first == second
    assert len(first) == 2_000
    assert len({row["region"] for row in first}) > 2


def zone_job(**more):
    """Make the job of the central zone; what its label is made of can be sent to workers."""
    return Job(label=partial(region_columns, zone=load_zone()), **more)


def test_two_workers_give_the_same_rows_for_a_folder(tmp_path, folder, cluster):
    """Two workers on loopback: same files, rows and labels as one process."""
    seen = []
    alone = add_to_table(folder, tmp_path / "alone", zone_job())
    together = add_to_table(
        folder, tmp_path / "together", zone_job(progress=lambda *at: seen.append(at)), scheduler=cluster
    )

    assert alone == together
    same_rows(tmp_path / "alone", tmp_path / "together")
    files = [
        sorted(path.relative_to(tmp_path / name) for path in (tmp_path / name).rglob("*"))
        for name in ("alone", "together")
    ]
    assert files[0] == files[1]
    assert seen[-1] == (2000, 1.0)
    assert len(seen) == 4


def test_two_workers_give_the_same_rows_for_a_file(tmp_path, parquet, cluster):
    """A file of three row groups becomes a folder of three files with the same rows and labels."""
    add_to_table(parquet, tmp_path / "alone.parquet", zone_job())
    add_to_table(parquet, tmp_path / "together", zone_job(), scheduler=cluster)

    assert sorted(path.name for path in (tmp_path / "together").iterdir()) == [
        f"part-{number}.parquet" for number in range(3)
    ]
    same_rows(tmp_path / "alone.parquet", tmp_path / "together")


def test_what_fails_on_a_worker_is_told_here(tmp_path, folder, cluster):
    """A damaged file is named as it is without a cluster, and no folder appears."""
    damage(folder)

    with pytest.raises(InputFileError, match=r"part-3\.parquet: cannot be read"):
        add_to_table(folder, tmp_path / "out", zone_job(), scheduler=cluster)

    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_cluster_writes_folders_of_parquet(tmp_path, parquet, cluster):
    """A cluster is not for CSV, and does not write one file."""
    with pytest.raises(InputFileError, match="would be one file: a cluster writes a folder: name one"):
        add_to_table(parquet, tmp_path / "out.parquet", JOB, scheduler=cluster)
    with pytest.raises(InputFileError, match="is no Parquet: a cluster works on Parquet: convert it first"):
        add_to_table(write(tmp_path / "a.csv", "lon,lat\n"), tmp_path / "b.csv", JOB, scheduler=cluster)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "in.parquet"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nowhere://x", "tcp://", "a:b:c"])
def test_scheduler_that_does_not_answer(tmp_path, folder, address, monkeypatch):
    """A scheduler that is not there is named, and no folder appears."""
    pytest.importorskip("distributed", reason="dask[distributed] is not installed: the extra bulk")
    from geo import arrow  # noqa: PLC0415 needs pyarrow

    monkeypatch.setattr(arrow, "_WAIT_S", 1)

    with pytest.raises(DezoneError, match=rf"scheduler {address}: does not answer .*: check the address"):
        add_to_table(folder, tmp_path / "out", zone_job(), scheduler=address)

    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_what_is_no_scheduler_does_not_answer(tmp_path, folder, monkeypatch):
    """Something that listens but is no scheduler is given up, time and again."""
    pytest.importorskip("distributed", reason="dask[distributed] is not installed: the extra bulk")
    from geo import arrow  # noqa: PLC0415 needs pyarrow

    monkeypatch.setattr(arrow, "_WAIT_S", 1)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        for _ in range(3):
            with pytest.raises(DezoneError, match=rf"scheduler {address}: does not answer"):
                add_to_table(folder, tmp_path / "out", zone_job(), scheduler=address)

    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_stretch_of_csv_is_bounded():
    """What is held of a CSV file at a time does not depend on its length."""
    assert stream._CSV_ROWS <= 100_000  # noqa: SLF001 the bound is what this is about
