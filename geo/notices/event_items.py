"""Which moments and periods of a notice are those of the event: no reserve days, nor when it was signed."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.notices.items import BLANK, Item, Reading, chain_items, read_chain, with_whole_moments
from geo.notices.news import begins_open, relative_words, without_publication, without_relative_hours
from geo.notices.periods import sort_of
from geo.notices.words import alternatives, pattern, tables, word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.tokens import Token


class _Said(NamedTuple):
    """What the words before a moment say of it."""

    reserve: bool = False
    alternate: bool = False
    run: int = 0  # how many runs of words that mean no time were passed
    zone: str = ""  # Beijing time 0800: it stands before the hours


def event_items(tokens: Sequence[Token], reading: Reading) -> list[Item]:
    """Put tokens together to moments, and moments to items, in printed order.

    Parameters
    ----------
    tokens : sequence of Token
        Without bare numbers.
    reading : Reading
        Takes in the doubts, and the dates that were left aside.

    Returns
    -------
    list of Item
        Without reserve days, the date of the notice itself, and dates beside whole periods.

    Examples
    --------
    >>> from geo.notices.bare_numbers import resolve_numbers
    >>> from geo.notices.tokens import scan_tokens
    >>> text = "1300Z TO 0700Z 3 MAY. RESERVE 4 MAY."
    >>> reading = Reading(text, text, "en")
    >>> items = event_items(resolve_numbers(scan_tokens(text), schedule=False), reading)
    >>> [sort_of(item) for item in items], reading.doubts
    (['W', 'D'], ["reserve days are not counted: '4 MAY.'"])
    """
    items: list[Item] = []
    at = 0
    said = _Said()
    relative = relative_words(reading, tokens)
    while at < len(tokens):
        token = tokens[at]
        said = _said_before(reading.folded, token, said)
        until = token.kind == "~" and (
            _means_until(reading.folded, token) or begins_open(reading, token.start)
        )
        if token.kind == "~" and not until:
            at += 1  # a dash before a date; "from" behind a place
        elif token.kind in "ymdtgSN~":
            chain, until, at = read_chain(tokens, at)
            chain = without_relative_hours(chain, relative)
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
    items = without_publication(reading, _without_issue_dates(reading, items), relative)
    return _without_bystanders(reading, items)


def _said_before(folded: str, token: Token, said: _Said) -> _Said:
    """Take in the word before a moment."""
    if token.kind == "x":
        parted = bool(folded[token.start : token.end].strip(f"{BLANK} \n"))
        said = said._replace(reserve=said.reserve and not _ends_clause(folded, token))
        return said._replace(run=said.run + 1, zone="") if parted else said
    if token.kind == "z":
        return said._replace(zone=token.zone)
    return said._replace(
        reserve=said.reserve or token.kind == "R", alternate=said.alternate or token.kind == "A"
    )


def _means_until(folded: str, token: Token) -> bool:
    return pattern("times", "until_before").fullmatch(folded[token.start : token.end]) is not None


def _ends_clause(folded: str, token: Token) -> bool:
    return bool(re.search(r"[.\n]|[^\s,:()]", folded[token.start : token.end]))


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
def _issued_after() -> re.Pattern[str]:
    return re.compile(
        rf"[ ]?(?:{alternatives(word_list('times', 'issued_after'))}|(?P<colon>:)(?![ ]?\n?[ ]?[0-9]))"
    )


def _without_issue_dates(reading: Reading, items: list[Item]) -> list[Item]:
    """Leave out the date of the notice itself, as in 8月24日航警, or on Monday (Feb. 19).

    Before a colon stands also the only day of the hours that follow, and the last of a list of days.
    """
    bracketed = [_said_on_weekday(reading.folded, item) for item in items]
    if all(bracketed[at] for at, item in enumerate(items) if sort_of(item) == "D"):
        bracketed = [False] * len(items)
    days = Counter(item.run for item in items if sort_of(item) == "D")
    dated = [item for item in items if any(moment.day for moment in item.moments)]
    hours_only = any(sort_of(item) == "W" for item in items) and len(dated) == 1
    kept = []
    for item, on_weekday in zip(items, bracketed, strict=True):
        moment = item.left
        match = None
        if not (item.ranged or moment is None or moment.timed or not moment.day):
            match = _issued_after().match(reading.folded, moment.end)
        of_event = match is None or (match["colon"] and (hours_only or days[item.run] > 1))
        if of_event and not on_weekday:
            kept.append(item)
            continue
        words = reading.quote(item.moments[0].start, item.moments[0].end)
        reading.doubts.append(f"the date {words} was read as that of the notice itself")
        if item.moments[0].year and item.moments[0].month:
            reading.said.append(item.moments[0])
    return kept


@cache
def _weekday_before() -> re.Pattern[str]:
    days = alternatives(word for words in tables()["times"]["weekday_names"].values() for word in words)
    return re.compile(rf"{days}\s{{0,2}}\($")


def _said_on_weekday(folded: str, item: Item) -> bool:
    """Tell whether a single day stands in brackets behind its day of the week."""
    moment = item.left
    return (
        sort_of(item) == "D"
        and not item.ranged
        and moment is not None
        and folded[moment.end : moment.end + 1] == ")"
        and _weekday_before().search(folded[max(0, moment.start - 20) : moment.start]) is not None
    )


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


def _of_an_area(reading: Reading, item: Item) -> bool:
    """Tell whether the words right behind a date name one of several areas: 5月3日,A区."""
    return _labelled_area().match(reading.folded, item.moments[-1].end) is not None


@cache
def _labelled_area() -> re.Pattern[str]:
    area = alternatives(word_list("areas", "area_words"))
    label = r"[A-ZА-Я0-9一二三四五六七八九十가나다라甲乙丙](?![A-ZА-Я0-9])"
    return re.compile(
        rf"[^.\n。;]{{0,25}}?(?:{area}[ ]?{label}|(?<![A-ZА-Я0-9]){label}[ ]?(?:区|구역|해역|AREA))"
    )
