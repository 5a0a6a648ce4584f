"""Citations for reference managers: BibTeX, RIS and CSL-JSON.

An article with a source is a newspaper article; an article with only an address is a web page. An entry has a
field only if the article has it: a lede that stands in for a headline is an abstract and not a title, and a
date that is known to the month has no day. An entry has the same key in each format; see `citation_key`.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from newsgrep.analysis.folding import fold
from newsgrep.article import LEDE, Article
from newsgrep.bylines.persons import name_parts
from newsgrep.output.control_characters import escape_in_json, shown_line
from newsgrep.output.styles import Printer
from newsgrep.results import Hit

if TYPE_CHECKING:
    from newsgrep.output.styles import Output

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: Escapes for TeX. BibTeX counts braces even after a backslash, so braces are written as commands.
_TEX = {
    **{character: f"\\{character}" for character in "%&$#_"},
    **{"\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}"},
    **{"~": "\\textasciitilde{}", "^": "\\textasciicircum{}"},
}


def citation_key(article: Article) -> str:
    """Return the key of an entry: author or source, year, and a digest of the article's key.

    It depends only on the article, so it is the same in every bibliography.
    """
    from hashlib import blake2b

    first = article.authors[0] if article.authors else article.source
    name = (name_parts(first) or ("", first))[1]
    letters = re.sub("[^a-z0-9]", "", fold(name))[:20] or "article"
    digest = blake2b(article.key.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"{letters}{article.date[:4]}-{digest}"


def _date_parts(article: Article) -> list[str]:
    """Return year, month and day, as far as they are known."""
    return article.date[:10].split("-") if article.date else []


def _is_web_page(article: Article) -> bool:
    return bool(article.url) and not article.source


def _title(article: Article) -> str:
    return "" if article.title_from == LEDE else _text(article.title)


def _abstract(article: Article) -> str:
    return _text(article.title) if article.title_from == LEDE else ""


def _text(text: str) -> str:
    return shown_line(text).strip()


def _address(article: Article) -> str:
    """Return the address with white space, braces and backslashes as %XX, as they would end a field."""
    return re.sub(r"[\s{}\\]", lambda found: f"%{ord(found[0]):02X}", _text(article.url))


class _Citations(Printer):
    """Prints each article once, even if several queries find it, as keys of entries have to be unique."""

    def __init__(self, out: TextIO, _: Output | None = None) -> None:
        self._out = out
        self._seen: set[str] = set()

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print an entry."""
        if hit.article.key not in self._seen:
            self._seen.add(hit.article.key)
            self._print(hit.article)

    @abstractmethod
    def _print(self, article: Article) -> None:
        """Print an entry."""


class BibtexPrinter(_Citations):
    """Prints entries that BibTeX and biblatex read: `@article`, or `@misc` without a newspaper."""

    def _print(self, article: Article) -> None:
        kind = "article" if article.source else "misc"
        fields = ",\n".join(f"  {name} = {value}" for name, value in _bibtex_fields(article))
        self._out.write(f"@{kind}{{{citation_key(article)},\n{fields}\n}}\n\n")


def _bibtex_fields(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the fields: year and month for BibTeX, the date for biblatex and reference managers."""
    authors = " and ".join(map(_bibtex_name, filter(None, map(_text, article.authors))))
    if authors:
        yield "author", f"{{{authors}}}"
    if title := _title(article):
        yield "title", f"{{{{{_tex(title)}}}}}"  # the inner braces keep the capitals
    if source := _text(article.source):
        yield "journal", f"{{{_tex(source)}}}"
        yield "entrysubtype", "{newspaper}"
    if parts := _date_parts(article):
        yield "date", f"{{{'-'.join(parts)}}}"
        yield "year", f"{{{parts[0]}}}"
        if len(parts) > 1:
            yield "month", _MONTHS[int(parts[1]) - 1]
    if article.url:
        yield "url", f"{{{_address(article)}}}"
    if article.language:
        yield "language", f"{{{_tex(_text(article.language))}}}"
    if abstract := _abstract(article):
        yield "abstract", f"{{{_tex(abstract)}}}"


def _bibtex_name(name: str) -> str:
    parts = name_parts(name)
    return f"{_tex(parts[1])}, {_tex(parts[0])}" if parts else f"{{{_tex(name)}}}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


class RisPrinter(_Citations):
    """Prints records of the types NEWS and ELEC."""

    def _print(self, article: Article) -> None:
        for tag, value in _ris_lines(article):
            if value or tag == "ER":
                self._out.write(f"{tag}  - {value}\n")
        self._out.write("\n")


def _ris_lines(article: Article) -> Iterator[tuple[str, str]]:
    parts = _date_parts(article)
    yield "TY", "ELEC" if _is_web_page(article) else "NEWS"
    yield "ID", citation_key(article)
    for name in map(_text, article.authors):
        names = name_parts(name)
        yield "AU", f"{names[1]}, {names[0]}" if names else name
    yield "TI", _title(article)
    yield "T2", _text(article.source)
    yield "PY", parts[0] if parts else ""
    yield "DA", "/".join([*parts, "", ""][:3]) + "/" if parts else ""
    yield "SE", _text(article.section)
    yield "UR", _address(article)
    yield "LA", _text(article.language)
    yield "AB", _abstract(article)
    yield "ER", ""


class CslPrinter(_Citations):
    """Prints an array of items of the types article-newspaper and webpage, one item per line."""

    def _print(self, article: Article) -> None:
        import json

        self._out.write(",\n" if len(self._seen) > 1 else "[\n")
        item = json.dumps(_csl_item(article), ensure_ascii=False)
        self._out.write(escape_in_json(item))

    def close(self) -> None:
        """End the array, which is empty if nothing was printed."""
        self._out.write("\n]\n" if self._seen else "[]\n")
        super().close()


def _csl_item(article: Article) -> dict[str, object]:
    item: dict[str, object] = {
        "id": citation_key(article),
        "type": "webpage" if _is_web_page(article) else "article-newspaper",
        "author": [_csl_name(name) for name in filter(None, map(_text, article.authors))],
        "title": _title(article),
        "container-title": _text(article.source),
        "section": _text(article.section),
        "URL": _address(article),
        "language": _text(article.language),
        "abstract": _abstract(article),
    }
    if parts := _date_parts(article):
        item["issued"] = {"date-parts": [[int(part) for part in parts]]}
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    parts = name_parts(name)
    return {"family": parts[1], "given": parts[0]} if parts else {"literal": name}
