"""Operators in full-width characters, as input methods of Japanese and Chinese type them."""

from __future__ import annotations

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse_query


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("東京　ＡＮＤ　大阪", "東京 AND 大阪"),
        ("a ＯＲ b", "a OR b"),
        ("a ＮＯＴ b", "a AND NOT b"),
        ("＂bank of japan＂", '"bank of japan"'),
        ("〝bank of japan〟", '"bank of japan"'),
        ("-＂a b＂ c", 'NOT "a b" AND c'),
        ("他说＂你好 吧＂吧", '他说 AND "你好 吧" AND 吧'),
        ("title:＂a b＂", 'title:"a b"'),
        ("〝in 2020〞 ＂1 2＂", '"in 2020" AND "1 2"'),
        ("〞bank of japan〞 title:〞a b〟", '"bank of japan" AND title:"a b"'),
        ("date:２０２０", "date:2020-01-01..2020-12-31"),
    ],
)
def test_what_can_only_be_an_operator_is_read_as_one(text: str, shown: str) -> None:
    """As curly quotes are, without a notice."""
    parsed = parse_query(text)
    assert str(parsed) == shown
    assert parsed.notices == ()


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("（a OR b） c", 0, "（ is not a bracket here"),
        ("x ＮＯＴ （a b）", 6, "（ is not a bracket here"),
        ("(a OR b）", 7, "） is not a bracket here"),
        ("東京 AND（大阪 OR 京都）", 15, "） is not a bracket here"),
        ("地铁（北京 OR 上海）", 11, "） is not a bracket here"),
        ("author:（a b）", 7, "（ is not a bracket here"),
        ("source:（a b）", 7, "（ is not a bracket here"),
        ("author： tanaka", 0, "author： is not a field here"),
        ("ａｕｔｈｏｒ：", 0, "ａｕｔｈｏｒ： is not a field here"),
        ("地铁（北京 OR 上海", 2, "（ is not a bracket here"),
        ("－ganja", 0, "－ is not an operator here"),
        ("＂a", 0, "the phrase has no closing quote"),
        ("a ＯＲ", 2, "there is nothing after ＯＲ"),
    ],
)
def test_what_would_find_something_else_is_refused(text: str, position: int, message: str) -> None:
    """At its place, and as it is typed."""
    with pytest.raises(QuerySyntaxError) as raised:
        parse_query(text)
    assert (raised.value.message, raised.value.position) == (message, position)


@pytest.mark.parametrize(
    ("text", "shown", "named"),
    [
        ("author：tanaka", "author:tanaka", "author"),
        ("ａｕｔｈｏｒ:tanaka", "author:tanaka", "author"),
        ("ＴＥＸＴ：山田", "body:山田", "body"),
        ("-ｔｉｔｌｅ：(a OR b)", "NOT (title:a OR title:b)", "title"),
        ("date：２０２０", "date:2020-01-01..2020-12-31", "date"),
        ("exact：raids", '="raids"', "exact"),
    ],
)
def test_a_field_in_full_width_has_a_notice(text: str, shown: str, named: str) -> None:
    """It is read as the field, though it may be from a text."""
    parsed = parse_query(text)
    assert str(parsed) == shown
    typed = text.lstrip("-")[: len(named) + 1] if named != "body" else "ＴＥＸＴ："
    assert parsed.notices == (f'"{typed}" is read as {named}:; in quotes it is text',)


@pytest.mark.parametrize("text", ["ＩＤ：12345", "記者：山田", "pd：2020", "ｆｏｏ:bar", "＝山"])
def test_a_name_of_no_field_in_full_width_is_text(text: str) -> None:
    """Also one that is a field elsewhere: no other query is meant."""
    assert parse_query(text) == parse_query(f'"{text}"') or str(parse_query(text)) == text


@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("ganja＊", "ganja*"),
        ("g？nja", "g?nja"),
        ("ganja～", "ganja~"),
        ("ganja^２", "ganja^2"),
        ("＝ganja", "=ganja"),
        ("＋ganja", "+ganja"),
        ("＠mine", "@mine"),
        ("／gan.a／", "/gan.a/"),
        ("Ｗ／5", "W/5"),
        ("W/５", "W/5"),
        ("ＡＴＬＥＡＳＴ３", "ATLEAST3"),
    ],
)
def test_a_sign_that_may_be_text_has_a_notice(word: str, instead: str) -> None:
    """Which says how to write the operator."""
    notice = f'"{word}" is read as text; write {instead} for the operator'
    assert parse_query(f"tokyo {word} osaka").notices == (notice,)


def test_a_headline_in_full_width_capitals_has_a_notice() -> None:
    """Its NOT is an operator, as in one in ASCII capitals."""
    notice = 'NOT is read as an operator; to search for the text, write "NOT MY NAME"'
    assert parse_query("ＮＯＴ ＭＹ ＮＡＭＥ").notices == (notice,)


def test_a_small_operator_is_named_in_half_width() -> None:
    """As the one to write."""
    notice = '"ｏｒ" is read as a word; write OR in capitals for the operator'
    assert parse_query("a ｏｒ b").notices == (notice,)


@pytest.mark.parametrize(
    "text",
    [
        "首相（当時） OR 大臣",
        "東京 AND 首相（当時 元外相）",
        "source:（株）朝日",
        "東京（大阪）",
        "首相 OR 大臣（当時",
        "５～１０人",
        "何？",
        "ＮＨＫ ２０２０",
        "東京／大阪",
        "ａ，ｂ",
        "17〞螢幕",
        "15＂ モニター １７＂ テレビ",
    ],
)
def test_text_in_full_width_characters_has_no_notice(text: str) -> None:
    """Brackets that are closed within their word are text, as are letters, digits and commas."""
    assert parse_query(text).notices == ()


def test_a_word_that_is_an_operator_is_shown_in_quotes() -> None:
    """So that what is shown is read as the same query again."""
    parsed = parse_query('a "ＮＯＴ"')
    assert str(parse_query(str(parsed))) == str(parsed) == 'a AND "ＮＯＴ"'
