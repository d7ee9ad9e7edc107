"""Tables of others, brought to the shape of an exercise: usual column names, ACLED and Darwin Core.

What a column means is read from its name, case and punctuation aside; our own names always win. What had to
be assumed is said, so that it can be checked. Lengths are kilometres, days are ISO 8601.

Notes
-----
ACLED: columns and precision codes after the Armed Conflict Location & Event Data Project, *ACLED Codebook*,
and the words in which mapme.biodiversity (``calc_fatalities_acled``) repeats them. ``geo_precision`` 1: a
particular town; 2: a small part of a region, or near a town; 3: a larger region, a natural location such as a
sea, or a provincial capital. ``time_precision`` 1: the actual date; 2: some day within a week or so; 3: some
day within a month, of which the middle is written. ACLED gives no kilometres: those here are ours.

Darwin Core: TDWG, *Darwin Core Quick Reference Guide*. ``coordinateUncertaintyInMeters`` is the radius of the
smallest circle that contains the whole location, and zero is no value of it; ``eventDate`` is an ISO 8601 day
or interval (``2007-11-13/15``); ``geodeticDatum`` names the datum of the coordinates.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from geo.geodesy import KM_PER_NMI
from geo.values import NUMBER
from zones import vocabulary
from zones.written_days import read_days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# Ours, and what others call it, in lower case without punctuation; the first that a record has counts.
_USUAL = {
    "id": "occurrenceid eventid recordid uid slug 번호 순번 연번 编号 編號 序号 序號 番号 номер nr kennung",
    "name": "title exercise exercisename eventname event label codename 훈련명 훈련명칭 연습명 훈련 "
    "이름 명칭 名称 名稱 演习 演习名称 演训名称 训练名称 演習 演習名 訓練名 название наименование "
    "учения учение übung uebung übungsname manöver bezeichnung titel",
    "series": "exerciseseries",
    "start": "startday startdate datestart begin begindate datebegin began from fromdate "
    "datefrom eventdate date dates when 시작 시작일 시작일자 개시일 기간 훈련기간 날짜 일자 일시 "
    "开始 开始日期 开始时间 时间 期间 日期 時間 期間 開始 開始日 начало датаначала дата "
    "даты сроки период beginn start startdatum datumvon von anfang datum zeitraum",
    "end": "endday enddate dateend finish finishdate ended until to todate dateto 종료 "
    "종료일 종료일자 结束 结束日期 结束时间 終了 終了日 окончание датаокончания конец ende enddatum "
    "datumbis bis",
    "parties": "party participants participant nations nation countries country countrycode "
    "actors actor who 참가국 국가 参加国 参演国 参加国家 参演国家 国家 国 участники страны страна staat "
    "staaten länder teilnehmer beteiligte",
    "kinds": "kind type activity activitytype exercisetype category 종류 유형 类型 类别 種類 "
    "種別 вид тип art typ",
    "uncertainty_km": "uncertainty radius radiuskm radiusinkm accuracykm precisionkm uncertaint 반경 "
    "반경km 半径 半径km 半徑 радиус радиускм unsicherheit "
    "genauigkeit genauigkeitkm umkreis umkreiskm",
    "named_area": "namedarea sea waterbody 해역 수역 海域 水域 акватория море seegebiet",
    "place": "placename locality location locationname where site verbatimlocality 장소 위치 지역 "
    "地点 地點 位置 場所 место ort",
    "notes": "note description remarks comment comments eventremarks occurrenceremarks text "
    "비고 설명 备注 備考 備註 примечание примечания bemerkung bemerkungen anmerkung",
    "source": "sourcename sourcetitle publisher citation bibliographiccitation 출처 来源 來源 "
    "出典 источник quelle",
    "source_url": "url link sourcelink sourceurl reference references associatedreferences",
    "source_date": "sourcedate published publisheddate publicationdate",
}
_METRES = ("coordinateuncertaintyinmeters", "uncertaintym", "accuracym", "radiusm")
_NAUTICAL_MILES = ("radiusnm", "radiusnmi", "radiusinnm", "radiusinnmi", "uncertaintynm", "uncertaintynmi")
_WGS84 = frozenset({"wgs84", "wgs1984", "epsg4326", "4326", "ogccrs84", "crs84", "epsg4979"})
_DARWIN_CORE = frozenset({"occurrenceid", "basisofrecord", "coordinateuncertaintyinmeters", "geodeticdatum"})

#: Radius in km for each ``geo_precision``, and what ACLED means by it.
ACLED_RADIUS = {
    "1": (5.0, "a particular town"),
    "2": (30.0, "a part of a region, or near a town"),
    "3": (150.0, "a larger region or a natural location"),
}
_INITIALS = {
    character: code
    for code, characters in {
        "KOR": "한韩韓", "USA": "미美米", "JPN": "일日", "CHN": "중中", "RUS": "러俄露", "PRK": "북朝"
    }.items()
    for character in characters
}  # fmt: skip
"""States as headlines of the region shorten them, one after the other: 한미일, 中俄, 日米韓."""
_FORCES = re.compile(
    r"(?:Military|Police|Naval|Air|Coast Guard)?\s*Forces of (?:the )?([^(;]+?)\s*(?:\(.*)?$", re.IGNORECASE
)


def translated(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Bring the properties of a feature or row to our names.

    Parameters
    ----------
    values : mapping
        Properties or cells by name; None and empty text left out. Entries that hold ``places`` are in a shape
        of ours and come back as they are.

    Returns
    -------
    values, doubts
        With ``id``, ``name``, ``start``, ``end``, ``parties`` and so on where they could be read; what is
        not understood keeps its name and value. The doubts say what was assumed.

    Examples
    --------
    >>> values, doubts = translated({"Title": "Drill", "Date": "7-9 August 2017", "Country": "China"})
    >>> values["name"], values["start"], values["end"], values["parties"]
    ('Drill', '2017-08-07', '2017-08-09', ['CHN'])
    >>> doubts
    ('the parties were taken from the column Country',)
    """
    if "places" in values:
        return values if isinstance(values, dict) else dict(values), ()
    given, meant = _meant(tuple(values))
    doubts: list[str] = []
    if "eventidcnty" in given or {"geoprecision", "eventdate"} <= given.keys():
        return _acled({name: values[column] for name, column in given.items()}, doubts), tuple(doubts)
    found = dict(values)
    if "exerciseid" in given:  # as our own layers call it; KML has ids of its own
        found["id"] = values[given["exerciseid"]]
    for ours, name in meant.items():
        found.setdefault(ours, values[name])
    guessed = {ours: name for ours, name in meant.items() if _plain(name) != _plain(ours)}
    _read_hours(found)
    _read_days(found, guessed, doubts)
    _read_parties(found, guessed, doubts)
    _read_kinds(found, guessed, doubts)
    _read_radius(found, given, values, doubts)
    _read_datum(given, values, doubts)
    _read_sources(found)
    if "named_area" in guessed and not _is_area(found["named_area"]):
        found.setdefault("place", found.pop("named_area"))
    return found, tuple(doubts)


def columns_of_names() -> tuple[str, ...]:
    """Give the names of columns in which places are named, ours first.

    Examples
    --------
    >>> columns_of_names()[0], "location" in columns_of_names()
    ('named_area', True)
    """
    return ("named_area", *_USUAL["named_area"].split(), "place", *_USUAL["place"].split())


@lru_cache(maxsize=1000)  # rows of a table have the same columns filled in, or one of a few sets
def _meant(names: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Give names by their plain spelling, the first of two alike, and by what we call them."""
    given = {_plain(name): name for name in reversed(names)}
    meant = {}
    for ours, others in _USUAL.items():
        name = next((name for name in (_plain(ours), *others.split()) if name in given), None)
        if name is not None:
            meant[ours] = given[name]
    return given, meant


@cache
def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def not_understood(names: Iterable[str], known: Collection[str]) -> list[str]:
    """Find the names of columns or properties that `translated` does not read, in their order.

    Parameters
    ----------
    names : iterable of str
    known : collection of str
        Names that others read.

    Examples
    --------
    >>> not_understood(["Title", "Datum von", "Radius (ells)", "surface"], {"surface"})
    ['Radius (ells)']
    """
    names = list(names)
    plain = {_plain(name) for name in names}
    if "eventidcnty" in plain or plain & _DARWIN_CORE:
        return []  # of these we know what is left out
    read = {*_METRES, *_NAUTICAL_MILES, "geodeticdatum", "exerciseid"} | {_plain(name) for name in known}
    for ours, others in _USUAL.items():
        read |= {_plain(ours), *others.split()}
    return [name for name in names if _plain(name) not in read]


def _is_area(name: object) -> bool:
    from zones import areas  # noqa: PLC0415 reads files

    return areas.identify(str(name)) is not None


# Days


def _read_hours(found: dict[str, Any]) -> None:
    """Keep the hours of start and end as ``date_utc`` where an offset is written; midnight UTC is a day."""
    instants = []
    for ours in ("start", "end"):
        text = str(found.get(ours) or "").strip()
        if not text:
            continue
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return
        if at.tzinfo is None:
            return
        instants.append(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".replace(":00Z", "Z"))
    if any(not each.endswith("T00:00Z") for each in instants):
        found.setdefault("date_utc", "/".join(dict.fromkeys(instants)))


def _read_days(found: dict[str, Any], guessed: Mapping[str, str], doubts: list[str]) -> None:
    """Bring the days to ISO 8601; one column may hold both. What is no date stays, to be reported."""
    for ours in ("start", "end"):
        if ours not in found:
            continue
        try:
            first, last = read_days(str(found[ours]))
        except ValueError as error:
            if ours in guessed:
                del found[ours]
                doubts.append(f"{guessed[ours]}: {error}; left out")
            continue
        found[ours] = first if ours == "start" else last
        if ours == "start":
            found.setdefault("end", last)


# Parties and kinds


def _read_parties(found: dict[str, Any], guessed: Mapping[str, str], doubts: list[str]) -> None:
    """Bring parties to codes; of a column that only may hold them, what is no country is left out."""
    for ours in ("parties", "other_participants"):
        if ours not in found:
            continue
        parties = list(_parties(found[ours]))
        if ours in guessed:
            column = guessed[ours]
            doubts.append(f"the {ours} were taken from the column {column}")
            strange = [party for party in parties if not vocabulary.is_country(party)]
            doubts += [f"{column}: {party[:40]!r} is no country and was left out" for party in strange]
            parties = [party for party in parties if party not in strange]
        found[ours] = parties


def _parties(value: object) -> Iterable[str]:
    """Give the code of each party of a list or text; what is no country, as it stands."""
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _parties(each)
        return
    text = str(value)
    code = _party(text)
    if not code and set(text) <= _INITIALS.keys():
        yield from (_INITIALS[character] for character in text)
        return
    parts = [text] if code else re.split(r"\s*[,;|/&+、，；·]\s*|\s+(?:and|und|и)\s+|\s+-\s+", text)
    if not code and re.fullmatch(r"[A-Z]{2,3}(\s+[A-Z]{2,3})+", text.strip()):
        parts = text.split()
    for part in filter(None, parts):
        yield _party(part) or _INITIALS.get(part.strip()) or part.strip()


def _party(name: str) -> str | None:
    forces = _FORCES.match(name.strip())
    return vocabulary.country_code(forces[1] if forces else name)


def _read_kinds(found: dict[str, Any], guessed: Mapping[str, str], doubts: list[str]) -> None:
    """Bring kinds to our spelling; of a column that only may hold them, what is none is left out."""
    if "kinds" not in found:
        return
    value = found["kinds"]
    texts = value if isinstance(value, (list, tuple)) else re.split(r"\s*[,;|/+]\s*", str(value))
    known = vocabulary.meanings("kinds")
    kinds = []
    for text in filter(None, map(str, texts)):
        kind = re.sub(r"[\s-]+", "_", text.strip().casefold())
        parts = [kind] if kind in known or " " not in text else text.split()
        kinds += parts if all(part in known for part in parts) else [text.strip()]
    if "kinds" in guessed:
        strange = [kind for kind in kinds if kind not in known]
        doubts += [f"{guessed['kinds']}: {kind[:40]!r} is no known kind; left out" for kind in strange]
        kinds = [kind for kind in kinds if kind in known]
    found["kinds"] = kinds


# Precision


def _read_radius(
    found: dict[str, Any], given: Mapping[str, str], values: Mapping[str, Any], doubts: list[str]
) -> None:
    """Bring the uncertainty to km, from metres or nautical miles."""
    if "uncertainty_km" in values:
        return
    for names, factor in ((_METRES, 0.001), (_NAUTICAL_MILES, KM_PER_NMI)):
        column = next((given[name] for name in names if name in given), None)
        if column is None:
            continue
        try:
            radius = float(str(values[column]))
        except ValueError:
            radius = -1.0
        if radius > 0:
            found["uncertainty_km"] = radius * factor
        else:
            doubts.append(f"{column}: {str(values[column])[:40]!r} is no radius; read as not given")
        return
    if "uncertainty_km" in found and "uncertaintykm" not in given:
        column = next(given[name] for name in _USUAL["uncertainty_km"].split() if name in given)
        bare = NUMBER.fullmatch(str(values[column]).strip().replace(",", "."))
        if bare and "km" not in column.casefold() and column.lower() != "uncertaint":  # as Shapefiles cut it
            doubts.append(f"{column} was read as kilometres")


def _read_datum(given: Mapping[str, str], values: Mapping[str, Any], doubts: list[str]) -> None:
    """Say so if the coordinates are not in WGS 84, or nobody says that they are."""
    column = given.get("geodeticdatum")
    if column is None:
        if given.keys() & _DARWIN_CORE:
            doubts.append("geodeticDatum is not given: the coordinates were read as WGS 84")
    elif _plain(str(values[column])) not in _WGS84:
        doubts.append(
            f"the coordinates are in {str(values[column])[:40]!r} but were read as WGS 84, "
            "which may move them by some hundred metres"
        )


def _read_sources(found: dict[str, Any]) -> None:
    """Make a source of the columns for it; only web addresses become an address."""
    if "sources" in found and isinstance(found["sources"], list):
        return
    text = str(found.get("sources") or found.get("source") or "").strip()
    url = str(found.get("source_url") or "").strip()
    if not url and re.match(r"https?://\S+$", text):
        text, url = "", text
    if not re.match(r"https?://\S+$", url):
        text, url = ("; ".join(filter(None, (text, url)))), ""
    if text or url:
        about = {"title": text or url, "url": url, "date": str(found.get("source_date") or "")}
        found["sources"] = [about]


# ACLED


def _acled(row: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
    """Bring a row of an ACLED export to our names; columns come without case and punctuation."""
    doubts.append("read as an ACLED export: it records incidents, and names no exercises")
    start, end = _acled_days(row, doubts)
    code = str(row.get("geoprecision", ""))
    radius, meaning = ACLED_RADIUS.get(code, (None, ""))
    if radius is None:
        doubts.append(f"geo_precision is {code!r}, not 1, 2 or 3: no uncertainty was assumed")
    else:
        doubts.append(f"geo_precision {code} ({meaning}) was taken for {radius:g} km")
    where = [str(row[key]) for key in ("location", "admin1", "country") if key in row]
    actors = ("actor1", "assocactor1", "actor2", "assocactor2")
    named = [part for key in actors for part in str(row.get(key, "")).split(";")]
    codes = [_party(actor) for actor in named if _FORCES.match(actor.strip())]
    parties = list(dict.fromkeys(code for code in codes if code))
    if not parties:
        doubts.append("no actor is the forces of a state: the parties are not known")
    source = str(row.get("source") or "")
    values = {
        "id": row.get("eventidcnty"),
        "name": ", ".join(str(row[key]) for key in ("subeventtype", "eventtype", "location") if row.get(key)),
        "start": start,
        "end": end,
        "parties": parties,
        "uncertainty_km": radius,
        "place": row.get("location"),
        "location_reported": ", ".join(dict.fromkeys(where)),
        "evidence": "reported",
        "sources": [{"title": source}] if source else [],
        "notes": row.get("notes"),
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _acled_days(row: Mapping[str, Any], doubts: list[str]) -> tuple[str | None, str | None]:
    """Give the first and last day on which the event may have been."""
    try:
        day = read_days(str(row.get("eventdate", "")))[0]
    except ValueError as error:
        doubts.append(f"event_date: {error}; left out")
        return None, None
    code = str(row.get("timeprecision", ""))
    if code == "2" and len(day) == 10:
        doubts.append(f"time_precision 2: some day within a week of {day}")
        middle, week = date.fromisoformat(day), timedelta(days=6)
        return (middle - week).isoformat(), (middle + week).isoformat()
    if code == "3":
        doubts.append(f"time_precision 3: some day in {day[:7]}")
        return day[:7], day[:7]
    if code != "1":
        doubts.append(f"time_precision is {code!r}, not 1, 2 or 3: the date was taken as it stands")
    return day, day
