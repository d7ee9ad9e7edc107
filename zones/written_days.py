"""Days, months and periods as others write them, brought to ISO 8601."""

from __future__ import annotations

import re
from datetime import date, timedelta
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
        ``7-9 August 2017``, ``7.8.2017``, ``2017. 8. 7.``, ``2017年8月7日``; ``25/8/2017`` where one order is
        possible; two of these with ``to``, ``~`` and the like between them, of which one may leave out what
        it shares with the other: ``26 Aug - 7 Sep 2024``, ``18.-28.8.2025``. A time beside a day is left.

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
    >>> read_days("26 Aug - 7 Sep 2024"), read_days("2025. 8. 18.~8. 28.")
    (('2024-08-26', '2024-09-07'), ('2025-08-18', '2025-08-28'))
    >>> read_days("07/08/2017")
    Traceback (most recent call last):
    ...
    ValueError: '07/08/2017' may be 7 August or 8 July: write 2017-08-07 or 2017-07-08
    """
    words = _BESIDE.sub("", " ".join(text.replace("–", "-").replace("—", "-").split()))
    for form, read in _FORMS:
        match = form.fullmatch(words)
        if match:
            first, last = read(*match.groups())
            return _sound(first, text), _sound(last, text)
    between = _BETWEEN.fullmatch(words)
    found = between and _period(between["first"], between["last"])
    if found:
        return found
    if _SERIAL.fullmatch(words):
        day = (date(1899, 12, 30) + timedelta(int(words))).isoformat()
        raise ValueError(f"{words!r} is no date: if a spreadsheet wrote it, it stands for {day}")
    raise ValueError(f"{text[:40]!r} is no date")


def _period(first: str, last: str) -> tuple[str, str] | None:
    """Read two days of which one may leave out what it shares with the other; None if that is not plain."""
    first, last = (re.sub(r"(?<=\d)\s?[年월년月] ?", ".", day).rstrip("日일 ") for day in (first, last))
    month = re.match(r"[A-Za-z]{3,9}\.? (?=\d{1,2}$)", first)
    if month and re.match(r"\d{1,2}, ", last):  # August 18 to 28, 2025
        last = month[0] + last
    whole = [(_whole(first), _whole(last))]
    if whole[0][0]:
        head = re.match(r"\d{4}(?:[/.-] ?\d{1,2}(?=[/.-]))?", first)
        parts = re.split(r"[/.-] ?", head[0]) if head else []
        whole += [
            (whole[0][0], _whole(".".join([*parts[:count], last]))) for count in range(len(parts), 0, -1)
        ]
    elif whole[0][1]:
        year = int(whole[0][1][:4])
        for mark in (" ", "."):
            for one in (year, year - 1):  # from December to January
                whole.append((_whole(f"{first.rstrip('.')}{mark}{one}"), whole[0][1]))
        if first.rstrip(".").isdigit():  # 18.-28.08.2025, 12. bis 16. September 2025
            whole.append((_whole(first.rstrip(".") + re.sub(r"^\d{1,2}", "", last)), whole[0][1]))
    for start, end in whole:
        if start and end and len(start) == len(end) and start <= end:
            return start, end
    return None


def _whole(text: str) -> str:
    """Read a day, a month or a year by itself; empty if it is none, or a period."""
    if _BETWEEN.fullmatch(text):
        return ""
    try:
        first, last = read_days(text)
    except ValueError:
        return ""
    return first if first == last else ""


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


_BETWEEN = re.compile(
    r"(?:from |с |von )?(?P<first>.{1,30}?)\s*"
    r"(?:~|〜|～|至|到|から|부터|(?<=[A-Za-z\d.] )-(?= )|(?<=[\d.])-(?=\d{1,2}\.)"
    r"|(?<!\w)(?:to|until|till|through|bis|по)(?!\w))"
    r"\s*(?P<last>.{1,30}?)(?:까지|まで|止)?",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # 18th, Mon, and the time that spreadsheets add: 8/18/2025 0:00
    r"(?i)(?<=\d)(?:st|nd|rd|th)\b|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? (?=\d|[a-z]{3,9}\.? \d)"
    r"|(?<=[./]\d{4}) \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?$"
)
_SERIAL = re.compile(r"[234]\d{4}")  # days since 1899-12-30: 1954 to 2036

_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[str, str]]], ...] = (
    (re.compile(_ISO), _same),
    (re.compile(_ISO + r"\s?/\s?(\d{4}-.*|\d{4}|\d\d-\d\d|(?<=\d-\d\d/)\d\d)"), _interval),
    (re.compile(r"(\d{4})(\d\d)(\d\d)"), _same),
    (re.compile(r"(\d{4})[/.-] ?(\d{1,2})(?:[/.-] ?(\d{1,2}))?\.?"), _same),
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
