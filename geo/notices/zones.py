"""The zone in which the bare times of a notice are, and local times in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from geo.notices.tokens import zone_words
from geo.notices.words import alternatives, tables

if TYPE_CHECKING:
    from geo.notices.items import Reading

_HALF_DAY = re.compile(
    r"[0-9][ ]?[AP]\.?[ ]?M(?![A-Z])|УТРА|ВЕЧЕРА|(?<![A-Z])NOON|MIDNIGHT"
    r"|(?<![0-9:])[0-9]{1,2}:[0-5][0-9](?![0-9:])"
)


def zone_of(reading: Reading) -> str:
    """Tell in which zone the bare times of a text are: the one that it names, else that of its language."""
    named = [
        (match.start(), name)
        for name, words in zone_words().items()
        if (match := words.search(reading.folded))
    ]
    if len({name for _, name in named}) == 1:
        name = named[0][1]
        return name if name != "LOCAL" else _local_zone(reading)
    if named:
        first = min(named)[1]
        reading.doubts.append(
            f"several zones are named ({', '.join(name for _, name in sorted(named))}): "
            "each time was read by the words next to it"
        )
        return _default_zone(reading) if first == "LOCAL" or reading.language not in {"en", "ru"} else first
    if not named and reading.language in {"en", "ru"} and _HALF_DAY.search(reading.folded):
        return _local_zone(reading)
    return _default_zone(reading)


def _local_zone(reading: Reading) -> str:
    """Take the zone of the one country that a text names, where hours are local but no zone is named."""
    hints = tables()["zones"]["places"]
    named = {zone for zone, words in hints.items() if re.search(alternatives(words), reading.folded)}
    if len(named) > 1 and named <= {"PYONGYANG", "KST", "JST"}:  # one time, but for three years
        named = {"PYONGYANG"} if "PYONGYANG" in named else {"KST"}
    zone = named.pop() if len(named) == 1 else _default_zone(reading)
    reading.doubts.append(f"the zone of the hours is not named: read as {zone} time")
    return zone


def _default_zone(reading: Reading) -> str:
    return str(tables()["zones"]["default"][reading.language])


def in_utc(day: date, minute: int, zone: str) -> datetime:
    """Give the instant of a minute of a local day; 1440 is the midnight at its end.

    Examples
    --------
    >>> in_utc(date(2017, 8, 1), 7 * 60, "PYONGYANG").isoformat()
    '2017-07-31T22:30:00+00:00'
    """
    local = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    zones = tables()["zones"]
    if zone in zones["changing"]:
        for east, until in zones["changing"][zone]:
            instant = local - timedelta(minutes=east)
            if instant < datetime.fromisoformat(until).replace(tzinfo=UTC):
                return instant
    return local - timedelta(minutes=zones["minutes"].get(zone, 0))
