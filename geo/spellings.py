"""Spellings of one name brought to one key: case, width, accents, marks, and the order of its words."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")
_MARKS = str.maketrans(dict.fromkeys("'’‘ʼʻ`´ʹ", "") | dict.fromkeys("-‐‑‒–—_", " "))
_NOT_WORD = re.compile(r"[^\w]+|_")
_CYRILLIC_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ам|ям|ом|ем|ой|ей|ый|ий|ым|им|ых|их"
    r"|ая|яя|ое|ее|ую|юю|ии|ию|ия|ья|ье|ью|ы|и|а|я|о|е|у|ю|ь|й)\Z"
)
_SINGULAR = {"straits": "strait", "islands": "island", "isles": "island"}
_LATIN_KINDS = (
    "sea", "gulf", "bay", "strait", "cape", "port", "island", "peninsula", "lake", "mouth", "province",
    "city",
)  # fmt: skip
_CYRILLIC_KINDS = (
    "море", "залив", "бухта", "пролив", "мыс", "порт", "остров", "полуостров", "полигон", "город",
)  # fmt: skip
_KINDS_OF_PLACE = frozenset((*_LATIN_KINDS, *(_CYRILLIC_ENDING.sub("", word) for word in _CYRILLIC_KINDS)))


def fold_name(name: str) -> str:
    """Bring spellings of one name to one key.

    Case, width, accents, marks and spaces go; "Gulf of X" and "Cape X" become "X gulf" and "X cape";
    Cyrillic endings go.

    Examples
    --------
    >>> fold_name("the Gulf of Alaska"), fold_name("ALASKA GULF")
    ('alaskagulf', 'alaskagulf')
    >>> fold_name("Белого моря") == fold_name("Белое море")
    True
    """
    bare = plain(name)
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFD", bare)
        bare = unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
    words = _NOT_WORD.sub(" ", bare).split()
    if words and words[0] == "the":
        words = words[1:]
    if any("а" <= word[0] <= "я" for word in words):
        words = [_CYRILLIC_ENDING.sub("", word) if len(word) > 3 else word for word in words]
    words = [_SINGULAR.get(word, word) for word in words]
    if len(words) > 1 and words[0] in _KINDS_OF_PLACE:
        first, *rest = words
        words = [*(rest[1:] if rest[0] == "of" and len(rest) > 1 else rest), first]
    return "".join(words)


def plain(text: str) -> str:
    """Fold width and case, and turn hyphens to spaces and other marks to nothing.

    Examples
    --------
    >>> plain("Ｐort-Arthur  Bay’s")
    'port arthur bays'
    """
    return " ".join(wide(text).casefold().translate(_MARKS).split())


def wide(text: str) -> str:
    """Bring full-width and half-width characters to the width that is usual for them.

    Examples
    --------
    >>> wide("ＡＢ　ｶﾅ")
    'AB カナ'
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
