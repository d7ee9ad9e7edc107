"""Every fault of a file of exercises in the format of the catalogue, with its mend.

The format is published as a JSON Schema, ``zones/data/exercises.schema.json``. The schema is read here as it
stands, so the two cannot part; what it cannot say (a day that exists, an end after its start, an outline
that closes) is checked beside it.
"""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DezoneError, InputFileError
from geo.faults import Fault
from geo.geometry_formats import geometry_from_geojson
from zones import areas, schema, store, vocabulary
from zones.catalogue import days
from zones.exercise_files import read_exercises
from zones.schema import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zones.schema import Way


def validate(path: str) -> tuple[int, list[Fault]]:
    """Find every fault of a file of exercises.

    A JSON file is held against the published schema, and against what a schema cannot say; it may also be
    one entry, or a list of them. Any other file is read as `read_exercises` does.

    Returns
    -------
    count, faults
        The number of entries, and what is wrong with them; empty if nothing is.

    Raises
    ------
    InputFileError
        If nothing of the file can be read.

    Examples
    --------
    >>> from zones import store
    >>> validate(str(store.DATA / "exercises.json"))
    (351, [])
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        document = json.loads(text, object_pairs_hook=_Object)
    except (OSError, ValueError, RecursionError):
        document = None
    features = isinstance(document, dict) and isinstance(document.get("type"), str)
    if not isinstance(document, (dict, list)) or features:
        exercises, faults = read_exercises(path)
        return len(exercises), faults
    about_all: list[Fault] = []
    entries: object = document
    if isinstance(document, dict):
        alone = "exercises" not in document and {"id", "places"} & document.keys()
        entries = [document] if alone else document.get("exercises")
        if not alone:
            head = document | {"exercises": []} if isinstance(entries, list) else document
            about_all = [
                Fault(file=path, field=_field(problem.at), problem=problem.problem, mend=problem.mend)
                for problem in schema.problems(head, store.document(schema.FILE))
            ]
    entries = entries if isinstance(entries, list) else []
    return len(entries), [*about_all, *_faults_of_entries(entries, path, text)]


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.twice = sorted({key for key in keys if keys.count(key) > 1}) if len(keys) > len(self) else []


def _faults_of_entries(entries: list[Any], path: str, text: str) -> Iterator[Fault]:
    """Find the faults of each entry, with the line on which it begins."""
    rules = schema.part("exercise")
    seen: dict[str, tuple[int, int]] = {}  # the first and the last line of an identifier
    for number, entry in enumerate(entries, start=1):
        problems = list(schema.problems(entry, rules))
        if isinstance(entry, dict):
            problems += _beyond_the_schema(entry)
        name = entry.get("id") if isinstance(entry, dict) else None
        label, line = f"entry {number}", 0
        if isinstance(name, str) and name:
            label = f"entry {name[:60]}"
            if name in seen:
                first, last = (each or _line_of(text, name) for each in seen[name])
                mend = "give each exercise its own, or remove one of them"
                problems.append(Problem(("id",), f"{name[:60]!r} is also that of line {first}", mend))
                line = _line_of(text, name, after=last)
                seen[name] = first, line
            else:
                line = _line_of(text, name) if problems else 0
                seen[name] = line, line
        where = f"line {line}, {label}" if line else label
        for problem in dict.fromkeys(problems):
            part, field = _part(problem.at)
            yield Fault(
                file=path,
                where=f"{where}, {part}" if part else where,
                field=field,
                problem=problem.problem,
                mend=problem.mend,
            )


def _line_of(text: str, name: str, after: int = 0) -> int:
    """Find the line that holds an identifier, beyond a given one; 0 if it is written in an unusual way."""
    start = 0
    for _ in range(after):
        start = text.find("\n", start) + 1
    found = re.compile(r'"id"\s*:\s*' + re.escape(json.dumps(name, ensure_ascii=False))).search(text, start)
    return text.count("\n", 0, found.start()) + 1 if found else 0


_PARTS = {
    "places": "place",
    "sources": "source",
    "launches": "launch",
    "claims": "claim",
    "errata": "erratum",
    "exercises": "entry",
}


def _part(at: Way) -> tuple[str, str]:
    """Part a way down an entry into the place, source or the like, and the field of it."""
    if len(at) > 1 and isinstance(at[1], int) and at[0] in _PARTS:
        return f"{_PARTS[str(at[0])]} {at[1] + 1}", _field(at[2:])
    return "", _field(at)


def _field(at: Way) -> str:
    return ".".join(str(key) for key in at if isinstance(key, str))


# What a schema cannot say


def _beyond_the_schema(entry: dict[str, Any]) -> Iterator[Problem]:
    yield from _check_dates(entry)
    for field in ("parties", "other_participants"):
        given = entry.get(field)
        codes = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
        for party in codes:
            if re.search(schema.COUNTRY, party) and not vocabulary.is_country(party):
                yield Problem((field,), f"'{party}' is the code of no country", schema.mend_of_country(party))
    places = entry.get("places")
    for number, place in enumerate(places if isinstance(places, list) else ()):
        if isinstance(place, dict):
            yield from _check_place(place, ("places", number))
    yield from _check_launches(entry)
    yield from _check_texts(entry, ())


def _check_dates(entry: dict[str, Any]) -> Iterator[Problem]:
    """Find an end before the start, days that do not exist, and a precision that is not the one written."""
    start, end = (_known_days(entry.get(field)) for field in ("start", "end"))
    if start and end and end[1] < start[0]:
        yield Problem(("end",), f"{entry['end']} is before the start, {entry['start']}", "swap the two dates")
    precision = entry.get("date_precision")
    for field, said in precision.items() if isinstance(precision, dict) else ():
        text = entry.get(field)
        written = {4: "year", 7: "month", 10: "day"}[len(str(text))] if _known_days(text) else said
        if said in ("year", "month", "day") and said != written:
            mend = f"write {written}, or the date to the {said}"
            yield Problem(("date_precision", field), f"is {said}, but {text} is a {written}", mend)
    for at, text in _texts(entry, ()):
        if at[-1] in ("start", "end", "date", "date_utc", "time_utc") and at[0] != "date_precision":
            for day in re.findall(r"\d{4}(?:-\d\d){0,2}(?![:\d])", text):
                if not _known_days(day):
                    yield Problem(at, f"'{day}' does not exist", "look the date up again")
            if re.search(r"T(2[4-9]|[3-9]\d|\d\d:[6-9]\d)", text):
                yield Problem(at, f"{shown(text)} is no time of day", "write hours to 23 and minutes to 59")


def _known_days(text: object) -> tuple[str, str] | None:
    """Give the first and last day of a date; None if it is none."""
    try:
        return days(text) if isinstance(text, str) and re.search(schema.DATE, text) else None
    except DezoneError:
        return None


def _check_place(place: dict[str, Any], at: Way) -> Iterator[Problem]:
    """Find outlines that are none, and names of areas that nobody knows."""
    geometry = place.get("geometry")
    if isinstance(geometry, dict) and not any(schema.problems(geometry, schema.part("geometry"))):
        try:
            geometry_from_geojson(geometry)
        except InputFileError as error:
            problem, _, mend = str(error).rpartition(": ")
            yield Problem((*at, "geometry"), problem, mend)
    area = place.get("named_area")
    if isinstance(area, str) and area and area not in areas.file_of_areas():
        meant = areas.identify(area)
        near = [meant] if meant else difflib.get_close_matches(area, areas.file_of_areas(), n=1, cutoff=0.8)
        if near:
            yield Problem((*at, "named_area"), f"{shown(area)} is not known", f"did you mean {near[0]}?")
        elif geometry is None:
            mend = "give a geometry beside it, or one of zones/data/areas.toml"
            yield Problem((*at, "named_area"), f"{shown(area)} is not known, so there is no place", mend)


def _check_launches(entry: dict[str, Any]) -> Iterator[Problem]:
    launches = entry.get("launches")
    seen = set()
    for number, launch in enumerate(launches if isinstance(launches, list) else ()):
        name = launch.get("id") if isinstance(launch, dict) else None
        if isinstance(name, str) and name in seen:
            yield Problem(("launches", number, "id"), f"{shown(name)} is used twice", "number them through")
        seen.add(name if isinstance(name, str) else None)


def _check_texts(entry: dict[str, Any], at: Way) -> Iterator[Problem]:
    for where, text in _texts(entry, at):
        strange = next((character for character in text if not character.isprintable()), None)
        if strange is not None:
            problem = f"holds the control character U+{ord(strange):04X}"
            yield Problem(where, problem, "write a space" if strange.isspace() else "delete it")


def _texts(value: object, at: Way) -> Iterator[tuple[Way, str]]:
    """Give every text of an entry with the way to it."""
    if isinstance(value, str) and at:
        yield at, value
    elif isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(part, (*at, key))
