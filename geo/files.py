"""Any usual geodata file into plain records, and whole files written safely.

Reading tells two kinds of trouble apart: a file of which nothing can be read raises `InputFileError`;
whatever is wrong with one record is a `Fault` beside the good records. The kind of a file is told by its
content, not its name. JSON and CSV need only the standard library and shapely; the other formats load their
libraries when they are met. Nothing is repaired in silence: a broken outline or a swapped pair of coordinates
is reported, not mended here.
"""

from __future__ import annotations

import csv
import difflib
import errno
import itertools
import json
import math
import os
import re
import stat
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geo.errors import InputFileError, PositionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

STANDARD_INPUT = "-"

_READABLE = (
    ".csv .fgb .geojson .geojsonl .geojsons .geoparquet .gpkg .json .jsonl .kml .kmz .ndjson .parquet .shp"
)
_OTHER = ".tab .tsv .txt .zip .dbf .shx .gml .gpx .html .pdf .xls .xlsx"
KNOWN_SUFFIXES = frozenset(f"{_READABLE} {_OTHER}".split())
_SEQUENCE_SUFFIXES = frozenset({".geojsonl", ".geojsons", ".jsonl", ".ndjson"})

# In lower case, without spaces and marks; the first that a table has counts.
COLUMN_NAMES = {
    "lon": "lon longitude long lng longdeg londd decimallongitude 경도 经度 經度 経度 долгота x",
    "lat": "lat latitude latdeg latdd decimallatitude 위도 纬度 緯度 широта y",
    "position": "position positions coordinates coordinate coords latlon latlong latlng",
    "wkt": "wkt geometry geom thegeom wktgeom wkbgeometry",
}

_MAX_NESTING = 64  # levels of nested values in one record; real ones have a handful
_MAX_COLLECTIONS = 1_000  # nested collections in WKT and WKB recurse in GEOS: far below what its stack bears
_MAX_SYNTAX_FAULTS = 100  # places at which reading of one broken JSON file is taken up again
_LARGEST_CELL = 1 << 30  # characters of a CSV cell: outlines as WKT pass the 131,072 of the csv module

# What is neither a letter nor one of these makes no path of a text with a slash: 37-12.5N/129-40.3E
_COORDINATE_LETTERS = frozenset("NSEWnsewСЮВЗсювз北南东東西经經緯纬度分秒북위남동서경도분초")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One feature, row or entry of a file.

    The geometry is 2D, longitude first, EPSG:4326, valid and not empty.
    """

    file: str  #: as the caller named it; ``standard input`` for ``-``
    where: str  #: ``line 3``, ``feature 2``, ``row 5 of layer places``
    properties: dict[str, object]  #: plain values, dates as ISO text; None, NaN and empty text are left out
    geometry: BaseGeometry | None = (
        None  #: None: the record has none (null, empty cells, JSON that is no GeoJSON)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a file or with one of its records, and the mend.

    Examples
    --------
    >>> print(Fault(file="a.csv", where="line 3", field="lat", problem="is empty", mend="write degrees"))
    a.csv, line 3, lat: is empty: write degrees
    """

    file: str
    where: str = ""  #: empty: the whole file
    field: str = ""
    problem: str
    mend: str

    def __str__(self) -> str:
        """Give the one-line message; line ends, terminal codes and the like become U+FFFD."""
        place = ", ".join(part for part in (self.file, self.where, self.field) if part)
        text = ": ".join(part for part in (place, self.problem, self.mend) if part)
        return "".join(character if character.isprintable() else "\ufffd" for character in text)


class _RecordError(Exception):
    """One record cannot be used; becomes a `Fault`."""

    def __init__(self, problem: str, mend: str, field: str = "") -> None:
        super().__init__(problem)
        self.problem, self.mend, self.field = problem, mend, field


class _SwappedError(_RecordError):
    """Longitude and latitude are in each other's place."""


@dataclass(slots=True)
class _Reading:
    """What has been read of one file so far."""

    file: str
    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    swapped: int = 0
    names: frozenset[str] = frozenset()

    def add(
        self,
        where: str,
        properties: Mapping[str, object],
        geometry: Callable[[], BaseGeometry | None] = lambda: None,
    ) -> None:
        """Add a record, or the fault that keeps it out."""
        try:
            record = Record(
                file=self.file,
                where=where,
                properties=_plain_properties(properties),
                geometry=_checked(geometry()),
            )
        except _RecordError as error:
            self.swapped += isinstance(error, _SwappedError)
            self.fault(where, error.problem, error.mend, error.field)
        else:
            self.records.append(record)

    def fault(self, where: str, problem: str, mend: str, field: str = "") -> None:
        self.faults.append(Fault(file=self.file, where=where, field=field, problem=problem, mend=mend))

    def unreadable(self, problem: str, mend: str, where: str = "") -> InputFileError:
        return file_error(self.file, problem, mend, where)

    def result(self) -> tuple[list[Record], list[Fault]]:
        """Give what was read; a file with its axes swapped throughout is said to be so once more."""
        placed = sum(record.geometry is not None for record in self.records)
        if self.swapped > max(1, placed):
            self.fault(
                "",
                f"in {self.swapped} of its records the latitude is beyond 90",
                "longitude and latitude seem to be swapped throughout: longitude comes first",
            )
        return self.records, self.faults


def read_records(
    source: str | os.PathLike[str], *, named_by: Iterable[str] = ()
) -> tuple[list[Record], list[Fault]]:
    """Read a file of any usual kind into records.

    GeoJSON (any object of it), sequences of it (one a line, or RFC 8142), CSV and TSV, GeoPackage, KML and
    KMZ, Shapefile (also zipped), FlatGeobuf, GeoParquet, and JSON that is no GeoJSON. Of the last, each
    element of an array is a record without geometry, its properties being the object as it stands; an object
    stands for the list it holds if that is named ``entries``, or is its only list of objects and the object
    has neither ``id`` nor ``name``.

    CSV has columns ``lon`` and ``lat`` (or longitude, lng, x, ...; degrees in any spelling), or one
    ``position`` in any spelling, or one ``wkt`` or ``geometry`` (WKT, hexadecimal WKB or GeoJSON). A row that
    has none of them filled in is a record without geometry.

    Coordinates come out in EPSG:4326: another system is transformed, a missing one is taken for EPSG:4326 if
    the values can be degrees. A geometry that lies beyond 180° as a whole is turned by 360°. Heights are
    dropped. The ``id`` of a GeoJSON feature becomes a property.

    Parameters
    ----------
    source : str or path
        A file, or ``-`` for standard input (JSON and CSV only).
    named_by : iterable of str
        Columns that may name a place where a table has none for positions.

    Returns
    -------
    records : list of Record
        The good ones, in the order of the file.
    faults : list of Fault
        What is wrong with the others, and with the file; empty if nothing is.

    Raises
    ------
    InputFileError
        If nothing of the file can be read: it does not exist, is of the wrong kind or encoding, lacks a
        column, is broken from the start, or is in a coordinate system that GeoJSON does not have.
    """
    names = frozenset(named_by)
    if source == STANDARD_INPUT:
        reading = _Reading("standard input", names=names)
        _read_text(sys.stdin.buffer.read(), reading)
        return reading.result()
    path = Path(source)
    reading = _Reading(str(path), names=names)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise reading.unreadable("is a folder", "name the files in it")
        if stat.S_ISREG(mode):
            _read_file(path, reading)
        else:
            _read_text(path.read_bytes(), reading)  # a pipe can be read only once
    except FileNotFoundError:
        raise _missing(str(path)) from None
    except OSError as error:
        raise reading.unreadable(
            f"cannot be read ({error.strerror or error})", "check its name and permissions"
        ) from None
    except ValueError as error:  # a NUL character in the name
        raise reading.unreadable(f"cannot be read ({error})", "check its name") from None
    return reading.result()


def looks_like_path(target: str) -> bool:
    """Tell a path from text.

    A path is what exists, and ``-``. What does not exist must have been meant for a path if it is one line
    and ends in a known suffix, or starts like a path (``/``, ``./``, ``../``, ``~``), or has a path separator
    and no white space. A separator does not count if the text is made of coordinate characters: no letters
    but those of the points of the compass and of degrees, in five languages, so ``37-12.5N/129-40.3E``,
    ``38.5/128.2`` and ``12/05`` are text.

    Raises
    ------
    InputFileError
        If it must have been meant for a path and does not exist; the message has similar names from the same
        folder.

    Examples
    --------
    >>> looks_like_path("38.5/128.2")
    False
    >>> looks_like_path("no-such-folder/places.csv")
    Traceback (most recent call last):
    ...
    geo.errors.InputFileError: no-such-folder/places.csv: does not exist: there is no folder no-such-folder
    """
    if target == STANDARD_INPUT or (target and _exists(target)):
        return True
    if _was_meant_for_path(target):
        raise _missing(target)
    return False


def _exists(target: str) -> bool:
    try:
        return Path(target).exists()
    except (OSError, ValueError):  # longer than a name may be, or with a NUL character
        return False


def _was_meant_for_path(target: str) -> bool:
    line = target.strip()
    if len(line.splitlines()) != 1:
        return False
    if Path(line).suffix.lower() in KNOWN_SUFFIXES:
        return True
    if all(character in _COORDINATE_LETTERS or not character.isalpha() for character in line):
        return False
    if line.startswith(("/", "./", "../", "~")):
        return True
    has_separator = os.sep in line or (os.altsep is not None and os.altsep in line)
    return has_separator and not any(character.isspace() for character in line)


def _missing(target: str) -> InputFileError:
    """Make the error for a file that does not exist, with names like it."""
    if "://" in target:
        return file_error(target, "is an address, not a file", "save it to a file first")
    folder, name = Path(target).parent, Path(target).name
    if not folder.is_dir():
        return file_error(target, "does not exist", f"there is no folder {folder}")
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names, not paths, are compared
    except OSError:
        names = []
    near = difflib.get_close_matches(name, names, n=3)
    mend = f"did you mean {' or '.join(near)}?" if near else "check the name and the folder"
    return file_error(target, "does not exist", mend)


def file_error(file: str, problem: str, mend: str, where: str = "") -> InputFileError:
    """Make the error for a file of which nothing can be used."""
    return InputFileError(str(Fault(file=file, where=where, problem=problem, mend=mend)))


# What kind of file it is


class _Magic(NamedTuple):
    start: bytes
    kind: str  #: empty: not for us
    what: str = ""
    mend: str = "give a file with positions, such as GeoJSON or CSV"


_MAGIC = (
    _Magic(b"PK\x03\x04", "zip"),
    _Magic(b"PK\x05\x06", "", "an empty zip archive"),
    _Magic(b"SQLite format 3\x00", "GeoPackage"),
    _Magic(b"fgb\x03", "FlatGeobuf"),
    _Magic(b"\x00\x00\x27\x0a", "Shapefile"),
    _Magic(b"PAR1", "parquet"),
    _Magic(b"%PDF-", "", "a PDF document", "copy its coordinates into a CSV file or pass them as text"),
    _Magic(b"\x89PNG", "", "an image (PNG)"),
    _Magic(b"\xff\xd8\xff", "", "an image (JPEG)"),
    _Magic(b"GIF8", "", "an image (GIF)"),
    _Magic(b"II*\x00", "", "an image (TIFF)"),
    _Magic(b"MM\x00*", "", "an image (TIFF)"),
    _Magic(b"RIFF", "", "an image or a recording (RIFF)"),
    _Magic(b"\x1f\x8b", "", "compressed (gzip)", "unpack it first"),
    _Magic(b"7z\xbc\xaf", "", "compressed (7z)", "unpack it first"),
    _Magic(b"Rar!", "", "compressed (RAR)", "unpack it first"),
    _Magic(b"\xd0\xcf\x11\xe0", "", "an old Excel or Word document", "save the table as 'CSV UTF-8'"),
)
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _kind(head: bytes, reading: _Reading) -> str:
    """Name the kind of a file by its first 4096 bytes."""
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise reading.unreadable("is empty", "check how it was written")
    for magic in _MAGIC:
        if head.startswith(magic.start):
            if not magic.kind:
                raise reading.unreadable(f"is {magic.what}", magic.mend)
            return magic.kind
    if b"\x00" in head and not head.startswith(_UTF_16_MARKS):
        mend = "give the .shp file" if reading.file.lower().endswith(".dbf") else _MAGIC[0].mend
        raise reading.unreadable("is a binary file of an unknown kind", mend)
    return _kind_of_text(head.lstrip(b"\xef\xbb\xbf \t\r\n").lower(), reading)


def _kind_of_text(head: bytes, reading: _Reading) -> str:
    if not head.startswith(b"<"):
        return "text"
    if b"<html" in head or b"<!doctype html" in head:
        raise reading.unreadable(
            "is a web page (HTML), not data", "download the data itself, or pass the text of the page"
        )
    if b"<kml" in head:
        return "KML"
    what = next((name for name in ("gpx", "gml", "svg") if f"<{name}".encode() in head), "an unknown kind of")
    raise reading.unreadable(
        f"is {what.upper() if len(what) == 3 else what} XML", "convert it to GeoJSON or KML"
    )


def _read_file(path: Path, reading: _Reading) -> None:
    """Read a regular file by what its first bytes say it is."""
    with path.open("rb") as file:
        head = file.read(4096)
    kind = _kind(head, reading)
    if kind == "text":
        _read_text(path.read_bytes(), reading)
    elif kind == "parquet":
        _read_parquet(path, reading)
    elif kind == "zip":
        _read_zip(path, reading)
    else:
        _check_for_gdal(head, kind, path.name, reading)
        _read_layers(os.path.realpath(path), reading)


def _read_text(data: bytes, reading: _Reading) -> None:
    """Read JSON or a table."""
    if _kind(data[:4096], reading) != "text":
        raise reading.unreadable("is neither JSON nor CSV", "save it to a file and name the file")
    text = _decoded(data, reading)
    del data
    start = text.lstrip(" \t\r\n")[:1]
    if start == "\x1e" or _is_sequence(text, reading.file):
        _read_sequence(text, reading)
    elif start and start in "{[":
        _read_json(text, reading)
    else:
        _read_csv(text, reading)


# In this order: each of these encodings also decodes most texts in the ones after it, but into other scripts.
_SCRIPTS = (
    ("Shift-JIS", re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")),
    ("CP949", re.compile(r"[가-힣]")),
    ("GB18030", re.compile(r"[\u4e00-\u9fff]")),
    ("CP1251", re.compile(r"[а-яА-ЯёЁ]")),
)


def _decoded(data: bytes, reading: _Reading) -> str:
    """Decode UTF-8, or UTF-16 with its mark; others are refused, as a guess would spoil names in silence."""
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        guess = _likely_encoding(data[max(0, error.start - 200) : error.start + 4000])
    likely = f"it looks like {guess}" if guess else "it may be CP949, GB18030, Shift-JIS or CP1251"
    raise reading.unreadable(
        f"is not in UTF-8; {likely}", "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')", f"line {line}"
    )


def _likely_encoding(sample: bytes) -> str:
    for name, script in _SCRIPTS:
        foreign = [character for character in sample.decode(name, "replace") if not character.isascii()]
        if sum(script.match(character) is not None for character in foreign) > 0.8 * len(foreign):
            return name
    return ""


# JSON

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SEPARATED = re.compile(r"[^\x1e]+")
_FEATURE = re.compile(r'\{\s*"type"\s*:\s*"Feature"\s*[,}]')
_NOUNS = {"features": "feature", "entries": "entry"}  # arrays that are read element by element


def _decode(text: str, start: int) -> tuple[object, int]:
    """Decode the JSON value at a position; whatever is wrong with it is a JSONDecodeError."""
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        raise json.JSONDecodeError("Nested too deeply", text, start) from None
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer of thousands of digits
        raise json.JSONDecodeError("A number is too long", text, start) from None


def _skip(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _past(text: str, start: int, marks: str) -> tuple[str, int]:
    """Give the mark at the next position that is not white space, and the one after it."""
    start = _skip(text, start)
    if start >= len(text) or text[start] not in marks:
        raise json.JSONDecodeError(f"Expecting {' or '.join(marks)}", text, start)
    return text[start], _skip(text, start + 1)


def _syntax(error: json.JSONDecodeError) -> tuple[str, str]:
    """Say in words what is wrong with a JSON text, and the mend."""
    if "too" in error.msg:
        return error.msg[0].lower() + error.msg[1:], "no data needs that: check how the file was written"
    if error.doc.rstrip()[-1:] not in {"}", "]"}:
        return "the file ends in the middle", "it was cut short: fetch or write it again"
    return (
        f"is broken JSON ({error.msg[0].lower()}{error.msg[1:]})",
        "correct it there or write the file again",
    )


def _read_json(text: str, reading: _Reading) -> None:
    """Read one JSON value, its long arrays element by element to spare the memory."""
    start = _skip(text, 0)
    try:
        if text[start] == "[":
            end = _read_array(text, start, "item", reading)
        else:
            end = _read_object(text, start, reading)
        if _skip(text, end) < len(text):
            raise json.JSONDecodeError("More text after its end", text, _skip(text, end))  # noqa: TRY301 - told alike
    except json.JSONDecodeError as error:
        problem, mend = _syntax(error)
        where = f"line {error.lineno}, column {error.colno}"
        if not reading.records:
            raise reading.unreadable(problem, mend, where) from None
        reading.fault(where, problem, mend)


def _read_array(text: str, start: int, noun: str, reading: _Reading) -> int:
    """Read the elements of the array at a position; give the position after it.

    After a broken element reading goes on at the next GeoJSON feature.
    """
    _, position = _past(text, start, "[")
    if text[position : position + 1] == "]":
        return position + 1
    broken = 0
    for number in itertools.count(1):
        try:
            element, position = _decode(text, position)
            mark, position = _past(text, position, ",]")
        except json.JSONDecodeError as error:
            following = _FEATURE.search(text, error.pos + 1)
            broken += 1
            if following is None or broken > _MAX_SYNTAX_FAULTS:
                raise
            where = f"{noun} {number}, line {error.lineno}, column {error.colno}"
            reading.fault(where, *_syntax(error))
            position = following.start()
        else:
            _add_json(element, f"{noun} {number}", reading)
            if mark == "]":
                return position
    return position


def _read_object(text: str, start: int, reading: _Reading) -> int:
    """Read the object at a position; give the position after it."""
    members: dict[str, object] = {}
    mark, position = _past(text, start, "{")
    if text[position : position + 1] == "}":
        mark, position = "}", position + 1
    while mark != "}":
        _past(text, position, '"')
        key, position = _decode(text, position)
        _, position = _past(text, position, ":")
        if key in _NOUNS and text[position : position + 1] == "[":
            position = _read_array(text, position, _NOUNS[str(key)], reading)
            members[str(key)] = ...
        else:
            members[str(key)], position = _decode(text, position)
        mark, position = _past(text, position, ",}")
    _refuse_other_kinds(members, reading)
    if ... not in members.values():
        _add_top(members, reading)
    return position


def _refuse_other_kinds(members: Mapping[str, object], reading: _Reading) -> None:
    """Refuse JSON whose coordinates are not those of GeoJSON."""
    if members.get("type") == "Topology":
        raise reading.unreadable("is TopoJSON", "convert it to GeoJSON")
    if "geometryType" in members and "features" in members:
        raise reading.unreadable("is Esri JSON", "export it as GeoJSON")
    crs = members.get("crs")
    if crs is None or "type" not in members:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "a link")) if isinstance(properties, dict) else "of an unknown form"
    if re.split(r"[:/#]", name.upper())[-1] not in {"CRS84", "CRS84H", "4326", "4979"}:
        raise reading.unreadable(
            f"its member crs names the coordinate system {_shown(name)}, which GeoJSON no longer has",
            "transform it to EPSG:4326 (ogr2ogr -t_srs EPSG:4326) or save it as GeoPackage",
        )


def _add_top(members: dict[str, object], reading: _Reading) -> None:
    """Add the one object of a file, or the elements of the list that it stands for."""
    if members.get("type") in {"Feature", "FeatureCollection", *_BUILDERS, "GeometryCollection"}:
        noun = "feature" if str(members["type"]).startswith("Feature") else "geometry"
        _add_json(members, f"{noun} 1", reading)
        return
    lists = {
        key: value
        for key, value in members.items()
        if isinstance(value, list) and any(map(_is_object, value))
    }
    if len(lists) == 1 and not members.keys() & {"id", "name"}:
        ((key, elements),) = lists.items()
        for number, element in enumerate(elements, 1):
            _add_json(element, f"{key}, item {number}", reading)
    else:
        _add_json(members, "item 1", reading)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _add_json(value: object, where: str, reading: _Reading) -> None:
    """Add a GeoJSON object or a plain one."""
    if not isinstance(value, dict):
        reading.fault(
            where, f"is {_shown(value)}, not an object", "write a GeoJSON feature or an object {...}"
        )
        return
    kind = value.get("type")
    if kind == "FeatureCollection":
        features = value.get("features")
        for number, feature in enumerate(features if isinstance(features, list) else (), 1):
            _add_json(feature, f"{where}, feature {number}", reading)
        if not isinstance(features, list):
            reading.fault(where, "has no array of features", "write it", "features")
    elif kind == "Feature":
        properties = value.get("properties") or {}
        if not isinstance(properties, dict):
            reading.fault(
                where, f"is {_shown(properties)}, not an object", "write an object {...}", "properties"
            )
            return
        named = {"id": value["id"], **properties} if "id" in value else properties
        reading.add(where, named, lambda: _from_geojson(value.get("geometry")))
    elif isinstance(kind, str) and (kind in _BUILDERS or kind == "GeometryCollection"):
        reading.add(where, {}, lambda: _from_geojson(value))
    else:
        reading.add(where, value)


def _is_sequence(text: str, file: str) -> bool:
    """Tell JSON objects one a line from one object over several lines."""
    lines = (line[0].strip() for line in itertools.islice(_LINE.finditer(text), 1_000))
    first, second = (*itertools.islice(filter(None, lines), 2), "", "")[:2]
    whole = first.startswith("{") and first.endswith("}")
    if Path(file).suffix.lower() not in _SEQUENCE_SUFFIXES:
        return whole and second.startswith("{")
    cut_short = second.startswith("{") and not first.endswith(("[", ",", ":"))
    return (whole and second[:1] not in ("", ",", "]", "}")) or cut_short


def _read_sequence(text: str, reading: _Reading) -> None:
    """Read one JSON value a line, or values after record separators (RFC 8142), which may span lines."""
    line = 1
    for match in (_SEPARATED if "\x1e" in text else _LINE).finditer(text):
        part = match[0]
        start = _skip(part, 0)
        if start < len(part):
            line_of_value = line + part.count("\n", 0, start)
            _add_line(part, start, f"line {line_of_value}", reading)
        line += part.count("\n")


def _add_line(part: str, start: int, where: str, reading: _Reading) -> None:
    try:
        value, end = _decode(part, start)
        if _skip(part, end) < len(part):
            raise json.JSONDecodeError("More text after its end", part, end)  # noqa: TRY301 - told alike
    except json.JSONDecodeError as error:
        problem, mend = _syntax(error)
        reading.fault(f"{where}, column {error.colno}", problem.replace("the file", "the line"), mend)
    else:
        _add_json(value, where, reading)


# Geometries

_WRITE_POSITIONS = "write [longitude, latitude] in degrees"
_LARGEST = 1e9  # beyond any coordinate, even in millimetres of a national grid


def _from_geojson(member: object, level: int = 0) -> BaseGeometry | None:
    """Make a geometry of a GeoJSON one; shapely's own reader would not say what is wrong with it."""
    if member is None:
        return None
    if not isinstance(member, dict):
        raise _RecordError(
            f"is {_shown(member)}, not an object", "write a GeoJSON geometry or null", "geometry"
        )
    kind = member.get("type")
    if kind == "GeometryCollection":
        return _collection(member.get("geometries"), level)
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        near = difflib.get_close_matches(str(kind).title(), _BUILDERS, n=1, cutoff=0.5)
        mend = (
            f"did you mean {near[0]}?" if near else f"known are {', '.join(_BUILDERS)} and GeometryCollection"
        )
        raise _RecordError(f"has the unknown type {_shown(kind)}", mend, "geometry")
    try:
        return build(member.get("coordinates"))
    except _RecordError as error:
        error.field = error.field or "geometry"
        raise


def geometry_from_geojson(member: object) -> BaseGeometry | None:
    """Make a sound geometry of a parsed GeoJSON geometry, or say what is wrong with it.

    Parameters
    ----------
    member : object
        As it comes from a JSON parser; None gives None.

    Returns
    -------
    geometry or None
        2D, longitude first, EPSG:4326, valid and not empty.

    Raises
    ------
    InputFileError
        If it is no GeoJSON geometry, is empty or no valid outline, or lies beyond the ranges of longitude and
        latitude; the text has the problem and the mend.

    Examples
    --------
    >>> geometry_from_geojson({"type": "Point", "coordinates": [128.5, 38.2]}).wkt
    'POINT (128.5 38.2)'
    >>> geometry_from_geojson({"type": "Point", "coordinates": "38.2N"})
    Traceback (most recent call last):
    ...
    geo.errors.InputFileError: has '38.2N' in place of a position: write [longitude, latitude] in degrees
    """
    try:
        return _checked(_from_geojson(member))
    except _RecordError as error:
        raise InputFileError(f"{error.problem}: {error.mend}") from None


def _collection(members: object, level: int) -> BaseGeometry:
    if level >= 8:
        raise _RecordError("has collections within collections", "write one flat collection", "geometry")
    parts = [_from_geojson(member, level + 1) for member in _filled(members)]
    return shapely.GeometryCollection([part for part in parts if part is not None])


def _filled(value: object) -> list[object]:
    if not isinstance(value, list):
        raise _RecordError(f"has {_shown(value)} in place of an array of coordinates", _WRITE_POSITIONS)
    if not value:
        raise _RecordError(
            "is empty", "give it coordinates, or write null if the place is not known", "geometry"
        )
    return value


def _position(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) == 1:
        raise _RecordError(f"has {_shown(value)} in place of a position", _WRITE_POSITIONS)
    x, y = _filled(value)[:2]
    if not (isinstance(x, (int, float)) and isinstance(y, (int, float))) or {type(x), type(y)} & {bool}:
        raise _RecordError(f"coordinates {_shown(value)} are not numbers", "write numbers, without quotes")
    if not (abs(x) < _LARGEST and abs(y) < _LARGEST):  # NaN fails here, too
        raise _RecordError(f"coordinates {_shown(value)} are not finite numbers", _WRITE_POSITIONS)
    return x, y


def _line(value: object) -> list[tuple[float, float]]:
    line = [_position(position) for position in _filled(value)]
    if len(line) < 2:
        raise _RecordError("has a line of one position", "give it two or more, or write a Point")
    return line


def _ring(value: object) -> list[tuple[float, float]]:
    ring = [_position(position) for position in _filled(value)]
    if ring[0] != ring[-1]:
        raise _RecordError(
            f"has a ring that is not closed, from {_pair(*ring[0])}", "repeat its first position last"
        )
    if len(ring) < 4:
        raise _RecordError(
            f"has a ring of {len(ring)} positions", "give it four or more, the last equal to the first"
        )
    return ring


def _polygon(value: object) -> shapely.Polygon:
    shell, *holes = [_ring(ring) for ring in _filled(value)]
    return shapely.Polygon(shell, holes)


_BUILDERS: dict[str, Callable[[object], BaseGeometry]] = {
    "Point": lambda value: shapely.Point(_position(value)),
    "MultiPoint": lambda value: shapely.MultiPoint([_position(part) for part in _filled(value)]),
    "LineString": lambda value: shapely.LineString(_line(value)),
    "MultiLineString": lambda value: shapely.MultiLineString([_line(part) for part in _filled(value)]),
    "Polygon": _polygon,
    "MultiPolygon": lambda value: shapely.MultiPolygon([_polygon(part) for part in _filled(value)]),
}


def _checked(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """Give the geometry in 2D if it is sound, within ±180° if it lies beyond as a whole."""
    if geometry is None:
        return None
    geometry = shapely.force_2d(geometry)
    if geometry.is_empty:
        raise _RecordError(
            "is empty", "give it coordinates, or leave it out if the place is not known", "geometry"
        )
    xy = shapely.get_coordinates(geometry)
    usual = bool((np.abs(xy) <= (180.0, 90.0)).all())  # False for NaN, too
    if not usual:
        _check_ranges(xy)
    if geometry.geom_type != "Point" and not geometry.is_valid:
        reason, _, place = shapely.is_valid_reason(geometry).partition("[")
        x, _, y = place.rstrip("]").partition(" ")
        at = f" at longitude {x}, latitude {y}" if y else ""
        raise _RecordError(
            f"is not a valid outline: {reason.strip().lower()}{at}",
            "correct it there, nothing is guessed",
            "geometry",
        )
    return geometry if usual else _turned(geometry, xy)


def _turned(geometry: BaseGeometry, xy: NDArray[np.float64]) -> BaseGeometry:
    """Bring a geometry that lies beyond 180° as a whole to within."""
    turn = -360.0 if xy[:, 0].min() > 180 else 360.0 if xy[:, 0].max() < -180 else 0.0
    return shapely.transform(geometry, lambda old: old + np.array((turn, 0.0))) if turn else geometry


def _check_ranges(xy: NDArray[np.float64]) -> None:
    """Raise if a coordinate is not finite or not within the ranges of longitude and latitude."""
    if not np.isfinite(xy).all():
        raise _RecordError("has a coordinate that is not a finite number", _WRITE_POSITIONS, "geometry")
    beyond = (np.abs(xy) > (360.0, 90.0)).any(axis=1)
    if not beyond.any():
        return
    x, y = xy[np.argmax(beyond)]
    if abs(x) <= 90 < abs(y) <= 360:
        raise _SwappedError(
            f"{_pair(x, y)} would lie at latitude {y:.10g}",
            f"did you mean longitude {y:.10g}, latitude {x:.10g}?",
            "geometry",
        )
    name, value, limit = ("latitude", y, 90) if abs(y) > 90 else ("longitude", x, 360)
    mend = "correct it"
    if max(abs(x), abs(y)) > 1_000:
        mend = "these look like metres of a map projection: transform them to degrees (EPSG:4326)"
    raise _RecordError(f"{_pair(x, y)} has {name} {value:.10g}, beyond {limit}", mend, "geometry")


def _pair(x: float, y: float) -> str:
    return f"({x:.10g}, {y:.10g})"


def _from_text(text: str, column: str) -> BaseGeometry | None:
    """Make a geometry of WKT, EWKT, hexadecimal WKB or GeoJSON."""
    text = text.strip()
    if text.startswith("{"):
        with suppress(json.JSONDecodeError):
            return _from_geojson(_decode(text, 0)[0])
    prefix, _, rest = text.partition(";")
    if prefix.upper().startswith("SRID=") and prefix[5:].strip() != "4326":
        raise _RecordError(f"is in the coordinate system {prefix[5:]}", "transform it to EPSG:4326", column)
    wkt = rest if prefix.upper().startswith("SRID=") else text
    if wkt.upper().count("COLLECTION") > _MAX_COLLECTIONS:
        raise _RecordError("has too many collections", "write one flat collection", column)
    try:
        geometry = (
            _from_wkb(bytes.fromhex(text)) if re.fullmatch(r"[0-9A-Fa-f]+", text) else shapely.from_wkt(wkt)
        )
    except (shapely.errors.ShapelyError, ValueError) as error:
        reason = str(error).rpartition("Exception: ")[2]
        raise _RecordError(
            f"cannot be read: {reason}", "write WKT, such as POINT (128.5 38.2), longitude first", column
        ) from None
    return geometry


_COLLECTION_HEADER = (
    re.compile(  # multi-parts, collections, curves; either byte order, ISO and extended types
        rb"\x01(?:[\x04-\x0f]\x00|[\xec-\xf7]\x03|[\xd4-\xdf]\x07|[\xbc-\xc7]\x0b)\x00"
        rb"|\x00.\x00(?:\x00[\x04-\x0f]|\x03[\xec-\xf7]|\x07[\xd4-\xdf]|\x0b[\xbc-\xc7])",
        re.DOTALL,
    )
)


def _from_wkb(wkb: bytes) -> BaseGeometry:
    if len(wkb) > 9 * _MAX_COLLECTIONS and len(_COLLECTION_HEADER.findall(wkb)) > _MAX_COLLECTIONS:
        raise _RecordError("has too many collections", "write one flat collection", "geometry")
    try:
        geometry: BaseGeometry = shapely.from_wkb(wkb)
    except shapely.errors.ShapelyError as error:
        reason = str(error).rpartition("Exception: ")[2]
        raise _RecordError(
            f"is broken: {reason}", "give rings four or more positions, the last the first", "geometry"
        ) from None
    return geometry


# Tables


class _Columns(NamedTuple):
    """Where a table has its positions: indices of columns."""

    header: list[str]
    at: dict[str, int]  #: from ``lon``, ``lat``, ``position``, ``wkt`` to a column

    def place(self, cells: Sequence[object]) -> BaseGeometry | None:
        """Make the geometry of a row; None if all the columns for it are empty."""
        cell = {kind: cells[index] for kind, index in self.at.items() if index < len(cells)}
        filled = {kind: value for kind, value in cell.items() if value is not None and str(value).strip()}
        if "lon" in self.at and filled.keys() & {"lon", "lat"}:
            for kind in ("lon", "lat"):
                if kind not in filled:
                    raise _RecordError("is empty", "write degrees", self.header[self.at[kind]])
            return self._point(filled["lon"], filled["lat"])
        if "wkt" in filled:
            return _from_text(str(filled["wkt"]), self.header[self.at["wkt"]])
        if "position" in filled:
            return _read_point(str(filled["position"]), self.header[self.at["position"]])
        return None

    def rest(self, cells: Sequence[object]) -> dict[str, object]:
        """Give the other columns; the first of two with one name counts."""
        taken = set(self.at.values())
        named: dict[str, object] = {}
        for index, (name, value) in enumerate(zip(self.header, cells, strict=False)):
            if name and index not in taken:
                named.setdefault(name, value)
        return named

    def _point(self, lon: object, lat: object) -> BaseGeometry:
        x, y = _degrees(lon), _degrees(lat)
        if x is not None and y is not None:
            return shapely.Point(x, y)
        kind, value = ("lon", lon) if x is None else ("lat", lat)
        column = self.header[self.at[kind]]
        if any(character.isdigit() for character in str(value)):
            with suppress(_RecordError):
                return _read_point(f"{lat} {lon}", column)
        raise _RecordError(f"{_shown(value)} is not a number", "write decimal degrees, such as 38.25", column)


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def _degrees(value: object) -> float | None:
    """Read decimal degrees, also with a decimal comma; None if it is no finite number."""
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    text = str(value).strip().replace("\u2212", "-")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else None


def _read_point(text: str, column: str) -> BaseGeometry:
    from geo.coordinates import read_position  # noqa: PLC0415 - only when a table needs it

    try:
        position = read_position(text)
    except PositionError as error:
        problem, _, mend = str(error).rpartition(": ")
        raise _RecordError(problem or mend, mend if problem else "", column) from None
    return shapely.Point(position.lon, position.lat)


def _columns(header: list[str], reading: _Reading) -> _Columns:
    """Find the columns that hold positions."""
    plain = [re.sub(r"[\W_]", "", name).lower() for name in header]
    at = {
        kind: plain.index(name)
        for kind, names in COLUMN_NAMES.items()
        for name in reversed(names.split())
        if name in plain  # the first of the names wins, being set last
    }
    for name, count in Counter(filter(None, header)).items():
        if count > 1 and header.index(name) in at.values():
            raise reading.unreadable(f"has {count} columns {_shown(name)}", "keep one of them", "line 1")
        if count > 1:
            reading.fault(
                "line 1", f"stands over {count} columns", "rename them: only the first is read", name
            )
    named = not at and bool(reading.names & {*header})
    if {"lon", "lat"} <= at.keys() or {"position", "wkt"} & at.keys() or named:
        if ("lon" in at) != ("lat" in at):
            at = {kind: index for kind, index in at.items() if kind not in {"lon", "lat"}}
        return _Columns(header, at)
    raise _no_columns(header, at, reading)


def _no_columns(header: list[str], at: Mapping[str, int], reading: _Reading) -> InputFileError:
    """Make the error for a table without the columns that are needed."""
    if at:
        kind, other = ("longitude", "lon") if "lat" in at else ("latitude", "lat")
        present = header[next(iter(at.values()))]
        return reading.unreadable(
            f"has a column {_shown(present)} but none for the {kind}", f"name it {other}", "line 1"
        )
    if len(header) > 1 and sum(_degrees(name) is not None for name in header) > 1:
        return reading.unreadable(
            "has numbers in place of column names", "put a first line lon,lat above", "line 1"
        )
    if len(header) <= 1:
        return reading.unreadable(
            "is neither JSON nor a table with positions",
            "give GeoJSON, or CSV with a first line such as lon,lat,name",
        )
    names = ", ".join(header)
    return reading.unreadable(
        f"has no column for positions among {_shown(names, 120)}",
        "name two of them lon and lat, or one position, or one wkt",
        "line 1",
    )


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module read cells as long as outlines are."""
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _read_csv(text: str, reading: _Reading) -> None:
    """Read a table whose first line names its columns."""
    lines = _LINE.findall(text.replace("\r\n", "\n").replace("\r", "\n"))
    del text
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise reading.unreadable("is empty", "check how it was written")
    told = re.fullmatch(r"sep=(.)\s*", lines[first], re.IGNORECASE)  # as Excel writes it
    first += told is not None
    delimiter = told[1] if told else _delimiter(lines[first] if first < len(lines) else "")
    with _long_cells():
        rows = _rows(lines, first, delimiter)
        _, header = next(rows, (0, []))
        columns = _columns([name.strip() for name in header or []], reading)
        for number, cells in rows:
            _add_row(columns, cells, f"line {number}", reading)


def _delimiter(header: str) -> str:
    """Choose the separator that the header has most of; one that no text has if there is one column."""
    best = max(",;\t|", key=header.count)
    return best if best in header else "\x1f"


def _rows(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Give each row with the number of its first line; None for a row whose quoted cell never ends.

    Such a cell would swallow all later rows, so reading goes on at the line after it.
    """
    begin = start
    while begin < len(lines):
        first = begin
        reader = csv.reader(itertools.islice(lines, first, None), delimiter=delimiter)
        for cells in reader:
            end = first + reader.line_num
            if end == len(lines) and end - begin > 1 and "".join(lines[begin:end]).count('"') % 2:
                yield begin + 1, None
                begin += 1
                break
            yield begin + 1, cells
            begin = end


def _add_row(columns: _Columns, cells: list[str] | None, where: str, reading: _Reading) -> None:
    if cells is None:
        reading.fault(where, "has a quoted cell that never ends", 'close it with "')
    elif any(cell.strip() for cell in cells[len(columns.header) :]):
        reading.fault(
            where,
            f"has {len(cells)} cells for {len(columns.header)} columns",
            'put a cell that holds the separator in double quotes: "38.2, 128.5"',
        )
    elif any(cell.strip() for cell in cells):
        reading.add(where, columns.rest(cells), lambda: columns.place(cells))


# Formats that other libraries read

_KML_STYLE = frozenset(
    {"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet"}
)
_SUFFIXES = {"Shapefile": ".shp", "KML": ".kml", "GeoPackage": ".gpkg", "FlatGeobuf": ".fgb"}
_GDAL_ERRORS = (RuntimeError, ValueError, NameError)  # pyogrio has the last for a .prj that is not in UTF-8
_MENDS = {
    "Shapefile": "give the .shp, .shx, .dbf and .prj files beside each other, or a .zip of them",
    "KML": "correct it, or convert it to GeoJSON",
}


def _check_for_gdal(head: bytes, kind: str, name: str, reading: _Reading) -> None:
    """Keep from GDAL what it would take for another kind: it goes by names, and some refer to other files."""
    if b"<OGRVRTDataSource" in head:
        raise reading.unreadable("refers to other files", "give those files themselves")
    suffix = Path(name).suffix.lower()
    if kind == "Shapefile" and suffix == ".shx":
        raise reading.unreadable("is only the index of a Shapefile", "give the .shp file")
    if kind == "GeoPackage" and head[68:70] != b"GP" and suffix != ".gpkg":
        raise reading.unreadable(
            "is an SQLite database, not a GeoPackage", "export its table as CSV or GeoPackage"
        )
    if suffix != _SUFFIXES[kind]:
        raise reading.unreadable(
            f"is a {kind} with the name of another kind", f"let its name end in {_SUFFIXES[kind]}"
        )


def _read_zip(path: Path, reading: _Reading) -> None:
    """Read the Shapefiles and the KML in a zip archive."""
    import zipfile  # noqa: PLC0415 - most files are no archives

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            members = [name for name in names if name.lower().endswith((".shp", ".kml"))]
            heads = [archive.open(name).read(4096) for name in members]
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
    ) as error:  # broken; encrypted; of another method
        raise reading.unreadable(
            f"is a zip archive that cannot be opened ({error})", "pack it again"
        ) from None
    if not members:
        if "[Content_Types].xml" in names:
            raise reading.unreadable("is an Office document", "save its table as 'CSV UTF-8'")
        raise reading.unreadable(
            "is a zip archive without a Shapefile or KML", "unpack it and name the files"
        )
    for name, head in zip(members, heads, strict=True):
        kind = _kind(head, reading)
        if kind not in {"Shapefile", "KML"}:
            raise reading.unreadable(f"{_shown(name)} is not what its name says", "pack it again")
        _check_for_gdal(head, kind, name, reading)
        _read_layers(f"/vsizip/{{{os.path.realpath(path)}}}/{name}", reading)


def _read_layers(path: str, reading: _Reading) -> None:
    """Read each layer that has geometries, or all if none has, with GDAL."""
    import warnings  # noqa: PLC0415 - as heavy as what follows

    import pyogrio  # noqa: PLC0415 - slow to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL warns of what the checks report by record
        try:
            layers = pyogrio.list_layers(path)
        except _GDAL_ERRORS as error:
            raise _gdal_error(path, error, reading) from None
        if not len(layers):
            raise reading.unreadable("holds no layer", "write the file again")
        names = [name for name, kind in layers if kind is not None] or [name for name, _ in layers]
        for name in names:
            try:
                meta, _, wkb, fields = pyogrio.raw.read(
                    path, layer=name, force_2d=True, datetime_as_string=True
                )
            except _GDAL_ERRORS as error:
                if len(names) == 1:
                    raise _gdal_error(path, error, reading) from None
                reading.fault(f"layer {name}", f"cannot be read ({error})", "write the layer again")
                continue
            kml = "altitudeMode" in meta["fields"]
            columns = {
                (field.lower() if kml else field): _values(values, kind, subtype)
                for field, values, kind, subtype in zip(
                    meta["fields"], fields, meta["dtypes"], meta["ogr_subtypes"], strict=True
                )
                if not (kml and field in _KML_STYLE)
            }
            _check_encoding(meta["encoding"], name, columns, reading)
            _add_layer(name, wkb, columns, meta["crs"], reading)


def _gdal_error(path: str, error: Exception, reading: _Reading) -> InputFileError:
    kind = {".shp": "Shapefile", ".kml": "KML"}.get(Path(path).suffix.lower(), "")
    if isinstance(error, UnicodeDecodeError):
        return reading.unreadable("has texts in another encoding than it says", "save it with texts in UTF-8")
    if isinstance(error, NameError):
        return reading.unreadable("names its coordinate system in another encoding", "save its .prj in UTF-8")
    reason = str(error).replace(path, "it").replace(str(Path(path).parent), "").rstrip(".")
    return reading.unreadable(f"cannot be read ({reason})", _MENDS.get(kind, "write the file again"))


def _check_encoding(
    encoding: str, name: str, columns: Mapping[str, Sequence[object]], reading: _Reading
) -> None:
    """Report texts that GDAL took for Western European for want of a better guess, as in a Shapefile."""
    texts = (value for values in columns.values() for value in values if isinstance(value, str))
    if encoding == "ISO-8859-1" and not all(map(str.isascii, texts)):
        reading.fault(
            f"layer {name}",
            "does not say in which encoding its texts are",
            f"put the name of it, such as CP949, into a file {name}.cpg beside it",
        )


def _values(values: NDArray[np.generic], kind: str, subtype: str) -> list[object]:
    """Give a column as plain values: whole numbers that gaps made floats are whole again, JSON is decoded."""
    plain = values.tolist()
    if kind.startswith(("int", "uint")):
        return [int(value) if value == value else None for value in plain]  # noqa: PLR0124 - NaN marks a gap
    if subtype == "OFSTJSON":
        return [_json_or_text(value) for value in plain]
    return list(plain)


def _json_or_text(value: object) -> object:
    if isinstance(value, str):
        with suppress(json.JSONDecodeError):
            return _decode(value, 0)[0]
    return value


def _add_layer(
    name: str,
    wkb: Sequence[bytes | None] | NDArray[np.object_] | None,
    columns: Mapping[str, Sequence[object]],
    crs: object,
    reading: _Reading,
) -> None:
    """Add the rows of a table with WKB geometries, transformed to EPSG:4326."""
    count = len(next(iter(columns.values()), wkb if wkb is not None else ()))
    shapes = wkb if wkb is not None else [None] * count
    transform = _transformation(crs)
    if transform is None:
        _check_degrees(name, shapes, reading)
        transform = _unchanged
    for index, shape in enumerate(shapes):
        properties = {field: values[index] for field, values in columns.items()}
        where = f"row {index + 1} of layer {name}"
        reading.add(where, properties, partial(_from_column, shape, transform))


def _from_column(wkb: bytes | None, transform: Callable[[BaseGeometry], BaseGeometry]) -> BaseGeometry | None:
    return None if wkb is None else transform(_from_wkb(wkb))


def _unchanged(geometry: BaseGeometry) -> BaseGeometry:
    return geometry


def _transformation(crs: object) -> Callable[[BaseGeometry], BaseGeometry] | None:
    """Make the transformation to EPSG:4326; None if the coordinate system is not known."""
    import pyproj  # noqa: PLC0415 - slow to load

    if crs is None:
        return None
    try:
        system = pyproj.CRS.from_user_input(crs)
        if system.equals(pyproj.CRS.from_epsg(4326), ignore_axis_order=True):
            return _unchanged
        transformer = pyproj.Transformer.from_crs(system, 4326, always_xy=True)
    except pyproj.exceptions.ProjError:  # unknown to PROJ, or of a building site
        return None
    return lambda geometry: shapely.transform(
        geometry, lambda xy: np.column_stack(transformer.transform(*xy.T))
    )


def _check_degrees(name: str, shapes: Iterable[bytes | None], reading: _Reading) -> None:
    """Report a layer without a coordinate system of which most cannot be degrees."""
    bounds = shapely.bounds(shapely.from_wkb(list(shapes), on_invalid="ignore"))
    known = bounds[np.isfinite(bounds).all(axis=1)]
    if len(known) and (np.abs(known) > 360).any(axis=1).mean() > 0.5:
        reading.fault(
            f"layer {name}",
            f"names no coordinate system, and coordinates such as {_pair(*known[0, :2])} are no degrees",
            "set its coordinate system (a Shapefile needs its .prj file) or transform it to EPSG:4326",
        )


def _read_parquet(path: Path, reading: _Reading) -> None:
    """Read GeoParquet, or a Parquet table with columns as in CSV."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise reading.unreadable(
            "is a Parquet file, for which pyarrow is missing", 'pip install "dezone[bulk]"'
        ) from None
    try:
        table = parquet.read_table(path)
        geo = json.loads((table.schema.metadata or {}).get(b"geo", b"null"))
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
        if geo is None:
            _add_table(columns, reading)
            return
        primary = geo["primary_column"]
        about = geo["columns"][primary]
        wkb = columns.pop(primary)
        if about["encoding"] != "WKB":
            import geopandas  # noqa: PLC0415 - slow to load

            wkb = geopandas.read_parquet(path).geometry.to_wkb().tolist()
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise reading.unreadable(f"cannot be read ({error})", "write the file again") from None
    _add_layer(path.stem, wkb, columns, about.get("crs", "OGC:CRS84"), reading)


def _add_table(table: Mapping[str, Sequence[object]], reading: _Reading) -> None:
    """Add the rows of a table whose positions stand in columns as in CSV."""
    columns = _columns(list(table), reading)
    for number, cells in enumerate(zip(*table.values(), strict=True), 1):
        reading.add(f"row {number}", columns.rest(cells), partial(columns.place, cells))


# Values


def _shown(value: object, length: int = 40) -> str:
    """Quote a value for a message, shortened."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"'{text if len(text) <= length else text[: length - 1] + '…'}'"


def _plain_properties(properties: Mapping[str, object]) -> dict[str, object]:
    plain = {sys.intern(_sound(str(key))): _plain(value) for key, value in properties.items()}
    return {key: value for key, value in plain.items() if value is not None and value != ""}


def _plain(value: object, level: int = 0) -> object:
    """Make plain Python of a value, at any depth; what is not finite becomes None, a date its ISO text."""
    if level > _MAX_NESTING:
        raise _RecordError("is nested too deeply", "no data needs that: check how the file was written")
    if isinstance(value, dict):
        return {_sound(str(key)): _plain(part, level + 1) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part, level + 1) for part in value]
    if isinstance(value, str):
        return _sound(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    return _plain_scalar(value, level)


def _plain_scalar(value: object, level: int) -> object:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        return _plain(value.tolist(), level + 1)
    if value != value:  # noqa: PLR0124 - the not-a-time of pandas is no float
        return None
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _sound(text: str) -> str:
    """Replace halves of surrogate pairs, which no encoding can write."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# Writing


def csv_cell(value: object) -> str:
    r"""Write a value as the text of a CSV cell that no spreadsheet takes for a formula.

    Text that begins with ``=``, ``+``, ``-``, ``@`` (also full-width), a tab or a line end, perhaps after
    spaces, gets an apostrophe before it, unless it is a plain number. Separators and quotes are left to
    `csv.writer`.

    Parameters
    ----------
    value : object
        None and NaN give an empty cell, truth values ``true`` and ``false``, lists and dicts JSON.

    Examples
    --------
    >>> csv_cell('=HYPERLINK("http://example.org")')
    '\'=HYPERLINK("http://example.org")'
    >>> csv_cell("-41.3"), csv_cell(-41.3), csv_cell("-41.3+2"), csv_cell(None), csv_cell(True)
    ('-41.3', '-41.3', "'-41.3+2", '', 'true')
    """
    plain = _plain(value)
    if plain is None:
        return ""
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    dangerous = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(tuple("=+-@＝＋－＠"))
    return f"'{text}" if dangerous and not (text.isascii() and _NUMBER.fullmatch(text)) else text


def features_to_geojson(features: Iterable[tuple[BaseGeometry | None, Mapping[str, object]]]) -> str:
    """Write an RFC 7946 FeatureCollection, one feature a line; the same input gives the same text.

    Parameters
    ----------
    features : iterable of (geometry, properties)
        Geometries in EPSG:4326, longitude first; None and empty ones become null, heights are dropped, rings
        turned to the right-hand rule, coordinates written in full. Property values become plain JSON: NaN
        null, dates ISO text. An ``id`` that is text or a whole number becomes the id of the feature, too.

    Raises
    ------
    ValueError
        If a coordinate is not finite.

    Examples
    --------
    >>> print(features_to_geojson([(shapely.Point(128.5, 38.25), {})]))
    {"type": "FeatureCollection", "features": [
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [128.5, 38.25]}, "properties": {}}
    ]}
    <BLANKLINE>
    """
    lines = (_feature_line(geometry, properties) for geometry, properties in features)
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _feature_line(geometry: BaseGeometry | None, properties: Mapping[str, object]) -> str:
    member = None
    if geometry is not None and not geometry.is_empty:
        member = shapely.geometry.mapping(shapely.orient_polygons(shapely.force_2d(geometry)))
    feature = {"type": "Feature", "geometry": member, "properties": _plain(dict(properties))}
    name = properties.get("id")
    if isinstance(name, (str, int)) and not isinstance(name, bool):
        feature = {"type": "Feature", "id": _plain(name), **feature}
    return json.dumps(feature, ensure_ascii=False, allow_nan=False)


def write_whole(path: str | os.PathLike[str], data: bytes | str) -> None:
    """Write a file as a whole or not at all.

    The data goes to a file beside it, which takes its place when it is safely on the disk. After an error the
    old file is as it was, and nothing lies beside it. A link keeps leading to the file; a pipe or device is
    written directly.

    Parameters
    ----------
    path : str or path
        The folder must exist.
    data : bytes or str
        Text is written in UTF-8, its line ends as they are.

    Raises
    ------
    InputFileError
        If the folder is missing or not writable, the disk full, and so on; the message has the mend.
    """
    content = data.encode("utf-8", "replace") if isinstance(data, str) else data
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)
        else:
            _replace(target, content)
    except (OSError, ValueError) as error:
        raise write_error(Path(path), error) from None


def _replace(target: Path, content: bytes) -> None:
    with appearing(target) as beside:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # so that the umask counts
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """Give the name of a file to be written beside a target, whose place it takes when it is on the disk.

    After an error the target is as it was, and nothing lies beside it. The errors are those of the system:
    `write_error` has their mends.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "Is a directory")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "Permission denied")
    beside = target.with_name(f".{os.urandom(8).hex()}.part")
    try:
        yield beside
        with beside.open("r+b") as file:
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


_WRITE_MENDS = {
    errno.EISDIR: ("is a folder", "name a file in it"),
    errno.EACCES: ("cannot be written", "it or its folder is not yours to write: choose another place"),
    errno.ENOSPC: ("cannot be written: the disk is full", "free some space or choose another place"),
    errno.EDQUOT: ("cannot be written: your share of the disk is full", "free some space"),
    errno.EROFS: ("cannot be written: the disk is read-only", "choose another place"),
}
_WRITE_MENDS[errno.EPERM] = _WRITE_MENDS[errno.EACCES]


def write_error(path: Path, error: OSError | ValueError) -> InputFileError:
    """Make the error for a file that cannot be written, with the mend."""
    number = error.errno if isinstance(error, OSError) else None
    if number in {errno.ENOENT, errno.ENOTDIR}:
        return file_error(str(path), "cannot be written", f"there is no folder {path.parent}: make it first")
    reason = getattr(error, "strerror", None) or str(error)
    other = (f"cannot be written ({reason})", "choose another name or place")
    return file_error(str(path), *_WRITE_MENDS.get(number or 0, other))
