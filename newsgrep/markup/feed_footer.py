"""The sentence below a post in a feed of WordPress: `The post Talks resume appeared first on Example.`

>>> without_feed_footer("Both sides met.\\n\\nThe post Talks resume appeared first on Ex.", "Talks resume")
'Both sides met.'
"""

from __future__ import annotations

import re

#: The words before the name of the site, in the translations of WordPress.
_FIRST_ON = re.compile(
    r"\b(?:appeared first on|first appeared on|erschien zuerst auf|est apparu en premier sur"
    r"|se publicó primero en|apareci?ó primero en|aparece primero en|apareceu primeiro em|aparece primeiro em"
    r"|proviene da|sembra essere il primo su|verscheen eerst op"
    r"|появил(?:ись|ась) (?:сначала|первыми|впервые) на"
    r"|pochodzi z serwisu|apare prima (?:dată|oar[aă]) (?:în|pe)"
    r"|dök först upp på|blev først udgivet på|dukket først opp på"
    r"|yazısı ilk önce|bejegyzés először|εμφανίστηκε πρώτα στο|(?:спершу|вперше) з['’]явився на"
    r"|julkaistiin ensimmäisen kerran|ha aparegut primer a|pojavila se prvo na|أولاً على|اولین بار در)\b"
    r"|に最初に表示されました|最先出现在|最早出現於",
    re.I,
)
#: The words before the title.
_START = re.compile(
    r"(?:The post|Der Beitrag|L['’]article|La entrada|L['’]articolo|[OA] (?:post|artigo|publicação)"
    r"|Het bericht|Сообщение|Запис|Artykuł|Articolul|Inlägget|Indlægget|Innlegget"
    r"|Το άρθρο|ظهرت المقالة|نوشته|投稿)\b",
    re.I,
)
#: The most characters of the sentence before the title, of the site behind these words, and of the sentence.
_LONGEST_START, _LONGEST_SITE, _LONGEST = 40, 120, 400


def without_feed_footer(text: str, title: str) -> str:
    """Return the text of a post without that sentence at its end; the text, if it has nothing else."""
    *_, found = None, *_FIRST_ON.finditer(text, max(0, len(text) - _LONGEST))
    if found is None or len(text) - found.end() > _LONGEST_SITE or "\n" in text[found.end() :].strip():
        return text
    paragraph = text.rfind("\n", 0, found.start()) + 1
    begins = text.rfind(title, paragraph, found.start()) if title else -1
    if begins < 0:
        start = paragraph if _START.match(text, paragraph) else len(text)
    else:
        start = max(paragraph, *(text.rfind(mark, paragraph, begins) + 1 for mark in ".!?…]"))
        if begins - start > _LONGEST_START:
            start = text.rfind(" ", start, max(start, begins - 1)) + 1 or start
    return text[:start].rstrip() or text
