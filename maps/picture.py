"""The still picture of a scene: it stands in where scripts are off, and in notebooks that are not trusted."""

from __future__ import annotations

import math
from itertools import chain, product
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.packing import lines_of
from maps.page_data import frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from maps.scene import Event, Scene

TOLERANCE = 0.1  # degrees


def picture_of(scene: Scene, events: Iterable[Event]) -> dict[str, Any]:
    """Draw the still picture: Mercator, in units of a pixel, 900 wide.

    Parameters
    ----------
    scene : Scene
        Gives land, regions, limits and names.
    events : iterable of Event
        Those of the scene whose places are marked; marks that fall on one pixel are one.

    Returns
    -------
    dict
        What ``assets/picture.svg`` shows: ``height``; paths of ``land``, ``regions`` (id, certain, doubtful)
        and ``limits`` (kind, path); the southern limit in force in ``readings`` (name, path, x and y of its
        end); ``marks`` (somewhere in an area or not, verdict, x, y); ``names`` (name, x, y, a line to its
        region or nothing).

    Examples
    --------
    >>> from maps.scene_build import make_scene
    >>> from zones import load_zone
    >>> drawn = picture_of(make_scene(load_zone(), []), [])
    >>> drawn["height"], [kind for kind, _ in drawn["limits"]], drawn["marks"]
    (1036, ['border', 'parallel', 'rhumb_line'], [])
    """
    west, south, east, north = frame(scene)
    west, south, east, north = west - 3, south - 3, east + 3, north + 1
    framed = shapely.box(west, south, east, north)
    around = framed.buffer(1, join_style="mitre")  # so that its edge is not drawn as a coast
    scale = 900 / (east - west)

    def project(positions: Any) -> Any:  # noqa: ANN401  numpy arrays in and out
        moved = positions.copy()
        moved[:, 0] = (positions[:, 0] - west) * scale
        moved[:, 1] = [(_mercator(north) - _mercator(lat)) * scale for lat in positions[:, 1]]
        return moved

    def path(shapes: Sequence[BaseGeometry], tolerance: float = TOLERANCE) -> str:
        simple = [shapely.simplify(shapely.intersection(shape, around), tolerance) for shape in shapes]
        lines = [line for shape in simple for line in lines_of(shape)]
        return "".join(
            _path(project(shapely.get_coordinates(line))) for line in lines if line.length > 2 * tolerance
        )

    def at(position: Sequence[float]) -> list[int]:
        return [round(float(value)) for value in project(shapely.get_coordinates(shapely.Point(position)))[0]]

    height = round((_mercator(north) - _mercator(south)) * scale)
    marks = sorted(
        {
            (place.kind == "named_area", place.verdict, *at(place.position))
            for event in events
            for place in event.places
            if place.position and place.counts and framed.intersects(shapely.Point(place.position))
        }
    )
    seas = {
        region.id: shapely.transform(shapely.simplify(region.certain, TOLERANCE), project)
        for region in scene.regions
    }
    labels = [
        (area.name, seas[area.id], at(area.label_at))
        for area in scene.areas
        if area.id in seas and area.label_at
    ]
    return {
        "height": height,
        "land": path([shapely.make_valid(land) for land in scene.basemap.land]),
        "regions": [(region.id, path([region.certain]), path([region.doubtful])) for region in scene.regions],
        "limits": [
            (kind, path([limit.line for limit in scene.limits if limit.kind == kind]))
            for kind in sorted({limit.kind for limit in scene.limits} - {"coast"})
        ],
        "readings": [
            (reading.label, path([reading.line]), *at(shapely.get_coordinates(reading.line).max(axis=0)))
            for reading in scene.readings
            if reading.in_force and not reading.line.is_empty
        ],
        "marks": marks,
        "names": _names(labels, marks, shapely.box(0, 0, 900, height)),
    }


def _names(
    labels: Sequence[tuple[str, BaseGeometry, list[int]]],
    marks: Sequence[tuple[Any, ...]],
    frame: BaseGeometry,
) -> list[tuple[str, int, int, str]]:
    """Put each name in its region where no mark lies; without room there, beside all regions with a line."""
    taken = [
        shapely.box(x - reach, y - reach, x + reach, y + reach)
        for somewhere, _, x, y in marks
        for reach in [18 if somewhere else 8]
    ]
    regions = shapely.union_all([region for _, region, _ in labels])
    steps = sorted(product(range(-360, 361, 12), repeat=2), key=lambda step: math.hypot(*step))
    placed = []
    for name, region, position in labels:
        half = sum(16 if ord(letter) > 0x1100 else 8 for letter in name) / 2 + 2
        x, y = np.add(steps, position).T
        boxes = shapely.box(x - half, y - 14, x + half, y + 5)
        covered = shapely.union_all(taken)
        free = shapely.covers(frame, boxes) & ~shapely.intersects(covered, boxes)
        within = shapely.covers(region, shapely.points(x, y - 5))
        within &= ~shapely.intersects(shapely.difference(regions, region.buffer(1)), boxes)
        beside = ~shapely.intersects(regions, boxes)
        best = next(chain(np.flatnonzero(free & within), np.flatnonzero(free & beside)), 0)
        taken.append(boxes[best])
        line = ""
        if free[best] and not within[best]:
            line = _path(shapely.get_coordinates(shapely.shortest_line(boxes[best], region.buffer(-6))))
        placed.append((name, int(x[best]), int(y[best]), line))
    return placed


def _path(points: Any) -> str:  # noqa: ANN401  a numpy array, shape (n, 2)
    """Write a line for SVG in whole pixels, by steps, which are shorter than places.

    Examples
    --------
    >>> _path(np.array([(10.2, 5), (12, 4), (12.1, 4.2), (15, -3)]))
    'M10 5l2-1 3-7'
    """
    at = np.round(points).astype(int)
    steps = np.diff(at, axis=0)
    written = " ".join(f"{x} {y}" for x, y in steps[steps.any(axis=1)])
    return f"M{at[0, 0]} {at[0, 1]}l{written}".replace(" -", "-") if written else ""


def _mercator(latitude: float) -> float:
    """Degrees of latitude, stretched as on a Mercator chart (the unit is a degree of longitude)."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))
