"""References of the grids known as MGRS and UTM to positions: ``52S DG 12345 67890``, ``52S 321000 4250000``.

NGA.STND.0037 (2014), *Universal Grids and Grid Reference Systems*: a zone 6° wide, a band 8° high, and metres
of the transverse Mercator grid of the zone, or two letters for a square of 100 km and digits that cut it. The
polar caps, which have grids of their own, are not read. Longitude and latitude in degrees, WGS 84.
"""

from __future__ import annotations

from geo.errors import PositionError
from geo.patterns import re
from geo.positions import Position, quote

#: A reference and nothing else, perhaps after the name of the system; the digits are two halves.
REFERENCE = (
    r"(?i)\s*+(?:(?:MGRS|USNG|UTMREF)[\s:]*+)?(?P<zone>[0-9]{1,2})\s?(?P<band>[C-HJ-NP-X])\s?"
    r"(?P<column>[A-HJ-NP-Z])(?P<row>[A-HJ-NP-Z])\s*+(?P<digits>[0-9]{1,5}\s++[0-9]{1,5}|[0-9]{2,10}+)\s*+"
)
#: Metres of the grid of a zone: its number, the letter of a band or the hemisphere, easting, northing.
UTM = (
    r"(?i)\s*+(?:UTM[\s:]*+)?(?:zone\s*+)?(?P<zone>[0-9]{1,2})\s?(?P<side>[C-HJ-NP-X]|north|south)[\s,;]++"
    r"(?:E[\s:]*+)?(?P<east>[0-9]{5,8}+(?:\.[0-9]++)?+)(?:\s?m)?+(?:\s?E)?+[\s,;]++"
    r"(?:N[\s:]*+)?(?P<north>[0-9]{1,8}+(?:\.[0-9]++)?+)(?:\s?m)?+(?:\s?N)?+\s*+"
)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"  # from 80°S, each 8° high; the last 12°
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")  # of zones 1, 2, 3 and so on in turn
_ROWS = "ABCDEFGHJKLMNPQRSTUV"  # from the equator in odd zones; five letters on in even ones
_SQUARE_M = 100_000
_CYCLE_M = len(_ROWS) * _SQUARE_M
_KM_PER_DEG = 111.2
_ROUNDED_DEG = 1e-4  # what printed metres may lie beyond the parallel that ends a band


def read_reference(text: str) -> Position | None:
    """Read a text that is one grid reference and nothing else.

    Parameters
    ----------
    text : str

    Returns
    -------
    Position or None
        The middle of the square that the reference names, with half its side as precision, and a doubt if it
        is 1 km or larger. None if the text is not of this form.

    Raises
    ------
    PositionError
        If the digits are no two equal halves, or there is no such zone or square.

    Examples
    --------
    >>> found = read_reference("52S DG 12345 67890")
    >>> round(found.lat, 5), round(found.lon, 5)
    (37.65399, 128.00629)
    >>> read_reference("52SDG1267").doubts
    ("'52SDG1267' is a square of 1 km: its middle was taken",)
    """
    match = re.fullmatch(REFERENCE, text)
    if match is None:
        return None
    printed = text.strip()
    halves = match["digits"].split()
    if len(halves) == 1:
        half = len(halves[0]) // 2
        halves = [halves[0][:half], halves[0][half:]]
    if len(halves[0]) != len(halves[1]):
        raise PositionError(f"{quote(printed)}: the two halves of its digits differ in length: correct them")
    side_m = _SQUARE_M // 10 ** len(halves[0])
    zone = int(match["zone"])
    east_m, north_m = _corner_m(printed, zone, *(_letter(match[name]) for name in ("band", "column", "row")))
    along = [int(half) * side_m + side_m / 2 for half in halves]
    lon, lat = _degrees(zone, _letter(match["band"]) < "N", east_m + along[0], north_m + along[1])
    doubt = f"{quote(printed)} is a square of {side_m // 1000} km: its middle was taken"
    start = text.index(printed)
    return Position(
        lon,
        lat,
        side_m / 2000 / _KM_PER_DEG,
        start,
        start + len(printed),
        (doubt,) if side_m >= 1000 else (),
    )


def read_utm(text: str) -> Position | None:
    """Read a text that is one position in metres of the grid of a zone and nothing else.

    Parameters
    ----------
    text : str
        Zone, then the letter of a band or the hemisphere (N or S, north or south), easting, northing.

    Returns
    -------
    Position or None
        N is the northern hemisphere, which holds the band N. S may be the band from 32°N to 40°N, or the
        southern hemisphere: the band is taken where the northing fits it, and either is a doubt. None if the
        text is not of this form.

    Raises
    ------
    PositionError
        If there is no such zone, the metres lie outside the grid, or the northing outside the band.

    Examples
    --------
    >>> found = read_utm("52S 321000 4250000")
    >>> round(found.lat, 5), round(found.lon, 5)
    (38.3803, 126.95069)
    >>> found.doubts
    ("S in '52S 321000 4250000' is read as the band 32°N to 40°N: for the hemisphere write 52 south",)
    >>> read_utm("52 south 321000 4250000").doubts
    ()
    """
    match = re.fullmatch(UTM, text)
    if match is None:
        return None
    printed, zone, side = text.strip(), int(match["zone"]), _letter(match["side"])
    east_m, north_m = float(match["east"]), float(match["north"])
    for wrong, what in (
        (not 1 <= zone <= 60, "zones are 1 to 60"),
        (not _SQUARE_M <= east_m <= 9 * _SQUARE_M, "the easting comes first, from 100000 to 900000 m"),
        (north_m > 100 * _SQUARE_M, "the northing is 0 to 10000000 m"),
    ):
        if wrong:
            raise PositionError(f"{quote(printed)}: {what}: correct it")
    lon, lat = _degrees(zone, side < "N" or side == "SOUTH", east_m, north_m)
    doubts: tuple[str, ...] = ()
    if side in _BANDS and side != "N":
        south, north = _ends_of(side)
        span = f"{_parallel(south)} to {_parallel(north)}"
        fits = south - _ROUNDED_DEG <= lat <= north + _ROUNDED_DEG
        if side == "S":
            other = f"for the hemisphere write {zone} south" if fits else f"the band is {span}"
            taken = f"the band {span}" if fits else "the southern hemisphere"
            doubts = (f"S in {quote(printed)} is read as {taken}: {other}",)
            lon, lat = (lon, lat) if fits else _degrees(zone, True, east_m, north_m)  # noqa: FBT003 as above
        elif not fits:
            hemisphere = "south" if side < "N" else "north"
            mend = f"correct it, or write {zone} {hemisphere}"
            raise PositionError(f"{quote(printed)}: the band {side} is {span}: {mend}")
    if not -80 <= lat <= 84:
        raise PositionError(f"{quote(printed)}: the grid ends at 80°S and 84°N: correct it")
    decimals = min(len(match[name].partition(".")[2]) for name in ("east", "north"))
    start = text.index(printed)
    precision_deg = 0.5 * 10.0**-decimals / 1000 / _KM_PER_DEG
    return Position(lon, lat, precision_deg, start, start + len(printed), doubts)


def _letter(printed: str) -> str:
    """Give a capital, also of the signs for kelvin and for a long s, which a pattern takes for letters."""
    return printed.casefold().upper()


def _ends_of(band: str) -> tuple[int, int]:
    """Give the latitudes between which a band lies."""
    south = -80 + 8 * _BANDS.index(band)
    return south, south + (12 if band == "X" else 8)


def _parallel(lat: int) -> str:
    return f"{abs(lat)}°{'S' if lat < 0 else 'N'}" if lat else "0°"


def _corner_m(printed: str, zone: int, band: str, column: str, row: str) -> tuple[float, float]:
    """Find the south-western corner of a square of 100 km, in metres of the grid."""
    columns = _COLUMNS[(zone - 1) % 3]
    for wrong, what in (
        (not 1 <= zone <= 60, "zones are 1 to 60"),
        (column not in columns, f"zone {zone} has the columns {columns}"),
        (row not in _ROWS, f"the rows are {_ROWS}"),
    ):
        if wrong:
            raise PositionError(f"{quote(printed)}: {what}: correct it")
    east_m = (columns.index(column) + 1) * _SQUARE_M
    north_m = (_ROWS.index(row) - (0 if zone % 2 else 5)) % len(_ROWS) * _SQUARE_M
    south, north = _ends_of(band)
    for cycle in range(6):  # the letters come again every 2,000 km; the band says which is meant
        corner_m = north_m + cycle * _CYCLE_M
        lats = [
            _degrees(zone, band < "N", east_m + x, corner_m + y)[1]
            for x in (0, _SQUARE_M)
            for y in (0, _SQUARE_M)
        ]
        if min(lats) < north and max(lats) > south:
            return float(east_m), float(corner_m)
    raise PositionError(f"{quote(printed)}: no square {column}{row} in {zone}{band}: correct the letters")


def _degrees(zone: int, southern: bool, east_m: float, north_m: float) -> tuple[float, float]:  # noqa: FBT001 one of two grids
    """Bring metres of the transverse Mercator grid of a zone to longitude and latitude."""
    from pyproj import Proj  # noqa: PLC0415 slow to load, and few positions are written so

    lon, lat = Proj(proj="utm", zone=zone, south=southern, ellps="WGS84")(east_m, north_m, inverse=True)
    return float(lon), float(lat)
