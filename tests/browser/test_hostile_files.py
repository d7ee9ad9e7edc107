"""Hostile texts in every field of files of every kind that is read: their map shows them and runs nothing."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import geopandas
import pytest
import shapely
from hostile import HOSTILE

from maps import draw_map
from maps.drawing import exercises_to_draw
from maps.safe_text import clean_text
from zones import load_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = [clean_text(text) for text in HOSTILE.values()]  # what no file may hold cannot come from one
FIELDS = [
    "id",
    "name",
    "start",
    "end",
    "parties",
    "kinds",
    "series",
    "named_area",
    "role",
    "surface",
    "extent",
    "location_reported",
    "verification",
    "notes",
    "source",
    "source_url",
    "source_date",
    "uncertainty_km",
]
WARNING = """NAVAREA XI {}/17. YELLOW SEA. GUNNERY. {}
070000Z TO 090900Z AUG 17 IN AREA BOUNDED BY 38-46N 120-59E, 38-46N 121-20E, 38-30N 121-20E. {}"""


def filled() -> list[dict[str, str]]:
    """Put each text into every field of a record, and, so that the others can be read, into words alone."""
    words = ("name", "parties", "notes", "source", "source_url", "verification", "location_reported")
    return [
        {"id": f"{kind}-{number}", **dict.fromkeys(fields, text), "id_of": text}
        for number, text in enumerate(TEXTS)
        for kind, fields in (("all", FIELDS[1:]), ("words", words))
    ]


def place(number: int) -> shapely.Point:
    """Stand somewhere in the Yellow Sea."""
    return shapely.Point(122 + number / 40, 36)


def as_geojson(*, lines: bool = False) -> str:
    """Write the records as features, in one collection or one a line."""
    features = [
        {"type": "Feature", "geometry": place(number).__geo_interface__, "properties": record}
        for number, record in enumerate(filled())
    ]
    return (
        "\n".join(map(json.dumps, features))
        if lines
        else json.dumps({"type": "FeatureCollection", "features": features})
    )


def as_csv() -> str:
    """Write them as a table, with a name of a column that is hostile as well."""
    file = io.StringIO()
    table = csv.DictWriter(file, ["position", *filled()[0], HOSTILE["image"]])
    table.writeheader()
    table.writerows(
        {"position": f"36, {place(number).x}", **record} for number, record in enumerate(filled())
    )
    return file.getvalue()


def as_kml() -> str:
    """Write them as placemarks, the descriptions as they would come from a web page."""
    marks = ""
    for number, record in enumerate(filled()):
        data = "".join(
            f'<Data name="{key}"><value>{escape(value)}</value></Data>' for key, value in record.items()
        )
        marks += (
            f"<Placemark><name>{escape(record['name'])}</name><description>{escape(record['notes'])}"
            f"</description><ExtendedData>{data}</ExtendedData>"
            f"<Point><coordinates>{place(number).x},36</coordinates></Point></Placemark>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{marks}</Document></kml>"
    )


def as_table() -> geopandas.GeoDataFrame:
    """Make them rows of a table with geometries."""
    records = filled()
    return geopandas.GeoDataFrame(
        records, geometry=[place(number) for number in range(len(records))], crs=4326
    )


def as_entries() -> str:
    """Write them as a catalogue of ours."""
    entries = []
    for number, given in enumerate(filled()):
        record = {"kinds": "naval", "role": "area", **given}
        name = record["name"]
        at = {"name": name, "role": record["role"], "geometry": place(number).__geo_interface__}
        entries.append(
            record
            | {"parties": [record["parties"]], "kinds": [record["kinds"]], "places": [at]}
            | {"sources": [dict.fromkeys(("title", "publisher", "date", "url"), name)]}
        )
    return json.dumps({"exercises": entries})


WRITERS: dict[str, Callable[[Path], object]] = {
    "a.geojson": lambda path: path.write_text(as_geojson()),
    "a.geojsonl": lambda path: path.write_text(as_geojson(lines=True)),
    "a.csv": lambda path: path.write_text(as_csv(), newline=""),
    "a.kml": lambda path: path.write_text(as_kml()),
    "a.json": lambda path: path.write_text(as_entries()),
    "a.gpkg": lambda path: as_table().to_file(path, driver="GPKG"),
    "a.fgb": lambda path: as_table().to_file(path, driver="FlatGeobuf"),
    "a.shp": lambda path: as_table().to_file(path, driver="ESRI Shapefile", encoding="utf-8"),
    "a.parquet": lambda path: as_table().to_parquet(path),
    "warnings.jsonl": lambda path: path.write_text(
        "\n".join(
            json.dumps(
                {
                    "id": f"w{number}{text}"[:3000],
                    "name": text,
                    "text": WARNING.format(number, text[:3000], text[:3000]),
                }
            )
            for number, text in enumerate(TEXTS)
        )
    ),
    "warnings.txt": lambda path: path.write_text(
        "\n\n".join(WARNING.format(number, text[:3000], text[:3000]) for number, text in enumerate(TEXTS))
    ),
}


@pytest.mark.filterwarnings(
    "ignore::UserWarning", "ignore::RuntimeWarning"
)  # a Shapefile cuts names and texts
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_files_run_nothing(tmp_path: Path, visit: Callable[..., Any], name: str) -> None:
    """Every record is opened: no request, no complaint, nothing ran, and the payloads are there as text."""
    WRITERS[name](tmp_path / name)
    found, _ = exercises_to_draw([str(tmp_path / name)])
    assert len(found) >= len(TEXTS) - 5  # a blank line ends a warning, so that one may be parted or joined
    draw_map(load_zone(), found).save(tmp_path / "map.html")
    visited = visit(tmp_path / "map.html")
    page = visited.page
    seen = page.evaluate("""() => {
        document.querySelectorAll('details').forEach((one) => { one.open = true; });
        return [...document.querySelectorAll('tbody th a')].map((link) => {
            link.click();
            return document.getElementById('details-body').textContent;
        }).join();
    }""")
    page.locator("#downloads button").first.click()

    assert "<img src=x onerror=window.ran.push(1)>" in seen
    assert "${window.ran.push(1)}" in seen
    assert page.evaluate("[window.violations, window.ran]") == [[], []]
    assert visited.complaints == []
    assert [url for url in visited.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.evaluate(
        """[...document.querySelectorAll('a')]
            .every((link) => ['http:', 'https:', 'file:', 'blob:'].includes(link.protocol))"""
    )
