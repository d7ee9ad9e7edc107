"""Areas that the shore bounds are closed along real coasts, or stay straight with a doubt that says why."""

from __future__ import annotations

import json

import pytest
import shapely
from click.testing import CliRunner

from geo.errors import DezoneError
from geo.geodesy import area_km2
from geo.notices import read_notice
from maps.notice_cli import notice
from zones import areas, load_zone
from zones.coast import close_along_coast
from zones.notices import from_notice
from zones.verdict import judge

# Corners, the first and the last on the coast; positions inside and outside; km along the coast.
COASTS = {
    "Liaodong, Bohai side": (
        [(122.083, 40.3), (121.0, 39.833), (121.0, 39.333), (121.45, 39.5)],
        [(121.5, 39.9), (121.15, 39.45)],
        [(122.2, 40.1), (121.5, 39.3), (121.2, 40.1)],
        (150, 250),
    ),
    "west coast of Korea": (
        [(126.45, 36.61), (125.833, 36.5), (125.833, 36.083), (126.52, 36.14)],
        [(126.3, 36.3), (126.0, 36.2)],
        [(126.7, 36.3), (126.0, 36.7)],
        (60, 300),
    ),
    "Peter the Great Bay": (
        [(131.217, 42.558), (131.333, 42.333), (133.0, 42.333), (133.033, 42.667)],
        [(131.9, 42.6), (131.75, 43.1), (132.2, 43.1)],
        [(132.0, 43.5), (132.02, 43.2), (132.0, 42.2)],
        (350, 650),
    ),
    "Noto": (
        [(136.717, 37.325), (136.667, 37.667), (137.333, 37.833), (137.327, 37.528)],
        [(137.0, 37.5)],
        [(137.0, 37.3), (137.0, 37.1)],
        (50, 80),
    ),
    "the north of Tsushima, round its tip": (
        [(129.29, 34.53), (129.0, 34.6), (129.3, 34.9), (129.7, 34.7), (129.46, 34.53)],
        [(129.4, 34.75), (129.25, 34.65)],
        [(129.39, 34.6), (129.39, 34.3), (129.2, 34.4)],
        (30, 80),
    ),
    "two corners: the Bohai": (
        [(121.15, 38.73), (120.75, 37.83)],
        [(119.0, 38.5), (121.0, 40.3), (120.0, 37.6)],
        [(122.0, 38.3), (117.0, 38.5), (121.9, 39.6)],
        (1200, 3500),
    ),
}


@pytest.mark.parametrize("name", COASTS)
@pytest.mark.parametrize("turned", [False, True])
def test_an_area_is_closed_along_the_coast(name, turned):
    """The sea up to the coast lies in it and the land outside, whichever way round the corners are given."""
    corners, inside, outside, (least_km, most_km) = COASTS[name]
    closed = close_along_coast(corners[::-1] if turned else corners, [len(corners) - 1])

    assert closed.outline.is_valid
    assert all(closed.outline.contains(shapely.Point(point)) for point in inside)
    assert not any(closed.outline.intersects(shapely.Point(point)) for point in outside)
    assert least_km < closed.along_km < most_km
    assert max(closed.off_km) < 5


@pytest.mark.parametrize("name", COASTS)
def test_the_land_whose_coast_it_is_lies_outside(name):
    """What is left of land in the area are islands."""
    corners = COASTS[name][0]
    outline = close_along_coast(corners, [len(corners) - 1]).outline
    on_land = area_km2(areas.cut_to_surface(outline, "land"))

    assert on_land < 0.04 * area_km2(outline)


def test_any_edge_may_be_the_shore():
    """The number of the edge says which; the area is the same."""
    corners = COASTS["Noto"][0]
    last = close_along_coast(corners, [3]).outline
    first = close_along_coast([corners[-1], *corners[:-1]], [0]).outline

    assert first.symmetric_difference(last).area == pytest.approx(0, abs=1e-9)


def test_two_edges_may_be_shore():
    """A strait between two coasts is closed along both."""
    corners = [(126.60, 34.30), (126.27, 33.45), (126.93, 33.49), (127.25, 34.43)]
    closed = close_along_coast(corners, [1, 3])

    assert len(closed.off_km) == 4
    assert closed.outline.contains(shapely.Point(126.7, 33.8))
    assert not closed.outline.intersects(shapely.Point(126.6, 33.45))


@pytest.mark.parametrize(
    ("corners", "why"),
    [
        ([(121.0, 39.3), (121.0, 38.9), (120.5, 38.9), (120.5, 39.3)], "corner 4 lies more than 10 km"),
        ([(126.60, 34.30), (126.3, 33.9), (126.27, 33.45)], "coasts of different lands"),
        ([(141.0302, 43.1857), (141.0295, 43.185), (141.0285, 43.1853), (141.029, 43.186)], "too far"),
        ([(30.0, -60.0), (31.0, -60.0), (31.0, -61.0)], "from the coast that we have"),
    ],
)
def test_what_cannot_be_closed_is_refused(corners, why):
    """Corners off the coast, on two lands, and areas too small for our coast."""
    with pytest.raises(DezoneError, match=why):
        close_along_coast(corners, [len(corners) - 1])


NOTICES = {
    "english": "GUNNERY 0000Z TO 0900Z 05 SEP IN AREA BOUND BY 37-19.5N 136-43.0E, 37-40.0N 136-40.0E, "
    "37-50.0N 137-20.0E, 37-31.7N 137-19.6E AND COASTLINE.",
    "chinese": "9月5日8时至17时实弹射击,37-19.5N 136-43.0E、37-40.0N 136-40.0E、37-50.0N 137-20.0E、"
    "37-31.7N 137-19.6E四点与岸线围成的海域。",
    "japanese": "射撃訓練 9月5日 0900〜1700 次の地点及び陸岸を順次に結んだ線により囲まれる海域\n"
    "(1) 37-19-30N 136-43-00E\n(2) 37-40-00N 136-40-00E\n(3) 37-50-00N 137-20-00E\n(4) 37-31-42N 137-19-36E",
    "korean": "9월 5일 09:00 ~ 18:00 사격훈련. 37-19-30N, 136-43-00E / 37-40-00N, 136-40-00E / "
    "37-50-00N, 137-20-00E / 37-31-42N, 137-19-36E 지점과 해안선으로 둘러싸인 구역",
    "russian": "СТРЕЛЬБЫ 05 СЕН 0100 ДО 0900 РАЙОНЕ 37-19.5С 136-43.0В 37-40.0С 136-40.0В "
    "37-50.0С 137-20.0В 37-31.7С 137-19.6В ДАЛЕЕ ПО БЕРЕГОВОЙ ЛИНИИ ДО ПЕРВОЙ ТОЧКИ",
}


@pytest.mark.parametrize("language", NOTICES)
def test_a_notice_in_each_language_is_closed_along_the_coast(language):
    """The command prints the area with the coast, and the doubts say how far off the corners lie."""
    result = CliRunner().invoke(notice, [NOTICES[language], "--issued", "2025", "--format", "geojson"])
    [feature] = json.loads(result.stdout)["features"]
    drawn = shapely.from_geojson(json.dumps(feature["geometry"]))
    expected = close_along_coast(COASTS["Noto"][0], [3]).outline

    assert drawn.intersection(expected).area / drawn.union(expected).area > 0.99
    assert feature["properties"]["shape"]["shore_edges"] == [3]
    assert any("of the coast of Natural Earth" in doubt for doubt in feature["properties"]["doubts"])
    assert feature["properties"]["verdict"] == "inside"


def test_what_cannot_be_closed_stays_straight():
    """The verdict is given for the straight line, and the doubt says why."""
    read = read_notice("AREA BOUND BY 39-20N 121-00E, 38-54N 121-00E, 38-54N 120-30E AND COASTLINE")
    exercise = from_notice(read)

    assert exercise.places[0].geometry == read.areas[0]
    assert any("straight line stands in" in doubt and "corner 3" in doubt for doubt in exercise.doubts)
    assert judge(exercise, load_zone()).verdict == "inside"
