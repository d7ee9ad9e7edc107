"""A distance from a position: 50 km east of 38.5N 128.2E, 38.5N 128.2E ± 10 km, within 20 nm of it.

Only a line whose every word is understood is read, and as one of three things: a direction leads to another
place, a circle is a closed area, and any other distance says how well the position is known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import PositionError
from zones import offsets

if TYPE_CHECKING:
    from geo.positions import Position
    from zones.exercises import Exercise

_WIND = r"(?:(?:north|south|east|west)(?:ern|wards?)?[\s-]*)+"
_DIRECTION = re.compile(
    r"(?:\b(?:(?:at|on|bearing|azimuth|true) )*(?P<deg>\d{3})\s*(?:°|deg(?:rees)?\b)?\s*(?:t\b|true\b)?"
    r"\s*(?:of|from)\b"
    rf"|\b(?:to )?(?:the )?(?:due )?(?P<en>{_WIND})(?:of|from)\b"
    r"|\bк\s+(?P<ru>[а-я\s-]*(?:север|юг|восток|запад)[а-я]*)\s+от\b"
    r"|[以の의]?\s*(?P<cjk>[동서남북]{1,2}(?:쪽|방향)|(?<![0-9])[东東西南北]{1,2}(?:方|面|侧|側|边)?)\s*$)"
)
_CIRCLE = re.compile(r"\b(?:within|circle|radius)\b|반경|半径|半徑|радиус")
_AROUND = re.compile(
    r"\b(?:(?:a|the|in|at|of|with|from|near|around|about|circle|radius|r|cent(?:er|re)(?:d on|d at|d)?"
    r"|known to|waters|sea|area|within|радиус\w*|в|от)\b|반경|半径|半徑)|±|\+\s*/?\s*-|[=:;,]\s*$|^\s*[,:;]"
)
_FARTHEST_KM = 5000  # as with --radius
_CLOSE_COMMA = re.compile(r"(\.\d+|[nsew]),(?=\d)")  # before a number that cannot be a decimal


_VAGUE = re.compile(r"\b(?:near|off|beyond|вблизи)\b|부근|인근|附近|付近")


def leads_away(text: str) -> bool:
    """Tell whether words lead away from a position without saying how far: north of, near, off.

    Examples
    --------
    >>> leads_away("North of 38.5N 128.2E"), leads_away("Wonsan, 38.5 north 128.2 east")
    (True, False)
    """
    plain = " ".join(text.lower().split())
    return bool(_DIRECTION.search(plain) or _VAGUE.search(plain))


def read_around(text: str) -> Exercise | None:
    """Read a distance from one position; None if the text is anything else.

    Parameters
    ----------
    text : str
        One line; its first 80 characters are the identifier.

    Returns
    -------
    Exercise or None
        With one place, a doubt that tells how the distance was read, and those of the position.

    Examples
    --------
    >>> there = read_around("50 km east of 38.5N 128.2E")
    >>> there.places[0].geometry, there.places[0].uncertainty_km
    (<POINT (128.773 38.499)>, 19.1)
    >>> read_around("38.5N 128.2E +/- 10 km").places[0].uncertainty_km
    10.0
    >>> read_around("circle of 20 nm centred on 38.5N 128.2E").places[0].role
    'closure_area'
    >>> read_around("38.5N 128.2E, gunnery 10 km") is None
    True
    """
    plain = _CLOSE_COMMA.sub(r"\1, ", " ".join(text.lower().split()))
    taken = offsets.take_distance(plain)
    if taken is None or taken.along_km > _FARTHEST_KM:
        return None
    direction = _DIRECTION.search(taken.rest)
    rest = _DIRECTION.sub(" ", taken.rest) if direction else taken.rest
    position = _position(_AROUND.sub(" ", rest))
    if position is None:
        return None
    if direction is None:
        return _circle(position, text, taken) if _CIRCLE.search(plain) else _known_to(position, text, taken)
    if direction["deg"]:
        return _moved(
            position, text, taken, float(direction["deg"]) % 360, "a bearing, from true north,", 5.0
        )
    towards = taken.towards_deg
    if towards is None:
        towards = offsets.direction_deg(direction["en"] or direction["ru"] or direction["cjk"])
    if towards is None:
        return None
    return _moved(position, text, taken, towards, "a direction in words", offsets.WIND_DEG)


def _position(words: str) -> Position | None:
    """Read the one position that is left of a text; None if something else is."""
    from geo.coordinates import read_positions  # noqa: PLC0415 most names have no distance

    try:
        positions = read_positions(words.strip())
    except PositionError:
        return None
    return positions[0] if len(positions) == 1 else None


def _known_to(position: Position, text: str, taken: offsets.Offset) -> Exercise:
    read = (
        f"{taken.written!r} was read as how well the position is known; for a closed area write 'circle of'"
    )
    return _exercise(position, text, taken, read, taken.along_km)


def _circle(position: Position, text: str, taken: offsets.Offset) -> Exercise:
    from geo.shapes import circle  # noqa: PLC0415 heavy

    exercise = _exercise(
        position, text, taken, f"{taken.written!r} was read as the radius of a closed area at sea"
    )
    [place] = exercise.places
    area = replace(
        place,
        geometry=circle(position.lon, position.lat, taken.along_km),
        extent="footprint",
        role="closure_area",
        surface="sea",
    )
    return replace(exercise, places=(area,))


def _moved(
    position: Position, text: str, taken: offsets.Offset, towards_deg: float, said: str, within_deg: float
) -> Exercise:
    from geo.geodesy import destination  # noqa: PLC0415 heavy

    [[lon, lat]] = destination([(position.lon, position.lat)], towards_deg, taken.along_km)
    there = replace(position, lon=float(lon), lat=float(lat))
    shown = f"{abs(lat):.2f}°{'N' if lat >= 0 else 'S'} {abs(lon):.2f}°{'E' if lon >= 0 else 'W'}"
    read = (
        f"understood as {taken.along_km:.4g} km towards {towards_deg:g}°: {shown}; {said} was read "
        f"as known to within {within_deg:g}°: a rule of ours"
    )
    return _exercise(there, text, taken, read, offsets.doubt_km(taken.along_km, 0.0, within_deg))


def _exercise(
    position: Position, text: str, taken: offsets.Offset, read: str, radius_km: float = 0.0
) -> Exercise:
    from zones.exercise_places import from_positions  # noqa: PLC0415 heavy

    exercise = from_positions([position], text, radius_km)
    statute = [offsets.statute_doubt(taken.written)] if taken.statute else []
    return replace(exercise, doubts=(*exercise.doubts, read, *statute))
