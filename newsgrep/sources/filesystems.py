"""File systems that store nothing: the kernel shows its state in them, such as /proc and /sys on Linux."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

#: Types of file systems, as Linux names them.
_KINDS = frozenset(
    ["binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs"]
    + ["fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "rpc_pipefs", "securityfs", "selinuxfs"]
    + ["sysfs", "tracefs"]
)

_MOUNTS = Path("/proc/self/mountinfo")


@cache
def system_devices() -> frozenset[int]:
    """Return the devices, as `st_dev` has them, of the file systems that store nothing."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return frozenset()  # not Linux: no other system has many such files
    return frozenset(number for line in lines if (number := _device(line)) is not None)


def _device(mount: str) -> int | None:
    """Return the device of a line such as `22 27 0:21 / /proc rw - proc proc rw`; else None."""
    before, _, after = mount.partition(" - ")
    fields = before.split()
    if len(fields) < 3 or after.partition(" ")[0] not in _KINDS:
        return None
    major, _, minor = fields[2].partition(":")
    return os.makedev(int(major), int(minor))
