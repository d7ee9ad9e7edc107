"""Distances and directions in the words around a name: 50 km east of Pohang, 포항 동쪽 50km, 浦项以东50公里.

The distance is cut out of the words; what is left, "east of Pohang", the gazetteer reads as ever. Directions
are degrees clockwise from true north, lengths kilometres.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

STATUTE_MILE_KM = 1.609344
WIND_DEG = 22.5  # between two of sixteen
_ABBREVIATION = re.compile(r"\b(n|nne|ne|ene|e|ese|se|sse|s|ssw|sw|wsw|w|wnw|nw|nnw)(?=\s+(?:of|off|from)\b)")
_QUARTERS = {
    "north": ("north", "북", "北", "север", "n"),
    "east": ("east", "동", "东", "東", "восто", "e"),
    "south": ("south", "남", "南", "юг", "юж", "s"),
    "west": ("west", "서", "西", "запад", "w"),
}
_STATUTE = re.compile(r"([0-9.,]+)[\s-]*(?:MI|MILES?)")  # what is not said to be nautical
_ABOUT = (
    r"(?:(?<!\w)(?:about|some|around|roughly|approximately|approx\.?|nearly|almost|over|more than|less than"
    r"|up to|within|at|около|примерно|в)\s+|약\s*|대략\s*|[约約]\s*|大[约約]\s*)"
)
_AWAY = r"\s*(?:(?:away|out|to the)(?!\w)|떨어진|離れた)"
_PARTICLES = re.compile("에서|으로|から|の(?=海)")  # between a name, a direction and a distance
_AT_SEA = re.compile("waters|sea|해상|해역|海|вод|мор")


class Offset(NamedTuple):
    """A distance taken out of words.

    Kilometres, and degrees clockwise from north.

    Examples
    --------
    >>> take_distance("about 50 miles to the east of pohang")
    Offset(rest='east of pohang', along_km=80.4672, written='50 miles', statute=True, towards_deg=None)
    """

    rest: str  #: the words without it
    along_km: float
    written: str  #: the distance as written
    statute: bool  #: miles that are not said to be nautical
    towards_deg: float | None = None  #: a direction in letters: NNE


def take_distance(plain: str) -> Offset | None:
    """Take a distance out of the words around a name; None if there is none.

    Parameters
    ----------
    plain : str
        In small letters, hyphens as spaces.

    Examples
    --------
    >>> take_distance("about 50 km (31 miles) to the east of pohang")
    Offset(rest='east of pohang', along_km=50.0, written='50 km', statute=False, towards_deg=None)
    >>> take_distance("within 12 nautical miles of dokdo").rest
    'near dokdo'
    """
    if not any(map(str.isdigit, plain)):
        return None
    from geo.notices.lengths import kilometres  # noqa: PLC0415 most names have no distance
    from geo.notices.words import fold  # noqa: PLC0415 likewise

    match = _distance().search(fold(plain))
    if match is None:
        return None
    statute = _STATUTE.fullmatch(match["length"])
    along_km = (
        float(statute[1].replace(",", ".")) * STATUTE_MILE_KM if statute else kilometres(match["length"])
    )
    if not along_km:
        return None
    written = plain[match.start("length") : match.end("length")].strip()
    before, after = plain[: match.start()].strip(), plain[match.end() :].strip()
    after = re.sub(r"^(?:from|of)\s+(?=\S)", "near " if not before or before in _WATERS else "", after)
    rest = _PARTICLES.sub(" ", f"{before} {after}")
    rest = " ".join(rest.split())
    letters = _ABBREVIATION.search(rest)
    if letters is None:
        return Offset(rest, along_km, written, statute is not None)
    rest = f"{rest[: letters.start()]}{_spelt(letters[1][-2:])}{rest[letters.end() :]}"
    return Offset(rest, along_km, written, statute is not None, direction_deg(_spelt(letters[1])))


def holds_distance(text: str) -> bool:
    """Tell whether a text has a length in it, whatever it says.

    Examples
    --------
    >>> holds_distance("0 km east of Pohang"), holds_distance("38.5N 128.2E")
    (True, False)
    """
    from geo.notices.words import fold  # noqa: PLC0415 most positions have no words around them

    return _distance().search(fold(text)) is not None


_WATERS = ("waters", "the waters", "sea", "the sea", "an area", "area")


@cache
def _distance() -> re.Pattern[str]:
    from geo.notices.lengths import length_words  # noqa: PLC0415 reads files
    from geo.notices.words import fold  # noqa: PLC0415 likewise

    length = rf"(?:{length_words()}|[0-9]+(?:[.,][0-9]+)?\s?MI\b)"
    about, away = (fold(words).replace("\\W", "\\w").replace("\\S", "\\s") for words in (_ABOUT, _AWAY))
    also = rf"(?:\s*\(\s*{about}?{length}\s*\))?"
    return re.compile(rf"{about}?(?<![0-9.,])(?P<length>{length}){also}(?:{away})*")


def _spelt(letters: str) -> str:
    """Spell the letters of a direction: ne becomes north east."""
    return " ".join(
        quarter for letter in letters for quarter, words in _QUARTERS.items() if letter == words[-1]
    )


def direction_deg(words: str) -> float | None:
    """Read the direction in a phrase, to one of sixteen winds; None if it has none, or opposite ones.

    Degrees clockwise from north.

    Examples
    --------
    >>> direction_deg("east of"), direction_deg("к северо западу от"), direction_deg("north and south of")
    (90.0, 315.0, None)
    """
    north, east, south, west = (sum(words.count(word) for word in names[:-1]) for names in _QUARTERS.values())
    if (north and south) or (east and west) or not (north or south or east or west):
        return None
    angle = math.degrees(math.atan2(east - west, north - south)) % 360
    return round(angle / WIND_DEG) * WIND_DEG % 360


def at_sea(words: str) -> bool:
    """Tell whether a phrase says that the place lies at sea: waters east of.

    Examples
    --------
    >>> at_sea("waters east of"), at_sea("east of")
    (True, False)
    """
    return _AT_SEA.search(words) is not None


def statute_doubt(written: str) -> str:
    """Say that miles were not said to be nautical.

    Examples
    --------
    >>> statute_doubt("50 miles")
    "'50 miles' was read as statute miles of 1.609 km: write nmi for nautical miles"
    """
    return f"{written!r} was read as statute miles of 1.609 km: write nmi for nautical miles"


def doubt_km(along_km: float, known_km: float, within_deg: float = WIND_DEG) -> float:
    """Say how far the truth may lie from the point at a distance and a direction in words.

    A direction in words is known to within 22.5°, half of the angle between two of eight winds, and where the
    distance is counted from only to within the radius of the name. The answer is in kilometres, to 0.1 km.

    Examples
    --------
    >>> doubt_km(100.0, 5.0)
    43.3
    """
    return round(known_km + along_km * math.sin(math.radians(within_deg)), 1)
