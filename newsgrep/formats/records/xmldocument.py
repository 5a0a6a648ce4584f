"""XML of any schema: the elements that have a text under a known name, an article each.

The beginning of a document tells which elements these are: those nearest to the root that have a text and a
title, an author, a date, an address or a source, by the names of their children and attributes
(xmlrecord.py); else those with a summary below a title, else those with a title or a date and one long text.
Of several at one level it is those with the most text, and with them others of their name that have a title.
Where an element has no date, source, language or section, those of the elements around it hold, as an issue
has them for its articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.records.keypaths import find_key_paths, is_summary
from newsgrep.formats.records.longtext import long_column
from newsgrep.formats.records.record import ArticleBuilder, resolve_mapping
from newsgrep.formats.records.xmlrecord import attributes_of, is_name_of_text, record_of
from newsgrep.formats.wire.xmltree import Node, iterate_elements, local_name, parse_beginning
from newsgrep.results import Unreadable

#: What is looked at to find the articles: the first bytes, elements of each path, and levels below the root.
BEGINNING, _SAMPLE, _DEEPEST = 2**20, 20, 8
#: A text that is shorter than this is one only beside other fields of an article.
_LONG = 200
#: Roots, in lower case, of documents that have texts and are no articles: drawings, tracks, lists of feeds,
#: properties, words of programs and their translations, schemas, programs and their tests.
_OTHERS = frozenset(
    ["svg", "gpx", "kml", "opml", "plist", "resources", "ts", "xliff", "tmx", "schema", "stylesheet"]
    + ["transform", "definitions", "testsuite", "testsuites"]
)
_TELLING = ("title", "author", "date", "url", "source")
#: What the elements around an article may say of it.
_INHERITED = ("date", "source", "language", "section")

_Path = tuple[str, ...]
_Record = dict[str, object]


def claims(beginning: str) -> bool:
    """Whether the text begins with the declaration of an XML document."""
    return beginning.startswith("<?xml ")


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each element. Raises ArticleError where none has a text under a known name."""
    beginning = stream.read(BEGINNING)
    root = parse_beginning(beginning, context)
    if root is None:
        raise ArticleError("not valid XML")
    paths, sample = _articles_in(root, context.mapping)
    if not paths:
        raise ArticleError(_why_none(root))
    builder = ArticleBuilder(context)
    builder.learn_text(sample)
    whole = _Rewound(beginning, stream)
    for node in iterate_elements(whole, paths[0][-1], context, lambda node: _path_of(node) in paths):
        record = _with_inherited(record_of(node), node, context.mapping)
        yield builder.build_or_report(record, node.sourceline or 0)


class _Rewound:
    """A stream of which the first bytes were read."""

    def __init__(self, beginning: bytes, stream: BufferedReader) -> None:
        self._beginning, self._stream = beginning, stream

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        if not self._beginning:
            return self._stream.read(size)
        end = len(self._beginning) if size < 0 else size
        data, self._beginning = self._beginning[:end], self._beginning[end:]
        return data


def _articles_in(root: Node, mapping: Mapping[str, tuple[str, ...]]) -> tuple[list[_Path], list[_Record]]:
    """Return the paths of the elements that are articles, all of one name, with some of their records."""
    if "body" not in mapping and local_name(root).lower() in _OTHERS:
        return [], []
    groups: dict[_Path, list[_Record]] = {}
    _collect(root, (), groups)
    by_depth = sorted(groups.items(), key=lambda item: (len(item[0]), -_size(item[1], mapping)))
    for is_kind in (_have_text, _have_summary, _have_long_text):
        found = {path: records for path, records in by_depth if is_kind(records, mapping)}
        for path, records in found.items():
            if not any(_holds_articles(record, path, found, mapping) for record in records):
                return _with_the_same_name(path, found, mapping), records
    return [], []


def _with_the_same_name(
    path: _Path, found: Mapping[_Path, list[_Record]], mapping: Mapping[str, tuple[str, ...]]
) -> list[_Path]:
    """Return a path of articles, and other paths of articles that end in the same name, as in sections."""
    paths = [path]
    for other, records in found.items():
        is_apart = other[-1] == path[-1] and not any(other[: len(one)] == one for one in paths)
        if is_apart and any("title" in resolve_mapping(record, mapping) for record in records):
            paths.append(other)
    return paths


def _holds_articles(
    record: _Record,
    path: _Path,
    found: Mapping[_Path, list[_Record]],
    mapping: Mapping[str, tuple[str, ...]],
) -> bool:
    """Whether what seems to be the text is articles: with a title each, or several of a name."""
    name = resolve_mapping(record, mapping).get("body", "")
    inner = found.get((*path, name), ())
    are_several = isinstance(record.get(name), list) and not is_name_of_text(name)
    return bool(inner) and (are_several or any("title" in resolve_mapping(one, mapping) for one in inner))


def _size(records: Iterable[_Record], mapping: Mapping[str, tuple[str, ...]]) -> int:
    """Return the length of the texts of some records: headings between speeches have shorter ones."""
    texts = (record.get(resolve_mapping(record, mapping).get("body", "")) for record in records)
    return sum(len(text) for text in texts if isinstance(text, str))


def _collect(node: Node, above: _Path, groups: dict[_Path, list[_Record]]) -> None:
    """Collect the records of the first elements of each path."""
    path = (*above, local_name(node))
    records = groups.setdefault(path, [])
    if len(records) == _SAMPLE:
        return
    if len(node) or node.attrib or len(path) == 1:
        records.append(record_of(node))
    if len(path) < _DEEPEST:
        for child in node.iterchildren("*"):
            _collect(child, path, groups)


def _have_text(records: Iterable[_Record], mapping: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether some records have a text, and a field that shows that they are articles."""
    return any(_has_text(record, resolve_mapping(record, mapping), mapping) for record in records)


def _has_text(record: _Record, names: Mapping[str, str], mapping: Mapping[str, tuple[str, ...]]) -> bool:
    name = names.get("body", "")
    if not name or ("body" not in mapping and is_summary(name)):
        return False
    text = record.get(name)
    texts = text if isinstance(text, list) else [text]
    if "body" not in mapping and not all(isinstance(one, str) for one in texts):
        return False  # it holds articles
    is_long = sum(len(one) for one in texts if isinstance(one, str)) >= _LONG
    return is_long or "body" in mapping or any(field in names for field in _TELLING)


def _have_summary(records: Iterable[_Record], mapping: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether some records have a summary below a title."""
    found = (resolve_mapping(record, mapping) for record in records)
    return any({"title", "body"} <= names.keys() and is_summary(names["body"]) for names in found)


def _have_long_text(records: list[_Record], mapping: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether records have a title or a date, and one long text under any name."""
    if "body" in mapping:
        return False
    paths = find_key_paths(tuple({name for record in records for name in record}))
    known = {path.key for found in paths.values() for path in found}
    has_field = bool(paths["title"] or paths["date"])
    return has_field and bool(records) and bool(long_column(records, known))


def _path_of(node: Node) -> _Path:
    return (*(local_name(one) for one in reversed(list(node.iterancestors()))), local_name(node))


def _with_inherited(record: _Record, node: Node, mapping: Mapping[str, tuple[str, ...]]) -> _Record:
    """Return a record with what the elements around it say of an article, if it says nothing of that."""
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


def _why_none(root: Node) -> str:
    """Return why no element of a document is an article."""
    return (
        f"not a known news format: root element <{local_name(root)}>, and no element has a text of a known"
        " name; --map body=NAME names it"
    )
