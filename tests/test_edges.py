"""The nearest edge against brute force with GeographicLib: every edge, golden section, no short cut."""

import math
from itertools import pairwise

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.edges import Edges
from geo.errors import PositionError
from geo.geodesy import destination, distance_km

KARNEY = Geodesic.WGS84
GOLDEN = (math.sqrt(5) - 1) / 2


def coast(seed, lon, lat, count, step_deg):
    """Make a winding line, as a coast is."""
    heading = np.cumsum(np.random.default_rng(seed).normal(0, 0.5, count))
    return np.stack(
        [lon + np.cumsum(step_deg * np.cos(heading)), lat + 0.6 * np.cumsum(step_deg * np.sin(heading))],
        axis=1,
    )


def parallel(west, east, lat, step_deg):
    """Make a line along a parallel."""
    lon = np.linspace(west, east, round((east - west) / step_deg) + 1)
    return np.stack([lon, np.full(len(lon), float(lat))], axis=1)


LINES = {
    "coast": [coast(1, 124, 37, 30, 0.05)],
    "southern coast": [coast(2, -60, -45, 30, 0.1)],
    "antimeridian": [coast(3, 179.6, 60, 20, 0.1), parallel(175, 185, 62, 10)],
    "one long parallel": [parallel(115, 135, 33, 20)],
    "parallel of short edges": [parallel(120, 123, 30, 0.1)],
    "far north": [parallel(100, 130, 70, 30)],
    "long diagonal": [np.array([(118.0, 20.0), (145.0, 52.0)])],
    "several": [parallel(117, 137, 33, 20), coast(4, 125, 38, 12, 0.2), parallel(120, 122, -33, 0.5)],
}


def brute_force_km(lon, lat, lines):
    """Measure to every edge by golden section with GeographicLib, on pieces of at most 2 degrees."""
    best = math.inf
    for line in lines:
        for a, b in pairwise(line):
            count = max(1, math.ceil(np.abs(b - a).max() / 2))
            ends = np.linspace(a, b, count + 1)
            best = min(best, *(golden_section(lon, lat, *piece) for piece in pairwise(ends)))
    return best


def golden_section(lon, lat, a, b):
    """Give the least geodesic distance to an edge that is straight in longitude and latitude."""

    def measure(t):
        lon_t, lat_t = a + t * (b - a)
        return KARNEY.Inverse(lat, lon, lat_t, lon_t, Geodesic.DISTANCE)["s12"] / 1000

    low, high = 0.0, 1.0
    ends = min(measure(low), measure(high))
    left, right = high - GOLDEN, low + GOLDEN
    at_left, at_right = measure(left), measure(right)
    # Sections narrower than a part in 3e5 change the distance by less than its rounding, but for
    # points on the edge; there the tests know the answer without this.
    for _ in range(26):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = measure(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = measure(right)
    return min(ends, at_left, at_right)


def around(lines, seed):
    """Give points from 100 m to 4,000 km off the lines, in every direction."""
    rng = np.random.default_rng(seed)
    start = np.concatenate(lines)[rng.integers(0, sum(map(len, lines)), 8)]
    away = 10 ** np.linspace(-1, 3.6, 8)
    return destination(start, rng.uniform(0, 360, 8), away)


@pytest.mark.parametrize("name", LINES)
def test_distance_is_that_of_brute_force(name):
    """The distance is right to 1 cm, from 100 m to thousands of kilometres."""
    points = around(LINES[name], seed=5)

    distance, _, _ = Edges.from_lines(LINES[name]).nearest(*points.T)

    expected = [brute_force_km(lon, lat, LINES[name]) for lon, lat in points]
    assert distance == pytest.approx(expected, abs=1e-5)


@given(
    line=st.lists(st.tuples(st.integers(-200, 200), st.integers(-90, 90)), min_size=2, max_size=3),
    lon=st.floats(-540, 540),
    lat=st.floats(-90, 90),
)
@settings(max_examples=25, deadline=None)
def test_any_line_and_any_point(line, lon, lat):
    """Edges of any length at any latitude, seen from anywhere, the poles included: right to 0.1 m."""
    line = np.asarray(line, dtype=float)

    distance, _, _ = Edges.from_lines([line]).nearest(lon, lat)

    # Six points to a degree show where the distance has its minima; golden section finds them.
    fine = np.concatenate([np.linspace(a, b, 6 * int(np.abs(b - a).max()) + 2) for a, b in pairwise(line)])
    measured = np.concatenate([[math.inf], distance_km((lon, lat), fine), [math.inf]])
    minima = np.flatnonzero((measured[1:-1] <= measured[:-2]) & (measured[1:-1] <= measured[2:]))
    expected = min(brute_force_km(lon, lat, [fine[max(i - 1, 0) : i + 2]]) for i in minima)
    assert distance[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("name", LINES)
def test_points_on_an_edge_have_no_distance(name):
    """Points on an edge, its ends included, are less than a micrometre away, in any turn."""
    line = LINES[name][0]
    fractions = np.array([0, 0.1, 0.5, 0.77, 1])[:, None]
    points = np.concatenate([a + fractions * (b - a) for a, b in pairwise(line)])
    points[::2, 0] -= 360

    distance, owner, _ = Edges.from_lines(LINES[name]).nearest(*points.T)

    assert distance.max() < 1e-9
    assert (owner == 0).all()


@pytest.mark.parametrize("off_km", [1e-6, 1e-3, 1, 50, 500, 3000])
@pytest.mark.parametrize("lat", [33, -33])
def test_points_straight_off_a_long_parallel(off_km, lat):
    """Straight equatorwards of one edge of 20 degrees the way back is along the meridian."""
    lon, away = 125.3, 180 if lat > 0 else 0
    point = destination((lon, lat), away, off_km)[0]

    distance, _, foot = Edges.from_lines([parallel(115, 135, lat, 20)]).nearest(*point)

    assert distance == pytest.approx(off_km, abs=1e-8)
    # Far off the distance hardly changes along the parallel, so the foot is known less well.
    assert foot[0] == pytest.approx([lon, lat], abs=1e-7)


def test_a_long_parallel_is_no_geodesic():
    """The middle of an edge of 20 degrees lies on its parallel, 31 km from the geodesic of its ends."""
    middle = destination(
        (115, 33), KARNEY.Inverse(33, 115, 33, 135)["azi1"], distance_km((115, 33), (135, 33)) / 2
    )

    distance, _, _ = Edges.from_lines([parallel(115, 135, 33, 20)]).nearest(*middle[0])

    assert distance[0] == pytest.approx(distance_km(middle, (125, 33))[0], abs=1e-6)
    assert distance[0] > 30


@pytest.mark.parametrize("name", LINES)
def test_the_foot_is_where_the_distance_is_measured(name):
    """The foot lies on an edge of the owner, at the distance given."""
    points = around(LINES[name], seed=6)
    edges = Edges.from_lines(LINES[name])

    distance, owner, foot = edges.nearest(*points.T)

    assert distance_km(points, foot) == pytest.approx(distance, abs=1e-6)
    for index, line in enumerate(LINES[name]):
        mine = foot[owner == index]
        assert (Edges.from_lines([line]).nearest(*mine.T)[0] < 1e-9).all()


def test_one_point_alone_and_many_points_agree():
    """A point gets the same answer alone and among hundreds of others."""
    lines = [coast(seed, 120 + seed, 35, 300, 0.05) for seed in range(5)]
    edges = Edges.from_lines(lines)
    rng = np.random.default_rng(8)
    lon, lat = rng.uniform(100, 150, 700), rng.uniform(10, 60, 700)

    distance, owner, foot = edges.nearest(lon, lat)

    for i in range(0, 700, 70):
        alone = edges.nearest(lon[i], lat[i])
        assert alone[0][0] == pytest.approx(distance[i], abs=1e-9)
        assert alone[1][0] == owner[i]
        assert alone[2][0] == pytest.approx(foot[i], abs=1e-9)


def test_owner_is_the_line_that_the_edge_came_from():
    """Lines count from 0, those without an edge included."""
    lines = [parallel(120, 122, lat, 0.1) for lat in (30, 31, 32)]
    edges = Edges.from_lines([lines[0], lines[1][:1], lines[2]])

    _, owner, _ = edges.nearest([121, 121], [30.2, 31.8])

    assert owner.tolist() == [0, 2]


@pytest.mark.parametrize("nearest", range(0, 91, 15))
def test_the_shortest_geodesic_counts_not_the_shortest_chord(nearest):
    """Of lines 4,000 km off in all directions the one that is 1 m nearer is found.

    The Earth is flatter towards the poles, so that chords differ by hundreds of metres there.
    """
    azimuth = np.arange(0, 91, 15)
    ends = destination((120, 0), azimuth, np.where(azimuth == nearest, 4000, 4000.001))
    # Many vertices on one spot: each line fills blocks of its own.
    lines = [np.repeat(end[None], 100, axis=0) for end in ends]

    distance, owner, _ = Edges.from_lines(lines).nearest(120, 0)

    assert azimuth[owner[0]] == nearest
    assert distance[0] == pytest.approx(4000, abs=1e-6)


@pytest.mark.parametrize("off_deg", [0.01, -0.01])
@pytest.mark.parametrize("further_km", [0.01, -0.01])
def test_an_edge_is_judged_by_its_curve_not_by_its_chord(off_deg, further_km):
    """Half a degree of the parallel of 60 degrees lies 26 m off its chord; a rival 10 m nearer or farther.

    Whichever is nearer is found, from the side of the pole and from that of the equator.
    """
    lat = 60 + off_deg
    away = distance_km((120.25, lat), (120.25, 60))[0]
    rival = destination((120.25, lat), 0 if off_deg > 0 else 180, away + further_km)

    distance, owner, _ = Edges.from_lines(
        [parallel(120, 120.5, 60, 0.5), np.repeat(rival, 2, axis=0)]
    ).nearest(120.25, lat)

    assert owner[0] == (0 if further_km > 0 else 1)
    assert distance[0] == pytest.approx(away + min(further_km, 0), abs=1e-6)


@pytest.mark.parametrize("lat", [90, -90])
def test_a_line_may_end_at_a_pole(lat):
    """The foot may be the pole itself, whichever longitude the line and the point have."""
    # Many lines, since in some of them rounding leads beyond the pole.
    for lon, start in zip(np.linspace(-180, 180, 73), np.linspace(0.6, 0.98, 73), strict=True):
        line = [(lon, start * lat), (lon + 10, lat)]
        distance, _, foot = Edges.from_lines([line]).nearest(lon + 190, 0.99 * lat)

        assert distance[0] == pytest.approx(distance_km((0, 0.99 * lat), (0, lat))[0], abs=1e-6)
        assert distance_km((lon + 190, 0.99 * lat), foot)[0] == pytest.approx(distance[0], abs=1e-6)


def test_an_edge_of_no_length_is_a_point():
    """A repeated vertex does no harm."""
    distance, owner, foot = Edges.from_lines([[(120, 30), (120, 30)]]).nearest(121, 30)

    assert distance == pytest.approx(distance_km((121, 30), (120, 30)), abs=1e-9)
    assert owner[0] == 0
    assert foot[0] == pytest.approx([120, 30], abs=1e-12)


def test_missing_points_have_no_nearest():
    """NaN, infinite and impossible positions give NaN, -1 and NaN, and leave the others."""
    edges = Edges.from_lines([parallel(120, 122, 30, 0.1)])

    distance, owner, foot = edges.nearest([121, math.nan, 121, math.inf, 121], [31, 31, math.nan, 31, 91])

    assert np.isnan(distance).tolist() == [False, True, True, True, True]
    assert owner.tolist() == [0, -1, -1, -1, -1]
    assert np.isnan(foot).all(axis=1).tolist() == [False, True, True, True, True]


@pytest.mark.parametrize("lines", [[], [[(120, 30)]], [np.empty((0, 2))]], ids=["none", "a point", "empty"])
def test_without_edges_everything_is_infinitely_far(lines):
    """Where there is no edge the distance is infinite, and NaN still gives NaN."""
    distance, owner, _ = Edges.from_lines(lines).nearest([121, math.nan], [31, 31])

    assert distance[0] == math.inf
    assert math.isnan(distance[1])
    assert owner.tolist() == [-1, -1]


def test_no_points_get_no_answers():
    """Empty input gives empty output."""
    distance, owner, foot = Edges.from_lines([parallel(120, 122, 30, 0.1)]).nearest([], [])

    assert (distance.shape, owner.shape, foot.shape) == ((0,), (0,), (0, 2))


@pytest.mark.parametrize("bad", [(math.nan, 30), (120, math.inf), (30, 120)])
def test_impossible_edges_are_refused(bad):
    """An edge that is no place on Earth is named, with its line."""
    with pytest.raises(PositionError, match=r"edge 1 of line 1 .*longitude first"):
        Edges.from_lines([[(120, 30), (121, 30)], [(122, 30), bad]])


def test_edges_stay_as_they_are():
    """The edges cannot be exchanged once they are made."""
    edges = Edges.from_lines([parallel(120, 122, 30, 0.1)])

    with pytest.raises(AttributeError, match="segments"):
        edges.segments = np.empty((0, 4))
