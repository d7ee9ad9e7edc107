"""The kinds of numpy arrays that the bulk modules hand to each other; for the types alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Indices = NDArray[np.intp]
Masks = NDArray[np.uint64]  #: a bit for each polygon
