"""The burden for print: how many entries of each party each regime would have touched, as small multiples.

One bar for each regime and party, one entry the same length everywhere; the counts stand beside it, with
the number catalogued. The numbers are those of `zones.compare.burden`, and nothing is counted here.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import DezoneError
from maps.figure_chart import MARGIN_MM, Chart, count_tests, letters_in, made_by
from maps.figure_fonts import settings
from maps.figure_sheet import INK, SOFT
from maps.regimes_text import CAVEAT
from zones.compare import burden, held, readings, states_of_sizes
from zones.regime_zones import Choice
from zones.regimes import SIX
from zones.vocabulary import country_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from zones.assess import Major
    from zones.compare import Burden
    from zones.exercises import Exercise
    from zones.regimes import Regime

MOST_PANELS = 12  # on a sheet of A4
_WIDTH_MM = 210.0
_ROW_MM, _HEAD_MM, _GAP_MM, _BAR_MM = 3.4, 11.2, 5.2, 2.1
_NAME_MM, _BARS_MM = 17.0, 36.0  # of a panel, before the columns of numbers
_COLUMNS = ("touched", "cannot\nsay", "not\ntouched", "entries", "touched, by\nreading")
_COLUMN_MM = (6.0, 12.0, 19.0, 26.0, 36.0)  # right edges, from the end of the bars

STYLES = {
    "touched": {"facecolor": "#174a7c"},
    "cannot say": {"facecolor": "#f0b93a", "edgecolor": "#6b4a00", "hatch": "//////"},
    "not in force": {"facecolor": "#bcd7ee", "edgecolor": "#174a7c", "hatch": "......"},
    "not touched": {"facecolor": "#f4f4f2"},
}


class Panel(NamedTuple):
    """A regime under one definition of “major”: a row for each party, and its range over the readings."""

    regime: Regime
    reading: str
    others: tuple[str, ...]  #: readings that were tried beside it
    major: str
    rows: tuple[Burden, ...]
    ranges: tuple[tuple[int, int], ...]  #: fewest and most touched under all readings


def panels(
    exercises: Sequence[Exercise],
    regimes: Sequence[Regime],
    definitions: Sequence[Major],
    choice: Choice,
    parties: Sequence[str] = SIX,
) -> list[Panel]:
    """Count for each regime and definition; see `zones.compare.burden`.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> [panel] = panels([drill], [find_regime("expanded-2017")], [major("any")], Choice(), ["CHN"])
    >>> panel.ranges
    ((1, 1),)
    """
    found = []
    for regime in regimes:
        ways = readings(regime, choice)
        read_as = next(name for name, way in ways.items() if way == choice)
        for definition in _definitions(regime, definitions):
            rows = list(burden(exercises, [regime], [definition], choice, parties))
            ranges = [[each.touched for each in rows if each.party == party] for party in parties]
            found.append(
                Panel(
                    regime=regime,
                    reading=read_as,
                    others=tuple(name for name in ways if name != read_as),
                    major=rows[0].major,
                    rows=tuple(each for each in rows if each.reading == read_as),
                    ranges=tuple((min(counts), max(counts)) for counts in ranges),
                )
            )
    return found


def _definitions(regime: Regime, definitions: Sequence[Major]) -> Sequence[Major]:
    """Give the definitions that matter: one where a text speaks of no size."""
    return definitions if any(clause.threshold for clause in regime.commitments) else definitions[:1]


def draw_burden(
    exercises: Sequence[Exercise],
    regimes: Sequence[Regime],
    definitions: Sequence[Major],
    choice: Choice | None = None,
    parties: Sequence[str] = SIX,
) -> Figure:
    """Draw how many entries of each party each regime would have touched.

    Parameters
    ----------
    exercises : sequence of Exercise
    regimes : sequence of Regime
    definitions : sequence of Major
        Each gives a panel to a regime whose text speaks of “major” or “large-scale” exercises.
    choice : Choice, optional
    parties : sequence of str
        Of the six, whose entries are counted.

    Returns
    -------
    matplotlib.figure.Figure
        As wide as A4, upright; `maps.figure.save_figure` writes it.

    Raises
    ------
    DezoneError
        If no entry is of one of these parties, or there are more panels than a sheet holds.

    Examples
    --------
    >>> from maps.figure import save_figure
    >>> from zones import load_exercises
    >>> from zones.assess import major
    >>> from zones.regime_files import find_regime
    >>> drawn = draw_burden(load_exercises(), [find_regime("expanded-2017")], [major("any")])
    >>> save_figure(drawn, "burden.pdf")  # doctest: +SKIP
    """
    entries = held(exercises)
    chosen = [party for party in SIX if party in parties]
    if not any(set(chosen) & set(each.parties) for each in entries):
        raise DezoneError(
            "no entry of one of these parties is chosen: widen the period, or leave a filter out"
        )
    number = sum(len(_definitions(each, definitions)) for each in regimes)
    if number > MOST_PANELS:
        raise DezoneError(
            f"{number} panels, and a sheet holds {MOST_PANELS}: name fewer with --regime, or one --major"
        )
    choice = choice or Choice()
    made = panels(entries, regimes, definitions, choice, chosen)
    with settings("en"):
        return _drawn(made, entries, definitions, choice, chosen)


def _drawn(
    made: Sequence[Panel],
    entries: Sequence[Exercise],
    definitions: Sequence[Major],
    choice: Choice,
    parties: Sequence[str],
) -> Figure:
    chart = Chart(_WIDTH_MM)
    top = chart.head(
        "Who would have had to give up how much",
        f"{len(entries):,} entries {_period(entries)}: a selection, not a census. For each regime and party, "
        "how many of the party's entries it would have touched.",
    )
    top = _legend(chart, top + 1) + _GAP_MM + 1.5
    width = (_WIDTH_MM - 2 * MARGIN_MM + 4) / 2
    height = _HEAD_MM + len(parties) * _ROW_MM + _GAP_MM
    longest = max(row.catalogued for panel in made for row in panel.rows)
    columns = 1 if len(made) == 1 else 2
    rows = -(-len(made) // columns)
    for number, panel in enumerate(made):
        column, row = divmod(number, rows)
        _panel(chart, MARGIN_MM + column * width, top + row * height, panel, _BARS_MM / longest)
    end = _foot(chart, top + rows * height, entries, definitions, choice, parties)
    return chart.cut(end + MARGIN_MM)


def _period(entries: Sequence[Exercise]) -> str:
    """Say from when to when entries are.

    Examples
    --------
    >>> _period([])
    ''
    """
    years = sorted({each.start[:4] for each in entries if each.start})
    return f"of {years[0]} to {years[-1]}" if len(years) > 1 else f"of {years[0]}" if years else ""


def _legend(chart: Chart, y: float) -> float:
    words = {
        "touched": "would have been touched",
        "cannot say": "cannot say",
        "not in force": "would touch a clause that was not in force then (among the not touched)",
        "not touched": "not touched",
    }
    x = MARGIN_MM
    for name, text in words.items():
        chart.box(x, y - 1.1, 4.5, 2.2, **STYLES[name])
        chart.box(x, y - 1.1, 4.5, 2.2, facecolor="none", edgecolor=SOFT, linewidth=0.4)
        chart.text(x + 5.8, y, text, 6.2)
        x += 11 + len(text) * 1.19
    y += 4
    chart.line([MARGIN_MM, MARGIN_MM + 4.5], [y, y], linewidth=0.9)
    for x in (MARGIN_MM, MARGIN_MM + 4.5):
        chart.line([x, x], [y - 0.6, y + 0.6], linewidth=0.9)
    chart.text(
        MARGIN_MM + 5.8,
        y,
        "fewest to most touched under the other ways to read the text; one entry is equally long in all bars",
        6.2,
    )
    return y


def _panel(chart: Chart, x: float, y: float, panel: Panel, mm_per_entry: float) -> None:
    regime = panel.regime
    adopted = ", adopted by no party" if regime.kind == "proposal" else ""
    width = _NAME_MM + _BARS_MM + _COLUMN_MM[-1]
    title = "\n".join(textwrap.wrap(regime.title, letters_in(width, 7.2)))
    chart.text(x, y + 2.6, title, 7.2, fontweight="bold", va="bottom", linespacing=1.1)
    chart.text(x, y + 4.6, f"{regime.kind} of {regime.date}{adopted}  [{regime.id}]", 5.6, color=SOFT)
    read_as = "no zone: wherever it was held" if not regime.zones else f"read as: {panel.reading}"
    read_as = read_as.replace("read as: as drawn", "zones as drawn")
    major = "" if panel.major == "—" else f"; major: {panel.major}"
    chart.text(x, y + 7.3, read_as + major, 5.6, color=SOFT)
    numbers = x + _NAME_MM + _BARS_MM
    for right, name in zip(_COLUMN_MM, _COLUMNS, strict=True):
        chart.text(
            numbers + right, y + 10.3, name, 4.4, color=SOFT, ha="right", va="bottom", linespacing=0.95
        )
    for number, (row, tried) in enumerate(zip(panel.rows, panel.ranges, strict=True)):
        level = y + _HEAD_MM + (number + 0.5) * _ROW_MM
        bound = row.party in regime.parties
        chart.text(x, level, country_name(row.party), 6.2, color=INK if bound else SOFT)
        _bar(chart, x + _NAME_MM, level, row, mm_per_entry, bound=bound)
        if tried[0] != tried[1]:
            _range(chart, x + _NAME_MM, level + _BAR_MM / 2 + 0.4, tried, mm_per_entry)
        spread = f"{tried[0]}–{tried[1]}" if tried[0] != tried[1] else ""
        counts = (row.touched, row.cannot_say, row.not_touched, row.catalogued, spread)
        for right, count in zip(_COLUMN_MM, counts, strict=True):
            colour = INK if bound else SOFT
            chart.text(numbers + right, level, str(count), 5.8, ha="right", color=colour)


def _bar(chart: Chart, x: float, level: float, row: Burden, mm_per_entry: float, *, bound: bool) -> None:
    upper = level - _BAR_MM / 2
    whole = row.catalogued * mm_per_entry
    if not bound:
        chart.box(x, upper, whole, _BAR_MM, facecolor="none", edgecolor="#b9c0c4", linewidth=0.4)
        chart.text(x + 1, level, "gives up nothing", 4.8, color=SOFT)
        return
    counts = {
        "touched": row.touched,
        "cannot say": row.cannot_say,
        "not in force": row.not_in_force,
        "not touched": row.not_touched - row.not_in_force,
    }
    at = x
    for name, count in counts.items():
        if count:
            chart.box(at, upper, count * mm_per_entry, _BAR_MM, gid=f"{name} {count}", **STYLES[name])
            at += count * mm_per_entry
    chart.box(x, upper, whole, _BAR_MM, facecolor="none", edgecolor=SOFT, linewidth=0.4)


def _range(chart: Chart, x: float, level: float, tried: tuple[int, int], mm_per_entry: float) -> None:
    ends = [x + count * mm_per_entry for count in tried]
    chart.line(ends, [level, level], linewidth=0.9)
    for end in ends:
        chart.line([end, end], [level - 0.45, level + 0.45], linewidth=0.9)


def _foot(
    chart: Chart,
    y: float,
    entries: Sequence[Exercise],
    definitions: Sequence[Major],
    choice: Choice,
    parties: Sequence[str],
) -> float:
    sizes = states_of_sizes(entries)
    stated = ", ".join(f"{country_name(party)} {sizes[party][0]} of {sizes[party][1]}" for party in parties)
    named = "; ".join(f"{each.text} (--major {each.id})" for each in definitions)
    tests = (
        f" {count_tests(entries)} of North Korea's entries are tests and launches."
        if "PRK" in parties
        else ""
    )
    said = (
        f"The numbers count entries that a party conducts; those called off are left out.{tests}",
        f"“Major” and “large-scale” are defined by no text; read as: {named}.",
        f"Exercises that state a number of persons: {stated}. Where none is stated, a size is “cannot say”.",
        f"{made_by(choice)} {CAVEAT}",
    )
    for text in said:
        y = chart.paragraph(MARGIN_MM, y, text, chart.width_mm - 2 * MARGIN_MM) + 0.5
    return y
