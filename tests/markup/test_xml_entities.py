"""Entities of HTML in documents of XML that do not declare them, as a DTD elsewhere does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from tests.reading import read_file

TEI = (
    "<TEI.2><teiHeader><titleStmt><title>Le d&eacute;bat</title></titleStmt></teiHeader>"
    "<text><p>Le d&eacute;bat&nbsp;a <hi>&eacute;t&eacute;</hi> long.</p></text></TEI.2>"
)
ITEM = "<newsitem itemid='1'><headline>Le d&eacute;bat</headline><text><p>{}</p></text></newsitem>"
OTHER = "<articles><article><title>Le d&eacute;bat</title><body>{}</body></article></articles>"
RECORD = "<RECORD><GOID>12</GOID><RecordTitle>Le d&eacute;bat</RecordTitle><FullText>{}</FullText></RECORD>"
NOTE = "<en-export><note><title>Le d&eacute;bat</title><content>{}</content></note></en-export>"
LINE = "Le d&eacute;bat&nbsp;a &eacute;t&eacute; long."


@pytest.mark.parametrize(
    ("suffix", "document"),
    [
        (".xml", TEI),
        (
            ".xml",
            f"<newsitem itemid='1'><headline>Le d&eacute;bat</headline><text><p>{LINE}</p></text></newsitem>",
        ),
        (".xml", RECORD.format(LINE)),
        (".enex", NOTE.format(LINE)),
        (
            ".xml",
            f"<articles><article><title>Le d&eacute;bat</title><body>{LINE}</body></article></articles>",
        ),
    ],
)
def test_entities_of_html_are_read(tmp_path: Path, suffix: str, document: str) -> None:
    """In titles and texts, at the beginning of an element and behind another one."""
    (file := tmp_path / f"a{suffix}").write_text(f'<!DOCTYPE x SYSTEM "x.dtd">\n{document}')
    (article,) = read_file(file, ReadContext(file.name))
    assert isinstance(article, Article), article
    assert (article.title, " ".join(article.body.split())) == ("Le débat", "Le débat a été long.")


def test_subtitles_with_entities(tmp_path: Path) -> None:
    """One that HTML does not have stays as it is written."""
    (file := tmp_path / "a.ttml").write_text(
        '<!DOCTYPE tt SYSTEM "tt.dtd">\n<tt xmlns="http://www.w3.org/ns/ttml">'
        '<body><p begin="1s" end="3s">Le d&eacute;bat de &paper; a repris.</p></body></tt>'
    )
    (article,) = read_file(file, ReadContext(file.name))
    assert isinstance(article, Article), article
    assert article.body == "Le débat de &paper; a repris."
