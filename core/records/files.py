"""Files as they come in, and what is known of them before they are read."""

from __future__ import annotations

from msgspec import Struct


class Sidecar(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person (or a crawler) states about a file: `<file>.meta.yml`. Every key is optional."""

    canonical: str | None = None
    treaty: str | None = None
    type: str | None = None
    symbol: str | None = None
    title: str | None = None
    lang: str | None = None
    meeting: str | None = None
    agenda_item: str | None = None
    dates: dict[str, str] = {}
    source: str | None = None
    url: str | None = None
    titles: dict[str, str] = {}
    """Of a crawler: titles in listings, by the language of the listing (`und`: unknown); the document takes the one of its own."""
    listed_langs: tuple[str, ...] = ()
    """Of a crawler: languages that a listing gives, each with what says it (`fr row_label`); the text has the last word."""


class Provenance(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One name under which some bytes are known. The same bytes may have several."""

    source: str
    """Id of the source, `local` for files that a person named."""
    name: str
    """Where it was found: an absolute path, or the address on the site."""
    sidecar: Sidecar = Sidecar()
