"""Errors: one line, a hint, exit code 2, and a traceback only when it is asked for."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from newsgrep.cli.error_report import excerpt
from newsgrep.cli.help import TOPICS
from newsgrep.cli.program import COMMANDS
from newsgrep.cli.standard_streams import write_message
from newsgrep.cli.wrapping import wrapped

#: How the number of hits is set, as a hint says it.
LIMIT = "-n, -m, --limit N: hits to show (10; 1000 with --format trec)"


def test_a_syntax_error_is_shown_with_a_caret(corpus, run):
    """Under the first character that cannot be parsed, with a hint."""
    assert run("search", 'ganja "missile') == (
        2,
        "",
        "newsgrep: the phrase has no closing quote\n"
        '  ganja "missile\n        ^\nhint: add " at the end of the phrase\n',
    )


@pytest.mark.parametrize(
    ("text", "position", "line", "caret"),
    [
        ("a\tb(", 3, "a b(", "   ^"),
        ("a\x1b[31m(", 6, "a\ufffd[31m(", "      ^"),
        ("新聞 (", 3, "新聞 (", "     ^"),
        ("e\u0301a (", 4, "e\u0301a (", "   ^"),
        ("\u1112\u1161\u11ab (", 4, "\u1112\u1161\u11ab (", "   ^"),
        ("می\u200cخواهم (", 8, "می\u200cخواهم (", "       ^"),
        ("❤️👍🏽👨\u200d👩\u200d👧 (", 10, "❤️👍🏽👨\u200d👩\u200d👧 (", "       ^"),
        ("a\nb (", 4, "a b (", "    ^"),
        ("x" * 100 + "(" + "y" * 100, 100, "…" + "x" * 36 + "(" + "y" * 35 + "…", " " * 37 + "^"),
        ("(", 1, "(", " ^"),
        ("\udcff(", 1, "\ufffd(", " ^"),
    ],
)
def test_the_caret_stands_under_its_character(text, position, line, caret):
    """Tabs, wide, combining and control characters do not shift it, and long queries are cut around it."""
    assert excerpt(text, position) == (line, caret)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["search", "-n", "ganja"], f"{LIMIT}; newsgrep search --help"),
        (["search", "ganja", "--color"], "--color [auto|always|never]: when to use colours."),
        (["search", "--json=true", "ganja"], "--json: print one JSON array; newsgrep search --help"),
        (
            ["facets", "--top", "x", "ganja"],
            "--top N: print the N most frequent values (10); newsgrep facets --help",
        ),
    ],
)
def test_a_wrong_value_is_answered_with_what_the_option_takes(corpus, run, arguments, hint):
    """As in other programs a flag of this name may take no value, such as -n of grep."""
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err.splitlines()[1].startswith(f"hint: {hint}")


def test_messages_are_wrapped_between_words_on_a_terminal(corpus, run, terminal):
    """Each line fits, and the words are those of the one line that a pipe gets."""
    arguments = ("search", "--sort", "rank", "ganja")
    code, screen = terminal(*arguments, columns=40)
    piped = run(*arguments).err
    assert code == 2
    assert max(map(len, screen.splitlines())) <= 40
    assert max(map(len, piped.splitlines())) > 80
    assert screen.split() == piped.split()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["index", "-r", "x"], "a folder is read with all that is below it"),
        (["index", "--force", "x"], "--rebuild makes a new index"),
        (["tag", "-d", "x"], "newsgrep tag --remove NAME QUERY takes a tag off"),
        (["tag", "--list"], "newsgrep tag alone lists the tags"),
        (["-V"], "newsgrep --version shows the version"),
    ],
)
def test_a_flag_that_others_have_at_a_command_gets_an_answer(folder, run, arguments, hint):
    """As those of git and cp."""
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err.splitlines()[1].startswith("hint: ")
    assert hint in ended.err


def test_a_path_is_not_broken_by_a_narrow_terminal(folder, terminal):
    """It can be copied as one."""
    path = "archive/" * 8 + "a.txt"
    _, screen = terminal("index", path, columns=40)
    assert path in screen.replace(":", "").split()


def test_a_command_to_copy_stays_one_line(monkeypatch) -> None:
    """As the search that `newsgrep browse` writes: a shell would run the half of it."""
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "20")
    write_message("newsgrep search --fold -- ganja missile", is_command=True)
    write_message("newsgrep: --fold has no meaning here")
    assert screen.getvalue() == (
        "newsgrep search --fold -- ganja missile\nnewsgrep: --fold has\nno meaning here\n"
    )


def test_an_indented_line_goes_on_indented() -> None:
    """As a finding on why nothing was found; wide characters take two columns."""
    assert wrapped("  no such word; nearest: 疫苗 疫苗", 20) == "  no such word;\n  nearest: 疫苗 疫苗"


def test_a_caret_stands_under_its_place_on_a_narrow_terminal(folder, terminal):
    """The line of the query is cut to what fits, as the terminal would break it."""
    query = f"{'flood ' * 20}(harbour {'storm ' * 20}"
    code, screen = terminal("search", "--parse", query, columns=40)
    message, line, caret, *_ = screen.splitlines()
    assert (code, message) == (2, "newsgrep: the bracket is not closed")
    assert max(map(len, (line, caret))) <= 40
    assert line[caret.index("^") :].startswith("(harbour")


@pytest.mark.parametrize(
    ("query", "hinted"),
    [
        ("Baku says so (and Yerevan does not", True),
        ("more on @baku_news in a moment", True),
        ("Baku (says so", False),
        ("baku AND yerevan AND (ganja OR barda", False),
    ],
)
def test_the_error_of_a_pasted_sentence_names_the_flag_for_words(corpus, run, query, hinted):
    """Which reads all of it as words; a query with operators is not one."""
    ended = run("search", query)
    assert ended.code == 2
    assert ended.err.endswith("; -F reads all of it as words\n") is hinted


@pytest.mark.parametrize(
    ("arguments", "err"),
    [
        (["serach", "x"], "newsgrep: there is no command serach\nhint: did you mean newsgrep search?\n"),
        (
            ["show", "-rf.txt"],
            "newsgrep: there is no option -r\nhint: newsgrep show --help lists the options; "
            "before a name that begins with a dash, write ./\n",
        ),
        (["version"], "newsgrep: there is no command version\nhint: did you mean newsgrep --version?\n"),
        (["update"], "newsgrep: there is no command update\nhint: did you mean newsgrep index?\n"),
        (
            ["search", "x", "-n", "three"],
            "newsgrep: invalid value for '-n' / '-m' / '--limit': 'three' is not a whole number\n"
            f"hint: {LIMIT}; newsgrep search --help lists the options\n",
        ),
        (
            ["search", "x", "-n", "0"],
            "newsgrep: invalid value for '-n' / '-m' / '--limit': 0 is less than 1\n"
            f"hint: {LIMIT}; newsgrep search --help lists the options\n",
        ),
        (
            ["diff"],
            "newsgrep: missing argument 'KEY'\n"
            "hint: for example: newsgrep diff corpus/010_ganja-missile-strike.txt; "
            "newsgrep diff --help lists the options\n",
        ),
        (["Ganja", "x"], "newsgrep: there is no command Ganja\nhint: to search: newsgrep search Ganja x\n"),
        (
            ["status", "x"],
            "newsgrep: got unexpected extra argument (x)\nhint: newsgrep status --help lists the options\n",
        ),
        (
            ["help", "x"],
            f"newsgrep: there is no help on x\nhint: topics: {', '.join([*TOPICS, *COMMANDS])}\n",
        ),
    ],
)
def test_a_wrong_command_line_is_one_line_and_a_hint(folder, run, arguments, err):
    """Without the usage that click prints."""
    assert run(*arguments) == (2, "", err)


def test_a_folder_after_a_command_without_arguments_is_an_index(folder, run):
    """The hint has the flag that names one."""
    (folder / "backup").mkdir()
    ended = run("verify", "backup")
    assert ended.err.splitlines()[1].startswith("hint: to name the index: newsgrep verify --index backup; ")


@pytest.mark.parametrize(
    ("arguments", "message", "near"),
    [
        (["index", "--exlude", "x"], "there is no option --exlude", "--exclude"),
        (["search", "--autor", "x"], "there is no option --autor", "--author"),
        (["search", "--sort", "dat", "x"], "invalid value for '--sort': 'dat' is not one of", "date"),
        (["completion", "zs"], "'zs' is not one of", "zsh"),
    ],
)
def test_an_unknown_option_or_value_gets_the_nearest(folder, run, arguments, message, near):
    """In one line, and a hint."""
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.summary
    hint = f"hint: did you mean {near}? newsgrep {arguments[0]} --help lists the options"
    assert ended.err.splitlines()[1:] == [hint]


def test_an_option_before_the_command_gets_its_place(folder, run):
    """As in other programs that have commands, it may be looked for there."""
    ended = run("--index", "a", "status")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "newsgrep: there is no option --index",
        "hint: options come after the command, as in newsgrep search --index; "
        "newsgrep --help lists the options",
    ]


@pytest.mark.parametrize("command", ["search", "kwic", "facets", "timeline"])
def test_an_unknown_letter_may_be_a_word_to_leave_out(corpus, run, command):
    """The hint says so where there is a query, and nowhere else."""
    ended = run(command, "vitamin", "-k")
    assert ended.code == 2
    assert ended.err.endswith(
        "to leave out a word, put -- before the query: newsgrep search -- ganja -missile\n"
    )
    for arguments in (["status", "-k"], [command, "--missile"], [command, "--since"]):
        assert "leave out" not in run(*arguments).err


def test_nothing_but_the_name_is_an_error_with_the_help_on_stderr(folder, run):
    """A script that forgets its arguments does not go on."""
    ended = run()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: newsgrep ")


@pytest.fixture
def broken(monkeypatch):
    """A bug that every search meets."""

    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("newsgrep.cli.query_file.parse_request", fail)


def test_a_bug_is_called_a_bug_and_has_no_traceback(corpus, run, broken):
    """An exception that is not one of newsgrep is reported in two lines."""
    assert run("search", "ganja") == (
        2,
        "",
        "newsgrep: this is a bug in newsgrep: RuntimeError: boom\n"
        "hint: run it again with --debug, and report what it prints\n",
    )


@pytest.mark.parametrize("arguments", [["--debug", "search", "x"], ["search", "x", "--debug"]])
def test_debug_shows_the_traceback(corpus, run, broken, arguments):
    """Before or after the command."""
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err.startswith("Traceback (most recent call last):\n")
    assert "newsgrep: this is a bug in newsgrep: RuntimeError: boom" in ended.err


def test_an_error_of_the_system_names_the_file(corpus, run, monkeypatch):
    """And the reason, in the words of the system, with a hint."""

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "secret")

    monkeypatch.setattr("newsgrep.cli.query_file.parse_request", fail)
    ended = run("search", "x")
    assert ended.err.startswith("newsgrep: secret: permission denied\nhint: the permissions")


def test_a_current_folder_that_is_gone_is_named(tmp_path, monkeypatch, run):
    """Somebody removed it, or it was on a disk that is no longer there."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for arguments in (["search", "ganja"], ["index", "articles"], ["config"]):
        ended = run(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == (
            "newsgrep: the current folder is gone\nhint: cd to another one, and run the command again\n"
        )


def test_control_characters_of_a_name_do_not_reach_the_terminal(folder, run):
    """An error that quotes a file name has no escape sequences."""
    assert "\x1b" not in run("index", "no\x1b[31mwhere").err


def test_a_file_that_is_not_there_has_a_near_name(corpus, tmp_path, run):
    """Or the folder that was looked in is named."""
    (tmp_path / "queries.tsv").write_text("1\tganja\n")
    ended = run("search", "-f", tmp_path / "querys.tsv")
    assert (ended.code, ended.err.splitlines()[-1]) == (2, f"hint: did you mean {tmp_path}/queries.tsv?")
    ended = run("receipt", "nowhere.json")
    assert (ended.code, ended.err.splitlines()[-1]) == (2, f"hint: it is looked for in {Path.cwd()}")
    assert "hint: there is no folder nowhere" in run("search", "-f", "nowhere/queries.tsv").err


@pytest.mark.parametrize("command", ["kwic", "export"])
def test_a_flag_of_search_that_another_command_lacks(command, run):
    """The hint says what there is in its place, and nothing of words to leave out."""
    ended = run(command, "-n", "3", "cocoa")
    assert (ended.code, "newsgrep search has -n" in ended.err, "leave out a word" in ended.err) == (
        2,
        True,
        False,
    )


@pytest.mark.parametrize("command", ["facets", "terms", "names"])
def test_n_for_the_first_rows_of_a_table_is_top(command, run):
    """The hint names the flag that prints the first rows, not `head`."""
    ended = run(command, "-n", "3", "cocoa")
    assert (ended.code, ended.err.splitlines()[-1].startswith("hint: --top N prints the ")) == (2, True)


def test_an_empty_query_has_no_caret(corpus, run):
    """There is nothing to point at."""
    assert run("search", "") == (
        2,
        "",
        "newsgrep: the query is empty\nhint: type a word, or * for every article\n",
    )


@pytest.mark.parametrize("command", ["timeline", "index", "sources"])
def test_a_flag_without_its_value_names_the_help_of_its_command(run, command):
    """Not that of newsgrep itself."""
    ended = run(command, "--index")
    assert (ended.code, ended.summary) == (2, "newsgrep: option '--index' requires an argument")
    assert ended.err.endswith(f"; newsgrep {command} --help lists the options\n")


def test_a_shell_that_is_not_known_is_refused_by_what_is_typed(run):
    """The message names the argument as the help does."""
    ended = run("completion", "tcsh")
    assert ended.err.startswith("newsgrep: invalid value for 'bash|zsh|fish': 'tcsh' is not one of")


def test_fields_in_braces_are_suggested_as_a_template(run):
    """`--format '{path}'`, as other programs have it, is `--template` here."""
    ended = run("search", "oil", "--format", "{path} {date}")
    assert ended.err.splitlines()[1].startswith("hint: did you mean --template '{path} {date}'? ")


def test_a_form_that_only_format_names_is_suggested(run):
    """And not the flag that is spelt most like it."""
    assert "hint: did you mean --format trec? " in run("search", "--trec", "oil").err


@pytest.mark.parametrize(
    ("flag", "meant"),
    [
        ("--titel", "title:word"),
        ("--autor", "--author"),
        ("--limt", "--limit"),
    ],
)
def test_a_misspelt_flag_is_compared_with_flags_and_fields(run, flag, meant):
    """Without the dashes, which make short flags alike."""
    assert f"hint: did you mean {meant}? " in run("search", flag, "oil").err


@pytest.mark.parametrize(("flag", "dates"), [("--from", "--since"), ("--to", "--until")])
def test_a_flag_for_persons_or_dates_names_both(run, flag, dates):
    """As `--from 2020-10` means a date, and `--from jane` a person."""
    ended = run("search", flag, "2020-10", "oil")
    assert ended.code == 2
    assert f"{flag[2:]}:word; for a date write {dates}; " in ended.err


@pytest.mark.parametrize(
    "arguments", [("index", "-exclude", "x"), ("index", "-exclude=x", "a"), ("sources", "-remove")]
)
def test_a_long_flag_with_one_dash_is_named_whole(run, arguments):
    """As -exclude: click sees the letter e, which nobody meant."""
    flag = arguments[1].partition("=")[0]
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err.startswith(f"newsgrep: there is no option {flag}\nhint: did you mean -{flag}? ")
