"""The words of bylines in the languages of `--language`: before a name, and between two names.

They cover the languages of Snowball whose papers print such words. A word that may be a name or a part of one
(`Di Maio`, `Von Trapp`) counts only under a condition: see AMBIGUOUS, LABELS and BETWEEN.
"""

from __future__ import annotations


def _words(listed: str) -> tuple[str, ...]:
    """Return the words of a list with bars between them; lines end behind a bar."""
    return tuple(word.strip() for word in listed.split("|"))


#: Words before a name that are part of no name, so that they always lead to one.
LEADING = _words("""
    by|written by|posted by|published by|reported by|reporting by|story by|text by|words by|analysis by|
    opinion by|commentary by|review by|interview by|par|publié par|écrit par|
    rédigé par|un article de|texte de|por|escrito por|publicado por|redactado por|a cura di|scritto da|
    pubblicato da|articolo di|testo di|geschrieben von|verfasst von|erstellt von|eingestellt von|
    veröffentlicht von|ein beitrag von|gastbeitrag von|ein gastbeitrag von|ein kommentar von|
    eine analyse von|ein interview von|text von|door|geschreven door|tekst door|skrevet af|skrevet av|
    skriven av|tekst av|text av|oleh|ditulis oleh|kirjoittanut|írta|napisał|napisała|napsal|napsala|piše|
    pišu|пише|пишу|γράφει ο|γράφει η|parašė|scris de|un articol de|scríofa ag|escrit per|بقلم|كتب|كتبت|
    بواسطة|به قلم|نوشته|द्वारा|记者|記者|作者|撰文|מאת|โดย|подготовил|подготовила|підготував|
    підготувала
""")
#: Words before a name that are, or begin, names too: they lead to a name of two words with capitals.
AMBIGUOUS = _words("von|di|av|af|da|автор|авторы|аутор|autor|autorin|yazan|haber")
#: The entries of LEADING and AMBIGUOUS that are one word.
BY_WORDS = tuple(word for word in (*LEADING, *AMBIGUOUS) if " " not in word)
#: Labels before a name; a colon follows them.
LABELS = _words("""
    author|authors|autor|autorin|autoren|autora|autores|autore|autori|autrice|auteur|auteure|auteurs|
    autorka|autorzy|autoři|author(s)|autor(in)|writer|interview|text|texte|texto|testo|tekst|teksti|por|
    de|di|von|per|door|van|av|af|by|par|redaktion|reporter|forfatter|författare|skribent|journalist|
    kirjoittaja|toimittaja|szerző|szöveg|yazar|yazan|haber|muhabir|penulis|autorius|egilea|testua|údar|
    aŭtoro|автор|авторы|текст|аутор|συντάκτης|συντάκτρια|του|της|հեղինակ|الكاتب|كتب|كتبت|بقلم|تحرير|
    نویسنده|लेखक|எழுதியவர்|מאת|כתב|כתבה|פון|ავტორი|müəllif|tác giả|ผู้เขียน|โดย|প্রতিবেদক|লেখক|επιμέλεια|
    记者|記者|作者|撰文|文|質問者|投稿者
""")
#: Words between two names, wherever they stand in a byline.
ALWAYS_BETWEEN = ("and", "&")
#: Words between two names that are parts of names too: they separate two names of two words with capitals.
BETWEEN = _words("""
    und|u.|sowie|et|y|e|ed|i|og|och|en|ve|ile|a|oraz|și|şi|si|és|ja|sekä|ir|eta|kaj|dan|agus|и|і|та|και|և|
    եւ|و|और|र|மற்றும்|און|with|avec|mit|con|com|met|med
""")
#: The words of BETWEEN that may begin further names in parentheses.
TOGETHER = ("with", "avec", "mit", "con", "com", "met", "med")
#: The words of BETWEEN in capitals, without single letters, which may be initials there; `Y` is kept.
BETWEEN_CAPITALS = tuple(word.upper() for word in BETWEEN if len(word) > 1 or word == "y")

#: News agencies.
AGENCIES = frozenset(
    _words("""
    reuter|reuters|ap|associated press|the associated press|afp|agence france-presse|upi|dpa|efe|ansa|
    tass|itar-tass|interfax|xinhua|bloomberg|bloomberg news|azernews|kna|epd|afp/reuters|
    the canadian press|canadian press|press association|belga|anp|ntb|ritzau|čtk|agerpres|anadolu|dha|iha|
    pti|ians|kyodo|yonhap|lusa|apa|sda|ats|keystone-sda|dapd|ddp|jiji|jiji press|bernama|
    tanjug|stt|mti|pap|ukrinform|unian|europa press|anadolu ajansı|anadolu agency|ria novosti|рбк|тасс|
    риа новости|интерфакс|укринформ|news agencies
""")
)
#: What programs write if there is no author.
NOBODY = frozenset(
    _words("""
    no author|no byline|no author listed|not available|not specified|unknown|unknown author|
    author unknown|author|n/a|none|null|nan|nil|undefined|anonymous author|admin|administrator|root|
    webmaster|guest|default|super user|wordpress|k.a|k. a|o.a|o. a|o.v|o. v|keine angabe|ohne angabe|
    ohne verfasser|ohne autor|kein autor|unbekannt|autor unbekannt|auteur inconnu|inconnu|sans auteur|s.n|
    s. n|non renseigné|non spécifié|non précisé|no disponible|não informado|sin autor|desconocido|
    autor desconocido|autor desconhecido|desconhecido|sem autor|autore sconosciuto|sconosciuto|
    nessun autore|onbekend|auteur onbekend|ukjent|ukendt|okänd|tuntematon|brak autora|nieznany|bez autora|
    neznámý|ismeretlen|bilinmiyor|yazar yok|неизвестно|без автора|неизвестен|άγνωστος|tidak diketahui|
    غير معروف|see full bio|full bio|view bio|read bio|view profile|see full profile|
    please enter your name here|name|your name|author name|link copied
""")
) | {*LEADING, *AMBIGUOUS}
