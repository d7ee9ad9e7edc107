"""Text to positions and back: coordinates in the spellings of five languages.

Positions are longitude and latitude in degrees, WGS 84; longitude comes first in data, latitude first in
what people write. Text is first brought to a small alphabet of the same length, so that places in it stay
where they were: digits, the marks ``° ′ ″``, and an arrow for each hemisphere (``↑`` north, ``↓`` south,
``→`` east, ``←`` west; ``↕`` and ``↔`` for "latitude" and "longitude" without a hemisphere). Everything after
that is the same for every language. All patterns read a text of n characters in a time that grows with n.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.errors import PositionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Style = Literal["dms", "dm", "decimal", "packed"]

_QUOTED_LENGTH = 60
_MEND = "write for example 38-46.58N 120-59.10E, or 38.7764, 120.9850 with the latitude first"

# ---------------------------------------------------------------------------------------------------------
# Tables: what each language calls things. A word is matched in any case.

_LATITUDE, _LONGITUDE = "↑↓↕", "→←↔"
_SIGN = {"↑": 1, "→": 1, "↓": -1, "←": -1}

# fmt: off
#: Words that stand apart from the letters around them.
_WORDS = {
    "↑": ("north latitude", "northern latitude", "north", "n",
          "северной широты", "северная широта", "сев. широты", "с.ш.", "с. ш.", "сш"),
    "↓": ("south latitude", "southern latitude", "south", "s",
          "южной широты", "южная широта", "юж. широты", "ю.ш.", "ю. ш.", "юш"),
    "→": ("east longitude", "eastern longitude", "east", "e",
          "восточной долготы", "восточная долгота", "вост. долготы", "в.д.", "в. д.", "вд"),
    "←": ("west longitude", "western longitude", "west", "w",
          "западной долготы", "западная долгота", "зап. долготы", "з.д.", "з. д.", "зд"),
    "↕": ("latitude", "lat.", "lat", "широта"),
    "↔": ("longitude", "long.", "long", "lon.", "lon", "lng", "долгота"),
    "&": ("and", "и"),
    "~": ("to", "до"),
}
# fmt: on
#: Words of scripts that are written without spaces: they may touch the letters around them.
_GLUED_WORDS = {
    "↑": ("北纬", "北緯", "북위"),
    "↓": ("南纬", "南緯", "남위"),
    "→": ("东经", "東經", "東経", "동경"),
    "←": ("西经", "西經", "西経", "서경"),
    "↕": ("纬度", "緯度", "위도"),
    "↔": ("经度", "經度", "経度", "경도"),
    "&": ("和", "及", "および", "및"),
    "~": ("至",),
}
#: Words for units, read only after a digit.
_UNITS = {
    "°": ("degrees", "degree", "deg.", "deg", "度", "도", "градусов", "градуса", "градус", "град.", "град"),
    "′": ("minutes", "minute", "min.", "min", "分", "분", "минуты", "минута", "минут", "мин.", "мин"),
    "″": ("seconds", "second", "sec.", "sec", "秒", "초", "секунды", "секунда", "секунд", "сек.", "сек"),
}
#: Russian letters, which are also prepositions, and the Latin letters that look like them: capitals that
#: follow a number, or touch one.
_RUSSIAN_LETTERS = {"С": "↑", "Ю": "↓", "В": "→", "З": "←"}
_RUSSIAN_LOOKALIKES = {"C": "↑", "B": "→"}
#: What may stand before a point's number.
_LABELS = ("№", "#", "no.", "no", "point", "pt", "点", "點", "第", "地点", "지점", "점", "точка", "т.")

#: One character for one: the marks as people print them.
_MARKS = {
    "°": "º˚゜ᵒ",
    "′": "'’‘‛`´ʹʼ",
    "″": '"”“‟〞〝»«˝ʺ',
    "-": "−‐‑‒–—―─ー",
    ";": "，、。；\u037e↑↓→←↕↔・",
    ":": "=",
    " ": "\t\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202f\u205f\u2060\u2066\u2069\u3000\ufeff",
    "\n": "\x85\u2028\u2029",
}


def _characters() -> dict[int, str]:
    table = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}  # full width to ASCII
    table |= {ord("＇"): "′", ord("＂"): "″", ord("｀"): "′"}
    table |= {ord(printed): mark for mark, variants in _MARKS.items() for printed in variants}
    return table


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _words_pattern() -> re.Pattern[str]:
    spaced = [word for words in _WORDS.values() for word in words]
    glued = [word for words in _GLUED_WORDS.values() for word in words]
    units = [word for words in _UNITS.values() for word in words]
    first = "".join(
        sorted({re.escape(c) for word in spaced + glued + units for c in (word[0], word[0].upper())})
    )
    russian = "".join(_RUSSIAN_LETTERS)
    lookalikes = "".join(_RUSSIAN_LOOKALIKES)
    letter = "A-Za-zÀ-ɏЀ-ӿ"
    return re.compile(
        rf"(?=[{first}{russian}{lookalikes}])(?:"
        rf"(?:(?<=[0-9])|(?<=[0-9] ))(?P<unit>(?i:{_alternatives(units)}))(?![{letter}])"
        rf"|(?<![{letter}])(?P<spaced>(?i:{_alternatives(spaced)}))(?![{letter}])"
        rf"|(?:(?<=[0-9°′″])|(?<=[0-9°′″] ))(?P<russian>[{russian}])(?![{letter}])"
        rf"|(?<![{letter}])(?P<russian_first>[{russian}])(?=[0-9]|[ ][0-9]{{1,3}}°)"
        rf"|(?<=[0-9°′″])(?P<lookalike>[{lookalikes}])(?![{letter}])"
        rf"|(?P<glued>{_alternatives(glued)}))"
    )


_CHARACTERS = _characters()
_CODE = {
    word.upper(): code
    for table in (_WORDS, _GLUED_WORDS, _UNITS)
    for code, words in table.items()
    for word in words
} | _RUSSIAN_LETTERS
_WORD = _words_pattern()
_CYRILLIC = re.compile("[А-яЁё]")

# ---------------------------------------------------------------------------------------------------------
# Patterns over the small alphabet. Possessive quantifiers (``++``) never step back, so nothing can blow up.

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
_ARROWS = _LATITUDE + _LONGITUDE
_LONGEST_GAP = 40  # characters between two numbers of one position
_TOKEN_START = re.compile(rf"[0-9]|([{_ARROWS}])\1*+")
#: What may stand between latitude and longitude, and between positions.
_GAP = re.compile(r"[\s,;:/&|.()-]*+")
_LABEL_WORDS = "|".join(re.escape(word) for word in sorted(_LABELS, key=len, reverse=True))
_LEADING_LABEL = re.compile(
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
    rf"(?:[0-9°′″{_ARROWS}\s,;:/&~|.()\[\]①-⑳#№+-]++"
    rf"|(?<![A-Za-z])(?:(?i:{_LABEL_WORDS})(?=[ ]?[0-9A-Z])|[A-Za-zА-я](?=[0-9.:)])))*+"
)
_LONGITUDE_FIRST = re.compile(
    r"\s*+(?:\[\s*+(?P<a>[^\s,\[\]]++)\s*+,\s*+(?P<b>[^\s,\[\]]++)\s*+\]"
    r"|(?i:point)\s*+\(\s*+(?P<c>[^\s()]++)\s++(?P<d>[^\s()]++)\s*+\))\s*+"
)
_BARE_POINT = re.compile(r"(?<![0-9.,])\.(?=[0-9])")
_DECIMAL = re.compile(r"[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)")

# A text of angles and arrows is matched as a "shape": two characters a token, its kind (``i`` for a bare
# number of up to three digits, ``a`` for any other angle, or the arrow itself) and what follows it (blank,
# ``,`` for a separator, ``x`` for anything else).
_ANY = "[ai]"
_FREE = f"(?:[,x]| (?!{_ANY}))"  # an arrow that no following angle claims


def _half_shapes(own: str, other: str) -> tuple[str, str, str, str]:
    """Give the shapes of a first and a second half with the hemisphere before it, then with it behind."""
    hemisphere, axis = own[:2], own[2]
    return (
        rf"[{own}] {_ANY}(?: [{own}]{_FREE}|[ ,])",
        rf"[{own}] {_ANY}(?: [{own}]{_FREE}| (?![{other}]{_FREE})|[,x])",
        rf"{_ANY} [{hemisphere}][ ,](?:{axis}[ ,])?",
        rf"{_ANY} [{hemisphere}](?: {axis})?[ ,x]",
    )


_LAT = _half_shapes(_LATITUDE, _LONGITUDE)
_LON = _half_shapes(_LONGITUDE, _LATITUDE)
_PAIRS = tuple(
    re.compile(f"(?P<one>{one})(?P<two>{two})")
    for one, two in ((_LAT[0], _LON[1]), (_LON[0], _LAT[1]), (_LAT[2], _LON[3]), (_LON[2], _LAT[3]))
)
#: Two numbers of which one lacks its hemisphere: taken together, lest the other joins a stranger.
_LAME = re.compile(rf"a[ ,]{_ANY} [→←][ ,x]|{_ANY} [↑↓][ ,]a[ ,x](?![{_ARROWS}])")


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the Earth as it was written, checked when it is made.

    Raises
    ------
    PositionError
        If the latitude lies outside [-90, 90], the longitude outside [-180, 180], or one is not finite.

    Examples
    --------
    >>> Position(lon=120.985, lat=38.7763)
    Position(lon=120.985, lat=38.7763, precision_deg=0.0, start=0, end=0, doubts=())
    """

    lon: float  #: degrees, east positive, WGS 84
    lat: float  #: degrees, north positive
    precision_deg: float = 0.0  #: half a unit of the last printed digit, of the coarser of the two numbers
    start: int = field(default=0, compare=False)  #: where the words begin in the text that was read
    end: int = field(default=0, compare=False)  #: the place after their last character
    doubts: tuple[str, ...] = ()  #: what reading had to assume

    def __post_init__(self) -> None:
        """Refuse what is no place on the Earth."""
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise PositionError(f"latitude {self.lat}, longitude {self.lon}: not numbers: {_MEND}")
        if abs(self.lat) > 90:
            if abs(self.lon) <= 90 and abs(self.lat) <= 180:
                swapped = f"{_short(self.lon)}, {_short(self.lat)}"
                mend = f"did you mean {swapped} ({format_position(self.lat, self.lon)})?"
            else:
                mend = "correct it, and write the latitude first"
            raise PositionError(f"latitude {_short(self.lat)} is beyond 90: {mend}")
        if abs(self.lon) > 180:
            turned = math.remainder(self.lon, 360)
            mend = f"did you mean {_short(turned)}?" if abs(self.lon) <= 360 else "correct it"
            raise PositionError(f"longitude {_short(self.lon)} is beyond 180: {mend}")


class Misread(NamedTuple):
    """Words that are meant as a position and cannot be one."""

    error: PositionError
    start: int  #: where the words begin in the text that was read
    end: int  #: the place after their last character


class _Token(NamedTuple):
    """A number as printed, with its parts; or an arrow, with its kind."""

    kind: str  # "a", or the arrow
    start: int
    end: int
    sign: str = ""
    spelling: str = ""
    parts: tuple[str, ...] = ()  # degrees, minutes, seconds: digits with a decimal point


# ---------------------------------------------------------------------------------------------------------
# Public functions


def read_position(text: str) -> Position:
    """Read a text that is one position and nothing else.

    Without hemispheres the latitude comes first, and south and west are negative. With hemispheres
    either order is read. ``[lon, lat]`` and ``POINT(lon lat)`` keep the order of their own rules.

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
            f"{_quote(text)}: {len(found)} positions where one is expected: give the first only"
        )
    return found[0]


def read_positions(text: str) -> tuple[Position, ...]:
    """Read a text that is a list of positions, at least one, and nothing else.

    Positions may be separated by commas, semicolons, slashes, line ends, hyphens, "to" and "and", and
    labelled: ``A:``, ``1.``, ``(10)``, ``点1``, ``№ 1``.

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
    """
    if not text.strip():
        raise PositionError(f"the position is empty: {_MEND}")
    if match := _LONGITUDE_FIRST.fullmatch(text):
        return (_read_longitude_first(match),)
    canon = _canon(text)
    if (stop := _meant_until(canon)) < len(canon):
        raise PositionError(f"{_quote(text)}: cannot read {_quote(text[stop:], 20)} in a position: {_MEND}")
    tokens = list(_tokens(canon))
    if not any(token.kind == "a" for token in tokens):
        raise PositionError(f"{_quote(text)}: no number in it: {_MEND}")
    if all(token.kind == "a" for token in tokens):
        return _read_unsigned(text, canon, tokens)
    return _read_signed(text, canon, tokens)


def find_positions(text: str) -> tuple[Position, ...]:
    """Find the positions with hemispheres anywhere in running text.

    Parameters
    ----------
    text : str
        Any text: a notice, an article. Lines broken inside a number must be joined before.

    Returns
    -------
    tuple of Position
        In printed order, each with its span. Empty if there is none. Pairs that cannot be positions
        (72 minutes, a latitude beyond 90) are left out; nothing is ever raised.

    Examples
    --------
    >>> [found] = find_positions("FIRING WITHIN 5 MILES OF 31-47.0N 131-56.0E, CHART 1220.")
    >>> round(found.lon, 4), found.start, found.end
    (131.9333, 25, 43)
    """
    return tuple(found for found in scan_positions(text) if isinstance(found, Position))


def scan_positions(text: str) -> tuple[Position | Misread, ...]:
    """Find positions as `find_positions` does, and what is meant as one but cannot be read, in its place.

    Parameters
    ----------
    text : str
        Any text. Lines broken inside a number must be joined before.

    Returns
    -------
    tuple of Position and Misread
        In printed order, each with its span; nothing is ever raised.

    Examples
    --------
    >>> [good, bad] = scan_positions("A: 37-12.5N 129-40.3E B: 37-72.0N 129-50.0E")
    >>> good.lat, str(bad.error)
    (37.208333333333336, "'37-72.0N': 72.0 minutes: they stay below 60: correct them")
    """
    canon = _canon(text)
    return tuple(_pairs(text, canon, list(_tokens(canon))))


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
    if _LONGITUDE_FIRST.fullmatch(text):
        return True
    canon = _canon(text)
    if _meant_until(canon) < len(canon):
        return False
    tokens = list(_tokens(canon))
    numbers = [token for token in tokens if token.kind == "a"]
    return len(numbers) > 1 or any(len(t.parts) > 1 or len(tokens) > 1 or "," in t.parts[0] for t in numbers)


def format_position(lon: float, lat: float, *, style: Style = "dms") -> str:
    """Write a position for people, latitude first.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    style : {"dms", "dm", "decimal", "packed"}
        Degrees, minutes and whole seconds with marks; degrees and minutes to a hundredth with hyphens;
        degrees to four decimals; degrees, minutes and seconds in one run of digits, as in a NOTAM.

    Raises
    ------
    PositionError
        If a number is out of range or not finite.

    Examples
    --------
    >>> for style in ("dms", "dm", "decimal", "packed"):
    ...     print(format_position(120.985, 38.7763889, style=style))
    38°46′35″N 120°59′06″E
    38-46.58N 120-59.10E
    38.7764, 120.9850
    384635N1205906E
    """
    Position(lon=lon, lat=lat)  # refuses what is out of range
    if style == "decimal":
        return f"{_four_decimals(lat)}, {_four_decimals(lon)}"
    halves = (_format_angle(lat, "NS", 2, style), _format_angle(lon, "EW", 3, style))
    return ("" if style == "packed" else " ").join(halves)


def format_latitude(lat: float) -> str:
    """Write a latitude for a sentence, to the nearest minute.

    Raises
    ------
    PositionError
        If the latitude is out of range or not finite.

    Examples
    --------
    >>> format_latitude(29.8833)
    '29°53′N'
    """
    Position(lon=0.0, lat=lat)  # refuses what is out of range
    minutes = round(abs(lat) * 60)
    return f"{minutes // 60}°{minutes % 60:02d}′{'S' if lat < 0 and minutes else 'N'}"


# ---------------------------------------------------------------------------------------------------------
# Reading: text to the small alphabet, to tokens, to pairs


def _canon(text: str) -> str:
    """Bring a text to the small alphabet; every character keeps its place."""
    canon = text.translate(_CHARACTERS).replace("′′", "″″")
    russian = _CYRILLIC.search(canon) is not None

    def code(match: re.Match[str]) -> str:
        word = match.group()
        if match.lastgroup == "lookalike":
            return _RUSSIAN_LOOKALIKES[word] if russian else word
        return _CODE[word.upper()] * len(word)

    return _WORD.sub(code, canon)


def _tokens(canon: str) -> Iterator[_Token]:
    """Cut a text in the small alphabet into arrows and angles."""
    arrows = any(arrow in canon for arrow in _ARROWS)
    last = _Token("", 0, 0)
    at = 0
    while match := _TOKEN_START.search(canon, at):
        start = match.start()
        if match.group().isdigit():
            led = last.kind not in {"", "a"} and not canon[last.end : start].strip(" :")
            last = _angle_at(canon, start, arrows=arrows, led=led)
        else:
            last = _Token(match.group(1), start, match.end())
        yield last
        at = last.end


def _angle_at(canon: str, start: int, *, arrows: bool, led: bool) -> _Token:
    """Read the angle that begins at a digit; `led` if an arrow stands right before it."""
    sign = ""
    if start and canon[start - 1] in "+-" and (start == 1 or canon[start - 2] in " \n,;:/([&~"):
        sign = canon[start - 1]
    for spelling, pattern in _SPELLINGS.items():
        match = pattern.match(canon, start)
        if match is None:
            continue
        parts = match.groupdict()
        followed = canon[match.end() : match.end() + 3].lstrip(" ")[:1] in _SIGN if arrows else False
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
        return _Token("a", start - len(sign), match.end(), sign, spelling, values)
    raise AssertionError  # pragma: no cover - a digit is always a number


def _pairs(text: str, canon: str, tokens: Sequence[_Token]) -> Iterator[Position | Misread]:
    """Pair latitudes with longitudes by their hemispheres; an impossible pair becomes a `Misread`."""
    shape = _shape(canon, tokens)
    at = 0
    while at < len(shape):
        step = 2
        fault: PositionError | None = None
        for pattern in _PAIRS:
            match = pattern.match(shape, at)
            if match is None:
                continue
            halves = (tokens[match.start(name) // 2 : match.end(name) // 2] for name in ("one", "two"))
            try:
                found = _pair(text, *halves)
            except PositionError as error:
                if fault is None:
                    fault, step = error, match.end() - at
            else:
                yield found
                fault, step = None, match.end() - at
                break
        else:
            if fault is None and (match := _LAME.match(shape, at)):
                step = match.end() - at
                fault = _missing(text, tokens[at // 2 : match.end() // 2])
        if fault:
            yield Misread(fault, tokens[at // 2].start, tokens[(at + step) // 2 - 1].end)
        at += step


def _shape(canon: str, tokens: Sequence[_Token]) -> str:
    """Spell the tokens and the gaps behind them, two characters each."""
    gaps = [canon[one.end : min(two.start, one.end + _LONGEST_GAP)] for one, two in pairwise(tokens)]
    after = [_gap_kind(gap) for gap in gaps]
    for at, (before, behind) in enumerate(pairwise(gaps), start=1):
        # Between two numbers an arrow belongs to the one that it touches: 5 N38, 38N 5.
        between_numbers = tokens[at - 1].kind == tokens[at + 1].kind == "a" != tokens[at].kind
        if between_numbers and after[at - 1] == after[at] == " " and bool(before) != bool(behind):
            after[at - 1 if before else at] = ","
        elif between_numbers and after[at - 1] == " " and _leads_pair(tokens, at):
            after[at - 1] = ","  # 1 N 37-12.5 E 129-40.3: a point's number, or an hour
    kinds = ("i" if _is_bare(token) else token.kind for token in tokens)
    return "".join(kind + gap for kind, gap in zip(kinds, [*after, "x"], strict=False))


def _leads_pair(tokens: Sequence[_Token], at: int) -> bool:
    """Tell whether an arrow behind a bare number leads the next one, as the next arrow leads its own."""
    if not _is_bare(tokens[at - 1]):
        return False
    one, other, two = tokens[at + 1 : at + 4] if len(tokens) > at + 3 else (None, None, None)
    if one is None or other is None or two is None or other.kind == "a" or two.kind != "a":
        return False
    crosses = (tokens[at].kind in _LATITUDE) != (other.kind in _LATITUDE)
    follows_arrow = len(tokens) > at + 4 and tokens[at + 4].kind != "a"
    return crosses and not follows_arrow and len(one.parts) > 1 and len(two.parts) > 1


def _gap_kind(gap: str) -> str:
    if len(gap) == _LONGEST_GAP:
        return "x"
    if not gap.strip(" :"):
        return " "
    return "," if _GAP.fullmatch(gap) else "x"


def _is_bare(token: _Token) -> bool:
    return token.spelling == "number" and token.parts[0].isdigit() and len(token.parts[0]) <= 3


def _pair(text: str, one: Sequence[_Token], two: Sequence[_Token]) -> Position:
    """Make a position of two halves, each an angle with its arrows."""
    start, end = one[0].start, two[-1].end
    values: dict[str, tuple[float, float]] = {}
    doubts: list[str] = []
    for half, other in ((one, two), (two, one)):
        angle = next(token for token in half if token.kind == "a")
        arrows = [token.kind for token in half if token.kind != "a"]
        axis = _LATITUDE if arrows[0] in _LATITUDE else _LONGITUDE
        signs = {_SIGN[arrow] for arrow in arrows if arrow in _SIGN}
        printed = text[half[0].start : half[-1].end]
        if len(signs) > 1:
            raise PositionError(f"{_quote(printed)}: two opposite hemispheres: keep one")
        # Before a first number a minus may be a dash between positions, but never inside one.
        if signs and angle.sign == "-" and (half is two or _leads(text, angle)):
            raise PositionError(f"{_quote(printed)}: a minus sign and a hemisphere: keep one")
        label_may_lead = half is one and half[0].kind == "a"
        packed_too = any(_is_packed(token) for token in other)
        value, precision, shift = _value(
            printed, angle, axis, label_may_lead=label_may_lead, packed_too=packed_too
        )
        start += shift
        if signs:
            value *= signs.pop()
            start += len(angle.sign) if label_may_lead else 0  # a dash between positions belongs to neither
        else:
            value *= -1 if angle.sign == "-" else 1
            # Bare decimal degrees are north and east by convention; minutes printed without are an omission.
            if not angle.sign and angle.spelling != "number":
                side = "north" if axis == _LATITUDE else "east"
                doubts.append(f"no hemisphere at {_quote(printed)}: read as {side}")
        values[axis] = value, precision
    (lat, lat_precision), (lon, lon_precision) = values[_LATITUDE], values[_LONGITUDE]
    return Position(lon, lat, max(lat_precision, lon_precision), start, end, tuple(doubts))


def _leads(text: str, token: _Token) -> bool:
    return token.start < _LONGEST_GAP and not text[: token.start].strip()


def _is_packed(token: _Token) -> bool:
    return token.spelling == "number" and len(token.parts[0].partition(".")[0]) > 3


def _value(
    printed: str, angle: _Token, axis: str, *, label_may_lead: bool = False, packed_too: bool = False
) -> tuple[float, float, int]:
    """Work out degrees without a sign, their precision, and the length of a label that led the number."""
    degrees, *sixtieths = angle.parts
    shift = 0
    if any(part.count(".") > 1 for part in angle.parts):
        raise PositionError(f"{_quote(printed)}: two decimal points in one number: keep one")
    label, point, rest = degrees.partition(".")
    if point and (sixtieths or (packed_too and len(rest) in {4, 6} and axis == _LATITUDE)):
        if not label_may_lead or len(label) > 3 or (sixtieths and len(rest) > 3):
            raise PositionError(
                f"{_quote(printed)}: the degrees have a decimal point and minutes too: keep one"
            )
        degrees, shift = rest, len(label) + 1
    if angle.spelling == "number":
        degrees, sixtieths = _unpack(printed, degrees, axis)
        if packed_too and not sixtieths and len(degrees.partition(".")[0]) != (2 if axis == _LATITUDE else 3):
            raise PositionError(
                f"{_quote(printed)}: digits are missing: write as many as in the other number"
            )
    if len(sixtieths) == 2:
        sixtieths = _mend_thousandths(printed, *sixtieths)
    for name, part in zip(("minutes", "seconds"), sixtieths, strict=False):
        if float(part) >= 60:
            raise PositionError(f"{_quote(printed)}: {part[:8]} {name}: they stay below 60: correct them")
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
        raise PositionError(f"{_quote(printed)}: two decimal points in one number: keep the last")
    return [f"{minutes}.{seconds}"] if len(whole) > 2 else [minutes, seconds]


def _unpack(printed: str, digits: str, axis: str) -> tuple[str, list[str]]:
    """Cut a run of digits as in a NOTAM into degrees, minutes, seconds; shorter numbers are degrees."""
    whole, point, decimals = digits.partition(".")
    if len(whole) <= 3:
        return digits, []
    cuts = {4: 2, 6: 2} if axis == _LATITUDE else {4: 2, 5: 3, 6: 2, 7: 3}
    if len(whole) not in cuts:
        form = "DDMM or DDMMSS" if axis == _LATITUDE else "DDDMM or DDDMMSS"
        raise PositionError(f"{_quote(printed)}: {len(whole)} digits in a row: write {form}")
    cut = cuts[len(whole)]
    rest = [whole[at : at + 2] for at in range(cut, len(whole), 2)]
    rest[-1] += point + decimals
    return whole[:cut], rest


def _missing(text: str, tokens: Sequence[_Token]) -> PositionError:
    printed = text[tokens[0].start : tokens[-1].end]
    return PositionError(
        f"{_quote(printed)}: one hemisphere is missing: add N or S, and E or W, to both numbers"
    )


def _read_signed(text: str, canon: str, tokens: Sequence[_Token]) -> tuple[Position, ...]:
    """Read a list with hemispheres: nothing but separators and labels may be left beside the pairs."""
    found: list[Position] = []
    for pair in _pairs(text, canon, tokens):
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


def _left_over(text: str, tokens: Sequence[_Token], start: int, end: int) -> PositionError:
    """Say what is wrong with numbers and hemispheres that make no pair."""
    what = _quote(text[start:end].strip())
    angles = sum(token.kind == "a" for token in tokens)
    latitudes = sum(token.kind in _LATITUDE for token in tokens)
    longitudes = sum(token.kind in _LONGITUDE for token in tokens)
    if angles >= 2 and max(latitudes, longitudes) >= 2 and not min(latitudes, longitudes):
        kind, other = ("latitudes", "longitude") if latitudes else ("longitudes", "latitude")
        return PositionError(f"{what}: two {kind} and no {other}: correct a hemisphere")
    if angles > latitudes + longitudes:
        return PositionError(f"{what}: a number without a hemisphere: add N, S, E or W")
    if angles == 1 and latitudes + longitudes == 1:
        kind, other = ("latitude", "longitude") if latitudes else ("longitude", "latitude")
        return PositionError(f"{what}: a {kind} without a {other}: add it")
    return PositionError(f"{what}: cannot pair a latitude with a longitude here: {_MEND}")


def _read_unsigned(text: str, canon: str, tokens: Sequence[_Token]) -> tuple[Position, ...]:
    """Read a list without hemispheres: latitude first, minus for south and west."""
    canon = _LEADING_LABEL.sub(lambda match: " " * len(match.group()), canon)
    canon = _BARE_POINT.sub("0.", canon)
    tokens = list(_tokens(canon))
    gaps = [canon[one.end : two.start] for one, two in pairwise(tokens)]
    outside = [canon[: tokens[0].start], canon[tokens[-1].end :]] if tokens else [canon]
    for gap in outside + gaps:
        match = _BETWEEN.match(gap)
        if match is None or match.end() < len(gap) or (gap == "." and gap in gaps):
            raise PositionError(f"{_quote(text)}: cannot read {_quote(gap.strip())} in a position: {_MEND}")
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
        raise PositionError(f"{_quote(text)}: commas that may be decimal or may separate: use decimal points")
    if not readings:
        raise faults[0]
    return readings[0]


def _split_at_comma(token: _Token) -> list[_Token]:
    first, comma, second = token.parts[0].partition(",")
    if not comma:
        return [token]
    cut = token.end - len(second)
    return [token._replace(end=cut - 1, parts=(first,)), _Token("a", cut, token.end, "", "number", (second,))]


def _decimal_comma(token: _Token) -> list[_Token]:
    return [token._replace(parts=(token.parts[0].replace(",", "."), *token.parts[1:]))]


def _in_twos(text: str, canon: str, tokens: Sequence[_Token]) -> tuple[Position, ...]:
    """Take the numbers in twos, latitude first."""
    if len(tokens) % 2 or not tokens:
        count = "one number" if len(tokens) == 1 else f"{len(tokens)} numbers"
        raise PositionError(f"{_quote(text)}: {count}: a position needs a latitude and a longitude: {_MEND}")
    found = []
    for one, two in zip(tokens[::2], tokens[1::2], strict=True):
        printed = text[one.start : two.end]
        if "-" in canon[one.end : two.start]:
            raise PositionError(f"{_quote(printed)}: a hyphen or a minus? {_MEND}")
        numbers = []
        for token in (one, two):
            if token.spelling == "number":
                decimals = len(token.parts[0].partition(".")[2])
                value, precision = float(token.parts[0]), 0.5 * 10.0**-decimals
            else:
                value, precision, _ = _value(printed, token, "")
            numbers.append((-value if token.sign == "-" else value, precision))
        (lat, lat_precision), (lon, lon_precision) = numbers
        found.append(Position(lon, lat, max(lat_precision, lon_precision), one.start, two.end))
    return tuple(found)


def _read_longitude_first(match: re.Match[str]) -> Position:
    """Read ``[lon, lat]`` or ``POINT(lon lat)``."""
    printed = [match["a"] or match["c"], match["b"] or match["d"]]
    for number in printed:
        if not _DECIMAL.fullmatch(number):
            raise PositionError(
                f"{_quote(match.group())}: {_quote(number, 20)} is no decimal number: {_MEND}"
            )
    lon, lat = map(float, printed)
    if abs(lat) > 90 >= abs(lon):
        raise PositionError(
            f"{_quote(match.group())}: in brackets the longitude comes first, and latitude {_short(lat)} is "
            f"beyond 90: did you mean [{_short(lat)}, {_short(lon)}]?"
        )
    precision = max(0.5 * 10.0 ** -len(number.partition(".")[2]) for number in printed)
    leading = len(match.group()) - len(match.group().lstrip())
    return Position(lon, lat, precision, leading, len(match.group().rstrip()))


def _meant_until(canon: str) -> int:
    """Find where a text stops being made of numbers, marks, hemispheres, separators and labels."""
    match = _MEANT.match(canon)
    return match.end() if match else 0


# ---------------------------------------------------------------------------------------------------------
# Writing


def _format_angle(value: float, letters: str, width: int, style: Style) -> str:
    per_degree = 6000 if style == "dm" else 3600  # hundredths of a minute, or seconds
    units = round(abs(value) * per_degree)
    letter = letters[value < 0 < units]
    degrees, rest = divmod(units, per_degree)
    if style == "dm":
        return f"{degrees:0{width}d}-{rest // 100:02d}.{rest % 100:02d}{letter}"
    minutes, seconds = divmod(rest, 60)
    if style == "packed":
        return f"{degrees:0{width}d}{minutes:02d}{seconds:02d}{letter}"
    return f"{degrees}°{minutes:02d}′{seconds:02d}″{letter}"


def _four_decimals(value: float) -> str:
    return f"{round(value, 4) + 0.0:.4f}"  # adding zero turns -0.0 into 0.0


def _short(value: float) -> str:
    return f"{value:.10g}"


def _quote(text: str, length: int = _QUOTED_LENGTH) -> str:
    """Quote the beginning of a text from outside, with control characters made visible."""
    cut = text[:length] + ("…" if len(text) > length else "")
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) + "'"
