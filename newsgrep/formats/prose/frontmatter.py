"""The front matter of a text, YAML between lines of `---` or TOML between `+++`, as a record of fields.

>>> record, end = split_front_matter("---\\ntitle: Budget talks: what comes next\\n---\\nText.")
>>> record["title"]
'Budget talks: what comes next'

Every value in YAML is text as written: `title: 1984` and `title: No` are titles. If PyYAML is missing, or the
YAML or TOML is broken, its lines `key: value` are read as they stand. A wikilink becomes its text.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping

_FRONT = re.compile(r"\s*?(?P<rule>---|\+\+\+)[ \t]*\n(?P<matter>.*?)^(?P=rule)[ \t]*(?:\n|\Z)", re.S | re.M)
_FIELD = re.compile(r"(?P<key>[\w-][\w .-]{0,60}?)[ \t]*[:=](?:[ \t]+(?P<value>.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]")
#: Limits for PyYAML, which takes quadratic time for deep nesting; beyond them lines `key: value` are read.
_LARGEST, _DEEPEST = 2**15, 50


def claims(beginning: str) -> bool:
    """Whether the text begins with front matter."""
    match = _FRONT.match(beginning)
    return match is not None and _FIELD.match(match["matter"].lstrip()) is not None


def split_front_matter(text: str) -> tuple[Mapping[str, object], int]:
    """Return the record of the front matter, and the offset of the text below it; ({}, 0) for none."""
    match = _FRONT.match(text)
    if match is None:
        return {}, 0
    record = _parse(match["rule"], match["matter"])
    fields = {key: _without_wikilinks(value) for key, value in record.items()}
    return fields, match.end() if fields else 0


def link_text(text: str) -> str:
    """Return a text with `Jane` for the wikilinks `[[Jane]]` and `[[doe-jane|Jane]]`."""
    return _WIKILINK.sub(r"\1", text) if "[[" in text else text


def _parse(rule: str, matter: str) -> Mapping[str, object]:
    if len(matter) > _LARGEST or _depth(matter) > _DEEPEST:
        return _fields(matter)
    try:
        record = tomllib.loads(matter) if rule == "+++" else _yaml(matter)
    except (ImportError, ValueError, RecursionError):
        return _fields(matter)
    if not isinstance(record, dict):
        return {}
    return {key: value for key, value in record.items() if isinstance(key, str)}


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
