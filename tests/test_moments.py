"""Written dates span what they leave open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zones.moments import moments


@pytest.mark.parametrize(
    ("text", "days"),
    [("2018", 365), ("2020-02", 29), ("2023-12", 31), ("2017-03-08", 1), ("2017-03-08T10:00+09:00", 0)],
)
def test_a_written_date_spans_what_it_leaves_open(text, days):
    """A year, a month and a day last as long as they do; an instant does not last."""
    earliest, latest = moments(text)

    assert latest - earliest == timedelta(days=days)


@pytest.mark.parametrize(
    "text", ["2018-13", "2017-02-30", "8 March", "", "2017-03-08T10:00", "2017-03-08T25:00+09:00"]
)
def test_what_is_no_date_is_refused_with_a_mend(text):
    """Each wrong date is told how to write one."""
    with pytest.raises(ValueError, match=r"write|look it up"):
        moments(text)
