"""The index as the web sees it. The searcher is opened when first asked for, so that serving can begin before indexing."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from core.configuration import Configuration
from core.errors import NoIndex
from core.records.listing import CitationList, Direction, MissingList, SegmentList
from core.records.search import DocumentView, Missing, Reading, Resolution, SearchAnswer
from core.settings import Settings
from core.symbols.grammar import Grammar
from core.symbols.refs import refs
from index import listing
from index.engines.protocol import Reader
from index.resolve import readings_of, resolve_in
from index.search import Searcher, open_searcher
from index.view import document
from search_api.asking import Asked
from search_api.listing import CitationsAsked, MissingAsked, SegmentsAsked


def ids_of(ref: Mapping[str, Any]) -> Sequence[str]:
    """What a reference of `mea refs` can mean."""
    return tuple(ref.get("readings") or filter(None, (ref["canonical"],)))


class Library(Protocol):
    """What the routes need. Methods raise NoIndex where nothing was indexed, SearchError where the index cannot answer."""

    def generation(self) -> str:
        """Name of the current generation; cheap."""

    def search(self, asked: Asked, *, said_in: str = "en") -> SearchAnswer:
        """`said_in`: language of `understood`, English where there are no words for it.

        Raises UsageError where `asked` cannot be answered: too long, or a cursor that leads nowhere any more."""

    def held(self) -> int:
        """Number of documents."""

    def document(self, canonical: str, lang: str | None, citing_from: int = 0) -> DocumentView | None:
        """None where it is not held. `lang` is a wish: another language is given where it is not held. `citing_from`: so many
        of the citations that lead to it are passed over."""

    def segments(self, asked: SegmentsAsked) -> SegmentList | None:
        """None where the document is not held."""

    def citations(self, document: str, direction: Direction, asked: CitationsAsked) -> CitationList | None:
        """None where the document is neither held nor cited."""

    def missing(self, asked: MissingAsked) -> MissingList: ...

    def resolve(self, text: str, home: str | None) -> Resolution:
        """Without an index nothing is held, and symbols are named all the same."""

    def refs(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Answers of `mea refs`. Needs no index."""

    def readings(self, ids: Sequence[str]) -> dict[str, Reading]:
        """What is held of these. Without an index nothing is."""

    def treaties(self) -> Sequence[str]:
        """Ids of all treaties that are known, sorted."""

    def close(self) -> None: ...


def open_library(settings: Settings) -> Library:
    return IndexLibrary(settings)


class IndexLibrary:
    """Safe to share between threads. A new generation is seen as soon as it is switched to (the searcher sees to that)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None
        self._grammar: Grammar | None = None
        self._missing: tuple[str, tuple[Missing, ...]] | None = None

    def generation(self) -> str:
        return self._open().generation

    def search(self, asked: Asked, *, said_in: str = "en") -> SearchAnswer:
        return self._open().search(
            asked.q,
            lang=asked.lang,
            limit=asked.limit,
            cursor=asked.cursor,
            sort=asked.sort,
            filters=asked.filters,
            said_in="fr" if said_in == "fr" else "en",
        )

    def held(self) -> int:
        return self._open().counts()["documents"]

    def document(self, canonical: str, lang: str | None, citing_from: int = 0) -> DocumentView | None:
        return document(self._open(), canonical, lang, citing_from)

    def segments(self, asked: SegmentsAsked) -> SegmentList | None:
        return listing.segments(
            self._open(),
            asked.document,
            lang=asked.lang,
            kinds=asked.kinds,
            path=asked.path,
            limit=asked.limit,
            cursor=asked.cursor,
        )

    def citations(self, document: str, direction: Direction, asked: CitationsAsked) -> CitationList | None:
        return listing.citations(
            self._open(),
            document,
            direction,
            relations=asked.relations,
            treaties=asked.treaties,
            forces=asked.forces,
            limit=asked.limit,
            cursor=asked.cursor,
        )

    def missing(self, asked: MissingAsked) -> MissingList:
        searcher = self._open()
        generation = searcher.generation
        kept = self._missing
        if kept is None or kept[0] != generation:
            # Counted once for each generation; two requests at once may both count, which does no harm.
            kept = self._missing = (generation, listing.missing_entries(searcher, generation))
        return listing.missing_page(
            kept[1],
            generation,
            classes=asked.classes,
            treaties=asked.treaties,
            age=asked.age,
            limit=asked.limit,
            cursor=asked.cursor,
        )

    def resolve(self, text: str, home: str | None) -> Resolution:
        return resolve_in(self._reader(), self._known(), text, home=home)

    def refs(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """As `mea refs`, with what is held: `held` is the newest held version of each, readings that are held come first."""
        grammar = self._known()
        found = [refs(row, grammar) for row in rows]
        every = [one for answer in found for one in (*answer["refs"], *answer.get("short_forms", ()))]
        known = self.readings([id_ for one in every for id_ in ids_of(one)])
        for one in every:
            if "readings" in one:
                one["readings"].sort(key=lambda id_: not known[id_].held)
            versions = known[one["canonical"]].versions if one["canonical"] else ()
            one["held"] = versions[0] if versions else None
        return found

    def readings(self, ids: Sequence[str]) -> dict[str, Reading]:
        return readings_of(self._reader(), ids)

    def treaties(self) -> Sequence[str]:
        return sorted(self._known().treaties.rows)

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

    def _reader(self) -> Reader | None:
        try:
            return self._open().readers.current()
        except NoIndex:
            return None

    def _known(self) -> Grammar:
        with self._lock:
            if self._grammar is None:
                self._grammar = Grammar.load(Configuration(self._settings.config_dir))
            return self._grammar
