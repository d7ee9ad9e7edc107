"""What made an answer on regimes, as programs read it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from maps import regimes_text as people
from zones import __version__

if TYPE_CHECKING:
    from zones.assess import Major
    from zones.regime_zones import Choice


def about(choice: Choice, definition: Major) -> dict[str, Any]:
    """Say what made an answer: version, choices, what counts as major, dates of the data, and the caveat.

    Examples
    --------
    >>> from zones.assess import major
    >>> from zones.regime_zones import Choice
    >>> about(Choice(), major("any"))["major"]["id"]
    'any'
    """
    from zones import store  # noqa: PLC0415 reads files

    return {
        "version": __version__,
        "choices": asdict(choice),
        "major": {"id": definition.id, "text": definition.text},
        "catalogue": store.document("exercises.json")["about"]["compiled"],
        "data_date": store.data_date(),
        "caveat": people.CAVEAT,
    }
