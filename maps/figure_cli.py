"""`dezone figure`: the map for print, as PNG, SVG or PDF."""

from __future__ import annotations

import sys
import warnings

import click

from maps import output
from maps.command import UNREADABLE, complain, reading_options, zone_of
from maps.drawing import exercises_to_draw, language_option, progress, refuse_missing_folder


@click.command("figure")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option(
    "-o",
    "--output",
    "path",
    default="map.pdf",
    show_default=True,
    metavar="FILE",
    help="The file to write: .png, .svg or .pdf.",
)
@reading_options
@language_option
def figure(
    files: tuple[str, ...],
    *,
    path: str,
    reading: str | None,
    southern_limit: float | None,
    islands: str,
    language: str,
) -> None:
    """Show it in print: the map with legend, scale, sources and caveat, in an equal-area projection.

    Without FILE it shows the bundled exercises.

    \b
    dezone figure -o zone.pdf
    dezone figure drills.geojson --reading narrow -o drills.png
    """  # noqa: D301 \b keeps click from filling the examples
    zone = zone_of(reading, southern_limit, islands)
    from maps.figure import check_suffix, draw_figure, save_figure  # noqa: PLC0415 half a second

    check_suffix(path)
    refuse_missing_folder(path)
    exercises, all_read = exercises_to_draw(files)
    with warnings.catch_warnings(record=True) as caught, progress(exercises) as shown:
        warnings.simplefilter("always")
        drawn = draw_figure(zone, shown, language=language)
    for warning in caught:
        complain(str(warning.message))
    save_figure(drawn, path)
    counted = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    click.echo(f"{output.plain(path)}: {counted}", err=True)
    if not all_read:
        sys.exit(UNREADABLE)
