"""Warnings to ships and aircraft as they are published: from the text to areas, periods and doubts.

`read_notice` reads navigational warnings, NOTAMs and the like in English, Chinese, Japanese, Korean and
Russian. Positions are longitude and latitude in degrees, EPSG:4326; times are UTC. Nothing is guessed in
silence: what was inferred, mended or left is a doubt that quotes the words it rests on, and a text without
an area gives none. An area known only by its name stays a name: where it lies is not for this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.notices.areas import read_areas
from geo.notices.dates import Reference, reference_of
from geo.notices.notams import notam_areas, notam_times, read_notam
from geo.notices.positions import holds_place
from geo.notices.text import find_activity, find_numbers, join_lines, split_notices
from geo.notices.times import read_times

if TYPE_CHECKING:
    from datetime import date, datetime

    from shapely.geometry.base import BaseGeometry

    from geo.notices.areas import Areas, Shape
    from geo.notices.periods import Period
    from geo.notices.times import Times

__all__ = ["Notice", "is_notice", "read_notice", "split_notices"]

_LONGEST = 1_000_000  # characters; a notice has a few thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the text of a notice says, and what reading it had to assume.

    Examples
    --------
    >>> notice = read_notice("GUNNERY FROM 0300Z 3 MAY 2025 IN AREA 38N 124E, 38N 125E, 37N 125E")
    >>> notice.activity, notice.shapes[0].vertices, notice.areas[0].geom_type
    ('live_fire', ((124.0, 38.0), (125.0, 38.0), (125.0, 37.0)), 'Polygon')
    >>> notice.start.isoformat(), notice.end
    ('2025-05-03T03:00:00+00:00', None)
    """

    text: str  #: as it was given
    areas: tuple[BaseGeometry, ...] = ()  #: outlines: longitude, latitude, EPSG:4326
    shapes: tuple[Shape, ...] = ()  #: the same areas as numbers, in the same order
    start: datetime | None = None  #: UTC; None where the text leaves it open or does not fix it
    end: datetime | None = None  #: UTC
    periods: tuple[tuple[datetime | None, datetime | None], ...] = ()  #: UTC, in order; None is an open end
    #: UTC, those of each area, in their order; empty if all hold for all areas, or are not told apart plainly
    area_periods: tuple[tuple[tuple[datetime | None, datetime | None], ...], ...] = ()
    activity: str = ""  #: ``live_fire``, ``survey`` and so on: a row of the tables; empty if no word tells
    numbers: tuple[str, ...] = ()  #: numbers of notices as printed, its own first
    doubts: tuple[str, ...] = ()  #: what was inferred, mended, left or refused
    is_notam: bool = False  #: it closes airspace, over land as at sea


def read_notice(text: str, issued: date | str | Reference | None = None) -> Notice:
    """Read one notice.

    Parameters
    ----------
    text : str
        As published. `split_notices` takes a file of several apart.
    issued : date, str or Reference, optional
        When it was given out: a date, or ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``. Years and months that the
        text leaves out are taken from it. A `geo.notices.dates.Reference` says in words where it comes from.

    Returns
    -------
    Notice
        Without areas and with a doubt if the text gives none.

    Raises
    ------
    DezoneError
        If `issued` is no date. The text of a notice raises nothing.

    Examples
    --------
    >>> text = "GUNNERY 2200Z TO 0900Z DAILY 14 TO 20 JUN WITHIN 25 MILES OF 31-14.2N 144-26.8E"
    >>> notice = read_notice(text, "2026")
    >>> notice.shapes[0].kind, round(notice.shapes[0].radius_km, 1), len(notice.periods)
    ('circle', 46.3, 7)
    >>> notice.end.isoformat()
    '2026-06-21T09:00:00+00:00'
    >>> notice.doubts[0]
    "year of '14 TO 20 JUN' (2026-06) inferred from the date of issue 2026"
    """
    reference = issued if isinstance(issued, Reference) else reference_of(issued)
    if len(text) > _LONGEST:
        return Notice(
            text=text, doubts=(f"the text has {len(text):,} characters: give one notice at a time",)
        )
    joined = join_lines(text)
    notam = read_notam(joined)
    numbers = find_numbers(joined)
    if notam:
        areas = notam_areas(notam)
        times = notam_times(notam)
    else:
        areas = read_areas(joined)
        year = numbers[0].year if numbers else 0
        times = read_times(joined, areas.spans, reference, year, areas.units)
    doubts = [*areas.doubts, *times.doubts]
    if not areas.found:
        doubts.insert(0, "the text gives no area by its coordinates")
    return Notice(
        text=text,
        areas=tuple(area.geometry for area in areas.found),
        shapes=tuple(area.shape for area in areas.found),
        start=times.start,
        end=times.end,
        periods=times.periods,
        area_periods=_of_areas(areas, times),
        activity=find_activity(notam.body if notam else joined),
        numbers=tuple(dict.fromkeys(number.words for number in numbers)),
        doubts=tuple(dict.fromkeys(doubts)),
        is_notam=notam is not None,
    )


def _of_areas(areas: Areas, times: Times) -> tuple[tuple[Period, ...], ...]:
    """Give each area the periods of its positions, in order; those of two places that print it, together."""
    if len(areas.found) < 2 or not times.of_units:
        return ()
    made: list[set[Period]] = [set() for _ in areas.found]
    for unit, periods in zip(areas.units, times.of_units, strict=True):
        for area in unit.areas:
            made[area].update(periods)
    return tuple(tuple(period for period in times.periods if period in each) for each in made)


def is_notice(text: str) -> bool:
    """Tell whether a text is worth reading as a notice: it holds a position among other words, or a number.

    Examples
    --------
    >>> is_notice("FIRING WITHIN 5 MILES OF 31-47.0N 131-56.0E"), is_notice("off Busan")
    (True, False)
    """
    if not any(char.isnumeric() for char in text):
        return False
    joined = join_lines(text[:_LONGEST])
    return holds_place(joined) or bool(find_numbers(joined)) or read_notam(joined) is not None
