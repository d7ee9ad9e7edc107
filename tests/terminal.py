"""The command run as people run it: in a process of its own, with pipes or in a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

DEZONE = Path(sys.executable).with_name("dezone")
WIDTH = 100


class Run(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


def environment(**variables: str) -> dict[str, str]:
    """Give the environment with our commands first in the path, and no wish about colours."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "COLUMNS")}
    path = os.pathsep.join((str(DEZONE.parent), kept.get("PATH", "")))
    return kept | {"PATH": path, "TERM": "xterm", **variables}


def piped(*args: str, folder: Path | None = None, stdin: bytes = b"", **variables: str) -> Run:
    """Run a command with pipes."""
    done = subprocess.run(
        args, cwd=folder, input=stdin, env=environment(**variables), capture_output=True, check=False
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_terminal(*args: str, folder: Path | None = None, **variables: str) -> Run:
    """Run a command in a terminal of 100 columns, where standard output and error come together."""
    import fcntl  # noqa: PLC0415 where there are no pseudo-terminals the tests that need one are skipped
    import pty  # noqa: PLC0415
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    with subprocess.Popen(
        args, cwd=folder, env=environment(**variables), stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not piece:
                break
            said += piece
    os.close(ours)
    return Run(process.returncode, said.decode().replace("\r\n", "\n"), "")
