"""What is wrong is told in one printable line."""

from __future__ import annotations

from geo.faults import Fault


def test_messages_are_one_printable_line() -> None:
    """Terminal codes, line ends and direction marks from a file never reach the terminal."""
    fault = Fault(file="a\x1b[31m", where="line 1", field="x\u202e", problem="bad\nworse", mend="mend")

    assert str(fault) == "a\ufffd[31m, line 1, x\ufffd: bad\ufffdworse: mend"
