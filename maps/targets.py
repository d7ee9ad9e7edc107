"""What a TARGET of the command line is: a file, standard input, positions, or words that name a place."""

from __future__ import annotations

import codecs
import io
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DezoneError, InputFileError, PositionError
from maps import output
from maps.command import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.dates import Reference
    from zones.exercises import Exercise


_ENCODINGS = ("gb18030", "cp932", "cp949", "cp1251")
_GUESSED = "not UTF-8: read as another encoding, which may be the wrong one"
_LONGEST_FILE = 5_000_000  # bytes of a text of warnings
_GEOMETRY = re.compile(
    r"(?i)\s*(?:(?:SRID=\d+;\s*)?(?:MULTI(?:POINT|LINESTRING|POLYGON)|LINESTRING|POLYGON)\b|\{)"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_BEGINS_AS_POSITION = re.compile(
    r"(?i)[\W_]*(?:(?:[nsew]|lat\w*|lon\w*|[^\W\d_a-z]{1,4})[\W_]*)?\d"
)  # 북위 38


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
    if len(targets) == 1 or any(_exists(target) or _is_readable(target) for target in targets):
        return targets
    together = " ".join(targets)
    if _is_readable(together):
        return [together]
    by_itself = all(_is_name(target, language) for target in targets)
    return [together] if not by_itself and _is_name(together, language) else targets


def _is_name(text: str, language: str | None) -> bool:
    """Tell whether a text is the name of a place, or of a catalogued exercise."""
    from zones.gazetteer import AmbiguousNameError, UnknownNameError  # noqa: PLC0415 a position needs no names
    from zones.named_places import resolve  # noqa: PLC0415 likewise

    try:
        return bool(resolve(text, language).places)
    except AmbiguousNameError:
        return True
    except UnknownNameError:
        return bool(_catalogued(text))


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

    if holds_position(target) and not _exists(target):
        return _read_text(target, radius_km, language, issued)  # before the files are loaded: the quick way
    if target == "-":
        data = sys.stdin.buffer.read()
        text = data.decode("utf-8-sig", errors="replace").strip()
        if holds_position(text) and any(map(str.isdigit, text.splitlines()[0])):  # else the header of a table
            return _read_text(text, radius_km, language, issued)
        sys.stdin = io.TextIOWrapper(io.BytesIO(data))
    elif not _is_path(target):
        return _read_text(target, radius_km, language, issued)
    elif Path(target).suffix.lower() == ".txt" and not _is_table(text := text_of(target)):
        try:
            return _read_text(text.strip(), radius_km, language, issued)
        except DezoneError as error:
            raise InputFileError(f"{output.plain(target)}: {error}") from error
    try:
        return _read_file(target, text if target == "-" else "", radius_km, issued)
    except DezoneError:
        from zones.gazetteer import UnknownNameError  # noqa: PLC0415 most input is no name

        if target == "-" and text and "\n" not in text:
            with suppress(UnknownNameError, PositionError):
                return _read_text(text, radius_km, language, issued)  # a name, as in `echo Dokdo |`
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
        if target[:1] not in "/.~" and _is_name(target, None):
            return False
        raise


def _read_file(
    target: str, words: str, radius_km: float | None, issued: Reference | None
) -> tuple[list[Exercise], list[str]]:
    """Read a file of exercises, or standard input with its words; else as the text of warnings."""
    from zones.exercise_files import read_exercises  # noqa: PLC0415

    notes: list[str] = []
    try:
        exercises, faults = read_exercises(target, issued, notes)
    except DezoneError:
        read, guessed = (words, False) if words else _text_of_file(target)
        if warnings := _warnings(read, issued):
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
    """Tell whether a text has a first line of columns, as Excel saves its "Unicode text"."""
    return re.match(r"\s*[^\W\d]\w*\t", text) is not None


def text_of(target: str) -> str:
    """Give the text of a file.

    Raises
    ------
    InputFileError
        If it does not exist, cannot be opened, is empty, or holds no text.
    """
    from geo.faults import file_error  # noqa: PLC0415 a position needs no files
    from geo.paths import missing_error  # noqa: PLC0415

    path, shown = Path(target), output.plain(target)
    if not _exists(target):
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
    data = path.read_bytes()
    return ("", False) if b"\0" in data else _decoded(data)


def decoded(data: bytes, where: str) -> str:
    """Decode text, in UTF-8 or else in an encoding of the region; a note says that it may be wrong."""
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


def _exists(target: str) -> bool:
    try:
        return Path(target).exists()
    except (OSError, ValueError):  # text longer than a name may be, or with a NUL character
        return False


def _read_text(
    text: str, radius_km: float | None, language: str | None, issued: Reference | None
) -> tuple[list[Exercise], list[str]]:
    """Read positions, or words that name a place.

    One position is a place, two are a line, three or more the corners of a closed area.
    """
    from geo.coordinates import holds_position, read_positions  # noqa: PLC0415 not for --help
    from geo.positions import quote  # noqa: PLC0415 likewise

    if _GEOMETRY.match(text):
        return [_of_geometry(text, radius_km)], []
    if holds_position(text):
        from zones.exercise_places import from_positions  # noqa: PLC0415

        try:
            return [from_positions(read_positions(text), text, radius_km or 0.0)], []
        except DezoneError:
            if read := _around(text, radius_km) or _warnings(text, issued):
                return read, []
            raise
    if "\n" in text and (warnings := _warnings(text, issued)):
        return warnings, []
    from zones.gazetteer import UnknownNameError  # noqa: PLC0415 a position needs no names
    from zones.named_places import resolve, to_exercise  # noqa: PLC0415 likewise
    from zones.offsets import take_distance  # noqa: PLC0415 likewise

    try:
        resolution = resolve(text, language)
    except UnknownNameError as error:
        if known := _catalogued(text):
            return known, []
        if read := _around(text, radius_km) or _warnings(text, issued):
            return read, []
        if (_BEGINS_AS_POSITION.match(text) and not take_distance(text)) or not text.strip():
            read_positions(text)  # says what is wrong with the numbers
        if near := _nearly_catalogued(text):
            raise UnknownNameError(
                f"no place and no catalogued exercise {quote(text)} is known: did you mean {near}?"
            ) from error
        raise
    named = to_exercise(text, resolution)
    return [named if radius_km is None else _within(named, radius_km)], []


def _of_geometry(text: str, radius_km: float | None) -> Exercise:
    """Read WKT or a GeoJSON geometry."""
    from dataclasses import replace  # noqa: PLC0415

    from geo.faults import RecordError  # noqa: PLC0415
    from geo.geometry_formats import parse_text  # noqa: PLC0415
    from geo.positions import quote  # noqa: PLC0415
    from zones.exercise_places import from_geometry  # noqa: PLC0415

    try:
        geometry = parse_text(text, "")
    except RecordError as error:
        raise PositionError(f"{quote(text)}: {error.problem}: {error.mend}") from error
    if geometry is None or geometry.is_empty:
        raise PositionError(f"{quote(text)}: has no positions: write for example POINT (128.2 38.5)")
    shown = " ".join(text.split())
    read = from_geometry(geometry)
    named = replace(read, id=shown if len(shown) <= 80 else f"{shown[:79]}…")
    return named if radius_km is None else _within(named, radius_km)


def _around(text: str, radius_km: float | None) -> list[Exercise]:
    """Read a distance from a position; nothing if it is none."""
    from zones.around import read_around  # noqa: PLC0415 most positions have no words around them

    read = None if "\n" in text else read_around(text)
    if read is None:
        return []
    return [read if radius_km is None else _within(read, radius_km)]


def _warnings(text: str, issued: Reference | None) -> list[Exercise]:
    """Read the text of navigational warnings and NOTAMs; nothing if it is none, but positions alone."""
    if not _WORD.search(text):
        return []
    from geo.notices import is_notice  # noqa: PLC0415
    from geo.notices.text import split_notices  # noqa: PLC0415 a position needs no grammar of warnings
    from geo.positions import quote  # noqa: PLC0415
    from zones.notices import read_exercise  # noqa: PLC0415

    found = [read_exercise(each, issued) for each in split_notices(text)] if is_notice(text) else []
    if "\n" in text or not found or not all(map(_is_bare, found)):
        return found
    from zones.around import leads_away  # noqa: PLC0415
    from zones.offsets import holds_distance  # noqa: PLC0415

    if holds_distance(text) or leads_away(text):
        raise PositionError(
            f"{quote(text)}: it is not understood how far from the position: write '50 km east of 38.5N 128.2E', "
            "'within 50 km of 38.5N 128.2E', or the position alone with --radius"
        )
    return [_without_words(each) for each in found]


def _without_words(exercise: Exercise) -> Exercise:
    """Take the positions in a line of words as nothing but positions: it is no warning."""
    from dataclasses import replace  # noqa: PLC0415

    from zones.exercises import Exercise  # noqa: PLC0415

    places = tuple(replace(place, role="area", surface="any") for place in exercise.places)
    doubts = [doubt for doubt in exercise.doubts if not doubt.startswith("no date")]
    doubts.append("the words around the position were not used")
    return Exercise(id=exercise.id, name="", places=places, doubts=tuple(doubts))


def _is_bare(exercise: Exercise) -> bool:
    """Tell whether a notice gave points and lines alone: no area, no radius, no time."""
    return not exercise.start and all(
        place.geometry is not None and place.geometry.area == 0 and not place.uncertainty_km
        for place in exercise.places
    )


def _catalogued(text: str) -> list[Exercise]:
    """Find the catalogued exercises that are called so."""
    from zones import load_exercises  # noqa: PLC0415 only where nothing else is meant
    from zones.catalogue import called  # noqa: PLC0415 likewise

    return called(load_exercises(), text)


def _nearly_catalogued(text: str) -> str:
    """Name the catalogued exercises whose name comes close, or which have it in other years; else nothing."""
    import difflib  # noqa: PLC0415 only for the mend

    from zones import load_exercises  # noqa: PLC0415 likewise

    name = re.sub(r"[\W_]*\d[\W\d_]*", " ", text).strip()
    names = {each.series.casefold(): each.series for each in load_exercises()}
    near = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.8)
    if not near:
        return ""
    held = [each.name for each in load_exercises() if each.series == names[near[0]]]
    return " or ".join(held[-3:])


def _within(exercise: Exercise, radius_km: float) -> Exercise:
    """Give the radius to every position: who names a place knows better than the gazetteer how well."""
    from dataclasses import replace  # noqa: PLC0415

    places = (
        place if place.geometry is None else replace(place, uncertainty_km=radius_km)
        for place in exercise.places
    )
    return replace(exercise, places=tuple(places))


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
