"""What sidecar, masthead, file name, address and file say of the language; the text has the last word (language.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from core.records.files import Provenance
from core.records.pages import Pages
from extract.understand.evidence import Findings
from extract.understand.wording import Wording


def stated_languages(findings: Findings, names: Sequence[Provenance], pages: Pages, wording: Wording) -> None:
    """Adds to what sidecar and masthead gave already."""
    marks = {mark: language.code for language in wording.languages for mark in language.file_marks}
    codes = {language.code for language in wording.languages}
    for name in names:
        for told in name.sidecar.listed_langs:
            lang, _, origin = told.partition(" ")
            findings.add("lang", lang, "listing", origin)
        for address in filter(None, (name.name, name.sidecar.url)):
            path = PurePosixPath(urlsplit(address).path or address)
            last = re.split(r"[-_. ]", path.stem)[-1]
            found = marks.get(last.lower()) if last != path.stem else None
            camel = re.search(r"[a-z0-9](En|Fr|Es)$", path.stem)
            if found is None and camel is not None:
                found = camel[1].lower()
            if found is None and "://" in address:
                found = next((piece for piece in path.parts if piece in codes), None)
            findings.add("lang", found, "file_name", path.name)
    declared = pages.properties.get("language", "")[:2].lower()
    findings.add("lang", declared if declared in codes else None, "properties")
