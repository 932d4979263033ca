"""Which held version a cited id leads to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.symbols.identity import part_of, split
from core.symbols.treaty_texts import text_of_article
from index.held import Corpus, version_in_effect

_MARKED = re.compile(r"/(?:[A-Z]{2,}-)|/(?:CMP|CMA|CP)\.")
"""Numbers that say of which body they are, as `BS-I/3` and `4/CMP.7` do. `12.3` may be a number of any treaty."""


class Resolver:
    """`families`: treaty -> treaties whose decisions texts often name by its name (UNFCCC: Kyoto, Paris), itself left out."""

    def __init__(self, corpus: Corpus, families: Mapping[str, tuple[str, ...]]) -> None:
        self._corpus = corpus
        self._families = families
        self._found: dict[tuple[str, str | None], str | None] = {}

    def held(self, target: str, on: str | None) -> str | None:
        """Canonical id of the held version, None where there is none.

        With a revision it must be that one. Without, it is the newest version not younger than `on`, the date of the citing
        text, else the newest. An annex that is not held by itself stands in its document, an article in the text of its
        treaty. Letter case does not count. An id of one treaty of a family that is not held leads to the same id of another
        one of that family, where its number says of which body it is and exactly one is held.
        """
        key = (target, on)
        if key not in self._found:
            self._found[key] = self._held(target, on)
        return self._found[key]

    def _held(self, target: str, on: str | None) -> str | None:
        found = self._exactly(target, on)
        if found is not None:
            return found
        text = text_of_article(target)
        if text is not None:
            return self._exactly(text, on)
        part = part_of(target)
        if part is not None and part.kind == "annex":
            return self._exactly(part.container, on)
        if not _MARKED.search(target):
            return None
        treaty, _, rest = target.partition("/")
        others = {
            found
            for other in self._families.get(treaty, ())
            if (found := self._exactly(f"{other}/{rest}", on)) is not None
        }
        return others.pop() if len(others) == 1 else None

    def _exactly(self, target: str, on: str | None) -> str | None:
        named = self._corpus.folded.get(target.lower())
        if named is None:
            return None
        work, version = split(named)
        if version is not None:
            return named if named in self._corpus.versions else None
        return version_in_effect(self._corpus, work, on)
