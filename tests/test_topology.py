"""Lines to faces and back: shared edges, sides, exact cuts."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from geo.topology import arcs, faces, segments_with_sides

HALVES = [box(0, 0, 1, 1), box(1, 0, 2, 1)]
SIDE = 5  # cells along a side of the random maps below


def kinds(middles, _sides):
    """Tag no segment."""
    return [""] * len(middles)


# From lines to faces


def test_faces_of_crossing_lines():
    """Two crossing lines part a square into four faces that share edges exactly."""
    found = faces(
        [box(0, 0, 2, 2).boundary, LineString([(-1, 1), (3, 1)]), LineString([(1, -1), (1, 3)])], 1e-3
    )

    assert sorted(face.area for face in found) == [1, 1, 1, 1]
    assert shapely.coverage_is_valid(found)


def test_faces_of_lines_that_nearly_meet():
    """Ends within half a step of the grid are joined; farther ones bound nothing."""
    frame = box(0, 0, 2, 2).boundary

    assert len(faces([frame, LineString([(0.0004, 1), (1.9996, 1)])], 1e-3)) == 2
    assert len(faces([frame, LineString([(0.1, 1), (1.9, 1)])], 1e-3)) == 1


def test_faces_of_no_ring():
    """Lines that close no ring have no face."""
    assert faces([LineString([(0, 0), (1, 1)])], 1e-3) == []


# From faces to lines


def test_sides_of_a_shared_edge():
    """An edge between two polygons is listed once, with what lies on its left first."""
    found = segments_with_sides(HALVES, ["west", "east"])

    assert found[(1.0, 0.0), (1.0, 1.0)] == ("west", "east")
    assert ((1.0, 1.0), (1.0, 0.0)) not in found
    assert len(found) == 7


def test_no_edge_between_polygons_of_one_label():
    """What does not part two labels is no edge."""
    assert len(segments_with_sides(HALVES, ["sea", "sea"])) == 6


def test_sides_of_a_hole():
    """The edge of a hole has the polygon on its left and what fills the hole on its right."""
    ring = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])

    sides = segments_with_sides([ring, box(1, 1, 2, 2)], ["sea", "island"])

    assert list(sides.values()).count(("sea", "island")) == 4
    assert list(sides.values()).count(("sea", None)) == 4


def test_an_arc_ends_where_its_tag_changes():
    """A tag that changes along an edge cuts the arc there."""
    tall = [
        Polygon([(0, 0), (1, 0), (1, 1), (1, 2), (0, 2)]),
        Polygon([(1, 0), (2, 0), (2, 2), (1, 2), (1, 1)]),
    ]

    found = arcs(tall, ["a", "b"], lambda middles, _: ["low" if y < 1 else "high" for _, y in middles])

    between = {(arc.tag, arc.line.wkt) for arc in found if arc.right == "b"}
    assert between == {("low", "LINESTRING (1 0, 1 1)"), ("high", "LINESTRING (1 1, 1 2)")}


@pytest.mark.parametrize("turn", range(4))
def test_a_closed_arc_starts_at_its_lowest_vertex(turn):
    """The same ring always reads the same, wherever its polygon starts."""
    corners = np.roll(np.array([(0, 0), (1, 0), (1, 1), (0, 1)]), turn, axis=0)

    (arc,) = arcs([Polygon(corners)], ["island"], kinds)

    assert arc.line.wkt == "LINESTRING (0 0, 1 0, 1 1, 0 1, 0 0)"
    assert (arc.left, arc.right) == ("island", None)


@given(labels=st.lists(st.sampled_from("abc"), min_size=SIDE**2, max_size=SIDE**2), shuffle=st.randoms())
def test_arcs_make_their_map_again(labels, shuffle):
    """The arcs of any map of cells polygonize to the same map, with each side where it says."""
    cells = [box(x, y, x + 1, y + 1) for x in range(SIDE) for y in range(SIDE)]
    order = list(range(SIDE**2))
    shuffle.shuffle(order)
    found = arcs([cells[i] for i in order], [labels[i] for i in order], kinds)

    lines = shapely.union_all([arc.line for arc in found])
    made = shapely.get_parts(shapely.polygonize([lines]))
    assert math.isclose(sum(face.area for face in made), SIDE**2)
    for arc in found:
        start, end = np.array(arc.line.coords[:2])
        middle, left = (start + end) / 2, np.array([start[1] - end[1], end[0] - start[0]]) * 0.1
        for label, at in ((arc.left, middle + left), (arc.right, middle - left)):
            under = [its for cell, its in zip(cells, labels, strict=True) if cell.contains(Point(at))]
            assert under == ([label] if label is not None else [])
