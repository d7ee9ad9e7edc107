"""Answers written down: every form is whole, and nothing from outside steers the reader's program."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from dataclasses import replace

import pytest
from hostile import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from maps import output
from zones import load_exercises, load_zone, words
from zones.exercise_files import read_exercises
from zones.exercises import Exercise, Place
from zones.verdict import judge, judge_all

ZONE = load_zone()
FORMULAS = {
    "formula": '=HYPERLINK("http://example.org","click")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "spaces": "  =1+1",
    "tab": "\t=1+1",
    "line end": "\n=1+1",
    "return": "\r=1+1",
    "full width": "＝1+1",
    "after a mark": "\ufeff=1+1",
    "zero width": "\u200b=1+1",
}
SEEN = {**HOSTILE, **FORMULAS}


def answered(text: str, places: int = 2):
    """Judge an exercise in which every word from outside is a text."""
    place = Place(geometry=Point(125, 29.5), name=text, role=text, named_area=text)
    words_from_outside = dict.fromkeys(("id", "name", "start"), text)
    several = dict.fromkeys(("parties", "kinds", "doubts"), (text,))
    both = (place, replace(place, name="b"))
    exercise = Exercise(places=both[:places], **words_from_outside, **several)
    return [(exercise, judge(exercise, ZONE))]


def written(text: str, form: str, places: int = 2) -> str:
    """Write the answer for it."""
    return "".join(output.written(answered(text, places), ZONE, form))


def steering(text: str) -> set[str]:
    """Give the characters that steer a terminal: controls, and marks of direction."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {each for each in text if each != "\n" and unicodedata.category(each) in kinds}


@pytest.mark.parametrize("form", output.FORMATS)
@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_no_form_holds_characters_that_steer_a_terminal(form, text):
    """Codes of colours, line ends within names and right-to-left marks stay out, or are escaped."""
    assert steering(written(text, form)) == set()


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_text_has_the_lines_it_has_with_a_harmless_name(text):
    """A name cannot write lines of its own, such as a verdict of its own."""
    lines = written(text, "text").splitlines()

    assert sum(line.startswith(("●", "◐", "○", "?")) for line in lines) == 1
    assert lines[0].startswith("○ OUTSIDE  ")


@pytest.mark.parametrize("places", [1, 2])
@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_no_csv_cell_is_a_formula(text, places):
    """No cell begins with a sign that a spreadsheet computes, also after what it skips."""
    csv.field_size_limit(1_000_000)  # a very long name
    rows = list(csv.reader(io.StringIO(written(text, "csv", places))))

    assert [len(row) for row in rows] == [len(rows[0])] * 2
    cells = [cell.lstrip(" \ufeff\u200b\u3000\xa0") for cell in rows[1]]
    assert [cell for cell in cells if cell[:1] in set("=+-@＝＋－＠\t\r\n") and not _is_number(cell)] == []


def test_a_table_of_answers_can_be_checked_again(tmp_path):
    """Each exercise of the catalogue has the same verdict if it is read from the CSV with the answers."""
    exercises = load_exercises()[::3]
    several = sum(len(exercise.places) > 1 for exercise in exercises)
    verdicts = list(judge_all(exercises, ZONE))
    path = tmp_path / "answers.csv"
    path.write_text("".join(output.written(list(zip(exercises, verdicts, strict=True)), ZONE, "csv")))
    notes = []

    again, faults = read_exercises(str(path), notes=notes)

    assert (faults, notes) == ([], [])
    assert 10 < several < len(exercises)
    facts = [(each.id, each.start, each.end, each.parties, each.kinds) for each in exercises]
    assert [(each.id, each.start, each.end, each.parties, each.kinds) for each in again] == facts
    judged = [(each.verdict, each.readings, each.regions) for each in judge_all(again, ZONE)]
    assert judged == [(each.verdict, each.readings, each.regions) for each in verdicts]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_json_is_valid_and_gives_the_name_back(text):
    """What is escaped is there again when it is read; only halves of surrogate pairs are replaced."""
    (line,) = written(text, "jsonl").splitlines()
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    assert json.loads(line)["name"] in (text, whole)
    assert json.loads(written(text, "geojson"))["features"][0]["properties"]["name"] == whole


@given(st.text())
def test_plain_text_is_printable_and_as_long(text):
    """Each character is kept, or stands as a blank or a replacement mark."""
    plain = output.plain(text)

    assert len(plain) == len(text)
    assert plain.isprintable()
    assert all(a == b or b in " \ufffd" for a, b in zip(text, plain, strict=True))


@pytest.mark.parametrize(
    ("text", "plain"),
    [("훈련 (訓練)", "훈련 (訓練)"), ("a\nb", "a b"), ("한\u3000국", "한 국"), ("\u202eabc", "\ufffdabc")],
)
def test_plain_keeps_words_of_every_script(text, plain):
    """A blank of another width is still a blank."""
    assert output.plain(text) == plain


def test_numbers_have_the_digits_that_mean_something():
    """Distances to a tenth of a metre, shares to one in ten thousand, latitudes to 0.1 mm."""
    ((_, verdict),) = answered("a")
    found = output.as_json(
        replace(
            verdict,
            distance_km=-1.234567,
            share_inside=1 / 3,
            regions={"yellow_sea": 2 / 3},
            flips_at_lat=29.1234567891,
        )
    )

    assert (found["distance_km"], found["share_inside"], found["flips_at_lat"]) == (
        -1.2346,
        0.3333,
        29.123456789,
    )
    assert found["regions"] == {"yellow_sea": 0.6667}
    assert isinstance(found["places"], list)


def test_an_empty_list_of_answers_is_written_whole():
    """Each form without records is still the form."""
    empty = {form: "".join(output.written([], ZONE, form)) for form in output.FORMATS}

    assert empty["jsonl"] == ""
    assert json.loads(empty["geojson"]) == {"type": "FeatureCollection", "features": []}
    assert len(list(csv.reader(io.StringIO(empty["csv"])))) == 1


@pytest.mark.parametrize("form", output.FORMATS)
def test_every_form_carries_version_reading_date_and_caveat(form):
    """An answer that is filed can be traced to what made it."""
    said = " ".join(written("a", form).split())

    for part in (output.about(ZONE)["version"], "central", output.about(ZONE)["data_date"], words.CAVEAT):
        assert part in said


def test_about_says_what_made_the_answer():
    """A limit of one's own has no name of a reading."""
    about = output.about(load_zone(southern_limit=29.25, islands="land"))

    assert (about["reading"], about["southern_limit"], about["islands"]) == (None, 29.25, "land")


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (29.25, "a reading of your own: southern limit 29°15′N"),
        (29.500001, "limit 29.500001°N"),
        (30 + 2 / 3, "narrow reading: southern limit 30°40′N"),
    ],
)
def test_text_names_the_southern_limit_exactly(limit, shown):
    """Whole minutes as people write them; a latitude that has none in decimals, not rounded to a minute."""
    said = "".join(output.written(answered("a"), load_zone(southern_limit=limit), "text"))

    assert f"{shown}, islands count as sea" in " ".join(said.split())


def test_text_keeps_to_the_width_of_the_terminal(monkeypatch):
    """Narrow terminals get narrow lines; wide ones no more than 100 columns, which is read easily."""
    for columns, widest in (("50", 50), ("300", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = written("a", "text").splitlines()

        assert max(map(len, lines)) <= widest


def test_a_table_shows_cells_as_they_are(capsys):
    """Square brackets are no markup, and control characters do not reach the terminal."""
    output.table([("[red]a[/red]", "b\x1b[31m")], "one", "two")

    said = capsys.readouterr().out
    assert "[red]a[/red]" in said
    assert steering(said) == set()


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=str,
)
def test_colours_follow_the_terminal(monkeypatch, variables, coloured):
    """NO_COLOR counts if it is set and not empty (no-color.org)."""
    monkeypatch.setattr(sys, "stdout", type("Terminal", (io.StringIO,), {"isatty": lambda _: True})())
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert ("\x1b[" in output.coloured("a", "31")) is coloured
    assert ("\x1b[" in output.dimmed("a")) is coloured
