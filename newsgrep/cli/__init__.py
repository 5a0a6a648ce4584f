"""The command line. `main` is the one place that makes exit codes of what happened.

    0    found, or done
    1    nothing found
    2    an error, also when something was found
    130  interrupted with Ctrl-C

A reader that closes the pipe early, as `head` does, has what it wants: that ends the program silently
with 0. click would exit with 1 for its own errors, for Ctrl-C and for a closed pipe, which means
"nothing found" here as it does in grep; so click is never left to exit by itself.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from newsgrep.cli import streams
from newsgrep.cli.outcome import Outcome

#: How many new objects there may be before garbage is looked for.
_NEW_OBJECTS = 50_000


class Session:
    """What holds for one run of the program, whatever the command."""

    debug = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments, sys.argv's by default, and return the exit code."""
    session = Session()
    # Imports make many objects that stay: looking through them for garbage is a fifteenth of a search.
    gc.set_threshold(_NEW_OBJECTS)
    try:
        streams.prepare()
        outcome = _run(sys.argv[1:] if arguments is None else list(arguments), session)
        sys.stdout.flush()
    except BrokenPipeError:
        streams.discard_output()
        outcome = Outcome.FOUND
    except KeyboardInterrupt:
        streams.discard_output()
        streams.say("newsgrep: interrupted; the index is as it was")
        outcome = Outcome.INTERRUPTED
    except Exception as error:
        from newsgrep.cli.faults import report

        report(error, debug=session.debug)
        streams.finish_output()
        outcome = Outcome.ERROR
    return int(outcome)


def _run(arguments: list[str], session: Session) -> Outcome:
    import click

    from newsgrep.cli.program import program

    try:
        with program.make_context("newsgrep", arguments, obj=session) as context:
            return Outcome(program.invoke(context))
    except click.exceptions.Exit as ended:  # after --help and --version
        return Outcome(ended.exit_code)
