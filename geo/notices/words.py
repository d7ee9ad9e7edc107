"""The words of notices by language: tables from ``words.toml``, and patterns made of them.

A text is folded before it is read: full-width characters become plain ones, traditional characters
simplified ones, letters capitals, the many hyphens and tildes one each. Every character keeps its place, so
that what was read can be quoted from the text itself.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from geo.patterns import re

if TYPE_CHECKING:
    from collections.abc import Iterable

_DASHES = "−‐‑‒–—―─━ｰ"
_TILDES = "〜～∼∽"
_PUNCTUATION = {
    "、": ",", "，": ",", "；": ";", "。": ".", "：": ":", "・": ",", "·": ",", "【": "[", "】": "]",
    "︰": ":", "∶": ":", "〃": '"',
    "「": '"', "」": '"', "\u00a0": " ", "\u3000": " ", "\t": " ", "\r": " ", "″": '"', "′": "'",
}  # fmt: skip
#: Letters that no other letter touches stand at the edge of a word.
_LETTER = "A-ZÀ-ɏА-ЯЁ"


@cache
def tables() -> dict[str, Any]:
    """Give the tables of the file as they are written.

    Examples
    --------
    >>> tables()["lengths"]["0.1852"][:2]
    ['CABLE', 'CABLES']
    """
    text = resources.files("geo").joinpath("notices", "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        plain = plain if len(plain) == 1 else char
        upper = plain.upper()
        self[code] = upper if len(upper) == 1 else plain
        return self[code]


@cache
def _folding() -> _Folding:
    pairs = tables()["fold"]["pairs"]
    folding = _Folding({ord(one): two for one, two in zip(pairs[::2], pairs[1::2], strict=True)})
    folding |= {ord(char): "-" for char in _DASHES} | {ord(char): "~" for char in _TILDES}
    folding |= {ord(char): plain for char, plain in _PUNCTUATION.items()}
    return folding


def fold(text: str) -> str:
    """Bring a text to the form in which words are compared; every character keeps its place.

    Examples
    --------
    >>> fold("每日８時〜１８時")
    '每日8时~18时'
    >>> fold("Within five miles")
    'WITHIN FIVE MILES'
    """
    return text.translate(_folding())


def language_of(text: str) -> str:
    """Tell the language of a notice by its script: ``ko``, ``ja``, ``zh``, ``ru`` or ``en``.

    Examples
    --------
    >>> [language_of(text) for text in ("5월 9일", "5月9日から", "5月9日起", "09 МАЯ", "09 MAY")]
    ['ko', 'ja', 'zh', 'ru', 'en']
    """
    if re.search("[가-힣]", text):
        return "ko"
    if re.search("[ぁ-ゖァ-ヺ]|令和|平成", text):
        return "ja"
    if re.search("[\u4e00-\u9fff]", text):
        return "zh"
    cyrillic, latin = len(re.findall("[А-яЁё]", text)), len(re.findall("[A-Za-z]", text))
    return "ru" if cyrillic > latin else "en"


def alternatives(words: Iterable[str]) -> str:
    """Make the part of a pattern that matches one of some words in folded text.

    A word in letters that have spaces between words stands apart from its neighbours; one that ends in
    ``*`` goes on to the end of the word.

    Examples
    --------
    >>> pattern = re.compile(alternatives(["MILE", "МИЛ*", "海里"]))
    >>> pattern.findall("5 MILE 5 МИЛЬ 5海里内 SMILE")
    ['MILE', 'МИЛЬ', '海里']
    """
    folded = [fold(word) for word in words]
    spaced = [word for word in folded if re.match(f"[{_LETTER}]", word)]
    glued = [word for word in folded if not re.match(f"[{_LETTER}]", word)]
    parts = []
    if spaced:
        parts.append(rf"(?<![{_LETTER}])(?:{_joined(spaced)})(?![{_LETTER}])")
    if glued:
        parts.append(_joined(glued))
    every = [*spaced, *glued]
    first = "".join(sorted({re.escape(word[0]) for word in every}))
    return f"(?=[{first}])(?:{'|'.join(parts)})"


def _joined(words: Iterable[str]) -> str:
    escaped = (
        re.escape(word).replace(r"\*", f"[{_LETTER}]*+").replace(r"\ ", r"\s{1,12}+")
        for word in sorted(words, key=len, reverse=True)
    )
    return "|".join(escaped)


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """Give the pattern of the words at a place in the tables: ``pattern("areas", "radius")``.

    Raises
    ------
    KeyError
        If there is no such place.

    Examples
    --------
    >>> pattern("areas", "radius").search("WITHIN A RADIUS OF 5 NM").group()
    'RADIUS'
    """
    return re.compile(alternatives(word_list(*path)))


def word_list(*path: str) -> list[str]:
    """Give the words at a place in the tables.

    Examples
    --------
    >>> word_list("areas", "arc")[:2]
    ['ARC', 'ARCS']
    """
    found: Any = tables()
    for key in path:
        found = found[key]
    return list(found)


@cache
def zone_words() -> dict[str, re.Pattern[str]]:
    """Give the pattern of the words of each zone.

    Examples
    --------
    >>> [name for name, words in zone_words().items() if words.search("0900 TO 1700 KST")]
    ['KST']
    """
    return {name: re.compile(alternatives(words)) for name, words in tables()["zones"]["words"].items()}


@cache
def number() -> str:
    """Give the part of a pattern that matches a number in digits, words or characters.

    Examples
    --------
    >>> re.findall(number(), "25 OR 2,5")
    ['25', '2,5']
    """
    numbers = tables()["numbers"]
    characters = f"{numbers['digits']}{numbers['tens']}{numbers['hundreds']}"
    return (
        rf"(?:[0-9]{{1,9}}+(?:[.,][0-9]{{1,6}}+)?+|(?<![0-9])[.][0-9]{{1,3}}+|[{characters}]{{1,7}}+"
        rf"|{alternatives(numbers['words'])})"
    )


def number_value(text: str) -> float:
    """Read a number in digits, words or characters.

    Raises
    ------
    ValueError
        If it is none, or empty: give what `number` matches.

    Examples
    --------
    >>> [number_value(text) for text in ("2,5", "二十五", "SEVEN", "一〇")]
    [2.5, 25.0, 7.0, 10.0]
    """
    folded = " ".join(fold(text).split())
    numbers = tables()["numbers"]
    if folded in numbers["words"]:
        return float(numbers["words"][folded])
    if folded[:1].isascii():  # also .5
        return float(folded.replace(",", "."))
    return float(_characters_value(folded, numbers["digits"], numbers["tens"], numbers["hundreds"]))


def _characters_value(text: str, digits: str, tens: str, hundreds: str) -> int:
    values = {char: index for index, char in enumerate(digits.replace("〇", ""))} | {"〇": 0}
    if tens not in text and hundreds not in text:
        return int("".join(str(values[char]) for char in text))
    total, current = 0, 0
    for char in text:
        if char in tens + hundreds:
            total += (current or 1) * (10 if char == tens else 100)
            current = 0
        else:
            current = values[char]
    return total + current
