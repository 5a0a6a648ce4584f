"""The query language: text to a tree that knows no engine, and back."""

from newsgrep.query.literal import parse_literal
from newsgrep.query.parsed import ParsedQuery
from newsgrep.query.parser import parse, parse_query

__all__ = ["ParsedQuery", "parse", "parse_literal", "parse_query"]
