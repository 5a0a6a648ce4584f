"""Make docs/browse.svg, a picture of `newsgrep browse`, from a real run: `python scripts/browse_picture.py`.

The sample articles are indexed in a temporary folder, and keys are pressed as a person presses them.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from newsgrep import open_index
from newsgrep.browse.app import BrowseApp
from newsgrep.browse.wanted import Wanted

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/browse.svg"
SIZE = (130, 36)
KEYS = (*"ganja missile", "down", "m", "j", "m", "f")
#: Seconds for the facets, which are counted once nothing is typed for a while.
PAUSE = 2.0


async def picture(folder: Path) -> str:
    """Return the screen after the keys, as SVG."""
    app = BrowseApp((folder,), Wanted())
    app.title = "newsgrep browse"
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*KEYS)
        await pilot.pause(PAUSE)
        await pilot.press("n")
        await pilot.pause()
        return app.export_screenshot()


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        shutil.copytree(ROOT / "corpus", "corpus")
        with open_index(".newsgrep") as index:
            index.update("corpus", jobs=1)
        svg = asyncio.run(picture(Path(folder, ".newsgrep").resolve()))
        os.chdir(ROOT)
    # The identifiers differ from run to run, and the milliseconds of a search do, too.
    svg = re.sub(r"terminal-\d+", "newsgrep", svg)
    PICTURE.write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
