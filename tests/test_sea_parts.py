"""The part of a sea beyond a parallel or a meridian."""

from __future__ import annotations

import pytest
from shapely import box

from geo.errors import PositionError
from zones import areas, load_zone
from zones.gazetteer import AmbiguousNameError
from zones.sea_parts import read_part
from zones.typed import read_typed
from zones.verdict import judge


@pytest.mark.parametrize(
    ("text", "area", "half"),
    [
        ("Yellow Sea north of 37N", "yellow_sea", (0, 37, 180, 90)),
        ("the Yellow Sea, north of latitude 37°00'N", "yellow_sea", (0, 37, 180, 90)),
        ("waters of the Yellow Sea north of 37", "yellow_sea", (0, 37, 180, 90)),
        ("Sea of Japan south of the 38th parallel", "sea_of_japan", (0, 0, 180, 38)),
        ("Sea of Japan waters west of 131-30E", "sea_of_japan", (0, 0, 131.5, 90)),
        ("East China Sea south of 30.5N", "east_china_sea", (0, 0, 180, 30.5)),
        ("北纬37度以北的黄海", "yellow_sea", (0, 37, 180, 90)),
        ("북위 37도 이북 서해", "yellow_sea", (0, 37, 180, 90)),
        ("동해 북위 38도 이북 해역", "sea_of_japan", (0, 38, 180, 90)),
        ("黄海北纬37度以北海域", "yellow_sea", (0, 37, 180, 90)),
        ("北緯38度30分以北の日本海", "sea_of_japan", (0, 38.5, 180, 90)),
    ],
)
def test_a_part_is_cut_along_the_line(text: str, area: str, half: tuple[float, ...]) -> None:
    """As shapely cuts it; where in it the exercise took place is not known."""
    [exercise] = read_typed(text)
    [place] = exercise.places
    assert place.geometry.symmetric_difference(areas.outline(area).intersection(box(*half))).area < 1e-9
    assert (place.extent, place.named_area) == ("locator", None)
    assert any("understood as the part of" in doubt for doubt in exercise.doubts)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("East China Sea north of 30N", ("uncertain", "inside", "inside")),
        ("East China Sea south of 30N", ("outside", "outside", "uncertain")),
        ("East China Sea south of 29N", ("outside", "outside", "outside")),
        ("Yellow Sea north of 37N", ("inside", "inside", "inside")),
        ("Sea of Okhotsk south of 46N", ("outside", "outside", "outside")),
    ],
)
def test_the_verdict_depends_on_the_reading_of_northern(text: str, readings: tuple[str, ...]) -> None:
    """The words of the proposal meet the words of a report."""
    [exercise] = read_typed(text)
    verdict = judge(exercise, load_zone())
    assert tuple(verdict.readings[name] for name in ("narrow", "central", "broad")) == readings


def test_what_the_sea_does_not_reach_is_refused() -> None:
    """So is a sea whose name means several; what is no sea is left to others."""
    with pytest.raises(PositionError, match="does not reach north of 50°00′N"):
        read_part("Yellow Sea north of 50N")
    with pytest.raises(AmbiguousNameError):
        read_part("East Sea north of 38N")
    assert read_part("East Sea north of 38N", "ko") is not None
    for text in (
        "north of Busan",
        "50 km north of 38.5N 128.2E",
        "Busan north of 35N",
        "Foo north of 35N",
        "",
    ):
        assert read_part(text) is None
