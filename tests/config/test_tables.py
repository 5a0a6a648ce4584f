"""What other rooms read in the files of settings, and where the index is by them."""

from __future__ import annotations

import os
import re

import pytest

from newsgrep.config import equivalents, index_place, server_settings
from newsgrep.errors import IndexUnusableError, UsageError


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Work in the empty folder of a project."""
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def test_without_files_nothing_is_set(home):
    """No file is needed."""
    assert equivalents() == {}
    assert server_settings("search.example.org") == {}
    assert index_place() == home / ".newsgrep"


def test_a_line_of_the_list_adds_to_that_of_a_table_below_it(person, project):
    """An empty one takes it out. So a table that newsgrep wrote can be written anew."""
    person("[equivalents]\nkyiv = []\n")
    project(
        '[equivalents]\nkyiv = ["kiev"]\ngeorgia = []\nun = "onu"\n'
        '[equivalents.places]\nkyiv = ["київ"]\ngeorgia = ["грузия"]\noslo = ["осло"]\n'
    )
    assert equivalents() == {"kyiv": ("kiev", "київ"), "georgia": (), "un": ("onu",), "oslo": ("осло",)}


def test_equivalents_of_the_project_come_before_those_of_the_person(person, project):
    """Word by word; a text is a list of one."""
    person('[equivalents]\ngaddafi = ["qaddafi", "kadhafi"]\nkyiv = "kiev"\n')
    project('[equivalents]\nkyiv = ["kiev", "kiew"]\n')
    assert equivalents() == {"gaddafi": ("qaddafi", "kadhafi"), "kyiv": ("kiev", "kiew")}


def test_the_settings_of_a_server_are_found_by_its_host(person):
    """Those with a port come first."""
    person(
        '[servers."search.example.org"]\nuser = "ada"\npassword = "secret"\n'
        '[servers."search.example.org:9201"]\ntoken = "t"\n'
    )
    assert server_settings("search.example.org:9200") == {"user": "ada", "password": "secret"}
    assert server_settings("search.example.org:9201") == {"token": "t"}
    assert server_settings("other.example.org") == {}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            '[servers.h]\npasword = "x"\n',
            'config.toml: [servers."h"] has no pasword',
            "did you mean password?",
        ),
        ("[servers.h]\ntoken = 5\n", 'config.toml: servers."h".token: is no text', "write it in quotes"),
        ('[servers]\nh = "x"\n', "config.toml: servers.h: is no table", 'write [servers."h"]'),
        ("[servers.h\n", "config.toml is not TOML", "correct that place"),
        ('token = "x"\n', "config.toml: token is in no table", "[search]"),
        ("[equivalents.a]\nkyiv = 1\n", "equivalents.a.kyiv: is neither a text nor a list of texts", "write"),
        ("[equivalents]\nkyiv = 1\n", "equivalents.kyiv: is neither a text nor a list of texts", "write"),
    ],
)
def test_what_is_wrong_is_named(person, text, message, hint):
    """With the file, the place, and what to do."""
    person(text)
    with pytest.raises(UsageError, match=re.escape(message)) as raised:
        (equivalents if "equivalents" in text else lambda: server_settings("h"))()
    assert hint in raised.value.hint


@pytest.mark.parametrize("table", ["safe", "servers"])
def test_a_project_cannot_say_what_is_safe(project, table):
    """Nor sign in anywhere."""
    project(f'[{table}]\nprojects = ["*"]\n')
    with pytest.raises(UsageError, match=f"newsgrep.toml: {table}: belongs in your own file of settings"):
        equivalents()


def test_a_project_without_an_index_is_found_from_below(home, project, monkeypatch):
    """So that the index is made beside the project's file."""
    project("")
    (home / "a/b").mkdir(parents=True)
    monkeypatch.chdir(home / "a/b")
    assert index_place() == home / ".newsgrep"


def test_a_project_may_name_a_folder_of_its_own_for_the_index(home, project):
    """Relative to the file."""
    project('[project]\nindex = "build/index"\n')
    assert index_place() == home / "build/index"


def test_an_index_outside_of_the_project_needs_trust(home, person, project):
    """Else a stranger's file would have private texts written to where it likes."""
    project('[project]\nindex = "../elsewhere"\n')
    with pytest.raises(UsageError, match="is outside of the project") as raised:
        index_place()
    assert f'projects = ["{home}"] below [safe]' in raised.value.hint
    person(f'[safe]\nprojects = ["{home}"]\n')
    assert index_place() == home.parent / "elsewhere"


def test_a_project_of_another_user_is_refused(home, person, project, monkeypatch):
    """As its index is, unless the person's file says that it is safe."""
    project("")
    user = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with pytest.raises(IndexUnusableError, match="belongs to another user"):
        index_place()
    person(f'[safe]\nindexes = ["{home}"]\n')
    assert index_place() == home / ".newsgrep"


def test_a_pipe_in_the_place_of_the_file_of_a_project_is_refused(home):
    """Nobody waits for someone to write to it."""
    os.mkfifo(home / "newsgrep.toml")
    with pytest.raises(UsageError, match="cannot be read: it is a pipe"):
        equivalents()
