"""An assessment note of one exercise: one page that can be filed, and checked again from its checksums.

`make_note` gathers what is to be said as plain values; `maps.report_forms` writes it as HTML or Markdown. The
same input gives the same values.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geo.positions import format_latitude
from maps import output, report_map
from maps.periods import in_words
from maps.regimes_text import CAVEAT as FINDINGS_CAVEAT
from maps.safe_text import clean_text, isolated, web_address
from zones import __version__, load_exercises, store, vocabulary, words
from zones.assess import assess
from zones.regime_files import FOLDER, citations, find_regime
from zones.words import CAVEAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from geo.notices.dates import Reference
    from zones.assess import Finding, Major
    from zones.exercises import Exercise
    from zones.regime_zones import Choice
    from zones.regimes import Regime
    from zones.verdict import PlaceVerdict, Verdict
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

GROUPS = {
    "adopted": "Touched: in force then",
    "proposed": "Touched: would have fallen under these proposals, which no party adopted",
    "open": "Cannot say, until what is open is known",
    "not in force": "Would or might touch, but not in force then",
}
"""The kinds of outcome of which there is more to say than in a line, in the order in which they are shown."""


class Link(NamedTuple):
    """A source: what it is, and where it is if it has an address."""

    text: str
    addresses: tuple[str, ...]  #: each begins with http:// or https://


class Row(NamedTuple):
    """What is found for some parties, under regimes of which the same is said."""

    regimes: str
    parties: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An assessment note as plain values; texts are free of control characters and not escaped yet."""

    title: str
    heading: tuple[str, ...]  #: identifier, when, who
    verdict: str
    readings: str
    summary: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]  #: keys of `GROUPS`, each with its rows
    not_touched: tuple[str, ...]  #: a line for each reason
    lists: tuple[tuple[str, tuple[str, ...]], ...]  #: headings with their lines; none is empty
    evidence: tuple[Link, ...]
    texts: tuple[tuple[str, tuple[Link, ...]], ...]  #: the regimes that say something, with their sources
    made_by: str
    again: str
    checksums: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]
    picture: report_map.Picture

    @property
    def sums(self) -> str:
        """Write the checksums as ``sha256sum`` does; ``sha256sum -c`` in ``zones/data`` checks them."""
        return "".join(f"{digest}  {name}\n" for name, digest in self.checksums)

    @property
    def sum_of_sums(self) -> str:
        """Give the SHA-256 of `sums`: one figure for all the data."""
        return hashlib.sha256(self.sums.encode()).hexdigest()


def make_note(
    exercise: Exercise,
    zone: Zone,
    choice: Choice,
    definition: Major,
    regimes: Sequence[Regime],
    file: Path | None = None,
    issued: Reference | None = None,
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
    file : Path, optional
        The file that holds the exercise, if it is not in the catalogue.
    issued : Reference, optional
        When the warning of that file was given out, as far as it was told.

    Examples
    --------
    >>> from zones import load_zone
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_zones import Choice
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> make_note(drill, load_zone(), Choice(), major("any"), [find_regime("expanded-2017")]).summary
    ('touched: China and Russia under expanded-2017',)
    """
    verdict = zone.check(exercise)
    assert not isinstance(verdict, list)  # noqa: S101 one exercise has one verdict
    findings = list(assess([exercise], regimes, choice=choice, definition=definition))
    of_weight = [each for each in findings if _group(each)]
    return Note(
        title=clean_text(exercise.name or exercise.id),
        heading=tuple(filter(None, map(clean_text, _heading(exercise)))),
        verdict=isolated(clean_text(verdict.reason), (clean_text(each.name) for each in exercise.places)),
        readings=_readings(verdict),
        summary=tuple(_summary(of_weight)),
        facts=tuple((label, clean_text(value)) for label, value in _facts(exercise, verdict) if value),
        groups=tuple((group, rows) for group in GROUPS if (rows := tuple(_rows(of_weight, group)))),
        not_touched=tuple(_not_touched(findings, exercise)),
        lists=tuple((heading, lines) for heading, lines in _lists(exercise, verdict, of_weight) if lines),
        evidence=tuple(_evidence(exercise)),
        texts=tuple(_texts(of_weight)),
        made_by=(
            f"dezone {__version__}; {_choices(choice, definition)}; limits of {store.data_date()}; "
            f"catalogue of {store.document('exercises.json')['about']['compiled']}"
        ),
        again=_again(exercise, choice, definition, regimes, file, issued),
        checksums=tuple(checksums(regimes, file)),
        caveats=(CAVEAT, FINDINGS_CAVEAT),
        picture=report_map.draw(exercise, zone),
    )  # fmt: skip


def checksums(regimes: Iterable[Regime], file: Path | None = None) -> Iterator[tuple[str, str]]:
    """Give the SHA-256 of each file that an answer rests on, by its name within `zones/data`.

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
    if file and file.is_file():
        yield output.plain(file.name), hashlib.sha256(file.read_bytes()).hexdigest()


# Facts


def _heading(exercise: Exercise) -> Iterator[str]:
    yield exercise.id
    yield f"{in_words(exercise.start, exercise.end)} (local days)" if exercise.start else "no date"
    yield words.listed(map(vocabulary.country_name, exercise.parties)) or "no party named"


def _facts(exercise: Exercise, verdict: Verdict) -> Iterator[tuple[str, str]]:
    yield "in UTC", exercise.date_utc
    others = words.listed(map(vocabulary.country_name, exercise.other_participants))
    yield "contingents", others
    yield "what", ", ".join(exercise.kinds).replace("_", " ") or "not said"
    persons = exercise.scale.personnel
    size = f"{persons:,} persons" if persons is not None else "no number of persons is published"
    yield "how large", "; ".join(filter(None, (exercise.scale.text, size)))
    yield "where, as reported", exercise.location_reported
    yield "places", "; ".join(_place(number, each) for number, each in enumerate(verdict.places, 1))
    yield "launches", "; ".join(_launches(exercise))
    held = filter(None, (exercise.evidence, exercise.verification.replace("_", " ")))
    sure = [", ".join(held), f"confidence {exercise.confidence}" if exercise.confidence else ""]
    yield "how sure", "; ".join(filter(None, sure))
    yield "note", exercise.notes


def _place(number: int, place: PlaceVerdict) -> str:
    """Say how well a place is known, and how it was judged."""
    radius = f"to within {place.uncertainty_km:,.3g} km" if place.uncertainty_km else ""
    area = words.area_name(place.named_area) if place.named_area else ""
    known = ", ".join(filter(None, (place.role.replace("_", " "), radius, area)))
    beside = "" if place.counts else ", not counted beside the others"
    return f"{number} {place.name or 'a place'} ({known or 'as given'}): {place.verdict}{beside}"


def _launches(exercise: Exercise) -> Iterator[str]:
    """Count the launches of each weapon, with the times that are known."""
    times: dict[str, list[str]] = {}
    for each in exercise.launches:
        times.setdefault(each.weapon or each.weapon_class or "missile", []).append(each.time_utc[11:16])
    for weapon, some in times.items():
        known = ", ".join(filter(None, some))
        yield f"{len(some)} × {weapon}{f', {known} UTC' if known else ''}"


def _readings(verdict: Verdict) -> str:
    """Give the verdict under each reading, in a word if it is the same."""
    if len(set(verdict.readings.values())) == 1:
        return f"The same under the readings {words.listed(verdict.readings)}."
    said = ", ".join(f"{name}: {word}" for name, word in verdict.readings.items())
    return f"By reading: {said}."


def _evidence(exercise: Exercise) -> Iterator[Link]:
    for source in exercise.sources:
        said = ", ".join(filter(None, (source.title, source.publisher, source.date)))
        address = web_address(source.url)
        yield Link(clean_text(said), (address,) if address else ())


# Findings


def _group(finding: Finding) -> str:
    """Give the kind of outcome: a key of `GROUPS`; empty if nothing is touched."""
    if finding.state == "touched":
        return "proposed" if finding.kind == "proposal" else "adopted"
    if finding.state == "cannot say":
        return "open"
    return "not in force" if finding.clauses and not finding.came_before else ""


def _summary(findings: Iterable[Finding]) -> Iterator[str]:
    """Say in a line for each state whom it concerns, and under what."""
    said: dict[str, dict[str, list[str]]] = {}
    for each in findings:
        state = each.state if each.state != "not touched" else "not in force then"
        by_party = said.setdefault(state, {})
        by_party.setdefault(vocabulary.country_name(each.party) or "nobody named", []).append(each.regime)
    for state in ("touched", "cannot say", "not in force then"):
        alike: dict[tuple[str, ...], list[str]] = {}
        for party, regimes in said.get(state, {}).items():
            alike.setdefault(tuple(regimes), []).append(party)
        if alike:
            parts = (f"{words.listed(names)} under {', '.join(regimes)}" for regimes, names in alike.items())
            yield f"{state}: {'; '.join(parts)}"
    if not said:
        yield "nobody's, under the regimes looked at"


def _rows(findings: Iterable[Finding], group: str) -> Iterator[Row]:
    """Put together parties of which the same is said under a regime, then regimes."""
    parties: dict[tuple[str, str], list[str]] = {}
    for each in findings:
        if _group(each) == group:
            parties.setdefault((each.regime, _said(each, group)), []).append(each.party)
    regimes: dict[tuple[str, str], list[str]] = {}
    for (regime, said), some in parties.items():
        regimes.setdefault((_names(some), said), []).append(regime)
    for (whose, said), several in regimes.items():
        yield Row(", ".join(several), whose, said)


def _said(finding: Finding, group: str) -> str:
    """Say what decided; the words that are the same for a whole group stand above it."""
    worded = finding.words.replace(
        f" for {vocabulary.the_party(finding.party)}", ""
    )  # its name stands beside
    parts = [finding.reason] if group in ("proposed", "open") else [f"{worded}: {finding.reason}"]
    share = finding.share_inside
    if share is not None and 0 < share < 1:
        parts.append(f"{words.percent(share)} of the possible area inside, no probability")
    if len(finding.launches) > 1:
        parts.append(
            "launches: " + ", ".join(f"{number} {word}" for word, number in finding.launches.items())
        )
    if group == "adopted" and finding.status:
        parts.append(f"status: {'; '.join(finding.status)}")
    return clean_text("; ".join(parts))


def _not_touched(findings: Sequence[Finding], exercise: Exercise) -> Iterator[str]:
    """Say in a line for each reason which regimes leave whom alone."""
    everybody = {each.party for each in findings}
    reasons: dict[str, dict[str, list[str]]] = {}
    for each in findings:
        if not _group(each):
            reason = "not yet in force" if each.came_before else each.reason
            reasons.setdefault(reason, {}).setdefault(each.regime, []).append(each.party)
    for reason, regimes in reasons.items():
        alike: dict[str, list[str]] = {}
        for regime, parties in regimes.items():
            alike.setdefault(_whose(parties, everybody, exercise.other_participants), []).append(regime)
        said = (f"{whose} under {', '.join(some)}" for whose, some in alike.items())
        yield clean_text(f"{reason}: {'; '.join(said)}")


def _whose(parties: Sequence[str], everybody: set[str], contingents: Sequence[str]) -> str:
    """Name parties, in short if there are many of whom nothing else is said."""
    if set(parties) == everybody:
        return "all who take part"
    if len(contingents) > 1 and set(contingents) <= set(parties):
        own = [each for each in parties if each not in contingents]
        return words.listed(filter(None, (_names(own) if own else "", "the contingents")))
    return _names(parties)


def _names(parties: Iterable[str]) -> str:
    return ", ".join(map(vocabulary.country_name, parties)) or "nobody named"


# What stands in lists


def _lists(
    exercise: Exercise, verdict: Verdict, findings: Sequence[Finding]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Disputed: statements, not facts", tuple(_disputed(exercise))
    notes = dict.fromkeys(note for each in findings for note in each.notes if not note.startswith("disputed"))
    yield "Notes on the findings", tuple(map(clean_text, notes))
    doubts = dict.fromkeys((*verdict.doubts, *exercise.unverified_details))
    yield "Doubts and details that were not confirmed", tuple(map(clean_text, doubts))
    yield "Assumptions used", tuple(_assumptions(findings))
    yield "What would change it", tuple(_changes(verdict, findings))


def _disputed(exercise: Exercise) -> Iterator[str]:
    for claim in exercise.claims:
        who = vocabulary.country_name(claim.claimant)
        yield clean_text(f"{who}, {claim.date or 'no date'}: {claim.statement}")


_UNDEFINED = re.compile(r"(“.*”) is not defined; read as: (.*)")


def _assumptions(findings: Iterable[Finding]) -> Iterator[str]:
    """Give what was assumed, once; the undefined words of size together."""
    sizes: dict[str, list[str]] = {}
    others = []
    for said in dict.fromkeys(said for each in findings for said in each.assumptions):
        if match := _UNDEFINED.fullmatch(said):
            sizes.setdefault(match[2], []).append(match[1])
        else:
            others.append(said)
    for meaning, terms in sizes.items():
        yield f"{words.listed(terms)} {'is' if len(terms) == 1 else 'are'} not defined; read as: {meaning}"
    yield from others


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
        yield f"{regime}, {', '.join(map(vocabulary.country_name, parties))}: {way}"


def _texts(findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Give the regimes under which something is found, with what was read."""
    keys: dict[str, dict[str, None]] = {}
    for each in findings:
        keys.setdefault(each.regime, {}).update(dict.fromkeys(each.sources))
    for regime, some in keys.items():
        read = (citations()[key] for key in some)
        yield f"{regime}: {find_regime(regime).title}", tuple(Link(each.citation, each.urls) for each in read)


# How it was made


def _choices(choice: Choice, definition: Major) -> str:
    distance = "as in the files" if choice.distance_km is None else f"{choice.distance_km:g} km"
    unlimited = ", “Northeast Asia” without limit" if choice.unlimited else ""
    return (
        f"southern limit {format_latitude(choice.southern_limit)}{unlimited}, "
        f"islands as {choice.islands}, sea around Korea {distance}, {choice.ends} ends, "
        f"“major” read as {definition.id}"
    )


def _again(
    exercise: Exercise,
    choice: Choice,
    definition: Major,
    regimes: Sequence[Regime],
    file: Path | None,
    issued: Reference | None,
) -> str:
    """Give the command that makes the same note again, with each choice named."""
    from zones.compare import regimes_that_bind  # noqa: PLC0415 with the rest of the regimes

    catalogued = file is None and any(each.id == exercise.id for each in load_exercises())
    parts = ["dezone report", exercise.id if catalogued else "FILE", "-o note.html"]
    if issued:
        parts.append(f"--issued {issued.written}")
    if list(regimes) != regimes_that_bind():
        parts += [f"--regime {each.id}" for each in regimes]
    parts.append(f"--southern-limit {choice.southern_limit:.12g} --islands {choice.islands}")
    if choice.distance_km is not None:
        parts.append(f"--distance {choice.distance_km:.12g}")
    parts += ["--unlimited"] if choice.unlimited else []
    return " ".join([*parts, f"--ends {choice.ends} --major {definition.id}"])
