"""The command `newsgrep`, which imports the module of a subcommand only when it runs it.

To add a command: write a module here whose `command` is a click command, and add its name and a summary to
SECTIONS.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from newsgrep import __version__
from newsgrep.cli import settings
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.shared_options import DEBUG
from newsgrep.cli.wrapping import wrapped_rows
from newsgrep.errors import UsageError, nearest_name

if TYPE_CHECKING:
    from newsgrep.config.settings_files import SettingsFile

#: The subcommands by the headings of the help, in its order, each with its summary. The help of the program
#: reads the summaries here, so that it need not import all the modules.
SECTIONS = {
    "Make an index": {
        "index": "Create an index of files and folders, or bring it up to date.",
        "sources": "List the indexed files and folders; remove or move one.",
        "watch": "Keep the index up to date as files change, and print new hits.",
    },
    "Search and read": {
        "search": "Find articles that have all of these words, best first.",
        "new": "Find the hits that are new since the last time.",
        "browse": "Search as you type, and read, in the terminal.",
        "show": "Print whole articles, by their keys or paths.",
        "open": "Open the file of an article in the editor, or its address.",
        "tag": "Give tags to articles, to search for them; list the tags.",
        "save": "Save a query under a name, for use as @NAME.",
        "saved": "List the saved searches, or remove one.",
    },
    "After a search": {
        "timeline": "Count the articles that match, period by period.",
        "facets": "Count the articles that match by source, author and year.",
        "terms": "Find the words that stand out in the articles that match.",
        "names": "List the persons, places and organisations that occur.",
        "kwic": "Print every match with the text on both sides.",
        "quotes": "Print what is quoted, and the sentence that says who spoke.",
        "sample": "Draw a random sample of the articles that match.",
        "story": "List all versions of the story of an article.",
        "thread": "List the conversation of a mail: who answered whom.",
        "diff": "Show how the text of an article changed.",
        "similar": "Find the articles that are most similar to an article or a text.",
        "export": "Write the originals of the articles that match.",
        "receipt": "Run the query of a receipt again, and compare.",
    },
    "Look after an index": {
        "status": "Show where the index is, and what it holds.",
        "duplicates": "List the copies of articles that are not stored.",
        "delete": "Delete articles from the index for good.",
        "verify": "Read the whole index, and list what is damaged.",
        "optimize": "Make the index as small and as fast to search as it can be.",
        "copy": "Copy an index from a folder to a server, or back.",
    },
    "newsgrep itself": {
        "config": "Print the settings, and where each comes from.",
        "places": "Print the names of places in several languages, to search for all.",
        "completion": "Print the script with which a shell completes commands.",
        "help": "Show the help of a command, or of a topic.",
    },
}
SUMMARIES = {name: summary for section in SECTIONS.values() for name, summary in section.items()}
COMMANDS = tuple(SUMMARIES)

#: Columns at the right of the terminal that click leaves free.
_MARGIN = 2

#: The name under which a context keeps the arguments of its subcommand.
_ARGUMENTS = "newsgrep.arguments"


class _HelpFormatter(click.HelpFormatter):
    """A formatter that also wraps the examples, which click does not wrap."""

    def getvalue(self) -> str:
        """Return the page."""
        return wrapped_rows(super().getvalue(), self.width + _MARGIN)


class _Context(click.Context):
    """The context of the program and of its commands."""

    formatter_class = _HelpFormatter


class LazyGroup(click.Group):
    """A group that imports the module of a subcommand when it runs it."""

    context_class = _Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the subcommands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a subcommand, None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"newsgrep.cli.{cmd_name}").command
        if DEBUG not in command.params:
            command.params.append(DEBUG)
        command.context_class = _Context
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the subcommands below their headings, each with its summary."""
        width = max(map(len, COMMANDS))
        for heading, section in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), summary) for name, summary in section.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand that the arguments begin with, and set the defaults of its flags.

        Expand an alias first; run it if it is a line for the shell. Raises UsageError for an unknown command.
        """
        if args[0] == "help":
            _start_pager(ctx, "help", args)
            ctx.meta[_ARGUMENTS] = args[1:]
            return super().resolve_command(ctx, args)
        files = settings.settings_of(args, COMMANDS)
        args = settings.expanded(args, files, COMMANDS)
        if args[0].startswith("!"):
            raise click.exceptions.Exit(settings.run_in_shell(args[0], args[1:]))
        if args[0] not in COMMANDS:
            raise UsageError(f"there is no command {args[0]}", _suggestion(args, files))
        _start_pager(ctx, args[0], args)
        name, command, rest = super().resolve_command(ctx, args)
        ctx.meta[_ARGUMENTS] = [*rest]  # click takes them out of the list
        if command is not None:
            ctx.default_map = {str(name): settings.defaults_of(command, ctx, rest, files)}
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand, and give each error of its flags the context that click leaves out."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            name = ctx.invoked_subcommand or ""
            if error.ctx is None and (command := self.get_command(ctx, name)) is not None:
                error.ctx = click.Context(command, parent=ctx, info_name=name)
            if isinstance(error, click.NoSuchOption) and error.ctx:
                flag = _as_typed(error.option_name, ctx.meta[_ARGUMENTS], error.ctx.command)
                raise click.NoSuchOption(flag, ctx=error.ctx) from None
            raise


def _as_typed(flag: str, arguments: Sequence[str], command: click.Command) -> str:
    """Return the whole flag as typed: for -exclude, click names only -e, but the user may mean --exclude."""
    names = {name for option in command.params for name in option.opts}
    whole = (typed.partition("=")[0] for typed in arguments if typed.startswith(flag))
    return next((typed for typed in whole if f"-{typed}" in names), flag)


def _start_pager(context: click.Context, name: str, arguments: list[str]) -> None:
    """Start the pager for a command whose output people read; remove --no-pager from its arguments."""
    flags = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "--no-pager" in flags:
        arguments.remove("--no-pager")
    elif sys.stdout.isatty() and not context.params["no_pager"]:
        from newsgrep.cli.pager import PAGED, start_pager

        if name in PAGED or "--help" in flags:
            context.find_root().obj.pager = start_pager()


def _suggestion(args: Sequence[str], files: Sequence[SettingsFile]) -> str:
    """Return a hint at what the user may mean: a command or an alias with a similar name, or a search."""
    from newsgrep.cli.other_programs import COMMANDS as ELSEWHERE

    aliases = [name for file in files for name in file.tables.get("alias", ())]
    near = ELSEWHERE.get(args[0]) or nearest_name(args[0], [*COMMANDS, *aliases])
    return f"did you mean newsgrep {near}?" if near else f"to search: newsgrep search {' '.join(args)}"


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="""\b
Examples:
  newsgrep index corpus/                 index a folder, or update its index
  newsgrep search Ganja missile          articles with both words, best first
  newsgrep search -l ganja | xargs less  their files
  newsgrep help query                    the query language

Topics of help: query, fields, output, json, json-schema, formats, exit.

Exit codes: 0 found, 1 nothing found, 2 an error, 130 interrupted.""",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option("--no-pager", is_flag=True, help="Print long output on a terminal without the pager.")
@click.pass_context
def program(context: click.Context, /, no_pager: bool) -> Outcome:
    """Full-text search for folders of news articles."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
    return Outcome.ERROR


program.params.append(DEBUG)
