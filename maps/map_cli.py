"""`dezone map`: an interactive map in one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from geo.errors import InputFileError
from maps import output
from maps.command import UNREADABLE, complain, reading_options, zone_of


@click.command("map")
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
@reading_options
def map_(
    files: tuple[str, ...], *, path: str, reading: str | None, southern_limit: float | None, islands: str
) -> None:
    """Show it: an interactive map in one HTML file that opens without a network.

    Without FILE it shows the bundled exercises.

    \b
    dezone map
    dezone map drills.geojson --reading narrow -o drills.html
    """  # noqa: D301 \b keeps click from filling the examples
    zone = zone_of(reading, southern_limit, islands)
    from maps.targets import read_targets  # noqa: PLC0415
    from maps.web import draw_map  # noqa: PLC0415 folium takes half a second
    from zones import load_exercises  # noqa: PLC0415

    if Path(path).suffix.lower() not in (".html", ".htm"):
        raise InputFileError(f"{path}: a map is an HTML file: end it in .html, or use dezone figure")
    if not Path(path).absolute().parent.is_dir():  # before the work, not after it
        folder = Path(path).parent
        raise InputFileError(f"{path}: there is no folder {folder}: make it first, or write elsewhere")
    exercises, problems = read_targets(files) if files else (load_exercises(), [])
    for problem in problems:
        complain(problem)
    if files and not exercises:
        sys.exit(UNREADABLE)
    draw_map(zone, exercises).save(path)
    counted = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    click.echo(f"{output.plain(path)}: {counted}, open it in a browser", err=True)
    if problems:
        sys.exit(UNREADABLE)
