"""The one spider of all sources. The ledger is its frontier: Scrapy only has in hand what is being asked.

Whatever happens to a request ends in `answered` or `failed`, and from there in one transaction of the ledger; an address without an
end stays work. So nothing has to be saved when the process ends, however it ends.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from msgspec import structs
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from core.codes import describe
from core.errors import MeaError
from core.ledger.crawl_entries import Address, Fetch, Kind, Settled
from core.ledger.fetches import record_fetch
from crawler.engine.answers import Answer, as_page, end_of_file, end_of_page, given_up, gone, header_texts, refused
from crawler.engine.conditional import conditions, to_be_asked_fully
from crawler.engine.errors import AddressRefused, CrawlStopped, HostBlocked, HostLeft, TooSlow
from crawler.engine.guard import host_name
from crawler.engine.pages import read_page
from crawler.engine.session import Session

_SHRUNK = 0.1  # of its former size: new bytes that are worth a look
_LOOK_AHEAD = 200  # addresses among which one is sought whose host is free


class SourceSpider(scrapy.Spider):
    def __init__(self, session: Session, **rest: Any) -> None:
        super().__init__(name=session.source.id, **rest)
        self.session = session
        self._in_hand: dict[int, str] = {}
        self._set_aside: set[int] = set()
        self._asked_files = 0

    async def start(self) -> AsyncIterator[Request]:
        """Requests, as long as there is work and something may be asked."""
        while (address := await self._next()) is not None:
            self._in_hand[address.id] = host_name(address.url)
            request = self._begin(address)
            if request is not None:
                yield request

    async def _next(self) -> Address | None:
        session = self.session
        while True:
            found = None
            try:
                found = None if session.stopped else self._work()
            except MeaError as error:
                session.defects.append(error.cause)
                session.stop(error.cause)
            except Exception as error:
                session.defects.append(f"{type(error).__name__}: {error}")
                session.stop("a defect of the program")
            if found is not None:
                return found
            if not self._in_hand:
                return None
            session.changed.clear()
            await session.changed.wait()

    def _work(self) -> Address | None:
        """The first address whose host is free: each host has one in hand, so that none waits behind one that is slow."""
        session = self.session
        without = self._in_hand.keys() | self._set_aside
        kinds: tuple[Kind, ...] = ("page",) if session.order.dry_run else ()
        batch = session.frontier.next_batch(_LOOK_AHEAD, without=without, kinds=kinds)
        if not batch and not self._in_hand and session.whole and not session.frontier.pages_failed():
            batch = session.frontier.unlisted(_LOOK_AHEAD, without=without, recheck_days=session.source.recheck_days)
        left = [address for address in batch if host_name(address.url) in session.pace.left]
        self._set_aside.update(address.id for address in left)
        busy = {*self._in_hand.values(), *session.pace.left}
        free = next((address for address in batch if host_name(address.url) not in busy), None)
        if free is None and left:
            return self._work()  # what was just set aside may have hidden others
        return None if free is None else self._within_limit(free)

    def _within_limit(self, address: Address) -> Address | None:
        limit = self.session.order.limit
        if limit is not None and address.kind != "page":
            if self._asked_files >= limit:
                self.session.stop(f"the {limit} files of this run are fetched", at_once=False)
                return None
            self._asked_files += 1
        return address

    def _begin(self, address: Address) -> Request | None:
        """None: it ended before it was asked."""
        try:
            refusal = self.session.guard.refusal(address.url)
            if refusal is None:
                return self._request(address)
            self._settle(address, refused(None, address, refusal.code, refusal.cause))
        except MeaError as error:
            self._break_off(address, error)
        except Exception as error:
            self._defect(address, error)
        return None

    def _request(self, address: Address, *, method: str | None = None) -> Request:
        session = self.session
        rules = session.source.files
        largest = rules.page_max_bytes if address.kind == "page" else rules.max_bytes
        if method is None:
            method = "HEAD" if address.kind == "probe" and address.digest is None else "GET"
        return Request(
            address.url,
            method=method,
            callback=self.answered,
            errback=self.failed,
            headers=self._conditions(address),
            dont_filter=True,
            cb_kwargs={"address": address},
            meta={
                "address": address,
                "download_maxsize": min(largest, session.settings.limits.file_bytes),
            },
        )

    def _conditions(self, address: Address) -> dict[str, str]:
        """Empty unless what came the last time is at hand, was read, and has not to be asked for in full again."""
        session = self.session
        if address.digest is None or address.size is None:
            return {}
        if to_be_asked_fully(address, time.time(), session.source.recheck_days):
            return {}
        if not session.blobs.holds(address.digest, address.size):
            return {}
        if address.kind == "page":
            return conditions(address) if session.frontier.listing_complete(address.id) else {}
        read = session.ledger.stage(address.digest, "read")
        return {} if read is not None and read.state == "failed" else conditions(address)

    def answered(self, response: Response, address: Address) -> Request | None:
        """An answer of whatever status, after redirects."""
        try:
            answer = answer_of(response, address)
            if response.request is not None and response.request.method == "HEAD":
                return self._after_head(answer, address)
            if address.kind == "page":
                end = self._read(answer, address)
            else:
                end = end_of_file(answer, address, self.session.source, self.session.blobs)
            self._settle(address, end)
        except MeaError as error:
            self._break_off(address, error)
        except Exception as error:
            self._defect(address, error)
        return None

    def _after_head(self, answer: Answer, address: Address) -> Request | None:
        """A sibling that may be there is only fetched where its address answers, and not with a page."""
        is_page = "html" in answer.headers.get("content-type", "").lower()
        if (answer.status == 200 and not is_page) or answer.status in {405, 501}:
            return self._request(address, method="GET")
        if answer.status == 200:
            self._settle(address, gone(answer, address, f"{answer.final} is a web page."))
        else:
            self._settle(address, end_of_file(answer, address, self.session.source, self.session.blobs))
        return None

    def _read(self, answer: Answer, address: Address) -> Settled:
        session = self.session
        end = end_of_page(answer, address, session.blobs)
        if end.state != "done" or end.digest is None:
            return end
        body = answer.body if answer.status == 200 else session.blobs.get(end.digest)
        reading = read_page(session, address, as_page(answer), body)
        if reading.gone is not None:
            return gone(answer, address, reading.gone)
        session.issues.update(dict.fromkeys(reading.issues))
        return structs.replace(end, links=reading.links)

    def failed(self, failure: Failure) -> None:
        """No answer came, or it may not be taken."""
        request: Request = failure.request  # type: ignore[attr-defined]
        address: Address = request.meta["address"]
        try:
            end = self._end_of_failure(address, failure.value, request)
            if end is None:
                self._leave(address, failure.value, request)
            else:
                self._settle(address, end)
        except MeaError as error:
            self._break_off(address, error)
        except Exception as error:
            self._defect(address, error)

    def _end_of_failure(self, address: Address, error: BaseException | None, request: Request) -> Settled | None:
        """None: nothing is known of the address, which stays work."""
        asked: str = request.url
        chain = tuple(request.meta.get("redirect_urls", ()))
        if isinstance(error, HostLeft | CrawlStopped):
            return None
        if isinstance(error, AddressRefused):
            return self._end_of_refusal(address, error, chain)
        code, cause = _cause_of(error, request)
        fetch = Fetch(asked=address.url, outcome="failed", chain=chain[1:], code=code)
        if describe(code).state == "refused":
            return refused(structs.replace(fetch, outcome="refused"), address, code, cause)
        if type(error).__module__.partition(".")[0] not in {"scrapy", "twisted", "crawler"} and not isinstance(
            error, OSError
        ):
            self.session.defects.append(f"{asked}: {type(error).__name__}: {error}")
        return given_up(fetch, address, code, cause)

    def _end_of_refusal(self, address: Address, error: AddressRefused, chain: tuple[str, ...]) -> Settled:
        if not chain:
            return refused(None, address, error.code, error.cause)
        for part in self.session.source.soft_404.final_url_contains:
            if part in error.url and part not in address.url:
                answer = Answer(asked=address.url, final=error.url, status=302, chain=chain[1:])
                return gone(
                    answer, address, f"{address.url} redirects to {error.url}, which says that there is nothing."
                )
        fetch = Fetch(asked=address.url, outcome="refused", final=error.url, chain=chain[1:], code=error.code)
        return refused(fetch, address, error.code, error.cause)

    def _leave(self, address: Address, error: BaseException | None, request: Request) -> None:
        """It stays work: of this crawl if it goes on, else of the next."""
        if isinstance(error, HostBlocked):
            fetch = Fetch(asked=address.url, final=request.url, status=error.status, outcome="blocked", code="blocked")
            record_fetch(self.session.ledger, self.session.crawl.id, fetch, address=address.id)
        self._put_aside(address)

    def _settle(self, address: Address, end: Settled) -> None:
        session = self.session
        session.frontier.settle(address, end)
        self._count(address, end)
        self._remark(address, end)
        if address.kind == "page" and end.digest is not None and address.digest not in {None, end.digest}:
            self._discard(str(address.digest))
        self._in_hand.pop(address.id, None)
        session.changed.set()

    def _remark(self, address: Address, end: Settled) -> None:
        """What is no mistake, and worth a look."""
        if address.kind == "page" or end.state != "done" or end.size is None or end.digest == address.digest:
            return
        if end.size > self.session.source.files.warn_bytes:
            self.session.issues[f"large: {address.url} has {end.size:,} bytes"] = None
        if address.size is not None and end.size < address.size * _SHRUNK:
            self.session.issues[f"shrunk: {address.url} had {address.size:,} bytes and has {end.size:,}"] = None

    def _discard(self, digest: str) -> None:
        """A page as it was before is of no use, unless the same bytes are kept for another reason."""
        if not self.session.frontier.holds(digest):
            self.session.blobs.discard(digest)

    def _count(self, address: Address, end: Settled) -> None:
        tally, outcome = self.session.tally, end.fetch.outcome if end.fetch is not None else "refused"
        if address.kind == "page":
            tally.pages += 1
        elif end.state == "done":
            tally.files += 1
            tally.new += outcome == "new"
            tally.changed += outcome == "changed"
            tally.same += outcome in {"same", "not_modified"}
        if end.state == "refused":
            tally.refused += 1
        elif end.state == "given_up":
            tally.failed += 1
        elif end.state == "gone" and end.missed:
            tally.gone += 1

    def _break_off(self, address: Address, error: MeaError) -> None:
        """Ledger or blobs cannot be used: nothing more can be recorded, so nothing more is asked."""
        self.session.stop(error.cause)
        self.session.defects.append(error.cause)
        self._put_aside(address)

    def _defect(self, address: Address, error: Exception) -> None:
        self.logger.exception("a defect at %s", address.url)
        self.session.defects.append(f"{address.url}: {type(error).__name__}: {error}")
        self._put_aside(address)

    def _put_aside(self, address: Address) -> None:
        self._in_hand.pop(address.id, None)
        self._set_aside.add(address.id)
        self.session.changed.set()


def _cause_of(error: BaseException | None, request: Request) -> tuple[str, str]:
    """Code and cause of a request that ended without an answer."""
    text = str(error) or type(error).__name__
    if isinstance(error, DownloadCancelledError):
        return "download-too-large", f"{request.url} gives more than {request.meta['download_maxsize']} bytes."
    if isinstance(error, TooSlow):
        return "download-too-slow", f"{request.url}: {text}"
    if isinstance(error, CannotResolveHostError):
        return "host-unresolved", f"{request.url}: {text}"
    if isinstance(error, IgnoreRequest):
        # Of Scrapy's decompression, the only part in use that has no error of its own.
        return "download-bomb", text
    return "download-failed", f"{request.url}: {text}"


def answer_of(response: Response, address: Address) -> Answer:
    chain = response.meta.get("redirect_urls", [])
    return Answer(
        asked=address.url,
        final=response.url,
        status=response.status,
        body=response.body,
        chain=tuple(chain[1:]),
        headers=header_texts(response.headers),
        request_headers=header_texts(response.request.headers) if response.request is not None else {},
        seconds=response.meta.get("mea_seconds"),
    )
