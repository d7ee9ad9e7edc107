"""The catalogue of exercises: to find in it, to choose from it, and its entries as they are written."""

from __future__ import annotations

import difflib
import json
import re
from calendar import monthrange
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import DezoneError
from zones import store
from zones.series import series_called

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from zones.exercises import Exercise

FILE = "exercises.json"


class UnknownExerciseError(DezoneError):
    """An exercise was asked for by an identifier that no entry has.

    Examples
    --------
    >>> from zones import load_exercises
    >>> find(load_exercises(), "Foal Eagle 2017")
    Traceback (most recent call last):
        ...
    zones.catalogue.UnknownExerciseError: no exercise 'Foal Eagle 2017': did you mean foal-eagle-2017?
    """

    def __init__(self, exercise_id: str, known: Collection[str]) -> None:
        words = set(re.findall(r"[a-z]+|\d+", exercise_id.lower()))
        near = [each for each in known if words and words <= set(re.findall(r"[a-z]+|\d+", each))][:5]
        near = near or difflib.get_close_matches(exercise_id.lower(), known, n=3, cutoff=0.5)
        *most, last = near or [""]
        mend = (
            f"did you mean {', '.join(most)}{' or ' if most else ''}{last}?"
            if near
            else "dezone exercises list shows them all"
        )
        super().__init__(f"no exercise {exercise_id[:60]!r}: {mend}")


def find(exercises: Iterable[Exercise], exercise_id: str) -> Exercise:
    """Find an exercise by its identifier.

    Raises
    ------
    UnknownExerciseError
        If there is none; the text has the identifiers that come close.

    Examples
    --------
    >>> from zones import load_exercises
    >>> find(load_exercises(), "joint-sea-2017-pacific").name
    'Joint Sea-2017, second stage'
    """
    known = {exercise.id: exercise for exercise in exercises}
    if exercise_id not in known:
        raise UnknownExerciseError(exercise_id, known)
    return known[exercise_id]


def called(exercises: Iterable[Exercise], text: str) -> list[Exercise]:
    """Find the exercises that people call so: by identifier, name or series, with or without a year.

    Parameters
    ----------
    exercises : iterable of Exercise
    text : str
        ``RIMPAC 2024``, ``Freedom Edge``, ``Joint Sea 17``, ``海上联合-2017``, ``UFS 24``: case and
        punctuation do not matter, and the year of a series may have two digits.

    Returns
    -------
    list of Exercise
        That with this identifier; else those of this series, in this year if one is given; else those whose
        names hold all of several words, or, if the words are too common to mean one, are these words.

    Examples
    --------
    >>> from zones import load_exercises
    >>> [e.id for e in called(load_exercises(), "Freedom Edge 2024")]
    ['freedom-edge-2024-1']
    """
    known = list(exercises)
    wanted = _words(text)
    if same := [each for each in known if wanted == _words(each.id)]:
        return same
    names = [word for word in wanted if not word.isdigit()]
    years = {word for word in wanted if word.isdigit()}
    if not names:
        return []
    series = series_called(text, {each.series for each in known if each.series})
    of_series = [each for each in known if series and each.series == series and years <= _years(each)]
    if of_series:
        return of_series
    if len(wanted) < 2:
        return [each for each in known if _words(each.name) == wanted]
    holding = [
        each
        for each in known
        if {*wanted} <= {*_words(f"{each.name} {each.series}"), each.start[:4], each.end[:4]}
    ]
    if len(holding) > _MOST_HOLDING:
        return [each for each in known if _words(each.name) == wanted]
    return holding


_MOST_HOLDING = 20  # more are not what a name means


def _words(text: str) -> list[str]:
    """Give the words and numbers of a name."""
    return re.findall(r"[^\W\d_]+|\d+", text.casefold())


def _years(exercise: Exercise) -> set[str]:
    """Give the years in which it was held, as people write them."""
    years = {day[:4] for day in (exercise.start, exercise.end) if day}
    return years | {year[2:] for year in years}


# Choosing


def select(
    exercises: Iterable[Exercise],
    *,
    parties: Collection[str] = (),
    kinds: Collection[str] = (),
    series: str = "",
    first: str = "",
    last: str = "",
    evidence: Collection[str] = (),
) -> list[Exercise]:
    """Choose exercises; each condition that is given must hold.

    Parameters
    ----------
    exercises : iterable of Exercise
    parties, kinds, evidence : collection of str
        One of them is enough. Parties are ISO 3166-1 alpha-3 codes; those who only send a contingent do not
        count.
    series : str
        Part of the name of the series, case aside, or what else it is called: 키리졸브, KR.
    first, last : str
        A year, a month or a day, each itself included. Chosen is what overlaps the period as far as its own
        dates tell: what is known only to be in a month overlaps each of its days. Without a date nothing
        overlaps.

    Returns
    -------
    list of Exercise
        In their order.

    Raises
    ------
    DezoneError
        If a date does not exist, or the last day is before the first.

    Examples
    --------
    >>> from zones import load_exercises
    >>> [e.id for e in select(load_exercises(), series="joint sea", first="2017", last="2017")]
    ['joint-sea-2017-baltic', 'joint-sea-2017-pacific']
    """
    begin = days(first)[0] if first else ""
    end = days(last)[1] if last else "9999-12-31"
    if end < begin:
        raise DezoneError(f"the period ends on {end}, before it begins on {begin}: swap the two dates")
    return [
        exercise
        for exercise in exercises
        if (not parties or set(parties) & set(exercise.parties))
        and (not kinds or set(kinds) & set(exercise.kinds))
        and is_of_series(exercise, series)
        and (not evidence or exercise.evidence in evidence)
        and (not (first or last) or _overlaps(exercise, begin, end))
    ]


def is_of_series(exercise: Exercise, series: str) -> bool:
    """Tell whether an exercise is of a series, given by part of its name or by another name; "" is any.

    Examples
    --------
    >>> from zones import load_exercises
    >>> is_of_series(find(load_exercises(), "rimpac-2024"), "림팩")
    True
    """
    return series.casefold() in exercise.series.casefold() or exercise.series == (
        series_called(series) or None
    )


def _overlaps(exercise: Exercise, begin: str, end: str) -> bool:
    try:
        own_first = days(exercise.start or exercise.end)[0]
        own_last = days(exercise.end or exercise.start)[1]
    except DezoneError:
        return False
    return own_first <= end and begin <= own_last


def days(text: str) -> tuple[str, str]:
    """Give the first and the last day of a year, a month or a day, as text that sorts.

    Raises
    ------
    DezoneError
        If it is none, or does not exist.

    Examples
    --------
    >>> days("1976"), days("2016-02"), days("2017-08-07")
    (('1976-01-01', '1976-12-31'), ('2016-02-01', '2016-02-29'), ('2017-08-07', '2017-08-07'))
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text[:10] if text[10:11] in ("T", " ") else text)
    try:
        if not match:
            raise ValueError  # noqa: TRY301 told alike
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
        last = first if day else date(first.year, month or 12, monthrange(first.year, month or 12)[1])
    except ValueError:
        raise DezoneError(f"{text[:40]!r} is no date: write 2017, 2017-08 or 2017-08-07") from None
    return first.isoformat(), last.isoformat()


# The bundled entries, as they are written


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Give each bundled entry as it stands in the file, by its identifier.

    Examples
    --------
    >>> entries()["joint-sea-2017-pacific"]["series"]
    'Joint Sea'
    """
    return {entry["id"]: entry for entry in store.document(FILE)["exercises"]}


def as_text(ids: Iterable[str]) -> str:
    """Write bundled entries as a file in our format, as the bundled file itself is written.

    Raises
    ------
    KeyError
        If there is no such entry.

    Examples
    --------
    >>> as_text(entries()) == (store.DATA / FILE).read_text(encoding="utf-8")
    True
    """
    chosen = [entries()[each] for each in ids]
    return _written({"about": store.document(FILE)["about"], "exercises": chosen}, "") + "\n"


_ON_ONE_LINE = frozenset({"parties", "other_participants", "kinds", "date_precision", "geometry"})


def _written(value: object, indent: str, key: str = "") -> str:
    """Write JSON with what is read as one thing on one line, so that a change is easy to see."""
    if not value or not isinstance(value, (dict, list)) or key in _ON_ONE_LINE:
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, list):
        whole = "launches" if key == "launches" else ""
        parts = [json.dumps(part, ensure_ascii=False) if whole else _written(part, deeper) for part in value]
    else:
        parts = [f"{json.dumps(name)}: {_written(part, deeper, name)}" for name, part in value.items()]
    start, end = "{}" if isinstance(value, dict) else "[]"
    return f"{start}\n{deeper}" + f",\n{deeper}".join(parts) + f"\n{indent}{end}"
