"""JSON into records: GeoJSON, sequences of it, and JSON that is no GeoJSON.

Long arrays are read element by element, which spares the memory, and lets reading go on after a broken one.
"""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geo.faults import shown
from geo.geometry_formats import GEOMETRY_TYPES, parse_geojson
from geo.values import decode_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.records import Reading

_SEQUENCE_SUFFIXES = frozenset({".geojsonl", ".geojsons", ".jsonl", ".ndjson"})
_MAX_SYNTAX_FAULTS = 100  # places at which reading of one broken JSON file is taken up again
_SPACE = re.compile(r"[ \t\r\n]*")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SEPARATED = re.compile(r"[^\x1e]+")
_FEATURE = re.compile(r'\{\s*"type"\s*:\s*"Feature"\s*[,}]')
_NOUNS = {"features": "feature", "entries": "entry"}  # arrays that are read element by element


def read_json(text: str, reading: Reading) -> None:
    """Read one JSON value, its long arrays element by element to spare the memory.

    Raises
    ------
    InputFileError
        If the text is no JSON.

    Examples
    --------
    >>> from geo.records import Reading
    >>> reading = Reading("a.json")
    >>> read_json('[{"a": 1}, {"a": 2}]', reading)
    >>> [record.properties for record in reading.records]
    [{'a': 1}, {'a': 2}]
    """
    start = _skip(text, 0)
    try:
        if text[start] == "[":
            end = _read_array(text, start, "item", reading)
        else:
            end = _read_object(text, start, reading)
        if _skip(text, end) < len(text):
            raise json.JSONDecodeError("More text after its end", text, _skip(text, end))  # noqa: TRY301 - told alike
    except json.JSONDecodeError as error:
        problem, mend = _syntax(error)
        where = f"line {error.lineno}, column {error.colno}"
        if not reading.records:
            raise reading.unreadable(problem, mend, where) from None
        reading.fault(where, problem, mend)


def _read_array(text: str, start: int, noun: str, reading: Reading) -> int:
    """Read the elements of the array at a position; give the position after it.

    After a broken element reading goes on at the next GeoJSON feature.
    """
    _, position = _past(text, start, "[")
    if text[position : position + 1] == "]":
        return position + 1
    broken = 0
    for number in itertools.count(1):
        try:
            element, position = decode_json(text, position)
            mark, position = _past(text, position, ",]")
        except json.JSONDecodeError as error:
            following = _FEATURE.search(text, error.pos + 1)
            broken += 1
            if following is None or broken > _MAX_SYNTAX_FAULTS:
                raise
            where = f"{noun} {number}, line {error.lineno}, column {error.colno}"
            reading.fault(where, *_syntax(error))
            position = following.start()
        else:
            _add_json(element, f"{noun} {number}", reading)
            if mark == "]":
                return position
    return position


def _read_object(text: str, start: int, reading: Reading) -> int:
    """Read the object at a position; give the position after it."""
    members: dict[str, object] = {}
    mark, position = _past(text, start, "{")
    if text[position : position + 1] == "}":
        mark, position = "}", position + 1
    while mark != "}":
        _past(text, position, '"')
        key, position = decode_json(text, position)
        _, position = _past(text, position, ":")
        if key in _NOUNS and text[position : position + 1] == "[":
            position = _read_array(text, position, _NOUNS[str(key)], reading)
            members[str(key)] = ...
        else:
            members[str(key)], position = decode_json(text, position)
        mark, position = _past(text, position, ",}")
    _refuse_other_kinds(members, reading)
    if ... not in members.values():
        _add_top(members, reading)
    return position


def _refuse_other_kinds(members: Mapping[str, object], reading: Reading) -> None:
    """Refuse JSON whose coordinates are not those of GeoJSON."""
    if members.get("type") == "Topology":
        raise reading.unreadable("is TopoJSON", "convert it to GeoJSON")
    if "geometryType" in members and "features" in members:
        raise reading.unreadable("is Esri JSON", "export it as GeoJSON")
    crs = members.get("crs")
    if crs is None or "type" not in members:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "a link")) if isinstance(properties, dict) else "of an unknown form"
    if re.split(r"[:/#]", name.upper())[-1] not in {"CRS84", "CRS84H", "4326", "4979"}:
        raise reading.unreadable(
            f"its member crs names the coordinate system {shown(name)}, which GeoJSON no longer has",
            "transform it to EPSG:4326 (ogr2ogr -t_srs EPSG:4326) or save it as GeoPackage",
        )


def _add_top(members: dict[str, object], reading: Reading) -> None:
    """Add the one object of a file, or the elements of the list that it stands for."""
    kind = members.get("type")
    if isinstance(kind, str) and kind in {"Feature", "FeatureCollection", *GEOMETRY_TYPES}:
        noun = "feature" if kind.startswith("Feature") else "geometry"
        _add_json(members, f"{noun} 1", reading)
        return
    lists = {
        key: value
        for key, value in members.items()
        if isinstance(value, list) and any(map(_is_object, value))
    }
    if len(lists) == 1 and not members.keys() & {"id", "name"}:
        ((key, elements),) = lists.items()
        for number, element in enumerate(elements, 1):
            _add_json(element, f"{key}, item {number}", reading)
    else:
        _add_json(members, "item 1", reading)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _add_json(value: object, where: str, reading: Reading) -> None:
    """Add a GeoJSON object or a plain one."""
    if not isinstance(value, dict):
        reading.fault(
            where, f"is {shown(value)}, not an object", "write a GeoJSON feature or an object {...}"
        )
        return
    kind = value.get("type")
    if kind == "FeatureCollection":
        features = value.get("features")
        for number, feature in enumerate(features if isinstance(features, list) else (), 1):
            _add_json(feature, f"{where}, feature {number}", reading)
        if not isinstance(features, list):
            reading.fault(where, "has no array of features", "write it", "features")
    elif kind == "Feature":
        properties = value.get("properties") or {}
        if not isinstance(properties, dict):
            reading.fault(
                where, f"is {shown(properties)}, not an object", "write an object {...}", "properties"
            )
            return
        named = {"id": value["id"], **properties} if "id" in value else properties
        reading.add(where, named, lambda: parse_geojson(value.get("geometry")))
    elif isinstance(kind, str) and kind in GEOMETRY_TYPES:
        reading.add(where, {}, lambda: parse_geojson(value))
    else:
        reading.add(where, value)


def is_sequence(text: str, file: str) -> bool:
    r"""Tell JSON objects one a line from one object over several lines.

    Examples
    --------
    >>> is_sequence('{"a": 1}\n{"a": 2}\n', "a.jsonl"), is_sequence('{"a":\n 1}\n', "a.json")
    (True, False)
    """
    lines = (line[0].strip() for line in itertools.islice(_LINE.finditer(text), 1_000))
    first, second = (*itertools.islice(filter(None, lines), 2), "", "")[:2]
    whole = first.startswith("{") and first.endswith("}")
    if Path(file).suffix.lower() not in _SEQUENCE_SUFFIXES:
        return whole and second.startswith("{")
    cut_short = second.startswith("{") and not first.endswith(("[", ",", ":"))
    return (whole and second[:1] not in ("", ",", "]", "}")) or cut_short


def read_sequence(text: str, reading: Reading) -> None:
    r"""Read one JSON value a line, or values after record separators (RFC 8142), which may span lines.

    Examples
    --------
    >>> from geo.records import Reading
    >>> reading = Reading("a.jsonl")
    >>> read_sequence('{"a": 1}\n{"a": \n', reading)
    >>> [record.properties for record in reading.records], [fault.where for fault in reading.faults]
    ([{'a': 1}], ['line 2, column 1'])
    """
    line = 1
    for match in (_SEPARATED if "\x1e" in text else _LINE).finditer(text):
        part = match[0]
        start = _skip(part, 0)
        if start < len(part):
            line_of_value = line + part.count("\n", 0, start)
            _add_line(part, start, f"line {line_of_value}", reading)
        line += part.count("\n")


def _add_line(part: str, start: int, where: str, reading: Reading) -> None:
    try:
        value, end = decode_json(part, start)
        if _skip(part, end) < len(part):
            raise json.JSONDecodeError("More text after its end", part, end)  # noqa: TRY301 - told alike
    except json.JSONDecodeError as error:
        problem, mend = _syntax(error)
        reading.fault(f"{where}, column {error.colno}", problem.replace("the file", "the line"), mend)
    else:
        _add_json(value, where, reading)


def _skip(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _past(text: str, start: int, marks: str) -> tuple[str, int]:
    """Give the mark at the next position that is not white space, and the one after it."""
    start = _skip(text, start)
    if start >= len(text) or text[start] not in marks:
        raise json.JSONDecodeError(f"Expecting {' or '.join(marks)}", text, start)
    return text[start], _skip(text, start + 1)


def _syntax(error: json.JSONDecodeError) -> tuple[str, str]:
    """Say in words what is wrong with a JSON text, and the mend."""
    if "too" in error.msg:
        return error.msg[0].lower() + error.msg[1:], "no data needs that: check how the file was written"
    if error.doc.rstrip()[-1:] not in {"}", "]"}:
        return "the file ends in the middle", "it was cut short: fetch or write it again"
    return (
        f"is broken JSON ({error.msg[0].lower()}{error.msg[1:]})",
        "correct it there or write the file again",
    )
