"""Distances and directions around names: where they lead, how well that is known, and what is refused."""

from __future__ import annotations

import pytest

from geo.geodesy import distance_km
from zones import gazetteer
from zones.gazetteer import UnknownNameError
from zones.named_places import resolve
from zones.offsets import direction_deg, take_distance

BY_ID = {entry["id"]: entry for entry in gazetteer.entries()}

TOWARDS = [
    ("50 km east of Pohang", "pohang", 50, 90),
    ("50km E of Pohang", "pohang", 50, 90),
    ("about 50 kilometers (31 miles) northeast of Pohang", "pohang", 50, 45),
    ("27 nautical miles south-east of Ulleungdo", "ulleungdo", 50.004, 135),
    ("waters some 62.5 km NNE of Sokcho", "sokcho", 62.5, 22.5),
    ("50 miles to the east of Pohang, South Korea", "pohang", 80.4672, 90),
    ("포항 동쪽 50km 해상", "pohang", 50, 90),
    ("포항에서 동쪽으로 약 50㎞ 떨어진 해상", "pohang", 50, 90),
    ("울릉도 북동쪽 30km", "ulleungdo", 30, 45),
    ("浦项以东约50公里海域", "pohang", 50, 90),
    ("奥尻島の西約200キロ", "okushiri", 200, 270),
    ("в 50 км к востоку от Владивостока", "vladivostok", 50, 90),
    ("в 20 морских милях южнее Владивостока", "vladivostok", 37.04, 180),
]


@pytest.mark.parametrize(("text", "entry", "along_km", "towards"), TOWARDS, ids=[case[0] for case in TOWARDS])
def test_a_distance_and_a_direction_lead_from_the_place(text, entry, along_km, towards):
    """GeographicLib, which this program does not use, goes the same way."""
    from geographiclib.geodesic import Geodesic  # noqa: PLC0415 a test dependency

    lon, lat = BY_ID[entry]["at"]
    there = Geodesic.WGS84.Direct(lat, lon, towards, along_km * 1000)

    [place] = resolve(text).places

    apart = distance_km((place.geometry.x, place.geometry.y), (there["lon2"], there["lat2"]))[0]
    assert apart < 0.001
    assert place.named_area is None
    assert place.extent == "locator"


@pytest.mark.parametrize(("text", "entry", "along_km", "towards"), TOWARDS, ids=[case[0] for case in TOWARDS])
def test_the_doubt_covers_the_neighbouring_winds_and_the_size_of_the_place(text, entry, along_km, towards):
    """A place half a wind aside, counted from the edge of the port, lies within the radius."""
    from geographiclib.geodesic import Geodesic  # noqa: PLC0415 a test dependency

    known_km = BY_ID[entry]["uncertainty_km"]
    lon, lat = BY_ID[entry]["at"]

    [place] = resolve(text).places

    for aside in (-11.25, 11.25):
        edge = Geodesic.WGS84.Direct(lat, lon, towards + 90, known_km * 1000)
        there = Geodesic.WGS84.Direct(edge["lat2"], edge["lon2"], towards + aside, along_km * 1000)
        apart = distance_km((place.geometry.x, place.geometry.y), (there["lon2"], there["lat2"]))[0]
        assert apart <= place.uncertainty_km + 0.1
    assert place.uncertainty_km < known_km + 0.5 * along_km


def test_miles_that_are_not_said_to_be_nautical_are_a_doubt():
    """Newspapers mean statute miles, sailors do not."""
    assert any("statute miles" in doubt for doubt in resolve("50 miles east of Pohang").doubts)
    assert not any("statute" in doubt for doubt in resolve("50 nautical miles east of Pohang").doubts)


@pytest.mark.parametrize(
    ("text", "reach_km", "surface"),
    [
        ("30 nautical miles off Pohang", 70.6, "sea"),
        ("within 12 nmi of Dokdo", 28.2, "any"),
        ("50 km from Pohang", 65, "any"),
        ("100 km off North Korea", 100, "sea"),
    ],
)
def test_a_distance_without_a_direction_is_a_circle_and_a_doubt(text, reach_km, surface):
    """Around the place as far as that and the place itself reach."""
    resolution = resolve(text)
    [place] = resolution.places

    assert place.uncertainty_km == pytest.approx(reach_km)
    assert place.surface == surface
    assert any("without a direction" in doubt for doubt in resolution.doubts)


def test_waters_in_a_direction_lie_at_sea():
    """Of the circle around the point only the sea counts then."""
    assert resolve("waters 50 km east of Pohang").places[0].surface == "sea"
    assert resolve("50 km east of Pohang").places[0].surface == "any"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("200 km west of Japan", "no point from which to count 200 km: name a port"),
        ("50 km east of the Yellow Sea", "no point from which to count"),
        ("50 km", "no point from which to count 50 km"),
        ("50 km Pohang", "say in which direction"),
        ("50 km east of Nowhere", "no place 'east of nowhere' is known"),
        ("50 km east of Pohnag", "did you mean Pohang"),
        ("99999 km east of Pohang", "no place"),
        ("0 km east of Pohang", "no place"),
    ],
)
def test_what_leads_nowhere_is_refused_with_a_mend(text, says):
    """The distance alone is no place."""
    with pytest.raises(UnknownNameError, match=says):
        resolve(text)


@pytest.mark.parametrize("text", ["pohang", "38th parallel", "hwasong 12", "south of jeju", "12 mayday"])
def test_words_without_a_length_are_left_alone(text):
    """A number needs a unit."""
    assert take_distance(text) is None


def test_opposite_directions_are_none():
    """North and south of a place is not one way."""
    assert direction_deg("north and south of") is None
    assert direction_deg("near") is None
