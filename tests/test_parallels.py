"""Cuts along a parallel."""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from geo.parallels import north_of, split_at_latitude


@given(lat=st.floats(28.5, 31.5))
def test_a_cut_lies_exactly_on_its_parallel(lat):
    """No vertex of the cut lies south of the parallel by even one digit, and nothing north is lost."""
    shape = Polygon([(125, 29), (128, 29.3), (127.7, 31.1), (126, 30.7), (125.4, 31)])

    north = north_of(shape, lat)

    lats = shapely.get_coordinates(north)[:, 1]
    assert (lats >= lat).all()
    if 29 < lat < 30.7:
        assert (lats == lat).sum() >= 2
    south = shapely.intersection(shape, box(124, 28, 129, lat)).area
    assert north.area + south == pytest.approx(shape.area, abs=1e-9)


@pytest.mark.parametrize("lat", [-1.0, 3.0])
def test_a_cut_that_misses(lat):
    """South of everything the cut keeps all of it, north of everything nothing."""
    shape = box(0, 0, 2, 2)

    assert north_of(shape, lat).area == (4 if lat < 0 else 0)
    assert north_of(LineString([(0, 0), (1, 1)]), lat).length == (math.sqrt(2) if lat < 0 else 0)


def test_a_cut_of_nothing():
    """Empty and missing geometry is given back as it is."""
    assert north_of(Polygon(), 30).is_empty
    assert north_of(None, 30) is None


@given(
    lats=st.lists(st.sampled_from([28.0, 29.5, 30.0, 30.5, 31.0, 32.0]), min_size=2, max_size=8),
    cut=st.sampled_from([29.5, 30.0, 30.25]),
)
def test_a_line_cut_at_a_parallel(lats, cut):
    """The pieces make the line again, none crosses the parallel, and new vertices lie on it exactly."""
    points = np.array([(float(lon), lat) for lon, lat in enumerate(lats)])

    pieces = split_at_latitude(points, cut)

    for north, piece in pieces:
        assert (piece[:, 1] >= cut).all() if north else (piece[:, 1] <= cut).all()
    total = sum(shapely.linestrings(piece).length for _, piece in pieces)
    assert total == pytest.approx(shapely.linestrings(points).length)
    assert all((one[-1] == other[0]).all() for (_, one), (_, other) in itertools.pairwise(pieces))
