"""newsgrep help: the help of a command, or of a topic such as the query language."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from typing import Any

import click

from newsgrep.cli.forms import FORMS
from newsgrep.cli.outcome import MEANINGS, Outcome
from newsgrep.cli.wrapping import wrapped_rows
from newsgrep.errors import UsageError, nearest_name

#: Columns of the examples in the table.
_WIDTH = 32
#: Columns of a page, at most and at least.
_WIDEST, _NARROWEST = 80, 50


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
? at the end of a word is a question mark. An article ranks higher if it has the
words more often, if the words are rare, and if its title has them.

@NAME in a query stands for a saved search with its filters: '@karabakh -drone'.
newsgrep save NAME QUERY saves one.

In a shell, put single quotes around a query with signs that have a meaning for
the shell:

  newsgrep search 'title:ganja "missile attack" -drone'
  newsgrep search -F 'C++ (2020)'      -F takes the text as words, no operators
  newsgrep search -- -drone ganja      after --, a dash is no option
"""


def _fields() -> str:
    from newsgrep.output.hit_fields import DESCRIPTIONS, LINE_FIELDS, TABLE_FIELDS

    return _page(
        "What --fields and --template can name",
        _rows(DESCRIPTIONS.items()),
        f"Lines have {', '.join(LINE_FIELDS)}; tables {', '.join(TABLE_FIELDS)}.",
    )


def _output() -> str:
    from newsgrep.output import STYLES

    flags = [(", ".join(style.flags), style.help) for style in STYLES.values() if style.help]
    named = [style.name for style in STYLES.values() if style.has_name]
    return _page(
        "The forms of the output",
        "On a terminal each hit is a block, with the matches marked. In a pipe it is one line: path, date, "
        "author, title and passages, separated by tabs; a field holds no tab and no line break.",
        _rows(flags),
        f"--format takes {', '.join(named)}.",
        "-0 ends records with NUL. Notices and errors go to standard error.",
    )


def _json() -> str:
    from newsgrep.output.json_schema import hit_schema

    schema = hit_schema()
    rows = {
        name: (name, f"{_type_of(value)}: {value['description']}")
        for name, value in schema["properties"].items()
    }
    return _page(
        "The objects of --json and --jsonl",
        "While schema_version is the same, keys may be added, and none is removed. Offsets count code points "
        "from 0. An unknown value is null. newsgrep help json-schema prints this page as JSON Schema.",
        "A byte of a file name that is not UTF-8 is written as \\udcXX, half of a surrogate pair. Python "
        "reads the same name back. jq loses the byte, and strict readers refuse the object; -l -0 and "
        "--fields key -0 print such names byte for byte.",
        _rows([rows[name] for name in rows if name in schema["required"]]),
        "With --fields, an object has only the keys that it names. An object has the following keys only if "
        "--fields names them, or a flag such as --fold or --explain adds them:",
        _rows([rows[name] for name in rows if name not in schema["required"]]),
    )


def _type_of(value: dict[str, Any]) -> str:
    types = value["type"]
    return types if isinstance(types, str) else " or ".join(types)


def _json_schema() -> str:
    import json

    from newsgrep.output.json_schema import hit_schema

    return json.dumps(hit_schema(), indent=2)


def _formats() -> str:
    from newsgrep.formats import FORMATS
    from newsgrep.sources.file_names import ARCHIVES, COMPRESSIONS

    rows = [(row.name, f"{row.label} ({', '.join(row.suffixes + row.shared)})") for row in FORMATS]
    return _page(
        "The formats that newsgrep reads, as --format names them",
        "The suffix of a file decides its format; where formats share a suffix, the first bytes decide.",
        _rows(rows),
        f"Compressed: {', '.join(sorted(COMPRESSIONS))}. Archives: {', '.join(sorted(ARCHIVES))}.",
    )


def _exit() -> str:
    rows = [(str(outcome.value), text) for outcome, text in MEANINGS.items()]
    return _page("The exit codes", _rows(rows))


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    formatter = click.HelpFormatter(width=_columns())
    formatter.indent()
    formatter.write_dl(list(rows), col_max=_WIDTH - 8)
    return formatter.getvalue().rstrip()


def _columns() -> int:
    """Return how many columns a page may have in the terminal."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def _page(title: str, *parts: str) -> str:
    """Return a page of text: paragraphs, wrapped, and tables, which are indented already."""
    wrapped = [part if part.startswith("  ") else click.wrap_text(part, _columns()) for part in parts]
    return "\n\n".join([title, *wrapped])


#: The pages on topics; each is made from the tables in the code.
TOPICS: dict[str, Callable[[], str]] = {
    "query": lambda: wrapped_rows(QUERY.rstrip(), _columns()),
    "fields": _fields,
    "output": _output,
    "json": _json,
    "json-schema": _json_schema,
    "formats": _formats,
    "exit": _exit,
}


@click.command("help")
@click.argument("topic", required=False)
@click.pass_context
def command(context: click.Context, topic: str | None) -> Outcome:
    """Show the help of a command, or of a topic.

    The topics are query, fields, output, json, json-schema, formats and exit.
    """
    click.echo(TOPICS[topic]() if topic in TOPICS else _command_help(context, topic))
    return Outcome.FOUND


def _command_help(context: click.Context, name: str | None) -> str:
    program = context.find_root()
    if name is None:
        return program.get_help()
    assert isinstance(program.command, click.Group)
    command = program.command.get_command(program, name)
    if command is None:
        topics = [*TOPICS, *program.command.list_commands(program)]
        near = nearest_name(name, topics)
        hint = f"did you mean {near}? " if near else ""
        raise UsageError(f"there is no help on {name}", f"{hint}topics: {', '.join(topics)}")
    with command.context_class(command, parent=program, info_name=name) as inner:
        return command.get_help(inner)
