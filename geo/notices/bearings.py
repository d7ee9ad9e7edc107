"""Bearings of a sector in words: from due east to six degrees west of due south."""

from __future__ import annotations

from functools import cache

from geo.notices.words import alternatives, tables, word_list
from geo.patterns import re


def read_quarters(folded: str) -> tuple[float, float] | None:
    """Read two directions that are counted from a quarter of the compass.

    Parameters
    ----------
    folded : str

    Returns
    -------
    tuple of float or None
        Degrees clockwise from true north, in printed order. None if the text gives no such pair.

    Examples
    --------
    >>> read_quarters("正东方向至正南偏西6°")
    (90.0, 186.0)
    >>> read_quarters("北偏东30度到东偏南10.5度")
    (30.0, 100.5)
    >>> read_quarters("向东10海里") is None
    True
    """
    match = _pair().search(folded)
    if match is None:
        return None
    one, two = (_degrees(match, name) for name in ("one", "two"))
    return None if one is None or two is None else (one, two)


@cache
def _pair() -> re.Pattern[str]:
    quarters = "".join(tables()["areas"]["quarters"])
    off, towards, due = (alternatives(word_list("areas", key)) for key in ("off", "towards", "due"))

    def direction(name: str) -> str:
        turn = rf"(?P<{name}_off>[0-9]{{1,2}}+(?:\.[0-9]+)?)[ ]?[°度]"
        side = rf"{off}[ ]?(?P<{name}_side>[{quarters}])(?:面|方)?[ ]?{turn}"
        quarter = rf"(?:(?P<{name}_due>{due})|(?<![{quarters}]))(?P<{name}>[{quarters}])(?:{towards})?"
        return rf"{quarter}(?:[ ]?{side})?+(?:{towards})?"

    to = r"[ ,]{0,3}(?:至|到|~|-)[ ]{0,3}"
    return re.compile(rf"{direction('one')}{to}{direction('two')}")


def _degrees(match: re.Match[str], name: str) -> float | None:
    """Add what a direction is turned from its quarter, towards one of the two next to it."""
    quarters = tables()["areas"]["quarters"]
    main = float(quarters[match[name]])
    side = match[f"{name}_side"]
    if side is None:
        return main if match[f"{name}_due"] else None
    turn = (quarters[side] - main) % 360
    if turn not in {90, 270}:
        return None
    return float((main + float(match[f"{name}_off"]) * (1 if turn == 90 else -1)) % 360)
