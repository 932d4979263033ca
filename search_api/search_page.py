"""What the search page shows, made from an answer: plain values and safe HTML for the template, nothing left to decide."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from core.records.search import FacetValue, Hit, HitParagraph, SearchAnswer
from core.symbols.identity import split
from core.symbols.treaty_texts import text_of_article
from index.search import FACETS
from index.versions import version_rank
from search_api.asking import Asked
from search_api.links import Styled, to_html
from search_api.permalinks import document_address
from search_api.places import place
from search_api.wording import Wording

FACET_VALUES_SHOWN = 8
_GROUPS: Mapping[str, str] = MappingProxyType(
    {"type": "types", "language": "languages", "treaty": "treaties", "mentions": "treaties", "body": "bodies"}
)
"""Facets whose values have words."""


class FacetEntry(Struct, frozen=True, kw_only=True):
    label: str
    count: int
    chosen: bool
    address: str


class FacetBox(Struct, frozen=True, kw_only=True):
    name: str
    label: str
    first: tuple[FacetEntry, ...]
    rest: tuple[FacetEntry, ...]


class Passage(Struct, frozen=True, kw_only=True):
    address: str
    place: str
    page: int | None
    lang: str
    html: Markup


class HitBox(Struct, frozen=True, kw_only=True):
    canonical: str
    title: str
    title_lang: str | None
    address: str
    languages: tuple[tuple[str, str, str], ...]
    """Code, name, address."""
    facts: tuple[str, ...]
    date: str | None
    date_words: str
    status: str | None
    version: str | None
    passages: tuple[Passage, ...]
    also: tuple[tuple[str, str, bool], ...]
    """Id, address, and whether it is newer than the version shown; the newest first."""


class Direct(Struct, frozen=True, kw_only=True):
    canonical: str
    address: str | None
    """Of the document where it is held, else None."""
    citing: str
    """Address of the search for what cites it."""


class SearchPage(Struct, frozen=True, kw_only=True):
    total: str
    understood: str
    notes: tuple[str, ...]
    direct: tuple[Direct, ...]
    facets: tuple[FacetBox, ...]
    in_use: tuple[tuple[str, str, str], ...]
    """Name of a filter, its value in words, address without it."""
    hits: tuple[HitBox, ...]
    more: str | None
    first: str | None


def search_page(answer: SearchAnswer, asked: Asked, words: Wording) -> SearchPage:
    return SearchPage(
        total=_total(answer.total, words),
        understood=answer.understood,
        notes=answer.notes,
        direct=_direct(answer, asked),
        facets=tuple(
            _facet(name, answer.facets.get(name, ()), asked, words) for name in FACETS if answer.facets.get(name)
        ),
        in_use=tuple(
            (words(f"facets.{name}"), _value_words(name, value, words), asked.toggled(name, value).address())
            for name in FACETS
            for value in asked.chosen(name)
        ),
        hits=tuple(_hit(hit, asked, words) for hit in answer.hits),
        more=replace(asked, cursor=answer.cursor).address() if answer.cursor else None,
        first=replace(asked, cursor=None).address() if asked.cursor else None,
    )


def _total(total: int, words: Wording) -> str:
    if total == 0:
        return words("search.total_none")
    return words("search.total_one") if total == 1 else words("search.total_many", count=total)


def _direct(answer: SearchAnswer, asked: Asked) -> tuple[Direct, ...]:
    """The documents that the query names. A held version answers for its work, the text of a treaty for its articles."""
    result = []
    for canonical in answer.direct:
        name = text_of_article(canonical) or canonical
        held = next((one for one in answer.direct_held if one == name or one.startswith(name + "/")), None)
        citing = Asked(q=f'cites:"{canonical}"', ui=asked.ui)
        address = document_address(held, lang=asked.reading(), ui=asked.ui) if held else None
        shown = canonical if name != canonical else held or canonical
        result.append(Direct(canonical=shown, address=address, citing=citing.address()))
    # Of a number that several bodies have, those that are held are the likeliest to be looked for.
    return tuple(sorted(result, key=lambda one: one.address is None))


def _facet(name: str, values: tuple[FacetValue, ...], asked: Asked, words: Wording) -> FacetBox:
    chosen = asked.chosen(name)
    absent = tuple(FacetValue(value=one, count=0) for one in chosen if one not in {value.value for value in values})
    ordered = sorted(values, key=lambda one: one.value, reverse=True) if name == "year" else list(values)
    entries = [
        FacetEntry(
            label=_value_words(name, one.value, words),
            count=one.count,
            chosen=one.value in chosen,
            address=asked.toggled(name, one.value).address(),
        )
        for one in [*absent, *ordered]
    ]
    entries.sort(key=lambda entry: not entry.chosen)  # stable: chosen ones first, the others as they came
    # A list that is only one or two longer is shown whole: "show all" would take the same room.
    shown = FACET_VALUES_SHOWN if len(entries) > FACET_VALUES_SHOWN + 2 else len(entries)
    return FacetBox(name=name, label=words(f"facets.{name}"), first=tuple(entries[:shown]), rest=tuple(entries[shown:]))


def _value_words(facet: str, value: str, words: Wording) -> str:
    group = _GROUPS.get(facet)
    return words.named(group, value) if group else value


def _hit(hit: Hit, asked: Asked, words: Wording) -> HitBox:
    wanted = asked.reading()
    lang = wanted if wanted in hit.languages else hit.title_lang
    facts = (
        words.named("treaties", hit.treaty) if hit.treaty else None,
        words.named("types", hit.type) if hit.type else None,
        hit.meeting,
    )
    kind = words.named("date_kinds", hit.date_kind) if hit.date_kind else ""
    return HitBox(
        canonical=hit.canonical,
        title=hit.title or hit.canonical,
        title_lang=hit.title_lang if hit.title else None,
        address=document_address(hit.canonical, lang=lang, ui=asked.ui),
        languages=tuple(
            (one, words.named("languages", one), document_address(hit.canonical, lang=one, ui=asked.ui))
            for one in hit.languages
        ),
        facts=tuple(fact for fact in facts if fact),
        date=hit.date,
        date_words=f"{kind} {words.date(hit.date)}".strip() if hit.date else "",
        status=words.named("statuses", hit.status) if hit.status != "unknown" else None,
        version=hit.version,
        passages=tuple(_passage(one, hit, asked, words) for one in hit.paragraphs),
        also=_also(hit, asked),
    )


def _also(hit: Hit, asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    ranked = sorted(((version_rank(split(one)[1]), one) for one in hit.also), reverse=True)
    shown = version_rank(hit.version)
    return tuple((one, document_address(one, lang=asked.reading(), ui=asked.ui), rank > shown) for rank, one in ranked)


def _passage(paragraph: HitParagraph, hit: Hit, asked: Asked, words: Wording) -> Passage:
    # The id is `<canonical>?lang=<language of the document>#<path>`; the language of the paragraph may be another.
    langs = parse_qs(urlsplit(paragraph.id.removeprefix(hit.canonical)).query).get("lang", [None])
    return Passage(
        address=document_address(hit.canonical, lang=langs[0], path=paragraph.path, ui=asked.ui),
        place=place(paragraph.path, paragraph.label, words, of=hit.canonical),
        page=paragraph.page,
        lang=paragraph.lang,
        html=to_html(
            paragraph.text, styles=[Styled(start=start, end=end, style="mark") for start, end in paragraph.highlights]
        ),
    )
