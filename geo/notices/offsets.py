"""Positions given from another one: 030 DEG 25NM FROM 36-24N 136-24E."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from geo.geodesy import destination
from geo.notices.lengths import kilometres, length_words
from geo.notices.words import alternatives, word_list
from geo.positions import Misread, Position

if TYPE_CHECKING:
    from collections.abc import Iterable

_REACH = 60  # characters before or behind the position in which its direction and length stand


def move_offsets(
    folded: str, items: Iterable[Position | Misread]
) -> tuple[list[Position | Misread], list[str]]:
    """Work out the positions that stand at a direction and a length from a printed one.

    Parameters
    ----------
    folded : str
        The notice, folded.
    items : iterable of Position or Misread

    Returns
    -------
    list of Position or Misread
        The same, those positions moved along the geodesic.
    list of str
        A doubt for each that was moved: of which north the direction is counted is not known.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "MINE 090 DEG 60NM FROM 00-00N 130-00E"
    >>> [moved], _ = move_offsets(text, scan_positions(text))
    >>> round(moved.lon, 2), round(moved.lat, 2)
    (131.0, 0.0)
    """
    moved: list[Position | Misread] = []
    doubts: list[str] = []
    for item in items:
        match = None
        if isinstance(item, Position):
            match = _before().search(folded[max(0, item.start - _REACH) : item.start])
            match = match or _behind().match(folded[item.end : item.end + _REACH])
        along_km = kilometres(match["length"]) if match else None
        if not isinstance(item, Position) or not match or along_km is None or float(match["towards"]) > 360:
            moved.append(item)
            continue
        towards = float(match["towards"])
        [(lon, lat)] = destination((item.lon, item.lat), towards, along_km)
        moved.append(replace(item, lon=float(lon), lat=float(lat)))
        doubts.append(
            f"the position was worked out {along_km:.1f} km towards {towards:g}° from the printed one: "
            f"'{' '.join(match.group().split())}', true north assumed"
        )
    return moved, doubts


_TOWARDS = r"(?P<towards>[0-9]{3}(?:\.[0-9])?)"
_NO_SECTOR = r"(?<![0-9.])(?<!TO )(?<!AND )(?<!THRU )(?<!-)(?<!- )"


@cache
def _before() -> re.Pattern[str]:
    degree, of = (alternatives(word_list("areas", key)) for key in ("degree", "of"))
    return re.compile(
        rf"{_NO_SECTOR}{_TOWARDS}\s?(?:{degree})(?:\s{{1,3}}(?:TRUE|T|MAG))?[\s,/]{{0,3}}(?:AND\s|AT\s)?"
        rf"(?P<length>{length_words()})\s{{1,3}}(?:{of})\s{{0,3}}(?:POSITION\s|POINT\s)?\(?$"
    )


@cache
def _behind() -> re.Pattern[str]:
    degree = alternatives(word_list("areas", "degree"))
    return re.compile(rf"\)?\s{{1,3}}{_TOWARDS}\s?(?:{degree})\s?/\s?(?P<length>{length_words()})")
