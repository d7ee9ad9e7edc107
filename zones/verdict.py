"""The rules: is a place, or an exercise, inside the zone, and how sure are we?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VerdictWord = Literal["inside", "partly", "outside", "uncertain"]
Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the program answers for one exercise (or one place) under one reading."""

    id: str
    name: str
    verdict: VerdictWord
    touches: Answer
    within: Answer
    share_inside: float | None
    regions: dict[str, float]  #: region -> share of the possible area
    distance_km: float | None  #: signed: positive outside, negative inside
    near: bool
    nearest_limit: dict[str, str] | None  #: name, kind, source
    uncertainty_km: float
    readings: dict[str, VerdictWord]  #: narrow, central, broad
    depends_on: tuple[str, ...]
    flips_at_lat: float | None
    places: tuple[dict[str, object], ...]
    reason: str
    doubts: tuple[str, ...]
