"""Answers on regimes as JSON lines for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from maps import output
from maps import regimes_text as people
from zones import __version__

if TYPE_CHECKING:
    from zones.assess import Major
    from zones.regime_zones import Choice


def about(choice: Choice, definition: Major) -> dict[str, Any]:
    """Say what made an answer: version, choices, what counts as major, dates of the data, and the caveat."""
    from zones import store  # noqa: PLC0415 reads files

    return {
        "version": __version__,
        "choices": asdict(choice),
        "major": {"id": definition.id, "text": definition.text},
        "catalogue": store.document("exercises.json")["about"]["compiled"],
        "data_date": store.data_date(),
        "caveat": people.CAVEAT,
    }


def line(values: dict[str, Any]) -> str:
    r"""Write values as one line that no character of a name breaks.

    Raises
    ------
    ValueError
        If a number is NaN or without end.

    Examples
    --------
    >>> print(line({"name": "Foal\x9b Eagle"}), end="")
    {"name": "Foal\u009b Eagle"}
    """
    return output.escaped(json.dumps(values, ensure_ascii=False, allow_nan=False)) + "\n"
