"""Folders for files that people fetched by hand, where no program may ask a site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.settings import Settings
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import Inbox


def inboxes(sources: Iterable[SourceDefinition], settings: Settings) -> dict[str, Path]:
    """The inbox of each source that has one, on or off; the folder need not be there."""
    return {
        source.id: settings.home / step.folder
        for source in sources
        for step in source.discovery
        if isinstance(step, Inbox)
    }
