"""The hint for a library that is not installed: what installs it for the interpreter that runs."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from newsgrep.extras import can_be_read_now, install_command, library_needed, missing_library


def test_the_running_interpreter_installs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By pip where it is there, else by uv; the libraries are those that newsgrep's own metadata names."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    python = shlex.quote(sys.executable)
    monkeypatch.setattr("newsgrep.extras.find_spec", lambda name: object())
    assert install_command("html").startswith(f"{python} -m pip install 'trafilatura>=")
    monkeypatch.setattr("newsgrep.extras.find_spec", lambda name: None)
    assert install_command("feeds").startswith(f"uv pip install --python {python} 'feedparser>=")


def test_a_tool_of_pipx_or_uv_is_added_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the environment that they have made."""
    environment = tmp_path / "newsgrep"
    environment.mkdir()
    monkeypatch.setattr(sys, "prefix", str(environment))
    (environment / "uv-receipt.toml").touch()
    assert install_command("feeds").startswith("uv pip install --python ")
    (environment / "pipx_metadata.json").touch()
    assert install_command("feeds").startswith("pipx inject newsgrep 'feedparser>=")


def test_an_extra_of_extras_is_all_of_their_libraries() -> None:
    """The pages in a WARC are HTML."""
    command = install_command("warc")
    assert "warcio>=" in command
    assert "trafilatura>=" in command
    assert "newsgrep[" not in command


def test_a_file_is_read_again_once_its_library_is_there() -> None:
    """Other reasons stay as they are."""
    assert can_be_read_now("needs pytest: python -m pip install pytest")
    assert not can_be_read_now("needs no-such-library-here: python -m pip install it")
    assert not can_be_read_now("empty file")
    assert not can_be_read_now(missing_library("no-such-library-here", "html").message)


def test_a_feature_names_what_it_needs() -> None:
    """The error has the command as its hint."""
    error = library_needed("--plot", "matplotlib", "plots")
    assert error.message == "--plot needs matplotlib"
    assert error.hint == install_command("plots") != ""
