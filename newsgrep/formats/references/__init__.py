"""Lists of references, as databases and reference managers export them: one article per reference."""
