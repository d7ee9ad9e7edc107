"""The look-up of `geo.locate` and the search of `geo.edges` as compiled loops; needs numba (extra ``bulk``).

The same tables, the same steps and the same answers as the numpy ways, one position after the other. What
has been compiled is kept in the user's cache folder, or compiled again where that cannot be written.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import numba
import numpy as np

from geo.cache import cache_folder
from geo.geodesy import ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_KM, FLATTENING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from numpy.typing import NDArray

    from geo.arrays import Floats, Indices, Ints, Masks

    Labels = NDArray[np.int8]
    Function = TypeVar("Function", bound=Callable[..., object])

# Of each byte the number of its lowest bit; a loop over the bits would take as many wrong guesses.
_LOWEST_BIT = np.array([-1] + [(byte & -byte).bit_length() - 1 for byte in range(1, 256)], dtype=np.int8)


def _compiled(function: Function) -> Function:
    """Compile a function when it is first called, and keep it; the GIL is released while it runs."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(cache_folder())  # is read when the function is decorated
    try:
        return cast("Function", numba.njit(nogil=True, cache=True)(function))
    except RuntimeError:  # nowhere to keep it
        return cast("Function", numba.njit(nogil=True)(function))
    finally:
        numba.config.CACHE_DIR = before


@_compiled
def _two_product(a: float, b: float) -> tuple[float, float]:
    """Give a product as rounded and what the rounding took (T. J. Dekker's method)."""
    product = a * b
    split = 134217729.0 * a  # 2**27 + 1
    a_high = split - (split - a)
    a_low = a - a_high
    split = 134217729.0 * b
    b_high = split - (split - b)
    b_low = b - b_high
    return product, a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


@_compiled
def _exact_side(x1: float, y1: float, x2: float, y2: float, lon: float, lat: float) -> float:
    """Give the sign of (x1 - lon) * (y2 - lat) - (y1 - lat) * (x2 - lon) without any rounding."""
    parts = np.empty(12)  # J. R. Shewchuk's expansion: parts that do not overlap, the largest last
    count = 0
    factors = ((x1, y2), (-x1, lat), (-lon, y2), (-y1, x2), (y1, lon), (lat, x2))
    for a, b in factors:
        for term in _two_product(a, b):
            carried = term
            kept = 0
            for at in range(count):
                part = parts[at]
                total = carried + part
                virtual = total - carried
                rest = (carried - (total - virtual)) + (part - virtual)
                if rest != 0.0:
                    parts[kept] = rest
                    kept += 1
                carried = total
            parts[kept] = carried
            count = kept + 1
    # Parts that do not overlap: the last that is not 0 is larger than all before it together.
    for at in range(count - 1, -1, -1):
        if parts[at] != 0.0:
            return float(parts[at])
    return 0.0


@_compiled
def _first_holder(  # noqa: PLR0913, PLR0917 the arrays of an index
    cell: int, x: float, y: float, starts: Ints, holders: Masks, items: Ints, edges: Floats, owners: Masks
) -> int:  # fmt: skip
    """Give the first polygon that holds a position of a mixed cell, or -1."""
    held = holders[cell]
    touched = np.uint64(0)
    for number in range(starts[cell], starts[cell + 1]):
        item = items[number]
        edge = np.uint32(item) >> np.uint32(2)
        x1, y1, x2, y2 = edges[edge, 0], edges[edge, 1], edges[edge, 2], edges[edge, 3]
        one = (x1 - x) * (y2 - y)
        other = (y1 - y) * (x2 - x)
        side = one - other
        if not abs(side) > 3.3306690738754716e-16 * (abs(one) + abs(other)):  # Shewchuk's bound
            side = _exact_side(x1, y1, x2, y2, x, y)
            if side == 0.0 and x1 <= x <= x2 and min(y1, y2) <= y <= max(y1, y2):
                touched |= owners[edge]
        # No branch: whether the ray passes the edge is as good as random.
        passed = (side > 0.0) & ((item & 1 != 0) | (x >= x1)) & ((item & 2 != 0) | (x < x2))
        held ^= owners[edge] * np.uint64(passed)
    held |= touched
    if held == np.uint64(0):
        return -1
    first = 0
    while held & np.uint64(255) == np.uint64(0):
        held >>= np.uint64(8)
        first += 8
    return first + int(_LOWEST_BIT[held & np.uint64(255)])


@_compiled
def locate(  # noqa: PLR0913, PLR0917 the arrays of an index
    lon: Floats, lat: Floats, labels: Labels, frame: Floats, coarse: Ints, fine: Ints,
    starts: Ints, holders: Masks, items: Ints, edges: Floats, owners: Masks,
) -> None:  # fmt: skip
    """Label positions: `geo.locate.PolygonIndex.locate`, whose arrays these are."""
    west, south, by_lon, by_lat = frame[0], frame[1], frame[2], frame[3]
    for at in range(len(lon)):
        u, v = (lon[at] - west) * by_lon, (lat[at] - south) * by_lat
        code = -1
        if 0.0 <= u < 256.0 and 0.0 <= v < 256.0:
            # Unsigned, as numba would look whether an index is below 0.
            code = coarse[(np.uint32(v) << np.uint32(8)) + np.uint32(u)]
            if code >= 0:
                column, row = np.uint32(u * 16.0) & np.uint32(15), np.uint32(v * 16.0) & np.uint32(15)
                code = fine[(np.uint32(code) << np.uint32(8)) + (row << np.uint32(4)) + column]
        if code < 0:
            labels[at] = -2 - code
        else:
            labels[at] = _first_holder(code, lon[at], lat[at], starts, holders, items, edges, owners)


# The nearest edge: `geo.edges` has the reasons of each step.

_FAN = 8  # pieces of a block, and nodes of a node
_SMALLEST_RADIUS_KM, _LARGEST_RADIUS_KM = 6335.0, 6400.0
_FAR_KM = 100.0
_TOO_FAR_KM = 9000.0  # by chord: towards the antipode Vincenty's method fails


@_compiled
def _still_possible(chord_km: float) -> float:
    """Give the longest chord whose geodesic may be as short as that of a given chord."""
    if chord_km >= 2 * _SMALLEST_RADIUS_KM:
        return math.inf
    longest = 2 * _SMALLEST_RADIUS_KM * math.asin(chord_km / (2 * _SMALLEST_RADIUS_KM))
    return 2 * _LARGEST_RADIUS_KM * math.sin(longest / (2 * _LARGEST_RADIUS_KM)) + 1e-9


@_compiled
def _cartesian(lon: float, lat: float) -> tuple[float, float, float]:
    """Give geocentric Cartesian coordinates in kilometres."""
    sine, cosine = math.sin(lat), math.cos(lat)
    normal = EQUATORIAL_RADIUS_KM / math.sqrt(1 - ECCENTRICITY_SQUARED * sine**2)
    return (
        normal * cosine * math.cos(lon),
        normal * cosine * math.sin(lon),
        normal * (1 - ECCENTRICITY_SQUARED) * sine,
    )


@_compiled
def _to_chord(piece: int, x: float, y: float, z: float, origin: Floats, chord: Floats) -> tuple[float, float]:
    """Give the distance from a place to the chord of a piece, and the fraction of it."""
    a, b, c = x - origin[piece, 0], y - origin[piece, 1], z - origin[piece, 2]
    u, v, w = chord[piece, 0], chord[piece, 1], chord[piece, 2]
    fraction = min(1.0, max(0.0, (a * u + b * v + c * w) / max(u * u + v * v + w * w, 1e-30)))
    a, b, c = a - fraction * u, b - fraction * v, c - fraction * w
    return math.sqrt(a * a + b * b + c * c), fraction


@_compiled
def _apart(lon: float, lat: float, x: float, y: float, z: float) -> float:
    """Give the chord from a place to a position in radians."""
    a, b, c = _cartesian(lon, lat)
    return math.sqrt((a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2)


@_compiled
def _approach(
    start: Floats, step: Floats, x: float, y: float, z: float, fraction: float
) -> tuple[float, float, float]:  # fmt: skip
    """Find where a piece comes nearest to a place by chord, by Newton's method (`geo.edges._approach`)."""
    step_lon, step_lat = step[0], step[1]
    curving = 0.0
    convex = True
    for _ in range(4):
        lon, lat = start[0] + fraction * step_lon, start[1] + fraction * step_lat
        sine, cosine = math.sin(lat), math.cos(lat)
        w = 1 - ECCENTRICITY_SQUARED * sine**2
        normal = EQUATORIAL_RADIUS_KM / math.sqrt(w)
        meridional = normal * (1 - ECCENTRICITY_SQUARED) / w
        axis, axis_1 = normal * cosine, -meridional * sine * step_lat
        axis_2 = -meridional * cosine * step_lat**2
        height_1, height_2 = meridional * cosine * step_lat, -meridional * sine * step_lat**2
        cos_lon, sin_lon = math.cos(lon), math.sin(lon)
        radial, tangential = axis_2 - axis * step_lon**2, 2 * axis_1 * step_lon
        a, b = axis * cos_lon - x, axis * sin_lon - y
        c = normal * (1 - ECCENTRICITY_SQUARED) * sine - z
        u, v = axis_1 * cos_lon - axis * step_lon * sin_lon, axis_1 * sin_lon + axis * step_lon * cos_lon
        squared = u * u + v * v + height_1 * height_1
        bent = a * (radial * cos_lon - tangential * sin_lon) + b * (radial * sin_lon + tangential * cos_lon)
        curving = squared + bent + c * height_2
        if curving < 0.01 * squared:
            curving, convex = 0.01 * squared, False
        if curving == 0.0:  # a piece without length
            break
        following = min(1.0, max(0.0, fraction - (a * u + b * v + c * height_1) / curving))
        change = abs(following - fraction)
        fraction = following
        if change < 1e-12:
            break
    best = _apart(start[0] + fraction * step_lon, start[1] + fraction * step_lat, x, y, z)
    for end in (0.0, 1.0):
        if convex:
            break  # Newton's method has found the least, also at an end
        apart = _apart(start[0] + end * step_lon, start[1] + end * step_lat, x, y, z)
        if apart < best:
            best, fraction = apart, end
    return fraction, best, curving


@_compiled
def _azimuth_and_km(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]:
    """Measure a geodesic between positions in radians, by Vincenty (`geo.geodesy.azimuth_and_km`)."""
    u1 = math.atan2((1 - FLATTENING) * math.sin(lat1), math.cos(lat1))
    u2 = math.atan2((1 - FLATTENING) * math.sin(lat2), math.cos(lat2))
    sin1, cos1, sin2, cos2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    apart = lon2 - lon1
    apart -= 2 * math.pi * np.round(apart / (2 * math.pi))
    on_sphere = apart
    for _ in range(20):
        across = cos2 * math.sin(on_sphere)
        cos_lon = math.cos(on_sphere)
        ahead = cos1 * sin2 - sin1 * cos2 * cos_lon
        sine, cosine = math.sqrt(across * across + ahead * ahead), sin1 * sin2 + cos1 * cos2 * cos_lon
        arc = math.atan2(sine, cosine)
        sin_equator = cos1 * across / sine if sine > 0 else 0.0
        cos2_equator = 1 - sin_equator**2
        middle = 0.0 if cos2_equator < 1e-15 else cosine - 2 * sin1 * sin2 / cos2_equator
        c = FLATTENING / 16 * cos2_equator * (4 + FLATTENING * (4 - 3 * cos2_equator))
        series = arc + c * sine * (middle + c * cosine * (2 * middle**2 - 1))
        following = apart + (1 - c) * FLATTENING * sin_equator * series
        change = abs(following - on_sphere)
        if change < 1e-13:  # less than a micrometre
            break
        on_sphere = following
    u_squared = cos2_equator * ECCENTRICITY_SQUARED / (1 - FLATTENING) ** 2
    a = 1 + u_squared / 16384 * (4096 + u_squared * (-768 + u_squared * (320 - 175 * u_squared)))
    b = u_squared / 1024 * (256 + u_squared * (-128 + u_squared * (74 - 47 * u_squared)))
    inner = cosine * (2 * middle**2 - 1) - b / 6 * middle * (4 * sine**2 - 3) * (4 * middle**2 - 3)
    kilometres = EQUATORIAL_RADIUS_KM * (1 - FLATTENING) * a * (arc - b * sine * (middle + b / 4 * inner))
    return math.atan2(across, ahead), kilometres


@_compiled
def _measure(
    start: Floats, step: Floats, lon: float, lat: float, fraction: float, apart: float, curving: float
) -> tuple[float, float]:  # fmt: skip
    """Measure the geodesic to the nearest point of a piece (`geo.edges._measure`)."""
    foot_lat = start[1] + fraction * step[1]
    azimuth, distance = _azimuth_and_km(start[0] + fraction * step[0], foot_lat, lon, lat)
    if apart <= _FAR_KM:
        return distance, fraction
    w = 1 - ECCENTRICITY_SQUARED * math.sin(foot_lat) ** 2
    north = EQUATORIAL_RADIUS_KM * (1 - ECCENTRICITY_SQUARED) / w**1.5 * step[1]
    east = EQUATORIAL_RADIUS_KM / math.sqrt(w) * math.cos(foot_lat) * step[0]
    growth = -(north * math.cos(azimuth) + east * math.sin(azimuth))
    half_sine = min(apart / (2 * EQUATORIAL_RADIUS_KM), 0.99)
    bend = curving / apart / math.sqrt(1 - half_sine**2)
    if growth * growth <= 2e-8 * bend:  # not a hundredth of a millimetre to gain
        return distance, fraction
    better = min(1.0, max(0.0, fraction - growth / bend))
    if better == fraction:
        return distance, fraction
    _, again = _azimuth_and_km(start[0] + better * step[0], start[1] + better * step[1], lon, lat)
    if again < distance:
        return again, better
    return distance, fraction


@_compiled
def _candidates(  # noqa: PLR0913, PLR0917 as many arrays
    x: float, y: float, z: float, last: int, origin: Floats, chord: Floats, sagitta: Floats,
    centre: Floats, reach: Floats, levels: Indices,
    stack: Indices, pieces: Indices, lows: Floats, fractions: Floats,
) -> tuple[int, float]:  # fmt: skip
    """Find the pieces that can be the nearest to a place, by their chords: how many, and the limit."""
    apart, _ = _to_chord(last, x, y, z, origin, chord)
    best = apart + sagitta[last]  # the nearest of the place before is a good guess
    limit = _still_possible(best)
    kept = 0
    depth = 0
    for node in range(levels[-2], levels[-1]):
        stack[depth, 0], stack[depth, 1] = len(levels) - 2, node - levels[-2]
        depth += 1
    while depth > 0:
        depth -= 1
        level, node = stack[depth, 0], stack[depth, 1]
        here = levels[level] + node
        a, b, c = x - centre[here, 0], y - centre[here, 1], z - centre[here, 2]
        within = limit + reach[here]
        if a * a + b * b + c * c > within * within:
            continue
        if level > 0:
            for below in range(_FAN * node, min(_FAN * node + _FAN, levels[level] - levels[level - 1])):
                stack[depth, 0], stack[depth, 1] = level - 1, below
                depth += 1
            continue
        for piece in range(_FAN * node, min(_FAN * node + _FAN, len(sagitta))):
            apart, fraction = _to_chord(piece, x, y, z, origin, chord)
            if apart - sagitta[piece] <= limit:
                pieces[kept], lows[kept], fractions[kept] = piece, apart - sagitta[piece], fraction
                kept += 1
                if apart + sagitta[piece] < best:
                    best = apart + sagitta[piece]
                    limit = _still_possible(best)
    return kept, limit


@_compiled
def _best(  # noqa: PLR0913, PLR0917 as many arrays
    x: float, y: float, z: float, lon: float, lat: float, kept: int, limit: float, start: Floats,
    step: Floats, edge: Indices,
    pieces: Indices, lows: Floats, fractions: Floats, aparts: Floats, curvings: Floats,
) -> tuple[float, int, float]:  # fmt: skip
    """Find the nearest of some pieces by geodesic: the distance, the piece and the fraction of it."""
    least = math.inf
    for number in range(kept):
        aparts[number] = math.inf
        if lows[number] <= limit:
            piece = pieces[number]
            fraction, apart, curving = _approach(start[piece], step[piece], x, y, z, fractions[number])
            fractions[number], aparts[number], curvings[number] = fraction, apart, curving
            least = min(least, apart)
    limit = _still_possible(least)
    best, best_piece, best_fraction = math.inf, -1, 0.0
    for number in range(kept):
        if aparts[number] <= limit and lows[number] <= limit:
            piece = pieces[number]
            length, fraction = _measure(
                start[piece], step[piece], lon, lat, fractions[number], aparts[number], curvings[number]
            )
            if length < best or (length == best and edge[piece] < edge[best_piece]):
                best, best_piece, best_fraction = length, piece, fraction
    return best, best_piece, best_fraction


@_compiled
def nearest(  # noqa: PLR0913, PLR0917 the arrays of the pieces and of the answer
    lon: Floats, lat: Floats, edge: Indices, start: Floats, step: Floats, origin: Floats, chord: Floats,
    sagitta: Floats, centre: Floats, reach: Floats, levels: Indices,
    distance: Floats, found: Indices, foot: Floats,
) -> None:  # fmt: skip
    """Find the nearest edge of positions in radians; the distance is NaN where the numpy way must do it.

    The nodes of all levels of the tree are in `centre` and `reach`, those of a level from `levels` on; the
    first level holds the blocks of pieces.
    """
    stack = np.empty((_FAN * (len(levels) + 1), 2), np.intp)
    pieces, lows, fractions = np.empty(len(edge), np.intp), np.empty(len(edge)), np.empty(len(edge))
    aparts, curvings = np.empty(len(edge)), np.empty(len(edge))
    piece = 0
    for at in range(len(lon)):
        x, y, z = _cartesian(lon[at], lat[at])
        kept, limit = _candidates(
            x, y, z, piece, origin, chord, sagitta, centre, reach, levels, stack, pieces, lows, fractions
        )
        distance[at] = math.nan
        if limit < _TOO_FAR_KM:
            distance[at], piece, fraction = _best(
                x, y, z, lon[at], lat[at], kept, limit, start, step,
                edge, pieces, lows, fractions, aparts, curvings,
            )  # fmt: skip
            found[at] = edge[piece]
            foot[at, 0] = math.degrees(start[piece, 0] + fraction * step[piece, 0])
            north = math.degrees(start[piece, 1] + fraction * step[piece, 1])
            foot[at, 1] = min(90.0, max(-90.0, north))  # rounding may lead beyond a pole
