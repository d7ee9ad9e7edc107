"""What an entry is: exercise, test, flight or drill, and of which missiles; held against what a clause names.

What is not reported is never taken for a no where it may still have been so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zones.exercises import Exercise, Launch
    from zones.regimes import Commitment
    from zones.verdict import Answer

TESTS = frozenset({"missile_test", "space_launch", "nuclear_test"})
LAUNCHES = frozenset({"missile_test", "space_launch"})
_SIMPLE = {
    "nuclear_test": ("nuclear_test", "a nuclear test", "no nuclear test"),
    "nuclear_activity": ("nuclear_test", "a nuclear test", "no nuclear test"),
    "missile_activity": ("missile_firing", "a missile was fired", "no missile was launched"),
    "dismantlement": ("dismantlement", "something was dismantled", "nothing was dismantled"),
}
FLIGHTS = {
    "flight_fixed_wing": "fixed_wing", "flight_rotary_wing": "rotary_wing",
    "flight_uncrewed": "uncrewed", "flight_balloon": "balloon",
}  # fmt: skip
STAFF = frozenset({"command_post", "table_top", "nuclear_planning", "cyber", "civil_defence"})
"""Kinds for which nothing need move in the field."""

LAND = frozenset({"field_training", "airborne", "special_operations", "amphibious"})
SEA = frozenset({"naval", "carrier", "anti_submarine", "submarine_rescue", "interdiction", "amphibious"})
AIR = frozenset({"air", "air_defence", "airborne"})
_NO_EXERCISE = TESTS | {"closure_area_only", "transit", "presence"} | set(FLIGHTS.values())
EDGE_OF_SPACE_KM = 100.0  #: a flight that goes higher is no presence in what lies below it
BALLISTIC = ("SRBM", "MRBM", "IRBM", "ICBM", "SLBM")

ORDER: dict[Answer, int] = {"yes": 0, "unknown": 1, "no": 2}


class Check(NamedTuple):
    """One question about an exercise and a commitment, with its answer.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> is_exercise(find(load_exercises(), "dprk-missile-2017-08-29"))
    Check(answer='no', why='a test is no exercise')
    """

    answer: Answer
    why: str


def is_exercise(exercise: Exercise) -> Check:
    """Tell whether an entry is an exercise: a test, a passage or a closed area is not, or not surely.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> is_exercise(find(load_exercises(), "pla-yellow-sea-2017-07-27")).answer
    'unknown'
    """
    kinds = set(exercise.kinds)
    if kinds & {"transit", "presence"}:
        return Check("no", "a passage or a show of presence is no exercise")
    if "closure_area_only" in kinds or exercise.evidence == "warned":
        return Check(
            "unknown", "a closed area says that ships were kept out, not that an exercise took place"
        )
    if kinds - _NO_EXERCISE:
        return Check("yes", "an exercise")
    if kinds & TESTS:
        return Check("no", "a test is no exercise")
    return Check("unknown", "a flight; whether it was part of an exercise is not said")


def activity_of(exercise: Exercise, clause: Commitment) -> Check:
    """Tell whether what was done is among what a clause gives up: the best answer of its activities.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.regime_files import load_regimes
    >>> clause = load_regimes()["cn-dual-2017"].commitments_of("USA")[0]
    >>> joint_sea = next(each for each in load_exercises() if each.id == "joint-sea-2017-pacific")
    >>> activity_of(joint_sea, clause).answer
    'yes'
    """
    checks = [_of_activity(exercise, clause, activity) for activity in clause.activities]
    return min(reversed(checks), key=lambda check: ORDER[check.answer])


def _of_activity(exercise: Exercise, clause: Commitment, activity: str) -> Check:
    kinds = set(exercise.kinds)
    if activity in ("joint_exercise", "national_exercise"):
        return is_exercise(exercise)
    if activity in LAUNCHES:
        return _missiles(exercise, clause)
    if activity in _SIMPLE:
        kind, done, not_done = _SIMPLE[activity]
        return Check("yes", done) if kind in kinds else Check("no", not_done)
    if activity in FLIGHTS:
        return _flight(kinds, FLIGHTS[activity], activity)
    return _drill(exercise, activity)


def _drill(exercise: Exercise, activity: str) -> Check:
    """Tell of fire, training and manoeuvre, as the agreement of 2018 parts them."""
    kinds = set(exercise.kinds)
    closed = "closure_area_only" in kinds or exercise.evidence == "warned"
    needed = {
        "artillery_live_fire": ({"live_fire"}, "live fire"),
        "field_training": ({"field_training"}, "field training"),
        "sea_live_fire": ({"live_fire", "missile_firing"}, "live fire"),
        "sea_manoeuvre": (SEA, "manoeuvre at sea"),
        "air_live_fire": ({"live_fire", "air"}, "live fire from aircraft"),
    }
    wanted, said = needed[activity]
    enough = wanted <= kinds if activity == "air_live_fire" else bool(wanted & kinds)
    if not enough:
        if closed:
            return Check("unknown", "a closed area says that ships were kept out, not what was done")
        return Check("no", f"{said} is not reported")
    if closed:
        return Check(
            "unknown", "a closed area says that ships were kept out, not that an exercise took place"
        )
    if activity == "artillery_live_fire" and kinds & (SEA | AIR):
        return Check("unknown", "live fire, but whether by artillery is not said")
    return Check("yes", said)


def _flight(kinds: set[str], kind: str, activity: str) -> Check:
    said = activity.removeprefix("flight_").replace("_", "-")
    if kind in kinds:
        return Check("yes", f"a {said} flight")
    if not kinds & set(FLIGHTS.values()) and kinds & (AIR | {"patrol"}):
        return Check("unknown", f"aircraft flew; whether {said} is not said")
    return Check("no", f"no {said} flight is reported")


def missile_classes(exercise: Exercise) -> list[str]:
    """Give the class of each launch; one of unknown class, or a space launcher, where none is listed.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> missile_classes(find(load_exercises(), "dprk-missile-2017-08-29"))
    ['IRBM']
    """
    if exercise.launches:
        return [_class_of(launch) for launch in exercise.launches]
    if "space_launch" in exercise.kinds:
        return ["SLV"]
    return ["unknown"] if "missile_test" in exercise.kinds else []


def _class_of(launch: Launch) -> str:
    return launch.weapon_class or "unknown"


def missile_answers(exercise: Exercise, clause: Commitment) -> list[Check]:
    """Tell for each launch whether a clause covers its class.

    Returns
    -------
    list of Check
        One for each launch, or for each class that the entry names; a class that the clause does not list is
        ``unknown``.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> clause = load_regimes()["kp-moratorium-2018"].commitments_of("PRK")[-1]
    >>> launch = find(load_exercises(), "dprk-missile-2017-08-29")
    >>> clause.id, missile_answers(launch, clause)
    ('icbm', [Check(answer='unknown', why='a missile of class IRBM: open or disputed')])
    """
    table = clause.missiles or {}
    answers: dict[str, Answer] = {"yes": "yes", "no": "no", "unclear": "unknown"}
    found = []
    classes = missile_classes(exercise)
    apogees = [launch.apogee_km for launch in exercise.launches] or [None] * len(classes)
    for name, apogee_km in zip(classes, apogees, strict=True):
        answer = answers[table.get(name, "unclear")]
        why = _about_class(name, answer)
        ballistic = {table.get(each) for each in BALLISTIC}
        if answer == "unknown" and name == "unknown" and (apogee_km or 0) > EDGE_OF_SPACE_KM:
            why = f"type not named; apogee {apogee_km:g} km, where no cruise missile flies"
            answer = answers[ballistic.pop() or "unclear"] if len(ballistic) == 1 else "unknown"
        for said in clause.attested:
            if answer == "unknown" and name in said.classes and said.first <= exercise.start <= said.last:
                answer, why = said.says, f"type not named; {said.text}"
        found.append(Check(answer, why))
    return found


def _about_class(name: str, answer: Answer) -> str:
    if name == "SLV":
        said = "a launch declared to be of a satellite"
        return (
            said
            if answer == "yes"
            else f"{said}: by name not a missile test"
            if answer == "no"
            else (f"{said}; whether the words cover it is open")
        )
    if name == "unknown":
        return "a missile" if answer == "yes" else "the type of the missile is not known"
    covered = {"yes": "the words cover it", "no": "the words do not cover it", "unknown": "open or disputed"}
    return f"a missile of class {name}: {covered[answer]}"


def _missiles(exercise: Exercise, clause: Commitment) -> Check:
    tests = missile_answers(exercise, clause)
    if not tests:
        return Check("no", "no missile was launched")
    for answer in ("yes", "unknown", "no"):
        of_it = [test.why for test in tests if test.answer == answer]
        if of_it:
            return Check(answer, "; ".join(dict.fromkeys(of_it)))
    raise AssertionError
