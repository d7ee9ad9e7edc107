"""`dezone zones`: the regions and their limits, with sources."""

from __future__ import annotations

import click

from geo.errors import DezoneError
from maps import output
from maps.command import output_option, reading_options, zone_of


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
    from geo.geodesy import area_km2, length_km  # noqa: PLC0415 not for --help
    from zones import areas, store  # noqa: PLC0415

    zone = zone_of(reading, southern_limit, islands)
    found = areas.identify(area_id)
    if found is None:
        import difflib  # noqa: PLC0415 only for the mend

        words = "_".join(area_id.casefold().split())
        near = difflib.get_close_matches(words, areas.file_of_areas(), n=3)
        mend = (
            f"did you mean {' or '.join(near)}?" if near else f"the regions are {', '.join(zone.region_ids)}"
        )
        raise DezoneError(f"no area {output.plain(area_id)!r}: {mend}")
    about = store.properties(areas.file_of_areas()[found], found)
    shape = zone.shapes.get(found, None) or areas.outline(found)
    click.echo(f"{found}: {about['names']['en']}, {area_km2(shape):,.0f} km²")
    for language, name in about["names"].items():
        click.echo(f"  {language:8}{name}")
    if about["also"]:
        click.echo(f"  also    {', '.join(about['also'])}")
    click.echo(f"  source  {about['source']}")
    limits = [edge for edge in zone.limits if found in (edge["left"], edge["right"])]
    if limits:
        click.echo()
        rows = {
            (edge["name"], edge["kind"], other, edge["source"]): 0.0
            for edge in limits
            for other in [edge["right"] if edge["left"] == found else edge["left"]]
        }
        for edge in limits:
            other = edge["right"] if edge["left"] == found else edge["left"]
            rows[edge["name"], edge["kind"], other, edge["source"]] += float(length_km(edge["geometry"]))
        output.table(
            [(name, kind, other, f"{km:,.0f}", source) for (name, kind, other, source), km in rows.items()],
            "limit", "kind", "beyond it", "km", "source", whole=("kind", "beyond it", "km"),
        )  # fmt: skip


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
