"""www.cbd.int: a single-page application that answers 200 to everything, and the API that it calls."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from replicas import robots
from replicas.answers import Answer, Asked, Resource, Site, html, redirect, resource
from replicas.plan import Plan, PlannedDocument, PlannedFile, load_plan
from replicas.serving import TYPES, serve_all

HOSTS = ("www.cbd.int", "api.cbd.int")
_ORIGIN = "https://www.cbd.int"
_ALL_MEETINGS = 130
_ROWS_BY_DEFAULT = 10
_SHELL_PAGE = """<!DOCTYPE html><html><head><base href="/app/"><title>Convention on Biological Diversity</title>
<script src="/app/boot.js"></script></head><body><div ng-view></div><noscript>Please enable scripts.</noscript></body></html>"""


def cbd_plan() -> Plan:
    return load_plan("cbd", "CBD", "cbd", _ORIGIN)


def cbd_site(plan: Plan) -> Site:
    shell = resource(
        _SHELL_PAGE.encode(), "text/html; charset=utf-8", validators="none", headers=(("Cache-Control", "public"),)
    )
    absent = html("<html><title>404</title>Not Found</html>", status=404, validators="none")
    resources: dict[str, Resource] = {**serve_all(plan, absent)}
    resources["/api/v2013/index"] = lambda asked: _index(plan, asked)
    resources["/api/v2016/meetings"] = _json([_meeting(plan, key) for key in plan.meetings])
    resources["/api/v2016/documents"] = lambda asked: _by_query(plan, asked)
    resources["/language-switch"] = redirect("/", 302, headers=(("Set-Cookie", "Preferences=Locale=fr; Path=/"),))
    for key in plan.meetings:
        resources[f"/api/v2016/meetings/{key}"] = _json(_meeting(plan, key))
        resources[f"/api/v2016/meetings/{key}/documents"] = _json(_documents(plan, key))
    for document in plan.documents:
        resources[f"/documents/{document.symbol}"] = redirect(
            f"/meetings/{_meeting_of(document)}?doc={document.node}", 302
        )
    return Site(name="cbd", hosts=HOSTS, resources=resources, missing=shell, robots=_robots)


def _robots(asked: Asked) -> Answer:
    """Only the canonical host is open."""
    return (robots.cbd() if asked.host == "www.cbd.int" else robots.closed())(asked)


def _json(value: object) -> Resource:
    return resource(json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8", zipped=True)


def _meeting_of(document: PlannedDocument) -> str:
    return document.on[0].partition("/")[0]


def _meeting(plan: Plan, key: str) -> dict[str, Any]:
    held = plan.meetings[key]
    title = {"en": held.title} | ({"fr": held.title_fr} if held.title_fr else {})
    return {
        "_id": f"{held.node:024x}",
        "EVT_CD": key,
        "normalizedSymbol": key,
        "title": title,
        "venueText": {"en": held.place[0]},
        "EVT_FROM_DT": f"{held.start.isoformat()}T00:00:00.000Z",
        "agenda": {"prefix": "COP", "items": [{"item": 1, "title": "Opening"}]},
    }


def _documents(plan: Plan, key: str) -> list[dict[str, Any]]:
    """The whole array. Decisions come from the index alone; two rows have no file, one of them since none was published."""
    rows = [
        _document(plan, document)
        for document in plan.documents
        if _meeting_of(document) == key and document.on_page(key) != "decisions"
    ]
    waiting = {
        "_id": f"{99:024x}",
        "symbol": f"CBD/{key.replace('-', '/')}/99",
        "title": {"en": "A paper that is awaited"},
        "type": "official",
        "status": "public",
        "files": [],
        "metadata": {},
    }
    return [*rows, waiting, {**waiting, "_id": f"{98:024x}", "status": "awaited"}]


def _by_query(plan: Plan, asked: Asked) -> Answer:
    """`q` is a query in JSON; only that by the normalised symbol is in use."""
    wanted = json.loads(asked.query.get("q", "{}")).get("normalizedSymbol")
    found = [_document(plan, one) for one in plan.documents if one.symbol.upper() == wanted]
    return _json(found)(asked)


def _document(plan: Plan, document: PlannedDocument) -> dict[str, Any]:
    fields = document.fields
    title = {"en": document.title}
    if fields.get("title_fr", True):
        title["fr"] = document.title_fr
    return {
        "_id": f"{document.node:024x}",
        "symbol": document.symbol,
        "normalizedSymbol": document.symbol.upper(),
        "title": title,
        "type": document.on[0].partition("/")[2],
        "nature": fields.get("nature"),
        "agendaItems": [int(re.sub(r"\D", "", document.item))] if document.item else [],
        "status": fields.get("status", "public"),
        "publishedOn": f"{document.date.isoformat()}T12:00:00.000Z",
        "metadata": {"superseded": True} if fields.get("superseded") else {},
        "files": [_file(plan, file) for file in document.files],
    }


def _file(plan: Plan, file: PlannedFile) -> dict[str, Any]:
    return {
        "name": file.name.rpartition("/")[2],
        "type": TYPES[file.format],
        "language": _language(file),
        "url": plan.path(file),
        "size": 50_000,
    }


def _language(file: PlannedFile) -> str:
    found = re.search(r"-([a-z]{2})\.[a-z]+$", file.name)
    return found[1] if found else file.text


def _index(plan: Plan, asked: Asked) -> Answer:
    """The search service: `start` and `rows` (10 where it is not given), `numFound`."""
    query = asked.query.get("q", "")
    meeting = re.search(r"meeting_ss:([A-Z]+-\d+)", query)
    if "schema_s:meeting" in query:
        found = _indexed_meetings(plan)
    elif meeting is not None:
        found = _indexed_decisions(plan, meeting[1])
    else:
        found = []
    start, rows = (
        int(asked.query.get(name, str(default))) for name, default in (("start", 0), ("rows", _ROWS_BY_DEFAULT))
    )
    return _json(_response(found, start, rows))(asked)


def _response(found: Sequence[dict[str, Any]], start: int, rows: int) -> dict[str, Any]:
    return {
        "responseHeader": {"status": 0},
        "response": {"numFound": len(found), "start": start, "docs": list(found[start : start + rows])},
    }


def _indexed_meetings(plan: Plan) -> list[dict[str, Any]]:
    """Newest first. Those of other bodies stand between the conferences, whose oldest is on the second page of a hundred."""
    planned = sorted(plan.meetings.values(), key=lambda held: held.start, reverse=True)
    own = [
        {
            "symbol_s": held.key,
            "title_EN_t": held.title,
            "startDate_dt": f"{held.start.isoformat()}T00:00:00Z",
            "endDate_dt": f"{held.start.isoformat()}T00:00:00Z",
            "eventCity_t": held.place[0].partition(",")[0],
        }
        | ({"title_FR_t": held.title_fr} if held.title_fr else {})
        for held in planned
    ]
    others = [
        {
            "symbol_s": f"SBSTTA-{number}",
            "title_EN_t": f"Expert meeting {number}",
            "startDate_dt": "2019-05-01T00:00:00Z",
        }
        for number in range(_ALL_MEETINGS - len(own))
    ]
    return [*own[:-1], *others[:110], own[-1], *others[110:]]


def _indexed_decisions(plan: Plan, key: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{document.node}",
            "symbol_s": document.symbol,
            "schema_s": "decision",
            "meeting_ss": [key],
            "title_EN_t": document.title,
            "title_FR_t": document.title_fr,
            "file_ss": [
                json.dumps({"language": _language(file), "url": plan.address(file), "type": TYPES[file.format]})
                for file in document.files
            ],
            "url_ss": [f"{_ORIGIN}/decisions/cop/{document.node}"],
        }
        for document in plan.documents
        if document.on_page(key) == "decisions"
    ]
