"""Articles as people write them: dateline text, plain text and Markdown."""
