"""Articles in several languages, of which each pair says the same in other inflections."""

from __future__ import annotations

from newsgrep.article import Article

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
