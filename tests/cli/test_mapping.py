"""newsgrep index --map: the keys that fields are read from, and what a key that no record has changes."""

from __future__ import annotations

import pytest


def test_fields_are_mapped_by_hand(folder, run):
    """With --map, also to nested keys."""
    (folder / "a.jsonl").write_text('{"zz": "Missiles fell.", "pub": {"dt": "2020-10-17"}}\n')
    assert run("index", "a.jsonl").code == 2
    assert run("index", "--map", "body=zz,date=pub.dt", "a.jsonl").err.startswith("1 added\n")
    assert run("search", "--fields", "date", "missiles").out == "2020-10-17\n"


RECORD = '{"id": "1", "headline": "Talks", "body": "They met.", "pub": {"day": "2020-10-30"}}\n'


@pytest.mark.parametrize(
    ("named", "unmatched"),
    [
        ("title=nope", "nope, which the mapping names for title"),
        ("title=nope,title=hed,body=body", "nope or hed, which the mapping names for title"),
        ("date=pub.time", "pub.time, which the mapping names for date"),
        (
            "title=nope,body=no",
            "no, which the mapping names for body, nor nope, which the mapping names for title",
        ),
    ],
)
@pytest.mark.parametrize("rebuild", [(), ("--rebuild",)])
def test_a_mapped_key_that_no_record_has_is_refused(run, folder, named, unmatched, rebuild):
    """Articles stay as they were, the mapping is not remembered, and a hint has the keys that there are."""
    (folder / "a.jsonl").write_text(RECORD)
    run("index", "--map", "title=headline", "a.jsonl")
    held = run("search", "--fields", "key,date,title,body", "*").out, run("sources").out
    ended = run("index", "-q", *rebuild, "--map", named, "a.jsonl")
    assert ended.code == 2
    assert ended.err.splitlines() == [
        f"newsgrep: no record has the key {unmatched}",
        "hint: the keys are id, headline, body, pub; correct --map: the index is as it was",
    ]
    assert (run("search", "--fields", "key,date,title,body", "*").out, run("sources").out) == held
    listed = run("index", "-q", *rebuild, "--map", named, "--files-from", "-", stdin="a.jsonl\n")
    assert (listed.code, listed.err) == (2, ended.err)


@pytest.mark.parametrize("arguments", [("in",), ("--format", "text", "-"), ("--dry-run", "in")])
def test_a_mapping_of_files_without_keys_is_refused(run, write, arguments):
    """No record of a folder of plain text can have a key; nothing is indexed and nothing remembered."""
    write("in/a.txt", "They met.").write_text("Talks\n\nThey met.\n")
    ended = run("index", "--map", "title=hed", *arguments, stdin="Talks\n\nThey met.\n")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "newsgrep: no record has the key hed, which the mapping names for title",
        "hint: only records have keys, and plain text has none; leave --map out: the index is as it was",
    ]
    assert run("sources").code == 2


def test_a_mapping_of_a_folder_without_articles_is_remembered(run, folder):
    """Its files may come later."""
    (folder / "in").mkdir()
    assert run("index", "-q", "--map", "title=hed", "in").code == 0
    (folder / "in/a.jsonl").write_text('{"id": "1", "hed": "Talks", "body": "They met."}\n')
    assert run("index", "-q").code == 0
    assert run("search", "--fields", "title", "*").out == "Talks\n"


def test_a_folder_may_have_files_without_keys_beside_records(run, write, folder):
    """The mapping is for the records."""
    write("in/a.txt", "They met.")
    (folder / "in/b.jsonl").write_text('{"id": "1", "hed": "Talks", "body": "They spoke."}\n')
    assert run("index", "-q", "--map", "title=hed", "in").code == 0
    assert run("search", "-c", "*").out == "2\n"


def test_a_dry_run_shows_the_mapping_that_the_run_uses(run, folder):
    """One that is remembered for the file or for its folder; with --forget, none of them."""
    (folder / "in").mkdir()
    (folder / "in/a.jsonl").write_text('{"id": "1", "zz": "They met."}\n')
    assert run("index", "--map", "body=zz", "in").code == 0
    assert "\n  mapping: id ← id, body ← zz\n" in run("index", "--dry-run", "in/a.jsonl").out
    assert "\n  mapping: id ← id\n" in run("index", "--dry-run", "--forget", "in/a.jsonl").out
    assert run("index", "--map", "body=zz", "in/a.jsonl").code == 0
    assert "\n  body: They met.\n" in run("index", "--dry-run", "in/a.jsonl").out


def test_a_refused_first_run_leaves_no_folder(run, folder):
    """One without an index would hide the index of a folder above."""
    (folder / "a.jsonl").write_text(RECORD)
    assert run("index", "--map", "title=nope", "a.jsonl").code == 2
    assert [*folder.iterdir()] == [folder / "a.jsonl"]


def test_a_mapping_takes_no_field_from_other_files_of_a_folder(run, folder):
    """Articles that were read without it stay where their file lacks a key, as is said by every run."""
    (folder / "a.csv").write_text("hed,txt\nTalks,They met again in the harbour.\n")
    (folder / "b.csv").write_text("title,body\nStrike,Dockers left the harbour.\n")
    run("index", ".")
    for options in (("--map", "title=hed,body=txt"), ()):
        ended = run("index", *options, ".")
        assert ended.code == 2
        assert "b.csv: no record has the key txt, which the mapping names for body, nor hed" in ended.err
        assert "the keys are title, body; its article stays as it was" in ended.err
        titles = run("search", "--fields", "title", "harbour").lines
        assert sorted(titles) == ["Strike", "Talks"]
    run("index", "--forget", "b.csv")
    assert run("index").code == 0


def test_a_mapping_that_does_not_fit_a_pipe_takes_nothing_in(run, folder):
    """What was piped in before stays, and the next pipe is read as it begins, whatever this one was told."""
    record = '{"id": "1", "hed": "Talks", "text": "They met."}\n'
    run("index", "--map", "title=hed,body=text", "-", stdin=record)
    ended = run("index", "--map", "title=hed,body=txt", "-", stdin=record)
    assert ended.code == 2
    assert "no record has the key txt, which the mapping names for body" in ended.err
    assert run("search", "--fields", "title,body", "*").lines == ["Talks\tThey met."]
    assert run("index", "-", stdin=RECORD).code == 0
    assert run("sources").lines[0].split("\t")[:4] == ["-", "1", "1", ""]


@pytest.mark.parametrize("named", ["title=headline", "date=pub.day", "author=by"])
def test_a_key_that_one_record_has_is_found(run, folder, named):
    """Be it empty, and in one file of several."""
    (folder / "a.jsonl").write_text(RECORD)
    (folder / "b.jsonl").write_text('{"id": "2", "body": "No more.", "by": null}\n')
    assert run("index", "-q", "--map", named, "a.jsonl", "b.jsonl").err == ""
