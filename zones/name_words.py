"""The words around the names of places: off, near, east of, 近海, 앞바다, у берегов; and lists of names.

What is read is the entry of the gazetteer and what the words say of it; which place that is, is not for this
module. The phrases are data: ``zones/data/gazetteer.json``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.spellings import fold_name, plain, wide
from zones import gazetteer, offsets
from zones.gazetteer import AmbiguousNameError, UnknownNameError, quote_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zones.offsets import Offset

_CJK = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]")
_SPACE_IN_CJK = re.compile(f"(?<={_CJK.pattern}) (?={_CJK.pattern})")
_AND = re.compile(
    r"\s*[;、]\s*|\s+(?:and|&|и|및|과|와|和|と)\s+"
    r"|(?<=해)[와과]\s|(?<=[海湾灣峡峽])[和及与與と](?=\w)",  # without a space: 黄海和渤海, 동해와 서해
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,/()]\s*")
WIDE_KM = 50  #: from this radius on a name has parts
_COASTAL = frozenset(("port", "naval_base", "cape", "island", "peninsula", "province", "country", "area"))
_OFF = re.compile(r"(.+?)\s+(off|near|(?:north|south)?\s?(?:east|west|north|south)\s+of)\s+(.+)")


@dataclass(frozen=True, slots=True)
class Read:
    """An entry and the words around its name: off, beside, near; which part; of which sea.

    Examples
    --------
    >>> [read] = read_names("50 km east of Pohang", None)
    >>> read.entry["id"], read.offset.along_km, read.towards_deg
    ('pohang', 50.0, 90.0)
    """

    entry: Mapping[str, Any]
    manner: str = ""  #: off, beside, near or nothing
    words: tuple[str, ...] = ()  #: directions and parts, which are not used
    sea: str | None = None  #: identifier of the sea named beside it
    stands_for: str = ""  #: what was left out of the name, if the entry only stands for it
    offset: Offset | None = None  #: the distance in the words around it
    towards_deg: float | None = None  #: the direction in which that is counted; None: any


def read_names(text: str, language: str | None) -> list[Read]:
    """Read one name, or a list of names; what only says where another is does not count.

    Parameters
    ----------
    text : str
        Names with the words around them.
    language : str or None
        Whose usage decides where a name is ambiguous.

    Raises
    ------
    AmbiguousNameError, UnknownNameError
        If any of the names is ambiguous or not known.

    Examples
    --------
    >>> [read] = read_names("off Vladivostok, Russia", None)
    >>> read.entry["id"], read.manner
    ('vladivostok', 'off')
    """
    try:
        return [_read(text, language)]
    except (UnknownNameError, AmbiguousNameError):
        clauses = [
            [part for part in _COMMA.split(clause) if part.strip()] for clause in _AND.split(wide(text))
        ]
        if sum(map(len, clauses)) < 2:
            clauses = [_two_names(text)]
        if sum(map(len, clauses)) < 2:
            raise
        try:
            return _read_list(clauses, language)
        except UnknownNameError:
            pass
        raise


def _two_names(text: str) -> list[str]:
    """Part two names beside each other, the narrower first: 서해 태안반도 앞바다, 九州西方沖の東シナ海."""
    wider_first = _SPACE_IN_CJK.split(plain(text), maxsplit=1)
    return wider_first[::-1] if len(wider_first) == 2 else plain(text).split("の")


def _read_list(clauses: list[list[str]], language: str | None) -> list[Read]:
    """Read names in clauses; an ambiguous one may say in other words what another one says."""
    read: list[list[Read]] = []
    undecided: list[AmbiguousNameError] = []
    for parts in clauses:
        read.append([])
        for part in parts:
            try:
                read[-1].append(_read(part, language))
            except AmbiguousNameError as error:
                undecided.append(error)
    named = {each.entry["id"] for parts in read for each in parts}
    for ambiguous in undecided:
        if not named.intersection(each.get("entry") for each in ambiguous.meanings):
            raise ambiguous
    counting = [each for parts in read for each in _places_among(parts)]
    return list({each.entry["id"]: each for each in reversed(counting)}.values())[::-1]


def _places_among(parts: list[Read]) -> Iterator[Read]:
    """Leave out what only says where the name before it is: Vladivostok, Russia."""
    if len(parts) == 2 and _is_part_of(parts[0], parts[1]):
        first, sea = parts
        at_sea = replace(first, manner=first.manner.replace("near", "off"), sea=sea.entry["named_area"])
        yield at_sea if first.manner else first
        return
    for number, each in enumerate(parts):
        if not number or not _tells_where(each.entry, parts[number - 1].entry):
            yield each


def _is_part_of(first: Read, sea: Read) -> bool:
    """Tell whether the second of two names is the sea of the first."""
    known = first.entry["kind"] != "country" and "named_area" in sea.entry
    return known and sea.entry["named_area"] in first.entry.get("seas", ())


def _tells_where(wider: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Tell whether a name of land only says where the one before it is."""
    if wider["kind"] == "country":
        return bool(wider["state"] == entry.get("state"))
    return wider["kind"] in ("province", "city", "port", "island", "peninsula") and _lies_in(entry, wider)


def _lies_in(entry: Mapping[str, Any], wider: Mapping[str, Any]) -> bool:
    """Tell whether the position of an entry lies in the circle of a wider one, or up to 10 km beyond."""
    if "at" not in entry or "at" not in wider or entry["surface"] == "sea":
        return False
    (lon, lat), (to_lon, to_lat) = entry["at"], wider["at"]
    km = 111.2 * math.hypot((to_lon - lon) * math.cos(math.radians(lat)), to_lat - lat)
    return bool(km <= wider["uncertainty_km"] + 10)


def _read(text: str, language: str | None) -> Read:
    """Read one name with the words around it.

    Raises
    ------
    AmbiguousNameError, UnknownNameError
    """
    bare = _SPACE_IN_CJK.sub("", plain(text))
    named = gazetteer.find(bare, text, language)
    offset = None if named else offsets.take_distance(bare)
    if offset:
        return _moved(offset, text, language)
    split = None if named else _OFF.fullmatch(bare)
    if split:
        manner = "off" if split[2] == "near" else split[2]
        place = _stripped(f"{manner} {split[3]}", text, language)
        sea = _sea_beside(split[1], place, language) if place else None
        if place and sea:
            return replace(place, sea=sea.entry.get("named_area"), words=sea.words + place.words)
    read = _stripped(bare, text, language)
    if read:
        return read
    raise _unknown(bare, text)


def _moved(offset: Offset, text: str, language: str | None) -> Read:
    """Read a name from which a distance is counted.

    Raises
    ------
    AmbiguousNameError, UnknownNameError
        Also if the name is that of waters or of a whole country, of which no point is meant.
    """
    mend = "name a port, a cape or an island, and say in which direction: 50 km east of Pohang"
    nowhere = UnknownNameError(f"{quote_name(text)}: no point from which to count {offset.written}: {mend}")
    if not offset.rest:
        raise nowhere
    try:
        read = _read(offset.rest, language)
    except UnknownNameError as error:
        mend = str(error).partition(" is known: ")[2] or "name the place from which it is counted"
        raise UnknownNameError(
            f"{quote_name(text)}: no place {quote_name(offset.rest)} is known: {mend}"
        ) from error
    towards = None
    if read.manner == "beside":
        towards = (
            offset.towards_deg
            if offset.towards_deg is not None
            else offsets.direction_deg(" ".join(read.words))
        )
    if not read.manner or ("at" not in read.entry and (towards is not None or not is_off(read))):
        raise nowhere
    return replace(read, offset=offset, towards_deg=towards)


def _sea_beside(name: str, place: Read, language: str | None) -> Read | None:
    """Read the sea of "East Sea off Sokcho"; the place may settle an ambiguous one."""
    try:
        sea = _stripped(name, name, language)
    except AmbiguousNameError as error:
        meant = [gazetteer.by_id()[each["entry"]] for each in error.meanings if each.get("entry")]
        there = [each for each in meant if each.get("named_area") in place.entry.get("seas", ())]
        if len(there) != 1:
            raise
        sea = Read(there[0])
    return sea if sea and sea.entry["surface"] == "sea" else None


def _stripped(bare: str, text: str, language: str | None) -> Read | None:
    """Take away the words around a name until it is found."""
    manner, words = "", list[str]()
    rest = bare.strip(" .:")
    for _ in range(8):
        entry, itself = gazetteer.find(rest, text, language), True
        if not entry:
            entry, itself = gazetteer.find_standing_for(rest)
        if entry:
            if words and not manner and entry.get("uncertainty_km", WIDE_KM) < WIDE_KM:
                manner = "near"  # "South Wonsan" is perhaps not in Wonsan
            return Read(entry, manner, tuple(words), stands_for="" if itself else rest)
        taken = _without_phrase(rest)
        if taken is None:
            return None
        sense, phrase, rest = taken
        if sense == "part":
            words.append(phrase)
        elif sense == "beside":
            words.append(phrase)
            manner = "beside"
        elif sense != "in" and not manner:
            manner = sense
    return None


def _without_phrase(name: str) -> tuple[str, str, str] | None:
    """Take one phrase off: its sense, the phrase, and what is left."""
    before, after = gazetteer.phrases()
    for phrase, sense in before:
        if name.startswith(phrase if _CJK.search(phrase) else f"{phrase} ") and len(name) > len(phrase):
            return sense, phrase, name[len(phrase) :].strip()
    for phrase, sense in after:
        cjk = phrase.replace(" ", "")
        if name.endswith(cjk if _CJK.search(phrase) else f" {phrase}") and len(name) > len(phrase):
            return sense, phrase, name[: -len(cjk if _CJK.search(phrase) else phrase)].strip()
    return None


def is_off(read: Read) -> bool:
    """Tell whether the sea off a place is meant; waters have no sea off them, nor have places inland.

    Examples
    --------
    >>> [is_off(read) for text in ("off Busan", "off Pyongyang") for read in read_names(text, None)]
    [True, False]
    """
    entry = read.entry
    on_coast = "seas" in entry or "named_area" in entry or entry["kind"] in _COASTAL
    return read.manner in ("off", "beside") and entry["surface"] != "sea" and on_coast


def _unknown(bare: str, text: str) -> UnknownNameError:
    """Make the error of an unknown name, with the names nearest to it."""
    import difflib  # noqa: PLC0415 only for the mend

    names = _names_by_spelling()
    while taken := _without_phrase(bare):
        bare = taken[2]
    near = difflib.get_close_matches(fold_name(bare)[:40], names, n=3, cutoff=0.7)
    mend = f"did you mean {' or '.join(names[key] for key in near)}?" if near else (
        "name a sea, strait, port, base, range or test site, or give a position: 38.5N 128.2E"
    )  # fmt: skip
    return UnknownNameError(f"no place {quote_name(text)} is known: {mend}")


@cache
def _names_by_spelling() -> dict[str, str]:
    """Give each name in the gazetteer by its folded spelling."""
    return {
        fold_name(name): name
        for entry in gazetteer.entries()
        for name in (*entry["also"], *entry["names"].values())
    }
