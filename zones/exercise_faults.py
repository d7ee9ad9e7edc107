"""What is wrong with the words, dates and figures of a record of an exercise, and how to mend it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.errors import DezoneError, InputFileError
from geo.faults import Fault
from geo.geometry_formats import geometry_from_geojson
from zones import vocabulary
from zones.exercise_entries import objects, texts, words_of
from zones.exercise_places import area_of, radius_of, resolve_words
from zones.written_days import read_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.records import Record

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")


def faults_of(group: Sequence[Record]) -> Iterable[Fault]:
    """Find what is wrong with the words of a record; none of it keeps the places from being judged.

    Parameters
    ----------
    group : sequence of Record
        Those that are one exercise.

    Yields
    ------
    Fault

    Examples
    --------
    >>> from geo.records import Record
    >>> values = {"start": "2017-13", "named_area": "yellow_sea"}
    >>> for fault in faults_of([Record(file="drills.csv", where="line 2", properties=values)]):
    ...     print(fault)
    drills.csv, line 2, start: '2017-13' is a day that does not exist: write YYYY-MM-DD, YYYY-MM or YYYY
    """
    for record in group:
        values = record.properties
        alone = record.geometry is None and "places" not in values
        for field, problem, mend in (*_faults_of_dates(values), *_faults_of_words(values, alone=alone)):
            yield Fault(file=record.file, where=record.where, field=field, problem=problem, mend=mend)
        places = objects(values.get("places"))
        for number, place in enumerate(places, start=1):
            for field, problem, mend in (*_faults_of_words(place), *_faults_of_geometry(place)):
                yield Fault(
                    file=record.file,
                    where=f"{record.where}, place {number}",
                    field=field,
                    problem=problem,
                    mend=mend,
                )
        if record.geometry is None and not places and not values.get("named_area"):
            yield Fault(
                file=record.file,
                where=record.where,
                field="geometry",
                problem="there is no place",
                mend="give a position, or a named_area",
            )


def _faults_of_geometry(place: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Find what keeps a geometry from being used: field, problem and mend."""
    try:
        geometry_from_geojson(place.get("geometry"))
    except InputFileError as error:
        problem, _, mend = str(error).rpartition(": ")
        yield "geometry", problem, mend


def _faults_of_dates(values: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Find dates that do not exist, and an end before the start: field, problem and mend."""
    for field in ("start", "end"):
        value = values.get(field)
        if value is not None and not _is_day(str(value)):
            problem, mend = f"{str(value)[:40]!r} is no date", ""
            try:
                read_days(str(value))
            except ValueError as error:
                problem, _, mend = str(error).partition(": ")
            yield field, problem, mend or "write YYYY-MM-DD, YYYY-MM or YYYY"
    start, end = (str(values.get(key) or "") for key in ("start", "end"))
    if _is_day(start) and _is_day(end) and end[: len(start)] < start[: len(end)]:
        yield "end", f"{end} is before the start, {start}", "swap the two dates"


@lru_cache(maxsize=10_000)
def _is_day(text: str) -> bool:
    """Tell whether a text is a year, a month or a day that exists."""
    text = text[:10] if re.match(r"\d{4}-\d\d-\d\d[T ]", text) else text
    if not _DAY.match(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _faults_of_words(values: Mapping[str, Any], *, alone: bool = False) -> Iterable[tuple[str, str, str]]:
    """Find words and figures of an exercise or a place that mean nothing here: field, problem and mend."""
    for field in ("parties", "other_participants"):
        for party in words_of(values.get(field)):
            if not vocabulary.is_country(party):
                code = vocabulary.country_code(party)
                mend = f"did you mean {code}?" if code else "write ISO 3166-1 alpha-3 codes: USA, KOR, CHN"
                yield field, f"{party[:40]!r} is no country code", mend
    for field in ("kinds", "role", "extent", "surface"):
        value = values.get(field)
        for word in words_of(value) if field == "kinds" else texts(value):
            known = vocabulary.meanings(field)
            if word not in known:
                yield field, f"{word[:40]!r} is not known", vocabulary.mend(word, known)
    yield from _faults_of_area(str(values.get("named_area") or ""), alone=alone)
    radius = values.get("uncertainty_km")
    if radius is not None and radius_of(radius) is None:
        yield (
            "uncertainty_km",
            f"{str(radius)[:40]!r} is no radius: no uncertainty was counted",
            "write kilometres, 0 to 5000",
        )


def _faults_of_area(reported: str, *, alone: bool = False) -> Iterable[tuple[str, str, str]]:
    """Find a named area that means several, or that is unknown and `alone`: no geometry stands for it."""
    if not reported or area_of(reported) is not None:
        return
    from zones import gazetteer  # noqa: PLC0415 an identifier needs no names

    try:
        resolve_words(reported)
    except gazetteer.AmbiguousNameError as error:
        meanings = str(error).split(": write one")[0]
        yield "named_area", f"{meanings}: it was left aside", "write the English name of the one meant"
    except DezoneError as error:
        if alone:
            problem, _, mend = str(error).partition(": ")
            yield "named_area", problem, mend
