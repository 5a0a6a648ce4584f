"""Find the index: the one that is named, else NEWSGREP_INDEX, else the index of the nearest project.

A project is a folder with a `.newsgrep/` or a `newsgrep.toml`, which may name another index.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from newsgrep.arguments import path_argument
from newsgrep.config.address import Address, IndexPlace, is_address, parse_address
from newsgrep.config.settings_files import PROJECT, check_key, is_safe, project_file, with_home
from newsgrep.errors import IndexUnusableError, UsageError, reason_of

#: The name of the folder that holds an index.
FOLDER = ".newsgrep"
#: The environment variable that names an index; empty counts as not set.
VARIABLE = "NEWSGREP_INDEX"
#: The environment variable that lists folders whose indexes are used although others own them; `*` for all.
SAFE = "NEWSGREP_SAFE_DIRECTORY"

#: The name of the file of tags beside an index.
TAGS_FILE = "newsgrep-tags.tsv"
#: Names of files by which a folder is recognised as an index, even if some of the files are lost.
_OF_INDEX = r"_MAIN_\d+\.toc|MAIN_WRITELOCK|MAIN_[0-9a-z]+\.trm"
#: The file that every index has from its first run on.
_LOCK = "MAIN_WRITELOCK"


def index_place(named: str | os.PathLike[str] | Address | None = None) -> IndexPlace:
    """Return the absolute path of the index folder, or the address of the index; it need not exist.

    named: an address or a folder; None for NEWSGREP_INDEX, or the nearest place

    A named folder that holds an index, is empty or is missing is the folder of the index. For a folder with
    other files, the index is its subfolder `.newsgrep/`. The nearest place is found by a `.newsgrep/` or a
    `newsgrep.toml` in the current folder or in a folder above it; without one, it is in the current folder.

    Raises UsageError for a wrong address and for a list of folders, and IndexUnusableError if the nearest
    index belongs to another user, who could read what is indexed, and change what is found. A named index is
    used, whoever owns it.
    """
    if isinstance(named, Address):
        return named
    if named is None or named == "":
        named = _from_environment()
    if named is not None:
        return _named_place(named)
    place = nearest_place()
    elsewhere = project_index(place)
    if is_address(elsewhere):
        return parse_address(elsewhere)
    return _named_folder(place.parent / elsewhere) if elsewhere else place


def project_place(named: str | os.PathLike[str] | Address | None = None) -> Path:
    """Return the folder that has the project's file beside it: the named index, or the nearest place.

    For an index on a server, it is the nearest place. Raises what `index_place` raises.
    """
    named = named or _from_environment()
    if named is None or isinstance(named, Address) or is_address(os.fspath(named)):
        return nearest_place()
    return _named_folder(named)


def setting_of_place() -> str:
    """Return what names the index if no flag does: NEWSGREP_INDEX or a project's file; empty for neither."""
    if _from_environment() is not None:
        return VARIABLE
    nearest = nearest_place()
    return str(nearest.parent / PROJECT) if project_index(nearest) else ""


def file_beside(place: IndexPlace, name: str) -> Path:
    """Return the path of a file beside an index; for an index on a server, beside the project."""
    return (place if isinstance(place, Path) else project_place(place)).parent / name


def nearest_place() -> Path:
    """Return the folder of the index of the nearest project, unless the project's file names another."""
    here = Path.cwd()
    for above in (here, *here.parents):
        folder, file = above / FOLDER, above / PROJECT
        try:
            parts = [folder] * folder.is_dir() + [file] * file.is_file()
        except OSError as error:  # another user's folder
            raise IndexUnusableError(
                f"whether there is an index in {above} cannot be seen: {reason_of(error)}",
                f"name one with --index, or in {VARIABLE}",
            ) from None
        if parts:
            _refuse_foreign(folder, parts)
            return folder
    return here / FOLDER


def project_index(place: Path) -> str:
    """Return the folder or address that the project's file names as `project.index`; empty for none.

    place: of the index without that setting; the file is beside it

    Raises UsageError for a wrong setting, and for a place outside of a project that is not trusted.
    """
    file = project_file(place)
    table = {} if file is None else file.tables.get("project", {})
    if file is None or not table:
        return ""
    for key in table:
        check_key(file, "project", key, ("index",))
    index = table["index"]
    if not isinstance(index, str) or not index or "\0" in index:
        raise file.error("project.index", "is no path", "write a folder or an address in quotes")
    home = file.path.parent
    inside = Path(os.path.normpath(home / index)).is_relative_to(home) and not is_address(index)
    if not inside and not file.is_trusted:
        raise file.untrusted("project.index", "is outside of the project")
    return index


def _named_place(named: str | os.PathLike[str]) -> IndexPlace:
    path = path_argument("place", named)
    text = os.fspath(path)
    return parse_address(text) if is_address(text) else _named_folder(path)


def _named_folder(named: str | os.PathLike[str]) -> Path:
    _refuse_list(os.fspath(named))
    folder = _behind_link(Path(os.path.normpath(with_home(named).absolute())))
    return folder / FOLDER if _has_other_files(folder) else folder


def _refuse_list(named: str) -> None:
    """Raise UsageError for a list of indexes, separated as in PATH, in the place of one index."""
    parts = [part for part in named.split(os.pathsep) if part]
    if len(parts) < 2 or os.path.lexists(named) or not all(map(_has_index, parts)):
        return
    import shlex

    flags = " ".join(f"--index {shlex.quote(part)}" for part in parts)
    raise UsageError(f"{named} is the name of {len(parts)} indexes", f"name each: {flags}")


def _has_index(folder: str) -> bool:
    return any(holds_index(os.path.join(folder, inside)) for inside in ("", FOLDER))  # noqa: PTH118


def _behind_link(folder: Path) -> Path:
    """Return the `.newsgrep` that a link with another name leads to, else the folder itself.

    The paths of that index are relative to the folder that holds it, not to the folder of the link. A link
    with the name `.newsgrep` is used as the index, so that the index may be on another disk.
    """
    if folder.name == FOLDER or not folder.is_symlink():
        return folder
    real = folder.resolve()
    return real if real.name == FOLDER else folder


def _has_other_files(folder: Path) -> bool:
    """Return whether a folder has files that are not the files of an index, or of a damaged one."""
    if folder.name == FOLDER:
        return False
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:  # it is missing, not a folder, or unreadable; a .newsgrep in it may be readable even so
        return (folder / FOLDER).is_dir()
    return bool(names) and not any(re.fullmatch(_OF_INDEX, name) for name in names)


def index_names(places: Sequence[IndexPlace]) -> tuple[str, ...]:
    """Return a unique name for each index: its folder, with as many folders above it as are needed.

    >>> index_names([Path("/a/wire/.newsgrep"), Path("/a/news"), Path("/b/news/.newsgrep")])
    ('wire', 'a/news', 'b/news')
    """
    folders = [_folder_of(place) for place in places]
    tails = [[str(PurePath(*one.parts[start:])) for start in range(len(one.parts))] for one in folders]
    count = Counter(tail for some in tails for tail in some)
    return tuple(
        next((tail for tail in reversed(some) if count[tail] == 1), str(place))
        for some, place in zip(tails, places, strict=True)
    )


def _folder_of(place: IndexPlace) -> PurePath:
    if isinstance(place, Address):
        return PurePath(str(place))
    return place.parent if place.name == FOLDER else place


def holds_index(folder: str) -> bool:
    """Return whether a folder directly contains the files of an index."""
    return os.path.lexists(os.path.join(folder, _LOCK))  # noqa: PTH118


def _refuse_foreign(folder: Path, parts: Iterable[Path]) -> None:
    """Raise IndexUnusableError for a project of another user, unless a setting says that it is safe."""
    if all(map(_is_ours, parts)) or _is_safe(folder):
        return
    raise IndexUnusableError(
        f"the index in {folder} belongs to another user",
        f"to use it, name it with --index, or set {SAFE}={folder}; "
        f"to make your own, name that with --index {FOLDER}",
    )


def _is_ours(folder: Path) -> bool:
    """Return whether a folder, and the target of its link, belong to the user, or to the caller of sudo."""
    users = {os.geteuid()}
    caller = os.environ.get("SUDO_UID", "")
    if users == {0} and caller.isdecimal():
        users.add(int(caller))
    return {folder.stat().st_uid, folder.lstat().st_uid} <= users


def _is_safe(folder: Path) -> bool:
    """Return whether a setting says that a folder, or the folder above it, is safe."""
    listed = [entry for entry in os.environ.get(SAFE, "").split(os.pathsep) if entry]
    places = {folder.resolve(), folder.parent.resolve()}
    return (
        "*" in listed
        or any(Path(entry).resolve() in places for entry in listed)
        or any(is_safe(place, "indexes") for place in places)
    )


def _from_environment() -> Path | None:
    value = os.environ.get(VARIABLE)
    return Path(value) if value else None
