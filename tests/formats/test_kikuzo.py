"""Kikuzo: lists of articles with their texts."""

from __future__ import annotations

from newsgrep.article import Article
from newsgrep.results import Unreadable


def listed(number: int, title: str, text: str) -> str:
    """An article of a list."""
    cells = (f"{number:05}", "<NOBR>2020年</NOBR><NOBR>10月30日</NOBR>", "夕刊", "２総", "002", "00126文字")
    row = "".join(f'<TD class="topic-list" align="center" nowrap>{cell}</TD>' for cell in cells)
    body = f'<SPAN class="font003"><DIV class="detail001">{text}</DIV></SPAN>' if text else ""
    return (
        f'<TABLE><TR>{row}</TR></TABLE><TABLE class="topic-detail"><TR><TD>'
        f'<SPAN class="font002">{title}</SPAN>'
        f"<BR><BR></TD></TR><TR><TD>{body}</TD></TR></TABLE><a href='#top'>top</a>"
    )


def page(*articles: str) -> str:
    """A saved page."""
    return f'<html lang="ja"><head><meta charset="utf-8"></head><body>{"".join(articles)}</body></html>'


def test_each_article_of_a_list_is_one(read):
    """With its day and section; the words of the search are in colour, and the lines are paragraphs."""
    text = "　協議は<SPAN style='color:black'>再開</SPAN>した。<BR><BR>――なぜ？<BR>　終わった。"
    first, second = read(page(listed(1, "協議<B>再開</B>", text), listed(2, "橋", "　閉じた。")), ".html")
    assert (first.title, first.body) == ("協議再開", "協議は再開した。\n\n――なぜ？\n\n終わった。")
    assert (first.date, first.source, first.section) == ("2020-10-30", "朝日新聞", "２総")
    assert (second.title, second.body, second.language) == ("橋", "閉じた。", "ja")


def test_an_article_without_a_text_is_named(read):
    """The database shows some without."""
    first, second = read(page(listed(1, "協議", ""), listed(2, "橋", "閉じた。")), ".html")
    assert isinstance(first, Unreadable)
    assert first.reason == 'no text of "協議" in the export'
    assert isinstance(second, Article)
