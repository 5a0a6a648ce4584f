"""Whose quotation it is: a name in a sentence before, for which the sentence has a pronoun."""

from __future__ import annotations

import pytest

import newsgrep
from newsgrep import Article

NAMED = [
    ("Doe denied it. “We won,” he said.", ["Doe denied it. “…” he said."]),
    ("“We won,” said Jane Doe of Ganja. “We left,” she said.", ["“…” said Jane Doe of Ganja. “…” she said."]),
    ("Minister Doe left.\n\nBut she said: “We won.”", ["Minister Doe left. But she said: “…”"]),
    ("Doe left. She was glad. “We won,” she told Roe.", ["Doe left. … “…” she told Roe."]),
    ("Doe ging. „Wir gewinnen“, sagte er.", ["Doe ging. „…“, sagte er."]),
    ("Mme Doe part. « Nous gagnons », a-t-elle dit.", ["Mme Doe part. «…», a-t-elle dit."]),
    ("Doe llegó. «Hemos ganado», ha insistido.", ["Doe llegó. «…», ha insistido."]),
    (
        "Doe left. In a speech here, she said: “We won.”",
        ["Doe left. In a speech here, she said: “…”"],
    ),
    (
        "“We left,” said union leader Jane Doe. “We won,” she said.",
        ["“…” said union leader Jane Doe. “…” she said."],
    ),
    (
        "«Мы уйдём», сказала мэр Doe. «Мы победили», добавила она.",
        ["«…», сказала мэр Doe. «…», добавила она."],
    ),
    (
        "«Nos vamos», dijo la alcaldesa Doe. «Hemos ganado», añadió.",
        ["«…», dijo la alcaldesa Doe. «…», añadió."],
    ),
    ("Doe left. The loss is over, he said. “We won,” he added.", ["Doe left. … “…” he added."]),
    (
        "The plan, Doe told Roe, is late. “We won,” he said.",
        ["The plan, Doe told Roe, is late. “…” he said."],
    ),
]
NOT_NAMED = [
    "“We left,” said a friend of Doe. “We won,” he said.",
    "Doe left. In a speech to Roe, he said: “We won.”",
    "Doe left. Now all hoped, the banker said. In it he said: “We won.”",
    "Doe left. The talks failed, they said, and he said: “We won.”",
    "Doe left. It rained. “We won,” he said.",
    "Doe left. “We won,” said the minister.",
    "Doe left. “We won,” Roe said, and he left.",
    "Roe met Doe. “We won,” he said.",
    "Roe said Doe left. “We won,” he said.",
    "Doe’s son left. “We won,” he said.",
    "For Doe it was late. “We won,” he said.",
    "He told Doe so. “We won,” he said.",
    "Did Doe leave? “We won,” he said.",
    "Doe left, Roe said. “We won,” he said.",
    "Doe ging. „Wir gewinnen“, sagten sie.",
    "Doe left. He wept. “We won,” she said.",
]


def spoken_by_doe(folder, text):
    """Return the quotations of a text that are found for Doe as speaker, but not in their own sentence."""
    with newsgrep.open_index(folder / ".newsgrep") as index:
        with index.writer() as writer:
            writer.add(Article("a", body=text))
        lines = index.quotations("", speaker="doe", least=1).lines
    return [line for line in lines if line.speaker_in == "before"]


@pytest.mark.parametrize(("text", "contexts"), NAMED)
def test_a_pronoun_stands_for_the_speaker_whom_a_sentence_before_names(tmp_path, text, contexts):
    """The context begins with that sentence."""
    found = [line.context.replace("« …", "«…").replace("… »", "…»") for line in spoken_by_doe(tmp_path, text)]
    assert found == contexts


@pytest.mark.parametrize("text", NOT_NAMED)
def test_a_pronoun_stands_for_no_one_who_may_be_another(tmp_path, text):
    """Where a sentence is between, another person says it, or the name is not the subject."""
    assert spoken_by_doe(tmp_path, text) == []
