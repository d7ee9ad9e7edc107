"""The commands on the catalogue, as an analyst uses them: list, show, export, validate."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner

from geo.errors import DezoneError
from geo.files import read_records
from maps.exercises_cli import exercises
from zones import load_exercises, load_zone
from zones.catalogue import UnknownExerciseError, entries
from zones.verdict import judge

SEPTEMBER = ("--from", "2017-09-16", "--to", "2017-09-30")


def run(*arguments, width=80):
    """Run a command in a pipe, with the width that a terminal would have."""
    return CliRunner(env={"COLUMNS": str(width), "NO_COLOR": "1"}).invoke(
        exercises, arguments, catch_exceptions=False
    )


# Listing


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_the_table_fits_the_terminal(width):
    """No line is wider than the terminal, no identifier is cut, and the last line counts."""
    lines = run("list", "--from", "2017", "--to", "2017", "--format", "text", width=width).stdout.splitlines()

    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    assert all(each.id in text for each in load_exercises() if each.start.startswith("2017"))
    assert lines[-1] == "50 of 351 exercises and tests: a selection, not a census."
    assert text.index("dprk-missile-2017-02-12") < text.index("joint-sea-2017-pacific")


def test_a_line_of_the_table():
    """Period, parties and name; below it the identifier and the kinds."""
    lines = run("list", *SEPTEMBER, "--format", "text", width=120).stdout.splitlines()

    assert lines[2].split("  ")[0] == "2017-09-18–26"
    assert "CHN RUS" in lines[2]
    assert "Joint Sea-2017, second stage" in lines[2]
    assert "confirmed" in lines[2]
    assert lines[3].split() == [
        "joint-sea-2017-pacific",
        "naval,",
        "anti",
        "submarine,",
        "submarine",
        "rescue",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (SEPTEMBER, ["joint-sea-2017-pacific"]),
        (("--series", "joint sea", "--to", "2012-12"), ["joint-sea-2012"]),
        (("--to", "1988"), ["team-spirit-1986"]),
        (("--to", "1969"), []),
        (("--party", "china", "--party", "RUS", *SEPTEMBER), ["joint-sea-2017-pacific"]),
        (("--party", "KOR", *SEPTEMBER), []),
        (("--kind", "anti-submarine", *SEPTEMBER), ["joint-sea-2017-pacific"]),
        (("--evidence", "cancelled", "--to", "1992"), ["team-spirit-1992"]),
        (("--verdict", "partly", *SEPTEMBER), ["joint-sea-2017-pacific"]),
        (("--verdict", "inside", *SEPTEMBER), []),
    ],
    ids=str,
)
def test_filters(arguments, expected):
    """Filters choose by party, kind, series, period, evidence and verdict; nothing found is no error."""
    result = run("list", *arguments, "--format", "jsonl")

    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == expected
    assert result.stderr == f"{len(expected)} of 351 exercises and tests: a selection, not a census.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--party", "Narnia"), "'Narnia' is no country: write USA, KOR, CHN or a name"),
        (("--kind", "navall"), "'navall' is not known: did you mean naval?"),
        (("--evidence", "sure"), "'sure' is not known: known are planned"),
        (("--from", "2017-13"), "'2017-13' is no date: write 2017, 2017-08 or 2017-08-07"),
        (("--from", "07/08/2017"), "may be 7 August or 8 July: write 2017-08-07 or 2017-07-08"),
        (("--from", "7-9 August 2017"), "is no date: write 2017, 2017-08 or 2017-08-07"),
        (("--from", "2018", "--to", "2017"), "swap the two dates"),
        (("--series", "Foul"), "no series holds 'Foul': did you mean Foal Eagle?"),
        (("--series", "\x1b[2J"), "no series holds"),
        (("--reading", "narrow"), "a reading changes only verdicts: add --verdict any to see them"),
        (("--verdict", "any", "--reading", "narrow", "--southern-limit", "29"), "give one of them"),
    ],
    ids=str,
)
def test_a_mistake_of_usage_is_told_with_its_mend(arguments, message):
    """Status 2, one message, and no control character of what was typed reaches the terminal."""
    result = run("list", *arguments)

    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "\x1b" not in result.stderr


def test_the_reading_decides_the_verdict():
    """The verdicts of a list are those of the reading asked for, and the list says which."""
    about = ("list", "--verdict", "any", "--series", "PLA Yellow Sea", "--format")
    narrow = run(*about, "jsonl", "--reading", "narrow").stdout.splitlines()
    zone = load_zone("narrow")
    known = {each.id: each for each in load_exercises()}

    assert "the narrow reading: southern limit 30°40′N" in run(*about, "text", "--reading", "narrow").stdout
    for line in narrow[:3]:
        answer = json.loads(line)
        assert answer["verdict"]["verdict"] == judge(known[answer["id"]], zone).verdict
        assert answer["about"]["reading"] == "narrow"


def test_json_lines_are_the_entries():
    """A line is the entry as it stands, and says what made it and that it is a selection."""
    (line,) = run("list", *SEPTEMBER, "--format", "jsonl").stdout.splitlines()
    answer = json.loads(line)

    about = answer.pop("about")
    assert answer == entries()["joint-sea-2017-pacific"]
    assert about["selection"].startswith("A selection from published sources, not a census")
    assert {"version", "catalogue_date", "caveat"} <= about.keys()


def test_csv_and_geojson_of_a_list():
    """CSV has a row for each exercise, GeoJSON a feature for each place."""
    rows = list(csv.DictReader(io.StringIO(run("list", *SEPTEMBER, "--format", "csv").stdout)))
    features = json.loads(run("list", *SEPTEMBER, "--format", "geojson").stdout)["features"]

    assert [(row["id"], row["parties"]) for row in rows] == [("joint-sea-2017-pacific", "CHN;RUS")]
    assert [feature["properties"]["place"] for feature in features] == rows[0]["places"].split("; ")
    assert features[2]["geometry"] is None


# Showing


def test_an_entry_as_an_analyst_reads_it():
    """Name, verdict and sentence, dates, parties, places with their verdicts, sources with links."""
    text = run("show", "joint-sea-2017-pacific", "--format", "text", width=100).stdout
    flat = " ".join(text.split())

    assert text.startswith("Joint Sea-2017, second stage  (joint-sea-2017-pacific)\n")
    for part in (
        "◐ PARTLY under the central reading: southern limit 30°00′N, small islands count as sea",
        "Readings: narrow partly, central partly, broad partly.",
        "When 18 September 2017 to 26 September 2017, 9 days",
        "Parties China and Russia",
        "Evidence confirmed: a party that took part",
        "? uncertain, supports only: Vladivostok (port, 43.1100, 131.8800, known to 6.0 km",
        "● inside, decides: Sea of Japan (sea area, known only as the Sea of Japan / East Sea)",
        "○ outside, decides: Southern Sea of Okhotsk (sea area, 46.5000, 145.0000",
        "Joint Sea 2017 completed in Vladivostok (TASS, 2017-09-25) http://tass.com/defense/967324",
        "not a census",
    ):  # fmt: skip
        assert part in flat
    assert [line for line in text.splitlines() if len(line) > 100 and "://" not in line] == []


@pytest.mark.parametrize("named", ["Joint Sea-2025", "joint sea 25", "Joint Sea, 2025"])
def test_an_entry_is_shown_by_its_name(named):
    """What `dezone check` and `dezone assess` call an exercise, `show` does, too."""
    assert run("show", named, "--format", "text").stdout.startswith("Joint Sea-2025  (joint-sea-2025)")


def test_of_several_entries_with_a_name_none_is_shown():
    """A series is not one entry: which there are is said."""
    with pytest.raises(UnknownExerciseError, match="mean freedom-edge-2024-1 or freedom-edge-2025"):
        run("show", "Freedom Edge")


@pytest.mark.parametrize("day", ["01.08.2025", "2025/8/1", "1 August 2025", "2025年8月1日"])
def test_a_period_is_read_in_the_usual_orders(day):
    """The same entries as for the same day in ISO 8601."""
    asked = run("list", "--from", day, "--to", day, "--format", "csv")

    assert asked.stdout == run("list", "--from", "2025-08-01", "--to", "2025-08-01", "--format", "csv").stdout
    assert "joint-sea-2025" in asked.stdout


def test_disputed_matters_and_slips_are_shown():
    """Claims come with their claimants, errata with what is right, launches with their figures."""
    flat = " ".join(run("show", "dprk-missile-2017-07-04", "--format", "text").stdout.split())

    assert "Claims (the catalogue takes no side) North Korea on the outcome, 2017-07-04: First" in flat
    assert "Russia on the outcome, 2017-07-08: A medium-range missile: about 510 km" in flat
    assert "CNS/NTI data set: prints 12:40 UTC; right is 2017-07-04T00:40Z" in flat
    assert "Hwasong-14 (ICBM): 2017-07-04 00:40 UTC, 933 km, apogee 2,802 km, bearing 86°" in flat


def test_what_was_not_seen_is_shown():
    """An entry that is only partly sourced says what nobody saw in a source."""
    flat = " ".join(run("show", "team-spirit-1986", "--format", "text").stdout.split())

    assert "10 February 1986 to April 1986; the end is known to the month only" in flat
    assert "Not seen in a source exact end date" in flat


@pytest.mark.parametrize("width", [60, 80, 100])
def test_every_entry_can_be_shown(width):
    """An entry is written within the width, but for addresses; every 35th is tried."""
    for exercise in load_exercises()[::35]:
        lines = run("show", exercise.id, "--format", "text", width=width).stdout.splitlines()

        assert exercise.id in lines[0]
        assert [line for line in lines[1:] if len(line) > width and "://" not in line] == []
        assert "None" not in " ".join(lines)


def test_an_entry_for_programs():
    """JSON holds the entry, its verdict and what made it."""
    said = run("show", "joint-sea-2017-pacific", "--format", "jsonl", "--reading", "broad").stdout

    answer = json.loads(said)

    assert answer["verdict"]["verdict"] == "partly"
    assert answer["about"]["reading"] == "broad"
    assert answer["sources"] == entries()["joint-sea-2017-pacific"]["sources"]


def test_an_unknown_entry_names_those_that_come_close():
    """The mend holds identifiers that exist."""
    near = "did you mean joint-sea-2017-baltic or joint-sea-2017-pacific"
    with pytest.raises(UnknownExerciseError, match=near):
        run("show", "joint-sea-2017")


# Files


@pytest.mark.parametrize("suffix", ["json", "geojson", "csv", "gpkg", "kml"])
def test_an_exported_part_can_be_read_again(tmp_path, suffix):
    """A file of every form holds what was chosen, and nothing lies beside it."""
    path = tmp_path / f"part.{suffix}"

    result = run("export", "-o", str(path), *SEPTEMBER)

    assert result.stderr == f"{path}: 1 of 351 exercises and tests: a selection, not a census.\n"
    assert list(tmp_path.iterdir()) == [path]
    records, faults = read_records(path)
    assert faults == []
    assert len(records) == (1 if suffix == "json" else 4)


def test_export_to_an_unknown_form(tmp_path):
    """A suffix that we cannot write is refused before anything is written."""
    with pytest.raises(DezoneError, match=re.escape("use one of .json, .geojson, .csv, .gpkg, .kml")):
        run("export", "-o", str(tmp_path / "part.xlsx"))

    assert list(tmp_path.iterdir()) == []


def test_validating_without_fault(tmp_path):
    """One line says how much was looked at, and the status is 0."""
    path = tmp_path / "part.json"
    run("export", "-o", str(path), *SEPTEMBER)

    result = run("validate", str(path))

    assert (result.stdout, result.exit_code) == (f"{path}: 1 entry, no fault\n", 0)
    assert run("validate").stdout.endswith("351 entries, no fault\n")


def test_validating_with_faults(tmp_path):
    """Each fault is a line with file, entry, field, problem and mend; status 3; other files are read, too."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.json"
    good.write_text("id,lon,lat\na,125,36\n", encoding="utf-8")
    entry = entries()["joint-sea-2017-pacific"] | {"kinds": ["navall"], "start": "2017-02-30"}
    bad.write_text(json.dumps(entry), encoding="utf-8")

    result = run("validate", str(bad), str(tmp_path / "none.json"), str(good))

    assert result.exit_code == 3
    entry_of = f"{bad}, line 1, entry joint-sea-2017-pacific"
    assert result.stdout.splitlines() == [
        f"{entry_of}, kinds: 'navall' is not known: did you mean naval?",
        f"{entry_of}, start: '2017-02-30' does not exist: look the date up again",
        f"{bad}: 1 entry, 2 faults",
        f"{good}: 1 entry, no fault",
    ]
    assert re.fullmatch(r"dezone: .*none\.json: does not exist: .*\n", result.stderr)
