"""`dezone figure`: the map, the burden or the time line for print, as PNG, SVG or PDF."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

import click

from maps import output
from maps.command import UNREADABLE, complain, issued_option, refuse_idle_options, zone_of
from maps.drawing import exercises_to_draw, language_option, progress, refuse_missing_folder
from maps.regime_options import (
    choice_of,
    choice_options,
    chosen,
    filter_options,
    major_option,
    regime_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from geo.notices.dates import Reference
    from zones.assess import Major
    from zones.exercises import Exercise
    from zones.regimes import Regime

_MAP, _BURDEN, _TIMELINE = "--show map", "--show burden", "--show timeline"
_ONLY_OF: dict[str, tuple[str, ...]] = {
    "regimes": (_BURDEN, _TIMELINE),
    **dict.fromkeys(("reading", "southern_limit", "islands"), (_MAP, _BURDEN)),
    **dict.fromkeys(("definitions", "distance", "unlimited", "ends"), (_BURDEN,)),
    "language": (_MAP,),
}
"""Options that change nothing elsewhere, and the figures that they do change."""


@click.command("figure", short_help="Show it in print: map, burden or time line.")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option(
    "--show",
    "subject",
    type=click.Choice(["map", "burden", "timeline"]),
    default="map",
    show_default=True,
    help="The map; how many entries each regime would have touched; or exercises against regimes in force.",
)
@click.option(
    "-o",
    "--output",
    "path",
    metavar="FILE",
    help="The file to write: .png, .svg or .pdf; default map.pdf, burden.pdf or timeline.pdf.",
)
@issued_option
@regime_option
@filter_options
@major_option
@choice_options
@language_option
@click.pass_context
def figure(  # noqa: PLR0913 one for each option
    context: click.Context,
    /,
    files: tuple[str, ...],
    *,
    subject: str,
    path: str | None,
    issued: Reference | None,
    regimes: list[Regime],
    parties: tuple[str, ...],
    kinds: tuple[str, ...],
    first: str,
    last: str,
    definitions: list[Major],
    language: str,
    **choices: Any,  # noqa: ANN401 as the options give them
) -> None:
    """Show it in print: the map in an equal-area projection, the burden by party, or a time line.

    Without FILE it shows the bundled exercises.

    \b
    dezone figure -o zone.pdf
    dezone figure drills.geojson --reading narrow -o drills.png
    dezone figure --show burden --regime cn-dual-2017 --regime expanded-2017 -o burden.pdf
    dezone figure --show timeline --from 2017 --to 2018 -o 2017.png
    """  # noqa: D301 \b keeps click from filling the examples
    refuse_idle_options(context, f"--show {subject}", _ONLY_OF)
    path = path or f"{subject}.pdf"
    zone = zone_of(choices["reading"], choices["southern_limit"], choices["islands"])
    from maps.figure import check_suffix, draw_figure, save_figure  # noqa: PLC0415 half a second

    check_suffix(path)
    refuse_missing_folder(path)
    exercises, all_read = exercises_to_draw(files, issued)
    whole = len(exercises)
    exercises = chosen(exercises, parties, kinds, first, last)
    if whole and not exercises:
        raise click.UsageError(
            "No exercise is chosen: widen --from and --to, or leave --party and --kind out"
        )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if subject == "map":
            with progress(exercises) as shown:
                drawn = draw_figure(zone, shown, language=language)
        elif subject == "burden":
            drawn = _burden(exercises, regimes, definitions, parties, choices)
        else:
            drawn = _timeline(exercises, regimes, parties, first, last)
    for warning in caught:
        complain(str(warning.message))
    save_figure(drawn, path)
    counted = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    click.echo(f"{output.plain(path)}: {counted}", err=True)
    if not all_read:
        sys.exit(UNREADABLE)


def _burden(
    exercises: list[Exercise],
    regimes: list[Regime],
    definitions: list[Major],
    parties: Sequence[str],
    choices: dict[str, Any],
) -> Figure:
    from maps.figure_burden import draw_burden  # noqa: PLC0415 brings matplotlib
    from zones.regimes import SIX  # noqa: PLC0415

    return draw_burden(exercises, regimes, definitions, choice_of(**choices), parties or SIX)


def _timeline(
    exercises: list[Exercise], regimes: list[Regime], parties: Sequence[str], first: str, last: str
) -> Figure:
    from maps.figure_timeline import draw_timeline  # noqa: PLC0415 brings matplotlib
    from zones.regimes import SIX  # noqa: PLC0415

    return draw_timeline(exercises, regimes, parties or SIX, first, last)
