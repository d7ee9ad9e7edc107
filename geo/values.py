"""Values from any library and any file as plain Python, and JSON out of text."""

from __future__ import annotations

import json
import math
import re
import sys
from typing import TYPE_CHECKING

from geo.faults import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_NESTING = 64  # levels of nested values in one record; real ones have a handful
#: A decimal number as text, such as ``-41.3`` or ``1e3``.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_DECODER = json.JSONDecoder()


def decode_json(text: str, start: int) -> tuple[object, int]:
    """Decode the JSON value at a position of a text.

    Parameters
    ----------
    text : str
        May go on after the value.
    start : int
        Where the value begins: white space is not skipped.

    Returns
    -------
    value : object
        NaN and Infinity are taken for numbers.
    end : int
        The position after it.

    Raises
    ------
    json.JSONDecodeError
        Whatever is wrong with it, also nesting too deep or an integer too long for Python.

    Examples
    --------
    >>> decode_json('[1, 2], 3', 0)
    ([1, 2], 6)
    """
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        raise json.JSONDecodeError("Nested too deeply", text, start) from None
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer of thousands of digits
        raise json.JSONDecodeError("A number is too long", text, start) from None


def plain_properties(properties: Mapping[str, object]) -> dict[str, object]:
    """Make plain Python of the properties of a record; those without a value are left out.

    Raises
    ------
    RecordError
        If a value is nested too deeply.

    Examples
    --------
    >>> plain_properties({"name": "a", "depth": float("nan"), "note": ""})
    {'name': 'a'}
    """
    plain = {sys.intern(_sound(str(key))): plain_value(value) for key, value in properties.items()}
    return {key: value for key, value in plain.items() if value is not None and value != ""}


def plain_value(value: object, level: int = 0) -> object:
    """Make plain Python of a value, at any depth.

    Parameters
    ----------
    value : object
        Of numpy, pandas, a date, bytes and so on. What is not finite or no time becomes None, a date its ISO
        text, bytes hexadecimal; a half of a surrogate pair, which no encoding can write, U+FFFD.
    level : int
        How deep it lies in another value.

    Raises
    ------
    RecordError
        If it is nested too deeply.

    Examples
    --------
    >>> from datetime import date
    >>> plain_value((date(2017, 3, 1), float("inf"), {1: b"a"}))
    ['2017-03-01', None, {'1': '61'}]
    """
    if level > _MAX_NESTING:
        raise RecordError("is nested too deeply", "no data needs that: check how the file was written")
    if isinstance(value, dict):
        return {_sound(str(key)): plain_value(part, level + 1) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(part, level + 1) for part in value]
    if isinstance(value, str):
        return _sound(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    return _plain_scalar(value, level)


def _plain_scalar(value: object, level: int) -> object:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        return plain_value(value.tolist(), level + 1)
    if value != value:  # noqa: PLR0124 - the not-a-time of pandas is no float
        return None
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _sound(text: str) -> str:
    """Replace halves of surrogate pairs, which no encoding can write."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
