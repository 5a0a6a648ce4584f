"""JSON-LD of a web page: the schema.org article that its scripts describe.

>>> script = '{"@type": "NewsArticle", "headline": "Talks resume", "author": {"name": "Jane Doe"}}'
>>> facts_of([script]).authors
('Jane Doe',)

Sites write it by hand and by template: in lists and @graph, with references by @id, with comments
around it and commas too many. What cannot be decoded is passed over, as the page has other places.
An organisation is no author, whatever its name.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from newsgrep.formats.text import clean, whole
from newsgrep.formats.web.facts import Facts, address_of, date_of, line_of, names_of

_ARTICLE_TYPE = re.compile(r"(?:[A-Z][A-Za-z]*)?Article|BlogPosting|LiveBlogPosting|Report")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(r"(?:\s|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|<!--|[;\ufeff])+")
_COMMAS = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*+[}\]])', re.S)
_DECODER = json.JSONDecoder(strict=False)

#: A page describes a handful of things; one that describes more is not read to the end.
_MOST_NODES = 10_000

_Node = dict[str, object]


def facts_of(scripts: Iterable[str], address: str = "") -> Facts:
    """Return what the JSON-LD scripts of the page at an address say of its article."""
    nodes = _Nodes(value for script in scripts for value in _decode(script))
    article = nodes.article(address)
    return _facts(nodes, article) if article else Facts()


class _Nodes:
    """The described things of a page, in document order, and by their @id."""

    def __init__(self, values: Iterable[object]) -> None:
        self._all: list[_Node] = []
        pending = list(values)[::-1]
        while pending and len(self._all) < _MOST_NODES:
            value = pending.pop()
            if isinstance(value, list):
                pending += value[::-1]
            elif isinstance(value, dict):
                self._all.append(value)
                pending += [value[key] for key in _INSIDE if key in value][::-1]
        named = ((line_of(node.get("@id")), node) for node in self._all)
        # A thing is mentioned more than once, and described where most is said of it.
        self._by_id = dict(sorted(named, key=lambda pair: len(pair[1])))

    def article(self, address: str) -> _Node | None:
        """Return the article that the page is about, None where it is about none, or about several."""
        articles = [node for node in self._all if any(map(_ARTICLE_TYPE.fullmatch, types_of(node)))]
        here = [node for node in articles if address and _same(address_in(node), address)]
        headlines = {line_of(node.get("headline")) for node in articles} - {""}
        if not here and len(headlines) > 1:
            articles = [node for node in articles if line_of(node.get("articleBody"))]
            if len(articles) != 1:
                return None
        return max(here or articles, key=_weight, default=None)

    def described(self, value: object) -> object:
        """Return what a reference by @id refers to, and other values as they are."""
        if isinstance(value, dict) and not value.get("name"):
            return self._by_id.get(line_of(value.get("@id")) or "-", value)
        return value


def types_of(node: _Node) -> list[str]:
    """Return the names of a thing's types, without the vocabulary's address."""
    return [re.split(r"[/#:]", name)[-1] for name in map(line_of, _listed(node.get("@type"))) if name]


def address_in(node: _Node) -> str:
    """Return the address of the page of a thing."""
    page = node.get("mainEntityOfPage")
    pages = [page.get("@id"), page.get("url")] if isinstance(page, dict) else [page]
    return address_of([node.get("url"), *pages, node.get("@id")])


def _facts(nodes: _Nodes, article: _Node) -> Facts:
    publisher = [nodes.described(value) for value in _listed(article.get("publisher"))]
    sections = map(line_of, _listed(article.get("articleSection")))
    facts = Facts(
        title=line_of(article.get("headline")) or line_of(article.get("name")),
        authors=tuple(
            dict.fromkeys(name for key in ("author", "creator") for name in _persons(nodes, article.get(key)))
        ),
        date=date_of(map(_value, (article.get("datePublished"), article.get("dateCreated")))),
        url=address_in(article),
        source=next(filter(None, map(_name, publisher)), ""),
        language=next(filter(None, map(_name, _listed(article.get("inLanguage")))), ""),
        section=next(filter(None, sections), ""),
        body=_body(article.get("articleBody")),
        is_article=True,
    )
    return replace(facts, title=html.unescape(facts.title), section=html.unescape(facts.section))


def _persons(nodes: _Nodes, value: object) -> Iterator[str]:
    for author in map(nodes.described, _listed(value)):
        if isinstance(author, dict):
            if not any(name.endswith(("Organization", "Corporation")) for name in types_of(author)):
                yield from names_of(_listed(author.get("name")))
        else:
            yield from names_of([author])


def _name(value: object) -> str:
    """Return the name of a thing: a string, or an object with one."""
    if isinstance(value, dict):
        return next(filter(None, (line_of(value.get(key)) for key in ("alternateName", "name"))), "")
    return line_of(value)


def _body(value: object) -> str:
    parts = (clean(whole(part)).strip() for part in map(_value, _listed(value)) if isinstance(part, str))
    return "\n\n".join(part for part in parts if line_of(part))


def _value(value: object) -> object:
    """Return a value without the object that gives its type, the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("@value") if isinstance(value, dict) else value


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _weight(node: _Node) -> int:
    return sum(bool(node.get(key)) for key in ("headline", "articleBody", "datePublished", "author"))


def _same(one: str, other: str) -> bool:
    """Whether two addresses are of one page, whatever the scheme, the slash at the end and the query."""
    bare = (re.sub(r"\Ahttps?://(?:www\.)?|[?#].*|/\Z", "", address, flags=re.S) for address in (one, other))
    return next(bare) == next(bare)


def _decode(script: str) -> list[object]:
    """Return the JSON values of a script, as many as can be read."""
    return _values(script) or _values(_repaired(script))


def _values(script: str) -> list[object]:
    values: list[object] = []
    position = 0
    while len(values) < _MOST_NODES:
        if wrapping := _WRAPPING.match(script, position):
            position = wrapping.end()
        try:
            value, position = _DECODER.raw_decode(script, position)
        except (ValueError, RecursionError):  # the end, or something that is no JSON
            break
        values.append(value)
    return values


def _repaired(script: str) -> str:
    """Return a script without the commas before a closing bracket, and without entities for its quotes."""
    if '"' not in script:
        script = html.unescape(script)
    return _COMMAS.sub(lambda match: match[1] or "", script)
