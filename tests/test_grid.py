"""Grid references are read as the squares that they name."""

from __future__ import annotations

import pytest

from geo.coordinates import holds_position, read_position, read_positions
from geo.errors import PositionError
from geo.geodesy import distance_km
from geo.grid import read_reference

# Made with another program: the package mgrs 1.6.0, which is GeoTrans of the NGA. Latitude, longitude.
MADE_ELSEWHERE = {
    "52SDH9128061298": (38.5, 128.9),
    "52SEE3243387335": (36.03, 129.36),
    "51RUQ5709352736": (31.2, 121.5),
    "36VUM4942354373": (59.999, 30.3),
    "48NVF4436100110": (0.001, 104.5),
    "48MVE4436199889": (-0.001, 104.5),
    "56HLH3349151909": (-33.86, 151.2),
    "04QFJ1401966817": (21.4, -157.9),
    "60WXE0314390377": (71.99, 179.99),
    "18XWN6174871508": (79, -72.1),
    "33XVN3688575013": (83.5, 10),
    "31CDM4915473130": (-79.5, 0.5),
    "51SYE5609832067": (39.99999, 125.99999),
    "52TBK4390132070": (40.00001, 126.00001),
    "32VJH6162275290": (56.5, 3.5),
    "33XXH1115118926": (78.5, 20),
}


@pytest.mark.parametrize(("reference", "place"), MADE_ELSEWHERE.items(), ids=MADE_ELSEWHERE)
def test_a_reference_of_another_program_names_the_same_place(reference, place):
    """On both sides of the equator, of the zones and of the bands, also in the odd zones of Norway."""
    lat, lon = place

    found = read_position(reference)

    assert distance_km((found.lon, found.lat), (lon, lat))[0] < 0.001
    assert holds_position(reference)


@pytest.mark.parametrize("digits", range(1, 6))
def test_fewer_digits_name_a_larger_square_around_the_same_place(digits):
    """Of which the middle is taken; from 1 km on that is a doubt."""
    east, north = "12345"[:digits], "67890"[:digits]
    side_km = 100 / 10**digits
    finest = read_position("52S DG 12345 67890")

    found = read_position(f"52S DG {east} {north}")

    assert distance_km((found.lon, found.lat), (finest.lon, finest.lat))[0] <= 0.708 * side_km
    assert found.precision_deg * 111.2 == pytest.approx(side_km / 2)
    assert bool(found.doubts) == (side_km >= 1)


@pytest.mark.parametrize(
    "text", ["52SDG1234567890", " 52s dg 12345 67890", "MGRS: 52S DG 1234567890", "USNG 52SDG 12345 67890 "]
)
def test_spelling_makes_no_difference(text):
    """Spaces, case and the name of the system."""
    assert read_position(text) == read_position("52S DG 12345 67890")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("52SDG123", "differ in length"),
        ("52S DG 123 4567", "differ in length"),
        ("61SDG1234", "zones are 1 to 60"),
        ("52SZG1234", "zone 52 has the columns ABCDEFGH"),
        ("52SDX1234", "the rows are A"),
        ("52SDN1234", "no square DN in 52S"),
    ],
)
def test_what_names_no_square_is_refused_in_words(text, message):
    """It is still meant as a position."""
    assert holds_position(text)
    with pytest.raises(PositionError, match=message):
        read_positions(text)


@pytest.mark.parametrize(
    "text", ["38.5N 128.2E", "38N 125E", "52S 128E", "Hwasong-12", "", "A1B2", "3rd Fleet", "52SDG"]
)
def test_other_texts_are_no_references(text):
    """Hemispheres stand where the band would."""
    assert read_reference(text) is None
