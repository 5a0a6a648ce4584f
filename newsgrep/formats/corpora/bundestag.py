"""Protocols of the German Bundestag, as it publishes them: one article per speech.

Protocols since 2017 mark each speech and its speaker. What the president says between the speeches of an item
of the agenda, with motions and votes, is an article of its own, and so is each annex. Within a speech, the
words of other people keep their place, after the name of each. A protocol before 2017 is one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import NamedTuple

from newsgrep.article import Article
from newsgrep.clean_text import one_clean_line
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, outermost, root_name
from newsgrep.markup.xml_text import character_data, first_text, paragraphs, text_within
from newsgrep.read_context import ReadContext

_ROOT, _OLDER_ROOT, _OLDER_MARK = "dbtplenarprotokoll", "DOKUMENT", "<WAHLPERIODE>"
_PUBLISHER, _LANGUAGE = "Deutscher Bundestag", "de"
_SPEECH = "rede"
#: Elements that hold others as paragraphs.
_FRAMES = frozenset(["anlagen-text", "anlage"])
_DAY = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")
#: The office of the person who presides, which is printed before the name.
_CHAIR = re.compile(r"(?:alters|vize)?präsident(?:in)?\s+", re.IGNORECASE)
#: What is printed behind the name of a speaker: a group, an office, a colon.
_BEHIND_NAME = re.compile(r"\s*(?:[(,:].*)?\Z", re.DOTALL)


class _Part(NamedTuple):
    """An item of the agenda, an annex, or what opens the sitting: its name, and what it is about."""

    node: XmlNode
    name: str
    title: str


def claims(beginning: str) -> bool:
    """Whether the root of the document is a protocol."""
    root = root_name(beginning)
    return root == _ROOT or root == _OLDER_ROOT and _OLDER_MARK in beginning


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the articles of a protocol in its order. Raises ArticleError if the XML is broken or missing."""
    make = ArticleMaker(context)
    for protocol in iterate_elements(stream, (_ROOT, _OLDER_ROOT), context):
        if local_name(protocol) == _OLDER_ROOT:
            yield _older(protocol, make)
            continue
        day = _iso_day(protocol.get("sitzung-datum", "") or _printed_day(protocol))
        for part in _parts(protocol):
            yield from _articles(part, day, make)


def _older(protocol: XmlNode, make: ArticleMaker) -> Article:
    """Return the article of a protocol that is one text."""
    text = next(protocol.iterchildren("TEXT"), None)
    return make(
        first_text(protocol, "NR"),
        title=first_text(protocol, "TITEL"),
        body=character_data(text) if text is not None else "",
        dates=[_iso_day(first_text(protocol, "DATUM"))],
        source=_PUBLISHER,
        language=_LANGUAGE,
        line=protocol.sourceline or 1,
    )


def _iso_day(day: str) -> str:
    """Return a day with the year first. Any other text stays as it is."""
    found = _DAY.fullmatch(day.strip())
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else day


def _printed_day(protocol: XmlNode) -> str:
    return next((node.get("date", "") or text_within(node) for node in outermost(protocol, "datum")), "")


def _parts(protocol: XmlNode) -> Iterator[_Part]:
    """Yield the parts of the sitting, and its annexes. The list of contents only repeats them."""
    for whole in protocol.iterchildren("sitzungsverlauf", "anlagen"):
        for node in whole.iterchildren("*"):
            name = node.get("top-id") or first_text(node, "anlagen-titel")
            headings = {one.get("klasse"): text_within(one) for one in reversed(list(node.iter("p")))}
            title = headings.get("T_fett") or headings.get("T_NaS") or headings.get("T_ZP_NaS")
            yield _Part(node, one_clean_line(name), title or one_clean_line(name))


def _articles(part: _Part, day: str, make: ArticleMaker) -> Iterator[Article]:
    """Yield an article of what is said outside the speeches of a part, then one of each speech."""
    speeches = [part.node] if local_name(part.node) == _SPEECH else list(outermost(part.node, _SPEECH))
    units = [(part.name, part.node)] if part.node not in speeches else []
    units += [(speech.get("id", ""), speech) for speech in speeches]
    for name, node in units:
        spoken = _Spoken(node)
        if spoken.body:
            yield make(
                name,
                title=part.title,
                body="\n\n".join(spoken.body),
                dates=[day],
                authors=tuple(spoken.speakers[:1] if node in speeches else dict.fromkeys(spoken.speakers)),
                source=_PUBLISHER,
                language=_LANGUAGE,
                section=part.name,
                line=node.sourceline or 1,
            )


class _Spoken:
    """What is said in a speech, or outside the speeches of a part.

    body:     its paragraphs; where the speaker changes, the printed name is a paragraph of its own
    speakers: their names, in the order in which they speak
    """

    def __init__(self, node: XmlNode) -> None:
        self.body: list[str] = []
        self.speakers: list[str] = []
        self._label = ""
        self._take(node)

    def _take(self, node: XmlNode) -> None:
        for child in node.iterchildren("*"):
            name = local_name(child)
            if name in _FRAMES:
                self._take(child)
            elif name == "name" or child.get("klasse") == "redner":
                self._begin(child)
            elif name not in (_SPEECH, "anlagen-titel"):
                self.body += paragraphs(child)

    def _begin(self, node: XmlNode) -> None:
        """Begin the words of the person whose name an element prints, and may mark up."""
        label = _printed(node)
        person = next(outermost(node, "redner"), None)
        speaker = _speaker(label, person)
        if not self.speakers:
            self._label = label
        elif label != self._label:
            self.body.append(label)
            self._label = label
        if speaker:
            self.speakers.append(speaker)


def _printed(node: XmlNode) -> str:
    """Return the text of an element without the elements in it."""
    return one_clean_line("".join(filter(None, [node.text, *(child.tail for child in node)])))


def _speaker(label: str, person: XmlNode | None) -> str:
    """Return the marked-up name of a speaker if it agrees with the printed name, else the printed name."""
    printed = _CHAIR.sub("", _BEHIND_NAME.sub("", label, count=1), count=1)
    if person is None:
        return printed
    parts = [first_text(person, name) for name in ("vorname", "namenszusatz", "nachname")]
    is_printed = not printed or (parts[0] in printed and parts[-1] in printed)
    return " ".join(filter(None, parts)) if is_printed else printed
