"""On which side of an edge a position is, exactly, however near it may be.

By floating point where its error bound allows, else by sums of exact products (J. R. Shewchuk, Adaptive
precision floating-point arithmetic and fast robust geometric predicates, Discrete & Computational Geometry
18 (1997), doi:10.1007/PL00009321). Edges are the longitude and latitude of both ends, the left one first.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.arrays import Floats

# Shewchuk's bound for the sign of an orientation by plain floating point.
_SIGN_BOUND = (3.0 + 16.0 * 2.0**-53) * 2.0**-53
_SPLITTER = 2.0**27 + 1.0


def sides_of(ends: Floats, lon: Floats, lat: Floats) -> NDArray[np.float64]:
    """Tell the side of edges on which positions are: above (left of the way) > 0, below < 0, in line 0.

    Parameters
    ----------
    ends : ndarray, shape (4, n)
        Longitude and latitude of the left end of each edge, and of its right end, in degrees.
    lon, lat : ndarray, shape (n,)
        Degrees.

    Examples
    --------
    >>> diagonal = np.array([[0.0] * 3, [0.0] * 3, [2.0] * 3, [2.0] * 3])
    >>> np.sign(sides_of(diagonal, np.array([0.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0])))
    array([ 1.,  0., -1.])
    """
    x1, y1, x2, y2 = ends
    one = (x1 - lon) * (y2 - lat)
    other = (y1 - lat) * (x2 - lon)
    sides = one - other
    doubtful = np.flatnonzero(~(np.abs(sides) > _SIGN_BOUND * (np.abs(one) + np.abs(other))))
    if len(doubtful):
        sides[doubtful] = _exact_sides(ends[:, doubtful], lon[doubtful], lat[doubtful])
    return np.asarray(sides)


def _exact_sides(ends: Floats, lon: Floats, lat: Floats) -> Floats:
    """Give the sides with the right sign, however near the position is to the edge.

    The products of (x1 - lon) * (y2 - lat) - (y1 - lat) * (x2 - lon), multiplied out, are each the sum of
    two doubles exactly, and `math.fsum` rounds the sum of all twelve correctly.
    """
    x1, y1, x2, y2 = ends
    sides = np.zeros(len(lon))
    between = np.flatnonzero(~(((x1 == lon) & (y1 == lat)) | ((x2 == lon) & (y2 == lat))))
    x1, y1, x2, y2, lon, lat = (each[between] for each in (x1, y1, x2, y2, lon, lat))
    products = [(x1, y2), (-x1, lat), (-lon, y2), (-y1, x2), (y1, lon), (lat, x2)]
    terms = np.concatenate([_exact_product(a, b) for a, b in products])
    sides[between] = [math.fsum(each) for each in terms.T.tolist()]
    return sides


def _exact_product(a: Floats, b: Floats) -> Floats:
    """Give products as rounded and what the rounding took, shape (2, n) (T. J. Dekker's method)."""
    product = a * b
    a_high, b_high = (_SPLITTER * each - (_SPLITTER * each - each) for each in (a, b))
    a_low, b_low = a - a_high, b - b_high
    return np.stack(
        [product, a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)]
    )


def within(ends: Floats, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell which positions in line with edges are on them.

    The arrays are those of `sides_of`.

    Examples
    --------
    >>> diagonal = np.array([[0.0] * 2, [0.0] * 2, [2.0] * 2, [2.0] * 2])
    >>> within(diagonal, np.array([1.0, 3.0]), np.array([1.0, 3.0]))
    array([ True, False])
    """
    x1, y1, x2, y2 = ends
    return np.asarray((x1 <= lon) & (lon <= x2) & (np.minimum(y1, y2) <= lat) & (lat <= np.maximum(y1, y2)))
