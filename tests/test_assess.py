"""Findings: whose commitment is touched, under which text, and what is left open."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from geo.errors import DezoneError
from zones import load_exercises
from zones.assess import assess, is_exercise, is_major, major, majors, span
from zones.catalogue import find, select
from zones.exercises import Exercise, Launch, Place, Scale
from zones.regime_files import find_regime, load_regimes
from zones.regime_zones import Choice

CATALOGUE = load_exercises()
TEXTS_OF_2017 = ("cn-dual-2017", "kp-india-2017", "cn-ru-2017", "expanded-2017")
BOHAI = Place(named_area="bohai_gulf", surface="sea")
DRILL = Exercise(
    id="drill", name="Drill", places=(BOHAI,), start="2017-05-02", end="2017-05-03", parties=("CHN",),
    kinds=("naval",),
)  # fmt: skip


def findings(exercise, *names, **more):
    """Give the findings of an exercise, or of an entry of the catalogue, by regime and party."""
    entry = find(CATALOGUE, exercise) if isinstance(exercise, str) else exercise
    regimes = [find_regime(name) for name in names or load_regimes()]
    return {(each.regime, each.party): each for each in assess([entry], regimes, **more)}


def states(exercise, *names, **more):
    """Give the states alone."""
    return {key: each.state for key, each in findings(exercise, *names, **more).items()}


# What must be shown


def test_a_chinese_drill_in_the_bohai():
    """A purely Chinese drill is touched under the expanded freeze, not under China's own text."""
    found = states(DRILL)

    assert found["expanded-2017", "CHN"] == "touched"
    assert {state for (name, _), state in found.items() if name != "expanded-2017"} == {"not touched"}
    assert states("pla-bohai-yellow-live-fire-2017-08-07")["expanded-2017", "CHN"] == "touched"


def test_the_launches_of_2019():
    """27 launches: none among what the moratorium gave up, every ballistic one within what 1874 bans."""
    tests = select(CATALOGUE, kinds=["missile_test"], first="2019", last="2019")
    counts = {}
    for name in ("kp-moratorium-2018", "unsc-dprk"):
        counts[name] = Counter()
        for each in assess(tests, [find_regime(name)]):
            counts[name].update(each.launches)
    unnamed = [launch for each in tests for launch in each.launches if launch.weapon_class == "unknown"]

    assert counts["kp-moratorium-2018"] == {"not touched": 27}
    assert counts["unsc-dprk"] == {"touched": 26, "cannot say": 1}
    assert len(unnamed) == 1


@pytest.mark.parametrize("name", ["dprk-missile-2022-02-27", "dprk-missile-2022-03-05"])
def test_launches_of_disputed_range(name):
    """The launches of 26 February and 4 March 2022 (American dates) cannot be said under the moratorium."""
    found = findings(name)["kp-moratorium-2018", "PRK"]

    assert found.state == "cannot say"
    assert any("intercontinental" in note for note in found.notes)
    assert states(name)["unsc-dprk", "PRK"] == "touched"


def test_the_satellite_of_february_2016():
    """By name it is not a missile test; resolution 1874 covers it, and 1718 leaves it open."""
    found = findings("dprk-space-launch-2016-02")

    assert found["expanded-2017", "PRK"].state == "not touched"
    assert found["cn-ru-2017", "PRK"].reason.endswith("satellite: by name not a missile test")
    assert found["cn-dual-2017", "PRK"].state == "cannot say"
    assert found["unsc-dprk", "PRK"].words == "within the launches banned by resolution 1874"
    assert found["unsc-dprk", "PRK"].clauses == ("1874",)


@pytest.mark.parametrize("name", ["dprk-missile-2017-08-29", "dprk-missile-2017-09-15"])
def test_the_flights_over_japan(name):
    """Launch inside, impact in the Pacific, and no text asks where."""
    found = findings(name, "cn-ru-2017", "expanded-2017")["expanded-2017", "PRK"]

    assert [(part.role, part.touches) for part in found.parts] == [
        ("launch_site", "yes"),
        ("impact_area", "no"),
    ]
    assert found.state == "touched"
    assert "does not ask where" in found.reason


def test_joint_sea_2017():
    """First stage outside, second partly; untouched under the two-party freeze, not under the expanded."""
    first, second = (findings(f"joint-sea-2017-{part}", *TEXTS_OF_2017) for part in ("baltic", "pacific"))

    assert {each.state for each in first.values()} == {"not touched"}
    for party in ("CHN", "RUS"):
        assert second["cn-dual-2017", party].state == "not touched"
        assert second["cn-ru-2017", party].state == "not touched"
        assert second["expanded-2017", party].state == "touched"
        assert 0 < second["expanded-2017", party].share_inside < 1


def test_foal_eagle_2016():
    """The United States and South Korea are touched; the other senders are no parties, with a bound host."""
    found = findings("foal-eagle-2016", "cn-dual-2017", "expanded-2017")

    for name in ("cn-dual-2017", "expanded-2017"):
        assert found[name, "USA"].state == found[name, "KOR"].state == "touched"
        for sender in ("AUS", "CAN", "DNK", "FRA", "GBR"):
            assert found[name, sender].state == "not touched"
            assert "bound host" in found[name, sender].reason


def test_artillery_at_wonsan():
    """North Korean artillery is nobody's commitment under the texts of 2017; that of 1986 covers it."""
    found = states("dprk-wonsan-artillery-2017-04-25")

    assert {found[name, "PRK"] for name in TEXTS_OF_2017} == {"not touched"}
    assert found["kp-1986", "PRK"] == "touched"


FLIGHT = Exercise(
    id="flight",
    name="Flight",
    places=(Place(geometry=Point(128.2, 38.10)),),  # 30 km south of the line in the east
    start="2023-11-21",
    end="2023-11-21",
    parties=("KOR", "PRK"),
    kinds=("fixed_wing",),
)


@pytest.mark.parametrize(
    ("day", "instant", "south", "north"),
    [
        ("2023-11-21", "", "touched", "touched"),
        ("2023-11-22", "", "cannot say", "touched"),
        ("2023-11-22", "2023-11-22T05:59Z", "touched", "touched"),  # 14:59 in Seoul
        ("2023-11-22", "2023-11-22T06:00Z", "not touched", "touched"),
        ("2023-11-23", "", "not touched", "cannot say"),
        ("2023-11-24", "", "not touched", "not touched"),
    ],
)
def test_a_flight_near_the_line_as_the_agreement_ends(day, instant, south, north):
    """In scope on the 21st for both; on the 22nd for the South before 15:00 only; on the 24th for neither."""
    found = findings(replace(FLIGHT, start=day, end=day, date_utc=instant), "cma-2018")

    assert found["cma-2018", "KOR"].state == south
    assert found["cma-2018", "PRK"].state == north
    assert found["cma-2018", "KOR"].clauses == ("nofly-fixed-east",)
    assert any("accuracy of the line" in said for said in found["cma-2018", "KOR"].assumptions)


def test_a_clause_that_is_set_aside_would_touch():
    """A suspended clause is shown with what it would have touched, and since when it does not bind."""
    flight = replace(FLIGHT, start="2023-11-24", end="2023-11-24")
    found = findings(flight, "cma-2018")["cma-2018", "KOR"]

    assert found.terms == "yes"
    assert found.in_force == "no"
    assert found.words.startswith(
        "would touch clause 1(3) (nofly-fixed-east), not in force for South Korea on that date"
    )
    assert "suspended from 2023-11-22 15:00 local time" in found.words


# Wording


def test_findings_are_worded_by_the_kind_of_regime():
    """A proposal is counterfactual, an agreement names clause and party, a resolution the ban."""
    launch, flight = findings("dprk-missile-2017-08-29"), findings(FLIGHT)

    assert (
        launch["expanded-2017", "PRK"].words
        == "would have fallen under this proposal, which no party adopted"
    )
    assert launch["expanded-2017", "PRK"].in_force == "never"
    assert launch["unsc-dprk", "PRK"].words == "within the launches banned by resolution 1874"
    assert flight["cma-2018", "KOR"].words == (
        "falls within the scope of clause 1(3) (nofly-fixed-east), in force for South Korea on that day"
    )
    assert findings("dprk-nuclear-test-6-2017")["unsc-dprk", "PRK"].words == (
        "within the nuclear tests banned by resolution 1874"
    )


@pytest.fixture(scope="module")
def everything():
    """Give all findings of the catalogue."""
    return list(assess(CATALOGUE, try_others=False))


def test_no_finding_speaks_of_guilt(everything):
    """No word of a finding says that anybody broke anything; what others say stays in the notes."""
    said = " ".join(
        f"{each.words} {each.reason} {' '.join(each.assumptions)}" for each in everything
    ).casefold()

    for word in ("breach", "violat", "guilt", "illegal", "broke", "comply", "complian"):
        assert word not in said


def test_every_finding_is_whole(everything):
    """Each finding has words and a reason, and each that touches names its clause and its sources."""
    known = {
        key for regime in load_regimes().values() for clause in regime.commitments for key in clause.sources
    }
    for each in everything:
        assert each.words
        assert each.reason
        assert (each.state == "touched") <= bool(each.clauses and set(each.sources) & known)
        assert each.state != "touched" or (each.terms == "yes" and each.in_force in ("yes", "never"))


def test_one_finding_for_each_who_takes_part(everything):
    """Nobody is judged twice, and nobody who did not take part."""
    keys = Counter((each.exercise, each.regime, each.party) for each in everything)
    by_id = {each.id: each for each in CATALOGUE}

    assert set(keys.values()) == {1}
    for exercise, _, party in keys:
        assert party in (*by_id[exercise].parties, *by_id[exercise].other_participants)


# Rules


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"parties": ()}, "parties is missing"),
        ({"kinds": ()}, "kinds is missing"),
        ({"start": "", "end": ""}, "the date is missing"),
        ({"start": "2017-02-30", "end": ""}, "a date that can be read is missing"),
        ({"parties": (), "kinds": ()}, "parties and kinds are missing"),
    ],
)
def test_what_is_missing_is_named(change, missing):
    """Without parties, kinds or dates nothing can be said under any text, and the finding says why."""
    found = list(assess([replace(DRILL, **change)]))

    assert found
    assert {each.state for each in found} == {"cannot say"}
    assert all(missing in each.reason for each in found)


def test_what_was_called_off_is_no_exercise():
    """A cancelled entry touches nothing."""
    found = findings("ulchi-freedom-guardian-2018")

    assert {each.state for each in found.values()} == {"not touched"}
    assert {each.reason for each in found.values()} == {"called off: no exercise was held"}


@pytest.mark.parametrize("kind", ["transit", "presence"])
def test_a_passage_is_no_exercise(kind):
    """A transit and a show of presence touch no freeze of exercises."""
    found = findings(replace(DRILL, kinds=("naval", kind)), "expanded-2017")["expanded-2017", "CHN"]

    assert found.state == "not touched"
    assert "no exercise" in found.reason


@pytest.mark.parametrize("change", [{"kinds": ("naval", "closure_area_only")}, {"evidence": "warned"}])
def test_a_closed_area_cannot_be_said(change):
    """A closed area says that ships were kept out, not that an exercise took place."""
    found = findings(replace(DRILL, **change), "expanded-2017")["expanded-2017", "CHN"]

    assert found.state == "cannot say"
    assert "ships were kept out" in found.reason


def test_a_crossing_cannot_be_said():
    """A patrol of which only the track crosses the zone may have exercised elsewhere."""
    found = findings("joint-air-patrol-2020-12", "expanded-2017")["expanded-2017", "CHN"]

    assert found.state == "cannot say"
    assert "crosses the zone" in found.reason


def test_a_staff_exercise_counts_where_it_is_played():
    """A command-post exercise is touched where its staffs sit, and the note says that nothing need move."""
    found = findings("ulchi-freedom-guardian-2017", "expanded-2017")["expanded-2017", "USA"]

    assert found.state == "touched"
    assert any("nothing need move" in note for note in found.notes)


def test_a_flight_above_100_km_is_no_presence():
    """The track of a missile above 100 km is not held against a zone below it."""
    over = Place(geometry=box(128, 38, 129, 38.5), extent="footprint", role="track")
    shot = replace(
        DRILL, places=(over, Place(geometry=Point(150, 30))), kinds=("missile_firing",),
        launches=(Launch(id="1", apogee_km=500.0),),
    )  # fmt: skip

    assert states(shot, "expanded-2017")["expanded-2017", "CHN"] == "not touched"
    low = replace(shot, launches=(Launch(id="1", apogee_km=20.0),))
    assert states(low, "expanded-2017")["expanded-2017", "CHN"] == "cannot say"


def test_a_joint_exercise_needs_both():
    """The two-party texts reach what the United States and South Korea hold together, nothing else."""
    korea = Place(named_area="south_korea")
    for parties, usa in (
        (("USA", "KOR"), "touched"),
        (("USA", "JPN"), "not touched"),
        (("USA",), "not touched"),
    ):
        drill = replace(DRILL, places=(korea,), parties=parties)
        assert states(drill, "cn-dual-2017")["cn-dual-2017", "USA"] == usa
    contingent = replace(DRILL, places=(korea,), parties=("KOR",), other_participants=("USA",))
    assert states(contingent, "cn-dual-2017")["cn-dual-2017", "KOR"] == "cannot say"


def test_the_offer_of_2015_was_for_2015():
    """An exercise of another year is outside the period that the text names."""
    assert states("foal-eagle-2015", "kp-2015")["kp-2015", "USA"] == "touched"
    assert "period" in findings("foal-eagle-2016", "kp-2015")["kp-2015", "USA"].reason


def test_an_exercise_that_was_held_in_spite_of_a_suspension():
    """A series under suspension that is held all the same is told so; one of another name is not."""
    drill = replace(
        DRILL, places=(Place(named_area="south_korea"),), parties=("USA", "KOR"), series="Vigilant Ace",
        start="2018-12-03", end="2018-12-07",
    )  # fmt: skip
    found = findings(drill, "us-kr-suspensions")["us-kr-suspensions", "USA"]

    assert found.state == "touched"
    assert found.words == "one of the exercises called off (vigilant-ace-2018)"
    assert (
        states(replace(drill, series="Small"), "us-kr-suspensions")["us-kr-suspensions", "USA"]
        == "not touched"
    )


@pytest.mark.parametrize(
    ("weapon_class", "apogee_km", "cn_ru", "un"),
    [
        ("SRBM", None, "touched", "touched"),
        ("cruise", None, "not touched", "not touched"),
        ("HGV", None, "cannot say", "touched"),
        ("unknown", None, "cannot say", "cannot say"),
        ("unknown", 620.0, "touched", "touched"),
        ("SLV", None, "not touched", "touched"),
    ],
)
def test_classes_of_missiles(weapon_class, apogee_km, cn_ru, un):
    """Texts differ in what they call a missile; what flies above 100 km is no cruise missile."""
    test = Exercise(
        id="test", name="", places=(Place(named_area="north_korea"),), start="2023-03-01", end="2023-03-01",
        parties=("PRK",), kinds=("missile_test",),
        launches=(Launch(id="1", weapon_class=weapon_class, apogee_km=apogee_km),),
    )  # fmt: skip
    found = states(test, "cn-ru-2017", "unsc-dprk")

    assert found["cn-ru-2017", "PRK"] == cn_ru
    assert found["unsc-dprk", "PRK"] == un


def test_the_council_counts_in_new_york():
    """The nuclear test of 2006 came before the first resolution, that of 2009 before the second."""
    tests = [each for each in CATALOGUE if "nuclear_test" in each.kinds][:2]
    first, second = (findings(each, "unsc-dprk")["unsc-dprk", "PRK"] for each in tests)

    assert [each.start for each in tests] == ["2006-10-09", "2009-05-25"]
    assert (first.state, first.terms) == ("not touched", "yes")
    assert "not yet in force" in first.words
    assert (second.state, second.clauses) == ("touched", ("1718",))


def test_firing_on_the_islands_and_from_the_shore():
    """Fire on an island in the sea zone is in scope; guns on a shore near it leave open where it fell."""
    island = replace(
        find(CATALOGUE, "northwest-islands-live-fire-2024-01-05"), start="2022-01-05", end="2022-01-05"
    )
    shore = Place(geometry=Point(124.9, 38.1), role="firing_site", surface="land", uncertainty_km=5)
    guns = Exercise(
        id="guns", name="Guns", places=(shore,), start="2020-05-01", end="2020-05-01", parties=("PRK",),
        kinds=("live_fire",),
    )  # fmt: skip

    assert findings(island, "cma-2018")["cma-2018", "KOR"].clauses == ("sea-west",)
    assert findings(island, "cma-2018")["cma-2018", "KOR"].state == "touched"
    assert "where the fire fell" in findings(guns, "cma-2018")["cma-2018", "PRK"].reason


def test_field_training_needs_a_regiment():
    """Near the line, a battalion is free, a regiment is not, and an unknown unit is left open."""
    troops = replace(
        DRILL, places=(Place(geometry=Point(127.0, 38.19)),), parties=("KOR",), kinds=("field_training",),
        start="2019-05-02", end="2019-05-02",
    )  # fmt: skip
    answers = [
        states(replace(troops, scale=Scale(unit=unit)), "cma-2018")["cma-2018", "KOR"]
        for unit in ("battalion", "regiment", "division", "")
    ]

    assert answers == ["not touched", "touched", "touched", "cannot say"]


# Major


@pytest.mark.parametrize(
    ("definition", "exercise", "answer"),
    [
        ("any", "dprk-wonsan-artillery-2017-04-25", "yes"),
        ("personnel=9000", "foal-eagle-2017", "yes"),
        ("personnel>=40000", "foal-eagle-2017", "no"),
        ("personnel=9000", "joint-sea-2017-pacific", "unknown"),
        ("vienna-notify", "ssangyong-2015", "yes"),  # a landing of 7,600
        ("vienna-notify", "max-thunder-2017", "no"),
        ("vienna-observe", "jgsdf-western-army-2017", "yes"),
        ("stockholm-notify", "northern-viper-2017", "no"),
        ("named", "vostok-2018", "yes"),
        ("named", "max-thunder-2017", "no"),
        ("live-fire", "pla-bohai-yellow-live-fire-2017-08-07", "yes"),
        ("live-fire", "key-resolve-2016", "no"),
        ("live-fire", "foal-eagle-2016", "unknown"),
        ("multi-service", "foal-eagle-2016", "yes"),
        ("multi-service", "max-thunder-2017", "unknown"),
        ("regiment", "foal-eagle-2016", "unknown"),
    ],
)
def test_definitions_of_major(definition, exercise, answer):
    """Each definition answers by what is published; what is not published is never a no."""
    assert is_major(find(CATALOGUE, exercise), major(definition)).answer == answer


def test_the_definition_is_shown_in_the_answer():
    """A finding that hangs on an undefined word says how it was read; one that does not, does not."""
    under = findings("foal-eagle-2016", "expanded-2017", "kp-2016", definition=major("vienna-notify"))

    assert any("--major vienna-notify" in said for said in under["expanded-2017", "USA"].assumptions)
    assert not any("--major" in said for said in under["kp-2016", "USA"].assumptions)


def test_an_unpublished_size_is_never_a_no():
    """With a definition by numbers, an exercise in the zone without one cannot be said."""
    assert (
        states(DRILL, "expanded-2017", definition=major("personnel=1"))["expanded-2017", "CHN"]
        == "cannot say"
    )


@pytest.mark.parametrize("text", ["huge", "personnel", "personnel=many", "vienna"])
def test_an_unknown_definition_is_told_those_that_are_known(text):
    """The mend names what there is."""
    with pytest.raises(DezoneError, match=r"no definition of major .*(did you mean|known are)"):
        major(text)


def test_every_named_definition_works():
    """Each definition answers for each entry."""
    for name, definition in majors().items():
        assert definition.id == name
        assert {is_major(each, definition).answer for each in CATALOGUE} <= {"yes", "no", "unknown"}


# What hangs on a choice


def test_what_an_answer_hangs_on_is_named():
    """Joint Sea-2014 is touched only under southern limits beyond 31°N, and the finding says under which."""
    found = findings("joint-sea-2014", "expanded-2017", choice=Choice(southern_limit=33.0))
    hangs = found["expanded-2017", "CHN"].depends_on

    assert found["expanded-2017", "CHN"].state == "not touched"
    assert hangs["28°00′N"] == "touched"
    assert "33°17′N" not in hangs


@given(lon=st.floats(118, 142), lat=st.floats(26, 45), km=st.sampled_from([0, 100, 200]))
def test_a_wider_reading_never_frees(lon, lat, km):
    """An exercise that a distance touches is touched at any larger one."""
    drill = replace(DRILL, places=(Place(geometry=Point(lon, lat)),), parties=("USA", "KOR"))
    near, far = (
        states(drill, "cn-dual-2017", choice=Choice(distance_km=each), try_others=False)[
            "cn-dual-2017", "USA"
        ]
        for each in (km, {0: 100, 100: 200, 200: 370}[km])
    )

    assert near != "touched" or far == "touched"


def test_days_and_instants():
    """An instant has no length; a month that is all that is known has its own."""
    begin, end = span(replace(DRILL, start="2017-10", end="2017-10"))

    assert (end - begin).days == 31
    assert is_exercise(DRILL).answer == "yes"
    with pytest.raises(ValueError, match="is no date"):
        span(replace(DRILL, start="", end=""))


def test_some_days_in_force_are_enough():
    """An exercise that goes on over the end of a clause is in scope, and the note says on some days only."""
    flights = replace(FLIGHT, start="2023-11-20", end="2023-11-25")
    found = findings(flights, "cma-2018")["cma-2018", "KOR"]

    assert found.state == "touched"
    assert any("some of its days" in note for note in found.notes)
