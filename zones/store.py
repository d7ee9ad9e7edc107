"""The built GeoJSON files of `zones/data/`, read feature by feature, when first asked for.

`make zones` writes one feature a line with its ``id`` first, so that one polygon can be had without
reading the others: the command line answers in a tenth of a second.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).parent / "data"
_HEAD = '{"type":"Feature","properties":{"id":"'


@cache
def feature_texts(file: str) -> dict[str, str]:
    """Give the text of each feature of a file, by its id.

    Examples
    --------
    >>> list(feature_texts("regions.geojson"))[:2]
    ['korean_peninsula', 'sea_of_japan']
    """
    found = {}
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line.startswith(_HEAD):
            found[line[len(_HEAD) : line.index('"', len(_HEAD))]] = line.rstrip(",")
    return found


@cache
def geometry(file: str, feature_id: str) -> BaseGeometry:
    """Give the geometry of one feature, longitude and latitude in degrees (EPSG:4326).

    Raises
    ------
    KeyError
        If the file has no such feature.

    Examples
    --------
    >>> geometry("regions.geojson", "yellow_sea").geom_type
    'Polygon'
    """
    return shapely.from_geojson(feature_texts(file)[feature_id])


def checksum(features: Iterable[tuple[str, str]]) -> str:
    """Give the SHA-256 of features as they stand in their files, each named by file and id.

    Examples
    --------
    >>> len(checksum([("regions.geojson", "yellow_sea")]))
    64
    """
    import hashlib  # noqa: PLC0415 for the cache of the index only

    total = hashlib.sha256()
    for file, feature_id in features:
        total.update(feature_texts(file)[feature_id].encode())
    return total.hexdigest()


@cache
def bounds(file: str, feature_id: str) -> tuple[float, float, float, float]:
    """Give west, south, east and north of one feature, in degrees, without reading its geometry.

    Raises
    ------
    KeyError
        If the file has no such feature.

    Examples
    --------
    >>> bounds("regions.geojson", "bohai_gulf")[1:]
    (37.1206, 122.3022, 40.9958)
    """
    text = feature_texts(file)[feature_id]
    start = text.index('"bbox":[') + len('"bbox":[')
    west, south, east, north = map(float, text[start : text.index("]", start)].split(","))
    return west, south, east, north


@cache
def properties(file: str, feature_id: str) -> dict[str, Any]:
    """Give the properties of one feature.

    Raises
    ------
    KeyError
        If the file has no such feature.

    Examples
    --------
    >>> properties("regions.geojson", "yellow_sea")["names"]["ko"]
    '황해 (서해)'
    """
    text = feature_texts(file)[feature_id]
    found, _ = json.JSONDecoder().raw_decode(text, text.index('"properties":') + len('"properties":'))
    return cast("dict[str, Any]", found)


@cache
def document(file: str) -> dict[str, Any]:
    """Give a whole file as parsed JSON.

    Examples
    --------
    >>> document("exercises.json")["exercises"][0]["id"]
    'team-spirit-1986'
    """
    return cast("dict[str, Any]", json.loads((DATA / file).read_text(encoding="utf-8")))


@cache
def data_date() -> str:
    """Give the date of the limits and names that the polygons were built from.

    Examples
    --------
    >>> data_date()
    '2026-11-21'
    """
    with (DATA / "regions.geojson").open(encoding="utf-8") as file:
        head = file.readline()
    return cast("str", json.loads(head.rstrip().removesuffix(',"features":[') + "}")["about"]["date"])
