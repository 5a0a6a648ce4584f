"""Fixtures for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A loaded machine is no reason to fail.
settings.register_profile("newsgrep", deadline=None)
settings.load_profile("newsgrep")

#: What of the caller's environment would change what the program does.
_VARIABLES = ("NEWSGREP_INDEX", "NEWSGREP_SAFE_DIRECTORY", "SUDO_UID", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp() / name.lower()))
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
