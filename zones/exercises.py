"""Exercises and their places, as frozen values.

The small values are named tuples, which are made in a tenth of the time that a dataclass takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Surface = Literal["sea", "land", "any"]
Extent = Literal["footprint", "locator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of an exercise: a geometry, a named area, or both; with its doubt.

    Without a geometry and a named area nothing is known of it, and the verdict is ``uncertain``.

    Examples
    --------
    >>> from zones import load_zone
    >>> named, unknown = Place(named_area="bohai_gulf"), Place(name="somewhere at sea")
    >>> [load_zone().check(Exercise(id="a", name="A", places=(each,))).verdict for each in (named, unknown)]
    ['inside', 'uncertain']
    """

    geometry: BaseGeometry | None = None  #: longitude, latitude, EPSG:4326; None: only a name is known
    uncertainty_km: float = 0.0  #: radius within which the truth lies
    named_area: str | None = None  #: identifier of a named area: ``yellow_sea``
    surface: Surface = "any"
    extent: Extent = "locator"  #: footprint: the geometry is the area used; locator: somewhere in it
    role: str = "area"
    name: str = ""
    basis: str = ""  #: where the geometry comes from: ``published_coordinates``
    precision_km: float = 0.0  #: what the digits of a written position leave open; no part of the verdict


def precision_km(precision_deg: float) -> float:
    """Give what the digits of a position leave open; 0 for whole degrees, which are round figures.

    Examples
    --------
    >>> round(precision_km(1 / 60), 2), precision_km(1.0)
    (1.85, 0.0)
    """
    return 111.2 * precision_deg if precision_deg < 0.5 else 0.0


class Source(NamedTuple):
    """Where a statement was published."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


class Scale(NamedTuple):
    """How large: in words, and in figures where one can be defended.

    Persons, ships and aircraft are counted; None: no figure is published that can be defended.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> scale = find(load_exercises(), "vostok-2010").scale
    >>> scale.personnel, scale.aircraft
    (20000, None)
    """

    text: str = ""
    personnel: int | None = None
    ships: int | None = None
    aircraft: int | None = None
    unit: str = ""  #: largest unit that takes part as a whole: ``battalion``, ``regiment`` and so on


class Launch(NamedTuple):
    """One missile or launcher.

    Kilometres over ground and of height, degrees clockwise from north; None or empty: not published.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> [launch] = find(load_exercises(), "dprk-missile-2017-08-29").launches
    >>> launch.time_utc, launch.distance_km, launch.apogee_km
    ('2017-08-28T20:58Z', 2700.0, 550.0)
    """

    id: str
    weapon: str = ""
    weapon_class: str = ""
    time_utc: str = ""  #: YYYY-MM-DDThh:mmZ
    distance_km: float | None = None
    apogee_km: float | None = None
    bearing_deg: float | None = None
    outcome: str = ""


class Claim(NamedTuple):
    """What a party says and others dispute.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> find(load_exercises(), "dprk-nuclear-test-4-2016-01").claims[0].claimant
    'PRK'
    """

    about: str
    claimant: str  #: ISO 3166-1 alpha-3 for a state, else a name
    statement: str
    date: str = ""
    source: Source | None = None


class Erratum(NamedTuple):
    """A slip in a known text, kept so that nobody takes it over.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> slip = find(load_exercises(), "dprk-nuclear-test-4-2016-01").errata[0]
    >>> slip.printed, slip.correct
    ('January 2017', '2016-01-06')
    """

    where: str
    printed: str
    correct: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A military exercise or test that was announced or reported.

    Examples
    --------
    >>> from shapely import Point
    >>> from zones import load_zone
    >>> place = Place(geometry=Point(120.985, 38.7764), uncertainty_km=20)
    >>> drill = Exercise(id="my-drill", name="A drill", places=(place,), start="2017-08-07", parties=("CHN",))
    >>> verdict = load_zone().check(drill)
    >>> verdict.verdict, round(verdict.share_inside, 2)
    ('uncertain', 0.9)
    """

    id: str
    name: str
    places: tuple[Place, ...]
    start: str = ""  #: first day, local: YYYY-MM-DD, YYYY-MM or YYYY
    end: str = ""  #: last day, local, itself included; may be as coarse as the start
    parties: tuple[str, ...] = ()  #: ISO 3166-1 alpha-3
    kinds: tuple[str, ...] = ()
    series: str = ""
    sources: tuple[Source, ...] = ()
    location_reported: str = ""
    verification: str = ""
    notes: str = ""
    parties_complete: bool = True  #: False: of a large event only states of interest are listed
    other_participants: tuple[str, ...] = ()  #: states with small contingents, staff or observers
    scale: Scale = Scale()  # noqa: RUF009 a tuple never changes
    date_utc: str = ""  #: day or instant in UTC where it differs or is published
    evidence: str = ""  #: ``planned``, ``warned``, ``reported``, ``confirmed`` or ``cancelled``
    clause: str = ""  #: what the proposal asks: ``area_exercise``, ``dprk_test`` and so on
    launches: tuple[Launch, ...] = ()
    claims: tuple[Claim, ...] = ()
    errata: tuple[Erratum, ...] = ()
    unverified_details: tuple[str, ...] = ()
    confidence: str = ""  #: ``high``, ``medium`` or ``low``
    doubts: tuple[str, ...] = ()  #: what reading the record had to assume


ROLE_SURFACE: dict[str, Surface] = {
    **dict.fromkeys(("sea_area", "closure_area", "strait", "impact_area"), "sea"),
    **dict.fromkeys(("range", "base", "headquarters", "launch_site", "firing_site"), "land"),
}
"""Where a place of a role is expected: corners of closed areas often lie on land, ranges not at sea."""
