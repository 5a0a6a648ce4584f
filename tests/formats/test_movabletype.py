"""The export of a blog in the form of Movable Type."""

from __future__ import annotations

import pytest

from newsgrep.formats import choose_format
from newsgrep.read_context import ReadContext
from newsgrep.remarks import UNPUBLISHED
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits
from tests.reading import read_file

POST = """AUTHOR: Jane Doe
TITLE: Talks &amp; tea
BASENAME: 2020/10/30/talks
STATUS: Publish
CONVERT BREAKS: 0
PRIMARY CATEGORY: Asia
CATEGORY: Asia
CATEGORY: World
DATE: 10/09/2020 12:05:00 AM
-----
BODY:
<p>They met:</p><p>in Baku.</p>
-----
EXTENDED BODY:
<p>They left.</p>
-----
COMMENT:
AUTHOR: A Reader
DATE: 10/11/2020 01:00:00 PM
Nonsense.
-----
PING:
TITLE: Elsewhere
-----
--------
"""


def test_a_post(read):
    """The month stands before the day; the body goes on in a section, and comments are none of it."""
    (article,) = read(POST, ".txt")
    assert article.key == "n/story.txt#2020/10/30/talks"
    assert (article.title, article.authors, article.date) == (
        "Talks & tea",
        ("Jane Doe",),
        "2020-10-09T00:05:00",
    )
    assert (article.section, article.body) == ("Asia; World", "They met:\n\nin Baku.\n\nThey left.")


def test_posts_of_a_file(tmp_path):
    """Each has its line. Drafts are counted, and an end without a post is none."""
    draft = POST.replace("Publish", "Draft")
    last = POST.replace("BASENAME: 2020/10/30/talks\n", "").removesuffix("--------\n")
    remarks = []
    file = tmp_path / "story.txt"
    file.write_text(f"{POST}--------\n{draft}{last}")
    context = ReadContext("story.txt", on_remark=lambda *remark: remarks.append(remark))
    found = [(one.key, one.line) for one in read_file(file, context)]
    lines = POST.count("\n")
    assert found == [("story.txt#2020/10/30/talks", 1), (f"story.txt#L{2 * lines + 2}", 2 * lines + 2)]
    assert [kind for kind, *_ in remarks] == [UNPUBLISHED]


@pytest.mark.parametrize(
    ("breaks", "body", "text"),
    [
        ("__default__", "One,\ntwo.\n\nThree.", "One,\ntwo.\n\nThree."),
        ("markdown", "*One*\n\n[two](https://example.org)", "One\n\ntwo"),
        ("richtext", "<p>One,\ntwo.</p>", "One, two."),
    ],
)
def test_the_ways_to_convert_line_breaks(read, breaks, body, text):
    """They tell whether a line of the body is a line of the text."""
    head = f"AUTHOR: Jane Doe\nTITLE: T\nCONVERT BREAKS: {breaks}\nDATE: 10/30/2020 18:30:00\n"
    (article,) = read(f"{head}-----\nBODY:\n{body}\n-----\n--------\n", ".txt")
    assert (article.body, article.date) == (text, "2020-10-30T18:30:00")


def test_a_post_that_is_too_large(read):
    """Is listed, and the next one is read."""
    large = POST.replace("in Baku.", "x" * 2000)
    found = read(large + POST, ".txt", limits=SourceLimits(record_bytes=1500))
    assert [isinstance(one, Unreadable) for one in found] == [True, False]


def test_a_text_with_labels_is_none():
    """There is no body below five dashes."""
    assert (
        choose_format(".txt", b"TITLE: Talks\nDATE: 2020-10-30\n\nThey met.\n-----\nBODY:\n").name == "text"
    )
