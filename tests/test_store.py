"""The built files, read feature by feature: the same as reading the whole of them."""

import json
import tomllib
from datetime import date

import pytest
import shapely

from zones import store

FILES = ("regions.geojson", "areas.geojson", "land.geojson", "islands.geojson", "basemap.geojson")


@pytest.mark.parametrize("file", FILES)
def test_one_by_one_is_the_same_as_all_at_once(file):
    """Each feature read by itself is the one that a parser finds in the whole file, in the same order."""
    whole = json.loads((store.DATA / file).read_text(encoding="utf-8"))["features"]

    assert list(store.feature_texts(file)) == [each["properties"]["id"] for each in whole]
    for each in whole:
        name = each["properties"]["id"]
        assert store.properties(file, name) == each["properties"]
        assert shapely.equals_exact(store.geometry(file, name), shapely.geometry.shape(each["geometry"]))


def test_an_unknown_feature():
    """A name that the file has not is a KeyError, not an empty answer."""
    with pytest.raises(KeyError, match="atlantis"):
        store.geometry("regions.geojson", "atlantis")


def test_date_of_the_data():
    """The date is a day, and that of the table of limits that the polygons were built from."""
    limits = tomllib.loads((store.DATA / "limits.toml").read_text(encoding="utf-8"))

    assert store.data_date() == limits["about"]["date"]
    assert date.fromisoformat(store.data_date())


def test_document_is_the_whole_file():
    """A document has its head and all its features."""
    assert set(store.document("limits.geojson")) == {"type", "about", "features"}
