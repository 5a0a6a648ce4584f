"""Markdown, with or without front matter.

    ---
    title: Talks resume
    authors: [Jane Doe, John Roe]
    date: 2020-10-30
    ---
    Text, *lightly* marked.

The front matter is a record like any other. Without a title there, the first heading of the first level is
the title.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsgrep.formats.prose import frontmatter
from newsgrep.formats.prose.markdowntext import clean_lines
from newsgrep.formats.prose.markup import CleanText, Markup


def _clean(text: str, record: Mapping[str, object]) -> CleanText:
    return clean_lines(text)


MARKDOWN = Markup(frontmatter.claims, frontmatter.split_front_matter, _clean)
