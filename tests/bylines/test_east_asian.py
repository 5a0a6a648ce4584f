"""Bylines of Korean and Chinese papers, and labels of further languages."""

from __future__ import annotations

import pytest

from newsgrep.bylines.east_asian import names_beside_title
from newsgrep.bylines.persons import persons


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("홍길동 기자", ("홍길동",)),
        ("홍길동기자", ("홍길동",)),
        ("부산=홍길동 기자", ("홍길동",)),
        ("[서울=항구통신] 홍길동·김철수 선임기자 hong@example.org", ("홍길동", "김철수")),
        ("홍길동 워싱턴특파원", ("홍길동",)),
        ("记者 张三", ("张三",)),
        ("本报记者 张三、李四", ("张三", "李四")),
        ("港口社记者张三", ("张三",)),
        ("〔記者王小明／台北報導〕", ("王小明",)),
        ("中国记者协会", ()),
        ("记者招待会", ()),
        ("山田 太郎", ()),
        ("홍길동", ()),
        ("기자", ()),
        ("Jane Doe", ()),
    ],
)
def test_names_beside_the_word_for_a_reporter(line, names):
    """Without the place, the paper, the title and the address; no other line is such a byline."""
    assert names_beside_title(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("작성 홍길동 기자", ("작성 홍길동 기자",)),
        ("홍길동 기자 | 2020-03-04 16:52:59", ("홍길동",)),
        ("作者：张三 责任编辑：李四", ("张三",)),
        ("מאת יוסי לוי", ("יוסי לוי",)),
        ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("ავტორი: გიორგი ბერიძე", ("გიორგი ბერიძე",)),
        ("প্রতিবেদক: রহিম উদ্দিন", ("রহিম উদ্দিন",)),
        ("Müəllif: Əli Məmmədov", ("Əli Məmmədov",)),
        ("Επιμέλεια: Γιώργος Παπαδόπουλος", ("Γιώργος Παπαδόπουλος",)),
        ("Tác giả: Nguyễn Văn A", ("Nguyễn Văn A",)),
        ("Developed by Jane Doe", ()),
        ("name, jane@example.org", ()),
    ],
)
def test_words_before_a_name(line, names):
    """In further languages; who made the site wrote nothing, and `name` is of a template."""
    assert persons(line) == names
