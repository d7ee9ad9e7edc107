"""The page as text: what stands in it, what may not, and that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import folium
import geopandas as gpd
import pytest
import shapely
from fake_zone import READINGS, FakeZone, exercises, write_data
from hostile import HOSTILE
from markupsafe import Markup
from shapely.geometry import LineString

from geo.errors import DezoneError
from maps import draw_map
from maps.packing import UNITS_PER_DEGREE, coded
from maps.page import (
    MOST_ROWS,
    asset,
    known_texts,
    phrase,
    render_page,
    render_still,
    safe_json,
    script_names,
    words,
)
from maps.picture import picture_of
from maps.scene_build import make_scene
from maps.web import (
    DezoneMap,
    UnsafePageError,
    refuse_unknown,
)
from zones import load_zone
from zones.words import CAVEAT

if TYPE_CHECKING:
    from maps.scene import Scene

LEAFLET = Path(__file__).parents[1] / "maps" / "assets" / "leaflet"


def scene_of(folder: Path, text: str | None = None) -> Scene:
    """Make a scene of the five boxes; with `text`, it stands in every field of every exercise."""
    return make_scene(FakeZone(), exercises(text), readings=READINGS, data=write_data(folder))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Make the scene that most tests read."""
    return scene_of(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def page(scene: Scene) -> str:
    """Write the page of that scene."""
    return render_page(scene)


def data_of(page: str) -> dict:
    """Read the JSON block of a page."""
    return json.loads(
        re.search(r'<script type="application/json" id="scene">(.*?)</script>', page, re.DOTALL)[1]
    )


def test_leaflet_is_the_published_one() -> None:
    """Each file of Leaflet has the checksum that is kept beside it, and the licence is among them."""
    kept = dict(
        reversed(line.split())
        for line in (LEAFLET / "CHECKSUMS").read_text().splitlines()
        if not line.startswith("#")
    )

    assert set(kept) == {"LICENSE", "leaflet.js", "leaflet.css"}
    for name, checksum in kept.items():
        assert hashlib.sha256((LEAFLET / name).read_bytes()).hexdigest() == checksum, name


def test_page_names_nothing_outside_itself(page: str) -> None:
    """The page holds no address to load from: no link, no image, no import, no source map."""
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)

    assert not re.search(
        r"<(link|img|iframe|object|embed)\b", re.sub(r"<script>.*?</script>", "", outside, flags=re.DOTALL)
    )
    assert "sourceMappingURL" not in page
    assert "url(images" not in page


def test_policy_allows_our_texts_by_hash_and_nothing_else(page: str) -> None:
    """The policy starts from nothing and has no unsafe-* word; its hashes are those of the blocks."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")

    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert policy.count("'sha256-") == 4
    assert "http" not in policy


def test_what_users_must_know_stands_in_the_page(page: str, scene: Scene) -> None:
    """Title, caveat, reading, version, attribution and every exercise are there without any script."""
    for text in (
        scene.title,
        CAVEAT,
        "Central reading",
        f"dezone {scene.version}",
        "Made with Natural Earth",
    ):
        assert text in page
    assert page.count("<tr>") == 1 + len(scene.events)
    assert 'lang="en"' in page
    assert page.count("<h1>") == page.count("<main>") == 1
    assert "user-scalable" not in page


def test_both_names_of_a_disputed_sea_are_drawn(page: str) -> None:
    """Sea of Japan and East Sea stand together, on the map and in the legend."""
    assert "Sea of Japan / East Sea" in {label["name"] for label in data_of(page)["labels"]}
    assert page.count("Sea of Japan / East Sea") >= 3


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    """Whatever stands in the fields of an exercise, the page holds our blocks only, and is written."""
    page = render_page(scene_of(tmp_path, text))

    refuse_unknown(page)
    page.encode("utf-8")
    names = re.findall(
        r'<th scope="row" dir="auto"><a href="#exercise=[\w.~%-]*">([^<]*)</a></th>', page, re.DOTALL
    )
    assert len(names) == len(exercises())
    assert all(url.startswith("http") for _, _, _, url in data_of(page)["sources"] if url)


@pytest.mark.parametrize(
    "added",
    [
        "<script>alert(1)</script>",
        "<style>p {color: red}</style>",
        "<p onclick='alert(1)'>x</p>",
        "<p style='color: red'>x</p>",
        "<link rel=stylesheet href=x.css>",
        "<img src=x>",
        "<iframe srcdoc=x></iframe>",
        "<script type='application/json'>1</script>",
        "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
        "<META HTTP-EQUIV=Refresh CONTENT='0;url=https://example.org'>",
    ],
)
def test_what_we_did_not_write_is_refused(page: str, added: str) -> None:
    """A page with one more block, attribute or file than ours is not written."""
    with pytest.raises(UnsafePageError, match="the page is not written"):
        refuse_unknown(page.replace("<main>", "<main>" + added))


@pytest.mark.parametrize("kind", ["script", "style"])
def test_a_changed_block_is_refused(page: str, kind: str) -> None:
    """A block of ours with one more character is not ours."""
    with pytest.raises(UnsafePageError, match="not one of ours"):
        refuse_unknown(page.replace(f"</{kind}>", f" </{kind}>"))


def test_layers_of_folium_are_refused_and_nothing_is_written(scene: Scene, tmp_path: Path) -> None:
    """A marker with a popup would put its text into a script: the map says so and leaves no file."""
    drawn = DezoneMap(scene)
    folium.Marker([38, 128], popup="<img src=x onerror=alert(1)>").add_to(drawn)

    with pytest.raises(UnsafePageError, match="layers with scripts of their own"):
        drawn.save(tmp_path / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_a_map_that_is_not_strict_takes_layers_and_says_so(scene: Scene, tmp_path: Path) -> None:
    """With strict=False the page holds folium's layer, has no policy, and warns in Python and in the page."""
    with pytest.warns(UserWarning, match="strict=False: the page has no policy"):
        drawn = DezoneMap(scene, strict=False)
    folium.Circle([38, 128], radius=50_000).add_to(drawn)
    drawn.save(tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text("utf-8")

    assert "Content-Security-Policy" not in page
    assert f"const {drawn.get_name()} = dezone.map;" in page
    assert "L.circle(" in page
    assert "Layers were added to this map by other hands" in page
    assert "bootstrap" not in page


def test_a_strict_page_says_nothing_of_layers(page: str) -> None:
    """Only a page that gave up its policy speaks of it."""
    assert "other hands" not in page


def test_names_stand_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    """Names of seas, straits and places in six languages, marked as such; the interface stays English."""
    for language, name in (("ko", "황해 (서해)"), ("zh-Hans", "黄海"), ("ja", "黄海"), ("ru", "Жёлтое море")):
        page = render_page(make_scene(load_zone(), [], language=language))
        assert name in {label["name"] for label in data_of(page)["labels"]}
        assert f'<span lang="{language}">{name}</span> · Yellow Sea' in page
        assert '<html lang="en">' in page
    with pytest.raises(DezoneError, match="no names in 'fr': choose one of en, ko, zh-Hans"):
        make_scene(FakeZone(), [], readings=READINGS, language="fr", data=write_data(tmp_path))


def test_scripts_can_be_freed_of_needless_spaces() -> None:
    """Texts stay as they are: on each line of a script the double quotes are in pairs."""
    for name in {*script_names(), *script_names(many=True)}:
        for number, line in enumerate(asset(name).splitlines(), start=1):
            assert line.replace('\\"', "").count('"') % 2 == 0, f"{name}:{number}"


def test_every_text_of_the_page_stands_in_the_table() -> None:
    """Each text that template, scripts or figure name is in the table, and the table holds no other."""
    table = words()
    template = "".join(map(asset, ("page.html", "table.html", "still.html")))
    script = "".join(map(asset, {*script_names(), *script_names(many=True)}))
    named = set(re.findall(r"say\.(\w+)", template)) | set(re.findall(r'for \w+ in (\[".*?"\])', template))
    lists = [json.loads(each) for each in named if each.startswith("[")]
    named = {each for each in named if not each.startswith("[")} | {word for each in lists for word in each}
    named |= {"show_" + name for name in ("readings", "names", "circles", "tracks", "borders")}
    assert named - set(table["page"]) <= {"names", "circles", "tracks", "readings", "borders", "meaning"}
    assert set(table["page"]) <= named

    said = set(re.findall(r'(?:say|fact|list)\("(\w+)"', script))
    read = "".join(map(asset, ("position.js", "grids.js", "links.js")))
    said |= {
        each
        for pair in re.findall(r'(?:Unreadable|refuse)\(.*?"(\w+)"(?: : "(\w+)")?', read)
        for each in pair
    }
    said |= set(re.findall(r'"(doubt_\w+)"', read))
    said |= {"inside", "outside"}
    assert said - {""} == set(table["script"])
    figure = "".join(path.read_text("utf-8") for path in LEAFLET.parents[1].glob("figure*.py"))
    assert all(re.search(rf"[\"']{key}[\"']", figure) for key in table["figure"])


def test_texts_put_values_in_escaped() -> None:
    """A value in a text of the page is escaped, markup of ours is not."""
    assert phrase("{} of {}", "<b>", Markup("<kbd>")) == "&lt;b&gt; of <kbd>"


def test_saving_replaces_the_file_whole(scene: Scene, tmp_path: Path) -> None:
    """An earlier map is replaced at once; nothing else is left in the folder."""
    (tmp_path / "map.html").write_text("before")
    DezoneMap(scene).save(tmp_path / "map.html")

    assert (tmp_path / "map.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_map_can_be_written_to_an_open_file(scene: Scene, page: str) -> None:
    """`save` takes a binary file as folium's does."""
    stream = io.BytesIO()
    DezoneMap(scene).save(stream, close_file=False)

    assert stream.getvalue().decode("utf-8") == page


def test_a_notebook_gets_a_frame_with_the_page_in_it(scene: Scene) -> None:
    """The frame's document is the page, escaped, with a title, shut off from the notebook."""
    frame = DezoneMap(scene)._repr_html_()

    assert frame.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    [allowed] = re.findall(r' sandbox="([^"]*)"', frame)
    assert set(allowed.split()) == {
        "allow-scripts",
        "allow-popups",
        "allow-popups-to-escape-sandbox",  # the sources that are opened, not our page
        "allow-downloads",
    }
    assert re.findall(r"</?iframe", frame) == ["<iframe", "</iframe"]


def test_a_notebook_without_trust_keeps_a_picture_and_the_table(scene: Scene) -> None:
    """JupyterLab takes the frame away and leaves what stands in it: no text of the data became an element."""
    still = (
        DezoneMap(scene)._repr_html_().partition("downloads")[2].partition(">")[2].removesuffix("</iframe>")
    )
    elements = set(re.findall(r"<([a-z0-9]+)", still))
    [drawn] = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', still)
    picture = ET.fromstring(base64.b64decode(drawn))  # noqa: S314  our own text

    assert elements == {"h3", "p", "img", "table", "caption", "thead", "tbody", "tr", "th", "td", "bdi"}
    assert still.count('<tr><th scope="row"') == len(scene.events)
    assert CAVEAT in still
    assert len(picture.findall("{*}path[@class]")) > len(scene.regions)
    assert len(picture.findall("{*}use")) >= 5
    assert not picture.findall(".//{*}script")


def test_the_picture_marks_every_exercise_of_the_table(scene: Scene) -> None:
    """However many places stand before one, it is there; of more exercises than rows, the text says so."""
    [place] = scene.events[0].places
    crowd = tuple(replace(place, position=(123 + number / 1000, 36)) for number in range(600))
    far = replace(scene.events[0], places=(replace(place, position=(120.5, 38.5), verdict="partly"),))
    events = (replace(scene.events[0], places=crowd), far)
    many = replace(scene, events=scene.events * MOST_ROWS)

    assert picture_of(scene, [far])["marks"][0] in picture_of(scene, events)["marks"]
    for written in (render_page, render_still):
        assert "The picture shows the first 500 exercises." in written(many)
        assert "The picture shows" not in written(scene)


def test_the_picture_draws_limits_by_kind_as_its_legend_says(scene: Scene) -> None:
    """A parallel is dashed and a border has its colour: each kind has its class; the coast bounds a tint."""
    kinds = {limit.kind for limit in scene.limits}
    drawn = {kind for kind, line in picture_of(scene, [])["limits"] if line}

    assert len(kinds) > 1
    assert drawn == kinds - {"coast"}
    for kind in drawn:
        assert f'<path class="limit {kind}" d="M' in render_page(scene).partition("<noscript>")[2]


def test_folium_is_left_as_it_was(scene: Scene) -> None:
    """Our map empties its own lists of scripts, not those of every folium map."""
    DezoneMap(scene)

    assert dict(folium.Map.default_js).keys() >= {"leaflet", "jquery"}
    assert DezoneMap.default_js == []


def test_the_same_scene_gives_the_same_bytes(tmp_path: Path) -> None:
    """Hash seeds, the clock and the folder change nothing."""
    code = (
        "import sys, hashlib, pathlib; sys.path.insert(0, sys.argv[1])\n"
        "from test_web import DezoneMap, scene_of\n"
        "folder = pathlib.Path(sys.argv[2]); DezoneMap(scene_of(folder)).save(folder / 'map.html')\n"
        "print(hashlib.sha256((folder / 'map.html').read_bytes()).hexdigest())"
    )
    sums = set()
    for seed in ("0", "1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        command = [sys.executable, "-c", code, str(Path(__file__).parent), str(folder)]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        sums.add(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    assert len(sums) == 1


def test_json_can_end_no_script() -> None:
    """No character that an HTML or a script parser acts on is left, and the value is the same."""
    value = {"b": list(HOSTILE.values())[:15], "a": 1}
    text = safe_json(value)

    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == value
    assert list(json.loads(text)) == ["b", "a"]
    with pytest.raises(ValueError, match="not JSON compliant"):
        safe_json(float("nan"))


def test_coding_a_line_moves_it_by_less_than_a_unit() -> None:
    """Steps add up to the positions, without drift, and the antimeridian is crossed the short way."""
    line = LineString([(179.9, 51.0004), (-179.9, 51.3), (-179.9, 51.30001), (-178.0, 52.0)])
    steps = coded(line, "place")
    unit = UNITS_PER_DEGREE["place"]
    lons = [sum(steps[0 : 2 * n + 1 : 2]) / unit for n in range(len(steps) // 2)]
    lats = [sum(steps[1 : 2 * n + 2 : 2]) / unit for n in range(len(steps) // 2)]

    assert lons == pytest.approx([179.9, 180.1, 182.0], abs=1 / unit)
    assert lats == pytest.approx([51.0004, 51.3, 52.0], abs=1 / unit)


def test_maps_uses_nothing_of_folium_that_is_unsafe() -> None:
    """No popup, tooltip, icon, layer control or plugin of folium is named in this package."""
    unsafe = r"folium\.(plugins|features|Popup|Tooltip|\w*Icon|LayerControl|GeoJson|Marker)|import .*plugins"
    modules = sorted((Path(__file__).parents[1] / "maps").glob("*.py"))
    assert any("import folium" in path.read_text("utf-8") for path in modules)

    for path in modules:
        assert not re.search(unsafe, path.read_text("utf-8")), path.name


def test_script_never_writes_html() -> None:
    """The page's script shows text as text: none of the ways to turn a string into HTML or code is used."""
    scripts = sorted(each.name for each in LEAFLET.parent.glob("*.js"))
    assert scripts == sorted({*script_names(), *script_names(many=True)})
    script = known_texts()["script"][1] + known_texts(many=True)["script"][1]

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|bindPopup|bindTooltip|eval\(|Function\(|"
        r"addAttribution|setAttribute\(.style|`",
        script,
    )


def test_no_text_of_a_script_holds_what_is_left_out_of_scripts() -> None:
    """Spaces around operators are left out of the scripts, so none may stand in a text."""
    for name in script_names(many=True):
        texts = re.findall(r'"(?:[^"\\\n]|\\.)*"', asset(name))
        assert texts, name
        for text in texts:
            assert not re.search(r" (=>|===|!==|=|\+=|&&|\|\||\?\?|//) ", text), (name, text)


def test_the_pacific_is_not_torn() -> None:
    """A place near Hawaii is drawn east of the antimeridian, as the seas of the zone are."""
    assert coded(LineString([(-158.0, 21.0), (-157.0, 21.5)]), "shape")[0] == 202 * UNITS_PER_DEGREE["shape"]


def test_a_map_takes_what_the_zone_checks(tmp_path: Path) -> None:
    """A table in any system, geometries, or nothing but the zone."""
    zone = load_zone()
    table = gpd.GeoDataFrame({"name": ["Drill <b>7</b>"]}, geometry=[shapely.Point(128.9, 38.5)], crs=4326)

    draw_map(zone, table.to_crs(5179)).save(tmp_path / "table.html")
    draw_map(zone, [shapely.Point(128.9, 38.5)]).save(tmp_path / "list.html")
    draw_map(zone).save(tmp_path / "zone.html")

    assert "Drill &lt;b&gt;7&lt;/b&gt;" in (tmp_path / "table.html").read_text(encoding="utf-8")
    assert (tmp_path / "list.html").exists()
    assert (tmp_path / "zone.html").exists()
