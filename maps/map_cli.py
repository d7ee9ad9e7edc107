"""`dezone map`: an interactive map in one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import InputFileError
from maps import output
from maps.command import UNREADABLE, issued_option, reading_options, zone_of
from maps.drawing import exercises_to_draw, language_option, progress, refuse_missing_folder

if TYPE_CHECKING:
    from geo.notices.dates import Reference


@click.command("map", short_help="Show it: an interactive map in one file.")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option(
    "-o",
    "--output",
    "path",
    default="map.html",
    show_default=True,
    metavar="FILE",
    help="The HTML file to write.",
)
@issued_option
@reading_options
@language_option
def map_(
    files: tuple[str, ...],
    *,
    path: str,
    issued: Reference | None,
    reading: str | None,
    southern_limit: float | None,
    islands: str,
    language: str,
) -> None:
    """Show it: an interactive map in one HTML file that opens without a network.

    Without FILE it shows the bundled exercises.

    \b
    dezone map
    dezone map drills.geojson --reading narrow -o drills.html
    """  # noqa: D301 \b keeps click from filling the examples
    zone = zone_of(reading, southern_limit, islands)
    from maps.web import draw_map  # noqa: PLC0415 folium takes half a second

    if Path(path).suffix.lower() not in (".html", ".htm"):
        raise InputFileError(f"{path}: a map is an HTML file: end it in .html, or use dezone figure")
    refuse_missing_folder(path)
    exercises, all_read = exercises_to_draw(files, issued)
    with progress(exercises) as shown:
        draw_map(zone, shown, language=language).save(path)
    counted = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    click.echo(f"{output.plain(path)}: {counted}, open it in a browser", err=True)
    if not all_read:
        sys.exit(UNREADABLE)
