"""Radii and widths in the words of a notice, in kilometres."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.notices.words import alternatives, number, number_value, tables, word_list
from geo.patterns import re
from geo.shapes import LARGEST_RADIUS_KM


class Length(NamedTuple):
    """A radius in kilometres, and where it stands.

    Examples
    --------
    >>> [length] = find_lengths("WITHIN 5 MILES OF 38N 124E")
    >>> round(length.km, 3), length.leads
    (9.26, True)
    """

    km: float
    start: int
    end: int
    leads: bool  # WITHIN 5 MILES OF: a position follows


_SMALL_KM = 0.01  # units below it are metres and yards
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


@cache
def length_words() -> str:
    """Give the part of a pattern that matches a number and its unit.

    Examples
    --------
    >>> re.findall(length_words(), "5 MILES, 10公里, 2 DAYS")
    ['5 MILES', '10公里']
    """
    units = [word for words in tables()["lengths"].values() for word in words]
    return rf"{number()}[\s-]{{0,3}}+{alternatives(units)}"


@cache
def _length_patterns() -> tuple[tuple[re.Pattern[str], float, bool], ...]:
    """Give the ways to say a radius: the pattern, the factor, and whether a position must follow."""
    radius, diameter, within, of = (
        alternatives(word_list("areas", key)) for key in ("radius", "diameter", "within", "of")
    )
    length = f"(?P<length>{length_words()})"
    behind = r"(?:(?<=[.):,] )|(?<=(?<![A-Z])AND\s)|(?<=(?<![А-ЯЁ])И\s))"
    made = [
        (rf"{within}\s{{1,12}}+(?:A\s)?{length}(?:\s{{1,12}}+RADIUS)?\s{{1,12}}+{of}", 1.0, True),
        # WITHIN: A. 20 MILES OF 23-00S 165-58E. B. TEN MILES OF …: the word stands once, before the list.
        # WITHIN 12 MILES OF 33-45N 127-40E AND 15 MILES OF …
        (rf"{behind}{length}\s{{1,12}}+(?:OF|ОТ)\s{{1,12}}+(?=[0-9NS]|$)", 1.0, True),
        (rf"{radius}[^0-9\n;.(,]{{0,16}}?{length}", 1.0, False),
        (rf"{length}[\s-]{{0,3}}+(?:的|为)?{radius}", 1.0, False),
        (rf"(?<![A-Z0-9-])R[ ]?=?[ ]?{length}(?![ ][NSEW])", 1.0, False),  # R 12NM, R=5KM
        (rf"{diameter}[^0-9\n;.(,]{{0,16}}?{length}", 0.5, False),
        (rf"{length}[\s-]{{0,3}}+{diameter}", 0.5, False),
    ]
    return tuple((re.compile(text), factor, leads) for text, factor, leads in made)


@cache
def _has_length() -> re.Pattern[str]:
    words = [word for key in ("radius", "diameter", "within") for word in word_list("areas", key)]
    return re.compile(rf"{alternatives(words)}|[A-Z]\s{{1,12}}+OF\s|[А-Я]\s{{1,12}}+ОТ\s|R[ ]?=?[ ]?[0-9]")


def find_lengths(folded: str) -> list[Length]:
    """Find the radii in a text, in printed order; overlapping ones once.

    Examples
    --------
    >>> [length.km for length in find_lengths("RADIUS 10 KM, DIAMETER 10 KM, 10 KM")]
    [10.0, 5.0]
    """
    if not _has_length().search(folded):
        return []
    found: list[Length] = []
    taken = bytearray(len(folded))
    for words, factor, leads in _length_patterns():
        for match in words.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            km = kilometres(match["length"])
            if km is not None:
                taken[match.start() : match.end()] = b"\1" * len(match.group())
                found.append(Length(km * factor, match.start(), match.end(), leads))
    return sorted(found, key=lambda each: each.start)


@cache
def _unit_patterns() -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple(
        (re.compile(rf"(?P<number>{number()})[\s-]{{0,3}}+{alternatives(words)}"), float(km))
        for km, words in tables()["lengths"].items()
    )


def kilometres(text: str) -> float | None:
    """Read a number and its unit in kilometres; None for no length at all, or one beyond any area.

    Examples
    --------
    >>> [kilometres(text) for text in ("5 MILES", "10公里", "0 KM", "5 DAYS", "1,500 M")]
    [9.26, 10.0, None, None, 1.5]
    """
    for words, factor in _unit_patterns():
        match = words.fullmatch(text)
        if match:
            digits = match["number"]
            if factor < _SMALL_KM and _THOUSANDS.fullmatch(digits):  # nobody writes 1.5 m as 1,500 M
                digits = digits.replace(",", "")
            km = number_value(digits) * factor
            return round(km, 9) if 0 < km <= LARGEST_RADIUS_KM else None
    return None


@cache
def width_patterns() -> tuple[tuple[re.Pattern[str], float], ...]:
    """Give the ways to say the width of a corridor, and the factor that makes it the half width.

    Examples
    --------
    >>> words = ("10 NM WIDE", "10 NM EITHER SIDE")
    >>> [[factor for each, factor in width_patterns() if each.search(text)] for text in words]
    [[0.5], [1.0]]
    """
    width, half, within, of = (
        alternatives(word_list("areas", key)) for key in ("width", "half_width", "within", "of")
    )
    line = alternatives(word_list("areas", "line"))
    length = f"(?P<length>{length_words()})"
    made = (
        (rf"{half}[^0-9\n;.(,]{{0,12}}?{length}", 1.0),
        (rf"{length}[\s,-]{{0,3}}+(?:TO\s|ON\s|OF\s|各\s?)?{half}", 1.0),
        (
            rf"{within}\s{{1,12}}+{length}\s{{1,12}}+{of}\s{{1,12}}+(?:THE\s|A\s)?(?:{line}|LINE(?![A-Z]))",
            1.0,
        ),
        (rf"{width}[^0-9\n;.(]{{0,12}}?{length}", 0.5),
        (rf"{length}[\s-]{{0,3}}+{width}", 0.5),
    )
    return tuple((re.compile(text), factor) for text, factor in made)
