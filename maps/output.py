"""Verdicts written down: for people, as JSON lines, as CSV and as GeoJSON.

Every form carries the version, the reading, the date of the data and the caveat. Text from outside
loses its control characters on the way to a terminal, and its formulas on the way to a spreadsheet.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from zones import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from zones.exercises import Exercise, Place
    from zones.verdict import Verdict
    from zones.zone import Zone

FORMATS = ("text", "jsonl", "geojson", "csv")

MARKS = {"inside": "●", "partly": "◐", "outside": "○", "uncertain": "?"}
COLOURS = {"inside": "31", "partly": "33", "outside": "36", "uncertain": "35"}  #: numbers of ANSI
_LONGEST_TITLE = 200  # characters of a name that people read; the other forms have it whole
_CSV_COLUMNS = (
    "id", "name", "verdict", "touches", "within", "share_inside", "distance_km", "near", "nearest_limit",
    "uncertainty_km", "narrow", "central", "broad", "depends_on", "flips_at_lat", "regions", "reason",
    "doubts",
)  # fmt: skip
_OF_PLACE = ("named_area", "role", "surface", "extent")
_INPUT_COLUMNS = ("start", "end", "parties", "kinds", "lon", "lat", "wkt", *_OF_PLACE, "places")
"""Behind all else, so that no column has moved; of several places ``places`` keeps each apart."""


def about(zone: Zone) -> dict[str, Any]:
    """Say what made an answer: version, reading, date of the data, caveat.

    Examples
    --------
    >>> from zones import load_zone
    >>> about(load_zone())["reading"]
    'central'
    """
    from zones import store, words  # noqa: PLC0415 not for --help

    return {
        "version": __version__,
        "reading": zone.reading,
        "southern_limit": zone.southern_limit,
        "islands": zone.islands,
        "data_date": store.data_date(),
        "caveat": words.CAVEAT,
    }


def written(answers: list[tuple[Exercise, Verdict]], zone: Zone, form: str) -> Iterator[str]:
    """Write answers in one of `FORMATS`, piece by piece, each ending in a line feed.

    Parameters
    ----------
    answers : list of (Exercise, Verdict)
        If it is empty, a table has its head and a collection no feature.
    zone : Zone
        Under which they were judged.
    form : {"text", "jsonl", "geojson", "csv"}

    Examples
    --------
    >>> from zones import load_zone
    >>> from zones.typed import read_typed
    >>> zone = load_zone()
    >>> [exercise] = read_typed("38N 121E")
    >>> print(next(written([(exercise, zone.check(exercise))], zone, "text")), end="")
    ● INSIDE  38N 121E
    """
    if form == "jsonl":
        made_by = about(zone)
        for _, verdict in answers:
            yield json_line({**as_json(verdict), "about": made_by})
    elif form == "csv":
        yield from _csv(answers, zone)
    elif form == "geojson":
        yield _geojson(answers, zone)
    else:
        yield from _text([verdict for _, verdict in answers], zone)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Give plain values with the digits that mean something: metres, and shares to one in 10,000.

    Examples
    --------
    >>> from shapely import Point
    >>> from zones import load_zone
    >>> as_json(load_zone().check(Point(125, 29.5)))["distance_km"]
    55.4241
    """
    values = _rounded(verdict.as_dict())
    return {**values, "places": [_rounded(place) for place in values["places"]]}


_DIGITS = {"distance_km": 4, "flips_at_lat": 9, "share_inside": 4}


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    """Round the figures of a verdict, or of one of its places."""
    figures = {
        key: round(values[key], digits) + 0.0  # never -0.0: adding zero turns it into 0.0
        for key, digits in _DIGITS.items()
        if isinstance(values.get(key), float)
    }
    shares = {region: round(share, 4) + 0.0 for region, share in values["regions"].items()}
    return {**values, **figures, "regions": shares}


def _csv(answers: list[tuple[Exercise, Verdict]], zone: Zone) -> Iterator[str]:
    import csv  # noqa: PLC0415 only where a table is asked for

    from geo.writing import csv_cell  # noqa: PLC0415 likewise

    made_by = about(zone)
    last = [csv_cell(each) for each in made_by.values()]
    line = io.StringIO(newline="")
    table = csv.writer(line, lineterminator="\n")
    table.writerow([*_CSV_COLUMNS, *made_by, *_INPUT_COLUMNS])
    for exercise, verdict in answers:
        row = as_json(verdict)
        row |= row["readings"]
        row["nearest_limit"] = (row["nearest_limit"] or {}).get("name")
        row["regions"] = "; ".join(f"{region} {share}" for region, share in row["regions"].items())
        for key in ("depends_on", "doubts"):
            row[key] = "; ".join(row[key])
        given = dict.fromkeys(_INPUT_COLUMNS) | _as_input(exercise, verdict)
        cells = ([row[column] for column in _CSV_COLUMNS], given.values())
        own, asked = ([csv_cell(plain(c) if isinstance(c, str) else c) for c in part] for part in cells)
        table.writerow(own + last + asked)
    yield line.getvalue()


def _as_input(exercise: Exercise, verdict: Verdict) -> dict[str, object]:
    """Give what was checked, so that a table of answers can be sorted by date, drawn, and checked again."""
    from shapely.geometry import GeometryCollection, Point  # noqa: PLC0415 only where a table is asked for

    given: dict[str, object] = {
        "start": exercise.start,
        "end": exercise.end,
        "parties": ";".join(exercise.parties),
        "kinds": ";".join(exercise.kinds),
    }
    judged = zip(exercise.places, verdict.places, strict=True)
    shapes = [place.geometry for place, its in judged if its.counts and place.geometry is not None]
    if len(shapes) == 1 and isinstance(point := shapes[0], Point):
        given |= {"lon": point.x, "lat": point.y}
    elif shapes:
        given["wkt"] = (shapes[0] if len(shapes) == 1 else GeometryCollection(shapes)).wkt
    if len(exercise.places) == 1:
        return given | {name: getattr(exercise.places[0], name) for name in _OF_PLACE}
    if exercise.places:
        given["places"] = json.dumps([_place(each) for each in exercise.places], ensure_ascii=False)
    return given


def _place(place: Place) -> dict[str, object]:
    """Give a place as entries of the catalogue have it."""
    from shapely.geometry import mapping  # noqa: PLC0415 only where a table is asked for

    values = {name: getattr(place, name) for name in ("name", "uncertainty_km", *_OF_PLACE)}
    return {**values, "geometry": None if place.geometry is None else mapping(place.geometry)}


def _geojson(answers: list[tuple[Exercise, Verdict]], zone: Zone) -> str:
    from shapely.geometry import GeometryCollection  # noqa: PLC0415 only for this form

    made_by = about(zone)
    features = []
    for exercise, verdict in answers:
        places = [place.geometry for place in exercise.places if place.geometry is not None]
        geometry = places[0] if len(places) == 1 else GeometryCollection(places) if places else None
        given = {"start": exercise.start, "end": exercise.end, "parties": list(exercise.parties)}
        features.append((geometry, {**as_json(verdict), **given, "about": made_by}))
    return geojson(features)


def geojson(features: Iterable[tuple[BaseGeometry | None, Mapping[str, object]]]) -> str:
    r"""Write a FeatureCollection, one feature a line, that steers no terminal.

    Parameters
    ----------
    features : iterable of (geometry or None, properties)
        Longitude and latitude in degrees, EPSG:4326.

    Raises
    ------
    ValueError
        If a coordinate is NaN or without end.

    Examples
    --------
    >>> print(geojson([(None, {"name": "Foal\x9b Eagle"})]).splitlines()[1])
    {"type": "Feature", "geometry": null, "properties": {"name": "Foal\u009b Eagle"}}
    """
    from geo.writing import features_to_geojson  # noqa: PLC0415 only where it is asked for

    return "\n".join(map(escaped, features_to_geojson(features).split("\n")))


def json_line(values: Mapping[str, object]) -> str:
    r"""Write values as one line of JSON that no character of a name breaks.

    Raises
    ------
    ValueError
        If a number is NaN or without end.

    Examples
    --------
    >>> print(json_line({"name": "Foal\x9b Eagle"}), end="")
    {"name": "Foal\u009b Eagle"}
    """
    return escaped(json.dumps(values, ensure_ascii=False, allow_nan=False)) + "\n"


def escaped(line: str) -> str:
    r"""Escape what JSON lets stand but a terminal obeys: control codes of C1, right-to-left marks.

    Examples
    --------
    >>> escaped('{"name": "Foal\x9b"}')
    '{"name": "Foal\\u009b"}'
    """
    if line.isprintable():
        return line
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in line)


def _text(verdicts: list[Verdict], zone: Zone) -> Iterator[str]:
    import shutil  # noqa: PLC0415 only for people

    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    for verdict in verdicts:
        mark = f"{MARKS[verdict.verdict]} {verdict.verdict.upper()}"
        title = plain((verdict.name or verdict.id)[:_LONGEST_TITLE])
        yield f"{coloured(mark, COLOURS[verdict.verdict])}  {title}\n"
        yield _filled(plain(verdict.reason), width)
        if verdict.depends_on:
            yield _filled(_dependence(verdict), width)
        for doubt in verdict.doubts:
            yield _filled(f"Doubt: {plain(doubt)}.", width)
        yield "\n"
    if len(verdicts) > 1:
        counts = {word: sum(v.verdict == word for v in verdicts) for word in MARKS}
        yield (
            ", ".join(f"{count} {word}" for word, count in counts.items() if count)
            + f", of {len(verdicts)}\n\n"
        )
    made_by = about(zone)
    reading = f"{zone.reading} reading" if zone.reading else "a reading of your own"
    yield dimmed(
        _filled(
            f"dezone {made_by['version']}, {reading}: southern limit {_exactly(zone.southern_limit)}, "
            f"islands count as {zone.islands}; data of {made_by['data_date']}. {made_by['caveat']}",
            width,
            indent="",
        )
    )


def _exactly(lat: float) -> str:
    """Write a northern latitude in whole minutes if it has such, else in decimals."""
    from geo.positions import format_latitude  # noqa: PLC0415 not for --help

    return format_latitude(lat) if abs(lat * 60 - round(lat * 60)) < 1e-9 else f"{lat:.10g}°N"


def _dependence(verdict: Verdict) -> str:
    from zones import words  # noqa: PLC0415 brings shapely, which has been loaded

    said = []
    if "southern_limit" in verdict.depends_on:
        under = ", ".join(f"{name} {word}" for name, word in verdict.readings.items())
        said.append(f"the southern limit ({under})")
    if "islands" in verdict.depends_on:
        said.append("how small islands count (--islands)")
    return f"Depends on {words.listed(said)}."


def _filled(text: str, width: int, indent: str = "  ") -> str:
    import textwrap  # noqa: PLC0415 only for people

    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent) + "\n"


def plain(text: str) -> str:
    r"""Make control characters of a text visible, and line ends spaces, so that it cannot steer a terminal.

    Examples
    --------
    >>> plain("Foal\x1b[31m Eagle")
    'Foal�[31m Eagle'
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " if each.isspace() else "\ufffd" for each in text)


def coloured(text: str, colour: str) -> str:
    """Colour text for a terminal that shows colours, by the number of ANSI for one.

    Examples
    --------
    >>> coloured("inside", COLOURS["inside"])  # no terminal
    'inside'
    """
    return f"\x1b[1;{colour}m{text}\x1b[0m" if _shows_colours() else text


def dimmed(text: str) -> str:
    """Dim text for a terminal that shows colours.

    Examples
    --------
    >>> dimmed("small print")  # no terminal
    'small print'
    """
    return f"\x1b[2m{text}\x1b[0m" if _shows_colours() else text


def _shows_colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def table(rows: Iterable[Iterable[object]], *header: str, whole: Collection[str] = ()) -> None:
    """Print a table that fits the terminal, or has 200 columns elsewhere.

    Parameters
    ----------
    rows : iterable of rows
        Each as long as the header; control characters are made visible.
    *header : str
    whole : collection of str
        Names of columns that hold what people type, and are never cut.

    Examples
    --------
    >>> table([("yellow_sea", 380_000)], "region", "km²")  # doctest: +NORMALIZE_WHITESPACE
    region       km²
    ───────────────────
    yellow_sea   380000
    """
    from rich import box  # noqa: PLC0415 rich is loaded only where a table is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    style = "bold" if _shows_colours() else ""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style=style)
    for name in header:
        made.add_column(name, no_wrap=name in whole)
    for row in rows:
        made.add_row(*(Text(plain(str(cell))) for cell in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else 200).print(made)
