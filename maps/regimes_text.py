"""Regimes and findings written for people: plain lines that fit a terminal, each with its source."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from maps import output
from maps.periods import period
from zones import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zones.assess import Finding, Major, State
    from zones.exercises import Exercise
    from zones.regime_zones import Choice
    from zones.regimes import Regime

CAVEAT = (
    "Analysis, not law. Findings say what lies within the words of a text, under the choices shown; they are "
    "no evidence that anybody broke anything. The catalogue is a selection, not a census."
)
_MARKS = {"touched": "●", "not touched": "○", "cannot say": "?"}
SIX_NAMES = {
    "USA": "US",
    "KOR": "S. Korea",
    "PRK": "N. Korea",
    "CHN": "China",
    "RUS": "Russia",
    "JPN": "Japan",
}
"""Short names for the heads of tables."""


def filled(text: str, indent: str = "", further: int = 0) -> str:
    """Break a text into lines that fit the terminal, each indented; addresses stay whole.

    From the second line on, the indent is wider by `further` spaces.

    Examples
    --------
    >>> print(filled("one line", "  "), end="")
      one line
    """
    lines = textwrap.wrap(
        output.plain(text), width(), initial_indent=indent, subsequent_indent=indent + " " * further,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(lines or [indent]) + "\n"


def width() -> int:
    """Give the columns to be filled: those of the terminal, 100 at most."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def cited(keys: Iterable[str]) -> str:
    """Write sources as a reader finds them.

    Examples
    --------
    >>> cited([])
    ''
    """
    from zones.regime_files import citations  # noqa: PLC0415 not for --help

    return "; ".join(" ".join([citations()[key].citation, *citations()[key].urls]) for key in keys)


def names(codes: Iterable[str]) -> str:
    """Name states one after the other.

    Examples
    --------
    >>> names(["CHN", "RUS"])
    'China and Russia'
    """
    from zones import vocabulary, words  # noqa: PLC0415 not for --help

    return words.listed(vocabulary.country_name(code) for code in codes)


# Regimes


def listed(regimes: Iterable[Regime]) -> Iterator[str]:
    """Write a line for each regime with its date, kind and whom it binds, and its title below.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> print(next(listed([load_regimes()["expanded-2017"]])), end="")
    2017-09     expanded-2017       proposal    binds USA KOR PRK CHN RUS JPN
    """
    for each in regimes:
        bound = f"binds {' '.join(each.parties)}" if each.parties else "binds nobody"
        yield filled(f"{each.date:11} {each.id:19} {each.kind:11} {bound}")
        yield filled(each.title, " " * 12)


class _Numbered:
    """Numbers sources in the order in which they are cited."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}

    def __call__(self, keys: Iterable[str]) -> str:
        """Cite by number: `` [2, 3]``; nothing if there is no source."""
        numbers = [str(self.keys.setdefault(key, len(self.keys) + 1)) for key in keys]
        return f" [{', '.join(numbers)}]" if numbers else ""

    def lines(self) -> Iterator[str]:
        """Write the sources with their numbers."""
        for key, number in self.keys.items():
            yield filled(f"{number:2}  {cited([key])}", " ", 4)


def about_regime(regime: Regime) -> Iterator[str]:
    """Write what a regime says, who says what of it, and where that was read.

    Examples
    --------
    >>> from zones.regime_files import find_regime
    >>> print(next(about_regime(find_regime("expanded-2017"))), end="")
    Expanded dual freeze (E. Scimia)  [expanded-2017]
    """
    number = _Numbered()
    yield filled(f"{regime.title}  [{regime.id}]")
    made = names(regime.proposers) or regime.author
    yield filled(f"{regime.kind} of {regime.date}{f', by {made}' if made else ''}")
    yield filled(regime.summary, "  ")
    yield filled(f"Where: {regime.where_stated}. How long: {regime.duration}.", "  ")
    if regime.also_asks:
        yield filled(f"Also asks: {'; '.join(regime.also_asks)}.", "  ")
    for caveat in regime.caveats:
        yield filled(f"Note: {caveat}", "  ", 2)
    for said in regime.unverified:
        yield filled(f"Not confirmed: {said}", "  ", 2)
    yield from _shown_commitments(regime, number)
    yield from _shown_status(regime, number)
    yield from _shown_statements(regime, number)
    if number.keys:
        yield "\nSources\n"
    yield from number.lines()


def _shown_status(regime: Regime, number: _Numbered) -> Iterator[str]:
    from zones.finding_words import day_or_hour  # noqa: PLC0415 not for --help

    if regime.status:
        yield "\nStatus\n"
    for status in regime.status:
        who = f"{names(status.parties)}" if status.parties else ""
        who += "" if status.clauses == ("*",) else f", clauses {', '.join(status.clauses).replace('*', '…')}"
        note = f": {status.note}" if status.note else ""
        said = ": ".join(filter(None, (who, status.state.replace("_", " "))))
        yield filled(f"{day_or_hour(status)}  {said}{note}{number(status.sources)}", "  ", 4)


def _shown_statements(regime: Regime, number: _Numbered) -> Iterator[str]:
    for title, standings in (
        ("Objections on record", {"objection"}),
        ("Forecasts", {"forecast"}),
        ("Statements, never used as facts", set()),
    ):
        those = [
            each for each in regime.statements
            if (each.standing in standings if standings else each.standing not in ("objection", "forecast"))
        ]  # fmt: skip
        if those:
            yield f"\n{title}\n"
        for each in those:
            standing = "" if standings else f" ({each.standing})"
            doubt = f" Not confirmed: {'; '.join(each.unverified)}." if each.unverified else ""
            yield filled(
                f"{each.date}  {each.by}{standing}: {each.text}{doubt}{number(each.sources)}", "  ", 4
            )


def _shown_commitments(regime: Regime, number: _Numbered) -> Iterator[str]:
    if regime.commitments:
        yield "\nWho gives up what\n"
    for each in regime.commitments:
        zoned = each.zone != "everywhere"
        where = (
            f"in its zone, drawn with an assumption: {regime.zone(each.zone).assumption}"
            if zoned
            else "anywhere"
        )
        what = ", ".join(each.activities).replace("_", " ")
        size = (
            f"; {each.threshold}: not defined"
            if each.threshold
            else f"; {each.min_unit} and above"
            if each.min_unit
            else ""
        )
        yield filled(f"{each.id}  {names(each.parties)}: {each.text}{number(each.sources)}", "  ", 4)
        named = f"; examples, by the text or its reading: {', '.join(each.examples)}" if each.examples else ""
        yield filled(f"{what}{size}{named}; {where}", "      ")
        for said in each.unverified:
            yield filled(f"Not confirmed: {said}", "      ", 2)
    if regime.keeps:
        yield "\nWho keeps what\n"
    for keep in regime.keeps:
        what = ", ".join(keep.activities).replace("_", " ")
        yield filled(f"{names(keep.parties)}: {what}: {keep.why}", "  ", 4)
    if regime.thresholds:
        yield "\nDefinitions of “major” that it lends\n"
    for threshold in regime.thresholds:
        yield filled(f"--major {threshold.id}: {threshold.text}{number(threshold.sources)}", "  ", 4)
        for said in threshold.unverified:
            yield filled(f"Not confirmed: {said}", "      ", 2)


# Findings


def by_exercise(exercises: Sequence[Exercise], findings: list[Finding]) -> Iterator[str]:
    """Write a block for each exercise: what it touches in full, what it does not in one line each.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import assess
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> found = list(assess([drill], [find_regime("expanded-2017")]))
    >>> print(list(by_exercise([drill], found))[1], end="")
      ● touched     expanded-2017  CHN RUS
    """
    from zones.compare import could_go_on  # noqa: PLC0415 not for --help

    for exercise in exercises:
        own = [each for each in findings if each.exercise == exercise.id]
        who = " ".join(exercise.parties)
        yield filled(
            f"{exercise.name or exercise.id}  {period(exercise.start, exercise.end)}  {who}  [{exercise.id}]"
        )
        for regime, group in groupby(own, key=lambda each: each.regime):
            some = list(group)
            yield from _of_regime(regime, some)
            bound, others = could_go_on(some)
            if others:
                yield filled(
                    f"Who would have to leave it out: {names(bound)}. Who could go on: {names(others)}.",
                    "      ",
                )
        parts = next((each.parts for each in own if each.parts), ())
        if parts:
            inside = {
                "yes": "inside the five regions",
                "no": "outside them",
                "unknown": "not known well enough",
            }
            said = "; ".join(
                f"{part.role.replace('_', ' ')}: {inside[part.touches]} ({part.name})" for part in parts
            )
            yield filled(f"Apart: {said}.", "  ")
        yield "\n"


def _of_regime(regime: str, findings: Sequence[Finding]) -> Iterator[str]:
    """Write the findings under one regime; parties of which the same is said stand together."""
    from zones import words  # noqa: PLC0415 not for --help
    from zones.vocabulary import the_party  # noqa: PLC0415

    shown: set[str] = set()
    alike: dict[tuple[str, str, str, str], list[Finding]] = {}
    for each in findings:
        status = "" if each.kind == "proposal" else str(each.status)
        said = each.words.replace(the_party(each.party), "{}")
        alike.setdefault((each.state, said, each.reason, status), []).append(each)
    for (state, said, reason, _), some in alike.items():
        first = some[0]
        parties = words.listed(the_party(each.party) for each in some)
        who = " ".join(each.party for each in some)
        yield filled(f"{_MARKS[state]} {state:11} {regime}  {who}", "  ")
        if state == "not touched" and (first.terms == "no" or first.came_before):
            yield filled("not yet in force" if first.came_before else reason, "      ")
            yield from (filled(line, "      ") for line in _otherwise(first))
            continue
        yield filled(f"{said.replace('{}', parties)}: {reason}", "      ")
        details = [line for line in _details(first) if line not in shown]
        yield from (filled(line, "      ", 2) for line in details)
        shown.update(details)
        stances = "; ".join(f"{names([each.party])}: {each.status[-1]}" for each in some if each.status)
        if first.kind == "proposal" and stances:
            yield filled(f"on record: {stances}", "      ", 2)
        keys = [
            key for key in dict.fromkeys(key for each in some for key in each.sources) if key not in shown
        ]
        shown.update(keys)
        if keys:
            yield filled(f"source: {cited(keys)}", "      ", 2)


def _details(finding: Finding) -> Iterator[str]:
    if finding.share_inside is not None and 0 < finding.share_inside < 1:
        from zones import words  # noqa: PLC0415 not for --help

        yield f"{words.percent(finding.share_inside)} of the possible area inside; no probability"
    if len(finding.launches) > 1 or sum(finding.launches.values()) > 1:
        yield "launches: " + ", ".join(f"{count} {state}" for state, count in finding.launches.items())
    for said in finding.assumptions:
        yield said if said.startswith("not confirmed: ") else f"assumed: {said}"
    yield from _otherwise(finding)
    if finding.kind != "proposal" and finding.in_force != "no":
        yield from (f"status: {said}" for said in finding.status)
    for note in finding.notes:
        yield note if note.startswith("disputed: ") else f"note: {note}"


def _otherwise(finding: Finding) -> Iterator[str]:
    """Say which other choices would change the answer, and to what."""
    if finding.depends_on:
        ways = (f"{state} if read as {name}" for name, state in finding.depends_on.items())
        yield f"otherwise: {', '.join(ways)}"


def by_regime(exercises: Sequence[Exercise], findings: list[Finding]) -> Iterator[str]:
    """Count the findings of each regime by party, and its launches.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import assess
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> found = list(assess([drill], [find_regime("expanded-2017")]))
    >>> print(list(by_regime([drill], found))[1].splitlines()[3])
     expanded-2017  0   0         0         1/0/0  1/0/0   0
    """
    from zones.regime_files import load_regimes  # noqa: PLC0415 not for --help
    from zones.regimes import SIX  # noqa: PLC0415 not for --help

    yield filled(
        f"{len(exercises)} entries of a selection, not a census; touched / not touched / cannot say:"
    )
    rows = []
    launches: dict[str, Counter[State]] = {}
    for regime in dict.fromkeys(each.regime for each in findings):
        own = [each for each in findings if each.regime == regime]
        bound = load_regimes()[regime].parties
        launches[regime] = Counter()
        for each in own:
            launches[regime].update(each.launches)
        cells = []
        for party in SIX:
            counts = Counter(each.state for each in own if each.party == party)
            cells.append(_three(counts) if party in bound and counts else "–" if party not in bound else "0")
        rows.append((regime, *cells))
    yield table(rows, "regime", *(SIX_NAMES[party] for party in SIX))
    yield filled("– gives up nothing under this regime.")
    off = sum(each.evidence == "cancelled" for each in exercises)
    yield filled(
        "Contingents count here as parties"
        + (f", and {off} called off as not touched" if off else "")
        + "; dezone compare --burden counts what a party conducts and what was held."
    )
    for regime, counts in launches.items():
        if counts:
            said = ", ".join(f"{counts[state]} {state}" for state in _MARKS)  # type: ignore[index]
            yield filled(f"{regime}: {sum(counts.values())} launches: {said}.")


def _three(counts: Counter[State]) -> str:
    return f"{counts['touched']}/{counts['not touched']}/{counts['cannot say']}"


def by_party(exercises: Sequence[Exercise], findings: list[Finding]) -> Iterator[str]:
    """Tell for each of the six what it did in the period, and what that would have touched.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import assess
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> print(list(by_party([drill], list(assess([drill], [find_regime("expanded-2017")]))))[3], end="")
    China: 1 catalogued
    """
    from zones.regimes import SIX  # noqa: PLC0415 not for --help

    for party in SIX:
        own = [each for each in exercises if party in (*each.parties, *each.other_participants)]
        off = sum(each.evidence == "cancelled" for each in own)
        sent = sum(party not in each.parties for each in own)
        apart = [f"{off} called off"] * bool(off) + [f"{sent} with a contingent only"] * bool(sent)
        of_these = f", of these {', '.join(apart)}" if apart else ""
        yield filled(f"{names([party])}: {len(own) or 'nothing'} catalogued{of_these}")
        for exercise in own:
            yield filled(
                f"{period(exercise.start, exercise.end)}  {exercise.name or exercise.id}  [{exercise.id}]",
                "  ",
            )
            some = [each for each in findings if each.exercise == exercise.id and each.party == party]
            lines = []
            for state in ("touched", "cannot say"):
                under = [each.regime for each in some if each.state == state]
                if under:
                    lines.append(f"{_MARKS[state]} {state} under {', '.join(under)}")
            yield from (filled(line, "      ") for line in lines or ["○ touches no commitment of this party"])
            reasons = dict.fromkeys(each.reason for each in some if each.state == "cannot say")
            yield from (filled(f"? {reason}", "      ") for reason in reasons)
    yield "\n"


def foot(choice: Choice, definition: Major) -> Iterator[str]:
    """Say under which choices an answer was made.

    Examples
    --------
    >>> from zones.assess import major
    >>> from zones.regime_zones import Choice
    >>> print(next(foot(Choice(), major("any"))).partition("; ")[2][:22])
    southern limit 30°00′N
    """
    from geo.positions import format_latitude  # noqa: PLC0415 not for --help

    read = f"southern limit {format_latitude(choice.southern_limit)}"
    if choice.unlimited:
        read = f"“Northeast Asia” without limit; {read} for the five names"
    distance = "as in the files (100 km)" if choice.distance_km is None else f"{choice.distance_km:g} km"
    yield output.dimmed(
        filled(
            f"dezone {__version__}; {read}; sea around Korea: {distance}; ends of the line: {choice.ends}; "
            f"“major” read as: {definition.text} (--major {definition.id}). {CAVEAT}"
        )
    )


def table(rows: Iterable[Iterable[object]], *header: str) -> str:
    """Lay out a table that fits the terminal; a pipe gets 100 columns.

    Examples
    --------
    >>> print(table([("CHN", 3)], "party", "entries"), end="")
    <BLANKLINE>
     party  entries
     ──────────────
     CHN    3
    <BLANKLINE>
    """
    import io  # noqa: PLC0415 only where a table is shown

    from rich import box  # noqa: PLC0415 rich is loaded only where a table is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    made = Table(*header, box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="")
    for row in rows:
        made.add_row(*(Text(output.plain(str(cell))) for cell in row))
    buffer = io.StringIO()
    Console(file=buffer, highlight=False, width=width(), no_color=True).print(made)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"
