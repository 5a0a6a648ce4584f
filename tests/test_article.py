"""Encoding articles to bytes, and decoding them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.article import Article, decode_article
from newsgrep.encoded_article import encoded_article_of

#: Names of files, which may be of any bytes, and clean texts.
names = st.text(max_size=6) | st.sampled_from(["", "\0", "a\1b", "\n", "\udce9"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["", "\0", "é" * 300])
articles = st.builds(
    Article,
    key=names,
    path=names,
    body=texts,
    title=texts,
    title_from=st.sampled_from(["headline", "lede"]),
    authors=st.lists(texts, max_size=3).map(tuple),
    date=st.sampled_from(["", "2020", "2020-10-30T12:00+04:00"]),
    url=texts,
    source=texts,
    language=texts,
    line=st.integers(1, 10**9),
    body_line=st.integers(0, 10**9),
    section=texts,
    date_from=st.sampled_from(["field", "url", "crawl"]),
    pages=st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6)), max_size=3).map(tuple),
)


@given(articles)
@example(Article("k", "p", "body", authors=("",)))
@example(Article("k", "p", "body", authors=("Ada News", "a\1b")))
@example(Article("", "p", "body"))
@example(Article("\0", "p", "\0body"))
def test_an_encoded_article_is_decoded_as_it_was(article: Article) -> None:
    """Whatever its fields hold."""
    assert decode_article(article.encode()) == article
    assert decode_article(article.encode()).encode() == article.encode()


@given(articles, articles)
def test_articles_that_differ_are_encoded_differently(one: Article, other: Article) -> None:
    """So that a digest of the encoded article shows a change."""
    assert (one == other) == (one.encode() == other.encode())


@pytest.mark.parametrize("data", [b"", b"k\0p", b"\0[]", b"k" + b"\0" * 12, b"\xff"])
def test_other_data_is_no_article(data: bytes) -> None:
    """Decoding it raises ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011 which of them is no matter
        decode_article(data)


def test_lone_surrogates_stay_in_names_and_are_replaced_in_texts() -> None:
    """A file may have a name of any bytes; a text has half of a character by mistake."""
    article = Article("a\udce9", "a\udce9", "half \ud800", authors=("Ada \ud800",))
    expected = article._replace(body="half \ufffd", authors=("Ada \ufffd",))
    assert decode_article(article.encode()) == expected


@given(articles)
def test_the_parts_of_an_encoded_article_are_its_texts_in_utf_8(article: Article) -> None:
    """As segments are built of them."""
    parts = encoded_article_of(article.encode())
    assert (parts.title, parts.body) == (article.title.encode(), article.body.encode())
    assert parts.authors == [author.encode() for author in article.authors]
    assert (parts.url, parts.source) == (article.url.encode(), article.source.encode())


def test_an_article_is_immutable_and_hashable() -> None:
    """Its fields cannot be set, and equal articles are one in a set."""
    article = Article("k", "p", "body")
    with pytest.raises(AttributeError):
        article.title = "other"  # type: ignore[misc]
    assert {article, Article("k", "p", "body")} == {article}
