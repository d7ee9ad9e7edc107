"""New columns in Arrow batches and in Parquet files, here or on a cluster; needs pyarrow (extra ``bulk``).

`add_columns` applies a label to one batch, in whatever engine hands over batches; `geo.stream` has the rest
of what it works with, and is where files should be named.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
from pyarrow import compute, types
from pyarrow.parquet import ParquetFile, ParquetWriter

from geo.compiled import COMPILED_FROM, load_compiled
from geo.errors import DezoneError
from geo.faults import file_error
from geo.stream import (
    INSTALL,
    PARQUET_SUFFIXES,
    Axes,
    Coded,
    Columns,
    Count,
    Job,
    Label,
    find_axes,
    refuse_taken,
    tell_axes,
    writing,
)
from geo.writing import write_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from geo.arrays import Floats
    from geo.errors import InputFileError

Table: TypeAlias = "pa.RecordBatch | pa.Table"

_BATCH_BYTES = 1 << 23  # as stored, before packing
_BATCH_ROWS = 1 << 16
_READ_BYTES = 1 << 20
_ENOUGH_ROWS = 1_000  # to judge a table by its beginning
_CODECS = frozenset({"SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4"})
_WAIT_S = 10  # for a scheduler to answer


def add_columns(batch: Table, label: Label, *, lon: str = "lon", lat: str = "lat") -> Table:
    """Add the columns of a label to an Arrow batch or table.

    This is the function to hand to an engine that works on Arrow, batch by batch.

    Parameters
    ----------
    batch : pyarrow.RecordBatch or pyarrow.Table
        With the positions in two columns of numbers.
    label : callable
        Gives the new columns for longitudes and latitudes (`geo.stream.Label`).
    lon, lat : str
        Names of the columns.

    Returns
    -------
    pyarrow.RecordBatch or pyarrow.Table
        The same with the new columns at the end; texts as a dictionary, null where there is no answer.

    Examples
    --------
    >>> batch = pa.record_batch({"lon": [124.0, None], "lat": [36.0, 35.0]})
    >>> add_columns(batch, lambda lon, lat: {"east": lon - 120.0}).to_pydict()
    {'lon': [124.0, None], 'lat': [36.0, 35.0], 'east': [4.0, None]}
    """
    return _extended(batch, label(*_positions(batch, Axes(lon, lat), "the batch")))


def _extended(batch: Table, new: Columns) -> Table:
    arrays = [*batch.columns, *map(_arrow, new.values())]
    return type(batch).from_arrays(arrays, schema=_extended_schema(batch.schema, new))


def _extended_schema(schema: pa.Schema, new: Columns) -> pa.Schema:
    for name, column in new.items():
        schema = schema.append(pa.field(name, _arrow(column).type))
    return schema


# Arrays go to and from numpy by their buffers: pyarrow's own ways load pandas if it is there, which takes
# longer and more memory than all the rest.


def _arrow(column: Coded | Floats) -> pa.Array:
    if not isinstance(column, Coded):
        return _from_numpy(column, ~np.isnan(column))
    codes = _from_numpy(column.codes, column.codes >= 0)
    texts = [name.encode() for name in column.names]
    begins = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    names = pa.StringArray.from_buffers(len(texts), pa.py_buffer(begins), pa.py_buffer(b"".join(texts)))
    return pa.DictionaryArray.from_arrays(codes, names)


def _from_numpy(values: NDArray[Any], known: NDArray[np.bool_]) -> pa.Array:
    """Give an Arrow array of numbers, null where they are not known."""
    marks = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    numbers = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [marks, numbers])


def _positions(batch: Table, axes: Axes, file: str) -> tuple[Floats, Floats]:
    """Give the longitudes and latitudes of a batch, NaN where there is none."""
    if not axes.lat:
        return _of_points(batch.column(axes.lon), file)
    return _doubles(batch.column(axes.lon)), _doubles(batch.column(axes.lat))


def _doubles(column: pa.Array | pa.ChunkedArray) -> Floats:
    """Give numbers as doubles, NaN for null."""
    if isinstance(column, pa.ChunkedArray):
        return np.concatenate([np.empty(0), *map(_doubles, column.chunks)])
    column = column.cast(pa.float64(), safe=False)
    if not len(column):
        return np.empty(0)
    known, values = column.buffers()
    numbers = np.frombuffer(values, np.float64, len(column), 8 * column.offset)
    if not column.null_count:
        return numbers
    bits = np.unpackbits(np.frombuffer(known, np.uint8), bitorder="little")
    return np.where(bits[column.offset : column.offset + len(column)], numbers, np.nan)


def _of_points(column: pa.Array | pa.ChunkedArray, file: str) -> tuple[Floats, Floats]:
    """Give the coordinates of points, which are WKB or two numbers."""
    import shapely  # noqa: PLC0415 for GeoParquet only

    if types.is_struct(column.type):
        return _doubles(compute.struct_field(column, "x")), _doubles(compute.struct_field(column, "y"))
    shapes = shapely.from_wkb(np.array(column.to_pylist(), dtype=object))
    kinds = shapely.get_type_id(shapes)
    wrong = np.flatnonzero((kinds != shapely.GeometryType.POINT) & (kinds >= 0))
    if len(wrong):
        problem = f"holds a {shapes[wrong[0]].geom_type}, not only points"
        raise file_error(file, problem, "give one point for each row")
    shapes[shapely.is_empty(shapes)] = None  # GEOS gives no numbers of them
    return shapely.get_x(shapes), shapely.get_y(shapes)


# Files


@dataclass(frozen=True)
class _Part:
    """A piece of a table that is copied as one file."""

    source: str
    target: str
    groups: tuple[int, ...] | None = None  #: row groups; None for all


def add_to_parquet(source: Path, target: Path, job: Job, scheduler: str | None = None) -> Count:
    """Copy a Parquet file, or a folder of them, with new columns; see `geo.stream.add_to_table`.

    Raises
    ------
    InputFileError
        If a file cannot be read or written, or the columns are not what the job needs.
    """
    sources = _files_of(source) if source.is_dir() else [source]
    with _opened(sources[0]) as first:
        schema, groups = first.schema_arrow, first.metadata.num_row_groups
    axes = find_axes(str(sources[0]), schema.names, job, _points_of(schema, str(sources[0])))
    _check_numbers(schema, axes, str(sources[0]))
    refuse_taken(str(sources[0]), [*schema.names, *_partition_keys(source, sources)], job.new_columns())
    rows = sum(_rows_of_same_schema(each, schema, sources[0]) for each in sources)
    tell_axes(str(source), axes, job)
    copy = _Copy(job, axes, target, rows)
    if source.is_dir():
        parts = [_Part(str(each.absolute()), str(each.relative_to(source))) for each in sources]
    elif scheduler is not None:
        if target.suffix:
            raise file_error(str(target), "would be one file", "a cluster writes a folder: name one")
        parts = [
            _Part(str(source.absolute()), f"part-{group:0{len(str(groups))}}.parquet", (group,))
            for group in range(groups)
        ] or [_Part(str(source.absolute()), "part-0.parquet")]
    else:
        with writing(target) as beside:
            return copy.in_turn([_Part(str(source), str(beside))], str(source))
    with _writing_folder(target) as folder:
        parts = [replace(part, target=str(folder / part.target)) for part in parts]
        for part in parts:
            Path(part.target).parent.mkdir(parents=True, exist_ok=True)
        if scheduler is None:
            return copy.in_turn(parts, str(source))
        return copy.on_cluster(parts, str(source), scheduler)


@contextmanager
def _writing_folder(target: Path) -> Iterator[Path]:
    """Give a folder that becomes the target when it is whole."""
    if target.exists():
        raise file_error(str(target), "is there already", "remove it or name another folder")
    beside = target.with_name(f".{os.urandom(8).hex()}.part")
    try:
        beside.mkdir()
        yield beside
        beside.rename(target)
    except OSError as error:
        raise write_error(target, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _files_of(folder: Path) -> list[Path]:
    """Give the Parquet files of a folder in order; hidden ones and notes of other programs are left out."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in PARQUET_SUFFIXES
        and not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        and path.is_file()
    )
    if not found:
        raise file_error(str(folder), "holds no Parquet file", "name a folder with files .parquet")
    return found


def _partition_keys(source: Path, files: Iterable[Path]) -> set[str]:
    """Give the columns that Hive partitions keep in the names of folders."""
    folders = {part for file in files if file != source for part in file.relative_to(source).parts[:-1]}
    return {folder.partition("=")[0] for folder in folders if "=" in folder}


@contextmanager
def _opened(path: Path) -> Iterator[ParquetFile]:
    """Open a Parquet file such that reading it takes little memory."""
    try:
        file = ParquetFile(path, pre_buffer=False, buffer_size=_READ_BYTES)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(str(path), error) from None
    with file:
        yield file


def _unreadable(file: str, error: Exception) -> InputFileError:
    reason = str(error).splitlines()[0].rstrip(".")
    return file_error(file, f"cannot be read ({reason})", "it may be cut short or damaged: get it again")


def _rows_of_same_schema(path: Path, schema: pa.Schema, first: Path) -> int:
    """Give the number of rows of a file whose columns must be those of the first."""
    with _opened(path) as file:
        if not file.schema_arrow.equals(schema):
            own = {field.name: str(field.type) for field in file.schema_arrow}
            expected = {field.name: str(field.type) for field in schema}
            name = next((name for name in (*expected, *own) if own.get(name) != expected.get(name)), None)
            problem = (
                f"has its columns in another order or with other rules for gaps than {first.name}"
                if name is None
                else f"has {own.get(name, 'no such column')} where {first.name} has "
                f"{expected.get(name, 'no such column')}"
            )
            raise file_error(
                str(path), problem, "give all files of a folder one schema", f"column {name}" if name else ""
            )
        return int(file.metadata.num_rows)


def _check_numbers(schema: pa.Schema, axes: Axes, file: str) -> None:
    for name in axes[:2] if axes.lat else ():
        kind = schema.field(name).type
        if not (types.is_floating(kind) or types.is_integer(kind) or types.is_decimal(kind)):
            problem = f"holds {kind}, not numbers"
            raise file_error(file, problem, "write decimal degrees as numbers", f"column {name}")


def _points_of(schema: pa.Schema, file: str) -> str | None:
    """Give the name of the column of points of a GeoParquet file, in longitude and latitude."""
    about = (schema.metadata or {}).get(b"geo")
    if about is None:
        return None
    try:
        geo = json.loads(about)
        name: str = geo["primary_column"]
        encoding, crs = geo["columns"][name]["encoding"], geo["columns"][name].get("crs", "OGC:CRS84")
    except (ValueError, KeyError, TypeError):
        mend = "write it as GeoParquet again"
        raise file_error(file, "has no sound description of its geometry", mend) from None
    if encoding not in {"WKB", "point"}:
        return None
    if not _is_lon_lat(crs):
        raise file_error(file, "is not in longitude and latitude", "transform it to EPSG:4326 first")
    return name


def _is_lon_lat(crs: object) -> bool:
    if isinstance(crs, dict):
        named = crs.get("id") or {}
        return named.get("authority") in {"OGC", "EPSG"} and str(named.get("code")) in {"CRS84", "4326"}
    return crs in {None, "OGC:CRS84", "EPSG:4326"}


def _why_silent(address: str) -> str:
    """Say why no scheduler answers at an address; empty if one does.

    To be asked before a client is made, which waits for ever for what listens and says nothing.
    """
    from distributed.core import rpc  # noqa: PLC0415 takes half a second

    async def ask() -> None:
        async with rpc(address) as scheduler:
            await asyncio.wait_for(scheduler.identity(), _WAIT_S)

    try:
        with ThreadPoolExecutor(1) as apart:  # the caller may have a loop of his own, as notebooks do
            apart.submit(asyncio.run, ask()).result()
    except TimeoutError:
        return f"within {_WAIT_S} s"
    except (OSError, ValueError) as error:
        return str(error).splitlines()[0]
    return ""


@dataclass(frozen=True)
class _Copy:
    """What all parts of a table have in common."""

    job: Job
    axes: Axes
    target: Path  #: what the parts become, for messages
    rows: int

    def in_turn(self, parts: Sequence[_Part], source: str) -> Count:
        """Copy parts one after the other."""
        copy = self._for_label()
        done = Count()
        for part in parts:
            done += copy(part, told=partial(self._tell, done.rows))
        done.refuse_swapped(source)
        return done

    def on_cluster(self, parts: Sequence[_Part], source: str, address: str) -> Count:
        """Copy parts on the workers of a Dask scheduler."""
        try:
            from distributed import Client, as_completed  # noqa: PLC0415 takes half a second
        except ImportError:
            raise DezoneError(f"scheduler {address}: Dask is missing: {INSTALL}") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we say what is wrong ourselves
        if reason := _why_silent(address):
            raise DezoneError(
                f"scheduler {address}: does not answer ({reason}): check the address, and that it is running"
            )
        copy = self._for_label()
        done = Count()
        with Client(address, timeout=f"{_WAIT_S}s", set_as_default=False) as client:
            if not client.scheduler_info()["workers"]:
                raise DezoneError(
                    f"scheduler {address}: has no workers: start some with: dask worker {address}"
                )
            tasks = client.map(copy, parts, pure=False)
            try:
                for task in as_completed(tasks, loop=client.loop):
                    done += task.result()
                    self._tell(done.rows, 0)
            except DezoneError:
                raise
            except Exception as error:
                reason = f"{type(error).__name__}: {error}".splitlines()[0]
                raise DezoneError(
                    f"scheduler {address}: a worker failed ({reason}): "
                    "workers need the same version of dezone, and the files under the same paths"
                ) from error
            finally:
                client.cancel(tasks)
        done.refuse_swapped(source)
        return done

    def _for_label(self) -> Callable[..., Count]:
        """Give the function that copies a part, to be called here or sent to a worker."""
        many = self.rows >= COMPILED_FROM
        return partial(_copy, label=self.job.label, axes=self.axes, target=self.target, many=many)

    def _tell(self, before: int, rows: int) -> None:
        self.job.progress(before + rows, (before + rows) / max(self.rows, 1))


def _copy(
    part: _Part,
    *,
    label: Label,
    axes: Axes,
    target: Path,
    many: bool,
    told: Callable[[int], None] = lambda _: None,
) -> Count:
    """Copy a Parquet file, or some row groups of it, with new columns."""
    if many:
        load_compiled()  # for a label that asks an index
    done = Count()
    with _opened(Path(part.source)) as file:
        try:
            with _writer(part.target, file, label, axes) as writer, ThreadPoolExecutor(1) as apart:
                written = None  # the batch before is written while this one is read and labelled
                for batch in _batches(file, part):
                    lon, lat = _positions(batch, axes, part.source)
                    done += Count.of(lon, lat)
                    if done.rows == len(lon):  # rather than at the end only, which may be an hour away
                        done.refuse_swapped(part.source, at_least=_ENOUGH_ROWS)
                    extended = _extended(batch, label(lon, lat))
                    if written is not None:
                        written.result()
                    written = apart.submit(writer.write_batch, extended)
                    told(done.rows)
                if written is not None:
                    written.result()
        except OSError as error:
            raise write_error(target, error) from None
    return done


def _batches(file: ParquetFile, part: _Part) -> Iterator[pa.RecordBatch]:
    """Read batches of a size that bounds the memory, however wide the rows are."""
    about = file.metadata
    total = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
    size = min(_BATCH_ROWS, max(1024, _BATCH_BYTES * about.num_rows // max(total, 1)))
    batches = file.iter_batches(batch_size=size, row_groups=part.groups, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(part.source, error) from None
        if batch is None:
            return
        yield batch


def _writer(path: str, file: ParquetFile, label: Label, axes: Axes) -> ParquetWriter:
    about = file.metadata
    codec = (
        about.row_group(0).column(0).compression if about.num_row_groups and about.num_columns else "SNAPPY"
    )
    new = label(np.empty(0), np.empty(0))
    schema = _extended_schema(file.schema_arrow, new)
    # Positions and lengths seldom repeat: a dictionary of them takes more room, time and memory than they.
    plain = {*axes[:2], *(name for name, column in new.items() if not isinstance(column, Coded))}
    paths = [*(file.schema.column(number).path for number in range(len(file.schema))), *new]
    repeated = [path for path in paths if not plain & {path, path.rpartition(".")[0]}]
    codec = codec if codec in _CODECS else "NONE"
    return ParquetWriter(path, schema, compression=codec, use_dictionary=repeated)
