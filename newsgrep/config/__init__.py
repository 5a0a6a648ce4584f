"""Where the index is, and the settings of the user and of the project.

    place     the folder of the index, or its address
    address   addresses of indexes on servers
    files     the two files of settings: the user's, and the project's
    tables    the tables of settings that other rooms read: equivalent words, servers

`cli/settings.py` reads the tables that hold flags of commands.
"""

from __future__ import annotations

from newsgrep.config.address import Address, IndexPlace
from newsgrep.config.place import (
    FOLDER,
    SAFE,
    VARIABLE,
    file_beside,
    holds_index,
    index_names,
    index_place,
    project_index,
    project_place,
)
from newsgrep.config.setting_tables import equivalents, server_settings

__all__ = [
    "FOLDER",
    "SAFE",
    "VARIABLE",
    "Address",
    "IndexPlace",
    "equivalents",
    "file_beside",
    "holds_index",
    "index_names",
    "index_place",
    "project_index",
    "project_place",
    "server_settings",
]
