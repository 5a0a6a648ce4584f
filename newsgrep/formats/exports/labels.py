"""The labelled lines of exports of news databases, in the language that the user of the database chose.

>>> field_of_label("Länge"), field_of_label("PUBLICATION-TYPE"), field_of_label("Remark")
('length', 'end', '')
>>> stated_word_count("1.234 Wörter"), stated_word_count("in other words")
(1234, 0)
>>> [paragraph.text for paragraph in paragraphs_of(["Talks", "resume", "", "BYLINE: Doe", "LENGTH: 9 words"])]
['Talks resume', 'BYLINE: Doe', 'LENGTH: 9 words']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsgrep.clean_text import one_line

#: The fields above the text of an article, by their names in lower case.
_HEADER = {
    "headline": "headline|überschrift|schlagzeile|titre|titel|título|titular|titolo|manchete|kop",
    "byline": "byline|author|authors|auteur|auteurs|autor|autoren|autorin|verfasser|autora|autores|autore"
    "|autori",
    "section": "section|rubrique|rubrik|ressort|sección|seccion|sezione|seção|secção|rubriek|sectie|katern",
    "length": "length|longueur|länge|laenge|longitud|extensión|lunghezza|lengte|comprimento|extensão|tamanho",
    "source": "source|publication|quelle|fuente|fonte|bron",
    "date": "date|datum|fecha|data",
    "highlight": "highlight|encart|highlights|insert|zusammenfassung|résumé|resumen|sommario|samenvatting"
    "|resumo",
    "dateline": "dateline|ort|lieu|lugar|luogo|local|plaats",
    "series": "series|serie|série|edition|ausgabe|édition|edición|edizione|edição|editie|column|distribution",
    "body": "body|text|texte|texto|testo|tekst|haupttext|hoofdtekst|corps|cuerpo|corpo",
}
#: The fields below the text of an article. They are no part of the text.
_TRAILER = {
    "loaded": "load-date|date-chargement|lade-datum|ladedatum|update|fecha-de-carga|data-caricamento"
    "|laaddatum",
    "language": "language|sprache|langue|idioma|lingua|língua|taal",
    "end": "publication-type|type-publication|type de publication|publikationstyp|zeitungstyp"
    "|tipo-publicación|tipo-pubblicazione|tipo-publicação|publicatietype|pub-type|journal-code|journal code"
    "|acc-no|subject|sujet|thema|schlagwörter|asunto|argomento|assunto|onderwerp|industry|secteur-activite"
    "|branche|company|societe|société|firma|unternehmen|empresa|azienda|bedrijf|organization|organisation"
    "|organización|person|personne|persona|pessoa|persoon|geographic|localisation-geo|geo|geo-localization"
    "|country|state|city|ticker|symbole-boursier|börsenkürzel|stock-symbol|graphic|grafik|graphique|gráfico"
    "|grafica|grafiek|correction|correction-date|url|type|notes|copyright|region|location|classification"
    "|document-type|cite|issn|product|activity-sector|enhancement|category",
}
HEADER_FIELDS, TRAILER_FIELDS = frozenset(_HEADER), frozenset(_TRAILER)
_FIELDS = {name: field for field, names in (_HEADER | _TRAILER).items() for name in names.split("|")}

#: The words for `words`, in which the length of an article is counted.
_WORDS = (
    "words?|mots?|wörter|wort|palabras?|parol[ae]|palavras?|woord(?:en)?|ord|sanaa|słów|słowa|слов[оа]?|szó"
    "|kelime|cuvinte|slov|个字|字|단어|語"
)
_COUNT = re.compile(rf"\s*(\d[\d.,\u00a0\u202f' ]{{0,12}})\s*(?:{_WORDS})\b\.?\s*", re.I)

#: 3 of 200 DOCUMENTS, Dokument 3 von 200, Document 3 de 200 …
_MARK = re.compile(
    r"\s*(?:FOCUS - )?(?P<before>do[ck]umen\w+\s+)?(?P<number>\d{1,7})\s+(?:of|von|de|di|van|sur|av|af)\s+"
    r"(?P<total>\d{1,3}(?:[.,]\d{3})+|\d{1,7})(?P<after>\s+do[ck]umen\w+)?\s*",
    re.I,
)
_FIELD = re.compile(r"\s*([^\W\d_][^:\n]{1,40}?)\s?:(?=\s|\Z)(.*)", re.S)


class Mark(NamedTuple):
    """The line before an article: the number of the article, and the number of all articles."""

    number: int
    total: int


def field_of_label(label: str) -> str:
    """Return the field that a label names, '' for none; those below an article are TRAILER_FIELDS."""
    return _FIELDS.get(one_line(label).lower(), "")


def stated_word_count(line: str) -> int:
    """Return the number of words that a line states, 0 for any other line."""
    found = _COUNT.fullmatch(line)
    return int(re.sub(r"\D", "", found[1])) if found else 0


def may_have_mark(text: str) -> bool:
    """Whether a text may have a Mark, such as `Document 2 of 9`. The check is fast; most texts have none."""
    return any(word in text for word in ("ocument", "OCUMENT", "okument", "OKUMENT"))


def mark_of(line: str) -> Mark | None:
    """Return the mark that a line consists of, None for any other line."""
    if len(line) > 120 or not (found := _MARK.fullmatch(line)) or not (found["before"] or found["after"]):
        return None
    return Mark(int(found["number"]), int(re.sub(r"\D", "", found["total"])))


class Paragraph(NamedTuple):
    """Lines without a blank line between them: their text on one line, and the range of their indexes.

    field, value: set for a labelled field
    is_indented:  whether it begins with white space, as centred text does
    """

    text: str
    start: int
    end: int
    field: str = ""
    value: str = ""
    is_indented: bool = False


def split_field(line: str) -> tuple[str, str]:
    """Return the field that a line begins with, and its value; '' twice for other lines.

    >>> split_field("BYLINE: Jane Doe")
    ('byline', 'Jane Doe')
    """
    found = _FIELD.match(line)
    field = field_of_label(found[1]) if found else ""
    return (field, one_line(found[2])) if found and field else ("", "")


def _split_capital_field(line: str) -> tuple[str, str]:
    """Return what split_field returns, but only for a label in capitals."""
    label = line.partition(":")[0]
    return split_field(line) if label.isupper() else ("", "")


def paragraphs_of(lines: Sequence[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines. A label in capitals begins one, even without a blank line above."""
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = start + 1
        while end < len(lines) and lines[end].strip() and not _split_capital_field(lines[end])[0]:
            end += 1
        field, value = _split_capital_field(" ".join(lines[start:end]))
        text = one_line(" ".join(lines[start:end]))
        yield Paragraph(text, start, end, field, value, lines[start][:1].isspace())
        start = end
