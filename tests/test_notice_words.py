"""The tables of words are whole, and folding keeps every character in its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.notices.words import alternatives, fold, number_value, tables


def word_lists(table, path=()):
    """Give each list of words in the tables, with its place."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from word_lists(value, (*path, key))
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield (*path, key), value


LISTS = [
    (path, words) for path, words in word_lists(tables()) if path[0] != "text" and path[-1] != "issue_line"
]


@pytest.mark.parametrize(("path", "words"), LISTS, ids=[".".join(path) for path, _ in LISTS])
def test_each_word_is_found_in_text(path, words):
    """The pattern of a list finds each of its words, standing alone."""
    pattern = re.compile(alternatives(words))

    missed = [word for word in words if not pattern.search(f" {fold(word).replace('*', '')} ")]

    assert missed == [], path


def test_a_word_belongs_to_one_zone_and_one_month():
    """No word names two zones or two months."""
    for table in (tables()["zones"]["words"], tables()["months"]):
        words = [word for names in table.values() for word in names]
        assert len(words) == len(set(words))


def test_every_zone_that_is_named_has_its_minutes():
    """Words, letters, places and languages lead to zones that are known; local time is no zone."""
    zones = tables()["zones"]
    known = {*zones["minutes"], *zones["changing"]}
    named = {*zones["words"], *zones["letters"].values(), *zones["default"].values(), *zones["places"]}

    assert named - known == {"LOCAL"}


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text):
    """A folded text is as long as the text, so that places in one are places in the other."""
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,5", 2.5),
        ("0.38", 0.38),
        ("SEVEN", 7),
        ("twenty five", 25),
        ("二十五", 25),
        ("一〇", 10),
        ("十", 10),
        ("零", 0),
        ("百", 100),
    ],
)
def test_numbers_in_digits_words_and_characters(text, value):
    """A number is read in each way in which notices print it."""
    assert number_value(text) == value
