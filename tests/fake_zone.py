"""A zone of five boxes, and exercises on it: enough to test what is drawn without deciding anything."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import LineString, Point, Polygon, box, mapping

from zones.exercises import Exercise, Place, Source
from zones.verdict import PlaceVerdict, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

NAMES = {
    "korean_peninsula": "Korean Peninsula",
    "sea_of_japan": "Sea of Japan / East Sea",
    "yellow_sea": "Yellow Sea",
    "bohai_gulf": "Bohai Gulf",
    "northern_east_china_sea": "northern East China Sea",
}
SHAPES: dict[str, BaseGeometry] = {
    "korean_peninsula": box(125, 34, 130, 43),
    "sea_of_japan": box(130, 34, 142, 51),
    "yellow_sea": box(121, 33.25, 125, 41),
    "bohai_gulf": box(118, 37, 121, 41),
    "northern_east_china_sea": box(121, 27, 130, 33.25),
}

CLOSED = [(121.64, 38.86), (121.64, 38.57), (121.13, 38.56), (121.23, 38.8)]


@dataclass(frozen=True, kw_only=True)
class FakeZone:
    """What a map needs of a zone; a place is inside if its centre is."""

    southern_limit: float = 30.0
    reading: str | None = "central"
    islands: str = "sea"
    uncut: dict[str, Any] | None = None

    @property
    def region_ids(self) -> tuple[str, ...]:
        """Give the regions in their order."""
        return tuple(NAMES)

    @property
    def shapes(self) -> dict[str, BaseGeometry]:
        """Give each region, cut at the southern limit."""
        cut = box(100, self.southern_limit, 160, 60)
        return {name: shapely.intersection(one, cut) for name, one in (self.uncut or SHAPES).items()}

    @property
    def limits(self) -> list[dict[str, Any]]:
        """Give one edge of each kind, and the southern limit."""
        edge = {"source": "IHO S-23 (1953), 51", "left": "yellow_sea", "outer": False}
        return [
            edge
            | {
                "name": "33°17′N",
                "kind": "parallel",
                "right": "northern_east_china_sea",
                "geometry": LineString([(121, 33.25), (125, 33.25)]),
            },
            edge
            | {
                "name": "Laotieshan – Penglai",
                "kind": "rhumb_line",
                "right": "bohai_gulf",
                "geometry": LineString([(121, 37), (121, 41)]),
            },
            edge
            | {
                "name": "Yalu",
                "kind": "border",
                "left": "korean_peninsula",
                "right": "china",
                "outer": True,
                "geometry": LineString([(125, 43), (130, 43)]),
            },
            edge
            | {
                "name": "east edge",
                "kind": "coast",
                "left": "northern_east_china_sea",
                "right": "pacific",
                "outer": True,
                "geometry": LineString([(130, self.southern_limit), (130, 33)]),
            },
            edge
            | {
                "name": "southern limit",
                "kind": "parallel",
                "left": "northern_east_china_sea",
                "right": "east_china_sea",
                "outer": True,
                "geometry": LineString([(121, self.southern_limit), (130, self.southern_limit)]),
            },
        ]

    def names(self, area_id: str) -> dict[str, Any]:
        """Name a region."""
        return {"en": NAMES[area_id], "alt": []}

    def check(self, exercises: Iterable[Exercise]) -> list[Verdict]:
        """Judge each by the centre of its places."""
        return [self._judged(exercise) for exercise in exercises]

    def _judged(self, exercise: Exercise) -> Verdict:
        union = shapely.union_all(list(self.shapes.values()))
        places = tuple(
            PlaceVerdict(
                name=place.name,
                role=place.role,
                counts=place.role != "port",
                verdict=self._word(place, union),
                touches="unknown",
                within="unknown",
                share_inside=None,
                regions={},
                distance_km=12.3,
                nearest_limit=None,
                uncertainty_km=place.uncertainty_km,
                named_area=place.named_area,
                reason="a place",
                doubts=(),
            )
            for place in exercise.places
        )
        words = {place.verdict for place in places}
        word: Any = words.pop() if len(words) == 1 else "partly" if words else "uncertain"
        return Verdict(
            id=exercise.id,
            name=exercise.name,
            verdict=word,
            touches="unknown",
            within="unknown",
            share_inside=None,
            regions={},
            distance_km=-41.3,
            near=False,
            nearest_limit={"name": "33°17′N", "kind": "parallel", "source": "IHO S-23 (1953), 51"},
            uncertainty_km=max((place.uncertainty_km for place in exercise.places), default=0),
            readings={"narrow": word, "central": word, "broad": word},
            depends_on_reading=False,
            depends_on=(),
            flips_at_lat=29.5 if word == "outside" else None,
            places=places,
            reason=f"{word.capitalize()}: the centre of each place was looked at.",
            doubts=(),
        )

    def _word(self, place: Place, union: BaseGeometry) -> Any:
        if place.geometry is None:
            return "uncertain"
        return "inside" if union.intersects(place.geometry.centroid) else "outside"


READINGS = {
    "narrow": FakeZone(southern_limit=30 + 40 / 60, reading="narrow"),
    "central": FakeZone(),
    "broad": FakeZone(southern_limit=29.0, reading="broad"),
}


def exercises(text: str | None = None) -> list[Exercise]:
    """Give one exercise for each kind of place; with `text`, that text stands in every field."""

    def say(usual: str) -> str:
        return usual if text is None else text

    source = Source(
        title=say("A report"),
        publisher=say("A paper"),
        date=say("2017-05-01"),
        url=say("https://example.org/a?b=1&c=2"),
    )
    places = {
        "point": Place(geometry=Point(123, 36), uncertainty_km=60, name=say("mid Yellow Sea")),
        "near": Place(geometry=Point(123.01, 36.01), uncertainty_km=5, name=say("its neighbour")),
        "far": Place(geometry=Point(126, 29.5), uncertainty_km=10, name=say("south of the limit")),
        "area": Place(named_area="sea_of_japan", role=say("sea_area")),
        "again": Place(named_area="sea_of_japan", role=say("sea_area")),
        "closed": Place(
            geometry=Polygon(CLOSED),
            extent="footprint",
        ),
        "track": Place(
            geometry=LineString([(129, 35), (133, 37), (139, 41)]), extent="footprint", role="track"
        ),
        "nowhere": Place(name=say("a place that nobody named")),
    }
    made = [
        Exercise(
            id=say("drill") + f"-{name}",
            name=say(f"Drill {name}"),
            places=(place,),
            start=f"{1965 + 7 * number}-03-01",
            end=f"{1965 + 7 * number}-04-30",
            parties=("CHN", say("RUS")),
            kinds=(say("live_fire"),),
            series=say("Drill"),
            sources=(source,),
            location_reported=say("as reported"),
            verification=say("sourced"),
            notes=say("a note"),
            doubts=(say("a doubt"),),
        )
        for number, (name, place) in enumerate(places.items())
    ]
    both = replace(
        made[0],
        id=say("drill") + "-both",
        places=(places["point"], Place(geometry=Point(128, 27.5), name=say("farther south"))),
        start=say(""),
        end="",
    )
    return [*made, both]


def write_data(folder: Path) -> Path:
    """Write the files that a scene reads."""
    regions = [
        {
            "type": "Feature",
            "geometry": mapping(SHAPES[name]),
            "properties": {
                "id": name,
                "kind": "region",
                "names": {"en": text},
                "label_at": list(SHAPES[name].centroid.coords[0]),
            },
        }
        for name, text in NAMES.items()
    ]
    areas = [
        {
            "type": "Feature",
            "geometry": mapping(box(144, 46, 152, 54)),
            "properties": {
                "id": "sea_of_okhotsk",
                "kind": "sea",
                "names": {"en": "Sea of Okhotsk"},
                "label_at": [148, 50],
            },
        }
    ]
    basemap = [
        {
            "type": "Feature",
            "geometry": mapping(shapely.union_all([box(100, 20, 118, 45), box(142, 35, 145, 45)])),
            "properties": {"id": "land", "kind": "land"},
        },
        {
            "type": "Feature",
            "geometry": mapping(LineString([(125, 41), (130, 43)])),
            "properties": {"id": "borders", "kind": "border"},
        },
    ]
    for name, features in (("regions", regions), ("areas", areas), ("land", []), ("basemap", basemap)):
        text = json.dumps(
            {"type": "FeatureCollection", "about": {"date": "2026-11-21"}, "features": features}
        )
        (folder / f"{name}.geojson").write_text(text, "utf-8")
    return folder
