"""What is known of a place, combined: widened, cut to a named area and to a surface, and parted."""

import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, box

from zones import areas, possible, store
from zones.exercises import Place
from zones.zone import FIXED_IDS

KARNEY = Geodesic.WGS84


def positions(**values):
    """Give the possible positions of a place and the doubts."""
    return possible.possible_positions(Place(**values))


# Combining


def test_a_bare_geometry_is_its_own_possible_positions():
    """Without radius, area and surface nothing is changed."""
    for geometry in (Point(123.5, 36), LineString([(123, 36), (124, 37)]), box(123, 36, 124, 37)):
        assert positions(geometry=geometry) == (geometry, ())


@given(lon=st.floats(118, 142), lat=st.floats(25, 52), radius_km=st.floats(1, 400), azimuth=st.floats(0, 360))
@settings(max_examples=40)
def test_a_radius_widens(lon, lat, radius_km, azimuth):
    """All within the radius is possible, and nothing beyond it by more than 0.3% and 20 m."""
    found, _ = positions(geometry=Point(lon, lat), uncertainty_km=radius_km)

    for share, inside in ((0.999, True), (1.003 + 0.02 / radius_km, False)):
        end = KARNEY.Direct(lat, lon, azimuth, radius_km * 1000 * share)
        assert found.intersects(Point(end["lon2"], end["lat2"])) is inside


def test_only_a_named_area():
    """A place of which only an area is known may be anywhere in it, never just at its centre."""
    assert positions(named_area="yellow_sea")[0].equals(areas.outline("yellow_sea"))


def test_a_named_area_at_sea_has_no_island():
    """Of a sea of which only the name is known, a surface leaves out its small islands."""
    at_sea, _ = positions(named_area="sea_of_japan", surface="sea")

    assert not at_sea.intersects(Point(129.33, 34.28))
    assert at_sea.intersects(Point(134, 40))


def test_a_circle_in_a_named_area():
    """A circle is cut to the named area."""
    found, doubts = positions(geometry=Point(142.2, 45.7), uncertainty_km=60, named_area="sea_of_okhotsk")

    assert not doubts
    assert found.area > 0
    assert areas.outline("sea_of_okhotsk").buffer(1e-9).covers(found)


def test_a_circle_on_a_surface():
    """At a port, the part at sea and the part on land are the two halves of the circle."""
    about = {"geometry": Point(131.93, 43.1), "uncertainty_km": 10}
    whole, sea, land = (positions(**about, surface=surface)[0] for surface in ("any", "sea", "land"))

    assert 0 < sea.area < whole.area
    assert sea.area + land.area == pytest.approx(whole.area)


def test_a_surface_that_leaves_nothing_is_undone():
    """A drill "at sea" in Seoul stays where it is reported, with a doubt."""
    found, doubts = positions(geometry=Point(126.98, 37.57), surface="sea")

    assert found.equals(Point(126.98, 37.57))
    assert doubts == ("expected at sea, but the position is on land: taken as reported",)


def test_a_named_area_that_leaves_nothing_is_undone():
    """A position outside the area that is named counts, with a doubt."""
    found, doubts = positions(geometry=Point(123.5, 36), uncertainty_km=5, named_area="sea_of_japan")

    assert found.intersects(Point(123.5, 36))
    assert doubts == ("the position lies outside Sea of Japan / East Sea: the named area was left aside",)


def test_the_surface_is_undone_before_the_named_area():
    """Where land is named and sea is expected, the land stays."""
    found, doubts = positions(
        geometry=Point(126.45, 36.5), uncertainty_km=20, named_area="south_korea", surface="sea"
    )

    assert areas.outline("south_korea").buffer(1e-9).covers(found)
    assert len(doubts) == 1
    assert doubts[0].startswith("expected at sea")


def test_an_unknown_name_beside_a_circle():
    """An area that we do not know leaves the circle, with a note."""
    found, doubts = positions(geometry=Point(19.5, 57.5), uncertainty_km=90, named_area="baltic")

    assert found.area > 0
    assert doubts == ("no named area 'baltic' here: its geometry stands for it",)


def test_an_unknown_name_alone():
    """An unknown area without a position is no place, and nothing stands for it."""
    found, doubts = positions(named_area="Atlantis")

    assert found.is_empty
    assert len(doubts) == 1
    assert "no named area 'Atlantis'" in doubts[0]
    assert "geometry stands for it" not in doubts[0]


@pytest.mark.parametrize(
    "geometry", [None, Point(), shapely.Polygon(), Point(math.nan, 36), Point(123, math.nan)]
)
def test_nothing_known(geometry):
    """No geometry, an empty one, or one of NaN is no place: never outside, never an error."""
    found, _ = positions(geometry=geometry)

    assert found.is_empty


def test_a_line_that_touches_an_area_stays_a_line():
    """A cut leaves no points where a line only touches the named area."""
    south = areas.outline("yellow_sea").bounds[1]
    found, _ = positions(
        geometry=LineString([(123, south - 1), (124, south), (124, south + 1)]), named_area="yellow_sea"
    )

    assert set(shapely.get_type_id(shapely.get_parts(found))) == {shapely.GeometryType.LINESTRING}


# Longitudes


@pytest.mark.parametrize(
    "geometry",
    [
        Point(-234.5, 40),
        Point(485.5, 40),
        LineString([(-236, 40), (-234.5, 40)]),
        box(-236, 39, -234.5, 40),
    ],
)
def test_longitudes_come_into_the_turn_of_the_zone(geometry):
    """Positions in another turn of longitude are the same positions."""
    assert 123 < possible.widened(geometry, 0).bounds[0] < 126
    assert positions(geometry=geometry, named_area="sea_of_japan")[1] or positions(geometry=geometry)[0]


# Parting


def test_sizes():
    """Areas in km², lines in km, points by number, nothing 0."""
    assert possible.size(box(123, 36, 124, 37)) == pytest.approx(9950, rel=0.005)
    assert possible.size(LineString([(123, 36), (123, 37)])) == pytest.approx(110.96, abs=0.02)
    assert possible.size(MultiPoint([(1, 1), (2, 2)])) == 2
    assert possible.size(Point()) == 0
    assert possible.size(shapely.Polygon()) == 0


@given(west=st.floats(117, 140), south=st.floats(26, 50), width=st.floats(0.2, 5), height=st.floats(0.2, 5))
@settings(max_examples=40)
def test_the_parts_make_the_whole(west, south, width, height):
    """What lies in the regions, in the uncut sea and in neither is all of it."""
    geometry = box(west, south, west + width, south + height)
    union = shapely.union_all([*(store.geometry("regions.geojson", region) for region in FIXED_IDS)])
    uncut = store.geometry("areas.geojson", "east_china_sea")

    parted = possible.part(geometry, "sea")

    assert parted.total == pytest.approx(possible.size(geometry))
    assert sum(parted.fixed.values()) == pytest.approx(
        possible.size(shapely.intersection(geometry, union)), abs=1e-3
    )
    rest = shapely.difference(geometry, shapely.union_all([union, uncut]))
    in_uncut = shapely.intersection(geometry, uncut)
    if rest.buffer(-0.001).area:
        assert parted.has_rest
    if not rest.area:
        assert not parted.has_rest
    if in_uncut.buffer(-0.001).area:
        assert parted.cut.area == pytest.approx(in_uncut.area, rel=0.01)


def test_islands_that_follow_their_state():
    """With `islands = land`, Tsushima is no part of the sea around it."""
    tsushima = Point(129.33, 34.28)

    assert possible.part(tsushima, "sea").fixed["sea_of_japan"] == 1
    assert possible.part(tsushima, "land").has_rest
    around = box(129.0, 34.0, 129.6, 34.8)
    assert not possible.part(around, "sea").has_rest
    assert possible.part(around, "land").has_rest


def test_a_point_on_an_edge_counts_once():
    """A point on the line between two regions counts in the first of them alone."""
    line = next(
        np.array(each["geometry"]["coordinates"])
        for each in store.document("limits.geojson")["features"]
        if each["properties"]["id"] == "bohai"
    )

    fixed = possible.part(Point(line[3]), "sea").fixed

    assert fixed == {"korean_peninsula": 0, "sea_of_japan": 0, "yellow_sea": 1, "bohai_gulf": 0}


@pytest.mark.parametrize("off_km", [0.02, 0.045, 0.055, 0.2])
@pytest.mark.parametrize("side", [-90, 90])
def test_parts_within_50_m_of_the_limit_do_not_count(off_km, side):
    """What leaves the zone, or enters it, by less than 50 m is taken not to; by more it does."""
    start, end = (141.935, 45.523), (142.081, 45.893)  # La Pérouse Strait
    middle = ((start[0] + end[0]) / 2, 45.7085)
    course = KARNEY.Inverse(start[1], start[0], end[1], end[0])["azi1"]
    line = next(
        np.array(each["geometry"]["coordinates"])
        for each in store.document("limits.geojson")["features"]
        if each["properties"]["id"] == "la_perouse"
    )
    foot = shapely.shortest_line(Point(middle), LineString(line)).coords[1]
    out = KARNEY.Direct(foot[1], foot[0], course + side, off_km * 1000)
    far = KARNEY.Direct(foot[1], foot[0], course - side, 5000)

    parted = possible.part(LineString([(far["lon2"], far["lat2"]), (out["lon2"], out["lat2"])]), "sea")

    leaves = off_km > 0.05
    assert (parted.has_rest if side == 90 else parted.has_fixed) is leaves
    assert parted.has_fixed if side == 90 else parted.has_rest


def test_a_line_that_would_reach_a_pole_is_not_known_and_says_so():
    """One such place does not keep the others from being judged."""
    far_north = LineString([(130, 80), (140, 85)])

    found, doubts = positions(geometry=far_north, uncertainty_km=2000.0, named_area="japan")

    assert found.is_empty
    assert doubts == ("a line or area widened by 2000 km reaches a pole: give a smaller radius, or a point",)


def test_all_of_it_along_the_limit():
    """What lies within 50 m of the limit as a whole still has an answer."""
    line = next(
        np.array(each["geometry"]["coordinates"])
        for each in store.document("limits.geojson")["features"]
        if each["properties"]["id"] == "la_perouse"
    )

    parted = possible.part(LineString(line), "sea")

    assert parted.has_fixed or parted.has_rest
    assert parted.total == pytest.approx(44, abs=1)


@pytest.mark.parametrize(("side", "inside"), [(-90, True), (90, False)])
@pytest.mark.parametrize("shape", ["line", "area"])
def test_all_of_it_beside_the_limit_is_on_one_side(side, inside, shape):
    """What lies within 50 m of the limit as a whole, but does not reach it, is on its own side alone."""
    start, end = (141.935, 45.523), (142.081, 45.893)  # La Pérouse Strait
    course = KARNEY.Inverse(start[1], start[0], end[1], end[0])["azi1"]
    line = next(
        np.array(each["geometry"]["coordinates"])
        for each in store.document("limits.geojson")["features"]
        if each["properties"]["id"] == "la_perouse"
    )
    foot = LineString(line).interpolate(0.5, normalized=True)
    at = KARNEY.Direct(foot.y, foot.x, course + side, 25)
    to = KARNEY.Direct(at["lat2"], at["lon2"], course, 20)
    small = LineString([(at["lon2"], at["lat2"]), (to["lon2"], to["lat2"])])

    parted = possible.part(small if shape == "line" else small.buffer(1e-5), "sea")

    assert (parted.has_fixed, parted.has_rest) == (inside, not inside)


@pytest.mark.parametrize(
    "geometry",
    [Point(123, 36), MultiPoint([(124, 36), (123, 36), (124, 36)]), box(123, 36, 124, 37), Point()],
)
def test_samples_are_in_order_and_none_comes_twice(geometry):
    """As numpy.unique has them, which a single check must not load numpy.ma for."""
    found = possible.samples(geometry)

    assert np.array_equal(found, np.unique(found, axis=0))
    assert len(found) == 0 if geometry.is_empty else len(found) > 0
