"""The commands on the catalogue: list, show, export and validate."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import click

from geo.errors import DezoneError
from maps import output
from maps.command import (
    UNREADABLE,
    codes_of_states,
    form_or_default,
    format_option,
    known_words,
    print_pieces,
    reading_options,
    zone_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from zones.exercises import Exercise, Place, Source
    from zones.verdict import Verdict
    from zones.zone import Zone


@click.group(short_help="In the box: exercises and tests, with sources.")
def exercises() -> None:
    """What is in the box: exercises and tests, with sources; a selection, not a census."""  # noqa: D401 a title, not an action


# Choosing


def _day(_: click.Context, __: click.Parameter, given: str) -> str:
    """Refuse a date that does not exist."""
    from zones.catalogue import days  # noqa: PLC0415 not for --help

    try:
        return given and days(given) and given
    except DezoneError as error:
        raise click.BadParameter(output.plain(str(error))) from error


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose entries; an option given twice takes either."""
    for option in (
        click.option(
            "--evidence", callback=known_words, multiple=True, metavar="WORD",
            help="planned, warned, reported, confirmed or cancelled.",
        ),
        click.option(
            "--to", "last", callback=_day, default="", metavar="DATE", help="Last year, month or day."
        ),
        click.option(
            "--from", "first", callback=_day, default="", metavar="DATE",
            help="First year, month or day: 2017, 2017-08 or 2017-08-07; takes what overlaps the period.",
        ),
        click.option(
            "--series", default="", metavar="TEXT", help='Part of the name of a series: "Foal Eagle".'
        ),
        click.option(
            "--kind", "kinds", callback=known_words, multiple=True, metavar="KIND",
            help="naval, live_fire, ...",
        ),
        click.option(
            "--party", "parties", callback=codes_of_states, multiple=True, metavar="STATE",
            help="USA, KOR, CHN, ... or a name; those who only send a contingent do not count.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def _chosen(**conditions: Any) -> tuple[list[Exercise], int]:  # noqa: ANN401 as the options give them
    """Choose from the catalogue, and count it."""
    from zones import load_exercises  # noqa: PLC0415 not for --help
    from zones.catalogue import select  # noqa: PLC0415

    known = load_exercises()
    try:
        found = select(known, **conditions)
    except DezoneError as error:
        raise click.UsageError(str(error)) from error
    names = {each.series for each in known if each.series}
    text = conditions["series"]
    if text and not any(text.casefold() in name.casefold() for name in names):
        import difflib  # noqa: PLC0415 only for the mend

        words = {word: name for name in names for word in name.casefold().split()}
        near = {words[word] for word in difflib.get_close_matches(text.casefold(), words, cutoff=0.7)}
        mend = f"did you mean {' or '.join(sorted(near))}?" if near else "leave --series out to see them all"
        raise click.UsageError(f"no series holds {output.plain(text)!r}: {mend}")
    return sorted(found, key=lambda each: (each.start or "9999", each.id)), len(known)


def _judged(found: Sequence[Exercise], zone: Zone) -> dict[str, Verdict]:
    """Judge each exercise; on a terminal a bar on standard error shows how far it is."""
    from rich.console import Console  # noqa: PLC0415 rich is loaded only where it shows something
    from rich.progress import track  # noqa: PLC0415

    from zones.verdict import judge  # noqa: PLC0415 not for --help

    bar = track(
        found,
        "judging",
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty() or len(found) < 20,
    )
    return {exercise.id: judge(exercise, zone) for exercise in bar}


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
@format_option
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
    from maps import exercises_files as files  # noqa: PLC0415 not for --help

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
        _print_table(found, verdicts, zone)
        click.echo(counted)
        return
    click.echo(counted, err=True)
    if form == "jsonl":
        print_pieces(files.json_lines(found, verdicts, zone))
    else:
        print_pieces([(files.table if form == "csv" else files.geojson)(found, verdicts, zone)])


def _print_table(found: Sequence[Exercise], verdicts: dict[str, Verdict], zone: Zone | None) -> None:
    """Print a line for each exercise; a wider terminal shows more columns."""
    from rich import box  # noqa: PLC0415 rich is loaded only where a table is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if not found:
        return
    width = shutil.get_terminal_size((100, 24)).columns
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, width=width, header_style="", show_edge=False)
    with_parties, with_evidence = width >= 76, width >= 100
    made.add_column("when; verdict" if verdicts else "when", no_wrap=True)
    if with_parties:
        made.add_column("parties", no_wrap=True, max_width=11)
    made.add_column("name; id, kinds", no_wrap=True, ratio=1)
    if with_evidence:
        made.add_column("evidence", no_wrap=True)
    for each in found:
        kinds = ", ".join(each.kinds).replace("_", " ")
        two_lines = f"{output.plain(each.name)}\n{output.plain(f'{each.id}  {kinds}')}"
        when = period(each.start, each.end)
        made.add_row(
            f"{when}\n{_marked(verdicts[each.id].verdict)}" if verdicts else when,
            *([Text(" ".join(each.parties), overflow="ellipsis")] if with_parties else []),
            Text(two_lines, overflow="ellipsis"),
            *([each.evidence] if with_evidence else []),
        )
    Console(highlight=False, width=width, no_color=True).print(made)
    if zone is not None:
        for line in _filled(f"Verdicts under {_named(zone)}.", width, ""):
            click.echo(line)


def _named(zone: Zone) -> str:
    from geo.positions import format_latitude  # noqa: PLC0415 not for --help

    reading = f"the {zone.reading} reading" if zone.reading else "a reading of your own"
    islands = "small islands count as sea" if zone.islands == "sea" else "small islands follow their state"
    return f"{reading}: southern limit {format_latitude(zone.southern_limit)}, {islands}"


_MARKS = {"inside": "●", "partly": "◐", "outside": "○", "uncertain": "?"}


def _marked(verdict: str) -> str:
    return f"{_MARKS[verdict]} {verdict}"


def period(start: str, end: str) -> str:
    """Write a period without repeating what both dates share.

    Examples
    --------
    >>> period("2017-09-18", "2017-09-26"), period("2017-08-21", "2017-09-05"), period("2019", "2019")
    ('2017-09-18–26', '2017-08-21–09-05', '2019')
    >>> period("2017-12", "2018-01"), period("1986-02-10", "1986-04"), period("2019", "")
    ('2017-12–2018-01', '1986-02-10–1986-04', '2019')
    """
    if not end or end == start:
        return start or "no date"
    one, two = start.split("-"), end.split("-")
    shared = 0
    while len(one) == len(two) and shared < len(one) - 1 and one[shared] == two[shared]:
        shared += 1
    return f"{start}–{'-'.join(two[shared:])}"


# Showing


@exercises.command("show", short_help="Show one entry, with its verdict and sources.")
@click.argument("exercise_id", metavar="ID")
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    help="Default: text on a terminal, jsonl when piped.",
)
def show_exercise(
    exercise_id: str, *, reading: str | None, southern_limit: float | None, islands: str, form: str | None
) -> None:
    """Show one entry: what is known of it, who says so, and whether it is inside.

    \b
    dezone exercises show joint-sea-2017-pacific
    """  # noqa: D301 \b keeps click from filling the example
    from maps import exercises_files as files  # noqa: PLC0415 not for --help
    from zones import load_exercises  # noqa: PLC0415
    from zones.catalogue import find  # noqa: PLC0415
    from zones.verdict import judge  # noqa: PLC0415

    exercise = find(load_exercises(), exercise_id)
    zone = zone_of(reading, southern_limit, islands)
    verdict = judge(exercise, zone)
    if form_or_default(form) == "jsonl":
        print_pieces(files.json_lines([exercise], {exercise.id: verdict}, zone))
    else:
        width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 100))
        print_pieces(f"{line}\n" for line in _entry(exercise, verdict, zone, width))


def _entry(exercise: Exercise, verdict: Verdict, zone: Zone, width: int) -> Iterator[str]:
    """Write an entry for people, line by line."""
    colour = {"inside": "31", "partly": "33", "outside": "36", "uncertain": "35"}[verdict.verdict]
    yield f"{output.plain(exercise.name)}  ({output.plain(exercise.id)})"
    yield ""
    mark = _marked(verdict.verdict).upper()
    first, *rest = _filled(f"{mark} under {_named(zone)}", width, "  ", first="")
    yield from (first.replace(mark, output.coloured(mark, colour), 1), *rest)
    yield from _filled(verdict.reason, width, "  ")
    under = ", ".join(f"{name} {word}" for name, word in verdict.readings.items())
    yield from _filled(f"Readings: {under}.", width, "  ")
    for doubt in verdict.doubts:
        yield from _filled(f"Doubt: {doubt}.", width, "  ")
    yield ""
    for label, text in _facts(exercise):
        yield from _labelled(label, text, width)
    sections: tuple[tuple[str, Iterable[str]], ...] = (
        ("Places", _places(exercise, verdict)),
        ("Launches", _launches(exercise)),
        ("Claims (the catalogue takes no side)", _claims(exercise)),
        ("Errata", _errata(exercise)),
        ("Not seen in a source", exercise.unverified_details),
        ("Sources", map(_source_line, exercise.sources)),
    )
    for title, items in sections:
        texts = list(items)
        if texts:
            yield ""
            yield title
            for text in texts:
                yield from _filled(text, width, "    ", first="  ")
    yield ""
    yield from map(output.dimmed, _filled(f"{_made_by(zone)}", width, ""))


def _facts(exercise: Exercise) -> Iterator[tuple[str, str]]:
    from zones import vocabulary, words  # noqa: PLC0415 reads files

    def meaning(field: str, word: str) -> str:
        about = vocabulary.meanings(field).get(word, "")
        return f"{word}: {about}" if about else word

    yield "When", in_words(exercise.start, exercise.end)
    if exercise.date_utc:
        yield "In UTC", exercise.date_utc
    parties = words.listed(map(vocabulary.country_name, exercise.parties))
    yield "Parties", parties if exercise.parties_complete else f"{parties}, among others"
    if exercise.other_participants:
        yield "With", words.listed(map(vocabulary.country_name, exercise.other_participants))
    yield "Kinds", ", ".join(exercise.kinds).replace("_", " ")
    yield "Series", exercise.series
    if exercise.scale.text:
        yield "Scale", exercise.scale.text
    yield "Where", exercise.location_reported
    yield "Clause", meaning("clause", exercise.clause)
    yield "Evidence", meaning("evidence", exercise.evidence)
    yield "Checked", meaning("verification", exercise.verification)
    yield "Confidence", meaning("confidence", exercise.confidence)
    if exercise.notes:
        yield "Notes", exercise.notes


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def in_words(start: str, end: str) -> str:
    """Write a period in words, with what is not known to the day.

    Examples
    --------
    >>> in_words("2017-09-18", "2017-09-26"), in_words("2017-07-04", "2017-07-04")
    ('18 September 2017 to 26 September 2017, 9 days', '4 July 2017')
    >>> in_words("1986-02-10", "1986-04")
    '10 February 1986 to April 1986; the end is known to the month only'
    """
    from datetime import date  # noqa: PLC0415 only here

    exact = {4: "year", 7: "month"}
    said = _in_words(start)
    if end and end != start:
        said += f" to {_in_words(end)}"
    if len(start) == len(end) == 10 and start != end:
        said += f", {(date.fromisoformat(end) - date.fromisoformat(start)).days + 1} days"
    if len(start) == len(end) and len(start) in exact:
        return f"{said}; known to the {exact[len(start)]} only"
    loose = [
        f"the {what} is known to the {exact[len(day)]} only"
        for what, day in (("start", start), ("end", end))
        if len(day) in exact
    ]
    return "; ".join([said, *loose])


def _in_words(day: str) -> str:
    year, *rest = day.split("-")
    parts = [year]
    if rest:
        parts.insert(0, _MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        parts.insert(0, str(int(rest[1])))
    return " ".join(parts)


def _places(exercise: Exercise, verdict: Verdict) -> Iterator[str]:
    """Write each place with what is known of it and its verdict, and say which of them decided."""
    alone = sum(answer.counts for answer in verdict.places) == 1
    for place, answer in zip(exercise.places, verdict.places, strict=True):
        part = ", supports only"
        if answer.counts:
            named = f"{place.name or place.role}: {answer.reason}" in verdict.reason
            part = ", decides" if alone or named else ""
        name = place.name or place.role.replace("_", " ")
        yield f"{_marked(answer.verdict)}{part}: {name} ({', '.join(_known(place))}): {answer.reason}"


def _known(place: Place) -> Iterator[str]:
    from geo.positions import format_position  # noqa: PLC0415 not for --help
    from zones.words import area_name, lengths  # noqa: PLC0415 reads files

    yield place.role.replace("_", " ")
    if place.geometry is None:
        if place.named_area:
            yield f"known only as {area_name(place.named_area)}"
        return
    kind = place.geometry.geom_type
    if kind == "Point":
        lon, lat = place.geometry.coords[0]
        yield format_position(lon, lat, style="decimal")
    else:
        yield {"Polygon": "an area", "LineString": "a line"}.get(kind, kind)
    if place.uncertainty_km:
        yield f"known to {lengths(place.uncertainty_km)}"
    if place.basis:
        yield place.basis.replace("_", " ")


def _launches(exercise: Exercise) -> Iterator[str]:
    for launch in exercise.launches:
        figures = [
            f"{launch.time_utc[:10]} {launch.time_utc[11:16]} UTC" if launch.time_utc else "",
            f"{launch.distance_km:,.0f} km" if launch.distance_km is not None else "",
            f"apogee {launch.apogee_km:,.0f} km" if launch.apogee_km is not None else "",
            f"bearing {launch.bearing_deg:.0f}°" if launch.bearing_deg is not None else "",
            f"outcome {launch.outcome}" if launch.outcome else "",
        ]
        yield f"{launch.weapon} ({launch.weapon_class}): {', '.join(filter(None, figures))}"


def _claims(exercise: Exercise) -> Iterator[str]:
    from zones import vocabulary  # noqa: PLC0415 reads files

    for claim in exercise.claims:
        who = vocabulary.country_name(claim.claimant)
        when = f", {claim.date}" if claim.date else ""
        said = f"{who} on the {claim.about}{when}: {claim.statement}"
        yield f"{said} Source: {_source_line(claim.source)}" if claim.source else said


def _errata(exercise: Exercise) -> Iterator[str]:
    for erratum in exercise.errata:
        yield f"{erratum.where}: prints {erratum.printed}; right is {erratum.correct}"


def _source_line(source: Source) -> str:
    about = ", ".join(filter(None, (source.publisher, source.date)))
    return f"{source.title} ({about}) {source.url}".strip()


def _made_by(zone: Zone) -> str:
    from maps.exercises_files import about  # noqa: PLC0415 not for --help

    made_by = about(zone)
    return (
        f"dezone {made_by['version']}, catalogue of {made_by['catalogue_date']}, limits of "
        f"{made_by['data_date']}. {made_by['selection']} {made_by['caveat']}"
    )


def _labelled(label: str, text: str, width: int) -> Iterator[str]:
    if text:
        yield from _filled(text, width, " " * 12, first=f"{label:12}")


def _filled(text: str, width: int, indent: str, first: str | None = None) -> Iterator[str]:
    """Fill text to the width; an address that is longer than a line stays in one piece, to be opened."""
    yield from textwrap.wrap(
        output.plain(text),
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


# Files


@exercises.command("export")
@click.option(
    "-o",
    "--output",
    "path",
    required=True,
    metavar="FILE",
    help="JSON in our format, or GeoJSON, CSV, GeoPackage or KML with a row for each place, by its suffix.",
)
@_filters
def export_exercises(*, path: str, **conditions: Any) -> None:  # noqa: ANN401 as the options give them
    """Write the catalogue, or a part of it, to a file.

    Files of every form can be given to dezone check again.

    \b
    dezone exercises export -o catalogue.json
    dezone exercises export -o tests-2017.gpkg --party PRK --from 2017 --to 2017
    """  # noqa: D301 \b keeps click from filling the examples
    from maps.exercises_files import write_exercises  # noqa: PLC0415 not for --help

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
    from zones.catalogue import FILE, validate  # noqa: PLC0415

    faulty = False
    for file in files or (str(store.DATA / FILE),):
        try:
            count, faults = validate(file)
        except DezoneError as error:
            click.echo(f"dezone: {error}", err=True)
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
