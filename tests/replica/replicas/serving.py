"""How the files of a plan are served: made from their papers, sent in each of the ways that the rows name."""

from __future__ import annotations

import email.utils
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from replicas import files, protection
from replicas.answers import (
    Answer,
    Asked,
    Resource,
    Validators,
    at_first,
    delivered,
    html,
    redirect,
    resource,
    unavailable,
)
from replicas.mastheads import MONTHS
from replicas.papers import Meeting, Paper
from replicas.plan import Plan, PlannedDocument, PlannedFile

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "html": "text/html; charset=utf-8",
}
_MAKERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": files.pdf, "docx": files.word, "rtf": files.rich_text, "html": files.html,
}  # fmt: skip
_VALIDATORS: dict[str, Validators] = {
    "weak": "weak", "date": "date", "none": "none", "rotating": "rotating", "gzip-suffix": "gzip-suffix",
}  # fmt: skip
_MISNAMED = {"octet-stream": "application/octet-stream", "msword": "application/msword", "zip-type": "application/zip"}
_BEFORE_THE_CUT = 2_000
RETRY_AFTER_SECONDS = 120  # on the clock of the site; both as a number and as a date
_ANNOUNCED = 300_000_000  # beyond any limit of a file


def paper_of(plan: Plan, document: PlannedDocument, file: PlannedFile) -> Paper:
    held = next((meeting for meeting in plan.meetings.values() if meeting.id == document.meeting), None)
    start = held.start if held else document.date
    place = held.place if held else ("Geneva, Switzerland", "Genève, Suisse")
    end = min(start.day + 5, 28) if start.day <= 22 else start.day
    return Paper(
        family=plan.family,
        symbol=document.symbol,
        text=file.text,
        subject=document.subject,
        item=document.item,
        shape=document.shape,
        edition=file.edition or document.edition,
        dressing=file.dressing,
        date=(document.date.year, document.date.month, min(document.date.day, 28)),
        meeting=Meeting(
            ordinal=held.ordinal if held else 12,
            place_en=place[0],
            place_fr=place[1],
            days_en=f"{start.day} - {end} {start:%B} {start.year}",
            days_fr=f"{start.day} - {end} {MONTHS['fr'][start.month - 1]} {start.year}",
        ),
    )


def content_of(plan: Plan, document: PlannedDocument, file: PlannedFile) -> bytes:
    """The bytes that a crawl stores."""
    return _MAKERS[file.format](paper_of(plan, document, file))


def serve(plan: Plan, document: PlannedDocument, file: PlannedFile, missing: Resource) -> Resource:
    """The resource of a row. `missing`: the site's own way to say that there is no such page."""
    at_all = _without_content(plan, file, missing)
    if at_all is not None:
        return at_all
    body = content_of(plan, document, file)
    media_type: str | None = TYPES[file.format]
    good = resource(body, media_type, validators=_VALIDATORS.get(file.serve, "both"), salt=file.salt)
    match file.serve:
        case "" | "weak" | "date" | "none" | "rotating" | "gzip-suffix":
            return good
        case "gzip":
            return resource(body, media_type, zipped=True)
        case "octet-stream" | "msword" | "zip-type":
            return resource(body, _MISNAMED[file.serve])
        case "no-type":
            return resource(body, None)
        case "chunked":
            return resource(body, media_type, delivery="chunked")
        case "truncated":
            return delivered(body[:_BEFORE_THE_CUT], "truncated")
        case "retry-seconds":
            return at_first(unavailable(429, str(RETRY_AFTER_SECONDS)), good)
        case "retry-date":
            return at_first(_later, good)
    raise ValueError(f"{file.name}: no way to serve is called {file.serve!r}")


def _without_content(plan: Plan, file: PlannedFile, missing: Resource) -> Resource | None:
    match file.serve:
        case "soft-404":
            return html("<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>")
        case "missing":
            return missing
        case "private":
            return protection.private()
        case "empty":
            return resource(b"", "application/pdf")
        case "reset":
            return delivered(b"", "reset")
        case "503":
            return unavailable(503)
        case "huge":
            return resource(b"%PDF-1.7\n", "application/pdf", announced=_ANNOUNCED)
        case "endless":
            return delivered(b"%PDF-1.7\n" + bytes(65536), "endless")
        case "drip":
            return delivered(b"%PDF-1.7\n" + bytes(4096), "drip")
        case "off-site":
            return redirect("https://files.elsewhere.example/copy.pdf", 302)
        case "loop":
            return redirect(f"{plan.address(file)}", 302)
        case "search404":
            return redirect("/search/site/missing", 302)
    return None


def _later(asked: Asked) -> Answer:
    moment = datetime.now(UTC) + timedelta(seconds=RETRY_AFTER_SECONDS)
    return unavailable(503, email.utils.format_datetime(moment, usegmt=True))(asked)


def serve_all(plan: Plan, missing: Resource) -> dict[str, Resource]:
    """All files of the plan by path, those included that nobody may ask for: a request shows in the log."""
    return {
        plan.path(file): _when_asked(plan, document, file, missing)
        for document, file in plan.rows()
        if not file.name.startswith("//")
    }


def _when_asked(plan: Plan, document: PlannedDocument, file: PlannedFile, missing: Resource) -> Resource:
    """Made with the first request: most tests ask for few files."""
    made: list[Resource] = []
    lock = threading.Lock()

    def answer(asked: Asked) -> Answer:
        with lock:
            if not made:
                made.append(serve(plan, document, file, missing))
        return made[0](asked)

    return answer
