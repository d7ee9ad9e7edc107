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
_BESIDE_WORDS = {"city", "peninsula"}  # a place only with a distance or direction: others speak in Beijing
_KINDS = _WATERS | _OTHER_PLACES | _BESIDE_WORDS
_MOST_WORDS = 5
_MOST_UNKNOWN = 5
_SPACED = re.compile(r"[A-Za-zÀ-ɏА-яЁё.'’-]+")
_GLUED = re.compile("[\u3040-\u30ff\u3400-\u9fff가-힣]")
_PART_OF_A_WORD = re.compile("[가-힣]{2}|[以之东東西南北山广廣辽遼胶膠浙粤闽閩海][东東西南北]")
_GAP = re.compile("(?<=[\u3040-\u30ff\u3400-\u9fff가-힣])[ ](?=[\u3040-\u30ff\u3400-\u9fff가-힣])")
_LONG_NAME = 5  # characters
_LENGTH = (
    r"(?<![\d.,])\d[\d.,]{0,6}[\s-]?(?:km|kilomet\w+|nmi?|nautical[\s-]miles?|miles?|公里|千米|海里|キロ|カイリ|マイル"
    r"|㎞|킬로미터|마일|해리|км|километр\w*|(?:морск\w+\s)?мил[ьи]\w*)"
)
_BEFORE = re.compile(  # 30 nautical miles east of, off the coast of
    rf"(?i)(?:{_LENGTH}\b[^.;:\n\d]{{0,40}}|\b(?:off|near|(?:north|south|east|west)\w*\s+of)"
    r"(?:\s+(?:the|coasts?|shores?|port|city|island|of|(?:north|south|east|west)\w*))*\s+)$"
)
_BEHIND = re.compile(  # 동쪽 50km, 앞바다, 附近海域
    rf"(?i)[^.;:,\n\d]{{0,12}}{_LENGTH}"
    r"|(?:\s?(?:[동서남북]{1,2}[방쪽]|앞바다|근해|인근|부근|해상|해역)){1,3}|(?:以?[东東西南北]{1,2}方?|附近|外海|海域){1,3}|沖"
)


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

    Beside waters a place counts that the text puts off another sea. A distance or direction with a name is
    read: 포항 앞바다.

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
        named = (each for each in _named(text[:_LONGEST]) if _is_placed(text, each))
        found = list(_longest(named))
        places_of = {each.entry["id"]: each for each in found}
        seas = {each.entry["id"] for each in _waters(found)}
        chosen = [each for each in places_of.values() if not seas or _adds(text, each, seas)]
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
    return _waters(_longest(each for each in _named(text[:_LONGEST]) if _is_placed(text, each)))


def _waters(found: Iterable[Named]) -> list[Named]:
    return list({each.entry["id"]: each for each in found if _is_water(each.entry)}.values())


def _is_water(entry: Mapping[str, Any]) -> bool:
    """Tell the seas, and areas that lie in one, such as the South Sea of Korea."""
    return entry["kind"] in _WATERS or (entry["kind"] == "area" and "seas" in entry)


def _adds(text: str, each: Named, seas: set[str]) -> bool:
    """Tell whether a name says more than the seas of a text: one of them, or a place off another sea."""
    if each.entry["id"] in seas:
        return True
    return bool(_with_words_around(text, each)) and seas.isdisjoint(each.entry.get("seas", seas))


def _is_placed(text: str, each: Named) -> bool:
    return each.entry["kind"] not in _BESIDE_WORDS or bool(_with_words_around(text, each))


def _resolved(text: str, chosen: Iterable[Named]) -> tuple[tuple[Place, ...], list[str]]:
    places: list[Place] = []
    doubts: list[str] = []
    for each in chosen:
        around = "" if _is_water(each.entry) else _with_words_around(text, each)
        for words, name in ((around, around), (each.words, each.entry["names"]["en"])):
            try:
                resolution = resolve(name) if name else None
            except DezoneError:
                if name == around:
                    doubts.append(f"{words!r} was not understood: only the name counts")
                continue
            if resolution:
                places += resolution.places
                doubts.append(
                    f"{words!r} was understood as {resolution.understood}: the truth is somewhere in it"
                )
                break
    return tuple(places), doubts


def _with_words_around(text: str, each: Named) -> str:
    """Give a name with a distance or direction before or behind it; empty if there is none."""
    if not each.end:  # the number of an area
        return ""
    before = _BEFORE.search(text[max(0, each.start - 80) : each.start])
    if before:
        return before[0] + text[each.start : each.end]
    behind = _BEHIND.match(text, each.end, each.end + 40)
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
    """Find a name; -1 if it is not there.

    One of two syllables is no end of another word, such as 포항 of 목포항, nor a direction and the sea behind
    it, such as 东海 of 青岛以东海域, nor of 山东海事局.
    """
    at = text.find(name)
    while len(name) == 2 and at >= 0 and _is_part(text, at):
        at = text.find(name, at + 1)
    return at


def _is_part(text: str, at: int) -> bool:
    """Tell whether a name of two characters belongs to its neighbours."""
    before, behind = text[max(0, at - 1) : at + 1], text[at + 2 : at + 3]
    return bool(_PART_OF_A_WORD.fullmatch(before)) or behind in {"事", "舰", "艦"}  # of 海事局, 东海舰队


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
        if entry["kind"] in _KINDS
        for name in (*entry["names"].values(), *entry["also"])
        if _GLUED.search(name) and len(name) > 1
    ]
    return tuple(sorted(names, key=lambda each: -len(each[0])))


@cache
def _spaced_names() -> dict[str, Mapping[str, Any]]:
    index: dict[str, Mapping[str, Any]] = {}
    for entry in gazetteer.entries():
        if entry["kind"] in _KINDS:
            for key in gazetteer.keys(entry):
                index.setdefault(key, entry)
    return index
