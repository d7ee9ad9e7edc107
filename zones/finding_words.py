"""The words of a finding: by the kind of regime, with the reason, what was assumed and what to note.

They say what lies within the words of a text; a finding is counterfactual for a proposal, which no party
adopted, and never says that anybody broke anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zones import store, words
from zones.activities import EDGE_OF_SPACE_KM, STAFF, TESTS
from zones.clauses import span
from zones.regime_zones import LINES, counting, label
from zones.vocabulary import the_party

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zones.clauses import Judged, State
    from zones.exercises import Exercise
    from zones.major import Major
    from zones.regime_zones import Choice
    from zones.regimes import Commitment, Regime, Status, ZoneOf

NOT_YET = "not yet in force"


def words_of(regime: Regime, party: str, state: State, shown: Sequence[Judged], status: str) -> str:
    """Word a finding by the kind of regime; it says no more than what lies within which scope.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.clauses import judge
    >>> from zones.major import major
    >>> from zones.regime_files import load_regimes
    >>> from zones.regime_zones import Choice
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> expanded = load_regimes()["expanded-2017"]
    >>> judged = judge(exercise, expanded, "CHN", Choice(), major("any"))
    >>> words_of(expanded, "CHN", judged[0].state, judged, "")
    'would have fallen under this proposal, which no party adopted'
    """
    if state == "cannot say":
        return f"cannot say whether it {_WHETHER[regime.kind]}"
    if regime.kind == "proposal":
        would = "would have" if state == "touched" else "would not have"
        return f"{would} fallen under this proposal, which no party adopted"
    clause = words.listed(
        f"{each.clause.article} ({each.clause.id})" if each.clause.article else each.clause.id
        for each in shown
    )
    if state == "not touched" and shown:
        would = "would touch" if shown[0].terms == "yes" else "might touch"
        return f"{would} clause {clause}, not in force for {the_party(party)} on that date: {status}"
    if state == "not touched":
        return _NOT[regime.kind]
    widest, whom = shown[-1], the_party(party)
    banned = "nuclear tests" if widest.tests[0].why == "a nuclear test" else "launches"
    return {
        "agreement": f"falls within the scope of clause {clause}, in force for {whom} on that day",
        "resolution": f"within the {banned} banned by {widest.clause.article}",
        "moratorium": f"among what this moratorium gives up ({clause}), in force on that day",
        "suspension": f"one of the exercises called off ({clause})",
    }[regime.kind]


_NOT = {
    "agreement": "not within the scope of a clause of this agreement",
    "resolution": "not within what the resolutions ban",
    "moratorium": "not among what this moratorium gives up",
    "suspension": "not one of the exercises called off",
}

_WHETHER = {
    "proposal": "would have fallen under this proposal, which no party adopted",
    "agreement": "falls within the scope of this agreement in force on that day",
    "resolution": "is within what the resolutions ban",
    "moratorium": "is among what this moratorium gives up",
    "suspension": "is one of the exercises called off",
}


def reason(judged: Judged, kept: str, status: Sequence[str]) -> str:
    """Say what decided.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.clauses import judge
    >>> from zones.major import major
    >>> from zones.regime_files import load_regimes
    >>> from zones.regime_zones import Choice
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> expanded = load_regimes()["expanded-2017"]
    >>> judged = judge(exercise, expanded, "CHN", Choice(), major("any"))
    >>> reason(judged[0], "", [])
    'an exercise; any size counts; in the zone, read as central (30°00′N)'
    """
    if judged.terms == "no":
        said = [check.why for check in judged.tests if check.answer == "no"]
        if len(judged.tests) == 1 and kept:  # not even of the activities that are given up
            said = [kept]
    else:
        said = [check.why for check in judged.tests if judged.terms in ("yes", check.answer)]
        if judged.force == "unclear":
            said.append(f"its status then is not clear: {'; '.join(status)}")
    return "; ".join(dict.fromkeys(said))


def why_free(regime: Regime, party: str, exercise: Exercise, hosts: Sequence[str]) -> str:
    """Say why an exercise concerns no commitment of a party.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> why_free(load_regimes()["cn-dual-2017"], "CHN", exercise, ["KOR"])
    'no party to it: takes part with a bound host (South Korea)'
    """
    if hosts:
        return f"no party to it: takes part with a bound host ({words.listed(map(the_party, hosts))})"
    return kept_by(regime, party, exercise) or "gives up nothing here"


def kept_by(regime: Regime, party: str, exercise: Exercise) -> str:
    """Give the reason why a text leaves what was done to a party; empty if it gives none.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> kept_by(load_regimes()["cn-dual-2017"], "CHN", exercise)
    'the proposal asks nothing of them'
    """
    kinds = set(exercise.kinds)
    own = "joint_exercise" if len(exercise.parties) > 1 else "national_exercise"
    done = kinds & TESTS or {own}
    return next(
        (keep.why for keep in regime.keeps if party in keep.parties and done & set(keep.activities)), ""
    )


def assumptions(
    shown: Sequence[Judged], zone: ZoneOf | None, choice: Choice, definition: Major
) -> Iterator[str]:
    """Tell what was read into a text, where it leaves something open, to come to a finding.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.clauses import judge
    >>> from zones.major import major
    >>> from zones.regime_files import load_regimes
    >>> from zones.regime_zones import Choice
    >>> exercise, expanded = find(load_exercises(), "joint-sea-2017-pacific"), load_regimes()["expanded-2017"]
    >>> judged, zone = judge(exercise, expanded, "CHN", Choice(), major("any")), expanded.zone("five-seas")
    >>> list(assumptions(judged, zone, Choice(), major("any")))[1]
    'the southern limit of the northern part of the East China Sea: central (30°00′N)'
    """
    for size in dict.fromkeys(each.clause.threshold for each in shown if each.clause.threshold):
        yield f"“{size}” is not defined; read as: {definition.text} (--major {definition.id})"
    if shown and zone:
        yield f"{zone.assumption}: {label(zone, choice)}"
    if shown and zone and zone.line:
        accuracy = store.properties(LINES, zone.line)["accuracy"]
        yield f"accuracy of the line: {accuracy[:1].lower()}{accuracy[1:].rstrip('.')}"
    for each in shown:
        yield from (f"not confirmed: {said}" for said in each.clause.unverified)
        if each.clause.exempt:
            yield f"none of what stays allowed after notice: {', '.join(each.clause.exempt)}"


def notes(exercise: Exercise, regime: Regime, shown: Sequence[Judged]) -> Iterator[str]:
    """Tell what a reader has to know beside a finding: how it counted, what is disputed, how old it is.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.clauses import judge
    >>> from zones.major import major
    >>> from zones.regime_files import load_regimes
    >>> from zones.regime_zones import Choice
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> expanded = load_regimes()["expanded-2017"]
    >>> list(notes(exercise, expanded, judge(exercise, expanded, "CHN", Choice(), major("any"))))
    ['of several places, one in the zone is enough; which party was at which is not told apart']
    """
    kinds = set(exercise.kinds)
    zoned = any(each.clause.zone != "everywhere" for each in shown)
    if kinds and kinds <= STAFF and shown:
        yield "counted where the staffs play it; nothing need move in the zone"
    if exercise.evidence == "planned":
        yield "announced; no source at hand says that it was held"
    if zoned and len(counting(exercise)) > 1:
        apart = "; which party was at which is not told apart" if len(exercise.parties) > 1 else ""
        yield f"of several places, one in the zone is enough{apart}"
    if zoned and any((launch.apogee_km or 0) > EDGE_OF_SPACE_KM for launch in exercise.launches):
        yield "a flight above 100 km is no presence below"
    if exercise.claims and shown:
        said = (f"{the_party(each.claimant)}: {each.statement}" for each in exercise.claims)
        yield "disputed: " + " / ".join(said)
    if regime.as_of and shown:
        yield f"the status was followed to {regime.as_of}"


def partly_in_force(exercise: Exercise, regime: Regime, party: str, judged: Judged) -> Iterator[str]:
    """Say so if a clause bound a party on some days of an exercise and not on all.

    Examples
    --------
    >>> from zones.clauses import Judged
    >>> from zones.exercises import Exercise
    >>> from zones.regime_files import load_regimes
    >>> agreement = load_regimes()["cma-2018"]
    >>> clause = next(each for each in agreement.commitments if each.id == "nofly-rotary")
    >>> drill = Exercise(id="a", name="A", places=(), start="2023-11-20", end="2023-11-24")
    >>> list(partly_in_force(drill, agreement, "KOR", Judged(clause, "yes", "yes", [])))
    ['the clause was in force on some of its days, not on all']
    """
    if judged.state == "touched" and judged.force == "yes":
        begin, end = span(exercise)
        if regime.in_force(party, judged.clause.id, begin, end) != "yes":
            yield "the clause was in force on some of its days, not on all"


def states_on(exercise: Exercise, regime: Regime, party: str, clauses: Sequence[Commitment]) -> list[str]:
    """Say what held for a party on the days of an exercise.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> military = load_regimes()["cma-2018"]
    >>> states_on(exercise, military, "KOR", military.commitments[:1])
    ['not yet in force']
    """
    if regime.kind == "proposal":
        last = [each for each in regime.status if party in each.parties][-1:]
        return [_status_words(each) for each in last]
    begin, end = span(exercise)
    found: dict[str, None] = {}
    for clause in clauses:
        for state in regime.states_between(party, clause.id, begin, end):
            found[_status_words(state)] = None
    return list(found)


def _status_words(state: Status | None) -> str:
    if state is None:
        return NOT_YET
    said = f"{state.state.replace('_', ' ')} from {day_or_hour(state)}"
    return f"{said} ({state.note})" if state.note else said


def day_or_hour(status: Status) -> str:
    """Write when a status began: the day, and the hour in Korea where it is known and not midnight.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> suspended = next(each for each in load_regimes()["cma-2018"].status if each.state == "suspended")
    >>> day_or_hour(suspended)
    '2023-11-22 15:00 local time'
    """
    return status.date.removesuffix("T00:00+09:00").replace("T", " ").replace("+09:00", " local time")
