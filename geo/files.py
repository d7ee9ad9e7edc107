"""Any usual geodata file into plain records: which kind it is, and who reads that.

The kind of a file is told by its content, not its name. Reading tells two kinds of trouble apart: a file of
which nothing can be read raises `InputFileError`; whatever is wrong with one record is a `Fault` beside the
good records. JSON and CSV need only the standard library and shapely; the other formats load their libraries
when they are met.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.faults import shown
from geo.json_files import is_sequence, read_json, read_sequence
from geo.layer_files import check_for_gdal, read_layers, read_parquet
from geo.paths import STANDARD_INPUT, missing_error
from geo.records import Reading
from geo.tables import read_csv

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.faults import Fault
    from geo.records import Record


def read_records(
    source: str | os.PathLike[str], *, named_by: Iterable[str] = (), data: bytes | None = None
) -> tuple[list[Record], list[Fault]]:
    r"""Read a file of any usual kind into records.

    GeoJSON (any object of it), sequences of it (one a line, or RFC 8142), CSV and TSV, GeoPackage, KML and
    KMZ, GPX, Shapefile (also zipped), FlatGeobuf, GeoParquet, and JSON that is no GeoJSON. Of the last, each
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
        Columns that may name a place where a table has none for positions, however they are spaced; the
        first is also what a name in place of a position is called.
    data : bytes, optional
        What has been read of it: a pipe can be read only once.

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

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "places.csv")
    ...     _ = path.write_text("name,lat,lon\na,38,125\nb,98,125\n", encoding="utf-8")
    ...     records, faults = read_records(path)
    >>> records[0].properties, records[0].geometry.wkt, faults[0].where
    ({'name': 'a'}, 'POINT (125 38)', 'line 3')
    """
    names = tuple(named_by)
    if source == STANDARD_INPUT or data is not None:
        reading = Reading("standard input" if source == STANDARD_INPUT else str(source), names=names)
        _read_text(sys.stdin.buffer.read() if data is None else data, reading)
        return reading.result()
    path = Path(source)
    reading = Reading(str(path), names=names)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise reading.unreadable("is a folder", "name the files in it")
        if stat.S_ISREG(mode):
            _read_file(path, reading)
        else:
            _read_text(path.read_bytes(), reading)  # a pipe can be read only once
    except FileNotFoundError:
        raise missing_error(str(path)) from None
    except OSError as error:
        raise reading.unreadable(
            f"cannot be read ({error.strerror or error})", "check its name and permissions"
        ) from None
    except ValueError as error:  # a NUL character in the name
        raise reading.unreadable(f"cannot be read ({error})", "check its name") from None
    return reading.result()


def _read_file(path: Path, reading: Reading) -> None:
    """Read a regular file by what its first bytes say it is."""
    with path.open("rb") as file:
        head = file.read(4096)
    kind = _kind(head, reading)
    if kind == "text":
        _read_text(path.read_bytes(), reading)
    elif kind == "parquet":
        read_parquet(path, reading)
    elif kind == "zip":
        _read_zip(path, reading)
    else:
        check_for_gdal(head, kind, path.name, reading)
        read_layers(os.path.realpath(path), reading)


def _read_text(data: bytes, reading: Reading) -> None:
    """Read JSON or a table."""
    if _kind(data[:4096], reading) != "text":
        raise reading.unreadable("is neither JSON nor CSV", "save it to a file and name the file")
    text = _decoded(data, reading)
    del data
    start = text.lstrip(" \t\r\n")[:1]
    if start == "\x1e" or is_sequence(text, reading.file):
        read_sequence(text, reading)
    elif start and start in "{[":
        read_json(text, reading)
    else:
        read_csv(text, reading)


def _read_zip(path: Path, reading: Reading) -> None:
    """Read the Shapefiles and the KML in a zip archive."""
    import zipfile  # noqa: PLC0415 - most files are no archives

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            members = [name for name in names if name.lower().endswith((".shp", ".kml"))]
            heads = [archive.open(name).read(4096) for name in members]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        # broken; encrypted; of another method
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
            raise reading.unreadable(f"{shown(name)} is not what its name says", "pack it again")
        check_for_gdal(head, kind, name, reading)
        read_layers(f"/vsizip/{{{os.path.realpath(path)}}}/{name}", reading)


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


def _kind(head: bytes, reading: Reading) -> str:
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


def _kind_of_text(head: bytes, reading: Reading) -> str:
    if not head.startswith(b"<"):
        return "text"
    if b"<html" in head or b"<!doctype html" in head:
        raise reading.unreadable(
            "is a web page (HTML), not data", "download the data itself, or pass the text of the page"
        )
    if b"<kml" in head:
        return "KML"
    if b"<gpx" in head:
        return "GPX"
    what = next((name for name in ("gml", "svg") if f"<{name}".encode() in head), "an unknown kind of")
    raise reading.unreadable(
        f"is {what.upper() if len(what) == 3 else what} XML", "convert it to GeoJSON or KML"
    )


# In this order: each of these encodings also decodes most texts in the ones after it, but into other scripts.
_SCRIPTS = (
    ("Shift-JIS", re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")),
    ("CP949", re.compile(r"[가-힣]")),
    ("GB18030", re.compile(r"[\u4e00-\u9fff]")),
    ("CP1251", re.compile(r"[а-яА-ЯёЁ]")),
)


def _decoded(data: bytes, reading: Reading) -> str:
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
    """Name the encoding of a text that is not in UTF-8; nothing if none is likely."""
    high = [byte >= 0x80 for byte in sample]
    alone = sum(here and not before for here, before in zip(high, [False, *high], strict=False))
    accented = sum(byte >= 0xC0 for byte in sample)
    if alone > 0.6 * sum(high) and accented > 0.8 * sum(high):  # other scripts come in runs, or lower
        return "Windows-1252"
    for name, script in _SCRIPTS:
        foreign = [character for character in sample.decode(name, "replace") if not character.isascii()]
        if sum(script.match(character) is not None for character in foreign) > 0.8 * len(foreign):
            return name
    return ""
