"""Make records from XML elements of any schema: the content of an element, by the names of its children.

>>> from lxml import etree
>>> record_of(etree.XML("<doc><meta><title>Oil</title></meta><text><p>It</p><p>rose.</p></text></doc>"))
{'meta': {'title': 'Oil'}, 'text': 'It\\n\\nrose.', 'title': 'Oil'}

An element is a text if it has words of its own, or only elements of HTML; else it is a list if its children
all have the same name, or an object. An attribute of a text becomes a key of its own: `date.iso`. A child
with a name in an attribute, such as `<field name="title">`, counts under that name. The members of an object
that is the only one of its name also go into the record, except keys that the record has, and except the
members of an article of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from newsgrep.clean_text import one_line
from newsgrep.formats.fields.keypaths import find_key_paths, is_summary, normalised
from newsgrep.markup.xml_stream import XmlNode, local_name
from newsgrep.markup.xml_text import character_data, has_own_words, paragraphs

#: Elements that a text may consist of, in lower case.
_MARKUP = frozenset(
    ["a", "b", "big", "blockquote", "br", "center", "cite", "code", "dd", "div", "dl", "dt", "em", "figure"]
    + ["font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "para", "paragraph"]
    + [
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "u",
        "ul",
    ]
)
#: Elements of HTML that have no words of their own.
_FRAMES = frozenset(["table", "tbody", "tr", "ul", "ol", "dl"])
#: Normalised names of elements that are texts: children with any name, such as `<subhead>`, are paragraphs.
_TEXTS = frozenset(
    ["body", "text", "content", "fulltext", "maintext", "bodytext", "articlebody", "storytext"]
)
#: Attributes of XML Schema and of XML itself, which are no fields.
_PASSED_OVER = frozenset(["nil", "space", "schemaLocation", "noNamespaceSchemaLocation"])
_NAME, _INDEX = "name", "index"
#: The key for the text of an element that is a record, as it has attributes, or other elements beside its
#: paragraphs.
_OWN_TEXT = "text"
_PARAGRAPHS = frozenset(["p", "para", "paragraph"])


def record_of(node: XmlNode) -> dict[str, object]:
    """Return the record of an element. lxml limits the depth to 256."""
    record: dict[str, object] = dict(attributes_of(node))
    if _is_text(node):
        if text := _text_of(node):
            record.setdefault(_OWN_TEXT, text)
        return record
    record |= _children(node)
    if own := [child for child in node if local_name(child).lower() in _PARAGRAPHS]:
        record.setdefault(_OWN_TEXT, "\n\n".join(map(_text_of, own)))
    inner = list(record.values())
    are_several = sum(map(_count_articles, inner)) > 1
    is_full = are_several or _has_text(name for name, value in record.items() if isinstance(value, str))
    for value in inner:
        _hoist(value, record, is_full=is_full)
    own_texts = find_key_paths(tuple(name for name, value in record.items() if isinstance(value, str)))
    if not (is_full or own_texts["title"] or own_texts["body"]):
        for value in inner:
            _hoist(value, record, is_the_article=True)
    return record


def is_name_of_text(name: str) -> bool:
    """Whether an element with this name is the text of the element around it."""
    return normalised(name) in _TEXTS


def attributes_of(node: XmlNode) -> dict[str, str]:
    """Return the attributes of an element by their local names."""
    named = ((str(name).rpartition("}")[2], str(value)) for name, value in node.attrib.items())
    return {name: value for name, value in named if name not in _PASSED_OVER}


def _children(node: XmlNode) -> dict[str, object]:
    """Return the values of the children of an element by name; several children of one name are a list."""
    found: dict[str, list[object]] = {}
    for child in node:
        attributes = attributes_of(child)
        name = _name_of_field(child, attributes) or local_name(child)
        if (value := _value(child, attributes)) not in ("", {}, []):
            found.setdefault(name, []).append(value)
        if attributes and isinstance(value, str) and value not in attributes.values():
            for attribute, text in attributes.items():
                found.setdefault(f"{name}.{attribute}", []).append(text)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _name_of_field(node: XmlNode, attributes: dict[str, str]) -> str:
    """Take the name of a field out of the attributes of an element; '' if it has other attributes, too."""
    wanted = _NAME
    if local_name(node) == "field" and _INDEX in attributes:  # TYPO3, beside the type of the value
        wanted = _INDEX
        attributes.pop("type", None)
    is_field = attributes.keys() == {wanted} and (len(node) or node.text)
    return one_line(attributes.pop(wanted)) if is_field else ""


def _value(node: XmlNode, attributes: dict[str, str]) -> object:
    """Return the value of an element: a text, a list or an object."""
    if _is_text(node):
        text = _text_of(node)
        return text or (next(iter(attributes.values())) if len(attributes) == 1 else dict(attributes))
    children = list(node)
    names = {local_name(child) for child in children}
    if len(names) == 1 and not attributes and not attributes_of(children[0]):
        is_known = any(find_key_paths(names).values())
        if len(children) > 1 or not is_known:
            values = [_value(child, attributes_of(child)) for child in children]
            return values if len(values) > 1 else values[0]
    return {**attributes, **_children(node)}


def _hoist(
    value: object, record: dict[str, object], *, is_full: bool = False, is_the_article: bool = False
) -> None:
    """Copy the members of an object into a record, except names that the record has.

    An object that is an article of its own is not copied.

    is_full: whether the record has a text, or several articles; then an object with a text is not copied
    is_the_article: whether the object is the article of the record, and so is copied
    """
    if not isinstance(value, dict) or (is_full and _has_text(value)):
        return
    if is_the_article or not _has_title_and_text(value):
        for name, inner in value.items():
            record.setdefault(name, inner)
        for inner in value.values():
            _hoist(inner, record, is_full=is_full)


def _count_articles(value: object) -> int:
    """Return how many objects with a title and a text are in a value."""
    if isinstance(value, dict):
        return 1 if _has_title_and_text(value) else sum(map(_count_articles, value.values()))
    return sum(map(_count_articles, value)) if isinstance(value, list) else 0


def _is_text(node: XmlNode) -> bool:
    """Whether an element is a text: by words of its own, by having only HTML in it, or by its name."""
    children = list(node)
    if has_own_words(node) or _is_markup(children):
        return True
    if not is_name_of_text(local_name(node)):
        return False
    return not _has_title_and_text({local_name(child) for child in children})


def _has_text(names: Iterable[str]) -> bool:
    return any(not is_summary(path.key) for path in find_key_paths(tuple(names))["body"])


def _has_title_and_text(names: Collection[str]) -> bool:
    paths = find_key_paths(names)
    return bool(paths["title"] and paths["body"])


def _text_of(node: XmlNode) -> str:
    """Return the text of an element, with blank lines between its paragraphs."""
    children = list(node)
    if not children:
        return character_data(node)
    if has_own_words(node) or _is_markup(children):
        return "\n\n".join(paragraphs(node))
    return "\n\n".join(filter(None, map(_text_of, children)))


def _is_markup(children: list[XmlNode]) -> bool:
    """Whether elements are HTML. A `<table>` is only if its children are, as databases have tables, too."""
    named = ((local_name(child).lower(), child) for child in children)
    return all(name in _MARKUP and (name not in _FRAMES or _is_markup(list(child))) for name, child in named)
