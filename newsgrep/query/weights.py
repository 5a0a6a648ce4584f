"""Read the weights of clauses, and remove them where they have no effect."""

from __future__ import annotations

import re

from newsgrep.query.lexer import QueryToken
from newsgrep.query.nodes import FilterNode, Node, TermNode, Weighted, map_children, positive_terms

#: The largest weight of a clause.
MAX_WEIGHT = 100

_WEIGHT = r"\^([0-9]{1,3}(?:\.[0-9]{1,3})?|\.[0-9]{1,3})"


def weighted_clause(node: Node, token: QueryToken, *, negated: bool) -> Weighted:
    """Return a clause with the weight of a WEIGHT token; raises QuerySyntaxError where it has no effect."""
    found = re.fullmatch(_WEIGHT, token.text)
    weight = float(found[1]) if found else 0
    if not 0 < weight <= MAX_WEIGHT:
        message = f"a weight is a number over 0 and up to {MAX_WEIGHT}, with at most three decimals"
        hint = 'write ganja^2; to search for the text, write "10^6"'
    elif negated:
        message = "a weight has no effect below NOT"
        hint = "remove it; articles with the word are left out anyway"
    elif not any(positive_terms(node)):
        message = "a weight has no effect on filters and NOT"
        hint = "remove it; filters and NOT only select, and words rank"
    else:
        return Weighted(node, weight)
    raise token.error(message, hint)


def without_weights(node: Node) -> Node:
    """Return a tree without its weights, for a place where they have no effect."""
    if isinstance(node, Weighted):
        return without_weights(node.part)
    return node if isinstance(node, TermNode | FilterNode) else map_children(node, without_weights)
