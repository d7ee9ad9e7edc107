"""A clause held against an exercise, question by question.

Is it of the activities given up, is it joint, is it large enough, is it within the period, is it in the zone?
One *no* decides; else one *unknown* leaves it open: what is not known is never taken for a no. Whether the
clause binds the party on those days comes on top.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from zones import words
from zones.activities import EDGE_OF_SPACE_KM, LAUNCHES, ORDER, TESTS, Check, activity_of
from zones.major import is_major, unit_is_at_least
from zones.moments import moments
from zones.regime_zones import counting, label, presence, presence_of
from zones.vocabulary import the_party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zones.exercises import Exercise, Place
    from zones.major import Major
    from zones.regime_zones import Choice
    from zones.regimes import Commitment, Force, Regime, ZoneOf
    from zones.verdict import Answer

State = Literal["touched", "not touched", "cannot say"]
STATES: tuple[State, ...] = ("touched", "not touched", "cannot say")

_COAST_KM = 30.0  # guns on a coast this near a sea zone may fire into it


class Judged(NamedTuple):
    """A clause held against an exercise for one party.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> clause = load_regimes()["expanded-2017"].commitments[0]
    >>> Judged(clause, "yes", "never", []).state, Judged(clause, "yes", "no", []).state
    ('touched', 'not touched')
    >>> Judged(clause, "yes", "unclear", []).state
    'cannot say'
    """

    clause: Commitment
    terms: Answer
    force: Literal["yes", "no", "unclear", "never"]
    tests: list[Check]

    @property
    def state(self) -> State:
        """Put terms and force into one word."""
        if self.terms == "no" or self.force == "no":
            return "not touched"
        if self.terms == "yes" and self.force in ("yes", "never"):
            return "touched"
        return "cannot say"

    @property
    def rank(self) -> tuple[int, int]:
        """Order clauses: what touches first, then what is open, then what would touch if in force."""
        first = {"touched": 0, "cannot say": 1, "not touched": 2}[self.state]
        return first, ORDER[self.terms]


def judge(exercise: Exercise, regime: Regime, party: str, choice: Choice, definition: Major) -> list[Judged]:
    """Hold every clause that binds a party against an exercise, the one that says most first.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> from zones.major import major
    >>> from zones.regime_zones import Choice
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> expanded = load_regimes()["expanded-2017"]
    >>> judged = judge(exercise, expanded, "CHN", Choice(), major("any"))[0]
    >>> judged.clause.id, judged.state
    ('five-exercises', 'touched')
    """
    found = []
    for clause in regime.commitments_of(party):
        tests = list(_tests(exercise, clause, zone_of(regime, clause), choice, definition))
        answers = {test.answer for test in tests}
        terms: Answer = "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"
        force = "never" if regime.kind == "proposal" else in_force(regime, party, clause.id, exercise)
        found.append(Judged(clause, terms, force, tests))
    launched = bool(LAUNCHES & set(exercise.kinds))

    def order(each: Judged) -> tuple[tuple[int, int], bool, int]:
        """Among clauses that say alike, put that on missiles first, then the nearest miss."""
        return each.rank, launched and each.clause.missiles is None, -len(each.tests)

    return sorted(found, key=order)


def _tests(
    exercise: Exercise, clause: Commitment, zone: ZoneOf | None, choice: Choice, definition: Major
) -> Iterator[Check]:
    """Ask one question after the other, until one decides."""
    activity = activity_of(exercise, clause)
    yield activity
    if activity.answer == "no":
        return
    quick = [_joint(exercise, clause), *_size(exercise, clause, definition), _period(exercise, clause)]
    yield from (test for test in quick if test)
    if not any(test and test.answer == "no" for test in quick):
        yield _zone(exercise, zone, clause, choice)


def zone_of(regime: Regime, clause: Commitment) -> ZoneOf | None:
    """Give the zone of a clause; None if it holds anywhere.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> expanded = load_regimes()["expanded-2017"]
    >>> [zone_of(expanded, clause) and zone_of(expanded, clause).id for clause in expanded.commitments]
    [None, 'five-seas']
    """
    return None if clause.zone == "everywhere" else regime.zone(clause.zone)


def _joint(exercise: Exercise, clause: Commitment) -> Check | None:
    """Tell whether all who make an exercise a joint one take part."""
    if not clause.joint or TESTS & set(clause.activities):
        return None
    absent = [party for party in clause.joint if party not in exercise.parties]
    both = words.listed(map(the_party, clause.joint))
    if not absent:
        return Check("yes", f"joint of {both}")
    if not exercise.parties_complete or set(absent) <= set(exercise.other_participants):
        names = words.listed(map(the_party, absent))
        return Check(
            "unknown",
            f"whether it is joint of {both} is not clear: {names} may only send a contingent",
        )
    return Check("no", f"not joint of {both}")


def _size(exercise: Exercise, clause: Commitment, definition: Major) -> Iterator[Check]:
    if clause.series:
        named = exercise.series in clause.series
        yield Check(
            "yes" if named else "no", f"of the series {exercise.series}" if named else "another series"
        )
    if clause.threshold:
        yield is_major(exercise, definition)
    if clause.min_unit:
        yield unit_is_at_least(exercise, clause.min_unit)


def _period(exercise: Exercise, clause: Commitment) -> Check | None:
    """Tell whether it was in the period that the text names."""
    if not (clause.first or clause.last):
        return None
    begin, end = span(exercise)
    first = moments(clause.first)[0] if clause.first else begin
    last = moments(clause.last)[1] if clause.last else end
    said = " ".join(filter(None, ("from", clause.first, clause.last and f"to {clause.last}")))
    if end <= first or begin >= last:
        return Check("no", f"the offer is for a period ({said})")
    if (begin < first or end > last) and len(exercise.start) < 10:
        return Check("unknown", f"the day is not known, and the offer is for a period ({said})")
    return Check("yes", f"in the period ({said})")


def _zone(exercise: Exercise, zone: ZoneOf | None, clause: Commitment, choice: Choice) -> Check:
    """Tell whether it was in the zone of a clause."""
    if zone is None:
        return Check("yes", "the clause does not ask where")
    tracks, places = _tracks_apart(exercise)
    if not (tracks or places):
        return Check("unknown", "no place is known")
    here = presence(places, zone, choice).touches if places else "no"
    where = label(zone, choice)
    if here == "yes":
        return Check("yes", f"in the zone, read as {where}")
    doubts = {
        "it crosses the zone; that it exercised there is not said": any(
            presence_of(place, zone, choice).touches != "no" for place in tracks
        ),
        _why_open(zone, choice, where): here == "unknown",
        "the guns stood on land near the zone; where the fire fell is not known": (
            "sea_live_fire" in clause.activities and _fires_from_coast(places, zone, choice)
        ),
    }
    doubt = next((why for why, holds in doubts.items() if holds), "")
    return Check("unknown", doubt) if doubt else Check("no", f"outside the zone, read as {where}")


def _why_open(zone: ZoneOf, choice: Choice, where: str) -> str:
    if choice.unlimited and zone.build == "regions":
        return "beyond the five names; whether it is in “Northeast Asia”, read without limit, nobody has said"
    return f"the place is not known well enough for the zone, read as {where}"


def _tracks_apart(exercise: Exercise) -> tuple[list[Place], list[Place]]:
    """Part the tracks from the places; a track of missiles above 100 km is no presence below."""
    places = counting(exercise)
    apogees = [launch.apogee_km for launch in exercise.launches]
    above = bool(apogees) and all((apogee or 0) > EDGE_OF_SPACE_KM for apogee in apogees)
    tracks = [place for place in places if place.role == "track"]
    return [] if above else tracks, [place for place in places if place.role != "track"]


def _fires_from_coast(places: Iterable[Place], zone: ZoneOf, choice: Choice) -> bool:
    firing = [place for place in places if place.surface == "land" and place.geometry is not None]
    wide = [replace(p, uncertainty_km=p.uncertainty_km + _COAST_KM, surface="any") for p in firing]
    return any(presence_of(place, zone, choice).touches != "no" for place in wide)


# Time


def span(exercise: Exercise) -> tuple[datetime, datetime]:
    """Give the first and last moment of an exercise in UTC: instants where they are published, else its days.

    Raises
    ------
    ValueError
        If it has no date, or one that does not exist.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> begin, end = span(find(load_exercises(), "dprk-missile-2017-08-29"))
    >>> begin == end, begin.isoformat()
    (True, '2017-08-28T20:58:00+00:00')
    """
    if "T" in exercise.date_utc:
        instants = [
            moments(part.replace("Z", "+00:00")) for part in exercise.date_utc.split("/") if "T" in part
        ]
        return instants[0][0], instants[-1][1]
    return moments(exercise.start[:10])[0], moments((exercise.end or exercise.start)[:10])[1]


def in_force(regime: Regime, party: str, clause: str, exercise: Exercise) -> Force:
    """Tell whether a clause bound a party on some day of an exercise.

    With only the day known, a day on which the status changes is unclear. Of an exercise of which only the
    month or year is known, every day must give the same answer.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> in_force(load_regimes()["cma-2018"], "KOR", "*", exercise)
    'no'
    """
    begin, end = span(exercise)
    if begin == end or "T" in exercise.date_utc:
        return regime.in_force(party, clause, begin, end)
    if len(exercise.start) < 10 or len(exercise.end or exercise.start) < 10:
        return regime.in_force(party, clause, begin, end)
    days = [begin + timedelta(days=number) for number in range(max(1, (end - begin).days))]
    forces = [regime.in_force(party, clause, day, day + timedelta(days=1)) for day in days]
    for force in ("yes", "unclear"):
        if force in forces:
            return force
    return "no"
