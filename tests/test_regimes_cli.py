"""The commands on regimes: what they answer, in text that fits a terminal and in lines for programs."""

from __future__ import annotations

import csv
import json
import re

import click
import pytest
import shapely
from click.testing import CliRunner

from geo.errors import DezoneError
from maps.assess_cli import assess
from maps.compare_cli import compare
from maps.regimes_cli import regimes
from zones import load_exercises

COMMANDS = click.Group("dezone", commands={"regimes": regimes, "assess": assess, "compare": compare})


LAYERS = ["mdl", "nll_west", "nll_east", "triangle"]


def run(*args, status=0):
    """Run a command as in a pipe and give what it wrote."""
    done = CliRunner().invoke(COMMANDS, args)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == status, done.output
    return done.output


def text(*args):
    """Run a command and give its text, on one line, as words."""
    return " ".join(run(*args, "--format", "text").split())


def lines(*args):
    """Run a command and give its JSON lines."""
    return [json.loads(line) for line in run(*args, "--format", "jsonl").splitlines()]


# regimes


def test_list_begins_with_the_oldest():
    """The oldest offer in the data is not China's."""
    proposals = [each for each in lines("regimes", "list") if each["kind"] == "proposal"]

    assert [each["id"] for each in proposals][:2] == ["kp-1986", "kp-2015"]
    assert "kp-1986" in text("regimes", "list")


@pytest.mark.parametrize("regime", ["expanded-2017", "cma-2018", "unsc-dprk", "vienna-2011", "cn-dual-2017"])
def test_show_has_a_source_for_everything(regime):
    """Text and lines of a regime say who gives up what, and cite each source by name."""
    (values,) = lines("regimes", "show", regime)
    said = text("regimes", "show", regime)

    assert values["title"] in said
    for part in ("commitments", "status", "statements", "thresholds"):
        for each in values[part]:
            assert set(each["sources"]) <= set(values["citations"])
    for cited in values["citations"].values():
        assert " ".join(cited["citation"].split()) in said or values["commitments"][0].get("attested")


def test_show_keeps_statements_apart_from_facts():
    """Objections, attributed motives and what is not confirmed are marked."""
    said = text("regimes", "show", "cn-dual-2017")

    assert "examples, by the text or its reading: Foal Eagle, Key Resolve" in said
    assert "Objections on record" in said
    assert "Statements, never used as facts" in said
    assert "(attributed)" in said
    assert "Not confirmed" in said


def test_show_numbers_its_sources():
    """Each source stands once, at the end; every number that is cited is there."""
    said = run("regimes", "show", "cma-2018", "--format", "text")
    body, _, sources = said.partition("\nSources\n")

    cited = {int(each) for group in re.findall(r"\[([\d, ]+)\]", body) for each in group.split(",")}
    assert cited == {int(each) for each in re.findall(r"^ +(\d+)  ", sources, re.MULTILINE)}
    assert "docslib.org" not in body
    assert said.count("docslib.org") == 1
    assert "2023-11-22 15:00 local time" in said


def test_export_draws_the_zones(tmp_path):
    """The zones of the regimes come as valid GeoJSON with clause and assumption, under the choices given."""
    path = tmp_path / "zones.geojson"
    run("regimes", "export", "-o", str(path), "--distance", "0")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    ids = [each["properties"]["id"] for each in features]

    assert "cma-2018/ground" in ids
    assert "expanded-2017/five-seas" in ids
    assert all(shapely.from_geojson(json.dumps(each["geometry"])).is_valid for each in features)
    zones = [each for each in features if "zone" in each["properties"]]
    assert all(each["properties"]["assumption"] and each["properties"]["clauses"] for each in zones)
    assert [each["properties"]["id"] for each in features if each not in zones] == LAYERS
    (dual,) = [each for each in zones if each["properties"]["regime"] == "cn-dual-2017"]
    assert dual["properties"]["read_as"] == "0 km from the land"


def test_reference_layers_have_source_and_caveat():
    """The limit line is used in no verdict, and the triangle covers about 77,000 km², not both seas."""
    layers = {each["id"]: each for each in lines("regimes", "layers")}

    assert list(layers) == LAYERS
    assert all(each["source"] and each["caveat"] for each in layers.values())
    assert "not recognised by North Korea" in layers["nll_west"]["caveat"]
    triangle = layers["triangle"]
    assert triangle["area_km2"] == pytest.approx(77_000, rel=0.02)
    assert set(triangle["overlaps"]) == {"bohai_gulf", "yellow_sea"}
    assert all(share < 1 for _, share in triangle["overlaps"].values())
    assert "covers" in text("regimes", "layers")


def test_export_of_everything(tmp_path):
    """All that the regimes say comes as JSON."""
    path = tmp_path / "regimes.json"
    run("regimes", "export", "-o", str(path))

    assert len(json.loads(path.read_text(encoding="utf-8"))) == 14
    with pytest.raises(DezoneError, match=r"no form is known for this suffix: use \.json or \.geojson"):
        run("regimes", "export", "-o", str(tmp_path / "regimes.pdf"))


# assess


def test_assess_joint_sea():
    """Untouched under China's freeze, touched under the expanded one, for both."""
    found = {
        (each["regime"], each["party"]): each
        for each in lines(
            "assess", "joint-sea-2017-pacific", "--regime", "cn-dual-2017", "--regime", "expanded-2017"
        )
    }

    assert {key: each["state"] for key, each in found.items()} == {
        ("cn-dual-2017", "CHN"): "not touched",
        ("cn-dual-2017", "RUS"): "not touched",
        ("expanded-2017", "CHN"): "touched",
        ("expanded-2017", "RUS"): "touched",
    }
    about = found["expanded-2017", "RUS"]["about"]
    assert about["choices"]["southern_limit"] == 30.0
    assert about["major"]["id"] == "any"
    assert "selection, not a census" in about["caveat"]


def test_assess_says_who_could_go_on():
    """Foal Eagle 2016: who would have to leave it out, and who would remain."""
    said = text("assess", "foal-eagle-2016", "--regime", "expanded-2017")

    assert "● touched expanded-2017 USA KOR" in said
    assert "Who would have to leave it out: United States and South Korea. Who could go on: Australia" in said
    assert "no party to it: takes part with a bound host" in said


def test_assess_tells_launch_and_impact_apart():
    """29 August 2017: launch inside, impact outside, and the clause does not ask where."""
    said = text("assess", "dprk-missile-2017-08-29", "--regime", "expanded-2017")

    assert "the clause does not ask where" in said
    assert "launch site: inside the five regions" in said
    assert "impact area: outside them (impact in the Pacific)" in said


def test_assess_counts_the_launches_of_2019():
    """27 launches, by regime."""
    said = text(
        "assess", "--party", "North Korea", "--kind", "missile_test", "--from", "2019", "--to", "2019",
        "--by", "regime", "--regime", "kp-moratorium-2018", "--regime", "unsc-dprk",
    )  # fmt: skip

    assert "kp-moratorium-2018: 27 launches: 0 touched, 27 not touched, 0 cannot say." in said
    assert "unsc-dprk: 27 launches: 26 touched, 0 not touched, 1 cannot say." in said


def test_assess_a_week_by_party():
    """What each of the six would have had to explain from 25 September to 1 October 2017."""
    said = text("assess", "--from", "2017-09-25", "--to", "2017-10-01", "--by", "party")

    for name in ("United States", "South Korea", "North Korea", "China", "Russia", "Japan"):
        assert re.search(rf"{name}: (nothing|\d+) catalogued", said)
    assert re.search(
        r"Russia: 2 catalogued .*Joint Sea-2017, second stage .*● touched under expanded-2017", said
    )


FLIGHT = """\
id,name,start,end,parties,kinds,position,uncertainty_km
{day},Flight,{day},{day},KOR;PRK,fixed_wing,38.10N 128.2E,0
"""


@pytest.mark.parametrize(
    ("day", "south", "north"),
    [
        ("2023-11-21", "touched", "touched"),
        ("2023-11-22", "cannot say", "touched"),
        ("2023-11-24", "not touched", "not touched"),
    ],
)
def test_assess_a_flight_from_a_file(tmp_path, day, south, north):
    """A fixed-wing flight 30 km from the line in the east, as the agreement ends."""
    path = tmp_path / "flight.csv"
    path.write_text(FLIGHT.format(day=day), encoding="utf-8")
    found = {each["party"]: each["state"] for each in lines("assess", str(path), "--regime", "cma-2018")}

    assert found == {"KOR": south, "PRK": north}


def test_assess_shows_what_a_suspended_clause_would_touch(tmp_path):
    """The text names the clause, the party and the day from which it is set aside."""
    path = tmp_path / "flight.csv"
    path.write_text(FLIGHT.format(day="2023-11-24"), encoding="utf-8")
    said = text("assess", str(path), "--regime", "cma-2018")

    assert "would touch clause 1(3) (nofly-fixed-east), not in force for South Korea on that date" in said
    assert "withdrawn from 2023-11-23" in said


def test_assess_all_of_the_catalogue_is_a_summary():
    """Without a choice, text is counts by regime, and not a page for each entry."""
    said = run("assess", "--format", "text")

    assert len(said.splitlines()) < 50
    assert f"{len(load_exercises())} entries of a selection, not a census" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--regime", "expanded"], "did you mean expanded-2017"),
        (["--major", "huge"], "no definition of major 'huge'"),
        (["--party", "Atlantis"], "'Atlantis' is no country"),
        (["--kind", "navall"], "did you mean naval"),
        (["--from", "2017-13"], "is no date"),
        (["--from", "2018", "--to", "2017"], "swap the two dates"),
        (["--major", "any", "--major", "named"], "one definition at a time"),
        (["--southern-limit", "99"], "choose a latitude in between"),
    ],
)
def test_wrong_options_are_told_the_mend(arguments, told):
    """A usage error names what was meant."""
    assert told in run("assess", *arguments, status=2)


def test_an_unknown_exercise_is_told_the_nearest(tmp_path):
    """Exit status 3, with a mend; good targets are still answered."""
    said = run("assess", "joint-sea-2017-balt", "foal-eagle-2016", "--format", "jsonl", status=3)

    assert "did you mean joint-sea-2017-baltic" in said
    assert '"exercise": "foal-eagle-2016"' in said
    assert "dezone: " in run("assess", str(tmp_path / "nowhere.csv"), status=3)


def test_hostile_names_do_not_steer_a_terminal(tmp_path):
    """Control characters of a file are made visible, in text and in lines."""
    path = tmp_path / "bad.geojson"
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [123.5, 36.0]},
        "properties": {"id": "x\x1b[31m", "name": "N\x1b]0;t\x07\u202e", "start": "2017-05-01",
                       "parties": ["CHN"], "kinds": ["naval"]},
    }  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")

    for form in ("text", "jsonl"):
        said = run("assess", str(path), "--format", form)
        assert all(each.isprintable() or each == "\n" for each in said)


# compare


def test_compare_who_gives_up_what():
    """Russia keeps under China's text; no row of dismantlement is filled."""
    rows = {(each["regime"], each["activity"]): each for each in lines("compare")}

    assert rows["cn-dual-2017", "joint_exercise"]["RUS"] == "keeps"
    assert rows["expanded-2017", "joint_exercise"]["RUS"] == "gives up"
    asked = {
        said for (_, name), row in rows.items() if name == "dismantlement" for said in list(row.values())[2:8]
    }
    assert asked == {"not addressed"}
    assert "gives up" in text("compare", "--regime", "expanded-2017")


@pytest.mark.parametrize(
    ("party", "told"),
    [
        ("RUS", ["Russia: gives up nothing in 10 of these 11 texts",
                 "without giving anything up: cn-dual-2017 (supported, 2017-09-26); cn-ru-2017 (proposed,"]),
        ("CHN", ["China: gives up nothing in 10 of these 11 texts"]),
        ("PRK", ["The oldest proposal here: kp-1986, of 1986-01, by North Korea.",
                 "None of these texts asks anybody for dismantlement."]),
    ],
)  # fmt: skip
def test_compare_one_party(party, told):
    """Who supports without giving up; which offer is the oldest; that none asks for dismantlement."""
    said = text("compare", "--party", party)

    for each in told:
        assert each in said


def test_compare_which_offers_cover_missiles(monkeypatch):
    """Of North Korea's own offers only that of 2017 covers missiles; the joint statement covers some."""
    monkeypatch.setenv("COLUMNS", "100")
    rows = {each["regime"]: each for each in lines("compare", "--party", "PRK")}
    own = [name for name, row in rows.items() if row["by"] == ["PRK"] and "missile_test" in row["gives_up"]]

    assert own == ["kp-india-2017", "kp-moratorium-2018"]
    assert "missile_test" in rows["kp-2015"]["keeps"]
    assert "missile_test" in rows["kp-2016"]["keeps"]
    said = run("compare", "--party", "PRK", "--regime", "cn-ru-2017", "--format", "text")
    assert "missile test (some" in said
    assert "(some" not in run("compare", "--party", "PRK", "--regime", "kp-india-2017", "--format", "text")


def test_compare_for_a_spreadsheet():
    """The burden as CSV has the same counts as the lines, and tells which data made it."""
    arguments = ["compare", "--burden", "--regime", "cn-ru-2017"]
    rows = list(csv.DictReader(run(*arguments, "--format", "csv").splitlines()))

    assert [int(row["touched"]) for row in rows if row["dezone"]] == [
        each["touched"] for each in lines(*arguments)
    ]
    assert {row["party"] for row in rows if row["dezone"]} == {"USA", "KOR", "PRK", "CHN", "RUS", "JPN"}


@pytest.mark.parametrize("columns", ["80", "100", "120"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "--burden", "--regime", "expanded-2017", "--major", "any", "--major", "vienna-notify",
         "--from", "2017", "--to", "2017"],
        ["compare"],
        ["compare", "--flips", "--from", "2017", "--to", "2017"],
        ["compare", "--party", "PRK"],
        ["regimes", "list"],
        ["regimes", "show", "cma-2018"],
        ["assess", "foal-eagle-2016"],
    ],
    ids=lambda each: "-".join(each[:3]),
)  # fmt: skip
def test_text_fits_the_terminal(monkeypatch, columns, arguments):
    """No line is wider than the terminal, but for an address; no cell of a table is cut."""
    monkeypatch.setenv("COLUMNS", columns)
    said = run(*arguments, "--format", "text")

    assert "…" not in said.replace("nofly-…", "").replace("ground-…", "").replace("sea-…", "")
    for line in said.splitlines():
        assert len(line) <= int(columns) or "://" in line


def test_compare_burden(monkeypatch):
    """Counts stand beside the number catalogued, by reading and definition, never as a percentage."""
    monkeypatch.setenv("COLUMNS", "100")
    said = run(
        "compare", "--burden", "--regime", "cn-ru-2017", "--major", "any", "--major", "vienna-notify",
        "--from", "2017", "--to", "2017", "--format", "text",
    )  # fmt: skip

    assert "a selection, not a census" in said
    assert "catalogued" in said
    assert re.search(r"100 km +vienna-notify +\d+/\d+/\d+", said)
    assert "%" not in said
    assert re.search(r"China \d+ of \d+", " ".join(said.split()))


def test_compare_flips():
    """Eleven exercises change as the southern limit goes from 33°17′N to 28°N."""
    rows = lines("compare", "--flips")

    assert len({each["exercise"] for each in rows}) == 11
    assert "11 exercises change under expanded-2017" in text("compare", "--flips")


def test_compare_what_goes_on():
    """Five Chinese and Russian exercises in the area in 2017, with sources, and three that cannot be said."""
    arguments = ["compare", "--goes-on", "--party", "CHN", "--party", "RUS", "--from", "2017", "--to", "2017"]
    rows = lines(*arguments)

    assert [each["in_the_area"] for each in rows].count("yes") == 5
    assert len(rows) == 8
    assert all(each["sources"] for each in rows)
    said = text(*arguments)
    assert "5 catalogued exercises of China and Russia go on in the area of expanded-2017" in said
    assert "3 entries more may" in said


def test_compare_if_china_and_russia_refuse():
    """What stays frozen is counted, what does not is listed, and the conditions of the others are named."""
    said = text("compare", "--refusing", "CHN", "--refusing", "Russia")

    assert re.search(r"If China and Russia refuse, \d+ stay frozen \(\d+ tests", said)
    assert "[joint-sea-2017-pacific]" in said
    assert "Whether the others still hold is open" in said


def test_compare_tests_around_a_day():
    """Tests by month before and after 8 March 2017."""
    assert "30 before and 20 from that day on" in text("compare", "--tests-around", "2017-03-08")
    assert "is no day" in run("compare", "--tests-around", "2017-03", status=2)


def test_tests_around_a_day_say_by_what_rule_they_are_counted():
    """The four of 8 June 2017 are no ballistic missiles: without them 30 stand against 16."""
    said = " ".join(text("compare", "--tests-around", "2017-03-08").split())

    assert "0 before and 4 after are cruise missiles, which many counts leave out" in said


def test_one_question_at_a_time():
    """Two questions in one command are a usage error."""
    assert "one at a time" in run("compare", "--flips", "--tests-around", "2017-03-08", status=2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--flips", "--party", "CHN"], "--party changes nothing with --flips: leave it out, or choose"),
        (["--tests-around", "2017-03-08", "--regime", "cn-ru-2017"], "--regime changes nothing with"),
        (["--kind", "naval"], "--kind changes nothing with the tables of who gives up what"),
        (["--flips", "--regime", "expanded-2017", "--regime", "cn-ru-2017"], "--regime: one at a time"),
        (["--goes-on", "--major", "any", "--major", "named"], "--major: one definition at a time"),
    ],
)
def test_what_would_change_nothing_is_a_usage_error(arguments, told):
    """An option that is given and left out of the answer would make the answer mean something else."""
    assert told in run("compare", *arguments, status=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["regimes", "list"],
        ["regimes", "show", "cma-2018"],
        ["assess", "joint-sea-2017-pacific"],
        ["assess", "--from", "2017-09", "--to", "2017-09", "--by", "party"],
        ["compare"],
        ["compare", "--flips"],
        ["compare", "--burden", "--regime", "expanded-2017", "--from", "2017", "--to", "2017"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("columns", [80, 100])
def test_text_fits_a_terminal(arguments, columns, monkeypatch):
    """No line is wider than the terminal, but for addresses, which are not broken."""
    monkeypatch.setenv("COLUMNS", str(columns))
    said = run(*arguments, "--format", "text")

    assert [line for line in said.splitlines() if len(line) > columns and "http" not in line] == []


def test_help_says_which_question_each_command_answers():
    """Each command has a help text with an example."""
    for name in ("assess", "compare"):
        assert f"dezone {name}" in run(name, "--help")
    assert "export" in run("regimes", "--help")


def test_a_name_stands_for_all_that_are_called_so():
    """As in `dezone check`."""
    said = run("assess", "Joint Sea 2017", "--format", "jsonl")
    assert '"exercise": "joint-sea-2017-baltic"' in said
    assert '"exercise": "joint-sea-2017-pacific"' in said


def test_a_party_that_is_not_understood_leaves_the_answer_open(tmp_path):
    """Not touched would be an answer for a state that nobody named."""
    path = tmp_path / "a.csv"
    path.write_text(
        "name,start,end,lat,lon,parties,kinds\nk,2025-08-18,2025-08-28,36,130,Korea,field_training\n"
    )
    said = run("assess", str(path), "--regime", "expanded-2017", "--format", "jsonl", status=3)
    assert '"party": "Korea", "state": "cannot say"' in said
    assert "'Korea' is no country that is known" in said


def test_the_counts_by_regime_say_how_they_differ_from_the_burden():
    """Of contingents and of what was called off one counts and the other does not."""
    said = run("assess", "--from", "2017", "--to", "2025", "--by", "regime", "--format", "text")
    assert "Contingents count here as parties, and 5 called off as not touched" in " ".join(said.split())
    said = run("assess", "--from", "2017", "--to", "2025", "--by", "party", "--format", "text")
    assert "United States: 77 catalogued, of these 5 called off, 2 with a contingent only" in said
