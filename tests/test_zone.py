"""The zone: where positions lie, how far the limit is, against tables, shapely and GeographicLib."""

import itertools
import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st
from places import PLACES

from geo.errors import DezoneError
from zones import load_zone, store
from zones.readings import HIGHEST_SOUTHERN_LIMIT, LOWEST_SOUTHERN_LIMIT
from zones.zone import FIXED_IDS, REGION_IDS, limit_lines

KARNEY = Geodesic.WGS84
GOLDEN = (math.sqrt(5) - 1) / 2


@pytest.fixture(scope="module")
def zone():
    """Give the zone under the central reading."""
    return load_zone()


def uncut():
    """Give the whole East China Sea."""
    return store.geometry("areas.geojson", "east_china_sea")


# Where a position lies


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_place_lies_in_its_region(zone, place):
    """Places whose region nobody disputes lie in that region, by `locate` and by shapely alone."""
    index = int(zone.locate(place.lon, place.lat)[0])
    by_shapely = [
        region
        for region in REGION_IDS
        if store.geometry("regions.geojson", region).intersects(shapely.Point(place.lon, place.lat))
    ]

    assert (REGION_IDS[index] if index >= 0 else None) == place.region
    assert by_shapely == ([place.region] if place.region else [])


def test_table_of_places_is_large_and_hard():
    """The table has at least 60 places, of which at least 30 are hard, in every region and outside."""
    assert len(PLACES) >= 60
    assert sum(place.hard for place in PLACES) >= 30
    assert {place.region for place in PLACES} == {*REGION_IDS, None}


def test_many_positions_at_once_are_the_same_as_one_by_one(zone):
    """A vector of positions is answered as each of them alone."""
    lon, lat = np.array([(place.lon, place.lat) for place in PLACES]).T

    together = zone.locate(lon, lat)

    assert together.dtype == np.int8
    assert together.tolist() == [int(zone.locate(*each)[0]) for each in zip(lon, lat, strict=True)]


@pytest.mark.parametrize("turns", [-2, -1, 1, 2])
def test_longitudes_in_any_turn(zone, turns):
    """A longitude may be given in any turn."""
    lon, lat = np.array([(place.lon, place.lat) for place in PLACES]).T

    assert (zone.locate(lon + 360 * turns, lat) == zone.locate(lon, lat)).all()
    assert zone.distance_km(lon[:5] + 360 * turns, lat[:5]) == pytest.approx(
        zone.distance_km(lon[:5], lat[:5])
    )


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (math.nan, 36.0),
        (123.5, math.nan),
        (math.nan, math.nan),
        (math.inf, 36.0),
        (-math.inf, 36.0),
        (123.5, math.inf),
        (123.5, -math.inf),
        (36.0, 123.5),
        (123.5, 90.5),
    ],
)
def test_a_position_that_is_none_is_outside(zone, lon, lat):
    """NaN, infinity and latitudes beyond 90 (swapped axes) are in no region and at no distance."""
    found = zone.locate([lon, 123.5], [lat, 36.0])

    assert found.tolist() == [-1, REGION_IDS.index("yellow_sea")]
    assert np.isnan(zone.distance_km([lon, 123.5], [lat, 36.0])).tolist() == [True, False]


def test_no_position(zone):
    """No positions give no answers."""
    assert zone.locate([], []).shape == (0,)
    assert zone.distance_km([], []).shape == (0,)


def test_shared_edges_belong_to_the_region_listed_first(zone):
    """Every vertex and edge midpoint between two regions lies in the one that is listed first."""
    pairs = set()
    for line in limit_lines():
        sides = [side.replace("east_china_sea", REGION_IDS[4]) for side in (line.left, line.right)]
        if not set(sides) <= set(REGION_IDS):
            continue
        first = min(REGION_IDS.index(side) for side in sides)
        pairs.add(tuple(sorted(sides)))
        # The ends of a line may belong to a third region; midpoints may lie beside the edge by one ulp.
        inner = line.points[1:-1]
        inner = inner[inner[:, 1] >= zone.southern_limit]
        assert (zone.locate(*inner.T) == first).all(), line.name
        if line.kind == "parallel":
            assert (zone.locate(*((line.points[1:] + line.points[:-1]) / 2).T) == first).all()

    assert len(pairs) == 7


@pytest.mark.parametrize("lat", [30.0, 29.0, 30 + 40 / 60, 29.123456789])
def test_the_limit_itself_is_inside(lat):
    """A point on the southern limit is inside, one ulp further south it is outside."""
    zone = load_zone(southern_limit=lat)

    assert zone.locate([125.0, 125.0], [lat, np.nextafter(lat, 0)]).tolist() == [4, -1]
    assert zone.distance_km(125.0, lat)[0] == pytest.approx(0, abs=1e-9)


def test_the_zone_is_closed(zone):
    """Every vertex of the outer limit is inside."""
    outer = [edge for edge in zone.limits if edge["outer"]]
    assert {edge["kind"] for edge in outer} == {"parallel", "rhumb_line", "coast", "border"}

    for edge in outer:
        lon, lat = shapely.get_coordinates(edge["geometry"]).T
        assert (zone.locate(lon, lat) >= 0).all(), edge["name"]


SOUTHERN_LIMITS = st.floats(LOWEST_SOUTHERN_LIMIT, HIGHEST_SOUTHERN_LIMIT)


@given(limit=SOUTHERN_LIMITS, lon=st.floats(117, 132), lat=st.floats(23, 34), step=st.integers(-2, 2))
def test_southern_limit_is_exact(limit, lon, lat, step):
    """A position is in the northern East China Sea if it is in the whole sea and at or north of the limit."""
    fixed = [store.geometry("regions.geojson", region) for region in FIXED_IDS]
    on_limit = limit
    for _ in range(abs(step)):
        on_limit = np.nextafter(on_limit, 90 if step > 0 else 0)
    zone = load_zone(southern_limit=limit)

    for its_lat in (lat, float(on_limit)):
        point = shapely.Point(lon, its_lat)
        in_sea = uncut().intersects(point) and not any(region.intersects(point) for region in fixed)
        assert (zone.locate(lon, its_lat)[0] == 4) == (in_sea and its_lat >= limit)


@given(limit=SOUTHERN_LIMITS)
def test_no_vertex_is_rounded_after_the_cut(limit):
    """The cut polygon reaches to exactly the limit, and its other vertices are those of the uncut sea."""
    shape = load_zone(southern_limit=limit).shapes["northern_east_china_sea"]
    points = {tuple(point) for point in shapely.get_coordinates(shape)}
    known = {tuple(point) for point in shapely.get_coordinates(uncut())}

    assert all(lat == limit for _, lat in points - known)
    if limit < 33:
        assert shape.bounds[1] == max(limit, uncut().bounds[1])


@given(limit=st.floats(29, 33.2), lon=st.floats(120, 132), lat=st.floats(28.5, 34))
def test_locate_agrees_with_the_polygons(limit, lon, lat):
    """Off the edges, `locate` says what the polygons of `shapes` say."""
    zone = load_zone(southern_limit=limit)
    point = shapely.Point(lon, lat)
    inside = [region for region, shape in zone.shapes.items() if shape.intersects(point)]
    found = int(zone.locate(lon, lat)[0])

    if min(shape.boundary.distance(point) for shape in zone.shapes.values()) > 1e-9:
        assert ([REGION_IDS[found]] if found >= 0 else []) == inside


# Small islands that follow their state

ISLANDS = {
    "Tsushima": (129.33, 34.28, True),
    "Sado": (138.40, 38.05, True),
    "Daishan": (122.18, 30.27, True),
    "Russky": (131.83, 43.0, True),
    "Ulleungdo": (130.87, 37.50, False),
    "Liancourt Rocks": (131.861, 37.243, False),
    "Jeju": (126.53, 33.38, False),
}


@pytest.mark.parametrize("name", ISLANDS)
def test_islands_that_follow_their_state(zone, name):
    """Under `islands = land` the islands of others are outside; Korean and disputed ones stay."""
    lon, lat, leaves = ISLANDS[name]

    assert zone.locate(lon, lat)[0] >= 0
    assert bool(load_zone(islands="land").locate(lon, lat)[0] < 0) is leaves


# How far the limit is


def outer_edges(shapes):
    """Find the edges that only one polygon has, shape (n, 4): the limit of the union, without our code."""
    found = {}
    for shape in shapes:
        for ring in shapely.get_rings(shapely.segmentize(shapely.get_parts(shape), 0.25)):
            points = [tuple(point) for point in shapely.get_coordinates(ring)]
            for start, end in itertools.pairwise(points):
                key = (start, end) if start < end else (end, start)
                found[key] = found.get(key, 0) + 1
    return np.array([(*start, *end) for (start, end), count in found.items() if count == 1])


def central_edges():
    """Give the outer edges of the five committed polygons."""
    return outer_edges([store.geometry("regions.geojson", region) for region in REGION_IDS])


def edges_with_limit(lat):
    """Give the outer edges of the fixed regions and the uncut sea, cut with shapely alone."""
    cut = shapely.intersection(uncut(), shapely.box(100, lat, 150, 60))
    return outer_edges([*(store.geometry("regions.geojson", region) for region in FIXED_IDS), cut])


def cartesian(lon, lat):
    """Give geocentric coordinates on WGS 84 in kilometres."""
    lon, lat = np.radians(lon), np.radians(lat)
    normal = 6378.137 / np.sqrt(1 - 0.00669437999014 * np.sin(lat) ** 2)
    flat = normal * np.cos(lat)
    return np.stack(
        [flat * np.cos(lon), flat * np.sin(lon), normal * (1 - 0.00669437999014) * np.sin(lat)], -1
    )


def karney_km(lon, lat, lon2, lat2):
    """Measure one geodesic with GeographicLib."""
    return KARNEY.Inverse(lat, lon, lat2, lon2, Geodesic.DISTANCE)["s12"] / 1000


def golden_section(lon, lat, edge, enough_km=1e-4):
    """Give the least geodesic distance to an edge that is straight in longitude and latitude."""

    def measure(share):
        return karney_km(lon, lat, *(edge[:2] + share * (edge[2:] - edge[:2])))

    low, high, length = 0.0, 1.0, karney_km(*edge)
    best = min(measure(low), measure(high))
    left, right = high - GOLDEN, low + GOLDEN
    at_left, at_right = measure(left), measure(right)
    while (high - low) * length > enough_km:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = measure(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = measure(right)
    return min(best, at_left, at_right)


def brute_force_km(lon, lat, edges):
    """Measure to every edge that can be the nearest, by bounds from chords through the Earth.

    No geodesic is shorter than the arc of radius 6,400 km over its chord, since nothing on the ellipsoid
    is flatter; and no point of an edge is farther from its middle than 60 km a quarter of a degree.
    """
    middle = (edges[:, :2] + edges[:, 2:]) / 2
    chord = np.linalg.norm(cartesian(*middle.T) - cartesian(lon, lat), axis=1)
    half = np.hypot(*(edges[:, 2:] - edges[:, :2]).T) / 2 * 112
    least = 2 * 6400 * np.arcsin(np.minimum(1, chord / 12800)) - half
    best = math.inf
    for row in np.argsort(least):
        if least[row] > best:
            break
        # Along a straight edge the distance can hardly fall by more than the edge is long.
        if karney_km(lon, lat, *middle[row]) - half[row] < best:
            best = min(best, golden_section(lon, lat, edges[row]))
    return best


def around_the_limit(edges, count, seed):
    """Give positions from 50 m to 3,000 km off the limit, in every direction."""
    rng = np.random.default_rng(seed)
    found = []
    for row, away in zip(
        rng.integers(0, len(edges), count), 10 ** np.linspace(-1.3, 3.5, count), strict=True
    ):
        to = KARNEY.Direct(edges[row, 1], edges[row, 0], rng.uniform(0, 360), away * 1000)
        found.append((to["lon2"], to["lat2"]))
    return found


DEEP_INSIDE = [(134.0, 40.0), (123.5, 36.0), (127.5, 38.5), (119.8, 38.6), (125.5, 31.5), (129.33, 34.28)]
BESIDE_THE_SOUTH = [
    (125.0, 30.02),
    (125.0, 29.98),
    (127.3, 30.4),
    (126.0, 29.2),
    (124.2, 28.0),
    (128.0, 30.001),
]
FAR_AWAY = [(151.2, -33.9), (2.3, 48.9), (-122.4, 37.8), (179.9, 52.0), (-179.9, 52.0)]


@pytest.mark.parametrize(("southern_limit", "seed"), [(30.0, 1), (29.37, 2)])
def test_distances_are_those_of_brute_force(southern_limit, seed):
    """Signed distances are right to 1 m, near and far, on both sides, over all outer edges."""
    zone = load_zone(southern_limit=southern_limit)
    edges = central_edges() if southern_limit == 30.0 else edges_with_limit(southern_limit)
    points = [*DEEP_INSIDE, *BESIDE_THE_SOUTH, *FAR_AWAY, *around_the_limit(edges, 60, seed)]
    union = shapely.union_all(list(zone.shapes.values()))

    expected = [
        brute_force_km(lon, lat, edges) * (-1 if union.intersects(shapely.Point(lon, lat)) else 1)
        for lon, lat in points
    ]

    assert len(points) >= 40
    assert 20 < sum(km < 0 for km in expected) < 55
    assert zone.distance_km(*np.array(points).T) == pytest.approx(expected, abs=1e-3)


def test_distances_where_small_islands_follow_their_state():
    """Under `islands = land` the coasts of such islands are limits, too, and nothing inside them is."""
    zone = load_zone(islands="land")
    edges = outer_edges([shapely.union_all(list(zone.shapes.values()))])
    points = [
        (129.33, 34.28),  # on Tsushima
        (129.0, 34.2),  # off Tsushima
        (138.40, 38.05),  # on Sado
        (137.9, 38.4),  # off Sado
        (130.94, 30.5),  # on Tanegashima, near the line that S-23 runs through it
        (130.80, 30.55),  # off Tanegashima
        (122.2, 30.1),  # among the Zhoushan islands
        (122.15, 29.95),  # on Zhoushan, south of the limit, where its coast is none
        (131.867, 37.242),  # the Liancourt Rocks stay with the sea
    ]
    union = shapely.union_all(list(zone.shapes.values()))

    expected = [
        brute_force_km(lon, lat, edges) * (-1 if union.intersects(shapely.Point(lon, lat)) else 1)
        for lon, lat in points
    ]

    assert zone.distance_km(*np.array(points).T) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("southern_limit", [30.0, 29.37])
def test_distance_on_the_limit_is_zero(southern_limit):
    """At the vertices of the outer limit the distance is 0, to less than a millimetre."""
    zone = load_zone(southern_limit=southern_limit)
    edges = central_edges() if southern_limit == 30.0 else edges_with_limit(southern_limit)

    assert np.abs(zone.distance_km(*edges[::7, :2].T)).max() < 1e-6


def test_edges_between_regions_are_no_limit(zone):
    """On the line between the Yellow Sea and the Bohai the limit is far: only the outer boundary counts."""
    assert zone.distance_km(120.94, 38.28)[0] < -30
    assert zone.distance_km(124.0, 33.2833)[0] < -100


@given(lon=st.floats(-180, 180), lat=st.floats(-85, 85))
def test_the_sign_says_on_which_side(lon, lat):
    """Distances are negative inside and positive outside, everywhere on Earth."""
    zone = load_zone()

    assert (zone.distance_km(lon, lat)[0] <= 0) == (zone.locate(lon, lat)[0] >= 0)


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (125.0, 29.9, "30°00′N, southern limit, central reading"),
        (142.2, 45.7, "La Pérouse Strait: Cape Soya – Cape Crillon"),
        (141.4, 51.9, "Tatar Strait, north: Cape Sushcheva – Cape Tyk"),
        (141.4, 41.65, "Tsugaru Strait, east: Shiriyazaki – Esan"),
        (124.3, 40.6, "Border of China and the Korean Peninsula"),
    ],
)
def test_the_nearest_limit_has_its_name(zone, lon, lat, name):
    """The limit that is nearest is named, with its kind and source."""
    _, (line,) = zone.nearest_limit(lon, lat)

    assert line.name == name
    assert line.source


# Making a zone, and its tables


def test_choices_of_a_zone():
    """A zone tells its choices; a southern limit of one's own has no name and wins over a reading."""
    assert load_zone().reading == "central"
    assert load_zone("broad").southern_limit == 29.0
    other = load_zone("broad", southern_limit=29.5, islands="land")
    assert (other.reading, other.southern_limit, other.islands) == (None, 29.5, "land")
    assert load_zone(southern_limit=29.0).reading == "broad"


@pytest.mark.parametrize(
    ("choices", "match"),
    [
        ({"reading": "wide"}, "no reading 'wide'"),
        ({"southern_limit": 12.0}, "southern limit 12.0"),
        ({"islands": "none"}, "islands 'none'"),
    ],
)
def test_choices_that_there_are_not(choices, match):
    """An unknown choice is refused when the zone is loaded."""
    with pytest.raises(DezoneError, match=match):
        load_zone(**choices)


@pytest.mark.parametrize("southern_limit", [24.0, 25.4, 29.37, 30.0, 33.0, 33.2833])
def test_limits_bound_the_shapes(southern_limit):
    """The outer edges in `limits` are, together, the boundary of the union of `shapes`."""
    zone = load_zone(southern_limit=southern_limit)
    outer = shapely.union_all([edge["geometry"] for edge in zone.limits if edge["outer"]])
    boundary = shapely.union_all(list(zone.shapes.values())).boundary

    assert outer.hausdorff_distance(boundary) < 1e-9
    assert outer.length == pytest.approx(boundary.length, rel=1e-9)
    assert all({"name", "kind", "source", "left", "right"} <= set(edge) for edge in zone.limits)


def test_regions_table(zone):
    """The table has a row a region, in order, with a source and an area, in EPSG:4326."""
    table = zone.regions

    assert tuple(table["region"]) == REGION_IDS
    assert table.crs.to_epsg() == 4326
    assert table["source"].str.len().min() > 10
    assert table["area_km2"].sum() == pytest.approx(1_995_700, rel=0.003)


def test_positions_in_a_grid_are_refused_with_a_mend(zone):
    """Regions of a grid are those of its positions one after the other."""
    for ask in (zone.locate, zone.locate_rows, zone.distance_km):
        with pytest.raises(DezoneError, match=r"2 dimensions: give lon.ravel\(\)"):
            ask(np.full((2, 2), 125.0), np.full((2, 2), 36.0))


def test_what_a_masked_array_hides_is_no_position(zone):
    """As missing values come from NetCDF: the number behind a mask is not looked at."""
    lon, lat = np.ma.masked_array([125, 125, 999], mask=[False, True, True]), [36.0, 36.0, 36.0]

    assert zone.locate(lon, lat).tolist() == [2, -1, -1]
    assert np.isnan(zone.distance_km(lon, lat)).tolist() == [False, True, True]


def test_positions_that_do_not_pair_are_refused(zone):
    """Two longitudes and three latitudes are no positions; one of either goes with all of the other."""
    for ask in (zone.locate, zone.distance_km):
        with pytest.raises(DezoneError, match="2 longitudes and 3 latitudes: give one of each"):
            ask([125.0, 126.0], [36.0, 37.0, 38.0])
    assert zone.locate([124.0, 123.5], 36.0).tolist() == [2, 2]


def test_swapped_positions_are_refused():
    """All would be outside, which is an answer; numbers that are no position either way stay outside."""
    zone = load_zone()
    for ask in (zone.locate, zone.distance_km):
        with pytest.raises(DezoneError, match="longitude and latitude seem to be swapped"):
            ask([36.0, 38.0, np.nan], [130.0, 80.0, 130.0])
    assert zone.locate([130.0, 125.0], [95.0, 36.0]).tolist() == [-1, 2]
