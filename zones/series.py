"""What series of exercises are called, in five languages and for short; `catalogue.called` finds by it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.spellings import fold_name
from zones import store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = "series.toml"
_DATES = re.compile(r"\d+\s*(?:[年月日년월일]|г(?:од[ау]?|г)?\b\.?)?")


def series_called(text: str, own: Iterable[str] = (), *, common: bool = False) -> str:
    """Give the series that a name stands for, or nothing.

    Parameters
    ----------
    text : str
        With or without years and a word for "exercise". Case, spaces, marks and Russian endings do not
        matter.
    own : iterable of str, optional
        Names of series in a catalogue, which stand for themselves.
    common : bool, optional
        Whether a name that is a common word, as Восток is, counts alone; else it does beside a year or a word
        for exercise.

    Examples
    --------
    >>> series_called("을지프리덤실드 2025"), series_called("海上联合—2017演习"), series_called("UFS")
    ('Ulchi Freedom Shield', 'Joint Sea', 'Ulchi Freedom Shield')
    >>> series_called("Восток-2018"), series_called("Восток")
    ('Vostok', '')
    """
    names = _by_name() | {fold_name(each): {"series": each} for each in own}
    for bare in _less_and_less(_DATES.sub(" ", text)):
        entry = names.get(fold_name(bare))
        if entry and (common or bare != text or not entry.get("common")):
            return str(entry["series"])
    return ""


def _less_and_less(text: str) -> Iterator[str]:
    """Give a text, and it without the words for exercise at its beginning, for less and less of its end."""
    begin, end = _exercise()
    while text:
        yield text
        yield begin.sub("", text, count=1)
        rest = end.sub("", text)
        text = rest if rest != text else ""


def names_of(series: str) -> list[str]:
    """List what else a series is called, in the order of the file.

    Examples
    --------
    >>> "UFS" in names_of("Ulchi Freedom Shield"), names_of("none")
    (True, [])
    """
    return [each["text"] for each in _document()["name"] if each["series"] == series]


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((store.DATA / FILE).read_text(encoding="utf-8"))


@cache
def _by_name() -> dict[str, dict[str, Any]]:
    return {fold_name(each["text"]): each for each in _document()["name"]}


@cache
def _exercise() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what finds words for exercise at the beginning of a text, and one at its end."""
    words = "|".join(word if word > "\u1100" else rf"\b{word}\b" for word in _document()["exercise"])
    return re.compile(rf"(?i)(?:[\W_]*(?:{words}))+"), re.compile(rf"(?i)(?:{words})[\W_]*\Z")
