"""News and press releases: dates of publication, days counted from them, and lengths in days.

"Tomorrow", "from Wednesday" and "for 3 days" stand beside one date only, that on which the text was given
out. None of them is counted from it: which day is meant stays open, with a doubt. A length is counted where
the day on which it begins stands beside it.
"""

from __future__ import annotations

from calendar import month_name
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from geo.notices.items import BLANK, day_moment
from geo.notices.periods import sort_of
from geo.notices.words import alternatives, number_value, pattern, tables, word_list
from geo.patterns import re

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.items import Item, Moment, Reading
    from geo.notices.tokens import Token

_MOST = 20  # of each sort; a text has one or two
_NEAR = 30  # characters between a length and the day on which it begins
_BESIDE = 8  # characters between a date and the word behind it, a weekday among them
_TOUCHES = 4  # characters between an hour and its day: 8 a.m. on Tuesday
_LONGEST_DAYS = 400
_SLASHED = re.compile(r"(?<![0-9/.-])([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2})(?![0-9/])")


def take_slashed_dates(reading: Reading) -> None:
    """Write 15/07/2025 as year, month and day, in its room; take out, with a doubt, 03/07/2025.

    One date of which only one order is possible tells that of the others.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> reading = Reading("FROM 03/07/2025 TO 15/07/2025", "FROM 03/07/2025 TO 15/07/2025", "en")
    >>> take_slashed_dates(reading)
    >>> reading.folded
    'FROM 2025-07-03 TO 2025-07-15'
    """
    found = list(_SLASHED.finditer(reading.folded))[:_MOST]
    numbers = [(int(match[1]), int(match[2])) for match in found]
    day_first = any(one > 12 >= two for one, two in numbers)
    month_first = any(two > 12 >= one for one, two in numbers)
    for match, (one, two) in zip(found, numbers, strict=True):
        start, end = match.span()
        if one == two or day_first != month_first:
            day, month = (match[1], match[2]) if day_first else (match[2], match[1])
            plain = f"{match[3]}-{month}-{day}"
            reading.folded = reading.folded[:start] + plain + reading.folded[end:]
        elif 1 <= one <= 12 and 1 <= two <= 12:
            reading.blank(start, end)
            reading.date_unread = True
            names = [f"{day} {month_name[month]}" for day, month in ((one, two), (two, one))]
            plain = " or ".join(
                f"{match[3]}-{month:02d}-{day:02d}" for day, month in ((one, two), (two, one))
            )
            reading.doubts.append(
                f"{reading.quote(start, end)} may be {names[0]} or {names[1]}, and was not read: "
                f"write {plain}"
            )


@cache
def _length() -> re.Pattern[str]:
    numbers = tables()["numbers"]
    characters = f"{numbers['digits']}{numbers['tens']}"
    counts = alternatives(tables()["news"]["counts"])
    number = rf"(?:[0-9]{{1,3}}+|[{characters}]{{1,3}}+)"
    begins = r"(?<![0-9/.~第-])(?<!月)(?<!월)(?<!月[ ])(?<!월[ ])(?<![~-][ ])"
    behind = r"(?:뒤|후(?!보)|后|LATER|AFTER|FROM\s(?:NOW|TODAY))"
    other = r"(?:以?[内前]|전(?!까)|이내|以降|AGO|BEFORE|EARLIER|PRIOR|IN\sADVANCE)"
    later = rf"(?:[ ]?(?:(?P<later>{behind})|(?P<other>{other})))?+"
    spaced = alternatives(numbers["words"])
    return re.compile(
        rf"(?:{begins}(?P<n1>{number})[ ]?(?:일[ ]?(?:간(?!격)|동안)"
        rf"|일(?=[ ]?(?:뒤|후(?!보)|이내))|日(?=[后内]|以内)"
        rf"|日间|昼夜|天)(?:[ ]?동안)?"
        rf"|(?P<n2>{counts})(?:간|[ ]?동안|天|日间|[ ](?:ДН\w{{1,2}}|СУТОК)(?!\w))"
        rf"|(?:(?<![A-Z])(?:FOR|LASTING|LASTS?|OVER|(?P<in>IN))\s(?:UP\sTO\s|ABOUT\s)?)?{begins}(?<![A-Z0-9])"
        rf"(?P<n3>[0-9]{{1,3}}+|{spaced})(?:\s|-)DAYS?(?![A-Z])"
        rf"|(?:В\sТЕЧЕНИЕ|НА\sПРОТЯЖЕНИИ|НА|ПРОДЛ[А-Я]{{2,6}}|(?P<through>ЧЕРЕЗ))\s(?P<n4>[0-9]{{1,3}}+)\s(?:ДН[А-Я]{{1,2}}|СУТОК)(?![А-Я])"
        rf"|{begins}(?P<n5>[0-9]{{1,3}}+)\s(?:ДНЕЙ|СУТОК)(?![А-Я])){later}"
    )


@cache
def _coming() -> re.Pattern[str]:
    """Give the words before a length that make it one from now on: the next 3 days."""
    return re.compile(rf"{alternatives(word_list('news', 'coming'))}\s?$")


def take_lengths(reading: Reading) -> list[tuple[int, int, int]]:
    """Take lengths in days out of the text: for 3 days, 3日間, 3天, 3일간, в течение 3 дней.

    Returns
    -------
    list of (int, int, int)
        Where each starts and ends, and its days. Three days later, or within three days, is none.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> from geo.notices.words import fold
    >>> for text in ("3일간", "明日から3日間", "自5月7日起3天", "for three days", "в течение 3 дней"):
    ...     print(take_lengths(Reading(text, fold(text), ""))[0][2])
    3
    3
    3
    3
    3
    >>> text = "5月7日至9日, 9월 1일, 3天后"
    >>> take_lengths(Reading(text, fold(text), ""))
    []
    """
    found = []
    for match in list(_length().finditer(reading.folded))[:_MOST]:
        counts = tables()["news"]["counts"]
        printed = next(match[name] for name in ("n1", "n2", "n3", "n4", "n5") if match[name])
        days = int(counts.get(printed) or number_value(printed))
        reading.blank(*match.span())
        coming = _coming().search(reading.folded, max(0, match.start() - _BESIDE), match.start())
        if coming or match["later"] or match["in"] or match["through"]:
            reading.later.append(match.span())
        elif not match["other"] and 1 <= days <= _LONGEST_DAYS:
            found.append((*match.span(), days))
    return found


def count_lengths(reading: Reading, items: Sequence[Item], lengths: Sequence[tuple[int, int, int]]) -> None:
    """End the only day of a text, in place, by the length beside it: 7 May for 3 days is 7 to 9 May.

    Where the day stands elsewhere in the text, or has an hour, its end is left open.

    Examples
    --------
    >>> from datetime import date
    >>> from geo.notices.items import Item, Reading
    >>> reading = Reading("7 MAY 2025 FOR THREE DAYS", "7 MAY 2025 FOR THREE DAYS", "en")
    >>> item = Item(day_moment(date(2025, 5, 7)), None)
    >>> count_lengths(reading, [item], take_lengths(reading))
    >>> str(item.right.date)
    '2025-05-09'
    """
    dated = [item for item in items if any(moment.day for moment in item.moments)]
    if not lengths or len(dated) != 1:
        return
    item = dated[0]
    first = item.left
    if first is None or not first.day or item.right is not None:
        return
    start, end, days = lengths[0]
    words, day = reading.quote(start, end), reading.quote(first.start, first.end)
    between = reading.folded[min(first.end, end) : max(first.start, start)]
    plain = len(lengths) == 1 and len(between) <= _NEAR and not re.search(r"[.\n;]", between)
    item.ranged = True
    if plain and not first.timed:
        item.right = day_moment(first.date + timedelta(days=days - 1))
        reading.doubts.append(f"{words} was counted from {day}, that day among them")
    else:
        reading.doubts.append(f"{words} is not counted from {day}: the end is left open")


@cache
def _weekday() -> str:
    names = tables()["times"]["weekday_names"].values()
    return alternatives(word for words in names for word in words)


@cache
def _relative() -> re.Pattern[str]:
    names = tables()["times"]["weekday_names"].values()
    # SUN and SAT are words of other things too, and on FRIDAYS is no day of its own.
    weekdays = [
        word for words in names for word in words if not word.isascii() or (len(word) > 4 and word[-1] != "S")
    ]
    return re.compile(alternatives([*weekdays, *word_list("news", "relative")]))


@cache
def _not_counted_before() -> re.Pattern[str]:
    said, every = (alternatives(word_list("news", key)) for key in ("said", "every"))
    return re.compile(
        rf"(?:{said}(?:\s(?:ON|LATE|EARLY|В|ВО))?[\s,]{{1,2}}|{every}\s{{0,8}}(?:{_weekday()}[^.\n]{{1,8}})?)$"
    )


def relative_words(reading: Reading, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Find the words that say when from a day they do not name: tomorrow, and a weekday without its date.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> reading = Reading("FROM TOMORROW TO 9 MAY", "FROM TOMORROW TO 9 MAY", "en")
    >>> relative_words(reading, [])
    [(5, 13)]
    """
    starts = {token.start for token in tokens if token.kind in "ymdg"}
    ends = {token.end for token in tokens if token.kind in "ymdg"}
    found = list(reading.later)
    for match in list(_relative().finditer(reading.folded))[:_MOST]:
        start, end = match.span()
        gap = re.compile(r"[\s(),/]{0,3}(?:THE\s)?").match(reading.folded, end)
        before = re.compile(r"[\s(),]{0,3}$").search(reading.folded, max(0, start - 3), start)
        dated = (gap and gap.end() in starts) or (before and before.start() in ends)
        said = _not_counted_before().search(reading.folded[max(0, start - 30) : start])
        if not dated and not said:
            found.append((start, end))
    return sorted(found)


def begins_open(reading: Reading, at: int) -> bool:
    """Tell whether "to" stands behind a day that is not named: from tomorrow to 9 May has an open start.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> begins_open(Reading("", "FROM TOMORROW TO 9 MAY", "en"), 14)
    True
    >>> begins_open(Reading("", "FROM 7 TO 9 MAY", "en"), 7)
    False
    """
    before = reading.folded[max(0, at - 24) : at].rstrip()
    return reading.folded[at] != "-" and any(
        match.end() == len(before) for match in _relative().finditer(before)
    )


def without_relative_hours(
    chain: list[Moment | None], relative: Sequence[tuple[int, int]]
) -> list[Moment | None]:
    """Open the end of a period that is an hour of a day not named: noon Wednesday to noon on 4 June.

    Examples
    --------
    >>> from geo.notices.items import Moment
    >>> hour, end = Moment(0, 4, minute=720), Moment(18, 29, day=4, month=6, minute=720)
    >>> [moment and moment.day for moment in without_relative_hours([hour, end], [(5, 14)])]
    [None, 4]
    """
    if len(chain) != 2 or not any(moment and moment.dated for moment in chain):
        return chain
    return [
        None
        if moment
        and not moment.dated
        and any(
            0 <= start - moment.end <= _TOUCHES or 0 <= moment.start - end <= _TOUCHES
            for start, end in relative
        )
        else moment
        for moment in chain
    ]


def without_publication(
    reading: Reading, items: list[Item], relative: Sequence[tuple[int, int]]
) -> list[Item]:
    """Leave out the date on which a text was given out; say which words were not counted from it.

    Such a date has a word of publication beside it, or stands apart in a text that says "tomorrow".

    Examples
    --------
    >>> from geo.notices.items import Item, Moment, Reading
    >>> reading = Reading("Published 6 May 2025", "PUBLISHED 6 MAY 2025", "en")
    >>> item = Item(Moment(10, 20, year=2025, month=5, day=6), None)
    >>> without_publication(reading, [item], []), reading.doubts
    ([], ["the date '6 May 2025' was read as that of the notice itself"])
    """
    with_hours = {item.run for item in items if sort_of(item) == "W"}
    kept = []
    for item in items:
        day = _single_day(reading, item, relative)
        apart = day and relative and item.run not in with_hours and _stands_apart(reading, day)
        if day is None or not (apart or _is_published(reading, day)):
            kept.append(item)
            continue
        reading.doubts.append(
            f"the date {reading.quote(day.start, day.end)} was read as that of the notice itself"
        )
        if day.year and day.month:
            reading.said.append(day)
    dated = [item for item in kept if any(moment.day for moment in item.moments)]
    if relative and (not dated or any(item.ranged and not (item.left and item.right) for item in dated)):
        first = reading.quote(*relative[0])
        reading.doubts.append(
            f"{first} says when, and is not counted from the date of publication: write the date instead"
        )
    return kept


def _single_day(reading: Reading, item: Item, relative: Sequence[tuple[int, int]]) -> Moment | None:
    """Give the day of an item that has one only; a dash behind a dateline begins no period."""
    day = item.left
    if day is None or not day.day or item.right:
        return None
    if item.ranged and not (_dateline(reading, day) or _goes_on(day, relative)):
        return None
    return day


def _goes_on(moment: Moment, relative: Sequence[tuple[int, int]]) -> bool:
    """Tell whether "from" behind a date is that of a day beside it: 5月5日 星期一 明天起."""
    return any(0 <= start - moment.end <= _BESIDE for start, _ in relative)


@cache
def _published() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    before, after = (alternatives(word_list("news", key)) for key in ("published_before", "published_after"))
    return (
        re.compile(rf"{before}(?:\s(?:ON|В|ВО|ОТ))?[\s:,|([~-]{{0,4}}(?:{_weekday()}[\s,(]{{0,3}})?$"),
        re.compile(rf"(?:[ ]?Г(?:ОДА|\.))?[\s)|,]{{0,3}}{after}"),
        # (Yonhap) --, /TASS/, --: behind the day in the first line of a news item.
        re.compile(r"[\s.]{0,3}(?:\([A-ZА-ЯЁ가-힣 ]{3,30}\)|/[A-ZА-ЯЁ ]{3,20}/|--)"),
    )


def _is_published(reading: Reading, moment: Moment) -> bool:
    """Tell whether words beside a date say that the text was given out on it."""
    before, after, agency = _published()
    head = reading.folded[max(0, moment.start - 40) : moment.start]
    dateline = agency.match(reading.folded, moment.end) is not None and bool(_dateline(reading, moment))
    return bool(before.search(head)) or after.match(reading.folded, moment.end) is not None or dateline


def _dateline(reading: Reading, moment: Moment) -> re.Match[str] | None:
    """Match the place before a date at the beginning of a line: SEOUL, Aug. 18."""
    line = reading.folded[max(0, moment.start - 60) : moment.start].rpartition("\n")[2]
    return re.fullmatch(r"\W{0,3}[A-ZÀ-ɏА-ЯЁ][A-ZÀ-ɏА-ЯЁ .,'/()-]{1,50},\s", line)


def _stands_apart(reading: Reading, moment: Moment) -> bool:
    """Tell whether a date has no words around it that make it the day of an event."""
    own, opens = _before_day()
    head = reading.folded[max(0, moment.start - 40) : moment.start]
    if own.search(head) or pattern("news", "event_after").match(reading.folded, moment.end):
        return False
    return bool(opens.search(head) or _dateline(reading, moment))


@cache
def _before_day() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what stands before the day of an event, and before a day that stands apart."""
    own = alternatives(word_list("news", "event_before"))
    weekday = rf"(?:{_weekday()}[\s,(]{{1,3}})?$"
    return (
        re.compile(rf"{own}\s?{weekday}"),
        re.compile(rf"(?:^|[\n.;:()\[|/{BLANK}])\s*(?:[A-ZА-ЯЁ][A-ZА-ЯЁ ]{{1,30}},\s)?{weekday}"),
    )
