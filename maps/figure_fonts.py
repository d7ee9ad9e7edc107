"""Fonts for figures: which are installed, which characters none of them has, and matplotlib's settings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import DezoneError

try:
    import matplotlib as mpl
    from matplotlib import font_manager
except ImportError as error:  # the extra is not installed
    raise DezoneError(
        f'figures need matplotlib and cartopy ({error.name} is missing): pip install "dezone[figure]"'
    ) from error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

# Fonts by language, the first that is installed; DejaVu comes with matplotlib and has Latin and Cyrillic.
CJK_FONTS = {
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic"),
    "zh-Hans": ("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei"),
    "zh-Hant": ("Noto Sans CJK TC", "Noto Sans TC"),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "IPAGothic"),
}
# What Debian calls the package with the characters from here to there.
FONT_PACKAGES = (
    (0x1100, 0x11FF, "fonts-noto-cjk"),
    (0x2E80, 0xD7FF, "fonts-noto-cjk"),
    (0xF900, 0xFAFF, "fonts-noto-cjk"),
    (0xFF00, 0xFFEF, "fonts-noto-cjk"),
    (0x20000, 0x3FFFF, "fonts-noto-cjk"),
    (0x1F000, 0x1FAFF, "fonts-noto-color-emoji"),
)
OTHER_FONTS = "fonts-noto-core"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class MissingFontWarning(UserWarning):
    """No installed font has some characters of the figure."""


def missing_characters(texts: Iterable[str], language: str) -> dict[str, str]:
    """Find the characters that none of the fonts in use has, by the Debian package that has them.

    Examples
    --------
    >>> missing_characters(["Sea of Japan", "Жёлтое море"], "en")
    {}
    """
    known = set().union(*(_characters_of(path) for path in _font_files(language)))
    missing = sorted(
        {letter for text in texts for letter in text if not letter.isspace()} - known - set("\u2060")
    )
    found: dict[str, str] = {}
    for letter in missing:
        code = ord(letter)
        package = next((name for low, high, name in FONT_PACKAGES if low <= code <= high), OTHER_FONTS)
        found[package] = found.get(package, "") + letter
    return found


def families_of(language: str) -> list[str]:
    """List the fonts for a language that are installed; any with CJK serves for a single name in passing.

    Examples
    --------
    >>> families_of("en")[0]
    'DejaVu Sans'
    """
    installed = set(font_manager.get_font_names())
    wanted = [*CJK_FONTS.get(language, ()), *(name for names in CJK_FONTS.values() for name in names)]
    return ["DejaVu Sans", *[name for name in wanted if name in installed][:1]]


def _font_files(language: str) -> list[str]:
    return [font_manager.findfont(family) for family in families_of(language)]


@cache
def _characters_of(path: str) -> frozenset[str]:
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))


def settings(language: str) -> AbstractContextManager[None]:
    """Give a context with the settings of matplotlib under which we draw and write.

    Examples
    --------
    >>> with settings("en"):
    ...     mpl.rcParams["svg.hashsalt"]
    'dezone'
    """
    families = families_of(language)
    wanted: dict[str, Any] = {
        "font.family": families,
        "font.serif": ["DejaVu Serif", *families],
        "font.sans-serif": families,
        "text.parse_math": False,  # texts come from outside
        "svg.fonttype": "path",
        "svg.hashsalt": "dezone",
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.5,
        "path.simplify": False,
    }
    return mpl.rc_context(wanted)  # type: ignore[arg-type]  # its stubs list every name there is
