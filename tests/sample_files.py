"""Small files with good and bad records, for the tests of all that reads files."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from geo.errors import InputFileError
from geo.files import read_records

if TYPE_CHECKING:
    from pathlib import Path

    from geo.faults import Fault
    from geo.records import Record

A, B = (128.5, 38.25), (120.985, 38.776)
SQUARE = [[124, 36], [125, 36], [125, 37], [124, 37], [124, 36]]
BOW_TIE = [[124, 36], [125, 37], [125, 36], [124, 37], [124, 36]]


def feature(coordinates: object, kind: str = "Point", **properties: object) -> dict[str, object]:
    """Make a GeoJSON feature."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: object, **members: object) -> str:
    """Make the text of a FeatureCollection."""
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features)})


TWO = collection(feature(A, name="a", count=1), feature(B, name="훈련"))
LINES = [json.dumps(feature(A, name="a", count=1)), json.dumps(feature(B, name="훈련"))]
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    "</OGRVRTDataSource>"
)


def zipped(members: dict[str, str]) -> bytes:
    """Make a zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def read(folder: Path, name: str, content: str | bytes) -> tuple[list[Record], list[Fault]]:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_records(path)


def assert_the_two(records: list[Record], faults: list[Fault]) -> None:
    """Hold what was read against the two positions that each sample has."""
    assert not faults
    assert [record.properties["name"] for record in records] == ["a", "훈련"]
    for record, (lon, lat) in zip(records, (A, B), strict=True):
        assert (record.geometry.x, record.geometry.y) == pytest.approx((lon, lat))
        assert not record.geometry.has_z
        assert record.properties.keys() <= {"name", "count"}


def assert_unreadable(folder: Path, name: str, content: str | bytes, message: str) -> None:
    """Hold that nothing of a file can be read, and that one line says so with its name."""
    with pytest.raises(InputFileError, match=message) as caught:
        read(folder, name, content)

    assert str(caught.value).startswith(str(folder / name))
    assert str(caught.value).isprintable()
