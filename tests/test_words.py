"""The sentences: plain English, true, with what would flip them, and never an accusation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, box

from geo.coordinates import read_position
from zones import areas, load_zone, words
from zones.exercises import Exercise, Place
from zones.verdict import judge


def sentence(*places, zone=None, **values):
    """Give the sentence of a verdict on places."""
    return judge(Exercise(id="drill", name="Drill", places=places, **values), zone or load_zone()).reason


def area(*corners, **values):
    """Make a place that is an area."""
    return Place(geometry=box(*corners), extent="footprint", **values)


SENTENCES = {
    "inside": (
        [Place(geometry=Point(123.5, 36))],
        "Inside: in the Yellow Sea, 133.3 km (72.0 nmi) from the limit (Coast of China).",
    ),
    "inside, on land": (
        [Place(named_area="south_korea", role="host_country")],
        "Inside: all of South Korea lies inside.",
    ),
    "inside, a named region": ([Place(named_area="yellow_sea", surface="sea")], "Inside: in the Yellow Sea."),
    "outside, with what flips it": (
        [Place(geometry=Point(125, 29.5))],
        (
            "Outside: 55.4 km (29.9 nmi) outside the limit (30°00′N, southern limit, central reading); "
            "inside if the southern limit is read as 29°30′N or further south."
        ),
    ),
    "inside, with what flips it": (
        [Place(geometry=Point(125, 31))],
        (
            "Inside: in the northern East China Sea, 110.9 km (59.9 nmi) from the limit (30°00′N, southern "
            "limit, central reading); outside if the southern limit is read as further north than 31°00′N."
        ),
    ),
    "outside, only a name": (
        [Place(named_area="sea_of_okhotsk")],
        "Outside: all of the Sea of Okhotsk lies outside.",
    ),
    "uncertain, a circle": (
        [Place(geometry=Point(142.1, 45.7), uncertainty_km=30)],
        "Uncertain: known to within 30.0 km (16.2 nmi); ",
    ),
    "uncertain, only a name": (
        [Place(named_area="la_perouse_strait")],
        "Uncertain: known only as the La Pérouse Strait / Soya Strait; ",
    ),
    "partly, an area": (
        [area(141.5, 45.6, 142.5, 45.8)],
        "Partly: ",
    ),
    "nothing known": ([], "Uncertain: no place is known."),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_sentence(case):
    """Each verdict has a plain sentence."""
    places, expected = SENTENCES[case]

    assert sentence(*places).startswith(expected)


def test_shares_are_no_probabilities():
    """Wherever a share is given, the sentence says what it is not."""
    for place in (Place(geometry=Point(142.1, 45.7), uncertainty_km=30), area(141.5, 45.6, 142.5, 45.8)):
        assert re.search(
            r"\d+% of the (possible )?area inside, in the Sea of Japan / East Sea", sentence(place)
        )
        assert sentence(place).endswith("Shares are of the possible area or length, not probabilities.")
    assert "probabilit" not in sentence(Place(geometry=Point(123.5, 36)))


def test_a_track_and_points_are_called_what_they_are():
    """A line is a track, an area an area, and several points are neither."""
    track = Place(geometry=LineString([(141.5, 45.7), (142.5, 45.7)]), extent="footprint")
    points = Place(geometry=MultiPoint([(123.5, 36), (150, 36)]), extent="footprint")

    assert "of the track inside" in sentence(track)
    assert "50% of the points inside" in sentence(points)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (Place(geometry=Point(132.05, 43.1), uncertainty_km=8, surface="land"), "at land"),
        (Place(geometry=Point(134, 40), uncertainty_km=8, surface="land"), "at land|on sea"),
        (Place(geometry=Point(141.9, 45.7), uncertainty_km=60, named_area="sea_of_okhotsk"), "at any"),
    ],
    ids=["range beside the sea", "range in the middle of the sea", "centre beside the sea that is named"],
)
def test_english(place, wrong):
    """The sentence and the doubts are English: on land, at sea, and no word of the code."""
    found = judge(Exercise(id="drill", name="Drill", places=(place,)), load_zone())

    assert not re.search(wrong, " ".join((found.reason, *found.doubts)))


NOTES = {
    "closure_area_only": "A closed area says that ships were kept out, not that an exercise took place.",
    "transit": "A transit is not an exercise.",
    "presence": "Presence is not an exercise.",
}


@pytest.mark.parametrize("kind", NOTES)
@pytest.mark.parametrize(
    "place", [Place(geometry=Point(123.5, 36)), Place(geometry=Point(150, 36))], ids=["in", "out"]
)
def test_what_is_no_exercise(kind, place):
    """A closed area, a transit and presence are said to be no exercise, inside and outside."""
    assert sentence(place, kinds=(kind,)).endswith(NOTES[kind])
    assert NOTES[kind] not in sentence(place, kinds=("naval",))


def test_near_the_limit():
    """A place on land just behind a coast is said to be so, with the usual cause; none is at sea."""
    near = "Near the limit: a port reported as the place of a drill at sea is the usual cause."

    assert near in sentence(Place(geometry=Point(120.33, 36.10)))  # Qingdao
    assert near not in sentence(Place(geometry=Point(118.0, 36.0)))  # inland
    assert near not in sentence(Place(geometry=Point(125, 29.95)))  # beside a parallel at sea


def test_islands():
    """Where small islands decide, the sentence says so, from either choice."""
    tsushima = Place(geometry=Point(129.33, 34.28))

    assert "outside if small islands follow their state" in sentence(tsushima)
    under_land = sentence(tsushima, zone=load_zone(islands="land"))
    assert under_land.startswith("Outside: ")
    assert "inside if small islands count as the sea around them" in under_land


def test_the_places_that_decide_are_named():
    """Of several places those that made the verdict are named, one for each side."""
    places = [
        Place(geometry=Point(123.5, 36), name="Yellow Sea drill"),
        Place(geometry=Point(150, 36), name="Pacific drill"),
        Place(geometry=Point(150, 37), role="sea_area"),
    ]

    found = sentence(*places)

    assert found.startswith("Partly: Yellow Sea drill: in the Yellow Sea")
    assert "; Pacific drill: " in found or "; sea_area: " in found


FLIPS = {
    "point south": Place(geometry=Point(125, 29.5)),
    "point north": Place(geometry=Point(125, 31.2345)),
    "point on the limit": Place(geometry=Point(125, 30)),
    "area south": area(124, 28.2, 125, 29.4),
    "area north": area(124, 31.1, 125, 32),
    "area across": area(124, 29.4, 125, 30.8),
    "track": Place(geometry=LineString([(124, 28.5), (126, 31.1)]), extent="footprint"),
    "circle": Place(geometry=Point(125, 29.2), uncertainty_km=30),
    "circle across": Place(geometry=Point(125, 30.1), uncertainty_km=40),
    "circle partly in a region that nothing moves": Place(geometry=Point(124, 33.2), uncertainty_km=60),
}


@pytest.mark.parametrize("southern_limit", [30.0, 29.0, 30 + 40 / 60, 31.7])
@pytest.mark.parametrize("case", FLIPS)
def test_what_flips_it_does(case, southern_limit):
    """Reading the southern limit as the sentence says gives the verdict that the sentence says.

    Latitudes are written to the minute, and tried a little further.
    """
    found = sentence(FLIPS[case], zone=load_zone(southern_limit=southern_limit))
    match = re.search(
        r"; (\w+) if the southern limit is read as (further north than )?(.*?N)( or|[.;])", found
    )
    assert match, found
    word, north, text, _ = match.groups()
    lat = read_position(f"{text} 125E").lat

    other = judge(
        Exercise(id="drill", name="", places=(FLIPS[case],)),
        load_zone(southern_limit=lat + 0.01 if north else lat - 0.01),
    )

    assert other.verdict == word
    assert not found.startswith(word.capitalize())


@given(st.floats(-20000, 20000))
def test_lengths_are_read_by_people(distance_km):
    """A length has kilometres or metres, nautical miles beside it, and no sign."""
    text = words.lengths(distance_km)

    assert re.fullmatch(r"[\d,.]+ k?m \([\d,.]+ nmi\)", text)
    number, unit = text.split()[0].replace(",", ""), text.split()[1]
    assert float(number) * (1 if unit == "km" else 0.001) == pytest.approx(
        abs(distance_km), abs=0.51, rel=0.01
    )


@given(st.floats(0, 1))
def test_percentages_never_round_to_all_or_nothing(share):
    """Only nothing is 0%, only all is 100%."""
    text = words.percent(share)

    assert (text == "0%") == (share == 0)
    assert (text == "100%") == (share == 1)


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items, text):
    """Items are joined with commas and a last "and"."""
    assert words.listed(items) == text


@pytest.mark.parametrize("area_id", sorted(areas.file_of_areas()))
def test_names_of_areas_in_a_sentence(area_id):
    """Seas and straits have an article, lands and bays have none, and no identifier shows."""
    name = words.area_name(area_id)

    assert "_" not in name
    assert name.startswith("the ") == (
        areas.file_of_areas()[area_id] != "land.geojson" and not areas.names(area_id)["en"].endswith(" Bay")
    )


def test_an_unknown_area_in_a_sentence():
    """An area that we do not know goes by the words of its identifier."""
    assert words.area_name("bay_of_bengal") == "bay of bengal"


def test_the_caveat():
    """The caveat says that this is an analytical reading and no finding of law."""
    for part in (
        "no state adopted",
        "Not a legal finding",
        "no view on sovereignty",
        "unannounced activity is missing",
    ):
        assert part in words.CAVEAT
