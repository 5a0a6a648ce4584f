"""Lists of references, as databases and reference managers export them: an article a reference."""
