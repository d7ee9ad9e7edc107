"""Text to positions: coordinates in the spellings of five languages, alone, in lists and in running text.

Positions are longitude and latitude in degrees, WGS 84; longitude comes first in data, latitude first in
what people write. Text is first brought to a small alphabet (`geo.coordinate_words`), then cut into angles
(`geo.coordinate_angles`), which are put together by their hemispheres (`geo.coordinate_pairs`). All
patterns read a text of n characters in a time that grows with n. What is needed only now and then is
compiled, and kept by `re`, at its first use: the command line starts with this module.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.coordinate_angles import Token, cut_tokens, value_of
from geo.coordinate_pairs import paired
from geo.coordinate_words import ARROWS, LABELS, LATITUDE, LONGITUDE, to_alphabet
from geo.errors import PositionError
from geo.patterns import re
from geo.positions import MEND, Misread, Position, quote, short

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL_WORDS = "|".join(re.escape(word) for word in sorted(LABELS, key=len, reverse=True))
_LEADING_LABEL = (
    rf"(?:(?<![0-9A-Za-z])(?i:{_LABEL_WORDS})[ ]?[0-9]{{1,3}}(?![0-9])[.:)]?|\([0-9]{{1,3}}\)"
    r"|(?:^|(?<=[\n;])|(?<=; ))[0-9]{1,3}(?:[:)]|\.(?=[ ])))"
)
_BETWEEN = re.compile(
    r"(?:[\s,;:/&~|.()\[\]①-⑳-]++"
    rf"|(?<![0-9A-Za-z])(?:(?i:{_LABEL_WORDS})[ ]?(?:[A-Z]|[0-9]{{1,3}})(?![0-9A-Za-z])[.:)]?"
    r"|(?:[A-Za-zА-я]|[0-9]{1,3})(?:[:)]|\.(?=[\s(]|\Z)))"
    r"|↑[ ]?[0-9]{1,3}(?=[ ]))*+"
)
_MEANT = re.compile(
    rf"(?:[0-9°′″{ARROWS}\s,;:/&~|.()\[\]①-⑳#№+-]++"
    rf"|(?<![A-Za-z])(?:(?i:{_LABEL_WORDS})(?=[ ]?[0-9A-Z])|[A-Za-zА-я](?=[0-9.:)])))*+"
)
_LONGITUDE_FIRST = re.compile(
    r"\s*+(?:\[\s*+(?P<a>[^\s,\[\]]++)\s*+,\s*+(?P<b>[^\s,\[\]]++)\s*+\]"
    r"|(?i:point)\s*+\(\s*+(?P<c>[^\s()]++)\s++(?P<d>[^\s()]++)\s*+\))\s*+"
)
_GEO_URI = (
    r"(?i)\s*+geo:([^\s,;?]++),([^\s,;?]++)(?:,[^\s,;?]++)?+"
    r"((?:;[a-z][a-z0-9-]*+(?:=[^\s;?]*+)?+)*+)(?:\?\S*+)?+\s*+"
)
_ON_A_GRID = (
    r"(?i)(?<![0-9.-])[0-9]{1,2}\s?(?:[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s*+[0-9]"
    r"|(?:[C-HJ-NP-X]|north|south)[\s,;]++(?:E[\s:]*+)?[0-9]{5})"
)
_LONGEST_ADDRESS = 4000
_ALSO_WRITTEN = r"[\s\ufeff]/[\s\ufeff]"
_MINUTE = 1 / 60
_LETTER_O = r"[Oo](?:st)?"
_EAST_OR_WEST = "O may be Ost, east, or ouest, west: write E or W"
_BARE_POINT = r"(?<![0-9.,])\.(?=[0-9])"
_DECIMAL = r"[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)"


def read_position(text: str) -> Position:
    """Read a text that is one position and nothing else.

    Without hemispheres the latitude comes first, and south and west are negative. With hemispheres
    either order is read. ``[lon, lat]``, ``POINT(lon lat)`` and ``geo:lat,lon`` keep their own rules.

    Parameters
    ----------
    text : str
        Coordinates in any of the spellings of English, Chinese, Japanese, Korean and Russian notices.

    Returns
    -------
    Position
        With the precision that the printed digits give, and the span of the words in the text.

    Raises
    ------
    PositionError
        If the text is empty, holds anything else, or several positions; if minutes or seconds reach 60, a
        number is out of range, a hemisphere is missing or given twice. The message says what would be right.

    Examples
    --------
    >>> read_position("38-46.58N 120-59.10E").lat
    38.77633333333333
    >>> read_position("東経120度59分、北緯38度46分").lon
    120.98333333333333
    >>> read_position("128.2, 38.5")
    Traceback (most recent call last):
    geo.errors.PositionError: latitude 128.2 is beyond 90: did you mean 38.5, 128.2 (38°30′00″N 128°12′00″E)?
    """
    found = read_positions(text)
    if len(found) > 1:
        raise PositionError(
            f"{quote(text)}: {len(found)} positions where one is expected: give the first only"
        )
    return found[0]


def read_positions(text: str) -> tuple[Position, ...]:
    """Read a text that is a list of positions, at least one, and nothing else.

    Positions may be separated by commas, semicolons, slashes, line ends, hyphens, "to" and "and", and
    labelled: ``A:``, ``1.``, ``(10)``, ``点1``, ``№ 1``. One position in several spellings with " / " between
    them, as encyclopaedias print it, is one.

    Parameters
    ----------
    text : str
        Coordinates as in `read_position`.

    Returns
    -------
    tuple of Position
        In printed order.

    Raises
    ------
    PositionError
        As in `read_position`; one position that cannot be read refuses the list.

    Examples
    --------
    >>> [p.lat for p in read_positions("A: 25-30N 119-18E; B: 25-21N 119-16E")]
    [25.5, 25.35]
    >>> len(read_positions("38°46′35″N 120°59′06″E / 38.77639°N 120.98500°E / 38.77639; 120.98500"))
    1
    """
    if not text.strip():
        raise PositionError(f"the position is empty: {MEND}")
    if match := _LONGITUDE_FIRST.fullmatch(text):
        return (_read_longitude_first(match),)
    if "geo:" in text.lower() and (match := re.fullmatch(_GEO_URI, text)):
        return (_read_geo_uri(match),)
    if (one := _read_other_notation(text) or _read_repeated(text)) is not None:
        return (one,)
    canon = to_alphabet(text)
    if (stop := _meant_until(canon)) < len(canon):
        mend = _EAST_OR_WEST if re.fullmatch(_LETTER_O, text[stop:]) else MEND
        raise PositionError(f"{quote(text)}: cannot read {quote(text[stop:], 20)} in a position: {mend}")
    tokens = list(cut_tokens(canon))
    if not any(token.kind == "a" for token in tokens):
        raise PositionError(f"{quote(text)}: no number in it: {MEND}")
    if all(token.kind == "a" for token in tokens):
        return _read_unsigned(text, canon, tokens)
    return _read_signed(text, canon, tokens)


def scan_positions(text: str) -> tuple[Position | Misread, ...]:
    """Find positions with hemispheres anywhere in running text, and what is meant as one and cannot be read.

    Parameters
    ----------
    text : str
        Any text: a notice, an article. Lines broken inside a number must be joined before.

    Returns
    -------
    tuple of Position and Misread
        In printed order, each with its span; empty if there is none. Nothing is ever raised.

    Examples
    --------
    >>> [good, bad] = scan_positions("A: 37-12.5N 129-40.3E B: 37-72.0N 129-50.0E")
    >>> good.lat, str(bad.error)
    (37.208333333333336, "'37-72.0N': 72.0 minutes: they stay below 60: correct them")
    """
    canon = to_alphabet(text)
    if not any(arrow in canon for arrow in ARROWS):
        return ()
    return tuple(paired(text, canon, list(cut_tokens(canon))))


def holds_position(text: str) -> bool:
    """Tell whether a text is meant as coordinates: numbers, marks, hemispheres and labels, and no other word.

    It may still be wrong, which `read_positions` then explains. A single bare number is not meant as one.

    Examples
    --------
    >>> holds_position("38-46.58N 120-59.10E"), holds_position("128.2, 38.5")
    (True, True)
    >>> holds_position("Coral Sea"), holds_position("2017")
    (False, False)
    """
    if _LONGITUDE_FIRST.fullmatch(text) or ("geo:" in text.lower() and re.fullmatch(_GEO_URI, text)):
        return True
    try:
        if _read_other_notation(text) is not None:
            return True
    except PositionError:  # which `read_positions` then explains
        return True
    canon = to_alphabet(text)
    if _meant_until(canon) < len(canon):
        return False
    tokens = list(cut_tokens(canon))
    numbers = [token for token in tokens if token.kind == "a"]
    return len(numbers) > 1 or any(len(t.parts) > 1 or len(tokens) > 1 or "," in t.parts[0] for t in numbers)


def _read_other_notation(text: str) -> Position | None:
    """Read a grid reference, a plus code or a link of a map service; None if the text is none of them.

    Raises
    ------
    PositionError
        If it is one that holds no position.
    """
    if len(text) > _LONGEST_ADDRESS:
        return None
    if "/" in text:
        from geo.map_links import read_link  # noqa: PLC0415 few positions are written so

        return read_link(text)
    if "+" in text:
        from geo.plus_codes import read_plus_code  # noqa: PLC0415 likewise

        return read_plus_code(text)
    if re.search(_ON_A_GRID, text):
        from geo.grid import read_reference, read_utm  # noqa: PLC0415 likewise

        return read_reference(text) or read_utm(text)
    return None


def _read_repeated(text: str) -> Position | None:
    """Read one position in two or three spellings that agree as finely as they are written; else None."""
    spellings = re.split(_ALSO_WRITTEN, text, maxsplit=3)
    if not 2 <= len(spellings) <= 3:
        return None
    try:
        first, *others = (read_position(spelling) for spelling in spellings)
    except PositionError:
        return None
    for other in others:
        allowed = max(first.precision_deg, other.precision_deg)
        apart = max(abs(math.remainder(other.lon - first.lon, 360)), abs(other.lat - first.lat))
        if apart > allowed or allowed > _MINUTE:  # written more coarsely they may be two
            return None
    return replace(first, end=len(text.rstrip()))


def _read_signed(text: str, canon: str, tokens: Sequence[Token]) -> tuple[Position, ...]:
    """Read a list with hemispheres: nothing but separators and labels may be left beside the pairs."""
    _refuse_one_axis(text, tokens)
    found: list[Position] = []
    for pair in paired(text, canon, tokens):
        if isinstance(pair, Misread):
            raise pair.error
        found.append(pair)
    at = 0
    for start, end in [*((pair.start, pair.end) for pair in found), (len(canon), len(canon))]:
        match = _BETWEEN.match(canon, at, start)
        stop = match.end() if match else at
        if stop < start:
            raise _left_over(text, [token for token in tokens if stop <= token.start < start], stop, start)
        at = end
    return tuple(found)


def _refuse_one_axis(text: str, tokens: Sequence[Token]) -> None:
    """Refuse several numbers whose hemispheres are all of latitudes, or all of longitudes."""
    kinds = [token.kind for token in tokens]
    runs = sum(kind != "a" == before for kind, before in zip(kinds, ["a", *kinds], strict=False))
    what = quote(text[tokens[0].start : tokens[-1].end])
    for axis, kind, other in ((LATITUDE, "latitudes", "longitude"), (LONGITUDE, "longitudes", "latitude")):
        if runs >= 2 <= kinds.count("a") and all(each == "a" or each in axis for each in kinds):
            raise PositionError(f"{what}: two {kind} and no {other}: correct a hemisphere")


def _left_over(text: str, tokens: Sequence[Token], start: int, end: int) -> PositionError:
    """Say what is wrong with numbers and hemispheres that make no pair."""
    what = quote(text[start:end].strip())
    angles = sum(token.kind == "a" for token in tokens)
    latitudes = sum(token.kind in LATITUDE for token in tokens)
    longitudes = sum(token.kind in LONGITUDE for token in tokens)
    if angles >= 2 and max(latitudes, longitudes) >= 2 and not min(latitudes, longitudes):
        kind, other = ("latitudes", "longitude") if latitudes else ("longitudes", "latitude")
        return PositionError(f"{what}: two {kind} and no {other}: correct a hemisphere")
    if angles > latitudes + longitudes:
        return PositionError(f"{what}: a number without a hemisphere: add N, S, E or W")
    if angles == 1 and latitudes + longitudes == 1:
        kind, other = ("latitude", "longitude") if latitudes else ("longitude", "latitude")
        return PositionError(f"{what}: a {kind} without a {other}: add it")
    return PositionError(f"{what}: cannot pair a latitude with a longitude here: {MEND}")


def _read_unsigned(text: str, canon: str, tokens: Sequence[Token]) -> tuple[Position, ...]:
    """Read a list without hemispheres: latitude first, minus for south and west."""
    canon = re.sub(_LEADING_LABEL, lambda match: " " * len(match.group()), canon)
    canon = re.sub(_BARE_POINT, "0.", canon)
    tokens = list(cut_tokens(canon))
    gaps = [canon[one.end : two.start] for one, two in pairwise(tokens)]
    outside = [canon[: tokens[0].start], canon[tokens[-1].end :]] if tokens else [canon]
    for gap in outside + gaps:
        match = _BETWEEN.match(gap)
        if match is None or match.end() < len(gap) or (gap == "." and gap in gaps):
            raise PositionError(f"{quote(text)}: cannot read {quote(gap.strip())} in a position: {MEND}")
    with_comma = [token for token in tokens if "," in token.parts[0]]
    if not with_comma:
        return _in_twos(text, canon, tokens)
    readings: list[tuple[Position, ...]] = []
    faults: list[PositionError] = []
    for commas in (_split_at_comma, _decimal_comma):
        try:
            readings.append(_in_twos(text, canon, [part for token in tokens for part in commas(token)]))
        except PositionError as error:
            faults.append(error)
    if len(readings) == 2 and not any("\n" in gap for gap in gaps):
        raise PositionError(f"{quote(text)}: commas that may be decimal or may separate: use decimal points")
    if not readings:
        raise faults[0]
    return readings[0]


def _split_at_comma(token: Token) -> list[Token]:
    first, comma, second = token.parts[0].partition(",")
    if not comma:
        return [token]
    cut = token.end - len(second)
    return [token._replace(end=cut - 1, parts=(first,)), Token("a", cut, token.end, "", "number", (second,))]


def _decimal_comma(token: Token) -> list[Token]:
    return [token._replace(parts=(token.parts[0].replace(",", "."), *token.parts[1:]))]


def _in_twos(text: str, canon: str, tokens: Sequence[Token]) -> tuple[Position, ...]:
    """Take the numbers in twos, latitude first."""
    if len(tokens) % 2 or not tokens:
        count = "one number" if len(tokens) == 1 else f"{len(tokens)} numbers"
        raise PositionError(f"{quote(text)}: {count}: a position needs a latitude and a longitude: {MEND}")
    found = []
    for one, two in zip(tokens[::2], tokens[1::2], strict=True):
        printed = text[one.start : two.end]
        if "-" in canon[one.end : two.start]:
            raise PositionError(f"{quote(printed)}: a hyphen or a minus? {MEND}")
        numbers = []
        for token in (one, two):
            if token.spelling == "number":
                decimals = len(token.parts[0].partition(".")[2])
                value, precision = float(token.parts[0]), 0.5 * 10.0**-decimals
            else:
                value, precision, _ = value_of(printed, token, "")
            numbers.append((-value if token.sign == "-" else value, precision))
        (lat, lat_precision), (lon, lon_precision) = numbers
        found.append(Position(lon, lat, max(lat_precision, lon_precision), one.start, two.end))
    return tuple(found)


def _read_longitude_first(match: re.Match[str]) -> Position:
    """Read ``[lon, lat]`` or ``POINT(lon lat)``."""
    printed = [match["a"] or match["c"], match["b"] or match["d"]]
    lon, lat = _decimals(match, printed)
    if abs(lat) > 90 >= abs(lon):
        raise PositionError(
            f"{quote(match.group())}: in brackets the longitude comes first, and latitude {short(lat)} is "
            f"beyond 90: did you mean [{short(lat)}, {short(lon)}]?"
        )
    return Position(lon, lat, _coarsest(printed), *_span(match))


def _read_geo_uri(match: re.Match[str]) -> Position:
    """Read ``geo:lat,lon`` of RFC 5870; an altitude does not matter here, nor what a map is asked for."""
    printed = [match[1], match[2]]
    lat, lon = _decimals(match, printed)
    named = dict(each.lower().partition("=")[::2] for each in match[3].split(";") if each)
    if named.get("crs", "wgs84") != "wgs84":
        raise PositionError(f"{quote(match.group())}: is in another system than WGS 84: transform it first")
    doubts = (f"the uncertainty u={quote(named['u'], 20)} was left aside",) if "u" in named else ()
    return Position(lon, lat, _coarsest(printed), *_span(match), doubts)


def _decimals(match: re.Match[str], printed: Sequence[str]) -> list[float]:
    """Read decimal numbers of a form that has no other."""
    for number in printed:
        if not re.fullmatch(_DECIMAL, number):
            raise PositionError(f"{quote(match.group())}: {quote(number, 20)} is no decimal number: {MEND}")
    return [float(number) for number in printed]


def _coarsest(printed: Sequence[str]) -> float:
    """Give half a unit of the last digit, of the coarsest of some decimal numbers."""
    return max(0.5 * 10.0 ** -len(number.partition(".")[2]) for number in printed)


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Give where the words of a whole text begin and end."""
    return len(match.group()) - len(match.group().lstrip()), len(match.group().rstrip())


def _meant_until(canon: str) -> int:
    """Find where a text stops being made of numbers, marks, hemispheres, separators and labels."""
    match = _MEANT.match(canon)
    return match.end() if match else 0
