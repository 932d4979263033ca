"""Nodes of one Elasticsearch cluster on this machine: loopback only, free ports, data in a temporary folder that stop removes."""

from __future__ import annotations

import base64
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local_installation import Installation, ServerError, installation
from local_processes import mark, pid_file, processes, stop

# What a full distribution would do beside serving: fetch from the internet, start native programs.
QUIETER = {
    "ingest-geoip": {"ingest.geoip.downloader.enabled": False},
    "x-pack-ml": {"xpack.ml.enabled": False},
}


@dataclass(frozen=True)
class User:
    name: str
    password: str
    roles: tuple[str, ...] = ("superuser",)

    @property
    def authorization(self) -> str:
        return "Basic " + base64.b64encode(f"{self.name}:{self.password}".encode()).decode()


@dataclass(frozen=True)
class Node:
    """One server. Its ports are chosen by the system at the first start and stay the same afterwards."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def url(self) -> str:
        return f"http://{self._address('http')}"

    @property
    def transport(self) -> str:
        return self._address("transport")

    @property
    def pid(self) -> int:
        """Of the server's own JVM, not of the program that launched it."""
        return int(pid_file(self.folder).read_text(encoding="ascii"))

    @property
    def has_ports(self) -> bool:
        return all((self.folder / "logs" / f"{kind}.ports").is_file() for kind in ("http", "transport"))

    def _address(self, kind: str) -> str:
        lines = (self.folder / "logs" / f"{kind}.ports").read_text(encoding="ascii").split()
        return next(line for line in lines if line.startswith("127.0.0.1:"))


class Cluster:
    """`settings` are lines of elasticsearch.yml for every node, `jvm` further Java options. With `users`, security is on; the
    first of them is asked for the health and needs the right to see it. `roles` is the text of roles.yml.

    Whoever calls `start` calls `stop`, also after an error; `running` does both."""

    def __init__(
        self,
        nodes: int = 1,
        *,
        heap: str = "512m",
        jvm: Sequence[str] = (),
        settings: Mapping[str, Any] | None = None,
        users: Sequence[User] = (),
        roles: str = "",
        installed: Installation | None = None,
    ) -> None:
        self.installed = installed or installation()
        self.users = tuple(users)
        self._jvm = (f"-Xms{heap}", f"-Xmx{heap}", *jvm)
        self._settings = dict(settings or {})
        self._roles = roles
        self._launchers: dict[Node, subprocess.Popen[bytes]] = {}
        self.folder = Path(tempfile.mkdtemp(prefix="mea-elasticsearch-")).resolve()
        self.nodes = tuple(Node(self.folder / f"n{number}") for number in range(1, nodes + 1))

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def start(self, seconds: float = 180) -> None:
        """Starts all nodes and returns when they are one cluster that answers. Raises ServerError with the cause."""
        for node in self.nodes:
            self._prepare(node)
        self.installed.own(self.folder)
        if self.users:
            self._add_users()
        for node in self.nodes:
            self.launch(node)
        end = time.monotonic() + seconds
        while not all(node.has_ports for node in self.nodes):
            self._pause(end)
        for node in self.nodes:
            hosts = node.folder / "config" / "unicast_hosts.txt"
            hosts.write_text("".join(f"{other.transport}\n" for other in self.nodes), encoding="ascii")
            hosts.chmod(0o644)
            self._configure(node, {"http.port": _port(node.url), "transport.port": _port(f"//{node.transport}")})
        self.wait(seconds=end - time.monotonic())
        self.reap()

    def launch(self, node: Node) -> None:
        """Starts one node, for instance again after it was killed; `wait` tells when it has joined."""
        pid_file(node.folder).unlink(missing_ok=True)
        environment = {
            **_environment(node),
            "ES_JAVA_OPTS": mark(node.folder),
            "CLI_JAVA_OPTS": mark(node.folder),
        }
        command = ["elasticsearch", "-d", "-p", str(pid_file(node.folder))]
        self._launchers[node] = self.installed.start(command, environment, node.folder / "out.log")

    def wait(self, nodes: int | None = None, *, status: str = "green", seconds: float = 120) -> Any:
        """Returns the health as soon as `nodes` (default: all) are there and the state is `status` or better."""
        end = time.monotonic() + seconds
        path = f"/_cluster/health?wait_for_nodes={nodes or len(self.nodes)}&wait_for_status={status}&timeout=2s"
        headers = {"Authorization": self.users[0].authorization} if self.users else {}
        while True:
            for node in self.nodes:
                try:
                    code, health = get_json(node.url + path, headers, timeout=10)
                except (OSError, ValueError, http.client.HTTPException):
                    continue
                if code == http.HTTPStatus.OK and not health["timed_out"]:
                    return health
                if code == http.HTTPStatus.UNAUTHORIZED:
                    raise ServerError(f"The user {self.users[0].name} may not ask for the health: {health}")
            self._pause(end)

    def signal(self, node: Node, what: signal.Signals) -> None:
        """For tests of faults: SIGKILL returns when the server is gone, SIGSTOP makes it hang."""
        os.kill(node.pid, what)
        while what == signal.SIGKILL and node.pid in processes(self.folder):
            time.sleep(0.01)

    def revive(self) -> None:
        """Continues hung nodes, starts dead ones again with their data, returns when all are one cluster."""
        alive = processes(self.folder)
        for node in self.nodes:
            if node.pid in alive:
                os.kill(node.pid, signal.SIGCONT)
            else:
                self.launch(node)
        self.wait()
        self.reap()

    def stop(self) -> None:
        stop(self.folder)
        self.reap()

    def reap(self) -> None:
        """Takes note of the ends of all launchers, which have ended or are about to."""
        for launcher in self._launchers.values():
            launcher.wait()

    def _prepare(self, node: Node) -> None:
        for name in ("data", "logs", "tmp"):
            (node.folder / name).mkdir(parents=True)
        config = node.folder / "config"
        shutil.copytree(self.installed.home / "config", config, copy_function=shutil.copyfile)
        (config / "jvm.options.d").mkdir(exist_ok=True)
        (config / "jvm.options.d" / "ours.options").write_text("\n".join(self._jvm), encoding="ascii")
        with (config / "roles.yml").open("a", encoding="utf-8") as file:
            file.write(f"\n{self._roles}\n")
        self._configure(node, {"http.port": 0, "transport.port": 0})

    def _configure(self, node: Node, ports: Mapping[str, int]) -> None:
        modules = self.installed.home / "modules"
        quiet = [lines for module, lines in QUIETER.items() if (modules / module).is_dir()]
        every: dict[str, Any] = {
            "cluster.name": self.folder.name,
            "cluster.initial_master_nodes": [each.name for each in self.nodes],
            "node.name": node.name,
            "path.data": str(node.folder / "data"),
            "path.logs": str(node.folder / "logs"),
            "network.host": "127.0.0.1",
            # Nodes tell their ports in logs/*.ports once they run, and read each other's from unicast_hosts.txt.
            "node.portsfile": True,
            "discovery.seed_hosts": [],
            "discovery.seed_providers": "file",
            "discovery.initial_state_timeout": "0s",
            # A nearly full disk of the developer's would close every index. Tests of that fault set it on again.
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "xpack.security.enabled": bool(self.users),
            **ports,
        }
        for lines in (*quiet, self._settings):
            every.update(lines)
        # JSON is YAML.
        (node.folder / "config" / "elasticsearch.yml").write_text(json.dumps(every, indent=1), encoding="utf-8")

    def _add_users(self) -> None:
        first, *others = self.nodes
        log = first.folder / "users.log"
        for user in self.users:
            command = ["elasticsearch-users", "useradd", user.name, "-p", user.password, "-r", ",".join(user.roles)]
            if self.installed.start(command, _environment(first), log).wait():
                raise ServerError(f"The user {user.name} could not be added: {log.read_text(encoding='utf-8')}")
        for other in others:
            for name in ("users", "users_roles"):
                shutil.copyfile(first.folder / "config" / name, other.folder / "config" / name)

    def _pause(self, end: float) -> None:
        """Sleeps a little. Raises ServerError when a node could not start or the time is over."""
        for node, launcher in self._launchers.items():
            if launcher.poll():
                raise ServerError(f"Elasticsearch ended at its start:\n{_last_words(node)}")
        if time.monotonic() > end:
            words = "\n".join(map(_last_words, self.nodes))
            raise ServerError(f"Elasticsearch did not become ready in time:\n{words}")
        time.sleep(0.1)


@contextmanager
def running(nodes: int = 1, **options: Any) -> Iterator[Cluster]:
    """A started cluster, ended and removed when the block is left: also when this process is killed, because a second
    process waits for the end of a pipe that only this one holds open."""
    cluster = Cluster(nodes, **options)
    guard = [sys.executable, str(Path(__file__).with_name("server.py")), "guard", str(cluster.folder)]
    try:
        with subprocess.Popen(guard, stdin=subprocess.PIPE, start_new_session=True) as watching:
            cluster.start()
            yield cluster
    finally:
        cluster.reap()
    if watching.returncode:
        raise ServerError(f"The servers of {cluster.folder} could not be ended.")


def get_json(url: str, headers: Mapping[str, str] | None = None, *, timeout: float = 10) -> tuple[int, Any]:
    """Status and body of a GET."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request("GET", f"{parts.path or '/'}?{parts.query}", headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def _environment(node: Node) -> dict[str, str]:
    return {
        "ES_PATH_CONF": str(node.folder / "config"),
        "ES_TMPDIR": str(node.folder / "tmp"),
        "HOME": str(node.folder),
    }


def _port(url: str) -> int:
    return urlsplit(url).port or 0


def _last_words(node: Node) -> str:
    written = (node.folder / "out.log").read_text(encoding="utf-8", errors="replace").splitlines()
    telling = [line for line in written if line.strip() and not line.startswith("\tat ")]
    return "\n".join(f"{node.name}: {line}" for line in telling[-15:])
