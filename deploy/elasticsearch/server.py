"""A real Elasticsearch server on this machine, for development and tests.

::

    python3 deploy/elasticsearch/server.py start [--nodes N] [--heap SIZE]
    python3 deploy/elasticsearch/server.py stop

`start` returns when the server answers; its last line is the address (of each node, one a line). Called again it finds the one that
runs. There is one a checkout. MEA__ELASTICSEARCH__HOME names a distribution of your own, else a small one is fetched by
Maven into MEA__ELASTICSEARCH__CACHE; ES_JAVA_HOME names a Java runtime. Data are temporary: `stop` removes them.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from local_cluster import Cluster, Node, get_json
from local_installation import ServerError, cache, locked
from local_processes import processes, stop

CHECKOUT = Path(__file__).resolve().parents[2]
NAME = f"server-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="A local Elasticsearch server for development and tests.")
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start", help="start it in the background, or find the one that runs")
    start.add_argument("--nodes", type=int, default=1, help="number of nodes (default 1)")
    start.add_argument("--heap", default="512m", help="Java heap of a node (default 512m)")
    commands.add_parser("stop", help="end it and remove its data")
    guard = commands.add_parser("guard", help="for tests: wait for the end of the input, then end the nodes of FOLDER")
    guard.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "guard":
            sys.stdin.buffer.read()
            stop(asked.folder)
        elif asked.command == "stop":
            with locked(NAME):
                end_running()
        else:
            with locked(NAME):
                urls = find_running(asked.nodes) or start_new(asked.nodes, asked.heap)
            sys.stdout.write("".join(f"{url}\n" for url in urls))
    except ServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def note() -> Path:
    """The file that holds the folder of this checkout's server."""
    return cache() / f"{NAME}.folder"


def find_running(wanted: int) -> list[str]:
    """Addresses of this checkout's server where it runs and answers; else none, and its remains are gone."""
    if not note().is_file():
        return []
    folder = Path(note().read_text(encoding="utf-8"))
    nodes = [Node(path) for path in sorted(folder.glob("n[0-9]*"))]
    if nodes and processes(folder) and all(answers(node) for node in nodes):
        if len(nodes) != wanted:
            raise ServerError(f"It is running with {len(nodes)} nodes, not {wanted}. Stop it first.")
        return [node.url for node in nodes]
    end_running()
    return []


def answers(node: Node) -> bool:
    try:
        return get_json(f"{node.url}/_cluster/health", timeout=10)[0] == 200
    except (OSError, ValueError):
        return False


def start_new(nodes: int, heap: str) -> list[str]:
    cluster = Cluster(nodes, heap=heap)
    note().write_text(str(cluster.folder), encoding="utf-8")
    try:
        cluster.start()
    except BaseException:
        end_running()
        raise
    return cluster.urls


def end_running() -> None:
    if note().is_file():
        stop(Path(note().read_text(encoding="utf-8")))
        note().unlink()


if __name__ == "__main__":
    sys.exit(main())
