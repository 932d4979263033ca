"""What a page linked, as the frontier takes it in: in which order it is asked, and under which key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from core.ledger.crawl_entries import NewAddress
from crawler.records import Follow, Found, ListedFile, Probe

# A listing that goes on is read to its end first, for its pages move while one waits; then its files, so that a crawl that is
# stopped early has whole documents; then the pages that its rows lead to. Guesses at what is asked for come last: they may not
# use up the requests of a run.
_RANKS = {"next": 0, "file": 1, "probe": 2, "row": 3, "start": 4, "guess": 5}


def links_of(found: Found, *, depth: int, deepest: int) -> tuple[NewAddress, ...]:
    """All that `found` links, each once. Pages deeper than `deepest` are left out, further pages of a listing are not deeper."""
    links = [
        *map(of_file, found.files),
        *map(of_probe, found.probes),
        *(of_page(one) for one in found.follows if one.reason == "next" or depth < deepest),
    ]
    return tuple({(link.kind, link.key): link for link in reversed(links)}.values())[::-1]


def too_deep(found: Found, *, depth: int, deepest: int) -> Iterator[str]:
    """Addresses of the pages that `links_of` leaves out."""
    if depth >= deepest:
        yield from (one.url for one in found.follows if one.reason != "next")


def of_page(follow: Follow) -> NewAddress:
    return NewAddress(
        kind="page",
        # One address may be the page of two steps, which read different things on it.
        key=f"{follow.step} {follow.key}",
        url=follow.url,
        step=follow.step,
        rank=_RANKS[follow.reason],
        context=msgspec.json.encode(follow.context, order="sorted").decode(),
        deeper=follow.reason != "next",
    )


def of_file(listed: ListedFile) -> NewAddress:
    return NewAddress(
        kind="file", key=listed.key, url=listed.url, step=listed.step, rank=_RANKS["file"], listed=_json(listed)
    )


def of_probe(probe: Probe, *, guess: bool = False) -> NewAddress:
    """`guess`: made from the id of a document, not from a file that is listed."""
    like = msgspec.structs.replace(probe.like, url=probe.url, key=probe.key)
    return NewAddress(
        kind="probe",
        key=probe.key,
        url=probe.url,
        step=like.step,
        rank=_RANKS["guess" if guess else "probe"],
        listed=_json(like),
    )


def of_pages(follows: Iterable[Follow]) -> tuple[NewAddress, ...]:
    return tuple(map(of_page, follows))


def _json(listed: ListedFile) -> str:
    return msgspec.json.encode(listed, order="sorted").decode()
