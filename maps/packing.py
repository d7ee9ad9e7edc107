"""Lines and numbers packed for the page's script: whole numbers, few bytes, one text that needs no escape."""

from __future__ import annotations

import base64
import gzip
import math
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

# Coordinates travel as integers: a unit is some 400 m for the land, 200 m for regions, 11 m for places and
# for the edges that answers come from (which lie on this grid, but for cuts along a southern limit).
UNITS_PER_DEGREE = {"land": 250, "shape": 500, "place": 10_000}

_DIGITS = bytes.maketrans(b"&<>`", b",.:/")


class Lines:
    """Lines as integers, collected into one packed text; the JSON names each group by its place in it.

    Examples
    --------
    >>> lines = Lines()
    >>> lines.add([[60000, 19000, 50, 100]]), lines.add([]), lines.add([[1, 2], [3, 4]])
    ([0, 1], [1, 0], [1, 2])
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._count = 0

    def add(self, lines: Iterable[Sequence[int]]) -> list[int]:
        """Add a group of lines as `coded` gives them; return where it begins and how many lines it has."""
        first = self._count
        for line in lines:
            self._bytes += varints([len(line) // 2, *line])
            self._count += 1
        return [first, self._count - first]

    def packed(self) -> str:
        """Give all lines as one text."""
        return packed(bytes(self._bytes))


def packed(content: bytes) -> str:
    """Compress bytes into a text: gzip in base 85, the same each time.

    The digits are those of RFC 1924 but for four, so that neither HTML nor JSON needs to escape one.

    Examples
    --------
    >>> text = packed(b"abc" * 100)
    >>> gzip.decompress(base64.b85decode(text.translate(str.maketrans(",.:/", "&<>`"))))[:6]
    b'abcabc'
    """
    return base64.b85encode(gzip.compress(content, 9, mtime=0)).translate(_DIGITS).decode("ascii")


def varints(numbers: Iterable[int]) -> bytes:
    """Write whole numbers in as few bytes as each needs, seven bits a byte, the sign in the lowest bit.

    Examples
    --------
    >>> varints([0, -1, 1, 64]).hex()
    '0001028001'
    """
    content = bytearray()
    for number in numbers:
        value = number * 2 if number >= 0 else -number * 2 - 1
        while value > 127:
            content.append(value & 127 | 128)
            value >>= 7
        content.append(value)
    return bytes(content)


def coded(line: BaseGeometry, units_of: str = "shape", *, drop_repeated: bool = True) -> list[int]:
    """Write a line as integers: the first position, then the steps, longitude before latitude.

    Parameters
    ----------
    line : LineString or LinearRing
        Longitude and latitude in degrees, EPSG:4326.
    units_of : {"land", "shape", "place"}
        What is drawn: says how many units a degree has, see `UNITS_PER_DEGREE`.
    drop_repeated : bool
        Whether points that fall together are written once.

    Returns
    -------
    list of int
        A step of more than half the globe is taken the short way, so that a line over the antimeridian
        stays one line; a line that begins west of 30°W is moved to the east.

    Examples
    --------
    >>> from shapely import LineString
    >>> coded(LineString([(120.0, 38.0), (120.1, 38.2)]))
    [60000, 19000, 50, 100]
    """
    units = UNITS_PER_DEGREE[units_of]
    whole = 360 * units
    steps: list[int] = []
    last: tuple[int, int] | None = None
    for lon, lat in shapely.get_coordinates(line):
        here = (round((lon if steps else eastward(lon)) * units), round(lat * units))
        if last is None:
            steps += here
        elif here == last and drop_repeated:
            continue
        else:
            step = (here[0] - last[0] + whole // 2) % whole - whole // 2
            steps += (step, here[1] - last[1])
        last = here
    return steps


def eastward(lon: float) -> float:
    """Give the longitude on a map that runs from 30°W eastwards, so that the Pacific is not torn.

    Examples
    --------
    >>> eastward(-157.9), eastward(20.0)
    (202.1, 20.0)
    """
    return lon + 360 if lon < -30 else lon


def lines_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Part a geometry into its lines and rings; points and empty parts have none.

    Examples
    --------
    >>> area = shapely.box(0, 0, 1, 1)
    >>> [line.geom_type for line in lines_of(shapely.GeometryCollection([area, shapely.Point(2, 2)]))]
    ['LinearRing']
    """
    parts = shapely.get_parts(geometry)
    flat = [
        line
        for part in parts
        for line in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])
    ]
    return [line for line in flat if line.geom_type in {"LineString", "LinearRing"} and not line.is_empty]


def rings_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Part polygons into rings; the page fills them by the even-odd rule, so holes stay holes.

    Examples
    --------
    >>> len(rings_of(shapely.box(0, 0, 9, 9) - shapely.box(1, 1, 2, 2)))
    2
    """
    return [line for line in lines_of(geometry) if line.geom_type == "LinearRing"]


def finite(value: float | None, digits: int = 1) -> float | None:
    """Round to some decimals, to an integer if it is one, which is shorter; None for what JSON cannot hold.

    Examples
    --------
    >>> finite(12.345), finite(12.04), finite(float("nan")), finite(None)
    (12.3, 12, None, None)
    """
    if value is None or not math.isfinite(value):
        return None
    rounded = round(float(value), digits)
    return int(rounded) if rounded.is_integer() else rounded
