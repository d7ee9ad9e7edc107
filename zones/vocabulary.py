"""The words that an exercise may use: kinds, roles, bases and so on, and countries by any usual name.

The words and their meanings stand in the published schema, ``zones/data/exercises.schema.json``; countries
in ``zones/data/countries.csv``: ISO 3166-1 codes and English short names, with other usual names beside them.
"""

from __future__ import annotations

import csv
import difflib
import re
from functools import cache
from typing import TYPE_CHECKING

from zones import store

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def meanings(field: str) -> dict[str, str]:
    """Give the words that a field of an exercise or of a place may hold, each with its meaning.

    Parameters
    ----------
    field : str
        ``kinds``, ``evidence``, ``clause``, ``verification``, ``confidence``, ``role``, ``basis``,
        ``extent`` or ``surface``.

    Raises
    ------
    KeyError
        If it is none of these.

    Examples
    --------
    >>> meanings("evidence")["warned"]
    'a notice closed an area; no source is used that says what was done there'
    >>> list(meanings("surface"))
    ['sea', 'land', 'any']
    """
    parts = store.document("exercises.schema.json")["$defs"]
    fields = parts["exercise"]["properties"] | parts["place"]["properties"] | {"kinds": parts["kind"]}
    return {word["const"]: word["description"] for word in fields[field]["oneOf"]}


def mend(word: str, known: Iterable[str]) -> str:
    """Say which known word was perhaps meant, or which there are.

    Examples
    --------
    >>> mend("navall", ["naval", "air"]), mend("xyz", ["naval", "air"])
    ('did you mean naval?', 'known are naval, air')
    """
    known = list(known)
    near = difflib.get_close_matches(re.sub(r"[\s-]+", "_", word.strip().casefold()), known, n=1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


@cache
def _countries() -> dict[str, str]:
    """Give the usual name of each country by its code."""
    with (store.DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def _codes() -> dict[str, str]:
    """Give the code of each country by all its names, in a plain spelling."""
    found: dict[str, str] = {}
    with (store.DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["code"], row["alpha_2"], row["name"], *row["also"].split("|")):
                found.setdefault(_plain(name), row["code"])
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip().removeprefix("the ")


def is_country(code: str) -> bool:
    """Tell whether a code is an ISO 3166-1 alpha-3 code in use.

    Examples
    --------
    >>> is_country("KOR"), is_country("ROK")
    (True, False)
    """
    return code in _countries()


def country_code(name: str) -> str | None:
    """Find the ISO 3166-1 alpha-3 code of a country by a code or name of it; None if there is none.

    Examples
    --------
    >>> country_code("South Korea"), country_code("DPRK"), country_code("cn"), country_code("Atlantis")
    ('KOR', 'PRK', 'CHN', None)
    """
    return _codes().get(_plain(name)) if name.strip() else None


def country_name(code: str) -> str:
    """Give the usual name of a country; a code that is none, as it stands.

    Examples
    --------
    >>> country_name("PRK"), country_name("XXX")
    ('North Korea', 'XXX')
    """
    return _countries().get(code, code)


def the_party(code: str) -> str:
    """Name a country as a sentence does.

    Examples
    --------
    >>> the_party("USA"), the_party("CHN")
    ('the United States', 'China')
    """
    name = country_name(code)
    return f"the {name}" if name.startswith("United ") else name
