"""XML of any schema: one article per element that has a text under a known name.

The beginning of a document shows which elements are articles. These are the elements nearest to the root that
have a text and also a title, an author, a date, an address or a source, by the names of their children and
attributes (xmlrecord.py); else elements with a title and a summary; else those with a title or a date, and
one long text. Of several kinds at one level, the one with the most text is read, and with it all others that
have a title and a text, and the rows of each database table with a text. Other tables, and other elements
with a text at that level, are skipped and remarked. If an article has no date, source, language or section,
it takes them from the elements around it, such as the issue; a heading before it is its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder, resolve_mapping
from newsgrep.formats.fields.keypaths import find_key_paths, is_summary
from newsgrep.formats.fields.longtext import long_column
from newsgrep.formats.records.xmlrecord import attributes_of, is_name_of_text, record_of
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, parse_beginning
from newsgrep.markup.xml_text import text_within
from newsgrep.read_context import ReadContext
from newsgrep.remarks import ELEMENT_PASSED_OVER, TABLE_PASSED_OVER
from newsgrep.results import Unreadable

#: The limits of the search for articles: the first bytes, elements of each path, and levels of elements.
BEGINNING, _SAMPLE, _DEEPEST = 2**20, 20, 8
#: A shorter text counts only beside other fields of an article.
_LONG = 200
#: Roots, in lower case, of documents with texts that are no articles: drawings, GPS tracks, lists of feeds,
#: settings, messages of programs and their translations, descriptions of programs, schemas, test results.
_OTHERS = frozenset(
    ["svg", "gpx", "kml", "opml", "plist", "resources", "ts", "xliff", "tmx", "schema", "stylesheet"]
    + ["transform", "definitions", "testsuite", "testsuites", "component", "components"]
)
#: The root, in lower case, of descriptions of things: a summary below a title is no article there.
_DESCRIPTIONS = "rdf"
_TELLING = ("title", "author", "date", "url", "source")
#: The fields that an article may take from the elements around it.
_INHERITED = ("date", "source", "language", "section")

#: Elements for a table in a dump of a database, or for a row with the name of its table. TYPO3 appends the
#: number of the row (`tt_news:7`).
_TABLES = frozenset(["table", "table_data", "tablerow"])
#: Elements with the heading of the articles that follow them at the same level.
_HEADING = re.compile(r"(?:.*[-_])?heading", re.IGNORECASE)

#: The names of the elements around an element, from the root, and its own; last the name of a table.
_Path = tuple[str, ...]
_Record = dict[str, object]
_Mapping = Mapping[str, tuple[str, ...]]


def claims(beginning: str) -> bool:
    """Whether the text begins with the declaration of an XML document."""
    return beginning.startswith("<?xml ")


class _Choice(NamedTuple):
    """Which elements of a document are articles.

    paths:  the paths of the articles
    others: the paths of all other elements that were seen
    sample: some records of articles
    """

    paths: set[_Path]
    others: set[_Path]
    sample: list[_Record]


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each element. Raises ArticleError where none has a text under a known name."""
    beginning = stream.read(BEGINNING)
    root = parse_beginning(beginning, context)
    if root is None:
        raise ArticleError("not valid XML")
    choice = _articles_in(root, context)
    if not choice.paths:
        raise ArticleError(_why_none(root))
    builder = ArticleBuilder(context)
    builder.learn_text(choice.sample)
    whole = _Rewound(beginning, stream)
    names = sorted({path[-1].partition(" ")[0] for path in choice.paths})
    heading, level = "", None
    around: _Path = ()
    nodes = iterate_elements(whole, names, context, lambda node: not _is_within(node, choice.paths))
    for node in _with_siblings(nodes, frozenset(names)):
        if node.getparent() is not level:
            heading, level, around = "", node.getparent(), _path_of(node)[:-1]
        heading = _heading_before(node) or heading
        if _is_article(node, (*around, _step_of(node)), choice, context):
            record = _with_inherited(record_of(node), node, context.mapping, heading)
            yield builder.build_or_report(record, node.sourceline or 0)
    if level is not None:
        _remark_unseen(level.getroottree().getroot(), choice, context)


def _with_siblings(nodes: Iterable[XmlNode], names: frozenset[str]) -> Iterator[XmlNode]:
    """Yield the given elements in order, with their siblings of other names that are still in memory."""

    def others(siblings: Iterable[XmlNode]) -> list[XmlNode]:
        return [node for node in siblings if local_name(node) not in names]

    last: XmlNode = None
    for node in nodes:
        if last is not None and last.getparent() is not node.getparent():
            yield from others(last.itersiblings("{*}*"))
        if node.getprevious() is not last:
            yield from reversed(others(node.itersiblings("{*}*", preceding=True)))
        yield node
        last = node
    if last is not None:
        yield from others(last.itersiblings("{*}*"))


def _remark_unseen(root: XmlNode, choice: _Choice, context: ReadContext) -> None:
    """Remark elements like articles that the beginning of a document lacks, away from all known elements."""
    groups: dict[_Path, list[_Record]] = {}
    _collect(root, (), groups)
    known = {*choice.paths, *choice.others}
    for path, records in sorted(groups.items(), key=lambda group: -len(group[0])):
        is_new = path not in known and _is_apart(path, known - choice.others)
        if is_new and _are_like_articles(path, records, context.mapping):
            known.add(path)  # the elements above it only contain it
            context.remark(ELEMENT_PASSED_OVER, f"<{path[-1]}>")


def _is_article(node: XmlNode, path: _Path, choice: _Choice, context: ReadContext) -> bool:
    """Whether an element is an article. For a path that the beginning lacks, its first element decides."""
    if path not in choice.paths and path not in choice.others:
        records = [record_of(node)]
        is_read = _is_apart(path, choice.paths) and _are_like_articles(path, records, context.mapping)
        (choice.paths if is_read else choice.others).add(path)
        if not is_read and (table := _table_of(path)):
            context.remark(TABLE_PASSED_OVER, table)
        elif not is_read and _have_text(records, context.mapping):
            context.remark(ELEMENT_PASSED_OVER, f"<{path[-1]}>")
    return path in choice.paths


class _Rewound:
    """A stream with its first bytes, which were read before, put back."""

    def __init__(self, beginning: bytes, stream: BufferedReader) -> None:
        self._beginning, self._stream = beginning, stream

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        if not self._beginning:
            return self._stream.read(size)
        end = len(self._beginning) if size < 0 else size
        data, self._beginning = self._beginning[:end], self._beginning[end:]
        return data


def _articles_in(root: XmlNode, context: ReadContext) -> _Choice:
    """Choose the elements that are articles, by the beginning of a document; remark those it skips."""
    mapping = context.mapping
    groups: dict[_Path, list[_Record]] = {}
    if "body" in mapping or local_name(root).lower() not in _OTHERS:
        _collect(root, (), groups)
    by_depth = sorted(groups.items(), key=lambda item: (len(item[0]), -_size(item[1], mapping)))
    are_descriptions = local_name(root).lower() == _DESCRIPTIONS
    for is_kind in (_have_text,) if are_descriptions else (_have_text, _have_summary, _have_long_text):
        found = {path: records for path, records in by_depth if is_kind(records, mapping)}
        for path, records in found.items():
            if not any(_holds_articles(record, path, found, mapping) for record in records):
                paths = _with_others(path, found, mapping)
                _remark_others(paths, groups, context)
                return _Choice(paths, groups.keys() - paths, records)
    return _Choice(set(), set(), [])


def _with_others(path: _Path, found: Mapping[_Path, list[_Record]], mapping: _Mapping) -> set[_Path]:
    """Return the paths of articles: the given one, and all similar ones that are apart from those chosen."""
    paths = {path}
    for other, records in found.items():
        is_named = other[-1] == path[-1] and any("title" in resolve_mapping(one, mapping) for one in records)
        if _is_apart(other, paths) and (is_named or _are_like_articles(other, records, mapping)):
            paths.add(other)
    return paths


def _is_apart(path: _Path, paths: Iterable[_Path]) -> bool:
    """Whether none of the paths is equal to `path`, above it, or below it."""
    return not any(path[: len(one)] == one[: len(path)] for one in paths)


def _is_within(node: XmlNode, paths: Iterable[_Path]) -> bool:
    """Whether an element is within an element of one of the paths."""
    around = _path_of(node)[:-1]
    return any(around[: len(one)] == one for one in paths)


def _are_like_articles(path: _Path, records: list[_Record], mapping: _Mapping) -> bool:
    """Whether one of the records has a title and a text, or is a row of a table with a text."""
    found = [record for record in records if _has_text(record, resolve_mapping(record, mapping), mapping)]
    return bool(found) and (
        bool(_table_of(path)) or any("title" in resolve_mapping(record, mapping) for record in found)
    )


def _remark_others(paths: set[_Path], groups: Mapping[_Path, list[_Record]], context: ReadContext) -> None:
    """Remark the tables, and the elements with texts at the level of the articles, that are skipped."""
    others = {path: records for path, records in groups.items() if _is_apart(path, paths)}
    depths = {len(path) for path in paths if _table_of(path)}
    for table in sorted({_table_of(path) for path in others if len(path) in depths} - {""}):
        context.remark(TABLE_PASSED_OVER, table)
    levels = {path[:-1] for path in paths}
    for path, records in others.items():
        if path[:-1] in levels and not _table_of(path) and not _HEADING.fullmatch(path[-1]):
            are_texts = _have_text(records, context.mapping)
            if are_texts or len(records) > 1 and _have_summary(records, context.mapping):
                context.remark(ELEMENT_PASSED_OVER, f"<{path[-1]}>")


def _holds_articles(
    record: _Record,
    path: _Path,
    found: Mapping[_Path, list[_Record]],
    mapping: _Mapping,
) -> bool:
    """Whether the text of a record is really articles: elements with a title, or several of the same name."""
    name = resolve_mapping(record, mapping).get("body", "")
    inner = found.get((*path, name), ())
    are_several = isinstance(record.get(name), list) and not is_name_of_text(name)
    return bool(inner) and (are_several or any("title" in resolve_mapping(one, mapping) for one in inner))


def _size(records: Iterable[_Record], mapping: _Mapping) -> int:
    """Return the length of the texts of records: headings between speeches have less text than these."""
    texts = (record.get(resolve_mapping(record, mapping).get("body", "")) for record in records)
    return sum(len(text) for text in texts if isinstance(text, str))


def _collect(node: XmlNode, above: _Path, groups: dict[_Path, list[_Record]]) -> None:
    """Collect the records of the first elements of each path."""
    path = (*above, _step_of(node))
    records = groups.setdefault(path, [])
    if len(records) == _SAMPLE:
        return
    if len(node) or node.attrib or len(path) == 1:
        records.append(record_of(node))
    if len(path) < _DEEPEST:
        for child in node.iterchildren("*"):
            _collect(child, path, groups)


def _have_text(records: Iterable[_Record], mapping: _Mapping) -> bool:
    """Whether one of the records has a text, and a field that shows that it is an article."""
    return any(_has_text(record, resolve_mapping(record, mapping), mapping) for record in records)


def _has_text(record: _Record, names: Mapping[str, str], mapping: _Mapping) -> bool:
    name = names.get("body", "")
    if not name or ("body" not in mapping and is_summary(name)):
        return False
    text = record.get(name)
    texts = text if isinstance(text, list) else [text]
    if "body" not in mapping and not all(isinstance(one, str) for one in texts):
        return False  # it holds articles
    is_long = sum(len(one) for one in texts if isinstance(one, str)) >= _LONG
    return is_long or "body" in mapping or any(field in names for field in _TELLING)


def _have_summary(records: Iterable[_Record], mapping: _Mapping) -> bool:
    """Whether one of the records has a title and a summary."""
    found = (resolve_mapping(record, mapping) for record in records)
    return any({"title", "body"} <= names.keys() and is_summary(names["body"]) for names in found)


def _have_long_text(records: list[_Record], mapping: _Mapping) -> bool:
    """Whether the records have a title or a date, and one long text under any name."""
    if "body" in mapping:
        return False
    paths = find_key_paths(tuple({name for record in records for name in record}))
    known = {path.key for found in paths.values() for path in found}
    has_field = bool(paths["title"] or paths["date"])
    return has_field and bool(records) and bool(long_column(records, known))


def _path_of(node: XmlNode) -> _Path:
    return (*(_step_of(one) for one in reversed(list(node.iterancestors()))), _step_of(node))


def _step_of(node: XmlNode) -> str:
    name = local_name(node)
    if name not in _TABLES or not len(node):
        return name
    table = node.get("name") or node.get("index", "").partition(":")[0]
    return f"{name} {table}".strip()


def _table_of(path: _Path) -> str:
    """Return the name of the table that a row is in, '' for none."""
    steps = (step.partition(" ") for step in path)
    return next((table for name, _, table in steps if table and name in _TABLES), "")


def _heading_before(node: XmlNode) -> str:
    """Return the nearest heading before an element among its siblings in memory, '' if there is none."""
    for before in node.itersiblings("{*}*", preceding=True):
        if _HEADING.fullmatch(local_name(before)):
            return text_within(before)
    return ""


def _with_inherited(record: _Record, node: XmlNode, mapping: _Mapping, heading: str) -> _Record:
    """Return a record with the fields that it lacks taken from the heading and the elements around it."""
    if heading and "section" not in resolve_mapping(record, mapping):
        record.setdefault("section", heading)
    for around in node.iterancestors():
        if not around.attrib:
            continue
        attributes = attributes_of(around)
        paths = find_key_paths(tuple(attributes))
        known = resolve_mapping(record, mapping)
        for field in _INHERITED:
            for path in () if field in known else paths[field][:1]:
                record.setdefault(path.key, attributes[path.key])
    return record


def _why_none(root: XmlNode) -> str:
    """Return the reason why no element of a document is an article."""
    return (
        f"not a known news format: root element <{local_name(root)}>, and no element has a text of a known"
        " name; --map body=NAME names it"
    )
