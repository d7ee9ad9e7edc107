"""How quickly the command answers: `dezone check` against `import shapely`, in pairs, as a ratio.

Run by ``make bench``. Machines are shared and noisy, so the two take turns and the median of the pairs
counts, not a time.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

PAIRS = 9
GOAL = 2.0
OURS = [str(Path(sys.executable).with_name("dezone")), "check", "38-46.58N 120-59.10E"]
PEER = [sys.executable, "-c", "import shapely"]


def seconds(command: list[str]) -> float:
    """Time one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians and the median ratio."""
    seconds(OURS), seconds(PEER)  # warm the page cache
    pairs = [(seconds(OURS), seconds(PEER)) for _ in range(PAIRS)]
    ratios = sorted(ours / peer for ours, peer in pairs)
    ours, peer = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"dezone check     {ours * 1000:6.0f} ms (median of {PAIRS})")  # noqa: T201 the result
    print(f"import shapely   {peer * 1000:6.0f} ms")  # noqa: T201
    ratio = statistics.median(ratios)
    print(f"ratio            {ratio:6.2f}    goal ≤ {GOAL}; spread {ratios[0]:.2f}–{ratios[-1]:.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
