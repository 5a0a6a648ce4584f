"""Words that are typed in other letters than those that the articles have."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.search.spelling import Spelling
from tests.multilingual import index_of_texts, keys, marked

OTHER = "other words"

#: The language of an index, a text, and what is typed for each of its words.
FOUND = [
    (
        "english",
        "Gəncə Şəmkir Bərdə Azərbaycan Naxçıvan Ağdam Xankəndi Cəbrayıl Qarabağ Əliyev",
        "gence Ganja Genje GƏNCƏ Semkir Shamkir berde Barda azerbaycan Azerbaijan Nakhchivan Naxcivan Aghdam "
        "Khankendi Jabrayil Cebrayil Garabagh Eliyev Aliyev",
    ),
    ("turkish", "Gəncə şəhərinə, Azərbaycan", "gence azerbaycan"),
    ("english", "Ҝәнҹә, Азәрбајҹан", "Gəncə Azərbaycan"),
    ("english", "Oʻzbekiston gʻalaba", "oʻzbekiston o'zbekiston o‘zbekiston ozbekiston g'alaba g‘alaba"),
    ("english", "O'zbekiston g‘alaba", "oʻzbekiston o'zbekiston o‘zbekiston ozbekiston gʻalaba galaba"),
    ("english", "Ўзбекистон", "Oʻzbekiston O'zbekiston Узбекистон"),
    ("turkish", "IĞDIR ISPARTA İstanbul ılık", "ığdır igdir ısparta ISTANBUL istanbul İSTANBUL ilik"),
    ("romanian", "Bucureşti, Iași, Constanţa", "București bucuresti Iaşi iasi Constanța constanta"),
    ("serbian", "Vučić i Đinđić", "Вучић vucic Ђинђић Djindjic Dindic"),
    ("serbian", "Вучић и Ђинђић, Његош", "Vučić vucic Vučića Đinđić Djindjic Njegoš"),
    ("english", "Вучић и Ђинђић", "Vučić Đinđić"),
    ("english", "Vučić i Đinđić", "Вучић vucic Djindjic"),
    ("english", "м’ята, комп'ютер, Вʼячеслав", "м'ята м’ята мʼята мята комп`ютер компютер Вячеслав"),
    ("russian", "Ёлка, Королёв, Горбачёв", "елка ёлка Королев Горбачев"),
    ("german", "Müller, Straße, Goering, Größe", "Mueller Muller strasse STRASSE Göring Groesse Grosse"),
    ("english", "Müller, Schröder, Weiß", "Mueller Muller Schroeder Schroder Weiss"),
    ("english", "Mueller, Schroeder", "Müller Schröder"),
    ("danish", "Ålborg, Århus, Søren, Færøerne", "Aalborg Alborg Aarhus Arhus Soeren Soren Faeroerne"),
    ("danish", "Aalborg, Aarhus, Kierkegaard", "Ålborg Århus Kierkegård"),
    ("norwegian", "Gahr Støre, Tromsø, Aarnes", "Store Stoere Tromsoe Tromso Årnes"),
    ("swedish", "Malmö, Göteborg, Västerås", "Malmo Malmoe Goteborg Goeteborg Vasteras"),
    ("english", "Μητσοτάκης, Αθήνα", "μητσοτακης ΜΗΤΣΟΤΑΚΗΣ μητσοτακησ αθηνα"),
    ("english", "Hà Nội, Nguyễn", '"ha noi" nguyen Nguyễn'),
    ("english", "أحمد إلى القاهرة، العـــراق، مسؤول", "احمد أحمد القاهره العراق مسئول"),
    ("english", "علی در ایران، کتاب", "علي ايران كتاب"),
    ("arabic", "علي في إيران، كتاب", "علی ایران کتاب"),
    ("english", "שָׁלוֹם צה״ל ג׳נין", "שלום צה״ל ג'נין"),
    ("english", "דובר צה״ל מסר", 'צה"ל'),
    ("english", 'דובר צה"ל מסר', '"דובר צה"ל"'),
    ("english", "क़ानून, ज़मीन, बाज़ार", "कानून जमीन बाजार क़ानून"),
    ("english", "कानून", "क़ानून"),
    ("english", "ประเทศไทยและกรุงเทพมหานคร", "ประเทศไทย กรุงเทพ"),
    ("english", "ﾄﾖﾀ は ２０２０ 年 ＮＡＴＯ", "トヨタ 2020 nato"),
    ("english", "대한민국 대통령이 서울에서", "대통령 대통령은 서울"),
    ("polish", "Łódź, Wałęsa", "lodz walesa"),
    ("english", "Þórunn, Łódź, Chişinău", "Thorunn lodz Chișinău chisinau"),
]


@pytest.mark.parametrize(("language", "text", "typed"), FOUND, ids=[f"{row[0]} {row[1]}" for row in FOUND])
def test_a_word_is_found_however_it_is_typed(tmp_path: Path, language: str, text: str, typed: str) -> None:
    """On any keyboard, in either script of its language, with or without its accents; and marked."""
    index = index_of_texts(tmp_path, language, [text, OTHER])
    queries = [typed] if '"' in typed else typed.split()
    assert [query for query in queries if keys(index, query) != {"0"} or not marked(index, query)] == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a man ran", "men"),  # e may stand for ə, but not for a
        ("the dos command", "does"),
        ("a bat", "beat"),
        ("O man of God", "Oman"),
        ("mint: мята", "м'ята"),
        ("Muller and Muller, Müller once", "Mueller"),
        ("Çin", "=chin"),
        ("Gəncə", "=gence"),
        ("Gəncə", "genc*"),
        ("Mueller", "=Müller"),
        ("a deep well", "we'll"),
        ("sheds", "she'd"),
    ],
)
def test_another_word_is_not_found(tmp_path: Path, text: str, query: str) -> None:
    """One that lacks the letters which are meant; and exact words and patterns stand for themselves."""
    assert keys(index_of_texts(tmp_path, "english", [text, OTHER]), query) == set()


def test_accents_of_most_articles_decide(tmp_path: Path) -> None:
    """As an index does not tell Müller from Muller."""
    texts = ["Herr Müller", "Frau Müller", "Muller"]
    assert keys(index_of_texts(tmp_path, "english", texts), "Mueller") == {"0", "1", "2"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"gence seheri"', "0"),
        ("gence W/3 raket", "0"),
        ("title:gence", ""),
        ("body:gence", "0"),
        ("gence OR words", "0 1"),
        ("words -gence", "1"),
        ("ATLEAST2 gence", ""),
        ("ganja-shahari", "0"),
    ],
)
def test_words_in_other_letters_are_parts_of_a_query(tmp_path: Path, query: str, found: str) -> None:
    """Of a phrase, near others, in a field, and below NOT."""
    index = index_of_texts(tmp_path, "english", ["Gəncə şəhəri: raket düşdü", OTHER])
    assert keys(index, query) == {*found.split()}


def test_a_notice_tells_what_is_searched_for(tmp_path: Path) -> None:
    """As an article has it."""
    index = index_of_texts(tmp_path, "english", ["Gəncə", "GƏNCƏ", OTHER])
    assert index.search("Ganja").notices == ("Ganja is searched for as gəncə too: it may be written so",)
    assert index.search("words").notices == ()


def test_letters_that_look_alike_are_no_matter_for_a_notice(tmp_path: Path) -> None:
    """Such as those of two apostrophes, and of an Arabic and a Persian keyboard."""
    index = index_of_texts(tmp_path, "english", ["علی در ایران", "oʻzbekiston"])
    assert index.search("علي").notices == index.search("o'zbekiston").notices == ()


def test_a_word_that_articles_have_is_not_read_as_another_one(tmp_path: Path) -> None:
    """But newsgrep asks whether that is meant, if more articles have it."""
    index = index_of_texts(tmp_path, "english", ["Gence", "Gəncə", "Gəncə yenə", "Gəncə və Bərdə"])
    result = index.search("Gence")
    assert {hit.key for hit in result} == {"0"}
    assert result.spellings == [Spelling("Gence", 1, "gəncə", 3)]
