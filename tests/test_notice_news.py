"""News: a date of publication and "tomorrow" are no days of an event, and "for 3 days" is no date."""

from __future__ import annotations

import pytest

from geo.notices import Notice, read_notice
from geo.notices.dates import reference_of
from geo.notices.times import Times, read_times


def span(times: Times | Notice) -> tuple[str, str]:
    """Write start and end."""
    start, end = (f"{at:%Y-%m-%d %H%M}" if at else "open" for at in (times.start, times.end))
    return start, end


# What the text counts from a day that it does not name, and the only date, on which it was given out.
COUNTED_FROM_PUBLICATION = [
    ("해군은 내일부터 3일간 실사격 훈련을 한다. (2025년 5월 5일 보도자료)", "내일"),
    ("오는 수요일부터 금요일까지 실사격 훈련 (2025.5.5.)", "수요일"),
    ("모레부터 이틀간 실사격. 보도일 2025년 5월 5일", "모레"),
    ("3일 뒤 사격. 2025년 5월 5일", "3일 뒤"),
    ("明日から3日間、射撃訓練を実施する。2025年5月5日発表", "明日"),
    ("来週火曜日から射撃。2025年5月5日発表", "来週"),
    ("明日至本周五进行实弹射击。发布日期:2025年5月5日", "明日"),
    ("2025年5月5日 星期一 明天起3天 实弹射击", "明天"),
    ("明天8时至18时实弹射击。2025年5月5日发布", "明天"),
    ("Опубликовано 5 мая 2025 года. Стрельбы пройдут с понедельника по среду", "понедельника"),
    ("МОСКВА, 5 мая 2025 /ТАСС/. Стрельбы пройдут завтра.", "завтра"),
    ("Пресс-релиз от 5 мая 2025 года. Стрельбы состоятся в среду", "среду"),
    ("Флот 5 мая 2025 года сообщил, что стрельбы пройдут завтра", "завтра"),
    ("Стрельбы через 3 дня. 5 мая 2025", "через 3 дня"),
    ("The navy will fire for 3 days from tomorrow. PRESS RELEASE 5 May 2025", "tomorrow"),
    ("PRESS RELEASE 5 May 2025. The navy will hold live fire tomorrow.", "tomorrow"),
    ("The navy will fire for three days beginning Wednesday. (May 5, 2025)", "Wednesday"),
    ("The spokesman said on Tuesday (Aug 26, 2025) that it fires from Wednesday noon to Friday", "Wednesday"),
    ("The range is closed 8 a.m. Tuesday to 6 p.m. on Friday. May 5, 2025", "Tuesday"),
    ("SEOUL, Aug. 18, 2025 (Yonhap) -- They fire from Wednesday noon to Friday.", "Wednesday"),
    ("WASHINGTON, May 5, 2025 - the navy will fire on Wednesday", "Wednesday"),
    ("Firing in 3 days. 5 May 2025", "in 3 days"),
    ("2025年12月24日,海事局发布航行警告:将在未来两天多时间内进行火箭发射", "两天"),
    ("Firing on each of the next three days. 5 May 2025", "three days"),
    ("Firing starts next Monday. Seoul, 5 May 2025", "Monday"),
]


@pytest.mark.parametrize(("text", "words"), COUNTED_FROM_PUBLICATION)
def test_days_counted_from_publication_leave_the_period_open_and_are_named(text, words):
    """The date of publication is no day of the event, and which words were not read is said."""
    times = read_times(text)

    assert span(times) == ("open", "open")
    assert times.periods == ()
    doubt = f"{words!r} says when, and is not counted from the date of publication: write the date instead"
    assert doubt in times.doubts


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "SEOUL, Aug. 18, 2025 (Yonhap) -- The drill runs Monday through Aug. 28.",
            "open",
            "2025-08-29 0000",
        ),
        ("Firing from tomorrow to 9 May 2025", "open", "2025-05-10 0000"),
        ("It runs between midnight Wednesday and midnight on 4 June 2025", "open", "2025-06-05 0000"),
        ("The 11-day drill kicked off Monday and runs through Aug. 28, 2025", "open", "2025-08-29 0000"),
        ("Firing 6 May 2025 to Friday", "2025-05-06 0000", "open"),
    ],
)
def test_one_end_that_is_counted_from_publication_is_open(text, start, end):
    """The other end, a date, is kept."""
    times = read_times(text)

    assert span(times) == (start, end)
    assert any("says when, and is not counted" in doubt for doubt in times.doubts)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Firing Wednesday, 3 May 2025 0800Z to 1200Z", "2025-05-03 0800", "2025-05-03 1200"),
        ("Firing from Monday, May 5 to Wednesday, May 7, 2025", "2025-05-05 0000", "2025-05-08 0000"),
        ("The navy said on Tuesday it will fire on 6 May 2025", "2025-05-06 0000", "2025-05-07 0000"),
        ("Fires tomorrow, 6 May 2025, 0800Z-1600Z. Issued 5 May 2025", "2025-05-06 0800", "2025-05-06 1600"),
        ("내일(6일) 09시부터 18시까지 실사격. 2025년 5월 5일 보도자료", "2025-05-06 0000", "2025-05-06 0900"),
        ("7일부터 9일까지 사격한다고 5일 밝혔다. 2025년 5월 5일 보도", "2025-05-06 1500", "2025-05-09 1500"),
        ("海军将于2025年5月7日至9日进行实弹射击,周一宣布。", "2025-05-06 1600", "2025-05-09 1600"),
        ("MOSCOW, May 5. /TASS/. The fleet will fire on May 7-9, 2025", "2025-05-07 0000", "2025-05-10 0000"),
    ],
)  # fmt: skip
def test_a_day_of_the_event_is_read_beside_one_of_publication(text, start, end):
    """A weekday beside its date, and one on which something was said, count for nothing."""
    times = read_times(text)

    assert span(times) == (start, end)
    assert not any("says when" in doubt for doubt in times.doubts)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("5월 7일부터 3일간 사격. 2025년 5월 5일 발표", "2025-05-06 1500", "2025-05-09 1500"),
        (
            "5일부터 사흘간 훈련을 한다고 4일 밝혔다. 2025/05/04 10:30 송고",
            "2025-05-04 1500",
            "2025-05-07 1500",
        ),
        ("해군은 오는 7일부터 사흘간 사격한다. (2025.05.05 보도자료)", "2025-05-06 1500", "2025-05-09 1500"),
        ("2025年5月7日から3日間、射撃訓練", "2025-05-06 1500", "2025-05-09 1500"),
        ("自2025年5月7日起3天实弹射击", "2025-05-06 1600", "2025-05-09 1600"),
        ("С 7 мая 2025 года в течение 3 дней стрельбы", "2025-05-07 0000", "2025-05-10 0000"),
        ("Firing for 3 days from 7 May 2025", "2025-05-07 0000", "2025-05-10 0000"),
        ("2025年5月7日至9日3天", "2025-05-06 1600", "2025-05-09 1600"),
        ("Firing for 3 days from 0800Z 7 May 2025", "2025-05-07 0800", "open"),
        (
            "Firing on 7 May 2025. The range is quiet for weeks, then busy for 3 days",
            "2025-05-07 0000",
            "open",
        ),
    ],
)
def test_a_length_in_days_is_no_date_and_is_counted_from_the_day_beside_it_only(text, start, end):
    """Else the end is open."""
    times = read_times(text)

    assert span(times) == (start, end)


def test_days_with_hours_go_on_for_a_length():
    """Each of the three days has its window."""
    assert len(read_times("2025年5月7日(水)から3日間、0900から1700 射撃").periods) == 3


def test_days_of_every_week_are_counted_from_no_date():
    """Their end alone is known, and that is said by an open start."""
    times = read_times("0500Z TO 1500Z EVERY WEDNESDAY THRU SATURDAY UNTIL 14 JUN 2026, NOT ON FRIDAYS")

    assert span(times) == ("open", "2026-06-14 1500")
    assert not any("says when" in doubt for doubt in times.doubts)


@pytest.mark.parametrize("issued", ["2025-08-18", None])
def test_a_period_that_ended_long_before_the_text_was_given_out_is_doubted(issued):
    """Whether the day of issue is given, or printed in the text."""
    text = "Last year's drill ran from Aug. 20 to Aug. 24, 2024."
    text = text if issued else f"PRESS RELEASE 18 August 2025. {text}"

    times = read_times(text, issued=reference_of(issued))

    assert span(times) == ("2024-08-20 0000", "2024-08-25 0000")
    assert any(doubt.startswith("the period ended 358 days before the date") for doubt in times.doubts)


def test_a_period_that_has_just_ended_is_not_doubted():
    """Some notices are given out late."""
    times = read_times("Firing 10 to 15 August 2025", issued=reference_of("2025-08-18"))

    assert not any("before the date" in doubt for doubt in times.doubts)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("0800 to 1700 on 15/07/2025", "2025-07-15 0800", "2025-07-15 1700"),
        ("0800 to 1700 on 07/15/2025", "2025-07-15 0800", "2025-07-15 1700"),
        ("15/07/2025 to 18/07/2025", "2025-07-15 0000", "2025-07-19 0000"),
        ("03/07/2025 to 15/07/2025", "2025-07-03 0000", "2025-07-16 0000"),
        ("05/05/2025", "2025-05-05 0000", "2025-05-06 0000"),
        ("0800 to 1700 on 03/07/2025", "open", "open"),
        ("03/07/2025 to 05/07/2025", "open", "open"),
    ],
)
def test_a_date_with_slashes_is_read_where_one_order_is_possible(text, start, end):
    """One plain date tells the order of the others."""
    assert span(read_times(text)) == (start, end)


def test_a_date_whose_day_and_month_could_be_swapped_is_named_with_both():
    """It is not said that there is no date."""
    doubts = read_times("from 0800 to 1700 on 03/07/2025").doubts

    assert "'03/07/2025' may be 3 July or 7 March, and was not read: write 2025-07-03 or 2025-03-07" in doubts
    assert not any("without a date" in doubt or "no date" in doubt for doubt in doubts)


def test_local_time_of_no_place_is_quoted():
    """The words are there: what is missing is whose time it is."""
    doubts = read_times("from 0800 to 1700 local time on 15/07/2025").doubts

    assert (
        "the zone of the hours is not named ('local time' is said, but not of which place): read as UTC time"
        in doubts
    )


def test_the_number_of_a_chart_is_no_date():
    """DNC 11 is a chart, and 1 the number of a paragraph."""
    notice = read_notice("HYDROPAC 1234/25(97). DNC 11. 1. HAZARDOUS OPERATIONS 010000Z TO 050000Z MAY 25")

    assert not any("11. 1." in doubt for doubt in notice.doubts)
    assert span(notice) == ("2025-05-01 0000", "2025-05-05 0000")


def test_what_follows_the_sentence_of_the_issue_is_read():
    """Issued 3 July: the sentence behind it is not part of it."""
    times = read_times("Issued 03/07/2025. Firing 7 to 9 July 2025")

    assert span(times) == ("2025-07-07 0000", "2025-07-10 0000")
