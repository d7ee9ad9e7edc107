"""A path is told from text, and one that does not exist is never read as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.errors import InputFileError
from geo.paths import looks_like_path

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "38-46.58N 120-59.10E",
    "37-12.5N/129-40.3E",
    "38.5/128.2",
    "12/05",
    "38°46′35″N/120°59′06″E",
    "북위 37도/동경 129도",
    "37С/129В",
    "NAVAREA XI 0123/24 FIRING 38-00N 128-00E",
    "line one /\nline two.csv",
    "Yellow Sea",
    "",
    "x" * 5_000,
    "nul\0",
]


@pytest.mark.parametrize("target", TEXTS)
def test_text_is_no_path(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coordinates with a slash, notices and names are text."""
    monkeypatch.chdir(tmp_path)

    assert looks_like_path(target) is False


def test_what_exists_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever exists is a path, even if it is named like a position; so is standard input."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "38N 128E").touch()

    assert looks_like_path("38N 128E")
    assert looks_like_path(str(tmp_path))
    assert looks_like_path("-")


MISSING = {
    "suffix": ("exercise.csv", r"does not exist: did you mean exercises.csv\?"),
    "upper case": ("EXERCISE.CSV", "does not exist"),
    "spaces and suffix": ("my drills.geojson", "does not exist: check the name and the folder"),
    "separator": ("drills/all", "there is no folder drills"),
    "hidden start": ("./my drills", "does not exist"),
    "Korean": ("자료/훈련", "there is no folder"),
    "address": ("https://example.org/a.geojson", "is an address, not a file: save it"),
}


@pytest.mark.parametrize(("target", "message"), MISSING.values(), ids=MISSING)
def test_what_must_be_a_path_and_is_missing_is_told(
    target: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped file name is never read as text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exercises.csv").touch()

    with pytest.raises(InputFileError, match=message):
        looks_like_path(target)
