"""The still picture of a scene: it stands in where scripts are off, and in notebooks that are not trusted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.packing import frame, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from maps.scene import Scene

TOLERANCE = 0.1  # degrees
MOST_MARKS = 500


def picture_of(scene: Scene) -> dict[str, Any]:
    """Draw the still picture: Mercator, in units of a pixel, 900 wide.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    dict
        What ``assets/picture.svg`` shows: ``height``; paths of ``land``, ``regions`` and ``limits``;
        ``marks`` (somewhere in an area or not, verdict, x, y); ``names`` (name, x, y).
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

    places = [place for event in scene.events for place in event.places if place.position and place.counts]

    def at(position: tuple[float, float]) -> list[int]:
        return [round(float(value)) for value in project(shapely.get_coordinates(shapely.Point(position)))[0]]

    return {
        "height": round((_mercator(north) - _mercator(south)) * scale),
        "land": path([shapely.make_valid(land) for land in scene.basemap.land]),
        "regions": [(region.id, path([region.certain]), path([region.doubtful])) for region in scene.regions],
        "limits": path([limit.line for limit in scene.limits if limit.kind != "coast"]),
        "marks": sorted(
            {
                (place.kind == "named_area", place.verdict, *at(place.position))
                for place in places[:MOST_MARKS]
                if place.position and framed.intersects(shapely.Point(place.position))
            }
        ),
        "names": [
            (area.name, *at(area.label_at)) for area in scene.areas if area.kind == "region" and area.label_at
        ],
    }


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
