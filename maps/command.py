"""What the commands share: the options that choose a reading, the exit statuses, and how they speak."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

from geo.errors import DezoneError
from maps import output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from geo.notices.dates import Reference
    from zones.zone import Zone

    Option: TypeAlias = Callable[[Callable[..., None]], Callable[..., None]]  #: adds itself to a command

UNREADABLE, OUTSIDE, UNCERTAIN = 3, 1, 4  #: exit statuses; 2 is click's own for usage
STOPPED = 130  #: as shells have it for Ctrl-C; click's own would be 1, which says "outside"


class _Latitude(click.ParamType[float]):
    """A latitude in degrees north, as a number or as people write it: 29.5, 29°30′N, 28N."""

    name = "latitude"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 as click has it
        if isinstance(value, float):
            return value
        with suppress(ValueError):
            return float(str(value).replace(",", "."))
        from geo.coordinates import read_position  # noqa: PLC0415 rarely needed

        try:
            return read_position(f"{value} 125E").lat
        except DezoneError:
            self.fail(f"{value!r} is no latitude: write 29.5 or 29°30′N", param, ctx)


def known_words(_: click.Context, param: click.Parameter, given: Sequence[str]) -> tuple[str, ...]:
    """Bring words to our spelling; an unknown one is a usage error that names the nearest.

    Examples
    --------
    >>> known_words(None, click.Option(["--kind", "kinds"]), ["Live-fire"])
    ('live_fire',)
    """
    from zones import vocabulary  # noqa: PLC0415 not for --help

    known = vocabulary.meanings(str(param.name))
    words = tuple(text.strip().casefold().replace("-", "_").replace(" ", "_") for text in given)
    for text, word in zip(given, words, strict=True):
        if word not in known:
            raise click.BadParameter(f"{output.plain(text)!r} is not known: {vocabulary.mend(text, known)}")
    return words


def codes_of_states(_: click.Context, __: click.Parameter, given: Sequence[str]) -> tuple[str, ...]:
    """Bring states to their codes; what is no country is a usage error.

    Examples
    --------
    >>> codes_of_states(None, None, ["China", "rok"])
    ('CHN', 'KOR')
    """
    from zones import vocabulary  # noqa: PLC0415 not for --help

    codes = []
    for text in given:
        code = vocabulary.country_code(text)
        if code is None:
            raise click.BadParameter(f"{output.plain(text)!r} is no country: write USA, KOR, CHN or a name")
        codes.append(code)
    return tuple(codes)


def written_date(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    """Bring a year, month or day in any usual order to ISO 8601; what is none is a usage error."""
    if not given:
        return given
    from zones.catalogue import days  # noqa: PLC0415 not for --help
    from zones.written_days import read_days  # noqa: PLC0415 likewise

    first = last = given
    try:
        first, last = read_days(given)
    except ValueError as error:
        if " may be " in str(error):  # which two days, and how to write either
            raise click.BadParameter(output.plain(str(error))) from error
    try:
        days(given if first != last else first)
    except DezoneError as error:
        raise click.BadParameter(output.plain(str(error))) from error
    return first


def with_options(*options: Option) -> Option:
    """Put options together into one that adds them all, the first shown first."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


reading_options = with_options(
    click.option(
        "--reading", type=click.Choice(["narrow", "central", "broad"]),
        help="Southern limit 30°40′N, 30°N (default) or 29°N.",
    ),
    click.option(
        "--southern-limit", type=_Latitude(), metavar="LAT",
        help="Southern limit of the northern East China Sea, 24 to 33.2833, instead of a reading.",
    ),
    click.option(
        "--islands", type=click.Choice(["sea", "land"]), default="sea", show_default=True,
        help="Small islands count as the sea around them, or follow their state.",
    ),
)  # fmt: skip
"""The options that choose a reading of the zone."""


def output_option(what: str) -> Option:
    """Add the option ``-o FILE``, which must be given; `what` says which forms there are."""
    return click.option("-o", "--output", "path", required=True, metavar="FILE", help=what)


def issued_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that tells when the warnings were given out: a `geo.notices.dates.Reference` or None."""
    return click.option(
        "--issued",
        metavar="DATE",
        callback=_reference_of,
        help="When warnings were given out: YYYY-MM-DD, YYYY-MM or YYYY; for a year that is left out.",
    )(command)


def _reference_of(_: click.Context, __: click.Parameter, given: str | None) -> Reference | None:
    if given is None:
        return None
    from geo.notices.dates import reference_of  # noqa: PLC0415 rarely needed

    try:
        return reference_of(given)
    except DezoneError as error:
        raise click.BadParameter(str(error)) from error


def format_option(*forms: str) -> Option:
    """Add the option that chooses in which of some forms answers are written."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        help="Default: text on a terminal, jsonl when piped.",
    )


def refuse_idle_options(context: click.Context, answer: str, useful: Mapping[str, Sequence[str]]) -> None:
    """Complain of options that were given and change nothing in an answer.

    Parameters
    ----------
    context : click.Context
        Of the command.
    answer : str
        What was asked for, as people type it.
    useful : mapping of str to sequence of str
        By the name of an option, all answers that it changes; an option without an entry changes each.

    Raises
    ------
    click.UsageError
        With the answers that the option does change.
    """
    for parameter in context.command.params:
        name = str(parameter.name)
        given = context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
        if given and answer not in useful.get(name, (answer,)):
            raise click.UsageError(
                f"{parameter.opts[-1]} changes nothing with {answer}: leave it out, or choose "
                f"{' or '.join(useful[name])}"
            )


def zone_of(reading: str | None, southern_limit: float | None, islands: str) -> Zone:
    """Load the zone under the reading that the options choose.

    Raises
    ------
    click.UsageError
        If they contradict each other, or the latitude is out of range.

    Examples
    --------
    >>> zone_of("broad", None, "sea").southern_limit
    29.0
    """
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


def print_pieces(pieces: Iterable[str]) -> None:
    r"""Write to standard output, until nobody reads on.

    Examples
    --------
    >>> print_pieces(["one ", "line\n"])
    one line
    """
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:  # as of `| head`
        leave(sys.stdout)


def leave(*streams: TextIO) -> None:
    """Let what is still written to streams go nowhere, also what Python writes when it ends."""
    for stream in streams:
        with suppress(OSError, ValueError, AttributeError):  # the last of one that the caller closed
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def form_or_default(form: str | None) -> str:
    """Give the form asked for; else text on a terminal and JSON lines in a pipe.

    Examples
    --------
    >>> form_or_default("csv")
    'csv'
    """
    return form or ("text" if sys.stdout.isatty() else "jsonl")


def complain(problem: str) -> None:
    """Write one line to standard error."""
    click.echo(f"dezone: {output.plain(problem)}", err=True)
