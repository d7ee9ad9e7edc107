"""Times of single areas: which moments and periods of a notice belong to which of its areas.

They are told apart only where the text does so plainly: the times stand before the positions of their area,
or behind them, the same way for all; or in a list of their own that has the labels of the list of areas.
What holds for all, such as the days on which the windows are, stands outside.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.notices.groups import find_labels, label_order
from geo.notices.periods import sort_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.notices.areas import Unit
    from geo.notices.items import Item

_MOST_UNITS = 40
_LEAD = 500  # characters before the first positions in which its label stands


def items_by_unit(folded: str, items: Sequence[Item], units: Sequence[Unit]) -> list[list[Item]]:
    """Give each group of positions the times that belong to it.

    Parameters
    ----------
    folded : str
        The notice, folded.
    items : sequence of Item
        In printed order.
    units : sequence of Unit
        Where the positions stand.

    Returns
    -------
    list of list of Item
        For each unit its own items and those of all, in printed order. Empty if there is one unit only, if
        the times hold for all of them, or if the text does not tell plainly.

    Examples
    --------
    >>> from geo.notices.areas import Unit
    >>> from geo.notices.items import Item, Moment
    >>> text = "38N 124E ON 3 MAY. 37N 124E ON 6 MAY."
    >>> units = [Unit(0, 8, ()), Unit(19, 27, ())]
    >>> items = [Item(Moment(12, 17, month=5, day=3), None), Item(Moment(31, 36, month=5, day=6), None)]
    >>> [[item.left.day for item in own] for own in items_by_unit(text, items, units)]
    [[3], [6]]
    """
    items = [item for item in items if sort_of(item)]
    if not 2 <= len(units) <= _MOST_UNITS or len(items) < len(units):
        return []
    edges = [0, *(edge for unit in units for edge in (unit.start, unit.end)), len(folded) + 1]
    slots = [_within(items, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    between = slots[1:-1]
    if all(between):
        own = _in_turn(folded, slots, units, items)
    elif any(between):
        own = _before_several(slots, items)
    else:
        own = _in_their_own_list(folded, items, units)
    return _with_shared(items, own)


def _within(items: Sequence[Item], start: int, end: int) -> list[Item]:
    return [item for item in items if start <= item.moments[0].start < end]


def _with_shared(items: Sequence[Item], own: list[list[Item]]) -> list[list[Item]]:
    """Add what holds for all; to times that are whole by themselves, nothing can be added plainly."""
    owned = {id(item) for part in own for item in part}
    shared = [item for item in items if id(item) not in owned]
    whole = _whole(items)
    if not own or not all(own) or (shared and any(whole(part) for part in own)):
        return []
    if shared and not all(whole([*shared, *part]) for part in own):
        return []
    return [sorted([*shared, *part], key=lambda item: item.moments[0].start) for part in own]


def _whole(items: Sequence[Item]) -> Callable[[Sequence[Item]], bool]:
    """Give the test of whether times need no others: an interval, or days with hours if there are any."""
    hours = any(sort_of(item) == "W" for item in items)

    def whole(part: Sequence[Item]) -> bool:
        sorts = {sort_of(item) for item in part}
        return "I" in sorts or ("D" in sorts and ("W" in sorts or not hours))

    return whole


def _in_turn(
    folded: str, slots: Sequence[list[Item]], units: Sequence[Unit], items: Sequence[Item]
) -> list[list[Item]]:
    """Read times and positions in turn: the times before, or the times behind the positions."""
    first, *between, last = slots
    whole = _whole(items)
    sorts = {sort_of(item) for part in between for item in part}
    if all(map(whole, between)):
        before, behind = whole(first), whole(last)
    elif all({sort_of(item) for item in part} == sorts for part in between):
        first, last = ([item for item in part if sort_of(item) in sorts] for part in (first, last))
        before, behind = (sorts == {sort_of(item) for item in part} for part in (first, last))
    else:
        return []
    if before and behind:
        sides = {_side_of_label(folded, one.end, two.start, part)
                 for (one, two), part in zip(pairwise(units), between, strict=True)}  # fmt: skip
        before, behind = sides == {"before"}, sides == {"behind"}
    if before == behind:
        return []
    return [_behind_its_label(folded, first, units[0], whole), *between] if before else [*between, last]


def _before_several(slots: Sequence[list[Item]], items: Sequence[Item]) -> list[list[Item]]:
    """Let whole times before the positions hold for all that come before the next ones: 1. … A, B. 2. … C."""
    whole = _whole(items)
    *before, last = slots
    if last or not before[0] or not all(whole(part) for part in before if part):
        return []
    own: list[list[Item]] = []
    for part in before:
        own.append(part or own[-1])
    return own


def _side_of_label(folded: str, start: int, end: int, part: Sequence[Item]) -> str:
    """Tell on which side of the times between two areas the next one begins: before them, or behind."""
    labels = [at for at, _ in find_labels(folded, start, end)]
    from_, to = part[0].moments[0].start, part[-1].moments[-1].end
    if labels and labels[0] <= from_:
        return "before"
    return "behind" if labels and labels[0] >= to else ""


def _behind_its_label(
    folded: str, first: list[Item], unit: Unit, whole: Callable[[Sequence[Item]], bool]
) -> list[Item]:
    """Leave out what stands before the label of the first area: it holds for all."""
    for at, _ in reversed(find_labels(folded, max(0, unit.start - _LEAD), unit.start)):
        behind = [item for item in first if item.moments[0].start >= at]
        if behind and whole(behind) == whole(first):
            return behind
    return first


def _in_their_own_list(folded: str, items: Sequence[Item], units: Sequence[Unit]) -> list[list[Item]]:
    """Read times in a list with the labels of the list of areas: 期間 1. … 2. … 区域 1. … 2. …."""
    found = _labels_of(folded, units)
    if not found:
        return []
    names = [name for _, name in found]
    for start, end in ((0, found[0][0]), (units[-1].end, len(folded))):
        labels = find_labels(folded, start, end)
        for first in range(len(labels) - len(names), -1, -1):
            run = labels[first : first + len(names)]
            if [name for _, name in run] == names:
                edges = [at for at, _ in run] + [end]
                own = [_within(items, one, two) for one, two in pairwise(edges)]
                if all(own):
                    return own
    return []


def _labels_of(folded: str, units: Sequence[Unit]) -> list[tuple[int, str]]:
    """Find the labels of the areas: each follows the one before it, 1 and 2, A and B."""
    starts = [max(0, units[0].start - _LEAD), *(unit.end for unit in units[:-1])]
    choices = [find_labels(folded, start, unit.start) for start, unit in zip(starts, units, strict=True)]
    for first in reversed(choices[0]):
        found = [first]
        for each in choices[1:]:
            following = label_order(found[-1][1]) + 1
            found += [label for label in each if label_order(label[1]) == following][:1]
        if len(found) == len(units):
            return found
    return []
