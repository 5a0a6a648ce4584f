"""Text to terms: tokens, folding, stemming and the fast path."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from Stemmer import algorithms

from newsgrep.analysis.acronyms import acronyms_of
from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.folding import fold
from newsgrep.analysis.languages import checked_language
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.analysis.tokenizer import (
    LONGEST_WORD,
    MARKS,
)
from newsgrep.errors import UsageError

ENGLISH = Analyzer()
ACRONYMS = acronyms_of("english")


def analysed(text: str) -> str:
    """Return the tokens of a text as `word`, or `term/word` if the two differ, separated by spaces."""
    return " ".join(
        token.word if token.term == token.word else f"{token.term}/{token.word}"
        for token in ENGLISH.tokens(text)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # folding
        ("Erdoğan ERDOĞAN Erdog\u0306an", "erdogan erdogan erdogan"),
        ("İzmir I\u0307zmir izmir", "izmir izmir izmir"),
        ("ISTANBUL İstanbul Iğdır ılıca", "istanbul istanbul igdir ilica"),
        ("Əliyev Aliyev", "aliyev aliyev"),
        ("Straße STRASSE STRAẞE", "strass/strasse strass/strasse strass/strasse"),
        ("ﬁrst oﬃce", "first offic/office"),
        ("Łódź Đặng Þór Ǽgir Ǿre Œuvre", "lodz dang thor aegir ore oeuvr/oeuvre"),
        ("naïve cafe\u0301", "naiv/naive cafe"),
        ("Ёлка ΟΔΟΣ Σίσυφος", "елка οδοσ σισυφοσ"),
        ("ＡＢＣ１２３ ２０,０００", "abc123 20000"),
        ("CO₂ m² H₂O", "co2 m2 h2o"),
        ("Hawaiʻi ʿAbd Ba’th", "hawaii abd ba th"),
        # possessives, with any apostrophe that is typed
        ("Azerbaijan’s Azerbaijan's Azerbaijan`s", "azerbaijan azerbaijan azerbaijan"),
        ("Azerbaijan‘s Azerbaijan´s Azerbaijanʼs", "azerbaijan azerbaijan azerbaijan"),
        ("AZERBAIJAN'S Parties’ boss's", "azerbaijan parti/parties boss"),
        ("Erdoğan’s Erdoğan'ın", "erdogan erdogan in"),
        # contractions
        ("don’t DON'T don`t don´t", "don't don't don't don't"),
        ("they've I’ll we're I'd I'm", "they've i'll we're i'd i'm"),
        ("it's its who’s", "it it/its who"),
        # names with an apostrophe are as many words as they have parts
        ("O'Brien O’Brien Oʼbrien", "o brien o brien o brien"),
        ("d'Ivoire l’Équipe Xi’an", "d ivoir/ivoire l equip/equipe xi an"),
        ("rock'n'roll 'tis", "rock n roll tis"),
        # the country, and not the pronoun
        ("US U.S. U.S u.s. us Us", "US US US US us us"),
        ("U.S.-led US-led U.S.'s US’s (U.S.), US,", "US led US led US US US US"),
        ("U.S.A. U.N. D.C. J.K.Rowling", "usa un dc jk rowl/rowling"),
        ("US$5bn U.S.-Russia", "US 5bn US russia"),
        # acronyms, and not the small words that are spelt so
        ("WHO W.H.O. w.h.o. who Who", "WHO WHO WHO who who"),
        ("I.T. IT it It 2 a.m. AM am", "IT IT it it 2 AM AM am"),
        ("IS-led (WHO), WHO’s IT'S AN/ALQ-135", "IS led WHO WHO IT AN alq 135"),
        ("NATO Nato N.A.T.O. nato I.M.F. imf", "nato nato nato nato imf imf"),
        ("I.e. e.g. A I", "ie eg a i"),
        # capitals that tell nothing
        ("STOCKS FALL IN TOKYO, U.S. TOLD US", "stock/stocks fall in tokyo US told US"),
        ("the UN, WHO AND IMF", "the un WHO AND imf"),
        ("NATO, WHO, IMF", "nato WHO imf"),
        # letters with signs
        ("AT&T AT&T's at&t R&D Q&A", "at&t at&t at&t r&d q&a"),
        ("AT & T Marks&Spencer", "AT t mark/marks spencer"),
        ("C++ C# C++. (C#) F# C++'s C++11", "c++ c# c++ c# f# c++ c 11"),
        # numbers
        ("20,000 20000 20,000.", "20000 20000 20000"),
        ("1,234,567.89 £1,000", "1234567.89 1000"),
        ("1,2,3 10,00 1,000,00", "1 2 3 10 00 1 000 00"),
        ("20,000-strong 2,500km 2500km 20,000th", "20000 strong 2500km 2500km 20000th"),
        ("3.5 3.5% 3.5bn $3.5bn 3.5.", "3.5 3.5 3.5bn 3.5bn 3.5"),
        ("1.5.2020 192.168.1.1", "1 5 2020 192 168 1 1"),
        ("2020-10-30 10:30 9/11 24/7", "2020 10 30 10 30 9 11 24 7"),
        ("1990s 1990's 80s 1st", "1990s 1990 80s 1st"),
        # models and summits
        ("F-16 F-16s Boeing 737s S-300s", "f 16 f 16/16s boe/boeing 737/737s s 300/300s"),
        ("G-7 G7 COVID-19 MiG-29", "g 7 g7 covid 19 mig 29"),
        # what separates words
        ("Nagorno-Karabakh Nagorno–Karabakh", "nagorno karabakh nagorno karabakh"),
        ("war—peace wait…what end.Start", "war peac/peace wait what end start"),
        ("foo_bar a/b either\u00a0or zero\u200bwidth", "foo bar a b either or zero width"),
        ("\"quoted\" “quoted” ‘quoted’ «quoted» 'quoted'", " ".join(["quot/quoted"] * 5)),
        ("e-mail x-ray", "e mail x ray"),
        ("news@example.org", "news exampl/example org"),
        ("https://example.org/a?b=c", "https exampl/example org a b c"),
        ("@handle #MeToo", "handl/handle metoo"),
        # invisible characters separate nothing
        ("mis\u00adsile miss\u2060ile", "missil/missile missil/missile"),
        ("\ufeffGanja \u200eGanja\u200f", "ganja ganja"),
        # no spaces between words
        ("中国 東京タワー", "中 国 東 京 タ ワ ー"),
        ("人々 二〇二〇年", "人 々 二 〇 二 〇 年"),
        ("ジョン・スミス", "シ\u3099 ョ ン ス ミ ス".replace("シ\u3099", "ジ")),
        ("ﾊﾞﾅﾅ バナナ", "バ ナ ナ バ ナ ナ"),
        ("約3.5億円 20,000円", "約 3.5 億 円 20000 円"),
        ("한국 뉴스", "한국 뉴스"),
        # other scripts
        ("हिन्दी বাংলা தமிழ் తెలుగు", "हिन्दी বাংলা தமிழ் తెలుగు"),
        ("क्\u200dष می\u200cخواهم", "क्ष میخواهم"),
        ("مُحَمَّد محمد محـمد أحمد احمد", "محمد محمد محمد احمد احمد"),
        ("שָׁלוֹם שלום", "שלום שלום"),
        ("ქართული Հայերեն Вашингтон", "ქართული հայերեն вашингтон"),
        ("བོད་ སྐད", "བོད སྐད"),
        # no words
        ("😀 👍🏽 — … ' _ * ©", ""),
        ("I ❤️ NY 1️⃣", "i ny 1"),
        ("", ""),
        # stems
        ("missile missiles Missile's", "missil/missile missil/missiles missil/missile"),
        ("universe university", "univers/universe universiti/university"),
        ("bombing bombed bombs", "bomb/bombing bomb/bombed bomb/bombs"),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_words(text: str, expected: str) -> None:
    """One row for each kind of word."""
    assert analysed(text) == expected


def test_tokens_have_positions_in_the_text() -> None:
    """In code points of the whole text; a possessive belongs to the word, its quote does not."""
    text = "«Ganja’s»  U.S.-led\n20,000"
    spans = [(text[token.start : token.end], token.term) for token in ENGLISH.tokens(text)]
    assert spans == [("Ganja’s", "ganja"), ("U.S.", "US"), ("led", "led"), ("20,000", "20000")]


def test_a_very_long_word_is_cut() -> None:
    """It is found by its beginning, and its span is all of it."""
    (token,) = ENGLISH.tokens("x" * 5000)
    assert (len(token.word), token.start, token.end) == (LONGEST_WORD, 0, 5000)
    (token,) = ENGLISH.tokens("é" * 5000)
    assert (token.word, token.end) == ("e" * LONGEST_WORD, 5000)


def test_no_stemming() -> None:
    """The term is the folded word."""
    assert [token.term for token in Analyzer("none").tokens("missiles F-16s US")] == [
        "missiles", "f", "16s", "US",
    ]  # fmt: skip


def test_other_languages() -> None:
    """A Snowball stemmer has the English name of its language."""
    assert [token.term for token in Analyzer("german").tokens("Häuser")] == ["haus"]


def test_several_languages() -> None:
    """A word has the stem of the first language of its script; of another script it stays as it is."""
    analyzer = Analyzer("english,russian,german,greek")
    words = ["cities", "Häuser", "ракетами", "πόλεις", "المدينة", "US", "F-16s", "北", "ﬁrst"]
    firsts = ["english", "english", "russian", "greek", "none", "english", "english", "none", "english"]
    for word, language in zip(words, firsts, strict=True):
        expected = Analyzer(language).terms(word)
        assert [(token.term, token.word) for token in analyzer.terms(word)] == [
            (token.term, token.word) for token in expected
        ]
    assert analyzer.stems(["cities", "ракетами", "häuser"]) == ["citi", "ракет", "häuser"]
    assert Analyzer("russian,greek").stems(["cities", "ракетами"]) == ["cities", "ракет"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("hindi", "किसान किसानों"),
        ("hindi", "लड़की लड़कियाँ"),
        ("nepali", "नेपाल नेपालका"),
        ("tamil", "செய்தி செய்திகள்"),
        ("english,hindi,tamil", "किसान किसानों"),
        ("english,hindi,tamil", "செய்தி செய்திகள்"),
    ],
)
def test_words_with_vowel_signs_are_stemmed(language: str, words: str) -> None:
    """The signs are marks and no letters; words with a digit stay as they are."""
    one, other = Analyzer(language).terms(words)
    assert one.term == other.term != other.word
    assert Analyzer(language).stems(["किसानों2"]) == [Analyzer(language).stem("किसानों2")] == ["किसानों2"]
    assert Analyzer("english").stems(words.split()) == words.split()


@given(st.text(st.characters(min_codepoint=0x900, max_codepoint=0x963), min_size=1, max_size=4))
@example("मा")
def test_a_word_with_vowel_signs_has_a_stem(word: str) -> None:
    """The rules of Nepali leave nothing of a few words."""
    analyzer = Analyzer("nepali")
    terms = [token.term for token in analyzer.tokens(word)]
    assert all(terms)
    assert analyzer.stems([token.word for token in analyzer.tokens(word)]) == terms


def test_serbian_is_written_in_two_scripts() -> None:
    """Its words have one stem in both; those of the script of a language before it have the stem there."""
    assert Analyzer("serbian,english").stems(["vlade", "владе"]) == ["vlad", "vlad"]
    assert Analyzer("russian,serbian").stems(["vlade", "владе"]) == ["vlad", "влад"]


@pytest.mark.parametrize(
    ("language", "problem"),
    [
        ("english,rusian", "there is no stemmer for the language 'rusian'"),
        ("english,", "there is no stemmer for the language ''"),
        ("english,german,english", "the language english is named twice: 'english,german,english'"),
        ("english,none", "none means no stemming, and cannot go with a language: 'english,none'"),
        (
            "english,german,french,italian,spanish,danish,swedish,norwegian,finnish",
            "9 languages are more than 8",
        ),
    ],
)
def test_a_list_of_languages_that_cannot_be_meant(language: str, problem: str) -> None:
    """The error says what is wrong, and names the language."""
    with pytest.raises(UsageError) as caught:
        checked_language(language)
    assert caught.value.message == problem
    assert caught.value.hint


def test_stopwords_are_words_of_the_analysis() -> None:
    """But for possessives, which no text has as a word."""
    for language in algorithms():
        terms = Analyzer(language).terms
        words = stopwords_of(language)
        assert len(words) > 35
        unreachable = {word for word in words if [token.word for token in terms(word)] != [word]}
        assert all(word.endswith("'s") for word in unreachable), language


def test_names_alone_have_no_stopwords() -> None:
    """Where nothing is stemmed, the language is not known; the acronyms are those of English."""
    assert not stopwords_of("none")
    assert [token.term for token in Analyzer("none").tokens("WHO who US")] == ["WHO", "who", "US"]


def test_acronyms_are_told_from_the_small_words_of_the_language() -> None:
    """In French, LA is not the article; WHO is no small word there, so it is found by `who` as well."""
    assert [token.term for token in Analyzer("french").tokens("LA la WHO who US us")] == [
        "LA", "la", "who", "who", "US", "us",
    ]  # fmt: skip


def test_the_table_of_marks_covers_the_bmp() -> None:
    """Every mark belongs to the letter before it, and no punctuation or space is a mark."""
    mark = re.compile(f"[{MARKS}]")
    characters = [chr(code) for code in range(0x10000)]
    marks = {c for c in characters if unicodedata.category(c)[0] == "M"}
    assert [hex(ord(c)) for c in marks if not mark.match(c)] == []
    assert not [c for c in characters if mark.match(c) and unicodedata.category(c)[0] in "PSZ"]
    assert [hex(ord(c)) for c in marks if len(list(ENGLISH.tokens(f"x{c}y"))) != 1] == []


def test_folding_a_folded_word_changes_nothing() -> None:
    """For every character of Unicode: otherwise a prefix would look for another word than the index has."""
    characters = (chr(code) for code in range(0x2FFFF) if not 0xD800 <= code < 0xE000)
    assert [c for c in characters if fold(fold(c)) != fold(c)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("대한민국은 강하다", "대한 한민 민국 국은 강하 하다"),
        ("한 3월 KBS뉴스", "한 3 월 kbs 뉴스"),
        ("ประเทศไทย", "ปร ระ ะเ เท ทศ ศไ ไท ทย"),
        ("ປະເທດລາວ", "ປະ ະເ ເທ ທດ ດລ ລາ າວ"),
        ("မြန်မာ", "မြန် န်မာ"),
        ("កម្ពុជា", "កម្ ម្ពុ ពុជា"),
        ("inter-\nnational aid", "international inter national aid"),
        ("the re-\n   sponsi-\nbility’s", "the responsibility re sponsi bility"),
        ("Nagorno-\nKarabakh", "nagorno karabakh"),
        ("(govern\u2010\nment)", "government govern ment"),
        ("he said --\nno, 5-\nday, a -\nb", "he said no 5 day a b"),
        ("préfé-\nrée", "preferee prefe ree"),
    ],
)
def test_scripts_and_cut_words(text: str, words: str) -> None:
    """Two letters in a row of scripts whose words run on; a cut word as a whole, and then its parts."""
    assert [token.word for token in ENGLISH.tokens(text)] == words.split()
    spans = [(token.start, token.end) for token in ENGLISH.tokens(text)]
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)
