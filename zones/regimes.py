"""Regimes: proposals, agreements, resolutions and the like, as frozen values.

`zones.regime_files` reads them. Nothing here knows exercises; `zones.assess` brings the two together.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Kind = Literal["proposal", "agreement", "resolution", "moratorium", "suspension", "yardstick"]
Force = Literal["yes", "no", "unclear"]
SIX = ("USA", "KOR", "PRK", "CHN", "RUS", "JPN")
"""The parties that the 2017 texts speak of."""
CLASSES = ("SRBM", "MRBM", "IRBM", "ICBM", "SLBM", "HGV", "SLV", "cruise", "unknown")
UNITS = ("company", "battalion", "regiment", "brigade", "division", "corps")  #: in order of size
FORCE: dict[str, Force] = {
    "in_force": "yes", "suspended": "no", "withdrawn": "no", "ended": "no", "disputed": "unclear",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where something was read."""

    key: str  #: key of ``sources.toml``
    citation: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What a source says of launches whose type is not named.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> said = load_regimes()["kp-moratorium-2018"].commitments_of("PRK")[-1].attested[0]
    >>> said.first, said.last, said.classes, said.says
    ('2018-01-01', '2021-12-31', ('unknown',), 'no')
    """

    first: str  #: day, itself included
    last: str
    classes: tuple[str, ...]
    says: Literal["yes", "no"]
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Who gives up what, where and when.

    What the text leaves open is empty; days are dates, YYYY-MM-DD, themselves included.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> clause = load_regimes()["expanded-2017"].commitments_of("CHN")[0]
    >>> clause.threshold, clause.zone, clause.condition
    ('major', 'five-seas', 'with the moratorium on tests')
    """

    id: str
    text: str
    parties: tuple[str, ...]
    activities: tuple[str, ...]
    zone: str  #: identifier of a zone of the regime, or ``everywhere``
    sources: tuple[str, ...]
    article: str = ""
    joint: tuple[str, ...] = ()  #: a joint exercise counts only if all of these take part
    series: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    threshold: str = ""  #: the undefined word of size, such as ``major``
    min_unit: str = ""
    missiles: Mapping[str, str] | None = None  #: missile class: ``yes``, ``unclear`` or ``no``
    attested: tuple[Attested, ...] = ()
    first: str = ""  #: first day of the period that the text names
    last: str = ""
    condition: str = ""
    exempt: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What holds for parties and clauses from a moment on.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> withdrawn = load_regimes()["cma-2018"].status[2]
    >>> withdrawn.date, (withdrawn.latest - withdrawn.earliest).days
    ('2023-11-23', 1)
    """

    parties: tuple[str, ...]
    clauses: tuple[str, ...]  #: patterns with ``*``
    state: str
    date: str  #: as written
    earliest: datetime  #: the change lies between these two, UTC
    latest: datetime
    note: str
    sources: tuple[str, ...]

    def is_for(self, party: str, clause: str) -> bool:
        """Tell whether it speaks of a clause for a party.

        Examples
        --------
        >>> from zones.regime_files import load_regimes
        >>> load_regimes()["cma-2018"].status[0].is_for("KOR", "nofly-rotary")
        True
        """
        return party in self.parties and _is_among(clause, self.clauses)


@cache
def _is_among(clause: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(clause, each) for each in patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said: by whom, when, and its standing. Shown with the regime, never used as a fact.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> said = load_regimes()["cn-dual-2017"].statements[0]
    >>> said.by, said.date, said.standing
    ('United States', '2017-03-08', 'objection')
    """

    by: str
    date: str
    standing: str  #: ``objection``, ``position``, ``reply``, ``perception``, ``attributed`` and so on
    text: str
    sources: tuple[str, ...]
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeps:
    """What a text leaves to parties that it concerns."""

    parties: tuple[str, ...]
    activities: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A definition of “major” that a regime lends.

    Persons; None or empty: it does not go by this.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> vienna = load_regimes()["vienna-2011"].thresholds[0]
    >>> vienna.personnel, vienna.landing_personnel, vienna.unit
    (9000, 3000, '')
    """

    id: str
    text: str
    sources: tuple[str, ...]
    personnel: int | None = None
    landing_personnel: int | None = None
    unit: str = ""
    series: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneOf:
    """How a zone of a regime is built; `zones.regime_zones` builds it.

    Kilometres on the ellipsoid; meridians and parallels in degrees, EPSG:4326; None or empty: not used.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> korea = load_regimes()["cn-dual-2017"].zone("korea")
    >>> korea.build, korea.distance_km, korea.try_km
    ('land_and_distance', 100, (0, 100, 200, 370))
    """

    id: str
    build: Literal["regions", "land_and_distance", "line_buffer", "parallels"]
    assumption: str
    lands: tuple[str, ...] = ()
    sea: str = ""
    line: str = ""
    distance_km: float = 0.0
    try_km: tuple[float, ...] = ()
    side: Literal["", "east", "west"] = ""
    split_lon: float | None = None
    south: float | None = None
    north: float | None = None
    west: float | None = None
    east: float | None = None
    try_lon: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A proposal, agreement, resolution, moratorium, suspension or yardstick.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> proposal = load_regimes()["expanded-2017"]
    >>> proposal.date, proposal.parties, [each.state for each in proposal.status]
    ('2017-09', ('USA', 'KOR', 'PRK', 'CHN', 'RUS', 'JPN'), ['proposed'])
    """

    id: str
    title: str
    kind: Kind
    date: str
    proposers: tuple[str, ...]
    summary: str
    where_stated: str
    duration: str
    author: str = ""
    as_of: str = ""
    also_asks: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    keeps: tuple[Keeps, ...] = ()
    status: tuple[Status, ...] = ()
    statements: tuple[Statement, ...] = ()  #: objections on record first
    thresholds: tuple[Threshold, ...] = ()
    zones: tuple[ZoneOf, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody who gives something up, in the order of the six.

        Examples
        --------
        >>> from zones.regime_files import load_regimes
        >>> load_regimes()["cn-dual-2017"].parties
        ('USA', 'KOR', 'PRK')
        """
        bound = {party for each in self.commitments for party in each.parties}
        return (*(p for p in SIX if p in bound), *sorted(bound - set(SIX)))

    def commitments_of(self, party: str) -> tuple[Commitment, ...]:
        """Give the commitments that bind a party.

        Examples
        --------
        >>> from zones.regime_files import load_regimes
        >>> load_regimes()["cn-dual-2017"].commitments_of("RUS")
        ()
        """
        return tuple(each for each in self.commitments if party in each.parties)

    def zone(self, zone_id: str) -> ZoneOf:
        """Give a zone of the regime.

        Raises
        ------
        KeyError
            If it has none of that name.

        Examples
        --------
        >>> from zones.regime_files import load_regimes
        >>> load_regimes()["cma-2018"].zone("ground").build
        'line_buffer'
        """
        return {zone.id: zone for zone in self.zones}[zone_id]

    def gives_up(self, party: str, activity: str) -> Literal["gives up", "keeps", "not addressed"]:
        """Say what the text asks of a party.

        Examples
        --------
        >>> from zones.regime_files import load_regimes
        >>> regime = load_regimes()["cn-dual-2017"]
        >>> [regime.gives_up(party, "joint_exercise") for party in ("USA", "RUS")]
        ['gives up', 'keeps']
        """
        if any(activity in each.activities for each in self.commitments_of(party)):
            return "gives up"
        kept = any(party in each.parties and activity in each.activities for each in self.keeps)
        return "keeps" if kept else "not addressed"

    def changes_for(self, party: str, clause: str) -> list[Status]:
        """Give the lines of status that change whether a clause binds a party, in order.

        Examples
        --------
        >>> from zones.regime_files import load_regimes
        >>> [each.state for each in load_regimes()["cma-2018"].changes_for("KOR", "nofly-rotary")]
        ['in_force', 'suspended', 'suspended']
        """
        return [each for each in self.status if each.state in FORCE and each.is_for(party, clause)]

    def states_between(self, party: str, clause: str, begin: datetime, end: datetime) -> list[Status | None]:
        """Give the states that may have held at some moment from `begin` up to `end`; None: none yet.

        Only states that change whether a clause binds are looked at. A change whose hour is not known may
        have come at any moment of its day.

        Parameters
        ----------
        party, clause : str
        begin, end : datetime
            UTC; `end` itself is not part of the time, unless the two are the same instant.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from zones.regime_files import load_regimes
        >>> agreement = load_regimes()["cma-2018"]
        >>> day = datetime(2017, 1, 1, tzinfo=UTC)
        >>> agreement.states_between("KOR", "nofly-rotary", day, day)
        [None]
        """
        found: list[Status | None] = [None]
        for change in self.changes_for(party, clause):
            if change.latest <= begin:
                found = [change]
            elif change.earliest < end or change.earliest <= begin == end:
                found.append(change)
        return found

    def in_force(self, party: str, clause: str, begin: datetime, end: datetime) -> Force:
        """Tell whether a clause bound a party during all of a time; unclear if it changed or is disputed.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from zones.regime_files import load_regimes
        >>> agreement = load_regimes()["cma-2018"]  # its change came at 15 h in Seoul, 6 h UTC
        >>> three, four = (datetime(2023, 11, 22, hour, tzinfo=UTC) for hour in (5, 7))
        >>> [agreement.in_force("KOR", "nofly-rotary", at, at) for at in (three, four)]
        ['yes', 'no']
        """
        forces = {force_of(state) for state in self.states_between(party, clause, begin, end)}
        return forces.pop() if len(forces) == 1 else "unclear"


def force_of(state: Status | None) -> Force:
    """Tell whether a state binds.

    Examples
    --------
    >>> force_of(None)
    'no'
    """
    return FORCE[state.state] if state else "no"
