"""The catalogue written for people: a table of entries, and all that is known of one, with its sources."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from maps import output
from maps.periods import in_words, period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zones.exercises import Exercise, Place, Source
    from zones.verdict import Verdict
    from zones.zone import Zone


def print_table(found: Sequence[Exercise], verdicts: dict[str, Verdict], zone: Zone | None) -> None:
    """Print two lines for each exercise; a wider terminal shows more columns.

    Parameters
    ----------
    found : sequence of Exercise
        Of none nothing is printed.
    verdicts : dict of str to Verdict
        By identifier, of all or of none.
    zone : Zone, optional
        The reading under which they were judged.

    Examples
    --------
    >>> print_table([], {}, None)
    """
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


def entry(exercise: Exercise, verdict: Verdict, zone: Zone, width: int) -> Iterator[str]:
    """Write an entry for people, line by line.

    Parameters
    ----------
    exercise : Exercise
    verdict : Verdict
        Of the exercise under the zone.
    zone : Zone
    width : int
        Columns to be filled.

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> drill, zone = find(load_exercises(), "joint-sea-2017-pacific"), load_zone()
    >>> next(entry(drill, zone.check(drill), zone, 80))
    'Joint Sea-2017, second stage  (joint-sea-2017-pacific)'
    """
    yield f"{output.plain(exercise.name)}  ({output.plain(exercise.id)})"
    yield ""
    mark = _marked(verdict.verdict).upper()
    first, *rest = _filled(f"{mark} under {_named(zone)}", width, "  ", first="")
    yield from (first.replace(mark, output.coloured(mark, output.COLOURS[verdict.verdict]), 1), *rest)
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
    yield from map(output.dimmed, _filled(_made_by(zone), width, ""))


def _facts(exercise: Exercise) -> Iterator[tuple[str, str]]:
    from zones import series, vocabulary, words  # noqa: PLC0415 reads files

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
    yield "Series", ", ".join(filter(None, [exercise.series, *series.names_of(exercise.series)]))
    if exercise.scale.text:
        yield "Scale", exercise.scale.text
    yield "Where", exercise.location_reported
    yield "Clause", meaning("clause", exercise.clause)
    yield "Evidence", meaning("evidence", exercise.evidence)
    yield "Checked", meaning("verification", exercise.verification)
    yield "Confidence", meaning("confidence", exercise.confidence)
    if exercise.notes:
        yield "Notes", exercise.notes


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
    from maps.exercises_export import about  # noqa: PLC0415 not for --help

    made_by = about(zone)
    return (
        f"dezone {made_by['version']}, catalogue of {made_by['catalogue_date']}, limits of "
        f"{made_by['data_date']}. {made_by['selection']} {made_by['caveat']}"
    )


def _named(zone: Zone) -> str:
    from geo.positions import format_latitude  # noqa: PLC0415 not for --help

    reading = f"the {zone.reading} reading" if zone.reading else "a reading of your own"
    islands = "small islands count as sea" if zone.islands == "sea" else "small islands follow their state"
    return f"{reading}: southern limit {format_latitude(zone.southern_limit)}, {islands}"


def _marked(verdict: str) -> str:
    return f"{output.MARKS[verdict]} {verdict}"


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
