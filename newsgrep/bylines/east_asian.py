"""Bylines of Korean and Chinese papers: the names beside the word for a reporter.

>>> names_beside_title("부산=홍길동 기자"), names_beside_title("〔記者王小明／台北報導〕")
(('홍길동',), ('王小明',))
>>> names_beside_title("Jane Doe")
()
"""

from __future__ import annotations

import re

#: `[서울=뉴시스] 홍길동·김철수 선임기자 hong@example.org`: place and paper, names, title, address.
_KOREAN = re.compile(
    r"(?:[\[(][^\])]{1,40}[\])]\s?|[^\s=]{1,20}\s?=\s?){0,2}"
    r"(?P<names>[가-힣]{2,4}(?:\s?[·ㆍ・,]\s?[가-힣]{2,4}){0,5})\s?"
    r"(?:[가-힣]{0,4}기자|[가-힣]{0,3}특파원|[가-힣]{0,2}논설위원|편집위원)(?:\s\S+@\S+)?"
)
#: `本报记者 张三、李四`, `〔記者王小明／台北報導〕`: the paper, the word, names, and where they report from.
_CHINESE = re.compile(
    r"[〔【\[(（]?(?:[\u4e00-\u9fff]{2,8}?)?(?:特[约約]|[实實]习|[实實]習|[见見]习|見習)?[记記]者[:：\s]{0,3}"
    r"(?!协会|協會|之家|[联聯]合|俱[乐樂]|招待|[见見]面|[编編])(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、，,]{1,2}[\u4e00-\u9fff]{2,4}){0,5})"
    r"(?:\s?[／/]\s?[\u4e00-\u9fff]{2,8}|\s?[报報][道導])?[〕】\])）]?"
)
_BETWEEN = re.compile(r"[\s·ㆍ・、，,]+")
#: What other people did, after the author: `作者：张三 编辑：李四`.
_OTHER_WORK = re.compile(
    r"(?<=\S)\s+(?:责任|責任|本文|网络|文字)?(?:编辑|編輯|责编|校对|審核|审核|来源|來源)[:：].*\Z"
)


def names_beside_title(line: str) -> tuple[str, ...]:
    """Return the names of the reporters in a whole byline, () for a line of another form."""
    found = _KOREAN.fullmatch(line) or _CHINESE.fullmatch(line)
    return tuple(_BETWEEN.split(found["names"])) if found else ()


def without_other_work(line: str) -> str:
    """Return a byline without the editors that are named after the author."""
    return _OTHER_WORK.sub("", line)
