"""Europresse: pages of today and of before 2013."""

# ruff: noqa: E501 lines are as long as the databases write them

from __future__ import annotations

NEW = """<article> <header> <div class="rdp__DocPublicationName"> <span class="DocPublicationName">Example Post   , no. 77
</span> </div> <div> <span class="DocHeader">{header}</span> </div> <div class="titreArticle"> <p class="sm-margin-bottom">
TRIBUNES</p> <p class="titreArticleVisu">Le ferry <mark>s'arrête</mark></p> </div> {author} </header> <section>
<div class="DocText"> <div class='docOcurrContainer'> <p>Premier.</p> <p>Deuxième.</p> </div> </div> </section>
<aside> <div> <b>Note(s) : </b> Une note. </div> </aside> <footer> <small>© 2020 Example. Tous droits réservés.</small>
<p>Numéro de document : news·20201030·EP·{number}</p> </footer> </article>"""
OLD = """<table><tr><td><span class="DocPublicationName">Example Post 1, no. 5968</span><br><span class="DocHeader">Éditorial,
</span><span class="DocHeader">jeudi </span><span class="DocHeader">4 octobre 2012</span><span class="DocHeader">, p. 03
</span><br><br><span class="TitreArticleVisu">Le <span style="color:red">ferry</span> s'arrête</span><br><br>{author}
<p></p>Premier. <b><i>Suite.</i></b><p></p>Deuxième.<p></p><b><i>© 2012 Example. Tous droits réservés.</i></b><p></p>
Numéro de document : news·20121004·EP·77<br><table><tr><td>Ce certificat est émis à <b>University</b></td></tr></table>
</td></tr></table><p>"""


def page(*articles: str) -> str:
    """An export of today."""
    return f'<!DOCTYPE html> <html> <head> <meta charset="utf-8"> <title></title> </head> <body> {"".join(articles)} </body></html>'


def test_each_article_of_a_page_is_one(read):
    """With section, date and number of the document; notes and rights are no text."""
    header = "Politique, vendredi 30 octobre 2020 - 10:20 UTC +0100, p. 12"
    first = NEW.format(header=header, author='<div class="docAuthors">Jane Doe et John Roe</div>', number=1)
    second = NEW.format(header="Friday, October 30, 2020", author="<div>Jane Doe</div>", number="1b_2")
    one, two = read(page(first, second), ".html")
    assert one.key == "n/story.html#20201030-EP-1"
    assert (one.title, one.authors) == ("Le ferry s'arrête", ("Jane Doe", "John Roe"))
    assert (one.source, one.section, one.date[:16]) == ("Example Post", "Politique", "2020-10-30T10:20")
    assert one.body == "Premier.\n\nDeuxième."
    assert (two.key, two.date, two.section) == ("n/story.html#20201030-EP-1b_2", "2020-10-30", "")
    assert two.authors == ("Jane Doe",)


def test_old_pages_are_read(read):
    """Author and text stand in no element of their own."""
    head = '<html xmlns:n1="http://www.cedrom-sni.com/schema/newsv1.xsd"><head></head><body>'
    first, second = read(head + OLD.format(author="Jane Doe<br>") + OLD.format(author=""), ".html")
    assert (first.title, first.authors) == ("Le ferry s'arrête", ("Jane Doe",))
    assert (first.source, first.section, first.date) == ("Example Post 1", "Éditorial", "2012-10-04")
    assert first.body == "Premier. Suite.\n\nDeuxième."
    assert first.key == "n/story.html#20121004-EP-77"
    assert (second.authors, second.body) == ((), first.body)


def test_an_article_without_title_is_told(read):
    """And not merged with its neighbours."""
    whole = NEW.format(header="vendredi 30 octobre 2020", author="", number=1)
    results = read(
        page(whole, "<article><p>Erreur du serveur</p></article>", whole.replace("EP·1", "EP·2")), ".html"
    )
    assert [getattr(result, "reason", "") for result in results] == [
        "",
        "document 2 is no article: Erreur du serveur",
        "",
    ]
