"""Why a citation is believed, as the page shows it below its paragraph: quote with context, rule, offsets, force, relation."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from core.records.search import OutgoingLink
from search_api.permalinks import document_address, with_ui
from search_api.places import place
from search_api.wording import Wording

Named = tuple[str, str | None]
"""Words, and where they lead."""


class EvidenceFact(Struct, frozen=True, kw_only=True):
    label: str
    values: tuple[Named, ...]


class EvidenceBox(Struct, frozen=True, kw_only=True):
    prefix: str
    exact: str
    suffix: str
    facts: tuple[EvidenceFact, ...]
    remarks: tuple[str, ...]


def evidence_of(links: Iterable[OutgoingLink], lang: str, ui: str | None, words: Wording) -> tuple[EvidenceBox, ...]:
    return tuple(
        EvidenceBox(
            prefix=link.prefix,
            exact=link.exact,
            suffix=link.suffix,
            facts=tuple(
                EvidenceFact(label=words(f"evidence.{key}"), values=values)
                for key, values in _facts(link, lang, ui, words)
                if values
            ),
            remarks=tuple(words(f"evidence.{one}") for one in ("younger", "deleted") if getattr(link, one)),
        )
        for link in links
    )


def _facts(link: OutgoingLink, lang: str, ui: str | None, words: Wording) -> Iterable[tuple[str, tuple[Named, ...]]]:
    several = link.held is None and len(link.readings) > 1
    rejected = link.override is not None and link.override.action == "reject"
    if link.is_self:
        yield "leads_to", ((words("evidence.itself"), with_ui(link.url, ui) if link.url else None),)
    elif link.held is not None:
        address = with_ui(link.url or document_address(link.held, lang=lang), ui)
        yield "leads_to", ((link.held, address),)
    elif several:
        yield "readings", tuple((one, document_address(one, lang=lang, ui=ui)) for one in link.readings)
    else:
        aside = words("evidence.nowhere")
        target = link.target if not rejected else None
        yield "leads_to", ((f"{target} ({aside})" if target else aside, None),)
        yield "reason", _words(words.named("missing", link.missing) if link.missing else None)
    yield "nearest", tuple((one, document_address(one, lang=lang, ui=ui)) for one in link.nearest)
    yield "pin", _pin(link, lang, ui, words)
    yield "relation", _words(words.named("relations", link.relation))
    yield "force", _words(words.named("forces", link.force))
    yield "rule", _words(link.rule)
    yield "offsets", _words(f"{link.start}–{link.end}")
    if link.override is not None:
        said = f"{words.named('override_actions', link.override.action)}: {link.override.reason}"
        was = words("evidence.was", target=link.override.target) if link.override.target else None
        yield "decided", (*_words(said), *_words(was))
    yield "id", _words(link.id)


def _pin(link: OutgoingLink, lang: str, ui: str | None, words: Wording) -> tuple[Named, ...]:
    if not (link.pin or link.places):
        return ()
    printed = (link.pin, None) if link.pin else None
    found = tuple(
        (place(path, None, words, of=link.held), document_address(link.held or "", lang=lang, path=path, ui=ui))
        for path in link.places
    )
    absent = (
        (words("evidence.unplaced", places=", ".join(link.unplaced)), None) if link.unplaced and link.held else None
    )
    return tuple(one for one in (printed, *found, absent) if one is not None)


def _words(value: str | None) -> tuple[Named, ...]:
    return ((value, None),) if value else ()
