"""The engines by name. A new one is one entry here and one line in the contract tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.errors import ConfigurationError
from core.settings import Settings
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine


def _embedded(settings: Settings) -> Engine:
    return EmbeddedEngine(settings.home / "index" / "embedded")


def _elasticsearch(settings: Settings) -> Engine:
    from index.engines.elastic import ElasticEngine  # noqa: PLC0415 - the client costs half a second, and few need it

    return ElasticEngine(settings.elasticsearch)


ENGINES: Mapping[str, Callable[[Settings], Engine]] = MappingProxyType(
    {"embedded": _embedded, "elasticsearch": _elasticsearch}
)


def engine_of(settings: Settings, name: str | None = None) -> Engine:
    """The engine `name`, else the one that the settings name. Raises ConfigurationError for one that is not built in,
    or that lacks a setting."""
    wanted = name or settings.engine
    if wanted not in ENGINES:
        raise ConfigurationError(
            f"There is no engine {wanted}; there are: {', '.join(sorted(ENGINES))}.",
            hint="Mend MEA__ENGINE or --engine.",
        )
    return ENGINES[wanted](settings)
