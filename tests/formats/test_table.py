"""The table in docs/formats.md of formats is what reading one sample of each format gives."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.formats import FORMATS, Format, choose_format
from newsgrep.read_context import ReadContext
from newsgrep.sources.no_articles import read_beside
from tests.reading import read_file

ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parent / "samples"
PAGE = (ROOT / "docs/formats.md").read_text("utf-8")

FOLDERS = ("substack", "video", "mastodon", "x", "scans", "facebook/posts", "slack/general")
#: One file of each format, by the format's short name.
SAMPLE_OF = {
    **{"jsonl": "scraped.jsonl", "json": "guardian.json", "csv": "table.csv", "markdown": "front.md"},
    **{"rst": "post.rst", "asciidoc": "post.adoc", "org": "post.org"},
    **{
        "movabletype": "typepad.txt",
        "html": "page.html",
        "feed": "feed.rss",
        "warc": "crawl.warc",
        "reuters": "reuters.sgm",
    },
    **{
        "trec": "trec.trec",
        "nitf": "item.nitf",
        "newsml": "item.xml",
        "newsml1": "newsml1.xml",
        "rcv1": "rcv1.xml",
        "parquet": "table.parquet",
        "sqlite": "table.sqlite",
        "xml": "other.xml",
        "medium": "medium.html",
        "wire": "wire.txt",
        "mhtml": "saved.mhtml",
        "substack": "substack/posts.csv",
        "wxr": "wordpress.xml",
        "blogger": "blogger.xml",
        "enex": "notes.enex",
        "mbox": "list.mbox",
        "eml": "mail.eml",
        "msg": "mail.msg",
    },
    **{
        "nexis": "nexis.txt",
        "factiva": "factiva.html",
        "europresse": "europresse.html",
        "kikuzo": "kikuzo.html",
        "yomidasu": "yomidasu.html",
        "proquest": "proquest.txt",
        "spreadsheet": "table.xlsx",
        "docx": "report.docx",
        "odt": "report.odt",
        "epub": "issue.epub",
        "rtf": "report.rtf",
        "pdf": "report.pdf",
    },
    **{"subtitles": "video/pilots.en.vtt", "activitypub": "mastodon/outbox.json", "tweets": "x/tweets.js"},
    **{
        "mets": "scans/issue-mets.xml",
        "alto": "scans/page-1987-10-17.xml",
        "tei": "tei.xml",
        "bundestag": "bundestag.xml",
        "mediawiki": "mediawiki.xml",
        "ttml": "video/pilots.en.ttml",
        "page": "scans/region-1987-10-17.xml",
        "hocr": "scans/scan-1987-10-17.hocr",
        "abbyy": "scans/abbyy-1987-10-17.xml",
        "olive": "scans/olive.xml",
        "delpher": "scans/issue.didl.xml",
    },
    **{"ris": "references.ris", "endnote": "references.enw", "refworks": "refworks.txt"},
    **{
        "chat": "WhatsApp Chat with Example.txt",
        "bibtex": "references.bib",
        "facebook": "facebook/posts/your_posts_1.json",
        "slack": "slack/general/2020-10-17.json",
        "discord": "discord.json",
    },
    **{"telegram": "telegram.json", "telegram-html": "telegram.html"},
    **{"dateline": "dateline.txt", "text": "plain.txt", "story": "pilots.story"},
}


def article_of(row: Format) -> Article:
    """The one article of a format's sample."""
    name = SAMPLE_OF[row.name]
    beside = partial(read_beside, str(SAMPLES / name))
    (article,) = read_file(SAMPLES / name, ReadContext(name, beside=beside))
    assert isinstance(article, Article)
    assert article.format == row.name
    return article


def line_of(row: Format) -> str:
    """A format's line of the table."""
    article = article_of(row)
    title = "the lede" if article.title_from == "lede" else "yes"
    values = (article.authors, article.date, article.body, article.url, article.source)
    cells = [title, *("yes" if value else "–" for value in values)]
    suffixes = " ".join(f"`{suffix}`" for suffix in (*row.suffixes, *row.shared))
    return f"| {row.label} | `{row.name}` | {suffixes} | {' | '.join(cells)} |"


def test_every_format_has_a_sample() -> None:
    """And no sample is without a format."""
    assert SAMPLE_OF.keys() == {row.name for row in FORMATS}
    folders = (SAMPLES, *(SAMPLES / name for name in FOLDERS))
    files = (file for folder in folders for file in folder.iterdir() if file.is_file())
    names = {file.relative_to(SAMPLES).as_posix() for file in files}
    assert set(SAMPLE_OF.values()) == names - {
        "video/pilots.info.json",
        "mastodon/actor.json",
        "x/account.js",
        "scans/a0001_articletext.xml",
    }


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_the_format_of_a_sample_is_detected(row: Format) -> None:
    """By its suffix and its first bytes."""
    file = SAMPLES / SAMPLE_OF[row.name]
    assert choose_format(file.suffix, file.read_bytes()[:8192]) is row


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_samples_have_the_same_story(row: Format) -> None:
    """Whatever the format."""
    article = article_of(row)
    assert "harbour pilots" in article.title.lower()
    assert "went back to work after two days" in " ".join(article.body.split())
    assert [name.lower() for name in article.authors] in (["jane sample"], ["aysel newsgrep"], [])
    without = (
        "substack",
        "enex",
        "alto",
        "page",
        "hocr",
        "abbyy",
        "olive",
        "kikuzo",
        "yomidasu",
        "delpher",
        "mediawiki",
    )
    assert article.authors or row.name in without
    assert article.date[5:10] in ("10-17", "05-14")


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_the_page_has_the_line(row: Format) -> None:
    """Made from the sample."""
    assert line_of(row) in PAGE.splitlines()


@pytest.mark.parametrize(
    ("suffix", "beginning", "name"),
    [
        (".txt", '{"title": "Talks", "text": "Talks resumed."}\n', "jsonl"),
        (".txt", '[{"title": "Talks",\n "text": "Talks resumed."}]', "json"),
        (".txt", "Title\tDate\tText\nTalks\t2020-10-17\tTalks resumed.\n", "csv"),
        (".txt", '<?xml version="1.0"?>\n<rss version="2.0"><channel>', "feed"),
        (".html", '<?xml version="1.0"?>\n<rss version="2.0"><channel>', "feed"),
        (".xml", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "">\n<html>', "html"),
        (".html", "{\\rtf1\\ansi Talks", "rtf"),
        (".txt", "{Talks} resumed, title and text\n", "text"),
        (".txt", "Title, so they say, and text\n", "text"),
    ],
)
def test_a_file_under_a_wrong_suffix_is_recognised(suffix: str, beginning: str, name: str) -> None:
    """By its first bytes; a text that only looks a little like it stays one."""
    assert choose_format(suffix, beginning.encode()).name == name
