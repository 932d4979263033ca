"""A ledger with a run, and the builders that its tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.ledger import Ledger, SeenFile, open_ledger
from core.records.document import Dates, Document
from core.settings import Settings


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with open_ledger(settings) as opened:
        opened.begin_run("test", "0")
        yield opened


@pytest.fixture
def take_in(ledger: Ledger) -> Callable[..., str]:
    """Records a name of the content that is called by one hex digit; gives the content."""

    def take_in(digit: str, name: str | None = None, **known: object) -> str:
        content = digit * 64
        ledger.record(
            [SeenFile(**{"source": "local", "name": name or f"/{digit}.pdf", "content": content, "size": 1} | known)]
        )
        return content

    return take_in


@pytest.fixture
def document() -> Callable[..., Document]:
    def document(canonical: str, **fields: object) -> Document:
        given = {
            "work": canonical, "version": None, "lang": "en", "langs": ("en",), "treaty": None, "type": None, "symbol": None,
            "title": None, "meeting": None, "agenda_item": None, "identity": "stated", "dates": Dates(adopted="2001-02-03"),
        }  # fmt: skip
        return Document(canonical=canonical, **(given | fields))

    return document
