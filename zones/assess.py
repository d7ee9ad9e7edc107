"""Findings: whose commitment an exercise touches, under which regime, and how sure that is.

Each clause that binds a party is held against an exercise (`zones.clauses`); the one that says most makes the
finding. A finding is counterfactual for a proposal, which no party adopted, and never says that anybody broke
anything (`zones.finding_words`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from geo.errors import cut
from zones import vocabulary, words
from zones.activities import LAUNCHES, TESTS, is_exercise, missile_answers
from zones.clauses import STATES, State, judge, span, zone_of
from zones.finding_words import (
    NOT_YET,
    assumptions,
    kept_by,
    notes,
    partly_in_force,
    reason,
    states_on,
    why_free,
    words_of,
)
from zones.major import Major, is_major, major, majors
from zones.regime_files import load_regimes
from zones.regime_zones import Choice, alternatives, counting, presence, presence_of
from zones.regimes import ZoneOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zones.clauses import Judged
    from zones.exercises import Exercise
    from zones.regimes import Commitment, Regime, Status
    from zones.verdict import Answer

__all__ = [
    "STATES", "TESTS", "Finding", "Major", "Part", "State", "assess", "is_exercise", "is_major", "major",
    "majors", "span",
]  # fmt: skip

FIVE_SEAS = ZoneOf(id="five-seas", build="regions", assumption="")
"""The five regions of the 2017 text: where launches and impacts lie is told by them."""


class Part(NamedTuple):
    """A place of an exercise by itself: launch, track and impact are told apart.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> launch = find(load_exercises(), "dprk-missile-2017-08-29")
    >>> found = next(assess([launch], [load_regimes()["expanded-2017"]]))
    >>> [(part.role, part.touches) for part in found.parts]
    [('launch_site', 'yes'), ('impact_area', 'no')]
    """

    role: str
    name: str
    touches: Answer  #: does it touch the five regions?


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer for an exercise, a regime and a party.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.regime_files import load_regimes
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> found = next(assess([drill], [load_regimes()["expanded-2017"]]))
    >>> found.party, found.state, found.in_force, found.words
    ('CHN', 'touched', 'never', 'would have fallen under this proposal, which no party adopted')
    """

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
        """Whether the exercise came before the clauses that it would have touched.

        Examples
        --------
        >>> from zones import load_exercises
        >>> from zones.catalogue import find
        >>> from zones.regime_files import load_regimes
        >>> launch = find(load_exercises(), "dprk-missile-2017-08-29")
        >>> next(assess([launch], [load_regimes()["kp-moratorium-2018"]])).came_before
        True
        """
        return self.state == "not touched" and self.status == (NOT_YET,)

    def as_dict(self) -> dict[str, Any]:
        """Give plain values, for JSON.

        Examples
        --------
        >>> from zones import load_exercises
        >>> from zones.catalogue import find
        >>> from zones.regime_files import load_regimes
        >>> launch = find(load_exercises(), "dprk-missile-2017-08-29")
        >>> next(assess([launch], [load_regimes()["expanded-2017"]])).as_dict()["parts"][0]
        {'role': 'launch_site', 'name': 'Pyongyang International Airport', 'touches': 'yes'}
        """
        return {**asdict(self), "parts": [part._asdict() for part in self.parts]}


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
        elif not vocabulary.is_country(party):
            unknown = f"{cut(party, 40)!r} is no country that is known: nothing can be said of it"
            yield _plain_finding(exercise, regime, party, "cannot say", unknown)
        else:
            hosts = [each for each in bound if made[each].state != "not touched"]
            yield _plain_finding(
                exercise, regime, party, "not touched", why_free(regime, party, exercise, hosts)
            )


def _participants(exercise: Exercise) -> list[str]:
    return list(dict.fromkeys((*exercise.parties, *exercise.other_participants)))


def _missing(exercise: Exercise) -> list[str]:
    missing = [name for name in ("parties", "kinds") if not getattr(exercise, name)]
    try:
        span(exercise)
    except ValueError:
        missing.append("a date that can be read" if exercise.start else "the date")
    return missing


def _plain_finding(exercise: Exercise, regime: Regime, party: str, state: State, reason: str) -> Finding:
    terms: Answer = "unknown" if state == "cannot say" else "no"
    return Finding(
        **_heading(exercise, regime, party),
        state=state,
        terms=terms,
        in_force="never" if regime.kind == "proposal" else "no",
        clauses=(),
        words=words_of(regime, party, state, [], ""),
        reason=reason,
        notes=tuple(notes(exercise, regime, [])),
    )


def _heading(exercise: Exercise, regime: Regime, party: str) -> dict[str, Any]:
    return {
        "exercise": exercise.id, "name": exercise.name, "start": exercise.start, "end": exercise.end,
        "regime": regime.id, "kind": regime.kind, "party": party,
    }  # fmt: skip


def _finding(
    exercise: Exercise, regime: Regime, party: str, choice: Choice, definition: Major, *, try_others: bool
) -> Finding:
    judged = judge(exercise, regime, party, choice, definition)
    deciding = [each for each in judged if each.rank == judged[0].rank]
    first = deciding[0]
    touched = [each for each in deciding if each.terms == "yes"]
    shown = touched if first.terms == "yes" else deciding if first.terms == "unknown" else []
    zone = zone_of(regime, first.clause)
    depends: dict[str, State] = {}
    if try_others and zone:
        for name, other in alternatives(zone, choice).items():
            state = judge(exercise, regime, party, other, definition)[0].state
            if state != first.state:
                depends[name] = state
    states = states_on(exercise, regime, party, [each.clause for each in shown])
    tested = bool(TESTS & set(exercise.kinds))
    launched = bool(LAUNCHES & set(exercise.kinds)) and first.clause.missiles is not None
    kept = "" if launched else kept_by(regime, party, exercise)
    return Finding(
        **_heading(exercise, regime, party),
        state=first.state,
        terms=first.terms,
        in_force=first.force,
        clauses=tuple(each.clause.id for each in shown),
        words=words_of(regime, party, first.state, shown, "; ".join(states)),
        reason=reason(first, kept, states),
        share_inside=presence(counting(exercise), zone, choice).share if zone and shown else None,
        parts=tuple(_parts(exercise, choice)) if tested else (),
        launches=_launches(exercise, first) if tested else {},
        assumptions=tuple(assumptions(shown, zone, choice, definition)),
        depends_on=depends,
        status=tuple(states),
        notes=(*partly_in_force(exercise, regime, party, first), *notes(exercise, regime, shown)),
        sources=tuple(_sources(exercise, regime, party, [each.clause for each in shown])),
    )


def _parts(exercise: Exercise, choice: Choice) -> Iterator[Part]:
    """Tell of launch, track and impact apart whether they touch the five regions."""
    for place in exercise.places:
        found = presence_of(place, FIVE_SEAS, replace(choice, unlimited=False))
        yield Part(place.role, place.name, found.touches)


def _launches(exercise: Exercise, judged: Judged) -> dict[State, int]:
    """Count the launches by what the clause says of each."""
    found: dict[State, int] = {}
    if "nuclear_test" in exercise.kinds or not judged.clause.missiles:
        return found
    for test in missile_answers(exercise, judged.clause):
        one = judged._replace(terms=test.answer)
        found[one.state] = found.get(one.state, 0) + 1
    return found


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
