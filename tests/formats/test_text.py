"""Bytes to text: encodings, line ends, NFC, and the choice of a format."""

from __future__ import annotations

import codecs

import pytest

from newsgrep.clean_text import clean
from newsgrep.encodings.codec_names import codec_named, web_codec_named
from newsgrep.encodings.decoding import decode
from newsgrep.errors import ArticleError
from newsgrep.formats import READABLE_SUFFIXES, choose_format
from newsgrep.paragraphs import lede_of
from newsgrep.read_context import ReadContext
from newsgrep.remarks import BROKEN_SEQUENCES, ENCODING_GUESSED
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits
from tests.reading import read_file

STORY = "Bakıda “danışıqlar”\n\nTalks’ end.\n"


@pytest.mark.parametrize(
    "content",
    [
        STORY.encode(),
        STORY.encode("utf-8-sig"),
        STORY.encode("utf-16"),
        codecs.BOM_UTF16_BE + STORY.encode("utf-16-be"),
        STORY.encode("utf-16-le"),
        STORY.encode("utf-16-be"),
        STORY.encode("utf-32"),
        STORY.replace("\n", "\r\n").encode(),
        STORY.replace("\n", "\r").encode(),
    ],
)
def test_unicode_encodings_and_line_ends(read, content):
    """With or without a byte order mark, with any line end, the article is the same."""
    (article,) = read(content)
    assert (article.title, article.body, article.body_line) == ("Bakıda “danışıqlar”", "Talks’ end.", 3)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"Caf\xe9 \x93open\x94.", "Café “open”."),
        (b"Caf\xe9 \x81.", "Café \x81."),
        ("Cafe\u0301.".encode(), "Café."),
        (b"a\x00b." + b"x" * 9000, None),
        (b"a." + b"x" * 9000 + b"\0", "a." + "x" * 9000 + "\ufffd"),
        (b"a\x1b[31m\x07b.", "a\x1b[31m\x07b."),
    ],
)
def test_windows_1252_and_control_characters(read, content, body):
    """The text is in NFC; control characters are kept, except for NUL."""
    (result,) = read(content)
    assert result == Unreadable("n/story.txt", "binary file") if body is None else result.body == body


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b"\xef\xbb\xbf \n\t", "empty file"),
        (b"\x80" + "Bakıda “danışıqlar”".encode()[:-1], "broken UTF-8 at byte 0"),
        (b"\xef\xbb\xbfcaf\xe9 \xe9t\xe9", "broken UTF-8 at byte 6"),
        (b"\xff\xfe\x00\xd8a\0\x00\xd8b\0", "broken UTF-16 at byte 2"),
        (b"\x7fELF\1\0\0\0\0", "binary file"),
        (b"GIF89a\1\0", "binary file"),
        (b"---\r\n\0", "binary file"),
    ],
)
def test_binary_and_broken_files_are_unreadable(read, content, reason):
    """The first of several broken sequences is reported with its offset, and never read as mojibake."""
    assert read(content) == [Unreadable("n/story.txt", reason)]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("Bakıda “danışıqlar”".encode()[:-1], "Bakıda “danışıqlar\ufffd"),
        (b"\xef\xbb\xbfcaf\xe9", "caf\ufffd"),
        (b"\xff\xfea\0b", "a\ufffd"),
        (b"\xff\xfe\x00\xd8a\0", "\ufffda"),
    ],
)
def test_a_short_text_with_one_broken_sequence_is_kept(remarked, content, body):
    """With U+FFFD in its place, which is remarked."""
    assert remarked(content)[0] == body
    assert [kind for kind, _, _ in remarked(content)[1]] == [BROKEN_SEQUENCES]


@pytest.mark.parametrize("largest", [10, 2**20])
def test_a_file_beyond_the_limit_is_refused(read, largest):
    """A text of just that size is read."""
    limits = SourceLimits(text_bytes=largest)
    assert read("x" * largest, limits=limits)[0].body == "x" * largest
    refused = Unreadable("n/story.txt", f"file larger than {largest >> 20} MB")
    assert read("x" * (largest + 1), limits=limits) == [refused]


@pytest.mark.parametrize(
    ("suffix", "head", "name"),
    [
        (".txt", b" date 2020-10-30 By A B\n", "dateline"),
        (".text", "\ufeff\r\n date 2020-10-30\r".encode("utf-16"), "dateline"),
        (".TXT", b'{"body": "x"}', "jsonl"),
        (".jsonl", b"date 2020", "jsonl"),
        (".json", b'{"body": "x"}\n{', "jsonl"),
        (".json", b'{"body": "' + b"x" * 8000, "jsonl"),
        (".json", b'{\n"body": "x"}', "json"),
        (".json", b"nonsense", "json"),
        (".log", b'{"body": "x"}\n{', "jsonl"),
        ("", b'[{"body": "x"}]', "json"),
        ("", b" date 2020-10-30\n", "dateline"),
        (".log", b"[Updated] Talks resume", "text"),
        (".log", b"{Updated} Talks resume", "text"),
        (".md", b"Talks resume", "markdown"),
        (".tsv", b"x", "csv"),
        ("", b"id;headline;text\r\n", "csv"),
        ("", b"---\ntitle: x\n---\n", "markdown"),
        (".bin", b"\0\1\0\0", "text"),
    ],
)
def test_format_is_chosen_by_suffix_and_first_bytes(suffix, head, name):
    """Formats that share a suffix are told apart by the beginning; with an unknown suffix all are tried."""
    assert choose_format(suffix, head).name == name


def test_readable_suffixes():
    """Those of the files that are read below a folder."""
    assert {".txt", ".text", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".md"} <= READABLE_SUFFIXES


STORIES = {
    "cp1251": "Переговоры между странами возобновились в понедельник.",
    "koi8_r": "Переговоры между странами возобновились в понедельник.",
    "cp1253": "Οι συνομιλίες μεταξύ των χωρών επαναλήφθηκαν τη Δευτέρα.",
    "cp932": "両国の協議は月曜日に東京で再開されたと外務大臣が発表した。",
    "big5": "兩國的談判星期一在臺北恢復舉行，外交部長表示雙方同意下週再次會面。",
    "gb18030": "两国的谈判星期一在北京恢复举行，外交部长表示双方同意下周再次会面。",
    "cp949": "양국 회담이 월요일 서울에서 재개되었다고 외교부 장관이 밝혔다.",
}
WESTERN = [
    "Les négociations à Paris.",
    "Die Gespräche in München, natürlich.",
    "São Paulo, não.",
    "“Talks” – ‘on’…",
]


@pytest.mark.parametrize(("encoding", "story"), STORIES.items())
@pytest.mark.parametrize("repeated", [1, 9999])
def test_legacy_encodings_of_other_scripts(read, encoding, story, repeated):
    """Detected where whole words are beyond ASCII."""
    content = "\n".join([story] * repeated)
    (article,) = read(content.encode(encoding))
    assert article.body == content


POLISH = "Wójt gminy złożył dziś dymisję. Śledczy sprawdzą, kto zarobił na sprzedaży łąk nad rzeką Ołą."
CZECH = "Starosta včera odstoupil. Úřad prověří, proč žádný z účetních neviděl smlouvy na stavbu mostu."
TURKISH = "Kasaba başkanı dün görevi bıraktı. Müfettişler çarşıdaki köprünün neden çöktüğünü araştırıyor."
GERMAN = "Der Bürgermeister ließ die Brücke über Nacht räumen, die Prüfer hörten später fünf Gäste an."
LATIN_LETTERS = [
    *[(POLISH, encoding) for encoding in ("cp1250", "iso8859-2", "cp852", "mac-latin2")],
    *[(CZECH, encoding) for encoding in ("cp1250", "iso8859-2", "cp852", "mac-latin2")],
    *[(TURKISH, encoding) for encoding in ("cp1254", "cp857")],
    *[(GERMAN, encoding) for encoding in ("cp850", "mac-roman")],
    ("Karadaki balıkçılar ağlarını topladı, kıyıda yalnız bir kayık kaldı.", "cp1254"),
    (
        "A jegyző szerint az őrök időben értek a tóhoz, de a fűtő már erőszakkal eltűnt a hűtőházból.",
        "cp1250",
    ),
    ("Jūrininkas teigė, kad žvejų šventė įvyks rudenį, o ąžuolų giraitės žąsys grįš į ežerą.", "cp1257"),
    ("Primăria a închis şcoala după furtună, elevii învaţă în clădirea gării până în toamnă.", "cp1250"),
    ("Na tržnici so včeraj našli škatlo češenj, župan čaka še na šest prič iz Črnega Vrha.", "cp1250"),
    ("Мэр объявил о своём уходе, а жители посёлка узнали об этом из газет.", "cp866"),
]


@pytest.fixture
def remarked(with_remarks):
    """Return a function that reads a file of one text, and returns that and what is remarked."""

    def read(content, suffix=".txt", encoding=""):
        (item,), remarks = with_remarks(content, suffix, encoding)
        return item.reason if isinstance(item, Unreadable) else item.body, remarks

    return read


@pytest.mark.parametrize(("story", "encoding"), LATIN_LETTERS)
@pytest.mark.parametrize("form", ["{}", "title;body\nA;{}\n", "<title>A</title><p>{}</p>"])
def test_legacy_encodings_by_the_letters_of_a_language(remarked, story, encoding, form):
    """In a text, a table and a page: letters stand where they do in no other encoding. It is remarked."""
    suffix = {"{": ".txt", "t": ".csv", "<": ".html"}[form[0]]
    found = remarked(form.format(story).encode(encoding), suffix)
    assert found == (story, [(ENCODING_GUESSED, encoding, 0)])


@pytest.mark.parametrize(
    "story",
    [
        "À l’aéroport, où le maire a été hué, un élève reçut « le cœur » d’un chêne de Noël à 5 € l’unité.",
        "Señor alcalde, ¿cuándo abrirá el museo? ¡Mañana!, dijo el pingüino de la Línea 2ª, nº 7.",
        "As nações irmãs dão opções às vilas; os limões, porém, ficarão à porta do último avô.",
        "Größere Öfen – so die „Übung“ – wärmen 40 m² für 3 € je Stück…",
        "Blåbærene på øya ble spist før mørket; Ærlige Åse fant én til.",
        "Þeir sögðu að bærinn ætti nýja brú, en önnur væri ónýt síðan í fyrra.",
        "Öömaja tõusis künka äärde, kus šokolaad ja žürii ootasid.",
        "É più là che qui, perché laggiù la città non è così; però il tè…",
        "Mr Müller, Mme Lefèvre, Señor Núñez and Åse met in São Paulo—at noon—‘late’.",
        "Price: £5, 20°C, ½ cup × 3, §5 ©Ledger™ • 10±2 µm “so”—they say.",
    ],
)
def test_western_texts_are_of_windows_1252(remarked, story):
    """Whatever their language, and however it is mixed with signs and with names of others."""
    for content in (story, "\n".join([story] * 300)):
        assert remarked(content.encode("cp1252")) == (content, [(ENCODING_GUESSED, "cp1252", 0)])


@pytest.mark.parametrize(
    ("content", "given"),
    [(POLISH.encode(), ""), (POLISH.encode("utf-16"), ""), (POLISH.encode("cp1250"), "cp1250")],
)
def test_what_is_known_is_no_guess(remarked, content, given):
    """Unicode, and an encoding that the user gives."""
    assert remarked(content, encoding=given) == (POLISH, [])


@pytest.mark.parametrize(
    ("encoding", "given", "repeated"), [("utf-8", "", 4), ("utf-8", "utf-8", 4), ("cp932", "", 999)]
)
def test_a_long_text_with_a_stray_byte_is_kept(remarked, encoding, given, repeated):
    """With U+FFFD in its place, which is remarked."""
    story = STORIES["cp932"] * repeated
    content = story.encode(encoding)
    body, remarks = remarked(content + b"\x81\n" + content, encoding=given)
    assert body == f"{story}\ufffd\n{story}"
    assert remarks[-1] == (BROKEN_SEQUENCES, encoding.upper(), 0)


@pytest.mark.parametrize("story", WESTERN)
def test_short_western_texts_are_of_windows_1252(read, story):
    """Letters with accents and quotation marks are not taken for Greek or Chinese."""
    assert read(story.encode("cp1252"))[0].body == story


def test_an_encoding_of_the_user(tmp_path):
    """It goes before all others; bytes that are not of it are reported, and so is an unknown encoding."""
    file = tmp_path / "a.txt"
    file.write_bytes("Są rozmowy między".encode("cp1250"))

    def reading(encoding):
        (result,) = read_file(file, ReadContext("a.txt", encoding=encoding))
        return result.reason if isinstance(result, Unreadable) else result.body

    assert reading("cp1250") == "Są rozmowy między"
    assert reading("utf-8") == "broken UTF-8 at byte 1"
    for unknown in ("klingon", "hex"):
        with pytest.raises(ArticleError, match=f"^there is no encoding {unknown}$"):
            decode(b"x", unknown)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        *(("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("euc-kr", "cp949"), ("big5", "big5hkscs")),
        *(("gb2312", "gb18030"), ("GBK", "gb18030"), ("tis-620", "cp874"), ("iso-8859-8-i", "iso8859-8")),
        *(("x-cp1251", "cp1251"), ("koi8-ru", "koi8-u"), ("latin-1", "iso8859-1"), ("utf8", "utf-8")),
    ],
)
def test_names_of_encodings(label, codec):
    """Those of the web are wider than Python's of the same name, and have more names."""
    assert codec_named(label) == codec


def test_browsers_read_latin_1_as_windows_1252():
    """What a user names so is so."""
    assert web_codec_named("ISO-8859-1") == web_codec_named("us-ascii") == "cp1252"


@pytest.mark.parametrize("label", ["nonsense", "", "a\0b", "é"])
def test_an_unknown_encoding(label):
    """It has no codec."""
    with pytest.raises(LookupError):
        codec_named(label)


@pytest.mark.parametrize(
    ("content", "cleaned"),
    [
        ("par\xadlia\xadment", "parliament"),
        ("exam\u200bple \u2060of\ufeff", "example of"),
        ("Auf\u200clage", "Auflage"),
        ("\u200eTalks\u200f resume", "Talks resume"),
        ("می\u200cشود", "می\u200cشود"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("ข่าว\u200bเช้า", "ข่าว\u200bเช้า"),
        ("خبر (\u200fBBC)", "خبر (BBC)"),
    ],
)
def test_invisible_marks_within_words(content, cleaned):
    """They go, unless the script needs them."""
    assert clean(content) == cleaned


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        (b"<!doctype html><title>Talks</title>", "html"),
        (b"<p>Talks resumed.</p>", "html"),
        (b"Talks <b>resumed</b>", "text"),
        (b"date 2020-10-30\n\n<p>Talks.", "dateline"),
    ],
)
def test_html_in_a_text_file(beginning, name):
    """It is recognised by its first tag."""
    assert choose_format(".txt", beginning).name == name


def test_the_lede_of_a_text_whose_lines_are_paragraphs():
    """It is the first line, as scrapers write them; lines that are wrapped are one paragraph."""
    long = "The owners met the pilots again. " * 8
    assert lede_of(f"Pilots walk out\n{long}\n{long}") == "Pilots walk out"
    assert lede_of("Pilots walked\nout on Friday.\n\nOwners met.") == "Pilots walked out on Friday."
