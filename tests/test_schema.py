"""Our reader of the schema finds a fault exactly where an independent validator does, and tells its mend."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from zones import schema, store

SCHEMA = json.loads((store.DATA / schema.FILE).read_text(encoding="utf-8"))
ENTRIES = store.document("exercises.json")["exercises"]
EXERCISE = jsonschema.Draft202012Validator({"$ref": "#/$defs/exercise", "$defs": SCHEMA["$defs"]})


def ways(value, at=()):
    """Give the way to every value within a value."""
    yield at
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from ways(part, (*at, key))


def changed(entry, way, change):
    """Give a copy of an entry with one value replaced, removed or added."""
    made = {"whole": copy.deepcopy(entry)}
    holder = made
    for key in ("whole", *way)[:-1]:
        holder = holder[key]
    last = ("whole", *way)[-1]
    if change == "remove":
        del holder[last]
    elif change == "add":
        part = holder[last]
        if isinstance(part, dict):
            part["another"] = 1
        elif isinstance(part, list):
            part.append(copy.deepcopy(part[0]) if part else 1)
    else:
        holder[last] = change
    return made.get("whole")


def test_the_schema_is_a_schema():
    """The published file is valid JSON Schema of the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_bundled_catalogue_passes_both():
    """The catalogue that we ship has no fault for us and none for an independent validator."""
    document = store.document("exercises.json")

    assert list(schema.problems(document, SCHEMA)) == []
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)) == []


def with_geometry(kind):
    """Find an entry with a place of that kind of geometry."""
    return next(
        entry
        for entry in ENTRIES
        if any((place["geometry"] or {}).get("type") == kind for place in entry["places"])
    )


NAMES = ("joint-sea-2017-pacific", "dprk-missile-2017-07-04", "team-spirit-1986", "foal-eagle-2017")
RICH = [entry for name in NAMES for entry in ENTRIES if entry["id"] == name]
RICH += [with_geometry("Polygon"), with_geometry("LineString")]
OTHERS = st.sampled_from(
    [
        "", "x", "2017", "2017-08-07", "KOR", "kor", "https://a.b", "day", 0, -1, 5001, 91, 1.5, 2.0, True,
        None, [], {}, [1, 2], [1, 2, 3], ["USA", "USA"], {"type": "Point", "coordinates": [130, 38]},
        {"type": "Circle"}, [[1, 2]],
    ]
)  # fmt: skip
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["id", "places", "type", "x"]), part)
    ),
    max_leaves=8,
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_changed_entries_fail_both_or_neither(data):
    """Whatever is removed, added or replaced in an entry: we object if and only if the oracle does."""
    entry = data.draw(st.sampled_from(RICH))
    way = data.draw(st.sampled_from([way for way in ways(entry) if way]))
    change = data.draw(st.one_of(st.sampled_from(["remove", "add"]), OTHERS))
    bad = changed(entry, way, change)

    ours = list(schema.problems(bad, schema.part("exercise")))

    assert bool(ours) == (not EXERCISE.is_valid(bad)), (way, change, ours)
    assert all(problem.problem and problem.mend for problem in ours)


@given(value=JSON)
@example(value=[])
def test_any_json_is_told_without_a_crash(value):
    """No value of JSON makes an entry by itself; each gets a problem with its mend."""
    ours = list(schema.problems(value, schema.part("exercise")))

    assert ours
    assert not EXERCISE.is_valid(value)


PLACE = ("places", 0)
POINT = (*PLACE, "geometry", "coordinates")


@pytest.mark.parametrize(
    ("way", "change", "at", "message"),
    [
        (("kinds", 0), "navall", None, "'navall' is not known: did you mean naval?"),
        (("parties", 0), "ROK ", None, "'ROK ' is no country code: did you mean KOR?"),
        (("parties", 0), "Narnia", None, "'Narnia' is no country code: write an ISO 3166-1"),
        (("parties",), "CHN", None, "is 'CHN', not a list [...]: write a list [...]"),
        (("parties",), ["CHN", "CHN"], None, "names 'CHN' twice: keep one of them"),
        (("start",), "18.9.2017", None, "'18.9.2017' is no date: write 2017-08-07, 2017-08 or 2017"),
        (("id",), "Joint Sea", None, "'Joint Sea' is no identifier: write small letters"),
        (("name",), "", None, "is empty: fill it or leave it out"),
        (("name",), "remove", None, "is missing: add it: name of the edition or event"),
        (("sources",), [], None, "is empty: give it at least 1"),
        (("places",), [], None, "is empty: give it at least 1"),
        (("sources", 0, "url"), "tass.com", None, "'tass.com' is no address: write one that"),
        ((*PLACE, "uncertainty_km"), -1, None, "is -1, less than 0: write 0 or more"),
        ((*PLACE, "uncertainty_km"), "6", None, "is '6', not a number"),
        ((*PLACE, "role"), "harbour", None, "'harbour' is not known: known are sea_area"),
        ((*PLACE, "geometry", "type"), "Circle", None, "'Circle' is no kind of geometry known here"),
        ((*PLACE, "geometry"), None, (*PLACE, "named_area"), "is missing: add it: without a geometry"),
        (POINT, [43.1, 131.9], (*POINT, 1), "is 131.9, more than 90: longitude comes first: swap the two"),
        (POINT, "43N", None, "is '43N', not a list"),
        (POINT, [131.9], None, "[131.9] is no position: write [longitude, latitude] in degrees"),
        (("evidence",), "sure", None, "'sure' is not known: known are planned, warned, reported"),
        (("verification",), "partly_sourced", ("unverified_details",), "is missing: add it: verification"),
        (("parties_complete",), True, None, "is true: write false, or leave it out"),
    ],
    ids=str,
)
def test_a_problem_tells_its_mend(way, change, at, message):
    """Each kind of fault is told at its place, in words that say what to write instead."""
    entry = copy.deepcopy(RICH[0]) | ({"parties_complete": False} if way == ("parties_complete",) else {})

    found = list(schema.problems(changed(entry, way, change), schema.part("exercise")))

    assert found[0].at == (at or way)
    assert f"{found[0].problem}: {found[0].mend}".startswith(message)


def test_an_unknown_key_names_the_nearest():
    """A key with a slip of the pen is told with the key that was meant."""
    entry = {**RICH[0], "evidnce": "confirmed"}

    (problem,) = schema.problems(entry, schema.part("exercise"))

    assert problem == schema.Problem(("evidnce",), "is an unknown key", "did you mean evidence?")


def test_a_radius_beside_no_geometry():
    """Of a place that is known only by name no radius is known either."""
    entry = copy.deepcopy(RICH[0])
    entry["places"][2]["uncertainty_km"] = 5

    (problem,) = schema.problems(entry, schema.part("exercise"))

    assert problem.at == ("places", 2, "uncertainty_km")
    assert problem.mend == "leave it out, or give a geometry"
