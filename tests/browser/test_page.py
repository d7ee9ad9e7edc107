"""The page in Chromium, from a file, with the network off: it draws, answers, and runs nothing of data."""

from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import folium
import pytest
from fake_zone import CLOSED, READINGS, FakeZone, exercises, write_data
from hostile import HOSTILE
from shapely.geometry import Polygon, shape
from waiting import settled, until

from geo.writing import csv_cell
from maps import draw_map
from maps.safe_text import clean_text
from maps.scene import EventSource
from maps.scene_build import make_scene
from maps.web import DezoneMap
from zones import load_exercises, load_zone
from zones.words import CAVEAT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from maps.scene import Event


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the pages of this file together."""
    return write_data(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def page(folder: Path) -> Path:
    """Write a map of the five boxes with nine exercises."""
    DezoneMap(make_scene(FakeZone(), exercises(), readings=READINGS, data=folder)).save(folder / "map.html")
    return folder / "map.html"


def hostile(event: Event, text: str, event_id: str) -> Event:
    """Put a text into every field that holds words, as if nothing before the page had looked at it."""
    words = ("name", "start", "end", "reason", "nearest_limit", "flips", "location", "verification", "notes")
    return replace(
        event,
        id=event_id + text[:100],
        **dict.fromkeys(words, text),
        **dict.fromkeys(("parties", "kinds", "doubts"), (text, text)),
        readings={text: text},
        places=tuple(replace(place, name=text, role=text, reason=text) for place in event.places),
        sources=(EventSource(title=text, publisher=text, date=text, url=text),),
    )


@pytest.fixture(scope="module")
def hostile_page(folder: Path) -> Path:
    """Put every hostile text into every text field, of exercises and of all else."""
    scene = make_scene(FakeZone(), exercises(), readings=READINGS, data=folder)
    scene = replace(
        scene,
        events=tuple(
            hostile(event, text, f"{number}-{event.id}")
            for number, text in enumerate(map(clean_text, HOSTILE.values()))
            for event in scene.events
        ),
    )
    evil = [clean_text(text) for text in HOSTILE.values()]
    scene = replace(
        scene,
        areas=tuple(replace(area, name=evil[number]) for number, area in enumerate(scene.areas)),
        regions=tuple(replace(region, name=evil[number + 5]) for number, region in enumerate(scene.regions)),
        limits=tuple(
            replace(limit, name=evil[number], source=evil[number])
            for number, limit in enumerate(scene.limits)
        ),
        readings=tuple(replace(reading, name=evil[number]) for number, reading in enumerate(scene.readings)),
        **dict.fromkeys(
            ("title", "subtitle", "caveat", "attribution", "version", "reading", "data_date"), evil[1]
        ),
    )
    DezoneMap(scene).save(folder / "hostile.html")
    return folder / "hostile.html"


@pytest.fixture(scope="module")
def bundled(folder: Path) -> Path:
    """Write the map that `dezone map` gives without a file."""
    draw_map(load_zone(), load_exercises()).save(folder / "bundled.html")
    return folder / "bundled.html"


def calm(visited: Any) -> None:
    """Nothing was asked of the network, nothing complained, nothing ran."""
    assert [url for url in visited.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in visited.requests if url.startswith("file:")]) == 1
    assert visited.complaints == []
    assert visited.page.evaluate("[window.violations, window.ran]") == [[], []]


def walk(visited: Any) -> None:
    """Use everything: step, choose, filter, sort, zoom, hover."""
    page = visited.page
    page.focus("#map")
    for key in ("n", "n", "p", "+", "-", "ArrowLeft", "Escape", "p"):
        page.keyboard.press(key)
    for name in range(page.locator("tbody th a").count()):
        page.locator("tbody th a").nth(name).evaluate("(link) => link.click()")
    for mark in range(page.locator(".mark").count()):
        page.locator(".mark").nth(mark).evaluate("(mark) => mark.click()")
    for header in range(6):
        page.locator("thead button").nth(header).evaluate("(link) => link.click()")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for name in ("party", "kind"):
        page.select_option(f"select[name={name}]", index=1)
        page.select_option(f"select[name={name}]", index=0)
    page.fill("input[type=search]", "drill")
    page.fill("input[type=search]", "")
    page.mouse.move(400, 400)


def test_page_asks_for_nothing_and_complains_of_nothing(page: Path, visit: Callable[..., Any]) -> None:
    """No request, no console error, no violation of the policy, whatever is clicked."""
    visited = visit(page)
    walk(visited)
    calm(visited)


def test_hostile_texts_run_nothing(hostile_page: Path, visit: Callable[..., Any]) -> None:
    """Two dozen payloads in every text field, everything clicked: nothing runs, the page goes on working."""
    visited = visit(hostile_page)
    walk(visited)
    calm(visited)


def test_hostile_texts_are_shown_as_text(hostile_page: Path, visit: Callable[..., Any]) -> None:
    """In the table, in the details and on the map each payload stands as it was written."""
    visited = visit(hostile_page)
    names = visited.page.eval_on_selector_all("tbody th", "(cells) => cells.map((cell) => cell.textContent)")
    assert len(names) == len(HOSTILE) * len(exercises())
    assert HOSTILE["image"] in names
    assert HOSTILE["template literal"] in names

    visited.page.locator("tbody th a", has_text=HOSTILE["script"]).first.click()
    details = visited.page.inner_text("#details-body")
    assert details.count(HOSTILE["script"]) >= 6
    assert visited.page.locator("#details-body script, #details-body img, #details-body a").count() == 0


def test_only_web_addresses_are_links(page: Path, hostile_page: Path, visit: Callable[..., Any]) -> None:
    """A source with http or https is a link that tells its target nothing; any other address is text."""
    visited = visit(page)
    visited.page.locator("tbody th a").first.click()
    link = visited.page.locator("#details-body a")
    assert link.get_attribute("href") == "https://example.org/a?b=1&c=2"
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"

    visited = visit(hostile_page)
    for kind in ("javascript link", "data link"):
        visited.page.locator("tbody th a").get_by_text(HOSTILE[kind], exact=True).first.click()
        assert visited.page.inner_text("#details-body h3") == HOSTILE[kind]
        assert visited.page.locator("#details-body a").count() == 0, kind


def test_marks_differ_by_shape_and_named_areas_are_marked_as_such(
    page: Path, visit: Callable[..., Any]
) -> None:
    """Each verdict has its own symbol; a place known by its area alone wears a ring, never a bare mark."""
    visited = visit(page)
    symbols = set(
        visited.page.eval_on_selector_all(".mark use", "(all) => all.map((one) => one.getAttribute('href'))")
    )

    assert {"#mark-inside", "#mark-outside", "#somewhere"} <= symbols
    area = visited.page.locator(".mark", has=visited.page.locator("use[href='#somewhere']"))
    assert area.count() == 1
    assert area.inner_text() == "2"


def test_marks_at_one_place_are_listed(page: Path, visit: Callable[..., Any]) -> None:
    """Where several exercises share a mark, choosing it lists them, and each can be opened."""
    visited = visit(page)
    visited.page.locator(".mark", has=visited.page.locator("use[href='#somewhere']")).click()
    assert "2 exercises somewhere in Sea of Japan / East Sea" in visited.page.inner_text("#details-body")

    visited.page.locator("#details-body button").first.click()
    assert "somewhere in this area" in visited.page.inner_text("#details-body")
    assert visited.page.locator("path.chosen.area").count() == 1


BOXES = """() => [...document.querySelectorAll('.name span, .mark')]
    .filter((one) => getComputedStyle(one).visibility !== 'hidden')
    .map((one) => { const box = one.getBoundingClientRect();
        return [one.matches('.mark') ? 'mark' : one.textContent, box.left, box.top, box.right, box.bottom];
    })"""


def test_names_lie_on_no_mark_and_on_no_other_name(page: Path, visit: Callable[..., Any]) -> None:
    """Boxes of shown names meet neither marks nor each other, at three zooms."""
    visited = visit(page)
    for key in ("", "+", "-", "-"):
        if key:
            visited.page.focus("#map")
            visited.page.keyboard.press(key)
        boxes = settled(visited.page, lambda: visited.page.evaluate(BOXES))
        names = [box for box in boxes if box[0] != "mark"]
        assert names
        for name in names:
            for other in boxes:
                if other is not name:
                    apart = (
                        name[3] <= other[1]
                        or other[3] <= name[1]
                        or name[4] <= other[2]
                        or other[4] <= name[2]
                    )
                    assert apart, (name, other)


def test_keyboard_steps_through_the_table_and_says_each(page: Path, visit: Callable[..., Any]) -> None:
    """The keys n and p go through the rows as they stand, the live region speaks, the row is marked."""
    visited = visit(page)
    visited.page.focus("#map")
    visited.page.keyboard.press("n")
    first = visited.page.inner_text("#live")
    visited.page.keyboard.press("n")
    visited.page.keyboard.press("p")

    assert first.startswith("1 of 9: Drill point, 1965-03-01 – 1965-04-30, inside.")
    assert visited.page.inner_text("#live") == first
    # not inner_text: a row that is not yet laid out, because it is out of sight, has none
    assert visited.page.text_content("tr[aria-current] th") == "Drill point"
    assert (
        visited.page.evaluate(
            "document.querySelectorAll('#map [tabindex=\"0\"], #map a:not([tabindex])').length"
        )
        == 0
    )


def test_period_selects_by_overlap_before_1970_too(page: Path, visit: Callable[..., Any]) -> None:
    """The sliders keep what overlaps the period, the first drill of 1965 included, and what has no date."""
    visited = visit(page)
    visited.page.evaluate("document.getElementById('filters').open = true")
    slider = visited.page.locator("input[name=to]")
    slider.evaluate(
        "(one) => { one.value = one.min; one.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    shown = visited.page.eval_on_selector_all(
        "tbody tr:not([hidden]) th", "(all) => all.map((one) => one.textContent)"
    )

    assert shown == ["Drill point", "Drill point"]  # 1965-03, and the one without a date
    assert visited.page.inner_text("#shown") == "2 of 9 exercises shown"
    assert visited.page.inner_text("output[name=to-words]") == "1965-03"


@pytest.mark.parametrize("column", range(6))
def test_table_sorts_both_ways(page: Path, visit: Callable[..., Any], column: int) -> None:
    """A second press turns the order round, and the heading says which it is."""
    visited = visit(page)
    header = visited.page.locator("thead th").nth(column)
    header.locator("button").click()
    assert header.get_attribute("aria-sort") == "ascending"
    header.locator("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert visited.page.locator("tbody tr").count() == 9


def test_the_address_opens_an_exercise(page: Path, visit: Callable[..., Any]) -> None:
    """A link to one exercise opens it; an address that names none changes nothing."""
    assert "Drill track" in visit(page, hash="#exercise=drill-track").page.inner_text("#details-body")
    for other in ("#exercise=", "#<img src=x onerror=window.ran.push(1)>"):
        visited = visit(page, hash=other)
        assert "Choose a mark" in visited.page.inner_text("#details-body")
        calm(visited)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("nobody", "nobody"),
        ("__proto__", "__proto__"),
        ("%3Cimg src=x onerror=window.ran.push(1)%3E", "<img src=x onerror=window.ran.push(1)>"),
        ("🛰" * 61, "🛰" * 60 + "…"),
    ],
)
def test_an_address_of_no_exercise_is_said_to_be_so(
    page: Path, visit: Callable[..., Any], broken: str, said: str
) -> None:
    """When the page opens and later; what was chosen before is chosen no more."""
    visited = visit(page, hash="#exercise=drill-track")
    visited.page.evaluate("(id) => { location.hash = '#exercise=' + id; }", broken)
    visited.page.locator("#details-body .problem").wait_for()
    for each in (visited, visit(page, hash=f"#exercise={broken}")):
        assert each.page.inner_text("#details-body") == f"No exercise “{said}” in this map."
        assert each.page.inner_text("#live") == f"No exercise “{said}” in this map."
        assert each.page.locator("tr[aria-current], path.chosen").count() == 0
        calm(each)

    visited.page.go_back()
    visited.page.locator("#details-body h3").wait_for()
    assert visited.page.inner_text("#details-body h3") == "Drill track"
    visited.page.go_forward()
    visited.page.locator("#details-body .problem").wait_for()
    assert visited.page.locator("tr[aria-current]").count() == 0


def slide(page: Any, name: str, end: str) -> None:
    """Move a slider of the period to one of its ends, as a hand does: in steps, then let go."""
    page.locator(f"input[name={name}]").evaluate(
        """(one, end) => { one.value = one[end];
        for (const type of ["input", "change"]) one.dispatchEvent(new Event(type, { bubbles: true })); }""",
        end,
    )


def test_a_slider_takes_the_other_along(page: Path, visit: Callable[..., Any]) -> None:
    """No period ends before it begins; both say their month, to the eye and to screen readers."""
    shown = visit(page).page
    shown.evaluate("document.getElementById('filters').open = true")

    def period() -> list[str]:
        said = [shown.get_attribute(f"input[name={name}]", "aria-valuetext") for name in ("from", "to")]
        assert said == [shown.inner_text(f"output[name={name}-words]") for name in ("from", "to")]
        return said

    first, last = period()
    assert first < last
    slide(shown, "to", "min")
    assert period() == [first, first]
    slide(shown, "from", "max")
    assert period() == [last, last]
    shown.focus("input[name=to]")
    shown.keyboard.press("Home")
    assert period() == [first, first]


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_page_fits_its_width(page: Path, visit: Callable[..., Any], width: int) -> None:
    """Nothing sticks out at the side, on a telephone either; there the legend is folded."""
    visited = visit(page, width=width)

    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.page.evaluate("document.getElementById('legend').open") is (width > 860)


def test_picture_and_table_stand_without_scripts(page: Path, visit: Callable[..., Any]) -> None:
    """With scripts off there is a picture of the regions with marks, the legend and the whole table."""
    visited = visit(page, java_script_enabled=False)

    assert visited.page.locator("svg.picture").bounding_box()["height"] > 200
    assert visited.page.locator("svg.picture path.region").count() == 6
    assert visited.page.locator("svg.picture use").count() >= 6
    assert visited.page.locator("#map").is_hidden()
    assert visited.page.locator("#filters").is_hidden()
    assert visited.page.locator("tbody tr").count() == 9


def test_print_shows_the_map_the_legend_and_the_caveat(page: Path, visit: Callable[..., Any]) -> None:
    """In print the controls are gone; figure, legend, caveat, what is shown and the table stay."""
    visited = visit(page)
    visited.page.emulate_media(media="print")

    for shown in ("#map", "#legend", ".caveat", "#shown", "#list"):
        assert visited.page.locator(shown).is_visible(), shown
    for hidden in (".leaflet-control-zoom", "#filters", "#details"):
        assert visited.page.locator(hidden).is_hidden(), hidden


def test_map_shows_no_flag_and_names_its_source(page: Path, visit: Callable[..., Any]) -> None:
    """The corner of the map holds the attribution alone."""
    visited = visit(page)

    assert visited.page.inner_text(".leaflet-control-attribution") == "Made with Natural Earth"
    assert visited.page.locator(".leaflet-control-attribution *").count() == 0


def test_pointer_and_scale_are_in_the_units_of_the_chart(page: Path, visit: Callable[..., Any]) -> None:
    """The pointer reads degrees and minutes; the scale has kilometres and nautical miles that agree."""
    visited = visit(page)
    visited.page.mouse.move(300, 400)
    visited.page.mouse.move(310, 410)
    assert "°" in visited.page.inner_text(".pointer")
    assert "′N" in visited.page.inner_text(".pointer")

    bars = visited.page.eval_on_selector_all(
        ".scale div", "(bars) => bars.map((bar) => [parseFloat(bar.style.width), bar.textContent])"
    )
    (km_px, km), (nmi_px, nmi) = bars
    assert float(km.split()[0]) / km_px == pytest.approx(1.852 * float(nmi.split()[0]) / nmi_px)


def test_frame_of_a_notebook_works(folder: Path, visit: Callable[..., Any]) -> None:
    """The frame that a notebook shows draws the map inside its sandbox."""
    drawn = DezoneMap(make_scene(FakeZone(), exercises(), readings=READINGS, data=folder))
    (folder / "notebook.html").write_text("<!DOCTYPE html><title>n</title>" + drawn._repr_html_(), "utf-8")
    visited = visit(folder / "notebook.html")
    frame = visited.page.frame_locator("iframe")
    frame.locator("html.ready").wait_for()
    frame.locator("tbody th a").first.click()

    assert frame.locator("#details-body h3").inner_text() == "Drill point"
    assert visited.complaints == []


def test_bundled_map_is_small_and_calm(bundled: Path, visit: Callable[..., Any]) -> None:
    """The map of the bundled catalogue keeps to its size, draws every region and asks for nothing."""
    content = bundled.read_bytes()
    assert len(content) <= 800_000
    assert len(gzip.compress(content, 9)) <= 220_000
    islands = io.BytesIO()
    draw_map(load_zone(islands="land"), load_exercises()).save(islands, close_file=False)
    assert len(islands.getvalue()) <= 800_000

    visited = visit(bundled)
    assert visited.page.locator("path.region").count() == 6
    assert visited.page.locator(".mark").count() >= 5
    calm(visited)


def test_bundled_zone_with_few_exercises_fits_a_mail(folder: Path) -> None:
    """Five regions, the basemap and ten exercises take no more than 380 kB, the regimes with them."""
    draw_map(load_zone(), list(load_exercises())[:10]).save(folder / "few.html")

    assert (folder / "few.html").stat().st_size <= 380_000


def test_layers_can_be_left_out(page: Path, visit: Callable[..., Any]) -> None:
    """Names, readings, circles and tracks are shown at first, and each can be switched off."""
    visited = visit(page)
    layers = {
        "names": ".name.sea span",
        "readings": "path.hatched",
        "circles": "path.event.circle",
        "tracks": "path.event.line",
    }
    for name, path in layers.items():
        assert visited.page.locator(path).first.is_visible(), name
        visited.page.uncheck(f"#show input[name={name}]")
        gone = visited.page.locator(path)
        assert gone.count() == 0 or gone.first.is_hidden(), name


def test_the_wheel_scrolls_the_page_until_the_map_has_the_focus(
    page: Path, visit: Callable[..., Any]
) -> None:
    """Scrolling over the map moves on to the table; after a click the wheel zooms."""
    visited = visit(page)
    visited.page.mouse.move(500, 500)
    before = visited.page.inner_text(".scale")
    visited.page.mouse.wheel(0, 300)
    assert until(visited.page, lambda: visited.page.evaluate("window.scrollY") > 0)
    assert visited.page.inner_text(".scale") == before

    visited.page.evaluate("window.scrollTo(0, 0)")
    visited.page.focus("#map")
    visited.page.mouse.wheel(0, -400)
    assert until(visited.page, lambda: visited.page.inner_text(".scale") != before)
    assert visited.page.evaluate("window.scrollY") == 0


def saved(visited: Any, kind: str) -> str:
    """Press a button and read the file that comes."""
    with visited.page.expect_download() as download:
        visited.page.click(f"#downloads button[value='verdicts.{kind}']")
    return download.value.path().read_text("utf-8-sig")


def test_the_list_can_be_taken_along_as_csv(hostile_page: Path, visit: Callable[..., Any]) -> None:
    """The file has a row for each place, the caveat, and no cell that a spreadsheet would reckon."""
    rows = list(csv.DictReader(io.StringIO(saved(visit(hostile_page), "csv"), newline="")))

    assert len({row["id"] for row in rows}) == len(HOSTILE) * len(exercises())
    assert len(rows) == len(HOSTILE) * sum(max(len(one.places), 1) for one in exercises())
    assert HOSTILE["image"] in {row["name"] for row in rows}
    assert "'" + HOSTILE["formula"] in {row["name"] for row in rows}
    assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row.values())
    assert {"verdict", "distance_km", "reading", "version", "data_date", "caveat"} <= rows[0].keys()


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "-1+1", "@A1", "\t1", "＝1+1", "＋1", "\u3000＠A1"])
def test_no_cell_that_is_taken_along_is_a_formula(folder: Path, visit: Callable[..., Any], text: str) -> None:
    """Neither behind a space nor in full-width letters; Python writes such cells the same way."""
    scene = make_scene(FakeZone(), exercises()[:1], readings=READINGS, data=folder)
    DezoneMap(replace(scene, events=(replace(scene.events[0], name=text),))).save(folder / "formula.html")
    [row] = csv.DictReader(io.StringIO(saved(visit(folder / "formula.html"), "csv"), newline=""))

    assert row["name"] == csv_cell(text) == "'" + text


def test_the_places_can_be_taken_along_as_geojson(page: Path, visit: Callable[..., Any]) -> None:
    """Each place is a feature at its published position; one known by its area alone has no geometry."""
    collection = json.loads(saved(visit(page), "geojson"))
    features = {feature["properties"]["id"]: feature for feature in collection["features"]}

    assert collection["about"]["caveat"] == CAVEAT
    assert len(collection["features"]) == 10
    assert features["drill-point"]["geometry"] == {"type": "Point", "coordinates": [123, 36]}
    assert features["drill-area"]["geometry"] is None
    assert features["drill-area"]["properties"]["named_area"] == "sea_of_japan"
    closed = shape(features["drill-closed"]["geometry"])
    assert closed.is_valid
    assert closed.symmetric_difference(Polygon(CLOSED)).area == pytest.approx(0, abs=1e-6)


def test_a_filtered_list_is_taken_along_as_it_stands(page: Path, visit: Callable[..., Any]) -> None:
    """What the filter hides is not in the file."""
    visited = visit(page)
    visited.page.evaluate("document.getElementById('filters').open = true")
    visited.page.fill("input[type=search]", "drill track")

    assert [row["name"] for row in csv.DictReader(io.StringIO(saved(visited, "csv")))] == ["Drill track"]


def test_borders_are_shown_on_request_only(page: Path, visit: Callable[..., Any]) -> None:
    """Borders are off at first and can be switched on."""
    visited = visit(page)
    # The colours of the ground along the border of the made-up zone.
    along = """() => {
      const canvas = document.querySelector(".leaflet-land-pane canvas");
      const [frame, map] = [canvas, document.getElementById("map")].map((one) => one.getBoundingClientRect());
      const pen = canvas.getContext("2d");
      return Array.from({ length: 40 }, (_, step) => {
        const share = 0.1 + step / 50;
        const { x, y } = dezone.map.latLngToContainerPoint([41 + 2 * share, 125 + 5 * share]);
        return pen.getImageData(map.x + x - frame.x, map.y + y - frame.y, 1, 1).data.join();
      });
    }"""

    def changed(action: Callable[[], object]) -> int:
        before = visited.page.evaluate(along)
        action()
        return sum(one != other for one, other in zip(before, visited.page.evaluate(along), strict=True))

    assert len(set(visited.page.evaluate(along))) <= 3  # the sea, perhaps a meridian
    assert changed(lambda: visited.page.check("#show input[name=borders]")) > 15
    visited.page.evaluate("dezone.map.setZoom(6, { animate: false })")
    assert changed(lambda: visited.page.uncheck("#show input[name=borders]")) > 15
    assert len(set(visited.page.evaluate(along))) <= 3


def test_degrees_stand_only_where_they_are_true(page: Path, visit: Callable[..., Any]) -> None:
    """None stays behind while the map is dragged, and beyond the graticule there are none."""
    visited = visit(page)
    frame = visited.page.locator("#map").bounding_box()
    middle = (frame["x"] + 300, frame["y"] + 300)
    assert visited.page.locator(".degrees").count() > 5
    visited.page.mouse.move(*middle)
    visited.page.mouse.down()
    visited.page.mouse.move(middle[0] + 90, middle[1] + 60, steps=3)
    assert visited.page.locator(".degrees").count() == 0
    visited.page.mouse.up()
    visited.page.wait_for_selector(".degrees")

    visited.page.evaluate("dezone.map.setView([0, 60], 4, { animate: false })")
    shown = visited.page.locator(".degrees").all_inner_texts()
    assert {"60°E", "0°N"} <= set(shown)
    assert "55°E" not in shown
    assert not [text for text in shown if text.startswith("-")]


def test_layers_of_folium_are_drawn_on_a_map_that_is_not_strict(
    folder: Path, visit: Callable[..., Any]
) -> None:
    """With strict=False a circle of folium stands on our map, which still works without a network."""
    with pytest.warns(UserWarning, match="no policy"):
        drawn = DezoneMap(make_scene(FakeZone(), exercises(), readings=READINGS, data=folder), strict=False)
    folium.Circle([40, 135], radius=200_000).add_to(drawn)
    drawn.save(folder / "open.html")
    visited = visit(folder / "open.html")

    assert visited.page.locator(".leaflet-overlay-pane path").count() == 1
    assert [one for one in visited.complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []
    visited.page.focus("#map")
    visited.page.keyboard.press("n")
    assert "Drill point" in visited.page.inner_text("#live")


def test_names_in_korean_are_marked_as_such(folder: Path, visit: Callable[..., Any]) -> None:
    """On the map, in the legend and in an answer names carry their language, for fonts and readers."""
    draw_map(load_zone(), [], language="ko").save(folder / "ko.html")
    visited = visit(folder / "ko.html", hash="#at=36,123.5")

    names = visited.page.eval_on_selector_all(
        ".name span[lang=ko]", "(all) => all.map((one) => one.textContent)"
    )
    assert "황해 (서해)" in names
    assert "동해 /\n일본해" in names
    assert visited.page.inner_text("#check-answer .verdict-line [lang=ko]") == "황해 (서해)"


def test_each_row_is_a_link_to_its_exercise(hostile_page: Path, visit: Callable[..., Any]) -> None:
    """The address of a row, opened elsewhere, shows the same exercise, whatever its id holds."""
    page = visit(hostile_page).page
    link = page.locator("tbody th a").nth(11)
    other = visit(hostile_page, hash=link.get_attribute("href")).page
    link.click()

    assert page.inner_text("#details-body") == other.inner_text("#details-body") != ""
    assert page.evaluate("location.hash") == other.evaluate("location.hash")


def test_rows_out_of_sight_can_be_read_and_found(page: Path, visit: Callable[..., Any]) -> None:
    """Rows that the browser need not lay out yet stay in the table that readers and searches see."""
    visited = visit(page, height=400)

    texts = visited.page.locator("tbody tr").all_text_contents()
    assert len(texts) == 9
    assert all("Drill" in text for text in texts)
    assert visited.page.get_by_role("row").count() == 10
    assert visited.page.get_by_role("link", name="Drill").count() == 9
