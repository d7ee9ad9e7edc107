"""A notice says where, when and how sure; what is broken or hostile is answered in words, and quickly."""

from __future__ import annotations

import random
import re
import string
from datetime import UTC, datetime

import notices
import pytest
from hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geodesy import area_km2
from geo.notices import Notice, is_notice, read_notice, split_notices

NMI = 1.852


def at(text: str) -> datetime:
    """Read an instant of a table."""
    return datetime.strptime(text, "%Y-%m-%d %H%M").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind", "km2", "start", "end", "periods"),
    [
        (notices.ENGLISH, "polygon", 3251, "2025-08-18 2300", "2025-08-21 0800", 3),
        (notices.CHINESE, "polygon", 1018, "2025-09-03 0000", "2025-09-05 1000", 3),
        (notices.JAPANESE, "circle", 269, "2025-09-03 0000", "2025-09-04 0800", 2),
        (notices.KOREAN, "polygon", 635, "2025-09-03 0000", "2025-09-03 0900", 1),
        (notices.RUSSIAN, "polygon", 762, "2025-09-03 0100", "2025-09-05 0900", 3),
        (notices.NOTAM, "polygon", 346, "2025-09-03 0300", "2025-09-05 0600", 3),
    ],
    ids=["english", "chinese", "japanese", "korean", "russian", "notam"],
)
def test_a_notice_of_each_format_is_read(text, kind, km2, start, end, periods):
    """Area, start, end and windows are those that the text gives."""
    notice = read_notice(text, "2025-09")

    assert [shape.kind for shape in notice.shapes] == [kind]
    assert area_km2(notice.areas[0]) == pytest.approx(km2, rel=0.01)
    assert (notice.start, notice.end, len(notice.periods)) == (at(start), at(end), periods)
    assert notice.numbers
    assert notice.text == text


def test_an_area_known_only_by_its_name_has_no_geometry():
    """No area is invented, and the doubt says so; the times are read all the same."""
    notice = read_notice(notices.BY_NAME)

    assert (notice.areas, notice.shapes) == ((), ())
    assert notice.start == at("2025-09-03 0000")
    assert "the text gives no area by its coordinates" in notice.doubts


def test_the_circle_of_the_q_line_stands_in_where_nothing_else_is_given():
    """A danger area that E) only names is the circle, with a doubt."""
    text = notices.NOTAM.replace(
        notices.NOTAM[notices.NOTAM.index("TEMPO") : notices.NOTAM.index("F) SFC")], "DANGER AREA D99 ACT\n"
    )
    notice = read_notice(text)

    assert (notice.shapes[0].kind, notice.shapes[0].radius_km) == ("circle", pytest.approx(12 * NMI))
    assert any("the circle of the Q-line '3620N12540E012'" in doubt for doubt in notice.doubts)


def test_a_q_line_for_a_whole_region_is_no_area():
    """999 says nothing of where, so no area is made of it."""
    notice = read_notice(
        "Q) RKRR/QXXXX/IV/BO/W/000/999/3620N12540E999 A) RKRR B) 2509030300 C) 2509050600 E) DANGER AREA ACT"
    )

    assert notice.areas == ()


def test_a_corner_outside_the_circle_of_the_q_line_is_doubted():
    """A typing error of one degree is found by the Q-line; the corner stays as printed."""
    notice = read_notice(notices.NOTAM.replace("363000N", "383000N"))

    assert any("corner 2 (38.5000, 125.7500)" in doubt and "Q-line" in doubt for doubt in notice.doubts)
    assert not any("Q-line" in doubt for doubt in read_notice(notices.NOTAM).doubts)


def test_a_cancellation_closes_nothing():
    """NOTAMC has no area of its own, whatever its Q-line says."""
    notice = read_notice(
        "A0002/25 NOTAMC A0001/25 Q) RKRR/QRTXX/IV/BO/W/000/100/3620N12540E012 A) RKRR B) 2509030300 E) CNL"
    )

    assert notice.areas == ()
    assert any("cancels A0001/25" in doubt for doubt in notice.doubts)


@pytest.mark.parametrize("ends", ["PERM", "2509050600EST", "", "99"])
def test_an_end_that_is_open_or_estimated_is_doubted(ends):
    """PERM leaves the end open, EST keeps it; both are said."""
    notice = read_notice(notices.NOTAM.replace("C) 2509050600", f"C) {ends}"))

    assert (notice.end is not None) == ends.endswith("EST")
    assert notice.doubts


def test_a_repeated_area_counts_once():
    """A notice in two languages gives its area once."""
    ring = "37-12.0N 129-40.0E, 37-12.0N 129-50.0E, 37-02.0N 129-50.0E"

    assert len(read_notice(f"AREA BOUND BY {ring}. 以下各点连线：{ring}。").areas) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *((text, True) for text in notices.EVERY.values() if text != notices.BY_NAME),
        ("日本海，以北纬三十八度、东经一百三十度为中心", True),
        ("东至131E、西至130E、南至37N、北至38N水域，实弹射击", True),
        ("GUNNERY BETWEEN LATITUDES 37N AND 38N AND LONGITUDES 130E AND 131E", True),
        ("Yellow Sea", False),
        ("三八线以北", False),
        ("off Vladivostok", False),
        ("2017", False),
        ("", False),
    ],
)
def test_notices_are_told_from_names(text, told):
    """A text with positions or the number of a notice is worth reading as one."""
    assert is_notice(text) is told


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_only_text(text):
    """Whatever stands in a notice, it is read without an error and quoted as it is."""
    notice = read_notice(f"{text}\n{notices.ENGLISH}{text}", "2025")

    assert isinstance(notice, Notice)
    assert len(notice.areas) == 1


@given(st.text(max_size=400))
def test_any_text_is_answered(text):
    """No text raises, and without a position there is no area."""
    assert read_notice(text).areas == ()
    assert isinstance(split_notices(text), list)


_PIECES = [
    *re.findall(r"\S+\s*", "".join(notices.EVERY.values())),
    "\n\n",
    "(",
    ")",
    "~",
    "9999999",
    "至",
    "予備日",
    "N",
    "E",
    "-",
    "BOUND BY ",
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(notices.EVERY)), st.integers(0, 2**32), st.integers(1, 12))
def test_mutated_notices_are_answered(name, seed, changes):
    """Notices with pieces lost, doubled and replaced give valid outlines or none, and never an error."""
    source = random.Random(seed)  # noqa: S311 no secret
    text = notices.EVERY[name]
    for _ in range(changes):
        at, length = source.randrange(len(text) + 1), source.randrange(20)
        piece = source.choice(
            [source.choice(_PIECES), source.choice(string.printable), text[at : at + length] * 2, ""]
        )
        text = text[:at] + piece + text[at + source.choice([0, 0, length]) :]

    notice = read_notice(text, "2025-09-01")

    assert all(area.is_valid and not area.is_empty for area in notice.areas)
    assert len(notice.areas) == len(notice.shapes)
    assert all(start is None or end is None or start.tzinfo for start, end in notice.periods)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=60))
def test_shuffled_pieces_are_answered(pieces):
    """Words of all the series in any order raise nothing."""
    read_notice("".join(pieces), "2025")


REPEATED = [
    *notices.EVERY.values(),
    "1-\n",
    "5月",
    "05 MAY TO ",
    "0900~",
    "WITHIN 5 ",
    "半径5",
    "(予備",
    "CANCEL ",
    "((((",
    "37-12N ",
    "37-12N 129-40E ",
    "37-12N 129-40E RADIUS 5 NM. ",
    "E) ",
    "N123456 ",
    "一",
    "FIVE ",
    " ",
    "\n",
    "A. ",
    "5月9日8时至",
    "37° 12’ ,12.5N",
    "34-42.0N，",
    "N 3 ",
    "八月六至十五日",
    "(を除く",
    "6/20-",
    "LATITUDES 35N AND 36N AND LONGITUDES 120E AND 121E ",
    "东至120E西至119E ",
    "北纬三十八度",
    "37-12N 129-40E CAPE NAME COASTLINE ",
    "0100Z/",
    "08/24,",
    "37-12N 129-40E 사격 훈련 구역\n\n37-13N 129-40E firing near this place\n\n",
]


@pytest.mark.parametrize("piece", REPEATED, ids=range(len(REPEATED)))
def test_long_texts_take_a_time_that_grows_with_them(piece):
    """Counting the work, not the clock: four times the text takes less than eight times the steps."""
    import cProfile  # noqa: PLC0415
    import pstats  # noqa: PLC0415

    def calls(length: int) -> int:
        profile = cProfile.Profile()
        profile.runcall(read_notice, (piece * (length // len(piece) + 1))[:length], "2025")
        return pstats.Stats(profile).total_calls

    calls(500)
    assert calls(16_000) < 8 * calls(4_000) + 20_000


def test_a_text_that_is_no_notice_by_its_size_is_refused_in_words():
    """A million characters are a file of many notices."""
    assert "give one notice at a time" in read_notice("A" * 1_000_001).doubts[0]
