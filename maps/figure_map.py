"""What a figure shows on its map: land, regions, limits, places of exercises, names where there is room."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from matplotlib import patheffects
from matplotlib.patches import Circle, Wedge
from shapely import LineString, Point, affinity

from maps.figure_fonts import CJK_FONTS, families_of
from maps.figure_sheet import (
    CENTRE,
    COLOURS,
    INK,
    LIMITS,
    MARKERS,
    NAMES,
    OTHER_TINT,
    PAPER,
    SOFT,
    TINTS,
    Axes,
    Sheet,
)
from maps.scene import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.text import Text
    from shapely.geometry.base import BaseGeometry

    from maps.scene import EventPlace

MOST_CIRCLES = 40  # places; the circles of more would hide the map
TOGETHER_MM = 3.0  # marks nearer than this become one, with a number


class _Mark(NamedTuple):
    """Places that are drawn as one."""

    at: tuple[float, float]  # metres in the projection
    places: list[EventPlace]
    somewhere: bool  # known by the name of an area alone


class MapSheet(Sheet):
    """A sheet with its map."""

    def _draw_map(self, axes: Axes, *, marks: bool) -> None:
        self._graticule(axes)
        for land in self.scene.basemap.land:
            outline = self._projected(land, axes, 400)
            self._fill(axes, outline, facecolor=PAPER, edgecolor="#a39c86", linewidth=0.35, zorder=1)
        for region in self.scene.regions:
            colour, alpha, edge = TINTS.get(region.id, OTHER_TINT)
            certain = self._projected(region.certain, axes, 400)
            self._fill(axes, certain, facecolor=colour, alpha=alpha, linewidth=0, zorder=2)
            self._line(axes, shapely.boundary(certain), color=edge, linewidth=0.4, zorder=2)
            if not region.doubtful.is_empty:
                doubtful = self._projected(region.doubtful, axes, 400)
                self._fill(axes, doubtful, facecolor=colour, alpha=0.1, linewidth=0, zorder=2)
                self._fill(
                    axes,
                    doubtful,
                    facecolor="none",
                    edgecolor="#2f6690",
                    hatch="/////",
                    linewidth=0,
                    alpha=0.6,
                    zorder=2,
                )
        for limit in self.scene.limits:
            if limit.kind == "coast":
                continue
            style = LIMITS.get(limit.kind, LIMITS["rhumb_line"])
            thinner = {} if limit.outer else {"linewidth": 0.7, "alpha": 0.75}
            self._line(axes, self._projected(limit.line, axes), **style | thinner, zorder=4)
        for reading in self.scene.readings:
            style = {"color": "#24404f", "linewidth": 0.7, "dashes": (2, 2.6)}
            style = LIMITS["parallel"] if reading.in_force else style
            self._line(axes, self._projected(reading.line, axes), **style, zorder=4)
        if marks:
            self._places(axes)
            self._marks(axes)
            self._names(axes)

    def _graticule(self, axes: Axes) -> None:
        """Draw meridians and parallels every five degrees; on the map with their degrees at the frame."""
        frame, steps = self._box(axes), np.linspace(0, 85, 341)
        style = {"color": "#7fa3b5", "linewidth": 0.4, "alpha": 0.6, "zorder": 1.5}
        west, south, east, north = frame.bounds
        for lon in range(60, 216, 5):
            line = LineString(self.project(np.column_stack([np.full_like(steps, lon), steps])))
            self._line(axes, shapely.intersection(line, frame), **style)
            foot = shapely.intersection(line, LineString([(west, south), (east, south)]))
            if isinstance(foot, Point) and axes is self.map:
                label = f"{lon}°E" if lon <= 180 else f"{360 - lon}°W"
                self._degrees(axes, (foot.x, south), label, (0, -4), ha="center", va="top")
        for lat in range(0, 85, 5):
            lons = np.linspace(CENTRE[0] - 90, CENTRE[0] + 90, 361)
            line = LineString(self.project(np.column_stack([lons, np.full_like(lons, lat)])))
            self._line(axes, shapely.intersection(line, frame), **style)
            foot = shapely.intersection(line, LineString([(west, south), (west, north)]))
            if isinstance(foot, Point) and axes is self.map:
                self._degrees(axes, (west, foot.y), f"{lat}°N", (-4, 0), ha="right", va="center")

    def _degrees(
        self,
        axes: Axes,
        at: tuple[float, float],
        label: str,
        offset: tuple[float, float],
        **style: str,
    ) -> None:
        axes.annotate(
            label,
            at,
            offset,
            textcoords="offset points",
            fontsize=6.5,
            color=SOFT,
            annotation_clip=False,
            **style,
        )

    # ------------------------------------------------------------------ places of exercises

    def _places(self, axes: Axes) -> None:
        """Draw tracks, areas and, where they are few, the circles within which the truth lies."""
        places = [place for event in self.scene.events for place in event.places]
        few = len(places) <= MOST_CIRCLES
        for place in places:
            colour = COLOURS[place.verdict]
            if place.geometry is None:
                continue
            if place.kind == "line":
                line = shapely.segmentize(place.geometry, 0.5)
                self._line(
                    axes,
                    self._projected(line, axes),
                    color=colour,
                    linewidth=0.8,
                    alpha=0.6,
                    dashes=(6, 2.5, 1, 2.5),
                    zorder=5,
                )
            elif place.kind == "polygon":
                area = self._projected(shapely.segmentize(place.geometry, 0.5), axes)
                self._fill(axes, area, facecolor=colour, alpha=0.14, linewidth=0, zorder=5)
                self._line(axes, shapely.boundary(area), color=colour, linewidth=0.8, alpha=0.7, zorder=5)
            elif place.kind == "point" and place.uncertainty_km and place.counts and few:
                [at] = self.project(place.position or ())
                axes.add_patch(
                    Circle(
                        at,
                        place.uncertainty_km * 1000,
                        facecolor=colour,
                        edgecolor=colour,
                        alpha=0.12,
                        linestyle="--",
                        zorder=5,
                    )
                )

    def _grouped(self, axes: Axes) -> list[_Mark]:
        """Group places that would lie on each other; places known by a name alone stand apart."""
        reach = TOGETHER_MM * self._metres_per_mm(axes)
        marks: list[_Mark] = []
        named: dict[str | None, _Mark] = {}
        frame = self._box(axes)
        for event in self.scene.events:
            for place in event.places:
                if place.position is None:
                    continue
                x, y = (float(value) for value in self.project(place.position or ())[0])
                if not (math.isfinite(x) and shapely.intersects_xy(frame, x, y)):
                    continue
                if place.kind == "named_area":
                    named.setdefault(place.area_id, _Mark((x, y), [], somewhere=True)).places.append(place)
                    continue
                near = next((mark for mark in marks if math.dist(mark.at, (x, y)) < reach), None)
                if near is None:
                    marks.append(_Mark((x, y), [place], somewhere=False))
                else:
                    near.places.append(place)
        return [*marks, *named.values()]

    def _marks(self, axes: Axes) -> None:
        unit = self._metres_per_mm(axes)
        marks = self._grouped(axes)
        for mark in marks:
            if not mark.somewhere:
                self._take(axes, mark.at, 1.7 * unit, 1.7 * unit)
        for mark in marks:
            at = mark.at
            if mark.somewhere:
                at = self._free(axes, mark.at, 2.6 * unit, 2.6 * unit, 25 * unit) or mark.at
                self._take(axes, at, 2.6 * unit, 2.6 * unit)
                axes.add_patch(
                    Circle(
                        at,
                        2.6 * unit,
                        facecolor=(1, 1, 1, 0.6),
                        edgecolor="#33434c",
                        linewidth=0.8,
                        linestyle=(0, (2.6, 2)),
                        zorder=7,
                    )
                )
            self._mark(axes, at, mark.places, unit)

    def _mark(self, axes: Axes, at: tuple[float, float], places: Sequence[EventPlace], unit: float) -> None:
        verdicts = [verdict for verdict in VERDICTS if any(place.verdict == verdict for place in places)]
        if len(places) == 1:
            self._symbol(axes, at, verdicts[0], 4.6)
            return
        if len(verdicts) == 1:
            colour = COLOURS[verdicts[0]]
            size = {"inside": 7.6, "partly": 9.5, "outside": 7.2, "uncertain": 7.6}[verdicts[0]]
            self._point(axes, at, MARKERS[verdicts[0]], size + 1.6, "#ffffff", "#ffffff", 0)
            self._point(axes, at, MARKERS[verdicts[0]], size, "#ffffff", colour, 1.3)
        else:
            axes.add_patch(Circle(at, 1.75 * unit, facecolor="#ffffff", linewidth=0, zorder=8))
            turned = 90.0
            for verdict in verdicts:
                share = sum(place.verdict == verdict for place in places) / len(places)
                end = turned - 360 * share
                axes.add_patch(
                    Wedge(
                        at,
                        1.6 * unit,
                        end + 8,
                        turned - 8 * (share < 1),
                        width=0.5 * unit,
                        facecolor=COLOURS[verdict],
                        linewidth=0,
                        zorder=8,
                    )
                )
                turned = end
        down = -1.6 if verdicts == ["partly"] else 0.0
        self._on_mark(axes, at, str(len(places)), down, fontsize=4.6, color=INK)

    # ------------------------------------------------------------------ names

    def _names(self, axes: Axes) -> None:
        """Write names where there is room: regions first, then seas, lands and straits by size."""
        unit = self._metres_per_mm(axes)
        areas = [area for area in self.scene.areas if area.label_at]
        regions = {each.id: self._projected(each.certain, axes, 2000) for each in self.scene.regions}
        outlines = {
            area.id: self._projected(shapely.simplify(area.geometry, 0.05), axes)
            for area in areas
            if area.geometry is not None and area.label_kind in {"sea", "region"}
        }
        rank = {"region": 0, "sea": 1, "country": 2, "strait": 3}
        areas.sort(key=lambda area: (area.kind != "region", rank.get(area.label_kind, 4)))
        for area in areas:
            [at] = self.project(area.label_at or ())
            if not np.isfinite(at).all() or not shapely.intersects_xy(self._box(axes), *at):
                continue
            style = NAMES.get(area.label_kind, NAMES["country"])
            name = area.name.replace(" / ", " /\n")
            if style is NAMES["country"] and self.scene.language in {"en", "ru"}:
                name = name.upper()
            if self.scene.language in CJK_FONTS:
                style = style | {"fontstyle": "normal", "family": families_of(self.scene.language)[::-1]}
            halo = PAPER if style.get("color") == "#4b4637" else "#f4f9fb"
            text = self._text(
                axes,
                at[0],
                at[1],
                name,
                ha="center",
                va="center",
                linespacing=1.05,
                zorder=10,
                path_effects=[patheffects.withStroke(linewidth=1.8, foreground=halo, alpha=0.9)],
                **style,
            )
            reach = {"region": 32, "sea": 20}.get(area.kind, 7) * unit
            within, anchor = regions.get(area.id), (float(at[0]), float(at[1]))
            west, _, east, _ = outlines[area.id].bounds if area.id in outlines else (0, 0, math.inf, 0)
            found = self._room(axes, text, anchor, reach, 1.4 * (east - west), within)
            half = self._half_size(axes, text)
            if found is None and within:
                found = self._beside(axes, anchor, half, within, shapely.union_all(list(regions.values())))
            if found is None:
                text.remove()
                continue
            text.set_position(found)
            self._take(axes, found, *half)

    def _half_size(self, axes: Axes, text: Text) -> tuple[float, float]:
        """Measure half the width and half the height of a text, with a little air, in metres."""
        box = text.get_window_extent(self.figure.canvas.get_renderer())  # type: ignore[attr-defined]  # Agg has one
        (left, low), (right, top) = axes.transData.inverted().transform([(box.x0, box.y0), (box.x1, box.y1)])
        unit = self._metres_per_mm(axes)
        return (right - left) / 2 + unit * 0.4, (top - low) / 2 + unit * 0.2

    def _room(
        self,
        axes: Axes,
        text: Text,
        anchor: tuple[float, float],
        reach: float,
        widest: float,
        region: BaseGeometry | None,
    ) -> tuple[float, float] | None:
        """Find room for a name near its anchor; that of a region in it, in one line or two.

        Where a region has no room for all of its name, the middle of the name lies in it. A name wider than
        ``widest`` metres has none: it would seem to name what is around its area.
        """
        name = text.get_text()
        in_two_lines = name.replace(" ", "\n", 1) if region and "\n" not in name else name
        for whole in (True, False) if region else (False,):
            for form in dict.fromkeys((name, in_two_lines)):
                text.set_text(form)
                half = self._half_size(axes, text)
                within = region
                if region and whole:
                    west, east = (affinity.translate(region, share * half[0]) for share in (-1, 1))
                    within = shapely.intersection(west, east)
                fits = 2 * half[0] < widest
                found = self._free(axes, anchor, *half, reach, within=within) if fits else None
                if found:
                    return found
        text.set_text(name)
        return None

    def _beside(
        self,
        axes: Axes,
        anchor: tuple[float, float],
        half: tuple[float, float],
        region: BaseGeometry,
        regions: BaseGeometry,
    ) -> tuple[float, float] | None:
        """Find room for the name of a region beside all regions, and draw a line from there to its edge."""
        unit = self._metres_per_mm(axes)
        moved = [affinity.translate(regions, share * half[0]) for share in (-1, -0.5, 0, 0.5, 1)]
        away = shapely.difference(self._box(axes), shapely.union_all(moved).buffer(half[1] + unit))
        starts = [(anchor[0], anchor[1] + up * unit) for up in range(-60, 61, 10)]
        spots = [self._free(axes, start, *half, 60 * unit, within=away) for start in starts]
        found = min((spot for spot in spots if spot), key=lambda spot: math.dist(spot, anchor), default=None)
        if found is None:
            return None
        (x, y), (width, height) = found, half
        line = shapely.shortest_line(
            shapely.box(x - width, y - height, x + width, y + height), region.buffer(-2 * unit)
        )
        axes.plot(*shapely.get_coordinates(line).T, color=INK, linewidth=0.6, zorder=6)
        return found
