"""The map for print: the content and symbols of the page, in an equal-area projection, as PNG, SVG or PDF.

Lambert azimuthal equal-area on WGS 84, centred at 37.5°N 130.5°E, so that areas compare. Land comes from our
own data, so nothing is downloaded. Texts are drawn as they are, never as mathematics, and what is written
is the same, byte for byte, each time on the same versions of matplotlib and FreeType.
"""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any

import shapely
from matplotlib import patheffects
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle, Wedge

from geo.errors import DezoneError
from geo.writing import write_whole
from maps.figure_fonts import settings
from maps.figure_map import MapSheet
from maps.figure_sheet import (
    COLOURS,
    INK,
    LIMITS,
    OTHER_TINT,
    PAPER,
    PAPER_IN,
    SEA,
    SOFT,
    TINTS,
    Axes,
    figure_words,
)
from maps.scene import VERDICTS
from maps.scene_build import make_scene

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

    from maps.scene import Scene
    from zones.exercises import Exercise
    from zones.zone import Zone

SUFFIXES = (".png", ".svg", ".pdf")
DPI = 300


def draw_figure(zone: Zone, exercises: Iterable[Exercise], *, language: str = "en") -> Figure:
    """Draw the zone and the exercises for print.

    Parameters
    ----------
    zone : Zone
        The zone under the reading in force.
    exercises : iterable of Exercise
        May be empty.
    language : {"en", "ko", "zh-Hans", "zh-Hant", "ja", "ru"}
        Language of the names of seas, straits and places.

    Returns
    -------
    matplotlib.figure.Figure
        Its first axes are cartopy's, so that layers of your own can be added with
        ``transform=cartopy.crs.PlateCarree()``; `save_figure` writes it.

    Raises
    ------
    DezoneError
        If there are no names in the language.

    Warns
    -----
    MissingFontWarning
        If no installed font has a character; it names the package that does.

    Examples
    --------
    >>> from zones import load_zone
    >>> save_figure(draw_figure(load_zone(), []), "zone.svg")  # doctest: +SKIP
    """
    return figure_of(make_scene(zone, exercises, language=language))


def figure_of(scene: Scene) -> Figure:
    """Draw a scene; see `draw_figure`.

    Examples
    --------
    >>> from zones import load_zone
    >>> figure_of(make_scene(load_zone(), [])).get_size_inches().tolist()  # width of A4
    [8.27, 11.0]
    """
    with settings(scene.language):
        return _FigureSheet(scene).figure


def save_figure(figure: Figure, path: str) -> None:
    """Write a figure, all of it or nothing: the same bytes for the same figure.

    Parameters
    ----------
    figure : Figure
        As `draw_figure` gives it.
    path : str
        Ends in ``.png`` (300 dots per inch), ``.svg`` or ``.pdf``; fonts are embedded.

    Raises
    ------
    DezoneError
        If the suffix is another, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from matplotlib.figure import Figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_figure(Figure(), f"{folder}/empty.svg")
    ...     Path(folder, "empty.svg").read_text("utf-8")[:5]
    '<?xml'
    """
    suffix = check_suffix(path)
    dateless: dict[str, dict[str, Any]] = {
        ".png": {"Software": None},
        ".svg": {"Date": None, "Creator": None},
        ".pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": None},
    }
    content = io.BytesIO()
    with settings("en"):
        figure.savefig(content, format=suffix[1:], dpi=DPI, metadata=dateless[suffix])
    write_whole(path, content.getvalue())


def check_suffix(path: str) -> str:
    """Give the suffix of a figure's name.

    Raises
    ------
    DezoneError
        If a figure cannot be written under it.

    Examples
    --------
    >>> check_suffix("Zone.PDF")
    '.pdf'
    """
    suffix = next((suffix for suffix in SUFFIXES if path.lower().endswith(suffix)), None)
    if suffix is None:
        raise DezoneError(f"{path}: a figure is written as {', '.join(SUFFIXES)}: end the name with one")
    return suffix


class _FigureSheet(MapSheet):
    """The sheet with its map, and all that stands around it."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._title()
        self._inset()
        self._draw_map(self.map, marks=True)
        self._scale_bars()
        self._legend()
        self._below()

    def _title(self) -> None:
        self._text(
            self.figure,
            0.075,
            0.965,
            self.scene.title,
            fontsize=11.8,
            fontweight="bold",
            color=INK,
            va="center",
        )
        self._text(self.figure, 0.075, 0.942, self.scene.subtitle, fontsize=8.2, color=SOFT, va="center")

    def _inset(self) -> None:
        """Draw the south larger, where the readings differ, with the name of each."""
        lines = [reading.line for reading in self.scene.readings if not reading.line.is_empty]
        if not lines:
            return
        at = self.project(shapely.get_coordinates(lines))
        (west, south), (east, north) = at.min(axis=0), at.max(axis=0)
        box = self.map.get_position()
        width, height = 0.5 * box.width, 0.125 * box.height
        wide = (east - west) * 1.36
        tall = wide * (height * PAPER_IN[1]) / (width * PAPER_IN[0])
        middle = (south + north) / 2
        view = (west - wide * 0.05, west + wide * 0.95, middle - tall / 2, middle + tall / 2)
        inset = self._axes((box.x1 - width - 0.012, box.y0 + 0.012, width, height), view)
        inset.set_zorder(20)
        self.taken.append(inset.get_window_extent())
        self._draw_map(inset, marks=False)
        for reading in self.scene.readings:
            points = self.project(shapely.get_coordinates(reading.line))
            if not len(points):
                continue
            inset.annotate(
                self._shown(reading.label),
                points[points[:, 0].argmax()],
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=5.8,
                color="#24404f",
                fontweight="bold" if reading.in_force else "normal",
                parse_math=False,
                zorder=12,
                path_effects=[patheffects.withStroke(linewidth=1.5, foreground=SEA)],
            )
        self._text(
            inset,
            0.015,
            0.04,
            figure_words()["inset"],
            transform=inset.transAxes,
            fontsize=6,
            color=INK,
            ha="left",
            va="bottom",
            zorder=12,
            path_effects=[patheffects.withStroke(linewidth=1.5, foreground=PAPER)],
        )

    def _scale_bars(self) -> None:
        """Draw 500 km and 300 nautical miles; in the middle of this projection lengths are true."""
        (west, _), (south, _) = self.map.get_xlim(), self.map.get_ylim()
        unit = self._metres_per_mm(self.map)
        x, y = west + 4 * unit, south + 4 * unit
        backing = Rectangle(
            (x - 2 * unit, y - 2 * unit),
            500_000 + 13 * unit,
            9 * unit,
            facecolor="#ffffff",
            alpha=0.75,
            linewidth=0,
            zorder=10,
        )
        self.map.add_patch(backing)
        for row, (length_m, label) in enumerate(((500_000, "500 km"), (300 * 1852, "300 nmi"))):
            level = y + row * 3.6 * unit
            self.map.add_line(
                Line2D(
                    [x, x + length_m],
                    [level, level],
                    color=INK,
                    linewidth=1.6,
                    solid_capstyle="butt",
                    zorder=11,
                )
            )
            self.map.annotate(
                label,
                (x + length_m, level),
                (3, 0),
                textcoords="offset points",
                fontsize=6.5,
                va="center",
                color=INK,
                zorder=11,
            )

    def _legend(self) -> None:
        """Explain marks, regions and limits in three columns under the map."""
        legend = self.figure.add_axes((0.075, 0.105, 0.85, 0.125), zorder=5)
        legend.set_axis_off()
        legend.set_xlim(0, 178.6)
        legend.set_ylim(-34.9, 0)
        self._legend_of_places(legend, 0)
        self._legend_of_regions(legend, 68)
        self._legend_of_limits(legend, 138)

    def _legend_of_places(self, legend: Axes, x: float) -> None:
        words = figure_words()
        counts = {
            verdict: sum(event.verdict == verdict for event in self.scene.events) for verdict in VERDICTS
        }
        self._heading(legend, x, words["places"])
        for row, verdict in enumerate(VERDICTS):
            self._symbol(legend, (x + 2.5, -5.6 - row * 4.4), verdict, 5.5)
            self._entry(legend, x + 6.5, row, f"{words[verdict]} ({counts[verdict]:,})")
        legend.add_patch(
            Circle(
                (x + 2.5, -23.2),
                1.8,
                facecolor="#ffffff",
                edgecolor="#33434c",
                linewidth=0.8,
                linestyle=(0, (2.6, 2)),
            )
        )
        self._symbol(legend, (x + 2.5, -23.2), "inside", 4)
        self._entry(legend, x + 6.5, 4, words["somewhere"])
        legend.add_patch(Wedge((x + 2.5, -27.6), 1.7, -88, 88, width=0.55, facecolor=COLOURS["inside"]))
        legend.add_patch(Wedge((x + 2.5, -27.6), 1.7, 92, 268, width=0.55, facecolor=COLOURS["outside"]))
        self._entry(legend, x + 6.5, 5, words["several"])
        legend.add_line(
            Line2D([x + 0.5, x + 4.5], [-32, -32], color="#33434c", linewidth=1, dashes=(6, 2.5, 1, 2.5))
        )
        self._entry(legend, x + 6.5, 6, words["track"])

    def _legend_of_regions(self, legend: Axes, x: float) -> None:
        self._heading(legend, x, figure_words()["regions"])
        for row, region in enumerate(self.scene.regions):
            colour, alpha, edge = TINTS.get(region.id, OTHER_TINT)
            legend.add_patch(
                Rectangle(
                    (x, -6.9 - row * 4.4), 5, 2.6, facecolor=(colour, alpha), edgecolor=edge, linewidth=0.5
                )
            )
            name = region.name if region.name == region.english else f"{region.name} · {region.english}"
            self._entry(legend, x + 7, row, name)
        legend.add_patch(
            Rectangle(
                (x, -28.9),
                5,
                2.6,
                facecolor=(TINTS["northern_east_china_sea"][0], 0.1),
                edgecolor=("#2f6690", 0.6),
                hatch="/////",
                linewidth=0,
            )
        )
        self._entry(legend, x + 7, 5, figure_words()["doubtful"])

    def _legend_of_limits(self, legend: Axes, x: float) -> None:
        words = figure_words()
        self._heading(legend, x, words["limits"])
        for row, kind in enumerate(("parallel", "rhumb_line", "border", "coast")):
            legend.add_line(Line2D([x, x + 7], [-5.6 - row * 4.4] * 2, **LIMITS[kind]))
            self._entry(legend, x + 9.5, row, words[kind])
        legend.add_line(Line2D([x, x + 7], [-23.2, -23.2], color="#24404f", linewidth=0.7, dashes=(2, 2.6)))
        self._entry(legend, x + 9.5, 4, words["other_reading"])

    def _heading(self, axes: Axes, x: float, text: str) -> None:
        self._text(axes, x, 0, text, fontsize=7, fontweight="bold", color=SOFT, va="top")

    def _entry(self, axes: Axes, x: float, row: int, text: str) -> None:
        self._text(axes, x, -5.6 - row * 4.4, text, fontsize=6.6, color=INK, va="center")

    def _below(self) -> None:
        """Write the caveat, and what the figure was made of."""
        scene, words = self.scene, figure_words()
        made = words["made_by"].format(scene.version, scene.reading, scene.data_date)
        sources = ", ".join(dict.fromkeys(limit.source for limit in scene.limits if limit.kind != "coast"))
        shown = textwrap.wrap(words["sources_of_limits"].format(sources), 155)[:3]
        text = "\n".join(
            [
                *textwrap.wrap(scene.caveat, 145),
                *textwrap.wrap(f"{made} {scene.attribution}. {words['equal_area']}", 165),
                *shown,
            ]
        )
        self._text(self.figure, 0.075, 0.088, text, fontsize=6.3, color=SOFT, va="top", linespacing=1.35)
