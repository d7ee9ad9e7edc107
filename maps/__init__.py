"""What people see: the web map and the command line. Nothing here decides anything.

>>> from zones import load_exercises, load_zone
>>> from maps import draw_map
>>> draw_map(load_zone(), load_exercises()).save("map.html")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.web import draw_map

__all__ = ["draw_map"]


def __getattr__(name: str) -> object:
    """Load a name of the face from its module."""
    if name != "draw_map":
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    return getattr(import_module("maps.web"), name)


def __dir__() -> list[str]:
    """Name the face, so that it is offered before it has been used."""
    return __all__
