"""The options that choose regimes, exercises, and how what the texts leave open is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geo.errors import DezoneError
from maps import output
from maps.command import codes_of_states, known_words, reading_options, with_options, written_date, zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zones.assess import Major
    from zones.exercises import Exercise
    from zones.regime_zones import Choice
    from zones.regimes import Regime


def _regimes(_: click.Context, __: click.Parameter, given: Sequence[str]) -> list[Regime]:
    """Find the regimes that are named; none named are all under which something can be found."""
    from zones.compare import regimes_that_bind  # noqa: PLC0415 not for --help
    from zones.regime_files import find_regime  # noqa: PLC0415

    try:
        return [find_regime(name) for name in given] or regimes_that_bind()
    except DezoneError as error:
        raise click.BadParameter(output.plain(str(error))) from error


def _majors(_: click.Context, __: click.Parameter, given: Sequence[str]) -> list[Major]:
    from zones.assess import major  # noqa: PLC0415 not for --help

    try:
        return [major(text) for text in given or ("any",)]
    except DezoneError as error:
        raise click.BadParameter(output.plain(str(error))) from error


regime_option = click.option(
    "--regime",
    "regimes",
    callback=_regimes,
    multiple=True,
    metavar="ID",
    help="Default: all that bind somebody.",
)
major_option = click.option(
    "--major", "definitions", callback=_majors, multiple=True, metavar="DEFINITION",
    help="What counts as major: any (default), named, live-fire, multi-service, regiment, personnel=9000, "
    "vienna-notify, vienna-observe, stockholm-notify.",
)  # fmt: skip
filter_options = with_options(
    click.option(
        "--party", "parties", callback=codes_of_states, multiple=True, metavar="STATE", help="Who takes part."
    ),
    click.option(
        "--kind",
        "kinds",
        callback=known_words,
        multiple=True,
        metavar="KIND",
        help="naval, missile_test, ...",
    ),
    click.option(
        "--from", "first", callback=written_date, default="", metavar="DATE", help="First year, month or day."
    ),
    click.option(
        "--to", "last", callback=written_date, default="", metavar="DATE", help="Last year, month or day."
    ),
)
choice_options = with_options(
    reading_options,
    click.option(
        "--distance", type=click.FloatRange(0, 3000), metavar="KM",
        help="Of the sea around Korea, for the texts that state none; default 100.",
    ),
    click.option("--unlimited", is_flag=True, help="Read “Northeast Asia” without the five names."),
    click.option(
        "--ends", type=click.Choice(["round", "flat"]), default="round", show_default=True,
        help="Of zones along the demarcation line.",
    ),
)  # fmt: skip


def choice_of(
    *,
    reading: str | None,
    southern_limit: float | None,
    islands: str,
    distance: float | None,
    unlimited: bool,
    ends: str,
) -> Choice:
    """Make the choice that the options of `choice_options` give.

    Raises
    ------
    click.UsageError
        If the options of a reading contradict each other, or its latitude is out of range.

    Examples
    --------
    >>> asked = {"reading": "broad", "southern_limit": None, "islands": "sea", "distance": 200.0}
    >>> choice_of(**asked, unlimited=False, ends="round").southern_limit
    29.0
    """
    from zones.regime_zones import Choice  # noqa: PLC0415 not for --help

    zone = zone_of(reading, southern_limit, islands)
    return Choice(
        southern_limit=zone.southern_limit,
        islands=zone.islands,
        distance_km=distance,
        unlimited=unlimited,
        ends="flat" if ends == "flat" else "round",
    )


def chosen(
    exercises: list[Exercise], parties: Sequence[str], kinds: Sequence[str], first: str, last: str
) -> list[Exercise]:
    """Filter exercises; those who only send a contingent count as taking part.

    Raises
    ------
    click.UsageError
        If a date does not exist.

    Examples
    --------
    >>> from zones import load_exercises
    >>> {each.start[:4] for each in chosen(load_exercises(), ["RUS"], [], "2017", "2017")}
    {'2017'}
    """
    from zones.catalogue import select  # noqa: PLC0415 not for --help

    try:
        found = select(exercises, kinds=kinds, first=first, last=last)
    except DezoneError as error:
        raise click.UsageError(str(error)) from error
    return [each for each in found if not parties or set(parties) & {*each.parties, *each.other_participants}]
