"""Words that stand for one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.query import parse
from newsgrep.query.nodes import Near, Or, Word
from newsgrep.query.rendering import render
from newsgrep.search.equivalents import with_equivalents
from newsgrep.search.rewrite import prepare
from tests.multilingual import index_of_texts

TABLE = {"gaddafi": ("qaddafi", "Khadafy"), "UN": ("United Nations",), "al-qaeda": ("Al Qaida",)}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("Gaddafi’s", "Gaddafi’s OR qaddafi OR Khadafy"),
        ("khadafy tripoli", "(khadafy OR gaddafi OR qaddafi) AND tripoli"),
        ("title:qaddafi^2", "(title:qaddafi OR title:gaddafi OR title:Khadafy)^2"),
        ("tripoli OR qaddafi", "tripoli OR (qaddafi OR gaddafi OR Khadafy)"),
        ("qaddafi W/5 (rebels OR UN)",
         '(qaddafi OR gaddafi OR Khadafy) W/5 (rebels OR UN OR "United Nations")'),
        ("ATLEAST2 UN", 'ATLEAST2 (UN OR "United Nations")'),
        ('"col gaddafi fled"', '"col gaddafi fled" OR "col qaddafi fled" OR "col Khadafy fled"'),
        ('"the united nations said"', '"the united nations said" OR "the UN said"'),
        ('"un on qaddafi"',
         '"un on qaddafi" OR "un on gaddafi" OR "un on Khadafy" OR "United Nations on qaddafi"'
         ' OR "United Nations on gaddafi" OR "United Nations on Khadafy"'),
        ("united nations tripoli", "((united AND nations) OR UN) AND tripoli"),
        ("title:(united nations) OR -(united nations)",
         "(title:united AND title:nations) OR title:UN OR NOT ((united AND nations) OR UN)"),
        ("(united nations)^2", "((united AND nations) OR UN)^2"),
        ("united title:nations", "united AND title:nations"),
        ("nations united", "nations AND united"),
        ("al-qaeda", 'al-qaeda OR "Al Qaida"'),
        ("=gaddafi gaddaf* caps(UN)", '="gaddafi" AND gaddaf* AND caps:"UN"'),
    ],
)  # fmt: skip
def test_a_word_stands_for_its_group(query, shown):
    """Whichever word of the group it is; a phrase where it has one."""
    tree, _ = with_equivalents(parse(query), TABLE)
    assert render(tree) == shown


def test_a_group_is_one_term():
    """So that it has one frequency, and a rare spelling does not outrank a common one."""
    tree, notices = with_equivalents(Word("un"), {"un": ("onu",)})
    assert tree == Near((Or((Word("un"), Word("onu"))),), 1)
    assert notices == ("un is searched for as onu too: they are equivalents",)


def test_a_word_with_equivalents_counts_once_where_a_line_end_cuts_it(tmp_path: Path) -> None:
    """As any word alone: by its parts it is looked for in a phrase, and near others."""
    index = index_of_texts(tmp_path, "english", ["the international law", "the inter-\nnational law"])
    tree, _ = with_equivalents(Word("international"), {"international": ("global",)})
    assert prepare(tree, index.open()) == (tree, [])


def test_an_equivalent_may_stand_for_its_spelling_alone():
    """After an equals sign, as in a query: no franc is France. It stands for its group as any other word."""
    table = {"=France": ("Франция", "=Viet Nam")}
    for query, shown in (
        ("Франция", 'Франция OR ="France" OR ="Viet Nam"'),
        ("title:france", 'title:france OR title:Франция OR title:="Viet Nam"'),
        ('"in France"', '"in France" OR "in Франция" OR "in Viet Nam"'),
    ):
        assert render(with_equivalents(parse(query), table)[0]) == shown


def test_a_small_word_is_no_acronym_of_the_settings():
    """The country US is equivalent to USA, the pronoun us to nothing; NATO is one word in any letters."""
    table = {"US": ("USA",), "NATO": ("Alliance",)}
    for query, shown in (
        ("trust us", "trust AND us"),
        ('"trust us"', '"trust us"'),
        ("US", "US OR USA"),
        ("U.S.", "U.S. OR USA"),
        ("nato", "nato OR Alliance"),
    ):
        assert render(with_equivalents(parse(query), table)[0]) == shown


def test_a_name_of_which_one_word_alone_is_near_others_is_noted():
    """As W/5 takes the word beside it: the notice says how the name is written."""
    for query, alone in (("united nations W/5 raid", "nations"), ("raid W/5 united nations", "united")):
        tree, notices = with_equivalents(parse(query), TABLE)
        assert tree == parse(query)
        assert notices == (f'{alone} alone is near the other words; for the name, write "united nations"',)
    assert with_equivalents(parse("raid united W/5 nations"), TABLE)[1] == ()


def test_an_inflection_stands_for_the_group_of_its_word():
    """In the languages of the index, but not for a word that stands for its spelling alone."""
    table = {"Германия": ("Germany", "=Мали")}
    for query, shown in (
        ("германии", 'германии OR Germany OR ="Мали"'),
        ('"в Германию"', '"в Германию" OR "в Germany" OR "в Мали"'),
        ("мало", "мало"),
        ("германский", "германский"),
    ):
        assert render(with_equivalents(parse(query), table, lambda: "english,russian")[0]) == shown
        assert with_equivalents(parse(query), table, lambda: "english")[0] == parse(query)


def test_other_words_are_left_alone():
    """With no notice."""
    tree = parse("tripoli OR (a W/5 b)")
    assert with_equivalents(tree, TABLE) == (tree, ())
