"""Exports: the members that hold articles, and a folder with the table of Substack."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsgrep.cli.program import program
from newsgrep.sources.no_articles import articles_in
from newsgrep.sources.own_files import is_own_file

HEADER = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
ROW = "7.talks,2020-10-30T12:00:00Z,true,,newsletter,everyone,Talks end,,\n"
SUBSTACK = {
    "posts.csv": HEADER + ROW,
    "posts/7.talks.html": "<p>The talks in Baku ended.</p>",
    "posts/8.draft.html": "<p>The talks go on and on.</p>",
    "posts/7.talks.opens.csv": "post_id,timestamp,email\n7,2020,jane@example.org\n",
    "email_list.example.csv": "email,active\njane@example.org,true\n",
}
PAGE = (
    "<html><head><title>Talks end</title></head><body><article><h1>Talks end</h1>"
    f"<p>{'The talks in Baku ended after two days. ' * 5}</p></article></body></html>"
)
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/talks\r\n"
    "WARC-Date: 2020-10-30T12:00:00Z\r\nContent-Type: application/http\r\n"
    f"Content-Length: {len(PAGE) + 44}\r\n\r\n"
    f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}\r\n\r\n"
).encode()
WACZ = [
    ("datapackage.json", b'{"profile": "data-package", "resources": []}'),
    (
        "pages/pages.jsonl",
        b'{"format": "json-pages-1.0"}\n{"url": "https://example.org/talks", "title": "Talks"}\n',
    ),
    ("archive/crawl.warc.gz", gzip.compress(WARC)),
]


def indexed(*arguments: object) -> tuple[int, list[dict]]:
    """The exit code of indexing a path into a new index below the working folder, and all articles in it."""
    result = CliRunner().invoke(program, ["index", "--index", "ix", *map(str, arguments)])
    found = CliRunner().invoke(program, ["search", "--index", "ix", "talks", "--json"])
    return result.exit_code, json.loads(found.output) if found.exit_code == 0 else []


@pytest.mark.parametrize("name", ["crawl.wacz", "crawl.zip"])
def test_a_wacz(tmp_path, monkeypatch, zipped, name):
    """It has the articles of its crawl alone, whatever its suffix."""
    monkeypatch.chdir(tmp_path)
    code, articles = indexed(zipped(WACZ, name))
    assert code == 0
    assert [article["key"] for article in articles] == [
        f"{name}#archive/crawl.warc.gz#https://example.org/talks"
    ]


def test_a_warc_that_is_compressed_without_saying_so(tmp_path, monkeypatch):
    """Crawlers leave out the .gz; a large file is read as a small one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.warc").write_bytes(gzip.compress(WARC))
    assert len(indexed("a.warc")[1]) == 1


@pytest.mark.parametrize("root", ["", "export/"])
def test_substack_in_a_zip(tmp_path, monkeypatch, zipped, root):
    """The published posts, with the texts of their files, and no list of readers."""
    monkeypatch.chdir(tmp_path)
    code, (article,) = indexed(zipped([(root + name, text.encode()) for name, text in SUBSTACK.items()]))
    assert (code, article["key"]) == (0, f"a.zip#{root}posts.csv#7.talks")
    assert article["passages"][0]["text"] == "The talks in Baku ended."


def test_substack_in_a_folder(tmp_path, monkeypatch):
    """The same as in a zip."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export" / "posts").mkdir(parents=True)
    for name, text in SUBSTACK.items():
        (tmp_path / "export" / name).write_text(text)
    code, (article,) = indexed("export")
    assert (code, article["key"]) == (0, "export/posts.csv#7.talks")
    assert article["passages"][0]["text"] == "The talks in Baku ended."


def test_posts_that_are_not_published_are_told(tmp_path, monkeypatch):
    """With their number and the place of the first."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts.csv").write_text(HEADER + "8.draft,,false,,newsletter,everyone,Draft,,\n" + ROW)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "7.talks.html").write_text(SUBSTACK["posts/7.talks.html"])
    result = CliRunner().invoke(program, ["index", "--index", "ix", "posts.csv"])
    assert (
        result.exit_code,
        "left out 1 post not published, for example in posts.csv:2" in result.output,
    ) == (0, True)


def test_a_folder_of_posts_without_the_table(tmp_path, monkeypatch):
    """Is any folder of pages."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "7.talks.html").write_text(PAGE)
    (tmp_path / "posts.csv").write_text("title,text\nTea,Talks on tea.\n")
    assert sorted(article["key"] for article in indexed("posts", "posts.csv")[1]) == [
        "posts.csv#L2",
        "posts/7.talks.html",
    ]


def test_an_archive_of_x_in_a_folder(tmp_path, monkeypatch):
    """The page that shows it is no article; one of the same name elsewhere is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x/data").mkdir(parents=True)
    post = {
        "id_str": "7",
        "full_text": "The talks in Baku ended.",
        "created_at": "Sat Oct 17 06:30:00 +0000 2020",
    }
    (tmp_path / "x/data/tweets.js").write_text(f"window.YTD.tweets.part0 = [{json.dumps({'tweet': post})}]")
    (tmp_path / "x/data/like.js").write_text("window.YTD.like.part0 = []")
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "Your archive.html").write_text(PAGE)
    code, articles = indexed("x", "y")
    assert code == 0
    assert sorted(article["key"] for article in articles) == ["x/data/tweets.js#7", "y/Your archive.html"]


def test_the_lists_of_a_bag_are_no_articles(tmp_path, monkeypatch):
    """In a folder and in a zip; elsewhere files of these names are articles."""
    monkeypatch.chdir(tmp_path)
    lists = {"bagit.txt": "BagIt-Version: 0.97\n", "bag-info.txt": "Source-Organization: Example\n"}
    lists |= {"manifest-sha256.txt": "0a1b data/a.txt\n", "tagmanifest-md5.txt": "0a1b bagit.txt\n"}
    payload = {"data/a.txt": "Talks end\n\nWell.\n", "data/bag-info.txt": "Talks on bags\n\nThey sell.\n"}
    for name, text in (lists | payload).items():
        file = tmp_path / "bag" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    with zipfile.ZipFile("bag.zip", "w") as packed:
        for name, text in (lists | payload).items():
            packed.writestr(f"bag/{name}", text)
    assert sorted(one["key"] for one in indexed("bag")[1]) == [f"bag/{name}" for name in payload]
    (tmp_path / "ix").rename(tmp_path / "other")
    assert sorted(one["key"] for one in indexed("bag.zip")[1]) == [f"bag.zip#bag/{name}" for name in payload]
    assert list(filter(articles_in(["bag-info.txt"]), ["bag-info.txt"])) == ["bag-info.txt"]


def test_what_lies_beside_a_compressed_file(tmp_path, monkeypatch):
    """Is read with it; what is no file there is not waited for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.vtt.gz").write_bytes(gzip.compress(b"WEBVTT\n\n00:01.000 --> 00:02.000\nThe talks ended."))
    (tmp_path / "a.info.json").write_text('{"title": "Talks end", "channel": "The Example"}')
    (tmp_path / "b.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nThe talks in Baku.")
    os.mkfifo(tmp_path / "b.info.json")
    found = {article["key"]: article["source"] for article in indexed("a.vtt.gz", "b.vtt")[1]}
    assert found == {"a.vtt.gz": "The Example", "b.vtt": None}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["README.html", "posts/a.html", "posts/draft_b.html", "claps/c.html"], ["posts/a.html"]),
        (["x/README.html", "x/posts/a.html", "x/profile/p.html"], ["x/posts/a.html"]),
        (["posts/a.html", "claps/c.html"], ["posts/a.html", "claps/c.html"]),
        (["posts.csv", "posts/a.html"], ["posts.csv", "posts/a.html"]),
        (["datapackage.json", "a.jsonl"], ["datapackage.json", "a.jsonl"]),
        ([], []),
    ],
)
def test_members_that_may_hold_articles(names, wanted):
    """All, unless the names are those of an export."""
    assert list(filter(articles_in(names), names)) == wanted


@pytest.mark.parametrize(
    "head",
    [
        b'{"path": "a.html", "line": 3, "reason": "a reason", "body": "A text."}',
        b'{"key": "a", "path": "b", "file": "c", "kind": "record", "bytes": 3, "body": "A text."}',
        b'{"receipt": 1, "body": "A text."}',
        b"rank,score,path,line,date,author,title,passage,body\n",
        b"date,title\n",
        b'{"schema_version": 1, "rank": 1, "score": 2.0, "key": "a", "body": "A text."}',
        b'{"schema_version": 1, "facet": "source", "value": "a", "articles": 2, "body": "A text."}',
        b'{"schema_version": 1, "year": "2020", "title": "A title", "body": "A text."}',
        b'{"path": "' + b"\\\\" * 9000,
        b"TY  - NEWS\nID  - doe2020\nTI  - Talks\n",
        b"@article{doe2020,\n  title = {Talks}\n}\n",
    ],
)
def test_what_is_like_a_file_of_newsgrep(head):
    """A record that has more than those of newsgrep is an article."""
    assert not is_own_file(head)


def tei(text: str) -> str:
    """A document of TEI."""
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Talks</title></titleStmt>'
        f"</fileDesc></teiHeader><text><body><p>{text}</p></body></text></TEI>"
    )


def test_tei_with_annotations_beside_the_same_without(tmp_path, monkeypatch):
    """Is passed over, as it has the same text; alone, or if the other is left out, it is read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xml").write_text(tei("The talks in Baku ended."))
    (tmp_path / "a.ana.xml").write_text(tei("The talks in Baku ended ."))
    (tmp_path / "b.ana.xml").write_text(tei("The talks go on."))
    out = CliRunner().invoke(program, ["index", "--index", "ix", "."]).output
    assert "1 file of TEI with annotations with no article, for example a.ana.xml" in out
    assert sorted(article["key"] for article in indexed(".")[1]) == ["a.xml", "b.ana.xml"]
    found = indexed("--exclude", "a.xml", "--delete-excluded", "--rebuild", ".")[1]
    assert sorted(article["key"] for article in found) == ["a.ana.xml", "b.ana.xml"]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.pdf", "a.csv"])
def test_a_pointer_of_git_lfs_is_no_article(tmp_path, monkeypatch, name):
    """The report says how to get the file."""
    monkeypatch.chdir(tmp_path)
    oid = "3e2c8ccaff223ec4d09a6a865f1a2f5e1b38f0a8e82acdc17c086dc4c7489ab0"
    text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 14224526\n"
    (tmp_path / name).write_text(text)
    out = CliRunner().invoke(program, ["index", "--index", "ix", "."]).output
    assert f"{name}: a pointer of Git LFS, not the file itself: fetch it with git lfs pull" in out


def write_files(files, archive):
    """Write values as JSON: into an archive, or into folders if it has no name."""
    for name, value in files.items():
        text = json.dumps(value, indent=1)
        if archive:
            with zipfile.ZipFile(archive, "a") as members:
                members.writestr(name, text)
        else:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text)


@pytest.mark.parametrize("is_zipped", [True, False])
def test_the_lists_of_an_export_of_slack(tmp_path, monkeypatch, is_zipped):
    """Hold no articles; that of the members gives the names of authors."""
    monkeypatch.chdir(tmp_path)
    message = {"type": "message", "user": "U1", "text": "The talks resumed.", "ts": "1604059200.000200"}
    files = {
        "slack/news/2020-10-30.json": [message],
        "slack/users.json": [{"id": "U1", "profile": {"real_name": "Jane Doe"}}],
        "slack/channels.json": [{"id": "C1", "name": "news"}],
    }
    write_files(files, "slack.zip" if is_zipped else "")
    code, (found,) = indexed("slack.zip" if is_zipped else "slack")
    assert (code, found["authors"], found["source"]) == (0, ["Jane Doe"], "news")


@pytest.mark.parametrize("is_zipped", [True, False])
def test_what_facebook_knows_of_the_owner_is_no_article(tmp_path, monkeypatch, is_zipped):
    """It lies beside the posts; the profile there gives the name of the author."""
    monkeypatch.chdir(tmp_path)
    profile = {"profile_v2": {"name": {"full_name": "Jane Doe"}}}
    files = {
        "fb/your_facebook_activity/posts/your_posts_1.json": [
            {"timestamp": 1604059200, "data": [{"post": "The talks resumed."}]}
        ],
        "fb/connections/friends/your_friends.json": {"friends_v2": [{"name": "John Roe"}]},
        "fb/your_facebook_activity/pages/pages_followed.json": {"pages_followed_v2": [{"title": "Port"}]},
        "fb/personal_information/profile_information/profile_information.json": profile,
    }
    write_files(files, "fb.zip" if is_zipped else "")
    code, (found,) = indexed("fb.zip" if is_zipped else "fb")
    assert (code, found["authors"], found["source"]) == (0, ["Jane Doe"], "Facebook")


def test_a_folder_of_that_name_without_posts_of_facebook_is_read(tmp_path, monkeypatch):
    """As the preferences of anybody else."""
    monkeypatch.chdir(tmp_path)
    write_files({"news/preferences/a.json": [{"title": "Talks", "body": "The talks resumed."}]}, "")
    code, (found,) = indexed("news")
    assert (code, found["title"]) == (0, "Talks")
