"""What to show of an article for a query: its matches, and the passages around them."""

from newsgrep.search.highlight.highlighter import Highlighter

__all__ = ["Highlighter"]
