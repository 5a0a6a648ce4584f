"""What to show of an article for a query: its matches, and the passages around them."""

from newsgrep.passages.marker import Marker

__all__ = ["Marker"]
