"""Quotations whose speaker an earlier sentence names: `Doe denied it. “We won,” he said.`

A name carries over to the next sentence if that begins with a pronoun for it, such as `he` or `-t-elle`, and
so on from sentence to sentence, also into another paragraph. The pronoun may also stand beside the first verb
of saying, as in `In a speech he said …`, if no other name is before it. Any other sentence ends this, and so
does `she` after `he`. The name must be the subject of its sentence: at its beginning, or beside a verb of
saying.
Of 185 such quotations in web pages and in Reuters stories, 179 were by the person who was named.

>>> from newsgrep.textmatch.quotations import quotations
>>> text = "Doe denied it. “We won,” he said. It rained. “It is late,” he said."
>>> named_before(text, [*quotations(text)], [(0, 3)])
[[(0, 15)], None]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsgrep.results import Span
from newsgrep.textmatch.quotations import QuotedSentence
from newsgrep.textmatch.sentences import sentence_starts

_MALE, _FEMALE = "he|er|hij|han|ele|él|он|він", "she|sie|zij|ze|hun|hon|ela|ella|она|вона"
_FIRST = "but|and|yet|however|still|also|later|then|und|aber|doch|но"
#: A pronoun that begins the words outside a quotation, also after a verb: `he said`, `sagte er`, `dit-elle`.
_PRONOUN = re.compile(
    rf"\W*(?:(?:{_FIRST})\W+)?(?:\w+(?<!en)\s+)?(?:(?P<male>{_MALE})|(?P<female>{_FEMALE}))\b(?!\s\w+en\b)"
    r"|\W*[\w’'-]+-(?:(?P<il>il)|(?P<elle>elle))\b",
    re.IGNORECASE,
)
#: A verb by itself, in languages that leave out the pronoun: `resumió`, `ha insistido`, `wskazał`.
_VERB_ALONE = re.compile(r"\W*(?:ha \w+|[^\W\d]+(?:ó|ł|ła))(?:,|\W*$)")
_SAYING = (
    "said|says?|adds|added|notes|noted|writes|wrote|warns|warned|argues|argued|explains|explained|stated|replied|"
    "responded|insisted|believes|thinks|continued|recalled|acknowledged|admitted|declared|confirmed|announced|"
    "testified|sagte?|erklärte?|betonte?|meinte?|schreibt|schrieb|warnte?|ergänzte?|kritisierte?|dit|déclaré|"
    "affirmé|expliqué|ajouté|estimé?|assure|explique|écrit|dijo|dice|afirmó|explicó|añadió|aseguró|señaló|declaró|"
    "disse|afirmou|explicou|detto|dichiarato|powiedział|powiedziała|mówi|dodał|dodała|сказала?|заявила?|"
    "отметила?|рассказала?|říká|řekl|řekla|uvedl|uvedla|sa|sier|sade|säger|siger|sagde|zegt|zei"
)
_CAPITAL = r"[^\W\d_a-zß-ÿа-яё][\w’'.-]*"
#: A pronoun beside a verb of saying within a sentence: `In a speech he said …`, `…, he said.`
_PRONOUN_SAYS = re.compile(
    rf"\b(?:(?P<male>he)|(?P<female>she))(?: [a-z]+ly| also| later| then)? (?:told|{_SAYING})\b"
)
#: What follows the name of a speaker: the rest of the name, a few words in small letters, and the verb.
_THEN_SAYS = re.compile(
    rf"(?: {_CAPITAL}){{0,2}}(?:,[^,.:;]{{,80}},)?(?: [^\W\dA-Z_]+){{,3}} (?:told|tells|asked|{_SAYING})\b"
)
#: A word of a title in small letters, which stands before a name: `said government spokesman Jane Doe`.
_SMALL = (
    r"(?!(?:and|of|about|that|to|for|on|by|with|in|at|from|after|over|und|von|über|zu|mit|nach|bei|aus|que|y|sobre|con|"
    r"и|о|об|в|на|с|что)\b)[^\W\d_A-ZÀ-ÞА-ЯЁ]+"
)
#: What stands before the name of a speaker, after a quotation or a comma: the verb, a title, and first names.
_SAYS = re.compile(rf"(?:^|,)\W*(?:{_SAYING})(?: {_SMALL}){{,3}}(?: {_CAPITAL}){{,3}} $")
#: What follows the name in this case: its end, and the end of the clause.
_ENDS_CLAUSE = re.compile(
    rf"(?: {_CAPITAL}){{0,2}}(?: (?:of|from|at|von|aus|de|du) [^,.;…]{{,60}})?\s*(?:[,.;…]|$)"
)
_ANOTHER_SAYS = re.compile(rf"\b(?:{_SAYING})(?: [a-z-]+){{,3}} {_CAPITAL}|{_CAPITAL} (?:{_SAYING})\b")
_NAMED = re.compile(rf"(?<=[\w,;] ){_CAPITAL}")
_SAID = re.compile(rf"\b(?:{_SAYING})\b")
_SPACE, _WORD = re.compile(r"\s+"), re.compile(r"\w")
#: A name is no subject directly after one of these words, or in a sentence that begins with one.
_NO_SUBJECT = re.compile(
    r"(?:the|der|die|das|le|la|el|il|while|when|if|since|because|although|as|während|nachdem|als|wenn|weil|denn|"
    r"lorsque|quand|cuando|for|with|to|of|about|on|by|like|unlike|against|after|before|from|under|in|at|than|für|"
    r"mit|von|bei|gegen|nach|über|pour|avec|de|du|chez|para|con|por|per|di|da|dla|od|do)"
)
_POSSESSIVE = ("'s", "’s")
#: A subject without a verb of saying must be among this many first words of its sentence.
_FIRST_WORDS = 4


class _Unit(NamedTuple):
    """A sentence.

    beside:    its parts that are not quoted
    quotation: the number of the quotation that it has, -1 for none
    """

    beside: Sequence[Span]
    quotation: int = -1


def named_before(
    text: str, found: Sequence[QuotedSentence], names: Sequence[Span]
) -> list[Sequence[Span] | None]:
    """Return for each quotation the earlier sentence that names the speaker to whom its pronoun refers.

    found: all quotations of the text, in order
    names: the spans that name a speaker

    A sentence is returned as the spans of its parts that are not quoted. It is None for a quotation whose own
    sentence names the speaker, and if no earlier sentence does.
    """
    of_quotations: list[Sequence[Span] | None] = [None] * len(found)
    named: Sequence[Span] | None = None
    gender = ""
    for unit in _units(text, found):
        own = [name for name in names if any(start <= name[0] < end for start, end in unit.beside)]
        pronoun = "" if own else _pronoun(text, unit)
        if not pronoun or (gender and pronoun not in (gender, "any")):
            named, gender = (unit.beside if any(_speaks(text, unit, name) for name in own) else None), ""
            continue
        gender = gender if pronoun == "any" else pronoun
        if unit.quotation >= 0:
            of_quotations[unit.quotation] = named
    return of_quotations


def _units(text: str, found: Sequence[QuotedSentence]) -> Iterator[_Unit]:
    at = 0
    for number, one in enumerate(found):
        yield from _sentences(text, at, one.start)
        yield _Unit(one.beside(), number)
        at = max(at, one.until)
    yield from _sentences(text, at, len(text))


def _sentences(text: str, start: int, end: int) -> Iterator[_Unit]:
    for span in pairwise([start, *sentence_starts(text, start, end), end]):
        if text[slice(*span)].strip():
            yield _Unit([span])


def _pronoun(text: str, unit: _Unit) -> str:
    """Return the gender of the pronoun that begins the words outside a quotation: male, female, any or ''."""
    for start, end in unit.beside:
        if match := _PRONOUN.match(text, start, end):
            return "male" if match["male"] or match["il"] else "female"
        if said := _PRONOUN_SAYS.search(text, start, end):
            is_first = not _SAID.search(text, start, said.start()) and not _NAMED.search(
                text, start, said.start()
            )
            return ("male" if said["male"] else "female") if is_first else ""
        if _SAID.search(text, start, end):
            break
    spoken = [text[start:end] for start, end in unit.beside if _WORD.search(text, start, end)]
    is_verb = unit.quotation >= 0 and len(spoken) == 1 and _VERB_ALONE.match(spoken[0])
    return "any" if is_verb else ""


def _speaks(text: str, unit: _Unit, name: Span) -> bool:
    """Return whether a name is the subject of its sentence, judged by its place and a verb of saying."""
    begin, end = next(span for span in unit.beside if span[0] <= name[0] < span[1])
    before, after = (_SPACE.sub(" ", part) for part in (text[begin : name[0]], text[name[1] : end]))
    if (
        text[slice(*name)].endswith(_POSSESSIVE)
        or after.startswith((*_POSSESSIVE, "-"))
        or after.rstrip().endswith("?")
    ):
        return False
    has_said = _SAID.search(before) is not None
    if not has_said and _THEN_SAYS.match(after) or _SAYS.search(before) and _ENDS_CLAUSE.match(after):
        return True
    words = before.split()
    return (
        begin == unit.beside[0][0]
        and len(words) < _FIRST_WORDS
        and all(word[0].isupper() for word in words)
        and "," not in before
        and not any(_NO_SUBJECT.fullmatch(word.lower()) for word in (*words[:1], *words[-1:]))
        and not (has_said or _PRONOUN.match(before) or _ANOTHER_SAYS.search(after))
    )
