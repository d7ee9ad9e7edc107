"""Where a place may be: what is known of it, combined, and parted by the regions.

What is known is a geometry, a radius, a named area and a surface; the possible positions are the geometry
widened by the radius, cut to the named area and to the surface (docs/verdicts.md). Longitude and
latitude in degrees (EPSG:4326); sizes are km² for areas, km for lines and counts for points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.affinity import affine_transform

from geo.errors import DezoneError
from geo.parallels import north_of
from zones import areas, store
from zones.readings import LOWEST_SOUTHERN_LIMIT, Reading
from zones.zone import CUT_ID, FIXED_IDS, REGION_IDS, UNCUT_ID, Zone

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zones.exercises import Place
    from zones.readings import Islands

CENTRAL_LON = 130.0  #: longitudes are brought into the turn around it
TOLERANCE_KM = 0.05  #: parts of areas and lines within it of the limit do not count
TOLERANCE_DEG = TOLERANCE_KM / 110.9  #: the same along a meridian near 30°N
_STEPS = 400  # along the edges of lines and areas that are measured
_ROWS = 21  # of positions within areas
_NOTHING = shapely.Point()


@dataclass(frozen=True)
class Parted:
    """The possible positions of a place, parted by the regions that no reading moves.

    Parts that lie within 50 m of the outer limit are left out of `has_fixed`, `cut` and `has_rest`, but
    not of the sizes.

    Sizes are those of `size`.

    Examples
    --------
    >>> found = part(shapely.box(125, 28, 126, 34), "sea")
    >>> found.size_north_of(30.0) < found.size_north_of(29.0) < found.total
    True
    """

    positions: BaseGeometry  #: all possible positions
    pieces: dict[str, BaseGeometry]  #: those in each region that no reading moves
    has_fixed: bool  #: does a part that counts lie in one of these?
    cut: BaseGeometry  #: the part in the uncut East China Sea, where the southern limit decides
    has_rest: bool  #: does a part that counts lie outside all of these?

    @cached_property
    def total(self) -> float:
        """Size of all possible positions."""
        return size(self.positions)

    @cached_property
    def fixed(self) -> dict[str, float]:
        """Size in each region that no reading moves."""
        sizes = {
            region: self.total if piece is self.positions else size(piece)
            for region, piece in self.pieces.items()
        }
        return dict.fromkeys(FIXED_IDS, 0.0) | sizes

    def size_north_of(self, southern_limit: float) -> float:
        """Give the size of the part in the northern East China Sea."""
        return 0.0 if shapely.is_empty(self.cut) else size(north_of(self.cut, southern_limit))


def size(geometry: BaseGeometry) -> float:
    """Measure on the ellipsoid: km² of an area, km of a line, the number of points.

    Examples
    --------
    >>> round(size(shapely.box(125, 37, 126, 38))), round(size(shapely.LineString([(125, 37), (125, 38)])))
    (9814, 111)
    """
    from geo.geodesy import area_km2, length_km  # noqa: PLC0415 brings pyproj

    dimension = shapely.get_dimensions(geometry)
    if dimension == 0:
        return float(shapely.get_num_geometries(geometry)) if not shapely.is_empty(geometry) else 0.0
    return float(area_km2(geometry) if dimension == 2 else length_km(geometry))


def possible_positions(place: Place) -> tuple[BaseGeometry, tuple[str, ...]]:
    """Combine what is known of a place.

    Returns
    -------
    geometry, doubts
        An empty geometry if nothing is known, or a line or area is so uncertain that it reaches a pole. If
        a cut would leave nothing, the surface is undone first, then the named area. A doubt says so.

    Examples
    --------
    >>> from zones.exercises import Place
    >>> harbour = Place(geometry=shapely.Point(131.88, 43.11), uncertainty_km=6, surface="sea")
    >>> everywhere = Place(geometry=shapely.Point(131.88, 43.11), uncertainty_km=6)
    >>> size(possible_positions(harbour)[0]) < size(possible_positions(everywhere)[0])
    True
    >>> possible_positions(Place())[0].is_empty
    True
    """
    doubts: list[str] = []
    geometry = place.geometry if is_position(place.geometry) else None
    known = place.named_area if place.named_area and place.named_area in areas.file_of_areas() else None
    if place.named_area and not known:
        stand_in = "its geometry stands for it" if place.geometry is not None else "nothing stands for it"
        doubts.append(f"no named area {place.named_area!r} here: {stand_in}")
    if geometry is None:
        if not known:
            return shapely.Point(), tuple(doubts)
        return _whole_area(known, place.surface), tuple(doubts)
    try:
        wide = widened(geometry, place.uncertainty_km)
    except DezoneError as error:  # which is no reason to lose the other places
        return shapely.Point(), (*doubts, str(error))
    in_area = shapely.intersection(wide, areas.outline(known)) if known else wide
    if known and shapely.is_empty(in_area):
        doubts.append(f"the position lies outside {areas.names(known)['en']}: the named area was left aside")
        in_area = wide
    in_area = _same_dimension(in_area, wide)
    if place.surface == "any":
        return in_area, tuple(doubts)
    cut = _same_dimension(areas.cut_to_surface(in_area, place.surface), wide)
    if shapely.is_empty(cut):
        expected, found = ("at sea", "on land") if place.surface == "sea" else ("on land", "at sea")
        doubts.append(f"expected {expected}, but the position is {found}: taken as reported")
        return in_area, tuple(doubts)
    return cut, tuple(doubts)


def is_position(geometry: BaseGeometry | None) -> bool:
    """Tell whether a geometry says where something is: it is there, not empty, and holds no NaN.

    Examples
    --------
    >>> is_position(shapely.Point(125, 38)), is_position(shapely.Point(np.nan, 38)), is_position(None)
    (True, False, False)
    """
    coordinates = shapely.get_coordinates(geometry)
    return len(coordinates) > 0 and bool(np.isfinite(coordinates).all())


def widened(geometry: BaseGeometry, radius_km: float) -> BaseGeometry:
    """Bring a geometry into the turn of longitude of the zone and widen it.

    Examples
    --------
    >>> round(size(widened(shapely.Point(125, 38), 10)))
    314
    """
    turned = in_turn(geometry)
    if not radius_km:
        return turned
    from geo.shapes import widen  # noqa: PLC0415 brings pyproj

    return widen(turned, radius_km)


def samples(geometry: BaseGeometry) -> NDArray[np.float64]:
    """Give positions that stand for a geometry: its vertices, points along its edges and inside it.

    Returns
    -------
    ndarray, shape (n, 2)
        Longitude and latitude in the turn of the zone; none of an empty geometry.

    Examples
    --------
    >>> samples(shapely.Point(125, 38)), len(samples(shapely.LineString([(125, 38), (126, 38)])))
    (array([[125.,  38.]]), 401)
    """
    turned = in_turn(geometry)
    dimension = shapely.get_dimensions(turned)
    points = [shapely.get_coordinates(turned)]
    if dimension > 0:
        step = max(float(shapely.length(turned)) / _STEPS, 1e-6)
        points.append(shapely.get_coordinates(shapely.segmentize(turned, step)))
    if dimension == 2:
        west, south, east, north = turned.bounds
        lon, lat = np.meshgrid(np.linspace(west, east, _ROWS), np.linspace(south, north, _ROWS))
        grid = np.column_stack([lon.ravel(), lat.ravel()])
        points.append(grid[shapely.intersects_xy(turned, *grid.T)])
    return _distinct(np.vstack(points))


def _distinct(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sort rows and drop repeated ones, as `numpy.unique`, which loads all of `numpy.ma` for it."""
    ordered: NDArray[np.float64] = points[np.lexsort(points.T[::-1])]
    new = (ordered[1:] != ordered[:-1]).any(axis=1)
    return np.concatenate([ordered[:1], ordered[1:][new]])


def in_turn(geometry: BaseGeometry) -> BaseGeometry:
    """Bring a geometry into the turn of longitude of the zone, without a cut at the antimeridian.

    Examples
    --------
    >>> in_turn(shapely.LineString([(-179, 40), (179, 40)])).wkt
    'LINESTRING (181 40, 179 40)'
    """
    if isinstance(geometry, shapely.Point) and (geometry.is_empty or abs(geometry.x - CENTRAL_LON) <= 180):
        return geometry
    from geo.shapes import unwrap  # noqa: PLC0415 not for a point near the zone

    return unwrap(geometry, CENTRAL_LON)


@cache
def _whole_area(area_id: str, surface: str) -> BaseGeometry:
    whole = areas.outline(area_id)
    if surface == "any":
        return whole
    cut = areas.cut_to_surface(whole, "sea" if surface == "sea" else "land")
    return whole if shapely.is_empty(cut) else cut


def _same_dimension(geometry: BaseGeometry, model: BaseGeometry) -> BaseGeometry:
    """Drop the points and lines that a cut leaves where areas only touch."""
    parts = shapely.get_parts(geometry)
    keep = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(model)]
    return shapely.union_all(keep) if len(keep) != len(parts) else geometry


def part(geometry: BaseGeometry, islands: Islands) -> Parted:
    """Part possible positions by the fixed regions, the uncut East China Sea and the rest.

    Examples
    --------
    >>> found = part(shapely.box(125, 28, 126, 34), "sea")
    >>> found.has_fixed, found.has_rest, found.cut.bounds[1]
    (True, False, 28.0)
    """
    if shapely.get_dimensions(geometry) == 0:
        return _part_points(geometry, islands)
    whole = _whole(islands)
    if not shapely.intersects(whole, geometry):
        return Parted(geometry, {}, has_fixed=False, cut=_NOTHING, has_rest=True)
    pieces = {region: _common(geometry, _shape(region, islands)) for region in FIXED_IDS}
    cut = _common(geometry, _shape(UNCUT_ID, islands))
    within = shapely.contains_properly(whole, geometry)
    rest = _NOTHING if within else _same_dimension(shapely.difference(geometry, whole), geometry)
    counts = {region: _counting(piece, islands) for region, piece in pieces.items()}
    counting_cut, counting_rest = _counting(cut, islands), _counting(rest, islands)
    if not (any(len(found) for found in counts.values()) or len(counting_cut) or len(counting_rest)):
        # All of it hugs the limit: then every part counts.
        counting_cut, counting_rest = _connected(cut), _connected(rest)
        counts = {region: _connected(piece) for region, piece in pieces.items()}
    return Parted(
        geometry,
        pieces,
        has_fixed=any(len(found) > 0 for found in counts.values()),
        cut=shapely.union_all(counting_cut),
        has_rest=len(counting_rest) > 0,
    )


def on_foreign_islands(geometry: BaseGeometry) -> bool:
    """Tell whether a geometry meets a small island that the reading ``islands = land`` takes out.

    Examples
    --------
    >>> on_foreign_islands(shapely.box(139, 34, 140, 35)), on_foreign_islands(shapely.box(123, 36, 124, 37))
    (True, False)
    """
    return bool(shapely.intersects(areas.foreign_islands(), geometry))


def part_points(points: NDArray[np.object_], islands: Islands) -> list[Parted]:
    """Part each of many single points by itself, all of them at once.

    Examples
    --------
    >>> [found.has_rest for found in part_points(shapely.points([(123.5, 36.0), (125.0, 20.0)]), "sea")]
    [False, True]
    """
    found = _regions_of(points, islands).tolist()
    return [
        _parted(point, {REGION_IDS[index]: point} if index >= 0 else {}, has_rest=index < 0)
        for index, point in zip(found, points.tolist(), strict=True)
    ]


def _part_points(geometry: BaseGeometry, islands: Islands) -> Parted:
    """Part points; one on an edge between two regions counts in the first."""
    points = shapely.get_parts(geometry)
    found = _regions_of(points, islands)
    held = {
        region: shapely.multipoints(points[found == index])
        for index, region in enumerate(REGION_IDS)
        if (found == index).any()
    }
    return _parted(geometry, held, has_rest=bool((found < 0).any()))


def _parted(points: BaseGeometry, held: dict[str, BaseGeometry], *, has_rest: bool) -> Parted:
    """Tell the points in the fixed regions from those in the uncut East China Sea."""
    cut = held.pop(CUT_ID, _NOTHING)
    return Parted(points, held, has_fixed=bool(held), cut=cut, has_rest=has_rest)


def _regions_of(points: NDArray[np.object_], islands: Islands) -> NDArray[np.int8]:
    """Find the region of each point, where no southern limit cuts: an index into `REGION_IDS`, or -1."""
    uncut = Zone(Reading(southern_limit=LOWEST_SOUTHERN_LIMIT, islands=islands))
    return uncut.locate(*shapely.get_coordinates(points).T)


@cache
def part_of_area(area_id: str, surface: str, islands: Islands) -> Parted:
    """Part a whole named area; exercises of which only the country or the sea is known are many.

    Examples
    --------
    >>> part_of_area("yellow_sea", "sea", "sea").has_rest
    False
    """
    return part(_whole_area(area_id, surface), islands)


def _common(geometry: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    """Cut to a prepared shape, but only where its edge runs through."""
    if not shapely.intersects(shape, geometry):
        return shapely.Point()
    if shapely.contains_properly(shape, geometry):
        return geometry
    return _same_dimension(shapely.intersection(geometry, shape), geometry)


@cache
def _shape(area_id: str, islands: Islands) -> BaseGeometry:
    file = "regions.geojson" if area_id in FIXED_IDS else "areas.geojson"
    shape = store.geometry(file, area_id)
    if islands == "land" and area_id != FIXED_IDS[0]:
        shape = shapely.difference(shape, areas.foreign_islands())
    shapely.prepare(shape)
    return shape


@cache
def _whole(islands: Islands) -> BaseGeometry:
    """Unite the fixed regions and the uncut East China Sea."""
    whole = shapely.union_all([_shape(area, islands) for area in (*FIXED_IDS, UNCUT_ID)])
    shapely.prepare(whole)
    return whole


@cache
def _whole_boundary(islands: Islands) -> BaseGeometry:
    boundary = shapely.boundary(_whole(islands))
    shapely.prepare(boundary)
    return boundary


def _counting(geometry: BaseGeometry, islands: Islands) -> NDArray[np.object_]:
    """Keep the connected parts that reach farther than 50 m from the outer limit."""
    parts = _connected(geometry)
    return np.array([part for part in parts if _reaches_beyond(part, _whole_boundary(islands))], dtype=object)


def _connected(geometry: BaseGeometry) -> NDArray[np.object_]:
    """Give the connected parts; none of an empty geometry, of which shapely gives itself."""
    parts = shapely.get_parts(geometry)
    return parts[~shapely.is_empty(parts)]


def _reaches_beyond(geometry: BaseGeometry, boundary: BaseGeometry) -> bool:
    """Tell whether some vertex, inner point or point along an edge is farther than 50 m from a line."""
    if _farther(shapely.get_coordinates(shapely.point_on_surface(geometry)), boundary).any():
        return True  # as of most
    for candidate in (geometry, shapely.segmentize(geometry, 0.005)):
        points = shapely.get_coordinates(candidate)
        for some in np.array_split(points, max(1, len(points) // 50)):
            if _farther(some, boundary).any():
                return True
    return False


def _farther(points: NDArray[np.float64], boundary: BaseGeometry) -> NDArray[np.bool_]:
    """Tell which points are more than 50 m from a line, on a plane that is true near each point."""
    cosine = np.cos(np.radians(points[:, 1]))
    close = shapely.dwithin(boundary, shapely.points(points), float(TOLERANCE_DEG / cosine.min()))
    farther = np.asarray(~close)
    for row in np.flatnonzero(close):
        lon, lat = points[row]
        reach = TOLERANCE_DEG / cosine[row]
        local = shapely.clip_by_rect(boundary, lon - reach, lat - reach, lon + reach, lat + reach)
        plane = affine_transform(local, (cosine[row], 0, 0, 1, -lon * cosine[row], -lat))
        farther[row] = not shapely.dwithin(plane, shapely.Point(0, 0), TOLERANCE_DEG)
    return farther
