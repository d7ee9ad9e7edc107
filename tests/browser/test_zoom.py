"""The page at 200% and 400% zoom, with text of double size, and on a telephone held sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from maps import draw_map
from maps.scene_build import make_scene
from zones import load_exercises, load_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What the browser makes of a desktop of 1280 x 900 when it is zoomed, and of a reader's own size of text.
VIEWS = {
    "zoom 200%": {"width": 640, "height": 450, "device_scale_factor": 2},
    "zoom 400%": {"width": 320, "height": 225, "device_scale_factor": 4},
    "text 200%": {"width": 1280, "height": 900, "settings": "defaultFontSize=32"},
    "text 200% on a telephone": {"width": 360, "height": 740, "settings": "defaultFontSize=32"},
    "telephone held sideways": {"width": 740, "height": 360},
}
CUT_TEXTS = """() => {
    const box = (one) => one.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const fields = [...document.querySelectorAll('aside :is(input, select, button), #downloads button')]
        .filter((one) => one.checkVisibility());
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const { currentNode: text } = texts;
        const holder = text.parentElement;
        if (!text.data.trim() || !holder.checkVisibility({ visibilityProperty: true })) continue;
        if (holder.closest('#map, #regimes table, tr:nth-child(n + 20), .unseen, .skip')) continue;
        if (holder.closest('script, style, noscript, option')) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const line of range.getClientRects()) {
            const sideways = line.left < -1 || line.right > document.documentElement.clientWidth + 1;
            const under = fields.some((field) => !field.contains(text) && meet(line, box(field)));
            if (sideways || under) found.push(text.data.trim());
        }
    }
    return found;
}"""
CONTROLS = """() => ['#map', '.leaflet-control-zoom', '.scale', '.leaflet-control-attribution'].map((name) =>
  {
    const { left, top, right, bottom } = document.querySelector(name).getBoundingClientRect();
    return [left, top, right, bottom]; })"""

LEADERS = """() => {
    const shown = (one) => one.style.visibility !== 'hidden';
    const boxes = [...document.querySelectorAll('.name span')].filter(shown)
        .map((one) => one.getBoundingClientRect());
    const lines = [...document.querySelectorAll('.leader:not(.dot)')].filter(shown);
    return lines.map((line) => {
        const { x, y } = line.getPointAtLength(0).matrixTransform(line.getScreenCTM());
        return boxes.some((box) => x > box.left - 6 && x < box.right + 6
            && y > box.top - 6 && y < box.bottom + 6);
    }); }"""


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map of the bundled exercises."""
    path = tmp_path_factory.mktemp("zoom") / "map.html"
    draw_map(load_zone(), load_exercises()).save(path)
    return path


@pytest.fixture(params=VIEWS.values(), ids=VIEWS)
def page(bundled: Path, visit: Callable[..., Any], request: pytest.FixtureRequest) -> Any:
    """Open it in each view."""
    return visit(bundled, **request.param).page


def unfold(page: Any) -> None:
    """Open all that opens, choose an exercise and a regime, check a place."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("tbody th a").nth(5).evaluate("(link) => link.click()")
    page.select_option("#regime", label="2017-03-08 Dual suspension (China)")
    page.fill("#check input", "38-46.58N 120-59.10E")
    page.press("#check input", "Enter")


def test_nothing_scrolls_sideways_and_no_text_is_cut_or_covered(page: Any) -> None:
    """Folded and unfolded the page keeps to its width, and no field lies on a text."""
    for change in (lambda _: None, unfold):
        change(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(CUT_TEXTS) == []


def test_the_map_leaves_room_to_get_past_it(page: Any) -> None:
    """A finger or a wheel on the map moves the map: some of the page beside it stays to be seen."""
    height = page.locator("#map").bounding_box()["height"]

    assert 150 < height <= 0.9 * page.evaluate("innerHeight")


def test_controls_stand_whole_in_the_map_and_apart(page: Any) -> None:
    """Zoom, scale and attribution; and the words of the scale stay within its bars."""
    frame, *controls = page.evaluate(CONTROLS)

    for index, (left, top, right, bottom) in enumerate(controls):
        assert frame[0] <= left
        assert frame[1] <= top
        assert right <= frame[2]
        assert bottom <= frame[3]
        for other in controls[:index]:
            assert not (left < other[2] and other[0] < right and top < other[3] and other[1] < bottom)
    wide = "(bars) => bars.map((bar) => bar.scrollWidth <= bar.clientWidth + 1)"
    assert page.eval_on_selector_all(".scale div", wide) == [True, True]


@pytest.mark.parametrize("view", ["zoom 200%", "text 200%"])
def test_regions_keep_their_names(bundled: Path, visit: Callable[..., Any], view: str) -> None:
    """All five stand on the map, in letters that grow with the size of text that the reader chose."""
    page = visit(bundled, **VIEWS[view]).page
    names = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('.name span')]
        .filter((one) => one.style.visibility !== 'hidden')
        .map((one) => [
            one.textContent.replace(/\\s+/g, ' '), parseFloat(getComputedStyle(one).fontSize)]))""")
    regions = {region.name for region in make_scene(load_zone(), []).regions}

    assert regions <= set(names)
    assert min(names[region] for region in regions) >= (22 if view == "text 200%" else 11)


def test_a_narrow_table_can_be_sorted(page: Any) -> None:
    """Where rows become blocks, the headings stay above them as buttons."""
    button = page.locator("thead button").nth(1)
    button.click()
    button.click()

    first = page.locator("tbody td:nth-child(2)").first.text_content()
    assert first.startswith(max(one.start for one in load_exercises())[:7])
    assert page.locator("thead th").nth(1).get_attribute("aria-sort") == "descending"


def test_a_name_that_is_out_of_sight_takes_its_line_along(bundled: Path, visit: Callable[..., Any]) -> None:
    """The line from a name beside its region does not stay behind where the name is not shown."""
    page = visit(bundled, **VIEWS["zoom 200%"]).page
    lines = page.evaluate(LEADERS)
    assert lines
    assert all(lines)

    hidden = 0
    for _ in range(12):
        page.evaluate("dezone.map.panBy([25, 0], { animate: false })")
        now = page.evaluate(LEADERS)
        assert all(now)
        hidden = max(hidden, len(lines) - len(now))
    assert hidden


@pytest.mark.parametrize("width", [1280, 640, 320])
def test_targets_are_large_enough(bundled: Path, visit: Callable[..., Any], width: int) -> None:
    """24 px or as much room around (WCAG 2.2, 2.5.8); not the marks, for the table has every exercise too."""
    page = visit(bundled, width=width).page
    unfold(page)
    page.evaluate("""document.querySelector('.scroll').style.maxHeight = 'none';
        document.querySelector('aside').style.maxHeight = 'none';
        document.querySelectorAll('tbody tr:nth-child(n + 20), .mark').forEach((one) => one.remove());""")
    found = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["target-size"]}}).response

    assert found["passes"]
    assert [node["target"] for rule in found["violations"] for node in rule["nodes"]] == []
