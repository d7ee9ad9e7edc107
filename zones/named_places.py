"""Words to places: what the name of a sea, port, range or test site means.

A name gives a named area, or a position with the radius that a reader may assume from the name alone, never
a false point. What had to be assumed is a doubt. Longitude and latitude in degrees (EPSG:4326), lengths in
kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.errors import DezoneError
from zones import offsets
from zones.gazetteer import UnknownNameError, lands_of_states, names_of_areas, quote_name
from zones.name_words import WIDE_KM, is_off, read_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zones.exercises import Exercise, Place, Surface
    from zones.name_words import Read
    from zones.offsets import Offset

LONGEST_TEXT = 200  #: characters; a name of a place with the words around it is shorter
OFF_KM = 100  #: how far "off X" reaches
BESIDE_KM = 150  #: how far "south of X" reaches
NEAR_KM = 30  #: what "near X" means at least
_ON_THE_COAST_KM = 20  #: a place known this well is a point on its coast: "off" is counted from it

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "vi")  #: which may say what an ambiguous name means

_ROLES = {
    "strait": "strait", "sea": "sea_area", "gulf": "sea_area", "bay": "sea_area", "base": "base",
    "range": "range", "test_site": "launch_site", "country": "host_country", "port": "port",
    "naval_base": "port", "air_base": "air_base",
}  # fmt: skip
_NOUNS = {
    "region": "area", "airspace": "restricted airspace", "naval_base": "naval base", "air_base": "air base",
    "test_site": "test site",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What words mean: one or more places, and what was understood.

    Examples
    --------
    >>> found = resolve("50 km east of Pohang")
    >>> found.understood, found.places[0].uncertainty_km
    ('50 km towards 90° from Pohang, 36.0°N 129.4°E: within 34.1 km of 36.0°N 129.9°E', 34.1)
    """

    entries: tuple[str, ...]  #: identifiers in the gazetteer, as many as places
    places: tuple[Place, ...]
    understood: str  #: in English, for people
    doubts: tuple[str, ...]  #: what had to be assumed


def resolve(text: str, language: str | None = None) -> Resolution:
    """Find what words mean.

    Parameters
    ----------
    text : str
        A name, or several, with the usual words around it: ``off Vladivostok``, ``서해``,
        ``у берегов Камчатки``, ``Sea of Japan and Sea of Okhotsk``.
    language : str or None
        ``en``, ``ko``, ``zh``, ``ja``, ``ru`` or ``vi``: whose usage decides where a name is ambiguous.

    Returns
    -------
    Resolution
        "off X" is the sea within 100 km of it (counted from the edge of what is not a point on the
        coast), "south of X" that within 150 km, "near X" at least 30 km around it. Directions and parts
        of a sea are not used, which is a doubt.

    Raises
    ------
    AmbiguousNameError
        If the name means different places.
    UnknownNameError
        If there is no such name, or the text is empty or longer than 200 characters.

    Examples
    --------
    >>> resolve("off Vladivostok").understood
    'sea area off Vladivostok: within 100 km of 43.1°N 131.9°E, at sea, in the Sea of Japan / East Sea'
    >>> resolve("서해").places[0].named_area
    'yellow_sea'
    """
    if language is not None and (language := language[:2].casefold()) not in LANGUAGES:
        raise DezoneError(f"language {quote_name(language)}: choose one of {', '.join(LANGUAGES)}")
    if not text.strip():
        raise UnknownNameError("an empty name: name a sea, a port, a base, a range or a test site")
    if len(text) > LONGEST_TEXT:
        raise UnknownNameError(
            f"{quote_name(text)}: {len(text):,} characters are no name: name one place, or give a file"
        )
    found = read_names(text, language)
    places = tuple(_place(each) for each in found)
    doubts = [doubt for each in found for doubt in _doubts(each)]
    return Resolution(
        entries=tuple(each.entry["id"] for each in found),
        places=places,
        understood="; ".join(_understood(each, place) for each, place in zip(found, places, strict=True)),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def to_exercise(text: str, resolution: Resolution) -> Exercise:
    """Make an exercise of a resolved text: what was understood is its first doubt.

    Examples
    --------
    >>> to_exercise("日本海", resolve("日本海")).doubts
    ('understood as Sea of Japan / East Sea: the whole named area',)
    """
    from zones.exercises import Exercise  # noqa: PLC0415 brings shapely

    shown = quote_name(text)[1:-1]
    return Exercise(
        id=shown,
        name="",
        places=resolution.places,
        location_reported=shown,
        doubts=(f"understood as {resolution.understood}", *resolution.doubts),
    )


def _place(read: Read) -> Place:
    """Make a place of an entry and the words around it."""
    from shapely import Point  # noqa: PLC0415 heavy

    from zones.exercises import Place  # noqa: PLC0415 brings shapely

    entry = read.entry
    role = _ROLES.get(entry["kind"], "area")
    common = {"name": entry["names"]["en"], "basis": "gazetteer", "extent": "locator"}
    if read.offset and read.towards_deg is not None:
        from geo.geodesy import destination  # noqa: PLC0415 heavy

        [moved] = destination(entry["at"], read.towards_deg, read.offset.along_km)
        radius = offsets.doubt_km(read.offset.along_km, float(entry["uncertainty_km"]))
        at_sea = offsets.at_sea(" ".join(read.words))
        return Place(
            geometry=Point(moved), uncertainty_km=radius, surface="sea" if at_sea else "any", **common
        )  # fmt: skip
    if read.offset and not is_off(read):
        return Place(geometry=Point(entry["at"]), uncertainty_km=_reach_km(read), **common)
    if is_off(read):
        area = read.sea or (entry["seas"][0] if len(entry.get("seas", ())) == 1 else None)
        if "at" in entry:
            return Place(
                geometry=Point(entry["at"]), uncertainty_km=_reach_km(read), named_area=area,
                surface="sea", role="sea_area", **common,
            )  # fmt: skip
        from zones import areas  # noqa: PLC0415 reads files

        return Place(
            geometry=areas.outline(entry["named_area"]), uncertainty_km=_reach_km(read), named_area=area,
            surface="sea", role="sea_area", **common,
        )  # fmt: skip
    if "at" not in entry:
        return Place(named_area=entry["named_area"], surface=entry["surface"], role=role, **common)
    radius = float(entry["uncertainty_km"])
    if read.manner == "near":
        radius = max(2 * radius, NEAR_KM)
    surface: Surface = "any" if read.manner == "near" and entry["surface"] == "land" else entry["surface"]
    wide_land = entry["kind"] in ("province", "peninsula") and surface == "land"
    return Place(
        geometry=Point(entry["at"]),
        uncertainty_km=radius,
        named_area=lands_of_states().get(entry.get("state", ""))
        if wide_land
        else None,  # no neighbour of a province
        surface=surface,
        role=role,
        **common,
    )


def _reach_km(read: Read) -> float:
    """How far from the position or outline the sea off a place reaches."""
    known_km = float(read.entry.get("uncertainty_km", 0.0))
    if read.offset:
        return round(read.offset.along_km + known_km, 1)
    reach = BESIDE_KM if read.manner == "beside" else OFF_KM
    return reach + (known_km if known_km > _ON_THE_COAST_KM else 0.0)


def _understood(read: Read, place: Place) -> str:
    """Say in English what was understood."""
    entry = read.entry
    name = entry["names"]["en"]
    where = ""
    if "at" in entry:
        where = _written(*entry["at"])
    if read.offset and read.towards_deg is not None and place.geometry is not None:
        sea = ", at sea" if place.surface == "sea" else ""
        return (
            f"{read.offset.along_km:.4g} km towards {read.towards_deg:g}° from {name}, {where}: "
            f"within {place.uncertainty_km:g} km of {_written(*place.geometry.coords[0])}{sea}"
        )
    if is_off(read):
        inside = f", in the {names_of_areas()[place.named_area]}" if place.named_area else ""
        return f"sea area off {name}: within {place.uncertainty_km:g} km of {where or name}, at sea{inside}"
    if not where:
        return f"{name}: the whole named area"
    noun = _NOUNS.get(entry["kind"], entry["kind"])
    at_sea = ", at sea" if place.surface == "sea" else ", on land" if place.surface == "land" else ""
    near = "near " if read.manner == "near" else ""
    inside = f", in {names_of_areas()[place.named_area]}" if place.named_area in names_of_areas() else ""
    return f"{near}{name} ({noun}): within {place.uncertainty_km:g} km of {where}{at_sea}{inside}"


def _written(lon: float, lat: float) -> str:
    """Write a position for people, to a tenth of a degree."""
    return f"{abs(lat):.1f}°{'N' if lat >= 0 else 'S'} {abs(lon):.1f}°{'E' if lon >= 0 else 'W'}"


def _doubts(read: Read) -> Iterator[str]:
    """Say what had to be assumed."""
    entry, name = read.entry, read.entry["names"]["en"]
    if read.offset:
        yield from _doubts_of_offset(read, read.offset)
        read = replace(read, words=(), manner="")
    whole = "the circle" if "at" in entry or is_off(read) else "the whole area"
    for word in read.words:
        yield f"{word!r} was not used: {whole} stands for it"
    if is_off(read):
        yield f"'off' was read as the sea within {_reach_km(read):g} km of {name}: a rule of ours"
    elif read.manner in ("off", "beside") and entry["surface"] != "sea":
        yield f"{name} does not lie at the sea: the place itself is taken"
    elif read.manner == "near" and "at" in entry:
        yield f"'near' was read as at least {NEAR_KM} km, or twice as far as the name alone"
    if read.stands_for:
        yield f"{quote_name(read.stands_for)} itself is not in the gazetteer: {name} stands for it"
    if entry.get("caution"):
        yield f"{name}: {entry['caution']}"
    elif entry.get("uncertainty_km", 0) >= WIDE_KM:
        yield f"no outline of {name} here: a circle of {entry['uncertainty_km']:g} km stands for it"
    if entry["verification"] == "unverified":
        yield f"the position of {name} has not been checked against a published source"


def _doubts_of_offset(read: Read, offset: Offset) -> Iterator[str]:
    """Say how a distance was counted."""
    if offset.statute:
        yield offsets.statute_doubt(offset.written)
    if read.towards_deg is None:
        yield f"{offset.written!r} without a direction: the whole circle stands for it"
    else:
        known = f"{read.entry['names']['en']} to within {read.entry['uncertainty_km']:g} km"
        yield f"a direction in words was read as known to within 22.5°, and {known}: a rule of ours"
