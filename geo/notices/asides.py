"""What stands in a notice beside the times of the event, taken out of the text before they are read.

Issue lines, cancelling times, reserve days, days left out, and words with numbers that are no times. What is
taken out leaves a mark of its length, so that what is left can be quoted.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from geo.notices.dates import Reference
from geo.notices.items import BLANK
from geo.notices.words import alternatives, fold, tables, word_list
from geo.patterns import re

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.notices.items import Reading

_MOST = 20  # of each sort; a notice has one or two
_FULL_GROUP = re.compile(
    r"([0-9]{2})[0-9]{4}[ ]?(?:Z|UTC|JST)?[ ]?([A-ZА-ЯЁ]{3,9})[ ]?((?:20)?[0-9]{2})(?![0-9])"
)
_FULL_DATE = re.compile(r"(?<![0-9])([0-9]{1,2})[ ]([A-ZА-ЯЁ]{3,9})[ ]((?:20)?[0-9]{2})(?![0-9])")
_ISO_DATE = re.compile(r"((?:20)[0-9]{2})[-./年년][ ]?([0-9]{1,2})[-./月월][ ]?([0-9]{1,2})")
_FOR_HOURS = re.compile(
    r"FOR[ ](?P<hours>[0-9]{1,2})[ ](?:HOURS|HRS)[ ](?:FROM|COMMENCING)[ ]"
    r"(?P<start>[0-2][0-9][0-5][0-9])(?P<zone>[ ]?(?:UTC|Z))?(?![0-9A-Z])"
    r"(?P<until>[ ]TO(?=[ ][0-9]{1,2}[ ][A-Z]))?"
)

# ①-④点 are the corners of an area: folded they would be hours.
_CIRCLED = re.compile("[\u2460-\u249b]")
# (7)月(29)日(0600)时, as radio sends figures; a list has one number in brackets, not two.
_IN_BRACKETS = re.compile(
    r"(?:\([0-9]{4}\)[ ]?年[ ]?)?(?:"
    r"\([0-9]{1,2}\)[ ]?月[ ]?\([0-9]{1,2}\)[ ]?日(?:[ ]?\([0-9]{1,4}\)[ ]?时)?"
    r"|\([0-9]{1,2}\)[ ]?日[ ]?\([0-9]{1,4}\)[ ]?时)"
)


def fold_without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Fold a text without the spans given and the numbers that are no times.

    A length of time is written as the window that it means, in the same room.

    Examples
    --------
    >>> fold_without("At 38-30N 1300Z", [(3, 9)]).replace(BLANK, "_")
    'AT ______ 1300Z'
    >>> fold_without("for 16 hours from 2000Z", []).rstrip()
    '2000Z-1200Z'
    """
    folded = fold(_CIRCLED.sub(BLANK, text))
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [folded[at:start], BLANK * (end - start)]
            at = end
    blanked = "".join([*pieces, folded[at:]])
    blanked = _no_times().sub(lambda match: BLANK * len(match.group()), blanked)
    blanked = _IN_BRACKETS.sub(_without_brackets, blanked)
    return _FOR_HOURS.sub(_with_end, blanked)


@cache
def _no_times() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{words})" for words in word_list("times", "no_times")))


def _without_brackets(match: re.Match[str]) -> str:
    """Move the numbers up to the words that they belong to, in the same room."""
    return re.sub(r"\(([0-9]{1,4})\)[ ]?", lambda each: each[1].rjust(len(each.group())), match.group())


def _with_end(match: re.Match[str]) -> str:
    """Write FOR 16 HOURS FROM 2000Z as 2000Z-1200Z, as long as before; TO 14 AUG leaves its start open."""
    minutes = int(match["start"][:2]) * 60 + int(match["start"][2:]) + int(match["hours"]) * 60
    if not 0 < int(match["hours"]) <= 24:
        return match.group()
    zone = match["zone"] or ""
    until = " DAILY UNTIL" if match["until"] else zone
    window = f"{match['start']}{zone}-{minutes // 60 % 24:02d}{minutes % 60:02d}{until}"
    return window.ljust(len(match.group()))


@cache
def _issue_lines() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in word_list("times", "issue_line")))


def take_issue_lines(reading: Reading) -> list[Reference]:
    """Take the issue lines out of the text, and give the days that they name.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> text = "DATE OF ISSUE: 1 MAY 2025. GUNNERY 3 MAY."
    >>> reading = Reading(text, text, "en")
    >>> [str(reference.first) for reference in take_issue_lines(reading)], reading.folded.strip(BLANK)
    (['2025-05-01'], '. GUNNERY 3 MAY.')
    """
    return [
        Reference(day, day, f"the issue line {words}") for words, day in _taken_days(reading, _issue_lines())
    ]


@cache
def _cancel_clause() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(word_list('times', 'cancel'))}[^.;=]{{0,70}}+")


def take_cancelling(reading: Reading) -> list[Reference]:
    """Take the cancelling clauses out of the text, and give the days on which the notice cancels itself.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> text = "GUNNERY 3 MAY. CANCEL THIS MSG 040900Z MAY 25."
    >>> [day] = take_cancelling(Reading(text, text, "en"))
    >>> str(day.first), str(day.last), day.words
    ('2025-05-03', '2025-05-04', "the cancelling time 'CANCEL THIS MSG 040900Z MAY 25'")
    """
    return [
        Reference(day - timedelta(days=1), day, f"the cancelling time {words}")
        for words, day in _taken_days(reading, _cancel_clause())
    ]


def _taken_days(reading: Reading, clauses: re.Pattern[str]) -> list[tuple[str, date]]:
    """Take clauses out of the text; give the words and the day of those that name one."""
    found = []
    for match in list(clauses.finditer(reading.folded))[:_MOST]:
        reading.blank(*match.span())
        if day := _day_in(match.group()):
            found.append((reading.quote(*match.span()), day))
    return found


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


def take_reserve_days(reading: Reading) -> None:
    """Take reserve days in brackets out of the text, with a doubt.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> text = "3 MAY (RESERVE 4 MAY)"
    >>> reading = Reading(text, text, "en")
    >>> take_reserve_days(reading)
    >>> reading.folded.replace(BLANK, "_"), reading.doubts
    ('3 MAY _______________', ["reserve days are not counted: '(RESERVE 4 MAY)'"])
    """
    for match in list(_reserve_bracket().finditer(reading.folded))[:_MOST]:
        reading.blank(*match.span())
        reading.doubts.append(f"reserve days are not counted: {reading.quote(*match.span())}")


@cache
def _exception_bracket() -> re.Pattern[str]:
    return re.compile(rf"\([^()]{{0,80}}{alternatives(word_list('times', 'days_left_out'))}[^()]{{0,80}}+\)")


def take_exceptions(reading: Reading) -> None:
    """Take the days that a text leaves out, in brackets, out of it: they are no days of the event.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> text = "1 TO 30 MAY (EXCEPT 5 MAY)"
    >>> reading = Reading(text, text, "en")
    >>> take_exceptions(reading)
    >>> reading.folded.replace(BLANK, "_"), reading.doubts
    ('1 TO 30 MAY ______________', ["days left out by the text are counted: '(EXCEPT 5 MAY)'"])
    """
    for match in list(_exception_bracket().finditer(reading.folded))[:_MOST]:
        if any(char.isdigit() for char in match.group()):
            reading.doubts.append(f"days left out by the text are counted: {reading.quote(*match.span())}")
        reading.blank(*match.span())
