"""Areas between parallels and meridians: BETWEEN 31-47N 32-20N AND 128-45E 129-09E, 东至…西至…南至…北至….

Such an area is given by two latitudes and two longitudes. It becomes its four corners, so that what reads
polygons needs to know of none.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.coordinates import read_position
from geo.errors import DezoneError
from geo.notices.words import alternatives, tables, word_list
from geo.patterns import re

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.positions import Position

_ANGLE = (
    r"[0-9]{1,3}+(?:\.[0-9]{1,6}+)?+(?:[-°度도][ ]?[0-9]{1,2}+(?![0-9])(?:\.[0-9]{1,4}+)?+"
    r"(?:[-'′分분][ ]?[0-9]{1,2}+(?![0-9])(?:\.[0-9]{1,4}+)?+)?+)?+[°'′\"″度分秒도분초]{0,2}+"
)
_REACH = 60  # characters before or behind the angles in which words may speak of them
_LONGEST_GAP = 30  # characters between two angles
_SIGN = {"N": "N", "С": "N", "S": "S", "Ю": "S", "E": "E", "В": "E", "W": "W", "З": "W"}
_SIGN_OF_WORD = {"南纬": "S", "남위": "S", "西经": "W", "서경": "W"}
_SIDES = ("north", "south", "east", "west")


class _Angle(NamedTuple):
    """One latitude or longitude as printed."""

    axis: str  # lat, lon, or nothing
    sign: str  # N, S, E, W, or nothing
    digits: str
    start: int
    end: int


class Extents(NamedTuple):
    """The areas between parallels and meridians in a text, as corners.

    Examples
    --------
    >>> corners, doubts = find_extents("AREA BETWEEN 31-47N 32-20N AND 128-45E 129-09E")
    >>> [corner.end - corner.start for corner in corners]
    [34, 0, 0, 0]
    """

    corners: list[Position]  #: four for each area: the first has the span of the words, the others none
    doubts: list[str]


def find_extents(folded: str) -> Extents:
    """Find the areas that two latitudes and two longitudes bound.

    Parameters
    ----------
    folded : str
        The notice, folded.

    Returns
    -------
    Extents
        With a doubt where no word says that the numbers are sides of an area.

    Examples
    --------
    >>> found = find_extents("AREA BETWEEN 31-47N 32-20N AND 128-45E 129-09E")
    >>> [(corner.lon, round(corner.lat, 4)) for corner in found.corners][::2]
    [(128.75, 31.7833), (129.15, 32.3333)]
    >>> find_extents("38-44N 122-04E, 38-44N 122-08E").corners
    []
    """
    found = Extents([], [])
    angles = list(_angles(folded))
    at = 0
    while at + 4 <= len(angles):
        four = angles[at : at + 4]
        gaps = [folded[one.end : two.start] for one, two in pairwise(four)]
        sides = None
        if all(len(gap) <= _LONGEST_GAP for gap in gaps):
            sides = _by_pairs(folded, angles, at, gaps) or _by_sides(folded, four, gaps)
        corners = _corners(four, sides) if sides else []
        if not corners:
            at += 1
            continue
        found.corners.extend(corners)
        start, end = four[0].start, four[-1].end
        around = folded[max(0, start - _REACH) : start], folded[end : end + _REACH]
        if len(sides or ()) == 2 and not any(_said().search(words) for words in (*around, *gaps)):
            found.doubts.append(
                "two latitudes and two longitudes were read as the sides of an area: "
                f"'{' '.join(folded[start:end].split())}'"
            )
        at += 4
    return found


@cache
def _half() -> re.Pattern[str]:
    words = tables()["areas"]["axis"]
    lat, lon = (alternatives(words[axis]) for axis in ("lat", "lon"))
    return re.compile(
        rf"(?:(?P<lat>{lat})|(?P<lon>{lon})|(?P<letter>(?<![A-ZА-Я])[NSEWСЮВЗ](?=[ ]?[0-9])))?+"
        rf"[ :]{{0,3}}+(?<![0-9])(?<![0-9]\.)(?P<angle>{_ANGLE})"
        r"(?:(?(letter)(?!))[ ]?(?P<after>[NSEWСЮВЗ])(?![A-ZА-Я]))?+"
    )


def _angles(folded: str) -> list[_Angle]:
    """Find all numbers that are meant as degrees."""
    found = []
    for match in _half().finditer(folded):
        word = match["lat"] or match["lon"] or ""
        sign = _SIGN.get(match["after"] or match["letter"] or "", _SIGN_OF_WORD.get(word, ""))
        axis = "lat" if sign in {"N", "S"} or match["lat"] else "lon" if sign or match["lon"] else ""
        if axis or match["angle"][-1] in "°度도'′分분\"″秒초":
            found.append(_Angle(axis, sign, match["angle"], match.start(), match.end()))
    return found


@cache
def _joined() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "extent_joined"))
    return re.compile(rf"(?:[\s,;:/&~-]++|{words})*+")


@cache
def _said() -> re.Pattern[str]:
    return re.compile(alternatives(word_list("areas", "extent")))


def _by_pairs(folded: str, angles: Sequence[_Angle], at: int, gaps: Sequence[str]) -> tuple[str, str] | None:
    """Tell which axis comes first in two pairs of one axis each; None if there are more in a row."""
    one, two, three, four = angles[at : at + 4]
    first, second = ({a.axis, b.axis} - {""} for a, b in ((one, two), (three, four)))
    if len(first) != 1 or len(second) != 1 or first == second:
        return None
    if not all(_joined().fullmatch(gap) for gap in gaps):
        return None
    before = angles[at - 1] if at else None
    after = angles[at + 4] if at + 4 < len(angles) else None
    if before and before.axis in first and _joined().fullmatch(folded[before.end : one.start]):
        return None
    if after and after.axis in second and _joined().fullmatch(folded[four.end : after.start]):
        return None
    return first.pop(), second.pop()


@cache
def _side() -> re.Pattern[str]:
    sides = tables()["areas"]["extent_side"]
    words = "|".join(f"(?P<{side}>{alternatives(sides[side])})" for side in _SIDES)
    return re.compile(rf"(?:{words})[^0-9\n.;]{{0,12}}$")


def _by_sides(folded: str, four: Sequence[_Angle], gaps: Sequence[str]) -> tuple[str, ...] | None:
    """Tell the side that the words before each angle name; None unless all four are named."""
    before = folded[max(0, four[0].start - _LONGEST_GAP) : four[0].start]
    named = []
    for words in (before, *gaps):
        match = _side().search(words)
        if match is None or match.lastgroup is None:
            return None
        named.append(match.lastgroup)
    if sorted(named) != sorted(_SIDES):
        return None
    meant = ["lat" if side in {"north", "south"} else "lon" for side in named]
    return tuple(named) if all(a.axis in {"", b} for a, b in zip(four, meant, strict=True)) else None


def _corners(four: Sequence[_Angle], sides: tuple[str, ...]) -> list[Position]:
    """Give the corners of an area: nothing if its numbers enclose none."""
    by_side = len(sides) == 4
    axes = ["lat" if side in {"north", "south", "lat"} else "lon" for side in sides]
    axes = axes if by_side else [axes[0], axes[0], axes[1], axes[1]]
    lats, lons = ([a for a, axis in zip(four, axes, strict=True) if axis == name] for name in ("lat", "lon"))
    try:
        (south, north), (west, east) = (
            [f"{each.digits} {each.sign or other.sign or default}" for each, other in (pair, pair[::-1])]
            for pair, default in ((lats, "N"), (lons, "E"))
        )
        corners = [
            read_position(f"{lat} {lon}")
            for lat, lon in ((south, west), (south, east), (north, east), (north, west))
        ]
    except DezoneError:
        return []
    if len({corner.lat for corner in corners}) < 2 or len({corner.lon for corner in corners}) < 2:
        return []
    start, end = four[0].start, four[-1].end
    return [
        replace(corner, start=start if number == 0 else end, end=end) for number, corner in enumerate(corners)
    ]
