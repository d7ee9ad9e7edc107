"""Checking a place in the page: the spellings it reads, and that its answers are those of Python."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from shapely.geometry import shape
from test_coordinates import LISTS, REFUSED, SPELLINGS, degrees
from test_grid import GRID_REFUSED, MADE_ELSEWHERE, UTM_ELSEWHERE, UTM_SPELLINGS
from test_map_links import LINKS_REFUSED, MARKS, METRES, VIEWS
from test_plus_codes import CODES_ELSEWHERE, CODES_REFUSED

from geo.coordinates import read_position
from geo.edges import Edges
from geo.errors import PositionError
from maps import draw_map
from zones import load_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zones import Zone

READINGS = ("narrow", "central", "broad")
# Labels and thousandths of minutes are left to the command line; the page says so.
NOT_IN_THE_PAGE = {
    "34-45-948N 120-30-500E",
    "1. 37-12N 129-40E",
    "(10)37-12-30.0N 129-40-15.0E",
    "A:37°12′30″N,129°40′15″E",
    "2.37°12′N 129°40′E",
    "2.37-12N 129-40E",
    "1.3846N12059E",
    "点1 北纬37°12′ 东经129°40′",
    "№ 1 37°12′N 129°40′E",
    "N 1 42°48' северной широты и 132°54' восточной долготы",
    "1) 38.5, 128.2",
    "A: 38.5, 128.2",
}
READ = """(texts) => texts.map((text) => {
  try { const { lat, lon } = dezone.read(text); return [lat, lon]; }
  catch (error) { if (!error.key) throw error; return error.key; }
})"""
SAID = """(texts) => texts.map((text) => {
  const { say } = dezone.page;
  try {
    const { lat, lon, doubts = [] } = dezone.read(text);
    return { lat, lon, said: doubts.map(([key, ...values]) => say(key, ...values)) };
  } catch (error) {
    if (!error.key) throw error;
    return { lat: null, lon: null, said: [say(error.key, ...error.values)] };
  }
})"""
CHECK = """(points) => points.map(([lon, lat]) => dezone.check({ lon, lat }).map(
  (one) => [one.reading.short, one.region, one.distance_km, one.limit]))"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map of the true zone, without exercises."""
    path = tmp_path_factory.mktemp("check") / "map.html"
    draw_map(load_zone(), []).save(path)
    return path


@pytest.fixture
def page(bare: Path, visit: Callable[..., Any]) -> Any:
    """Open it."""
    return opened(bare, visit)


def opened(bare: Path, visit: Callable[..., Any], **options: Any) -> Any:
    """Open the page."""
    return visit(bare, **options).page


def test_page_reads_the_spellings_that_python_reads(page: Any) -> None:
    """Each spelling of the table gives the same position, or is refused in words; none is misread."""
    found = page.evaluate(READ, [case.text for case in SPELLINGS])
    refused = {case.text for case, one in zip(SPELLINGS, found, strict=True) if isinstance(one, str)}

    assert refused == NOT_IN_THE_PAGE
    for case, one in zip(SPELLINGS, found, strict=True):
        if case.text not in refused:
            assert one == pytest.approx([degrees(case.lat), degrees(case.lon)], abs=1e-12), case.text


def test_page_reads_nothing_that_python_refuses(page: Any) -> None:
    """What is no position for `dezone check`, or several, is none for the page."""
    texts = [text for text, _ in REFUSED] + [text for text, count in LISTS if count > 1]
    found = page.evaluate(READ, texts)

    assert [text for text, one in zip(texts, found, strict=True) if not isinstance(one, str)] == []


def python_says(text: str) -> tuple[float | None, float | None, list[str]]:
    """Read a text in Python: a position with its doubts, or what is wrong with it."""
    try:
        found = read_position(text)
    except PositionError as error:
        return None, None, [str(error)]
    return found.lat, found.lon, list(found.doubts)


def same_words(text: str) -> str:
    """Bring a sentence of the page to what Python prints in the middle of a line."""
    plain = text.replace("“", "'").replace("”", "'").removesuffix(".")
    return plain[:1].lower() + plain[1:] if plain.startswith("The link") else plain


def compare(page: Any, texts: list[str]) -> int:
    """Read texts in the page and in Python: places to a millimetre, and words; count those read."""
    read = 0
    for text, one in zip(texts, page.evaluate(SAID, texts), strict=True):
        lat, lon, words = python_says(text)
        assert [same_words(each) for each in one["said"]] == words, text
        if lat is None:
            assert one["lat"] is None, text
        else:
            assert [one["lat"], one["lon"]] == pytest.approx([lat, lon], abs=1e-8), text
            read += 1
    return read


def test_page_reads_references_codes_and_links_as_python_does(page: Any) -> None:
    """The tables of places, made with other programs, and the links of all services, with their doubts."""
    tables = (MADE_ELSEWHERE, UTM_ELSEWHERE, UTM_SPELLINGS, CODES_ELSEWHERE, MARKS, VIEWS, METRES)
    texts = [text for table in tables for text in table]

    assert compare(page, texts) == len(texts)


def test_page_refuses_references_codes_and_links_in_the_words_of_python(page: Any) -> None:
    """With the mend. A latitude beyond 90 has words of its own, as everywhere in the page."""
    texts = [
        text
        for table in (GRID_REFUSED, CODES_REFUSED, LINKS_REFUSED)
        for text, _ in table
        if "@96" not in text
    ]

    assert compare(page, texts) == 0
    assert "beyond 90" in page.evaluate(SAID, ["https://www.google.com/maps/@96.03,129.36,12z"])[0]["said"][0]


def random_references() -> list[str]:
    """Give 2,000 references of MGRS, UTM and plus codes, of all the Earth, some of no place."""
    draw = np.random.default_rng(52)
    bands, letters, digits = "CDEFGHJKLMNPQRSTUVWX", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789CFGHJMPQRVWX"

    def some(of: str, count: int) -> str:
        return "".join(of[index] for index in draw.integers(0, len(of), count))

    references = []
    for _ in range(1000):
        zone = draw.integers(1, 61)
        column = some(("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")[zone % 3], 1)
        half = draw.integers(1, 6)
        east, north = some("0123456789", half), some("0123456789", half)
        references.append(f"{zone}{some(bands, 1)} {column}{some(letters[:20], 1)} {east} {north}")
    for _ in range(500):
        north_m = draw.uniform(0, 10_000_000)
        side = some(bands, 1) if draw.random() < 0.5 else ("N", "S", " north", " south")[draw.integers(4)]
        references.append(f"{draw.integers(1, 61)}{side} {draw.uniform(1e5, 9e5):.1f} {north_m:.1f}")
    for _ in range(500):
        length = draw.integers(1, 8)
        tail = some(digits, (0, 2, 3, 4, 5)[draw.integers(5)]) if length > 3 else ""
        first = some(digits[:9], 1) + some(digits[:18], 1) + some(digits, 6)
        references.append(first[: 2 * min(length, 4)].ljust(8, "0") + "+" + tail)
    return references


def test_page_reads_random_references_as_python_does(page: Any) -> None:
    """2,000 of them, of which more than half name a place; the others are refused in the same words."""
    references = random_references()

    assert compare(page, references) > 1000


def random_points() -> np.ndarray:
    """Give 2,000 points over the zone and around it."""
    draw = np.random.default_rng(2017)
    return np.column_stack([draw.uniform(112, 150, 2000), draw.uniform(22, 55, 2000)])


def points_near_limits() -> np.ndarray:
    """Give vertices and middles of edges, and points 1 cm to 10 km beside them."""
    draw = np.random.default_rng(35)
    zone = load_zone("broad")
    lines = [shapely.get_coordinates(edge["geometry"]) for edge in zone.limits]
    vertices = np.concatenate(lines)
    middles = np.concatenate([(line[1:] + line[:-1]) / 2 for line in lines])
    base = np.concatenate([draw.permutation(vertices)[:700], draw.permutation(middles)[:700]])
    bearing = draw.uniform(0, 2 * np.pi, len(base))
    away = 10 ** draw.uniform(-7, -1, len(base))
    moved = base + np.column_stack([np.cos(bearing), np.sin(bearing)]) * away[:, None]
    on_parallels = [(lon, lat) for lon in np.arange(121, 131, 0.37) for lat in (29.0, 30.0, 30 + 40 / 60)]
    under = [(lon, np.nextafter(lat, 0)) for lon, lat in on_parallels]
    return np.concatenate([base, moved, on_parallels, under])


def km_to(zone: Zone, name: str, at: np.ndarray) -> float:
    """Measure the distance to the limits of one name."""
    lines = [
        shapely.get_coordinates(edge["geometry"])
        for edge in zone.limits
        if edge["name"] == name and edge["outer"]
    ]
    return float(Edges.from_lines(lines).nearest(*at)[0][0])


@pytest.mark.parametrize("points", [random_points(), points_near_limits()], ids=["anywhere", "near limits"])
def test_answers_agree_with_python(page: Any, points: np.ndarray) -> None:
    """The same region under each reading, on limits too; the distance to 50 m within 100 km, to 0.1 % beyond.

    The nearest limit has the same name, unless another is as near.
    """
    answers = page.evaluate(CHECK, points.tolist())
    lon, lat = points.T
    for number, reading in enumerate(READINGS):
        zone = load_zone(reading)
        found = [answer[number] for answer in answers]
        assert {one[0] for one in found} == {reading}
        regions = [zone.region_ids[index] if index >= 0 else None for index in zone.locate(lon, lat)]
        wrong = [
            (at.tolist(), one[1], region)
            for at, one, region in zip(points, found, regions, strict=True)
            if one[1] != region
        ]
        assert wrong == []

        distance, limits = zone.nearest_limit(lon, lat)
        ours = np.array([one[2] for one in found])
        # On the limit the sign is that of the region, and zero either way.
        assert np.all(np.abs(ours - distance) < np.maximum(0.05, np.abs(distance) * 0.001)), np.abs(
            ours - distance
        ).max()
        assert np.abs(ours - distance)[np.abs(distance) < 100].max() < 0.05
        for at, one, km, limit in zip(points, found, np.abs(distance), limits, strict=True):
            assert one[3] == limit.name or km_to(zone, one[3], at) == pytest.approx(km, abs=1e-3), at


@pytest.mark.parametrize("islands", ["sea", "land"])
def test_regions_taken_along_are_those_of_python(
    visit: Callable[..., Any], tmp_path: Path, islands: Any
) -> None:
    """The regions as GeoJSON are valid and equal those under the reading in force, cut and all."""
    zone = load_zone("narrow", islands=islands)
    draw_map(zone, []).save(tmp_path / "map.html")
    page = opened(tmp_path / "map.html", visit)
    with page.expect_download() as download:
        page.click("button[value='regions.geojson']")
    collection = json.loads(download.value.path().read_text("utf-8"))

    assert collection["about"]["reading"] == "narrow"
    for feature in collection["features"]:
        ours, theirs = shape(feature["geometry"]), zone.shapes[feature["properties"]["id"]]
        assert ours.is_valid, feature["properties"]["id"]
        assert shapely.symmetric_difference(ours, theirs).area < 1e-6, feature["properties"]["id"]


def test_regions_can_be_taken_along_as_a_table(page: Any) -> None:
    """The CSV holds each region as well-known text, with reading and caveat."""
    with page.expect_download() as download:
        page.click("button[value='regions.csv']")
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))

    assert [row["id"] for row in rows] == list(load_zone().region_ids)
    assert shapely.from_wkt(rows[2]["wkt"]).contains(shapely.Point(123.5, 36))
    assert rows[0]["caveat"].startswith("An analytical reading")


def test_a_place_that_is_typed_is_answered(page: Any) -> None:
    """Region, distance in both units, nearest limit, a link to it; what cannot be read is said so."""
    page.fill("#check input", "29-30N 125E")
    page.press("#check input", "Enter")
    said = page.inner_text("#check-answer")

    assert said.startswith("outside, depends on the reading")
    assert "29°30.0′N 125°00.0′E (29.5, 125)" in said
    assert "broad\n55.4 km (29.9 nmi) inside" in said
    assert "30°00′N, southern limit, central reading" in said
    assert page.evaluate("location.hash") == "#at=29.5,125"
    assert page.locator(".pin").count() == 1

    page.fill("#check input", "38.5 & 128.2 %")
    page.press("#check input", "Enter")
    assert "cannot read" in page.inner_text("#check-answer")
    assert page.locator(".pin").count() == 0

    page.fill("#check input", "128.2, 38.5")
    page.press("#check input", "Enter")
    assert "Did you mean 38.5, 128.2?" in page.inner_text("#check-answer")


@pytest.mark.parametrize("name", ["50 km east of Pohang", "off Vladivostok", "서해", "Freedom Edge 2024"])
def test_a_name_is_left_to_the_command_line_and_the_page_says_so(page: Any, name: str) -> None:
    """The page has no gazetteer; the command is given, ready to be copied."""
    page.fill("#check input", name)
    page.press("#check input", "Enter")

    said = page.inner_text("#check-answer")
    assert f'no names and no distances. Ask in a terminal: dezone check "{name}"' in said


def test_a_command_that_is_given_holds_nothing_that_a_shell_would_run(page: Any) -> None:
    """Neither quotes nor signs that expand within them."""
    page.fill("#check input", 'Wonsan"; `a` $(b) \\ !c')
    page.press("#check input", "Enter")

    assert 'dezone check "Wonsan; a (b) c"' in page.inner_text("#check-answer")


def test_a_doubtful_place_is_answered_with_its_doubt(page: Any) -> None:
    """A reference of a large square, or a link without a mark; and the answer is that of its middle."""
    page.fill("#check input", "52S DG 1 6")
    page.press("#check input", "Enter")
    said = page.inner_text("#check-answer")

    assert said.startswith("inside")
    assert "“52S DG 1 6” is a square of 10 km: its middle was taken." in said


def test_a_link_is_read_and_not_opened(bare: Path, visit: Callable[..., Any]) -> None:
    """Nothing is asked of the network, and no policy is tried."""
    visited = visit(bare)
    visited.page.fill("#check input", "https://map.kakao.com/link/map/%ED%8F%AC%ED%95%AD,36.03,129.36")
    visited.page.press("#check input", "Enter")

    assert "Korean Peninsula" in visited.page.inner_text("#check-answer")
    assert visited.page.evaluate("location.hash") == "#at=36.03,129.36"
    assert [each for each in visited.requests if not each.startswith(("file:", "data:"))] == []
    assert visited.complaints == []
    assert visited.page.evaluate("window.violations") == []


def test_a_click_on_the_map_checks_the_place(page: Any) -> None:
    """Where there is no mark, a click asks about the place."""
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    assert "nmi" in page.inner_text("#check-answer")
    assert page.evaluate("location.hash").startswith("#at=")


def test_the_address_asks_about_a_place(bare: Path, visit: Callable[..., Any]) -> None:
    """A link answers when it is opened; one that is out of range, broken or hostile changes nothing."""
    assert "Yellow Sea" in opened(bare, visit, hash="#at=36,123.5").inner_text("#check-answer")
    for broken in (
        "#at=91,120",
        "#at=36,181",
        "#at=36",
        "#at=36,abc",
        "#at=1e1,120",
        "#at=36,123.5<img src=x onerror=window.ran.push(1)>",
        "#at=36,123.5;window.ran.push(1)",
        "#at=%2036,123",
        "#at=__proto__,constructor",
    ):
        page = opened(bare, visit, hash=broken)
        assert page.inner_text("#check-answer") == "", broken
        assert page.evaluate("window.ran") == []


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_the_check_can_be_taken_along(bare: Path, visit: Callable[..., Any], form: str) -> None:
    """The answer under each reading, with the position, as CSV or GeoJSON."""
    page = opened(bare, visit, hash="#at=29.5,125")
    with page.expect_download() as download:
        page.click(f"button[value='check.{form}']")
    text = download.value.path().read_text("utf-8-sig")
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
    else:
        rows = [feature["properties"] for feature in json.loads(text)["features"]]

    assert [(row["reading_checked"], row["verdict"]) for row in rows] == [
        ("narrow", "outside"),
        ("central", "outside"),
        ("broad", "inside"),
    ]
    assert float(rows[0]["latitude"]) == 29.5
    assert float(rows[2]["distance_km"]) == pytest.approx(
        load_zone("broad").distance_km(125, 29.5)[0], abs=0.05
    )
