"""Exercises read from the catalogue, from files of any usual kind, and from tables."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry import GeometryCollection
from shapely.geometry.base import BaseGeometry

from geo.errors import DezoneError
from geo.faults import RecordError
from geo.positions import quote
from geo.values import decode_json, plain_properties, plain_value
from zones import store
from zones.exercise_entries import exercise_of, from_entry, objects, words_of
from zones.exercise_places import (
    from_geometry,
    members,
    named_place,
    places_of,
    sound,
    understood,
    with_words_of_place,
)
from zones.exercises import Exercise, Place, Scale

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import geopandas

    from geo.faults import Fault
    from geo.notices.dates import Reference
    from geo.records import Record


def load_exercises() -> list[Exercise]:
    """Load the bundled catalogue, in the order of its start dates.

    Examples
    --------
    >>> next(e for e in load_exercises() if e.id == "joint-sea-2017-pacific").parties
    ('CHN', 'RUS')
    """
    return [from_entry(entry) for entry in store.document("exercises.json")["exercises"]]


def read_exercises(
    source: str,
    issued: Reference | None = None,
    notes: list[str] | None = None,
    data: bytes | None = None,
) -> tuple[list[Exercise], list[Fault]]:
    """Read exercises from a file of any usual kind, or from standard input (``-``).

    Features and rows may carry ``id``, ``name``, ``start``, ``end``, ``parties``, ``kinds``,
    ``uncertainty_km``, ``named_area``, ``role``, ``surface``, ``extent``; usual other names, ACLED exports
    and Darwin Core are translated (`zones.importers`). Without a geometry ``named_area`` may be any name of
    the gazetteer (`zones.gazetteer`), and what was understood is a doubt. Several with one ``id``, or a
    GeometryCollection, are one exercise with several places. Entries of our own catalogue, and of other
    JSON with ``entries`` or ``exercises`` that hold ``places``, are read as well; of a record without a
    place its ``text`` is read as a warning, ``issued`` tells when it was given out.

    Parameters
    ----------
    source : str
        A path, or ``-``.
    issued : Reference, optional
        When the warnings were given out that do not say so under ``issued``.
    notes : list of str, optional
        Takes a line that names the columns and properties that were not understood.
    data : bytes, optional
        What has been read of a pipe, which can be read only once.

    Returns
    -------
    exercises, faults
        What could be read, and what is wrong with the rest. A fault of a date or a party does not
        lose its exercise: the verdict needs only the place.

    Raises
    ------
    InputFileError
        If nothing of the file can be read.

    Examples
    --------
    >>> found, faults = read_exercises(str(store.DATA / "exercises.json"))
    >>> len(found), faults
    (351, [])
    """
    from geo.files import read_records  # noqa: PLC0415 the catalogue needs none of these
    from zones.exercise_faults import faults_of  # noqa: PLC0415 likewise
    from zones.importers import columns_of_names, translated  # noqa: PLC0415 likewise

    records, faults = read_records(source, named_by=columns_of_names(), data=data)
    records = [_with_places(record) for record in records]
    if notes is not None:
        notes += _not_used(records)
    pieces: list[tuple[Record, tuple[str, ...]]] = []
    for record in records:
        values, said = translated(record.properties)
        if record.geometry is None:
            values = with_words_of_place(values)
        known = record if values is record.properties else replace(record, properties=values)
        if named := named_place(values, record.geometry):
            said = (*said, *understood(named, values))
        pieces += [(piece, said) for piece in _unpacked(known)]
    taken = {str(piece.properties["id"]) for piece, _ in pieces if "id" in piece.properties}
    groups: dict[tuple[str, int], list[Record]] = {}
    assumed: dict[tuple[str, int], dict[str, None]] = {}
    for number, (piece, said) in enumerate(pieces, start=1):
        if piece.geometry is not None and "places" in piece.properties:
            kept = {key: value for key, value in piece.properties.items() if key != "places"}
            piece = replace(piece, properties=kept)  # noqa: PLW2901 the geometry of a feature is its place
        values = piece.properties
        name = str(values["id"]) if "id" in values else _free(f"{Path(piece.file).stem}-{number}", taken)
        key = (name, number if "places" in values else 0)  # an entry with places is whole
        groups.setdefault(key, []).append(piece)
        assumed.setdefault(key, {}).update(dict.fromkeys(said))
    exercises = []
    for key, group in groups.items():
        warned = _warned(key[0], group[0], issued) if len(group) == 1 else None
        if warned and warned.places:
            exercises.append(warned)
            continue
        found = list(faults_of(group))
        faults += found
        told = (
            fault for fault in found if not (fault.field == "geometry" and "places" in group[0].properties)
        )
        doubts = (
            *(warned.doubts if warned else ()),
            *assumed[key],
            *(f"{fault.field}: {fault.problem}" for fault in told),
        )
        values = {**group[0].properties, "id": key[0]}
        if "places" in values:
            exercise = from_entry(values)
            exercise = replace(exercise, doubts=exercise.doubts + doubts)
        else:
            places = tuple(
                place for record in group for place in places_of(record.properties, record.geometry)
            )
            exercise = exercise_of(key[0], values, places, doubts)
        exercises.append(exercise)
    return exercises, faults


def _with_places(record: Record) -> Record:
    """Read the places that a table of answers has in a cell; other words under ``places`` are none."""
    text = record.properties.get("places")
    if not isinstance(text, str):
        return record
    kept = {key: value for key, value in record.properties.items() if key != "places"}
    try:
        places = plain_value(decode_json(text, 0)[0])
    except (ValueError, RecordError):
        places = None
    if not objects(places):
        return replace(record, properties=kept)
    return replace(record, properties={**kept, "places": places}, geometry=None)


_MOST_NAMED = 6  # of the columns that were not understood
_OF_OTHERS = (
    "fid ogc_fid objectid index layer path shape_area shape_leng shape_length timestamp altitudemode "
    "tessellate extrude visibility draworder icon narrow central broad version reading southern_limit "
    "islands data_date caveat about text issued"
)
"""What other programs and our own answers add to every feature, and nobody misses."""


def _not_used(records: Sequence[Record]) -> list[str]:
    """Say which columns or properties mean nothing here: a radius or a date may be among them."""
    from zones.importers import not_understood  # noqa: PLC0415 a position on the command line needs no files
    from zones.verdict import Verdict  # noqa: PLC0415 it needs this module in turn

    known = {field.name for kind in (Exercise, Place, Verdict) for field in fields(kind)}
    flat = [record for record in records if "places" not in record.properties]
    names = dict.fromkeys(name for record in flat for name in record.properties)
    unused = not_understood(names, {*known, *Scale._fields, *_OF_OTHERS.split()})
    if not unused:
        return []
    more = f" and {len(unused) - _MOST_NAMED} more" if len(unused) > _MOST_NAMED else ""
    listed = ", ".join(quote(name, 40) for name in unused[:_MOST_NAMED])
    return [
        f"{flat[0].file}: not used: {listed}{more}; dezone check --csv-template shows the names that are read"
    ]


def _warned(key: str, record: Record, issued: Reference | None) -> Exercise | None:
    """Read the words of a warning where a record has them and no place of its own."""
    values = record.properties
    words = values.get("text")
    if (
        record.geometry is not None
        or "places" in values
        or values.get("named_area")
        or not isinstance(words, str)
    ):
        return None
    from geo.notices.dates import reference_of  # noqa: PLC0415 only for warnings
    from zones.notices import issued_by_identifier, read_exercise  # noqa: PLC0415 likewise

    doubts: tuple[str, ...] = ()
    own = None
    try:
        own = reference_of(str(values["issued"])) if values.get("issued") else None
    except DezoneError as error:
        doubts = (f"issued: {error}",)
    exercise = read_exercise(words, own or issued or issued_by_identifier(key), key)
    name = str(values.get("name") or exercise.name)
    parties = words_of(values.get("parties"))
    return replace(exercise, name=name, parties=parties, doubts=(*exercise.doubts, *doubts))


def _free(name: str, taken: Collection[str]) -> str:
    """Make a name that is not taken."""
    while name in taken:
        name += "-"
    return name


def _unpacked(record: Record) -> list[Record]:
    """Give each member of a GeometryCollection as a record of its own with a common id."""
    if not isinstance(record.geometry, GeometryCollection):
        return [record]
    key = record.properties.get("id", f"{Path(record.file).stem}-{record.where.replace(' ', '-')}")
    return [
        replace(record, geometry=part, properties={**record.properties, "id": key})
        for part in record.geometry.geoms
    ]


def as_exercises(
    what: Exercise | BaseGeometry | geopandas.GeoDataFrame | Iterable[Exercise | BaseGeometry],
) -> Iterator[Exercise]:
    """Give what people hand over as exercises, one after the other.

    Parameters
    ----------
    what : Exercise, geometry, GeoDataFrame, GeoSeries or iterable of exercises and geometries
        Geometries by themselves are in EPSG:4326, longitude first.

    Raises
    ------
    DezoneError
        If it is anything else; when a geometry is no place on the Earth, or no valid outline.

    Examples
    --------
    >>> from shapely import Point
    >>> [exercise.id for exercise in as_exercises([Point(125, 36), Point(128, 38)])]
    ['place-1', 'place-2']
    """
    if isinstance(what, Exercise):
        yield what
    elif isinstance(what, BaseGeometry):
        yield from_geometry(what)
    elif hasattr(what, "to_crs"):
        yield from from_table(what)
    elif isinstance(what, (str, bytes, dict)) or hasattr(what, "columns") or not hasattr(what, "__iter__"):
        mend = "give an Exercise, a geometry, a list of these, or a GeoDataFrame"
        if isinstance(what, dict):
            mend = "make a geometry of GeoJSON with shapely.geometry.shape"
        if hasattr(what, "columns"):
            mend = "make it a GeoDataFrame with geometry=geopandas.points_from_xy(lon, lat), crs=4326"
        raise DezoneError(f"cannot check a {type(what).__name__}: {mend}")
    else:
        for number, each in enumerate(what, start=1):
            if isinstance(each, Exercise):
                yield each
            elif isinstance(each, BaseGeometry):
                yield replace(from_geometry(each), id=f"place-{number}")
            else:
                raise DezoneError(
                    f"cannot check a {type(each).__name__} in a list: give exercises or geometries"
                )


def from_table(table: geopandas.GeoDataFrame | geopandas.GeoSeries) -> list[Exercise]:
    """Make an exercise of each row of a GeoDataFrame or GeoSeries, brought to EPSG:4326.

    What is wrong with a date or a word is a doubt, and does not lose its row.

    Raises
    ------
    DezoneError
        If the table has no geometry or no coordinate system.
    PositionError
        If a geometry is no place on the Earth, or no valid outline; the text names its row.

    Examples
    --------
    >>> import geopandas
    >>> from shapely import Point
    >>> table = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[Point(125, 38)], crs=4326)
    >>> from_table(table)[0].places[0].extent
    'locator'
    """
    from geo.records import Record  # noqa: PLC0415 the catalogue needs none of these
    from zones.exercise_faults import faults_of  # noqa: PLC0415 likewise
    from zones.importers import translated  # noqa: PLC0415 likewise

    if not hasattr(table, "columns"):
        table = table.to_frame("geometry")
    if table.active_geometry_name is None:
        raise DezoneError("the GeoDataFrame has no geometry: choose its column with table.set_geometry")
    if table.crs is None:
        raise DezoneError("the GeoDataFrame has no coordinate system: set one with table.set_crs(4326)")
    table = table.to_crs(4326).reset_index(drop=True)
    exercises = []
    for number, row in enumerate(table.drop(columns=table.geometry.name).to_dict("records"), start=1):
        geometry = table.geometry.iloc[number - 1]
        if geometry is not None:
            geometry = sound(geometry, f"row {number}: ")
        values, notes = translated(plain_properties(row))
        if geometry is None:
            values = with_words_of_place(values)
        if named := named_place(values, geometry):
            notes = (*notes, *understood(named, values))
        faults = faults_of([Record(file="", where="", properties=values, geometry=geometry)])
        notes += tuple(f"{each.field}: {each.problem}" for each in faults if each.field != "geometry")
        key = str(values.get("id", f"row-{number}"))
        exercises.append(exercise_of(key, values, tuple(members(values, geometry)), notes))
    return exercises
