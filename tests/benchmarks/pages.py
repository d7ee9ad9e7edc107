"""How large the pages are and how soon they are ready, beside the maps that folium and geopandas make.

Run by ``make bench``; the goals are printed beside. 100,000 events with names of 20 to 60 characters, 10,000
of them different, in each of the three maps; the pages are opened in Chromium without a network, in turn.
What stock folium asks for is answered from here: Leaflet from our assets, jQuery and the cluster plugin from
npm, all else (Bootstrap, icons) with nothing, which is to the peers' advantage. Ready is two frames after
everything is drawn: the map, its groups and names, the filter, the table (whose rows out of sight the browser
lays out when they come into sight, as the peers draw marks out of sight when the map moves).
Sizes of the peers are without the scripts that they load.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import io
import random
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import folium
import geopandas as gpd
import numpy as np
from folium.plugins import FastMarkerCluster
from playwright.sync_api import sync_playwright

from maps import draw_map
from maps.page import asset
from maps.scene import Event, EventPlace, EventSource, Scene
from maps.scene_build import make_scene
from maps.web import DezoneMap
from zones import load_exercises, load_zone
from zones.build_land import NPM_FROM_PYPI

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

EVENTS, NAMES, ROUNDS = 100_000, 10_000, 5
WATCH = """
const after = () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.readyAt = performance.now();
  console.log('ready');
}));
const look = () => {
  if (!document.documentElement.classList.contains('ready')) return;
  watched.disconnect();
  after();
};
const watched = new MutationObserver(look);
const watch = () => {
  if (!document.documentElement) return requestAnimationFrame(watch);
  watched.observe(document.documentElement, { attributeFilter: ['class'] });
  look(); // it may be ready already
};
if (OURS) watch();
else addEventListener('load', after);
"""


def say(*parts: object) -> None:
    """Print a line of the result."""
    print(*parts, flush=True)  # noqa: T201 the result


def names(draw: random.Random) -> list[str]:
    """Make names of 20 to 60 characters from 3,000 made-up words."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(3000)]
    made = []
    for _ in range(NAMES):
        length, name = draw.randint(20, 60), draw.choice(words)
        while len(name) < length:
            name += " " + draw.choice(words)
        made.append(name[:length].strip().ljust(20, "x"))
    return made


def many_events(count: int) -> Scene:
    """Make a scene of events all over the region, with dates of twenty years in no order."""
    draw = random.Random(2017)  # noqa: S311 no secret
    lon, lat = np.random.default_rng(2017).uniform((115, 24), (145, 50), (count, 2)).T
    zone = load_zone()
    inside = zone.locate(lon, lat) >= 0
    known, source = names(draw), EventSource(title="Warnings", publisher="A coordinator", date="", url="")
    first, events = dt.date(2005, 1, 1), []
    for number in range(count):
        verdict = "inside" if inside[number] else "outside"
        start = first + dt.timedelta(draw.randrange(7300))
        place = EventPlace(
            name="",
            role="sea area",
            kind="point",
            verdict=verdict,
            counts=True,
            geometry=None,
            position=(float(lon[number]), float(lat[number])),
            uncertainty_km=0,
            area_id=None,
            distance_km=None,
            reason="",
        )
        events.append(
            Event(
                id=f"event-{number:06d}",
                name=draw.choice(known),
                start=str(start),
                end=str(start + dt.timedelta(draw.randrange(10))),
                parties=(draw.choice(("CHN", "JPN", "KOR", "PRK", "RUS", "USA")),),
                kinds=(draw.choice(("air", "live_fire", "missile", "naval")),),
                verdict=verdict,
                readings=dict.fromkeys(("narrow", "central", "broad"), verdict),
                reason=f"{verdict}: where the point lies.",
                distance_km=None,
                nearest_limit="",
                flips="",
                location="",
                verification="",
                notes="",
                doubts=(),
                places=(place,),
                sources=(source,),
            )
        )
    return replace(make_scene(zone, []), events=tuple(events))


def explored(scene: Scene, path: Path) -> None:
    """Draw the events as geopandas does: `GeoDataFrame.explore`, on canvas, the name in a tooltip."""
    # explore() imports mapclassify, with all of scikit-learn, but asks it nothing for two colours.
    stand_in = ModuleType("mapclassify")
    stand_in.classify = None
    sys.modules.setdefault("mapclassify", stand_in)
    at = np.array([event.places[0].position for event in scene.events])
    table = {
        "name": [event.name for event in scene.events],
        "verdict": [event.verdict for event in scene.events],
    }
    frame = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(*at.T), crs=4326)
    # One colour: with a colour by verdict the page takes a minute or two.
    drawn = frame.explore(tiles=None, tooltip=["name"], color="#b2182b", prefer_canvas=True)
    drawn.save(path)


def clustered(scene: Scene, path: Path) -> None:
    """Draw the events with folium's quickest plugin, the name in a popup."""
    rows = [[event.places[0].position[1], event.places[0].position[0], event.name] for event in scene.events]
    callback = (
        "function (row) { const marker = L.marker(new L.LatLng(row[0], row[1]));"
        " const box = document.createElement('p');"
        " box.textContent = row[2]; marker.bindPopup(box); return marker; }"
    )
    drawn = folium.Map([38, 130], zoom_start=5, tiles=None, maxZoom=18)
    FastMarkerCluster(rows, callback=callback).add_to(drawn)
    drawn.save(path)


@cache
def of_npm(package: str, file: str) -> str:
    """Fetch a script of a package with the npm client."""
    with tempfile.TemporaryDirectory() as folder:
        npm = [shutil.which("npm")] if shutil.which("npm") else [sys.executable, "-c", NPM_FROM_PYPI]
        line = [*npm, "pack", "--silent", package]
        done = subprocess.run(line, cwd=folder, check=True, capture_output=True, text=True)
        archive = Path(folder, done.stdout.split()[-1]).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        script = files.extractfile(f"package/dist/{file}")
        return script.read().decode() if script else ""


def answered(route: Route) -> None:
    """Answer what a stock page asks for."""
    url = route.request.url
    if "markercluster" in url and url.endswith(".js"):
        body = of_npm("leaflet.markercluster@1.5.3", "leaflet.markercluster.js")
    elif "jquery" in url:
        body = of_npm("jquery@3.7.1", "jquery.min.js")
    elif url.rsplit("/", 1)[-1] in {"leaflet.js", "leaflet.css"}:
        body = asset("leaflet/" + url.rsplit("/", 1)[-1])
    else:
        body = ""
    kind = "text/css" if url.endswith(".css") else "text/javascript"
    route.fulfill(body=body, content_type=kind, headers={"access-control-allow-origin": "*"})


def opened(browser: Browser, path: Path, *, ours: bool) -> tuple[float, float]:
    """Open a page; give the milliseconds until it first painted and until it was ready."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route(re.compile("^https?:"), answered)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(WATCH.replace("OURS", "true" if ours else "false"))
    # The page tells that it is ready: asking it would hold it up.
    with page.expect_console_message(lambda message: message.text == "ready", timeout=300_000):
        page.goto(path.as_uri(), timeout=300_000)
    painted, ready = page.evaluate(
        "[performance.getEntriesByName('first-contentful-paint')[0]?.startTime || NaN, window.readyAt]"
    )
    context.close()
    if errors:  # a page that does not work is quickly ready
        raise RuntimeError(f"{path.name}: {errors[0]}")
    return painted, ready


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the events, 3 rounds")
    quick = options.parse_args().quick
    count, rounds = (EVENTS // 10, 3) if quick else (EVENTS, ROUNDS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        paths = {name: Path(folder, f"{name}.html") for name in ("bundled", "ours", "explore", "cluster")}
        draw_map(load_zone(), load_exercises()).save(paths["bundled"])
        scene = many_events(count)
        begun = time.perf_counter()
        DezoneMap(scene).save(paths["ours"])
        written = time.perf_counter() - begun
        explored(scene, paths["explore"])
        clustered(scene, paths["cluster"])
        program = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        painted: dict[str, list[float]] = {name: [] for name in paths}
        ready: dict[str, list[float]] = {name: [] for name in paths}
        for turn in range(9):
            for name, path in paths.items():
                if turn < rounds or name == "bundled":
                    first, done = opened(browser, path, ours=name in {"bundled", "ours"})
                    painted[name].append(first)
                    ready[name].append(done)
        browser.close()
        size = {name: path.stat().st_size for name, path in paths.items()}
        small = len(gzip.compress(paths["bundled"].read_bytes(), 9))
    middle = {name: statistics.median(times) for name, times in ready.items()}
    first = statistics.median(painted["bundled"])
    bundled = f"{size['bundled']:,} bytes, {small:,} gzipped"
    say(f"bundled catalogue: {bundled} (goals: 800,000 and 220,000)")
    say(f"  first paint {first:.0f} ms, ready {middle['bundled']:.0f} ms (goals: 700 and 600)")
    ours = f"{size['ours']:,} bytes, ready {middle['ours']:.0f} ms"
    say(f"{count:,} events: {ours} (goals: 2,000,000 and 600); written in {written:.1f} s")
    for name, peer, goals in (
        ("explore", "GeoDataFrame.explore, one colour", "10 and 10"),
        ("cluster", "FastMarkerCluster", "3 and 5"),
    ):
        smaller, sooner = size[name] / size["ours"], middle[name] / middle["ours"]
        measured = f"{size[name]:,} bytes, ready {middle[name]:,.0f} ms"
        say(
            f"  {peer}: {measured}: {smaller:.1f} times as large, {sooner:.1f} times as long (goals: {goals})"
        )


if __name__ == "__main__":
    main()
