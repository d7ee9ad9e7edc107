"""The times of a notice: dates, daily windows and date-time groups in running text, as periods in UTC.

The text is cut into tokens (a day, a month, a clock time, "to", "daily" …) whose words come from the tables
of the languages; everything after that is the same for every language. Tokens that stand together are a
moment, two moments with "to" between them a period; dates and daily windows that stand apart are brought
together at the end. What the text leaves out (month, year, zone) is inferred with a doubt, or left open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.notice_dates import (
    Reference,
    carry_months,
    date_from,
    set_nearest,
    spread_years,
)
from geo.notice_items import Item, Moment, chain_items, day_moment, read_chain
from geo.notice_tokens import Token, resolve_numbers, scan_tokens, zone_words
from geo.notice_words import alternatives, fold, pattern, tables, word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Period = tuple[datetime | None, datetime | None]

_DAY = 24 * 60
_MOST_PERIODS = 400
_BLANK = "\N{CURRENCY SIGN}"


class Times(NamedTuple):
    """When a notice says that something happens."""

    start: datetime | None  #: UTC; None if the text does not fix it
    end: datetime | None
    periods: tuple[Period, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What one reading of a text gathers."""

    text: str
    folded: str
    language: str
    zone: str = ""
    doubts: list[str] = field(default_factory=list)

    def quote(self, start: int, end: int) -> str:
        words = " ".join(self.text[start:end].split())
        return f"'{words if len(words) <= 60 else words[:59] + '…'}'"


# ---------------------------------------------------------------------------------------------------------
# Public functions


def language_of(text: str) -> str:
    """Tell the language of a notice by its script: ``ko``, ``ja``, ``zh``, ``ru`` or ``en``.

    Examples
    --------
    >>> [language_of(text) for text in ("5월 9일", "5月9日から", "5月9日起", "09 МАЯ", "09 MAY")]
    ['ko', 'ja', 'zh', 'ru', 'en']
    """
    if re.search("[가-힣]", text):
        return "ko"
    if re.search("[ぁ-ゖァ-ヺ]|令和|平成", text):
        return "ja"
    if re.search("[\u4e00-\u9fff]", text):
        return "zh"
    cyrillic, latin = len(re.findall("[А-яЁё]", text)), len(re.findall("[A-Za-z]", text))
    return "ru" if cyrillic > latin else "en"


def read_times(
    text: str, spans: Iterable[tuple[int, int]] = (), issued: Reference | None = None, year: int = 0
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

    Returns
    -------
    Times
        UTC. Start and end are None where the text leaves them open or does not fix them; doubts say why.

    Examples
    --------
    >>> times = read_times("1300Z TO 0700Z DAILY 11 THRU 16 SEP 2025")
    >>> times.start.isoformat(), times.end.isoformat(), len(times.periods)
    ('2025-09-11T13:00:00+00:00', '2025-09-17T07:00:00+00:00', 6)
    >>> read_times("5月9日15时至12日15时", issued=reference_of("2024")).end.isoformat()
    '2024-05-12T07:00:00+00:00'
    """
    reading = _Reading(text, _blanked(text, spans), language_of(text))
    references = _issue_references(reading)
    cancels = _cancelled(reading)
    _set_reserve_aside(reading)
    reading.zone = _zone_of(reading)
    tokens = resolve_numbers(scan_tokens(reading.folded), schedule=False)
    items = _items(tokens, reading)
    _complain_of_words(reading)
    known = [*cancels, *references, *([issued] if issued else [])]
    if year:
        known.append(Reference(date(year, 1, 1), date(year, 12, 31), f"the number of the notice ({year})"))
    return _times_of(reading, items, known)


def read_schedule(schedule: str, begins: datetime, ends: datetime) -> Times:
    """Read item D) of a NOTAM: windows between the instants of B) and C).

    Parameters
    ----------
    schedule : str
        Such as ``10-11 0300-0600, 12 0200-0600`` or ``2100-1100 DLY``.
    begins, ends : datetime
        UTC.

    Returns
    -------
    Times
        Start and end are those given; the windows are cut to them.

    Examples
    --------
    >>> begins, ends = datetime(2026, 2, 10, 3, tzinfo=UTC), datetime(2026, 2, 12, 6, tzinfo=UTC)
    >>> [f"{a:%d %H%M}-{b:%H%M}" for a, b in read_schedule("10-11 0300-0600, 12 0200-0600", begins, ends).periods]
    ['10 0300-0600', '11 0300-0600', '12 0200-0600']
    """
    slashed = re.sub(r"(?<=[0-9]{4})/(?=[0-9]{4})", "-", fold(schedule))
    reading = _Reading(schedule, slashed, "en", "UTC")
    whole: tuple[Period, ...] = ((begins, ends),)
    if pattern("times", "sun").search(reading.folded):
        return Times(begins, ends, whole, (f"the hours go by the sun: {reading.quote(0, 200)}",))
    items = _items(resolve_numbers(scan_tokens(reading.folded), schedule=True), reading)
    for moment in (moment for item in items for moment in item.moments if moment.day):
        if not date_from(moment, begins.date(), items):
            return Times(begins, ends, whole, (f"the schedule cannot be read: {reading.quote(0, 200)}",))
    if pattern("times", "round_the_clock").search(reading.folded) and not items:
        return Times(begins, ends, whole)
    if not any(item.moments for item in items):
        return Times(begins, ends, whole, (f"the schedule cannot be read: {reading.quote(0, 200)}",))
    if not any(moment.day for item in items for moment in item.moments):
        days = (ends.date() - begins.date()).days
        span = Item(day_moment(begins.date()), day_moment(ends.date()), ranged=True)
        items = [span, *items] if days <= _MOST_PERIODS else items
        if days > _MOST_PERIODS:
            return Times(begins, ends, whole, ("the schedule has too many windows to list",))
    cut = []
    for start, end in _periods(reading, items):
        if start is None or end is None:
            continue
        start, end = max(start, begins), min(end, ends)
        if start < end:
            cut.append((start, end))
    if not cut:
        return Times(
            begins,
            ends,
            whole,
            (f"no window of the schedule lies between B) and C): {reading.quote(0, 200)}",),
        )
    return Times(begins, ends, tuple(cut), tuple(reading.doubts))


def read_instant(ten_digits: str) -> datetime | None:
    """Read YYMMDDHHMM of a NOTAM, in UTC; None if it is none.

    Examples
    --------
    >>> read_instant("2602100300").isoformat()
    '2026-02-10T03:00:00+00:00'
    """
    match = re.search(r"(?<![0-9])([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])", ten_digits)
    if match is None:
        return None
    year, month, day, hour, minute = map(int, match.groups())
    try:
        return datetime(2000 + year, month, day, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)
    except ValueError:
        return None


# ---------------------------------------------------------------------------------------------------------
# What is not the time of the event: issue lines, cancelling times, reserve days


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    folded = fold(text)
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [folded[at:start], _BLANK * (end - start)]
            at = end
    return "".join([*pieces, folded[at:]])


def _blank(reading: _Reading, start: int, end: int) -> None:
    reading.folded = reading.folded[:start] + _BLANK * (end - start) + reading.folded[end:]


@cache
def _issue_lines() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in word_list("times", "issue_line")))


def _issue_references(reading: _Reading) -> list[Reference]:
    """Take the issue lines out of the text, and the days that they name."""
    found = []
    for match in list(_issue_lines().finditer(reading.folded))[:20]:
        day = _day_in(match.group())
        _blank(reading, *match.span())
        if day:
            found.append(Reference(day, day, f"the issue line {reading.quote(*match.span())}"))
    return found


@cache
def _cancel_clause() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(word_list('times', 'cancel'))}[^.;=]{{0,70}}+")


def _cancelled(reading: _Reading) -> list[Reference]:
    """Take the cancelling clauses out of the text, and the days on which the notice cancels itself."""
    found = []
    for match in list(_cancel_clause().finditer(reading.folded))[:20]:
        day = _day_in(match.group())
        _blank(reading, *match.span())
        if day:
            found.append(
                Reference(day - timedelta(days=1), day, f"the cancelling time {reading.quote(*match.span())}")
            )
    return found


_FULL_GROUP = re.compile(
    r"([0-9]{2})[0-9]{4}[ ]?(?:Z|UTC)?[ ]?([A-ZА-ЯЁ]{3,9})[ ]?((?:20)?[0-9]{2})(?![0-9])"
)
_FULL_DATE = re.compile(r"([0-9]{1,2})[ ]([A-ZА-ЯЁ]{3,9})[ ]((?:20)[0-9]{2})")
_ISO_DATE = re.compile(r"((?:20)[0-9]{2})[-./年년][ ]?([0-9]{1,2})[-./月월][ ]?([0-9]{1,2})")


def _day_in(words: str) -> date | None:
    """Find a whole date, with its year, in a clause."""
    try:
        if match := _FULL_GROUP.search(words) or _FULL_DATE.search(words):
            month = _month_named(match[2])
            return date(int(match[3]) % 100 + 2000, month, int(match[1])) if month else None
        if match := _ISO_DATE.search(words):
            return date(*map(int, match.groups()))
    except ValueError:
        return None
    return None


def _month_named(word: str) -> int:
    return next(
        (
            int(month)
            for month, names in tables()["months"].items()
            if re.fullmatch(alternatives(names), word)
        ),
        0,
    )


@cache
def _reserve_bracket() -> re.Pattern[str]:
    return re.compile(rf"\([^()]{{0,40}}?{alternatives(word_list('times', 'reserve'))}[^()]{{0,200}}+\)")


def _set_reserve_aside(reading: _Reading) -> None:
    for match in list(_reserve_bracket().finditer(reading.folded))[:20]:
        _blank(reading, *match.span())
        reading.doubts.append(f"reserve days are not counted: {reading.quote(*match.span())}")


# ---------------------------------------------------------------------------------------------------------
# Zones


def _zone_of(reading: _Reading) -> str:
    """Tell in which zone the bare times of a text are: the one that it names, else that of its language."""
    named = [
        (match.start(), name)
        for name, words in zone_words().items()
        if (match := words.search(reading.folded))
    ]
    if len({name for _, name in named}) == 1:
        name = named[0][1]
        return name if name != "LOCAL" else _local_zone(reading)
    elif named:
        first = min(named)[1]
        reading.doubts.append(
            f"several zones are named ({', '.join(name for _, name in sorted(named))}): bare times were read by the words next to them"
        )
        return _default_zone(reading) if first == "LOCAL" or reading.language not in {"en", "ru"} else first
    if not named and reading.language in {"en", "ru"} and _HALF_DAY.search(reading.folded):
        return _local_zone(reading)
    return _default_zone(reading)


_HALF_DAY = re.compile(r"[0-9][ ]?[AP]\.?[ ]?M(?![A-Z])|УТРА|ВЕЧЕРА|(?<![A-Z])NOON|MIDNIGHT")


def _local_zone(reading: _Reading) -> str:
    """Take the zone of the one country that a text names, where hours are local but no zone is named."""
    hints = tables()["zones"]["places"]
    named = {zone for zone, words in hints.items() if re.search(alternatives(words), reading.folded)}
    zone = named.pop() if len(named) == 1 else _default_zone(reading)
    reading.doubts.append(f"the zone of the hours is not named: read as {zone} time")
    return zone


def _default_zone(reading: _Reading) -> str:
    return str(tables()["zones"]["default"][reading.language])


def _in_utc(day: date, minute: int, zone: str) -> datetime:
    local = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    zones = tables()["zones"]
    if zone in zones["changing"]:
        for east, until in zones["changing"][zone]:
            instant = local - timedelta(minutes=east)
            if instant < datetime.fromisoformat(until).replace(tzinfo=UTC):
                return instant
    return local - timedelta(minutes=zones["minutes"].get(zone, 0))


# ---------------------------------------------------------------------------------------------------------
# Tokens


# ---------------------------------------------------------------------------------------------------------
# Bare numbers: a day, a clock time, a year, or nothing


# ---------------------------------------------------------------------------------------------------------
# Items: a moment, or two with "to" between them


def _items(tokens: Sequence[Token], reading: _Reading) -> list[Item]:
    """Put tokens together to moments, and moments to items, in printed order."""
    items: list[Item] = []
    at = 0
    reserve = alternate = False
    while at < len(tokens):
        token = tokens[at]
        if token.kind in "x":
            reserve = reserve and not _ends_clause(reading.folded, token)
        elif token.kind == "R":
            reserve = True
        elif token.kind == "A":
            alternate = True
        if token.kind == "~" and not _means_until(reading.folded, token):
            at += 1  # a dash before a date; "from" behind a place
        elif token.kind in "ymdtgSN~":
            chain, until, at = read_chain(tokens, at)
            for item in chain_items(chain, until=until):
                item.reserve, item.alternate = reserve, alternate
                items.append(item)
        else:
            at += 1
    if any(item.reserve and item.moments for item in items):
        first = next(item for item in items if item.reserve and item.moments)
        reading.doubts.append(
            f"reserve days are not counted: {reading.quote(first.moments[0].start, first.moments[-1].end)}"
        )
    if any(item.alternate and item.moments for item in items):
        reading.doubts.append("alternate times are counted among the periods")
    items = [
        item for item in items if item.moments and not (item.reserve and any(m.day for m in item.moments))
    ]
    return [item for item in items if not _is_issue_date(reading, item)]


def _means_until(folded: str, token: Token) -> bool:
    return pattern("times", "until_before").fullmatch(folded[token.start : token.end]) is not None


def _ends_clause(folded: str, token: Token) -> bool:
    return bool(re.search(r"[.\n]|[^\s,:()]", folded[token.start : token.end]))


@cache
def _issued_after() -> re.Pattern[str]:
    return re.compile(rf"[ ]?(?:{alternatives(word_list('times', 'issued_after'))}|:(?![ ]?\n?[ ]?[0-9]))")


def _is_issue_date(reading: _Reading, item: Item) -> bool:
    """Tell whether a date is that of the notice itself: 8月24日航警, 14 апреля 2023: …"""
    moment = item.left
    if item.ranged or moment is None or moment.timed or not moment.day:
        return False
    if not _issued_after().match(reading.folded, moment.end):
        return False
    reading.doubts.append(
        f"the date {reading.quote(moment.start, moment.end)} was read as that of the notice itself"
    )
    return True


# ---------------------------------------------------------------------------------------------------------
# Months and years that are not printed


def _times_of(reading: _Reading, items: list[Item], known: Sequence[Reference]) -> Times:
    """Fill in dates, put windows to their days, and convert to UTC."""
    folded = reading.folded
    further = pattern("times", "further_notice").search(folded)
    if further:
        reading.doubts.append(f"no end is given: {reading.quote(*further.span())}")
    moments = [moment for item in items for moment in item.moments if moment.day]
    if not moments:
        if any(moment.timed for item in items for moment in item.moments if item.ranged):
            reading.doubts.append("hours without a date: start and end are left open")
        elif not further:
            reading.doubts.append("no date was found: start and end are left open")
        return Times(None, None, (), tuple(dict.fromkeys(reading.doubts)))
    carry_months(moments, items)
    if not _carry_years(reading, moments, items, known):
        return Times(None, None, (), tuple(dict.fromkeys(reading.doubts)))
    try:
        for moment in moments:
            _ = moment.date
    except ValueError:
        words = reading.quote(moment.start, moment.end)
        reading.doubts.append(
            f"there is no day {moment.day} in month {moment.month} of {moment.year}: {words}"
        )
        return Times(None, None, (), tuple(dict.fromkeys(reading.doubts)))
    periods = _periods(reading, items)
    if not periods:
        return Times(None, None, (), tuple(dict.fromkeys(reading.doubts)))
    starts = [start for start, _ in periods if start]
    ends = [end for _, end in periods if end]
    open_start = any(start is None for start, _ in periods)
    open_end = any(end is None for _, end in periods) or bool(further)
    start = min(starts) if starts and not open_start else None
    end = max(ends) if ends and not open_end else None
    _compare_with_cancelling(reading, end, known)
    return Times(start, end, tuple(periods), tuple(dict.fromkeys(reading.doubts)))


def _compare_with_cancelling(reading: _Reading, end: datetime | None, known: Sequence[Reference]) -> None:
    for reference in known:
        if (
            end
            and reference.words.startswith("the cancelling time")
            and abs((reference.last - end.date()).days) > 2
        ):
            reading.doubts.append(f"the end {end:%Y-%m-%d} does not go with {reference.words}")


def _carry_years(
    reading: _Reading, moments: list[Moment], items: list[Item], known: Sequence[Reference]
) -> bool:
    """Fill in years from those printed, else from what is known of the notice; False if nothing tells them."""
    printed = [moment for moment in moments if moment.year]
    if printed:
        if not all(moment.month for moment in moments):
            reading.doubts.append("a day without a month: start and end are left open")
            return False
        spread_years(moments)
        return True
    words = reading.quote(moments[0].start, moments[-1].end)
    candidates = list(known)
    if not candidates:
        in_text = re.search(r"(?<![0-9.])(20[0-4][0-9])(?:年|년|[ ]?Г(?:ОДА|\.)|(?![0-9.-]))", reading.folded)
        if in_text:
            year = int(in_text[1])
            candidates = [
                Reference(date(year, 1, 1), date(year, 12, 31), f"the year {year} elsewhere in the text")
            ]
    month_missing = not all(moment.month for moment in moments)
    for reference in candidates:
        if month_missing and reference.is_year:
            continue
        if set_nearest(moments, items, reference, month_missing=month_missing):
            what = "month and year" if month_missing else "year"
            day = moments[0]
            reading.doubts.append(
                f"{what} of {words} ({day.year}-{day.month:02d}) inferred from {reference.words}"
            )
            return True
    missing = "month and the year" if month_missing else "year"
    reading.doubts.append(
        f"the text does not state the {missing} of {words}: start and end are left open: give the date of issue"
    )
    return False


# ---------------------------------------------------------------------------------------------------------
# Periods


def _periods(reading: _Reading, items: list[Item]) -> list[Period]:
    """Bring together days, windows and whole intervals, in UTC."""
    _place_relative(items)
    blocks: list[tuple[str, list[Item]]] = []
    for item in items:
        kind = _sort_of(item)
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
        dates = []  # a date beside whole intervals is that of the notice
    for days, hours in _paired(blocks, dates, windows):
        periods += _daily(reading, days, hours)
    periods = [period for period in periods if period[0] or period[1]]
    for start, end in periods:
        if start and end and end <= start:
            reading.doubts.append(
                f"a period ends before it begins: {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
            )
    periods = sorted(
        set(periods), key=lambda period: period[0] or period[1] or datetime.max.replace(tzinfo=UTC)
    )
    if len(periods) > _MOST_PERIODS:
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


def _sort_of(item: Item) -> str:
    """Tell days (D), a daily window (W) and a whole interval (I) apart; nothing for a time alone."""
    left, right = item.left, item.right
    if not item.ranged:
        if left is None or not left.day:
            return ""
        return "I" if left.timed else "D"
    if left and right:
        if not left.dated and not right.dated:
            return "W"
        if left.timed or right.timed:
            return "I"
        return "D"
    one = left or right
    if one is None or not one.day:
        return ""
    return "I"


def _paired(
    blocks: list[tuple[str, list[Item]]], dates: list[list[Item]], windows: list[list[Item]]
) -> list[tuple[list[Item], list[Item]]]:
    """Give days and the windows on them: each with its neighbour, in the order in which the text begins."""
    if not dates:
        return []
    if len(windows) <= 1 or len(dates) == 1:
        hours = [item for block in windows for item in block]
        return [(days, hours) for days in dates]
    order = [(kind, block) for kind, block in blocks if kind in "DW"]
    first = order[0][0]
    pairs: list[tuple[list[Item], list[Item]]] = []
    for (kind, one), (_, two) in pairwise(order):
        if kind == first:
            pairs.append((one, two) if first == "D" else (two, one))
    if len(order) % 2 and first == "D":
        pairs.append((order[-1][1], []))
    return pairs


def _zone(reading: _Reading, *moments: Moment | None) -> str:
    return next((moment.zone for moment in moments if moment and moment.zone), reading.zone)


def _interval(reading: _Reading, item: Item) -> Period:
    """Convert a whole interval; a missing end stays open, a missing time is the edge of the day."""
    left, right = item.left, item.right
    zone = _zone(reading, left, right)
    if left and right and not right.day:
        right = replace(right, year=left.year, month=left.month, day=left.day)
    if left and right and not left.day:
        left = replace(left, year=right.year, month=right.month, day=right.day)
    start = (
        _in_utc(left.date, max(left.minute, 0), _zone(reading, left) if left.zone else zone) if left else None
    )
    end = None
    if right:
        minute = right.minute if right.timed else _DAY
        end = _in_utc(right.date, minute, _zone(reading, right) if right.zone else zone)
    return start, end


def _days(item: Item) -> list[date]:
    left, right = item.left, item.right
    if left is None:
        return []
    if right is None:
        return [left.date]
    count = (right.date - left.date).days
    if not 0 <= count <= 2 * _MOST_PERIODS:
        return [left.date, right.date]
    return [left.date + timedelta(days=day) for day in range(count + 1)]


def _daily(reading: _Reading, days: list[Item], hours: list[Item]) -> list[Period]:
    """Put each window on each day; days without hours are whole."""
    if not hours:
        made: list[Period] = []
        for item in days:
            listed = _days(item)
            if listed:
                made.append((_in_utc(listed[0], 0, reading.zone), _in_utc(listed[-1], _DAY, reading.zone)))
        return made
    return [_window(reading, day, hour) for item in days for day in _days(item) for hour in hours]


def _window(reading: _Reading, day: date, hour: Item) -> Period:
    left, right = hour.left, hour.right
    zone = _zone(reading, left, right)
    if left is None or right is None:
        return None, None
    end = right.minute if right.minute > left.minute else right.minute + _DAY
    return _in_utc(day, left.minute, zone), _in_utc(day, end, zone)


def _windows_within(reading: _Reading, item: Item, hours: list[Item]) -> list[Period]:
    """Cut an interval to the daily windows in it; the first and the last moment stay."""
    start, end = _interval(reading, item)
    left, right = item.left, item.right
    if not (start and end and left and right and left.day and right.day):
        return [(start, end)]
    found: list[Period] = []
    for day in _days(Item(left, right, ranged=True)):
        for hour in hours:
            begins, ends = _window(reading, day, hour)
            if begins and ends and max(begins, start) < min(ends, end):
                found.append((max(begins, start), min(ends, end)))
    return found or [(start, end)]


# ---------------------------------------------------------------------------------------------------------
# Small parts


def _complain_of_words(reading: _Reading) -> None:
    sun = pattern("times", "sun").search(reading.folded)
    if sun:
        reading.doubts.append(f"hours go by the sun, and whole days are given: {reading.quote(*sun.span())}")
    left_out = pattern("times", "days_left_out").search(reading.folded)
    if left_out and pattern("times", "weekdays").search(reading.folded):
        reading.doubts.append(
            f"some days of the week are left out by the text but not here: {reading.quote(*left_out.span())}"
        )
