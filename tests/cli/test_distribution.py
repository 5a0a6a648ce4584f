"""Another distribution than whoosh3 in its place."""

from __future__ import annotations

import subprocess
import sys

from newsgrep.engine.whoosh_compat import WHOOSH_RELEASE


def test_another_distribution_of_whoosh_is_named(tmp_path):
    """The error names the version that is installed, and the command that installs the right one."""
    (tmp_path / "whoosh").mkdir()
    (tmp_path / "whoosh/__init__.py").write_text("__version__ = (2, 7, 4)\n")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from newsgrep.cli import main; sys.exit(main())"
    )
    (tmp_path / "a.txt").write_text("Talks resumed.\n")
    command = [sys.executable, "-c", program, "index", "a.txt"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("newsgrep: the package whoosh is version 2.7.4 here, not 3.54")
    assert f"whoosh3=={'.'.join(map(str, WHOOSH_RELEASE))}" in ended.stderr
