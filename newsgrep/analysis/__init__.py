"""Text to tokens: the one analysis that the index, the query and the highlighter share."""
