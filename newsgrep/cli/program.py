"""The command `newsgrep` itself: it knows its verbs by name and loads the one that is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from newsgrep import __version__
from newsgrep.cli.options import debug_option
from newsgrep.cli.outcome import Outcome
from newsgrep.errors import UsageError

#: Each is a module here, whose `command` is the verb.
VERBS = ("index", "search", "show", "status", "verify", "optimize", "help")


class Verbs(click.Group):
    """A group that imports a verb's module when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order they are used."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, None where there is no such."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"newsgrep.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that the arguments begin with; raises UsageError for what is none."""
        if args and not args[0].startswith("-") and args[0] not in VERBS:
            raise UsageError(f"there is no command {args[0]}", _meant(args))
        return super().resolve_command(ctx, args)


def _meant(args: list[str]) -> str:
    """Return a hint at what may have been meant: a verb spelt otherwise, or a search."""
    from difflib import get_close_matches

    near = get_close_matches(args[0], VERBS, n=1)
    return f"did you mean newsgrep {near[0]}?" if near else f"to search: newsgrep search {' '.join(args)}"


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  newsgrep index corpus/                 make an index of a folder, or bring it up to date
  newsgrep search Ganja missile          articles that have both words, best first
  newsgrep search -l ganja | xargs less  their files
  newsgrep help query                    the query language

Exit codes: 0 found, 1 nothing found, 2 an error, 130 interrupted.""",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@debug_option
@click.pass_context
def program(context: click.Context) -> Outcome:
    """Full-text search for folders of news articles."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
    return Outcome.ERROR
