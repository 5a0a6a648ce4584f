"""Where a query matches in a text, and whether the stored text of an article matches it."""
