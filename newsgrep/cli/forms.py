"""The query language by example. `newsgrep help query` and docs/query-language.md print this table.

A test parses every example, and checks that every kind of node, every operator and every field name occurs.
"""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """A query and what it finds."""

    example: str
    meaning: str


#: The forms by purpose, in the order of the help.
FORMS: dict[str, tuple[Form, ...]] = {
    "Words": (
        Form("ganja missile", "both words, in title, author or body"),
        Form("ganja AND missile", "the same; operators are in capitals"),
        Form("missile OR drone", "either word; beside AND it needs brackets"),
        Form("ganja NOT missile", "the first word without the second"),
        Form("ganja -missile", "the same"),
        Form("ganja (missile OR drone)", "brackets say what belongs together"),
        Form("+ganja missile drone", "with --any: ganja, and the others if possible"),
        Form("oil & gas", "both words; a lone sign is passed over"),
        Form("*", "every article"),
    ),
    "Words together": (
        Form('"missile attack"', "one after the other; also “…”, «…», 「…」"),
        Form("ganja W/5 missile", "within five words, in either order"),
        Form("ganja NEAR/5 missile", "the same"),
        Form('"ganja missile"~5', "the same"),
        Form("ganja PRE/5 missile", "within five words, in this order"),
        Form("ganja W/S missile", "in one sentence"),
        Form("ganja W/P missile", "in one paragraph"),
        Form('ganja W/9 (drone OR "air raid")', "near a phrase, or one of several words"),
        Form("ATLEAST3 missile", "mentioned three times or more"),
    ),
    "Spellings": (
        Form("missil*", "words whose spelling begins with missil"),
        Form("m?ssil*s", "? is one character, * any number of them"),
        Form("missle~1", "words one change of a letter away; at most ~2"),
        Form("missle~", "one change up to five letters, two beyond"),
        Form("/gan[jd]a/", "whole words that match a regular expression"),
        Form("=missiles", "this spelling only, without other endings"),
        Form('exact:"cluster bombs"', "the same for a phrase; exact: and = are one"),
        Form("=Král", "with this accent; =Kral: with any or none"),
        Form("caps(Apple)", "with these capitals and accents; also caps:"),
        Form('caps:"Bank of Japan"', "the same for a phrase"),
        Form("sounds:gaddafi", "words that sound alike: qaddafi, kadhafi"),
    ),
    "Weights": (
        Form("ganja^2 missile", "ganja counts twice in the ranking"),
        Form("ganja (drone OR raid)^0.5", "a bracket counts half"),
    ),
    "Fields": (
        Form("title:ganja", "in the title; also headline: and intitle:"),
        Form('author:"aysel newsgrep"', "in the author; also byline: and by:"),
        Form("body:ganja", "in the body; also text:"),
        Form("lead:ganja", "title and first paragraph; also hlead:"),
        Form("title:(ganja OR barda)", "a field takes a bracket"),
        Form("title:=missiles", "this spelling only, in the title"),
    ),
    "Filters": (
        Form("source:reuters", "the source"),
        Form("site:reuters.com", "the source, or the host of the address"),
        Form("section:sport", "the section of the paper"),
        Form("source:(reuters OR azer*)", "either source; * stands for any ending"),
        Form("url:azernews.az/nation", "these words of the address, side by side"),
        Form("path:corpus/01*", "the path of the file"),
        Form("lang:en", "the language, by code or name; also language:"),
        Form("from:jane@example.org", "who sent a mail, by name or address"),
        Form("to:@example.org", "to whom it went: To, Cc and Bcc"),
        Form("has:attachment", "mails with files; attachment:budget by name"),
        Form("mail:KEY", "by key or Message-ID: a mail and its files"),
        Form("thread:KEY", "its conversation: newsgrep help thread"),
        Form('mail:"KEY"', 'a key in quotes is as it is; but write " twice'),
        Form("format:eml", "the format of the file: newsgrep help formats"),
        Form("has:author", "articles with an author; or another field"),
        Form("no:date", "articles without a date; or another field"),
        Form("tag:quote", "articles with this tag; also tag:sto*, has:tag"),
        Form("words:>500", "more than 500 words in the body; also >= < <="),
        Form("words:200..500", "from 200 to 500 words; an end may be missing"),
    ),
    "Dates": (
        Form("date:2020-10", "a year, a month or a day (2020-10-28)"),
        Form("date:2020-10-01..2020-11", "from a day to a day, both included"),
        Form("date:..2020", "to the end of 2020; 2020.. is from there on"),
        Form("date:>2020-10-01", "after that day; also >=, < and <="),
        Form('date:"28 October 2020"', 'also "October 28, 2020" and "October 2020"'),
        Form('date:"30 de octubre de 2020"', "names of months in many languages"),
        Form("date:28/10/2020", "also 2020/10/28, 20201028, 28.10.2020"),
        Form("date:2020-Q4", "a quarter; also 2020-W44, a week, and 1980s"),
        Form('date:"spring 1987"', 'March to May; also "winter 1986/87"'),
        Form("date:yesterday", "or today, counted from today"),
        Form('date:"last week"', 'also "this month", "last october"'),
        Form('date:"last monday"', "the latest one before today"),
        Form('date:"3 months ago"', 'that day; >="3 months ago" since then'),
        Form("date:7d", "the last seven days; also 2w, 3m, 1y, 24h"),
        Form('date:"past week"', "the same; also month and year"),
        Form('date:"May 2020".."July 2020"', "from a period to a period in words"),
        Form("since:2020-10", "from then on: date:>=2020-10"),
        Form("until:2020-10", "to its end: date:<=2020-10"),
        Form("after:2020-10-28", "later than that day: date:>2020-10-28"),
        Form("before:2020-10-28", "earlier: date:<2020-10-28"),
        Form("added:7d", "first indexed in these days; any form of date:"),
        Form("changed:>2026-11-01", "articles whose text changed after that day"),
    ),
}
