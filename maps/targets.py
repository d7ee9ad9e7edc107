"""What a TARGET of the command line is: a file, standard input, positions, or words that name a place."""

from __future__ import annotations

import codecs
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DezoneError, InputFileError, PositionError
from geo.paths import TEXT_DATA_SUFFIXES, exists
from maps import output
from maps.command import complain
from zones.typed import is_name, read_typed, read_warnings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.dates import Reference
    from zones.exercises import Exercise


_ENCODINGS = ("gb18030", "cp932", "cp949", "cp1251")
_GUESSED = "not UTF-8: read as another encoding, which may be the wrong one"
_LONGEST_FILE = 5_000_000  # bytes of a text of warnings


def read_targets(
    targets: Sequence[str],
    radius_km: float | None = None,
    language: str | None = None,
    issued: Reference | None = None,
) -> tuple[list[Exercise], list[str]]:
    """Read each target; what cannot be read becomes a line for standard error.

    Parameters
    ----------
    targets : sequence of str
        Paths, text or ``-``.
    radius_km : float, optional
        How well a position is known that does not say so itself.
    language : str, optional
        The language of names that mean different things in different languages.
    issued : Reference, optional
        When the warnings among them were given out, where they do not say so themselves.

    Returns
    -------
    list of Exercise
    list of str
        What is wrong, and where.

    Examples
    --------
    >>> exercises, problems = read_targets(["38N 121E", "95N 121E"])
    >>> [exercise.id for exercise in exercises], len(problems)
    (['38N 121E'], 1)
    """
    exercises: list[Exercise] = []
    problems: list[str] = []
    for target in _joined(targets, language):
        try:
            found, faults = _read_target(target, radius_km, language, issued)
        except DezoneError as error:
            problems.append(str(error))
        else:
            exercises += found
            problems += faults
    return exercises, problems


def _joined(targets: Sequence[str], language: str | None) -> Sequence[str]:
    """Put together what makes sense only together: 38-46.58N 120-59.10E, or Yellow Sea, without quotes."""
    if len(targets) == 1 or any(exists(target) or _is_readable(target) for target in targets):
        return targets
    together = " ".join(targets)
    if _is_readable(together):
        return [together]
    by_itself = all(is_name(target, language) for target in targets)
    return [together] if not by_itself and is_name(together, language) else targets


def _is_readable(text: str) -> bool:
    from geo.coordinates import read_positions  # noqa: PLC0415 not for --help

    try:
        return bool(read_positions(text))
    except DezoneError:
        return False


def _read_target(
    target: str, radius_km: float | None, language: str | None, issued: Reference | None
) -> tuple[list[Exercise], list[str]]:
    """Read a path, standard input or text (design: a target is a path if it exists or looks like one)."""
    from geo.coordinates import holds_position  # noqa: PLC0415 not for --help

    if holds_position(target) and not exists(target):
        # before the files are loaded: the quick way
        return read_typed(target, radius_km, language, issued), []
    data = _read_once(target)
    if data is not None:
        text = data.decode("utf-8-sig", errors="replace").strip()
        if holds_position(text) and any(map(str.isdigit, text.splitlines()[0])):  # else the header of a table
            return read_typed(text, radius_km, language, issued), []
    elif not _is_path(target):
        return read_typed(target, radius_km, language, issued), []
    elif Path(target).suffix.lower() == ".txt" and not _is_table(text := text_of(target)):
        try:
            return read_typed(text.strip(), radius_km, language, issued), []
        except DezoneError as error:
            raise InputFileError(f"{output.plain(target)}: {error}") from error
    try:
        return _read_file(target, "" if data is None else text, data, radius_km, issued)
    except DezoneError:
        from zones.gazetteer import UnknownNameError  # noqa: PLC0415 most input is no name

        if data is not None and text and "\n" not in text:
            with suppress(UnknownNameError, PositionError):
                return read_typed(text, radius_km, language, issued), []  # a name, as in `echo Dokdo |`
        raise


def _is_path(target: str) -> bool:
    """Tell a path from a name with a slash: Northern/Interaction-2023.

    Raises
    ------
    InputFileError
        If it must have been meant for a path, and is none.
    """
    from geo.paths import looks_like_path  # noqa: PLC0415 a position needs no files

    try:
        return looks_like_path(target)
    except InputFileError:
        if target[:1] not in "/.~" and is_name(target, None):
            return False
        raise


def _read_once(target: str) -> bytes | None:
    """Read what can be read only once: standard input, or a pipe or device with a name; else give None."""
    if target == "-":
        return sys.stdin.buffer.read()
    path = Path(target)
    if not exists(target) or path.is_file() or path.is_dir():
        return None
    from geo.faults import file_error  # noqa: PLC0415 most input is no pipe

    try:
        return path.read_bytes()
    except OSError as error:
        shown = output.plain(target)
        raise file_error(shown, error.strerror or "cannot be read", "check the path") from error


def _read_file(
    target: str, words: str, data: bytes | None, radius_km: float | None, issued: Reference | None
) -> tuple[list[Exercise], list[str]]:
    """Read a file of exercises, or a pipe with its words and data; else as the text of warnings."""
    from zones.exercise_files import read_exercises  # noqa: PLC0415 a position needs no files

    notes: list[str] = []
    try:
        exercises, faults = read_exercises(target, issued, notes, data)
    except DezoneError:
        read, guessed = (words, False) if words else _text_of_file(target)
        if Path(target).suffix.lower() in TEXT_DATA_SUFFIXES or _is_table(read):
            raise  # what is wrong with the table, instead of what could be made of its words
        if warnings := read_warnings(read, issued):
            if guessed:
                complain(f"{output.plain(target)}: {_GUESSED}")
            return warnings, []
        raise
    for note in notes:
        complain(note)
    if not (exercises or faults):
        complain(
            f"{'standard input' if target == '-' else target}: holds no records"
        )  # a note: nothing asked, nothing to answer
    exercises = [_at_least(each, radius_km) for each in exercises]
    return exercises, [str(fault) for fault in faults]


def _is_table(text: str) -> bool:
    """Tell whether a text begins with names of columns: as Excel's "Unicode text", or name,date,place."""
    first, _, rest = text.lstrip().partition("\n")
    if re.match(r"[^\W\d]\w*\t", first):
        return True
    second = rest.partition("\n")[0]
    return any(
        re.fullmatch(rf"[^\W\d][\w ]*(?:{mark}[^\W\d][\w ]*)+", first.strip()) and mark in second
        for mark in ",;"
    )


def text_of(target: str) -> str:
    """Give the text of a file.

    Raises
    ------
    InputFileError
        If it does not exist, cannot be opened, is empty, or holds no text.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = Path(folder, "warning.txt").write_bytes("38N 121E, 射撃".encode("utf-16"))
    ...     text_of(f"{folder}/warning.txt")
    '38N 121E, 射撃'
    """
    from geo.faults import file_error  # noqa: PLC0415 a position needs no files
    from geo.paths import missing_error  # noqa: PLC0415

    path, shown = Path(target), output.plain(target)
    if not exists(target):
        raise missing_error(shown)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise file_error(shown, error.strerror or "cannot be read", "check the path") from error
    text = decoded(data, shown)
    if "\0" in text:
        raise file_error(shown, "is a binary file", "give the text of a warning, or a file of positions")
    if not text.strip():
        raise file_error(shown, "is empty", "check how it was written")
    return text


def _text_of_file(target: str) -> tuple[str, bool]:
    """Give the text of a file that is no table, and whether its encoding was guessed.

    The text is empty if it is none, or too long for one.
    """
    path = Path(target)
    if not path.is_file() or path.stat().st_size > _LONGEST_FILE:
        return "", False
    try:
        data = path.read_bytes()
    except OSError:  # whoever reads it as a table says so
        return "", False
    return ("", False) if b"\0" in data else _decoded(data)


def decoded(data: bytes, where: str) -> str:
    """Decode text, in UTF-8 or else in an encoding of the region; a note says that it may be wrong.

    Examples
    --------
    >>> decoded("射撃".encode(), "a.txt")
    '射撃'
    """
    text, guessed = _decoded(data)
    if guessed:
        complain(f"{where}: {_GUESSED}")
    return text


def _decoded(data: bytes) -> tuple[str, bool]:
    """Decode text, and say whether its encoding was guessed."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16", errors="replace"), False
    if b"\0" in data:  # no text; whoever asks says so
        return data.decode("utf-8", errors="replace"), False
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig"), False
    high = [byte for byte in data[:100_000] if byte >= 0x80]
    cyrillic = sum(byte >= 0xC0 for byte in high) > 0.9 * len(high)  # no text of two bytes a character is so
    for encoding in ("cp1251", *_ENCODINGS) if cyrillic else _ENCODINGS:
        try:
            return data.decode(encoding), True
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace"), True


def _at_least(exercise: Exercise, radius_km: float | None) -> Exercise:
    """Give the radius to positions that have none of their own."""
    if radius_km is None:
        return exercise
    from dataclasses import replace  # noqa: PLC0415

    places = (
        place if place.geometry is None else replace(place, uncertainty_km=place.uncertainty_km or radius_km)
        for place in exercise.places
    )
    return replace(exercise, places=tuple(places))


def read_entries(targets: Sequence[str], issued: Reference | None = None) -> tuple[list[Exercise], list[str]]:
    """Read ids and names of the catalogue, files and standard input; the whole catalogue if there is none.

    Parameters
    ----------
    targets : sequence of str
        Ids, names, paths or ``-``; a file may hold warnings.
    issued : Reference, optional
        When the warnings among them were given out, where they do not say so themselves.

    Returns
    -------
    exercises, problems
        What could be read, and a line for each thing that could not.

    Examples
    --------
    >>> exercises, problems = read_entries(["joint-sea-2017-pacific", "Freedom Edge 2024", "joint-see-2017"])
    >>> len(exercises), len(problems)
    (2, 1)
    """
    from zones import load_exercises  # noqa: PLC0415 not for --help
    from zones.catalogue import called  # noqa: PLC0415 likewise

    catalogue = load_exercises()
    if not targets:
        return catalogue, []
    known = {each.id: each for each in catalogue}
    exercises, problems = [], []
    for target in targets:
        if target in known:
            found, faults = [known[target]], list[str]()
        elif target != "-" and (named := called(catalogue, target)):
            found, faults = named, []
        else:
            found, faults = _entries_of_file(target, known, issued)
        exercises += found
        problems += faults
    return exercises, problems


def _entries_of_file(
    target: str, known: dict[str, Exercise], issued: Reference | None
) -> tuple[list[Exercise], list[str]]:
    from geo.paths import looks_like_path  # noqa: PLC0415 not for --help
    from zones.catalogue import UnknownExerciseError  # noqa: PLC0415

    try:
        if target != "-" and not looks_like_path(target):
            return [], [str(UnknownExerciseError(target, known))]
    except DezoneError as error:
        return [], [str(error)]
    return read_targets([target], issued=issued)
