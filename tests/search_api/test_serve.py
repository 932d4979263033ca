"""Serving on a real port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from core.errors import MeaError
from core.settings import Settings, load_settings
from search_api.serve import serve

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
from core.settings import load_settings
from search_api.serve import serve
serve(load_settings(), on_ready=lambda address: print(address, flush=True))
"""


def with_address(settings: Settings, **values: object) -> Settings:
    return settings.model_copy(update={"serve": settings.serve.model_copy(update=values)})


def test_a_free_port_is_told_once_it_answers(tmp_path: Path) -> None:
    env = {**os.environ, "MEA__DATA_DIR": str(tmp_path), "MEA__SERVE__PORT": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True) as child:
        try:
            assert child.stdout is not None
            address = child.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}/health", timeout=30) as answer:  # noqa: S310
                assert answer.status == 200
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
        finally:
            child.send_signal(signal.SIGINT)
            rest = child.communicate(timeout=30)[0]
    assert rest == ""  # nothing else is said on stdout


def test_a_port_that_is_taken(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(MeaError, match=f"Port {port} on 127.0.0.1 is taken") as caught:
            serve(with_address(settings, port=port), on_ready=print)
    assert "--port" in caught.value.hint


@pytest.mark.parametrize(
    ("host", "words"), [("no-such-host.invalid", "is not known"), ("192.0.2.1", "Nothing can listen")]
)
def test_a_host_that_is_not_ours(settings: Settings, host: str, words: str) -> None:
    with pytest.raises(MeaError, match=words) as caught:
        serve(with_address(settings, host=host, port=0), on_ready=print)
    assert "MEA__SERVE__HOST" in caught.value.hint


def test_default_port_is_that_of_the_settings() -> None:
    assert load_settings().serve.port == 8765
