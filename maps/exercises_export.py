"""Exercises for other programs: JSON in our format, JSON lines, CSV, GeoJSON, GeoPackage and KML.

A table of places has a row for each place, so that reading it again gives the same exercises; a place of
which only a named area is known has no geometry. Longitude and latitude in degrees (EPSG:4326).
"""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import InputFileError
from geo.writing import csv_cell, write_whole
from maps import output
from zones import __version__, catalogue, store, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from zones.exercises import Exercise, Place
    from zones.verdict import Verdict
    from zones.zone import Zone

SELECTION = "A selection from published sources, not a census: no entry does not mean no activity."
_DRIVERS = {".gpkg": "GPKG", ".kml": "KML"}
_LAYER_NAMES = {"id": "exercise_id", "start": "start_day", "end": "end_day"}  # KML has its own of ours
SUFFIXES = (".json", ".geojson", ".csv", *_DRIVERS)


def about(zone: Zone | None = None) -> dict[str, Any]:
    """Say what made a list: version, date of the catalogue, what it is; with verdicts, the reading, too.

    Examples
    --------
    >>> list(about())
    ['version', 'catalogue_date', 'selection', 'caveat']
    """
    made_by: dict[str, Any] = output.about(zone) if zone else {"version": __version__}
    compiled = store.document("exercises.json")["about"]["compiled"]
    return made_by | {"catalogue_date": compiled, "selection": SELECTION, "caveat": words.CAVEAT}


def json_lines(
    exercises: Sequence[Exercise], verdicts: Mapping[str, Verdict], zone: Zone | None
) -> Iterator[str]:
    """Write each entry as it stands in the catalogue, on a line, with its verdict if there is one.

    Examples
    --------
    >>> from zones import load_exercises
    >>> drill = catalogue.find(load_exercises(), "joint-sea-2017-pacific")
    >>> print(next(json_lines([drill], {}, None))[:31])
    {"id": "joint-sea-2017-pacific"
    """
    made_by = about(zone)
    entries = catalogue.entries()
    for exercise in exercises:
        line = dict(entries[exercise.id])
        if exercise.id in verdicts:
            line["verdict"] = output.as_json(verdicts[exercise.id])
        yield output.json_line(line | {"about": made_by})


def table(exercises: Sequence[Exercise], verdicts: Mapping[str, Verdict], zone: Zone | None) -> str:
    """Write a CSV table with a row for each exercise, without its geometry; of none, nothing.

    Examples
    --------
    >>> from zones import load_exercises
    >>> drill = catalogue.find(load_exercises(), "joint-sea-2017-pacific")
    >>> print(table([drill], {}, None).splitlines()[1][:52])
    joint-sea-2017-pacific,"Joint Sea-2017, second stage
    """
    rows = []
    for exercise in exercises:
        row = _words_of(exercise) | {"places": "; ".join(place.name for place in exercise.places)}
        rows.append(row | _sources_of(exercise) | _answer(verdicts.get(exercise.id)) | about(zone))
    return _csv(rows)


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    buffer = io.StringIO(newline="")
    written = csv.writer(buffer, lineterminator="\n")
    if rows:
        written.writerow(rows[0])
    written.writerows([csv_cell(value) for value in row.values()] for row in rows)
    return buffer.getvalue()


def _features(
    exercises: Sequence[Exercise], verdicts: Mapping[str, Verdict], zone: Zone | None
) -> Iterator[tuple[BaseGeometry | None, dict[str, Any]]]:
    """Give each place with its geometry and the words of its exercise."""
    for exercise in exercises:
        for place in exercise.places:
            words_of_both = _words_of(exercise) | _place(place) | _sources_of(exercise)
            yield place.geometry, words_of_both | _answer(verdicts.get(exercise.id)) | about(zone)


def geojson(exercises: Sequence[Exercise], verdicts: Mapping[str, Verdict], zone: Zone | None) -> str:
    """Write a feature for each place; those of one exercise share its id.

    Examples
    --------
    >>> from zones import load_exercises
    >>> drill = catalogue.find(load_exercises(), "joint-sea-2017-pacific")
    >>> import json
    >>> len(json.loads(geojson([drill], {}, None))["features"]) == len(drill.places)
    True
    """
    return output.geojson(_features(exercises, verdicts, zone))


def _words_of(exercise: Exercise) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "name": exercise.name,
        "series": exercise.series,
        "start": exercise.start,
        "end": exercise.end,
        "parties": ";".join(exercise.parties),
        "other_participants": ";".join(exercise.other_participants),
        "kinds": ";".join(exercise.kinds),
        "scale": exercise.scale.text,
        "personnel": exercise.scale.personnel,
        "location_reported": exercise.location_reported,
        "evidence": exercise.evidence,
        "clause": exercise.clause,
        "verification": exercise.verification,
        "confidence": exercise.confidence,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "place": place.name,
        "role": place.role,
        "uncertainty_km": None if place.geometry is None else place.uncertainty_km,
        "named_area": place.named_area,
        "surface": place.surface,
        "extent": place.extent,
        "basis": place.basis,
    }


def _sources_of(exercise: Exercise) -> dict[str, Any]:
    said = (f"{source.title} ({source.publisher}) {source.url}".strip() for source in exercise.sources)
    return {"sources": "; ".join(said)}


def _answer(verdict: Verdict | None) -> dict[str, Any]:
    if verdict is None:
        return {}
    plain = output.as_json(verdict)
    keys = ("verdict", "touches", "within", "share_inside", "distance_km", "flips_at_lat", "reason")
    return {key: plain[key] for key in keys} | {"depends_on": ";".join(verdict.depends_on)}


def write_exercises(exercises: Sequence[Exercise], path: str) -> None:
    """Write exercises of the catalogue to a file; the form follows from the suffix.

    Raises
    ------
    InputFileError
        If the suffix is unknown, or the file cannot be written.

    Examples
    --------
    >>> from zones import load_exercises
    >>> drill = catalogue.find(load_exercises(), "joint-sea-2017-pacific")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_exercises([drill], f"{folder}/drill.csv")
    ...     len(Path(folder, "drill.csv").read_text("utf-8").splitlines()) == 1 + len(drill.places)
    True
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputFileError(f"{path}: no form is known for this suffix: use one of {', '.join(SUFFIXES)}")
    if suffix == ".json":
        write_whole(path, catalogue.as_text([exercise.id for exercise in exercises]))
    elif suffix == ".geojson":
        write_whole(path, geojson(exercises, {}, None))
    else:
        rows = list(_features(exercises, {}, None))
        if suffix == ".csv":
            write_whole(path, _csv([_with_wkt(geometry, row) for geometry, row in rows]))
        else:
            write_whole(path, _layer(rows, suffix))


def _with_wkt(geometry: BaseGeometry | None, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "wkt": "" if geometry is None else geometry.wkt}


def _layer(rows: Sequence[tuple[BaseGeometry | None, Mapping[str, Any]]], suffix: str) -> bytes:
    import geopandas as gpd  # noqa: PLC0415 slow to load

    columns = {"name": [row["name"] for _, row in rows]} | {
        key: [row[key] for _, row in rows] for key in (rows[0][1] if rows else {}) if key != "name"
    }
    columns = {_LAYER_NAMES.get(key, key): values for key, values in columns.items()}
    made = gpd.GeoDataFrame(columns, geometry=[geometry for geometry, _ in rows], crs=4326)
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / f"exercises{suffix}"
        made.to_file(beside, driver=_DRIVERS[suffix], layer="exercises")
        return beside.read_bytes()
