"""The embedded engine: query evaluation with arrays over segments in a folder."""
