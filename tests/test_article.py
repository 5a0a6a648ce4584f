"""An article as bytes, and made of them again."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.article import Article, article_of

#: Texts with what parts the fields of an article's data, and with what UTF-8 cannot spell.
texts = st.text(max_size=6) | st.sampled_from(["", "\0", "\1", "a\0b", "a\1b", "\n", "\udce9"])
articles = st.builds(
    Article,
    key=texts,
    path=texts,
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
)


@given(articles)
@example(Article("k", "p", "body", authors=("",)))
@example(Article("k", "p", "body", authors=("Ada News", "a\1b")))
@example(Article("", "p", "body"))
@example(Article("\0", "p", "\0body"))
def test_an_article_is_made_of_its_data_again(article: Article) -> None:
    """Whatever is in its fields."""
    assert article_of(article.data) == article
    assert article_of(article.data).data == article.data


@given(articles, articles)
def test_articles_that_differ_have_data_that_differs(one: Article, other: Article) -> None:
    """So that a digest of the data tells a change."""
    assert (one == other) == (one.data == other.data)


@pytest.mark.parametrize("data", [b"", b"k\0p", b"\0[]", b"k" + b"\0" * 12, b"\xff"])
def test_what_is_no_data_is_an_error(data: bytes) -> None:
    """And not an article."""
    with pytest.raises(ValueError):  # noqa: PT011 which of them is no matter
        article_of(data)


def test_an_article_stays_as_it_is() -> None:
    """Its fields cannot be set, and it counts by them in a set."""
    article = Article("k", "p", "body")
    with pytest.raises(AttributeError):
        article.title = "other"  # type: ignore[misc]
    assert {article, Article("k", "p", "body")} == {article}
