"""Arcs become part of a boundary, and positions at a direction and a length from others are worked out."""

from __future__ import annotations

from math import pi

import pytest
import shapely

from geo.geodesy import area_km2, destination, distance_km
from geo.notices.areas import read_areas

NMI = 1.852
CENTRE = (122.0, 25.0)
QUARTER = "25-00N 122-00E, 25-20N 122-00E"
EAST = "25-00N 122-21.95E"  # as far from the centre as 25-20N 122-00E
RADIUS_KM = float(distance_km(CENTRE, (122.0, 25 + 1 / 3))[0])

ON_CENTRE = "CENTERED ON 25-00N 122-00E"
QUARTERS = [
    f"AREA BOUND BY {QUARTER} THEN CLOCKWISE ALONG THE ARC OF A CIRCLE RADIUS 36.9KM {ON_CENTRE} TO {EAST}",
    f"BOUNDED BY {QUARTER}-CLOCKWISE ALONG ARC OF 36.9KM RADIUS {ON_CENTRE}-{EAST}-25-00N 122-00E",
    f"A CLOCKWISE ARC RADIUS 36.9KM {ON_CENTRE}, STARTING FM 25-20N 122-00E TO {EAST}",
    f"{EAST}, 25-00N 122-00E, 25-20N 122-00E THENCE CW ARC CENTER 25-00N 122-00E BACK TO START",
    f"25-00N 122-00E、25-20N 122-00E、沿以25-00N 122-00E为圆心的圆弧顺时针至{EAST}各点连线",
    (
        "РАЙОНЕ 25-00.0С 122-00.0В 25-20.0С 122-00.0В ДАЛЕЕ ПО ЧАСОВОЙ СТРЕЛКЕ ПО ДУГЕ С ЦЕНТРОМ В ТОЧКЕ "
        "25-00.0С 122-00.0В ДО 25-00.0С 122-21.95В"
    ),
]


@pytest.mark.parametrize("text", QUARTERS, ids=range(len(QUARTERS)))
def test_an_arc_bounds_a_quarter_of_a_circle(text):
    """Its area is that of the quarter, and every corner lies on the circle, or is its centre."""
    [area] = read_areas(text).found
    away_km = distance_km(CENTRE, area.shape.vertices)

    assert area.shape.kind == "polygon"
    assert area_km2(area.geometry) == pytest.approx(pi * RADIUS_KM**2 / 4, rel=0.005)
    assert all(away < 0.1 or abs(away - RADIUS_KM) < 0.1 for away in away_km)


@pytest.mark.parametrize(
    ("word", "share"), [("CLOCKWISE", 0.25), ("COUNTERCLOCKWISE", 0.75), ("ANTI-CLOCKWISE", 0.75)]
)
def test_an_arc_turns_as_it_is_said(word, share):
    """The other way round leaves the other part of the circle."""
    [area] = read_areas(f"BOUND BY {QUARTER} THEN {word} ARC CENTERED ON 25-00N 122-00E TO {EAST}").found

    assert area_km2(area.geometry) == pytest.approx(share * pi * RADIUS_KM**2, rel=0.005)


def test_an_arc_may_close_the_ring():
    """To the point of origin: a strip between two arcs, one there, one back."""
    text = (
        "AREA BOUNDED BY 25-40N 122-00E THEN CLOCKWISE ARC CENTERED ON 25-00N 122-00E TO 25-00N 122-43.9E, "
        f"{EAST} THEN COUNTERCLOCKWISE ARC CENTERED ON 25-00N 122-00E TO 25-20N 122-00E"
    )
    [area] = read_areas(text).found

    assert area_km2(area.geometry) == pytest.approx(3 / 4 * pi * RADIUS_KM**2, rel=0.01)


def test_what_an_arc_leaves_open_is_doubted():
    """The way it turns, and ends that do not lie at its radius."""
    unsaid = read_areas(f"{QUARTER} ARC CENTERED ON 25-00N 122-00E TO {EAST}")
    missed = read_areas(f"{QUARTER} THEN CLOCKWISE ARC RADIUS 30KM CENTERED ON 25-00N 122-00E TO {EAST}")

    assert any("shorter way" in doubt for doubt in unsaid.doubts)
    assert sum("not 30.0 km" in doubt for doubt in missed.doubts) == 2
    assert len(unsaid.found) == len(missed.found) == 1


def test_a_circle_that_is_left_out_is_no_area():
    """EXC A CIRCLE: said, and not drawn."""
    found, doubts, *_ = read_areas(
        "AREA BOUND BY 25-00N 122-00E, 25-20N 122-00E, 25-20N 122-30E\n"
        "EXC A CIRCLE RADIUS 1.5NM CENTERED ON 25-15N 122-10E"
    )

    assert [area.shape.kind for area in found] == ["polygon"]
    assert any("leaves out" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("text", "towards", "miles"),
    [
        ("MINE 030 DEG 25NM FROM 36-24N 136-24E", 30, 25),
        ("AREA WI 10NM RADIUS OF POINT 120 DEG 8 MILES FROM 36-24N 136-24E", 120, 8),
        ("WI 10NM RADIUS OF KMC VOR (362400N1362400E) 300DEG/40NM", 300, 40),
    ],
)
def test_a_position_at_a_direction_and_a_length_is_worked_out(text, towards, miles):
    """The place meant, not the one printed; of which north is a doubt."""
    [area], doubts, *_ = read_areas(text)
    [meant] = destination((136.4, 36.4), towards, miles * NMI)

    assert area.geometry.distance(shapely.Point(meant)) < 1e-6
    assert area.shape.vertices[0] == pytest.approx(tuple(meant))
    assert any("true north assumed" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    "text",
    [
        "WITHIN 5 MILES OF 36-24N 136-24E",
        "SECTOR RADIUS 10NM CENTERED ON 36-24N 136-24E BETWEEN BEARINGS 090 AND 150 DEGREES",
        "ARC LIGHT EXERCISE WITHIN 5 MILES OF 36-24N 136-24E",
    ],
)
def test_other_lengths_move_nothing(text):
    """A radius is no way to go, and the word ARC alone draws none."""
    [area], *_ = read_areas(text)

    assert area.shape.vertices == ((136.4, 36.4),)
