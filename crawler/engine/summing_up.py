"""What came of a crawl: counted from the ledger, compared with what was expected, and recorded before it is told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from core.configuration import Configuration
from core.ledger.crawl_entries import CrawlState, DeadLink, Kind
from core.ledger.crawls import Crawls, crawl_entry, record_result, source_state
from core.ledger.fetches import count_outcomes
from core.ledger.frontier import dead_links, withdrawn
from crawler.engine.expectations import expectations
from crawler.engine.naming import file_of, listed_of
from crawler.engine.order import CrawlSummary
from crawler.engine.session import Session
from crawler.engine.targets import found_of
from crawler.records import ListedFile
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import Inbox

_SHOWN = 20  # lines of one kind in the report; the rest are counted, and in the ledger
_SHOWN_OF_PAGES = 300  # the same, of what steps say of pages: a site that was rebuilt has one for each row


def sum_up(session: Session, crawls: Crawls) -> CrawlSummary:
    """Ends the crawl in the ledger."""
    ledger, source, frontier, crawl = session.ledger, session.source, session.frontier, session.crawl
    frontier.restate(
        lambda one: (
            file_of(one, source, one.digest, one.size) if one.digest is not None and one.size is not None else None
        )
    )
    held = list(_held(session))
    kinds: tuple[Kind, ...] = ("page",) if session.order.dry_run else ()
    pending = frontier.pending()
    left = frontier.pending(kinds)
    complete = left == 0 and session.stopped is None
    before = source_state(ledger, source.id)
    expected: tuple[tuple[str, bool], ...] = ()
    if session.whole and complete:
        good = crawl_entry(ledger, before.last_good) if before.last_good is not None else None
        last = good.summary.get("held") if good is not None else None
        expected = expectations(source, held, last if isinstance(last, int) else None)
    state, cause = _state(session, left, expected)
    counts = count_outcomes(ledger, crawl.id)
    dead = dead_links(ledger, source.id)
    after = record_result(
        ledger,
        source.id,
        crawl.id,
        good={"done": True, "stopped": None}.get(state, False),
        whole=session.whole,
        blocked=session.blocked,
        read=frontier.any_page_read(),
    )
    if state == "failed" and after.failing_since is not None:
        cause = f"{cause} Failing since {_day(after.failing_since)}."

    def files(*outcomes: str) -> int:
        return sum(counts.get((kind, outcome), 0) for kind in ("file", "probe") for outcome in outcomes)

    states = frontier.count_states()
    summary = CrawlSummary(
        source=source.id,
        crawl=crawl.id,
        run=crawl.run,
        state=state,
        cause=cause,
        pages=sum(count for (kind, outcome), count in counts.items() if kind == "page" and outcome != "blocked"),
        files_listed=states.total("file"),
        held=len(held),
        new=files("new"),
        changed=files("changed"),
        same=files("same"),
        not_modified=files("not_modified"),
        refused=states.of("refused"),
        gone=counts.get(("file", "gone"), 0),
        withdrawn=sum(1 for one in withdrawn(ledger, source.id) if (one.withdrawn_at or 0) >= crawl.started),
        given_up=len(dead),
        pending=pending,
        blocked=session.blocked,
        hosts=dict(session.pace.left),
        bytes=session.tally.bytes,
        requests=session.tally.requests,
        seconds=round(time.monotonic() - session.began, 3),
        by_language=dict(sorted(Counter(one.lang or "und" for one in held).items())),
        expectations=expected,
        failing_since=after.failing_since,
        targets=found_of(
            session.order.targets, held, source, Configuration(session.settings.config_dir), complete=complete
        ),
        issues=tuple(_issues(session, dead)),
        resumed=crawl.resumed,
        warc=str(session.warc.files[0]) if session.warc is not None and session.warc.files else None,
    )
    crawls.end(crawl.id, state, msgspec.to_builtins(summary))
    return summary


def _held(session: Session) -> Iterator[ListedFile]:
    """What is listed of the files that were linked in this crawl and are at hand."""
    for address in session.frontier.listed_files():
        if address.state == "done" and address.digest is not None:
            listed = listed_of(address)
            if listed is not None:
                yield listed


def _state(session: Session, left: int, expected: tuple[tuple[str, bool], ...]) -> tuple[CrawlState, str | None]:
    if session.defects:
        return "failed", session.defects[0]
    if session.blocked is not None:
        return "blocked", f"A protection page answered: {session.blocked}. {inbox_hint(session.source)}"
    if session.closed and left:
        host, reason = next(iter(session.closed.items()))
        return "failed", f"{host}: {reason}."
    if session.stopped is not None:
        return "stopped", f"Stopped: {session.stopped}. The next crawl goes on."
    if left:
        reasons = "; ".join(f"{host}: {reason}" for host, reason in session.pace.left.items())
        return "stopped", f"{left} addresses are left: {reasons or 'not asked'}. The next crawl goes on."
    # A source may have no page at all: what a person drops into its inbox is all there is of it.
    if session.frontier.count_states().total("page") and not session.frontier.any_page_read():
        return "failed", "None of the pages that the crawl begins with could be read."
    if session.order.meeting is not None and not session.frontier.count_states().total("file"):
        return "failed", f"No listing shows a file of {session.order.meeting}: is there such a meeting?"
    missed = [text for text, met in expected if not met]
    if missed:
        return "failed", "Expected " + "; ".join(missed) + "."
    return "done", None


def inbox_hint(source: SourceDefinition) -> str:
    """Where files go that no program is given."""
    folder = next((step.folder for step in source.discovery if isinstance(step, Inbox)), f"inbox/{source.id}")
    return f"Fetch what is needed with a browser and put it into the inbox ({folder} in the data folder)."


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def _issues(session: Session, dead: list[DeadLink]) -> Iterator[str]:
    if session.blocked is not None:
        yield f"blocked: {session.blocked}. {inbox_hint(session.source)}"
    for host, reason in session.closed.items():
        yield f"robots: {host}: {reason}"
    yield from _first(_SHOWN, "given up", [_of_dead(link) for link in dead])
    yield from _first(_SHOWN, "defects", session.defects)
    yield from _first(_SHOWN_OF_PAGES, "issues", list(session.issues))


def _of_dead(link: DeadLink) -> str:
    pages = f"; linked on {link.pages[0]}" if link.pages else ""
    return f"given up: {link.url}: {link.cause} Since {_day(link.failing_since)}, {link.attempts} crawls{pages}"


def _first(most: int, kind: str, lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"{kind}: {len(lines) - most} more"
