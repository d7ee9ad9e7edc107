"""Cells of CSV and GeoJSON that can be trusted, and whole files written safely."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from geo.faults import file_error
from geo.values import NUMBER, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.errors import InputFileError


_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


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
    plain = plain_value(value)
    if plain is None:
        return ""
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return f"'{text}" if _FORMULA.match(text) and not (text.isascii() and NUMBER.fullmatch(text)) else text


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
    feature = {"type": "Feature", "geometry": member, "properties": plain_value(dict(properties))}
    name = properties.get("id")
    if isinstance(name, (str, int)) and not isinstance(name, bool):
        feature = {"type": "Feature", "id": plain_value(name), **feature}
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

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), "whole")
    ...     print(*(path.read_text() for path in Path(folder).iterdir()))
    whole
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

    After an error the target is as it was, and nothing lies beside it.

    Raises
    ------
    OSError
        If the target is a folder or cannot be written: an error of the system; `write_error` has its mend.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with appearing(Path(folder, "a.txt")) as beside:
    ...         _ = beside.write_text("whole")
    ...     print([path.name for path in Path(folder).iterdir()])
    ['a.txt']
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
    """Make the error for a file that cannot be written, with the mend.

    Examples
    --------
    >>> str(write_error(Path("no/a.txt"), FileNotFoundError(2, "No such file or directory")))
    'no/a.txt: cannot be written: there is no folder no: make it first'
    """
    number = error.errno if isinstance(error, OSError) else None
    if number in {errno.ENOENT, errno.ENOTDIR}:
        return file_error(str(path), "cannot be written", f"there is no folder {path.parent}: make it first")
    reason = getattr(error, "strerror", None) or str(error)
    other = (f"cannot be written ({reason})", "choose another name or place")
    return file_error(str(path), *_WRITE_MENDS.get(number or 0, other))
