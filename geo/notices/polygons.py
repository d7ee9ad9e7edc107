"""Polygons of a notice: corners in printed order, mended where only one other order can be meant."""

from __future__ import annotations

import itertools
import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Polygon, box

from geo.coordinates import read_position
from geo.errors import DezoneError
from geo.notices.groups import Group, words_of
from geo.notices.words import alternatives, tables, word_list
from geo.patterns import re
from geo.shapes import densify_rhumb, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry


_MOST_MENDED = 100  # corners of an area whose edges cross
_MOST_CROSSINGS = 60
_SPIKE = 2.5  # a corner so many times further from the middle than any other is suspect


class Cut(NamedTuple):
    """What an area has not: all that lies to one side of a meridian or a parallel.

    Examples
    --------
    >>> take_away(box(130, 35, 131, 36), [Cut("east", 130.5)]).bounds
    (130.0, 35.0, 130.5, 36.0)
    """

    side: str  #: west, south, east or north
    at_deg: float  #: of the meridian or the parallel


class Drawn(NamedTuple):
    """A polygon of a notice."""

    vertices: tuple[tuple[float, float], ...]  #: the corners in the order in which they were joined
    outline: BaseGeometry  #: its edges are rhumb lines with vertices added
    shore_edges: tuple[int, ...]  #: drawn straight: from these corners to the next the shore is the boundary
    cuts: tuple[Cut, ...] = ()  #: taken away from the outline


def draw_polygon(text: str, group: Group, points: list[tuple[float, float]]) -> Drawn:
    """Draw a polygon through its corners in printed order; mend what cannot be meant, with a doubt.

    Parameters
    ----------
    text : str
        The notice, to quote from.
    group : Group
        Takes the doubts; its words may cut the area at a meridian or a parallel, or name the shore.
    points : list of (longitude, latitude)

    Returns
    -------
    Drawn

    Raises
    ------
    DezoneError
        If the corners enclose nothing.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "38N 124E, 37N 125E, 38N 125E, 37N 124E"
    >>> group = Group(list(scan_positions(text)))
    >>> drawn = draw_polygon(text, group, [(each.lon, each.lat) for each in group.items])
    >>> drawn.vertices
    ((124.0, 38.0), (125.0, 38.0), (125.0, 37.0), (124.0, 37.0))
    >>> group.doubts[0].partition(": ")[2]
    'the corners were put in order around the area'
    """
    ring = _distinct(points, group)
    if len(ring) < 3:
        raise DezoneError("a polygon needs three corners that differ")
    whole: BaseGeometry = unwrap(Polygon(ring), ring[0][0])
    if isinstance(whole, Polygon) and not whole.is_valid and not _crossed_by_shore(group, ring):
        whole = _uncrossed(text, group, whole)
    _doubt_spike(group, whole)
    vertices = [(float(x), float(y)) for x, y in shapely.get_coordinates(_shell(whole))[:-1]]
    shore = _shore_of(text, group, points, vertices)
    outline, cuts = cut_as_said(group, densify_rhumb(whole))
    return Drawn(tuple(vertices), outline, shore, cuts)


def cut_as_said(group: Group, outline: BaseGeometry) -> tuple[BaseGeometry, tuple[Cut, ...]]:
    """Take away what lies beyond a meridian or parallel that the words of the group name, with a doubt.

    Examples
    --------
    >>> group = Group([], trail=" EXCLUDING THE AREA SOUTH OF 35-15N")
    >>> outline, cuts = cut_as_said(group, box(130, 35, 131, 36))
    >>> cuts, outline.bounds
    ((Cut(side='south', at_deg=35.25),), (130.0, 35.25, 131.0, 36.0))
    """
    made: list[Cut] = []
    for cut, words in _cuts(group):
        clipped = take_away(outline, (cut,))
        if clipped.is_empty or clipped.equals(outline):
            group.doubts.append(f"'{words}' would leave out all or nothing of the area: it was not applied")
            continue
        outline = clipped
        made.append(cut)
        group.doubts.append(f"the area was cut as the text says: '{words}'")
    return outline, tuple(made)


def take_away(outline: BaseGeometry, cuts: Iterable[Cut]) -> BaseGeometry:
    """Take away what lies beyond meridians and parallels.

    Examples
    --------
    >>> take_away(box(130, 35, 131, 36), [Cut("south", 35.25)]).bounds
    (130.0, 35.25, 131.0, 36.0)
    """
    for side, at_deg in cuts:
        west, south, east, north = outline.bounds
        edges = [west - 1, south - 1, east + 1, north + 1]
        edges[{"west": 2, "south": 3, "east": 0, "north": 1}[side]] = at_deg
        if edges[0] < edges[2] and edges[1] < edges[3]:
            outline = shapely.difference(outline, box(edges[0], edges[1], edges[2], edges[3]))
    return outline


def _crossed_by_shore(group: Group, ring: list[tuple[float, float]]) -> bool:
    """Tell whether it is only the straight line in place of a shore that crosses other edges."""
    if len(group.shore) != 1 or len(ring) != len(group.positions):
        return False
    begin = group.shore[0] + 1
    return bool(LineString(ring[begin:] + ring[:begin]).is_simple)


def doubt_shore(text: str, group: Group, edges: Iterable[tuple[int, int]]) -> None:
    """Say which edges are shore: corners are counted from 1.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "38N 124E, 38N 125E, 37N 125E"
    >>> group = Group(list(scan_positions(text)))
    >>> doubt_shore(text, group, [(2, 0)])
    >>> group.doubts
    ["the shore is the boundary from corner 3 to corner 1 at '38N 124E, 38N 125E, 37N 125E'"]
    """
    said = " and ".join(f"from corner {one + 1} to corner {two + 1}" for one, two in edges)
    group.doubts.append(f"the shore is the boundary {said} at '{words_of(text, group)}'")


def _shore_of(
    text: str, group: Group, points: list[tuple[float, float]], vertices: list[tuple[float, float]]
) -> tuple[int, ...]:
    """Find the edges that are shore among the corners as they were joined."""
    if not group.shore:
        return ()
    at = {_turned(vertex): number for number, vertex in enumerate(vertices)}
    count, found = len(vertices), []
    for edge in group.shore:
        one = at.get(_turned(points[edge]))
        two = at.get(_turned(points[(edge + 1) % len(points)]))
        if one is None or one == two:  # the first corner is printed again at the end
            one = count - 1
        if two == (one + 1) % count:
            found.append(one)
        elif two is not None and one == (two + 1) % count:  # the corners were turned round
            found.append(two)
    if found:
        doubt_shore(text, group, [(one, (one + 1) % count) for one in found])
        return tuple(dict.fromkeys(found))
    group.doubts.append(
        f"the shore is part of the boundary at '{words_of(text, group)}', but not between two neighbouring "
        "corners: straight lines stand in for it"
    )
    return ()


def _turned(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0] % 360, 9), round(point[1], 9)


def _shell(geometry: BaseGeometry) -> BaseGeometry:
    return geometry.exterior if isinstance(geometry, Polygon) else geometry


def _distinct(points: list[tuple[float, float]], group: Group) -> list[tuple[float, float]]:
    """Drop the repeated first corner, and corners that are given twice."""
    ring = points[:-1] if len(points) > 3 and points[0] == points[-1] else list(points)
    distinct = list(dict.fromkeys(ring))
    if len(distinct) < len(ring):
        group.doubts.append(f"{len(ring) - len(distinct)} of {len(ring)} corners is given twice: read once")
    return distinct


def _uncrossed(text: str, group: Group, ring: Polygon) -> BaseGeometry:
    """Re-order the corners of a ring whose edges cross, where only one order can be meant."""
    corners = MultiPoint(list(ring.exterior.coords)[:-1])
    hull = corners.convex_hull
    words = words_of(text, group)
    if isinstance(hull, Polygon) and len(hull.exterior.coords) - 1 == len(corners.geoms):
        group.doubts.append(
            f"the edges cross in the printed order at '{words}': "
            "the corners were put in order around the area"
        )
        return _from_first(hull, ring.exterior.coords[0])
    corners_in_order = list(ring.exterior.coords)[:-1]
    if len(corners_in_order) > _MOST_MENDED:
        raise DezoneError(f"the edges of its {len(corners_in_order)} corners cross: too many to be mended")
    crossings = _crossings(corners_in_order)
    if len(crossings) > _MOST_CROSSINGS:
        raise DezoneError(f"its edges cross {len(crossings)} times: the corners are not in any order")
    freed = _two_opt(corners_in_order, crossings)
    if freed:
        group.doubts.append(
            f"the edges cross in the printed order at '{words}': one run of corners was turned round"
        )
        return Polygon(freed)
    valid = shapely.make_valid(ring)
    parts = [part for part in getattr(valid, "geoms", [valid]) if isinstance(part, Polygon)]
    if not parts:
        raise DezoneError("its corners lie on one line: they enclose nothing")
    group.doubts.append(f"the edges cross in the printed order at '{words}': the area is what they enclose")
    return shapely.union_all(parts)


def _from_first(ring: Polygon, first: tuple[float, ...]) -> Polygon:
    corners = list(ring.exterior.coords)[:-1]
    at = corners.index(first)
    return Polygon(corners[at:] + corners[:at])


def _crossings(corners: list[tuple[float, ...]]) -> list[tuple[int, int]]:
    """Find the pairs of edges that cross or touch, beside neighbours; edge n leaves corner n."""
    count = len(corners)
    edges = shapely.linestrings(
        [[one, two] for one, two in zip(corners, [*corners[1:], corners[0]], strict=True)]
    )
    one, two = np.triu_indices(count, k=2)
    met = shapely.intersects(edges[one], edges[two]) & ~((one == 0) & (two == count - 1))
    return list(zip(one[met].tolist(), two[met].tolist(), strict=True))


def _two_opt(
    corners: list[tuple[float, ...]], crossings: list[tuple[int, int]]
) -> list[tuple[float, ...]] | None:
    """Turn round one run of corners so that no edges cross; None if no single run or several would do.

    Only the two edges at the ends of the run change, so each crossing must be one of theirs.
    """
    found = []
    for one, two in itertools.combinations(range(1, len(corners)), 2):
        if not all({one - 1, two} & {*pair} for pair in crossings):
            continue
        turned = corners[:one] + corners[one : two + 1][::-1] + corners[two + 1 :]
        if Polygon(turned).is_valid:
            found.append(turned)
    return found[0] if len(found) == 1 else None


def _doubt_spike(group: Group, whole: BaseGeometry) -> None:
    """Doubt a corner that lies far off the others: a digit may be wrong."""
    corners = shapely.get_coordinates(_shell(whole))[:-1]
    if len(corners) < 4:
        return
    lons, lats = sorted(corners[:, 0]), sorted(corners[:, 1])
    middle = (lons[len(lons) // 2], lats[len(lats) // 2])
    away = [
        math.hypot((x - middle[0]) * math.cos(math.radians(middle[1])), y - middle[1]) for x, y in corners
    ]
    second, furthest = sorted(away)[-2:]
    for (lon, lat), off in zip(corners, away, strict=True):
        rest = second if off == furthest else furthest
        if off > max(_SPIKE * rest, 0.5):
            position = next(
                (p for p in group.positions if abs(p.lon - lon) < 1e-9 and abs(p.lat - lat) < 1e-9), None
            )
            named = f" (corner {group.positions.index(position) + 1})" if position else ""
            group.doubts.append(
                f"one corner lies far off the others{named}, {lat:.3f}, {lon:.3f}: a digit may be wrong"
            )


@cache
def _clip() -> re.Pattern[str]:
    sides = tables()["areas"]["side"]
    words = "|".join(f"(?P<{side}>{alternatives(names)})" for side, names in sides.items())
    before = "|".join(f"(?P<{side}_first>{alternatives(names)})" for side, names in sides.items())
    angle = r"[0-9]{1,3}+(?:[-°度][0-9]{1,2}+(?:[-'分][0-9]{1,2}+)?+(?:\.[0-9]+)?['分\"秒]?)?[ ]?[NSEW]?"
    left_out = alternatives(word_list("areas", "except"))
    named = r"(?:北纬|南纬|东经|西经|북위|동경)?"
    return re.compile(
        rf"{named}(?P<angle>{angle})\s?(?:{words})[^.;\n]{{0,14}}?{left_out}"
        rf"|{left_out}[^.;\n0-9]{{0,30}}?(?:{before})\s{{1,3}}(?P<angle_after>{angle})"
        rf"|{left_out}\s?{named}(?P<angle_mid>{angle})\s?(?:{words.replace('(?P<', '(?P<mid_')})"
    )


def _cuts(group: Group) -> Iterator[tuple[Cut, str]]:
    """Find the meridians and parallels beyond which the words leave the area out."""
    for where in (group.lead, group.trail):
        for match in _clip().finditer(where):
            side = next(
                name.removeprefix("mid_").removesuffix("_first")
                for name, found in match.groupdict().items()
                if found and not name.startswith("angle")
            )
            angle = match["angle"] or match["angle_after"] or match["angle_mid"]
            meridian = side in {"west", "east"}
            bare = re.sub("[NSEW]", "", angle).replace("度", "°").replace("分", "'").strip()
            try:
                at = read_position(f"0N {bare}E" if meridian else f"{bare}N 0E")
            except DezoneError:
                continue
            yield Cut(side, at.lon if meridian else at.lat), " ".join(match.group().split())
