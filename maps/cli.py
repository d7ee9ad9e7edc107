"""The command line: arguments in, answers out. Each command answers one question, in a file of its own.

Answers go to standard output, notes to standard error. Exit status, the first that applies: 2 usage; 3 an
input that cannot be read (the good records are still answered); with ``--exit-status`` 1 if anything is
outside and 4 if anything is uncertain; else 0. Whoever stops a command with Ctrl-C gets 130, as of a shell.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from geo.errors import DezoneError
from maps.command import STOPPED, UNREADABLE, complain, leave
from zones import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = {
    "check": "maps.check_cli:check",
    "notice": "maps.notice_cli:notice",
    "locate": "maps.locate_cli:locate",
    "assess": "maps.assess_cli:assess",
    "compare": "maps.compare_cli:compare",
    "report": "maps.report_cli:report",
    "map": "maps.map_cli:map_",
    "figure": "maps.figure_cli:figure",
    "zones": "maps.zones_cli:zones",
    "exercises": "maps.exercises_cli:exercises",
    "regimes": "maps.regimes_cli:regimes",
}


class _Lazy(click.Group):
    """A group whose commands are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 as click has it
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 as click has it
        """Run the command until nobody reads on; click would end with 1 then, which says "outside"."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            leave(sys.stdout, sys.stderr)
            return 0


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dezone")
def cli() -> None:
    """Does a military exercise fall inside the de-escalation zone proposed in 2017, and how sure are we?

    The proposal names seas but gives no coordinates: every line is a reading, and every answer says
    which line decided. Analysis, not law; not for navigation.
    """  # noqa: D400, D401 the question that the program answers


def main(args: Sequence[str] | None = None) -> None:
    """Run the command; what a user can mend is one line on standard error and exit status 3."""
    # Most of what a short run makes lives to its end: to look for rubbish often is a fifth of its time.
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)
    # numpy comes with a library for large matrices, which starts threads for what we never ask of it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 a device, until the end
    if sys.stdin is None:  # likewise: nothing comes from it
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 likewise
    if isinstance(getattr(sys.stdout, "buffer", None), io.RawIOBase):
        # As PYTHONUNBUFFERED has it, and then what a full disk no longer takes is lost without an error.
        sys.stdout = open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False)  # noqa: SIM115 likewise
    if isinstance(sys.stdout, io.TextIOWrapper):  # files and pipes get UTF-8 whatever the locale
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
    try:
        status = cli.main(list(args) if args is not None else None, "dezone", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
        status = STOPPED
    except DezoneError as error:
        complain(str(error))
        status = UNREADABLE
    except OSError as error:  # of standard output: every file that is read or written has its own words
        complain(f"the answer cannot be written: {error.strerror or error}: make room, or write elsewhere")
        status = UNREADABLE
        leave(sys.stdout)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
