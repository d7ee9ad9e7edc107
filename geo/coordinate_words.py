"""The words and marks of coordinates in five languages, brought to one small alphabet.

Every character keeps its place, so that what is found can be pointed at in the text. The alphabet: digits,
the marks ``° ′ ″``, and an arrow for each hemisphere (``↑`` north, ``↓`` south, ``→`` east, ``←`` west;
``↕`` and ``↔`` for "latitude" and "longitude" without a hemisphere). Everything after that is the same for
every language.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LATITUDE, LONGITUDE = "↑↓↕", "→←↔"
SIGN = {"↑": 1, "→": 1, "↓": -1, "←": -1}
ARROWS = LATITUDE + LONGITUDE


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
_GLUED_UNITS = "度分秒도분초"  # a letter may touch them: 14分N
#: Russian letters, which are also prepositions, and the Latin letters that look like them: capitals that
#: follow a number, or touch one.
_RUSSIAN_LETTERS = {"С": "↑", "Ю": "↓", "В": "→", "З": "←"}
_RUSSIAN_LOOKALIKES = {"C": "↑", "B": "→"}
#: Words that may stand before a point's number.
LABELS = ("№", "#", "no.", "no", "point", "pt", "点", "點", "第", "地点", "지점", "점", "точка", "т.")

#: One character for one: the marks as people print them.
_MARKS = {
    "°": "º˚゜ᵒ",
    "′": "'’‘‛`´ʹʼ",
    "″": '"”“‟〞〝〃»«˝ʺ',
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


@cache
def _words_pattern(*, ascii_only: bool) -> re.Pattern[str]:
    """Make the pattern of all words; in plain English only those can stand, and it is made sooner."""
    spaced, glued, units = (
        [word for words in table.values() for word in words if word.isascii() or not ascii_only]
        for table in (_WORDS, _GLUED_WORDS, _UNITS)
    )
    first = "".join(
        sorted({re.escape(c) for word in spaced + glued + units for c in (word[0], word[0].upper())})
    )
    russian = "".join(_RUSSIAN_LETTERS)
    lookalikes = "".join(_RUSSIAN_LOOKALIKES)
    letter = "A-Za-zÀ-ɏЀ-ӿ"
    if ascii_only:
        return re.compile(
            rf"(?=[{first}])(?:(?:(?<=[0-9])|(?<=[0-9] ))(?P<unit>(?i:{_alternatives(units)}))(?![{letter}])"
            rf"|(?<![{letter}])(?P<spaced>(?i:{_alternatives(spaced)}))(?![{letter}]))"
        )
    return re.compile(
        rf"(?=[{first}{russian}{lookalikes}])(?:"
        rf"(?:(?<=[0-9])|(?<=[0-9] ))(?P<unit>[{_GLUED_UNITS}]|(?i:{_alternatives(units)})(?![{letter}]))"
        rf"|(?<![{letter}])(?P<spaced>(?i:{_alternatives(spaced)}))(?![{letter}])"
        rf"|(?:(?<=[0-9°′″])|(?<=[0-9°′″] ))(?P<russian>[{russian}])(?![{letter}])"
        rf"|(?<![{letter}])(?P<russian_first>[{russian}])(?=[0-9]|[ ][0-9]{{1,3}}°)"
        rf"|(?<=[0-9°′″])(?P<lookalike>[{lookalikes}])(?![{letter}])"
        rf"|(?P<glued>{_alternatives(glued)}))"
    )


_CHARACTERS = _characters()
_WITHOUT_MARKS = str.maketrans("", "", "°′″")
_CODE = {
    word.upper(): code
    for table in (_WORDS, _GLUED_WORDS, _UNITS)
    for code, words in table.items()
    for word in words
} | _RUSSIAN_LETTERS


def to_alphabet(text: str) -> str:
    """Bring a text to the small alphabet; every character keeps its place.

    Examples
    --------
    >>> to_alphabet("북위 37도 12분 E129°40'")
    '↑↑ 37° 12′ →129°40′'
    """
    canon = text.translate(_CHARACTERS).replace("′′", "″″")
    if "*" in canon:  # 39*12′30″N: where the degree sign is not on the keyboard
        canon = re.sub(r"(?<=[0-9])\*(?=[ ]?[0-9NSEW])", "°", canon)
    ascii_only = canon.translate(_WITHOUT_MARKS).isascii()
    russian = not ascii_only and re.search("[А-яЁё]", canon) is not None

    def code(match: re.Match[str]) -> str:
        word = match.group()
        if match.lastgroup == "lookalike":
            return _RUSSIAN_LOOKALIKES[word] if russian else word
        return _CODE[word.upper()] * len(word)

    return _words_pattern(ascii_only=ascii_only).sub(code, canon)
