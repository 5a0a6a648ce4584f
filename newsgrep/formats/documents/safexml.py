"""XML in documents, which may come from anyone."""

from __future__ import annotations

from typing import Any

from lxml import etree

from newsgrep.errors import ArticleError


def parse_xml(data: bytes, label: str) -> Any:
    """Return the root of XML. Its entities are not expanded, and nothing is fetched for it.

    Raises ArticleError for broken XML; `label` is the name of the format.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise ArticleError(f"not {label}, or damaged") from None
