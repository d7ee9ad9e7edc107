"""What a scene holds: the words, the parts of the regions, where marks stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
import shapely
from fake_zone import READINGS, FakeZone, exercises, write_data
from hypothesis import given
from hypothesis import strategies as st

from maps import drawing
from maps.scene import VERDICTS
from maps.scene_build import LANGUAGES, make_scene
from maps.scene_words import degrees_minutes
from zones import load_exercises, load_zone, store
from zones.catalogue import find
from zones.verdict import VerdictWord
from zones.words import CAVEAT

if TYPE_CHECKING:
    from pathlib import Path

    from maps.scene import Scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Make a scene of the five boxes with nine exercises."""
    data = write_data(tmp_path_factory.mktemp("data"))
    return make_scene(FakeZone(), exercises(), readings=READINGS, data=data)


def test_scene_says_what_it_is(scene: Scene) -> None:
    """Caveat, version, reading and date of the data stand in every scene, for every output to show."""
    assert scene.caveat == CAVEAT
    assert scene.caveat.startswith("An analytical reading of a proposal that no state adopted.")
    assert scene.version.count(".") == 2
    assert (scene.reading, scene.southern_limit, scene.data_date) == ("central", 30.0, "2026-11-21")
    assert "ends at 30°N" in scene.subtitle


def test_what_hangs_on_the_reading_is_kept_apart(scene: Scene) -> None:
    """The part of a region that only some readings hold is doubtful; the rest is certain; nothing is lost."""
    region = {region.id: region for region in scene.regions}["northern_east_china_sea"]

    assert region.certain.bounds[1] == pytest.approx(30 + 40 / 60)
    assert region.doubtful.bounds == pytest.approx((121, 29, 130, 30 + 40 / 60))
    assert shapely.intersection(region.certain, region.doubtful).area == 0
    assert region.certain.area + region.doubtful.area == pytest.approx(
        READINGS["broad"].shapes[region.id].area
    )
    assert all(each.doubtful.is_empty for each in scene.regions if each.id != region.id)


def test_a_reading_beyond_the_presets_widens_the_doubtful_part(tmp_path: Path) -> None:
    """A southern limit that no preset has is shown beside them and is the one in force."""
    zone = FakeZone(southern_limit=28.0, reading=None)
    scene = make_scene(zone, [], readings=READINGS, data=write_data(tmp_path))

    assert [reading.name for reading in scene.readings if reading.in_force] == ["28°N"]
    assert {region.id: region for region in scene.regions}["northern_east_china_sea"].doubtful.bounds[
        1
    ] == 28.0
    assert all(reading.line.length == pytest.approx(9.0) for reading in scene.readings)


def test_limits_leave_the_southern_limit_to_the_readings(scene: Scene) -> None:
    """Each limit has its kind, and none is drawn twice: the southern limits come with the readings."""
    assert [(limit.name, limit.kind, limit.outer) for limit in scene.limits] == [
        ("33°17′N", "parallel", False),
        ("Laotieshan – Penglai", "rhumb_line", False),
        ("Yalu", "border", True),
        ("east edge", "coast", True),
    ]
    assert scene.limits[-1].line.bounds[1] == 29.0  # down to the widest reading
    assert [reading.in_force for reading in scene.readings] == [False, True, False]


def test_a_named_area_is_never_a_point(scene: Scene) -> None:
    """A place of which only the name of an area is known stands at the label and carries no geometry."""
    place = next(event for event in scene.events if event.name == "Drill area").places[0]

    assert (place.kind, place.geometry, place.area_id) == ("named_area", None, "sea_of_japan")
    assert place.position == (136.0, 42.5)


def test_a_place_that_nobody_knows_has_no_mark(scene: Scene) -> None:
    """Without geometry and without a known name there is nothing to draw; the table still lists it."""
    place = next(event for event in scene.events if event.name == "Drill nowhere").places[0]

    assert (place.kind, place.position) == ("unknown", None)


@pytest.mark.parametrize(("name", "kind"), [("point", "point"), ("closed", "polygon"), ("track", "line")])
def test_marks_stand_on_what_they_mark(scene: Scene, name: str, kind: str) -> None:
    """The mark of a track lies on it, that of an area in it, that of a point at it."""
    place = next(event for event in scene.events if event.name == f"Drill {name}").places[0]

    assert place.kind == kind
    assert place.geometry.distance(shapely.Point(place.position)) < 1e-9


def test_each_place_keeps_its_own_verdict(scene: Scene) -> None:
    """An exercise with two stages is drawn with the verdict of each."""
    event = next(event for event in scene.events if event.id.endswith("-both"))

    assert event.verdict == "partly"
    assert [place.verdict for place in event.places] == ["inside", "outside"]


def test_flip_is_said_in_words(scene: Scene) -> None:
    """The latitude at which the verdict changes is written in degrees and minutes."""
    event = next(event for event in scene.events if event.name == "Drill far")

    assert "29°30′N" in event.flips


@given(st.floats(-90, 90))
def test_degrees_and_minutes_keep_the_latitude(lat: float) -> None:
    """Writing a latitude moves it by no more than a twentieth of a minute, and never writes 60 minutes."""
    text = degrees_minutes(lat, "NS")
    degrees, _, rest = text[:-1].partition("°")
    minutes = float(rest.rstrip("′") or 0)

    assert minutes < 60
    assert (float(degrees) + minutes / 60) * (1 if text[-1] == "N" else -1) == pytest.approx(
        lat, abs=0.051 / 60
    )


def test_the_lists_that_stand_twice_are_the_same() -> None:
    """The command line has its own list of languages, for it must not load what draws."""
    assert LANGUAGES == drawing.LANGUAGES
    assert set(LANGUAGES) <= set(store.properties("regions.geojson", "yellow_sea")["names"])
    assert sorted(VERDICTS) == sorted(get_args(VerdictWord))


def test_a_name_from_right_to_left_is_set_apart_in_the_reason() -> None:
    """Else the number behind it would change places with what stands before it."""
    name = "\u05d0\u05d1 2"
    drill = find(load_exercises(), "joint-sea-2017-pacific")
    named = replace(drill, places=tuple(replace(place, name=name) for place in drill.places))
    [event] = make_scene(load_zone(), [named]).events

    assert event.places[0].name == name
    assert event.reason.count(f"\u2068{name}\u2069") == event.reason.count(name) >= 2
