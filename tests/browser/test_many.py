"""More exercises than a table holds: packed in columns, drawn on canvas, and still all of them there."""

from __future__ import annotations

import csv
import io
import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fake_zone import READINGS, FakeZone, exercises, write_data
from hostile import HOSTILE

from maps.page import MOST_ROWS
from maps.periods import date_words
from maps.safe_text import clean_text
from maps.scene_build import make_scene
from maps.web import DezoneMap
from zones import load_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from maps.scene import Event, Scene

TIMES = 80


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the pages of this file together."""
    return write_data(tmp_path_factory.mktemp("many"))


def repeated(event: Event, number: int) -> Event:
    """Give a copy with a name and a place of its own."""
    places = tuple(
        replace(place, position=(place.position[0] + number / 500, place.position[1] - number / 900))
        if place.kind == "point"
        else place
        for place in event.places
    )
    return replace(event, id=f"{event.id}-{number:03d}", name=f"{event.name} {number}", places=places)


@pytest.fixture(scope="module")
def scene(folder: Path) -> Scene:
    """Make a scene of 720 exercises of every kind of place."""
    scene = make_scene(FakeZone(), exercises(), readings=READINGS, data=folder)
    events = tuple(repeated(event, number) for number in range(TIMES) for event in scene.events)
    return replace(scene, events=events)


@pytest.fixture(scope="module")
def path(scene: Scene, folder: Path) -> Path:
    """Write its page."""
    DezoneMap(scene).save(folder / "many.html")
    return folder / "many.html"


@pytest.fixture
def page(path: Path, visit: Callable[..., Any]) -> Any:
    """Open it."""
    visited = visit(path)
    return visited.page


def saved(page: Any, name: str) -> str:
    """Press a button and read the file that comes."""
    with page.expect_download() as download:
        page.click(f"#downloads button[value='{name}']")
    return download.value.path().read_text("utf-8-sig")


def test_every_exercise_is_there(page: Any, scene: Scene) -> None:
    """Unpacked, each has its name, dates, parties, kinds and verdict, in the order given."""
    of_places = list(csv.DictReader(io.StringIO(saved(page, "verdicts.csv"))))
    rows = list({row["id"]: row for row in of_places}.values())

    assert len(of_places) == sum(max(len(event.places), 1) for event in scene.events)
    assert len(rows) == len(scene.events) == 720
    for row, event in zip(rows, scene.events, strict=True):
        assert (row["id"], row["name"], row["verdict"]) == (event.id, event.name, event.verdict)
        assert (row["start"], row["end"]) == (event.start, event.end)
        assert row["parties"] == "CHN;RUS"
        assert row["kinds"] == "live_fire"


def test_every_place_is_there(page: Any, scene: Scene) -> None:
    """Positions to 11 m, tracks and areas with their points, named areas by name."""
    features = json.loads(saved(page, "verdicts.geojson"))["features"]
    places = [place for event in scene.events for place in event.places]

    assert len(features) == len(places)
    for feature, place in zip(features, places, strict=True):
        about = feature["properties"]
        assert (about["place"], about["role"], about["place_verdict"]) == (
            place.name,
            place.role.replace(" ", "_"),
            place.verdict,
        )
        assert (about["named_area"], about["uncertainty_km"]) == (place.area_id, place.uncertainty_km)
        kind = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon"}.get(place.kind)
        assert (feature["geometry"] or {}).get("type") == kind
        if kind == "Point":
            assert feature["geometry"]["coordinates"] == pytest.approx(place.position, abs=1e-4)


def test_first_rows_are_static_and_the_page_says_how_to_get_the_rest(
    path: Path, visit: Callable[..., Any]
) -> None:
    """Without scripts there are 500 rows, and a line says where the others are."""
    page = visit(path, java_script_enabled=False).page

    assert page.locator("tbody tr").count() == MOST_ROWS
    assert "first 500 of 720 exercises" in page.inner_text(".rest")
    assert "dezone check FILE --format csv" in page.inner_text(".rest")


def test_what_is_searched_is_found_beyond_the_first_rows(page: Any) -> None:
    """The table then holds what fits, though it was not among the first 500; cleared, it is as before."""
    before = page.text_content("tbody tr:first-child")
    page.evaluate("document.getElementById('filters').open = true")
    page.fill("input[type=search]", "drill track 79")
    assert page.inner_text("#shown") == "1 of 720 exercises shown"
    assert page.text_content("tbody tr th") == "Drill track 79"

    page.fill("input[type=search]", "")
    assert page.inner_text("#shown") == "720 of 720 exercises shown; the table lists the first 500"
    assert page.locator("tbody tr").count() == MOST_ROWS
    assert page.text_content("tbody tr:first-child") == before


def test_filters_agree_with_the_data(page: Any, scene: Scene) -> None:
    """Verdict and period leave what fits; exercises without a date stay."""
    page.evaluate("document.getElementById('filters').open = true")
    for verdict in ("partly", "outside", "uncertain"):
        page.uncheck(f"input[name=verdict][value={verdict}]")
    inside = sum(event.verdict == "inside" for event in scene.events)
    assert page.inner_text("#shown").startswith(f"{inside} of 720")

    page.locator("input[name=to]").evaluate(
        "(one) => { one.value = one.min; one.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    early = sum(event.verdict == "inside" and event.start.startswith("1965") for event in scene.events)
    assert page.inner_text("#shown").startswith(f"{early} of 720")


def test_a_group_lists_its_exercises(page: Any) -> None:
    """A click on a group lists them, a click on one opens it and marks its place."""
    box = page.locator("#map").bounding_box()
    at = page.evaluate(
        """() => { let best = null; dezone.map.eachLayer((layer) => { if (layer.groups) best = layer.groups
        .filter((one) => one.count > 3 && !one.somewhere).sort((a, b) => b.count - a.count)[0]; });
        return [best.x, best.y, best.count]; }"""
    )
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])
    assert "exercises at this place" in page.inner_text("#details-body h3")

    page.locator("#details-body button").first.click()
    assert page.inner_text("#details-body h3").startswith("Drill")
    assert page.locator("path.chosen").count() >= 1


def test_keys_step_through_all(page: Any) -> None:
    """The keys n and p go through every exercise that is shown, not only those in the table."""
    page.focus("#map")
    page.keyboard.press("p")
    assert page.inner_text("#live").startswith("720 of 720: Drill point 79")
    page.keyboard.press("n")
    assert page.inner_text("#live").startswith("1 of 720: Drill point 0")
    assert page.text_content("tr[aria-current] th") == "Drill point 0"


def test_the_address_opens_any_of_them(path: Path, visit: Callable[..., Any]) -> None:
    """A link to an exercise beyond the table opens it."""
    page = visit(path, hash="#exercise=drill-track-079").page

    assert page.inner_text("#details-body h3") == "Drill track 79"


def test_dates_are_worded_as_in_the_rows_that_are_written(
    scene: Scene, folder: Path, visit: Callable[..., Any]
) -> None:
    """Beyond the first 500 the script words them: one day once, a period with both ends, or none at all."""
    days = [("", ""), ("2017-03", ""), ("2017-03-01", "2017-03-01"), ("", "2017"), ("2016", "2017-03-01")]
    last = len(scene.events) - len(days)
    dated = [
        replace(event, start=start, end=end)
        for event, (start, end) in zip(scene.events[last:], days, strict=True)
    ]
    DezoneMap(replace(scene, events=scene.events[:last] + tuple(dated))).save(folder / "dates.html")
    page = visit(folder / "dates.html").page
    page.evaluate("document.getElementById('filters').open = true")
    for event in dated:
        page.fill("input[type=search]", event.id)
        assert page.text_content("tbody tr:first-child td") == date_words(event.start, event.end)


def test_hostile_texts_run_nothing(folder: Path, scene: Scene, visit: Callable[..., Any]) -> None:
    """Payloads in every packed text: nothing runs, nothing complains, and each is shown as it is."""
    texts = [clean_text(text) for text in HOSTILE.values()]
    events = []
    for number, event in enumerate(scene.events):
        text = texts[number % len(texts)][:300]
        events.append(
            replace(
                event,
                id=f"{text}{number}",
                **dict.fromkeys(("name", "start", "end", "reason", "location", "verification"), text),
                **dict.fromkeys(("parties", "kinds"), (text, text)),
                readings={text: text},
                places=tuple(replace(place, name=text, role=text) for place in event.places),
            )
        )
    DezoneMap(replace(scene, events=tuple(events))).save(folder / "hostile.html")
    visited = visit(folder / "hostile.html")
    page = visited.page
    page.focus("#map")
    for _ in range(len(texts)):
        page.keyboard.press("n")
    page.evaluate("document.getElementById('filters').open = true")
    page.select_option("select[name=party]", label=texts[1])
    page.fill("input[type=search]", texts[1])

    assert page.text_content("tbody tr:first-child th") == texts[1]
    assert page.locator("#details-body script, #details-body img, tbody img, tbody script").count() == 0
    assert visited.complaints == []
    assert page.evaluate("[window.violations, window.ran]") == [[], []]


def test_page_asks_for_nothing(path: Path, visit: Callable[..., Any]) -> None:
    """No request, no complaint, no violation of the policy, while it is moved and zoomed."""
    visited = visit(path)
    page = visited.page
    page.focus("#map")
    for key in ("+", "+", "-", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)

    assert len(visited.requests) == 1
    assert visited.complaints == []
    assert page.evaluate("window.violations") == []


CIRCLES = """() => { const { left, top } = document.getElementById('map').getBoundingClientRect();
    return dezone.page.markBoxes().map(({ x0, x1, y0, y1 }) => [
        left + (x0 + x1) / 2, top + (y0 + y1) / 2, (x1 - x0) / 2]); }"""
SHOWN_NAMES = """() => [...document.querySelectorAll('.name span')]
    .filter((one) => one.style.visibility !== 'hidden').map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [one.textContent.replace(/\\s+/g, ' '), x, y, width, height]; })"""


@pytest.fixture(scope="module")
def crowded(folder: Path) -> Path:
    """Write a map of the zone with exercises wherever one looks, some hundred for each circle."""
    scene = make_scene(load_zone(), [])
    event = next(event for event in make_scene(FakeZone(), exercises()[:1], data=folder).events)
    [place] = event.places
    at = itertools.product(range(1150, 1450), range(240, 500, 2))
    events = tuple(
        replace(event, id=f"e{number}", places=(replace(place, position=(lon / 10, lat / 10)),))
        for number, (lon, lat) in enumerate(at)
    )
    DezoneMap(replace(scene, events=events)).save(folder / "crowded.html")
    return folder / "crowded.html"


def test_regions_are_named_between_the_circles_of_a_crowded_page(
    crowded: Path, visit: Callable[..., Any]
) -> None:
    """All five names are there and under no circle; the circles made way, but none meets another."""
    page = visit(crowded).page
    names, circles = page.evaluate(SHOWN_NAMES), page.evaluate(CIRCLES)

    assert {region.name for region in make_scene(load_zone(), []).regions} <= {name for name, *_ in names}
    assert len(circles) > 100
    for _, left, top, width, height in names:
        for x, y, reach in circles:
            dx = max(left - x, 0, x - left - width)
            dy = max(top + 1 - y, 0, y - top - height + 1)  # a line box is a little higher than its letters
            assert dx * dx + dy * dy >= (reach - 1) ** 2
    for (x, y, reach), (u, v, other) in itertools.combinations(circles, 2):
        assert (x - u) ** 2 + (y - v) ** 2 >= (reach + other) ** 2


def test_the_address_holds_what_is_filtered_by(path: Path, visit: Callable[..., Any]) -> None:
    """As with few exercises."""
    page = visit(path, hash="#verdict=inside&text=drill+point+0").page

    assert page.is_visible("#filters form")
    assert page.locator("[name=verdict]:checked").count() == 1
    assert int(page.inner_text("#shown").split()[0]) < 720
    page.select_option("select[name=party]", index=1)
    assert page.evaluate("location.hash").startswith("#party=")
    assert page.evaluate("location.hash").endswith("&verdict=inside&text=drill%20point%200")
