"""Exercises and their places: values that never change, checked once when they are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Surface = Literal["sea", "land", "any"]
Extent = Literal["footprint", "locator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of an exercise: a geometry, a named area, or both; with its doubt."""

    geometry: BaseGeometry | None = None  #: longitude, latitude, EPSG:4326; None: only a name is known
    uncertainty_km: float = 0.0  #: radius within which the truth lies
    named_area: str | None = None  #: identifier of a named area: ``yellow_sea``
    surface: Surface = "any"
    extent: Extent = "locator"  #: footprint: the geometry is the area used; locator: somewhere in it
    role: str = "area"
    name: str = ""
    basis: str = ""  #: where the geometry comes from: ``published_coordinates``


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement was published."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A military exercise or test that was announced or reported."""

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
    doubts: tuple[str, ...] = field(default=())  #: what reading the record had to assume
