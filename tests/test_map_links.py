"""Links of map services: the position is read out of the address, without a network."""

from __future__ import annotations

import socket
from importlib import import_module

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
    "https://map.naver.com/?lng=129.36&lat=36.03&title=%ED%8F%AC%ED%95%AD": "Naver, a place",
    "http://m.map.naver.com/map.nhn?lat=36.03&lng=129.36&level=2": "Naver on a telephone",
    "https://map.naver.com/p/entry/place/35408316?lng=129.36&lat=36.03&placePath=%2Fhome": "Naver, an entry",
    "https://map.naver.com/p/directions/-/129.36,36.03,A,,PLACE_POI/-/walk": "Naver, directions",
    "https://map.kakao.com/link/map/36.03,129.36": "Kakao",
    "https://map.kakao.com/link/map/%ED%8F%AC%ED%95%AD,36.03,129.36": "Kakao, with a name",
    "https://map.kakao.com/link/to/카카오,판교,36.03,129.36": "Kakao, a name with a comma",
    "https://map.kakao.com/link/from/A,37.5,127.1/to/B,36.03,129.36": "Kakao, from and to",
    "https://map.kakao.com/link/roadview/36.03,129.36": "Kakao, road view",
    "http://m.map.kakao.com/scheme/look?p=36.03,129.36": "Kakao on a telephone",
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
    "https://map.naver.com/p?c=129.360,36.030,15,0,0,0,dh": "Naver, in degrees",
}
#: Links with metres, and where they lead: a mark or not, latitude and longitude, and who says so.
METRES = {
    # A sample of Kakao's Android API; https://apis.map.kakao.com/android_v2/docs/api-guide/coordinate
    "https://map.kakao.com/?urlX=524612.7&urlY=1082046.6&urlLevel=3": (False, 37.394660, 127.111182),
    # A sample of Kakao's JavaScript API, times 2.5; https://apis.map.kakao.com/web/sample/transCoord
    "https://map.kakao.com/?urlX=400206.345643&urlY=-11702.439373": (False, 33.450701, 126.570667),
    # Lotte City Hotel Myeongdong in Seoul
    "https://map.kakao.com/?urlX=497356.9999999977&urlY=1129837.9999999993&itemId=26784273&from=roughmap": (
        False,
        37.5670,
        126.9880,
    ),
    # Seoul, north of Gyeongbokgung; and a workshop in Daegot-myeon, Gimpo
    "https://map.naver.com/v5/?c=14138086.5321113,4521084.3550941,13,0,0,0,dh": (False, 37.58585, 127.0046),
    "https://map.naver.com/p/directions/-/14092803.611160208,4529703.182250712,X/-/car": (
        True,
        37.64718,
        126.59781,
    ),
}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import_module("pyproj")  # which looks for a socket when it is loaded, not when it is used

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


@pytest.mark.parametrize(("link", "place"), METRES.items(), ids=METRES)
def test_metres_in_a_link_are_brought_to_degrees(link, place):
    """Of Naver's and of Kakao's grids, to some metres."""
    marks, lat, lon = place
    found = read_position(link)

    assert (found.lat, found.lon) == (pytest.approx(lat, abs=5e-5), pytest.approx(lon, abs=5e-5))
    assert bool(found.doubts) != marks
    assert holds_position(link)


#: Links that hold no position, and what is said of them.
LINKS_REFUSED = [
    ("https://maps.app.goo.gl/aBcD123", "a short link holds no position: open it in a browser"),
    ("https://osm.org/go/5nkC--?m=", "a short link"),
    ("https://www.google.com/maps/place/Pohang", "no position in the link"),
    ("https://www.google.com/maps/@96.03,129.36,12z", "did you mean 129.36, 96.03|beyond 90"),
    ("https://kko.kakao.com/aBcD123", "a short link"),
    ("https://naver.me/aBcD123", "a short link"),
    ("https://map.naver.com/p/entry/place/13336897?c=15.00,0,0,0,dh", "no position in the link"),
    ("https://map.naver.com/p/directions/-/3ziNUg,2AzuBI,A,1774691117,PLACE_POI/-/transit", "no position"),
    ("https://map.kakao.com/?urlX=127.0333&urlY=37.4869", "no position in the link"),
    ("https://place.map.kakao.com/26784273", "no position in the link"),
]


@pytest.mark.parametrize(("link", "message"), LINKS_REFUSED)
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
