"""Articles, histories of an index, and queries of every kind, for tests of laws."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st
from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.folding import fold
from newsgrep.article import LEDE, Article
from newsgrep.query.fields import PRESENT
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    DateRange,
    Exact,
    Expanded,
    Fuzzy,
    Has,
    Keys,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    TermNode,
    Weighted,
    Wildcard,
    Word,
    map_children,
    positive_terms,
)

ANALYZER = Analyzer("english")

WORDS = [
    *("city", "cities", "City’s", "run", "runs", "running", "missile", "missiles", "the", "of", "us", "US"),
    *("Nagorno-Karabakh", "Karabakh", "Nagorno", "U.S.", "AT&T", "C++", "20,000", "北京", "Erdoğan", "—"),
    *("who", "WHO", "W.H.O.", "CITIES", "RUN", "Erdogan", "City", "ran.", "Us!"),
]
PERSONS = ["Roe, Jane <jane@x.org>", "Jane Roe <JANE@x.org>", "jane.roe@y.org", "U.S. Desk"]
PERSONS += ["—", "J. R. Öe <o'neil-3@x.org>"]
prose = st.lists(st.sampled_from([*WORDS, "\n\n"]), max_size=14).map(" ".join)
dates = st.sampled_from(
    ["", "2020", "2020-10", "2020-10-30", "2020-10-30T23:50", "2020-10-31T02:00+04:00", "1969-12-31"]
)
keys = st.sampled_from([f"k{i}" for i in range(14)])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of the words above; its lede may take the place of a missing title."""
    body = draw(prose)
    title = draw(st.just("") | st.just(LEDE) | prose)
    article = Article(
        key=draw(keys),
        path=draw(st.sampled_from(["p", "news/2020/a.txt", "news/erdoğan.txt"])),
        body=body,
        title=title,
        authors=draw(st.lists(prose | st.just("Jane Doe"), max_size=3).map(tuple)),
        date=draw(dates),
        url=draw(st.sampled_from(["", "https://www.azernews.az/nation/1.html", "http://x.org/US/at&t"])),
        source=draw(st.sampled_from(["", "Azernews", "azernews.az", "The City Times"])),
        language=draw(st.sampled_from(["", "en", "en-GB", "EN_us", "az"])),
        section=draw(st.sampled_from(["", "World", "Économie", "Économie; World; City Life"])),
        format=draw(st.sampled_from(["", "html", "text"])),
        senders=draw(st.sampled_from([(), (), ("Jane Roe <Jane@x.org>",)])),
        attachments=draw(st.sampled_from([(), (), ("The Plan.pdf", "plan.jpg")])),
        recipients=draw(st.just(()) | st.lists(st.sampled_from(PERSONS), unique=True, max_size=3).map(tuple)),
    )
    if title == LEDE:
        return article._replace(title=article.lede, title_from=LEDE)
    return article


#: A commit: articles to delete, and to add or to change.
commits = st.tuples(
    st.sets(keys, max_size=5), st.lists(articles(), max_size=8).map(lambda new: {one.key: one for one in new})
)

fields = st.sampled_from(["", "", "", "title", "author", "body", "lead"])
word_texts = st.sampled_from([*WORDS, "erdogan", "absent", "Nagorno-Karabakh’s", "city-run", "!"])
several = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.none() | st.dates(dt.date(2019, 12, 30), dt.date(2021, 1, 2))
prefixes = st.sampled_from(
    ["c", "cit", "ru", "runn", "n", "u", "US", "wh", "20", "é", "zz", "nagorno-kar", "the ci", ""]
)
patterns = st.one_of(
    st.builds(Wildcard, st.sampled_from(["*", "?", "c*", "*s", "r?n*", "M?SSILE", "erdoğ*", "*??*"]), fields),
    st.builds(
        Fuzzy,
        st.sampled_from(["misle", "us", "cties", "karabkah", "Erdogna"]),
        st.sampled_from([1, 2]),
        fields,
    ),
    st.builds(Regex, st.sampled_from(["cit.*", "[a-m]+", "runs?", "us|US", ".{2}", "missile(s|x)"]), fields),
)


@st.composite
def with_forms(draw: st.DrawFn, terms: st.SearchStrategy[Word | Phrase]) -> Word | Phrase:
    """Return a word or a phrase that matches forms of other stems, too."""
    term = draw(terms)
    some = [
        tuple(form for form in draw(some_forms) if ANALYZER.stem(form) != token.term)
        for token in ANALYZER.terms(term.text)
    ]
    return replace(term, forms=tuple(some))


some_forms = st.sets(
    st.sampled_from(["city", "cities", "runs", "us", "US", "the", "missiles", "zz"]), max_size=3
)
words_and_phrases = st.one_of(
    st.builds(Word, word_texts, fields, st.booleans()), st.builds(Phrase, several, fields)
)
#: What the index alone answers.
indexed_terms = st.one_of(
    words_and_phrases,
    with_forms(words_and_phrases),
    st.builds(Exact, several.map(fold), fields),
    st.builds(Prefix, prefixes, fields),
    patterns,
    st.builds(
        Expanded, st.sets(st.sampled_from(["city", "cities", "runs", "us", "US", "zz"])).map(tuple), patterns
    ),
)
term_queries = st.one_of(
    indexed_terms, indexed_terms, st.builds(Exact, several, fields), st.builds(Cased, several, fields)
)
counted = term_queries | st.lists(term_queries, min_size=2, max_size=2).map(tuple).map(Or)


def in_one_field(node: Node, field: str | None = None) -> Node:
    """Return a part of a tree with the field of its first term in all terms, as an engine gets a Near."""
    wanted = next(positive_terms(node)).field if field is None else field
    if isinstance(node, Expanded):
        return replace(node, pattern=replace(node.pattern, field=wanted))
    if isinstance(node, TermNode):
        return replace(node, field=wanted)
    return map_children(node, lambda child: in_one_field(child, wanted))


terms = st.one_of(
    term_queries,
    term_queries,
    st.builds(
        Near,
        st.lists(counted, min_size=1, max_size=3).map(tuple),
        st.sampled_from([1, 2, 5, 101, 500]),
        st.booleans(),
    ).map(in_one_field),
    st.builds(
        Near,
        st.lists(counted, min_size=2, max_size=3).map(tuple),
        st.just(0),
        st.just(False),
        st.sampled_from(["sentence", "paragraph"]),
    ).map(in_one_field),
    st.builds(AtLeast, st.integers(1, 4), counted).map(in_one_field),
)
ends = st.none() | st.integers(0, 15)
keywords = st.one_of(
    st.builds(
        Keyword,
        st.sampled_from(["azernews", "az", "City", "times city", "!"]),
        st.just("source"),
        st.booleans(),
    ),
    st.builds(
        Keyword,
        st.sampled_from(["azernews.az", "x.org/us", "AT&T", "nat", "html"]),
        st.just("url"),
        st.booleans(),
    ),
    st.builds(
        Keyword,
        st.sampled_from(["azernews.az", "x", "www", "org/us", "city"]),
        st.just("site"),
        st.booleans(),
    ),
    st.builds(
        Keyword,
        st.sampled_from(["world", "economie", "economie world", "World; City", "city l", "w"]),
        st.just("section"),
        st.booleans(),
    ),
    st.builds(
        Keyword,
        st.sampled_from(
            ["jane roe", "roe jane", "@x.org", "Roe", "org jane", "jan", "x", "—", "US", "JR", "neil 3"]
        ),
        st.sampled_from(["from", "to"]),
        st.booleans(),
    ),
    st.builds(Has, st.sampled_from(PRESENT)),
    st.builds(Keyword, st.sampled_from(["en", "en-us", "e", "gb", "az"]), st.just("lang"), st.booleans()),
    st.builds(
        Keyword, st.sampled_from(["news", "2020/a", "erdogan", "p", "txt"]), st.just("path"), st.booleans()
    ),
)
filters = st.one_of(
    st.builds(Keys, st.frozensets(keys), st.just("added:7d"), st.booleans()),
    keywords,
    st.builds(LengthRange, ends, ends),
    st.builds(DateRange, days, days),
    st.just(MatchAll()),
)
trees = st.recursive(
    terms | filters,
    lambda smaller: st.one_of(
        st.builds(Not, smaller),
        st.builds(Weighted, smaller, st.sampled_from([0.001, 0.5, 3.0, 100.0])),
        st.builds(And, st.lists(smaller, min_size=2, max_size=4).map(tuple)),
        st.builds(Or, st.lists(smaller, min_size=2, max_size=4).map(tuple)),
    ),
    max_leaves=8,
)
histories = st.lists(commits, min_size=1, max_size=4)
