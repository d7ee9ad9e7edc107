"""Words and countries: each word has a meaning, and a country is found by any usual name of it."""

from __future__ import annotations

import csv
import re

import pytest

from zones import store, vocabulary

FIELDS = ["kinds", "evidence", "clause", "verification", "confidence", "role", "basis", "extent", "surface"]


@pytest.mark.parametrize("field", FIELDS)
def test_every_word_has_a_meaning(field):
    """A word is an identifier, and what it means is said."""
    words = vocabulary.meanings(field)

    assert len(words) > 1
    for word, meaning in words.items():
        assert re.fullmatch("[a-z][a-z_]*", word)
        assert meaning


def test_a_field_without_words():
    """A name is free text: asking for its words is a mistake of the caller."""
    with pytest.raises(KeyError):
        vocabulary.meanings("name")


def test_countries_are_those_of_the_standard():
    """249 codes, each once, each with a name that no other has."""
    with (store.DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len({row["code"] for row in rows}) == len({row["alpha_2"] for row in rows}) == len(rows) == 249
    assert len({row["name"] for row in rows}) == 249
    assert all(re.fullmatch("[A-Z]{3}", row["code"]) for row in rows)
    assert all(vocabulary.country_code(row["name"]) == row["code"] for row in rows)
    assert all(vocabulary.country_code(row["alpha_2"]) == row["code"] for row in rows)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("South Korea", "KOR"), ("ROK", "KOR"), ("Republic of Korea", "KOR"), ("대한민국", "KOR"),
        ("韩国", "KOR"), ("North Korea", "PRK"), ("DPRK", "PRK"), ("北朝鮮", "PRK"), ("КНДР", "PRK"),
        ("China", "CHN"), ("PRC", "CHN"), ("中国", "CHN"), ("Russian Federation", "RUS"), ("Россия", "RUS"),
        ("the United States", "USA"), ("U.S.", "USA"), ("us", "USA"), ("日本", "JPN"), ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"), ("UK", "GBR"), ("Atlantis", None), ("", None), ("  ", None),
        ("Sea of Japan", None),
    ],
)  # fmt: skip
def test_a_country_by_its_names(name, code):
    """Names in five languages, short forms and codes lead to one code; the rest to none."""
    assert vocabulary.country_code(name) == code


def test_a_mend_names_the_nearest_word():
    """Spaces and hyphens do not hide what was meant; where nothing is near, all words are named."""
    assert vocabulary.mend("Anti-Submarin", ["anti_submarine", "air"]) == "did you mean anti_submarine?"
    assert vocabulary.mend("", ["naval", "air"]) == "known are naval, air"
