"""Markdown, with or without front matter.

    ---
    title: Talks resume
    authors: [Jane Doe, John Roe]
    date: 2020-10-30
    ---
    Text, *lightly* marked.

The front matter, YAML between `---` or TOML between `+++`, is a record like any other. Every value in YAML is
text as written: `title: 1984` and `title: No` are titles. Without a title there, the first heading of the
first level is the title. Only the targets of links and pictures are removed from the text, line by line, so
that `body_line` is right.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.extras import missing_library
from newsgrep.formats.prose.layout import is_blank, next_text
from newsgrep.formats.records.record import ArticleBuilder, resolve_mapping
from newsgrep.formats.text import read_text

_FRONT = re.compile(r"\s*?(?P<rule>---|\+\+\+)[ \t]*\n(?P<matter>.*?)^(?P=rule)[ \t]*(?:\n|\Z)", re.S | re.M)
_LARGEST_FRONT = 2**15
_DEEPEST = 50
_HEADING = re.compile(r" {0,3}#[ \t]+(?P<title>.*?)(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*")
#: A link or a picture with its target, which may have one pair of parentheses in it.
_LINK = re.compile(
    r"!?\[([^\[\]\n]*+)\]\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)?\)|!?\[([^\[\]\n]*+)\]\[[^\[\]\n]*+\]"
)


def claims(beginning: str) -> bool:
    """Whether the text begins with front matter."""
    match = _FRONT.match(beginning)
    return match is not None and re.match(r"[\w-]+[ \t]*[:=]", match["matter"].lstrip()) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a Markdown file. Raises ArticleError."""
    text = read_text(stream, context)
    match = _FRONT.match(text)
    record = _front_matter(match["rule"], match["matter"]) if match else None
    start = text.count("\n", 0, match.end()) if match and record is not None else 0
    lines = text.split("\n")
    yield _article(record or {}, lines, start, context)


def _article(record: Mapping[str, object], lines: list[str], start: int, context: ReadContext) -> Article:
    """Return the article whose text begins at a line, below the front matter. Raises ArticleError."""
    first = next_text(lines, start)
    heading, end = _find_heading(lines, first)
    start = next_text(lines, end)
    body = _without_targets("\n".join(lines[start:]).rstrip())
    mapping = {field: keys for field, keys in context.mapping.items() if field != "body"}
    fields = {**record, "body": body or None}
    if heading and "title" not in resolve_mapping(record, mapping):
        fields["title"], mapping["title"] = heading, ("title",)
    article = ArticleBuilder(context._replace(mapping=mapping)).build(fields, 1)
    return article._replace(key=context.key(), body=body, body_line=start + 1 if body else 0)


def _find_heading(lines: list[str], first: int) -> tuple[str, int]:
    """Return the first heading of the first level, and the index of the line where the body begins."""
    if first + 1 < len(lines) and _UNDERLINE.fullmatch(lines[first + 1]) and not is_blank(lines, first):
        return lines[first], first + 2
    fence = ""
    for index in range(first, len(lines)):
        match = _FENCE.match(lines[index])
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
        elif not fence and (match := _HEADING.fullmatch(lines[index])) and match["title"]:
            title = _without_targets(match["title"])
            return title, index + 1 if index == first else first
    return "", first


def _without_targets(text: str) -> str:
    """Return Markdown with each link and picture replaced by its text; lines stay as they are."""
    if "](" in text or "][" in text:
        for _ in range(2):  # a picture may be the text of a link
            text = _LINK.sub(lambda match: match[1] or match[2] or "", text)
    return text


def _front_matter(rule: str, matter: str) -> Mapping[str, object] | None:
    """Return the record of a front matter, None for text that only looks like one. Raises ArticleError."""
    if _depth(matter) > _DEEPEST:  # PyYAML takes quadratic time for it
        raise ArticleError("front matter nested too deeply", 1)
    if len(matter) > _LARGEST_FRONT:
        raise ArticleError(f"front matter larger than {_LARGEST_FRONT >> 10} KB", 1)
    try:
        return _toml(matter) if rule == "+++" else _yaml(matter)
    except RecursionError:
        raise ArticleError("front matter nested too deeply", 1) from None


def _depth(matter: str) -> int:
    """Return the largest number of open brackets, those within quotes included."""
    steps = (1 if bracket in "[{" else -1 for bracket in re.findall(r"[\[\]{}]", matter))
    return max(itertools.accumulate(steps, lambda depth, step: max(0, depth + step)), default=0)


def _toml(matter: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(matter)
    except ValueError:  # also raised for a day that does not exist
        raise ArticleError("front matter is not valid TOML", 1) from None


def _yaml(matter: str) -> Mapping[str, object] | None:
    """Return the record of some YAML, every value as text."""
    try:
        import yaml
        from frontmatter.default_handlers import YAMLHandler
    except ImportError:
        raise missing_library("python-frontmatter", "markdown") from None

    loader = yaml.BaseLoader  # it makes nothing but text, lists and dictionaries
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(matter, Loader=loader)):
            raise ArticleError("front matter with YAML aliases", 1)  # they may expand to any amount of text
        record = YAMLHandler().load(matter, Loader=loader)
    except (yaml.YAMLError, ValueError):
        raise ArticleError("front matter is not valid YAML", 1) from None
    if not isinstance(record, dict):
        return None
    return {key: value for key, value in record.items() if isinstance(key, str)}
