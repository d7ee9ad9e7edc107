"""`dezone notice` reads warnings as they were published: areas, periods, doubts, and whether it is inside."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import DezoneError
from maps import output
from maps.command import (
    UNREADABLE,
    complain,
    form_or_default,
    format_option,
    issued_option,
    print_pieces,
    reading_options,
    zone_of,
)
from maps.targets import decoded, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.notices import Notice
    from geo.notices.dates import Reference
    from geo.notices.periods import Period
    from zones.exercises import Exercise, Place
    from zones.verdict import Verdict
    from zones.zone import Zone

_SHOWN_PERIODS = 6


@click.command(short_help="What does a warning say, and is it inside?")
@click.argument("targets", nargs=-1, metavar="TARGET...")
@issued_option
@reading_options
@format_option(*output.FORMATS)
def notice(
    targets: tuple[str, ...],
    *,
    issued: Reference | None,
    reading: str | None,
    southern_limit: float | None,
    islands: str,
    form: str | None,
) -> None:
    """What does this warning say: areas, periods, doubts; and is it inside?

    TARGET: the text of a navigational warning or NOTAM in English, Chinese, Japanese, Korean or Russian; a
    file of one or many; a .jsonl file with id, text and perhaps issued on each line; - for standard input.

    \b
    dezone notice warnings.txt --issued 2026-08
    dezone notice warnings.jsonl --format geojson > areas.geojson
    pbpaste | dezone notice -
    """  # noqa: D301, D400, D401 the question that it answers; \b keeps click from filling the examples
    if not targets:
        raise click.UsageError("nothing to read: give the text of a notice, a file, or - for standard input")
    zone = zone_of(reading, southern_limit, islands)
    found, problems = _read_notices(targets, issued)
    answers = [_judged(identifier, each, zone) for identifier, each in found]
    for problem in problems:
        complain(problem)
    if answers or not problems:
        print_pieces(_written(answers, zone, form_or_default(form)))
    if problems:
        sys.exit(UNREADABLE)


# ---------------------------------------------------------------------------------------------------------
# Reading


def _read_notices(
    targets: Sequence[str], issued: Reference | None = None
) -> tuple[list[tuple[str, Notice]], list[str]]:
    """Read the notices of each target; what cannot be read becomes a line for standard error.

    Returns
    -------
    list of (str, Notice)
        Identifiers, perhaps empty, and notices.
    list of str
        What is wrong, and where.
    """
    from geo.notices import read_notice, split_notices  # noqa: PLC0415 not for --help
    from geo.paths import TEXT_DATA_SUFFIXES, exists  # noqa: PLC0415 likewise
    from zones.notices import issued_by_identifier  # noqa: PLC0415

    notices: list[tuple[str, Notice]] = []
    problems: list[str] = []
    for target in targets:
        try:
            where, text = _text_of(target)
        except DezoneError as error:
            problems.append(str(error))
            continue
        if _is_json_lines(where, text):
            for identifier, words, reference in _records(where, text, problems):
                known = reference or issued or issued_by_identifier(identifier)
                notices.append((identifier, read_notice(words, known)))
            continue
        if Path(where).suffix.lower() in TEXT_DATA_SUFFIXES and exists(target):
            problems.append(f"{where}: holds records, not the text of a warning: dezone check reads them")
            continue
        parts = split_notices(text)
        if not parts:
            problems.append(f"{where}: no text: paste a notice")
        notices += [("", read_notice(part, issued)) for part in parts]
    return notices, problems


def _text_of(target: str) -> tuple[str, str]:
    """Give the name of a target and its text."""
    from geo.paths import exists, looks_like_path  # noqa: PLC0415 not for --help

    if target == "-":
        return "standard input", decoded(sys.stdin.buffer.read(), "standard input")
    if not target.strip() or (
        not exists(target) and (any(char.isspace() for char in target) or not looks_like_path(target))
    ):
        return "the text", target
    return output.plain(target), text_of(target)


def _is_json_lines(where: str, text: str) -> bool:
    if where.casefold().endswith((".jsonl", ".ndjson")):
        return True
    first = text.lstrip()[:1]
    return first == "{" and '"text"' in text[:100_000]


def _records(where: str, text: str, problems: list[str]) -> Iterator[tuple[str, str, Reference | None]]:
    """Give identifier, text and date of issue of each line."""
    from geo.notices.dates import reference_of  # noqa: PLC0415

    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            problems.append(f"{place}: not JSON: write one object on each line")
            continue
        words = record.get("text") if isinstance(record, dict) else None
        if not isinstance(words, str) or not words.strip():
            problems.append(f"{place}: no text: give each record a field `text` with the words of the notice")
            continue
        issued = record.get("issued")
        try:
            reference = reference_of(str(issued)) if issued else None
        except DezoneError as error:
            problems.append(f"{place}, issued: {error}")
            reference = None
        yield str(record.get("id") or ""), words, reference


# ---------------------------------------------------------------------------------------------------------
# Answering


def _judged(identifier: str, read: Notice, zone: Zone) -> tuple[Notice, Exercise, Verdict | None]:
    from zones.notices import from_notice  # noqa: PLC0415 not for --help
    from zones.verdict import judge  # noqa: PLC0415

    exercise = from_notice(read, identifier)
    return read, exercise, judge(exercise, zone) if exercise.places else None


def _written(answers: list[tuple[Notice, Exercise, Verdict | None]], zone: Zone, form: str) -> Iterator[str]:
    if form == "jsonl":
        made_by = output.about(zone)
        for read, exercise, verdict in answers:
            yield output.json_line({**_values(read, exercise, verdict), "about": made_by})
    elif form == "geojson":
        yield output.geojson(_features(answers, zone))
    elif form == "csv":
        yield from output.written([(each, verdict) for _, each, verdict in answers if verdict], zone, form)
    else:
        for read, exercise, verdict in answers:
            yield from _text(read, exercise, verdict)
        yield from output.written([(each, verdict) for _, each, verdict in answers if verdict], zone, form)


def _values(read: Notice, exercise: Exercise, verdict: Verdict | None) -> dict[str, Any]:
    """Give the fields of one notice as plain JSON values."""
    return {
        "id": exercise.id,
        "areas": [_geometry(area) for area in _areas(read, exercise)],
        "shapes": [shape.as_dict() for shape in read.shapes],
        "start": _instant(read.start),
        "end": _instant(read.end),
        "periods": _instants(read.periods),
        "area_periods": [_instants(periods) for periods in read.area_periods],
        "activity": read.activity,
        "numbers": list(read.numbers),
        "doubts": list(exercise.doubts),
        "check": output.as_json(verdict) if verdict else None,
        "text": read.text,
    }


def _areas(read: Notice, exercise: Exercise) -> list[Any]:
    """Give the areas of the text, those that the shore bounds closed along the coast."""
    return [place.geometry for place in exercise.places] if read.areas else []


def _geometry(area: Any) -> Any:  # noqa: ANN401 a geometry in, JSON out
    from geo.writing import features_to_geojson  # noqa: PLC0415 not for --help

    return json.loads(features_to_geojson([(area, {})]))["features"][0]["geometry"]


def _instant(moment: Any) -> str | None:  # noqa: ANN401 a datetime or None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _instants(periods: Iterable[Period]) -> list[list[str | None]]:
    return [[_instant(start), _instant(end)] for start, end in periods]


def _features(
    answers: list[tuple[Notice, Exercise, Verdict | None]], zone: Zone
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Give a feature for each area, the words of its notice beside it."""
    made_by = output.about(zone)
    for read, exercise, verdict in answers:
        values = _values(read, exercise, verdict)
        kept = {
            key: values[key] for key in ("start", "end", "periods", "activity", "numbers", "doubts", "text")
        }
        given = {
            "name": exercise.name, "kinds": list(exercise.kinds),
            "verdict": verdict.verdict if verdict else None, **kept, "about": made_by,
        }  # fmt: skip
        shapes = values["shapes"] or [None] * len(exercise.places)
        several = len(shapes) > 1
        own = values["area_periods"] or [None] * len(shapes)
        for number, (place, shape) in enumerate(zip(exercise.places, shapes, strict=True), start=1):
            name = f"{exercise.id}/{number}" if several else exercise.id
            said = {**_said_of(place), **given, "area_periods": own[number - 1]}
            yield place.geometry, {"id": name, "shape": shape, **said}
        if not exercise.places:
            yield None, {"id": exercise.id, "shape": None, "role": "closure_area", **given}


def _said_of(place: Place) -> dict[str, Any]:
    """Give what `check` and `map` need to read a place again as it was."""
    said: dict[str, Any] = {"role": place.role, "surface": place.surface, "extent": place.extent}
    if place.named_area:
        said["named_area"] = place.named_area
    if place.uncertainty_km:
        said["uncertainty_km"] = place.uncertainty_km
    return said


def _text(read: Notice, exercise: Exercise, verdict: Verdict | None) -> Iterator[str]:
    """Say what a notice says; its verdict follows below."""
    from geo.positions import format_position  # noqa: PLC0415 not for --help

    yield f"{output.plain(exercise.id)}{f': {read.activity}' if read.activity else ''}\n"
    own = read.area_periods or ((),) * len(read.shapes)
    for shape, periods in zip(read.shapes, own, strict=True):
        corners = ", ".join(format_position(*_wrapped(vertex)) for vertex in shape.vertices[:12])
        more = f" and {len(shape.vertices) - 12} more" if len(shape.vertices) > 12 else ""
        size = f", radius {shape.radius_km:g} km" if shape.radius_km else ""
        size += f", {shape.half_width_km:g} km to either side" if shape.half_width_km else ""
        yield f"  {shape.kind}{size}: {corners}{more}\n"
        yield from _listed(periods, "    ")
    if not read.area_periods:
        yield from _listed(read.periods, "  ")
    if verdict is None:
        for doubt in exercise.doubts:
            yield f"  Doubt: {output.plain(doubt)}.\n"
        yield "  No place to judge.\n\n"


def _listed(periods: Sequence[Period], indent: str) -> Iterator[str]:
    for start, end in periods[:_SHOWN_PERIODS]:
        yield f"{indent}{_people(start)} to {_people(end)}\n"
    if len(periods) > _SHOWN_PERIODS:
        more = len(periods) - _SHOWN_PERIODS
        yield f"{indent}and {more} more periods, the last to {_people(periods[-1][1])}\n"


def _wrapped(vertex: tuple[float, float]) -> tuple[float, float]:
    lon, lat = vertex
    return (lon + 180) % 360 - 180 if abs(lon) > 180 else lon, lat


def _people(moment: Any) -> str:  # noqa: ANN401 a datetime or None
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "open"
