"""The compiled loops: whether they are there, and when they pay."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import DezoneError

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

COMPILED_FROM = 10_000_000  #: positions for which loading the compiled loop pays


def load_compiled() -> bool:
    """Load the compiled loops, so that they are used from now on; tell whether numba is there.

    Where it is not, the numpy ways go on, with the same answers.
    """
    return compiled_loops(many=True) is not None


def compiled_loops(*, many: bool, compiled: bool | None = None) -> ModuleType | None:
    """Give the module of the compiled loops, if it is wanted and there.

    Parameters
    ----------
    many : bool
        Whether there are so many positions that loading it pays.
    compiled : bool, optional
        What the caller wants; if he does not say, it is used if it has been loaded or there are many.

    Raises
    ------
    DezoneError
        If it is wanted and numba is not there.

    Examples
    --------
    >>> compiled_loops(many=True, compiled=False) is None
    True
    """
    if compiled is False or (compiled is None and not many and "geo.kernels" not in sys.modules):
        return None
    try:
        return import_module("geo.kernels")  # numba takes a third of a second
    except ImportError:
        if compiled:
            raise DezoneError(
                'the compiled loops need numba, which is missing: pip install "dezone[bulk]"'
            ) from None
        return None


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Give an array as the compiled loops take it, so that they are compiled for one kind only.

    Examples
    --------
    >>> read_only(np.array([1.0, 2.0])).flags.writeable
    False
    """
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view
