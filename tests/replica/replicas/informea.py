"""odata.informea.org: a service of decisions that honours $skip, and one that ignores it, as some of the treaties' own do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from replicas import robots
from replicas.answers import Answer, Asked, Resource, Site, resource, unavailable

HOSTS = ("odata.informea.org",)
DECISIONS = "/informea.svc/Decisions"
_CHANGED = datetime(2010, 3, 22, 10, 0, tzinfo=UTC)


def informea_site(*, decisions: int = 47, honours_skip: bool = True, wrapped: bool = True) -> Site:
    """`wrapped`: rows stand in `d.results`, else in `d`: both are in use."""
    rows = [_decision(number) for number in range(decisions)]

    def answer(asked: Asked) -> Answer:
        top = int(asked.query.get("$top", "20"))
        skip = int(asked.query.get("$skip", "0")) if honours_skip else 0
        shown = rows[skip : skip + top]
        body: dict[str, Any] = {"d": {"results": shown}} if wrapped else {"d": shown}
        return _json(body)(asked)

    resources: dict[str, Resource] = {DECISIONS: answer}
    return Site(name="informea", hosts=HOSTS, resources=resources, missing=unavailable(404), robots=robots.absent())


def _json(value: object) -> Resource:
    return resource(json.dumps(value).encode(), "application/json;charset=utf-8", validators="none")


def _decision(number: int) -> dict[str, Any]:
    moment = f"/Date({int(_CHANGED.timestamp() * 1000) + number * 86_400_000})/"
    return {
        "id": f"0000-{number:04d}",
        "link": f"https://www.example.org/decisions/{number}",
        "type": "decision",
        "status": "active",
        "number": f"CSKW/COP4/Decision 4.{number + 1}",
        "treaty": "cskw",
        "published": moment,
        "updated": moment,
        "meetingTitle": "Fourth meeting",
        "title": [{"language": "en", "value": f"Decision {number + 1}"}],
        "files": [
            {"url": f"https://www.example.org/files/d{number}_{lang}.pdf", "mimeType": "application/pdf", "language": lang,
             "filename": f"d{number}_{lang}.pdf"}
            for lang in ("en", "fr")
        ],
    }  # fmt: skip
