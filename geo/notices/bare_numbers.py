"""Bare numbers among the tokens of a notice: a day, a clock time, a year, or nothing, by their neighbours."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from geo.notices.tokens import hour_of_day, kind_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.tokens import Token


def resolve_numbers(tokens: list[Token], *, schedule: bool) -> list[Token]:
    """Decide by their neighbours what bare numbers are; in a schedule every one counts.

    Examples
    --------
    >>> from geo.notices.tokens import scan_tokens
    >>> tokens = scan_tokens("0300Z TO 0700Z 14 TO 20 JUN 5")
    >>> [(token.kind, *token.values) for token in resolve_numbers(tokens, schedule=False)]
    [('t', 180), ('~',), ('t', 420), ('d', 14), ('~',), ('d', 20), ('m', 6), ('x', 5)]
    """
    tokens = _without_slashes([token for token in tokens if token.kind])
    tokens = _joined(_without_commas_in_dates(tokens))
    for at in range(len(tokens) - 1, -1, -1):
        tokens[at] = _by_what_follows(tokens, at, schedule=schedule)
    for at in range(len(tokens)):
        tokens[at] = _by_what_precedes(tokens, at, schedule=schedule)
    return [token._replace(kind="x") if token.kind in {"n", "w"} else token for token in tokens]


def _without_commas_in_dates(tokens: list[Token]) -> list[Token]:
    """Drop the comma in June 10, 2009 and June 10 to 30, 2009, and in 3 May 2025, 0900."""

    def before_year(at: int) -> bool:
        return (
            kind_at(tokens, at + 1) == "w"
            and 1950 <= tokens[at + 1].values[0] <= 2100
            and not (
                kind_at(tokens, at + 2) == "~"
                and _is_bare_clock(tokens, at + 3)
                and not _has_hours(tokens, at - 3)
            )
            and kind_at(tokens, at - 1) in {"n", "d"}
            and (kind_at(tokens, at - 2) == "m" or kind_at(tokens, at - 4) == "m")
        )

    def before_hours(at: int) -> bool:
        return kind_at(tokens, at + 1) in {"t", "w"} and (
            kind_at(tokens, at - 1) in {"m", "y"}
            or _is_year_after_month(tokens, at - 1)
            or [kind_at(tokens, at - back) for back in (3, 2, 1)] == ["y", "m", "d"]
        )

    return [
        token
        for at, token in enumerate(tokens)
        if not (token.kind == "," and token.half != "and" and (before_year(at) or before_hours(at)))
    ]


def _without_slashes(tokens: list[Token]) -> list[Token]:
    """Drop the slash between a clock time and its day: 0000Z/3 MAY, 03/0000Z, 3 MAY/0000Z.

    Between two times, and between two whole moments, it means "to": 030000UTC/040800UTC.
    """
    kept: list[Token] = []
    joined = False  # a slash was dropped right before this token
    for at, token in enumerate(tokens):
        if token.kind == "," and token.half == "/":
            if _means_to(tokens, at):
                kept.append(token._replace(kind="~", half=""))
                continue
            if _joins_day_and_time(tokens, at, after_slash=_ends_with_day(kept)):
                if kept[-1].kind == "n":
                    kept[-1] = kept[-1]._replace(kind="d")
                joined = True
                continue
        kept.append(token._replace(kind="d") if joined and token.kind == "n" else token)
        joined = False
    return kept


def _means_to(tokens: Sequence[Token], at: int) -> bool:
    before, after = kind_at(tokens, at - 1), kind_at(tokens, at + 1)
    zoned = before in {"t", "g"} and bool(tokens[at - 1].zone)
    earlier = takewhile(lambda kind: kind != "~", (kind_at(tokens, at - back) for back in (2, 3, 4)))
    whole = before in {"m", "y"} and not {"t", "g"}.isdisjoint(earlier)
    return (zoned and after == before) or (whole and after in {"t", "g"})


def _ends_with_day(kept: Sequence[Token]) -> bool:
    """Tell whether the last token is a day that a slash has joined to its time: 0000Z/3."""
    return [token.kind for token in kept[-2:]] == ["t", "d"]


def _joins_day_and_time(tokens: Sequence[Token], at: int, *, after_slash: bool) -> bool:
    before, after = kind_at(tokens, at - 1), kind_at(tokens, at + 1)
    if before == "t" and tokens[at - 1].zone:
        return after == "m" or (after == "n" and 1 <= tokens[at + 1].values[0] <= 31)
    if after == "t" and tokens[at + 1].zone:
        day_of_month = before == "m" and kind_at(tokens, at - 2) in {"n", "d"}
        return day_of_month or (before == "n" and 1 <= tokens[at - 1].values[0] <= 31)
    return after == "m" and (before == "g" or after_slash)


def _is_year_after_month(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether four digits close a date: 3 May 2025, May 3 2025, May 3, 2025."""
    before = at - 1 - (kind_at(tokens, at - 1) == ",")
    return (
        kind_at(tokens, at) == "w"
        and 1950 <= tokens[at].values[0] <= 2100
        and "m" in {kind_at(tokens, before), kind_at(tokens, before - 1)}
    )


def _joined(tokens: list[Token]) -> list[Token]:
    """Read "between … and" as "to", and "from … to" behind a date as one."""
    between = False
    joined: list[Token] = []
    for token in tokens:
        if token.kind == "B":
            between = True
        elif token.kind == "," and token.half == "and" and between:
            joined.append(token._replace(kind="~"))
            between = False
        elif token.kind in {"~", ","} and joined and joined[-1].kind == token.kind:
            joined[-1] = token  # from now on, until: the second word says more
        else:
            joined.append(token)
    return joined


def _by_what_follows(tokens: list[Token], at: int, *, schedule: bool) -> Token:
    token = tokens[at]
    after, beyond = kind_at(tokens, at + 1), kind_at(tokens, at + 2)
    if token.kind == "n" and not _is_year_of_date(tokens, at):
        value = token.values[0]
        if 1 <= value <= 31:
            joined = after in {"~", ","} and beyond == "d"
            joined = joined or (
                after == "d" and len(tokens[at + 1].half) == 0 and tokens[at + 1].start - token.end == 1
            )
            joined = joined or (after == "m" and tokens[at + 1].half == "word")
            if joined or schedule or _is_before_its_hours(tokens, at):
                return token._replace(kind="d")
        if after == "~" and beyond == "t" and value <= 24 and kind_at(tokens, at - 1) != "m":
            half = _half_before(tokens, at) or _half_of_both(value, tokens[at + 2])
            return token._replace(kind="t", values=(hour_of_day(value, half) * 60,))
    if token.kind == "w":
        return _four_digits(tokens, at, schedule=schedule)
    if token.kind == "g" and not (
        token.zone or schedule or after in {"m", "z"} or (after == "~" and beyond in {"g", "m"})
        or kind_at(tokens, at - 1) == "~"
    ):  # fmt: skip
        return token._replace(kind="x")
    return token


def _is_before_its_hours(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a bare number is a day before its hours: 03 0000 ПО 04 0800 МАЙ."""
    kinds = [kind_at(tokens, at + ahead) for ahead in range(1, 5)]
    if kinds[0] not in {"w", "t"} or tokens[at + 1].end - tokens[at + 1].start < 4:
        return False
    is_end = kinds[1] == "m" and kind_at(tokens, at - 1) == "~"
    return is_end or (kinds[1] == "~" and kinds[2] == "d" and kinds[3] in {"w", "t"})


def _is_year_of_date(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a bare number is the year in 28 DEC 22."""
    return (
        10 <= tokens[at].values[0] <= 60
        and kind_at(tokens, at - 1) == "m"
        and tokens[at - 1].half == "word"
        and kind_at(tokens, at - 2) in {"n", "d"}
        and kind_at(tokens, at + 1) != "m"
    )


def _goes_on_with_days(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a bare number goes on with the days behind a month: MARCH 6, 7, 8, 13, AND 14."""
    if kind_at(tokens, at - 2) != "d":
        return False
    in_list = tokens[at - 2].half == "days" and (
        kind_at(tokens, at + 1) == "," or tokens[at - 1].half == "and"
    )
    return kind_at(tokens, at - 3) == "m" or in_list


def _half_before(tokens: Sequence[Token], at: int) -> str:
    return tokens[at - 1].half if kind_at(tokens, at - 1) == "t" else ""


def _half_of_both(hour: int, end: Token) -> str:
    """Tell the half of the day of a bare hour by the one it goes on to: 2-10 p.m., but 9-5 p.m. is by day."""
    if end.half == "pm":
        return "pm" if hour < end.values[0] // 60 - 12 else ""
    return "am" if end.half == "am" else ""


def _four_digits(tokens: list[Token], at: int, *, schedule: bool) -> Token:
    token = tokens[at]
    value = token.values[0]
    before, after, beyond = kind_at(tokens, at - 1), kind_at(tokens, at + 1), kind_at(tokens, at + 2)
    if beyond in {"N", "S"}:  # 2200 to 0400 of the next day
        beyond = kind_at(tokens, at + 3)
    is_clock = value // 100 <= 24 and value % 100 < 60 and value <= 2400
    dated = before == "m" or (
        before in {"n", "d"}
        and (
            kind_at(tokens, at - 2) == "m"
            or (kind_at(tokens, at - 2) == "~" and kind_at(tokens, at - 4) == "m")
        )
    )
    opens_hours = after == "~" and _is_bare_clock(tokens, at + 2) and not _has_hours(tokens, at - 3)
    if dated and 1950 <= value <= 2100 and not opens_hours:
        return token._replace(kind="y")
    if is_clock and (
        schedule
        or (after == "~" and beyond in {"w", "t"})
        or (before == "~" and kind_at(tokens, at - 2) in {"w", "t"})
        or before in {"d", "m", "S", "N"}
        or _is_year_after_month(tokens, at - 1)
        or (after in {"~", ",", "U"} and kind_at(tokens, at + 2) == "t")
        or after in {"z", "d"}
        or (after == "m" and beyond in {"n", "d"} and "~" in {before, kind_at(tokens, at + 3)})
    ):
        return token._replace(kind="t", values=(value // 100 * 60 + value % 100,))
    return token


def _has_hours(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether hours end here, perhaps with their zone: what follows 0000 UTC 3 MAY is the year."""
    return kind_at(tokens, at - (kind_at(tokens, at) == "z")) in {"t", "w"}


def _is_bare_clock(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether four digits follow, of which the ones at hand may be the other end: 0900 to 1500."""
    if kind_at(tokens, at) in {"N", "S"}:
        at += 1
    return (
        kind_at(tokens, at) in {"w", "t"} and not tokens[at].half and tokens[at].end - tokens[at].start >= 4
    )


def _by_what_precedes(tokens: list[Token], at: int, *, schedule: bool) -> Token:
    token = tokens[at]
    before = kind_at(tokens, at - 1)
    in_list = before == "D" or (
        before == "," and kind_at(tokens, at - 2) == "d" and tokens[at - 2].half == "list"
    )
    if token.kind == "n" and in_list and kind_at(tokens, at + 1) == "," and 1 <= token.values[0] <= 31:
        return token._replace(kind="d", half="list")  # DAILY 07, 14 AND 21 AND …: the month comes later
    if token.kind == "n" and before == "m":
        has_day = kind_at(tokens, at - 2) in {"d", "g"}
        value = token.values[0]
        if has_day and tokens[at - 1].half == "word":
            return token._replace(kind="y", values=(2000 + value,)) if 10 <= value <= 60 else token
        return token._replace(kind="d", half="days") if 1 <= value <= 31 else token
    if token.kind == "n" and before in {"~", ","} and _goes_on_with_days(tokens, at):
        return token._replace(kind="d", half="days") if 1 <= token.values[0] <= 31 else token
    if token.kind == "w":
        return _four_digits(tokens, at, schedule=schedule)
    return token
