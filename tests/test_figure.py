"""The printed figure: what stands in it, that it is the same each time, and that hostile texts stay texts."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest
from cartopy.crs import PlateCarree
from click.testing import CliRunner
from fake_zone import READINGS, FakeZone, exercises, write_data
from hostile import HOSTILE
from matplotlib.text import Text

from geo.errors import DezoneError
from maps import figure as drawing
from maps.figure import draw_figure, figure_of, save_figure
from maps.figure_cli import figure as command
from maps.figure_fonts import MissingFontWarning, font_manager, missing_characters
from maps.safe_text import clean_text
from maps.scene_build import make_scene
from zones import load_exercises, load_zone
from zones.words import CAVEAT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from maps.scene import Scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Make a scene of the five boxes with nine exercises."""
    data = write_data(tmp_path_factory.mktemp("data"))
    return make_scene(FakeZone(), exercises(), readings=READINGS, data=data)


@pytest.fixture(scope="module")
def figure(scene: Scene) -> Figure:
    """Draw it."""
    return figure_of(scene)


def texts_of(figure: Figure) -> str:
    """Give all that is written in a figure, unwrapped."""
    written = [text.get_text() for text in figure.texts]
    written += [text.get_text() for axes in figure.axes for text in axes.texts]
    return " ".join(" ".join(written).split())


def test_what_readers_must_know_stands_in_the_figure(figure: Figure, scene: Scene) -> None:
    """Title, caveat, version, reading, date of the data, sources, projection, scales and legend."""
    written = texts_of(figure)

    for text in (
        scene.title,
        CAVEAT,
        scene.version,
        "reading: central",
        "2026-11-21",
        "Made with Natural Earth",
    ):
        assert text in written
    for text in ("IHO S-23 (1953), 51", "Lambert azimuthal equal-area", "500 km", "300 nmi", "inside (4)"):
        assert text in written
    for text in ("30°40′N narrow", "30°N central", "29°N broad", "depends on how", "135°E", "40°N"):
        assert text in written


def test_projection_is_the_equal_area_one(figure: Figure) -> None:
    """Positions fall where PROJ's Lambert azimuthal equal-area projection has them, on cartopy's axes."""
    axes = figure.axes[0]
    [at] = axes.projection.transform_points(PlateCarree(), np.array([123.0]), np.array([36.0]))[:, :2]
    expected = pyproj.Proj("+proj=laea +lat_0=37.5 +lon_0=130.5 +ellps=WGS84")(123.0, 36.0)

    assert at == pytest.approx(expected, abs=1e-6)
    assert any(
        np.allclose([line.get_xdata()[0], line.get_ydata()[0]], expected, atol=2000)
        for line in axes.lines
        if line.get_marker() == "o"
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_region_is_named_on_the_crowded_figure(language: str) -> None:
    """With all bundled exercises too: a name without room stands beside the zone, with a line."""
    scene = make_scene(load_zone(), load_exercises(), language=language)
    texts = [text.get_text().replace("\n", " ") for text in figure_of(scene).findobj(Text)]

    # In English the legend has the names as well; in Korean it has both names in one text.
    assert [texts.count(region.name) for region in scene.regions] == [2 if language == "en" else 1] * 5


def test_a_name_with_room_in_two_lines_does_not_reach_over_its_region() -> None:
    """The northern East China Sea has its name in it, from end to end."""
    scene = make_scene(load_zone(), load_exercises())
    axes = (drawn := figure_of(scene)).axes[0]
    [name] = [text for text in axes.texts if text.get_text().split() == ["Northern", "East", "China", "Sea"]]
    extent = name.get_window_extent(drawn.canvas.get_renderer())
    middle = (extent.y0 + extent.y1) / 2
    ends = axes.transData.inverted().transform([(extent.x0, middle), (extent.x1, middle)])
    lon, lat = PlateCarree().transform_points(axes.projection, *ends.T)[:, :2].T

    assert list(load_zone().locate(lon, lat)) == [load_zone().region_ids.index("northern_east_china_sea")] * 2


def test_verdicts_differ_by_shape(figure: Figure) -> None:
    """Circle inside, square outside, diamond uncertain: the figure can be read without colour."""
    assert {"o", "s", "^", "D"} == {
        line.get_marker() for axes in figure.axes for line in axes.lines if line.get_marker() != "None"
    }


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_figure_is_written_in_print_quality(figure: Figure, tmp_path: Path, suffix: str) -> None:
    """PNG at 300 dots per inch; SVG and PDF with their letters in them and nothing to load."""
    path = tmp_path / f"map{suffix}"
    save_figure(figure, str(path))
    content = path.read_bytes()

    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    if suffix == ".png":
        width, height = struct.unpack(">II", content[16:24])
        assert (width, height) == (2481, 3300)
    elif suffix == ".svg":
        assert b"<text" not in content
        assert not re.search(rb"<(script|image|link|foreignObject)\b|xlink:href=\"[^#]", content)
    else:
        assert content.startswith(b"%PDF-1.")
        assert content.count(b"/FontFile") >= content.count(b"/FontDescriptor ") / 2 > 0


def test_the_same_scene_gives_the_same_bytes(tmp_path: Path) -> None:
    """Under three hash seeds PNG, SVG and PDF are the same, and hold no date."""
    code = (
        "import sys, hashlib, pathlib; sys.path.insert(0, sys.argv[1])\n"
        "from fake_zone import *\n"
        "from maps.scene_build import make_scene; from maps.figure import figure_of, save_figure\n"
        "folder = pathlib.Path(sys.argv[2])\n"
        "scene = make_scene(FakeZone(), exercises(), readings=READINGS, data=write_data(folder))\n"
        "for name in ('a.png', 'a.svg', 'a.pdf'):\n"
        "    save_figure(figure_of(scene), str(folder / name))\n"
    )
    sums = set()
    for seed in ("0", "1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        line = [sys.executable, "-c", code, str(Path(__file__).parent), str(folder)]
        subprocess.run(line, env=os.environ | {"PYTHONHASHSEED": seed}, check=True)
        sums.add(
            tuple(
                hashlib.sha256((folder / f"a.{kind}").read_bytes()).hexdigest()
                for kind in ("png", "svg", "pdf")
            )
        )
    assert len(sums) == 1


def test_another_suffix_is_refused(figure: Figure, tmp_path: Path) -> None:
    """A name that ends otherwise names the three that are written."""
    with pytest.raises(DezoneError, match=r"written as \.png, \.svg, \.pdf"):
        save_figure(figure, str(tmp_path / "map.jpg"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(scene: Scene, tmp_path: Path, text: str) -> None:
    """Whatever stands in a name, no mathematics is read in it and the SVG holds no element of it."""
    evil = clean_text(text)[:200]
    scene = replace(
        scene,
        areas=tuple(replace(area, name=evil) for area in scene.areas),
        regions=tuple(replace(region, name=evil) for region in scene.regions),
        readings=tuple(replace(reading, name=evil) for reading in scene.readings),
        **dict.fromkeys(("title", "subtitle", "caveat", "attribution", "version", "reading"), evil),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingFontWarning)
        save_figure(figure_of(scene), str(tmp_path / "map.svg"))
    written = (tmp_path / "map.svg").read_text("utf-8")

    bare = re.sub(r"<!--.*?-->", "", written, flags=re.DOTALL)
    assert not re.search(r"<(script|img|b|svg onload)|javascript:|onload=|onerror=", bare)


def test_mathematics_is_not_read(scene: Scene) -> None:
    """Dollar signs are dollar signs."""
    drawn = figure_of(replace(scene, title=r"$\frac{1}{0}$ and ${x}"))

    assert not any(text.get_parse_math() for text in drawn.texts)


def test_characters_without_a_font_are_reported(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only matplotlib's own fonts are installed, Korean names name the package that they need."""
    monkeypatch.setattr(font_manager, "get_font_names", lambda: ["DejaVu Sans"])

    assert missing_characters(["황해", "Yellow Sea"], "ko") == {"fonts-noto-cjk": "".join(sorted("황해"))}
    korean = replace(scene, areas=tuple(replace(area, name="황해") for area in scene.areas))
    with pytest.warns(MissingFontWarning, match="황.*install the Debian package fonts-noto-cjk"):
        drawn = figure_of(korean)
    assert "��" in texts_of(drawn)


@pytest.mark.skipif(
    not any("CJK" in name for name in font_manager.get_font_names()), reason="needs fonts-noto-cjk"
)
@pytest.mark.parametrize(
    ("language", "name"), [("ko", "황해 (서해)"), ("zh-Hans", "黄海"), ("zh-Hant", "黃海"), ("ja", "黄海")]
)
def test_names_are_written_in_five_languages(language: str, name: str, tmp_path: Path) -> None:
    """With a font for them, names of seas stand in the language asked for, and the file is written."""
    drawn = draw_figure(load_zone(), [], language=language)

    assert f"{name} · Yellow Sea" in texts_of(drawn)
    save_figure(drawn, str(tmp_path / "map.pdf"))


def test_command_writes_a_figure(tmp_path: Path) -> None:
    """`dezone figure` draws the exercises of a file, under a reading, and says what it wrote."""
    (tmp_path / "drills.csv").write_text("name,position\nA,38N 121E\nB,29.5N 125E\n", "utf-8")
    path = str(tmp_path / "map.svg")
    run = CliRunner().invoke(command, [str(tmp_path / "drills.csv"), "--reading", "narrow", "-o", path])

    assert (run.exit_code, run.output) == (0, f"{path}: 2 exercises\n")
    assert "<svg" in Path(path).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["-o", "map.jpg"], "end the name with one"), (["-o", "nowhere/map.png"], "there is no folder nowhere")],
)
def test_command_complains_before_the_work(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A name that cannot be written is refused at once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(drawing, "draw_figure", lambda *_, **__: pytest.fail("drawn"))
    run = CliRunner().invoke(command, arguments)

    assert isinstance(run.exception, DezoneError)
    assert message in str(run.exception)
