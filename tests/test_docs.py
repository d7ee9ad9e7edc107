"""The documentation says what there is: every command and option, and what is shown is what comes out."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import click
import geopandas as gpd
import pytest
from shapely.geometry import Point
from terminal import in_terminal

from maps import check_cli, cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README = PAGES[0].read_text(encoding="utf-8")


class Example(NamedTuple):
    """A command of a page, and what the page says it prints."""

    page: Path
    line: int
    command: str
    output: str

    def __str__(self) -> str:
        """Name the case in the test report."""
        return f"{self.page.name}:{self.line}: {self.command}"


def named(page: Path) -> str:
    """Name a page as in the repository."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, kind: str) -> list[tuple[int, str]]:
    """Give the blocks of code of a kind, each with the line on which it starts."""
    text = page.read_text(encoding="utf-8")
    found = re.finditer(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text.count("\n", 0, match.start()) + 2, match[1]) for match in found]


def examples() -> list[Example]:
    """Give each line ``$ command`` of the blocks marked as console, with the lines below it."""
    found = []
    for page in PAGES:
        for start, block in blocks(page, "console"):
            for match in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                line = start + block.count("\n", 0, match.start())
                found.append(Example(page, line, match[1], match[2]))
    return found


def used() -> list[Example]:
    """Give each command line of ours in any block of code, also those that are not run."""
    return [
        Example(page, number, line.strip().removeprefix("$ "), "")
        for page in PAGES
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1)
        if re.match(r"(    |\$ )dezone ", line)
    ]


def commands(
    group: click.Group, words: tuple[str, ...] = ("dezone",)
) -> dict[tuple[str, ...], click.Command]:
    """Give every command by the words it is called with."""
    found = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found |= commands(command, (*words, name))
        else:
            found[*words, name] = command
    return found


COMMANDS = commands(cli.cli)
OPTIONS = [
    (words, option)
    for words, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option)
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_is_in_the_readme(words):
    """Who reads the README knows what there is to ask."""
    *group, last = words

    assert re.search(rf"{' '.join(group)} ([a-z|]*\|)?{last}\b", README), (
        f"README.md lacks `{' '.join(words)}`"
    )


@pytest.mark.parametrize(
    ("words", "option"), OPTIONS, ids=[f"{' '.join(words)} {option.opts[-1]}" for words, option in OPTIONS]
)
def test_every_option_is_in_the_readme(words, option):
    """And how it can be asked."""
    assert any(
        re.search(rf"(?<![\w-]){each}(?![\w-])", README) for each in (*option.opts, *option.secondary_opts)
    ), f"README.md lacks {' or '.join(option.opts)} of `{' '.join(words)}`"


def test_examples_are_found():
    """The README shows commands with their output, and these tests see them."""
    assert len([example for example in examples() if example.page.name == "README.md"]) >= 2
    assert used()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
@pytest.mark.parametrize("example", examples(), ids=str)
def test_an_example_prints_what_the_page_says(example, tmp_path):
    """Run in a terminal of 100 columns; a line of three dots stands for any lines."""
    if not example.command.startswith("dezone "):
        pytest.skip("not a command of ours")
    (tmp_path / "drills.csv").write_text(check_cli._CSV_TEMPLATE, encoding="utf-8")  # noqa: SLF001 what users fill in

    run = in_terminal("sh", "-c", example.command, folder=tmp_path, NO_COLOR="1")

    said = "".join(f"{line.rstrip()}\n" for line in run.out.splitlines())
    lines = (line.rstrip() for line in example.output.splitlines())
    pattern = "".join(r"(?:.*\n)*?" if line in ("...", "…") else re.escape(line) + r"\n" for line in lines)
    assert re.fullmatch(pattern + r"\n*", said), f"{example} prints\n{said}"


@pytest.mark.parametrize("example", used(), ids=str)
def test_a_command_in_the_text_exists(example):
    """Also what is not run names a command and options that there are."""
    words = shlex.split(example.command, comments=True)
    words = words[: words.index(">")] if ">" in words else words
    called = next((key for key in COMMANDS if tuple(words[: len(key)]) == key), None)
    assert called, f"{example}: no such command"

    known = {each for option in COMMANDS[called].params for each in option.opts} | {"--help", "-h"}
    given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert given <= known, f"{example}: no such option"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_to_files_that_exist(page):
    """Pictures and pages of the repository are where the text says."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_named_in_the_text_exist(page):
    """Paths of our rooms in the text are those of files."""
    text = page.read_text(encoding="utf-8")
    paths = re.findall(
        r"(?<![\w/])((?:geo|zones|maps|tests|docs)/[\w/.-]*\w\.(?:py|json|geojson|toml|md|csv|png))", text
    )

    assert sorted({path for path in paths if not (ROOT / path).exists()}) == []


@pytest.mark.parametrize("code", [code for _, code in blocks(PAGES[0], "python")])
def test_the_python_example_runs(code, tmp_path, monkeypatch):
    """What it takes for granted: a position, a geometry, a table, a file; three exercises will do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drills.csv").write_text("lon,lat\n125,36\n")

    table = gpd.GeoDataFrame(geometry=[Point(125, 36)], crs=4326).to_crs(5179)
    given = {"lon": 125, "lat": 36, "geometry": Point(125, 36), "table": table}
    exec(code.replace("load_exercises())", "load_exercises()[:3])"), given)  # noqa: S102 a page of our own
