"""The web map: one HTML file with everything in it, which opens anywhere and runs nothing of the data.

The page holds four known texts (Leaflet and our own script and style) and one block of JSON. Text from
outside is either escaped by the template (the table) or travels in the JSON block and is shown through
``textContent``; no text ever becomes part of a script, a style or an attribute that runs. The page's
Content-Security-Policy allows the known texts by their hashes, and nothing is written if the finished
page holds any other script or style.
"""

from __future__ import annotations

import html
import os
import warnings
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
from branca.element import CssLink, Figure, JavascriptLink
from jinja2 import Environment
from markupsafe import Markup

from geo.writing import write_whole
from maps.page import MOST_ROWS, UnsafePageError, known_texts, render_page, render_still
from maps.page_data import frame
from maps.scene_build import make_scene
from maps.scene_regimes import regimes_of
from zones.exercise_files import as_exercises

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import geopandas
    from shapely.geometry.base import BaseGeometry

    from maps.scene import Scene
    from zones.exercises import Exercise
    from zones.zone import Zone

# What folium's popups and icons ask for; Leaflet is ours, and Bootstrap would restyle the page.
_NEEDED_BY_LAYERS = frozenset(
    {"jquery", "awesome_markers", "awesome_markers_css", "awesome_markers_font_css", "awesome_rotate_css"}
)


def draw_map(
    zone: Zone,
    exercises: Iterable[Exercise | BaseGeometry] | geopandas.GeoDataFrame = (),
    *,
    language: str = "en",
    strict: bool = True,
) -> DezoneMap:
    """Draw the zone and the exercises as a map that opens without a network.

    Parameters
    ----------
    zone : Zone
        The zone under one reading, as `zones.load_zone` gives it.
    exercises : iterable of Exercise, GeoDataFrame or geometry
        As `zones.load_exercises` gives them, or what `Zone.check` takes; may be empty.
    language : {"en", "ko", "zh-Hans", "zh-Hant", "ja", "ru"}
        Language of the names of seas, straits and places on the map.
    strict : bool
        False allows layers of folium to be added, and gives up the page's policy for them; see `DezoneMap`.

    Returns
    -------
    DezoneMap
        A `folium.Map`: ``.save(path)`` writes one HTML file, and a notebook shows it.

    Raises
    ------
    DezoneError
        If there are no names in the language, or what is given for an exercise is none.

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> draw_map(load_zone(), load_exercises()).save("map.html")  # doctest: +SKIP
    """
    kept: list[Exercise] = []
    scene = make_scene(zone, _keeping(as_exercises(exercises), kept), language=language)
    if len(kept) <= MOST_ROWS:
        scene = replace(scene, regimes=regimes_of(zone, kept))
    return DezoneMap(scene, strict=strict)


def _keeping(exercises: Iterable[Exercise], kept: list[Exercise]) -> Iterator[Exercise]:
    """Pass exercises on, and keep as many as regimes are asked about, and one more."""
    for each in exercises:
        if len(kept) <= MOST_ROWS:
            kept.append(each)
        yield each


class DezoneMap(folium.Map):
    """A `folium.Map` whose page is our own: no tile, no request, none of folium's scripts.

    Parameters
    ----------
    scene : Scene
        What is to be drawn.
    strict : bool
        Whether the page may hold our own scripts only. If not, layers of folium can be added as to any map;
        the page then has no policy, says so, and may ask the network for what the layers need.

    Warns
    -----
    UserWarning
        If `strict` is false: nothing is promised for such a page.

    Notes
    -----
    Layers of folium bring scripts of their own, so that a strict map refuses to write them: folium puts
    text into scripts without escaping it (folium #1640, #1907). Escape what you give to such layers.

    Examples
    --------
    >>> import folium
    >>> from zones import load_zone
    >>> drawn = draw_map(load_zone(), [], strict=False)  # doctest: +SKIP
    >>> folium.Circle([38, 128], radius=50_000).add_to(drawn).save("map.html")  # doctest: +SKIP
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium declares it so; ours must shadow, not share
    default_css: list[tuple[str, str]] = []  # noqa: RUF012  likewise
    _template = Environment(autoescape=True).from_string("{% macro script(this, kwargs) %}{% endmacro %}")

    def __init__(self, scene: Scene, *, strict: bool = True) -> None:
        if not strict:
            warnings.warn(
                "strict=False: the page has no policy, its layers may run scripts and ask the network; "
                "escape every text that you give to them",
                stacklevel=3,
            )
        west, south, east, north = frame(scene)
        super().__init__(location=[(south + north) / 2, (west + east) / 2], zoom_start=5, tiles=None)
        self.scene = scene
        _PageFigure(scene, strict=strict).add_child(self)

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

    def __init__(self, scene: Scene, *, strict: bool) -> None:
        super().__init__(title=scene.title, height="780px")
        self.scene = scene
        self.strict = strict
        self.header._children.clear()  # noqa: SLF001  branca gives no other way to leave out its meta tag

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401  branca's own signature
        for child in self._children.values():
            child.render(**kwargs)
        added = [part.render(**kwargs).strip() for part in (self.header, self.html, self.script)]
        if not self.strict:
            return render_page(self.scene, added=self._of_folium(*added))
        if any(added):
            raise UnsafePageError(
                "the map holds layers with scripts of their own, which the page does not allow: draw it with "
                "strict=False, which gives up the page's policy, or leave them out"
            )
        page = render_page(self.scene)
        refuse_unknown(page)
        return page

    def _of_folium(self, header: str, body: str, script: str) -> Markup:
        """Give what folium's layers need, to stand after our own scripts: they draw on our map."""
        [drawn] = self._children.values()
        needed = "\n".join(
            kind(url).render()
            for kind, known in ((JavascriptLink, folium.Map.default_js), (CssLink, folium.Map.default_css))
            for name, url in known
            if name in _NEEDED_BY_LAYERS
        )
        script = f"<script>\nconst {drawn.get_name()} = dezone.map;\n{script}\n</script>"
        return Markup(f"{needed}\n{header}\n{body}\n{script}")  # noqa: S704  strict=False lets folium write it

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ANN401  branca's own signature
        page = html.escape(self.render(**kwargs))
        title = html.escape(self.title or "")
        # A browser shows nothing of what stands in a frame. A notebook that is not trusted takes the frame
        # away, and this remains.
        still = render_still(self.scene)
        # A source that is opened is no part of the frame: shut off as the frame is, most sites are broken.
        allowed = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
        return (
            f'<iframe srcdoc="{page}" title="{title}" width="100%" height="{self.height}" '
            f'style="border: 0" sandbox="{allowed}">{still}</iframe>'
        )


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

    Examples
    --------
    >>> refuse_unknown("<p onclick='alert(1)'>")
    Traceback (most recent call last):
    maps.page.UnsafePageError: the page is not written, for it holds an attribute onclick: remove ...
    """
    finder = _BlockFinder()
    finder.feed(page)
    finder.close()
    known = [known_texts(), known_texts(many=True)]
    if finder.blocks not in known or finder.data_blocks != 1 or finder.faults:
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
        turns = any(name == "http-equiv" and (value or "").lower() == "refresh" for name, value in attrs)
        if tag in self.LOADING or turns:
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
