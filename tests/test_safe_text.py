"""Texts and addresses from outside, whatever they hold."""

import re
from unicodedata import bidirectional

import pytest
from hostile import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from maps.safe_text import clean_text, isolated, web_address


@given(st.text() | st.sampled_from(list(HOSTILE.values())))
def test_clean_text_can_always_be_written(text):
    """Whatever comes in, what is left can be encoded, holds no control character and is not too long."""
    shown = clean_text(text)

    assert shown.encode("utf-8").decode("utf-8") == shown
    assert not any(ord(letter) < 32 and letter not in "\t\n" for letter in shown)
    assert len(shown) <= 4000


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://example.org/a?b=1#c", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("https://", False),
        ("//example.org/a", False),
        ("javascript:alert(1)//https://example.org", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://example.org", False),
        ("https://[", False),
        ("https://example.org/ onclick=x", False),
        ("https://example.org/\u202egro", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url, fine):
    """Addresses of http and https with a host pass; everything else becomes an empty string."""
    assert bool(web_address(url)) is fine


@given(st.lists(st.text("ab א2ع\u202e\u2066\u2069"), max_size=3))
def test_no_name_turns_the_sentence_around_it(names):
    """Read from the left, what is open is closed, no letter is lost, and no mark of a name is left."""
    said = isolated(f"Partly: {'; '.join(names)}: 3 km outside.", names)
    depth = 0
    for letter in said:
        depth += {"\u2068": 1, "\u2069": -1}.get(letter, 0)
        assert depth >= 0
        assert depth or bidirectional(letter) not in {"R", "AL", "RLO", "LRI"}

    assert depth == 0
    assert re.sub("[\u2068\u2069]", "", said) == re.sub(
        "[\u202e\u2066\u2069]", "", f"Partly: {'; '.join(names)}: 3 km outside."
    )
