"""Days, daily windows and whole intervals of a notice brought together to periods in UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.notices.items import Item, Moment, Reading, with_whole_moments
from geo.notices.zones import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Period = tuple[datetime | None, datetime | None]


_DAY = 24 * 60


MOST_PERIODS = 400


def list_periods(reading: Reading, items: list[Item]) -> list[Period]:
    """Bring together days, windows and whole intervals, in UTC.

    Examples
    --------
    >>> from geo.notices.items import day_moment
    >>> hours = Item(Moment(0, 5, minute=22 * 60), Moment(9, 14, minute=4 * 60))
    >>> days = Item(day_moment(date(2025, 5, 3)), day_moment(date(2025, 5, 4)))
    >>> periods = list_periods(Reading("", "", "en", "JST"), [hours, days])
    >>> [f"{start:%d %H%M}-{end:%d %H%M}" for start, end in periods]
    ['03 1300-03 1900', '04 1300-04 1900']
    """
    _place_relative(items)
    items = [with_whole_moments(item) for item in items]
    blocks: list[tuple[str, list[Item]]] = []
    for item in items:
        kind = sort_of(item)
        if not kind:
            continue
        if kind in "DW" and blocks and blocks[-1][0] == kind:
            blocks[-1][1].append(item)
        else:
            blocks.append((kind, [item]))
    windows = [block for kind, block in blocks if kind == "W"]
    dates = [block for kind, block in blocks if kind == "D"]
    whole = [item for kind, block in blocks if kind == "I" for item in block]
    periods: list[Period] = []
    if whole and windows and not dates:
        for item in whole:
            periods += _windows_within(reading, item, [each for block in windows for each in block])
    else:
        periods += [_interval(reading, item) for item in whole]
    if whole and dates and not windows:
        # Beside hours that have their own days, a day alone is no period; UNTIL 14 JUN AND 16 TO 30 SEP is.
        timed = any(moment.timed for item in whole for moment in item.moments)
        left = [[item for item in block if timed or not item.ranged] for block in dates]
        dates = [[item for item in block if item.ranged and not timed] for block in dates]
        for block in filter(None, left):
            words = reading.quote(block[0].moments[0].start, block[-1].moments[-1].end)
            reading.doubts.append(f"a date without hours was left aside: {words}")
        dates = [block for block in dates if block]
    for days, hours in _paired(blocks, dates, windows):
        periods += _daily(reading, days, hours)
    return in_order(reading, [period for period in periods if period[0] or period[1]])


def in_order(reading: Reading, periods: Iterable[Period]) -> list[Period]:
    """Sort periods, doubt those that end before they begin, and give too many as one.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> reading = Reading("", "", "en")
    >>> late, early = datetime(2025, 5, 4, tzinfo=UTC), datetime(2025, 5, 3, tzinfo=UTC)
    >>> len(in_order(reading, [(late, None), (late, early), (late, None)])), reading.doubts
    (2, ['a period ends before it begins: 2025-05-04 00:00 to 2025-05-03 00:00 UTC'])
    """
    periods = list(periods)
    reading.doubts += [
        f"a period ends before it begins: {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
        for start, end in periods
        if start and end and end <= start
    ]
    periods = sorted(
        set(periods), key=lambda period: period[0] or period[1] or datetime.max.replace(tzinfo=UTC)
    )
    if len(periods) > MOST_PERIODS:
        reading.doubts.append(f"{len(periods)} windows are too many to list: given as one period")
        return [(periods[0][0], max((end for _, end in periods if end), default=None))]
    return periods


def _place_relative(items: Sequence[Item]) -> None:
    """Give "the same day" and "the next day" the date of the moment before."""
    before: Moment | None = None
    for moment in (moment for item in items for moment in item.moments):
        if moment.relative >= 0 and not moment.day and before:
            day = before.date + timedelta(days=moment.relative)
            moment.year, moment.month, moment.day = day.year, day.month, day.day
        moment.relative = -1
        before = moment if moment.day else before


def sort_of(item: Item) -> str:
    """Tell days (D), a daily window (W) and a whole interval (I) apart; nothing for a time alone.

    Examples
    --------
    >>> day, hour = Moment(0, 5, day=3, month=5), Moment(0, 5, minute=180)
    >>> items = Item(day, None), Item(hour, hour), Item(day, None, ranged=True), Item(hour, None)
    >>> [sort_of(item) for item in items]
    ['D', 'W', 'I', '']
    """
    left, right = item.left, item.right
    if left is None or right is None:
        one = left or right
        if one is None or not one.day:
            return ""
        return "I" if item.ranged or one.timed else "D"
    if not left.dated and not right.dated:
        return "W"
    return "I" if left.timed or right.timed else "D"


def _paired(
    blocks: list[tuple[str, list[Item]]], dates: list[list[Item]], windows: list[list[Item]]
) -> list[tuple[list[Item], list[Item]]]:
    """Give days and the windows on them: each with its neighbour, in the order in which the text begins."""
    if not dates:
        return []
    if len(windows) <= 1 or len(dates) == 1:
        hours = [item for block in windows for item in block]
        return [(days, hours) for days in dates]
    order: list[tuple[str, list[Item]]] = []
    for kind, block in blocks:
        if order and order[-1][0] == kind:  # with whole intervals between them
            order[-1] = kind, [*order[-1][1], *block]
        elif kind in "DW":
            order.append((kind, block))
    first = order[0][0]
    pairs: list[tuple[list[Item], list[Item]]] = []
    for (kind, one), (_, two) in pairwise(order):
        if kind == first:
            pairs.append((one, two) if first == "D" else (two, one))
    if len(order) % 2 and first == "D":
        pairs.append((order[-1][1], []))
    return pairs


def _zone(reading: Reading, *moments: Moment | None) -> str:
    return next((moment.zone for moment in moments if moment and moment.zone), reading.zone)


def _interval(reading: Reading, item: Item) -> Period:
    """Convert a whole interval; a missing end stays open, a missing time is the edge of the day."""
    left, right = item.left, item.right
    zone = _zone(reading, left, right)
    if left and right and not right.day:
        right = replace(right, year=left.year, month=left.month, day=left.day)
    if left and right and not left.day:
        left = replace(left, year=right.year, month=right.month, day=right.day)
    start = (
        in_utc(left.date, max(left.minute, 0), _zone(reading, left) if left.zone else zone) if left else None
    )
    end = None
    if right:
        minute = right.minute if right.timed else _DAY
        end = in_utc(right.date, minute, _zone(reading, right) if right.zone else zone)
    return start, end


def _days(item: Item) -> list[date]:
    left, right = item.left, item.right
    if left is None:
        return []
    if right is None:
        return [left.date]
    count = (right.date - left.date).days
    if not 0 <= count <= 2 * MOST_PERIODS:
        return [left.date, right.date]
    return [left.date + timedelta(days=day) for day in range(count + 1)]


def _daily(reading: Reading, days: list[Item], hours: list[Item]) -> list[Period]:
    """Put each window on each day; days without hours are whole."""
    if not hours:
        made: list[Period] = []
        for item in days:
            listed = _days(item)
            if listed:
                made.append((in_utc(listed[0], 0, reading.zone), in_utc(listed[-1], _DAY, reading.zone)))
        return made
    return [
        _window(reading, day, hour)
        for item in days
        for day in _days(item)
        if not (item.right and day.weekday() in reading.weekdays_out)
        for hour in hours
    ]


def _window(reading: Reading, day: date, hour: Item) -> Period:
    left, right = hour.left, hour.right
    zone = _zone(reading, left, right)
    if left is None or right is None:
        return None, None
    end = right.minute if right.minute > left.minute else right.minute + _DAY
    return in_utc(day, left.minute, zone), in_utc(day, end, zone)


def _windows_within(reading: Reading, item: Item, hours: list[Item]) -> list[Period]:
    """Cut an interval to the daily windows in it; the first and the last moment stay."""
    start, end = _interval(reading, item)
    left, right = item.left, item.right
    if not (start and end and left and right and left.day and right.day):
        # DAILY UNTIL 23 AUG: the hours of the day that is known.
        if left and left.day and not left.timed:
            start = min(begins for hour in hours if (begins := _window(reading, left.date, hour)[0]))
        if right and right.day and not right.timed:
            end = max(ends for hour in hours if (ends := _window(reading, right.date, hour)[1]))
        return [(start, end)]
    found: list[Period] = []
    for day in _days(Item(left, right, ranged=True)):
        for hour in [] if day.weekday() in reading.weekdays_out else hours:
            begins, ends = _window(reading, day, hour)
            if begins and ends and max(begins, start) < min(ends, end):
                found.append((max(begins, start), min(ends, end)))
    return found or [(start, end)]
