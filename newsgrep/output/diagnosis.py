"""The reasons why a search found nothing, in words: one line per finding.

>>> diagnosis_lines(Diagnosis((UnknownWord("missle", ("missile",)),)))
['missle: no such word; nearest: missile']
"""

from __future__ import annotations

import re
from typing import assert_never

from newsgrep.errors import shortened
from newsgrep.extras import install_command
from newsgrep.output.quantities import count
from newsgrep.search.findings import (
    ClauseCounts,
    DateRangeMissed,
    Diagnosis,
    EmptyIndex,
    FewerMentions,
    Finding,
    MoreUnknownWords,
    NoSuchKeyword,
    NoSuchName,
    NotInText,
    OneWayOfWriting,
    TooFarApart,
    UnknownWord,
    Weakening,
    WeakerForm,
    WithoutClause,
)
from newsgrep.search.spelling import Spelling

#: Most lines of a diagnosis, and most characters of a clause in it.
_MOST_LINES = 8
_LONGEST_CLAUSE = 60

#: The noun for a value of each keyword field.
_KEYWORD_NAMES = {
    "source": "source",
    "site": "source or site",
    "section": "section",
    "lang": "language",
    "url": "address",
    "path": "path",
    "format": "format",
    "from": "sender",
    "to": "recipient",
    "attachment": "attachment",
}
_NOT_AS_TYPED: dict[Weakening, str] = {
    "any inflection": "not in this form",
    "near": "not side by side",
    "anywhere": "not near one another",
    "all words": "not in a row",
    "any field": "not in this field",
}


def diagnosis_lines(diagnosis: Diagnosis) -> list[str]:
    """Return a diagnosis as plain text, at most eight lines. All clauses to leave out are on one line."""
    lines: list[str] = []
    without: list[WithoutClause] = []
    for finding in diagnosis.findings:
        if isinstance(finding, WithoutClause):
            if not without:
                lines.append("")
            without.append(finding)
            lines[-1] = "; ".join(map(_line, without))
        else:
            lines.append(_line(finding))
    return lines[:_MOST_LINES]


def spelling_line(found: Spelling) -> str:
    """Return the question whether the user means another spelling, which far more articles have."""
    others = count(found.better_articles, "article")
    return f"did you mean {found.better}? {others}, and {found.articles:,} with {found.word}"


def _line(finding: Finding) -> str:
    match finding:
        case EmptyIndex():
            return "the index holds no articles; newsgrep index PATH adds some"
        case UnknownWord(word, nearest, named, longer):
            found = "".join(
                f"; {_cut(clause)} finds {count(articles, 'article')}" for clause, articles in named
            )
            similar = f"; nearest: {', '.join(nearest)}" if nearest and not named else ""
            within = f"; *{word}* finds {', '.join(longer)}" if longer else ""
            return f"{word}: no such word{found}{within}{similar}"
        case NoSuchName(clause, word, nearest):
            return f"{_cut(clause)}: no author is called {word}; nearest: {', '.join(nearest)}"
        case MoreUnknownWords(words):
            return f"no article has these words either: {', '.join(words)}"
        case DateRangeMissed(first, last):
            return f"articles are dated {first} to {last}" if first else "no article has a date"
        case OneWayOfWriting(clause):
            command = install_command("chinese") or "install opencc"
            also = "to search traditional and simplified ones"
            return f"{_cut(clause)}: searched in these characters alone; {also}: {command}"
        case NoSuchKeyword() | TooFarApart() | FewerMentions() | NotInText() | WeakerForm():
            return f"{_cut(finding.clause)}: {_on_clause(finding)}"
        case WithoutClause(clause, articles):
            return f"without {_cut(clause)}: {count(articles, 'article')}"
        case ClauseCounts():
            return _alone(finding)
        case _:
            assert_never(finding)


def _alone(finding: ClauseCounts) -> str:
    if finding.complete and len(finding.counts) == 1:
        return f"no article matches {_cut(finding.counts[0][0])}"
    listed = ", ".join(f"{_cut(clause)} in {number:,}" for clause, number in finding.counts)
    return f"articles with each alone: {listed}{'' if finding.complete else ', …'}"


def _on_clause(finding: NoSuchKeyword | TooFarApart | FewerMentions | NotInText | WeakerForm) -> str:
    match finding:
        case NoSuchKeyword(_, field, _, examples, nearest):
            name = _KEYWORD_NAMES[field]
            instead = f"; did you mean {nearest}?" if nearest else _examples(examples, name)
            return f"no article has this {name}{instead}"
        case TooFarApart(_, articles):
            verb = "has" if articles == 1 else "have"
            return f"{count(articles, 'article')} {verb} all of it, but farther apart"
        case FewerMentions(_, articles):
            verb = "mentions" if articles == 1 else "mention"
            return f"{count(articles, 'article')} {verb} it less often"
        case NotInText(_, lack, articles):
            verb = "has" if articles == 1 else "have"
            missing = "but spelt otherwise" if lack == "spelling" else f"but not in one {lack}"
            return f"{count(articles, 'article')} {verb} all of it, {missing}"
        case WeakerForm(_, weakening, weaker, articles):
            return f"{_NOT_AS_TYPED[weakening]}; {_cut(weaker)} finds {count(articles, 'article')}"
        case _:
            assert_never(finding)


def _examples(examples: tuple[str, ...] | None, name: str) -> str:
    if examples is None:
        return ""
    if not examples:
        return f"; no article names a {name}"
    return f"; the newest articles have: {', '.join(examples)}"


def _cut(clause: str) -> str:
    clause = re.sub(r"(?<=\w)[,;:?!]+$", "", clause)  # the clause may be from a pasted sentence
    return shortened(clause, _LONGEST_CLAUSE)
