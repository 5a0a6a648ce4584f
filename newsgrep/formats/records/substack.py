"""The export of a Substack publication: a table of its posts, and a file with the text of each beside it.

Posts that are not published, and pages such as `About`, are left out.
"""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import one_line
from newsgrep.encodings.declared import decode_web
from newsgrep.encodings.text_streams import mend, read_lines
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.markup.html_text import plain_text
from newsgrep.read_context import ReadContext
from newsgrep.remarks import UNPUBLISHED
from newsgrep.results import Unreadable

_HEADER = "post_id,post_date,is_published"


def claims(beginning: str) -> bool:
    """Whether the text begins with the header of the table."""
    return beginning.startswith(_HEADER)


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each published post. Raises ArticleError for a table without posts."""
    builder = ArticleBuilder(context._replace(mapping={}))
    rows = csv.DictReader(read_lines(stream, context), restval="")
    found = False
    try:
        for row in rows:
            line = rows.line_num
            if row.get("type") == "page":
                continue
            if row.get("is_published", "").lower() != "true":
                context.remark(UNPUBLISHED, "", line)
                continue
            found = True
            try:
                yield _article(row, line, builder, context)
            except ArticleError as error:
                yield Unreadable(context.path, error.message, line)
    except csv.Error as error:
        raise ArticleError(f"not a table: {error}", rows.line_num) from None
    if not found:
        raise ArticleError("no published post in the table")


def _article(row: dict[str, str], line: int, builder: ArticleBuilder, context: ReadContext) -> Article:
    name = one_line(row["post_id"])
    largest = context.limits.page_bytes
    data = context.file_beside(f"posts/{name}.html", largest)
    if data is None:
        raise ArticleError(f"the text of the post is missing: posts/{name}.html")
    if len(data) > largest:
        raise too_large("page", largest)
    columns = [row.get(column, "") for column in ("title", "subtitle", "post_date")]
    title, subtitle, date = mend(columns, context, line)
    fields = {
        "title": html.unescape(title),
        "body": plain_text(decode_web(data, context.encoding)),
        "description": html.unescape(subtitle),
        "date": date,
    }
    return builder.build(fields, line, name=name)
