"""Tables into records: CSV and TSV, and the columns in which a table has its positions."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections import Counter
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import shapely

from geo.errors import PositionError
from geo.faults import RecordError, shown
from geo.geometry_formats import parse_text
from geo.values import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.errors import InputFileError
    from geo.records import Reading

# In lower case, without spaces and marks; the first that a table has counts.
COLUMN_NAMES = {
    "lon": "lon longitude long lng longdeg londd decimallongitude 경도 经度 經度 経度 долгота länge laenge "
    "längengrad geographischelänge geografischelänge x",
    "lat": "lat latitude latdeg latdd decimallatitude 위도 纬度 緯度 широта breite breitengrad "
    "geographischebreite geografischebreite y",
    "position": "position positions coordinates coordinate coords latlon latlong latlng latitudelongitude "
    "좌표 위경도 경위도 위도경도 坐标 座標 经纬度 經緯度 纬度经度 緯度経度 координаты широтадолгота "
    "koordinaten breitelänge",
    "wkt": "wkt geometry geom thegeom wktgeom wkbgeometry",
}
_HEMISPHERES = {"lat": ("ns", "NS"), "lon": ("ew", "EW")}  # columns N/S and E/W beside those of numbers
# Not south and west: such numbers may count the other way.
_UNIT = (
    r"(?i)[(\[](?:°?\s?[NE]?|deg|degrees?|decimal|decimal degrees|dd|wgs\s?84)[)\]]|(?<=[a-z])[\s_.]+°?[NE]$"
)
_MOST_ABOVE = 20  # lines of titles and remarks above the names of the columns
_NAME = re.compile(r"[^\W\d_]{4,}|[\u3040-\ud7af]{2,}")  # a word that is no hemisphere or unit
_SEVERAL = 20  # characters, fewer than two positions take with what parts them
_LARGEST_CELL = 1 << 30  # characters of a CSV cell: outlines as WKT pass the 131,072 of the csv module


def read_csv(text: str, reading: Reading) -> None:
    r"""Read a table whose first line names its columns, or the first that names some for positions.

    Raises
    ------
    InputFileError
        If the text is empty.

    Examples
    --------
    >>> from geo.records import Reading
    >>> reading = Reading("a.csv")
    >>> read_csv("name;lat;lon\na;38,5;125\n", reading)
    >>> reading.records[0].geometry.wkt
    'POINT (125 38.5)'
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text.replace("\r\n", "\n").replace("\r", "\n"))
    del text
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise reading.unreadable("is empty", "check how it was written")
    told = re.fullmatch(r"sep=(.)\s*", lines[first], re.IGNORECASE)  # as Excel writes it
    first += told is not None
    delimiter = told[1] if told else _delimiter(lines[first] if first < len(lines) else "")
    with _long_cells():
        first, delimiter = _header_line(lines, first, delimiter, told[1] if told else "", reading)
        rows = _rows(lines, first, delimiter)
        _, header = next(rows, (0, []))
        columns = _columns([name.strip() for name in header or []], reading)
        for number, cells in rows:
            _add_row(columns, cells, f"line {number}", reading)


def _header_line(
    lines: list[str], first: int, delimiter: str, told: str, reading: Reading
) -> tuple[int, str]:
    """Find the line that names the columns, below titles, and its separator; the first if none does."""
    for index, line in enumerate(lines[first : first + _MOST_ABOVE], start=first):
        separator = told or _delimiter(line)
        _, header = next(_rows(lines, index, separator), (0, []))
        names = [name.strip() for name in header or []]
        at = _places_of_columns(names)
        if {"lon", "lat"} <= at.keys() or {"position", "wkt"} & at.keys() or _holds_names(names, reading):
            return index, separator
    return first, delimiter


def add_table(table: Mapping[str, Sequence[object]], reading: Reading) -> None:
    """Add the rows of a table whose positions stand in columns as in CSV.

    Examples
    --------
    >>> from geo.records import Reading
    >>> reading = Reading("a.parquet")
    >>> add_table({"name": ["a"], "lat": [38.0], "lon": [125.0]}, reading)
    >>> reading.records[0].geometry.wkt
    'POINT (125 38)'
    """
    columns = _columns(list(table), reading)
    for number, cells in enumerate(zip(*table.values(), strict=True), 1):
        reading.add(f"row {number}", columns.rest(cells), partial(columns.place, cells))


class _Columns(NamedTuple):
    """Where a table has its positions: indices of columns."""

    header: list[str]
    at: dict[str, int]  #: from ``lon``, ``lat``, ``position``, ``wkt`` to a column
    letters: dict[str, int]  #: from ``lon``, ``lat`` to the column of its hemisphere; empty if there are none
    name: str = ""  #: the column in which the name of a place may stand; empty if there is none

    def place(self, cells: Sequence[object]) -> BaseGeometry | None:
        """Make the geometry of a row; None if all the columns for it are empty."""
        cell = {kind: cells[index] for kind, index in self.at.items() if index < len(cells)}
        filled = {kind: value for kind, value in cell.items() if value is not None and str(value).strip()}
        if "lon" in self.at and filled.keys() & {"lon", "lat"}:
            for kind in ("lon", "lat"):
                if kind not in filled:
                    raise RecordError("is empty", "write degrees", self.header[self.at[kind]])
            point = self._point(filled["lon"], filled["lat"], cells)
            if "position" in filled:
                self._refuse_another(point, filled)
            return point
        if "wkt" in filled:
            return parse_text(str(filled["wkt"]), self.header[self.at["wkt"]])
        if "position" in filled and self._name_for_position(cells) is None:
            return _read_point(str(filled["position"]), self.header[self.at["position"]])
        return None

    def rest(self, cells: Sequence[object]) -> dict[str, object]:
        """Give the other columns, the first of two with one name, and a name in place of a position."""
        taken = {*self.at.values(), *self.letters.values()}
        named: dict[str, object] = {}
        if (name := self._name_for_position(cells)) is not None:
            named[self.name] = name
        for index, (name, value) in enumerate(zip(self.header, cells, strict=False)):
            if name and index not in taken:
                named.setdefault(name, value)
        return named

    def _letter(self, kind: str, cells: Sequence[object]) -> str:
        """Give the hemisphere that a column of its own has; empty if there is none, or it is empty."""
        index = self.letters.get(kind, len(cells))
        text = str(cells[index] or "").strip() if index < len(cells) else ""
        if text and text[0].upper() not in _HEMISPHERES[kind][1]:
            raise RecordError(f"{shown(text)} is no hemisphere", "write N or S, E or W", self.header[index])
        return text[:1].upper()

    def _point(self, lon: object, lat: object, cells: Sequence[object]) -> shapely.Point:
        x, y = _degrees(lon), _degrees(lat)
        east, north = (self._letter(kind, cells) for kind in ("lon", "lat"))
        if x is not None and y is not None:
            return shapely.Point(-abs(x) if east == "W" else x, -abs(y) if north == "S" else y)
        kind, value = ("lon", lon) if x is None else ("lat", lat)
        column = self.header[self.at[kind]]
        if any(character.isdigit() for character in str(value)):
            with suppress(RecordError):
                return _read_point(f"{lat} {north} {lon} {east}", column)
        raise RecordError(f"{shown(value)} is not a number", "write decimal degrees, such as 38.25", column)

    def _name_for_position(self, cells: Sequence[object]) -> str | None:
        """Give words, or the corners of an area, that stand where a position is expected; None if none do."""
        index = self.at.get("position", len(cells))
        if not self.name or index >= len(cells) or cells[index] is None:
            return None
        text = str(cells[index]).strip()
        if not _NAME.search(text) and len(text) < _SEVERAL:
            return None
        from geo.coordinates import holds_position  # noqa: PLC0415 - only when a table needs it

        others = [at for at in (*self.at.values(), *self._columns_of_names()) if at != index]
        alone = not any(str(cells[at] or "").strip() for at in others if at < len(cells))
        return text if alone and (not holds_position(text) or _holds_several(text)) else None

    def _columns_of_names(self) -> list[int]:
        return [index for index, name in enumerate(self.header) if name == self.name]

    def _refuse_another(self, point: shapely.Point, filled: Mapping[str, object]) -> None:
        """Refuse a row whose position in words is not that of its numbers, as finely as both are written.

        What is no single position, such as the name of a place, contradicts nothing.
        """
        from geo.coordinates import read_position  # noqa: PLC0415 - only when a table needs it

        try:
            said = read_position(str(filled["position"]))
        except PositionError:
            return
        texts = [str(filled[kind]).strip().replace(",", ".") for kind in ("lon", "lat")]
        decimals = min(len(text.partition(".")[2]) for text in texts)
        allowed = 2 * (said.precision_deg + 0.5 * 10.0**-decimals)  # cut off rather than rounded
        apart = abs(math.remainder(said.lon - point.x, 360)), abs(said.lat - point.y)
        if max(apart) > allowed:
            lon, lat = (self.header[self.at[kind]] for kind in ("lon", "lat"))
            raise RecordError(
                f"{shown(filled['position'])} is not at {lon} {point.x:.10g}, {lat} {point.y:.10g}",
                "correct one of the two, or leave it empty",
                self.header[self.at["position"]],
            )


def _holds_several(text: str) -> bool:
    """Tell whether a text has several positions."""
    if len(text) < _SEVERAL:
        return False
    from geo.coordinates import read_positions  # noqa: PLC0415 - only when a table needs it

    try:
        return len(read_positions(text)) > 1
    except PositionError:
        return False


def plain_name(name: str) -> str:
    """Bring the name of a column to what `COLUMN_NAMES` has, without its unit or hemisphere.

    Examples
    --------
    >>> plain_name("Latitude (°N)"), plain_name("Long_E"), plain_name("Longitude (W)")
    ('latitude', 'long', 'longitudew')
    """
    return re.sub(r"[\W_]", "", re.sub(_UNIT, "", name.strip())).lower()


def _columns(header: list[str], reading: Reading) -> _Columns:
    """Find the columns that hold positions."""
    at = _places_of_columns(header)
    for name, count in Counter(filter(None, header)).items():
        if count > 1 and header.index(name) in at.values():
            raise reading.unreadable(f"has {count} columns {shown(name)}", "keep one of them", "line 1")
        if count > 1:
            reading.fault(
                "line 1", f"stands over {count} columns", "rename them: only the first is read", name
            )
    named = not at and _holds_names(header, reading)
    if {"lon", "lat"} <= at.keys() or {"position", "wkt"} & at.keys() or named:
        if ("lon" in at) != ("lat" in at):
            at = {kind: index for kind, index in at.items() if kind not in {"lon", "lat"}}
        plain = [plain_name(name) for name in header]
        both = "lon" in at and {"ns", "ew"} <= set(plain)  # EW alone may be electronic warfare
        letters = {kind: plain.index(name) for kind, (name, _) in _HEMISPHERES.items()} if both else {}
        return _Columns(header, at, letters, next(iter(reading.names), ""))
    raise _no_columns(header, at, reading)


def _holds_names(header: Iterable[str], reading: Reading) -> bool:
    """Tell whether a column has the names of places, which stand for positions."""
    return not {plain_name(name) for name in reading.names}.isdisjoint(map(plain_name, header))


def _places_of_columns(header: Sequence[str]) -> dict[str, int]:
    """Find which columns are named like ``lon``, ``lat``, ``position`` and ``wkt``."""
    plain = [plain_name(name) for name in header]
    return {
        kind: plain.index(name)
        for kind, names in COLUMN_NAMES.items()
        for name in reversed(names.split())
        if name in plain  # the first of the names wins, being set last
    }


def _no_columns(header: list[str], at: Mapping[str, int], reading: Reading) -> InputFileError:
    """Make the error for a table without the columns that are needed."""
    if at:
        kind, other = ("longitude", "lon") if "lat" in at else ("latitude", "lat")
        present = header[next(iter(at.values()))]
        return reading.unreadable(
            f"has a column {shown(present)} but none for the {kind}", f"name it {other}", "line 1"
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
    names = ", ".join(filter(None, header))
    words = f", or one {reading.names[0]} where places have names only" if reading.names else ""
    return reading.unreadable(
        f"has no column for positions among {shown(names, 120)}",
        f"name two of them lon and lat, or one position, or one wkt{words}",
        "line 1",
    )


def _degrees(value: object) -> float | None:
    """Read decimal degrees, also with a decimal comma; None if it is no finite number."""
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    text = str(value).strip().replace("\u2212", "-")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return float(text) if NUMBER.fullmatch(text) else None


def _read_point(text: str, column: str) -> shapely.Point:
    from geo.coordinates import read_position  # noqa: PLC0415 - only when a table needs it

    try:
        position = read_position(text)
    except PositionError as error:
        problem, _, mend = str(error).rpartition(": ")
        if "positions where one is expected" in str(error):
            mend = "give one, or an outline in a column wkt"
        raise RecordError(problem or mend, mend if problem else "", column) from None
    return shapely.Point(position.lon, position.lat)


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module read cells as long as outlines are."""
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


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


def _add_row(columns: _Columns, cells: list[str] | None, where: str, reading: Reading) -> None:
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
