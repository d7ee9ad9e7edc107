"""The wheel holds everything and works where there is no checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from terminal import Run

from terminal import piped

ROOT = Path(__file__).parents[1]
ROOMS = ("geo", "zones", "maps")
LEFT_OUT = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that nothing is left in the checkout; nothing is downloaded."""
    copy = tmp_path_factory.mktemp("source")
    for name in (*ROOMS, "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(source, copy / name)
    made = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-build-isolation", "--wheel-dir", str(made), str(copy))
    (found,) = made.glob("dezone-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into an environment of its own, which borrows the libraries of this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=sys.platform != "win32")
    base = {"base": str(home), "platbase": str(home)}
    packages = Path(sysconfig.get_path("purelib", "venv", base))
    _pip("--python", str(home), "install", str(wheel))
    # A plain path: .pth files there, such as that of an editable install of the checkout, are not followed.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return Path(sysconfig.get_path("scripts", "venv", base))


def _pip(*arguments: str) -> None:
    first, *rest = arguments
    options = ["--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    at = rest.index("install") + 1 if "install" in rest else 0
    subprocess.run(
        [sys.executable, "-m", "pip", *options, first, *rest[:at], *offline, *rest[at:]],
        check=True,
        capture_output=True,
    )


def test_the_wheel_holds_every_file_of_the_rooms(wheel):
    """Modules, data and assets: what is forgotten in pyproject.toml is named here."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    here = {
        path.relative_to(ROOT).as_posix(): path
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.parts)
    }

    assert sorted(here.keys() - packed.keys()) == []
    assert sorted(name for name in packed if name not in here and ".dist-info/" not in name) == []
    assert [name for name, path in here.items() if not packed[name] and path.name != "py.typed"] == []


def test_the_wheel_holds_the_licences(wheel):
    """Ours and that of Leaflet, whole."""
    with zipfile.ZipFile(wheel) as archive:
        licences = {
            name.partition("/licenses/")[2]: archive.read(name)
            for name in archive.namelist()
            if "/licenses/" in name
        }

    assert {name: bool(text) for name, text in licences.items()} == {
        "LICENSE": True,
        "maps/assets/leaflet/LICENSE": True,
    }
    assert b"Redistribution and use" in licences["LICENSE"]


def run(installed: Path, folder: Path, *arguments: str) -> Run:
    """Run the installed command where no checkout is near."""
    return piped(str(installed / "dezone"), *arguments, folder=folder)


def test_the_installed_command_is_not_the_checkout(installed, tmp_path):
    """Otherwise the tests below would show nothing."""
    asked = "import geo, zones, maps; print(geo.__file__, zones.__file__, maps.__file__, sep='\\n')"
    said = piped(str(installed / "python"), "-c", asked, folder=tmp_path).out.splitlines()

    assert len(said) == len(ROOMS)
    assert not [path for path in said if Path(path).is_relative_to(ROOT)]


def test_the_installed_command_checks(installed, tmp_path):
    """A position, and a file that needs the libraries."""
    (tmp_path / "in.csv").write_text("id,lon,lat\na,125,29.5\n")

    found = run(installed, tmp_path, "check", "38-46.58N 120-59.10E", "in.csv")

    assert (found.status, found.err) == (0, "")
    assert [json.loads(line)["verdict"] for line in found.out.splitlines()] == ["inside", "outside"]


def test_the_installed_command_lists_and_shows_the_zones(installed, tmp_path):
    """The tables are made from the data in the wheel."""
    listed, shown = (
        run(installed, tmp_path, "zones", "list"),
        run(installed, tmp_path, "zones", "show", "japan"),
    )

    assert (listed.status, listed.err, shown.status, shown.err) == (0, "", 0, "")
    assert "northern_east_china_sea" in listed.out
    assert shown.out.startswith("japan: Japan")


def test_the_installed_command_draws_the_map(installed, tmp_path):
    """The map of the bundled exercises, with Leaflet in it, in the folder where one stands."""
    found = run(installed, tmp_path, "map")

    assert (found.status, found.out) == (0, "")
    assert found.err.endswith("exercises, open it in a browser\n")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "joint-sea-2017" in page
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
