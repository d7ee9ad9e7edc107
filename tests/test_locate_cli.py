"""`dezone locate` as people run it: files, messages, exit status, and what is left when it is stopped."""

import csv
import os
import signal
import subprocess
import time
from functools import partial

import pytest
from terminal import DEZONE, environment, in_terminal, piped

POSITIONS = "id,lon,lat\n1,123.5,36\n2,125,29.5\n3,135.5,34.69\n4,,\n"


@pytest.fixture
def positions(tmp_path):
    """Give a small CSV file."""
    path = tmp_path / "positions.csv"
    path.write_text(POSITIONS)
    return path


def locate(*args, **more):
    """Run the command with pipes."""
    return piped("dezone", "locate", *args, **more)


def test_csv_gets_the_region(tmp_path, positions):
    """The region stands in a new column; standard output stays empty, standard error counts."""
    run = locate("positions.csv", "-o", "out.csv", folder=tmp_path)

    assert run.status == 0
    assert run.out == ""
    assert run.err.startswith("out.csv: 4 rows, 1 of them without a position, in ")
    assert (tmp_path / "out.csv").read_text() == (
        "id,lon,lat,region\n1,123.5,36,yellow_sea\n2,125,29.5,\n3,135.5,34.69,\n4,,,\n"
    )
    assert positions.read_text() == POSITIONS


@pytest.mark.parametrize(
    ("options", "region"),
    [
        (["--reading", "broad"], "northern_east_china_sea"),
        (["--southern-limit", "29.5"], "northern_east_china_sea"),
        (["--southern-limit", "29.6"], ""),
        (["--reading", "narrow"], ""),
    ],
)
@pytest.mark.usefixtures("positions")
def test_reading_decides(tmp_path, options, region):
    """The options that choose a reading count here as elsewhere."""
    locate("positions.csv", "-o", "out.csv", *options, folder=tmp_path)

    assert (tmp_path / "out.csv").read_text().splitlines()[2] == f"2,125,29.5,{region}"


@pytest.mark.usefixtures("positions")
def test_distance_and_limit(tmp_path):
    """With --distance come the signed distance in km and the name of the nearest limit."""
    locate("positions.csv", "-o", "out.csv", "--distance", folder=tmp_path)

    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    check = piped("dezone", "check", "29.5N 125E", "--format", "csv")
    alone = next(csv.DictReader(check.out.splitlines()))
    assert rows[1]["distance_km"] == alone["distance_km"]
    assert rows[1]["nearest_limit"] == alone["nearest_limit"]
    assert float(rows[0]["distance_km"]) < 0
    assert rows[3]["distance_km"] == rows[3]["nearest_limit"] == ""


def test_columns_may_be_named(tmp_path):
    """What the names do not tell is told by options; what is guessed is said."""
    (tmp_path / "a.csv").write_text("east,north\n123.5,36\n")
    (tmp_path / "b.csv").write_text("Longitude,Latitude\n123.5,36\n")

    named = locate("a.csv", "-o", "x.csv", "--lon", "east", "--lat", "north", folder=tmp_path)
    guessed = locate("b.csv", "-o", "y.csv", folder=tmp_path)

    assert (named.status, guessed.status) == (0, 0)
    assert (tmp_path / "x.csv").read_text().splitlines()[1] == "123.5,36,yellow_sea"
    assert "b.csv: longitude from column 'Longitude', latitude from 'Latitude'\n" in guessed.err
    assert "column" not in named.err


def test_decimal_commas_are_read_as_a_spreadsheet_writes_them(tmp_path):
    """The separator is then a semicolon, and the cells stay as they are."""
    (tmp_path / "a.csv").write_text("lon;lat;note\n123,5;36;1,2,3\n-236,5;36,0;\n")

    run = locate("a.csv", "-o", "out.csv", folder=tmp_path)

    assert run.status == 0
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == [
        "123,5;36;1,2,3;yellow_sea",
        "-236,5;36,0;;yellow_sea",
    ]


BAD = {
    "missing": ("none.csv", [], "dezone: none.csv: does not exist: check its name\n"),
    "no columns": ("columns.csv", [], "dezone: columns.csv: has no column that looks like a longitude: "),
    "no number": ("numbers.csv", [], "dezone: numbers.csv, line 2, lat: 'x' is no number: write decimal"),
    "swapped": ("swapped.csv", [], "dezone: swapped.csv: 1 of 1 latitudes are beyond 90: "),
    "cut short": ("short.parquet", [], "dezone: short.parquet: cannot be read ("),
    "empty folder": ("folder", [], "dezone: folder: holds no Parquet file: "),
    "no Parquet": ("good.csv", ["--scheduler", "127.0.0.1:1"], "dezone: good.csv: is no Parquet: "),
    "control codes": ("codes.csv", [], "dezone: codes.csv, line 2, lat: '\ufffd[31mx' is no number: "),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_exit_status_3(tmp_path, name):
    """One line on standard error names the thing and the mend; there is no output."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: the extra bulk")
    (tmp_path / "columns.csv").write_text("a,b\n1,2\n")
    (tmp_path / "numbers.csv").write_text("lon,lat\n1,x\n")
    (tmp_path / "swapped.csv").write_text("lon,lat\n36,123.5\n")
    (tmp_path / "short.parquet").write_bytes(b"PAR1\0\0")
    (tmp_path / "good.csv").write_text(POSITIONS)
    (tmp_path / "codes.csv").write_text("lon,lat\n1,\x1b[31mx\n")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    source, options, said = BAD[name]

    run = locate(source, "-o", "out", *options, folder=tmp_path)

    assert run.status == 3
    assert run.err.startswith(said)
    assert run.err.count("\n") == 1
    assert run.out == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_scheduler_that_does_not_answer_is_exit_status_3(tmp_path):
    """The address is named, and there is no output."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: the extra bulk")
    pytest.importorskip("distributed", reason="dask[distributed] is not installed: the extra bulk")
    (tmp_path / "in").mkdir()
    table = parquet.core.pa.table({"lon": [123.5], "lat": [36.0]})
    parquet.write_table(table, tmp_path / "in" / "a.parquet")

    run = locate("in", "-o", "out", "--scheduler", "tcp://127.0.0.1:1", folder=tmp_path)

    assert run.status == 3
    assert run.err.startswith("dezone: scheduler tcp://127.0.0.1:1: does not answer (")
    assert run.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    "arguments", [["positions.csv"], [], ["positions.csv", "-o", "x", "--reading", "wide"]]
)
@pytest.mark.usefixtures("positions")
def test_wrong_usage_is_exit_status_2(tmp_path, arguments):
    """Missing arguments and unknown readings are errors of usage."""
    assert locate(*arguments, folder=tmp_path).status == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_it_leaves_nothing(tmp_path, number):
    """Stopped in the middle it says so, and neither the output nor what was written of it is there."""
    source = tmp_path / "long.csv"
    source.write_text("lon,lat\n" + "125.123,36.5\n" * 1_000_000)
    command = [DEZONE, "locate", "long.csv", "-o", "out.csv", "--distance"]
    # A command in the background of a shell ignores these signals; here they are to be heard.
    heard = partial(signal.signal, number, signal.SIG_DFL)
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        preexec_fn=heard,  # noqa: PLW1509 one call, no threads
    ) as process:
        deadline = time.monotonic() + 60
        while not any(path.suffix == ".part" and path.stat().st_size > 100 for path in tmp_path.iterdir()):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.kill(process.pid, number)
        said = process.stderr.read().decode()

    assert process.returncode == 130
    assert said == "dezone: interrupted: nothing is written\n"
    assert [path.name for path in tmp_path.iterdir()] == ["long.csv"]


def test_progress_shows_rate_and_time_left(tmp_path):
    """On a terminal a bar shows how far it is, how fast, and how long it takes; it goes away at the end."""
    (tmp_path / "long.csv").write_text("lon,lat\n" + "125.123,36.5\n" * 400_000)

    run = in_terminal("dezone", "locate", "long.csv", "-o", "out.csv", folder=tmp_path)

    assert run.status == 0
    assert "%" in run.out
    assert "rows, " in run.out
    assert "/s" in run.out
    assert "0:00:0" in run.out
    assert "long.csv" not in run.out
    assert run.out.splitlines()[-1].endswith(" s")
    assert "out.csv: 400,000 rows, in " in run.out


@pytest.mark.usefixtures("positions")
def test_nothing_heavy_is_loaded(tmp_path):
    """CSV needs no tables of pandas or geopandas."""
    asked = (
        "import sys\nfrom maps.cli import main\n"
        "try:\n    main(['locate', 'positions.csv', '-o', 'out.csv'])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print({'pandas', 'geopandas', 'pyarrow', 'dask', 'folium'} & set(sys.modules))"
    )

    assert piped(DEZONE.with_name("python"), "-c", asked, folder=tmp_path).out == "set()\n"
