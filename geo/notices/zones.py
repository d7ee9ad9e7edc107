"""The zone in which the bare times of a notice are, and local times in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from geo.notices.words import alternatives, tables, zone_words

if TYPE_CHECKING:
    from geo.notices.items import Reading

_DAY_MINUTES = 24 * 60
_SAME_HOUR = re.compile(
    r"(?<![0-9:.])(?P<hour>[0-9]{1,2})(?:[:.]?(?P<minute>[0-5][0-9]))?[ ]?(?:(?P<half>[AP])\.?M\.?)?"
    r"(?P<bracket>[ ]?\((?P<utc>[0-2][0-9]):?(?P<utc_minute>[0-5][0-9])[ ]?(?:GMT|UTC|Z)\))"
)
_HALF_DAY = re.compile(
    r"[0-9][ ]?[AP]\.?[ ]?M(?![A-Z])|УТРА|ВЕЧЕРА|(?<![A-Z])NOON|MIDNIGHT"
    r"|(?<![0-9:])[0-9]{1,2}:[0-5][0-9](?![0-9:])"
)


def take_same_hour(reading: Reading) -> str:
    """Take the second name of an hour out, 12 PM (0400 GMT), and give the zone that makes them the same.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> reading = Reading("", "FROM 12 PM (0400 GMT)", "en")
    >>> take_same_hour(reading), reading.folded.rstrip()
    ('BEIJING', 'FROM 12 PM')
    """
    zone = ""
    for match in list(_SAME_HOUR.finditer(reading.folded))[:20]:
        hour = int(match["hour"]) % 12 + 12 * (match["half"] == "P") if match["half"] else int(match["hour"])
        east = hour * 60 + int(match["minute"] or 0) - int(match["utc"]) * 60 - int(match["utc_minute"])
        minutes = tables()["zones"]["minutes"].items()
        named = next((name for name, each in minutes if (each - east) % _DAY_MINUTES == 0), "")
        if named:
            start, end = match.span("bracket")
            reading.folded = reading.folded[:start] + " " * (end - start) + reading.folded[end:]
            zone = zone or named
    return zone


def zone_of(reading: Reading) -> str:
    """Tell in which zone the bare times of a text are: the one that it names, else that of its language.

    Examples
    --------
    >>> from geo.notices.items import Reading
    >>> zone_of(Reading("", "0900 TO 1700 KST", "en")), zone_of(Reading("", "5月9日8时", "zh"))
    ('KST', 'BEIJING')
    """
    named = [
        (match.start(), name)
        for name, words in zone_words().items()
        if (match := words.search(reading.folded))
    ]
    if len({name for _, name in named}) == 1:
        name = named[0][1]
        words = zone_words()["LOCAL"].search(reading.folded) if name == "LOCAL" else None
        said = f"{reading.quote(*words.span())} is said, but not of which place" if words else ""
        return name if name != "LOCAL" else _local_zone(reading, said)
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


def _local_zone(reading: Reading, said: str = "") -> str:
    """Take the zone of the one country that a text names, where hours are local but no zone is named."""
    hints = tables()["zones"]["places"]
    named = {zone for zone, words in hints.items() if re.search(alternatives(words), reading.folded)}
    if len(named) > 1 and named <= {"PYONGYANG", "KST", "JST"}:  # one time, but for three years
        named = {"PYONGYANG"} if "PYONGYANG" in named else {"KST"}
    zone = named.pop() if len(named) == 1 else _default_zone(reading)
    named_by = f" ({said})" if said else ""
    reading.doubts.append(f"the zone of the hours is not named{named_by}: read as {zone} time")
    return zone


def _default_zone(reading: Reading) -> str:
    return str(tables()["zones"]["default"][reading.language])


def in_utc(day: date, minute: int, zone: str) -> datetime:
    """Give the instant of a minute of a local day; 1440 is the midnight at its end.

    A zone that is not known counts as UTC, as no zone does.

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
