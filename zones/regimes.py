"""Regimes: proposals, agreements, resolutions and the like, as frozen values, read and checked.

Each regime is a file ``zones/data/regimes/*.toml`` in the format of ``schema.json`` beside it. What a schema
cannot say is checked here: that dates exist, that clauses, zones and sources are there, that a status is for
a party that is bound. Nothing here knows exercises; `zones.assess` brings the two together.
"""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import DezoneError
from zones import schema, store, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDER = store.DATA / "regimes"
NO_REGIMES = frozenset({"sources.toml"})

Kind = Literal["proposal", "agreement", "resolution", "moratorium", "suspension", "yardstick"]
Force = Literal["yes", "no", "unclear"]

SIX = ("USA", "KOR", "PRK", "CHN", "RUS", "JPN")
"""The parties that the 2017 texts speak of."""

CLASSES = ("SRBM", "MRBM", "IRBM", "ICBM", "SLBM", "HGV", "SLV", "cruise", "unknown")
UNITS = ("company", "battalion", "regiment", "brigade", "division", "corps")  #: in order of size

_FORCE: dict[str, Force] = {
    "in_force": "yes", "suspended": "no", "withdrawn": "no", "ended": "no", "disputed": "unclear",
}  # fmt: skip


class RegimeError(DezoneError):
    """A regime, or a file of one, is not what it should be; the text names file, key and mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where something was read."""

    key: str  #: key of ``sources.toml``
    citation: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What a source says of launches whose type is not named."""

    first: str  #: day, itself included
    last: str
    classes: tuple[str, ...]
    says: Literal["yes", "no"]
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Who gives up what, where and when."""

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
    """What holds for parties and clauses from a moment on."""

    parties: tuple[str, ...]
    clauses: tuple[str, ...]  #: patterns with ``*``
    state: str
    date: str  #: as written
    earliest: datetime  #: the change lies between these two, UTC
    latest: datetime
    note: str
    sources: tuple[str, ...]

    def is_for(self, party: str, clause: str) -> bool:
        """Tell whether it speaks of a clause for a party."""
        return party in self.parties and _is_among(clause, self.clauses)


@cache
def _is_among(clause: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(clause, each) for each in patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said: by whom, when, and its standing. Shown with the regime, never used as a fact."""

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
    """A definition of “major” that a regime lends."""

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
    """How a zone of a regime is built; `zones.regime_zones` builds it."""

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
    """A proposal, agreement, resolution, moratorium, suspension or yardstick."""

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
        """Everybody who gives something up, in the order of the six."""
        bound = {party for each in self.commitments for party in each.parties}
        return (*(p for p in SIX if p in bound), *sorted(bound - set(SIX)))

    def commitments_of(self, party: str) -> tuple[Commitment, ...]:
        """Give the commitments that bind a party."""
        return tuple(each for each in self.commitments if party in each.parties)

    def zone(self, zone_id: str) -> ZoneOf:
        """Give a zone of the regime.

        Raises
        ------
        KeyError
            If it has none of that name.
        """
        return {zone.id: zone for zone in self.zones}[zone_id]

    def gives_up(self, party: str, activity: str) -> Literal["gives up", "keeps", "not addressed"]:
        """Say what the text asks of a party.

        Examples
        --------
        >>> regime = load_regimes()["cn-dual-2017"]
        >>> [regime.gives_up(party, "joint_exercise") for party in ("USA", "RUS")]
        ['gives up', 'keeps']
        """
        if any(activity in each.activities for each in self.commitments_of(party)):
            return "gives up"
        kept = any(party in each.parties and activity in each.activities for each in self.keeps)
        return "keeps" if kept else "not addressed"

    def changes_for(self, party: str, clause: str) -> list[Status]:
        """Give the lines of status that change whether a clause binds a party, in order."""
        return [each for each in self.status if each.state in _FORCE and each.is_for(party, clause)]

    def states_between(self, party: str, clause: str, begin: datetime, end: datetime) -> list[Status | None]:
        """Give the states that may have held at some moment from `begin` up to `end`; None: none yet.

        Only states that change whether a clause binds are looked at. A change whose hour is not known may
        have come at any moment of its day.

        Parameters
        ----------
        party, clause : str
        begin, end : datetime
            UTC; `end` itself is not part of the time, unless the two are the same instant.
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
        >>> agreement = load_regimes()["cma-2018"]  # its change came at 15 h in Seoul, 6 h UTC
        >>> three, four = (datetime(2023, 11, 22, hour, tzinfo=UTC) for hour in (5, 7))
        >>> [agreement.in_force("KOR", "nofly-rotary", at, at) for at in (three, four)]
        ['yes', 'no']
        """
        forces = {force_of(state) for state in self.states_between(party, clause, begin, end)}
        return forces.pop() if len(forces) == 1 else "unclear"


def force_of(state: Status | None) -> Force:
    """Tell whether a state binds."""
    return _FORCE[state.state] if state else "no"


# Reading


@cache
def load_regimes() -> dict[str, Regime]:
    """Load the bundled regimes, the oldest first.

    Raises
    ------
    RegimeError
        If a file contradicts the schema or itself.

    Examples
    --------
    >>> [regime.id for regime in load_regimes().values() if regime.kind == "proposal"][:3]
    ['kp-1986', 'kp-2015', 'kp-2016']
    """
    regimes = [read_regime(path) for path in sorted(FOLDER.glob("*.toml")) if path.name not in NO_REGIMES]
    return {regime.id: regime for regime in sorted(regimes, key=lambda each: (each.date, each.id))}


def find_regime(regime_id: str) -> Regime:
    """Find a bundled regime by its identifier.

    Raises
    ------
    RegimeError
        If there is none; the text has the nearest.
    """
    known = load_regimes()
    if regime_id not in known:
        raise RegimeError(
            f"no regime {schema.shown(regime_id)}: {vocabulary.mend(regime_id.replace('_', '-'), known)}"
        )
    return known[regime_id]


@cache
def citations() -> dict[str, Citation]:
    """Give the sources that the bundled regimes cite, by key.

    Examples
    --------
    >>> citations()["S6"].citation
    'Kyodo, 8 Mar 2017'
    """
    document = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
    return {
        key: Citation(key=key, citation=about["citation"], urls=tuple(about["urls"]))
        for key, about in document.items()
    }


def read_regime(path: str | Path) -> Regime:
    """Read and check one file.

    Raises
    ------
    RegimeError
        With a line for each fault: file, key, what is wrong, and the mend.
    """
    file = Path(path).name
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RegimeError(f"{path}: {error}: write a TOML file as in zones/data/regimes") from error
    faults = [
        f"{file}: {_key(problem.at)} {problem.problem}: {problem.mend}"
        for problem in schema.problems(document, _rules())
    ]
    faults = faults or [f"{file}: {fault}" for fault in _contradictions(document, Path(path).stem)]
    if faults:
        raise RegimeError("\n".join(faults))
    return _regime(document)


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    return rules


def _key(at: Iterable[str | int]) -> str:
    """Write a way to a value as people count: ``commitments 2.zone``."""
    text = ""
    for step in at:
        text += f" {step + 1}" if isinstance(step, int) else f".{step}" if text else step
    return text or "the file"


def _contradictions(document: Mapping[str, Any], stem: str) -> Iterator[str]:
    """Find what a schema cannot say."""
    if document["id"] != stem:
        yield f"id is '{document['id']}', but the file is {stem}.toml: make them one"
    yield from _wrong_references(document)
    yield from _wrong_sources(document)
    yield from _wrong_parties(document)
    yield from _kept_and_given(document)
    yield from _wrong_dates(document)
    yield from _wrong_zones(document)
    for number, commitment in enumerate(document.get("commitments", ()), start=1):
        key = f"commitments {number}"
        listed = [name for names in commitment.get("missiles", {}).values() for name in names]
        wants = {"missile_test", "missile_activity"} & set(commitment["activities"])
        if wants and "missiles" not in commitment:
            yield f"{key}.missiles is missing: say which classes of missile the words cover"
        elif "missiles" in commitment and sorted(listed) != sorted(CLASSES):
            odd = [name for name in CLASSES if listed.count(name) != 1]
            yield f"{key}.missiles: {', '.join(odd)} must stand in one of the three lists: put each in one"
    if document["kind"] == "yardstick" and "commitments" in document:
        yield "commitments: a yardstick binds nobody: delete them, or choose another kind"
    if document["kind"] != "yardstick" and "commitments" not in document:
        yield "commitments are missing: say who gives up what, or make it a yardstick"


def _numbered(document: Mapping[str, Any], *sections: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each entry of some sections with its key: ``status 3``."""
    for section in sections:
        for number, each in enumerate(document.get(section, ()), start=1):
            yield f"{section} {number}", each


def _wrong_references(document: Mapping[str, Any]) -> Iterator[str]:
    ids = [each["id"] for each in document.get("commitments", ())]
    zones = [each["id"] for each in document.get("zones", ())]
    for name, listed in (("commitments", ids), ("zones", zones)):
        for twice in sorted({each for each in listed if listed.count(each) > 1}):
            yield f"{name}: the id '{twice}' is used twice: give each its own"
    for key, each in _numbered(document, "commitments"):
        if each["zone"] not in (*zones, "everywhere"):
            mend = vocabulary.mend(each["zone"], [*zones, "everywhere"])
            yield f"{key}.zone: no zone '{each['zone']}' in this file: {mend}"
    for zone in set(zones) - {each["zone"] for each in document.get("commitments", ())}:
        yield f"zones: no commitment uses '{zone}': delete it, or name it in a commitment"
    for key, each in _numbered(document, "status"):
        for pattern in each.get("clauses", ()):
            if not fnmatch.filter(ids, pattern):
                yield f"{key}.clauses: no clause '{pattern}': {vocabulary.mend(pattern, ids)}"


def _wrong_sources(document: Mapping[str, Any]) -> Iterator[str]:
    for key, each in _numbered(document, "commitments", "status", "objections", "statements", "thresholds"):
        for said in (each, *each.get("attested", ())):
            for source in said["sources"]:
                if source not in citations():
                    yield f"{key}.sources: no source '{source}': add it to sources.toml"


def _wrong_parties(document: Mapping[str, Any]) -> Iterator[str]:
    bound = {party for each in document.get("commitments", ()) for party in each["parties"]}
    for key, each in _numbered(document, "commitments", "keeps", "status"):
        for party in (*each["parties"], *each.get("joint", ())):
            if not vocabulary.is_country(party):
                mend = schema.mend_of_country(party)
                yield f"{key}.parties: '{party}' is the code of no country: {mend}"
    for key, each in _numbered(document, "status"):
        for party in each["parties"]:
            if each["state"] in _FORCE and party not in bound:
                yield f"{key}.parties: {party} has no commitment here: give it one, or leave it out"


def _kept_and_given(document: Mapping[str, Any]) -> Iterator[str]:
    """Find what a party is said to keep and to give up."""
    for key, each in _numbered(document, "keeps"):
        for commitment in document.get("commitments", ()):
            for party in set(each["parties"]) & set(commitment["parties"]):
                for activity in sorted(set(each["activities"]) & set(commitment["activities"])):
                    given = f"{party} gives up {activity} in '{commitment['id']}'"
                    yield f"{key}: {given}: it cannot keep it as well, delete one"


def _wrong_dates(document: Mapping[str, Any]) -> Iterator[str]:
    offset = document.get("utc_offset", "+09:00")
    if not re.fullmatch(r"[+-]\d\d:\d\d", offset):
        yield f"utc_offset is '{offset}': write it as +09:00"
        return
    dated = [("date", document["date"])]
    for key, each in _numbered(document, "commitments", "status", "objections", "statements"):
        dated += [(f"{key}.{part}", each[part]) for part in ("from", "to", "date") if part in each]
        if "to" in each and each["to"] < each.get("from", ""):
            yield f"{key}.to: {each['to']} is before {each['from']}: swap the two dates"
    wrong = []
    for key, text in dated:
        try:
            moments(text, offset)
        except ValueError as error:
            wrong.append(f"{key}: '{text}' {error}")
    yield from wrong or _out_of_order(document, offset)


def _out_of_order(document: Mapping[str, Any], offset: str) -> Iterator[str]:
    """Find lines of status that come before those above them, for one party and the same clauses."""
    last: dict[tuple[str, str], tuple[datetime, str]] = {}
    for key, each in _numbered(document, "status"):
        begin, _ = moments(each["from"], offset)
        for line in [(party, clause) for party in each["parties"] for clause in each.get("clauses", ["*"])]:
            if each["state"] not in _FORCE:
                continue
            if line in last and begin < last[line][0]:
                above = last[line][1]
                yield f"{key}.from: {each['from']} is before {above} of the line above: put them in order"
            last[line] = begin, each["from"]


_NEEDS = {
    "regions": (),
    "land_and_distance": ("lands", "distance_km"),
    "line_buffer": ("line", "distance_km"),
    "parallels": ("sea", "south", "north"),
}


def _wrong_zones(document: Mapping[str, Any]) -> Iterator[str]:
    from zones import areas  # noqa: PLC0415 reads files

    for number, zone in enumerate(document.get("zones", ()), start=1):
        key = f"zones {number}"
        for need in _NEEDS[zone["build"]]:
            if need not in zone:
                yield f"{key}.{need} is missing: a zone built from {zone['build']} needs it"
        for area in (*zone.get("lands", ()), *filter(None, [zone.get("sea")])):
            if area not in areas.file_of_areas():
                yield f"{key}: no area '{area}': {vocabulary.mend(area, areas.file_of_areas())}"
        lines = store.feature_texts("regimes/lines.geojson")
        if "line" in zone and zone["line"] not in lines:
            yield f"{key}.line: no line '{zone['line']}': {vocabulary.mend(zone['line'], lines)}"
        if ("side" in zone) != ("split_lon" in zone):
            yield f"{key}: side and split_lon go together: give both or none"
        if zone.get("north", 90) <= zone.get("south", -90):
            yield f"{key}.north: {zone['north']} is not north of {zone['south']}: swap the two"


_PARTS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


def moments(text: str, offset: str = "+09:00") -> tuple[datetime, datetime]:
    """Give the earliest and the latest moment that a written date may mean, in UTC.

    Parameters
    ----------
    text : str
        A year, a month, a day, or an instant with its offset.
    offset : str
        Of a year, month or day that is local; that of Korea if not given.

    Raises
    ------
    ValueError
        If there is no such date; the text ends with the mend.

    Examples
    --------
    >>> for moment in moments("2023-11-22"):
    ...     print(moment.isoformat())
    2023-11-21T15:00:00+00:00
    2023-11-22T15:00:00+00:00
    >>> moments("2023-11-22T15:00+09:00")[0].isoformat()
    '2023-11-22T06:00:00+00:00'
    """
    mend = "is no date: write 2018, 2018-04, 2018-04-21 or 2023-11-22T15:00+09:00"
    if "T" in text:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(mend) from None
        if at.tzinfo is None:
            raise ValueError("has no offset: write it as 2023-11-22T15:00+09:00")
        return at.astimezone(UTC), at.astimezone(UTC)
    match = _PARTS.match(text)
    if not match:
        raise ValueError(mend)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        begin = datetime.fromisoformat(f"{year:04}-{month or 1:02}-{day or 1:02}T00:00{offset}")
    except ValueError:
        raise ValueError("does not exist: look it up again") from None
    if day:
        end = begin + timedelta(days=1)
    else:
        years, months = divmod(month, 12) if month else (1, 0)
        end = begin.replace(year=year + years, month=months + 1)
    return begin.astimezone(UTC), end.astimezone(UTC)


def _regime(document: Mapping[str, Any]) -> Regime:
    plain: dict[str, Any] = {
        key: document[key]
        for key in ("id", "title", "kind", "date", "summary", "where_stated", "duration", "author", "as_of")
        if key in document
    }
    lists: dict[str, Any] = {
        key: tuple(document.get(key, ())) for key in ("proposers", "also_asks", "caveats", "unverified")
    }
    offset = document.get("utc_offset", "+09:00")
    objections = [
        {**each, "by": vocabulary.country_name(each["party"]), "standing": "objection"}
        for each in document.get("objections", ())
    ]
    return Regime(
        **plain,
        **lists,
        commitments=tuple(_commitment(each) for each in document.get("commitments", ())),
        keeps=tuple(Keeps(**_tuples(each)) for each in document.get("keeps", ())),
        status=tuple(_status(each, offset) for each in document.get("status", ())),
        statements=tuple(
            Statement(**_tuples({key: value for key, value in each.items() if key != "party"}))
            for each in (*objections, *document.get("statements", ()))
        ),
        thresholds=tuple(Threshold(**_tuples(each)) for each in document.get("thresholds", ())),
        zones=tuple(ZoneOf(**_tuples(each)) for each in document.get("zones", ())),
    )


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def _renamed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the keys that are words of Python another name."""
    return {{"from": "first", "to": "last"}.get(key, key): value for key, value in _tuples(values).items()}


def _commitment(values: Mapping[str, Any]) -> Commitment:
    made = _renamed(values)
    if "missiles" in made:
        made["missiles"] = {name: answer for answer, names in made["missiles"].items() for name in names}
    made["attested"] = tuple(Attested(**_renamed(each)) for each in made.get("attested", ()))
    return Commitment(**made)


def _status(values: Mapping[str, Any], offset: str) -> Status:
    earliest, latest = moments(values["from"], offset)
    return Status(
        parties=tuple(values["parties"]),
        clauses=tuple(values.get("clauses", ("*",))),
        state=values["state"],
        date=values["from"],
        earliest=earliest,
        latest=latest,
        note=values.get("note", ""),
        sources=tuple(values["sources"]),
    )
