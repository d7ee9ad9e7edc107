"""The numbers of restricted, prohibited and danger areas in running text: RK R88, RKP518, ZY(D)203."""

from __future__ import annotations

import re

from geo.notices.words import fold

_STATE = r"RK|RJ|RO|RC|RP|VH|UH|Z[BGHJKSUWY]"  # the letters with which ICAO's location indicators begin
_WORDS = "(?:RESTRICTED|PROHIBITED|DANGER) AREAS?|제한구역|금지구역|위험구역"


def _number(group: str) -> str:
    return rf"(?P<{group}>[RPD]\)?[ -]?[0-9]{{1,4}}[A-Z]?)(?![A-Z0-9])"


# The letters of the state may be left out behind the words, and behind the first number of a list.
_DESIGNATOR = re.compile(
    rf"(?<![A-Z0-9])(?P<state>{_STATE})[ -]?\(?{_number('whole')}"
    rf"|(?:{_WORDS})[ ]?[(:]?[ ]?{_number('bare')}"
    rf"|(?:[ ]?[,/&][ ]?|[ ]AND[ ]){_number('next')}"
)
_REGION = re.compile(rf"(?<![A-Z])[QA]\)\s?({_STATE})[A-Z]{{2}}(?![A-Z])")
_KOREAN = re.compile("[가-힣]")


def find_numbers(text: str) -> list[str]:
    """Find the numbers of areas, each once, with the letters of their states in front.

    Where the text leaves these out, they are those of the flight information region of a NOTAM, or of
    Korea in a Korean text; else they stay away, and the number alone names no area.

    Examples
    --------
    >>> find_numbers("RESTRICTED AREAS RK R97A, R97B ACT"), find_numbers("DANGER AREA ZY(D)203")
    (['RK R97A', 'RK R97B'], ['ZY D203'])
    >>> find_numbers("RESTRICTED AREA R-88 ACT"), find_numbers("A) RKRR E) RESTRICTED AREA R-88 ACT")
    (['R88'], ['RK R88'])
    """
    folded = " ".join(fold(text).split())
    region = _REGION.search(folded)
    unsaid = region[1] if region else "RK" if _KOREAN.search(folded) else ""
    found: dict[str, None] = {}
    state, end = "", -1
    for match in _DESIGNATOR.finditer(folded):
        if match["next"] and match.start() != end:
            continue  # the comma stands behind something else
        state = match["state"] or (state if match["next"] else unsaid)
        number = re.sub("[^A-Z0-9]", "", match["whole"] or match["bare"] or match["next"])
        found.setdefault(f"{state} {number}".strip())
        end = match.end()
    return list(found)
