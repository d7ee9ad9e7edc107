"""The bargain counted: who gives up what, how many catalogued exercises that had been, and what goes on.

All counts are of a selection, not of a census, and stand beside the number catalogued. Entries that were
called off were not held and are not counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from zones.assess import TESTS, assess, is_exercise
from zones.regime_files import load_regimes
from zones.regime_zones import Choice, alternatives, label
from zones.regimes import SIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zones.assess import Finding, Major, State
    from zones.exercises import Exercise
    from zones.regimes import Regime

ACTIVITIES = (
    "nuclear_test", "nuclear_activity", "missile_test", "missile_activity", "space_launch",
    "joint_exercise", "national_exercise", "dismantlement",
)  # fmt: skip
"""The rows of the table of gives and keeps. No text asks for the last: the row shows that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """How many of a party's catalogued entries a regime would have touched, under one set of choices.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import select
    >>> from zones.major import major
    >>> some = select(load_exercises(), first="2017", last="2017")
    >>> [one, *_] = burden(some, [load_regimes()["expanded-2017"]], [major("any")], parties=["CHN"])
    >>> one.reading, one.touched + one.not_touched + one.cannot_say == one.catalogued
    ('33°17′N', True)
    """

    regime: str
    reading: str
    major: str
    party: str
    catalogued: int
    touched: int
    not_touched: int
    cannot_say: int
    not_in_force: int  #: of those not touched: would have touched a clause that was not in force
    stating_size: int  #: entries that give a number of persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """An exercise whose finding changes between two southern limits.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> from zones.major import major
    >>> drill = find(load_exercises(), "jgsdf-western-army-2017")
    >>> [each] = flips([drill], load_regimes()["expanded-2017"], major("any"), (33.28, 28.0))
    >>> each.finding.party, each.north, each.south
    ('JPN', 'cannot say', 'touched')
    """

    finding: Finding
    north: State
    south: State


def gives_up(regime: Regime) -> list[tuple[str, dict[str, str]]]:
    """Say for each activity what each of the six gives up, keeps, or is not asked about.

    Examples
    --------
    >>> rows = dict(gives_up(load_regimes()["cn-dual-2017"]))
    >>> rows["joint_exercise"]["RUS"], rows["dismantlement"]["PRK"]
    ('keeps', 'not addressed')
    """
    own = dict.fromkeys(activity for each in regime.commitments for activity in each.activities)
    rows = dict.fromkeys((*(each for each in own if each not in ACTIVITIES), *ACTIVITIES))
    return [(activity, {party: regime.gives_up(party, activity) for party in SIX}) for activity in rows]


def readings(regime: Regime, choice: Choice) -> dict[str, Choice]:
    """Give the ways to read the zone of a regime, by name; one if its text leaves nothing open.

    The zones of an agreement with many clauses are taken as drawn.

    Examples
    --------
    >>> list(readings(load_regimes()["cn-ru-2017"], Choice()))
    ['0 km from the land', '100 km from the land', '200 km from the land', '370 km from the land']
    """
    if len(regime.zones) != 1:
        return {"as drawn" if regime.zones else "no zone": choice}
    zone = regime.zones[0]
    ways = {label(zone, choice): choice, **alternatives(zone, choice)}

    def order(name: str) -> tuple[bool, float, float]:
        way = ways[name]
        return (
            way.unlimited,
            -way.southern_limit,
            way.distance_km or zone.distance_km if way.distance_km != 0 else 0,
        )

    return {name: ways[name] for name in sorted(ways, key=order)}


def held(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Leave out what was called off.

    Examples
    --------
    >>> from zones import load_exercises
    >>> some = load_exercises()
    >>> len(some) - len(held(some)), {each.evidence for each in some} - {each.evidence for each in held(some)}
    (7, {'cancelled'})
    """
    return [each for each in exercises if each.evidence != "cancelled"]


def burden(
    exercises: Sequence[Exercise],
    regimes: Iterable[Regime],
    definitions: Iterable[Major],
    choice: Choice | None = None,
    parties: Sequence[str] = SIX,
) -> Iterator[Burden]:
    """Count for each regime, reading, definition of “major” and party.

    A party's entries are those that it conducts; those to which it only sends a contingent are not counted.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import select
    >>> from zones.major import major
    >>> some = select(load_exercises(), first="2017", last="2017")
    >>> found = burden(some, [load_regimes()["cn-dual-2017"]], [major("any")], parties=["PRK"])
    >>> [(each.touched, each.catalogued) for each in found if each.reading == "100 km from the land"]
    [(17, 18)]
    """
    entries = held(exercises)
    several = list(definitions)
    for regime in regimes:
        undefined = any(clause.threshold for clause in regime.commitments)
        for reading, way in readings(regime, choice or Choice()).items():
            for definition in several if undefined else several[:1]:
                findings = assess(entries, [regime], choice=way, definition=definition, try_others=False)
                for party, counts in count(findings, entries, parties).items():
                    yield Burden(
                        regime=regime.id,
                        reading=reading,
                        major=definition.id if undefined else "—",
                        party=party,
                        **counts._asdict(),
                    )


class Counts(NamedTuple):
    """How many of a party's entries a regime would have touched; see `Burden`.

    Examples
    --------
    >>> count([], [])["CHN"]
    Counts(catalogued=0, touched=0, not_touched=0, cannot_say=0, not_in_force=0, stating_size=0)
    """

    catalogued: int
    touched: int
    not_touched: int
    cannot_say: int
    not_in_force: int
    stating_size: int


def count(
    findings: Iterable[Finding], exercises: Iterable[Exercise], parties: Sequence[str] = SIX
) -> dict[str, Counts]:
    """Count findings under one regime by party: those of the entries that it conducts and that were held.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import select
    >>> some = select(load_exercises(), first="2017", last="2017")
    >>> found = assess(some, [load_regimes()["cn-dual-2017"]], try_others=False)
    >>> count(found, some)["CHN"]
    Counts(catalogued=8, touched=0, not_touched=8, cannot_say=0, not_in_force=0, stating_size=0)
    """
    entries = held(exercises)
    mine = {party: [each for each in entries if party in each.parties] for party in parties}
    conducting = {(each.id, party) for party in parties for each in mine[party]}
    of_party: dict[str, list[Finding]] = {party: [] for party in parties}
    for finding in findings:
        if (finding.exercise, finding.party) in conducting:
            of_party[finding.party].append(finding)
    found = {}
    for party, own in of_party.items():
        states = Counter(each.state for each in own)
        found[party] = Counts(
            catalogued=len(mine[party]),
            touched=states["touched"],
            not_touched=states["not touched"],
            cannot_say=states["cannot say"],
            not_in_force=sum(
                each.state == "not touched" and each.terms == "yes" and each.in_force == "no" for each in own
            ),
            stating_size=sum(each.scale.personnel is not None for each in mine[party]),
        )
    return found


def flips(
    exercises: Sequence[Exercise],
    regime: Regime,
    definition: Major,
    limits: tuple[float, float],
    choice: Choice | None = None,
) -> list[Flip]:
    """Find the exercises whose finding changes between two southern limits, the northern given first.

    The limits are degrees north.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import select
    >>> from zones.major import major
    >>> some = select(load_exercises(), first="2017", last="2017")
    >>> found = flips(some, load_regimes()["expanded-2017"], major("any"), (33.28, 28.0))
    >>> sorted({(each.north, each.south) for each in found})
    [('cannot say', 'touched'), ('not touched', 'cannot say')]
    """
    way = choice or Choice()
    north, south = (
        {
            (each.exercise, each.party): each
            for each in assess(
                held(exercises), [regime], choice=replace(way, southern_limit=lat), definition=definition,
                try_others=False,
            )
        }
        for lat in limits
    )  # fmt: skip
    return [
        Flip(finding=south[key], north=north[key].state, south=south[key].state)
        for key in north
        if north[key].state != south[key].state
    ]


def goes_on(
    exercises: Sequence[Exercise],
    regime: Regime,
    area: Regime,
    definition: Major,
    choice: Choice | None = None,
    parties: Sequence[str] = SIX,
) -> list[Finding]:
    """Find what goes on in the area of one proposal while only the parties of another freeze.

    Parameters
    ----------
    exercises : sequence of Exercise
    regime : Regime
        What is in place: an exercise in which somebody would have to leave out does not go on.
    area : Regime
        Whose zone is looked at, as the expanded freeze.
    definition : Major
    choice : Choice, optional
    parties : sequence of str
        Whose exercises are looked for.

    Returns
    -------
    list of Finding
        Under `area`: touched, or cannot say. One for each exercise and party.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import select
    >>> from zones.major import major
    >>> some = select(load_exercises(), first="2017", last="2017")
    >>> own, wide = load_regimes()["cn-dual-2017"], load_regimes()["expanded-2017"]
    >>> sorted({each.party for each in goes_on(some, own, wide, major("any"), parties=["CHN", "RUS"])})
    ['CHN', 'RUS']
    """
    trained = [
        each for each in held(exercises) if not TESTS & set(each.kinds) and is_exercise(each).answer != "no"
    ]
    stopped = {
        each.exercise
        for each in assess(trained, [regime], choice=choice, definition=definition, try_others=False)
        if each.state == "touched"
    }
    going_on = [each for each in trained if each.id not in stopped]
    found = assess(going_on, [area], choice=choice, definition=definition, try_others=False)
    return [each for each in found if each.party in parties and each.state != "not touched"]


def without(findings: Iterable[Finding], refusing: Sequence[str]) -> dict[str, tuple[list[str], list[str]]]:
    """Sort exercises by whether they stay frozen if some parties refuse.

    Parameters
    ----------
    findings : iterable of Finding
        Under one regime.
    refusing : sequence of str
        Parties that do not take part in it.

    Returns
    -------
    dict
        For each exercise that would have been touched: who of those that accept would have to leave it out,
        and who of those that refuse. It stays frozen if the first list holds anybody.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> without(assess([exercise], [load_regimes()["expanded-2017"]]), ["CHN"])
    {'joint-sea-2017-pacific': (['RUS'], ['CHN'])}
    """
    touched: dict[str, tuple[list[str], list[str]]] = {}
    for each in findings:
        if each.state == "touched":
            accepting, others = touched.setdefault(each.exercise, ([], []))
            (others if each.party in refusing else accepting).append(each.party)
    return touched


def could_go_on(findings: Iterable[Finding]) -> tuple[list[str], list[str]]:
    """Tell who would have to leave out an exercise under a regime, and who could go on without them.

    Returns
    -------
    bound, others
        Parties of the findings of one exercise under one regime.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> exercise = find(load_exercises(), "joint-sea-2017-pacific")
    >>> could_go_on(assess([exercise], [load_regimes()["expanded-2017"]]))
    (['CHN', 'RUS'], [])
    """
    bound: list[str] = []
    others: list[str] = []
    for each in findings:
        (bound if each.state == "touched" else others).append(each.party)
    return bound, others if bound else []


def monthly_tests(exercises: Iterable[Exercise], date: str) -> dict[str, int]:
    """Count North Korea's tests and launches by month, a year before and after a date.

    Parameters
    ----------
    exercises : iterable of Exercise
    date : str
        A day that exists, YYYY-MM-DD; its month is in the middle.

    Returns
    -------
    dict
        Missiles, launchers and nuclear tests by month (``2017-03``); the month of the date is parted in
        two: ``2017-03 to 7`` and ``2017-03 from 8``.

    Examples
    --------
    >>> from zones import load_exercises
    >>> counts = monthly_tests(load_exercises(), "2017-03-08")
    >>> counts["2017-02"], counts["2017-03 to 7"], counts["2017-03 from 8"]
    (1, 5, 1)
    """
    year, month, day = (int(part) for part in date.split("-"))
    middle = f"{year:04}-{month:02}"
    first = year * 12 + month - 1
    found: dict[str, int] = {}
    for number in range(first - 12, first + 12 + 1):
        name = f"{number // 12:04}-{number % 12 + 1:02}"
        names = [f"{name} to {day - 1}", f"{name} from {day}"] if name == middle else [name]
        found |= dict.fromkeys(names, 0)
    for each in exercises:
        if not TESTS & set(each.kinds) or len(each.start) < 10:
            continue
        name = each.start[:7]
        if name == middle:
            name = f"{name} to {day - 1}" if int(each.start[8:10]) < day else f"{name} from {day}"
        if name in found:
            found[name] += max(1, len(each.launches))
    return found


def regimes_that_bind() -> list[Regime]:
    """Give the bundled regimes under which something can be found, the oldest first.

    Examples
    --------
    >>> "yardstick" in {regime.kind for regime in regimes_that_bind()}
    False
    """
    return [each for each in load_regimes().values() if each.commitments]


def states_of_sizes(exercises: Iterable[Exercise]) -> Mapping[str, tuple[int, int]]:
    """Give for each party how many of its catalogued exercises state a number of persons, of how many.

    Tests are no exercises and are left out.

    Examples
    --------
    >>> from zones import load_exercises
    >>> states_of_sizes(load_exercises())["USA"]
    (48, 105)
    """
    drills = [each for each in held(exercises) if not TESTS & set(each.kinds)]
    found = {}
    for party in SIX:
        own = [each for each in drills if party in each.parties]
        found[party] = (sum(each.scale.personnel is not None for each in own), len(own))
    return found
