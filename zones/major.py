"""Definitions of “major”: the texts define no size, so each run chooses one and shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import DezoneError
from zones import vocabulary
from zones.activities import AIR, LAND, SEA, STAFF, Check
from zones.regime_files import load_regimes
from zones.regimes import UNITS

if TYPE_CHECKING:
    from zones.exercises import Exercise
    from zones.regimes import Threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Major:
    """A definition of “major”: the texts give none, so each run chooses one and shows it.

    Examples
    --------
    >>> major("personnel=9000").threshold, major("any").personnel
    (None, None)
    """

    id: str
    text: str
    threshold: Threshold | None = None
    personnel: int | None = None


def major(definition: str) -> Major:
    """Read a definition of “major”.

    Parameters
    ----------
    definition : str
        ``any``, ``live-fire``, ``multi-service``, ``personnel=9000``, or a threshold that a regime lends:
        ``named``, ``regiment``, ``vienna-notify`` and so on.

    Raises
    ------
    DezoneError
        If there is no such definition.

    Examples
    --------
    >>> major("personnel=9000").text
    'at least 9,000 persons'
    """
    if match := re.fullmatch(r"personnel\s*(?:>=|=)\s*(\d{1,7})", definition):
        least = int(match[1])
        return Major(id=f"personnel={least}", text=f"at least {least:,} persons", personnel=least)
    known = majors()
    if definition not in known:
        mend = vocabulary.mend(definition.replace("_", "-"), [*known, "personnel=9000"])
        raise DezoneError(f"no definition of major {definition[:40]!r}: {mend}")
    return known[definition]


def majors() -> dict[str, Major]:
    """Give the definitions that have a name.

    Examples
    --------
    >>> "vienna-notify" in majors()
    True
    """
    own = (
        Major(
            id="any",
            text="every exercise, as the text defines no size: the widest reading",
        ),
        Major(id="live-fire", text="weapons are fired"),
        Major(id="multi-service", text="more than one of army, navy and air force"),
    )
    lent = [
        Major(id=each.id, text=each.text, threshold=each)
        for regime in load_regimes().values()
        for each in regime.thresholds
    ]
    return {each.id: each for each in (*own, *lent)}


def is_major(exercise: Exercise, definition: Major) -> Check:
    """Tell whether an exercise is major; an unpublished size leaves it open.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> is_major(find(load_exercises(), "foal-eagle-2017"), major("vienna-notify"))
    Check(answer='yes', why='31,600 persons')
    """
    lent = definition.threshold
    if definition.id == "any":
        return Check("yes", "any size counts")
    if definition.id in ("live-fire", "multi-service"):
        return _by_kind(set(exercise.kinds), definition.id)
    if lent and lent.series:
        named = exercise.series in lent.series
        verb = "is" if named else "is not"
        return Check("yes" if named else "no", f"{exercise.series or 'it'} {verb} on the list of series")
    if lent and lent.unit:
        return unit_is_at_least(exercise, lent.unit)
    return _persons_are_at_least(exercise, definition)


def _by_kind(kinds: set[str], definition: str) -> Check:
    """Tell of fire or services; what is not reported may still have been."""
    if definition == "live-fire":
        if kinds & {"live_fire", "missile_firing"}:
            return Check("yes", "weapons were fired")
        open_ = Check("unknown", "that weapons were fired is not said")
        return Check("no", "staffs only") if kinds <= STAFF else open_
    if sum(bool(kinds & service) for service in (LAND, SEA, AIR)) > 1:
        return Check("yes", "more than one service")
    return Check("unknown", "that more than one service took part is not said")


def _persons_are_at_least(exercise: Exercise, definition: Major) -> Check:
    lent = definition.threshold
    least = definition.personnel or (lent.personnel if lent else None) or 0
    if lent and lent.landing_personnel and {"amphibious", "airborne"} & set(exercise.kinds):
        least = lent.landing_personnel
    persons = exercise.scale.personnel
    if persons is None:
        return Check("unknown", "no number of persons is published")
    if persons >= least:
        return Check("yes", f"{persons:,} persons")
    return Check("no", f"{persons:,} persons, fewer than {least:,}")


def unit_is_at_least(exercise: Exercise, unit: str) -> Check:
    """Tell whether the largest unit that took part was of a size (`zones.regimes.UNITS`) or above.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.catalogue import find
    >>> unit_is_at_least(find(load_exercises(), "joint-sea-2017-pacific"), "regiment")
    Check(answer='unknown', why='whether units of regiment size or above took part is not published')
    """
    own = exercise.scale.unit
    if own not in UNITS:
        return Check("unknown", f"whether units of {unit} size or above took part is not published")
    enough = UNITS.index(own) >= UNITS.index(unit)
    return Check("yes" if enough else "no", f"the largest unit was a {own}")
