"""NOTAMs in the forms of the regions around: areas, circles of Q-lines, times, cancelling ones."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from geo.notices import read_notice

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
