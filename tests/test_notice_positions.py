"""Positions in tables, in lists and with exchanged units are the ones that are meant; the rest is doubted."""

from __future__ import annotations

import pytest

from geo.notices.areas import read_areas
from geo.notices.positions import all_positions

CORNERS = [(129.5, 37.2), (129.75, 37.2), (129.75, 37.0), (129.5, 37.0)]


LAYOUTS = {
    "latitudes first": """
        纬度：37-12.0N，37-12.0N，37-00.0N，37-00.0N
        经度：129-30.0E，129-45.0E，129-45.0E，129-30.0E
        四点连线""",
    "headings without hemispheres": """
        Latitude: 37°12′, 37°12′, 37°00′, 37°00′; Longitude: 129°30′, 129°45′, 129°45′, 129°30′. Area of""",
    "words once": """
        북위 37도 12분, 37도 12분, 37도 00분, 37도 00분 /
        동경 129도 30분, 129도 45분, 129도 45분, 129도 30분""",
    "cells one under the other": """
1 北緯
東経
37度12分00秒
129度30分00秒
2 北緯
東経
37度12分00秒
129度45分00秒
3 北緯
東経
37度00分00秒
129度45分00秒
4 北緯
東経
37度00分00秒
129度30分00秒
""",
    "columns": """
序号　纬度　经度
1　３７－１２．０Ｎ　１２９－３０．０Ｅ
2　３７－１２．０Ｎ　１２９－４５．０Ｅ
3　３７－００．０Ｎ　１２９－４５．０Ｅ
4　３７－００．０Ｎ　１２９－３０．０Ｅ
""",
    "two lines each": """
A点 北纬37°12.0′
    东经129°30.0′
B点 北纬37°12.0′
    东经129°45.0′
C点 北纬37°00.0′
    东经129°45.0′
D点 北纬37°00.0′
    东经129°30.0′
四点连线""",
    "marks that drifted": """
vertices in north latitude and east longitude:
37° 12’00 “/ 129° 30’00”
37° 12’00 “/ 129° 45’00”
37° 00’00 “/ 129° 45’00”
37° 00’00” / 129° 30’00 ”
""",
    "bare decimals": """
(37.20도, 129.50도), (37.20도, 129.75도), (37.00도, 129.75도), (37.00도, 129.50도)을 연결한 구역""",
    "ditto marks": """
北緯37°12′00〃、東經129°30′00〃，北緯37°12′00〃、東經129°45′00〃，
北緯37°00′00〃、東經129°45′00〃，北緯37°00′00〃、東經129°30′00〃四點連線""",
    "exchanged units": """
북위 37도12초00분 동경 129도 30분00초, 북위 37도12분00초 동경 129도 45초00분,
북위 37도 동경 129도45분, 북위 37도 동경 129도30분""",
    "letters before a spaced colon": """
A : N37-12-00 E129-30-00, N37-12-00 E129-45-00, N37-00-00 E129-45-00, N37-00-00 E129-30-00""",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_a_rectangle_is_read_however_its_corners_are_laid_out(text):
    """The same four corners, in printed order."""
    [area] = read_areas(text).found

    assert area.shape.kind == "polygon"
    assert [pytest.approx(corner, abs=1e-6) for corner in CORNERS] == list(area.shape.vertices)


def test_exchanged_units_and_minutes_as_decimals_are_doubted():
    """What may have been meant otherwise is said."""
    _, exchanged = all_positions("북위 40도30초52분 동경 135도34초26분")
    _, decimals = all_positions("북위 36.04도 동경 124.30도, 북위 36.04도 동경 124.54도")
    _, fine = all_positions("북위 36.04도 동경 124.75도")

    assert "exchanged" in exchanged[0]
    assert any("may be minutes" in doubt for doubt in decimals)
    assert not any("may be minutes" in doubt for doubt in fine)


@pytest.mark.parametrize(
    "text",
    [
        "MINES REPORTED IN:\n A. 37-12.0N 129-30.0E.\n B. 37-12.0N 129-45.0E.\n C. 37-00.0N 129-45.0E.",
        "БОЧКИ ВЫСТАВЛЕНЫ В\nА. 37-12.0С 129-30.0В\nБ. 37-12.0С 129-45.0В\nВ. 37-00.0С 129-45.0В\n",
        "位 置  3地点\n(1) 37-12-00N 129-30-00E\n(2) 37-12-00N 129-45-00E\n(3) 37-00-00N 129-45-00E\n 備 考",
        "ICEBERGS IN:\n A. A23A, 37-12.0N 129-30.0E.\n B. 37-12.0N 129-45.0E.\n C. 37-00.0N 129-45.0E.",
        "WRECKS IN: A. KILO ONE, 37-12N 129-30E. B. LIMA, 37-12N 129-45E. C. 37-00N 129-45E.",
    ],
    ids=["en", "ru", "ja", "first with a name", "names"],
)
def test_a_list_of_points_is_no_polygon(text):
    """Labelled positions behind nothing but "in" are points, each by itself."""
    assert [area.shape.kind for area in read_areas(text).found] == ["point"] * 3


def test_a_radius_belongs_to_the_sentence_of_its_centre():
    """A circle and a polygon in one notice."""
    found = read_areas(
        "以37°08′24″N，129°31′12″E为圆心，半径3公里的圆形水域；管理区："
        "37-12N 129-30E、37-12N 129-45E、37-00N 129-45E、37-00N 129-30E四点连线水域。"
    ).found

    assert [(area.shape.kind, len(area.shape.vertices)) for area in found] == [("circle", 1), ("polygon", 4)]


def test_a_circle_is_cut_at_a_meridian():
    """The part beyond it is left out, with a doubt."""
    areas = read_areas("37-00N 129-40E を中心とする半径10海里の円内。ただし129-40E以西を除く。")

    assert areas.found[0].geometry.bounds[0] == pytest.approx(129 + 40 / 60)
    assert any("cut as the text says" in doubt for doubt in areas.doubts)


def test_a_number_before_a_sea_is_no_position():
    """ZJ0512/21 EAST CHINA SEA names a warning and a sea."""
    areas = read_areas("ZJ0512/21 EAST CHINA SEA GUNNERY WITHIN 6 NAUTICAL MILES OF 29-12.0N122-45.0E.")

    assert [area.shape.kind for area in areas.found] == ["circle"]
    assert areas.doubts == ()


def test_lines_joined_to_enclose_are_a_polygon_in_korean():
    """연결한 선 안 is an area, 연결한 선 alone a line."""
    corners = "37-12-00N 129-30-00E, 37-12-00N 129-45-00E, 37-00-00N 129-45-00E"

    assert read_areas(f"다음 점을 연결한 선 안: {corners}").found[0].shape.kind == "polygon"
    assert read_areas(f"다음 점을 연결한 선: {corners}").found[0].shape.kind == "line"
