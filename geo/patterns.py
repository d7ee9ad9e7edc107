"""The module `re`, whose possessive groups match too much before Python 3.11.5 (gh-106052).

There the library ``regex``, which reads the same patterns, stands in for it.

Examples
--------
>>> re.match("(?:ab?c)?+", "a").group()
''
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 11, 5):
    import re
else:
    import regex as re

__all__ = ["re"]
