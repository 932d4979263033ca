"""The index as the web sees it. The searcher is opened when first asked for, so that serving can begin before indexing."""

from __future__ import annotations

import threading
from typing import Protocol

from core.records.search import DocumentView, SearchAnswer
from core.settings import Settings
from index.search import Searcher, open_searcher
from index.view import document
from search_api.asking import Asked


class Library(Protocol):
    """What the routes need. Methods raise NoIndex where nothing was indexed, SearchError where the index cannot answer."""

    def generation(self) -> str:
        """Name of the current generation; cheap."""

    def search(self, asked: Asked) -> SearchAnswer:
        """Raises UsageError where `asked` cannot be answered: too long, or a cursor that leads nowhere any more."""

    def held(self) -> int:
        """Number of documents."""

    def document(self, canonical: str, lang: str | None) -> DocumentView | None:
        """None where it is not held. `lang` is a wish: another language is given where it is not held."""

    def close(self) -> None: ...


def open_library(settings: Settings) -> Library:
    return IndexLibrary(settings)


class IndexLibrary:
    """Safe to share between threads. A new generation is seen as soon as it is switched to (the searcher sees to that)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None

    def generation(self) -> str:
        return self._open().generation

    def search(self, asked: Asked) -> SearchAnswer:
        return self._open().search(
            asked.q, lang=asked.lang, limit=asked.limit, cursor=asked.cursor, sort=asked.sort, filters=asked.filters
        )

    def held(self) -> int:
        return self._open().counts()["documents"]

    def document(self, canonical: str, lang: str | None) -> DocumentView | None:
        return document(self._open(), canonical, lang)

    def close(self) -> None:
        with self._lock:
            if self._searcher is not None:
                self._searcher.close()
                self._searcher = None

    def _open(self) -> Searcher:
        # Not kept where it fails: the next request tries again, and finds what was indexed meanwhile.
        with self._lock:
            if self._searcher is None:
                self._searcher = open_searcher(self._settings)
            return self._searcher
