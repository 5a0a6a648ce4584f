"""Words of scripts without spaces between them, and words that are cut at the end of a line."""

from __future__ import annotations

import json
import unicodedata

import pytest

TEXTS = {
    "ko": "대한민국은 강하다. 한국 경제는 성장했다.",
    "th": "รัฐบาลไทยประกาศมาตรการเศรษฐกิจใหม่",
    "lo": "ລັດຖະບານລາວປະກາດ",
    "km": "រដ្ឋាភិបាលកម្ពុជា",
    "my": "မြန်မာအစိုးရ",
    "en": "Talks of the inter-\nnational court began. A well-\nknown judge spoke.",
}


@pytest.fixture
def archive(write, run):
    """An article of each."""
    for name, text in TEXTS.items():
        write(f"{name}.txt", text)
    run("index", "-q", ".")


@pytest.mark.parametrize(
    ("query", "name", "marked"),
    [
        ("민국", "ko", "민국"),
        ("대한민국", "ko", "대한민국"),
        ("경제", "ko", "경제"),
        (unicodedata.normalize("NFD", "대한민국"), "ko", "대한민국"),
        ("국경", "", ""),  # the end of a word and the start of the next
        ("강*", "ko", "강하"),
        ("เศรษฐกิจ", "th", "เศรษฐกิจ"),
        ("ไทย", "th", "ไทย"),
        ("ປະກາດ", "lo", "ປະກາດ"),
        ("កម្ពុជា", "km", "កម្ពុជា"),
        ("အစိုးရ", "my", "အစိုးရ"),
        ("international", "en", "inter-\nnational"),
        ("internat*", "en", "inter-\nnational"),
        ("=international", "en", "inter-\nnational"),
        ("caps(international)", "en", "inter-\nnational"),
        ('"the international"', "en", "the inter-\nnational"),
        ("national", "en", "national"),
        ("inter-national", "en", "inter-\nnational"),
        ('"well-known judge"', "en", "well-\nknown judge"),
        ('"international court"', "en", "inter-\nnational court"),
        ('title:x OR "the international courts began"', "en", "the inter-\nnational court began"),
        ('="international court"', "en", "inter-\nnational court"),
        ('caps("international court")', "en", "inter-\nnational court"),
        ("international-court", "en", "inter-\nnational court"),
        ('ATLEAST2 "international court"', "", ""),
        ('"inter court"', "", ""),
    ],
)
def test_a_word_is_found_and_marked(archive, run, query, name, marked):
    """Within longer words, and nothing but the word is marked."""
    hits = [json.loads(line) for line in run("search", "--jsonl", query).out.splitlines()]
    assert [hit["path"] for hit in hits] == ([f"{name}.txt"] if name else [])
    spans = {
        passage["text"][start:end]
        for hit in hits
        for passage in hit["passages"]
        for start, end in passage["matches"]
    }
    assert spans == ({marked} if marked else set())


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("international W/1 court", 1),
        ("talks PRE/3 international", 1),
        ('"the international" PRE/1 court', 1),
        ("=international PRE/1 court", 1),
        ("inter PRE/1 court", 0),
        ("international W/1 began", 0),
        ("talks PRE/4 court", 0),  # as far as the parts of the word are counted
        ("ATLEAST2 international", 0),
    ],
)
def test_what_is_near_a_cut_word(archive, run, query, count):
    """What follows a word that is cut is behind its parts, and the word is counted once."""
    assert run("search", "-c", query).out == f"{count}\n"


def test_a_word_of_letters_is_whole_with_any(archive, run):
    """A part of it is no word."""
    assert run("search", "-c", "--any", "대한국민 성장했다").out == "1\n"
    assert run("search", "-c", "--any", "대한국민 nowhere").out == "0\n"
