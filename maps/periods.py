"""Periods written for people, from dates that may be known to the day, the month or the year."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def in_words(start: str, end: str) -> str:
    """Write a period in words, with what is not known to the day.

    Examples
    --------
    >>> in_words("2017-09-18", "2017-09-26"), in_words("2017-07-04", "2017-07-04")
    ('18 September 2017 to 26 September 2017, 9 days', '4 July 2017')
    >>> in_words("1986-02-10", "1986-04")
    '10 February 1986 to April 1986; the end is known to the month only'
    """
    exact = {4: "year", 7: "month"}
    said = _in_words(start)
    if end and end != start:
        said += f" to {_in_words(end)}"
    if len(start) == len(end) == 10 and start != end:
        said += f", {(date.fromisoformat(end) - date.fromisoformat(start)).days + 1} days"
    if len(start) == len(end) and len(start) in exact:
        return f"{said}; known to the {exact[len(start)]} only"
    loose = [
        f"the {what} is known to the {exact[len(day)]} only"
        for what, day in (("start", start), ("end", end))
        if len(day) in exact
    ]
    return "; ".join([said, *loose])


def _in_words(day: str) -> str:
    year, *rest = day.split("-")
    parts = [year]
    if rest:
        parts.insert(0, _MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        parts.insert(0, str(int(rest[1])))
    return " ".join(parts)


def period(start: str, end: str) -> str:
    """Write a period without repeating what both dates share.

    Examples
    --------
    >>> period("2017-09-18", "2017-09-26"), period("2017-08-21", "2017-09-05"), period("2019", "2019")
    ('2017-09-18–26', '2017-08-21–09-05', '2019')
    >>> period("2017-12", "2018-01"), period("1986-02-10", "1986-04"), period("2019", "")
    ('2017-12–2018-01', '1986-02-10–1986-04', '2019')
    """
    if not end or end == start:
        return start or "no date"
    one, two = start.split("-"), end.split("-")
    shared = 0
    while len(one) == len(two) and shared < len(one) - 1 and one[shared] == two[shared]:
        shared += 1
    return f"{start}–{'-'.join(two[shared:])}"


def date_words(start: str, end: str) -> str:
    """Write an interval of dates, once where both ends are the same.

    Examples
    --------
    >>> date_words("2017-03-01", "2017-04-30"), date_words("2017-03", ""), date_words("", "")
    ('2017-03-01 – 2017-04-30', '2017-03', 'date unknown')
    """
    if not start and not end:
        return "date unknown"
    if not end or start == end:
        return start
    return f"{start or '?'} – {end}"
