"""`dezone notice` answers with areas, periods, doubts and verdicts, and keeps the good records."""

from __future__ import annotations

import json

import notices
import pytest
from click.testing import CliRunner
from hostile import HOSTILE

from maps.cli import cli
from maps.notice_cli import notice
from maps.targets import read_targets
from zones import load_zone
from zones.exercise_files import read_exercises
from zones.verdict import judge

FIRING = "FIRING 0000Z TO 0900Z DAILY 05 TO 09 AUG WITHIN 5 MILES OF 37-12N 131-40E"
TWO_AREAS = (
    "AREAS A. 37-12N 131-40E, 37-12N 131-50E, 37-02N 131-50E. "
    "B. 36-12N 131-40E, 36-12N 131-50E, 36-02N 131-50E."
)


def run(*args, stdin=None):
    """Run the command as a pipe sees it."""
    return CliRunner().invoke(notice, [*args], input=stdin)


def answers(result):
    """Read the lines of the answer."""
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("name", notices.EVERY)
def test_a_notice_on_standard_input_gives_its_sentence(name):
    """A notice in each language is answered with areas, times and the sentence of its verdict."""
    result = run("-", "--issued", "2025-09", stdin=notices.EVERY[name].encode())
    [answer] = answers(result)

    assert result.exit_code == 0
    assert answer["check"]["reason"].startswith("Inside")
    assert answer["text"] == notices.EVERY[name].strip()
    assert answer["start"].startswith("2025-")
    assert set(answer) == {
        "id",
        "areas",
        "shapes",
        "start",
        "end",
        "periods",
        "area_periods",
        "activity",
        "numbers",
        "doubts",
        "check",
        "text",
        "about",
    }


def test_many_notices_in_one_file(tmp_path):
    """Each is answered, under its number."""
    path = tmp_path / "warnings.txt"
    path.write_text(f"{notices.ENGLISH}\n{notices.RUSSIAN}\n{notices.NOTAM}", encoding="utf-8")

    found = [answer["id"] for answer in answers(run(str(path)))]
    assert found == ["HYDROPAC 2201/25", "ПРИП ВЛАДИВОСТОК 214/25", "Z0707/25"]


def test_a_bad_record_does_not_stop_the_rest(tmp_path):
    """Lines that are no records are named on standard error with status 3; the others are answered."""
    path = tmp_path / "warnings.jsonl"
    good = {"id": "mine", "text": FIRING, "issued": "2024-08-01"}
    path.write_text(f'not json\n{json.dumps(good)}\n{{"id": 3}}\n[]\n\n', encoding="utf-8")
    result = run(str(path))
    [answer] = answers(result)

    assert result.exit_code == 3
    assert (answer["id"], answer["start"]) == ("mine", "2024-08-05T00:00:00Z")
    assert [f"line {number}" in result.stderr for number in (1, 2, 3, 4)] == [True, False, True, True]


@pytest.mark.parametrize(
    ("identifier", "year"),
    [("prip-33-26", "2026"), ("lyg-20231126", "2023"), ("x-202308-a", "2023"), ("hld-0527", None)],
)
def test_an_identifier_may_tell_the_year(tmp_path, identifier, year):
    """The year in the id of a record is used last, and said."""
    path = tmp_path / "warnings.jsonl"
    record = {"id": identifier, "text": "11月26日8时至18时 37-12N 122-40E"}
    path.write_text(json.dumps(record), encoding="utf-8")
    [answer] = answers(run(str(path)))

    assert answer["start"] == (year and f"{year}-11-26T00:00:00Z")
    assert any(f"the identifier '{identifier}'" in doubt for doubt in answer["doubts"]) is bool(year)


def test_geojson_has_a_feature_for_each_area():
    """The words stand beside the geometry, and an area known by name has none."""
    collection = json.loads(run(TWO_AREAS, "--format", "geojson").stdout)

    assert [feature["id"][-2:] for feature in collection["features"]] == ["/1", "/2"]
    assert all(feature["properties"]["text"] == TWO_AREAS for feature in collection["features"])
    [named] = json.loads(run(notices.BY_NAME, "--format", "geojson").stdout)["features"]
    assert named["geometry"] is None


SHORE = (
    "FIRING 0000Z TO 0900Z DAILY 05 TO 09 SEP 25 IN AREA BOUNDED BY 37-19.5N 136-43.0E, 37-40.0N 136-40.0E, "
    "37-50.0N 137-20.0E, 37-31.7N 137-19.6E AND COASTLINE."
)


@pytest.mark.parametrize(
    "text", [notices.ENGLISH, notices.NOTAM, notices.BY_NAME, SHORE, "RESTRICTED AREA RK R88 ACT"]
)
def test_the_areas_of_a_notice_are_checked_like_the_notice(tmp_path, text):
    """The GeoJSON of `dezone notice`, read again, has the verdict of the text, which stays beside it."""
    path = tmp_path / "areas.geojson"
    path.write_text(run(text, "--issued", "2025", "--format", "geojson").stdout, encoding="utf-8")
    [answer] = answers(run(text, "--issued", "2025"))
    exercises, faults = read_exercises(str(path))
    again = [judge(exercise, load_zone()) for exercise in exercises]

    assert faults == []
    assert [verdict.verdict for verdict in again] == [answer["check"]["verdict"]]
    assert {region for verdict in again for region in verdict.regions} == set(answer["check"]["regions"])
    assert exercises[0].notes == text.strip()


def test_check_and_map_take_the_date_of_issue(tmp_path):
    """A year that the text leaves out comes from the option; a record that says its own date keeps it."""
    text, lines = tmp_path / "warnings.txt", tmp_path / "warnings.jsonl"
    text.write_text(FIRING, encoding="utf-8")
    records = [{"id": "one", "text": FIRING, "issued": "2024-08-01"}, {"id": "two", "text": FIRING}]
    lines.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    runner = CliRunner()

    def years(*options):
        checked = runner.invoke(cli, ["check", str(text), str(lines), "--format", "geojson", *options])
        return [each["properties"].get("start", "")[:4] for each in json.loads(checked.stdout)["features"]]

    assert years() == ["", "2024", ""]
    assert years("--issued", "2022") == ["2022", "2024", "2022"]
    page = tmp_path / "map.html"
    drawn = runner.invoke(cli, ["map", str(text), "--issued", "2022", "-o", str(page)])
    assert (drawn.exit_code, "2022-08-05" in page.read_text(encoding="utf-8")) == (0, True)


def test_assess_takes_the_date_of_issue(tmp_path):
    """Whether a suspension was in force hangs on the year, for records with parties and for plain text."""
    lines, text = tmp_path / "warnings.jsonl", tmp_path / "warnings.txt"
    lines.write_text(json.dumps({"id": "one", "text": FIRING, "parties": ["KOR"]}), encoding="utf-8")
    text.write_text(FIRING, encoding="utf-8")

    def assessed(*options):
        words = ["assess", *options, "--regime", "us-kr-suspensions", "--party", "KOR", "--format", "jsonl"]
        [finding] = answers(CliRunner().invoke(cli, words))
        return finding["start"], finding["state"]

    assert assessed(str(lines)) == ("", "cannot say")
    assert assessed(str(lines), "--issued", "2022") == ("2022-08-05", "not touched")
    plain = CliRunner().invoke(cli, ["assess", str(text), "--issued", "2022", "--from", "2022"])
    assert (plain.exit_code, plain.stderr) == (0, "")


def test_a_figure_takes_the_date_of_issue(tmp_path):
    """Without it the warning has no date, so that nothing is left of the year that was asked for."""
    text, drawn = tmp_path / "warning.txt", tmp_path / "figure.svg"
    text.write_text(FIRING, encoding="utf-8")

    def exit_code(*options):
        words = ["figure", str(text), "--from", "2022", "-o", str(drawn), *options]
        return CliRunner().invoke(cli, words).exit_code

    assert (exit_code(), drawn.exists()) == (2, False)
    assert (exit_code("--issued", "2022"), drawn.exists()) == (0, True)


def test_a_report_takes_the_date_of_issue_and_says_so(tmp_path):
    """The command that makes the note again has it, as exactly as it was given."""
    text, note = tmp_path / "warning.txt", tmp_path / "note.md"
    text.write_text(FIRING, encoding="utf-8")
    written = CliRunner().invoke(cli, ["report", str(text), "--issued", "2022-07", "-o", str(note)])

    assert written.exit_code == 0
    said = note.read_text(encoding="utf-8")
    assert "5 August 2022" in said
    assert "dezone report FILE -o note.html --issued 2022-07 --" in said


@pytest.mark.parametrize(
    "command", [["assess"], ["check"], ["figure"], ["map"], ["notice"], ["report", "-o", "note.html"]]
)
def test_a_date_of_issue_that_is_none_is_a_usage_error(command):
    """It is refused before anything is read."""
    refused = CliRunner().invoke(cli, [*command, "warnings.txt", "--issued", "soon"])

    assert refused.exit_code == 2
    assert "--issued" in refused.stderr
    assert "soon" in refused.stderr


def test_the_issue_of_a_record_that_is_no_date_is_a_doubt(tmp_path):
    """The warning is read without it."""
    path = tmp_path / "warnings.jsonl"
    path.write_text(json.dumps({"id": "one", "text": FIRING, "issued": "soon"}), encoding="utf-8")
    [exercise], _ = read_exercises(str(path))

    assert (exercise.start, len(exercise.places)) == ("", 1)
    assert any(doubt.startswith("issued: the date of issue is 'soon'") for doubt in exercise.doubts)


@pytest.mark.parametrize("name", ["warnings.txt", "warnings.eml", "warnings"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (notices.ENGLISH, "ascii"),
        (notices.RUSSIAN, "cp1251"),
        (notices.CHINESE, "gb18030"),
        (notices.ENGLISH + notices.JAPANESE, "utf-8"),
    ],
)
def test_check_reads_a_text_file_of_notices(tmp_path, name, text, encoding):
    """Whatever the name of the file, in the encodings of the region; the words are kept as they are."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    exercises, problems = read_targets([str(path)])

    assert problems == []
    assert "\n".join(each.notes for each in exercises) == text.strip().replace("\n\n", "\n")
    assert all(each.places for each in exercises)


def test_check_reads_a_file_of_notices(tmp_path):
    """Lines with a text and no place are warnings; who, and under which name, is taken from the record."""
    path = tmp_path / "warnings.jsonl"
    records = [
        {"id": "one", "text": FIRING, "issued": "2024-08-01", "parties": ["JPN"], "name": "Firing"},
        {"id": "two", "text": "RESTRICTED AREA RK R999 ACT"},
        {"id": "three", "text": FIRING, "named_area": "yellow_sea"},
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    exercises, faults = read_exercises(str(path))

    assert [(each.id, each.start, len(each.places)) for each in exercises] == [
        ("one", "2024-08-05", 1),
        ("two", "", 0),
        ("three", "", 1),
    ]
    assert (exercises[0].name, exercises[0].parties, exercises[0].notes) == ("Firing", ("JPN",), FIRING)
    assert any("RK R999, not in the gazetteer" in doubt for doubt in exercises[1].doubts)
    assert exercises[2].places[0].named_area == "yellow_sea"
    assert [fault.where for fault in faults] == ["line 2"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", ["text", "jsonl", "geojson", "csv"])
def test_hostile_text_reaches_no_terminal(text, form):
    """Control characters and right-to-left marks come out harmless in every form."""
    data = f"{text}\n{notices.ENGLISH}".encode(errors="replace")
    result = run("-", "--format", form, "--issued", "2025", stdin=data)

    assert result.exit_code == 0, result.output
    assert not set(result.stdout) & set("\x00\x1b\x7f\x85\u202e\u2028")


def test_text_for_people_names_areas_times_and_doubts():
    """The area, the periods and the sentence can be read without a program."""
    shown = run(notices.JAPANESE, "--format", "text").stdout

    assert "circle, radius 9.26 km: 33°10′00″N 128°20′00″E" in shown
    assert "2025-09-03 00:00 UTC to 2025-09-03 08:00 UTC" in shown
    assert "INSIDE" in shown


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        ([], 2, "nothing to read"),
        (["no-such-folder/warnings.txt"], 3, "no-such-folder"),
        ([notices.BY_NAME, "--issued", "yesterday"], 2, "write YYYY-MM-DD"),
        ([""], 3, "no text"),
    ],
)
def test_what_cannot_be_read_is_said(args, status, words):
    """The exit status and one line on standard error say what is wrong."""
    result = run(*args)

    assert result.exit_code == status
    assert words in result.stderr


def test_a_table_without_positions_is_no_warning(tmp_path):
    """Whatever its words hold: one position in a thousand rows would stand for all of them."""
    table = "name,date,remark\nA,2024-05-01,Yellow Sea\nB,2024-05-02,gunnery 38-30N 131-00E\n"
    for name in ("drills.csv", "drills.txt", "drills"):
        path = tmp_path / name
        path.write_text(table, encoding="utf-8")
        exercises, [problem] = read_targets([str(path)])
        assert exercises == []
        assert "has no column for positions among 'name, date, remark'" in problem
    text = tmp_path / "warning.txt"
    text.write_text("GUNNERY EXERCISE, YELLOW SEA\n35N 123E, 35N 124E, 34N 124E\n", encoding="utf-8")
    assert len(read_targets([str(text)])[0]) == 1


@pytest.mark.parametrize("name", ["drills.csv", "DRILLS.TSV", "places.geojson", "places.kml"])
def test_a_file_of_records_is_no_warning(tmp_path, name):
    """Read as running text, the names in its cells would be the place of one warning."""
    path = tmp_path / name
    path.write_text("id,date,lat,lon,country\na,2024-05-01,38.5,131,China\n", encoding="utf-8")
    result = run(str(path))

    assert (result.exit_code, result.stdout) == (3, "")
    assert "holds records, not the text of a warning: dezone check reads them" in result.stderr
