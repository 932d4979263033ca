"""The log is for machines and people, and the text of strangers in it is harmless."""

from __future__ import annotations

import io
import json

import pytest

from core.logs import open_log
from core.settings import Log


def test_json_elsewhere_than_on_a_terminal() -> None:
    out = io.StringIO()
    open_log(Log(), out, run=7).warning("not done", code="encrypted", names=["/a.pdf"])
    line = json.loads(out.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "not done", "level": "warning", "run": 7, "code": "encrypted", "names": ["/a.pdf"]}


def test_lines_below_the_level_are_not_written() -> None:
    out = io.StringIO()
    log = open_log(Log(level="warning"), out)
    log.info("quiet")
    log.error("loud")
    assert "quiet" not in out.getvalue()
    assert "loud" in out.getvalue()


@pytest.mark.parametrize("shape", ["json", "text"])
@pytest.mark.parametrize(
    "hostile", ["\x1b]0;a title\x07", "\x1b[2J", "one\nlevel=error two", "\u202etxt.exe", "\x9b31m"]
)
def test_no_text_of_strangers_moves_the_cursor(shape: str, hostile: str) -> None:
    out = io.StringIO()
    open_log(Log(format=shape), out).info("file", name=hostile, names=[hostile])
    text = out.getvalue()
    assert text.endswith("\n")
    assert all(char.isprintable() for char in text[:-1]), ascii(text)
