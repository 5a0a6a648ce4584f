"""The query language: text to a tree of its own, with no engine in sight."""

from newsgrep.query.parser import parse
from newsgrep.query.plain import literal, notices

__all__ = ["literal", "notices", "parse"]
