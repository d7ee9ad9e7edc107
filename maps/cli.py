"""The command line: arguments in, answers out. Each command answers one question.

Answers go to standard output, notes to standard error. Exit status, the first that applies: 2 usage; 3 an
input that cannot be read (the good records are still answered); with ``--exit-status`` 1 if anything is
outside and 4 if anything is uncertain; else 0.
"""

from __future__ import annotations

import io
import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import DezoneError, InputFileError
from maps import output
from zones import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from zones.exercises import Exercise
    from zones.verdict import Verdict
    from zones.zone import Zone

UNREADABLE, OUTSIDE, UNCERTAIN = 3, 1, 4

_CSV_TEMPLATE = """\
id,name,start,end,parties,kinds,position,uncertainty_km,named_area
my-drill,Name of the exercise,2017-08-07,2017-08-09,CHN,naval;live_fire,38-46.58N 120-59.10E,20,bohai_gulf
"""


class _Arguments(click.Command):
    """A command whose arguments may begin with a minus: ``-33.9 151.2`` is a position.

    Behind a true minus sign they pass click, which takes what begins with a hyphen for an option.
    """

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:  # noqa: ANN401 as click has it
        shielded = [_MINUS + arg[1:] if _begins_negative(arg) else arg for arg in args]
        return super().make_context(info_name, shielded, *rest, **extra)


_MINUS = "\N{MINUS SIGN}"


def _begins_negative(text: str, minus: str = "-") -> bool:
    return text[:1] == minus and text[1:].removeprefix(".")[:1].isdecimal()


def _unshielded(text: str) -> str:
    return f"-{text[1:]}" if _begins_negative(text, _MINUS) else text


class _Kilometres(click.FloatRange):
    """A length that is a number: click's own range lets NaN pass."""

    name = "kilometres"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 as click has it
        given = _unshielded(value) if isinstance(value, str) else value
        length_km: float = super().convert(given, param, ctx)  # type: ignore[arg-type]  # text, as click has it
        if not math.isfinite(length_km):
            self.fail(f"{given!r} is not a number of kilometres.", param, ctx)
        return length_km


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose a reading of the zone."""
    for option in (
        click.option(
            "--islands", type=click.Choice(["sea", "land"]), default="sea", show_default=True,
            help="Small islands count as the sea around them, or follow their state.",
        ),
        click.option(
            "--southern-limit", type=float, metavar="LAT",
            help="Southern limit of the northern East China Sea, 24 to 33.2833, instead of a reading.",
        ),
        click.option(
            "--reading", type=click.Choice(["narrow", "central", "broad"]),
            help="Southern limit 30°40′N, 30°N (default) or 29°N.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def _zone(reading: str | None, southern_limit: float | None, islands: str) -> Zone:
    if reading and southern_limit is not None:
        raise click.UsageError(
            "--reading and --southern-limit are two ways to say one thing: give one of them"
        )
    from zones import load_zone  # noqa: PLC0415 not for --help

    try:
        return load_zone(
            reading, southern_limit=southern_limit, islands="land" if islands == "land" else "sea"
        )
    except DezoneError as error:
        raise click.UsageError(str(error)) from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dezone")
def cli() -> None:
    """Does a military exercise fall inside the de-escalation zone proposed in 2017, and how sure are we?

    The proposal names seas but gives no coordinates: every line is a reading, and every answer says
    which line decided. Analysis, not law; not for navigation.
    """  # noqa: D400, D401 the question that the program answers


@cli.command(cls=_Arguments)
@click.argument("targets", nargs=-1, metavar="TARGET...")
@reading_options
@click.option(
    "--radius",
    type=_Kilometres(0, 5000),
    metavar="KM",
    help="The place is known to within KM; in a file, where the file does not say.",
)
@click.option(
    "--near",
    type=_Kilometres(0),
    default=10.0,
    show_default=True,
    metavar="KM",
    help="Outside, but this close to the limit, counts as near.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(output.FORMATS),
    help="Default: text on a terminal, jsonl when piped.",
)
@click.option(
    "--exit-status", is_flag=True, help="Exit 1 if anything is outside, 4 if anything is uncertain."
)
@click.option("--csv-template", is_flag=True, help="Print a CSV file to fill in, and stop.")
def check(  # noqa: PLR0913 one for each option
    targets: tuple[str, ...],
    *,
    reading: str | None,
    southern_limit: float | None,
    islands: str,
    radius: float | None,
    near: float,
    form: str | None,
    exit_status: bool,
    csv_template: bool,
) -> None:
    """Is it inside? TARGET: a position, several positions, or a file of exercises; - for standard input.

    \b
    dezone check "38-46.58N 120-59.10E"
    dezone check "29.5N 125E" --reading broad
    dezone check drills.csv --format csv > verdicts.csv
    """  # noqa: D301 \b keeps click from filling the examples
    if csv_template:
        click.echo(_CSV_TEMPLATE, nl=False)
        return
    if not targets:
        raise click.UsageError('nothing to check: name a position ("29.5N 125E") or a file')
    zone = _zone(reading, southern_limit, islands)
    exercises, problems = _read_targets([_unshielded(target) for target in targets], radius)
    answers = _judged(exercises, zone, near)
    for problem in problems:
        _complain(problem)
    form = form or ("text" if sys.stdout.isatty() else "jsonl")
    if answers or not problems:
        _print(output.written(answers, zone, form))
    verdicts = {verdict.verdict for _, verdict in answers}
    if problems:
        sys.exit(UNREADABLE)
    if exit_status and "outside" in verdicts:
        sys.exit(OUTSIDE)
    if exit_status and "uncertain" in verdicts:
        sys.exit(UNCERTAIN)


def _complain(problem: str) -> None:
    click.echo(f"dezone: {output.plain(problem)}", err=True)


def _print(pieces: Iterable[str]) -> None:
    """Write to standard output, until nobody reads on."""
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:  # as of `| head`; click would make it exit status 1, which says "outside"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python writes when it ends


def _judged(exercises: Iterable[Exercise], zone: Zone, near_km: float) -> list[tuple[Exercise, Verdict]]:
    from zones.verdict import judge  # noqa: PLC0415 not for --help

    return [(exercise, judge(exercise, zone, near_km)) for exercise in exercises]


def _read_targets(targets: Sequence[str], radius_km: float | None) -> tuple[list[Exercise], list[str]]:
    """Read each target; what cannot be read becomes a line for standard error."""
    exercises: list[Exercise] = []
    problems: list[str] = []
    for target in _joined(targets):
        try:
            found, faults = _read_target(target, radius_km)
        except DezoneError as error:
            problems.append(str(error))
        else:
            exercises += found
            problems += faults
    return exercises, problems


def _joined(targets: Sequence[str]) -> Sequence[str]:
    """Put together what makes sense only together: 38-46.58N 120-59.10E without quotes."""
    if len(targets) == 1 or any(_exists(target) or _is_readable(target) for target in targets):
        return targets
    together = " ".join(targets)
    return [together] if _is_readable(together) else targets


def _is_readable(text: str) -> bool:
    from geo.coordinates import read_positions  # noqa: PLC0415 not for --help

    try:
        return bool(read_positions(text))
    except DezoneError:
        return False


def _read_target(target: str, radius_km: float | None) -> tuple[list[Exercise], list[str]]:
    """Read a path, standard input or text (design: a target is a path if it exists or looks like one)."""
    from geo.coordinates import holds_position  # noqa: PLC0415 not for --help

    if holds_position(target) and not _exists(target):
        return _read_text(target, radius_km)  # before the files are loaded: the quick way
    from dataclasses import replace  # noqa: PLC0415

    from geo.files import looks_like_path  # noqa: PLC0415
    from zones.exercises import read_exercises  # noqa: PLC0415

    if target == "-":
        data = sys.stdin.buffer.read()
        text = data.decode("utf-8-sig", errors="replace").strip()
        if holds_position(text) and any(map(str.isdigit, text.splitlines()[0])):  # else the header of a table
            return _read_text(text, radius_km)
        sys.stdin = io.TextIOWrapper(io.BytesIO(data))
    elif not looks_like_path(target):
        return _read_text(target, radius_km)
    exercises, faults = read_exercises(target)
    if radius_km is not None:
        exercises = [
            replace(
                each,
                places=tuple(
                    place
                    if place.geometry is None
                    else replace(place, uncertainty_km=place.uncertainty_km or radius_km)
                    for place in each.places
                ),
            )
            for each in exercises
        ]
    return exercises, [str(fault) for fault in faults]


def _exists(target: str) -> bool:
    try:
        return Path(target).exists()
    except (OSError, ValueError):  # text longer than a name may be, or with a NUL character
        return False


def _read_text(text: str, radius_km: float | None) -> tuple[list[Exercise], list[str]]:
    """Read positions: one is a place, two a line, three or more the corners of a closed area."""
    from geo.coordinates import read_positions  # noqa: PLC0415 not for --help
    from zones.exercises import from_positions  # noqa: PLC0415

    return [from_positions(read_positions(text), text, radius_km or 0.0)], []


@cli.command("map")
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
    zone = _zone(reading, southern_limit, islands)
    from maps.web import draw_map  # noqa: PLC0415 folium takes half a second
    from zones import load_exercises  # noqa: PLC0415

    if not Path(path).absolute().parent.is_dir():  # before the work, not after it
        raise InputFileError(f"{path}: there is no such folder: make it, or write elsewhere with -o")
    exercises, problems = _read_targets(files, None) if files else (load_exercises(), [])
    for problem in problems:
        _complain(problem)
    if files and not exercises:
        sys.exit(UNREADABLE)
    draw_map(zone, exercises).save(path)
    counted = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    click.echo(f"{output.plain(path)}: {counted}, open it in a browser", err=True)
    if problems:
        sys.exit(UNREADABLE)


@cli.group()
def zones() -> None:
    """What is in the box: the regions and their limits, with sources."""  # noqa: D401 a title, not an action


@zones.command("list")
@reading_options
def list_zones(*, reading: str | None, southern_limit: float | None, islands: str) -> None:
    """List the regions with their areas."""
    zone = _zone(reading, southern_limit, islands)
    rows = [
        (row.region, row.name, f"{row.area_km2:,.0f}", row.source)
        for row in zone.regions.itertuples(index=False)
    ]
    output.table(rows, "region", "name", "km²", "source")


@zones.command("show")
@click.argument("area_id", metavar="ID")
@reading_options
def show_zone(area_id: str, *, reading: str | None, southern_limit: float | None, islands: str) -> None:
    """Show one region or named area: its names, its source, and each of its limits.

    ID is an identifier or a name: yellow_sea, "Tsugaru Strait", Bohai.
    """
    from geo.geodesy import area_km2, length_km  # noqa: PLC0415 not for --help
    from zones import areas, store  # noqa: PLC0415

    zone = _zone(reading, southern_limit, islands)
    found = areas.identify(area_id)
    if found is None:
        import difflib  # noqa: PLC0415 only for the mend

        words = "_".join(area_id.casefold().split())
        near = difflib.get_close_matches(words, areas.file_of_areas(), n=3)
        mend = (
            f"did you mean {' or '.join(near)}?" if near else f"the regions are {', '.join(zone.region_ids)}"
        )
        raise DezoneError(f"no area {output.plain(area_id)!r}: {mend}")
    about = store.properties(areas.file_of_areas()[found], found)
    shape = zone.shapes.get(found, None) or areas.outline(found)
    click.echo(f"{found}: {about['names']['en']}, {area_km2(shape):,.0f} km²")
    for language, name in about["names"].items():
        click.echo(f"  {language:8}{name}")
    if about["also"]:
        click.echo(f"  also    {', '.join(about['also'])}")
    click.echo(f"  source  {about['source']}")
    limits = [edge for edge in zone.limits if found in (edge["left"], edge["right"])]
    if limits:
        rows = {
            (edge["name"], edge["kind"], other, edge["source"]): 0.0
            for edge in limits
            for other in [edge["right"] if edge["left"] == found else edge["left"]]
        }
        for edge in limits:
            other = edge["right"] if edge["left"] == found else edge["left"]
            rows[edge["name"], edge["kind"], other, edge["source"]] += float(length_km(edge["geometry"]))
        output.table(
            [(name, kind, other, f"{km:,.0f}", source) for (name, kind, other, source), km in rows.items()],
            "limit", "kind", "beyond it", "km", "source",
        )  # fmt: skip


@zones.command("export")
@click.option(
    "-o",
    "--output",
    "path",
    required=True,
    metavar="FILE",
    help="GeoJSON, GeoPackage, KML, Shapefile, FlatGeobuf or GeoParquet, by its suffix.",
)
@reading_options
def export_zones(*, path: str, reading: str | None, southern_limit: float | None, islands: str) -> None:
    """Write the regions under a reading to a file.

    \b
    dezone zones export -o regions.gpkg --southern-limit 29.5
    """  # noqa: D301 \b keeps click from filling the example
    zone = _zone(reading, southern_limit, islands)
    from maps.export import write_regions  # noqa: PLC0415 geopandas is heavy

    write_regions(zone, path)
    click.echo(f"{output.plain(path)}: {len(zone.region_ids)} regions", err=True)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command; what a user can mend is one line on standard error and exit status 3."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # files and pipes get UTF-8 whatever the locale
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
    try:
        cli.main(args=list(args) if args is not None else None, prog_name="dezone")
    except DezoneError as error:
        _complain(str(error))
        sys.exit(UNREADABLE)


if __name__ == "__main__":
    main()
