"""The texts of the samples as data: `texts/<name>.<lang>.yml` into records, with their small inline markup.

Inline markup: `*emphasis*`, `++inserted++`, `~~deleted~~`, `<<moved away<<`, `>>moved here>>`, `[words](address)`, `[^1]` for the
call of footnote 1.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

_MARKUP = re.compile(
    r"\*(?P<emphasis>[^*]+)\*|\+\+(?P<inserted>.+?)\+\+|~~(?P<deleted>.+?)~~|<<(?P<away>.+?)<<|>>(?P<here>.+?)>>"
    r"|\[\^(?P<note>\w+)\]|\[(?P<words>[^\]]+)\]\((?P<address>[^)]+)\)"
)


@dataclass(frozen=True)
class Run:
    text: str
    emphasis: bool = False
    inserted: bool = False
    deleted: bool = False
    moved: bool = False
    """Inserted here and deleted elsewhere, or the other way round."""
    address: str | None = None
    note: str | None = None
    """Label of the footnote that is called; `text` is empty then."""


@dataclass(frozen=True)
class Paragraph:
    text: str
    label: str | None = None
    """A number typed by hand (`2bis.`); None where the format numbers by itself."""
    items: tuple[Paragraph, ...] = ()
    end: Literal["kept", "inserted", "deleted"] = "kept"
    """How its end is changed, where the sample tracks changes."""

    def runs(self) -> tuple[Run, ...]:
        return tuple(_runs(self.text))


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    kind: str
    """title adoption body heading note preamble enacting operative numbered decision to annex table"""
    paragraphs: tuple[Paragraph, ...] = ()
    label: str | None = None
    """`ANNEX 1` of an annex, the number of a decision."""
    table: Table | None = None


@dataclass(frozen=True)
class Sample:
    name: str
    """`resolution-3.4.en`: also the name of the file that is built, without its ending."""
    format: Literal["pdf", "docx", "html"]
    lang: str
    created: datetime.date
    symbol: str
    convention: str
    masthead: tuple[str, ...]
    meeting: tuple[str, ...]
    blocks: tuple[Block, ...]
    tracked: bool = False
    """Changes are tracked ones of the word processor, not underlined and struck text."""
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return next(block.paragraphs[0].text for block in self.blocks if block.kind == "title")


def read_samples(folder: Path) -> tuple[Sample, ...]:
    return tuple(_sample(path) for path in sorted(folder.glob("*.yml")))


def plain_text(sample: Sample) -> Iterator[str]:
    """Every paragraph, item, cell and note in the order of the text, without markup, labels and masthead."""
    for block in sample.blocks:
        for paragraph in block.paragraphs:
            yield from _plain(paragraph)
        if block.table is not None:
            for row in (block.table.head, *block.table.rows):
                yield from row
    yield from sample.notes.values()


def _plain(paragraph: Paragraph) -> Iterator[str]:
    yield "".join(run.text for run in paragraph.runs())
    for item in paragraph.items:
        yield from _plain(item)


def _runs(text: str, inserted: bool = False, deleted: bool = False) -> Iterator[Run]:
    at = 0
    for match in _MARKUP.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()], inserted=inserted, deleted=deleted)
        at = match.end()
        if match["emphasis"] is not None:
            yield Run(match["emphasis"], emphasis=True, inserted=inserted, deleted=deleted)
        elif match["inserted"] is not None:
            yield from _runs(match["inserted"], inserted=True)
        elif match["deleted"] is not None:
            yield from _runs(match["deleted"], deleted=True)
        elif match["away"] is not None:
            yield Run(match["away"], deleted=True, moved=True)
        elif match["here"] is not None:
            yield Run(match["here"], inserted=True, moved=True)
        elif match["note"] is not None:
            yield Run("", note=match["note"])
        else:
            yield Run(match["words"], address=match["address"])
    if at < len(text):
        yield Run(text[at:], inserted=inserted, deleted=deleted)


def _sample(path: Path) -> Sample:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Sample(
        name=path.stem,
        format=data["format"],
        lang=data["lang"],
        created=data["created"],
        symbol=data["symbol"],
        convention=data["masthead"]["name"],
        masthead=tuple(data["masthead"]["lines"]),
        meeting=tuple(data["masthead"].get("meeting", ())),
        blocks=tuple(_block(entry) for entry in data["blocks"]),
        tracked=data.get("tracked", False),
        notes=data.get("notes", {}),
    )


def _block(entry: dict[str, Any]) -> Block:
    kind, value = next(iter(entry.items()))
    if kind == "table":
        return Block(kind, table=Table(tuple(value["head"]), tuple(tuple(row) for row in value["rows"])))
    if kind == "annex":
        return Block(kind, (Paragraph(entry["title"]),), label=value)
    if kind == "decision":
        return Block(kind, (_paragraph(entry),), label=value)
    values = value if isinstance(value, list) else [value]
    return Block(kind, tuple(_paragraph(one) for one in values))


def _paragraph(value: str | dict[str, Any]) -> Paragraph:
    if isinstance(value, str):
        return Paragraph(value)
    items = tuple(_paragraph(item) for item in value.get("items", ()))
    return Paragraph(value["text"], label=value.get("label"), items=items, end=value.get("end", "kept"))
