"""Where this program keeps what can be made again: indices of polygons, compiled loops."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Give the folder of this program in the user's cache folder, which need not exist.

    ``XDG_CACHE_HOME`` if it is set, else the custom of the platform.

    Examples
    --------
    >>> cache_folder().name
    'dezone'
    """
    chosen = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if chosen and Path(chosen).is_absolute():
        return Path(chosen) / "dezone"
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache").expanduser() / "dezone"
