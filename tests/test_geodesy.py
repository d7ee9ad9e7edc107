"""Distances, lengths and areas against GeographicLib and closed formulas."""

import math
import subprocess
import sys

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from geo.errors import PositionError
from geo.geodesy import area_km2, azimuth_and_km, destination, distance_km, length_km

KARNEY = Geodesic.WGS84  # pure Python, by the author of the method: not the code that pyproj calls
POINTS = st.tuples(st.floats(-540, 540), st.floats(-90, 90))
SHAPES = [
    pytest.param([(120, 30), (130, 30), (130, 40)], id="triangle"),
    pytest.param([(125, -3), (131, 1), (128, 9), (120, 4)], id="over the equator"),
    pytest.param([(170, 50), (190, 52), (185, 65), (172, 60)], id="over the antimeridian"),
    pytest.param([(10, 70), (50, 72), (40, 84)], id="far north"),
    pytest.param([(125, 38), (125.001, 38), (125.001, 38.001)], id="100 m"),
]


def cell_km2(west, south, east, north):
    """Give the area of a cell by the closed formula (Snyder 1987, eq. 3-12 and 3-13)."""
    a, f = 6378.137, 1 / 298.257223563
    e = math.sqrt(f * (2 - f))

    def zone(lat):
        s = math.sin(math.radians(lat))
        return (1 - e**2) * (s / (1 - e**2 * s**2) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return a**2 * math.radians(east - west) * (zone(north) - zone(south)) / 2


def karney_polygon(ring, step_deg):
    """Area and perimeter by GeographicLib, with vertices so close that geodesics follow the edges."""
    polygon = KARNEY.Polygon()
    for lon, lat in shapely.get_coordinates(shapely.segmentize(Polygon(ring), step_deg))[:-1]:
        polygon.AddPoint(lat, lon)
    _, perimeter, area = polygon.Compute(sign=True)
    return abs(area) / 1e6, perimeter / 1e3


@given(start=POINTS, end=POINTS)
@example(start=(179.9, 51.0), end=(-179.9, 51.0))
@example(start=(0.0, 0.0), end=(179.7, 0.2))  # nearly antipodal
@settings(deadline=None)
def test_distance_is_that_of_geographiclib(start, end):
    """Distances agree with GeographicLib to a micrometre, in any turn of longitude."""
    expected = KARNEY.Inverse(start[1], start[0], end[1], end[0])["s12"]

    assert distance_km(start, end)[0] * 1000 == pytest.approx(expected, abs=1e-6)


@given(start=POINTS, end=POINTS)
@example(start=(125.0, 38.0), end=(125.0, 38.0))
@example(start=(125.0, 38.0), end=(125.00000001, 38.0))  # 1 mm
@example(start=(-10.0, 0.0), end=(100.0, 0.0))  # along the equator
@example(start=(0.0, 0.0), end=(179.7, 0.2))  # nearly antipodal
@example(start=(0.0, 90.0), end=(70.0, -90.0))  # pole to pole
@settings(deadline=None)
def test_the_quick_geodesic_is_that_of_geographiclib(start, end):
    """The geodesic without pyproj is right to 1 mm, and its direction leads to the end."""
    azimuth, distance = azimuth_and_km(*np.array([start, end]).reshape(4, 1))

    assert distance[0] == pytest.approx(distance_km(start, end)[0], abs=1e-6)
    assert distance_km(destination(start, azimuth, distance), end)[0] < 1e-3


@given(start=POINTS, azimuth_deg=st.floats(0, 360), along_km=st.floats(0, 9_000))
@example(start=(179.9, 51.0), azimuth_deg=90.0, along_km=50.0)  # over the antimeridian
@example(start=(0.0, 90.0), azimuth_deg=180.0, along_km=50.0)  # from the pole
@settings(deadline=None)
def test_walking_then_measuring_gives_the_length_walked(start, azimuth_deg, along_km):
    """`distance_km` undoes `destination`, to a millimetre, anywhere."""
    end = destination(start, azimuth_deg, along_km)

    assert distance_km(start, end) == pytest.approx(along_km, abs=1e-6)


def test_one_point_against_many():
    """One point is measured against each of many, and one start serves many directions and ways."""
    ends = destination((125, 38), [0, 90, 180], [1, 10, 100])

    assert ends.shape == (3, 2)
    assert distance_km((125, 38), ends) == pytest.approx([1, 10, 100], abs=1e-9)
    assert distance_km(ends, (125, 38)) == pytest.approx([1, 10, 100], abs=1e-9)


def test_missing_positions_give_nan_and_leave_the_others():
    """NaN and infinite input gives NaN in its own row and nowhere else."""
    distance = distance_km((125, 38), [(126, 38), (math.nan, 38), (126, math.nan), (math.inf, 38)])
    end = destination((125, 38), 0, [1, math.nan])

    assert np.isnan(distance).tolist() == [False, True, True, True]
    assert np.isnan(end).all(axis=1).tolist() == [False, True]


def test_no_points_give_no_distances():
    """Empty arrays are measured to empty arrays."""
    assert distance_km([], (125, 38)).shape == (0,)
    assert destination(np.empty((0, 2)), 0, 1).shape == (0, 2)


def test_swapped_columns_are_refused():
    """A latitude beyond 90 is named, with the mend."""
    with pytest.raises(PositionError, match=r"latitude 125 .*give longitude first"):
        distance_km((38, 125), (125, 38))


def test_points_without_pairs_are_refused():
    """Anything but pairs is refused, with the shape that is wanted."""
    with pytest.raises(PositionError, match=r"shape \(1, 3\): give pairs"):
        distance_km((125, 38, 0), (125, 38))


@pytest.mark.parametrize("south", [-90, -40, -5, 0, 30, 70, 80])
def test_area_of_a_cell_follows_the_closed_formula(south):
    """A cell of 10 by 10 degrees between parallels has the area of the formula, without vertices between."""
    cell = box(120, south, 130, south + 10)

    assert area_km2(cell) == pytest.approx(cell_km2(120, south, 130, south + 10), rel=1e-11)


def test_area_of_the_whole_earth():
    """The area of the whole ellipsoid is the published 510 065 621.724 km²."""
    assert area_km2(box(-180, -90, 180, 90)) == pytest.approx(510_065_621.724, abs=0.001)


@pytest.mark.parametrize("ring", SHAPES)
def test_area_and_perimeter_are_those_of_geographiclib(ring):
    """Areas and perimeters agree with GeographicLib on the densified polygon."""
    width = np.ptp(np.asarray(ring), axis=0).max()
    area, perimeter = karney_polygon(ring, width / 2000)

    assert area_km2(Polygon(ring)) == pytest.approx(area, rel=1e-6)
    assert length_km(Polygon(ring)) == pytest.approx(perimeter, rel=1e-6)


@given(
    corner=st.tuples(st.floats(-180, 180), st.floats(-80, 60)),
    width=st.floats(0.001, 90),
    height=st.floats(0.001, 20),
    turn=st.sampled_from([-360, 0, 360]),
)
@settings(deadline=None)
def test_a_diagonal_parts_a_cell_without_loss(corner, width, height, turn):
    """Two triangles make up their cell, whichever way their rings run and in any turn."""
    (west, south), (east, north) = corner, (corner[0] + width, corner[1] + height)
    lower = Polygon([(west, south), (east, south), (east, north)])
    upper = Polygon([(west + turn, south), (east + turn, north), (west + turn, north)])

    both = area_km2([lower, upper.reverse()]).sum()
    assert both == pytest.approx(cell_km2(west, south, east, north), rel=1e-8)


def test_holes_do_not_count_and_parts_add_up():
    """Holes are taken off; the parts of multipolygons and nested collections add up."""
    whole, hole = box(120, 30, 130, 40), box(123, 33, 125, 35)
    ring = Polygon(whole.exterior, [hole.exterior])
    both = MultiPolygon([ring, hole])
    nested = GeometryCollection([GeometryCollection([both, Point(0, 0)]), LineString([(0, 0), (1, 1)])])

    assert area_km2(ring) == pytest.approx(area_km2(whole) - area_km2(hole), rel=1e-13)
    assert area_km2([both, nested]) == pytest.approx(area_km2(whole), rel=1e-13)


@pytest.mark.parametrize("measure", [area_km2, length_km])
def test_what_has_no_extent_measures_nothing(measure):
    """Points and empty geometries measure 0, a missing geometry NaN."""
    measured = measure([Point(1, 1), Polygon(), GeometryCollection(), None, box(0, 0, 1, 1)])

    assert measured[:3].tolist() == [0, 0, 0]
    assert math.isnan(measured[3])
    assert measured[4] > 100
    assert measure(Point(1, 1)) == 0
    assert measure([]).shape == (0,)


@pytest.mark.parametrize("lat", [0, 33, -60, 75])
def test_length_of_a_parallel_follows_the_closed_formula(lat):
    """A line along a parallel has the length of the parallel, not of a geodesic."""
    a, e2 = 6378.137, 0.0066943799901413165
    radius = a * math.cos(math.radians(lat)) / math.sqrt(1 - e2 * math.sin(math.radians(lat)) ** 2)

    line = LineString([(115, lat), (135, lat)])

    assert length_km(line) == pytest.approx(radius * math.radians(20), rel=1e-12)


def test_length_of_a_meridian_is_that_of_the_geodesic():
    """A meridian from pole to pole has the published 20 003.931 km."""
    assert length_km(LineString([(7, -90), (7, 0), (7, 90)])) == pytest.approx(20_003.9314586, abs=1e-6)


def test_lengths_of_many_lines_stay_apart():
    """Each geometry gets its own length; the lines of a collection add up."""
    a, b = LineString([(0, 0), (1, 0)]), LineString([(0, 50), (3, 52), (4, 50)])

    lengths = length_km([a, b, GeometryCollection([a, b])])

    assert lengths[0] == pytest.approx(111.319, abs=0.001)
    assert lengths[2] == pytest.approx(lengths[0] + lengths[1], rel=1e-14)


def test_the_nearest_edge_is_found_without_pyproj():
    """Neither importing nor one question for the nearest edge loads pyproj, so that answers come quickly."""
    code = (
        "import sys, geo.geodesy, geo.shapes; from geo.edges import Edges; "
        "Edges.from_lines([[(120, 30), (130, 30)]]).nearest([125, 126], [30, 70]); "
        "sys.exit('pyproj' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
