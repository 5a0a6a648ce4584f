"""Articles in several languages, each pair in other inflections of the same words; and indexes of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from newsgrep import Index, open_index
from newsgrep.article import Article
from tests.stemmers import need_stemmers

_TEXTS = {
    "en1": "Cities burn. The cities were burning while soldiers died in the wars.",
    "en2": "A city burned, and a soldier may die in a war. WHO doctors came, who knows why.",
    "de1": "Die alten Häuser der Stadt wurden verkauft, und die Straßen sind leer.",
    "de2": "Ein altes Haus brannte. Das war eine leere Straße in den Städten.",
    "fr1": "Les journaux parlent des élections présidentielles et des gouvernements.",
    "fr2": "Un journal a parlé de l’élection présidentielle, et le gouvernement se tait.",
    "tr1": "Hükümetler ve gazeteler Bakü’de konuştu, kitapları okudular.",
    "tr2": "Hükümet bir gazeteye konuştu, kitap okundu.",
    "az1": "Bakıda jurnalistlər kitabları oxudu.",
    "ru1": "Ракеты упали на города. Правительства стран обсудили войну.",
    "ru2": "Одна ракета упала в городе. Правительство страны молчит о войне.",
    "sr1": "Влада и новине говоре о рату, gradovi ćute.",
    "el1": "Οι πόλεις της χώρας και οι εφημερίδες.",
    "el2": "Η πόλη και οι χώρες χωρίς εφημερίδα.",
    "ar1": "الكتاب في المدينة والصحف",
    "ar2": "كتاب وصحيفة في مدن",
    "zh1": "北京和平 talks",
}
ARTICLES = [Article(key=key, path="", title=key, body=text) for key, text in _TEXTS.items()]


def index_of_texts(folder: Path, language: str, texts: Mapping[str, str] | Iterable[str]) -> Index:
    """An index in a folder, of articles with these texts; their keys are those of the mapping, or 0, 1, ….

    Skips a test if a language has no stemmer here.
    """
    need_stemmers(language)
    by_key = texts if isinstance(texts, Mapping) else {str(key): text for key, text in enumerate(texts)}
    index = open_index(folder / ".newsgrep")
    with index.writer(language=language) as writer:
        for key, text in by_key.items():
            writer.add(Article(key=key, path="", title="-", body=text))
    return index


def keys(index: Index, query: str) -> set[str]:
    """The keys of the articles that a query finds."""
    return {hit.key for hit in index.search(query, limit=None)}


def marked(index: Index, query: str) -> set[str]:
    """What is marked in the passages of the hits of a query."""
    passages = [passage for hit in index.search(query, limit=None) for passage in hit.passages]
    return {passage.text[start:end] for passage in passages for start, end in passage.spans}
