"""Tables of others: usual names, ACLED and Darwin Core become exercises, and what was assumed is said."""

from __future__ import annotations

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from zones.exercise_files import from_table, read_exercises
from zones.importers import ACLED_RADIUS, translated
from zones.written_days import read_days


@pytest.fixture
def read(tmp_path):
    """Read the text of a CSV file."""

    def reading(text):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return read_exercises(str(path))

    return reading


# Days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", "2017", "2017"), ("2017-08", "2017-08", "2017-08"),
        ("1969-04-15", "1969-04-15", "1969-04-15"), ("2017-08-07 12:30", "2017-08-07", "2017-08-07"),
        ("2017-08-07T10:00:00Z", "2017-08-07", "2017-08-07"),
        ("2017-11-13/15", "2017-11-13", "2017-11-15"), ("2017-11-13/12-02", "2017-11-13", "2017-12-02"),
        ("2017-11/12", "2017-11", "2017-12"), ("2017/2018", "2017", "2018"),
        ("2017-03-01T13:00:00Z/2018-05-11T15:30:00Z", "2017-03-01", "2018-05-11"),
        ("20170807", "2017-08-07", "2017-08-07"), ("2017/8/7", "2017-08-07", "2017-08-07"),
        ("2017-8-7", "2017-08-07", "2017-08-07"), ("7.8.2017", "2017-08-07", "2017-08-07"),
        ("07 August 2017", "2017-08-07", "2017-08-07"), ("7-Aug-2017", "2017-08-07", "2017-08-07"),
        ("Sept. 3, 2017", "2017-09-03", "2017-09-03"), ("August 2017", "2017-08", "2017-08"),
        ("7–9 August 2017", "2017-08-07", "2017-08-09"), ("25/8/2017", "2017-08-25", "2017-08-25"),
        ("8/25/2017", "2017-08-25", "2017-08-25"), ("8/8/2017", "2017-08-08", "2017-08-08"),
        ("2017年8月7日", "2017-08-07", "2017-08-07"), ("2017년 8월", "2017-08", "2017-08"),
        ("2025.08.18.", "2025-08-18", "2025-08-18"), ("2025. 8. 18.", "2025-08-18", "2025-08-18"),
        ("26 Aug - 7 Sep 2024", "2024-08-26", "2024-09-07"),
        ("28 Dec - 3 Jan 2025", "2024-12-28", "2025-01-03"),
        ("August 18 to 28, 2025", "2025-08-18", "2025-08-28"), ("Aug - Sep 2024", "2024-08", "2024-09"),
        ("2025.8.18~8.28", "2025-08-18", "2025-08-28"), ("18.8. - 28.8.2025", "2025-08-18", "2025-08-28"),
        ("2025-08-18 to 2025-08-28", "2025-08-18", "2025-08-28"),
        ("18.–28.08.2025", "2025-08-18", "2025-08-28"), ("18-28.8.2025", "2025-08-18", "2025-08-28"),
        ("28.08.-07.09.2025", "2025-08-28", "2025-09-07"), ("29.12.-3.1.2026", "2025-12-29", "2026-01-03"),
        ("12. bis 16. September 2025", "2025-09-12", "2025-09-16"),
        ("8/18/2025 0:00", "2025-08-18", "2025-08-18"), ("18.08.2025 09:30:00", "2025-08-18", "2025-08-18"),
        ("18th August 2025", "2025-08-18", "2025-08-18"), ("Mon, 18 Aug 2025", "2025-08-18", "2025-08-18"),
        ("Monday August 18th, 2025", "2025-08-18", "2025-08-18"),
        ("2025-08-18 ~ 28", "2025-08-18", "2025-08-28"),
        ("с 18.08.2025 по 28.08.2025", "2025-08-18", "2025-08-28"),
        ("2025年8月18日至28日", "2025-08-18", "2025-08-28"),
        ("2025年8月1日から9月3日まで", "2025-08-01", "2025-09-03"),
        ("2025년 8월 18일부터 28일까지", "2025-08-18", "2025-08-28"),
    ],
)  # fmt: skip
def test_days_as_others_write_them(text, first, last):
    """A day, month, year or period is as exact as it was written."""
    assert read_days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("07/08/2017", "may be 7 August or 8 July: write 2017-08-07 or 2017-07-08"),
        ("2017-02-30", "is a day that does not exist"),
        ("31 Foo 2017", "'Foo' is no month"),
        ("", "is no date"),
        ("soon", "is no date"),
        ("45870", "is no date: if a spreadsheet wrote it, it stands for 2025-08-01"),
        ("08/18/25", "is no date"),
        ("7 Sep 2024 - 26 Aug 2024", "is no date"),
        ("28.-18.08.2025", "is no date"),
        ("5-8.2025", "is no date"),
        ("Monday to Friday", "is no date"),
        ("8/7/2025 0:00", "may be 8 July or 7 August"),
        ("a to " * 500, "is no date"),
        ("2017-08-07/", "is no date"),
        ("0/0/2017", "is a day that does not exist"),
    ],
)
def test_days_that_are_none(text, message):
    """Two readings of one date are not decided by us, and what does not exist is no date."""
    with pytest.raises(ValueError, match=message):
        read_days(text)


@given(day=st.dates())
def test_a_day_reads_alike_in_every_form(day):
    """ISO, basic, in words and with dots: all give the day that was meant."""
    iso = day.isoformat()
    words = f"{day.day} {day:%B} {day.year:04}"

    for text in (iso, iso.replace("-", ""), words, f"{day.day}.{day.month}.{day.year:04}"):
        assert read_days(text) == (iso, iso)


@given(text=st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text):
    """No text makes the reader fail in another way than by saying that it is no date."""
    try:
        first, last = read_days(text)
    except ValueError:
        return
    assert len(first) in (4, 7, 10)
    assert len(last) in (4, 7, 10)


# Usual names

USUAL = """\
Title,Begin,End,Country,Type,Latitude,Longitude,Source URL,Remarks,Accuracy km,Location
Foal drill,7 Aug 2017,9 Aug 2017,"South Korea, United States",Live fire,37.5,129.8,https://example.org/1,hello,20,off Donghae
Mystery,07/08/2017,,Narnia,Parade,37.5,129.8,javascript:alert(1),,,
"""  # noqa: E501 as it stands in a file


def test_usual_names_of_columns(read):
    """Title, begin, country, type and so on become the fields of an exercise."""
    (drill, _), faults = read(USUAL)

    assert faults == []
    assert (drill.name, drill.start, drill.end) == ("Foal drill", "2017-08-07", "2017-08-09")
    assert (drill.parties, drill.kinds, drill.notes) == (("KOR", "USA"), ("live_fire",), "hello")
    assert drill.sources[0].url == "https://example.org/1"
    assert (drill.places[0].name, drill.places[0].uncertainty_km) == ("off Donghae", 20.0)
    assert drill.places[0].geometry == Point(129.8, 37.5)
    assert drill.doubts == ("the parties were taken from the column Country",)


TABLES_OF_OTHERS = {
    "German": "Übung;Datum von;Datum bis;Breite;Länge;Beteiligte;Umkreis;Bemerkung\n"
    "A;19. August 2024;29.08.2024;37,5;127;USA, Südkorea;20 km;hello\n",
    "Korean": "훈련명,시작일,종료일,위도,경도,참가국,반경(km),비고\n"
    'A,2024.8.19,2024년 8월 29일,37.5,127,"미국, 한국",20,hello\n',
    "Chinese": "演习名称,开始日期,结束日期,纬度,经度,参演国,半径km,备注\n"
    "A,2024年8月19日,2024-08-29,37.5,127,美国、韩国,20,hello\n",
    "Japanese": "演習名,開始日,終了日,緯度,経度,参加国,半径,備考\n"
    "A,2024年8月19日,2024/8/29,37.5,127,米国/韓国,20 km,hello\n",
    "Russian": "Название;Начало;Окончание;Широта;Долгота;Участники;Радиус, км;Примечание\n"
    "A;19.08.2024;29.08.2024;37,5;127;США, Южная Корея;20;hello\n",
    "German, in fewer columns": "Bezeichnung;Zeitraum;Koordinaten;Staaten;Genauigkeit (km);Anmerkung\n"
    "A;19.–29.08.2024;37°30'N, 127°E;USA und Südkorea;20;hello\n",
    "Korean, in fewer columns": "순번;훈련명칭;일시;위경도;참가국;반경(km);비고\n"
    "a;A;2024. 8. 19.~8. 29.;37°30'N, 127°00'E;미·한;20;hello\n",
    "Chinese, in fewer columns": "序号,演训名称,时间,经纬度,参演国家,半径km,备注\n"
    "a,A,2024年8月19日至29日,北纬37度30分 东经127度,美韩,20,hello\n",
    "English, with units": "Exercise,Date from,Date to,Lat N,Long E,Nations,Radius in NM,Comments\n"
    'A,2024-08-19,2024-08-29,37.5,127,"US, ROK",10.8,hello\n',
}


@pytest.mark.parametrize("table", TABLES_OF_OTHERS.values(), ids=TABLES_OF_OTHERS)
def test_usual_names_of_columns_in_other_languages(read, table):
    """Headings as spreadsheets of the region have them."""
    [drill], faults = read(table)

    assert faults == []
    assert (drill.name, drill.start, drill.end) == ("A", "2024-08-19", "2024-08-29")
    assert (drill.parties, drill.notes) == (("USA", "KOR"), "hello")
    assert drill.places[0].uncertainty_km == pytest.approx(20, abs=0.1)
    assert drill.places[0].geometry == Point(127, 37.5)


def test_what_a_guess_does_not_understand_is_left_out_and_said(read):
    """A column that only may hold parties, kinds or dates gives no fault, but a doubt; no address runs."""
    (_, mystery), faults = read(USUAL)

    assert faults == []
    assert (mystery.start, mystery.parties, mystery.kinds) == ("", (), ())
    assert mystery.sources[0].url == ""
    assert mystery.doubts == (
        "Begin: '07/08/2017' may be 7 August or 8 July: write 2017-08-07 or 2017-07-08; left out",
        "the parties were taken from the column Country",
        "Country: 'Narnia' is no country and was left out",
        "Type: 'Parade' is no known kind; left out",
    )


def test_our_own_names_win_and_their_faults_are_told(read):
    """Beside our own name a usual one is not looked at; what is wrong under our own name is a fault."""
    (drill,), faults = read(
        "id,name,title,start,date,parties,kinds,lon,lat\na,A,B,2017-02-30,2016,Narnia,x,125,36\n"
    )

    assert drill.name == "A"
    assert [fault.field for fault in faults] == ["start", "parties", "kinds"]


@pytest.mark.parametrize(
    ("parties", "codes"),
    [
        ("USA KOR", ("USA", "KOR")),
        ("USA;KOR", ("USA", "KOR")),
        ("South Korea and the United States", ("KOR", "USA")),
        ("Korea, Republic of", ("KOR",)),
        ("China/Russia", ("CHN", "RUS")),
        ("US - Japan", ("USA", "JPN")),
        ("ROK", ("KOR",)),
        ("中国; ロシア; 何", ("CHN", "RUS", "何")),
        ("한미일", ("KOR", "USA", "JPN")),
        ("中俄", ("CHN", "RUS")),
        ("中、俄", ("CHN", "RUS")),
        ("РФ и КНР", ("RUS", "CHN")),
        ("VR China und Weißrussland", ("CHN", "BLR")),
        ("中韩美", ("CHN", "KOR", "USA")),
    ],
)
def test_parties_by_name(read, parties, codes):
    """Codes and names in any usual separation become codes; the rest stays, and is a fault."""
    (drill,), faults = read(f'id,parties,lon,lat\na,"{parties}",125,36\n')

    assert drill.parties == codes
    assert len(faults) == ("何" in codes)


@pytest.mark.parametrize(
    ("column", "value", "radius_km"),
    [
        ("uncertainty_km", "20", 20.0), ("radius_km", "20", 20.0), ("accuracy_m", "20", 0.02),
        ("radius_m", "30000", 30.0), ("radius_nmi", "10", 18.52), ("accuracy_m", "0", 0.0),
        ("accuracy_m", "wide", 0.0),
    ],
)  # fmt: skip
def test_radii_in_other_units(read, column, value, radius_km):
    """The unit is read from the name of the column; zero metres or a word is none, and said so."""
    (drill,), _ = read(f"id,lon,lat,{column}\na,125,36,{value}\n")

    assert drill.places[0].uncertainty_km == pytest.approx(radius_km)
    assert bool(drill.doubts) == (radius_km == 0)


@pytest.mark.parametrize(
    ("value", "radius_km", "doubts"),
    [("20", 20.0, ("Radius was read as kilometres",)), ("10 nm", 18.52, ())],
)
def test_a_radius_without_a_unit_is_in_kilometres_and_said_so(read, value, radius_km, doubts):
    """It is the word of the option `--radius`: to drop it would make every answer too sure."""
    (drill,), _ = read(f"id,lon,lat,Radius\na,125,36,{value}\n")

    assert (drill.places[0].uncertainty_km, drill.doubts) == (radius_km, doubts)


def test_one_event_in_several_rows(read):
    """Rows with one event id are one exercise with several places."""
    found, _ = read("event_id,title,lon,lat\n7,A,125,36\n7,A,126,36\n8,B,127,36\n")

    assert [(each.id, len(each.places)) for each in found] == [("7", 2), ("8", 1)]


def test_a_sea_by_the_name_of_its_column(read):
    """A column called sea names the area if it is one, and is left alone if not."""
    found, _ = read("id,sea,position\na,Yellow Sea,\nb,rough,36N 125E\n")

    assert [each.places[0].named_area for each in found] == ["yellow_sea", None]


def test_a_geodataframe_is_read_alike():
    """The names of columns mean the same in a table of geopandas."""
    table = gpd.GeoDataFrame(
        {"Title": ["A"], "Date": ["7-9 August 2017"]}, geometry=[Point(125, 36)], crs=4326
    )

    (drill,) = from_table(table)

    assert (drill.name, drill.start, drill.end) == ("A", "2017-08-07", "2017-08-09")


def test_an_entry_with_places_comes_back_as_it_is():
    """What has the shape of our catalogue is not touched."""
    entry = {"places": [], "Title": "A", "start": "7 August 2017"}

    assert translated(entry) == (entry, ())


NAMES = ["Title", "date", "country", "type", "accuracy", "geo_precision", "id", "url", "event_date", "sea"]
NAMES += ["time_precision", "actor1", "event_id_cnty", "geodeticDatum", "radius_m"]
VALUES = st.text(min_size=1, max_size=12) | st.integers() | st.floats() | st.lists(st.text())


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_any_value_is_taken_without_a_crash(values):
    """Whatever stands in the cells, a row is brought to our names or left as it is."""
    found, doubts = translated(values)

    assert isinstance(found, dict)
    assert all(isinstance(doubt, str) for doubt in doubts)


# ACLED

HEADER = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,iso,region,country,admin1,location,latitude,"
    "longitude,geo_precision,source,notes,fatalities\n"
)


def acled(date="05 January 2024", time="1", actor="Military Forces of North Korea (2011-)", ally="", geo="2"):
    """Write a table of one row as ACLED exports it."""
    return (
        f"{HEADER}PRK12,{date},2024,{time},Political violence,Explosions/Remote violence,"
        f"Shelling/artillery/missile attack,{actor},{ally},State forces,,,,408,East Asia,North Korea,"
        f'South Hwanghae,Jangsan Cape,38.1,124.65,{geo},Yonhap; KCNA,"On 5 January, some 200 shells.",0\n'
    )


def test_a_row_of_acled(read):
    """Identifier, date, party, place, source and notes of an event, and what was assumed."""
    (event,), faults = read(acled())

    assert faults == []
    assert (event.id, event.start, event.end) == ("PRK12", "2024-01-05", "2024-01-05")
    assert (event.parties, event.kinds, event.evidence) == (("PRK",), (), "reported")
    assert event.name == "Shelling/artillery/missile attack, Explosions/Remote violence, Jangsan Cape"
    assert event.location_reported == "Jangsan Cape, South Hwanghae, North Korea"
    assert event.sources[0].title == "Yonhap; KCNA"
    assert event.places[0].geometry == Point(124.65, 38.1)
    assert event.doubts == (
        "read as an ACLED export: it records incidents, and names no exercises",
        "geo_precision 2 (a part of a region, or near a town) was taken for 30 km",
    )


@pytest.mark.parametrize(
    ("code", "radius_km"), [("1", 5.0), ("2", 30.0), ("3", 150.0), ("9", 0.0), ("", 0.0)]
)
def test_precision_of_place_in_acled(read, code, radius_km):
    """The three codes are three radii, the coarser the wider; another code is said to be unknown."""
    (event,), _ = read(acled(geo=code))

    assert event.places[0].uncertainty_km == radius_km
    assert any("geo_precision" in doubt for doubt in event.doubts)
    assert [radius for radius, _ in ACLED_RADIUS.values()] == [5.0, 30.0, 150.0]


@pytest.mark.parametrize(
    ("date", "code", "start", "end", "doubted"),
    [
        ("05 January 2024", "1", "2024-01-05", "2024-01-05", False),
        ("2024-01-05", "1", "2024-01-05", "2024-01-05", False),
        ("2024-01-15", "2", "2024-01-09", "2024-01-21", True),
        ("2024-01-15", "3", "2024-01", "2024-01", True),
        ("2024-01-15", "", "2024-01-15", "2024-01-15", True),
        ("32 May 2024", "1", "", "", True),
    ],
)
def test_precision_of_time_in_acled(read, date, code, start, end, doubted):
    """A day, some day within a week, some day of a month."""
    (event,), _ = read(acled(date=date, time=code))

    assert (event.start, event.end) == (start, end)
    assert any("time_precision" in doubt or "event_date" in doubt for doubt in event.doubts) is doubted


@pytest.mark.parametrize(
    ("actor", "ally", "parties"),
    [
        (
            "Military Forces of South Korea (2022-)",
            "Military Forces of the United States (2021-2025)",
            ("KOR", "USA"),
        ),
        ("Police Forces of China (2012-) Coast Guard", "", ("CHN",)),
        ("Protesters (South Korea)", "", ()),
        ("Military Forces of Atlantis", "", ()),
    ],
)
def test_actors_of_acled(read, actor, ally, parties):
    """Forces of states are parties; protesters are none, and the country is where, not who."""
    (event,), _ = read(acled(actor=actor, ally=ally))

    assert event.parties == parties
    assert any("no actor is the forces" in doubt for doubt in event.doubts) is (not parties)


# Darwin Core

DARWIN = (
    "occurrenceID,basisOfRecord,eventDate,decimalLatitude,decimalLongitude,coordinateUncertaintyInMeters,"
    "geodeticDatum,locality\n"
)


@pytest.mark.parametrize(
    ("date", "metres", "datum", "days", "radius_km", "doubt"),
    [
        ("2017-08-07/09", "20000", "WGS84", ("2017-08-07", "2017-08-09"), 20.0, ""),
        ("1906-06", "20000", "EPSG:4326", ("1906-06", "1906-06"), 20.0, ""),
        ("2017", "0", "WGS84", ("2017", "2017"), 0.0, "'0' is no radius"),
        ("2017", "9", "Tokyo", ("2017", "2017"), 0.009, "the coordinates are in 'Tokyo'"),
        ("2017", "9", "", ("2017", "2017"), 0.009, "geodeticDatum is not given"),
    ],
)
def test_a_row_of_darwin_core(read, date, metres, datum, days, radius_km, doubt):
    """Identifier, interval, radius in metres and datum of an occurrence."""
    (event,), faults = read(f"{DARWIN}o1,HumanObservation,{date},38.5,120.5,{metres},{datum},Bohai Strait\n")

    assert faults == []
    assert (event.id, event.start, event.end) == ("o1", *days)
    assert event.places[0].name == "Bohai Strait"
    assert event.places[0].geometry == Point(120.5, 38.5)
    assert event.places[0].uncertainty_km == pytest.approx(radius_km)
    assert doubt in "".join(event.doubts)
    assert bool(event.doubts) is bool(doubt)


@pytest.mark.parametrize(
    ("start", "end", "utc"),
    [
        ("2023-11-22T14:30+09:00", None, "2023-11-22T05:30Z"),
        ("2023-11-22T05:30:00Z", "2023-11-22T06:10:30Z", "2023-11-22T05:30Z/2023-11-22T06:10:30Z"),
        ("2023-11-22T05:30", None, None),  # whose time?
        ("2023-11-22T05:30Z", "2023-11-22", None),
        ("2023-11-22T00:00:00Z", None, None),  # how many a table writes a day
        ("2023-11-22", "2023-11-23", None),
        ("2023", None, None),
    ],
)
def test_hours_of_start_and_end_are_kept(start, end, utc):
    """An instant with its offset is kept in UTC beside the day; a day stays a day."""
    values, _ = translated({"name": "x", "start": start} | ({"end": end} if end else {}))

    assert values.get("date_utc") == utc
    assert values["start"] == start[:10]


def test_an_instant_of_the_file_wins():
    """What a file gives as `date_utc` stays."""
    values, _ = translated({"start": "2023-11-22T14:30+09:00", "date_utc": "2023-11-22T05:31Z"})

    assert values["date_utc"] == "2023-11-22T05:31Z"
