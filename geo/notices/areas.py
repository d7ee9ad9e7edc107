"""The areas of a notice: its positions in running text put together to polygons, circles, sectors, corridors.

Positions come from `geo.coordinates`; the words around them say what they are the corners, the centre or
the line of. Edges are rhumb lines, as on a chart, and have vertices added so that they stay so when the
geometry is measured. Whatever was inferred, mended or left is a doubt that quotes the words it rests on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from shapely.geometry import LineString, Point, Polygon

from geo.errors import DezoneError
from geo.geodesy import azimuth_and_km, destination
from geo.notices.arcs import draw_arcs
from geo.notices.bearings import read_quarters
from geo.notices.groups import (
    LABEL,
    Group,
    break_at,
    find_labels,
    group_positions,
    label_order,
    last_break,
    words_of,
)
from geo.notices.lengths import Length, find_lengths, kilometres, length_words, width_patterns
from geo.notices.offsets import move_offsets
from geo.notices.polygons import Cut, cut_as_said, doubt_shore, draw_polygon
from geo.notices.positions import all_positions
from geo.notices.words import alternatives, fold, pattern, word_list
from geo.patterns import re
from geo.positions import Misread
from geo.shapes import circle, densify_rhumb, unwrap, widen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

Kind = Literal["polygon", "circle", "sector", "corridor", "line", "point"]


_SECTOR_STEP_DEG = 2.0
_MOST_AREAS = 150  # of a notice; the longest that are known have some thirty
_MOST_CORNERS = 1000
_MOST_IN_CORRIDOR = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An area as the notice gives it: numbers as printed, before any edge is drawn.

    Examples
    --------
    >>> Shape(kind="circle", vertices=((131.9, 31.8),), radius_km=9.26).as_dict()
    {'kind': 'circle', 'center': [131.9, 31.8], 'radius_km': 9.26, 'precision_deg': 0.0}
    """

    kind: Kind
    vertices: tuple[tuple[float, float], ...]  #: longitude, latitude; a circle: its centre; arcs as corners
    radius_km: float | None = None  #: of a circle or a sector
    half_width_km: float | None = None  #: of a corridor
    bearings_deg: tuple[float, float] | None = None  #: a sector, clockwise from the first to the second
    shore_edges: tuple[int, ...] = ()  #: edge n, from vertex n to the next, is shore, though drawn straight
    cuts: tuple[Cut, ...] = ()  #: what lies beyond these meridians and parallels is no part of the outline
    precision_deg: float = 0.0  #: half a unit of the last printed digit, of the coarsest number

    def as_dict(self) -> dict[str, object]:
        """Give plain values for JSON: what does not apply is left out."""
        given: dict[str, object] = {"kind": self.kind}
        if self.kind in {"circle", "sector"}:
            given["center"] = list(self.vertices[0])
            given["radius_km"] = self.radius_km
        else:
            given["vertices"] = [list(vertex) for vertex in self.vertices]
        if self.half_width_km is not None:
            given["half_width_km"] = self.half_width_km
        if self.bearings_deg is not None:
            given["from_deg"], given["to_deg"] = self.bearings_deg
        if self.shore_edges:
            given["shore_edges"] = list(self.shore_edges)
        if self.cuts:
            given["left_out"] = [{"side": side, "at_deg": at_deg} for side, at_deg in self.cuts]
        return given | {"precision_deg": self.precision_deg}


class Area(NamedTuple):
    """A shape of a notice and its outline.

    Examples
    --------
    >>> [area] = read_areas("FIRING WITHIN 10 KM OF 31-47.0N 131-56.0E").found
    >>> area.shape.radius_km, area.geometry.geom_type
    (10.0, 'Polygon')
    """

    shape: Shape
    geometry: BaseGeometry
    is_middle: bool = False  #: a point that the words call the middle of an area without a size


class Unit(NamedTuple):
    """Positions that stand together in the text, and the areas drawn of them: none if they were refused.

    Examples
    --------
    >>> read_areas("FIRING WITHIN 10 KM OF 31-47.0N 131-56.0E").units
    (Unit(start=23, end=41, areas=(0,)),)
    """

    start: int
    end: int
    areas: tuple[int, ...]  #: indices; an area that is printed twice belongs to both


class Areas(NamedTuple):
    """What a text says of areas.

    Examples
    --------
    >>> found, doubts, *_ = read_areas("AREA BOUNDED BY 38N 124E, 98N 125E, 37N 125E")
    >>> found, doubts[0].partition(":")[0]
    ((), "the area at '38N 124E, 98N 125E, 37N 125E' is left out")
    """

    found: tuple[Area, ...]
    doubts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]  #: where positions and lengths stand in the text
    units: tuple[Unit, ...] = ()  #: in printed order


# ---------------------------------------------------------------------------------------------------------
# Public functions


def read_areas(text: str) -> Areas:
    """Find the areas of a notice in its text.

    Parameters
    ----------
    text : str
        One notice, lines broken inside a number joined (`geo.notices.text.join_lines`).

    Returns
    -------
    Areas
        Outlines in degrees, EPSG:4326, in printed order. An area with a corner that cannot be read is
        left out and named in a doubt. Nothing is raised.

    Examples
    --------
    >>> [area], doubts, *_ = read_areas("FIRING WITHIN FIVE MILES OF 31-47.0N 131-56.0E.")
    >>> area.shape.kind, area.shape.radius_km
    ('circle', 9.26)
    """
    folded = fold(text)
    items, doubts = all_positions(text)
    spans = [(item.start, item.end) for item in items]
    spans += [(length.start, length.end) for length in find_lengths(folded)]
    items, doubts_of_offsets = move_offsets(folded, items)
    folded, items, doubts_of_arcs = draw_arcs(folded, items)
    doubts += doubts_of_offsets + doubts_of_arcs
    groups = group_positions(folded, items)
    _tell_where_radii_stand(groups)
    found: list[Area] = []
    carried: Shape | None = None
    places: list[tuple[Group, list[Area]]] = []
    drawn = 0
    label = 0
    for number, group in enumerate(groups):
        label = _list_goes_on(group, label)
        drawn += len(group.items)
        if len(found) >= _MOST_AREAS or drawn > _MOST_CORNERS:
            doubts.append(
                f"the areas from '{words_of(text, group)}' on are left out, {len(groups) - number} or more: "
                "too many for one notice"
            )
            break
        if found and _left_out(group):
            doubts.append(f"the text leaves out '{words_of(text, group)}': it is not cut out of the area")
            continue
        made, carried = _read_group(text, group, carried)
        doubts += group.doubts
        places.append((group, made))
        found = _without_repeats([*found, *made])
    found, set_aside = _without_bystanders(found)
    at = {_sameness(area): index for index, area in enumerate(found)}
    units = tuple(
        Unit(group.start, group.end, tuple(at[key] for key in map(_sameness, made) if key in at))
        for group, made in places
    )
    return Areas(tuple(found), tuple(dict.fromkeys(doubts + set_aside)), tuple(spans), units)


def circle_area(lon: float, lat: float, radius_km: float, precision_deg: float = 0.0) -> Area:
    """Make a circle, as the Q-line of a NOTAM gives it.

    Parameters
    ----------
    lon, lat : float
        Degrees, EPSG:4326.
    radius_km : float
        Along geodesics.
    precision_deg : float
        Half a unit of the last printed digit.

    Examples
    --------
    >>> area = circle_area(131.9, 31.8, 10)
    >>> area.shape.kind, [round(each, 3) for each in area.geometry.bounds]
    ('circle', [131.794, 31.71, 132.006, 31.89])
    """
    shape = Shape(kind="circle", vertices=((lon, lat),), radius_km=radius_km, precision_deg=precision_deg)
    return Area(shape, circle(lon, lat, radius_km))


# ---------------------------------------------------------------------------------------------------------
# From a group to a shape


@cache
def _left_out_before() -> re.Pattern[str]:
    left_out, circle = (alternatives(word_list("areas", key)) for key in ("except", "circle"))
    return re.compile(rf"{left_out}\s{{1,3}}(?:A\s|THE\s)?{circle}[^;\n]{{0,50}}+$")


def _left_out(group: Group) -> bool:
    """Tell whether a circle is what an area has not: EXC A CIRCLE RADIUS 1.5NM CENTERED ON."""
    return len(group.positions) == 1 and _ends_with(_left_out_before(), group.lead)


def _read_group(text: str, group: Group, carried: Shape | None) -> tuple[list[Area], Shape | None]:
    """Give the areas of a group, and the shape without place that the next group may share."""
    bad = [item for item in group.items if isinstance(item, Misread)]
    if bad:
        group.doubts += [
            f"the area at '{words_of(text, group)}' is left out: {item.error}" for item in bad[:3]
        ]
        return [], carried
    shared = _form(group, carried)
    try:
        areas = list(_shaped(text, group, shared))
    except DezoneError as error:
        group.doubts.append(f"the area at '{words_of(text, group)}' is left out: {error}")
        areas = []
    return areas, shared


def _form(group: Group, carried: Shape | None) -> Shape | None:
    """Find what the words around a group say that it is: a shape with its lengths but without its place."""
    count = len(group.positions)
    precision = max(item.precision_deg for item in group.positions)
    own = group.lead[last_break(group.lead) :]
    tail = group.trail[: break_at(group.trail)]
    special = _sector_form(group, own, tail, precision)
    if special is None and count > 1:
        special = _corridor_form(group, own, tail, precision)
    if special:
        return special
    radius = _radius_of(group)
    of_both = count == 2 and not _last_said(group)
    round_each = radius and (radius.leads or of_both or _is_centre(group) or _circle_said(group))
    if radius and (count == 1 or (round_each and not _polygon_behind(group, radius))):
        return Shape(kind="circle", vertices=(), radius_km=radius.km, precision_deg=precision)
    if count > 1 and _points_said(group):
        return Shape(kind="point", vertices=(), precision_deg=precision)
    enclosed = group.shore and pattern("areas", "polygon").search(f"{own}\n{tail}")
    if count > 1 and _line_said(group) and not enclosed:
        return Shape(kind="line", vertices=(), precision_deg=precision)
    if carried and not _polygon_said(group):
        shared = {"circle"} if count == 1 and radius is None else {"line", "corridor"} if count > 1 else set()
        return replace(carried, precision_deg=precision) if carried.kind in shared else None
    return None


@cache
def _centre_before() -> re.Pattern[str]:
    centre = alternatives(word_list("areas", "centre_before"))
    of = alternatives(word_list("areas", "of"))
    return re.compile(
        rf"(?:{centre}|{of})(?:[\s:,.;()]|AT|ON|POSITIONS?|POINTS?|PSNS?|POSNS?|IN|为|は|点|坐标|Т\.|{LABEL})*+$"
    )


@cache
def _centre_after() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,.)(]*+(?:[A-Z0-9 ]{{2,12}}(?:坐标|坐標|座标)\)[ ]?)?(?:(?:地点|点|位置|处|지점|为)[\s]?)?"
        rf"{alternatives(word_list('areas', 'centre_after'))}"
    )


def _ends_with(words: re.Pattern[str], text: str) -> bool:
    # `search` from each start would try all of them: only the last characters matter.
    tail = text[-70:]
    return words.search(tail) is not None


def _is_centre(group: Group) -> bool:
    return _ends_with(_centre_before(), group.lead) or _centre_after().match(group.trail) is not None


def _radius_of(group: Group) -> Length | None:
    """Choose the radius that belongs to a group among those before and after it."""
    before = find_lengths(group.lead)
    if group.follows:  # what the sentence before says of the positions before
        ended = break_at(group.lead)
        before = [each for each in before if each.start > ended or ended == len(group.lead)]
    stop = break_at(group.trail)
    after = [each for each in find_lengths(group.trail) if each.start < stop and not each.leads]
    if after and _centre_after().match(group.trail):
        return after[0]
    if after and group.follows and len(before) == 1 and _behind_both(group, before[0], after[0]):
        return after[0]
    own = [each for each in before if each.start >= last_break(group.lead) or each.leads]
    if own:
        return own[-1]
    # WITH RADIUS 5 NM CENTERED ON stands behind one centre but speaks of the next.
    following = group.trail[after[0].end :] if after else ""
    if after and not (following.strip() and len(following) < 70 and _ends_with(_centre_before(), following)):
        return after[0]
    return before[-1] if before else None


def _behind_both(group: Group, before: Length, after: Length) -> bool:
    """Tell whether a radius stands right behind the positions before, and another right behind these."""
    between = (group.lead[: before.start], group.trail[: after.start])
    touches = all(text.strip(" (," if group.radii_behind else " (") == "" for text in between)
    return touches and not before.leads and group.lead[before.end :].strip(" )") != ""


def _tell_where_radii_stand(groups: Sequence[Group]) -> None:
    """Tell each group whether radii stand behind: none before the first position, but one behind the last."""
    if groups and not find_lengths(groups[0].lead):
        last = groups[-1].trail
        behind = any(not each.leads for each in find_lengths(last[: break_at(last)]))
        for group in groups:
            group.radii_behind = behind


def _last_said(group: Group) -> str:
    """Tell which was said last before the positions, or first after them: a line or a polygon."""
    said: list[tuple[int, int, str]] = []
    for kind in ("line", "polygon"):
        before = list(pattern("areas", kind).finditer(group.lead))
        if before:
            said.append((len(group.lead) - before[-1].end(), -len(before[-1].group()), kind))
        after = pattern("areas", kind).search(group.trail[: break_at(group.trail)])
        if after:
            said.append((after.start(), -len(after.group()), kind))
    return min(said)[2] if said else ""


def _line_said(group: Group) -> bool:
    return _last_said(group) == "line"


def _circle_said(group: Group) -> bool:
    words = pattern("areas", "circle")
    return bool(words.search(group.lead[-80:]) or words.search(group.trail[:40]))


def _polygon_behind(group: Group, radius: Length) -> bool:
    """Tell whether the words behind a radius turn to a polygon: the radius is that of the area before."""
    behind = group.lead[radius.end :]
    if len(group.positions) < 3 or not pattern("areas", "polygon").search(behind):
        return False
    centres = [word for word in word_list("areas", "centre_before") if len(word) > 1]  # not that of 以西
    return re.search(alternatives(centres), behind) is None


@cache
def _points_before() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "points_before"))
    return re.compile(
        rf"{words}[\s:]*+(?:[0-9]{{1,2}}(?:地点|点|개소)(?:付近|附近|부근)?)?[\s:]*+\(?{LABEL}[.):]\s*+$"
    )


def _points_said(group: Group) -> bool:
    """Tell whether positions are a list of single points, as in ESTABLISHED IN: A. … B. … are."""
    if not group.labelled or _last_said(group):
        return False
    return group.listed or _ends_with(_points_before(), group.lead)


@cache
def _named_points_before() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "points_before"))
    return re.compile(rf"{words}[\s:]*+\(?(?P<label>[A1А])[.):][^:;\n]{{1,30}}+:?\s*+$")


def _list_goes_on(group: Group, label: int) -> int:
    """Mark a group in a list of named points, ICEBERGS IN: A. A23A, … B. … C. …; give the last label."""
    begins = _named_points_before().search(group.lead[-70:])
    if not (begins or label) or not group.labelled or _last_said(group):
        return 0
    labels = (
        [begins["label"]] if begins else [each for _, each in find_labels(group.lead, 0, len(group.lead))]
    )
    first = label_order(labels[0]) if labels else 0
    group.listed = begins is not None or first == label + 1
    return first + len(group.items) - 1 if group.listed else 0


def _polygon_said(group: Group) -> bool:
    return _last_said(group) == "polygon"


def _corridor_form(group: Group, own: str, tail: str, precision: float) -> Shape | None:
    for words, factor in width_patterns():
        for where in (own, tail, group.lead):
            match = words.search(where)
            km = kilometres(match["length"]) if match else None
            if km is None:
                continue
            if factor == 0.5 and _polygon_said(group) and not _line_said(group):
                continue
            return Shape(kind="corridor", vertices=(), half_width_km=km * factor, precision_deg=precision)
    return None


@cache
def _bearings() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "bearings"))
    degree = alternatives(word_list("areas", "degree"))
    to = r"(?:\s|,)*+(?:TO|AND|THRU|至|到|~|-|から|부터|ДО|И|ПО|CLOCKWISE TO)\s*+"
    return re.compile(
        rf"{words}[^0-9\n.;]{{0,24}}?(?P<one>[0-9]{{1,3}}+(?:\.[0-9]+)?)\s?(?:{degree})?{to}(?:{words})?\s?"
        rf"(?P<two>[0-9]{{1,3}}+(?:\.[0-9]+)?)(?!\s?[-'′][0-9])"
    )


@cache
def _between_bearings() -> re.Pattern[str]:
    """Match what makes a circle a sector, behind its centre: BETWEEN 180 AND 270 DEGREES."""
    degree = alternatives(word_list("areas", "degree"))
    return re.compile(
        rf"[\s,]{{0,24}}+(?:BETWEEN|BTN|FROM)\s{{1,24}}+[0-9]{{3}}(?:\.[0-9]+)?\s?(?:{degree})?\s{{0,24}}+"
        rf"(?:AND|TO|THRU)\s{{1,24}}+[0-9]{{3}}(?:\.[0-9]+)?\s{{0,24}}+{degree}"
    )


@cache
def _length_from() -> re.Pattern[str]:
    """Match what is a radius in the words of a sector alone: 10 MILES FROM."""
    of = alternatives([*word_list("areas", "of"), "ОТ", "ИЗ"])
    return re.compile(rf"(?P<length>{length_words()})\s{{1,12}}+{of}")


def _sector_form(group: Group, own: str, tail: str, precision: float) -> Shape | None:
    words = pattern("areas", "sector")
    said = any(words.search(where) for where in (own, tail, group.between, group.lead))
    if not said and (len(group.positions) > 1 or not _between_bearings().match(tail)):
        return None
    where_said = (tail, own, group.between, group.trail, group.lead)
    match = next(filter(None, map(_bearings().search, where_said)), None)
    bearings = (float(match["one"]) % 360, float(match["two"]) % 360) if match else None
    bearings = bearings or next(filter(None, map(read_quarters, where_said)), None)
    radius = _radius_of(group)
    bare = None if radius else next(filter(None, map(_length_from().search, (own, tail))), None)
    radius_km = radius.km if radius else kilometres(bare["length"]) if bare else None
    return Shape(
        kind="sector", vertices=(), radius_km=radius_km, bearings_deg=bearings,
        precision_deg=precision,
    )  # fmt: skip


def _each_by_itself(group: Group, form: Shape) -> Iterator[Area]:
    """Draw a circle round each position, or the position alone."""
    for position in group.positions[:_MOST_AREAS]:
        point = (position.lon, position.lat)
        if form.radius_km is None:
            shape = Shape(kind="point", vertices=(point,), precision_deg=position.precision_deg)
            yield Area(shape, Point(point))
            continue
        drawn = circle_area(*point, form.radius_km, position.precision_deg)
        if len(group.positions) == 1:
            outline, cuts = cut_as_said(group, drawn.geometry)
            drawn = Area(replace(drawn.shape, cuts=cuts), outline)
        yield drawn


def _shaped(text: str, group: Group, form: Shape | None) -> Iterator[Area]:
    """Draw a group: put its positions into the form that the words gave, or that their number suggests."""
    positions = group.positions
    points = [(position.lon, position.lat) for position in positions]
    precision = max(position.precision_deg for position in positions)
    kind = form.kind if form else None
    if form and kind in {"circle", "point"}:
        yield from _each_by_itself(group, form)
    elif form and kind == "sector":
        yield _sector(group, form, points)
    elif len(set(points)) == 1:
        shape = Shape(kind="point", vertices=(points[0],), precision_deg=precision)
        is_middle = pattern("areas", "around_after").match(group.trail) is not None
        if is_middle:
            group.doubts.append(f"the text gives a middle but no size: '{words_of(text, group)}'")
        yield Area(shape, Point(points[0]), is_middle)
    elif form and kind == "corridor" and form.half_width_km:
        if len(points) > _MOST_IN_CORRIDOR:
            raise DezoneError(f"a corridor along {len(points)} positions is too long")
        line = densify_rhumb(unwrap(LineString(points), points[0][0]))
        yield Area(replace(form, vertices=tuple(points)), widen(line, form.half_width_km))
    elif len(points) == 2 or kind == "line":
        # Two corners and the shore enclose an area, but which, only who knows the coast can tell.
        shore: tuple[int, ...] = (1,) if kind != "line" and group.shore else ()
        if shore:
            doubt_shore(text, group, [(1, 0)])
        elif kind != "line":
            group.doubts.append(f"two positions were read as the ends of a line: '{words_of(text, group)}'")
        line = densify_rhumb(unwrap(LineString(points), points[0][0]))
        shape = Shape(kind="line", vertices=tuple(points), shore_edges=shore, precision_deg=precision)
        yield Area(shape, line)
    else:
        drawn = draw_polygon(text, group, points)
        shape = Shape(
            kind="polygon", vertices=drawn.vertices, shore_edges=drawn.shore_edges, cuts=drawn.cuts,
            precision_deg=precision,
        )  # fmt: skip
        yield Area(shape, drawn.outline)


def _sector(group: Group, form: Shape, points: list[tuple[float, float]]) -> Area:
    """Draw a sector, given by centre, radius and bearings, or by its apex and the two ends of its arc."""
    centre, *ends = points
    radius, bearings = form.radius_km, form.bearings_deg
    if len(ends) >= 2 and (radius is None or bearings is None):
        azimuths, lengths = _towards(centre, [ends[0], ends[-1]])
        first, last = (azimuth % 360 for azimuth in azimuths)
        if (last - first) % 360 > 180:
            first, last = last, first
        bearings = bearings or (first, last)
        if radius is None:
            radius = sum(lengths) / 2
            group.doubts.append(
                f"the radius of a sector was worked out from the ends of its arc: {radius:.2f} km"
            )
    elif len(ends) == 1 and radius is None and bearings is not None:
        radius = _towards(centre, ends)[1][0]
        group.doubts.append(f"the radius of a sector was worked out from the end of its arc: {radius:.2f} km")
    if radius is None or bearings is None:
        raise DezoneError("a sector needs a radius and two bearings: the words give less")
    turn = (bearings[1] - bearings[0]) % 360 or 360.0
    steps = max(2, math.ceil(turn / _SECTOR_STEP_DEG))
    arc = destination(centre, [bearings[0] + turn * step / steps for step in range(steps + 1)], radius)
    shape = replace(form, vertices=(centre,), radius_km=radius, bearings_deg=bearings)
    return Area(shape, unwrap(Polygon([centre, *map(tuple, arc)]), centre[0]))


def _towards(
    centre: tuple[float, float], ends: Sequence[tuple[float, float]]
) -> tuple[list[float], list[float]]:
    """Give the directions and lengths in km from a centre to some points."""
    azimuth_deg, length_km = azimuth_and_km(*(np.array([centre] * len(ends)).T), *np.array(ends).T)
    return azimuth_deg.tolist(), length_km.tolist()


# ---------------------------------------------------------------------------------------------------------
# The whole notice


def _without_repeats(found: list[Area]) -> list[Area]:
    """Keep one of the areas that are printed twice, as in two languages."""
    kept: dict[tuple[object, ...], Area] = {}
    for area in found:
        kept.setdefault(_sameness(area), area)
    return list(kept.values())


def _sameness(area: Area) -> tuple[object, ...]:
    """Give what is the same for areas that are the same."""
    shape = area.shape
    return (
        shape.kind, frozenset((round(x, 5), round(y, 5)) for x, y in shape.vertices),
        shape.radius_km, shape.half_width_km, shape.bearings_deg,
    )  # fmt: skip


def _without_bystanders(found: list[Area]) -> tuple[list[Area], list[str]]:
    """Set aside lone positions beside areas: a light, a ship, a place to which a distance is given."""
    if not any(area.shape.kind in {"polygon", "circle", "sector", "corridor"} for area in found):
        return found, []
    lone = [area for area in found if area.shape.kind == "point" and not area.is_middle]
    return [area for area in found if area not in lone], [
        f"the position {lat:.4f}, {lon:.4f} stands alone beside areas: set aside"
        for area in lone[:5]
        for lon, lat in area.shape.vertices
    ]
