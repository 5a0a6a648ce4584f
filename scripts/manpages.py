"""Write the man pages and the completion scripts that a wheel installs, below data/share.

    python scripts/manpages.py

They are made from the tables that the help is made from, and never edited by hand.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path

import click

from newsgrep import __version__
from newsgrep.cli.completion import SCRIPTS
from newsgrep.cli.config import VARIABLES
from newsgrep.cli.help import QUERY, TOPICS
from newsgrep.cli.outcome import MEANINGS
from newsgrep.cli.program import SUMMARIES, program
from newsgrep.cli.shared_options import ThemedCommand

SHARE = Path(__file__).parents[1] / "data" / "share"

#: Where each shell looks for the script of a command.
_COMPLETIONS = {
    "bash": "bash-completion/completions/newsgrep",
    "zsh": "zsh/site-functions/_newsgrep",
    "fish": "fish/vendor_completions.d/newsgrep.fish",
}
#: Signs that roff would print as others.
_SIGNS = {"\\": "\\(rs", "-": "\\-", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga", "'": "\\(aq"}


_DESCRIPTION = """\
newsgrep indexes folders of news articles and searches them. The index is in .newsgrep/, in this folder or in
one above it. Hits are blocks on a terminal and lines in a pipe; messages go to standard error.

Each command has a page of its own, such as newsgrep-search(1).
"""


def escaped(text: str) -> str:
    """Return text as roff prints it literally."""
    line = "".join(_SIGNS.get(sign, sign) for sign in text)
    return f"\\&{line}" if line.startswith(".") else line


def bold(text: str) -> str:
    """Return text in bold."""
    return f"\\fB{escaped(text)}\\fR"


def italic(text: str) -> str:
    """Return text in italics, which a terminal shows underlined."""
    return f"\\fI{escaped(text)}\\fR"


def page(name: str, section: int, summary: str, *parts: tuple[str, Iterable[str]]) -> str:
    """Return a page: its sections by heading, each of lines in roff."""
    lines = [
        f'.\\" Made by scripts/manpages.py of newsgrep {__version__}.',
        f'.TH "{name.upper()}" {section} "" "newsgrep {__version__}" "newsgrep manual"',
        ".SH NAME",
        f"{escaped(name)} \\- {escaped(summary[:1].lower() + summary[1:].rstrip('.'))}",
    ]
    for heading, body in parts:
        lines += [f".SH {heading}", *body]
    return "\n".join(lines) + "\n"


def paragraphs(text: str) -> Iterator[str]:
    """Yield text as roff: paragraphs, and lines that are indented as they are."""
    for number, block in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        if number:
            yield ".PP"
        if any(line.startswith("  ") for line in block.splitlines()):
            yield from verbatim(block)
        else:
            yield from map(escaped, block.splitlines())


def verbatim(text: str) -> Iterator[str]:
    """Yield lines that are printed as they are."""
    yield ".EX"
    yield from (escaped(line.rstrip()) for line in text.strip("\n").splitlines())
    yield ".EE"


def rows(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a list of terms, which are in roff, with their texts."""
    for term, text in found:
        yield from (".TP", term, escaped(text))


def commands() -> list[click.Command]:
    """Return all commands, in the order of the help."""
    context = click.Context(program)
    found = [program.get_command(context, name) for name in program.list_commands(context)]
    return [command for command in found if command is not None]


def _option(option: click.Option) -> tuple[str, str]:
    value = option.metavar or ""
    if isinstance(option.type, click.Choice):
        value = "|".join(map(str, option.type.choices))
    names = ", ".join(map(bold, sorted(option.opts, key=len)))
    return f"{names} {italic(value)}" if value and not option.is_flag else names, option.help or ""


def _options(command: click.Command) -> Iterator[str]:
    shown = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    named = {str(one.name): one for one in shown}
    for theme, names in command.themes.items() if isinstance(command, ThemedCommand) else ():
        yield f".SS {escaped(theme)}"
        yield from rows(_option(named.pop(name)) for name in names if name in named)
    if isinstance(command, ThemedCommand):
        yield ".SS Other options"
    yield from rows(_option(option) for option in named.values())
    yield from rows([(f"{bold('-h')}, {bold('--help')}", "Show this help.")])


def _argument(argument: click.Argument) -> str:
    if isinstance(argument.type, click.Choice):
        return "|".join(map(bold, map(str, argument.type.choices)))
    name = argument.metavar or str(argument.name).upper()
    return italic(name) if argument.required or "[" in name else f"[{italic(name)}]"


def _examples(epilog: str | None) -> Iterator[str]:
    text = (epilog or "").replace("\b\n", "").partition("Examples:\n")[2]
    return verbatim(text.partition("\n\n")[0])


def _exit_status() -> Iterator[str]:
    return rows((bold(str(outcome.value)), text) for outcome, text in MEANINGS.items())


def command_page(command: click.Command) -> str:
    """Return the page of a command."""
    name = f"newsgrep {command.name}"
    arguments = " ".join(_argument(one) for one in command.params if isinstance(one, click.Argument))
    parts = [
        ("SYNOPSIS", [f"{bold(name)} [{italic('OPTIONS')}] {arguments}".rstrip()]),
        ("DESCRIPTION", paragraphs(cleandoc(command.help or ""))),
        ("OPTIONS", _options(command)),
    ]
    if command.epilog:
        parts.append(("EXAMPLES", _examples(command.epilog)))
    also = [f"{bold('newsgrep')}(1), {bold('newsgrep-query')}(7)"]
    return page(
        name.replace(" ", "-"),
        1,
        SUMMARIES[str(command.name)],
        *parts,
        ("EXIT STATUS", _exit_status()),
        ("SEE ALSO", also),
    )


def program_page(found: list[click.Command]) -> str:
    """Return the page of the program, with its commands, files and variables of the environment."""
    return page(
        "newsgrep",
        1,
        program.help or "",
        ("SYNOPSIS", [f"{bold('newsgrep')} {italic('COMMAND')} [{italic('OPTIONS')}] {italic('ARGUMENTS')}"]),
        (
            "DESCRIPTION",
            paragraphs(_DESCRIPTION),
        ),
        ("COMMANDS", rows((bold(name), summary) for name, summary in SUMMARIES.items())),
        ("OPTIONS", _options(program)),
        ("EXAMPLES", _examples(program.epilog)),
        ("OUTPUT FIELDS", paragraphs(TOPICS["fields"]())),
        ("ENVIRONMENT", rows((bold(name), text) for name, text in VARIABLES.items())),
        (
            "FILES",
            rows(
                [
                    (
                        bold("~/.config/newsgrep/config.toml"),
                        "settings of the person; newsgrep config --path",
                    ),
                    (bold("newsgrep.toml"), "settings of a project, beside its index"),
                    (bold("newsgrep-searches.toml"), "saved searches, beside the index"),
                    (bold(".newsgrep/"), "the index"),
                ]
            ),
        ),
        ("EXIT STATUS", _exit_status()),
        (
            "SEE ALSO",
            [
                ", ".join(f"{bold(f'newsgrep-{one.name}')}(1)" for one in found)
                + f", {bold('newsgrep-query')}(7)"
            ],
        ),
    )


def query_page() -> str:
    """Return the page of the query language."""
    text = QUERY.partition("\n")[2]
    return page(
        "newsgrep-query",
        7,
        "the query language of newsgrep",
        ("DESCRIPTION", paragraphs(text)),
        ("SEE ALSO", [f"{bold('newsgrep-search')}(1)"]),
    )


def files() -> dict[str, str]:
    """Return the text of each file by its path below share/."""
    found = commands()
    pages = {f"man/man1/newsgrep-{one.name}.1": command_page(one) for one in found}
    pages |= {"man/man1/newsgrep.1": program_page(found), "man/man7/newsgrep-query.7": query_page()}
    return pages | {_COMPLETIONS[shell]: script for shell, script in SCRIPTS.items()}


def main() -> None:
    """Write all files, and delete what is there of commands that are gone."""
    shutil.rmtree(SHARE, ignore_errors=True)
    for path, text in files().items():
        (SHARE / path).parent.mkdir(parents=True, exist_ok=True)
        (SHARE / path).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
