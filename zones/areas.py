"""Named areas: seas, straits, bays and lands by their names, and the mask of land and sea.

All come from the same build as the regions, so a sea ends exactly where the region beside it begins.
Longitude and latitude in degrees (EPSG:4326).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from zones import store

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.locate import PolygonIndex

_FILES = ("regions.geojson", "areas.geojson", "land.geojson")


@cache
def file_of_areas() -> dict[str, str]:
    """Give the file that holds each named area, by identifier.

    Examples
    --------
    >>> file_of_areas()["yellow_sea"], file_of_areas()["japan"]
    ('regions.geojson', 'land.geojson')
    """
    return {area: file for file in _FILES for area in store.feature_texts(file)}


@cache
def names(area_id: str) -> dict[str, str]:
    """Give the names of an area by language: en, ko, zh-Hans, zh-Hant, ja, ru.

    Raises
    ------
    KeyError
        If there is no such area.

    Examples
    --------
    >>> names("sea_of_japan")["en"]
    'Sea of Japan / East Sea'
    """
    return dict(store.properties(file_of_areas()[area_id], area_id)["names"])


@cache
def _identifiers() -> dict[str, str]:
    found: dict[str, str] = {}
    for area, file in file_of_areas().items():
        about = store.properties(file, area)
        for spelling in (area, *about["names"].values(), *about["also"]):
            for part in (spelling, *spelling.split(" / ")):
                found.setdefault(_plain(part), area)
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split()).removeprefix("the ")


def identify(name: str) -> str | None:
    """Find the identifier of a named area from its identifier or a usual name; None if there is none.

    Examples
    --------
    >>> identify("Bohai Sea"), identify("La Perouse Strait"), identify("Atlantis")
    ('bohai_gulf', 'la_perouse_strait', None)
    """
    return name if name in file_of_areas() else _identifiers().get(_plain(name))


@cache
def outline(area_id: str) -> BaseGeometry:
    """Give the polygon of a named area in degrees (EPSG:4326); a land with its small islands.

    Raises
    ------
    KeyError
        If there is no such area; `identify` says which there are.

    Examples
    --------
    >>> bool(shapely.contains_xy(outline("yellow_sea"), 123.5, 36.0))
    True
    """
    file = file_of_areas()[area_id]
    main = store.geometry(file, area_id)
    islands = f"islands_of_{area_id}"
    if file == "land.geojson" and islands in store.feature_texts("islands.geojson"):
        return shapely.union_all([main, store.geometry("islands.geojson", islands)])
    return main


@cache
def _land() -> shapely.STRtree:
    parts = [
        store.geometry(file, part)
        for file in ("land.geojson", "islands.geojson")
        for part in store.feature_texts(file)
    ]
    return shapely.STRtree(shapely.get_parts(np.array(parts)))


@cache
def land_masses() -> shapely.STRtree:
    """Give the land by land mass, whatever states share it, islands included.

    Examples
    --------
    >>> point = shapely.Point(127.0, 37.5)
    >>> len(land_masses().query(point, predicate="within"))
    1
    """
    return shapely.STRtree(shapely.get_parts(shapely.union_all(_land().geometries)))


def cut_to_surface(geometry: BaseGeometry, surface: Literal["sea", "land"]) -> BaseGeometry:
    """Keep the part of a geometry that is at sea, or on land.

    Beyond the frame of our land (105–165°E, 15–62°N) and on small islands outside 114–148°E, 22–54°N,
    everything counts as sea.

    Examples
    --------
    >>> bool(shapely.is_empty(cut_to_surface(shapely.Point(127.0, 37.5), "sea")))
    True
    """
    tree = _land()
    near = tree.geometries[tree.query(geometry, predicate="intersects")]
    land = shapely.union_all(shapely.intersection(near, shapely.box(*geometry.bounds).buffer(0.01)))
    return shapely.difference(geometry, land) if surface == "sea" else shapely.intersection(geometry, land)


@cache
def _foreign_groups() -> tuple[BaseGeometry, ...]:
    texts = store.feature_texts("islands.geojson")
    at_home = ('"state":null', '"state":"KOR"', '"state":"PRK"')
    return tuple(
        store.geometry("islands.geojson", part)
        for part, text in texts.items()
        if not any(mark in text[: text.index('"geometry"')] for mark in at_home)
    )


@cache
def foreign_islands() -> BaseGeometry:
    """Give the small islands that the reading ``islands = land`` takes out of the zone.

    Those of every state but the two Koreas, and none that more than one state claims.

    Examples
    --------
    >>> bool(foreign_islands().contains(shapely.Point(129.3, 34.4))), foreign_islands().area < 10
    (True, True)
    """
    islands = shapely.union_all(_foreign_groups())
    shapely.prepare(islands)
    return islands


@cache
def island_index() -> PolygonIndex:
    """Open the index over these islands, shores and all.

    Examples
    --------
    >>> island_index().locate([129.3, 125.0], [34.4, 36.0]) >= 0
    array([ True, False])
    """
    from geo.locate import cached_index  # noqa: PLC0415 for many positions only

    texts = store.feature_texts("islands.geojson")
    return cached_index(_foreign_groups, store.checksum(("islands.geojson", part) for part in texts))


def on_foreign_islands(points: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which points lie on one of these islands; a point on its shore does not.

    Examples
    --------
    >>> on_foreign_islands(shapely.points([[139.37, 34.74], [131.87, 37.24]]))  # Izu Oshima, Dokdo
    array([ True, False])
    """
    on_any = np.zeros(len(points), dtype=np.bool_)
    for group in _foreign_groups():
        on_any |= shapely.contains_properly(group, points)
    return on_any
