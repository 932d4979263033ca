"""What a listing states of a file, as a sidecar would."""

from __future__ import annotations

from core.records.files import Sidecar
from crawler.records import ListedFile
from crawler.sources.model import SourceDefinition


def sidecar_of(listed: ListedFile, source: SourceDefinition) -> Sidecar:
    """The language is not stated but told as evidence: listings are wrong about it, and the text tells better. A title is told with
    the language of the page that shows it, for a page lists the files of all languages under the title of its own.
    """
    return Sidecar(
        treaty=None if source.treaty == "*" else source.treaty,
        type=listed.type,
        symbol=listed.symbol,
        meeting=listed.meeting,
        agenda_item=listed.agenda_item,
        dates={"published": listed.published} if listed.published else {},
        source=source.id,
        url=listed.url,
        titles=dict(sorted(listed.titles.items())),
        listed_langs=tuple(
            f"{one.lang} {one.origin}" for one in listed.languages if one.trust == "high" and not listed.conflict
        ),
    )
