"""The moments that a written date may mean: a year, a month and a day have a first and a last one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_PARTS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


def moments(text: str, offset: str = "+09:00") -> tuple[datetime, datetime]:
    """Give the earliest and the latest moment that a written date may mean, in UTC.

    Parameters
    ----------
    text : str
        A year, a month, a day, or an instant with its offset.
    offset : str
        Of a year, month or day that is local; that of Korea if not given.

    Raises
    ------
    ValueError
        If there is no such date; the text ends with the mend.

    Examples
    --------
    >>> for moment in moments("2023-11-22"):
    ...     print(moment.isoformat())
    2023-11-21T15:00:00+00:00
    2023-11-22T15:00:00+00:00
    >>> moments("2023-11-22T15:00+09:00")[0].isoformat()
    '2023-11-22T06:00:00+00:00'
    """
    mend = "is no date: write 2018, 2018-04, 2018-04-21 or 2023-11-22T15:00+09:00"
    if "T" in text:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(mend) from None
        if at.tzinfo is None:
            raise ValueError("has no offset: write it as 2023-11-22T15:00+09:00")
        return at.astimezone(UTC), at.astimezone(UTC)
    match = _PARTS.match(text)
    if not match:
        raise ValueError(mend)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        begin = datetime.fromisoformat(f"{year:04}-{month or 1:02}-{day or 1:02}T00:00{offset}")
    except ValueError:
        raise ValueError("does not exist: look it up again") from None
    if day:
        end = begin + timedelta(days=1)
    else:
        years, months = divmod(month, 12) if month else (1, 0)
        end = begin.replace(year=year + years, month=months + 1)
    return begin.astimezone(UTC), end.astimezone(UTC)
