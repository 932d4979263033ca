"""Questions to the generated corpus, of nine kinds: as a person would type them, and as the plainest plan that asks the same.

Our engines get the text and do all that a search does with it. The peers get the plan: words of one language, no title, no
weights. Both match the same rows, because no word here is one in the other language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from msgspec import Struct

from benchmarks.generated_corpus import TREATIES
from benchmarks.generated_words import LANGUAGES, NAMES, PHRASES, TURNS, Vocabulary, names, vocabularies
from index.analysis import Analyser
from index.query.plan import All, Any, Fuzzy, Node, Phrase, Prefix, Term

KINDS = ("common", "middling", "and 2", "and 3", "or 3", "phrase", "prefix", "fuzzy", "not")


class Asked(Struct, frozen=True, kw_only=True):
    kind: str
    text: str
    plan: Node
    leaves: tuple[Node, ...]
    """What a good paragraph holds one of."""
    filters: Mapping[str, tuple[str, ...]]
    """Facet -> values of which a document has one."""


class Words(Struct, frozen=True):
    text: str
    plan: Node
    leaves: tuple[Node, ...]


def questions(analyser: Analyser, *, seed: int, rounds: int) -> Iterator[Asked]:
    """`rounds` questions of each kind, the kinds in turn."""
    asking = _Asking(analyser, seed)
    for _ in range(rounds):
        for kind in KINDS:
            words = asking.words(kind)
            yield Asked(kind=kind, text=words.text, plan=words.plan, leaves=words.leaves, filters=asking.filters())


class _Asking:
    def __init__(self, analyser: Analyser, seed: int) -> None:
        self._analyser = analyser
        self._draw = Random(seed)
        known = vocabularies()
        spoken = {lang: _spoken(known[lang], analyser) for lang in LANGUAGES}
        self._common = {lang: _own(known[lang].common, lang, spoken, analyser) for lang in LANGUAGES}
        self._middling = {lang: _own(known[lang].middling, lang, spoken, analyser) for lang in LANGUAGES}

    def filters(self) -> dict[str, tuple[str, ...]]:
        chosen: dict[str, tuple[str, ...]] = {}
        if self._draw.random() < 0.4:
            chosen["treaty"] = tuple(sorted(self._draw.sample(TREATIES[:4], 2)))
        if self._draw.random() < 0.3:
            first = self._draw.randint(1990, 2015)
            chosen["year"] = tuple(str(year) for year in range(first, first + 7))
        return chosen

    def words(self, kind: str) -> Words:
        lang = self._draw.choice(LANGUAGES)
        common, middling = self._common[lang], self._middling[lang]
        match kind:
            case "common":
                return self._all(lang, common)
            case "middling":
                return self._all(lang, middling)
            case "and 2":
                return self._all(lang, common, middling)
            case "and 3":
                return self._all(lang, common, middling, common)
            case "or 3":
                some = [self._word(lang, words) for words in (middling, middling, common)]
                leaves = tuple(one.plan for one in some)
                return Words(" OR ".join(one.text for one in some), Any(leaves), leaves)
            case "phrase":
                return self._phrase(lang)
            case "prefix":
                begun = self._draw.choice(common)[:5]
                beginning = Any(tuple(Prefix("exact", token) for token in self._exact(begun)))
                return _both(Words(f"{begun}*", beginning, (beginning,)), self._word(lang, middling))
            case "fuzzy":
                slip = _misspelt(self._draw.choice([word for word in common if len(word) > 5]))
                similar = Any(tuple(Fuzzy("exact", token, 1) for token in self._exact(slip)))
                return _both(Words(f"{slip}~1", similar, (similar,)), self._word(lang, common))
            case "not":
                wanted, unwanted = self._word(lang, common), self._word(lang, middling)
                return Words(f"{wanted.text} NOT {unwanted.text}", All((wanted.plan,), (unwanted.plan,)), wanted.leaves)
        raise ValueError(f"no kind of question: {kind}")

    def _word(self, lang: str, words: tuple[str, ...]) -> Words:
        word = self._draw.choice(words)
        term = Term("stems", self._analyser.streams(word, lang).stems)
        return Words(word, term, (term,))

    def _exact(self, text: str) -> tuple[str, ...]:
        """Without case and accents, in each language."""
        return tuple(self._analyser.streams(text, lang).exact for lang in LANGUAGES)

    def _all(self, lang: str, *choices: tuple[str, ...]) -> Words:
        some = [self._word(lang, words) for words in choices]
        leaves = tuple(one.plan for one in some)
        return Words(" ".join(one.text for one in some), leaves[0] if len(leaves) == 1 else All(leaves), leaves)

    def _phrase(self, lang: str) -> Words:
        text = self._draw.choice(PHRASES[lang])
        phrase = Phrase("exact", tuple(enumerate(self._analyser.streams(text, lang).exact.split())))
        return Words(f'"{text}"', phrase, (phrase,))


def _both(one: Words, other: Words) -> Words:
    return Words(f"{one.text} {other.text}", All((one.plan, other.plan)), (*one.leaves, *other.leaves))


def _misspelt(word: str) -> str:
    return word[:3] + word[4:]


def _spoken(vocabulary: Vocabulary, analyser: Analyser) -> frozenset[str]:
    """Stems of all words that texts of a language have."""
    words = {*vocabulary.words, *(word for turn in TURNS[vocabulary.lang] for word in turn.split())}
    words.update(part for name in names(NAMES) for part in name.split())
    return frozenset(_stem(word, vocabulary.lang, analyser) for word in words)


def _own(
    words: tuple[str, ...], lang: str, spoken: Mapping[str, frozenset[str]], analyser: Analyser
) -> tuple[str, ...]:
    """Words that no other language has: neither as a word nor as a stop word."""
    return tuple(
        word
        for word in words
        if _stem(word, lang, analyser)
        and all(
            (stem := _stem(word, other, analyser)) and stem not in spoken[other] for other in LANGUAGES if other != lang
        )
    )


def _stem(word: str, lang: str, analyser: Analyser) -> str:
    """Without the mark of its language; empty for a stop word."""
    return analyser.streams(word, lang).stems.rpartition(":")[2].replace("_", "")
