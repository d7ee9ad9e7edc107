"""axe on the page: no violation, and every node that axe cannot judge has a reason here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from maps import draw_map
from zones import load_exercises, load_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WIDTHS = (1280, 360)
ALL = {"resultTypes": ["violations", "incomplete"]}
# What axe leaves to people: why it could not judge, a pattern of the node's selector, and why it is fine. All
# are of the rule color-contrast.
REVIEWED = [
    (
        "bgOverlap|shortTextContent",
        r"> text$",
        "numbers in marks: #1b2a33 on the white of their own mark, 14.7:1",
    ),
    (
        "imgNode|bgOverlap",
        r"(span|small)\[lang=|^\.small$",
        "names on the map: lightest ink on darkest tint 4.9:1, a halo gives more; the legend has them too",
    ),
    ("imgNode|bgOverlap", r"\.(lat|lon)", "degrees on the rim: #36515e with a white halo, 5:1 on every sea"),
    ("nonBmp", r"zoom-(in|out) > span", "the signs on the zoom buttons: #1b2a33 on white"),
    (
        "imgNode|bgOverlap",
        r"\.scale|attribution|\.pointer",
        "scale and attribution: #1b2a33 and #4a5b66 on two thirds of white over the map, at least 5.8:1",
    ),
    ("shortTextContent", r"^kbd$|text-anchor", "one letter or digit in the ink of the page on white"),
]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map of the bundled exercises."""
    path = tmp_path_factory.mktemp("axe") / "map.html"
    draw_map(load_zone(), load_exercises()[::5]).save(path)  # a fifth: axe looks at each cell
    return path


def closed(page: Any) -> None:
    """Fold everything that folds."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false; })")


def opened(page: Any) -> None:
    """Unfold everything, choose an exercise, check a place."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("tbody th a").first.evaluate("(link) => link.click()")
    page.fill("#check input", "29-30N 125E")
    page.press("#check input", "Enter")


def under_a_regime(page: Any) -> None:
    """Choose an exercise, a regime and the lines for reference."""
    opened(page)
    page.select_option("#regime", label="2017-03-08 Dual suspension (China)")
    for box in page.locator("#layers input").all():
        box.check()
    # From the top: what is scrolled half out of its frame is hidden by the frame.
    page.evaluate("document.querySelector('aside').scrollTop = 0; window.scrollTo(0, 0)")


def listed(page: Any) -> None:
    """Choose a mark of several exercises, and get a text that cannot be read explained."""
    page.evaluate("[...document.querySelectorAll('.mark')].find((mark) => mark.textContent > 1).click()")
    page.fill("#check input", "near Wonsan")
    page.press("#check input", "Enter")


@pytest.mark.parametrize("state", [closed, opened, under_a_regime, listed], ids=lambda state: state.__name__)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation(
    bundled: Path, visit: Callable[..., Any], width: int, state: Callable[[Any], None]
) -> None:
    """No violation whatever is open, wide and narrow; what axe leaves open is in the reviewed list."""
    page = visit(bundled, width=width).page
    state(page)
    # The table scrolls in a frame of its own, and rows out of sight are not laid out: unrolled for axe.
    page.evaluate("""document.querySelector('.scroll').style.maxHeight = 'none';
        for (const row of document.querySelectorAll('tbody tr')) row.style.contentVisibility = 'visible';""")
    whole = Axe().run(page, options=ALL).response
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in whole["violations"]] == []

    on_the_map = Axe().run(page, "#map", options=ALL).response["incomplete"]
    # The map's drawing reaches beyond its clipped frame, and axe takes that for a cover over its neighbours.
    page.evaluate("document.querySelector('.leaflet-map-pane').style.display = 'none'")
    beside_the_map = Axe().run(page, options=ALL).response["incomplete"]
    left = {
        (rule["id"], ((node["any"] or [{}])[0].get("data") or {}).get("messageKey"), str(node["target"][-1]))
        for rule in [*on_the_map, *beside_the_map]
        for node in rule["nodes"]
    }
    unknown = {
        each
        for each in left
        if each[0] != "color-contrast"
        or not any(
            each[1] in keys.split("|") and re.search(pattern, each[2]) for keys, pattern, _ in REVIEWED
        )
    }
    assert unknown == set()


FOCUS = """() => {
    const one = document.activeElement;
    const ring = [getComputedStyle(one), getComputedStyle(one, '::after')].some((style) => (
        style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2
        || one.id === 'map' && parseFloat(style.borderTopWidth) >= 2));
    const seen = () => {
        const box = one.getBoundingClientRect();
        const x = Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2;
        const top = document.elementFromPoint(x, box.top + Math.min(box.height / 2, 9));
        return Boolean(top && (one.contains(top) || top.contains(one)) && top !== document.body);
    };
    all ||= [...document.querySelectorAll('a, button, input, select, summary, [tabindex="0"]')];
    return {
        stop: one === document.body ? null : all.indexOf(one),
        name: one.ariaLabel || one.labels?.[0]?.textContent || one.textContent,
        ring, seen: seen(),
    };
}"""


def walked(page: Any, first: Any, key: str) -> list[dict[str, Any]]:
    """Press a key until the walk leaves the page or comes round to where it began."""
    first.focus()
    stops = [page.evaluate(FOCUS)]
    while len(stops) < 1000:
        page.keyboard.press(key)
        found = page.evaluate(FOCUS)
        if found["stop"] in {None, stops[0]["stop"]}:
            return stops
        stops.append(found)
    raise AssertionError(f"no way out after {stops[-1]}")


@pytest.mark.parametrize("width", WIDTHS)
def test_tab_goes_through_the_page_in_its_order(bundled: Path, visit: Callable[..., Any], width: int) -> None:
    """Once through and back: in order, each stop with a name and a ring and in sight; the map is one."""
    page = visit(bundled, width=width).page
    page.evaluate("window.all = null")
    opened(page)
    there = walked(page, page.locator(".skip").first, "Tab")
    back = walked(page, page.locator(".skip").last, "Shift+Tab")

    order = [each["stop"] for each in there]
    assert order == sorted(set(order))
    assert order[0] == 0
    assert [each["stop"] for each in reversed(back)] == order
    assert [
        each for each in there + back if not (each["name"].strip() and each["ring"] and each["seen"])
    ] == []
    rows = page.locator("tbody tr").count()
    assert rows < len(order) < rows + 60
    assert page.locator("#map :focus-visible, #map [tabindex='0'], #map a:not([tabindex])").count() == 0


def test_the_table_can_be_skipped_and_the_address_stays(bundled: Path, visit: Callable[..., Any]) -> None:
    """Before its rows a link leads behind them, from there one to the map; both leave what was chosen."""
    page = visit(bundled).page
    page.locator("tbody th a").first.click()
    chosen = page.url
    assert "#exercise=" in chosen
    page.locator("#downloads button").last.focus()

    for key, focused in (
        ("Tab", "Skip the table"),
        ("Enter", "Back to the map"),
        ("Enter", "Map"),
        ("Tab", "Map of the zone"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(FOCUS.replace("all ||=", "const all ="))["name"].strip().startswith(focused)
    assert page.url == chosen


def test_rows_do_not_grow_while_the_focus_is_among_them(bundled: Path, visit: Callable[..., Any]) -> None:
    """Rows out of sight are laid out when the focus comes: later, they would push the focused one away."""
    page = visit(bundled, width=360).page
    laid_out = """() => [...document.querySelectorAll('tbody th')].map(
        (cell) => cell.checkVisibility({ contentVisibilityAuto: true }))"""
    assert not any(page.evaluate(laid_out))
    page.locator("tbody th a").nth(40).focus()
    assert all(page.evaluate(laid_out))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_row_stays_under_the_mouse(bundled: Path, visit: Callable[..., Any], width: int) -> None:
    """What was pressed is still there when the button is let go, however late: the exercise is chosen."""
    page = visit(bundled, width=width).page
    link = page.locator("tbody th a").nth(40)
    link.hover()
    page.mouse.down()
    page.wait_for_timeout(300)
    page.mouse.up()
    assert page.inner_text("#details-body h3", timeout=5000) == link.text_content()


def test_steps_of_tab_are_not_hidden_under_the_heading_of_the_table(
    bundled: Path, visit: Callable[..., Any]
) -> None:
    """Going up through the rows, each comes to stand below the heading that sticks to the top."""
    page = visit(bundled).page
    page.locator("tbody th a").nth(40).focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        heading, row = page.locator("thead").bounding_box(), page.locator(":focus").bounding_box()
        assert row["y"] >= heading["y"] + heading["height"]


def test_forced_colours_leave_the_legend_and_the_current_row_to_be_seen(
    bundled: Path, visit: Callable[..., Any]
) -> None:
    """Dark lines keep their white ground, and a row that loses its yellow has a bar beside it."""
    page = visit(bundled, forced_colors="active", color_scheme="dark").page
    page.locator("tbody th a").first.evaluate("(link) => link.click()")
    page.evaluate("document.getElementById('regimes').open = true")

    for drawing in (".key svg", "#layers svg"):
        grounds = page.locator(drawing).evaluate_all(
            "(all) => all.map((one) => getComputedStyle(one).backgroundColor)"
        )
        assert set(grounds) == {"rgb(255, 255, 255)"}
    bar = page.locator("tr[aria-current]").evaluate("(row) => getComputedStyle(row).borderLeftWidth")
    assert bar == "4px"
