"""An exercise, made of the values of an entry of the catalogue, of a record or of a row."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from geo.errors import InputFileError
from zones.exercise_places import place_of
from zones.exercises import Claim, Erratum, Exercise, Launch, Place, Scale, Source

if TYPE_CHECKING:
    from collections.abc import Mapping


def from_entry(entry: Mapping[str, Any]) -> Exercise:
    """Make an exercise of an entry with ``places``, of our catalogue or of its facts.

    A place whose geometry cannot be read is left out, or known by its named area alone; the doubts say so.

    Examples
    --------
    >>> entry = {"id": "a", "places": [{"named_area": "yellow_sea"}], "parties": ["CHN"]}
    >>> exercise = from_entry(entry)
    >>> exercise.parties, exercise.places[0].named_area
    (('CHN',), 'yellow_sea')
    """
    from geo.geometry_formats import geometry_from_geojson  # noqa: PLC0415 a row of a table needs none

    doubts = []
    places = []
    for place in objects(entry.get("places")):
        try:
            geometry = geometry_from_geojson(place.get("geometry"))
        except InputFileError as error:
            geometry = None
            doubts.append(f"{place.get('name') or 'a place'}: the geometry {error}; it was left out")
        if geometry is not None or place.get("named_area"):
            places.append(place_of(place, geometry, name=str(place.get("name") or "")))
    return exercise_of(str(entry.get("id") or "entry"), entry, tuple(places), tuple(doubts))


def exercise_of(
    key: str, values: Mapping[str, object], places: tuple[Place, ...], doubts: tuple[str, ...]
) -> Exercise:
    """Make an exercise of its values and its places; what has no value, or one of another kind, stays empty.

    Examples
    --------
    >>> exercise_of("a", {"parties": "CHN, RUS", "personnel": "2500"}, (), ()).scale.personnel
    2500
    """
    return Exercise(
        id=key,
        name=str(values.get("name") or ""),
        places=places,
        start=str(values.get("start") or ""),
        end=str(values.get("end") or ""),
        parties=words_of(values.get("parties")),
        kinds=words_of(values.get("kinds")),
        series=str(values.get("series") or ""),
        location_reported=str(values.get("location_reported") or ""),
        verification=str(values.get("verification") or ""),
        notes=str(values.get("notes") or ""),
        doubts=doubts,
        sources=tuple(_source(source) for source in objects(values.get("sources"))),
        parties_complete=values.get("parties_complete") is not False,
        other_participants=words_of(values.get("other_participants")),
        scale=_scale(values),
        date_utc=str(values.get("date_utc") or ""),
        evidence=str(values.get("evidence") or ""),
        clause=str(values.get("clause") or ""),
        launches=tuple(_launch(launch) for launch in objects(values.get("launches"))),
        claims=tuple(_claim(claim) for claim in objects(values.get("claims"))),
        errata=tuple(_erratum(erratum) for erratum in objects(values.get("errata"))),
        unverified_details=texts(values.get("unverified_details")),
        confidence=str(values.get("confidence") or ""),
    )


def _source(values: Mapping[str, Any]) -> Source:
    return Source(**_strings(values, "title", "publisher", "date", "url"))


def _scale(values: Mapping[str, Any]) -> Scale:
    """Read the scale of an entry, or the columns of a table."""
    scale = values.get("scale")
    figures = scale if isinstance(scale, dict) else values
    numbers = {key: _number(figures.get(key)) for key in ("personnel", "ships", "aircraft")}
    return Scale(
        text=str(scale.get("text") or "") if isinstance(scale, dict) else str(scale or ""),
        unit=str(figures.get("unit") or ""),
        **{key: None if number is None else int(number) for key, number in numbers.items()},
    )


def _launch(values: Mapping[str, Any]) -> Launch:
    return Launch(
        id=str(values.get("id") or ""),
        weapon=str(values.get("weapon") or ""),
        weapon_class=str(values.get("weapon_class") or ""),
        time_utc=str(values.get("time_utc") or ""),
        distance_km=_number(values.get("distance_km")),
        apogee_km=_number(values.get("apogee_km")),
        bearing_deg=_number(values.get("bearing_deg")),
        outcome=str(values.get("outcome") or ""),
    )


def _claim(values: Mapping[str, Any]) -> Claim:
    source = values.get("source")
    return Claim(
        **_strings(values, "about", "claimant", "statement", "date"),
        source=_source(source) if isinstance(source, dict) else None,
    )


def _erratum(values: Mapping[str, Any]) -> Erratum:
    source = values.get("source")
    return Erratum(
        **_strings(values, "where", "printed", "correct"),
        source=_source(source) if isinstance(source, dict) else None,
    )


# Values as tables and JSON hold them


def objects(value: object) -> list[dict[str, Any]]:
    """Give the objects of a list; none of what is no list.

    Examples
    --------
    >>> objects([{"id": "a"}, "b"]), objects("a")
    ([{'id': 'a'}], [])
    """
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def texts(value: object) -> tuple[str, ...]:
    """Give the texts of a list, or one text; what is empty is left out.

    Examples
    --------
    >>> texts(["a", "", 2]), texts("a, b"), texts(None)
    (('a', '2'), ('a, b',), ())
    """
    return tuple(str(each) for each in (value if isinstance(value, list) else [value]) if each)


def words_of(value: object) -> tuple[str, ...]:
    """Read a list, or text divided by commas, semicolons, bars, slashes or spaces; None gives none.

    Examples
    --------
    >>> words_of("CHN, RUS"), words_of(["CHN", "RUS"]), words_of(None)
    (('CHN', 'RUS'), ('CHN', 'RUS'), ())
    """
    if isinstance(value, (list, tuple)):
        return tuple(str(each) for each in value)
    return tuple(re.split(r"[\s,;|/]+", str(value).strip())) if value else ()


def _strings(values: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: str(values.get(key) or "") for key in keys}


def _number(value: object) -> float | None:
    """Read a finite number, which a table may hold as text."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
