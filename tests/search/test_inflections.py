"""Indexes of several languages: which articles a word finds, beside an index of each language alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsgrep import Index, open_index
from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.errors import UsageError
from newsgrep.index_group import IndexGroup
from tests.multilingual import ARTICLES, index_of_texts, keys, marked

EVERY = "english,russian,german,french,turkish,greek,arabic,serbian"

IndexOf = Callable[[str], Index]


@pytest.fixture(scope="module")
def index_of(tmp_path_factory: pytest.TempPathFactory) -> IndexOf:
    """Returns the index of the articles in some languages, made when it is first asked for."""
    made: dict[str, Index] = {}

    def index(languages: str) -> Index:
        if languages not in made:
            made[languages] = open_index(tmp_path_factory.mktemp("index") / ".newsgrep")
            with made[languages].writer(language=languages) as writer:
                for article in ARTICLES:
                    writer.add(article)
        return made[languages]

    return index


def words() -> list[str]:
    """The words of the articles."""
    tokens = (token for article in ARTICLES for token in Analyzer("none").tokens(article.body))
    return sorted({token.word for token in tokens})


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("city", "en1 en2"),
        ("haus", "de1 de2"),
        ("Häuser", "de1 de2"),
        ("Haeuser", "de1 de2"),
        ("HAUS", "de1 de2"),
        ("=haus", "de2"),
        ("haus*", "de1 de2"),
        ("journal", "fr1 fr2"),
        ("ракетами", "ru1 ru2"),
        ("kitaplar", "tr1 tr2 az1"),
        ("πόλη", "el1 el2"),
        ("المدينة", "ar1"),
        ('"altes haus"', "de1 de2"),
        ('"die alten haus"', "de1"),
        ("haus W/3 städte", "de1"),
        ("journaux NOT élection", ""),
        ("title:haus", ""),
        ("body:haus", "de1 de2"),
        ("haus OR journal", "de1 de2 fr1 fr2"),
        ("ATLEAST/1(haus)", "de1 de2"),
        ("haus-journal", ""),
    ],
)
def test_a_word_is_found_in_the_inflections_of_each_language(
    index_of: IndexOf, query: str, wanted: str
) -> None:
    """Words, phrases, and words near others; an exact word and a pattern stand for themselves."""
    assert keys(index_of("english,russian,german,french,turkish,greek,arabic"), query) == {*wanted.split()}


@pytest.mark.parametrize("language", EVERY.split(","))
def test_what_an_index_of_one_language_finds_is_found_in_one_of_several(
    index_of: IndexOf, language: str
) -> None:
    """Whatever the word, and wherever the language stands in the list."""
    others = [name for name in EVERY.split(",") if name != language]
    alone, first = index_of(language), index_of(",".join([language, *others]))
    for word in words():
        query = f'"{word}"'
        assert keys(alone, query) <= keys(index_of(EVERY), query), word
        assert keys(alone, query) <= keys(first, query), word


def test_a_language_of_another_script_changes_nothing_of_english(index_of: IndexOf) -> None:
    """The same hits in the same order, and the same terms."""
    english, both = index_of("english"), index_of("english,greek")
    for word in filter(str.isascii, words()):
        assert [(hit.key, hit.score) for hit in english.search(word)] == [
            (hit.key, hit.score) for hit in both.search(word)
        ]


def test_serbian_is_found_in_both_scripts(index_of: IndexOf) -> None:
    """Wherever it stands in the list."""
    assert keys(index_of(EVERY), "vlade") == keys(index_of("serbian,english"), "vlade") == {"sr1"}
    assert keys(index_of(EVERY), "градови") == keys(index_of("english,serbian"), "градови") == {"sr1"}


def test_what_matches_is_marked(index_of: IndexOf) -> None:
    """The inflection in the text, whichever language it is of."""
    for query, word in (("haus", "Häuser"), ("journal", "journaux"), ("ракета", "Ракеты")):
        assert word in marked(index_of(EVERY), query)


def test_close_hits_lack_no_word_that_is_there_in_an_inflection(index_of: IndexOf) -> None:
    """The article with one of two words says that it lacks the other alone."""
    hits = index_of("english,russian,german").search("haus rakete straße").close_hits
    assert {(hit.key, hit.missing) for hit in hits} == {("de1", ("rakete",)), ("de2", ("rakete",))}


def test_a_word_that_is_only_there_in_another_inflection_is_no_unknown_word(index_of: IndexOf) -> None:
    """The diagnosis of an empty answer names the one that no article has."""
    diagnosis = index_of("english,french").search("journal zebra").diagnosis
    assert diagnosis is not None
    assert "zebra" in str(diagnosis)
    assert "word='journal'" not in str(diagnosis)


def test_stopwords_of_another_language_that_are_english_words_are_searched_for(index_of: IndexOf) -> None:
    """`die` and `war` say something in English; `der` and `und` do not."""
    small = stopwords_of("english,german")
    assert {"the", "der", "und"} <= small
    assert not {"die", "war"} & small
    assert {"die", "war"} <= stopwords_of("german,french")
    assert keys(index_of(EVERY), "stadt die") == {"de1"}


def test_acronyms_are_those_of_english(index_of: IndexOf) -> None:
    """WHO is not the pronoun; in capitals, the German `war` is the English word."""
    index = index_of(EVERY)
    assert keys(index, "WHO") == {"en2"}
    assert {"de2", "en1", "en2"} <= keys(index, "WAR")


def test_an_index_is_not_joined_with_one_of_other_languages(index_of: IndexOf) -> None:
    """As their words differ; the error names both lists."""
    paths = [Path(str(index_of(languages).place)) for languages in ("english", "english,greek")]
    with pytest.raises(UsageError, match="english,greek"):
        IndexGroup(paths).search("city")


@pytest.mark.parametrize(
    ("language", "texts", "query"),
    [
        ("russian", "Новый закон принят.|Проект нового закона.|Новой нормы нет.", "новый"),
        ("russian", "Новый закон принят.|Проект нового закона.|Новой нормы нет.", "новая"),
        ("czech", "Pražské volby.|O pražských volbách.|Pražská radnice.", "pražská"),
        ("czech", "Pražské volby.|O pražských volbách.|Pražská radnice.", "prazske"),
        ("turkish", "Geçen yıl.|Bu yılda.|2020 yılında.", "yıl"),
        ("portuguese", "A eleição.|As eleições.|Das eleições.", "eleição"),
        ("ukrainian", "Київ спить.|Дощ у Києві.|Вулиці Києва.", "Київ"),
        ("ukrainian", "Зеленський виступив.|Слова Зеленського.|Із Зеленським.", "Зеленського"),
        ("english,ukrainian", "Нове місто.|У новому місті.|Нових міст.", "нові"),
        ("bulgarian", "Министърът каза.|Нов министър.|Двама министри.", "министър"),
        ("azerbaijani", "Gəncə şəhəri.|Gəncədə yağış.|Gəncənin küçələri.", "Gəncə"),
        ("azerbaijani", "Gəncə şəhəri.|Gəncədə yağış.|Gəncənin küçələri.", "gence"),
        ("english,azerbaijani", "Əliyev danışdı.|Əliyevin sözü.|Əliyevə məktub.", "Aliyev"),
        ("english,french", "La première fois.|Le premier jour.|Les premières pages.", "premières"),
    ],
)
def test_a_word_is_found_in_inflections_with_other_accents(
    tmp_path: Path, language: str, texts: str, query: str
) -> None:
    """Which the stemmer does not know without them; typed with accents or not, and marked."""
    index = index_of_texts(tmp_path, language, texts.split("|"))
    hits = list(index.search(query))
    assert {hit.key for hit in hits} == {"0", "1", "2"}
    assert all(passage.spans for hit in hits for passage in hit.passages)


@pytest.mark.parametrize("query", ["2020", "٢٠٢٠", "۲۰۲۰", '"in 2020"'])
def test_a_number_is_found_in_the_digits_of_other_scripts(tmp_path: Path, query: str) -> None:
    """Whichever are typed; marked as they are written."""
    texts = {"en": "in 2020", "ar": "in ٢٠٢٠", "fa": "in ۲۰۲۰", "other": "in 2021"}
    index = index_of_texts(tmp_path, "english", texts)
    hits = list(index.search(query))
    assert {hit.key for hit in hits} == {"en", "ar", "fa"}
    assert all(passage.spans for hit in hits for passage in hit.passages)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("arabic", "والمدارس مغلقة قبل الانتخابات", "مدارس"),
        ("arabic", "والمدارس مغلقة قبل الانتخابات", "انتخابات"),
        ("english,arabic", "التقى السيسي", "السيسى"),
        ("hindi", "राहुल गाँधी हिन्दी बोलते", "गांधी हिंदी"),
        ("turkish", "Seçimler yapıldı", "seçim"),
        ("portuguese", "Em São Paulo", "São"),
    ],
)
def test_a_word_is_found_as_it_is_written_and_joined(
    tmp_path: Path, language: str, text: str, query: str
) -> None:
    """With an article, in another spelling or in the plural."""
    index = index_of_texts(tmp_path, language, [text, "Paulo, other words"])
    assert keys(index, query) == {"0"}


@pytest.mark.parametrize(
    ("query", "found_in"), [("3월", "particle alone"), ("1500억", "money"), ("3일", "day")]
)
def test_a_letter_behind_a_number_is_found_with_what_follows_it(
    tmp_path: Path, query: str, found_in: str
) -> None:
    """Though the index has Hangul by each two letters."""
    texts = {
        "particle": "3월에 만났다",
        "alone": "2020년 3월 개최",
        "money": "1,500억원을 투자",
        "day": "3일은 쉰다",
    }
    assert keys(index_of_texts(tmp_path, "english", texts), query) == {*found_in.split()}
