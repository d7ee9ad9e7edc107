"""What a file of a regime must not do: each fault is told with its key and its mend."""

from __future__ import annotations

import pytest

from zones.regime_files import (
    RegimeError,
    find_regime,
    read_regime,
)

GOOD = """
id = "mine"
title = "Mine"
kind = "agreement"
date = "2020-01-01"
proposers = ["KOR"]
summary = "A test."
where_stated = "here"
duration = "open"

[[commitments]]
id = "one"
text = "no flights"
parties = ["KOR"]
activities = ["flight_rotary_wing"]
zone = "near"
sources = ["S31"]

[[status]]
parties = ["KOR"]
state = "in_force"
from = "2020-01-01"
sources = ["S31"]

[[zones]]
id = "near"
build = "line_buffer"
line = "mdl"
distance_km = 10
assumption = "none"
"""


def read(tmp_path, text):
    """Read a regime from text."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return read_regime(path)


def test_the_good_file_is_read(tmp_path):
    """The file from which the bad ones are made is good."""
    assert read(tmp_path, GOOD).parties == ("KOR",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "agreement"', 'kind = "treaty"', r"mine\.toml: kind 'treaty' is not known: .*agreement"),
        ('parties = ["KOR"]\nact', 'parties = ["ROK"]\nact', r"'ROK' is the code of no .*mean KOR"),
        ('["flight_rotary_wing"]', '["flight_rotary"]', r"activities 1 .*mean flight_rotary_wing"),
        ('zone = "near"', 'zone = "nere"', r"commitments 1\.zone: no zone 'nere' .*mean near"),
        ('id = "near"', 'id = "far"', r"no zone 'near' in this file"),
        ('line = "mdl"', 'line = "mdk"', r"zones 1\.line: no line 'mdk': did you mean mdl"),
        ('line = "mdl"\n', "", r"zones 1\.line is missing: a zone built from line_buffer needs it"),
        ("distance_km = 10", "distance_km = -1", r"zones 1\.distance_km is -1, less than 0"),
        ('from = "2020-01-01"', 'from = "2020-02-30"', r"status 1\.from: '2020-02-30' does not exist"),
        ('from = "2020-01-01"', 'from = "soon"', r"status 1\.from: 'soon' is no date: write"),
        ('state = "in_force"', 'state = "dead"', r"status 1\.state 'dead' is not known"),
        ('parties = ["KOR"]\nstate', 'parties = ["PRK"]\nstate', r"status 1\.parties: PRK has no commitment"),
        ('sources = ["S31"]\n\n[[s', 'sources = ["S0"]\n\n[[s', r"1\.sources: no source 'S0': add it"),
        ('id = "mine"', 'id = "yours"', r"id is 'yours', but the file is mine\.toml: make them one"),
        ('id = "mine"\n', "", r"mine\.toml: id is missing: add it"),
        ('title = "Mine"', 'title = "Mine"\ncolour = "red"', r"mine\.toml: colour is an unknown key"),
        ('zone = "near"', 'zone = "near"\nfrom = "2021"\nto = "2020"', r"1\.to: 2020 is before 2021: swap"),
        ('["flight_rotary_wing"]', '["missile_test"]', r"commitments 1\.missiles is missing"),
        ('kind = "agreement"', 'kind = "yardstick"', r"a yardstick binds nobody"),
        ('date = "2020-01-01"', 'date = "2020-01-01"\nutc_offset = "KST"', r"'KST': write it as \+09:00"),
        ('id = "mine"', "id = mine", r"mine\.toml: .*write a TOML file"),
    ],
)  # fmt: skip
def test_a_file_that_contradicts_itself_is_refused(tmp_path, old, new, told):
    """The text names file, key, what is wrong, and the mend."""
    assert old in GOOD

    with pytest.raises(RegimeError, match=told):
        read(tmp_path, GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            '[[status]]\nparties = ["KOR"]\nclauses = ["two"]\nstate = "ended"\nfrom = "2021"\n',
            r"status 2\.clauses: no clause 'two'",
        ),
        (
            '[[status]]\nparties = ["KOR"]\nstate = "ended"\nfrom = "2019"\n',
            r"status 2\.from: 2019 is before 2020-01-01 of the line above",
        ),
        (
            '[[objections]]\nparty = "KOR"\ndate = "2020-13"\ntext = "no"\n',
            r"objections 1\.date: '2020-13' does not exist",
        ),
    ],
)
def test_what_is_added_must_fit(tmp_path, more, told):
    """A line that does not fit the rest of the file is named."""
    with pytest.raises(RegimeError, match=told):
        read(tmp_path, GOOD + more + 'sources = ["S31"]\n')


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            '[[keeps]]\nparties = ["KOR"]\nactivities = ["flight_rotary_wing"]\nwhy = "so"\n',
            r"keeps 1: KOR gives up flight_rotary_wing in 'one'",
        ),
        ('[[zones]]\nid = "other"\nbuild = "regions"\nassumption = "none"\n', "no commitment uses 'other'"),
        ('[[zones]]\nid = "near"\nbuild = "regions"\nassumption = "none"\n', "the id 'near' is used twice"),
    ],
)
def test_what_is_kept_and_drawn_must_fit(tmp_path, more, told):
    """Nobody keeps what it gives up, and each zone is used and named once."""
    with pytest.raises(RegimeError, match=told):
        read(tmp_path, GOOD + more)


def test_a_misspelt_regime_is_told_the_nearest():
    """The error names what was perhaps meant."""
    with pytest.raises(RegimeError, match="no regime 'expanded_2017': did you mean expanded-2017"):
        find_regime("expanded_2017")


def test_the_folder_can_be_read_from_elsewhere(tmp_path, monkeypatch):
    """A file that is not there is told by name."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(RegimeError, match=r"nowhere\.toml"):
        read_regime("nowhere.toml")
