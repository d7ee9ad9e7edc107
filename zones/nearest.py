"""How near geometries come to the limit of the zone, or how deep they reach into it.

Longitude and latitude in degrees (EPSG:4326), in the turn of the zone; lengths are kilometres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zones.zone import LimitLine, Zone

_EXACT_KM = 0.02  # of the distance of a line or area
_KM_PER_DEG = 111.7  # no degree is longer
_EXACT_DEG = _EXACT_KM / 4 / _KM_PER_DEG
_QUARTERS = np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])


def nearest_limits(geometries: Sequence[BaseGeometry], zone: Zone) -> list[tuple[float, LimitLine | None]]:
    """Find the smallest signed distance over the positions of each geometry, and the limit nearest there.

    Exact to 20 m, by cells that are halved: moving by a kilometre changes the distance by at most a
    kilometre, so that a cell whose middle is not deep enough for its size holds no deeper position. All
    geometries take each step together, as measuring many positions takes little longer than measuring one.

    Parameters
    ----------
    geometries : sequence of shapely geometry
        In degrees, EPSG:4326; neither empty nor with NaN.
    zone : Zone
        Whose limit it is.

    Returns
    -------
    list of (float, LimitLine or None)
        Kilometres for each geometry, positive outside, and the limit.

    Examples
    --------
    >>> from zones import load_zone
    >>> [(depth, limit)] = nearest_limits([shapely.box(124, 28, 126, 29)], load_zone())
    >>> round(depth, 1), limit.kind
    (110.8, 'parallel')
    """
    shapes = np.array(geometries, dtype=np.object_)
    shapely.prepare(shapes)
    lowest = _Lowest(len(shapes), zone)
    lowest.measure(*shapely.get_coordinates(shapes, return_index=True))
    west, south, east, north = shapely.bounds(shapes).T
    half = np.maximum(east - west, north - south) / 2  # of the side of the cells of each
    cells = np.column_stack([(west + east) / 2, (south + north) / 2])
    owner = np.arange(len(shapes))
    while len(owner := owner[going := half[owner] > _EXACT_DEG]):
        cells = cells[going]
        on = shapely.get_coordinates(shapely.shortest_line(shapes[owner], shapely.points(cells)))[::2]
        signed = lowest.measure(on, owner)
        corner_deg = np.hypot(half[owner], half[owner])
        reach_deg = corner_deg + np.minimum(np.hypot(*(cells - on).T), corner_deg)
        kept = signed - _KM_PER_DEG * reach_deg < lowest.signed[owner] - _EXACT_KM
        half /= 2
        owner = np.repeat(owner[kept], len(_QUARTERS))
        side = half[owner, None]
        cells = (cells[kept][:, None] + side.reshape(-1, len(_QUARTERS), 1) * _QUARTERS).reshape(-1, 2)
        boxes = shapely.box(*(cells - side).T, *(cells + side).T)
        met = shapely.intersects(shapes[owner], boxes)
        cells, owner = cells[met], owner[met]
    return list(zip(lowest.signed.tolist(), lowest.limits, strict=True))


class _Lowest:
    """The smallest signed distance of each geometry so far, and the limit nearest there."""

    def __init__(self, count: int, zone: Zone) -> None:
        self.signed = np.full(count, np.inf)
        self.limits: list[LimitLine | None] = [None] * count
        self._zone = zone

    def measure(self, at: NDArray[np.float64], owner: NDArray[np.intp]) -> NDArray[np.float64]:
        """Measure positions, each of a geometry, and keep the smallest; the first of two alike."""
        signed, limits = self._zone.nearest_limit(*at.T, compiled=False)
        order = np.lexsort((signed, owner))
        best = order[np.flatnonzero(np.diff(owner[order], prepend=-1))]
        for row in best[signed[best] < self.signed[owner[best]]].tolist():
            self.signed[owner[row]] = signed[row]
            self.limits[owner[row]] = limits[row]
        return signed
