"""The commands on regimes: what is in the box, whose commitment is touched, and the bargain counted."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import DezoneError, InputFileError
from maps import compare_text as answers
from maps import output
from maps import regimes_text as people
from maps.command import (
    UNREADABLE,
    codes_of_states,
    complain,
    form_or_default,
    output_option,
    print_pieces,
)
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
    from collections.abc import Sequence

    from zones.assess import Finding, Major
    from zones.exercises import Exercise
    from zones.regime_zones import Choice
    from zones.regimes import Regime

_MANY = 25  # from so many exercises on, text is a summary


# What the commands share


_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    help="Default: text on a terminal, jsonl when piped.",
)


def _about(choice: Choice, definition: Major) -> dict[str, Any]:
    """Say what made an answer."""
    from zones import store  # noqa: PLC0415 reads files

    return {
        "version": __version__,
        "choices": asdict(choice),
        "major": {"id": definition.id, "text": definition.text},
        "catalogue": store.document("exercises.json")["about"]["compiled"],
        "data_date": store.data_date(),
        "caveat": people.CAVEAT,
    }


def _line(values: dict[str, Any]) -> str:
    return output.escaped(json.dumps(values, ensure_ascii=False, allow_nan=False)) + "\n"


# regimes


@click.group(short_help="In the box: proposals and agreements.")
def regimes() -> None:
    """What is in the box: proposals, agreements, resolutions and moratoria, with sources."""  # noqa: D401 a title, not an action


@regimes.command("list")
@_format_option
def list_regimes(*, form: str | None) -> None:
    """List the regimes, the oldest first."""
    from zones.regime_files import load_regimes  # noqa: PLC0415 not for --help

    known = list(load_regimes().values())
    if form_or_default(form) == "jsonl":
        print_pieces(_line(_summary(each)) for each in known)
        return
    print_pieces(people.listed(known))


def _summary(regime: Regime) -> dict[str, Any]:
    return {
        "id": regime.id, "date": regime.date, "kind": regime.kind, "title": regime.title,
        "proposers": list(regime.proposers), "author": regime.author, "parties": list(regime.parties),
    }  # fmt: skip


@regimes.command("show", short_help="Show one regime: who gives up what, and status.")
@click.argument("regime_id", metavar="ID")
@_format_option
def show_regime(regime_id: str, *, form: str | None) -> None:
    """Show one regime: who gives up what, status, objections and statements, each with its source.

    \b
    dezone regimes show expanded-2017
    """  # noqa: D301 \b keeps click from filling the example
    from zones.regime_files import find_regime  # noqa: PLC0415 not for --help

    regime = find_regime(regime_id)
    if form_or_default(form) == "jsonl":
        print_pieces([_line(_as_json(regime))])
        return
    print_pieces(people.about_regime(regime))


def _as_json(regime: Regime) -> dict[str, Any]:
    values = asdict(regime)
    for status in values["status"]:
        status |= {"earliest": status["earliest"].isoformat(), "latest": status["latest"].isoformat()}
    keys = {
        key
        for part in ("commitments", "status", "statements", "thresholds")
        for each in values[part]
        for key in each["sources"]
    }
    from zones.regime_files import citations  # noqa: PLC0415 not for --help

    return values | {"citations": {key: asdict(citations()[key]) for key in sorted(keys)}}


@regimes.command("layers", short_help="List the lines and areas kept for reference.")
@_format_option
def list_layers(*, form: str | None) -> None:
    """List the lines and areas kept for reference: what they are, their source, and their caveat."""
    from zones.words import area_name  # noqa: PLC0415 not for --help

    rows = [_layer(name) for name in _layers()]
    if form_or_default(form) == "jsonl":
        print_pieces(_line(row) for row in rows)
        return
    for row in rows:
        size = f"{row['length_km']:,.0f} km" if "length_km" in row else f"{row['area_km2']:,.0f} km²"
        lines = [f"{row['name']}  [{row['id']}]  {size}"]
        lines += [f"  {label}: {row[label]}" for label in ("source", "accuracy", "caveat")]
        for region, (common, share) in row.get("overlaps", {}).items():
            lines.append(f"  covers {common:,.0f} km² of {area_name(region)}, {share:.0%} of it")
        print_pieces(
            people.filled(line.strip(), *(("  ", 4) if line.startswith(" ") else ())) for line in lines
        )


def _layers() -> list[str]:
    from zones import regime_zones, store  # noqa: PLC0415 not for --help

    return list(store.feature_texts(regime_zones.LINES))


def _layer(name: str) -> dict[str, Any]:
    """Give what is known of a reference layer, with its size and what it covers of the regions."""
    from geo.geodesy import area_km2, length_km  # noqa: PLC0415 not for --help
    from zones import regime_zones, store  # noqa: PLC0415

    shape = store.geometry(regime_zones.LINES, name)
    values = dict(store.properties(regime_zones.LINES, name))
    if shape.geom_type == "LineString":
        return {**values, "length_km": round(float(length_km(shape)), 1)}
    overlaps = {
        region: [round(km2), round(share, 3)] for region, (km2, share) in regime_zones.overlaps(shape).items()
    }
    return {**values, "area_km2": round(float(area_km2(shape))), "overlaps": overlaps}


@regimes.command("export", short_help="Write the regimes, or their zones as drawn.")
@output_option(".json: all they say; .geojson: their zones.")
@choice_options
def export_regimes(*, path: str, **choices: Any) -> None:  # noqa: ANN401 as the options give them
    """Write the regimes, or their zones as drawn under the choices, to a file.

    \b
    dezone regimes export -o zones-of-regimes.geojson --distance 200
    """  # noqa: D301 \b keeps click from filling the example
    from geo.writing import features_to_geojson, write_whole  # noqa: PLC0415 not for --help
    from zones import store  # noqa: PLC0415
    from zones.regime_files import load_regimes  # noqa: PLC0415
    from zones.regime_zones import LINES, label, outline  # noqa: PLC0415

    choice = choice_of(**choices)
    known = load_regimes().values()
    if path.lower().endswith(".geojson"):
        features = [
            (
                outline(zone, choice),
                {
                    "id": f"{each.id}/{zone.id}",
                    "regime": each.id,
                    "title": each.title,
                    "kind": each.kind,
                    "zone": zone.id,
                    "clauses": [clause.id for clause in each.commitments if clause.zone == zone.id],
                    "read_as": label(zone, choice),
                    "assumption": zone.assumption,
                    "caveat": people.CAVEAT,
                },
            )
            for each in known
            for zone in each.zones
        ]  # fmt: skip
        reference = [(store.geometry(LINES, name), store.properties(LINES, name)) for name in _layers()]
        write_whole(path, features_to_geojson([*features, *reference]))
    elif path.lower().endswith(".json"):
        write_whole(path, json.dumps([_as_json(each) for each in known], ensure_ascii=False, indent=1) + "\n")
    else:
        raise InputFileError(f"{output.plain(path)}: no form is known for this suffix: use .json or .geojson")
    click.echo(f"{output.plain(path)}: {len(known)} regimes", err=True)


# assess


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
@_format_option
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
    form: str | None,
    **choices: Any,  # noqa: ANN401 as the options give them
) -> None:
    """Whose commitment does it touch, under which regime?

    TARGET is the id of a catalogued exercise, or a file; without one, the catalogue.

    \b
    dezone assess joint-sea-2017-pacific
    dezone assess --party PRK --from 2019 --to 2019 --regime kp-moratorium-2018 --regime unsc-dprk
    dezone assess --from 2017-09-25 --to 2017-10-01 --by party
    """  # noqa: D301, D400 \b keeps click from filling the examples; the question that the command answers
    from zones import assess as findings_of  # noqa: PLC0415 not for --help

    if len(definitions) > 1:
        raise click.UsageError(
            "--major: one definition at a time here; dezone compare --burden takes several"
        )
    choice = choice_of(**choices)
    exercises, problems = _targets(targets)
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
        made_by = _about(choice, definitions[0])
        print_pieces(_line({**_rounded(each), "about": made_by}) for each in found)
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


def _targets(targets: Sequence[str]) -> tuple[list[Exercise], list[str]]:
    """Read ids of the catalogue and files."""
    from zones import load_exercises  # noqa: PLC0415 not for --help

    catalogue = load_exercises()
    if not targets:
        return catalogue, []
    known = {each.id: each for each in catalogue}
    exercises, problems = [], []
    for target in targets:
        if target in known:
            exercises.append(known[target])
            continue
        found, faults = _file(target, known)
        exercises += found
        problems += faults
    return exercises, problems


def _file(target: str, known: dict[str, Exercise]) -> tuple[list[Exercise], list[str]]:
    from geo.paths import looks_like_path  # noqa: PLC0415 not for --help
    from zones.catalogue import UnknownExerciseError  # noqa: PLC0415
    from zones.exercise_files import read_exercises  # noqa: PLC0415

    try:
        if target != "-" and not looks_like_path(target):
            return [], [str(UnknownExerciseError(target, known))]
        notes: list[str] = []
        found, faults = read_exercises(target, notes=notes)
    except DezoneError as error:
        return [], [str(error)]
    for note in notes:
        complain(note)
    if not (found or faults):
        complain(f"{'standard input' if target == '-' else target}: holds no records")
    return found, [str(fault) for fault in faults]


def _rounded(finding: Finding) -> dict[str, Any]:
    values = finding.as_dict()
    if finding.share_inside is not None:
        values["share_inside"] = round(finding.share_inside, 4)
    return values


# report


@click.command(short_help="Write a note of one exercise, to be filed.")
@click.argument("target", metavar="EXERCISE")
@output_option(".html, or .md with the map beside it as .svg.")
@regime_option
@major_option
@choice_options
def report(
    target: str,
    *,
    path: str,
    regimes: list[Regime],
    definitions: list[Major],
    **choices: Any,  # noqa: ANN401 as the options give them
) -> None:
    """Write an assessment note of one exercise: one page that can be filed and checked again.

    EXERCISE is the id of a catalogued exercise, or a file that holds one.

    \b
    dezone report joint-sea-2017-pacific -o joint-sea-2017.html
    """  # noqa: D301 \b keeps click from filling the example
    from geo.writing import write_whole  # noqa: PLC0415 not for --help
    from maps.report import make_note  # noqa: PLC0415
    from maps.report_forms import as_html, as_markdown  # noqa: PLC0415
    from zones import load_exercises, load_zone  # noqa: PLC0415

    choice = choice_of(**choices)
    if not path.lower().endswith((".html", ".md")):
        raise InputFileError(f"{output.plain(path)}: no form is known for this suffix: use .html or .md")
    exercises, problems = _targets([target])
    for problem in problems:
        complain(problem)
    if len(exercises) != 1:
        if exercises:
            complain(f"{target} holds {len(exercises)} exercises: a note is of one, give a file with one")
        sys.exit(UNREADABLE)
    zone = load_zone(southern_limit=choice.southern_limit, islands=choice.islands)
    file = Path(target) if target not in {each.id for each in load_exercises()} else None
    note = make_note(exercises[0], zone, choice, definitions[0], regimes, file)
    if path.lower().endswith(".html"):
        write_whole(path, as_html(note))
    else:
        image = Path(path).with_suffix(".svg")
        write_whole(image, note.picture.svg + "\n")
        write_whole(path, as_markdown(note, image.name))
    click.echo(f"{output.plain(path)}: {output.plain(note.title)}", err=True)
    if problems:
        sys.exit(UNREADABLE)


# compare


@click.command(short_help="Who gives up what? Tables, counts, what goes on.")
@regime_option
@click.option(
    "--burden", "what", flag_value="burden", help="How many catalogued entries each would have touched."
)
@click.option(
    "--flips", "what", flag_value="flips", help="What changes from 33°17′N to 28°N under the expanded freeze."
)
@click.option(
    "--goes-on", "what", flag_value="goes_on",
    help="What goes on in the area of the expanded freeze while only the parties of --regime freeze.",
)  # fmt: skip
@click.option(
    "--refusing", "refusing", callback=codes_of_states, multiple=True, metavar="STATE",
    help="If these refuse, what stays frozen under --regime (default: expanded-2017)?",
)  # fmt: skip
@click.option(
    "--tests-around", "around", metavar="DAY", help="Tests by month, a year before and after a day."
)
@filter_options
@major_option
@choice_options
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl", "csv"]),
    help="Default: text on a terminal, jsonl when piped.",
)  # fmt: skip
def compare(  # noqa: PLR0913 one for each option
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
    asked = [each for each in (what, refusing and "refusing", around and "around") if each]
    if len(asked) > 1:
        raise click.UsageError("--burden, --flips, --goes-on, --refusing and --tests-around: one at a time")
    exercises = chosen(load_exercises(), (), kinds, first, last)
    major = definitions[0]
    rows: list[dict[str, Any]]
    if not asked:
        rows, written = answers.gives_up(regimes, parties)
    elif around:
        rows, written = answers.around_a_day(exercises, around)
    elif refusing:
        rows, written = answers.refused(exercises, _one(regimes, "expanded-2017"), refusing, major, choice)
    elif what == "burden":
        rows, written = answers.burden(exercises, regimes, definitions, choice, parties)
    elif what == "flips":
        rows, written = answers.flips(exercises, _one(regimes, "expanded-2017"), major, choice)
    else:
        rows, written = answers.goes_on(exercises, _one(regimes, "cn-dual-2017"), major, choice, parties)
    if form == "jsonl":
        made_by = _about(choice, major)
        print_pieces(_line({**row, "about": made_by}) for row in rows)
        return
    if form == "csv":
        from zones import store  # noqa: PLC0415 reads files

        made = {"dezone": __version__, "catalogue": store.document("exercises.json")["about"]["compiled"]}
        print_pieces([answers.as_csv(rows, made)])
        click.echo(people.CAVEAT, err=True)
        return
    print_pieces(written)
    if asked and not around:
        print_pieces(people.foot(choice, major))


def _one(regimes: list[Regime], default: str) -> Regime:
    """Give the regime asked for; the default if none was named."""
    from zones.regime_files import find_regime  # noqa: PLC0415 not for --help

    return regimes[0] if len(regimes) == 1 else find_regime(default)
