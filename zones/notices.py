"""Notices as exercises: the areas that a warning closes, or the places that it only names.

`geo.notices` reads the text. Here an area that is known only by its name is looked up in the gazetteer, one
that the shore bounds is closed along the coast, and a name that contradicts the positions is a doubt. A
notice says that ships or aircraft were kept out, not that an exercise took place.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from geo.errors import DezoneError, cut
from geo.notices import read_notice
from geo.notices.dates import reference_of
from geo.notices.polygons import take_away
from zones import areas
from zones.exercises import Exercise, Place, Source, precision_km
from zones.named_places import resolve
from zones.names_in_text import names_in, waters_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from shapely.geometry.base import BaseGeometry

    from geo.notices import Notice
    from geo.notices.areas import Shape
    from geo.notices.dates import Reference

_KM_PER_DEG = 111.0
_FAR_KM = 100.0
_DATE_IN_ID = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])?([0-2][0-9]|3[01])?(?![0-9])")
_YEAR_IN_ID = re.compile(r"[0-9]-([0-9]{2})\Z")


def read_exercise(text: str, issued: date | str | Reference | None = None, identifier: str = "") -> Exercise:
    """Read a notice and make an exercise of it, see `geo.notices.read_notice` and `from_notice`.

    Raises
    ------
    DezoneError
        If `issued` is no date. The text of a notice raises nothing.

    Examples
    --------
    >>> exercise = read_exercise("FIRING IN AREA WITHIN 5 MILES OF 37-12N 131-40E")
    >>> exercise.kinds, exercise.places[0].role
    (('closure_area_only',), 'closure_area')
    """
    return from_notice(read_notice(text, issued), identifier)


def from_notice(notice: Notice, identifier: str = "") -> Exercise:
    """Make an exercise of a notice.

    Parameters
    ----------
    notice : Notice
        As `geo.notices.read_notice` gives it.
    identifier : str
        The id; else the number of the notice, else the beginning of its text.

    Returns
    -------
    Exercise
        Its areas are closed areas (airspace for a NOTAM); without coordinates, the waters or places that
        the text names, of which the truth is only somewhere inside; without these no place at all.

    Examples
    --------
    >>> from geo.notices import read_notice
    >>> from_notice(read_notice("黄海中部部分海域实弹射击")).places[0].named_area
    'yellow_sea'
    """
    name = cut(" ".join(notice.text.split()), 80)
    places, doubts = _places(notice)
    return Exercise(
        id=identifier or (notice.numbers[0] if notice.numbers else name),
        name=name,
        places=places,
        start=_local_day(notice.start, hours=9),
        end=_local_day(notice.end - timedelta(seconds=1) if notice.end else None, hours=8),
        kinds=("closure_area_only",),
        evidence="warned",
        date_utc=_instant(notice.start),
        sources=(Source(title=notice.numbers[0]),) if notice.numbers else (),
        notes=notice.text,
        doubts=(*notice.doubts, *doubts),
    )


def issued_by_identifier(identifier: str) -> Reference | None:
    """Take the year, and perhaps month and day, from an identifier; None if it holds none.

    Examples
    --------
    >>> issued_by_identifier("lyg-20251126").last.isoformat(), issued_by_identifier("prip-33-26").first.year
    ('2025-11-26', 2026)
    """
    whole, short = _DATE_IN_ID.search(identifier), _YEAR_IN_ID.search(identifier)
    if whole:
        written = "-".join(part for part in whole.groups() if part)
    elif short:
        written = f"20{short[1]}"
    else:
        return None
    try:
        reference = reference_of(written)
    except DezoneError:  # 20260231
        return None
    return reference and reference._replace(words=f"the identifier {identifier[:60]!r}")


def _instant(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%MZ") if moment else ""


def _local_day(moment: datetime | None, hours: int) -> str:
    """Give the local day: midnight at either end in UTC+8 and UTC+9 falls on the day that the text means."""
    return (moment + timedelta(hours=hours)).date().isoformat() if moment else ""


def _places(notice: Notice) -> tuple[tuple[Place, ...], list[str]]:
    if not notice.areas:
        cancelled = any("closes no area" in doubt for doubt in notice.doubts)
        return ((), []) if cancelled else names_in(notice.text)
    doubts: list[str] = []
    places = []
    for number, (geometry, shape) in enumerate(zip(notice.areas, notice.shapes, strict=True), start=1):
        name = f"area {number}" if len(notice.areas) > 1 else ""
        outline = _along_coast(shape, geometry, name or "the area", doubts) if shape.shore_edges else geometry
        places.append(_closed(outline, shape.precision_deg, name, airspace=notice.is_notam))
    return tuple(places), [*doubts, *_contradictions(notice)]


def _along_coast(shape: Shape, straight: BaseGeometry, name: str, doubts: list[str]) -> BaseGeometry:
    """Close an area along the coast where its notice says so; where that cannot be done, keep it as it is."""
    from zones.coast import close_along_coast  # noqa: PLC0415 reads the land

    try:
        closed = close_along_coast(shape.vertices, shape.shore_edges)
    except DezoneError as error:
        doubts.append(
            f"{name} could not be closed along the shore, a straight line stands in for it: {error}"
        )
        return straight
    off = " and ".join(f"{off_km:.1f}" for off_km in closed.off_km)
    doubts.append(
        f"{name} was closed along {closed.along_km:.0f} km of the coast of Natural Earth 1:10m, "
        f"from which the corners at its ends lie {off} km"
    )
    return take_away(closed.outline, shape.cuts)


def _closed(geometry: BaseGeometry, precision: float, name: str, *, airspace: bool) -> Place:
    known_km = precision_km(precision)
    if geometry.geom_type == "Point":
        return Place(geometry=geometry, role="area", name=name, precision_km=known_km)
    return Place(
        geometry=geometry,
        role="closure_area",
        surface="any" if airspace or geometry.geom_type == "LineString" else "sea",
        extent="footprint",
        name=name,
        precision_km=known_km,
    )


def _contradictions(notice: Notice) -> Iterator[str]:
    """Doubt a name when no area of the notice lies in or near the waters so named."""
    for each in waters_in(notice.text):
        resolution = resolve(each.entry["names"]["en"])
        area_id = resolution.places[0].named_area
        if area_id is None or resolution.places[0].geometry is not None or resolution.doubts:
            continue  # of the oceans only a part is drawn, which says nothing of positions beyond it
        outline = areas.outline(area_id)
        away_km = min(outline.distance(geometry) for geometry in notice.areas) * _KM_PER_DEG
        if away_km > _FAR_KM:
            name = areas.names(area_id)["en"]
            yield f"the text says {each.words!r}, but its positions lie {away_km:.0f} km away from the {name}"
