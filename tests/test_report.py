"""The assessment note: what stands in it, that hostile text stays text, and that it can be checked again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import shapely
from click.testing import CliRunner
from hostile import HOSTILE

from geo.errors import DezoneError
from maps.regimes_cli import report
from maps.report import as_html, as_markdown, checksums, make_note
from zones import load_exercises, load_zone, store
from zones.assess import major
from zones.catalogue import find
from zones.compare import regimes_that_bind
from zones.exercises import Claim, Place, Source
from zones.regime_zones import Choice

CATALOGUE = load_exercises()


def note_of(exercise, **choices):
    """Make the note of an exercise, or of an entry of the catalogue."""
    entry = find(CATALOGUE, exercise) if isinstance(exercise, str) else exercise
    choice = Choice(**choices)
    zone = load_zone(southern_limit=choice.southern_limit)
    return make_note(entry, zone, choice, major("any"), regimes_that_bind())


class Tags(HTMLParser):
    """Gather the tags, attributes and addresses of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep a tag with its attributes."""
        self.found.append((tag, dict(attrs)))


def test_a_note_holds_what_an_analyst_files():
    """Facts, verdict, findings, evidence, assumptions, what would change it, versions and checksums."""
    note = note_of("joint-sea-2014", southern_limit=32.0)
    page, text = as_html(note), as_markdown(note, "map.svg")

    for said in (page, text):
        for part in (
            "Joint Sea-2014", "Facts as published", "Does it lie inside?", "Whose commitment does it touch?",
            "Assumptions used", "What would change it", "Evidence", "Sources of the texts", "Made with",
            "exercises.json", "regimes/expanded-2017.toml", "dezone assess joint-sea-2014",
        ):  # fmt: skip
            assert part in said
    assert "28°00′N" in page


def test_findings_of_a_note():
    """China and Russia are touched under the expanded freeze, and under nothing else."""
    note = note_of("joint-sea-2017-pacific")

    assert [(row.state, row.regime, row.parties) for row in note.rows] == [
        ("touched", "expanded-2017", "China, Russia")
    ]
    assert any("cn-dual-2017 (CHN, RUS)" in line for line in note.not_touched)


def test_what_came_later_is_one_line():
    """An exercise of 2016 is not held at length against an agreement of 2018."""
    note = note_of("foal-eagle-2016")

    assert not any(row.regime in ("cma-2018", "us-kr-suspensions") for row in note.rows)
    assert any(line.startswith("not yet in force: ") and "cma-2018" in line for line in note.not_touched)


def test_disputed_matters_are_statements():
    """What parties dispute stands apart, each with its claimant."""
    note = note_of("dprk-missile-2022-02-27")

    assert any(line.startswith("United States") for line in note.disputed)
    assert any(line.startswith("North Korea") for line in note.disputed)


def test_the_same_input_gives_the_same_bytes():
    """Nothing in a note hangs on the day or on the run."""
    assert as_html(note_of("foal-eagle-2017")) == as_html(note_of("foal-eagle-2017"))


def test_checksums_are_those_of_the_files():
    """Each checksum can be made again with any tool."""
    for name, digest in checksums(regimes_that_bind()):
        assert hashlib.sha256((store.DATA / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(bad):
    """Whatever an entry says, the page has no script, no handler and no address but http and https."""
    place = Place(geometry=shapely.Point(123.5, 36.0), name=bad)
    entry = replace(
        find(CATALOGUE, "foal-eagle-2017"), id=bad, name=bad, places=(place,), location_reported=bad,
        sources=(Source(title=bad, publisher=bad, url=bad), Source(title="x", url="javascript:alert(1)")),
        claims=(Claim(about=bad, claimant=bad, statement=bad),), unverified_details=(bad,), confidence=bad,
    )  # fmt: skip
    note = note_of(entry)
    harmless = Tags(as_html(note_of(replace(entry, id="x", name="x", places=(replace(place, name="x"),)))))
    page = Tags(as_html(note))

    assert {tag for tag, _ in page.found} <= {tag for tag, _ in harmless.found} | {"a"}
    for _, attributes in page.found:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "https://").startswith(("http://", "https://"))
    for line in as_markdown(note, "map.svg").splitlines():
        for tag in re.findall(r"<([^>]*)>", line):
            assert tag.startswith(("http://", "https://"))


def test_an_exercise_without_a_place_has_a_note():
    """What is missing is said, and nothing fails."""
    note = note_of(replace(find(CATALOGUE, "foal-eagle-2017"), places=(), kinds=(), start="", end=""))

    assert {row.state for row in note.rows} == {"cannot say"}
    assert "<svg" in note.map_svg


@pytest.mark.parametrize("name", ["note.html", "note.md"])
def test_the_command_writes_a_file(tmp_path, name):
    """HTML is one file; Markdown has the map beside it."""
    path = tmp_path / name
    done = CliRunner().invoke(report, ["dprk-missile-2017-08-29", "-o", str(path)])

    assert done.exit_code == 0, done.output
    said = path.read_text(encoding="utf-8")
    assert "Hwasong-12 over Hokkaido" in said
    if name.endswith(".md"):
        assert (tmp_path / "note.svg").read_text(encoding="utf-8").startswith("<svg")
        assert "(note.svg)" in said


def test_the_command_refuses_what_it_cannot_do(tmp_path):
    """A form that is not known and an exercise that is not there are told, with the mend."""
    with pytest.raises(DezoneError, match=r"use \.html or \.md"):
        CliRunner().invoke(report, ["foal-eagle-2017", "-o", str(tmp_path / "x.pdf")], catch_exceptions=False)
    done = CliRunner().invoke(report, ["foal-eagel-2017", "-o", str(tmp_path / "x.html")])

    assert done.exit_code == 3
    assert "did you mean foal-eagle-2017" in done.output
    assert not (tmp_path / "x.html").exists()
