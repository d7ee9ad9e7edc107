"""Names of places: what they mean, which are asked about, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

import jsonschema
import numpy as np
import pytest
import shapely
from hostile import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DezoneError
from geo.spellings import fold_name
from zones import areas, gazetteer, load_zone, named_places, store
from zones.gazetteer import AmbiguousNameError, UnknownNameError
from zones.named_places import resolve, to_exercise

DOCUMENT = store.document("gazetteer.json")
SCHEMA = json.loads((store.DATA / "gazetteer.schema.json").read_text(encoding="utf-8"))
ENTRIES = gazetteer.entries()
BY_ID = {entry["id"]: entry for entry in ENTRIES}
# AIP Republic of Korea, ENR 2.1 (2018-07-18), with a straight line along the demarcation line.
INCHEON_FIR = shapely.Polygon(
    [
        (124, 38), (124.85, 38), (128.367, 38.633), (133.65, 38.633), (133, 38), (133, 37.5),
        (129.167, 34.667), (127.5, 32.5), (126.833, 32.5), (125.417, 30), (124, 30),
    ]
)  # fmt: skip
LANGUAGES = {"en", "ko", "zh-Hans", "zh-Hant", "ja", "ru"}


class Case(NamedTuple):
    """Words, the entries they name, and how: the whole, the sea off it, around it."""

    text: str
    entries: str
    manner: str = ""  #: off: at sea; near: wider than the name alone; part: a doubt names the words left out

    def __str__(self) -> str:
        """Name the case in a test report."""
        return self.text


CASES = [
    # English
    Case("Sea of Japan", "sea_of_japan"),
    Case("Japan Sea", "sea_of_japan"),
    Case("the SEA OF JAPAN", "sea_of_japan"),
    Case("Sea of Okhotsk", "sea_of_okhotsk"),
    Case("southern Sea of Okhotsk", "sea_of_okhotsk", "part"),
    Case("northern Yellow Sea", "yellow_sea", "part"),
    Case("northern East China Sea", "northern_east_china_sea"),
    Case("the northern part of the East China Sea", "northern_east_china_sea"),
    Case("Central part of the Sea of Japan", "sea_of_japan", "part"),
    Case("Gulf of Chihli", "bohai_gulf"),
    Case("Bo Hai", "bohai_gulf"),
    Case("Peter the Great Gulf", "peter_the_great_bay"),
    Case("Peter the Great Gulf, Sea of Japan", "peter_the_great_bay"),
    Case("la perouse strait", "la_perouse_strait"),
    Case("Bering Sea", "bering_sea"),
    Case("Bay of Bengal", "bay_of_bengal"),
    Case("Mediterranean", "mediterranean_sea"),
    Case("off Vladivostok", "vladivostok", "off"),
    Case("in the waters off the coast of Wonsan", "wonsan", "off"),
    Case("waters around Okinawa", "okinawa", "off"),
    Case("international waters south of Jeju", "jeju", "off"),
    Case("Yellow Sea off Qingdao", "qingdao", "off"),
    Case("Sea of Japan near Vladivostok", "vladivostok", "off"),
    Case("East China Sea south of Jeju", "jeju", "off"),
    Case("South of Jeju, East China Sea", "jeju", "off"),
    Case("Philippine Sea east of Okinawa", "okinawa", "off"),
    Case("Open waters south of Jeju", "jeju", "off"),
    Case("near Pohang", "pohang", "near"),
    Case("South Wonsan", "wonsan", "near part"),
    Case("Wonsan area", "wonsan", "near"),
    Case("Vladivostok, Russia", "vladivostok"),
    Case("Camp Humphreys, Pyeongtaek", "camp_humphreys"),
    Case("P'unggye-ri", "punggye_ri"),
    Case("Punggye-ri test site, North Hamgyong", "punggye_ri"),
    Case("Tongch'ang-ri", "sohae_launch"),
    Case("Musudan-ri", "tonghae_launch"),
    Case("Wŏnsan", "wonsan"),
    Case("Pusan", "busan"),
    Case("Chinhae Naval Base", "jinhae"),
    Case("Rodriguez Live Fire Complex", "rodriguez"),
    Case("RK R88", "rk_r88"),
    Case("RK R-88", "rk_r88"),
    Case("RKR88", "rk_r88"),
    Case("동해 포항 앞바다", "pohang"),
    Case("日本海 能登半島沖", "noto_peninsula"),
    Case("Pocheon, Gyeonggi Province", "pocheon"),
    Case("restricted area R-88", "rk_r88"),
    Case("R-88 area", "rk_r88"),
    Case("R-88", "rk_r88"),
    Case("P-518", "rk_p518"),
    Case("비행제한구역 R-88", "rk_r88"),
    Case("Tsingtao", "qingdao"),
    Case("Takeshima", "dokdo"),
    Case("Diaoyu Islands", "senkaku"),
    Case("Etorofu", "iturup"),
    Case("Northern Territories", "southern_kurils"),
    Case("Sea of Japan and Sea of Okhotsk", "sea_of_japan sea_of_okhotsk"),
    Case("Sea of Okhotsk, Bussol Strait, Pacific", "sea_of_okhotsk bussol_strait pacific_ocean"),
    Case("Bohai Sea and the Yellow Sea", "bohai_gulf yellow_sea"),
    Case("Baengnyeong and Yeonpyeong islands", "baengnyeong yeonpyeong"),
    Case("East Sea (Sea of Japan)", "sea_of_japan"),
    Case("East Sea off Sokcho", "sokcho", "off"),
    # Korean
    Case("서해", "yellow_sea"),
    Case("동해", "sea_of_japan"),
    Case("동해 북부 해상", "sea_of_japan", "part"),
    Case("동해와 서해", "sea_of_japan yellow_sea"),
    Case("대한 해협", "korea_strait"),
    Case("블라디보스토크 인근 해상", "vladivostok", "off"),
    Case("포항 앞바다", "pohang", "off"),
    Case("제주 남방 해상", "jeju", "off"),
    Case("풍계리 핵실험장", "punggye_ri"),
    Case("동창리", "sohae_launch"),
    Case("평택항", "pyeongtaek"),
    Case("직도 사격장", "jikdo"),
    # Chinese
    Case("黄海", "yellow_sea"),
    Case("黃海北部", "yellow_sea", "part"),
    Case("东海北部", "northern_east_china_sea"),
    Case("渤海海峡", "bohai_strait"),
    Case("黄海和渤海", "yellow_sea bohai_gulf"),
    Case("青岛外海", "qingdao", "off"),
    Case("连云港附近海域", "lianyungang", "off"),
    Case("大连港", "dalian"),
    Case("海参崴", "vladivostok"),
    Case("鄂霍次克海", "sea_of_okhotsk"),
    Case("舟山以东", "zhoushan_island", "off"),
    # Japanese
    Case("日本海", "sea_of_japan"),
    Case("ﾆﾎﾝｶｲ", ""),
    Case("オホーツク海南部", "sea_of_okhotsk", "part"),
    Case("日本海、オホーツク海", "sea_of_japan sea_of_okhotsk"),
    Case("宗谷海峡", "la_perouse_strait"),
    Case("若狭湾", "wakasa_bay"),
    Case("ウラジオストク沖", "vladivostok", "off"),
    Case("三沢基地", "misawa"),
    Case("竹島", "dokdo"),
    Case("北方領土", "southern_kurils"),
    # Russian
    Case("Японское море", "sea_of_japan"),
    Case("акватория Японского моря", "sea_of_japan"),
    Case("в заливе Петра Великого", "peter_the_great_bay"),
    Case("южная часть Охотского моря", "sea_of_okhotsk", "part"),
    Case("у берегов Камчатки", "kamchatka", "off"),
    Case("в районе Владивостока", "vladivostok", "near"),
    Case("к югу от Находки", "nakhodka", "off"),
    Case("на полигоне Бамбурово", "bamburovo"),
    Case("Желтое море", "yellow_sea"),
    Case("в Японском и Охотском морях", ""),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_words_name_their_places(case):
    """Words in five languages give the entries they name; two are beyond it and are refused with a mend."""
    if not case.entries:
        with pytest.raises(UnknownNameError, match=r"did you mean|name a sea"):
            resolve(case.text)
        return
    found = resolve(case.text)

    assert list(found.entries) == case.entries.split()
    assert len(found.places) == len(found.entries)
    if case.manner == "off":
        assert [(place.surface, place.role) for place in found.places] == [("sea", "sea_area")]
        assert found.places[0].uncertainty_km >= named_places.OFF_KM
        assert "sea area off" in found.understood
    elif case.manner.startswith("near"):
        assert found.places[0].uncertainty_km >= max(
            named_places.NEAR_KM, 2 * BY_ID[case.entries]["uncertainty_km"]
        )
    else:
        assert [place.named_area for place in found.places if place.geometry is None] == [
            BY_ID[entry]["named_area"] for entry in found.entries if "named_area" in BY_ID[entry]
        ]
    assert any("was not used" in doubt for doubt in found.doubts) == (
        case.manner.endswith("part")
        or any(word in case.text for word in ("south of", "South of", "east of", "남방", "以东", "к югу"))
    ), found.doubts


@pytest.mark.parametrize(
    ("text", "sea"),
    [
        ("off Vladivostok", "sea_of_japan"),
        ("East Sea off South Korea", "sea_of_japan"),
        ("South of Jeju, East China Sea", "east_china_sea"),
        ("Yellow Sea west of South Hwanghae", "yellow_sea"),
        ("off Jeju", None),
        ("off Dalian", None),
    ],
)
def test_the_sea_off_a_place_is_cut_to_the_sea_that_is_meant(text, sea):
    """The sea named beside a place, or the only one there, bounds the circle; where several meet, none."""
    (place,) = resolve(text).places
    assert (place.named_area, place.surface) == (sea, "sea")


def test_the_table_covers_five_languages():
    """At least sixty names resolve, ten and more in each of English, Korean, Chinese and Russian scripts."""
    resolved = [case.text for case in CASES if case.entries]
    assert len(resolved) >= 60
    assert sum(text.isascii() for text in resolved) >= 10
    assert sum(any("가" <= c <= "힣" for c in text) for text in resolved) >= 10
    assert sum(any("一" <= c <= "鿿" for c in text) for text in resolved) >= 15
    assert sum(any("а" <= c <= "я" for c in text) for text in resolved) >= 8


AMBIGUOUS = [(name, each["meanings"]) for each in DOCUMENT["ambiguous"] for name in each["names"]]


@pytest.mark.parametrize(("name", "meanings"), AMBIGUOUS, ids=[name for name, _ in AMBIGUOUS])
def test_an_ambiguous_name_lists_its_meanings_and_asks(name, meanings):
    """The message names what may be meant; what it says to write means that; a language settles it."""
    with pytest.raises(AmbiguousNameError, match="write one of these names") as caught:
        resolve(f"off {name}" if name.isascii() else name)

    assert caught.value.meanings == tuple(meanings)
    assert len(str(caught.value)) <= 300
    for meaning in meanings:
        if "entry" in meaning:
            assert meaning["write"] in str(caught.value)
            assert resolve(meaning["write"]).entries == (meaning["entry"],)
        else:
            assert meaning["usage"] in str(caught.value)
        for language in meaning.get("languages", ()):
            meant = [each for each in meanings if language in each.get("languages", ())]
            if len(meant) == 1 and "entry" in meaning:
                assert resolve(name, language).entries == (meaning["entry"],)


@pytest.mark.parametrize(
    ("name", "language", "entry"),
    [
        ("East Sea", "ko", "sea_of_japan"),
        ("East Sea", "zh-Hans", "east_china_sea"),
        ("East Sea", "vi", "south_china_sea"),
        ("東海", "ko", "sea_of_japan"),
        ("東海", "zh", "east_china_sea"),
        ("東海", "ja", "tokai"),
        ("南海", "ko", "south_sea_of_korea"),
        ("West Sea", "ko", "yellow_sea"),
        ("Port Arthur", "ru", "lushun"),
    ],
)
def test_a_language_settles_an_ambiguous_name(name, language, entry):
    """The usage of a language decides; at least twelve names are asked about."""
    assert resolve(name, language).entries == (entry,)
    assert len(DOCUMENT["ambiguous"]) >= 12


def test_two_ambiguous_names_are_not_guessed():
    """A list with an ambiguous name is asked about, unless another name says which is meant."""
    with pytest.raises(AmbiguousNameError, match="'East Sea' may mean Sea of Japan"):
        resolve("East Sea and Sea of Okhotsk")
    assert resolve("East Sea / Sea of Japan").entries == ("sea_of_japan",)


def test_a_meaning_that_is_not_here_is_refused_by_its_name():
    """A language may choose a place that the gazetteer does not have: then it says which."""
    with pytest.raises(UnknownNameError, match=r"'西海': Japanese usage: Saikai.*: give a position"):
        resolve("西海", "ja")


def test_an_unknown_language_is_refused():
    """A language that settles nothing is named with those that may."""
    with pytest.raises(DezoneError, match="language 'xx': choose one of en, ko, zh, ja, ru, vi"):
        resolve("East Sea", "xx")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "an empty name"),
        (" \t\n", "an empty name"),
        ("Vladivostock harbour basin", "no place"),
        ("Wonsn", "did you mean Wonsan"),
        ("off Vladivostk", "did you mean Vladivostok"),
        ("Sea", "no place 'Sea'"),
        ("off", "no place 'off'"),
        ("()", "no place"),
        ("Atlantis", "or give a position"),
        ("x" * 100_000, "100,000 characters"),
        ("Sea of Japan and " * 6_000, "characters are no name"),
        ("\x1b[2Jgone", r"'\\x1b\[2Jgone'"),
        ("a\u202eb\ud800", r"'a\\u202eb\\ud800'"),
    ],
)
def test_what_is_no_name_is_refused_with_a_mend(text, says):
    """The message is short, one line, and shows control characters."""
    with pytest.raises(UnknownNameError, match=says) as caught:
        resolve(text)
    assert len(str(caught.value)) <= 300
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused(text):
    """No hostile text is a name, and none of its control characters reaches the message."""
    with pytest.raises(UnknownNameError) as caught:
        resolve(text)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) <= 300


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    """Whatever is typed gives places or a DezoneError of one printable line of at most 300 characters."""
    try:
        found = resolve(text)
    except DezoneError as error:
        assert str(error).isprintable()  # noqa: PT017 most texts are refused, some are read
        assert len(str(error)) <= 300  # noqa: PT017 likewise
    else:
        assert found.places


@given(st.sampled_from(ENTRIES), st.data())
def test_spelling_makes_no_difference(entry, data):
    """Case, width, hyphens and a leading "the" or "in" leave the meaning of a name as it is."""
    name = data.draw(st.sampled_from([*entry["names"].values(), *entry["also"]]))
    if fold_name(name) in gazetteer.ambiguous_names():
        return
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    for spelling in (
        name.upper(),
        wide,
        name.replace(" ", "-") if name.isascii() else name,
        f"in the {name}",
    ):
        if fold_name(spelling) == fold_name(name) or spelling.startswith("in the"):
            assert resolve(spelling).entries == resolve(name).entries


# ------------------------------------------------------------------------------------- every entry


def test_the_file_fits_its_published_schema():
    """The schema is a valid one, and the file keeps to it."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(DOCUMENT)) == []


def test_identifiers_are_given_once():
    """No two entries share an identifier, and ambiguous names point to entries."""
    assert len(BY_ID) == len(ENTRIES)
    meant = {each["entry"] for _, meanings in AMBIGUOUS for each in meanings if "entry" in each}
    assert meant <= set(BY_ID)


def test_no_name_is_given_twice():
    """A name belongs to one entry, unless it is declared ambiguous."""
    owners: dict[str, set[str]] = {}
    for entry in ENTRIES:
        for key in gazetteer.keys(entry):
            assert key, entry["id"]
            owners.setdefault(key, set()).add(entry["id"])
    shared = {key: found for key, found in owners.items() if len(found) > 1}
    assert set(shared) - set(gazetteer.ambiguous_names()) == set(), shared


def test_every_name_gives_its_own_entry():
    """Each spelling in the file resolves to its entry, or is asked about."""
    for entry in ENTRIES:
        for name in (*entry["names"].values(), *entry["also"]):
            if fold_name(name) in gazetteer.ambiguous_names():
                meanings = gazetteer.ambiguous_names()[fold_name(name)]
                assert entry["id"] in {each.get("entry") for each in meanings}, name
            else:
                assert resolve(name).entries == (entry["id"],), name


def test_waters_and_regions_have_names_in_every_language():
    """Seas, straits, gulfs, bays, regions and countries are named in all six writings."""
    for entry in ENTRIES:
        if entry["kind"] in ("sea", "strait", "gulf", "bay", "region", "country"):
            assert set(entry["names"]) == LANGUAGES, entry["id"]


def test_every_position_has_a_source_or_says_that_it_has_none():
    """An unverified position says so in its source; a sourced one names more than our own guess."""
    for entry in ENTRIES:
        unsourced = "not looked up" in entry["source"]
        assert unsourced == (entry["verification"] == "unverified"), entry["id"]


def test_named_areas_exist():
    """Polygons, seas and states that entries name are in the project's files."""
    known = set(areas.file_of_areas())
    for entry in ENTRIES:
        assert {entry.get("named_area", "japan"), *entry.get("seas", ())} <= known, entry["id"]


LAND_OF = {"PRK": "north_korea", "KOR": "south_korea", "JPN": "japan", "CHN": "china", "RUS": "russia",
           "TWN": "taiwan", "PHL": "philippines"}  # fmt: skip


def _km_from(area_id: str, lon: float, lat: float) -> float:
    """Measure roughly, on a plane true at the point."""
    cosine = np.cos(np.radians(lat))
    plane = shapely.transform(areas.outline(area_id), lambda xy: xy * (cosine, 1))
    return float(shapely.distance(plane, shapely.Point(lon * cosine, lat))) * 111.2


def test_positions_lie_where_they_are_said_to_lie():
    """Within our maps, a place is within 15 km of its state's land, a water within its radius of its sea."""
    for entry in ENTRIES:
        if "at" not in entry or not (108 < entry["at"][0] < 150 and 18 < entry["at"][1] < 60):
            continue
        if entry["surface"] == "sea":
            for sea in entry["seas"]:
                assert _km_from(sea, *entry["at"]) <= entry["uncertainty_km"], (entry["id"], sea)
            at_sea = areas.cut_to_surface(
                shapely.Point(entry["at"]).buffer(entry["uncertainty_km"] / 90), "sea"
            )
            assert not shapely.is_empty(at_sea), entry["id"]
        elif entry["kind"] == "airspace":
            assert INCHEON_FIR.contains(shapely.Point(entry["at"])), entry["id"]
        elif entry.get("state") in LAND_OF and not _is_islet(entry):
            wide = entry["kind"] in ("area", "island", "peninsula")  # their centre may lie at sea
            reach = max(15, entry["uncertainty_km"] / 3) if wide else 15
            assert _km_from(LAND_OF[entry["state"]], *entry["at"]) <= reach, entry["id"]


def _is_islet(entry: dict[str, object]) -> bool:
    """Tell whether a place may be too small for the coast that we use; its sea is checked instead."""
    return entry["kind"] in ("island", "range") and entry["surface"] == "any" and "seas" in entry


def test_the_sea_off_a_place_is_beside_it():
    """A sea that "off" means lies within 60 km of the place, or within what is known of it."""
    for entry in ENTRIES:
        if "at" in entry:
            for sea in entry.get("seas", ()):
                assert _km_from(sea, *entry["at"]) <= max(60, entry["uncertainty_km"]), (entry["id"], sea)


def test_positions_agree_with_the_catalogue():
    """A place that the catalogue of exercises names too lies within both radii of it."""
    compared = 0
    for exercise in store.document("exercises.json")["exercises"]:
        for place in exercise["places"]:
            point = place.get("geometry") or {}
            if point.get("type") != "Point" or place["name"].startswith(("estimated", "impact")):
                continue
            try:
                found = resolve(place["name"])
            except DezoneError:
                continue
            ours = found.places[0]
            if ours.geometry is None or len(found.places) > 1:
                continue
            lon, lat = point["coordinates"]
            x, y = ours.geometry.representative_point().coords[0]
            km = 111.2 * np.hypot(((x - lon + 180) % 360 - 180) * np.cos(np.radians(lat)), y - lat)
            assert km <= ours.uncertainty_km + place["uncertainty_km"] + 5, (place["name"], km)
            compared += 1
    assert compared > 150


# ------------------------------------------------------------------------------------- verdicts


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("off Vladivostok", "inside"),
        ("서해", "inside"),
        ("日本海", "inside"),
        ("Sea of Okhotsk", "outside"),
        ("Sea of Japan and Sea of Okhotsk", "partly"),
        ("東シナ海", "uncertain"),
        ("东海北部", "inside"),
        ("Bering Sea", "outside"),
        ("off South Korea", "inside"),
        ("Punggye-ri", "inside"),
        ("Misawa", "outside"),
        ("Jilin Province", "outside"),
        ("Dokdo", "inside"),
    ],
)
def test_a_name_gets_a_verdict_and_says_what_was_understood(text, verdict):
    """Words go through the rules like any place, and the first doubt says what they were taken to mean."""
    answer = load_zone().check(to_exercise(text, resolve(text)))

    assert answer.verdict == verdict
    assert answer.doubts[0].startswith("understood as ")
    assert answer.id == text


def test_a_name_is_never_a_false_point():
    """Every entry gives an area, or a position with a radius."""
    for entry in ENTRIES:
        name = next(iter(entry["also"]), entry["names"]["en"])
        try:
            (place,) = resolve(name).places
        except AmbiguousNameError:
            continue
        assert (place.geometry is None and place.named_area) or place.uncertainty_km > 0, name


def test_the_import_is_light():
    """Importing the module loads neither shapely nor difflib."""
    heavy = ("shapely", "difflib", "numpy")
    code = f"import sys, zones.named_places; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
