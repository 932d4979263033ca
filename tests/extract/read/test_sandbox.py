"""The sandbox around the readers, whatever the readers do."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from core.errors import DocumentError, MeaError, ReadFailed, Refused, StorageError, Waiting
from core.limits import Limits
from core.records.codec import to_json
from extract.read.answers import Answer, End, Problem
from extract.read.readers import read
from extract.read.reading_server import limit_resources
from extract.read.sandbox import Sandbox

TEXT = b"1. The Parties shall meet each spring.\n\n2. They shall count the cranes.\n"


def test_the_sandbox_gives_what_the_reader_gives() -> None:
    with Sandbox(Limits()) as sandbox:
        assert sandbox.read(TEXT, "a.txt") == read(TEXT, "a.txt", Limits())
        assert sandbox.cpu_seconds > 0


def test_refusals_cross_the_border_unchanged() -> None:
    with Sandbox(Limits()) as sandbox, pytest.raises(Refused) as caught:
        sandbox.read(b"", "a.pdf")
    assert (caught.value.code, bool(caught.value.cause), bool(caught.value.hint)) == ("empty", True, True)


def test_a_server_that_died_between_documents_is_replaced() -> None:
    with Sandbox(Limits()) as sandbox:
        sandbox.read(TEXT, "a.txt")
        server = sandbox._server
        assert server is not None
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        assert sandbox.read(TEXT, "a.txt").pages[0].lines[1].text == "2. They shall count the cranes."


@pytest.mark.parametrize(
    ("program", "says"),
    [
        pytest.param("/bin/false", "ended before it had begun", id="it ends at once"),
        pytest.param("/there/is/no/such/python", "No such file", id="it is not there"),
    ],
)
def test_a_server_that_never_starts_is_the_fault_of_no_document(
    monkeypatch: pytest.MonkeyPatch, program: str, says: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with Sandbox(Limits()) as sandbox, pytest.raises(MeaError, match=says) as caught:
        sandbox.read(TEXT, "a.txt")
    assert not isinstance(caught.value, (DocumentError, StorageError))
    assert caught.value.hint


def test_a_server_that_is_ended_while_it_starts_is_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nrm "$0"\nln -s {sys.executable} "$0"\nkill -KILL $$\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with Sandbox(Limits()) as sandbox:
        assert sandbox.read(TEXT, "a.txt").pages
    assert program.is_symlink(), "the first one was ended"


def test_a_server_that_dies_during_a_document_fails_that_document_only() -> None:
    with Sandbox(Limits()) as sandbox:
        sandbox.read(TEXT, "a.txt")
        server = sandbox._server
        assert server is not None
        os.kill(server.pid, signal.SIGSTOP)
        killer = subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -KILL {server.pid}"])
        with pytest.raises(ReadFailed) as caught:
            sandbox.read(TEXT, "a.txt")
        killer.wait()
        assert caught.value.code == "reader-killed"
        assert sandbox.read(TEXT, "a.txt").pages[0].number == 1


def test_closing_ends_the_server() -> None:
    sandbox = Sandbox(Limits())
    sandbox.read(TEXT, "a.txt")
    server = sandbox._server
    assert server is not None
    sandbox.close()
    sandbox.close()
    assert server.poll() is not None


def test_the_server_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "owner.py"
    program.write_text(
        "import sys, time\n"
        "from core.limits import Limits\n"
        "from extract.read.sandbox import Sandbox\n"
        "sandbox = Sandbox(Limits())\n"
        "sandbox.read(b'Some words of a text.', 'a.txt')\n"
        "print(sandbox._server.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    owner = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, env=_environment())
    assert owner.stdout is not None
    server = int(owner.stdout.readline())
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert _gone(server, seconds=10)


def test_an_interrupted_reading_leaves_no_answer_for_the_next() -> None:
    with Sandbox(Limits()) as sandbox:
        sandbox.read(TEXT, "a.txt")
        server = sandbox._server
        assert server is not None
        os.kill(server.pid, signal.SIGSTOP)
        previous = signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            with pytest.raises(KeyboardInterrupt):
                sandbox.read(b"The first text of all.", "first.txt")
        finally:
            signal.signal(signal.SIGALRM, previous)
        assert (
            sandbox.read(b"The second text of all.", "second.txt").pages[0].lines[0].text == "The second text of all."
        )


def test_sandboxes_work_in_the_workers_of_a_pool() -> None:
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_read_in_worker, [TEXT, b"Another text, of one line."])) == [2, 1]


def test_the_reader_has_limits_and_an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA__SECRET_OF_THE_RUN", "1")
    with Sandbox(Limits()) as sandbox:
        sandbox.read(TEXT, "a.txt")
        assert sandbox._server is not None
        environment = Path(f"/proc/{sandbox._server.pid}/environ")
        if environment.exists():
            assert b"SECRET_OF_THE_RUN" not in environment.read_bytes()


def test_a_missing_folder_for_temporary_files_is_not_the_fault_of_the_document(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with Sandbox(Limits()) as sandbox, pytest.raises(StorageError, match="temporary files"):
        sandbox.read(TEXT, "a.txt")


def test_limits_are_set_where_the_system_has_them() -> None:
    limits = Limits(read_bytes=900_000_000, read_cpu_seconds=7)
    seen = _in_child(lambda: (limit_resources(limits), _limits_now())[1])
    assert seen["RLIMIT_CPU"] == 7
    assert seen["RLIMIT_CORE"] == 0
    if sys.platform == "linux":
        assert seen["RLIMIT_AS"] == 900_000_000


@pytest.mark.parametrize(
    "error", [Refused("Why.", hint="How.", code="empty"), Waiting("W", hint="H", code="needs-ocr")]
)
def test_problems_keep_kind_code_cause_and_hint(error: Refused | Waiting) -> None:
    again = Problem.of(error).exception()
    assert type(again) is type(error)
    assert (again.code, again.cause, again.hint) == (error.code, error.cause, error.hint)


def test_answers_are_canonical() -> None:
    assert to_json(Answer(error=Problem(kind="Refused", code="c", cause="a", hint="h"))).startswith(b'{"error"')
    assert to_json(End(exit_code=0)) == b'{"exit_code":0}'


def _read_in_worker(data: bytes) -> int:
    with Sandbox(Limits()) as sandbox:
        return len(sandbox.read(data, "a.txt").pages[0].lines)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def _gone(process: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True  # dead; nobody in this container collects orphans
        time.sleep(0.05)
    return False


def _limits_now() -> dict[str, int]:
    names = ("RLIMIT_CPU", "RLIMIT_CORE", "RLIMIT_AS")
    return {name: resource.getrlimit(getattr(resource, name))[0] for name in names}


def _in_child(work: Callable[[], dict[str, int]]) -> dict[str, int]:
    """Runs `work` in a forked child, whose limits die with it."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(send, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    found: dict[str, int] = json.loads(content)
    return found
