"""Columns for tables of positions: the region of each, and how far it is from the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.stream import Coded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.stream import Columns
    from zones.zone import Zone


def region_columns(
    lon: NDArray[np.float64], lat: NDArray[np.float64], *, zone: Zone, distance: bool = False
) -> Columns:
    """Give the region of positions and, if asked for, the signed distance to the limit and its name.

    With `zone` and `distance` filled in by `functools.partial` it is a label for `geo.stream`.

    Parameters
    ----------
    lon, lat : ndarray, shape (n,)
        Degrees; longitudes in any turn.

    Returns
    -------
    dict
        ``region``, empty outside; with `distance` also ``distance_km``, negative inside, to 0.1 m, and
        ``nearest_limit``; both empty where there is no position.

    Examples
    --------
    >>> from zones import load_zone
    >>> columns = region_columns(np.array([123.5]), np.array([36.0]), zone=load_zone(), distance=True)
    >>> columns["region"].names[columns["region"].codes[0]], columns["distance_km"]
    ('yellow_sea', array([-133.3429]))
    """
    columns: dict[str, Coded | NDArray[np.float64]] = {
        "region": Coded(zone.locate_rows(lon, lat), zone.region_ids)
    }
    if distance:
        distance_km, limits = zone.nearest_limit(lon, lat)
        names = sorted({limit["name"] for limit in zone.limits if limit["outer"]})
        number = {name: code for code, name in enumerate(names)}
        codes = [-1 if limit is None else number[limit.name] for limit in limits]
        columns |= {
            "distance_km": distance_km.round(4),
            "nearest_limit": Coded(np.array(codes, dtype=np.int16), names),
        }
    return columns
