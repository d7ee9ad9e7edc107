"""The chooser of regimes in Chromium: zone, findings, counts, filter, layers; by keyboard, in print, calm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from maps import draw_map
from zones import load_exercises, load_zone
from zones.assess import major
from zones.catalogue import find
from zones.compare import burden
from zones.regime_files import load_regimes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXPANDED, DUAL = "2017-09 Expanded dual freeze (E. Scimia)", "2017-03-08 Dual suspension (China)"
BOHAI = "pla-bohai-yellow-live-fire-2017-08-07"


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map that `dezone map` gives without a file."""
    path = tmp_path_factory.mktemp("regimes") / "map.html"
    draw_map(load_zone(), load_exercises()).save(path)
    return path


@pytest.fixture
def visited(bundled: Path, visit: Callable[..., Any]) -> Any:
    """Open it with the chooser unfolded."""
    found = visit(bundled)
    found.page.evaluate("document.getElementById('regimes').open = true")
    return found


def calm(visited: Any) -> None:
    """Nothing was asked of the network, nothing complained, nothing was against the policy."""
    assert [url for url in visited.requests if not url.startswith(("file:", "data:"))] == []
    assert visited.complaints == []
    assert visited.page.evaluate("window.violations") == []


def rows(page: Any) -> dict[str, list[int]]:
    """Read the table of counts: touched, not touched, cannot say, catalogued."""
    cells = page.locator("#regime-about tr").all_inner_texts()[1:]
    return {name: list(map(int, counts)) for name, *counts in (row.split("\t") for row in cells)}


def test_chinese_drill_in_the_bohai(bundled: Path, visit: Callable[..., Any]) -> None:
    """Touched for China under the expanded freeze, not touched under China's own."""
    visited = visit(bundled, hash=f"#exercise={BOHAI}")
    page = visited.page
    page.evaluate("document.getElementById('regimes').open = true")
    page.select_option("#regime", label=EXPANDED)

    said = page.inner_text("#details-body .findings")
    assert "China: touched; would have fallen under this proposal, which no party adopted" in said
    assert "(five-exercises)" in said
    assert page.text_content("tr[aria-current] td:nth-child(7)") == "touched: China"
    page.select_option("#regime", label=DUAL)
    assert "China: not touched" in page.inner_text("#details-body .findings")
    assert page.text_content("tr[aria-current] td:nth-child(7)") == "not touched: China"
    assert f"dezone assess {BOHAI}" in page.inner_text("#details-body")
    page.select_option("#regime", label="none")
    assert page.locator("#details-body .findings, td:nth-child(7), .regime-zone").count() == 0
    assert page.inner_text("#regime-about") == ""
    calm(visited)


def test_outline_is_drawn(visited: Any) -> None:
    """The zone of the text under the present reading; a text without a place has none."""
    page = visited.page
    page.select_option("#regime", label=EXPANDED)
    assert page.locator("path.regime-zone").count() == 1
    whole = page.locator("path.regime-zone").bounding_box()
    regions = [page.locator("path.region").nth(number).bounding_box() for number in range(5)]
    assert whole["x"] == pytest.approx(min(box["x"] for box in regions), abs=4)
    assert whole["y"] == pytest.approx(min(box["y"] for box in regions), abs=4)
    page.select_option("#regime", label=DUAL)
    smaller = page.locator("path.regime-zone").bounding_box()
    assert smaller["height"] < 0.7 * whole["height"]
    page.select_option("#regime", label="2006-10-14 The Security Council's ban on tests and launches")
    assert page.locator("path.regime-zone").count() == 0
    calm(visited)


@pytest.mark.parametrize(
    ("label", "regime", "reading"),
    [(EXPANDED, "expanded-2017", "central (30°00′N)"), (DUAL, "cn-dual-2017", "100 km from the land")],
)
def test_counts_are_those_of_compare(visited: Any, label: str, regime: str, reading: str) -> None:
    """By party, with the number catalogued and the words that belong to it."""
    visited.page.select_option("#regime", label=label)
    expected = {
        {"USA": "United States", "KOR": "South Korea", "PRK": "North Korea", "CHN": "China", "RUS": "Russia",
         "JPN": "Japan"}[each.party]: [each.touched, each.not_touched, each.cannot_say, each.catalogued]
        for each in burden(load_exercises(), [load_regimes()[regime]], [major("any")])
        if each.reading == reading
    }  # fmt: skip

    assert rows(visited.page) == expected
    assert "a selection, not a census" in visited.page.inner_text("#regime-about caption")
    assert "%" not in visited.page.inner_text("#regime-about")


def test_the_address_names_the_regime(bundled: Path, visit: Callable[..., Any]) -> None:
    """With the exercise or the place; it follows the choice, and a hostile one is left alone."""
    visited = visit(bundled, hash=f"#exercise={BOHAI}&regime=expanded-2017")
    page = visited.page
    assert page.is_visible("#regime")
    assert page.evaluate("document.getElementById('regime').selectedOptions[0].textContent") == EXPANDED
    assert "China: touched" in page.inner_text("#details-body .findings")
    page.select_option("#regime", label=DUAL)
    assert page.evaluate("location.hash") == f"#exercise={BOHAI}&regime=cn-dual-2017"
    page.fill("#check input", "36 123.5")
    page.press("#check input", "Enter")
    assert page.evaluate("location.hash") == "#at=36,123.5&regime=cn-dual-2017"
    page.select_option("#regime", label="none")
    assert "regime" not in page.evaluate("location.hash")
    page.evaluate("location.hash = '#regime=cma-2018'")
    page.locator("path.regime-zone").wait_for(state="attached")
    calm(visited)
    for hostile in (
        "#regime=__proto__",
        "#regime=%ff<script>window.ran.push(1)</script>",
        "#regime=0",
        "#regime=",
    ):
        other = visit(bundled, hash=hostile)
        assert other.page.evaluate("[document.getElementById('regime').value, window.ran.length]") == ["", 0]
        calm(other)


def test_tracks_that_nobody_would_leave_out_are_faint(visited: Any) -> None:
    """As their marks are."""
    page = visited.page
    page.select_option(
        "#regime", label="1992-01-07 Exercises that the United States and South Korea called off"
    )
    assert page.locator("path.event.untouched").count() == page.locator("path.event").count() > 0
    page.select_option("#regime", label="none")
    assert page.locator("path.event.untouched").count() == 0


def test_filter_by_finding_and_party(visited: Any) -> None:
    """Table, marks and the line of counts follow; what nobody would have left out is faint."""
    page = visited.page
    page.select_option("#regime", label=EXPANDED)
    touched, _, cannot_say, catalogued = rows(page)["China"]
    page.select_option("#finding", label=f"touched for China ({touched})")

    assert page.locator("#list tbody tr:not([hidden])").count() == touched
    assert page.inner_text("#regime-shown") == (
        f"touched for China: {touched} of {catalogued} catalogued entries; a selection, not a census."
    )
    assert page.inner_text("#shown") == f"{touched} of 351 exercises shown"
    assert page.locator(".mark.untouched").count() == 0
    page.select_option("#finding", label=f"cannot say for China ({cannot_say})")
    assert page.locator("#list tbody tr:not([hidden])").count() == cannot_say
    page.select_option("#finding", label="all exercises")
    assert page.locator("#list tbody tr:not([hidden])").count() == 351
    assert page.locator(".mark.untouched").count() > 0
    page.select_option("#regime", label="none")
    assert page.locator(".mark.untouched").count() == 0
    calm(visited)


def test_layers_are_off_until_asked_for(visited: Any) -> None:
    """Each box draws its lines; the caveat stands with the box, for those who hear it too."""
    page = visited.page
    assert page.locator("#map path.layer").count() == 0
    for name in ("mdl", "buffers", "nll", "triangle"):
        box = page.locator(f"#layers [value={name}]")
        about = page.inner_text("#" + box.get_attribute("aria-describedby"))
        assert "Source: " in about
        box.check()
        assert page.locator(f"#map path.layer.{name}").count() == 1
        box.uncheck()
        assert page.locator("#map path.layer").count() == 0
    said = page.inner_text("#about-nll")
    assert "Drawn by UN Command" in said
    assert "used in no verdict" in said
    calm(visited)


def test_keyboard_is_enough(visited: Any) -> None:
    """The summary, the choosers and the boxes are reached with Tab and changed with keys."""
    page = visited.page
    page.evaluate("document.getElementById('regimes').open = false")
    page.focus("#regimes summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    # not by typing its name: a slow machine takes the space in it for the key that opens the list
    chosen = "document.getElementById('regime').selectedOptions[0].textContent"
    while page.evaluate(chosen) != EXPANDED:
        before = page.evaluate(chosen)
        page.keyboard.press("ArrowDown")
        assert page.evaluate(chosen) != before
    assert page.locator("path.regime-zone").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.selectedOptions[0].textContent") == "touched for anybody"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#map path.layer.mdl").count() == 1
    calm(visited)


def test_print_keeps_what_was_chosen(visited: Any) -> None:
    """The table of counts is printed if a regime is chosen; the choosers are not."""
    page = visited.page
    page.emulate_media(media="print")
    assert not page.is_visible("#regimes")
    page.emulate_media(media="screen")
    page.select_option("#regime", label=EXPANDED)
    page.emulate_media(media="print")
    assert page.is_visible("#regime-about table")
    assert not page.is_visible("#regime")
    assert not page.is_visible("#about-nll")


def test_one_exercise_has_the_chooser_without_a_filter(
    tmp_path_factory: pytest.TempPathFactory, visit: Callable[..., Any]
) -> None:
    """There is nothing to filter, and all else works."""
    path = tmp_path_factory.mktemp("one") / "map.html"
    draw_map(load_zone(), [find(load_exercises(), BOHAI)]).save(path)
    visited = visit(path)
    page = visited.page
    page.evaluate("document.getElementById('regimes').open = true")
    page.select_option("#regime", label=DUAL)

    assert rows(page)["China"] == [0, 1, 0, 1]
    assert page.locator(".mark:not(.untouched)").count() == 0
    assert not page.is_visible("#finding")
    calm(visited)


def test_without_scripts_the_table_remains(bundled: Path, visit: Callable[..., Any]) -> None:
    """A chooser that could not answer is not shown."""
    page = visit(bundled, java_script_enabled=False).page
    assert not page.is_visible("#regimes")
    assert page.locator("#list tbody tr").count() == 351
