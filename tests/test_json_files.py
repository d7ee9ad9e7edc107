"""JSON becomes plain records; a broken place loses nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sample_files import LINES, TWO, A, B, assert_the_two, assert_unreadable, collection, feature, read

if TYPE_CHECKING:
    from pathlib import Path

GOOD_JSON = {
    "FeatureCollection": ("a.geojson", TWO),
    "FeatureCollection with BOM": ("a.geojson", "\ufeff" + TWO),
    "FeatureCollection in UTF-16": ("a.geojson", TWO.encode("utf-16")),
    "indented": ("a.json", json.dumps(json.loads(TWO), indent=2)),
    "one feature a line within a collection": (
        "a.jsonl",
        TWO.replace('{"type": "Feature",', '\n{"type": "Feature",'),
    ),
    "crs of 2008 that is CRS84": (
        "a.geojson",
        collection(
            feature(A, name="a", count=1),
            feature(B, name="훈련"),
            crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        ),
    ),
    "3D, extra members": (
        "a.geojson",
        collection(feature([*A, 12.0], name="a", count=1), feature([*B, 0], name="훈련"), bbox=[0, 0, 1, 1]),
    ),
    "array of features": ("a.json", f"[{LINES[0]}, {LINES[1]}]"),
    "sequence": ("a.geojsonl", "\n".join(LINES)),
    "sequence of another name": ("a.txt", "\n\n".join(LINES) + "\n"),
    "sequence with record separators": ("a.geojsons", "".join(f"\x1e{line}\n" for line in LINES)),
    "record separators, indented": (
        "a.json",
        "".join(f"\x1e{json.dumps(json.loads(line), indent=1)}\n" for line in LINES),
    ),
    "null, NaN and empty properties": (
        "a.geojson",
        TWO.replace('"count": 1', '"count": 1, "none": null, "nan": NaN, "inf": Infinity, "empty": ""'),
    ),
}


@pytest.mark.parametrize(("name", "content"), GOOD_JSON.values(), ids=GOOD_JSON)
def test_json_gives_its_records(tmp_path: Path, name: str, content: str | bytes) -> None:
    """The same two positions come out of every spelling of JSON, without faults."""
    assert_the_two(*read(tmp_path, name, content))


PLAIN_JSON = {
    "entries": (
        '{"meta": {"n": 2}, "entries": [{"id": "x", "places": [{"at": [1, 2]}]}, {"id": "y"}]}',
        ["x", "y"],
    ),
    "the only list": ('{"drills": [{"id": "x"}, {"id": "y"}], "version": 3}', ["x", "y"]),
    "array": ('[{"id": "x"}, {"id": "y"}]', ["x", "y"]),
    "one object": ('{"id": "x", "places": [{"a": 1}]}', ["x"]),
    "a type that is no text": ('{"id": "x", "type": ["Feature"]}', ["x"]),
    "lines": ('{"id": "x", "text": "38N 128E"}\n{"id": "y", "places": [{"a": 1}]}\n', ["x", "y"]),
}


@pytest.mark.parametrize(("content", "expected"), PLAIN_JSON.values(), ids=PLAIN_JSON)
def test_json_that_is_no_geojson_is_kept_as_it_stands(
    tmp_path: Path, content: str, expected: list[str]
) -> None:
    """Each object is a record without geometry, with nested values kept."""
    records, faults = read(tmp_path, "a.json", content)

    assert not faults
    assert [record.properties["id"] for record in records] == expected
    assert all(record.geometry is None for record in records)
    if "places" in content:
        assert any("places" in record.properties for record in records)


BAD_JSON = {
    "cut short": ("a.geojson", "{", "line 1, column 2: the file ends in the middle: it was cut short"),
    "broken": ("a.geojson", '{"type": Feature}', r"line 1, column 10: is broken JSON \(expecting value\)"),
    "comma": ("a.geojson", '{"type": "Point",\n "coordinates" [1, 2]}', "line 2, column 16: is broken JSON"),
    "nested": ("a.json", "[" * 100_000, "nested too deeply"),
    "nested object": ("a.json", '{"a":' * 100_000, "nested too deeply"),
    "long number": ("a.json", '{"a":' + "9" * 5_000 + "}", "a number is too long"),
    "foreign crs": (
        "a.geojson",
        collection(feature(A), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}),
        "names the coordinate system 'urn:ogc:def:crs:EPSG::5179', which GeoJSON no longer has: transform it",
    ),
    "linked crs": ("a.geojson", collection(crs={"type": "link", "properties": {"href": "x"}}), "'a link'"),
    "TopoJSON": ("a.json", '{"type": "Topology", "objects": {}}', "is TopoJSON: convert it"),
    "Esri JSON": ("a.json", '{"geometryType": "esriGeometryPoint", "features": [{}]}', "is Esri JSON"),
}


@pytest.mark.parametrize(("name", "content", "message"), BAD_JSON.values(), ids=BAD_JSON)
def test_unreadable_json_says_what_is_wrong(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    """JSON of which nothing can be read raises one line with its name, what it is, and the mend."""
    assert_unreadable(tmp_path, name, content, message)


def test_a_cut_file_keeps_what_came_before(tmp_path: Path) -> None:
    """Of a truncated file the whole features are read, and the place of the cut is told."""
    text = collection(feature(A), feature(B), feature(A))

    records, faults = read(tmp_path, "a.geojson", text[:-30])

    assert len(records) == 2
    assert "line 1, column " in str(faults[0])
    assert "the file ends in the middle: it was cut short" in str(faults[0])


def test_reading_goes_on_after_a_broken_feature(tmp_path: Path) -> None:
    """A syntax error within a feature loses that one alone."""
    text = collection(feature(A), feature([1, 2]), feature(B)).replace("[1, 2]", "[1, , 2]")

    records, faults = read(tmp_path, "a.geojson", text)

    assert [record.geometry.coords[0] for record in records] == [A, B]
    assert "feature 2, line 1, column" in str(faults[0])


@pytest.mark.parametrize(
    "bad", ["{", '{"type": "Feature"', "[1]", "x", LINES[0] + "x", '{"type": "FeatureCollection"}']
)
def test_broken_lines_of_a_sequence_lose_nothing_else(tmp_path: Path, bad: str) -> None:
    """A bad line is a fault with its number, wherever it stands."""
    for position in range(3):
        lines = [*LINES]
        lines.insert(position, bad)

        records, faults = read(tmp_path, "a.geojsonl", "\n".join(lines))

        assert [record.properties["name"] for record in records] == ["a", "훈련"]
        assert [fault.where.split(",")[0] for fault in faults] == [f"line {position + 1}"]
