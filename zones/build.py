"""Build the polygons of `zones/data/` from the limit lines and the Natural Earth coast: `make zones`.

Input: `limits.toml` (points and lines), `areas.toml` (names, seeds, outlines) and the npm package
world-atlas 2.0.2 (Natural Earth 4.1.0, public domain), fetched with the npm client and checked against a
SHA-256. Output, the same bytes each time on the same versions of GEOS and PROJ:

``limits.geojson``   each edge of the regions, with its name, kind, source and what lies left and right
``regions.geojson``  the five regions under the central reading, made from those edges
``areas.geojson``    the seas around, the whole East China Sea, straits and bays
``land.geojson``     the land by state, without the small islands
``islands.geojson``  the islands that count as the sea around them, by state
``basemap.geojson``  the coast for maps, simplified

Steps: simplify the land; snap coast and densified limit lines to one grid and cut the plane along them;
label the faces; read each edge's two sides back from the faces; make the regions from the edges.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import LineString

from geo.errors import DezoneError
from geo.geodesy import area_km2
from geo.shapes import rhumb_line
from geo.topology import Arc, arcs, faces, segments_with_sides
from zones.build_features import GRID_DEG, files_of
from zones.build_land import (
    FRAME,
    PENINSULA_STATES,
    STEP_DEG,
    Land,
    fetch_coast,
    masses,
    part_at,
    peninsula_land,
    read_land,
)
from zones.zone import REGION_IDS, UNCUT_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).parent / "data"
FAR_SIMPLIFY_DEG = 0.02  #: for edges that no region touches
BIG_ISLAND_KM2 = 1000.0  #: a smaller island counts as the sea around it
NEAR = frozenset({*REGION_IDS[1:4], UNCUT_ID, *PENINSULA_STATES})  #: labels whose edges are kept as they are


def main() -> None:
    """Rebuild every file of `zones/data/` that is built."""
    with (DATA / "limits.toml").open("rb") as file:
        limits = tomllib.load(file)
    with (DATA / "areas.toml").open("rb") as file:
        areas = tomllib.load(file)
    with tempfile.TemporaryDirectory() as folder:
        atlas = fetch_coast(Path(folder))
        files = build(limits, areas, atlas)
    for name, text in files.items():
        (DATA / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"zones/data/{name}  {len(text.encode()):>9,} bytes", file=sys.stderr)  # noqa: T201 progress


def build(limits: dict[str, Any], areas: dict[str, Any], atlas: Path) -> dict[str, str]:
    """Make the text of each file, by name, from the two tables and the unpacked coast."""
    land = read_land(atlas, areas)
    peninsula = peninsula_land(land)
    islands = masses(land.polygons)
    big = shapely.union_all(islands[area_km2(islands) >= BIG_ISLAND_KM2])
    whole = [part_at(islands, island["at"]) for island in areas["whole_islands"]]
    lines = [limit_line(limit, limits["points"]) for limit in limits["limits"]]
    coasts = [(coast["name"], part_at(islands, coast["at"])) for coast in areas["coasts"]]

    solid = shapely.union_all([big, peninsula])
    borders = shapely.boundary(land.polygons[shapely.intersects(land.polygons, solid)])
    cells = np.array(faces([FRAME.boundary, *borders, *shapely.boundary(whole), *lines], GRID_DEG))
    labels = _label_faces(cells, land, solid, areas)
    edges = _name_edges(cells, labels, lines, coasts, frozenset(land.states))
    near = [edge for edge in edges if {edge.left, edge.right} & NEAR]
    far = [
        edge._replace(line=shapely.simplify(edge.line, FAR_SIMPLIFY_DEG))
        for edge in edges
        if not {edge.left, edge.right} & NEAR
    ]
    coverage = _make_coverage([*near, *far], cells, labels)
    return files_of(coverage, near, land, solid, limits, areas, atlas)


def limit_line(limit: dict[str, Any], points: dict[str, Any]) -> BaseGeometry:
    """Draw one limit as densified rhumb lines through its points.

    Examples
    --------
    >>> limit_line({"through": ["a", "b"]}, {"a": {"at": [125, 30]}, "b": {"at": [125.2, 30]}}).wkt
    'LINESTRING (125 30, 125.06666666666666 30, 125.13333333333334 30, 125.2 30)'
    """
    through = [points[name]["at"] for name in limit["through"]]
    return LineString(rhumb_line(through, STEP_DEG))


def _label_faces(
    cells: NDArray[np.object_], land: Land, solid: BaseGeometry, areas: dict[str, Any]
) -> list[str]:
    """Name each face: the state of a land face, the sea of a water face.

    Only limits and coasts divide water, so a face of water is a whole sea, named by the seed in it. A
    pocket without a seed goes to the neighbour with which it shares the longest edge, water before land.

    Raises
    ------
    DezoneError
        If a seed lies on land.
    """
    labels: dict[int, str] = {}
    inside = shapely.point_on_surface(cells)
    shapely.prepare(solid)
    on_land = np.flatnonzero(shapely.intersects(solid, inside))
    tree = shapely.STRtree(land.polygons)
    for found, row in tree.query(inside[on_land], predicate="within").T:
        labels[int(on_land[found])] = str(land.states[row])
    for island in areas["whole_islands"]:
        mass = part_at(masses(land.polygons), island["at"])
        labels |= dict.fromkeys(map(int, np.flatnonzero(shapely.intersects(mass, inside))), island["area"])
    for area in [*areas["areas"], *areas["inland_waters"]]:
        if "seed" in area:
            face = int(np.flatnonzero(shapely.intersects_xy(cells, *area["seed"]))[0])
            if face in labels:
                raise DezoneError(
                    f"areas.toml, {area.get('id', area.get('name'))}: the seed {area['seed']} lies in "
                    f"{labels[face]}: move it into open water"
                )
            labels[face] = area.get("id", area.get("state"))
    named = set(labels)
    shared: Counter[tuple[int, str]] = Counter()
    for (start, end), (one, other) in segments_with_sides(cells, range(len(cells))).items():
        for pocket, neighbour in ((one, other), (other, one)):
            if pocket is not None and neighbour in named and pocket not in named:
                label = labels[neighbour]
                bonus = 0.0 if label in land.states else 1e6  # water before land
                shared[pocket, label] += np.hypot(end[0] - start[0], end[1] - start[1]) + bonus
    for pocket in set(range(len(cells))) - named:
        candidates = {label: score for (face, label), score in shared.items() if face == pocket}
        labels[pocket] = max(sorted(candidates), key=candidates.__getitem__)
    return [labels[face] for face in range(len(cells))]


def _name_edges(
    cells: NDArray[np.object_],
    labels: list[str],
    lines: list[BaseGeometry],
    coasts: list[tuple[str, BaseGeometry]],
    states: frozenset[str],
) -> list[Arc]:
    """Read the lines between the faces, each with its sides and the number or name of what it is.

    The tag of an arc is ``("limit", number)``, ``("border", "")`` or ``("coast", name)``.
    """
    snapped = 1.5 * GRID_DEG
    tree = shapely.STRtree(lines)
    shores = shapely.STRtree([mass for _, mass in coasts])

    def tag(
        middles: NDArray[np.float64], sides: list[tuple[str | None, str | None]]
    ) -> list[tuple[str, int | str]]:
        points = shapely.points(middles)
        on_limit = dict(tree.query(points, predicate="dwithin", distance=snapped).T.tolist())
        on_shore = dict(shores.query(points, predicate="dwithin", distance=10 * GRID_DEG).T.tolist())
        tags: list[tuple[str, int | str]] = []
        for row, pair in enumerate(sides):
            if set(pair) <= states:
                tags.append(("border", ""))
            elif row in on_limit and not set(pair) & states:
                tags.append(("limit", on_limit[row]))
            else:
                tags.append(("coast", coasts[on_shore[row]][0] if row in on_shore else ""))
        return tags

    return arcs(cells, labels, tag)


def _make_coverage(
    edges: Sequence[Arc], cells: NDArray[np.object_], labels: list[str]
) -> dict[str, BaseGeometry]:
    """Make one polygon a label again from its edges, with those that no region touches simplified.

    Raises
    ------
    DezoneError
        If areas overlap after simplifying.
    """
    tree = shapely.STRtree(cells)
    made = np.array(faces([edge.line for edge in edges], GRID_DEG))
    held = dict(tree.query(shapely.point_on_surface(made), predicate="within").T.tolist())
    groups: dict[str, list[Polygon]] = defaultdict(list)
    for face, polygon in enumerate(made):
        groups[labels[held[face]]].append(polygon)
    coverage = {label: shapely.coverage_union_all(parts) for label, parts in sorted(groups.items())}
    if not shapely.coverage_is_valid(list(coverage.values())):
        raise DezoneError("the areas overlap after simplifying far edges: lower FAR_SIMPLIFY_DEG")
    return coverage


if __name__ == "__main__":
    main()
