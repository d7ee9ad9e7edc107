"""The areas of notices are put together from positions in running text, and what was mended is doubted."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.geodesy import area_km2, distance_km
from geo.notices.areas import read_areas
from geo.positions import format_position

NMI = 1.852
BOX = "37-12N 129-40E, 37-12N 129-50E, 37-02N 129-50E, 37-02N 129-40E"
SOUTH = "36-12N 129-40E, 36-12N 129-50E, 36-02N 129-50E, 36-02N 129-40E"


class Said(NamedTuple):
    """A text, and the kinds of the areas in it, each with its corners or its length in km."""

    text: str
    shapes: list[tuple[str, float]]

    def __str__(self) -> str:
        """Name the case in the test report."""
        return self.text


def polygons(*corners: int) -> list[tuple[str, float]]:
    """Give polygons with so many corners."""
    return [("polygon", count) for count in corners]


SAID = [
    # polygons
    Said("가. 37-12N 129-40E\n나. 37-12N 129-50E\n다. 37-02N 129-50E\n라. 37-02N 129-40E", polygons(4)),
    Said(  # labelled areas that share corners
        "IN AREAS BOUND BY:\nA. 20-07N 120-52E, 20-22N 121-06E, 20-00N 121-36E, 19-44N 121-21E.\n"
        "B. 20-46N 121-31E, 20-24N 121-59E, 20-00N 121-36E, 20-22N 121-06E.",
        polygons(4, 4),
    ),
    Said(  # the radius is that of the area before
        f"区域1 32-40N 132-20Eを中心とする半径15海里の円内 区域2 4地点により囲まれる区域 (1) {BOX}",
        [("circle", 15 * NMI), *polygons(4)],
    ),
    # sectors
    Said("SECTOR BETWEEN BEARINGS 060 AND 110 DEGREES, 10 MILES FROM 37-20N 129-20E", [("sector", 10 * NMI)]),
    Said(f"IN AREA BOUND BY {BOX}.", polygons(4)),
    Said(f"BOUNDED BY {BOX}, BACK TO START.", polygons(4)),
    Said("以下四点连线: A、37-12N 129-40E; B、37-12N 129-50E; C、37-02N 129-50E", polygons(3)),
    Said("点1 37-12N 129-40E 点2 37-12N 129-50E 点3 37-02N 129-50E 依次相连", polygons(3)),
    Said("以A(37-12N 129-40E)、B(37-12N 129-50E)、C(37-02N 129-50E)三点连线", polygons(3)),
    Said(
        "囲まれる区域\n(1) 37-12-00N 129-40-00E\n(2) 37-12-00N 129-50-00E\n(3) 37-02-00N 129-50-00E",
        polygons(3),
    ),
    Said("37-12N 129-40E (岸線上) 37-12N 129-50E 37-02N 129-50E を結ぶ線により囲まれる", polygons(3)),
    Said("РАЙОНЕ 42-30.0С 132-10.0В 42-30.0C 132-30.0B\n42-20.0С 132-30.0В", polygons(3)),
    Said(
        "N 1 42°30,5' северной широты и 132°10,5' восточной долготы; "
        "N 2 42°30,5' северной широты и 132°20,5' восточной долготы; "
        "N 3 42°20,5' северной широты и 132°20,5' восточной долготы",
        polygons(3),
    ),
    Said(
        "지점을 연결한 구역: 37-12-30.0N, 129-40-15.0E / 37-12-30.0N, 129-50-15.0E / "
        "37-02-00.0N, 129-50-15.0E",
        polygons(3),
    ),
    Said("371200N1294000E - 371200N1295000E -\n 370200N1295000E - 371200N1294000E (A-SHI)", polygons(3)),
    Said(
        "即以下十点连线："
        + "".join(
            f"{label}29°{56 + at:02d}′02.1″N/121°{54 - (at - 1) ** 2:02d}′07.9″E；\n"
            for label, at in zip("⑧⑨⑩", range(3), strict=True)
        ),
        polygons(3),
    ),
    Said("34-45-948N 120-30-500E、34-45-948N 120-40-500E、34-35-948N 120-40-500E连线", polygons(3)),
    # several areas
    Said(f"AREAS BOUND BY:\nA. {BOX}.\nB. {SOUTH}.", polygons(4, 4)),
    Said(f"水域一：{BOX}；水域二：{SOUTH}。", polygons(4, 4)),
    Said(f"BOUND BY {BOX}.\n{SOUTH}.", polygons(4, 4)),
    Said(f"{BOX}, 37-12N 129-40E, {SOUTH}, 36-12N 129-40E", polygons(4, 4)),
    Said(
        "1) 37-12N 129-40E 2) 37-12N 129-50E 3) 37-02N 129-50E "
        "1) 36-12N 129-40E 2) 36-12N 129-50E 3) 36-02N 129-50E",
        polygons(3, 3),
    ),
    Said(
        "1ST STAGE: 371200N1294000E - 371200N1295000E - 370200N1295000E "
        "FAIRING: 361200N1294000E - 361200N1295000E - 360200N1295000E",
        polygons(3, 3),
    ),
    # circles
    Said("WITHIN FIVE MILES OF 37-12N 129-40E", [("circle", 5 * NMI)]),
    Said("WITHIN 2.5 MILES OF:\nA. 37-12N 129-40E\nB. 37-30N 129-50E", [("circle", 2.5 * NMI)] * 2),
    Said(
        "A. WITHIN 5 MILES OF 37-12N 129-40E. B. WITHIN 3 MILES OF 36-12N 129-40E.",
        [("circle", 5 * NMI), ("circle", 3 * NMI)],
    ),
    Said("A CIRCLE RADIUS 0.5NM CENTERED ON 371200N1294000E", [("circle", 0.5 * NMI)]),
    Said("5NM RADIUS CENTERED ON 37°12.5′N 129°40.3′E", [("circle", 5 * NMI)]),
    Said("A CIRCLE CENTERED AT N371200E1294000 WITH RADIUS OF 2KM.", [("circle", 2)]),
    Said(
        "AREAS WITHIN:\nA. 20 MILES OF 37-12N 129-40E.\nB. TEN MILES OF 36-12N 129-40E.",
        [("circle", 20 * NMI), ("circle", 10 * NMI)],
    ),
    Said(
        "MINE-LIKE OBJECTS 4 MILE RADIUS FROM PSN:37-12N 129-40E AND 36-12N 129-40E",
        [("circle", 4 * NMI)] * 2,
    ),
    Said("作業位置(37°12.5N 129°40.2E)(WGS84座標)為中心，向外延伸200公尺水域", [("circle", 0.2)]),
    Said("NAVIGATION PROHIBITED WITHIN .5 MILES OF 37-12N 129-40E", [("circle", 0.5 * NMI)]),
    Said("WI 900M RADIUS OF 371200N1294000E", [("circle", 0.9)]),
    Said("以北纬37度12分、东经129度40分为中心，半径5海里", [("circle", 5 * NMI)]),
    Said(
        "区域一：以37-12N 129-40E为圆心，半径五海里；区域二：以36-12N 129-40E为圆心，半径3公里。",
        [("circle", 5 * NMI), ("circle", 3)],
    ),
    Said("半径2浬的圆形区域：1. 37-12N 129-40E；2. 36-12N 129-40E", [("circle", 2 * NMI)] * 2),
    Said("37-12.0N 129-40.0E を中心とする半径3海里の円内", [("circle", 3 * NMI)]),
    Said("북위 37도 12분 30초 동경 129도 40분 15초를 중심으로 반경 5해리", [("circle", 5 * NMI)]),
    Said("РАЙОНЕ РАДИУСОМ 3,5 МИЛИ ИЗ 42-30.0С 132-10.0В", [("circle", 3.5 * NMI)]),
    # corridors and lines
    Said("2 MILES EITHER SIDE OF LINE BETWEEN 33-10N 125-10E AND 33-20N 125-40E", [("corridor", 2 * NMI)]),
    Said("WITHIN 10 MILES OF LINE 33-10N 125-10E 33-20N 125-40E", [("corridor", 10 * NMI)]),
    Said("WITHIN 3 MILES OF TRACKLINE JOINING 33-10N 125-10E, 33-20N 125-40E", [("corridor", 3 * NMI)]),
    Said("2地点を結ぶ線上、幅30m (1) 31-27-00N 130-31-12E (2) 31-26-55N 130-31-12E", [("corridor", 0.015)]),
    Said("두 지점을 잇는 선상 폭 2km: 37-12-00N 129-40-00E, 37-02-00N 129-40-00E", [("corridor", 1)]),
    Said("ШИРИНОЙ 2 МИЛИ ПО ЛИНИИ 42-30.0С 132-10.0В 42-30.0С 132-30.0В", [("corridor", NMI)]),
    Said("ALONG TRACKLINE JOINING 46-48.6N 143-25.8E, 46-52.8N 143-23.4E. 400 METER BERTH", [("line", 2)]),
    Said(
        "TRACKLINES JOINING: A. 37-12N 129-40E, 37-02N 130-40E. B. 36-12N 129-40E, 36-02N 130-40E.",
        [("line", 2), ("line", 2)],
    ),
    # sectors
    Said(
        "SECTOR RADIUS 10NM CENTERED ON 37-12N 129-40E BETWEEN BEARINGS 090 AND 150 DEGREES",
        [("sector", 10 * NMI)],
    ),
    Said("以37-12N 129-40E为圆心、10海里为半径、真方位045°至135°的扇形水域", [("sector", 10 * NMI)]),
    Said(
        "IN AREAS WITHIN:\n   A. 20 MILES OF 29-53N 010-15W\n        BETWEEN 270 DEGREES AND 360 DEGREES.\n"
        "   B. 20 MILES OF 27-00N 013-50W\n        BETWEEN 270 DEGREES AND 360 DEGREES.",
        [("sector", 20 * NMI)] * 2,
    ),
    # points
    Said("DRIFTING MINE AT 37-12N 129-40E. CHART 1220, VHF CH 16, FISHING AREA 243", [("point", 1)]),
    Said("수심 2.9m(36-52-23.7N, 129-25-56.2E) 발견", [("point", 1)]),
    Said("位 置  3地点付近\n(1) 37-12N 129-40E\n(2) 37-12N 129-50E\n(3) 37-02N 129-50E", [("point", 1)] * 3),
    Said(
        f"区域 1. 36-12N 129-40Eを中心とした周辺海域\n2. 下記を結ぶ線により囲まれる区域 {BOX}",
        [("point", 1), ("polygon", 4)],
    ),
    Said(
        "The area has four points, A, B, C and D, where A is between North Latitude 37º 12´ and "
        "East Longitude 129º 40´, B is between 37º 12´N and 129º 50´E, C is between 37º 02´N and "
        "129º 50´E and D is between 37º 02´N and 129º 40´E.",
        polygons(4),
    ),
    # no area
    Said("黄海中部部分海域实弹射击", []),
    Said("가로 36㎞ 세로 84㎞ 사각형, 격포항 서쪽 약 140㎞", []),
    Said("RESTRICTED AREA RK R00 ACT. 2053 7030 0079 1129 TEL 031-669-7020", []),
]


def size(shape) -> float:
    """Give what the table compares: a length in km, or the number of corners."""
    return shape.radius_km or shape.half_width_km or len(shape.vertices)


@pytest.mark.parametrize("said", SAID, ids=str)
def test_a_text_says_where(said):
    """Each area is found, with its kind and size, and nothing else; its outline is valid."""
    areas = read_areas(said.text).found

    assert [area.shape.kind for area in areas] == [kind for kind, _ in said.shapes]
    assert [size(area.shape) for area in areas] == pytest.approx([number for _, number in said.shapes])
    assert all(area.geometry.is_valid and not area.geometry.is_empty for area in areas)


@pytest.mark.parametrize(
    "rows",
    [
        "36-04N 124-30E, 36-04N 124-54E, 35-19N 124-30E, 35-19N 124-54E",
        "36-04N 124-30E, 35-19N 124-54E, 36-04N 124-54E, 35-19N 124-30E",
    ],
)
def test_a_rectangle_listed_by_rows_is_put_in_order(rows):
    """A bow-tie becomes the rectangle that has its corners, and the doubt quotes them."""
    found, doubts, *_ = read_areas(f"AREA BOUND BY {rows}")
    outline = found[0].geometry

    assert outline.bounds == pytest.approx((124.5, 35.3167, 124.9, 36.0667), abs=1e-4)
    assert area_km2(outline) == pytest.approx(area_km2(outline.convex_hull), rel=1e-3)
    assert any("edges cross in the printed order" in doubt and "124-54E" in doubt for doubt in doubts)


def test_edges_are_rhumb_lines():
    """An edge along a parallel stays on it, and an oblique one has vertices added."""
    [area] = read_areas("BOUND BY 50-00N 140-00E, 50-00N 150-00E, 45-00N 150-00E").found

    on_parallel = [lat for _, lat in shapely.get_coordinates(area.geometry) if lat > 49.9999]
    assert len(on_parallel) > 50
    assert len(area.shape.vertices) == 3


def test_an_area_over_the_antimeridian_stays_in_one_piece():
    """Longitudes run on beyond 180, so that the area is as small as it is meant."""
    [area] = read_areas("BOUND BY 52-00N 179-30E, 52-00N 179-30W, 51-00N 179-30W, 51-00N 179-30E").found

    assert area.geometry.bounds == pytest.approx((179.5, 51.0, 180.5, 52.0))


@pytest.mark.parametrize(
    "text",
    [
        "WITHIN 12 MILES OF {} AND 15 MILES OF {}", "WITHIN 12 MILES OF {} AND WITHIN 15 MILES OF {}",
        "{} RADIUS 12 MILES AND {} RADIUS 15 MILES", "{} (RADIUS 12 MILES) AND {} (RADIUS 15 MILES)",
        "{}, 12NM RADIUS, AND {}, 15NM RADIUS", "{}, RADIUS 12 MILES, {}, RADIUS 15 MILES",
        "12 MILES RADIUS OF {}, 15 MILES RADIUS OF {}", "{} 반경 12마일, {} 반경 15마일 사격",
        "반경 12마일 {}, 반경 15마일 {}", "{}を中心とする半径12海里の円内、{}を中心とする半径15海里の円内",
        "以{}为圆心、12海里为半径，以{}为圆心、15海里为半径", "В РАДИУСЕ 12 МИЛЬ ОТ {} И 15 МИЛЬ ОТ {}",
    ],
)  # fmt: skip
def test_each_of_two_circles_has_its_own_radius(text):
    """Whether it stands before its centre or behind, and with what between the two."""
    areas = read_areas(text.format("33-45N 127-40E", "30-10N 126-00E")).found

    assert [area.shape.radius_km for area in areas] == pytest.approx([12 * 1.852, 15 * 1.852])
    assert [round(area.shape.vertices[0][1], 2) for area in areas] == [33.75, 30.17]


@pytest.mark.parametrize(
    "text", ["RADIUS 12 MILES\n{}\n{}", "{}\n{}\nRADIUS 12 MILES", "WITHIN 12 MILES OF {} AND {}"]
)
def test_a_radius_of_two_positions_is_that_of_both(text):
    """They are no ends of a line: its radius would be dropped."""
    areas = read_areas(text.format("33-45N 127-40E", "30-10N 126-00E")).found

    assert [area.shape.radius_km for area in areas] == pytest.approx([12 * 1.852] * 2)


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("WITHIN 5 STATUTE MILES OF {}", 8.04672), ("WITHIN 1,500 M OF {}", 1.5), ("{} R 12NM", 12 * NMI),
        ("WITHIN 5,000 YARDS OF {}", 4.572), ("WITHIN 1,852 KM OF {}", 1.852), ("{} (R=5KM)", 5.0),
    ],
)  # fmt: skip
def test_radii_as_others_write_them(text, km):
    """A comma parts the thousands of metres and yards, and the decimals of what is longer."""
    [area] = read_areas(text.format("33-45N 127-40E")).found

    assert area.shape.radius_km == pytest.approx(km)


def test_a_circle_has_its_radius_everywhere():
    """The outline lies at the printed distance from the centre."""
    [area] = read_areas("WITHIN 25 MILES OF 31-14.2N 144-26.8E").found

    reach = distance_km(area.shape.vertices[0], shapely.get_coordinates(area.geometry))
    assert reach.min() == pytest.approx(25 * NMI, rel=2e-3)
    assert reach.max() == pytest.approx(25 * NMI, rel=2e-3)


def test_a_sector_is_worked_out_from_the_ends_of_its_arc():
    """Apex and two ends give radius and bearings, with a doubt."""
    found, doubts, *_ = read_areas("扇形，顶点37-12N 129-40E，两弧端点37-22N 129-40E和37-12N 129-52.5E")

    assert found[0].shape.bearings_deg == pytest.approx((0, 90), abs=0.1)
    assert any("worked out" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("text", "corners", "doubt"),
    [
        (BOX.replace("129-50E, 37-02N 129-50E", "129-50, 37-02N 129-50E"), 4, "'37-12N 129-50'"),
        (BOX.replace("37-12N 129-50E", "37-12 129-50E"), 4, "hemisphere"),
        (BOX.replace("37-12N 129-50E", "37-12N 129-50N"), 4, "hemisphere"),
        (
            "위도 37도 12분 경도 129도 40분, 위도 37도 12분 경도 129도 50분, 위도 37도 경도 129도",
            3,
            "no hemisphere",
        ),
        ("37.2083, 129.6708; 37.2083, 129.8012; 37.1, 129.8", 3, "no hemisphere at '37.1, 129.8'"),
        (BOX + ", 37-02N 129-40E", 4, "given twice"),
        (BOX + " AND COASTLINE", 4, "shore"),
    ],
)
def test_what_was_mended_is_doubted(text, corners, doubt):
    """The area is as it is meant, and a doubt says what was inferred."""
    found, doubts, *_ = read_areas(f"BOUND BY {text}")

    assert [len(area.shape.vertices) for area in found] == [corners]
    assert any(doubt in each for each in doubts)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOX.replace("37-12N 129-50E", "37-72N 129-50E"), "72 minutes: they stay below 60"),
        (BOX.replace("37-12N 129-50E", "97-12N 129-50E"), "beyond 90"),
        ("37-12N 129-40E, 37-12N 129-50E, 37-12N 130-00E", "enclose nothing"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text, why):
    """An area with an impossible corner is left out, and the doubt says which and why."""
    found, doubts, *_ = read_areas(f"BOUND BY {text}")

    assert found == ()
    assert any(why in doubt and "left out" in doubt for doubt in doubts)


def test_a_corner_far_off_is_doubted():
    """One degree or two wrong in one corner is a spike, which is kept and named."""
    found, doubts, *_ = read_areas(
        "303309N1281001E - 304212N1283245E - 330252N1285333E - 295350N1283057E - 300000N1281501E"
    )

    assert len(found[0].shape.vertices) == 5
    assert any("far off the others (corner 3)" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("のうち129-45E以西を除く海域", (129.75, 37.0333, 129.8333, 37.2)),
        ("のうち37-10N以北を除く", (129.6667, 37.0333, 129.8333, 37.1667)),
        ("，东经129度45分以东除外", (129.6667, 37.0333, 129.75, 37.2)),
    ],
)
def test_a_clip_takes_away_what_lies_beyond(words, bounds):
    """A meridian or parallel cuts the area, with a doubt that quotes it."""
    found, doubts, *_ = read_areas(f"{BOX} を結ぶ線により囲まれる海域{words}")

    assert found[0].geometry.bounds == pytest.approx(bounds, abs=1e-3)
    assert any("was cut as the text says" in doubt for doubt in doubts)


def _parts(angle: float) -> tuple[int, int, int]:
    seconds = round(angle * 3600)
    return seconds // 3600, seconds // 60 % 60, seconds % 60


def _spelt(pattern: str):
    return lambda lon, lat: pattern.format(*_parts(lat), *_parts(lon))


_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789.-NE"}
PRINTED = {
    "dms": format_position,
    "dm": lambda lon, lat: format_position(lon, lat, style="dm"),
    "packed": lambda lon, lat: format_position(lon, lat, style="packed"),
    "chinese": _spelt("北纬{}度{}分{}秒、东经{}度{}分{}秒"),
    "korean": _spelt("북위 {}도 {}분 {}초 동경 {}도 {}분 {}초"),
    "russian": _spelt("{}-{:02d}-{:02d}С {}-{:02d}-{:02d}В"),
    "full width": lambda lon, lat: format_position(lon, lat, style="dm").translate(_WIDE),
    "hemisphere first": _spelt("N{:02d}{:02d}{:02d}E{:03d}{:02d}{:02d}"),
}


@pytest.mark.parametrize("style", PRINTED)
@given(position=st.tuples(st.floats(100, 179.9), st.floats(1, 79)))
def test_a_position_printed_in_a_text_is_read_back(style, position):
    """Every spelling gives the position within the precision that it states, amid words of any language."""
    text = (
        f"0300Z 05 MAY 24: 射击 1. {PRINTED[style](*position)}。CHART 1220, TEL 02-2133-4455, 予備日 ПРИП 12"
    )
    [area] = read_areas(text).found

    assert area.shape.vertices[0] == pytest.approx(position, abs=area.shape.precision_deg + 1e-9)
    assert area.shape.precision_deg <= 0.5 / 3600 + 1e-9


def test_a_sector_takes_the_ends_of_its_arc_from_the_next_sentence():
    """The bearings are those of the words, the radius is the distance of the ends."""
    text = (
        "以37-00N 130-00E为顶点,正东方向至正南偏西6°的扇形区域。该扇形圆弧的2个端点分别为"
        "37-00N 130-20E和36-44N 129-58E。"
    )
    [area] = read_areas(text).found

    assert area.shape.kind == "sector"
    assert area.shape.bearings_deg == (90, 186)
    assert area.shape.radius_km == pytest.approx(29.7, abs=0.3)


def test_what_was_cut_off_stays_with_the_numbers_of_the_area():
    """An outline that is drawn anew, along the shore, can be cut again."""
    [area] = read_areas(f"{BOX} AND COASTLINE, EXCLUDING WEST OF 129-45E").found

    assert area.shape.cuts == (("west", 129.75),)
    assert area.geometry.bounds[0] == pytest.approx(129.75)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "".join(
                f"WITHIN 5 MILES OF 3{k % 9}-{k % 50 + 10}N 13{k % 7}-{k % 49 + 10}E. " for k in range(1000)
            ),
            150,
        ),
        (", ".join(f"{k * 37 % 60 + 10}-{k % 50 + 10}N {k * 61 % 90 + 80}-10E" for k in range(150)), 0),
        (
            "5 MILES EITHER SIDE OF LINE JOINING "
            + ", ".join(f"3{k % 10}-{k // 10 + 10}N 130-10E" for k in range(400)),
            0,
        ),
    ],
    ids=["circles", "crossing edges", "corridor"],
)
def test_more_than_a_notice_can_hold_is_left_out_in_words(text, count):
    """Hostile texts with thousands of areas, crossing edges or corners end with a doubt."""
    areas = read_areas(text)

    assert len(areas.found) == count
    assert any("left out" in doubt for doubt in areas.doubts)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=5, max_size=9, unique=True))
def test_turning_one_run_round_finds_what_trying_all_runs_finds(corners):
    """Only runs between edges that cross are tried: the answer is the same."""
    import itertools  # noqa: PLC0415

    from geo.notices.polygons import _crossings, _two_opt  # noqa: PLC0415

    runs = itertools.combinations(range(1, len(corners)), 2)
    turned = [corners[:a] + corners[a : b + 1][::-1] + corners[b + 1 :] for a, b in runs]
    freed = [ring for ring in turned if shapely.Polygon(ring).is_valid]

    assert _two_opt(corners, _crossings(corners)) == (freed[0] if len(freed) == 1 else None)
