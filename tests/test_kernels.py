"""The compiled loops against the numpy ways and GeographicLib; `test_locate.py` has those for labels."""

import numpy as np
import pytest
from test_edges import LINES, around, brute_force_km

from geo.edges import Edges
from geo.geodesy import distance_km
from zones import load_zone

pytest.importorskip("numba", reason="numba is not installed: the extra bulk")


@pytest.mark.parametrize("name", LINES)
def test_distance_is_that_of_brute_force(name):
    """The distance is right to 1 cm, from 100 m to thousands of kilometres."""
    points = around(LINES[name], seed=5)

    distance, _, _ = Edges.from_lines(LINES[name]).nearest(*points.T, compiled=True)

    assert distance == pytest.approx([brute_force_km(lon, lat, LINES[name]) for lon, lat in points], abs=1e-5)


@pytest.mark.parametrize("name", LINES)
def test_whole_world_is_that_of_numpy(name):
    """From anywhere, antipodes, poles and places on edges as well, distance and line are those of numpy."""
    edges = Edges.from_lines(LINES[name])
    rng = np.random.default_rng(6)
    away = edges.segments[:, :2] + (180, 0)
    away[:, 1] *= -1
    points = np.concatenate(
        [
            rng.uniform((-540, -90), (540, 90), (2_000, 2)),
            edges.segments[:, :2],
            edges.segments.reshape(-1, 2, 2).mean(axis=1),
            away,
            [(0.0, 90.0), (77.0, -90.0)],
        ]
    )

    by_numpy, line, _ = edges.nearest(*points.T, compiled=False)
    distance, compiled_line, foot = edges.nearest(*points.T, compiled=True)

    assert np.abs(distance - by_numpy).max() < 1e-7
    assert (compiled_line != line).mean() < 0.02  # of two lines equally near rounding decides
    assert distance_km(points, foot) == pytest.approx(distance, abs=1e-6)


def test_what_is_no_position_has_no_distance():
    """NaN, infinities and latitudes beyond 90 give NaN and no line; the others are answered."""
    edges = Edges.from_lines([[(120.0, 30.0), (130.0, 30.0)]])

    distance, line, foot = edges.nearest(
        [125.0, np.nan, 125.0, np.inf, 125.0], [29.0, 29.0, 90.1, 29.0, np.nan], compiled=True
    )

    assert distance.round(2).tolist()[0] == 110.84
    assert np.isnan(distance[1:]).all()
    assert line.tolist() == [0, -1, -1, -1, -1]
    assert np.isnan(foot[1:]).all()


@pytest.mark.parametrize("lines", [[], [[(120.0, 30.0)]], [[(120.0, 30.0), (120.0, 30.0)]]])
def test_few_edges(lines):
    """No edge, and an edge without length, are answered as by numpy."""
    edges = Edges.from_lines(lines)

    compiled, by_numpy = (edges.nearest([121.0, 125.0], [30.0, 31.0], compiled=way) for way in (True, False))

    assert compiled[0] == pytest.approx(by_numpy[0])
    assert compiled[1].tolist() == by_numpy[1].tolist()


def test_no_points():
    """No points have no distances."""
    edges = Edges.from_lines([[(120.0, 30.0), (130.0, 30.0)]])

    assert [len(each) for each in edges.nearest([], [], compiled=True)] == [0, 0, 0]


def test_limit_of_the_zone_near_and_far():
    """Around the limit of the zone, from a metre to thousands of kilometres, both ways agree to 0.1 mm."""
    edges = load_zone().outer_edges
    rng = np.random.default_rng(7)
    near = edges.segments[rng.integers(0, len(edges.segments), 20_000), :2]
    points = near + rng.normal(size=near.shape) * 10 ** rng.uniform(-5, 1.5, (len(near), 1))
    points[:, 1] = np.clip(points[:, 1], -90, 90)

    by_numpy, line, _ = edges.nearest(*points.T, compiled=False)
    distance, compiled_line, _ = edges.nearest(*points.T, compiled=True)

    assert np.abs(distance - by_numpy).max() < 1e-7
    assert (line != compiled_line).mean() < 0.01
