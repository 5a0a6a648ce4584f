"""Find the text of a record that has no known key for it: the fields that are long, and have words in them.

>>> [name for name, _ in long_texts({"x1": "Talks resumed in the harbour town. " * 9, "x2": "Baku"}, set())]
['x1']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from newsgrep.formats.fields.aliases import TEXT_KEYS
from newsgrep.formats.fields.keypaths import normalised

#: The shortest text, in characters and in words; and in characters where a script has no spaces.
_SHORTEST, _FEWEST_WORDS, _SHORTEST_WITHOUT_SPACES = 100, 12, 60
_LONGEST_WORD = 15
_DEEPEST = 3
#: A field may be the text of all records if at least one in this many has a long text there.
_MANY = 10
#: How many characters of a text are checked: at least half of them are letters. And the shortest average
#: length of the paragraphs in a list.
_SAMPLE, _SHORTEST_PARAGRAPH = 1_000, 40
#: Parts of the names of long fields that are not the text of an article.
_OTHER = re.compile(
    "comment|keyword|tags|caption|biograph|authorbio|copyright|licen[cs]e|rights|disclaimer|cookie|header"
    "|image|photo|video|error|exception|traceback|metadata|entities|themes|embedding|prompt|url|links|related"
)
_NO_TEXT = re.compile(r"\s*+(?:[{\[]|[a-z]+://\S*+\s*+\Z)")
_SPACED = re.compile(r"[\u0000-\u0e00\u0e80-\u2e7f\ua000-\uabff]")


def long_texts(record: Mapping[str, object], known: Collection[str]) -> list[tuple[str, int]]:
    """Return the names, with dots, of the long texts in a record, and their lengths.

    known: keys to skip, as they hold known fields
    """
    return [
        (name, length)
        for key, value in record.items()
        if key not in known
        for name, length in _lengths(key, value, _DEEPEST)
    ]


def long_column(
    rows: Sequence[Mapping[str, object]], known: Collection[str], *, have_titles: bool = True
) -> str:
    """Return the name of the only field with a long text in a tenth of the rows; '' for none or several.

    Rows without titles would have no text at all: for them a field counts that has any long text.
    """
    counts = Counter(name for row in rows for name, _ in long_texts(row, known))
    least = len(rows) if have_titles or len(counts) > 1 else 0
    names = [name for name, count in counts.items() if count * _MANY >= least]
    return names[0] if len(names) == 1 else ""


def _lengths(name: str, value: object, depth: int) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        for key, inner in value.items() if depth else ():
            yield from _lengths(f"{name}.{key}", inner, depth - 1)
    elif isinstance(value, str | list) and not _OTHER.search(normalised(name)):
        texts = [value] if isinstance(value, str) else list(_texts(value))
        length = sum(map(len, texts))
        shortest = max(_SHORTEST_WITHOUT_SPACES, _SHORTEST_PARAGRAPH * len(texts))
        if length >= shortest and _is_text("\n".join(texts)):
            yield name, length


def _texts(values: list[object]) -> Iterator[str]:
    """Yield the texts of a list of paragraphs."""
    for value in values:
        if isinstance(value, dict):
            value = next(filter(None, map(value.get, TEXT_KEYS)), None)
        if isinstance(value, str):
            yield value


def _is_text(text: str) -> bool:
    """Whether a long string is a text with words, and not data such as JSON or a URL."""
    start = text[:_SAMPLE]
    if _NO_TEXT.match(text) or 2 * sum(map(str.isalpha, start)) < len(start):
        return False
    if 2 * len(_SPACED.findall(start)) < len(start):
        return True
    words = len(text.split())
    return len(text) >= _SHORTEST and words >= _FEWEST_WORDS and len(text) <= _LONGEST_WORD * words
