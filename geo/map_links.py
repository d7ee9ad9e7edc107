"""Links of map services to positions: what the address itself says, without a network.

A link may say where a mark stands, or only what part of the world the map shows: its middle is then taken,
with a doubt. Longitude and latitude in degrees; each service has its own order, so only known ones are read.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple
from urllib.parse import unquote_plus

from geo.errors import PositionError
from geo.patterns import re
from geo.positions import Position, quote

#: An address, with or without its beginning: one word with a dot and a slash after it.
ADDRESS = r"(?i)\s*+(?:https?://)?(?P<host>(?:[a-z0-9-]++\.)++[a-z]{2,}+)(?P<rest>[/?#]\S*+)\s*+"


class Form(NamedTuple):
    """How a service writes a position; the page of the map reads this table, too."""

    hosts: str  #: a pattern for the end of the host's name
    form: str  #: a pattern that Python and JavaScript read alike, with one group for words, two for numbers
    kind: Literal["lat_lon", "lon_lat", "mercator", "congnamul", "words"]
    marks: bool = True  #: False: the middle of what the map shows


_N = r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?)"
_M = r"([0-9]{7,8}(?:\.[0-9]+)?)"
_FINE = r"([0-9]{2,3}\.[0-9]{3,})"
_PAIR = rf"{_N},\s*{_N}"
_NO_MARK = "the link marks no place: the middle of the map that it shows was taken"
_GOOGLE = r"google(?:\.[a-z]{2,3}){1,2}"
_OSM = r"openstreetmap\.org|osm\.org"
_NAVER = r"map\.naver\.com"
_KAKAO = r"map\.kakao\.com|map\.daum\.net"
FORMS = (
    # Where a service has the position in words: 36°01'08.0"N 129°20'36.4"E, 38_46_35_N_120_59_06_E_region:CN
    Form(r"geohack\.toolforge\.org|tools\.wmflabs\.org", r"[?&]params=([^&#]+)", "words"),
    Form(_GOOGLE, r"/(?:place|search)/([^/?]+)", "words"),
    Form(_GOOGLE, rf"!3d{_N}!4d{_N}", "lat_lon"),
    Form(_GOOGLE, rf"[?&](?:q|query|ll|destination|daddr)=(?:loc:)?{_PAIR}", "lat_lon"),
    Form(_GOOGLE, rf"/dir//?{_PAIR}", "lat_lon"),
    Form(_GOOGLE, rf"[?&]center={_PAIR}|/@{_PAIR}", "lat_lon", marks=False),
    Form(_OSM, rf"[?&]mlat={_N}&mlon={_N}", "lat_lon"),
    Form(_OSM, rf"[?&]query={_PAIR}", "lat_lon"),
    Form(_OSM, rf"#map=[0-9.]+/{_N}/{_N}", "lat_lon", marks=False),
    Form(r"bing\.com", rf"[?&]sp=point\.{_N}_{_N}", "lat_lon"),
    Form(r"bing\.com", rf"[?&]cp={_N}~{_N}", "lat_lon", marks=False),
    Form(r"maps\.apple\.com", rf"[?&](?:ll|q|coordinate|daddr)={_PAIR}", "lat_lon"),
    Form(r"maps\.apple\.com", rf"[?&](?:center|sll)={_PAIR}", "lat_lon", marks=False),
    Form(r"yandex\.[a-z]{2,3}", rf"[?&](?:pt|whatshere\[point\])={_PAIR}", "lon_lat"),
    Form(r"yandex\.[a-z]{2,3}", rf"[?&]ll={_PAIR}", "lon_lat", marks=False),
    Form(r"marinetraffic\.com", rf"/centerx:{_N}/centery:{_N}", "lon_lat", marks=False),
    Form(_NAVER, rf"[?&]lat={_N}&(?:[^#]*&)?lng={_N}", "lat_lon"),
    Form(_NAVER, rf"[?&]lng={_N}&(?:[^#]*&)?lat={_N}", "lon_lat"),
    Form(_NAVER, rf"/directions/[^/]*/{_M},{_M}", "mercator"),
    Form(_NAVER, rf"/directions/[^/]*/{_PAIR}", "lon_lat"),
    Form(_NAVER, rf"[?&]c={_M},{_M}", "mercator", marks=False),
    Form(_NAVER, rf"[?&]c={_FINE},{_FINE}", "lon_lat", marks=False),  # c=15.00,0,0,0,dh has no position
    Form(_KAKAO, rf"/(?:map|to|roadview)/(?:[^/?#]*,)?{_PAIR}(?:[/?#]|$)", "lat_lon"),
    Form(_KAKAO, rf"[?&](?:p|ep)={_PAIR}", "lat_lon"),
    Form(
        _KAKAO,
        r"[?&]urlX=([0-9]{5,7}(?:\.[0-9]+)?)&urlY=(-?[0-9]{1,7}(?:\.[0-9]+)?)",
        "congnamul",
        marks=False,
    ),
)
#: What stands for a long address elsewhere; the position is not in it.
SHORT = (
    r"(?:^|\.)(?:goo\.gl|g\.co|osm\.org/go|openstreetmap\.org/go|naver\.me|kko\.to|kko\.kakao\.com|bit\.ly|t\.co)"
    r"(?=/)"
)
# Metres on the map: of EPSG:3857, and of Kakao's WCONGNAMUL, which is EPSG:5181 in steps of 40 cm.
_RADIUS_M = 6_378_137.0
_STEPS_PER_M = 2.5
_M_PER_DEG = 111_200.0


def read_link(text: str) -> Position | None:
    """Read a text that is one link of a map service and nothing else.

    Parameters
    ----------
    text : str
        Of Google Maps and Earth, OpenStreetMap, Bing, Apple, Yandex, Naver, Kakao, MarineTraffic, or the
        GeoHack page to which encyclopaedias link.

    Returns
    -------
    Position or None
        Where its mark stands; else the middle of what the map shows, which is a doubt. None if the text is no
        address, or of no service known here.

    Raises
    ------
    PositionError
        If the service is known but the address holds no position, as a short one; the mend is to copy the
        long one, or the numbers.

    Examples
    --------
    >>> read_link("https://www.openstreetmap.org/?mlat=36.03&mlon=129.36#map=9/36.1/129.9").lat
    36.03
    >>> read_link("https://www.google.com/maps/@36.03,129.36,12z").doubts
    ('the link marks no place: the middle of the map that it shows was taken',)
    """
    match = re.fullmatch(ADDRESS, text)
    if match is None:
        return None
    host, rest = match["host"].lower(), unquote_plus(match["rest"])
    if re.search(SHORT, host + rest):
        mend = "open it in a browser and copy the long address, or the numbers"
        raise PositionError(f"{quote(text.strip())}: a short link holds no position: {mend}")
    span = match.start("host"), match.end("rest")
    known = [each for each in FORMS if re.search(rf"(?:^|\.)(?:{each.hosts})$", host)]
    for each in known:
        found = re.search(each.form, rest)
        if found is None:
            continue
        if each.kind == "words":
            if (read := _in_words(found[1])) is not None:
                return Position(read.lon, read.lat, read.precision_deg, *span, read.doubts)
            continue
        one, two = (number for number in found.groups() if number)
        decimals = min(len(number.partition(".")[2]) for number in (one, two))
        lon, lat, unit_deg = _degrees(each.kind, float(one), float(two))
        doubts = () if each.marks else (_NO_MARK,)
        return Position(lon, lat, 0.5 * 10.0**-decimals * unit_deg, *span, doubts)
    if known:
        mend = "put a mark on the map and copy the link again, or copy the numbers"
        raise PositionError(f"{quote(text.strip())}: no position in the link: {mend}")
    return None


def _degrees(kind: str, one: float, two: float) -> tuple[float, float, float]:
    """Give longitude and latitude of two numbers, and the degrees that a unit of them is, or less."""
    if kind == "mercator":
        lat = math.degrees(math.atan(math.sinh(two / _RADIUS_M)))
        return math.degrees(one / _RADIUS_M), lat, 1 / _M_PER_DEG
    if kind == "congnamul":
        from pyproj import Proj  # noqa: PLC0415 slow to load, and few positions are written so

        belt = Proj(proj="tmerc", lat_0=38, lon_0=127, k=1, x_0=200_000, y_0=500_000, ellps="GRS80")
        lon, lat = belt(one / _STEPS_PER_M, two / _STEPS_PER_M, inverse=True)
        return float(lon), float(lat), 1 / _STEPS_PER_M / _M_PER_DEG
    return (one, two, 1.0) if kind == "lon_lat" else (two, one, 1.0)


def _in_words(text: str) -> Position | None:
    """Read a part of an address that may be a position; None if it is the name of a place."""
    from geo.coordinates import read_position  # noqa: PLC0415 it asks this module in turn

    words = [word for word in re.split(r"[_;\s]+", text) if ":" not in word]
    try:
        return read_position(" ".join(words))
    except PositionError:
        return None
