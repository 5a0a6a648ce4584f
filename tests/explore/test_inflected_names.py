"""Names in languages that inflect them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.multilingual import index_of_texts


@pytest.mark.parametrize(
    ("language", "texts", "names"),
    [
        (
            "russian",
            "Так сказал Владимир Путин и ушёл Владимир Путин.|Речь для Владимира Путина.",
            {"Владимир Путин": 2},
        ),
        ("russian", "Вот вся Россия и её долг.|Долг для России и для России.", {"России": 2}),
        ("russian", "Там Медведев, сам Медведев.|Там ждут Медведева.|Спит медведь.", {"Медведев": 2}),
        ("ukrainian", "Так каже Зеленський, сам Зеленський.|Так чекають Зеленського.", {"Зеленський": 2}),
        ("polish", "To jest Łódź, nasza Łódź.|Był on w Łodzi wczoraj.", {"Łódź": 2}),
        ("turkish", "Bugün ise Erdoğan, yine Erdoğan.|Bu söz Erdoğan’ın sözü.", {"Erdoğan": 2}),
        ("english,russian", "Там ждут Иванова в Oslo.|There Reuters met Иванову, Иванову.", {"Иванову": 2}),
        ("english", "So Jane Williams met William.", {"Jane Williams": 1, "William": 1}),
    ],
)
def test_the_inflections_of_a_name_are_one(
    tmp_path: Path, language: str, texts: str, names: dict[str, int]
) -> None:
    """Counted together, and shown as it is mostly written; names in English stay apart."""
    index = index_of_texts(tmp_path, language, texts.split("|"))
    found = {name.name: name.articles for name in index.names("*").names}
    assert names.items() <= found.items()
