"""The bargain counted: counts that add up, against a count by hand or another rule."""

from __future__ import annotations

from collections import Counter

import pytest

from zones import load_exercises
from zones.assess import TESTS, assess, major
from zones.catalogue import select
from zones.compare import (
    burden,
    could_go_on,
    flips,
    gives_up,
    goes_on,
    held,
    monthly_tests,
    readings,
    regimes_that_bind,
    states_of_sizes,
    without,
)
from zones.regime_files import find_regime
from zones.regime_zones import Choice
from zones.regimes import SIX

CATALOGUE = load_exercises()
ANY = major("any")
EXPANDED, DUAL = find_regime("expanded-2017"), find_regime("cn-dual-2017")


@pytest.mark.parametrize(
    ("regime", "activity", "party", "said"),
    [
        ("cn-dual-2017", "joint_exercise", "USA", "gives up"),
        ("cn-dual-2017", "national_exercise", "USA", "keeps"),
        ("cn-dual-2017", "joint_exercise", "RUS", "keeps"),
        ("cn-dual-2017", "joint_exercise", "CHN", "keeps"),
        ("expanded-2017", "national_exercise", "CHN", "gives up"),
        ("expanded-2017", "national_exercise", "PRK", "keeps"),
        ("kp-2015", "missile_test", "PRK", "keeps"),
        ("kp-2015", "nuclear_test", "PRK", "gives up"),
        ("kp-1986", "national_exercise", "PRK", "gives up"),
        ("kp-1986", "joint_exercise", "CHN", "not addressed"),
        ("expanded-2017", "dismantlement", "PRK", "not addressed"),
    ],
)
def test_who_gives_up_what(regime, activity, party, said):
    """The asymmetry that the texts have is in the table."""
    assert dict(gives_up(find_regime(regime)))[activity][party] == said


@pytest.fixture(scope="module")
def counted():
    """Count three years under two definitions."""
    years = select(CATALOGUE, first="2016", last="2018")
    return list(burden(years, regimes_that_bind(), [ANY, major("vienna-notify")]))


def test_counts_add_up_to_the_number_catalogued(counted):
    """Touched, not touched and cannot say are all that is catalogued."""
    assert any(row.touched for row in counted)

    for row in counted:
        assert row.touched + row.not_touched + row.cannot_say == row.catalogued
        assert row.not_in_force <= row.not_touched


def test_nobody_who_gives_up_nothing_is_touched(counted):
    """Under each text, parties without a commitment have a burden of nought."""
    free = [row for row in counted if row.party not in find_regime(row.regime).parties]

    assert "RUS" in {row.party for row in free if row.catalogued}
    assert {(row.touched, row.cannot_say) for row in free} == {(0, 0)}


def test_a_narrower_definition_touches_no_more(counted):
    """A definition by numbers touches no more than that by which any size counts, under any reading."""
    by_key = {(row.regime, row.reading, row.party, row.major): row.touched for row in counted}
    compared = 0
    for (regime, reading, party, definition), touched in by_key.items():
        if definition == "vienna-notify":
            assert touched <= by_key[regime, reading, party, "any"]
            compared += 1

    assert compared > 50


def test_regimes_without_an_undefined_size_are_counted_once(counted):
    """A definition of major changes nothing where the text has no such word."""
    assert {row.major for row in counted if row.regime == "kp-2016"} == {"—"}
    assert {row.reading for row in counted if row.regime == "unsc-dprk"} == {"no zone"}


def test_readings_are_named_from_narrow_to_wide():
    """Southern limits come from north to south, distances from near to far, the unlimited variant last."""
    assert list(readings(DUAL, Choice())) == [f"{km} km from the land" for km in (0, 100, 200, 370)]
    names = list(readings(EXPANDED, Choice()))
    assert names[0] == "33°17′N"
    assert names[-2] == "28°00′N"
    assert names[-1].startswith("Northeast Asia without limit")


def test_what_changes_with_the_southern_limit():
    """The flips are those exercises of which the places lie in the northern East China Sea."""
    found = flips(CATALOGUE, EXPANDED, ANY, (33.2833, 28.0))
    names = {each.finding.exercise for each in found}

    assert {"joint-sea-2014", "joint-sea-2022", "freedom-edge-2024-1", "strait-thunder-2025a"} <= names
    assert len(names) == 11
    assert all(each.north != "touched" for each in found)
    assert {each.finding.party for each in found} <= set(SIX)


@pytest.mark.parametrize(
    ("first", "last", "in_area", "open_"), [("2017", "2017", 5, 3), ("2013", "2024", 19, 19)]
)
def test_what_china_and_russia_go_on_with(first, last, in_area, open_):
    """Under China's text Chinese and Russian exercises in the area go on, in 2017 and over twelve years."""
    years = select(CATALOGUE, first=first, last=last)
    found = goes_on(years, DUAL, EXPANDED, ANY, parties=("CHN", "RUS"))
    touched = {each.exercise for each in found if each.state == "touched"}
    others = {each.exercise for each in found} - touched

    assert (len(touched), len(others)) == (in_area, open_)
    by_hand = {
        each.id
        for each in years
        if {"CHN", "RUS"} & set(each.parties) and each.evidence not in ("cancelled", "warned")
    }
    assert touched <= by_hand


def test_nothing_goes_on_that_a_bound_party_would_leave_out():
    """What the United States and South Korea would leave out does not go on, whoever else takes part."""
    found = goes_on(CATALOGUE, DUAL, EXPANDED, ANY)
    stopped = {
        each.exercise for each in assess(CATALOGUE, [DUAL], try_others=False) if each.state == "touched"
    }

    assert not {each.exercise for each in found} & stopped


def test_if_china_and_russia_refuse():
    """Then their own exercises are free, and what an accepting party takes part in stays frozen."""
    everything = list(assess(held(CATALOGUE), [EXPANDED], try_others=False))
    found = without(everything, ("CHN", "RUS"))
    free = {name for name, (accepting, _) in found.items() if not accepting}
    by_id = {each.id: each for each in CATALOGUE}

    assert {"joint-sea-2017-pacific", "vostok-2018"} <= free
    assert "foal-eagle-2017" not in free
    assert all(not set(by_id[name].parties) & {"USA", "KOR", "JPN", "PRK"} for name in free)
    assert not without(everything, SIX)["foal-eagle-2017"][0]


def test_who_could_go_on_without_the_bound():
    """Japan could go on alone where only the United States and South Korea are bound."""
    drill = next(each for each in CATALOGUE if each.id == "pacific-dragon-2016")
    under = list(assess([drill], [DUAL], choice=Choice(distance_km=3000)))
    free = list(assess([drill], [find_regime("kp-2016")], choice=Choice(distance_km=0)))

    bound, others = could_go_on(under)
    assert (bound, others) in ((["USA", "KOR"], ["JPN"]), ([], []))
    assert could_go_on(free)[1] == []


def test_sizes_that_are_stated():
    """How many exercises state a number of persons, counted by hand over the file."""
    sizes = states_of_sizes(CATALOGUE)
    chinese = [
        each
        for each in CATALOGUE
        if "CHN" in each.parties and each.evidence != "cancelled" and not TESTS & set(each.kinds)
    ]

    assert sizes["CHN"] == (sum(each.scale.personnel is not None for each in chinese), len(chinese))
    assert sizes["CHN"][0] == 2


def test_tests_by_month():
    """Every launch and nuclear test of the two years stands in one month."""
    found = monthly_tests(CATALOGUE, "2017-03-08")
    years = [
        each for each in CATALOGUE if TESTS & set(each.kinds) and "2016-03" <= each.start[:7] <= "2018-03"
    ]

    assert sum(found.values()) == sum(max(1, len(each.launches)) for each in years)
    assert found["2017-03 to 7"] == 5
    assert len(found) == 26


def test_called_off_is_not_counted():
    """What was called off was not held."""
    assert Counter(each.evidence for each in held(CATALOGUE))["cancelled"] == 0
    assert len(held(CATALOGUE)) == len(CATALOGUE) - 7
