"""The burden and the time line for print: their numbers are those of the commands, their bytes the same."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from matplotlib.patches import Rectangle

from geo.errors import DezoneError
from maps.figure import save_figure
from maps.figure_burden import draw_burden
from maps.figure_cli import figure as command
from maps.figure_timeline import draw_timeline
from maps.timeline_lanes import Times, ends_of, lanes
from zones import load_exercises
from zones.assess import major
from zones.catalogue import select
from zones.compare import burden, regimes_that_bind
from zones.exercises import Exercise
from zones.histories import histories
from zones.regime_files import load_regimes
from zones.regime_zones import Choice
from zones.regimes import SIX
from zones.vocabulary import country_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def written(figure: Figure) -> list[str]:
    """Give the texts of a figure, in the order in which they were written."""
    return [text.get_text() for text in figure.axes[0].texts]


# The burden


@pytest.mark.parametrize("regime", ["cn-dual-2017", "expanded-2017", "cma-2018"])
def test_the_numbers_drawn_are_those_of_compare(regime: str) -> None:
    """Beside each bar stand touched, cannot say, not touched and catalogued, and the range over readings."""
    chosen = load_regimes()[regime]
    exercises = select(load_exercises(), first="2016", last="2019")
    figure = draw_burden(exercises, [chosen], [major("any")])
    counted = list(burden(exercises, [chosen], [major("any")], Choice()))
    read_as = {"cn-dual-2017": "100 km from the land", "expanded-2017": "central (30°00′N)"}
    texts = written(figure)

    for party in SIX:
        touched = [each.touched for each in counted if each.party == party]
        row = next(
            each for each in counted
            if each.party == party and each.reading == read_as.get(regime, "as drawn")
        )  # fmt: skip
        spread = f"{min(touched)}–{max(touched)}" if len(set(touched)) > 1 else ""
        expected = [str(count) for count in (row.touched, row.cannot_say, row.not_touched, row.catalogued)]
        after = texts[texts.index(country_name(party)) + 1 :]
        free = 0 if party in chosen.parties else 1
        assert after[free : 5 + free] == [*expected, spread]


def test_the_bars_are_as_long_as_their_counts() -> None:
    """One entry has one length in all bars: touched, cannot say, not in force and the rest."""
    exercises = select(load_exercises(), first="2016", last="2019")
    figure = draw_burden(exercises, [load_regimes()["us-kr-suspensions"]], [major("any")])
    bars = [
        (patch.get_gid(), patch.get_width())
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle) and patch.get_gid()
    ]
    lengths = {round(width / int(gid.rsplit(" ", 1)[1]), 6) for gid, width in bars}

    assert len(lengths) == 1
    rows = burden(exercises, [load_regimes()["us-kr-suspensions"]], [major("any")], parties=("USA",))
    late = next(rows).not_in_force
    assert late > 0
    assert f"not in force {late}" in [gid for gid, _ in bars]


def test_no_percentage_and_the_words_that_belong_to_a_count() -> None:
    """A selection, not a census; how many state a size; the reading; the definition of “major”."""
    exercises = select(load_exercises(), first="2017", last="2017")
    figure = draw_burden(exercises, [load_regimes()["expanded-2017"]], [major("any"), major("named")])
    text = " ".join(" ".join(written(figure)).split())

    assert "%" not in text
    for said in (
        "a selection, not a census", "Exercises that state a number of persons: United States",
        "read as: central (30°00′N); major: any", "read as: central (30°00′N); major: named",
        "one of a list of named series (--major named)", "adopted by no party", "dezone 0.1.0",
        "data of 2026", "catalogue of 2026", "no evidence that anybody broke anything",
    ):  # fmt: skip
        assert said in text


def test_more_panels_than_a_sheet_holds_are_refused() -> None:
    """All regimes under two definitions are too many; the mend names the options."""
    with pytest.raises(DezoneError, match=r"16 panels.*12.*--regime"):
        draw_burden(load_exercises(), regimes_that_bind(), [major("any"), major("named")])


# The time line


def test_every_exercise_stands_in_the_lane_of_each_that_conducts_it() -> None:
    """None is lost, and no two marks of a lane lie on each other."""
    exercises = load_exercises()
    times = Times(*ends_of(exercises, regimes_that_bind(), "", ""))
    found = {lane.name: lane for lane in lanes(exercises, SIX, times)}

    assert len(found["North Korea: tests"].marks) == 158
    for party in ("CHN", "RUS", "JPN", "USA", "KOR"):
        assert len(found[country_name(party)].marks) == sum(party in each.parties for each in exercises)
    for lane in found.values():
        ends: dict[int, float] = {}
        for mark in lane.marks:
            assert mark.left >= ends.get(mark.row, 0.0)
            ends[mark.row] = mark.right


def test_proposals_are_marks_and_never_bars() -> None:
    """No history of a proposal has a change that binds; the text of each stands in the time line."""
    regimes = regimes_that_bind()
    for regime in regimes:
        bound = any(history.changes for history in histories(regime))
        assert bound == (regime.kind != "proposal")
    text = " ".join(" ".join(written(draw_timeline(load_exercises(), regimes))).split())

    for regime in regimes:
        if regime.kind == "proposal":
            assert regime.commitments[0].text in text
    assert "8 March 2017: China's proposal" in text
    assert "What was proposed, and adopted by no party" in text


def test_histories_follow_the_agreement_of_2018() -> None:
    """The South's clauses on flight, land and sea, and fire from the air part ways; the North's do not."""
    found = {
        (each.parties, each.clauses[0].split("-")[0]): [change.state for change in each.changes]
        for each in histories(load_regimes()["cma-2018"])
    }

    assert found == {
        (("KOR",), "ground"): ["in_force", "disputed", "suspended"],
        (("KOR",), "air"): ["in_force", "suspended"],
        (("KOR",), "nofly"): ["in_force", "suspended", "suspended"],
        (("PRK",), "ground"): ["in_force", "withdrawn"],
    }


def test_ends_are_dated_and_open_ends_are_not() -> None:
    """What was withdrawn or ended says when; what nobody ended has no such words."""
    text = " ".join(written(draw_timeline(load_exercises(), regimes_that_bind())))

    assert re.findall(r"(?:ended|withdrawn) \d{4}-\d\d-\d\d", text) == [
        "ended 1993-01-01", "ended 2018-04-01", "ended 2019-01-01", "ended 2022-03-24",
        "withdrawn 2023-11-23",
    ]  # fmt: skip


def test_exercises_without_a_date_are_counted_not_drawn() -> None:
    """They are named in the foot; if none has a date, that is an error."""
    undated = Exercise(id="a", name="A", places=(), start="", end="", parties=("CHN",))
    text = " ".join(
        " ".join(written(draw_timeline([*load_exercises(), undated], regimes_that_bind()))).split()
    )

    assert "1 without a date are not drawn" in text
    with pytest.raises(DezoneError, match="no dated entry"):
        draw_timeline([undated], regimes_that_bind())


# Both


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    """Under two hash seeds PNG, SVG and PDF of both are the same."""
    code = (
        "import sys, pathlib\n"
        "from maps.figure import save_figure; from maps.figure_burden import draw_burden\n"
        "from maps.figure_timeline import draw_timeline; from zones import load_exercises\n"
        "from zones.assess import major; from zones.regime_files import load_regimes\n"
        "from zones.catalogue import select\n"
        "folder = pathlib.Path(sys.argv[1]); regimes = load_regimes()\n"
        "some = select(load_exercises(), first='2017', last='2017')\n"
        "drawn = [draw_burden(some, [regimes['cma-2018']], [major('any')]),\n"
        "         draw_timeline(some, list(regimes.values()))]\n"
        "for number, figure in enumerate(drawn):\n"
        "    for suffix in ('png', 'svg', 'pdf'): save_figure(figure, str(folder / f'{number}.{suffix}'))\n"
    )
    sums = set()
    for seed in ("0", "1"):
        folder = tmp_path / seed
        folder.mkdir()
        line = [sys.executable, "-c", code, str(folder)]
        subprocess.run(line, env=os.environ | {"PYTHONHASHSEED": seed}, check=True)
        sums.add(tuple(hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(folder.iterdir())))
    assert len(sums) == 1
    assert len(sums.pop()) == 6


def test_no_text_is_read_as_mathematics(tmp_path: Path) -> None:
    """Dollar signs would stay dollar signs."""
    figures = [
        draw_burden(load_exercises(), [load_regimes()["kp-2016"]], [major("any")]),
        draw_timeline(load_exercises(), regimes_that_bind()),
    ]
    for number, figure in enumerate(figures):
        assert not any(text.get_parse_math() for text in figure.axes[0].texts)
        save_figure(figure, str(tmp_path / f"{number}.svg"))
        assert b"<text" not in (tmp_path / f"{number}.svg").read_bytes()


@pytest.mark.parametrize("show", ["burden", "timeline"])
def test_command_draws_each(show: str, tmp_path: Path) -> None:
    """`dezone figure --show` draws what is chosen and says what it wrote."""
    path = str(tmp_path / "a.svg")
    chosen = ["--regime", "expanded-2017", "--from", "2017-09", "--to", "2017-09"]
    run = CliRunner().invoke(command, ["--show", show, *chosen, "-o", path])

    assert (run.exit_code, run.output) == (0, f"{path}: 6 exercises\n")
    assert "<svg" in Path(path).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--show", "burden", "--from", "1700", "--to", "1701"], "No exercise is chosen: widen"),
        (["--show", "timeline", "--party", "CHN", "--kind", "missile_test"], "No exercise is chosen: widen"),
        (["--show", "timeline", "--major", "named"], "--major changes nothing with --show timeline"),
        (["--regime", "cma-2018"], "--regime changes nothing with --show map"),
        (["--show", "burden", "--lang", "ko"], "choose --show map"),
    ],
)
def test_what_would_draw_nothing_is_refused(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filters that leave nothing, and options that change nothing, end with a clear error and no file."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(command, arguments)

    assert run.exit_code == 2
    assert message in " ".join(run.output.split())
    assert list(tmp_path.iterdir()) == []
