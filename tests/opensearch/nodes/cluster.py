"""Nodes of OpenSearch on this machine, one or several that are a cluster, and what becomes of them."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.opensearch.nodes.jars import NEWEST, TroubleError, fetch, java

#: Ports below those that Linux gives to outgoing connections, so that none is lost to one by chance.
PORTS = range(20_000, 32_000)

START_SECONDS, STOP_SECONDS = 120.0, 30.0

LOG4J = """\
status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = {log}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{{ISO8601}}][%-5p][%-25c{{1.}}] %m%n
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""


@dataclass
class Node:
    """A node, and its process where it runs: the time it began tells it from another of the same number."""

    folder: Path
    http: int
    transport: int
    version: str
    heap: int
    pid: int = 0
    began: str = ""

    @property
    def name(self) -> str:
        """The name, which is the folder's."""
        return self.folder.name

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http}"

    @property
    def runs(self) -> bool:
        """Whether its process is there."""
        return bool(self.began) and _began(self.pid) == self.began

    def log(self, lines: int = 15) -> str:
        """Return the end of what it has told."""
        files = [file for name in ("out.log", "node.log") if (file := self.folder / name).exists()]
        told = "".join(file.read_text("utf-8", "replace") for file in files)
        return "\n".join(told.splitlines()[-lines:])

    def save(self) -> None:
        """Write down what there is to know of it."""
        known = {**asdict(self), "folder": self.name}
        (self.folder / "node.json").write_text(json.dumps(known), "utf-8")

    @classmethod
    def load(cls, file: Path) -> Node:
        """Return the node that was written down."""
        return cls(**{**json.loads(file.read_text("utf-8")), "folder": file.parent})

    def signal(self, number: int) -> None:
        """Send its process a signal, if it is there."""
        if self.runs:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


def _began(pid: int) -> str:
    """Return when a process began, in ticks since the system did; nothing for one that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def _free_port(taken: set[int]) -> int:
    for _ in range(200):
        port = random.choice(PORTS)
        with contextlib.closing(socket.socket()) as trial, contextlib.suppress(OSError):
            if port not in taken:
                trial.bind(("127.0.0.1", port))
                taken.add(port)
                return port
    raise TroubleError(f"no port from {PORTS.start} to {PORTS.stop - 1} is free")


@dataclass
class Cluster:
    """Some nodes in a folder. As a context it starts them, and in the end stops them and deletes the folder.

    folder:   where their data and logs are; a cluster that is there already is the same again
    nodes:    how many there are to be; 0 for as many as are there, or one
    version:  the release, of new nodes
    heap:     megabytes that the Java heap of each has, of new nodes
    attached: whether the nodes end with the process that started them, however it ends
    settings: more for opensearch.yml, of new nodes
    """

    folder: Path
    nodes: int = 0
    version: str = NEWEST
    heap: int = 512
    attached: bool = True
    settings: dict[str, Any] = field(default_factory=dict)
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()  # a node runs elsewhere

    def __enter__(self) -> Cluster:
        try:
            self.start()
        except BaseException:
            self.stop(delete=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(delete=True)

    def members(self) -> list[Node]:
        """Return the nodes that there are, running or not."""
        files = self.folder.glob("node-*/node.json")
        return sorted((Node.load(file) for file in files), key=lambda node: int(node.name.rpartition("-")[2]))

    @property
    def urls(self) -> list[str]:
        """Where the running nodes answer."""
        return [node.url for node in self.members() if node.runs]

    def start(self, seconds: float = START_SECONDS) -> list[Node]:
        """Start all nodes that do not run, and wait until they are one cluster."""
        members = self.members() or self._new_members()
        if self.nodes not in (0, len(members)):
            raise TroubleError(f"{self.folder} has a cluster of {len(members)}, not {self.nodes}")
        for node in members:
            if not node.runs:
                self._launch(node)
        self.wait(members, time.monotonic() + seconds)
        return members

    def restart(self, name: str, seconds: float = START_SECONDS) -> Node:
        """Start a node that was stopped or killed, with what it had, and wait until the others see it."""
        node = self.member(name)
        if node.runs:
            raise TroubleError(f"{name} runs")
        self._launch(node)
        self.wait([one for one in self.members() if one.runs], time.monotonic() + seconds)
        return node

    def kill(self, name: str) -> None:
        """End a node at once, as when its machine loses the power."""
        node = self.member(name)
        node.signal(signal.SIGKILL)
        self._gone(node, time.monotonic() + STOP_SECONDS)

    def stop(self, name: str = "", *, delete: bool = False) -> None:
        """Stop a node, or all of them, and wait until they are gone; one that does not listen is killed."""
        wanted = [self.member(name)] if name else self.members()
        for node in wanted:
            node.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for node in wanted:
            if not self._gone(node, deadline):
                node.signal(signal.SIGKILL)
                self._gone(node, time.monotonic() + STOP_SECONDS)
        if delete:
            for node in wanted:
                shutil.rmtree(node.folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    def settle(self, seconds: float = START_SECONDS) -> None:
        """Wait until every copy of every shard is where it is to be, as before another node may go."""
        deadline = time.monotonic() + seconds
        while (told := health(self.urls[0]))["status"] != "green":
            if time.monotonic() > deadline:
                raise TroubleError(
                    f"the cluster is {told['status']} still, {told['unassigned_shards']} shards lack a node"
                )
            time.sleep(0.2)

    def member(self, name: str) -> Node:
        """Return the node of this name."""
        for node in self.members():
            if node.name == name:
                return node
        raise TroubleError(f"there is no {name} in {self.folder}")

    def wait(self, members: list[Node], deadline: float) -> None:
        """Wait until some nodes answer, and each of them sees as many; an error has the end of a log."""
        for node in members:
            while not _sees(node.url, len(members)):
                if not node.runs:
                    raise TroubleError(f"{node.name} has stopped:\n{node.log()}")
                if time.monotonic() > deadline:
                    raise TroubleError(f"{node.name} took too long:\n{node.log()}")
                time.sleep(0.2)

    def _new_members(self) -> list[Node]:
        taken: set[int] = set()
        folders = [self.folder / f"node-{number}" for number in range(1, max(1, self.nodes) + 1)]
        members = [
            Node(folder, _free_port(taken), _free_port(taken), self.version, self.heap) for folder in folders
        ]
        token = os.urandom(4).hex()
        for node in members:
            for name in ("config", "data", "tmp"):
                (node.folder / name).mkdir(parents=True, exist_ok=True)
            settings = _yaml(self._settings_of(node, members, token))
            (node.folder / "config" / "opensearch.yml").write_text(settings, "utf-8")
            logging = LOG4J.format(log=node.folder / "node.log")
            (node.folder / "config" / "log4j2.properties").write_text(logging, "utf-8")
            node.save()
        return members

    def _settings_of(self, node: Node, members: list[Node], token: str) -> dict[str, Any]:
        return {
            "cluster.name": f"newsgrep-{token}",  # so that no two clusters of a machine become one
            "node.name": node.name,
            "path.data": str(node.folder / "data"),
            "path.logs": str(node.folder),
            "network.host": "127.0.0.1",
            "http.port": node.http,
            "transport.port": node.transport,
            "discovery.seed_hosts": [f"127.0.0.1:{one.transport}" for one in members],
            "cluster.initial_cluster_manager_nodes": [one.name for one in members],
            "cluster.routing.allocation.disk.threshold_enabled": False,  # a test machine's disk may be full
            **self.settings,
        }

    def _launch(self, node: Node) -> None:
        home, jdk = fetch(node.version), java(node.version)
        classes = os.pathsep.join([str(home / "classes"), str(home / "lib" / "*")])
        how = "attached" if self.attached else "detached"
        command = [
            str(jdk / "bin" / "java"),
            *_options(home, node),
            "-cp",
            classes,
            "Main",
            str(node.folder),
            how,
        ]
        with (node.folder / "out.log").open("wb") as out:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if self.attached else subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for whoever started it
            )
        self._processes[node.name] = process
        node.pid, node.began = process.pid, _began(process.pid)
        node.save()

    def _gone(self, node: Node, deadline: float) -> bool:
        """Wait until a node's process has ended; say whether it has."""
        process = self._processes.get(node.name)
        while node.runs:
            if process is not None:
                process.poll()
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        if process is not None:
            process.wait()
            if process.stdin:
                process.stdin.close()
            del self._processes[node.name]
        return True


def _options(home: Path, node: Node) -> list[str]:
    return [
        f"-Xms{node.heap}m",
        f"-Xmx{node.heap}m",
        "-XX:TieredStopAtLevel=1",  # starts in two thirds of the time
        f"-Dopensearch.path.home={home}",
        f"-Djava.io.tmpdir={node.folder / 'tmp'}",
        f"-XX:ErrorFile={node.folder / 'crash.log'}",
        "-Dlog4j.shutdownHookEnabled=false",  # what it does when it stops is to be told, too
        *os.environ.get("OPENSEARCH_JAVA_OPTS", "").split(),
    ]


def _yaml(settings: dict[str, Any]) -> str:
    """Return settings as YAML, of which JSON is a part."""
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items())


def _sees(url: str, number: int) -> bool:
    """Whether a node answers, and its cluster has so many nodes and a manager."""
    try:
        return int(health(url)["number_of_nodes"]) >= number
    except (OSError, ValueError, LookupError):
        return False


def health(url: str) -> dict[str, Any]:
    """Return what a node says of its cluster."""
    with urllib.request.urlopen(f"{url}/_cluster/health?timeout=1s", timeout=5) as answer:
        told: dict[str, Any] = json.load(answer)
    return told
