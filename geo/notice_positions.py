"""The positions of a notice, with those mended that lack a hemisphere: each mend is a doubt."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.coordinates import read_position, scan_positions
from geo.errors import DezoneError
from geo.positions import Misread, Position

if TYPE_CHECKING:
    from collections.abc import Iterator


_ANGLE = (
    r"[0-9]{1,3}+(?:[-°º˚][ ]?|度)[0-9]{1,2}+(?:(?:[-'′’]|分)[0-9]{1,3}+)?+(?:[.,][0-9]{1,4}+)?+"
    r"[°'′’\"″”分秒]{0,2}+"
)


_TWO_ANGLES = re.compile(
    rf"(?<![0-9.-])(?P<lat>{_ANGLE})[ ]?(?P<ns>[NSС]?+)[\s,/、，]{{0,3}}"
    rf"(?P<lon>{_ANGLE})[ ]?(?P<ew>[NSEWВ]?+)(?![0-9-])"
)


def all_positions(text: str) -> tuple[list[Position | Misread], list[str]]:
    """Scan for positions; a missing hemisphere is filled in like that of the others, with a doubt."""
    scanned = list(scan_positions(text))
    sure = [item for item in scanned if isinstance(item, Position)]
    doubts = [doubt for item in sure for doubt in item.doubts]
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
    return sorted(items, key=lambda item: item.start), doubts


_BARE_DECIMALS = re.compile(
    r"(?<![0-9.,-])(?P<lat>[0-9]{1,2}\.[0-9]{1,8})[°º]?[ ]?[,，、][ ]?(?P<lon>[0-9]{3}\.[0-9]{1,8})(?![0-9.])"
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


def _mended(words: str, at: int, ns: str, ew: str, doubts: list[str], *, near: bool) -> Iterator[Position]:
    """Read pairs of angles of which one or both lack a hemisphere, or have that of the other."""
    for match in _TWO_ANGLES.finditer(words):
        printed = match.group()
        lacking = not match["ns"] or not match["ew"]
        if not (lacking or match["ew"] in "NS"):
            continue
        if not near and not (match["ns"] or match["ew"]) and not _looks_like_minutes(match):
            continue
        try:
            position = read_position(
                f"{match['lat']}{match['ns'] if match['ns'] in {'N', 'S'} else ns} {match['lon']}{ew}"
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
