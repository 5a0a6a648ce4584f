"""Filters, which score 0, as queries of OpenSearch."""

from __future__ import annotations

from typing import assert_never

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.batching import slices_of
from newsgrep.engine.opensearch.documents import key_value, token_line
from newsgrep.engine.opensearch.mapping import PERSONS
from newsgrep.engine.opensearch.spans import NOTHING, ServerQuery, any_of
from newsgrep.query.nodes import (
    DateRange,
    Filter,
    Has,
    Keys,
    Keyword,
    LengthRange,
    MatchAll,
    OfMail,
    Recorded,
    Tagged,
)

#: Mails that were indexed before their Message-IDs were stored.
WITHOUT_IDS: ServerQuery = {
    "bool": {
        "should": [{"exists": {"field": f"s_{name}"}} for name in PERSONS],
        "must_not": [{"exists": {"field": "s_ids"}}],
        "minimum_should_match": 1,
    }
}

#: The most values of one `terms` query; the server takes 65,536.
_TERMS = 60_000


def filter_query(node: Filter, analyzer: Analyzer) -> ServerQuery:
    """Return the query of a filter. Raises TypeError for a filter that `Keys` has to replace."""
    match node:
        case MatchAll():
            return {"match_all": {}}
        case DateRange(since, until):
            days = {"gte": int(f"{since:%Y%m%d}") if since else 1}
            return {"range": {"s_day": days | ({"lte": int(f"{until:%Y%m%d}")} if until else {})}}
        case LengthRange(least, most):
            return {"range": {"s_words": {"gte": least or 0} | ({} if most is None else {"lte": most})}}
        case Has(field):
            return {"term": {"s_has": {"value": field}}}
        case Keys(keys, excluded=excluded):
            values = sorted(map(key_value, keys))
            found = any_of([{"terms": {"key": some}} for some in slices_of(values, _TERMS)])
            return {"bool": {"must_not": [found]}} if excluded else found
        case Recorded() | Tagged() | OfMail():
            raise TypeError("the caller has to put Keys in the place of this filter")
        case Keyword():
            return _of_keyword(node, analyzer)
        case _:
            assert_never(node)


def _of_keyword(node: Keyword, analyzer: Analyzer) -> ServerQuery:
    line = token_line(node.text, node.field, analyzer)
    match node.field:
        case "site":
            return any_of([_tokens(node, name, analyzer) for name in ("source", "host")])
        case "lang":
            sought = line.removesuffix(" ") if node.prefix else line
            return {"prefix": {"s_lang": {"value": sought}}} if line else NOTHING
        case "format":
            return _of_format(line.strip(), node.prefix)
        case _:
            return _tokens(node, node.field, analyzer)


def _of_format(name: str, prefix: bool) -> ServerQuery:
    """Return the query of articles of a format; its name is one word. A script reads the unindexed field."""
    matches = "startsWith" if prefix else "equals"
    source = f"doc['format'].size() > 0 && doc['format'].value.{matches}(params.name)"
    return {"script": {"script": {"source": source, "params": {"name": name}}}} if name else NOTHING


def _tokens(node: Keyword, field: str, analyzer: Analyzer) -> ServerQuery:
    """Return the query of articles that have the tokens of a keyword one after the other."""
    line = token_line(node.text, field, analyzer)
    if not line:
        return NOTHING
    sought = line.removesuffix(" ") if node.prefix else line
    escaped = sought.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?")
    return {"wildcard": {f"s_tokens_{field}": {"value": f"*{escaped}*"}}}
