"""A distance from a position: where it leads, how well that is known, and what is refused."""

from __future__ import annotations

import math

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from maps.targets import read_targets
from zones.around import read_around

HERE = (128.2, 38.5)


@pytest.mark.parametrize(
    ("text", "towards_deg", "along_km", "known_km"),
    [
        ("50 km east of 38.5N 128.2E", 90, 50, 19.1),
        ("50km E of 38.5,128.2", 90, 50, 19.1),
        ("about 20 nmi to the north-west of 38°30'N 128°12'E", 315, 37.04, 14.2),
        ("in waters 30 km due south of 38.5N 128.2E", 180, 30, 11.5),
        ("12 miles NNE of 38.5N 128.2E", 22.5, 19.312, 7.4),
        ("50 nm bearing 270 from 38.5N 128.2E", 270, 92.6, 8.1),
        ("50 km at 045° from 38.5N 128.2E", 45, 50, 4.4),
        ("50 км к северо-востоку от 38.5N 128.2E", 45, 50, 19.1),
        ("北纬38.5度 东经128.2度 以东50公里", 90, 50, 19.1),
        ("북위 38.5도 동경 128.2도 북동쪽 50km", 45, 50, 19.1),
    ],
)
def test_a_direction_leads_to_another_place(
    text: str, towards_deg: float, along_km: float, known_km: float
) -> None:
    """As far as GeographicLib says, known to within what the words leave open; the doubt tells the rule."""
    read = read_around(text)
    [place] = read.places
    there = Geodesic.WGS84.Direct(HERE[1], HERE[0], towards_deg, along_km * 1000)
    assert (place.geometry.x, place.geometry.y) == pytest.approx((there["lon2"], there["lat2"]), abs=1e-5)
    assert place.uncertainty_km == pytest.approx(known_km, abs=0.06)
    assert any("a rule of ours" in doubt for doubt in read.doubts)
    assert any("statute" in doubt for doubt in read.doubts) == ("miles" in text)


@pytest.mark.parametrize(
    "text",
    [
        "38.5N 128.2E +/- 10 km",
        "38.5N 128.2E ± 10km",
        "10 km around 38.5N 128.2E",
        "38.5N 128.2E, 10 km",
        "38.5,128.2,10km",
        "38,5N 128,2E, 10,0 km",
    ],
)
def test_any_other_distance_says_how_well_the_position_is_known(text: str) -> None:
    """The position stays, and wears the radius."""
    [place] = read_around(text).places
    assert (place.geometry.x, place.geometry.y) == HERE
    assert (place.uncertainty_km, place.extent) == (10, "locator")


@pytest.mark.parametrize(
    "text",
    [
        "within 20 nm of 38.5N 128.2E",
        "circle of 20 nm centred on 38.5N 128.2E",
        "38.5N 128.2E, radius 37.04 km",
    ],
)
def test_a_circle_is_a_closed_area(text: str) -> None:
    """Every corner of it lies at the radius."""
    [place] = read_around(text).places
    assert (place.role, place.extent, place.surface) == ("closure_area", "footprint", "sea")
    for lon, lat in place.geometry.exterior.coords:
        away = Geodesic.WGS84.Inverse(HERE[1], HERE[0], lat, lon)["s12"] / 1000
        assert away == pytest.approx(37.04, rel=2e-3)


@pytest.mark.parametrize(
    "text",
    [
        "50 km off 38.5N 128.2E",
        "a drill some 50 km from 38.5N 128.2E was held",
        "38.5N 128.2E, gunnery 10 km",
        "50 km east of 95N 128.2E",
        "50 km east of 38.5N 128.2E, 39N 129E",
        "0 km east of 38.5N 128.2E",
        "50000 km east of 38.5N 128.2E",
        "50 km north and south of 38.5N 128.2E",
        "north of 38.5N 128.2E",
        "near 38.5N 128.2E",
    ],
)
def test_what_leads_away_from_a_position_is_never_dropped(text: str) -> None:
    """The answer for the bare position would be the answer for another place."""
    [problem] = read_targets([text])[1]
    assert "it is not understood how far from the position: write '50 km east of" in problem


def test_the_radius_of_the_command_line_wins() -> None:
    """Who gives a radius knows how well the place is known."""
    [exercise] = read_targets(["50 km east of 38.5N 128.2E"], radius_km=3.0)[0]
    assert exercise.places[0].uncertainty_km == 3.0


@given(st.floats(1, 4000), st.integers(0, 359), st.floats(-80, 80), st.floats(-179, 179))
def test_a_bearing_leads_where_geographiclib_says(
    along_km: float, bearing_deg: int, lat: float, lon: float
) -> None:
    """Anywhere on the globe, and the uncertainty grows with the distance."""
    text = f"{along_km:.3f} km at {bearing_deg:03d}° from {lat:.5f}, {lon:.5f}"
    [place] = read_around(text).places
    there = Geodesic.WGS84.Direct(round(lat, 5), round(lon, 5), bearing_deg, float(f"{along_km:.3f}") * 1000)
    found = Geodesic.WGS84.Inverse(there["lat2"], there["lon2"], place.geometry.y, place.geometry.x)
    assert found["s12"] < 1
    assert place.uncertainty_km == pytest.approx(along_km * math.sin(math.radians(5)), abs=0.06)


def test_other_text_is_left_to_others() -> None:
    """Neither a position alone nor a name is a distance from a position, nor is a hostile text."""
    for text in (
        "38.5N 128.2E",
        "50 km east of Pohang",
        "",
        "km",
        "9" * 500 + " km",
        "<b>50 km</b> 38N 128E",
    ):
        assert read_around(text) is None
