"""Readings: the defensible ways to draw a text that gives no coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.errors import DezoneError

Islands = Literal["sea", "land"]

PRESETS = {"narrow": 30 + 40 / 60, "central": 30.0, "broad": 29.0}
"""Southern limit of the northern East China Sea, degrees north; docs/why-these-lines.md says why."""

LOWEST_SOUTHERN_LIMIT = 24.0  #: the southern end of the East China Sea, about
HIGHEST_SOUTHERN_LIMIT = 33.2833  #: its northern limit in S-23, 33°17′N, as drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One set of choices.

    Raises
    ------
    DezoneError
        If a choice is unknown or out of range.

    Examples
    --------
    >>> Reading.of("broad")
    Reading(southern_limit=29.0, islands='sea')
    """

    southern_limit: float = PRESETS["central"]  #: degrees north
    islands: Islands = "sea"  #: sea: a small island counts as the sea around it; land: it follows its state

    def __post_init__(self) -> None:
        """Check the choices once, so that no later function has to doubt them."""
        if not isinstance(self.southern_limit, (int, float)):
            raise DezoneError(f"southern limit {self.southern_limit!r}: give degrees north as a number: 29.5")
        if not LOWEST_SOUTHERN_LIMIT <= self.southern_limit <= HIGHEST_SOUTHERN_LIMIT:
            raise DezoneError(
                f"southern limit {self.southern_limit}: the East China Sea lies between "
                f"{LOWEST_SOUTHERN_LIMIT}° and {HIGHEST_SOUTHERN_LIMIT}°N: choose a latitude in between"
            )
        if self.islands not in ("sea", "land"):
            raise DezoneError(f"islands {self.islands!r}: choose 'sea' or 'land'")

    @classmethod
    def of(cls, preset: str, islands: Islands = "sea") -> Reading:
        """Give a preset by its name.

        Raises
        ------
        DezoneError
            If there is no such preset.

        Examples
        --------
        >>> Reading.of("narrow").southern_limit
        30.666666666666668
        """
        if preset not in PRESETS:
            raise DezoneError(
                f"no reading {preset!r}: choose one of {', '.join(PRESETS)}, or a southern limit"
            )
        return cls(southern_limit=PRESETS[preset], islands=islands)

    @property
    def preset(self) -> str | None:
        """The name of the preset with this southern limit, if there is one.

        Examples
        --------
        >>> Reading(southern_limit=29.0).preset, Reading(southern_limit=29.5).preset
        ('broad', None)
        """
        return next((name for name, lat in PRESETS.items() if lat == self.southern_limit), None)
