"""What somebody types: geometries, names with a slash, words around a position."""

from __future__ import annotations

import pytest

from geo.errors import DezoneError, PositionError
from maps.targets import read_targets
from zones.typed import read_typed


@pytest.mark.parametrize(
    ("text", "extent", "bounds"),
    [
        ("POLYGON ((130 38, 131 38, 131 39, 130 38))", "footprint", (130, 38, 131, 39)),
        ("SRID=4326;LINESTRING(130 38, 131 39)", "footprint", (130, 38, 131, 39)),
        ("POINT (130 38)", "locator", (130, 38, 130, 38)),
        ('{"type": "Point", "coordinates": [130, 38]}', "locator", (130, 38, 130, 38)),
    ],
)
def test_geometries_are_read_longitude_first(text: str, extent: str, bounds: tuple[float, ...]) -> None:
    """As in a file; a radius can be said for them, too."""
    [exercise] = read_typed(text, radius_km=2.0)
    [place] = exercise.places
    assert (place.extent, place.geometry.bounds, place.uncertainty_km) == (extent, bounds, 2.0)
    assert exercise.id == text


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON ((130 38, 131",
        "LINESTRING EMPTY",
        "LINESTRING (nan 38, 130 38)",
        "POLYGON ((38 130, 38 131, 39 131, 38 130))",
        "POLYGON ((128 38, 129 39, 129 38, 128 39, 128 38))",
        "SRID=3857;LINESTRING (1 2, 3 4)",
        '{"type": "Feature", "geometry": null}',
        "{",
        "{}",
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_is_no_geometry_is_refused_in_one_line(text: str) -> None:
    """Without a place that lies nowhere, and without a warning of a library."""
    with pytest.raises(PositionError) as refused:
        read_typed(text)
    assert ": " in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["Northern/Interaction-2023", "Dokdo/Takeshima"])
def test_a_name_with_a_slash_is_a_name(name: str) -> None:
    """What is neither a name nor a path is still said to be no path."""
    exercises, problems = read_targets([name])
    assert (len(exercises), problems) == (1, [])
    for path in ("no/such", "/Busan", "Busan/places.csv"):
        [problem] = read_targets([path])[1]
        assert "does not exist" in problem


def test_words_around_a_position_are_said_to_be_unused() -> None:
    """A line of words without a time or an area is no warning: its position stands for it, as a place."""
    [exercise] = read_typed("38.5N 128.2E (Wonsan, 3 ships)")
    [place] = exercise.places
    assert (place.role, place.surface, exercise.kinds) == ("area", "any", ())
    assert "the words around the position were not used" in exercise.doubts


@pytest.mark.parametrize(
    "text", ["(" * 5000, "POLYGON" + "(" * 5000, "{" * 5000, "1 km " * 2000, "north of " * 1000 + "38N 128E"]
)
def test_long_nonsense_gives_a_short_error(text: str) -> None:
    """However it begins."""
    with pytest.raises(DezoneError) as refused:
        read_typed(text)
    assert len(str(refused.value)) < 400
