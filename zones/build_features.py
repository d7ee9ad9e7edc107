"""The features of the built files: edges and regions, waters, land and islands, and the basemap, as GeoJSON.

Longitude and latitude in degrees, EPSG:4326.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely
from shapely import LineString, MultiLineString
from shapely.geometry import mapping

from geo.parallels import north_of
from geo.positions import format_latitude
from geo.shapes import circle, densify
from geo.topology import segments_with_sides
from zones.build_land import PENINSULA_STATES, STEP_DEG
from zones.readings import PRESETS
from zones.zone import REGION_IDS, UNCUT_ID

if TYPE_CHECKING:
    from pathlib import Path

    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

    from geo.topology import Arc
    from zones.build_land import Land

    Feature = tuple[BaseGeometry, dict[str, Any]]

GRID_DEG = 1e-4  #: 11 m; vertices lie on this grid
CORE = shapely.box(114, 22, 148, 54)  #: where small islands are kept
WIDE = shapely.box(70, -5, 180, 78)  #: what a wide screen may show around it
MAP_SIMPLIFY_DEG = 0.01
WIDE_SIMPLIFY_DEG = 0.04


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
    edges = _region_edges(near, limits, areas)
    waters = _named_waters(coverage, areas)
    regions = _regions_from_edges(edges, areas)
    return {
        "limits.geojson": geojson([*edges, *_southern_limits(coverage[UNCUT_ID])], about),
        "regions.geojson": geojson(regions, about),
        "areas.geojson": geojson(waters, about),
        "land.geojson": geojson(_main_land(coverage, areas), about),
        "islands.geojson": geojson(_small_islands(land, solid, areas), about),
        "basemap.geojson": geojson(_basemap(land, atlas), about),
    }


def _region_edges(near: list[Arc], limits: dict[str, Any], areas: dict[str, Any]) -> list[Feature]:
    """Name each edge of the regions and of the uncut East China Sea, with what lies on its two sides."""
    land_of = {area["state"]: area["id"] for area in areas["areas"] if "state" in area}
    land_of |= dict.fromkeys(PENINSULA_STATES, REGION_IDS[0])
    name_of = {area["id"]: area["names"]["en"] for area in areas["areas"]}
    features: list[Feature] = []
    for edge in near:
        left, right = (land_of.get(str(side), str(side)) for side in (edge.left, edge.right))
        if left == right:
            continue
        kind, which = cast("tuple[str, Any]", edge.tag)  # made in _name_edges
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


def _southern_limits(uncut: BaseGeometry) -> list[Feature]:
    """Draw the three parallels that readings offer as the southern limit of the northern East China Sea."""
    west, _, east, _ = uncut.bounds
    features: list[Feature] = []
    for reading, lat in PRESETS.items():
        across = densify(LineString([(west - 1, lat), (east + 1, lat)]), STEP_DEG)
        name = f"{format_latitude(lat)}, southern limit, {reading} reading"
        sides = {"left": "northern_east_china_sea", "right": UNCUT_ID}
        source = "A reading of “northern part of the East China Sea”, docs/why-these-lines.md"
        properties = {"id": f"southern_limit_{reading}", "name": name, "kind": "parallel", "source": source}
        features.append((shapely.intersection(across, uncut), properties | sides))
    return features


def _regions_from_edges(edges: list[Feature], areas: dict[str, Any]) -> list[Feature]:
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
    whole[REGION_IDS[-1]] = north_of(whole[UNCUT_ID], PRESETS["central"])
    return [(whole[name], described(table[name])) for name in REGION_IDS]


def _named_waters(coverage: dict[str, BaseGeometry], areas: dict[str, Any]) -> list[Feature]:
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


def _main_land(coverage: dict[str, BaseGeometry], areas: dict[str, Any]) -> list[Feature]:
    """Give the land by state without the small islands, which count as the sea around them."""
    lands = [area for area in areas["areas"] if area["kind"] == "land"]
    return [(coverage[area["state"]], described(area) | {"state": area["state"]}) for area in lands]


def _small_islands(land: Land, solid: BaseGeometry, areas: dict[str, Any]) -> list[Feature]:
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


def _basemap(land: Land, atlas: Path) -> list[Feature]:
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
    """Give the properties of an area that its polygon carries.

    Examples
    --------
    >>> area = dict.fromkeys(("id", "kind", "names", "also", "label_at", "source", "seed"), "")
    >>> "seed" in described(area)
    False
    """
    return {key: area[key] for key in ("id", "kind", "names", "also", "label_at", "source")}


# As text


def geojson(features: list[Feature], about: dict[str, Any]) -> str:
    """Write features as RFC 7946, one a line, without spare digits; the same text each time.

    Examples
    --------
    >>> geojson([(shapely.Point(125, 38), {"id": "a"})], {"date": "2026-11-21"}).count("Feature")
    2
    """
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
