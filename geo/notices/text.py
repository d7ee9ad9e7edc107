"""The text of notices before it is read: lines joined, notices split, what a notice says of itself."""

from __future__ import annotations

import html
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from geo.coordinates import scan_positions
from geo.notices.words import fold, pattern, tables
from geo.patterns import re
from geo.positions import Position

_PAIR = re.compile(
    r"(?:[0-9]{4}(?:\.[0-9]+)?[NS][0-9]{5}(?:\.[0-9]+)?[EW]|[0-9]{6}(?:\.[0-9]+)?[NS][0-9]{7}(?:\.[0-9]+)?[EW]"
    r"|[NS][0-9]{4}(?:\.[0-9]+)?[EW][0-9]{5}(?:\.[0-9]+)?|[NS][0-9]{6}(?:\.[0-9]+)?[EW][0-9]{7}(?:\.[0-9]+)?)"
)
_BROKEN_RUN = re.compile(r"(?<![0-9A-Z.])([0-9NSEW.]{1,24}+)(\s{1,40}+)(?=([0-9NSEW.]{1,24}+)(?![0-9A-Z.]))")
_BROKEN_HYPHEN = re.compile(r"(?<=[0-9]-)[ ]{0,9}\n\s{0,20}+(?=[0-9]{1,2}(?:[-.0-9]))")
_BROKEN_MINUTES = re.compile(r"(?<=[0-9]-[0-9])\s{0,9}\n\s{0,20}+(?=[0-9](?:\.[0-9]+)?[ ]?[NSEWСВ])")
_BROKEN_DECIMALS = re.compile(r"(?<=[0-9]\.)[ ]{0,9}\n\s{0,20}+(?=[0-9]{1,3}[ ]?[NSEWСВ](?![A-ZА-Я]))")


_ENTITY = re.compile(r"&(?:[A-Za-z]{3,5}|#[0-9]{2,4}|#x[0-9A-Fa-f]{2,4});")
_SIGNS = "°º′″'\"’”\N{NO-BREAK SPACE}"


def _sign(entity: re.Match[str]) -> str:
    """Give the sign that the source of a web page spells as ``&deg;``; what is none stays."""
    sign = html.unescape(entity[0])
    return sign if sign in _SIGNS else entity[0]


class Number(NamedTuple):
    """The number of a notice, and the year in it; 0 if there is none.

    Examples
    --------
    >>> find_numbers("辽航警0115/26")[0].year, find_numbers("沪航警0115")[0].year
    (2026, 0)
    """

    words: str
    year: int


def join_lines(text: str) -> str:
    r"""Join coordinates that a line end broke, write the signs of degrees that a page spells out, no more.

    Examples
    --------
    >>> join_lines("N395600E1192100-N39\n  4300E1192100")
    'N395600E1192100-N394300E1192100'
    >>> join_lines("41-24.40N 133-\n11.30E")
    '41-24.40N 133-11.30E'
    >>> join_lines("39&deg;30&#39;N")
    "39°30'N"
    """

    def joined(match: re.Match[str]) -> str:
        left, right = match[1], match[3]
        broken = _PAIR.fullmatch(left + right) and not _PAIR.fullmatch(right) and not _PAIR.fullmatch(left)
        return left if broken else match.group()

    text = _ENTITY.sub(_sign, text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _BROKEN_RUN.sub(joined, text)
    for broken in (_BROKEN_HYPHEN, _BROKEN_MINUTES, _BROKEN_DECIMALS):
        text = broken.sub("", text)
    return text


def split_notices(text: str) -> list[str]:
    r"""Split the text of a file into its notices, in order.

    A notice begins at a line with the number of a series (``HYDROPAC 12/26``, ``X1234/26 NOTAMN``,
    ``ПРИП …``, ``…航警0123``), with the line of its date-time group before it; a line of hyphens, equals
    signs or asterisks, and ``NNNN``, end one. Without such a line the text is one notice, unless languages
    and positions change together: the same positions in two languages are one notice and its translation.

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
    "hangul": re.compile("[가-힣]{2,}"), "han": re.compile("[\u3040-\u30ff\u4e00-\u9fff]{3}"),
}  # fmt: skip
_FEWEST_WORDS = 3  # words, or three characters each where no spaces part them
_BLANK_LINE = re.compile(r"\n[ ]*\n")


def _by_language(part: str) -> list[str]:
    """Split a text where its language changes, if each side has positions of its own.

    It changes at a blank line, or at the end of a line in a text without any.
    """
    ends = _BLANK_LINE if _BLANK_LINE.search(part) else re.compile("\n")
    if part.isascii() or not ends.search(part):
        return [part]
    edges = [0, *(match.end() for match in ends.finditer(part)), len(part)]
    blocks: list[tuple[str, str]] = []
    for paragraph in (part[a:b] for a, b in pairwise(edges)):
        script = _script(paragraph)
        before = blocks[-1][0] if blocks else ""
        if blocks and (not script or script == before or {script, before} in _UNSURE):
            blocks[-1] = script if before == "han" else before, blocks[-1][1] + paragraph
        else:
            blocks.append((script, paragraph))
    if len(blocks) < 2:
        return [part]
    places = [
        {(round(at.lon, 3), round(at.lat, 3)) for at in scan_positions(block) if isinstance(at, Position)}
        for _, block in blocks
    ]
    apart = sum(map(len, places)) == len(set().union(*places))
    return [block.strip() for _, block in blocks] if all(places) and apart else [part]


#: What is written in characters of both ``zh`` and ``ja`` goes on with what stands before it.
_UNSURE = ({"han", "zh"}, {"han", "ja"})


def _script(paragraph: str) -> str:
    """Tell in which script the words of a paragraph are, han apart; nothing if it has too few."""
    counts = {name: len(words.findall(paragraph)) for name, words in _SCRIPTS.items()}
    for name in ("hangul", "han", "cyrillic", "latin"):
        if name == "han" and (language := _han(paragraph)):
            return language
        if counts[name] >= _FEWEST_WORDS:
            return name
    return ""


def _han(paragraph: str) -> str:
    """Tell ``zh`` from ``ja`` by kana, and by characters that only one of them writes."""
    for name, characters in _only_in().items():
        if len(characters.findall(paragraph)) >= _FEWEST_WORDS:
            return name
    return ""


@cache
def _only_in() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(f"[{characters}]") for name, characters in tables()["text"]["only_in"].items()}


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
    """Tell what was announced: the name of the first row of words that the text holds.

    Examples
    --------
    >>> find_activity("实弹射击"), find_activity("CABLE LAYING"), find_activity("keep clear")
    ('live_fire', 'cable_work', '')
    """
    folded = fold(text)
    return next((name for name in tables()["activity"] if pattern("activity", name).search(folded)), "")
