"""The part of a named area beyond a parallel or a meridian: Yellow Sea north of 37N, 北纬37度以北的黄海."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import PositionError, cut

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zones.exercises import Exercise

_SIDE = re.compile(
    r"(?:the\s+)?(?P<area>\D+?)[\s,]+(?:(?:waters|part|areas?|lying)\s+)*(?P<side>north|south|east|west)\s+of\s+"
    r"(?:the\s+)?(?:lat(?:itude)?\.?\s+|lon(?:g(?:itude)?)?\.?\s+)?(?P<line>\d\D*(?:\d{1,2}\D*){0,2})",
    re.IGNORECASE,
)
_CJK_LINE = r"(?P<line>(?:[北南东東西][纬緯经經]|[북남]위|[동서]경)\s*\d\D*?(?:\d{1,2}\D*?){0,2})"
_CJK_SIDE = r"\s*(?:以|이)(?P<side>[北南东東西북남동서])"
_LINE_FIRST = re.compile(rf"{_CJK_LINE}{_CJK_SIDE}(?:[的の의])?\s*(?P<area>\D+)")
_LINE_LAST = re.compile(
    rf"(?P<area>\D+?)(?:[的の의])?\s*{_CJK_LINE}{_CJK_SIDE}(?:[的の의])?(?:\s*(?:海域|해역|水域|수역))?"
)
_PARALLEL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+parallel(?:\s+north)?", re.IGNORECASE)
_PATTERNS = (_SIDE, _LINE_FIRST, _LINE_LAST)
# What makes a position of a line, in the same language; the last is for a number alone.
_WITH_LONGITUDE = ("{} 125E", "{} 东经125度", "{} 동경 125도", "{}N 125E")
_WITH_LATITUDE = ("35N {}", "北纬35度 {}", "북위 35도 {}", "35N {}E")
_SIDES = {
    "north": ("北", "북"),
    "south": ("南", "남"),
    "east": ("东", "東", "동"),
    "west": ("西", "서"),
}


def read_part(text: str, language: str | None = None) -> Exercise | None:
    """Read the part of a named area beyond a parallel or a meridian; None if the text is anything else.

    Parameters
    ----------
    text : str
        Its first 80 characters are the identifier.
    language : str, optional
        Of a name that means different things in different languages.

    Returns
    -------
    Exercise or None
        With one place: somewhere in the part of the outline, EPSG:4326.

    Raises
    ------
    PositionError
        If the area does not reach so far.
    AmbiguousNameError
        If the name of the area means several.

    Examples
    --------
    >>> part = read_part("Yellow Sea north of 37N")
    >>> part.doubts
    ('understood as the part of Yellow Sea north of 37°00′N',)
    >>> min(lat for _, lat in part.places[0].geometry.convex_hull.exterior.coords)
    37.0
    >>> read_part("north of Busan") is None
    True
    """
    shown = " ".join(text.split())
    match = next(filter(None, (pattern.fullmatch(shown) for pattern in _PATTERNS)), None)
    if match is None:
        return None
    side = match["side"].lower()
    side = next((name for name, signs in _SIDES.items() if side in signs), side)
    at_deg = _line_deg(match["line"], along_parallel=side in ("north", "south"))
    if at_deg is None:
        return None
    from zones import areas  # noqa: PLC0415 reads files
    from zones.exercises import Exercise  # noqa: PLC0415 brings shapely
    from zones.gazetteer import UnknownNameError, names_of_areas  # noqa: PLC0415 reads a file
    from zones.named_places import resolve  # noqa: PLC0415 likewise

    try:
        resolution = resolve(match["area"].strip(), language)
    except UnknownNameError:
        return None
    [place, *others] = resolution.places
    if others or place.named_area is None or place.geometry is not None:
        return None
    name = names_of_areas()[place.named_area]
    part = _beyond(areas.outline(place.named_area), side, at_deg)
    where = f"{side} of {_written(at_deg, side)}"
    if part.is_empty:
        raise PositionError(f"{name} does not reach {where}: check the latitude or longitude")
    said = f"understood as the part of {name} {where}"
    return Exercise(
        id=cut(shown, 80),
        name="",
        places=(replace(place, geometry=part, named_area=None, name=f"{name} {where}"),),
        doubts=tuple(dict.fromkeys((said, *resolution.doubts))),
    )


def _line_deg(line: str, *, along_parallel: bool) -> float | None:
    """Read the latitude of a parallel or the longitude of a meridian; without a hemisphere, north or east."""
    from geo.coordinates import read_positions  # noqa: PLC0415 not for other names

    line = _PARALLEL.sub(r"\1N", line).strip()
    for pattern in _WITH_LONGITUDE if along_parallel else _WITH_LATITUDE:
        try:
            [position] = read_positions(pattern.format(line))
        except (PositionError, ValueError):
            continue
        return position.lat if along_parallel else position.lon
    return None


def _beyond(area: BaseGeometry, side: str, at_deg: float) -> BaseGeometry:
    """Cut an area, longitude and latitude in EPSG:4326, along a parallel or a meridian."""
    from shapely import box  # noqa: PLC0415 heavy

    west, south, east, north = area.bounds
    half = {
        "north": (west, at_deg, east, max(north, at_deg)),
        "south": (west, min(south, at_deg), east, at_deg),
        "east": (at_deg, south, max(east, at_deg), north),
        "west": (min(west, at_deg), south, at_deg, north),
    }[side]
    part = area.intersection(box(*half))
    return part if part.area else part.intersection(box(0, 0, 0, 0))  # a touch is no part


def _written(at_deg: float, side: str) -> str:
    minutes = round(abs(at_deg) * 60)
    letter = ("NS" if side in ("north", "south") else "EW")[at_deg < 0]
    return f"{minutes // 60}°{minutes % 60:02d}′{letter}"
