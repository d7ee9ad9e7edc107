"""Which edges of an area are shore, as the words of a notice say it: AND COASTLINE, 及び陸岸により囲まれる.

The coast itself is not known here: an edge is only marked, by the number of the corner that it leaves.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.notices.words import alternatives, word_list
from geo.patterns import re

if TYPE_CHECKING:
    from collections.abc import Sequence


def shore_edges(before: str, gaps: Sequence[str], after: str) -> tuple[int, ...]:
    """Find the edges of a ring that are shore.

    Parameters
    ----------
    before, after : str
        The text around the corners that speaks of this area alone, folded.
    gaps : sequence of str
        The text between one corner and the next, folded: one fewer than corners.

    Returns
    -------
    tuple of int
        Edge n runs from corner n, counted from 0, to the next; the last one closes the ring. Where the
        words only say that the shore is part of the boundary, it is the edge between the two corners that
        are said to lie on the shore, else the last.

    Examples
    --------
    >>> shore_edges("IN AREA BOUND BY ", [", ", ", "], " AND COASTLINE")
    (2,)
    >>> shore_edges("", [" ДАЛЕЕ ПО БЕРЕГОВОЙ ЛИНИИ ДО ", ", "], "")
    (0,)
    >>> shore_edges("2地点及び陆岸により围まれる区域 ", ["(岸线上) "], "(岸线上)")
    (1,)
    >>> shore_edges("GUNNERY OFF THE EAST COAST IN AREA BOUND BY", [", ", ", "], "")
    ()
    """
    count = len(gaps) + 1
    if count < 2:
        return ()
    on_shore = [number for number, words in enumerate([*gaps, after]) if _mark().match(words)]
    along = [number for number, words in enumerate(gaps) if _noun().search(_mark().sub("", words))]
    rest = _mark().sub("", after, count=1)
    if _goes_on().match(rest):
        along.append(count - 1)
    if along:
        return tuple(along)
    said = _boundary().search(before) or _boundary().search(rest)
    if len(on_shore) == 2:
        one, two = on_shore
        if two - one == 1 and count > 2:
            return (one,)
        if (one, two) == (0, count - 1):
            return (two,)
    return (count - 1,) if said else ()


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(alternatives(word_list("areas", "coast")))


@cache
def _boundary() -> re.Pattern[str]:
    noun = alternatives(word_list("areas", "coast"))
    joined = alternatives(word_list("areas", "coast_joined"))
    encloses = alternatives(word_list("areas", "coast_encloses"))
    return re.compile(rf"{joined}\s{{0,3}}+{noun}|{noun}[^.;,\n]{{0,8}}?{encloses}")


@cache
def _mark() -> re.Pattern[str]:
    """Match what says that the corner before it lies on the shore: (岸線上), (ON THE SHORE)."""
    noun = alternatives(word_list("areas", "coast"))
    along = alternatives(word_list("areas", "coast_along"))
    on = alternatives(word_list("areas", "coast_on"))
    return re.compile(
        rf"[\s,]{{0,3}}+(?:\((?![^()]{{0,30}}?{along})[^()]{{0,30}}?{noun}[^()]{{0,10}}+\)"
        rf"|{on}\s{{1,3}}+(?:THE\s)?{noun}|{noun}\s?[上상])"
    )


@cache
def _goes_on() -> re.Pattern[str]:
    """Match the last corner going on along the shore: , THENCE ALONG THE COAST TO THE STARTING POINT."""
    noun = alternatives(word_list("areas", "coast"))
    words = alternatives([*word_list("areas", "connectors"), *word_list("areas", "coast_along")])
    return re.compile(rf"(?:[\s,(]{{1,6}}+|{words})*+{noun}")
