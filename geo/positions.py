"""A position as a value, checked when it is made, and written for people.

Longitude and latitude in degrees, WGS 84: longitude first in data, latitude first in what people write.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from geo.errors import PositionError

Style = Literal["dms", "dm", "decimal", "packed"]

_QUOTED_LENGTH = 60
MEND = "write for example 38-46.58N 120-59.10E, or 38.7764, 120.9850 with the latitude first"


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the Earth as it was written, checked when it is made.

    Raises
    ------
    PositionError
        If the latitude lies outside [-90, 90], the longitude outside [-180, 180], or one is not finite.

    Examples
    --------
    >>> Position(lon=120.985, lat=38.7763)
    Position(lon=120.985, lat=38.7763, precision_deg=0.0, start=0, end=0, doubts=())
    """

    lon: float  #: degrees, east positive, WGS 84
    lat: float  #: degrees, north positive
    precision_deg: float = 0.0  #: half a unit of the last printed digit, of the coarser of the two numbers
    start: int = field(default=0, compare=False)  #: where the words begin in the text that was read
    end: int = field(default=0, compare=False)  #: the place after their last character
    doubts: tuple[str, ...] = ()  #: what reading had to assume

    def __post_init__(self) -> None:
        """Refuse what is no place on the Earth."""
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise PositionError(f"latitude {self.lat}, longitude {self.lon}: not numbers: {MEND}")
        if abs(self.lat) > 90:
            if abs(self.lon) <= 90 and abs(self.lat) <= 180:
                swapped = f"{short(self.lon)}, {short(self.lat)}"
                mend = f"did you mean {swapped} ({format_position(self.lat, self.lon)})?"
            else:
                mend = "correct it, and write the latitude first"
            raise PositionError(f"latitude {short(self.lat)} is beyond 90: {mend}")
        if abs(self.lon) > 180:
            turned = math.remainder(self.lon, 360)
            mend = f"did you mean {short(turned)}?" if abs(self.lon) <= 360 else "correct it"
            raise PositionError(f"longitude {short(self.lon)} is beyond 180: {mend}")


class Misread(NamedTuple):
    """Words that are meant as a position and cannot be one.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "from 38N 128E to 95N 129E"
    >>> _, misread = scan_positions(text)
    >>> text[misread.start : misread.end]
    '95N 129E'
    """

    error: PositionError
    start: int  #: where the words begin in the text that was read
    end: int  #: the place after their last character


def format_position(lon: float, lat: float, *, style: Style = "dms") -> str:
    """Write a position for people, latitude first.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    style : {"dms", "dm", "decimal", "packed"}
        Degrees, minutes and whole seconds with marks; degrees and minutes to a hundredth with hyphens;
        degrees to four decimals; degrees, minutes and seconds in one run of digits, as in a NOTAM.

    Raises
    ------
    PositionError
        If a number is out of range or not finite.

    Examples
    --------
    >>> for style in ("dms", "dm", "decimal", "packed"):
    ...     print(format_position(120.985, 38.7763889, style=style))
    38°46′35″N 120°59′06″E
    38-46.58N 120-59.10E
    38.7764, 120.9850
    384635N1205906E
    """
    Position(lon=lon, lat=lat)  # refuses what is out of range
    if style == "decimal":
        return f"{_four_decimals(lat)}, {_four_decimals(lon)}"
    halves = (_format_angle(lat, "NS", 2, style), _format_angle(lon, "EW", 3, style))
    return ("" if style == "packed" else " ").join(halves)


def format_latitude(lat: float) -> str:
    """Write a latitude for a sentence, to the nearest minute.

    Raises
    ------
    PositionError
        If the latitude is out of range or not finite.

    Examples
    --------
    >>> format_latitude(29.8833)
    '29°53′N'
    """
    Position(lon=0.0, lat=lat)  # refuses what is out of range
    minutes = round(abs(lat) * 60)
    return f"{minutes // 60}°{minutes % 60:02d}′{'S' if lat < 0 and minutes else 'N'}"


def _format_angle(value: float, letters: str, width: int, style: Style) -> str:
    per_degree = 6000 if style == "dm" else 3600  # hundredths of a minute, or seconds
    units = round(abs(value) * per_degree)
    letter = letters[value < 0 < units]
    degrees, rest = divmod(units, per_degree)
    if style == "dm":
        return f"{degrees:0{width}d}-{rest // 100:02d}.{rest % 100:02d}{letter}"
    minutes, seconds = divmod(rest, 60)
    if style == "packed":
        return f"{degrees:0{width}d}{minutes:02d}{seconds:02d}{letter}"
    return f"{degrees}°{minutes:02d}′{seconds:02d}″{letter}"


def _four_decimals(value: float) -> str:
    return f"{round(value, 4) + 0.0:.4f}"  # adding zero turns -0.0 into 0.0


def short(value: float) -> str:
    """Write a number with the digits that matter.

    Examples
    --------
    >>> short(125.0), short(38.7764)
    ('125', '38.7764')
    """
    return f"{value:.10g}"


def quote(text: str, length: int = _QUOTED_LENGTH) -> str:
    r"""Quote the beginning of a text from outside, with control characters made visible.

    Examples
    --------
    >>> quote("38N\x00 " + "x" * 99, 12)
    "'38N\\x00 xxxxxxx…'"
    """
    cut = text[:length] + ("…" if len(text) > length else "")
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) + "'"
