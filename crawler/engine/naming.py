"""What is recorded of a file beside its bytes: its name (the address as published) and what its listing says of it."""

from __future__ import annotations

import msgspec

from core.ledger import SeenFile
from core.ledger.crawl_entries import Address
from crawler.engine.sidecars import sidecar_of
from crawler.records import ListedFile
from crawler.sources.model import SourceDefinition


def listed_of(address: Address) -> ListedFile | None:
    """What was said of an address when it was linked; None for a page."""
    return None if address.listed is None else msgspec.json.decode(address.listed, type=ListedFile)


def file_of(address: Address, source: SourceDefinition, digest: str, size: int) -> SeenFile | None:
    """The name to record; None for an address that was never listed as a file."""
    listed = listed_of(address)
    if listed is None:
        return None
    return SeenFile(source=source.id, name=address.url, sidecar=sidecar_of(listed, source), content=digest, size=size)


def merged(now: str, before: str | None, same_crawl: bool) -> str:
    """What holds of a file that several pages list, as JSON.

    Within a crawl a page in the language of the file is believed before others, and the others fill its gaps; a new crawl says it
    anew, and what it does not say stays. The order in which pages come decides nothing, so that nothing swings from night to night.
    """
    if before is None:
        return now
    said, known = (msgspec.json.decode(text, type=ListedFile) for text in (now, before))
    first, second = sorted((known, said), key=_foreign) if same_crawl else (said, known)
    fields = {
        name: value if (value := getattr(first, name)) not in (None, (), "") else getattr(second, name)
        for name in ListedFile.__struct_fields__
    }
    fields["fields"] = {**second.fields, **first.fields}
    fields["titles"] = {**second.titles, **first.titles}
    fields["superseded"] = first.superseded
    fields["conflict"] = first.conflict
    if same_crawl:
        # A row of several formats gives all of them the least of their names, so that the lesser name is the one of a row.
        fields["twin"] = min(filter(None, (first.twin, second.twin)), default=None)
    fields["languages"] = (
        tuple(dict.fromkeys((*first.languages, *second.languages))) if same_crawl else fields["languages"]
    )
    return msgspec.json.encode(ListedFile(**fields), order="sorted").decode()


def _foreign(listed: ListedFile) -> tuple[bool, str]:
    """Sorts a page in another language than the file's, or in none that is known, behind one in its own."""
    return listed.page_lang is None or listed.page_lang != listed.lang, listed.page
