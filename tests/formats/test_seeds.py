"""Two articles as they were published."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.article import LEDE, Article
from newsgrep.read_context import ReadContext
from tests.reading import read_file

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not here")


def _read(name: str) -> Article:
    (article,) = read_file(SEEDS / name, ReadContext(name))
    assert isinstance(article, Article)
    return article


def test_an_article_with_a_footer():
    """The footer with the writer's handle is left out; the apostrophes are kept."""
    article = _read("000_a461edf47a01b770.txt")
    assert (article.date, article.authors, article.line, article.body_line) == (
        "2020-10-30",
        ("Ayya Lmahamad",),
        1,
        3,
    )
    assert article.title_from == LEDE
    assert article.title == article.lede
    assert article.title.startswith("Azerbaijan's ultimate goal")
    assert article.body.endswith("as a result of the large-scale hostilities.")
    assert "Twitter" not in article.body
    assert "Azerbaijan’s civilian population" in article.body


def test_an_article_without_a_footer():
    """The last paragraph is kept."""
    article = _read("004_754f082830e54177.txt")
    assert (article.date, article.authors) == ("2020-11-05", ("Vafa Ismayilova",))
    assert article.body.endswith("Khojavend, Zangilan, Gubadli and Kalbajar.")
    assert article.body.count("\n\n") == 7
