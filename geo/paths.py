"""A path told from text, and what to say of a file that does not exist."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from geo.faults import file_error

if TYPE_CHECKING:
    from geo.errors import InputFileError

STANDARD_INPUT = "-"
_TEXT_DATA = ".csv .tab .tsv .geojson .geojsonl .geojsons .json .jsonl .kml .ndjson"
_OTHER = ".txt .fgb .geoparquet .gpkg .kmz .parquet .shp .zip .dbf .shx .gml .gpx .html .pdf .xls .xlsx"
TEXT_DATA_SUFFIXES = frozenset(_TEXT_DATA.split())  #: of text with records, which is never a warning
_KNOWN_SUFFIXES = frozenset(f"{_TEXT_DATA} {_OTHER}".split())
# What is neither a letter nor one of these makes no path of a text with a slash: 37-12.5N/129-40.3E
_COORDINATE_LETTERS = frozenset("NSEWnsewСЮВЗсювз北南东東西经經緯纬度分秒북위남동서경도분초")


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
    if target == STANDARD_INPUT or (target and exists(target)):
        return True
    if _was_meant_for_path(target):
        raise missing_error(target)
    return False


def exists(target: str) -> bool:
    r"""Tell whether a text is the path of something; any text may be asked for.

    Examples
    --------
    >>> exists("."), exists("38.5N 128.2E\0"), exists("a" * 9999)
    (True, False, False)
    """
    try:
        return Path(target).exists()
    except (OSError, ValueError):  # longer than a name may be, or with a NUL character
        return False


def _was_meant_for_path(target: str) -> bool:
    line = target.strip()
    if len(line.splitlines()) != 1:
        return False
    if Path(line).suffix.lower() in _KNOWN_SUFFIXES:
        return True
    if all(character in _COORDINATE_LETTERS or not character.isalpha() for character in line):
        return False
    if line.startswith(("/", "./", "../", "~")):
        return True
    has_separator = os.sep in line or (os.altsep is not None and os.altsep in line)
    return has_separator and not any(character.isspace() for character in line)


def missing_error(target: str) -> InputFileError:
    """Make the error for a file that does not exist, with names like it.

    Examples
    --------
    >>> str(missing_error("no/such.csv"))
    'no/such.csv: does not exist: there is no folder no'
    """
    if "://" in target:
        mend = "save it to a file first, or copy the position from it"
        return file_error(target, "is an address, not a file", mend)
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
