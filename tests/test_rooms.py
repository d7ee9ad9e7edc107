"""The rooms: geo knows nothing of zones, zones draws nothing, and a quick question loads nothing heavy."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ROOMS = {"geo": {"geo"}, "zones": {"geo", "zones"}, "maps": {"geo", "zones", "maps"}}
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
HEAVY = (
    "numpy.ma",
    "geopandas",
    "pandas",
    "pyogrio",
    "folium",
    "branca",
    "rich",
    "pydantic",
    "matplotlib",
    "pyarrow",
)

# Countries and seas of the region, and the words of the domain. What geo may know: the languages that
# coordinates are written in, towns as the ends of a distance, the names of file formats, and our own name.
KOREA_AND_EXERCISES = re.compile(
    r"\b(korean?s?( peninsula)?|(north|south) korea|dprk|rok|jeju|dokdo|takeshima"
    r"|japan|hokkaido|kyushu|tsushima|tsugaru|la perouse|okhotsk|china|chinas|bohai|taiwan|senkaku|diaoyu"
    r"|russia|sakhalin|yellow sea|sea of \w+|east sea|japanese|chinese|russian"
    r"|exercises?|drills?|manoeuvres?|maneuvers?|missiles?|nuclear|military|navy|naval|fleet"
    r"|verdicts?|regimes?|treat(y|ies)|commitments?|de-?escalations?|freezes?|six-party)\b",
    re.IGNORECASE,
)
LANGUAGES = re.compile(r"\b(korean|japanese|chinese|russian)\b", re.IGNORECASE)
# These hold the tables of words by language.
OF_LANGUAGES = {
    "geo/coordinates.py",
    "geo/coordinate_words.py",
    "geo/notices/__init__.py",
    "geo/notices/words.py",
}


def named(path: Path) -> str:
    """Name a module as in an import."""
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give each module that is imported anywhere, also in functions and for the types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            assert node.level == 0, f"line {node.lineno}: a relative import: name the room"
        elif isinstance(node, ast.Constant) and re.fullmatch(r"(geo|zones|maps)\.[a-z_]+", str(node.value)):
            yield node.lineno, node.value  # for import_module


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_run_maps_zones_geo(path):
    """A module imports from its own room and those below it, and from nothing in tests."""
    allowed = ROOMS[path.relative_to(ROOT).parts[0]]

    wrong = [
        f"{named(path)}:{line} imports {module}"
        for line, module in imported(ast.parse(path.read_text(encoding="utf-8")))
        if module.split(".")[0] in {*ROOMS, "tests"} - allowed
    ]

    assert wrong == []


def test_no_module_imports_itself_in_a_ring():
    """What a module imports when it is loaded never comes back to it."""
    loads = {}
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        loads[name] = {
            source
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for source in (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
        }

    def reached(name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        for each in loads.get(name, ()):
            if each not in seen:
                seen = reached(each, seen | {each})
        return seen

    assert [name for name in loads if name in reached(name)] == []


def words_of(path: Path) -> Iterator[tuple[int, str]]:
    """Give names, comments and texts of a module, with the line each starts on."""
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string.replace("_", " ")
        elif token.type in (tokenize.COMMENT, tokenize.STRING):
            for offset, line in enumerate(token.string.splitlines()):
                yield token.start[0] + offset, line.replace("_", " ")


@pytest.mark.parametrize("path", sorted((ROOT / "geo").rglob("*.py")), ids=named)
def test_geo_has_never_heard_of_korea(path):
    """Neither code nor docstrings of geo name a place of the region or a word of the domain."""
    found = []
    for line, words in words_of(path):
        told = LANGUAGES.sub("", words) if named(path) in OF_LANGUAGES else words
        found += [f"{named(path)}:{line}: {match[0]}" for match in KOREA_AND_EXERCISES.finditer(told)]

    assert found == []


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("korea", True),
        ("the Sea of Japan", True),
        ("an exercise", True),
        ("korean_words", True),
        ("dezone", False),
    ],
)
def test_the_list_of_words_finds_what_it_should(text, heard):
    """The list that geo is held against knows the words that matter."""
    assert bool(KOREA_AND_EXERCISES.search(text.replace("_", " "))) is heard


def test_zones_draws_nothing():
    """No module of zones loads a library that draws or prints tables."""
    drawing = {"folium", "branca", "matplotlib", "cartopy", "rich", "click"}
    wrong = [
        f"{named(path)}:{line} imports {module}"
        for path in MODULES
        if path.is_relative_to(ROOT / "zones")
        for line, module in imported(ast.parse(path.read_text(encoding="utf-8")))
        if module.split(".")[0] in drawing
    ]

    assert wrong == []


def loaded_by(arguments: list[str], names: tuple[str, ...]) -> list[str]:
    """Run the command in a fresh Python and tell which of the modules it has loaded."""
    asked = (
        "import sys\nfrom maps.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"import json\nprint(json.dumps([name for name in {names!r} if name in sys.modules]))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout.decode()
    found: list[str] = json.loads(said.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    "arguments", [["check", "38-46.58N 120-59.10E"], ["check", "29.5N 125E", "--format", "text"], ["--help"]]
)
def test_a_quick_question_loads_nothing_heavy(arguments):
    """A position on the command line needs no tables, maps, consoles, models or projections."""
    assert loaded_by(arguments, (*HEAVY, "pyproj", "numba")) == []


def test_a_table_of_positions_needs_no_library_of_tables(tmp_path):
    """The rows of a CSV file are read and judged without pandas and its like."""
    table = tmp_path / "drills.csv"
    table.write_text("id,lon,lat\na,128.5,38\n", encoding="utf-8")

    assert loaded_by(["check", str(table)], HEAVY) == []


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["notice", "--help"]])
def test_help_needs_no_geometry(arguments):
    """What the commands are called is said without numpy and shapely."""
    assert loaded_by(arguments, ("numpy", "shapely")) == []


@pytest.mark.parametrize("face", ["geo", "zones", "maps"])
def test_importing_a_package_loads_nothing(face):
    """The faces are lazy: `import zones` alone costs nothing."""
    asked = f"import sys; import {face}; print(sorted({{'numpy', 'shapely', 'folium'}} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout.decode()

    assert said.strip() == "[]"
