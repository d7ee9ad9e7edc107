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
from maps.report import checksums, make_note
from maps.report_cli import report
from maps.report_forms import as_html, as_markdown
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
            "Findings", "Not touched", "Assumptions used", "What would change it", "Evidence",
            "Texts, and where they were read", "Made with", "exercises.json", "regimes/expanded-2017.toml",
            "dezone report joint-sea-2014 -o note.html --southern-limit 32 --islands sea", note.sum_of_sums,
        ):  # fmt: skip
            assert part in said
    assert "28°00′N" in page


def test_findings_of_a_note():
    """China and Russia are touched under the expanded freeze, and under nothing else."""
    note = note_of("joint-sea-2017-pacific")

    assert [(group, [row[:2] for row in rows]) for group, rows in note.groups] == [
        ("proposed", [("expanded-2017", "China, Russia")])
    ]
    assert note.summary == ("touched: China and Russia under expanded-2017",)
    assert "the proposal asks nothing of them: all who take part under cn-dual-2017" in note.not_touched


def test_outcomes_are_grouped():
    """What was in force, what no party adopted, what is open and what was not in force stand apart."""
    groups = dict(note_of("dprk-missile-2022-02-27").groups)

    assert [(row.regimes, row.parties) for row in groups["adopted"]] == [("unsc-dprk", "North Korea")]
    assert "cn-dual-2017" in groups["proposed"][0].regimes
    assert [row.regimes for row in groups["open"]] == ["kp-moratorium-2018"]
    (suspended,) = dict(note_of("foal-eagle-2018").groups)["not in force"]
    assert suspended[:2] == ("us-kr-suspensions", "United States, South Korea")
    assert "for the United States" not in suspended.said


def test_many_contingents_are_named_once():
    """Senders of contingents are named among the facts, and are “the contingents” below."""
    note = note_of("foal-eagle-2016")

    assert dict(note.facts)["contingents"].startswith("Australia, Canada")
    assert any("the contingents under kp-1986" in line for line in note.not_touched)
    assert not any("Australia" in line for line in note.not_touched)


def test_places_are_numbered_as_on_the_map():
    """Each place is told with how well it is known and its own verdict, and has its number on the map."""
    note = note_of("dprk-missile-2017-08-29")
    places = dict(note.facts)["places"]

    assert places.startswith("1 ")
    assert ": inside; 2 " in places
    assert places.endswith("outside")
    assert re.findall(r">(\d)</text>", note.picture.svg) == ["1", "2"]


def test_an_exercise_of_a_file_has_the_checksum_of_the_file(tmp_path):
    """What is not in the catalogue can be told again by its file."""
    path = tmp_path / "drill.geojson"
    path.write_text(
        '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [123.5, 36]}, "properties": {"id": '
        '"foal-eagle-2016", "name": "Drill", "start": "2017-05-01", "parties": ["CHN"], "kinds": ["naval"]}}'
    )
    done = CliRunner().invoke(report, [str(path), "-o", str(tmp_path / "x.md"), "--regime", "expanded-2017"])
    said = (tmp_path / "x.md").read_text(encoding="utf-8")

    assert done.exit_code == 0, done.output
    assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  drill.geojson\n" in said
    assert "dezone report FILE -o note.html --regime expanded-2017 --southern-limit 30" in said


def test_what_came_later_is_one_line():
    """An exercise of 2016 is not held at length against an agreement of 2018."""
    note = note_of("foal-eagle-2016")

    rows = [row for _, some in note.groups for row in some]
    assert not any("cma-2018" in row.regimes or "us-kr-suspensions" in row.regimes for row in rows)
    assert any(line.startswith("not yet in force: ") and "cma-2018" in line for line in note.not_touched)


def test_disputed_matters_are_statements():
    """What parties dispute stands apart, each with its claimant."""
    note = note_of("dprk-missile-2022-02-27")

    disputed = dict(note.lists)["Disputed: statements, not facts"]
    assert any(line.startswith("United States") for line in disputed)
    assert any(line.startswith("North Korea") for line in disputed)


def test_the_same_input_gives_the_same_bytes():
    """Nothing in a note hangs on the day or on the run."""
    assert as_html(note_of("foal-eagle-2017")) == as_html(note_of("foal-eagle-2017"))


def test_checksums_are_those_of_the_files():
    """Each checksum can be made again with any tool, and so can the one of the list."""
    note = note_of("foal-eagle-2017")

    for name, digest in checksums(regimes_that_bind()):
        assert hashlib.sha256((store.DATA / name).read_bytes()).hexdigest() == digest
        assert f"{digest}  {name}\n" in note.sums
    assert hashlib.sha256(note.sums.encode()).hexdigest() == note.sum_of_sums


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

    assert {tag for tag, _ in page.found} <= {tag for tag, _ in harmless.found} | {"a", "span"}
    for _, attributes in page.found:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "https://").startswith(("http://", "https://"))
    for line in as_markdown(note, "map.svg").splitlines():
        for tag in re.findall(r"<([^>]*)>", line):
            assert tag.startswith(("http://", "https://"))


def test_an_exercise_without_a_place_has_a_note():
    """What is missing is said, and nothing fails."""
    note = note_of(replace(find(CATALOGUE, "foal-eagle-2017"), places=(), kinds=(), start="", end=""))

    assert [group for group, _ in note.groups] == ["open"]
    assert note.picture.svg.startswith("<svg")
    assert "No position is published" in note.picture.said


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


def test_a_name_is_taken_if_one_exercise_is_called_so(tmp_path):
    """Else the message names the ids, and nothing is written."""
    path = tmp_path / "note.md"
    done = CliRunner().invoke(report, ["Joint Sea 2017", "-o", str(path)])
    assert done.exit_code == 3
    assert "2 exercises (joint-sea-2017-baltic, joint-sea-2017-pacific)" in done.output
    assert not path.exists()
    assert CliRunner().invoke(report, ["Foal Eagle 2017", "-o", str(path)]).exit_code == 0
    assert "foal-eagle-2017" in path.read_text(encoding="utf-8")
