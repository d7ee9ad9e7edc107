"""What makes a record, and what is said of a file as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_files import collection, feature, read

if TYPE_CHECKING:
    from pathlib import Path


def test_no_geometry_is_no_fault(tmp_path: Path) -> None:
    """A null geometry and empty cells are records without geometry: their place may only have a name."""
    for name, content in {
        "a.geojson": '{"type": "Feature", "properties": {"area": "x"}, "geometry": null}',
        "a.csv": "area,lon,lat\nx,,\n",
    }.items():
        records, faults = read(tmp_path, name, content)

        assert not faults
        assert [(record.geometry, record.properties) for record in records] == [(None, {"area": "x"})]


def test_a_file_with_swapped_axes_is_told_once_more(tmp_path: Path) -> None:
    """If most records are swapped, the last fault says so of the file."""
    content = collection(feature([38, 128]), feature([38.1, 129]), feature([128, 38]))

    records, faults = read(tmp_path, "a.geojson", content)

    assert len(records) == 1
    assert len(faults) == 3
    assert not faults[-1].where
    assert "seem to be swapped throughout: longitude comes first" in str(faults[-1])
