"""The look-up of `geo.locate` as a compiled loop, for which numba is needed (the extra ``bulk``).

The same index, the same steps and the same answers as the numpy way, one position after the other. What
has been compiled is kept in the user's cache folder, or compiled again where that cannot be written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numba
import numpy as np

from geo.locate import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from numpy.typing import NDArray

    from geo.locate import Floats, Ints, Masks

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
