"""What the commands that draw share: the language of names, what is shown, and progress."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import InputFileError
from maps.command import UNREADABLE, complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.notices.dates import Reference
    from zones.exercises import Exercise

LANGUAGES = ("en", "ko", "zh-Hans", "zh-Hant", "ja", "ru")
MANY = 1000  # exercises; with fewer the work is done before a bar could be read


def language_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that chooses the language of names on a map."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        help="Language of the names of seas, straits and places.",
    )(command)


def exercises_to_draw(files: Sequence[str], issued: Reference | None = None) -> tuple[list[Exercise], bool]:
    """Read the exercises of files, or the bundled ones, and complain of what cannot be read.

    Parameters
    ----------
    files : sequence of str
        Paths, text or ``-``; none for the bundled exercises.
    issued : Reference, optional
        When the warnings among them were given out.

    Returns
    -------
    list of Exercise
    bool
        Whether everything could be read. If nothing could, the command ends here.

    Examples
    --------
    >>> exercises, all_read = exercises_to_draw(["38N 121E"])
    >>> len(exercises), all_read
    (1, True)
    """
    from maps.targets import read_targets  # noqa: PLC0415 not for --help
    from zones import load_exercises  # noqa: PLC0415

    exercises, problems = read_targets(files, issued=issued) if files else (load_exercises(), [])
    for problem in problems:
        complain(problem)
    if files and not exercises:
        complain("there is nothing to draw: no file was written")
        sys.exit(UNREADABLE)
    return list(exercises), not problems


def refuse_missing_folder(path: str) -> None:
    """Complain of a folder that is not there before the work, not after it.

    Raises
    ------
    InputFileError
        If the folder of the path does not exist.

    Examples
    --------
    >>> refuse_missing_folder("map.html")
    """
    folder = Path(path).parent
    if not folder.absolute().is_dir():
        raise InputFileError(f"{path}: there is no folder {folder}: make it first, or write elsewhere")


@contextmanager
def progress(exercises: Sequence[Exercise]) -> Iterator[Iterable[Exercise]]:
    """Show on standard error how far the judging of many exercises is.

    Examples
    --------
    >>> with progress([]) as shown:
    ...     list(shown)
    []
    """
    if len(exercises) < MANY:
        yield exercises
        return
    label = f"{len(exercises):,} exercises"
    with click.progressbar(exercises, label=label, file=sys.stderr, update_min_steps=100) as bar:
        yield bar
