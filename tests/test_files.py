"""The kind of a file is told by its content; nothing that is no data is read as such."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_files import LINES, TWO, VRT, assert_unreadable, read, zipped

from geo.errors import InputFileError
from geo.files import read_records

if TYPE_CHECKING:
    from pathlib import Path

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
    "zip of texts": ("a.zip", zipped({"a.txt": "x"}), "zip archive without a Shapefile or KML: unpack it"),
    "broken zip": ("a.zip", b"PK\x03\x04rubbish", "zip archive that cannot be opened"),
    "Excel": (
        "a.csv",
        zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
        "Office document: save its table",
    ),
    "zipped lie": ("a.kmz", zipped({"doc.kml": "{}"}), "'doc.kml' is not what its name says"),
    "GML": ("a.gml", "<?xml version='1.0'?><gml></gml>", "is GML XML: convert it"),
    "VRT": ("a.kml", VRT, "is an unknown kind of XML"),
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
    "Windows-1252": (
        "a.csv",
        "Übung;lat;lon\nSeemanöver Größe;38,5;128,9\n".encode("cp1252"),
        "line 1: .*looks like Windows-1252",
    ),
    "CP1251": ("a.csv", "lon,lat,name\n128,38,Учения\n".encode("cp1251"), "line 2: .*CP1251"),
}


@pytest.mark.parametrize(("name", "content", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_unreadable_files_say_what_they_are(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    """A file of another kind raises one line with its name, what it is, and the mend."""
    assert_unreadable(tmp_path, name, content, message)


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
