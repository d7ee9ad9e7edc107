"""The time line for print: exercises by party, and tests, above the regimes that bound and the proposals.

A regime that bound somebody is a bar by party and clauses; a proposal, which no party adopted, is a dated
mark with its text. Where the day of a change is not known, the bar is dashed as long as it may have come.
"""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib import patheffects

from geo.errors import DezoneError
from maps.figure_chart import MARGIN_MM, Chart, letters_in, made_by
from maps.figure_fonts import settings
from maps.figure_sheet import INK, SOFT
from maps.regimes_text import CAVEAT, names
from maps.timeline_lanes import (
    DENSE,
    LEFT_MM,
    MARK_MM,
    WIDTH_MM,
    Lane,
    Mark,
    Times,
    ends_of,
    lanes,
    rows_of,
    span_of,
)
from zones.assess import TESTS
from zones.moments import moments
from zones.regimes import SIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from zones.exercises import Exercise
    from zones.histories import History
    from zones.regimes import Regime, Status

PROPOSED = datetime(2017, 3, 8, tzinfo=UTC)
_STEP_MM = 1.15
_ROW_MM, _TITLE_MM, _BAR_MM = 3.4, 5.0, 2.0
_HATCHES: dict[str, dict[str, Any]] = {
    "in_force": {"facecolor": "#174a7c", "edgecolor": "#174a7c"},
    "disputed": {"facecolor": "#f0b93a", "edgecolor": "#6b4a00", "hatch": "xxxx"},
    "suspended": {"facecolor": "#ffffff", "edgecolor": "#174a7c", "hatch": "//////"},
}
_JOINT, _NATIONAL, _TEST, _NUCLEAR = "#174a7c", "#e08a1e", "#333333", "#b2182b"
_PROPOSED: dict[str, Any] = {
    "marker": "D", "markersize": 4.6, "linestyle": "none", "zorder": 4,
    "markerfacecolor": "#ffffff", "markeredgecolor": INK, "markeredgewidth": 0.8,
}  # fmt: skip
_DASHED = {"facecolor": "none", "edgecolor": INK, "linestyle": (0, (2, 1.2)), "linewidth": 0.6}
_HALO = [patheffects.withStroke(linewidth=1.4, foreground="#ffffff")]
_CLEAR = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.3, "alpha": 0.85}
_POSITIONS = {"rejected": ("x", "#b2182b"), "supported": ("P", "#1b7837"), "announced": ("^", "#ffffff")}


def draw_timeline(
    exercises: Sequence[Exercise],
    regimes: Sequence[Regime],
    parties: Sequence[str] = SIX,
    first: str = "",
    last: str = "",
) -> Figure:
    """Draw exercises and tests against the regimes in force, and the proposals.

    Parameters
    ----------
    exercises : sequence of Exercise
        Those without a date are counted, not drawn.
    regimes : sequence of Regime
    parties : sequence of str
        Of the six: whose exercises, and whose commitments.
    first, last : str
        Dates between which the time line goes; by default those of what is to be drawn.

    Returns
    -------
    matplotlib.figure.Figure
        As wide as A4 lying; `maps.figure.save_figure` writes it.

    Raises
    ------
    DezoneError
        If no exercise with a date is left.

    Examples
    --------
    >>> from maps.figure import save_figure
    >>> from zones import load_exercises
    >>> from zones.regime_files import load_regimes
    >>> drawn = draw_timeline(load_exercises(), list(load_regimes().values()), first="2017", last="2018")
    >>> save_figure(drawn, "timeline.pdf")  # doctest: +SKIP
    """
    dated = [each for each in exercises if span_of(each) and set(parties) & set(each.parties)]
    if not dated:
        raise DezoneError(
            "no dated entry of these parties is chosen: widen the period, or leave a filter out"
        )
    begin, end = ends_of(dated, regimes, first, last)
    times = Times(begin, end)
    with settings("en"):
        return _drawn(exercises, lanes(dated, parties, times), regimes, parties, times)


def _drawn(
    exercises: Sequence[Exercise],
    shown: Sequence[Lane],
    regimes: Sequence[Regime],
    parties: Sequence[str],
    times: Times,
) -> Figure:
    binding = [each for each in regimes if each.kind != "proposal" and set(parties) & set(each.parties)]
    proposals = [each for each in regimes if each.kind == "proposal" and moments(each.date)[0] <= times.last]
    rows = {each.id: rows_of(each, parties, times) for each in binding}
    binding = [each for each in binding if rows[each.id]]
    texts = {each.id: _asked(each, times) for each in proposals}
    deep = 2 * 5.2 + sum(lane.rows * _STEP_MM + 2.6 for lane in shown)
    deep += 5.4 + sum(_TITLE_MM + len(each) * _ROW_MM for each in rows.values() if each) if binding else 0
    deep += 5.4 + sum(_deep(each) for each in texts.values()) if proposals else 0
    top = 24.5
    chart = Chart(WIDTH_MM)
    number = len({mark.exercise.id for lane in shown for mark in lane.marks})
    chart.head(
        "Exercises and tests, and what bound whom",
        f"{number:,} entries: a selection, not a census. A bar bound somebody; a mark is a proposal, which "
        "no party adopted.",
    )
    end = top + deep
    _years(chart, times, top, end)
    y = top + 4.5
    for lane in shown:
        y = _draw_lane(chart, lane, y)
    y += 1
    if binding:
        y = _heading(chart, y, "What bound somebody, by party and clause")
        for regime in binding:
            y = _regime(chart, times, regime, rows[regime.id], y)
    if proposals:
        y = _heading(chart, y, "What was proposed, and adopted by no party")
        for regime in proposals:
            y = _proposal(chart, times, regime, texts[regime.id], y)
    if times.shows(PROPOSED):
        x = times.at(PROPOSED)
        chart.line([x, x], [top - 1, end], color=_NUCLEAR, linewidth=0.8, dashes=(4, 1.5), zorder=1.5)
        chart.text(
            x, top - 2.2, "8 March 2017: China's proposal", 6, color=_NUCLEAR, ha="center", fontweight="bold"
        )
    undated = sum(span_of(each) is None for each in exercises)
    end = _legend(chart, end + 4, narrow=times.narrow, undated=undated, regimes=regimes)
    return chart.cut(end + MARGIN_MM)


# The sheet


def _years(chart: Chart, times: Times, top: float, end: float) -> None:
    """Draw a line for each year, or month if there are few, and write it above and below."""
    if times.narrow:
        chart.box(times.left, top, times.breaks[1][1] - times.left, end - top, facecolor="#f1efe8", zorder=0)
    years = range(times.first.year, times.last.year + 2)
    written = False
    monthly = len(years) <= 4  # with the one after the last
    for year in years:
        for month in range(1, 13) if monthly else (1,):
            start = datetime(year, month, 1, tzinfo=UTC)
            if not times.shows(start):
                continue
            x = times.at(start)
            coarse = times.narrow and start < DENSE
            if coarse and year % 5:
                continue
            strong = month == 1
            chart.line([x, x], [top, end], color="#c9ced1", linewidth=0.5 if strong else 0.25, zorder=0.5)
            first = f"{year}-{month:02}" if monthly and not written else ""
            label = str(year) if strong else first or (f"{month:02}" if monthly else "")
            written = True
            for level in (top + 1.8, end - 1.8):
                chart.text(x + 0.5, level, label, 5.4 if strong else 4.6, color=SOFT)
    chart.line([times.left, times.right], [top, top], linewidth=0.5, color=SOFT)
    chart.line([times.left, times.right], [end, end], linewidth=0.5, color=SOFT)


def _heading(chart: Chart, y: float, text: str) -> float:
    chart.line([MARGIN_MM, WIDTH_MM - MARGIN_MM], [y, y], linewidth=0.4, color=SOFT)
    chart.text(MARGIN_MM, y + 2.4, text, 6.6, fontweight="bold")
    return y + 5.0


def _draw_lane(chart: Chart, lane: Lane, y: float) -> float:
    height = lane.rows * _STEP_MM
    off = sum(mark.exercise.evidence == "cancelled" for mark in lane.marks)
    count = f"{len(lane.marks) - off} and {off} called off" if off else f"{len(lane.marks)}"
    chart.text(MARGIN_MM, y + height / 2 + 0.6, f"{lane.name} ({count})", 6.2)
    for mark in lane.marks:
        level = y + height - (mark.row + 0.5) * _STEP_MM + 0.6
        _draw_mark(chart, mark, level)
    return y + height + 2.6


def _draw_mark(chart: Chart, mark: Mark, level: float) -> None:
    kinds = set(mark.exercise.kinds)
    middle = (mark.left + min(mark.right, mark.left + MARK_MM)) / 2
    if kinds & TESTS:
        shape, size, colour, face = "o", 2.2, _TEST, _TEST
        if "nuclear_test" in kinds:
            shape, size, colour, face = "*", 6.0, _NUCLEAR, _NUCLEAR
        elif "space_launch" in kinds:
            shape, size, colour, face = "^", 2.8, _TEST, "#ffffff"
        chart.line(
            [middle], [level], marker=shape, markersize=size, color=colour, linestyle="none",
            markerfacecolor=face, markeredgewidth=0.5, zorder=4 if shape == "*" else 3,
        )  # fmt: skip
        return
    if mark.exercise.evidence == "cancelled":
        chart.line([middle], [level], marker="x", markersize=2.6, color=INK, linestyle="none", zorder=3)
        return
    colour = _JOINT if len(mark.exercise.parties) > 1 else _NATIONAL
    surely = mark.exercise.evidence in ("confirmed", "reported")
    chart.box(
        mark.left, level - MARK_MM / 2, mark.right - mark.left, MARK_MM, zorder=3,
        facecolor=colour if surely else "#ffffff", edgecolor=colour, linewidth=0.1 if surely else 0.45,
    )  # fmt: skip


# Regimes


def _regime(chart: Chart, times: Times, regime: Regime, rows: Sequence[History], y: float) -> float:
    chart.text(MARGIN_MM, y + 2.9, f"{regime.title}  [{regime.id}]", 5.8, color=SOFT, fontstyle="italic",
               zorder=2, path_effects=_HALO)  # fmt: skip
    y += _TITLE_MM
    for row in rows:
        level = y + _ROW_MM / 2
        whole = len(row.clauses) > 2 and set(row.clauses) == {
            each.id for party in row.parties for each in regime.commitments_of(party)
        }
        stems = dict.fromkeys(clause.split("-")[0] for clause in row.clauses)
        clauses = "all clauses" if whole else ", ".join(row.clauses if len(row.clauses) == 1 else stems)
        who = names(row.parties).replace("United States", "US")
        chart.text(MARGIN_MM, level, f"{who}: {clauses}", 5.6)
        _bars(chart, times, regime, row, level)
        y += _ROW_MM
    return y


def _bars(chart: Chart, times: Times, regime: Regime, row: History, level: float) -> None:
    followed = min(moments(regime.as_of)[1] if regime.as_of else times.last, times.last)
    for number, change in enumerate(row.changes):
        following = row.changes[number + 1] if number + 1 < len(row.changes) else None
        until = following.earliest if following else followed
        if change.latest - change.earliest > timedelta(days=1, hours=1):
            _stretch(chart, times, change, (change.earliest, min(change.latest, until)), level, sure=False)
        _stretch(chart, times, change, (min(change.latest, until), until), level, sure=True)
        if change.state in ("ended", "withdrawn") and times.first <= change.earliest < times.last:
            x = times.at(change.earliest)
            chart.line([x, x], [level - 1.4, level + 1.4], linewidth=1.1)
            side = 1 if x < times.right - 25 else -1
            chart.text(
                x + 0.8 * side, level, f"{change.state} {_date(change)}", 4.8, color=SOFT, bbox=_CLEAR,
                ha="left" if side > 0 else "right", zorder=4,
            )  # fmt: skip
        elif (
            change.state in _HATCHES
            and change.earliest < times.last
            and (following is None or following.earliest >= times.last)
        ):
            _open_end(chart, times, level, min(until, times.last))
    for stance in regime.status:
        if (
            stance.state == "announced"
            and set(stance.parties) & set(row.parties)
            and times.shows(stance.earliest)
        ):
            _position(chart, times, stance, level)


def _date(change: Status) -> str:
    return change.date.split("T")[0]


def _stretch(
    chart: Chart,
    times: Times,
    change: Status,
    period: tuple[datetime, datetime],
    level: float,
    *,
    sure: bool,
) -> None:
    """Draw a state that holds through a period, or may hold."""
    style = _HATCHES.get(change.state)
    left, right = times.at(period[0]), times.at(period[1])
    if style is None or right <= left:
        return
    if not sure:
        style = {"facecolor": "none", "edgecolor": style["edgecolor"], "linestyle": (0, (2, 1.2))}
    chart.box(left, level - _BAR_MM / 2, right - left, _BAR_MM, linewidth=0.6, zorder=2.5, **style)


def _open_end(chart: Chart, times: Times, level: float, until: datetime) -> None:
    """Show that it goes on: an arrow, after dots where the status was not followed."""
    x = times.at(until)
    if x < times.right - 0.5:
        chart.line([x, times.right], [level, level], linewidth=0.8, dashes=(1, 1.5))
    chart.line([times.right + 0.8], [level], marker=">", markersize=3, linestyle="none", clip_on=False)


def _position(chart: Chart, times: Times, status: Status, level: float, after: str = "") -> None:
    """Draw where a party stood: in the middle of when it may have been, after what it answers."""
    marker, colour = _POSITIONS[status.state]
    earliest = max(status.earliest, moments(after)[0]) if after else status.earliest
    middle = earliest + (max(status.latest, earliest) - earliest) / 2
    chart.line(
        [times.at(middle)], [level], marker=marker, markersize=3.6, linestyle="none", color=colour,
        markeredgecolor=INK if colour == "#ffffff" else colour, markeredgewidth=0.7, zorder=5,
    )  # fmt: skip


class _Asked(NamedTuple):
    """The text beside the mark of a proposal."""

    title: str
    lines: tuple[str, ...]
    x: float
    on_left: bool


def _asked(regime: Regime, times: Times) -> _Asked:
    """Word what a proposal asks, and who answered, for the side of its mark that has more room."""
    asked = "; ".join(f"{names(each.parties)}: {each.text}" for each in regime.commitments)
    answers: dict[str, list[str]] = {}
    for status in regime.status:
        if status.state in ("rejected", "supported"):
            answers.setdefault(status.state, []).append(f"{names(status.parties)} {_date(status)}")
    said = "".join(f"; {state}: {', '.join(who)}" for state, who in answers.items())
    stamps = [status.latest for status in regime.status if times.shows(status.earliest)]
    first, last = (
        times.at(moments(regime.date)[0]),
        max([times.at(each) for each in stamps], default=times.left),
    )
    on_left = first - times.left > times.right - last
    room = (first - times.left if on_left else times.right - max(first, last)) - 4
    x = first - 2.2 if on_left else max(first, last) + 2.2
    lines = textwrap.wrap(f"{regime.date}  {asked}{said}", max(30, letters_in(room, 5.0)))
    title = textwrap.fill(regime.title, letters_in(LEFT_MM - MARGIN_MM, 5.4))
    return _Asked(title, tuple(lines), x, on_left)


def _deep(asked: _Asked) -> float:
    return max(len(asked.title.splitlines()) * 2.2, len(asked.lines) * 2.15) + 1.4


def _proposal(chart: Chart, times: Times, regime: Regime, asked: _Asked, y: float) -> float:
    height = _deep(asked)
    level = y + height / 2
    chart.text(MARGIN_MM, level, asked.title, 5.4, linespacing=1.1)
    begin, end = moments(regime.date)
    if times.shows(begin):
        left, right = times.at(begin), times.at(end)
        if end - begin > timedelta(days=1, hours=1):
            chart.box(left, level - _BAR_MM / 2, right - left, _BAR_MM, zorder=2.5, **_DASHED)
        chart.line([left], [level], **_PROPOSED)
    for status in regime.status:
        if status.state in ("rejected", "supported") and times.shows(status.earliest):
            _position(chart, times, status, level, after=regime.date)
    chart.text(
        asked.x, level, "\n".join(asked.lines), 5.0, linespacing=1.2, color=INK, zorder=2,
        ha="right" if asked.on_left else "left", path_effects=_HALO,
    )  # fmt: skip
    return y + height


# Legend and foot

_HOLLOW = {"markerfacecolor": "#ffffff", "markeredgecolor": INK, "markeredgewidth": 0.7}
_LEGEND: tuple[tuple[float, tuple[tuple[str, dict[str, Any], str], ...]], ...] = (
    (
        66.0,
        (
            ("box", {"facecolor": _JOINT}, "exercise of several parties, in the lane of each"),
            ("box", {"facecolor": _NATIONAL}, "exercise of one party"),
            (
                "box",
                {"facecolor": "#ffffff", "edgecolor": _JOINT, "linewidth": 0.6},
                "announced, or an area closed: not known to be held",
            ),
            ("x", {"markersize": 3, "color": INK}, "called off"),
        ),
    ),
    (
        58.0,
        (
            ("o", {"markersize": 2.4, "color": _TEST}, "missile test (an entry may hold several launches)"),
            ("^", {"markersize": 3, **_HOLLOW}, "space launch"),
            ("*", {"markersize": 6, "color": _NUCLEAR}, "nuclear test"),
        ),
    ),
    (
        47.0,
        (
            ("box", _HATCHES["in_force"], "in force"),
            ("box", _HATCHES["suspended"], "suspended"),
            ("box", _HATCHES["disputed"], "disputed"),
            ("box", _DASHED, "the day of the change is not known"),
        ),
    ),
    (
        42.0,
        (
            ("D", _PROPOSED, "proposed"),
            ("x", {"markersize": 3.6, "color": _NUCLEAR}, "rejected"),
            ("P", {"markersize": 3.6, "color": "#1b7837"}, "supported"),
            ("^", {"markersize": 3.6, **_HOLLOW}, "announced: changes nothing yet"),
        ),
    ),
    (
        50.0,
        (
            ("|", {"markersize": 6, "markeredgewidth": 1.1}, "ended, withdrawn"),
            (">", {"markersize": 3}, "goes on; no end is recorded in this period"),
            ("line", {"linewidth": 0.8, "dashes": (1, 1.5)}, "not followed further"),
        ),
    ),
)
"""Columns of the legend: how wide in mm, and what stands in each."""


def _legend(chart: Chart, y: float, *, narrow: bool, undated: int, regimes: Sequence[Regime]) -> float:
    x = MARGIN_MM
    for width, column in _LEGEND:
        for row, (symbol, style, text) in enumerate(column):
            level = y + row * 3.2
            if symbol == "box":
                chart.box(x, level - 0.9, 4, 1.8, **style)
            elif symbol == "line":
                chart.line([x, x + 4], [level, level], **style)
            else:
                chart.line([x + 2], [level], **({"marker": symbol, "linestyle": "none"} | style))
            chart.text(x + 5.6, level, text, 5.8)
        x += width
    y += 13.5
    said = ["A bar or mark is at least a millimetre wide; entries that would lie on each other are stacked."]
    if narrow:
        said.append("Years before 2010 are drawn narrower, on a tint.")
    if undated:
        said.append(f"{undated:,} without a date are not drawn.")
    followed = [f"{each.id} to {each.as_of}" for each in regimes if each.as_of]
    if followed:
        said.append(f"Status followed: {', '.join(followed)}.")
    y = chart.paragraph(MARGIN_MM, y, " ".join(said), WIDTH_MM - 2 * MARGIN_MM, 5.8)
    return chart.paragraph(MARGIN_MM, y + 0.6, f"{made_by()} {CAVEAT}", WIDTH_MM - 2 * MARGIN_MM, 5.8)
