"""Links of map services to positions: what the address itself says, without a network.

A link may say where a mark stands, or only what part of the world the map shows: its middle is then taken,
with a doubt. Longitude and latitude in degrees; each service has its own order, so only known ones are read.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_plus

from geo.errors import PositionError
from geo.positions import Position, quote

#: An address, with or without its beginning: one word with a dot and a slash after it.
ADDRESS = r"(?i)\s*+(?:https?://)?(?P<host>(?:[a-z0-9-]++\.)++[a-z]{2,}+)(?P<rest>[/?#]\S*+)\s*+"


class _Form(NamedTuple):
    """How a service writes a position."""

    hosts: str  #: a pattern for the end of the host's name
    form: re.Pattern[str]  #: with two groups
    lon_first: bool = False
    marks: bool = True  #: False: the middle of what the map shows


_N = r"([+-]?\d{1,3}(?:\.\d+)?)"
_NO_MARK = "the link marks no place: the middle of the map that it shows was taken"
_PAIR = rf"{_N},\s*{_N}"
_GOOGLE = r"google(?:\.[a-z]{2,3}){1,2}"
_OSM = r"openstreetmap\.org|osm\.org"
_FORMS = tuple(
    _Form(hosts, re.compile(form), lon_first=lon_first, marks=marks)
    for hosts, form, lon_first, marks in (
        (_GOOGLE, rf"!3d{_N}!4d{_N}", False, True),
        (_GOOGLE, rf"[?&](?:q|query|ll|destination|daddr)=(?:loc:)?{_PAIR}", False, True),
        (_GOOGLE, rf"/dir//?{_PAIR}", False, True),
        (_GOOGLE, rf"[?&]center={_PAIR}|/@{_PAIR}", False, False),
        (_OSM, rf"[?&]mlat={_N}&mlon={_N}", False, True),
        (_OSM, rf"[?&]query={_PAIR}", False, True),
        (_OSM, rf"#map=[\d.]+/{_N}/{_N}", False, False),
        (r"bing\.com", rf"[?&]sp=point\.{_N}_{_N}", False, True),
        (r"bing\.com", rf"[?&]cp={_N}~{_N}", False, False),
        (r"maps\.apple\.com", rf"[?&](?:ll|q|coordinate|daddr)={_PAIR}", False, True),
        (r"maps\.apple\.com", rf"[?&](?:center|sll)={_PAIR}", False, False),
        (r"yandex\.[a-z]{2,3}", rf"[?&](?:pt|whatshere\[point\])={_PAIR}", True, True),
        (r"yandex\.[a-z]{2,3}", rf"[?&]ll={_PAIR}", True, False),
        (r"marinetraffic\.com", rf"/centerx:{_N}/centery:{_N}", True, False),
    )
)
# What stands for a long address elsewhere; the position is not in it.
_SHORT = re.compile(
    r"(?:^|\.)(?:goo\.gl|g\.co|osm\.org/go|openstreetmap\.org/go|naver\.me|kko\.to|bit\.ly|t\.co)(?=/)"
)
# Where a service has the position in words: 36°01'08.0"N 129°20'36.4"E, 38_46_35_N_120_59_06_E_region:CN
_IN_WORDS = (
    (
        re.compile(r"(?:^|\.)(?:geohack\.toolforge\.org|tools\.wmflabs\.org)$"),
        re.compile(r"[?&]params=([^&#]+)"),
    ),
    (re.compile(rf"(?:^|\.)(?:{_GOOGLE})$"), re.compile(r"/(?:place|search)/([^/?]+)")),
)


def read_link(text: str) -> Position | None:
    """Read a text that is one link of a map service and nothing else.

    Parameters
    ----------
    text : str
        Of Google Maps and Earth, OpenStreetMap, Bing, Apple, Yandex, MarineTraffic, or the GeoHack page to
        which encyclopaedias link.

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
    if _SHORT.search(host + rest):
        mend = "open it in a browser and copy the long address, or the numbers"
        raise PositionError(f"{quote(text.strip())}: a short link holds no position: {mend}")
    span = match.start("host"), match.end("rest")
    for hosts, form in _IN_WORDS:
        if hosts.search(host) and (found := form.search(rest)) and (read := _in_words(found[1])) is not None:
            return Position(read.lon, read.lat, read.precision_deg, *span, read.doubts)
    known = [each for each in _FORMS if re.search(rf"(?:^|\.)(?:{each.hosts})$", host)]
    for each in known:
        if match := each.form.search(rest):
            one, two = (number for number in match.groups() if number)
            lon, lat = (one, two) if each.lon_first else (two, one)
            decimals = min(len(number.partition(".")[2]) for number in (one, two))
            doubts = () if each.marks else (_NO_MARK,)
            return Position(float(lon), float(lat), 0.5 * 10.0**-decimals, *span, doubts)
    if known:
        mend = "put a mark on the map and copy the link again, or copy the numbers"
        raise PositionError(f"{quote(text.strip())}: no position in the link: {mend}")
    return None


def _in_words(text: str) -> Position | None:
    """Read a part of an address that may be a position; None if it is the name of a place."""
    from geo.coordinates import read_position  # noqa: PLC0415 it asks this module in turn

    words = [word for word in re.split(r"[_;\s]+", text) if ":" not in word]
    try:
        return read_position(" ".join(words))
    except PositionError:
        return None
