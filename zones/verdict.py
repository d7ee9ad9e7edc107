"""The rules that tell whether a place, or an exercise, is inside the zone, and how sure that is.

docs/verdicts.md states them in words. A place is judged by its possible positions (`zones.possible`),
an exercise by its places together. Everything here follows from two questions with the answers yes, no
and unknown: does any of it lie inside (`touches`), and does all of it (`within`)?
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np
import shapely

from zones import possible, words
from zones.nearest import nearest_limits
from zones.readings import HIGHEST_SOUTHERN_LIMIT, LOWEST_SOUTHERN_LIMIT, PRESETS, Islands, Reading
from zones.zone import CUT_ID, REGION_IDS, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from zones.exercises import Exercise, Place
    from zones.zone import LimitLine

VerdictWord = Literal["inside", "partly", "outside", "uncertain"]
Answer = Literal["yes", "no", "unknown"]

NEAR_KM = 10.0  #: an outside place this close to the limit is `near`
_SLIVER = 5e-5  # of a place: written as 0.0000, and where two coastlines differ, the shore of another region
_TOGETHER = 2000  # exercises that are measured at a time: more are no quicker


class Answers(NamedTuple):
    """The two answers that make a verdict.

    Examples
    --------
    >>> Answers("yes", "yes").verdict, Answers("no", "no").verdict, Answers("unknown", "no").verdict
    ('inside', 'outside', 'uncertain')
    """

    touches: Answer
    within: Answer

    @property
    def verdict(self) -> VerdictWord:
        """Put the two answers into one word.

        Examples
        --------
        >>> Answers("yes", "no").verdict, Answers("yes", "unknown").verdict
        ('partly', 'uncertain')
        """
        if self.touches == "no":
            return "outside"
        if self.within == "yes":
            return "inside"
        return "partly" if self == ("yes", "no") else "uncertain"


INSIDE, OUTSIDE = Answers("yes", "yes"), Answers("no", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceVerdict:
    """The answer for one place of an exercise.

    Numbers are those of `Verdict`.

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> verdict = load_zone().check(find(load_exercises(), "joint-sea-2017-pacific"))
    >>> [(place.name, place.counts, place.verdict) for place in verdict.places][::2]
    [('Vladivostok', False, 'uncertain'), ('Sea of Japan', True, 'inside')]
    """

    name: str
    role: str
    counts: bool  #: False: shown and judged, but no part of the exercise's verdict
    verdict: VerdictWord
    touches: Answer
    within: Answer
    share_inside: float | None
    regions: dict[str, float]
    distance_km: float | None  #: of the reported position; None if the surface or the name puts it elsewhere
    nearest_limit: dict[str, str] | None
    uncertainty_km: float
    named_area: str | None
    reason: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the program answers for one exercise, or one place, under one reading.

    Examples
    --------
    >>> from shapely import Point
    >>> from zones import load_zone
    >>> verdict = load_zone().check(Point(120.985, 38.7764))
    >>> verdict.verdict, round(verdict.distance_km, 1), verdict.nearest_limit["name"], list(verdict.regions)
    ('inside', -11.3, 'Coast of China', ['bohai_gulf'])
    """

    id: str
    name: str
    verdict: VerdictWord
    touches: Answer
    within: Answer
    share_inside: float | None  #: share of the possible area, length or points; not a probability
    regions: dict[str, float]  #: share of the possible area in each region touched
    distance_km: float | None  #: signed: positive outside, negative inside; None without a position
    near: bool  #: outside, but no farther than `--near`
    nearest_limit: dict[str, str] | None  #: name, kind and source
    uncertainty_km: float
    readings: dict[str, VerdictWord]  #: under narrow, central and broad
    depends_on_reading: bool
    depends_on: tuple[str, ...]  #: choices that would change the verdict one at a time
    flips_at_lat: float | None  #: the nearest southern limit at which the verdict changes
    places: tuple[PlaceVerdict, ...]
    reason: str
    doubts: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give plain values, for JSON.

        Examples
        --------
        >>> from shapely import Point
        >>> from zones import load_zone
        >>> load_zone().check(Point(125.0, 29.5)).as_dict()["readings"]
        {'narrow': 'outside', 'central': 'outside', 'broad': 'inside'}
        """
        return {**_values(self), "places": [_values(place) for place in self.places]}


def _values(of: Verdict | PlaceVerdict) -> dict[str, Any]:
    """Give the fields by name, their dicts copied; `dataclasses.asdict` takes ten times as long."""
    values = {name: getattr(of, name) for name in of.__slots__}
    return {name: dict(value) if isinstance(value, dict) else value for name, value in values.items()}


def judge(exercise: Exercise, zone: Zone, near_km: float = NEAR_KM) -> Verdict:
    """Judge an exercise under a reading.

    Parameters
    ----------
    exercise : Exercise
        With any number of places; without one the verdict is ``uncertain`` with a doubt.
    zone : Zone
        The reading in force.
    near_km : float
        How far outside still counts as `near`, in kilometres.

    Examples
    --------
    >>> from shapely import Point
    >>> from zones import load_zone
    >>> verdict = load_zone().check(Point(125.0, 29.5))
    >>> verdict.verdict, verdict.readings["broad"], verdict.flips_at_lat, verdict.depends_on
    ('outside', 'inside', 29.5, ('southern_limit',))
    """
    return next(judge_all([exercise], zone, near_km))


def judge_all(exercises: Iterable[Exercise], zone: Zone, near_km: float = NEAR_KM) -> Iterator[Verdict]:
    """Judge many exercises as `judge` does each, in less time: they are measured together.

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> next(judge_all(load_exercises(), load_zone())).id
    'team-spirit-1986'
    """
    waiting = iter(exercises)
    while batch := list(islice(waiting, _TOGETHER)):
        places = {_key(place): place for exercise in batch for place in exercise.places}
        by_key = {key: _Case(place) for key, place in places.items()}
        cases = [[by_key[_key(place)] for place in exercise.places] for exercise in batch]
        _work_out(list(by_key.values()), zone)
        for exercise, its in zip(batch, cases, strict=True):
            yield _judged(exercise, its, zone, near_km)


def _key(place: Place) -> int | Place:
    """Tell places apart; those that a list names again and again are one object, or have no geometry."""
    return place if place.geometry is None else id(place)


def _work_out(cases: Sequence[_Case], zone: Zone) -> None:
    """Measure the reported positions of all cases at once, and part those that are points."""
    points = [case for case in cases if case.known and isinstance(case.positions, shapely.Point)]
    positions = np.array([case.positions for case in points], dtype=np.object_)
    for islands in get_args(Islands):
        for case, parted in zip(points, possible.part_points(positions, islands), strict=True):
            case.parted[islands] = parted
    reported = [
        (case, possible.in_turn(at))
        for case in cases
        if case.known and (at := case.place.geometry) and possible.is_position(at)
    ]
    if reported:
        found = nearest_limits([at for _, at in reported], zone)
        for (case, _), nearest in zip(reported, found, strict=True):
            case.nearest = nearest


def _judged(exercise: Exercise, cases: Sequence[_Case], zone: Zone, near_km: float) -> Verdict:
    counting = [counts(place, exercise.places) for place in exercise.places]
    deciding = [case for case, its in zip(cases, counting, strict=True) if its]
    known = [case for case in deciding if case.known] or [case for case in cases if case.known]

    answers = partial(_combined, known)
    here = answers(zone.choices)
    readings = {name: answers(Reading.of(name, zone.islands)).verdict for name in PRESETS}
    other: Islands = "land" if zone.islands == "sea" else "sea"
    depends_on = []
    if any(verdict != here.verdict for verdict in readings.values()):
        depends_on.append("southern_limit")
    with_islands = answers(Reading(southern_limit=zone.southern_limit, islands=other)).verdict
    if with_islands != here.verdict:
        depends_on.append("islands")

    places = tuple(case.judged(zone, case in known) for case in cases)
    mine = [place for place, case in zip(places, cases, strict=True) if case in known]
    nearest = min(
        (place for place in mine if place.distance_km is not None),
        key=lambda place: place.distance_km or 0.0,
        default=None,
    )
    distance = nearest.distance_km if nearest else None
    shares = [place.share_inside for place in mine if place.share_inside is not None]
    regions = {
        region: float(np.mean([place.regions.get(region, 0.0) for place in mine]))
        for region in REGION_IDS
        if any(region in place.regions for place in mine)
    }
    near = here.verdict == "outside" and distance is not None and 0 < distance <= near_km
    doubts = [*exercise.doubts, *(doubt for place in places for doubt in place.doubts)]
    if not known:
        doubts.append("no place is known: give a geometry or a named area")
    flips_at_lat = _flip(known, zone.choices)
    flips_to = _flips_to(known, zone.choices, flips_at_lat)
    changes = words.changes(here.verdict, zone, flips_at_lat, flips_to, with_islands)
    return Verdict(
        id=exercise.id,
        name=exercise.name,
        verdict=here.verdict,
        touches=here.touches,
        within=here.within,
        share_inside=float(np.mean(shares)) if shares else None,
        regions=regions,
        distance_km=distance,
        near=near,
        nearest_limit=nearest.nearest_limit if nearest else None,
        uncertainty_km=max((place.uncertainty_km for place in mine), default=0.0),
        readings=readings,
        depends_on_reading=bool(depends_on),
        depends_on=tuple(depends_on),
        flips_at_lat=flips_at_lat,
        places=places,
        reason=words.reason(here.verdict, mine, changes, exercise.kinds, near=near and _on_a_coast(nearest)),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _belies(distance_km: float | None, answers: Answers) -> bool:
    """Tell whether a position lies on the other side of the limit than the place: a range plotted at sea."""
    if distance_km is None or answers not in (INSIDE, OUTSIDE):
        return False
    return (distance_km if answers == INSIDE else -distance_km) > words.TOUCHING_KM


def _on_a_coast(place: PlaceVerdict | None) -> bool:
    return place is not None and (place.nearest_limit or {}).get("kind") == "coast"


def counts(place: Place, places: Sequence[Place]) -> bool:
    """Tell whether a place is part of the verdict, beside the other places of its exercise.

    Ports and air bases support other places; a headquarters supports a host country; of two
    epicentres the relocated one counts. What supports is judged by itself where nothing else is known.

    Examples
    --------
    >>> from zones.exercises import Place
    >>> port, sea = Place(role="port"), Place(role="sea_area")
    >>> counts(port, [port, sea]), counts(port, [port])
    (False, True)
    """
    roles = {other.role for other in places}
    if place.role == "headquarters":
        return "host_country" not in roles
    if place.role == "epicentre":
        return "epicentre_relocated" not in roles
    if place.role in SUPPORTING:
        return roles <= SUPPORTING
    return True


SUPPORTING = frozenset({"port", "air_base"})


def _combined(cases: Iterable[_Case], choices: Reading) -> Answers:
    """Combine places: any yes touches, any no is not within."""
    each = [case.answers(choices) for case in cases]
    if not each:
        return Answers("unknown", "unknown")
    touches = {answer.touches for answer in each}
    within = {answer.within for answer in each}
    return Answers(
        "yes" if "yes" in touches else "unknown" if "unknown" in touches else "no",
        "no" if "no" in within else "unknown" if "unknown" in within else "yes",
    )


def _flip(cases: Sequence[_Case], choices: Reading) -> float | None:
    """Find the southern limit nearest the one in force at which the verdict changes.

    The verdict can only change where the southern limit passes the northern or southern end of what
    lies in the East China Sea; between these latitudes it is tried once.
    """
    ends = {lat for case in cases for lat in case.turning_latitudes(choices.islands)}
    lats = sorted(lat for lat in ends if LOWEST_SOUTHERN_LIMIT < lat < HIGHEST_SOUTHERN_LIMIT)
    edges = [LOWEST_SOUTHERN_LIMIT, *lats, HIGHEST_SOUTHERN_LIMIT]
    words_between = [
        _combined(cases, Reading(southern_limit=(low + high) / 2, islands=choices.islands)).verdict
        for low, high in pairwise(edges)
    ]
    changes = [
        lat
        for lat, south, north in zip(lats, words_between[:-1], words_between[1:], strict=True)
        if south != north
    ]
    return min(changes, key=lambda lat: abs(lat - choices.southern_limit), default=None)


def _flips_to(cases: Sequence[_Case], choices: Reading, lat: float | None) -> VerdictWord | None:
    """Give the verdict just beyond the latitude at which it changes."""
    if lat is None:
        return None
    beyond = lat + 1e-9 if lat >= choices.southern_limit else lat - 1e-9
    here = _combined(cases, choices).verdict
    found = _combined(cases, Reading(southern_limit=beyond, islands=choices.islands)).verdict
    return (
        found
        if found != here
        else _combined(cases, Reading(southern_limit=lat, islands=choices.islands)).verdict
    )


@lru_cache(maxsize=8)  # the same few readings are asked for again and again, and their edges take time
def _zone_under(choices: Reading) -> Zone:
    return Zone(choices)


class _Case:
    """One place under judgement by one zone: what is costly is worked out once, for all readings."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.positions, self.doubts = possible.possible_positions(place)
        self.known = not shapely.is_empty(self.positions)
        self.parted: dict[Islands, possible.Parted] = {}
        self.nearest: tuple[float, LimitLine | None] | None = None  # for `judge_all` to find out
        self._answered: dict[Reading, Answers] = {}
        self._judged: dict[bool, PlaceVerdict] = {}

    def parts(self, islands: Islands) -> possible.Parted:
        """Part the possible positions by the regions, once."""
        if islands not in self.parted:
            area = self.place.named_area
            if self.place.geometry is None and area and self.known:
                self.parted[islands] = possible.part_of_area(area, self.place.surface, islands)
            elif islands == "land" and not possible.on_foreign_islands(self.positions):
                self.parted[islands] = self.parts("sea")
            else:
                self.parted[islands] = possible.part(self.positions, islands)
        return self.parted[islands]

    @cached_property
    def is_footprint(self) -> bool:
        """Whether the geometry itself is what was used."""
        return self.place.extent == "footprint" and self.place.geometry is not None

    @cached_property
    def _tolerance_deg(self) -> float:
        return 0.0 if shapely.get_dimensions(self.positions) == 0 else possible.TOLERANCE_DEG

    def turning_latitudes(self, islands: Islands) -> list[float]:
        """Give the southern limits at which the answers may change."""
        cut = self.parts(islands).cut
        if not self.known or shapely.is_empty(cut):
            return []
        _, south, _, north = cut.bounds
        if north - south <= 2 * self._tolerance_deg:
            return [float(north + south) / 2]
        found = {float(north) - self._tolerance_deg, float(south) + self._tolerance_deg}
        radius_deg = self.place.uncertainty_km / 110.9
        if self.is_footprint and radius_deg:
            lats = self.samples[:, 1]
            found |= {float(lats.min()) + radius_deg, float(lats.max()) - radius_deg}
        return sorted(found)

    def answers(self, choices: Reading) -> Answers:
        """Answer the two questions under a reading."""
        if choices not in self._answered:
            self._answered[choices] = self._answers(choices)
        return self._answered[choices]

    def _answers(self, choices: Reading) -> Answers:
        parts = self.parts(choices.islands)
        north = south = False
        if not shapely.is_empty(parts.cut):
            _, lowest, _, highest = parts.cut.bounds
            if self._tolerance_deg:
                north = highest - self._tolerance_deg > choices.southern_limit
                south = lowest + self._tolerance_deg < choices.southern_limit
                if not (north or south):
                    north = (highest + lowest) / 2 >= choices.southern_limit
                    south = not north
            else:
                north, south = highest >= choices.southern_limit, lowest < choices.southern_limit
        some_inside, some_outside = parts.has_fixed or north, parts.has_rest or south
        if not some_outside:
            return INSIDE
        if not some_inside:
            return OUTSIDE
        if not self.is_footprint:
            return Answers("unknown", "unknown")
        if not self.place.uncertainty_km:
            return Answers("yes", "no")
        signed = _zone_under(choices).distance_km(*self.samples.T)
        return Answers(
            "yes" if (signed < -self.place.uncertainty_km).any() else "unknown",
            "no" if (signed > self.place.uncertainty_km).any() else "unknown",
        )

    @cached_property
    def samples(self) -> NDArray[np.float64]:
        """Positions of the reported geometry."""
        return possible.samples(self.place.geometry or shapely.Point())

    def judged(self, zone: Zone, decides: bool) -> PlaceVerdict:  # noqa: FBT001 a plain fact of the place
        """Give the answer for this place alone."""
        if decides not in self._judged:
            self._judged[decides] = self._place_verdict(zone, decides)
        return self._judged[decides]

    def _place_verdict(self, zone: Zone, decides: bool) -> PlaceVerdict:  # noqa: FBT001 as above
        place = self.place
        answers = self.answers(zone.choices) if self.known else Answers("unknown", "unknown")
        distance, line = self.nearest or (None, None)
        shares: dict[str, float] = {}
        if self.known:
            parts = self.parts(zone.islands)
            sizes = parts.fixed | {CUT_ID: parts.size_north_of(zone.southern_limit)}
            shares = {region: min(1.0, size / parts.total) for region, size in sizes.items() if size > 0}
            shares = {region: each for region, each in shares.items() if each >= _SLIVER} or shares
        share = min(1.0, sum(shares.values())) if self.known else None
        if share is not None and answers == INSIDE:
            share = 1.0
        if answers == OUTSIDE:
            share, shares = 0.0, {}
        limit = {"name": line.name, "kind": line.kind, "source": line.source} if line else None
        beside = _belies(distance, answers)
        return PlaceVerdict(
            name=place.name,
            role=place.role,
            counts=decides,
            verdict=answers.verdict,
            touches=answers.touches,
            within=answers.within,
            share_inside=share,
            regions=shares,
            distance_km=None if beside else distance,
            nearest_limit=None if beside else limit,
            uncertainty_km=place.uncertainty_km,
            named_area=place.named_area,
            reason=words.place_reason(place, answers.verdict, shares, distance, limit, share),
            doubts=(*self.doubts, *self._precision_doubt(distance)),
        )

    def _precision_doubt(self, distance_km: float | None) -> list[str]:
        """Say so if the digits of a written position leave more open than lies between it and the limit."""
        precision_km = self.place.precision_km
        if distance_km is None or self.place.uncertainty_km or precision_km <= abs(distance_km):
            return []
        digits = f"the position is written to {words.lengths(precision_km)}"
        return [f"{digits}, and the limit is nearer than that: give more digits, or --radius"]
