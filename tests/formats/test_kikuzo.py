"""Kikuzo and Yomidasu: lists of articles with their texts."""

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


def test_each_article_of_yomidasu_is_one(read):
    """With its day and section; what the page offers to search is no text."""

    def listed(day: str, title: str, text: str) -> str:
        cells = "".join(f"<th>{cell}</th>" for cell in ("1", day, title, "東京夕刊", "夕二面", "02頁"))
        offer = '<table class="selectSearchTable"><tr><th>選択部分を辞書で検索：</th></tr></table>'
        return f'<table class="contentsTable"><tr>{cells}</tr></table>{offer}<p class="mb10">{text}</p>'

    title = "橋、<span class='marker'>再開</span>　"
    document = listed("2009.01.13", title, "　通れる。<br>終わった。") + listed(
        "2009.01.09", "雨", "　降った。"
    )
    head = '<head><meta charset="utf-8"><title>ヨミダス歴史館</title></head>'
    first, second = read(f"<html>{head}<body>{document}</body></html>", ".html")
    assert (first.title, first.body) == ("橋、再開", "通れる。\n\n終わった。")
    assert (first.date, first.source, first.section) == ("2009-01-13", "読売新聞", "夕二面")
    assert (second.title, second.date) == ("雨", "2009-01-09")
