"""newsgrep help: the help of a command, or the query language."""

from __future__ import annotations

import click

from newsgrep.cli.options import debug_option
from newsgrep.cli.outcome import Outcome
from newsgrep.errors import UsageError

QUERY = """\
The query language

  ganja missile             both words, in title, author or body
  missile OR drone          either word; AND, OR and NOT are written in capitals
  ganja NOT missile         the first word without the second; ganja -missile is the same
  ganja (missile OR drone)  brackets say what belongs together
  "missile attack"          these words, one after the other
  missil*                   words that begin so
  title:ganja               in one field: title, author or body
  author:"vafa ismayilova"  a field takes a phrase, or a bracket: title:(ganja OR barda)
  date:2020-10              a day, a month, a year
  date:2020-10-01..2020-11  from a day to a day, both included; one end may be missing
  date:">2020-10-01"        after a day; also >=, < and <=
  date:"last week"          counted from today; also yesterday, 7d, "3 months ago"
  *                         every article

Capitals and accents make no difference (erdogan finds Erdoğan), nor do English endings
(missile finds missiles). A search ranks articles by how often they have the words, how rare
the words are, and whether the title has them.

In a shell, put what it would read itself in single quotes:

  newsgrep search 'title:ganja "missile attack" -drone'
  newsgrep search -F 'C++ (2020)'      -F takes the text as words, with no operators
  newsgrep search -- -drone ganja      after --, a dash begins no option
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
        raise UsageError(f"there is no help on {name}", f"there is on: {topics}")
    with click.Context(command, parent=program, info_name=name) as inner:
        return command.get_help(inner)
