"""The page as text: our own template, scripts and style around one block of data.

Every text of the page stands in ``assets/words.json``; every text of the data is escaped by the template
or travels in the JSON block. The known texts, and their hashes in the page's policy, are made here.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader
from markupsafe import Markup

from geo.errors import DezoneError
from maps.columns import column_data
from maps.packing import Lines
from maps.page_data import event_data, page_data, regime_data
from maps.periods import date_words
from maps.picture import picture_of
from maps.safe_text import hash_source
from maps.scene import VERDICTS
from maps.scene_words import distance_of_event
from zones.vocabulary import country_name

if TYPE_CHECKING:
    from maps.scene import Scene

MOST_ROWS = (
    500  # events in the table and the still picture; with more of them the page draws on canvas, from columns
)


class UnsafePageError(DezoneError):
    """The finished page holds a script or style that is not ours; nothing was written."""


def render_page(scene: Scene, *, added: Markup | None = None) -> str:
    r"""Write the page of a scene as HTML: the same scene gives the same text, to the byte.

    Parameters
    ----------
    scene : Scene
        Its texts may be hostile: they are escaped here.
    added : Markup, optional
        What else stands at the end of the page, as it is; the page then has no policy, and says so.

    Examples
    --------
    >>> from maps.scene_build import make_scene
    >>> from zones import load_zone
    >>> render_page(make_scene(load_zone(), []))[:32]
    '<!DOCTYPE html>\n<html lang="en">'
    """
    many = len(scene.events) > MOST_ROWS
    known = known_texts(many=many)
    lines = Lines()
    # Words beside the words of the table and what is packed at the end: so the page is compressed best.
    data: dict[str, Any] = (
        {"columns": column_data(scene, lines)} if many else {"events": event_data(scene, lines)}
    )
    data |= {"say": words()["script"]} | page_data(scene, lines)
    if scene.regimes and not many:
        data["regimes"] = regime_data(scene.regimes)
    return _filled(
        "page.html",
        scene,
        added=added,
        links=True,
        policy=_policy(known),
        styles=[Markup(text) for text in known["style"]],  # noqa: S704  texts of ours, listed in known_texts
        scripts=[Markup(text) for text in known["script"]],  # noqa: S704  likewise
        data=Markup(safe_json(data)),  # noqa: S704  escapes what HTML could read
        counts=_counts(scene),
    )


def render_still(scene: Scene) -> str:
    """Write what remains of the page where neither scripts nor styles are let in: a picture and the table.

    Parameters
    ----------
    scene : Scene
        Its texts may be hostile: they are escaped here.

    Returns
    -------
    str
        HTML without script, style and svg; the picture is an image with its data in its address.

    Examples
    --------
    >>> from maps.scene_build import make_scene
    >>> from zones import load_zone
    >>> "<script" in render_still(make_scene(load_zone(), []))
    False
    """
    picture = _filled("still.svg", scene, style=Markup(_lean_css(asset("picture.css"))))  # noqa: S704  our own text
    address = "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
    return _filled("still.html", scene, address=address)


def _filled(template: str, scene: Scene, **values: object) -> str:
    """Fill in a template of ours; every text of the scene is escaped."""
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(asset)
    )
    rows = scene.events[:MOST_ROWS]
    environment.globals |= {
        "Markup": Markup,
        "button": _button,
        "date_words": date_words,
        "distance_of_event": distance_of_event,
        "party": country_name,
        "phrase": phrase,
        "quote": partial(quote, safe=""),
        "say": words()["page"],
    }
    return environment.get_template(template).render(
        scene=scene,
        rows=rows,
        many=len(scene.events) > MOST_ROWS,
        picture=picture_of(scene, rows),
        **values,
    )


def phrase(text: str, *values: object) -> Markup:
    """Put values into a text of the page, each escaped unless it is markup of ours.

    Examples
    --------
    >>> phrase("{} of {}", 1, "<b>")
    Markup('1 of &lt;b&gt;')
    """
    return Markup(text).format(*values)  # noqa: S704  Markup.format escapes the values


def _button(what: str, form: str, of: str) -> Markup:
    """Write a button that downloads; the unseen words tell it from its neighbours."""
    return Markup('<button type="button" value="{}.{}">{}<span class="unseen"> ({})</span></button>').format(
        what, form.lower(), form, of
    )


def safe_json(value: object) -> str:
    r"""Write JSON that no HTML parser and no script can mistake for anything else.

    The keys stay in their order; ``< > &`` and the line separators U+2028 and U+2029 are written as escapes.

    Raises
    ------
    ValueError
        If a number is NaN or infinite, which JSON cannot hold.

    Examples
    --------
    >>> safe_json({"b": "</script>", "a": [1, None]})
    '{"b":"\\u003c/script\\u003e","a":[1,null]}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def asset(name: str) -> str:
    """Read a file of ``maps/assets``.

    Examples
    --------
    >>> asset("app.js").startswith("/* Starts the page")
    True
    """
    return (files("maps") / "assets" / name).read_text("utf-8")


@cache
def words() -> dict[str, dict[str, str]]:
    """Read the texts of the page: of its template and of its script.

    Examples
    --------
    >>> words()["figure"]["inset"]
    'Southern limit by reading'
    """
    table: dict[str, dict[str, str]] = json.loads(asset("words.json"))
    return table


def script_names(*, many: bool = False) -> list[str]:
    """List our scripts in the order in which they run: each has one subject, and uses those before it.

    Parameters
    ----------
    many : bool
        Whether the page draws its events on canvas.

    Examples
    --------
    >>> sorted(set(script_names(many=True)) ^ set(script_names()))
    ['columns.js', 'groups.js', 'marks.js', 'regimes.js']
    """
    return [
        "packed.js", "position.js", "grids.js", "links.js", "zone.js", *(["columns.js"] if many else []),
        "helpers.js", "frame.js", "basemap.js", "controls.js", "events.js", "names.js",
        "groups.js" if many else "marks.js",
        "details.js", "table.js", "filters.js", *([] if many else ["regimes.js"]),
        "check.js", "downloads.js", "app.js",
    ]  # fmt: skip


@cache
def known_texts(*, many: bool = False) -> dict[str, list[str]]:
    """Read the scripts and styles of the page, Leaflet's freed of what would ask for further files.

    Parameters
    ----------
    many : bool
        Whether the page has so many events that it draws them on canvas.

    Raises
    ------
    UnsafePageError
        If an asset would end its own block or load a file.

    Examples
    --------
    >>> {kind: len(texts) for kind, texts in known_texts().items()}  # Leaflet's, and all of ours as one
    {'script': 2, 'style': 2}
    """
    leaflet_js = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", asset("leaflet/leaflet.js"))
    leaflet_css = re.sub(r"[^;{}]*:\s*url\([^)]*\)\s*;", "", asset("leaflet/leaflet.css"))
    known = {
        "script": [leaflet_js, "".join(_lean_script(asset(name)) for name in script_names(many=many))],
        "style": [_lean_css(leaflet_css), _lean_css(asset("picture.css") + asset("app.css"))],
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
    r"""Leave out indentation, comments, and the line breaks and spaces that say nothing.

    Only for our own scripts, which have no text over several lines and none with ``//``, quotes in pairs on
    each line, and no pattern with an operator between spaces, or with one space inside braces, or between a
    comma, colon or semicolon and a word.

    Examples
    --------
    >>> _lean_script('a(1, b);\n  // why\n  /* how */\n  c = d && { e: "x, y - z" }; // what\n')
    'a(1,b);c=d&&{e:"x, y - z"};'
    """
    flat = re.sub(r"^[ \t]+|[ \t]+// .*$", "", text, flags=re.MULTILINE)
    dense = re.sub(r"^(//.*|/\*(.|\n)*?\*/)?\n", "", flat, flags=re.MULTILINE)
    whole = re.sub(r"(?<=[;{,(\[])\n|\n(?=[})\]])", "", dense)
    return _BETWEEN_WORDS.sub(lambda match: match["text"] or match["sign"] or "", whole)


#: A text, which stays; a sign with the spaces around it; a space that a sign beside it makes needless.
_BETWEEN_WORDS = re.compile(
    r'(?P<text>"(?:\\.|[^"\\])*")'
    r"| (?P<sign>=>|[!=]==|[-+]?=|&&|\|\||\?\?|[<>]=?|\*\*?|[-+?:%]) (?![-+])"
    r"|(?<=,) (?=[\w\[({.\"])|(?<=[\w\"]:) (?=[\w\[({\"])|(?<=;) (?=\w)"
    r"|(?<=\bif) (?=\()|(?<=\)) (?=\{)|(?<=\{) | (?=\})"
)


def _lean_css(text: str) -> str:
    r"""Leave out comments and white space that a style sheet does not need; no string of ours has any.

    Examples
    --------
    >>> _lean_css("a, b { color: red; /* why */ }\n@media (width < 9px) { i::after { content: ' x'; } }")
    "a,b{color:red}@media (width < 9px){i::after{content:' x'}}"
    """
    said = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    spaced = re.sub(r"\s+", " ", said).strip()
    return re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", spaced).replace(";}", "}")


def _policy(known: dict[str, list[str]]) -> str:
    """Write the Content-Security-Policy: our texts by hash, nothing else, no network at all."""
    scripts, styles = (" ".join(map(hash_source, known[kind])) for kind in ("script", "style"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _counts(scene: Scene) -> dict[str, int]:
    verdicts = [event.verdict for event in scene.events]
    return {word: verdicts.count(word) for word in VERDICTS}
