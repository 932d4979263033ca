"""The plan of a replica: its files by language, format and revision, where they are listed, and what a crawl must make of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import yaml
from replicas.papers import Family, Shape
from replicas.subjects import title as title_of

PLANS = Path(__file__).resolve().parent.parent / "plans"

State = Literal["collected", "copy", "refused", "gone", "given_up", "not_asked", "not_there"]
"""`copy`: another address of bytes that are collected; `not_asked`: linked, and no request may be made for it;
`not_there`: looked for beside another file, and no document."""


@dataclass(frozen=True, kw_only=True)
class PlannedMeeting:
    key: str
    id: str
    """`CMS/COP12`."""
    title: str
    slug: str
    node: int
    start: date
    generation: str = "old"
    title_fr: str | None = None
    slug_fr: str | None = None
    place: tuple[str, str] = ("Geneva, Switzerland", "Genève, Suisse")

    @property
    def ordinal(self) -> int:
        return int("".join(letter for letter in self.key if letter.isdigit()))


@dataclass(frozen=True, kw_only=True)
class PlannedFile:
    """One row: a file in one language and format, under one address."""

    name: str
    """Below the site's folder, or a whole path where it starts with /."""
    text: str
    """Language of the text: en, fr, es, or en+fr."""
    listed: str | None
    """What the listing says by the order of evidence; None: it does not say."""
    icon: str
    """Language mark beside the link."""
    by: tuple[str, ...]
    """The evidence of language that the listing has."""
    format: str
    """What the bytes are."""
    state: State = "collected"
    serve: str = ""
    only: str = ""
    """The one kind of page that links it; empty: all that list the document."""
    label: str | None = None
    scheme: str = "https"
    query: str = ""
    trap: str = ""
    dressing: int = 1
    edition: int = 0
    """0: that of the document."""
    salt: str = ""
    """Makes another ETag of the same bytes."""
    fields: dict[str, Any]
    """Further keys of the row that one site needs."""


@dataclass(frozen=True, kw_only=True)
class PlannedDocument:
    symbol: str
    on: tuple[str, ...]
    """Where it is listed, `page/section`."""
    item: str | None
    rev: str | None
    meeting: str | None
    """Id, where the site says it."""
    subject: int
    shape: Shape
    edition: int
    date: date
    files: tuple[PlannedFile, ...]
    node: int
    slug: str
    own_page: str
    """old, new or none."""
    fields: dict[str, Any]

    @property
    def title(self) -> str:
        return title_of(self.subject, "en")

    @property
    def title_fr(self) -> str:
        return title_of(self.subject, "fr")

    @property
    def listed_meeting(self) -> bool:
        """Whether its listing says of which meeting it is: that of a meeting does, one of all resolutions need not."""
        return not self.on[0].startswith(("resolutions", "res", "official"))

    def on_page(self, page: str) -> str | None:
        """The section of `page` that lists it; None: another page does."""
        for place in self.on:
            name, _, section = place.partition("/")
            if name == page:
                return section
        return None


@dataclass(frozen=True, kw_only=True)
class Plan:
    site: str
    family: Family
    origin: str
    folder: str
    meetings: dict[str, PlannedMeeting]
    documents: tuple[PlannedDocument, ...]

    def rows(self) -> Iterator[tuple[PlannedDocument, PlannedFile]]:
        for document in self.documents:
            for file in document.files:
                yield document, file

    def path(self, file: PlannedFile) -> str:
        """Without percent signs."""
        return file.name if file.name.startswith("/") else self.folder + file.name

    def address(self, file: PlannedFile) -> str:
        """Absolute, with percent signs where a browser would put them."""
        return self.origin + quote(self.path(file), safe="/()") + file.query

    @cached_property
    def by_symbol(self) -> dict[str, PlannedDocument]:
        return {document.symbol: document for document in self.documents}


_FILE_KEYS = frozenset(
    "name text listed icon by format state serve only label scheme query trap dressing edition".split()  # noqa: SIM905
)
_DOCUMENT_KEYS = frozenset(
    "symbol at also item rev meeting subject shape edition date files page".split()  # noqa: SIM905
)


def load_plan(site: str, treaty: str, family: Family, origin: str) -> Plan:
    """The plan in `plans/<site>.yml`, defaults filled in."""
    stated = yaml.safe_load((PLANS / f"{site}.yml").read_text(encoding="utf-8"))
    meetings = {key: _meeting(key, treaty, row) for key, row in stated.get("meetings", {}).items()}
    slugs: set[str] = set()
    documents = tuple(
        _document(row, meetings, slugs, number) for number, row in enumerate(stated["documents"], start=1)
    )
    return Plan(
        site=site, family=family, origin=origin, folder=stated["folder"], meetings=meetings, documents=documents
    )


def _meeting(key: str, treaty: str, row: dict[str, Any]) -> PlannedMeeting:
    number = "".join(letter for letter in key if letter.isdigit())
    body = {"cites": "CoP", "aewa": "MOP"}.get(treaty.lower(), "COP")
    row = {**row, "place": tuple(row["place"])} if "place" in row else row
    return PlannedMeeting(**{"key": key, "id": f"{treaty}/{body}{number}", **row})


def _document(
    row: dict[str, Any], meetings: dict[str, PlannedMeeting], slugs: set[str], number: int
) -> PlannedDocument:
    places = (row["at"], row["also"]) if "also" in row else (row["at"],)
    held = meetings.get(places[0].partition("/")[0])
    subject = row["subject"]
    slug = _unused(slugify(row.get("slug", title_of(subject, "en"))), slugs)
    return PlannedDocument(
        symbol=row["symbol"],
        on=places,
        item=row.get("item"),
        rev=row.get("rev"),
        meeting=row.get("meeting", held.id if held else None),
        subject=subject,
        shape=row.get("shape", "paper"),
        edition=row.get("edition", 1),
        date=row.get("date", held.start if held else date(2018, 2, 1)),
        files=tuple(_file(file) for file in row["files"]),
        node=20000 + number,
        slug=slug,
        own_page=row.get("page", held.generation if held else "new"),
        fields={key: value for key, value in row.items() if key not in _DOCUMENT_KEYS},
    )


def _file(row: dict[str, Any]) -> PlannedFile:
    text = row["text"]
    alone = text if "+" not in text else None
    return PlannedFile(
        name=row["name"],
        text=text,
        listed=row.get("listed", alone),
        icon=row.get("icon", text.upper() if alone else "N"),
        by=tuple(row.get("by", ("file_term", "filename"))),
        format=row.get("format", row["name"].rsplit(".", 1)[-1].lower()),
        state=row.get("state", "collected"),
        serve=row.get("serve", ""),
        only=row.get("only", ""),
        label=row.get("label"),
        scheme=row.get("scheme", "https"),
        query=row.get("query", ""),
        trap=row.get("trap", ""),
        dressing=row.get("dressing", 1),
        edition=row.get("edition", 0),
        fields={key: value for key, value in row.items() if key not in _FILE_KEYS},
    )


def slugify(title: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in title.lower())
    return "-".join(kept.split())


def _unused(slug: str, taken: set[str]) -> str:
    """As pathauto does: the second of a name ends in -0."""
    candidate, number = slug, -1
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    taken.add(candidate)
    return candidate
