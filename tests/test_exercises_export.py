"""Exercises as files: what is written is read again as the same exercises, with the same verdicts."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely

from geo.errors import InputFileError
from maps import exercises_export as files
from zones import load_exercises, load_zone
from zones.exercise_files import read_exercises
from zones.verdict import judge


@pytest.fixture(scope="module")
def some():
    """Give the catalogue, with points, lines, areas, and places known only by name."""
    found = load_exercises()
    shapes = {type(place.geometry) for each in found for place in each.places}
    assert shapes == {shapely.Point, shapely.LineString, shapely.Polygon, type(None)}
    return found


KEPT = ("name", "role", "named_area", "surface", "extent", "basis", "uncertainty_km")


def known(exercise):
    """Give what every form keeps of an exercise and its places."""
    words = (exercise.id, exercise.name, exercise.start, exercise.end, exercise.parties, exercise.kinds)
    return words, [[getattr(place, name) for name in KEPT] for place in exercise.places]


@pytest.mark.parametrize("suffix", files.SUFFIXES)
def test_a_file_gives_the_exercises_again(some, tmp_path, suffix):
    """Names, dates, parties, kinds, and each place with its shape and its precision come back."""
    path = tmp_path / f"exercises{suffix}"

    files.write_exercises(some, str(path))
    again, faults = read_exercises(str(path))

    assert faults == []
    assert [known(each) for each in again] == [known(each) for each in some]
    for before, after in zip(some, again, strict=True):
        for one, two in zip(before.places, after.places, strict=True):
            assert (one.geometry is None) == (two.geometry is None)
            if one.geometry is not None:
                assert shapely.hausdorff_distance(one.geometry, two.geometry) < 1e-9


@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_verdicts_survive_a_file(some, tmp_path, suffix):
    """An exercise that was written and read again has the verdict that it had."""
    zone = load_zone()
    path = tmp_path / f"exercises{suffix}"
    files.write_exercises(some[::30], str(path))

    again, _ = read_exercises(str(path))

    assert [judge(each, zone).verdict for each in again] == [judge(each, zone).verdict for each in some[::30]]


def test_the_same_input_gives_the_same_bytes(some, tmp_path):
    """Text forms are the same in every run, so that a difference is a change."""
    for suffix in (".json", ".geojson", ".csv"):
        one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
        files.write_exercises(some, str(one))
        files.write_exercises(some, str(two))
        assert one.read_bytes() == two.read_bytes()


def test_layers_say_what_they_are(some, tmp_path):
    """A layer carries the date of the catalogue, that it is a selection, and the caveat."""
    path = tmp_path / "exercises.gpkg"
    files.write_exercises(some, str(path))

    table = gpd.read_file(path)

    assert {"exercise_id", "start_day", "selection", "caveat", "catalogue_date"} <= set(table.columns)
    assert table.crs.equals("EPSG:4326", ignore_axis_order=True)
    assert set(table["selection"]) == {files.SELECTION}


def test_nothing_chosen_is_an_empty_file(tmp_path):
    """Without exercises a file is still one of its form."""
    for suffix in (".json", ".geojson"):
        path = tmp_path / f"none{suffix}"
        files.write_exercises([], str(path))
        assert json.loads(path.read_text(encoding="utf-8"))


def test_no_formula_reaches_a_spreadsheet(some):
    """A cell that a spreadsheet would compute is text."""
    from dataclasses import replace  # noqa: PLC0415 only here

    hostile = replace(some[0], name='=HYPERLINK("https://example.org","x")')

    text = files.table([hostile], {}, None)

    assert "'=HYPERLINK" in text


def test_a_file_that_cannot_be_written(some, tmp_path):
    """A folder that is missing and a form that is unknown are told with the mend."""
    with pytest.raises(InputFileError, match="make it first"):
        files.write_exercises(some, str(tmp_path / "none" / "a.json"))
    with pytest.raises(InputFileError, match=r"use one of \.json"):
        files.write_exercises(some, str(tmp_path / "a.doc"))
