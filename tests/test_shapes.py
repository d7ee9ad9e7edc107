"""Rhumb lines, circles, widened shapes and runs of longitude, against formulas of their own."""

import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Proj
from shapely import (
    GeometryCollection,
    LinearRing,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from geo.edges import Edges
from geo.errors import DezoneError, PositionError
from geo.geodesy import area_km2, distance_km
from geo.shapes import circle, densify, densify_rhumb, rhumb_line, unwrap, widen

MERCATOR = Proj("+proj=merc +ellps=WGS84")  # the chart on which rhumb lines are straight
POSITIONS = st.tuples(st.floats(-200, 200), st.floats(-85, 85))


# Rhumb lines


@given(start=POSITIONS, end=POSITIONS)
@example(start=(120, 30), end=(150, math.nextafter(30, 31)))  # all but a parallel
@example(start=(120, 30), end=(120.0000001, 60))  # all but a meridian
@example(start=(100, -60), end=(200, 85))
@settings(deadline=None)
def test_a_rhumb_line_is_straight_on_the_mercator_chart(start, end):
    """Every vertex lies on the straight line of the Mercator chart, to 1 cm of the equator."""
    line = rhumb_line([start, end], max_step_deg=1)

    # The chart takes longitudes from -180 to 180; half of each keeps the line straight.
    x, y = MERCATOR(line[:, 0] / 2, line[:, 1])
    x, y = 2 * np.asarray(x), np.asarray(y)
    length = math.hypot(x[-1] - x[0], y[-1] - y[0])
    aside = (x - x[0]) * (y[-1] - y[0]) - (y - y[0]) * (x[-1] - x[0])
    assert np.abs(aside).max() <= 0.01 * length


@given(start=POSITIONS, end=POSITIONS, step=st.floats(0.05, 20))
@settings(deadline=None)
def test_steps_are_small_ends_exact_and_ways_back_the_same(start, end, step):
    """No step exceeds the greatest, the ends keep their bits, and the way back has the same vertices."""
    line = rhumb_line([start, end], max_step_deg=step)

    assert np.abs(np.diff(line, axis=0)).max() <= step + 1e-9
    assert (line[0].tolist(), line[-1].tolist()) == (list(start), list(end))
    assert (rhumb_line([end, start], max_step_deg=step) == line[::-1]).all()


def test_parallels_and_meridians_stay_exactly_where_they_are():
    """A parallel keeps its latitude and a meridian its longitude, bit for bit, also up to the pole."""
    lat, lon = 33 + 17 / 60, 124 + 1 / 3

    line = rhumb_line([(110, lat), (lon, lat), (lon, 90)])

    assert set(line[line[:, 0] < lon, 1]) == {lat}
    assert set(line[line[:, 1] > lat, 0]) == {lon}


def test_a_rhumb_line_keeps_its_course():
    """The course by GeographicLib is the same at every vertex, to 0.01 degrees."""
    line = rhumb_line([(120, 25), (145, 55)], max_step_deg=0.01)

    course = [
        Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["azi1"]
        for a, b in zip(line[:-1:50], line[1::50], strict=False)
    ]

    assert np.ptp(course) < 0.01


def test_a_rhumb_line_passes_through_all_points_once():
    """Points between the ends are vertices, and appear once; equal neighbours stay both."""
    points = [(120, 30), (121, 31), (121, 31), (119, 33)]

    line = rhumb_line(points, max_step_deg=10).tolist()

    assert line == [[120, 30], [121, 31], [121, 31], [119, 33]]


@pytest.mark.parametrize("count", [0, 1])
def test_a_rhumb_line_of_less_than_two_points(count):
    """One point, or none, comes back as it is."""
    assert rhumb_line([(120, 30)][:count]).shape == (count, 2)


def test_a_missing_position_stays_missing():
    """NaN gives NaN between its neighbours."""
    assert np.isnan(rhumb_line([(120, 30), (math.nan, 31)])).tolist() == [[False, False], [True, False]]


def test_a_spiral_into_the_pole_is_refused():
    """A rhumb line that would wind round the pole is refused, with the mend."""
    with pytest.raises(PositionError, match=r"\(130, 90\) never arrives.*along a meridian"):
        rhumb_line([(120, 30), (130, 90)])


def test_swapped_columns_of_a_rhumb_line_are_refused():
    """A latitude beyond 90 is named."""
    with pytest.raises(PositionError, match="latitude 130 is beyond 90: give longitude first"):
        rhumb_line([(30, 120), (30, 130)])


@pytest.mark.parametrize("step", [0, -1, math.nan])
@pytest.mark.parametrize(
    "add", [lambda step: rhumb_line([(0, 0), (1, 1)], step), lambda step: densify(Point(0, 0), step)]
)
def test_a_step_that_is_none_is_refused(add, step):
    """A step must be above 0."""
    with pytest.raises(DezoneError, match="give a number above 0"):
        add(step)


# Circles

CIRCLES = [
    (125, 38, 0.001),
    (125, 38, 10),
    (125, 38, 300),
    (185, 60, 1000),
    (-140, -35, 2000),
    (125, 40, 4000),
    (125, 75, 500),
    (10, 80, 1000),  # past 85 degrees, not to the pole
]
POLAR_CIRCLES = [(10, 85, 1000), (130, -89.9, 200), (0, 90, 50), (100, 89, 111.8), (40, 60, 5000)]


def true_circle_km2(radius_km):
    """Give the area of a circle on the sphere, from which the ellipsoid's differs by less than 0.7%."""
    return 2 * math.pi * 6371.007**2 * (1 - math.cos(radius_km / 6371.007))


def karney_circle_km2(lon, lat, radius_km):
    """Give the area of the geodesic circle, from 3,600 geodesics of GeographicLib."""
    ring = Geodesic.WGS84.Polygon()
    for azimuth in np.arange(0, 360, 0.1):
        end = Geodesic.WGS84.Direct(lat, lon, azimuth, radius_km * 1000)
        ring.AddPoint(end["lat2"], end["lon2"])
    return abs(ring.Compute(reverse=True, sign=True)[2]) / 1e6


@pytest.mark.parametrize(("lon", "lat", "radius_km"), CIRCLES)
def test_a_circle_is_round(lon, lat, radius_km):
    """Its edge is everywhere within 0.1% of the radius, and its area within 0.05%."""
    ring = circle(lon, lat, radius_km)

    edge = shapely.get_coordinates(shapely.segmentize(ring.exterior, ring.length / 2000))
    assert distance_km((lon, lat), edge) == pytest.approx(radius_km, rel=1e-3)
    assert area_km2(ring) == pytest.approx(karney_circle_km2(lon, lat, radius_km), rel=5e-4)
    assert ring.is_valid
    assert ring.exterior.is_closed
    assert ring.contains(Point(lon, lat))


@pytest.mark.parametrize(("lon", "lat", "radius_km"), [(125, 38, 10), (125, 0, 1000)])
def test_a_circle_leaves_out_nothing(lon, lat, radius_km):
    """A circle is circumscribed: away from the poles no point within the radius lies outside it."""
    ring = circle(lon, lat, radius_km)
    azimuth = np.linspace(0, 360, 721)
    on_circle = [Geodesic.WGS84.Direct(lat, lon, a, radius_km * 999.8) for a in azimuth]

    assert shapely.contains_xy(ring, [p["lon2"] for p in on_circle], [p["lat2"] for p in on_circle]).all()


@pytest.mark.parametrize(("lon", "lat", "radius_km"), POLAR_CIRCLES)
def test_a_circle_that_holds_a_pole_reaches_round_the_earth(lon, lat, radius_km):
    """It is 360 degrees wide around its centre's longitude, ends at the pole and has the right area."""
    ring = circle(lon, lat, radius_km)

    west, south, east, north = ring.bounds
    assert (west, east) == pytest.approx((lon - 180, lon + 180), abs=1e-6)
    assert (north if lat > 0 else south) == math.copysign(90, lat)
    assert ring.is_valid
    assert area_km2(ring) == pytest.approx(karney_circle_km2(lon, lat, radius_km), rel=1e-3)
    edge = np.asarray(ring.exterior.coords)[:-3]
    assert distance_km((lon, lat), edge) == pytest.approx(radius_km, rel=1e-3)


def test_the_oracle_of_circles_is_near_the_sphere():
    """The area by GeographicLib, which the tests trust, is near that of the sphere."""
    assert karney_circle_km2(40, 60, 5000) == pytest.approx(true_circle_km2(5000), rel=0.01)


def test_a_circle_stays_in_the_turn_of_its_centre():
    """The longitudes run on around the centre, over the antimeridian and in other turns."""
    west, _, east, _ = circle(179.9, 40, 100).bounds
    far_west, _, _, _ = circle(179.9 - 720, 40, 100).bounds

    assert (west, east) == pytest.approx((179.9 - 1.17, 179.9 + 1.17), abs=0.01)
    assert far_west == pytest.approx(west - 720)


@pytest.mark.parametrize("radius_km", [-1, math.nan, math.inf, 5001])
@pytest.mark.parametrize(
    "draw", [lambda r: circle(125, 38, r), lambda r: widen(Point(125, 38), r)], ids=["circle", "widen"]
)
def test_a_radius_out_of_range_is_refused(draw, radius_km):
    """A radius must be a number from 0 to 5,000 km."""
    with pytest.raises(DezoneError, match="give a number from 0 to 5000 km"):
        draw(radius_km)


def test_a_circle_of_no_size_is_refused():
    """A circle of radius 0 has no area; the point is to be kept."""
    with pytest.raises(DezoneError, match="keep the point"):
        circle(125, 38, 0)


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 38), (38, 125), (math.inf, 0)])
def test_a_circle_around_nowhere_is_refused(lon, lat):
    """A centre that is no position is named."""
    with pytest.raises(PositionError, match="is no centre"):
        circle(lon, lat, 10)


# Everything within a distance


def coast(lon, lat, count, step_deg):
    """Make a winding line, as a coast is."""
    heading = np.cumsum(np.random.default_rng(4).normal(0, 0.3, count))
    return LineString(
        np.stack(
            [lon + np.cumsum(step_deg * np.cos(heading)), lat + 0.6 * np.cumsum(step_deg * np.sin(heading))],
            axis=1,
        )
    )


NARROW = {
    "edge of 20 degrees": LineString([(115, 33), (135, 33)]),
    "parallel at 75 degrees": LineString([(100, 75), (140, 75)]),
    "long diagonal": LineString([(118, 20), (145, 72)]),
    "southern meridian, other turn": LineString([(190, -75), (190, 20)]),
    "coast": coast(125, 38, 400, 0.05),
    "1 m": LineString([(125, 38), (125, 38.00001)]),
    "no length": LineString([(125, 38), (125, 38)]),
    "box of 10 degrees": box(120, 30, 130, 40),
    "box of 100 m": box(125, 38, 125.001, 38.001),
    "ring": Polygon(box(110, 20, 140, 50).exterior, [box(120, 30, 130, 40).exterior]),
    "closed line": LinearRing([(120, 30), (125, 30), (122, 35)]),
    "points": MultiPoint([(120, 30), (121, 31)]),
    "all kinds": GeometryCollection(
        [Point(120, 30), LineString([(120, 31), (122, 32)]), box(123, 30, 124, 31)]
    ),
}


def edges_of(geometry):
    """Give the edges of all lines and rings, and points as edges of no length."""
    parts = shapely.get_parts(geometry)
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    paths = [shapely.get_coordinates(path) for path in [*parts[~areas], *shapely.get_rings(parts[areas])]]
    paths = [np.repeat(path, 2, axis=0) if len(path) == 1 else path for path in paths]
    return Edges.from_lines(paths)


@pytest.mark.parametrize("radius_km", [0.05, 1, 20, 300, 1500])
@pytest.mark.parametrize("name", NARROW)
def test_the_limit_of_a_widened_shape_is_the_radius_away(name, radius_km):
    """It holds the shape, and its limit is everywhere the radius away: to 0.2% and 10 m.

    Together these mean that exactly the points within the radius are in it.
    """
    shape = NARROW[name]

    wide = widen(shape, radius_km)

    limit = shapely.get_coordinates(shapely.segmentize(wide.boundary, max(wide.length / 1000, 1e-5)))
    distance, _, _ = edges_of(shape).nearest(*limit.T)
    assert distance == pytest.approx(radius_km, abs=0.002 * radius_km + 0.01)
    assert wide.covers(shape)
    assert wide.is_valid


def test_a_widened_point_is_a_circle():
    """A point becomes its circle."""
    assert widen(Point(125, 38), 30).equals_exact(circle(125, 38, 30), 0)


@pytest.mark.parametrize("shape", [Point(125, 38), box(0, 0, 1, 1), Polygon(), GeometryCollection()])
def test_no_radius_changes_nothing(shape):
    """A radius of 0 gives the geometry itself."""
    assert widen(shape, 0) is shape


def test_nothing_widened_is_nothing():
    """Empty geometries, also within a collection, stay empty or count for nothing."""
    assert widen(Polygon(), 10).is_empty
    assert widen(GeometryCollection([Polygon(), Point(125, 38)]), 10).equals(circle(125, 38, 10))


def test_a_hole_closes_when_the_radius_reaches_its_middle():
    """A hole of 100 km stays open at 40 km and is gone at 60 km."""
    ring = Polygon(box(120, 30, 130, 40).exterior, [box(124.5, 34.5, 125.59, 35.4).exterior])

    assert len(widen(ring, 40).interiors) == 1
    assert len(widen(ring, 60).interiors) == 0


def test_a_shape_widened_to_the_pole_is_refused():
    """Lines and areas that would reach a pole are refused, with the mend."""
    with pytest.raises(DezoneError, match="reaches a pole: give a smaller radius, or a point"):
        widen(LineString([(0, 80), (10, 80)]), 1200)


# More vertices


def test_densified_edges_stay_straight_in_longitude_and_latitude():
    """No edge is longer than asked, and no vertex leaves the old outline."""
    area = Polygon([(120, 30), (130, 33), (128, 40)])

    dense = densify(area, 0.1)

    assert np.hypot(*np.diff(dense.exterior.coords, axis=0).T).max() <= 0.1 + 1e-12
    assert dense.hausdorff_distance(area) < 1e-12


RHUMB = [
    Polygon([(120, 30), (130, 33), (128, 40)], [[(124, 33), (127, 34), (127, 36)]]),
    LineString([(120, 30), (130, 33), (120, 60)]),
    LinearRing([(120, 30), (130, 33), (128, 40)]),
    MultiPolygon([box(120, 30, 121, 31), box(130, 30, 131, 31)]),
    MultiLineString([[(120, 30), (121, 31)], [(130, 30), (131, 31)]]),
    GeometryCollection([Point(1, 2), LineString([(120, 30), (121, 31)])]),
]


@pytest.mark.parametrize(
    "shape", [*RHUMB, Point(1, 2), MultiPoint([(1, 2), (3, 4)])], ids=lambda g: g.geom_type
)
def test_rhumb_edges_keep_the_kind_and_the_vertices(shape):
    """The type stays, every old vertex stays, and each step is small."""
    dense = densify_rhumb(shape, 0.1)

    assert dense.geom_type == shape.geom_type
    old, new = (set(map(tuple, shapely.get_coordinates(g))) for g in (shape, dense))
    assert old <= new
    if shape in RHUMB:
        assert len(new) > 10


def test_rhumb_edges_differ_from_straight_ones():
    """A diagonal rhumb line at 45 degrees north passes poleward of the line straight in degrees."""
    dense = densify_rhumb(LineString([(120, 30), (150, 60)]), 0.1)
    lat_at_135 = np.interp(135, *shapely.get_coordinates(dense).T)

    x, y = MERCATOR([120, 150], [30, 60])
    assert lat_at_135 == pytest.approx(MERCATOR(np.mean(x), np.mean(y), inverse=True)[1], abs=1e-4)
    assert lat_at_135 > 47


def test_neighbours_keep_their_common_rhumb_edge():
    """Two areas that share an edge, run through in opposite ways, share every vertex on it."""
    south = densify_rhumb(Polygon([(120, 30), (130, 37), (130, 30)]))
    north = densify_rhumb(Polygon([(120, 30), (120, 37), (130, 37)]))

    assert shapely.coverage_is_valid([south, north])


# Runs of longitude


def lons(shape):
    """Give the longitudes of all vertices."""
    return shapely.get_coordinates(shape)[:, 0].tolist()


def test_lines_run_on_over_the_antimeridian():
    """A line that jumps runs on, there and back."""
    line = LineString([(179, 50), (-179, 51), (-177, 52), (178, 53)])

    assert lons(unwrap(line, 130)) == [179, 181, 183, 178]
    assert lons(unwrap(line, -130)) == [-181, -179, -177, -182]


@pytest.mark.parametrize(("near_lon", "expected"), [(130, 185), (-130, -175), (600, 545)])
def test_points_move_by_whole_turns(near_lon, expected):
    """A point comes to the turn nearest to the longitude."""
    assert lons(unwrap(Point(-175, 50), near_lon)) == [expected]


def test_rings_run_on_with_their_holes():
    """Area, hole and closing vertex of a ring over the antimeridian end up in one run."""
    shell = [(179, 50), (-179, 50), (-179, 52), (179, 52)]
    hole = [(-179.8, 50.5), (-179.2, 50.5), (-179.2, 51)]

    area = unwrap(Polygon(shell, [hole]), 130)

    assert area.is_valid
    assert area.bounds == (179, 50, 181, 52)
    assert lons(area.interiors[0]) == pytest.approx([180.2, 180.8, 180.8, 180.2])


def test_a_hole_stays_in_its_wide_area():
    """A hole follows its area, also where another turn of it lies nearer to the longitude."""
    area = densify(Polygon(box(0, 0, 300, 50).exterior, [box(200, 10, 210, 20).exterior]), 100)

    assert unwrap(area, -20).equals_exact(area, 0)


def test_halves_of_a_split_area_lie_side_by_side():
    """The parts of a multipolygon that was cut at the antimeridian touch again."""
    halves = MultiPolygon([box(170, 50, 180, 60), box(-180, 50, -170, 60)])

    whole = unwrap(halves, 130)

    assert whole.bounds == (170, 50, 190, 60)
    assert whole.geoms[0].touches(whole.geoms[1])


def test_what_needs_no_change_keeps_its_bits():
    """Longitudes that are in place come back unchanged, and so does a map of the whole world."""
    world, coast_line = box(-180, -90, 180, 90), coast(125, 38, 50, 0.05)

    assert unwrap(coast_line, 130).equals_exact(coast_line, 0)
    assert unwrap(world, 10).equals_exact(world, 0)


@given(
    lon=st.floats(-180, 180),
    steps=st.lists(st.floats(-170, 170), min_size=1, max_size=5),
    near_lon=st.floats(-180, 180),
)
@settings(deadline=None)
def test_wrapping_is_undone(lon, steps, near_lon):
    """A line wrapped into -180 to 180 comes back as it was, but for whole turns, and near the longitude."""
    run = lon + np.cumsum([0, *steps])
    wrapped = (run + 180) % 360 - 180

    line = unwrap(LineString(np.stack([wrapped, np.arange(len(run))], axis=1)), near_lon)

    assert np.diff(lons(line)) == pytest.approx(steps, abs=1e-9)
    assert abs((line.bounds[0] + line.bounds[2]) / 2 - near_lon) <= 180 + 1e-9


def test_collections_and_empty_geometries():
    """Each member of a collection is moved on its own; empty ones stay."""
    mixed = GeometryCollection([Point(-179, 50), MultiPoint([(179, 1), (-178, 2)]), Polygon()])

    assert lons(unwrap(mixed, 130)) == [181, 179, 182]
    assert unwrap(Polygon(), 130).is_empty


def test_a_ring_round_the_pole_is_refused():
    """A ring that runs once round the Earth is refused, with the mend."""
    ring = Polygon([(0, 80), (90, 80), (179, 80), (-90, 80)])

    with pytest.raises(PositionError, match=r"holds a pole: cut it at the antimeridian"):
        unwrap(ring, 130)
