"""newsgrep index --language, and the filters by source and language."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def german(write, run, folder):
    """Two articles in German, indexed in it."""
    write("1.txt", "Raketen fielen auf die Stadt.")
    write("2.txt", "Eine Rakete fiel.")
    assert run("index", "--language", "german", ".").code == 0


def paths(run, *arguments: str) -> list[str]:
    """The paths that a search prints, sorted."""
    return sorted(run("search", "-l", *arguments).lines)


def test_words_are_stemmed_in_the_language(german, run):
    """Inflections of the language are found, and others are not."""
    assert paths(run, "rakete") == ["1.txt", "2.txt"]
    assert "language\tgerman\n" in run("status").out


def test_stopwords_are_those_of_the_language(german, run):
    """`die` is an article in German; `the` may be a name there."""
    ended = run("search", "-l", "--sort", "title", "die", "raketen")
    assert sorted(ended.lines) == ["1.txt", "2.txt"]
    assert ended.err == "newsgrep: left out as too common: die (put a word in quotes to keep it)\n"
    assert run("search", "-l", "the", "raketen").code == 1


@pytest.mark.parametrize("language", ["hindi", "english,hindi"])
def test_words_with_vowel_signs(write, run, language):
    """They are found in their inflections, by patterns and by letters, and marked as a whole."""
    write("1.txt", "भारत के किसानों ने सरकार से बातचीत की।")
    write("2.txt", "एक किसान बोला।")
    assert run("index", "--language", language, ".").code == 0
    for query in ("किसान", "किसानों", '"भारत के किसान" OR "एक किसान"', "किसा*", "कि?ान*", "किसन~1 OR =किसानों"):
        assert paths(run, query) == ["1.txt", "2.txt"], query
    assert paths(run, "=किसान") == ["2.txt"]
    assert "\tकिसानों\t" in run("kwic", "किसान").out


def test_english_is_the_default(write, run):
    """Without the flag."""
    write("1.txt", "Missiles fell.")
    run("index", ".")
    assert paths(run, "missile") == ["1.txt"]
    assert "language\tenglish\n" in run("status").out


def test_none_leaves_words_as_they_are(write, run):
    """Only the same surface form is found."""
    write("1.txt", "Missiles fell on the town.")
    run("index", "--language", "none", ".")
    assert paths(run, "missile") == []
    assert paths(run, "missiles", "the") == ["1.txt"]


def test_a_later_run_keeps_the_language(german, write, run):
    """It need not be named again."""
    write("3.txt", "Die Raketen flogen.")
    assert run("index", ".").code == 0
    assert run("index", "--language", "german", ".").code == 0
    assert paths(run, "rakete") == ["1.txt", "2.txt", "3.txt"]


@pytest.mark.parametrize("flags", [[], ["--dry-run"]])
def test_another_language_is_refused(german, run, flags):
    """The stems of one index are of one language. The error names it: it may be of a folder above."""
    ended = run("index", "--language", "english", *flags, ".")
    assert (ended.code, ended.out) == (2, "")
    folder = Path.cwd() / ".newsgrep"
    assert ended.err.startswith(
        f"newsgrep: the language of the index in {folder} is german, and not english\nhint: "
    )
    assert "--rebuild" in ended.err
    assert paths(run, "rakete") == ["1.txt", "2.txt"]


def test_a_rebuild_takes_another_language(german, run):
    """And keeps the one there is where none is named."""
    assert run("index", "--rebuild", ".").code == 0
    assert paths(run, "rakete") == ["1.txt", "2.txt"]
    assert run("index", "--rebuild", "--language", "none", ".").code == 0
    assert paths(run, "rakete") == ["2.txt"]


@pytest.mark.parametrize("flags", [[], ["--dry-run"], ["--rebuild"]])
def test_an_unknown_language_is_refused_with_the_nearest(write, run, folder, flags):
    """And with a list of all."""
    write("1.txt", "x")
    ended = run("index", "--language", "Germn", *flags, ".")
    assert (ended.code, ended.out) == (2, "")
    message, hint = ended.err.splitlines()
    assert message == "newsgrep: there is no stemmer for the language 'Germn'"
    assert hint.startswith("hint: did you mean german? languages: arabic, ")
    assert ", none, " in hint
    hint = run("index", "--language", "klingon", *flags, ".").err.splitlines()[1]
    assert hint.startswith("hint: languages: arabic, ")
    hint = run("index", "--language", "slovak", *flags, ".").err.splitlines()[1]
    assert hint.startswith("hint: --language czech finds most inflections of it; languages: arabic, ")
    assert hint.endswith("; words of another are found as they are written: leave it out")
    assert not (folder / ".newsgrep").exists()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ukrainian", "Президент України прибув до Києва і виступив у парламенті."),
        ("bulgarian", "Министърът пристигна в София и говори пред депутатите."),
        ("serbian", "Председник је стигао у Београд и говорио о будућности."),
        ("russian", "Правительство обсудило новый бюджет, решение приняты."),
    ],
)
def test_a_new_index_in_cyrillic_letters_says_which_language_it_is(write, run, language, text):
    """By the letters that others do not have."""
    write("1.txt", text)
    assert f"--language english,{language} PATH" in run("index", ".").err


@pytest.fixture
def sources(run, folder):
    """Four articles of three sources, in two languages."""
    (folder / "a.jsonl").write_text(
        '{"id": "1", "body": "Ganja one.", "source": "Daily Post", "language": "en"}\n'
        '{"id": "2", "body": "Ganja two.", "source": "Post", "language": "eng_gb"}\n'
        '{"id": "3", "body": "Ganja three.", "source": "Tagblatt", "language": "de"}\n'
        '{"id": "4", "body": "Ganja four."}\n'
    )
    assert run("index", ".").code == 0


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        (["--source", "post"], "12"),
        (["--source", "Daily Post"], "1"),
        (["--source", "tag*"], "3"),
        (["--source", "daily post", "--source", "tagblatt"], "13"),
        (["--lang", "en"], "12"),
        (["--lang", "en-gb"], "2"),
        (["--lang", "English"], "12"),
        (["--lang", "eng", "--lang", "Deutsch"], "123"),
        (['lang:"British English" OR language:ger'], "123"),
        (["--lang", "de", "--lang", "en-GB"], "23"),
        (["--lang", "en", "--source", "post", "two"], "2"),
        (["source:tagblatt OR lang:en-GB"], "23"),
    ],
)
def test_filters_by_source_and_language(sources, run, flags, found):
    """Names, prefixes and several of them, by flag and in the query."""
    keys = run("search", "--fields", "key", *flags).lines
    assert "".join(sorted(key.removeprefix("a.jsonl#") for key in keys)) == found


def test_a_filter_by_section(run, write):
    """By flag and in the query: names and prefixes, as with sources; a section that is none is told."""
    rows = [("1", "World news"), ("2", "Sport"), ("3", "World")]
    write(
        "a.jsonl",
        "".join(f'{{"id": "{key}", "body": "Talks.", "section": "{name}"}}\n' for key, name in rows),
    )
    run("index", "-q", ".")
    for flags, found in (
        (["--section", "world"], "13"),
        (["--section", "world news"], "1"),
        (["section:spo*"], "2"),
    ):
        keys = run("search", "--fields", "key", *flags).lines
        assert "".join(sorted(key.removeprefix("a.jsonl#") for key in keys)) == found
    ended = run("search", "--section", "opinion", "talks")
    assert ended.code == 1
    assert "no article has this section; the newest articles have: World news, Sport, World" in ended.err


@pytest.fixture
def archive(write):
    """Articles in three languages."""
    write("en.txt", "Two missiles hit the cities.")
    write("de.txt", "Die alten Häuser und die Raketen.")
    write("ru.txt", "Ракеты упали на города.")


def test_several_languages(archive, run):
    """Each word is found in the inflections of the languages of its script; status shows the list."""
    assert run("index", "--language", "english, russian,german", ".").code == 0
    assert run("status").out.count("language\tenglish,russian,german\n") == 1
    for query, found in (
        ("missile", "en"),
        ("haus", "de"),
        ("rakete", "de"),
        ("ракета", "ru"),
        ("город", "ru"),
    ):
        assert paths(run, query) == [f"{found}.txt"]
    assert "  Häuser  " in run("kwic", "haus").out.replace("\t", "  ")
    assert "haus|hauser" in run("search", "--explain-query", "haus").out
    assert "left out as too common: the, und " in run("search", "-c", "the", "alten", "und", "rakete").err
    assert run("index", "--language", "english,russian,german", ".").code == 0
    ended = run("index", "--language", "russian,english", ".")
    assert ended.code == 2
    assert "is english,russian,german, and not russian,english" in ended.err
    assert run("verify").code == 0


def test_a_new_index_of_words_in_another_script_says_which_language_to_name(archive, write, run):
    """Once, where no language was named, and where many words are in that script."""
    assert "letters" not in run("index", "--language", "english", "--index", "named", ".").err
    first = run("index", ".").err
    assert (
        "many words are in Cyrillic letters, and a search finds them only in the form that is typed; "
        "to find all forms of Russian words: newsgrep index --rebuild --language english,russian PATH\n"
    ) in first
    write("more.txt", "Правительство молчит.")
    assert "letters" not in run("index", ".").err
    assert "letters" not in run("index", "--index", "latin", "en.txt", "de.txt").err
