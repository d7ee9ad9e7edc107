"""Named areas: found by any of their names, cut to sea and land, islands by state."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from places import PLACES

from zones import areas, store
from zones.zone import REGION_IDS

EVERY = sorted(areas.file_of_areas())


@pytest.mark.parametrize("area", EVERY)
def test_each_name_finds_its_area(area):
    """An area is found by its identifier and by its name in each of the six languages."""
    assert areas.identify(area) == area
    for name in areas.names(area).values():
        assert areas.identify(name) == area, name


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Sea of Japan", "sea_of_japan"),
        ("East Sea", "sea_of_japan"),
        ("the Yellow Sea", "yellow_sea"),
        ("  yellow   SEA ", "yellow_sea"),
        ("West Sea", "yellow_sea"),
        ("Bo Hai", "bohai_gulf"),
        ("Bohai Sea", "bohai_gulf"),
        ("Bohai Bay", "bohai_bay"),
        ("Tsushima Strait", "korea_strait"),
        ("La Pérouse Strait", "la_perouse_strait"),
        ("Soya Strait", "la_perouse_strait"),
        ("日本海", "sea_of_japan"),
        ("동해", "sea_of_japan"),
        ("Охотское море", "sea_of_okhotsk"),
        ("northern-east-china-sea", "northern_east_china_sea"),
    ],
)
def test_usual_names(name, area):
    """Usual names, in any case, with or without an article, find the area."""
    assert areas.identify(name) == area


@pytest.mark.parametrize("name", ["Atlantis", "", "sea", "Baltic", "日本海溝"])
def test_a_name_that_is_none(name):
    """Any other name finds nothing, and never the nearest guess."""
    assert areas.identify(name) is None


def test_chinese_name_of_the_east_china_sea():
    """东海 is the East China Sea, although the Sea of Japan / East Sea has these characters, too."""
    assert areas.identify("东海") == "east_china_sea"
    assert areas.identify("東海") == "east_china_sea"


def test_named_areas_of_the_catalogue_are_known_or_far():
    """Of the areas that the catalogue names only six are unknown here, all beyond the frame or undefined."""
    text = (store.DATA / "exercises.json").read_text(encoding="utf-8")
    named = {
        place["named_area"]
        for entry in json.loads(text)["exercises"]
        for place in entry["places"]
        if place.get("named_area")
    }

    unknown = {name for name in named if areas.identify(name) is None}
    assert unknown <= {
        "mediterranean",
        "bay_of_bengal",
        "baltic",
        "okinawa_waters",
        "australia",
        "guam_waters",
    }


@pytest.mark.parametrize("area", EVERY)
def test_outlines_are_sound(area):
    """Every outline is a valid polygon within the frame."""
    outline = areas.outline(area)

    assert outline.is_valid
    assert outline.area > 0
    assert shapely.box(105, 15, 165, 62).covers(outline)


def test_outline_of_a_land_has_its_islands():
    """Japan has Honshu as well as Tsushima and Sado; no disputed island is in the outline of any state."""
    for point in ((138.5, 36.0), (129.33, 34.28), (138.4, 38.05)):
        assert areas.outline("japan").covers(shapely.Point(point))
    rocks = store.geometry("islands.geojson", "liancourt_rocks").representative_point()
    for land in store.feature_texts("land.geojson"):
        assert not areas.outline(land).covers(rocks), land


def test_an_unknown_outline():
    """An unknown area is a KeyError."""
    with pytest.raises(KeyError, match="atlantis"):
        areas.outline("atlantis")


@given(
    west=st.floats(115, 145),
    south=st.floats(23, 52),
    width=st.floats(0.1, 4),
    height=st.floats(0.1, 4),
)
def test_sea_and_land_make_the_whole(west, south, width, height):
    """What is at sea and what is on land are together the whole, and share no area."""
    box = shapely.box(west, south, west + width, south + height)

    sea, land = areas.cut_to_surface(box, "sea"), areas.cut_to_surface(box, "land")

    assert sea.area + land.area == pytest.approx(box.area, rel=1e-9)
    assert shapely.intersection(sea, land).area < 1e-9


@pytest.mark.parametrize(
    "place",
    [
        place
        for place in PLACES
        if place.name in {"Seoul", "Harbin", "Tsushima", "Sado", "Chongming", "Khabarovsk", "Jeju city"}
        or place.name.startswith(("middle", "off ", "Guam", "Bay of Bengal", "southern Sea"))
    ],
    ids=str,
)
def test_places_at_sea_and_on_land(place):
    """Towns and islands are on land; open water is at sea, beyond our frame, too."""
    expected = "sea" if place.name.startswith(("middle", "off ", "Guam", "Bay", "southern")) else "land"
    other = "land" if expected == "sea" else "sea"
    disc = shapely.Point(place.lon, place.lat)

    assert not areas.cut_to_surface(disc, expected).is_empty
    assert areas.cut_to_surface(disc, other).is_empty


@pytest.mark.parametrize("group", sorted(store.feature_texts("islands.geojson")))
def test_foreign_islands(group):
    """`islands = land` takes out all islands of other states, and no Korean or disputed one."""
    taken = store.properties("islands.geojson", group)["state"] not in (None, "KOR", "PRK")

    for island in shapely.get_parts(store.geometry("islands.geojson", group)):
        inside = shapely.point_on_surface(island)
        assert bool(areas.on_foreign_islands(np.array([inside]))[0]) is taken
        assert bool(areas.foreign_islands().covers(inside)) is taken


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("Tsushima", 129.33, 34.28),
        ("Sado", 138.40, 38.05),
        ("Daishan", 122.18, 30.27),
        ("Russky", 131.83, 43.0),
    ],
)
def test_well_known_foreign_islands(name, lon, lat):
    """Well-known islands are among them."""
    assert areas.foreign_islands().covers(shapely.Point(lon, lat)), name


def test_points_on_foreign_islands():
    """A point on an island is on it, one on its shore or at sea is not."""
    island = max(shapely.get_parts(areas.foreign_islands()), key=lambda part: part.area)
    inner = island.representative_point()
    shore = shapely.Point(shapely.get_coordinates(island)[0])
    at_sea = shapely.Point(134, 40)

    assert areas.on_foreign_islands(np.array([inner, shore, at_sea])).tolist() == [True, False, False]
    assert areas.on_foreign_islands(np.array([], dtype=object)).tolist() == []


def test_regions_come_first():
    """The regions are named areas themselves."""
    assert set(REGION_IDS) <= set(EVERY)
    assert areas.outline("yellow_sea").equals(store.geometry("regions.geojson", "yellow_sea"))
