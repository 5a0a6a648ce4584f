"""No article of any format is lost for its date, and dates of one stream may prove their order."""

from __future__ import annotations

import collections
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import CRAWL, FIELD, URL, Article
from newsgrep.dates.date_reader import DateReader, settled
from newsgrep.errors import ArticleError
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from tests.reading import read_file

MAIL = "From: a@example.org\nSubject: T\nDate: {}\n\nText.\n"
MBOX = "From a@example.org Fri Oct 30 12:00:00 2020\nMessage-ID: <1>\nSubject: T\nDate: {}\n\nText.\n"
RSS = (
    "<rss><channel><item><title>T</title><pubDate>{}</pubDate><description>Text.</description></item>"
    "</channel></rss>"
)
NEWSML = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><contentCreated>{}</contentCreated>'
    "<headline>T</headline></contentMeta></newsItem>"
)
FORMATS = {
    "CSV": (".csv", "title,date,text\nT,{},Text.\n"),
    "JSON Lines": (".jsonl", '{{"title": "T", "date": "{}", "text": "Text."}}\n'),
    "JSON": (".json", '[{{"title": "T", "date": "{}", "text": "Text."}}]'),
    "Markdown": (".md", "---\ntitle: T\ndate: {}\n---\nText.\n"),
    "mail": (".eml", MAIL),
    "mbox": (".mbox", MBOX),
    "RSS": (".rss", RSS),
    "NITF": (".nitf", '<nitf><pubdata date.publication="{}"/><hl1>T</hl1></nitf>'),
    "NewsML-G2": (".xml", NEWSML),
    "Reuters": (".sgm", '<REUTERS NEWID="1">\n<DATE>{}</DATE>\n<TEXT><TITLE>T</TITLE></TEXT>\n</REUTERS>\n'),
    "TREC": (".trec", "<DOC>\n<DOCNO>X-1</DOCNO><DATE>{}</DATE><TEXT>Text.</TEXT>\n</DOC>\n"),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ["32. Quartember 2020", "99/99/2020", "2020-13-45"])
def test_an_article_without_a_readable_date_is_read(read, name, text):
    """What stands in the place of its date is kept."""
    if name in ("RSS", "NITF", "NewsML-G2"):
        pytest.importorskip("feedparser" if name == "RSS" else "lxml")
    suffix, form = FORMATS[name]
    (article,) = read(form.format(text), suffix)
    assert (article.date, article.date_text) == ("", text)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ["Unknown", "0000-00-00"])
def test_a_word_for_no_date_is_none(read, name, text):
    """The article has no date, and nothing is to be understood."""
    if name in ("RSS", "NITF", "NewsML-G2"):
        pytest.importorskip("feedparser" if name == "RSS" else "lxml")
    suffix, form = FORMATS[name]
    (article,) = read(form.format(text), suffix)
    assert (article.date, article.date_text) == ("", "")


def table(*dates: str) -> str:
    """A CSV file with an article a date."""
    return "title,date\n" + "".join(f"T{number},{date}\n" for number, date in enumerate(dates))


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        (["02/01/2020", "13/01/2020"], ["2020-01-02", "2020-01-13"]),
        (["01/02/2020", "01/13/2020"], ["2020-01-02", "2020-01-13"]),
        (["13.01.2020", "2020-01-14", "02.01.2020"], ["2020-01-13", "2020-01-14", "2020-01-02"]),
        (["02/01/2020", "03/01/2020"], ["", ""]),
        (["02/01/2020", "13/01/2020", "01/13/2020"], ["", "2020-01-13", "2020-01-13"]),  # it is neither
        (["02/01/2020", "02/02/2020"], ["", "2020-02-02"]),
        (["1/2/20", "1/13/20"], ["2020-01-02", "2020-01-13"]),
        (["98/01/31", "02/01/20"], ["1998-01-31", "2002-01-20"]),
        ([f"{day}/06/20" for day in range(1, 13)], [""] * 5 + ["2020-06-06"] + [""] * 6),
    ],
)
def test_a_column_that_proves_its_order_is_read_by_it(read, dates, read_as):
    """Wherever in the column the proof stands, if nothing speaks against it."""
    articles = read(table(*dates), ".csv")
    assert [article.date for article in articles] == read_as
    assert [article.date_text for article in articles] == [
        "" if date else text for date, text in zip(read_as, dates, strict=True)
    ]


def test_two_digits_for_the_year_are_told_from_the_day():
    """Where one number takes many values, and the other hardly any, the first is the day."""
    dates = DateReader()
    for day in range(1, 29):
        dates.read(f"{day:02}/06/20")
    assert dates.order == "dmy"
    dates = DateReader()
    for day in range(1, 29):
        dates.read(f"20/06/{day:02}")
    assert dates.order == "ymd"


@given(
    st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1)), max_size=40), st.sampled_from(["dmy", "mdy"])
)
def test_a_column_is_never_read_wrongly(days, order):
    """Each date is the one that was written, or none."""
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    dates = DateReader()
    items = (
        Article("k", date=date, date_text=text)
        for day in days
        for date, text in [dates.read(day.strftime(form))]
    )
    found = list(settled(items, dates))
    assert len(found) == len(days)
    for article, day in zip(found, days, strict=True):
        assert article.date in ("", day.isoformat())
    if any(day.day > 12 for day in days):
        assert all(article.date for article in found)


def test_the_order_that_is_given_is_taken(tmp_path):
    """For what has two readings; a date with one is read as it is."""
    file = tmp_path / "a.csv"
    file.write_text(table("02/01/2020", "01/13/2020"))
    context = ReadContext("a.csv", dates=DateReader("dmy"))
    assert [article.date for article in read_file(file, context)] == ["2020-01-02", "2020-01-13"]


def test_articles_before_an_error_are_read(read):
    """Though they wait for the order of their dates."""
    *articles, error = read(table("02/01/2020", "13/01/2020") + '"', ".csv")
    assert [article.date for article in articles] == ["2020-01-02", "2020-01-13"]
    assert isinstance(error, Unreadable)


def test_the_order_of_items_is_kept():
    """Also of those that are no articles."""
    dates = DateReader()

    def items():
        for number in range(3000):
            date, text = dates.read("02/01/2020")
            yield Article(str(number), body="x" * 10_000, date=date, date_text=text)
        yield Unreadable("a", "no text")
        dates.read("13/01/2020")
        raise ArticleError("lost")

    found = []
    with pytest.raises(ArticleError, match="lost"):
        collections.deque(map(found.append, settled(items(), dates)))
    assert [item.key for item in found[:-1]] == [str(number) for number in range(3000)]
    assert {item.date for item in found[:-1]} == {"2020-01-02"}
    assert found[-1] == Unreadable("a", "no text")


PAGE = """<html><head><title>Harbour plan</title>
<meta property="article:published_time" content="{}"></head><body><article>
<h1>Harbour plan</h1><p>The council of the town voted on the plan for the harbour, after a long debate about
its price and about the fish that would have to leave it.</p></article></body></html>"""


@pytest.mark.parametrize(
    ("written", "order", "dated"),
    [
        ("02/01/2020", "", ("", "02/01/2020")),
        ("02/01/2020", "dmy", ("2020-01-02", "")),
        ("soon", "", ("", "soon")),
        ("2020-01-02", "", ("2020-01-02", "")),
        ("Unknown", "", ("", "")),
    ],
)
def test_the_date_of_a_page(tmp_path, written, order, dated):
    """What its markup has in the place of the date is kept, or read in the order that is given."""
    pytest.importorskip("trafilatura")
    file = tmp_path / "a.html"
    file.write_text(PAGE.format(written))
    (article,) = read_file(file, ReadContext("a.html", dates=DateReader(order)))
    assert (article.date, article.date_text) == dated


def test_mails_prove_nothing_to_each_other(read):
    """They are of many hands."""
    articles = read(MBOX.format("02/01/2020") + "\n" + MBOX.format("13/01/2020"), ".mbox")
    assert [article.date for article in articles] == ["", "2020-01-13"]


@pytest.mark.parametrize(
    ("record", "dated"),
    [
        ('{"date": "soon", "published": "2020-10-30"}', ("2020-10-30", FIELD, "")),
        ('{"date": "soon", "url": "https://example.org/2020/10/30/a"}', ("2020-10-30", URL, "soon")),
        ('{"date": "soon", "crawled_at": "2020-10-30"}', ("", FIELD, "soon")),
        ('{"crawled_at": "2020-10-30"}', ("2020-10-30", CRAWL, "")),
        ('{"crawled_at": "soon"}', ("", CRAWL, "soon")),
        ('{"date": {"$date": "2020-10-30T00:00:00Z"}}', ("2020-10-30T00:00:00Z", FIELD, "")),
        ('{"date": {"$date": {"$numberLong": "1604016000000"}}}', ("2020-10-30T00:00:00Z", FIELD, "")),
        ('{"date": {"$date": {"$numberLong": "-86400000"}}}', ("1969-12-31T00:00:00Z", FIELD, "")),
        ('{"date": {"$date": 0}}', ("", FIELD, "")),
        ('{"date": {"_seconds": 1604016000, "_nanoseconds": 0}}', ("2020-10-30T00:00:00Z", FIELD, "")),
        (
            '{"date": {"date": "2020-10-30 12:00:00.000000", "timezone": "UTC"}}',
            ("2020-10-30T12:00:00.000000", FIELD, ""),
        ),
        ('{"date": {"year": 2020, "month": 10, "day": 30}}', ("2020-10-30", FIELD, "")),
        ('{"date": ["2020-10-30"]}', ("2020-10-30", FIELD, "")),
        ('{"date": {"a": "b"}}', ("", FIELD, "")),
        ('{"date": 5}', ("", FIELD, "5")),
        ('{"date": true}', ("", FIELD, "")),
    ],
)
def test_dates_of_records(read, record, dated):
    """The first that is understood, then the address; an object as the programs write it that have such."""
    (article,) = read(record.replace("{", '{"title": "T", ', 1) + "\n", ".jsonl")
    assert (article.date, article.date_from, article.date_text) == dated


def test_a_bad_sender_costs_no_mail(read):
    """The article is there without an author."""
    (article,) = read(f"From: {'(' * 3000}\nMessage-ID: 1\nSubject: a\n\nb", ".eml")
    assert (article.title, article.authors) == ("a", ())
