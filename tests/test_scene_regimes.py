"""Regimes on the map: what travels is what `zones.assess` and `zones.compare` say, shortly."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hostile import HOSTILE

from maps import draw_map
from maps.page import MOST_ROWS, render_page
from maps.page_data import FIRST_LETTER, regime_data
from maps.safe_text import clean_text
from maps.scene_regimes import LONGEST_ANSWER, regimes_of
from zones import load_exercises, load_zone
from zones.assess import STATES, assess, major
from zones.compare import burden, regimes_that_bind
from zones.exercises import Exercise
from zones.regime_zones import Choice
from zones.regimes import SIX

if TYPE_CHECKING:
    from maps.scene import Regimes


@pytest.fixture(scope="module")
def regimes() -> Regimes:
    """Hold the catalogue against all regimes, under the broad reading."""
    return regimes_of(load_zone("broad"), load_exercises())


def unpacked(regimes: Regimes) -> dict:
    """Read what the page reads."""
    digits = str.maketrans(",.:/", "&<>`")
    return json.loads(gzip.decompress(base64.b85decode(regime_data(regimes).translate(digits))))


def test_counts_are_those_of_the_burden(regimes: Regimes) -> None:
    """Under the reading of the map, with every size counting as major."""
    choice = Choice(southern_limit=29.0)
    for shown, regime in zip(regimes.shown, regimes_that_bind(), strict=True):
        if regime.id not in ("expanded-2017", "cma-2018", "cn-dual-2017"):
            continue
        expected = {
            each.party: each
            for each in burden(load_exercises(), [regime], [major("any")], choice)
            if each.reading in ("broad (29°00′N)", "100 km from the land", "as drawn")
        }
        assert {
            party: (each.touched, each.not_touched, each.cannot_say, each.catalogued)
            for party, each in shown.counts.items()
        } == {
            party: (each.touched, each.not_touched, each.cannot_say, each.catalogued)
            for party, each in expected.items()
        }


def test_the_page_reads_the_findings_of_assess(regimes: Regimes) -> None:
    """Letter by letter, for each exercise, participant and regime."""
    page = unpacked(regimes)
    number = len(page["shown"])
    found = iter(page["found"])
    exercises = load_exercises()
    for exercise, who in zip(exercises, page["who"], strict=True):
        expected = {
            (each.party, each.regime): each
            for each in assess(
                [exercise], regimes_that_bind(), choice=Choice(southern_limit=29.0), try_others=False
            )
        }
        assert len(expected) == len(who) * number
        names = list(regimes.names)
        for code in who:
            for shown, regime in zip(page["shown"], regimes_that_bind(), strict=True):
                state, _, reason = shown["answers"][ord(next(found)) - FIRST_LETTER]
                finding = expected[names[code], regime.id]
                assert STATES[state] == finding.state
                assert reason.startswith(finding.reason[:100]) or reason == "not yet in force"
    assert next(found, None) is None


def test_those_who_are_counted_give_the_counts(regimes: Regimes) -> None:
    """The first of the participants, unless it was called off: so the page's list is as long as its count."""
    assert len(regimes.shown) == len(regimes_that_bind())

    for shown in regimes.shown:
        states: Counter[tuple[str, str]] = Counter()
        for who, number, answers in zip(regimes.participants, regimes.counted, shown.answers, strict=True):
            states.update(
                (party, answer.state) for party, answer in list(zip(who, answers, strict=True))[:number]
            )
        for party in SIX:
            counts = shown.counts[party]
            assert [states[party, state] for state in STATES] == [
                counts.touched, counts.not_touched, counts.cannot_say
            ]  # fmt: skip


def test_a_proposal_is_said_to_be_adopted_by_nobody(regimes: Regimes) -> None:
    """What is proposed would have been; what bound somebody names the clause; nothing says breach."""
    for shown, regime in zip(regimes.shown, regimes_that_bind(), strict=True):
        assert ("which no party adopted" in shown.about) == (regime.kind == "proposal")
        leads = {answer.lead for each in shown.answers for answer in each if answer.state == "touched"}
        if regime.kind == "proposal":
            assert leads <= {"would have fallen under this proposal, which no party adopted"}
    said = json.dumps(unpacked(regimes), ensure_ascii=False)
    assert "breach" not in said
    assert "violat" not in said
    assert max(len(reason) for shown in unpacked(regimes)["shown"] for *_, reason in shown["answers"]) <= (
        LONGEST_ANSWER + 60
    )


def test_layers_say_what_they_are(regimes: Regimes) -> None:
    """Each has its source and caveat; the Northern Limit Line is used in no verdict."""
    layers = {layer.id: layer for layer in regimes.layers}

    assert list(layers) == ["mdl", "buffers", "nll", "triangle"]
    assert all(layer.source and layer.caveat and layer.outline for layer in layers.values())
    for said in ("Drawn by UN Command", "not recognised by North Korea", "used in no verdict"):
        assert layers["nll"].caveat.count(said) == 1
    assert "Used in no verdict" in layers["triangle"].caveat
    assert "of the Bohai Gulf (59% of it)" in layers["triangle"].caveat


def test_an_exercise_without_parties_or_dates_has_answers() -> None:
    """It cannot be said, of nobody named; hostile parties stay texts."""
    bare = Exercise(id="a", name="A", places=(), start="", end="", parties=())
    evil = [
        Exercise(
            id=str(number), name="B", places=(), start="2017", end="2017", parties=(text,), kinds=("naval",)
        )
        for number, text in enumerate(HOSTILE.values())
    ]  # fmt: skip
    found = regimes_of(load_zone(), [bare, *evil])

    assert found.names[found.participants[0][0]] == "nobody named"
    assert {shown.answers[0][0].state for shown in found.shown} == {"cannot say"}
    assert set(found.names) <= {clean_text(name) for name in found.names}
    unpacked(found)


def test_a_map_of_very_many_has_no_chooser() -> None:
    """From five hundred exercises on it says so in one place, and names the command."""
    one = load_exercises()[0]
    few = draw_map(load_zone(), [one] * MOST_ROWS)
    many = draw_map(load_zone(), [one] * (MOST_ROWS + 1))

    assert few.scene.regimes is not None
    assert many.scene.regimes is None
    page = render_page(many.scene)
    assert page.count("dezone assess FILE") == 1
    assert 'id="regime"' not in page
