"""Item D) of a NOTAM by its own grammar: days and the hours on them, in either order, and days left out.

ICAO, Aeronautical Information Services Manual (Doc 8126), and Annex 15 give the forms. A text that holds
anything else is not read here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from geo.notices.words import fold
from geo.patterns import re

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Window = tuple[datetime, datetime]

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONTH, _WEEKDAY = (rf"(?:{'|'.join(names)})[A-Z]{{0,6}}+" for names in (_MONTHS, WEEKDAYS))
_TO = r"\s?(?:-|TO|TILL|UNTIL)\s?"
_HOURS = r"(?:[01][0-9][0-5][0-9]|2[0-3][0-5][0-9]|2400)"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
_TOKEN = re.compile(
    rf"""
    (?P<span>(?:(?P<m1>{_MONTH})\s?)?(?P<d1>{_DAY})\s(?P<h1>{_HOURS}){_TO}
        (?:(?P<m2>{_MONTH})\s?)?(?P<d2>{_DAY})\s(?P<h2>{_HOURS}))(?![0-9])
    | (?P<instants>(?P<i1>[0-9]{{10}}){_TO}(?P<i2>[0-9]{{10}}))(?![0-9])
    | (?P<week>(?P<w1>{_WEEKDAY})\s(?P<w3>{_HOURS}){_TO}(?P<w2>{_WEEKDAY})\s(?P<w4>{_HOURS}))(?![0-9])
    | (?P<hours>{_HOURS})(?:{_TO}|\s?/\s?)(?P<until>{_HOURS})(?P<next>\s?\(?NEXT\ DAY\)?)?(?![0-9])
    | (?P<whole>H24)\b
    | (?P<range>(?:(?P<rm1>{_MONTH})\s?)?(?P<rd1>{_DAY})\s?-\s?(?P<rm2>{_MONTH})\s?(?P<rd2>{_DAY})
        |(?P<rd3>{_DAY})\s?(?P<rm3>{_MONTH})\s?-\s?(?P<rd4>{_DAY})\s?(?P<rm4>{_MONTH})(?![A-Z]))
    | (?P<month>{_MONTH})(?![A-Z])
    | (?P<weekdays>{_WEEKDAY}(?:{_TO}{_WEEKDAY})?)(?![A-Z])
    | (?P<days>{_DAY}(?:\s?-\s?{_DAY})?)
    | (?P<daily>DAILY|DLY|EVERY\ DAY|EACH\ DAY)\b
    | (?P<except>EXCEPT|EXC|EXCLUDING)\b
    | (?P<holidays>HOLIDAYS?|HOLS?|PUBLIC\ HOLIDAYS?)\b
    | (?P<nothing>[\s,;/.&+:]+|AND\b|ON\b|UTC\b|FM\b|FROM\b|BTN\b|EVERY\b|EV\b)
    """,
    re.VERBOSE,
)
_DAY_MINUTES = 1440
_MOST_DAYS = 1100  # of a schedule: three years
_MOST_WINDOWS = 5000
_KINDS = (
    "span", "instants", "week", "hours", "whole", "range", "month", "weekdays", "days", "daily", "except",
    "holidays",
)  # fmt: skip
_TIMES = {"hours", "whole", "span", "week", "instants"}
_WITH_DAYS = {"span", "instants"}  # these name their own days


class _Part(NamedTuple):
    kind: str
    match: re.Match[str]


@dataclass(slots=True)
class _Group:
    """Days and the hours on them."""

    days: list[_Part] = field(default_factory=list)
    times: list[_Part] = field(default_factory=list)


class Schedule(NamedTuple):
    """The windows of a schedule, in UTC, and what was assumed.

    Examples
    --------
    >>> begins, ends = datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 2, 12, 6, tzinfo=UTC)
    >>> schedule = parse_schedule("MON-FRI EXC HOL 0300-0600", begins, ends)
    >>> len(schedule.windows), schedule.doubts
    (3, ('holidays are left out by item D), but counted here',))
    """

    windows: tuple[Window, ...]
    doubts: tuple[str, ...]


def parse_schedule(text: str, begins: datetime, ends: datetime) -> Schedule | None:
    """Read item D).

    Parameters
    ----------
    text : str
    begins, ends : datetime
        Items B) and C), UTC. Days without a month lie between them; windows are not cut to them.

    Returns
    -------
    Schedule or None
        None if the text holds anything that is not of the grammar.

    Examples
    --------
    >>> begins, ends = datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 2, 13, tzinfo=UTC)
    >>> schedule = parse_schedule("0500-0700 ON 10, 2200-0200 (NEXT DAY) ON 12", begins, ends)
    >>> [f"{a:%d %H%M}-{b:%d %H%M}" for a, b in schedule.windows]
    ['10 0500-10 0700', '12 2200-13 0200']
    >>> parse_schedule("SR-SS", begins, ends) is None
    True
    """
    parts = _parts(" ".join(fold(text).split()))
    if not parts or not 0 <= (ends - begins).days <= _MOST_DAYS:
        return None
    windows: list[Window] = []
    after = begins
    for group in _groups(parts):
        found = _windows(group, after, begins, ends)
        if found is None:
            return None
        windows += found
        if len(windows) > _MOST_WINDOWS:
            return None
        if found and any(part.kind in {"span", "days", "range"} for part in group.days + group.times):
            after = max(after, found[-1][0])
    doubts = ["holidays are left out by item D), but counted here"] if _holidays(parts) else []
    return Schedule(tuple(sorted(set(windows))), tuple(doubts))


def _holidays(parts: Sequence[_Part]) -> bool:
    return any(part.kind == "holidays" for part in parts)


def _parts(folded: str) -> list[_Part]:
    """Cut a text into the words of the grammar; nothing if it holds others, or no hours."""
    parts: list[_Part] = []
    at = 0
    while at < len(folded):
        match = _TOKEN.match(folded, at)
        if match is None:
            return []
        kind = next((name for name in _KINDS if match[name]), "")
        if kind:
            parts.append(_Part(kind, match))
        at = match.end()
    return parts if any(part.kind in _TIMES for part in parts) else []


def _groups(parts: Sequence[_Part]) -> Iterator[_Group]:
    """Put days and hours together: whichever of them begins the text begins each group."""
    cut = _trailing_exception(parts)
    left_out, parts = parts[cut:], parts[:cut]
    shared = [part for part in parts if part.kind not in _WITH_DAYS]
    times_first = bool(shared) and shared[0].kind in _TIMES
    group = _Group()
    for part in parts:
        is_time = part.kind in _TIMES
        begins_group = is_time == times_first and bool(group.days if times_first else group.times)
        if group.days + group.times and (begins_group or part.kind in _WITH_DAYS):
            group.days += left_out
            yield group
            group = _Group()
        if part.kind in _WITH_DAYS:
            yield _Group(times=[part])
        else:
            (group.times if is_time else group.days).append(part)
    if group.days + group.times:
        group.days += left_out
        yield group


def _trailing_exception(parts: Sequence[_Part]) -> int:
    """Find the days left out at the end, behind all hours: they hold for every group."""
    last_time = max(at for at, part in enumerate(parts) if part.kind in _TIMES)
    behind = [at for at, part in enumerate(parts) if part.kind == "except" and at > last_time]
    return behind[0] if behind else len(parts)


def _windows(group: _Group, after: datetime, begins: datetime, ends: datetime) -> list[Window] | None:
    """Give the windows of a group; None if it makes no sense."""
    if group.times and group.times[0].kind in _WITH_DAYS:
        window = _own_days(group.times[0], after) or _own_days(group.times[0], begins)
        return [window] if window else None
    days = _days(group.days, after.date(), begins.date(), ends.date())
    if days is None or not group.times or len(days) * len(group.times) > _MOST_WINDOWS:
        return None
    windows = []
    for day in days:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        for part in group.times:
            if part.kind == "week" and day.weekday() != _weekday(part.match["w1"]):
                continue
            first, last = _clock(part)
            windows.append((midnight + timedelta(minutes=first), midnight + timedelta(minutes=last)))
    return windows


def _clock(part: _Part) -> tuple[int, int]:
    """Give the minutes behind midnight at which a window begins and ends."""
    match = part.match
    if part.kind == "whole":
        return 0, _DAY_MINUTES
    if part.kind == "week":
        days = (_weekday(match["w2"]) - _weekday(match["w1"])) % 7
        return _minutes(match["w3"]), _minutes(match["w4"]) + days * _DAY_MINUTES
    first, last = _minutes(match["hours"]), _minutes(match["until"])
    return first, last + (_DAY_MINUTES if last <= first or match["next"] else 0)


def _minutes(hours: str) -> int:
    return int(hours[:2]) * 60 + int(hours[2:])


def _weekday(word: str) -> int:
    return WEEKDAYS.index(word[:3])


def _own_days(part: _Part, after: datetime) -> Window | None:
    """Read FEB 05 0000-07 1200, or 2602050000 TO 2602071200: one window."""
    match = part.match
    if part.kind == "instants":
        try:
            first, last = (
                datetime.strptime(f"20{match[name]}", "%Y%m%d%H%M").replace(tzinfo=UTC)
                for name in ("i1", "i2")
            )
        except ValueError:
            return None
        return (first, last) if first < last else None
    one = _next_day(int(match["d1"]), _month(match["m1"]), after.date())
    two = _next_day(int(match["d2"]), _month(match["m2"]), one) if one else None
    if one is None or two is None:
        return None
    first, last = (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=_minutes(hours))
        for day, hours in ((one, match["h1"]), (two, match["h2"]))
    )
    return (first, last) if first < last and two - one < timedelta(days=31) else None


def _month(word: str | None) -> int:
    return _MONTHS.index(word[:3]) + 1 if word else 0


def _next_day(number: int, month: int, after: date) -> date | None:
    """Find the first day with a number, perhaps of a month, on or behind another day."""
    for ahead in range(370):
        day = after + timedelta(days=ahead)
        if day.day == number and month in {0, day.month}:
            return day
    return None


def _days(parts: Sequence[_Part], after: date, first: date, last: date) -> list[date] | None:
    """Give the days of a group: all of them between B) and C) if it names none."""
    kinds = [part.kind for part in parts]
    cut = kinds.index("except") if "except" in kinds else len(parts)
    listed = _listed(parts[:cut], after)
    if listed and max(listed) > last:
        listed = _listed(parts[:cut], first)
    left_out = _listed(parts[cut + 1 :], first)
    weekdays, not_on = (_weekdays(each) for each in (parts[:cut], parts[cut + 1 :]))
    if listed is None or left_out is None:
        return None
    every = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    chosen = listed or every
    return [
        day
        for day in chosen
        if (not weekdays or day.weekday() in weekdays) and day not in left_out and day.weekday() not in not_on
    ]


def _weekdays(parts: Sequence[_Part]) -> set[int]:
    named: set[int] = set()
    for part in parts:
        if part.kind == "weekdays":
            ends = re.findall(_WEEKDAY, part.match.group())
            named |= weekdays_between(ends[0], ends[-1])
    return named


def weekdays_between(first: str, last: str) -> set[int]:
    """Give the days of the week from one to another, Monday as 0.

    Examples
    --------
    >>> weekdays_between("SATURDAY", "MON") == {5, 6, 0}
    True
    """
    begin, end = _weekday(first), _weekday(last)
    return {day % 7 for day in range(begin, end + 1 + 7 * (end < begin))}


def _months_of(part: _Part) -> list[int]:
    return [_month(word) for word in re.findall(_MONTH, part.match.group())]


def _listed(parts: Sequence[_Part], first: date) -> list[date] | None:
    """Give the days that are listed by number; a month stands before its days, or behind them."""
    known = [part for part in parts if part.kind in {"days", "month", "range"}]
    behind = next((part.kind == "days" for part in known if part.kind != "range"), False)
    months: list[int] = []
    month = 0
    for part in reversed(known) if behind else known:
        month = _month(part.match["month"]) if part.kind == "month" else month
        months.append(month)
        if part.kind == "range" and not behind:
            month = _months_of(part)[-1]
    if behind:
        months.reverse()
    days: list[date] = []
    after = first
    for part, month in zip(known, months, strict=True):
        if part.kind == "month":
            continue
        numbers = [int(number) for number in re.findall("[0-9]+", part.match.group())]
        own = _months_of(part)
        named = own if len(own) == 2 else [month, *(own or [0])]
        begin = _next_day(numbers[0], named[0], after)
        end = _next_day(numbers[-1], named[-1], begin) if begin else None
        if begin is None or end is None or (part.kind == "days" and (end - begin).days > 31):
            return None
        days += [begin + timedelta(days=ahead) for ahead in range((end - begin).days + 1)]
        after = begin
    return days
