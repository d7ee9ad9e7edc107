"""Plus codes to positions: ``8Q8F29J6+22``, the cells of a grid of degrees.

*Open Location Code Specification* (github.com/google/open-location-code, Documentation/Specification): digits
of base 20, by turns of latitude and longitude, each pair cutting the cell into 20 by 20; from the eleventh on
each digit cuts it into 5 by 4. A short code has lost its first digits and counts from a place that only the
map service knows. Longitude and latitude in degrees, WGS 84.
"""

from __future__ import annotations

from geo.errors import PositionError
from geo.patterns import re
from geo.positions import Position, quote

_DIGITS = "23456789CFGHJMPQRVWX"
#: A code, full or short, perhaps with the name of a place after it.
CODE = (
    rf"(?i)\s*+(?P<code>(?P<head>[{_DIGITS}]{{2,8}}+0*+)\+(?P<tail>[{_DIGITS}]{{0,7}}))(?P<rest>[\s,].*+)?+"
)
_HEAD = 8  # digits before the plus sign, if need be filled up with noughts
_PAIRS = 10  # digits that are by turns of latitude and of longitude
_COARSE_DEG = 0.05  # 5 km: from here on the middle of a cell is a doubt


def read_plus_code(text: str) -> Position | None:
    """Read a text that is one plus code and nothing else.

    Parameters
    ----------
    text : str

    Returns
    -------
    Position or None
        The middle of the cell that the code names, with half its side as precision, and a doubt if it has
        less than eight digits. None if the text is not of this form.

    Raises
    ------
    PositionError
        If the code is a short one, other words follow it, or there is no such cell.

    Examples
    --------
    >>> found = read_plus_code("8Q8F29J6+22")
    >>> round(found.lat, 4), round(found.lon, 4)
    (36.0301, 129.3601)
    """
    match = re.fullmatch(CODE, text)
    if match is None:
        return None
    printed, head, tail = text.strip(), match["head"].upper(), match["tail"].upper()
    digits = head.rstrip("0") + tail
    if len(head) < _HEAD:
        mend = "open it in a map and copy the full code, or the numbers"
        raise PositionError(f"{quote(printed)}: a short plus code: {mend}")
    if (match["rest"] or "").strip(" ,"):
        raise PositionError(f"{quote(printed)}: words after a plus code: leave them out")
    south, west, high, wide = -90.0, -180.0, 400.0, 400.0
    for place, digit in enumerate(digits):
        value = _DIGITS.index(digit)
        if place >= _PAIRS:
            high, wide = high / 5, wide / 4
            south, west = south + value // 4 * high, west + value % 4 * wide
        elif place % 2:
            wide /= 20
            west += value * wide
        else:
            high /= 20
            south += value * high
    broken = len(head) > _HEAD or len(tail) == 1 or len(digits[:_HEAD]) % 2 or (tail and "0" in head)
    if broken or south >= 90 or west >= 180:
        raise PositionError(f"{quote(printed)}: no such plus code: correct it, or copy the numbers")
    start = text.index(match["code"])
    doubt = f"{quote(printed)} is a cell of {high:g}°: its middle was taken"
    doubts = (doubt,) if high >= _COARSE_DEG else ()
    end = start + len(match["code"])
    return Position(west + wide / 2, south + high / 2, max(high, wide) / 2, start, end, doubts)
