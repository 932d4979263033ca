"""What steps report of a page beside what they found: the closed list. docs/SOURCES.md explains each; a test compares."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ISSUES: Mapping[str, str] = MappingProxyType(
    {
        "blocked": "A protection page answered; it is not worked around.",
        "soft-404": "The page says that there is no such page, with a status that says otherwise.",
        "page-unreadable": "The answer is not what the step reads (HTML, JSON, a sitemap).",
        "page-too-large": "The page is larger than files.page_max_bytes and was not read.",
        "no-rows": "None of the markups of the step found a row on the page: the site has probably been rebuilt.",
        "no-documents": "The page is built as it is known to be, and lists nothing (yet).",
        "other-markup": "The rows were found by a markup that is only likely, not by the first one.",
        "row-without-file": "A row has no file and leads nowhere, and does not say so itself.",
        "bad-address": "A link is no address.",
        "off-site": "A link leads to a host that the source does not name; it was not followed.",
        "date-unread": "A date is in none of the forms that are known, or could be two days.",
        "repeated-page": "The site answered a page that it had answered before; the listing ends there.",
        "page-limit": "The listing has more pages than max_pages.",
        "file-unreadable": "An entry of a list of files is not what the YAML says it is.",
        "step-failed": "Reading the page raised an error: a defect of the step; report it with the page.",
    }
)
