"""The words and numbers of times in a notice, cut into tokens that are the same for every language.

Tokens are ``y`` a year, ``m`` a month, ``d`` a day, ``t`` a clock time, ``g`` a day and a time in one group of
digits, ``~`` "to", ``,`` "and", ``U`` "until" behind a time, ``S`` the same day, ``N`` the next day, ``D`` daily,
``A`` alternate, ``R`` reserve, ``z`` a zone, and ``x`` anything else. Bare numbers (``n`` one or two digits, ``w``
four) become one of these by their neighbours, or ``x``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.notice_words import alternatives, fold, number_value, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = 24 * 60


class Token(NamedTuple):
    kind: str
    start: int
    end: int
    values: tuple[int, ...] = ()
    zone: str = ""
    half: str = ""


@cache
def _scanner() -> re.Pattern[str]:
    times = tables()["times"]
    numbers = tables()["numbers"]
    num = f"(?:[0-9]{{1,4}}+|[{numbers['digits']}{numbers['tens']}]{{1,4}}+)"

    def unit(name: str) -> str:
        return alternatives(times[name])

    half = "|".join(f"(?P<half_{name}>{alternatives(words)})" for name, words in times["half_day"].items())
    zone = "|".join(alternatives(words) for name, words in tables()["zones"]["words"].items())
    suffix = r"(?P<{}>[ ]?(?:UTC|GMT|[ZIK](?![A-Z0-9])))?+"
    months = "|".join(
        f"(?P<month_{month}>{alternatives(names)})" for month, names in tables()["months"].items()
    )
    kinds = {
        "iso": r"(?<![0-9])(?:19|20)[0-9]{2}[-./][ ]?[0-9]{1,2}[-./][ ]?[0-9]{1,2}(?![0-9])\.?",
        "dotted": r"(?<![0-9.])(?P<dm>[0-9]{1,2})\.[ ]?(?P<dd>[0-9]{1,2})\.(?=[ ]?[(~-]|[ ]|$)",
        "era": rf"(?:{'|'.join(times['era'])})[ ]?(?:{num}|{times['first_year']})[ ]?年",
        "year": rf"(?<![0-9])(?:(?:19|20)[0-9]{{2}}|[{numbers['digits']}]{{4}}|[0-9]{{2}}(?=年[ ]?[0-9]{{1,2}}月))[ ]?{unit('year')}",
        "cjk_month": rf"(?<![0-9])(?P<cm>{num})[ ]?{unit('month')}",
        "cjk_day": rf"(?<![0-9])(?P<cd>{num})[ ]?(?:日|일|(?<=月[0-9]号)|号(?=[ ]?[0-9])|号)(?![没出间中])",
        "cjk_hour": rf"(?:(?:{half})[ ]?)?(?<![0-9])(?P<ch>{num})[ ]?(?:{unit('hour')})(?![连为:坐围依经即组])(?:[ ]?(?P<cmin>{num})[ ]?(?:{unit('minute')})|(?P<chalf>半))?+",
        "clock": rf"(?:(?:{half.replace('(?P<', '(?P<k')})[ ]?)?(?<![0-9:])(?P<kh>[0-9]{{1,2}}):(?P<kmin>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])[ ]?(?P<kap>[AP]\.?M\.?(?![A-Z]))?+"
        + suffix.format("ksfx"),
        "ampm": r"(?<![0-9.:])(?P<ah>[0-9]{1,2})(?:\.(?P<amin>[0-5][0-9]))?[ ]?(?P<ap>[AP])\.?[ ]?M\.?(?![A-Z])",
        "noon": r"(?<![A-Z])(?P<noonword>NOON|MIDNIGHT|正午|자정|정오)(?![A-Z])",
        "group": r"(?<![0-9.A-Z])(?<!(?<![0-9]{6})(?<![A-Z])-)(?P<gd>[0-3][0-9])(?P<gh>[0-2][0-9])(?P<gmin>[0-5][0-9])"
        + suffix.format("gsfx")
        + r"(?![0-9A-Z])",
        "four": r"(?<![0-9.])(?P<w>[0-9]{4})(?![0-9])"
        + suffix.format("wsfx")
        + r"(?:[ ]?(?:HRS|HOURS|H|LT)(?![A-Z]))?+",
        "month": rf"(?:{months})\.?",
        "two": r"(?<![0-9./])(?P<n>[0-9]{1,2})(?![0-9])(?:ST|ND|RD|TH)?(?![.][0-9])",
        "zone": zone,
        "next": unit("next_day"),
        "same": unit("same_day"),
        "daily": unit("daily"),
        "reserve": unit("reserve"),
        "alternate": unit("alternate"),
        "weekday": rf"{unit('weekdays')}(?:,?[ ]?(?={unit('weekdays')}))?",
        "until": alternatives(["まで", "까지", "止", "为止", "前", "以前", "이전"]),
        "range": alternatives([*times["range"], "UNTIL"]),
        "between": unit("between"),
        "also": unit("also"),
        "starts": alternatives(["起", "开始"]),
        "skip": rf"{alternatives([*times['skipped'], *times['on']])}|[\s()\[\]]",
        "comma": r"[,;/&+]",
    }
    return re.compile("|".join(f"(?P<{kind}>{text})" for kind, text in kinds.items()))


_KINDS = ("iso", "dotted", "era", "year", "cjk_month", "cjk_day", "cjk_hour", "clock", "ampm", "noon", "group", "four", "month", "two", "zone", "next", "same", "daily", "reserve", "alternate", "weekday", "until", "range", "between", "also", "starts", "skip", "comma")  # fmt: skip


_PLAIN = {"next": "N", "same": "S", "daily": "D", "reserve": "R", "alternate": "A", "weekday": "", "until": "U", "range": "~", "between": "B", "also": ",", "starts": "~", "skip": "", "comma": ","}  # fmt: skip


def scan_tokens(folded: str) -> list[Token]:
    """Cut a text into tokens: y m d t g, ~ for "to", and x for words that mean no time."""
    found: list[Token] = []
    at = 0
    for match in _scanner().finditer(folded):
        if folded[at : match.start()].strip() and (not found or found[-1].kind != "x"):
            found.append(Token("x", at, match.start()))
        at = match.end()
        found += _tokens_of(match)
    return found


def _tokens_of(match: re.Match[str]) -> list[Token]:
    kind = next(name for name in _KINDS if match[name] is not None)
    start, end = match.span()
    if kind == "zone":
        name = next(name for name, words in zone_words().items() if words.fullmatch(match.group()))
        return [Token("z", start, end, (), "" if name == "LOCAL" else name)]
    if kind in _PLAIN:
        return (
            [Token(_PLAIN[kind], start, end, (), "", "and" if kind == "also" else "")] if _PLAIN[kind] else []
        )
    groups = match.groupdict()
    made = _valued(kind, match.group(), groups, start, end)
    return made or [Token("x", start, end)]


def _valued(kind: str, words: str, groups: dict[str, str | None], start: int, end: int) -> list[Token]:
    """Make the tokens of a date or a time; none if the numbers cannot be one."""

    def clock(hour: int, minute: int, half: str = "", suffix: str | None = None) -> list[Token]:
        hour = _hour(hour, half)
        if not (0 <= hour <= 24 and 0 <= minute < 60 and hour * 60 + minute <= _DAY):
            return []
        return [Token("t", start, end, (hour * 60 + minute,), _suffix_zone(suffix), half)]

    def day(value: int) -> list[Token]:
        return [Token("d", start, end, (value,))] if 1 <= value <= 31 else []

    def number(name: str) -> int:
        return int(number_value(groups[name] or "0"))

    match kind:
        case "iso":
            parts = [int(part) for part in re.findall("[0-9]+", words)]
            if 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31:
                return [Token(k, start, end, (v,)) for k, v in zip("ymd", parts, strict=True)]
        case "dotted" if 1 <= number("dm") <= 12 and 1 <= number("dd") <= 31:
            return [Token("m", start, end, (number("dm"),)), Token("d", start, end, (number("dd"),))]
        case "era":
            base = next(
                years for name, years in tables()["times"]["era"].items() if words.startswith(fold(name))
            )
            rest = words[2:].replace("年", "").strip()
            return [Token("y", start, end, (base + (1 if rest == "元" else int(number_value(rest))),))]
        case "year":
            digits = int(number_value(re.sub("[年년 ]", "", words)))
            return [Token("y", start, end, (digits + (2000 if digits < 100 else 0),))]
        case "cjk_month" if 1 <= number("cm") <= 12:
            return [Token("m", start, end, (number("cm"),))]
        case "cjk_day":
            return day(number("cd"))
        case "cjk_hour":
            half = next((name for name in tables()["times"]["half_day"] if groups.get(f"half_{name}")), "")
            hour = number("ch")
            if (
                len((groups["ch"] or "").strip()) == 4
                and (groups["ch"] or "").isdigit()
                and (groups["ch"] or "").isascii()
            ):
                return clock(hour // 100, hour % 100, half)
            return clock(hour, 30 if groups["chalf"] else number("cmin"), half)
        case "clock":
            half = next((name for name in tables()["times"]["half_day"] if groups.get(f"khalf_{name}")), "")
            half = half or {"A": "am", "P": "pm"}.get((groups["kap"] or "")[:1], "")
            return clock(number("kh"), number("kmin"), half, groups["ksfx"])
        case "ampm":
            return clock(number("ah"), number("amin"), "am" if groups["ap"] == "A" else "pm")
        case "noon":
            return clock(12 if groups["noonword"] in {"NOON", "正午", "정오"} else 24, 0)
        case "group" if 1 <= number("gd") <= 31 and number("gh") * 60 + number("gmin") <= _DAY:
            minute = number("gh") * 60 + number("gmin")
            return [Token("g", start, end, (number("gd"), minute), _suffix_zone(groups["gsfx"]))]
        case "four":
            value = number("w")
            if groups["wsfx"] or re.search(r"(?:HRS|HOURS|H|LT)$", words):
                return clock(value // 100, value % 100, "", groups["wsfx"])
            return [Token("w", start, end, (value,))]
        case "month":
            month = next(month for month in range(1, 13) if groups.get(f"month_{month}"))
            return [Token("m", start, end, (month,), "", "word")]
        case "two":
            return [Token("n", start, end, (number("n"),))]
    return []


def _hour(hour: int, half: str) -> int:
    if half == "pm" and hour < 12:
        return hour + 12
    if half == "am" and hour == 12:
        return 0
    if half == "midnight":
        return 24 if hour == 12 else hour + 12 if 6 < hour < 12 else hour
    return hour


def _suffix_zone(suffix: str | None) -> str:
    letter = (suffix or "").strip()
    if not letter:
        return ""
    return str(tables()["zones"]["letters"].get(letter, "UTC"))


def resolve_numbers(tokens: list[Token], *, schedule: bool) -> list[Token]:
    """Decide by their neighbours what bare numbers are; in a schedule every one counts."""
    tokens = _joined(_without_commas_before_years([token for token in tokens if token.kind]))
    for at in range(len(tokens) - 1, -1, -1):
        tokens[at] = _by_what_follows(tokens, at, schedule=schedule)
    for at in range(len(tokens)):
        tokens[at] = _by_what_precedes(tokens, at, schedule=schedule)
    return [token._replace(kind="x") if token.kind in {"n", "w"} else token for token in tokens]


def kind_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].kind if 0 <= at < len(tokens) else ""


def _without_commas_before_years(tokens: list[Token]) -> list[Token]:
    """Drop the comma in June 10, 2009 and June 10 to 30, 2009."""
    return [
        token
        for at, token in enumerate(tokens)
        if not (
            token.kind == ","
            and kind_at(tokens, at + 1) == "w"
            and 1950 <= tokens[at + 1].values[0] <= 2100
            and kind_at(tokens, at + 2) != "~"
            and kind_at(tokens, at - 1) in {"n", "d"}
            and (kind_at(tokens, at - 2) == "m" or kind_at(tokens, at - 4) == "m")
        )
    ]


def _joined(tokens: list[Token]) -> list[Token]:
    """Read "between … and" as "to", and "from … to" behind a date as one."""
    between = False
    joined: list[Token] = []
    for token in tokens:
        if token.kind == "B":
            between = True
        elif token.kind == "," and token.half == "and" and between:
            joined.append(token._replace(kind="~"))
            between = False
        elif not (token.kind == "~" and joined and joined[-1].kind == "~"):
            joined.append(token)
    return joined


def _by_what_follows(tokens: list[Token], at: int, *, schedule: bool) -> Token:
    token = tokens[at]
    after, beyond = kind_at(tokens, at + 1), kind_at(tokens, at + 2)
    if token.kind == "n":
        value = token.values[0]
        if 1 <= value <= 31:
            joined = after in {"~", ","} and beyond == "d"
            joined = joined or (
                after == "d" and len(tokens[at + 1].half) == 0 and tokens[at + 1].start - token.end == 1
            )
            if after == "m" and not (
                kind_at(tokens, at - 1) == "m" and kind_at(tokens, at - 2) in {"d", "n"}
            ):
                return token._replace(kind="d")
            if joined or schedule:
                return token._replace(kind="d")
        if after == "~" and beyond == "t" and value <= 24 and kind_at(tokens, at - 1) != "m":
            half = tokens[at + 2].half
            before = _half_before(tokens, at)
            return token._replace(
                kind="t", values=(_hour(value, before or ("am" if half == "am" else "")) * 60,)
            )
    if token.kind == "w":
        return _four_digits(tokens, at, schedule=schedule)
    if token.kind == "g" and not (
        token.zone or schedule or after in {"m", "z"} or (after == "~" and beyond in {"g", "m"})
        or kind_at(tokens, at - 1) == "~"
    ):  # fmt: skip
        return token._replace(kind="x")
    return token


def _half_before(tokens: Sequence[Token], at: int) -> str:
    return tokens[at - 1].half if kind_at(tokens, at - 1) == "t" else ""


def _four_digits(tokens: list[Token], at: int, *, schedule: bool) -> Token:
    token = tokens[at]
    value = token.values[0]
    before, after, beyond = kind_at(tokens, at - 1), kind_at(tokens, at + 1), kind_at(tokens, at + 2)
    is_clock = value // 100 <= 24 and value % 100 < 60 and value <= 2400
    dated = before == "m" or (
        before in {"n", "d"}
        and (
            kind_at(tokens, at - 2) == "m"
            or (kind_at(tokens, at - 2) == "~" and kind_at(tokens, at - 4) == "m")
        )
    )
    if dated and 1950 <= value <= 2100 and not (after == "~" and beyond in {"w", "t"}):
        return token._replace(kind="y")
    if is_clock and (
        schedule
        or (after == "~" and beyond in {"w", "t"})
        or (before == "~" and kind_at(tokens, at - 2) in {"w", "t"})
        or before in {"d", "m", "S", "N"}
        or (after in {"~", ",", "U"} and kind_at(tokens, at + 2) == "t")
        or after in {"z", "d"}
    ):
        return token._replace(kind="t", values=(value // 100 * 60 + value % 100,))
    return token


def _by_what_precedes(tokens: list[Token], at: int, *, schedule: bool) -> Token:
    token = tokens[at]
    before = kind_at(tokens, at - 1)
    if token.kind == "n" and before == "m":
        has_day = kind_at(tokens, at - 2) in {"d", "g"}
        value = token.values[0]
        if has_day and tokens[at - 1].half == "word":
            return token._replace(kind="y", values=(2000 + value,)) if 10 <= value <= 60 else token
        return token._replace(kind="d") if 1 <= value <= 31 else token
    if (
        token.kind == "n"
        and before in {"~", ","}
        and kind_at(tokens, at - 2) == "d"
        and kind_at(tokens, at - 3) == "m"
    ):
        return token._replace(kind="d") if 1 <= token.values[0] <= 31 else token
    if token.kind == "w":
        return _four_digits(tokens, at, schedule=schedule)
    return token


@cache
def zone_words() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(alternatives(words)) for name, words in tables()["zones"]["words"].items()}
