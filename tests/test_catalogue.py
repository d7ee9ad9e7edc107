"""The catalogue: choosing from it, and every fault of a file in its format, with its mend."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DezoneError, InputFileError
from zones import catalogue, load_exercises, store
from zones.catalogue import UnknownExerciseError, called, days, find, select
from zones.catalogue_faults import validate
from zones.exercises import Exercise

BUNDLED = str(store.DATA / catalogue.FILE)
GUIDE = Path(__file__).parents[1] / "docs" / "catalogue.md"


@pytest.fixture(scope="module")
def known():
    """Give the exercises of the catalogue."""
    return load_exercises()


@pytest.fixture
def document():
    """Give a catalogue of one sound entry, to be spoilt."""
    whole = store.document(catalogue.FILE)
    entry = next(each for each in whole["exercises"] if each["id"] == "joint-sea-2017-pacific")
    return copy.deepcopy({"about": whole["about"], "exercises": [entry]})


@pytest.fixture
def faults_of(tmp_path):
    """Validate a document, written as JSON is."""

    def validated(document):
        path = tmp_path / "mine.json"
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
        return [str(fault).removeprefix(f"{path}, ") for fault in validate(str(path))[1]]

    return validated


# The bundled file


def test_the_bundled_catalogue_has_no_fault():
    """What we ship is what we ask of others."""
    count, faults = validate(BUNDLED)

    assert [str(fault) for fault in faults] == []
    assert count == len(catalogue.entries()) > 300


def test_the_bundled_catalogue_is_in_order_and_in_its_own_form():
    """Sorted by start, then id, and written as we write it, so that git shows what changed and no more."""
    entries = store.document(catalogue.FILE)["exercises"]

    assert [entry["id"] for entry in entries] == [
        entry["id"] for entry in sorted(entries, key=lambda each: (each["start"], each["id"]))
    ]
    assert catalogue.as_text(catalogue.entries()) == Path(BUNDLED).read_text(encoding="utf-8")


def test_a_part_of_the_catalogue_is_a_catalogue(tmp_path):
    """Two entries written to a file are a file without fault that holds them as they were."""
    path = tmp_path / "part.json"
    ids = ["dprk-missile-2017-07-04", "team-spirit-1986"]

    path.write_text(catalogue.as_text(ids), encoding="utf-8")

    assert validate(str(path)) == (2, [])
    assert json.loads(path.read_text(encoding="utf-8"))["exercises"] == [
        catalogue.entries()[each] for each in ids
    ]


def test_the_guide_works(tmp_path):
    """The entry of the guide, alone or put into the catalogue, has no fault."""
    entry = json.loads(re.search(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1])
    whole = copy.deepcopy(store.document(catalogue.FILE))
    whole["exercises"].append(entry)

    for name, value in (("alone", entry), ("list", [entry]), ("whole", whole)):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        assert validate(str(path))[1] == []


# Choosing


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (
            {"series": "joint sea", "first": "2017", "last": "2017"},
            ["joint-sea-2017-baltic", "joint-sea-2017-pacific"],
        ),
        ({"first": "1986-04-30", "last": "1986-12"}, ["team-spirit-1986"]),
        ({"last": "1988"}, ["team-spirit-1986"]),
        ({"last": "1969"}, []),
        ({"parties": ["CHN"], "kinds": ["submarine_rescue"], "last": "2018"}, ["joint-sea-2017-pacific"]),
        ({"evidence": ["cancelled"], "last": "1993"}, ["team-spirit-1992"]),
        ({"first": "2017-07-04", "last": "2017-07-04"}, ["dprk-missile-2017-07-04", "talisman-saber-2017"]),
    ],
    ids=str,
)  # fmt: skip
def test_choosing(known, conditions, expected):
    """Each condition must hold; periods are chosen by overlap, whole months and years included."""
    assert sorted(each.id for each in select(known, **conditions)) == expected


def test_no_condition_chooses_all(known):
    """Without a condition the catalogue comes back in its order."""
    assert select(known) == known


def drill(start, end=""):
    """Make an exercise of which only the dates are known."""
    return Exercise(id="drill", name="", places=(), start=start, end=end)


@pytest.mark.parametrize(
    ("exercise", "first", "last", "chosen"),
    [
        (drill("1968-12-30", "1969-01-02"), "1969", "1969", True),
        (drill("1969-04-15"), "1969-04-16", "", False),
        (drill("1969-04"), "1969-04-30", "1969-05-02", True),
        (drill("1969"), "1969-12-31", "", True),
        (drill("2001-09-08", "2001-09-10"), "2001-09-09", "2001-09-09", True),
        (drill("2017-01-01", "2017-12-31"), "2017-06-01", "2017-06-02", True),
        (drill("", "2017-06"), "2017-06-30", "", True),
        (drill(""), "2017", "2017", False),
        (drill("soon"), "2017", "2017", False),
        (drill("2017-08-07T10:00:00Z"), "2017-08-07", "2017-08-07", True),
    ],
    ids=str,
)
def test_overlap_of_periods(exercise, first, last, chosen):
    """Periods overlap by whole days, before 1970 and in 2001 as well; what has no date overlaps nothing."""
    assert bool(select([exercise], first=first, last=last)) is chosen


@given(day=st.dates())
def test_a_day_lies_in_its_month_and_its_year(day):
    """First and last day of a year enclose those of its months, and these their days."""
    text = day.isoformat()

    year, month = days(text[:4]), days(text[:7])

    assert year[0] <= month[0] <= text <= month[1] <= year[1]
    assert days(text) == (text, text)


@pytest.mark.parametrize(
    "text", ["", "2017-13", "2017-02-29", "17", "soon", "2017-8-7", "0000", "2017-08-07x"]
)
def test_days_that_do_not_exist(text):
    """What is no date is refused, with the forms that are one."""
    with pytest.raises(DezoneError, match="is no date: write 2017, 2017-08 or 2017-08-07"):
        days(text)


def test_a_period_that_ends_before_it_begins(known):
    """The two ends of a period in the wrong order are not an empty answer but a mistake."""
    with pytest.raises(DezoneError, match="swap the two dates"):
        select(known, first="2018", last="2017")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("joint-sea-2017", "did you mean joint-sea-2017-baltic or joint-sea-2017-pacific?"),
        ("Joint Sea 2017", "did you mean joint-sea-2017-baltic or joint-sea-2017-pacific?"),
        ("joint-see-2017-pacific", "did you mean joint-sea-2017-pacific"),
        ("qqqq", "dezone exercises list shows them all"),
        ("", "dezone exercises list shows them all"),
    ],
)
def test_an_unknown_identifier(known, wrong, message):
    """Who asks for an entry that is not there is told those that come close."""
    with pytest.raises(UnknownExerciseError, match=re.escape(message)):
        find(known, wrong)


# Validating: what the schema cannot say; test_schema.py has the rest


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("start", "2017-02-30", "start: '2017-02-30' does not exist: look the date up again"),
        ("end", "2017-09-01", "end: 2017-09-01 is before the start, 2017-09-18: swap the two dates"),
        ("end", "2017-09", "date_precision.end: is day, but 2017-09 is a month: write month, or the date"),
        ("parties", ["ROK"], "parties: 'ROK' is the code of no country: did you mean KOR?"),
        ("parties", ["XXX"], "parties: 'XXX' is the code of no country: write an ISO 3166-1 alpha-3 code"),
        ("other_participants", ["UKR", "ZZZ"], "other_participants: 'ZZZ' is the code of no country"),
        ("date_utc", "2017-09-18T24:10Z", "date_utc: '2017-09-18T24:10Z' is no time of day"),
        ("date_utc", "2017-09-31", "date_utc: '2017-09-31' does not exist"),
        ("name", "Joint\x1b[31m Sea", "name: holds the control character U+001B: delete it"),
        ("notes", "One.\nTwo.", "notes: holds the control character U+000A: write a space"),
        ("colour", "red", "colour: is an unknown key: known are id, name"),
    ],
)  # fmt: skip
def test_a_fault_of_an_entry(document, faults_of, field, value, message):
    """A fault is told with the line and name of its entry, its field, the value and the mend."""
    document["exercises"][0][field] = value

    (fault,) = faults_of(document)

    assert re.match(r"line \d+, entry joint-sea-2017-pacific, ", fault)
    assert fault.partition("pacific, ")[2].startswith(message)


RING = [[125, 35], [126, 35], [126, 36], [125, 36], [125, 35]]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"named_area": "yelow_sea"}, "named_area: 'yelow_sea' is not known: did you mean yellow_sea?"),
        ({"named_area": "bohai"}, "named_area: 'bohai' is not known: did you mean bohai_gulf?"),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[*RING[1:], RING[2]]]}},
            "geometry: has a ring that is not closed",
        ),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[RING[0], RING[2], RING[1], RING[3], RING[0]]]}},
            "geometry: is not a valid outline: self-intersection",
        ),
        ({"uncertainty_km": float("nan")}, "uncertainty_km: is nan: write a number"),
    ],
    ids=str,
)
def test_a_fault_of_a_place(document, faults_of, values, message):
    """A fault of a place is told with its number among the places, counted as people count."""
    document["exercises"][0]["places"][1].update(values)

    (fault,) = faults_of(document)

    assert fault.partition(", place 2, ")[2].startswith(message)


def test_an_unknown_area_beside_a_position_is_a_word(document, faults_of):
    """An area that nobody knows here is kept as a word where a position says where; alone it is a fault."""
    place = document["exercises"][0]["places"][2]
    place |= {
        "named_area": "atlantis",
        "geometry": {"type": "Point", "coordinates": [135, 40]},
        "uncertainty_km": 9,
    }
    assert faults_of(document) == []

    place["geometry"] = place.pop("uncertainty_km") and None
    (fault,) = faults_of(document)
    assert "place 3, named_area: 'atlantis' is not known, so there is no place" in fault


def test_two_entries_of_one_name(document, faults_of):
    """The second of two entries with one id is told with its own line and that of the first."""
    document["exercises"] *= 2

    (fault,) = faults_of(document)

    first, second = re.search(r"is also that of line (\d+)", fault)[1], re.match(r"line (\d+)", fault)[1]
    assert int(second) > int(first) > 1


def test_all_faults_are_told_at_once(document, faults_of):
    """One fault hides no other: neither in its entry nor in another."""
    bad = copy.deepcopy(document["exercises"][0])
    bad |= {"id": "bad", "kinds": ["navall"], "start": "2018", "sources": [], "places": []}
    document["exercises"] += [bad, 5, {}]
    document["made"] = 1

    faults = faults_of(document)

    assert sum("entry bad" in fault for fault in faults) == 5  # kinds, sources, places, end, precision
    assert sum("entry 3" in fault for fault in faults) == 1
    assert sum("entry 4" in fault for fault in faults) == 15
    assert any(fault.startswith("made: is an unknown key") for fault in faults)
    assert not any("joint-sea" in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"about": {}, "exercises": {}}', "exercises: is {}, not a list"),
        ('{"entries": []}', "entries: is an unknown key: did you mean exercises?"),
        ('{"id": "a", "id": "b", "places": []}', "line 1, entry b, id: is written twice: keep one of them"),
        ("[1]", "entry 1: is 1, not an object"),
    ],
)
def test_a_file_of_another_shape(tmp_path, text, message):
    """What is JSON but no catalogue is told so, also where our own reading of it would find records."""
    path = tmp_path / "shape.json"
    path.write_text(text, encoding="utf-8")

    assert any(f"shape.json, {message}" in str(fault) for fault in validate(str(path))[1])


@pytest.mark.parametrize("text", ['{"about": {', "", "[" * 100_000])
def test_a_file_that_cannot_be_read(tmp_path, text):
    """Of a broken file nothing is guessed."""
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputFileError, match=r"broken\.json"):
        validate(str(path))


def test_a_table_is_validated_as_it_is_read(tmp_path):
    """Files of other kinds have their faults told, too: words, dates, places."""
    path = tmp_path / "drills.csv"
    path.write_text("id,start,kinds,lon,lat\na,2017-02-30,navall,125,36\nb,2017,naval,,\n", encoding="utf-8")

    count, faults = validate(str(path))

    assert count == 2
    assert [(fault.where, fault.field) for fault in faults] == [
        ("line 2", "start"),
        ("line 2", "kinds"),
        ("line 3", "geometry"),
    ]


# What people call an exercise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("joint-sea-2017-pacific", ["joint-sea-2017-pacific"]),
        ("Freedom Edge 2024", ["freedom-edge-2024-1"]),
        ("FREEDOM EDGE", ["freedom-edge-2024-1", "freedom-edge-2025"]),
        ("Joint Sea 17", ["joint-sea-2017-baltic", "joint-sea-2017-pacific"]),
        ("Talisman Sabre 2017", ["talisman-saber-2017"]),  # spelt so in the series only
        ("Freedom Shield 2025", ["freedom-shield-2025"]),  # and not Ulchi Freedom Shield
        ("Joint Sword", ["joint-sword-2023", "joint-sword-2024b"]),
        ("Freedom Edge 2019", []),
        ("missile", []),  # a hundred are no answer
        ("east", []),  # one word of a name is none
        ("Hoguk", ["hoguk-2012", "hoguk-2021", "hoguk-2024", "hoguk-2025"]),
        ("2017", []),
        ("", []),
    ],
)
def test_an_exercise_is_found_by_what_people_call_it(known, text, expected):
    """Case and punctuation aside, with a year of two digits or four, or none."""
    assert [each.id for each in called(known, text)] == expected


def test_a_name_that_stands_for_several_tests_finds_them_all(known):
    """One entry is called just Hwasong-17, others say where it was launched; 17 is no year here."""
    found = called(known, "Hwasong-17")
    assert len(found) > 1
    assert all("Hwasong-17" in each.name for each in found)
