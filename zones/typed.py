"""What somebody types: positions, a geometry, a distance, a name of a place or an exercise, a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import DezoneError, PositionError, cut

if TYPE_CHECKING:
    from geo.notices.dates import Reference
    from zones.exercises import Exercise

_GEOMETRY = re.compile(
    r"(?i)\s*(?:(?:SRID=\d+;\s*)?(?:MULTI(?:POINT|LINESTRING|POLYGON)|LINESTRING|POLYGON)\b|\{)"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_BEGINS_AS_POSITION = re.compile(
    r"(?i)[\W_]*(?:(?:(?:[nsew]|lat\w*|lon\w*)[\W_]*)?\d|[^\W\d_a-z]{1,4}[\W_]*\d{1,3}(?!\d))"
)  # 북위 38, not 海上联合-2025


def read_typed(
    text: str,
    radius_km: float | None = None,
    language: str | None = None,
    issued: Reference | None = None,
) -> list[Exercise]:
    """Read what somebody types.

    In this order: a geometry as WKT or GeoJSON; positions (one is a place, two are a line, three or more the
    corners of a closed area); a distance from a position; a part of a sea; the name of a place; the name
    of a catalogued exercise; the text of warnings.

    Parameters
    ----------
    text : str
        Any.
    radius_km : float, optional
        How well the place is known, where the text does not know better.
    language : str, optional
        The language of names that mean different things in different languages.
    issued : Reference, optional
        When warnings were given out, where they do not say so themselves.

    Returns
    -------
    list of Exercise
        At least one; what had to be assumed are doubts of it.

    Raises
    ------
    PositionError
        If it has positions, but not all of it is understood.
    UnknownNameError, AmbiguousNameError
        If it is a name that is not known, or means several places.

    Examples
    --------
    >>> [place] = read_typed("off Vladivostok")[0].places
    >>> place.named_area, place.uncertainty_km
    ('sea_of_japan', 100.0)
    >>> read_typed("POLYGON ((130 38, 131 38, 131 39, 130 38))")[0].places[0].extent
    'footprint'
    """
    from geo.coordinates import holds_position  # noqa: PLC0415 not for --help

    if _GEOMETRY.match(text):
        return [_of_geometry(text, radius_km)]
    if holds_position(text):
        return _with_positions(text, radius_km, language, issued)
    return ("\n" in text and read_warnings(text, issued)) or _of_words(text, radius_km, language, issued)


def _with_positions(
    text: str, radius_km: float | None, language: str | None, issued: Reference | None
) -> list[Exercise]:
    """Read positions alone, else with what is said around them."""
    from geo.coordinates import read_positions  # noqa: PLC0415 not for --help
    from zones.exercise_places import from_positions  # noqa: PLC0415 heavy

    try:
        return [from_positions(read_positions(text), text, radius_km or 0.0)]
    except DezoneError:
        if read := _around(text, radius_km) or _part(text, language) or read_warnings(text, issued):
            return read
        raise


def _of_words(
    text: str, radius_km: float | None, language: str | None, issued: Reference | None
) -> list[Exercise]:
    """Read a name; of what is none, say what is wrong with it."""
    from zones.gazetteer import UnknownNameError  # noqa: PLC0415 a position needs no names
    from zones.named_places import resolve, to_exercise  # noqa: PLC0415 likewise

    if part := _part(text, language):
        return part
    try:
        named = to_exercise(text, resolve(text, language))
    except UnknownNameError as error:
        if read := _catalogued(text) or _around(text, radius_km) or read_warnings(text, issued):
            return read
        _complain_of_position(text)
        if near := _nearly_catalogued(text):
            from geo.positions import quote  # noqa: PLC0415

            raise UnknownNameError(
                f"no place and no catalogued exercise {quote(text)} is known: did you mean {near}?"
            ) from error
        if str(error).endswith("?"):
            raise
        raise UnknownNameError(f"{error}, or the name of an exercise in dezone exercises list") from error
    return [named if radius_km is None else _within(named, radius_km)]


def read_place(text: str) -> Exercise | None:
    """Read positions, a distance from one, or a part of a sea, as where something took place; else None.

    Raises
    ------
    PositionError
        If the edges of an area cross, or the sea does not reach so far.

    Examples
    --------
    >>> read_place("38.5N 128.2E +/- 10 km").places[0].uncertainty_km
    10.0
    >>> read_place("Pohang") is None
    True
    """
    from geo.coordinates import holds_position, read_positions  # noqa: PLC0415 not for --help
    from zones.around import read_around  # noqa: PLC0415 likewise
    from zones.exercise_places import from_positions  # noqa: PLC0415 heavy
    from zones.sea_parts import read_part  # noqa: PLC0415 likewise

    if holds_position(text):
        try:
            return from_positions(read_positions(text), text)
        except PositionError:
            pass
    return read_part(text) or read_around(text)


def _complain_of_position(text: str) -> None:
    """Say what is wrong with the numbers of a text that begins like a position."""
    from geo.coordinates import read_positions  # noqa: PLC0415 not for --help
    from zones.offsets import take_distance  # noqa: PLC0415 a position needs no names

    if (_BEGINS_AS_POSITION.match(text) and not take_distance(text)) or not text.strip():
        read_positions(text)


def is_name(text: str, language: str | None = None) -> bool:
    """Tell whether a text is the name of a place, or of a catalogued exercise.

    Examples
    --------
    >>> is_name("Dokdo/Takeshima"), is_name("Northern/Interaction-2023"), is_name("38N 131E")
    (True, True, False)
    """
    from zones.gazetteer import AmbiguousNameError, UnknownNameError  # noqa: PLC0415 a position needs no names
    from zones.named_places import resolve  # noqa: PLC0415 likewise

    try:
        return bool(resolve(text, language).places)
    except AmbiguousNameError:
        return True
    except UnknownNameError:
        return bool(_catalogued(text))


def _of_geometry(text: str, radius_km: float | None) -> Exercise:
    """Read WKT or a GeoJSON geometry."""
    from dataclasses import replace  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415 heavy
    from shapely import get_coordinates  # noqa: PLC0415 heavy

    from geo.faults import RecordError  # noqa: PLC0415
    from geo.geometry_formats import parse_text  # noqa: PLC0415
    from geo.positions import quote  # noqa: PLC0415
    from zones.exercise_places import from_geometry  # noqa: PLC0415

    try:
        geometry = parse_text(text, "")
    except RecordError as error:
        raise PositionError(f"{quote(text)}: {error.problem}: {error.mend}") from error
    if geometry is None or geometry.is_empty or not np.isfinite(get_coordinates(geometry)).all():
        raise PositionError(f"{quote(text)}: needs numbers: write for example POINT (128.2 38.5)")
    shown = " ".join(text.split())
    read = from_geometry(geometry)
    named = replace(read, id=cut(shown, 80))
    return named if radius_km is None else _within(named, radius_km)


def _part(text: str, language: str | None) -> list[Exercise]:
    """Read a part of a sea; nothing if it is none."""
    from zones.sea_parts import read_part  # noqa: PLC0415 most names are whole

    read = read_part(text, language)
    return [] if read is None else [read]


def _around(text: str, radius_km: float | None) -> list[Exercise]:
    """Read a distance from a position; nothing if it is none."""
    from zones.around import read_around  # noqa: PLC0415 most positions have no words around them

    read = None if "\n" in text else read_around(text)
    if read is None:
        return []
    return [read if radius_km is None else _within(read, radius_km)]


def read_warnings(text: str, issued: Reference | None = None) -> list[Exercise]:
    """Read the text of navigational warnings and NOTAMs.

    Parameters
    ----------
    text : str
        Of one warning or many.
    issued : Reference, optional
        When they were given out, where they do not say so themselves.

    Returns
    -------
    list of Exercise
        One for each warning; none if it is no warning, but positions alone. In one line of words without a
        time or an area only the positions count, and a doubt says so.

    Raises
    ------
    PositionError
        If such a line says that something is away from its position, and it is not understood how far.

    Examples
    --------
    >>> read_warnings("GUNNERY 38-30N 131-00E 5 NM RADIUS 030000Z MAY 2024")[0].start
    '2024-05-03'
    >>> read_warnings("38-30N 131-00E")
    []
    """
    if not _WORD.search(text):
        return []
    from geo.notices import is_notice  # noqa: PLC0415
    from geo.notices.text import split_notices  # noqa: PLC0415 a position needs no grammar of warnings
    from geo.positions import quote  # noqa: PLC0415
    from zones.notices import read_exercise  # noqa: PLC0415

    found = [read_exercise(each, issued) for each in split_notices(text)] if is_notice(text) else []
    if "\n" in text or not found or not all(map(_is_bare, found)):
        return found
    from zones.around import leads_away  # noqa: PLC0415
    from zones.offsets import holds_distance  # noqa: PLC0415

    if holds_distance(text) or leads_away(text):
        raise PositionError(
            f"{quote(text)}: it is not understood how far from the position: write "
            "'50 km east of 38.5N 128.2E', 'within 50 km of 38.5N 128.2E', or the position with --radius"
        )
    return [_without_words(each) for each in found]


def _without_words(exercise: Exercise) -> Exercise:
    """Take the positions in a line of words as nothing but positions: it is no warning."""
    from dataclasses import replace  # noqa: PLC0415

    from zones.exercises import Exercise  # noqa: PLC0415

    places = tuple(replace(place, role="area", surface="any") for place in exercise.places)
    doubts = [doubt for doubt in exercise.doubts if not doubt.startswith("no date")]
    doubts.append("the words around the position were not used")
    return Exercise(id=exercise.id, name="", places=places, doubts=tuple(doubts))


def _is_bare(exercise: Exercise) -> bool:
    """Tell whether a notice gave points and lines alone: no area, no radius, no time."""
    return not exercise.start and all(
        place.geometry is not None and place.geometry.area == 0 and not place.uncertainty_km
        for place in exercise.places
    )


def _catalogued(text: str) -> list[Exercise]:
    """Find the catalogued exercises that are called so."""
    from zones import load_exercises  # noqa: PLC0415 only where nothing else is meant
    from zones.catalogue import called  # noqa: PLC0415 likewise

    return called(load_exercises(), text)


def _nearly_catalogued(text: str) -> str:
    """Name the catalogued exercises whose name comes close, or which have it in other years; else nothing."""
    import difflib  # noqa: PLC0415 only for the mend

    from zones import load_exercises  # noqa: PLC0415 likewise
    from zones.series import series_called  # noqa: PLC0415 likewise

    name = re.sub(r"[\W_]*\d[\W\d_]*", " ", text).strip().casefold()
    names = {each.series.casefold(): each.series for each in load_exercises() if each.series}
    near = [series_called(text, names.values(), common=True)]
    if not near[0]:
        begin = [series for key, series in names.items() if len(name) > 3 and key.startswith(f"{name} ")]
        near = begin or [names[key] for key in difflib.get_close_matches(name, names, n=1, cutoff=0.8)]
    held = [each.name for each in load_exercises() if each.series in near]
    return " or ".join(held[-3:])


def _within(exercise: Exercise, radius_km: float) -> Exercise:
    """Give the radius to every position: who names a place knows better than the gazetteer how well."""
    from dataclasses import replace  # noqa: PLC0415

    places = (
        place if place.geometry is None else replace(place, uncertainty_km=radius_km)
        for place in exercise.places
    )
    return replace(exercise, places=tuple(places))
