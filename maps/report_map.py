"""The small map of an assessment note: the five regions, land, and the places of one exercise, numbered."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from zones import areas, store, words
from zones.possible import in_turn, widened
from zones.regime_zones import counting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

    from zones.exercises import Exercise
    from zones.zone import Zone

_FRAME = (105.0, 15.0, 165.0, 62.0)  # of our land, degrees
_HIGH_PX = 360.0
_WIDEST_PX = 400.0
_STEPS_DEG = (5, 10)  # between the lines of the grid, of a near and of a wide view
_NUMBER_PX = 11.0
_SIMPLER_PX = 0.4
_ISLET_DEG2 = 0.03  # smaller parts of a named area would only be specks


class Picture(NamedTuple):
    """A map, and what is drawn in it, in words."""

    svg: str
    said: str


class _View(NamedTuple):
    """The part of the earth that is drawn: cylindrical, true to scale along its middle parallel."""

    west: float
    south: float
    east: float
    north: float

    @property
    def stretch(self) -> float:
        return float(np.cos(np.radians((self.south + self.north) / 2)))

    @property
    def px_per_deg(self) -> float:
        """Pixels for a degree of latitude: as high as wanted, no wider than may be."""
        wide_deg = (self.east - self.west) * self.stretch
        return min(_HIGH_PX / (self.north - self.south), _WIDEST_PX / wide_deg)

    @property
    def size(self) -> tuple[float, float]:
        return (
            (self.east - self.west) * self.stretch * self.px_per_deg,
            (self.north - self.south) * self.px_per_deg,
        )

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Bring a position to pixels."""
        return (lon - self.west) * self.stretch * self.px_per_deg, (self.north - lat) * self.px_per_deg

    def path(self, shape: BaseGeometry, style: str) -> str:
        """Draw what of a shape lies in view."""
        cut = shapely.clip_by_rect(shapely.simplify(shape, _SIMPLER_PX / self.px_per_deg), *self)
        steps = []
        for part in shapely.get_parts(cut):
            closed = part.geom_type == "Polygon"
            for line in [part.exterior, *part.interiors] if closed else [part]:
                points = "L".join("{:.1f} {:.1f}".format(*self.at(lon, lat)) for lon, lat in line.coords)
                steps.append(f"M{points}" + ("Z" if closed else ""))
        return f'<path {style} d="{"".join(steps)}"/>' if steps else ""


def draw(exercise: Exercise, zone: Zone) -> Picture:
    """Draw the zone, the land and the places that decide and lie in the frame, numbered as they are listed.

    Parameters
    ----------
    exercise : Exercise
        Its places are numbered from 1 in their order; those beyond the frame are not drawn, and that is said.
    zone : Zone

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> drawn = draw(find(load_exercises(), "joint-sea-2017-pacific"), load_zone())
    >>> drawn.svg[:4], drawn.said[:36]
    ('<svg', 'Blue: the zone. Grey: land. Red: pla')
    """
    deciding = counting(exercise)
    numbers = {id(place): number for number, place in enumerate(exercise.places, 1)}
    known = [
        (numbers[id(place)], place.geometry, widened(place.geometry, place.uncertainty_km))
        for place in deciding
        if place.geometry is not None
    ]
    frame = shapely.box(*_FRAME)
    drawn = [each for each in known if shapely.intersects(frame, each[2])]
    whole = shapely.union_all(list(zone.shapes.values()))
    view = _around([whole, *(shape for _, _, shape in drawn)])
    named = sorted(
        {
            place.named_area
            for place in deciding
            if place.geometry is None and place.named_area in areas.file_of_areas()
        }
    )

    land = store.geometry("basemap.geojson", "land")
    layers = [
        view.path(land, 'fill="#dcd8ce"'),
        view.path(whole, 'fill="#3b7dd8" fill-opacity=".28" stroke="#1d4f91" stroke-width=".8"'),
    ]
    layers += [
        view.path(_without_islets(areas.outline(area)), 'fill="#d98e04" fill-opacity=".3" stroke="#7a3e00"')
        for area in named
    ]
    layers += _grid(view)
    layers += [
        view.path(shape, 'fill="#b3261e" fill-opacity=".25" stroke="#b3261e" stroke-width=".9"')
        for _, _, shape in drawn
    ]
    layers += _marks(view, ((number, shape) for number, shape, _ in drawn))
    said = _in_words(len(known) - len(drawn), len(known), named)
    width, height = view.size
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:.1f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{html.escape(said)}" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="#f4f8fb"/>{"".join(layers)}'
        '<rect width="100%" height="100%" fill="none" stroke="#8a9aa5"/></svg>',
        said,
    )


def _without_islets(area: BaseGeometry) -> BaseGeometry:
    parts = list(shapely.get_parts(area))
    return shapely.union_all([each for each in parts if each.area > _ISLET_DEG2] or parts)


def _in_words(beyond: int, places: int, named: list[str]) -> str:
    said = "Blue: the zone. Grey: land. Red: places with their uncertainty, numbered as listed."
    if not places:
        said = "Blue: the zone. Grey: land. No position is published."
    if named:
        said += f" Brown: known only as {words.listed(map(words.area_name, named))}."
    if beyond:
        said += f" {beyond} of {places} {'lies' if beyond == 1 else 'lie'} beyond the frame."
    return f"{said} Made with Natural Earth."


def _around(shapes: Iterable[BaseGeometry]) -> _View:
    west, south, east, north = shapely.union_all(list(shapes)).bounds
    return _View(
        max(west - 1, _FRAME[0]),
        max(south - 1, _FRAME[1]),
        min(east + 1, _FRAME[2]),
        min(north + 1, _FRAME[3]),
    )


def _grid(view: _View) -> Iterator[str]:
    """Draw meridians and parallels, with their degrees on the rim."""
    step = _STEPS_DEG[view.east - view.west > 40]
    width, height = view.size
    text = 'font-size="9" fill="#36515e" stroke="#fff" stroke-width="2.5" paint-order="stroke"'
    for lon in range(-(-int(view.west + 1) // step) * step, int(view.east) + 1, step):
        x, _ = view.at(lon, 0)
        yield f'<path stroke="#5b7484" stroke-opacity=".35" stroke-width=".6" d="M{x:.1f} 0V{height:.1f}"/>'
        yield f'<text x="{x:.1f}" y="{height - 3:.1f}" text-anchor="middle" {text}>{lon}°E</text>'
    for lat in range(-(-int(view.south + 1) // step) * step, int(view.north) + 1, step):
        _, y = view.at(0, lat)
        yield f'<path stroke="#5b7484" stroke-opacity=".35" stroke-width=".6" d="M0 {y:.1f}H{width:.1f}"/>'
        yield f'<text x="3" y="{y + 3:.1f}" {text}>{lat}°N</text>'


def _marks(view: _View, shapes: Iterable[tuple[int, BaseGeometry]]) -> Iterator[str]:
    """Draw a dot at each place, with its number; those that fall together share a label."""
    at: dict[tuple[float, float], list[int]] = {}
    for number, shape in shapes:
        middle = shapely.point_on_surface(in_turn(shape))
        if not shapely.intersects(shapely.box(*view), middle):
            continue
        x, y = view.at(middle.x, middle.y)
        near = next((each for each in at if abs(each[0] - x) + abs(each[1] - y) < _NUMBER_PX), (x, y))
        at.setdefault(near, []).append(number)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="#b3261e" stroke="#fff" stroke-width=".8"/>'
    for (x, y), several in at.items():
        style = 'font-weight="bold" fill="#7d120c" stroke="#fff" stroke-width="3" paint-order="stroke"'
        label = ", ".join(map(str, several))
        yield f'<text x="{x + 5:.1f}" y="{y - 4:.1f}" font-size="{_NUMBER_PX:g}" {style}>{label}</text>'
