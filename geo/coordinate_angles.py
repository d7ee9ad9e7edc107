"""Angles as they are printed: degrees, minutes and seconds in all their spellings, cut out and worked out.

All patterns read a text of n characters in a time that grows with n: possessive quantifiers (``++``) never
step back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.coordinate_words import ARROWS, LATITUDE, SIGN
from geo.errors import PositionError
from geo.patterns import re
from geo.positions import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = r"[0-9]++(?:\.[0-9]++|,[0-9]++(?!\.[0-9]))?+"
_SIXTIETHS = r"[0-9]{1,2}+(?![0-9])(?:[.,][0-9]++)?+"
#: How an angle can be printed, in the order in which the spellings are tried.
_SPELLINGS = {
    "marks": re.compile(
        rf"(?P<deg>{_NUMBER})[ ]{{0,2}}°++(?P<deg_tail>\.[0-9]++)?+"
        rf"(?:[ -]{{0,3}}(?P<touch>(?<=[°-]))?+(?P<min>{_SIXTIETHS})"
        r"(?:[ ]{0,2}′++(?P<min_tail>\.[0-9]++)?+"
        r"|(?(touch)(?![ ]?[°″])|(?=[ ]?[↑↓→←]|[ ][0-9]{1,2}+(?:[.,][0-9]++)?+[ ]?[″↑↓→←])))"
        rf"(?:[ -]{{0,3}}(?P<touch2>(?<=[′-]))?+(?P<sec>{_SIXTIETHS})"
        r"(?:[ ]{0,2}″++(?P<sec_tail>\.[0-9]++)?+|(?(touch2)(?![ ]?[°′])|(?=[ ]?[↑↓→←]))))?+)?+"
    ),
    "hyphens": re.compile(
        rf"(?P<deg>{_NUMBER})(?:-|(?P<gap>[ ]-|-[ ]))(?P<min>{_SIXTIETHS})(?:[ ]?′++)?+"
        r"(?:-(?P<sec>[0-9]{1,4}+(?:[.,][0-9]++)?+)(?:[ ]?″++)?+)?+(?![0-9])"
    ),
    "spaces": re.compile(
        rf"(?P<deg>[0-9]{{1,3}}+)[ ](?P<min>{_SIXTIETHS})(?:[ ](?P<sec>{_SIXTIETHS}))?+(?![0-9°′″-])"
    ),
    "number": re.compile(rf"(?P<deg>{_NUMBER})"),
}
_TOKEN_START = re.compile(rf"[0-9]|([{ARROWS}])\1*+")


class Token(NamedTuple):
    """A number as printed, with its parts; or an arrow, with its kind."""

    kind: str  # "a", or the arrow
    start: int
    end: int
    sign: str = ""
    spelling: str = ""
    parts: tuple[str, ...] = ()  # degrees, minutes, seconds: digits with a decimal point


def cut_tokens(canon: str) -> Iterator[Token]:
    """Cut a text in the small alphabet into arrows and angles.

    Parameters
    ----------
    canon : str
        As `geo.coordinate_words.to_alphabet` gives it; nothing is found in an empty one.

    Examples
    --------
    >>> [(token.kind, token.spelling, token.parts) for token in cut_tokens("38-46.58↑ 12.5")]
    [('a', 'hyphens', ('38', '46.58')), ('↑', '', ()), ('a', 'number', ('12.5',))]
    """
    arrows = any(arrow in canon for arrow in ARROWS)
    last = Token("", 0, 0)
    at = 0
    while match := _TOKEN_START.search(canon, at):
        start = match.start()
        if match.group().isdigit():
            led = last.kind not in {"", "a"} and not canon[last.end : start].strip(" :")
            last = _angle_at(canon, start, arrows=arrows, led=led)
        else:
            last = Token(match.group(1), start, match.end())
        yield last
        at = last.end


def _angle_at(canon: str, start: int, *, arrows: bool, led: bool) -> Token:
    """Read the angle that begins at a digit; `led` if an arrow stands right before it."""
    sign = ""
    if start and canon[start - 1] in "+-" and (start == 1 or canon[start - 2] in " \n,;:/([&~"):
        sign = canon[start - 1]
    for spelling, pattern in _SPELLINGS.items():
        match = pattern.match(canon, start)
        if match is None:
            continue
        parts = match.groupdict()
        followed = canon[match.end() : match.end() + 3].lstrip(" ")[:1] in SIGN if arrows else False
        if spelling == "spaces" and not (followed or led or (not arrows and parts["sec"])):
            continue
        if spelling == "hyphens" and parts["gap"] and not followed:
            continue
        # Without hemispheres a comma between two bare numbers may be a decimal comma or a separator.
        comma = "," if spelling == "number" and not arrows else "."
        values = tuple(
            (parts[name] + (parts.get(f"{name}_tail") or "")).replace(",", comma)
            for name in ("deg", "min", "sec")
            if parts.get(name)
        )
        return Token("a", start - len(sign), match.end(), sign, spelling, values)
    raise AssertionError  # pragma: no cover - a digit is always a number


def is_bare(token: Token) -> bool:
    """Tell whether a token is a whole number of up to three digits, which may be a label or an hour.

    Examples
    --------
    >>> [is_bare(token) for token in cut_tokens("38 38.5")]
    [True, False]
    """
    return token.spelling == "number" and token.parts[0].isdigit() and len(token.parts[0]) <= 3


def is_packed(token: Token) -> bool:
    """Tell whether a token is a run of digits as in a NOTAM: degrees and minutes without marks.

    Examples
    --------
    >>> [is_packed(token) for token in cut_tokens("3846 38.5")]
    [True, False]
    """
    return token.spelling == "number" and len(token.parts[0].partition(".")[0]) > 3


def value_of(
    printed: str, angle: Token, axis: str, *, label_may_lead: bool = False, packed_too: bool = False
) -> tuple[float, float, int]:
    """Work out degrees without a sign, their precision, and the length of a label that led the number.

    Raises
    ------
    PositionError
        If it is no latitude or longitude.

    Examples
    --------
    >>> [angle] = cut_tokens("38-46.5")
    >>> [round(each, 6) for each in value_of("38-46.5", angle, LATITUDE)]
    [38.775, 0.000833, 0]
    """
    degrees, *sixtieths = angle.parts
    shift = 0
    if any(part.count(".") > 1 for part in angle.parts):
        raise PositionError(f"{quote(printed)}: two decimal points in one number: keep one")
    label, point, rest = degrees.partition(".")
    if point and (sixtieths or (packed_too and len(rest) in {4, 6} and axis == LATITUDE)):
        if not label_may_lead or len(label) > 3 or (sixtieths and len(rest) > 3):
            raise PositionError(
                f"{quote(printed)}: the degrees have a decimal point and minutes too: keep one"
            )
        degrees, shift = rest, len(label) + 1
    if angle.spelling == "number":
        degrees, sixtieths = _unpack(printed, degrees, axis)
        if packed_too and not sixtieths and len(degrees.partition(".")[0]) != (2 if axis == LATITUDE else 3):
            raise PositionError(f"{quote(printed)}: digits are missing: write as many as in the other number")
    if len(sixtieths) == 2:
        sixtieths = _mend_thousandths(printed, *sixtieths)
    for name, part in zip(("minutes", "seconds"), sixtieths, strict=False):
        if float(part) >= 60:
            raise PositionError(f"{quote(printed)}: {part[:8]} {name}: they stay below 60: correct them")
    numbers = [degrees, *sixtieths]
    finest = len(numbers) - 1
    # One division, so that no rounding is added to that of the printed digits.
    value = sum(float(part) * 60 ** (finest - power) for power, part in enumerate(numbers)) / 60**finest
    decimals = len(numbers[-1].partition(".")[2])
    return value, 0.5 * 10.0**-decimals / 60**finest, shift


def _mend_thousandths(printed: str, minutes: str, seconds: str) -> list[str]:
    """Take three digits in the place of seconds for decimals of the minutes: 37-12-500 is 37-12.500."""
    whole = seconds.partition(".")[0]
    if "." in minutes or (len(whole) > 2 and whole != seconds):
        raise PositionError(f"{quote(printed)}: two decimal points in one number: keep the last")
    return [f"{minutes}.{seconds}"] if len(whole) > 2 else [minutes, seconds]


def _unpack(printed: str, digits: str, axis: str) -> tuple[str, list[str]]:
    """Cut a run of digits as in a NOTAM into degrees, minutes, seconds; shorter numbers are degrees."""
    whole, point, decimals = digits.partition(".")
    if len(whole) <= 3:
        return digits, []
    cuts = {4: 2, 6: 2} if axis == LATITUDE else {4: 2, 5: 3, 6: 2, 7: 3}
    if len(whole) not in cuts:
        form = "DDMM or DDMMSS" if axis == LATITUDE else "DDDMM or DDDMMSS"
        raise PositionError(f"{quote(printed)}: {len(whole)} digits in a row: write {form}")
    cut = cuts[len(whole)]
    rest = [whole[at : at + 2] for at in range(cut, len(whole), 2)]
    rest[-1] += point + decimals
    return whole[:cut], rest
