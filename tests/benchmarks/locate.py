"""How fast many positions are answered: the index, tables and distances against public tools, as ratios.

Run by ``make bench``; ``--quick`` takes a tenth or less of the positions. Machines are shared and noisy, so
the candidates take turns, and medians and their spread count, not single times. One thread each, but for
what pyarrow does on its own. Every answer is compared with that of shapely.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.compiled import load_compiled
from geo.locate import PolygonIndex
from geo.stream import Job, add_to_table
from zones import load_zone, store
from zones.positions import region_columns
from zones.zone import FIXED_IDS

ROUNDS = 5
BOX = (116.0, 24.0), (143.0, 53.0)
PLANE = "+proj=lcc +lat_1=30 +lat_2=50 +lat_0=38 +lon_0=130 +ellps=WGS84 +units=m"


def say(*parts: str) -> None:
    """Print a line of the result."""
    print(*parts, flush=True)  # noqa: T201 the result


def regions() -> list[shapely.Geometry]:
    """Give the four fixed regions and the uncut sea, over which the index of the zone is built."""
    fixed = [store.geometry("regions.geojson", region) for region in FIXED_IDS]
    return [*fixed, store.geometry("areas.geojson", "east_china_sea")]


def in_turn(candidates: dict[str, partial], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Time candidates one after the other, several times round."""
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, run in candidates.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def ratio(slow: list[float], fast: list[float]) -> str:
    """Say how many times faster, as the median of the turns and their spread."""
    each = sorted(a / b for a, b in zip(slow, fast, strict=True))
    return f"{statistics.median(each):6.1f}x ({each[0]:.1f}-{each[-1]:.1f})"


# The positions


def ends() -> np.ndarray:
    """Give the edges of the regions, shape (n, 2, 2)."""
    rings = shapely.get_rings(shapely.get_parts(regions()))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    return np.stack([points[:-1], points[1:]], axis=1)[ring[:-1] == ring[1:]]


def on_edges(count: int, rng: np.random.Generator) -> np.ndarray:
    """Give positions on edges, up to rounding."""
    start, end = ends()[rng.integers(0, len(ends()), count)].transpose(1, 0, 2)
    return start + rng.uniform(0, 1, (count, 1)) * (end - start)


def uniform(count: int, rng: np.random.Generator) -> np.ndarray:
    """Give positions all over the map."""
    return rng.uniform(*BOX, (count, 2))


def tracks(count: int, rng: np.random.Generator) -> np.ndarray:
    """Give reports of ships one ship after the other, in time order: from port to port, dense at both."""
    steps = 500
    ports = on_edges(200, rng)
    calls = ports[rng.integers(0, len(ports), -(-count // steps) + 1)]
    share = np.linspace(0, 1, steps)[:, None]
    share = share**2 * (3 - 2 * share)
    legs = calls[:-1, None] + share * (calls[1:] - calls[:-1])[:, None]
    return (legs.reshape(-1, 2) + rng.normal(0, 0.003, (len(calls[1:]) * steps, 2)))[:count].round(5)


def near(count: int, rng: np.random.Generator) -> np.ndarray:
    """Give positions between 1 m and 1 km from an edge."""
    turn, away = rng.uniform(0, 2 * np.pi, count), 10 ** rng.uniform(0, 3, count) / 111_000
    return on_edges(count, rng) + np.column_stack([np.cos(turn), np.sin(turn)]) * away[:, None]


def ulps(count: int, rng: np.random.Generator) -> np.ndarray:
    """Give positions within three units in the last place of an edge."""
    points = on_edges(count, rng)
    for _ in range(3):
        points = np.nextafter(points, points + rng.integers(-1, 2, points.shape))
    return points


def rounded(count: int, rng: np.random.Generator) -> np.ndarray:
    """Give positions on edges, rounded to 5 decimals."""
    return on_edges(count, rng).round(5)


def odd(_count: int, _rng: np.random.Generator) -> np.ndarray:
    """Give what is no position beside what is one."""
    values = [np.nan, np.inf, -np.inf, 1e300, 181.0, 91.0, 36.0, 123.5]
    return np.array([(a, b) for a in values for b in values])


# The peers


def by_shapely(polygons: list[shapely.Geometry], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Ask prepared polygons in turn, behind a filter by their boxes: the fastest exact public way."""
    found = np.full(len(lon), -1, dtype=np.int8)
    for number, shape in enumerate(polygons):
        west, south, east, north = shape.bounds
        free = np.flatnonzero((found < 0) & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        found[free[shapely.intersects_xy(shape, lon[free], lat[free])]] = number
    return found


def by_geopandas(polygons: list[shapely.Geometry], lon: np.ndarray, lat: np.ndarray) -> None:
    """Join points made of arrays with the polygons, by the quicker predicate."""
    import geopandas  # noqa: PLC0415 not where memory is measured

    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat, crs=4326))
    geopandas.sjoin(points, geopandas.GeoDataFrame(geometry=polygons, crs=4326), predicate="within")


# The parts


def bench_index(polygons: list[shapely.Geometry]) -> PolygonIndex:
    """Time the build, the file and the mapping of the index."""
    seconds = in_turn({"build": partial(PolygonIndex.build, polygons)})
    index = PolygonIndex.build(polygons)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        path.write_bytes(index.to_bytes("x"))
        mapped = in_turn({"map": partial(PolygonIndex.from_file, path, "x")}, 9)["map"]
        size = path.stat().st_size
    say("\nThe index                              goal")
    say(f"  built in         {statistics.median(seconds['build']):8.3f} s    < 1 s")
    say(f"  on disk          {size / 1e6:8.1f} MB   < 15 MB")
    say(f"  mapped in        {statistics.median(mapped) * 1000:8.3f} ms   < 1 ms")
    return index


def bench_locate(polygons: list[shapely.Geometry], index: PolygonIndex, count: int) -> None:
    """Time labels for arrays of positions, and compare them with the peer's."""
    goals = {"uniform": (5, 12, 80, 200), "tracks": (10, 20), "near": (2, 5)}
    few = min(count, 200_000)
    say(f"\nLabels of {count:,} positions, times faster than the peer, median (spread of {ROUNDS})")
    say("  positions  peer Mpts/s   numpy               goal  compiled            goal  disagreements")
    for make in (uniform, tracks, near):
        lon, lat = np.ascontiguousarray(make(count, np.random.default_rng(1)).T)
        seconds = in_turn(
            {
                "peer": partial(by_shapely, polygons, lon, lat),
                "numpy": partial(index.locate, lon, lat, compiled=False),
                "compiled": partial(index.locate, lon, lat, compiled=True),
            }
        )
        expected = by_shapely(polygons, lon, lat)
        wrong = [int((index.locate(lon, lat, compiled=way) != expected).sum()) for way in (False, True)]
        goal = goals[make.__name__]
        say(
            f"  {make.__name__:10} {count / statistics.median(seconds['peer']) / 1e6:8.1f}"
            f"     {ratio(seconds['peer'], seconds['numpy']):19} {goal[0]:3}x"
            f"  {ratio(seconds['peer'], seconds['compiled']):19} {goal[1]:3}x  {wrong[0]}, {wrong[1]}"
        )
        if make is uniform:
            joined = in_turn({"sjoin": partial(by_geopandas, polygons, lon[:few], lat[:few])}, 3)["sjoin"]
            whole = statistics.median(joined) * count / few
            for name, at in (("numpy", 2), ("compiled", 3)):
                times = whole / statistics.median(seconds[name])
                say(f"  {'':10} against geopandas.sjoin, {name:8} {times:6.0f}x   goal {goal[at]}x")


def bench_exactness(polygons: list[shapely.Geometry], index: PolygonIndex, count: int) -> None:
    """Count the disagreements with shapely on the hard sets."""
    rng = np.random.default_rng(2)
    corners = ends()
    sets = {
        f"uniform, {10 * count:,}": uniform(10 * count, rng),
        "all vertices": corners[:, 0],
        "all midpoints of edges": corners.mean(axis=1),
        f"within 3 ulp of edges, {count:,}": ulps(count, rng),
        f"edges rounded to 5 decimals, {count:,}": rounded(count, rng),
        f"tracks rounded to 5 decimals, {count:,}": tracks(count, rng),
        "NaN, infinities, out of range": odd(count, rng),
    }
    say("\nDisagreements with shapely.intersects_xy      numpy  compiled   goal 0")
    for name, points in sets.items():
        lon, lat = np.ascontiguousarray(points.T)
        expected = by_shapely(polygons, lon, lat)
        wrong = [int((index.locate(lon, lat, compiled=way) != expected).sum()) for way in (False, True)]
        say(f"  {name:45} {wrong[0]:4}  {wrong[1]:8}")


def bench_growth(index: PolygonIndex, most: int) -> None:
    """Show that time grows with the number of positions and no faster."""
    say("\nGrowth (compiled, uniform)   ns a position")
    lon, lat = np.ascontiguousarray(uniform(min(most, 10**7), np.random.default_rng(3)).T)
    count = 10**5
    while count <= most:
        again = max(1, count // len(lon))
        part = min(count, len(lon))
        start = time.perf_counter()
        for _ in range(again):
            index.locate(lon[:part], lat[:part], compiled=True)
        say(f"  {count:>13,}          {(time.perf_counter() - start) / count * 1e9:8.2f}")
        count *= 10


# Tables


def write_table(path: Path, rows: int) -> None:
    """Write positions of ships as a Parquet file, a million rows at a time."""
    rng = np.random.default_rng(4)
    schema = pa.schema(
        {"mmsi": pa.int32(), "at": pa.timestamp("ms"), "lon": pa.float64(), "lat": pa.float64()}
    )
    with pq.ParquetWriter(path, schema) as writer:
        for begin in range(0, rows, 1_000_000):
            count = min(1_000_000, rows - begin)
            lon, lat = tracks(count, rng).T
            at = pa.array(np.arange(begin, begin + count) * 1000, pa.timestamp("ms"))
            ship = pa.array(np.arange(begin, begin + count) // 500, pa.int32())
            writer.write_table(pa.table([ship, at, lon, lat], schema=schema))


def copy_table(source: str, target: str) -> None:
    """Copy a Parquet file on to the disk through the reader and the writer of `geo.arrow`, and no more."""
    with (
        pq.ParquetFile(source, pre_buffer=False, buffer_size=1 << 20) as file,
        pq.ParquetWriter(
            target, file.schema_arrow, compression="SNAPPY", use_dictionary=["mmsi", "at"]
        ) as writer,
    ):
        for batch in file.iter_batches(batch_size=1 << 16, use_threads=False):
            writer.write_batch(batch)
    with Path(target).open("r+b") as written:
        os.fsync(written.fileno())


_KB = ("VmHWM", "RssFile")  # of /proc/self/status: the peak of all memory, and the pages of files at the end


def child(way: str, source: str, target: str) -> None:
    """Do one way of copying in this process, and print the seconds and the peak of its memory.

    Its own memory is the peak without the pages of program files: these are shared between processes and
    given back at need, and how many of them count depends on how the kernel has them in its cache: Linux
    6.18 counts whole large folios of libraries that were written lately, half a minute after an installation
    80 MB more for numba than later.
    """
    job = Job(label=partial(region_columns, zone=load_zone()))
    if way == "numpy":
        sys.modules["geo.kernels"] = None  # type: ignore[assignment]
    elif way == "compiled":
        load_compiled()
    zone = load_zone()
    for _ in range(2):
        zone.locate(np.full(10_000, 123.5), np.full(10_000, 36.0))  # open the index, load what is compiled
    start = time.perf_counter()
    if way == "copy":
        copy_table(source, target)
    else:
        add_to_table(source, target, job)
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    kb = {
        name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if name in _KB
    }
    peak, files = (kb.get(name, 0) / 1024 for name in _KB)
    say(json.dumps({"seconds": seconds, "peak_mb": peak, "own_mb": peak - files}))


def bench_tables(rows: int, rounds: int) -> None:
    """Time `dezone locate` on Parquet against copying the same columns."""
    say(f"\nParquet, time against copying the same columns, median of {rounds}; peak memory of the process")
    for count in (rows // 10, rows):
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
            write_table(source, count)
            seconds: dict[str, list[float]] = {"copy": [], "numpy": [], "compiled": []}
            peaks, own = dict.fromkeys(seconds, 0.0), dict.fromkeys(seconds, 0.0)
            for _ in range(rounds):
                for way, took in seconds.items():
                    command = [sys.executable, __file__, "--child", way, str(source), str(target)]
                    pool = {} if way == "copy" else {"ARROW_DEFAULT_MEMORY_POOL": "system"}  # as the command
                    said = subprocess.run(
                        command, capture_output=True, check=True, text=True, env=os.environ | pool
                    )
                    answer = json.loads(said.stdout)
                    took.append(answer["seconds"])
                    peaks[way] = max(peaks[way], answer["peak_mb"])
                    own[way] = max(own[way], answer["own_mb"])
                    target.unlink()
        for (way, took), goal in zip(seconds.items(), ("", "goal ≤ 2", "goal ≤ 1.5"), strict=True):
            middle = statistics.median(took)
            each = sorted(a / b for a, b in zip(took, seconds["copy"], strict=True))
            say(
                f"  {count:>11,} rows {way:9} {count / middle / 1e6:6.1f} M rows/s  "
                f"{statistics.median(each):5.2f} ({each[0]:.2f}-{each[-1]:.2f}) {goal:10}"
                f"  {own[way]:4.0f} MB, {peaks[way]:.0f} MB with program files"
                + ("  goal ≤ 300 MB" if goal else "")
            )
        day = 3e8 * statistics.median(seconds["compiled"]) / count
        say(f"  a day of the world's ships, 3·10⁸ rows, by calculation: {day:.0f} s on this machine")


# Distances


def bench_distance(count: int) -> None:
    """Time distances against the nearest join in a plane."""
    import geopandas  # noqa: PLC0415 not where memory is measured

    zone = load_zone()
    rng = np.random.default_rng(5)
    points = np.concatenate([near(count // 4, rng), uniform(count - count // 4, rng)])
    lon, lat = np.ascontiguousarray(rng.permutation(points).T)
    pieces = shapely.segmentize(shapely.linestrings(zone.outer_edges.segments.reshape(-1, 2, 2)), 0.05)
    lines = geopandas.GeoDataFrame(geometry=pieces, crs=4326).to_crs(PLANE)

    def joined() -> np.ndarray:
        made = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat, crs=4326)).to_crs(PLANE)
        found = geopandas.sjoin_nearest(made, lines, distance_col="m")
        return found[~found.index.duplicated()]["m"].to_numpy() / 1000

    nearest = zone.outer_edges.nearest
    ways = {
        "sjoin_nearest": joined,
        "numpy": partial(nearest, lon, lat, compiled=False),
        "compiled": partial(nearest, lon, lat, compiled=True),
    }
    ways["compiled"]()
    seconds = in_turn(ways)
    say(f"\nDistances of {count:,} positions, a quarter of them 1 m - 1 km from an edge")
    for name in ways:
        say(f"  {name:14} {count / statistics.median(seconds[name]):9,.0f} positions/s")
    for name, goal in (("numpy", 0.5), ("compiled", 4)):
        times = ratio(seconds["sjoin_nearest"], seconds[name])
        say(f"  {name:8} against geopandas.sjoin_nearest in a plane {times}, goal {goal}x")
    apart = np.abs(ways["numpy"]()[0] - ways["compiled"]()[0]).max()
    say(f"  numpy and compiled differ by at most {apart * 1e6:.3f} mm")
    say(f"  the plane is wrong by up to {np.abs(joined() - ways['numpy']()[0]).max():.1f} km")


def main() -> None:
    """Run every part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth or less of the positions")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    count = 10**6 if options.quick else 10**7
    polygons = regions()
    for shape in polygons:
        shapely.prepare(shape)
    say(f"dezone locate on {os.cpu_count()} cores, Python {sys.version.split()[0]}, numpy {np.__version__}")
    index = bench_index(polygons)
    index.locate([0.0], [0.0], compiled=True)  # compile
    bench_locate(polygons, index, count)
    bench_exactness(polygons, index, count // 10)
    bench_growth(index, 10**7 if options.quick else 10**8)
    bench_distance(20_000 if options.quick else 200_000)
    bench_tables(10**6 if options.quick else 10**8, 3)


if __name__ == "__main__":
    main()
