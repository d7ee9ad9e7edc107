"""Regimes: the files, what they say of each other, and what a file that contradicts itself is told."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.regime_files import (
    FOLDER,
    NO_REGIMES,
    citations,
    find_regime,
    load_regimes,
)
from zones.regimes import SIX

FILES = sorted(path for path in FOLDER.glob("*.toml") if path.name not in NO_REGIMES)
PROPOSALS = [
    "kp-1986", "kp-2015", "kp-2016", "cn-dual-2017", "kp-india-2017", "cn-ru-2017", "expanded-2017",
]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_follow_the_published_schema(path):
    """Each file is valid against the schema by a validator that is not ours."""
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.Draft202012Validator(schema).validate(tomllib.loads(path.read_text(encoding="utf-8")))


def test_the_seven_proposals_stand_in_the_order_of_their_dates():
    """All seven are there, and the oldest offer is not China's."""
    proposals = [each for each in load_regimes().values() if each.kind == "proposal"]

    assert [each.id for each in proposals] == PROPOSALS
    assert proposals[0].proposers == ("PRK",)
    assert "CHN" not in proposals[0].proposers


@pytest.mark.parametrize(
    ("regime", "bound"),
    [
        ("kp-1986", "USA KOR PRK"),
        ("kp-2015", "USA PRK"),
        ("kp-2016", "USA PRK"),
        ("cn-dual-2017", "USA KOR PRK"),
        ("kp-india-2017", "USA PRK"),
        ("cn-ru-2017", "USA KOR PRK"),
        ("expanded-2017", "USA KOR PRK CHN RUS JPN"),
        ("kp-moratorium-2018", "PRK"),
        ("cma-2018", "KOR PRK"),
        ("unsc-dprk", "PRK"),
    ],
)
def test_who_gives_something_up(regime, bound):
    """Each text binds those whom it names, and nobody else."""
    assert " ".join(load_regimes()[regime].parties) == bound


def test_russia_gives_nothing_up_by_supporting():
    """Russia speaks for two texts and gives nothing up in either; only the expanded freeze asks it to."""
    asks = [each.id for each in load_regimes().values() if each.kind == "proposal" and "RUS" in each.parties]

    assert asks == ["expanded-2017"]
    assert any(s.state == "supported" and "RUS" in s.parties for s in find_regime("cn-dual-2017").status)
    assert "RUS" in find_regime("cn-ru-2017").proposers


def test_only_the_texts_of_2017_cover_missiles():
    """The offers of 1986, 2015 and 2016 say nothing of missiles, those of 2017 all do."""
    with_missiles = {
        each.id
        for each in load_regimes().values()
        if each.kind == "proposal" and each.gives_up("PRK", "missile_test") == "gives up"
    }

    assert with_missiles == {name for name in PROPOSALS if name.endswith("2017")}


def test_no_text_asks_for_dismantlement():
    """Nobody is asked to dismantle anything."""
    asked = [
        (each.id, party)
        for each in load_regimes().values()
        for party in SIX
        if each.gives_up(party, "dismantlement") != "not addressed"
    ]

    assert asked == []


def test_texts_differ_in_what_they_cover():
    """Activities are wider than tests, and ballistic missile tests narrower: the tables of classes differ."""
    classes = {
        name: next(each.missiles for each in find_regime(name).commitments_of("PRK") if each.missiles)
        for name in ("cn-dual-2017", "kp-india-2017", "cn-ru-2017", "kp-moratorium-2018")
    }

    assert classes["kp-india-2017"]["cruise"] == "yes"
    assert classes["cn-ru-2017"]["cruise"] == "no"
    assert classes["cn-dual-2017"]["SLV"] == "unclear"
    assert classes["kp-india-2017"]["SLV"] == "no"
    assert classes["kp-moratorium-2018"]["IRBM"] == "unclear"
    assert [name for name, said in classes["kp-moratorium-2018"].items() if said == "yes"] == ["ICBM"]


def test_no_proposal_has_the_zone_of_another():
    """Only the expanded freeze uses the five regions; the others state no distance, and say so."""
    for name in PROPOSALS:
        builds = {zone.build for zone in find_regime(name).zones}
        assert builds == ({"regions"} if name == "expanded-2017" else {"land_and_distance"})
    for name in PROPOSALS[:-1]:
        (zone,) = find_regime(name).zones
        assert "chos" in zone.assumption
        assert zone.try_km == (0, 100, 200, 370)


def test_everything_names_its_source():
    """Each clause, line of status, objection, statement and threshold cites a source that exists, and each
    source is cited."""  # noqa: D205, D209 one sentence
    cited = set()
    for regime in load_regimes().values():
        for part in (regime.commitments, regime.status, regime.statements, regime.thresholds):
            for each in part:
                assert each.sources
                cited |= set(each.sources)
        cited |= {key for clause in regime.commitments for said in clause.attested for key in said.sources}

    assert cited == set(citations())


def test_what_is_not_confirmed_stays_marked():
    """The numbers of the European documents and the range that the moratorium leaves open are marked."""
    assert all(each.unverified for each in find_regime("vienna-2011").thresholds)
    assert any(
        "intermediate" in said for c in find_regime("kp-moratorium-2018").commitments for said in c.unverified
    )
    assert "not confirmed" in find_regime("cma-2018").zone("west-sea").assumption


def test_objections_stand_apart_from_other_statements():
    """Objections on record are told from motives that an author attributes."""
    standings = [each.standing for each in find_regime("cn-dual-2017").statements]

    assert standings.count("objection") == 4
    assert {"attributed", "perception", "restatement", "position"} <= set(standings)
    assert "forecast" not in standings


def test_the_six_party_body_is_a_statement():
    """The proposed body is told with its members, its auspices, and what it is not."""
    (body,) = [each for each in find_regime("expanded-2017").statements if "six parties" in each.text]

    assert "United Nations" in body.text
    assert "not the Six-Party Talks" in body.text


# Status


def at(text):
    """Read an instant of Korea."""
    return datetime.fromisoformat(f"{text}+09:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("regime", "party", "clause", "when", "force"),
    [
        ("cma-2018", "KOR", "nofly-rotary", "2018-10-31T23:59", "no"),
        ("cma-2018", "KOR", "nofly-rotary", "2018-11-01T00:00", "yes"),
        ("cma-2018", "KOR", "nofly-rotary", "2023-11-22T14:59", "yes"),
        ("cma-2018", "KOR", "nofly-rotary", "2023-11-22T15:00", "no"),
        ("cma-2018", "KOR", "ground-training", "2023-11-22T15:00", "yes"),
        ("cma-2018", "PRK", "nofly-rotary", "2023-11-22T23:00", "yes"),
        ("cma-2018", "PRK", "nofly-rotary", "2023-11-23T12:00", "unclear"),
        ("cma-2018", "PRK", "sea-west", "2023-11-24T00:00", "no"),
        ("cma-2018", "KOR", "sea-west", "2024-03-01T12:00", "unclear"),
        ("cma-2018", "KOR", "air-fire-east", "2024-03-01T12:00", "yes"),
        ("cma-2018", "KOR", "air-fire-east", "2024-06-05T00:00", "no"),
        ("cma-2018", "KOR", "ground-training", "2026-02-20T12:00", "no"),
        ("kp-moratorium-2018", "PRK", "icbm", "2018-04-20T12:00", "no"),
        ("kp-moratorium-2018", "PRK", "icbm", "2019-06-01T12:00", "yes"),
        ("kp-moratorium-2018", "PRK", "icbm", "2020-06-01T12:00", "unclear"),
        ("kp-moratorium-2018", "PRK", "icbm", "2022-03-26T12:00", "no"),
        ("kp-moratorium-2018", "PRK", "nuclear", "2022-03-26T12:00", "unclear"),
        ("unsc-dprk", "PRK", "1718", "2006-10-09T12:00", "no"),
        ("unsc-dprk", "PRK", "1718", "2009-05-25T12:00", "yes"),
        ("unsc-dprk", "PRK", "1874", "2009-05-25T12:00", "no"),
        ("unsc-dprk", "PRK", "1874", "2026-04-18T12:00", "yes"),
        ("us-kr-suspensions", "USA", "spring-2018", "2018-02-15T12:00", "unclear"),
        ("us-kr-suspensions", "USA", "spring-2018", "2018-04-01T00:00", "no"),
    ],
)
def test_status_at_an_instant(regime, party, clause, when, force):
    """Clauses bind, are set aside and end at the moments that their sources give."""
    moment = at(when)

    assert find_regime(regime).in_force(party, clause, moment, moment) == force


def test_an_announced_restoration_changes_nothing():
    """What was announced in 2025 and 2026 and has not happened leaves the agreement suspended."""
    agreement = find_regime("cma-2018")
    later = at("2026-02-24T12:00")

    assert [each.state for each in agreement.status][-3:] == ["announced"] * 3
    assert agreement.in_force("KOR", "nofly-rotary", later, later) == "no"


@given(
    name=st.sampled_from(sorted(load_regimes())),
    begin=st.datetimes(datetime(1985, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 as hypothesis has it
    hours=st.integers(1, 24 * 400),
)
def test_a_longer_time_is_never_clearer(name, begin, hours):
    """If a clause binds during all of a time, it binds at each moment of it; likewise if it does not."""
    regime = load_regimes()[name]
    for clause in regime.commitments:
        for party in clause.parties:
            whole = regime.in_force(party, clause.id, begin, begin + timedelta(hours=hours))
            middle = begin + timedelta(hours=hours / 2)
            assert whole in ("unclear", regime.in_force(party, clause.id, middle, middle))
