"""Periods as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.periods import in_words, period


@pytest.mark.parametrize(
    ("start", "end", "short", "long"),
    [
        ("2017-05", "2017-05-09", "2017-05–2017-05-09",
         "May 2017 to 9 May 2017; the start is known to the month only"),
        ("2017-05", "2017-05", "2017-05", "May 2017; known to the month only"),
        ("2016-12-30", "2017-01-02", "2016-12-30–2017-01-02", "30 December 2016 to 2 January 2017, 4 days"),
        ("1989", "1989-03-23", "1989–1989-03-23",
         "1989 to 23 March 1989; the start is known to the year only"),
    ],
)  # fmt: skip
def test_periods_in_two_forms(start, end, short, long):
    """A period is written short for a table, and in words with what is not known of it."""
    assert period(start, end) == short
    assert in_words(start, end) == long


@given(start=st.dates(), end=st.dates())
def test_a_short_period_can_be_made_long_again(start, end):
    """What the short form leaves out of the end is what it shares with the start."""
    first, _, last = period(start.isoformat(), end.isoformat()).partition("–")

    assert first == start.isoformat()
    assert (first[: len(first) - len(last)] + last if last else first) == end.isoformat()
