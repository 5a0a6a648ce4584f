"""The archives of accounts on Mastodon and X."""

from __future__ import annotations

import io
import json
import re
from functools import partial
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats import choose_format, format_named
from newsgrep.read_context import ReadContext
from newsgrep.remarks import WORDLESS
from newsgrep.results import Unreadable
from newsgrep.sources.file_names import kind_of
from newsgrep.sources.no_articles import articles_in, read_beside
from newsgrep.tuning import SourceLimits

SAMPLES = Path(__file__).parent / "samples"
OUTBOX = json.loads((SAMPLES / "mastodon/outbox.json").read_text("utf-8"))
CREATED, SHARED = OUTBOX["orderedItems"]
TWEETS = (SAMPLES / "x/tweets.js").read_text("utf-8")
(TWEET,) = json.loads(TWEETS.partition("=")[2])
BODY = "Harbour pilots in Lisbon went back to work after two days."


def results(
    name: str, content: str, place: str, remarks: list[tuple[str, str, int]] | None = None, **options: object
) -> list[Article | Unreadable]:
    """What a format gives of a text that lies in a folder of the samples; an error comes last."""
    found: list[Article | Unreadable] = []
    context = ReadContext(
        "a",
        beside=partial(read_beside, str(SAMPLES / place / "a")),
        on_remark=lambda *one: None if remarks is None else remarks.append(one),
        **options,
    )
    try:
        found.extend(format_named(name).reader.read(io.BufferedReader(io.BytesIO(content.encode())), context))
    except ArticleError as error:
        found.append(Unreadable("a", error.message, error.line))
    return found


def note(**fields: object) -> dict[str, object]:
    """The activity of the sample, with other fields of its post."""
    return {**CREATED, "object": {**CREATED["object"], **fields}}


def outbox(*items: object, **fields: object) -> str:
    """An outbox of some items."""
    return json.dumps({**OUTBOX, "orderedItems": items, **fields})


def tweet(**fields: object) -> dict[str, object]:
    """The post of the sample with other fields."""
    return {"tweet": {**TWEET["tweet"], **fields}}


def archive(*posts: object, name: str = "tweets.part0") -> str:
    """A file of posts."""
    return f"window.YTD.{name} = {json.dumps(posts)}"


def test_a_post_of_mastodon():
    """It is by the owner of the account, which is the source; what is shared is counted."""
    remarks: list[tuple[str, str, int]] = []
    assert results("activitypub", json.dumps(OUTBOX, indent=1), "mastodon", remarks) == [
        Article(
            key="a#109305976208011760",
            path="a",
            body=BODY,
            authors=("Jane Sample",),
            date="2020-10-17T06:30:00Z",
            url="https://social.example/@pilots/109305976208011760",
            source="@pilots@social.example",
            language="en",
            line=7,
        )
    ]
    assert remarks == [(WORDLESS, "", 28)]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"summary": "Strike"}, {"title": "Strike"}),
        ({"name": "Pilots end strike", "type": "Article"}, {"title": "Pilots end strike"}),
        (
            {"attributedTo": "https://other.example/@port"},
            {"authors": ("port",), "source": "@port@other.example"},
        ),
        ({"attributedTo": "", "id": ""}, {"authors": ("Jane Sample",), "key": "a#L1"}),
        ({"contentMap": {"en": "a", "pt": "b"}}, {"language": ""}),
        ({"url": None}, {"url": CREATED["object"]["id"]}),
        ({"type": "Question", "oneOf": [{"name": "Yes"}, {"name": "No"}]}, {"body": f"{BODY}\n\nYes\n\nNo"}),
        ({"content": "<p>One<br>two</p><p>AT&amp;T</p>"}, {"body": "One\ntwo\n\nAT&T"}),
        ({"content": "", "attachment": [{"name": "The port."}, {"name": None}, 7]}, {"body": "The port."}),
        ({"published": "soon"}, {"date": "", "date_text": "soon"}),
        ({"published": {"year": 2020}}, {"date": "", "date_text": ""}),
    ],
)
def test_the_fields_of_a_post(fields, wanted):
    """As the servers that speak ActivityPub have them."""
    (article,) = results("activitypub", outbox(note(**fields)), "mastodon")
    assert {name: getattr(article, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({**OUTBOX, "orderedItems": [CREATED]}),
        json.dumps(
            {"@context": OUTBOX["@context"], "type": "OrderedCollectionPage", "items": [CREATED["object"]]}
        ),
        json.dumps({"@context": [OUTBOX["@context"]], **CREATED}),
        json.dumps({"@context": OUTBOX["@context"], **CREATED["object"]}),
        f"{json.dumps({'@context': OUTBOX['@context'], **CREATED})}\n{json.dumps({'type': 'Like'})}\n",
    ],
    ids=["outbox", "page", "activity", "post", "in a row"],
)
def test_the_forms_of_activitypub(content):
    """A collection, a page of one, and posts alone or in a row."""
    assert choose_format(".json", content.encode()).name == "activitypub"
    assert [article.body for article in results("activitypub", content, "mastodon")] == [BODY]


def test_what_is_no_post(read):
    """Likes, the owner, and anything else give nothing; a file of them is counted by its format."""
    actor = (SAMPLES / "mastodon/actor.json").read_text("utf-8")
    assert (
        read(actor, ".json")
        == read(outbox("https://other.example/7", 7, None, {"type": ["Note"]}), ".json")
        == []
    )


def test_a_file_of_the_owner_that_is_nested_too_deeply():
    """It costs nothing but the name, which the address of the account has, too."""
    context = ReadContext("a", beside=lambda name, largest: b'{"x": ' + b"[" * 9999)
    stream = io.BufferedReader(io.BytesIO(outbox(note()).encode()))
    (article,) = format_named("activitypub").reader.read(stream, context)
    assert article.body == BODY


def test_an_archive_that_is_cut_off():
    """What comes before is read, and the place is named."""
    text = outbox(note(), note(id="https://social.example/8"), note(id="https://social.example/9"))
    *articles, bad = results("activitypub", text[:-30].replace("}, {", "},\n{"), "mastodon")
    assert [article.key for article in articles][:2] == ["a#109305976208011760", "a#8"]
    assert bad.reason.startswith("not valid JSON")
    *articles, bad = results("tweets", archive(tweet(), tweet(id_str="8"))[:-40], "x")
    assert [article.key for article in articles] == ["a#1317357180936269824"]
    assert bad.reason.startswith("not valid JSON")


def test_a_post_of_x():
    """It has the address that its short link stands for, and the name of the account beside it."""
    assert results("tweets", TWEETS, "x") == [
        Article(
            key="a#1317357180936269824",
            path="a",
            body=f"{BODY} https://news.example/pilots?a=1",
            authors=("Jane Sample",),
            date="2020-10-17T06:30:00+00:00",
            url="https://x.com/pilots/status/1317357180936269824",
            source="@pilots",
            language="en",
            line=2,
        )
    ]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        (
            {"full_text": "1 &lt; 2 &amp;amp; more", "entities": {"urls": [{"url": 7}, 7]}},
            {"body": "1 < 2 &amp; more"},
        ),
        ({"full_text": None, "text": "As of old"}, {"body": "As of old"}),
        ({"lang": "und"}, {"language": ""}),
        ({"id_str": None, "id": 7}, {"key": "a#7", "url": "https://x.com/pilots/status/7"}),
        ({"id_str": "\ud800"}, {"key": "a#\ufffd", "url": ""}),
    ],
)
def test_the_fields_of_a_post_of_x(fields, wanted):
    """As its archives of several years have them."""
    (article,) = results("tweets", archive(tweet(**fields)), "x")
    assert {name: getattr(article, name) for name in wanted} == wanted


def test_a_long_post_of_x():
    """Is whole in a file of its own."""
    core = {"text": "Long &amp; whole", "urls": []}
    posts = archive(
        {"noteTweet": {"noteTweetId": "8", "createdAt": "2020-10-17T06:30:00.000Z", "core": core}},
        name="note_tweet.part0",
    )
    (article,) = results("tweets", posts, "x")
    assert (article.key, article.body, article.date) == ("a#8", "Long & whole", "2020-10-17T06:30:00.000Z")


@pytest.mark.parametrize(
    "account",
    [None, b"", b"window.YTD.account.part0 = [ ]", b"= [{}]", b"= {", b"\xff"]
    + [b'= [{"account": {"x": ' + b"[" * 9999],
)
def test_posts_without_a_name_of_the_account(account):
    """Are read all the same; each has an address that leads to it."""
    context = ReadContext("a", beside=lambda name, largest: account)
    stream = io.BufferedReader(io.BytesIO(TWEETS.encode()))
    (article,) = format_named("tweets").reader.read(stream, context)
    assert (article.authors, article.source) == ((), "")
    assert article.url == "https://x.com/i/status/1317357180936269824"


def test_what_is_wrong_in_an_archive_of_x():
    """Each is named with its line; a semicolon behind the array is nothing wrong."""
    remarks: list[tuple[str, str, int]] = []
    text = "window.YTD.tweets.part0 = [\n7,\n{},\n" + json.dumps(tweet()) + "];"
    bad, article = results("tweets", text, "x", remarks, limits=SourceLimits(chunk_bytes=8))
    assert (bad.reason, bad.line, article.line) == ("not a JSON object", 2, 4)
    assert remarks == [(WORDLESS, "", 3)]
    assert [one.reason for one in results("tweets", "window", "x")] == ["not valid JSON"]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("data/tweets.js", ".json"),
        ("data/tweets-part12.js", ".json"),
        ("tweet.js", ".json"),
        ("data/note-tweet.js", ".json"),
        ("data/deleted-tweets.js", ".js"),
        ("data/like.js", ".js"),
        ("page_files/retweets.js", ".js"),
    ],
)
def test_which_files_of_x_are_read(name, suffix):
    """Those of posts, and no other JavaScript."""
    assert kind_of(name).suffix == suffix


def test_the_members_of_a_zip_of_x():
    """The page that shows the archive is no article."""
    holds = articles_in(["x/Your archive.html", "x/data/tweets.js", "x/data/account.js"])
    assert (holds("x/data/tweets.js"), holds("x/Your archive.html")) == (True, False)
    assert articles_in(["tweets.js", "Your archive.html"])("Your archive.html")


def test_javascript_and_json_of_others_stay_what_they_are():
    """Neither looks like an archive."""
    assert choose_format(".json", b'{"@context": "https://schema.org", "headline": "Talks"}').name == "jsonl"
    assert choose_format("", re.sub("tweets", "like", TWEETS).encode()).name == "text"
