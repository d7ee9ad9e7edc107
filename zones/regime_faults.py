"""What a schema cannot say of a file of a regime.

That dates exist, that clauses, zones and sources are there, that a status is for a party that is bound.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any

from zones import areas, schema, store, vocabulary
from zones.moments import moments
from zones.regimes import CLASSES, FORCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime


def contradictions(document: Mapping[str, Any], stem: str, sources: Collection[str]) -> Iterator[str]:
    """Find what a schema cannot say.

    Parameters
    ----------
    document : mapping
        Of a file that follows the schema.
    stem : str
        Name of the file without its ending, which is the identifier of the regime.
    sources : collection of str
        Keys of the sources that may be cited.

    Yields
    ------
    str
        A fault: key, what is wrong, and the mend.

    Examples
    --------
    >>> next(contradictions({"id": "a", "kind": "yardstick", "date": "2017"}, "b", ()))
    "id is 'a', but the file is b.toml: make them one"
    """
    if document["id"] != stem:
        yield f"id is '{document['id']}', but the file is {stem}.toml: make them one"
    yield from _wrong_references(document)
    yield from _wrong_sources(document, sources)
    yield from _wrong_parties(document)
    yield from _kept_and_given(document)
    yield from _wrong_dates(document)
    yield from _wrong_zones(document)
    for number, commitment in enumerate(document.get("commitments", ()), start=1):
        key = f"commitments {number}"
        listed = [name for names in commitment.get("missiles", {}).values() for name in names]
        wants = {"missile_test", "missile_activity"} & set(commitment["activities"])
        if wants and "missiles" not in commitment:
            yield f"{key}.missiles is missing: say which classes of missile the words cover"
        elif "missiles" in commitment and sorted(listed) != sorted(CLASSES):
            odd = [name for name in CLASSES if listed.count(name) != 1]
            yield f"{key}.missiles: {', '.join(odd)} must stand in one of the three lists: put each in one"
    if document["kind"] == "yardstick" and "commitments" in document:
        yield "commitments: a yardstick binds nobody: delete them, or choose another kind"
    if document["kind"] != "yardstick" and "commitments" not in document:
        yield "commitments are missing: say who gives up what, or make it a yardstick"


def _numbered(document: Mapping[str, Any], *sections: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each entry of some sections with its key: ``status 3``."""
    for section in sections:
        for number, each in enumerate(document.get(section, ()), start=1):
            yield f"{section} {number}", each


def _wrong_references(document: Mapping[str, Any]) -> Iterator[str]:
    ids = [each["id"] for each in document.get("commitments", ())]
    zones = [each["id"] for each in document.get("zones", ())]
    for name, listed in (("commitments", ids), ("zones", zones)):
        for twice in sorted({each for each in listed if listed.count(each) > 1}):
            yield f"{name}: the id '{twice}' is used twice: give each its own"
    for key, each in _numbered(document, "commitments"):
        if each["zone"] not in (*zones, "everywhere"):
            mend = vocabulary.mend(each["zone"], [*zones, "everywhere"])
            yield f"{key}.zone: no zone '{each['zone']}' in this file: {mend}"
    for zone in set(zones) - {each["zone"] for each in document.get("commitments", ())}:
        yield f"zones: no commitment uses '{zone}': delete it, or name it in a commitment"
    for key, each in _numbered(document, "status"):
        for pattern in each.get("clauses", ()):
            if not fnmatch.filter(ids, pattern):
                yield f"{key}.clauses: no clause '{pattern}': {vocabulary.mend(pattern, ids)}"


def _wrong_sources(document: Mapping[str, Any], sources: Collection[str]) -> Iterator[str]:
    for key, each in _numbered(document, "commitments", "status", "objections", "statements", "thresholds"):
        for said in (each, *each.get("attested", ())):
            for source in said["sources"]:
                if source not in sources:
                    yield f"{key}.sources: no source '{source}': add it to sources.toml"


def _wrong_parties(document: Mapping[str, Any]) -> Iterator[str]:
    bound = {party for each in document.get("commitments", ()) for party in each["parties"]}
    for key, each in _numbered(document, "commitments", "keeps", "status"):
        for party in (*each["parties"], *each.get("joint", ())):
            if not vocabulary.is_country(party):
                mend = schema.mend_of_country(party)
                yield f"{key}.parties: '{party}' is the code of no country: {mend}"
    for key, each in _numbered(document, "status"):
        for party in each["parties"]:
            if each["state"] in FORCE and party not in bound:
                yield f"{key}.parties: {party} has no commitment here: give it one, or leave it out"


def _kept_and_given(document: Mapping[str, Any]) -> Iterator[str]:
    """Find what a party is said to keep and to give up."""
    for key, each in _numbered(document, "keeps"):
        for commitment in document.get("commitments", ()):
            for party in set(each["parties"]) & set(commitment["parties"]):
                for activity in sorted(set(each["activities"]) & set(commitment["activities"])):
                    given = f"{party} gives up {activity} in '{commitment['id']}'"
                    yield f"{key}: {given}: it cannot keep it as well, delete one"


def _wrong_dates(document: Mapping[str, Any]) -> Iterator[str]:
    offset = document.get("utc_offset", "+09:00")
    if not re.fullmatch(r"[+-]\d\d:\d\d", offset):
        yield f"utc_offset is '{offset}': write it as +09:00"
        return
    dated = [("date", document["date"])]
    for key, each in _numbered(document, "commitments", "status", "objections", "statements"):
        dated += [(f"{key}.{part}", each[part]) for part in ("from", "to", "date") if part in each]
        if "to" in each and each["to"] < each.get("from", ""):
            yield f"{key}.to: {each['to']} is before {each['from']}: swap the two dates"
    wrong = []
    for key, text in dated:
        try:
            moments(text, offset)
        except ValueError as error:
            wrong.append(f"{key}: '{text}' {error}")
    yield from wrong or _out_of_order(document, offset)


def _out_of_order(document: Mapping[str, Any], offset: str) -> Iterator[str]:
    """Find lines of status that come before those above them, for one party and the same clauses."""
    last: dict[tuple[str, str], tuple[datetime, str]] = {}
    for key, each in _numbered(document, "status"):
        begin, _ = moments(each["from"], offset)
        for line in [(party, clause) for party in each["parties"] for clause in each.get("clauses", ["*"])]:
            if each["state"] not in FORCE:
                continue
            if line in last and begin < last[line][0]:
                above = last[line][1]
                yield f"{key}.from: {each['from']} is before {above} of the line above: put them in order"
            last[line] = begin, each["from"]


_NEEDS = {
    "regions": (),
    "land_and_distance": ("lands", "distance_km"),
    "line_buffer": ("line", "distance_km"),
    "parallels": ("sea", "south", "north"),
}


def _wrong_zones(document: Mapping[str, Any]) -> Iterator[str]:
    for number, zone in enumerate(document.get("zones", ()), start=1):
        key = f"zones {number}"
        for need in _NEEDS[zone["build"]]:
            if need not in zone:
                yield f"{key}.{need} is missing: a zone built from {zone['build']} needs it"
        for area in (*zone.get("lands", ()), *filter(None, [zone.get("sea")])):
            if area not in areas.file_of_areas():
                yield f"{key}: no area '{area}': {vocabulary.mend(area, areas.file_of_areas())}"
        lines = store.feature_texts("regimes/lines.geojson")
        if "line" in zone and zone["line"] not in lines:
            yield f"{key}.line: no line '{zone['line']}': {vocabulary.mend(zone['line'], lines)}"
        if ("side" in zone) != ("split_lon" in zone):
            yield f"{key}: side and split_lon go together: give both or none"
        if zone.get("north", 90) <= zone.get("south", -90):
            yield f"{key}.north: {zone['north']} is not north of {zone['south']}: swap the two"
