"""`dezone regimes`: which proposals and agreements are in the box, and their zones as drawn."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from geo.errors import InputFileError
from maps import output
from maps import regimes_text as people
from maps.command import form_or_default, format_option, output_option, print_pieces
from maps.regime_options import choice_of, choice_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

    from zones.regime_zones import Choice
    from zones.regimes import Regime


@click.group(short_help="In the box: proposals and agreements.")
def regimes() -> None:
    """What is in the box: proposals, agreements, resolutions and moratoria, with sources."""  # noqa: D401 a title, not an action


@regimes.command("list")
@format_option("text", "jsonl")
def list_regimes(*, form: str | None) -> None:
    """List the regimes, the oldest first."""
    from zones.regime_files import load_regimes  # noqa: PLC0415 not for --help

    known = list(load_regimes().values())
    if form_or_default(form) == "jsonl":
        print_pieces(output.json_line(_summary(each)) for each in known)
        return
    print_pieces(people.listed(known))


def _summary(regime: Regime) -> dict[str, Any]:
    return {
        "id": regime.id, "date": regime.date, "kind": regime.kind, "title": regime.title,
        "proposers": list(regime.proposers), "author": regime.author, "parties": list(regime.parties),
    }  # fmt: skip


@regimes.command("show", short_help="Show one regime: who gives up what, and status.")
@click.argument("regime_id", metavar="ID")
@format_option("text", "jsonl")
def show_regime(regime_id: str, *, form: str | None) -> None:
    """Show one regime: who gives up what, status, objections and statements, each with its source.

    \b
    dezone regimes show expanded-2017
    """  # noqa: D301 \b keeps click from filling the example
    from zones.regime_files import find_regime  # noqa: PLC0415 not for --help

    regime = find_regime(regime_id)
    if form_or_default(form) == "jsonl":
        print_pieces([output.json_line(_as_json(regime))])
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
@format_option("text", "jsonl")
def list_layers(*, form: str | None) -> None:
    """List the lines and areas kept for reference: what they are, their source, and their caveat."""
    rows = [_layer(name) for name in _layers()]
    if form_or_default(form) == "jsonl":
        print_pieces(output.json_line(row) for row in rows)
        return
    for row in rows:
        print_pieces(_lines_of(row))


def _lines_of(layer: dict[str, Any]) -> Iterator[str]:
    """Write for people what is known of a reference layer."""
    from zones.words import area_name  # noqa: PLC0415 not for --help

    size = f"{layer['length_km']:,.0f} km" if "length_km" in layer else f"{layer['area_km2']:,.0f} km²"
    yield people.filled(f"{layer['name']}  [{layer['id']}]  {size}")
    for label in ("source", "accuracy", "caveat"):
        yield people.filled(f"{label}: {layer[label]}", "  ", 4)
    for region, (common, share) in layer.get("overlaps", {}).items():
        said = f"covers {common:,.0f} km² of {area_name(region)}, {share:.0%} of it"
        yield people.filled(said, "  ", 4)


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
    from zones.regime_files import load_regimes  # noqa: PLC0415

    choice = choice_of(**choices)
    known = load_regimes().values()
    if path.lower().endswith(".geojson"):
        write_whole(path, features_to_geojson(_features(known, choice)))
    elif path.lower().endswith(".json"):
        write_whole(path, json.dumps([_as_json(each) for each in known], ensure_ascii=False, indent=1) + "\n")
    else:
        raise InputFileError(f"{output.plain(path)}: no form is known for this suffix: use .json or .geojson")
    click.echo(f"{output.plain(path)}: {len(known)} regimes", err=True)


def _features(regimes: Iterable[Regime], choice: Choice) -> Iterator[tuple[BaseGeometry, dict[str, Any]]]:
    """Give the zones of regimes as drawn under a choice, then the layers kept for reference."""
    from zones import store  # noqa: PLC0415 not for --help
    from zones.regime_zones import LINES, label, outline  # noqa: PLC0415

    for regime in regimes:
        for zone in regime.zones:
            said = {
                "id": f"{regime.id}/{zone.id}",
                "regime": regime.id,
                "title": regime.title,
                "kind": regime.kind,
                "zone": zone.id,
                "clauses": [clause.id for clause in regime.commitments if clause.zone == zone.id],
                "read_as": label(zone, choice),
                "assumption": zone.assumption,
                "caveat": people.CAVEAT,
            }
            yield outline(zone, choice), said
    for name in _layers():
        yield store.geometry(LINES, name), dict(store.properties(LINES, name))
