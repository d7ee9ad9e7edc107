"""The records of a file, and the state of its reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.faults import Fault, RecordError, SwappedError, file_error
from geo.geometry_formats import checked_geometry
from geo.values import plain_properties

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.errors import InputFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    r"""One feature, row or entry of a file.

    The geometry is 2D, longitude first, EPSG:4326, valid and not empty.

    Examples
    --------
    >>> from geo.tables import read_csv
    >>> reading = Reading("a.csv")
    >>> read_csv("lon,lat,name,note\n128.5,38,buoy,\n", reading)
    >>> [record] = reading.records
    >>> record.where, record.geometry.wkt, record.properties
    ('line 2', 'POINT (128.5 38)', {'name': 'buoy'})
    """

    file: str  #: as the caller named it; ``standard input`` for ``-``
    where: str  #: ``line 3``, ``feature 2``, ``row 5 of layer places``
    properties: dict[str, object]  #: plain values, dates as ISO text; None, NaN and empty text are left out
    geometry: BaseGeometry | None = None  #: None for null, for empty cells and for JSON that is no GeoJSON


@dataclass(slots=True)
class Reading:
    r"""What has been read of one file so far.

    Examples
    --------
    >>> from geo.tables import read_csv
    >>> reading = Reading("a.csv")
    >>> read_csv("lon,lat\n128.5,38\n38,128.5\n", reading)
    >>> len(reading.records), reading.faults[0].where, reading.faults[0].mend
    (1, 'line 3', 'did you mean longitude 128.5, latitude 38?')
    """

    file: str
    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    swapped: int = 0
    names: tuple[str, ...] = ()

    def add(
        self,
        where: str,
        properties: Mapping[str, object],
        geometry: Callable[[], BaseGeometry | None] = lambda: None,
    ) -> None:
        """Add a record, or the fault that keeps it out.

        Examples
        --------
        >>> reading = Reading("a.csv")
        >>> reading.add("line 2", {"name": "a", "note": ""})
        >>> reading.records[0].properties
        {'name': 'a'}
        """
        try:
            record = Record(
                file=self.file,
                where=where,
                properties=plain_properties(properties),
                geometry=checked_geometry(geometry()),
            )
        except RecordError as error:
            self.swapped += isinstance(error, SwappedError)
            self.fault(where, error.problem, error.mend, error.field)
        else:
            self.records.append(record)

    def fault(self, where: str, problem: str, mend: str, field: str = "") -> None:
        """Add what is wrong with a record, or with the file if ``where`` is empty.

        Examples
        --------
        >>> reading = Reading("a.csv")
        >>> reading.fault("line 3", "is empty", "write degrees", "lat")
        >>> print(reading.faults[0])
        a.csv, line 3, lat: is empty: write degrees
        """
        self.faults.append(Fault(file=self.file, where=where, field=field, problem=problem, mend=mend))

    def unreadable(self, problem: str, mend: str, where: str = "") -> InputFileError:
        """Make the error for the case that nothing of the file can be read.

        Examples
        --------
        >>> str(Reading("a.csv").unreadable("is empty", "give one with rows"))
        'a.csv: is empty: give one with rows'
        """
        return file_error(self.file, problem, mend, where)

    def result(self) -> tuple[list[Record], list[Fault]]:
        """Give what was read; a file with its axes swapped throughout is said to be so once more.

        Examples
        --------
        >>> reading = Reading("a.csv")
        >>> reading.fault("line 2", "is no position", "write 38N 125E")
        >>> reading.result()[0], str(reading.result()[1][0])
        ([], 'a.csv, line 2: is no position: write 38N 125E')
        """
        placed = sum(record.geometry is not None for record in self.records)
        if self.swapped > max(1, placed):
            self.fault(
                "",
                f"in {self.swapped} of its records the latitude is beyond 90",
                "longitude and latitude seem to be swapped throughout: longitude comes first",
            )
        return self.records, self.faults
