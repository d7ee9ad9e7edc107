"""The times of a notice: dates, daily windows and date-time groups in running text, as periods in UTC.

The text is cut into tokens (a day, a month, a clock time, "to", "daily" …) whose words come from the tables
of the languages; everything after that is the same for every language. Tokens that stand together are a
moment, two moments with "to" between them a period; dates and daily windows that stand apart are brought
together at the end. What the text leaves out (month, year, zone) is inferred with a doubt, or left open.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.notices.area_times import items_by_unit
from geo.notices.asides import (
    fold_without,
    take_cancelling,
    take_exceptions,
    take_issue_lines,
    take_reserve_days,
)
from geo.notices.bare_numbers import resolve_numbers
from geo.notices.dates import Reference, carry_months, carry_years
from geo.notices.event_items import event_items
from geo.notices.items import Item, Reading
from geo.notices.news import count_lengths, take_lengths, take_slashed_dates
from geo.notices.periods import Period, in_order, list_periods, sort_of
from geo.notices.tokens import MOST_TOKENS, scan_tokens
from geo.notices.weekdays import take_weekdays
from geo.notices.words import fold, language_of, pattern, zone_words
from geo.notices.zones import take_same_hour, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.notices.areas import Unit


_LATE_DAYS = 7  # a warning given out that long behind its end is none


class Times(NamedTuple):
    """When a notice says that something happens.

    Examples
    --------
    >>> times = read_times("FROM 0300Z 3 MAY 2025 UNTIL FURTHER NOTICE")
    >>> times.start.isoformat(), times.end, times.doubts
    ('2025-05-03T03:00:00+00:00', None, ("no end is given: 'UNTIL FURTHER NOTICE'",))
    """

    start: datetime | None  #: UTC; None if the text does not fix it
    end: datetime | None
    periods: tuple[Period, ...] = ()
    doubts: tuple[str, ...] = ()
    of_units: tuple[
        tuple[Period, ...], ...
    ] = ()  #: those of each group of positions; empty: all hold for all


def read_times(
    text: str,
    spans: Iterable[tuple[int, int]] = (),
    issued: Reference | None = None,
    year: int = 0,
    units: Sequence[Unit] = (),
) -> Times:
    """Read when a notice says that something happens.

    Parameters
    ----------
    text : str
        One notice.
    spans : iterable of (int, int)
        Parts of the text that are not times: positions and lengths.
    issued : Reference, optional
        When the notice was given out, from outside the text.
    year : int
        The year in the number of the notice; 0 if there is none.
    units : sequence of Unit
        Where the positions of the areas stand: times beside them may be those of single areas.

    Returns
    -------
    Times
        UTC. Start and end are None where the text leaves them open or does not fix them; doubts say why.

    Examples
    --------
    >>> times = read_times("1300Z TO 0700Z DAILY 11 THRU 16 SEP 2025")
    >>> times.start.isoformat(), times.end.isoformat(), len(times.periods)
    ('2025-09-11T13:00:00+00:00', '2025-09-17T07:00:00+00:00', 6)
    >>> from geo.notices.dates import reference_of
    >>> read_times("5月9日15时至12日15时", issued=reference_of("2024")).end.isoformat()
    '2024-05-12T07:00:00+00:00'
    """
    reading = Reading(text, fold_without(text, spans), language_of(text))
    references = take_issue_lines(reading)
    cancels = take_cancelling(reading)
    take_reserve_days(reading)
    said_twice = take_same_hour(reading)
    days_out = take_weekdays(reading)
    take_exceptions(reading)
    lengths = take_lengths(reading)
    take_slashed_dates(reading)
    reading.zone = said_twice or zone_of(reading)
    scanned = scan_tokens(reading.folded)
    if len(scanned) >= MOST_TOKENS:
        reading.doubts.append(f"times were read in the first {scanned[-1].end:,} characters of the text only")
    items = event_items(resolve_numbers(scanned, schedule=False), reading)
    _complain_of_words(reading)
    _complain_of_zone(reading, items)
    _complain_of_days(reading, items, days_out)
    by_unit = items_by_unit(reading.folded, items, units)
    if not by_unit:
        _complain_of_single_areas(reading, items, units)
    references += _said_on(reading)
    known = [*cancels, *references, *([issued] if issued else [])]
    if year and issued and not issued.first.year <= year <= issued.last.year:
        reading.doubts.append(f"the number of the notice says {year}, but {issued.words} does not")
    if year:
        known.append(Reference(date(year, 1, 1), date(year, 12, 31), f"the number of the notice ({year})"))
    times = _times_of(reading, items, known, by_unit, lengths)
    return times._replace(doubts=tuple(dict.fromkeys(reading.doubts)))


def _times_of(
    reading: Reading,
    items: list[Item],
    known: Sequence[Reference],
    by_unit: Sequence[list[Item]],
    lengths: Sequence[tuple[int, int, int]],
) -> Times:
    """Fill in dates, put windows to their days, and convert to UTC; the doubts stay with the reading."""
    further = pattern("times", "further_notice").search(reading.folded)
    if further:
        reading.doubts.append(f"no end is given: {reading.quote(*further.span())}")
    moments = [moment for item in items for moment in item.moments if moment.day]
    if not moments:
        if reading.date_unread:
            reading.doubts.append("start and end are left open")
        elif any(moment.timed for item in items for moment in item.moments if item.ranged):
            reading.doubts.append("hours without a date: start and end are left open")
        elif not further:
            reading.doubts.append("no date was found: start and end are left open")
        return Times(None, None)
    carry_months(moments, items)
    if not carry_years(reading, moments, items, known):
        return Times(None, None)
    try:
        for moment in moments:
            _ = moment.date
    except ValueError:
        words = reading.quote(moment.start, moment.end)
        reading.doubts.append(
            f"there is no day {moment.day} in month {moment.month} of {moment.year}: {words}"
        )
        return Times(None, None)
    count_lengths(reading, items, lengths)
    of_units = [tuple(list_periods(reading, own)) for own in by_unit]
    periods = in_order(reading, chain(*of_units)) if of_units else list_periods(reading, items)
    if not periods:
        return Times(None, None)
    starts = [start for start, _ in periods if start]
    ends = [end for _, end in periods if end]
    open_start = any(start is None for start, _ in periods)
    open_end = any(end is None for _, end in periods) or bool(further)
    start = min(starts) if starts and not open_start else None
    end = max(ends) if ends and not open_end else None
    _compare_with_cancelling(reading, end, known)
    _compare_with_issue(reading, end, known)
    return Times(start, end, tuple(periods), of_units=tuple(of_units))


def _said_on(reading: Reading) -> list[Reference]:
    """Give the whole dates that were left aside: the notice was given out on them, or near."""
    found = []
    for moment in reading.said:
        with suppress(ValueError):
            words = f"the date {reading.quote(moment.start, moment.end)}"
            found.append(Reference(moment.date, moment.date, words))
    return found[:1]


def _compare_with_cancelling(reading: Reading, end: datetime | None, known: Sequence[Reference]) -> None:
    for reference in known:
        if (
            end
            and reference.words.startswith("the cancelling time")
            and not 0 <= (reference.last - (end - timedelta(seconds=1)).date()).days <= 2
        ):
            reading.doubts.append(f"the end {end:%Y-%m-%d} does not go with {reference.words}")


def _compare_with_issue(reading: Reading, end: datetime | None, known: Sequence[Reference]) -> None:
    """Doubt a period that ended well before the notice was given out: it is told of the past."""
    for reference in known:
        if reference.words.startswith("the cancelling time") or not end:
            continue
        days = (reference.first - end.date()).days
        if days > _LATE_DAYS:
            reading.doubts.append(
                f"the period ended {days} days before {reference.words}: is it one of the past?"
            )
            return


def _complain_of_days(reading: Reading, items: Sequence[Item], days_out: str) -> None:
    """Doubt days of the week that are left out in other words, or where days have no hours."""
    if days_out:
        words = "" if any(sort_of(item) == "W" for item in items) else days_out
    else:
        left_out = pattern("times", "days_left_out").search(reading.folded)
        named = left_out and pattern("times", "weekdays").search(reading.folded)
        words = reading.quote(*left_out.span()) if left_out and named else ""
    if words:
        reading.doubts.append(f"some days of the week are left out by the text but not here: {words}")


def _complain_of_words(reading: Reading) -> None:
    sun = pattern("times", "sun").search(reading.folded)
    if sun:
        reading.doubts.append(f"hours go by the sun, and whole days are given: {reading.quote(*sun.span())}")


def _complain_of_zone(reading: Reading, items: Sequence[Item]) -> None:
    """Doubt the hours of an English text that names no zone at all: other languages have one of their own.

    Days without hours are those of the place as a rule, and an English text does not tell whose.
    """
    timed = any(moment.timed for item in items for moment in item.moments)
    if items and not timed and (reading.language, reading.zone) == ("en", "UTC"):
        reading.doubts.append(
            "days without hours were read as days in UTC: those of the place begin at another hour"
        )
    bare = any(moment.timed and not moment.zone for item in items for moment in item.moments)
    folded = fold(reading.text)
    named = any(words.search(folded) for words in zone_words().values())
    said = any(doubt.startswith("the zone of the hours") for doubt in reading.doubts)
    if reading.language == "en" and bare and not (named or said):
        reading.doubts.append(f"the zone of the hours is not named: read as {reading.zone} time")


def _complain_of_single_areas(reading: Reading, items: Sequence[Item], units: Sequence[Unit]) -> None:
    """Doubt times that stand between two areas and could not be told apart: all are listed together."""
    seen: set[int] = set()
    new = []
    for unit in units:
        if not seen.issuperset(unit.areas):
            new.append(unit)
            seen.update(unit.areas)
    for item in items:
        start = item.moments[0].start
        if any(one.end <= start < two.start for one, two in pairwise(new)):
            words = reading.quote(start, item.moments[-1].end)
            reading.doubts.append(
                f"times stand between the areas ({words}): each area may have its own, but all are listed "
                "together"
            )
            return
