"""Names of places in running text: which areas, waters, ranges and ports a notice speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import DezoneError
from geo.spellings import fold_name
from zones import airspaces, gazetteer
from zones.named_places import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zones.exercises import Place

_LONGEST = 4000  # characters in which names are looked for
_WATERS = {"sea", "strait", "bay", "gulf"}
_OTHER_PLACES = {
    "area",
    "range",
    "test_site",
    "port",
    "island",
    "cape",
    "base",
    "naval_base",
    "country",
    "province",
}
_MOST_WORDS = 5
_MOST_UNKNOWN = 5
_SPACED = re.compile(r"[A-Za-zÀ-ɏА-яЁё.'’-]+")
_GLUED = re.compile("[\u3040-\u30ff\u3400-\u9fff가-힣]")
_HANGUL = re.compile("[가-힣]{2}")
_GAP = re.compile("(?<=[\u3040-\u30ff\u3400-\u9fff가-힣])[ ](?=[\u3040-\u30ff\u3400-\u9fff가-힣])")
_LONG_NAME = 5  # characters
_LENGTH = (
    r"(?<![\d.,])\d[\d.,]{0,6}[\s-]?(?:km|kilomet\w+|nmi?|nautical[\s-]miles?|miles?|公里|千米|海里|キロ|カイリ|マイル"
    r"|㎞|킬로미터|마일|해리|км|километр\w*|(?:морск\w+\s)?мил[ьи]\w*)"
)
_FAR_BEFORE = re.compile(rf"(?i){_LENGTH}\b[^.;:\n\d]{{0,40}}$")  # 30 nautical miles east of
_FAR_BEHIND = re.compile(rf"(?i)[^.;:,\n\d]{{0,12}}{_LENGTH}")  # 동쪽 50km


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text, and the entry of the gazetteer that has it.

    Examples
    --------
    >>> text = "GUNNERY IN THE YELLOW SEA"
    >>> [named] = waters_in(text)
    >>> text[named.start : named.end], named.entry["id"]
    ('THE YELLOW SEA', 'yellow_sea')
    """

    start: int  #: its characters in the text; 0 and 0 for the number of an area
    end: int
    words: str
    entry: Mapping[str, Any]


def names_in(text: str) -> tuple[tuple[Place, ...], list[str]]:
    """Find the areas that a text names by a number; else its waters; else its ranges, ports and islands.

    Parameters
    ----------
    text : str
        A notice, in any of the languages of the gazetteer.

    Returns
    -------
    tuple of Place
        Each a locator: the truth is somewhere in it. Empty if the gazetteer knows no name in the text.
    doubts : list of str
        What each name was understood as, and which number is not known.

    Examples
    --------
    >>> places, doubts = names_in("渤海海峡黄海北部部分海域军事任务")
    >>> [place.named_area for place in places]
    ['bohai_strait', 'yellow_sea']
    """
    numbers = airspaces.find_numbers(text[:_LONGEST])
    chosen = [Named(0, 0, number, _airspaces()[number]) for number in numbers if number in _airspaces()]
    unknown = [number for number in numbers if number not in _airspaces()]
    if not chosen:
        found = list(_longest(_named(text[:_LONGEST])))
        chosen = _waters(found) or list({each.entry["id"]: each for each in found}.values())
    places, understood = _resolved(text, chosen)
    return places, [
        *(f"named area {number}, not in the gazetteer: no position" for number in unknown[:_MOST_UNKNOWN]),
        *understood,
    ]


def waters_in(text: str) -> list[Named]:
    """Find the seas, straits, bays and gulfs that a text names, each once, in printed order.

    Examples
    --------
    >>> [each.entry["id"] for each in waters_in("GUNNERY IN THE YELLOW SEA OFF QINGDAO")]
    ['yellow_sea']
    """
    return _waters(_longest(_named(text[:_LONGEST])))


def _waters(found: Iterable[Named]) -> list[Named]:
    return list({each.entry["id"]: each for each in found if _is_water(each.entry)}.values())


def _is_water(entry: Mapping[str, Any]) -> bool:
    """Tell the seas, and areas that lie in one, such as the South Sea of Korea."""
    return entry["kind"] in _WATERS or (entry["kind"] == "area" and "seas" in entry)


def _resolved(text: str, chosen: Iterable[Named]) -> tuple[tuple[Place, ...], list[str]]:
    places: list[Place] = []
    doubts: list[str] = []
    for each in chosen:
        far = "" if _is_water(each.entry) else _with_distance(text, each)
        for words, name in ((far, far), (each.words, each.entry["names"]["en"])):
            try:
                resolution = resolve(name) if name else None
            except DezoneError:
                if name == far:
                    doubts.append(f"{words!r} was not understood: only the name counts")
                continue
            if resolution:
                places += resolution.places
                doubts.append(
                    f"{words!r} was understood as {resolution.understood}: the truth is somewhere in it"
                )
                break
    return tuple(places), doubts


def _with_distance(text: str, each: Named) -> str:
    """Give a name with the distance before or behind it; empty if there is none."""
    if not each.end:  # the number of an area
        return ""
    before = _FAR_BEFORE.search(text[max(0, each.start - 80) : each.start])
    if before:
        return before[0] + text[each.start : each.end]
    behind = _FAR_BEHIND.match(text, each.end, each.end + 40)
    return text[each.start : behind.end()] if behind else ""


def _named(text: str) -> Iterator[Named]:
    """Find all names, overlapping ones too."""
    joined, places = _without_gaps(text)
    for name, entry, spaced in _glued_names():
        at = _found(name, text)
        if at >= 0:
            yield Named(at, at + len(name), name, entry)
        elif spaced and (at := joined.find(name)) >= 0:
            start, end = places[at], places[at + len(name) - 1] + 1
            yield Named(start, end, text[start:end], entry)
    for line in re.finditer(r"[^\n.;:]+", text):
        words = list(_SPACED.finditer(line.group()))
        for first in range(len(words)):
            for last in range(first, min(first + _MOST_WORDS, len(words))):
                start, end = words[first].start(), words[last].end()
                phrase = line.group()[start:end]
                if len(phrase) < 4 or not re.fullmatch(r"[\w.'’ -]+", phrase):
                    continue
                entry_found = _spaced_names().get(fold_name(phrase))
                if entry_found:
                    yield Named(line.start() + start, line.start() + end, phrase, entry_found)


def _found(name: str, text: str) -> int:
    """Find a name; -1 if it is not there. One of two syllables is no end of another word: 포항 in 목포항."""
    at = text.find(name)
    while len(name) == 2 and at > 0 and _HANGUL.fullmatch(text[at - 1 : at + 1]):
        at = text.find(name, at + 1)
    return at


def _without_gaps(text: str) -> tuple[str, list[int]]:
    """Join words of scripts that set spaces as they like; give the place of each character in the text."""
    gaps = {match.start() for match in _GAP.finditer(text)}
    places = [at for at in range(len(text)) if at not in gaps]
    return "".join(text[at] for at in places), places


def _longest(found: Iterable[Named]) -> Iterator[Named]:
    """Keep the longest of names that overlap, in printed order."""
    kept: list[Named] = []
    for each in sorted(found, key=lambda each: each.start - each.end):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    yield from sorted(kept, key=lambda each: each.start)


@cache
def _airspaces() -> dict[str, Mapping[str, Any]]:
    """Give the restricted, prohibited and danger areas by their numbers."""
    return {entry["names"]["en"]: entry for entry in gazetteer.entries() if entry["kind"] == "airspace"}


@cache
def _glued_names() -> tuple[tuple[str, Mapping[str, Any], bool], ...]:
    """Give the names in scripts without spaces, longest first, and whether a text may set spaces in each.

    A short name of one word may not: its characters may be the edges of two other words.
    """
    names = [
        (name.replace(" ", ""), entry, " " in name or len(name) >= _LONG_NAME)
        for entry in gazetteer.entries()
        if entry["kind"] in _WATERS | _OTHER_PLACES
        for name in (*entry["names"].values(), *entry["also"])
        if _GLUED.search(name) and len(name) > 1
    ]
    return tuple(sorted(names, key=lambda each: -len(each[0])))


@cache
def _spaced_names() -> dict[str, Mapping[str, Any]]:
    index: dict[str, Mapping[str, Any]] = {}
    for entry in gazetteer.entries():
        if entry["kind"] in _WATERS | _OTHER_PLACES:
            for key in gazetteer.keys(entry):
                index.setdefault(key, entry)
    return index
