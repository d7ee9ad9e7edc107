"""The sentence that goes with a verdict: plain, with the reason, the doubt and what would change it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely

from geo.geodesy import KM_PER_NMI
from geo.positions import format_latitude
from zones import areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zones.exercises import Place
    from zones.verdict import PlaceVerdict
    from zones.zone import Zone

CAVEAT = (
    "An analytical reading of a proposal that no state adopted. Not a legal finding, a boundary, an aid to "
    "navigation or evidence of a breach. Lines and names imply no view on sovereignty. Places are as "
    "published; unannounced activity is missing."
)

_KIND_NOTES = {
    "closure_area_only": "A closed area says that ships were kept out, not that an exercise took place.",
    "transit": "A transit is not an exercise.",
    "presence": "Presence is not an exercise.",
}
TOUCHING_KM = 0.06  #: parts of areas and lines this close to the limit do not count (`zones.possible`)


def lengths(distance_km: float) -> str:
    """Write a length in kilometres with nautical miles beside it, without a sign.

    Examples
    --------
    >>> lengths(-41.27), lengths(0.4), lengths(1234.5)
    ('41.3 km (22.3 nmi)', '400 m (0.22 nmi)', '1,234 km (667 nmi)')
    """
    km, nmi = abs(distance_km), abs(distance_km) / KM_PER_NMI
    if km < 1:
        return f"{km * 1000:.0f} m ({nmi:.2f} nmi)"
    return f"{km:.1f} km ({nmi:.1f} nmi)" if km < 1000 else f"{km:,.0f} km ({nmi:,.0f} nmi)"


def percent(share: float) -> str:
    """Write a share, from 0 to 1, so that it never rounds to all or nothing.

    Examples
    --------
    >>> percent(0.6231), percent(0.9997), percent(0.0001), percent(1.0)
    ('62%', 'over 99%', 'under 1%', '100%')
    """
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def whole_minute(lat: float, *, up: bool) -> str:
    """Write a latitude in whole minutes, rounded so that what is said of it stays true beyond it.

    Examples
    --------
    >>> whole_minute(29.5, up=False), whole_minute(29.88, up=False), whole_minute(29.88, up=True)
    ('29°30′N', '29°52′N', '29°53′N')
    """
    minutes = round(lat * 60, 6)
    return format_latitude((math.ceil(minutes) if up else math.floor(minutes)) / 60)


def listed(items: Iterable[str]) -> str:
    """Join with commas and a last ``and``.

    Examples
    --------
    >>> listed(["the sea", "the strait", "the bay"])
    'the sea, the strait and the bay'
    """
    *most, last = [*items] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def area_name(area_id: str) -> str:
    """Give the English name of an area as a sentence uses it.

    Examples
    --------
    >>> area_name("yellow_sea"), area_name("japan"), area_name("northern_east_china_sea")
    ('the Yellow Sea', 'Japan', 'the northern East China Sea')
    """
    if area_id not in areas.file_of_areas():
        return area_id.replace("_", " ")
    name = areas.names(area_id)["en"].replace("Northern East", "northern East")
    bare = areas.file_of_areas()[area_id] == "land.geojson" or name.endswith(" Bay")
    return name if bare else f"the {name}"


def in_areas(area_ids: Iterable[str]) -> str:
    """Say in which areas something lies; nothing if it lies in none.

    Examples
    --------
    >>> in_areas(["korean_peninsula", "yellow_sea"])
    'on the Korean Peninsula and in the Yellow Sea'
    """
    return listed(
        f"{'on' if area_id == 'korean_peninsula' else 'in'} {area_name(area_id)}" for area_id in area_ids
    )


def place_reason(
    place: Place,
    verdict: str,
    regions: Mapping[str, float],
    distance_km: float | None,
    limit: Mapping[str, str] | None,
    share: float | None,
) -> str:
    """Say for one place where it lies and how far the limit is.

    Parameters
    ----------
    verdict : str
        Of this place.
    regions : mapping
        Identifiers of the regions touched.
    distance_km : float or None
        Signed, positive outside; None without a position.
    limit : mapping or None
        The nearest one, with its name.
    share : float or None
        Inside, from 0 to 1; None if nothing is known.

    Examples
    --------
    >>> from zones.exercises import Place
    >>> place_reason(Place(), "inside", {"bohai_gulf": 1.0}, -11.3, {"name": "Coast of China"}, 1.0)
    'in the Bohai Gulf, 11.3 km (6.1 nmi) from the limit (Coast of China)'
    >>> place_reason(Place(), "uncertain", {}, None, None, None)
    'no position is known'
    """
    where = in_areas(regions)
    known = area_name(place.named_area) if place.named_area else ""
    measured = distance_km is not None and limit is not None
    away = f"{lengths(distance_km or 0)} from the limit ({(limit or {}).get('name')})" if measured else ""
    extended = place.geometry is not None and shapely.get_dimensions(place.geometry) > 0
    if verdict == "inside" and place.named_area and not measured:
        return where if place.named_area in regions else f"all of {known} lies inside"
    if verdict == "inside":
        deep = f"reaching up to {away.replace(' from the limit', ' inside the limit')}" if extended else away
        return ", ".join(filter(None, (where, deep if measured else "")))
    if verdict == "outside" and extended and measured and -TOUCHING_KM <= (distance_km or 0) <= 0:
        return f"it only touches the limit ({(limit or {}).get('name')})"
    if verdict == "outside":
        expected = in_areas([place.named_area]) if place.named_area else "elsewhere"
        expected = {"sea": "at sea", "land": "on land"}.get(place.surface, expected)
        beyond = f"expected {expected}, which is outside here, {away}"
        beyond = away.replace(" from the limit", " outside the limit") if (distance_km or 0) > 0 else beyond
        return beyond if measured else f"all of {known} lies outside"
    if share is None:
        return "no position is known"
    used = ("area", "points", "track", "area")[shapely.get_dimensions(place.geometry) + 1]
    part = f"{percent(share)} of the {used if verdict == 'partly' else 'possible area'} inside, {where}"
    part = part.removesuffix(", ")
    return part if verdict == "partly" else f"{_how_known(place, known, measured=measured)}; {part}"


def _how_known(place: Place, known: str, *, measured: bool) -> str:
    """Say how well a place is known."""
    if known and not measured:
        return f"known only as {known}"
    if place.uncertainty_km:
        return f"known to within {lengths(place.uncertainty_km)}"
    return "somewhere in the area given"


def reason(
    verdict: str, places: Sequence[PlaceVerdict], changes: Sequence[str], kinds: Iterable[str], *, near: bool
) -> str:
    """Say in one sentence what decided and what would flip it, then what the answer does not mean.

    Parameters
    ----------
    verdict : str
        The verdict on all places together.
    places : sequence of PlaceVerdict
        Those that count.
    changes : sequence of str
        What `changes` gave.
    kinds : iterable of str
        Activity kinds of the exercise.
    near : bool
        Whether it is outside but near the limit.

    Examples
    --------
    >>> from zones import load_zone
    >>> from zones.exercises import Exercise, Place
    >>> exercise = Exercise(id="a", name="", places=(Place(named_area="yellow_sea"),))
    >>> [place] = load_zone().check(exercise).places
    >>> reason("inside", [place], [], ["transit"], near=False)
    'Inside: in the Yellow Sea. A transit is not an exercise.'
    >>> reason("uncertain", [], [], [], near=False)
    'Uncertain: no place is known.'
    """
    if not places:
        return "Uncertain: no place is known."
    if len(places) == 1:
        because = places[0].reason
    else:
        deciding = _deciding(verdict, places)
        because = "; ".join(f"{place.name or place.role}: {place.reason}" for place in deciding)
    notes = ["; ".join([f"{verdict.capitalize()}: {because}", *changes]) + "."]
    if verdict in ("uncertain", "partly") and any(0 < (place.share_inside or 0) < 1 for place in places):
        notes.append("Shares are of the possible area or length, not probabilities.")
    if near:
        notes.append("Near the limit: a port reported as the place of a drill at sea is the usual cause.")
    notes += [note for kind, note in _KIND_NOTES.items() if kind in kinds]
    return " ".join(notes)


def changes(
    verdict: str, zone: Zone, flips_at_lat: float | None, flips_to: str | None, with_islands: str
) -> list[str]:
    """Say which other choices would change a verdict, and to what.

    `with_islands` is the verdict under the other choice of small islands; `flips_at_lat` is in degrees north,
    None if no southern limit changes the verdict. Nothing changes: an empty list.

    Examples
    --------
    >>> from zones import load_zone
    >>> changes("outside", load_zone(), 29.5, "inside", "outside")
    ['inside if the southern limit is read as 29°30′N or further south']
    """
    found = []
    if flips_at_lat is not None and flips_to:
        north = flips_at_lat > zone.southern_limit or (
            flips_at_lat == zone.southern_limit and verdict != "outside"
        )
        lat = whole_minute(flips_at_lat, up=north)
        where_to = f"further north than {lat}" if north else f"{lat} or further south"
        found.append(f"{flips_to} if the southern limit is read as {where_to}")
    if with_islands != verdict:
        other = "follow their state instead of counting as sea"
        if zone.islands == "land":
            other = "count as the sea around them"
        found.append(f"{with_islands} if small islands {other}")
    return found


def _deciding(verdict: str, places: Sequence[PlaceVerdict]) -> list[PlaceVerdict]:
    """Pick the places that made the verdict: all of one answer, or one for each side."""
    if verdict in ("inside", "outside"):
        return list(places[:2])
    if verdict == "uncertain":
        return [place for place in places if place.verdict == "uncertain"][:2] or list(places[:2])
    if len(both := [place for place in places if place.verdict == "partly"]) == len(places):
        return both[:1]
    touching = max(places, key=lambda place: (place.touches == "yes", place.within == "yes"))
    leaving = max(
        places, key=lambda place: (place.within == "no", place.touches == "no", place.distance_km or 0.0)
    )
    return [touching] if touching is leaving else [touching, leaving]
