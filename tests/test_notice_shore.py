"""Words that make the shore part of a boundary mark the right edge; other coasts in a text mark none."""

from __future__ import annotations

import pytest

from geo.notices.areas import read_areas

A, B, C, D = "39-24N 121-30E", "38-40N 121-30E", "38-40N 122-20E", "39-30N 122-30E"
ROWS = f"(1) {A}\n(2) {B}\n(3) {C}\n(4) {D}"
CYRILLIC = "42-33.5С 131-13.0В 42-20.0С 131-20.0В 42-20.0С 133-00.0В 42-40.0С 133-02.0В"
OTHER = "36-30N 125-30E, 36-10N 125-30E, 36-10N 126-00E"

CLOSING = [(3,)]
SAID = [
    # English
    (f"GUNNERY IN AREA BOUND BY {A}, {B}, {C}, {D} AND COASTLINE.", CLOSING),
    (f"AREA BOUNDED BY LINES JOINING {A}, {B}, {C}, {D}\nAND THE COAST.", CLOSING),
    (f"AREA BOUND BY:\nA. {A}\nB. {B}\nC. {C}\nD. {D}\nTHENCE ALONG THE COAST TO POINT A.", CLOSING),
    (f"BOUND BY {A}, {B}, {C}, {D}, THENCE FOLLOWING THE SHORELINE TO THE STARTING POINT", CLOSING),
    (f"AREA BOUND BY {D} ALONG THE COASTLINE TO {A}, {B}, {C}.", [(0,)]),
    (f"AREA BOUND BY {C}, {D} (ALONG THE COAST) {A}, {B}, {C}.", [(1,)]),
    (f"A. AREA BOUND BY COASTLINE AND {A}, {B}, {C}, {D}.\nB. AREA BOUND BY {OTHER}", [(3,), ()]),
    (f"A. AREA BOUND BY {OTHER}.\nB. AREA BOUND BY {A}, {B}, {C}, {D} AND COASTLINE.", [(), (3,)]),
    # Chinese
    (f"实弹射击。{A}、{B}、{C}、{D}四点与岸线围成的海域内。", CLOSING),
    (f"以下各点及岸线连线范围内:{A}、{B}、{C}、{D}", CLOSING),
    (f"{A}、{B}、{C}、{D}，沿岸線至起點。", CLOSING),
    (f"水域一:{A}、{B}、{C}、{D}四点连线与海岸线所围水域;水域二:{OTHER}三点连线水域。", [(3,), ()]),
    # Japanese
    (f"次の地点及び陸岸を順次に結んだ線により囲まれる海域\n{ROWS}", CLOSING),
    (f"{ROWS}\n及び陸岸により囲まれる海域", CLOSING),
    (f"4地点及び海岸線により囲まれる区域\n(1) {A}(岸線上)\n(2) {B}(岸線上)\n(3) {C}\n(4) {D}", [(0,)]),
    (f"4地点により囲まれる区域\n(1) {A}(岸線上)\n(2) {B}\n(3) {C}\n(4) {D}(岸線上)", CLOSING),
    (f"4地点により囲まれる区域\n(1) {A}(岸線上)\n(2) {B}\n(3) {C}\n(4) {D}", [()]),
    (f"下記2地点を結ぶ線及び陸岸により囲まれる区域\n1. {A}\n2. {B}", [(1,)]),
    # Korean
    (f"다음 지점과 해안선으로 둘러싸인 구역: {A} / {B} / {C} / {D}", CLOSING),
    (f"{A} / {B} / {C} / {D} 를 연결한 선과 해안선으로 둘러싸인 해역", CLOSING),
    (f"{A} / {B} / {C} / {D} 에서 해안선을 따라 첫 지점까지 연결한 구역", CLOSING),
    # Russian
    (f"РАЙОНЕ ОГРАНИЧЕННОМ {CYRILLIC} ДАЛЕЕ ПО БЕРЕГОВОЙ ЛИНИИ ДО ПЕРВОЙ ТОЧКИ", CLOSING),
    (f"РАЙОНЕ {CYRILLIC.replace('В 42-20.0С 131', 'В ДАЛЕЕ ПО БЕРЕГОВОЙ ЛИНИИ ДО 42-20.0С 131')}", [(0,)]),
    (f"В РАЙОНЕ, ОГРАНИЧЕННОМ БЕРЕГОМ И ЛИНИЕЙ, СОЕДИНЯЮЩЕЙ ТОЧКИ {CYRILLIC}", CLOSING),
    # another coast
    (f"GUNNERY OFF THE WEST COAST OF KOREA IN AREA BOUND BY {OTHER}", [()]),
    (f"HONSHU, EAST COAST - AREA BOUND BY {OTHER}. COAST GUARD ON SCENE.", [()]),
    (f"本州東海岸沖 {OTHER} を結ぶ線により囲まれる海域。海岸で見学可。", [()]),
    (f"У ВОСТОЧНОГО БЕРЕГА КАМЧАТКИ В РАЙОНЕ {CYRILLIC}. РАБОТЫ НА БЕРЕГУ", [()]),
]


@pytest.mark.parametrize(("text", "edges"), SAID, ids=range(len(SAID)))
def test_the_edge_that_is_shore_is_marked(text, edges):
    """Between the corners that the words name, else the closing edge; the doubt names the corners."""
    found, doubts, *_ = read_areas(text)

    assert [area.shape.shore_edges for area in found] == edges
    assert sum("shore is the boundary" in doubt for doubt in doubts) == sum(map(bool, edges))


def test_corners_out_of_order_lose_the_shore():
    """Where the corners had to be put in order, an edge that is none any more is doubted."""
    found, doubts, *_ = read_areas(f"BOUND BY {A} ALONG THE COAST TO {C}, {B} ALONG THE COAST TO {D}")

    assert found[0].shape.shore_edges == ()
    assert any("straight lines stand in" in doubt for doubt in doubts)


def test_a_shore_may_run_where_a_straight_line_would_cross():
    """Only the line in place of the shore crosses another edge: the corners keep their order."""
    corners = "39-00N 121-00E, 38-00N 121-00E, 38-00N 122-00E, 39-30N 122-00E, 39-30N 123-00E, 39-00N 123-00E"
    found, doubts, *_ = read_areas(f"AREA BOUND BY {corners} AND COASTLINE")

    assert found[0].shape.vertices[1] == (121.0, 38.0)
    assert found[0].shape.shore_edges == (5,)
    assert not any("cross" in doubt for doubt in doubts)
