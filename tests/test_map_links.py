"""Links of map services: the position is read out of the address, without a network."""

from __future__ import annotations

import socket

import pytest

from geo.coordinates import holds_position, read_position, read_positions
from geo.errors import PositionError
from geo.map_links import read_link

PLACE = "https://www.google.com/maps/place"
GEOHACK = "https://geohack.toolforge.org/geohack.php"
MARKS = {
    f"{PLACE}/Pohang/@36.1,129.9,11z/data=!4m6!3m5!1s0x35!8m2!3d36.03!4d129.36": "Google, a place in a view",
    f"{PLACE}/36%C2%B001'48.0%22N+129%C2%B021'36.0%22E/@36.1,129.9,17z": "Google, dropped pin",
    "https://www.google.com/maps/search/36.03,+129.36?entry=tts": "Google, search",
    "https://maps.google.co.kr/maps?q=36.03,129.36": "Google of another country",
    "https://www.google.com/maps/search/?api=1&query=36.03%2C129.36": "Google, made by a program",
    "https://www.google.com/maps/dir//36.03,129.36": "Google, directions",
    "google.com/maps?q=loc:36.03,129.36": "without its beginning",
    "https://www.openstreetmap.org/?mlat=36.03&mlon=129.36#map=9/36.1/129.9": "OpenStreetMap, a mark",
    "https://www.openstreetmap.org/search?query=36.03%2C129.36#map=9/36.1/129.9": "OpenStreetMap, search",
    "https://www.bing.com/maps?cp=36.1~129.9&sp=point.36.03_129.36_Pohang&lvl=10": "Bing",
    "https://maps.apple.com/?ll=36.03,129.36&q=Pohang": "Apple",
    "https://yandex.ru/maps/?ll=129.9%2C36.1&pt=129.36,36.03&z=10": "Yandex, longitude first",
    f"{GEOHACK}?pagename=Pohang&params=36_01_48_N_129_21_36_E_type:city": "GeoHack",
    f"{GEOHACK}?params=36.03;129.36_region:KR": "GeoHack, decimal",
}
VIEWS = {
    "https://www.google.com/maps/@36.03,129.36,12z": "Google",
    "https://www.google.com/maps/place/Pohang/@36.03,129.36,12z": "Google, a place by its name only",
    "https://earth.google.com/web/@36.03,129.36,12a,1500d,35y,0h": "Google Earth",
    "https://www.google.com/maps/@?api=1&map_action=map&center=36.03%2C129.36&zoom=8": "Google, by a program",
    "https://www.openstreetmap.org/#map=9/36.03/129.36": "OpenStreetMap",
    "https://www.bing.com/maps?cp=36.03~129.36&lvl=10": "Bing",
    "https://yandex.com/maps/?ll=129.36%2C36.03&z=10": "Yandex",
    "https://www.marinetraffic.com/en/ais/home/centerx:129.36/centery:36.03/zoom:9": "MarineTraffic",
}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("no link may be opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("link", MARKS, ids=MARKS.values())
def test_the_mark_of_a_link_is_its_position(link):
    """And not the middle of the map around it."""
    found = read_position(link)

    assert (found.lat, found.lon, found.doubts) == (pytest.approx(36.03), pytest.approx(129.36), ())
    assert holds_position(link)


@pytest.mark.parametrize("link", VIEWS, ids=VIEWS.values())
def test_a_link_without_a_mark_gives_the_middle_of_the_map_and_a_doubt(link):
    """Nobody said that the place is there."""
    found = read_position(link)

    assert (found.lat, found.lon) == (36.03, 129.36)
    assert "marks no place" in found.doubts[0]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("https://maps.app.goo.gl/aBcD123", "a short link holds no position: open it in a browser"),
        ("https://osm.org/go/5nkC--?m=", "a short link"),
        ("https://www.google.com/maps/place/Pohang", "no position in the link"),
        ("https://www.google.com/maps/@96.03,129.36,12z", "did you mean 129.36, 96.03|beyond 90"),
    ],
)
def test_a_link_without_a_position_says_what_to_copy(link, message):
    """It is meant as a position, so no file is looked for."""
    assert holds_position(link)
    with pytest.raises(PositionError, match=message):
        read_positions(link)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/@36.03,129.36",
        "https://notgoogle.com/maps/@36.03,129.36,9z",
        "https://google.com.evil.example/maps/@36.03,129.36,9z",
        "37-12.5N/129-40.3E",
        "38.5/128.2",
        "drills/2024.csv",
        "see https://www.google.com/maps/@36.03,129.36,12z",
    ],
)
def test_other_addresses_and_texts_are_left_alone(text):
    """The order of the numbers is known of the services named here only."""
    assert read_link(text) is None


@pytest.mark.parametrize("text", ["8Q98+22 Pohang", "8Q7X2V2V+22", "2V2V+22"])
def test_a_plus_code_is_refused_by_its_name(text):
    """Most are short, and count from a place that only the map service knows."""
    with pytest.raises(PositionError, match="plus code: open it in a map"):
        read_positions(text)
