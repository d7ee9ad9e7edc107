"""Words to places: what the name of a sea, port, range or test site means.

A name gives a named area, or a position with the radius that a reader may assume from the name alone, never
a false point. The names, the phrases around them ("off", 近海, 앞바다, у берегов) and the names that mean
different things by language are data: ``zones/data/gazetteer.json``. Longitude and latitude in degrees
(EPSG:4326), lengths in kilometres.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from geo.errors import DezoneError
from zones import offsets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zones.exercises import Exercise, Place, Surface
    from zones.offsets import Offset

LONGEST_TEXT = 200  #: characters; a name of a place with the words around it is shorter
OFF_KM = 100  #: how far "off X" reaches
BESIDE_KM = 150  #: how far "south of X" reaches
NEAR_KM = 30  #: what "near X" means at least
_WIDE_KM = 50  #: from this radius on a name has parts
_ON_THE_COAST_KM = 20  #: a place known this well is a point on its coast: "off" is counted from it

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "vi")  #: which may say what an ambiguous name means

_ROLES = {
    "strait": "strait", "sea": "sea_area", "gulf": "sea_area", "bay": "sea_area", "base": "base",
    "range": "range", "test_site": "launch_site", "country": "host_country", "port": "port",
    "naval_base": "port", "air_base": "air_base",
}  # fmt: skip
_NOUNS = {
    "region": "area", "airspace": "restricted airspace", "naval_base": "naval base", "air_base": "air base",
    "test_site": "test site",
}  # fmt: skip


class UnknownNameError(DezoneError):
    """The gazetteer has no such name; the text gives the nearest ones."""


class AmbiguousNameError(DezoneError):
    """A name means different places, by language or by kind; the text lists them."""

    def __init__(self, text: str, meanings: tuple[Mapping[str, Any], ...]) -> None:
        self.meanings = meanings
        languages = list(dict.fromkeys(code for each in meanings for code in each.get("languages", ())))
        listed = "; ".join(
            f"{each['write']} ({each['usage']})" if each.get("entry") else each["usage"] for each in meanings
        )
        mend = "write one of these names" + (
            f", or give --language {' or '.join(languages)}" if languages else ""
        )
        super().__init__(_cut(f"{_shown(text)} may mean {listed}: {mend}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What words mean: one or more places, and what was understood."""

    entries: tuple[str, ...]  #: identifiers in the gazetteer, as many as places
    places: tuple[Place, ...]
    understood: str  #: in English, for people
    doubts: tuple[str, ...]  #: what had to be assumed


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry and the words around its name: off, beside, near; which part; of which sea."""

    entry: Mapping[str, Any]
    manner: str = ""  #: off, beside, near or nothing
    words: tuple[str, ...] = ()  #: directions and parts, which are not used
    sea: str | None = None  #: identifier of the sea named beside it
    stands_for: str = ""  #: what was left out of the name, if the entry only stands for it
    offset: Offset | None = None  #: the distance in the words around it
    towards_deg: float | None = None  #: the direction in which that is counted; None: any


def resolve(text: str, language: str | None = None) -> Resolution:
    """Find what words mean.

    Parameters
    ----------
    text : str
        A name, or several, with the usual words around it: ``off Vladivostok``, ``서해``,
        ``у берегов Камчатки``, ``Sea of Japan and Sea of Okhotsk``.
    language : str or None
        ``en``, ``ko``, ``zh``, ``ja``, ``ru`` or ``vi``: whose usage decides where a name is ambiguous.

    Returns
    -------
    Resolution
        "off X" is the sea within 100 km of it (counted from the edge of what is not a point on the
        coast), "south of X" that within 150 km, "near X" at least 30 km around it. Directions and parts
        of a sea are not used, which is a doubt.

    Raises
    ------
    AmbiguousNameError
        If the name means different places.
    UnknownNameError
        If there is no such name, or the text is empty or longer than 200 characters.

    Examples
    --------
    >>> resolve("off Vladivostok").understood
    'sea area off Vladivostok: within 100 km of 43.1°N 131.9°E, at sea, in the Sea of Japan / East Sea'
    >>> resolve("서해").places[0].named_area
    'yellow_sea'
    """
    if language is not None and (language := language[:2].casefold()) not in LANGUAGES:
        raise DezoneError(f"language {_shown(language)}: choose one of {', '.join(LANGUAGES)}")
    if not text.strip():
        raise UnknownNameError("an empty name: name a sea, a port, a base, a range or a test site")
    if len(text) > LONGEST_TEXT:
        raise UnknownNameError(
            f"{_shown(text)}: {len(text):,} characters are no name: name one place, or give a file"
        )
    found = _read_all(text, language)
    places = tuple(_place(each) for each in found)
    doubts = [doubt for each in found for doubt in _doubts(each)]
    return Resolution(
        entries=tuple(each.entry["id"] for each in found),
        places=places,
        understood="; ".join(_understood(each, place) for each, place in zip(found, places, strict=True)),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def to_exercise(text: str, resolution: Resolution) -> Exercise:
    """Make an exercise of a resolved text: what was understood is its first doubt.

    Examples
    --------
    >>> to_exercise("日本海", resolve("日本海")).doubts
    ('understood as Sea of Japan / East Sea: the whole named area',)
    """
    from zones.exercises import Exercise  # noqa: PLC0415 brings shapely

    shown = _shown(text)[1:-1]
    return Exercise(
        id=shown,
        name="",
        places=resolution.places,
        location_reported=shown,
        doubts=(f"understood as {resolution.understood}", *resolution.doubts),
    )


def entries() -> list[dict[str, Any]]:
    """Give the entries of the gazetteer, as they are in the file.

    Examples
    --------
    >>> next(entry for entry in entries() if entry["id"] == "vladivostok")["names"]["ko"]
    '블라디보스토크'
    """
    return cast("list[dict[str, Any]]", _document()["entries"])


def fold(name: str) -> str:
    """Bring spellings of one name to one key.

    Case, width, accents, marks and spaces go; "Sea of X" and "Cape X" become "X sea" and "X cape";
    Russian endings go.

    Examples
    --------
    >>> fold("Sea of Okhotsk") == fold("OKHOTSK SEA"), fold("Охотского моря") == fold("Охотское море")
    (True, True)
    """
    plain = _plain(name)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFD", plain)
        plain = unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
    words = _NOT_WORD.sub(" ", plain).split()
    if words and words[0] == "the":
        words = words[1:]
    if any("а" <= word[0] <= "я" for word in words):
        words = [_RUSSIAN_ENDING.sub("", word) if len(word) > 3 else word for word in words]
    words = [_SINGULAR.get(word, word) for word in words]
    if len(words) > 1 and words[0] in _KINDS_OF_PLACE:
        first, *rest = words
        words = [*(rest[1:] if rest[0] == "of" and len(rest) > 1 else rest), first]
    return "".join(words)


_ACCENTS = re.compile("[\u0300-\u036f]")
_MARKS = str.maketrans(dict.fromkeys("'’‘ʼʻ`´ʹ", "") | dict.fromkeys("-‐‑‒–—_", " "))
_NOT_WORD = re.compile(r"[^\w]+|_")
_RUSSIAN_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ам|ям|ом|ем|ой|ей|ый|ий|ым|им|ых|их"
    r"|ая|яя|ое|ее|ую|юю|ии|ию|ия|ья|ье|ью|ы|и|а|я|о|е|у|ю|ь|й)\Z"
)
_SINGULAR = {"straits": "strait", "islands": "island", "isles": "island"}
_KINDS_OF_PLACE = frozenset(
    (
        "sea",
        "gulf",
        "bay",
        "strait",
        "cape",
        "port",
        "island",
        "peninsula",
        "lake",
        "mouth",
        "province",
        "city",
    )
) | {
    _RUSSIAN_ENDING.sub("", word)
    for word in (
        "море",
        "залив",
        "бухта",
        "пролив",
        "мыс",
        "порт",
        "остров",
        "полуостров",
        "полигон",
        "город",
    )
}
_CJK = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]")
_SPACE_IN_CJK = re.compile(f"(?<={_CJK.pattern}) (?={_CJK.pattern})")
_AND = re.compile(
    r"\s*[;、]\s*|\s+(?:and|&|и|및|과|와|和|と)\s+"
    r"|(?<=해)[와과]\s|(?<=[海湾灣峡峽])[和及与與と](?=\w)",  # without a space: 黄海和渤海, 동해와 서해
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,/()]\s*")
_OFF = re.compile(r"(.+?)\s+(off|near|(?:north|south)?\s?(?:east|west|north|south)\s+of)\s+(.+)")
_STANDS_FOR = (
    (re.compile(r"(.+?)(?: islands?| isle|岛|島|섬)"), ("island",), True),
    (re.compile(r"(?:city of |город )?(.+?)(?: city| town|市|시)?"), ("city", "port", "naval_base"), True),
    (
        re.compile(r"(?:port of |порт )?(.+?)(?: port| harbou?r|港|港口|항)?"),
        ("port", "city", "naval_base"),
        True,
    ),
    (
        re.compile(
            r"(?:полигон |космодром )?(.+?)(?: nuclear| missile)?"
            r"(?: test(?:ing)? site| launch site| firing range| range"
            r"| (?:training|manoeuvre|maneuver) (?:area|ground)"
            r"|핵실험장|발사장|사격장|훈련장|演習場|演习场|靶场|靶場|射撃場|試験場|试验场)?"
        ),
        ("test_site", "range"),
        True,
    ),
    (
        re.compile(
            r"(?:вмб |военно морская база |авиабаза |база )?(.+?)"
            r"(?: naval base| air ?base| base| air ?field| airport"
            r"|海军基地|海軍基地|空军基地|空軍基地|基地|기지|해군기지|공군기지)?"
        ),
        ("base", "naval_base", "air_base", "port", "city", "island"),
        False,
    ),
)
"""What may be left out of a name, of what kind the rest must be, and whether it then is the place itself."""


def _document() -> Mapping[str, Any]:
    from zones import store  # noqa: PLC0415 brings shapely

    return store.document("gazetteer.json")


@cache
def _index() -> dict[str, Mapping[str, Any]]:
    index: dict[str, Mapping[str, Any]] = {}
    for entry in entries():
        for key in keys(entry):
            index.setdefault(key, entry)
    return index


def keys(entry: Mapping[str, Any]) -> Iterator[str]:
    """Give the folded spellings of an entry; a name with a gloss in brackets also without it.

    Examples
    --------
    >>> entry = next(each for each in entries() if each["id"] == "vladivostok")
    >>> "владивосток" in set(keys(entry))
    True
    """
    for name in (*entry["names"].values(), *entry["also"]):
        yield fold(name)
    for name in entry["names"].values():
        if "(" in name:
            yield fold(name.partition("(")[0])
        if " / " in name:
            yield from map(fold, name.split(" / "))


@cache
def ambiguous_names() -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Give the meanings of each name that has several, by its folded spelling.

    Examples
    --------
    >>> [meaning["usage"] for meaning in ambiguous_names()[fold("West Sea")]]
    ['Korean usage', 'Vietnamese usage (Bien Tay)']
    """
    return {
        fold(name): tuple(each["meanings"]) for each in _document()["ambiguous"] for name in each["names"]
    }


@cache
def _by_id() -> dict[str, Mapping[str, Any]]:
    return {entry["id"]: entry for entry in entries()}


def _plain(text: str) -> str:
    """Fold width and case, and turn hyphens to spaces and other marks to nothing."""
    return " ".join(_wide(text).casefold().translate(_MARKS).split())


def _wide(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _read_all(text: str, language: str | None) -> list[_Read]:
    """Read one name, or a list of names; what only says where another is does not count."""
    try:
        return [_read(text, language)]
    except (UnknownNameError, AmbiguousNameError):
        clauses = [
            [part for part in _COMMA.split(clause) if part.strip()] for clause in _AND.split(_wide(text))
        ]
        if sum(map(len, clauses)) < 2:
            raise
        try:
            return _read_list(clauses, language)
        except UnknownNameError:
            pass
        raise


def _read_list(clauses: list[list[str]], language: str | None) -> list[_Read]:
    """Read names in clauses; an ambiguous one may say in other words what another one says."""
    read: list[list[_Read]] = []
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


def _places_among(parts: list[_Read]) -> Iterator[_Read]:
    """Leave out what only says where the name before it is: Vladivostok, Russia."""
    if len(parts) == 2 and _is_part_of(parts[0], parts[1]):
        first, sea = parts
        at_sea = replace(first, manner=first.manner.replace("near", "off"), sea=sea.entry["named_area"])
        yield at_sea if first.manner else first
        return
    for number, each in enumerate(parts):
        if not number or not _tells_where(each.entry, parts[number - 1].entry):
            yield each


def _is_part_of(first: _Read, sea: _Read) -> bool:
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


def _read(text: str, language: str | None) -> _Read:
    """Read one name with the words around it.

    Raises
    ------
    AmbiguousNameError, UnknownNameError
    """
    plain = _plain(text)
    plain = _SPACE_IN_CJK.sub("", plain)
    named = _named(plain, text, language)
    offset = None if named else offsets.take_distance(plain)
    if offset:
        return _moved(offset, text, language)
    split = None if named else _OFF.fullmatch(plain)
    if split:
        manner = "off" if split[2] == "near" else split[2]
        place = _stripped(f"{manner} {split[3]}", text, language)
        sea = _sea_beside(split[1], place, language) if place else None
        if place and sea:
            return replace(place, sea=sea.entry.get("named_area"), words=sea.words + place.words)
    read = _stripped(plain, text, language)
    if read:
        return read
    raise _unknown(plain, text)


def _moved(offset: Offset, text: str, language: str | None) -> _Read:
    """Read a name from which a distance is counted.

    Raises
    ------
    AmbiguousNameError, UnknownNameError
        Also if the name is that of waters or of a whole country, of which no point is meant.
    """
    mend = "name a port, a cape or an island, and say in which direction: 50 km east of Pohang"
    nowhere = UnknownNameError(_cut(f"{_shown(text)}: no point from which to count {offset.written}: {mend}"))
    if not offset.rest:
        raise nowhere
    try:
        read = _read(offset.rest, language)
    except UnknownNameError as error:
        mend = str(error).partition(" is known: ")[2] or "name the place from which it is counted"
        raise UnknownNameError(
            _cut(f"{_shown(text)}: no place {_shown(offset.rest)} is known: {mend}")
        ) from error
    towards = None
    if read.manner == "beside":
        towards = (
            offset.towards_deg
            if offset.towards_deg is not None
            else offsets.direction_deg(" ".join(read.words))
        )
    if not read.manner or ("at" not in read.entry and (towards is not None or not _off(read))):
        raise nowhere
    return replace(read, offset=offset, towards_deg=towards)


def _sea_beside(name: str, place: _Read, language: str | None) -> _Read | None:
    """Read the sea of "East Sea off Sokcho"; the place may settle an ambiguous one."""
    try:
        sea = _stripped(name, name, language)
    except AmbiguousNameError as error:
        meant = [_by_id()[each["entry"]] for each in error.meanings if each.get("entry")]
        there = [each for each in meant if each.get("named_area") in place.entry.get("seas", ())]
        if len(there) != 1:
            raise
        sea = _Read(there[0])
    return sea if sea and sea.entry["surface"] == "sea" else None


def _stripped(plain: str, text: str, language: str | None) -> _Read | None:
    """Take away the words around a name until it is found."""
    manner, words = "", list[str]()
    rest = plain.strip(" .:")
    for _ in range(8):
        entry, itself = _named(rest, text, language), True
        if not entry:
            entry, itself = _standing_for(rest)
        if entry:
            if words and not manner and entry.get("uncertainty_km", _WIDE_KM) < _WIDE_KM:
                manner = "near"  # "South Wonsan" is perhaps not in Wonsan
            return _Read(entry, manner, tuple(words), stands_for="" if itself else rest)
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


def _named(name: str, text: str, language: str | None) -> Mapping[str, Any] | None:
    """Look a name up; one that means several things is settled by the language, or not at all."""
    key = fold(name)
    if key in ambiguous_names():
        meanings = ambiguous_names()[key]
        meant = [each for each in meanings if language in each.get("languages", ())] or list(meanings)
        if len(meant) > 1:
            raise AmbiguousNameError(text, meanings)
        if not meant[0].get("entry"):
            raise UnknownNameError(
                _cut(f"{_shown(text)}: {meant[0]['usage']}: not known here: give a position")
            )
        return _by_id()[meant[0]["entry"]]
    return _index().get(key)


def _standing_for(name: str) -> tuple[Mapping[str, Any] | None, bool]:
    """Look up a name without its last word, 大连 for 大连港, and say whether that is the place itself."""
    for pattern, kinds, itself in _STANDS_FOR:
        match = pattern.fullmatch(name)
        key = fold(match[1]) if match and match[1] != name else ""
        entry = _index().get(key)
        if entry and entry["kind"] in kinds and key not in ambiguous_names():
            return entry, itself or entry["kind"].endswith("base")
    return None, False


@cache
def _phrases() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Give the phrases before and after a name with their sense, the longest first."""
    both: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for sense, sides in _document()["phrases"].items():
        for found, side in zip(both, ("before", "after"), strict=True):
            found += [(phrase, sense) for phrase in sides[side]]
    for found in both:
        found.sort(key=lambda each: -len(each[0]))
    return both


def _without_phrase(name: str) -> tuple[str, str, str] | None:
    """Take one phrase off: its sense, the phrase, and what is left."""
    before, after = _phrases()
    for phrase, sense in before:
        if name.startswith(phrase if _CJK.search(phrase) else f"{phrase} ") and len(name) > len(phrase):
            return sense, phrase, name[len(phrase) :].strip()
    for phrase, sense in after:
        cjk = phrase.replace(" ", "")
        if name.endswith(cjk if _CJK.search(phrase) else f" {phrase}") and len(name) > len(phrase):
            return sense, phrase, name[: -len(cjk if _CJK.search(phrase) else phrase)].strip()
    return None


def _place(read: _Read) -> Place:
    """Make a place of an entry and the words around it."""
    from shapely import Point  # noqa: PLC0415 heavy

    from zones.exercises import Place  # noqa: PLC0415 brings shapely

    entry = read.entry
    role = _ROLES.get(entry["kind"], "area")
    common = {"name": entry["names"]["en"], "basis": "gazetteer", "extent": "locator"}
    if read.offset and read.towards_deg is not None:
        from geo.geodesy import destination  # noqa: PLC0415 heavy

        [moved] = destination(entry["at"], read.towards_deg, read.offset.along_km)
        radius = offsets.doubt_km(read.offset.along_km, float(entry["uncertainty_km"]))
        at_sea = offsets.at_sea(" ".join(read.words))
        return Place(
            geometry=Point(moved), uncertainty_km=radius, surface="sea" if at_sea else "any", **common
        )  # fmt: skip
    if read.offset and not _off(read):
        return Place(geometry=Point(entry["at"]), uncertainty_km=_reach_km(read), **common)
    if _off(read):
        area = read.sea or (entry["seas"][0] if len(entry.get("seas", ())) == 1 else None)
        if "at" in entry:
            return Place(
                geometry=Point(entry["at"]), uncertainty_km=_reach_km(read), named_area=area,
                surface="sea", role="sea_area", **common,
            )  # fmt: skip
        from zones import areas  # noqa: PLC0415 reads files

        return Place(
            geometry=areas.outline(entry["named_area"]), uncertainty_km=_reach_km(read), named_area=area,
            surface="sea", role="sea_area", **common,
        )  # fmt: skip
    if "at" not in entry:
        return Place(named_area=entry["named_area"], surface=entry["surface"], role=role, **common)
    radius = float(entry["uncertainty_km"])
    if read.manner == "near":
        radius = max(2 * radius, NEAR_KM)
    surface: Surface = "any" if read.manner == "near" and entry["surface"] == "land" else entry["surface"]
    wide_land = entry["kind"] in ("province", "peninsula") and surface == "land"
    return Place(
        geometry=Point(entry["at"]),
        uncertainty_km=radius,
        named_area=_lands().get(entry.get("state", "")) if wide_land else None,  # no neighbour of a province
        surface=surface,
        role=role,
        **common,
    )


@cache
def _lands() -> dict[str, str]:
    """Give the named area of each state's land."""
    countries = (entry for entry in entries() if entry["kind"] == "country")
    return {entry["state"]: entry["named_area"] for entry in countries if "named_area" in entry}


def _off(read: _Read) -> bool:
    """Tell whether the sea off a place is meant; waters have no sea off them, nor have places inland."""
    entry = read.entry
    on_coast = "seas" in entry or "named_area" in entry or entry["kind"] in _COASTAL
    return read.manner in ("off", "beside") and entry["surface"] != "sea" and on_coast


_COASTAL = frozenset(("port", "naval_base", "cape", "island", "peninsula", "province", "country", "area"))


def _reach_km(read: _Read) -> float:
    """How far from the position or outline the sea off a place reaches."""
    known_km = float(read.entry.get("uncertainty_km", 0.0))
    if read.offset:
        return round(read.offset.along_km + known_km, 1)
    reach = BESIDE_KM if read.manner == "beside" else OFF_KM
    return reach + (known_km if known_km > _ON_THE_COAST_KM else 0.0)


def _understood(read: _Read, place: Place) -> str:
    """Say in English what was understood."""
    entry = read.entry
    name = entry["names"]["en"]
    where = ""
    if "at" in entry:
        where = _written(*entry["at"])
    if read.offset and read.towards_deg is not None and place.geometry is not None:
        sea = ", at sea" if place.surface == "sea" else ""
        return (
            f"{read.offset.along_km:.4g} km towards {read.towards_deg:g}° from {name}, {where}: "
            f"within {place.uncertainty_km:g} km of {_written(*place.geometry.coords[0])}{sea}"
        )
    if _off(read):
        inside = f", in the {_by_area()[place.named_area]}" if place.named_area else ""
        return f"sea area off {name}: within {place.uncertainty_km:g} km of {where or name}, at sea{inside}"
    if not where:
        return f"{name}: the whole named area"
    noun = _NOUNS.get(entry["kind"], entry["kind"])
    at_sea = ", at sea" if place.surface == "sea" else ", on land" if place.surface == "land" else ""
    near = "near " if read.manner == "near" else ""
    inside = f", in {_by_area()[place.named_area]}" if place.named_area in _by_area() else ""
    return f"{near}{name} ({noun}): within {place.uncertainty_km:g} km of {where}{at_sea}{inside}"


def _written(lon: float, lat: float) -> str:
    """Write a position for people, to a tenth of a degree."""
    return f"{abs(lat):.1f}°{'N' if lat >= 0 else 'S'} {abs(lon):.1f}°{'E' if lon >= 0 else 'W'}"


@cache
def _by_area() -> dict[str, str]:
    """Give the English name of each named area: the first entry of it."""
    names: dict[str, str] = {}
    for entry in entries():
        if "named_area" in entry:
            names.setdefault(entry["named_area"], entry["names"]["en"])
    return names


def _doubts(read: _Read) -> Iterator[str]:
    """Say what had to be assumed."""
    entry, name = read.entry, read.entry["names"]["en"]
    if read.offset:
        yield from _doubts_of_offset(read, read.offset)
        read = replace(read, words=(), manner="")
    whole = "the circle" if "at" in entry or _off(read) else "the whole area"
    for word in read.words:
        yield f"{word!r} was not used: {whole} stands for it"
    if _off(read):
        yield f"'off' was read as the sea within {_reach_km(read):g} km of {name}: a rule of ours"
    elif read.manner in ("off", "beside") and entry["surface"] != "sea":
        yield f"{name} does not lie at the sea: the place itself is taken"
    elif read.manner == "near" and "at" in entry:
        yield f"'near' was read as at least {NEAR_KM} km, or twice as far as the name alone"
    if read.stands_for:
        yield f"{_shown(read.stands_for)} itself is not in the gazetteer: {name} stands for it"
    if entry.get("caution"):
        yield f"{name}: {entry['caution']}"
    elif entry.get("uncertainty_km", 0) >= _WIDE_KM:
        yield f"no outline of {name} here: a circle of {entry['uncertainty_km']:g} km stands for it"
    if entry["verification"] == "unverified":
        yield f"the position of {name} has not been checked against a published source"


def _doubts_of_offset(read: _Read, offset: Offset) -> Iterator[str]:
    """Say how a distance was counted."""
    if offset.statute:
        yield offsets.statute_doubt(offset.written)
    if read.towards_deg is None:
        yield f"{offset.written!r} without a direction: the whole circle stands for it"
    else:
        known = f"{read.entry['names']['en']} to within {read.entry['uncertainty_km']:g} km"
        yield f"a direction in words was read as known to within 22.5°, and {known}: a rule of ours"


def _unknown(plain: str, text: str) -> UnknownNameError:
    """Make the error of an unknown name, with the names nearest to it."""
    import difflib  # noqa: PLC0415 only for the mend

    names = {fold(name): name for entry in entries() for name in (*entry["also"], *entry["names"].values())}
    bare = plain
    while taken := _without_phrase(bare):
        bare = taken[2]
    near = difflib.get_close_matches(fold(bare)[:40], names, n=3, cutoff=0.7)
    mend = f"did you mean {' or '.join(names[key] for key in near)}?" if near else (
        "name a sea, strait, port, base, range or test site, or give a position: 38.5N 128.2E"
    )  # fmt: skip
    return UnknownNameError(_cut(f"no place {_shown(text)} is known: {mend}"))


def _shown(text: str) -> str:
    """Show the head of a text from outside, in quotes, with control and format characters made visible."""
    head = text if len(text) <= 60 else f"{text[:59]}…"
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in head)
    return f"'{visible if len(visible) <= 90 else visible[:89] + '…'}'"


def _cut(message: str) -> str:
    return message if len(message) <= 300 else message[:299] + "…"
