"""The query language: text to a tree of its own, with no engine in sight."""

from newsgrep.query.parser import literal, notices, parse

__all__ = ["literal", "notices", "parse"]
