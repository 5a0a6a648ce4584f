"""newsgrep search: which articles, in which order, how many, and the exit code."""

from __future__ import annotations

import pytest


@pytest.fixture
def archive(write, run):
    """Five short articles, one without a date, indexed."""
    write("1.txt", "Missiles fell on Ganja.", date="2020-10-04", author="Ada Stone")
    write("2.txt", "A missile fell on Ganja again.", date="2020-10-17", author="Ben Stone")
    write("3.txt", "Rockets fell on Barda; the bank of Barda closed.", date="2020-10-28", author="Ada Stone")
    write("4.txt", "Talks on Ganja and Barda.", date="2021-01-05", author="Carla Wood")
    write("5.txt", "x").write_text("Missiles over Ganja\n\nNobody wrote down when.\n")
    assert run("index", ".").code == 0


def found(run, *arguments: str) -> list[str]:
    """The numbers of the articles that a search finds, sorted."""
    return sorted(line.removesuffix(".txt") for line in run("search", "-l", *arguments).lines)


@pytest.mark.parametrize(
    ("arguments", "articles"),
    [
        (["ganja", "missile"], "125"),
        (["ganja missile"], "125"),
        (["missile OR barda"], "12345"),
        (["ganja", "NOT", "missile"], "4"),
        (["--", "ganja", "-missile"], "4"),
        (["-e", "-missile"], "34"),
        (["-e", "rockets", "-e", "talks"], "34"),
        (['"missile fell"'], "12"),
        (["missile", "fell"], "12"),
        (["missil*"], "125"),
        (["-i", "GANJA"], "1245"),
        (["--any", "rockets", "talks"], "34"),
        (["-F", "ganja", "("], "1245"),
        (["ganja", "&", "missile", "?"], "125"),
        (["-F", "ganja?"], "1245"),
        (["date:2020-10 ganja"], "12"),
        (["--since", "2020-10-17", "--until", "2020-10", "*"], "23"),
        (["--since", "2020-10-17"], "234"),
        (["--until", "2020-10-16", "ganja"], "1"),
        (["--author", "stone"], "123"),
        (["--author", "ada stone", "fell"], "13"),
        (["--author", "ada", "--author", "carla"], "134"),
        (["--author", "car*"], "4"),
        (["--author", "stone", "--since", "2020-10-17", "ganja"], "2"),
        (["-e", "rockets", "-e", "talks", "--author", "carla"], "4"),
    ],
)
def test_finds(archive, run, arguments, articles):
    """Words are one query, -e are several, and filters hold for all of them."""
    assert "".join(found(run, *arguments)) == articles


def test_a_query_comes_from_standard_input(archive, run):
    """For the argument `-`."""
    assert run("search", "-l", "-", stdin="rockets\n").lines == ["3.txt"]


def test_last_counts_from_today(archive, write, run):
    """Seven days include today."""
    import datetime as dt

    write("today.txt", "Ganja today.", date=dt.date.today().isoformat())
    run("index", ".")
    assert found(run, "--last", "7d") == ["today"]


@pytest.mark.parametrize(
    ("sort", "articles"),
    [
        ("date", "1.txt 2.txt 4.txt 5.txt"),
        ("-date", "4.txt 2.txt 1.txt 5.txt"),
        ("title", "2.txt 1.txt 5.txt 4.txt"),
        ("key", "1.txt 2.txt 4.txt 5.txt"),
    ],
)
def test_sort_orders_the_hits(archive, run, sort, articles):
    """By date in both directions, an article without one last, by title, and by key."""
    assert run("search", "-l", "--sort", sort, "ganja").out.split() == articles.split()


def test_a_seed_without_a_random_order_is_refused(corpus, run):
    """With what makes the order random."""
    ended = run("search", "--seed", "3", "ganja")
    assert (ended.code, ended.err) == (
        2,
        "newsgrep: --seed chooses a random order\nhint: add --sort=random\n",
    )


def test_a_random_order_is_the_same_for_the_same_seed(archive, run):
    """All hits are there; another seed gives another order."""
    orders = [
        run("search", "-l", "--sort", "random", "--seed", seed, "ganja").lines
        for seed in ("1", "1", "2", "3")
    ]
    assert orders[0] == orders[1]
    assert orders[0] not in orders[2:]
    assert {*map(frozenset, orders)} == {frozenset(run("search", "-l", "ganja").lines)}


def test_sorting_by_date_uses_time_and_zone(folder, run):
    """01:10 four hours to the east comes before 23:50 in UTC of the day before."""
    times = {"a": "2020-10-30T23:50:00+00:00", "b": "2020-10-31T01:10:00+04:00", "c": "2020-10-30T02:00:00Z"}
    lines = [f'{{"id": "{name}", "text": "Talks.", "date": "{time}"}}' for name, time in times.items()]
    (folder / "a.jsonl").write_text("\n".join(lines))
    run("index", "a.jsonl")
    assert run("search", "--fields", "key", "--sort", "date", "talks").lines == [
        "a.jsonl#c",
        "a.jsonl#b",
        "a.jsonl#a",
    ]


def test_found_is_0_with_lines_on_stdout_alone(archive, run):
    """A hit is one line of fields with tabs between."""
    ended = run("search", "rockets")
    assert ended == (
        0,
        "3.txt\t2020-10-28\tAda Stone\tRockets fell on Barda; the bank of Barda closed.\t"
        "Rockets fell on Barda; the bank of Barda closed.\n",
        "",
    )


def test_nothing_found_is_1_with_the_reasons(archive, run):
    """On standard error: what each clause finds alone."""
    ended = run("search", "rockets", "talks", "--since", "2020")
    assert ended == (
        1,
        "",
        "newsgrep: nothing found\n"
        "  without rockets: 1 article; without talks: 1 article\n"
        "  articles with each alone: rockets in 1, talks in 1, date:2020-01-01.. in 4\n",
    )


def test_an_unknown_word_is_reported(archive, run):
    """In one line."""
    assert run("search", "shusha") == (1, "", "newsgrep: nothing found\n  shusha: no such word\n")


def test_an_empty_index_is_reported(folder, run):
    """It is the reason why nothing is found."""
    (folder / "empty").mkdir()
    run("index", "empty")
    ended = run("search", "ganja")
    assert ended.code == 1
    assert "the index holds no articles" in ended.err


def test_articles_that_a_date_filter_leaves_out_for_lack_of_a_date_are_counted(archive, run):
    """Only those that match the rest of the query."""
    assert run("search", "-l", "ganja", "--since", "2021").err == "newsgrep: left out for lack of a date: 1\n"
    assert run("search", "-l", "date:2021 ganja").err == "newsgrep: left out for lack of a date: 1\n"
    assert run("search", "-l", "rockets", "--since", "2020").err == ""


def test_an_operator_in_small_letters_is_a_word(archive, run):
    """With a notice."""
    assert "write OR in capitals" in run("search", "rockets or talks").err


def test_stopwords_that_are_left_out_are_named(archive, run):
    """In a notice."""
    ended = run("search", "-l", "the rockets")
    assert ended.lines == ["3.txt"]
    assert "left out as too common: the" in ended.err


def test_count_prints_the_total_whatever_the_limit(archive, run):
    """And the offset."""
    assert run("search", "-c", "ganja") == (0, "4\n", "")
    assert run("search", "-c", "-n", "1", "--offset", "3", "ganja") == (0, "4\n", "")
    assert run("search", "-c", "shusha")[:2] == (1, "0\n")


def test_quiet_prints_nothing(archive, run):
    """Neither hits nor notices."""
    assert run("search", "-q", "ganja or missile") == (0, "", "")
    assert run("search", "-q", "shusha") == (1, "", "")


def test_ten_hits_are_shown_and_the_number_of_all(write, run):
    """With --all there is nothing to report."""
    for number in range(12):
        write(f"{number:02}.txt", f"Ganja, part {number}.")
    run("index", ".")
    ended = run("search", "ganja")
    assert len(ended.lines) == 10
    assert ended.err == "newsgrep: 10 of 12 articles shown; -n N or --all shows more\n"
    assert len(run("search", "--all", "ganja").lines) == 12
    assert run("search", "--all", "ganja").err == ""


@pytest.mark.parametrize("flag", ["-n", "-m", "--limit"])
def test_a_limit_that_was_asked_for_is_not_reported(archive, run, flag):
    """Whoever sets it knows."""
    ended = run("search", flag, "2", "ganja")
    assert (len(ended.lines), ended.err) == (2, "")


def test_offset_goes_on_where_the_last_page_ended(archive, run):
    """Pages do not overlap."""
    every = run("search", "-l", "--sort", "date", "ganja").lines
    assert run("search", "-l", "--sort", "date", "-n", "2", "--offset", "1", "ganja").lines == every[1:3]


def test_an_offset_beyond_the_end_is_1(archive, run):
    """The notice says how many articles match."""
    ended = run("search", "--offset", "9", "ganja")
    assert ended == (1, "", "newsgrep: --offset 9 skips everything: 4 articles match\n")


def test_passages_and_width_shape_what_is_shown(archive, run):
    """Their number and their length."""
    row = run("search", "--passages", "0", "--fields", "path,passage", "rockets").out
    assert row == "3.txt\t\n"
    assert run("search", "--width", "14", "--fields", "passage", "rockets").out.startswith("Rockets fell")


def test_paths_open_from_the_current_folder(archive, folder, run, monkeypatch):
    """Wherever the index is."""
    (folder / "sub").mkdir()
    monkeypatch.chdir(folder / "sub")
    assert run("search", "-l", "rockets").out == "../3.txt\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no query is given"),
        (["--last", "7d", "--since", "2020", "x"], "last cannot be combined with since or until"),
        (["-e", "a", "b"], "-e and a query without it are both given: b"),
        (["--all", "-n", "3", "x"], "--all and -n contradict each other"),
        (["--since", "soon", "x"], "cannot read the date 'soon'"),
        (["--since", "2021", "--until", "2020", "x"], "the period ends before it begins"),
        (["--last", "soon", "x"], "cannot read the length of time 'soon'"),
        (["--author", "", "x"], "there is no word in ''"),
        (["--author", "a b*", "x"], "a phrase cannot contain a wildcard"),
        (["--source", "", "x"], "there is no word in ''"),
        (["-v", "x"], "there is no option -v"),
        (["-n", "0", "x"], "invalid value for '-n'"),
        (["--sort", "size", "x"], "invalid value for '--sort'"),
        (["title:"], "there is nothing after title:"),
    ],
)
def test_flags_that_contradict_and_values_that_cannot_be_read_are_errors(archive, run, arguments, message):
    """With a hint."""
    ended = run("search", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.summary
    assert "\nhint: " in ended.err


def test_the_caret_of_a_value_of_a_flag_stands_below_its_wildcard(archive, run):
    """The value has no quotes, though it is read as a phrase."""
    ended = run("search", "--source", "the wire*", "x")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines()[1:3] == ["  the wire*", "          ^"]


def test_no_index_is_an_error_that_names_the_command_that_makes_one(folder, run):
    """And the folder that was looked in."""
    assert run("search", "ganja") == (
        2,
        "",
        f"newsgrep: there is no index in {folder / '.newsgrep'}\nhint: make one with: newsgrep index PATH\n",
    )


def test_sorts_are_those_of_the_engine():
    """The flag offers each of them."""
    from newsgrep.cli.search import command
    from newsgrep.engine.base import SORTS

    sort = next(parameter for parameter in command.params if parameter.name == "sort")
    assert tuple(sort.type.choices) == SORTS
