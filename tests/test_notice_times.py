"""Dates and hours of notices are read as what they say, in five languages; what is left out is doubted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DezoneError
from geo.notices.dates import reference_of
from geo.notices.times import read_times


class Said(NamedTuple):
    """A text, when it was issued, and what it says: start, end, and how many periods."""

    text: str
    issued: str | None
    start: str | None  # UTC: YYYY-MM-DD HHMM
    end: str | None
    periods: int

    def __str__(self) -> str:
        """Name the case in the test report."""
        return self.text


SAID = [
    # English: date-time groups, windows, lists of days
    Said("052100UTC TO 061000UTC MAY", "2024", "2024-05-05 2100", "2024-05-06 1000", 1),
    Said("290000UTC DEC 23 TO 070800UTC JAN 24", None, "2023-12-29 0000", "2024-01-07 0800", 1),
    Said("1300Z TO 0700Z DAILY 11 THRU 16 SEP", "2025", "2025-09-11 1300", "2025-09-17 0700", 6),
    Said("2200Z TO 0900Z DAILY 28 FEB THRU 02 MAR 24", None, "2024-02-28 2200", "2024-03-03 0900", 4),
    Said("0300Z TO 0700Z 05, 07 AND 09 OCT 25", None, "2025-10-05 0300", "2025-10-09 0700", 3),
    Said(
        "03 THRU 05, 09 THRU 11 JUN, 01 JUL, 2300Z TO 0800Z", "2024", "2024-06-03 2300", "2024-07-02 0800", 7
    ),
    Said("1000Z TO 1600Z 29 JUL", "2026", "2026-07-29 1000", "2026-07-29 1600", 1),
    Said("2300Z 05 MAY TO 0800Z 07 MAY 25", None, "2025-05-05 2300", "2025-05-07 0800", 1),
    Said("FROM 0100 UTC JUN 10 TO 0200 UTC JUN 20 2023", None, "2023-06-10 0100", "2023-06-20 0200", 1),
    Said("0800-2000 UTC daily, June 10 to 30, 2009", None, "2009-06-10 0800", "2009-06-30 2000", 21),
    Said("0000-0900UTC 5-9 MAY 2025", None, "2025-05-05 0000", "2025-05-09 0900", 5),
    Said("050000UTC-050900UTC MAY, 070000UTC-070900UTC MAY", "2025", "2025-05-05 0000", "2025-05-07 0900", 2),
    Said(
        "0300Z TO 0700Z AND 1100Z TO 1500Z DAILY 02 AND 03 OCT 25",
        None,
        "2025-10-02 0300",
        "2025-10-03 1500",
        4,
    ),
    Said("IN PROGRESS UNTIL 101900Z AUG", "2026-08-01", None, "2026-08-10 1900", 1),
    Said("COMMENCING 051200Z MAY 24 UNTIL FURTHER NOTICE", None, "2024-05-05 1200", None, 1),
    Said("15 JUL THRU 15 OCT", "2026", "2026-07-15 0000", "2026-10-16 0000", 1),
    Said(
        "040400Z TO 041500Z JUL, ALTERNATE 060400Z TO 061500Z JUL",
        "2026",
        "2026-07-04 0400",
        "2026-07-06 1500",
        2,
    ),
    Said(
        "between 22 and 30 November 2023, 0700 to 1200 Pyongyang time",
        None,
        "2023-11-21 2200",
        "2023-11-30 0300",
        9,
    ),
    # Chinese, both scripts
    Said("5月9日15时至12日15时", "2024", "2024-05-09 0700", "2024-05-12 0700", 1),
    Said("5月9日至12日，每日8时至18时", "2024", "2024-05-09 0000", "2024-05-12 1000", 4),
    Said("2019年8月27日0800時—2019年8月29日1800時", None, "2019-08-27 0000", "2019-08-29 1000", 1),
    Said("12月16日00時起，當日24時止", "2020-12", "2020-12-15 1600", "2020-12-16 1600", 1),
    Said("2013年12月3日18時起，2014年1月3日18時止", None, "2013-12-03 1000", "2014-01-03 1000", 1),
    Said("29日凌晨0時至7月3日午夜12時", "2019", "2019-06-28 1600", "2019-07-03 1600", 1),
    Said("三日至九日，上午七时至下午五时", "2022-08", "2022-08-02 2300", "2022-08-09 0900", 7),
    Said("8月26日6时-21时、8月27日6时-21时", "2022", "2022-08-25 2200", "2022-08-27 1300", 2),
    Said("2023年8月26日18时至次日6时", None, "2023-08-26 1000", "2023-08-26 2200", 1),
    Said("8月8日10时前", "2022-08", None, "2022-08-08 0200", 1),
    Said("2023年12月29日至2024年1月3日每日0000时-2400时", None, "2023-12-28 1600", "2024-01-03 1600", 6),
    Said("5月9日8时至12时，14时至18时", "2024", "2024-05-09 0000", "2024-05-09 1000", 2),
    # Japanese
    Said("令和6年5月9日、10日（予備日13日）、0900〜1700", None, "2024-05-09 0000", "2024-05-10 0800", 2),
    Said(
        "平成30年6月25日、30日(予備日7月1日、2日)、0800〜1700", None, "2018-06-24 2300", "2018-06-30 0800", 2
    ),
    Said("令和元年5月16日、0900〜1700", None, "2019-05-16 0000", "2019-05-16 0800", 1),
    Said("令和5年11月22日午前0時から12月1日午前0時までの間", None, "2023-11-21 1500", "2023-11-30 1500", 1),
    Said("令和7年4月7日~10月31日 日出~日没", None, "2025-04-06 1500", "2025-10-31 1500", 1),
    # Korean
    Said("2016년 2월 7일~14일, 매일 07시~12시(평양시간)", None, "2016-02-06 2230", "2016-02-14 0330", 8),
    Said("2019년 5월 9일 07시~12시(평양시간)", None, "2019-05-08 2200", "2019-05-09 0300", 1),
    Said("2024. 5. 9.(목) ~ 5. 12.(일), 매일 09:00 ~ 18:00", None, "2024-05-09 0000", "2024-05-12 0900", 4),
    Said("2024.5.9 ~ 5.12 매일 09:00~18:00", None, "2024-05-09 0000", "2024-05-12 0900", 4),
    Said("5월 9일 오전 8시부터 5월 12일 오후 9시까지", "2024", "2024-05-08 2300", "2024-05-12 1200", 1),
    Said("10~22일 오전 7~12시", "2012-12", "2012-12-09 2200", "2012-12-22 0300", 13),
    # Russian
    Said("121800 ПО 131800 АВГ", "2025", "2025-08-12 1800", "2025-08-13 1800", 1),
    Said("10 ПО 15 ФЕВ 0500 ДО 1900", "2025", "2025-02-10 0500", "2025-02-15 1900", 6),
    Said("08 АПР 1100 ДО 1400 И 09 АПР 0600 ДО 0900", "2026", "2026-04-08 1100", "2026-04-09 0900", 2),
    Said("28 ФЕВ ПО 03 МАР КРУГЛОСУТОЧНО", "2025", "2025-02-28 0000", "2025-03-04 0000", 1),
    Said(
        "с 10 по 12 августа 2023 года с 8:00 до 20:00 по московскому времени",
        None,
        "2023-08-10 0500",
        "2023-08-12 1700",
        3,
    ),
    # A slash between hours and day, or for "to"; the day before its hours; how long instead of until when
    Said("0000Z/3 May 2025 TO 0400Z/5 May", None, "2025-05-03 0000", "2025-05-05 0400", 1),
    Said("0000Z/3 MAY TO 0400Z/5 MAY 2025", None, "2025-05-03 0000", "2025-05-05 0400", 1),
    Said("030000UTC/040800UTC MAY", "2025", "2025-05-03 0000", "2025-05-04 0800", 1),
    Said("0000Z 3 MAY/0400Z 5 MAY 2025", None, "2025-05-03 0000", "2025-05-05 0400", 1),
    Said("CHART 1234 MAY 3 0000Z TO 0400Z MAY 5 2025", None, "2025-05-03 0000", "2025-05-05 0400", 1),
    Said("С 03 0000 ПО 04 0800 МАЙ", "2025", "2025-05-03 0000", "2025-05-04 0800", 1),
    Said("03 0000 ПО 04 0800 МАЯ 2025 ГОДА", None, "2025-05-03 0000", "2025-05-04 0800", 1),
    Said("0800 ON JUNE 13 TO 1800 ON JUNE 15 2023 UTC", None, "2023-06-13 0800", "2023-06-15 1800", 1),
    Said("FOR 16 HOURS FROM 2000 UTC 8 TO 14 AUG 25", None, "2025-08-08 2000", "2025-08-15 1200", 7),
    Said("FOR 16 HOURS FROM 2000 UTC TO 14 AUG 25", None, None, "2025-08-15 1200", 1),
    Said("08/24,25,26 - 09:00 ~ 18:00 (KST)", "2026", "2026-08-24 0000", "2026-08-26 0900", 3),
    Said("2024. 5. 9. ~ 5. 12.\n매일 09:00 ~ 18:00", None, "2024-05-09 0000", "2024-05-12 0900", 4),
    # Behind a full stop without a space
    Said("FIRING.0700 TO 2200 JST 3 MAY 2025", None, "2025-05-02 2200", "2025-05-03 1300", 1),
    Said("FIRING.280800UTC TO 290800UTC MAY 25", None, "2025-05-28 0800", "2025-05-29 0800", 1),
    # Lists that are not in order, and one that begins in the month before
    Said("25, 27, 26, 30 JUN 2025, 0100Z TO 0500Z", None, "2025-06-25 0100", "2025-06-30 0500", 4),
    Said("30, 02 AUG 2025 0100Z TO 0500Z", None, "2025-07-30 0100", "2025-08-02 0500", 2),
    # Lines of issue, and the hours of a reserve day
    Said(
        "270000 UTC AUG 2026 \nNAVAREA XI WARNING\nFIRING 0100Z TO 0500Z 28 AUG",
        None,
        "2026-08-28 0100",
        "2026-08-28 0500",
        1,
    ),
    Said(
        "DATE:2026/08/27 00 UTC\nNAVAREA XI NO.26-0392\nFIRING 0100Z TO 0500Z 28 AUG",
        None,
        "2026-08-28 0100",
        "2026-08-28 0500",
        1,
    ),
    Said(
        "26 AND 27 AUG 0200 TO 1500. CANCEL THIS NR 271600 AUG 26=\n241530 MSK GS-",
        None,
        "2026-08-26 0200",
        "2026-08-27 1500",
        2,
    ),
    Said(
        "3 TO 5 MAY 2025 0100Z TO 0500Z. RESERVE 6 MAY 0600Z TO 0900Z",
        None,
        "2025-05-03 0100",
        "2025-05-05 0500",
        3,
    ),
    # What stands beside the period: dates of signatures, of pages and of letters, whole or not
    Said(
        "定于2023年4月7日至13日组织训练，每日0000至1800时禁航。某市人民政府 2023年4月5日",
        None,
        "2023-04-06 1600",
        "2023-04-13 1000",
        7,
    ),
    Said(
        "某海事局2日傍晚发布航行警告，3月4日2时至16时，实弹射击",
        "2025",
        "2025-03-03 1800",
        "2025-03-04 0800",
        1,
    ),
    Said(
        "2025/03/01 16:30 令和7年3月2日~4日07:00~17:00(番号9 3月1日16:20発表)",
        None,
        "2025-03-01 2200",
        "2025-03-04 0800",
        3,
    ),
    Said("2日 통보문에 따르면 3월 8~10일, 매일 07시~12시", "2025", "2025-03-07 2200", "2025-03-10 0300", 3),
    Said(
        "In a letter of 11th May 2021 the office said between 4th and 8th June between 0200 and 0700 (UTC)",
        None,
        "2021-06-04 0200",
        "2021-06-08 0700",
        5,
    ),
    Said(
        "122252Z JUN 26.\nHYDROPAC 9/26. 1330Z TO 2215Z DAILY 17 THRU 19 JUN 26",
        None,
        "2026-06-17 1330",
        "2026-06-19 2215",
        3,
    ),
    Said(
        "ZCZC JA80\n051230 UTC SEP 23\n0000Z TO 0800Z DAILY 07 TO 09 SEP 23",
        None,
        "2023-09-07 0000",
        "2023-09-09 0800",
        3,
    ),
    # Ends and starts that are open, with hours
    Said("0001Z TO 1800Z DAILY UNTIL 23 AUG", "2026", None, "2026-08-23 1800", 1),
    Said("DAILY UNTIL 14 JUN AND 16 SEP THRU 31 DEC", "2026", None, "2027-01-01 0000", 2),
    Said("即日起至2023年9月30日", None, None, "2023-09-30 1600", 1),
    # Lists whose month comes last, in several windows; a year behind a month and before "to"
    Said(
        "0900Z TO 1200Z DAILY 02, 06, AND 09 MAR AND 1230Z TO 1430Z DAILY 06 AND 09 MAR",
        "2026",
        "2026-03-02 0900",
        "2026-03-09 1430",
        5,
    ),
    Said(
        "0900Z TO 1200Z DAILY 07, 14 AND 21 AND 1300Z TO 1400Z DAILY 10 AND 31 AUG",
        "2026",
        "2026-08-07 0900",
        "2026-08-31 1400",
        5,
    ),
    Said("2300Z TO 1100Z DAILY 28 DEC 22 THRU 03 JAN 23", None, "2022-12-28 2300", "2023-01-04 1100", 7),
    # The same dates in two languages are those of one year
    Said("20 ИЮЛЬ ДО 30 СЕНТ. 20 JUL TO 30 SEP", "2025", "2025-07-20 0000", "2025-10-01 0000", 1),
    # Next year, next month, the same year, the next day
    Said("12月29日2100时至次年1月2日0600时", "2024", "2024-12-29 1300", "2025-01-01 2200", 1),
    Said("11月23日16时至下月7日16时", "2025", "2025-11-23 0800", "2025-12-07 0800", 1),
    Said(
        "令和7年9月29日から同年11月5日まで、毎日午前6時30分から午後5時まで",
        None,
        "2025-09-28 2130",
        "2025-11-05 0800",
        38,
    ),
    Said(
        "令和3年5月11日、13日(予備日14日、17日)、2200〜翌日0400",
        None,
        "2021-05-11 1300",
        "2021-05-13 1900",
        2,
    ),
    Said(
        "2022년 4월 6일 19시 ~ 익일 02시, 4월 7일 19시 ~ 익일 02시",
        None,
        "2022-04-06 1000",
        "2022-04-07 1700",
        2,
    ),
    Said(
        "令和2年12月28日〜令和3年1月6日(12月31日〜1月3日を除く)、午前9時から午後4時30分まで",
        None,
        "2020-12-28 0000",
        "2021-01-06 0730",
        10,
    ),
    # Slashes, points, ratios for colons, units behind a colon
    Said("2024/6/20 06:00 至 2024/6/21 18:00 鲁航警", None, "2024-06-19 2200", "2024-06-21 1000", 1),
    Said("自今天（11/23）16時至12月7日16時", "2025", "2025-11-23 0800", "2025-12-07 0800", 1),
    Said("일시 : '23. 5. 22.(월) 10:00 ~ 12:00", None, "2023-05-22 0100", "2023-05-22 0300", 1),
    Said("9月24日08:00時至30日08︰00時", "2020", "2020-09-24 0000", "2020-09-30 0000", 1),
    Said(
        "с 05.09 по 07.09.2023 с 06.00 до 22.00 по владивостокскому времени",
        None,
        "2023-09-04 2000",
        "2023-09-07 1200",
        3,
    ),
    Said(
        "с 10 до 12 июня 2009 года, с 8 утра до 8 вечера (время владивостокское)",
        None,
        "2009-06-09 2200",
        "2009-06-12 1000",
        3,
    ),
    # Numerals in characters without a unit; noon; labels and rockets that look like dates
    Said("八月六至十五日每天上午八時至下午六時", "2022", "2022-08-06 0000", "2022-08-15 1000", 10),
    Said("7月16日中午十二時至本月二十一日晚上六時", "2021", "2021-07-16 0400", "2021-07-21 1000", 1),
    Said("(1)6月18日0600时至1800时", "2024", "2024-06-17 2200", "2024-06-18 1000", 1),
    Said("长征五号 5月3日17时至19时", "2024", "2024-05-03 0900", "2024-05-03 1100", 1),
    # Zones before the hours
    Said(
        "2월 8~9일 평양시간으로 오전 7시에서 정오(한국시간 오전 7시30분~낮 12시30분)",
        "2016",
        "2016-02-07 2230",
        "2016-02-09 0330",
        2,
    ),
    Said("between 5:25 PM and 6:46 PM PhST on 03 May 2024", None, "2024-05-03 0925", "2024-05-03 1046", 1),
    Said(
        "2200UTC TO 0900UTC DAILY FROM 30 DEC TO 01 JAN. RESERVE DAY 03 JAN.",
        "2021",
        "2021-12-30 2200",
        "2022-01-02 0900",
        3,
    ),
    # A date on each line with its own hours; windows before their days, a range of days before them
    Said(
        "ON 2025-05-03 FROM 06:00 TO 21:00\nON 2025-05-04 FROM 06:00 TO 21:00\nTIME IN UTC",
        None,
        "2025-05-03 0600",
        "2025-05-04 2100",
        2,
    ),
    Said(
        "2300UTC-2400UTC 22 NOV 0000UTC-1000UTC DAILY 23 TO 25 NOV 0000UTC-0600UTC 26 NOV",
        "2025",
        "2025-11-22 2300",
        "2025-11-26 0600",
        5,
    ),
    # Both hours of the afternoon; an hour before a later one of the clock is of the morning
    Said("May 9, 2025 from 2-10 p.m. UTC", None, "2025-05-09 1400", "2025-05-09 2200", 1),
    Said("May 9, 2025 from 9-5 p.m. UTC", None, "2025-05-09 0900", "2025-05-09 1700", 1),
    # The years of the Republic of China, and numbers in brackets as radio sends them
    Said("施工期間114年10 月15 日至116 年12 月31 日", None, "2025-10-14 1600", "2027-12-31 1600", 1),
    Said("民國114年5月3日0800時至1200時", None, "2025-05-03 0000", "2025-05-03 0400", 1),
    Said("（5) 月（3) 日（0800) 时至（4) 日（1800) 时", "2025", "2025-05-03 0000", "2025-05-04 1000", 1),
    Said("(1)日本海 5月3日0800时至1200时 (2)日时另定", "2025", "2025-05-03 0000", "2025-05-03 0400", 1),
    # The days of a list behind their month; the date on which it was said
    Said(
        "8 a.m.-12 p.m. UTC over five days: March 6, 7, 8, 13, and 14",
        "2024",
        "2024-03-06 0800",
        "2024-03-14 1200",
        5,
    ),
    Said(
        "announced on Monday (Feb. 19): 0800Z-1200Z on March 6, 7 and 8",
        "2024",
        "2024-03-06 0800",
        "2024-03-08 1200",
        3,
    ),
    Said(
        "from Monday (May 5) 0800Z to Friday (May 9) 1200Z", "2025", "2025-05-05 0800", "2025-05-09 1200", 1
    ),
    # ①-④点 and 1-4点 are corners, no hours
    Said(
        "2025年5月3日至4日,0800-1700时。以①-④点(CGCS2000坐标系)连线",
        None,
        "2025-05-03 0000",
        "2025-05-04 0900",
        2,
    ),
    Said(
        "2025年5月3日至4日,0800-1700时。以1-4点(CGCS2000坐标系)连线",
        None,
        "2025-05-03 0000",
        "2025-05-04 0900",
        2,
    ),
    # Days of the week that are left out: 3 May 2025 is a Saturday
    Said(
        "0001Z TO 1600Z DAILY 01 THRU 10 MAY 25 EXCEPT FRIDAYS AND SATURDAYS",
        None,
        "2025-05-01 0001",
        "2025-05-08 1600",
        6,
    ),
    Said(
        "令和7年5月1日〜10日(土曜日、日曜日及び祝日を除く)、0900〜1600",
        None,
        "2025-05-01 0000",
        "2025-05-09 0700",
        7,
    ),
    Said("2025년 5월 1일~10일 09:00~16:00 (토, 일요일 제외)", None, "2025-05-01 0000", "2025-05-09 0700", 7),
    Said("01 TO 10 MAY 2025 MON-FRI 0800Z TO 1200Z", None, "2025-05-01 0800", "2025-05-09 1200", 7),
    Said(
        "С 0800 ДО 1200 ЕЖЕДНЕВНО 01 ПО 10 МАЯ 2025 КРОМЕ СУББОТ И ВОСКРЕСЕНЬЙ",
        None,
        "2025-05-01 0800",
        "2025-05-09 1200",
        7,
    ),
]


def shown(moment: datetime | None) -> str | None:
    """Write an instant as the table does."""
    return moment and moment.strftime("%Y-%m-%d %H%M")


@pytest.mark.parametrize("said", SAID, ids=str)
def test_a_text_says_when(said):
    """Start, end and the number of periods are those that a reader of the language understands."""
    times = read_times(said.text, issued=reference_of(said.issued))

    assert (shown(times.start), shown(times.end), len(times.periods)) == (said.start, said.end, said.periods)


@pytest.mark.parametrize("said", [said for said in SAID if said.issued and said.start], ids=str)
def test_a_year_from_outside_the_text_is_a_doubt(said):
    """What was taken from the date of issue is said, with the words that it completes."""
    times = read_times(said.text, issued=reference_of(said.issued))

    assert any(f"inferred from the date of issue {said.issued}" in doubt for doubt in times.doubts)


@pytest.mark.parametrize(
    "text", ["052100UTC TO 061000UTC MAY", "5月9日15时至12日15时", "10~22일 오전 7~12시"]
)
def test_without_a_year_start_and_end_stay_open(text):
    """A year is never guessed: the doubt says that it is missing, and what would mend it."""
    times = read_times(text)

    assert (times.start, times.end) == (None, None)
    assert any("does not state the" in doubt and "give the date of issue" in doubt for doubt in times.doubts)


def test_the_year_is_the_one_nearest_to_the_issue():
    """A notice of late December speaks of the coming January."""
    times = read_times("020000Z TO 030900Z JAN", issued=reference_of("2024-12-28"))

    assert shown(times.start) == "2025-01-02 0000"


def test_a_number_of_another_year_is_doubted():
    """The date of issue counts, and the year in the number of the notice is said to differ."""
    times = read_times("020000Z TO 030900Z MAY", issued=reference_of("2024-04-28"), year=2023)

    assert shown(times.start) == "2024-05-02 0000"
    assert any("says 2023" in doubt for doubt in times.doubts)


def test_a_cancelling_time_tells_the_year_and_is_not_the_end():
    """The end is that of the last window; the time at which the message cancels itself comes later."""
    times = read_times("1300Z TO 0700Z DAILY 11 THRU 16 SEP. 2. CANCEL THIS MSG 170800Z SEP 25.")

    assert shown(times.end) == "2025-09-17 0700"
    assert any("CANCEL THIS MSG 170800Z SEP 25" in doubt for doubt in times.doubts)


def test_a_cancelling_time_that_does_not_fit_is_a_doubt():
    """An end weeks away from the time at which the message cancels itself is probably a slip."""
    times = read_times("1300Z TO 0700Z DAILY 11 THRU 16 SEP. CANCEL THIS MSG 170800Z OCT 25.")

    assert any("does not go with the cancelling time" in doubt for doubt in times.doubts)


def test_a_message_that_cancels_itself_before_its_end_is_a_doubt():
    """One of the two is a slip; an end on the cancelling day, or in the night before it, is none."""
    early, same = (
        read_times(f"1300Z TO 1900Z DAILY 11 THRU 16 SEP. CANCEL THIS MSG {day}2000Z SEP 25.")
        for day in ("14", "16")
    )

    assert any("does not go with the cancelling time" in doubt for doubt in early.doubts)
    assert not any("does not go with" in doubt for doubt in same.doubts)


def test_hours_without_a_zone_are_a_doubt_in_english():
    """English is written everywhere; a text that names a zone once names it for all."""
    assert "the zone of the hours is not named: read as UTC time" in (
        read_times("DAILY 3 TO 5 MAY 2025 0900 TO 1700").doubts
    )
    assert read_times("DAILY 3 TO 5 MAY 2025 0900 TO 1700 (ALL TIMES UTC)").doubts == ()


@pytest.mark.parametrize(
    "text",
    ["射击，电话0411-2345-6789", "CHART 1220 VHF CH 16 TEL 03-3268-3111", "DEPTH 10 TO 22 M", "四点连线"],
)
def test_other_numbers_are_no_times(text):
    """Charts, telephones, depths and counts of points give no period."""
    assert read_times(text, issued=reference_of("2024-05-01")).periods == ()


def test_hours_by_the_sun_are_a_doubt():
    """Whole days stand in for what only the sun tells."""
    times = read_times("01 THRU 03 MAY 2024, SUNRISE TO SUNSET")

    assert shown(times.end) == "2024-05-04 0000"
    assert any("by the sun" in doubt for doubt in times.doubts)


def test_a_day_that_does_not_exist_is_refused_in_words():
    """30 February stays open, and the doubt names it."""
    times = read_times("300000Z TO 300900Z FEB 24")

    assert times.start is None
    assert any("no day 30" in doubt for doubt in times.doubts)


@given(
    start=st.datetimes(datetime(2001, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001 made aware below
    minutes=st.integers(1, 40_000),
)
def test_printing_a_period_and_reading_it_back_gives_it(start, minutes):
    """Date-time groups with month and year, and the dates of Chinese notices, are read to the minute."""
    start = start.replace(second=0, microsecond=0, tzinfo=UTC)
    end = start + timedelta(minutes=minutes)
    if not 10 <= start.year % 100 <= 60 or not 10 <= end.year % 100 <= 60:
        start, end = start.replace(year=2024, month=5, day=9), start.replace(year=2024, month=5, day=9)
        end += timedelta(minutes=minutes)
    group = f"{start:%d%H%MUTC %b %y} TO {end:%d%H%MUTC %b %y}".upper()
    beijing = [moment + timedelta(hours=8) for moment in (start, end)]
    chinese = "至".join(f"{m.year}年{m.month}月{m.day}日{m.hour}时{m.minute}分" for m in beijing)

    for text in (group, chinese):
        times = read_times(text)
        assert (times.start, times.end) == (start, end), text


def test_a_date_of_issue_that_is_none_is_refused():
    """The message says how to write it."""
    with pytest.raises(DezoneError, match="write YYYY-MM-DD, YYYY-MM or YYYY"):
        reference_of("yesterday")


def test_a_date_left_aside_tells_the_year_of_the_others():
    """The date of a letter is not the period, but says near which year it lies."""
    times = read_times("A letter of 2014-02-21 says: firing from 1600Z 22 FEB to 1600Z 28 FEB")

    assert shown(times.start) == "2014-02-22 1600"
    assert any("left aside" in doubt for doubt in times.doubts)


def test_the_hours_of_a_page_are_those_of_the_one_country_that_it_names():
    """Hours with a colon and no zone are local in English too; of several lands of one time, that time."""
    chinese = read_times("China will hold drills from 16:00 of February 21 to 16:00 of February 28, 2014")
    northern = read_times("North Korea told Japan: June 25 to June 26, 2009, 8 a.m. to 8 p.m.")

    assert (shown(chinese.start), shown(northern.start)) == ("2014-02-21 0800", "2009-06-24 2300")


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("KOREA 272/2026 100000 UTC AUG 2026. Work period: 2026. 8. 10. ~ 10. 10.", True),
        ("FIRING 10 TO 12 AUG 2026", True),
        ("FIRING 0000-0900 UTC 10 TO 12 AUG 2026", False),
        ("作业时间：2026年8月10日至12日", False),  # their own zone
    ],
)
def test_days_without_hours_are_doubted_where_the_text_does_not_tell_whose_they_are(text, doubted):
    """An English text may speak of days in Seoul or Tokyo: its whole days may be nine hours off."""
    assert any("days without hours" in doubt for doubt in read_times(text).doubts) is doubted


def test_only_the_first_part_of_an_endless_list_of_dates_is_read():
    """The doubt says how far."""
    times = read_times("5月9日8时至" * 20_000, issued=reference_of("2025"))

    assert any("first" in doubt and "characters of the text only" in doubt for doubt in times.doubts)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("3 MAY 2024 IN AREA A; 5 TO 7 MAY 2024 IN AREA B", "2024-05-03 0000", "2024-05-08 0000"),
        ("5月3日,A区;5月5日至7日,B区实弹射击。2024年5月1日", "2024-05-02 1600", "2024-05-07 1600"),
        ("8 JANUARY 2018 TO MARCH 2018", "2018-01-08 0000", "2018-04-01 0000"),
        ("2018年1月8日至2018年2月", "2018-01-07 1600", "2018-02-28 1600"),
        (
            "From 6:00 a.m. UTC on October 10, 2024 until 11:00 a.m. on October 11",
            "2024-10-10 0600",
            "2024-10-11 1100",
        ),
        ("from 12pm (0400 GMT) to 4pm from Aug 12 to Aug 14, 2023", "2023-08-12 0400", "2023-08-14 0800"),
        (
            "Maritime Safety Bureau: from 6:00 a.m. to 8:00 a.m. on October 10, 2024",
            "2024-10-09 2200",
            "2024-10-10 0000",
        ),
    ],
)
def test_days_of_each_area_and_ends_that_are_a_month_count(text, start, end):
    """A lone day of an area is a period, a month ends with its last day, brackets tell the zone."""
    times = read_times(text, issued=reference_of("2024") if "A区" in text else None)

    assert (shown(times.start), shown(times.end)) == (start, end)


def test_an_end_that_is_only_a_month_is_doubted():
    """Which day of it was meant, only the sender knows."""
    assert any("only a month" in doubt for doubt in read_times("8 JANUARY 2018 TO MARCH 2018").doubts)


@pytest.mark.parametrize("days", [
    ("3 May 2025", "4 May 2025"), ("May 3, 2025", "May 4, 2025"), ("3 May", "4 May 2025"),
    ("Saturday 3rd May 2025", "Sunday 4th May 2025"), ("2025-05-03", "2025-05-04"),
])  # fmt: skip
@pytest.mark.parametrize(
    "hours", [("0000Z", "0800Z"), ("00:00 UTC", "08:00 UTC"), ("2000 hrs UTC", "2025 hrs UTC")]
)
@pytest.mark.parametrize("frame", [
    "FROM {} {} TO {} {}", "{} ON {} UNTIL {} ON {}", "BETWEEN {} {} AND {} {}",
    "COMMENCING {} {} AND ENDING {} {}", "{1} {0} TO {3} {2}", "{1}, {0} - {3}, {2}",
    "START: {1} {0}\nEND: {3} {2}",
])  # fmt: skip
def test_hours_and_days_of_both_ends_in_any_order(frame, hours, days):
    """The number behind a day and a month is its year, even where it could be the hours of a window."""
    read = read_times(frame.format(hours[0], days[0], hours[1], days[1]))
    begin, end = (int(each.replace(":", "")[:4]) for each in hours)

    assert read.start == datetime(2025, 5, 3, begin // 100, begin % 100, tzinfo=UTC)
    assert read.end == datetime(2025, 5, 4, end // 100, end % 100, tzinfo=UTC)
    assert len(read.periods) == 1


@pytest.mark.parametrize(
    "frame", ["FROM {} TO {}", "{} - {}", "GUNNERY {} UNTIL {}", "COMMENCING {} THRU {}"]
)
@pytest.mark.parametrize(("start", "end"), [
    ("0000Z/3 MAY", "0400Z/5 MAY"), ("0000UTC/03 MAY", "0400UTC/05 MAY"), ("0000Z/3", "0400Z/5 MAY"),
    ("3 MAY/0000Z", "5 MAY/0400Z"), ("03/0000Z", "05/0400Z MAY"), ("03/0000Z MAY", "05/0400Z MAY"),
    ("0000Z/MAY 3", "0400Z/MAY 5"), ("030000Z/MAY", "050400Z/MAY"), ("0000Z/3/MAY", "0400Z/5/MAY"),
])  # fmt: skip
def test_a_time_and_its_day_with_a_slash_between_them_in_any_order(frame, start, end):
    """Between two whole moments a slash means "to"; between a time and its day it means nothing."""
    read = read_times(frame.format(start, end), issued=reference_of("2025-05"))

    assert read.periods == ((datetime(2025, 5, 3, tzinfo=UTC), datetime(2025, 5, 5, 4, tzinfo=UTC)),)


@pytest.mark.parametrize(("text", "doubted"), [
    ("0900〜1600 5月1日〜10日(土、日及び祝日を除く)", "holidays"),
    ("5月1日〜10日(土、日を除く)", "days of the week"),
    ("0900〜1600 5月1日〜10日(土、日を除く)", ""),
])  # fmt: skip
def test_days_left_out_that_cannot_be_counted_are_doubted(text, doubted):
    """Holidays are not known here, and days without hours stay in one piece."""
    doubts = [doubt for doubt in read_times(text, issued=reference_of("2025")).doubts if "left out" in doubt]

    assert bool(doubts) == bool(doubted)
    assert all(doubted in doubt for doubt in doubts)


def test_a_date_before_a_colon_is_the_day_of_the_hours_behind_it():
    """Elsewhere it is the date of the notice itself."""
    day = read_times("3 MAY 2025: 0000Z-0400Z")
    notice = read_times("3 MAY 2025: 0000Z-0400Z 5 MAY 2025")

    assert (day.start, notice.start) == (
        datetime(2025, 5, 3, tzinfo=UTC), datetime(2025, 5, 5, tzinfo=UTC)
    )  # fmt: skip
