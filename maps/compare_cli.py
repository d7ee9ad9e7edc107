"""`dezone compare`: who gives up what, how much of it took place, and what goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from maps import compare_text as answers
from maps import output
from maps import regimes_text as people
from maps.command import (
    codes_of_states,
    form_or_default,
    format_option,
    print_pieces,
    refuse_idle_options,
    written_date,
)
from maps.regime_about import about
from maps.regime_options import (
    choice_of,
    choice_options,
    chosen,
    filter_options,
    major_option,
    regime_option,
)
from zones import __version__

if TYPE_CHECKING:
    from zones.assess import Major
    from zones.regimes import Regime


_TABLES = "the tables of who gives up what"
_BURDEN, _FLIPS, _GOES_ON, _REFUSING = "--burden", "--flips", "--goes-on", "--refusing"
_AROUND = "--tests-around"
_ONLY_OF: dict[str, tuple[str, ...]] = {
    "regimes": (_TABLES, _BURDEN, _FLIPS, _GOES_ON, _REFUSING),
    "parties": (_TABLES, _BURDEN, _GOES_ON),
    **dict.fromkeys(("kinds", "first", "last"), (_BURDEN, _FLIPS, _GOES_ON, _REFUSING, _AROUND)),
    **dict.fromkeys(("reading", "southern_limit"), (_TABLES, _BURDEN, _GOES_ON, _REFUSING, _AROUND)),
}
"""Options that would be ignored elsewhere, and the answers that take them.

Words and counts of tests are the same under every reading and definition, so they take those.
"""


@click.command(short_help="Who gives up what? Tables, counts, what goes on.")
@regime_option
@click.option(
    "--burden", "what", flag_value=_BURDEN, help="How many catalogued entries each would have touched."
)
@click.option(
    "--flips", "what", flag_value=_FLIPS, help="What changes from 33°17′N to 28°N under the expanded freeze."
)
@click.option(
    "--goes-on", "what", flag_value=_GOES_ON,
    help="What goes on in the area of the expanded freeze while only the parties of --regime freeze.",
)  # fmt: skip
@click.option(
    "--refusing", "refusing", callback=codes_of_states, multiple=True, metavar="STATE",
    help="If these refuse, what stays frozen under --regime (default: expanded-2017)?",
)  # fmt: skip
@click.option(
    "--tests-around", "around", callback=written_date, metavar="DAY",
    help="Tests by month, a year before and after a day.",
)  # fmt: skip
@filter_options
@major_option
@choice_options
@format_option("text", "jsonl", "csv")
@click.pass_context
def compare(  # noqa: PLR0913 one for each option
    context: click.Context,
    /,
    *,
    regimes: list[Regime],
    what: str | None,
    refusing: tuple[str, ...],
    around: str | None,
    parties: tuple[str, ...],
    kinds: tuple[str, ...],
    first: str,
    last: str,
    definitions: list[Major],
    form: str | None,
    **choices: Any,  # noqa: ANN401 as the options give them
) -> None:
    """Who gives up what? Without an option, a table for each regime; with --party, one for each party.

    \b
    dezone compare
    dezone compare --party RUS
    dezone compare --burden --format csv
    dezone compare --burden --regime expanded-2017 --major any --major vienna-notify
    dezone compare --goes-on --regime cn-dual-2017 --party CHN --party RUS --from 2017 --to 2017
    dezone compare --refusing CHN --refusing RUS
    dezone compare --tests-around 2017-03-08
    """  # noqa: D301 \b keeps click from filling the examples; the question that the command answers
    from zones import load_exercises  # noqa: PLC0415 not for --help

    form = form_or_default(form)
    choice = choice_of(**choices)
    asked = _asked(what, _REFUSING if refusing else None, _AROUND if around else None)
    refuse_idle_options(context, asked, _ONLY_OF)
    if len(definitions) > 1 and asked != _BURDEN:
        raise click.UsageError("--major: one definition at a time here; --burden takes several")
    exercises = chosen(load_exercises(), (), kinds, first, last)
    major = definitions[0]
    rows: list[dict[str, Any]]
    if asked == _TABLES:
        rows, written = answers.gives_up(regimes, parties)
    elif around:
        rows, written = answers.around_a_day(exercises, around)
    elif refusing:
        rows, written = answers.refused(exercises, _one(regimes, "expanded-2017"), refusing, major, choice)
    elif asked == _BURDEN:
        rows, written = answers.burden(exercises, regimes, definitions, choice, parties)
    elif asked == _FLIPS:
        rows, written = answers.flips(exercises, _one(regimes, "expanded-2017"), major, choice)
    else:
        rows, written = answers.goes_on(exercises, _one(regimes, "cn-dual-2017"), major, choice, parties)
    if form == "jsonl":
        made_by = about(choice, major)
        print_pieces(output.json_line({**row, "about": made_by}) for row in rows)
        return
    if form == "csv":
        from zones import store  # noqa: PLC0415 reads files

        made = {"dezone": __version__, "catalogue": store.document("exercises.json")["about"]["compiled"]}
        print_pieces([answers.as_csv(rows, made)])
        click.echo(people.CAVEAT, err=True)
        return
    print_pieces(written)
    if asked not in (_TABLES, _AROUND):
        print_pieces(people.foot(choice, major))


def _asked(*answers: str | None) -> str:
    """Give the one answer that is asked for; the tables if none is.

    Raises
    ------
    click.UsageError
        If several are.
    """
    asked = [each for each in answers if each]
    if len(asked) > 1:
        raise click.UsageError("--burden, --flips, --goes-on, --refusing and --tests-around: one at a time")
    return asked[0] if asked else _TABLES


def _one(regimes: list[Regime], default: str) -> Regime:
    """Give the regime asked for; the default if none was named, and with it all that bind somebody.

    Raises
    ------
    click.UsageError
        If several were named.
    """
    from zones.compare import regimes_that_bind  # noqa: PLC0415 not for --help
    from zones.regime_files import find_regime  # noqa: PLC0415

    if regimes == regimes_that_bind():
        return find_regime(default)
    if len(regimes) > 1:
        raise click.UsageError("--regime: one at a time here; --burden takes several")
    return regimes[0]
