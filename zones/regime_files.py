"""Regimes read from their files and checked.

Each regime is a file ``zones/data/regimes/*.toml`` in the format of ``schema.json`` beside it; what a schema
cannot say is checked by `zones.regime_faults`.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DezoneError
from zones import schema, store, vocabulary
from zones.moments import moments
from zones.regime_faults import contradictions
from zones.regimes import Attested, Citation, Commitment, Keeps, Regime, Statement, Status, Threshold, ZoneOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = store.DATA / "regimes"
NO_REGIMES = frozenset({"sources.toml"})


class RegimeError(DezoneError):
    """A regime, or a file of one, is not what it should be; the text names file, key and mend.

    Examples
    --------
    >>> find_regime("expanded-2018")
    Traceback (most recent call last):
        ...
    zones.regime_files.RegimeError: no regime 'expanded-2018': did you mean expanded-2017?
    """


@cache
def load_regimes() -> dict[str, Regime]:
    """Load the bundled regimes, the oldest first.

    Raises
    ------
    RegimeError
        If a file contradicts the schema or itself.

    Examples
    --------
    >>> [regime.id for regime in load_regimes().values() if regime.kind == "proposal"][:3]
    ['kp-1986', 'kp-2015', 'kp-2016']
    """
    regimes = [read_regime(path) for path in sorted(FOLDER.glob("*.toml")) if path.name not in NO_REGIMES]
    return {regime.id: regime for regime in sorted(regimes, key=lambda each: (each.date, each.id))}


def find_regime(regime_id: str) -> Regime:
    """Find a bundled regime by its identifier.

    Raises
    ------
    RegimeError
        If there is none; the text has the nearest.

    Examples
    --------
    >>> find_regime("expanded-2017").parties
    ('USA', 'KOR', 'PRK', 'CHN', 'RUS', 'JPN')
    """
    known = load_regimes()
    if regime_id not in known:
        raise RegimeError(
            f"no regime {schema.shown(regime_id)}: {vocabulary.mend(regime_id.replace('_', '-'), known)}"
        )
    return known[regime_id]


@cache
def citations() -> dict[str, Citation]:
    """Give the sources that the bundled regimes cite, by key.

    Examples
    --------
    >>> citations()["S6"].citation
    'Kyodo, 8 Mar 2017'
    """
    document = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
    return {
        key: Citation(key=key, citation=about["citation"], urls=tuple(about["urls"]))
        for key, about in document.items()
    }


def read_regime(path: str | Path) -> Regime:
    """Read and check one file.

    Raises
    ------
    RegimeError
        With a line for each fault: file, key, what is wrong, and the mend.

    Examples
    --------
    >>> read_regime(FOLDER / "cma-2018.toml").kind
    'agreement'
    """
    file = Path(path).name
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RegimeError(f"{path}: {error}: write a TOML file as in zones/data/regimes") from error
    faults = [
        f"{file}: {_key(problem.at)} {problem.problem}: {problem.mend}"
        for problem in schema.problems(document, _rules())
    ]
    if not faults:
        found = contradictions(document, Path(path).stem, citations())
        faults = [f"{file}: {fault}" for fault in found]
    if faults:
        raise RegimeError("\n".join(faults))
    return _regime(document)


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    return rules


def _key(at: Iterable[str | int]) -> str:
    """Write a way to a value as people count: ``commitments 2.zone``."""
    text = ""
    for step in at:
        text += f" {step + 1}" if isinstance(step, int) else f".{step}" if text else step
    return text or "the file"


# From a document to values


def _regime(document: Mapping[str, Any]) -> Regime:
    plain: dict[str, Any] = {
        key: document[key]
        for key in ("id", "title", "kind", "date", "summary", "where_stated", "duration", "author", "as_of")
        if key in document
    }
    lists: dict[str, Any] = {
        key: tuple(document.get(key, ())) for key in ("proposers", "also_asks", "caveats", "unverified")
    }
    offset = document.get("utc_offset", "+09:00")
    objections = [
        {**each, "by": vocabulary.country_name(each["party"]), "standing": "objection"}
        for each in document.get("objections", ())
    ]
    return Regime(
        **plain,
        **lists,
        commitments=tuple(_commitment(each) for each in document.get("commitments", ())),
        keeps=tuple(Keeps(**_tuples(each)) for each in document.get("keeps", ())),
        status=tuple(_status(each, offset) for each in document.get("status", ())),
        statements=tuple(
            Statement(**_tuples({key: value for key, value in each.items() if key != "party"}))
            for each in (*objections, *document.get("statements", ()))
        ),
        thresholds=tuple(Threshold(**_tuples(each)) for each in document.get("thresholds", ())),
        zones=tuple(ZoneOf(**_tuples(each)) for each in document.get("zones", ())),
    )


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def _renamed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the keys that are words of Python another name."""
    return {{"from": "first", "to": "last"}.get(key, key): value for key, value in _tuples(values).items()}


def _commitment(values: Mapping[str, Any]) -> Commitment:
    made = _renamed(values)
    if "missiles" in made:
        made["missiles"] = {name: answer for answer, names in made["missiles"].items() for name in names}
    made["attested"] = tuple(Attested(**_renamed(each)) for each in made.get("attested", ()))
    return Commitment(**made)


def _status(values: Mapping[str, Any], offset: str) -> Status:
    earliest, latest = moments(values["from"], offset)
    return Status(
        parties=tuple(values["parties"]),
        clauses=tuple(values.get("clauses", ("*",))),
        state=values["state"],
        date=values["from"],
        earliest=earliest,
        latest=latest,
        note=values.get("note", ""),
        sources=tuple(values["sources"]),
    )
