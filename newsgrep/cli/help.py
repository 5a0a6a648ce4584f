"""newsgrep help: the help of a command, or the query language."""

from __future__ import annotations

import click

from newsgrep.cli.forms import FORMS
from newsgrep.cli.options import debug_option
from newsgrep.cli.outcome import Outcome
from newsgrep.errors import UsageError

#: Columns of the examples in the table.
_WIDTH = 32


def _table() -> str:
    """Return the forms of the query language, in a block for each purpose."""
    blocks = [
        "\n".join([title, *(f"  {form.example:<{_WIDTH}}{form.meaning}" for form in forms)])
        for title, forms in FORMS.items()
    ]
    return "\n\n".join(blocks)


QUERY = f"""\
The query language

{_table()}

Capitals and accents make no difference (erdogan finds Erdoğan), nor do English
endings (missile finds missiles). W/5, NEAR/5 and PRE/5 bind closer than AND. A
? at the end of a word is a question mark. Articles are ranked by how
often they have the words, how rare the words are, and whether the title has
them.

@NAME stands for the search of newsgrep save NAME, with its filters, in any
query: '@karabakh -drone'.

In a shell, put the query in single quotes where it has signs that the shell
reads itself:

  newsgrep search 'title:ganja "missile attack" -drone'
  newsgrep search -F 'C++ (2020)'      -F takes the text as words, no operators
  newsgrep search -- -drone ganja      after --, a dash is no option
"""


@click.command("help")
@click.argument("topic", required=False)
@debug_option
@click.pass_context
def command(context: click.Context, topic: str | None) -> Outcome:
    """Show the help of a command, or of the topic `query`."""
    click.echo(QUERY.rstrip() if topic == "query" else _command_help(context, topic))
    return Outcome.FOUND


def _command_help(context: click.Context, name: str | None) -> str:
    program = context.find_root()
    if name is None:
        return program.get_help()
    assert isinstance(program.command, click.Group)
    command = program.command.get_command(program, name)
    if command is None:
        topics = ", ".join(["query", *program.command.list_commands(program)])
        raise UsageError(f"there is no help on {name}", f"topics: {topics}")
    with click.Context(command, parent=program, info_name=name) as inner:
        return command.get_help(inner)
