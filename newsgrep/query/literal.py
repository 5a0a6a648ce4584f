"""Read plain text, without the query language: each word is searched for as it is typed.

>>> parse_literal("C++ (2020)").tree
And(parts=(Word(text='C++', field='', any_part=False, forms=()), Phrase(text='(2020)', field='', forms=())))
"""

from __future__ import annotations

import re

from newsgrep.analysis.acronyms import quieten
from newsgrep.clean_text import clean_query
from newsgrep.query.clauses import combine, match_any_part
from newsgrep.query.lexer import UNSEARCHABLE
from newsgrep.query.nodes import And, Or
from newsgrep.query.parsed import ParsedQuery
from newsgrep.query.parser import empty_query, literal_term
from newsgrep.query.shown import has_word


def parse_literal(text: str, *, any_word: bool = False) -> ParsedQuery:
    """Read the words of a text, separated by white space, with no character read as the query language.

    A word that the language would read otherwise becomes a phrase, so that rendering quotes it. Signs between
    words (`oil & gas`) are left out, if there are words. Characters that no article can have become U+FFFD.
    With `any_word`, the words are alternatives. Raises QuerySyntaxError only for a text of white space.
    """
    words = quieten(re.sub(UNSEARCHABLE, "\ufffd", clean_query(text))).split()
    if not words:
        raise empty_query(text)
    words = [word for word in words if has_word(word)] or words
    term_of = {word: literal_term(word) for word in set(words)}
    terms = [term_of[word] for word in words]
    tree = match_any_part(combine(Or, terms)) if any_word else combine(And, terms)
    return ParsedQuery(text, tree)
