"""Arcs in the boundary of an area: THEN CLOCKWISE ARC OF A CIRCLE RADIUS 20NM CENTERED ON … TO ….

The centre is taken out of the corners, and corners along the arc are put in its place, so that what reads
polygons needs to know of none.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.geodesy import azimuth_and_km, destination
from geo.notices.lengths import find_lengths
from geo.notices.words import alternatives, pattern, word_list
from geo.patterns import re
from geo.positions import Misread, Position

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP_DEG = 5.0  # between corners along an arc: they depart from it by 1/1000 of the radius
_LONGEST_GAP = 160  # characters
_MOST_ARCS = 100
_OFF_SHARE, _OFF_KM = (
    0.02,
    0.5,
)  # by how much the ends of an arc may miss the printed radius, rounded as they are
_BREAK = re.compile(r"\n[ ]*\n|[.;]\s|[。；]")


class Drawn(NamedTuple):
    """A text whose arcs are corners.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "43N 132E THEN CLOCKWISE ARC RADIUS 44NM CENTRE 43N 133E TO 43N 134E"
    >>> drawn = draw_arcs(text, scan_positions(text))
    >>> drawn.folded.split(), len(drawn.folded) == len(text), drawn.doubts
    (['43N', '132E,', '43N', '134E'], True, [])
    """

    folded: str  #: without the words of the arcs, everything else in its place
    items: list[Position | Misread]
    doubts: list[str]


def draw_arcs(folded: str, items: Sequence[Position | Misread]) -> Drawn:
    """Put corners in the place of arcs.

    Parameters
    ----------
    folded : str
        The notice, folded.
    items : sequence of Position or Misread
        Its positions in printed order.

    Returns
    -------
    Drawn

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "43N 132E THEN CLOCKWISE ARC RADIUS 30NM CENTRE 43N 133E TO 43N 134E"
    >>> drawn = draw_arcs(text, scan_positions(text))
    >>> len(drawn.items), all(43 <= item.lat < 43.75 for item in drawn.items)
    (37, True)
    """
    if len(items) < 2 or not 0 < len(_arc().findall(folded)) <= _MOST_ARCS:
        return Drawn(folded, list(items), [])
    drawn: list[Position | Misread] = []
    doubts: list[str] = []
    begin = 0  # the first corner of the area at hand
    at = 0
    while at < len(items):
        item = items[at]
        if at and len(folded[items[at - 1].end : item.start]) > _LONGEST_GAP:
            begin = at
        arc = _arc_at(folded, items, at, begin)
        drawn.append(item)
        if arc is None:
            sector = _arc_round(folded, items, at)
            at += 1
            if sector is None:
                continue
            words_at, start, centre, end, clockwise = sector
            words = folded[words_at : end.start]
            drawn += [start, *_corners(start, centre, end, clockwise=clockwise), end]
            doubts += _doubts(words, start, centre, end, clockwise=clockwise)
            doubts.append(f"the area was read as a sector, from the centre to the arc: '{_quoted(words)}'")
            blank = _blank(folded[words_at : centre.start]), _blank(folded[centre.end : start.start], ",")
            folded = "".join(
                (
                    folded[:words_at],
                    blank[0],
                    folded[centre.start : centre.end],
                    blank[1],
                    folded[start.start :],
                )
            )
            at += 2
            continue
        start, centre, end, until, clockwise = arc
        drawn += _corners(start, centre, end, clockwise=clockwise)
        doubts += _doubts(folded[start.end : until], start, centre, end, clockwise=clockwise)
        folded = f"{folded[: start.end]}{_blank(folded[start.end : until], ',')}{folded[until:]}"
        at += 2
    return Drawn(folded, drawn, doubts)


_Arc = tuple[Position, Position, Position, int, "bool | None"]


def _arc_at(folded: str, items: Sequence[Position | Misread], at: int, begin: int) -> _Arc | None:
    """Find the arc that begins at a corner: its ends, its centre, where its words end, which way it turns."""
    start = items[at]
    centre = items[at + 1] if at + 1 < len(items) else None
    if not isinstance(start, Position) or not isinstance(centre, Position):
        return None
    before = folded[start.end : centre.start]
    if len(before) > _LONGEST_GAP or _BREAK.search(before):
        return None
    end = items[at + 2] if at + 2 < len(items) else None
    after = folded[centre.end : min(end.start if end else len(folded), centre.end + _LONGEST_GAP)]
    back = pattern("areas", "back_to_start").search(after)
    first = items[begin]
    if end is None or back or len(folded[centre.end : end.start]) > _LONGEST_GAP or _BREAK.search(after):
        if not back or not isinstance(first, Position):
            return None
        end, after = first, after[: back.start()]
    words = f"{before}|{after}"
    if not isinstance(end, Position) or not _arc().search(words) or not _centre(before, after):
        return None
    return start, centre, end, centre.end + len(after), _clockwise(words)


def _arc_round(
    folded: str, items: Sequence[Position | Misread], at: int
) -> tuple[int, Position, Position, Position, bool | None] | None:
    """Find an arc whose centre is given first: A CLOCKWISE ARC CENTERED ON …, STARTING FROM … TO …."""
    three = items[at : at + 3]
    positions = [item for item in three if isinstance(item, Position)]
    if len(positions) < 3:
        return None
    centre, start, end = positions
    begin = max(items[at - 1].end if at else 0, centre.start - _LONGEST_GAP)
    before, to_start, to_end = (
        folded[begin : centre.start],
        folded[centre.end : start.start],
        folded[start.end : end.start],
    )
    arcs = list(_arc().finditer(before))
    if not arcs or len(to_start) > 40 or len(to_end) > 10 or not _centre(before, to_start):
        return None
    if _BREAK.search(before, arcs[-1].end()) or not pattern("areas", "arc_from").search(to_start):
        return None
    words = list(pattern("areas", "clockwise").finditer(before)) or arcs
    words_at = begin + min(words[-1].start(), arcs[-1].start())
    return words_at, start, centre, end, _clockwise(before)


def _clockwise(words: str) -> bool | None:
    """Tell which way an arc turns; None if the words do not say it."""
    if pattern("areas", "counterclockwise").search(words):
        return False
    return True if pattern("areas", "clockwise").search(words) else None


def _blank(words: str, first: str = " ") -> str:
    return first + " " * (len(words) - 1) if words else ""


def _quoted(words: str) -> str:
    return " ".join(words.split())[:60]


@cache
def _arc() -> re.Pattern[str]:
    return pattern("areas", "arc")


def _centre(before: str, after: str) -> bool:
    """Tell whether the words say that the position between them is a centre."""
    words = alternatives(word_list("areas", "centre_before"))
    behind = alternatives(word_list("areas", "centre_after"))
    return bool(
        re.search(rf"{words}[\s:,(=]{{0,4}}+(?:POINT|POSITION|AT|IN|ON)?[\s:,(]{{0,3}}+$", before)
        or re.match(rf"[\s,)]{{0,3}}+{behind}", after)
    )


def _corners(start: Position, centre: Position, end: Position, *, clockwise: bool | None) -> list[Position]:
    """Give corners along an arc, without its ends; the radius goes from that of one end to the other."""
    (one, two), (radius, last_radius) = _rays(centre, start, end)
    sweep = (two - one) % 360
    if clockwise is False or (clockwise is None and sweep > 180):
        sweep -= 360
    elif sweep == 0 and clockwise:
        sweep = 360.0
    steps = math.ceil(abs(sweep) / _STEP_DEG)
    shares = [step / steps for step in range(1, steps)]
    points = destination(
        (centre.lon, centre.lat),
        [one + sweep * share for share in shares],
        [radius + (last_radius - radius) * share for share in shares],
    )
    return [
        replace(start, lon=float(lon), lat=float(lat), start=start.end, end=start.end, doubts=())
        for lon, lat in points
    ]


def _rays(centre: Position, *ends: Position) -> tuple[list[float], list[float]]:
    import numpy as np  # noqa: PLC0415 arcs are rare

    corners = np.array([(end.lon, end.lat) for end in ends])
    centres = np.array([(centre.lon, centre.lat)] * len(ends))
    azimuth_deg, along_km = azimuth_and_km(*centres.T, *corners.T)
    return azimuth_deg.tolist(), along_km.tolist()


def _doubts(
    words: str, start: Position, centre: Position, end: Position, *, clockwise: bool | None
) -> list[str]:
    """Say what does not fit, or had to be assumed."""
    radii = _rays(centre, start, end)[1]
    quoted = _quoted(words)
    doubts = []
    if clockwise is None:
        doubts.append(f"which way the arc turns is not said at '{quoted}': the shorter way was taken")
    printed = [length.km for length in find_lengths(words)]
    for name, radius in zip(("beginning", "end"), radii, strict=True):
        wanted = printed[0] if printed else radii[0]
        if abs(radius - wanted) > max(_OFF_SHARE * wanted, _OFF_KM):
            doubts.append(
                f"the {name} of the arc lies {radius:.1f} km from its centre, not {wanted:.1f} km: '{quoted}'"
            )
    return doubts
