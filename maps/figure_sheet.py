"""The sheet of a figure: projection, paper, colours, and how points, lines and texts are drawn on it.

Axes are in metres east and north of the middle of the projection; geometries come in degrees (EPSG:4326).
"""

from __future__ import annotations

import json
import math
import warnings
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely

from geo.errors import DezoneError
from maps.figure_fonts import REPLACEMENT, MissingFontWarning, missing_characters

try:
    from cartopy.crs import LambertAzimuthalEqualArea, PlateCarree
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline
    from matplotlib.transforms import Bbox
except ImportError as error:  # the extra is not installed
    raise DezoneError(
        f'figures need matplotlib and cartopy ({error.name} is missing): pip install "dezone[figure]"'
    ) from error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.scene import Scene

Style: TypeAlias = Any  # what matplotlib takes
Axes: TypeAlias = Any  # cartopy's and matplotlib's, of which the first has no types

CENTRE = (130.5, 37.5)  #: longitude and latitude of the middle of the projection
PAPER_IN = (8.27, 11.0)  # width of A4, inches
MM_PER_IN = 25.4

INK, SOFT, SEA_INK, SEA, PAPER = "#1b2a33", "#4a5b66", "#164c70", "#dcebf2", "#f3efe4"
COLOURS = {"inside": "#b2182b", "partly": "#d67807", "outside": "#4d4d4d", "uncertain": "#2f4b9c"}
MARKERS = {"inside": "o", "partly": "^", "outside": "s", "uncertain": "D"}
TINTS = {  # of the regions: tint, how opaque, edge
    "korean_peninsula": ("#6f55a8", 0.34, "#543b86"),
    "sea_of_japan": ("#3f9f8f", 0.22, "#1f7466"),
    "yellow_sea": ("#f2cf1d", 0.29, "#94790a"),
    "bohai_gulf": ("#c8687a", 0.26, "#97384c"),
    "northern_east_china_sea": ("#4b86c6", 0.26, "#245c99"),
}
OTHER_TINT = ("#888888", 0.25, "#555555")
LIMITS: dict[str, dict[str, Any]] = {
    "parallel": {"color": "#24404f", "linewidth": 1.1, "dashes": (7, 2)},
    "rhumb_line": {"color": "#24404f", "linewidth": 1.1},
    "border": {"color": "#63488b", "linewidth": 1.1, "dashes": (5, 2, 1, 2, 1, 2)},
    "coast": {"color": "#6d7f86", "linewidth": 0.5},
}
NAMES: dict[str, dict[str, Any]] = {
    "sea": {"color": SEA_INK, "fontsize": 8.5, "fontstyle": "italic", "family": "serif"},
    "strait": {"color": SEA_INK, "fontsize": 6, "fontstyle": "italic", "family": "serif"},
    "country": {"color": "#4b4637", "fontsize": 6.5},
    "region": {"color": "#4f3a72", "fontsize": 7.5, "fontweight": "bold"},
}


@cache
def figure_words() -> dict[str, str]:
    """Read the texts that the figure shares with the page.

    Examples
    --------
    >>> figure_words()["inset"]
    'Southern limit by reading'
    """
    table: dict[str, dict[str, str]] = json.loads(
        (files("maps") / "assets" / "words.json").read_text("utf-8")
    )
    return table["page"] | table["figure"]


class Sheet:
    """A figure while it is drawn: its axes, its projection, and the boxes that are taken.

    Parameters
    ----------
    scene : Scene
        What is to be drawn.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.figure = Figure(figsize=PAPER_IN)
        FigureCanvasAgg(self.figure)
        self.taken: list[Bbox] = []  # on the canvas
        self._report_missing()
        self.map = self._axes((0.075, 0.26, 0.85, 0.655), self._view())

    # ------------------------------------------------------------------ text

    def _text(self, axes: Axes, x: float, y: float, text: str, **style: Style) -> Axes:
        return axes.text(x, y, self._shown(text), parse_math=False, **style)

    def _shown(self, text: str) -> str:
        """Put a sign in the place of characters that no font has, and blanks for all that is blank."""
        blank = "".join(" " if letter.isspace() and letter != "\n" else letter for letter in text)
        return "".join(REPLACEMENT if letter in self._missing else letter for letter in blank)

    def _report_missing(self) -> None:
        texts = [
            *(area.name for area in self.scene.areas),
            *(region.name for region in self.scene.regions),
            *(reading.name for reading in self.scene.readings),
            *figure_words().values(),
            self.scene.title,
            self.scene.subtitle,
            self.scene.caveat,
            self.scene.attribution,
            self.scene.version,
            self.scene.reading,
            self.scene.data_date,
            *(limit.source for limit in self.scene.limits),
        ]
        missing = missing_characters(texts, self.scene.language)
        self._missing = frozenset("".join(missing.values()))
        for package, letters in missing.items():
            shown = letters[:12] + ("…" if len(letters) > 12 else "")
            warnings.warn(
                f"no installed font has {len(letters)} characters of this figure ({shown}): "
                f"install the Debian package {package}, or a font like it",
                MissingFontWarning,
                stacklevel=4,
            )

    # ------------------------------------------------------------------ projection and frame

    @cached_property
    def projection(self) -> LambertAzimuthalEqualArea:
        """Cartopy's projection of the map."""
        return LambertAzimuthalEqualArea(central_longitude=CENTRE[0], central_latitude=CENTRE[1])

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Give metres east and north of the middle for longitudes and latitudes, shape (n, 2)."""
        lon, lat = np.asarray(points, dtype=float).reshape(-1, 2).T
        return np.asarray(self.projection.transform_points(PlateCarree(), lon, lat))[:, :2]

    def _view(self) -> tuple[float, float, float, float]:
        """West, east, south and north of the frame in metres: the zone with room around it."""
        parts = [part for region in self.scene.regions for part in (region.certain, region.doubtful)]
        at = self.project(shapely.get_coordinates(shapely.simplify(parts, 0.05)))
        (west, south), (east, north) = at.min(axis=0), at.max(axis=0)
        height = (north - south) * 1.2
        width = height * (0.85 * PAPER_IN[0]) / (0.655 * PAPER_IN[1])
        # The room is left in the south-east, where the inset stands.
        middle, bottom = (west + east) / 2 + width * 0.05, north + height * 0.025 - height
        return middle - width / 2, middle + width / 2, bottom, bottom + height

    def _axes(self, place: tuple[float, float, float, float], view: Sequence[float]) -> Axes:
        axes = self.figure.add_axes(place, projection=self.projection)
        axes.set_xlim(view[0], view[1])
        axes.set_ylim(view[2], view[3])
        axes.set_aspect("equal", adjustable="box")
        axes.patch.set_facecolor(SEA)
        axes.spines["geo"].set(edgecolor=SOFT, linewidth=0.8)
        return axes

    def _box(self, axes: Axes) -> BaseGeometry:
        (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
        frame: BaseGeometry = shapely.box(west, south, east, north)
        return frame

    def _projected(self, geometry: BaseGeometry, axes: Axes, tolerance_m: float = 0) -> BaseGeometry:
        """Project what may be seen; edges are short already, so their ends are enough."""
        corners = self._lonlat_frame(axes)
        near = shapely.clip_by_rect(shapely.make_valid(geometry), *corners)
        moved = shapely.transform(near, self.project)
        return shapely.simplify(moved, tolerance_m) if tolerance_m else moved

    def _lonlat_frame(self, axes: Axes) -> tuple[float, float, float, float]:
        edge = shapely.get_coordinates(shapely.segmentize(shapely.boundary(self._box(axes)), 100_000))
        at = PlateCarree().transform_points(self.projection, edge[:, 0], edge[:, 1])[:, :2]
        (west, south), (east, north) = at.min(axis=0) - 1, at.max(axis=0) + 1
        return west, south, east, north

    # ------------------------------------------------------------------ lines, areas, marks

    def _fill(self, axes: Axes, geometry: BaseGeometry, **style: Style) -> None:
        rings = [
            ring
            for part in shapely.get_parts(geometry)
            if part.geom_type == "Polygon"
            for ring in shapely.get_rings(part)
        ]
        if rings:
            outlines = [Outline(shapely.get_coordinates(ring), closed=True) for ring in rings]
            axes.add_patch(PathPatch(Outline.make_compound_path(*outlines), **style))

    def _line(self, axes: Axes, geometry: BaseGeometry, **style: Style) -> None:
        for part in shapely.get_parts(geometry):
            if part.geom_type in {"LineString", "LinearRing"}:
                axes.add_line(Line2D(*shapely.get_coordinates(part).T, **style))

    def _metres_per_mm(self, axes: Axes) -> float:
        (west, east), box = axes.get_xlim(), axes.get_position()
        return float((east - west) / (box.width * PAPER_IN[0] * MM_PER_IN))

    def _symbol(self, axes: Axes, at: tuple[float, float], verdict: str, size: float) -> None:
        hollow = verdict == "uncertain"
        colour = COLOURS[verdict]
        self._point(
            axes,
            at,
            MARKERS[verdict],
            size,
            "#ffffff" if hollow else colour,
            colour if hollow else "#ffffff",
            1.0 if hollow else 0.7,
        )
        if hollow:
            self._on_mark(axes, at, "?", fontsize=4, color=colour)

    def _on_mark(
        self, axes: Axes, at: tuple[float, float], text: str, down: float = 0, **style: Style
    ) -> None:
        """Write a sign in the middle of a mark, or some points below it."""
        axes.annotate(
            text,
            at,
            (0, down),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            fontweight="bold",
            zorder=9,
            **style,
        )

    def _point(
        self,
        axes: Axes,
        at: tuple[float, float],
        marker: str,
        size: float,
        face: str,
        edge: str,
        width: float,
    ) -> None:
        axes.add_line(
            Line2D(
                [at[0]],
                [at[1]],
                marker=marker,
                markersize=size,
                markerfacecolor=face,
                markeredgecolor=edge,
                markeredgewidth=width,
                linestyle="none",
                zorder=8,
            )
        )

    # ------------------------------------------------------------------ room

    def _take(self, axes: Axes, at: tuple[float, float], half_width: float, half_height: float) -> None:
        corners = [(at[0] - half_width, at[1] - half_height), (at[0] + half_width, at[1] + half_height)]
        self.taken.append(Bbox(axes.transData.transform(corners)))

    def _free(
        self,
        axes: Axes,
        at: tuple[float, float],
        half_width: float,
        half_height: float,
        reach: float,
        *,
        within: BaseGeometry | None = None,
    ) -> tuple[float, float] | None:
        """Find the nearest place where a box lies on nothing, in the frame, its middle in an area."""
        frame = self._box(axes)
        steps = np.arange(-12, 13)
        dx, dy = (part.ravel() for part in np.meshgrid(steps * half_width * 0.4, steps * half_height * 0.8))
        for index in np.argsort(np.hypot(dx, dy), kind="stable"):
            if math.hypot(dx[index], dy[index]) > reach:
                return None
            x, y = at[0] + float(dx[index]), at[1] + float(dy[index])
            corners = [(x - half_width, y - half_height), (x + half_width, y + half_height)]
            box = Bbox(axes.transData.transform(corners))
            if not frame.contains(shapely.box(*np.ravel(corners))) or any(
                box.overlaps(one) for one in self.taken
            ):
                continue
            if within is None or shapely.intersects_xy(within, x, y):
                return x, y
        return None
