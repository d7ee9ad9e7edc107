"""How the clauses of a regime came into force, and what became of them: by party, dated, for a time line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zones.regimes import Regime, Status


class History(NamedTuple):
    """What happened to some clauses, the same for each of some parties.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> history = histories(load_regimes()["cn-dual-2017"])[0]  # a proposal, which nothing ever bound
    >>> history.clauses, history.changes
    (('kp-activities',), ())
    """

    parties: tuple[str, ...]
    clauses: tuple[str, ...]
    changes: tuple[Status, ...]  #: those that bear on whether the clauses bind, in order


def histories(regime: Regime) -> list[History]:
    """Give the histories of a regime: clauses and parties of which the same is recorded stand together.

    Returns
    -------
    list of History
        In the order of the clauses. Empty changes: nothing ever bound them, as in every proposal.

    Examples
    --------
    >>> from zones.regime_files import load_regimes
    >>> for each in histories(load_regimes()["kp-moratorium-2018"]):
    ...     print(each.clauses, [change.state for change in each.changes])
    ('nuclear',) ['in_force', 'disputed', 'disputed']
    ('icbm',) ['in_force', 'disputed', 'disputed', 'ended']
    """
    clauses: dict[tuple[str, tuple[Status, ...]], list[str]] = {}
    for clause in regime.commitments:
        for party in clause.parties:
            changes = tuple(regime.changes_for(party, clause.id))
            clauses.setdefault((party, changes), []).append(clause.id)
    parties: dict[tuple[tuple[str, ...], tuple[Status, ...]], list[str]] = {}
    for (party, changes), those in clauses.items():
        parties.setdefault((tuple(those), changes), []).append(party)
    return [
        History(parties=tuple(who), clauses=those, changes=changes)
        for (those, changes), who in parties.items()
    ]
