"""The words and numbers of times in a notice, cut into tokens that are the same for every language.

Tokens are ``y`` a year, ``m`` a month, ``d`` a day, ``t`` a clock time, ``g`` a day and a time in one group
of digits, ``~`` "to", ``,`` "and", ``U`` "until" behind a time, ``S`` the same day, ``N`` the next day, ``D``
daily, ``A`` alternate, ``R`` reserve, ``z`` a zone, and ``x`` anything else. Bare numbers (``n`` one or two
digits, ``w`` four) become one of these by their neighbours, or ``x``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.notices.words import alternatives, fold, number_value, pattern, tables, zone_words
from geo.patterns import re

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_DAY = 24 * 60
#: The kinds of words, in the order in which they are tried.
_NUMBER_KINDS = (
    "iso", "day_list", "day_first", "points", "half_after", "dotted", "short", "slashed", "era", "year",
    "spelt_month", "spelt_day", "spelt_hour", "clock", "ampm", "group", "four", "two",
)  # fmt: skip
_WORD_KINDS = (
    "noon", "month", "zone", "next", "same", "daily", "reserve", "alternate", "weekday", "until", "range",
    "between", "also", "starts", "skip", "comma",
)  # fmt: skip
#: The tokens of kinds that are words alone; nothing for words that say nothing of time.
_PLAIN = {
    "next": "N", "same": "S", "daily": "D", "reserve": "R", "alternate": "A", "weekday": "", "until": "U",
    "range": "~", "between": "B", "also": ",", "starts": "~", "skip": "", "comma": ",",
}  # fmt: skip


class Token(NamedTuple):
    """A word or number of time, or a run of other words.

    Values are numbers as they are meant, clock times in minutes after midnight of their zone.

    Examples
    --------
    >>> [tuple(token) for token in scan_tokens("3:30 P.M. KST")]
    [('t', 0, 9, (930,), '', 'pm'), ('z', 10, 13, (), 'KST', '')]
    """

    kind: str
    start: int
    end: int
    values: tuple[int, ...] = ()
    zone: str = ""
    half: str = ""


def _word_part(name: str) -> str:
    return alternatives(tables()["times"][name])


@cache
def _scanner() -> re.Pattern[str]:
    """Make one pattern of all words and numbers; the first kind that fits counts."""
    numbers = tables()["numbers"]
    number = f"(?:[0-9]{{1,4}}+|[{numbers['digits']}{numbers['tens']}]{{1,4}}+)"
    parts = {**_number_parts(number, numbers["digits"]), **_word_parts()}
    of_numbers, of_words = (
        "|".join(f"(?P<{kind}>{parts[kind]})" for kind in kinds) for kinds in (_NUMBER_KINDS, _WORD_KINDS)
    )
    times = tables()["times"]
    leading = [word for words in times["half_day"].values() for word in words] + list(times["era"])
    led = _set_of(
        [fold(word)[0] for word in leading] + list(f"0123456789{numbers['digits']}{numbers['tens']}")
    )
    # Most of a text is none of these: taken in one go, before and behind, so that long texts stay quick.
    return re.compile(
        rf"(?P<none>[^{_first_characters()}]++)|(?=[{led}])(?:{of_numbers})|(?![0-9])(?:{of_words})"
        r"|(?P<rest>[A-ZÀ-ɏА-ЯЁ]++|[0-9]++)"
    )


def _number_parts(number: str, characters: str) -> dict[str, str]:
    """Give the patterns of dates and clock times."""
    times, tens = tables()["times"], tables()["numbers"]["tens"]
    year, month, day, hour, minute = map(_word_part, ("year", "month", "day", "hour", "minute"))
    halves = times["half_day"].items()
    half = "|".join(f"(?P<half_{name}>{alternatives(words)})" for name, words in halves)
    clock_half = "|".join(f"(?P<khalf_{name}>{alternatives(words)})" for name, words in halves)
    zone = r"[ ]?(?:UTC|GMT|[ZIK](?![A-Z0-9]))"
    weekdays = _word_part("weekdays")
    # 114年3月 counts from 1911: a year of three digits.
    long_year = (
        rf"(?:19|20)[0-9]{{2}}|[{characters}]{{4}}|[0-9]{{2}}(?={year}[ ]?[0-9]{{1,2}}{month})"
        rf"|1[01][0-9](?=[ ]?{year}[ ]?[0-9]{{1,2}}[ ]?{month})"
    )
    # 2024.5.9 ~ 5.12: elsewhere two numbers with a point between them are no date.
    behind_whole_date = "|".join(
        rf"(?<=[0-9]{{4}}\.[0-9]{{{month_digits}}}\.[0-9]{{{day_digits}}}{to})"
        for month_digits in (1, 2)
        for day_digits in (1, 2)
        for to in ("~", " ~ ")
    )
    return {
        "iso": r"(?:(?<![0-9])(?:19|20)[0-9]{2}|(?<=['‘’])[0-9]{2})"
        r"[-./][ ]?[0-9]{1,2}[-./][ ]?[0-9]{1,2}(?![0-9])\.?",
        # 08/24,25,26 - 09:00 ~ 18:00, as tables have it: the dash is no "to".
        "day_list": r"(?<![0-9/.-])[0-9]{1,2}/[0-9]{1,2}(?:,[ ]?(?:[0-9]{1,2}/)?[0-9]{1,2}(?![0-9])){0,30}"
        r"\s-\s(?=[0-9]{1,2}:[0-9]{2})",
        "dotted": r"(?<![0-9.])(?P<dm>[0-9]{1,2})\.[ ]?(?P<dd>[0-9]{1,2})\.(?=[ ]?[(~-]|\s|$)",
        "short": rf"(?=[0-9]{{1,2}}\.[0-9]{{1,2}}(?![0-9.]))(?:{behind_whole_date})"
        r"(?P<sm>[0-9]{1,2})\.(?P<sd>[0-9]{1,2})",
        "day_first": r"(?<![0-9.])(?P<fd>[0-3]?[0-9])\.(?P<fm>[01]?[0-9])\.(?P<fy>20[0-9]{2})(?![0-9])"
        r"(?:[ ]?Г(?:ОДА|\.))?",
        # FROM 06.00 TO 22.00 are hours, С 05.09 ПО 07.09 days: no month has the number of a quarter hour.
        "points": r"(?=[0-9]{1,2}\.[0-9]{2}(?![0-9.]))"
        r"(?:(?<=\bС )|(?<=\bДО )|(?<=\bПО )|(?<=\bFROM )|(?<=\bTO )|(?<=[0-9]-))"
        r"(?:(?P<ph>[0-2]?[0-9])\.(?P<pmin>00|15|30|45)(?![0-9.])(?:[ ]?ЧАС\w{0,3})?"
        r"|(?<=[СО] )(?P<pd>[0-3][0-9])\.(?P<pm>0[1-9]|1[0-2])(?![0-9.]))",
        "half_after": rf"(?<![0-9.:])(?P<hh>[0-9]{{1,2}})(?:[:.](?P<hmin>[0-5][0-9]))?[ ](?:ЧАС\w{{0,3}}[ ])?"
        rf"(?:{half.replace('?P<half_', '?P<ahalf_')})",
        # 6/20 is a date where a clock time, a weekday or another such date follows: elsewhere a number.
        "slashed": rf"(?<![0-9/.-])(?P<m1>[0-9]{{1,2}})/(?P<d1>[0-9]{{1,2}})(?![0-9/.])"
        rf"(?:[ ]?[~-][ ]?(?P<m2>[0-9]{{1,2}})/(?P<d2>[0-9]{{1,2}})(?![0-9/.])"
        rf"|(?=[ ]?\)?[ ]?(?:{weekdays}|{clock_half.replace('?P<khalf', '?P<shalf')}"
        rf"|[0-9]{{1,2}}:[0-9]{{2}}|[0-9]{{1,4}}[ ]?{hour})))",
        "era": rf"(?:{'|'.join(times['era'])})[ ]?(?:{number}|{times['first_year']})[ ]?{year}",
        "year": rf"(?<![0-9])(?P<cy>{long_year})[ ]?{year}",
        "spelt_month": rf"(?<![0-9])(?P<cm>{number})[ ]?{month}",
        "spelt_day": rf"(?<![0-9])(?P<cd>{number})[ ]?{day}(?![{times['no_day']}](?!午))",
        "spelt_hour": rf"(?:(?![0-9])(?:{half})[ ]?)?(?<![0-9])"
        rf"(?P<ch>{number})[ ]?{hour}(?![{times['no_hour']}]|\([A-Z0-9]{{0,9}}坐标)"
        rf"(?:[ ]?(?P<cmin>{number})[ ]?{minute}|(?P<chalf>{_word_part('half')}))?+",
        "clock": rf"(?:(?![0-9])(?:{clock_half})[ ]?)?(?<![0-9:])(?P<kh>[0-9]{{1,2}}):(?P<kmin>[0-5][0-9])"
        rf"(?::[0-5][0-9])?(?![0-9:])[ ]?(?P<kap>[AP]\.?M\.?(?![A-Z]))?+(?P<ksfx>{zone})?+(?:{hour})?+",
        "ampm": r"(?<![0-9.:])(?P<ah>[0-9]{1,2})(?:\.(?P<amin>[0-5][0-9]))?[ ]?(?P<ap>[AP])\.?[ ]?M\.?"
        r"(?![A-Z])",
        "noon": rf"(?:{_word_part('noon')}|{_word_part('midnight')})",
        "group": r"(?<![0-9A-Z])(?<![0-9]\.)(?<!(?<![0-9]{6})(?<![A-Z])-)(?P<gd>[0-3][0-9])(?P<gh>[0-2][0-9])"
        rf"(?P<gmin>[0-5][0-9])(?P<gsfx>{zone})?+(?![0-9A-Z])",
        "four": rf"(?<![0-9])(?<![0-9]\.)(?P<w>[0-9]{{4}})(?![0-9])(?P<wsfx>{zone})?+"
        r"(?P<wword>[ ]?(?:HRS|HOURS|H|LT)(?![A-Z]))?+",
        "two": r"(?:(?<![0-9./])|(?<=[0-9]Z/)|(?<=UTC/))(?P<n>[0-9]{1,2}(?![0-9])(?:ST|ND|RD|TH)?(?![.][0-9])"
        rf"|[{characters}{tens}]{{1,3}}(?=[ ]?(?:至|到|~|-|,)[ ]?[{characters}{tens}]{{1,3}}[ ]?{day}))",
    }


def _word_parts() -> dict[str, str]:
    """Give the patterns of words, by the kind of token that they make."""
    names = tables()["months"].items()
    months = "|".join(f"(?P<month_{month}>{alternatives(words)})" for month, words in names)
    weekdays = _word_part("weekdays")
    return {
        "month": rf"(?:{months})\.?",
        "zone": "|".join(alternatives(words) for words in tables()["zones"]["words"].values()),
        "next": _word_part("next_day"),
        "same": _word_part("same_day"),
        "daily": _word_part("daily"),
        "reserve": _word_part("reserve"),
        "alternate": _word_part("alternate"),
        "weekday": rf"{weekdays}(?:,?[ ]?(?={weekdays}))?",
        "until": _word_part("until_after"),
        "range": _word_part("range"),
        "between": _word_part("between"),
        "also": _word_part("also"),
        "starts": _word_part("starts"),
        "skip": rf"[\s()\[\]]++|{_word_part('skipped')}",
        "comma": r"[,;/&+][\s,;]*+",
    }


def scan_tokens(folded: str) -> list[Token]:
    """Cut a text into tokens: y m d t g, ~ for "to", and x for words that mean no time.

    Examples
    --------
    >>> [(token.kind, *token.values) for token in scan_tokens("0300Z TO 0700Z DAILY")]
    [('t', 180), ('~',), ('t', 420), ('D',)]
    """
    found: list[Token] = []
    other: list[int] = []  # where words that mean nothing begin and end
    at = 0
    for match in _scanner().finditer(folded):
        start, end = match.span()
        if match.lastgroup in _OTHER or folded[at:start].strip():
            other = [other[0] if other else at, end if match.lastgroup in _OTHER else start]
        at = end
        if match.lastgroup in _OTHER or not (made := _tokens_of(match)):
            continue
        if other and folded[other[0] : other[1]].strip() and (not found or found[-1].kind != "x"):
            found.append(Token("x", other[0], other[1]))
        other = []
        found += made
        if len(found) >= MOST_TOKENS:
            break
    return found


_OTHER = {"none", "rest"}
#: A notice has hundreds of words and numbers of time; a text with more is none, or many.
MOST_TOKENS = 8000


def _first_characters() -> str:
    """Give the characters with which a word or a number of time can begin, for a set in a pattern."""
    tables_of = tables()
    times, zones = tables_of["times"], tables_of["zones"]["words"]
    words = [word for value in times.values() if isinstance(value, list) for word in value]
    words += [
        word
        for value in (times["half_day"], zones, tables_of["months"])
        for each in value.values()
        for word in each
    ]
    words += [
        *times["era"],
        tables_of["numbers"]["digits"],
        tables_of["numbers"]["tens"],
        "0123456789,;/&+()[]",
    ]
    first = {fold(word)[0] for word in words} | set("".join(fold(word) for word in words[-3:]))
    return _set_of(first) + r"\s"


def _set_of(characters: Iterable[str]) -> str:
    return "".join(re.escape(char) for char in sorted(set(characters)))


def _tokens_of(match: re.Match[str]) -> list[Token]:
    kind = match.lastgroup or ""  # the outermost group closes last
    start, end = match.span()
    if kind == "zone":
        name = next(name for name, words in zone_words().items() if words.fullmatch(match.group()))
        return [Token("z", start, end, (), "" if name == "LOCAL" else name)]
    if kind in _PLAIN:
        half = "and" if kind == "also" else "/" if match.group()[0] == "/" else ""
        one = Token(_PLAIN[kind], start, end, (), "", half)
        return [one] if one.kind else []
    return _MAKERS[kind](match) or [Token("x", start, end)]


# What each kind of words means; nothing if its numbers cannot be a date or a time.


def _number(match: re.Match[str], name: str) -> int:
    printed = (match[name] or "0").rstrip("STNDRH")
    return int(printed) if printed.isdecimal() else int(number_value(printed))


def _clock(match: re.Match[str], hour: int, minute: int, half: str = "", suffix: str = "") -> list[Token]:
    minutes = hour_of_day(hour, half) * 60 + minute
    if not (0 <= minutes <= _DAY and 0 <= minute < 60):
        return []
    return [Token("t", *match.span(), (minutes,), _suffix_zone(suffix), half)]


def _date_parts(match: re.Match[str], **parts: int) -> list[Token]:
    if not (1 <= parts.get("m", 1) <= 12 and 1 <= parts.get("d", 1) <= 31):
        return []
    return [Token(kind, *match.span(), (value,)) for kind, value in parts.items()]


def _iso(match: re.Match[str]) -> list[Token]:
    year, month, day = map(int, re.findall("[0-9]+", match.group()))
    return _date_parts(match, y=year + 2000 * (year < 100), m=month, d=day)


def _day_list(match: re.Match[str]) -> list[Token]:
    made: list[Token] = []
    for month, day in re.findall("(?:([0-9]+)/)?([0-9]+)", match.group()):
        parts = _date_parts(match, **({"m": int(month)} if month else {}), d=int(day))
        made += [*([Token(",", *match.span())] if made else []), *parts]
    return made


def _dotted(match: re.Match[str]) -> list[Token]:
    return _date_parts(match, m=_number(match, "dm"), d=_number(match, "dd"))


def _slashed(match: re.Match[str]) -> list[Token]:
    first = _date_parts(match, m=_number(match, "m1"), d=_number(match, "d1"))
    if not match["m2"]:
        return first
    second = _date_parts(match, m=_number(match, "m2"), d=_number(match, "d2"))
    return [*first, Token("~", *match.span()), *second] if first and second else []


def _era(match: re.Match[str]) -> list[Token]:
    times = tables()["times"]
    before = next(years for name, years in times["era"].items() if match.group().startswith(fold(name)))
    rest = match.group()[2:-1].strip()
    return _date_parts(match, y=before + (1 if rest == times["first_year"] else int(number_value(rest))))


def _year(match: re.Match[str]) -> list[Token]:
    year = _number(match, "cy")
    since = 2000 if year < 100 else tables()["times"]["era"]["民国"] if year < 200 else 0
    return _date_parts(match, y=year + since)


def _spelt_hour(match: re.Match[str]) -> list[Token]:
    half = _half(match, "half_")
    hour, printed = _number(match, "ch"), match["ch"]
    if len(printed) == 4 and printed.isascii():  # 0800 with the word for hours
        return _clock(match, hour // 100, hour % 100, half)
    return _clock(match, hour, 30 if match["chalf"] else _number(match, "cmin"), half)


def _with_colon(match: re.Match[str]) -> list[Token]:
    half = _half(match, "khalf_") or {"A": "am", "P": "pm"}.get((match["kap"] or "")[:1], "")
    return _clock(match, _number(match, "kh"), _number(match, "kmin"), half, match["ksfx"] or "")


def _half(match: re.Match[str], prefix: str) -> str:
    return next((name for name in tables()["times"]["half_day"] if match[f"{prefix}{name}"]), "")


def _am_or_pm(match: re.Match[str]) -> list[Token]:
    return _clock(match, _number(match, "ah"), _number(match, "amin"), "am" if match["ap"] == "A" else "pm")


def _noon(match: re.Match[str]) -> list[Token]:
    return _clock(match, 12 if pattern("times", "noon").fullmatch(match.group()) else 24, 0)


def _group(match: re.Match[str]) -> list[Token]:
    day, minutes = _number(match, "gd"), _number(match, "gh") * 60 + _number(match, "gmin")
    if not (1 <= day <= 31 and minutes <= _DAY):
        return []
    return [Token("g", *match.span(), (day, minutes), _suffix_zone(match["gsfx"] or ""))]


def _four(match: re.Match[str]) -> list[Token]:
    value = _number(match, "w")
    if match["wsfx"] or match["wword"]:
        return _clock(match, value // 100, value % 100, "", match["wsfx"] or "")
    return [Token("w", *match.span(), (value,))]


def _month_word(match: re.Match[str]) -> list[Token]:
    month = next(month for month in range(1, 13) if match[f"month_{month}"])
    return [Token("m", *match.span(), (month,), "", "word")]


_MAKERS: dict[str, Callable[[re.Match[str]], list[Token]]] = {
    "iso": _iso,
    "day_list": _day_list,
    "dotted": _dotted,
    "short": lambda match: _date_parts(match, m=_number(match, "sm"), d=_number(match, "sd")),
    "slashed": _slashed,
    "era": _era,
    "year": _year,
    "spelt_month": lambda match: _date_parts(match, m=_number(match, "cm")),
    "spelt_day": lambda match: _date_parts(match, d=_number(match, "cd")),
    "spelt_hour": _spelt_hour,
    "clock": _with_colon,
    "ampm": _am_or_pm,
    "noon": _noon,
    "group": _group,
    "four": _four,
    "month": _month_word,
    "two": lambda match: [Token("n", *match.span(), (_number(match, "n"),))],
    "day_first": lambda match: _date_parts(
        match, d=_number(match, "fd"), m=_number(match, "fm"), y=_number(match, "fy")
    ),
    "points": lambda match: (
        _clock(match, _number(match, "ph"), _number(match, "pmin"))
        if match["ph"]
        else _date_parts(match, d=_number(match, "pd"), m=_number(match, "pm"))
    ),
    "half_after": lambda match: _clock(
        match, _number(match, "hh"), _number(match, "hmin"), _half(match, "ahalf_")
    ),
}


def hour_of_day(hour: int, half: str) -> int:
    """Give an hour on a clock of 24 hours by the half of the day: ``am``, ``pm``, ``noon``, ``midnight``.

    Examples
    --------
    >>> hour_of_day(3, "pm"), hour_of_day(12, "am"), hour_of_day(15, "")
    (15, 0, 15)
    """
    if half == "pm" and hour < 12:
        return hour + 12
    if half == "am" and hour == 12:
        return 0
    if half == "noon" and hour < 6:
        return hour + 12
    if half == "midnight":
        return 24 if hour == 12 else hour + 12 if 6 < hour < 12 else hour
    return hour


def _suffix_zone(suffix: str) -> str:
    letter = suffix.strip()
    if not letter:
        return ""
    return str(tables()["zones"]["letters"].get(letter, "UTC"))


def kind_at(tokens: Sequence[Token], at: int) -> str:
    """Give the kind of a token; nothing beyond the ends.

    Examples
    --------
    >>> kind_at(scan_tokens("0300Z"), 0), kind_at([], -1)
    ('t', '')
    """
    return tokens[at].kind if 0 <= at < len(tokens) else ""
