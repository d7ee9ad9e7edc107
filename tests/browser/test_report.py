"""The assessment note in a browser: one page of A4, narrow screens, axe."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from axe_playwright_python.sync_playwright import Axe

from maps.report import make_note
from maps.report_forms import as_html
from zones import load_exercises, load_zone
from zones.assess import major
from zones.catalogue import find
from zones.compare import regimes_that_bind
from zones.exercises import Place
from zones.regime_zones import Choice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zones.exercises import Exercise

CATALOGUE = load_exercises()
TYPICAL = (
    "joint-sea-2017-pacific", "joint-sea-2017-baltic", "foal-eagle-2016", "dprk-missile-2017-08-29",
    "dprk-missile-2022-06-05", "dprk-nuclear-test-6-2017",
)  # fmt: skip


def noted(path: Path, exercise: Exercise) -> Path:
    """Write the note of an exercise."""
    note = make_note(exercise, load_zone(), Choice(), major("any"), regimes_that_bind())
    path.write_text(as_html(note), encoding="utf-8")
    return path


def flight(day: str) -> Exercise:
    """Give a flight near the demarcation line while the inter-Korean agreement was in force."""
    place = Place(geometry=shapely.Point(128.2, 38.1), name="Inje")
    return replace(
        find(CATALOGUE, "foal-eagle-2016"), id="flight", name="Flight over Inje", start=day, end=day,
        parties=("KOR",), other_participants=(), kinds=("fixed_wing",), places=(place,), series="",
    )  # fmt: skip


def very_long() -> Exercise:
    """Give an entry with more text and places than a page holds."""
    words = "A sentence of what was reported, with a good many words in it, goes on and on. " * 40
    places = tuple(
        Place(geometry=shapely.Point(120 + number / 2, 36), name=f"place {number}") for number in range(40)
    )
    return replace(find(CATALOGUE, "foal-eagle-2016"), notes=words, location_reported=words, places=places)


def sheets(page: Any) -> int:
    """Print on A4 and count the sheets."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("name", [*TYPICAL, "flight"])
def test_a_note_prints_on_one_sheet(tmp_path: Path, visit: Callable[..., Any], name: str) -> None:
    """What is filed most is one sheet of A4."""
    exercise = flight("2018-12-01") if name == "flight" else find(CATALOGUE, name)
    visited = visit(noted(tmp_path / "note.html", exercise))

    assert sheets(visited.page) == 1
    assert visited.complaints == []


def test_a_note_lets_in_its_own_style_alone(tmp_path: Path, visit: Callable[..., Any]) -> None:
    """The policy names the style by its hash: it is in force, and one that is added is not."""
    path = noted(tmp_path / "note.html", find(CATALOGUE, "foal-eagle-2016"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("<main>", "<style>main{display:none}</style><main>"), encoding="utf-8")
    page = visit(path).page

    assert "unsafe" not in text.partition("</head>")[0]
    assert page.evaluate("getComputedStyle(document.querySelector('.beside')).display") == "grid"
    assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "block"
    assert page.evaluate("window.violations") == ["style-src-elem"]


def test_a_very_long_note_goes_on_to_further_sheets(tmp_path: Path, visit: Callable[..., Any]) -> None:
    """Nothing is cut: the last words stand on the last sheet."""
    visited = visit(noted(tmp_path / "note.html", very_long()))

    assert 2 <= sheets(visited.page) <= 4
    assert visited.page.evaluate("getComputedStyle(document.body).overflow") == "visible"


@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("name", ["foal-eagle-2016", "dprk-missile-2022-02-27", "very long"])
def test_axe_finds_no_violation_in_a_note(
    tmp_path: Path, visit: Callable[..., Any], name: str, width: int
) -> None:
    """No violation, nothing wider than the screen, nothing loaded."""
    exercise = very_long() if name == "very long" else find(CATALOGUE, name)
    visited = visit(noted(tmp_path / "note.html", exercise), width=width)
    found = Axe().run(visited.page).response

    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]] == []
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(visited.requests) == 1
