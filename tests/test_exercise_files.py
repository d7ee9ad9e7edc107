"""Exercises read from files of users and from tables, and what is wrong with them."""

import json
import re

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Point, Polygon

from geo.errors import DezoneError, InputFileError
from zones import load_exercises, load_zone, store
from zones.exercise_files import read_exercises
from zones.exercises import Place
from zones.named_places import resolve
from zones.verdict import judge

POINT = {"type": "Point", "coordinates": [123.5, 36.0]}
OTHER = {"type": "Point", "coordinates": [150.0, 36.0]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[123, 36], [124, 37], [124, 36], [123, 37], [123, 36]]]}


def write(folder, value, name="drills.json"):
    """Write a file and give its path."""
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return str(path)


def feature(geometry=POINT, *, feature_id=None, **properties):
    """Make a feature."""
    found = {"type": "Feature", "properties": properties, "geometry": geometry}
    return found if feature_id is None else found | {"id": feature_id}


def collection(*features):
    """Make a collection of features."""
    return {"type": "FeatureCollection", "features": list(features)}


def entries(*values):
    """Make a file in the shape of the catalogue."""
    return {"exercises": list(values)}


GOOD_ENTRY = {"id": "good", "name": "Good", "places": [{"role": "area", "geometry": POINT}]}


def words_of(found):
    """Judge exercises and give the verdicts by identifier."""
    zone = load_zone()
    return {exercise.id: judge(exercise, zone).verdict for exercise in found}


def test_the_catalogue_can_be_read_as_a_file():
    """Our own catalogue, given as a file, is the bundled one, without a fault."""
    found, faults = read_exercises(str(store.DATA / "exercises.json"))

    assert faults == []
    assert found == load_exercises()


def test_properties_of_a_feature(tmp_path):
    """What a feature says of itself is kept; words may be lists or text."""
    about = {
        "name": "Drill", "start": "2017-07-25", "end": "2017-08", "parties": "CHN, RUS",
        "kinds": ["naval", "air"], "uncertainty_km": 20, "named_area": "Yellow Sea", "role": "sea_area",
    }  # fmt: skip

    (exercise,), faults = read_exercises(write(tmp_path, collection(feature(feature_id="a", **about))))

    assert faults == []
    assert (exercise.id, exercise.name, exercise.start, exercise.end) == (
        "a",
        "Drill",
        "2017-07-25",
        "2017-08",
    )
    assert exercise.parties == ("CHN", "RUS")
    assert exercise.kinds == ("naval", "air")
    (place,) = exercise.places
    assert (place.uncertainty_km, place.named_area, place.surface, place.extent) == (
        20,
        "yellow_sea",
        "sea",
        "locator",
    )


def test_rows_of_a_table(tmp_path):
    """A CSV table has a row an exercise; empty cells are left out."""
    text = "id,lon,lat,start,parties,uncertainty_km\na,123.5,36,2017-07,CHN;RUS,\nb,150,36,,,10\n"

    found, faults = read_exercises(write(tmp_path, text, "drills.csv"))

    assert faults == []
    assert [exercise.parties for exercise in found] == [("CHN", "RUS"), ()]
    assert words_of(found) == {"a": "inside", "b": "outside"}


@pytest.mark.parametrize(
    ("properties", "field", "message"),
    [
        ({"start": "2017-02-30"}, "start", "'2017-02-30' is .*: write YYYY-MM-DD, YYYY-MM or YYYY"),
        ({"start": "2017-13"}, "start", "'2017-13' is .*: write YYYY-MM-DD, YYYY-MM or YYYY"),
        ({"end": "next week"}, "end", "'next week' is no date: write YYYY-MM-DD, YYYY-MM or YYYY"),
        ({"start": "31.02.2017"}, "start", "'31.02.2017' is .*: write YYYY-MM-DD, YYYY-MM or YYYY"),
        (
            {"start": "2017-07-25", "end": "2017-07-24"},
            "end",
            "2017-07-24 is before the start, 2017-07-25: swap the two dates",
        ),
        (
            {"start": "2017-07", "end": "2017-06-30"},
            "end",
            "2017-06-30 is before the start, 2017-07: swap the two dates",
        ),
        (
            {"parties": ["CHN", "Korea"]},
            "parties",
            "'Korea' is no country code: write ISO 3166-1 alpha-3 codes",
        ),
        ({"parties": "ZZZ"}, "parties", "'ZZZ' is no country code: write ISO 3166-1 alpha-3 codes"),
        (
            {"uncertainty_km": "wide"},
            "uncertainty_km",
            "'wide' is no radius: no uncertainty was counted: write kilometres, 0 to 5000",
        ),
        (
            {"uncertainty_km": -5},
            "uncertainty_km",
            "'-5' is no radius: no uncertainty was counted: write kilometres, 0 to 5000",
        ),
        (
            {"uncertainty_km": 99999},
            "uncertainty_km",
            "'99999' is no radius: no uncertainty was counted: write kilometres, 0 to 5000",
        ),
    ],
)
def test_faults_of_words(tmp_path, properties, field, message):
    """A bad date, party or radius is a fault with file, record, field and mend; the place is still judged."""
    path = write(tmp_path, collection(feature(feature_id="bad", **properties), feature(feature_id="good")))

    found, (fault,) = read_exercises(path)

    assert re.match(f"{re.escape(path)}, feature 1, {field}: {message}", str(fault))
    assert words_of(found) == {"bad": "inside", "good": "inside"}
    assert found[0].doubts
    assert found[1].doubts == ()


@pytest.mark.parametrize(
    "properties",
    [
        {"start": "2017"},
        {"start": "2017-07", "end": "2017"},
        {"start": "2017-07-25", "end": "2017-07"},
        {"start": "2017-07-25T06:00:00Z", "end": "2017-07-25"},
        {"start": "2016-02-29"},
        {"start": 2017, "end": 2018},
        {"parties": "USA KOR"},
        {"parties": []},
        {"uncertainty_km": 0},
        {"uncertainty_km": "12.5"},
        {"start": None, "end": "", "parties": None, "uncertainty_km": None},
    ],
    ids=str,
)
def test_no_fault(tmp_path, properties):
    """Coarse dates, codes in text and missing values are in order."""
    _, faults = read_exercises(write(tmp_path, collection(feature(**properties))))

    assert faults == []


def test_a_record_without_a_place(tmp_path):
    """A record that has neither position nor named area is a fault, and uncertain."""
    path = write(tmp_path, collection(feature(None, feature_id="nowhere"), feature(feature_id="good")))

    found, (fault,) = read_exercises(path)

    assert str(fault) == f"{path}, feature 1, geometry: there is no place: give a position, or a named_area"
    assert words_of(found) == {"nowhere": "uncertain", "good": "inside"}


def test_a_broken_outline_loses_only_itself(tmp_path):
    """An outline that crosses itself, and swapped axes, are faults; the others are answered."""
    swapped = {"type": "Point", "coordinates": [36.0, 123.5]}
    path = write(tmp_path, collection(feature(BOW_TIE), feature(swapped), feature(feature_id="good")))

    found, faults = read_exercises(path)

    assert [fault.where for fault in faults[:2]] == ["feature 1", "feature 2"]
    assert "self-intersection" in str(faults[0])
    assert "did you mean longitude 123.5, latitude 36" in str(faults[1])
    assert words_of(found) == {"good": "inside"}


def test_a_file_that_is_none():
    """A file that does not exist is an error that names it."""
    with pytest.raises(InputFileError, match=r"no-such-file\.geojson: does not exist"):
        read_exercises("no-such-file.geojson")


def test_a_collection_of_geometries_is_one_exercise(tmp_path):
    """A GeometryCollection becomes one exercise with several places."""
    both = {"type": "GeometryCollection", "geometries": [POINT, OTHER]}

    found, faults = read_exercises(write(tmp_path, collection(feature(both, name="Two"), feature())))

    assert faults == []
    assert [len(exercise.places) for exercise in found] == [2, 1]
    assert found[0].name == "Two"
    assert list(words_of(found).values()) == ["partly", "inside"]


@pytest.mark.parametrize("key", ["drill", 7, 0])
def test_features_with_one_id_are_one_exercise(tmp_path, key):
    """Several features with one id, a number or 0 as well, are one exercise with several places."""
    path = write(tmp_path, collection(feature(feature_id=key), feature(OTHER, feature_id=key), feature()))

    found, _ = read_exercises(path)

    assert [len(exercise.places) for exercise in found] == [2, 1]
    assert found[0].id == str(key)


def test_made_up_ids_do_not_meet_given_ones(tmp_path):
    """A record without an id is never taken for one that has an id like the one we make up."""
    path = write(tmp_path, collection(feature(feature_id="drills-2"), feature(OTHER)))

    found, _ = read_exercises(path)

    assert [len(exercise.places) for exercise in found] == [1, 1]
    assert len({exercise.id for exercise in found}) == 2


def test_entries_with_one_id_lose_nothing(tmp_path):
    """Of two entries with one id, and of two files put together, every place is judged."""
    other = {"id": "good", "places": [{"geometry": OTHER}]}

    found, _ = read_exercises(write(tmp_path, entries(GOOD_ENTRY, other)))

    places = [place.geometry.x for exercise in found for place in exercise.places]
    assert places == [123.5, 150.0]


@pytest.mark.parametrize(
    "place",
    [
        {"geometry": BOW_TIE},
        {"geometry": BOW_TIE, "role": "closure_area"},
        {"geometry": {"type": "Point", "coordinates": [36.0, 123.5]}},
        {"geometry": {"type": "Point", "coordinates": [float("nan"), 36.0]}},
        {"geometry": {"type": "Point", "coordinates": []}},
        {"geometry": {"type": "Circle", "coordinates": [123.5, 36.0]}},
        {"geometry": POINT, "uncertainty_km": -4},
        {"geometry": POINT, "uncertainty_km": "wide"},
    ],
    ids=[
        "bow-tie",
        "closed bow-tie",
        "swapped",
        "NaN",
        "empty",
        "no GeoJSON",
        "negative radius",
        "radius of letters",
    ],
)
def test_a_bad_place_of_an_entry(tmp_path, place):
    """What is wrong with one of the `places` of an entry is a fault; the other entries are answered."""
    path = write(tmp_path, entries({"id": "bad", "places": [place]}, GOOD_ENTRY))

    found, faults = read_exercises(path)

    assert [fault.where.removesuffix(", place 1") for fault in faults] == ["exercises, item 1"]
    assert faults[0].mend
    assert words_of(found)["good"] == "inside"
    assert words_of(found).get("bad") in (None, "uncertain", "inside")


@pytest.mark.parametrize(
    "values",
    [
        {"places": "Yellow Sea"},
        {"places": {"geometry": POINT}},
        {"places": ["Yellow Sea"]},
        {"places": 5},
        {"places": [None]},
        {"places": GOOD_ENTRY["places"], "sources": "a paper"},
        {"places": GOOD_ENTRY["places"], "sources": ["a paper"]},
        {"places": GOOD_ENTRY["places"], "sources": {"title": "a paper"}},
    ],
    ids=str,
)
def test_an_entry_of_another_shape(tmp_path, values):
    """An entry whose places or sources are no lists of objects loses only itself."""
    found, faults = read_exercises(write(tmp_path, entries({"id": "bad"} | values, GOOD_ENTRY)))

    assert words_of(found)["good"] == "inside"
    if "sources" not in values:
        assert [fault.where for fault in faults] == ["exercises, item 1"]


# Places


@pytest.mark.parametrize(
    ("role", "surface"),
    [
        ("sea_area", "sea"), ("closure_area", "sea"), ("strait", "sea"), ("impact_area", "sea"),
        ("range", "land"), ("base", "land"), ("headquarters", "land"), ("launch_site", "land"),
        ("firing_site", "land"), ("port", "any"), ("epicentre", "any"), ("area", "any"),
    ],
)  # fmt: skip
def test_surface_by_role(tmp_path, role, surface):
    """A role says where a place is expected, unless the record says it itself."""
    path = write(tmp_path, collection(feature(role=role), feature(role=role, surface="any")))

    found, _ = read_exercises(path)

    assert [exercise.places[0].surface for exercise in found] == [surface, "any"]


@pytest.mark.parametrize("basis", ["sea_centre", "host_country_centre"])
def test_a_stand_in_is_no_position(tmp_path, basis):
    """A point at the centre of a named area is left out, with its radius; of an unknown area it stays."""
    known = feature(basis=basis, named_area="Yellow Sea", uncertainty_km=300)
    unknown = feature(OTHER, basis=basis, named_area="Atlantis", uncertainty_km=300)

    found, _ = read_exercises(write(tmp_path, collection(known, unknown)))

    assert found[0].places[0] == Place(named_area="yellow_sea", role="area", basis=basis)
    assert found[1].places[0].geometry == Point(150, 36)
    assert found[1].places[0].uncertainty_km == 300


def test_extent_by_geometry(tmp_path):
    """A point is a locator, a line or an area a footprint, unless the record says it itself."""
    line = {"type": "LineString", "coordinates": [[123, 36], [124, 36]]}
    path = write(tmp_path, collection(feature(), feature(line), feature(line, extent="locator")))

    found, _ = read_exercises(path)

    assert [exercise.places[0].extent for exercise in found] == ["locator", "footprint", "locator"]


def test_edges_of_a_closed_area_are_rhumb_lines(tmp_path):
    """The edges of a closed area are densified as a chart shows them, those of another area are not."""
    area = json.loads(shapely.to_geojson(Polygon([(124, 30), (130, 30), (130, 34)])))
    path = write(tmp_path, collection(feature(area, role="closure_area"), feature(area)))

    (charted, plain), _ = read_exercises(path)

    points = shapely.get_coordinates(charted.places[0].geometry)
    assert len(points) > 100
    assert {lat for lon, lat in points if lon < 130 and abs(lat - 30) < 1e-3 and lon > 124} == {30.0}
    assert len(shapely.get_coordinates(plain.places[0].geometry)) == 4


# Names


@pytest.mark.parametrize(
    ("name", "lon", "lat", "radius_km"),
    [
        ("Dokdo", 131.87, 37.24, 6),
        ("竹島", 131.87, 37.24, 6),
        ("Busan", 129.05, 35.1, 12),
        ("off Vladivostok", 131.9, 43.1, 100),
    ],
)
def test_any_known_name_stands_for_a_place_that_a_file_gives_by_name_alone(
    tmp_path, name, lon, lat, radius_km
):
    """An island or a port is no named area, but a name that `dezone check NAME` reads is read in a file."""
    (tmp_path / "a.csv").write_text(f"id,position,named_area\na,,{name}\n", encoding="utf-8")

    [exercise], faults = read_exercises(str(tmp_path / "a.csv"))
    [place] = exercise.places

    assert faults == []
    assert (place.geometry.x, place.geometry.y) == pytest.approx((lon, lat), abs=0.06)
    assert place.uncertainty_km == radius_km
    assert exercise.doubts[0].startswith("understood as ")


def test_a_radius_beside_a_name_counts_in_place_of_ours(tmp_path):
    """Who wrote the file knows better than the gazetteer how well the place is known."""
    (tmp_path / "a.csv").write_text("id,named_area,uncertainty_km\na,Busan,30\n")

    [exercise], _ = read_exercises(str(tmp_path / "a.csv"))

    assert exercise.places[0].uncertainty_km == 30
    assert exercise.doubts[0].endswith("; 30 km instead, as given")


def test_an_unknown_name_alone_is_a_fault_and_beside_a_position_none(tmp_path):
    """Nothing else says where it was: the row is told with its line and the mend."""
    (tmp_path / "a.csv").write_text("id,position,named_area\na,,Atlantis\nb,37N 125E,Atlantis\n")

    exercises, [fault] = read_exercises(str(tmp_path / "a.csv"))

    assert [each.places[0].geometry is None for each in exercises] == [True, False]
    assert (fault.where, fault.field) == ("line 2", "named_area")
    assert fault.problem == "no place 'Atlantis' is known"


@pytest.mark.parametrize("name", ["off Sokcho", "50 km east of Pohang", "독도", "Yellow Sea"])
def test_a_name_under_position_is_read_as_a_name(tmp_path, name):
    """Spreadsheets mix names and numbers in one column; what is meant as numbers keeps its own fault."""
    (tmp_path / "a.csv").write_text(f"id,position\na,{name}\nb,37N 125E\nc,38-75N 128E\n", encoding="utf-8")
    [meant] = resolve(name).places

    exercises, [fault] = read_exercises(str(tmp_path / "a.csv"))

    [place] = exercises[0].places
    assert [each.id for each in exercises] == ["a", "b"]
    assert (place.named_area, place.uncertainty_km) == (meant.named_area, meant.uncertainty_km)
    assert (fault.where, fault.field) == ("line 4", "position")


def test_an_unknown_name_under_position_is_told(tmp_path):
    """Nothing else says where it was."""
    (tmp_path / "a.csv").write_text("id,position\na,Atlantis\n")

    _, [fault] = read_exercises(str(tmp_path / "a.csv"))

    assert "line 2, named_area: no place 'Atlantis' is known: name a sea" in str(fault)


def test_a_name_beside_a_position_stays_what_it_is_and_beside_another_name_is_a_fault(tmp_path):
    """Numbers know better; of two names nobody knows which is meant."""
    (tmp_path / "a.csv").write_text("id,position,lon,lat,named_area\na,Dokdo,125,37,\nb,Dokdo,,,Yellow Sea\n")

    [exercise], [fault] = read_exercises(str(tmp_path / "a.csv"))

    assert exercise.places[0].geometry == Point(125, 37)
    assert (fault.where, fault.field) == ("line 3", "position")


def test_columns_that_mean_nothing_are_named_once(tmp_path):
    """A radius or a date under a name that is not understood would be missed in silence."""
    (tmp_path / "a.csv").write_text(
        "id,lon,lat,Tragweite,Wer,Latitude (S),surface\na,125,36,20,USA,,sea\nb,125,37,,,,\n"
    )
    notes = []

    read_exercises(str(tmp_path / "a.csv"), notes=notes)

    [note] = notes
    assert note.startswith(f"{tmp_path / 'a.csv'}: not used: 'Tragweite', 'Wer'; dezone check --csv-template")


def test_many_columns_that_mean_nothing_are_cut_short(tmp_path):
    """And no name from outside steers the terminal."""
    names = ["evil\x1b[31m", *(f"c{number}" for number in range(40))]
    (tmp_path / "a.csv").write_text(f"lon,lat,{','.join(names)}\n125,36{',1' * len(names)}\n")
    notes = []

    read_exercises(str(tmp_path / "a.csv"), notes=notes)

    [note] = notes
    assert note.isprintable()
    assert "'c4' and 35 more; " in note
    assert len(note) < 300


@pytest.mark.parametrize("suffix", ["csv", "geojson"])
def test_nothing_of_our_own_answers_is_called_unused(tmp_path, suffix):
    """What the commands write, they read."""
    from maps import output  # noqa: PLC0415 the answers are written in another room

    zone = load_zone()
    exercise = load_exercises()[-1]
    text = "".join(output.written([(exercise, judge(exercise, zone))], zone, suffix))
    if suffix == "csv":
        text = text.replace("id,name", "id,named_area", 1)
    (tmp_path / f"a.{suffix}").write_text(text, encoding="utf-8")
    notes = []

    read_exercises(str(tmp_path / f"a.{suffix}"), notes=notes)

    assert notes == []


# What a program hands over


def table_of(*geometries, **columns):
    """Make a table in WGS 84."""
    return gpd.GeoDataFrame(columns, geometry=list(geometries), crs=4326)


@pytest.mark.parametrize("crs", [4326, 5179, 32652, 3857])
def test_a_table_in_any_system_gets_the_same_verdicts(crs):
    """Rows without a place are uncertain, and none is left out."""
    table = table_of(Point(128.9, 38.5, 7), None, Point(), Point(125, 29), Point(488.9 - 360, 38.5))

    found = load_zone().check(table.to_crs(crs))

    assert [each.verdict for each in found] == ["inside", "uncertain", "uncertain", "outside", "inside"]


def test_a_geoseries_and_a_list_are_read_as_well():
    """In their order, each with a name of its own."""
    points = [Point(128.9, 38.5), Point(125, 29)]

    of_series = load_zone().check(gpd.GeoSeries(points, crs=4326))
    of_list = load_zone().check(points)
    of_both = load_zone().check([load_exercises()[0], points[1]])

    assert [each.verdict for each in of_series] == [each.verdict for each in of_list] == ["inside", "outside"]
    assert [each.id for each in of_list] == ["place-1", "place-2"]
    assert of_both[0].id == load_exercises()[0].id


def test_several_points_of_one_geometry_are_a_footprint():
    """All of them were used, so one inside and one outside are partly."""
    assert load_zone().check(shapely.MultiPoint([(123.5, 36), (125, 29)])).verdict == "partly"
    assert load_zone().check(shapely.MultiPoint([(123.5, 36), (134, 40)])).verdict == "inside"


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("Pohang", "cannot check a str: give an Exercise"),
        (None, "cannot check a NoneType"),
        ((128.9, 38.5), "cannot check a float in a list"),
        ({"type": "Point", "coordinates": [128.9, 38.5]}, "with shapely.geometry.shape"),
        (pd.DataFrame({"lon": [128.9], "lat": [38.5]}), "DataFrame: make it a GeoDataFrame with geometry="),
        (gpd.GeoDataFrame({"a": [1]}), "has no geometry: choose its column with table.set_geometry"),
        (gpd.GeoDataFrame(geometry=[Point(1, 2)]), "no coordinate system: set one with table.set_crs"),
        (table_of(Point(1, 2), Point(38.5, 128.9)), "row 2: latitude 128.9 is beyond 90: .* swap the two"),
        (Polygon([(128, 38), (129, 39), (129, 38), (128, 39)]), "no valid outline .*: correct it"),
        (table_of(Polygon([(128, 38), (129, 39), (129, 38), (128, 39)])), "row 1: no valid outline"),
    ],
    ids=str,
)
def test_what_cannot_be_checked_says_what_to_give(what, message):
    """Swapped columns above all: they would be outside without a word."""
    with pytest.raises(DezoneError, match=message):
        load_zone().check(what)


@pytest.mark.parametrize(("place", "lon"), [("37-30N 131-00E", 131.0), ("off Ulsan", None), ("", None)])
def test_a_position_among_words_counts_beside_the_name_of_a_sea(tmp_path, place, lon):
    """It says more than the sea does; other words for the place do not take the place of the sea."""
    path = tmp_path / "list.csv"
    path.write_text(f"name,위치,해역\na,{place},동해\n", encoding="utf-8")
    [[found]], faults = ([each.places for each in read_exercises(path)[0]], read_exercises(path)[1])

    assert faults == []
    assert (found.geometry.x if found.geometry else None) == lon
    assert found.named_area == (None if lon else "sea_of_japan")


@pytest.mark.parametrize("column", ["location", "Place", "장소", "위치", "Место", "sea", "Named area"])
def test_places_in_words_are_read_from_the_usual_columns(tmp_path, column):
    """Names, parts of seas, distances and positions; what is not known is told, and the rest goes on."""
    path = tmp_path / "list.csv"
    path.write_text(
        f"name,date,{column}\n"
        "a,2024-05-01,off Vladivostok\n"
        "b,2024-05-02,Yellow Sea\n"
        "c,2024-05-03,East China Sea north of 30N\n"
        "d,2024-05-04,50 km east of Pohang\n"
        "e,2024-05-05,50 km east of 38.5N 128.2E\n"
        "f,2024-05-06,38.5N 128.2E\n"
        "g,2024-05-07,Nowhere at all\n",
        encoding="utf-8",
    )
    found, faults = read_exercises(path)

    assert [len(each.places) for each in found] == [1] * 7
    assert (found[6].places[0].geometry, found[6].places[0].named_area) == (None, "Nowhere at all")
    assert [each.start for each in found] == [f"2024-05-0{day}" for day in range(1, 8)]
    assert [place.uncertainty_km for each in found for place in each.places] == [100, 0, 0, 34.1, 19.1, 0, 0]
    assert found[1].places[0].named_area == "yellow_sea"
    assert "understood as the part of East China Sea north of 30°00′N" in found[2].doubts
    [fault] = faults
    assert fault.where == "line 8"
    assert "'Nowhere at all' is known" in fault.problem


def test_words_for_a_place_beside_a_position_stay_words(tmp_path):
    """The position stands, whatever the words say."""
    path = tmp_path / "list.csv"
    path.write_text("name,lat,lon,location\na,38,131,off Vladivostok\n", encoding="utf-8")
    [exercise], faults = read_exercises(path)
    assert exercise.places[0].geometry.coords[0] == (131, 38)
    assert not faults


def test_a_cell_with_corners_is_a_closed_area(tmp_path):
    """As on the command line; beside it a cell with one position is a place."""
    path = tmp_path / "list.csv"
    path.write_text(
        "name,position\na,38.5N 131E; 39N 131E; 39N 132E\nb,38-30.25N 131-00.50E\n"
        "c,within 20 nm of 38.5N 131E\n",
        encoding="utf-8",
    )
    found, faults = read_exercises(path)
    assert not faults
    assert [(each.places[0].extent, each.places[0].role) for each in found] == [
        ("footprint", "closure_area"),
        ("locator", "area"),
        ("footprint", "closure_area"),
    ]
