"""Files of layers into records, by libraries that load when such a file is met.

GDAL (pyogrio) reads GeoPackage, KML, GPX, Shapefile and FlatGeobuf, pyarrow reads GeoParquet and Parquet. A
layer is a table with a column of WKB; pyproj transforms it to EPSG:4326.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.faults import shown_pair
from geo.geometry_formats import parse_wkb
from geo.tables import add_table
from geo.values import decode_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.errors import InputFileError
    from geo.records import Reading

_KML_STYLE = frozenset(
    {"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet"}
)
_GPX_POINTS = frozenset({"route_points", "track_points"})  # the vertices of its routes and tracks
_SUFFIXES = {"Shapefile": ".shp", "KML": ".kml", "GPX": ".gpx", "GeoPackage": ".gpkg", "FlatGeobuf": ".fgb"}
_GDAL_ERRORS = (RuntimeError, ValueError, NameError)  # pyogrio has the last for a .prj that is not in UTF-8
_MENDS = {
    "Shapefile": "give the .shp, .shx, .dbf and .prj files beside each other, or a .zip of them",
    "KML": "correct it, or convert it to GeoJSON",
    "GPX": "correct it, or convert it to GeoJSON",
}


def check_for_gdal(head: bytes, kind: str, name: str, reading: Reading) -> None:
    """Keep from GDAL what it would take for another kind: it goes by names, and some refer to other files.

    Raises
    ------
    InputFileError
        If the content is of another kind than the name says.

    Examples
    --------
    >>> from geo.records import Reading
    >>> check_for_gdal(b"", "Shapefile", "coast.shx", Reading("coast.shx"))
    Traceback (most recent call last):
        ...
    geo.errors.InputFileError: coast.shx: is only the index of a Shapefile: give the .shp file
    """
    if b"<OGRVRTDataSource" in head:
        raise reading.unreadable("refers to other files", "give those files themselves")
    suffix = Path(name).suffix.lower()
    if kind == "Shapefile" and suffix == ".shx":
        raise reading.unreadable("is only the index of a Shapefile", "give the .shp file")
    if kind == "GeoPackage" and head[68:70] != b"GP" and suffix != ".gpkg":
        raise reading.unreadable(
            "is an SQLite database, not a GeoPackage", "export its table as CSV or GeoPackage"
        )
    if suffix != _SUFFIXES[kind]:
        raise reading.unreadable(
            f"is a {kind} with the name of another kind", f"let its name end in {_SUFFIXES[kind]}"
        )


def read_layers(path: str, reading: Reading) -> None:
    """Read each layer that has geometries, or all if none has, with GDAL.

    Raises
    ------
    InputFileError
        If GDAL cannot read any layer.
    """
    import warnings  # noqa: PLC0415 - as heavy as what follows

    import pyogrio  # noqa: PLC0415 - slow to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL warns of what the checks report by record
        try:
            layers = pyogrio.list_layers(path)
        except _GDAL_ERRORS as error:
            raise _gdal_error(path, error, reading) from None
        if not len(layers):
            raise reading.unreadable("holds no layer", "write the file again")
        names = [name for name, kind in layers if kind is not None] or [name for name, _ in layers]
        if path.lower().endswith(".gpx"):
            names = [name for name in names if name not in _GPX_POINTS]
        for name in names:
            try:
                meta, _, wkb, fields = pyogrio.raw.read(
                    path, layer=name, force_2d=True, datetime_as_string=True
                )
            except _GDAL_ERRORS as error:
                if len(names) == 1:
                    raise _gdal_error(path, error, reading) from None
                reading.fault(f"layer {name}", f"cannot be read ({error})", "write the layer again")
                continue
            kml = "altitudeMode" in meta["fields"]
            columns = {
                (field.lower() if kml else field): _values(values, kind, subtype)
                for field, values, kind, subtype in zip(
                    meta["fields"], fields, meta["dtypes"], meta["ogr_subtypes"], strict=True
                )
                if not (kml and field in _KML_STYLE)
            }
            _check_encoding(meta["encoding"], name, columns, reading)
            _add_layer(name, wkb, columns, meta["crs"], reading)


def _gdal_error(path: str, error: Exception, reading: Reading) -> InputFileError:
    kind = {".shp": "Shapefile", ".kml": "KML", ".gpx": "GPX"}.get(Path(path).suffix.lower(), "")
    if isinstance(error, UnicodeDecodeError):
        return reading.unreadable("has texts in another encoding than it says", "save it with texts in UTF-8")
    if isinstance(error, NameError):
        return reading.unreadable("names its coordinate system in another encoding", "save its .prj in UTF-8")
    reason = str(error).replace(path, "it").replace(str(Path(path).parent), "").rstrip(".")
    return reading.unreadable(f"cannot be read ({reason})", _MENDS.get(kind, "write the file again"))


def _check_encoding(
    encoding: str, name: str, columns: Mapping[str, Sequence[object]], reading: Reading
) -> None:
    """Report texts that GDAL took for Western European for want of a better guess, as in a Shapefile."""
    texts = (value for values in columns.values() for value in values if isinstance(value, str))
    if encoding == "ISO-8859-1" and not all(map(str.isascii, texts)):
        reading.fault(
            f"layer {name}",
            "does not say in which encoding its texts are",
            f"put the name of it, such as CP949, into a file {name}.cpg beside it",
        )


def _values(values: NDArray[np.generic], kind: str, subtype: str) -> list[object]:
    """Give a column as plain values: whole numbers that gaps made floats are whole again, JSON is decoded."""
    plain = values.tolist()
    if kind.startswith(("int", "uint")):
        return [int(value) if value == value else None for value in plain]  # noqa: PLR0124 - NaN marks a gap
    if subtype == "OFSTJSON":
        return [_json_or_text(value) for value in plain]
    return list(plain)


def _json_or_text(value: object) -> object:
    if isinstance(value, str):
        with suppress(json.JSONDecodeError):
            return decode_json(value, 0)[0]
    return value


def read_parquet(path: Path, reading: Reading) -> None:
    """Read GeoParquet, or a Parquet table with columns as in CSV.

    Raises
    ------
    InputFileError
        If it is no Parquet, or the extra ``bulk`` is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise reading.unreadable(
            "is a Parquet file, for which pyarrow is missing", 'pip install "dezone[bulk]"'
        ) from None
    try:
        table = parquet.read_table(path)
        geo = json.loads((table.schema.metadata or {}).get(b"geo", b"null"))
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
        if geo is None:
            add_table(columns, reading)
            return
        primary = geo["primary_column"]
        about = geo["columns"][primary]
        wkb = columns.pop(primary)
        if about["encoding"] != "WKB":
            import geopandas  # noqa: PLC0415 - slow to load

            wkb = geopandas.read_parquet(path).geometry.to_wkb().tolist()
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise reading.unreadable(f"cannot be read ({error})", "write the file again") from None
    _add_layer(path.stem, wkb, columns, about.get("crs", "OGC:CRS84"), reading)


def _add_layer(
    name: str,
    wkb: Sequence[bytes | None] | NDArray[np.object_] | None,
    columns: Mapping[str, Sequence[object]],
    crs: object,
    reading: Reading,
) -> None:
    """Add the rows of a table with WKB geometries, transformed to EPSG:4326."""
    count = len(next(iter(columns.values()), wkb if wkb is not None else ()))
    shapes = wkb if wkb is not None else [None] * count
    transform = _transformation(crs)
    if transform is None:
        _check_degrees(name, shapes, reading)
        transform = _unchanged
    for index, shape in enumerate(shapes):
        properties = {field: values[index] for field, values in columns.items()}
        where = f"row {index + 1} of layer {name}"
        reading.add(where, properties, partial(_from_column, shape, transform))


def _from_column(wkb: bytes | None, transform: Callable[[BaseGeometry], BaseGeometry]) -> BaseGeometry | None:
    return None if wkb is None else transform(parse_wkb(wkb))


def _unchanged(geometry: BaseGeometry) -> BaseGeometry:
    return geometry


def _transformation(crs: object) -> Callable[[BaseGeometry], BaseGeometry] | None:
    """Make the transformation to EPSG:4326; None if the coordinate system is not known."""
    import pyproj  # noqa: PLC0415 - slow to load

    if crs is None:
        return None
    try:
        system = pyproj.CRS.from_user_input(crs)
        if system.equals(pyproj.CRS.from_epsg(4326), ignore_axis_order=True):
            return _unchanged
        transformer = pyproj.Transformer.from_crs(system, 4326, always_xy=True)
    except pyproj.exceptions.ProjError:  # unknown to PROJ, or of a building site
        return None
    return lambda geometry: shapely.transform(
        geometry, lambda xy: np.column_stack(transformer.transform(*xy.T))
    )


def _check_degrees(name: str, shapes: Iterable[bytes | None], reading: Reading) -> None:
    """Report a layer without a coordinate system of which most cannot be degrees."""
    bounds = shapely.bounds(shapely.from_wkb(list(shapes), on_invalid="ignore"))
    known = bounds[np.isfinite(bounds).all(axis=1)]
    if len(known) and (np.abs(known) > 360).any(axis=1).mean() > 0.5:
        reading.fault(
            f"layer {name}",
            f"names no coordinate system, and coordinates such as {shown_pair(*known[0, :2])} are no degrees",
            "set its coordinate system (a Shapefile needs its .prj file) or transform it to EPSG:4326",
        )
