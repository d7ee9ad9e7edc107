"""Notices become exercises: closed areas, or the waters that the text names."""

from __future__ import annotations

import notices
import pytest

from geo.notices import read_notice
from zones import load_zone
from zones.named_places import resolve
from zones.names_in_text import names_in
from zones.notices import from_notice, read_exercise
from zones.verdict import judge


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("english", "inside"),
        ("chinese", "inside"),
        ("japanese", "inside"),
        ("korean", "inside"),
        ("russian", "inside"),
        ("notam", "inside"),
        ("by name", "inside"),
    ],
)
def test_a_notice_has_a_verdict(name, verdict):
    """A notice in each language is judged, and the sentence says that only an area was closed."""
    judged = judge(read_exercise(notices.EVERY[name], "2025-09"), load_zone())

    assert judged.verdict == verdict
    assert "not that an exercise took place" in judged.reason


def test_the_days_are_local():
    """Midnight in the Far East is the day that the text means, not the one before in UTC."""
    exercise = read_exercise("2025年9月3日0时至5日24时 37-12N 122-40E、37-12N 122-50E、37-02N 122-50E连线")

    assert (exercise.start, exercise.end, exercise.date_utc) == (
        "2025-09-03",
        "2025-09-05",
        "2025-09-02T16:00Z",
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("黃海中部部分海域實彈射擊", ["yellow_sea"]),
        ("渤海海峡黄海北部部分海域军事任务", ["bohai_strait", "yellow_sea"]),
        ("동해와 서해 해역 항해금지", ["sea_of_japan", "yellow_sea"]),
        (
            "закрываются районы в южной части Охотского моря и в заливе Петра Великого",
            ["sea_of_okhotsk", "peter_the_great_bay"],
        ),
        ("GUNNERY IN THE YELLOW SEA, DAILY", ["yellow_sea"]),
        ("27일부터 동해와 서해, 남해 23곳에서 사격훈련", ["sea_of_japan", "yellow_sea", "korea_strait"]),
        ("TARGET PRACTICE, NO PLACE", []),
        ("", []),
    ],
)
def test_names_in_running_text_are_found(text, named):
    """The waters that a text names are locators; nothing known gives nothing."""
    places, doubts = names_in(text)

    assert [place.named_area for place in places] == named
    assert all(place.extent == "locator" for place in places)
    assert len(doubts) == len(named)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("육군은 로드리게스 사격장에서 실사격 훈련을 실시했다.", ["로드리게스 사격장"]),
        ("로드리게스사격장의 소음", ["로드리게스사격장"]),
        ("영평 사격장과 승진 훈련장을 닫는다", ["영평 사격장", "승진 훈련장"]),
        ("在罗德里格斯靶场举行", ["罗德里格斯靶场"]),
        ("ロドリゲス射撃場で訓練", ["ロドリゲス射撃場"]),
        ("西海五島周辺で射撃訓練", ["西海五島"]),
        ("동해안 일대에서 사격", ["동해안"]),  # the coast, not all of the sea
        ("浙江舟山海域实弹射击", ["舟山海域"]),  # at sea, not the island
        ("주한미군의 동 해안 훈련", []),  # the edges of two words are not the Sea of Japan / East Sea
        ("해군은 훈련을 한다고 밝혔다", []),
        ("격포항 서쪽 140km", []),  # the port of Gyeokpo, not Pohang
        ("목포항에서 나와 포항으로 갔다", ["목포", "포항"]),
        ("서남해상 훈련", []),
        ("山东海事局发布，黄海部分海域", ["黄海"]),  # not 东海, the East China Sea
        ("广东海事局：南海部分海域", ["南海"]),
        ("东海舰队在黄海", ["黄海"]),
        ("东海、南海和黄海", ["东海", "南海", "黄海"]),
        ("中国东海海域", ["东海"]),
    ],
)
def test_names_are_found_with_particles_and_with_spaces_or_without(text, words):
    """A name that its own language writes in one or two words is found in both; a short one in one word."""
    places, doubts = names_in(text)

    assert len(places) == len(words)
    assert [doubt.split(" was understood")[0] for doubt in doubts] == [repr(each) for each in words]


@pytest.mark.parametrize(
    ("text", "words", "lon", "lat"),
    [
        ("drills in waters 55 km east of Pohang.", "55 km east of Pohang", 129.98, 36.03),
        (
            "30 nautical miles east of Zhoushan, live fire",
            "30 nautical miles east of Zhoushan",
            122.94,
            29.93,
        ),
        ("포항 동쪽 55km 해상에서 사격훈련", "포항 동쪽 55km", 129.98, 36.03),
        ("舟山以东30海里海域实弹射击", "舟山以东30海里", 122.94, 29.93),
    ],
)
def test_a_distance_from_a_name_counts(text, words, lon, lat):
    """What lies fifty kilometres from a port is not in it, and the truth would not be there."""
    [place], [doubt] = names_in(text)

    assert (place.geometry.x, place.geometry.y) == pytest.approx((lon, lat), abs=0.02)
    assert doubt.startswith(f"{words!r} was understood as 55")


@pytest.mark.parametrize(
    ("text", "words", "area", "radius_km"),
    [
        ("live fire off Pohang on 15 September", "off Pohang", "sea_of_japan", 100),
        ("drills in waters east of Ulleungdo", "east of Ulleungdo", "sea_of_japan", 150),
        ("울릉도 근해에서 사격훈련", "울릉도 근해", "sea_of_japan", 100),
        ("青岛以东海域实弹射击", "青岛以东海域", "yellow_sea", 150),  # not 东海, the East China Sea
        ("舟山东南海域实弹射击", "舟山东南海域", "east_china_sea", 190),  # not 南海, the South China Sea
        ("ウラジオストク沖で射撃", "ウラジオストク沖", "sea_of_japan", 100),
        ("off the coast of Vladivostok, Moscow said", "off the coast of Vladivostok", "sea_of_japan", 100),
    ],
)
def test_what_lies_off_a_place_is_at_sea(text, words, area, radius_km):
    """The truth is not in the port, nor in a sea of which the name arises from a direction."""
    [place], [doubt] = names_in(text)

    assert (place.named_area, place.uncertainty_km, place.surface) == (area, radius_km, "sea")
    assert doubt.startswith(f"{words!r} was understood as sea area off ")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("GUNNERY IN THE YELLOW SEA OFF QINGDAO", ["Yellow Sea"]),
        ("gunnery in the Yellow Sea and off Zhoushan", ["Yellow Sea", "Zhoushan"]),
        ("Beijing and Seoul spoke of drills in the Yellow Sea", ["Yellow Sea"]),
        ("Beijing said", []),
    ],
)
def test_a_place_off_another_sea_counts_beside_a_sea(text, names):
    """What a sea holds says no more than the sea; who speaks is no place."""
    assert [place.name for place in names_in(text)[0]] == names


def test_a_distance_that_is_not_understood_is_said():
    """Of a flight over 300 km the port alone is a place."""
    [place], doubts = names_in("a 300 km missile flew from Busan")

    assert (place.name, place.uncertainty_km) == ("Busan", 12)
    assert doubts[0] == "'300 km missile flew from Busan' was not understood: only the name counts"


@pytest.mark.parametrize(
    ("text", "places", "unknown"),
    [
        ("RESTRICTED AREA RK R88 ACT", ["RK R88"], []),
        ("RESTRICTED AREAS RKR-97A, R97B AND R97E ACT", ["RK R97A", "RK R97B", "RK R97E"], []),
        ("PROHIBITED AREA (RK P518)", ["RK P518"], []),
        ("A) RKRR B) 2601010000 C) 2601020000 E) RESTRICTED AREA R-88 ACT", ["RK R88"], []),
        ("비행제한구역 R-107 사격", ["RK R107"], []),
        ("RK R999 AND RK R88 ACT", ["RK R88"], ["RK R999"]),
        ("RESTRICTED AREA RK R999 ACT", [], ["RK R999"]),
        ("DANGER AREA ZY(D)203 ACT", [], ["ZY D203"]),
        ("RESTRICTED AREA R-88 ACT", [], ["R88"]),
        ("GUNNERY IN YELLOW SEA, RK R999", ["Yellow Sea"], ["RK R999"]),
        ("R AND D WORKS, 5 R, P 12 ON CHART", [], []),
    ],
)
def test_areas_with_a_number_are_looked_up(text, places, unknown):
    """A known one is a locator; one that is not in the gazetteer, or of no state, is a doubt."""
    exercise = read_exercise(text, "2026")
    doubts = [doubt for doubt in exercise.doubts if doubt.startswith("named area")]

    assert [resolve(place.name).places[0].name for place in exercise.places] == places
    assert {place.extent for place in exercise.places} <= {"locator"}
    assert doubts == [f"named area {name}, not in the gazetteer: no position" for name in unknown]


def test_the_circle_of_a_q_line_stands_for_a_named_area():
    """It was published for this very notice; the gazetteer is not asked."""
    q_line = "Q) RKRR/QRRCA/IV/BO/W/000/400/3647N12513E029 A) RKRR B) 2601050000 C) 2601060900"
    exercise = read_exercise(f"{q_line} E) RESTRICTED AREA RK R88 ACT")

    assert [place.extent for place in exercise.places] == ["footprint"]
    assert any("circle of the Q-line" in doubt for doubt in exercise.doubts)


def test_a_name_that_contradicts_the_positions_is_doubted():
    """EAST CHINA SEA over positions in the Taiwan Strait is said, and the positions count."""
    exercise = read_exercise(
        "EAST CHINA SEA. CABLE OPERATIONS. TRACKLINE JOINING 24-22N 118-19E, 23-35N 119-28E."
    )

    assert any("EAST CHINA SEA" in doubt and "away from" in doubt for doubt in exercise.doubts)
    assert len(exercise.places) == 1


def test_airspace_lies_over_land_too():
    """The area of a NOTAM is not cut to the sea, that of a warning to ships is."""
    warning, notam = (from_notice(read_notice(text)) for text in (notices.ENGLISH, notices.NOTAM))

    assert [warning.places[0].surface, notam.places[0].surface] == ["sea", "any"]


def test_a_notice_without_any_place_has_none():
    """Words that name nothing give an exercise without a place, and a doubt."""
    exercise = read_exercise("hello")

    assert exercise.places == ()
    assert exercise.doubts


def test_an_area_closed_along_the_coast_is_cut_as_its_words_say():
    """The coast takes nothing of a cut away."""
    text = "IN AREA BOUND BY 36-10N 136-00E, 36-30N 135-30E, 37-00N 136-00E, 36-55N 136-47E AND COASTLINE"
    whole, cut = (
        read_exercise(words).places[0].geometry for words in (text, f"{text}, EXCLUDING SOUTH OF 36-40N")
    )

    assert whole.bounds[1] < 36.2
    assert cut.bounds[1] == pytest.approx(36 + 40 / 60)
