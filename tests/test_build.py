"""`make zones`: the same bytes each time, and what it refuses."""

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPolygon, Polygon, box

from geo.errors import DezoneError
from zones import build, build_features, build_land

FILES = ("limits", "regions", "areas", "land", "islands", "basemap")
ABOUT = {"title": "a title"}


@pytest.fixture(scope="module")
def coast(tmp_path_factory):
    """Give the unpacked coast; without npm or the registry the rebuild is skipped, unless it is demanded."""
    folder = tmp_path_factory.mktemp("coast")
    try:
        return build_land.fetch_coast(folder)
    except DezoneError as error:
        if os.environ.get("DEZONE_REQUIRE_NPM") == "1":
            raise
        return pytest.skip(f"the rebuild needs the coast: {error}")


def tables():
    """Read the two tables that the build draws from."""
    return [
        tomllib.loads((build.DATA / name).read_text(encoding="utf-8"))
        for name in ("limits.toml", "areas.toml")
    ]


@pytest.fixture(scope="module")
def rebuilt(coast):
    """Build once in this process."""
    return build.build(*tables(), coast)


@pytest.mark.parametrize("name", FILES)
def test_a_rebuild_gives_the_committed_bytes(rebuilt, name):
    """Building from the tables and the coast gives the file that is committed, byte for byte."""
    file = f"{name}.geojson"

    assert rebuilt[file].encode() == (build.DATA / file).read_bytes()


def test_another_rebuild_gives_the_same_bytes(rebuilt, coast):
    """A second build, in a process that hashes text otherwise, gives the same bytes."""
    script = (
        "import hashlib, sys, tomllib; from pathlib import Path; from zones import build\n"
        "read = lambda name: tomllib.loads((build.DATA / name).read_text(encoding='utf-8'))\n"
        "files = build.build(read('limits.toml'), read('areas.toml'), Path(sys.argv[1]))\n"
        "for name in sorted(files): print(name, hashlib.sha256(files[name].encode()).hexdigest())\n"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    run = subprocess.run(
        [sys.executable, "-c", script, str(coast)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    digest = hashlib.sha256
    expected = [f"{name} {digest(rebuilt[name].encode()).hexdigest()}" for name in sorted(rebuilt)]
    assert run.stdout.splitlines() == expected


def test_every_built_file_is_one_of_the_six(rebuilt):
    """The build makes six files and no other."""
    assert set(rebuilt) == {f"{name}.geojson" for name in FILES}


# Fetching the coast, with a stand-in for npm


def fake_npm(folder: Path, script: str) -> str:
    """Put a program named npm into a folder and give a PATH with it in front."""
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_a_coast_with_another_checksum_is_refused(tmp_path, monkeypatch):
    """A package that is not the one we know is never unpacked."""
    monkeypatch.setenv("PATH", fake_npm(tmp_path, "echo something else > world-atlas-2.0.2.tgz"))
    target = tmp_path / "target"
    target.mkdir()

    with pytest.raises(
        DezoneError, match=r"world-atlas@2\.0\.2: SHA-256 .* is not .*: do not use this download"
    ):
        build_land.fetch_coast(target)
    assert [path.name for path in target.iterdir()] == ["world-atlas-2.0.2.tgz"]


def test_no_coast_delivered(tmp_path, monkeypatch):
    """If npm delivers nothing, its last line is passed on, with the mend."""
    monkeypatch.setenv("PATH", fake_npm(tmp_path, "echo npm error network down >&2; exit 1"))
    target = tmp_path / "target"
    target.mkdir()

    with pytest.raises(DezoneError, match=r"npm did not deliver it \(npm error network down\): install"):
        build_land.fetch_coast(target)


# The steps


def test_a_limit_is_a_rhumb_line_through_its_points():
    """A limit runs through its points in order; a parallel stays at its latitude."""
    points = {"a": {"at": [120.0, 33.2833]}, "b": {"at": [121.0, 33.2833]}, "c": {"at": [121.5, 34.0]}}

    line = build.limit_line({"through": ["a", "b", "c"]}, points)

    assert {(120.0, 33.2833), (121.0, 33.2833), (121.5, 34.0)} <= set(line.coords)
    assert {lat for lon, lat in line.coords if lon <= 121} == {33.2833}
    assert max(abs(b[0] - a[0]) for a, b in zip(line.coords[:-1], line.coords[1:], strict=True)) <= 0.1 + 1e-9


def test_masses_unite_what_touches():
    """Polygons that share an edge are one mass, others are apart."""
    found = build_land.masses([box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)])

    assert sorted(mass.area for mass in found) == [1, 2]


def test_the_peninsula_takes_near_islands_of_2_km2_and_jeju():
    """Small, far and foreign islands are left out; Jeju comes in however far it is."""
    mainland = box(126, 37, 128, 40)
    near, small, far = (
        box(125.9, 38, 125.95, 38.05),
        box(125.9, 39, 125.905, 39.005),
        box(130.8, 37, 131, 37.2),
    )
    jeju, foreign = box(126.2, 33.2, 126.9, 33.5), box(125.9, 38.5, 125.95, 38.55)
    polygons = np.array([mainland, near, small, far, jeju, foreign])
    states = np.array(["PRK", "KOR", "KOR", "KOR", "KOR", "CHN"])

    found = build_land.peninsula_land(build_land.Land(polygons, states))

    assert found.equals(shapely.union_all([mainland, near, jeju]))


def test_a_point_that_misses_its_land():
    """A point of the table that lies on no land is an error that says what to do."""
    limits, areas = tables()
    areas["whole_islands"][0]["at"] = [134.0, 40.0]
    land = build_land.Land(np.array([box(126, 37, 128, 40)]), np.array(["KOR"]))

    with pytest.raises(DezoneError, match=r"no land at \[134\.0, 40\.0\]: move the point"):
        build_land.part_at(land.polygons, areas["whole_islands"][0]["at"])
    assert limits["limits"]


def test_geojson_is_written_feature_by_feature():
    """One feature a line, right-hand rule, four decimals on the grid, every digit off it."""
    clockwise = Polygon([(0, 0), (0, 1), (1.00000000001, 1), (1, 0)])
    line = LineString([(0.1 + 0.2, 1), (2, 30 + 2 / 3)])

    text = build_features.geojson([(clockwise, {"id": "a"}), (line, {"id": "b", "name": "黄海"})], ABOUT)
    head, first, second, tail = text.splitlines()

    assert head.startswith('{"type":"FeatureCollection","about":{"title": "a title"},"features":[')
    assert first.startswith('{"type":"Feature","properties":{"id":"a"}')
    assert tail == "]}"
    document = json.loads(text)
    assert shapely.geometry.shape(document["features"][0]["geometry"]).exterior.is_ccw
    assert json.loads(second)["geometry"]["coordinates"] == [[0.3, 1.0], [2.0, 30.666666666666668]]
    assert "黄海" in second
    assert "1.00000000001" not in first


def test_geojson_keeps_the_direction_of_lines():
    """A line is written as it runs, since what lies left and right of it hangs on its direction."""
    westward = LineString([(2, 1), (0, 0)])

    text = build_features.geojson([(westward, {"left": "south", "right": "north"})], ABOUT)

    assert json.loads(text)["features"][0]["geometry"]["coordinates"] == [[2.0, 1.0], [0.0, 0.0]]


def test_geojson_does_not_hang_on_the_order_of_parts():
    """The same area gives the same text, wherever its rings start and whatever part comes first."""
    one, other = box(0, 0, 1, 1), box(2, 2, 3, 3)
    turned = Polygon([(1, 1), (0, 1), (0, 0), (1, 0)])

    texts = {
        build_features.geojson([(MultiPolygon(parts), {"id": "a"})], ABOUT)
        for parts in ([one, other], [other, one], [turned, other])
    }

    assert len(texts) == 1
