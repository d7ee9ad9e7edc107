"""The positions of a notice, with those mended that lack a hemisphere: each mend is a doubt."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.coordinates import read_position, scan_positions
from geo.errors import DezoneError
from geo.notices.extents import Extents, find_extents
from geo.notices.words import fold, number_value, tables
from geo.patterns import re
from geo.positions import Misread, Position

if TYPE_CHECKING:
    from collections.abc import Iterator


_ANGLE = (
    r"[0-9]{1,3}+(?:[-°º˚][ ]?|[度도][ ]?)[0-9]{1,2}+(?:[-'′’‘`分분][ ]?[0-9]{1,3}+)?+(?:[.,][0-9]{1,4}+)?+"
    r"(?:[ ]?[°'′’‘`\"″”“〞〝分秒분초]{1,2}+)?+"
)


_TWO_ANGLES = re.compile(
    rf"(?<![0-9.-])(?P<lat>{_ANGLE})[ ]?(?P<ns>[NSС]?+)[\s,/、，]{{0,3}}"
    rf"(?P<lon>{_ANGLE})[ ]?(?P<ew>[NSEWВ]?+)(?![0-9-])"
)


_ENOUGH = 20_000  # characters in which a warning has said where


def holds_place(text: str) -> bool:
    """Tell whether a text has a position, also in characters, or an area between parallels and meridians.

    Examples
    --------
    >>> holds_place("北纬三十八度、东经一百三十度"), holds_place("LATITUDE UNKNOWN")
    (True, False)
    """
    if scan_positions(text):
        return True
    folded = fold(text[:_ENOUGH])
    return any(_in_characters(folded)) or bool(find_extents(folded).corners)


def all_positions(text: str) -> tuple[list[Position | Misread], list[str]]:
    """Scan for positions; a missing hemisphere is filled in like that of the others, with a doubt.

    Examples
    --------
    >>> found, doubts = all_positions("38-30N 128-30E AND 38-15 128-45")
    >>> [(each.lat, each.lon) for each in found]
    [(38.5, 128.5), (38.25, 128.75)]
    >>> doubts
    ["a hemisphere is missing or wrong at '38-15 128-45': read as N and E"]
    """
    text, exchanged = _units_in_order(text)
    folded = fold(text)
    columns = list(_in_columns(folded))
    extents = Extents([], []) if columns else find_extents(folded)
    in_columns = [*columns, *_both_ahead(folded), *_in_characters(folded), *extents.corners]
    if in_columns:
        text = _without(text, in_columns)
    scanned = [*in_columns, *(item for item in scan_positions(text) if not _is_place_name(text, item))]
    scanned.sort(key=lambda item: item.start)
    sure = [item for item in scanned if isinstance(item, Position)]
    doubts = [*extents.doubts, *(doubt for item in sure for doubt in item.doubts)]
    south = bool(sure) and all(item.lat < 0 for item in sure)
    west = bool(sure) and all(item.lon < 0 for item in sure)
    items: list[Position | Misread] = []
    at = 0
    for item in [*scanned, None]:
        start = item.start if item else len(text)
        between = text[at:start]
        if len(between) >= 7 and (sure or len(scanned) == 0):
            items += _mended(
                between, at, "S" if south else "N", "W" if west else "E", doubts, near=bool(sure)
            )
        if isinstance(item, Misread):
            words = text[item.start : item.end + 2]
            mended = list(
                _mended(words, item.start, "S" if south else "N", "W" if west else "E", doubts, near=True)
            )
            items += mended or [item]
        elif item:
            items.append(item)
        at = item.end if item else at
    if not items:
        items += _bare_decimals(text, doubts)
    doubts += [*_minutes_as_decimals(text), *exchanged]
    return sorted(items, key=lambda item: item.start), doubts


_NUMBER_AND_SEA = re.compile(
    r"[0-9/]{1,12}+\s{1,4}(?:NORTH|SOUTH|EAST|WEST)(?:ERN)?|[0-9]{4}\s(?:В|С)\s[0-9].*"
)


def _is_place_name(text: str, item: Position | Misread) -> bool:
    """Tell whether what is no position is a number before the name of a sea: 0512/21 EAST SIBERIAN SEA."""
    return isinstance(item, Misread) and bool(_NUMBER_AND_SEA.fullmatch(text[item.start : item.end].upper()))


_EXCHANGED = re.compile(r"(?<=[0-9])([도度][ ]?[0-9]{1,2}[ ]?)([초秒])([ ]?[0-9]{1,2}[ ]?)([분分])(?![0-9])")


def _units_in_order(text: str) -> tuple[str, list[str]]:
    """Read 40도30초52분 as 30 minutes and 52 seconds, with a doubt: the words were exchanged."""
    found = [match.group() for match in _EXCHANGED.finditer(text)]
    if not found:
        return text, []
    doubt = f"minutes and seconds are exchanged at '{found[0]}'" + (" and elsewhere" if found[1:] else "")
    return _EXCHANGED.sub(r"\1\4\3\2", text), [f"{doubt}: the larger unit was read first"]


_DECIMAL_DEGREES = re.compile(r"(?<![0-9.])[0-9]{1,3}\.([0-9]{1,9}+)[ ]?(?:도|度)(?![ ]?[0-9])")


def _minutes_as_decimals(text: str) -> Iterator[str]:
    """Doubt degrees such as 37.15도, all of them with two decimals below 60: minutes may be meant."""
    found = list(_DECIMAL_DEGREES.finditer(text))
    if len(found) > 1 and all(len(match[1]) == 2 and int(match[1]) < 60 for match in found):
        yield (
            f"'{found[0].group()}' and the others were read as decimal degrees: the digits behind the point "
            "may be minutes"
        )


# ---------------------------------------------------------------------------------------------------------
# Tables: all latitudes before all longitudes, or the words for both before both numbers


class _Half(NamedTuple):
    """A latitude or a longitude by itself."""

    axis: str  # lat, lon, or nothing
    words: str
    start: int
    end: int


_LAT_WORDS, _LON_WORDS = (
    "北纬|南纬|북위|남위|纬度|위도|LATITUDES?|LAT\\.?",
    "东经|西经|동경|서경|经度|경도|LONGITUDES?|LONG?\\.?",
)
_HALF = re.compile(
    rf"(?:(?P<lat>{_LAT_WORDS}|[NSСЮ](?=[ ]?[0-9]))|(?P<lon>{_LON_WORDS}|[EWВЗ](?=[ ]?[0-9])))"
    rf"|(?<![0-9.-])(?P<angle>{_ANGLE})(?:[ ]?(?P<after>[NSEWСЮВЗ])(?![A-ZА-Я]))?"
)
_SEPARATED = re.compile(r"[\s,;:/.()]{0,24}+(?:[(（]?(?:[0-9]{1,2}|[A-Z])[).:]?\s{0,2}+)?")
_SOUTH_OR_WEST = {"南纬": "S", "남위": "S", "西经": "W", "서경": "W", "Ю": "S", "З": "W", "С": "N", "В": "E"}


def _halves(folded: str) -> Iterator[_Half]:
    """Find latitudes and longitudes, each with the hemisphere or the heading that it has."""
    axis, sign, stop = "", "", 0
    for match in _HALF.finditer(folded):
        if not _SEPARATED.fullmatch(folded, stop, match.start()):
            axis = sign = ""
            yield _Half("", "", stop, match.start())
        stop = match.end()
        if match["angle"] is None:
            axis = "lat" if match["lat"] else "lon"
            word = match.group()
            sign = _SOUTH_OR_WEST.get(word, word if len(word) == 1 else "")
            continue
        after = _SOUTH_OR_WEST.get(match["after"], match["after"] or "")
        here = "lat" if after in {"N", "S"} else "lon" if after else axis
        letter = (after or sign) or ("N" if here == "lat" else "E")
        yield _Half(here, f"{match['angle']} {letter}", match.start("angle"), match.end())


def _in_columns(folded: str) -> Iterator[Position]:
    """Read three latitudes or more, and behind them as many longitudes: the first goes with the first."""
    runs = [(axis, list(halves)) for axis, halves in groupby(_halves(folded), key=lambda half: half.axis)]
    for (one, lats), (two, lons) in pairwise(runs):
        if (one, two) != ("lat", "lon") or len(lats) < 3 or len(lats) != len(lons):
            continue
        try:
            positions = [
                replace(read_position(f"{lat.words} {lon.words}"), start=lat.start, end=lat.end)
                for lat, lon in zip(lats, lons, strict=True)
            ]
        except DezoneError:
            continue
        yield from positions[:-1]
        yield replace(positions[-1], end=lons[-1].end)


_BOTH_AHEAD = re.compile(
    rf"(?P<ns>北纬|南纬|북위|남위)[\s,:]{{1,4}}(?P<ew>东经|西经|동경|서경)[\s,:]{{1,4}}"
    rf"(?P<lat>{_ANGLE})[\s,]{{1,4}}(?P<lon>{_ANGLE})"
)


def _both_ahead(folded: str) -> Iterator[Position]:
    """Read the words for north and east, and behind them both numbers, as the cells of a table come out."""
    for match in _BOTH_AHEAD.finditer(folded):
        ns, ew = (_SOUTH_OR_WEST.get(match[name], letter) for name, letter in (("ns", "N"), ("ew", "E")))
        try:
            position = read_position(f"{match['lat']} {ns} {match['lon']} {ew}")
        except DezoneError:
            continue
        yield replace(position, start=match.start(), end=match.end())


@cache
def _characters() -> re.Pattern[str]:
    """Match a position in characters: 北纬三十八度四十五分 东经一百二十度五十九分."""
    numbers = tables()["numbers"]
    characters = f"[{numbers['digits']}{numbers['tens']}{numbers['hundreds']}]"
    number = rf"{characters}{{1,6}}+(?:点{characters}{{1,4}}+)?+"
    angle = rf"{number}度(?:{number}分(?:{number}秒)?+)?+"
    return re.compile(
        rf"(?P<ns>北纬|南纬)[ :]?(?P<lat>{angle})[\s,]{{0,3}}(?P<ew>东经|西经)[ :]?(?P<lon>{angle})"
        rf"|(?P<ew2>东经|西经)[ :]?(?P<lon2>{angle})[\s,]{{0,3}}(?P<ns2>北纬|南纬)[ :]?(?P<lat2>{angle})"
    )


def _in_characters(folded: str) -> Iterator[Position]:
    for match in _characters().finditer(folded):
        second = "" if match["lat"] else "2"
        lat, lon = (_in_digits(match[f"{name}{second}"]) for name in ("lat", "lon"))
        ns, ew = (
            _SOUTH_OR_WEST.get(match[f"{name}{second}"], letter)
            for name, letter in (("ns", "N"), ("ew", "E"))
        )
        try:
            position = read_position(f"{lat} {ns} {lon} {ew}")
        except DezoneError:
            continue
        yield replace(position, start=match.start(), end=match.end())


def _in_digits(angle: str) -> str:
    """Write an angle in characters with digits and marks."""
    digits = tables()["numbers"]["digits"].replace("〇", "")
    written = ""
    for number, unit in re.findall("([^度分秒]+)([度分秒])", angle):
        whole, _, fraction = number.partition("点")
        decimals = "".join("0" if char == "〇" else str(digits.index(char)) for char in fraction)
        written += f"{number_value(whole):.0f}{'.' if decimals else ''}{decimals}{_MARKS[unit]}"
    return written


_MARKS = {"度": "°", "分": "′", "秒": "″"}


def _without(text: str, found: list[Position]) -> str:
    """Blank out what has been read; the rest keeps its place."""
    pieces, at = [], 0
    for item in sorted(found, key=lambda item: item.start):
        pieces += [text[at : item.start], " " * (item.end - item.start)]
        at = item.end
    return "".join([*pieces, text[at:]])


# ---------------------------------------------------------------------------------------------------------
# What lacks a hemisphere


_BARE_DECIMALS = re.compile(
    r"(?<![0-9.,-])(?P<lat>[0-9]{1,2}\.[0-9]{1,8})[°º度도]?[ ]?[,，、/][ ]?"
    r"(?P<lon>[0-9]{3}\.[0-9]{1,8})(?![0-9.])[°º度도]?"
)


def _bare_decimals(text: str, doubts: list[str]) -> Iterator[Position]:
    """Read decimal degrees in a text without any hemisphere, latitude first."""
    for match in _BARE_DECIMALS.finditer(text):
        try:
            position = read_position(f"{match['lat']}N {match['lon']}E")
        except DezoneError:
            continue
        doubts.append(f"no hemisphere at '{match.group()}': read as north and east")
        yield replace(position, start=match.start(), end=match.end())


_MOST_MENDED = 500  # a notice has some; a text with more is none


def _mended(words: str, at: int, ns: str, ew: str, doubts: list[str], *, near: bool) -> Iterator[Position]:
    """Read pairs of angles of which one or both lack a hemisphere, or have that of the other."""
    for match in _TWO_ANGLES.finditer(words):
        printed = match.group()
        lacking = not match["ns"] or not match["ew"]
        if not (lacking or match["ew"] in "NS"):
            continue
        if not near and not (match["ns"] or match["ew"]) and not _looks_like_minutes(match):
            continue
        if len(doubts) >= _MOST_MENDED:
            return
        try:
            position = read_position(
                f"{match['lat']} {match['ns'] if match['ns'] in {'N', 'S'} else ns} {match['lon']} {ew}"
            )
        except DezoneError:
            continue
        if not lacking and position.lon <= 90:
            continue
        doubts.append(f"a hemisphere is missing or wrong at '{printed.strip()}': read as {ns} and {ew}")
        yield replace(position, start=at + match.start(), end=at + match.end())


def _looks_like_minutes(match: re.Match[str]) -> bool:
    """Tell whether two angles without any hemisphere have marks of degrees or decimals of minutes."""
    return all(re.search("[°º˚度.]", match[name]) for name in ("lat", "lon"))
