"""The catalogue of exercises: to choose from it, and to tell every fault of a file in its format.

The format is published as a JSON Schema, ``zones/data/exercises.schema.json``. The schema is read here as it
stands, so the two cannot part; what it cannot say (a day that exists, an end after its start, an outline
that closes) is checked beside it. Every fault comes with its mend.
"""

from __future__ import annotations

import difflib
import json
import re
from calendar import monthrange
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DezoneError, InputFileError
from geo.faults import Fault
from geo.geometry_formats import geometry_from_geojson
from zones import areas, schema, store, vocabulary
from zones.exercise_files import read_exercises
from zones.schema import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from zones.exercises import Exercise
    from zones.schema import Way

FILE = "exercises.json"


class UnknownExerciseError(DezoneError):
    """An exercise was asked for by an identifier that no entry has."""

    def __init__(self, exercise_id: str, known: Collection[str]) -> None:
        words = set(re.findall(r"[a-z]+|\d+", exercise_id.lower()))
        near = [each for each in known if words and words <= set(re.findall(r"[a-z]+|\d+", each))][:5]
        near = near or difflib.get_close_matches(exercise_id.lower(), known, n=3, cutoff=0.5)
        *most, last = near or [""]
        mend = (
            f"did you mean {', '.join(most)}{' or ' if most else ''}{last}?"
            if near
            else "dezone exercises list shows them all"
        )
        super().__init__(f"no exercise {exercise_id[:60]!r}: {mend}")


def find(exercises: Iterable[Exercise], exercise_id: str) -> Exercise:
    """Find an exercise by its identifier.

    Raises
    ------
    UnknownExerciseError
        If there is none; the text has the identifiers that come close.

    Examples
    --------
    >>> from zones import load_exercises
    >>> find(load_exercises(), "joint-sea-2017-pacific").name
    'Joint Sea-2017, second stage'
    """
    known = {exercise.id: exercise for exercise in exercises}
    if exercise_id not in known:
        raise UnknownExerciseError(exercise_id, known)
    return known[exercise_id]


def called(exercises: Iterable[Exercise], text: str) -> list[Exercise]:
    """Find the exercises that people call so: by identifier, name or series, with or without a year.

    Parameters
    ----------
    exercises : iterable of Exercise
    text : str
        ``RIMPAC 2024``, ``Freedom Edge``, ``Joint Sea 17``: case and punctuation do not matter, and the year
        of a series may have two digits.

    Returns
    -------
    list of Exercise
        That with this identifier; else those of this series, in this year if one is given; else those whose
        names hold all of several words, or, if the words are too common to mean one, are these words.

    Examples
    --------
    >>> from zones import load_exercises
    >>> [e.id for e in called(load_exercises(), "Freedom Edge 2024")]
    ['freedom-edge-2024-1']
    """
    known = list(exercises)
    wanted = _words(text)
    if same := [each for each in known if wanted == _words(each.id)]:
        return same
    names = [word for word in wanted if not word.isdigit()]
    years = {word for word in wanted if word.isdigit()}
    if not names:
        return []
    of_series = [each for each in known if _words(each.series) == names and years <= _years(each)]
    if of_series:
        return of_series
    if len(wanted) < 2:
        return [each for each in known if _words(each.name) == wanted]
    holding = [
        each
        for each in known
        if {*wanted} <= {*_words(f"{each.name} {each.series}"), each.start[:4], each.end[:4]}
    ]
    if len(holding) > _MOST_HOLDING:
        return [each for each in known if _words(each.name) == wanted]
    return holding


_MOST_HOLDING = 20  # more are not what a name means


def _words(text: str) -> list[str]:
    """Give the words and numbers of a name."""
    return re.findall(r"[^\W\d_]+|\d+", text.casefold())


def _years(exercise: Exercise) -> set[str]:
    """Give the years in which it was held, as people write them."""
    years = {day[:4] for day in (exercise.start, exercise.end) if day}
    return years | {year[2:] for year in years}


# Choosing


def select(
    exercises: Iterable[Exercise],
    *,
    parties: Collection[str] = (),
    kinds: Collection[str] = (),
    series: str = "",
    first: str = "",
    last: str = "",
    evidence: Collection[str] = (),
) -> list[Exercise]:
    """Choose exercises; each condition that is given must hold.

    Parameters
    ----------
    exercises : iterable of Exercise
    parties, kinds, evidence : collection of str
        One of them is enough. Parties are ISO 3166-1 alpha-3 codes; those who only send a contingent do not
        count.
    series : str
        Part of the name of the series, case aside.
    first, last : str
        A year, a month or a day, each itself included. Chosen is what overlaps the period as far as its own
        dates tell: what is known only to be in a month overlaps each of its days. Without a date nothing
        overlaps.

    Returns
    -------
    list of Exercise
        In their order.

    Raises
    ------
    DezoneError
        If a date does not exist, or the last day is before the first.

    Examples
    --------
    >>> from zones import load_exercises
    >>> [e.id for e in select(load_exercises(), series="joint sea", first="2017", last="2017")]
    ['joint-sea-2017-baltic', 'joint-sea-2017-pacific']
    """
    begin = days(first)[0] if first else ""
    end = days(last)[1] if last else "9999-12-31"
    if end < begin:
        raise DezoneError(f"the period ends on {end}, before it begins on {begin}: swap the two dates")
    return [
        exercise
        for exercise in exercises
        if (not parties or set(parties) & set(exercise.parties))
        and (not kinds or set(kinds) & set(exercise.kinds))
        and series.casefold() in exercise.series.casefold()
        and (not evidence or exercise.evidence in evidence)
        and (not (first or last) or _overlaps(exercise, begin, end))
    ]


def _overlaps(exercise: Exercise, begin: str, end: str) -> bool:
    try:
        own_first = days(exercise.start or exercise.end)[0]
        own_last = days(exercise.end or exercise.start)[1]
    except DezoneError:
        return False
    return own_first <= end and begin <= own_last


def days(text: str) -> tuple[str, str]:
    """Give the first and the last day of a year, a month or a day, as text that sorts.

    Raises
    ------
    DezoneError
        If it is none, or does not exist.

    Examples
    --------
    >>> days("1976"), days("2016-02"), days("2017-08-07")
    (('1976-01-01', '1976-12-31'), ('2016-02-01', '2016-02-29'), ('2017-08-07', '2017-08-07'))
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text[:10] if text[10:11] in ("T", " ") else text)
    try:
        if not match:
            raise ValueError  # noqa: TRY301 told alike
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
        last = first if day else date(first.year, month or 12, monthrange(first.year, month or 12)[1])
    except ValueError:
        raise DezoneError(f"{text[:40]!r} is no date: write 2017, 2017-08 or 2017-08-07") from None
    return first.isoformat(), last.isoformat()


# Validating


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


# The bundled entries, as they are written


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Give each bundled entry as it stands in the file, by its identifier.

    Examples
    --------
    >>> entries()["joint-sea-2017-pacific"]["series"]
    'Joint Sea'
    """
    return {entry["id"]: entry for entry in store.document(FILE)["exercises"]}


def as_text(ids: Iterable[str]) -> str:
    """Write bundled entries as a file in our format, as the bundled file itself is written.

    Raises
    ------
    KeyError
        If there is no such entry.

    Examples
    --------
    >>> as_text(entries()) == (store.DATA / FILE).read_text(encoding="utf-8")
    True
    """
    chosen = [entries()[each] for each in ids]
    return _written({"about": store.document(FILE)["about"], "exercises": chosen}, "") + "\n"


_ON_ONE_LINE = frozenset({"parties", "other_participants", "kinds", "date_precision", "geometry"})


def _written(value: object, indent: str, key: str = "") -> str:
    """Write JSON with what is read as one thing on one line, so that a change is easy to see."""
    if not value or not isinstance(value, (dict, list)) or key in _ON_ONE_LINE:
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, list):
        whole = "launches" if key == "launches" else ""
        parts = [json.dumps(part, ensure_ascii=False) if whole else _written(part, deeper) for part in value]
    else:
        parts = [f"{json.dumps(name)}: {_written(part, deeper, name)}" for name, part in value.items()]
    start, end = "{}" if isinstance(value, dict) else "[]"
    return f"{start}\n{deeper}" + f",\n{deeper}".join(parts) + f"\n{indent}{end}"
