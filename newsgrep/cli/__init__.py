"""The command line. `main` alone decides the exit code.

    0    found, or done
    1    nothing found
    2    an error, also when something was found
    130  interrupted with Ctrl-C

If the next program closes the pipe early, as `head` does, newsgrep ends silently with 0. `main` does not let
click exit the process: click exits with 1 for its own errors, Ctrl-C and a closed pipe, and 1 means "nothing
found" here, as in grep.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from newsgrep.cli import standard_streams
from newsgrep.cli.outcome import Outcome
from newsgrep.errors import hints_with_flags

if TYPE_CHECKING:
    from newsgrep.cli.pager import Pager

#: How many new objects are allocated between two garbage collections.
_COLLECTION_THRESHOLD = 50_000


class Session:
    """The state of one run of the program."""

    debug = False
    pager: Pager | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with the arguments, by default the ones of sys.argv, and return the exit code."""
    with hints_with_flags():
        return _main(arguments)


def _main(arguments: Sequence[str] | None) -> int:
    session = Session()
    outcome: int
    # Imports allocate many objects that live to the end. Without these two lines, garbage collections during
    # the imports take 7 % of a search, and those at the exit of the interpreter 12 %.
    gc.set_threshold(_COLLECTION_THRESHOLD)
    atexit.register(gc.freeze)
    _leave_out_docstrings_of_numpy()
    try:
        standard_streams.prepare_streams()
        outcome = _run(sys.argv[1:] if arguments is None else list(arguments), session)
        sys.stdout.flush()
    except BrokenPipeError:
        standard_streams.discard_output()
        outcome = Outcome.FOUND
    except KeyboardInterrupt as interrupt:
        if session.pager is not None:
            session.pager.interrupt()
        standard_streams.discard_output()
        state = str(interrupt) or "nothing was changed"
        standard_streams.write_message(f"newsgrep: interrupted; {state}")
        outcome = Outcome.INTERRUPTED
    except Exception as error:
        from newsgrep.cli.error_report import report_error

        report_error(error, debug=session.debug)
        standard_streams.finish_output()
        outcome = Outcome.ERROR
    if session.pager is not None:
        session.pager.close()
    return int(outcome)


def _leave_out_docstrings_of_numpy() -> None:
    """Let an import of numpy pass over the modules that only give its compiled functions their docstrings.

    That takes 7 % of a search, and nobody asks a command for them; `python -OO` leaves them out, too. If
    another numpy has no such modules, nothing changes.
    """
    if "numpy" not in sys.modules:
        for name in ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars"):
            sys.modules[name] = ModuleType(name)


def _run(arguments: list[str], session: Session) -> int:
    import click

    from newsgrep.cli.program import program

    if shell := os.environ.get("_NEWSGREP_COMPLETE"):
        from newsgrep.cli.complete import print_suggestions

        return print_suggestions(program, shell, os.environ.get("_NEWSGREP_BREAKS", ""), " ".join(arguments))
    try:
        with program.make_context("newsgrep", arguments, obj=session) as context:
            return int(program.invoke(context))
    except click.exceptions.Exit as exit_request:  # raised by --help, --version and aliases for the shell
        return exit_request.exit_code
