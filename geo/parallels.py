"""Cuts along a parallel that are exact in latitude: new vertices lie on it to the last digit.

Positions are longitude and latitude in degrees, longitude first; edges are straight in them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


def north_of(geometry: BaseGeometry, lat: float) -> BaseGeometry:
    """Keep what lies at or north of a parallel; new vertices lie on it exactly, at most 0.1° apart.

    Empty or missing geometry is given back as it is.

    Examples
    --------
    >>> from shapely import box
    >>> north_of(box(0, 0, 2, 2), 1.5).bounds
    (0.0, 1.5, 2.0, 2.0)
    """
    west, _, east, north = shapely.bounds(geometry)
    if not lat <= north:  # NaN bounds of an empty geometry, or nothing north of the parallel
        return geometry if shapely.is_empty(geometry) else shapely.intersection(geometry, shapely.Polygon())
    tenths = np.arange(np.floor(10 * west) - 10, np.ceil(10 * east) + 11)
    south_edge = np.column_stack([tenths / 10, np.full(len(tenths), lat)])
    corners = [(south_edge[-1, 0], north + 1), (south_edge[0, 0], north + 1)]
    return shapely.intersection(geometry, shapely.Polygon(np.vstack([south_edge, corners])))


def split_at_latitude(points: NDArray[np.float64], lat: float) -> list[tuple[bool, NDArray[np.float64]]]:
    """Cut a line where it crosses a parallel.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Longitude and latitude in degrees; at least one point.
    lat : float
        Degrees north.

    Returns
    -------
    list of (bool, ndarray of shape (n, 2))
        Pieces in order, True for those at or north of the parallel. New vertices lie on it exactly.

    Examples
    --------
    >>> meridian = np.array([(0.0, 0.0), (0.0, 2.0)])
    >>> [(north, piece.tolist()) for north, piece in split_at_latitude(meridian, 1.0)]
    [(False, [[0.0, 0.0], [0.0, 1.0]]), (True, [[0.0, 1.0], [0.0, 2.0]])]
    """
    if points[:, 1].min() >= lat or points[:, 1].max() < lat:
        return [(bool(points[0, 1] >= lat), points)]
    pieces: list[tuple[bool, list[NDArray[np.float64]]]] = []
    for start, end in pairwise(points):
        low, high = sorted((start[1], end[1]))
        if low < lat < high:
            share = (lat - start[1]) / (end[1] - start[1])
            middle = np.array([start[0] + share * (end[0] - start[0]), lat])
            steps = [(start, middle), (middle, end)]
        else:
            steps = [(start, end)]
        for first, last in steps:
            north = bool(min(first[1], last[1]) >= lat)
            if pieces and pieces[-1][0] == north:
                pieces[-1][1].append(last)
            else:
                pieces.append((north, [first, last]))
    return [(north, np.array(piece)) for north, piece in pieces]
