"""The commands as people and scripts use them: what is answered, in which form, with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from terminal import DEZONE, Run, in_terminal, piped

from maps import cli, output
from zones import __version__, words

if TYPE_CHECKING:
    from collections.abc import Callable

INSIDE, OUTSIDE, UNCERTAIN = "38-46.58N 120-59.10E", "29.5N 125E", "30N 125E"
VERDICT_FIELDS = [
    "id", "name", "verdict", "touches", "within", "share_inside", "regions", "distance_km", "near",
    "nearest_limit", "uncertainty_km", "readings", "depends_on_reading", "depends_on", "flips_at_lat",
    "places", "reason", "doubts",
]  # fmt: skip
ABOUT_FIELDS = ["version", "reading", "southern_limit", "islands", "data_date", "caveat"]
GOOD = (
    '{"type": "Feature", "properties": {"id": "good"}, '
    '"geometry": {"type": "Point", "coordinates": [125, 36]}}'
)

needs_terminal = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")


@pytest.fixture
def dezone(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Run]:
    """Run the command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str | bytes = "") -> Run:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(SystemExit) as end:
            cli.main(arguments)
        return Run(int(end.value.code or 0), *capfd.readouterr())

    return run


def answers(run: Run) -> list[dict]:
    """Parse JSON lines."""
    return [json.loads(line) for line in run.out.splitlines()]


def verdicts(run: Run) -> list[str]:
    """Give the verdicts of JSON lines, in their order."""
    return [answer["verdict"] for answer in answers(run)]


# Formats


def test_a_json_line_has_the_fields_of_the_plan(dezone):
    """Scripts rely on the names and kinds of the fields; `about` says what made the answer."""
    (answer,) = answers(dezone("check", OUTSIDE))

    assert list(answer) == [*VERDICT_FIELDS, "about"]
    assert list(answer["about"]) == ABOUT_FIELDS
    assert answer["about"]["version"] == __version__
    assert answer["about"]["caveat"] == words.CAVEAT
    assert answer["verdict"] == "outside"
    assert (answer["touches"], answer["within"], answer["share_inside"]) == ("no", "no", 0.0)
    assert answer["readings"] == {"narrow": "outside", "central": "outside", "broad": "inside"}
    assert answer["depends_on"] == ["southern_limit"]
    assert answer["flips_at_lat"] == 29.5
    assert answer["distance_km"] == pytest.approx(55.4, abs=0.1)
    assert list(answer["nearest_limit"]) == ["name", "kind", "source"]
    assert len(answer["places"]) == 1


def test_geojson_is_a_collection_that_other_programs_read(dezone, tmp_path):
    """The geometry goes out as it came, with the fields of the verdict and those given."""
    Path("in.geojson").write_text(
        '{"type":"Feature","id":"a","properties":{"start":"2017-08-01","parties":["CHN"]},'
        '"geometry":{"type":"Point","coordinates":[125,29.5]}}'
    )
    run = dezone("check", "in.geojson", "--format", "geojson")
    (tmp_path / "out.geojson").write_text(run.out)
    table = gpd.read_file(tmp_path / "out.geojson")
    feature = json.loads(run.out)["features"][0]

    assert list(table.geometry) == [shapely.Point(125, 29.5)]
    assert feature["id"] == "a"
    assert [*feature["properties"]] == [*VERDICT_FIELDS, "start", "end", "parties", "about"]
    assert feature["properties"]["parties"] == ["CHN"]


def test_csv_is_a_table_with_one_row_for_each(dezone):
    """A spreadsheet gets flat columns: lists joined, the three readings side by side."""
    rows = list(csv.DictReader(io.StringIO(dezone("check", OUTSIDE, INSIDE, "--format", "csv").out)))

    assert [row["verdict"] for row in rows] == ["outside", "inside"]
    assert set(VERDICT_FIELDS) - {"readings", "depends_on_reading", "places"} < set(rows[0])
    assert rows[0]["narrow"] == "outside"
    assert rows[0]["broad"] == "inside"
    assert rows[0]["depends_on"] == "southern_limit"
    assert rows[0]["flips_at_lat"] == "29.5"
    assert rows[1]["regions"] == "bohai_gulf 1.0"
    assert rows[1]["caveat"] == words.CAVEAT


def test_csv_has_what_was_checked_behind_the_answers(dezone):
    """An analyst sorts by date and draws by position; columns that were there before stay where they were."""
    Path("in.csv").write_text(
        "id,start,end,parties,kinds,lon,lat,wkt,named_area\n"
        'a,2017-08-07,2017-08-09,"CHN, RUS",naval,-170.5,36,,\n'
        'b,,,,,,,"LINESTRING (123 36, 124 37)",\n'
        "c,,,,,,,,yellow_sea\n"
    )

    text = dezone("check", "in.csv", "--format", "csv").out
    header, *_ = csv.reader(io.StringIO(text))
    point, line, area = csv.DictReader(io.StringIO(text))

    new = [
        "start",
        "end",
        "parties",
        "kinds",
        "lon",
        "lat",
        "wkt",
        "named_area",
        "role",
        "surface",
        "extent",
        "places",
    ]
    assert header[header.index("caveat") + 1 :] == new
    assert [point[name] for name in new[:7]] == [
        "2017-08-07", "2017-08-09", "CHN;RUS", "naval", "-170.5", "36.0", "",
    ]  # fmt: skip
    assert (line["lon"], line["wkt"], line["extent"]) == ("", "LINESTRING (123 36, 124 37)", "footprint")
    assert (area["lon"], area["wkt"], area["named_area"]) == ("", "", "yellow_sea")


def test_words_in_a_column_of_places_are_no_places(dezone):
    """Only the cells that we write are read; the position of the row still counts, and its columns."""
    Path("in.csv").write_text(
        'Title,lon,lat,country,places\na,123.5,36,China,"Qingdao, Dalian"\nb,123.5,36,China,[]\n'
        f'c,123.5,36,China,"[{{""x"": {"[" * 5000}"\n'
    )

    run = dezone("check", "in.csv")

    assert [each["verdict"] for each in answers(run)] == ["inside"] * 3
    assert [each["name"] for each in answers(run)] == ["a", "b", "c"]
    assert (run.status, run.err) == (0, "")


def test_text_says_the_reason_and_the_caveat(dezone):
    """People get a sentence, what it depends on, and once at the end what made it."""
    run = dezone("check", OUTSIDE, INSIDE, "--format", "text")

    said = " ".join(run.out.split())
    assert said.startswith("○ OUTSIDE 29.5N 125E Outside: 55.4 km (29.9 nmi) outside the limit")
    assert "inside if the southern limit is read as 29°30′N or further south" in said
    assert "Depends on the southern limit (narrow outside, central outside, broad inside)." in said
    assert "● INSIDE 38-46.58N 120-59.10E" in said
    assert "1 inside, 1 outside, of 2" in said
    assert said.count(words.CAVEAT) == 1
    assert max(map(len, run.out.splitlines())) <= 100
    assert "\x1b" not in run.out


@needs_terminal
def test_a_terminal_gets_text_and_colours():
    """On a terminal the answer is text for people, the verdict in colour."""
    run = in_terminal(str(DEZONE), "check", OUTSIDE)

    assert run.status == 0
    assert run.out.startswith("\x1b[1;36m○ OUTSIDE\x1b[0m  29.5N 125E\n")


@needs_terminal
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colours_can_be_switched_off(variables):
    """NO_COLOR (no-color.org) and a dumb terminal get text without codes, also in tables."""
    said = in_terminal(str(DEZONE), "check", OUTSIDE, **variables).out

    assert said.startswith("○ OUTSIDE  29.5N 125E\n")
    assert "\x1b" not in said + in_terminal(str(DEZONE), "zones", "list", **variables).out


def test_a_pipe_gets_json_lines():
    """What is piped goes to a program: one object a line, nothing else, in UTF-8 whatever the locale."""
    run = piped(str(DEZONE), "check", INSIDE, OUTSIDE, PYTHONIOENCODING="ascii")

    assert run.status == 0
    assert verdicts(run) == ["inside", "outside"]
    assert "°" in run.out
    assert run.err == ""


def test_a_reader_that_stops_is_no_error(tmp_path):
    """`dezone check many | head -1` ends quietly, and not with the status that means outside."""
    (tmp_path / "many.geojsonl").write_text((GOOD.replace('"id": "good"', "") + "\n") * 400)

    run = piped(
        "bash", "-o", "pipefail", "-c", "dezone check many.geojsonl | head -1 | wc -l", folder=tmp_path
    )

    assert (run.status, run.out.strip(), run.err) == (0, "1", "")


def test_a_reader_of_complaints_that_stops_is_no_error(tmp_path):
    """`dezone check many 2>&1 | head -1` does not end with the status that means outside."""
    rows = "".join(f"{number},east\n" for number in range(5000))
    (tmp_path / "many.csv").write_text(f"lon,lat\n125,29.5\n{rows}")

    words = "{ dezone check many.csv 2>&1; echo $? > status; } | head -1 | wc -l"
    run = piped("bash", "-c", words, folder=tmp_path)

    assert (run.out.strip(), run.err) == ("1", "")
    assert (tmp_path / "status").read_text().strip() in ("0", "3")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device here that is always full")  # noqa: PTH110
@pytest.mark.parametrize("words", ["check '38N 125E'", "zones list", "exercises list --format csv"])
def test_an_answer_that_cannot_be_written_is_one_line_and_not_the_status_that_means_outside(words):
    """A full disk under standard output: no trace of calls, and exit status 3."""
    run = piped("bash", "-c", f"dezone {words} > /dev/full")

    assert run.status == 3
    assert run.err.splitlines()[-1].startswith("dezone: the answer cannot be written: ")
    assert "Traceback" not in run.err


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("form", output.FORMATS)
def test_an_answer_is_never_cut_off_in_silence(tmp_path, form, unbuffered):
    """Where only a part fits there is an error, also if Python was asked not to buffer."""
    (tmp_path / "many.geojsonl").write_text((GOOD.replace('"id": "good"', "") + "\n") * 200)

    words = f"ulimit -f 8; dezone check many.geojsonl --format {form} > out"
    run = piped("bash", "-c", words, folder=tmp_path, PYTHONUNBUFFERED=unbuffered)

    assert (tmp_path / "out").stat().st_size <= 8 * 1024
    assert run.status == 3
    assert run.err.startswith("dezone: the answer cannot be written: ")
    assert run.err.count("\n") == 1


@pytest.mark.parametrize("name", ["pipe", "pipe.txt"])
@pytest.mark.parametrize(
    "content",
    [
        "name\tlat\tlon\na\t38.77\t120.985\n",
        "38-46.58N 120-59.10E\n",
        "FIRING WITHIN 2 MILES OF 38-46N 120-59E\n050000Z TO 050900Z AUG 2022\n",
        "Bohai\n",
    ],
    ids=["table", "position", "warning", "name"],
)
def test_a_pipe_with_a_name_is_read_as_standard_input_is(tmp_path, content, name):
    """`dezone check <(...)`: it can be read only once, whatever it turns out to be."""
    (tmp_path / "in").write_text(content)

    run = piped(
        "bash", "-c", f"mkfifo {name}; cat in > {name} & dezone check {name} --reading broad", folder=tmp_path
    )

    assert (run.status, run.err) == (0, "")
    assert verdicts(run) == ["inside"]


@pytest.mark.parametrize("words", ["check -", "assess -", "notice -"])
def test_a_closed_standard_input_is_empty(words):
    """Whoever closes it (`<&-`) gives nothing to read, and is told so in one line."""
    run = piped("bash", "-c", f"dezone {words} <&-")

    assert (run.status, run.out) == (3, "")
    assert run.err.startswith("dezone: standard input: ")
    assert run.err.count("\n") == 1


def test_a_place_that_cannot_be_widened_does_not_lose_the_others(dezone):
    """A line with so wide a radius that it would reach a pole is uncertain, and the doubt has the mend."""
    Path("in.csv").write_text(
        'id,wkt,uncertainty_km\na,"LINESTRING (130 80, 140 85)",2000\nb,POINT (123.5 36),\n'
    )

    run = dezone("check", "in.csv")

    assert [each["verdict"] for each in answers(run)] == ["uncertain", "inside"]
    assert "reaches a pole: give a smaller radius, or a point" in answers(run)[0]["doubts"][0]


def test_a_closed_standard_output_is_no_error():
    """Whoever closes it (`>&-`) wants the exit status alone."""
    assert piped("bash", "-c", "dezone check --exit-status '38N 125E' >&-") == Run(0, "", "")


def test_ctrl_c_is_not_the_status_that_means_outside(dezone, monkeypatch):
    """Scripts tell by the exit status; 130 is what shells give."""
    monkeypatch.setattr("zones.verdict.judge_all", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))

    run = dezone("check", INSIDE, "--exit-status")

    assert run.status == 130
    assert run.err.strip() == "dezone: stopped"


@pytest.mark.parametrize(("form", "content"), [("geojson", '"features"'), ("csv", "id,name,verdict")])
def test_no_records_make_a_whole_empty_file(dezone, form, content):
    """An empty collection is answered with an empty collection, not with an empty file."""
    run = dezone("check", "-", "--format", form, stdin='{"type": "FeatureCollection", "features": []}')

    assert run.status == 0
    assert content in run.out


# Exit statuses


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", INSIDE], 0),
        (["check", OUTSIDE], 0),
        (["check", INSIDE, "--exit-status"], 0),
        (["check", OUTSIDE, "--exit-status"], 1),
        (["check", UNCERTAIN, "--radius", "20", "--exit-status"], 4),
        (["check", UNCERTAIN, OUTSIDE, "--radius", "20", "--exit-status"], 1),
        (["check", "28N 125E 31N 125E", "--exit-status"], 0),  # partly: neither
        (["check", "128.2 38.5", OUTSIDE, "--exit-status"], 3),
        (["check", "128.2 38.5", "--exit-status", "--no-such-option"], 2),
        (["check", "128.2 38.5"], 3),
        (["check"], 2),
        (["check", "--no-such-option", INSIDE], 2),
        (["check", "-x", INSIDE], 2),
        (["check", INSIDE, "--format", "xml"], 2),
        (["check", INSIDE, "--reading", "wide"], 2),
        (["check", INSIDE, "--reading", "broad", "--southern-limit", "29"], 2),
        (["check", INSIDE, "--southern-limit", "20"], 2),
        (["check", INSIDE, "--southern-limit", "nan"], 2),
        (["check", INSIDE, "--islands", "ice"], 2),
        (["check", INSIDE, "--radius", "-1"], 2),
        (["check", INSIDE, "--radius", "nan"], 2),
        (["check", INSIDE, "--near", "nan"], 2),
        (["check", INSIDE, "--near", "-3"], 2),
        (["zones", "show", "atlantis"], 3),
        (["zones", "export", "-o", "regions.txt"], 3),
        (["map", "nowhere.csv"], 3),
        (["nothing"], 2),
        (["--version"], 0),
        (["--help"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_the_exit_status_says_what_happened(dezone, arguments, status):
    """2 usage, 3 unreadable, then with --exit-status 1 outside and 4 uncertain: the first that applies."""
    run = dezone(*arguments)

    assert run.status == status
    assert bool(run.err) is (status in (2, 3))
    assert "Traceback" not in run.err


def test_good_records_are_answered_although_others_are_bad(dezone):
    """Each bad target has one line on standard error; the good ones keep their order."""
    run = dezone("check", OUTSIDE, "128.2 38.5", "no-such.csv", INSIDE)

    assert run.status == 3
    assert verdicts(run) == ["outside", "inside"]
    assert len(run.err.splitlines()) == 2
    assert all(line.startswith("dezone: ") for line in run.err.splitlines())


# Targets


@pytest.mark.parametrize(
    "arguments",
    [
        ["-33.9", "151.2"],
        ["-33.9, 151.2"],
        ["-33.9 151.2"],
        ["-33.9,151.2"],
        ["33.9S", "151.2E"],
        ["33.9 S 151.2 E"],
        ["33.9", "S", "151.2", "E"],
        ["33", "54", "S", "151", "12", "E"],
        ["-33-54-00", "151-12-00"],
        ["--", "-33.9", "151.2"],
        ["--near", "5", "-33.9", "151.2", "--radius", "1"],
    ],
    ids=str,
)
def test_negative_and_unquoted_positions_need_no_tricks(dezone, arguments):
    """A minus at the start of an argument is a sign if a digit follows, and an option otherwise."""
    (answer,) = json.loads(dezone("check", "--format", "geojson", *arguments).out)["features"]

    assert answer["geometry"]["coordinates"] == pytest.approx([151.2, -33.9])


@pytest.mark.parametrize("arguments", [["-.5", "-120"], ["-.5, -120"], ["-.5 -120"]], ids=str)
def test_a_number_may_begin_with_its_point(dezone, arguments):
    """-.5 is half a degree, as in most programs."""
    (answer,) = json.loads(dezone("check", "--format", "geojson", *arguments).out)["features"]

    assert answer["geometry"]["coordinates"] == [-120, -0.5]


def test_two_positions_in_quotes_are_two_targets(dezone):
    """Only what is no position by itself is joined to one, and only if that can be read."""
    assert len(answers(dezone("check", INSIDE, OUTSIDE))) == 2
    assert len(dezone("check", "128.2 38.5", "29.5N 200E").err.splitlines()) == 2
    assert len(dezone("check", "36N", "nowhere").err.splitlines()) == 2


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("nowhere.csv", "nowhere.csv: does not exist"),
        ("folder/drills", "there is no folder folder"),
        ("drils.csv", "did you mean drills.csv"),
        (".", "is a folder"),
        ("https://example.org/a.geojson", "is an address, not a file"),
        ("Sea of nothing", "no place 'Sea of nothing' is known"),
        ("Ocean-2024", "no place 'Ocean-2024' is known"),
        ("东海联动-2025", "or the name of an exercise in dezone exercises list"),
        (
            "海上联合-2030",
            "no place and no catalogued exercise '海上联合-2030' is known: did you mean Joint Sea",
        ),
        ("번개훈련 2024", "no place '번개훈련 2024' is known"),
        ("북위 38", "a latitude without a longitude"),
        ("Zapad 2025", "no place and no catalogued exercise 'Zapad 2025' is known: did you mean Zapad-2021?"),
        ("Freedm Edge", "is known: did you mean Freedom Edge 24-1 or Freedom Edge 25?"),
        ("", "write for example 38-46.58N 120-59.10E"),
        ("38.5", "one number"),
        ("hello " * 4000, "characters are no name"),
        ("nan nan", "no place 'nan nan' is known"),
        ("38 200", "did you mean"),
        ("128.2, 38.5", "did you mean 38.5, 128.2 (38°30′00″N 128°12′00″E)?"),
        ("36N 125E 37N 126E 36N 126E 37N 125E", "cross: give the corners in order"),
    ],
    ids=lambda text: text[:30],
)
def test_what_cannot_be_read_is_named_with_the_mend(dezone, target, message):
    """A path that is missing is told apart from text that is no position; both say what to do."""
    Path("drills.csv").write_text("lon,lat\n125,36\n")

    run = dezone("check", target)

    assert (run.status, run.out) == (3, "")
    assert message in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    "command", [["check"], ["map"], ["zones", "show"], ["zones", "export", "-o"]], ids=str
)
@pytest.mark.parametrize("name", ["a\x1b[31mb", "a\x1b[31m.csv", "a\r\nb.txt", "no/a\u202e.kml"], ids=ascii)
def test_messages_hold_nothing_that_steers_a_terminal(dezone, command, name):
    """Names that are told back to the user come as one printable line."""
    run = dezone(*command, name)

    assert run.status == 3
    assert [line for line in run.err.splitlines() if not line.isprintable()] == []
    told = run.err.removesuffix("dezone: there is nothing to draw: no file was written\n")
    assert len(told.splitlines()) == 1


def test_a_file_is_a_file_whatever_its_name(dezone):
    """A target is a path if it exists, even one that reads like a position."""
    Path("29.5N 125E").write_text("id,lon,lat\nfile,125,36\n")

    assert [answer["id"] for answer in answers(dezone("check", "29.5N 125E"))] == ["file"]


def test_a_text_longer_than_a_name_may_be_is_text(dezone):
    """The corners of a large area are no path that is too long."""
    corners = " ".join(f"{34 + step / 1000:.3f}N 123.000E" for step in range(400)) + " 36N 124E"

    (answer,) = answers(dezone("check", corners))

    assert answer["verdict"] == "inside"
    assert len(answer["id"]) <= 80


@pytest.mark.parametrize(
    ("text", "geometry", "doubt"),
    [
        ("36N 124E", "Point", None),
        ("36N 124E 37N 124E", "LineString", "two positions were read as the ends of a line"),
        ("36N 124E 37N 124E 37N 123E", "Polygon", "3 positions were read as the corners of a closed area"),
    ],
)
def test_several_positions_are_a_line_or_an_area(dezone, text, geometry, doubt):
    """What was understood is said, since the text does not."""
    (feature,) = json.loads(dezone("check", text, "--format", "geojson").out)["features"]

    assert feature["geometry"]["type"] == geometry
    assert any(doubt in said for said in feature["properties"]["doubts"]) if doubt else True
    assert bool(feature["properties"]["doubts"]) is bool(doubt)


@pytest.mark.parametrize(
    ("stdin", "found"),
    [
        (INSIDE, ["inside"]),
        (f"{INSIDE}\n", ["inside"]),
        ("\ufeff" + OUTSIDE, ["outside"]),
        ("38-51.7N 121-38E\n38-34N 121-38E\n38-34N 121-08E\n", ["inside"]),
        (GOOD, ["inside"]),
        (f"{GOOD}\n{GOOD.replace('36', '20').replace('good', 'b')}\n", ["inside", "outside"]),
        (f"\x1e{GOOD}\n", ["inside"]),
        ("lon,lat\n125,36\n125,20\n", ["inside", "outside"]),
        ("position\n36N 125E\n", ["inside"]),
    ],
    ids=[
        "text",
        "line",
        "bom",
        "lines",
        "GeoJSON",
        "lines of GeoJSON",
        "GeoJSONSeq",
        "CSV",
        "CSV of positions",
    ],
)
def test_standard_input_is_text_or_a_file(dezone, stdin, found):
    """`-` takes what a file or an argument may hold."""
    run = dezone("check", "-", stdin=stdin)

    assert (run.status, run.err) == (0, "")
    assert verdicts(run) == found


@pytest.mark.parametrize("stdin", [b"", b"\n", b"\x89PNG\r\n", b"\xff\xfe\x00", b"<html></html>", b"hello"])
def test_standard_input_of_another_kind_is_told(dezone, stdin):
    """Nothing, a picture or a web page is an input that cannot be read."""
    run = dezone("check", "-", stdin=stdin)

    assert (run.status, run.out) == (3, "")
    assert run.err.startswith("dezone: standard input")


# Files


def drills() -> gpd.GeoDataFrame:
    """Two places, one in the Yellow Sea and one in the Philippine Sea."""
    table = {"id": ["a", "b"], "name": ["Drill A", "훈련 나"], "start": ["2017-08-01", "2017-09-02"]}
    return gpd.GeoDataFrame(table, geometry=[shapely.Point(123.5, 36), shapely.Point(135, 25)], crs=4326)


def _write_csv(path: Path) -> None:
    path.write_text("id,name,lon,lat\na,Drill A,123.5,36\nb,훈련 나,135,25\n")


def _write_kml(path: Path) -> None:
    marks = [
        f"<Placemark><name>{name}</name>"
        f"<ExtendedData><Data name='id'><value>{key}</value></Data></ExtendedData>"
        f"<Point><coordinates>{point.x},{point.y}</coordinates></Point></Placemark>"
        for key, name, point in drills()[["id", "name", "geometry"]].itertuples(index=False)
    ]
    kml = f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{''.join(marks)}</Document></kml>"
    path.write_text(kml, encoding="utf-8")


def _write_parquet(path: Path) -> None:
    pytest.importorskip("pyarrow")
    drills().to_parquet(path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("drills.geojson", lambda path: drills().to_file(path, driver="GeoJSON")),
        ("drills.geojsonl", lambda path: drills().to_file(path, driver="GeoJSONSeq")),
        ("drills.csv", _write_csv),
        ("drills.gpkg", lambda path: drills().to_file(path, driver="GPKG")),
        ("drills.kml", _write_kml),
        ("drills.shp", lambda path: drills().to_file(path, encoding="utf-8")),
        ("drills.parquet", _write_parquet),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_format_is_answered_alike(dezone, name, write):
    """The format of a file changes nothing in the answer."""
    write(Path(name))

    run = dezone("check", name)

    assert (run.status, run.err) == (0, "")
    assert [(a["id"], a["name"], a["verdict"]) for a in answers(run)] == [
        ("a", "Drill A", "inside"),
        ("b", "훈련 나", "outside"),
    ]


def test_the_csv_template_is_accepted_as_it_is(dezone):
    """Who fills in the template starts from a file that works, without a doubt."""
    template = dezone("check", "--csv-template").out
    Path("template.csv").write_text(template)

    run = dezone("check", "template.csv")

    assert (run.status, run.err) == (0, "")
    (answer,) = answers(run)
    assert (answer["id"], answer["doubts"]) == ("my-drill", [])
    assert [*answer["regions"]] == ["bohai_gulf"]


BAD_RECORDS = {
    "swapped": ('{"type":"Point","coordinates":[36.5,125]}', "did you mean longitude 125, latitude 36.5?"),
    "not a number": ('{"type":"Point","coordinates":[NaN,36]}', "not finite"),
    "beyond 90": ('{"type":"Point","coordinates":[125,91]}', "beyond 90"),
    "empty": ('{"type":"Polygon","coordinates":[]}', "is empty"),
    "open ring": ('{"type":"Polygon","coordinates":[[[124,36],[125,36],[125,37]]]}', "not closed"),
    "crossing ring": (
        '{"type":"Polygon","coordinates":[[[124,36],[125,37],[125,36],[124,37],[124,36]]]}',
        "self-intersection",
    ),
    "short ring": ('{"type":"Polygon","coordinates":[[[124,36],[125,36],[124,36]]]}', "four or more"),
    "unknown type": ('{"type":"Pont","coordinates":[125,36]}', "did you mean Point?"),
}


@pytest.mark.parametrize(("geometry", "message"), BAD_RECORDS.values(), ids=BAD_RECORDS)
def test_a_bad_record_is_told_and_the_others_answered(dezone, geometry, message):
    """The message has the file, the record, the field and the mend."""
    bad = f'{{"type": "Feature", "properties": {{"id": "bad"}}, "geometry": {geometry}}}'
    Path("in.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{bad}, {GOOD}]}}')

    run = dezone("check", "in.geojson")

    assert run.status == 3
    assert [answer["id"] for answer in answers(run)] == ["good"]
    assert run.err.startswith("dezone: in.geojson, feature 1, geometry: ")
    assert message in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("field", "value", "mend"),
    [
        ("start", "2017-13-45", "write YYYY-MM-DD"),
        ("start", "yesterday", "write YYYY-MM-DD"),
        ("end", "2017-02-30", "write YYYY-MM-DD"),
        ("parties", "Korea", "write ISO 3166-1 alpha-3 codes"),
        ("uncertainty_km", "wide", "write kilometres"),
        ("uncertainty_km", "-5", "write kilometres"),
    ],
)
def test_a_word_that_cannot_be_read_is_told_and_the_place_still_judged(dezone, field, value, mend):
    """A verdict needs only the place, so a wrong date or party does not lose it; the doubt goes with it."""
    Path("in.csv").write_text(f"id,lon,lat,{field}\ngood,125,36,\nbad,125,36,{value}\n")

    run = dezone("check", "in.csv")

    assert run.status == 3
    assert verdicts(run) == ["inside", "inside"]
    assert run.err.startswith(f"dezone: in.csv, line 3, {field}: ")
    assert mend in run.err
    assert [bool(answer["doubts"]) for answer in answers(run)] == [False, True]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page (HTML), not data"),
        ("drills.csv", "id,name,lat\na,b,36\n", "has a column 'lat' but none for the longitude: name it lon"),
        ("drills.csv", "id,name\na,b\n", "has no column for positions"),
        ("drills.csv", "125,36\n125,37\n", "put a first line lon,lat above"),
        ("drills.csv", "", "is empty"),
        ("drills.geojson", '{"type": "FeatureCollection", "features": [', "the file ends in the middle"),
        ("drills.json", "{]", "is broken JSON"),
        ("drills.xlsx", "PK\x05\x06", "an empty zip archive"),
    ],
)
def test_a_file_of_the_wrong_kind_is_told(dezone, name, content, message):
    """Nothing of it can be read, so the message is about the file."""
    Path(name).write_text(content)

    run = dezone("check", name)

    assert (run.status, run.out) == (3, "")
    assert run.err.startswith(f"dezone: {name}")
    assert message in run.err


def test_a_bad_row_names_line_and_column(dezone):
    """The line is that of the file, counted as an editor counts."""
    Path("in.csv").write_text("id,lon,lat\n\na,125,36\nb,east,36\nc,125,\n")

    run = dezone("check", "in.csv")

    assert verdicts(run) == ["inside"]
    assert [line.partition(": ")[2].split(": ")[0] for line in run.err.splitlines()] == [
        "in.csv, line 4, lon",
        "in.csv, line 5, lat",
    ]


def test_several_features_with_one_id_are_one_exercise(dezone):
    """So is a GeometryCollection: places are listed, the verdict is one."""
    Path("in.csv").write_text("id,lon,lat\na,125,36\na,135,25\n")
    Path("in.geojson").write_text(
        '{"type":"Feature","id":"b","properties":{},"geometry":{"type":"GeometryCollection","geometries":'
        '[{"type":"Point","coordinates":[125,36]},{"type":"Point","coordinates":[135,25]}]}}'
    )

    found = answers(dezone("check", "in.csv", "in.geojson"))

    assert [(a["id"], a["verdict"], len(a["places"])) for a in found] == [
        ("a", "partly", 2),
        ("b", "partly", 2),
    ]


# Options


@pytest.mark.parametrize(
    ("options", "verdict", "reading", "limit"),
    [
        ([], "outside", "central", 30.0),
        (["--reading", "narrow"], "outside", "narrow", 30 + 40 / 60),
        (["--reading", "broad"], "inside", "broad", 29.0),
        (["--southern-limit", "29.5"], "inside", None, 29.5),
        (["--southern-limit", "29.500001"], "outside", None, 29.500001),
        (["--southern-limit", "29"], "inside", "broad", 29.0),
    ],
)
def test_the_reading_decides(dezone, options, verdict, reading, limit):
    """A position on the southern limit is inside; the answer says which reading made it."""
    (answer,) = answers(dezone("check", OUTSIDE, *options))

    assert answer["verdict"] == verdict
    assert (answer["about"]["reading"], answer["about"]["southern_limit"]) == (reading, limit)
    assert answer["flips_at_lat"] == 29.5


def test_small_islands_follow_the_sea_or_their_state(dezone):
    """Tsushima is inside with the sea around it, and outside with Japan."""
    found = [answers(dezone("check", "34.4N 129.35E", "--islands", each))[0] for each in ("sea", "land")]

    assert [answer["verdict"] for answer in found] == ["inside", "outside"]
    assert [answer["depends_on"] for answer in found] == [["islands"], ["islands"]]
    assert [answer["about"]["islands"] for answer in found] == ["sea", "land"]
    said = " ".join(dezone("check", "34.4N 129.35E", "--format", "text").out.split())
    assert "Depends on how small islands count (--islands)." in said


def test_radius_is_the_doubt_of_a_position(dezone):
    """A position known to within 20 km, 6 km outside, may be inside."""
    sure, unsure = (answers(dezone("check", "29.95N 125E", *more))[0] for more in ([], ["--radius", "20"]))

    assert (sure["verdict"], sure["uncertainty_km"]) == ("outside", 0.0)
    assert (unsure["verdict"], unsure["uncertainty_km"]) == ("uncertain", 20.0)
    assert 0 < unsure["share_inside"] < 0.5


def test_radius_fills_in_what_a_file_does_not_say(dezone):
    """A radius in the file wins over the option; a place that is only a name has none."""
    Path("in.csv").write_text(
        "id,lon,lat,uncertainty_km,named_area\na,125,36,5,\nb,125,36,,\nc,,,,yellow_sea\n"
    )

    found = answers(dezone("check", "in.csv", "--radius", "20"))

    assert [answer["uncertainty_km"] for answer in found] == [5.0, 20.0, 0.0]


@pytest.mark.parametrize(("near", "is_near"), [([], True), (["--near", "5"], False), (["--near", "6"], True)])
def test_near_is_outside_but_close(dezone, near, is_near):
    """29°57′N is 5.5 km outside; ten kilometres count as near unless told otherwise."""
    (answer,) = answers(dezone("check", "29.95N 125E", *near))

    assert answer["near"] is is_near
    assert "Near the limit" not in answer["reason"]  # a port has nothing to do with a parallel at sea


# zones


def test_zones_list_has_each_region_with_area_and_source(dezone):
    """The five regions, in the order of the data."""
    said = dezone("zones", "list").out

    regions = re.findall(r"^ ?([a-z_]+) ", said, re.MULTILINE)
    assert regions[1:] == [
        "korean_peninsula", "sea_of_japan", "yellow_sea", "bohai_gulf", "northern_east_china_sea",
    ]  # fmt: skip
    assert "332,119" in said
    assert said.count("IHO S-23 (1953)") == 3


def test_zones_list_follows_the_reading(dezone):
    """Only the northern East China Sea changes with the southern limit."""
    central, broad = (
        dezone("zones", "list", "--reading", each).out.splitlines() for each in ("central", "broad")
    )

    changed = [line.split()[0] for line, other in zip(central, broad, strict=True) if line != other]
    assert changed == ["northern_east_china_sea"]


def test_zones_show_tells_names_source_and_limits(dezone):
    """Names in six writings, other names, the source, and a line for each limit."""
    said = dezone("zones", "show", "yellow_sea").out

    for part in (
        "황해",
        "黄海",
        "黃海",
        "Жёлтое море",
        "IHO S-23 (1953), area 51",
        "Laotieshan – Penglai",
        "rhumb_line",
    ):
        assert part in said


@pytest.mark.parametrize(
    "name", ["yellow_sea", "Yellow Sea", "the yellow sea", "黃海", "West Sea", "Жёлтое море"]
)
def test_zones_show_takes_any_usual_name(dezone, name):
    """Who does not know the identifier types the name."""
    assert dezone("zones", "show", name).out.startswith("yellow_sea: Yellow Sea, 332,119 km²\n")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("yelow_sea", "did you mean yellow_sea"),
        ("YELOW  SEA", "did you mean yellow_sea"),
        ("xyz", "the regions are korean_peninsula, sea_of_japan, yellow_sea"),
        ("\x1b[31m", "no area"),
    ],
)
def test_an_unknown_area_is_told_with_those_near(dezone, name, message):
    """The mend is a name that works, not a guess made for the user."""
    run = dezone("zones", "show", name)

    assert (run.status, run.out) == (3, "")
    assert run.err.startswith("dezone: no area ")
    assert message in run.err
    assert "\x1b" not in run.err


@pytest.mark.parametrize(
    "command",
    [["zones", "export", "-o", "nowhere/a.gpkg"], ["map", "in.csv", "-o", "nowhere/a.html"]],
    ids=str,
)
def test_a_folder_that_does_not_exist_is_told(dezone, tmp_path, command):
    """Nothing is made in its place, and nothing half-written is left behind."""
    _write_csv(tmp_path / "in.csv")

    run = dezone(*command)

    assert run.status == 3
    assert "there is no folder nowhere: make it first" in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


# map


def test_map_writes_one_page(dezone, tmp_path):
    """The map of a file is one HTML file, and a word on standard error."""
    _write_csv(tmp_path / "drills.csv")

    run = dezone("map", "drills.csv", "-o", "drills.html")

    assert (run.status, run.out) == (0, "")
    assert run.err == "drills.html: 2 exercises, open it in a browser\n"
    assert (tmp_path / "drills.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_map_of_a_file_that_cannot_be_read_writes_nothing(dezone, tmp_path):
    """The map that was there before stays as it was."""
    (tmp_path / "map.html").write_text("before")

    run = dezone("map", "nowhere.csv", "-o", "map.html")

    assert run.status == 3
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("map.html", "before")]


def test_map_shows_the_good_records_of_a_file(dezone, tmp_path):
    """Bad ones are told, and the exit status says so."""
    (tmp_path / "in.csv").write_text("id,lon,lat\na,125,36\nb,36,125\n")

    run = dezone("map", "in.csv", "-o", "map.html")

    assert run.status == 3
    assert "in.csv, line 3" in run.err
    assert "map.html: 1 exercise, open it in a browser" in run.err
    assert (tmp_path / "map.html").exists()


# Help


def commands(group: cli.click.Group = cli.cli, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Give the words of every command."""
    found = []
    context = cli.click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append((*prefix, name))
        if isinstance(command, cli.click.Group):
            found += commands(command, (*prefix, name))
    return found


@pytest.mark.parametrize("words_of_command", commands(), ids=" ".join)
def test_help_says_what_a_command_answers(dezone, words_of_command):
    """Each help has a sentence, and for each option a line that says what it does."""
    run = dezone(*words_of_command, "--help")

    assert run.status == 0
    assert re.search(r"\n  [A-Z][^\n]+[.?:]", run.out)
    command = cli.cli
    for word in words_of_command:
        command = command.get_command(cli.click.Context(command), word)
    silent = [
        option.opts[-1]
        for option in command.params
        if isinstance(option, cli.click.Option) and not (option.help or "").strip()
    ]
    assert silent == []


def test_the_version_is_told(dezone):
    """As in the package."""
    assert dezone("--version").out == f"dezone, version {__version__}\n"


@pytest.mark.parametrize("group", [(), ("zones",), ("exercises",), ("regimes",)])
def test_help_shows_each_command_in_a_whole_line_of_80_columns(dezone, group, monkeypatch):
    """A line that ends in dots tells nothing."""
    monkeypatch.setenv("COLUMNS", "80")

    said = dezone(*group, "--help").out.partition("Commands:")[2]

    assert said
    assert "..." not in said


def test_a_name_is_read_from_standard_input(dezone):
    """`echo Dokdo | dezone check -` is the same question as `dezone check Dokdo`."""
    assert verdicts(dezone("check", "-", stdin="Dokdo\n")) == ["inside"]
    assert "'East Sea' may mean" in dezone("check", "-", stdin="East Sea\n").err


@pytest.mark.parametrize("command", ["check", "notice"])
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "a.txt: is empty: check how it was written"),
        (
            "a.txt",
            b"\x93\x00\xff",
            "a.txt: is a binary file: give the text of a warning, or a file of positions",
        ),
        ("b.txt", None, "b.txt: does not exist: check the name and the folder"),
    ],
)
def test_a_text_that_cannot_be_read_is_told_by_its_file(dezone, command, name, content, message):
    """Both commands read texts alike; neither answers for a file without words."""
    if content is not None:
        Path(name).write_bytes(content)

    run = dezone(command, name)

    assert (run.status, run.out, run.err) == (3, "", f"dezone: {message}\n")


def test_a_text_file_without_a_place_is_named(dezone):
    """Whoever gives several files sees which one it is."""
    Path("a.txt").write_text("hello\n")

    assert dezone("check", "a.txt").err.startswith("dezone: a.txt: no place 'hello' is known: ")


@pytest.mark.parametrize("content", ["38N 125E\n", "name\tlat\tlon\na\t38\t125\n"])
def test_excels_unicode_text_is_read(dezone, content):
    """Excel writes UTF-16 with tabs and the suffix .txt."""
    Path("a.txt").write_bytes(content.encode("utf-16"))

    assert verdicts(dezone("check", "a.txt")) == ["inside"]


def test_no_distance_is_minus_zero(dezone):
    """On the limit the distance is 0."""
    assert '"distance_km": 0.0' in dezone("check", "30N 125E").out


@needs_terminal
def test_identifiers_are_never_cut_in_a_narrow_terminal():
    """People copy them into the next command."""
    assert "northern_east_china_sea" in in_terminal("bash", "-c", f"stty cols 80; {DEZONE} zones list").out


@pytest.mark.parametrize("command", ["map", "figure"])
@pytest.mark.parametrize(
    "content", ["", "lon,lat,name\n", "Remark\nnone\n"], ids=["empty", "header", "no table"]
)
def test_a_file_without_exercises_makes_no_map_and_says_so(dezone, command, content):
    """An empty page would look like an answer; the first line says what is wrong with the file."""
    Path("a.csv").write_text(content)

    run = dezone(command, "a.csv", "-o", f"out.{'html' if command == 'map' else 'svg'}")

    assert run.status == 3
    first, last = run.err.splitlines()
    assert first.startswith("dezone: a.csv: ")
    assert last == "dezone: there is nothing to draw: no file was written"
    assert [each.name for each in Path().iterdir()] == ["a.csv"]


@pytest.mark.parametrize(("command", "status"), [("check", 0), ("assess", 0), ("report", 3)])
def test_a_table_without_rows_is_told(dezone, command, status):
    """Nothing was asked; who expects an answer learns why there is none."""
    Path("a.csv").write_text("lon,lat,name\n")

    run = dezone(command, "a.csv", *(["-o", "out.html"] if command == "report" else []))

    assert (run.status, run.err) == (status, "dezone: a.csv: holds no records\n")


def test_a_file_in_another_encoding_is_one_line(dezone):
    """That it was tried as a warning does not concern whoever gave a table."""
    Path("a.csv").write_bytes("이름,lon,lat\n동해 훈련,128,38\n".encode("cp949"))

    run = dezone("check", "a.csv")

    [line] = run.err.splitlines()
    assert line.startswith("dezone: a.csv, line 1: is not in UTF-8; it looks like CP949: save it as UTF-8")


def test_columns_that_are_not_used_are_a_note_and_no_fault(dezone):
    """The answer comes, and with it the name of what may have been meant for a radius."""
    Path("a.csv").write_text("lon,lat,Tragweite\n125,36,20\n")

    run = dezone("check", "a.csv")

    assert run.status == 0
    assert len(answers(run)) == 1
    assert run.err.startswith("dezone: a.csv: not used: 'Tragweite'; dezone check --csv-template")


def test_a_very_long_name_is_cut_for_people_only(dezone):
    """Programs get it whole."""
    Path("a.csv").write_text(f"name,lon,lat\n{'x' * 100_000},125,36\n")

    assert len(dezone("check", "a.csv", "--format", "text").out) < 1000
    assert answers(dezone("check", "a.csv"))[0]["name"] == "x" * 100_000


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("Yellow Sea", ["Yellow Sea"]),
        ("off Vladivostok", ["off Vladivostok"]),
        ("50 km east of Pohang", ["50 km east of Pohang"]),
        ("Freedom Edge 2024", ["freedom-edge-2024-1"]),
        ("Pohang Busan", ["Pohang", "Busan"]),
        ("Pohang Hoguk", ["Pohang", *(f"hoguk-{year}" for year in (2012, 2021, 2024, 2025))]),
    ],
)
def test_words_without_quotes_are_one_name_where_they_make_one_only_together(dezone, words, ids):
    """A shell takes them apart; names that stand by themselves stay apart."""
    run = dezone("check", *words.split())

    assert ([answer["id"] for answer in answers(run)], run.err) == (ids, "")


def test_words_that_make_no_name_together_are_told_one_by_one(dezone):
    """A file that is not there is not hidden among them."""
    run = dezone("check", "Pohang", "drils.csv", "Nowhere")

    assert [answer["id"] for answer in answers(run)] == ["Pohang"]
    assert len(run.err.splitlines()) == 2
