"""Months and years that a notice leaves out, from its other dates or from what is known of its issue."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import DezoneError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.items import Item, Moment, Reading


_OUT_OF_ORDER = 5  # days by which a list may go back within a month


class Reference(NamedTuple):
    """Days near which the dates of a notice lie: a day, a month or a year, and what told them.

    Examples
    --------
    >>> reference = reference_of("2024-02")
    >>> str(reference.first), str(reference.last), reference.words
    ('2024-02-01', '2024-02-29', 'the date of issue 2024-02')
    """

    first: date
    last: date
    words: str

    @property
    def is_year(self) -> bool:
        """Tell whether only the year is known.

        Examples
        --------
        >>> reference_of("2024").is_year, reference_of("2024-05").is_year
        (True, False)
        """
        return (self.last - self.first).days > 40

    @property
    def written(self) -> str:
        """Write the day, month or year as `reference_of` reads it.

        Examples
        --------
        >>> [reference_of(text).written for text in ("2024", "2024-5", "2024-05-07")]
        ['2024', '2024-05', '2024-05-07']
        """
        known = "day" if self.first == self.last else "year" if self.is_year else "month"
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[known]]


def reference_of(issued: date | str | None) -> Reference | None:
    """Make a reference of the day, month or year in which a notice was given out.

    Parameters
    ----------
    issued : date, str or None
        A date, or ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``, with or without a time behind a whole date.

    Raises
    ------
    DezoneError
        If the text is none of these.

    Examples
    --------
    >>> reference_of("2022-08").last
    datetime.date(2022, 8, 31)
    """
    if issued is None:
        return None
    if isinstance(issued, datetime):
        issued = issued.date()
    if isinstance(issued, date):
        return Reference(issued, issued, f"the date of issue {issued.isoformat()}")
    match = re.fullmatch(r"\s*([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?(?:[T ][0-9:.Z+ -]*)?\s*", issued)
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        raise DezoneError(
            f"the date of issue is {issued[:40]!r}: write YYYY-MM-DD, YYYY-MM or YYYY"
        ) from None
    last = first if day else _month_end(year, month) if month else date(year, 12, 31)
    return Reference(first, last, f"the date of issue {issued.strip()[:10]}")


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _partners(items: Sequence[Item]) -> dict[int, Moment]:
    """Give for the right end of a range its left end."""
    return {id(item.right): item.left for item in items if item.left and item.right}


def carry_months(moments: Sequence[Moment], items: Sequence[Item]) -> None:
    """Fill in months, in place: before the day they are carried forward, behind it back.

    Examples
    --------
    >>> from geo.notices.items import Item, Moment
    >>> one, two = Moment(0, 2, day=30), Moment(3, 9, day=2, month=8)  # 30, 02 AUG
    >>> carry_months([one, two], [Item(one, None), Item(two, None)])
    >>> one.month, two.month
    (7, 8)
    """
    printed = [moment for moment in moments if moment.month]
    if not printed:
        return
    left_of = _partners(items)
    month_first = printed[0].month_first
    if month_first:
        _carry_forward(moments, left_of)
    following: Moment | None = None
    for moment in reversed(moments):
        if moment.month:
            following = moment
        elif following:
            # 28, 27 AUG is not in order; 30, 02 AUG begins in July, and so does what goes on to its end.
            back = moment.day - following.day
            turns = back > 0 if left_of.get(id(following)) is moment else back > _OUT_OF_ORDER
            moment.month = (following.month - 2) % 12 + 1 if turns else following.month
            moment.year = moment.year or (
                following.year - (moment.month > following.month) if following.year else 0
            )
    _carry_forward(moments, left_of)


def _carry_forward(moments: Sequence[Moment], left_of: dict[int, Moment]) -> None:
    before: Moment | None = None
    for moment in moments:
        if not moment.month and before and before.month:
            is_end = left_of.get(id(moment)) is not None
            moment.month = before.month % 12 + 1 if moment.day < before.day and is_end else before.month
        before = moment if moment.month else before


def carry_years(
    reading: Reading, moments: list[Moment], items: list[Item], known: Sequence[Reference]
) -> bool:
    """Fill in years from those printed, else from what is known of the issue; False if nothing tells them.

    Examples
    --------
    >>> from geo.notices.items import Item, Moment, Reading
    >>> reading, moment = Reading("3 MAY", "3 MAY", "en"), Moment(0, 5, day=3, month=5)
    >>> carry_years(reading, [moment], [Item(moment, None)], [reference_of("2024-04")]), moment.year
    (True, 2024)
    >>> reading.doubts
    ["year of '3 MAY' (2024-05) inferred from the date of issue 2024-04"]
    """
    printed = [moment for moment in moments if moment.year]
    if printed:
        if not all(moment.month for moment in moments):
            reading.doubts.append("a day without a month: start and end are left open")
            return False
        _spread_years(moments, items)
        return True
    words = reading.quote(moments[0].start, moments[-1].end)
    candidates = list(known)
    if not candidates:
        in_text = re.search(r"(?<![0-9.])(20[0-4][0-9])(?:年|년|[ ]?Г(?:ОДА|\.)|(?![0-9.-]))", reading.folded)
        if in_text:
            year = int(in_text[1])
            candidates = [
                Reference(date(year, 1, 1), date(year, 12, 31), f"the year {year} elsewhere in the text")
            ]
    month_missing = not all(moment.month for moment in moments)
    for reference in candidates:
        if month_missing and reference.is_year:
            continue
        if _set_nearest(moments, items, reference, month_missing=month_missing):
            what = "month and year" if month_missing else "year"
            day = moments[0]
            reading.doubts.append(
                f"{what} of {words} ({day.year}-{day.month:02d}) inferred from {reference.words}"
            )
            return True
    missing = "month and the year" if month_missing else "year"
    reading.doubts.append(
        f"the text does not state the {missing} of {words}: start and end are left open: "
        "give the date of issue, or write the year into the text"
    )
    return False


def _spread_years(moments: Sequence[Moment], items: Sequence[Item]) -> None:
    """Fill in years: behind a printed one they go on, before it they count back.

    From the start of a period to its end, a month that comes earlier in the year is one of the next year;
    between periods only if it comes much earlier: a notice may say the same dates twice.
    """
    left_of = _partners(items)

    def turns(one: Moment, two: Moment) -> bool:
        return two.month < one.month and (left_of.get(id(two)) is one or one.month - two.month > 6)

    before: Moment | None = None
    pending: list[Moment] = []
    for moment in moments:
        if moment.year:
            following = moment
            for earlier in reversed(pending):
                earlier.year = following.year - turns(earlier, following)
                following = earlier
            pending = []
        elif before:
            moment.year = before.year + turns(before, moment)
        else:
            pending.append(moment)
        before = moment if moment.year else before


def _set_nearest(
    moments: list[Moment], items: list[Item], reference: Reference, *, month_missing: bool
) -> bool:
    """Choose the year (and month) that brings the dates nearest to a reference."""
    printed = [(moment, moment.month) for moment in moments]
    best: tuple[float, int, int] | None = None
    years = range(reference.first.year - 1, reference.last.year + 2)
    for year in years:
        for month in range(1, 13) if month_missing else (moments[0].month,):
            span = _tried(moments, items, year, month)
            for moment, before in printed:
                moment.month, moment.year = before, 0
            if span is None:
                continue
            away = _away(span, reference)
            if best is None or away < best[0]:
                best = (away, year, month)
    if best is None:
        return False
    _tried(moments, items, best[1], best[2])
    return True


def _tried(moments: list[Moment], items: list[Item], year: int, month: int) -> tuple[date, date] | None:
    moments[0].year = year
    moments[0].month = moments[0].month or month
    _carry_forward(moments, _partners(items))
    _spread_years(moments, items)
    try:
        days = [moment.date for moment in moments]
    except ValueError:
        return None
    return min(days), max(days)


def _away(span: tuple[date, date], reference: Reference) -> float:
    """Measure how far dates lie from a reference: notices mostly come before what they announce."""
    first, last = span
    if reference.is_year:
        return abs(first.year - reference.first.year) * 400.0 + (last.year != first.year) * 1.0
    if last < reference.first:
        return 2.0 * (reference.first - last).days
    if first > reference.last:
        return float((first - reference.last).days)
    return 0.0


def date_from(moment: Moment, first: date, items: Sequence[Item]) -> bool:
    """Give a day of a schedule the first month, from B) on, in which it is not past.

    Examples
    --------
    >>> from geo.notices.items import Moment
    >>> moment = Moment(0, 2, day=3)
    >>> date_from(moment, date(2026, 2, 10), []), moment.date
    (True, datetime.date(2026, 3, 3))
    """
    left = _partners(items).get(id(moment))
    base = left.date if left and left.day and left.year else first
    for ahead in range(14):
        month = (base.month - 1 + ahead) % 12 + 1
        year = base.year + (base.month - 1 + ahead) // 12
        if moment.month and month != moment.month:
            continue
        try:
            day = date(year, month, moment.day)
        except ValueError:
            continue
        if day >= base:
            moment.year, moment.month = year, month
            return True
    return False
