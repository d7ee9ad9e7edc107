"""`dezone check` tells whether a place or an exercise lies inside the zone."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import click

from maps import output
from maps.command import (
    OUTSIDE,
    UNCERTAIN,
    UNREADABLE,
    complain,
    form_or_default,
    format_option,
    issued_option,
    print_pieces,
    reading_options,
    zone_of,
)

if TYPE_CHECKING:
    from geo.notices.dates import Reference

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


@click.command(cls=_Arguments, short_help="Is it inside the zone? A place, a name, a file.")
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
@issued_option
@format_option(*output.FORMATS)
@click.option(
    "--language",
    metavar="CODE",
    help="en, ko, zh, ja, ru or vi: for a name that means several places, such as East Sea.",
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
    issued: Reference | None,
    form: str | None,
    language: str | None,
    exit_status: bool,
    csv_template: bool,
) -> None:
    """Is it inside? TARGET: positions, a name, or a file of exercises; - for standard input.

    A position is degrees in any spelling, MGRS, UTM, a full plus code, or a link of a map service.

    \b
    dezone check "38-46.58N 120-59.10E"
    dezone check "off Vladivostok"
    dezone check "50 km east of Pohang"
    dezone check "Freedom Edge 2024"
    dezone check "29.5N 125E" --reading broad
    dezone check drills.csv --format csv > verdicts.csv
    dezone check warnings.txt --issued 2026-08
    """  # noqa: D301 \b keeps click from filling the examples
    if csv_template:
        click.echo(_CSV_TEMPLATE, nl=False)
        return
    if not targets:
        raise click.UsageError('nothing to check: give a position ("29.5N 125E"), a name or a file')
    from maps.drawing import progress  # noqa: PLC0415 not for --help
    from maps.targets import read_targets  # noqa: PLC0415 likewise
    from zones.verdict import judge_all  # noqa: PLC0415

    zone = zone_of(reading, southern_limit, islands)
    places = [_unshielded(target) for target in targets]
    exercises, problems = read_targets(places, radius, language, issued)
    with progress(exercises) as shown:
        answers = list(zip(exercises, judge_all(shown, zone, near), strict=True))
    for problem in problems:
        complain(problem)
    form = form_or_default(form)
    if answers or not problems:
        print_pieces(output.written(answers, zone, form))
    verdicts = {verdict.verdict for _, verdict in answers}
    if problems:
        sys.exit(UNREADABLE)
    if exit_status and "outside" in verdicts:
        sys.exit(OUTSIDE)
    if exit_status and "uncertain" in verdicts:
        sys.exit(UNCERTAIN)
