"""Files of notices are split, broken lines joined, and numbers and items found in any of the series."""

from __future__ import annotations

import itertools

import pytest

from geo.notices import read_notice
from geo.notices.text import find_activity, find_numbers, join_lines, split_notices

HYDROPAC = "121500Z MAY 24\nHYDROPAC 1201/24.\nNORTH PACIFIC.\n1. GUNNERY.\n2. CANCEL HYDROPAC 1188/24.\n3. CANCEL THIS MSG 200900Z MAY 24."  # noqa: E501 text as it is printed
NOTAM = "Z0101/24 NOTAMN\nQ) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012\nA) RKRR B) 2402100300 C) 2402120600\nE) AREA 362500N1253000E\nF) SFC G) UNL"  # noqa: E501 text as it is printed
PRIP = "ПРИП ВЛАДИВОСТОК 57 КАРТА 61003\nЗАЛИВ\n1. СТРЕЛЬБЫ 102100 ПО 112100 МАЙ\n2. ОТМ ЭТОТ НР 112200 МАЙ=\n091200 МСК ГС-"  # noqa: E501 text as it is printed
CHINESE = "辽航警0123\n黄海北部 5月9日8时至18时 实弹射击"
JAPANESE = "6年123項 九州西岸 射撃訓練\n期間 令和6年5月9日、0900〜1700"


@pytest.mark.parametrize(
    "notices",
    [
        [HYDROPAC, HYDROPAC.replace("1201", "1202")],
        [NOTAM, NOTAM.replace("Z0101", "Z0102")],
        [PRIP, PRIP],
        [CHINESE, CHINESE],
        [JAPANESE, JAPANESE],
        [HYDROPAC, NOTAM, PRIP, CHINESE, JAPANESE],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n----------\n", "\nNNNN\n"])
def test_many_notices_are_split(notices, between):
    """Each notice comes back as it was, the line of its date-time group with it."""
    assert split_notices(between.join(notices)) == notices


@pytest.mark.parametrize("text", [HYDROPAC, NOTAM, PRIP, CHINESE, JAPANESE, "some words\n\nand more words"])
def test_one_notice_stays_whole(text):
    """A blank line or the number of another notice inside the text splits nothing."""
    assert split_notices(text) == [text]


UNNUMBERED = {
    "zh": "黄海北部，5月9日8时至18时实弹射击：37-00N 123-00E、37-00N 124-00E、36-30N 124-00E。",
    "en": "YELLOW SEA. GUNNERY 0000Z TO 0800Z 5 MAY 2025 WITHIN 5 MILES OF 35-10N 124-40E.",
    "ko": "동해 남부 해상 사격 훈련.\n\n5월 9일 09시~18시, 36-10N 130-40E 중심 반경 5해리.",
    "ru": "СТРЕЛЬБЫ 100000 ПО 110900 МАЙ В РАЙОНЕ 42-00С 133-00В 42-00С 134-00В 41-30С 134-00В",
    "ja": "ミサイル発射\n射撃訓練が実施される。\n期 間 令和7年5月4日 0900〜1600\n"
    "区 域 35-30N 135-00Eを中心とする半径5海里の円内",
    "zh-Hant": "航行警告，5月5日0800時至1800時，25-00N 120-00E、25-00N 120-30E、24-40N 120-15E連線海域，"
    "實彈射擊。",
}


def test_unnumbered_notices_are_told_apart_by_their_scripts():
    """A blank line between two scripts parts notices; within one script it parts paragraphs."""
    assert split_notices("\n\n".join(UNNUMBERED.values())) == list(UNNUMBERED.values())


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
@pytest.mark.parametrize("names", list(itertools.permutations(["zh", "en", "ja", "ru"], 2)))
def test_unnumbered_notices_are_told_apart_by_their_languages(names, between):
    """Chinese and Japanese too, though both write Han characters; without a blank line, at a line end."""
    notices = [UNNUMBERED[name] for name in names]

    assert split_notices(between.join(notices)) == notices


def test_the_two_scripts_of_chinese_are_one_language():
    """A notice may say the same in both: without its own series it stays one."""
    text = f"{UNNUMBERED['zh']}\n\n{UNNUMBERED['zh-Hant']}"

    assert split_notices(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        f"{UNNUMBERED['ru']}\n\nFIRING 100000 TO 110900 MAY IN 42-00N 133-00E 42-00N 134-00E 41-30N 134-00E",
        f"Firing in the Yellow Sea was announced today.\n\n{UNNUMBERED['zh']}",
        f"{UNNUMBERED['zh']}\n\nPosted by the office of the port, all vessels keep clear",
    ],
)
def test_a_translation_and_words_about_a_notice_stay_with_it(text):
    """The same positions in two languages are one notice; words without a position are none."""
    assert split_notices(text) == [text]


@pytest.mark.parametrize("text", ["", " \n ", "----\n====", "NNNN"])
def test_nothing_gives_no_notices(text):
    """Blank text and lines of marks are no notices."""
    assert split_notices(text) == []


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (
            "362453N1261349E-36250\n  2N1260828E-363338N1260850E",
            "362453N1261349E-362502N1260828E-363338N1260850E",
        ),
        ("N394300E1193900-N39  4300E1192100", "N394300E1193900-N394300E1192100"),
        ("N394300E119\n3900", "N394300E1193900"),
        ("41-24.40N 133-\n   11.30E", "41-24.40N 133-11.30E"),
        ("37-12.\n5N 129-40E", "37-12.5N 129-40E"),
        ("37-1\n2.5N 129-40E", "37-12.5N 129-40E"),
        ("ON 16\n2721N12757E", "ON 16\n2721N12757E"),
        ("264419N1275729E -\n255619N1275729E", "264419N1275729E -\n255619N1275729E"),
        ("192000N 1231800E", "192000N 1231800E"),
        ("0500-0700\r\n362500N1253000E", "0500-0700\n362500N1253000E"),
    ],
)
def test_broken_coordinates_are_joined(broken, whole):
    """A number that a line end broke is joined; whole numbers stay apart."""
    assert join_lines(broken).replace("N 1", "N1") == whole.replace("N 1", "N1")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (HYDROPAC, [("HYDROPAC 1201/24", 2024), ("HYDROPAC 1188/24", 2024)]),
        (NOTAM, [("Z0101/24", 2024)]),
        ("NAVAREA XI 24-0512", [("NAVAREA XI 24-0512", 2024)]),
        ("NAVAREA XI 512/24", [("NAVAREA XI 512/24", 2024)]),
        ("NAVTEX 1450/2024, KOREA 289/24", [("NAVTEX 1450/2024", 2024), ("KOREA 289/24", 2024)]),
        ("NO.26-0392", [("NO.26-0392", 2026)]),
        ("番号:26-0392", [("番号:26-0392", 2026)]),
        (PRIP, [("ПРИП ВЛАДИВОСТОК 57", 0)]),
        ("ПРИП МУРМАНСК 57/24", [("ПРИП МУРМАНСК 57/24", 2024)]),
        ("鲁航警0123/24，黄海", [("鲁航警0123/24", 2024)]),
        ("苏航警[2024]0066 黄海", [("苏航警[2024]0066", 2024)]),
        ("HN0012 SOUTH", [("HN0012", 0)]),
        ("GD0012/25 FROM", [("GD0012/25", 2025)]),
        ("항행통보 2006년 27호 374항: 수심 2.9m", [("2006년 27호 374항", 2006)]),
        ("令和6年123項", [("令和6年123項", 0)]),
        ("5月9日8时，电话0411", []),
    ],
)
def test_numbers_of_notices_are_found(text, numbers):
    """The number is quoted as printed, with its year; dates and telephones are no numbers."""
    assert find_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ("GUNNERY EXERCISES", "live_fire"),
        ("ПУСКИ РАКЕТНЫЕ", "missile"),
        ("實彈射擊", "live_fire"),
        ("軍事演習", "training"),
        ("사격훈련", "live_fire"),
        ("射撃訓練", "live_fire"),
        ("CABLE OPERATIONS", "cable_work"),
        ("EXERCISE CAUTION", ""),
        ("hello", ""),
    ],
)
def test_the_activity_is_told_by_its_words(text, activity):
    """The first row of the tables that fits counts; unknown words tell nothing."""
    assert find_activity(text) == activity


@pytest.mark.parametrize(
    ("degree", "minute"),
    [("&deg;", "&prime;"), ("&#176;", "&#39;"), ("&#xb0;", "&#8242;"), ("&deg;", "&rsquo;")],
)
def test_signs_that_a_page_spells_out_are_read(degree, minute):
    """The source of a web page gives the same area as the page itself; other entities stay as they are."""
    plain = "GUNNERY 38°10′N 131°20′E, 38°10′N 131°50′E, 37°50′N 131°50′E &lt;BERTH&gt;"
    spelled = plain.replace("°", degree).replace("′", minute)

    assert read_notice(spelled).areas == read_notice(plain).areas != ()
    assert "&lt;BERTH&gt;" in join_lines(spelled)
