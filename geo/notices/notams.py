"""NOTAMs: their items told apart, and read as areas and times.

B) and C) give the period, D) the hours in it, E) the text with the area, the Q-line a circle around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from geo.geodesy import KM_PER_NMI, distance_km
from geo.notices.areas import Areas, circle_area, read_areas
from geo.notices.bare_numbers import resolve_numbers
from geo.notices.dates import date_from
from geo.notices.event_items import event_items
from geo.notices.items import Item, Reading, day_moment
from geo.notices.periods import MOST_PERIODS, list_periods
from geo.notices.schedules import WEEKDAYS, parse_schedule, weekdays_between
from geo.notices.times import Times
from geo.notices.tokens import scan_tokens
from geo.notices.words import fold, pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices.tokens import Token


_LONGEST_SCHEDULE = 4000  # characters; item D) of a NOTAM has at most some hundred
_NOTAM_HEAD = re.compile(
    r"(?<![A-Z0-9])([A-Z][0-9]{4}/[0-9]{2})\s{1,4}NOTAM([NRC])(?:\s{1,4}([A-Z][0-9]{4}/[0-9]{2}))?"
)
_ITEM = re.compile(r"(?<![A-Z0-9(])([QABCDEFG])\)")
_NOTAM_END = re.compile(r"(?<![A-Z])(?:CREATED:|SOURCE:|F\)\s{0,9}(?:SFC|GND|FL|UNL|[0-9]))")
_KNOWN_DAYS = re.compile(r"\b(?:EXC|EXCEPT)\b")
_DAY = "|".join(WEEKDAYS)
_DAY_NAMES = re.compile(rf"(?<![A-Z])({_DAY})[A-Z]{{0,6}}(?:\s?-\s?({_DAY})[A-Z]{{0,6}})?")


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle of a Q-line.

    Examples
    --------
    >>> notam = read_notam("Q) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012 B) 2602100300 C) PERM E) TEXT")
    >>> round(notam.circle.lon, 3), round(notam.circle.lat, 3), notam.circle.radius_nmi, notam.circle.words
    (125.667, 36.333, 12.0, '3620N12540E012')
    """

    lon: float  #: degrees, EPSG:4326
    lat: float
    radius_nmi: float
    words: str  #: as they are printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Notam:
    """The items of a NOTAM, each as text; empty where it is missing.

    Examples
    --------
    >>> notam = read_notam("C0123/26 NOTAMR C0100/26 A) RKRR B) 2602100300 C) PERM E) CLOSED")
    >>> notam.kind, notam.replaces, notam.schedule, notam.circle
    ('R', 'C0100/26', '', None)
    """

    number: str = ""
    kind: str = ""  #: N new, R replaces, C cancels
    replaces: str = ""
    q_line: str = ""
    begins: str = ""  #: item B)
    ends: str = ""  #: item C)
    schedule: str = ""  #: item D)
    body: str = ""  #: item E)

    @property
    def circle(self) -> Circle | None:
        """Give the circle of the Q-line; None if there is none, or if it means a whole region (999).

        Zeros alone, 0000N00000E, stand where no centre was given.

        Examples
        --------
        >>> Notam(q_line="RKRR/QRTCA/IV/BO/W/000/100/3630N12530E012").circle.lat
        36.5
        >>> Notam(q_line="RKRR/QRTCA/IV/BO/W/000/999/3630N12530E999").circle is None
        True
        """
        match = re.search(
            r"([0-9]{2})([0-9]{2})\s?([NS])\s?([0-9]{3})([0-9]{2})\s?([EW])\s?([0-9]{3})(?![0-9])",
            self.q_line,
        )
        if match is None or int(match[7]) in {0, 999} or int(match[2]) > 59 or int(match[5]) > 59:
            return None
        lat = (int(match[1]) + int(match[2]) / 60) * (-1 if match[3] == "S" else 1)
        lon = (int(match[4]) + int(match[5]) / 60) * (-1 if match[6] == "W" else 1)
        if abs(lat) > 89 or abs(lon) > 180 or lat == lon == 0:
            return None
        return Circle(lon, lat, float(match[7]), match.group())


def read_notam(text: str) -> Notam | None:
    """Tell the items of a NOTAM apart; None if the text is none.

    Examples
    --------
    >>> notam = read_notam("Q) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012 B) 2602100300 C) 2602120600 E) TEXT")
    >>> notam.begins, notam.body, notam.circle.radius_nmi
    ('2602100300', 'TEXT', 12.0)
    """
    folded = fold(text)
    head = _NOTAM_HEAD.search(folded)
    items: dict[str, tuple[int, int]] = {}
    order = "QABCDEFG"
    last = -1
    previous = ""
    for match in _ITEM.finditer(folded):
        at = order.index(match[1])
        if at <= last or (
            previous == "E" and match[1] in "FG" and not _NOTAM_END.match(folded, match.start())
        ):
            continue
        if previous == "" and match[1] not in "QAB":
            continue
        if previous:
            items[previous] = (items[previous][0], match.start())
        items[match[1]] = (match.end(), len(text))
        previous, last = match[1], at
        if previous == "F":
            break
    if "E" not in items or not ("B" in items or "Q" in items):
        return None
    begin, end = items["E"]
    stop = _NOTAM_END.search(folded, begin)
    body_end = min(end, stop.start()) if stop else end

    def item(name: str) -> str:
        return text[slice(*items[name])].strip() if name in items else ""

    return Notam(
        number=head[1] if head else "",
        kind=head[2] if head else "",
        replaces=(head[3] or "") if head else "",
        q_line=fold(item("Q")),
        begins=fold(item("B")),
        ends=fold(item("C")),
        schedule=item("D"),
        body=text[begin:body_end].strip(),
    )


def notam_areas(notam: Notam) -> Areas:
    """Read item E), and hold the circle of the Q-line against it, or take it where E) has no coordinates.

    Examples
    --------
    >>> items = "Q) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012 B) 2602100300 C) 2602120600 E) GUNNERY"
    >>> [(area.shape.kind, round(area.shape.radius_km, 2)) for area in notam_areas(read_notam(items)).found]
    [('circle', 22.22)]
    """
    if notam.kind == "C":
        replaced = notam.replaces or "another"
        return Areas((), (f"it cancels {replaced} and closes no area",), ())
    areas = read_areas(notam.body)
    circle = notam.circle
    if circle is None:
        doubt = () if areas.found or not notam.q_line else ("its Q-line has no circle of its own",)
        return areas._replace(doubts=(*areas.doubts, *doubt))
    if not areas.found:
        refused = any("left out" in doubt for doubt in areas.doubts)
        area = circle_area(circle.lon, circle.lat, circle.radius_nmi * KM_PER_NMI, 0.5 / 60)
        why = "could not be read" if refused else "gives none"
        doubt_of_circle = (
            f"the area is the circle of the Q-line '{circle.words}', since item E) {why}: it is rounded up"
        )
        return areas._replace(found=(area,), doubts=(*areas.doubts, doubt_of_circle))
    return areas._replace(doubts=(*areas.doubts, *_outside_circle(areas, notam)))


def _outside_circle(areas: Areas, notam: Notam) -> list[str]:
    """Name the corners beyond the circle of the Q-line: it is rounded up, so one of both is wrong."""
    circle = notam.circle
    if circle is None:
        return []
    doubts = []
    for number, area in enumerate(areas.found, start=1):
        for corner, (lon, lat) in enumerate(area.shape.vertices, start=1):
            away_nmi = float(distance_km((circle.lon, circle.lat), (lon, lat))[0]) / KM_PER_NMI
            if away_nmi > circle.radius_nmi + 1.5:
                doubts.append(
                    f"area {number}, corner {corner} ({lat:.4f}, {lon:.4f}) lies {away_nmi:.0f} NM from the "
                    f"centre of the Q-line '{circle.words}': a digit of one of them may be wrong"
                )
    if len(doubts) > 4:
        return [*doubts[:3], f"{len(doubts) - 3} more corners lie outside the circle of the Q-line"]
    return doubts


def notam_times(notam: Notam) -> Times:
    """Read items B), C) and D): UTC; start or end is None where its item gives no instant.

    Examples
    --------
    >>> times = notam_times(read_notam("A) RKRR B) 2602100300 C) PERM E) CLOSED"))
    >>> times.start.isoformat(), times.end, times.doubts
    ('2026-02-10T03:00:00+00:00', None, ('item C) says PERM: the end stays open',))
    """
    begins, ends = read_instant(notam.begins), read_instant(notam.ends)
    doubts = []
    if begins is None and "WIE" not in notam.begins:
        doubts.append(f"item B) is no time: '{notam.begins[:40]}'" if notam.begins else "item B) is missing")
    if "PERM" in notam.ends:
        doubts.append("item C) says PERM: the end stays open")
    elif ends is None and notam.kind != "C":
        doubts.append(f"item C) is no time: '{notam.ends[:40]}': the end stays open")
    if "EST" in notam.ends:
        doubts.append(f"the end is an estimate: '{notam.ends[:40]}'")
    if begins and ends and ends < begins:
        doubts.append(f"item C) '{notam.ends[:20]}' lies before item B) '{notam.begins[:20]}'")
        return Times(begins, ends, ((begins, ends),), tuple(doubts))
    if begins and ends and notam.schedule:
        times = read_schedule(notam.schedule, begins, ends)
        return times._replace(doubts=(*doubts, *times.doubts))
    if begins or ends:
        return Times(begins, ends, ((begins, ends),), tuple(doubts))
    return Times(None, None, (), tuple(doubts))


def read_instant(ten_digits: str) -> datetime | None:
    """Read YYMMDDHHMM of a NOTAM, in UTC; None if it is none.

    Examples
    --------
    >>> read_instant("2602100300").isoformat()
    '2026-02-10T03:00:00+00:00'
    """
    match = re.search(r"(?<![0-9])([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])", ten_digits)
    if match is None:
        return None
    year, month, day, hour, minute = map(int, match.groups())
    try:
        return datetime(2000 + year, month, day, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)
    except ValueError:
        return None


def read_schedule(schedule: str, begins: datetime, ends: datetime) -> Times:
    """Read item D) of a NOTAM: windows between the instants of B) and C).

    Parameters
    ----------
    schedule : str
        Such as ``10-11 0300-0600, 12 0200-0600`` or ``2100-1100 DLY``.
    begins, ends : datetime
        UTC.

    Returns
    -------
    Times
        Start and end are those given; the windows are cut to them.

    Examples
    --------
    >>> begins, ends = datetime(2026, 2, 10, 3, tzinfo=UTC), datetime(2026, 2, 12, 6, tzinfo=UTC)
    >>> times = read_schedule("10-11 0300-0600, 12 0200-0600", begins, ends)
    >>> [f"{a:%d %H%M}-{b:%H%M}" for a, b in times.periods]
    ['10 0300-0600', '11 0300-0600', '12 0200-0600']
    """
    if len(schedule) > _LONGEST_SCHEDULE:
        return Times(begins, ends, ((begins, ends),), ("the schedule is too long to be read",))
    if parsed := parse_schedule(schedule, begins, ends):
        return _within(Times(begins, ends, parsed.windows, parsed.doubts), schedule)
    slashed = re.sub(r"(?<=[0-9]{4})/(?=[0-9]{4})", "-", fold(schedule))
    whole_days = pattern("times", "round_the_clock").sub("0000-2400", slashed)
    reading = Reading(schedule, whole_days, "en", "UTC")
    tokens = scan_tokens(reading.folded)
    items = event_items(resolve_numbers(tokens, schedule=True), reading)
    dated = [moment for item in items for moment in item.moments if moment.day]
    if fault := _schedule_fault(reading, tokens, items, begins, ends):
        return Times(begins, ends, ((begins, ends),), (f"{fault}: {reading.quote(0, 200)}",))
    if not dated:
        items.insert(0, Item(day_moment(begins.date()), day_moment(ends.date()), ranged=True))
    days = _weekdays(reading.folded)
    windows = [(a, b) for a, b in list_periods(reading, items) if a and b and a.weekday() in days]
    return _within(Times(begins, ends, tuple(windows), tuple(reading.doubts)), schedule)


def _within(times: Times, schedule: str) -> Times:
    """Cut the windows of a schedule to the instants of B) and C)."""
    begins, ends = times.start, times.end
    windows = [(a, b) for a, b in times.periods if a and b and begins and ends]
    within = [(max(a, begins), min(b, ends)) for a, b in windows if begins and ends]
    periods = tuple((a, b) for a, b in within if a < b)
    if periods:
        return times._replace(periods=periods)
    words = " ".join(schedule.split())[:200]
    doubt = f"no window of the schedule lies between B) and C): '{words}'"
    return times._replace(periods=((begins, ends),), doubts=(*times.doubts, doubt))


def _schedule_fault(
    reading: Reading, tokens: Sequence[Token], items: list[Item], begins: datetime, ends: datetime
) -> str:
    """Say why a schedule has no windows of its own; nothing if it has."""
    if pattern("times", "sun").search(reading.folded):
        return "the hours go by the sun"
    dated = [moment for item in items for moment in item.moments if moment.day]
    unknown = [reading.folded[token.start : token.end] for token in tokens if token.kind == "x"]
    unknown = [words for words in unknown if any(char.isalnum() for char in _KNOWN_DAYS.sub("", words))]
    if unknown or not items or not all(date_from(moment, begins.date(), items) for moment in dated):
        return "the schedule cannot be read"
    if not dated and (ends - begins).days > MOST_PERIODS:
        return "the schedule has too many windows to list"
    return ""


def _weekdays(folded: str) -> set[int]:
    """Give the days of the week on which a schedule holds, Monday as 0: all of them if it names none."""
    named: set[int] = set()
    for first, last in _DAY_NAMES.findall(folded):
        named |= weekdays_between(first, last or first)
    left_out = bool(_KNOWN_DAYS.search(folded))
    return set(range(7)) - named if left_out or not named else named
