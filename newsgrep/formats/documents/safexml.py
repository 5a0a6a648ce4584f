"""XML in documents, of which strangers may have made anything."""

from __future__ import annotations

from typing import Any

from lxml import etree

from newsgrep.errors import ArticleError


def parse_xml(data: bytes, label: str) -> Any:
    """Return the root of some XML, in which nothing is expanded and for which nothing is fetched.

    Raises ArticleError for what is no XML; `label` is the name of the format.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise ArticleError(f"not {label}, or damaged") from None
