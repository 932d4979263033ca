"""Searching: a query in, hits with their best paragraphs out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Self

from msgspec import Struct

from core.configuration import Configuration
from core.errors import SearchError, UsageError
from core.limits import Limits
from core.records.codec import from_json
from core.records.search import DocumentRow, FacetValue, Hit, HitParagraph, ParagraphRow, SearchAnswer
from core.settings import Settings
from core.symbols.treaty_texts import text_of_article
from index.analysis import Analyser
from index.cursors import Position, read_cursor, write_cursor
from index.engines.protocol import Engine, Found, Grouped, Keyed, Ranked, Reader, Record, Request
from index.engines.registry import engine_of
from index.engines.schema import key_of
from index.highlight import Highlighter
from index.query.lexer import FindSymbols
from index.query.parser import parse
from index.query.plan import Everything, Node, Nothing, is_scored
from index.query.planner import Planned, planned
from index.query.tree import Speech
from index.readers import Readers
from index.rows import permalink
from index.symbol_finding import symbol_finder

FACETS = ("treaty", "meeting", "year", "type", "language", "mentions", "body")
"""Filters, each of which may have several values: a document must have one of the values of each."""
PARAGRAPHS = 3
"""Best paragraphs that a hit shows."""
_ALSO = 50
"""Versions of one work that are named under its hit."""

Sort = Literal["relevance", "date"]


def open_searcher(settings: Settings) -> Searcher:
    """The searcher of these settings. Raises NoIndex where nothing has been indexed, SearchError where it cannot be used."""
    configuration = Configuration(settings.config_dir)
    searcher = Searcher(
        engine_of(settings), Analyser.load(configuration), symbol_finder(configuration), settings.limits
    )
    searcher.readers.current()
    return searcher


class Searcher:
    """Safe to share between threads. Sees a new generation as soon as it is switched to."""

    def __init__(self, engine: Engine, analyser: Analyser, find_symbols: FindSymbols, limits: Limits) -> None:
        self.analyser = analyser
        self.find_symbols = find_symbols
        self.readers = Readers(engine, analyser)
        self._limits = limits

    @property
    def generation(self) -> str:
        return self.readers.current().manifest.generation

    def counts(self) -> dict[str, int]:
        """Rows by collection: documents, paragraphs, citations."""
        return self.readers.current().manifest.counts

    def close(self) -> None:
        self.readers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(
        self,
        query: str,
        *,
        lang: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        sort: Sort = "relevance",
        filters: Mapping[str, Sequence[str]] | None = None,
        said_in: Speech = "en",
    ) -> SearchAnswer:
        """The hits of `query`, for any text that is not too long.

        `limit` counts hits after versions of one work were folded. `filters`: values of facets, of which a document must have
        one. `cursor`: that of the answer before this one, to the same question. `said_in`: language of the
        operators and fields in `understood`. Raises UsageError for a query that is too
        long, a facet or sort that there is not, and a cursor that is not of this question or of an index that is gone.
        """
        chosen = self._checked(query, limit, sort, filters or {})
        asked = (query, lang, sort, chosen)
        position = read_cursor(cursor, asked) if cursor else None
        reader = self._reader(position)
        plan = planned(
            parse(_clean(query), self.find_symbols),
            self.analyser,
            reader.manifest.languages,
            lang.lower() if lang else None,
            said_in,
        )
        request = Request(
            collection="documents",
            plan=plan.documents,
            filters=chosen,
            facets=FACETS,
            by=_order_of(plan.documents) if sort == "relevance" else "order",
        )
        offset = position.offset if position else 0
        found, heads, more = self._folded(reader, request, offset, limit)
        hits, held = self._shown(reader, request, plan, heads, lang)
        window = offset + limit >= self._limits.result_window
        return SearchAnswer(
            query=query,
            understood=plan.understood,
            total=found.total,
            direct=plan.direct,
            hits=hits,
            facets={name: _values(found.facets[name]) for name in FACETS},
            generation=reader.manifest.generation,
            notes=plan.notes if not (more and window) else (*plan.notes, self._end_of_window()),
            cursor=write_cursor(Position(reader.manifest.generation, offset + limit), asked)
            if more and not window
            else None,
            direct_held=held,
        )

    def _checked(
        self, query: str, limit: int, sort: str, filters: Mapping[str, Sequence[str]]
    ) -> dict[str, tuple[str, ...]]:
        longest = self._limits.query_chars
        if len(query) > longest:
            raise UsageError(
                f"The query has {len(query)} characters; at most {longest} are looked at.",
                hint="Search for its most telling words, or raise MEA__LIMITS__QUERY_CHARS.",
            )
        if limit < 0:
            raise UsageError(f"The number of hits cannot be {limit}.", hint="Ask for 0 or more.")
        if sort not in {"relevance", "date"}:
            raise UsageError(f"There is no order {sort!r}.", hint="Sort by relevance or date.")
        for name in filters:
            if name not in FACETS:
                raise UsageError(f"There is no facet {name!r}.", hint=f"There are: {', '.join(FACETS)}.")
        return {name: tuple(sorted(set(filters[name]))) for name in FACETS if filters.get(name)}

    def _reader(self, position: Position | None) -> Reader:
        current = self.readers.current()
        if position is None or position.generation == current.manifest.generation:
            return current
        try:
            return self.readers.named(position.generation)
        except SearchError as error:
            raise UsageError(
                "The index has changed since the page before this one.", hint="Search again, from the first page."
            ) from error

    def _folded(
        self, reader: Reader, request: Request, offset: int, limit: int
    ) -> tuple[Found, tuple[Ranked, ...], bool]:
        """The best row of each work, `limit` of them behind the first `offset`, and whether there are more."""
        limit = min(limit, max(self._limits.result_window - offset, 0))
        wanted = offset + limit + 1
        need = wanted + 20
        while True:
            found = reader.search(_with(request, need=need))
            heads: dict[int, Ranked] = {}
            for row in found.rows:
                heads.setdefault(row.group, row)
            if len(heads) >= wanted or len(found.rows) < need:
                ordered = tuple(heads.values())
                return found, ordered[offset : offset + limit], len(ordered) > offset + limit
            need *= 3

    def _shown(
        self, reader: Reader, request: Request, plan: Planned, heads: Sequence[Ranked], lang: str | None
    ) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
        """The hits, and the held ones among the documents that the query names: all that is shown, looked up at once."""
        works = tuple(head.group for head in heads)
        passages = Request(
            collection="paragraphs",
            plan=plan.paragraphs or Nothing(),
            filters={"doc_language": (lang.lower(),)} if lang else {},
            by=_order_of(plan.paragraphs or Nothing()),
            need=PARAGRAPHS,
        )
        named = tuple(dict.fromkeys(key_of(text_of_article(one) or one) for one in plan.direct))
        also, best, versions, newest = reader.look_up(
            [
                Grouped(request=_with(request, need=_ALSO), groups=works),
                # Paragraphs go by their document, as versions go by their work.
                Grouped(request=passages, groups=tuple(head.key for head in heads) if plan.paragraphs else ()),
                Keyed(collection="documents", keys=named),
                Grouped(request=Request(collection="documents", plan=Everything(), by="order", need=1), groups=named),
            ]
        )
        highlighter = Highlighter(plan.marks, self.analyser)
        # A head is the first of its work, unless a work has more versions than are named.
        rows = {one.key: one.source for some in also.values() for one in some}
        beyond = [head.key for head in heads if head.key not in rows]
        rows |= zip(beyond, reader.fetch("documents", beyond), strict=True) if beyond else ()
        hits = tuple(
            _hit(
                from_json(DocumentRow, rows[head.key]),
                head.score,
                [_passage(record, highlighter) for record in best.get(head.key, ())],
                tuple(from_json(_Named, one.source).id for one in also[head.group] if one.key != head.key),
                lang,
            )
            for head in heads
        )
        held = [from_json(_Named, some[0].source).id for key in named if (some := versions[key] or newest[key])]
        return hits, tuple(dict.fromkeys(held))

    def _end_of_window(self) -> str:
        return f"Only the first {self._limits.result_window} hits can be paged through; narrow the query by words or facets."


class _Named(Struct):
    id: str


def _order_of(plan: Node) -> Literal["score", "order"]:
    return "score" if is_scored(plan) else "order"


def _passage(record: Record, highlighter: Highlighter) -> tuple[str, HitParagraph]:
    row = from_json(ParagraphRow, record.source)
    shown = HitParagraph(
        id=row.id,
        path=row.path,
        label=row.label,
        page=row.page,
        lang=row.lang,
        text=row.text,
        highlights=highlighter.spans(row),
    )
    return row.doc_lang, shown


def _hit(
    row: DocumentRow,
    score: float,
    best: Sequence[tuple[str, HitParagraph]],
    also: tuple[str, ...],
    lang: str | None,
) -> Hit:
    wanted = [lang, *(doc_lang for doc_lang, _ in best), *row.languages]
    shown = next((one for one in wanted if one in row.languages), row.languages[0])
    title_lang = next((one for one in (shown, *row.languages) if one in row.title), None)
    return Hit(
        canonical=row.id,
        version=row.version,
        title=row.title[title_lang] if title_lang else None,
        treaty=row.treaty,
        meeting=row.meeting,
        date=row.date,
        type=row.type,
        languages=row.languages,
        score=score,
        url=permalink(row.id, shown),
        paragraphs=tuple(paragraph for _, paragraph in best),
        also=also,
        title_lang=title_lang,
        date_kind=row.date_kind,
        identity=row.identity,
    )


def _values(counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    return tuple(
        FacetValue(value=value, count=count)
        for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def _with(request: Request, *, need: int) -> Request:
    return Request(
        collection=request.collection,
        plan=request.plan,
        filters=request.filters,
        facets=request.facets,
        by=request.by,
        need=need,
    )


def _clean(query: str) -> str:
    """Half characters (lone surrogates) cannot be searched for; they become question marks."""
    return query.encode("utf-8", "replace").decode("utf-8")
