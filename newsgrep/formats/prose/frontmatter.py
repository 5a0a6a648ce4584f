"""The front matter of a text, YAML between lines of `---` or TOML between `+++`, as a record of fields.

It may also be a JSON object, lines `Title: Budget talks` with a blank line or `---` below (Pelican,
MultiMarkdown, Hexo), or a comment of lines `.. title: Budget talks` (Nikola).

>>> record, end = split_front_matter("---\\ntitle: Budget talks: what comes next\\n---\\nText.")
>>> record["title"]
'Budget talks: what comes next'

Every value in YAML is text as written: `title: 1984` and `title: No` are titles. If PyYAML is missing, or the
YAML or TOML is broken, its lines `key: value` are read as they stand. A wikilink becomes its text.
"""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping

_FRONT = re.compile(
    r"\s*?(?P<rule>---|\+\+\+)(?P<kind>json|toml|yaml)?[ \t]*\n(?P<matter>.*?)^(?P=rule)[ \t]*(?:\n|\Z)",
    re.S | re.M,
)
#: Fields without a line above them; the values of a field may go on in lines that are indented, or items.
_TITLE_BLOCK = re.compile(
    r"\s*?(?P<matter>(?:[^\W\d_][\w .-]{0,60}:(?:[ \t].*)?\n(?:(?:[ \t]+|- )\S.*\n)*)+)"
    r"(?:---[ \t]*\n|[ \t]*(?:\n|\Z))"
)
_COMMENT = re.compile(
    r"\s*?<!--\s*(?P<matter>\.\. [\w-]+:.*\n(?:[ \t]*\.\. [\w-]+:.*\n)*)\s*-->[ \t]*(?:\n|\Z)"
)
_FIELD = re.compile(r"(?P<key>[\w-][\w .-]{0,60}?)[ \t]*[:=](?:[ \t]+(?P<value>.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]")
_PARSERS: Mapping[str, Callable[[str], object]] = {"toml": tomllib.loads, "json": json.loads}
#: Limits for PyYAML, which takes quadratic time for deep nesting; beyond them lines `key: value` are read.
_LARGEST, _DEEPEST = 2**15, 50


def claims(beginning: str) -> bool:
    """Whether the text begins with front matter."""
    match = _FRONT.match(beginning)
    return match is not None and _FIELD.match(match["matter"].lstrip()) is not None


def split_front_matter(text: str) -> tuple[Mapping[str, object], int]:
    """Return the record of the front matter, and the offset of the text below it; ({}, 0) for none."""
    record, end = _find(text)
    fields = {key: _without_wikilinks(value) for key, value in record.items()}
    return fields, end if fields else 0


def link_text(text: str) -> str:
    """Return a text with `Jane` for the wikilinks `[[Jane]]` and `[[doe-jane|Jane]]`."""
    return _WIKILINK.sub(r"\1", text) if "[[" in text else text


def _find(text: str) -> tuple[Mapping[str, object], int]:
    """Return the front matter and its end, whatever its form; ({}, 0) for none."""
    if match := _FRONT.match(text):
        return _parse(
            match["kind"] or {"---": "yaml", "+++": "toml"}[match["rule"]], match["matter"]
        ), match.end()
    if text.lstrip().startswith("{"):
        return _json(text)
    if match := _COMMENT.match(text):
        return _fields(re.sub(r"^[ \t]*\.\. ", "", match["matter"], flags=re.M)), match.end()
    if match := _TITLE_BLOCK.match(text):
        record = _title_block(match["matter"])
        if "title" in map(str.lower, record):
            return record, match.end()
    return {}, 0


def _parse(kind: str, matter: str) -> Mapping[str, object]:
    if len(matter) > _LARGEST or _depth(matter) > _DEEPEST:
        return _fields(matter)
    try:
        record = _yaml(matter) if kind == "yaml" else _PARSERS[kind](matter)
    except (ImportError, ValueError, RecursionError):
        return _fields(matter)
    return _named(record)


def _json(text: str) -> tuple[Mapping[str, object], int]:
    """Return the JSON object that a text begins with, and its end; ({}, 0) for none."""
    start = len(text) - len(text.lstrip())
    try:
        record, end = json.JSONDecoder().raw_decode(text[: start + _LARGEST], start)
    except (ValueError, RecursionError):
        return {}, 0
    return (_named(record), end) if text[end : end + 1] in ("", "\n") else ({}, 0)


def _named(record: object) -> Mapping[str, object]:
    """Return the fields of a record whose keys are text; none of anything else."""
    if not isinstance(record, dict):
        return {}
    return {key: value for key, value in record.items() if isinstance(key, str)}


def _title_block(matter: str) -> Mapping[str, object]:
    """Return the fields of a title block. A field of several lines has a list of them."""
    record: dict[str, list[str]] = {}
    values: list[str] = []
    for line in matter.splitlines():
        if match := _FIELD.fullmatch(line.rstrip()):
            values = record.setdefault(match["key"], [])
        if value := _unquoted(match["value"] or "" if match else line.strip().removeprefix("- ")):
            values.append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in record.items() if values}


def _depth(matter: str) -> int:
    """Return the largest number of open brackets, those within quotes included."""
    steps = (1 if bracket in "[{" else -1 for bracket in re.findall(r"[\[\]{}]", matter))
    return max(itertools.accumulate(steps, lambda depth, step: max(0, depth + step)), default=0)


def _yaml(matter: str) -> object:
    """Return the value of YAML. Raises ValueError for broken YAML, and ImportError without PyYAML."""
    import yaml

    loader = yaml.BaseLoader  # it makes nothing but text, lists and dictionaries
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(matter, Loader=loader)):
            raise ValueError("aliases may expand to any amount of text")
        return yaml.load(matter, Loader=loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _fields(matter: str) -> Mapping[str, object]:
    """Return the lines `key: value` that are not indented, and the lists below a key without a value."""
    record: dict[str, object] = {}
    key, items = "", []
    for line in matter.split("\n"):
        if item := _ITEM.fullmatch(line):
            items.append(_unquoted(item["value"]))
            if key:
                record[key] = items
        elif match := _FIELD.fullmatch(line):
            key, items = match["key"], []
            record.setdefault(key, _flow_list(match["value"] or ""))
    return record


def _flow_list(value: str) -> object:
    """Return the items of `[Jane Doe, John Roe]`, else the value without its quotes."""
    value = value.strip()
    if value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        return [_unquoted(item) for item in value[1:-1].split(",")]
    return _unquoted(value)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _without_wikilinks(value: object) -> object:
    """Return a value with the text of its wikilinks. YAML reads `[[Jane]]` without quotes as nested lists."""
    if isinstance(value, str):
        return link_text(value)
    if isinstance(value, list):
        return [*map(_without_wikilinks, _flattened(value))]
    return value


def _flattened(values: Iterable[object]) -> Iterable[object]:
    for value in values:
        if isinstance(value, list):
            yield from _flattened(value)
        else:
            yield value
