"""Areas between parallels and meridians, in the words of each language; and positions in characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.notices import read_notice
from geo.notices.areas import read_areas


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("AREA BETWEEN 31-45-00N 32-20-15N AND 128-45-00E 129-09-00E.", (128.75, 31.75, 129.15, 32.3375)),
        ("AREA BOUNDED BY LATITUDES 35N AND 36N AND LONGITUDES 120E AND 121E", (120, 35, 121, 36)),
        ("BETWEEN PARALLELS 35-30N AND 36-00N AND MERIDIANS 120-00E AND 121-00E", (120, 35.5, 121, 36)),
        ("BOUNDED ON THE NORTH BY 38N, ON THE SOUTH BY 37N, ON THE EAST BY 125E AND ON THE WEST BY 124E",
         (124, 37, 125, 38)),
        ("NORTHERN LIMIT 38-00N, SOUTHERN LIMIT 37-30N, EASTERN LIMIT 125E, WESTERN LIMIT 124E",
         (124, 37.5, 125, 38)),
        ("演习区域：东至123°30′E，西至122°E，南至30°N，北至31°N", (122, 30, 123.5, 31)),
        ("北至北纬38度30分，南至北纬37度，东至东经124度，西至东经123度的海域", (123, 37, 124, 38.5)),
        ("黄海海域，北纬37度至38度、东经123度至124度之间", (123, 37, 124, 38)),
        ("30°00′－31°00′N，122°00′－123°00′E范围内", (122, 30, 123, 31)),
        ("３７－３０Ｎ　３７－４０Ｎ　１３１－１２Ｅ　１３１－２７Ｅの各線で囲まれる海面", (131.2, 37.5, 131.45, 37.6667)),  # noqa: E501
        ("北緯30度から31度、東経122度から123度の海域", (122, 30, 123, 31)),
        ("북위 37도~38도, 동경 124도~125도 해역", (124, 37, 125, 38)),
        ("북쪽 38-00N 남쪽 37-00N 동쪽 125-00E 서쪽 124-00E", (124, 37, 125, 38)),
        ("МЕЖДУ ПАРАЛЛЕЛЯМИ 44-00С И 45-00С И МЕРИДИАНАМИ 131-00В И 132-00В", (131, 44, 132, 45)),
        ("С СЕВЕРА 44-00С, С ЮГА 43-00С, С ВОСТОКА 133-00В, С ЗАПАДА 132-00В", (132, 43, 133, 44)),
    ],
)  # fmt: skip
def test_two_latitudes_and_two_longitudes_bound_an_area(text, bounds):
    """One rectangle along parallels and meridians; the words say so, and nothing is doubted."""
    areas = read_areas(text)

    assert [area.shape.kind for area in areas.found] == ["polygon"]
    assert areas.found[0].geometry.bounds == pytest.approx(bounds, abs=1e-4)
    assert areas.doubts == ()


def test_each_labelled_extent_is_an_area():
    """A. and B. are two areas."""
    areas = read_areas(
        "AREAS BETWEEN A.22-40N\n23-20N AND 153-45E 154-30E.\nB.22-30N 23-40N AND 152-45E 153-45E."
    )

    assert [tuple(round(x, 3) for x in area.geometry.bounds) for area in areas.found] == [
        (153.75, 22.667, 154.5, 23.333), (152.75, 22.5, 153.75, 23.667),
    ]  # fmt: skip


def test_numbers_without_a_word_that_says_sides_are_doubted():
    """A latitude twice and a longitude twice may be a table of two points."""
    areas = read_areas("N37 N38 E124 E125")

    assert areas.found[0].geometry.bounds == (124, 37, 125, 38)
    assert any("sides of an area" in doubt for doubt in areas.doubts)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("38-44N 122-04E, 38-44N 122-08E", "line"),
        ("BETWEEN 35-00N 120-00E AND 36-00N 121-00E", "line"),
        ("120-00E 35-00N, 121-00E 36-00N, 121-00E 35-00N", "polygon"),
        ("3 MILES NORTH OF 38-00N 124-00E", "point"),
        ("纬度 37-10N 38-10N 39-10N 经度 124-10E 125-10E 124-10E", "polygon"),
    ],
)
def test_ordinary_positions_are_no_extents(text, kind):
    """Latitude and longitude in turn are positions, and three of each are a table."""
    assert [area.shape.kind for area in read_areas(text).found] == [kind]


@given(
    south=st.integers(20, 50), west=st.integers(110, 150), high=st.integers(1, 600), wide=st.integers(1, 600)
)
def test_an_extent_is_the_rectangle_that_it_names(south, west, high, wide):
    """Any order of the two numbers of a pair gives the same rectangle."""
    lats = [f"{south}-00N", f"{south + high // 60}-{high % 60:02d}N"]
    lons = [f"{west}-00E", f"{west + wide // 60}-{wide % 60:02d}E"]
    for one, two in ((lats, lons), (lats[::-1], lons[::-1])):
        text = f"AREA BETWEEN {one[0]} AND {one[1]} AND {two[0]} AND {two[1]}"
        [area] = read_areas(text).found
        assert area.geometry.bounds == pytest.approx((west, south, west + wide / 60, south + high / 60))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("BETWEEN 180 AND\n270 DEGREES.", "sector"),
        (", BETWEEN 043 TO 133 DEG", "sector"),
        (". BETWEEN", "circle"),
    ],
)
def test_bearings_behind_a_circle_make_it_a_sector(words, kind):
    """WITHIN … OF … BETWEEN … AND … DEGREES is a sector without the word."""
    notice = read_notice(f"GUNNERY WITHIN 40 KILOMETRES OF 42-18-26N 142-26-33E {words}")

    assert [shape.kind for shape in notice.shapes] == [kind]


def test_a_cape_between_two_corners_and_the_shore_is_no_end_of_the_area():
    """… 45-59.5N 143-25.5E MYS ANIVA AND COASTLINE 46-23.2N 143-37.0E goes on along the shore."""
    [area] = read_areas(
        "IN AREA BOUNDED BY 46-16.7N 144-53.7E 46-00.7N 144-04.8E 45-59.5N 143-25.5E \nMYS ANIVA\n"
        "AND COASTLINE 46-23.2N 143-37.0E"
    ).found

    assert (len(area.shape.vertices), area.shape.shore_edges) == (4, (2,))


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("北纬三十八度四十五分，东经一百二十度五十九分", 38.75, 120.9833),
        ("東經一百二十一度零五分三十秒、北緯三十度十分", 30.1667, 121.0917),
        ("北纬三八度、东经一二〇度", 38, 120),
        ("北纬三十八度四十五点五分东经一百度十分", 38.7583, 100.1667),
        ("南纬五度，东经一百二十度", -5, 120),
    ],
)
def test_positions_in_characters_are_read(text, lat, lon):
    """Degrees, minutes and seconds in Chinese numerals, in either order."""
    [area] = read_areas(f"以{text}为中心、半径五海里").found

    assert area.shape.kind == "circle"
    assert area.shape.vertices[0] == pytest.approx((lon, lat), abs=1e-4)
