"""Days of the week that a notice leaves out of its days: EXCEPT FRIDAYS AND SATURDAYS, 土、日及び祝日を除く."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geo.notices.words import alternatives, pattern, tables, word_list

if TYPE_CHECKING:
    from geo.notices.items import Reading

def take_weekdays(reading: Reading) -> None:
    """Note the days of the week that the text leaves out; holidays are left to a doubt.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> from geo.notices.words import fold
    >>> for text in ("Daily except Fridays and Saturdays", "(土、日及び祝日を除く)", "MON-FRI", "5 MAY (MON)"):
    ...     reading = Reading(text, fold(text), "")
    ...     take_weekdays(reading)
    ...     print(sorted(reading.weekdays_out), reading.doubts)
    [4, 5] []
    [5, 6] ["holidays are left out by the text but not here: '土、日及び祝日を除く'"]
    [5, 6] []
    [] []
    """
    match = _left_out().search(reading.folded)
    if match:
        reading.weekdays_out = _named(match.group())
        if pattern("times", "holidays").search(match.group()):
            words = reading.quote(*match.span())
            reading.doubts.append(f"holidays are left out by the text but not here: {words}")
        return
    match = _working_days().search(reading.folded)
    if match:
        reading.weekdays_out = frozenset({5, 6})


@cache
def _left_out() -> re.Pattern[str]:
    day = "|".join(alternatives(words) for words in tables()["times"]["weekday_names"].values())
    weekend, holidays, except_ = (
        alternatives(word_list("times", key)) for key in ("weekend", "holidays", "except")
    )
    also = alternatives([*word_list("times", "also"), "OR", "ON", "THE", "ALL", "每"])
    each = rf"(?:{day}|{weekend}|{holidays})"
    some = rf"{each}(?:(?:[\s,/&~-]|{also}){{0,6}}{each}){{0,8}}"
    return re.compile(rf"{except_}[\s:]{{0,3}}(?:{also}\s{{0,3}}){{0,2}}{some}|{some}\s{{0,2}}(?:を|은|는)?{except_}")


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
