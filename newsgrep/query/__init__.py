"""The query language: text to a tree of its own, with no engine in sight."""

from newsgrep.query.literal import literal, notices
from newsgrep.query.parser import parse

__all__ = ["literal", "notices", "parse"]
