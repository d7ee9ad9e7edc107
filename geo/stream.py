"""Tables of positions of any length: new columns that depend on each position, in little memory.

What is to be added is said by a function of longitudes and latitudes, `Label`. CSV goes through the
standard library; Parquet and GeoParquet, a file or a folder of them (Hive partitions as well), through
pyarrow batch by batch, and on a cluster part by part (`geo.arrow`). Every other column is kept as it is.
The output appears when it is whole: after an error, or when interrupted, nothing of it is there.
"""

from __future__ import annotations

import csv
import math
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from geo.faults import file_error, shown
from geo.tables import COLUMN_NAMES, plain_name
from geo.writing import appearing, write_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from numpy.typing import NDArray

    from geo.arrays import Floats

PARQUET_SUFFIXES = frozenset({".parquet", ".geoparquet", ".pq"})
INSTALL = 'pip install "dezone[bulk]"'
_OTHER_SUFFIXES = frozenset({".fgb", ".geojson", ".gpkg", ".json", ".jsonl", ".kml", ".shp", ".xls", ".xlsx"})
_PACKED = (b"\x1f\x8b", b"PK", b"BZh", b"SQLi")  # how files begin that are no text
_CSV_ROWS = 50_000
_ENOUGH_ROWS = 1_000  # to judge a table by its beginning
_LARGEST_CELL = 1 << 30  # characters of a CSV cell; the csv module's own bound is 131,072
_NO_POSITION = (181.0, 91.0)  # how ships say that they do not know where they are (ITU-R M.1371)


class Coded(NamedTuple):
    """A column of few different texts.

    Examples
    --------
    >>> column = Coded(np.array([1, -1, 0]), ["sea", "coast"])
    >>> [column.names[code] if code >= 0 else "" for code in column.codes]
    ['coast', '', 'sea']
    """

    codes: NDArray[np.signedinteger[Any]]  #: index into the names; below 0 for an empty cell
    names: Sequence[str]


# New columns by name, and what gives them for longitudes and latitudes in degrees (NaN where there is none;
# any number may be out of range). For empty arrays it gives the same columns, empty. A float column is
# empty where it is NaN.
Columns: TypeAlias = "Mapping[str, Coded | Floats]"
Label: TypeAlias = "Callable[[Floats, Floats], Columns]"


@dataclass(frozen=True, slots=True)
class Count:
    """How much was worked off.

    Examples
    --------
    >>> Count(rows=10, without_position=1) + Count(rows=5, without_position=2, swapped=1)
    Count(rows=15, without_position=3, swapped=1)
    """

    rows: int = 0
    without_position: int = 0  #: no finite number, a latitude beyond 90 or a longitude beyond 360
    swapped: int = 0  #: a latitude beyond 90 that is not the mark for an unknown position

    def __add__(self, other: Count) -> Count:
        """Add up."""
        return Count(
            self.rows + other.rows,
            self.without_position + other.without_position,
            self.swapped + other.swapped,
        )

    @classmethod
    def of(cls, lon: Floats, lat: Floats) -> Count:
        """Count positions, and those that are none.

        Examples
        --------
        >>> Count.of(np.array([124.0, np.nan, 36.0, 181.0]), np.array([36.0, 36.0, 124.0, 91.0]))
        Count(rows=4, without_position=3, swapped=1)
        """
        bad = np.flatnonzero(~((np.abs(lon) <= 360) & (np.abs(lat) <= 90)))
        beyond = (np.abs(lat[bad]) > 90) & ~((lon[bad] == _NO_POSITION[0]) & (lat[bad] == _NO_POSITION[1]))
        return cls(len(lon), len(bad), int(np.count_nonzero(beyond)))

    def refuse_swapped(self, file: str, *, at_least: int = 1) -> None:
        """Refuse a table of which most latitudes are none: the columns must be swapped.

        Raises
        ------
        InputFileError
            If more than half of at least `at_least` rows have such a latitude.
        """
        if self.rows >= at_least and self.swapped * 2 > self.rows:
            raise file_error(
                file,
                f"{self.swapped:,} of {self.rows:,} latitudes are beyond 90",
                "longitude and latitude seem to be swapped: say which column is which",
            )


class Axes(NamedTuple):
    """The columns that hold the positions.

    Examples
    --------
    >>> find_axes("a.parquet", ["id", "geometry"], Job(label=lambda lon, lat: {}), points="geometry")
    Axes(lon='geometry', lat='', guessed=True)
    """

    lon: str
    lat: str = ""  #: empty: the first is a column of points
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done to a table.

    Parameters
    ----------
    label : callable
        Gives the new columns; for a cluster it must be picklable.
    lon, lat : str, optional
        Names of the columns; guessed if not given.
    note : callable, optional
        Takes a message for people, such as which columns were guessed.
    progress : callable, optional
        Takes the number of rows done and the share of the work that they are, 0 to 1.

    Examples
    --------
    >>> job = Job(label=lambda lon, lat: {"is_north": Coded((lat >= 38).astype(int), ["no", "yes"])})
    >>> list(job.new_columns())
    ['is_north']
    """

    label: Label
    lon: str | None = None
    lat: str | None = None
    note: Callable[[str], None] = lambda _: None
    progress: Callable[[int, float], None] = lambda _, __: None

    def new_columns(self) -> Columns:
        """Give the new columns without rows.

        Examples
        --------
        >>> list(Job(label=lambda lon, lat: {"east_deg": lon - 120}).new_columns())
        ['east_deg']
        """
        return self.label(np.empty(0), np.empty(0))


def add_to_table(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    job: Job,
    *,
    scheduler: str | None = None,
) -> Count:
    r"""Copy a table with new columns.

    Parameters
    ----------
    source : path
        CSV in UTF-8 (comma, semicolon or tab), Parquet, GeoParquet, or a folder of Parquet files of one
        schema, perhaps in subfolders ``name=value``.
    target : path
        The same kind as the source. A file is replaced; a folder must not be there yet.
    job : Job
        The function that gives the columns, and where the positions are.
    scheduler : str, optional
        Address of a Dask scheduler whose workers see the same paths. The target is then a folder, with a
        file for each file of the source, or for each row group if the source is one file.

    Returns
    -------
    Count
        Rows, and how many of them have no position.

    Raises
    ------
    InputFileError
        If the source cannot be read or the target not be written. The source is never touched, and the
        target is then as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     source, target = Path(folder, "a.csv"), Path(folder, "b.csv")
    ...     _ = source.write_text("id,lon,lat\n1,124.5,36\n2,,\n")
    ...     print(add_to_table(source, target, Job(label=lambda lon, lat: {"east_deg": lon - 120})))
    ...     print(target.read_text(), end="")
    Count(rows=2, without_position=1, swapped=0)
    id,lon,lat,east_deg
    1,124.5,36,4.5
    2,,,
    """
    source = Path(source)
    try:
        target = Path(os.path.realpath(target))
        folder = source.is_dir()
        start = b"" if folder else _start_of(source)
        _check_target(source, target)
    except FileNotFoundError:
        raise file_error(str(source), "does not exist", "check its name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise file_error(
            str(source), f"cannot be read ({reason})", "check its name and permissions"
        ) from None
    suffix = source.suffix.lower()
    if folder or start == b"PAR1" or suffix in PARQUET_SUFFIXES:
        try:
            from geo import arrow  # noqa: PLC0415 of the extra
        except ImportError:
            raise file_error(str(source), "is Parquet, for which pyarrow is missing", INSTALL) from None
        return arrow.add_to_parquet(source, target, job, scheduler)
    if scheduler is not None:
        raise file_error(str(source), "is no Parquet", "a cluster works on Parquet: convert it first")
    if start.startswith(_PACKED) or suffix in _OTHER_SUFFIXES:
        raise file_error(str(source), "is neither CSV nor Parquet", "unpack it or convert it first")
    if target.suffix.lower() in PARQUET_SUFFIXES:
        raise file_error(str(target), "would hold CSV, as the input does", "name the output .csv")
    return _add_to_csv(source, target, job)


def _start_of(source: Path) -> bytes:
    with source.open("rb") as file:
        if not source.is_file():
            raise ValueError("no regular file")
        return file.read(4)


def _check_target(source: Path, target: Path) -> None:
    """Refuse a target that is the source or lies in it."""
    real = Path(os.path.realpath(source))
    if target == real or (target.exists() and target.samefile(real)):
        raise file_error(str(target), "is the input itself", "name another output")
    if real in target.parents:
        raise file_error(str(target), "lies in the folder of the input", "name an output outside of it")
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise file_error(str(target), "is no regular file", "name another output")


# Columns


def find_axes(file: str, header: Sequence[str], job: Job, points: str | None = None) -> Axes:
    """Find the columns of the positions: as named by the caller, else by their names.

    Parameters
    ----------
    file : str
        For messages.
    points : str, optional
        A column of points, which counts if there is no column of longitudes or of latitudes.

    Raises
    ------
    InputFileError
        If a column is missing, or several might be meant.

    Examples
    --------
    >>> find_axes("a.csv", ["id", "LATITUDE", "Lon."], Job(label=lambda lon, lat: {}))
    Axes(lon='Lon.', lat='LATITUDE', guessed=True)
    """
    listed = ", ".join(header[:20]) + (", …" if len(header) > 20 else "")
    found: list[str] = []
    for word, kind, name in (("longitude", "lon", job.lon), ("latitude", "lat", job.lat)):
        present = _guesses(header, kind) if name is None else [each for each in header if each == name]
        if name is not None and not present:
            raise file_error(file, f"has no column {name!r}", f"its columns are {listed}")
        if not present and points is not None:
            return Axes(points, guessed=True)
        if not present:
            mend = f"say which it is (--{kind}); its columns are {listed}"
            raise file_error(file, f"has no column that looks like a {word}", mend)
        if len(present) > 1:
            problem = f"has several columns for the {word}: {', '.join(present)}"
            raise file_error(file, problem, f"say which one counts (--{kind}), or rename the others")
        found += present
    if found[0] == found[1]:
        raise file_error(file, f"has {found[0]!r} for both axes", "name two columns")
    guessed = (job.lon is None and found[0] != "lon") or (job.lat is None and found[1] != "lat")
    return Axes(found[0], found[1], guessed)


def _guesses(header: Sequence[str], kind: str) -> list[str]:
    """Give the columns whose names say what they hold; x and y only where nothing else does."""
    *names, short = COLUMN_NAMES[kind].split()
    plain = [plain_name(name) for name in header]
    named = [name for name, each in zip(header, plain, strict=True) if each in names]
    return named or [name for name, each in zip(header, plain, strict=True) if each == short]


def refuse_taken(file: str, header: Iterable[str], new: Iterable[str]) -> None:
    """Refuse a table that has one of the new columns already.

    Raises
    ------
    InputFileError
        If it has; the text names the column and the mend.

    Examples
    --------
    >>> refuse_taken("a.csv", ["lon", "lat", "region"], ["region", "distance_km"])
    Traceback (most recent call last):
        ...
    geo.errors.InputFileError: a.csv: has a column 'region' already: rename or drop it: it is to be added
    """
    taken = sorted(set(header) & set(new))
    if taken:
        raise file_error(file, f"has a column {taken[0]!r} already", "rename or drop it: it is to be added")


def tell_axes(file: str, axes: Axes, job: Job) -> None:
    """Say which columns were guessed.

    Examples
    --------
    >>> tell_axes("a.csv", Axes("x", "y", guessed=True), Job(label=lambda lon, lat: {}, note=print))
    a.csv: longitude from column 'x', latitude from 'y'
    """
    if axes.guessed and axes.lat:
        job.note(f"{file}: longitude from column {axes.lon!r}, latitude from {axes.lat!r}")
    elif axes.guessed:
        job.note(f"{file}: positions from the points of column {axes.lon!r}")


@contextmanager
def writing(target: Path) -> Iterator[Path]:
    """Give the name of a file that becomes the target; what the system says against it gets its mend.

    Raises
    ------
    InputFileError
        If the file cannot be written.

    Examples
    --------
    >>> with writing(Path("/nowhere/a.csv")) as beside:
    ...     _ = beside.write_text("lon,lat")
    Traceback (most recent call last):
        ...
    geo.errors.InputFileError: /nowhere/a.csv: cannot be written: there is no folder /nowhere: make it first
    """
    try:
        with appearing(target) as beside:
            yield beside
    except OSError as error:
        raise write_error(target, error) from None


# CSV


def _add_to_csv(source: Path, target: Path, job: Job) -> Count:
    """Copy a CSV file with new columns."""
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        with source.open(encoding="utf-8-sig", newline="") as text, writing(target) as beside:
            return _copy_csv(str(source), text, beside, job)
    except UnicodeDecodeError as error:
        raise file_error(str(source), f"is not UTF-8 ({error.reason})", "save it as CSV in UTF-8") from None
    except csv.Error as error:
        raise file_error(str(source), f"is no sound CSV ({error})", "mend the quotes of its cells") from None
    finally:
        csv.field_size_limit(before)


def _copy_csv(file: str, text: TextIO, beside: Path, job: Job) -> Count:
    """Copy a CSV file with new columns, with its own separators and line ends."""
    first = text.readline()
    ending = "\r\n" if first.endswith("\r\n") else "\n"
    delimiter = max(",;\t", key=first.count)
    text.seek(0)
    size = max(os.fstat(text.fileno()).st_size, 1)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    header = next(reader, [])
    if not header:
        raise file_error(file, "is empty", "give it a line of column names, and positions below")
    axes = find_axes(file, header, job)
    new = job.new_columns()
    refuse_taken(file, header, new)
    tell_axes(file, axes, job)
    at = header.index(axes.lon), header.index(axes.lat)
    done = Count()
    with beside.open("x", encoding="utf-8", newline="") as output:
        writer = csv.writer(output, delimiter=delimiter, lineterminator=ending)
        writer.writerow([*header, *new])
        for rows, lines in _csv_rows(reader, len(header), file):
            lon, lat = (_numbers(rows, lines, each, file, header[each]) for each in at)
            columns = [_cells(column) for column in job.label(lon, lat).values()]
            writer.writerows([*row, *cells] for row, *cells in zip(rows, *columns, strict=True))
            done += Count.of(lon, lat)
            if done.rows == len(rows):  # rather than at the end only, which may be an hour away
                done.refuse_swapped(file, at_least=_ENOUGH_ROWS)
            job.progress(done.rows, min(1.0, text.buffer.tell() / size))
        done.refuse_swapped(file)
    return done


def _csv_rows(reader: Any, width: int, file: str) -> Iterator[tuple[list[list[str]], list[int]]]:  # noqa: ANN401 the csv module has no name for its readers
    """Give rows in stretches, each with the line it ends on; empty lines are passed over."""
    rows: list[list[str]] = []
    lines: list[int] = []
    for row in reader:
        if not row:
            continue
        if len(row) != width:
            where = f"line {reader.line_num}"
            raise file_error(file, f"has {len(row)} cells, the header {width}", "mend the line", where)
        rows.append(row)
        lines.append(reader.line_num)
        if len(rows) == _CSV_ROWS:
            yield rows, lines
            rows, lines = [], []
    if rows:
        yield rows, lines


def _numbers(rows: list[list[str]], lines: list[int], at: int, file: str, column: str) -> Floats:
    """Read a column of numbers, also with decimal commas; an empty cell is NaN."""
    try:
        return np.array([float(row[at] or "nan") for row in rows])
    except ValueError:
        return np.array(
            [
                _number(row[at].strip(), f"line {line}, {column}", file)
                for row, line in zip(rows, lines, strict=True)
            ]
        )


def _number(text: str, where: str, file: str) -> float:
    decimal_comma = text.count(",") == 1 and "." not in text
    try:
        return float(text.replace(",", ".") if decimal_comma else text or "nan")
    except ValueError:
        raise file_error(file, f"{shown(text)} is no number", "write decimal degrees", where) from None


def _cells(column: Coded | Floats) -> list[str]:
    """Write a new column as the texts of cells."""
    if isinstance(column, Coded):
        names = [*column.names]
        return [names[code] if code >= 0 else "" for code in column.codes.tolist()]
    return ["" if math.isnan(value) else repr(value) for value in column.tolist()]
