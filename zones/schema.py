"""A reader of the catalogue's JSON Schema that says in plain words what is wrong, and the mend.

It knows the rules that ``zones/data/exercises.schema.json`` uses, and no others; a test holds it against
an independent validator.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from geo.errors import cut
from zones import store, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = "exercises.schema.json"
DATE = "^\\d{4}(-\\d{2}(-\\d{2})?)?$"
COUNTRY = "^[A-Z]{3}$"

Way: TypeAlias = tuple[str | int, ...]  #: keys and indices that lead to a value


class Problem(NamedTuple):
    """What is wrong with a value, and the mend."""

    at: Way  #: keys and indices, from the entry down
    problem: str
    mend: str


def part(name: str) -> dict[str, Any]:
    """Give the schema of a part of the catalogue: ``exercise``, ``place``, ``geometry`` and so on.

    Raises
    ------
    KeyError
        If there is no such part.

    Examples
    --------
    >>> "uncertainty_km" in part("place")["properties"]
    True
    """
    return dict(store.document(FILE)["$defs"][name])


def shown(value: object, length: int = 40) -> str:
    """Quote a value for a message, shortened.

    Examples
    --------
    >>> shown("naval"), shown([1, None])
    ("'naval'", '[1, null]')
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"'{cut(text, length)}'" if isinstance(value, str) else cut(text, length)


_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "object": (dict, "an object {...}"),
    "array": (list, "a list [...]"),
    "string": (str, "text in double quotes"),
    "number": ((int, float), "a number"),
    "integer": (int, "a whole number"),
    "null": (type(None), "null"),
}


def problems(value: object, schema: Mapping[str, Any], at: Way = ()) -> Iterator[Problem]:
    """Hold a value against a schema.

    Parameters
    ----------
    value : object
        As it comes from a JSON parser.
    schema : mapping
        A part of the published schema; rules that ours does not use are not known here.
    at : tuple of str and int
        The way that led to the value, which the ways of its problems begin with.

    Examples
    --------
    >>> rules = part("exercise")["properties"]["date_precision"]
    >>> for problem in problems({"start": "day", "end": "weak"}, rules):
    ...     print(problem)
    Problem(at=('end',), problem="'weak' is not known", mend='known are day, month, year')
    """
    if "$ref" in schema:
        schema = {**_referred(schema["$ref"]), **{k: v for k, v in schema.items() if k != "$ref"}}
    if "oneOf" in schema and all("const" in choice for choice in schema["oneOf"]):
        schema = {**schema, "enum": [choice["const"] for choice in schema["oneOf"]]}
    elif "oneOf" in schema:
        yield from _against_one(value, schema["oneOf"], at)
        return
    allowed = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if allowed:
        yield from _against_words(value, allowed, at)
        return
    kind = schema.get("type")
    if kind and not _is_of(value, kind):
        yield Problem(at, f"is {shown(value)}, not {_TYPES[kind][1]}", f"write {_TYPES[kind][1]}")
        return
    if isinstance(value, dict):
        yield from _against_object(value, schema, at)
    elif isinstance(value, list):
        yield from _against_list(value, schema, at)
    elif isinstance(value, str):
        yield from _against_text(value, schema, at)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _against_bounds(value, schema, at)


def _referred(reference: str) -> dict[str, Any]:
    found: Any = store.document(FILE)
    for key in reference.removeprefix("#/").split("/"):
        found = found[key]
    return dict(found)


def _is_of(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return False
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind][0])


def _against_one(value: object, choices: list[Any], at: Way) -> Iterator[Problem]:
    """Hold a value against the choice for its type: a geometry against its kind, or null."""
    if value is None and {"type": "null"} in choices:
        return
    objects = {
        choice["properties"]["type"]["const"]: choice for choice in choices if choice.get("properties")
    }
    if not isinstance(value, dict):
        yield Problem(at, f"is {shown(value)}, not an object", "write a GeoJSON geometry or null")
    elif not isinstance(value.get("type"), str) or value["type"] not in objects:
        kind = value.get("type")
        mend = vocabulary.mend(str(kind).title(), objects)
        yield Problem((*at, "type"), f"{shown(kind)} is no kind of geometry known here", mend)
    else:
        yield from problems(value, objects[value["type"]], at)


def _against_words(value: object, allowed: list[Any], at: Way) -> Iterator[Problem]:
    if any(value == word and type(value) is type(word) for word in allowed):
        return
    if all(isinstance(word, str) for word in allowed):
        yield Problem(at, f"{shown(value)} is not known", vocabulary.mend(str(value), allowed))
    else:
        yield Problem(at, f"is {shown(value)}", f"write {' or '.join(map(shown, allowed))}, or leave it out")


def _against_object(value: dict[str, Any], schema: Mapping[str, Any], at: Way) -> Iterator[Problem]:
    properties = schema.get("properties", {})
    for key in getattr(value, "twice", ()):
        yield Problem((*at, key), "is written twice", "keep one of them")
    for key in schema.get("required", ()):
        if key not in value:
            about = _resolved(properties.get(key, {})).get("description", "")
            yield Problem((*at, key), "is missing", f"add it: {_lower(about)}")
    for key, part in value.items():
        if key in properties:
            yield from problems(part, properties[key], (*at, key))
        elif schema.get("additionalProperties") is False:
            yield Problem((*at, key), "is an unknown key", vocabulary.mend(key, properties))
    if len(value) < schema.get("minProperties", 0):
        yield Problem(at, "is empty", "fill it or leave it out")
    if "if" in schema and schema["if"]["properties"].keys() <= value.keys():
        fits = not any(problems(value, schema["if"], at))
        yield from _against_condition(value, schema.get("then" if fits else "else", {}), at)


def _against_condition(value: dict[str, Any], rule: Mapping[str, Any], at: Way) -> Iterator[Problem]:
    """Hold an object against what its other values demand: keys that must or must not be there."""
    reasons = {
        "named_area": "without a geometry it says where: an area of zones/data/areas.toml",
        "uncertainty_km": "how well the position is known, in km; 0 if it is exact",
        "unverified_details": "verification is partly_sourced: list what was not seen in a source",
    }
    for key in rule.get("required", ()):
        if key not in value:
            yield Problem((*at, key), "is missing", f"add it: {reasons.get(key, 'it is needed here')}")
    for key in rule.get("not", {}).get("required", ()):
        if key in value:
            yield Problem(
                (*at, key), "does not go with a geometry of null", "leave it out, or give a geometry"
            )


def _resolved(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {**(_referred(schema["$ref"]) if "$ref" in schema else {}), **schema}


def _lower(text: str) -> str:
    """Let a description go on within a sentence."""
    text = text.rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _against_list(value: list[Any], schema: Mapping[str, Any], at: Way) -> Iterator[Problem]:
    least = schema.get("minItems", 0)
    first = schema.get("prefixItems", [])
    if first and len(value) != len(first):
        yield Problem(at, f"{shown(value)} is no position", "write [longitude, latitude] in degrees")
        return
    if len(value) < least:
        problem = "is empty" if not value else f"has {len(value)} elements, fewer than {least}"
        yield Problem(at, problem, f"give it at least {least}")
    if schema.get("uniqueItems"):
        twice = [part for number, part in enumerate(value) if part in value[:number]]
        for part in twice:
            yield Problem(at, f"names {shown(part)} twice", "keep one of them")
    for number, part in enumerate(value):
        rule = first[number] if number < len(first) else schema.get("items")
        if isinstance(rule, dict):
            yield from problems(part, rule, (*at, number))


_FORMS = {
    DATE: ("is no date", "write 2017-08-07, 2017-08 or 2017"),
    COUNTRY: ("is no country code", "write an ISO 3166-1 alpha-3 code: USA, KOR, CHN"),
    "^https?://[^\\s]+$": ("is no address", "write one that begins with http:// or https://, without spaces"),
    "^[a-z0-9]+(-[a-z0-9]+)*$": ("is no identifier", "write small letters, digits, hyphens: drill-2017"),
    "^[a-z][a-z0-9_]*$": ("is no identifier of an area", "write it as in zones/data/areas.toml: yellow_sea"),
    "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}Z$": ("is no instant", "write it in UTC: 2017-07-04T00:40Z"),
}  # fmt: skip


def _against_text(value: str, schema: Mapping[str, Any], at: Way) -> Iterator[Problem]:
    pattern = schema.get("pattern")
    if len(value) < schema.get("minLength", 0):
        yield Problem(at, "is empty", "fill it or leave it out")
    elif pattern and not re.search(pattern, value):
        problem, mend = _FORMS.get(pattern, ("has another form", f"see {FILE}: {schema.get('description')}"))
        yield Problem(at, f"{shown(value)} {problem}", mend_of_country(value) if pattern == COUNTRY else mend)


def mend_of_country(name: str) -> str:
    """Say which code was perhaps meant.

    Examples
    --------
    >>> mend_of_country("ROK"), mend_of_country("XXX")
    ('did you mean KOR?', 'write an ISO 3166-1 alpha-3 code: USA, KOR, CHN')
    """
    code = vocabulary.country_code(name)
    return f"did you mean {code}?" if code else _FORMS[COUNTRY][1]


def _against_bounds(value: float, schema: Mapping[str, Any], at: Way) -> Iterator[Problem]:
    low, high = schema.get("minimum"), schema.get("maximum")
    below = schema.get("exclusiveMaximum")
    if low is not None and value < low:
        yield Problem(at, f"is {value:g}, less than {low:g}", f"write {low:g} or more")
    elif high is not None and value > high:
        swapped = isinstance(at[-1], int) and high == 90 and value <= 180
        mend = "longitude comes first: swap the two" if swapped else f"write {high:g} or less"
        yield Problem(at, f"is {value:g}, more than {high:g}", mend)
    elif (below is not None and value >= below) or not math.isfinite(value):
        yield Problem(at, f"is {value:g}", f"write a number below {below:g}" if below else "write a number")
