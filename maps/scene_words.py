"""Figures of a scene in words: degrees and minutes, and how far an exercise is from the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.geodesy import KM_PER_NMI

if TYPE_CHECKING:
    from maps.scene import Event


def degrees_minutes(value: float, hemispheres: str) -> str:
    """Write a latitude or longitude for people, to a tenth of a minute where it is needed.

    Parameters
    ----------
    value : float
        Degrees; negative is south or west.
    hemispheres : str
        The letters for positive and negative values: ``"NS"`` or ``"EW"``.

    Examples
    --------
    >>> degrees_minutes(30.0, "NS"), degrees_minutes(30 + 40 / 60, "NS"), degrees_minutes(-120.9851, "EW")
    ('30°N', '30°40′N', '120°59.1′W')
    """
    tenths = round(abs(value) * 600)
    degrees, tenths = divmod(tenths, 600)
    minutes = f"{tenths // 10:02d}" + (f".{tenths % 10}" if tenths % 10 else "")
    return f"{degrees}°{minutes + '′' if tenths else ''}{hemispheres[value < 0]}"


def _distance_words(distance_km: float | None) -> str:
    """Say a signed distance from the limit in words, in km and nautical miles.

    Examples
    --------
    >>> _distance_words(-41.3), _distance_words(0.42), _distance_words(None)
    ('41 km (22 nmi) inside', '0.4 km (0.2 nmi) outside', '')
    """
    if distance_km is None or distance_km != distance_km:  # noqa: PLR0124  NaN is the one value unlike itself
        return ""
    if round(distance_km, 1) == 0:
        return "on the limit"
    km, nmi = abs(distance_km), abs(distance_km) / KM_PER_NMI
    digits = 0 if km >= 10 else 1
    return f"{km:,.{digits}f} km ({nmi:,.{digits}f} nmi) {'outside' if distance_km > 0 else 'inside'}"


def distance_of_event(event: Event) -> str:
    """Say how far an exercise is from the limit and, where it has several places, which of them is measured.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> near, far, named = (Some(counts=True, distance_km=km) for km in (3.3, 120.0, None))
    >>> distance_of_event(Some(distance_km=3.3, places=(near,)))
    '3.3 km (1.8 nmi) outside'
    >>> distance_of_event(Some(distance_km=3.3, places=(near, far)))
    '3.3 km (1.8 nmi) outside; innermost of 2'
    >>> distance_of_event(Some(distance_km=3.3, places=(near, far, named)))
    '3.3 km (1.8 nmi) outside; innermost of 2 measured of 3'
    >>> distance_of_event(Some(distance_km=3.3, places=(near, named)))
    '3.3 km (1.8 nmi) outside; the one measured of 2'
    """
    said = _distance_words(event.distance_km)
    counted = [place for place in event.places if place.counts]
    measured = sum(place.distance_km is not None for place in counted)
    if not said or len(counted) < 2:
        return said
    if measured == len(counted):
        return f"{said}; innermost of {measured}"
    which = f"innermost of {measured}" if measured > 1 else "the one"
    return f"{said}; {which} measured of {len(counted)}"
