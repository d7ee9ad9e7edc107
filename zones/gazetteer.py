"""The names of seas, straits, ports, bases, ranges and islands, as they are in ``zones/data/gazetteer.json``.

An entry has names in several languages and a named area, or a position with the radius that a reader may
assume from the name alone. Some names mean different things by language. Longitude and latitude in degrees
(EPSG:4326), lengths in kilometres.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from geo.errors import DezoneError, cut
from geo.spellings import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST_MESSAGE = 300  # characters
_AIRSPACE = r"(?:(?:restricted|danger|dangerous|prohibited|training|firing) )?(?:area|airspace|zone)"
_STANDS_FOR = (
    (re.compile(rf"(?:{_AIRSPACE} )?(.+?)(?: {_AIRSPACE}|空域|공역|区域|구역)?"), ("airspace",), True),
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


class UnknownNameError(DezoneError):
    """The gazetteer has no such name; the text gives the nearest ones.

    Examples
    --------
    >>> from zones.named_places import resolve
    >>> try:
    ...     resolve("Atlantis")
    ... except UnknownNameError as error:
    ...     print(str(error).partition(":")[0])
    no place 'Atlantis' is known
    """

    def __init__(self, message: str) -> None:
        super().__init__(cut(message, _LONGEST_MESSAGE))


class AmbiguousNameError(DezoneError):
    """A name means different places, by language or by kind; the text lists them.

    Examples
    --------
    >>> from zones.named_places import resolve
    >>> try:
    ...     resolve("East Sea")
    ... except AmbiguousNameError as error:
    ...     print([meaning["usage"] for meaning in error.meanings])
    ['Korean usage', 'Chinese usage (Dong Hai)', 'Vietnamese usage (Bien Dong)']
    """

    def __init__(self, text: str, meanings: tuple[Mapping[str, Any], ...]) -> None:
        self.meanings = meanings
        languages = list(dict.fromkeys(code for each in meanings for code in each.get("languages", ())))
        listed = "; ".join(
            f"{each['write']} ({each['usage']})" if each.get("entry") else each["usage"] for each in meanings
        )
        mend = "write one of these names" + (
            f", or give --language {' or '.join(languages)}" if languages else ""
        )
        super().__init__(cut(f"{quote_name(text)} may mean {listed}: {mend}", _LONGEST_MESSAGE))


def entries() -> list[dict[str, Any]]:
    """Give the entries of the gazetteer, as they are in the file.

    Examples
    --------
    >>> next(entry for entry in entries() if entry["id"] == "vladivostok")["names"]["ko"]
    '블라디보스토크'
    """
    return cast("list[dict[str, Any]]", _document()["entries"])


def _document() -> Mapping[str, Any]:
    from zones import store  # noqa: PLC0415 brings shapely

    return store.document("gazetteer.json")


def keys(entry: Mapping[str, Any]) -> Iterator[str]:
    """Give the folded spellings of an entry; a name with a gloss in brackets also without it.

    Examples
    --------
    >>> entry = next(each for each in entries() if each["id"] == "vladivostok")
    >>> "владивосток" in set(keys(entry))
    True
    """
    for name in (*entry["names"].values(), *entry["also"]):
        yield fold_name(name)
    for name in entry["names"].values():
        if "(" in name:
            yield fold_name(name.partition("(")[0])
        if " / " in name:
            yield from map(fold_name, name.split(" / "))


@cache
def _index() -> dict[str, Mapping[str, Any]]:
    index: dict[str, Mapping[str, Any]] = {}
    for entry in entries():
        for key in keys(entry):
            index.setdefault(key, entry)
    return index


@cache
def ambiguous_names() -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Give the meanings of each name that has several, by its folded spelling.

    Examples
    --------
    >>> [meaning["usage"] for meaning in ambiguous_names()[fold_name("West Sea")]]
    ['Korean usage', 'Vietnamese usage (Bien Tay)']
    """
    return {
        fold_name(name): tuple(each["meanings"])
        for each in _document()["ambiguous"]
        for name in each["names"]
    }


@cache
def by_id() -> dict[str, Mapping[str, Any]]:
    """Give the entries by their identifiers.

    Examples
    --------
    >>> by_id()["vladivostok"]["kind"]
    'city'
    """
    return {entry["id"]: entry for entry in entries()}


@cache
def names_of_areas() -> dict[str, str]:
    """Give the English name of each named area: the first entry of it.

    Examples
    --------
    >>> names_of_areas()["yellow_sea"]
    'Yellow Sea'
    """
    names: dict[str, str] = {}
    for entry in entries():
        if "named_area" in entry:
            names.setdefault(entry["named_area"], entry["names"]["en"])
    return names


@cache
def lands_of_states() -> dict[str, str]:
    """Give the named area of each state's land, by its ISO 3166 alpha-3 code.

    Examples
    --------
    >>> lands_of_states()["PRK"]
    'north_korea'
    """
    countries = (entry for entry in entries() if entry["kind"] == "country")
    return {entry["state"]: entry["named_area"] for entry in countries if "named_area" in entry}


def find(name: str, text: str, language: str | None) -> Mapping[str, Any] | None:
    """Look a name up; one that means several things is settled by the language, or not at all.

    Parameters
    ----------
    name : str
        Without the words around it, in any spelling.
    text : str
        The words in which it stood, for the message.
    language : str or None
        Whose usage decides.

    Returns
    -------
    mapping or None
        The entry; None if there is no such name.

    Raises
    ------
    AmbiguousNameError
        If the name means several things, and the language does not settle which.
    UnknownNameError
        If the name means something that has no entry.

    Examples
    --------
    >>> find("OKHOTSK SEA", "off OKHOTSK SEA", None)["id"]
    'sea_of_okhotsk'
    """
    key = fold_name(name)
    if key in ambiguous_names():
        meanings = ambiguous_names()[key]
        meant = [each for each in meanings if language in each.get("languages", ())] or list(meanings)
        if len(meant) > 1:
            raise AmbiguousNameError(text, meanings)
        if not meant[0].get("entry"):
            raise UnknownNameError(
                f"{quote_name(text)}: {meant[0]['usage']}: not known here: give a position"
            )
        return by_id()[meant[0]["entry"]]
    return _index().get(key)


def find_standing_for(name: str) -> tuple[Mapping[str, Any] | None, bool]:
    """Look up a name without its last word, 大连 for 大连港, and say whether that is the place itself.

    Examples
    --------
    >>> entry, itself = find_standing_for("大连港")
    >>> entry["id"], itself
    ('dalian', True)
    """
    for pattern, kinds, itself in _STANDS_FOR:
        match = pattern.fullmatch(name)
        key = fold_name(match[1]) if match and match[1] != name else ""
        entry = _index().get(key)
        if entry and entry["kind"] in kinds and key not in ambiguous_names():
            return entry, itself or entry["kind"].endswith("base")
    return None, False


@cache
def phrases() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Give the phrases before and after a name with their sense, the longest first.

    Examples
    --------
    >>> before, after = phrases()
    >>> ("off", "off") in before, ("近海", "off") in after
    (True, True)
    """
    both: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for sense, sides in _document()["phrases"].items():
        for found, side in zip(both, ("before", "after"), strict=True):
            found += [(phrase, sense) for phrase in sides[side]]
    for found in both:
        found.sort(key=lambda each: -len(each[0]))
    return both


def quote_name(text: str) -> str:
    r"""Quote the head of a text from outside, with control and format characters made visible.

    Examples
    --------
    >>> quote_name("Pohang\u202e"), len(quote_name("x" * 200))
    ("'Pohang\\u202e'", 62)
    """
    visible = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut(text, 60)
    )
    return f"'{cut(visible, 90)}'"
