"""Producers whose keys mean something else than in other records. The keys of a record tell its producer.

>>> producer_of({"url", "title", "selection", "folder", "timestamp"}).fields["crawled"]
('timestamp',)

Programs that save pages to be read later store the time of saving under keys that elsewhere hold the date of
publication. Here this time counts as the time of the crawl.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


class Producer(NamedTuple):
    """A producer of records.

    marks:       keys that all its records have, normalised as keypaths.py does it
    fields:      aliases of fields, and of `crawled`, which replace the aliases in aliases.py
    joins_texts: whether the text consists of the texts under all keys of the body, not only the first key
    """

    marks: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    joins_texts: bool = False


def producer_of(keys: Collection[str]) -> Producer | None:
    """Return the producer of records with the given normalised keys, None for an unknown one."""
    return next((one for one in _PRODUCERS if one.marks.issubset(keys)), None)


#: CrowdTangle, posts on Facebook. A record also has the title and the description of the page that the post
#: links to, and the name of the Facebook page with the day when that was made.
_CROWDTANGLE = {
    "title": ("linkText", "title"),
    "author": (),
    "date": ("postCreated", "date"),
    "url": ("postUrl", "URL"),
    "source": ("pageName", "groupName", "account.name", "account"),
    "body": ("message", "imageText", "description"),  # the description is the one of the link
}


def _producer(marks: str, *, joins_texts: bool = False, **fields: str) -> Producer:
    named = {field: tuple(aliases.split()) for field, aliases in fields.items()}
    return Producer(frozenset(marks.split()), named, joins_texts)


_PRODUCERS = (
    Producer(frozenset(["message", "linktext", "postcreated"]), _CROWDTANGLE, joins_texts=True),
    Producer(frozenset(["message", "platformid", "posturl"]), _CROWDTANGLE, joins_texts=True),
    # Joomla: the text above its link `Read more`, and the rest.
    _producer("introtext fulltext", body="introtext fulltext", joins_texts=True),
    # Trove, of the National Library of Australia, and Chronicling America: `title` is the newspaper
    _producer(
        "heading troveurl",
        title="heading",
        source="title.title title.value title",
        url="troveUrl url",
        body="articleText snippet",
        section="category",
    ),
    _producer("lccn ocreng", title="", source="title", body="ocr_eng", section="section_label"),
    # Instapaper
    _producer("url title selection folder timestamp", date="", crawled="timestamp", body="selection"),
    # Pinboard
    _producer(
        "href description extended toread", title="description", body="extended", date="", crawled="time"
    ),
    # Pocket: a table, and the JSON of its interface
    _producer("title url timeadded", date="", crawled="time_added"),
    _producer(
        "resolvedurl timeadded",
        title="resolved_title given_title",
        url="resolved_url given_url",
        date="",
        crawled="time_added",
        body="excerpt",
        source="domain_metadata.name",
    ),
    # wallabag
    _producer(
        "isarchived isstarred content domainname",
        author="published_by",
        date="published_at",
        crawled="created_at",
        url="url given_url",
        source="domain_name",
        section="tags.label tags",
    ),
    # Raindrop
    _producer("title excerpt url folder created", date="", crawled="created", section="folder"),
    # Readwise: pages that are read, and highlights, in JSON and as a table
    _producer(
        "sourceurl sitename publisheddate readingprogress",
        date="published_date",
        crawled="created_at saved_at",
        url="source_url url",
        source="site_name",
        body="html_content content summary",
    ),
    _producer(
        "highlights sourceurl readabletitle",
        title="readable_title title",
        url="source_url unique_url readwise_url",
        date="",
        crawled="last_highlight_at",
        body="highlights.text",
    ),
    _producer(
        "highlight booktitle bookauthor",
        title="book_title",
        author="book_author",
        date="",
        crawled="highlighted_at",
        body="highlight",
        url="url source_url",
        section="document_tags",
    ),
    _producer("title url saveddate readingprogress", date="", crawled="saved_date"),
    # Matter
    _producer(
        "title publisher url lastinteractiondate",
        date="",
        crawled="last_interaction_date",
        source="publisher",
        section="tags",
    ),
    # Omnivore
    _producer("slug savedat publishedat readingprogress", date="publishedAt", crawled="savedAt"),
)
