"""What series of exercises are called in other languages and for short."""

from __future__ import annotations

import tomllib

import pytest

from geo.spellings import fold_name
from zones import load_exercises, store
from zones.catalogue import called, select
from zones.gazetteer import UnknownNameError
from zones.named_places import resolve
from zones.series import FILE, names_of, series_called
from zones.typed import read_typed

ENTRIES = tomllib.loads((store.DATA / FILE).read_text(encoding="utf-8"))["name"]
LANGUAGES = {"en", "ko", "zh-Hans", "zh-Hant", "ja", "ru"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("을지프리덤실드 2024년 한미연합훈련", ["ulchi-freedom-shield-2024"]),
        ("UFS 24", ["ulchi-freedom-shield-2024"]),
        ("Exercise Freedom Edge 2024", ["freedom-edge-2024-1"]),
        ("Freedom Edge drills", ["freedom-edge-2024-1", "freedom-edge-2025"]),
        ("joint drill", []),
        ("海上联合—2017", ["joint-sea-2017-baltic", "joint-sea-2017-pacific"]),
        ("“海上联合-2017”联合演习", ["joint-sea-2017-baltic", "joint-sea-2017-pacific"]),
        ("2018 Восток", ["vostok-2018"]),
        ("учения «Восток» 2018 года", ["vostok-2018"]),
        ("Восток", []),  # east
        ("UFS 2019", []),
        ("훈련", []),
        ("exercise", []),
        ("2017", []),
    ],
)
def test_an_exercise_is_found_by_what_it_is_called_elsewhere(text, ids):
    """With words for exercise and marks around it, before or behind the year."""
    assert [each.id for each in called(load_exercises(), text)] == ids


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["text"])
def test_each_name_leads_to_its_series(entry):
    """With a source, in a known language, to a series of the catalogue, and to no place."""
    assert entry["language"] in LANGUAGES
    assert entry["source"].startswith(("http://", "https://"))
    assert select(load_exercises(), series=entry["text"] + (" 훈련" if entry.get("common") else ""))
    year = next(each.start[:4] for each in load_exercises() if each.series == entry["series"])
    assert series_called(f"{entry['text']} {year}") == entry["series"]
    assert entry["text"] in names_of(entry["series"])
    with pytest.raises(UnknownNameError):
        resolve(f"{entry['text']} {year}", None)
    assert {each.series for each in read_typed(f"{entry['text']} {year}")} == {entry["series"]}


def test_no_name_means_two_series():
    """Folded, each name stands once, and none is the catalogue's own name of another series."""
    folded = [fold_name(each["text"]) for each in ENTRIES]
    assert len(set(folded)) == len(folded)
    own = {fold_name(each.series): each.series for each in load_exercises()}
    assert [
        each for each in ENTRIES if own.get(fold_name(each["text"]), each["series"]) != each["series"]
    ] == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [("UFS 2019", "Ulchi Freedom Shield 2024"), ("Ulchi", "Ulchi Freedom"), ("독수리", "Foal Eagle 2017")],
)
def test_what_was_not_held_or_is_half_a_name_leads_to_what_is_there(text, hint):
    """The mend names entries of the catalogue."""
    with pytest.raises(UnknownNameError, match=hint):
        read_typed(text)
