"""Spellings of positions are read as what they say, and what cannot be read is refused in words."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.coordinates import holds_position, read_position, read_positions, scan_positions
from geo.errors import PositionError
from geo.positions import Position, format_latitude, format_position


def find_positions(text):
    """Find positions in running text, without those that cannot be read."""
    return tuple(found for found in scan_positions(text) if isinstance(found, Position))


class Spelling(NamedTuple):
    """A text, the numbers that it says, and how finely."""

    text: str
    lat: tuple[float, ...]  # degrees, minutes, seconds; all negative for south
    lon: tuple[float, ...]
    last_digit_deg: Fraction  # unit of the last digit of the coarser number

    def __str__(self) -> str:
        """Name the case in the test report."""
        return self.text


DEG, MIN, SEC = Fraction(1), Fraction(1, 60), Fraction(1, 3600)
BASIC = ((38, 46, 35), (120, 59, 6), SEC)
CHINESE = ((37, 12, 30), (129, 40, 15), SEC)

SPELLINGS = [
    # decimal degrees, latitude first
    Spelling("38.5, 128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5 128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5,128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5; 128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5/128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5\t128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5\n128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("(38.5, 128.2)", (38.5,), (128.2,), DEG / 10),
    Spelling("38 128", (38,), (128,), DEG),
    Spelling("38,128", (38,), (128,), DEG),
    Spelling("-33.9 151.2", (-33.9,), (151.2,), DEG / 10),
    Spelling("-33.9, -151.2", (-33.9,), (-151.2,), DEG / 10),
    Spelling("+33.9,-151.2", (33.9,), (-151.2,), DEG / 10),
    Spelling("−33.9, 151.2", (-33.9,), (151.2,), DEG / 10),
    Spelling("-33.9° 151.2°", (-33.9,), (151.2,), DEG / 10),
    Spelling("38.7763, 121", (38.7763,), (121,), DEG),
    Spelling("38,5 128,2", (38.5,), (128.2,), DEG / 10),
    Spelling("38,5; 128,2", (38.5,), (128.2,), DEG / 10),
    Spelling("38,5, 128,2", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5\u00a0128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("３８．５，１２８．２", (38.5,), (128.2,), DEG / 10),
    Spelling("37度12分30秒N 129度40分15秒E", *CHINESE),
    Spelling("３７度１２分３０秒Ｎ　１２９度４０分１５秒Ｅ", *CHINESE),
    Spelling("37도 12분 30초N 129도 40분 15초E", *CHINESE),
    Spelling("\ufeff38.5, 128.2", (38.5,), (128.2,), DEG / 10),
    # decimal degrees with hemispheres, either order
    Spelling("38.5N 128.2E", (38.5,), (128.2,), DEG / 10),
    Spelling("N38.5 E128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("N38.5E128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("128.2E 38.5N", (38.5,), (128.2,), DEG / 10),
    Spelling("E128.2 N38.5", (38.5,), (128.2,), DEG / 10),
    Spelling("38.5n, 128.2e", (38.5,), (128.2,), DEG / 10),
    Spelling("38,5N 128,2E", (38.5,), (128.2,), DEG / 10),
    Spelling("33.9S 151.2W", (-33.9,), (-151.2,), DEG / 10),
    Spelling("38.5°N latitude, 128.2°E longitude", (38.5,), (128.2,), DEG / 10),
    Spelling("Latitude: 38.5 N, Longitude: 128.2 E", (38.5,), (128.2,), DEG / 10),
    Spelling("lat=38.5, lng=-128.2", (38.5,), (-128.2,), DEG / 10),
    Spelling("38.5, 128.2.", (38.5,), (128.2,), DEG / 10),
    Spelling("lon 128.2E lat 38.5N", (38.5,), (128.2,), DEG / 10),
    Spelling("Lat. 38.5S Long. 128.2W", (-38.5,), (-128.2,), DEG / 10),
    Spelling("29.5N 125E", (29.5,), (125,), DEG),
    Spelling("N38 E124", (38,), (124,), DEG),
    Spelling("90N 180W", (90,), (-180,), DEG),
    Spelling("37°N, 129°E", (37,), (129,), DEG),
    Spelling("37,5°N 129,7°E", (37.5,), (129.7,), DEG / 10),
    Spelling("37.15도 129.40도", (37.15,), (129.4,), DEG / 100),
    # hyphens
    Spelling("38-46.58N 120-59.10E", (38, 46.58), (120, 59.10), MIN / 100),
    Spelling("38-46.58N120-59.10E", (38, 46.58), (120, 59.10), MIN / 100),
    Spelling("37-12.5N/129-40.3E", (37, 12.5), (129, 40.3), MIN / 10),
    Spelling("37-12.5N,129-40.3E", (37, 12.5), (129, 40.3), MIN / 10),
    Spelling("37-12N 129-40E", (37, 12), (129, 40), MIN),
    Spelling("30-40N 125E", (30, 40), (125,), DEG),
    Spelling("37-12-30N 129-40-15E", *CHINESE),
    Spelling("36-52-23.7N, 129-25-56.2E", (36, 52, 23.7), (129, 25, 56.2), SEC / 10),
    Spelling("34-45-948N 120-30-500E", (34, 45.948), (120, 30.5), MIN / 1000),
    Spelling("18-17.35N 109 -26.18E", (18, 17.35), (109, 26.18), MIN / 100),
    Spelling("38–46.58N 120–59.10E", (38, 46.58), (120, 59.10), MIN / 100),
    Spelling("３７－１２．５Ｎ １２９－４０．２Ｅ", (37, 12.5), (129, 40.2), MIN / 10),
    Spelling("37-12-30, 129-40-15", *CHINESE),
    # marks
    Spelling("38°46′35″N 120°59′06″E", *BASIC),
    Spelling("38°46'35\"N 120°59'06\"E", *BASIC),
    Spelling("38°46’35”N 120°59’06”E", *BASIC),
    Spelling("38°46‘35“N 120°59‘06“E", *BASIC),
    Spelling("38*46'35\"N 120*59'06\"E", *BASIC),
    Spelling("38:46:35N 120:59:06E", *BASIC),
    Spelling("N38:46:35 E120:59:06", *BASIC),
    Spelling("38:46:35 N, 120:59:06 E", *BASIC),
    Spelling("38d46m35sN 120d59m06sE", *BASIC),
    Spelling("38d46'35\"N 120d59'06\"E", *BASIC),
    Spelling("37:12.5n 129:40.25e", (37, 12.5), (129, 40.25), MIN / 10),
    Spelling("38* 46' 35\" N 120* 59' 06\" E", *BASIC),
    Spelling("38.5*N 128.2*E", (38.5,), (128.2,), DEG / 10),
    Spelling("38º46`35〞N 120º59`06〞E", *BASIC),
    Spelling("38°46´35»N 120°59´06»E", *BASIC),
    Spelling("38°46′35′′N 120°59′06′′E", *BASIC),
    Spelling("38°46'35''N 120°59'06''E", *BASIC),
    Spelling("38˚46＇35＂N 120˚59＇06＂E", *BASIC),
    Spelling("38° 46′ 35″ N, 120° 59′ 06″ E", *BASIC),
    Spelling("38°46′35N 120°59′06E", *BASIC),
    Spelling("38°46′35″, 120°59′06″", *BASIC),
    Spelling("N 37°12′30″、E 129°40′15″", *CHINESE),
    Spelling("37°12.5′N 129°40.3′E", (37, 12.5), (129, 40.3), MIN / 10),
    Spelling("37°12′.5N 129°40′.3E", (37, 12.5), (129, 40.3), MIN / 10),
    Spelling("37°12N 129°40E", (37, 12), (129, 40), MIN),
    Spelling("38°46′ 120°59′", (38, 46), (120, 59), MIN),
    Spelling("-33°54′ 151°12′", (-33, -54), (151, 12), MIN),
    Spelling("38.5° 12.5°", (38.5,), (12.5,), DEG / 10),
    # runs of digits
    Spelling("384635N1205906E", *BASIC),
    Spelling("3846N12059E", (38, 46), (120, 59), MIN),
    Spelling("3846.58N12059.10E", (38, 46.58), (120, 59.10), MIN / 100),
    Spelling("371230.50N 1294015.25E", (37, 12, 30.5), (129, 40, 15.25), SEC / 100),
    Spelling("N3846 E12059", (38, 46), (120, 59), MIN),
    Spelling("N371230E1294015", *CHINESE),
    Spelling("192000N 1231800E", (19, 20, 0), (123, 18, 0), SEC),
    # spaces
    Spelling("38 46 35 N 120 59 06 E", *BASIC),
    Spelling("N 38 46 35 E 120 59 06", *BASIC),
    Spelling("38 46 35, 120 59 06", *BASIC),
    Spelling("37 12.5 N, 129 40.3 E", (37, 12.5), (129, 40.3), MIN / 10),
    # words: English, Chinese in both scripts, Japanese, Korean, Russian
    Spelling("38 degrees 46 minutes north, 120 degrees 59 minutes east", (38, 46), (120, 59), MIN),
    Spelling("38.5 deg N and 128.2 deg E", (38.5,), (128.2,), DEG / 10),
    Spelling("北纬37°12′30″、东经129°40′15″", *CHINESE),
    Spelling("北緯37度12分30秒、東經129度40分15秒", *CHINESE),
    Spelling("东经129°40′15″，北纬37°12′30″", *CHINESE),
    Spelling("37°12′30″北纬 129°40′15″东经", *CHINESE),
    Spelling("南纬37度12分，西经129度40分", (-37, -12), (-129, -40), MIN),
    Spelling("北緯37度12分30秒　東経129度40分15秒", *CHINESE),
    Spelling("南緯３７度１２分　西経１２９度４０分", (-37, -12), (-129, -40), MIN),
    Spelling("북위 37도 12분 30초 동경 129도 40분 15초", *CHINESE),
    Spelling("남위 37도 12분, 서경 129도 40분", (-37, -12), (-129, -40), MIN),
    Spelling("44-10.0С 136-20.0В", (44, 10.0), (136, 20.0), MIN / 10),
    Spelling("44-10.0C 136-20.0В", (44, 10.0), (136, 20.0), MIN / 10),  # a Latin C
    Spelling("44-10.0С 136-20.0B", (44, 10.0), (136, 20.0), MIN / 10),  # a Latin B
    Spelling("44-10,0Ю 136-20,0З", (-44, -10.0), (-136, -20.0), MIN / 10),
    Spelling("43°12' с.ш., 131°50' в.д.", (43, 12), (131, 50), MIN),
    Spelling("43°12' ю. ш. 131°50' з. д.", (-43, -12), (-131, -50), MIN),
    Spelling("С 43°12' В 131°50'", (43, 12), (131, 50), MIN),
    Spelling("СШ 43-12 ВД 131-50", (43, 12), (131, 50), MIN),
    Spelling("43.5 СШ 131.2 ВД", (43.5,), (131.2,), DEG / 10),
    Spelling(
        "43°12’30,5» северной широты и 131°05’06,5» восточной долготы",
        (43, 12, 30.5),
        (131, 5, 6.5),
        SEC / 10,
    ),
    Spelling("43 градуса 12 минут южной широты, 131 градус западной долготы", (-43, -12), (-131,), DEG),
    # labels
    Spelling("1. 37-12N 129-40E", (37, 12), (129, 40), MIN),
    Spelling("(10)37-12-30.0N 129-40-15.0E", (37, 12, 30), (129, 40, 15), SEC / 10),
    Spelling("A:37°12′30″N,129°40′15″E", *CHINESE),
    Spelling("2.37°12′N 129°40′E", (37, 12), (129, 40), MIN),
    Spelling("2.37-12N 129-40E", (37, 12), (129, 40), MIN),
    Spelling("1.3846N12059E", (38, 46), (120, 59), MIN),
    Spelling("点1 北纬37°12′ 东经129°40′", (37, 12), (129, 40), MIN),
    Spelling("№ 1 37°12′N 129°40′E", (37, 12), (129, 40), MIN),
    Spelling("N 1 42°48' северной широты и 132°54' восточной долготы", (42, 48), (132, 54), MIN),
    Spelling("1) 38.5, 128.2", (38.5,), (128.2,), DEG / 10),
    Spelling("A: 38.5, 128.2", (38.5,), (128.2,), DEG / 10),
    # longitude first by their own rule
    Spelling("[128.2, 38.5]", (38.5,), (128.2,), DEG / 10),
    Spelling("POINT(128.2 38.5)", (38.5,), (128.2,), DEG / 10),
    Spelling("Point ( -128.2 -38.5 )", (-38.5,), (-128.2,), DEG / 10),
    # latitude first by its own rule: RFC 5870
    Spelling("geo:37.5,129.7", (37.5,), (129.7,), DEG / 10),
    Spelling(" GEO:-37.5,129.71,30;crs=WGS84?z=12", (-37.5,), (129.71,), DEG / 10),
]


def degrees(parts: tuple[float, ...]) -> float:
    """Add degrees, minutes and seconds without rounding in between."""
    return float(sum(Fraction(str(part)) / 60**power for power, part in enumerate(parts)))


@pytest.mark.parametrize("case", SPELLINGS, ids=str)
def test_spelling_is_read(case):
    """Each spelling gives the latitude, the longitude and the precision that its digits say."""
    found = read_position(case.text)

    assert found.lat == pytest.approx(degrees(case.lat), abs=1e-12)
    assert found.lon == pytest.approx(degrees(case.lon), abs=1e-12)
    assert found.precision_deg == pytest.approx(float(case.last_digit_deg) / 2, rel=1e-12)
    assert found.doubts == ()


@pytest.mark.parametrize("case", SPELLINGS, ids=str)
def test_spelling_is_meant_as_a_position(case):
    """`holds_position` knows every spelling that `read_position` reads."""
    assert holds_position(case.text)


@pytest.mark.parametrize(
    "case", [case for case in SPELLINGS if len(find_positions(case.text)) == 1], ids=lambda case: case.text
)
def test_span_is_enough_to_read_again(case):
    """The words that a found position spans give the same position when read alone."""
    [found] = find_positions(case.text)

    again = read_position(case.text[found.start : found.end])
    assert (again.lon, again.lat) == (found.lon, found.lat)


def test_every_spelling_with_hemispheres_is_found_in_running_text():
    """What is read alone is found between words, wherever hemispheres are given."""
    signed = [case for case in SPELLINGS if any(c.isalpha() and c not in "APOINTpoint" for c in case.text)]
    signed += [case for case in SPELLINGS if "N" in case.text and "POINT" not in case.text]
    signed = [case for case in signed if "geo:" not in case.text.lower() and case.text[-1] != "도"]
    lost = []
    for case in signed:
        found = find_positions(f"FIRING AT {case.text}; CHART 1220, VHF 16.")
        if [(p.lat, p.lon) for p in found] != [(read_position(case.text).lat, read_position(case.text).lon)]:
            lost.append(case.text)

    assert len(signed) > 60
    assert lost == []


LISTS = [
    ("38-46.58N 120-59.10E, 38-46.58N 121-05.88E", 2),
    ("38-46.58N120-59.10E,38-46.58N121-05.88E,38-41.60N121-05.88E", 3),
    ("264419N1275729E - 255619N1275729E -\n 255619N1272129E", 3),
    ("N164236E1133036-N163336E1133748-N163000E1133300", 3),
    ("18-25N/110-15E、18-25N/110-56.67E;17-45N/110-15E;", 3),
    ("30N 125E to 31N 126E and 32N 127E", 3),
    ("30N 125E 31N 126E 32N 127E", 3),
    ("N30 E125 N31 E126", 2),
    ("38.5, 128.2; 38.6, 128.3", 2),
    ("38.5 128.2\n38.6 128.3\n", 2),
    ("38,128\n39,129", 2),
    ("38.5, 128.2 / 38.6, 128.3", 2),
    ("1. 38.5, 128.2\n2. 38.6, 128.3", 2),
    ("№ 1 38.5, 128.2; № 2 38.6, 128.3", 2),
    ("(1) 38.5, 128.2 (2) 38.6, 128.3", 2),
    ("点1：北纬37°、东经120°；点2：北纬38°、东经120°。", 2),
    ("(1)43-12-25.2N 141-01-28.8E\n(2)43-12-13.2N 141-01-37.2E", 2),
    ("A:25°26′58.1″N,119°18′56.7″E\nB:25°21′45.8″N,119°16′10.6″E", 2),
    ("① 37-12N 129-40E ② 37-13N 129-40E", 2),
    ("66-10.0С 037-10.0В 66-00.0C 038-20.0В", 2),
    ("38.5N 128.2E", 1),
]


@pytest.mark.parametrize(("text", "count"), LISTS)
def test_list_is_read_in_printed_order(text, count):
    """A list gives its positions in printed order, each with its own span."""
    found = read_positions(text)

    assert len(found) == count
    assert [p.start for p in found] == sorted({p.start for p in found})
    for one in found:
        alone = read_position(text[one.start : one.end])
        assert (alone.lon, alone.lat) == (one.lon, one.lat)


REFUSED = [
    ("", "the position is empty: write"),
    (" \n\t", "the position is empty: write"),
    ("Sea of Okhotsk", "'Sea of Okhotsk': cannot read 'Sea of Okhotsk' in a position"),
    ("38.5N 128.2E near Wonsan", "cannot read 'near Wonsan' in a position"),
    ("43,05° N, 131,90° O", "cannot read 'O' in a position: O may be Ost, east, or ouest, west: write E"),
    ("nan, 38", "cannot read 'nan, 38'"),
    ("inf inf", "cannot read 'inf inf'"),
    ("[nan, 38]", "'nan' is no decimal number"),
    ("POINT(1e999 0)", "'1e999' is no decimal number"),
    ("38.5", "one number: a position needs a latitude and a longitude"),
    ("38.5, 128.2, 10", "3 numbers: a position needs"),
    ("N E", "no number in it"),
    (
        "128.2, 38.5",
        "^latitude 128.2 is beyond 90: did you mean 38.5, 128.2 \\(38°30′00″N 128°12′00″E\\)\\?$",
    ),
    ("128.2N 38.5E", "latitude 128.2 is beyond 90: did you mean 38.5, 128.2"),
    ("[38.5, 128.2]", "in brackets the longitude comes first.* did you mean \\[128.2, 38.5\\]"),
    ("128.2, 138.5", "latitude 128.2 is beyond 90: correct it"),
    ("384N 128E", "latitude 384 is beyond 90: correct it"),
    ("38, 231", "longitude 231 is beyond 180: did you mean -129\\?"),
    ("192.168.1.1", "cannot read '.' in a position"),
    ("38, 999", "longitude 999 is beyond 180: correct it"),
    ("38-72N 120E", "'38-72N': 72 minutes: they stay below 60"),
    ("38-60N 120E", "60 minutes: they stay below 60"),
    ("38°12′60″N 120°E", "60 seconds: they stay below 60"),
    ("387200N1200000E", "72 minutes"),
    ("38N 39N", "two latitudes and no longitude"),
    ("120E 121E", "two longitudes and no latitude"),
    ("N37 N129", "'N37 N129': two latitudes and no longitude: correct a hemisphere"),
    ("37-12N 129-40N", "two latitudes and no longitude"),
    ("북위 37도 북위 129도", "two latitudes and no longitude"),
    ("동경 129도 동경 130도", "two longitudes and no latitude"),
    ("geo:129.7,37.5", "latitude 129.7 is beyond 90: did you mean 37.5, 129.7"),
    ("geo:37.5", "cannot read 'geo:37.5'"),
    ("geo:37,5;129,7", "cannot read"),
    ("geo:37.5N,129.7E", "'37.5N' is no decimal number"),
    ("geo:4187000,1290000;crs=epsg-5179", "is in another system than WGS 84: transform it first"),
    ("38.5N", "'38.5N': a latitude without a longitude"),
    ("128.5E", "a longitude without a latitude"),
    ("38N 120E 39N", "'39N': a latitude without a longitude"),
    ("38.5N 128.2", "one hemisphere is missing: add N or S, and E or W"),
    ("38.5 128.2E", "one hemisphere is missing"),
    ("38-46N 120-59 39-10N 121-10E", "'38-46N 120-59': one hemisphere is missing"),
    ("38-46N 120-59E 5", "'5': a number without a hemisphere"),
    ("-38.5S 128E", "a minus sign and a hemisphere: keep one"),
    ("38.5N -128E", "a minus sign and a hemisphere: keep one"),
    ("North 38.5S, East 128E", "two opposite hemispheres: keep one"),
    ("38461N 128E", "5 digits in a row: write DDMM or DDMMSS"),
    ("38N 12345678E", "8 digits in a row: write DDDMM or DDDMMSS"),
    ("2N1260828E", "digits are missing"),
    ("38.7763-12N 120E", "the degrees have a decimal point and minutes too"),
    ("1.5°.5N 120E", "two decimal points in one number"),
    ("38-46.5-30N 120E", "two decimal points in one number"),
    ("38.5-12.5, 128", "the degrees have a decimal point and minutes too"),
    ("38.5-128.2", "a hyphen or a minus\\?"),
    ("38.5 - 128.2", "a hyphen or a minus\\?"),
    ("38,12 39,13", "commas that may be decimal or may separate"),
    ("북위 37도 12초 30분 동경 129도", "cannot|without"),
    ("2024-06-27", "one number"),
    ("38N\x1b[31m 128E", r"\\x1b"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_position_is_refused_in_words(text, message):
    """Each mistake has a message that names it and says what would be right."""
    with pytest.raises(PositionError, match=message) as caught:
        read_positions(text)

    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "38°46′35″N 120°59′06″E\ufeff / \ufeff38.77639°N 120.98500°E\ufeff / 38.77639; 120.98500",
        "38°46′35″N 120°59′06″E / 38.77639°N 120.98500°E",
        "38°46′35″N 120°59′06″E / 38.7764, 120.985 ",
    ],
)
def test_one_position_in_several_spellings_is_one(text):
    """An article gives degrees, minutes and seconds and then decimals: no line from the place to itself."""
    found = read_position(text)

    assert (found.lat, found.lon) == pytest.approx((38.776389, 120.985), abs=1e-6)
    assert (found.start, found.end) == (0, len(text.rstrip()))


@pytest.mark.parametrize(
    "text",
    [
        "38°46′35″N 120°59′06″E / 38.7664°N 120.985°E",
        "38.5N 120.5E / 38.5N 121E",
        "38.5N 120.5E / 38.5N 120.5E",
    ],
)
def test_spellings_that_differ_are_two_positions(text):
    """They are ends of a line as before, even where a slip made them differ."""
    assert len(read_positions(text)) == 2


def test_single_position_is_not_a_list():
    """`read_position` refuses two positions instead of dropping one."""
    with pytest.raises(PositionError, match="2 positions where one is expected"):
        read_position("38N 128E, 39N 129E")


def test_message_quotes_little_of_a_long_text():
    """A hostile text of any length gives a short message without control characters."""
    with pytest.raises(PositionError, match="…") as caught:
        read_positions("\x07\u202e<script>" * 10_000)

    assert len(str(caught.value)) < 700
    assert str(caught.value).isprintable()


def test_hemisphere_left_out_beside_the_word_is_a_doubt():
    """Latitude and longitude in words without a hemisphere are read as north and east, with a doubt."""
    found = read_position("위도 37도 12분 경도 129도 40분")

    assert found.lat == pytest.approx(37.2)
    assert found.lon == pytest.approx(129 + 40 / 60)
    assert [doubt.rpartition(": ")[2] for doubt in found.doubts] == ["read as north", "read as east"]


def test_uncertainty_of_a_geo_uri_is_a_doubt():
    """What the URI says of its uncertainty is not used, and a doubt says so."""
    assert read_position("geo:37.5,129.7;u=35").doubts == ("the uncertainty u='35' was left aside",)


def test_sign_beside_the_word_is_no_doubt():
    """A printed sign says the hemisphere as a letter does."""
    found = read_position("Lat -33°54′, Lon +151°12′")

    assert (found.lat, found.lon, found.doubts) == (-33.9, 151.2, ())


RUNNING = [
    (
        "HYDROPAC 2036/26. WITHIN SEVEN MILES OF 28-07.00N 143-08.00E. 2. CANCEL 241600Z",
        [(28.1167, 143.1333)],
    ),
    ("RK R1: 5 N38 E124 AND SO ON", [(38, 124)]),
    ("RADIUS 0.38NM CENTERED ON 372712N1290942E TEL 03-3268-3111", [(37.4533, 129.1617)]),
    ("Q) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012", [(36.3333, 125.6667)]),
    ("CIRCLE CENTERED AT N305520E1215933 WITH RADIUS OF 2KM", [(30.9222, 121.9925)]),
    ("SEA OF JAPAN NORTH 38-46N 120-59E", [(38.7667, 120.9833)]),
    ("B. E 5 38-46N 120-59E", [(38.7667, 120.9833)]),
    ("以北纬30度、东经125度为中心,半径5海里", [(30, 125)]),
    ("31-47.0N 131-56.0E を中心とする半径5海里の円内", [(31.7833, 131.9333)]),
    ("с 10 по 15 в 20 часов 69-43.1С 033-38.0В", [(69.7183, 33.6333)]),
    ("울진 부근 수심 2.9m(36-52-23.7N, 129-25-56.2E) 발견, 27호", [(36.8733, 129.4323)]),
    ("38-72N 120-00E, 39-00N 121-00E", [(39, 121)]),  # the impossible pair takes its longitude with it
    ("38-46 120-59E 39-00N 121-00E", [(39, 121)]),  # and so does the one without a hemisphere
    ("2N1260828E", []),  # the rest of a broken line
    ("AREA E 38-46 N 20-59 E, VHF 16", [(38.7667, 20.9833)]),  # the first E is a name
    ("30N of Jeju, 125E", []),
    (f"30N{' ' * 60}125E", []),  # two columns of a table
    ("BERTHS 12.5C 3.5B", []),  # C and B are Russian letters only beside other Russian ones
    ("north-east of 30-00N, west of 125-00E", []),
    ("VHF 16, CHART 1220, 241600Z TO 250900Z AUG", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), RUNNING)
def test_positions_are_found_in_running_text(text, expected):
    """Positions are told from the numbers around them."""
    assert [(round(p.lat, 4), round(p.lon, 4)) for p in find_positions(text)] == expected


def test_spans_point_at_the_words():
    """Spans count characters of the text as given, full-width ones and words included."""
    text = (
        "防衛省:北緯３７度１２分　東経１２９度４０分 及び 43°12' с.ш., 131°50' в.д. и "
        "2.37°12′N 129°40′E -255619N1275729E"
    )

    assert [text[p.start : p.end] for p in find_positions(text)] == [
        "北緯３７度１２分　東経１２９度４０分",
        "43°12' с.ш., 131°50' в.д.",
        "37°12′N 129°40′E",
        "255619N1275729E",
    ]


@pytest.mark.parametrize(
    "text",
    ["Sea of Okhotsk", "Ulchi Freedom Shield 24", "", "2017", "exercises.csv", "38N 128E near Wonsan", "①"],
)
def test_other_texts_are_not_meant_as_positions(text):
    """Names, single numbers and sentences are not taken for coordinates."""
    assert not holds_position(text)


@pytest.mark.parametrize("text", ["128.2, 38.5", "38.5N", "38-72N 120E", "38N 39N", "38.5, 999", "38,5"])
def test_wrong_positions_are_still_meant_as_positions(text):
    """A mistake in coordinates is explained, not taken for a name."""
    assert holds_position(text)


STYLES = [
    ("dms", "38°46′35″N 120°59′06″E"),
    ("dm", "38-46.58N 120-59.10E"),
    ("decimal", "38.7764, 120.9850"),
    ("packed", "384635N1205906E"),
]


@pytest.mark.parametrize(("style", "expected"), STYLES)
def test_styles(style, expected):
    """Each style prints the latitude first."""
    assert format_position(120.985, 38 + 46 / 60 + 35 / 3600, style=style) == expected


CARRIES = [
    (5.0, 38.99999, "dms", "39°00′00″N 5°00′00″E"),
    (5.0, 38 + 59.9999 / 3600, "dms", "38°01′00″N 5°00′00″E"),
    (5.0, 38 + 59.999 / 60, "dm", "39-00.00N 005-00.00E"),
    (-0.00001, -0.00001, "dms", "0°00′00″N 0°00′00″E"),
    (-0.00001, -0.00001, "decimal", "0.0000, 0.0000"),
    (-5.5, -38.25, "packed", "381500S0053000W"),
    (-5.5, -38.25, "decimal", "-38.2500, -5.5000"),
    (180.0, 90.0, "dms", "90°00′00″N 180°00′00″E"),
    (-180.0, -90.0, "packed", "900000S1800000W"),
]


@pytest.mark.parametrize(("lon", "lat", "style", "expected"), CARRIES)
def test_rounding_carries(lon, lat, style, expected):
    """Seconds and minutes that round up to 60 carry; a rounded zero has no minus and no south."""
    assert format_position(lon, lat, style=style) == expected


@pytest.mark.parametrize(
    ("lat", "expected"),
    [(29.8833, "29°53′N"), (30.0, "30°00′N"), (29.9999, "30°00′N"), (-33.9, "33°54′S"), (-0.001, "0°00′N")],
)
def test_latitude_for_a_sentence(lat, expected):
    """A latitude is printed to the nearest minute."""
    assert format_latitude(lat) == expected


def test_writing_refuses_what_is_no_place():
    """Numbers out of range and NaN are refused, not printed."""
    with pytest.raises(PositionError, match=r"latitude 128\.2 is beyond 90"):
        format_position(38.5, 128.2)
    with pytest.raises(PositionError, match="not numbers"):
        format_position(float("nan"), 38.5)
    with pytest.raises(PositionError, match="latitude 91 is beyond 90"):
        format_latitude(91.0)


def test_position_is_checked_when_made():
    """No `Position` lies off the Earth."""
    with pytest.raises(PositionError, match="not numbers"):
        Position(lon=float("inf"), lat=0.0)
    with pytest.raises(PositionError, match=r"longitude -180\.5 is beyond 180: did you mean 179\.5"):
        Position(lon=-180.5, lat=0.0)


LONS, LATS = st.floats(-180, 180), st.floats(-90, 90)


@given(lon=LONS, lat=LATS, style=st.sampled_from([style for style, _ in STYLES]))
@example(lon=179.99999999, lat=-89.99999999, style="dms")
@example(lon=-1e-9, lat=1e-9, style="decimal")
@example(lon=9.9999999, lat=0.5, style="packed")
def test_printed_position_reads_back(lon, lat, style):
    """Reading what was printed gives the same position within the precision of the print."""
    back = read_position(format_position(lon, lat, style=style))

    assert back.lat == pytest.approx(lat, abs=back.precision_deg + 1e-9)
    assert back.lon == pytest.approx(lon, abs=back.precision_deg + 1e-9)


def chinese(printed: str) -> str:
    """Write an angle with its hemisphere in Chinese."""
    hemisphere = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}[printed[-1]]
    return hemisphere + printed[:-1].translate(str.maketrans({"°": "度", "′": "分", "″": "秒"}))


SAME_POSITION = {
    "hemisphere first": lambda lat, lon: f"{lat[-1]}{lat[:-1]} {lon[-1]}{lon[:-1]}",
    "longitude first": lambda lat, lon: f"{lon} {lat}",
    "glued": lambda lat, lon: f"{lat}{lon}",
    "full width": lambda lat, lon: f"{lat} {lon}".translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
    "Chinese": lambda lat, lon: f"{chinese(lat)}、{chinese(lon)}",
    "Korean": lambda lat, lon: (
        f"{'북위' if lat[-1] == 'N' else '남위'} {lat[:-1]} {'동경' if lon[-1] == 'E' else '서경'} {lon[:-1]}"
    ),
    "Russian": lambda lat, lon: f"{lat} {lon}".translate(str.maketrans("NSEW", "СЮВЗ")),
    "apostrophes": lambda lat, lon: f"{lat} {lon}".replace("′", "'").replace("″", "''"),
    "decimal comma": lambda lat, lon: f"{lat} {lon}".replace(".", ","),
    "tabs": lambda lat, lon: f"\t{lat}\t{lon}\n",
}


@given(
    lon=LONS, lat=LATS, style=st.sampled_from(["dms", "dm"]), spelling=st.sampled_from(sorted(SAME_POSITION))
)
def test_spelling_changes_nothing(lon, lat, style, spelling):
    """The same digits in another spelling or language are the same position with the same precision."""
    plain = format_position(lon, lat, style=style)

    assert read_position(SAME_POSITION[spelling](*plain.split(" "))) == read_position(plain)


@given(
    st.lists(st.tuples(LONS, LATS), min_size=1, max_size=6),
    st.sampled_from([", ", "; ", "\n", " - ", " to ", "-"]),
)
def test_ring_is_read_and_found_alike(points, separator):
    """A ring of packed positions gives the same positions whether read or found."""
    text = separator.join(format_position(lon, lat, style="packed") for lon, lat in points)

    assert len(read_positions(text)) == len(points)
    assert find_positions(f"AREA {text}.") == read_positions(text)


ALPHABET = "0123456789.,-+ °′″'\"NSEWnsew度分秒北纬东经위도СВс.шв.д№()[]/;:&\n\t①AIａ３\x00\u202e"


BITS = [
    *(
        "38",
        "120",
        "5",
        "1.",
        "38-46.58N",
        "120-59.10E",
        "384635N1205906E",
        "北纬",
        "东经",
        "lat",
        "lon",
        "с.ш.",
        "в.д.",
    ),
    *("(1)", "№ 1", "A:", " ", ", ", ".", ",", "-", "°", "′", "″", "度", "分", "N", "E", "S", "W"),
]


@given(
    st.text(ALPHABET, max_size=60)
    | st.text(max_size=60)
    | st.lists(st.sampled_from(BITS), max_size=12).map("".join)
)
@example("1.5°.5N 120E")
@example("[" * 50)
@example("N1E1N1E1" * 5)
@example("1.1.1.1N1.1.1.1E")
@example("9" * 400 + "N 1E")
@example("9" * 400 + ", 1")
@example("0." + "0" * 400 + "1, 1")
def test_any_text_is_read_or_refused(text):
    """Whatever the text, reading ends in positions on the Earth or in a `PositionError` of modest length."""
    for found in find_positions(text):
        assert 0 <= found.start < found.end <= len(text)
    meant = holds_position(text)
    try:
        read = read_positions(text)
    except PositionError as error:
        assert str(error).isprintable()  # noqa: PT017 - most texts are refused, some are read
        assert len(str(error)) < 700  # noqa: PT017
    else:
        assert read
        assert meant or len(read) == 1


@pytest.mark.parametrize(
    "bit",
    [
        "9",
        "9,",
        "1.1.",
        "1 ",
        "1-",
        "1°",
        "N",
        "N ",
        "1N1E",
        " ",
        "(1)",
        "№1",
        "北纬3",
        "с.ш.",
        "A:",
        "[1,",
        "[",
        "geo:1,",
        "geo:1,1;a",
    ],
)
def test_long_texts_end(bit):
    """A long run of anything is answered; a pattern that steps back would take hours on it."""
    text = bit * (100_000 // len(bit))

    found = find_positions(text)
    try:
        read = read_positions(text)
    except PositionError:
        read = ()

    assert len(found) <= len(text)
    assert len(read) <= len(text)


def test_import_is_light():
    """The module brings neither numpy nor shapely: the command starts with it."""
    code = "import sys, geo.coordinates; print(sorted({'numpy', 'shapely', 'pyproj'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
