"""The servers that `make elasticsearch` and the fixtures start: real, on loopback, without root's rights, and gone afterwards."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from local_cluster import Cluster, running
from local_installation import Installation, ServerError
from local_processes import processes
from plain_requests import Server

pytestmark = pytest.mark.elasticsearch
SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "elasticsearch" / "server.py"
Script = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def script(tmp_path: Path, elasticsearch_installation: Installation) -> Iterator[Script]:
    """Runs server.py with a cache of its own, so that a developer's server is neither found nor ended."""
    own = {"MEA__ELASTICSEARCH__HOME": str(elasticsearch_installation.home), "MEA__ELASTICSEARCH__CACHE": str(tmp_path)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(SCRIPT), *arguments]
        return subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False, timeout=240)

    yield run
    assert run("stop").returncode == 0


def until(condition: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def test_the_server_of_the_session_is_a_real_one(server: Server) -> None:
    status, headers, nodes = server.ask("GET", "/_nodes/_local/jvm")
    assert (status, headers["x-elastic-product"]) == (200, "Elasticsearch")
    (node,) = nodes["nodes"].values()
    assert node["version"].startswith(("8.", "9."))


def test_start_find_and_stop(script: Script, tmp_path: Path) -> None:
    started = script("start")
    assert started.returncode == 0, started.stderr
    url = started.stdout.splitlines()[-1]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)

    (note,) = tmp_path.glob("*.folder")
    folder = Path(note.read_text(encoding="utf-8"))
    node = next(iter(Server(url).ask("GET", "/_nodes/_local/jvm,process")[2]["nodes"].values()))
    pid = node["process"]["id"]
    assert processes(folder) == [pid] == [int((folder / "n1" / "server.pid").read_text(encoding="ascii"))]
    assert node["jvm"]["mem"]["heap_max_in_bytes"] == 512 * 2**20
    ports = [
        line for kind in ("http", "transport") for line in (folder / "n1/logs" / f"{kind}.ports").read_text().split()
    ]
    assert [line for line in ports if not line.startswith(("127.0.0.1:", "[::1]:"))] == []
    if os.geteuid() == 0:
        assert folder.stat().st_uid == Path(f"/proc/{pid}").stat().st_uid != 0

    assert script("start").stdout.splitlines()[-1] == url
    refused = script("start", "--nodes", "2")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "running with 1 nodes" in refused.stderr

    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not processes(folder))
    again = script("start")
    assert Server(again.stdout.splitlines()[-1]).ask("GET", "/_cluster/health")[0] == 200
    assert not folder.exists()

    folder = Path(note.read_text(encoding="utf-8"))
    assert script("stop").returncode == 0
    assert (processes(folder), folder.exists(), note.exists()) == ([], False, False)
    assert script("stop").returncode == 0


OWNER = """
import sys, time
import local_cluster
from local_cluster import Cluster, running
launch = Cluster.launch
def told(self, node):
    launch(self, node)
    print(self.folder, flush=True)
Cluster.launch = told
with running(jvm=["-XX:TieredStopAtLevel=1"]):
    print("running", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("lines", [1, 2], ids=["while it starts", "while it runs"])
def test_a_killed_owner_leaves_nothing_behind(lines: int, elasticsearch_installation: Installation) -> None:
    env = os.environ | {
        "PYTHONPATH": str(SCRIPT.parent),
        "MEA__ELASTICSEARCH__HOME": str(elasticsearch_installation.home),
    }
    with subprocess.Popen([sys.executable, "-c", OWNER], env=env, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        told = [owner.stdout.readline().strip() for _ in range(lines)]
        folder = Path(told[0])
        assert processes(folder)
        owner.kill()
    assert until(lambda: not folder.exists()), processes(folder)
    assert processes(folder) == []


def test_an_error_in_the_block_leaves_nothing_behind(elasticsearch_installation: Installation) -> None:
    def fail() -> None:
        with running(jvm=["-XX:TieredStopAtLevel=1"], installed=elasticsearch_installation) as cluster:
            cluster.signal(cluster.nodes[0], signal.SIGSTOP)  # not even a hung one
            raise LookupError(cluster.folder)

    with pytest.raises(LookupError) as raised:
        fail()
    folder = raised.value.args[0]
    assert (processes(folder), folder.exists()) == ([], False)


def test_a_server_that_cannot_start_says_why(elasticsearch_installation: Installation) -> None:
    cluster = Cluster(settings={"no.such.setting": 1}, installed=elasticsearch_installation)
    try:
        with pytest.raises(ServerError, match=r"unknown setting \[no\.such\.setting\]"):
            cluster.start()
    finally:
        cluster.stop()
    assert not cluster.folder.exists()


def test_credentials_and_privileges(secured_cluster: Cluster) -> None:
    server = Server(secured_cluster.urls[0])
    boss, reader = secured_cluster.users
    assert server.ask("GET", "/_cluster/health")[0] == 401
    assert server.ask("GET", "/_cluster/health", user=boss)[0] == 200
    assert server.ask("PUT", "/secured", user=reader)[0] == 403
    assert server.ask("PUT", "/secured", user=boss)[0] == 200
    assert server.ask("GET", "/secured/_search", user=reader)[0] == 200
