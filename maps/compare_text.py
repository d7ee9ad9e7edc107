"""The answers of ``dezone compare``: each as rows for programs and as lines for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from geo.errors import DezoneError
from maps import output
from maps.regimes_text import SIX_NAMES, filled, names, table, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zones.assess import Major
    from zones.compare import Burden
    from zones.exercises import Exercise
    from zones.regime_zones import Choice
    from zones.regimes import Regime

Answer: TypeAlias = tuple[list[dict[str, Any]], list[str]]  #: rows, and lines


def gives_up(regimes: Sequence[Regime], parties: Sequence[str] = ()) -> Answer:
    """Say who gives up what, regime by regime; of some parties, in one table for each.

    Examples
    --------
    >>> from zones.regime_files import find_regime
    >>> rows, _ = gives_up([find_regime("cn-dual-2017")])
    >>> rows[0]["activity"], rows[0]["PRK"], rows[0]["CHN"]
    ('nuclear_test', 'gives up', 'not addressed')
    """
    from zones import compare  # noqa: PLC0415 not for --help
    from zones.regimes import SIX  # noqa: PLC0415

    rows, written = [], []
    for regime in [] if parties else regimes:
        laid: list[tuple[str, ...]] = []
        for activity, asked in compare.gives_up(regime):
            rows.append({"regime": regime.id, "activity": activity, **asked})
            cells = ["–" if said == "not addressed" else said for said in asked.values()]
            laid.append((activity.replace("_", " "), *cells))
        written.append(filled(f"{regime.title}, {regime.date}  [{regime.id}]"))
        written.append(table(laid, "activity", *(SIX_NAMES[party] for party in SIX)))
    for party in parties:
        own, lines = _of_party(regimes, party)
        rows += own
        written += lines
    if not parties:
        written.append(filled("– not addressed. One party in one table: dezone compare --party RUS."))
    written += _of_all(regimes)
    return rows, written


def _of_party(regimes: Sequence[Regime], party: str) -> Answer:
    """Lay out what each text asks of a party."""
    from zones import compare  # noqa: PLC0415 not for --help

    rows: list[dict[str, Any]] = []
    for regime in regimes:
        asked = {activity: said.get(party, "not addressed") for activity, said in compare.gives_up(regime)}
        row: dict[str, Any] = {
            "party": party, "regime": regime.id, "date": regime.date, "by": list(regime.proposers),
        }  # fmt: skip
        for key, word in (("gives_up", "gives up"), ("keeps", "keeps"), ("not_addressed", "not addressed")):
            row[key] = [activity for activity, said in asked.items() if said == word]
        rows.append(row)
    laid = [
        (
            row["date"],
            row["regime"],
            _activities(_with_classes(regime, party, row["gives_up"])) or "nothing",
            _activities(row["keeps"]) or "–",
        )
        for regime, row in zip(regimes, rows, strict=True)
    ]
    nothing = [row["regime"] for row in rows if not row["gives_up"]]
    stands = (
        f"{regime.id} ({status.state}, {status.date})"
        for regime in regimes
        for status in regime.status
        if regime.id in nothing and party in status.parties and status.state in ("proposed", "supported")
    )
    said = (
        [f"{names([party])}: gives up nothing in {len(nothing)} of these {len(rows)} texts."]
        if nothing
        else []
    )
    if own := "; ".join(stands):
        said.append(f"It proposed or supported, without giving anything up: {own}.")
    return rows, [
        filled(f"What {names([party])} gives up and keeps, the oldest text first:"),
        table(laid, "date", "regime", "gives up", "keeps"),
        filled(" ".join(said)),
    ]


def _with_classes(regime: Regime, party: str, activities: Sequence[str]) -> list[str]:
    """Mark missile tests of which a text covers some classes only."""
    tables = [
        each.missiles or {} for each in regime.commitments_of(party) if "missile_test" in each.activities
    ]
    # Launchers of satellites have a row of their own.
    whole = any(all(said == "yes" for name, said in each.items() if name != "SLV") for each in tables)
    mark = " (some classes)"
    return [f"{each}{mark if each == 'missile_test' and not whole else ''}" for each in activities]


def _activities(found: Sequence[str]) -> str:
    return ", ".join(found).replace("_", " ")


def _of_all(regimes: Sequence[Regime]) -> list[str]:
    """Say what holds of all the texts: the oldest proposal, and what nobody is asked for."""
    from zones import compare  # noqa: PLC0415 not for --help

    lines = []
    proposals = [each for each in regimes if each.kind == "proposal"]
    if len(proposals) > 1:
        oldest = min(proposals, key=lambda each: each.date)
        by = names(oldest.proposers) or oldest.author
        lines.append(filled(f"The oldest proposal here: {oldest.id}, of {oldest.date}, by {by}."))
    asked = [
        activity
        for each in regimes
        for activity, said in compare.gives_up(each)
        if "gives up" in said.values()
    ]
    if "dismantlement" not in asked:
        lines.append(filled("None of these texts asks anybody for dismantlement."))
    return [*lines, filled("What each text says, with its limits and sources: dezone regimes show ID.")]


def as_csv(rows: Sequence[dict[str, Any]], about: dict[str, str]) -> str:
    r"""Write rows for a spreadsheet, each with what made the answer; lists have semicolons between.

    Examples
    --------
    >>> as_csv([{"party": "CHN", "by": ["a", "b"]}], {"dezone": "0.1"})
    'party,by,dezone\nCHN,a; b,0.1\n'
    """
    import csv  # noqa: PLC0415 only where a table is asked for
    import io  # noqa: PLC0415

    from geo.writing import csv_cell  # noqa: PLC0415

    buffer = io.StringIO()
    written = csv.writer(buffer, lineterminator="\n")
    if rows:
        written.writerow([*rows[0], *about])
    for row in rows:
        cells = ["; ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in row.values()]
        written.writerow([csv_cell(cell) for cell in (*cells, *about.values())])
    return buffer.getvalue()


def burden(
    exercises: Sequence[Exercise],
    regimes: Sequence[Regime],
    definitions: Sequence[Major],
    choice: Choice,
    parties: Sequence[str],
) -> Answer:
    """Count what each regime would have touched, by reading, definition of “major” and party.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> from zones.regime_zones import Choice
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> rows, _ = burden([drill], [find_regime("expanded-2017")], [major("any")], Choice(), ["CHN"])
    >>> rows[0]["party"], rows[0]["touched"], rows[0]["catalogued"]
    ('CHN', 1, 1)
    """
    from zones import compare  # noqa: PLC0415 not for --help
    from zones.regimes import SIX  # noqa: PLC0415

    chosen = [party for party in SIX if not parties or party in parties]
    found = list(compare.burden(exercises, regimes, definitions, choice, chosen))
    written = [
        filled(
            "Catalogued entries that would have been touched / not touched / cannot be said, of the number "
            "catalogued: a selection, not a census. (n): of those not touched, n would have touched a clause "
            "that was not in force. Read as: the width of the sea around Korea, or the southern limit "
            "(narrow 30°40′N, central 30°N, broad 29°N). "
            "Major: — where the text names no size."
        )
    ]
    for regime, group in groupby(found, key=lambda each: each.regime):
        laid: list[tuple[str, ...]] = []
        for (reading, major), some in groupby(group, key=lambda each: (each.reading, each.major)):
            counts = list(some)
            if not laid:
                laid.append(("catalogued", "", *(str(each.catalogued) for each in counts)))
            laid.append((_short(reading), major, *map(_counted, counts)))
        written.append(filled(regime))
        written += _in_blocks(laid, ("read as", "major", *(SIX_NAMES[party] for party in chosen)), fixed=2)
    sizes = compare.states_of_sizes(exercises)
    said = ", ".join(f"{SIX_NAMES[party]} {sizes[party][0]} of {sizes[party][1]}" for party in chosen)
    written.append(
        filled(
            f"Exercises that state a number of persons: {said}. Where it is not stated, a size is cannot say."
        )
    )
    return [asdict(each) for each in found], written


def _in_blocks(rows: Sequence[tuple[str, ...]], header: tuple[str, ...], fixed: int) -> list[str]:
    """Lay out a table; where it is too wide, one table below the other, each with the first columns."""
    wide = [max(len(row[column]) for row in (header, *rows)) + 2 for column in range(len(header))]
    blocks: list[list[int]] = [[]]
    for column in range(fixed, len(header)):
        if blocks[-1] and sum(wide[:fixed]) + sum(wide[each] for each in (*blocks[-1], column)) > width() + 2:
            blocks.append([])
        blocks[-1].append(column)
    picked = [[*range(fixed), *block] for block in blocks]
    return [
        table([[row[column] for column in columns] for row in rows], *(header[column] for column in columns))
        for columns in picked
    ]


def _counted(row: Burden) -> str:
    late = f" ({row.not_in_force})" if row.not_in_force else ""
    return f"{row.touched}/{row.not_touched}/{row.cannot_say}{late}"


def _short(reading: str) -> str:
    """Shorten the name of a reading for a table.

    Examples
    --------
    >>> _short("100 km from the land"), _short("broad (29°00′N)"), _short("Northeast Asia without limit (…)")
    ('100 km', 'broad', 'no limit')
    """
    if reading.startswith("Northeast Asia"):
        return "no limit"
    return reading.removesuffix(" from the land").split(" (")[0]


def flips(exercises: Sequence[Exercise], regime: Regime, definition: Major, choice: Choice) -> Answer:
    """List what changes as the southern limit goes from 33°17′N to 28°N.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> from zones.regime_zones import Choice
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> flips([drill], find_regime("expanded-2017"), major("any"), Choice())[0]  # far from that limit
    []
    """
    from zones import compare  # noqa: PLC0415 not for --help
    from zones.readings import HIGHEST_SOUTHERN_LIMIT  # noqa: PLC0415

    found = compare.flips(exercises, regime, definition, (HIGHEST_SOUTHERN_LIMIT, 28.0), choice)
    rows: list[dict[str, Any]] = []
    laid: list[tuple[str, ...]] = []
    for key, group in groupby(found, key=lambda each: (each.finding.exercise, each.north, each.south)):
        some = list(group)
        first = some[0].finding
        who = [each.finding.party for each in some]
        rows.append(
            {"exercise": key[0], "name": first.name, "parties": who, "at_33.2833": key[1], "at_28": key[2]}
        )
        laid.append((first.start, first.name, " ".join(who), key[1], key[2]))
    number = len({row["exercise"] for row in rows})
    written = [
        filled(
            f"{number} exercises change under {regime.id} as the southern limit goes from 33°17′N to 28°N:"
        ),
        table(laid, "from", "exercise", "whose", "33°17′N", "28°N"),
    ]
    return rows, written


def goes_on(
    exercises: Sequence[Exercise], regime: Regime, definition: Major, choice: Choice, parties: Sequence[str]
) -> Answer:
    """List what goes on in the area of the expanded freeze while only the parties of a regime freeze.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> from zones.regime_zones import Choice
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> rows, _ = goes_on([drill], find_regime("cn-dual-2017"), major("any"), Choice(), ["CHN"])
    >>> rows[0]["exercise"], rows[0]["parties"], rows[0]["in_the_area"]
    ('joint-sea-2017-pacific', ['CHN'], 'yes')
    """
    from zones import compare  # noqa: PLC0415 not for --help
    from zones.regime_files import find_regime  # noqa: PLC0415
    from zones.regimes import SIX  # noqa: PLC0415

    area = find_regime("expanded-2017")
    found = compare.goes_on(exercises, regime, area, definition, choice, parties or SIX)
    by_id = {each.id: each for each in exercises}
    rows, lines = [], []
    counts: Counter[str] = Counter()
    for name in dict.fromkeys(each.exercise for each in found):
        some = [each for each in found if each.exercise == name]
        states = {each.state for each in some}
        state = "touched" if "touched" in states else "cannot say"
        counts[state] += 1
        exercise = by_id[name]
        sources = [f"{source.publisher or source.title} {source.url}".strip() for source in exercise.sources]
        who = [each.party for each in some]
        rows.append(
            {
                "exercise": name,
                "name": exercise.name,
                "start": exercise.start,
                "end": exercise.end,
                "parties": who,
                "in_the_area": "yes" if state == "touched" else "cannot say",
                "reason": some[0].reason,
                "sources": sources,
            }
        )
        mark = "in the area" if state == "touched" else f"cannot say: {some[0].reason}"
        lines.append(filled(f"{exercise.start}  {exercise.name}  {' '.join(who)}: {mark}", "  ", 4))
        lines.append(filled("; ".join(sources), "      "))
    whose = names(parties) or "the six"
    head = (
        f"While only the parties of {regime.id} freeze, {counts['touched']} catalogued exercises of {whose} "
        f"go on in the area of {area.id}, and {counts['cannot say']} entries more may: why that is open "
        "stands beside each. A selection, not a census."
    )
    return rows, [filled(head), *lines]


def refused(
    exercises: Sequence[Exercise], regime: Regime, refusing: Sequence[str], definition: Major, choice: Choice
) -> Answer:
    """Sort what a regime would have touched by whether it stays frozen if some parties refuse.

    Examples
    --------
    >>> from zones import load_exercises
    >>> from zones.assess import major
    >>> from zones.catalogue import find
    >>> from zones.regime_files import find_regime
    >>> from zones.regime_zones import Choice
    >>> drill = find(load_exercises(), "joint-sea-2017-pacific")
    >>> [row], _ = refused([drill], find_regime("expanded-2017"), ["CHN"], major("any"), Choice())
    >>> row["accepting"], row["refusing"], row["stays_frozen"]
    (['RUS'], ['CHN'], True)
    """
    from zones.assess import TESTS  # noqa: PLC0415 not for --help
    from zones.assess import assess as assessed  # noqa: PLC0415
    from zones.compare import held, without  # noqa: PLC0415

    found = without(
        assessed(held(exercises), [regime], choice=choice, definition=definition, try_others=False), refusing
    )
    by_id = {each.id: each for each in exercises}
    rows = [
        {"exercise": name, "accepting": accepting, "refusing": others, "stays_frozen": bool(accepting)}
        for name, (accepting, others) in found.items()
    ]
    stays = sum(bool(accepting) for accepting, _ in found.values())
    partly = sum(bool(accepting and others) for accepting, others in found.values())
    tests = sum(bool(each[0]) and bool(TESTS & set(by_id[name].kinds)) for name, each in found.items())
    counted = f"{len(found)} catalogued {'entry' if len(found) == 1 else 'entries'}"
    written = [
        filled(
            f"Under {regime.id}, {counted} would have been touched. "
            f"If {names(refusing)} refuse, {stays} stay frozen ({tests} tests and launches of North Korea "
            f"and {stays - tests} exercises, {partly} of these joint with a party that refuses), "
            f"and {len(found) - stays} do not:"
        )
    ]
    for row in rows:
        if not row["stays_frozen"]:
            each = by_id[str(row["exercise"])]
            written.append(
                filled(f"{each.start}  {each.name}  {' '.join(each.parties)}  [{each.id}]", "  ", 4)
            )
    conditions = dict.fromkeys(
        f"{names(clause.parties)}: {clause.condition}" for clause in regime.commitments if clause.condition
    )
    if conditions:
        written.append(filled(f"Whether the others still hold is open: {'; '.join(conditions)}."))
    return rows, written


def around_a_day(exercises: Sequence[Exercise], day: str) -> Answer:
    """Count the tests by month, a year before and after a day.

    Raises
    ------
    click.UsageError
        If the day is no day.

    Examples
    --------
    >>> from zones import load_exercises
    >>> rows, _ = around_a_day(load_exercises(), "2017-03-08")
    >>> rows[0]["month"], len(rows)
    ('2016-03', 26)
    """
    from zones.catalogue import days  # noqa: PLC0415 not for --help
    from zones.compare import monthly_tests  # noqa: PLC0415

    try:
        first, last = days(day)
    except DezoneError as error:
        raise click.UsageError(output.plain(str(error))) from error
    if first != last:
        raise click.UsageError(f"{day} is no day: write 2017-03-08")
    found = monthly_tests(exercises, day)
    months = list(found)
    middle = next(number for number, month in enumerate(months) if " from " in month)
    before = sum(found[month] for month in months[:middle])
    after = sum(found[month] for month in months[middle:])
    cruise = _cruise_missiles(exercises, day, months)
    written = [
        filled(f"North Korea's tests (missiles, launchers and nuclear tests) by month around {day}:"),
        *(filled(f"{month:17} {count:3}  {'▪' * count}", "  ") for month, count in found.items()),
        filled(
            f"{before} before and {after} from that day on: twelve months, and the part of the month, "
            f"on either side. Each missile of a salvo counts; {cruise} are cruise missiles, which many "
            "counts leave out. A selection, not a census."
        ),
    ]
    return [{"month": month, "tests": count} for month, count in found.items()], written


def _cruise_missiles(exercises: Sequence[Exercise], day: str, months: Sequence[str]) -> str:
    """Say how many of the tests in these months, before and from a day on, are of cruise missiles."""
    sides = [0, 0]
    for each in exercises:
        if len(each.start) == 10 and months[0] <= each.start[:7] <= months[-1]:
            sides[each.start >= day] += sum(launch.weapon_class == "cruise" for launch in each.launches)
    return f"{sides[0]} before and {sides[1]} after"
