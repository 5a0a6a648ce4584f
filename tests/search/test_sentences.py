"""Where sentences end, and where a full stop ends none."""

from __future__ import annotations

import pytest

from newsgrep.textmatch.sentences import sentence_starts


def sentences(text):
    """Return the sentences of a text."""
    starts = [0, *sentence_starts(text), len(text)]
    return [text[start:end].strip() for start, end in zip(starts, starts[1:], strict=False)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Doe met Dr. Roe and Sen. Poe of St. Louis.",
        "J. R. Doe and В. В. Путин met in the U.S. Senate.",
        "The talks (in the U.S.) Doe led were short.",
        "On Oct. 7 he bought No. 5 and 2 oz. of tea, juice etc. for all.",
        "Acme Inc. said that it sold Acme Corp. for nothing.",
        "Am 21. Mai, im 19. Jahrhundert und in der 2. Bundesliga war er z. B. Dritter, d. h. Letzter.",
        "Startet am 11. und 12. Mai, bzw. Prof. Müller sagte es (Anm. d. Red.).",
        "La loi de M. Dupont et de Mme. Durand.",
        "Bu 21. yüzyılda ve 3. sıradaki Prof. Doç. Yılmaz geldi.",
        "Он живёт в г. Москва, на ул. Ленина, в театре им. Чехова, т. е. рядом.",
        "Zamieszkali na ul. Długiej, gdzie ks. Jan i gen. Nowak, tzw. Bracia, mieli np. Dom.",
        "العام د. محمد قال ذلك.",
        "“Why?” he asked.",
        "1. Eat more fibre",
    ],
)
def test_a_full_stop_that_ends_no_sentence(text):
    """Of titles, initials, dates, ordinals and other abbreviations, in several languages."""
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He lives in the U.S. The talks failed.", 2),
        ("In 2020 they had 12. The rest left. She was 49. Slavery was legal.", 4),
        ("Он умер в 2020 г. Президент молчал. И т. д. Потом ушёл.", 4),
        ("Foi assim é. Mas não. Kim o. Bu ne.", 4),
        ("Ran 5 m. The end. At 5 p.m. They left.", 4),
        ("we won. he left. nobody knows", 3),
        ("It cost 40 dlrs.\n    it rained. Then on May 31.\n    The company left", 4),
        ("It came to the U.S.\n\nmore rain. The jury is out. Go to AT&T. Then go.", 5),
        ("He saw it. “We won.” They left.", 3),
        ("北京。東京！「終」。", 3),
    ],
)
def test_a_full_stop_that_ends_a_sentence(text, count):
    """Behind units, years and short words, in texts without capitals, and at the end of a paragraph."""
    assert len(sentences(text)) == count
