"""The paper of figures that are no maps: millimetres from the upper left corner, boxes, lines and texts.

Texts are drawn as they are, never as mathematics; `maps.figure.save_figure` writes the figure.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from geo.positions import format_latitude
from maps.figure_sheet import INK, MM_PER_IN, SOFT
from zones import __version__, store
from zones.assess import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zones.exercises import Exercise
    from zones.regime_zones import Choice

MARGIN_MM = 14.0
_MM_PER_POINT = MM_PER_IN / 72
_LETTER = 0.56  # mean width of a letter of DejaVu Sans, of its size


class Chart:
    """A sheet of paper, as long as what is drawn on it: `cut` it at the end.

    Parameters
    ----------
    width_mm : float

    Examples
    --------
    >>> chart = Chart(127.0)
    >>> chart.text(10, 5, "five millimetres below the upper edge")
    >>> chart.cut(50.8).get_size_inches().tolist()
    [5.0, 2.0]
    """

    def __init__(self, width_mm: float) -> None:
        self.width_mm = width_mm
        self.figure = Figure()
        FigureCanvasAgg(self.figure)
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width_mm)

    def cut(self, height_mm: float) -> Figure:
        """Give the figure, its paper cut at a height."""
        self.axes.set_ylim(height_mm, 0)
        self.figure.set_size_inches(self.width_mm / MM_PER_IN, height_mm / MM_PER_IN)
        return self.figure

    def text(self, x: float, y: float, text: str, size: float = 6.5, **style: Any) -> None:  # noqa: ANN401 as matplotlib takes it
        """Write at a place, its middle at the height of `y` unless `va` says otherwise; size in points."""
        style = {"va": "center", "color": INK} | style
        self.axes.text(x, y, text, fontsize=size, parse_math=False, **style)

    def paragraph(self, x: float, y: float, text: str, width_mm: float, size: float = 6.0) -> float:
        """Write a text over several lines from `y` downwards; return where it ends."""
        lines = textwrap.wrap(text, letters_in(width_mm, size))
        self.text(x, y, "\n".join(lines), size, va="top", linespacing=1.3, color=SOFT)
        return y + len(lines) * size * _MM_PER_POINT * 1.3

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:  # noqa: ANN401 as matplotlib takes it
        """Draw a box from its upper left corner."""
        self.axes.add_patch(Rectangle((x, y), width, height, **({"linewidth": 0} | style)))

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:  # noqa: ANN401 as matplotlib takes it
        """Draw a line, or with a marker alone a mark."""
        self.axes.add_line(Line2D(xs, ys, **({"color": INK, "solid_capstyle": "butt"} | style)))

    def head(self, title: str, subtitle: str) -> float:
        """Write title and subtitle; return where they end."""
        self.text(MARGIN_MM, 12, title, 11.8, fontweight="bold")
        end = self.paragraph(MARGIN_MM, 15.6, subtitle, self.width_mm - 2 * MARGIN_MM, 7.4)
        return end + 2


def letters_in(width_mm: float, size: float) -> int:
    """Give how many letters of a size in points fit a width, about.

    Examples
    --------
    >>> letters_in(100, 6.0)
    84
    """
    return int(width_mm / (size * _MM_PER_POINT * _LETTER))


def made_by(choice: Choice | None = None) -> str:
    """Say of what a figure was made, and how what the texts leave open was read.

    Examples
    --------
    >>> made_by().split(";")[1]
    ' data of 2026-11-21'
    """
    said = [f"dezone {__version__}", f"data of {store.data_date()}"]
    said += [f"catalogue of {store.document('exercises.json')['about']['compiled']}"]
    if choice:
        limit = format_latitude(choice.southern_limit)
        distance = "100 km unless a panel says otherwise" if choice.distance_km is None else (
            f"{choice.distance_km:g} km"
        )  # fmt: skip
        said += [
            f"southern limit {limit}" + (", Northeast Asia without limit" if choice.unlimited else ""),
            f"small islands count as {'the sea around them' if choice.islands == 'sea' else 'land'}",
            f"sea around Korea {distance}",
            f"{choice.ends} ends of the demarcation line",
        ]
    return "; ".join(said) + "."


def count_tests(exercises: Iterable[Exercise]) -> int:
    """Count the tests and launches of North Korea, which are no exercises.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import select
    >>> count_tests(select(load_exercises(), first="2017", last="2017")) >= 17
    True
    """
    return sum(bool(TESTS & set(each.kinds)) and "PRK" in each.parties for each in exercises)
