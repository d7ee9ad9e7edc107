"""Readings: presets, ranges, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DezoneError
from zones.readings import HIGHEST_SOUTHERN_LIMIT, LOWEST_SOUTHERN_LIMIT, PRESETS, Reading


def test_presets():
    """The three readings end at 30°40′, 30° and 29°N, from the narrowest to the broadest."""
    assert PRESETS == {"narrow": 30 + 40 / 60, "central": 30.0, "broad": 29.0}


def test_central_is_the_default():
    """Without a choice the reading is the central one, with small islands counted as sea."""
    assert Reading() == Reading.of("central") == Reading(southern_limit=30.0, islands="sea")


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_knows_its_name(name):
    """A reading with the latitude of a preset is that preset, however it was made."""
    assert Reading.of(name).preset == name
    assert Reading(southern_limit=PRESETS[name], islands="land").preset == name


def test_another_limit_has_no_name():
    """Any other latitude is a reading without a name."""
    assert Reading(southern_limit=29.5).preset is None


@given(lat=st.floats(LOWEST_SOUTHERN_LIMIT, HIGHEST_SOUTHERN_LIMIT))
def test_any_latitude_of_the_sea_is_taken_as_it_is(lat):
    """A southern limit within the East China Sea is kept in double precision."""
    assert Reading(southern_limit=lat).southern_limit == lat


@pytest.mark.parametrize("lat", [23.999999, 33.2834, -30.0, 90.0, float("nan"), float("inf"), float("-inf")])
def test_a_latitude_beyond_the_sea(lat):
    """A southern limit outside the East China Sea is refused, with the range."""
    with pytest.raises(DezoneError, match=r"southern limit .*between 24\.0° and 33\.2833°N: choose"):
        Reading(southern_limit=lat)


def test_an_unknown_preset():
    """An unknown reading is refused, with the known ones."""
    with pytest.raises(DezoneError, match="no reading 'wide': choose one of narrow, central, broad"):
        Reading.of("wide")


def test_an_unknown_choice_of_islands():
    """An unknown choice is refused, with the known ones."""
    with pytest.raises(DezoneError, match="islands 'water': choose 'sea' or 'land'"):
        Reading(islands="water")
