"""The page of the bundled catalogue, as its first users met it: found, chosen, taken along, read again."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from waiting import until

from maps import draw_map
from maps.scene_build import make_scene
from maps.scene_words import distance_of_event
from zones import load_exercises, load_zone
from zones.exercise_files import read_exercises

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map of the bundled exercises."""
    path = tmp_path_factory.mktemp("bundled") / "map.html"
    draw_map(load_zone(), load_exercises()).save(path)
    return path


@pytest.fixture
def page(path: Path, visit: Callable[..., Any]) -> Any:
    """Open it."""
    return visit(path).page


@pytest.mark.parametrize("name", ["verdicts.geojson", "verdicts.csv"])
def test_verdicts_taken_along_are_read_again_with_the_same_verdicts(
    page: Any, tmp_path: Path, name: str
) -> None:
    """Each exercise comes back with its places, words and verdict, and without a fault."""
    with page.expect_download() as download:
        page.click(f"#downloads button[value='{name}']")
    download.value.save_as(tmp_path / name)
    zone = load_zone()
    given = {exercise.id: exercise for exercise in load_exercises()}
    found, faults = read_exercises(str(tmp_path / name))

    assert faults == []
    assert [exercise.id for exercise in found] == list(given)
    for exercise in found:
        ours = given[exercise.id]
        assert exercise.doubts == ()
        assert (exercise.name, exercise.start, exercise.end) == (ours.name, ours.start, ours.end)
        assert (exercise.parties, exercise.kinds) == (ours.parties, ours.kinds)
        assert [(place.role, place.surface, place.extent, place.named_area) for place in exercise.places] == [
            (place.role, place.surface, place.extent, place.named_area) for place in ours.places
        ]
    verdicts = {exercise.id: zone.check(exercise) for exercise in found}
    assert [key for key, one in verdicts.items() if one.verdict != zone.check(given[key]).verdict] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vostok-2018", lambda one: one.id == "vostok-2018"),
        ("belarus", lambda one: "BLR" in one.parties),
        ("BLR", lambda one: "BLR" in one.parties),
        ("2017 ulchi", lambda one: one.start.startswith("2017") and "Ulchi" in one.name),
    ],
)
def test_search_finds_ids_years_and_parties(page: Any, text: str, expected: Callable[[Any], bool]) -> None:
    """What is written in a row, and the codes that stand for it, can be searched."""
    page.evaluate("document.getElementById('filters').open = true")
    page.fill("input[type=search]", text)
    shown = page.locator("tbody tr:not([hidden]) a").all()
    wanted = {f"#exercise={one.id}" for one in load_exercises() if expected(one)}

    assert wanted
    assert wanted <= {link.get_attribute("href") for link in shown}
    assert len(shown) <= len(wanted) + 3  # a word may stand elsewhere too


def test_every_party_is_offered_by_its_name(page: Any) -> None:
    """No code stands among the names of countries."""
    offered = page.locator("select[name=party] option").all_text_contents()

    assert {"Belarus", "Indonesia", "Singapore", "United States"} <= set(offered)
    assert [name for name in offered if name.isupper()] == []


def test_an_empty_result_says_so_and_leads_back(page: Any) -> None:
    """Where nothing fits, the table says it, and one button shows all again."""
    page.evaluate("document.getElementById('filters').open = true")
    assert page.locator("#none-fits").is_hidden()
    page.fill("input[type=search]", "no such exercise")
    page.uncheck("input[name=verdict][value=inside]")
    page.locator("input[name=from]").evaluate(
        "(one) => { one.value = one.max; one.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    assert page.inner_text("#none-fits") == "No exercise fits the filter. Reset filters"

    page.click("#none-fits button")
    page.locator("#none-fits").wait_for(state="hidden")
    count = len(load_exercises())
    assert page.inner_text("#shown") == f"{count} of {count} exercises shown"
    assert page.input_value("input[type=search]") == ""


@pytest.mark.parametrize("way", ["key", "row"])
def test_what_is_chosen_comes_into_view_beside_the_map(page: Any, way: str) -> None:
    """With the sidebar at its end, the details scroll into it; the focus stays where it was."""
    page.evaluate("document.querySelector('aside').scrollTo(0, 1e6)")
    if way == "key":
        page.focus("#map")
        page.keyboard.press("n")
    else:
        page.locator("tbody th a").nth(3).click()

    def in_view() -> bool:
        side, details = (page.locator(name).bounding_box() for name in ("aside", "#details"))
        return bool(side["y"] - 1 <= details["y"] <= side["y"] + side["height"] / 2)

    assert until(page, in_view)  # it scrolls smoothly

    assert page.evaluate("document.activeElement.id || document.activeElement.tagName") in {"map", "A"}


def test_distance_of_several_places_says_whose_it_is(page: Any) -> None:
    """Where an exercise has several places, the table says which of them is measured."""
    scene = make_scene(load_zone(), [one for one in load_exercises() if one.id == "vostok-2018"])
    said = distance_of_event(scene.events[0])
    row = page.locator("tbody tr", has=page.locator("a[href='#exercise=vostok-2018']"))

    assert row.locator("td").last.text_content() == said
    assert re.search(r"innermost of \d measured of \d", said)


def test_regions_taken_along_are_polygons_of_the_standard(page: Any) -> None:
    """RFC 7946: closed rings, outer ones counterclockwise, holes clockwise, longitudes within 180."""
    with page.expect_download() as download:
        page.click("#downloads button[value='regions.geojson']")
    collection = json.loads(download.value.path().read_text("utf-8"))

    def turn(ring: list[list[float]]) -> float:
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))

    assert len(collection["features"]) == 5
    for feature in collection["features"]:
        for outer, *holes in feature["geometry"]["coordinates"]:
            assert turn(outer) > 0
            assert all(turn(hole) < 0 for hole in holes)
            for ring in (outer, *holes):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)


NAMES_ON_THE_MAP = """() => [...document.querySelectorAll('.name span')]
    .filter((one) => one.style.visibility !== 'hidden').map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [one.textContent.replace(/\\s+/g, ' '), x, y, width, height]; })"""
MARKS = """() => [...document.querySelectorAll('.mark svg')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect(); return [x + width / 2, y + height / 2]; })"""


def test_every_region_has_its_name_on_the_crowded_map(page: Any) -> None:
    """All five names are shown, none under a mark and none on another."""
    all_named(page)


def all_named(page: Any, language: str = "en") -> None:
    """Each region has its name, and no name lies on a mark or on another name."""
    names = page.evaluate(NAMES_ON_THE_MAP)
    regions = {region.name for region in make_scene(load_zone(), [], language=language).regions}

    assert regions <= {name for name, *_ in names}
    all_free(page)


def all_free(page: Any) -> None:
    """No name lies on a mark or on another name."""
    names = page.evaluate(NAMES_ON_THE_MAP)
    boxes = [(x, y, x + width, y + height) for _, x, y, width, height in names]
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        for other in boxes[:index]:
            # Line boxes of neighbours may touch by the pixel that their letters leave free.
            assert not (x0 < other[2] - 2 and other[0] < x1 - 2 and y0 < other[3] - 2 and other[1] < y1 - 2)
        for x, y in page.evaluate(MARKS):
            assert not (x0 < x < x1 and y0 < y < y1)


def test_every_region_has_its_name_on_a_telephone(path: Path, visit: Callable[..., Any]) -> None:
    """At 360 px too; and the limit in force is named, and the scale covers none of the zone."""
    page = visit(path, width=360, height=740).page
    all_named(page)

    assert "30°N central" in {name for name, *_ in page.evaluate(NAMES_ON_THE_MAP)}
    zone, scale = (page.locator(name) for name in ("path.region.northern_east_china_sea.faint", ".scale"))
    frame, box = page.locator("#map").bounding_box(), zone.bounding_box()
    assert box["y"] + box["height"] < frame["y"] + frame["height"] - 30
    assert (
        scale.bounding_box()["y"] + scale.bounding_box()["height"]
        < page.locator(".mark").first.bounding_box()["y"]
    )


@pytest.mark.parametrize(
    ("width", "view", "moves", "regions"),
    [
        (1280, "[38, 127], 6.5", [(-260, 0), (-200, -100)], {"Korean Peninsula", "Yellow Sea", "Bohai Gulf"}),
        (1280, "[41, 135], 6", [(300, -250)], {"Sea of Japan / East Sea"}),
        (360, "[38, 127], 6.5", [(-260, 0), (-200, -100)], {"Yellow Sea", "Bohai Gulf"}),
        (360, "[41, 135], 6", [(300, -250)], {"Sea of Japan / East Sea"}),
    ],
)
def test_a_region_that_is_moved_into_sight_has_its_name_there(
    path: Path,
    visit: Callable[..., Any],
    width: int,
    view: str,
    moves: list[tuple[int, int]],
    regions: set[str],
) -> None:
    """Where its own place is out of sight; the marks stay, so that one under the mouse can be clicked."""
    page = visit(path, width=width, height=800).page
    page.evaluate(f"dezone.map.setView({view}, {{ animate: false }})")
    page.evaluate("window.marks = [...document.querySelectorAll('.mark')]")
    for move in moves:
        page.evaluate("(by) => dezone.map.panBy(by, { animate: false })", move)

    frame = page.locator("#map").bounding_box()
    whole = {
        name
        for name, x, y, wide, high in page.evaluate(NAMES_ON_THE_MAP)
        if frame["x"] <= x <= frame["x"] + frame["width"] - wide
        and frame["y"] <= y <= frame["y"] + frame["height"] - high
    }
    assert regions <= whole
    all_free(page)
    assert page.evaluate(
        "[...document.querySelectorAll('.mark')].every((one, index) => one === window.marks[index])"
    )


@pytest.mark.parametrize("language", ["ko", "zh-Hans", "zh-Hant", "ja", "ru"])
def test_names_in_every_language_are_marked_as_such_and_free(
    tmp_path: Path, visit: Callable[..., Any], language: str
) -> None:
    """Wide and narrow: the regions are named, nothing lies on a mark, and the browser picks the font."""
    draw_map(load_zone(), load_exercises(), language=language).save(tmp_path / "map.html")
    for width, height in ((1280, 900), (360, 740)):
        page = visit(tmp_path / "map.html", width=width, height=height).page
        if (language, width) != ("ru", 360):  # the longest name of all has no room there
            all_named(page, language)
        spans = "(all) => all.map((one) => [one.lang, getComputedStyle(one).fontFamily, one.textContent])"
        for lang, font, text in page.eval_on_selector_all(".name:not(.reading-name) span", spans):
            assert lang == language
            assert "/" not in [line.strip() for line in text.split("\n")]
            # A list of named fonts would draw Chinese with the letters of Korea where that font is there.
            assert font == "sans-serif" or language == "ru"
        marks = page.evaluate(MARKS)
        apart = [abs(x - u) + abs(y - v) for i, (x, y) in enumerate(marks) for u, v in marks[:i]]
        assert sum(one < 15 for one in apart) <= (width == 360)  # North Korea is full there


def test_no_degree_lies_on_a_mark(page: Any) -> None:
    """Degrees on the rim give way to marks, wherever the map is moved."""
    for dy in (0, -60, 97):
        page.evaluate("(dy) => dezone.map.panBy([0, dy], { animate: false })", dy)
        on_marks = page.evaluate("""() => {
            const box = (one) => one.getBoundingClientRect();
            const marks = [...document.querySelectorAll('.mark')].map(box);
            const meet = (a, b) => a.left < b.right && b.left < a.right
                && a.top < b.bottom && b.top < a.bottom;
            const degrees = [...document.querySelectorAll('.degrees')];
            const seen = degrees.filter((one) => one.style.visibility !== 'hidden');
            return seen.filter((one) => marks.some((mark) => meet(box(one), mark))).length;
        }""")
        assert on_marks == 0
        assert page.locator(".degrees").count() > 5


def test_names_of_the_still_picture_lie_on_no_mark(path: Path, visit: Callable[..., Any]) -> None:
    """With scripts off the five names stand free of marks, and the limit in force has its own."""
    page = visit(path, java_script_enabled=False).page
    boxes = [one.bounding_box() for one in page.locator(".picture-name:not(.at-end)").all()]
    marks = [one.bounding_box() for one in page.locator(".picture use").all()]

    assert len(boxes) == 5
    assert len(marks) > 100
    assert page.locator(".picture-name.at-end").text_content() == "30°N central"
    for name in boxes:
        for mark in marks:
            x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
            assert not (
                name["x"] < x < name["x"] + name["width"] and name["y"] < y < name["y"] + name["height"]
            )


def test_a_limit_on_request_is_named_once_and_the_sea_around_stays_outside(
    tmp_path: Path, visit: Callable[..., Any]
) -> None:
    """The latitude stands once beside its line, and no name of another sea stands in the zone."""
    zone = load_zone(southern_limit=28)
    draw_map(zone, []).save(tmp_path / "map.html")
    page = visit(tmp_path / "map.html").page
    names = {name: box for name, *box in page.evaluate(NAMES_ON_THE_MAP)}

    assert "28°N" in names
    frame = page.locator("#map").bounding_box()
    for name, (x, y, width, height) in names.items():
        if name not in {"East China Sea", "Philippine Sea", "North Pacific Ocean", "Sea of Okhotsk"}:
            continue
        for share in (0.1, 0.5, 0.9):
            at = [x + share * width - frame["x"], y + height / 2 - frame["y"]]
            lat, lon = page.evaluate(
                "(at) => { const { lat, lng } = dezone.map.containerPointToLatLng(at); return [lat, lng]; }",
                at,
            )
            assert zone.locate(lon, lat) < 0, name


def test_print_has_figure_legend_version_and_a_table_that_reads(
    path: Path, visit: Callable[..., Any]
) -> None:
    """The first page tells what the figure is; the rows are those of a table, none is left out or cut."""
    page = visit(path, width=794, height=1123).page
    page.emulate_media(media="print")

    assert "reading: central; newest source of" in page.inner_text(".printed")
    rows = page.locator("tbody tr")
    assert rows.count() == len(load_exercises())
    assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).display") == "table-row"
    assert page.locator("tbody tr").last.bounding_box()["height"] > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
    assert len(page.pdf(format="A4")) > 100_000


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 703, 1031), ("letter", 725, 965)])
def test_map_and_legend_share_the_first_printed_page(
    path: Path, visit: Callable[..., Any], paper: str, width: int, height: int
) -> None:
    """What the symbols mean stands below them, not on the next page; pixels within margins of 12 mm."""
    page = visit(path, width=width, height=height).page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    legend = page.locator("#legend").bounding_box()
    assert legend["y"] > page.locator("#map").bounding_box()["y"]
    assert legend["y"] + legend["height"] < height, paper
    # Printers leave backgrounds out: the sea is part of the drawing.
    pixel = "(one) => [...one.getContext('2d').getImageData(one.width - 9, one.height / 2, 1, 1).data]"
    assert page.locator(".leaflet-land-pane canvas").evaluate(pixel) == [0xDC, 0xEB, 0xF2, 0xFF]


CONTROLS = """() => [...document.querySelectorAll('#filters input, #filters select, #regime, #finding')]
    .map((one) => one.type === 'checkbox' ? one.checked : one.value)"""


def seen(page: Any) -> tuple[str, list[Any]]:
    """Read how many are shown, and the controls that choose them."""
    return page.inner_text("#shown"), page.evaluate(CONTROLS)


def test_the_address_holds_what_is_filtered_by(path: Path, visit: Callable[..., Any]) -> None:
    """Opened elsewhere it shows the same; no step of a slider is an entry of the history; a reset ends it."""
    page = visit(path, hash="#exercise=vostok-2018").page
    first, history = seen(page), page.evaluate("history.length")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.select_option("#regime", value="expanded-2017")
    page.select_option(
        "#finding", label=page.locator("#finding option", has_text="touched for China").first.text_content()
    )
    page.select_option("select[name=party]", "China")
    page.select_option("select[name=kind]", "naval")
    page.uncheck("input[name=verdict][value=outside]")
    page.focus("input[name=from]")
    for key in ["PageUp"] * 2 + ["ArrowRight"] * 28:
        page.keyboard.press(key)
    page.fill("input[type=search]", "sea & <b> 100%")
    assert page.inner_text("#none-fits").startswith("No exercise fits")
    page.fill("input[type=search]", "sea")
    page.press("input[type=search]", "Enter")
    hash_ = page.evaluate("location.hash")
    begin = page.inner_text("output[name=from-words]")

    assert hash_ == (
        "#regime=expanded-2017&finding=0%20China&party=China&kind=naval&verdict=inside.partly.uncertain"
        f"&from={begin}&text=sea"
    )
    assert page.evaluate("history.length") == history
    assert seen(page) != first
    other = visit(path, hash=hash_).page
    assert seen(other) == seen(page)
    other.locator("tbody tr:not([hidden]) a").first.click()
    assert other.evaluate("location.hash").endswith(hash_[1:])
    assert other.evaluate("location.hash").startswith("#exercise=")

    page.click("#filters button[type=reset]")
    page.evaluate("() => new Promise((done) => setTimeout(done))")  # the fields are back, and read
    assert page.evaluate("location.hash") == "#regime=expanded-2017&finding=0%20China"


# Ends when the address has changed, behind the page's own listener.
FOLLOWED = """(given) => new Promise((done) => {
    addEventListener('hashchange', () => done(), { once: true }); %s; })"""


def test_back_and_forward_filter_as_the_address_says(page: Any) -> None:
    """An address that names no filter shows all, as it does when it is opened."""
    found = []
    for address in ("#party=China", "#at=36,123.5&party=Japan&verdict=none", "#exercise=vostok-2018"):
        page.evaluate(FOLLOWED % "location.hash = given", address)
        found.append(seen(page))
    assert found[1][0].startswith("0 of")
    assert found[2][0].split()[0] == found[2][0].split()[2]

    for step, expected in (("back", 1), ("back", 0), ("forward", 1), ("forward", 2)):
        page.evaluate(FOLLOWED % "history[given]()", step)
        assert seen(page) == found[expected]


@pytest.mark.parametrize(
    "hostile",
    [
        "party=Nowhere&kind=__proto__&verdict=perhaps&from=2017-13&to=2017&regime=none&finding=0%20China",
        "party=%3Cimg%20src%3Dx%20onerror%3Dwindow.ran.push(1)%3E&from=1e9&to=-1&verdict=constructor",
        "party=&kind=&verdict=&from=&to=&text=&finding=",
        "party=%E0%A4%A&from=2017-03%00&to=Infinity&verdict=%ff",
    ],
)
def test_unknown_filters_of_an_address_are_left_alone(
    path: Path, visit: Callable[..., Any], hostile: str
) -> None:
    """Everything stays as it is at first, and nothing runs."""
    visited = visit(path, hash=f"#{hostile}")

    assert seen(visited.page) == seen(visit(path).page)
    assert visited.complaints == []
    assert visited.page.evaluate("[window.violations, window.ran]") == [[], []]


def test_a_period_that_ends_before_it_begins_is_mended(path: Path, visit: Callable[..., Any]) -> None:
    """In the address as by hand; and months beyond the sliders are their ends."""
    page = visit(path, hash="#from=2024-05&to=2023-01").page

    assert [page.inner_text(f"output[name={name}-words]") for name in ("from", "to")] == [
        "2024-05",
        "2024-05",
    ]
    page = visit(path, hash="#from=0001-01&to=9999-12").page
    assert seen(page) == seen(visit(path).page)
