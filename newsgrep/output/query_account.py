"""How a query is answered: as lines for the user, and as a JSON object.

>>> ganja = ClauseAccount("ganja", "stem", ("ganja",), 34)
>>> account = QueryAccount("the ganja", "the AND ganja", "ganja", ("the",), "relevance", 34, (ganja,), ())
>>> print("\\n".join(account_lines(account)))
query      the ganja
answered   ganja
left out   the
order      relevance
articles   34
<BLANKLINE>
clause  articles  looked up as
ganja         34  ganja
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO, assert_never

from msgspec import to_builtins

from newsgrep.errors import shortened
from newsgrep.output.control_characters import printable_line
from newsgrep.output.json_objects import ObjectWriter
from newsgrep.search.account import ClauseAccount, QueryAccount

#: Most words of an expansion, and most characters of a clause, in a line.
_MOST_WORDS = 8
_LONGEST = 40


def account_lines(account: QueryAccount) -> Iterator[str]:
    """Yield the lines of an account: the query, and a row for each clause."""
    head = {
        "query": account.query,
        "answered": account.answered,
        "left out": ", ".join(account.left_out),
        "order": account.sort,
        "articles": f"{account.articles:,}",
    }
    yield from (f"{name:<11}{' '.join(value.split())}" for name, value in head.items() if value)
    yield ""
    rows = [("clause", "articles", "looked up as"), *map(_row, account.clauses)]
    clause, articles = (max(len(row[column]) for row in rows) for column in range(2))
    yield from (f"{row[0]:<{clause}}  {row[1]:>{articles}}  {row[2]}".rstrip() for row in rows)


class AccountPrinter:
    """Prints accounts as lines, or as JSON: one object, an array of several, or one object per line."""

    def __init__(self, out: TextIO, style: str, *, several: bool) -> None:
        self._out = out
        is_json = style in ("json", "jsonl")
        self._writer = ObjectWriter(self._out, is_array=style == "json" and several) if is_json else None
        self._printed = 0

    def account(self, account: QueryAccount, name: str) -> None:
        """Print the account of a query.

        name: of the query, if there are several queries; else empty
        """
        if self._writer is not None:
            named = {"name": name} if name else {}
            self._writer.write({**named, **to_builtins(account)})
        else:
            heading = f"{name}:\n" if name else ""
            lines = "\n".join(account_lines(account))
            shown = "\n" * (self._printed > 0) + heading + lines
            self._out.write("\n".join(map(printable_line, shown.split("\n"))) + "\n")
        self._printed += 1

    def close(self) -> None:
        """End the output."""
        if self._writer is not None:
            self._writer.close()
        self._out.flush()


def _row(clause: ClauseAccount) -> tuple[str, str, str]:
    excluded = "; left out by NOT" if clause.excluded else ""
    return shortened(clause.clause, _LONGEST), f"{clause.articles:,}", _looked_up(clause) + excluded


def _looked_up(clause: ClauseAccount) -> str:
    words = clause.looked_up
    match clause.way:
        case "stem":
            return words[0] if len(words) == 1 else f'"{" ".join(words)}"'
        case "spelling":
            return f"{' '.join(words)} (this spelling only)"
        case "beginning":
            return " ".join(words)
        case "expansion":
            more = f" and {len(words) - _MOST_WORDS:,} more" if len(words) > _MOST_WORDS else ""
            return (", ".join(words[:_MOST_WORDS]) or "no word") + more
        case "near":
            return "words near one another"
        case "any":
            return "any of these words, as one"
        case "mentions":
            return "a number of mentions"
        case "filter":
            return "a filter"
        case "text":
            return "checked in the text of each article"
        case _:
            assert_never(clause.way)
