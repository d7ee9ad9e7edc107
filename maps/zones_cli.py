"""`dezone zones`: the regions and their limits, with sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geo.errors import DezoneError
from maps import output
from maps.command import output_option, reading_options, zone_of

if TYPE_CHECKING:
    from zones.zone import Zone


@click.group(short_help="In the box: regions and limits, with sources.")
def zones() -> None:
    """What is in the box: the regions and their limits, with sources."""  # noqa: D401 a title, not an action


@zones.command("list")
@reading_options
def list_zones(*, reading: str | None, southern_limit: float | None, islands: str) -> None:
    """List the regions with their areas."""
    zone = zone_of(reading, southern_limit, islands)
    rows = [
        (row.region, row.name, f"{row.area_km2:,.0f}", row.source)
        for row in zone.regions.itertuples(index=False)
    ]
    output.table(rows, "region", "name", "km²", "source", whole=("region", "km²"))


@zones.command("show", short_help="Show one region or named area, and its limits.")
@click.argument("area_id", metavar="ID")
@reading_options
def show_zone(area_id: str, *, reading: str | None, southern_limit: float | None, islands: str) -> None:
    """Show one region or named area: its names, its source, and each of its limits.

    ID is an identifier or a name: yellow_sea, "Tsugaru Strait", Bohai.
    """
    from geo.geodesy import area_km2  # noqa: PLC0415 not for --help
    from zones import areas, store  # noqa: PLC0415

    zone = zone_of(reading, southern_limit, islands)
    found = areas.identify(area_id)
    if found is None:
        raise _unknown(area_id, zone)
    about = store.properties(areas.file_of_areas()[found], found)
    shape = zone.shapes.get(found, None) or areas.outline(found)
    click.echo(f"{found}: {about['names']['en']}, {area_km2(shape):,.0f} km²")
    for language, name in about["names"].items():
        click.echo(f"  {language:8}{name}")
    if about["also"]:
        click.echo(f"  also    {', '.join(about['also'])}")
    click.echo(f"  source  {about['source']}")
    if rows := _limits_of(found, zone):
        click.echo()
        header = ("limit", "kind", "beyond it", "km", "source")
        output.table(rows, *header, whole=("kind", "beyond it", "km"))


def _unknown(area_id: str, zone: Zone) -> DezoneError:
    """Make the error that names the areas that come close."""
    import difflib  # noqa: PLC0415 only for the mend

    from zones import areas  # noqa: PLC0415 not for --help

    near = difflib.get_close_matches("_".join(area_id.casefold().split()), areas.file_of_areas(), n=3)
    mend = f"did you mean {' or '.join(near)}?" if near else f"the regions are {', '.join(zone.region_ids)}"
    return DezoneError(f"no area {output.plain(area_id)!r}: {mend}")


def _limits_of(area_id: str, zone: Zone) -> list[tuple[str, ...]]:
    """Give name, kind, what lies beyond, length in km and source of each limit; its edges are added up."""
    from geo.geodesy import length_km  # noqa: PLC0415 not for --help

    lengths_km: dict[tuple[str, ...], float] = {}
    for edge in zone.limits:
        if area_id in (edge["left"], edge["right"]):
            beyond = edge["right"] if edge["left"] == area_id else edge["left"]
            key = (edge["name"], edge["kind"], beyond, edge["source"])
            lengths_km[key] = lengths_km.get(key, 0.0) + float(length_km(edge["geometry"]))
    return [(*key[:3], f"{km:,.0f}", key[3]) for key, km in lengths_km.items()]


@zones.command("export")
@output_option("GeoJSON, GeoPackage, KML, Shapefile, FlatGeobuf or GeoParquet, by its suffix.")
@reading_options
def export_zones(*, path: str, reading: str | None, southern_limit: float | None, islands: str) -> None:
    """Write the regions under a reading to a file.

    \b
    dezone zones export -o regions.gpkg --southern-limit 29.5
    """  # noqa: D301 \b keeps click from filling the example
    zone = zone_of(reading, southern_limit, islands)
    from maps.export import write_regions  # noqa: PLC0415 geopandas is heavy

    write_regions(zone, path)
    click.echo(f"{output.plain(path)}: {len(zone.region_ids)} regions", err=True)
