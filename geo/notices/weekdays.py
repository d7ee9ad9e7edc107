"""Days of the week that a notice leaves out of its days: EXCEPT FRIDAYS AND SATURDAYS, 土、日を除く."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geo.notices.words import alternatives, pattern, tables, word_list

if TYPE_CHECKING:
    from geo.notices.items import Reading


def take_weekdays(reading: Reading) -> str:
    """Take the days of the week that a notice leaves out of its text, and give the words; note the days.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> from geo.notices.words import fold
    >>> for text in ("Daily except Fridays and Saturdays", "(土、日及び祝日を除く)", "MON-FRI", "5 MAY"):
    ...     reading = Reading(text, fold(text), "")
    ...     words = take_weekdays(reading)
    ...     print(sorted(reading.weekdays_out), words, reading.doubts)
    [4, 5] 'except Fridays and Saturdays' []
    [5, 6] '土、日及び祝日を除く' ["holidays are left out by the text but not here: '土、日及び祝日を除く'"]
    [5, 6] 'MON-FRI' []
    []  []
    """
    match = _left_out().search(reading.folded)
    found = match or _working_days().search(reading.folded)
    if found is None:
        return ""
    words = reading.quote(*found.span())
    reading.weekdays_out = _named(match.group()) if match else frozenset({5, 6})
    if match and pattern("times", "holidays").search(match.group()):
        reading.doubts.append(f"holidays are left out by the text but not here: {words}")
    reading.blank(*found.span())
    return words


@cache
def _left_out() -> re.Pattern[str]:
    day = "|".join(alternatives(words) for words in tables()["times"]["weekday_names"].values())
    weekend, holidays, except_ = (
        alternatives(word_list("times", key)) for key in ("weekend", "holidays", "except")
    )
    also = alternatives([*word_list("times", "also"), "OR", "ON", "THE", "ALL", "每"])
    each = rf"(?:{day}|{weekend}|{holidays})"
    some = rf"{each}(?:(?:[\s,/&~-]|{also}){{0,6}}{each}){{0,8}}"
    return re.compile(
        rf"{except_}[\s:]{{0,3}}(?:{also}\s{{0,3}}){{0,2}}{some}|{some}\s{{0,2}}(?:を|은|는)?{except_}"
    )


@cache
def _working_days() -> re.Pattern[str]:
    return re.compile(alternatives(word_list("times", "working_days")))


def _named(words: str) -> frozenset[int]:
    """Give the days that some words name, Monday as 0."""
    named = {
        int(number)
        for number, names in tables()["times"]["weekday_names"].items()
        if re.search(alternatives(names), words)
    }
    if pattern("times", "weekend").search(words):
        named |= {5, 6}
    return frozenset(named)
