"""The bundled catalogue of exercises, as it is loaded."""

import json
import re
from datetime import date
from itertools import pairwise

import pytest

from zones import areas, load_exercises, load_zone, store
from zones.exercises import Exercise, Place
from zones.verdict import judge

# The catalogue


@pytest.fixture(scope="module")
def raw():
    """Give the entries of the catalogue as they stand."""
    return json.loads((store.DATA / "exercises.json").read_text(encoding="utf-8"))["exercises"]


@pytest.fixture(scope="module")
def judged():
    """Judge the whole catalogue once, under the central reading."""
    zone = load_zone()
    return [(exercise, judge(exercise, zone)) for exercise in load_exercises()]


def test_every_entry_loads(raw):
    """Every entry becomes an exercise with all its places, in its order, under an identifier of its own."""
    found = load_exercises()

    assert [exercise.id for exercise in found] == [entry["id"] for entry in raw]
    assert len({exercise.id for exercise in found}) == len(found) > 300
    for exercise, entry in zip(found, raw, strict=True):
        assert len(exercise.places) == len(entry["places"]) > 0
        assert exercise.doubts == ()
        assert exercise.name


def test_entries_come_by_their_start():
    """The catalogue is in the order of its start dates."""
    starts = [exercise.start for exercise in load_exercises()]

    assert all(one[: len(other)] <= other[: len(one)] for one, other in pairwise(starts))


def test_entries_have_sources():
    """Each entry has at least one source, each with a title and a publisher or an address."""
    for exercise in load_exercises():
        assert exercise.sources, exercise.id
        for source in exercise.sources:
            assert source.title.strip(), exercise.id
            assert source.publisher.strip() or source.url, exercise.id
            assert not source.url or source.url.startswith(("https://", "http://")), exercise.id


def first_day(text):
    """Give the first day that a day, month or year can mean; a day that does not exist is an error."""
    return date.fromisoformat((text + "-01-01")[:10])


def test_entries_have_days_that_exist():
    """Dates are years, months or days of the calendar, and no entry ends before it starts."""
    for exercise in load_exercises():
        for text in (exercise.start, exercise.end):
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text), exercise.id
            assert 1950 <= first_day(text).year <= 2030
        shorter = min(len(exercise.start), len(exercise.end))
        assert exercise.start[:shorter] <= exercise.end[:shorter], exercise.id


def test_entries_have_parties():
    """Parties are country codes of three letters, and the kinds are plain words."""
    for exercise in load_exercises():
        assert exercise.parties, exercise.id
        assert all(re.fullmatch("[A-Z]{3}", party) for party in exercise.parties), exercise.id
        assert exercise.kinds, exercise.id
        assert all(re.fullmatch("[a-z_]+", kind) for kind in exercise.kinds), exercise.id


def test_places_of_entries_are_sound():
    """Every place has a valid geometry on Earth or a named area, and a radius that is a number."""
    for exercise in load_exercises():
        for place in exercise.places:
            assert place.geometry is not None or place.named_area, exercise.id
            assert 0 <= place.uncertainty_km <= 2500, exercise.id
            if place.geometry is not None:
                assert place.geometry.is_valid, exercise.id
                assert not place.geometry.is_empty, exercise.id
                west, south, east, north = place.geometry.bounds
                assert -180 <= west <= east <= 180, exercise.id
                assert -90 <= south <= north <= 90, exercise.id


def test_named_areas_of_entries_are_known_or_have_a_position():
    """An area that the program does not know stands beside a position that can stand for it."""
    for exercise in load_exercises():
        for place in exercise.places:
            if place.named_area and place.named_area not in areas.file_of_areas():
                assert place.geometry is not None, (exercise.id, place.named_area)


def test_stand_in_positions_are_left_out():
    """Where only a name is known, no place of the catalogue is a point at the centre of that area."""
    for exercise in load_exercises():
        for place in exercise.places:
            if (
                place.basis in ("sea_centre", "host_country_centre")
                and place.named_area in areas.file_of_areas()
            ):
                assert place.geometry is None, exercise.id


def test_every_entry_has_a_verdict(judged):
    """The whole catalogue is judged without an error, and every value is in its range."""
    for exercise, verdict in judged:
        assert verdict.verdict in {"inside", "partly", "outside", "uncertain"}
        assert 0 <= verdict.share_inside <= 1, exercise.id
        assert sum(verdict.regions.values()) == pytest.approx(verdict.share_inside, abs=1e-3), exercise.id
        assert (verdict.verdict == "inside") <= (verdict.share_inside > 0.9999), exercise.id
        assert (verdict.verdict == "outside") <= (verdict.share_inside == 0), exercise.id
        assert verdict.readings["central"] == verdict.verdict
        assert verdict.depends_on_reading == bool(verdict.depends_on)
        assert ("southern_limit" in verdict.depends_on) == (len(set(verdict.readings.values())) > 1), (
            exercise.id
        )
        assert [place.name for place in verdict.places] == [place.name for place in exercise.places]
        json.dumps(verdict.as_dict(), allow_nan=False)


def test_every_verdict_has_its_sentence(judged):
    """Each sentence begins with the verdict, ends with a stop, names what flips it and blames nobody."""
    for exercise, verdict in judged:
        sentence = verdict.reason
        assert sentence.startswith(f"{verdict.verdict.capitalize()}: "), sentence
        assert sentence.endswith("."), sentence
        assert not re.search(r"breach|violat|illegal|guilty", sentence, re.IGNORECASE), sentence
        assert not re.search(
            r"\bNone\b|\bat land\b|\bat any\b|\bnan\b|_|  |: \.|, ,|\( *\)|; ;|,\.|\.\.", sentence
        ), sentence
        assert ("if the southern limit is read as" in sentence) == (verdict.flips_at_lat is not None), (
            sentence
        )
        assert ("small islands" in sentence) == ("islands" in verdict.depends_on), sentence
        closed = "closure_area_only" in exercise.kinds
        assert ("A closed area says that ships were kept out" in sentence) == closed, sentence


def test_distances_never_contradict_verdicts(judged):
    """What is outside has no negative distance and what is inside no positive one, 50 m aside."""
    for exercise, verdict in judged:
        for found in (verdict, *verdict.places):
            if found.distance_km is not None and found.verdict in ("inside", "outside"):
                outwards = found.distance_km if found.verdict == "outside" else -found.distance_km
                assert outwards > -0.06, (exercise.id, found.name)


def test_a_verdict_of_each_kind(judged):
    """The catalogue holds all four verdicts, so that the checks above see each of them."""
    assert {verdict.verdict for _, verdict in judged} == {"inside", "partly", "outside", "uncertain"}


def test_values_never_change():
    """Exercises and places are frozen."""
    exercise = Exercise(id="a", name="A", places=(Place(),))

    with pytest.raises(AttributeError):
        exercise.name = "B"
    with pytest.raises(AttributeError):
        exercise.places[0].role = "port"
