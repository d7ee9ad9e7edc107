"""The zone under a reading: its regions, where a position lies, how far the limit is.

The zone is the union of five regions as a closed set: a position on the limit is inside, and one on an
edge between two regions belongs to the one listed first. Edges are straight in longitude and latitude
(EPSG:4326) between vertices at most 0.1° apart, as in `zones/data/limits.geojson`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo.errors import DezoneError
from geo.parallels import north_of, split_at_latitude
from geo.positions import format_latitude
from zones import areas, store
from zones.readings import Islands, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas
    from numpy.typing import ArrayLike, NDArray

    from geo.edges import Edges
    from geo.locate import PolygonIndex
    from zones.exercises import Exercise
    from zones.verdict import Verdict

REGION_IDS = ("korean_peninsula", "sea_of_japan", "yellow_sea", "bohai_gulf", "northern_east_china_sea")
FIXED_IDS = REGION_IDS[:4]  #: the regions that no reading moves
CUT_ID, UNCUT_ID = REGION_IDS[4], "east_china_sea"
# The southern limit cuts the last of them, so that one index serves every limit.
_POLYGONS = (*(("regions.geojson", region) for region in FIXED_IDS), ("areas.geojson", UNCUT_ID))
_MANY = 5_000  # positions from which the index pays that must be opened first


class LimitLine(NamedTuple):
    """One edge of a region, or of the uncut East China Sea.

    Examples
    --------
    >>> line = next(line for line in limit_lines() if line.kind == "parallel" and "Jeju" in line.name)
    >>> line.name, line.left, line.right, line.points[0].round(2).tolist()
    ('33°17′N, Jeju – China', 'yellow_sea', 'east_china_sea', [120.73, 33.28])
    """

    name: str
    kind: str  #: parallel, rhumb_line, coast or border
    source: str
    left: str  #: what lies on the left when walking along the points
    right: str
    points: NDArray[np.float64]  #: shape (n, 2), longitude and latitude


@cache
def limit_lines() -> tuple[LimitLine, ...]:
    """Read the edges of the regions, without the southern limits that readings choose.

    Examples
    --------
    >>> limit_lines()[0].kind
    'border'
    """
    lines = []
    for feature in store.document("limits.geojson")["features"]:
        about = feature["properties"]
        if about["left"] != CUT_ID:
            points = np.array(feature["geometry"]["coordinates"], dtype=np.float64)
            wanted = {key: about[key] for key in ("name", "kind", "source", "left", "right")}
            lines.append(LimitLine(**wanted, points=points))
    return tuple(lines)


def load_zone(
    reading: str | None = None, *, southern_limit: float | None = None, islands: Islands = "sea"
) -> Zone:
    """Load the zone under a reading.

    Parameters
    ----------
    reading : {"narrow", "central", "broad"}, optional
        A preset of the southern limit; ``central`` if neither this nor `southern_limit` is given.
    southern_limit : float, optional
        Southern limit of the northern East China Sea in degrees north; wins over `reading`.
    islands : {"sea", "land"}
        Whether small islands count as the sea around them or follow their state.

    Raises
    ------
    DezoneError
        If a choice is unknown or out of range.

    Examples
    --------
    >>> zone = load_zone(southern_limit=29.5)
    >>> zone.locate([125.0, 125.0, 123.5], [29.4, 29.5, 36.0])
    array([-1,  4,  2], dtype=int8)
    """
    if southern_limit is not None:
        return Zone(Reading(southern_limit=southern_limit, islands=islands))
    return Zone(Reading.of(reading or "central", islands))


def _positions(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give positions as plain numbers: NaN where a masked array hides one; what pairs badly is refused."""
    lon, lat = (
        # only a masked array can be filled; to ask for its class would load numpy.ma
        cast("Any", each).astype(float).filled(np.nan) if hasattr(each, "filled") else np.asarray(each, float)
        for each in (lon, lat)
    )
    _refuse_grid(lon, lat)
    if lon.ndim == lat.ndim == 1 and len(lon) != len(lat) and 1 not in (len(lon), len(lat)):
        raise DezoneError(f"{len(lon)} longitudes and {len(lat)} latitudes: give one of each for a position")
    _refuse_swapped(lon, lat)
    return lon, lat


def _refuse_grid(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
    """Refuse positions that are not one after the other."""
    dimensions = max(lon.ndim, lat.ndim)
    if dimensions > 1:
        raise DezoneError(f"positions in {dimensions} dimensions: give lon.ravel() and lat.ravel()")


def _refuse_swapped(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
    """Refuse positions of which some are none as given, but all are with their numbers exchanged."""
    if np.fmax.reduce(lat, axis=None, initial=0) > 90 and (
        np.fmax.reduce(np.abs(lon), axis=None, initial=0) <= 90
        and np.fmax.reduce(np.abs(lat), axis=None, initial=0) <= 180
    ):
        raise DezoneError("longitude and latitude seem to be swapped: give the longitude first")


@dataclass(frozen=True)
class Zone:
    """The proposed area under one reading; make it with `load_zone`.

    Longitudes and latitudes are degrees, EPSG:4326.

    Examples
    --------
    >>> zone = load_zone("broad")
    >>> zone.southern_limit, zone.check(shapely.Point(125, 29.5)).verdict, len(zone.region_ids)
    (29.0, 'inside', 5)
    """

    choices: Reading = field(default_factory=Reading)
    region_ids = REGION_IDS

    @property
    def reading(self) -> str | None:
        """The preset's name, or None for another southern limit.

        Examples
        --------
        >>> load_zone("broad").reading, load_zone(southern_limit=29.5).reading
        ('broad', None)
        """
        return self.choices.preset

    @property
    def southern_limit(self) -> float:
        """Southern limit of the northern East China Sea, degrees north.

        Examples
        --------
        >>> load_zone("broad").southern_limit
        29.0
        """
        return self.choices.southern_limit

    @property
    def islands(self) -> Islands:
        """Whether small islands count as ``sea`` or follow their state as ``land``.

        Examples
        --------
        >>> load_zone(islands="land").islands
        'land'
        """
        return self.choices.islands

    @cached_property
    def shapes(self) -> dict[str, BaseGeometry]:
        """The polygon of each region in degrees (EPSG:4326), cut exactly at the southern limit.

        Examples
        --------
        >>> load_zone().shapes["northern_east_china_sea"].bounds[1]
        30.0
        """
        shapes = {region: store.geometry("regions.geojson", region) for region in FIXED_IDS}
        shapes[CUT_ID] = north_of(store.geometry("areas.geojson", UNCUT_ID), self.southern_limit)
        if self.islands == "land":
            for region in REGION_IDS[1:]:
                shapes[region] = shapely.difference(shapes[region], areas.foreign_islands())
        return shapes

    @property
    def regions(self) -> geopandas.GeoDataFrame:
        """A table of the regions with names, sources and areas, in the order of `region_ids`.

        Examples
        --------
        >>> list(load_zone().regions.columns), load_zone().regions.crs.to_epsg()
        (['region', 'name', 'area_km2', 'source', 'geometry'], 4326)
        """
        import geopandas as gpd  # noqa: PLC0415 heavy, and only for those who want a table

        from geo.geodesy import area_km2  # noqa: PLC0415

        about = [store.properties("regions.geojson", region) for region in REGION_IDS]
        table = {
            "region": REGION_IDS,
            "name": [each["names"]["en"] for each in about],
            "area_km2": [float(area_km2(self.shapes[region])) for region in REGION_IDS],
            "source": [each["source"] for each in about],
        }
        return gpd.GeoDataFrame(table, geometry=list(self.shapes.values()), crs=4326)

    @property
    def limits(self) -> list[dict[str, Any]]:
        """All edges of the regions: name, kind, source, left, right, outer, geometry (a line).

        Examples
        --------
        >>> sorted(load_zone().limits[0])
        ['geometry', 'kind', 'left', 'name', 'outer', 'right', 'source']
        """
        found = [
            {**edge._asdict(), "outer": outer, "geometry": shapely.linestrings(edge.points)}
            for edge, outer in self._edges_of_regions()
        ]
        for edge in found:
            del edge["points"]
        return found

    def names(self, area_id: str) -> dict[str, str]:
        """Names of a region or another named area by language.

        Examples
        --------
        >>> load_zone().names("yellow_sea")["ko"]
        '황해 (서해)'
        """
        return areas.names(area_id)

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int8]:
        """Find the region of each position.

        Parameters
        ----------
        lon, lat : array_like, shape (n,) or ()
            Degrees; longitudes in any turn.

        Returns
        -------
        ndarray of int8, shape (n,)
            Index into `region_ids`; -1 outside, and where a number is NaN, masked or out of range.

        Raises
        ------
        DezoneError
            If the arrays have more than one dimension or different lengths, or longitude and latitude are
            plainly swapped.

        Examples
        --------
        >>> load_zone().locate([123.5, 125.0, float("nan")], [36.0, 29.5, 36.0])
        array([ 2, -1, -1], dtype=int8)
        """
        return self.locate_rows(*_positions(lon, lat))

    def locate_rows(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int8]:
        """Find the region of each row of a table, as `locate`; who reads the table tells swapped columns.

        Raises
        ------
        DezoneError
            If the arrays have more than one dimension.

        Examples
        --------
        >>> load_zone().locate_rows([36.0], [130.0])
        array([-1], dtype=int8)
        """
        lon, lat = np.broadcast_arrays(np.atleast_1d(np.asarray(lon, float)), np.asarray(lat, float))
        _refuse_grid(lon, lat)
        if np.fmax.reduce(lon, initial=0) > 180 or np.fmin.reduce(lon, initial=0) < -180:
            lon = np.where(np.isfinite(lon), lon, np.nan)
            lon = np.where(np.abs(lon) > 180, (lon + 180) % 360 - 180, lon)
        many = len(lon) >= _MANY
        found = _index().locate(lon, lat) if many else _first_of(_POLYGONS, lon, lat)
        in_cut = np.flatnonzero(found == REGION_IDS.index(CUT_ID))
        found[in_cut[lat[in_cut] < self.southern_limit]] = -1
        if self.islands == "land" and len(at_sea := np.flatnonzero(found > 0)):
            if many:  # leaves those on the shore, which shapely tells from those behind it
                at_sea = at_sea[areas.island_index().locate(lon[at_sea], lat[at_sea]) >= 0]
            points = shapely.points(np.column_stack([lon[at_sea], lat[at_sea]]))
            found[at_sea[areas.on_foreign_islands(np.asarray(points))]] = -1
        return found

    def distance_km(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Measure the geodesic distance to the limit of the zone: positive outside, negative inside.

        Parameters
        ----------
        lon, lat : array_like, shape (n,) or ()
            Degrees; longitudes in any turn.

        Returns
        -------
        ndarray, shape (n,)
            Kilometres on the WGS 84 ellipsoid, right to 0.1 m; NaN where a number is NaN, masked or out of
            range.

        Raises
        ------
        DezoneError
            If the arrays have more than one dimension or different lengths, or longitude and latitude are
            plainly swapped.

        Examples
        --------
        >>> load_zone().distance_km([125.0, 125.0], [29.0, 31.0]).round(3)
        array([ 110.844, -110.861])
        """
        return self.nearest_limit(*_positions(lon, lat))[0]

    def nearest_limit(
        self, lon: ArrayLike, lat: ArrayLike, *, compiled: bool | None = None
    ) -> tuple[NDArray[np.float64], list[LimitLine | None]]:
        """Measure the signed distance to the limit, and name the limit that is nearest.

        Parameters
        ----------
        lon, lat : array_like, shape (n,) or ()
            Degrees; longitudes in any turn.
        compiled : bool, optional
            False gives the same digits with and without the extra ``bulk``; see `geo.edges`.

        Returns
        -------
        distance_km : ndarray, shape (n,)
            As `distance_km` gives it; swapped columns are not refused, and give NaN.
        limits : list of LimitLine or None
            None where the distance is NaN.

        Examples
        --------
        >>> distance_km, limits = load_zone().nearest_limit(120.985, 38.7763889)
        >>> distance_km.round(1), limits[0].name
        (array([-11.3]), 'Coast of China')
        """
        distance, owner, _ = self.outer_edges.nearest(lon, lat, compiled=compiled)
        inside = self.locate_rows(lon, lat) >= 0
        lines = [self._outer_lines[each] if each >= 0 else None for each in owner]
        return np.where(inside, -distance, distance), lines

    @cached_property
    def outer_edges(self) -> Edges:
        """The edges of the union, to be asked for the nearest; `owner` counts the outer limits.

        Examples
        --------
        >>> distance_km, owner, foot = load_zone().outer_edges.nearest([125.0], [29.5])
        >>> round(float(distance_km[0]), 1)
        55.4
        """
        from geo.edges import Edges  # noqa: PLC0415 brings pyproj, which membership does not need

        return Edges.from_lines(line.points for line in self._outer_lines)

    @cached_property
    def _outer_lines(self) -> tuple[LimitLine, ...]:
        return tuple(line for line, outer in self._edges_of_regions() if outer)

    def _edges_of_regions(self) -> Iterable[tuple[LimitLine, bool]]:
        """Give each edge under this reading, and whether the zone lies on one side of it only."""
        if self.islands == "land":
            return self._with_island_coasts(self._edges_at_sea())
        return self._edges_at_sea()

    def _edges_at_sea(self) -> Iterable[tuple[LimitLine, bool]]:
        for line in limit_lines():
            sides = {line.left, line.right}
            if UNCUT_ID not in sides:
                yield line, not sides <= set(FIXED_IDS)
                continue
            beside_fixed = bool(sides & set(FIXED_IDS))
            for northern, points in split_at_latitude(line.points, self.southern_limit):
                part = line._replace(points=points)
                if northern:
                    part = part._replace(
                        left=part.left.replace(UNCUT_ID, CUT_ID), right=part.right.replace(UNCUT_ID, CUT_ID)
                    )
                if northern or beside_fixed:
                    yield part, northern != beside_fixed
        yield from ((line, True) for line in self._southern_limit_lines())

    def _southern_limit_lines(self) -> Iterable[LimitLine]:
        lat = self.southern_limit
        uncut = store.geometry("areas.geojson", UNCUT_ID)
        west, _, east, _ = uncut.bounds
        crossing = shapely.intersection(shapely.linestrings([(west - 1, lat), (east + 1, lat)]), uncut)
        name = f"{format_latitude(lat)}, southern limit" + (
            f", {self.reading} reading" if self.reading else ""
        )
        source = "a reading of “northern part of the East China Sea”, docs/why-these-lines.md"
        for part in shapely.get_parts(crossing):
            if part.length:
                ends = shapely.get_coordinates(part)[[0, -1], 0]
                lon = np.linspace(ends[0], ends[1], max(2, int(np.ceil(abs(ends[1] - ends[0]) / 0.1)) + 1))
                yield LimitLine(
                    name, "parallel", source, CUT_ID, UNCUT_ID, np.column_stack([lon, np.full_like(lon, lat)])
                )

    def _with_island_coasts(
        self, lines: Iterable[tuple[LimitLine, bool]]
    ) -> Iterable[tuple[LimitLine, bool]]:
        """Cut foreign islands out of the edges, and add their coasts where the zone surrounds them."""
        islands = areas.foreign_islands()
        for line, outer in lines:
            for part in _lines(shapely.difference(LineString(line.points), islands)):
                yield line._replace(points=shapely.get_coordinates(part)), outer
        around = Zone(replace(self.choices, islands="sea")).shapes
        coasts = shapely.intersection(shapely.boundary(islands), shapely.union_all(list(around.values())))
        name, source = "Coast of an island that follows its state", "Natural Earth 1:10m"
        for part in _lines(coasts):
            yield LimitLine(name, "coast", source, "land", "sea", shapely.get_coordinates(part)), True

    def check(
        self,
        what: Exercise | BaseGeometry | geopandas.GeoDataFrame | Iterable[Exercise | BaseGeometry],
    ) -> Verdict | list[Verdict]:
        """Judge an exercise, a geometry, each of a list of these, or each row of a GeoDataFrame.

        A geometry is one place without uncertainty. A GeoDataFrame is brought to EPSG:4326; its
        columns ``id``, ``name``, ``uncertainty_km``, ``named_area`` and so on are read as in files.

        Raises
        ------
        DezoneError
            If it is none of these, or a table without geometry or coordinate system.
        PositionError
            If a latitude is beyond 90, or an outline is not valid.

        Examples
        --------
        >>> load_zone().check(shapely.Point(123.5, 36.0)).verdict
        'inside'
        """
        from zones import verdict  # noqa: PLC0415 each knows the other
        from zones.exercise_files import as_exercises  # noqa: PLC0415 likewise
        from zones.exercises import Exercise  # noqa: PLC0415 likewise

        found = list(verdict.judge_all(as_exercises(what), self))
        return found[0] if isinstance(what, (Exercise, BaseGeometry)) else found


def _lines(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Give the lines of a cut, without the points where lines only touch."""
    return [part for part in shapely.get_parts(geometry) if shapely.get_dimensions(part) == 1]


def _first_of(
    polygons: Iterable[tuple[str, str]], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Find the first polygon that holds each position, by shapely; -1 where there is none."""
    found = np.full(len(lon), -1, dtype=np.int8)
    free = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    for number, (file, feature) in enumerate(polygons):
        west, south, east, north = store.bounds(file, feature)
        x, y = lon[free], lat[free]
        if ((west <= x) & (x <= east) & (south <= y) & (y <= north)).any():  # else it need not be read
            held = shapely.intersects_xy(store.geometry(file, feature), x, y)
            found[free[held]] = number
            free = free[~held]
    return found


@cache
def _index() -> PolygonIndex:
    """Open the index over the regions and the uncut East China Sea."""
    from geo.locate import cached_index  # noqa: PLC0415 for many positions only

    return cached_index(
        lambda: [store.geometry(file, feature) for file, feature in _POLYGONS], store.checksum(_POLYGONS)
    )
