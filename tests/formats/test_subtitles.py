"""SRT and WebVTT: what was spoken, and what is known of the recording."""

from __future__ import annotations

import io
import json

import pytest

from newsgrep.article import Article
from newsgrep.formats import choose_format, format_named
from newsgrep.formats.speech.cues import read_cues
from newsgrep.indexing.fingerprints import fingerprints_of
from newsgrep.read_context import ReadContext
from newsgrep.remarks import ENCODING_GUESSED
from newsgrep.results import Unreadable

VIDEO = {
    "id": "aB3dE5gH7jK",
    "title": "Pilots end strike",
    "description": "From Lisbon.",
    "uploader": "Jane Sample",
    "channel": "The Example",
    "upload_date": "20201017",
    "webpage_url": "https://video.example/watch?v=aB3dE5gH7jK",
    "language": "pt",
}


def cue(start: float, *lines: str, end: float = 0.0, comma: str = ",") -> str:
    """A cue of SRT that is shown for two seconds, or until an end, without its number."""
    times = (f"00:{int(at) // 60:02}:{at % 60:06.3f}".replace(".", comma) for at in (start, end or start + 2))
    return "\n".join((" --> ".join(times), *lines, "", ""))


def srt(*cues: str) -> str:
    """Some cues with their numbers."""
    return "".join(f"{number}\n{one}" for number, one in enumerate(cues, 1))


@pytest.fixture
def body(read):
    """Return a function that reads the text of subtitles."""

    def read_body(content: str | bytes, suffix: str = ".srt") -> str:
        (article,) = read(content, suffix)
        assert isinstance(article, Article), article
        return article.body

    return read_body


def results(name: str, content: str, beside: dict[str, bytes] | None = None) -> list[Article | Unreadable]:
    """What subtitles of a name give, with some files beside them."""
    context = ReadContext(name, beside=lambda wanted, largest: (beside or {}).get(wanted))
    return list(
        format_named("subtitles").reader.read(io.BufferedReader(io.BytesIO(content.encode())), context)
    )


def test_cues_are_joined_to_sentences(body):
    """Lines and cues that follow one another are one paragraph, without numbers and times."""
    text = srt(
        cue(1, "Harbour pilots in Lisbon", "went back to work"), cue(3, "after two days."), cue(5.5, "42")
    )
    assert body(text) == "Harbour pilots in Lisbon went back to work after two days. 42"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (srt(cue(1, "One."), cue(6, "Two.")), ["One.", "Two."]),
        (srt(cue(1, "One."), cue(4, "two.")), ["One. two."]),
        (
            srt(cue(1, "GOOD EVENING."), cue(3, ">> THANK YOU. >>> IN LISBON")),
            ["GOOD EVENING.", ">> THANK YOU.", ">>> IN LISBON"],
        ),
        (srt(cue(1, "Who met?", "- Pilots.", "-And the port.")), ["Who met?", "- Pilots.", "-And the port."]),
        (
            srt(cue(1, "It was", "-5 degrees, -- or so."), cue(3, "-- and then")),
            ["It was -5 degrees, -- or so. -- and then"],
        ),
        (
            srt(cue(1, "JANE SAMPLE:", "We met."), cue(3, "JOHN ROE: Why: no idea.")),
            ["JANE SAMPLE: We met.", "JOHN ROE: Why: no idea."],
        ),
    ],
    ids=["pause", "no pause", "marks of captions", "dashes", "no dashes", "names"],
)
def test_what_begins_a_paragraph(body, text, paragraphs):
    """A pause of three seconds, and another speaker."""
    assert body(text).split("\n\n") == paragraphs


def test_long_speeches_have_paragraphs(body):
    """Each ends with a sentence; where there are none, as in automatic captions, with a word."""
    spoken = body(srt(*(cue(2 * at, f"This is sentence {at}.") for at in range(100))))
    assert all(part.endswith(".") and 500 <= len(part) < 600 for part in spoken.split("\n\n")[:-1])
    words = body(srt(*(cue(2 * at, f"word{at} and more") for at in range(300))))
    assert all(1490 < len(part) < 1520 for part in words.split("\n\n")[:-1])
    assert " ".join(words.split()) == " ".join(f"word{at} and more" for at in range(300))


ROLLING = "WEBVTT\n\n" + "\n".join(
    f"{times} align:start position:0%\n{lines}\n"
    for times, lines in (
        ("00:01.000 --> 00:03.000", " \nharbour<00:01.400><c> pilots</c>\n"),
        ("00:03.000 --> 00:03.010", "harbour pilots\n \n"),
        ("00:03.010 --> 00:05.000", "harbour pilots\nwent<c.colorE5E5E5> back</c>"),
        ("00:05.000 --> 00:05.010", "went back\n \n"),
        ("00:05.010 --> 00:07.000", "went back\nto work"),
    )
)


def test_automatic_captions_are_read_once(body):
    """YouTube shows each line two or three times."""
    assert body(ROLLING, ".vtt") == "harbour pilots went back to work"
    assert body(ROLLING.replace("\n", "\r\n"), ".vtt") == "harbour pilots went back to work"


def test_live_captions_are_read_once(body):
    """Of television: three lines roll up, or a line grows word by word and letter by letter."""
    rolled = srt(cue(1, "A.", "B."), cue(3, "A.", "B.", "C."), cue(5, "B.", "C.", "D."), cue(7, "E."))
    assert body(rolled) == "A. B. C. D. E."
    grown = srt(
        cue(1, "Harbour"), cue(2, "Harbour pil"), cue(3, "Harbour pilots"), cue(4, "Harbour pilots met.")
    )
    assert body(grown) == "Harbour pilots met."


def test_what_is_said_twice_is_kept(body):
    """Where the file does not roll."""
    text = srt(cue(1, "No."), cue(3, "No."), cue(5, "Why not?"), cue(7, "As I said."), cue(9, "Well."))
    assert body(text) == "No. No. Why not? As I said. Well."


def test_a_cue_with_the_same_times_is_read_once(body):
    """The pieces of a broadcast overlap where they were joined."""
    piece = f"WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n{cue(1, 'One.', comma='.')}"
    assert body(f"{piece}{piece}{cue(3, 'Two.', comma='.')}", ".vtt") == "One. Two."


def test_marks_are_left_out(body):
    """Tags, times of words, places on the screen, entities; what only looks like a tag stays."""
    lines = (
        '{\\an8}<i>Harbour</i> <font color="#fff">pilots</font>\\h\\h<00:00:01.200>of',
        "<c.yellow.bg_blue>AT&amp;T</c><br>&lt;met&gt; a < b, 3 > 2 &nbsp; <3",
    )
    assert body(srt(cue(1, *lines))) == "Harbour pilots of AT&T <met> a < b, 3 > 2 <3"


def test_what_webvtt_does_not_show_is_left_out(body):
    """Notes, styles, regions, names of cues, settings; a text that begins so is one."""
    text = (
        "WEBVTT - by hand\nKind: captions\nStyle:\n::cue(c) { color: red;\n }\n##\n\n"
        "STYLE\n::cue { color: red }\n\nREGION\nid:fred\n\nNOTE by Jane\nof Lisbon\n\n"
        "intro\n00:01.000 --> 00:03.000 line:84% align:middle\nNOTE the pilots\n\n"
        f"NOTE a second one\n\nend of it\n{cue(3, 'met.', comma='.')}NOTE done\n"
    )
    assert body(text, ".vtt") == "NOTE the pilots met."
    assert body(srt(cue(1, "STYLE", "", "NOTE that"))) == "STYLE NOTE that"


def test_the_voices_of_webvtt(body):
    """A speaker is named where another one begins."""
    lines = ("<v Jane Sample>We met.</v>", "<v Jane Sample>It rained.</v>", "<v.loud John Roe>Why?</v>")
    text = "WEBVTT\n\n" + "".join(cue(2 * at, line, comma=".") for at, line in enumerate(lines))
    assert body(text, ".vtt") == "Jane Sample: We met. It rained.\n\nJohn Roe: Why?"


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("00:01.000 --> 00:02.000\nOne.\n\n00:02.000 --> 00:0x.000\nTwo.", "One. Two."),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:02,000-->00:00:03,000\nTwo.", "One. Two."),
        (
            "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\nStill one.\n\n2\n00:00:02,000 --> 00:0",
            "One. Still one.",
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:02,000 --> 00:00:03,000\nTwo.", "Two."),
        (
            "1\n0:0:1,0 --> 0:0:2,0 X1:0 X2:9\n42\n\n2\n0:0:2,0 --> 0:0:3,0\nTwo --> three.",
            "42 Two --> three.",
        ),
        (f"1\n{'9' * 5000}:00:01,000 --> 00:00:02,000\nOne.", "One."),
    ],
    ids=["times", "no blank line", "blank line, cut", "no text", "arrow in a text", "long number"],
)
def test_what_is_readable_of_broken_files_is_read(body, text, spoken):
    """Whatever is wrong with times, blank lines and numbers."""
    assert body(text) == spoken


def test_files_without_words(read):
    """Nothing was said, or the track is for programs; a file without times is none of subtitles."""
    thumbnails = "WEBVTT\n\n" + cue(1, "sprite-1.jpg#xywh=0,0,160,90", comma=".")
    for text in ("WEBVTT", "WEBVTT\nKind: metadata\n\n" + cue(1, "{}", comma="."), thumbnails):
        assert read(text, ".vtt") == []
    (bad,) = read("Not found.", ".srt")
    assert bad.reason == "no subtitles: no line has times, such as 00:00:01,000 --> 00:00:04,000"
    assert [one.reason for one in read("", ".srt")] == ["empty file"]


def test_lines_without_an_end_take_no_time(body):
    """Of the kinds that make expressions slow."""
    for piece in ("<v ", "<v" + " " * 50_000, "{\\", "- ", ">> ", "1:", "<a", "a\n\n"):
        text = piece * (50_000 // len(piece) + 1)
        assert body(srt(cue(1, "One."), cue(3, text), cue(5, text), cue(7, "Two.")).replace("\n\n\n", "\n\n"))


def test_encodings(with_remarks):
    """UTF-8 and UTF-16 with their marks, and older ones."""
    text = srt(cue(1, "Der Streik der Lotsen in Köln ist über Nacht beendet worden, hört man dort."))
    for encoding in ("utf-8-sig", "utf-16"):
        (article,), remarks = with_remarks(text.encode(encoding), ".srt")
        assert ("Köln" in article.body, remarks) == (True, [])
    (article,), remarks = with_remarks(text.encode("cp1252"), ".srt")
    assert ("Köln" in article.body, remarks) == (True, [(ENCODING_GUESSED, "cp1252", 0)])


@pytest.mark.parametrize(
    ("name", "title", "date", "source", "language"),
    [
        ("a/Pilots strike [aB3dE5gH7jK].en-US.vtt", "Pilots strike", "", "", "en-US"),
        ("Pilots_strike.deu.srt.gz", "Pilots strike", "", "", "de"),
        ("2020-10-17 Pilots strike.de-orig.vtt", "2020-10-17 Pilots strike", "2020-10-17", "", "de"),
        ("CNNW_20201017_123000_Harbour_Watch.cc5.srt", "Harbour Watch", "2020-10-17T12:30:00Z", "CNNW", ""),
        ("No. 20201399 of the U.S.srt", "No. 20201399 of the U.S", "", "", ""),
        ("vtt.vtt", "vtt", "", "", ""),
    ],
)
def test_the_name_of_a_file(name, title, date, source, language):
    """Has the title, and may have the language, the day, and the channel of an archive of television."""
    (article,) = results(name, srt(cue(1, "One.")))
    assert article == Article(
        key=name,
        path=name,
        body="One.",
        title=title,
        title_from="properties",
        date=date,
        date_from="properties" if date else "field",
        source=source,
        language=language,
    )


@pytest.mark.parametrize("name", ["Pilots [x].info.json", "Pilots [x].en.info.json"])
def test_what_yt_dlp_wrote_of_the_video(name):
    """Its title, date, channel and address; the language is that of the subtitles."""
    (article,) = results(
        "n/Pilots [x].en.vtt", f"WEBVTT\n\n{cue(1, 'One.')}", {name: json.dumps(VIDEO).encode()}
    )
    assert article == Article(
        key="n/Pilots [x].en.vtt",
        path="n/Pilots [x].en.vtt",
        body="One.",
        title="Pilots end strike",
        authors=("Jane Sample",),
        date="2020-10-17",
        url="https://video.example/watch?v=aB3dE5gH7jK",
        source="The Example",
        language="en",
    )


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff", b"{}", b"", b'{"title": 7', b'{"x": ' + b"[" * 9999])
def test_a_broken_file_beside_costs_nothing(data):
    """It is reported where it is read as JSON."""
    (article,) = results(
        "Pilots.vtt", f"WEBVTT\nLanguage: pt\n\n{cue(1, 'One.')}", {"Pilots.info.json": data}
    )
    assert (article.title, article.title_from, article.language) == ("Pilots", "properties", "pt")


def test_the_header_of_webvtt():
    """May have the language and the title."""
    (article,) = results("a.de.vtt", f"WEBVTT\nTitle: Pilots end strike\nLanguage: en\n\n{cue(1, 'One.')}")
    assert (article.title, article.title_from, article.language) == ("Pilots end strike", "headline", "en")


def test_subtitles_are_no_version_of_their_page():
    """Nor of those in another language, though all have the address of the video."""
    page = Article("a", url="https://video.example/watch?v=7", body="From Lisbon.", language="en")
    english = page._replace(body="We met.", format="subtitles")
    addresses = [fingerprints_of(one)[0] for one in (page, english, english._replace(language="de"))]
    assert len(set(addresses)) == 3
    assert fingerprints_of(english._replace(body="We met again."))[0] == addresses[1]


@pytest.mark.parametrize(
    ("suffix", "beginning", "name"),
    [
        (".txt", "1\n00:00:01,000 --> 00:00:04,000\nOne.", "subtitles"),
        (".txt", "\nWEBVTT - x\nKind: captions\n\nintro\n00:01.000 --> 00:04.000\nOne.", "subtitles"),
        (".txt", "WEBVTT is a format\n\nIt has lines such as 00:01.000 --> 00:04.000\n", "text"),
        (".txt", "Talks resume\n\nThe way is Baku --> Ganja.\n1\n00:00:01,000 --> 00:00:04,000\n", "text"),
        (".txt", "From: a@example.org\nMessage-ID: <1@a>\n\n1\n00:00:01,000 --> 00:00:04,000\n", "eml"),
        (".txt", "0:00:01.000,0:00:04.000\nOne.", "subtitles"),
        (".txt", "10:00, 11:00 and 12:00\nOne.", "text"),
        (".xml", '<tt xmlns="http://www.w3.org/2006/10/ttaf1">', "ttml"),
        (".md", "1\n00:00:01,000 --> 00:00:04,000\nOne.", "markdown"),
        ("", "WEBVTT\n\n00:01.000 --> 00:04.000\nOne.", "subtitles"),
    ],
)
def test_what_is_taken_for_subtitles(suffix, beginning, name):
    """What begins with a cue; a text or a mail that has the times of one stays what it is."""
    assert choose_format(suffix, beginning.encode()).name == name


def test_the_times_of_cues():
    """In seconds; those of the cue before where they cannot be read."""
    _, cues = read_cues("01:00:01.5 --> 01:00:02.25\nA\n\n99:99:99:99:99 --> 0:0x\nB\n\n00:07 --> 00:08\nC")
    assert [(one.start, one.end) for one in cues] == [(3601.5, 3602.25), (3602.25, 3602.25), (7.0, 8.0)]


def test_subtitles_of_youtube(body):
    """SBV has the times of a cue between commas; a line of a text may have a time and a comma, too."""
    text = "0:00:01.000,0:00:02.000\nTalks[br]resumed\n\n0:00:02.000,0:00:04.000\n10:00, 11:00 and 12:00.\n"
    assert body(text, ".sbv") == "Talks resumed 10:00, 11:00 and 12:00."


def ttml(*cues: str, head: str = "", root: str = "") -> str:
    """A file of TTML."""
    return f'<tt xmlns="http://www.w3.org/ns/ttml" {root}>{head}<body><div>{"".join(cues)}</div></body></tt>'


@pytest.mark.parametrize(
    ("cues", "text"),
    [
        (
            '<p begin="1s" end="2s">Talks<br/>resumed</p><p begin="2s" end="3s">in Baku.</p>',
            "Talks resumed in Baku.",
        ),
        ('<p begin="1s" dur="1s">One.</p><p begin="00:00:05.000" end="6s">Two.</p>', "One.\n\nTwo."),
        ('<p begin="1000ms" dur="1s">One.</p><p begin="00:00:02:12">two.</p>', "One. two."),
        ('<p begin="30f" end="60f">One.</p><p begin="60000000t">Two.</p>', "One.\n\nTwo."),
        ('<p><span begin="1s">One.</span> <span begin="9s">Two.</span></p>', "One. Two."),
        ('<p begin="1s" end="2s">-Who?<br />-Me.</p>', "-Who?\n\n-Me."),
        ('<p begin="never" end="">One\n  line.</p>', "One line."),
    ],
)
def test_subtitles_of_broadcasters(body, cues, text):
    """TTML has times as clocks, seconds, frames and ticks; a pause and a dash begin a paragraph."""
    assert body(ttml(cues), ".ttml") == text


def test_the_title_and_language_of_ttml(read):
    """Are in the file; without words it has no article."""
    head = "<head><metadata><title xmlns='http://www.w3.org/ns/ttml#metadata'>Talks</title></metadata></head>"
    (article,) = read(ttml("<p>One.</p>", head=head, root='xml:lang="pt-BR"'), ".dfxp")
    assert (article.title, article.language, article.body) == ("Talks", "pt-BR", "One.")
    assert read(ttml(), ".ttml") == []
