"""The JSON Schema of the objects that a search prints with --json and --jsonl."""

from __future__ import annotations

from typing import Any

from newsgrep.output.hit_fields import DESCRIPTIONS
from newsgrep.results import HIT_FIELDS, SCHEMA_VERSION

_SPANS = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}

_NUMBER = {"type": ["integer", "null"]}

#: The types of fields whose value is not a text or null.
_VALUES: dict[str, dict[str, Any]] = {
    "rank": {"type": "integer"},
    "score": {"type": "number"},
    "line": {"type": "integer"},
    "page": _NUMBER,
    "words": {"type": "integer"},
    "key": {"type": "string"},
    "path": {"type": "string"},
    "body": {"type": "string"},
    **dict.fromkeys(
        ("authors", "senders", "recipients", "answers", "attachments", "tags"),
        {"type": "array", "items": {"type": "string"}},
    ),
    "title_matches": _SPANS,
    "author_matches": _SPANS,
    "explanation": {"type": ["object", "null"]},
    "passages": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "text": {"type": "string"},
                "start": {"type": "integer"},
                "page": _NUMBER,
                "matches": _SPANS,
            },
            "required": ["text", "start", "page", "matches"],
        },
    },
    "versions": {"type": "array", "items": {"type": "object"}},
    "close": {"type": "boolean"},
    "missing": {"type": "array", "items": {"type": "string"}},
    "by_meaning": {"type": "boolean"},
}


def hit_schema() -> dict[str, Any]:
    """Return the schema of a hit with all fields; without --fields a hit has HIT_FIELDS."""
    version = {"type": "integer", "const": SCHEMA_VERSION, "description": "version of this schema"}
    fields = {
        name: {**_VALUES.get(name, {"type": ["string", "null"]}), "description": text}
        for name, text in DESCRIPTIONS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A hit of newsgrep search",
        "type": "object",
        "properties": {"schema_version": version, **fields},
        "required": ["schema_version", *HIT_FIELDS],
    }
