"""The text of notices before it is read: lines joined, notices split, the items of a NOTAM told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from geo.coordinates import scan_positions
from geo.notices.words import fold, pattern, tables
from geo.positions import Position

_PAIR = re.compile(
    r"(?:[0-9]{4}(?:\.[0-9]+)?[NS][0-9]{5}(?:\.[0-9]+)?[EW]|[0-9]{6}(?:\.[0-9]+)?[NS][0-9]{7}(?:\.[0-9]+)?[EW]"
    r"|[NS][0-9]{4}(?:\.[0-9]+)?[EW][0-9]{5}(?:\.[0-9]+)?|[NS][0-9]{6}(?:\.[0-9]+)?[EW][0-9]{7}(?:\.[0-9]+)?)"
)
_BROKEN_RUN = re.compile(r"(?<![0-9A-Z.])([0-9NSEW.]{1,24}+)(\s{1,40}+)(?=([0-9NSEW.]{1,24}+)(?![0-9A-Z.]))")
_BROKEN_HYPHEN = re.compile(r"(?<=[0-9]-)[ ]{0,9}\n\s{0,20}+(?=[0-9]{1,2}(?:[-.0-9]))")
_BROKEN_MINUTES = re.compile(r"(?<=[0-9]-[0-9])\s{0,9}\n\s{0,20}+(?=[0-9](?:\.[0-9]+)?[ ]?[NSEWСВ])")
_BROKEN_DECIMALS = re.compile(r"(?<=[0-9]\.)[ ]{0,9}\n\s{0,20}+(?=[0-9]{1,3}[ ]?[NSEWСВ](?![A-ZА-Я]))")


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle of a Q-line."""

    lon: float
    lat: float
    radius_nmi: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notam:
    """The items of a NOTAM, each as text; empty where it is missing."""

    number: str = ""
    kind: str = ""  #: N new, R replaces, C cancels
    replaces: str = ""
    q_line: str = ""
    begins: str = ""
    ends: str = ""
    schedule: str = ""
    body: str = ""

    @property
    def circle(self) -> Circle | None:
        """Give the circle of the Q-line; None if there is none, or if it means a whole region (999)."""
        match = re.search(
            r"([0-9]{2})([0-9]{2})\s?([NS])\s?([0-9]{3})([0-9]{2})\s?([EW])\s?([0-9]{3})(?![0-9])",
            self.q_line,
        )
        if match is None or int(match[7]) in {0, 999} or int(match[2]) > 59 or int(match[5]) > 59:
            return None
        lat = (int(match[1]) + int(match[2]) / 60) * (-1 if match[3] == "S" else 1)
        lon = (int(match[4]) + int(match[5]) / 60) * (-1 if match[6] == "W" else 1)
        if abs(lat) > 89 or abs(lon) > 180:
            return None
        return Circle(lon, lat, float(match[7]), match.group())


class Number(NamedTuple):
    """The number of a notice, and the year in it; 0 if there is none."""

    words: str
    year: int


def join_lines(text: str) -> str:
    r"""Join coordinates that a line end broke, and leave the rest as it is.

    Examples
    --------
    >>> join_lines("N395600E1192100-N39\n  4300E1192100")
    'N395600E1192100-N394300E1192100'
    >>> join_lines("41-24.40N 133-\n11.30E")
    '41-24.40N 133-11.30E'
    """

    def joined(match: re.Match[str]) -> str:
        left, right = match[1], match[3]
        broken = _PAIR.fullmatch(left + right) and not _PAIR.fullmatch(right) and not _PAIR.fullmatch(left)
        return left if broken else match.group()

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _BROKEN_RUN.sub(joined, text)
    for broken in (_BROKEN_HYPHEN, _BROKEN_MINUTES, _BROKEN_DECIMALS):
        text = broken.sub("", text)
    return text


def split_notices(text: str) -> list[str]:
    r"""Split the text of a file into its notices, in order.

    A notice begins at a line with the number of a series (``HYDROPAC 12/26``, ``X1234/26 NOTAMN``,
    ``ПРИП …``, ``…航警0123``), with the line of its date-time group before it; a line of hyphens, equals
    signs or asterisks, and ``NNNN``, end one. Without such a line the text is one notice, unless a blank line
    parts languages and positions: the same positions in two languages are one notice and its translation.

    Examples
    --------
    >>> split_notices("HYDROPAC 1/26\nGUNNERY ...\n\nHYDROPAC 2/26\nSURVEY ...")
    ['HYDROPAC 1/26\nGUNNERY ...', 'HYDROPAC 2/26\nSURVEY ...']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    folded = fold(text)
    cuts = {0, len(text)}
    headers = [match.start() for match in _header().finditer(folded)]
    if len(headers) > 1:
        cuts |= {_with_line_before(folded, at) for at in headers[1:]}
    fences = [match.span() for match in _FENCE.finditer(folded)]
    cuts |= {edge for span in fences for edge in span}
    edges = sorted(cuts)
    fenced = set(fences)
    parts = [text[a:b].strip() for a, b in pairwise(edges) if (a, b) not in fenced]
    return [each for part in parts if part and not _only_marks(part) for each in _by_language(part)]


_FENCE = re.compile(r"^(?:NNNN|[-=*_#]{3,200}+)[ ]*$", re.MULTILINE)
_ISSUE_LINE = re.compile(
    r"[0-9]{6}[ ]?(?:Z|UTC)?[ ]?[A-Z]{3}[ ]?[0-9]{2,4}[ ]*\n"
    r"|[А-ЯЁ]{3,20} [0-9]{2} [0-9]{2}/[0-9]{2} [0-9]{4}=?[ ]*\n\s*|ПЕРЕДАВАТЬ [^\n]{1,30}\n"
    r"|ZCZC [^\n]{1,20}\n"
)


_SCRIPTS = {
    "latin": re.compile("[A-Za-z]{4,}"), "cyrillic": re.compile("[А-Яа-яЁё]{3,}"),
    "hangul": re.compile("[가-힣]{2,}"), "han": re.compile("[\u3040-\u30ff\u4e00-\u9fff]{3,}"),
}  # fmt: skip
_FEWEST_WORDS = 3
_BLANK_LINE = re.compile(r"\n[ ]*\n")


def _by_language(part: str) -> list[str]:
    """Split a text at the blank lines where its script changes, if each side has positions of its own.

    What is written in Han characters counts as one script: a line may hold no kana.
    """
    if part.isascii() or not _BLANK_LINE.search(part):
        return [part]
    edges = [0, *(match.end() for match in _BLANK_LINE.finditer(part)), len(part)]
    blocks: list[tuple[str, str]] = []
    for paragraph in (part[a:b] for a, b in pairwise(edges)):
        script = _script(paragraph) or (blocks[-1][0] if blocks else "")
        if blocks and script == blocks[-1][0]:
            blocks[-1] = script, blocks[-1][1] + paragraph
        else:
            blocks.append((script, paragraph))
    places = [
        {(round(at.lon, 3), round(at.lat, 3)) for at in scan_positions(block) if isinstance(at, Position)}
        for _, block in blocks
    ]
    apart = sum(map(len, places)) == len(set().union(*places))
    return [block.strip() for _, block in blocks] if all(places) and apart else [part]


def _script(paragraph: str) -> str:
    """Tell in which script the words of a paragraph are; nothing if it has too few."""
    counts = {name: len(words.findall(paragraph)) for name, words in _SCRIPTS.items()}
    for name in ("hangul", "han", "cyrillic", "latin"):
        if counts[name] >= _FEWEST_WORDS:
            return name
    return ""


def _only_marks(part: str) -> bool:
    return not any(char.isalnum() for char in part)


def _with_line_before(folded: str, at: int) -> int:
    """Take in the lines before a header that belong to it: its date-time group, how long to broadcast it."""
    start = at
    for _ in range(3):
        before = folded[max(0, start - 80) : start]
        matches = [match for match in _ISSUE_LINE.finditer(before) if match.end() == len(before)]
        if not matches:
            break
        start -= len(before) - matches[0].start()
    return start


@cache
def _header() -> re.Pattern[str]:
    every = "|".join(f"(?:{header})" for header in tables()["text"]["headers"])
    return re.compile(rf"^[ ]{{0,8}}(?:{every})", re.MULTILINE)


@cache
def _number_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for text in tables()["text"]["notice_numbers"])


def find_numbers(text: str) -> list[Number]:
    """Find the numbers of notices in a text, that of the notice itself first.

    Examples
    --------
    >>> find_numbers("HYDROPAC 2014/26. CANCEL HYDROPAC 1998/26.")
    [Number(words='HYDROPAC 2014/26', year=2026), Number(words='HYDROPAC 1998/26', year=2026)]
    """
    folded = fold(text)
    found: dict[int, tuple[int, Number]] = {}
    taken: list[tuple[int, int]] = []
    for words in _number_patterns():
        for match in words.finditer(folded):
            if any(a < match.end() and match.start() < b for a, b in taken) or len(taken) >= 50:
                continue
            taken.append(match.span())
            year = match.groupdict().get("year") or "0"
            full = int(year) + (2000 if 0 < int(year) < 100 else 0)
            printed = " ".join(text[match.start("words") : match.end("words")].split())
            found[match.start()] = (match.start(), Number(printed, full))
    return [number for _, number in sorted(found.values())]


def find_activity(text: str) -> str:
    """Tell what was announced: the name of the first row of words that the text holds."""
    folded = fold(text)
    return next((name for name in tables()["activity"] if pattern("activity", name).search(folded)), "")


_NOTAM_HEAD = re.compile(
    r"(?<![A-Z0-9])([A-Z][0-9]{4}/[0-9]{2})\s{1,4}NOTAM([NRC])(?:\s{1,4}([A-Z][0-9]{4}/[0-9]{2}))?"
)
_ITEM = re.compile(r"(?<![A-Z0-9(])([QABCDEFG])\)")
_NOTAM_END = re.compile(r"(?<![A-Z])(?:CREATED:|SOURCE:|F\)\s{0,9}(?:SFC|GND|FL|UNL|[0-9]))")


def read_notam(text: str) -> Notam | None:
    """Tell the items of a NOTAM apart; None if the text is none.

    Examples
    --------
    >>> notam = read_notam("Q) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012 B) 2602100300 C) 2602120600 E) TEXT")
    >>> notam.begins, notam.body, notam.circle.radius_nmi
    ('2602100300', 'TEXT', 12.0)
    """
    folded = fold(text)
    head = _NOTAM_HEAD.search(folded)
    items: dict[str, tuple[int, int]] = {}
    order = "QABCDEFG"
    last = -1
    previous = ""
    for match in _ITEM.finditer(folded):
        at = order.index(match[1])
        if at <= last or (
            previous == "E" and match[1] in "FG" and not _NOTAM_END.match(folded, match.start())
        ):
            continue
        if previous == "" and match[1] not in "QAB":
            continue
        if previous:
            items[previous] = (items[previous][0], match.start())
        items[match[1]] = (match.end(), len(text))
        previous, last = match[1], at
        if previous == "F":
            break
    if "E" not in items or not ("B" in items or "Q" in items):
        return None
    begin, end = items["E"]
    stop = _NOTAM_END.search(folded, begin)
    body_end = min(end, stop.start()) if stop else end

    def item(name: str) -> str:
        return text[slice(*items[name])].strip() if name in items else ""

    return Notam(
        number=head[1] if head else "",
        kind=head[2] if head else "",
        replaces=(head[3] or "") if head else "",
        q_line=fold(item("Q")),
        begins=fold(item("B")),
        ends=fold(item("C")),
        schedule=item("D"),
        body=text[begin:body_end].strip(),
    )
