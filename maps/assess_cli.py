"""`dezone assess`: whose commitment an exercise touches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from maps import output
from maps import regimes_text as people
from maps.command import UNREADABLE, complain, form_or_default, format_option, issued_option, print_pieces
from maps.regime_about import about
from maps.regime_options import (
    choice_of,
    choice_options,
    chosen,
    filter_options,
    major_option,
    regime_option,
)
from maps.targets import read_entries

if TYPE_CHECKING:
    from geo.notices.dates import Reference
    from zones.assess import Finding, Major
    from zones.regimes import Regime

_MANY = 25  # from so many exercises on, text is a summary


@click.command(short_help="Whose commitment does it touch?")
@click.argument("targets", nargs=-1, metavar="[TARGET...]")
@regime_option
@filter_options
@major_option
@choice_options
@click.option(
    "--by", "by", type=click.Choice(["exercise", "party", "regime"]),
    help="Text by exercise (default for few), by regime in counts (default for many), or by party.",
)  # fmt: skip
@issued_option
@format_option("text", "jsonl")
def assess(  # noqa: PLR0913 one for each option
    targets: tuple[str, ...],
    *,
    regimes: list[Regime],
    parties: tuple[str, ...],
    kinds: tuple[str, ...],
    first: str,
    last: str,
    definitions: list[Major],
    by: str | None,
    issued: Reference | None,
    form: str | None,
    **choices: Any,  # noqa: ANN401 as the options give them
) -> None:
    """Whose commitment does it touch, under which regime?

    TARGET is the id or name of a catalogued exercise, or a file; without one, the catalogue.

    \b
    dezone assess joint-sea-2017-pacific
    dezone assess --party PRK --from 2019 --to 2019 --regime kp-moratorium-2018 --regime unsc-dprk
    dezone assess --from 2017-09-25 --to 2017-10-01 --by party
    dezone assess warnings.txt --issued 2026-08
    """  # noqa: D301, D400 \b keeps click from filling the examples; the question that the command answers
    from zones import assess as findings_of  # noqa: PLC0415 not for --help

    if len(definitions) > 1:
        raise click.UsageError(
            "--major: one definition at a time here; dezone compare --burden takes several"
        )
    choice = choice_of(**choices)
    exercises, problems = read_entries(targets, issued)
    exercises = chosen(exercises, parties, kinds, first, last)
    for problem in problems:
        complain(problem)
    form = form_or_default(form)
    by = by or ("exercise" if len(exercises) <= _MANY else "regime")
    wanted = form == "jsonl" or by == "exercise"
    found = findings_of.assess(
        exercises, regimes, choice=choice, definition=definitions[0], try_others=wanted
    )
    if form == "jsonl":
        made_by = about(choice, definitions[0])
        print_pieces(output.json_line({**_rounded(each), "about": made_by}) for each in found)
    elif not exercises and not problems:
        click.echo("No exercise is chosen: widen --from and --to, or leave --party and --kind out.")
    else:
        written = {
            "exercise": people.by_exercise,
            "party": people.by_party,
            "regime": people.by_regime,
        }[by]
        print_pieces(written(exercises, list(found)))
        print_pieces(people.foot(choice, definitions[0]))
    if problems:
        sys.exit(UNREADABLE)


def _rounded(finding: Finding) -> dict[str, Any]:
    values = finding.as_dict()
    if finding.share_inside is not None:
        values["share_inside"] = round(finding.share_inside, 4)
    return values
