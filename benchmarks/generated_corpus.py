"""A corpus of any size that does not exist: versions of works with their paragraphs and citations, in English and French.

They come one at a time and are the same for the same seed, whatever the size: a smaller corpus is the beginning of a larger one.
Sizes are those of real documents: about 60 paragraphs of about 70 words in each language.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random

from benchmarks.generated_words import LANGUAGES, NAMES, TURNS, names, vocabularies
from core.records.links import Link
from core.records.search import CitationRow, DocumentRow, Expression, ParagraphRow
from index.analysis import Analyser
from index.encode import citation_row, document_row, paragraph_row
from index.generations import Batch
from index.rows import VersionRows, cited_ids, sentence_around

TREATIES = ("CMS", "CITES", "CBD", "RAMSAR", "AEWA", "UNFCCC", "UNCCD", "WHC")
_SHARES = (30, 20, 15, 12, 9, 6, 5, 3)
_TYPES = ("document", "information_document", "resolution", "decision", "report", "notification")
_POOL = 20_000
"""Words that are drawn at once."""


def generated(paragraphs: int, *, seed: int = 1) -> Iterator[VersionRows]:
    """Versions until they hold this many paragraphs; of the last one only as many as are missing."""
    corpus = _Corpus(seed)
    left = paragraphs
    while left > 0:
        for version in corpus.work():
            if left <= 0:
                return
            yield version if len(version.paragraphs) <= left else _cut(version, left)
            left -= len(version.paragraphs)


def batches(versions: Iterable[VersionRows], analyser: Analyser) -> Iterator[Batch]:
    """What `index.generations.build` takes, made as the stage `index` makes it."""
    for version in versions:
        yield "documents", [document_row(version.document, version.paragraphs, analyser)]
        yield "paragraphs", [paragraph_row(row, analyser) for row in version.paragraphs]
        yield "citations", [citation_row(row) for row in version.citations]


class _Corpus:
    def __init__(self, seed: int) -> None:
        self._draw = Random(seed)
        self._vocabularies = vocabularies()
        self._names = names(NAMES)
        self._pools: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
        self._numbers: Counter[str] = Counter()

    def work(self) -> list[VersionRows]:
        draw = self._draw
        (treaty,) = draw.choices(TREATIES, _SHARES)
        cop = min(max(round(draw.gauss(9, 3)), 1), 16)
        kind = draw.choice(_TYPES)
        year = 1984 + cop * 2 + draw.randint(0, 8)
        name = self._name(treaty, cop, kind)
        langs = LANGUAGES if draw.random() < 0.8 else (draw.choice(LANGUAGES),)
        (revisions,) = draw.choices((0, 1, 2), (85, 12, 3))
        length = min(max(3, int(draw.lognormvariate(4, 0.45))), 300)
        versions = []
        for revision in range(revisions + 1):
            day = dt.date(year + revision, 1, 1) + dt.timedelta(days=draw.randint(0, 364))
            version = f"Rev.{revision}" if revision else None
            versions.append(self._version(name, version, treaty, f"{treaty}/COP{cop}", kind, day, langs, length))
        return versions

    def _name(self, treaty: str, cop: int, kind: str) -> str:
        is_norm = kind in {"resolution", "decision"}
        start = f"{treaty}/{kind.capitalize()}/{cop}." if is_norm else f"UNEP/{treaty}/COP{cop}/Doc."
        self._numbers[start] += 1
        return f"{start}{self._numbers[start]}"

    def _version(
        self, work: str, version: str | None, treaty: str, meeting: str, kind: str, day: dt.date, langs: tuple[str, ...],
        length: int,
    ) -> VersionRows:  # fmt: skip
        name = f"{work}/{version}" if version else work
        titles = {lang: self._title(lang) for lang in langs}
        topic = self._draw.sample(self._names, 6)
        paragraphs = [
            self._paragraph(name, lang, place, treaty, day, topic) for lang in langs for place in range(length)
        ]
        return VersionRows(
            document=DocumentRow(
                id=name, work=work, version=version, title=titles, treaty=treaty, meeting=meeting, type=kind, year=day.year,
                date=day.isoformat(), symbol=name, identity="stated", languages=langs,
                cites=tuple(sorted({cited for row in paragraphs for cited in row.cites})),
                names=tuple(f"https://documents.example/{name}.{lang}.pdf" for lang in langs), date_kind="document",
                expressions=tuple(Expression(lang=lang, content=_content(name, lang), title=titles[lang]) for lang in langs),
            ),
            paragraphs=tuple(paragraphs),
            citations=tuple(_citation(row, link, titles[row.lang], treaty) for row in paragraphs for link in row.links),
        )  # fmt: skip

    def _title(self, lang: str) -> str:
        return f"{self._draw.choice(self._names)}: {' '.join(self._words(lang, self._draw.randint(4, 9)))}"

    def _paragraph(self, name: str, lang: str, place: int, treaty: str, day: dt.date, topic: list[str]) -> ParagraphRow:
        draw = self._draw
        wanted = min(max(6, int(draw.lognormvariate(4.05, 0.62))), 400)
        path, content = str(place + 1), _content(name, lang)
        pieces: list[str] = []
        links: list[Link] = []
        words = chars = 0
        while words < wanted:
            if draw.random() < 0.27:
                norm = f"{treaty}/Resolution/{draw.randint(1, 16)}.{draw.randint(1, 60)}"
                shown = f"{'Resolution' if lang == 'en' else 'Résolution'} {norm.rpartition('/')[2]}"
                piece = draw.choice(TURNS[lang]).format(norm=shown, name=draw.choice(topic), year=day.year)
                start = piece.find(shown)
                if start >= 0:
                    links.append(
                        Link(
                            id=f"{content}:s{place}:{chars + start}", content=content, citing=name, lang=lang,
                            segment=f"s{place}", path=path, start=chars + start, end=chars + start + len(shown),
                            exact=shown, kind="resolution", treaty=treaty, target=norm, date=day.isoformat(),
                            relation="recalls", missing="not_crawled",
                        )
                    )  # fmt: skip
            else:
                some = self._words(lang, min(wanted - words, draw.randint(4, 22)))
                piece = f"{' '.join(some).capitalize()}{draw.choice('.,')}"
            pieces.append(piece)
            words += piece.count(" ") + 1
            chars += len(piece) + 1
        return ParagraphRow(
            id=f"{name}?lang={lang}#{path}", document=name, path=path, kind="paragraph", lang=lang, doc_lang=lang,
            order=place, text=" ".join(pieces), label=f"{path}.", page=place // 8 + 1, cites=cited_ids(links),
            segment=f"s{place}", lang_from="text", pages=(place // 8 + 1, place // 8 + 1), links=tuple(links),
        )  # fmt: skip

    def _words(self, lang: str, count: int) -> list[str]:
        pool = self._pools[lang]
        if len(pool) < count:
            vocabulary = self._vocabularies[lang]
            pool.extend(self._draw.choices(vocabulary.words, cum_weights=vocabulary.weights, k=_POOL))
        some = pool[-count:]
        del pool[-count:]
        return some


def _content(name: str, lang: str) -> str:
    return f"{name}.{lang}"


def _citation(row: ParagraphRow, link: Link, title: str, treaty: str) -> CitationRow:
    context, start, end = sentence_around(row.text, link.start, link.end)
    return CitationRow(
        id=link.id, link=link, citing_title=title, citing_treaty=treaty, context=context, start=start, end=end
    )


def _cut(version: VersionRows, length: int) -> VersionRows:
    kept = version.paragraphs[:length]
    ids = {link.id for row in kept for link in row.links}
    return VersionRows(
        document=version.document, paragraphs=kept, citations=tuple(one for one in version.citations if one.id in ids)
    )
