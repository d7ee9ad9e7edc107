"""The command for many positions: `dezone locate`."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click

from maps import output
from maps.command import STOPPED, complain, reading_options, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from rich.progress import ProgressColumn, Task
    from rich.text import Text


@click.command(short_help="In which region is each of many positions?")
@click.argument("source", metavar="FILE")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="FILE",
    help="Where to write: the same kind of file or folder as FILE.",
)
@click.option("--lon", metavar="COLUMN", help="The column of longitudes, where its name does not tell.")
@click.option("--lat", metavar="COLUMN", help="The column of latitudes, likewise.")
@click.option("--distance", is_flag=True, help="Add the distance to the limit in km, negative inside.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Work on the Dask cluster with this scheduler, whose workers see the same paths.",
)
@reading_options
def locate(  # noqa: PLR0913 one for each option
    source: str,
    *,
    target: str,
    lon: str | None,
    lat: str | None,
    distance: bool,
    scheduler: str | None,
    reading: str | None,
    southern_limit: float | None,
    islands: str,
) -> None:
    """In which region is each of many positions? FILE: CSV, Parquet, GeoParquet, or a folder of Parquet.

    Adds the column region, and with --distance also distance_km and nearest_limit. All other columns stay as
    they are. The output appears when it is whole.

    \b
    dezone locate positions.csv -o located.csv
    dezone locate ais.parquet -o located.parquet --distance
    dezone locate ais/ -o located/ --scheduler tcp://10.0.0.5:8786
    """  # noqa: D301 \b keeps click from filling the examples
    zone = zone_of(reading, southern_limit, islands)
    # Arrow's own allocator keeps tens of megabytes that one thread took and another gave back.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from geo.stream import Job, add_to_table  # noqa: PLC0415 not for --help
    from zones.positions import region_columns  # noqa: PLC0415

    started = time.monotonic()
    with _clean_end(), _progress() as progress:
        job = Job(
            label=partial(region_columns, zone=zone, distance=distance),
            lon=lon,
            lat=lat,
            note=_note,
            progress=progress,
        )
        count = add_to_table(source, target, job, scheduler=scheduler)
    seconds = time.monotonic() - started
    rows = "1 row" if count.rows == 1 else f"{count.rows:,} rows"
    missing = f", {count.without_position:,} of them without a position" if count.without_position else ""
    _note(f"{target}: {rows}{missing}, in {_duration(seconds)}")


def _note(text: str) -> None:
    click.echo(output.plain(text), err=True)


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


@contextmanager
def _clean_end() -> Iterator[None]:
    """End in good order on Ctrl-C and when asked to end: what is half done is removed on the way out."""

    def end(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)  # once is enough, and the rest is quick
        raise KeyboardInterrupt

    asked = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {number: signal.signal(number, end) for number in asked}
    try:
        yield
    except KeyboardInterrupt:
        complain("interrupted: nothing is written")
        sys.exit(STOPPED)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress() -> Iterator[Callable[[int, float], None]]:
    """Show rate and time left on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console  # noqa: PLC0415 only where it shows
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(
        BarColumn(), TaskProgressColumn(), _rate(), TimeRemainingColumn(), console=console, transient=True
    ) as progress:
        task = progress.add_task("locate", total=1.0, rows=0)
        yield lambda rows, share: progress.update(task, completed=share, rows=rows)


def _rate() -> ProgressColumn:
    """Make a column of the rows done and how many of them in a second."""
    from rich.progress import ProgressColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            rows: int = task.fields["rows"]
            return Text(f"{rows:,} rows, {rows / max(task.elapsed or 0.0, 0.001):,.0f}/s")

    return Rate()
