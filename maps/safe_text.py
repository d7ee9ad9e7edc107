"""Texts and addresses from outside, made fit to be shown; texts of ours, told from them by a hash."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING
from unicodedata import bidirectional
from urllib.parse import urlsplit

from geo.errors import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_TEXT = 4000  # characters; a longer text says nothing more to a reader and drowns the page
# Marks that only turn the direction of text.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_text(text: object) -> str:
    r"""Make text from outside fit to be shown: characters that no page or file may hold become U+FFFD.

    Control characters other than line breaks and tabs, and halves of surrogate pairs, are replaced; a text of
    more than 4,000 characters is cut and ends with an ellipsis. None gives an empty string. Escaping is the
    work of whoever writes the text into a page.

    Examples
    --------
    >>> clean_text("a\x00b\ud800"), clean_text(None), len(clean_text("x" * 9999))
    ('a�b�', '', 4000)
    """
    if text is None:
        return ""
    return cut("".join(letter if _showable(ord(letter)) else "\ufffd" for letter in str(text)), LONGEST_TEXT)


def _showable(code: int) -> bool:
    return code in {0x09, 0x0A} or not (
        code < 0x20 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF}
    )


def isolated(text: str, names: Iterable[str]) -> str:
    r"""Keep names from turning the sentence around them: one that runs from right to left is set apart in it.

    Marks that only turn the direction are left out: they would turn what follows, and nobody sees why.

    Parameters
    ----------
    text : str
        A sentence that runs from left to right.
    names : iterable of str
        Names from outside that may stand in it.

    Examples
    --------
    >>> isolated("Partly: \u05d0 2: 233 km outside.", ["\u05d0 2"])
    'Partly: \u2068א 2\u2069: 233 km outside.'
    >>> isolated("Partly: a\u202eb: 233 km outside.", ["a\u202eb"])
    'Partly: ab: 233 km outside.'
    """
    text = text.translate(_TURNING)
    for name in dict.fromkeys(name.translate(_TURNING) for name in names if not name.isascii()):
        if any(bidirectional(letter) in {"R", "AL"} for letter in name):
            text = text.replace(name, f"\u2068{name}\u2069")
    return text


def web_address(url: object) -> str:
    """Return an address only if it is http or https and names a host; else an empty string.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address("//example.org")
    ('https://example.org/a', '', '')
    """
    text = str(url or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:  # such as an unclosed bracket of an IPv6 host
        return ""
    fine = parts.scheme in {"http", "https"} and parts.hostname and text.isprintable() and " " not in text
    return text if fine and len(text) <= LONGEST_TEXT else ""


def hash_source(text: str) -> str:
    """Give the source by which a Content-Security-Policy lets in one text as a script or style, and no other.

    Examples
    --------
    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
