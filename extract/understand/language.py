"""Language of a document and of its paragraphs: decided, inherited or `und`; never English by default.

Documents: their paragraphs by majority, and where there is none langdetect with the six profiles of the UN languages and a
fixed seed (55 profiles take Chinese for Korean; without a seed its answers change from run to run; its probability is no
confidence). Paragraphs: most say it by their articles and prepositions; of the others py3langid is asked, among the same six,
accepted from p >= 0.6, else inherited. Both models take capitals for another language: they are lowered first.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

UND = "und"
SIX = ("en", "fr", "es", "ar", "ru", "zh")
_PROFILES = ("en", "fr", "es", "ar", "ru", "zh-cn")
_ACCEPTED = 0.6
_WORDS_TO_DETECT = 20
_SAMPLE = 2_000  # code points of the longest paragraphs; more changes no answer
_TELLING_WORDS = 3
_TRACE = 0.03  # share of the text from which on a second language counts
_LETTERS = re.compile(r"[^\W\d_]+")
_ASCII_LETTERS = re.compile(r"[a-z]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Codes, symbols, addresses and formulas: letters without a language.
# Asked at the beginning of a run of signs only: a run may be as long as a file.
_CODE = re.compile(r"(?<!\S)[^\s\d/_=\\@]*+[\d/_=\\@]\S*+|www\.\S++|\b[A-Z]{2,6}s?\b")
# A word that is no code, whatever is around it. Most texts have one soon: found in a tenth of the time that blanking codes takes.
_PLAIN_WORD = re.compile(r"(?<!\S)[^\W\d_A-Z]{2,}(?!\S)")
# Names of chemicals are built alike in all languages. The first says that a text is about one, the second which words belong to it.
_RADICAL = re.compile(
    r"(?:fluoro?|chloro?|bromo?|iodo|hydroxy|[mé]thoxy|m[eé]thyl|[eé]thyl|propyl|butyl|ph[eé]nyl|benz[oy]|phosph|sulfon|ammonium)"
)
_CHEMICAL_WORD = re.compile(
    rf"(?:\w*{_RADICAL.pattern}\w*|\w+(?:ane|[eè]ne|yne|ol|one|yl|ate|ide|ium|phos|amine|oxy)|cas|iso|tert|sec|cis|trans)"
)

LangFrom = Literal["text", "inherited", "metadata", "none"]


class DocumentLanguage(Struct, frozen=True, kw_only=True):
    lang: str
    langs: tuple[str, ...]
    """All languages with more than 3 % of the decided text, the main one first."""
    source: LangFrom
    detected: str | None
    """What the text alone says; None with too few words."""


class LanguageModels:
    """Both models, loaded at the first question (about a second and 100 MB), then shared by all threads of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._detectors: Any = None
        self._identifier: Any = None

    def __reduce__(self) -> tuple[object, ...]:
        return (LanguageModels, ())  # another process loads its own

    def document(self, text: str) -> str | None:
        """The language of a text of at least some 20 words; None where it has no letters."""
        from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415 (heavy, and not always needed)

        with self._lock:
            if self._detectors is None:
                self._detectors = _load_detectors()
            detector = self._detectors.create()
        detector.append(lowered(text))
        try:
            found = detector.get_probabilities()
        except LangDetectException:
            return None
        return str(found[0].lang[:2]) if found else None

    def paragraph(self, text: str) -> str | None:
        """The language of one paragraph on its own; None where it does not tell (codes, names, too short)."""
        plain = lowered(text)
        if _PLAIN_WORD.search(plain) is None or _RADICAL.search(plain.lower()) is not None:
            words = [word for word in _WORD.findall(_CODE.sub(" ", plain)) if len(word) > 1]
            if not words or _names_a_chemical(plain, words):
                return None
        with self._lock:
            if self._identifier is None:
                self._identifier = _load_identifier()
            lang, probability = self._identifier.classify(plain)
        return str(lang) if probability >= _ACCEPTED else None


class FunctionWords:
    """The language that a text says itself by words of grammar which no other known language has. About ten times as fast
    as a model, and of one mind with it: where two languages show, or few words, it does not answer."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """`words` are articles, prepositions and the like by language; those of several words or languages are left out."""
        single = {lang: {word.rstrip("'’") for word in known if " " not in word} for lang, known in words.items()}
        counts = Counter(word for known in single.values() for word in known)
        self._lang_of = {
            word: lang for lang, known in single.items() for word in known if len(word) > 1 and counts[word] == 1
        }

    def language(self, text: str) -> str | None:
        letters = _ASCII_LETTERS if text.isascii() else _LETTERS  # the first takes two thirds of the time
        found = self._lang_of.keys() & set(letters.findall(text.lower()))
        if len(found) < _TELLING_WORDS:
            return None
        langs = {self._lang_of[word] for word in found}
        return langs.pop() if len(langs) == 1 else None


def lowered(text: str) -> str:
    """`text` in small letters when more than half of its letters are capitals: models know capitals only from acronyms."""
    capitals = sum(map(str.isupper, text))
    return text.lower() if capitals and capitals > 0.5 * sum(map(str.isalpha, text)) else text


def _names_a_chemical(text: str, words: Iterable[str]) -> bool:
    """`Tetramethyl butylbenzene (CAS 99-99-9)`. A word of grammar, or any other word, makes it a text."""
    return _RADICAL.search(text.lower()) is not None and all(
        _CHEMICAL_WORD.fullmatch(piece)
        for word in words
        for piece in re.split(r"['’-]", word.lower())
        if len(piece) > 2
    )


def paragraph_languages(
    texts: Iterable[str], models: LanguageModels, function_words: FunctionWords
) -> list[str | None]:
    """One answer a text; the same texts are asked once."""
    known: dict[str, str | None] = {}
    answers = []
    for text in texts:
        if text not in known:
            known[text] = function_words.language(text) or models.paragraph(text)
        answers.append(known[text])
    return answers


def document_language(
    texts: list[str], answers: list[str | None], stated: str | None, models: LanguageModels, *, certain: bool = False
) -> DocumentLanguage:
    """`answers` are those of `paragraph_languages`; `stated` is what metadata says of the document.

    The text decides where it has 20 words; metadata fills the gap below. `certain` metadata (a person's word) stands.
    Where two languages share a document, the paragraphs know better than the whole: they vote by their letters. The model
    of documents is asked where none of them has the majority.
    """
    votes: Counter[str] = Counter()
    for text, answer in zip(texts, answers, strict=True):
        if answer is not None and _has_words(text, 5):
            votes[answer] += len(text)
    total = sum(votes.values())
    sample = _sample(texts)
    enough = _has_words(sample, _WORDS_TO_DETECT)
    leader, share = votes.most_common(1)[0] if votes else (None, 0)
    if not enough:
        detected = None
    elif share > 0.5 * total:
        detected = leader  # as nearly always: the model, five milliseconds a document, is not asked
    else:
        detected = models.document(sample) or leader
    lang = stated if certain and stated else detected or stated
    if lang is None:
        known = {answer for answer in answers if answer is not None}
        lang = known.pop() if len(known) == 1 else None
        source: LangFrom = "text" if lang is not None else "none"
    else:
        source = "text" if lang == detected else "metadata"
    others = [found for found, share in votes.most_common() if found != lang and share > _TRACE * total]
    main = lang or UND
    return DocumentLanguage(
        lang=main, langs=(main, *others) if main != UND else tuple(others), source=source, detected=detected
    )


def _has_words(text: str, number: int) -> bool:
    """Whether there are at least so many words; what comes behind them is not looked at."""
    return next(islice(_WORD.finditer(text), number - 1, None), None) is not None


def _sample(texts: list[str]) -> str:
    """The longest paragraphs first: running text, no tables of names."""
    parts: list[str] = []
    length = 0
    for text in sorted(texts, key=lambda text: -len(text)):
        if length >= _SAMPLE:
            break
        parts.append(text[: _SAMPLE - length])
        length += len(parts[-1])
    return "\n".join(parts)


def _load_detectors() -> Any:
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # noqa: PLC0415

    factory = DetectorFactory()
    factory.set_seed(0)  # of this factory, not of the class: the library's own state stays as it is
    factory.load_json_profile([(Path(PROFILES_DIRECTORY) / name).read_text(encoding="utf-8") for name in _PROFILES])
    return factory


def _load_identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(SIX))
    return identifier
