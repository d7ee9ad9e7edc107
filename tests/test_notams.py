"""NOTAMs in the forms of the regions around: areas, circles of Q-lines, times, cancelling ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from geo.notices import read_notice
from geo.notices.notams import read_instant, read_notam, read_schedule

RING = "362500N1253000E-363000N1254500E-361500N1255000E-362500N1253000E"


BROKEN = RING.replace("361500N", "3615\n 00N")  # as lines of 69 characters break


class Form(NamedTuple):
    """Items of a NOTAM, and the kinds of its areas with the number of corners or the radius in km."""

    region: str
    circle: str
    text: str
    areas: str

    def __str__(self) -> str:
        """Name the case in a test report."""
        return f"{self.region} {self.text[:40]}"


FORMS = [
    Form("RKRR", "3620N12540E012", f"TEMPO RESTRICTED AREA ACT AS FLW\n{RING}", "polygon 3"),
    Form("RKRR", "3620N12540E012", "AREA BOUNDED BY " + BROKEN, "polygon 3"),
    Form("RKRR", "3620N12540E012", RING.replace("N1254500E", "N\n1254500E"), "polygon 3"),
    Form("RKRR", "3321N12646E006", "CIRCLE RADIUS 5NM CENTERED ON 332111N1264615E SFC-FL100",
         "circle 9.26"),
    Form("RKRR", "3727N12910E001", "CIRCLE RADIUS 500M CENTERED ON 372712N1290942E RMK: DRONE",
         "circle 0.5"),
    Form("RKRR", "3620N12540E012", "ACT WI 5NM RADIUS OF KUZ VORTAC R-270/25NM", "circle 22.22"),
    Form("RKRR", "3647N12513E029", "RESTRICTED AREA RK R88 ACT", "circle 53.71"),
    Form("RKRR", "3505N12906E004", "A CLOCKWISE 3NM ARC CENTERED ON 350436N1290532E, STARTING FM\n"
         "350536N1290841E TO 350158N1290648E", "polygon 20"),
    Form("RKRR", "3650N12623E011", "1NM EITHER SIDE OF LINE 364200N1262000E-365000N1262100E",
         "corridor 1.85"),
    Form("ZKKP", "3940N12900E120", "DANGER AREA: 394300N1281500E 395500N1284500E 392000N1303000E\n"
         "391000N1300000E SFC-UNL", "polygon 4"),
    Form("RJJJ", "3740N13800E010", "MIL EXER WILL TAKE PLACE WI AN AREA WI 10NM RADIUS OF\n"
         "3740N13800E", "circle 18.52"),
    Form("RJJJ", "3640N13640E030", "MIL EXER WI 5NM RADIUS OF POINT 030 DEG 25NM FROM\n"
         "362400N1362430E", "circle 9.26"),
    Form("ZBPE", "3830N12000E060", "AREA BOUNDED BY N3900E11930-N3900E12030-N3800E12030-\n"
         "N3800E11930 BACK TO START. VERTICAL LIMITS:GND-FL100", "polygon 4"),
    Form("ZSHA", "3620N12140E050", "A TEMPORARY DANGER AREA ESTABLISHED BOUNDED BY:\n"
         "N370000E1211500-N370000E1220000-N361500E1220000-N361500E1211500 BACK TO START.", "polygon 4"),
    Form("ZYSH", "3900N12200E011", "A CIRCULAR AREA CENTERED AT N390000E1220000\n"
         "WITH A RADIUS OF 20KM.", "circle 20"),
    Form("ZGZU", "2100N11300E030", "SECTOR CENTERED AT N210000E1130000 RADIUS 50KM\n"
         "BTN BEARING 090 AND 180 DEG", "sector 50"),
    Form("RCAA", "2330N12200E040", "1.LIVE FIRING WI AREA:233000N1213000E 233000N1223000E 230000N1223000E\n"
         "230000N1213000E.\n2.VERTICAL LIMITS:SFC-25000FT.", "polygon 4"),
    Form("RCAA", "2330N12200E030", "R8, R11, R22 ACT.", "circle 55.56"),
    Form("UHHH", "4230N13200E040", "TEMPO RESTRICTED AREA WI COORD: 424000N1313000E-424000N1323000E-\n"
         "422000N1323000E THEN CLOCKWISE ARC OF A CIRCLE RADIUS 45KM CENTERED ON 423000N1320000E TO\n"
         "422000N1313000E-424000N1313000E", "polygon 30"),
    Form("UHMM", "5200N15900E060", "TEMPO DANGER AREA WI RADIUS 30KM CENTRE\n"
         "(520000N1590000E). SFC-FL999", "circle 30"),
]  # fmt: skip


def notam(region: str, circle: str, text: str) -> str:
    """Lay the items out, each on its line."""
    return (
        f"A0001/26 NOTAMN\nQ) {region}/QRDCA/IV/BO/W/000/999/{circle}\n"
        f"A) {region} B) 2602100300 C) 2602120600\nE) {text}\nF) SFC G) UNL"
    )


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("layout", ["lines", "one line", "in brackets"])
def test_areas_of_a_notam(form, layout):
    """Each form gives its area and no other, in lines, in one, or in brackets; the Q-line agrees."""
    text = notam(form.region, form.circle, form.text)
    if layout == "one line":
        text = " ".join(text.split("\n"))
    elif layout == "in brackets":
        text = "(" + text.replace(") ", ")") + ")"
    notice = read_notice(text)
    sizes = (shape.radius_km or shape.half_width_km or len(shape.vertices) for shape in notice.shapes)
    written = [f"{shape.kind} {round(size, 2):g}" for shape, size in zip(notice.shapes, sizes, strict=True)]

    assert written == [form.areas]
    assert not any("NM from the centre" in doubt for doubt in notice.doubts)
    assert f"{notice.start:%d%H%M}-{notice.end:%d%H%M}" == "100300-120600"
    assert notice.is_notam


def test_a_corner_outside_the_circle_of_the_q_line_is_named():
    """One digit is wrong: the corner, its distance and both sources are told."""
    notice = read_notice(notam("RKRR", "3620N12540E012", RING.replace("361500N", "371500N")))

    assert any("corner 3 (37.2500, 125.8333) lies 56 NM" in doubt for doubt in notice.doubts)


@pytest.mark.parametrize(
    ("items", "doubt"),
    [
        ("B) 2602100300 C) PERM", "PERM: the end stays open"),
        ("B) 2602100300 C) UFN", "is no time: 'UFN'"),
        ("B) 2602100300 C) 2602120600EST", "the end is an estimate"),
        ("B) 2602120600 C) 2602100300", "lies before item B)"),
    ],
)
def test_ends_that_are_not_fixed_are_doubted(items, doubt):
    """Permanent, until further notice, estimated, or before the start."""
    notice = read_notice(
        f"A0001/26 NOTAMN Q) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012 A) RKRR {items} E) {RING}"
    )

    assert any(doubt in each for each in notice.doubts)
    assert len(notice.areas) == 1


def test_a_cancelling_notam_closes_nothing():
    """It names the one that it cancels, and does not complain of an end that it cannot have."""
    notice = read_notice(
        "A0002/26 NOTAMC A0001/26\nQ) RKRR/QRTCN/IV/BO/W/000/100/3620N12540E012\nA) RKRR B) 2602110000\n"
        "E) TEMPO RESTRICTED AREA CNL"
    )

    assert notice.areas == ()
    assert any("it cancels A0001/26" in doubt for doubt in notice.doubts)
    assert not any("item C)" in doubt for doubt in notice.doubts)


def test_a_notam_on_one_line_is_told_apart():
    """Items are found without line ends, and F) inside E) does not end it."""
    notam = read_notam(
        "A1234/24 NOTAMR A1200/24 Q)ZSHA/QRDCA/IV/BO/W/000/999/3550N12131E016 A)ZSHA B)2408050227 C)2408050248EST "  # noqa: E501 text as it is printed
        "D)0200-0300 E)AREA (F) IS CLOSED. 3550N12131E F)SFC G)UNL CREATED: 01 AUG 2024"
    )

    assert (notam.number, notam.kind, notam.replaces) == ("A1234/24", "R", "A1200/24")
    assert (notam.begins, notam.ends, notam.schedule) == ("2408050227", "2408050248EST", "0200-0300")
    assert notam.body == "AREA (F) IS CLOSED. 3550N12131E"
    assert (notam.circle.lon, notam.circle.lat, notam.circle.radius_nmi) == pytest.approx(
        (121.5167, 35.8333, 16), abs=1e-4
    )


@pytest.mark.parametrize(
    "text", ["", "A) B) C)", "E) no other items", "Q) F) G)", "HYDROPAC 1201/24. GUNNERY."]
)
def test_what_is_no_notam_gives_none(text):
    """Letters with brackets alone make no NOTAM."""
    assert read_notam(text) is None


@pytest.mark.parametrize(
    "circle", ["3620N12540E999", "3620N12540E000", "3660N12540E012", "9920N12540E012", "0000N00000E001", ""]
)
def test_a_q_line_without_a_circle_of_its_own(circle):
    """999 is the whole region, zeros stand for nothing, and impossible numbers are no circle."""
    assert read_notam(f"Q) RKRR/QRTCA/IV/BO/W/000/100/{circle} B) 2402100300 E) TEXT").circle is None


class Schedule(NamedTuple):
    """Item D) between two instants, and its first and last windows."""

    text: str
    begins: str
    ends: str
    periods: int
    first: tuple[str, str]
    last: tuple[str, str]

    def __str__(self) -> str:
        """Name the case in the test report."""
        return self.text


SCHEDULES = [
    Schedule("0500-0700", "2603310500", "2604010700", 2, ("31 0500", "31 0700"), ("01 0500", "01 0700")),
    Schedule("2100-1100 DLY", "2602102100", "2602131100", 3, ("10 2100", "11 1100"), ("12 2100", "13 1100")),
    Schedule(
        "2200-1000(NEXT DAY) DLY",
        "2606142200",
        "2606171000",
        3,
        ("14 2200", "15 1000"),
        ("16 2200", "17 1000"),
    ),
    Schedule(
        "10-11 0300-0600, 12 0200-0600",
        "2602100300",
        "2602120600",
        3,
        ("10 0300", "10 0600"),
        ("12 0200", "12 0600"),
    ),
    Schedule(
        "01 04-06 0200-1600", "2605010200", "2605061600", 4, ("01 0200", "01 1600"), ("06 0200", "06 1600")
    ),
    Schedule(
        "0400-0630 ON 6,2315-0125(NEXT DAY) ON 7",
        "2607060400",
        "2607080125",
        2,
        ("06 0400", "06 0630"),
        ("07 2315", "08 0125"),
    ),
    Schedule("0500/0934", "2604180500", "2604190934", 2, ("18 0500", "18 0934"), ("19 0500", "19 0934")),
    Schedule(
        "05 0000-07 1200", "2603050000", "2603071200", 1, ("05 0000", "07 1200"), ("05 0000", "07 1200")
    ),
    Schedule(
        "MAR 30-31 0100-0200, APR 01 0300-0400",
        "2603300100",
        "2604010400",
        3,
        ("30 0100", "30 0200"),
        ("01 0300", "01 0400"),
    ),
    Schedule(
        "MON-FRI 0500-0700", "2603270500", "2603310700", 3, ("27 0500", "27 0700"), ("31 0500", "31 0700")
    ),
    Schedule(
        "EXC SAT SUN 0500-0700", "2603270500", "2603310700", 3, ("27 0500", "27 0700"), ("31 0500", "31 0700")
    ),
    Schedule("H24", "2603270500", "2603280700", 2, ("27 0500", "28 0000"), ("28 0000", "28 0700")),
    Schedule(
        "30-01 0100-0200", "2603300100", "2604010200", 3, ("30 0100", "30 0200"), ("01 0100", "01 0200")
    ),
]


# Item D), between 10 February 2026 0000 and 20 February 2026 0600 (the 10th is a Tuesday): its windows.
WINDOWS = [
    ("10/12 0300-0600", "10 0300-0600, 12 0300-0600"),
    ("10 0300-0500/0600-0800", "10 0300-0500, 10 0600-0800"),
    ("0500-0700 ON 10, 0600-0800 ON 12", "10 0500-0700, 12 0600-0800"),
    ("0300-0600 10-11 FEB, 0100-0200 14 FEB", "10 0300-0600, 11 0300-0600, 14 0100-0200"),
    ("FEB 10-11 0300-0600 AND 13 H24", "10 0300-0600, 11 0300-0600, 13 0000-0000"),
    ("18 2050-2130, 19 2300-20 0030", "18 2050-2130, 19 2300-0030"),
    ("FEB 10 2200-FEB 12 0400", "10 2200-0400"),
    ("2602111342 TO 2602111838 2602121520 TO 2602122016", "11 1342-1838, 12 1520-2016"),
    ("11 2200-0200 (NEXT DAY)", "11 2200-0200"),
    ("MON THU 0000-0900", "12 0000-0900, 16 0000-0900, 19 0000-0900"),
    ("EVERY SAT 0700-1100, SUN 0800-0900", "14 0700-1100, 15 0800-0900"),
    ("FRI 1000-MON 0400", "13 1000-0400"),
    ("10-13 0000-0900 EXC 11", "10 0000-0900, 12 0000-0900, 13 0000-0900"),
    ("12-17 0000-0900 EXC SAT SUN", "12 0000-0900, 13 0000-0900, 16 0000-0900, 17 0000-0900"),
    ("10 FEB - 11 FEB 0215-\n   1030", "10 0215-1030, 11 0215-1030"),
]


@pytest.mark.parametrize(("text", "windows"), WINDOWS)
def test_item_d_is_read_by_its_grammar(text, windows):
    """Days before or behind their hours, lists with slashes, spans over days, days left out."""
    times = read_schedule(text, read_instant("2602100000"), read_instant("2602200600"))
    written = ", ".join(f"{begin:%d %H%M}-{end:%H%M}" for begin, end in times.periods)

    assert (written, times.doubts) == (windows, ())


def test_holidays_of_item_d_are_a_doubt():
    """They are not known here: their windows are counted, and that is said."""
    times = read_schedule("MON 0000-0900 EXC HOL", read_instant("2602100000"), read_instant("2602200600"))

    assert len(times.periods) == 1
    assert any("holidays" in doubt for doubt in times.doubts)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=str)
def test_a_schedule_gives_its_windows(schedule):
    """Each window of item D) lies between B) and C), which stay start and end."""
    begins, ends = read_instant(schedule.begins), read_instant(schedule.ends)
    times = read_schedule(schedule.text, begins, ends)
    written = [(f"{a:%d %H%M}", f"{b:%d %H%M}") for a, b in times.periods]

    assert (times.start, times.end) == (begins, ends)
    assert (len(written), written[0], written[-1]) == (schedule.periods, schedule.first, schedule.last)


@pytest.mark.parametrize("text", ["SR-SS", "SEE SUP 12/26", "AS PUBLISHED"])
def test_a_schedule_that_cannot_be_read_is_a_doubt(text):
    """The whole time between B) and C) is given, and the words are quoted."""
    begins, ends = read_instant("2602100300"), read_instant("2602120600")
    times = read_schedule(text, begins, ends)

    assert times.periods == ((begins, ends),)
    assert any(text in doubt for doubt in times.doubts)


@pytest.mark.parametrize(
    ("schedule", "windows", "last"),
    [
        ("2603292335 TO 2603300431\n  2603302335 TO 2603310431", 2, "2026-03-31 0431"),
        ("EVERY SAT 0700-1100", 4, "2026-03-28 1100"),
        ("MAR 02-06 09-13 30-31 APR 01 1300-0300", 13, "2026-04-02 0300"),
    ],
)
def test_schedules_of_instants_weekdays_and_bare_lists_are_read(schedule, windows, last):
    """Ten-digit instants, EVERY with a day of the week, and days without commas behind their month."""
    begins, ends = datetime(2026, 3, 2, 3, tzinfo=UTC), datetime(2026, 4, 2, 3, tzinfo=UTC)
    times = read_schedule(schedule, begins, ends)

    assert (len(times.periods), f"{times.periods[-1][1]:%Y-%m-%d %H%M}") == (windows, last)
    assert times.doubts == ()
