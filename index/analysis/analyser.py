"""One analyser for documents, queries and highlights: text in, token streams out.

Two streams with the same positions. `stems` holds Snowball stems, with `_` where a stop word stands. `exact` holds every
word as it is, without case and accents. Engines only split the streams at blanks, so that all of them match the same.

**Language.** One field holds the words of all languages (with a field for each, engines weigh the same word differently),
and each token carries its language: `fr:espec` among the stems, `fffrrr:especes` in the exact stream. So `lang:` is exact,
and the French *pain* is not the English one. In the exact stream each letter of the code stands three times: two codes are
then at least three edits apart, and a fuzzy search of distance 2 never crosses from one language to another.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import Stemmer

from core.configuration import Configuration
from index.analysis.chain import WORD, Chain, analysis_digest, load_chains

ANALYSIS_FORMAT = 1
"""To be raised when the code changes what a text or a query matches."""

HOLE = "_"


class Token(NamedTuple):
    stem: str | None
    """None for a stop word."""
    exact: str
    position: int
    start: int
    end: int
    """Code points of the text that was given, half open."""


class Words(NamedTuple):
    """The words of a text in lists side by side: quicker than tokens where many words are looked at for a few."""

    found: list[re.Match[str]]
    """Where each stands: code points of the text that was given."""
    forms: list[tuple[str | None, str]]
    """Stem (None for a stop word) and exact form."""


class Streams(NamedTuple):
    stems: str
    exact: str


class Analyser:
    def __init__(self, chains: dict[str, Chain], version: str) -> None:
        self._chains = chains
        self._plain = Chain()
        self.version = version
        """Equal versions match equally; an index remembers the one it was made with."""

    @classmethod
    def load(cls, configuration: Configuration) -> Analyser:
        """Raises ConfigurationError, which names the file and the key."""
        rules = analysis_digest(configuration)[:16]
        return cls(dict(load_chains(configuration)), f"{ANALYSIS_FORMAT}:{rules}:snowball-{Stemmer.version()}")

    def chain(self, lang: str) -> Chain:
        """The chain of a language; the plain one where there is none (`und`, or a language without a file)."""
        return self._chains.get(lang, self._plain)

    def tokens(self, text: str, lang: str) -> list[Token]:
        chain = self.chain(lang)
        return [
            Token(*chain.forms(found[0]), position, found.start(), found.end())
            for position, found in enumerate(WORD.finditer(chain.blanked(text)))
        ]

    def words(self, text: str, lang: str) -> Words:
        chain = self.chain(lang)
        found = list(WORD.finditer(chain.blanked(text)))
        return Words(found, chain.forms_of([one[0] for one in found]))

    def streams(self, text: str, lang: str) -> Streams:
        """Both streams as an engine gets them, tokens marked with the language and parted by single blanks."""
        chain = self.chain(lang)
        stem_mark, exact_mark = stem_prefix(lang), exact_prefix(lang)
        stems, exact = [], []
        for stem, form in chain.forms_of(WORD.findall(chain.blanked(text))):
            stems.append(HOLE if stem is None else stem_mark + stem)
            exact.append(exact_mark + form)
        return Streams(" ".join(stems), " ".join(exact))


def stem_prefix(lang: str) -> str:
    return f"{lang}:"


def exact_prefix(lang: str) -> str:
    return "".join(letter * 3 for letter in lang) + ":"
