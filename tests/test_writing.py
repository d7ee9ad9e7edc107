"""Cells and GeoJSON can be trusted, and files are written as a whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import json
import math
import os
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from sample_files import SQUARE, read

from geo.errors import InputFileError
from geo.writing import csv_cell, features_to_geojson, write_whole

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
