"""The query language: text to the tree of tree.py.

>>> parse('title:(missil* OR "cluster bombs")')
Or(parts=(Prefix(text='missil', field='title'), Phrase(text='cluster bombs', field='title')))
>>> show(parse("ganja -title:(missile OR drone)"))
'ganja AND NOT (title:missile OR title:drone)'

The grammar, in EBNF; `space` is any Unicode white space, and may stand between any two parts unless noted:

    query    = clauses ;
    clauses  = clause , { [ "AND" | "OR" ] , clause } ;  (* none is AND; AND and OR never at one level *)
    clause   = { "NOT" | sign } , operand ;
    sign     = "-" | "+" ;                               (* no space after it, nor another sign *)
    operand  = [ field ] , ( group | phrase | word | prefix | "*" )
             | "date" , ":" , ( date | quote , date , quote | group ) ;
    group    = "(" , clauses , ")" ;
    field    = name , ":" ;                              (* no space after it; an alias in tree.FIELDS *)
    phrase   = '"' , text , '"' | "“" , text , "”" | "„" , text , ( "“" | "”" ) | "«" , text , "»" ;
    prefix   = word , "*" ;                              (* no space between *)
    word     = letter or digit among any characters but space, brackets and quotes ;
    date     = one of the forms in dates.py ;

A field before a group is the field of every word in it. With `any_word`, clauses with nothing between them
are alternatives, except that `-x`, `NOT x`, `+x` and `date:` bind still: `a b -c` is `(a OR b) AND NOT c`.
A written AND binds closer than nothing: `a b AND c` is `a OR (b AND c)`. The words of a compound are
alternatives then too (`Word.any_part`), but for one that is left out.

To add a form: a token in lexer.py, a node in tree.py, a reader in leaves.py (or a case in `_operand`); its
row in absent.py goes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.leaves import plain_phrase, read_field, read_leaf
from newsgrep.query.lexer import OPERATORS, UNSEARCHABLE, Kind, Token, tokens
from newsgrep.query.tree import And, Dates, Node, Not, Or, Phrase, Word, show

#: Brackets and NOTs within one another. Whoever walks the tree may recurse.
MAX_DEPTH = 50
#: The same with `any_word`, where one level of brackets may become three of the tree.
MAX_DEPTH_ANY_WORD = MAX_DEPTH // 3 - 1
#: Words, phrases, prefixes and dates in one query.
MAX_TERMS = 1000

_LONGEST_HINT = 300


def parse(text: str, *, today: dt.date | None = None, any_word: bool = False) -> Node:
    """Read a query.

    `today` is what relative dates count from, None for the real one; with `any_word`, words without an
    operator between them are alternatives. Raises QuerySyntaxError, and nothing else, on what can't be read.
    """
    node = _Parser(text, today=today, any_word=any_word).parse()
    return _loosened(node) if any_word else node


def literal(text: str, *, any_word: bool = False) -> Node:
    """Return the words of a text, parted by white space, with no character read as the language.

    A word that the language would read otherwise comes as a phrase, so that show() quotes it. Fails on a text
    with no words alone, with QuerySyntaxError. Characters that no text can have become U+FFFD.
    """
    words = UNSEARCHABLE.sub("\ufffd", text).split()
    if not words:
        raise _empty(text)
    leaf = {word: _literal_leaf(word) for word in set(words)}
    leaves = [leaf[word] for word in words]
    return _loosened(_joined(Or, leaves)) if any_word else _joined(And, leaves)


def notices(text: str) -> list[str]:
    """Return a line for each word in the query that may have been meant as an operator; raises nothing."""
    found: dict[str, None] = {}
    before: Kind | None = None
    try:
        for count, token in enumerate(tokens(text)):
            if token.kind == Kind.WORD and token.text.upper() in OPERATORS and before != Kind.FIELD:
                found[token.text] = None
            if count > 2 * MAX_TERMS:  # more than parse() reads
                break
            before = token.kind
    except QuerySyntaxError:
        pass  # parse() tells of it; what was found before it holds
    return [
        f'"{word}" is read as a word; write {word.upper()} in capitals for the operator' for word in found
    ]


def _literal_leaf(word: str) -> Word | Phrase:
    try:
        plain = parse(word) == Word(word)
    except QuerySyntaxError:
        plain = False
    return Word(word) if plain else Phrase(plain_phrase(word) or word)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of one level and how it hangs on the one before it.

    link:      AND or OR where written, otherwise None
    position:  of the written link, or of the clause itself
    bound:     holds whatever the others do, with `any_word` too: `+x`, `-x`, a date
    """

    node: Node
    link: Kind | None
    position: int
    bound: bool


class _Parser:
    """Reads one query by recursive descent; one method a rule of the grammar."""

    def __init__(self, text: str, *, today: dt.date | None, any_word: bool) -> None:
        self._text = text
        self._today = today
        self._any_word = any_word
        self._depth_limit = MAX_DEPTH_ANY_WORD if any_word else MAX_DEPTH
        self._terms = 0
        self._tokens = tokens(text)
        # The next token is made when it is asked for: a fault in it must not hide one in the last.
        self._ahead: Token | None = None
        self._last: Token | None = None

    def parse(self) -> Node:
        """Read the whole text."""
        if not self._text.strip():
            raise _empty(self._text)
        node = self._clauses("", 0)
        if (token := self._peek()).kind == Kind.CLOSE:
            raise self._stray(token)
        return node

    def _clauses(self, field: str, depth: int) -> Node:
        clauses = [self._clause(field, depth)]
        while self._peek().kind not in (Kind.CLOSE, Kind.END):
            clauses.append(self._clause(field, depth, link=self._link()))
        self._refuse_mixture(clauses)
        return _either(clauses) if self._any_word else _together(clauses)

    def _link(self) -> Token | None:
        return self._take() if self._peek().kind in (Kind.AND, Kind.OR) else None

    def _clause(self, field: str, depth: int, link: Token | None = None) -> _Clause:
        start = link or self._peek()
        negations, bound = 0, False
        while (token := self._peek()).kind in (Kind.NOT, Kind.PLUS):
            negations += token.kind == Kind.NOT
            bound = True
            self._refuse_depth(depth + negations, self._take())
        node = self._operand(field, depth + negations)
        bound = bound or isinstance(node, Dates)
        for _ in range(negations):
            node = Not(node)
        return _Clause(node, link.kind if link else None, start.position, bound)

    def _operand(self, field: str, depth: int) -> Node:
        before, token = self._last, self._take()
        match token.kind:
            case Kind.OPEN:
                return self._group(token, field, depth + 1)
            case Kind.FIELD:
                return self._fielded(token, field, depth)
            case Kind.WORD | Kind.PHRASE:
                return self._leaf(token, field)
            case _:
                raise self._misplaced(before, token)

    def _group(self, opening: Token, field: str, depth: int) -> Node:
        self._refuse_depth(depth, opening)
        node = self._clauses(field, depth)
        if self._take().kind != Kind.CLOSE:
            raise self._error("the bracket is not closed", opening, "close it with )")
        return node

    def _fielded(self, token: Token, outer: str, depth: int) -> Node:
        field = read_field(token, self._text)
        if outer and field != outer:
            hint = f"write {outer}:word AND {field}:word"
            raise self._error(f"{field}: stands within {outer}:", token, hint)
        if (value := self._peek()).kind == Kind.FIELD:
            hint = f'a value with a colon goes in quotes: {field}:"a:b"'
            raise self._error(f"{field}: is followed by another field", value, hint)
        return self._operand(field, depth)

    def _leaf(self, token: Token, field: str) -> Node:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise self._error(
                f"the query has more than {MAX_TERMS} terms", token, "a prefix* stands for many words"
            )
        return read_leaf(token, field, query=self._text, today=self._today)

    def _peek(self) -> Token:
        if self._ahead is None:
            self._ahead = next(self._tokens)
        return self._ahead

    def _take(self) -> Token:
        self._last, self._ahead = self._peek(), None
        return self._last

    def _error(self, message: str, token: Token, hint: str = "") -> QuerySyntaxError:
        return QuerySyntaxError(message, self._text, token.position, hint)

    def _stray(self, token: Token) -> QuerySyntaxError:
        return self._error("this bracket closes nothing", token, "take it out, or open it with (")

    def _misplaced(self, before: Token | None, token: Token) -> QuerySyntaxError:
        """Return the error for a token where an operand should be."""
        if token.kind in (Kind.AND, Kind.OR):
            hint = f'it stands between two terms; to search for the word, write "{token.text}"'
            return self._error(f"{token.text} stands where a word should be", token, hint)
        if before is None:
            return self._stray(token)
        if before.kind == Kind.OPEN and token.kind == Kind.CLOSE:
            hint = "put a word there, or take the brackets out"
            return self._error("there is nothing between the brackets", before, hint)
        if before.kind == Kind.OPEN:
            return self._error("the bracket is not closed", before, "close it with )")
        hint = f'to search for the word, write "{before.text}"' if before.text.isalpha() else ""
        return self._error(f"{before.text} needs something after it", before, hint)

    def _refuse_depth(self, depth: int, token: Token) -> None:
        if depth > self._depth_limit:
            message = f"brackets and NOTs go deeper than {self._depth_limit} levels"
            raise self._error(message, token, "take out brackets that change nothing")

    def _refuse_mixture(self, clauses: Sequence[_Clause]) -> None:
        """Refuse AND and OR at one level: people disagree on which binds closer."""
        links = [clause for clause in clauses[1:] if clause.link or not self._any_word]
        odd = [clause for clause in links if (clause.link == Kind.OR) != (links[0].link == Kind.OR)]
        if not odd:
            return
        unwritten = Kind.OR if self._any_word else Kind.AND
        hint = ", or ".join(show(reading) for reading in _readings(clauses, unwritten))
        if len(hint) > _LONGEST_HINT:
            hint = "(a AND b) OR c, or a AND (b OR c)"
        message = "AND and OR are mixed without brackets"
        raise QuerySyntaxError(message, self._text, odd[0].position, f"write {hint}")


def _readings(clauses: Sequence[_Clause], unwritten: Kind) -> tuple[Node, Node]:
    """Return the clauses with AND as the closer link, and with OR; nothing written counts as `unwritten`."""
    close = [{kind, None} if kind == unwritten else {kind} for kind in (Kind.AND, Kind.OR)]
    ands, ors = (_runs(clauses, links) for links in close)
    return (
        _joined(Or, [_joined(And, _nodes(run)) for run in ands]),
        _joined(And, [_joined(Or, _nodes(run)) for run in ors]),
    )


def _either(clauses: Sequence[_Clause]) -> Node:
    """Join a level under `any_word`: alternatives, and beside them what binds."""
    alternatives: list[Node] = []
    bound: list[Node] = []
    for run in _runs(clauses, {Kind.AND, Kind.OR}):
        (bound if len(run) == 1 and run[0].bound else alternatives).append(_together(run))
    return _joined(And, [_joined(Or, alternatives), *bound] if alternatives else bound)


def _runs(clauses: Sequence[_Clause], close: Collection[Kind | None]) -> list[list[_Clause]]:
    """Part the clauses into runs that hang together by one of the links in `close`."""
    runs = [[clauses[0]]]
    for clause in clauses[1:]:
        if clause.link in close:
            runs[-1].append(clause)
        else:
            runs.append([clause])
    return runs


def _together(clauses: Sequence[_Clause]) -> Node:
    """Join clauses that all hang together by OR, or all by AND, written or not."""
    return _joined(Or if clauses[-1].link == Kind.OR else And, _nodes(clauses))


def _nodes(clauses: Sequence[_Clause]) -> list[Node]:
    return [clause.node for clause in clauses]


def _joined(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node:
    """Join nodes, with those of the same kind taken apart first; a single one stays itself."""
    parts: list[Node] = []
    for node in nodes:
        parts.extend(node.parts if isinstance(node, kind) else (node,))
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _loosened(node: Node) -> Node:
    """Return the tree with each wanted word matching by any part of a compound; below a Not, as it was."""
    match node:
        case Word(text, field):
            return Word(text, field, any_part=True)
        case And(parts):
            return And(tuple(map(_loosened, parts)))
        case Or(parts):
            return Or(tuple(map(_loosened, parts)))
        case _:
            return node


def _empty(text: str) -> QuerySyntaxError:
    return QuerySyntaxError("the query is empty", text, 0, "write a word, or * for every article")
