"""Candidates for the next word of a command line, for the scripts of `newsgrep completion`.

Each line of the answer has a kind, a value and a help text, separated by tabs. The kinds:

    word     a whole word
    part     the beginning of a word: no space follows
    files    no value: the shell completes names of files
    folders  no value: the shell completes names of folders
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from newsgrep.cli import settings
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.short_flags import QueryCommand

#: How many values of a field, or files, are offered at most.
MAX_VALUES = 50


class Suggestion(NamedTuple):
    """A word that may take the place of the word at the cursor."""

    value: str
    help: str = ""
    kind: str = "word"


_FILES, _FOLDERS = Suggestion("", kind="files"), Suggestion("", kind="folders")


class Typed(NamedTuple):
    """A line up to the cursor.

    words: the whole words after the name of the program, without quotes
    last:  the word at the cursor, as far as it is typed
    quote: the quotation mark that opens the last word; empty for none
    """

    words: list[str]
    last: str
    quote: str

    @property
    def folders(self) -> tuple[Path, ...]:
        """The indexes that --index names."""
        return tuple(settings.named_indexes(self.words))


def print_suggestions(program: click.Group, shell: str, breaks: str, line: str) -> Outcome:
    """Print suggestions for a line that is typed in a shell. Raises what reading an index raises.

    breaks: the characters that separate words for bash, which expects only the part of a value after them
    """
    typed = read_line(line)
    for one in suggestions(program, typed):
        if one.kind in ("files", "folders"):
            sys.stdout.write(f"{one.kind}\n")
        elif begins_with(one.value, typed.last) and one.value.isprintable():
            value = _escaped_for_bash(one.value, typed, breaks) if shell == "bash" else one.value
            sys.stdout.write(f"{one.kind}\t{value}\t{' '.join(one.help.split())}\n")
    return Outcome.FOUND


def begins_with(value: str, typed: str) -> bool:
    """Return whether a value begins with what is typed, whatever the capitals and quotation marks."""
    bare, begun = (text.casefold().replace('"', "") for text in (value, typed))
    return bare.startswith(begun)


def _escaped_for_bash(value: str, typed: Typed, breaks: str) -> str:
    """Return the part of a value that bash expects, with backslashes unless it is in quotes."""
    if typed.quote:
        return value.replace('"', '\\"') if typed.quote == '"' else value
    done = max((typed.last.rfind(sign) for sign in breaks), default=-1) + 1
    return re.sub(r"([^\w@%+=:,./~-])", r"\\\1", value[done:])


def read_line(line: str) -> Typed:
    """Read a line up to the cursor, whose last word may have no closing quotation mark.

    >>> read_line("newsgrep search -n 5 'title:gan").words
    ['search', '-n', '5']
    """
    lexer = shlex.shlex(line, posix=True, punctuation_chars="")
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    quote = ""
    try:
        words.extend(lexer)
        if not line or line[-1].isspace():
            words.append("")
    except ValueError:  # no closing quotation mark, or a backslash at the end
        words.append(lexer.token or "")
        state = str(vars(lexer)["state"])
        quote = state if state in ("'", '"') else ""
    return Typed(words[1:-1], words[-1] if len(words) > 1 else "", quote)


def suggestions(program: click.Group, typed: Typed) -> Iterator[Suggestion]:
    """Yield what may come next in a line."""
    from newsgrep.cli.program import SUMMARIES

    context = click.Context(program, info_name="newsgrep")
    names = program.list_commands(context)
    files = settings.settings_of(typed.words, names)
    words = settings.expanded(typed.words, files, names) if typed.words else []
    if not words:
        if typed.last.startswith("-"):
            yield from _flags(program, ())
            return
        yield from (Suggestion(name, SUMMARIES[name]) for name in names)
        for file in files:
            yield from (Suggestion(name, str(text)) for name, text in file.tables.get("alias", {}).items())
        return
    command = program.get_command(context, words[0])
    if command is None:
        return
    typed = typed._replace(words=words[1:])
    flag, equals, begun = typed.last.partition("=")
    if equals and flag.startswith("--") and (option := _option(command, flag)) is not None:
        for one in _values(option, typed._replace(last=begun)):
            yield one if one.kind in ("files", "folders") else one._replace(value=f"{flag}={one.value}")
        return
    option = None if "--" in typed.words[:-1] else _option_that_waits(command, typed.words)
    if option is not None:
        yield from _values(option, typed)
    elif typed.last.startswith("-") and "--" not in typed.words:
        yield from _flags(command, typed.words)
    else:
        yield from _arguments(command, typed)


def _option(command: click.Command, flag: str) -> click.Option | None:
    options = (one for one in command.params if isinstance(one, click.Option))
    return next((one for one in options if flag in one.opts), None)


def _has_argument(command: click.Command, words: Sequence[str]) -> bool:
    """Return whether one of the words is neither a flag nor the value of a flag."""
    for flag, word in zip(("", *words), words, strict=False):
        option = _option(command, flag)
        if not word.startswith("-") and (option is None or option.is_flag):
            return True
    return False


def _option_that_waits(command: click.Command, words: Sequence[str]) -> click.Option | None:
    """Return the option that takes the next word as a value, None if there is none."""
    for values, word in enumerate(reversed(words), 1):
        option = _option(command, word)
        if option is not None:
            return option if not option.is_flag and option.nargs >= values else None
    return None


def _flags(command: click.Command, words: Sequence[str]) -> Iterator[Suggestion]:
    """Yield the long flags of a command that may still be typed."""
    # click makes the option --help once for each command, with the names that the first context has.
    context = click.Context(command, help_option_names=["-h", "--help"])
    for option in command.get_params(context):
        if not isinstance(option, click.Option) or option.hidden:
            continue
        if option.multiple or not set(option.opts) & set(words):
            long = [name for name in option.opts if name.startswith("--")] or option.opts
            yield from (Suggestion(name, option.help or "") for name in long)


def _values(option: click.Option, typed: Typed) -> Iterator[Suggestion]:
    """Yield the values that an option may have."""
    if isinstance(option.type, click.Choice):
        yield from (Suggestion(str(choice)) for choice in option.type.choices)
    elif isinstance(option.type, click.Path):
        yield _FOLDERS if option.metavar == "DIR" else _FILES
    elif find := _VALUES_OF_OPTION.get(str(option.name)):
        several = re.match(r"(.*[,*])?", typed.last) if option.metavar == "A,B" else None
        before = several[0] if several else ""
        yield from (one._replace(value=f"{before}{one.value}") for one in find(typed))


def _arguments(command: click.Command, typed: Typed) -> Iterator[Suggestion]:
    """Yield the words that an argument may be."""
    name = str(command.name)
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    if name in _ARGUMENTS_OF_COMMAND:
        yield from _ARGUMENTS_OF_COMMAND[name](command, typed)
    elif arguments and isinstance(arguments[0].type, click.Choice):
        yield from (Suggestion(str(choice)) for choice in arguments[0].type.choices)
    elif isinstance(command, QueryCommand):
        is_first = arguments[0].nargs == 1 and not _has_argument(command, typed.words)
        if not is_first:
            yield from _words_of_a_query(typed)
        elif isinstance(arguments[0].type, click.Path):  # a folder to write to
            yield _FOLDERS
        else:  # the name of a saved search
            yield from _saved(typed)
    elif arguments:
        yield _FILES


def _words_of_a_query(typed: Typed) -> Iterator[Suggestion]:
    """Yield fields, saved searches, and values of fields for the last word of a query.

    Within quotes, this is the last word of the quoted text. A + or - before it is kept.
    """
    before, sign, word = re.fullmatch(r"(.*[\s(])?([-+]?)(.*)", typed.last, re.DOTALL).groups("")  # type: ignore[union-attr]
    for one in _completions_of_word(word, typed):
        yield one._replace(value=f"{before}{sign}{one.value}")


def _completions_of_word(word: str, typed: Typed) -> Iterator[Suggestion]:
    from newsgrep.query.fields import FIELD_OF, HAS, HAS_NOT, MANNERS, OF_MAIL, PRESENT, TAG

    field, colon, _ = word.partition(":")
    is_saved = word.startswith("@")
    if is_saved or not colon:
        if not is_saved:
            yield from (Suggestion(f"{name}:", kind="part") for name in (*FIELD_OF, *MANNERS))
        yield from (one._replace(value=f"@{one.value}") for one in _saved(typed))
    elif field == "tag":
        yield from (one._replace(value=f"tag:{one.value}") for one in _tags(typed))
    elif field in (HAS, HAS_NOT):
        yield from (Suggestion(f"{field}:{name}") for name in (*PRESENT, TAG))
    elif field in OF_MAIL:  # its value is the key of a mail
        from newsgrep.cli.complete_keys import paths_for_field

        yield from (one._replace(value=f"{field}:{one.value}") for one in paths_for_field(word))
    elif (facet := FIELD_OF.get(field, "")) in _FACETS:
        for one in _facet_values(facet, typed):
            quoted = one.value if one.value.isalnum() else f'"{one.value}"'
            yield one._replace(value=f"{field}:{quoted}")


def _facet_values(facet: str, typed: Typed) -> Iterator[Suggestion]:
    """Yield the most frequent values of a facet in the index that begin with what is typed."""
    from newsgrep.index_group import open_indexes

    begun = re.split(r'[:="]', typed.last)[-1].casefold()
    with open_indexes(typed.folders) as index:
        rows = index.facets("*", by=facet, top=None).tables[0].rows
    named = [row for row in rows if row.values[0] and row.values[0].casefold().startswith(begun)]
    for row in named[:MAX_VALUES]:
        yield Suggestion(row.values[0], f"{row.count:,}")


def _saved(typed: Typed) -> Iterator[Suggestion]:
    from newsgrep.search.saved import SavedSearches, saved_files

    for name, request in SavedSearches.read(saved_files(typed.folders)).searches.items():
        yield Suggestion(name, " OR ".join(request.queries))


def _tags(typed: Typed) -> Iterator[Suggestion]:
    from newsgrep.index import open_index

    with open_index(*typed.folders[:1]) as index:
        tags = index.stored_tags()
    for name, keys in sorted(tags.keys.items()) if tags else ():
        yield Suggestion(name, f"{len(keys):,}")


def _output_fields(_: Typed) -> Iterator[Suggestion]:
    from newsgrep.output.hit_fields import DESCRIPTIONS

    yield from (Suggestion(name, text) for name, text in DESCRIPTIONS.items())


def _facets(_: Typed) -> Iterator[Suggestion]:
    from newsgrep.explore.facets import COUNTED_BY

    yield from map(Suggestion, COUNTED_BY)


def _formats(_: Typed) -> Iterator[Suggestion]:
    from newsgrep.formats import FORMATS

    yield from (Suggestion(row.name, row.label) for row in FORMATS)


def _orders(_: Typed) -> Iterator[Suggestion]:
    from newsgrep.dates.orders import ORDERS

    yield from map(Suggestion, ORDERS)


def _stemmers(_: Typed) -> Iterator[Suggestion]:
    from newsgrep.analysis.languages import known_languages

    yield from map(Suggestion, known_languages())


def _tags_or_words(command: click.Command, typed: Typed) -> Iterator[Suggestion]:
    """Yield tags for the first argument; then fields of a query, and files, as a key may be a path."""
    if _has_argument(command, typed.words):
        yield from (*_words_of_a_query(typed), _FILES)
        return
    before, comma, _ = typed.last.rpartition(",")
    yield from (one._replace(value=f"{before}{comma}{one.value}") for one in _tags(typed))


def _keys(_: click.Command, typed: Typed) -> Iterator[Suggestion]:
    """Yield keys of articles, and where none begins with what is typed, files."""
    from newsgrep.cli.complete_keys import keys

    found = list(keys(typed)) if typed.last else []
    yield from found or [_FILES]


def _topics(command: click.Command, typed: Typed) -> Iterator[Suggestion]:
    from newsgrep.cli.help import TOPICS
    from newsgrep.cli.program import COMMANDS

    yield from map(Suggestion, () if typed.words else (*TOPICS, *COMMANDS))


def _names_of_settings(_: click.Command, typed: Typed) -> Iterator[Suggestion]:
    from newsgrep.cli.program import program

    context = click.Context(program)
    for name in program.list_commands(context) if not typed.words else ():
        command = program.get_command(context, name)
        assert command is not None
        yield from (
            Suggestion(f"{name}.{flag}", option.help or "")
            for flag, option in settings.options_by_flag(command).items()
        )


#: Functions that yield the values of options without a fixed set of values, by the names of parameters.
_VALUES_OF_OPTION: dict[str, Callable[[Typed], Iterator[Suggestion]]] = {
    **{name: partial(_facet_values, name) for name in ("author", "source", "section", "lang")},
    "sender": partial(_facet_values, "from"),
    "recipient": partial(_facet_values, "to"),
    "tag": _tags,
    "fields": _output_fields,
    "by": _facets,
    "format": _formats,
    "dates": _orders,
    "language": _stemmers,
    "remove": _saved,
    "move": lambda _: iter((_FILES,)),
    "rename": _tags,
    "queries": _words_of_a_query,
    "query": _words_of_a_query,
    "searches": _words_of_a_query,
}
#: The fields of a query whose values are completed. The facets with these values have the same names.
_FACETS = ("source", "section", "author", "lang", "format", "from", "to")
#: Functions that yield the arguments of commands that take neither a query nor a file first.
_ARGUMENTS_OF_COMMAND: dict[str, Callable[[click.Command, Typed], Iterator[Suggestion]]] = {
    "tag": _tags_or_words,
    "help": _topics,
    "config": _names_of_settings,
    **dict.fromkeys(("show", "open", "story", "thread", "diff", "similar"), _keys),
}
