"""Text that is no query, and words in a query that may have been meant as more than words.

>>> literal("C++ (2020)")
And(parts=(Word(text='C++', field='', any_part=False), Phrase(text='(2020)', field='')))
>>> notices("ganja or missile")
['"or" is read as a word; write OR in capitals for the operator']
"""

from __future__ import annotations

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.clauses import joined
from newsgrep.query.foreign import remark
from newsgrep.query.lexer import OPERATORS, UNSEARCHABLE, Kind, Token, tokens
from newsgrep.query.nodes import And, Node, Or
from newsgrep.query.parser import MAX_TERMS, empty_query, literal_leaf, loosened

_QUESTION = "?"


def literal(text: str, *, any_word: bool = False) -> Node:
    """Return the words of a text, parted by white space, with no character read as the language.

    A word that the language would read otherwise comes as a phrase, so that show() quotes it. Fails on a text
    with no words alone, with QuerySyntaxError. Characters that no text can have become U+FFFD.
    """
    words = UNSEARCHABLE.sub("\ufffd", text).split()
    if not words:
        raise empty_query(text)
    leaf = {word: literal_leaf(word) for word in set(words)}
    leaves = [leaf[word] for word in words]
    return loosened(joined(Or, leaves)) if any_word else joined(And, leaves)


def notices(text: str) -> list[str]:
    """Return a line for each word in the query that may have been meant as an operator; raises nothing."""
    found: dict[str, None] = {}
    before: Kind | None = None
    try:
        for count, token in enumerate(tokens(text)):
            if token.kind == Kind.WORD and before not in (Kind.FIELD, Kind.EXACT):
                found[_notice(token, text)] = None
            if count > 2 * MAX_TERMS:  # more than parse() reads
                break
            before = token.kind
    except QuerySyntaxError:
        pass  # parse() tells of it; what was found before it holds
    return [line for line in found if line]


def _notice(token: Token, text: str) -> str:
    """Return a line on one word, mostly an empty one."""
    word = token.text
    if len(word) > 40:
        return ""
    if word.upper() in OPERATORS:
        return f'"{word}" is read as a word; write {word.upper()} in capitals for the operator'
    end = token.position + len(word)
    # At the very end of a longer text a question mark ends a question; elsewhere it may be a wildcard.
    if word.endswith(_QUESTION) and word[:-1].isalnum() and (text[end:].strip() or text.strip() == word):
        return f'"{word}" is read as the word {word[:-1]}; /{word[:-1]}./ finds it with one more character'
    if word == "AROUND":
        return '"AROUND" is read as a word; write W/5 for within five words'
    return remark(word)
