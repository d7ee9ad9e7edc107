"""The regions as a file for other programs: GeoJSON, GeoPackage, KML, Shapefile and so on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import InputFileError
from geo.writing import features_to_geojson, write_whole
from maps.output import about
from zones import store

if TYPE_CHECKING:
    from zones.zone import Zone

_DRIVERS = {
    ".gpkg": "GPKG",
    ".kml": "KML",
    ".fgb": "FlatGeobuf",
    ".shp.zip": "ESRI Shapefile",
    ".shz": "ESRI Shapefile",
}
_GEOJSON = (".geojson", ".json")


def write_regions(zone: Zone, path: str) -> None:
    """Write the regions under a reading; the form follows from the suffix.

    Raises
    ------
    InputFileError
        If the suffix is unknown, or the file cannot be written.

    Examples
    --------
    >>> import json
    >>> from zones import load_zone
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_regions(load_zone(), f"{folder}/regions.geojson")
    ...     len(json.loads(Path(folder, "regions.geojson").read_text("utf-8"))["features"])
    5
    """
    name = path.lower()
    if name.endswith(_GEOJSON):
        features = [
            (zone.shapes[region], {**store.properties("regions.geojson", region), "about": about(zone)})
            for region in zone.region_ids
        ]
        write_whole(path, features_to_geojson(features))
        return
    suffix = next((suffix for suffix in (*_DRIVERS, ".parquet") if name.endswith(suffix)), None)
    if suffix is None:
        known = ", ".join((*_GEOJSON, *_DRIVERS, ".parquet"))
        raise InputFileError(f"{path}: no form is known for this suffix: use one of {known}")
    table = zone.regions.assign(**{key: str(value) for key, value in about(zone).items()})
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / f"regions{suffix}"
        if suffix == ".parquet":
            try:
                table.to_parquet(beside)
            except ImportError as error:
                raise InputFileError(
                    f'{path}: GeoParquet needs pyarrow: pip install "dezone[bulk]"'
                ) from error
        else:
            if _DRIVERS[suffix] == "ESRI Shapefile":  # whose columns have ten letters at most
                table = table.rename(columns={"southern_limit": "south_lim"})
            unsorted = (
                {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}
            )  # its index would reorder the regions
            table.to_file(beside, driver=_DRIVERS[suffix], **unsorted)
        write_whole(path, beside.read_bytes())
