"""Writing a query tree in the query language.

>>> from newsgrep.query.nodes import And, Not, Word
>>> render(And((Word("ganja"), Not(Word("missile")))))
'ganja AND NOT missile'
"""

from __future__ import annotations

from typing import assert_never

from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    DateRange,
    Exact,
    Expanded,
    Filter,
    FilterNode,
    Fuzzy,
    Has,
    Keys,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    OfMail,
    Or,
    Phrase,
    Prefix,
    Recorded,
    Regex,
    Sounds,
    Tagged,
    TermNode,
    TermQuery,
    Verified,
    Weighted,
    Wildcard,
    Word,
)


def render(node: Node) -> str:
    """Write a tree in the query language, with the brackets that the parser needs to read it back.

    A Near beside other clauses gets brackets, too, though it binds closest, to show what belongs together.
    """
    match node:
        case And(parts):
            return " AND ".join(map(_bracketed, parts))
        case Or(parts):
            return " OR ".join(map(_bracketed, parts))
        case Not(part):
            return f"NOT {_bracketed(part)}"
        case Near():
            return _render_near(node)
        case Verified(_, exact):
            return render(exact)
        case AtLeast(count, part):
            return f"ATLEAST{count} {_bracketed(part)}"
        case Weighted(part, weight):
            weighted = f"({render(part)})" if isinstance(part, Not | Weighted) else _bracketed(part)
            return f"{weighted}^{weight:g}"
        case FilterNode():
            return _render_filter(node)
        case TermNode():
            return _render_term(node)
        case _:
            assert_never(node)


def _render_near(node: Near) -> str:
    if len(node.parts) == 1:
        return render(node.parts[0])
    within = node.distance if node.unit == "word" else node.unit[0].upper()
    return f" {'PRE' if node.ordered else 'W'}/{within} ".join(map(_bracketed, node.parts))


def _bracketed(node: Node) -> str:
    if isinstance(node, Verified):
        return _bracketed(node.exact)
    if isinstance(node, Near) and len(node.parts) == 1:
        return _bracketed(node.parts[0])
    return f"({render(node)})" if isinstance(node, And | Or | Near) else render(node)


def _render_filter(node: Filter) -> str:
    match node:
        case Keyword(text, field, prefix):
            return f"{field}:{text}*" if prefix else f'{field}:"{text}"'
        case LengthRange(least, most):
            return f"words:{'' if least is None else least}..{'' if most is None else most}"
        case DateRange(since, until):
            return f"date:{since or ''}..{until or ''}"
        case Has(field):
            return f"has:{field}"
        case Recorded(field, since, until):
            return f"{field}:{since or ''}..{until or ''}"
        case Tagged(name, prefix):
            return f"tag:{name}{'*' * prefix}" if name else "has:tag"
        case OfMail(field, key):
            doubled = key.replace('"', '""')
            return f'{field}:"{doubled}"'
        case Keys(_, shown):
            return shown
        case MatchAll():
            return "*"
        case _:
            assert_never(node)


def _render_term(node: TermQuery) -> str:
    prefix = f"{node.field}:" if node.field else ""
    match node:
        case Phrase(text):
            return f'{prefix}"{text}"'
        case Exact(text):
            return f'{prefix}="{text}"'
        case Cased(text):
            return f'{prefix}caps:"{text}"'
        case Sounds(text):
            return f"{prefix}sounds:{text}"
        case Prefix(text):
            return f"{prefix}{text}*"
        case Fuzzy(text, edits):
            return f"{prefix}{text}~{edits}"
        case Regex(text):
            return f"{prefix}/{text}/"
        case Expanded(_, pattern):
            return _render_term(pattern)
        case Word(text) | Wildcard(text):
            return prefix + text
        case _:
            assert_never(node)
