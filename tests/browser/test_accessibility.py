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
    page.wait_for_selector("html.ready")
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
