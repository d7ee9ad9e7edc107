"""Zones of regimes: where they lie, how large they are, and that they judge places as the verdicts do."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.geodesy import area_km2
from zones import load_exercises, load_zone, store
from zones.exercises import Place
from zones.regime_files import find_regime, load_regimes
from zones.regime_zones import (
    Choice,
    alternatives,
    counting,
    label,
    outline,
    presence,
    presence_of,
)

GEOD = Geod(ellps="WGS84")
ZONES = [(regime, zone) for regime in load_regimes().values() for zone in regime.zones]
FIVE_SEAS = find_regime("expanded-2017").zone("five-seas")


def km_from_line(lon, lat):
    """Measure the distance to the demarcation line with pyproj, along points a hundred metres apart."""
    line = shapely.segmentize(store.geometry("regimes/lines.geojson", "mdl"), 0.001)
    xy = shapely.get_coordinates(line)
    near = xy[((xy - (lon, lat)) ** 2).sum(axis=1).argsort()[:400]]
    return min(GEOD.inv(lon, lat, x, y)[2] for x, y in near) / 1000


@pytest.mark.parametrize(("regime", "zone"), ZONES, ids=[f"{r.id}-{z.id}" for r, z in ZONES])
def test_every_zone_is_drawn_under_every_choice(regime, zone):
    """Each zone is a valid polygon of some size, under all the choices that its file names."""
    ways = [Choice(), *alternatives(zone, Choice()).values()]
    shapes = [outline(zone, way) for way in ways]

    assert all(shapely.is_valid(shape) and area_km2(shape) > 1000 for shape in shapes)
    assert len({label(zone, way) for way in ways}) == len(ways)
    assert regime.zone(zone.id) is zone


def test_the_line_is_that_of_the_public_data():
    """The demarcation line has its 312 points, its published ends, and its length to 1%."""
    points = shapely.get_coordinates(store.geometry("regimes/lines.geojson", "mdl"))

    assert len(points) == 312
    assert points[0] == pytest.approx((126.6903, 37.8429), abs=1e-4)
    assert points[-1] == pytest.approx((128.3604, 38.6183), abs=1e-4)
    assert GEOD.line_length(*points.T) / 1000 == pytest.approx(237.5, rel=0.01)


def test_the_northern_limit_line_is_used_in_no_zone():
    """It is kept for reference only, and says so."""
    used = {zone.line for _, zone in ZONES}

    assert not {"nll_west", "nll_east"} & used
    assert "used in no verdict" in store.properties("regimes/lines.geojson", "nll_west")["caveat"]


@settings(deadline=None)
@given(lon=st.floats(126.2, 128.9), lat=st.floats(37.3, 39.2))
def test_a_round_buffer_is_the_distance_from_the_line(lon, lat):
    """A position is in the 10 km zone if pyproj measures less than 10 km to the line; 100 m are left open."""
    away_km = km_from_line(lon, lat)
    inside = shapely.intersects_xy(outline(find_regime("cma-2018").zone("rotary"), Choice()), lon, lat)

    assert inside == (away_km < 10) or math.isclose(away_km, 10, abs_tol=0.1)


@pytest.mark.parametrize(
    ("zone", "lon", "lat", "inside"),
    [
        ("fixed-wing-east", 128.2, 38.10, True),  # 30 km south of the line
        ("fixed-wing-east", 128.2, 37.90, False),  # 52 km
        ("fixed-wing-east", 127.2, 38.20, False),  # in the west
        ("fixed-wing-west", 127.2, 38.20, True),
        ("fixed-wing-west", 127.0, 37.75, False),  # 32 km
        ("ground", 127.0, 38.20, True),
        ("ground", 127.0, 38.10, False),
        ("west-sea", 124.67, 37.965, True),  # Baengnyeong Island
        ("west-sea", 125.70, 37.666, True),  # Yeonpyeong Island
        ("west-sea", 125.5, 37.0, False),  # south of Deokjeok-do
        ("west-sea", 125.7, 38.7, False),
        ("east-sea", 128.9, 38.5, True),
        ("east-sea", 129.0, 38.1, False),  # south of Sokcho
        ("east-sea", 127.9, 38.6, False),  # on land
    ],
)
def test_zones_of_the_agreement_of_2018(zone, lon, lat, inside):
    """Places whose side nobody disputes lie on it."""
    drawn = outline(find_regime("cma-2018").zone(zone), Choice())

    assert shapely.intersects_xy(drawn, lon, lat) == inside


def test_flat_ends_take_away_only_what_lies_beyond_the_ends():
    """With flat ends a zone is smaller, by no more than half a disc at either end."""
    zone = find_regime("cma-2018").zone("rotary")
    round_, flat = (outline(zone, Choice(ends=ends)) for ends in ("round", "flat"))
    lost = area_km2(round_) - area_km2(flat)

    assert shapely.covers(shapely.buffer(round_, 1e-9), flat)
    assert 0 < lost <= 1.05 * math.pi * 10**2


@pytest.mark.parametrize("name", ["cn-dual-2017", "kp-2015"])
def test_a_larger_distance_only_adds(name):
    """The zone at each distance lies within that at the next."""
    (zone,) = find_regime(name).zones
    shapes = [outline(zone, Choice(distance_km=km)) for km in zone.try_km]

    for small, large in pairwise(shapes):
        assert shapely.covers(
            shapely.buffer(large, 0.02), small
        )  # the coast is simplified before it is widened
        assert area_km2(small) < area_km2(large)


def test_the_vicinity_is_sea_and_own_land_only():
    """Neither Tsushima nor Dandong is in the vicinity of Korea."""
    (zone,) = find_regime("cn-dual-2017").zones
    drawn = outline(zone, Choice(distance_km=200))

    for lon, lat, inside in (
        (129.25, 34.2, False),
        (124.35, 40.17, False),
        (129.9, 37.5, True),
        (126.5, 33.4, True),
    ):
        assert shapely.intersects_xy(drawn, lon, lat) == inside


@pytest.mark.parametrize("reading", ["narrow", "central", "broad"])
def test_the_five_regions_judge_as_the_verdicts_do(reading):
    """Under the regions, every catalogued exercise has the answers that `Zone.check` gives by other means."""
    zone = load_zone(reading)
    chosen = load_exercises()[:: 1 if reading == "central" else 12]
    differing = []
    for exercise in chosen:
        verdict = zone.check(exercise)
        found = presence(counting(exercise), FIVE_SEAS, Choice(southern_limit=zone.southern_limit))
        if (verdict.touches, verdict.within) != (found.touches, found.within):
            differing.append(exercise.id)

    assert differing == []


@pytest.mark.parametrize(
    ("name", "lon", "lat", "touches"),
    [
        ("Yellow Sea", 123.5, 36.0, "yes"),
        ("off Honshu", 144.0, 36.0, "unknown"),
        ("Kamchatka", 158.6, 53.0, "unknown"),
        ("Guam", 144.8, 13.5, "unknown"),
        ("Hawaii", -157.0, 21.0, "no"),
        ("Baltic Sea", 20.0, 55.0, "no"),
        ("Darwin", 130.8, -12.5, "no"),
    ],
)
def test_without_the_five_names_only_what_is_far_is_outside(name, lon, lat, touches):
    """“Northeast Asia” without names has no limit: near, what is beyond the five names cannot be said."""
    place = Place(geometry=shapely.Point(lon, lat), name=name)

    assert presence_of(place, FIVE_SEAS, Choice(unlimited=True)).touches == touches


def test_a_place_of_which_nothing_is_known_is_unknown():
    """No geometry and no known area give no answer."""
    found = presence_of(Place(geometry=None, named_area="Atlantis"), FIVE_SEAS, Choice())

    assert found == ("unknown", "unknown", None)
    assert presence([], FIVE_SEAS, Choice()).touches == "unknown"


@pytest.mark.parametrize(
    ("radius_km", "touches", "within"), [(0, "yes", "no"), (5, "yes", "no"), (300, "unknown", "unknown")]
)
def test_a_used_area_that_straddles(radius_km, touches, within):
    """An area across the limit touches, unless it is known so badly that all of it may lie on one side."""
    used = shapely.box(124.0, 29.0, 125.0, 31.0)
    place = Place(geometry=used, extent="footprint", uncertainty_km=radius_km)

    assert presence_of(place, FIVE_SEAS, Choice())[:2] == (touches, within)
