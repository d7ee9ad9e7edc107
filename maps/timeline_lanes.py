"""Where the entries of the time line stand: moments as millimetres, and lanes in which no mark hides another.

Lengths in millimetres on the paper, times in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.figure_chart import MARGIN_MM
from zones.assess import TESTS, span
from zones.histories import histories
from zones.moments import moments
from zones.regimes import SIX
from zones.vocabulary import country_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zones.exercises import Exercise
    from zones.histories import History
    from zones.regimes import Regime

WIDTH_MM, LEFT_MM = 297.0, 54.0
MARK_MM = 0.95  #: the shortest mark
#: Before it hardly anything is catalogued: those years are drawn narrow.
DENSE = datetime(2010, 1, 1, tzinfo=UTC)
_NARROW = 0.13  # of the width, for the years before


class Mark(NamedTuple):
    """An entry in a lane: when, and in which row of the lane."""

    exercise: Exercise
    left: float  #: mm on the paper
    right: float
    row: int


class Lane(NamedTuple):
    """The entries of one party, or the tests."""

    name: str
    marks: tuple[Mark, ...]

    @property
    def rows(self) -> int:
        """How many rows its marks take, at least one."""
        return max((mark.row for mark in self.marks), default=0) + 1


class Times:
    """Where moments stand on the paper."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last
        self.left, self.right = LEFT_MM, WIDTH_MM - MARGIN_MM
        self.narrow = first < DENSE - timedelta(days=5 * 365) and last > DENSE + timedelta(days=5 * 365)
        self.breaks = [(first, self.left), (last, self.right)]
        if self.narrow:
            self.breaks.insert(1, (DENSE, self.left + _NARROW * (self.right - self.left)))

    def at(self, moment: datetime) -> float:
        """Give millimetres from the left; what lies beyond an end is put on it.

        Examples
        --------
        >>> begin, end = moments("2016")[0], moments("2017")[1]
        >>> Times(begin, end).at(begin) == LEFT_MM
        True
        """
        seconds = [when.timestamp() for when, _ in self.breaks]
        return float(np.interp(moment.timestamp(), seconds, [x for _, x in self.breaks]))

    def shows(self, moment: datetime) -> bool:
        """Tell whether a moment is on the paper.

        Examples
        --------
        >>> times = Times(moments("2016")[0], moments("2017")[1])
        >>> times.shows(moments("2016-05")[0]), times.shows(moments("2018-05")[0])
        (True, False)
        """
        return self.first <= moment <= self.last


def ends_of(
    exercises: Sequence[Exercise], regimes: Sequence[Regime], first: str, last: str
) -> tuple[datetime, datetime]:
    """Give the ends of the time line: the dates asked for, else those of what is drawn, with some room.

    Parameters
    ----------
    exercises : sequence of Exercise
        At least one, all of them dated.
    regimes : sequence of Regime
    first, last : str
        A year, month or day each; empty if none is asked for.

    Examples
    --------
    >>> from zones import load_exercises
    >>> ends_of(load_exercises(), [], "2016", "2017")[0].isoformat()
    '2015-12-31T15:00:00+00:00'
    """
    spans = [found for found in map(span_of, exercises) if found]
    begin = moments(first)[0] if first else min(
        [spans[0][0], *(one for one, _ in spans), *(moments(each.date)[0] for each in regimes)]
    )  # fmt: skip
    end = moments(last)[1] if last else max(
        [*(two for _, two in spans), *(change.latest for each in regimes for change in each.status)]
    )  # fmt: skip
    if first and last:
        return begin, end
    return begin.replace(month=1, day=1), end + timedelta(days=60)


def span_of(exercise: Exercise) -> tuple[datetime, datetime] | None:
    """Give the first and the last moment of an exercise; None if its date is not known.

    Examples
    --------
    >>> from zones.exercises import Exercise
    >>> span_of(Exercise(id="a", name="", places=())) is None
    True
    """
    try:
        return span(exercise)
    except ValueError:
        return None


def lanes(exercises: Iterable[Exercise], parties: Sequence[str], times: Times) -> list[Lane]:
    """Put entries into lanes: the tests, then each party; a joint exercise stands with each that conducts it.

    Marks that would lie on each other go into rows, so that every entry is seen.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import select
    >>> times = Times(moments("2017")[0], moments("2017")[1])
    >>> some = select(load_exercises(), first="2017", last="2017")
    >>> [lane.name for lane in lanes(some, ["PRK", "CHN"], times)]
    ['North Korea: tests', 'North Korea', 'China']
    """
    dated = sorted(exercises, key=lambda each: (span_of(each) or (times.first, times.first), each.id))
    tests = [each for each in dated if TESTS & set(each.kinds)]
    drills = [each for each in dated if not TESTS & set(each.kinds)]
    found = [_lane("North Korea: tests", tests, times)] if tests and "PRK" in parties else []
    for party in (each for each in SIX if each in parties):
        own = [each for each in drills if party in each.parties]
        if own:
            found.append(_lane(country_name(party), own, times))
    return found


def _lane(name: str, exercises: Iterable[Exercise], times: Times) -> Lane:
    free: list[float] = []  # where each row is free again
    marks = []
    for each in exercises:
        begin, end = span(each)
        if end < times.first or begin > times.last:
            continue
        left = times.at(begin)
        right = max(times.at(end), left + MARK_MM)
        row = next((number for number, until in enumerate(free) if until <= left), len(free))
        free[row : row + 1] = [right + 0.12]
        marks.append(Mark(each, left, right, row))
    return Lane(name, tuple(marks))


def rows_of(regime: Regime, parties: Sequence[str], times: Times) -> list[History]:
    """Choose the histories of some parties of which something is to be seen.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> times = Times(moments("2017")[0], moments("2019")[1])
    >>> len(rows_of(load_regimes()["cma-2018"], ["KOR"], times)) > 0
    True
    """
    found = []
    for each in histories(regime):
        over = each.changes and each.changes[-1].state in ("ended", "withdrawn")
        seen = each.changes and each.changes[0].earliest < times.last
        if set(parties) & set(each.parties) and seen and not (over and each.changes[-1].latest < times.first):
            found.append(each)
    return found
