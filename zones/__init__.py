"""The domain: regions, readings, exercises and verdicts, each with its source.

>>> from zones import load_zone
>>> load_zone(reading="central").southern_limit
30.0

The face is lazy: `import zones` loads nothing, each name loads its module when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_FACE = {
    "Exercise": "zones.exercises",
    "Place": "zones.exercises",
    "load_exercises": "zones.exercise_files",
    "read_exercises": "zones.exercise_files",
    "load_regimes": "zones.regime_files",
    "Zone": "zones.zone",
    "load_zone": "zones.zone",
    "Verdict": "zones.verdict",
}

__all__ = [
    "Exercise", "Place", "Verdict", "Zone", "__version__", "load_exercises", "load_regimes", "load_zone",
    "read_exercises",
]  # fmt: skip

if TYPE_CHECKING:
    from zones.exercise_files import load_exercises, read_exercises
    from zones.exercises import Exercise, Place
    from zones.regime_files import load_regimes
    from zones.verdict import Verdict
    from zones.zone import Zone, load_zone


def __getattr__(name: str) -> object:
    """Load a name of the face from its module."""
    if name not in _FACE:
        raise AttributeError(f"module 'zones' has no attribute {name!r}")
    return getattr(import_module(_FACE[name]), name)


def __dir__() -> list[str]:
    """Name the face, so that it is offered before it has been used."""
    return __all__
