"""Fixtures for all tests."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.opensearch.nodes.cluster import Cluster
from tests.opensearch.nodes.jars import NEWEST, OLDEST, TroubleError, fetch, java

# A shell has programs in the background ignore Ctrl-C, and so would all that the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A loaded machine is no reason to fail.
settings.register_profile("newsgrep", deadline=None)
settings.load_profile("newsgrep")

#: What of the caller's environment would change what the program does.
_VARIABLES = (
    "NEWSGREP_INDEX",
    "NEWSGREP_CONFIG",
    "NEWSGREP_SAFE_DIRECTORY",
    "SUDO_UID",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Return what gives the tests to several workers."""
    from tests.scheduling import NodeScheduling

    return NodeScheduling(config, log)


@pytest.hookimpl
def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test after its parameter where that is bytes: those of ZIP and gzip have the time in them.

    Workers that collect the tests at different times would have different names.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl
def pytest_collection_finish() -> None:
    """Keep the garbage collector from going through the collected tests again, each time that it runs."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp() / name.lower()))
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def person(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    """Write the person's file of settings."""
    home = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    (home / "newsgrep").mkdir()

    def write(text: str) -> Path:
        (home / "newsgrep/config.toml").write_text(text, "utf-8")
        return home / "newsgrep/config.toml"

    return write


@pytest.fixture
def project() -> Iterator[Callable[[str], Path]]:
    """Write the project's file of settings into the current folder."""
    written: list[Path] = []

    def write(text: str) -> Path:
        written.append(Path.cwd() / "newsgrep.toml")
        written[-1].write_text(text, "utf-8")
        return written[-1]

    yield write
    for file in written:
        file.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a node; skips where none can be started, and fails where NEWSGREP_NEEDS_NODES is set."""
    reason = _missing(NEWEST)
    if reason:
        if os.environ.get("NEWSGREP_NEEDS_NODES"):
            pytest.fail(reason)
        pytest.skip(reason)
    with Cluster(tmp_path_factory.mktemp("opensearch") / "nodes") as cluster:
        yield cluster.urls[0]


@pytest.fixture(scope="session")
def older_cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a node of the oldest release that is supported; skips where none can be started."""
    if reason := _missing(OLDEST):
        pytest.skip(reason)
    with Cluster(tmp_path_factory.mktemp("older") / "nodes", version=OLDEST) as cluster:
        yield cluster.urls[0]


def _missing(version: str) -> str:
    """Return what keeps a node of a release from being started; empty if nothing does."""
    if os.environ.get("NEWSGREP_WITHOUT_NODES"):
        return "NEWSGREP_WITHOUT_NODES is set"
    if not shutil.which("mvn"):
        return "a node of OpenSearch needs Maven (mvn)"
    try:
        java(version)
        fetch(version)
    except TroubleError as error:
        return str(error)
    return ""
