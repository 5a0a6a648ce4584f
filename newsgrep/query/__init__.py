"""The query language: from text to a tree that does not depend on an engine, and back."""

from newsgrep.query.literal import parse_literal
from newsgrep.query.parsed import ParsedQuery
from newsgrep.query.parser import parse, parse_query

__all__ = ["ParsedQuery", "parse", "parse_literal", "parse_query"]
