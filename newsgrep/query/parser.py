"""The query language: text to the tree of nodes.py.

>>> parse('title:(missil* OR "cluster bombs")')
Or(parts=(Prefix(text='missil', field='title'), Phrase(text='cluster bombs', field='title', forms=())))
>>> str(parse_query("ganja -title:(missile W/5 drone)"))
'ganja AND NOT (title:missile W/5 title:drone)'

The grammar, in EBNF. Any Unicode white space may separate two parts, unless noted:

    query     = clauses ;
    clauses   = clause , { [ "AND" | "OR" ] , clause } ;  (* no operator is AND; AND, OR never at one level *)
    clause    = near | { "NOT" | sign } , operand ;
    sign      = "-" | "+" ;                               (* no space after it, nor another sign *)
    near      = operand , { ( ( "W/" | "NEAR/" | "PRE/" ) , number | "W/S" | "W/P" ) , operand } ;
                                                          (* one operator throughout; at most 8 operands *)
    operand   = [ "ATLEAST" , [ "/" ] , number ] , primary , [ weight ] ;
    primary   = [ field | field , manner | manner ] , ( group | term ) | filter | saved ;
    saved     = "@" , name ;                              (* a saved search, as if it were in brackets *)
    group     = "(" , clauses , ")" ;
    field     = name , ":" ;                              (* no space after it; an alias in fields.FIELDS *)
    manner    = "=" | "exact:" | "caps:" | "sounds:" ;    (* no space after it; "caps(" is "caps:(" *)
    weight    = "^" , decimal ;                           (* no space before it; over 0 and up to 100 *)
    term      = phrase , [ "~" , number ] | word | prefix | wildcard | fuzzy | regex | "*" ;
    phrase    = '"' , text , '"' | "“" , text , "”" | …  ;               (* all quotes: lexer._CLOSING *)
    word      = letter or digit among any characters but space, brackets and quotes ;
                                                          (* with brackets that have no space: 230(c)(1) *)
    prefix    = word , "*" ;                              (* no space in it or in the forms below *)
    wildcard  = word with "*" or "?" in it ;              (* "?" at the end of a plain word is punctuation *)
    fuzzy     = word , "~" , [ "1" | "2" ] ;
    regex     = "/" , expression , "/" ;                  (* RE2's; "/" in it is written "\\/" *)
    filter    = ( "date:" | "added:" | "changed:" ) , dates | "words:" , lengths | keyword , ":" , values
              | ( "has:" | "no:" ) , name ;               (* of a field in fields.PRESENT *)
    dates     = date | quote , date , quote | group of dates ;      (* the forms of dates.py *)
    lengths   = length | quote , length , quote | group of lengths ;
    length    = number | ( ">" | ">=" | "<" | "<=" ) , number | [ number ] , ".." , [ number ] ;
    values    = value , [ "*" ] | phrase | group of values ;
    value     = any characters but space, brackets and quotes ;
    keyword   = an alias in fields.KEYWORDS ;

A mark, characters without a letter or digit between spaces such as `&`, may stand anywhere but after a field,
and is passed over with a notice; so are marks right after a phrase or a bracket.

Operators with a number, and fields, may be in small letters. The parts of a near or an ATLEAST are terms or
groups of terms joined by OR, all of one field; "*" is not one. A number is from 1 to 500 in a near, and to
1000 after ATLEAST. A weight belongs to a clause that ranks: not to a filter, and not below NOT. A field or a
manner before a group applies to every word in it.

With `any_word`, clauses without an operator between them are alternatives, but `-x`, `NOT x`, `+x` and
filters are still required: `a b -c` is `(a OR b) AND NOT c`. Beside `+x` the others only rank. A written
AND binds closer than no operator: `a b AND c` is `a OR (b AND c)`. The words of a compound are alternatives,
too (`Word.any_part`), unless the compound is excluded, counted, near another term or has a `+`.

To add a form: a token in lexer.py, a node in nodes.py, a reader beside terms.py (or a case in `_primary`),
and a row in cli/forms.py, which the help and docs/ show. mypy then names every match that lacks it.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.arguments import check_text
from newsgrep.clean_text import clean_query
from newsgrep.errors import QuerySyntaxError
from newsgrep.query.clauses import Clause, combine_clauses, match_any_part, only_selects
from newsgrep.query.fields import EXACT, FILTERS, example
from newsgrep.query.foreign import wordless
from newsgrep.query.lexer import QueryToken, TokenKind, tokens
from newsgrep.query.nodes import (
    Cased,
    Exact,
    FilterNode,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    TermNode,
    TermQuery,
    Weighted,
    Word,
    depth,
    walk,
)
from newsgrep.query.notices import notice_on, notices_on_marks
from newsgrep.query.parsed import ParsedQuery
from newsgrep.query.pasted import NOTICE as PASTED
from newsgrep.query.pasted import notices_on_operators, with_headline_hint, without_operators
from newsgrep.query.proximity import MOST_PARTS, Chain, at_least, read_slop
from newsgrep.query.saved import Saved, read_saved
from newsgrep.query.shown import has_word, quoted, short_line
from newsgrep.query.terms import manner_sign, plain_phrase, read_field, read_term, refuse_spaced_field
from newsgrep.query.weights import weighted_clause, without_weights

#: Levels of nested brackets and NOTs, at most, so that functions over the tree may recurse.
MAX_DEPTH = 50
#: The same with `any_word`, where one level of brackets may become three levels of the tree.
MAX_DEPTH_ANY_WORD = MAX_DEPTH // 3 - 1
#: Words, phrases, patterns and filters in one query, at most.
MAX_TERMS = 1000
#: Wildcards, fuzzy words and regular expressions in one query, at most: each is compared with every word of
#: an index.
MAX_PATTERNS = 50


def parse_query(
    text: str, *, today: dt.date | None = None, any_word: bool = False, saved: Saved | None = None
) -> ParsedQuery:
    """Read a query. Raises QuerySyntaxError with the position of the part that cannot be read.

    today:    the day that relative dates count from, by default the real one
    any_word: whether words without an operator between them are alternatives
    saved:    returns the tree of a saved search; without it, the query cannot name one
    """
    check_text("text", text)
    clean = clean_query(text)
    plain = without_operators(clean)
    try:
        parsed = _Parser(plain, today=today, any_word=any_word, saved=saved).parse()
    except QuerySyntaxError as error:
        if error.text == plain:  # else the error is in the text of a saved search
            error.text, error.hint = clean, with_headline_hint(error.hint, clean)
        raise
    notices = (PASTED,) if plain != clean else (*notices_on_operators(clean), *parsed.notices)
    return ParsedQuery(text, parsed.tree, notices)


def parse(text: str, *, today: dt.date | None = None, any_word: bool = False) -> Node:
    """Return the tree of a query: `parse_query` without the notices."""
    return parse_query(text, today=today, any_word=any_word).tree


def literal_term(word: str) -> Word | Phrase:
    """Return a text without white space as a word, or as a phrase if the parser reads it as another node."""
    try:
        plain = parse(word) == Word(word)
    except QuerySyntaxError:
        plain = False
    return Word(word) if plain else Phrase(plain_phrase(word) or word)


def empty_query(text: str) -> QuerySyntaxError:
    """Return the error for a text with nothing in it."""
    return QuerySyntaxError("the query is empty", text, 0, "type a word, or * for every article")


class _Scope(Struct, frozen=True):
    """The context of a clause: field, manner and negation from the brackets around it, and its depth.

    manner: how words are looked up: EXACT, CAPS, SOUNDS, or empty
    """

    field: str = ""
    manner: str = ""
    negated: bool = False
    depth: int = 0


class _Parser:
    """Reads one query by recursive descent, with one method for each rule of the grammar."""

    def __init__(self, text: str, *, today: dt.date | None, any_word: bool, saved: Saved | None) -> None:
        self._text = text
        self._saved = saved
        self._today = today
        self._any_word = any_word
        self._depth_limit = MAX_DEPTH_ANY_WORD if any_word else MAX_DEPTH
        self._notices: dict[str, None] = {}
        self._marks: list[QueryToken] = []
        self._with_plus: set[Node] = set()
        self._terms = self._patterns = 0
        self._tokens = tokens(text)
        # The next token is made only when it is needed: an error in it must not hide one in the last token.
        self._ahead: QueryToken | None = None
        self._last: QueryToken | None = None

    def parse(self) -> ParsedQuery:
        """Read the whole text."""
        if not self._text.strip():
            raise empty_query(self._text)
        node = self._clauses(_Scope())
        if (token := self._peek()).kind == TokenKind.CLOSE:
            raise self._stray(token)
        notices = (*self._notices, *notices_on_marks(self._marks))
        tree = match_any_part(node, self._with_plus) if self._any_word else node
        return ParsedQuery(self._text, tree, notices)

    def _clauses(self, scope: _Scope) -> Node:
        clauses = [self._clause(scope)]
        while self._peek().kind not in (TokenKind.CLOSE, TokenKind.END):
            link = self._take() if self._peek().kind in (TokenKind.AND, TokenKind.OR) else None
            clauses.append(self._clause(scope, link))
        if len(clauses) > 1:
            for clause in clauses:
                self._refuse_deep_near(clause, scope)
        return combine_clauses(clauses, any_word=self._any_word)

    def _clause(self, scope: _Scope, link: QueryToken | None = None) -> Clause:
        first, negations = self._peek(), 0
        while (token := self._peek()).kind in (TokenKind.NOT, TokenKind.PLUS):
            negations += token.kind == TokenKind.NOT
            self._refuse_depth(scope.depth + negations, self._take())
        within = replace(scope, negated=scope.negated or negations > 0, depth=scope.depth + negations)
        node = self._near(within, first)
        required = first.kind in (TokenKind.NOT, TokenKind.PLUS) or only_selects(node)
        if first.kind == TokenKind.PLUS:
            self._with_plus.add(node.part if isinstance(node, Weighted) else node)
        for _ in range(negations):
            node = Not(node)
        return Clause(node, link.kind if link else None, link or first, required)

    def _near(self, scope: _Scope, sign: QueryToken) -> Node:
        """Read an operand, and the operands near it, if any; `sign` is the first token of the clause."""
        start = self._peek()
        node = self._operand(scope)
        if self._peek().kind != TokenKind.NEAR:
            return node
        if sign.kind in (TokenKind.NOT, TokenKind.PLUS):
            typed, near = "NOT " if sign.text == "NOT" else sign.text, self._peek().text
            hint = f"write {typed}(a {near} b)"
            raise sign.error(f"{sign.text} cannot apply to the first part of {near} alone", hint)
        chain = Chain(node, start)
        while self._peek().kind == TokenKind.NEAR:
            chain.add_operator(operator := self._take())
            if (start := self._peek()).kind in (TokenKind.NOT, TokenKind.PLUS):
                hint = f"write a NOT (a {operator.text} b)"
                raise start.error(f"{start.text} cannot follow {operator.text}", hint)
            chain.add_part(self._operand(scope), start)
        return chain.near()

    def _operand(self, scope: _Scope) -> Node:
        counted = self._take() if self._peek().kind == TokenKind.ATLEAST else None
        start = self._peek()
        node = self._primary(scope)
        if counted:
            node = at_least(counted, node, start)
        if self._peek().kind != TokenKind.WEIGHT:
            return node
        return weighted_clause(node, self._take(), negated=scope.negated)

    def _primary(self, scope: _Scope) -> Node:
        before, token = self._last, self._take()
        self._notice(token, before)
        match token.kind:
            case TokenKind.OPEN:
                return self._group(token, scope)
            case TokenKind.FIELD:
                return self._in_field(token, scope)
            case TokenKind.EXACT:
                return self._in_manner(token, scope)
            case TokenKind.WORD if token.text.startswith("@") and scope.field not in FILTERS:
                return self._saved_search(token, scope)
            case TokenKind.WORD | TokenKind.PHRASE | TokenKind.REGEX:
                refuse_spaced_field(before, token)
                return self._term(token, scope)
            case _:
                raise self._misplaced(before, token)

    def _group(self, opening: QueryToken, scope: _Scope) -> Node:
        within = replace(scope, depth=scope.depth + 1)
        self._refuse_depth(within.depth, opening)
        node = self._clauses(within)
        if self._take().kind != TokenKind.CLOSE:
            raise opening.error("the bracket is not closed", "add ) where it ends")
        if (slop := self._peek()).kind == TokenKind.SLOP:
            raise slop.error("~ cannot follow a bracket", 'write a W/5 b, or "a b"~5')
        return node

    def _saved_search(self, token: QueryToken, scope: _Scope) -> Node:
        before = f"{scope.field}:" if scope.field else manner_sign(scope.manner)
        node = read_saved(token, self._saved, before=before)
        self._refuse_depth(scope.depth + 1 + depth(node), token)
        for part in walk(node):
            self._count_terms(isinstance(part, TermNode | FilterNode), token)
            if isinstance(part, Pattern):
                self._count_pattern(token)
        return without_weights(node) if scope.negated else node

    def _in_field(self, token: QueryToken, scope: _Scope) -> Node:
        field = read_field(token)
        if scope.field and field != scope.field:
            hint = f"write {example(scope.field)} AND {example(field)}"
            raise token.error(f"{field}: cannot be used inside {scope.field}:", hint)
        if scope.manner and field in FILTERS:
            sign = manner_sign(scope.manner)
            hint = f"write {sign}word AND {example(field)}"
            raise token.error(f"{field}: cannot follow {sign}", hint)
        if (value := self._peek()).kind == TokenKind.FIELD:
            hint = f'put a value that contains a colon in quotes: {field}:"a:b"'
            raise value.error(f"{field}: is followed by another field", hint)
        return self._primary(replace(scope, field=field))

    def _in_manner(self, token: QueryToken, scope: _Scope) -> Node:
        value, manner = self._peek(), EXACT if token.text == "=" else token.text.lower()
        sign = manner_sign(manner)
        if value.kind in (TokenKind.FIELD, TokenKind.EXACT):
            typed = "=" if value.text == "=" else f"{value.text}:"
            hint = f"{sign}word" if value.kind == TokenKind.EXACT else f"title:{sign}word"
            raise value.error(f"{typed} cannot follow {sign}", f"write {hint}")
        return self._primary(replace(scope, manner=manner))

    def _notice(self, token: QueryToken, before: QueryToken | None) -> None:
        """Add a notice if a token may not be meant as it is read; each notice is kept once."""
        has_field = before is not None and before.kind in (TokenKind.FIELD, TokenKind.EXACT)
        if not has_field and (notice := notice_on(token)):
            self._notices[notice] = None

    def _term(self, token: QueryToken, scope: _Scope) -> Node:
        self._count_terms(1, token)
        term = read_term(token, scope.field, today=self._today, manner=scope.manner)
        if isinstance(term, Pattern):
            self._count_pattern(token)
        if token.kind != TokenKind.PHRASE or self._peek().kind != TokenKind.SLOP:
            return term
        words = self._words_of(term) if isinstance(term, Phrase | Exact | Cased) else []
        near = read_slop(self._take(), words, scope.field)
        self._count_terms(len(near.parts) - 1, token)
        return near

    def _words_of(self, phrase: Phrase | Exact | Cased) -> list[TermQuery]:
        words = [word for word in phrase.text.split() if has_word(word)][: MOST_PARTS + 1]
        if not isinstance(phrase, Phrase):
            return [replace(phrase, text=word) for word in words]
        return [replace(literal_term(word), field=phrase.field) for word in words]

    def _count_terms(self, number: int, token: QueryToken) -> None:
        self._terms += number
        if self._terms > MAX_TERMS:
            message = f"the query has more than {MAX_TERMS} terms"
            raise token.error(message, "use a prefix* in place of many words")

    def _count_pattern(self, token: QueryToken) -> None:
        self._patterns += 1
        if self._patterns > MAX_PATTERNS:
            message = f"the query has more than {MAX_PATTERNS} wildcards, fuzzy words and regular expressions"
            raise token.error(message, "combine several in one expression: /a|b/")

    def _peek(self) -> QueryToken:
        while self._ahead is None:
            token = next(self._tokens)
            if token.kind == TokenKind.MARK:
                self._marks.append(token)
            else:
                self._ahead = token
        return self._ahead

    def _take(self) -> QueryToken:
        self._last, self._ahead = self._peek(), None
        return self._last

    def _stray(self, token: QueryToken) -> QuerySyntaxError:
        hint = "remove it, or add ( where it begins"
        return token.error("there is no opening bracket before this closing bracket", hint)

    def _misplaced(self, before: QueryToken | None, token: QueryToken) -> QuerySyntaxError:
        """Return the error for a token where an operand is expected."""
        if token.kind == TokenKind.NEAR and before is not None and before.kind == TokenKind.NOT:
            hint = f"write a NOT (a {token.text} b)"
            return token.error(f"{token.text} cannot follow {before.text}", hint)
        if token.kind == TokenKind.NOT and before is not None and before.kind == TokenKind.FIELD:
            hint = f"write NOT {example(before.text)}"
            return token.error(f"NOT cannot follow {before.text}:", hint)
        if hint := _MISPLACED.get(token.kind, ""):
            shown = short_line(token.text)
            hint = f"{hint}; to search for the text, write {quoted(shown)}"
            return token.error(f"expected a word, found {shown}", hint)
        if before is None and token.kind == TokenKind.END:
            return wordless(self._marks[0])
        if before is None:
            return self._stray(token)
        if before.kind == TokenKind.OPEN and token.kind == TokenKind.CLOSE:
            hint = "put a word there, or remove the brackets"
            return before.error("there is nothing between the brackets", hint)
        if before.kind == TokenKind.OPEN:
            return before.error("the bracket is not closed", "add ) where it ends")
        hint = "put a word after it"
        if has_word(before.text):
            hint += f"; to search for the text, write {quoted(before.text)}"
        return before.error(f"there is nothing after {before.text}", hint)

    def _refuse_depth(self, depth: int, token: QueryToken) -> None:
        if depth > self._depth_limit:
            message = f"brackets and NOTs are nested deeper than {self._depth_limit} levels"
            raise token.error(message, "remove the brackets that change nothing")

    def _refuse_deep_near(self, clause: Clause, scope: _Scope) -> None:
        """Refuse a Near if the brackets that render() puts around it, and around its Ors, are too deep."""
        if isinstance(clause.node, Near):
            inner = any(isinstance(part, Or) for part in clause.node.parts)
            self._refuse_depth(scope.depth + 1 + inner, clause.start)


#: Hints for a token where an operand is expected.
_MISPLACED = dict.fromkeys((TokenKind.AND, TokenKind.OR, TokenKind.NEAR), "put it between two terms") | {
    TokenKind.ATLEAST: "put it before a word, or before words joined by OR in brackets",
}
