"""Moments and periods as they are printed: tokens that stand together, with "to" between them.

Nothing is filled in here: a moment knows the year, the month, the day and the minute that its words give.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.errors import cut
from geo.notices.tokens import kind_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.tokens import Token


#: Stands in folded text for what has been taken out: no word and no number holds it.
BLANK = "\N{CURRENCY SIGN}"


@dataclass(slots=True)
class Moment:
    """A date, a clock time, or both, as far as printed.

    What is not printed is 0 or empty; clock times are minutes after midnight in their own zone, -1 if none.

    Examples
    --------
    >>> Moment(0, 5, minute=0).timed, Moment(0, 5, minute=0).dated, Moment(0, 8, relative=1).dated
    (True, False, True)
    """

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    minute: int = -1
    zone: str = ""
    half: str = ""
    relative: int = -1  # 0 the same day as the moment before, 1 the next day
    month_first: bool = False
    date_first: bool = False  # its date stands before its time

    @property
    def dated(self) -> bool:
        """Tell whether a day is given, or said to be the same or the next."""
        return bool(self.day) or self.relative >= 0

    @property
    def timed(self) -> bool:
        """Tell whether a clock time is given."""
        return self.minute >= 0

    @property
    def date(self) -> date:
        """Give the date; ValueError if there is no such day."""
        return date(self.year, self.month, self.day)


@dataclass(slots=True)
class Item:
    """One moment, or two with "to" between them.

    Examples
    --------
    >>> until = Item(None, day_moment(date(2025, 5, 3)), ranged=True)
    >>> [moment.day for moment in until.moments]
    [3]
    """

    left: Moment | None
    right: Moment | None
    ranged: bool = False
    reserve: bool = False
    alternate: bool = False
    of_reserve: bool = False  # named in one breath with a reserve day
    run: int = 0  # items with the same number have no other words between them

    @property
    def moments(self) -> list[Moment]:
        """Give the one or two moments."""
        return [moment for moment in (self.left, self.right) if moment]


def read_chain(tokens: Sequence[Token], at: int) -> tuple[list[Moment | None], bool, int]:
    """Read moments with "to" between them; None stands for a missing end.

    Returns
    -------
    (list of Moment or None, bool, int)
        The moments in printed order, whether "until" was said, and the number of the following token.

    Examples
    --------
    >>> from geo.notices.tokens import scan_tokens
    >>> chain, _, following = read_chain(scan_tokens("0300Z TO 0700Z DAILY"), 0)
    >>> [moment.minute for moment in chain], following
    ([180, 420], 3)
    """
    chain: list[Moment | None] = []
    until = False
    before: Moment | None = None
    if kind_at(tokens, at) == "~":
        chain.append(None)
    while at < len(tokens):
        if kind_at(tokens, at) == "~":
            at += 1
            while kind_at(tokens, at) == "," and kind_at(tokens, at + 1) in set("ymdtgSN"):
                at += 1  # 18时起,2014年1月3日18时止
            if kind_at(tokens, at) not in set("ymdtgSN"):
                chain.append(None)
                break
        moment, at = _moment(tokens, at, before)
        chain.append(moment)
        before = moment
        if kind_at(tokens, at) == "U":
            until = True
            at += 1
        if kind_at(tokens, at) != "~":
            break
    return chain, until, at


def _moment(tokens: Sequence[Token], at: int, before: Moment | None) -> tuple[Moment, int]:
    """Read tokens that stand together until one would say again what was said.

    `before` is the moment from which it goes on, if there is one.
    """
    moment = Moment(tokens[at].start, tokens[at].end)
    first = at
    while at < len(tokens):
        token = tokens[at]
        if before and at > first and _begins_another(tokens, at, before, moment):
            break
        if token.kind == "z" and at > first:
            moment.zone = moment.zone or token.zone
        elif token.kind == "N" and moment.timed:
            pass  # 0125(NEXT DAY): a window whose end is before its start runs over midnight anyhow
        elif _takes(moment, token):
            moment.end = token.end
        else:
            break
        at += 1
    return moment, max(at, first + 1)


def _takes(moment: Moment, token: Token) -> bool:
    """Take what a token says into a moment; False if it was said before, or says nothing of one."""
    if token.kind == "y" and not moment.year:
        moment.year = token.values[0]
    elif token.kind == "m" and not moment.month:
        moment.month, moment.month_first = token.values[0], not moment.day
    elif token.kind == "d" and not moment.dated:
        moment.day = token.values[0]
    elif token.kind == "t" and not moment.timed:
        moment.date_first = moment.dated
        moment.minute, moment.zone, moment.half = token.values[0], token.zone or moment.zone, token.half
    elif token.kind == "g" and not moment.dated and not moment.timed:
        moment.day, moment.minute = token.values
        moment.zone = token.zone or moment.zone
    elif token.kind in "SN" and not moment.dated and not moment.timed:
        moment.relative = int(token.kind == "N")
    else:
        return False
    return True


def _begins_another(tokens: Sequence[Token], at: int, before: Moment, moment: Moment) -> bool:
    """Tell whether a date behind a time, or a time behind a date, belongs to the next period.

    From 17 MAY 0600 TO 2100 the date 18 MAY goes on to its own hours, and from 23 TO 26 MAY the hours 0000 TO
    1000 go on to their own day.
    """
    if moment.timed and not moment.dated and tokens[at].kind in "ymd" and before.date_first:
        while kind_at(tokens, at) in set("ymd"):
            at += 1
        return kind_at(tokens, at) == "t" and kind_at(tokens, at + 1) == "~"
    if moment.dated and tokens[at].kind == "t" and before.dated and not before.timed:
        return [kind_at(tokens, at + 1), kind_at(tokens, at + 2)] == ["~", "t"] and kind_at(
            tokens, at + 3
        ) in {"d", "m", "y"}
    return False


def chain_items(chain: list[Moment | None], *, until: bool) -> list[Item]:
    """Cut a chain of moments into items: 10 TO 15 FEB 0500 TO 1900 is days, then hours.

    Examples
    --------
    >>> first, last = Moment(0, 2, day=10), Moment(6, 17, day=15, month=2, minute=5 * 60)
    >>> days, hours = chain_items([first, last, Moment(21, 25, minute=19 * 60)], until=False)
    >>> days.left.day, days.right.day, days.right.timed, hours.left.minute, hours.right.minute
    (10, 15, False, 300, 1140)
    """
    for one, two in pairwise(chain):
        _make_window(one, two)
    if len(chain) == 1:
        moment = chain[0]
        if until:
            return [Item(None, moment, ranged=True)]
        return [Item(moment, None)]
    if len(chain) == 2:
        return _split_pair(chain[0], chain[1])
    items: list[Item] = []
    rest = list(chain)
    while len(rest) > 2:
        one, middle, two = rest[0], rest[1], rest[2]
        if one and middle and two and middle.dated and middle.timed and _apart(one, two):
            dates, hours = (
                replace(middle, minute=-1, zone=""),
                replace(middle, year=0, month=0, day=0, relative=-1),
            )
            head, tail = (dates, hours) if not one.timed else (hours, dates)
            items.append(Item(one, head, ranged=True))
            rest = [tail, *rest[2:]]
        else:
            items += _split_pair(one, middle)
            rest = rest[2:]
    if len(rest) == 2:
        items += _split_pair(rest[0], rest[1])
    elif rest and rest[0]:
        items.append(Item(rest[0], None))
    return items


def _make_window(one: Moment | None, two: Moment | None) -> None:
    """Read 2200 to 0400 of the next day, or to 2400 of the same, as hours that any day can have."""
    if one is None or two is None or not (one.timed and two.timed) or one.relative >= 0 or two.relative < 0:
        return
    if two.relative == 1 and two.minute > one.minute:
        two.minute += 24 * 60
    two.relative = -1


def with_whole_moments(item: Item) -> Item:
    """Leave out a moment without a day and a time; the other one takes its month and year.

    Examples
    --------
    >>> item = with_whole_moments(Item(Moment(0, 2, day=8), Moment(3, 11, month=3, year=2018), ranged=True))
    >>> item.left.month, item.left.year, item.right
    (3, 2018, None)
    """
    left, right = item.left, item.right
    if left and not (left.dated or left.timed):
        _share(left, right)
        left = None
    if right and not (right.dated or right.timed):
        _share(right, left)
        right = None
    return replace(item, left=left, right=right)


def _share(moment: Moment, other: Moment | None) -> None:
    if other and other.day:
        other.month = other.month or moment.month
        other.year = other.year or moment.year


def _apart(one: Moment, two: Moment) -> bool:
    """Tell whether one moment is only a date, the other only a time."""
    return (one.timed and not one.dated and two.dated and not two.timed) or (
        one.dated and not one.timed and two.timed and not two.dated
    )


def _split_pair(left: Moment | None, right: Moment | None) -> list[Item]:
    """Give hours and their day as two items: 1000Z TO 1600Z 29 JUL."""
    if left and right and left.timed and right.timed:
        if (
            right.half == ""
            and left.half == "pm"
            and right.minute < 720
            and right.minute <= left.minute
            and left.minute - 720 < right.minute
        ):
            right.minute += 720
        if not left.dated and right.dated and right.relative < 0:
            return [
                Item(replace(left), replace(right, year=0, month=0, day=0), ranged=True),
                Item(_date_part(right), None),
            ]
        if left.dated and not right.dated and left.relative < 0:
            return [
                Item(_date_part(left), None),
                Item(replace(left, year=0, month=0, day=0), right, ranged=True),
            ]
    return [Item(left, right, ranged=True)]


def _date_part(moment: Moment) -> Moment:
    return replace(moment, minute=-1, zone="", half="")


def day_moment(day: date) -> Moment:
    """Make a moment of a date.

    Examples
    --------
    >>> day_moment(date(2025, 5, 3)).timed
    False
    """
    return Moment(0, 0, year=day.year, month=day.month, day=day.day)


@dataclass(slots=True)
class Reading:
    """What one reading of a text gathers.

    Examples
    --------
    >>> reading = Reading("From 3 May", "FROM 3 MAY", "en")
    >>> reading.blank(0, 4)
    >>> reading.folded.replace(BLANK, "_"), reading.quote(0, 4)
    ('____ 3 MAY', "'From'")
    """

    text: str
    folded: str
    language: str
    zone: str = ""
    doubts: list[str] = field(default_factory=list)
    said: list[Moment] = field(default_factory=list)  # dates that are not those of the event
    later: list[tuple[int, int]] = field(default_factory=list)  # "in 3 days": from a day not named
    date_unread: bool = False  # a date is there, but day and month could be swapped
    weekdays_out: frozenset[int] = frozenset()  # days of the week on which nothing happens, Monday as 0

    def blank(self, start: int, end: int) -> None:
        """Take the folded text between two places out."""
        self.folded = self.folded[:start] + BLANK * (end - start) + self.folded[end:]

    def quote(self, start: int, end: int) -> str:
        """Quote the text between two places, shortened."""
        return f"'{cut(' '.join(self.text[start:end].split()), 60)}'"
