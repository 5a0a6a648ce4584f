"""The mappings of an index on OpenSearch: text fields with words that newsgrep analyses, and columns.

newsgrep sends terms, and the server only splits them at white space. So words, stems and positions are the
same in both engines. `t_NAME` holds the stems of a field and `t_NAME_x` the surface forms, at the same
positions. `t_all` and `t_all_x` hold each word of all fields once, with its frequency weighted by field.
Fields that begin with `s_` filter and sort. The others hold the article itself, which other tools can read.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.engine.facets import Facet

#: The form of the documents. A change of it needs a new index.
FORMAT = 2

#: Positions between two authors, so that no phrase spans them.
AUTHOR_GAP = 50_000

#: The text fields; `lede` repeats the first paragraph of the body.
TEXTS = ("body", "title", "lede", "author")

#: The keyword fields that are searched by consecutive tokens.
TOKEN_LINES = ("source", "url", "path", "host", "section")

#: The fields of an article with persons of a mail, by the keyword field that searches them. The columns
#: `s_NAME` hold their addresses, which facets count.
PERSONS: dict[Facet, str] = {"from": "senders", "to": "recipients"}
#: The same, and the names of attachments, which no facet counts.
OF_MAILS: dict[str, str] = {"from": "senders", "to": "recipients", "attachment": "attachments"}
#: The fields of an article with Message-IDs. The column `s_ids` holds all of them, of a mail without any ''.
MESSAGE_IDS = ("message_id", "answers", "thread_index")

#: What each term of a query adds to a score beside its number of occurrences. See spans.occurrences.
TRACE = 1 / 1024
#: The score of a term is its frequency, of which a script makes BM25F. A phrase scores once for each term.
_FREQUENCY = {"type": "scripted", "script": {"source": f"return query.boost * (doc.freq + {TRACE})"}}

_ANALYSIS = {
    "tokenizer": {"long": {"type": "whitespace", "max_token_length": 1_000_000}},  # the default is 255
    "filter": {
        "frequency": {"type": "delimited_term_freq", "delimiter": "|"},
        "alternatives": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]},
    },
    "analyzer": {
        "words": {"type": "custom", "tokenizer": "long"},
        "counted": {"type": "custom", "tokenizer": "long", "filter": ["frequency"]},
        "alternatives": {"type": "custom", "tokenizer": "long", "filter": ["alternatives"]},
    },
}

#: Words whose stems tell whether two machines analyse alike.
_SAMPLE = (
    *("missiles", "universities", "generally", "running", "flies", "happily", "nationalism", "agreed"),
    *("raketen", "häuser", "gouvernements", "noticias", "правительства", "hükümetin", "città", "möten"),
)
#: The same, in Devanagari and Tamil.
_WITH_VOWEL_SIGNS = ("किसानों", "नेपालका", "செய்திகள்")


def articles_index(language: str) -> dict[str, Any]:
    """Return settings and mappings of the index of articles; shards and replicas are the caller's."""
    return {
        "settings": {
            "index": {"similarity": {"frequency": _FREQUENCY}, "refresh_interval": "-1"},
            "analysis": _ANALYSIS,
        },
        "mappings": {
            "_meta": {"format": FORMAT, "language": language, "analysis": analysis_fingerprint(language)},
            "dynamic": "strict",
            "_source": {"excludes": ["t_*", "s_*"]},
            "properties": _properties(),
        },
    }


def words_index() -> dict[str, Any]:
    """Return settings and mappings of the index of surface forms: `w` the form, `n` in how many articles."""
    return {
        "settings": {"index": {"refresh_interval": "-1"}},
        "mappings": {
            "dynamic": "strict",
            "properties": {"w": {"type": "keyword"}, "n": {"type": "integer"}, "g": {"type": "integer"}},
        },
    }


def analysis_fingerprint(language: str) -> str:
    """Return a hash of sample stems and of the release of Unicode: equal if two machines analyse alike."""
    analyzer = analyzer_for(language)
    # Words with vowel signs count only if they are stemmed, so that other older indexes keep their hash.
    signed = (stem for stem in analyzer.stems(_WITH_VOWEL_SIGNS) if stem not in _WITH_VOWEL_SIGNS)
    stems = [*analyzer.stems(_SAMPLE), *signed]
    text = "\n".join([str(FORMAT), language, unicodedata.unidata_version.split(".")[0], *stems])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _properties() -> dict[str, Any]:
    return {
        "key": {"type": "keyword"},
        "format": {"type": "keyword", "index": False},
        "raw": {"type": "binary"},
        **{name: _stored("keyword") for name in ("path", "title", "date_from", "date_text", "url", "body")},
        **{name: {"type": "keyword", "index": False} for name in ("date", "title_from")},
        **{name: _stored("integer") for name in ("line", "body_line")},
        **{name: _column() for name in ("authors", "source", "section")},
        "language": _column(),
        "born": {"type": "integer"},
        "died": {"type": "integer"},
        **{name: {"type": "integer"} for name in ("s_day", "s_words", "s_named", "s_length")},
        # Hashes of words in a row, by which versions of a story are found, as signed numbers.
        "s_shingles": {"type": "integer"},
        "s_digits": {"type": "byte", "index": False},
        "s_instant": {"type": "long"},
        **{name: {"type": "boolean"} for name in ("s_undated", "s_untitled")},
        **{name: {"type": "keyword"} for name in ("s_title", "s_source", "s_has", "s_lang")},
        **{f"s_tokens_{name}": _tokens() for name in TOKEN_LINES},
        **later_fields(),
        **{f"t_all{form}": _counted() for form in ("", "_x")},
        **{f"t_{name}{form}": _placed() for name in TEXTS for form in ("", "_x")},
    }


def later_fields() -> dict[str, Any]:
    """Return the mappings of fields that an index of an older version may lack; a writer adds them."""
    return {
        **{name: _stored("keyword") for name in (*OF_MAILS.values(), "attached_as", *MESSAGE_IDS)},
        **{f"s_{name}": _column() for name in (*PERSONS, "ids")},
        **{f"s_tokens_{name}": _tokens() for name in (*OF_MAILS, "attached")},
    }


def _column() -> dict[str, Any]:
    return {"type": "keyword", "ignore_above": 8_000}


def _tokens() -> dict[str, Any]:
    return {"type": "wildcard", "doc_values": True}


def _stored(kind: str) -> dict[str, Any]:
    """Return the mapping of a field that is only fetched."""
    return {"type": kind, "index": False, "doc_values": False}


def _placed() -> dict[str, Any]:
    return {
        "type": "text",
        "analyzer": "words",
        "norms": False,
        "similarity": "frequency",
        "position_increment_gap": AUTHOR_GAP,
    }


def _counted() -> dict[str, Any]:
    return {
        "type": "text",
        "analyzer": "counted",
        "search_analyzer": "alternatives",
        "index_options": "freqs",
        "norms": False,
        "similarity": "frequency",
    }
