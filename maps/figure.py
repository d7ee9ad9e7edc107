"""The map for print: the content and symbols of the page, in an equal-area projection, as PNG, SVG or PDF.

Lambert azimuthal equal-area on WGS 84, centred at 37.5°N 130.5°E, so that areas compare. Land comes from our
own data, so nothing is downloaded. Texts are drawn as they are, never as mathematics, and what is written
is the same, byte for byte, each time on the same versions of matplotlib and FreeType.
"""

from __future__ import annotations

import io
import json
import math
import textwrap
import warnings
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import shapely
from shapely import LineString, Point, affinity

from geo.errors import DezoneError
from geo.writing import write_whole
from maps.scene import degrees_minutes, make_scene

try:
    import matplotlib as mpl
    from cartopy.crs import LambertAzimuthalEqualArea, PlateCarree
    from matplotlib import font_manager, patheffects
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, PathPatch, Rectangle, Wedge
    from matplotlib.path import Path as Outline
    from matplotlib.transforms import Bbox
except ImportError as error:  # the extra is not installed
    raise DezoneError(
        f'figures need matplotlib and cartopy ({error.name} is missing): pip install "dezone[figure]"'
    ) from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from maps.scene import EventPlace, Scene
    from zones.exercises import Exercise
    from zones.zone import Zone

Style: TypeAlias = Any  # what matplotlib takes
Axes: TypeAlias = Any  # cartopy's and matplotlib's, of which the first has no types

CENTRE = (130.5, 37.5)  #: longitude and latitude of the middle of the projection
PAPER_IN = (8.27, 11.0)  # width of A4, inches
SUFFIXES = (".png", ".svg", ".pdf")
DPI = 300
TOGETHER_MM = 3.0  # marks nearer than this become one, with a number
MM_PER_IN = 25.4

INK, SOFT, SEA_INK, SEA, PAPER = "#1b2a33", "#4a5b66", "#164c70", "#dcebf2", "#f3efe4"
VERDICTS = ("inside", "partly", "outside", "uncertain")
COLOURS = {"inside": "#b2182b", "partly": "#e08214", "outside": "#4d4d4d", "uncertain": "#2f4b9c"}
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

# Fonts by language, the first that is installed; DejaVu comes with matplotlib and has Latin and Cyrillic.
CJK_FONTS = {
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic"),
    "zh-Hans": ("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei"),
    "zh-Hant": ("Noto Sans CJK TC", "Noto Sans TC"),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "IPAGothic"),
}
# What Debian calls the package with the characters from here to there.
FONT_PACKAGES = (
    (0x1100, 0x11FF, "fonts-noto-cjk"),
    (0x2E80, 0xD7FF, "fonts-noto-cjk"),
    (0xF900, 0xFAFF, "fonts-noto-cjk"),
    (0xFF00, 0xFFEF, "fonts-noto-cjk"),
    (0x20000, 0x3FFFF, "fonts-noto-cjk"),
    (0x1F000, 0x1FAFF, "fonts-noto-color-emoji"),
)
OTHER_FONTS = "fonts-noto-core"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class MissingFontWarning(UserWarning):
    """No installed font has some characters of the figure."""


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
    """Draw a scene; see `draw_figure`."""
    with _settings(scene.language):
        return _Drawing(scene).figure


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
        If the suffix is another.
    """
    suffix = check_suffix(path)
    dateless: dict[str, dict[str, Any]] = {
        ".png": {"Software": None},
        ".svg": {"Date": None, "Creator": None},
        ".pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": None},
    }
    content = io.BytesIO()
    with _settings("en"):
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


def missing_characters(texts: Iterable[str], language: str) -> dict[str, str]:
    """Find the characters that none of the fonts in use has, by the Debian package that has them.

    Examples
    --------
    >>> missing_characters(["Sea of Japan", "Жёлтое море"], "en")
    {}
    """
    known = set().union(*(_characters_of(path) for path in _font_files(language)))
    missing = sorted(
        {letter for text in texts for letter in text if not letter.isspace()} - known - set("\u2060")
    )
    found: dict[str, str] = {}
    for letter in missing:
        code = ord(letter)
        package = next((name for low, high, name in FONT_PACKAGES if low <= code <= high), OTHER_FONTS)
        found[package] = found.get(package, "") + letter
    return found


def _families(language: str) -> list[str]:
    """List the fonts for a language that are installed; any with CJK serves for a single name in passing."""
    installed = set(font_manager.get_font_names())
    wanted = [*CJK_FONTS.get(language, ()), *(name for names in CJK_FONTS.values() for name in names)]
    return ["DejaVu Sans", *[name for name in wanted if name in installed][:1]]


def _font_files(language: str) -> list[str]:
    return [font_manager.findfont(family) for family in _families(language)]


@cache
def _characters_of(path: str) -> frozenset[str]:
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))


def _settings(language: str) -> AbstractContextManager[None]:
    """Give a context with the settings of matplotlib under which we draw and write."""
    families = _families(language)
    settings: dict[str, Any] = {
        "font.family": families,
        "font.serif": ["DejaVu Serif", *families],
        "font.sans-serif": families,
        "text.parse_math": False,  # texts come from outside
        "svg.fonttype": "path",
        "svg.hashsalt": "dezone",
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.5,
        "path.simplify": False,
    }
    return mpl.rc_context(settings)  # type: ignore[arg-type]  # its stubs list every name there is


@cache
def _words() -> dict[str, str]:
    """Read the texts that the figure shares with the page."""
    table: dict[str, dict[str, str]] = json.loads(
        (files("maps") / "assets" / "words.json").read_text("utf-8")
    )
    return table["page"] | table["figure"]


class _Mark(NamedTuple):
    """Places that are drawn as one."""

    at: tuple[float, float]  # metres in the projection
    places: list[EventPlace]
    somewhere: bool  # known by the name of an area alone


class _Drawing:
    """One figure while it is drawn: projection, boxes that are taken, texts that were written."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.figure = Figure(figsize=PAPER_IN)
        FigureCanvasAgg(self.figure)
        self.taken: list[Bbox] = []
        self._report_missing()
        self.map = self._axes((0.075, 0.26, 0.85, 0.655), self._view())
        self._title()
        self._inset()
        self._draw_map(self.map, marks=True)
        self._scale_bars()
        self._legend()
        self._below()

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
            *_words().values(),
            self.scene.title,
            self.scene.subtitle,
            self.scene.caveat,
            self.scene.attribution,
            self.scene.version,
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

    # ------------------------------------------------------------------ layers

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
        """Draw meridians and parallels every five degrees, with their degrees at the frame."""
        frame, steps = self._box(axes), np.linspace(0, 85, 341)
        style = {"color": "#7fa3b5", "linewidth": 0.4, "alpha": 0.6, "zorder": 1.5}
        west, south, east, north = frame.bounds
        for lon in range(60, 216, 5):
            line = LineString(self.project(np.column_stack([np.full_like(steps, lon), steps])))
            self._line(axes, shapely.intersection(line, frame), **style)
            foot = shapely.intersection(line, LineString([(west, south), (east, south)]))
            if isinstance(foot, Point) and axes is getattr(self, "map", axes):
                label = f"{lon}°E" if lon <= 180 else f"{360 - lon}°W"
                self._degrees(axes, (foot.x, south), label, (0, -4), ha="center", va="top")
        for lat in range(0, 85, 5):
            lons = np.linspace(CENTRE[0] - 90, CENTRE[0] + 90, 361)
            line = LineString(self.project(np.column_stack([lons, np.full_like(lons, lat)])))
            self._line(axes, shapely.intersection(line, frame), **style)
            foot = shapely.intersection(line, LineString([(west, south), (west, north)]))
            if isinstance(foot, Point) and axes is getattr(self, "map", axes):
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
            elif place.kind == "point" and place.uncertainty_km and place.counts and len(places) <= 40:
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

    def _metres_per_mm(self, axes: Axes) -> float:
        (west, east), box = axes.get_xlim(), axes.get_position()
        return float((east - west) / (box.width * PAPER_IN[0] * MM_PER_IN))

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
        axes.annotate(
            str(len(places)),
            at,
            (0, down),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            fontsize=4.6,
            fontweight="bold",
            color=INK,
            zorder=9,
        )

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
            axes.annotate(
                "?",
                at,
                (0, 0),
                textcoords="offset points",
                ha="center",
                va="center_baseline",
                fontsize=4,
                fontweight="bold",
                color=colour,
                zorder=9,
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

    # ------------------------------------------------------------------ names, where there is room

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

    def _names(self, axes: Axes) -> None:
        """Write names where there is room: regions first, then seas, lands and straits by size."""
        renderer = self.figure.canvas.get_renderer()  # type: ignore[attr-defined]  # Agg has one
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
                style = style | {"fontstyle": "normal", "family": _families(self.scene.language)[::-1]}
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
            box = text.get_window_extent(renderer)
            (left, low), (right, top) = axes.transData.inverted().transform(
                [(box.x0, box.y0), (box.x1, box.y1)]
            )
            half = ((right - left) / 2 + unit * 0.4, (top - low) / 2 + unit * 0.2)
            reach = {"region": 32, "sea": 20}.get(area.kind, 7) * unit
            within = regions.get(area.id)
            west, _, east, _ = outlines[area.id].bounds if area.id in outlines else (0, 0, math.inf, 0)
            found = None
            if 2 * half[0] < 1.4 * (east - west):  # a name far wider than its area would seem to name others
                # A region's name wholly in it, if there is room, else at least its middle.
                inner = within and shapely.intersection(
                    affinity.translate(within, -half[0]), affinity.translate(within, half[0])
                )
                anchor = (float(at[0]), float(at[1]))
                found = self._free(axes, anchor, *half, reach, within=inner) if inner else None
                found = found or self._free(axes, anchor, *half, reach, within=within)
            if found is None:
                text.remove()
                continue
            text.set_position(found)
            self._take(axes, found, *half)

    # ------------------------------------------------------------------ around the map

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
        ends: list[tuple[float, float, str, bool]] = []
        for reading in self.scene.readings:
            points = self.project(shapely.get_coordinates(reading.line))
            if len(points):
                x, y = points[points[:, 0].argmax()]
                label = f"{degrees_minutes(reading.southern_limit, 'NS')} {reading.name}"
                ends.append((float(x), float(y), label, reading.in_force))
        for x, y, label, in_force in ends:
            inset.annotate(
                self._shown(label),
                (x, y),
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=5.8,
                color="#24404f",
                fontweight="bold" if in_force else "normal",
                parse_math=False,
                zorder=12,
                path_effects=[patheffects.withStroke(linewidth=1.5, foreground=SEA)],
            )
        self._text(
            inset,
            0.985,
            0.965,
            _words()["inset"],
            transform=inset.transAxes,
            fontsize=6,
            color=INK,
            ha="right",
            va="top",
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
                    [x, x + min(length_m, 560_000)],
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
        words = _words()
        counts = {
            verdict: sum(event.verdict == verdict for event in self.scene.events) for verdict in VERDICTS
        }
        self._heading(legend, 0, words["places"])
        for row, verdict in enumerate(VERDICTS):
            self._symbol(legend, (2.5, -5.6 - row * 4.4), verdict, 5.5)
            self._entry(legend, 6.5, row, f"{words[verdict]} ({counts[verdict]:,})")
        legend.add_patch(
            Circle(
                (2.5, -23.2),
                1.8,
                facecolor="#ffffff",
                edgecolor="#33434c",
                linewidth=0.8,
                linestyle=(0, (2.6, 2)),
            )
        )
        self._symbol(legend, (2.5, -23.2), "inside", 4)
        self._entry(legend, 6.5, 4, words["somewhere"])
        legend.add_patch(Wedge((2.5, -27.6), 1.7, -88, 88, width=0.55, facecolor=COLOURS["inside"]))
        legend.add_patch(Wedge((2.5, -27.6), 1.7, 92, 268, width=0.55, facecolor=COLOURS["outside"]))
        self._entry(legend, 6.5, 5, words["several"])
        legend.add_line(Line2D([0.5, 4.5], [-32, -32], color="#33434c", linewidth=1, dashes=(6, 2.5, 1, 2.5)))
        self._entry(legend, 6.5, 6, words["track"])

        self._heading(legend, 68, words["regions"])
        for row, region in enumerate(self.scene.regions):
            colour, alpha, edge = TINTS.get(region.id, OTHER_TINT)
            legend.add_patch(
                Rectangle(
                    (68, -6.9 - row * 4.4), 5, 2.6, facecolor=(colour, alpha), edgecolor=edge, linewidth=0.5
                )
            )
            name = region.name if region.name == region.english else f"{region.name} · {region.english}"
            self._entry(legend, 75, row, name)
        legend.add_patch(
            Rectangle(
                (68, -28.9),
                5,
                2.6,
                facecolor=(TINTS["northern_east_china_sea"][0], 0.1),
                edgecolor=("#2f6690", 0.6),
                hatch="/////",
                linewidth=0,
            )
        )
        self._entry(legend, 75, 5, words["doubtful"])

        self._heading(legend, 138, words["limits"])
        for row, kind in enumerate(("parallel", "rhumb_line", "border", "coast")):
            legend.add_line(Line2D([138, 145], [-5.6 - row * 4.4] * 2, **LIMITS[kind]))
            self._entry(legend, 147.5, row, words[kind])
        legend.add_line(Line2D([138, 145], [-23.2, -23.2], color="#24404f", linewidth=0.7, dashes=(2, 2.6)))
        self._entry(legend, 147.5, 4, words["other_reading"])

    def _heading(self, axes: Axes, x: float, text: str) -> None:
        self._text(axes, x, 0, text, fontsize=7, fontweight="bold", color=SOFT, va="top")

    def _entry(self, axes: Axes, x: float, row: int, text: str) -> None:
        self._text(axes, x, -5.6 - row * 4.4, text, fontsize=6.6, color=INK, va="center")

    def _below(self) -> None:
        """Write the caveat, and what the figure was made of."""
        scene, words = self.scene, _words()
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
