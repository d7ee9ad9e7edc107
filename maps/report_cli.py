"""`dezone report`: an assessment note of one exercise."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import InputFileError
from maps import output
from maps.command import UNREADABLE, complain, issued_option, output_option
from maps.regime_options import choice_of, choice_options, major_option, regime_option
from maps.targets import read_entries

if TYPE_CHECKING:
    from geo.notices.dates import Reference
    from zones.assess import Major
    from zones.regimes import Regime


@click.command(short_help="Write a note of one exercise, to be filed.")
@click.argument("target", metavar="EXERCISE")
@output_option(".html, or .md with the map beside it as .svg.")
@issued_option
@regime_option
@major_option
@choice_options
def report(
    target: str,
    *,
    path: str,
    issued: Reference | None,
    regimes: list[Regime],
    definitions: list[Major],
    **choices: Any,  # noqa: ANN401 as the options give them
) -> None:
    """Write an assessment note of one exercise: one page that can be filed and checked again.

    EXERCISE is the id or name of a catalogued exercise, or a file that holds one.

    \b
    dezone report joint-sea-2017-pacific -o joint-sea-2017.html
    dezone report warning.txt --issued 2026-08 -o warning.html
    """  # noqa: D301 \b keeps click from filling the examples
    from geo.writing import write_whole  # noqa: PLC0415 not for --help
    from maps.report import make_note  # noqa: PLC0415
    from maps.report_forms import as_html, as_markdown  # noqa: PLC0415
    from zones import load_exercises, load_zone  # noqa: PLC0415

    choice = choice_of(**choices)
    if not path.lower().endswith((".html", ".md")):
        raise InputFileError(f"{output.plain(path)}: no form is known for this suffix: use .html or .md")
    exercises, problems = read_entries([target], issued)
    for problem in problems:
        complain(problem)
    if len(exercises) != 1:
        if exercises:
            ids = ", ".join(output.plain(each.id) for each in exercises[:5])
            complain(f"{output.plain(target)}: {len(exercises)} exercises ({ids}): a note is of one of them")
        sys.exit(UNREADABLE)
    zone = load_zone(southern_limit=choice.southern_limit, islands=choice.islands)
    file = None if exercises[0] in load_exercises() else Path(target)
    note = make_note(exercises[0], zone, choice, definitions[0], regimes, file, issued)
    if path.lower().endswith(".html"):
        write_whole(path, as_html(note))
    else:
        image = Path(path).with_suffix(".svg")
        write_whole(image, note.picture.svg + "\n")
        write_whole(path, as_markdown(note, image.name))
    click.echo(f"{output.plain(path)}: {output.plain(note.title)}", err=True)
    if problems:
        sys.exit(UNREADABLE)
