"""What a listing states of a file, as a sidecar would."""

from __future__ import annotations

from core.records.files import Sidecar
from crawler.records import ListedFile
from crawler.sources.model import SourceDefinition


def sidecar_of(listed: ListedFile, source: SourceDefinition) -> Sidecar:
    """The language is not stated here: listings are wrong about it, and the text tells better."""
    return Sidecar(
        treaty=None if source.treaty == "*" else source.treaty,
        type=listed.type,
        symbol=listed.symbol,
        title=listed.title,
        meeting=listed.meeting,
        agenda_item=listed.agenda_item,
        dates={"published": listed.published} if listed.published else {},
        source=source.id,
        url=listed.url,
    )
