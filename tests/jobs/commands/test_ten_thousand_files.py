"""A folder as large as the whole of one convention's papers, with links that lead in circles."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

FILES = 10_000
PER_FOLDER = 100


def paper(number: int) -> str:
    return (
        f"CSKW/COP4/Doc.{number // 9 + 1}.{number % 9 + 1}\n\nAERIAL CORRIDOR {number}\n\n"
        f"1. The Secretariat recalls CSKW/COP4/Doc.{number * 7 % 1000 + 1}.{number % 9 + 1} and CSKW Resolution 3.4.\n\n"
        f"2. Parties are invited to report on corridor {number} by 2024.\n"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ten-thousand") / "papers"
    for number in range(FILES):
        path = root / f"{number // PER_FOLDER:03}" / f"paper-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(paper(number), encoding="utf-8")
    (root / "000" / "up").symlink_to(root)  # a walk that followed it would never end
    (root / "to itself").symlink_to(root / "to itself")
    return root


@pytest.mark.long
def test_all_are_taken_in_once_and_a_second_run_reads_none(folder: Path, tmp_path: Path, mea: Any) -> None:
    def ingest() -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
        done = mea("ingest", str(folder), "--json", timeout=3_000)
        return done, json.loads(done.stdout)

    done, first = ingest()
    assert done.returncode == 1, "the link to itself cannot be opened, and is said to have failed"
    assert (first["seen"], first["contents"], first["read"], first["understood"]) == (FILES + 1, FILES, FILES, FILES)
    assert first["by_state"] == {"done": FILES, "refused": 0, "waiting": 0, "failed": 1}
    assert (first["documents"], first["citations"]) == (FILES, 2 * FILES)

    _, second = ingest()
    assert (second["read"], second["understood"]) == (0, 0)
    assert second["by_state"] == first["by_state"]

    status = json.loads(mea("status", "--failed", "--json").stdout)
    assert [Path(one["file"]).name for one in status["failures"]] == ["to itself"]
    found = json.loads(mea("search", "AERIAL CORRIDOR 4711", "--json").stdout)
    assert found["hits"][0]["canonical"] == "CSKW/COP4/Doc.524.5"
