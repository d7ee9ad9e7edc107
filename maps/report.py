"""An assessment note of one exercise: one page that can be filed, and checked again from its checksums.

`make_note` gathers what is to be said as plain values; `as_html` and `as_markdown` write it. Every text from
outside is escaped for the form in which it stands; the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.positions import format_latitude
from maps.exercises_cli import in_words
from maps.regimes_text import CAVEAT as FINDINGS_CAVEAT
from maps.scene import clean_text, web_address
from zones import __version__, areas, store, vocabulary, words
from zones.assess import assess
from zones.regime_zones import counting
from zones.regimes import FOLDER, citations
from zones.words import CAVEAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from zones.assess import Finding, Major
    from zones.exercises import Exercise
    from zones.regime_zones import Choice
    from zones.regimes import Regime
    from zones.verdict import Verdict
    from zones.zone import Zone

DATA = (
    "exercises.json",
    "regions.geojson",
    "areas.geojson",
    "limits.geojson",
    "land.geojson",
    "islands.geojson",
)
"""The files of `zones/data` that a note rests on, beside those of the regimes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A source: what it is, and where it is if it has an address."""

    text: str
    address: str  #: empty, or one that begins with http:// or https://


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is found under one regime, for parties of which the same is said."""

    state: str
    regime: str
    parties: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An assessment note as plain values; texts are free of control characters and not escaped yet."""

    title: str
    facts: tuple[tuple[str, str], ...]
    verdict: str
    readings: str
    rows: tuple[Row, ...]
    not_touched: tuple[str, ...]
    disputed: tuple[str, ...]
    doubts: tuple[str, ...]
    assumptions: tuple[str, ...]
    changes: tuple[str, ...]
    evidence: tuple[Link, ...]
    texts: tuple[Link, ...]  #: sources of the regimes
    checksums: tuple[tuple[str, str], ...]
    made_by: str
    again: str
    caveats: tuple[str, ...]
    map_svg: str
    map_words: str


def make_note(
    exercise: Exercise, zone: Zone, choice: Choice, definition: Major, regimes: Sequence[Regime]
) -> Note:
    """Gather what an assessment note says.

    Parameters
    ----------
    exercise : Exercise
    zone : Zone
        The reading in force, the same as in `choice`.
    choice : Choice
        How what the texts leave open is read.
    definition : Major
        Of “major”.
    regimes : sequence of Regime
        Under which something is to be found.
    """
    verdict = zone.check(exercise)
    assert not isinstance(verdict, list)  # noqa: S101 one exercise has one verdict
    findings = list(assess([exercise], regimes, choice=choice, definition=definition))
    of_weight = [
        each for each in findings if each.state != "not touched" or (each.clauses and not each.came_before)
    ]
    keys = dict.fromkeys(key for each in of_weight for key in each.sources)
    svg, said = _map(exercise, zone)
    return Note(
        title=clean_text(exercise.name or exercise.id),
        facts=tuple((label, clean_text(value)) for label, value in _facts(exercise) if value),
        verdict=clean_text(verdict.reason),
        readings=_readings(verdict),
        rows=tuple(_rows(of_weight)),
        not_touched=tuple(_not_touched(findings)),
        disputed=tuple(_disputed(exercise)),
        doubts=tuple(map(clean_text, dict.fromkeys((*verdict.doubts, *exercise.unverified_details)))),
        assumptions=tuple(dict.fromkeys(said for each in of_weight for said in each.assumptions)),
        changes=tuple(_changes(verdict, findings)),
        evidence=tuple(_evidence(exercise)),
        texts=tuple(_cited(key) for key in keys),
        checksums=tuple(checksums(regimes)),
        made_by=(
            f"dezone {__version__}; {_choices(choice, definition)}; limits of {store.data_date()}; "
            f"catalogue of {store.document('exercises.json')['about']['compiled']}"
        ),
        again=_again(exercise, choice, definition),
        caveats=(CAVEAT, FINDINGS_CAVEAT),
        map_svg=svg,
        map_words=said,
    )  # fmt: skip


def checksums(regimes: Iterable[Regime]) -> Iterator[tuple[str, str]]:
    """Give the SHA-256 of each file of data that an answer rests on, by its name within `zones/data`.

    Examples
    --------
    >>> name, digest = next(checksums([]))
    >>> name, len(digest)
    ('exercises.json', 64)
    """
    files = [*DATA, "regimes/lines.geojson", "regimes/sources.toml"]
    files += [f"regimes/{each.id}.toml" for each in regimes if (FOLDER / f"{each.id}.toml").exists()]
    for name in files:
        yield name, hashlib.sha256((store.DATA / name).read_bytes()).hexdigest()


def _cited(key: str) -> Link:
    source = citations()[key]
    return Link(text=source.citation, address=next(iter(source.urls), ""))


def _facts(exercise: Exercise) -> Iterator[tuple[str, str]]:
    yield "identifier", exercise.id
    yield "when", f"{in_words(exercise.start, exercise.end)} (local days)" if exercise.start else ""
    yield "in UTC", exercise.date_utc
    yield "who", words.listed(map(vocabulary.country_name, exercise.parties))
    others = words.listed(map(vocabulary.country_name, exercise.other_participants))
    yield "with contingents of", others
    yield "what", ", ".join(exercise.kinds).replace("_", " ")
    persons = exercise.scale.personnel
    size = f"{persons:,} persons" if persons is not None else "no number of persons is published"
    yield "how large", "; ".join(filter(None, (exercise.scale.text, size)))
    yield "where, as reported", exercise.location_reported
    known = [_known(place.name, place.uncertainty_km, place.named_area) for place in exercise.places]
    yield "places", "; ".join(known)
    yield "evidence", ", ".join(filter(None, (exercise.evidence, exercise.verification.replace("_", " "))))
    yield "confidence", exercise.confidence
    yield (
        "launches",
        ", ".join(
            f"{each.weapon or each.weapon_class} {each.time_utc}".strip() for each in exercise.launches
        ),
    )


def _known(name: str, uncertainty_km: float, area: str | None) -> str:
    radius = f"to within {words.lengths(uncertainty_km)}" if uncertainty_km else ""
    area = words.area_name(area) if area else ""
    return f"{name or 'a place'} ({', '.join(filter(None, (radius, area))) or 'as given'})"


def _readings(verdict: Verdict) -> str:
    return ", ".join(f"{name}: {word}" for name, word in verdict.readings.items())


def _rows(findings: Iterable[Finding]) -> Iterator[Row]:
    """Put together parties of which the same is said under one regime."""
    for regime, group in groupby(findings, key=lambda each: each.regime):
        alike: dict[tuple[str, str], list[Finding]] = {}
        for each in group:
            alike.setdefault((each.state, f"{each.words}: {each.reason}"), []).append(each)
        for (state, said), some in alike.items():
            status = dict.fromkeys(line for each in some for line in each.status)
            share = some[0].share_inside
            parts = [said]
            if share is not None and 0 < share < 1:
                parts.append(f"{words.percent(share)} of the possible area inside, no probability")
            if sum(some[0].launches.values()) > 1:
                parts.append(
                    ", ".join(f"{number} launches {word}" for word, number in some[0].launches.items())
                )
            if some[0].kind != "proposal" and status:
                parts.append(f"status: {'; '.join(status)}")
            parts += [note for note in some[0].notes if not note.startswith("disputed")]
            parties = ", ".join(vocabulary.country_name(each.party) for each in some)
            yield Row(state=state, regime=regime, parties=parties, said=clean_text("; ".join(parts)))


def _not_touched(findings: Iterable[Finding]) -> Iterator[str]:
    """Say in a line for each reason which regimes do not reach the exercise."""
    alike: dict[str, dict[str, list[str]]] = {}
    for each in findings:
        if each.state == "not touched" and (each.came_before or not each.clauses):
            alike.setdefault("not yet in force" if each.came_before else each.reason, {}).setdefault(
                each.regime, []
            ).append(each.party)
    for reason, regimes in alike.items():
        named = (f"{regime} ({', '.join(parties)})" for regime, parties in regimes.items())
        yield clean_text(f"{reason}: {', '.join(named)}")


def _disputed(exercise: Exercise) -> Iterator[str]:
    for claim in exercise.claims:
        yield clean_text(
            f"{vocabulary.country_name(claim.claimant)}, {claim.date or 'no date'}: {claim.statement}"
        )


def _changes(verdict: Verdict, findings: Iterable[Finding]) -> Iterator[str]:
    """Say what would make another answer."""
    if verdict.flips_at_lat is not None:
        yield f"the verdict changes at a southern limit of {format_latitude(verdict.flips_at_lat)}"
    if "islands" in verdict.depends_on:
        yield "the verdict changes if small islands are read the other way"
    said: dict[tuple[str, str], list[str]] = {}
    for each in findings:
        for way, state in each.depends_on.items():
            said.setdefault((each.regime, f"{state} if read as {way}"), []).append(each.party)
    for (regime, way), parties in said.items():
        yield f"{regime}, {', '.join(parties)}: {way}"
    if any(each.state == "cannot say" for each in findings):
        opened = dict.fromkeys(each.reason for each in findings if each.state == "cannot say")
        yield from (clean_text(f"what is open now: {reason}") for reason in opened)


def _evidence(exercise: Exercise) -> Iterator[Link]:
    for source in exercise.sources:
        said = ", ".join(filter(None, (source.title, source.publisher, source.date)))
        yield Link(text=clean_text(said), address=web_address(source.url))


def _choices(choice: Choice, definition: Major) -> str:
    distance = "as in the files" if choice.distance_km is None else f"{choice.distance_km:g} km"
    unlimited = ", “Northeast Asia” without limit" if choice.unlimited else ""
    return (
        f"southern limit {format_latitude(choice.southern_limit)}{unlimited}, "
        f"islands as {choice.islands}, sea around Korea {distance}, {choice.ends} ends, "
        f"“major” read as {definition.id}"
    )


def _again(exercise: Exercise, choice: Choice, definition: Major) -> str:
    """Give the command that makes the same findings again."""
    parts = ["dezone assess", exercise.id if re.fullmatch(r"[a-z0-9-]+", exercise.id) else "FILE"]
    parts.append(f"--southern-limit {choice.southern_limit:g} --islands {choice.islands}")
    if choice.distance_km is not None:
        parts.append(f"--distance {choice.distance_km:g}")
    parts += ["--unlimited"] if choice.unlimited else []
    return " ".join([*parts, f"--ends {choice.ends} --major {definition.id}"])


# The map

_FRAME = (105.0, 15.0, 165.0, 62.0)  # of our land
_PX_PER_DEG = 14.0


def _map(exercise: Exercise, zone: Zone) -> tuple[str, str]:
    """Draw the zone, the land and the places that lie in the frame, and say what is drawn."""
    places = [place for place in counting(exercise) if place.geometry is not None]
    named = sorted(
        {place.named_area for place in counting(exercise) if place.named_area in areas.file_of_areas()}
    )
    from zones.possible import in_turn, widened  # noqa: PLC0415 only for the map

    shapes = [widened(place.geometry, place.uncertainty_km) for place in places if place.geometry is not None]
    frame = shapely.box(*_FRAME)
    drawn = [shape for shape in shapes if shapely.intersects(frame, shape)]
    whole = shapely.union_all(list(zone.shapes.values()))
    box = shapely.union_all([whole, *drawn]).bounds
    view = (
        max(box[0] - 1, _FRAME[0]),
        max(box[1] - 1, _FRAME[1]),
        min(box[2] + 1, _FRAME[2]),
        min(box[3] + 1, _FRAME[3]),
    )
    stretch = float(np.cos(np.radians((view[1] + view[3]) / 2)))
    width, height = (view[2] - view[0]) * stretch * _PX_PER_DEG, (view[3] - view[1]) * _PX_PER_DEG

    def path(shape: BaseGeometry, style: str) -> str:
        cut = shapely.clip_by_rect(shapely.simplify(shape, 0.03), *view)
        steps = []
        for part in shapely.get_parts(cut):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                xy = shapely.get_coordinates(ring)
                x, y = (xy[:, 0] - view[0]) * stretch * _PX_PER_DEG, (view[3] - xy[:, 1]) * _PX_PER_DEG
                points = "L".join(f"{px:.1f} {py:.1f}" for px, py in zip(x, y, strict=True))
                steps.append(f"M{points}" + ("Z" if part.geom_type == "Polygon" else ""))
        return f'<path {style} d="{"".join(steps)}"/>' if steps else ""

    land = shapely.union_all([store.geometry("basemap.geojson", "land")])
    layers = [path(land, 'fill="#d9d5cc"'), path(whole, 'fill="#3b7dd8" fill-opacity=".25" stroke="#1d4f91"')]
    layers += [
        path(areas.outline(area or ""), 'fill="none" stroke="#7a3e00" stroke-dasharray="4 3"')
        for area in named
    ]
    for place, shape in zip(places, shapes, strict=True):
        layers.append(path(shape, 'fill="#b3261e" fill-opacity=".3" stroke="#b3261e"'))
        middle = shapely.point_on_surface(in_turn(place.geometry or shapely.Point()))
        if shapely.intersects(shapely.box(*view), middle):
            x, y = (middle.x - view[0]) * stretch * _PX_PER_DEG, (view[3] - middle.y) * _PX_PER_DEG
            layers.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#b3261e"/>')
    said = "The five regions in blue, land in grey, places with their uncertainty in red"
    said += (
        f", dashed the named areas: {words.listed(words.area_name(area or '') for area in named)}"
        if named
        else ""
    )
    away = len(shapes) - len(drawn)
    said += f"; {away} of {len(shapes)} places lie beyond the frame" if away else ""
    said += ". Made with Natural Earth."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:.1f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{html.escape(said)}">'
        f'<rect width="100%" height="100%" fill="#f4f8fb"/>{"".join(layers)}</svg>'
    ), said


# Writing

_STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;color:#1b1b1b;"
    "background:#fff}h1{font-size:1.4rem}h2{font-size:1.05rem;margin:1rem 0 .3rem}"
    "table{border-collapse:collapse}"
    "th,td{text-align:left;vertical-align:top;padding:.15rem .6rem .15rem 0;border-bottom:1px solid #ddd}"
    "svg{max-width:100%;height:auto}.small{font-size:.8rem;overflow-wrap:anywhere}a{color:#0b57a4}"
    "@media print{body{font-size:9pt;margin:0}}"
)


def _sections(note: Note) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the lists of a note with their headings, without those that are empty."""
    for heading, lines in (
        ("Not touched", note.not_touched),
        ("Disputed: statements, not facts", note.disputed),
        ("Doubts and details that were not confirmed", note.doubts),
        ("Assumptions used", note.assumptions),
        ("What would change it", note.changes),
    ):
        if lines:
            yield heading, lines


def _anchor(address: str) -> str:
    return f' <a href="{html.escape(address)}">{html.escape(address)}</a>' if address else ""


def as_html(note: Note) -> str:
    """Write a note as one HTML file that loads nothing."""
    esc = html.escape

    def linked(links: Iterable[Link]) -> str:
        return "".join(f"<li>{esc(each.text)}{_anchor(each.address)}</li>" for each in links)

    facts = "".join(
        f"<tr><th scope=row>{esc(label)}</th><td>{esc(value)}</td></tr>" for label, value in note.facts
    )
    cells = [(row.state, row.regime, row.parties, row.said) for row in note.rows]
    rows = "".join(f"<tr>{''.join(f'<td>{esc(cell)}</td>' for cell in row)}</tr>" for row in cells)
    lists = "".join(
        f"<h2>{esc(heading)}</h2><ul>{''.join(f'<li>{esc(line)}</li>' for line in lines)}</ul>"
        for heading, lines in _sections(note)
    )
    table = (
        "<table><thead><tr><th scope=col>finding</th><th scope=col>regime</th><th scope=col>for</th>"
        f"<th scope=col>in words</th></tr></thead><tbody>{rows}</tbody></table>"
        if rows
        else "<p>Nothing is touched under the regimes looked at.</p>"
    )
    sums = "".join(
        f"<tr><td>{esc(name)}</td><td><code>{digest}</code></td></tr>" for name, digest in note.checksums
    )
    return (
        "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>"
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<meta name=viewport content='width=device-width'>"
        f"<title>Assessment note: {esc(note.title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>Assessment note: {esc(note.title)}</h1>"
        f"<h2>Facts as published</h2><table><tbody>{facts}</tbody></table>"
        f"<h2>Does it lie inside?</h2><p>{esc(note.verdict)}</p>"
        f"<p>Under each reading: {esc(note.readings)}.</p>"
        f"<figure>{note.map_svg}<figcaption class=small>{esc(note.map_words)}</figcaption></figure>"
        f"<h2>Whose commitment does it touch?</h2>{table}{lists}"
        f"<h2>Evidence</h2><ul>{linked(note.evidence)}</ul>"
        f"<h2>Sources of the texts</h2><ul>{linked(note.texts)}</ul>"
        f"<h2>Made with</h2><p>{esc(note.made_by)}</p><p>Again: <code>{esc(note.again)}</code></p>"
        "<details open><summary>SHA-256 of the data</summary>"
        f"<table class=small><tbody>{sums}</tbody></table></details>"
        f"{''.join(f'<p class=small>{esc(caveat)}</p>' for caveat in note.caveats)}</main></body></html>\n"
    )


def as_markdown(note: Note, image: str) -> str:
    """Write a note as Markdown beside an image of the map.

    Parameters
    ----------
    note : Note
    image : str
        Name of the file that holds `Note.map_svg`.
    """
    esc: Callable[[str], str] = _escaped

    def linked(links: Iterable[Link]) -> list[str]:
        return [f"- {esc(each.text)} {_bracketed(each.address)}".rstrip() for each in links]

    lines = [f"# Assessment note: {esc(note.title)}", "", "## Facts as published", "", "| | |", "|---|---|"]
    lines += [f"| {esc(label)} | {esc(value)} |" for label, value in note.facts]
    lines += [
        "",
        "## Does it lie inside?",
        "",
        esc(note.verdict),
        "",
        f"Under each reading: {esc(note.readings)}.",
    ]
    lines += ["", f"![{esc(note.map_words)}]({_quoted(image)})", "", "## Whose commitment does it touch?", ""]
    if note.rows:
        lines += ["| finding | regime | for | in words |", "|---|---|---|---|"]
        lines += [
            f"| {row.state} | {esc(row.regime)} | {esc(row.parties)} | {esc(row.said)} |" for row in note.rows
        ]
    else:
        lines += ["Nothing is touched under the regimes looked at."]
    for heading, said in _sections(note):
        lines += ["", f"## {heading}", "", *(f"- {esc(line)}" for line in said)]
    lines += [
        "",
        "## Evidence",
        "",
        *linked(note.evidence),
        "",
        "## Sources of the texts",
        "",
        *linked(note.texts),
    ]
    lines += [
        "",
        "## Made with",
        "",
        esc(note.made_by),
        "",
        f"Again: `{note.again}`",
        "",
        "| data | SHA-256 |",
        "|---|---|",
    ]
    lines += [f"| {esc(name)} | {digest} |" for name, digest in note.checksums]
    lines += ["", *(f"*{esc(caveat)}*\n" for caveat in note.caveats)]
    return "\n".join(lines).rstrip() + "\n"


def _bracketed(address: str) -> str:
    return f"<{address.replace('<', '%3C').replace('>', '%3E')}>" if address else ""


def _escaped(text: str) -> str:
    r"""Escape what Markdown or HTML would obey.

    Examples
    --------
    >>> _escaped("[x](javascript:1) <b>|*a_b*")
    '\\[x\\](javascript:1) &lt;b&gt;\\|\\*a\\_b\\*'
    """
    safe = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|~!])", r"\\\1", safe)


def _quoted(name: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 only for Markdown

    return quote(name)
