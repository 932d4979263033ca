"""The page /refs: paste a text, get every reference with what it names. Works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter
from markupsafe import Markup
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.records.search import Reading
from search_api.library import ids_of
from search_api.links import Anchor, to_html
from search_api.passages import body_of, checked, most_bytes
from search_api.permalinks import document_address
from search_api.site import Site
from search_api.wording import Wording

LANGUAGES = ("en", "fr")
_BYTES_A_CHAR = 12
"""A form may write any character as `%F0%9F%90%A6`."""
_FIELDS = 20


class Named(Struct, frozen=True, kw_only=True):
    """Something that a reference can mean."""

    canonical: str
    address: str | None
    title: str | None


class RefRow(Struct, frozen=True, kw_only=True):
    number: int
    exact: str
    kind: str
    relation: str
    named: tuple[Named, ...]


class RefsPage(Struct, frozen=True, kw_only=True):
    html: Markup
    rows: tuple[RefRow, ...]
    held: int
    ambiguous: int


class Pasted(Struct, frozen=True, kw_only=True):
    text: str = ""
    lang: str | None = None
    home: str | None = None


def refs_page_routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/refs")
    def form(request: Request) -> Response:
        return _page(site, request, Pasted(), None)

    @router.post("/refs")
    async def found(request: Request) -> Response:
        limits = site.settings.limits
        body = await body_of(request.stream(), most_bytes(limits) * _BYTES_A_CHAR // 6)
        pasted = await run_in_threadpool(_pasted, body, site)
        checked(len(pasted.text), limits)
        words = site.words(request)
        page = await run_in_threadpool(refs_page, site, pasted, words, _ui(site, request))
        return _page(site, request, pasted, page)

    return router


def refs_page(site: Site, pasted: Pasted, words: Wording, ui: str | None) -> RefsPage:
    row = {"text": pasted.text, "lang": pasted.lang, "home_treaty": pasted.home}
    answer = site.library.refs([row])[0]
    found = sorted([*answer["refs"], *answer.get("short_forms", ())], key=lambda ref: (ref["start"], ref["end"]))
    readings = site.library.readings([one for ref in found for one in ids_of(ref)])
    rows = tuple(_row(number, ref, pasted, readings, words, ui) for number, ref in enumerate(found, 1))
    anchors = [
        Anchor(
            start=ref["start"],
            end=ref["end"],
            href=f"#ui-ref-{row.number}",
            css="cite held" if any(one.address for one in row.named) else "cite",
        )
        for ref, row in zip(found, rows, strict=True)
    ]
    return RefsPage(
        html=to_html(pasted.text, anchors),
        rows=rows,
        held=sum(any(one.address for one in row.named) for row in rows),
        ambiguous=sum(len(row.named) > 1 for row in rows),
    )


def _row(
    number: int, ref: Mapping[str, Any], pasted: Pasted, readings: Mapping[str, Reading], words: Wording, ui: str | None
) -> RefRow:
    return RefRow(
        number=number,
        exact=" ".join(pasted.text[ref["start"] : ref["end"]].split()),
        kind=words.named("types", ref["kind"]),
        relation=words.named("relations", ref["relation"]),
        named=tuple(
            Named(
                canonical=one,
                address=document_address(one, ui=ui) if readings[one].versions else None,
                title=readings[one].title,
            )
            for one in ids_of(ref)
        ),
    )


def _pasted(body: bytes, site: Site) -> Pasted:
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=None)[:_FIELDS]
    given = dict(pairs)
    # A browser sends line ends as CR LF; shown and counted is what was pasted.
    text = given.get("text", "").replace("\r\n", "\n")
    lang, home = given.get("lang"), given.get("home")
    return Pasted(
        text=text,
        lang=lang if lang in LANGUAGES else None,
        home=home if home in site.library.treaties() else None,
    )


def _page(site: Site, request: Request, pasted: Pasted, page: RefsPage | None) -> Response:
    words = site.words(request)
    ui = _ui(site, request)
    html = site.page(
        "refs.html",
        request,
        words,
        pasted=pasted,
        page=page,
        action=f"/refs?ui={ui}" if ui else "/refs",
        languages=[(one, words.named("languages", one)) for one in LANGUAGES],
        treaties=site.library.treaties(),
        most=site.settings.limits.refs_chars,
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-store", "Vary": "Accept-Language"})


def _ui(site: Site, request: Request) -> str | None:
    ui = request.query_params.get("ui")
    return ui if ui in site.wordings else None
