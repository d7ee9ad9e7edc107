"""What the page's script reads: the scene as plain values, its lines as packed integers.

Nothing here is a text of a script: `page_data` gives values that `maps.page.safe_json` writes.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import shapely

from geo.map_links import FORMS, SHORT
from maps.packing import UNITS_PER_DEGREE, coded, eastward, finite, lines_of, packed, rings_of
from maps.periods import date_words
from zones.assess import STATES
from zones.vocabulary import country_name
from zones.zone import CUT_ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from maps.packing import Lines
    from maps.scene import Area, Event, EventPlace, EventSource, Limit, Regimes, Scene

COAST_TOLERANCE = 0.015  # degrees, some 1.5 km: what the coast of Natural Earth is worth
AREA_TOLERANCE = 0.03  # degrees, for named areas, which are shown as a whole
BORDER_TOLERANCE = 0.03
SEA_TOLERANCE = 0.05  # degrees, for outlines of zones as large as a sea
LARGE_DEG2 = 20.0  # square degrees from which a zone is as large as a sea
FIRST_LETTER = 35  # "#": behind the quotation mark, which JSON would write as two


def page_data(scene: Scene, lines: Lines) -> dict[str, Any]:
    """Give what the page's script draws, without the events.

    Parameters
    ----------
    scene : Scene
    lines : Lines
        Takes the lines and is packed here, so that whatever else adds lines comes before.

    Returns
    -------
    dict
        Plain values; each line is named by its place in ``lines``, in units of `UNITS_PER_DEGREE`.

    Examples
    --------
    >>> from maps.packing import Lines
    >>> from maps.scene_build import make_scene
    >>> from zones import load_zone
    >>> data = page_data(make_scene(load_zone(), []), Lines())
    >>> data["about"]["reading"], [reading["short"] for reading in data["readings"]]
    ('central', ['narrow', 'central', 'broad'])
    """
    wanted = {place.area_id for event in scene.events for place in event.places if place.area_id}
    data = {
        "sources": [[each.title, each.publisher, each.date, each.url] for each in sources_of(scene)],
        "units": UNITS_PER_DEGREE,
        "about": {"version": scene.version, "reading": scene.reading, "data_date": scene.data_date},
        "attribution": scene.attribution,
        "language": scene.language,
        "view": [round(value, 2) for value in frame(scene)],
        "land": lines.add(_land(scene)),
        "borders": lines.add(
            coded(line, "land")
            for border in scene.basemap.borders
            for line in lines_of(shapely.simplify(border, BORDER_TOLERANCE))
        ),
        "cut": CUT_ID,
        "links": {"short": SHORT, "forms": FORMS},
        "parties": {
            code: country_name(code)
            for code in sorted({one for event in scene.events for one in event.parties})
        },
        "regions": _regions(scene, lines),
        "limits": _limits(scene, lines),
        "readings": _readings(scene, lines),
        "areas": {
            area.id: {
                "name": area.name,
                "rings": lines.add(_outline(_main_parts(area.geometry), AREA_TOLERANCE, "land")),
            }
            for area in scene.areas
            if area.id in wanted and area.geometry is not None
        },
        "labels": [_label(area) for area in scene.areas if area.label_at],
        # last, so that the page reads these lines only when a place is checked
        "edges": _edges([(each.line, each) for each in scene.limits], lines),
        "gaps": _edges(_gaps(scene), lines),
    }
    return data | {"lines": lines.packed()}


def _regions(scene: Scene, lines: Lines) -> list[dict[str, Any]]:
    return [
        {
            "id": region.id,
            "name": region.name,
            "certain": lines.add(coded(ring) for ring in rings_of(certain)),
            "doubtful": lines.add(coded(ring) for ring in rings_of(doubtful)),
        }
        for region, (certain, doubtful) in zip(scene.regions, _simplified_regions(scene), strict=True)
    ]


def _limits(scene: Scene, lines: Lines) -> list[dict[str, Any]]:
    """Give the limits that are drawn: the edge of a region's tint shows the coast."""
    return [
        {
            "name": limit.name,
            "kind": limit.kind,
            "outer": limit.outer,
            "lines": lines.add(
                coded(line) for line in lines_of(shapely.simplify(limit.line, COAST_TOLERANCE / 10))
            ),
        }
        for limit in scene.limits
        if limit.kind != "coast"
    ]


def _readings(scene: Scene, lines: Lines) -> list[dict[str, Any]]:
    return [
        {
            "name": reading.label,
            "short": reading.name,
            "southern_limit": reading.southern_limit,
            "limit_name": reading.limit_name,
            "in_force": reading.in_force,
            "lines": lines.add(coded(line, "place") for line in lines_of(reading.line)),
            "ends": [  # as they are, so that they meet the edges that they cut
                [float(lon) for lon in shapely.get_coordinates(line)[[0, -1], 0]]
                for line in lines_of(reading.line)
            ],
        }
        for reading in scene.readings
    ]


def regime_data(regimes: Regimes) -> str:
    """Pack what regimes say of the events: texts, findings and outlines, compressed as one text.

    Each regime has its answers once, the most frequent first. The findings are one text: a letter for each
    event, participant and regime, in this order, the number of the answer from `FIRST_LETTER` on.

    Examples
    --------
    >>> import base64, gzip
    >>> from maps.scene_regimes import regimes_of
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> text = regime_data(regimes_of(load_zone(), [drill])).translate(str.maketrans(",.:/", "&<>`"))
    >>> json.loads(gzip.decompress(base64.b85decode(text)))["counted"]  # China and Russia
    [2]
    """
    codes = list(regimes.names)
    outlines: dict[BaseGeometry, int] = {}

    def numbers(shapes: Iterable[BaseGeometry]) -> list[int]:
        return [outlines.setdefault(shape, len(outlines)) for shape in shapes]

    shown, letters = [], []
    for regime in regimes.shown:
        found = [answer for of_event in regime.answers for answer in of_event]
        answers = [answer for answer, _ in Counter(found).most_common()]
        leads = list(dict.fromkeys(answer.lead for answer in answers))
        place = {answer: chr(FIRST_LETTER + number) for number, answer in enumerate(answers)}
        letters.append([place[answer] for answer in found])
        shown.append(
            {
                "about": regime.about,
                "regions": regime.regions,
                "outlines": numbers(regime.outline),
                "leads": leads,
                "answers": [
                    [STATES.index(each.state), leads.index(each.lead), each.reason] for each in answers
                ],
                "counts": [
                    [codes.index(party), each.touched, each.not_touched, each.cannot_say, each.catalogued]
                    for party, each in regime.counts.items()
                ],
            }
        )
    values = {
        "names": list(regimes.names.values()),
        "who": [[codes.index(code) for code in each] for each in regimes.participants],
        "counted": list(regimes.counted),
        "shown": shown,
        "found": "".join(chain.from_iterable(zip(*letters, strict=True))),
        "layers": {layer.id: numbers(layer.outline) for layer in regimes.layers},
        "outlines": [[coded(line, "land") for line in lines_of(_simpler(shape))] for shape in outlines],
    }
    return packed(json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def _simpler(shape: BaseGeometry) -> BaseGeometry:
    """Simplify the outline of a zone: one as large as a sea more than a band of some kilometres."""
    return shapely.simplify(shape, SEA_TOLERANCE if shape.area > LARGE_DEG2 else COAST_TOLERANCE)


def event_data(scene: Scene, lines: Lines) -> list[dict[str, Any]]:
    """Give each event as the script reads it, without what the table says.

    Examples
    --------
    >>> from maps.packing import Lines
    >>> from maps.scene_build import make_scene
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> scene = make_scene(load_zone(), [drill])
    >>> event_data(scene, Lines())[0]["kinds"]
    ['naval', 'anti submarine', 'submarine rescue']
    """
    sources = {source: number for number, source in enumerate(sources_of(scene))}
    return [_event(event, sources, lines) for event in scene.events]


def sources_of(scene: Scene) -> list[EventSource]:
    """List each source once, in the order of first use.

    Examples
    --------
    >>> from maps.scene_build import make_scene
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> scene = make_scene(load_zone(), [drill])
    >>> sources_of(scene)[0].publisher
    'TASS'
    """
    return list(dict.fromkeys(source for event in scene.events for source in event.sources))


def _edges(edges: Iterable[tuple[BaseGeometry, Limit | str]], lines: Lines) -> dict[str, Any]:
    """Give edges as they are: answers come from these, not from what is drawn.

    Each is a limit of the scene or, where limits leave a gap, a part of the outline of a region, given by its
    name. A vertex off the grid, as where a southern limit cuts an edge, is given as it is: the number of the
    line, which of its points, longitude, latitude.
    """
    unit = UNITS_PER_DEGREE["place"]
    about: list[tuple[str, str, str, str]] = []
    coordinates: list[list[int]] = []
    exact: list[tuple[int, int, float, float]] = []
    for geometry, edge in edges:
        for line in lines_of(geometry):
            points = shapely.get_coordinates(line)
            off = ((points * unit).round() / unit != points).any(axis=1)
            exact += [
                (len(about), int(at), float(points[at, 0]), float(points[at, 1])) for at in off.nonzero()[0]
            ]
            about.append(
                ("", "", edge, "") if isinstance(edge, str) else (edge.name, edge.kind, edge.left, edge.right)
            )
            coordinates.append(coded(line, "place", drop_repeated=False))
    words = sorted({word for each in about for word in each})
    return {
        "words": words,
        "about": [[words.index(word) for word in each] for each in about],
        "lines": lines.add(coordinates),
        "exact": exact,
    }


def _gaps(scene: Scene) -> list[tuple[BaseGeometry, str]]:
    """Find the parts of the outline of each region along which none of its limits runs."""

    def steps(lines: Iterable[BaseGeometry]) -> list[tuple[Any, ...]]:
        """Give each step from one vertex to the next, whichever way it goes."""
        return [
            tuple(sorted(step))
            for shape in lines
            for line in lines_of(shape)
            for step in pairwise(map(tuple, shapely.get_coordinates(line)))
        ]

    gaps = []
    for region, outline in scene.outlines.items():
        known = set(steps(limit.line for limit in scene.limits if region in {limit.left, limit.right}))
        rest = [step for step in steps([outline]) if step not in known]
        if rest:
            gaps.append((shapely.line_merge(shapely.multilinestrings(rest)), region))
    return gaps


def _land(scene: Scene) -> list[list[int]]:
    """Code the land: fine around the zone, coarse where it is only seen from afar."""
    west, south, east, north = frame(scene)
    near = shapely.box(west - 8, south - 6, east + 10, north + 3)
    land = shapely.union_all(scene.basemap.land)
    fine = shapely.simplify(shapely.intersection(land, near), COAST_TOLERANCE)
    coarse = shapely.simplify(shapely.difference(land, near), AREA_TOLERANCE * 4)
    # The overlap closes the seam that simplifying two sides of a cut apart would leave.
    return _outline(shapely.union_all([fine, coarse.buffer(0.02, join_style="mitre")]), 0, "land")


def _main_parts(geometry: BaseGeometry) -> BaseGeometry:
    """Leave out the islets of an area that has larger parts: its outline is drawn around a name."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    largest = max((part.area for part in parts), default=0)
    return shapely.MultiPolygon([part for part in parts if part.area >= largest / 200])


def _label(area: Area) -> dict[str, Any]:
    """Give a name with the width of its area in degrees: a name far wider than its area is not shown."""
    bounds = area.geometry.bounds if area.geometry is not None else (0, 0, 360, 0)
    return {
        "name": area.name,
        "kind": area.label_kind,
        "at": [round(value, 3) for value in area.label_at or ()],
        "region": area.id if area.kind == "region" else None,
        "span": round(max(bounds[2] - bounds[0], bounds[3] - bounds[1]), 1),
    }


def _event(event: Event, sources: dict[EventSource, int], lines: Lines) -> dict[str, Any]:
    """Pack what the table does not say: the script reads id, name, dates, verdict and so on there."""
    readings = dict(event.readings)
    return _filled(
        {
            "kinds": [kind.replace("_", " ") for kind in event.kinds],
            "readings": readings if set(readings.values()) != {event.verdict} else None,
            "distance_km": finite(event.distance_km),
            "limit": event.nearest_limit,
            "flips": event.flips,
            "location": event.location,
            "verification": event.verification,
            "notes": event.notes,
            "doubts": list(event.doubts),
            "places": [_place(place, event, lines) for place in event.places],
            "sources": [sources[source] for source in event.sources],
        }
    ) | _days(event)


def _days(event: Event) -> dict[str, str]:
    """Give the first and last day where the words of the table do not tell both."""
    said = date_words(event.start, event.end).split(" – ")
    told = len(said) <= 2 and (said[0], said[-1]) == (event.start, event.end)
    return {} if told else {"start": event.start, "end": event.end}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty; the page's script fills it in again."""
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _place(place: EventPlace, event: Event, lines: Lines) -> dict[str, Any]:
    return _filled(
        {
            "name": place.name,
            "role": place.role,
            "kind": place.kind if place.kind != "point" else None,
            "verdict": place.verdict if place.verdict != event.verdict else None,
            "aside": not place.counts or None,
            "at": [round(eastward(place.position[0]), 4), round(place.position[1], 4)]
            if place.position
            else None,
            "lines": lines.add(place_lines(place)) if place.kind in {"line", "polygon"} else None,
            "radius_km": finite(place.uncertainty_km, 3) or None,
            "named": place.named,
            "surface": place.surface,
            "extent": place.extent,
            "area": place.area_id,
            "distance_km": finite(place.distance_km) if len(event.places) > 1 else None,
        }
    )


def place_lines(place: EventPlace) -> list[list[int]]:
    """Code the lines of a track, or the rings of an area; other places have none.

    Examples
    --------
    >>> from shapely import LineString
    >>> from types import SimpleNamespace as Some
    >>> place_lines(Some(kind="line", geometry=LineString([(130, 40), (130.1, 40)])))
    [[1300000, 400000, 1000, 0]]
    """
    if place.kind not in {"line", "polygon"} or place.geometry is None:
        return []
    return [coded(line, "place") for line in lines_of(shapely.orient_polygons(place.geometry))]


def frame(scene: Scene) -> tuple[float, float, float, float]:
    """West, south, east and north of the regions, the doubtful part included.

    Examples
    --------
    >>> from maps.scene_build import make_scene
    >>> from zones import load_zone
    >>> [round(value) for value in frame(make_scene(load_zone(), []))]
    [118, 29, 142, 52]
    """
    bounds = shapely.total_bounds([part for each in scene.regions for part in (each.certain, each.doubtful)])
    west, south, east, north = (float(value) for value in bounds)
    return west, south, east, north


def _simplified_regions(scene: Scene) -> list[tuple[BaseGeometry, BaseGeometry]]:
    """Simplify all regions at once, so that they still share their edges."""
    parts = [part for region in scene.regions for part in (region.certain, region.doubtful)]
    simple = shapely.coverage_simplify(parts, COAST_TOLERANCE)
    return list(zip(simple[::2], simple[1::2], strict=True))


def _outline(geometry: BaseGeometry, tolerance: float, units_of: str) -> list[list[int]]:
    """Code polygons ring by ring, simplified; what is smaller than the tolerance is left out."""
    rings = [coded(ring, units_of) for ring in rings_of(shapely.simplify(geometry, tolerance))]
    return [ring for ring in rings if len(ring) > 2 * 3]
