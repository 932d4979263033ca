"""What is done to the words of one language; read from `config/analysis/<code>.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import Stemmer
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from core.configuration import Configuration
from core.errors import ConfigurationError
from index.analysis.folding import fold

# A letter or digit, and what is attached to it: combining marks stay with their letter, so that decomposed text is cut
# like composed text and offsets stay those of the text as it is. The underscore is none: `_` stands for stop words.
WORD = re.compile(r"[^\W_]+(?:[̀-ͯ]+[^\W_]*)*")
TOKEN_CHARS = 100
"""Longer words are indexed, and asked for, by their first 100 characters: real words are shorter, engines have limits."""

_APOSTROPHES = "'’ʼ＇"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    stemmer: str | None = None
    elisions: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    rewrites: tuple[tuple[str, str], ...] = ()
    stop_words: tuple[str, ...] = ()


class Chain:
    """Stems and folded forms of the words of one language. `Chain(None)` is the plain one: folding and nothing else."""

    def __init__(self, entry: _Entry | None = None) -> None:
        entry = entry or _Entry()
        self._stop = frozenset(fold(word) for word in entry.stop_words)
        self._rewrites = tuple((re.compile(pattern), to) for pattern, to in entry.rewrites)
        self._stemmer = Stemmer.Stemmer(entry.stemmer, 0) if entry.stemmer else None
        self._blank = _blanking(entry)
        self._known: dict[str, tuple[str | None, str]] = {}

    def blanked(self, text: str) -> str:
        """`text` with elided words and possessive endings as blanks of the same length."""
        if self._blank is None or not any(sign in text for sign in _APOSTROPHES):
            return text
        return self._blank.sub(lambda found: " " * len(found[0]), text)

    def forms(self, word: str) -> tuple[str | None, str]:
        """Stem (None for a stop word) and folded form of one word."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= 200_000:  # a cache, not a store: the vocabulary of a language fits several times
                self._known.clear()
            known = self._known[word] = self._forms(word)
        return known

    def forms_of(self, words: Sequence[str]) -> list[tuple[str | None, str]]:
        known = self._known
        try:
            return [known[word] for word in words]
        except KeyError:
            return [self.forms(word) for word in words]

    def _forms(self, word: str) -> tuple[str | None, str]:
        folded = fold(word)
        if folded in self._stop:
            return None, folded[:TOKEN_CHARS]
        rewritten = folded
        for pattern, to in self._rewrites:
            rewritten = pattern.sub(to, rewritten)
        stem = self._stemmer.stemWord(rewritten) if self._stemmer else rewritten
        return stem[:TOKEN_CHARS], folded[:TOKEN_CHARS]


def load_chains(configuration: Configuration) -> Mapping[str, Chain]:
    """The chains by language code. Raises ConfigurationError, which names the file and the key."""
    chains = {}
    for name in configuration.names("analysis", ".yml"):
        try:
            chains[name.rsplit("/", 1)[1].removesuffix(".yml")] = Chain(
                _Entry.model_validate(yaml.safe_load(configuration.text(name)) or {})
            )
        except (yaml.YAMLError, ValidationError, KeyError, re.error) as error:
            raise ConfigurationError(
                f"config/{name} cannot be used: {error}", hint="Mend the key; docs/QUERY_LANGUAGE.md explains the file."
            ) from error
    return MappingProxyType(chains)


def analysis_digest(configuration: Configuration) -> str:
    """Changes whenever a rule changes what is matched; stored beside an index."""
    return configuration.digest(configuration.names("analysis", ".yml"))


def _blanking(entry: _Entry) -> re.Pattern[str] | None:
    ways = []
    if entry.elisions:
        words = "|".join(re.escape(word) for word in sorted(entry.elisions, key=len, reverse=True))
        ways.append(rf"\b(?:{words})[{_APOSTROPHES}](?=\w)")
    if entry.endings:
        words = "|".join(re.escape(word) for word in sorted(entry.endings, key=len, reverse=True))
        ways.append(rf"(?<=\w)[{_APOSTROPHES}](?:{words})\b")
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None
