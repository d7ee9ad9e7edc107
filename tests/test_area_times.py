"""Which times of a notice belong to which of its areas: told apart where the text does so plainly."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from geo.notices import read_notice

_ONE = "37-30N 124-00E, 37-30N 125-00E, 37-05N 124-30E"
_TWO = "37-50N 124-00E, 37-50N 125-00E, 37-35N 124-30E"
_THREE = "38-30N 124-00E, 38-30N 125-00E, 38-05N 124-30E"


_CHINESE_ONE = "38-00N 122-00E、38-00N 122-30E、37-30N 122-15E"
_CHINESE_TWO = "39-00N 122-00E、39-00N 122-30E、38-30N 122-15E"


class Said(NamedTuple):
    """A notice, and the periods of each of its areas."""

    text: str
    expected: list[list[str]]

    def __str__(self) -> str:
        """Name the case in the test report."""
        return self.text


SAID = [
    # Behind the positions: whole periods, or hours of days that hold for all.
    Said(
        f"AREA A: {_ONE}, 0100Z TO 0500Z 3 MAY 2025.\nAREA B: {_TWO}, 0300Z TO 0500Z 4 MAY 2025.",
        [["03 0100-0500"], ["04 0300-0500"]],
    ),
    Said(
        f"03 AND 04 MAY 2025: A) {_ONE} 0000Z-0400Z; B) {_TWO} 0600Z-0800Z.",
        [["03 0000-0400", "04 0000-0400"], ["03 0600-0800", "04 0600-0800"]],
    ),
    Said(
        f"A) {_ONE} 0000Z-0400Z; B) {_TWO} 0600Z-0800Z. DAILY 03 TO 04 MAY 2025.",
        [["03 0000-0400", "04 0000-0400"], ["03 0600-0800", "04 0600-0800"]],
    ),
    # Before them, with labels and without, days of their own or hours of their own.
    Said(
        f"1. GUNNERY: A. 0100Z TO 0500Z 03 MAY 2025 IN AREA BOUND BY {_ONE}. "
        f"B. 0300Z TO 0500Z 04 MAY 2025 IN AREA BOUND BY {_TWO}. 2. CANCEL THIS MSG 040600Z MAY 25.",
        [["03 0100-0500"], ["04 0300-0500"]],
    ),
    Said(
        f"FIRING 0100Z TO 0500Z 03 MAY 2025 IN AREA BOUND BY {_ONE} "
        f"AND 0300Z TO 0500Z 04 MAY 2025 IN AREA BOUND BY {_TWO}.",
        [["03 0100-0500"], ["04 0300-0500"]],
    ),
    Said(
        f"FIRING ON 3 MAY 2025 IN AREA A {_ONE} AND ON 4 MAY 2025 IN AREA B {_TWO}, 0100Z TO 0500Z.",
        [["03 0100-0500"], ["04 0100-0500"]],
    ),
    Said(
        f"5月3日0800时至1200时,在{_CHINESE_ONE}；5月4日1000时至1200时,在{_CHINESE_TWO}连线水域内实弹射击。",
        [["03 0000-0400"], ["04 0200-0400"]],
    ),
    # Before several of them.
    Said(
        f"1. 0100Z TO 0500Z 03 MAY 2025 IN: A. {_ONE}. B. {_TWO}. 2. 0300Z TO 0500Z 04 MAY 2025 IN {_THREE}.",
        [["03 0100-0500"], ["03 0100-0500"], ["04 0300-0500"]],
    ),
    # In a list of their own with the labels of the areas.
    Said(
        "期 間 1.令和7年5月3日 0900〜1600\n     2.令和7年5月4日、5日 1000〜1200\n"
        f"区 域 1.下記3地点により囲まれる区域\n{_ONE}\n2.下記3地点により囲まれる区域\n{_TWO}",
        [["03 0000-0700"], ["04 0100-0300", "05 0100-0300"]],
    ),
    # Three areas, the last a circle.
    Said(
        f"(1) 0000Z-0100Z 03 MAY 2025 {_ONE}\n(2) 0200Z-0300Z 03 MAY 2025 {_TWO}\n"
        "(3) 0400Z-0500Z 04 MAY 2025 WITHIN 5 MILES OF 38-00N 124-00E",
        [["03 0000-0100"], ["03 0200-0300"], ["04 0400-0500"]],
    ),
]


def _told(text):
    """Write the periods of each area, all of them within a day."""
    found = read_notice(text, "2025-05").area_periods
    return [[f"{start:%d %H%M}-{end:%H%M}" for start, end in periods] for periods in found]


@pytest.mark.parametrize("said", SAID, ids=str)
def test_each_area_has_the_times_that_stand_with_it(said):
    """The periods of the notice are those of its areas together, and there is nothing to doubt."""
    notice = read_notice(said.text, "2025-05")

    assert _told(said.text) == said.expected
    assert set(notice.periods) == {period for periods in notice.area_periods for period in periods}
    assert not any("between the areas" in doubt for doubt in notice.doubts)


@pytest.mark.parametrize(
    "text",
    [
        f"AREA A: {_ONE}.\nAREA B: {_TWO}.\n0100Z TO 0500Z 3 MAY 2025.",
        f"0100Z TO 0500Z 3 AND 4 MAY 2025 IN AREAS: A. {_ONE}. B. {_TWO}.",
        f"0100Z TO 0500Z 3 MAY 2025 IN AREA {_ONE}.",
        f"A. 0100Z TO 0500Z 3 MAY 2025 IN {_ONE}. B. 0600Z TO 0900Z 4 MAY 2025 IN THE SAME AREA.",
    ],
)
def test_times_of_all_areas_are_given_once(text):
    """No periods of single areas where all hold for all, or there is one area only."""
    assert _told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # Times before and behind the positions, and no labels.
        f"0100Z TO 0500Z 3 MAY IN {_ONE}, 0600Z TO 0700Z 3 MAY IN {_TWO}, 0800Z TO 0900Z 4 MAY 2025.",
        # Between two of three areas only.
        f"A. {_ONE}. B. {_TWO} 0100Z TO 0500Z 3 MAY 2025. C. {_THREE} 0600Z TO 0700Z 3 MAY 2025.",
    ],
)
def test_times_that_are_not_plainly_of_one_area_are_doubted(text):
    """All are listed together, and the doubt says so."""
    notice = read_notice(text, "2025-05")

    assert notice.area_periods == ()
    assert any("times stand between the areas" in doubt for doubt in notice.doubts)


def test_an_area_that_is_printed_twice_has_both_times():
    """The same ring under two labels is one area, with the times of both."""
    text = (
        f"A. 0100Z TO 0500Z 03 MAY 2025 IN AREA BOUND BY {_ONE}. "
        f"B. 0200Z TO 0300Z 04 MAY 2025 IN AREA BOUND BY {_TWO}. "
        f"C. 0600Z TO 0700Z 05 MAY 2025 IN AREA BOUND BY {_ONE}."
    )

    assert _told(text) == [["03 0100-0500", "05 0600-0700"], ["04 0200-0300"]]


def test_of_very_many_areas_none_has_times_of_its_own():
    """Beyond some dozens nothing is told apart, and the reading stays quick."""
    each = "A. 0100Z TO 0500Z 03 MAY 2025 IN 37-{0}N 124-00E, 38-00N 125-00E, 37-{0}N 126-00E."

    assert read_notice(" ".join(each.format(minute) for minute in range(10, 55))).area_periods == ()
