"""The exact nearest edge: from any point to the nearest of many edges, on the WGS 84 ellipsoid.

Positions are longitude and latitude in degrees, longitude first; lengths are kilometres. Edges are
straight in longitude and latitude, as RFC 7946 has them, and go as they stand: from 175 to 185 is 10
degrees east, from 175 to -175 is 350 degrees west (`geo.shapes.unwrap`). Points may be in any turn.

How it works: each edge is cut into pieces of at most half a degree, and each piece is kept as its
chord through the Earth with a bound on how far the piece departs from it. Straight-line distances
through the Earth then rule out nearly all pieces: blocks of neighbours for many points at a time, then
for each point, then pieces one by one. On
the few that remain the nearest point is found by Newton's method, and its geodesic is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo.errors import PositionError
from geo.geodesy import ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_KM, azimuth_and_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from geo.arrays import Floats, Indices

_PIECE_DEG = 0.5
_BLOCK = 8  # pieces of a block: few enough to be near each other, enough to rule out many at once
_COMPILED_FROM = 50_000  # points for which loading the compiled loop pays
_FEW = 16  # points for which ordering the pieces does not pay
_CHUNK = 256  # points at a time: bounds the memory, which is greatest for points near the antipode
# Radii of curvature of normal sections lie between these (6335.4 and 6399.6 km); the margin covers
# that a geodesic is no plane curve.
_SMALLEST_RADIUS_KM, _LARGEST_RADIUS_KM = 6335.0, 6400.0
_FAR_KM = 100.0  # nearer, the nearest by chord and by geodesic are the same point to a micrometre


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges of lines, to be asked for the nearest.

    Parameters
    ----------
    segments : ndarray, shape (n, 4)
        Longitude and latitude of the start and of the end of each edge.
    owner : ndarray of int, shape (n,)
        For each edge the index of the line that it belongs to.

    Raises
    ------
    PositionError
        If a position is NaN or infinite, or a latitude is beyond 90.

    Examples
    --------
    >>> parallel = [(120.0, 30.0), (130.0, 30.0)]
    >>> meridian = [(120.0, 30.0), (120.0, 40.0)]
    >>> edges = Edges.from_lines([parallel, meridian])
    >>> distance, owner, foot = edges.nearest([125.0, 119.0], [29.0, 35.0])
    >>> distance.round(2), owner, foot.round(4).tolist()
    (array([110.84,  91.29]), array([0, 1]), [[125.0, 30.0], [120.0, 35.0041]])
    """

    segments: Floats
    owner: Indices

    def __post_init__(self) -> None:
        """Refuse positions that are none, so that no later step has to doubt them."""
        good = np.isfinite(self.segments)
        good[:, 1::2] &= np.abs(self.segments[:, 1::2]) <= 90
        if not good.all():
            edge = int(np.argmin(good.all(axis=1)))
            raise PositionError(
                f"edge {edge} of line {self.owner[edge]} has the ends {self.segments[edge].tolist()}: "
                "give finite longitudes and latitudes, longitude first"
            )

    @classmethod
    def from_lines(cls, lines: Iterable[ArrayLike]) -> Edges:
        """Take the edges of lines, each an array of shape (n, 2); `owner` counts the lines from 0.

        Longitude and latitude are degrees. A line of fewer than two points has no edge.

        Examples
        --------
        >>> len(Edges.from_lines([[(120, 30), (130, 30), (130, 40)], [(0, 0)]]).segments)
        2
        """
        paths: Sequence[Floats] = [np.asarray(line, dtype=np.float64).reshape(-1, 2) for line in lines]
        if not paths:
            return cls(np.empty((0, 4)), np.empty(0, dtype=np.intp))
        segments = np.concatenate([np.hstack([path[:-1], path[1:]]) for path in paths])
        return cls(segments, np.repeat(np.arange(len(paths)), [max(len(path) - 1, 0) for path in paths]))

    def nearest(
        self, lon: ArrayLike, lat: ArrayLike, *, compiled: bool | None = None
    ) -> tuple[Floats, Indices, Floats]:
        """Find the nearest point of any edge, and the line that it is on.

        Parameters
        ----------
        lon, lat : array_like, shape (n,) or ()
            Points, in degrees.
        compiled : bool, optional
            Whether to use the compiled loop, which needs numba; the answers are the same but for
            rounding. If not given, it is used when it has been loaded, or the points are many.

        Returns
        -------
        distance_km : ndarray, shape (n,)
            Geodesic distance, right to 1 mm, and to a micrometre where it is short. NaN for a
            point that is NaN, infinite or beyond latitude 90; infinite if there are no edges.
        owner : ndarray of int, shape (n,)
            Index of the line; of several equally near the one that comes first, in general. -1
            where there is none.
        foot : ndarray, shape (n, 2)
            The nearest point, in the turn of its edge; NaN where there is none.

        Examples
        --------
        >>> edges = Edges.from_lines([[(120, 30), (130, 30)]])
        >>> edges.nearest(125.0, 29.0)[0].round(2), edges.nearest(np.nan, 29.0)[0]
        (array([110.84]), array([nan]))
        """
        lon, lat = np.broadcast_arrays(np.atleast_1d(np.asarray(lon, float)), np.asarray(lat, float))
        distance = np.full(lon.shape, np.nan)
        owner = np.full(lon.shape, -1, dtype=np.intp)
        foot = np.full((len(lon), 2), np.nan)
        known = np.flatnonzero(np.isfinite(lon) & (np.abs(lat) <= 90))
        if not len(self.segments):
            distance[known] = np.inf
            return distance, owner, foot
        if compiled is None and len(known) <= _CHUNK:
            compiled = False  # so that a few have the same digits whatever has been loaded
        kernels = None
        if compiled is not False:
            from geo.compiled import compiled_loops, read_only  # noqa: PLC0415 not for a few positions

            kernels = compiled_loops(many=len(known) >= _COMPILED_FROM, compiled=compiled)
        if kernels is not None:
            known = known[_by_cells(lon[known], lat[known])]
            edge = np.empty(len(known), dtype=np.intp)
            feet, lengths = np.empty((len(known), 2)), np.empty(len(known))
            places = np.radians(lon[known]), np.radians(lat[known])
            kernels.nearest(*map(read_only, (*places, *self._tree)), lengths, edge, feet)
            near = np.isfinite(lengths)
            distance[known], foot[known] = lengths, feet
            owner[known[near]] = self.owner[edge[near]]
            known = known[~near]
        if len(known) > _CHUNK:
            known = known[_grouped(np.column_stack([lon[known], lat[known]]), _CHUNK)]
        pieces = self._pieces_as_given if len(known) <= _FEW else self._pieces
        for begin in range(0, len(known), _CHUNK):
            chunk = known[begin : begin + _CHUNK]
            distance[chunk], edge, foot[chunk] = _nearest(pieces, lon[chunk], lat[chunk])
            owner[chunk] = self.owner[edge]
        return distance, owner, foot

    @cached_property
    def _pieces(self) -> _Pieces:
        return _cut(self.segments)

    @cached_property
    def _pieces_as_given(self) -> _Pieces:
        """The pieces in the order of the lines, which are neighbours too: sooner made, a little slower."""
        return _cut(self.segments, grouped=False)

    @cached_property
    def _tree(self) -> tuple[NDArray[Any], ...]:
        """The pieces with blocks of blocks, as the compiled loop takes them (`geo.kernels.nearest`)."""
        each = self._pieces
        centres, reaches = [each.centre], [each.reach]
        while len(reaches[-1]) > _BLOCK:
            centre, reach = _blocks(centres[-1], reaches[-1])
            centres.append(centre)
            reaches.append(reach)
        levels = np.cumsum([0, *map(len, reaches)], dtype=np.intp)
        return (
            each.edge, each.start, each.step, each.origin, each.chord, each.sagitta,
            np.concatenate(centres), np.concatenate(reaches), levels,
        )  # fmt: skip


class _Pieces(NamedTuple):
    """Short pieces of edges, and blocks of pieces that follow each other."""

    edge: Indices  # the edge of each piece
    start: Floats  # (n, 2) longitude and latitude, radians
    step: Floats  # (n, 2) from the start to the end, radians
    origin: Floats  # (n, 3) the start in geocentric Cartesian coordinates, kilometres
    chord: Floats  # (n, 3) from the start to the end
    chord_squared: Floats  # (n,) never 0
    sagitta: Floats  # (n,) no point of the piece is farther from its chord
    centre: Floats  # (blocks, 3) a point of a piece of the block
    reach: Floats  # (blocks,) no point of the block is farther from the centre


def _cut(segments: Floats, *, grouped: bool = True) -> _Pieces:
    """Cut edges into pieces, and bound where each piece and each block of pieces can be."""
    start, step = segments[:, :2], segments[:, 2:] - segments[:, :2]
    longest = np.maximum(np.abs(step[:, 0]), np.abs(step[:, 1]))
    count = np.maximum(1, np.ceil(longest / _PIECE_DEG)).astype(np.intp)
    edge = np.repeat(np.arange(len(segments)), count)
    if len(edge) > len(segments):
        part = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
        step = step[edge] / count[edge, None]
        start = start[edge] + part[:, None] * step
    if grouped:
        order = _grouped(start + step / 2, _BLOCK)
        edge, start, step = edge[order], start[order], step[order]
    start, step = np.radians(start), np.radians(step)
    origin = _cartesian(start)
    chord = _cartesian(start + step) - origin
    # The error of linear interpolation is at most the second derivative / 8, and on the ellipsoid the
    # second derivative along an edge is at most 1.02 radii times the square of the two steps together.
    sagitta = 1.02 * _LARGEST_RADIUS_KM / 8 * (np.abs(step[:, 0]) + np.abs(step[:, 1])) ** 2

    # A piece lies in the ball around its start that holds its end, give or take the sagitta.
    centre, reach = _blocks(origin, _length(chord) + sagitta)
    return _Pieces(
        edge, start, step, origin, chord, np.maximum(_dot(chord, chord), 1e-30), sagitta, centre, reach
    )  # fmt: skip


def _blocks(centre: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """Give balls around blocks of balls that follow each other, each about the centre of one of them."""
    first = np.arange(0, len(reach), _BLOCK)
    middle = centre[np.minimum(first + _BLOCK // 2, len(reach) - 1)]
    far = _length(centre - np.repeat(middle, _BLOCK, axis=0)[: len(reach)]) + reach
    return middle, np.maximum.reduceat(far, first)


def _nearest(pieces: _Pieces, lon: Floats, lat: Floats) -> tuple[Floats, Indices, Floats]:
    """Give distance, edge and foot for points that are good positions."""
    place = _cartesian(np.radians(np.stack([lon, lat], axis=1)))

    # Blocks that can hold the nearest point of one of the points, as far as the middle of them tells: the
    # centre of a block is itself a point of an edge.
    middle = place.mean(axis=0)
    spread = _length(place - middle).max()
    apart = _length(middle - pieces.centre)
    blocks = np.flatnonzero(apart - pieces.reach - spread <= _still_possible(apart.min() + spread))

    # Of these the blocks that can hold the nearest point of each.
    apart = _length(place[:, None] - pieces.centre[blocks])
    limit = _still_possible(apart.min(axis=1))
    point, block = np.nonzero(apart - pieces.reach[blocks] <= limit[:, None])
    piece = (blocks[block, None] * _BLOCK + np.arange(_BLOCK)).ravel()
    point = np.repeat(point, _BLOCK)
    inside = piece < len(pieces.edge)
    piece, point = piece[inside], point[inside]

    # Pieces that can: by the distance to the chord, give or take the sagitta.
    to_start = place[point] - pieces.origin[piece]
    chord = pieces.chord[piece]
    along = _dot(to_start, chord) / pieces.chord_squared[piece]
    fraction = np.clip(along, 0.0, 1.0)
    apart = _length(to_start - fraction[:, None] * chord)
    sagitta = pieces.sagitta[piece]
    limit = _still_possible(_least(apart + sagitta, point, len(lon)))
    keep = apart - sagitta <= limit[point]
    piece, point, fraction = piece[keep], point[keep], fraction[keep]

    # The nearest points of these, by chord; then those pieces that can still be the nearest.
    fraction, apart, curving = _approach(pieces, piece, place[point], fraction)
    keep = apart <= _still_possible(_least(apart, point, len(lon)))[point]
    piece, point, fraction, apart, curving = (a[keep] for a in (piece, point, fraction, apart, curving))

    distance, fraction = _measure(pieces, piece, lon[point], lat[point], fraction, apart, curving)
    order = np.lexsort((pieces.edge[piece], distance, point))
    best = order[np.searchsorted(point[order], np.arange(len(lon)))]
    foot = _positions(pieces.start[piece[best]], pieces.step[piece[best]], fraction[best])
    return distance[best], pieces.edge[piece[best]], foot


def _grouped(points: Floats, size: int) -> Indices:
    """Give an order in which each `size` points that follow each other are near each other.

    Halves of halves, each across its longer side, as in J. L. Bentley's k-d tree (doi:10.1145/361002.361007).
    """
    order = np.arange(len(points))
    todo = [slice(0, len(points))]
    while todo:
        part = todo.pop()
        among = order[part]
        if len(among) > size:
            values = points[among]
            axis = np.argmax(np.ptp(values, axis=0))
            middle = -(-len(among) // (2 * size)) * size
            order[part] = among[np.argpartition(values[:, axis], middle)] if middle < len(among) else among
            middle += part.start
            todo += [slice(part.start, middle), slice(middle, part.stop)]
    return order


def _by_cells(lon: Floats, lat: Floats) -> Indices:
    """Give an order, quickly found, in which most points follow one that is near."""
    cell = np.zeros(len(lon), dtype=np.uint16)
    for values in (lon, lat):
        low, high = values.min(initial=np.inf), values.max(initial=-np.inf)
        cell = (cell << np.uint16(8)) + ((values - low) * (255 / max(high - low, 1e-9))).astype(np.uint16)
    return np.argsort(cell, kind="stable")  # of short numbers a radix sort


def _cartesian(points: Floats) -> Floats:
    """Give geocentric Cartesian coordinates in kilometres of longitudes and latitudes in radians."""
    lon, lat = points.T
    sine, cosine = np.sin(lat), np.cos(lat)
    normal = EQUATORIAL_RADIUS_KM / np.sqrt(1 - ECCENTRICITY_SQUARED * sine**2)
    return np.stack(
        [
            normal * cosine * np.cos(lon),
            normal * cosine * np.sin(lon),
            normal * (1 - ECCENTRICITY_SQUARED) * sine,
        ],
        axis=1,
    )


def _dot(a: Floats, b: Floats) -> Floats:
    """Give the scalar products along the last axis; quicker than sums over an axis of three."""
    return np.asarray(np.einsum("...i,...i->...", a, b))


def _length(vectors: Floats) -> Floats:
    """Give the lengths of vectors along the last axis."""
    return np.sqrt(_dot(vectors, vectors))


def _positions(start: Floats, step: Floats, fraction: Floats) -> Floats:
    """Give the longitude and latitude of points of pieces, in degrees."""
    points = np.degrees(start + fraction[:, None] * step)
    points[:, 1] = np.clip(points[:, 1], -90.0, 90.0)  # rounding may lead beyond a pole
    return points


def _still_possible(chord_km: Floats) -> Floats:
    """Give the longest chord whose geodesic may be as short as that of a given chord."""
    longest = 2 * _SMALLEST_RADIUS_KM * np.arcsin(np.minimum(1, chord_km / (2 * _SMALLEST_RADIUS_KM)))
    chord = 2 * _LARGEST_RADIUS_KM * np.sin(longest / (2 * _LARGEST_RADIUS_KM))
    # Past the end of the arc sine any chord is possible; a micrometre allows for rounding.
    return np.where(chord_km < 2 * _SMALLEST_RADIUS_KM, chord + 1e-9, np.inf)


def _least(values: Floats, point: Indices, count: int) -> Floats:
    """Give the least value of each point; `point` is sorted and names each point at least once."""
    return np.asarray(np.minimum.reduceat(values, np.searchsorted(point, np.arange(count))))


def _approach(
    pieces: _Pieces, piece: Indices, place: Floats, fraction: Floats
) -> tuple[Floats, Floats, Floats]:
    """Find where pieces come nearest to places by chord, by Newton's method.

    Gives the fraction of the piece, the chord there, and the second derivative of half the squared
    chord by the fraction.
    """
    start, step = pieces.start[piece], pieces.step[piece]
    length_squared = pieces.chord_squared[piece]
    for _ in range(4):
        to_curve, first, second = _curve(start, step, fraction, place)
        slope = _dot(to_curve, first)
        curving = _dot(first, first) + _dot(to_curve, second)
        # Where the chord curves the wrong way the nearest point is an end, and any descent leads there.
        curving = np.where(curving > 0.01 * length_squared, curving, 0.01 * length_squared)
        fraction = np.clip(fraction - slope / curving, 0.0, 1.0)
    candidates = np.stack([fraction, np.zeros_like(fraction), np.ones_like(fraction)])
    apart = np.stack([_length(_cartesian(start + t[:, None] * step) - place) for t in candidates])
    best = apart.argmin(axis=0)
    rows = np.arange(len(piece))
    return candidates[best, rows], apart[best, rows], curving


def _curve(start: Floats, step: Floats, fraction: Floats, place: Floats) -> tuple[Floats, Floats, Floats]:
    """Give the way from places to points of pieces, and its two derivatives by the fraction."""
    lon, lat = (start + fraction[:, None] * step).T
    step_lon, step_lat = step.T
    sine, cosine = np.sin(lat), np.cos(lat)
    w = 1 - ECCENTRICITY_SQUARED * sine**2
    normal = EQUATORIAL_RADIUS_KM / np.sqrt(w)
    meridional = normal * (1 - ECCENTRICITY_SQUARED) / w
    axis, axis_1 = normal * cosine, -meridional * sine * step_lat  # distance from the axis of rotation
    # The second derivatives only steer Newton's method, so the change of `meridional` is left out.
    axis_2 = -meridional * cosine * step_lat**2
    height_1 = meridional * cosine * step_lat
    height_2 = -meridional * sine * step_lat**2
    cos_lon, sin_lon = np.cos(lon), np.sin(lon)
    radial, tangential = axis_2 - axis * step_lon**2, 2 * axis_1 * step_lon
    curve = np.stack([axis * cos_lon, axis * sin_lon, normal * (1 - ECCENTRICITY_SQUARED) * sine], axis=1)
    first = np.stack(
        [
            axis_1 * cos_lon - axis * step_lon * sin_lon,
            axis_1 * sin_lon + axis * step_lon * cos_lon,
            height_1,
        ],
        axis=1,
    )
    second = np.stack(
        [radial * cos_lon - tangential * sin_lon, radial * sin_lon + tangential * cos_lon, height_2],
        axis=1,
    )
    return curve - place, first, second


def _measure(
    pieces: _Pieces,
    piece: Indices,
    lon: Floats,
    lat: Floats,
    fraction: Floats,
    apart: Floats,
    curving: Floats,
) -> tuple[Floats, Floats]:
    """Measure the geodesics to the nearest points, after one more step towards the nearest by geodesic."""
    start, step = pieces.start[piece], pieces.step[piece]
    foot = _positions(start, step, fraction)
    azimuth, distance = azimuth_and_km(foot[:, 0], foot[:, 1], lon, lat)
    far = apart > _FAR_KM
    if not far.any():
        return distance, fraction
    # By how much the geodesic grows with the fraction: the step's component against its direction.
    latitude, turn = np.radians(foot[:, 1]), np.radians(azimuth)
    w = 1 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    north = EQUATORIAL_RADIUS_KM * (1 - ECCENTRICITY_SQUARED) / w**1.5 * step[:, 1]
    east = EQUATORIAL_RADIUS_KM / np.sqrt(w) * np.cos(latitude) * step[:, 0]
    growth = -(north * np.cos(turn) + east * np.sin(turn))
    # The chord c has the second derivative curving / c where its first is 0, and the arc is longer by
    # the secant of half its angle.
    half_sine = np.minimum(apart / (2 * EQUATORIAL_RADIUS_KM), 0.99)
    bend = curving / np.maximum(apart, _FAR_KM) / np.sqrt(1 - half_sine**2)
    better = np.where(far, np.clip(fraction - growth / bend, 0.0, 1.0), fraction)
    foot = _positions(start, step, better)
    _, again = azimuth_and_km(foot[:, 0], foot[:, 1], lon, lat)
    closer = again < distance
    return np.where(closer, again, distance), np.where(closer, better, fraction)
