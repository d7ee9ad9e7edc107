"""Plus codes are read as the cells that they name; short ones are refused."""

from __future__ import annotations

import pytest

from geo.coordinates import holds_position, read_position, read_positions
from geo.errors import PositionError
from geo.plus_codes import read_plus_code

# Made with another program: the package openlocationcode 1.0.1 of Google. Latitude, longitude of the middle.
CODES_ELSEWHERE = {
    "8Q8F0000+": (36.5, 129.5),
    "8Q8F2900+": (36.025, 129.375),
    "8Q8F29J6+": (36.03125, 129.36125),
    "8Q8F29J6+22": (36.0300625, 129.36006250000003),
    "8Q8F29J6+222": (36.0300125, 129.36001562500002),
    "8Q8F29J6+22222": (36.0300005, 129.3600009765625),
    "8Q8F29J6+2222222": (36.03000002, 129.36000006103518),
    "8QCCGW22+22": (38.5000625, 128.9000625),
    "8Q98HX8H+J6": (37.56656249999999, 126.9780625),
    "8QF72Q22+22": (39.0000625, 125.7500625),
    "8QMH4V8P+22": (43.1150625, 131.8850625),
    "8Q6QP622+22": (34.7000625, 135.2000625),
    "4RRH46R2+22": (-33.8599375, 151.2000625),
    "73H4C422+22": (21.400062499999997, -157.89993750000002),
    "6PG62G22+C2": (0.0010625, 104.5000625),
    "6PG62G22+C222222": (0.00100002, 104.50000006103517),
    "6CFXXXXX+JJ": (-0.0009375, -0.0009375),
    "6CFXXXXX+JJ22222": (-0.0009999800000000001, -0.000999938964845),
    "CVXXXXRR+22": (89.9900625, 179.99006250000002),
    "CVXXXXRR+2222222": (89.99000002, 179.99000006103518),
    "22222266+22": (-89.9899375, -179.9899375),
    "22222266+2222222": (-89.98999998, -179.98999993896484),
}


@pytest.mark.parametrize(("code", "middle"), CODES_ELSEWHERE.items(), ids=CODES_ELSEWHERE)
def test_a_code_of_another_program_names_the_same_cell(code, middle):
    """From 1° to less than a millimetre, in every quarter of the Earth."""
    found = read_position(code)

    assert (found.lat, found.lon) == pytest.approx(middle, abs=1e-9)
    assert bool(found.doubts) == (code.find("0") >= 0)
    assert holds_position(code)


def test_spelling_makes_no_difference():
    """Small letters, and spaces around."""
    assert read_position(" 8q8f29j6+22 ") == read_position("8Q8F29J6+22")


#: What names no cell, and what is said of it.
CODES_REFUSED = [
    ("8Q98+22 Pohang", "a short plus code: open it in a map and copy the full code, or the numbers"),
    ("29J6+22", "a short plus code"),
    ("8Q8F29J6+22 Pohang", "words after a plus code: leave them out"),
    ("8Q8F29J6+2", "no such plus code"),
    ("8Q8F2900+22", "no such plus code"),
    ("8Q8F2000+", "no such plus code"),
    ("8Q8F29J600+", "no such plus code"),
    ("XX000000+", "no such plus code"),
    ("2X000000+", "no such plus code"),
]


@pytest.mark.parametrize(("text", "message"), CODES_REFUSED)
def test_what_names_no_cell_is_refused_in_words(text, message):
    """It is still meant as a position."""
    assert holds_position(text)
    with pytest.raises(PositionError, match=message):
        read_positions(text)


@pytest.mark.parametrize("text", ["", "+38.5 +128.2", "38N+128E", "A+B", "8Q8F29J6", "8Q8F29L6+22"])
def test_other_texts_are_no_codes(text):
    """Other letters, other signs."""
    assert read_plus_code(text) is None
