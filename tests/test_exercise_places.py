"""Places made of bare geometries and of positions."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, Point, box

from geo.coordinates import read_positions
from geo.errors import DezoneError, PositionError
from zones import load_zone
from zones.exercise_files import from_table
from zones.exercise_places import from_geometry, from_positions
from zones.verdict import judge


def test_a_bare_geometry():
    """A point is a place without doubt, a line or an area a footprint."""
    assert from_geometry(Point(123.5, 36)).places[0].extent == "locator"
    assert from_geometry(LineString([(123, 36), (124, 36)])).places[0].extent == "footprint"
    assert from_geometry(box(123, 36, 124, 37)).places[0].uncertainty_km == 0


def test_a_table():
    """Each row of a GeoDataFrame is an exercise, with its columns, whatever its coordinate system."""
    table = gpd.GeoDataFrame(
        {"id": ["a", "b"], "name": ["A", None], "uncertainty_km": [10.0, float("nan")]},
        geometry=[Point(123.5, 36), Point(150, 36)],
        crs=4326,
    )

    found = from_table(table.to_crs(3857))

    assert [(exercise.id, exercise.name) for exercise in found] == [("a", "A"), ("b", "")]
    assert [exercise.places[0].uncertainty_km for exercise in found] == [10, 0]
    assert found[0].places[0].geometry.distance(Point(123.5, 36)) < 1e-9
    assert [verdict.verdict for verdict in load_zone().check(table)] == ["inside", "outside"]


def test_a_table_is_read_as_a_file_is():
    """Cells as GeoParquet and pandas have them, places in words, and what is wrong with a row as a doubt."""
    table = gpd.GeoDataFrame(
        {
            "id": pd.array([7, None, 9], dtype="Int64"),
            "parties": [np.array(["KOR", "USA"]), None, pd.NA],
            "start": [pd.Timestamp("2025-08-18"), "soon", pd.NaT],
            "uncertainty_km": [5, -5, None],
            "place": ["Pohang", None, "off Vladivostok"],
        },
        geometry=[Point(129.4, 36.0), Point(125, 36), None],
        crs=4326,
    )

    first, second, third = from_table(table)

    assert (first.id, first.parties, first.start, first.doubts) == ("7", ("KOR", "USA"), "2025-08-18", ())
    assert first.places[0].geometry.distance(Point(129.4, 36.0)) < 1e-9
    assert second.id == "row-2"
    assert second.doubts[0] == "start: 'soon' is no date"
    assert second.doubts[1].startswith("uncertainty_km: '-5")
    assert (third.places[0].named_area, third.places[0].uncertainty_km) == ("sea_of_japan", 100.0)
    assert third.doubts[0].startswith("understood as sea area off Vladivostok")


def test_a_table_without_a_coordinate_system():
    """A table of unknown coordinates is refused, with the mend."""
    with pytest.raises(DezoneError, match=r"no coordinate system: set one with table\.set_crs"):
        from_table(gpd.GeoDataFrame(geometry=[Point(123.5, 36)]))


def positions(text):
    """Read positions from text."""
    return read_positions(text)


def test_one_position_is_a_place():
    """One position is a place with its radius, and says how exact its digits are."""
    exercise = from_positions(positions("38-46.58N 120-59.10E"), "38-46.58N 120-59.10E", radius_km=5)

    (place,) = exercise.places
    assert place.geometry.distance(Point(120.985, 38.776333)) < 1e-5
    assert (place.uncertainty_km, place.extent, place.surface) == (5, "locator", "any")
    assert 0 < place.precision_km < 0.1


def test_two_positions_are_a_line():
    """Two positions are the ends of a line along a rhumb line, and a doubt says so."""
    exercise = from_positions(positions("30N 124E 30N 128E"), "x")

    assert exercise.places[0].geometry.geom_type == "LineString"
    assert set(shapely.get_coordinates(exercise.places[0].geometry)[:, 1]) == {30.0}
    assert "two positions were read as the ends of a line" in exercise.doubts


CORNERS = "38-51-41N 121-38-12E, 38-34-12N 121-38-12E, 38-33-55N 121-07-51E, 38-48-13N 121-14-03E"


def test_corners_are_a_closed_area():
    """Three and more positions are the corners of a closed area at sea: that off Lushun is inside."""
    exercise = from_positions(positions(CORNERS), CORNERS)

    (place,) = exercise.places
    assert (place.role, place.surface, place.extent) == ("closure_area", "sea", "footprint")
    found = judge(exercise, load_zone())
    assert found.verdict == "inside"
    assert found.regions == {"yellow_sea": pytest.approx(1, abs=1e-6)}


def test_corners_whose_edges_cross():
    """Corners in the wrong order are an error with the mend."""
    crossed = "38N 123E, 37N 124E, 38N 124E, 37N 123E"

    with pytest.raises(
        PositionError, match=r"4 positions: .*cross: give the corners in order around the area"
    ):
        from_positions(positions(crossed), crossed)


def test_a_long_text_makes_a_short_name():
    """The name of what was given as text is one line of at most 80 characters."""
    exercise = from_positions(positions("36N 123.5E"), "36N\n 123.5E " + "x" * 200)

    assert len(exercise.id) == 80
    assert "\n" not in exercise.id
