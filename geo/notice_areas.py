"""The areas of a notice: its positions in running text put together to polygons, circles, sectors, corridors.

Positions come from `geo.coordinates`; the words around them say what they are the corners, the centre or
the line of. Edges are rhumb lines, as on a chart, and have vertices added so that they stay so when the
geometry is measured. Whatever was inferred, mended or left is a doubt that quotes the words it rests on.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from geo.coordinates import Misread, Position, read_position, scan_positions
from geo.errors import DezoneError
from geo.geodesy import azimuth_and_km, destination
from geo.notice_words import alternatives, fold, number, number_value, pattern, tables, word_list
from geo.shapes import LARGEST_RADIUS_KM, circle, densify_rhumb, unwrap, widen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

Kind = Literal["polygon", "circle", "sector", "corridor", "line", "point"]

_LEAD, _TRAIL = 500, 240  # characters before and after positions in which words may speak of them
_LONGEST_GAP = 300  # characters between two corners of one area
_SECTOR_STEP_DEG = 2.0
_SPIKE = 6.0  # a corner so many times further from the middle than the others is suspect


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An area as the notice gives it: numbers as printed, before any edge is drawn."""

    kind: Kind
    vertices: tuple[tuple[float, float], ...]  #: longitude, latitude; a centre alone for a circle
    radius_km: float | None = None  #: of a circle or a sector
    half_width_km: float | None = None  #: of a corridor
    bearings_deg: tuple[float, float] | None = None  #: a sector, clockwise from the first to the second
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
        return given | {"precision_deg": self.precision_deg}


class Area(NamedTuple):
    """A shape of a notice and its outline."""

    shape: Shape
    geometry: BaseGeometry


class Areas(NamedTuple):
    """What a text says of areas."""

    found: tuple[Area, ...]
    doubts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]  #: where positions and lengths stand in the text


class _Length(NamedTuple):
    km: float
    start: int
    end: int
    leads: bool  # WITHIN 5 MILES OF: a position follows


@dataclass(slots=True)
class _Group:
    """Positions that belong together, and the text before and after them that may speak of them."""

    items: list[Position | Misread]
    lead: str = ""
    lead_start: int = 0
    trail: str = ""
    coast: bool = False
    doubts: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end

    @property
    def positions(self) -> list[Position]:
        return [item for item in self.items if isinstance(item, Position)]


# ---------------------------------------------------------------------------------------------------------
# Public functions


def read_areas(text: str) -> Areas:
    """Find the areas of a notice in its text.

    Parameters
    ----------
    text : str
        One notice, lines broken inside a number joined (`geo.notice_text.join_lines`).

    Returns
    -------
    Areas
        Outlines in degrees, EPSG:4326, in printed order. An area with a corner that cannot be read is
        left out and named in a doubt. Nothing is raised.

    Examples
    --------
    >>> [area], doubts, _ = read_areas("FIRING WITHIN FIVE MILES OF 31-47.0N 131-56.0E.")
    >>> area.shape.kind, area.shape.radius_km
    ('circle', 9.26)
    """
    folded = fold(text)
    items, doubts = _positions(text)
    spans = [(item.start, item.end) for item in items]
    spans += [(length.start, length.end) for length in _lengths(folded)]
    groups = _groups(folded, items)
    found: list[Area] = []
    carried: Shape | None = None
    for group in groups:
        made, carried = _read_group(text, folded, group, carried)
        doubts += group.doubts
        found += made
    found = _without_repeats(found)
    found, set_aside = _without_bystanders(found)
    return Areas(tuple(found), tuple(dict.fromkeys(doubts + set_aside)), tuple(spans))


def circle_area(lon: float, lat: float, radius_km: float, precision_deg: float = 0.0) -> Area:
    """Make a circle, as the Q-line of a NOTAM gives it."""
    shape = Shape(kind="circle", vertices=((lon, lat),), radius_km=radius_km, precision_deg=precision_deg)
    return Area(shape, circle(lon, lat, radius_km))


# ---------------------------------------------------------------------------------------------------------
# Positions, with those mended that lack a hemisphere

_ANGLE = r"[0-9]{1,3}+(?:[-°º˚][ ]?|度)[0-9]{1,2}+(?:(?:[-'′’]|分)[0-9]{1,3}+)?+(?:[.,][0-9]{1,4}+)?+[°'′’\"″”分秒]{0,2}+"
_TWO_ANGLES = re.compile(
    rf"(?<![0-9.-])(?P<lat>{_ANGLE})[ ]?(?P<ns>[NSС]?+)[\s,/、，]{{0,3}}(?P<lon>{_ANGLE})[ ]?(?P<ew>[NSEWВ]?+)(?![0-9-])"
)


def _positions(text: str) -> tuple[list[Position | Misread], list[str]]:
    """Scan for positions; a missing hemisphere is filled in like that of the others, with a doubt."""
    scanned = list(scan_positions(text))
    sure = [item for item in scanned if isinstance(item, Position)]
    doubts = [doubt for item in sure for doubt in item.doubts]
    south = bool(sure) and all(item.lat < 0 for item in sure)
    west = bool(sure) and all(item.lon < 0 for item in sure)
    items: list[Position | Misread] = []
    at = 0
    for item in [*scanned, None]:
        start = item.start if item else len(text)
        between = text[at:start]
        if len(between) >= 7 and (sure or len(scanned) == 0):
            items += _mended(between, at, "S" if south else "N", "W" if west else "E", doubts, bool(sure))
        if isinstance(item, Misread):
            words = text[item.start : item.end + 2]
            mended = list(
                _mended(words, item.start, "S" if south else "N", "W" if west else "E", doubts, near=True)
            )
            items += mended or [item]
        elif item:
            items.append(item)
        at = item.end if item else at
    if not items:
        items += _bare_decimals(text, doubts)
    return sorted(items, key=lambda item: item.start), doubts


_BARE_DECIMALS = re.compile(
    r"(?<![0-9.,-])(?P<lat>[0-9]{1,2}\.[0-9]{1,8})[°º]?[ ]?[,，、][ ]?(?P<lon>[0-9]{3}\.[0-9]{1,8})(?![0-9.])"
)


def _bare_decimals(text: str, doubts: list[str]) -> Iterator[Position]:
    """Read decimal degrees in a text without any hemisphere, latitude first."""
    for match in _BARE_DECIMALS.finditer(text):
        try:
            position = read_position(f"{match['lat']}N {match['lon']}E")
        except DezoneError:
            continue
        doubts.append(f"no hemisphere at '{match.group()}': read as north and east")
        yield replace(position, start=match.start(), end=match.end())


def _mended(words: str, at: int, ns: str, ew: str, doubts: list[str], near: bool) -> Iterator[Position]:
    """Read pairs of angles of which one or both lack a hemisphere, or have that of the other."""
    for match in _TWO_ANGLES.finditer(words):
        printed = match.group()
        lacking = not match["ns"] or not match["ew"]
        if not (lacking or match["ew"] in "NS"):
            continue
        if not near and not (match["ns"] or match["ew"]) and not _looks_like_minutes(match):
            continue
        try:
            position = read_position(
                f"{match['lat']}{match['ns'] if match['ns'] in {'N', 'S'} else ns} {match['lon']}{ew}"
            )
        except DezoneError:
            continue
        if not lacking and position.lon <= 90:
            continue
        doubts.append(f"a hemisphere is missing or wrong at '{printed.strip()}': read as {ns} and {ew}")
        yield replace(position, start=at + match.start(), end=at + match.end())


def _looks_like_minutes(match: re.Match[str]) -> bool:
    """Tell whether two angles without any hemisphere are a position: marks of degrees or decimals of minutes."""
    return all(re.search("[°º˚度.]", match[name]) for name in ("lat", "lon"))


# ---------------------------------------------------------------------------------------------------------
# Groups of positions

_STRONG_BREAK = re.compile(r"\n[ ]*\n|[.;](?=\s|$)|(?<=[^\x00-\x7F])[.;]|\n(?=[ ]*[0-9A-ZА-Я][.)])")
_LABEL = r"(?:[A-ZА-Я](?![A-ZА-Я])|[0-9]{1,3}+(?![0-9.]?[0-9])|[IVX]{1,4}+(?![A-Z]))"
_NOTHING = r"[\s,;:/&|.()\[\]~+\"'°№#=*-]++"


@cache
def _connected() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "connectors"))
    start = alternatives(word_list("areas", "back_to_start"))
    coast = alternatives(word_list("areas", "coast"))
    return re.compile(rf"(?:{_NOTHING}|\([^()]{{0,60}}+\)|{start}|{coast}|{words}|(?<![A-ZА-Я]){_LABEL})*+")


@cache
def _label() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "label_words"))
    return re.compile(
        rf"(?:{words}[ .]?\(?(?P<a>{_LABEL})\)?[.:)]?"
        rf"|\((?P<b>{_LABEL})\)|(?<![A-ZА-Я0-9])(?P<c>{_LABEL})(?:[.:)]|(?=[ ]*$)))"
    )


def _groups(folded: str, items: Sequence[Position | Misread]) -> list[_Group]:
    """Put positions together that no other words stand between."""
    if not items:
        return []
    runs: list[list[Position | Misread]] = [[items[0]]]
    for one, two in itertools.pairwise(items):
        gap = folded[one.end : two.start]
        if len(gap) <= _LONGEST_GAP and _connected().fullmatch(gap):
            runs[-1].append(two)
        else:
            runs.append([two])
    groups = [_Group(part) for run in runs for part in _split(folded, run)]
    groups = _joined_singles(folded, groups)
    for at, group in enumerate(groups):
        before = groups[at - 1].end if at else 0
        after = groups[at + 1].start if at + 1 < len(groups) else len(folded)
        group.lead_start = max(before, group.start - _LEAD)
        group.lead = folded[group.lead_start : group.start]
        group.trail = folded[group.end : min(after, group.end + _TRAIL)]
        inner = folded[group.start : group.end] + group.trail[: _break_at(group.trail)]
        inner += group.lead[_last_break(group.lead) :]
        group.coast = bool(pattern("areas", "coast").search(inner))
    return groups


def _split(folded: str, run: list[Position | Misread]) -> list[list[Position | Misread]]:
    """Split a run of positions into areas: at a closed ring, at labels of areas, at heavier punctuation."""
    labels = [_labels_before(folded, run, at) for at in range(len(run))]
    cuts: set[int] = set()
    first = 0
    for at, item in enumerate(run):
        if at - first >= 3 and (begins := _ring_begun(run, first, at)) is not None:
            cuts |= {begins, at + 1}
            first = at + 1
    fewest = 2 if _line_before(folded, run[0].start) else 3
    cuts |= _cuts_by_labels(labels, len(run), fewest)
    if not cuts:
        cuts = _cuts_by_weight(folded, run)
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(run)), len(run)]
    return [run[a:b] for a, b in itertools.pairwise(edges)]


def _ring_begun(run: list[Position | Misread], first: int, at: int) -> int | None:
    """Find where the ring began that a position closes: at the first corner, or behind a ring left open."""
    if _same(run[at], run[first]):
        return first
    return next((begin for begin in range(first + 3, at - 2) if _same(run[at], run[begin])), None)


def _line_before(folded: str, start: int) -> bool:
    lead = folded[max(0, start - 200) : start]
    return bool(pattern("areas", "line").search(lead)) and not pattern("areas", "polygon").search(lead)


def _same(one: Position | Misread, two: Position | Misread) -> bool:
    return (
        isinstance(one, Position)
        and isinstance(two, Position)
        and abs(one.lon - two.lon) < 1e-6
        and abs(one.lat - two.lat) < 1e-6
    )


def _labels_before(folded: str, run: list[Position | Misread], at: int) -> list[str]:
    """Give the labels in front of a position, the outermost first."""
    before = run[at - 1].end if at else max(0, run[0].start - 20)
    gap = folded[before : run[at].start]
    if at == 0:
        gap = gap[gap.rfind("\n") + 1 :]
    return [match["a"] or match["b"] or match["c"] for match in _label().finditer(gap[-40:])]


def _cuts_by_labels(labels: list[list[str]], count: int, fewest: int) -> set[int]:
    double = {at for at in range(1, count) if len(labels[at]) > 1 and len(labels[at]) > len(labels[at - 1])}
    if double and _fits(double, count, fewest):
        return double
    labelled = [at for at in range(count) if labels[at]]
    if 1 < len(labelled) < count or (len(labelled) == 1 and labelled[0]):
        cuts = {at for at in labelled if at}
        return cuts if _fits(cuts, count, fewest) else set()
    if len(labelled) == count:
        orders = [_order(each[-1]) for each in labels]
        return {at for at in range(1, count) if orders[at] <= orders[at - 1]} if count > 3 else set()
    return set()


def _order(label: str) -> int:
    return int(label) if label.isdigit() else 1000 + ord(label[0])


def _fits(cuts: set[int], count: int, fewest: int = 3) -> bool:
    """Tell whether every part has the corners of an area."""
    edges = [0, *sorted(cuts), count]
    return all(b - a >= fewest for a, b in itertools.pairwise(edges))


def _cuts_by_weight(folded: str, run: list[Position | Misread]) -> set[int]:
    """Cut where the punctuation is heavier than elsewhere, if each part could be an area."""
    weights = []
    for one, two in itertools.pairwise(run):
        gap = folded[one.end : two.start]
        weights.append(3 if re.search(r"\n[ ]*\n", gap) else 2 if "." in gap else 1 if ";" in gap else 0)
    heaviest = max(weights, default=0)
    if not weights or heaviest == min(weights):
        return set()
    cuts = {at + 1 for at, weight in enumerate(weights) if weight == heaviest}
    return cuts if _fits(cuts, len(run)) else set()


def _joined_singles(folded: str, groups: list[_Group]) -> list[_Group]:
    """Take single positions with remarks between them for the corners of one area, if the words say area."""
    if len(groups) < 3 or any(len(group.items) > 1 for group in groups):
        return groups
    between = [folded[one.end : two.start] for one, two in itertools.pairwise(groups)]
    if any(len(gap) > _LONGEST_GAP or _LENGTH_NEAR.search(gap) for gap in between):
        return groups
    around = folded[max(0, groups[0].start - _LEAD) : groups[0].start] + folded[groups[-1].end :][:_TRAIL]
    if not pattern("areas", "polygon").search(around):
        return groups
    doubt = f"{len(groups)} positions with remarks between them were read as the corners of one area"
    return [_Group([item for group in groups for item in group.items], doubts=[doubt])]


_LENGTH_NEAR = re.compile(r"[0-9][ ]?(?:NM|KM|MILES?|海里|浬|公里|千米|해리|МИЛ)")


def _break_at(text: str) -> int:
    match = _STRONG_BREAK.search(text)
    return match.start() if match else len(text)


def _last_break(text: str) -> int:
    ends = [match.end() for match in _STRONG_BREAK.finditer(text.rstrip())]
    return ends[-1] if ends else 0


# ---------------------------------------------------------------------------------------------------------
# Lengths


@cache
def _length() -> str:
    units = [word for words in tables()["lengths"].values() for word in words]
    return rf"{number()}[\s-]{{0,3}}+{alternatives(units)}"


@cache
def _length_patterns() -> tuple[tuple[re.Pattern[str], float, bool], ...]:
    """Give the ways to say a radius: the pattern, the factor, and whether a position must follow."""
    radius, diameter, within, of = (
        alternatives(word_list("areas", key)) for key in ("radius", "diameter", "within", "of")
    )
    length = f"(?P<length>{_length()})"
    made = [
        (rf"{within}\s{{1,12}}+(?:A\s)?{length}(?:\s{{1,12}}+RADIUS)?\s{{1,12}}+{of}", 1.0, True),
        (rf"{radius}[^0-9\n;.(,]{{0,16}}?{length}", 1.0, False),
        (rf"{length}[\s-]{{0,3}}+(?:的|为)?{radius}", 1.0, False),
        (rf"{diameter}[^0-9\n;.(,]{{0,16}}?{length}", 0.5, False),
        (rf"{length}[\s-]{{0,3}}+{diameter}", 0.5, False),
    ]
    return tuple((re.compile(text), factor, leads) for text, factor, leads in made)


@cache
def _has_length() -> re.Pattern[str]:
    return re.compile(
        f"{alternatives([w for k in ('radius', 'diameter', 'within') for w in word_list('areas', k)])}"
    )


def _lengths(folded: str) -> list[_Length]:
    """Find the radii in a text, in printed order; overlapping ones once."""
    if not _has_length().search(folded):
        return []
    found: list[_Length] = []
    taken = bytearray(len(folded))
    for words, factor, leads in _length_patterns():
        for match in words.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            km = _kilometres(match["length"])
            if km is not None:
                taken[match.start() : match.end()] = b"\1" * len(match.group())
                found.append(_Length(km * factor, match.start(), match.end(), leads))
    return sorted(found, key=lambda each: each.start)


@cache
def _unit_patterns() -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple(
        (re.compile(rf"(?P<number>{number()})[\s-]{{0,3}}+{alternatives(words)}"), float(km))
        for km, words in tables()["lengths"].items()
    )


def _kilometres(text: str) -> float | None:
    """Read a number and its unit; None for no length at all, or one beyond any area."""
    for words, factor in _unit_patterns():
        match = words.fullmatch(text)
        if match:
            km = number_value(match["number"]) * factor
            return round(km, 9) if 0 < km <= LARGEST_RADIUS_KM else None
    return None


# ---------------------------------------------------------------------------------------------------------
# From a group to a shape


def _read_group(
    text: str, folded: str, group: _Group, carried: Shape | None
) -> tuple[list[Area], Shape | None]:
    """Give the areas of a group, and the shape without place that the next group may share."""
    bad = [item for item in group.items if isinstance(item, Misread)]
    if bad:
        group.doubts += [f"the area at '{_words(text, group)}' is left out: {item.error}" for item in bad[:3]]
        return [], carried
    shared = _form(folded, group, carried)
    try:
        areas = list(_shaped(text, folded, group, shared))
    except DezoneError as error:
        group.doubts.append(f"the area at '{_words(text, group)}' is left out: {error}")
        areas = []
    return areas, shared


def _words(text: str, group: _Group) -> str:
    words = " ".join(text[group.start : group.end].split())
    return words if len(words) <= 60 else words[:59] + "…"


def _form(folded: str, group: _Group, carried: Shape | None) -> Shape | None:
    """Find what the words around a group say that it is: a shape with its lengths but without its place."""
    count = len(group.positions)
    precision = max(item.precision_deg for item in group.positions)
    own = group.lead[_last_break(group.lead) :]
    tail = group.trail[: _break_at(group.trail)]
    sector = _sector_form(group, own, tail, precision)
    if sector:
        return sector
    corridor = _corridor_form(group, own, tail, precision) if count > 1 else None
    if corridor:
        return corridor
    radius = _radius_of(group)
    if radius and (count == 1 or radius.leads or _is_centre(group) or _circle_said(group)):
        return Shape(kind="circle", vertices=(), radius_km=radius.km, precision_deg=precision)
    if radius is None and carried and carried.kind == "circle" and count == 1 and not _polygon_said(group):
        return replace(carried, precision_deg=precision)
    if count > 1 and _line_said(group):
        return Shape(kind="line", vertices=(), precision_deg=precision)
    if carried and carried.kind in {"line", "corridor"} and count > 1 and not _polygon_said(group):
        return replace(carried, precision_deg=precision)
    return None


@cache
def _centre_before() -> re.Pattern[str]:
    centre = alternatives(word_list("areas", "centre_before"))
    of = alternatives(word_list("areas", "of"))
    return re.compile(
        rf"(?:{centre}|{of})(?:[\s:,.;()]|AT|ON|POSITION|POINT|IN|为|は|点|坐标|Т\.|{_LABEL})*+$"
    )


@cache
def _centre_after() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,.)(]*+(?:(?:地点|点|位置|处|지점|为)[\s]?)?{alternatives(word_list('areas', 'centre_after'))}"
    )


def _ends_with(words: re.Pattern[str], text: str) -> bool:
    # `search` from each start would try all of them: only the last characters matter.
    tail = text[-70:]
    return words.search(tail) is not None


def _is_centre(group: _Group) -> bool:
    return _ends_with(_centre_before(), group.lead) or _centre_after().match(group.trail) is not None


def _radius_of(group: _Group) -> _Length | None:
    """Choose the radius that belongs to a group among those before and after it."""
    before = _lengths(group.lead)
    stop = _break_at(group.trail)
    after = [each for each in _lengths(group.trail) if each.start < stop and not each.leads]
    if after and _centre_after().match(group.trail):
        return after[0]
    own = [each for each in before if each.start >= _last_break(group.lead) or each.leads]
    if own:
        return own[-1]
    # WITH RADIUS 5 NM CENTERED ON stands behind one centre but speaks of the next.
    following = group.trail[after[0].end :] if after else ""
    if after and not (following.strip() and len(following) < 70 and _ends_with(_centre_before(), following)):
        return after[0]
    return before[-1] if before else None


def _last_said(group: _Group) -> str:
    """Tell which was said last before the positions, or first after them: a line or a polygon."""
    said: list[tuple[int, int, str]] = []
    for kind in ("line", "polygon"):
        before = [match for match in pattern("areas", kind).finditer(group.lead)]
        if before:
            said.append((len(group.lead) - before[-1].end(), -len(before[-1].group()), kind))
        after = pattern("areas", kind).search(group.trail[: _break_at(group.trail)])
        if after:
            said.append((after.start(), -len(after.group()), kind))
    return min(said)[2] if said else ""


def _line_said(group: _Group) -> bool:
    return _last_said(group) == "line"


def _circle_said(group: _Group) -> bool:
    words = pattern("areas", "circle")
    return bool(words.search(group.lead[-80:]) or words.search(group.trail[:40]))


def _polygon_said(group: _Group) -> bool:
    return _last_said(group) == "polygon"


@cache
def _width_patterns() -> tuple[tuple[re.Pattern[str], float], ...]:
    width, half, within, of = (
        alternatives(word_list("areas", key)) for key in ("width", "half_width", "within", "of")
    )
    line = alternatives(word_list("areas", "line"))
    length = f"(?P<length>{_length()})"
    made = (
        (rf"{half}[^0-9\n;.(,]{{0,12}}?{length}", 1.0),
        (rf"{length}[\s,-]{{0,3}}+(?:TO\s|ON\s|OF\s|各\s?)?{half}", 1.0),
        (rf"{within}\s{{1,12}}+{length}\s{{1,12}}+{of}\s{{1,12}}+(?:THE\s|A\s)?{line}", 1.0),
        (rf"{width}[^0-9\n;.(]{{0,12}}?{length}", 0.5),
        (rf"{length}[\s-]{{0,3}}+{width}", 0.5),
    )
    return tuple((re.compile(text), factor) for text, factor in made)


def _corridor_form(group: _Group, own: str, tail: str, precision: float) -> Shape | None:
    for words, factor in _width_patterns():
        for where in (own, tail, group.lead):
            match = words.search(where)
            km = _kilometres(match["length"]) if match else None
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


def _sector_form(group: _Group, own: str, tail: str, precision: float) -> Shape | None:
    words = pattern("areas", "sector")
    if not (words.search(own) or words.search(tail) or words.search(group.lead)):
        return None
    match = (
        _bearings().search(tail)
        or _bearings().search(own)
        or _bearings().search(group.trail)
        or _bearings().search(group.lead)
    )
    bearings = (float(match["one"]) % 360, float(match["two"]) % 360) if match else None
    radius = _radius_of(group)
    return Shape(
        kind="sector", vertices=(), radius_km=radius.km if radius else None, bearings_deg=bearings,
        precision_deg=precision,
    )  # fmt: skip


def _shaped(text: str, folded: str, group: _Group, form: Shape | None) -> Iterator[Area]:
    """Draw a group: put its positions into the form that the words gave, or that their number suggests."""
    positions = group.positions
    points = [(position.lon, position.lat) for position in positions]
    precision = max(position.precision_deg for position in positions)
    kind = form.kind if form else None
    if form and kind == "circle" and form.radius_km:
        for position, point in zip(positions, points, strict=True):
            yield circle_area(*point, form.radius_km, position.precision_deg)
    elif form and kind == "sector":
        yield _sector(group, form, points)
    elif form and kind == "corridor" and form.half_width_km:
        line = densify_rhumb(unwrap(LineString(points), points[0][0]))
        yield Area(replace(form, vertices=tuple(points)), widen(line, form.half_width_km))
    elif len(points) == 1:
        yield Area(Shape(kind="point", vertices=tuple(points), precision_deg=precision), Point(points[0]))
    elif len(points) == 2 or kind == "line":
        if kind != "line":
            group.doubts.append(f"two positions were read as the ends of a line: '{_words(text, group)}'")
        line = densify_rhumb(unwrap(LineString(points), points[0][0]))
        yield Area(Shape(kind="line", vertices=tuple(points), precision_deg=precision), line)
    else:
        yield _polygon(text, group, points, precision)


def _sector(group: _Group, form: Shape, points: list[tuple[float, float]]) -> Area:
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
# Polygons


def _polygon(text: str, group: _Group, points: list[tuple[float, float]], precision: float) -> Area:
    """Draw a polygon through its corners in printed order; mend what cannot be meant, with a doubt."""
    ring = _distinct(points, group)
    if len(ring) < 3:
        raise DezoneError("a polygon needs three corners that differ")
    whole = unwrap(Polygon(ring), ring[0][0])
    if not whole.is_valid:
        whole = _uncrossed(text, group, whole)
    _doubt_spike(group, whole)
    if group.coast:
        group.doubts.append(
            f"part of the boundary is the shore at '{_words(text, group)}': a straight line stands in for it"
        )
    outline = densify_rhumb(whole)
    for part, words in _clips(text, group, outline):
        clipped = shapely.difference(outline, part)
        if clipped.is_empty or clipped.equals(outline):
            group.doubts.append(f"'{words}' would leave out all or nothing of the area: it was not applied")
            continue
        outline = clipped
        group.doubts.append(f"the area was cut as the text says: '{words}'")
    vertices = tuple((float(x), float(y)) for x, y in shapely.get_coordinates(_shell(whole))[:-1])
    return Area(Shape(kind="polygon", vertices=vertices, precision_deg=precision), outline)


def _shell(geometry: BaseGeometry) -> BaseGeometry:
    return geometry.exterior if isinstance(geometry, Polygon) else geometry


def _distinct(points: list[tuple[float, float]], group: _Group) -> list[tuple[float, float]]:
    """Drop the repeated first corner, and corners that are given twice."""
    ring = points[:-1] if len(points) > 3 and points[0] == points[-1] else list(points)
    distinct = list(dict.fromkeys(ring))
    if len(distinct) < len(ring):
        group.doubts.append(f"{len(ring) - len(distinct)} of {len(ring)} corners is given twice: read once")
    return distinct


def _uncrossed(text: str, group: _Group, ring: Polygon) -> BaseGeometry:
    """Re-order the corners of a ring whose edges cross, where only one order can be meant."""
    corners = MultiPoint(list(ring.exterior.coords)[:-1])
    hull = corners.convex_hull
    words = _words(text, group)
    if isinstance(hull, Polygon) and len(hull.exterior.coords) - 1 == len(corners.geoms):
        group.doubts.append(
            f"the edges cross in the printed order at '{words}': the corners were put in order around the area"
        )
        return _from_first(hull, ring.exterior.coords[0])
    freed = _two_opt(list(ring.exterior.coords)[:-1])
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


def _two_opt(corners: list[tuple[float, ...]]) -> list[tuple[float, ...]] | None:
    """Turn round one run of corners so that no edges cross; None if no single run or several would do."""
    if len(corners) > 40:
        return None
    found = []
    for one, two in itertools.combinations(range(1, len(corners)), 2):
        turned = corners[:one] + corners[one : two + 1][::-1] + corners[two + 1 :]
        if Polygon(turned).is_valid:
            found.append(turned)
    return found[0] if len(found) == 1 else None


def _doubt_spike(group: _Group, whole: BaseGeometry) -> None:
    """Doubt a corner that lies far off the others: a digit may be wrong."""
    corners = shapely.get_coordinates(_shell(whole))[:-1]
    if len(corners) < 4:
        return
    lons, lats = sorted(corners[:, 0]), sorted(corners[:, 1])
    middle = (lons[len(lons) // 2], lats[len(lats) // 2])
    away = [
        math.hypot((x - middle[0]) * math.cos(math.radians(middle[1])), y - middle[1]) for x, y in corners
    ]
    usual = sorted(away)[len(away) // 2]
    for (lon, lat), off in zip(corners, away, strict=True):
        rest = max(each for each in away if each is not off)
        if off > max(_SPIKE * usual, 2.5 * rest, 0.5):
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


def _clips(text: str, group: _Group, outline: BaseGeometry) -> Iterator[tuple[BaseGeometry, str]]:
    """Find what is left out beyond a meridian or parallel, as a box to be taken away."""
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
            west, south, east, north = outline.bounds
            pad = 1.0
            if meridian:
                part = (
                    box(west - pad, south - pad, at.lon, north + pad)
                    if side == "west"
                    else box(at.lon, south - pad, east + pad, north + pad)
                )
            elif side == "south":
                part = box(west - pad, south - pad, east + pad, at.lat)
            else:
                part = box(west - pad, at.lat, east + pad, north + pad)
            yield part, " ".join(match.group().split())


# ---------------------------------------------------------------------------------------------------------
# The whole notice


def _without_repeats(found: list[Area]) -> list[Area]:
    """Keep one of the areas that are printed twice, as in two languages."""
    kept: list[Area] = []
    seen: set[tuple[object, ...]] = set()
    for area in found:
        shape = area.shape
        key = (
            shape.kind, frozenset((round(x, 5), round(y, 5)) for x, y in shape.vertices),
            shape.radius_km, shape.half_width_km, shape.bearings_deg,
        )  # fmt: skip
        if key not in seen:
            seen.add(key)
            kept.append(area)
    return kept


def _without_bystanders(found: list[Area]) -> tuple[list[Area], list[str]]:
    """Set aside lone positions beside areas: a light, a ship, a place to which a distance is given."""
    if not any(area.shape.kind in {"polygon", "circle", "sector", "corridor"} for area in found):
        return found, []
    lone = [area for area in found if area.shape.kind == "point"]
    return [area for area in found if area.shape.kind != "point"], [
        f"the position {area.shape.vertices[0][1]:.4f}, {area.shape.vertices[0][0]:.4f} stands alone beside areas: set aside"
        for area in lone[:5]
    ]
