"""Highlighting: where a query matches in an article, and which passages to show."""

from newsgrep.search.highlight.highlighter import Highlighter

__all__ = ["Highlighter"]
