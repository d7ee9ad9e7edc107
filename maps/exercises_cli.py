"""The commands on the catalogue: list, show, export and validate."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from geo.errors import DezoneError
from maps import output
from maps.command import (
    UNREADABLE,
    codes_of_states,
    complain,
    form_or_default,
    format_option,
    known_words,
    output_option,
    print_pieces,
    reading_options,
    with_options,
    written_date,
    zone_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zones.exercises import Exercise
    from zones.verdict import Verdict
    from zones.zone import Zone


@click.group(short_help="In the box: exercises and tests, with sources.")
def exercises() -> None:
    """What is in the box: exercises and tests, with sources; a selection, not a census."""  # noqa: D401 a title, not an action


# Choosing


_filters = with_options(
    click.option(
        "--party", "parties", callback=codes_of_states, multiple=True, metavar="STATE",
        help="USA, KOR, CHN, ... or a name; those who only send a contingent do not count.",
    ),
    click.option(
        "--kind", "kinds", callback=known_words, multiple=True, metavar="KIND",
        help="naval, live_fire, ...",
    ),
    click.option(
        "--series", default="", metavar="TEXT", help='A series or part of its name: "Foal Eagle", UFS.'
    ),
    click.option(
        "--from", "first", callback=written_date, default="", metavar="DATE",
        help="First year, month or day: 2017, 2017-08 or 2017-08-07; takes what overlaps the period.",
    ),
    click.option(
        "--to", "last", callback=written_date, default="", metavar="DATE", help="Last year, month or day."
    ),
    click.option(
        "--evidence", callback=known_words, multiple=True, metavar="WORD",
        help="planned, warned, reported, confirmed or cancelled.",
    ),
)  # fmt: skip
"""The options that choose entries; an option given twice takes either."""


def _chosen(**conditions: Any) -> tuple[list[Exercise], int]:  # noqa: ANN401 as the options give them
    """Choose from the catalogue, and count it."""
    from zones import load_exercises  # noqa: PLC0415 not for --help
    from zones.catalogue import is_of_series, select  # noqa: PLC0415

    known = load_exercises()
    try:
        found = select(known, **conditions)
    except DezoneError as error:
        raise click.UsageError(str(error)) from error
    text = conditions["series"]
    if not any(is_of_series(each, text) for each in known):
        import difflib  # noqa: PLC0415 only for the mend

        names = {each.series for each in known if each.series}
        words = {word: name for name in names for word in name.casefold().split()}
        near = {words[word] for word in difflib.get_close_matches(text.casefold(), words, cutoff=0.7)}
        mend = f"did you mean {' or '.join(sorted(near))}?" if near else "leave --series out to see them all"
        raise click.UsageError(f"no series holds {output.plain(text)!r}: {mend}")
    return sorted(found, key=lambda each: (each.start or "9999", each.id)), len(known)


def _judged(found: Sequence[Exercise], zone: Zone) -> dict[str, Verdict]:
    """Judge each exercise; on a terminal a bar on standard error shows how far it is."""
    from rich.console import Console  # noqa: PLC0415 rich is loaded only where it shows something
    from rich.progress import track  # noqa: PLC0415

    from zones.verdict import judge_all  # noqa: PLC0415 not for --help

    bar = track(
        found,
        "judging",
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty() or len(found) < 20,
    )
    return {verdict.id: verdict for verdict in judge_all(bar, zone)}


# Listing


@exercises.command("list")
@_filters
@click.option(
    "--verdict",
    "wanted",
    multiple=True,
    type=click.Choice(["inside", "partly", "outside", "uncertain", "any"]),
    help="Judge, and take those with this verdict; any shows them all. Takes some seconds.",
)
@reading_options
@format_option(*output.FORMATS)
def list_exercises(
    *,
    wanted: tuple[str, ...],
    form: str | None,
    reading: str | None,
    southern_limit: float | None,
    islands: str,
    **conditions: Any,  # noqa: ANN401 as the options give them
) -> None:
    """List the exercises and tests, oldest first.

    \b
    dezone exercises list --from 2017-01 --to 2017-12
    dezone exercises list --party China --kind naval --verdict inside --verdict partly
    dezone exercises list --series "Joint Sea" --format csv > joint-sea.csv
    """  # noqa: D301 \b keeps click from filling the examples
    from maps import exercises_export as files  # noqa: PLC0415 not for --help

    found, count = _chosen(**conditions)
    zone = zone_of(reading, southern_limit, islands) if wanted else None
    if zone is None and (reading or southern_limit is not None or islands != "sea"):
        raise click.UsageError("a reading changes only verdicts: add --verdict any to see them")
    verdicts = _judged(found, zone) if zone else {}
    if wanted and "any" not in wanted:
        found = [each for each in found if verdicts[each.id].verdict in wanted]
    form = form_or_default(form)
    counted = f"{len(found)} of {count} exercises and tests: a selection, not a census."
    if form == "text":
        from maps import exercises_text as people  # noqa: PLC0415 not for programs

        people.print_table(found, verdicts, zone)
        click.echo(counted)
        return
    click.echo(counted, err=True)
    if form == "jsonl":
        print_pieces(files.json_lines(found, verdicts, zone))
    else:
        print_pieces([(files.table if form == "csv" else files.geojson)(found, verdicts, zone)])


# Showing


@exercises.command("show", short_help="Show one entry, with its verdict and sources.")
@click.argument("target", metavar="EXERCISE")
@reading_options
@format_option("text", "jsonl")
def show_exercise(
    target: str, *, reading: str | None, southern_limit: float | None, islands: str, form: str | None
) -> None:
    """Show one entry: what is known of it, who says so, and whether it is inside.

    EXERCISE is its id, or a name that only one has.

    \b
    dezone exercises show joint-sea-2017-pacific
    """  # noqa: D301 \b keeps click from filling the example
    from maps import exercises_export as files  # noqa: PLC0415 not for --help
    from zones import load_exercises  # noqa: PLC0415
    from zones.catalogue import called, find  # noqa: PLC0415
    from zones.verdict import judge  # noqa: PLC0415

    known = load_exercises()
    named = called(known, target)
    exercise = named[0] if len(named) == 1 else find(known, target)
    zone = zone_of(reading, southern_limit, islands)
    verdict = judge(exercise, zone)
    if form_or_default(form) == "jsonl":
        print_pieces(files.json_lines([exercise], {exercise.id: verdict}, zone))
    else:
        from maps import exercises_text as people  # noqa: PLC0415 not for programs

        width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 100))
        print_pieces(f"{line}\n" for line in people.entry(exercise, verdict, zone, width))


# Files


@exercises.command("export")
@output_option(
    "JSON in our format, or GeoJSON, CSV, GeoPackage or KML with a row for each place, by its suffix."
)
@_filters
def export_exercises(*, path: str, **conditions: Any) -> None:  # noqa: ANN401 as the options give them
    """Write the catalogue, or a part of it, to a file.

    Files of every form can be given to dezone check again.

    \b
    dezone exercises export -o catalogue.json
    dezone exercises export -o tests-2017.gpkg --party PRK --from 2017 --to 2017
    """  # noqa: D301 \b keeps click from filling the examples
    from maps.exercises_export import write_exercises  # noqa: PLC0415 not for --help

    found, count = _chosen(**conditions)
    write_exercises(found, path)
    click.echo(
        f"{output.plain(path)}: {len(found)} of {count} exercises and tests: a selection, not a census.",
        err=True,
    )


@exercises.command("validate", short_help="Tell every fault of files of exercises.")
@click.argument("files", nargs=-1, metavar="[FILE...]")
def validate_files(files: tuple[str, ...]) -> None:
    """Tell every fault of files of exercises, with its mend; without FILE, of the bundled catalogue.

    Exit status 3 if there is any. A JSON file is held against the published schema,
    zones/data/exercises.schema.json, and against what a schema cannot say.
    """
    from zones import store  # noqa: PLC0415 not for --help
    from zones.catalogue import FILE  # noqa: PLC0415
    from zones.catalogue_faults import validate  # noqa: PLC0415

    faulty = False
    for file in files or (str(store.DATA / FILE),):
        try:
            count, faults = validate(file)
        except DezoneError as error:
            complain(str(error))
            faulty = True
            continue
        for fault in faults:
            click.echo(str(fault))
        entries = "1 entry" if count == 1 else f"{count} entries"
        found = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}" if faults else "no fault"
        click.echo(f"{output.plain(file)}: {entries}, {found}")
        faulty = faulty or bool(faults)
    if faulty:
        sys.exit(UNREADABLE)
