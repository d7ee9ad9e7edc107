"""How well notices are read, against worked answers: python tests/benchmarks/notices.py FILE.jsonl.

Each line of the file holds ``id`` and ``text``, perhaps ``issued``, and the worked answers: ``geometry``
(GeoJSON, a list of such, or Circle, Corridor and Sector objects with lengths in metres), perhaps
``geometry_intended``, ``start`` and ``end`` (UTC or null), ``in_zone`` (yes, no, partly; borderline counts as
either).
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, shape

from geo.notices import read_notice
from geo.notices.dates import reference_of
from geo.shapes import circle, densify_rhumb, widen
from zones import load_zone
from zones.notices import from_notice, issued_by_identifier
from zones.verdict import judge

_WORDS = {"inside": "yes", "outside": "no", "partly": "partly", "uncertain": "uncertain"}
_LABELS = {
    "areas": "every area found",
    "none": "no area invented",
    "times": "start and end",
    "in_zone": "in the zone",
}
_LEAST_OVERLAP = 0.98
_NEAR_DEG = 0.0018  # 200 m


def worked(value: Any) -> list[Any]:
    """Draw the worked areas."""
    if value is None:
        return []
    if isinstance(value, list):
        return [area for each in value for area in worked(each)]
    if value["type"] == "Circle":
        return [circle(*value["center"], value["radius_m"] / 1000)]
    if value["type"] == "Corridor":
        return [widen(LineString(value["coordinates"]), value["half_width_m"] / 1000)]
    if value["type"] == "Sector":
        return [shape(value["polygon"])]
    return [densify_rhumb(shape(value))]


def agrees(found: Any, expected: Any) -> bool:
    """Tell whether two areas overlap well enough, or two lines or points lie near each other."""
    if expected.geom_type in {"Point", "LineString"}:
        return found.geom_type == expected.geom_type and found.hausdorff_distance(expected) < _NEAR_DEG
    expected = shapely.make_valid(expected)
    union = shapely.union(found, expected).area
    return bool(union) and shapely.intersection(found, expected).area / union >= _LEAST_OVERLAP


def same_minute(found: datetime | None, expected: str | None) -> bool:
    """Tell whether an instant is right to the minute, or open as it should be."""
    if found is None or expected is None:
        return found is None and expected is None
    return abs((found - datetime.fromisoformat(expected)).total_seconds()) <= 60


def answers(record: dict[str, Any], zone: Any) -> tuple[dict[str, bool], str]:
    """Tell what of a notice is right, and what was read."""
    issued = reference_of(record.get("issued")) or issued_by_identifier(record["id"])
    notice = read_notice(record["text"], issued)
    printed, intended = worked(record.get("geometry")), worked(record.get("geometry_intended"))
    exercise = from_notice(notice, record["id"])
    verdict = _WORDS[judge(exercise, zone).verdict] if exercise.places else "unknown"
    pairs = zip(notice.areas, printed, intended or printed, strict=False)
    overlap = [agrees(found, one) or agrees(found, two) for found, one, two in pairs]
    right = {"areas" if printed else "none": len(notice.areas) == len(printed) and all(overlap)}
    if record.get("start") or record.get("end"):
        start, end = same_minute(notice.start, record["start"]), same_minute(notice.end, record["end"])
        right["times"] = start and end
    if record.get("in_zone"):
        right["in_zone"] = record["in_zone"] in {verdict, "borderline"}
    return right, f"{verdict}, {notice.start} to {notice.end}; {notice.doubts}"


def main(path: str) -> None:
    """Print a line for each notice that is read otherwise than worked, and the shares."""
    zone = load_zone()
    right, asked = dict.fromkeys(_LABELS, 0), dict.fromkeys(_LABELS, 0)
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found, said = answers(record, zone)
        for name, good in found.items():
            asked[name] += 1
            right[name] += good
        wrong = [name for name, good in found.items() if not good]
        if wrong:
            print(f"{record['id']}: {', '.join(wrong)}: {said}")  # noqa: T201 a table for people
    for name, label in _LABELS.items():
        share = f"{right[name] / asked[name]:7.1%}" if asked[name] else "      -"
        print(f"{label:18} {right[name]:4} of {asked[name]:4} {share}")  # noqa: T201 a table for people


if __name__ == "__main__":
    main(sys.argv[1])
