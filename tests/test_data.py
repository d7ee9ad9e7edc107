"""The built files of zones/data: sizes, shapes, edges and names, against sources and tools not ours."""

import json
import math
import tomllib
from itertools import pairwise
from pathlib import Path

import geojson_validator
import numpy as np
import pytest
import shapely
from pyproj import Geod

DATA = Path(__file__).parent.parent / "zones" / "data"
BUILT = ("limits", "regions", "areas", "land", "islands", "basemap")
REGIONS = ("korean_peninsula", "sea_of_japan", "yellow_sea", "bohai_gulf", "northern_east_china_sea")
LANGUAGES = {"en", "ko", "zh-Hans", "zh-Hant", "ja", "ru"}
GRID_DEG = 1e-4

# Areas under the central reading from the prototype on the same coast, in km², and who says so besides.
AREAS_KM2 = {
    "korean_peninsula": 220_600,  # 220,847 with all islands: Library of Congress country study
    "sea_of_japan": 1_067_200,
    "yellow_sea": 332_100,
    "bohai_gulf": 76_900,  # 77,000 in Chinese encyclopaedias
    "northern_east_china_sea": 298_900,
}


def features(file):
    """Read the features of a built file with nothing but the standard library."""
    return json.loads((DATA / f"{file}.geojson").read_text(encoding="utf-8"))["features"]


def polygons(file):
    """Give the geometries of a file by identifier."""
    return {each["properties"]["id"]: shapely.geometry.shape(each["geometry"]) for each in features(file)}


@pytest.fixture(scope="module")
def regions():
    """Give the five polygons."""
    return polygons("regions")


@pytest.fixture(scope="module")
def edges():
    """Give the lines of limits.geojson, each with its properties."""
    return [(np.array(each["geometry"]["coordinates"]), each["properties"]) for each in features("limits")]


@pytest.fixture(scope="module")
def table():
    """Give the points and limits from which the build draws."""
    return tomllib.loads((DATA / "limits.toml").read_text(encoding="utf-8"))


# The regions


def test_regions_are_the_five_that_the_proposal_names(regions):
    """There are five regions, in the order in which a shared edge is given away."""
    assert tuple(regions) == REGIONS


@pytest.mark.parametrize("region", REGIONS)
def test_area_of_a_region(regions, region):
    """Each region is as large as in the prototype on the same coast, to 0.3%, measured with pyproj."""
    fine = shapely.segmentize(regions[region], 0.05)
    area_km2 = abs(Geod(ellps="WGS84").geometry_area_perimeter(fine)[0]) / 1e6

    assert area_km2 == pytest.approx(AREAS_KM2[region], rel=0.003)


def test_regions_share_their_edges(regions):
    """The regions are a coverage: no gap, and no two overlap in the least."""
    shapes = list(regions.values())

    assert shapely.coverage_is_valid(shapes)
    for number, one in enumerate(shapes):
        for other in shapes[number + 1 :]:
            assert not shapely.relate_pattern(one, other, "T********")
            assert shapely.intersection(one, other).area == 0


def test_regions_leave_no_hole(regions):
    """In the union of the regions only land of 1,000 km² or more, with what lies behind it, is a hole."""
    union = shapely.union_all(list(regions.values()))
    geod = Geod(ellps="WGS84")
    holes = [
        abs(geod.geometry_area_perimeter(shapely.Polygon(ring))[0]) / 1e6
        for part in shapely.get_parts(union)
        for ring in part.interiors
    ]

    assert all(hole >= 1000 for hole in holes)


@pytest.mark.parametrize("file", [file for file in BUILT if file not in ("limits", "basemap")])
def test_polygons_are_valid(file):
    """Every polygon is valid and not empty."""
    for name, polygon in polygons(file).items():
        assert polygon.is_valid, name
        assert polygon.area > 0, name


@pytest.mark.parametrize("file", BUILT)
def test_rings_follow_the_right_hand_rule(file):
    """Outer rings run counterclockwise and holes clockwise, as RFC 7946 has it."""
    for geometry in polygons(file).values():
        for part in shapely.get_parts(geometry):
            if isinstance(part, shapely.Polygon):
                assert part.exterior.is_ccw
                assert not any(hole.is_ccw for hole in part.interiors)


@pytest.mark.parametrize("file", BUILT)
def test_a_linter_that_is_not_ours_finds_no_fault(file):
    """geojson-validator finds nothing invalid; of what it calls problematic only holes and fineness."""
    geojson_validator.configure_logging(enabled=False)
    document = json.loads((DATA / f"{file}.geojson").read_text(encoding="utf-8"))

    found = geojson_validator.validate_geometries(document)

    assert geojson_validator.validate_structure(document, check_crs=True) == {}
    assert found["invalid"] == {}
    assert set(found["problematic"]) <= {"holes", "excessive_vertices", "excessive_coordinate_precision"}


def test_uncut_sea_cut_at_30_is_the_region(regions):
    """The whole East China Sea, cut at 30°N by shapely alone, is the region of the central reading."""
    uncut = polygons("areas")["east_china_sea"]
    cut = shapely.intersection(uncut, shapely.box(100, 30, 150, 60))

    assert shapely.equals(cut, regions["northern_east_china_sea"])
    assert shapely.symmetric_difference(cut, regions["northern_east_china_sea"]).area == 0


def test_seas_and_lands_cover_what_they_divide(regions):
    """Regions, seas around and lands share edges exactly: none overlaps another."""
    seas = {each["properties"]["id"] for each in features("areas") if each["properties"]["kind"] == "sea"}
    waters = [shape for name, shape in polygons("areas").items() if name in seas]
    fixed = [regions[name] for name in REGIONS[1:4]]
    lands = list(polygons("land").values())

    assert shapely.coverage_is_valid([*waters, *fixed, *lands])


# The edges


def test_edges_say_what_they_are(edges):
    """Each edge has a name, a known kind, a source, and two different sides."""
    known = {*REGIONS, *polygons("areas"), *polygons("land")}
    for _, about in edges:
        assert about["name"].strip()
        assert about["kind"] in {"parallel", "rhumb_line", "coast", "border"}
        assert about["source"].strip()
        assert about["left"] != about["right"]
        assert {about["left"], about["right"]} <= known
        assert {about["left"], about["right"]} & {*REGIONS, "east_china_sea"}


def test_edges_say_nothing_twice(edges):
    """No name of an edge repeats itself ("Coast of Taiwan, Taiwan")."""
    for _, about in edges:
        words = about["name"].removeprefix("Coast of ").split(", ")
        assert len(words) == len(set(words)), about["name"]


def test_left_and_right_are_what_lies_there(edges):
    """Walking along an edge of limits.geojson, `left` lies on the left and `right` on the right."""
    shapes = polygons("areas") | polygons("land") | polygons("regions")
    wrong = []
    for points, about in edges:
        steps = np.diff(points, axis=0)
        lengths = np.hypot(*steps.T)
        longest = int(lengths.argmax())
        middle = (points[longest] + points[longest + 1]) / 2
        if about["id"] in ("southern_limit_narrow", "southern_limit_broad"):
            sides = {"left": "east_china_sea", "right": "east_china_sea"}
            assert steps[longest, 0] > 0, "these run eastward, so that the north is on the left"
        else:
            sides = {side: about[side] for side in ("left", "right")}
        left = np.array([-steps[longest, 1], steps[longest, 0]]) / lengths[longest]
        off = min(1e-3, lengths[longest] / 4) * left
        for side, name in sides.items():
            if not shapely.contains_xy(shapes[name], *(middle + (off if side == "left" else -off))):
                wrong.append((about["name"], side, name))

    assert wrong == []


def test_edges_make_the_regions(edges, regions):
    """Polygonizing limits.geojson gives regions.geojson, to the last digit."""
    lines = [shapely.linestrings(points) for points, about in edges if about["left"] != REGIONS[-1]]
    faces = shapely.get_parts(shapely.polygonize(lines))
    inside = shapely.point_on_surface(faces)
    targets = {name: regions[name] for name in REGIONS[:4]}
    targets["east_china_sea"] = polygons("areas")["east_china_sea"]

    for name, target in targets.items():
        made = shapely.union_all(faces[shapely.contains(target, inside)])
        assert shapely.equals_exact(shapely.normalize(made), shapely.normalize(target)), name


def test_southern_limits_bound_the_regions(edges, regions):
    """The three southern limits lie at 30°40′, 30° and 29°N, from the coast of China to the open ocean."""
    lats = {
        about["id"]: set(points[:, 1])
        for points, about in edges
        if (about["id"] or "").startswith("southern")
    }

    assert lats == {
        "southern_limit_narrow": {30 + 40 / 60},
        "southern_limit_central": {30.0},
        "southern_limit_broad": {29.0},
    }
    central = next(points for points, about in edges if about["id"] == "southern_limit_central")
    assert shapely.covers(shapely.boundary(regions[REGIONS[-1]]), shapely.linestrings(central))
    assert len(central) > 80


def test_parallels_stay_parallels(edges, table):
    """Every vertex of a parallel has exactly the latitude of the limit."""
    names = {limit["id"]: limit for limit in table["limits"]}
    seen = set()
    for points, about in edges:
        if about["kind"] == "parallel" and about["id"] in names:
            lats = {table["points"][point]["at"][1] for point in names[about["id"]]["through"]}
            assert set(points[:, 1]) == lats
            seen.add(about["id"])

    assert seen == {"parallel_33_17", "parallel_25_24"}


def mercator(lon, lat):
    """Place a position on the ellipsoidal Mercator chart, in degrees of longitude (Snyder 7-7a)."""
    e = math.sqrt(0.00669437999014)
    sine = math.sin(math.radians(lat))
    stretched = math.tan(math.pi / 4 + math.radians(lat) / 2) * ((1 - e * sine) / (1 + e * sine)) ** (e / 2)
    return np.array([lon, math.degrees(math.log(stretched))])


def off_course_deg(point, start, end):
    """Measure how far a position is from the rhumb line between two others, in degrees of longitude."""
    at, a, b = mercator(*point), mercator(*start), mercator(*end)
    share = min(1.0, max(0.0, float((at - a) @ (b - a) / ((b - a) @ (b - a)))))
    return float(np.hypot(*(a + share * (b - a) - at)))


def test_rhumb_lines_stay_rhumb_lines(edges, table):
    """Every vertex of a rhumb line lies on the line of constant course, to the grid of 0.0001°."""
    names = {limit["id"]: limit for limit in table["limits"]}
    seen = 0
    for points, about in edges:
        if about["kind"] == "rhumb_line":
            through = [table["points"][name]["at"] for name in names[about["id"]]["through"]]
            for point in points:
                off = min(off_course_deg(point, start, end) for start, end in pairwise(through))
                # Half a step of the grid each way; latitudes are stretched by the chart.
                assert off <= GRID_DEG / 2 * (1 + 1 / math.cos(math.radians(point[1]))), about["name"]
                seen += 1

    assert seen > 150


def test_rhumb_lines_are_not_great_circles():
    """The check above can fail: the great circle from Jeju to Fukue leaves the rhumb line by 300 m."""
    start, end = (128.598, 32.615), (126.271, 33.195)
    lon, lat = np.array(Geod(ellps="WGS84").npts(*start, *end, 1))[0]

    assert off_course_deg((lon, lat), start, end) > 20 * GRID_DEG


def test_edges_of_limits_are_short(edges):
    """No edge along a limit is longer than 0.1°, so that every program draws the same line."""
    for points, about in edges:
        if about["kind"] in ("parallel", "rhumb_line"):
            assert np.abs(np.diff(points, axis=0)).max() <= 0.1 + GRID_DEG, about["name"]


def test_vertices_lie_on_the_grid(edges):
    """All vertices but those that a southern limit cuts have four decimals."""
    for points, about in edges:
        if about["left"] != REGIONS[-1]:
            assert (points == points.round(4)).all(), about["name"]


# Positions as printed in S-23 (1953); our points stand at the capes themselves.
PRINTED = {
    "nomozaki": (None, 32 + 35 / 60),
    "maenggol": (None, 34 + 13 / 60),
    "okdo": (None, 34 + 22 / 60),
    "seongnam": (None, 34 + 24 / 60),
    "jindo_west": (None, 34 + 25 / 60),
    "nagoyazaki": (130 + 49.5 / 60, None),
    "mutsurejima": (None, 33 + 58.5 / 60),
    "murasakihana": (None, 34 + 1 / 60),
    "shiriyazaki": (141 + 28 / 60, None),
    "esan": (None, 41 + 48 / 60),
    "crillon": (None, 45 + 55 / 60),
    "tyk": (None, 51 + 45.8 / 60),
    "hizaki": (None, 31 + 17 / 60),
    "hateruma": (123 + 47 / 60, 24 + 3 / 60),
}


@pytest.mark.parametrize("name", PRINTED)
def test_points_stand_where_s23_prints_them(table, name):
    """Where S-23 prints a figure, our point is within 1.6 minutes of arc of it."""
    for ours, printed in zip(table["points"][name]["at"], PRINTED[name], strict=True):
        if printed is not None:
            assert ours == pytest.approx(printed, abs=1.6 / 60)


def test_points_have_names_and_accuracy(table):
    """Every point has a name, a position, and says where its figures come from and how good they are."""
    for point in table["points"].values():
        assert point["name"]
        assert len(point["at"]) == 2
        assert point["position"] in ("printed", "derived", "sketched")
        assert point["accuracy_km"] > 0


# The names


@pytest.mark.parametrize("file", ["regions", "areas", "land", "islands"])
def test_names_in_six_languages(file):
    """Every area has a name in English, Korean, both Chinese scripts, Japanese and Russian."""
    for each in features(file):
        names = each["properties"]["names"]
        assert set(names) == LANGUAGES
        assert all(name.strip() for name in names.values())


@pytest.mark.parametrize(
    ("language", "both"),
    [
        ("en", ("Sea of Japan", "East Sea")),
        ("ko", ("동해", "일본해")),
        ("zh-Hans", ("日本海", "东海")),
        ("zh-Hant", ("日本海", "東海")),
        ("ja", ("日本海", "東海")),
        ("ru", ("Японское море", "Восточное море")),
    ],
)
def test_both_names_of_the_sea_of_japan(language, both):
    """In every language the sea has both its names."""
    about = next(
        each["properties"] for each in features("regions") if each["properties"]["id"] == "sea_of_japan"
    )

    assert all(name in about["names"][language] for name in both)


@pytest.mark.parametrize(
    ("group", "pairs"),
    [
        (
            "liancourt_rocks",
            {
                "en": ("Dokdo", "Takeshima"),
                "ko": ("독도", "다케시마"),
                "zh-Hans": ("独岛", "竹岛"),
                "zh-Hant": ("獨島", "竹島"),
                "ja": ("竹島", "独島"),
                "ru": ("Токто", "Такэсима"),
            },
        ),
        (
            "senkaku_diaoyu",
            {
                "en": ("Senkaku", "Diaoyu"),
                "ko": ("센카쿠", "댜오위다오"),
                "zh-Hans": ("钓鱼岛", "尖阁"),
                "zh-Hant": ("釣魚", "尖閣"),
                "ja": ("尖閣", "釣魚"),
                "ru": ("Сенкаку", "Дяоюйдао"),
            },
        ),
    ],
)
def test_disputed_islands_have_both_names(group, pairs):
    """A disputed island goes by both its names in every language, and belongs to no state here."""
    about = next(each["properties"] for each in features("islands") if each["properties"]["id"] == group)

    assert about["state"] is None
    assert len(about["claimed_by"]) >= 2
    for language, both in pairs.items():
        assert all(name in about["names"][language] for name in both), language


def strings(value):
    """Give every text within nested values, but those of sources, which are quoted as published."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "sources":
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def all_names():
    """Give every name that the data shows on a map, by file."""
    for file in BUILT:
        for each in features(file):
            yield from strings(each["properties"])
    for entry in json.loads((DATA / "exercises.json").read_text(encoding="utf-8"))["exercises"]:
        yield from (place.get("name") or "" for place in entry["places"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dokdo|токто|독도|独島|独岛|獨島", "takeshima|такэсима|다케시마|竹島|竹岛"),
        ("senkaku|сенкаку|센카쿠|尖閣|尖阁", "diaoyu|дяоюйдао|댜오위|釣魚|钓鱼"),
    ],
)
def test_no_disputed_island_by_one_name(one, other):
    """Wherever one name of a disputed island stands on the map, the other stands beside it."""
    named = 0
    for name in all_names():
        text = name.casefold()
        has_one, has_other = (any(spelling in text for spelling in each.split("|")) for each in (one, other))
        assert has_one == has_other, name
        named += has_one

    assert named >= 6


def test_taiwan_is_taiwan():
    """Taiwan has its own polygon and its plain name in six languages, and is nowhere called a province."""
    names = {each["properties"]["id"]: each["properties"]["names"] for each in features("land")}["taiwan"]
    assert names["en"] == "Taiwan"
    assert names["zh-Hans"] == "台湾"
    assert names["zh-Hant"] == "臺灣"
    for path in DATA.glob("*.*json"):
        text = path.read_text(encoding="utf-8").casefold()
        for other in (
            "province of china",
            "taiwan, province",
            "chinese taipei",
            "台湾省",
            "臺灣省",
            "台灣省",
        ):
            assert other not in text, path.name
    taipei = shapely.Point(121.5, 25.03)
    assert [name for name, land in polygons("land").items() if land.covers(taipei)] == ["taiwan"]
