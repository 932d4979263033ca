"""The process behind a sandbox: loads the readers once, then forks one limited child for each document.

It has one thread and no work of its own, so forking is safe and cheap; it never looks at the bytes. Started by
`Sandbox` with the number of its socket; ends when that socket closes.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
from typing import Any

import msgspec

from core.codes import describe
from core.errors import DocumentError, ReadFailed
from core.limits import Limits
from core.records.codec import to_json
from extract.read.answers import OUT_OF_MEMORY, Answer, End, Order, Problem
from extract.read.readers import read
from extract.read.warming import warm

_FILES = 64
# JSON of pages is about ten times their text; the text itself has a limit of its own.
_ANSWER_BYTES = 1_000_000_000
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1_024


def serve(line: socket.socket) -> None:
    """Answers orders until the other side closes `line`."""
    warm(Limits())
    # What is loaded now is shared with all children; counting references to it would copy it.
    gc.collect()
    gc.freeze()
    line.sendall(b"ready\n")
    while True:
        message, files, _, _ = socket.recv_fds(line, 1_000_000, 3)
        while message and not message.endswith(b"\n"):
            message += line.recv(1_000_000)
        if not message:
            return
        try:
            end = _run(msgspec.json.decode(message, type=Order), files, line)
        finally:
            for file in files:
                os.close(file)
        if end is None:
            return
        line.sendall(to_json(end) + b"\n")


def _run(order: Order, files: list[int], line: socket.socket) -> End | None:
    """How the child for `order` ended; None when nobody is left to tell."""
    limits = Limits(**order.limits)
    alive, held = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        _become_reader(order, files, limits, line, alive)
    os.close(held)
    try:
        # The child alone holds the other end of the pipe: end of file means that it is gone.
        ready, _, _ = select.select([alive, line.fileno()], [], [], limits.read_seconds)
    finally:
        os.close(alive)
    timed_out = not ready
    if alive not in ready:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    if line.fileno() in ready and alive not in ready:
        return None
    code = os.waitstatus_to_exitcode(status)
    return End(
        timed_out=timed_out,
        exit_code=code if code >= 0 and not timed_out else None,
        signal=-code if code < 0 and not timed_out else None,
        seconds=time.monotonic() - start,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_bytes=usage.ru_maxrss * _RSS_UNIT,
    )


def _become_reader(order: Order, files: list[int], limits: Limits, line: socket.socket, alive: int) -> None:
    """The life of a child; never returns."""
    code = 70
    try:
        given, answer, talk = files
        os.dup2(talk, 2)
        line.close()
        os.close(alive)
        # It lives for one document: looking for cycles in its many small records would take a tenth of its time.
        gc.disable()
        limit_resources(limits)
        with os.fdopen(given, "rb", closefd=False) as file:
            file.seek(0)
            data = file.read()
        content = to_json(_answer(data, order.name, limits))
        with os.fdopen(answer, "wb", closefd=False) as file:
            file.write(content)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:
        traceback.print_exc(limit=-3)
        sys.stderr.flush()
    finally:
        # No cleaning up: handlers at exit belong to the server, and native libraries may be in any state.
        os._exit(code)


def _answer(data: bytes, name: str, limits: Limits) -> Answer:
    try:
        return Answer(pages=read(data, name, limits))
    except DocumentError as error:
        return Answer(error=Problem.of(error))
    except MemoryError:
        return _problem("reader-memory", f"Reading needed more than {limits.read_bytes} bytes of memory.")
    except RecursionError:
        return _problem("reader-error", "The content is nested too deeply for the reader (RecursionError).")
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1:]
        place = f" in {os.path.basename(last[0].filename)}, line {last[0].lineno}" if last else ""  # noqa: PTH119
        return _problem("reader-error", f"The reader raised {type(error).__name__}{place}: {str(error)[:300]}")


def _problem(code: str, cause: str) -> Answer:
    return Answer(error=Problem.of(ReadFailed(cause, hint=describe(code).hint, code=code)))


def limit_resources(limits: Limits) -> None:
    """Limits of this process, for good. What a system does not know or does not grant is left out."""
    wanted: dict[str, tuple[int, int]] = {
        "RLIMIT_AS": (limits.read_bytes, limits.read_bytes),
        # The soft limit ends the process by SIGXCPU, which tells its reason; the hard one cannot be caught.
        "RLIMIT_CPU": (limits.read_cpu_seconds, limits.read_cpu_seconds + 5),
        "RLIMIT_FSIZE": (_ANSWER_BYTES, _ANSWER_BYTES),
        "RLIMIT_NOFILE": (_FILES, _FILES),
        "RLIMIT_CORE": (0, 0),
    }
    for name, (soft, hard) in wanted.items():
        kind: Any = getattr(resource, name, None)
        if kind is None:
            continue
        _, allowed = resource.getrlimit(kind)
        capped = soft, hard
        if allowed != resource.RLIM_INFINITY:
            capped = min(soft, allowed), min(hard, allowed)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, capped)


def main() -> None:
    # A break on the keyboard is for the program that started us; it closes the line when it wants us to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as line:
        serve(line)


if __name__ == "__main__":
    main()
