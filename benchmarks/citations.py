"""Finding citations: characters per second of processor time against eyecite, and what a hundred more rows cost.

eyecite finds citations of case law: the nearest peer there is. It does not know the symbols of conventions, so that on this
text it does less than it would on its own; ours finds, reads treaty and relation, and gives ids. Both read the same English
paragraphs in turns, in changing order, on one core. eyecite is no dependency: without it only our own figures are printed.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import yaml

from core.configuration import Configuration
from core.symbols.finder import find
from core.symbols.grammar import Grammar

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
CHARACTERS = 600_000
_ROWS = 100


def run(rounds: int = ROUNDS) -> None:
    """Prints a table. Binds this process to one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    paragraphs = english_paragraphs()
    size = sum(map(len, paragraphs))
    print(f"{len(paragraphs)} English paragraphs, {size} characters; median of {rounds} rounds, processor time")
    with tempfile.TemporaryDirectory() as folder:
        ours, more = Grammar.load(Configuration()), Grammar.load(with_more_rows(Path(folder)))
        contenders: dict[str, Callable[[str], object]] = {
            "this grammar": lambda text: find(text, lang="en", home=None, grammar=ours),
            f"with {_ROWS} more rows": lambda text: find(text, lang="en", home=None, grammar=more),
            **dict(_eyecite(Path(folder))),
        }
        seconds = _interleaved(contenders, paragraphs, rounds)
    base = seconds["this grammar"]
    for name, spent in seconds.items():
        print(f"{name:44} {size / spent / 1e6:8.2f} million characters/s   {spent / base:6.2f} × our time")


def english_paragraphs() -> list[str]:
    """Of the shared corpus where it is there, else of the project's own samples."""
    shared = Path(os.environ.get("MEA_SHARED", ROOT.parent / "shared"))
    labelled = shared / "eval" / "references" / "dev.jsonl"
    paragraphs: list[str] = []
    if labelled.is_file():
        rows = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()]
        paragraphs += [row["text"] for row in rows if row["lang"] == "en"]
    files = [*sorted((shared / "corpus").rglob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
    for file in files:
        if sum(map(len, paragraphs)) > CHARACTERS:
            break
        if file.name != "README.md":
            text = file.read_text(encoding="utf-8", errors="replace")[: CHARACTERS // 4]
            paragraphs += [one for one in text.split("\n\n") if one.strip()]
    return paragraphs


def with_more_rows(folder: Path) -> Configuration:
    """The configuration with a hundred rows of bodies that do not exist, as real ones would write theirs."""
    file = yaml.safe_load(Configuration().text("citations.yml"))
    for number in range(_ROWS):
        name = f"{chr(97 + number // 26)}{chr(97 + number % 26)}x"
        paper = number % 2 == 1
        file["rows"].append(
            {
                "id": f"made-{number}",
                "kind": "document" if paper else "decision",
                "treaty": "CBD",
                "word": "none" if paper else "optional",
                "hints": [f"{name}/" if paper else f"{name}-"],
                "pattern": f"(?P<symbol>{name}/[a-z]+{{path}})"
                if paper
                else f"{name}-(?P<n>[0-9]{{1,2}}){{slash}}(?P<m>[0-9]+)",
                "canonical": "{symbol}" if paper else f"CBD/Decision/{name.upper()}-{{n}}/{{m}}",
                "finds": [{"text": f"{name}/cop/1/2" if paper else f"{name}-1/2", "ids": ["made"]}],
                "skips": ["nothing"],
            }
        )
    (folder / "citations.yml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return Configuration(folder)


def _eyecite(folder: Path) -> Iterator[tuple[str, Callable[[str], object]]]:
    if importlib.util.find_spec("eyecite") is None:
        print(
            "eyecite is not installed here: compared with ourselves only (`pip install eyecite hyperscan` to compare)"
        )
        return
    find_peer = importlib.import_module("eyecite").get_citations
    tokenizers = importlib.import_module("eyecite.tokenizers")
    default = tokenizers.default_tokenizer
    yield "eyecite, default tokenizer: citations", lambda text: find_peer(text, tokenizer=default)
    yield "eyecite, default tokenizer: tokens", default.tokenize
    if importlib.util.find_spec("hyperscan") is not None:
        fast = tokenizers.HyperscanTokenizer(cache_dir=str(folder))
        yield "eyecite, hyperscan tokenizer: citations", lambda text: find_peer(text, tokenizer=fast)
        yield "eyecite, hyperscan tokenizer: tokens", fast.tokenize


def _interleaved(
    contenders: dict[str, Callable[[str], object]], paragraphs: list[str], rounds: int
) -> dict[str, float]:
    """Median seconds of processor time for all paragraphs."""
    for work in contenders.values():  # the first texts pay for tables and caches
        for text in paragraphs[:50]:
            work(text)
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            begin = time.process_time()
            for text in paragraphs:
                contenders[name](text)
            spent[name].append(time.process_time() - begin)
    return {name: median(seconds) for name, seconds in spent.items()}


if __name__ == "__main__":
    run()
