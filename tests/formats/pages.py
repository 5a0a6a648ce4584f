"""A web page for tests, with menus around an article."""

from __future__ import annotations

import json

SENTENCE = "On day {} the ministers met in the capital and said that the talks would go on."
PARAGRAPHS = [SENTENCE.format(number) for number in range(6)]
TEXT = "\n\n".join(PARAGRAPHS)
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(head: str = "", body: str = f"<article>{STORY}</article>", language: str = "en") -> str:
    """A page with menus around what is in it."""
    menu = "<nav><a href=/>Home</a> <a href=/world>World</a></nav>"
    foot = "<footer>Example News, all rights reserved</footer>"
    return f"<!doctype html><html lang={language}><head>{head}</head><body>{menu}{body}{foot}</body></html>"


def script(value: object) -> str:
    """A script of JSON-LD."""
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"
