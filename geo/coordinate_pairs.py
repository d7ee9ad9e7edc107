"""Latitudes and longitudes put together by their hemispheres, wherever they stand in a text."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.coordinate_angles import Token, is_bare, is_packed, value_of
from geo.coordinate_words import ARROWS, LATITUDE, LONGITUDE, SIGN
from geo.errors import PositionError
from geo.patterns import re
from geo.positions import Misread, Position, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_GAP = 40  # characters between two numbers of one position
#: What may stand between latitude and longitude, and between positions.
_GAP = re.compile(r"[\s,;:/&|.()-]*+")

# A text of angles and arrows is matched as a "shape": two characters a token, its kind (``i`` for a bare
# number of up to three digits, ``a`` for any other angle, or the arrow itself) and what follows it (blank,
# ``,`` for a separator, ``x`` for anything else).
_ANY = "[ai]"
_FREE = f"(?:[,x]| (?!{_ANY}))"  # an arrow that no following angle claims


def _half_shapes(own: str, other: str) -> tuple[str, str, str, str]:
    """Give the shapes of a first and a second half with the hemisphere before it, then with it behind."""
    hemisphere, axis = own[:2], own[2]
    return (
        rf"[{own}] {_ANY}(?: [{own}]{_FREE}|[ ,])",
        rf"[{own}] {_ANY}(?: [{own}]{_FREE}| (?![{other}]{_FREE})|[,x])",
        rf"{_ANY} [{hemisphere}][ ,](?:{axis}[ ,])?",
        rf"{_ANY} [{hemisphere}](?: {axis})?[ ,x]",
    )


@cache
def _pair_shapes(*, arrow_first: bool) -> tuple[re.Pattern[str], ...]:
    """Give the shapes of a pair that begins with an arrow, or with an angle."""
    lat, lon = _half_shapes(LATITUDE, LONGITUDE), _half_shapes(LONGITUDE, LATITUDE)
    one, two = (0, 1) if arrow_first else (2, 3)
    return tuple(re.compile(f"(?P<one>{a[one]})(?P<two>{b[two]})") for a, b in ((lat, lon), (lon, lat)))


#: Two numbers of which one lacks its hemisphere: taken together, lest the other joins a stranger.
_LAME = rf"a[ ,]{_ANY} [→←][ ,x]|{_ANY} [↑↓][ ,]a[ ,x](?![{ARROWS}])"


def paired(text: str, canon: str, tokens: Sequence[Token]) -> Iterator[Position | Misread]:
    """Pair latitudes with longitudes by their hemispheres; an impossible pair becomes a `Misread`.

    Examples
    --------
    >>> from geo.coordinate_angles import cut_tokens
    >>> canon = "38.5↑ 128→ to 95↑ 129→"
    >>> found = paired("38.5N 128E to 95N 129E", canon, list(cut_tokens(canon)))
    >>> [type(each).__name__ for each in found]
    ['Position', 'Misread']
    """
    shape = _shape(canon, tokens)
    at = 0
    while at < len(shape):
        step = 2
        fault: PositionError | None = None
        for pattern in _pair_shapes(arrow_first=shape[at] in ARROWS):
            match = pattern.match(shape, at)
            if match is None:
                continue
            halves = (tokens[match.start(name) // 2 : match.end(name) // 2] for name in ("one", "two"))
            try:
                found = _pair(text, *halves)
            except PositionError as error:
                if fault is None:
                    fault, step = error, match.end() - at
            else:
                yield found
                fault, step = None, match.end() - at
                break
        else:
            if fault is None and (match := re.compile(_LAME).match(shape, at)):
                step = match.end() - at
                fault = _missing(text, tokens[at // 2 : match.end() // 2])
        if fault:
            yield Misread(fault, tokens[at // 2].start, tokens[(at + step) // 2 - 1].end)
        at += step


def _shape(canon: str, tokens: Sequence[Token]) -> str:
    """Spell the tokens and the gaps behind them, two characters each."""
    gaps = [canon[one.end : min(two.start, one.end + _LONGEST_GAP)] for one, two in pairwise(tokens)]
    after = [_gap_kind(gap) for gap in gaps]
    for at, (before, behind) in enumerate(pairwise(gaps), start=1):
        # Between two numbers an arrow belongs to the one that it touches: 5 N38, 38N 5.
        between_numbers = tokens[at - 1].kind == tokens[at + 1].kind == "a" != tokens[at].kind
        if between_numbers and after[at - 1] == after[at] == " " and bool(before) != bool(behind):
            after[at - 1 if before else at] = ","
        elif between_numbers and after[at - 1] == " " and _leads_pair(tokens, at):
            after[at - 1] = ","  # 1 N 37-12.5 E 129-40.3: a point's number, or an hour
    kinds = ("i" if is_bare(token) else token.kind for token in tokens)
    return "".join(kind + gap for kind, gap in zip(kinds, [*after, "x"], strict=False))


def _leads_pair(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an arrow behind a bare number leads the next one, as the next arrow leads its own."""
    if not is_bare(tokens[at - 1]):
        return False
    one, other, two = tokens[at + 1 : at + 4] if len(tokens) > at + 3 else (None, None, None)
    if one is None or other is None or two is None or other.kind == "a" or two.kind != "a":
        return False
    crosses = (tokens[at].kind in LATITUDE) != (other.kind in LATITUDE)
    follows_arrow = len(tokens) > at + 4 and tokens[at + 4].kind != "a"
    return crosses and not follows_arrow and len(one.parts) > 1 and len(two.parts) > 1


def _gap_kind(gap: str) -> str:
    if len(gap) == _LONGEST_GAP:
        return "x"
    if not gap.strip(" :"):
        return " "
    return "," if _GAP.fullmatch(gap) else "x"


def _pair(text: str, one: Sequence[Token], two: Sequence[Token]) -> Position:
    """Make a position of two halves, each an angle with its arrows."""
    start, end = one[0].start, two[-1].end
    values: dict[str, tuple[float, float]] = {}
    doubts: list[str] = []
    for half, other in ((one, two), (two, one)):
        angle = next(token for token in half if token.kind == "a")
        arrows = [token.kind for token in half if token.kind != "a"]
        axis = LATITUDE if arrows[0] in LATITUDE else LONGITUDE
        signs = {SIGN[arrow] for arrow in arrows if arrow in SIGN}
        printed = text[half[0].start : half[-1].end]
        if len(signs) > 1:
            raise PositionError(f"{quote(printed)}: two opposite hemispheres: keep one")
        # Before a first number a minus may be a dash between positions, but never inside one.
        if signs and angle.sign == "-" and (half is two or _leads(text, angle)):
            raise PositionError(f"{quote(printed)}: a minus sign and a hemisphere: keep one")
        label_may_lead = half is one and half[0].kind == "a"
        packed_too = any(is_packed(token) for token in other)
        value, precision, shift = value_of(
            printed, angle, axis, label_may_lead=label_may_lead, packed_too=packed_too
        )
        start += shift
        if signs:
            value *= signs.pop()
            start += len(angle.sign) if label_may_lead else 0  # a dash between positions belongs to neither
        else:
            value *= -1 if angle.sign == "-" else 1
            # Bare decimal degrees are north and east by convention; minutes printed without are an omission.
            if not angle.sign and angle.spelling != "number":
                side = "north" if axis == LATITUDE else "east"
                doubts.append(f"no hemisphere at {quote(printed)}: read as {side}")
        values[axis] = value, precision
    (lat, lat_precision), (lon, lon_precision) = values[LATITUDE], values[LONGITUDE]
    return Position(lon, lat, max(lat_precision, lon_precision), start, end, tuple(doubts))


def _leads(text: str, token: Token) -> bool:
    return token.start < _LONGEST_GAP and not text[: token.start].strip()


def _missing(text: str, tokens: Sequence[Token]) -> PositionError:
    printed = text[tokens[0].start : tokens[-1].end]
    return PositionError(
        f"{quote(printed)}: one hemisphere is missing: add N or S, and E or W, to both numbers"
    )
