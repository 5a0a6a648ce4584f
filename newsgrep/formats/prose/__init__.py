"""Articles as text for people: dateline text, plain text and Markdown."""
