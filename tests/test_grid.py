"""Grid references are read as the squares that they name."""

from __future__ import annotations

import pytest

from geo.coordinates import holds_position, read_position, read_positions
from geo.errors import PositionError
from geo.geodesy import distance_km
from geo.grid import read_reference, read_utm

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
    "text",
    [
        "52SDG1234567890",
        "52\u017fDG1234567890",
        " 52s dg 12345 67890",
        "MGRS: 52S DG 1234567890",
        "USNG 52SDG 12345 67890 ",
    ],
)
def test_spelling_makes_no_difference(text):
    """Spaces, case and the name of the system."""
    assert read_position(text) == read_position("52S DG 12345 67890")


#: Made with another program: the package utm 0.9.0. Latitude, longitude.
UTM_ELSEWHERE = {
    "52S 491280 4261298": (38.5, 128.9),
    "52S 532434 3987336": (36.03, 129.36),
    "51R 357093 3452736": (31.2, 121.5),
    "52T 734719 4777626": (43.115, 131.885),
    "51S 756099 4432068": (39.99999, 125.99999),
    "52T 243901 4432070": (40.00001, 126.00001),
    "48N 444362 111": (0.001, 104.5),
    "60W 603144 7990377": (71.99, 179.99),
    "33X 436886 9275014": (83.5, 10),
    "48M 444362 9999889": (-0.001, 104.5),
    "56H 333491 6251909": (-33.86, 151.2),
    "31C 449155 1173130": (-79.5, 0.5),
    "52H 409871 6015589": (-36, 128),
    "52N 491280 4261298": (38.5, 128.9),
    "52 north 491280 4261298": (38.5, 128.9),
    "48S 444362 9999889": (-0.001, 104.5),
    "52 south 409871 6015589": (-36, 128),
}


@pytest.mark.parametrize(("text", "place"), UTM_ELSEWHERE.items(), ids=UTM_ELSEWHERE)
def test_metres_of_another_program_name_the_same_place(text, place):
    """With the letter of the band, or with the hemisphere."""
    lat, lon = place

    found = read_position(text)

    assert distance_km((found.lon, found.lat), (lon, lat))[0] < 0.001
    assert found.precision_deg * 111_200 == pytest.approx(0.5)
    assert holds_position(text)


#: Each is "52N 491280 4261298".
UTM_SPELLINGS = [
    "52n 491280 4261298",
    " UTM 52N 491280 4261298 ",
    "UTM zone 52 N, 491280 E, 4261298 N",
    "Zone 52 north 491280mE 4261298mN",
    "52N E 491280 m, N 4261298 m",
    "52N 491280, 4261298",
]


@pytest.mark.parametrize("text", UTM_SPELLINGS)
def test_spelling_of_metres_makes_no_difference(text):
    """Letters and units around the numbers."""
    assert read_position(text) == read_position("52N 491280 4261298")


def test_s_is_a_band_where_the_northing_fits_it_and_either_way_a_doubt():
    """Most programs print the letter of the band, others the hemisphere."""
    [band] = read_position("52S 491280 4261298").doubts
    [hemisphere] = read_position("48S 444362 9999889").doubts

    assert "read as the band 32°N to 40°N: for the hemisphere write 52 south" in band
    assert "read as the southern hemisphere: the band is 32°N to 40°N" in hemisphere
    assert [read_position(each).doubts for each in ("52N 491280 4261298", "52T 734719 4777626")] == [(), ()]


#: Texts that name no square or no place, and what is said of them.
GRID_REFUSED = [
    ("52SDG123", "differ in length"),
    ("52S DG 123 4567", "differ in length"),
    ("61SDG1234", "zones are 1 to 60"),
    ("52SZG1234", "zone 52 has the columns ABCDEFGH"),
    ("52SDX1234", "the rows are A"),
    ("52SDN1234", "no square DN in 52S"),
    ("52T 491280 4261298", "the band T is 40°N to 48°N: correct it, or write 52 north"),
    ("52H 491280 4261298", "the band H is 40°S to 32°S: correct it, or write 52 south"),
    ("0N 491280 4261298", "zones are 1 to 60"),
    ("52S 4261298 491280", "the easting comes first"),
    ("52S 91280 4261298", "from 100000 to 900000 m"),
    ("52N 491280 10261298", "the northing is 0 to 10000000 m"),
    ("52N 491280 9500000", "the grid ends at 80°S and 84°N"),
    ("52 south 491280 100000", "the grid ends at 80°S and 84°N"),
]


@pytest.mark.parametrize(("text", "message"), GRID_REFUSED)
def test_what_names_no_square_is_refused_in_words(text, message):
    """It is still meant as a position."""
    assert holds_position(text)
    with pytest.raises(PositionError, match=message):
        read_positions(text)


@pytest.mark.parametrize(
    "text",
    ["38.5N 128.2E", "38N 125E", "52S 128E", "Hwasong-12", "", "A1B2", "3rd Fleet", "52SDG", "52S 128000E"],
)
def test_other_texts_are_no_references(text):
    """Hemispheres stand where the band would."""
    assert read_reference(text) is None
    assert read_utm(text) is None
