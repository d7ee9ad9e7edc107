"""The index over polygons against shapely, which is asked of each polygon in turn: no answer may differ."""

import json
import math
from fractions import Fraction
from importlib.util import find_spec

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo import locate
from geo.cache import cache_folder
from geo.compiled import load_compiled
from geo.errors import DezoneError, InputFileError
from geo.locate import PolygonIndex, cached_index
from geo.sides import sides_of
from zones import areas, load_zone, store
from zones.zone import FIXED_IDS


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Give the cache folder of this test, which is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "dezone"


WAYS = [
    pytest.param(False, id="numpy"),
    pytest.param(
        True,
        id="compiled",
        marks=pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed: the extra bulk"),
    ),
]
COUNT = 200_000


def by_shapely(polygons, lon, lat):
    """Ask shapely of each polygon in turn: the first that holds a position counts."""
    found = np.full(len(lon), -1, dtype=np.int8)
    for number, shape in enumerate(polygons):
        shapely.prepare(shape)
        free = np.flatnonzero(found < 0)
        found[free[shapely.intersects_xy(shape, lon[free], lat[free])]] = number
    return found


@pytest.fixture(scope="module")
def regions():
    """Give the four fixed regions and the uncut sea: touching, with shared edges, islands and holes."""
    fixed = [store.geometry("regions.geojson", region) for region in FIXED_IDS]
    return [*fixed, store.geometry("areas.geojson", "east_china_sea")]


@pytest.fixture(scope="module")
def index(regions):
    """Give the index over the regions."""
    return PolygonIndex.build(regions)


def ends(regions):
    """Give both ends of each edge of the regions."""
    rings = shapely.get_rings(shapely.get_parts(regions))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[:-1] == ring[1:]
    return points[:-1][same], points[1:][same]


def on_edges(regions, rng):
    """Give positions as near to edges as rounding lets them be."""
    start, end = ends(regions)
    edge = rng.integers(0, len(start), COUNT)
    return start[edge] + rng.uniform(0, 1, (COUNT, 1)) * (end - start)[edge]


def uniform(_regions, rng):
    """Give positions all over the grid and around it."""
    return rng.uniform((110, 20), (150, 56), (COUNT, 2))


def vertices(regions, _rng):
    """Give every vertex."""
    return ends(regions)[0]


def midpoints(regions, _rng):
    """Give the middle of every edge."""
    return sum(ends(regions)) / 2


def few_ulps_off(regions, rng):
    """Give positions within three units in the last place of an edge, in both coordinates."""
    points = on_edges(regions, rng)
    for _ in range(3):
        points = np.nextafter(points, points + rng.integers(-1, 2, points.shape))
    return points


def near(regions, rng):
    """Give positions between 0.1 m and 10 km from an edge."""
    way = rng.normal(size=(COUNT, 2))
    return on_edges(regions, rng) + way * 10 ** rng.uniform(-6, -1, (COUNT, 1))


def rounded(regions, rng):
    """Give positions on edges, rounded to 5 decimals as in reports of ships: many are vertices."""
    return on_edges(regions, rng).round(5)


def rounded_coarsely(regions, rng):
    """Give positions on edges, rounded to 2 decimals: many on parallels and meridians that are limits."""
    return on_edges(regions, rng).round(2)


@pytest.mark.parametrize("compiled", WAYS)
@pytest.mark.parametrize(
    "points",
    [uniform, vertices, midpoints, few_ulps_off, near, rounded, rounded_coarsely],
    ids=lambda make: make.__name__,
)
def test_no_answer_differs_from_shapely(regions, index, points, compiled):
    """Anywhere, near edges and on them, the answer is that of shapely."""
    lon, lat = points(regions, np.random.default_rng(7)).T

    found = index.locate(lon, lat, compiled=compiled)

    assert found.dtype == np.int8
    assert np.flatnonzero(found != by_shapely(regions, lon, lat)).tolist() == []
    assert len(np.unique(found)) > 4


@pytest.mark.parametrize("compiled", WAYS)
def test_borders_of_cells_are_no_seams(regions, index, compiled):
    """Positions on the lines of the grid, and one unit in the last place beside them, are answered right."""
    rng = np.random.default_rng(8)
    west, south, by_lon, by_lat = index.frame
    points = near(regions, rng)
    for axis, origin, scale in ((0, west, by_lon * 16), (1, south, by_lat * 16)):
        points[:, axis] = origin + np.round((points[:, axis] - origin) * scale) / scale
        points[::3, axis] = np.nextafter(points[::3, axis], 0)
        points[1::3, axis] = np.nextafter(points[1::3, axis], 200)
    lon, lat = points.T

    found = index.locate(lon, lat, compiled=compiled)

    assert np.flatnonzero(found != by_shapely(regions, lon, lat)).tolist() == []


NOWHERE = [math.nan, math.inf, -math.inf, 1e300, -1e300, 1e10, -1e10, 5e-324, -180.0, 540.0, 2147483648.0]


@pytest.mark.parametrize("compiled", WAYS)
def test_what_is_no_position_is_outside(index, compiled):
    """NaN, infinities and numbers of any size get -1, in either coordinate, without a warning."""
    lon, lat = np.array([(a, b) for odd in NOWHERE for a, b in ((odd, 36.0), (123.5, odd), (odd, odd))]).T

    assert set(index.locate(lon, lat, compiled=compiled).tolist()) == {-1}


@pytest.mark.parametrize("compiled", WAYS)
@pytest.mark.parametrize("count", [0, 1, 8191, 8192, 8193, (1 << 18) + 1])
def test_any_number_of_positions(index, regions, count, compiled):
    """None, one, and as many as fill the stretches in which they are worked off, and one more."""
    lon, lat = np.random.default_rng(count).uniform((118, 26), (140, 50), (count, 2)).T

    assert (index.locate(lon, lat, compiled=compiled) == by_shapely(regions, lon, lat)).all()


@pytest.mark.parametrize("compiled", WAYS)
def test_arrays_of_any_layout(index, compiled):
    """Scalars, whole numbers, single precision, columns of a table and arrays that must not be written."""
    points = np.random.default_rng(9).uniform((118, 26), (140, 50), (1000, 2)).astype(np.float32)
    wide = points.astype(float)
    wide.flags.writeable = False
    expected = index.locate(*np.ascontiguousarray(wide.T), compiled=compiled)

    assert (index.locate(*wide.T, compiled=compiled) == expected).all()
    assert (index.locate(*points.T, compiled=compiled) == expected).all()
    assert (index.locate(*wide[::-1].T, compiled=compiled) == expected[::-1]).all()
    assert index.locate(124, 36, compiled=compiled).tolist() == [2]
    assert index.locate([124, 124], 36, compiled=compiled).tolist() == [2, 2]


# Any polygons


@st.composite
def coverages(draw):
    """Make polygons that share edges: the faces of a grid whose inner vertices are moved, some left out."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    # Less than a third of a cell, so that no face turns over.
    moves = draw(
        st.lists(
            st.tuples(st.integers(-5, 5), st.integers(-5, 5)),
            min_size=(columns + 1) * (rows + 1),
            max_size=(columns + 1) * (rows + 1),
        )
    )
    size = draw(st.sampled_from([1.0, 0.1, 1 / 3, 1e-4]))
    west, south = draw(st.sampled_from([(0.0, 0.0), (120.0, 30.0), (-179.9, -89.0), (179.0, 60.1)]))
    at = {
        (i, j): (
            west + size * (i + moves[i * (rows + 1) + j][0] / 16),
            south + size * (j + moves[i * (rows + 1) + j][1] / 16),
        )
        for i in range(columns + 1)
        for j in range(rows + 1)
    }
    faces = [
        shapely.Polygon([at[i, j], at[i + 1, j], at[i + 1, j + 1], at[i, j + 1]])
        for i in range(columns)
        for j in range(rows)
    ]
    kept = draw(st.lists(st.sampled_from(faces), min_size=1, max_size=len(faces), unique_by=id))
    return [face for face in kept if face.is_valid]


def hard_places(polygons, seed):
    """Give vertices, places on edges, places in line with edges and level with vertices, and any others."""
    rng = np.random.default_rng(seed)
    start, end = ends(polygons)
    by = rng.choice([0, 0.25, 0.5, 1, -0.5, 1.5, rng.uniform()], (len(start), 1))
    low, high = start.min(axis=0) - 0.1, start.max(axis=0) + 0.1
    level = np.stack([rng.permutation(start[:, 0]), rng.permutation(start[:, 1])], axis=1)
    return np.concatenate(
        [start, (start + end) / 2, start + by * (end - start), level, rng.uniform(low, high, (200, 2))]
    )


@pytest.mark.parametrize("compiled", WAYS)
@given(polygons=coverages(), seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_any_coverage(polygons, seed, compiled):
    """Polygons that share edges, of any size and anywhere, are answered as shapely answers."""
    if not polygons:
        return
    lon, lat = hard_places(polygons, seed).T

    found = PolygonIndex.build(polygons).locate(lon, lat, compiled=compiled)

    assert found.tolist() == by_shapely(polygons, lon, lat).tolist()


@pytest.mark.parametrize("compiled", WAYS)
@given(
    boxes=st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 6), st.integers(1, 6)),
        min_size=1,
        max_size=8,
    )
)
@example(boxes=[(0, 0, 4, 4), (1, 1, 2, 2), (0, 0, 4, 4), (4, 4, 1, 1)])
@settings(max_examples=40, deadline=None)
def test_any_boxes(boxes, compiled):
    """Overlapping, equal, nested and touching boxes: the first that holds a position counts."""
    polygons = [shapely.box(x, y, x + width, y + height) for x, y, width, height in boxes]
    lon, lat = (each.ravel() for each in np.meshgrid(np.arange(-1, 20, 0.5), np.arange(-1, 20, 0.5)))

    found = PolygonIndex.build(polygons).locate(lon, lat, compiled=compiled)

    assert found.tolist() == by_shapely(polygons, lon, lat).tolist()


SHAPES = {
    "a hole with an island that fills another polygon": [
        shapely.Polygon(
            shapely.box(0, 0, 9, 9).exterior, [shapely.box(2, 2, 7, 7).exterior.coords]
        ),
        shapely.box(3, 3, 6, 6),
    ],
    "two parts that meet in a vertex": [
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)])
    ],
    "a star with many edges in one vertex": [
        shapely.Polygon([(5, 5), *((math.cos(b) + 5, math.sin(b) + 5) for b in (a, a + 0.1))])
        for a in np.arange(0, 6.2, 0.2)
    ],
    "a sliver thinner than any cell": [
        shapely.Polygon([(0, 0), (90, 1e-9), (90, 2e-9)]),
        shapely.box(0, -40, 90, 40),
    ],
    "a speck in a wide frame": [shapely.box(100, 30, 100 + 1e-12, 30 + 1e-12), shapely.box(0, 0, 1, 1)],
    "one speck": [shapely.box(100, 30, 100 + 1e-13, 30 + 1e-13)],
    "saw teeth": [
        shapely.Polygon([(0, -1), *((i / 50, i % 2) for i in range(500)), (10, -1)]),
        shapely.Polygon([(0, 2), *((i / 50, i % 2) for i in range(500)), (10, 2)]),
    ],
    "sixty-four stripes": [shapely.box(i, 0, i + 1, 1) for i in range(64)],
    "the whole world": [shapely.box(-180, -90, 180, 90)],
    "one empty, one not": [shapely.Polygon(), shapely.box(0, 0, 1, 1)],
}  # fmt: skip


@pytest.mark.parametrize("compiled", WAYS)
@pytest.mark.parametrize("name", SHAPES)
def test_awkward_shapes(name, compiled):
    """Holes, single touching vertices, slivers, specks and many polygons are answered as shapely answers."""
    polygons = SHAPES[name]
    lon, lat = np.concatenate([hard_places(polygons, seed) for seed in range(5)]).T

    found = PolygonIndex.build(polygons).locate(lon, lat, compiled=compiled)

    assert found.tolist() == by_shapely(polygons, lon, lat).tolist()


@pytest.mark.parametrize("polygons", [[], [shapely.Polygon()]], ids=["no polygon", "an empty one"])
@pytest.mark.parametrize("compiled", WAYS)
def test_no_polygon_holds_nothing(polygons, compiled):
    """Where there is no polygon everything is outside."""
    assert PolygonIndex.build(polygons).locate([0.0, 124.0], [0.0, 36.0], compiled=compiled).tolist() == [
        -1,
        -1,
    ]


@pytest.mark.parametrize(
    ("polygons", "said"),
    [
        ([shapely.box(0, 0, 1, 1)] * 65, "65 polygons are too many for one index: make one of at most 64"),
        ([shapely.Point(0, 0)], "polygon 0 is a Point: give polygons or multipolygons"),
        (
            [shapely.box(0, 0, 1, 1), shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])],
            r"polygon 1 is not valid \(Self-intersection.*mend its outline",
        ),
    ],
)
def test_what_is_no_polygon_is_refused(polygons, said):
    """Too many polygons, points and invalid outlines are refused with the reason."""
    with pytest.raises(DezoneError, match=said):
        PolygonIndex.build(polygons)


@given(
    numbers=st.tuples(*[st.integers(-(2**20), 2**20)] * 4, *[st.integers(-(2**50), 2**50)] * 2),
    scale=st.integers(0, 40),
)
def test_the_side_of_an_edge_is_exact(numbers, scale):
    """The sign is that of rational arithmetic, also for places in line with an edge."""
    x1, y1, x2, y2, lon, lat = (math.ldexp(number, -scale) for number in numbers)
    exact = [Fraction(each) for each in (x1, y1, x2, y2)]
    in_line = (exact[0] + 3 * (exact[2] - exact[0]), exact[1] + 3 * (exact[3] - exact[1]))
    for x, y in ((lon, lat), (x1, y1), tuple(map(float, in_line))):
        expected = (exact[0] - Fraction(x)) * (exact[3] - Fraction(y)) - (exact[1] - Fraction(y)) * (
            exact[2] - Fraction(x)
        )
        side = sides_of(np.array([[x1], [y1], [x2], [y2]]), np.array([x]), np.array([y]))

        assert np.sign(side[0]) == (expected > 0) - (expected < 0)


# The file


def boxes():
    """Give two boxes that touch."""
    return [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]


def not_asked():
    """Fail: the polygons were not needed."""
    raise AssertionError("the index was built again")


def test_index_comes_back_from_its_file(cache, regions):
    """The second time the index is mapped from the file, equal in every array, and nothing is built."""
    first = cached_index(lambda: regions, "abc")
    second = cached_index(not_asked, "abc")

    assert [file.name for file in cache.iterdir()] == [f"polygons-{locate.FORMAT}-abc.index"]
    assert next(cache.iterdir()).stat().st_size < 15_000_000
    for name in ("frame", "coarse", "fine", "starts", "holders", "items", "edges", "owners"):
        assert np.array_equal(getattr(first, name), getattr(second, name))
        assert not getattr(second, name).flags.writeable
    lon, lat = uniform(regions, np.random.default_rng(1)).T
    assert (first.locate(lon, lat) == second.locate(lon, lat, compiled=False)).all()


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed: the extra bulk")
def test_compiled_loop_reads_the_mapped_file(cache, regions):
    """The compiled loop takes arrays that cannot be written."""
    assert not cache.exists()
    cached_index(lambda: regions, "abc")

    assert cached_index(not_asked, "abc").locate([123.5], [36.0], compiled=True).tolist() == [2]


def test_other_polygons_get_another_file(cache):
    """Another checksum is another file; the first stays."""
    cached_index(boxes, "abc")
    moved = cached_index(lambda: [shapely.box(5, 5, 6, 6)], "abd")

    assert moved.locate([0.5, 5.5], [0.5, 5.5]).tolist() == [-1, 0]
    assert len(list(cache.iterdir())) == 2


def spoil_format(content):
    """Make it a file of another format."""
    return content.replace(b'"format": 1', b'"format": 0')


SPOILED = {
    "empty": lambda _: b"",
    "cut short": lambda content: content[:-100],
    "header alone": lambda content: content[:1024],
    "something else": lambda _: b"<html>" * 1000,
    "other format": spoil_format,
    "other checksum": lambda content: content.replace(b'"abc"', b'"abd"'),
    "an array is missing": lambda content: content.replace(b'"items"', b'"rooms"'),
}


@pytest.mark.parametrize("how", SPOILED)
def test_spoiled_file_is_built_again(cache, how):
    """A file that is damaged or of another format is not used, and replaced."""
    cached_index(boxes, "abc")
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(SPOILED[how](whole))

    with pytest.raises(InputFileError, match="build it again"):
        PolygonIndex.from_file(file, "abc")
    assert cached_index(boxes, "abc").locate([1.5], [0.5]).tolist() == [1]
    assert file.read_bytes() == whole


def test_without_a_cache_folder_everything_works(tmp_path, monkeypatch):
    """Where the folder cannot be made, the index is in memory and nothing is said."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert cached_index(boxes, "abc").locate([1.5], [0.5]).tolist() == [1]
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_cache_folder_is_absolute(monkeypatch):
    """A relative XDG_CACHE_HOME does not count, as its specification has it."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")

    assert cache_folder().is_absolute()
    assert "relative" not in cache_folder().parts


def test_header_fits(regions, index):
    """The header is JSON and ends before the first array."""
    content = index.to_bytes("f" * 64)

    about = json.loads(content[:1024])
    assert all(offset >= 1024 and offset % 64 == 0 for _, _, offset in about["arrays"].values())
    assert len(content) < 15_000_000
    assert regions


def test_without_numba_the_loop_is_missed(monkeypatch, index):
    """Asked for, the compiled loop names the extra; not asked for, numpy answers."""
    monkeypatch.setitem(__import__("sys").modules, "geo.kernels", None)

    with pytest.raises(DezoneError, match=r'need numba, which is missing: pip install "dezone\[bulk\]"'):
        index.locate([123.5], [36.0], compiled=True)
    assert index.locate([123.5], [36.0]).tolist() == [2]
    assert not load_compiled()


# The zone


@pytest.mark.parametrize(
    "choices", [{"reading": "narrow"}, {"reading": "broad"}, {"southern_limit": 24.0}, {}]
)
@pytest.mark.parametrize("islands", ["sea", "land"])
def test_zone_answers_many_as_it_answers_few(regions, choices, islands):
    """Above the number from which the index is asked, the zone gives the answers that it gives below it."""
    zone = load_zone(**choices, islands=islands)
    shores = shapely.get_coordinates(areas.foreign_islands())
    level = np.stack([np.linspace(118, 133, 500), np.full(500, zone.southern_limit)], axis=1)
    below = np.nextafter(level, [[1000, 0]])
    rng = np.random.default_rng(4)
    points = np.concatenate(
        [shores, shores.round(2), level, below, vertices(regions, rng), uniform(regions, rng)]
    )
    points[::7, 0] += 360
    points[::11, 1] = np.nan
    points[::13, 0] = np.inf
    points = points[:40_000]

    many = zone.locate(*points.T)
    few = np.concatenate([zone.locate(*part.T) for part in np.array_split(points, 10)])

    assert np.flatnonzero(many != few).tolist() == []
    assert len(np.unique(many)) == 6


def test_index_of_the_zone_follows_its_data(monkeypatch):
    """Other outlines have another checksum, so that an index of old ones is not used."""
    features = [("regions.geojson", "yellow_sea")]
    before = store.checksum(features)
    texts = store.feature_texts("regions.geojson")

    monkeypatch.setitem(texts, "yellow_sea", texts["yellow_sea"].replace("3", "4", 1))

    assert len(before) == 64
    assert store.checksum(features) != before
