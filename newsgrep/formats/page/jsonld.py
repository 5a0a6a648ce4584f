"""JSON-LD of a web page: the schema.org article in its scripts.

>>> script = '{"@type": "NewsArticle", "headline": "Talks resume", "author": {"name": "Jane Doe"}}'
>>> metadata_in_jsonld([script]).authors
('Jane Doe',)

Sites write it by hand and by template: in lists and @graph, with references by @id, with comments around it
and superfluous commas. A script that cannot be decoded is ignored, as the page has its metadata in other
places too. An organisation is no author, whatever its name.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from newsgrep.bylines.persons import are_persons
from newsgrep.clean_text import clean_any
from newsgrep.formats.page.metadata import PageMetadata, clean_line, first_date, first_url

_ARTICLE_TYPE = re.compile(r"(?:[A-Z][A-Za-z]*)?Article|BlogPosting|LiveBlogPosting|Report")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(r"(?:\s|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|<!--|[;\ufeff])+")
_COMMAS = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*+[}\]])', re.S)
#: The end of the identifier of a node, which is the URL of the page and a name.
_NODE_OF_PAGE = re.compile(r"#(?:web-?page|article|\w*posting|richsnippet|main)\Z", re.I)
_DECODER = json.JSONDecoder(strict=False)

_ORGANIZATION = re.compile(r".*(?:Organization|Corporation)")
_ESCAPED = ("title", "section", "source")
#: Words in the names of publications and their staff, which are described as persons, too.
_PUBLICATION = re.compile(
    r"\b(?:times|news|post|daily|journal|herald|tribune|gazette|press|media|radio|tv|online|magazine|review|today"
    r"|weekly|observer|guardian|mirror|standard|chronicle|telegraph|mail|express|blog|team|staff|desk|editors?"
    r"|editorial|experts?|redaktion|rédaction|redacción|redação|redazione|zeitung|nachrichten|presse|gazeta)\b",
    re.I,
)
_SUBSTACK = "https://substack.com/@"
#: The most nodes that are read; a usual page has a handful.
_MOST_NODES = 10_000

_Node = dict[str, object]


def metadata_in_jsonld(
    scripts: Iterable[str], address: str = "", headings: Collection[str] = ()
) -> PageMetadata:
    """Return the metadata of the article in the JSON-LD scripts of the page at a URL.

    headings: of the page; if one is the `name` of the article and none is its `headline`, the name is the
              title
    """
    nodes = _Nodes(value for script in scripts for value in _decode_script(script))
    article = nodes.article(address)
    if article:
        return _metadata_of(nodes, article, headings)
    page = nodes.page()
    return PageMetadata(bylines=_bylines_of(nodes, page), date=_date_of(page)) if page else PageMetadata()


class _Nodes:
    """The nodes of a page, in document order and by @id."""

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
        named = ((clean_line(node.get("@id")), node) for node in self._all)
        # A node is mentioned more than once; the mention with most keys describes it.
        self._by_id = dict(sorted(named, key=lambda pair: len(pair[1])))

    def article(self, address: str) -> _Node | None:
        """Return the node of the article of the page, None if there is none, or several."""
        articles = [node for node in self._all if any(map(_ARTICLE_TYPE.fullmatch, types_of(node)))]
        here = [node for node in articles if address and _is_same_page(url_of(node), address)]
        headlines = {clean_line(node.get("headline")) for node in articles} - {""}
        if not here and len(headlines) > 1:
            articles = [node for node in articles if clean_line(node.get("articleBody"))]
            if len(articles) != 1:
                return None
        return max(here or articles, key=_count_of_content, default=None)

    def page(self) -> _Node | None:
        """Return the node of the page itself, None if there is none, or several.

        Plugins of WordPress describe the page and not its article. A page of another type, such as
        CollectionPage, has no date of an article.
        """
        pages = [node for node in self._all if {"WebPage", "ItemPage"} & set(types_of(node))]
        return pages[0] if len(pages) == 1 else None

    def described(self, value: object) -> object:
        """Return the node with the @id of a value, which says most of it; any other value unchanged."""
        return (
            self._by_id.get(clean_line(value.get("@id")) or "-", value) if isinstance(value, dict) else value
        )

    def resolve(self, value: object) -> object:
        """Return the node that a reference by @id refers to; any other value unchanged."""
        return value if isinstance(value, dict) and value.get("name") else self.described(value)


def types_of(node: _Node) -> list[str]:
    """Return the types of a node, without the URL of the vocabulary."""
    return [re.split(r"[/#:]", name)[-1] for name in map(clean_line, _as_list(node.get("@type"))) if name]


def url_of(node: _Node) -> str:
    """Return the URL of the page of a node, '' for none."""
    page = node.get("mainEntityOfPage")
    pages = [page.get("@id"), page.get("url")] if isinstance(page, dict) else [page]
    found = first_url([node.get("url"), *pages, node.get("@id")])
    return _NODE_OF_PAGE.sub("", found)


def _metadata_of(nodes: _Nodes, article: _Node, headings: Collection[str]) -> PageMetadata:
    headline, name = (clean_line(article.get(key)) for key in ("headline", "name"))
    if html.unescape(name) in headings and html.unescape(headline) not in headings:
        headline = name  # in an encyclopedia the headline is a short description
    publisher = [nodes.resolve(value) for value in _as_list(article.get("publisher"))]
    sections = map(clean_line, _as_list(article.get("articleSection")))
    metadata = PageMetadata(
        title=headline or name,
        bylines=_bylines_of(nodes, article),
        persons=_described_persons(nodes, article),
        date=_date_of(article) or _date_of(nodes.page() or {}),
        date_text=clean_line(_plain_value(article.get("datePublished"))),
        url=url_of(article),
        source=next(filter(None, map(_node_name, publisher)), ""),
        language=next(filter(None, map(_node_name, _as_list(article.get("inLanguage")))), ""),
        section=next(filter(None, sections), ""),
        body=_article_body(article.get("articleBody")),
        is_article=True,
    )
    # Some programs escape a text twice.
    texts = {field: html.unescape(html.unescape(getattr(metadata, field))) for field in _ESCAPED}
    return replace(metadata, **texts)


def _date_of(node: _Node) -> str:
    return first_date(map(_plain_value, (node.get("datePublished"), node.get("dateCreated"))))


def _bylines_of(nodes: _Nodes, node: _Node) -> tuple[tuple[str, ...], ...]:
    """Return the names of the authors and creators of a node, without organisations."""
    names = tuple(name for key in ("author", "creator") for name in _names_in(nodes, node.get(key)))
    return (names,) if names else ()


def _names_in(nodes: _Nodes, value: object) -> Iterator[str]:
    for author in map(nodes.resolve, _as_list(value)):
        if isinstance(author, dict):
            types = types_of(author)
            if "Person" not in types and any(map(_ORGANIZATION.fullmatch, types)):
                continue
            author = author.get("name")
        yield from filter(None, map(clean_line, _as_list(author)))


def _described_persons(nodes: _Nodes, article: _Node) -> tuple[str, ...]:
    """Return the names of the authors that are certainly persons, even where the site has the same name.

    Sites call themselves a Person by mistake; but they have no job, they are not also an organisation, as
    the owner of a site is in WordPress, and they have no page at Substack.
    """
    names = []
    for author in map(nodes.described, _as_list(article.get("author"))):
        if isinstance(author, dict) and "Person" in (types := types_of(author)):
            is_owner = any(map(_ORGANIZATION.fullmatch, types))
            is_described = clean_line(author.get("jobTitle")) or clean_line(author.get("description"))
            if is_owner or is_described or clean_line(author.get("url")).startswith(_SUBSTACK):
                names.append(clean_line(author.get("name")))
    return tuple(name for name in names if are_persons((name,)) and not _PUBLICATION.search(name))


def _node_name(value: object) -> str:
    """Return the name in a string or an object, '' for none."""
    if isinstance(value, dict):
        return next(filter(None, (clean_line(value.get(key)) for key in ("alternateName", "name"))), "")
    return clean_line(value)


def _article_body(value: object) -> str:
    parts = (clean_any(part).strip() for part in map(_plain_value, _as_list(value)) if isinstance(part, str))
    return "\n\n".join(part for part in parts if clean_line(part))


def _plain_value(value: object) -> object:
    """Return a value, or the first one of a list, without the object that gives its type."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("@value") if isinstance(value, dict) else value


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _count_of_content(node: _Node) -> int:
    return sum(bool(node.get(key)) for key in ("headline", "articleBody", "datePublished", "author"))


def _is_same_page(one: str, other: str) -> bool:
    """Whether two URLs name one page, apart from scheme, `www.`, query and a slash at the end."""
    bare = (re.sub(r"\Ahttps?://(?:www\.)?|[?#].*|/\Z", "", address, flags=re.S) for address in (one, other))
    return next(bare) == next(bare)


def _decode_script(script: str) -> list[object]:
    """Return the JSON values at the beginning of a script, up to one that cannot be decoded."""
    return _decode_values(script) or _decode_values(_repaired(script))


def _decode_values(script: str) -> list[object]:
    values: list[object] = []
    position = 0
    while len(values) < _MOST_NODES:
        if wrapping := _WRAPPING.match(script, position):
            position = wrapping.end()
        try:
            value, position = _DECODER.raw_decode(script, position)
        except (ValueError, RecursionError):  # the end, or no JSON
            break
        values.append(value)
    return values


def _repaired(script: str) -> str:
    """Return a script without commas before closing brackets; decode its entities if it has no `"`."""
    if '"' not in script:
        script = html.unescape(script)
    return _COMMAS.sub(lambda match: match[1] or "", script)
