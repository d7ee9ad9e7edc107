"""What is wrong with a file or with one of its records, in words, and the mend.

A file of which nothing can be used raises `InputFileError`; whatever is wrong with one record becomes a
`Fault` beside the good ones, so that one bad record never loses the others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from geo.errors import InputFileError, cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a file or with one of its records, and the mend.

    Examples
    --------
    >>> print(Fault(file="a.csv", where="line 3", field="lat", problem="is empty", mend="write degrees"))
    a.csv, line 3, lat: is empty: write degrees
    """

    file: str
    where: str = ""  #: empty: the whole file
    field: str = ""
    problem: str
    mend: str

    def __str__(self) -> str:
        """Give the one-line message; line ends, terminal codes and the like become U+FFFD."""
        place = ", ".join(part for part in (self.file, self.where, self.field) if part)
        text = ": ".join(part for part in (place, self.problem, self.mend) if part)
        return "".join(character if character.isprintable() else "\ufffd" for character in text)


class RecordError(Exception):
    """One record cannot be used; the reading makes a `Fault` of it.

    Parameters
    ----------
    problem, mend, field : str
        As in `Fault`.

    Examples
    --------
    >>> from geo.records import Reading
    >>> reading = Reading("a.csv")
    >>> def geometry():
    ...     raise RecordError("is empty", "write degrees", "lat")
    >>> reading.add("line 3", {}, geometry)
    >>> print(reading.faults[0])
    a.csv, line 3, lat: is empty: write degrees
    """

    def __init__(self, problem: str, mend: str, field: str = "") -> None:
        super().__init__(problem)
        self.problem, self.mend, self.field = problem, mend, field


class SwappedError(RecordError):
    """Longitude and latitude are in each other's place.

    Examples
    --------
    >>> from shapely import Point
    >>> from geo.geometry_formats import checked_geometry
    >>> checked_geometry(Point(38, 128))
    Traceback (most recent call last):
        ...
    geo.faults.SwappedError: (38, 128) would lie at latitude 128
    """


def file_error(file: str, problem: str, mend: str, where: str = "") -> InputFileError:
    """Make the error for a file of which nothing can be used.

    Parameters
    ----------
    file, problem, mend, where : str
        As in `Fault`.

    Examples
    --------
    >>> print(file_error("a.csv", "is empty", "check how it was written"))
    a.csv: is empty: check how it was written
    """
    return InputFileError(str(Fault(file=file, where=where, problem=problem, mend=mend)))


def shown(value: object, length: int = 40) -> str:
    """Quote a value for a message, shortened; what is no text is written as JSON.

    Examples
    --------
    >>> shown([128.5, None]), shown("twenty miles off the coast", 12)
    ("'[128.5, null]'", "'twenty mile…'")
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"'{cut(text, length)}'"


def shown_pair(x: float, y: float) -> str:
    """Write a pair of coordinates for a message, to ten digits.

    Examples
    --------
    >>> shown_pair(128.5, 38)
    '(128.5, 38)'
    """
    return f"({x:.10g}, {y:.10g})"
