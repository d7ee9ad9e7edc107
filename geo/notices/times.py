"""The times of a notice: dates, daily windows and date-time groups in running text, as periods in UTC.

The text is cut into tokens (a day, a month, a clock time, "to", "daily" …) whose words come from the tables
of the languages; everything after that is the same for every language. Tokens that stand together are a
moment, two moments with "to" between them a period; dates and daily windows that stand apart are brought
together at the end. What the text leaves out (month, year, zone) is inferred with a doubt, or left open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.notices.dates import (
    Reference,
    carry_months,
    date_from,
    set_nearest,
    spread_years,
)
from geo.notices.items import Item, Moment, Reading, chain_items, day_moment, read_chain, with_whole_moments
from geo.notices.periods import MOST_PERIODS, Period, list_periods, sort_of
from geo.notices.schedules import parse_schedule
from geo.notices.tokens import MOST_TOKENS, Token, resolve_numbers, scan_tokens, zone_words
from geo.notices.words import alternatives, fold, pattern, tables, word_list
from geo.notices.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_BLANK = "\N{CURRENCY SIGN}"
_DAY = 24 * 60
_LONGEST_SCHEDULE = 4000  # characters; item D) of a NOTAM has at most some hundred


class Times(NamedTuple):
    """When a notice says that something happens."""

    start: datetime | None  #: UTC; None if the text does not fix it
    end: datetime | None
    periods: tuple[Period, ...] = ()
    doubts: tuple[str, ...] = ()


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
    text: str,
    spans: Iterable[tuple[int, int]] = (),
    issued: Reference | None = None,
    year: int = 0,
    gaps: Sequence[tuple[int, int]] = (),
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
    gaps : sequence of (int, int)
        Parts of the text between one area and the next: times in them may be those of single areas.

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
    reading = Reading(text, _blanked(text, spans), language_of(text))
    reading.folded = _no_times().sub(lambda match: _BLANK * len(match.group()), reading.folded)
    reading.folded = _FOR_HOURS.sub(_with_end, reading.folded)
    references = _issue_references(reading)
    cancels = _cancelled(reading)
    _set_reserve_aside(reading)
    said_twice = _set_same_hour_aside(reading)
    _complain_of_days(reading)
    _set_exceptions_aside(reading)
    reading.zone = said_twice or zone_of(reading)
    scanned = scan_tokens(reading.folded)
    if len(scanned) >= MOST_TOKENS:
        reading.doubts.append(f"times were read in the first {scanned[-1].end:,} characters of the text only")
    tokens = resolve_numbers(scanned, schedule=False)
    items = _items(tokens, reading)
    _complain_of_words(reading)
    _complain_of_zone(reading, items)
    _complain_of_single_areas(reading, items, gaps)
    references += _said_on(reading)
    known = [*cancels, *references, *([issued] if issued else [])]
    if year and issued and not issued.first.year <= year <= issued.last.year:
        reading.doubts.append(f"the number of the notice says {year}, but {issued.words} does not")
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
    >>> times = read_schedule("10-11 0300-0600, 12 0200-0600", begins, ends)
    >>> [f"{a:%d %H%M}-{b:%H%M}" for a, b in times.periods]
    ['10 0300-0600', '11 0300-0600', '12 0200-0600']
    """
    if len(schedule) > _LONGEST_SCHEDULE:
        return Times(begins, ends, ((begins, ends),), ("the schedule is too long to be read",))
    if parsed := parse_schedule(schedule, begins, ends):
        return _within(Times(begins, ends, parsed.windows, parsed.doubts), schedule)
    slashed = re.sub(r"(?<=[0-9]{4})/(?=[0-9]{4})", "-", fold(schedule))
    whole_days = pattern("times", "round_the_clock").sub("0000-2400", slashed)
    reading = Reading(schedule, whole_days, "en", "UTC")
    tokens = scan_tokens(reading.folded)
    items = _items(resolve_numbers(tokens, schedule=True), reading)
    dated = [moment for item in items for moment in item.moments if moment.day]
    if fault := _schedule_fault(reading, tokens, items, begins, ends):
        return Times(begins, ends, ((begins, ends),), (f"{fault}: {reading.quote(0, 200)}",))
    if not dated:
        items.insert(0, Item(day_moment(begins.date()), day_moment(ends.date()), ranged=True))
    days = _weekdays(reading.folded)
    windows = [(a, b) for a, b in list_periods(reading, items) if a and b and a.weekday() in days]
    return _within(Times(begins, ends, tuple(windows), tuple(reading.doubts)), schedule)


def _within(times: Times, schedule: str) -> Times:
    """Cut the windows of a schedule to the instants of B) and C)."""
    begins, ends = times.start, times.end
    windows = [(a, b) for a, b in times.periods if a and b and begins and ends]
    within = [(max(a, begins), min(b, ends)) for a, b in windows if begins and ends]
    periods = tuple((a, b) for a, b in within if a < b)
    if periods:
        return times._replace(periods=periods)
    words = " ".join(schedule.split())[:200]
    doubt = f"no window of the schedule lies between B) and C): '{words}'"
    return times._replace(periods=((begins, ends),), doubts=(*times.doubts, doubt))


def _schedule_fault(
    reading: Reading, tokens: Sequence[Token], items: list[Item], begins: datetime, ends: datetime
) -> str:
    """Say why a schedule has no windows of its own; nothing if it has."""
    if pattern("times", "sun").search(reading.folded):
        return "the hours go by the sun"
    dated = [moment for item in items for moment in item.moments if moment.day]
    unknown = [reading.folded[token.start : token.end] for token in tokens if token.kind == "x"]
    unknown = [words for words in unknown if any(char.isalnum() for char in _KNOWN_DAYS.sub("", words))]
    if unknown or not items or not all(date_from(moment, begins.date(), items) for moment in dated):
        return "the schedule cannot be read"
    if not dated and (ends - begins).days > MOST_PERIODS:
        return "the schedule has too many windows to list"
    return ""


_KNOWN_DAYS = re.compile(r"\b(?:EXC|EXCEPT)\b")
_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_DAY_NAMES = re.compile(
    rf"(?<![A-Z])({'|'.join(_DAYS)})[A-Z]{{0,6}}(?:\s?-\s?({'|'.join(_DAYS)})[A-Z]{{0,6}})?"
)


def _weekdays(folded: str) -> set[int]:
    """Give the days of the week on which a schedule holds, Monday as 0: all of them if it names none."""
    named: set[int] = set()
    for first, last in _DAY_NAMES.findall(folded):
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        named |= {day % 7 for day in range(begin, end + 1 + 7 * (end < begin))}
    left_out = bool(_KNOWN_DAYS.search(folded))
    return set(range(7)) - named if left_out or not named else named


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


def _blank(reading: Reading, start: int, end: int) -> None:
    reading.folded = reading.folded[:start] + _BLANK * (end - start) + reading.folded[end:]


@cache
def _no_times() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{words})" for words in word_list("times", "no_times")))


@cache
def _issue_lines() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in word_list("times", "issue_line")))


def _issue_references(reading: Reading) -> list[Reference]:
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


def _cancelled(reading: Reading) -> list[Reference]:
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
    r"([0-9]{2})[0-9]{4}[ ]?(?:Z|UTC|JST)?[ ]?([A-ZА-ЯЁ]{3,9})[ ]?((?:20)?[0-9]{2})(?![0-9])"
)
_FULL_DATE = re.compile(r"(?<![0-9])([0-9]{1,2})[ ]([A-ZА-ЯЁ]{3,9})[ ]((?:20)?[0-9]{2})(?![0-9])")
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


@cache
def _exception_bracket() -> re.Pattern[str]:
    return re.compile(rf"\([^()]{{0,80}}{alternatives(word_list('times', 'days_left_out'))}[^()]{{0,80}}+\)")


def _set_exceptions_aside(reading: Reading) -> None:
    """Take the days that a text leaves out, in brackets, out of it: they are no days of the event."""
    for match in list(_exception_bracket().finditer(reading.folded))[:20]:
        if any(char.isdigit() for char in match.group()):
            reading.doubts.append(f"days left out by the text are counted: {reading.quote(*match.span())}")
        _blank(reading, *match.span())


def _set_reserve_aside(reading: Reading) -> None:
    for match in list(_reserve_bracket().finditer(reading.folded))[:20]:
        _blank(reading, *match.span())
        reading.doubts.append(f"reserve days are not counted: {reading.quote(*match.span())}")


_SAME_HOUR = re.compile(
    r"(?<![0-9:.])(?P<hour>[0-9]{1,2})(?:[:.]?(?P<minute>[0-5][0-9]))?[ ]?(?:(?P<half>[AP])\.?M\.?)?"
    r"(?P<bracket>[ ]?\((?P<utc>[0-2][0-9]):?(?P<utc_minute>[0-5][0-9])[ ]?(?:GMT|UTC|Z)\))"
)


_FOR_HOURS = re.compile(
    r"FOR[ ](?P<hours>[0-9]{1,2})[ ](?:HOURS|HRS)[ ](?:FROM|COMMENCING)[ ]"
    r"(?P<start>[0-2][0-9][0-5][0-9])(?P<zone>[ ]?(?:UTC|Z))?(?![0-9A-Z])"
    r"(?P<until>[ ]TO(?=[ ][0-9]{1,2}[ ][A-Z]))?"
)


def _with_end(match: re.Match[str]) -> str:
    """Write FOR 16 HOURS FROM 2000Z as 2000Z-1200Z, as long as before; TO 14 AUG leaves its start open."""
    minutes = int(match["start"][:2]) * 60 + int(match["start"][2:]) + int(match["hours"]) * 60
    if not 0 < int(match["hours"]) <= 24:
        return match.group()
    zone = match["zone"] or ""
    until = " DAILY UNTIL" if match["until"] else zone
    window = f"{match['start']}{zone}-{minutes // 60 % 24:02d}{minutes % 60:02d}{until}"
    return window.ljust(len(match.group()))


def _set_same_hour_aside(reading: Reading) -> str:
    """Take the second name of an hour out, 12 PM (0400 GMT), and give the zone that makes them the same."""
    zone = ""
    for match in list(_SAME_HOUR.finditer(reading.folded))[:20]:
        hour = int(match["hour"]) % 12 + 12 * (match["half"] == "P") if match["half"] else int(match["hour"])
        east = hour * 60 + int(match["minute"] or 0) - int(match["utc"]) * 60 - int(match["utc_minute"])
        minutes = tables()["zones"]["minutes"].items()
        named = next((name for name, each in minutes if (each - east) % _DAY == 0), "")
        if named:
            start, end = match.span("bracket")
            reading.folded = reading.folded[:start] + " " * (end - start) + reading.folded[end:]
            zone = zone or named
    return zone


# ---------------------------------------------------------------------------------------------------------
# Zones


# ---------------------------------------------------------------------------------------------------------
# Tokens


# ---------------------------------------------------------------------------------------------------------
# Bare numbers: a day, a clock time, a year, or nothing


# ---------------------------------------------------------------------------------------------------------
# Items: a moment, or two with "to" between them


class _Said(NamedTuple):
    """What the words before a moment say of it."""

    reserve: bool = False
    alternate: bool = False
    run: int = 0  # how many runs of words that mean no time were passed
    zone: str = ""  # Beijing time 0800: it stands before the hours


def _said_before(folded: str, token: Token, said: _Said) -> _Said:
    """Take in the word before a moment."""
    if token.kind == "x":
        parted = bool(folded[token.start : token.end].strip(f"{_BLANK} \n"))
        said = said._replace(reserve=said.reserve and not _ends_clause(folded, token))
        return said._replace(run=said.run + 1, zone="") if parted else said
    if token.kind == "z":
        return said._replace(zone=token.zone)
    return said._replace(
        reserve=said.reserve or token.kind == "R", alternate=said.alternate or token.kind == "A"
    )


def _items(tokens: Sequence[Token], reading: Reading) -> list[Item]:
    """Put tokens together to moments, and moments to items, in printed order."""
    items: list[Item] = []
    at = 0
    said = _Said()
    while at < len(tokens):
        token = tokens[at]
        said = _said_before(reading.folded, token, said)
        if token.kind == "~" and not _means_until(reading.folded, token):
            at += 1  # a dash before a date; "from" behind a place
        elif token.kind in "ymdtgSN~":
            chain, until, at = read_chain(tokens, at)
            for moment in filter(None, chain):
                moment.zone = moment.zone or said.zone
            made = chain_items(chain, until=until)
            for item in made:
                _end_with_month(item, reading)
            of_reserve = said.reserve and any(moment.day for moment in filter(None, chain))
            for item in map(with_whole_moments, made):
                item.of_reserve = of_reserve
                item.reserve, item.alternate, item.run = said.reserve, said.alternate, said.run
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
        item
        for item in items
        if item.moments and not (item.of_reserve or (item.reserve and any(m.day for m in item.moments)))
    ]
    items = [item for item in items if not _is_issue_date(reading, item)]
    return _without_bystanders(reading, items)


def _end_with_month(item: Item, reading: Reading) -> None:
    """Let a period whose end is only a month end with that month: 8 JANUARY TO MARCH 2018."""
    left, right = item.left, item.right
    if not (left and right and left.day and left.month and right.month) or right.dated or right.timed:
        return
    right.year = right.year or left.year
    right.day = monthrange(right.year or 2001, right.month)[1]
    reading.doubts.append(
        f"the end is only a month, and its last day was taken: {reading.quote(left.start, right.end)}"
    )


@cache
def _labelled_area() -> re.Pattern[str]:
    area = alternatives(word_list("areas", "area_words"))
    label = r"[A-ZА-Я0-9一二三四五六七八九十가나다라甲乙丙](?![A-ZА-Я0-9])"
    return re.compile(
        rf"[^.\n。;]{{0,25}}?(?:{area}[ ]?{label}|(?<![A-ZА-Я0-9]){label}[ ]?(?:区|구역|해역|AREA))"
    )


def _of_an_area(reading: Reading, item: Item) -> bool:
    """Tell whether the words right behind a date name one of several areas: 5月3日,A区."""
    return _labelled_area().match(reading.folded, item.moments[-1].end) is not None


def _without_bystanders(reading: Reading, items: list[Item]) -> list[Item]:
    """Leave out moments and days that stand alone in a text that has whole periods: when it was said, signed.

    A day stands alone if no hours and no other day are next to it.
    """
    in_run = Counter((item.run, sort_of(item)) for item in items)
    with_hours = {run for run, sort in in_run if sort == "W"}
    whole = {id(item) for item in items if _is_whole(item, with_hours)}
    if not whole:
        return items
    kept = []
    by_area = any(id(item) in whole and _of_an_area(reading, item) for item in items)
    for item in items:
        if by_area and sort_of(item) == "D" and _of_an_area(reading, item):
            kept.append(item)
            continue
        sort = sort_of(item)
        open_end = item.ranged and item.right is None and not (item.left and item.left.timed)
        beside = item.run in with_hours or in_run[item.run, "D"] > 1 or in_run[item.run, "I"]
        alone = not item.ranged and (sort == "I" or (sort == "D" and not beside))
        if (alone or open_end) and id(item) not in whole and any(moment.day for moment in item.moments):
            first, last = item.moments[0], item.moments[-1]
            reading.doubts.append(
                f"a date beside the periods was left aside: {reading.quote(first.start, last.end)}"
            )
            if first.year and first.month:
                reading.said.append(first)
        else:
            kept.append(item)
    return kept


def _is_whole(item: Item, with_hours: set[int]) -> bool:
    """Tell whether an item is a period with both ends, or a day with its hours."""
    if item.ranged and sort_of(item) in {"D", "I"}:
        return item.right is not None
    return sort_of(item) == "D" and item.run in with_hours


def _said_on(reading: Reading) -> list[Reference]:
    """Give the whole dates that were left aside: the notice was given out on them, or near."""
    found = []
    for moment in reading.said:
        with suppress(ValueError):
            words = f"the date {reading.quote(moment.start, moment.end)}"
            found.append(Reference(moment.date, moment.date, words))
    return found[:1]


def _means_until(folded: str, token: Token) -> bool:
    return pattern("times", "until_before").fullmatch(folded[token.start : token.end]) is not None


def _ends_clause(folded: str, token: Token) -> bool:
    return bool(re.search(r"[.\n]|[^\s,:()]", folded[token.start : token.end]))


@cache
def _issued_after() -> re.Pattern[str]:
    return re.compile(rf"[ ]?(?:{alternatives(word_list('times', 'issued_after'))}|:(?![ ]?\n?[ ]?[0-9]))")


def _is_issue_date(reading: Reading, item: Item) -> bool:
    """Tell whether a date is that of the notice itself, as in 8月24日航警."""
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


def _times_of(reading: Reading, items: list[Item], known: Sequence[Reference]) -> Times:
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
    periods = list_periods(reading, items)
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


def _compare_with_cancelling(reading: Reading, end: datetime | None, known: Sequence[Reference]) -> None:
    for reference in known:
        if (
            end
            and reference.words.startswith("the cancelling time")
            and not 0 <= (reference.last - (end - timedelta(seconds=1)).date()).days <= 2
        ):
            reading.doubts.append(f"the end {end:%Y-%m-%d} does not go with {reference.words}")


def _carry_years(
    reading: Reading, moments: list[Moment], items: list[Item], known: Sequence[Reference]
) -> bool:
    """Fill in years from those printed, else from what is known of the issue; False if nothing tells them."""
    printed = [moment for moment in moments if moment.year]
    if printed:
        if not all(moment.month for moment in moments):
            reading.doubts.append("a day without a month: start and end are left open")
            return False
        spread_years(moments, items)
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
        f"the text does not state the {missing} of {words}: start and end are left open: "
        "give the date of issue, or write the year into the text"
    )
    return False


# ---------------------------------------------------------------------------------------------------------
# Periods


# ---------------------------------------------------------------------------------------------------------
# Small parts


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
    named = any(words.search(fold(reading.text)) for words in zone_words().values())
    said = any(doubt.startswith("the zone of the hours") for doubt in reading.doubts)
    if reading.language == "en" and bare and not (named or said):
        reading.doubts.append(f"the zone of the hours is not named: read as {reading.zone} time")


def _complain_of_single_areas(
    reading: Reading, items: Sequence[Item], gaps: Sequence[tuple[int, int]]
) -> None:
    """Doubt times that stand between two areas: all periods are listed together."""
    for item in items:
        start = item.moments[0].start
        if any(begin <= start < end for begin, end in gaps):
            words = reading.quote(start, item.moments[-1].end)
            reading.doubts.append(
                f"times stand between the areas ({words}): each area may have its own, but all are listed "
                "together"
            )
            return


def _complain_of_days(reading: Reading) -> None:
    left_out = pattern("times", "days_left_out").search(reading.folded)
    if left_out and pattern("times", "weekdays").search(reading.folded):
        reading.doubts.append(
            f"some days of the week are left out by the text but not here: {reading.quote(*left_out.span())}"
        )
