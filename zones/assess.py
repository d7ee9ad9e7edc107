"""Findings: whose commitment an exercise touches, under which regime, and how sure that is.

A commitment is held against an exercise question by question (`Check`): is it of the activities given up,
is it joint, is it large enough, is it in the zone, is it within the period. One *no* decides; else one
*unknown* leaves it open: what is not known is never taken for a no. Whether the clause binds the party on
those days comes on top. A finding is counterfactual for a proposal, which no party adopted, and never says
that anybody broke anything.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from geo.errors import DezoneError
from zones import store, vocabulary, words
from zones.regime_zones import LINES, Choice, alternatives, counting, label, presence, presence_of
from zones.regimes import UNITS, ZoneOf, load_regimes, moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zones.exercises import Exercise, Launch, Place
    from zones.regimes import Commitment, Force, Regime, Status, Threshold
    from zones.verdict import Answer

State = Literal["touched", "not touched", "cannot say"]
STATES: tuple[State, ...] = ("touched", "not touched", "cannot say")

_STATE: dict[Answer, State] = {"yes": "touched", "no": "not touched", "unknown": "cannot say"}

TESTS = frozenset({"missile_test", "space_launch", "nuclear_test"})
_LAUNCHES = frozenset({"missile_test", "space_launch"})
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

_LAND = frozenset({"field_training", "airborne", "special_operations", "amphibious"})
_SEA = frozenset({"naval", "carrier", "anti_submarine", "submarine_rescue", "interdiction", "amphibious"})
_AIR = frozenset({"air", "air_defence", "airborne"})
_NO_EXERCISE = TESTS | {"closure_area_only", "transit", "presence"} | set(FLIGHTS.values())

NOT_YET = "not yet in force"
EDGE_OF_SPACE_KM = 100.0  #: a flight that goes higher is no presence in what lies below it
_COAST_KM = 30.0  # guns on a coast this near a sea zone may fire into it

BALLISTIC = ("SRBM", "MRBM", "IRBM", "ICBM", "SLBM")

FIVE_SEAS = ZoneOf(id="five-seas", build="regions", assumption="")
"""The five regions of the 2017 text: where launches and impacts lie is told by them."""


class Check(NamedTuple):
    """One question about an exercise and a commitment, with its answer."""

    answer: Answer
    why: str


class Part(NamedTuple):
    """A place of an exercise by itself: launch, track and impact are told apart."""

    role: str
    name: str
    touches: Answer  #: does it touch the five regions?


@dataclass(frozen=True, slots=True, kw_only=True)
class Major:
    """A definition of “major”: the texts give none, so each run chooses one and shows it."""

    id: str
    text: str
    threshold: Threshold | None = None
    personnel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer for an exercise, a regime and a party."""

    exercise: str
    name: str
    start: str
    end: str
    regime: str
    kind: str
    party: str
    state: State
    terms: Answer  #: does it fit the words of the clause, whether or not they were in force?
    in_force: Literal["yes", "no", "unclear", "never"]  #: never: no party adopted it
    clauses: tuple[str, ...]
    words: str
    reason: str
    share_inside: float | None = None  #: of the possible area, length or points; not a probability
    parts: tuple[Part, ...] = ()
    launches: dict[State, int] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    depends_on: dict[str, State] = field(default_factory=dict)  #: choices under which the state is another
    status: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  #: of the clauses and of the status: keys of ``sources.toml``

    @property
    def came_before(self) -> bool:
        """Whether the exercise came before the clauses that it would have touched."""
        return self.state == "not touched" and self.status == (NOT_YET,)

    def as_dict(self) -> dict[str, Any]:
        """Give plain values, for JSON."""
        return {**asdict(self), "parts": [part._asdict() for part in self.parts]}


# Major


def major(definition: str) -> Major:
    """Read a definition of “major”.

    Parameters
    ----------
    definition : str
        ``any``, ``live-fire``, ``multi-service``, ``personnel=9000``, or a threshold that a regime lends:
        ``named``, ``regiment``, ``vienna-notify`` and so on.

    Raises
    ------
    DezoneError
        If there is no such definition.

    Examples
    --------
    >>> major("personnel=9000").text
    'at least 9,000 persons'
    """
    if match := re.fullmatch(r"personnel\s*(?:>=|=)\s*(\d{1,7})", definition):
        least = int(match[1])
        return Major(id=f"personnel={least}", text=f"at least {least:,} persons", personnel=least)
    known = majors()
    if definition not in known:
        mend = vocabulary.mend(definition.replace("_", "-"), [*known, "personnel=9000"])
        raise DezoneError(f"no definition of major {definition[:40]!r}: {mend}")
    return known[definition]


def majors() -> dict[str, Major]:
    """Give the definitions that have a name."""
    own = (
        Major(
            id="any",
            text="every exercise, as the text defines no size: the widest reading",
        ),
        Major(id="live-fire", text="weapons are fired"),
        Major(id="multi-service", text="more than one of army, navy and air force"),
    )
    lent = [
        Major(id=each.id, text=each.text, threshold=each)
        for regime in load_regimes().values()
        for each in regime.thresholds
    ]
    return {each.id: each for each in (*own, *lent)}


def is_major(exercise: Exercise, definition: Major) -> Check:
    """Tell whether an exercise is major; an unpublished size leaves it open.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> is_major(find(load_exercises(), "foal-eagle-2017"), major("vienna-notify"))
    Check(answer='yes', why='31,600 persons')
    """
    lent = definition.threshold
    if definition.id == "any":
        return Check("yes", "any size counts")
    if definition.id in ("live-fire", "multi-service"):
        return _by_kind(set(exercise.kinds), definition.id)
    if lent and lent.series:
        named = exercise.series in lent.series
        verb = "is" if named else "is not"
        return Check("yes" if named else "no", f"{exercise.series or 'it'} {verb} on the list of series")
    if lent and lent.unit:
        return _unit_is_at_least(exercise, lent.unit)
    return _persons_are_at_least(exercise, definition)


def _by_kind(kinds: set[str], definition: str) -> Check:
    """Tell of fire or services; what is not reported may still have been."""
    if definition == "live-fire":
        if kinds & {"live_fire", "missile_firing"}:
            return Check("yes", "weapons were fired")
        open_ = Check("unknown", "that weapons were fired is not said")
        return Check("no", "staffs only") if kinds <= STAFF else open_
    if sum(bool(kinds & service) for service in (_LAND, _SEA, _AIR)) > 1:
        return Check("yes", "more than one service")
    return Check("unknown", "that more than one service took part is not said")


def _persons_are_at_least(exercise: Exercise, definition: Major) -> Check:
    lent = definition.threshold
    least = definition.personnel or (lent.personnel if lent else None) or 0
    if lent and lent.landing_personnel and {"amphibious", "airborne"} & set(exercise.kinds):
        least = lent.landing_personnel
    persons = exercise.scale.personnel
    if persons is None:
        return Check("unknown", "no number of persons is published")
    if persons >= least:
        return Check("yes", f"{persons:,} persons")
    return Check("no", f"{persons:,} persons, fewer than {least:,}")


def _unit_is_at_least(exercise: Exercise, unit: str) -> Check:
    own = exercise.scale.unit
    if own not in UNITS:
        return Check("unknown", f"whether units of {unit} size or above took part is not published")
    enough = UNITS.index(own) >= UNITS.index(unit)
    return Check("yes" if enough else "no", f"the largest unit was a {own}")


# The tests


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


def _activity(exercise: Exercise, clause: Commitment) -> Check:
    """Tell whether what was done is among what a clause gives up: the best answer of its activities."""
    checks = [_of_activity(exercise, clause, activity) for activity in clause.activities]
    return min(reversed(checks), key=lambda check: _ORDER[check.answer])


_ORDER: dict[Answer, int] = {"yes": 0, "unknown": 1, "no": 2}


def _of_activity(exercise: Exercise, clause: Commitment, activity: str) -> Check:
    kinds = set(exercise.kinds)
    if activity in ("joint_exercise", "national_exercise"):
        return is_exercise(exercise)
    if activity in _LAUNCHES:
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
        "sea_manoeuvre": (_SEA, "manoeuvre at sea"),
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
    if activity == "artillery_live_fire" and kinds & (_SEA | _AIR):
        return Check("unknown", "live fire, but whether by artillery is not said")
    return Check("yes", said)


def _flight(kinds: set[str], kind: str, activity: str) -> Check:
    said = activity.removeprefix("flight_").replace("_", "-")
    if kind in kinds:
        return Check("yes", f"a {said} flight")
    if not kinds & set(FLIGHTS.values()) and kinds & (_AIR | {"patrol"}):
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
    """Tell for each launch whether a clause covers its class."""
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
        yield _unit_is_at_least(exercise, clause.min_unit)


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
        return Check("yes", f"in the zone ({where})")
    doubts = {
        "it crosses the zone; that it exercised there is not said": any(
            presence_of(place, zone, choice).touches != "no" for place in tracks
        ),
        f"the place is not known well enough ({where})": here == "unknown",
        "the guns stood on land near the zone; where the fire fell is not known": (
            "sea_live_fire" in clause.activities and _fires_from_coast(places, zone, choice)
        ),
    }
    doubt = next((why for why, holds in doubts.items() if holds), "")
    return Check("unknown", doubt) if doubt else Check("no", f"outside the zone ({where})")


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


# Findings


class _Judged(NamedTuple):
    """A clause held against an exercise for one party."""

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
        return first, _ORDER[self.terms]


def assess(
    exercises: Iterable[Exercise],
    regimes: Iterable[Regime] | None = None,
    *,
    choice: Choice | None = None,
    definition: Major | None = None,
    try_others: bool = True,
) -> Iterator[Finding]:
    """Find whose commitments exercises touch.

    Parameters
    ----------
    exercises : iterable of Exercise
    regimes : iterable of Regime, optional
        All bundled ones that bind somebody, if not given.
    choice : Choice, optional
        How what the texts leave open is read.
    definition : Major, optional
        Of “major”, “large-scale” and the like; any size counts if not given.
    try_others : bool
        Whether to try the other choices one at a time, for `Finding.depends_on`.

    Yields
    ------
    Finding
        One for each exercise, regime and party that takes part; one without a party if none is known.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> drill = find(load_exercises(), "pla-bohai-yellow-live-fire-2017-08-07")
    >>> [(found.regime, found.state) for found in assess([drill]) if "2017" in found.regime][:2]
    [('cn-dual-2017', 'not touched'), ('kp-india-2017', 'not touched')]
    """
    chosen = [each for each in (load_regimes().values() if regimes is None else regimes) if each.commitments]
    for exercise in exercises:
        for regime in chosen:
            yield from _findings(exercise, regime, choice or Choice(), definition or major("any"), try_others)


def _findings(
    exercise: Exercise,
    regime: Regime,
    choice: Choice,
    definition: Major,
    try_others: bool,  # noqa: FBT001 a private step of `assess`
) -> Iterator[Finding]:
    missing = _missing(exercise)
    if missing:
        for party in exercise.parties or ("",):
            said = f"{words.listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"
            yield _plain_finding(
                exercise, regime, party, "cannot say", f"{said}: nothing can be said without"
            )
        return
    if exercise.evidence == "cancelled":
        for party in exercise.parties:
            yield _plain_finding(exercise, regime, party, "not touched", "called off: no exercise was held")
        return
    bound = [party for party in _participants(exercise) if party in regime.parties]
    made = {
        party: _finding(exercise, regime, party, choice, definition, try_others=try_others) for party in bound
    }
    for party in _participants(exercise):
        if party in made:
            yield made[party]
        else:
            hosts = [each for each in bound if made[each].state != "not touched"]
            yield _plain_finding(
                exercise, regime, party, "not touched", _why_free(regime, party, exercise, hosts)
            )


def _participants(exercise: Exercise) -> list[str]:
    return list(dict.fromkeys((*exercise.parties, *exercise.other_participants)))


def _missing(exercise: Exercise) -> list[str]:
    missing = [name for name in ("parties", "kinds") if not getattr(exercise, name)]
    try:
        span(exercise)
    except ValueError:
        missing.append("the date")
    return missing


def _why_free(regime: Regime, party: str, exercise: Exercise, hosts: Sequence[str]) -> str:
    """Say why an exercise concerns no commitment of a party."""
    if hosts:
        return f"no party to it: takes part with a bound host ({words.listed(map(the_party, hosts))})"
    return _kept(regime, party, exercise) or "gives up nothing here"


def _kept(regime: Regime, party: str, exercise: Exercise) -> str:
    """Give the reason why a text leaves what was done to a party; empty if it gives none."""
    kinds = set(exercise.kinds)
    own = "joint_exercise" if len(exercise.parties) > 1 else "national_exercise"
    done = kinds & TESTS or {own}
    return next(
        (keep.why for keep in regime.keeps if party in keep.parties and done & set(keep.activities)), ""
    )


def _plain_finding(exercise: Exercise, regime: Regime, party: str, state: State, reason: str) -> Finding:
    terms: Answer = "unknown" if state == "cannot say" else "no"
    return Finding(
        **_heading(exercise, regime, party),
        state=state,
        terms=terms,
        in_force="never" if regime.kind == "proposal" else "no",
        clauses=(),
        words=_words(regime, party, state, [], ""),
        reason=reason,
        notes=tuple(_notes(exercise, regime, [])),
    )


def _heading(exercise: Exercise, regime: Regime, party: str) -> dict[str, Any]:
    return {
        "exercise": exercise.id, "name": exercise.name, "start": exercise.start, "end": exercise.end,
        "regime": regime.id, "kind": regime.kind, "party": party,
    }  # fmt: skip


def _finding(
    exercise: Exercise, regime: Regime, party: str, choice: Choice, definition: Major, *, try_others: bool
) -> Finding:
    judged = _judge(exercise, regime, party, choice, definition)
    deciding = [each for each in judged if each.rank == judged[0].rank]
    first = deciding[0]
    touched = [each for each in deciding if each.terms == "yes"]
    shown = touched if first.terms == "yes" else deciding if first.terms == "unknown" else []
    zone = _zone_of(regime, first.clause)
    depends: dict[str, State] = {}
    if try_others and zone:
        for name, other in alternatives(zone, choice).items():
            state = _judge(exercise, regime, party, other, definition)[0].state
            if state != first.state:
                depends[name] = state
    states = _states_on(exercise, regime, party, [each.clause for each in shown])
    tested = bool(TESTS & set(exercise.kinds))
    launched = bool(_LAUNCHES & set(exercise.kinds)) and first.clause.missiles is not None
    kept = "" if launched else _kept(regime, party, exercise)
    return Finding(
        **_heading(exercise, regime, party),
        state=first.state,
        terms=first.terms,
        in_force=first.force,
        clauses=tuple(each.clause.id for each in shown),
        words=_words(regime, party, first.state, shown, "; ".join(states)),
        reason=_reason(first, kept, states),
        share_inside=presence(counting(exercise), zone, choice).share if zone and shown else None,
        parts=tuple(_parts(exercise, choice)) if tested else (),
        launches=_launches(exercise, first) if tested else {},
        assumptions=tuple(_assumptions(shown, zone, choice, definition)),
        depends_on=depends,
        status=tuple(states),
        notes=(*_partly_in_force(exercise, regime, party, first), *_notes(exercise, regime, shown)),
        sources=tuple(_sources(exercise, regime, party, [each.clause for each in shown])),
    )


def _judge(
    exercise: Exercise, regime: Regime, party: str, choice: Choice, definition: Major
) -> list[_Judged]:
    """Hold every clause that binds a party against an exercise, the one that says most first."""
    found = []
    for clause in regime.commitments_of(party):
        tests = list(_tests(exercise, clause, _zone_of(regime, clause), choice, definition))
        answers = {test.answer for test in tests}
        terms: Answer = "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"
        force = "never" if regime.kind == "proposal" else in_force(regime, party, clause.id, exercise)
        found.append(_Judged(clause, terms, force, tests))
    launched = bool(_LAUNCHES & set(exercise.kinds))

    def order(each: _Judged) -> tuple[tuple[int, int], bool, int]:
        """Among clauses that say alike, put that on missiles first, then the nearest miss."""
        return each.rank, launched and each.clause.missiles is None, -len(each.tests)

    return sorted(found, key=order)


def _tests(
    exercise: Exercise, clause: Commitment, zone: ZoneOf | None, choice: Choice, definition: Major
) -> Iterator[Check]:
    """Ask one question after the other, until one decides."""
    activity = _activity(exercise, clause)
    yield activity
    if activity.answer == "no":
        return
    quick = [_joint(exercise, clause), *_size(exercise, clause, definition), _period(exercise, clause)]
    yield from (test for test in quick if test)
    if not any(test and test.answer == "no" for test in quick):
        yield _zone(exercise, zone, clause, choice)


def _zone_of(regime: Regime, clause: Commitment) -> ZoneOf | None:
    return None if clause.zone == "everywhere" else regime.zone(clause.zone)


def _reason(judged: _Judged, kept: str, status: Sequence[str]) -> str:
    """Say what decided."""
    if judged.terms == "no":
        said = [check.why for check in judged.tests if check.answer == "no"]
        if len(judged.tests) == 1 and kept:  # not even of the activities that are given up
            said = [kept]
    else:
        said = [check.why for check in judged.tests if judged.terms in ("yes", check.answer)]
        if judged.force == "unclear":
            said.append(f"its status then is not clear: {'; '.join(status)}")
    return "; ".join(dict.fromkeys(said))


def _parts(exercise: Exercise, choice: Choice) -> Iterator[Part]:
    """Tell of launch, track and impact apart whether they touch the five regions."""
    for place in exercise.places:
        found = presence_of(place, FIVE_SEAS, replace(choice, unlimited=False))
        yield Part(place.role, place.name, found.touches)


def _launches(exercise: Exercise, judged: _Judged) -> dict[State, int]:
    """Count the launches by what the clause says of each."""
    found: dict[State, int] = {}
    if "nuclear_test" in exercise.kinds or not judged.clause.missiles:
        return found
    for test in missile_answers(exercise, judged.clause):
        one = judged._replace(terms=test.answer)
        found[one.state] = found.get(one.state, 0) + 1
    return found


def _assumptions(
    shown: Sequence[_Judged], zone: ZoneOf | None, choice: Choice, definition: Major
) -> Iterator[str]:
    for size in dict.fromkeys(each.clause.threshold for each in shown if each.clause.threshold):
        yield f"“{size}” is not defined; read as: {definition.text} (--major {definition.id})"
    if shown and zone:
        yield f"{zone.assumption}: {label(zone, choice)}"
    if shown and zone and zone.line:
        accuracy = store.properties(LINES, zone.line)["accuracy"]
        yield f"how well the line is drawn: {accuracy[:1].lower()}{accuracy[1:].rstrip('.')}"
    for each in shown:
        yield from (f"not confirmed: {said}" for said in each.clause.unverified)
        if each.clause.exempt:
            yield f"none of what stays allowed after notice: {', '.join(each.clause.exempt)}"


def _notes(exercise: Exercise, regime: Regime, shown: Sequence[_Judged]) -> Iterator[str]:
    kinds = set(exercise.kinds)
    zoned = any(each.clause.zone != "everywhere" for each in shown)
    if kinds and kinds <= STAFF and shown:
        yield "counted where the staffs play it; nothing need move in the zone"
    if exercise.evidence == "planned":
        yield "announced; no source at hand says that it was held"
    if zoned and len(counting(exercise)) > 1:
        yield "of several places, one in the zone is enough"
    if zoned and any((launch.apogee_km or 0) > EDGE_OF_SPACE_KM for launch in exercise.launches):
        yield "a flight above 100 km is no presence below"
    if exercise.claims and shown:
        said = (f"{the_party(each.claimant)}: {each.statement}" for each in exercise.claims)
        yield "disputed: " + " / ".join(said)
    if regime.as_of and shown:
        yield f"the status was followed to {regime.as_of}"


def _partly_in_force(exercise: Exercise, regime: Regime, party: str, judged: _Judged) -> Iterator[str]:
    """Say so if a clause bound a party on some days of an exercise and not on all."""
    if judged.state == "touched" and judged.force == "yes":
        begin, end = span(exercise)
        if regime.in_force(party, judged.clause.id, begin, end) != "yes":
            yield "the clause was in force on some of its days, not on all"


def _states_on(exercise: Exercise, regime: Regime, party: str, clauses: Sequence[Commitment]) -> list[str]:
    """Say what held for a party on the days of an exercise."""
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
    date = state.date.removesuffix("T00:00+09:00").replace("T", " ").replace("+09:00", " local time")
    said = f"{state.state.replace('_', ' ')} from {date}"
    return f"{said} ({state.note})" if state.note else said


def _sources(exercise: Exercise, regime: Regime, party: str, clauses: Sequence[Commitment]) -> Iterator[str]:
    """Give the sources of clauses, and of the states that held or changed while the exercise went on."""
    found = [key for clause in clauses for key in clause.sources]
    begin, end = span(exercise)
    for clause in clauses:
        if regime.kind == "proposal":
            states: Iterable[Status | None] = [each for each in regime.status if party in each.parties]
        else:
            states = regime.states_between(party, clause.id, begin, end)
        found += [key for state in states if state for key in state.sources]
    yield from dict.fromkeys(found)


def _words(regime: Regime, party: str, state: State, shown: Sequence[_Judged], status: str) -> str:
    """Word a finding by the kind of regime; it says no more than what lies within which scope."""
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


def the_party(party: str) -> str:
    """Name a party as a sentence does.

    Examples
    --------
    >>> the_party("USA"), the_party("CHN")
    ('the United States', 'China')
    """
    name = vocabulary.country_name(party)
    return f"the {name}" if name.startswith("United ") else name
