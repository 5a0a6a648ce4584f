"""newsgrep index: archives, pipes, lists of files, and ways of reading."""

from __future__ import annotations

import json
import tarfile

import pytest

STORY = "Missiles fell on Ganja. " * 12


def test_articles_are_piped_in_and_found(folder, run):
    """Their keys begin with stdin:, and the same article is stored once."""
    lines = json.dumps({"id": "7", "title": "Strike", "body": "Missiles fell on Ganja."}) + "\n"
    ended = run("index", "-", stdin=lines)
    assert (ended.code, ended.summary) == (0, "1 added")
    assert run("search", "--fields", "key,path", "ganja").out == "stdin:#7\tstdin:\n"
    assert run("show", "stdin:#7").code == 0
    assert run("index", "-", stdin=lines).summary == "1 unchanged"


def test_objects_of_several_lines_are_piped_in(folder, run):
    """As jq prints them."""
    stories = "".join(json.dumps({"id": n, "body": f"Missiles fell on {n}."}, indent=2) + "\n" for n in "ab")
    ended = run("index", "-", stdin=stories)
    assert (ended.code, ended.summary) == (0, "2 added")
    assert run("search", "--fields", "key", "missiles").out == "stdin:#a\nstdin:#b\n"


def test_a_file_in_the_place_of_the_index_is_an_error(folder, run):
    """It says nothing of the index, as there is none, but how to name another place."""
    (folder / "a.txt").write_text(STORY)
    ended = run("index", "--index", "a.txt", "a.txt")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"newsgrep: the index in {folder / 'a.txt'} cannot be written: not a directory\n"
        "hint: nothing was changed; name another folder for the index\n"
    )


@pytest.mark.parametrize(
    ("piped", "keys"),
    [
        ("id,title,text\na,A,Missiles fell.\n", "stdin:#a\n"),
        ('[{"id": "a", "text": "Missiles fell."}]', "stdin:#a\n"),
        ("---\ntitle: A\nid: a\n---\nMissiles fell.\n", None),
    ],
)
def test_the_format_of_a_pipe_is_told_from_its_beginning(folder, run, piped, keys):
    """As that of a file without a suffix."""
    assert run("index", "-", stdin=piped).code == 0
    found = run("search", "--fields", "key", "missiles").out
    assert found == keys if keys else found.startswith("stdin:")


def test_a_pipe_of_no_format_is_an_error(folder, run):
    """It is no article in plain text: a program that prints an error is not a story."""
    ended = run("index", "-", stdin="Error: the scraper failed\n")
    assert (ended.code, "stdin: it begins as no known format" in ended.err) == (2, True)


def test_a_text_under_an_unknown_name_is_not_lost_unseen(folder, run):
    """The only long field is read, and said to be; of several none is, which is a problem with a way out."""
    (folder / "a.jsonl").write_text(json.dumps({"title": "Strike", "xyz": STORY}))
    ended = run("index", "a.jsonl")
    assert ended.code == 0
    assert (
        "1 article with the text from xyz, the only long field; --map body=KEY names another\n" in ended.err
    )
    assert run("search", "-c", "body:ganja").out == "1\n"
    assert "body ← xyz (the only long field)\n" in run("index", "--dry-run", "a.jsonl").out
    (folder / "b.jsonl").write_text(json.dumps({"title": "Talks", "uvw": STORY, "xyz": STORY}))
    ended = run("index", "-q", "b.jsonl")
    assert (ended.code, ended.err) == (
        2,
        "newsgrep: 1 article without text, as several fields are long: uvw, xyz; "
        "--map body=uvw reads the first (b.jsonl:1)\n",
    )
    assert run("index", "-q", "--map", "body=uvw", "b.jsonl").code == 0
    assert run("search", "-c", "body:ganja").out == "2\n"


@pytest.mark.parametrize(("end", "flags"), [("\n", ()), ("\0", ("-0",))])
def test_paths_are_read_from_a_list(write, folder, run, end, flags):
    """One a line or with NUL between; a missing file is unreadable."""
    write("a.txt", "Ganja.")
    write("b c.txt", "Barda.")
    (folder / "list").write_text(f"a.txt{end}{end}b c.txt{end}gone.txt")
    ended = run("index", "--files-from", "list", *flags)
    assert (ended.code, ended.summary) == (2, "2 added, 1 unreadable")
    assert "gone.txt: no such file or directory" in ended.err
    assert run("index", "--files-from", "-", *flags, stdin=f"a.txt{end}").summary == "1 unchanged"


@pytest.mark.parametrize("before", [1, 5, 6, 7])
def test_a_long_list_is_read_in_blocks_of_64_kb(write, folder, run, before):
    """A name across two blocks is one name, and a carriage return at a block's end is not part of it."""
    for name in ("a.txt", "bc.txt", "d.txt"):
        write(name, f"Ganja {name}.")
    (folder / "list").write_bytes(b"\n" * (65_536 - before) + b"a.txt\r\nbc.txt\r\nd.txt\r")
    assert run("index", "--files-from", "list").summary == "3 added"


def test_a_list_with_nul_is_refused_before_anything_is_done(write, folder, run):
    """Without -0 its names would be one."""
    write("a.txt", "Ganja.")
    (folder / "list").write_bytes(b"a.txt\0b.txt\0")
    ended = run("index", "--files-from", "list")
    assert ended.code == 2
    assert ended.err == (
        "newsgrep: list separates paths with NUL\nhint: add -0: newsgrep index --files-from FILE -0\n"
    )
    assert not (folder / ".newsgrep").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--retry", "/dev/zero"], "/dev/zero:1 is no line that newsgrep writes"),
        (["--files-from", "/dev/zero", "-0"], "/dev/zero has no paths between its NULs"),
        (["--files-from", "/dev/zero"], "/dev/zero separates paths with NUL"),
    ],
)
def test_a_list_without_an_end_is_refused(folder, run, arguments, message):
    """It is not read for ever, nor into the memory."""
    ended = run("index", *arguments)
    assert (ended.code, ended.summary) == (2, f"newsgrep: {message}")


def test_a_list_may_end_in_nuls(write, folder, run):
    """Here one is all of the second block that is read."""
    write("a.txt", STORY)
    (folder / "list").write_bytes(b"a.txt".ljust(2**16 + 1, b"\0"))
    assert run("index", "--files-from", "list", "-0").code == 0


def test_what_is_no_list_is_refused(folder, run):
    """No name is as long as this one."""
    (folder / "list").write_bytes(b"x" * 300_000)
    ended = run("index", "--files-from", "list")
    assert (ended.code, ended.summary) == (2, "newsgrep: list has a line longer than any path")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-", "--files-from", "-"), "standard input cannot hold both articles and file names"),
        (("-0", "a.txt"), "-0 has no meaning without --files-from"),
        (("--retry", "bad", "a.txt"), "--retry reads its own list of files"),
        (("--files-from", "gone"), "gone: no such file or directory"),
        (("--retry", "gone"), "gone: no such file or directory"),
        (("--errors", "gone/bad", "a.txt"), "gone/bad cannot be written: there is no folder gone"),
        (("--format", "jason", "a.txt"), "there is no format jason"),
        (("--encoding", "utf-99", "a.txt"), "there is no encoding utf-99"),
        (("--encoding", "base64", "a.txt"), "there is no encoding base64"),
        (("--map", "titel=hed", "a.txt"), "there is no field titel"),
        (("--map", "title", "a.txt"), "title is not FIELD=KEY"),
        (("--filter", "pdf", "a.txt"), "the filter pdf is not SUFFIX:COMMAND"),
    ],
)
def test_options_that_contradict_are_an_error_with_a_hint(write, run, arguments, message):
    """And so are values that mean nothing."""
    write("a.txt", "Ganja.")
    ended = run("index", *arguments)
    assert ended.code == 2
    assert ended.err.startswith(f"newsgrep: {message}\nhint: ")


def test_the_nearest_name_is_suggested(write, run):
    """For a format and for a field."""
    write("a.txt", "Ganja.")
    assert "did you mean json?" in run("index", "--format", "jason", "a.txt").err
    assert "did you mean title?" in run("index", "--map", "titel=hed", "a.txt").err


@pytest.mark.parametrize(("encoding", "is_told"), [("koi8-r", True), ("utf-8", False), ("utf_8_sig", False)])
def test_another_encoding_than_the_bytes_show_is_told(folder, run, encoding, is_told):
    """It is used, as the person may know better."""
    (folder / "a.txt").write_text("Дождь идёт.")
    ended = run("index", "--encoding", encoding, "a.txt")
    told = f"read 1 text as {encoding}, as --encoding says, though it is UTF-8 by its bytes: a.txt;"
    assert (ended.code, told in ended.err) == (0, is_told)


def test_a_guessed_encoding_is_told(folder, run):
    """With the file and the option that names another; the words are found."""
    text = "Wójt gminy złożył dziś dymisję. Śledczy sprawdzą, kto zarobił na sprzedaży łąk."
    (folder / "a.txt").write_bytes(text.encode("cp1250"))
    ended = run("index", "a.txt")
    told = "guessed the encoding of 1 text: cp1250, for example a.txt; --encoding names another"
    assert (ended.code, told in ended.err.splitlines()) == (0, True)
    assert run("search", "--fields", "key", "śledczy").lines == ["a.txt"]


def test_a_dry_run_shows_what_is_in_a_file(folder, run):
    """The format, the mapping found and the first article."""
    (folder / "a.jsonl").write_text(
        '{"hed": "Strike", "byline": "By Ada News", "maintext": "Missiles fell.", '
        '"url": "https://e.org/2020/10/17/a"}\n'
    )
    ended = run("index", "--dry-run", "a.jsonl")
    assert ended.code == 0
    rows = dict(line.strip().split(": ", 1) for line in ended.lines if ": " in line)
    assert rows["format"] == "JSON Lines"
    assert {"title ← hed", "author ← byline", "body ← maintext"} <= set(rows["mapping"].split(", "))
    assert rows["first article"] == "a.jsonl#L1"
    assert (rows["title"], rows["author"]) == ("Strike", "Ada News")
    assert rows["date"] == "2020-10-17 (url)"
    assert rows["body"] == "Missiles fell."
    assert "formats: JSON Lines 1" in ended.err
    assert not (folder / ".newsgrep").exists()


def test_a_dry_run_shows_the_beginning_of_a_long_lede(write, run):
    """As of the body, and that there is more."""
    write("a.txt", "Missiles fell " * 100)
    shown = run("index", "--dry-run", "a.txt").lines
    assert max(map(len, shown)) < 250
    assert any(line.endswith("… (lede)") for line in shown)
    assert any(line.startswith("  body: ") and line.endswith("…") for line in shown)


def test_a_dry_run_of_a_folder_counts_formats(write, run):
    """It shows no article."""
    write("n/a.txt", "Ganja.")
    ended = run("index", "--dry-run", "n")
    assert ended.out == ""
    assert "formats: dateline text 1" in ended.err


def test_duplicates_are_counted_and_shown(folder, write, run):
    """`show` names the duplicates of an article, and the original of a duplicate."""
    write("a.txt", STORY)
    write("b.txt", STORY)
    assert run("index", ".").summary == "1 added, 1 duplicate"
    shown = run("show", "a.txt")
    assert shown.err == "also in: b.txt\n"
    assert json.loads(run("show", "--jsonl", "a.txt").out)["copies"] == ["b.txt"]
    refused = run("show", "b.txt")
    assert (refused.code, refused.err) == (
        2,
        "newsgrep: b.txt is not stored, because it is a duplicate\nhint: it is the same as a.txt\n",
    )
    record = json.dumps({"title": "T", "body": "The same text. " * 20}) + "\n"
    (folder / "c.jsonl").write_text(record * 2)
    (folder / "d.jsonl").write_text(record)
    run("index", ".")
    assert run("show", "d.jsonl").err == (
        "newsgrep: no article of d.jsonl is stored, because they are duplicates\n"
        "hint: the first is the same as c.jsonl#L1\n"
    )
    for name in ("c.jsonl", "d.jsonl"):
        (folder / name).unlink()
    run("index", ".")
    assert "duplicates\t1\n" in run("status").out
    assert run("verify").code == 0
    assert run("index", "--keep-duplicates", ".").summary == "1 added, 1 unchanged"


def test_a_filter_is_run_for_its_suffix(folder, run):
    """What the command prints is the text of the article."""
    (folder / "a.up").write_text("Ganja strike.")
    assert run("index", "--filter", "up:cat %", ".").summary == "1 added"
    assert run("index", "--filter", "up:cat %", ".").summary == "1 unchanged"
    assert run("search", "-c", "ganja").out == "1\n"


#: Questions whose answers are tables, one of which has the texts of articles.
OWN_TABLES = (
    *("terms bridge", "kwic --collocates 5 bridge", "similar --explain a.jsonl#1", "duplicates"),
    *("facets --share bridge", "facets --by source*year bridge", "sample -n 1 bridge"),
    *("timeline --by month bridge", "timeline --by day --share -e bridge -e closed", "quotes --speaker they"),
    "names --pairs bridge",
)


@pytest.fixture
def written(folder, run):
    """A folder with an article, a line that cannot be read, and all that newsgrep writes of them."""
    body = "The bridge is closed. “We know this bridge well,” they said."
    article = json.dumps({"id": "1", "body": body, "date": "2020-10-17"})
    (folder / "a.jsonl").write_text(f'{article}\n{{"id"\n')
    assert run("index", "-q", "--errors", "bad.jsonl", ".").code == 2
    assert run("export", "evidence", "bridge").code == 0
    assert run("search", "bridge", "--receipt", "receipt.json").code == 0
    for form in ("json", "jsonl", "csv", "tsv"):
        (folder / f"hits.{form}").write_text(run("search", "bridge", f"--{form}").out)
    for form, suffix in (("ris", "ris"), ("bibtex", "bib"), ("csl-json", "csl.json")):
        (folder / f"hits.{suffix}").write_text(run("search", "bridge", "--format", form).out)
    (folder / "excel.csv").write_text(run("search", "bridge", "--excel").out)
    for command in ("kwic", "quotes", "facets"):
        (folder / f"{command}.tsv").write_text(run(command, "bridge").out)
    for number, asked in enumerate(OWN_TABLES):
        (folder / f"{number}.csv").write_text(run(*asked.split(), "--csv").out)
        if (objects := run(*asked.split(), "--json").out) != "[]\n":
            (folder / f"{number}.json").write_text(objects)
    (folder / "status.json").write_text(run("status", "--json").out)
    (folder / "story.csv").write_text(run("story", "--csv", "a.jsonl#1").out)
    (folder / "bodies.jsonl").write_text(run("search", "--fields", "key,body", "--jsonl", "bridge").out)


def test_what_newsgrep_wrote_is_passed_over(written, run, folder):
    """Lists, receipts, hits, tables, samples and exports are counted, and hits with their bodies."""
    ended = run("index", "--rebuild", "--keep-duplicates", ".")
    assert ended.code == 2
    files = [file for file in folder.iterdir() if file.is_file() and file.name != "a.jsonl"]
    assert {"1.csv", "4.json"} < {file.name for file in files}
    assert f"passed over {len(files)} files with output of newsgrep, for example" in ended.err
    assert [line for line in ended.err.splitlines() if ":" in line][-1] == "a.jsonl:2: not valid JSON"
    assert "1 unreadable" in ended.err
    assert run("search", "bridge", "--fields", "key").lines == ["a.jsonl#1"]


def test_a_mapping_reads_what_newsgrep_wrote(written, run):
    """Somebody may want to search the reasons."""
    assert run("index", "--map", "body=reason", "bad.jsonl").summary == "1 added"


def test_a_maildir_is_read(folder, run):
    """Its mails as such, also from an archive of it."""
    mail = "From: Ada Quinn <ada@example.org>\nTo: b@example.org\nSubject: {}\n\nThe bridge is {}.\n"
    for name, words in (("cur/1614938400.M1P2.host:2,S", "closed"), ("new/1614938401.V801I2.host", "open")):
        file = folder / "mail" / name
        file.parent.mkdir(parents=True)
        file.write_text(mail.format(words.title(), words))
    assert run("index", "mail/cur").summary == "1 added"
    assert run("index", "mail").summary == "1 added, 1 unchanged"
    with tarfile.open(folder / "mail.tar", "w") as archive:
        archive.add("mail")
    assert run("index", "--keep-duplicates", "mail.tar").summary == "2 added"
    found = run("search", "--fields", "title,author,format", "bridge").lines
    assert sorted(found) == sorted(["Closed\tAda Quinn\teml", "Open\tAda Quinn\teml"] * 2)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [(["index", ""], "PATH"), (["index", "--index", "", "news"], "--index"), (["watch", ""], "PATH")],
)
def test_an_empty_path_is_refused(write, run, folder, arguments, name):
    """A script whose variable has no value does not index the current folder."""
    write("news/a.txt", "Ganja.")
    ended = run(*arguments)
    hint = "hint: name a file or a folder; . is the current folder"
    assert (ended.code, ended.err.splitlines()) == (2, [f"newsgrep: {name} is empty", hint])
    assert not (folder / ".newsgrep").exists()
