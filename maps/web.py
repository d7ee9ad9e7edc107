"""The web map: one HTML file with everything in it, which opens anywhere and runs nothing of the data.

The page holds four known texts (Leaflet and our own script and style) and one block of JSON. Text from
outside is either escaped by the template (the table) or travels in the JSON block and is shown through
``textContent``; no text ever becomes part of a script, a style or an attribute that runs. The page's
Content-Security-Policy allows the known texts by their hashes, and nothing is written if the finished
page holds any other script or style.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import os
import re
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
import shapely
from branca.element import Figure
from jinja2 import Environment
from markupsafe import Markup

from geo.errors import DezoneError
from geo.files import write_whole
from maps.scene import date_words, degrees_minutes, distance_words, make_scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from maps.scene import Area, Event, EventPlace, EventSource, Scene
    from zones.exercises import Exercise
    from zones.zone import Zone

# Coordinates travel as integers: a unit is some 400 m for the land, 200 m for regions, 11 m for places.
UNITS_PER_DEGREE = {"land": 250, "shape": 500, "place": 10_000}
COAST_TOLERANCE = 0.015  # degrees, some 1.5 km: what the coast of Natural Earth is worth
AREA_TOLERANCE = 0.03  # degrees, for named areas, which are shown as a whole
PICTURE_TOLERANCE = 0.1  # degrees, for the picture that stands in when scripts are off


class UnsafePageError(DezoneError):
    """The finished page holds a script or style that is not ours; nothing was written."""


def draw_map(zone: Zone, exercises: Iterable[Exercise]) -> DezoneMap:
    """Draw the zone and the exercises as a map that opens without a network.

    Parameters
    ----------
    zone : Zone
        The zone under one reading, as `zones.load_zone` gives it.
    exercises : iterable of Exercise
        As `zones.load_exercises` gives them; may be empty.

    Returns
    -------
    DezoneMap
        A `folium.Map`: ``.save(path)`` writes one HTML file, and a notebook shows it.

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> draw_map(load_zone(), load_exercises()).save("map.html")  # doctest: +SKIP
    """
    return DezoneMap(make_scene(zone, exercises))


class DezoneMap(folium.Map):
    """A `folium.Map` whose page is our own: no tile, no request, none of folium's scripts.

    Parameters
    ----------
    scene : Scene
        What is to be drawn.

    Notes
    -----
    Layers of folium can be added as to any map, but they bring scripts of their own, so that `save`
    refuses to write the page: folium puts text into scripts without escaping it (folium #1640, #1907).
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium declares it so; ours must shadow, not share
    default_css: list[tuple[str, str]] = []  # noqa: RUF012  likewise
    _template = Environment(autoescape=True).from_string("{% macro script(this, kwargs) %}{% endmacro %}")

    def __init__(self, scene: Scene) -> None:
        west, south, east, north = _frame(scene)
        super().__init__(location=[(south + north) / 2, (west + east) / 2], zoom_start=5, tiles=None)
        self.scene = scene
        _PageFigure(scene).add_child(self)

    def save(self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **kwargs: Any) -> None:  # noqa: ANN401, FBT001, FBT002  folium's own signature
        """Write the page: all of it or, after an error, none of it.

        Parameters
        ----------
        outfile : path or binary file
            Where to write. A path is written beside and then renamed.
        close_file : bool
            Whether to close a file object afterwards.

        Raises
        ------
        UnsafePageError
            If the page holds a script or style that is not ours, such as those of folium's own layers.
        """
        page = self.get_root().render(**kwargs).encode("utf-8")
        if isinstance(outfile, (str, bytes, Path)):
            write_whole(os.fsdecode(outfile), page)
            return
        outfile.write(page)
        if close_file:
            outfile.close()


class _PageFigure(Figure):
    """The document around the map; it renders the page of the scene and checks it."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(title=scene.title, height="780px")
        self.scene = scene
        self.header._children.clear()  # noqa: SLF001  branca gives no other way to leave out its meta tag

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401  branca's own signature
        for child in self._children.values():
            child.render(**kwargs)
        added = [part.render(**kwargs).strip() for part in (self.header, self.html, self.script)]
        if any(added):
            raise UnsafePageError(
                "the map holds layers with scripts of their own, which the page does not allow: draw them "
                f"with a plain folium.Map instead of {type(next(iter(self._children.values()))).__name__}"
            )
        page = render_page(self.scene)
        refuse_unknown(page)
        return page

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ANN401  branca's own signature
        page = html.escape(self.render(**kwargs))
        title = html.escape(self.title or "")
        return (
            f'<iframe srcdoc="{page}" title="{title}" width="100%" height="{self.height}" '
            'style="border: 0" sandbox="allow-scripts allow-popups allow-downloads"></iframe>'
        )


def render_page(scene: Scene) -> str:
    """Write the page of a scene as HTML: the same scene gives the same text, to the byte.

    Parameters
    ----------
    scene : Scene
        Its texts may be hostile: they are escaped here.
    """
    known = _known_texts()
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals |= {
        "date_words": date_words,
        "distance_words": distance_words,
        "party": lambda code: _words()["parties"].get(code, code),
    }
    return environment.from_string(_asset("page.html")).render(
        scene=scene,
        policy=_policy(),
        styles=[Markup(text) for text in known["style"]],  # noqa: S704  texts of ours, listed in _known_texts
        scripts=[Markup(text) for text in known["script"]],  # noqa: S704  likewise
        data=Markup(safe_json(_data(scene))),  # noqa: S704  safe_json escapes all that HTML could read
        picture=_picture(scene),
        counts=_counts(scene),
    )


def safe_json(value: object) -> str:
    r"""Write JSON that no HTML parser and no script can mistake for anything else.

    The keys are sorted, and ``< > &`` and the line separators U+2028 and U+2029 are written as escapes.

    Raises
    ------
    ValueError
        If a number is NaN or infinite, which JSON cannot hold.

    Examples
    --------
    >>> safe_json({"b": "</script>", "a": [1, None]})
    '{"a":[1,null],"b":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def refuse_unknown(page: str) -> None:
    """Let a page pass only if each script and style in it is one of ours.

    Parameters
    ----------
    page : str
        The finished HTML.

    Raises
    ------
    UnsafePageError
        If a script, a style, a style or event attribute, or a link to another file is found that we did
        not write.
    """
    finder = _BlockFinder()
    finder.feed(page)
    finder.close()
    known = _known_texts()
    if finder.blocks != known or finder.data_blocks != 1 or finder.faults:
        faults = finder.faults or ["a script or style block that is not one of ours"]
        raise UnsafePageError(
            f"the page is not written, for it holds {'; '.join(sorted(set(faults)))}: "
            "remove what was added to the map"
        )


class _BlockFinder(HTMLParser):
    """Collects the texts of script and style blocks, and whatever else could run or load."""

    ADDRESSES = frozenset({"href", "xlink:href", "src", "srcset", "action", "formaction", "poster", "data"})
    LOADING = frozenset({"link", "iframe", "object", "embed", "base", "img", "audio", "video", "frame"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: dict[str, list[str]] = {"script": [], "style": []}
        self.data_blocks = 0
        self.faults: list[str] = []
        self._within: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag == "script" and ("type", "application/json") in attrs and "src" not in names:
            self.data_blocks += 1
        elif tag in self.blocks:
            self._within = tag
            self.blocks[tag].append("")
            if names:
                self.faults.append(f"a {tag} block with attributes")
        if tag in self.LOADING or ("http-equiv", "refresh") in attrs:
            self.faults.append(f"an element <{tag}>")
        self.faults += [
            f"an attribute {name}"
            for name, value in attrs
            if name.startswith("on")
            or name == "style"
            or (name in self.ADDRESSES and not (value or "").startswith("#"))
        ]

    def handle_data(self, data: str) -> None:
        if self._within:
            self.blocks[self._within][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = None


def _asset(name: str) -> str:
    return (files("maps") / "assets" / name).read_text("utf-8")


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(_asset("words.json"))
    return words


@cache
def _known_texts() -> dict[str, list[str]]:
    """Read the scripts and styles of the page, Leaflet's freed of what would ask for further files."""
    leaflet_js = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", _asset("leaflet/leaflet.js"))
    leaflet_css = re.sub(r"[^;{}]*:\s*url\([^)]*\)\s*;", "", _asset("leaflet/leaflet.css"))
    known = {
        "script": [leaflet_js, _lean_script(_asset("app.js"))],
        "style": [_lean_css(leaflet_css), _lean_css(_asset("app.css"))],
    }
    for kind, texts in known.items():
        for text in texts:
            loads = kind == "style" and re.search(r"url\((?!#)|@import", text)
            if f"</{kind}" in text.lower() or loads:
                raise UnsafePageError(
                    f"a {kind} among the assets would end its block or load a file: mend it"
                )
    return known


def _lean_script(text: str) -> str:
    r"""Leave out indentation and the comments that stand on lines of their own.

    Only for our own script, which has no text over several lines.

    Examples
    --------
    >>> _lean_script("a();\n  // why\n  /* how */\n  b(); // what\n")
    'a();\nb(); // what\n'
    """
    flat = re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE)
    return re.sub(r"^(//.*|/\*(.|\n)*?\*/)?\n", "", flat, flags=re.MULTILINE)


def _lean_css(text: str) -> str:
    """Leave out comments and white space that a style sheet does not need."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def _policy() -> str:
    """Write the Content-Security-Policy: our texts by hash, nothing else, no network at all."""

    def hashes(kind: str) -> str:
        return " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in _known_texts()[kind]
        )

    return (
        f"default-src 'none'; script-src {hashes('script')}; style-src {hashes('style')}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _data(scene: Scene) -> dict[str, Any]:
    """Pack what the page's script draws; coordinates become integers, see `_coded`."""
    simple = _simplified_regions(scene)
    sources = {source: number for number, source in enumerate(_sources(scene))}
    wanted = {place.area_id for event in scene.events for place in event.places if place.area_id}
    return {
        "units": UNITS_PER_DEGREE,
        "about": {"version": scene.version, "reading": scene.reading, "data_date": scene.data_date},
        "attribution": scene.attribution,
        "view": [round(value, 2) for value in _frame(scene)],
        "land": _land(scene),
        "regions": [
            {
                "id": region.id,
                "name": region.name,
                "certain": [coded(ring) for ring in _rings(certain)],
                "doubtful": [coded(ring) for ring in _rings(doubtful)],
            }
            for region, (certain, doubtful) in zip(scene.regions, simple, strict=True)
        ],
        "limits": [
            {
                "name": limit.name,
                "kind": limit.kind,
                "source": limit.source,
                "outer": limit.outer,
                "lines": [coded(line) for line in _lines(shapely.simplify(limit.line, COAST_TOLERANCE / 10))],
            }
            for limit in scene.limits
            if limit.kind != "coast"  # the edge of a region's tint shows it
        ],
        "readings": [
            {
                "name": f"{degrees_minutes(reading.southern_limit, 'NS')} {reading.name}",
                "in_force": reading.in_force,
                "lines": [
                    coded(line) for line in _lines(shapely.simplify(reading.line, COAST_TOLERANCE / 10))
                ],
            }
            for reading in scene.readings
        ],
        "areas": {
            area.id: {
                "name": area.name,
                "rings": _outline(_main_parts(area.geometry), AREA_TOLERANCE, "land"),
            }
            for area in scene.areas
            if area.id in wanted and area.geometry is not None
        },
        "labels": [_label(area) for area in scene.areas if area.label_at],
        "events": [_event(event, sources) for event in scene.events],
        "sources": [
            _filled({"title": each.title, "publisher": each.publisher, "date": each.date, "url": each.url})
            for each in sources
        ],
    }


def _land(scene: Scene) -> list[list[int]]:
    """Code the land: fine around the zone, coarse where it is only seen from afar."""
    west, south, east, north = _frame(scene)
    near = shapely.box(west - 8, south - 6, east + 10, north + 3)
    land = shapely.union_all(scene.basemap.land)
    fine = shapely.simplify(shapely.intersection(land, near), COAST_TOLERANCE)
    coarse = shapely.simplify(shapely.difference(land, near), AREA_TOLERANCE * 3)
    # The overlap closes the seam that simplifying two sides of a cut apart would leave.
    return _outline(shapely.union_all([fine, coarse.buffer(0.02, join_style="mitre")]), 0, "land")


def _main_parts(geometry: BaseGeometry) -> BaseGeometry:
    """Leave out the islets of an area that has larger parts: its outline is drawn around a name."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    largest = max((part.area for part in parts), default=0)
    return shapely.MultiPolygon([part for part in parts if part.area >= largest / 200])


def _label(area: Area) -> dict[str, Any]:
    """Give a name with the width of its area in degrees: a name far wider than its area is not shown."""
    bounds = area.geometry.bounds if area.geometry is not None else (0, 0, 360, 0)
    return {
        "name": area.name,
        "kind": area.label_kind,
        "at": [round(value, 3) for value in area.label_at or ()],
        "region": area.id if area.kind == "region" else None,
        "span": round(max(bounds[2] - bounds[0], bounds[3] - bounds[1]), 1),
    }


def _sources(scene: Scene) -> list[EventSource]:
    """List each source once, in the order of first use."""
    return list(dict.fromkeys(source for event in scene.events for source in event.sources))


def _event(event: Event, sources: dict[EventSource, int]) -> dict[str, Any]:
    """Pack what the table does not say: the script reads name, dates, parties, reason and distance there."""
    readings = dict(event.readings)
    return _filled(
        {
            "id": event.id,
            "start": event.start,
            "end": event.end,
            "kinds": [kind.replace("_", " ") for kind in event.kinds],
            "verdict": event.verdict,
            "readings": readings if set(readings.values()) != {event.verdict} else None,
            "distance_km": _finite(event.distance_km),
            "limit": event.nearest_limit,
            "flips": event.flips,
            "location": event.location,
            "verification": event.verification,
            "notes": event.notes,
            "doubts": list(event.doubts),
            "places": [_place(place, event) for place in event.places],
            "sources": [sources[source] for source in event.sources],
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty; the page's script fills it in again."""
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _place(place: EventPlace, event: Event) -> dict[str, Any]:
    lines: list[list[int]] = []
    if place.kind in {"line", "polygon"} and place.geometry is not None:
        lines = [coded(line, "place") for line in _lines(shapely.orient_polygons(place.geometry))]
    return _filled(
        {
            "name": place.name,
            "role": place.role,
            "kind": place.kind if place.kind != "point" else None,
            "verdict": place.verdict if place.verdict != event.verdict else None,
            "aside": not place.counts or None,
            "at": [round(_eastward(place.position[0]), 4), round(place.position[1], 4)]
            if place.position
            else None,
            "lines": lines,
            "radius_km": _finite(place.uncertainty_km) or None,
            "area": place.area_id,
            "distance": distance_words(place.distance_km) if len(event.places) > 1 else None,
        }
    )


def _finite(value: float | None) -> float | None:
    return round(value, 1) if value is not None and math.isfinite(value) else None


def _frame(scene: Scene) -> tuple[float, float, float, float]:
    """West, south, east and north of the regions, the doubtful part included."""
    bounds = shapely.total_bounds([part for each in scene.regions for part in (each.certain, each.doubtful)])
    west, south, east, north = (float(value) for value in bounds)
    return west, south, east, north


def _simplified_regions(scene: Scene) -> list[tuple[BaseGeometry, BaseGeometry]]:
    """Simplify all regions at once, so that they still share their edges."""
    parts = [part for region in scene.regions for part in (region.certain, region.doubtful)]
    simple = shapely.coverage_simplify(parts, COAST_TOLERANCE)
    return list(zip(simple[::2], simple[1::2], strict=True))


def _lines(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Part a geometry into its lines and rings; points and empty parts have none."""
    parts = shapely.get_parts(geometry)
    flat = [
        line
        for part in parts
        for line in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])
    ]
    return [line for line in flat if line.geom_type in {"LineString", "LinearRing"} and not line.is_empty]


def _rings(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Part polygons into rings; the page fills them by the even-odd rule, so holes stay holes."""
    return [line for line in _lines(geometry) if line.geom_type == "LinearRing"]


def _outline(geometry: BaseGeometry, tolerance: float, units_of: str) -> list[list[int]]:
    """Code polygons ring by ring, simplified; what is smaller than the tolerance is left out."""
    rings = [coded(ring, units_of) for ring in _rings(shapely.simplify(geometry, tolerance))]
    return [ring for ring in rings if len(ring) > 2 * 3]


def coded(line: BaseGeometry, units_of: str = "shape") -> list[int]:
    """Write a line as integers: the first position, then the steps, longitude before latitude.

    Parameters
    ----------
    line : LineString or LinearRing
        Longitude and latitude in degrees, EPSG:4326.
    units_of : {"land", "shape", "place"}
        What is drawn: says how many units a degree has, see `UNITS_PER_DEGREE`.

    Returns
    -------
    list of int
        A step of more than half the globe is taken the short way, so that a line over the antimeridian
        stays one line; a line that begins west of 30°W is moved to the east; points that fall together are
        written once.

    Examples
    --------
    >>> from shapely import LineString
    >>> coded(LineString([(120.0, 38.0), (120.1, 38.2)]))
    [60000, 19000, 50, 100]
    """
    units = UNITS_PER_DEGREE[units_of]
    whole = 360 * units
    steps: list[int] = []
    last: tuple[int, int] | None = None
    for lon, lat in shapely.get_coordinates(line):
        here = (round((lon if steps else _eastward(lon)) * units), round(lat * units))
        if last is None:
            steps += here
        elif here == last:
            continue
        else:
            step = (here[0] - last[0] + whole // 2) % whole - whole // 2
            steps += (step, here[1] - last[1])
        last = here
    return steps


def _eastward(lon: float) -> float:
    """Give the longitude on a map that runs from 30°W eastwards, so that the Pacific is not torn.

    Examples
    --------
    >>> _eastward(-157.9), _eastward(20.0)
    (202.1, 20.0)
    """
    return lon + 360 if lon < -30 else lon


def _counts(scene: Scene) -> dict[str, int]:
    verdicts = [event.verdict for event in scene.events]
    return {word: verdicts.count(word) for word in ("inside", "partly", "outside", "uncertain")}


def _picture(scene: Scene) -> dict[str, Any]:
    """Draw the still picture that stands in when scripts are off: Mercator, in units of a pixel."""
    west, south, east, north = _frame(scene)
    west, south, east, north = west - 3, south - 3, east + 3, north + 1
    frame = shapely.box(west, south, east, north)
    around = frame.buffer(1, join_style="mitre")  # so that its edge is not drawn as a coast
    scale = 900 / (east - west)

    def project(positions: Any) -> Any:  # noqa: ANN401  numpy arrays in and out
        moved = positions.copy()
        moved[:, 0] = (positions[:, 0] - west) * scale
        moved[:, 1] = [(_mercator(north) - _mercator(lat)) * scale for lat in positions[:, 1]]
        return moved

    def path(shapes: Sequence[BaseGeometry], tolerance: float = PICTURE_TOLERANCE) -> str:
        simple = [shapely.simplify(shapely.intersection(shape, around), tolerance) for shape in shapes]
        lines = [line for shape in simple for line in _lines(shape)]
        return "".join(
            "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in project(shapely.get_coordinates(line)))
            for line in lines
            if line.length > 2 * tolerance
        )

    places = [place for event in scene.events for place in event.places if place.position and place.counts]

    def at(position: tuple[float, float]) -> list[int]:
        return [round(float(value)) for value in project(shapely.get_coordinates(shapely.Point(position)))[0]]

    return {
        "height": round((_mercator(north) - _mercator(south)) * scale),
        "land": path([shapely.make_valid(land) for land in scene.basemap.land]),
        "regions": [(region.id, path([region.certain]), path([region.doubtful])) for region in scene.regions],
        "limits": path([limit.line for limit in scene.limits if limit.kind != "coast"]),
        "marks": sorted(
            {
                (place.kind == "named_area", place.verdict, *at(place.position))
                for place in places
                if place.position and frame.intersects(shapely.Point(place.position))
            }
        ),
        "names": [
            (area.name, *at(area.label_at)) for area in scene.areas if area.kind == "region" and area.label_at
        ],
    }


def _mercator(latitude: float) -> float:
    """Degrees of latitude, stretched as on a Mercator chart (the unit is a degree of longitude)."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))
