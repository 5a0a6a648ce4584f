"""The names in articles: persons, places and organisations by their capitals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsgrep
from newsgrep import Article
from newsgrep.errors import IndexMissingError, UsageError
from newsgrep.explore.capitals import CaseUse, NameFinder

STOPWORDS = frozenset(["the", "and", "of", "in", "on", "but", "he", "we", "to"])
#: What tells of a few words how they are written within sentences.
USUAL = "It is so: the bank met today and the ministry said new talks failed, as Norway and Oslo hoped."


def names_in(text: str, usual: str = USUAL) -> list[str]:
    """Return the names in a text that count wherever else they are."""
    use = CaseUse(STOPWORDS)
    for one in (usual, text):
        use.learn(one)
    return [mention.name for mention in NameFinder(use).mentions(text) if not mention.is_doubtful]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Talks in Oslo failed.", ["Oslo"]),
        ("Today the Bank of Norway met Jane Doe.", ["Bank of Norway", "Jane Doe"]),
        ("So said Prime Minister Jane Doe and Mr Roe.", ["Jane Doe", "Roe"]),
        ("So said the President of Norway.", ["Norway"]),
        ("So said U.S. Treasury Secretary John Roe.", ["U.S.", "John Roe"]),
        ("So said Captain Ole Roe.", ["Ole Roe"]),
        ("So he went from St. Louis to Mt. Roe.", ["St. Louis", "Mt. Roe"]),
        ("So it cost more in MAR8 than in Oslo.", ["Oslo"]),
        ("So said Secretary of State John Roe.", ["John Roe"]),
        ("So Norway's Jane O'Doe-Roe met J. F. Doe.", ["Norway", "Jane O'Doe-Roe", "J. F. Doe"]),
        ("So it was on Monday, 3 October, in Oslo May 4.", ["Oslo"]),
        ("New talks failed. Norway hoped. Ministry said.", ["Norway"]),
        ('"Norway hoped," he said.', ["Norway"]),
        ("So The Norway Times closed.", ["Norway Times"]),
        ("NEW YORK, Oct 3 - He was there.", ["NEW YORK"]),
        ("So Acme Inc met the Co. of Oslo.", ["Acme Inc", "Oslo"]),
        ("So Владимир Иванов met Şebnem Çelik.", ["Владимир Иванов", "Şebnem Çelik"]),
        ("Talks failed, he said, and we met.", []),
        ("in Oslo\n\nand in Bergen", ["Oslo", "Bergen"]),
        ("Dear Jane Doe,\n\nwe have met.", ["Jane Doe"]),
        ("So said Marco Doe and Maja Roe.", ["Marco Doe", "Maja Roe"]),
        ("So it was on 3 Marta and on 5 Marta in Oslo.", ["Oslo"]),
        ("met Jane\nDoe there", ["Jane Doe"]),
        ("So he met Bashar al-Doe in Dar es\nSalaam.", ["Bashar al-Doe", "Dar es Salaam"]),
        ("So said Chancellor of the Exchequer Jane Doe.", ["Jane Doe"]),
        ("So the Oslo-based Acme Inc <ACM> met Roe (NYSE: ROE).", ["Oslo", "Acme Inc", "Roe"]),
        ("So said Energy Secretary John Roe and Managing Director Jane Doe.", ["John Roe", "Jane Doe"]),
        ("So Roe, Doe and Co Inc met Doe and Sons at 1700 GMT.", ["Roe, Doe and Co Inc", "Doe and Sons"]),
        ("So Western banks met Western Oslo.", ["Western Oslo"]),
        ("So John Roe, D-Tex, asked for Chapter 11.", ["John Roe"]),
        ("So U.S. talks failed, and U.S. Talks met the U.S. Navy.", ["U.S.", "U.S.", "U.S. Navy"]),
        ("So the Norwegian bank met the French, West Germans and Kurds.", ["Kurds"]),
        ("So he was in New Oslo. New Oslo hoped.", ["New Oslo", "New Oslo"]),
        ("We will not forget what they did for Jane\nDoe.", ["Jane Doe"]),
        ("We will not forget that.\n\nRegards\nJane Doe\nThe Bank", ["Jane Doe"]),
        ("NORWAY AND OSLO AND THE BANK AND THE MINISTRY MET", []),
        ("", []),
    ],
)
def test_names_in_a_text(text, names):
    """Runs of words with capitals, without ranks, dates and words that are common."""
    assert names_in(text) == names


def test_a_word_as_long_as_an_encoded_picture():
    """A word of a million letters is read in one go: each letter is looked at a few times only."""
    assert names_in(f"So {'x' * 1_000_000} met Jane Doe.") == ["Jane Doe"]


def test_a_word_at_the_beginning_of_a_sentence_is_doubtful():
    """Unless it is known to be a name; a longer run is none the less one."""
    finder = NameFinder(CaseUse(STOPWORDS))
    found = [(one.name, one.is_doubtful) for one in finder.mentions("Oslo hoped. Jane Doe hoped. But Bergen")]
    assert found == [("Oslo", True), ("Jane Doe", False), ("Bergen", False)]


def test_a_line_in_capitals_makes_names_doubtful():
    """It may be a headline or a row of a table."""
    finder = NameFinder(CaseUse(STOPWORDS))
    text = "He went to Oslo.\n\nOSLO WHEAT 271 280\n\nHe met the board of OPEC.\n"
    found = [(one.name, one.is_doubtful) for one in finder.mentions(text)]
    assert found == [("Oslo", False), ("OSLO WHEAT", True), ("OPEC", False)]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("AÉаЖbc.’'- \n\"&,and123"), max_size=80))
def test_every_name_stands_in_the_text(text):
    """Its words are in a row there, but for ranks and small words between; and no text raises an error."""
    words = set(re.sub(r"[,\"&]", " ", text).split())
    finder = NameFinder(CaseUse(STOPWORDS))
    for mention in finder.mentions(text):
        assert all(any(word in one for one in words) for word in mention.name.split())
        assert mention.name[0].isupper()


BODIES = (
    *["So it is today: Jane Doe met the Food and Drug Agency in Oslo. Doe hoped."] * 3,
    "Then Doe left Oslo, and France and Norway closed.",
    "France hoped. Then Air France met Acme in France.",
    *["Talks in France failed. Rain fell."] * 3,
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of a few articles."""
    with newsgrep.open_index(tmp_path_factory.mktemp("names") / ".newsgrep") as index:
        with index.writer() as writer:
            for number, body in enumerate(BODIES):
                writer.add(Article(f"a{number}", title="Nowhere Land", body=f"{body} No {number}."))
        yield index


def test_names_are_counted_by_article_and_mention(index):
    """Those of most articles come first."""
    found = index.names("*")
    assert (found.articles, found.read) == (len(BODIES), len(BODIES))
    counts = {name.name: (name.articles, name.mentions) for name in found.names}
    assert counts["Oslo"] == (4, 4)
    assert counts["Norway"] == (1, 1)
    assert [name.name for name in found.names[:3]] == ["France", "Oslo", "Jane Doe"]
    assert "Nowhere Land" not in counts


def test_a_family_name_counts_for_the_whole_name(index):
    """Where both are in an article; alone it stays. A word that mostly stands alone is no family name."""
    counts = {name.name: (name.articles, name.mentions) for name in index.names("*").names}
    assert counts["Jane Doe"] == (3, 6)
    assert counts["Doe"] == (1, 1)
    assert counts["France"] == (5, 6)
    assert counts["Air France"] == (1, 1)


def test_two_names_that_hardly_stand_alone_are_one(index):
    """`Food and Drug Agency` is, and `France and Norway` are two."""
    counts = {name.name: name.articles for name in index.names("*").names}
    assert counts["Food and Drug Agency"] == 3
    assert not {"Food", "Drug Agency", "France and Norway"} & counts.keys()


def counted(folder, *bodies):
    """Return the articles and mentions of the names in texts."""
    with newsgrep.open_index(folder / ".newsgrep") as index:
        with index.writer() as writer:
            for number, body in enumerate(bodies):
                writer.add(
                    Article(f"b{number}", title=f"News {number}", body=f"So it is: {body} No {number}.")
                )
        return {name.name: (name.articles, name.mentions) for name in index.names("*").names}


def test_a_company_counts_under_its_short_name(tmp_path):
    """With and without its legal form, and by its first word behind the whole name."""
    texts = ["so the Acme Steel Corp met. So Acme won. So Acme hoped."] * 3
    found = counted(tmp_path, *texts, "so the Acme Steel Co hoped.")
    assert found == {"Acme Steel Corp": (4, 10)}


def test_a_place_is_no_short_name_of_a_company(tmp_path):
    """It stands before the company or without it."""
    found = counted(tmp_path, *["so in Oslo the Oslo Air Ltd met."] * 3, *["so Oslo hoped."] * 2)
    assert found == {"Oslo": (5, 5), "Oslo Air Ltd": (3, 3)}


def test_a_company_with_the_name_of_a_place_is_another_name(tmp_path):
    """If ten times as many articles have the place. Behind the company, its bare name is the company."""
    texts = [*["so it was in Oslo."] * 10, "so in Oslo the Oslo Corp met. So Oslo Corp hoped."]
    found = counted(tmp_path, *texts, "so the Acme Corp met Acme.")
    assert found == {"Oslo": (11, 11), "Oslo Corp": (1, 2), "Acme Corp": (1, 2)}


def test_the_word_that_a_name_is_cut_to_is_one_with_it(tmp_path):
    """If most articles with either have both; it is no abbreviation of a state, and no country."""
    texts = ["so the Federal Reserve met. So the Fed hoped."] * 3
    others = ["so California Oil in Calif met Iranian Oil in Iran."] * 3
    found = counted(tmp_path, *texts, *others, "so the Fed met.")
    assert found["Fed"] == (4, 7)
    assert found.keys() == {"Fed", "California Oil", "Calif", "Iranian Oil", "Iran"}


def test_a_label_of_a_table_is_no_name(tmp_path):
    """As it begins lines, and hardly ever stands within a sentence; a name mostly stands in both."""
    table = "so it was: sales rose and the Revs grew.", *["so it is.\nRevs 12 mln\nAcme 3 mln"] * 12
    found = counted(tmp_path, *table, *["so the Acme hoped."] * 2)
    assert found["Acme"][0] == 14
    assert found["Revs"] == (1, 1)


def test_initials_and_the_name_that_they_stand_for_are_one(tmp_path):
    """If they mostly stand together; articles with both count once. The one in more articles is shown."""
    together = ["so a Trade and Farm Union (TFU) met. So the TFU hoped."] * 3
    found = counted(tmp_path, *together, "so the TFU won.", *["so the Oslo Post wrote."] * 2, "so OP it was.")
    assert found == {"TFU": (4, 10), "Oslo Post": (2, 2), "OP": (1, 1)}


def test_three_names_with_small_words_between_may_be_one(tmp_path):
    """As `Bureau for Farm Policy and Trade`."""
    found = counted(tmp_path, *["so the Bureau for Farm Policy and Trade Rules met."] * 3)
    assert found == {"Bureau for Farm Policy and Trade Rules": (3, 3)}


def test_a_dateline_does_not_put_a_name_in_capitals(tmp_path):
    """One that is never written otherwise stays so."""
    with newsgrep.open_index(tmp_path / ".newsgrep") as index:
        with index.writer() as writer:
            for number in range(1, 7):
                place = "BERGEN" if number > 1 else "NEW OSLO"
                body = f"{place}, Oct {number} - He was there. So it is in Bergen {number * 7}."
                writer.add(Article(f"b{number}", title="News", body=body))
        assert [name.name for name in index.names("*").names] == ["Bergen", "NEW OSLO"]


def test_fewer_names_and_fewer_articles(index):
    """The query, `top` and a sample restrict them."""
    assert [name.name for name in index.names("rain").names] == ["France"]
    assert len(index.names("*", top=2).names) == 2
    found = index.names("*", sample=3, seed=5)
    assert (found.articles, found.read) == (len(BODIES), 3)
    assert found == index.names("*", sample=3, seed=5)
    assert index.names("nosuchword").names == ()


def test_articles_in_german_or_without_capitals_have_a_notice(tmp_path):
    """Whatever the language of the index: by the language of the article, and by its script."""
    with newsgrep.open_index(tmp_path / ".newsgrep") as index:
        with index.writer() as writer:
            writer.add(Article("a", language="de-AT", body="Heute traf Erika Muster den Minister."))
            writer.add(Article("b", body="海光市港口将于春季扩建。"))
            writer.add(Article("c", body="no name, and 12 words"))
        notices = index.names("*").notices
        assert "in German" in notices[0]
        assert notices[1].endswith("whose names are not found: 1")
        assert not index.names("words").notices


def test_names_of_an_index_in_german_have_a_notice(tmp_path):
    """All its nouns have capitals."""
    with newsgrep.open_index(tmp_path / ".newsgrep") as index:
        (tmp_path / "a.txt").write_text("Heute traf Erika Muster den Minister.")
        index.update(tmp_path / "a.txt", language="german")
        assert "in German" in index.names("*").notices[-1]


def test_wrong_arguments(index, tmp_path):
    """They are refused, and so is an index that is not there."""
    with pytest.raises(UsageError, match="top"):
        index.names("*", top=-1)
    with pytest.raises(UsageError, match="sample"):
        index.names("*", sample="many")
    with pytest.raises(IndexMissingError), newsgrep.open_index(tmp_path / "none") as none:
        none.names("*")
