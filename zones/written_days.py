"""Days, months and periods as others write them, brought to ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_ISO = r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ][\d:.]+\s*(?:Z|[+-]\d\d:?\d\d)?)?)?)?"


@lru_cache(maxsize=10_000)
def read_days(text: str) -> tuple[str, str]:
    """Read a day, a month, a year or a period as others write them.

    Parameters
    ----------
    text : str
        ISO 8601, also an interval; ``20170807``, ``2017/8/7``, ``7 August 2017``, ``Aug 7, 2017``,
        ``7-9 August 2017``, ``7.8.2017``, ``2017年8月7日``; ``25/8/2017`` where one order is possible.

    Returns
    -------
    first, last : str
        ISO 8601, as exact as written; the same twice for a single day.

    Raises
    ------
    ValueError
        If it is no date, or day and month could be swapped; the text says which.

    Examples
    --------
    >>> read_days("2017-11-13/15"), read_days("7 Aug 2017"), read_days("August 2017")
    (('2017-11-13', '2017-11-15'), ('2017-08-07', '2017-08-07'), ('2017-08', '2017-08'))
    >>> read_days("07/08/2017")
    Traceback (most recent call last):
    ...
    ValueError: '07/08/2017' may be 7 August or 8 July: write 2017-08-07 or 2017-07-08
    """
    words = " ".join(text.replace("–", "-").replace("—", "-").split())
    for form, read in _FORMS:
        match = form.fullmatch(words)
        if match:
            first, last = read(*match.groups())
            return _sound(first, text), _sound(last, text)
    raise ValueError(f"{text[:40]!r} is no date")


def _sound(day: str, text: str) -> str:
    try:
        date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"{text[:40]!r} is a day that does not exist") from None
    return day


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def _same(*parts: str) -> tuple[str, str]:
    return _iso(*parts), _iso(*parts)


def _named(month: str) -> str:
    start = month.rstrip(".").capitalize()
    found = [number for number, name in enumerate(_MONTH_NAMES, 1) if name.startswith(start[:3])]
    if not found or not (_MONTH_NAMES[found[0] - 1].startswith(start) or start == "Sept"):
        raise ValueError(f"{month[:40]!r} is no month")
    return str(found[0])


def _either(first: str, second: str, year: str) -> tuple[str, str]:
    """Read a date of which only the numbers tell the order of day and month."""
    one, two = int(first), int(second)
    if one > 12 or one == two:
        return _same(year, second, first)
    if two > 12:
        return _same(year, first, second)
    if not (one and two):
        raise ValueError(f"'{first}/{second}/{year}' is no date")
    raise ValueError(
        f"'{first}/{second}/{year}' may be {one} {_MONTH_NAMES[two - 1]} or {two} {_MONTH_NAMES[one - 1]}: "
        f"write {_iso(year, second, first)} or {_iso(year, first, second)}"
    )


def _interval(*parts: str | None) -> tuple[str, str]:
    """Read an ISO 8601 interval; what its end leaves out is that of the start."""
    year, month, day, end = str(parts[0]), parts[1], parts[2], str(parts[3])
    first = _iso(year, month, day)
    whole = re.fullmatch(_ISO, end)
    if whole:
        return first, _iso(*whole.groups())
    return first, first[: len(first) - len(end)] + end


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[str, str]]], ...] = (
    (re.compile(_ISO), _same),
    (re.compile(_ISO + r"\s?/\s?(\d{4}-.*|\d{4}|\d\d-\d\d|(?<=\d-\d\d/)\d\d)"), _interval),
    (re.compile(r"(\d{4})(\d\d)(\d\d)"), _same),
    (re.compile(r"(\d{4})[/.-](\d{1,2})(?:[/.-](\d{1,2}))?"), _same),
    (re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?"), _same),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), lambda day, month, year: _same(year, month, day)),
    (re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})"), _either),
    (
        re.compile(r"(\d{1,2})\.?[\s-]([A-Za-z]{3,9}\.?)[\s-](\d{4})"),
        lambda day, month, year: _same(year, _named(month), day),
    ),
    (
        re.compile(r"([A-Za-z]{3,9}\.?) (\d{1,2}),? (\d{4})"),
        lambda month, day, year: _same(year, _named(month), day),
    ),
    (re.compile(r"([A-Za-z]{3,9}\.?)[\s-](\d{4})"), lambda month, year: _same(year, _named(month))),
    (
        re.compile(r"(\d{1,2})\s?-\s?(\d{1,2}) ([A-Za-z]{3,9}\.?) (\d{4})"),
        lambda one, two, month, year: (_iso(year, _named(month), one), _iso(year, _named(month), two)),
    ),
)
