"""The rules of verdicts, one by one, each against a case whose answer nobody doubts."""

import itertools
import json
import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from places import PLACES
from shapely import LineString, MultiPoint, Point, Polygon, box

from zones import load_exercises, load_zone, store
from zones.exercises import Exercise, Place
from zones.readings import HIGHEST_SOUTHERN_LIMIT, LOWEST_SOUTHERN_LIMIT, PRESETS
from zones.verdict import Answers, counts, judge
from zones.zone import FIXED_IDS

KARNEY = Geodesic.WGS84


def exercise(*places, **values):
    """Make an exercise of places."""
    return Exercise(id="drill", name="Drill", places=places, **values)


def verdict(*places, reading="central", **choices):
    """Judge places under a reading, or a southern limit."""
    zone = load_zone(None if "southern_limit" in choices else reading, **choices)
    return judge(exercise(*places), zone)


def answers(found):
    """Give the three words of a verdict."""
    return found.verdict, found.touches, found.within


IN = Place(geometry=Point(123.5, 36), name="mid Yellow Sea")
OUT = Place(geometry=Point(150, 36), name="Pacific")
PARTLY = Place(geometry=LineString([(125, 29), (125, 31)]), extent="footprint", name="a track")
UNCERTAIN = Place(geometry=Point(125, 30), uncertainty_km=20, name="about the limit")


# One place


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_point_is_inside_or_outside(place):
    """A point without doubt is inside or outside, and 100% of it lies in its region."""
    found = verdict(Place(geometry=Point(place.lon, place.lat)))

    if place.region:
        assert answers(found) == ("inside", "yes", "yes")
        assert found.regions == {place.region: 1.0}
        assert found.share_inside == 1.0
        assert found.distance_km < 0
    else:
        assert answers(found) == ("outside", "no", "no")
        assert found.regions == {}
        assert found.share_inside == 0.0
        assert found.distance_km > 0


def test_a_point_on_the_limit_is_inside():
    """The zone is closed: a point on its limit is inside, one ulp beyond it is outside."""
    assert verdict(Place(geometry=Point(125, 30))).verdict == "inside"
    assert verdict(Place(geometry=Point(125, np.nextafter(30, 0)))).verdict == "outside"


@given(
    lon=st.floats(117, 143),
    lat=st.floats(27, 52),
    radius_km=st.floats(1, 300),
    extent=st.sampled_from(["locator", "footprint"]),
)
@settings(max_examples=40, deadline=None)
def test_a_circle_by_the_distance_of_its_centre(lon, lat, radius_km, extent):
    """A circle is inside if its centre lies deeper than its radius, outside if farther off, else uncertain.

    A point is known no better than its radius, so that it is never partly, whatever its extent.
    """
    place = Place(geometry=Point(lon, lat), uncertainty_km=radius_km, extent=extent)
    distance_km = load_zone().distance_km(lon, lat)[0]
    slack_km = 0.1 + 0.003 * radius_km
    assume(abs(abs(distance_km) - radius_km) > slack_km)

    found = verdict(place)

    expected = "uncertain" if abs(distance_km) < radius_km else "inside" if distance_km < 0 else "outside"
    assert found.verdict == expected
    assert found.distance_km == pytest.approx(distance_km, abs=1e-6)
    assert found.uncertainty_km == radius_km


def test_a_circle_across_the_limit():
    """Of a circle around a point on the limit half is inside, and neither question has an answer."""
    found = verdict(UNCERTAIN)

    assert answers(found) == ("uncertain", "unknown", "unknown")
    assert found.share_inside == pytest.approx(0.5, abs=0.01)
    assert found.regions == {"northern_east_china_sea": found.share_inside}


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("yellow_sea", "inside"),
        ("sea_of_japan", "inside"),
        ("bohai_strait", "inside"),
        ("korea_strait", "inside"),
        ("north_korea", "inside"),
        ("south_korea", "inside"),
        ("sea_of_okhotsk", "outside"),
        ("seto_inland_sea", "outside"),
        ("china", "uncertain"),
        ("east_china_sea", "uncertain"),
        ("japan", "uncertain"),
        ("la_perouse_strait", "uncertain"),
        ("mongolia", "outside"),
    ],
)
def test_only_a_named_area(area, expected):
    """Where only a name is known, all of the area counts: no distance is claimed, and never partly."""
    found = verdict(Place(named_area=area))

    assert found.verdict == expected
    assert found.distance_km is None
    assert found.nearest_limit is None
    assert found.share_inside == {"inside": 1.0, "outside": 0.0}.get(expected, found.share_inside)


def test_an_area_that_only_shares_an_edge_is_outside():
    """The Sea of Okhotsk shares the line of La Pérouse Strait with the zone, and a box the southern limit."""
    assert verdict(Place(named_area="sea_of_okhotsk")).verdict == "outside"
    assert verdict(Place(geometry=box(124, 29, 125, 30), extent="footprint")).verdict == "outside"
    assert verdict(Place(geometry=box(124, 30, 125, 31), extent="footprint")).verdict == "inside"


def test_what_is_known_is_combined():
    """A circle across La Pérouse Strait is uncertain; that it is in the Sea of Okhotsk puts it outside."""
    circle = {"geometry": Point(142.2, 45.7), "uncertainty_km": 60}

    assert verdict(Place(**circle)).verdict == "uncertain"
    assert verdict(Place(**circle, named_area="sea_of_okhotsk")).verdict == "outside"
    assert verdict(Place(**circle, named_area="sea_of_japan")).verdict == "inside"


def test_the_surface_decides_at_a_port():
    """The circle around Vladivostok: at sea it is inside, on land outside, else uncertain."""
    circle = {"geometry": Point(131.93, 43.12), "uncertainty_km": 6}

    assert verdict(Place(**circle)).verdict == "uncertain"
    assert verdict(Place(**circle, surface="sea")).verdict == "inside"
    assert verdict(Place(**circle, surface="land")).verdict == "outside"


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (LineString([(123, 35), (124, 37)]), "inside"),
        (LineString([(150, 35), (152, 37)]), "outside"),
        (LineString([(125, 29), (125, 31)]), "partly"),
        (box(123, 35, 124, 36), "inside"),
        (box(150, 35, 152, 36), "outside"),
        (box(124, 29, 125, 31), "partly"),
        (MultiPoint([(123.5, 36), (150, 36)]), "partly"),
        (MultiPoint([(125, 30), (125, 29)]), "partly"),
        (MultiPoint([(123.5, 36), (134, 40)]), "inside"),
    ],
)
def test_a_footprint(geometry, expected):
    """A track or closed area is inside, outside or partly, and half of a box across the limit is inside."""
    found = verdict(Place(geometry=geometry, extent="footprint"))

    assert found.verdict == expected
    if expected == "partly":
        assert answers(found) == ("partly", "yes", "no")
        assert found.share_inside == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("geometry", [box(124, 29, 125, 31), LineString([(125, 29), (125, 31)])])
def test_a_locator_is_never_partly(geometry):
    """What is somewhere in an area, of which part is inside, is uncertain."""
    found = verdict(Place(geometry=geometry, extent="locator"))

    assert answers(found) == ("uncertain", "unknown", "unknown")


@pytest.mark.parametrize(
    ("south", "north", "radius_km", "expected"),
    [
        (29.5, 30.5, 20, ("partly", "yes", "no")),  # 55 km on both sides
        (29.9, 30.1, 20, ("uncertain", "unknown", "unknown")),  # 11 km on both sides
        (29.9, 30.5, 20, ("uncertain", "yes", "unknown")),  # 11 km outside, 55 km inside
        (29.5, 30.1, 20, ("uncertain", "unknown", "no")),  # 55 km outside, 11 km inside
        (30.5, 31.0, 20, ("inside", "yes", "yes")),
        (29.0, 29.5, 20, ("outside", "no", "no")),
        (30.1, 30.5, 20, ("uncertain", "yes", "unknown")),
        (29.5, 29.9, 20, ("uncertain", "unknown", "no")),
    ],
)
@pytest.mark.parametrize("shape", ["line", "area"])
def test_a_footprint_with_a_radius(south, north, radius_km, expected, shape):
    """A footprint is partly inside only if some of it lies deeper than its radius on each side."""
    geometry = LineString([(125, south), (125, north)]) if shape == "line" else box(124.9, south, 125, north)

    found = verdict(Place(geometry=geometry, uncertainty_km=radius_km, extent="footprint"))

    assert answers(found) == expected


def test_the_inside_of_a_large_area_counts():
    """An area whose edges all lie near the limit is judged by its inside, too."""
    whole = store.geometry("regions.geojson", "bohai_gulf").convex_hull.buffer(0.3)

    found = verdict(Place(geometry=whole, uncertainty_km=25, extent="footprint"))

    assert found.touches == "yes"


M_PER_DEG = 110_850  # along a meridian at 30°N


@pytest.mark.parametrize("off_m", [10, 45, 55, 200])
@pytest.mark.parametrize("shape", ["line", "area"])
def test_parts_within_50_m_do_not_count(off_m, shape):
    """A line or an area is not partly inside for less than 50 m beyond the limit, on either side."""

    def found(south, north):
        geometry = (
            LineString([(125, south), (125, north)]) if shape == "line" else box(124, south, 125, north)
        )
        return verdict(Place(geometry=geometry, extent="footprint")).verdict

    assert found(30 - off_m / M_PER_DEG, 30.5) == ("inside" if off_m < 50 else "partly")
    assert found(29.5, 30 + off_m / M_PER_DEG) == ("outside" if off_m < 50 else "partly")


def test_the_50_m_are_not_for_points():
    """A point one metre outside is outside."""
    assert verdict(Place(geometry=Point(125, 30 - 1 / M_PER_DEG))).verdict == "outside"
    assert verdict(Place(geometry=Point(125, 30 + 1 / M_PER_DEG))).verdict == "inside"


def test_a_surface_that_leaves_nothing_is_undone():
    """A drill "at sea" in Seoul is judged where it is reported, with a doubt."""
    found = verdict(Place(geometry=Point(126.98, 37.57), surface="sea"))

    assert found.verdict == "inside"
    assert found.doubts == ("expected at sea, but the position is on land: taken as reported",)


def test_an_unknown_name_leaves_the_circle():
    """An unknown area is noted, and its circle judged."""
    found = verdict(Place(geometry=Point(19.5, 57.5), uncertainty_km=90, named_area="baltic"))

    assert found.verdict == "outside"
    assert found.doubts == ("no named area 'baltic' here: its geometry stands for it",)


# Several places

COMBINED = {
    ("in", "in"): ("inside", "yes", "yes"),
    ("in", "out"): ("partly", "yes", "no"),
    ("in", "partly"): ("partly", "yes", "no"),
    ("in", "uncertain"): ("uncertain", "yes", "unknown"),
    ("out", "out"): ("outside", "no", "no"),
    ("out", "partly"): ("partly", "yes", "no"),
    ("out", "uncertain"): ("uncertain", "unknown", "no"),
    ("partly", "partly"): ("partly", "yes", "no"),
    ("partly", "uncertain"): ("partly", "yes", "no"),
    ("uncertain", "uncertain"): ("uncertain", "unknown", "unknown"),
}


@pytest.mark.parametrize("pair", COMBINED, ids=" and ".join)
def test_two_places(pair):
    """Any yes touches and any no is not within; an unknown answer stays unknown unless another decides."""
    known = {"in": IN, "out": OUT, "partly": PARTLY, "uncertain": UNCERTAIN}
    one, other = (known[word] for word in pair)

    for places in ((one, other), (other, one)):
        found = verdict(*places)
        assert answers(found) == COMBINED[pair]
        assert [place.name for place in found.places] == [place.name for place in places]


@pytest.mark.parametrize(
    ("touches", "within", "word"),
    [
        ("yes", "yes", "inside"),
        ("yes", "no", "partly"),
        ("no", "no", "outside"),
        ("yes", "unknown", "uncertain"),
        ("unknown", "no", "uncertain"),
        ("unknown", "unknown", "uncertain"),
    ],
)
def test_two_answers_make_a_word(touches, within, word):
    """The verdict is a matter of two questions."""
    assert Answers(touches, within).verdict == word


def test_each_place_has_its_own_values():
    """Every place carries its own verdict, share, distance and limit."""
    found = verdict(IN, PARTLY)

    assert [place.verdict for place in found.places] == ["inside", "partly"]
    assert [place.counts for place in found.places] == [True, True]
    assert found.places[0].regions == {"yellow_sea": 1.0}
    assert found.places[1].share_inside == pytest.approx(0.5, abs=0.01)
    for place in found.places:
        assert place.distance_km == pytest.approx(
            verdict({"mid Yellow Sea": IN}.get(place.name, PARTLY)).distance_km
        )


def test_shares_of_several_places_are_their_mean():
    """Shares are means over the places that count, and the shares of the regions sum up to the whole."""
    found = verdict(IN, OUT, PARTLY, Place(geometry=Point(125, 31)))

    assert found.share_inside == pytest.approx((1 + 0 + 0.5 + 1) / 4, abs=0.003)
    assert found.regions["yellow_sea"] == pytest.approx(0.25)
    assert sum(found.regions.values()) == pytest.approx(found.share_inside)


def test_the_distance_of_several_places_is_the_smallest():
    """The distance, and the limit, are those of the place that lies deepest inside or nearest outside."""
    found = verdict(OUT, Place(geometry=Point(142.3, 45.7)), Place(geometry=Point(119.5, 24.5)))

    assert found.distance_km == pytest.approx(load_zone().distance_km(142.3, 45.7)[0])
    assert found.nearest_limit["name"] == "La Pérouse Strait: Cape Soya – Cape Crillon"


def test_a_position_on_the_other_side_than_its_place_is_not_measured():
    """A range on land that is plotted in the bay is outside, and its depth in the bay speaks for nothing."""
    plotted = Point(132.05, 43.1)
    gornostay = Place(geometry=plotted, uncertainty_km=8, role="range", surface="land", name="Gornostay")
    bamburovo = Place(geometry=Point(131.1, 43.0), name="Bamburovo")
    bay = Place(geometry=plotted, name="the bay")
    assert verdict(bay).distance_km == pytest.approx(-2.5, abs=0.05)

    alone, both = verdict(gornostay), verdict(gornostay, bamburovo)

    assert answers(alone) == answers(both) == ("outside", "no", "no")
    assert (alone.distance_km, alone.nearest_limit, alone.places[0].distance_km) == (None, None, None)
    assert "expected on land, which is outside here, 2.5 km" in alone.reason
    assert both.distance_km == verdict(bamburovo).distance_km > 0
    assert both.nearest_limit == verdict(bamburovo).nearest_limit


SUPPORT = [
    ("port", "sea_area", False),
    ("air_base", "sea_area", False),
    ("headquarters", "host_country", False),
    ("headquarters", "range", True),
    ("epicentre", "epicentre_relocated", False),
    ("range", "sea_area", True),
    ("track", "sea_area", True),
]


@pytest.mark.parametrize(("role", "beside", "expected"), SUPPORT)
def test_what_supports_does_not_count(role, beside, expected):
    """A supporting place is judged and shown, but is no part of the verdict, the distance or the shares."""
    place = Place(geometry=Point(150, 36), role=role)
    other = Place(geometry=Point(123.5, 36), role=beside)

    assert counts(place, [place, other]) is expected
    found = verdict(place, other)
    assert found.places[0].counts is expected
    assert found.places[0].verdict == "outside"
    assert found.verdict == ("partly" if expected else "inside")
    if not expected:
        assert found.share_inside == 1
        assert found.distance_km < 0


@pytest.mark.parametrize("role", ["port", "air_base", "headquarters", "epicentre"])
def test_what_supports_counts_where_nothing_else_is_known(role):
    """A port alone is judged; so is one beside a place of which neither position nor area is known."""
    place = Place(geometry=Point(150, 36), role=role)

    assert verdict(place).verdict == "outside"
    assert verdict(place).places[0].counts is True
    beside = verdict(place, Place(role="sea_area", name="unknown waters"))
    assert beside.verdict == "outside"
    assert [each.counts for each in beside.places] == [True, False]


def test_the_relocated_epicentre_counts():
    """Of two epicentres of one test the relocated one counts, in whatever order they come."""
    first = Place(geometry=Point(150, 36), role="epicentre")
    better = Place(geometry=Point(129.08, 41.28), role="epicentre_relocated", uncertainty_km=1)

    for places in ((first, better), (better, first)):
        found = verdict(*places)
        assert found.verdict == "inside"
        assert {place.role: place.counts for place in found.places} == {
            "epicentre": False,
            "epicentre_relocated": True,
        }


def test_no_place():
    """Without a place the verdict is uncertain, with a doubt that says what to give."""
    found = verdict()

    assert answers(found) == ("uncertain", "unknown", "unknown")
    assert found.distance_km is None
    assert found.share_inside is None
    assert found.doubts == ("no place is known: give a geometry or a named area",)
    assert found.reason == "Uncertain: no place is known."


@pytest.mark.parametrize(
    "geometry",
    [Point(), Polygon(), LineString(), MultiPoint(), shapely.GeometryCollection(), Point(math.nan, 36)],
    ids=str,
)
def test_an_empty_place(geometry):
    """An empty geometry is no place: uncertain, never outside."""
    found = load_zone().check(geometry)

    assert answers(found) == ("uncertain", "unknown", "unknown")
    assert found.doubts


def test_a_line_of_no_length():
    """A line whose ends are one point is judged as that point."""
    found = load_zone().check(LineString([(123.5, 36), (123.5, 36)]))

    assert found.verdict == "inside"


def test_a_collection_is_several_places():
    """Each member of a GeometryCollection is a place: none is lost."""
    found = load_zone().check(shapely.GeometryCollection([Point(150, 36), box(123, 35, 124, 36)]))

    assert found.verdict == "partly"
    assert len(found.places) == 2


# Near


@pytest.mark.parametrize(("off_km", "near"), [(0.5, True), (9.9, True), (10.1, False), (50, False)])
def test_near(off_km, near):
    """What is outside by at most 10 km is near; how far may be chosen; what is inside never is."""
    outside = Place(geometry=Point(125, 30 - off_km * 1000 / M_PER_DEG))

    assert verdict(outside).near is near
    assert judge(exercise(outside), load_zone(), near_km=off_km + 0.1).near is True
    assert judge(exercise(outside), load_zone(), near_km=off_km - 0.1).near is False
    assert verdict(Place(geometry=Point(125, 30 + off_km * 1000 / M_PER_DEG))).near is False


# Readings and what the verdict depends on


def test_a_point_between_the_readings():
    """29.5°N 125°E: outside under narrow and central, inside under broad, flips at exactly 29.5."""
    found = verdict(Place(geometry=Point(125.0, 29.5)))

    assert found.readings == {"narrow": "outside", "central": "outside", "broad": "inside"}
    assert found.flips_at_lat == 29.5
    assert found.depends_on == ("southern_limit",)
    assert found.depends_on_reading is True


def test_a_point_on_the_limit_of_the_narrow_reading():
    """30°40′N 125°E is inside under narrow, too, in double precision."""
    assert verdict(Place(geometry=Point(125.0, 30 + 40 / 60)), reading="narrow").verdict == "inside"


def test_a_point_that_no_reading_moves():
    """In the Yellow Sea and in the Pacific nothing depends on a reading."""
    for place in (IN, OUT):
        found = verdict(place)
        assert found.flips_at_lat is None
        assert found.depends_on == ()
        assert found.depends_on_reading is False


@given(lat=st.floats(24.5, 33), lon=st.floats(122.5, 128), limit=st.floats(24, 33.2))
@settings(max_examples=60, deadline=None)
def test_a_point_flips_at_its_own_latitude(lat, lon, limit):
    """A point in the East China Sea is inside if it lies at or north of the limit, and flips there."""
    assume(store.geometry("areas.geojson", "east_china_sea").covers(Point(lon, lat)))
    place = Place(geometry=Point(lon, lat))

    found = verdict(place, southern_limit=limit)

    assert found.verdict == ("inside" if lat >= limit else "outside")
    assert found.flips_at_lat == lat
    assert verdict(place, southern_limit=lat).verdict == "inside"
    assert verdict(place, southern_limit=float(np.nextafter(lat, 90))).verdict == "outside"


def test_the_flip_nearest_the_limit_in_force_is_given():
    """Of several latitudes at which the verdict changes the one nearest the limit in force is given."""
    places = [Place(geometry=Point(125, lat)) for lat in (26.0, 29.0, 32.0)]

    for limit, nearest in ((30.0, 32.0), (25.0, 26.0), (33.0, 32.0), (27.0, 26.0)):
        assert verdict(*places, southern_limit=limit).flips_at_lat == nearest


def places_between_readings(rng, kind):
    """Make a random place in or near the East China Sea, with its shape for the oracle."""
    lon, lat = rng.uniform(119, 131), rng.uniform(25, 34)
    if kind == "circle":
        radius_km = rng.uniform(10, 250)
        ring = [KARNEY.Direct(lat, lon, azimuth, radius_km * 1000) for azimuth in range(0, 360, 3)]
        shape = Polygon([(end["lon2"], end["lat2"]) for end in ring])
        return Place(geometry=Point(lon, lat), uncertainty_km=radius_km), shape
    points = np.column_stack([rng.uniform(-2, 2, 5) + lon, rng.uniform(-1.5, 1.5, 5) + lat])
    shape = LineString(points) if kind == "track" else MultiPoint(points).convex_hull
    return Place(geometry=shape, extent="locator" if kind == "locator" else "footprint"), shape


def word_by_shapely(shape, fixed, in_sea, limit, *, locator):
    """Judge a shape with shapely alone; None where a part is too thin to tell."""
    north = shapely.intersection(in_sea, box(100, limit, 160, 60))
    inside = shapely.union_all([fixed, north])
    rest = shapely.difference(shape, shapely.buffer(inside, 1e-9))
    is_line = shapely.get_dimensions(shape) == 1
    sizes = []
    for part in (inside, rest):
        if (part.length > 0 if is_line else part.area > 0) and (
            part.length < 0.003 if is_line else part.buffer(-0.003).is_empty
        ):
            return None
        sizes.append(part.length > 0)
    if all(sizes):
        return "uncertain" if locator else "partly"
    return "inside" if sizes[0] else "outside"


@pytest.mark.parametrize("kind", ["area", "locator", "track", "circle"])
@pytest.mark.parametrize("seed", range(6))
def test_flips_by_brute_force(kind, seed):
    """The verdict is what shapely says under every limit in steps of 0.05°, and flips between two of them."""
    place, shape = places_between_readings(np.random.default_rng(seed), kind)
    sea = store.geometry("areas.geojson", "east_china_sea")
    regions = shapely.union_all([store.geometry("regions.geojson", region) for region in FIXED_IDS])
    fixed, in_sea = shapely.intersection(shape, regions), shapely.intersection(shape, sea)
    limits = np.arange(LOWEST_SOUTHERN_LIMIT, HIGHEST_SOUTHERN_LIMIT, 0.05)

    def word(limit):
        return word_by_shapely(shape, fixed, in_sea, limit, locator=kind in ("locator", "circle"))

    words = [word(limit) for limit in limits]
    known = [(limit, its) for limit, its in zip(limits, words, strict=True) if its]
    changes = [(a, b) for (a, one), (b, other) in itertools.pairwise(known) if one != other]
    assert len(known) > 0.9 * len(limits)

    for reading, limit in PRESETS.items():
        found = verdict(place, reading=reading)
        assert word(limit) in (None, found.verdict)
        flip = found.flips_at_lat
        if not changes:
            assert flip is None or word(flip - 0.02) != word(flip + 0.02)
            continue
        nearest = min(max(a - limit, limit - b, 0) for a, b in changes)
        assert flip is not None
        assert abs(flip - limit) >= nearest - 1e-3
        assert any(a - 0.01 <= flip <= b + 0.01 for a, b in changes) or None in (
            word(flip - 0.02),
            word(flip + 0.02),
        )
        assert abs(flip - limit) <= min(max(abs(a - limit), abs(b - limit)) for a, b in changes) + 0.01


def test_flips_of_a_track_with_a_radius():
    """A track with a radius flips where a run over all limits flips."""
    place = Place(geometry=LineString([(125, 29.6), (126, 31.5)]), uncertainty_km=30, extent="footprint")
    limits = [round(limit, 2) for limit in np.arange(29.1, 32.2, 0.15)]
    words = [verdict(place, southern_limit=limit).verdict for limit in limits]
    pairs = itertools.pairwise(zip(limits, words, strict=True))
    changes = [(a, b) for (a, one), (b, other) in pairs if one != other]

    assert list(dict.fromkeys(words)) == ["inside", "uncertain", "partly", "outside"]
    assert len(changes) == 4  # inside, uncertain, partly, uncertain, outside
    for limit in (29.1, 30.0, 30.6, 31.4):
        flip = verdict(place, southern_limit=limit).flips_at_lat
        near = [pair for pair in changes if pair[0] - 0.02 <= flip <= pair[1] + 0.02]
        assert near
        assert abs(flip - limit) <= min(max(abs(a - limit), abs(b - limit)) for a, b in changes) + 0.02


def test_tsushima_hangs_on_the_islands():
    """Tsushima is inside, and outside if small islands follow their state."""
    found = verdict(Place(geometry=Point(129.33, 34.28)))

    assert found.verdict == "inside"
    assert found.depends_on == ("islands",)
    assert found.depends_on_reading is True
    assert found.flips_at_lat is None
    other = verdict(Place(geometry=Point(129.33, 34.28)), islands="land")
    assert other.verdict == "outside"
    assert other.depends_on == ("islands",)


@pytest.mark.parametrize("name", ["Ulleungdo", "Dokdo/Takeshima (Liancourt Rocks)", "Jeju city", "Heuksando"])
def test_korean_and_disputed_islands_do_not(name):
    """Korean islands, and those that two states claim, are inside under both choices."""
    place = next(place for place in PLACES if place.name == name)

    assert verdict(Place(geometry=Point(place.lon, place.lat))).depends_on == ()


# Distances of lines and areas


@pytest.mark.parametrize(
    "geometry",
    [
        LineString([(122, 28), (126, 29.5)]),
        LineString([(123, 34), (124, 38)]),
        LineString([(143, 44), (144, 47)]),
        box(122.5, 34.5, 124.5, 37),
        Polygon([(124, 27), (127, 28), (126, 29.4)]),
        box(130, 36, 138, 41),
        box(124, 29, 125, 31),
    ],
    ids=str,
)
def test_the_distance_of_a_shape_is_its_smallest(geometry):
    """The distance of a line or area is the smallest over all its positions: none sampled is smaller."""
    zone = load_zone()
    west, south, east, north = geometry.bounds
    grid = np.array(list(itertools.product(np.linspace(west, east, 60), np.linspace(south, north, 60))))
    if geometry.geom_type == "Polygon":
        sampled = grid[shapely.intersects_xy(geometry, *grid.T)]
        spacing_km = max((east - west) * 95, (north - south) * 111) / 59
    else:
        sampled = shapely.get_coordinates(geometry.interpolate(np.linspace(0, 1, 1500), normalized=True))
        spacing_km = geometry.length * 111 / 1499
    sampled = np.vstack([sampled, shapely.get_coordinates(geometry)])
    least = zone.distance_km(*sampled.T).min()

    found = verdict(Place(geometry=geometry, extent="footprint")).distance_km

    assert least - spacing_km <= found <= least + 0.05


# The antimeridian

KAMCHATKA = Point(158.65, 53.04)


@pytest.mark.parametrize(
    "geometry",
    [
        LineString([(179, 50), (-179, 52)]),
        LineString([(-179, 52), (179, 50)]),
        Polygon([(178, 50), (-178, 50), (-178, 53), (178, 53)]),
        shapely.MultiPolygon([box(178, 50, 180, 53), box(-180, 50, -178, 53)]),
        MultiPoint([(179, 50), (-179, 52)]),
        KAMCHATKA,
    ],
    ids=lambda geometry: geometry.geom_type,
)
def test_across_the_antimeridian(geometry):
    """A track or an area over 180° lies in the Pacific, 1,900 to 3,300 km off, and not across the zone."""
    found = verdict(Place(geometry=geometry, extent="footprint"))

    assert found.verdict == "outside"
    corners = load_zone().distance_km(*shapely.get_coordinates(geometry).T)
    assert found.distance_km == pytest.approx(corners.min(), abs=60)
    assert 500 < found.distance_km < 3500
    assert found.regions == {}


@pytest.mark.parametrize("lon", [180.0, -180.0, 540.0])
def test_on_the_antimeridian(lon):
    """The antimeridian is the same place whichever sign it has."""
    found = verdict(Place(geometry=Point(lon, 38), uncertainty_km=100))

    assert found.verdict == "outside"
    assert found.distance_km == pytest.approx(verdict(Place(geometry=Point(180, 38))).distance_km)


def test_a_track_from_the_sea_of_japan_to_california():
    """A track whose middle lies beyond 180° still begins in the zone."""
    found = verdict(Place(geometry=LineString([(139.5, 43), (-122.4, 37.8)]), extent="footprint"))

    assert found.verdict == "partly"
    assert list(found.regions) == ["sea_of_japan"]


def test_a_line_half_round_the_earth():
    """A track from the Yellow Sea eastward over 180° leaves the zone and has a distance."""
    found = verdict(Place(geometry=LineString([(123.5, 36), (179, 40), (-150, 35)]), extent="footprint"))

    assert found.verdict == "partly"
    assert found.distance_km < -200


# What must be shown


def catalogue(name):
    """Give an exercise of the bundled catalogue."""
    return next(each for each in load_exercises() if each.id == name)


def test_a_circle_at_30_40_north_under_narrow():
    """30°40′N 125°E is inside under every reading that ends there or further south."""
    found = verdict(Place(geometry=Point(125, 30 + 40 / 60)), reading="narrow")

    assert found.verdict == "inside"
    assert found.readings == dict.fromkeys(PRESETS, "inside")
    assert found.distance_km == pytest.approx(0, abs=1e-6)


def test_joint_sea_2017():
    """The first stage, in the Baltic, is outside; of the second, one sea is inside and the other outside."""
    zone = load_zone()
    assert judge(catalogue("joint-sea-2017-baltic"), zone).verdict == "outside"

    found = judge(catalogue("joint-sea-2017-pacific"), zone)
    places = {place.name: place for place in found.places}
    assert found.verdict == "partly"
    assert places["Sea of Japan"].verdict == "inside"
    assert places["Southern Sea of Okhotsk"].verdict == "outside"
    assert places["Vladivostok"].counts is False
    assert "Sea of Japan" in found.reason
    assert "Okhotsk" in found.reason


def test_a_closed_area_with_two_corners_on_land():
    """The closed area off Lushun of a sea warning: inside, with all of its water in the Yellow Sea."""
    corners = [
        (38, 51, 41, 121, 38, 12),
        (38, 34, 12, 121, 38, 12),
        (38, 33, 55, 121, 7, 51),
        (38, 48, 13, 121, 14, 3),
    ]
    ring = [(d + m / 60 + s / 3600, a + b / 60 + c / 3600) for a, b, c, d, m, s in corners]
    place = Place(geometry=Polygon(ring), role="closure_area", surface="sea", extent="footprint")

    found = judge(exercise(place, kinds=("closure_area_only",)), load_zone())

    assert found.verdict == "inside"
    assert found.share_inside == 1.0
    assert found.regions == {"yellow_sea": pytest.approx(1.0, abs=1e-6)}
    assert "A closed area says that ships were kept out, not that an exercise took place." in found.reason
    assert found.depends_on == ()


# What a verdict is


def test_a_verdict_is_plain_values():
    """A verdict is written as JSON with all the fields that the plan promises."""
    found = verdict(IN, PARTLY, UNCERTAIN).as_dict()

    assert json.loads(json.dumps(found, allow_nan=False)) == json.loads(json.dumps(found))
    promised = """id name verdict touches within share_inside regions distance_km near nearest_limit
        uncertainty_km readings depends_on_reading depends_on flips_at_lat places reason doubts"""
    assert set(promised.split()) <= set(found)
    assert set(found["nearest_limit"]) == {"name", "kind", "source"}


def test_doubts_of_places_and_exercise_are_gathered_once():
    """Doubts of the record and of its places come together, each once."""
    place = Place(geometry=Point(19.5, 57.5), uncertainty_km=9, named_area="baltic")
    found = judge(exercise(place, place, doubts=("start: 'x' is no date",)), load_zone())

    assert found.doubts == (
        "start: 'x' is no date",
        "no named area 'baltic' here: its geometry stands for it",
    )


@pytest.mark.parametrize(("precision_km", "doubts"), [(0.0, 0), (1.0, 0), (5.0, 1)])
def test_digits_that_leave_more_open_than_lies_between(precision_km, doubts):
    """A position written more coarsely than it is far from the limit has a doubt; the verdict stands."""
    place = Place(geometry=Point(125, 30.02), precision_km=precision_km)

    found = verdict(place)

    assert found.verdict == "inside"
    assert len(found.doubts) == doubts
