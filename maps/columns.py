"""Many events for the page's script: columns of whole numbers and lists of the texts that differ.

100,000 events as objects would be 50 MB of JSON; as columns they are about one. The reason, the notes and
the doubts of each stay behind: the page says how to get them.
"""

from __future__ import annotations

import json
import re
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.packing import UNITS_PER_DEGREE, eastward, packed, varints
from maps.page_data import place_lines, sources_of
from maps.scene import PLACE_KINDS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from maps.packing import Lines
    from maps.scene import Event, EventPlace, Scene

MOST_PLACES = 255  # of one event on the map


def column_data(scene: Scene, lines: Lines) -> str:
    """Pack the events of a scene.

    Parameters
    ----------
    scene : Scene
    lines : Lines
        Takes the tracks and rings of places.

    Returns
    -------
    str
        Packed, see `maps.packing.packed`: the length of a JSON text, that text (UTF-8), then the columns one
        after the other.
        The JSON has ``columns``, for each its name, number of values, bytes a value, least value and whether
        the values are steps from the one before; and ``texts``, the lists that columns count in. The bytes of
        a value stand apart, the lowest of all values first: like compresses with like.

    Examples
    --------
    >>> import base64, gzip
    >>> from maps.packing import Lines
    >>> from maps.scene_build import make_scene
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> scene = make_scene(load_zone(), [drill])
    >>> text = column_data(scene, Lines()).translate(str.maketrans(",.:/", "&<>`"))
    >>> gzip.decompress(base64.b85decode(text))[2:20]
    b'{"first_line":0,"t'
    """
    texts: dict[str, list[Any]] = {}
    numbers: dict[str, NDArray[np.int64]] = {}

    def by_text(name: str, values: Iterable[Any]) -> None:
        texts[name], numbers[name] = _numbered(values)

    events = scene.events
    split = [_split_number(event.id) for event in events]
    by_text("id", (stem for stem, _ in split))
    numbers["id_number"] = np.array([number for _, number in split], dtype=np.int64)
    by_text("name", (event.name for event in events))
    dates = sorted({date for event in events for date in (event.start, event.end)})
    places_in = {date: number for number, date in enumerate(dates)}
    texts["dates"] = dates
    numbers["start"] = np.array([places_in[event.start] for event in events], dtype=np.int64)
    numbers["days"] = np.array([places_in[event.end] for event in events], dtype=np.int64) - numbers["start"]
    by_text("parties", (event.parties for event in events))
    by_text("kinds", (tuple(kind.replace("_", " ") for kind in event.kinds) for event in events))
    by_text("readings", (_readings(event) for event in events))
    by_text("location", (event.location for event in events))
    by_text("verification", (event.verification for event in events))
    sources = {source: number for number, source in enumerate(sources_of(scene))}
    by_text("sources", (tuple(sources[source] for source in event.sources) for event in events))
    numbers["verdict"] = np.array([VERDICTS.index(event.verdict) for event in events], dtype=np.int64)

    shown = [event.places[:MOST_PLACES] for event in events]
    numbers["places"] = np.array([len(each) for each in shown], dtype=np.int64)
    places = [place for each in shown for place in each]
    numbers["x"], numbers["y"] = _positions(places)
    by_text("place", ((place.name, place.role, place.named, place.surface, place.extent) for place in places))
    by_text("area", (place.area_id for place in places))
    numbers["kind"] = np.array(
        [PLACE_KINDS.index(place.kind) + len(PLACE_KINDS) * (not place.counts) for place in places],
        dtype=np.int64,
    )
    numbers["place_verdict"] = np.array([VERDICTS.index(place.verdict) for place in places], dtype=np.int64)
    numbers["place_verdict"] ^= np.repeat(numbers["verdict"], numbers["places"])
    numbers["radius"] = np.array([round(place.uncertainty_km * 1000) for place in places], dtype=np.int64)
    refs = [lines.add(place_lines(place)) for place in places]
    numbers["lines"] = np.array([count for _, count in refs], dtype=np.int64)
    return _written(numbers, {"first_line": refs[0][0] if refs else 0, "texts": texts})


def _written(numbers: Mapping[str, NDArray[np.int64]], about: Mapping[str, Any]) -> str:
    """Write columns behind a JSON text that says where they are, and what else there is to say."""
    head: dict[str, Any] = {**about, "columns": []}
    body = b""
    for name, values in numbers.items():
        shape, content = _column(values)
        head["columns"].append([name, *shape])
        body += content
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return packed(varints([len(text)]) + text + body)


def _numbered(values: Iterable[Hashable]) -> tuple[list[Any], NDArray[np.int64]]:
    """Give the different values in order, and for each value its number among them."""
    given = list(values)
    texts = sorted(dict.fromkeys(given), key=repr)  # in order, like stands beside like, which compresses
    numbers = {text: number for number, text in enumerate(texts)}
    return texts, np.array([numbers[value] for value in given], dtype=np.int64)


def _split_number(text: str) -> tuple[tuple[str, int], int]:
    """Part a text into its stem, the number of digits at its end, and their value.

    Examples
    --------
    >>> _split_number("drill-0042"), _split_number("drill")
    ((('drill-', 4), 42), (('drill', 0), 0))
    """
    digits = re.search("[0-9]{0,9}$", text)[0]  # type: ignore[index]  # matches every text
    return (text[: len(text) - len(digits)], len(digits)), int(digits or 0)


def _readings(event: Event) -> tuple[tuple[str, str], ...]:
    """Give the verdict under each reading where they differ."""
    readings = dict(event.readings)
    return tuple(sorted(readings.items())) if set(readings.values()) != {event.verdict} else ()


def _positions(places: Sequence[EventPlace]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    unit = UNITS_PER_DEGREE["place"]
    at = [place.position or (0.0, 0.0) for place in places]
    x = np.array([round(eastward(lon) * unit) for lon, _ in at], dtype=np.int64)
    return x, np.array([round(lat * unit) for _, lat in at], dtype=np.int64)


def _column(values: NDArray[np.int64]) -> tuple[list[int], bytes]:
    """Write numbers, or the steps between them, whichever compresses better.

    Returns
    -------
    list of int
        Number of values, bytes a value, least value, 1 for steps.
    bytes
        The lowest byte of each value, then the next byte of each, and so on.
    """
    choices = []
    for steps in (0, 1):
        taken = np.diff(values, prepend=0) if steps else values
        least = int(taken.min(initial=0))
        rest = taken - least
        width = (int(rest.max(initial=0)).bit_length() + 7) // 8
        content = b"".join(((rest >> (8 * byte)) & 255).astype(np.uint8).tobytes() for byte in range(width))
        choices.append(([len(values), width, least, steps], content))
    return min(choices, key=lambda choice: len(zlib.compress(choice[1], 6)))
