"""Every limit, with its unit and its reason. Set one by `MEA__LIMITS__<NAME>`; docs/SETTINGS.md lists them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file_bytes: int = Field(
        200_000_000, gt=0, description="bytes of one file; the largest real COP document seen has about 60 MB"
    )
    pages: int = Field(3_000, gt=0, description="pages of one file; the longest real report seen has about 600")
    page_chars: int = Field(200_000, gt=0, description="characters of one page; a dense real page has about 10,000")
    page_objects: int = Field(
        50_000, gt=0, description="vector objects looked at on one page; maps have a few thousand"
    )
    text_chars: int = Field(20_000_000, gt=0, description="characters of one document; a 600 page report has 2 million")
    read_seconds: float = Field(
        120.0, gt=0, description="seconds of wall time for reading one file; the slowest real file takes about 10"
    )
    read_cpu_seconds: int = Field(90, gt=0, description="seconds of processor time for reading one file")
    read_bytes: int = Field(
        2_147_483_648, gt=0, description="bytes of address space of the reading process; real files need under 0.5 GB"
    )
    convert_seconds: float = Field(
        120.0, gt=0, description="seconds for LibreOffice to convert one file; a real one takes under 10"
    )
    ocr_seconds: float = Field(
        1_800.0, gt=0, description="seconds for the recognition of one file; a page takes 2 to 10"
    )
    zip_parts: int = Field(2_000, gt=0, description="parts of a DOCX; real ones have under 300")
    zip_part_bytes: int = Field(40_000_000, gt=0, description="unpacked bytes of one part of a DOCX that is parsed")
    zip_bytes: int = Field(400_000_000, gt=0, description="unpacked bytes of a whole DOCX, pictures included")
    zip_ratio: int = Field(200, gt=0, description="unpacked to packed size of one part; text packs to about 1/20")
    html_depth: int = Field(
        2_000, gt=0, le=2_000, description="nesting of HTML elements; deeper files come as plain lines, none lost"
    )
    crawl_seconds: float = Field(
        14_400.0, gt=0, description="seconds of one crawl of one source; then it stops and the next one goes on"
    )
    crawl_resume_hours: float = Field(
        72.0,
        gt=0,
        description="hours after which an unfinished crawl is not gone on with, but begun anew: listings move",
    )
    crawl_redirects: int = Field(5, ge=0, le=20, description="redirects of one address; real sites need at most three")
    crawl_depth: int = Field(
        12, gt=0, description="pages from the beginning of a crawl to one that it reads, pages of a listing aside"
    )
    crawl_failures: int = Field(
        25,
        gt=0,
        description="requests in a row that a host refused or left unanswered, after which it is left for this run; an address is "
        "tried five times, and a few dead ones can stand side by side",
    )
    crawl_back_off_seconds: float = Field(
        10.0, gt=0, description="first wait after 429 or 503 without Retry-After; it doubles each time"
    )
    robots_bytes: int = Field(
        512_000, gt=0, description="bytes of a robots.txt; RFC 9309 asks for 500 KiB. A larger one counts as unreadable"
    )
    warc_bytes: int = Field(1_000_000_000, gt=0, description="bytes after which a new WARC file is begun")
    query_chars: int = Field(2_000, gt=0, description="characters of a query; a pasted paragraph has about 1,000")
    refs_chars: int = Field(
        200_000,
        gt=0,
        description="characters of all texts of one request to /v1/refs or /refs; a long report has 2 million",
    )
    result_window: int = Field(10_000, gt=0, description="hits that can be paged through; beyond, refine the query")
    lease_seconds: int = Field(
        600, gt=0, description="seconds after which work claimed by a process that says nothing is free again"
    )
    ledger_wait_seconds: float = Field(30.0, gt=0, description="seconds to wait for another writer of the ledger")
