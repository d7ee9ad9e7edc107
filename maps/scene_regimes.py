"""What regimes say of the exercises on a map: findings, counts, outlines of zones, lines for reference.

Findings are those of `zones.assess` under the reading of the map, with every exercise taken as “major”.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from maps.safe_text import clean_text
from maps.scene import Layer, RegimeAnswer, Regimes, RegimeShown
from zones import store, vocabulary, words
from zones.assess import assess, major
from zones.compare import count, regimes_that_bind
from zones.regime_files import find_regime
from zones.regime_zones import LINES, Choice, label, outline, overlaps
from zones.regimes import SIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zones.assess import Finding
    from zones.exercises import Exercise
    from zones.regimes import Regime
    from zones.zone import Zone

LONGEST_ANSWER = 130  # characters; `dezone assess` says all
_LAYERS = {
    "mdl": ("Military Demarcation Line", ("mdl",)),
    "buffers": ("Zones of the agreement of 2018", ()),
    "nll": ("Northern Limit Line", ("nll_west", "nll_east")),
    "triangle": ("Triangle Beijing – Dalian – Qingdao", ("triangle",)),
}
_AGREEMENT = "cma-2018"


def regimes_of(zone: Zone, exercises: Sequence[Exercise]) -> Regimes:
    """Hold the exercises of a map against every bundled regime that binds somebody.

    Parameters
    ----------
    zone : Zone
        Gives the southern limit and the reading of small islands.
    exercises : sequence of Exercise
        In the order of the events of the scene.

    Examples
    --------
    >>> from zones import load_exercises, load_zone
    >>> from zones.catalogue import find
    >>> drill = find(load_exercises(), "pla-bohai-yellow-live-fire-2017-08-07")
    >>> found = regimes_of(load_zone(), [drill])
    >>> {each.id: each.answers[0][0].state for each in found.shown if "2017" in each.id}["expanded-2017"]
    'touched'
    """
    choice = Choice(southern_limit=zone.southern_limit, islands=zone.islands)
    known = regimes_that_bind()
    found = [
        [
            list(assess([each], [regime], choice=choice, definition=major("any"), try_others=False))
            for each in exercises
        ]
        for regime in known
    ]
    # The participants are the same under all.
    participants = tuple(tuple(clean_text(each.party) for each in findings) for findings in found[0])
    codes = dict.fromkeys([*SIX, *(code for each in participants for code in each)])
    return Regimes(
        participants=participants,
        counted=tuple(
            0 if each.evidence == "cancelled" else len(dict.fromkeys(each.parties)) for each in exercises
        ),
        names={code: clean_text(vocabulary.country_name(code)) or "nobody named" for code in codes},
        shown=tuple(
            RegimeShown(
                id=regime.id,
                title=regime.title,
                date=regime.date,
                about=_about(regime, choice),
                regions=any(each.build == "regions" for each in regime.zones),
                outline=tuple(outline(each, choice) for each in regime.zones if each.build != "regions"),
                answers=tuple(tuple(map(_answer, findings)) for findings in of_each),
                counts=count(chain.from_iterable(of_each), exercises),
            )
            for regime, of_each in zip(known, found, strict=True)
        ),
        layers=tuple(_layer(layer_id, choice) for layer_id in _LAYERS),
    )


def _answer(finding: Finding) -> RegimeAnswer:
    """Word a finding as `dezone assess` does, and shortly."""
    if finding.came_before:
        return RegimeAnswer(state=finding.state, lead="", reason="not yet in force")
    plain = finding.state == "not touched" and finding.terms == "no"
    clauses = f" ({', '.join(finding.clauses)})" if finding.kind == "proposal" and not plain else ""
    return RegimeAnswer(
        state=finding.state,
        lead="" if plain else _short(finding.words),
        reason=_short(finding.reason) + clauses,
    )


@cache
def _short(text: str) -> str:
    """Leave out what is longer than a page has room for.

    Examples
    --------
    >>> _short("word " * 40)[-6:]
    'word …'
    """
    text = clean_text(text)
    return text if len(text) <= LONGEST_ANSWER else text[:LONGEST_ANSWER].rsplit(" ", 1)[0] + " …"


def _about(regime: Regime, choice: Choice) -> str:
    """Say what a regime is and asks, and how its zone was read."""
    adopted = ", which no party adopted" if regime.kind == "proposal" else ""
    said = f"{regime.kind.capitalize()} of {regime.date}{adopted}. {regime.summary}"
    answers = [
        f"{each.state} by {words.listed(map(vocabulary.the_party, each.parties))} ({each.date})"
        for each in regime.status
        if each.state in ("supported", "rejected")
    ]
    said += f" On record: {', '.join(answers)}." if answers else ""
    if not regime.zones:
        return f"{said} It asks for no place."
    if len(regime.zones) > 1:
        which = f"which is whose: dezone regimes show {regime.id}"
        return f"{said} Its {len(regime.zones)} zones are drawn; {which}."
    [zone] = regime.zones
    return f"{said} Drawn as {label(zone, choice)}: {zone.assumption}."


def _layer(layer_id: str, choice: Choice) -> Layer:
    name, lines = _LAYERS[layer_id]
    if not lines:
        agreement = find_regime(_AGREEMENT)
        return Layer(
            id=layer_id,
            name=name,
            source=f"built from the line and places that its text names (dezone regimes show {_AGREEMENT})",
            caveat="The text gives the zones at sea no seaward limit, and where east meets west is not "
            "published: both are choices of this project. Whom they bound, and when: choose it as a regime.",
            outline=tuple(outline(each, choice) for each in agreement.zones),
        )
    about = [store.properties(LINES, each) for each in lines]
    covered = overlaps(store.geometry(LINES, layer_id)) if layer_id == "triangle" else {}
    shares = [
        f"{km2:,.0f} km² of {words.area_name(region)} ({words.percent(share)} of it)"
        for region, (km2, share) in covered.items()
    ]
    return Layer(
        id=layer_id,
        name=name,
        source="; ".join(each["source"] for each in about),
        caveat=about[0]["caveat"] + (f" It covers {words.listed(shares)}." if shares else ""),
        outline=tuple(store.geometry(LINES, each) for each in lines),
    )
