"""Positions of a notice put together to those of one area each, with the text that may speak of them.

A new area begins behind words that say anything but "and" or "to", at a ring that closes, at the label of an
area, and where the punctuation is heavier than elsewhere.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from geo.errors import cut
from geo.notices.shore import shore_edges
from geo.notices.words import alternatives, pattern, word_list
from geo.patterns import re
from geo.positions import Misread, Position

if TYPE_CHECKING:
    from collections.abc import Sequence


_LEAD, _TRAIL = 500, 240  # characters before and after positions in which words may speak of them
_LONGEST_GAP = 300  # characters between two corners of one area


_STRONG_BREAK = re.compile(r"\n[ ]*\n|[.;](?=\s|$)|(?<=[^\x00-\x7F])[.;]|\n(?=[ ]*[0-9A-ZА-Я][.)])")


LABEL = (
    r"(?:[A-ZА-Я](?![A-ZА-Я])|[⑩-⑳]|[0-9]{1,3}+(?![0-9.]?[0-9])|[IVX]{1,4}+(?![A-Z])"
    r"|(?<![가-힣])[가나다라마바사아자차카타파하](?![가-힣])|(?<![\u4e00-\u9fff])[甲乙丙丁戊己](?![\u4e00-\u9fff]))"
)


_NOTHING = r"[\s,;:/&|.()\[\]~+\"'°№#=*-]++"


_LENGTH_NEAR = re.compile(r"[0-9][ ]?(?:NM|KM|MILES?|海里|浬|公里|千米|해리|МИЛ)")


@dataclass(slots=True)
class Group:
    """Positions that belong together, and the text before and after them that may speak of them.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "AREA A: 38N 124E, 38N 125E, 37N 125E. FIRING."
    >>> [group] = group_positions(text, scan_positions(text))
    >>> text[group.start : group.end], group.lead, group.trail
    ('38N 124E, 38N 125E, 37N 125E', 'AREA A: ', '. FIRING.')
    """

    items: list[Position | Misread]
    lead: str = ""
    lead_start: int = 0
    trail: str = ""
    between: str = ""  #: words between its positions that say what it is
    shore: tuple[int, ...] = ()  #: edges that are shore, by the number of the position that they leave
    labelled: bool = False  #: every position but perhaps the first has a label of its own
    listed: bool = False  #: it goes on with a list of single points that have names of their own
    follows: bool = False  #: the text before it begins behind the positions of another group
    radii_behind: bool = False  #: in its notice a radius stands behind its position, not before
    doubts: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Give the place of the first position in the text."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Give the place behind the last position."""
        return self.items[-1].end

    @property
    def positions(self) -> list[Position]:
        """Give the positions that could be read."""
        return [item for item in self.items if isinstance(item, Position)]


@cache
def _connected() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "connectors"))
    start = alternatives(word_list("areas", "back_to_start"))
    coast = alternatives(word_list("areas", "coast"))
    joined = alternatives(word_list("areas", "coast_joined"))
    cape = rf"(?:(?<![A-ZА-Я])[A-ZА-Я]{{2,15}}+\s{{1,3}}+){{1,3}}(?={joined}\s{{1,3}}+{coast})"
    return re.compile(
        rf"(?:{_NOTHING}|\([^()]{{0,60}}+\)|{start}|{coast}[ ]?[上상]?+|{words}|(?<![A-ZА-Я]){LABEL}"
        rf"|{cape})*+"
    )


@cache
def _label() -> re.Pattern[str]:
    words = alternatives(word_list("areas", "label_words"))
    return re.compile(
        rf"(?:{words}[ .]?\(?(?P<a>{LABEL})\)?[.:)]?"
        rf"|\((?P<b>{LABEL})\)|(?<![A-ZА-Я0-9])(?P<c>{LABEL})(?:[ ]?[.:)]|(?=[ ]*$)))"
    )


def group_positions(folded: str, items: Sequence[Position | Misread]) -> list[Group]:
    """Put positions together that no other words stand between.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "38N 124E, 38N 125E AND SHIPS NEAR 37N 125E"
    >>> [len(group.items) for group in group_positions(text, scan_positions(text))]
    [2, 1]
    """
    if not items:
        return []
    runs: list[list[Position | Misread]] = [[items[0]]]
    for one, two in itertools.pairwise(items):
        gap = folded[one.end : two.start]
        if len(gap) <= _LONGEST_GAP and _connected().fullmatch(gap):
            runs[-1].append(two)
        else:
            runs.append([two])
    groups = [Group(part) for run in runs for part in _split(folded, run)]
    groups = _joined_sectors(folded, _joined_singles(folded, groups))
    for at, group in enumerate(groups):
        before = groups[at - 1].end if at else 0
        after = groups[at + 1].start if at + 1 < len(groups) else len(folded)
        group.lead_start = max(before, group.start - _LEAD)
        group.follows = at > 0 and group.lead_start == before
        group.lead = folded[group.lead_start : group.start]
        group.trail = folded[group.end : min(after, group.end + _TRAIL)]
        group.shore = _shore(folded, group, first=at == 0, last=at + 1 == len(groups))
        group.labelled = all(
            _label().search(folded, one.end, two.start) for one, two in itertools.pairwise(group.items)
        )
    return groups


def _shore(folded: str, group: Group, *, first: bool, last: bool) -> tuple[int, ...]:
    """Find the edges that are shore; words between two groups speak of the next one behind a new line."""
    before = group.lead if first else group.lead[_turns(group.lead) :]
    after = group.trail[: break_at(group.trail) if last else _turns(group.trail)]
    gaps = [folded[one.end : two.start] for one, two in itertools.pairwise(group.items)]
    return shore_edges(before, gaps, after)


_NEXT_AREA = r"[ ]?(?:[A-ZА-Я](?![A-ZА-Я])|[0-9]|[一二三四五六七八九十])"


@cache
def _turn() -> re.Pattern[str]:
    area = alternatives(word_list("areas", "area_words"))
    coast = alternatives(word_list("areas", "coast"))
    joined = alternatives(word_list("areas", "coast_joined"))
    return re.compile(rf"\n(?!\s{{0,9}}(?:{joined}|{coast}))|{_STRONG_BREAK.pattern}|{area}{_NEXT_AREA}")


def _turns(between: str) -> int:
    """Find where the text between two areas begins to speak of the next one."""
    match = _turn().search(between)
    return match.start() if match else len(between)


def _split(folded: str, run: list[Position | Misread]) -> list[list[Position | Misread]]:
    """Split a run of positions into areas: at a closed ring, at labels of areas, at heavier punctuation."""
    labels = [_labels_before(folded, run, at) for at in range(len(run))]
    fewest = 2 if _line_before(folded, run[0].start) else 3
    by_labels = _cuts_by_labels(labels, len(run), fewest)
    cuts = by_labels | _cuts_at_closed_rings(run, by_labels) or _cuts_by_weight(folded, run)
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(run)), len(run)]
    return [run[a:b] for a, b in itertools.pairwise(edges)]


def _cuts_at_closed_rings(run: list[Position | Misread], known: set[int]) -> set[int]:
    """Cut before and behind the rings that close; areas known to be apart may share a corner."""
    cuts: set[int] = set()
    first = 0
    seen: dict[tuple[float, float], int] = {}  # where each place was first a corner, three corners back
    for at, item in enumerate(run):
        if at in known:
            first, seen = at, {}
        if at - first < 3:
            continue
        place = _place(item)
        begins = first if _same(item, run[first]) else seen.get(place) if place else None
        if begins is not None:
            cuts |= {begins, at + 1}
            first, seen = at + 1, {}
        elif at - first >= 5 and (place := _place(run[at - 2])):
            seen.setdefault(place, at - 2)
    return cuts


def _place(item: Position | Misread) -> tuple[float, float] | None:
    """Give a key that is the same for positions at the same place; a misread one has none."""
    return (round(item.lon, 6), round(item.lat, 6)) if isinstance(item, Position) else None


def _line_before(folded: str, start: int) -> bool:
    lead = folded[max(0, start - 200) : start]
    return bool(pattern("areas", "line").search(lead)) and not pattern("areas", "polygon").search(lead)


def _same(one: Position | Misread, two: Position | Misread) -> bool:
    return (
        isinstance(one, Position)
        and isinstance(two, Position)
        and abs(one.lon - two.lon) < 1e-6
        and abs(one.lat - two.lat) < 1e-6
    )


def _labels_before(folded: str, run: list[Position | Misread], at: int) -> list[str]:
    """Give the labels in front of a position, the outermost first."""
    before = run[at - 1].end if at else max(0, run[0].start - 20)
    gap = folded[before : run[at].start]
    if at == 0:
        gap = gap[gap.rfind("\n") + 1 :]
    return [match["a"] or match["b"] or match["c"] for match in _label().finditer(gap[-40:])]


def _cuts_by_labels(labels: list[list[str]], count: int, fewest: int) -> set[int]:
    double = {at for at in range(1, count) if len(labels[at]) > 1 and len(labels[at]) > len(labels[at - 1])}
    if double and _fits(double, count, fewest):
        return double
    labelled = [at for at in range(count) if labels[at]]
    if 1 < len(labelled) < count or (len(labelled) == 1 and labelled[0]):
        cuts = {at for at in labelled if at}
        return cuts if _fits(cuts, count, fewest) else set()
    if len(labelled) == count:
        orders = [label_order(each[-1]) for each in labels]
        return {at for at in range(1, count) if orders[at] <= orders[at - 1]} if count > 3 else set()
    return set()


def label_order(label: str) -> int:
    """Give a number by which labels follow each other: 1 and 2, A and B.

    Examples
    --------
    >>> [label_order(label) for label in ("2", "10", "A", "B")]
    [2, 10, 1065, 1066]
    """
    return int(label) if label.isdigit() else 1000 + ord(label[0])


def find_labels(folded: str, start: int, end: int) -> list[tuple[int, str]]:
    """Find the labels of a list between two places of a text: where each stands, and what it is.

    Examples
    --------
    >>> text = "38N 124E, (2) 38N 125E"
    >>> find_labels(text, 8, 14)
    [(10, '2')]
    """
    return [
        (match.start(), match["a"] or match["b"] or match["c"])
        for match in _label().finditer(folded, start, end)
    ]


def _fits(cuts: set[int], count: int, fewest: int = 3) -> bool:
    """Tell whether every part has the corners of an area."""
    edges = [0, *sorted(cuts), count]
    return all(b - a >= fewest for a, b in itertools.pairwise(edges))


def _cuts_by_weight(folded: str, run: list[Position | Misread]) -> set[int]:
    """Cut where the punctuation is heavier than elsewhere, if each part could be an area."""
    weights = []
    for one, two in itertools.pairwise(run):
        gap = folded[one.end : two.start]
        weights.append(3 if re.search(r"\n[ ]*\n", gap) else 2 if "." in gap else 1 if ";" in gap else 0)
    heaviest = max(weights, default=0)
    if not weights or heaviest == min(weights):
        return set()
    cuts = {at + 1 for at, weight in enumerate(weights) if weight == heaviest}
    return cuts if _fits(cuts, len(run)) else set()


def _joined_singles(folded: str, groups: list[Group]) -> list[Group]:
    """Take single positions with remarks between them for the corners of one area, if the words say area."""
    if len(groups) < 3 or any(len(group.items) > 1 for group in groups):
        return groups
    between = [folded[one.end : two.start] for one, two in itertools.pairwise(groups)]
    if any(len(gap) > _LONGEST_GAP or _LENGTH_NEAR.search(gap) for gap in between):
        return groups
    around = folded[max(0, groups[0].start - _LEAD) : groups[0].start] + folded[groups[-1].end :][:_TRAIL]
    if not pattern("areas", "polygon").search(around):
        return groups
    doubt = f"{len(groups)} positions with remarks between them were read as the corners of one area"
    return [Group([item for group in groups for item in group.items], doubts=[doubt])]


def _joined_sectors(folded: str, groups: list[Group]) -> list[Group]:
    """Take an apex and the two ends of its arc, given in the next sentence, for one sector."""
    joined: list[Group] = []
    for group in groups:
        apex = joined[-1] if joined else None
        if apex and len(apex.items) == 1 and len(group.items) == 2:
            gap = folded[apex.end : group.start]
            said = pattern("areas", "sector").search(gap) and pattern("areas", "arc").search(gap)
            if len(gap) <= _LONGEST_GAP and said:
                joined[-1] = Group([*apex.items, *group.items], between=gap)
                continue
        joined.append(group)
    return joined


def break_at(text: str) -> int:
    """Find where the sentence or the line of a list ends; the length of the text if it does not.

    Examples
    --------
    >>> break_at("AT 38.5N. FIRING"), break_at("AT 38.5N"), len("AT 38.5N")
    (8, 8, 8)
    """
    match = _STRONG_BREAK.search(text)
    return match.start() if match else len(text)


def last_break(text: str) -> int:
    """Find where the last sentence or line of a list begins.

    Examples
    --------
    >>> last_break("FIRING. AREA A"), last_break("AREA A")
    (7, 0)
    """
    ends = [match.end() for match in _STRONG_BREAK.finditer(text.rstrip())]
    return ends[-1] if ends else 0


def words_of(text: str, group: Group) -> str:
    r"""Quote the beginning of the positions of a group.

    Examples
    --------
    >>> from geo.coordinates import scan_positions
    >>> text = "AREA 38N 124E,\n  38N 125E."
    >>> words_of(text, Group(list(scan_positions(text))))
    '38N 124E, 38N 125E'
    """
    return cut(" ".join(text[group.start : group.end].split()), 60)
