"""newsgrep kwic: lines with the match in the middle."""

from __future__ import annotations

import unicodedata

import pytest


@pytest.fixture
def articles(write, run):
    """Two articles and an index of them."""
    write("a.txt", "Prices of oil rose.\n\nOil is dear.", date="2020-10-30")
    write("b.txt", "Farmers sold wheat.", date="2020-10-31")
    assert run("index", ".").code == 0


def test_a_line_in_a_pipe_has_key_date_three_texts_and_page(articles, run):
    """With tabs between, below a header; the numbers are on standard error."""
    assert run("kwic", "oil") == (
        0,
        "key\tdate\tleft\tmatch\tright\tpage\n"
        "a.txt\t2020-10-30\tPrices of \toil\t rose. Oil is dear.\t\n"
        "a.txt\t2020-10-30\tPrices of oil rose. \tOil\t is dear.\t\n",
        "newsgrep: 2 matches in 1 article\n",
    )


def test_a_terminal_shows_the_matches_below_one_another(articles, terminal):
    """Each begins in the same column, and no line is longer than the terminal."""
    code, screen = terminal("kwic", "oil", NO_COLOR="1")
    lines = [line for line in screen.splitlines() if line.startswith("2020")]
    assert code == 0
    assert len({line.lower().rindex("  oil  ") for line in lines}) == 1
    assert max(map(len, lines)) <= 100


def test_wide_characters_leave_room_on_the_right(write, run, terminal):
    """A character of Chinese takes two columns: the text on the left has its half of them and no more."""
    write(
        "zh.txt",
        "东京医院今天开始疫苗接种疫苗接种疫苗接种疫苗 vaccine 有效性超过九成有效性超过九成",
        date="2020-10-30",
    )
    assert run("index", ".").code == 0
    code, screen = terminal("kwic", "vaccine", columns=60, NO_COLOR="1")
    assert code == 0
    assert "vaccine  有效性超过九成有效性" in screen


def test_vowel_signs_take_a_column(write, run, terminal):
    """As in most terminals; so the matches stand below one another in Hindi, too."""
    write("a.txt", "कार्यालय ने कहा कि बंदरगाह सोमवार को बंद रहेगा", date="2020-10-30")
    write("b.txt", "The port बंदरगाह is closed", date="2020-10-31")
    write("c.txt", "सरकारी घोषणा के अनुसार पुराना बंदरगाह अगले वर्ष फिर से खोला जाएगा और नया", date="2020-11-01")
    assert run("index", ".").code == 0
    code, screen = terminal("kwic", "बंदरगाह", columns=60, NO_COLOR="1")
    before = [line.partition("बंदरगाह")[0] for line in screen.splitlines() if line.startswith("2020")]
    columns = [sum(unicodedata.category(one) != "Mn" for one in text) for text in before]
    assert (code, len(columns), len(set(columns))) == (0, 3, 1)


def test_nothing_found_says_why(articles, run):
    """With exit code 1."""
    ended = run("kwic", "oill", "--jsonl")
    assert (ended.code, ended.out) == (1, "")
    assert "oill: no such word; nearest: oil" in ended.err


def test_a_file_of_queries_is_refused(articles, run):
    """A concordance is of one query."""
    ended = run("kwic", "-f", "queries.txt")
    assert ended[:2] == (2, "")
    assert "join them with -e" in ended.err


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--top", "3"], "--top is the number of collocates to print"),
        (["--collocates", "3", "--sort", "left"], "--sort and --collocates contradict each other"),
        (["--collocates", "3", "--sample", "1"], "--sample and --collocates contradict each other"),
    ],
)
def test_flags_without_an_effect_are_refused(corpus, run, flags, message):
    """As those of other commands that contradict each other."""
    ended = run("kwic", *flags, "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"newsgrep: {message}\n")


def test_a_query_without_words_has_no_matches(corpus, run):
    """It says so, and ends as a command that found nothing."""
    ended = run("kwic", "path:corpus")
    assert (ended.code, ended.lines[1:]) == (1, [])
    assert ended.err.startswith("newsgrep: 0 matches in ")


def test_a_lede_in_place_of_a_title_is_shown(write, run):
    """Once, where it stands in the text."""
    write("a.txt", "Cocoa fell.\n\nCocoa rose later.", date="2020-10-30")
    run("index", "-q", ".")
    assert [line.split("\t")[3] for line in run("kwic", "title:cocoa").lines[1:]] == ["Cocoa"]
    assert len(run("kwic", "cocoa").lines[1:]) == 2


def test_a_lede_of_several_lines_is_shown_where_it_stands(folder, run):
    """Though a title has it on one line."""
    (folder / "a.txt").write_text("    Prices of\nzinc fell.\n    Tin rose.\n", "utf-8")
    run("index", "-q", ".")
    assert run("kwic", "title:zinc").lines[1:] == ["a.txt\t\tPrices of \tzinc\t fell. Tin rose.\t"]
