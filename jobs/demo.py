"""Which source a demonstration crawls, and where it keeps its data."""

from __future__ import annotations

from core.settings import Settings

SOURCE = "cskw"
"""Id of the source that is the bundled sample site."""


def demo_settings(settings: Settings) -> Settings:
    """Settings whose data folder is the demonstration's own, unless the user named one."""
    if settings.data_dir is not None:
        return settings
    return settings.model_copy(update={"data_dir": settings.home / "demo"})
