"""Makes the index `format6` that test_format6.py reads. Run it if format 6 changes before it is released:

python -m tests.engine.make_format6
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import newsgrep

FOLDER = Path(__file__).parent / "format6"

WHEAT = (
    "Wheat prices rose again this week, as exporters of wheat wait for the storm to end before they load "
    "another ship. Millers say that flour will cost a tenth more by winter, unless the harvest in the south "
    "is better than the one in the north was."
)
RECORDS = [
    {
        "id": "port",
        "title": "Storm closes the port of Poti",
        "author": "Nino Example",
        "date": "2020-10-05",
        "url": "https://news.example/2020/port",
        "source": "news.example",
        "language": "en",
        "body": "A storm closed the port of Poti on Monday.\n\n"
        "Ships waited outside; three vessels were damaged.",
    },
    {
        "id": "wheat",
        "title": "Wheat prices rise",
        "author": "Ayla Example",
        "date": "2020-10-07",
        "url": "https://news.example/2020/wheat",
        "source": "news.example",
        "language": "en",
        "body": WHEAT,
    },
    {"id": "copy", "title": "Wheat prices rise", "body": WHEAT},
    {
        "id": "undated",
        "title": "A letter from Şəki",
        "body": "Cafés in Şəki open late. The owner’s mother-in-law serves tea.",
    },
]
NOTE = (
    " date 2020-10-30 By Nino Example\n\nA missile attack near Ganja was {word}.\n\nOfficials spoke of {rest}"
)
NOTE_2 = " date 2021-01-02 By Ayla Example\n\nPeace talks began in Moscow. The cease-fire holds."


def main() -> None:
    """Index a folder twice; the second run changes a note and adds another."""
    with tempfile.TemporaryDirectory() as home:
        os.chdir(home)
        Path("articles").mkdir()
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
        Path("articles/wire.jsonl").write_text("".join(lines), "utf-8")
        note = Path("articles/note.txt")
        note.write_text(NOTE.format(word="reported", rest="a rocket on Friday."))
        with newsgrep.open_index(".newsgrep") as index:
            index.update("articles", jobs=1)
            note.write_text(NOTE.format(word="confirmed", rest="missiles on Saturday."))
            Path("articles/note2.txt").write_text(NOTE_2)
            index.update("articles", jobs=1)
        Path(".newsgrep/MAIN_WRITELOCK").unlink()
        shutil.rmtree(FOLDER)
        shutil.copytree(".newsgrep", FOLDER)
        FOLDER.chmod(0o755)


if __name__ == "__main__":
    main()
