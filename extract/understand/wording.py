"""The turns of phrase of `config/languages/*.yml`, all languages at once, as questions that can be asked of a text.

A document may mix languages, and its structure has to be seen before its language is known; so every question is asked of
all languages together. Phrases are escaped, never run as patterns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from core.configuration import Configuration
from core.errors import ConfigurationError
from extract.understand.cleaning import fold

VERBS = "lexicons/verbs.csv"
_TERM = re.compile(r"[“„«\"][^“”„«»\"]{1,80}[”»\"]\s+\w")
_QUOTATION = ("“", "„", "«", '"')
_MARKS = '[“„«" '
"""What may stand before the first word of a paragraph: undecided and quoted text."""
_NUMBER = r"(?:\d{1,3}|[ivxlc]{1,6}|[a-z])(?:bis|ter|quater)?"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Masthead(_Section):
    distribution: tuple[str, ...]
    distributions: tuple[str, ...]
    original: tuple[str, ...]
    date: tuple[str, ...]
    agenda: tuple[str, ...]
    """`{}` stands for the number of the item."""
    meetings: tuple[str, ...]
    organizations: tuple[str, ...]
    submitters: tuple[str, ...]
    submitted: tuple[str, ...]
    """The words of a first paragraph that says who submits the document; the submitter follows."""
    reissued: tuple[str, ...]
    symbol_labels: tuple[str, ...]
    notifications: tuple[str, ...]
    """The line above the number of a notification."""
    concerning: tuple[str, ...]
    """The line above what a notification is about."""


class Language(_Section):
    """One file of `config/languages`; the comments there say what each key is for."""

    code: str
    names: tuple[str, ...]
    file_marks: tuple[str, ...]
    months: tuple[str, ...]
    ordinals: tuple[str, ...]
    """First, second, …; `|` parts the forms of one number."""
    ordinal_endings: tuple[str, ...]
    turning_words: tuple[str, ...] = ()
    """Asked by the comparison of two texts only."""
    bodies: tuple[str, ...]
    body_links: tuple[str, ...]
    open_words: tuple[str, ...]
    enacting_openings: tuple[str, ...] = ()
    """Words before the body in an enacting formula: Now, therefore, the Commission:"""
    enacting_verbs: tuple[str, ...] = ()
    """Verbs that may end an enacting formula: The Meeting of the Parties decides:"""
    report_words: tuple[str, ...] = ()
    """How the title of a report of a meeting begins, before the name of the body or of the meeting."""
    quoting: tuple[str, ...] = ()
    """Words before a colon after which the text of something else stands."""
    annex_words: tuple[str, ...]
    annexed_words: tuple[str, ...] = ()
    """Words before which `Annex I` tells which of them: Annex I Parties."""
    appendix_words: tuple[str, ...]
    article_words: tuple[str, ...]
    chapter_words: tuple[str, ...]
    adoption: tuple[str, ...]
    plenary: tuple[str, ...] = ()
    """The words after the ordinal in the line below a decision that tells when it was adopted."""
    addressee: tuple[str, ...]
    notes: tuple[str, ...]
    amendment_notes: tuple[str, ...]
    decision_words: tuple[str, ...] = ()
    draft_words: tuple[str, ...]
    recommended_actions: tuple[str, ...]
    leading_adverbs: tuple[str, ...]
    preambular_words: tuple[str, ...]
    preambular_endings: tuple[str, ...]
    list_ends: tuple[str, ...]
    masthead: Masthead


def phrases(words: Iterable[str]) -> str:
    """An alternation of folded words, the longest first; it matches nothing when there are none."""
    found = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) + ")" if found else r"(?!)"


def _parted(bodies: Iterable[str]) -> tuple[str, str]:
    """The articles of the names of bodies, and the names without them, as alternations."""
    parted = [re.match(r"((?:the|la|le|el)\s+|l')(.+)", fold(body)) for body in bodies]
    known = [match for match in parted if match is not None]
    articles = "|".join(sorted({match[1].strip() for match in known}))
    return rf"(?:{articles})(?:(?<=')|\s+)", phrases(match[2] for match in known)


class Wording:
    """Questions about a text in any of the configured languages. Texts are cleaned ones."""

    def __init__(self, languages: Iterable[Language], verbs: Iterable[tuple[str, str]]) -> None:
        """`verbs` are phrases with their role, `preambular` or `operative`."""
        self.languages = tuple(languages)
        known = tuple(verbs)
        self.function_words = frozenset(
            word for one in self.languages for word in one.open_words if " " not in word and len(word) > 1
        )
        """Articles, prepositions and the like of all languages."""
        bodies = self._all("bodies")
        self._enacting = re.compile(
            rf"(?:{self._all('enacting_openings')},?\s+)?"
            rf"{bodies}(?:\s+{self._all('body_links')}(?:(?<=').*|\s.*|$)|(?:\s+(?:and|et|y)|,)\s+{bodies}\b.*)?(?:[,:]|\s:)?"
        )
        self._body = re.compile(rf"{bodies}\b")
        articles, names = _parted(body for language in self.languages for body in language.bodies)
        sayings = self._all("enacting_verbs")
        # `The Thirtieth Meeting of the Parties decides:`; without verb, comma or colon it is a heading.
        self._enacting_verb = re.compile(
            rf"{articles}(?:[\w-]+\s+){{0,3}}?{names}(?:\s+{self._all('body_links')}(?:(?<=')|\s)[^.;:]*?)?"
            rf"(?:,?\s+{sayings}(?:\s+that)?\s*[:,]?|\s*[:,])"
        )
        meetings = phrases(word for language in self.languages for word in language.masthead.meetings)
        self._report = re.compile(rf"[\W\d]*(?:[ivx]+\.\s)?{self._all('report_words')}\b.*?\b(?:{names}|{meetings})\b")
        self._quotes = re.compile(rf"\b{self._all('quoting')}\b[^.:;]{{0,60}}:\s*$")
        self._open = re.compile(rf"(?:^|[\s(«'’]){self._all('open_words')}$")
        annexes = self._all("annex_words")
        appendices = self._all("appendix_words")
        self._annex = re.compile(
            rf"(?:(?P<annex>{annexes})|(?P<appendix>{appendices}))(?:\s+(?:n[o°º]\.?\s*)?(?P<number>{_NUMBER}))?(?![\w'-])"
            r"(?P<rest>.*)"
        )
        self._annexed_to = re.compile(
            rf"{self._all('body_links')}(?:(?<=')|\s+)(?:the\s+)?(?:{self._all('decision_words')}|{self._all('draft_words')})\b"
        )
        self._annexed = re.compile(rf"{self._all('annexed_words')}\b")
        self._article = re.compile(
            rf"{self._all('article_words')}\s+(?P<number>(?P<first>premi[eè]re?|[1i]\s?ere?|1re)|"
            r"\d{1,3}(?:\s?(?:bis|ter|quater)|[a-j])?|[ivxlc]{1,7})\b\.?(?P<rest>.*)"
        )
        self._chapter = re.compile(rf"{self._all('chapter_words')}\s+(?:\d{{1,3}}|[ivxlc]{{1,7}}|[a-z])\b(?P<rest>.*)")
        self._addressee = re.compile(rf"{self._all('addressee')}(?!\w{{0,3}}\s*[.;])")
        self._adoption = re.compile(rf"\(?{self._all('adoption')}\b")
        ordinals = phrases(form for one in self.languages for forms in one.ordinals for form in forms.split("|"))
        self._plenary = re.compile(
            rf"(?:\d{{1,3}}\s?{self._all('ordinal_endings')}|{ordinals})\s+{self._all('plenary')}\b(?P<day>[^;]{{0,40}}?\b(?:19|20)\d{{2}})?\W*"
        )
        self._note = re.compile(rf"{self._all('notes')}\s*(?::|(?<=\.)\s|\.\s)")
        self._amendment_note = re.compile(self._all("amendment_notes"))
        self._draft = re.compile(rf"\b{self._all('draft_words')}\b")
        self._draft_number = re.compile(rf"{self._all('draft_words')}\s*[\w./()-]{{0,15}}")
        self._decision_number = re.compile(
            rf"{self._all('decision_words')}\s+[\w./()-]*\d[\w./()-]*(?:\s?\(rev[^)]*\))?"
        )
        self._recommended = re.compile(self._all("recommended_actions"))
        preambular = [phrase for phrase, role in known if role == "preambular"]
        preambular += [word for language in self.languages for word in language.preambular_words]
        endings = self._all("preambular_endings")
        adverbs = rf"(?:{self._all('leading_adverbs')}\s+)?"
        self._preambular_verb = re.compile(rf"{adverbs}{phrases(preambular)}(?!\w)")
        self._preambular = re.compile(
            rf"{adverbs}{phrases(preambular)}(?!\w)|{adverbs}(?:s'|se\s)?[a-z]{{2,}}{endings}(?!\w)"
        )
        self._operative = re.compile(
            rf"{adverbs}{phrases(phrase for phrase, role in known if role == 'operative')}(?!\w)"
        )
        self._list_end = re.compile(rf"[,;:][\]\s]*(?:(?<=[\]\s]){self._all('list_ends')}[\]\s]*)?$")

    def _all(self, field: str) -> str:
        return phrases(word for language in self.languages for word in getattr(language, field))

    def is_enacting(self, text: str) -> bool:
        """The enacting formula and nothing else: a body, perhaps with its treaty."""
        text = text.lstrip("[ ")
        return (
            len(text) < 400
            and (self._enacting.fullmatch(fold(text)) or self._enacting_verb.fullmatch(fold(text))) is not None
            and not re.search(r"[.;](?:\s|$)", text)
        )

    def opens_with_body(self, text: str) -> bool:
        return text[:1].isupper() and self._body.match(fold(text[:120])) is not None

    def left_open(self, text: str) -> bool:
        """The text ends with a word that never ends a sentence or a heading."""
        return self._open.search(fold(text[-30:])) is not None

    def annex(self, text: str) -> tuple[str, str | None, str] | None:
        """(`annex` or `appendix`, its number as printed, the rest of the line) where the text is such a heading."""
        if len(text) > 200 or not text[:1].isupper():
            return None
        match = self._annex.match(fold(text))
        if match is None:
            return None
        rest = text[match.start("rest") :].strip()
        titled = re.match(r"[:.–—(\-\[]\s*\S", rest) is not None
        titled = titled or (rest.isupper() and (match["number"] is not None or text.isupper()))  # no `Annexe CITES`
        belongs = self._annexed_to.match(fold(rest)) is not None  # `Annex to Resolution 3.4`
        titled = titled or belongs
        if rest and not titled and (match["number"] is None or not self._titles_annex(rest)):
            return None
        if re.search(r"(?:\.{3,}|…)\s*\d*$|[.;]\s*$|\s\d{1,4}$", rest):  # a table of contents, a sentence
            return None
        number = text[match.start("number") : match.end("number")] if match["number"] else None
        return ("annex" if match["annex"] else "appendix"), number, "" if belongs else rest.lstrip(":.–—- ")

    def annexed_to_decision(self, text: str) -> bool:
        """`Annex 1 to Resolution 3.4`, `Annexe au projet de résolution`."""
        match = self._annex.match(fold(text))
        return match is not None and self._annexed_to.match(match["rest"].strip()) is not None

    def _titles_annex(self, rest: str) -> bool:
        """`Annexe 1 Projet de résolution`; `Annex I Parties` are Parties."""
        return rest[:1].isupper() and len(rest) > 3 and self._annexed.match(fold(rest)) is None

    def article(self, text: str) -> tuple[str, str] | None:
        """(number, rest) where the text is the heading of an article. `premier` and `1er` are 1 in every language."""
        if len(text) > 200 or not text[:1].isupper():
            return None
        match = self._article.match(fold(text))
        if match is None:
            return None
        rest = text[match.start("rest") :].strip()
        if rest and (rest[-1] in ".;:," or not re.match(r"[:.–—(\-]\s*\S|[A-ZÀ-Þ]", rest)):
            return None
        number = "1" if match["first"] else text[match.start("number") : match.end("number")].replace(" ", "")
        return number, rest.lstrip(":.–—- ")

    def is_chapter(self, text: str) -> bool:
        match = self._chapter.match(fold(text)) if len(text) < 200 and text[:1].isupper() else None
        return match is not None and not re.search(r"[.;,]$", text)

    def is_addressee(self, text: str) -> bool:
        return len(text) < 160 and not text.endswith((".", ";")) and self._addressee.match(fold(text)) is not None

    def is_adoption(self, text: str) -> bool:
        return len(text) < 250 and self._adoption.match(fold(text)) is not None and not text.endswith(";")

    def is_plenary(self, text: str) -> bool:
        """`9th plenary meeting 12 December 2008`, the line below a decision."""
        return len(text) < 90 and self._plenary.fullmatch(fold(text)) is not None

    def is_dated_plenary(self, text: str) -> bool:
        """The same, with its date: nothing more belongs to that line."""
        match = self._plenary.fullmatch(fold(text)) if len(text) < 90 and text[-1:].isdigit() else None
        return match is not None and match["day"] is not None

    def is_note(self, text: str) -> bool:
        return self._note.match(fold(text[:40])) is not None

    def is_amendment_note(self, text: str) -> bool:
        return len(text) < 400 and self._amendment_note.search(fold(text)) is not None

    def is_draft(self, text: str) -> bool:
        return self._draft.search(fold(text[:300])) is not None

    def only_numbers_draft(self, text: str) -> bool:
        """`DRAFT RESOLUTION 8.1` and nothing else: it says which draft this is, and not what it is about."""
        return self._draft_number.fullmatch(fold(text)) is not None

    def only_numbers(self, text: str) -> bool:
        """`Resolution 8.4` or `DRAFT RESOLUTION 8.1`: which one this is, and not what it is about."""
        return self._decision_number.fullmatch(fold(text)) is not None or self.only_numbers_draft(text)

    def is_recommended(self, text: str) -> bool:
        return self._recommended.search(fold(text[:300])) is not None

    def quotes(self, text: str) -> bool:
        """What follows is the text of something else: `… shall read as follows:`, `… est remplacé par ce qui suit :`."""
        return self._quotes.search(fold(text[-200:])) is not None

    def is_report(self, text: str) -> bool:
        """The title of a report of a meeting, or of a list of what it decided."""
        return self._report.match(fold(text[:300])) is not None

    def is_report_title(self, text: str) -> bool:
        """The same, and a whole line: no contents, no sentence, no line of a masthead that names a paper."""
        return 30 < len(text) <= 300 and text[-1:].isalnum() and self.is_report(text)

    def is_preambular(self, text: str) -> bool:
        if text[:1] in _QUOTATION:
            return self.has_preambular_verb(text)
        text = text.lstrip(_MARKS)
        return text[:1].isupper() and self._preambular.match(fold(text[:60])) is not None

    def has_preambular_verb(self, text: str) -> bool:
        """Begins with a word that opens preambular paragraphs, not only with one of their endings (`During`, `Participants`)."""
        if _TERM.match(text) is not None:  # `“Implementing entities” means …`
            return False
        text = text.lstrip(_MARKS)
        return text[:1].isupper() and self._preambular_verb.match(fold(text[:60])) is not None

    def is_operative(self, text: str) -> bool:
        text = text.lstrip(_MARKS)
        return text[:1].isupper() and self._operative.match(fold(text[:80])) is not None

    def goes_on_as_list(self, text: str) -> bool:
        """The text ends as a member of a list that is followed by another: `,` `;` `:` or `, and`."""
        return self._list_end.search(fold(text[-12:])) is not None


def load_wording(configuration: Configuration) -> Wording:
    """Raises ConfigurationError, which names the file and the key."""
    languages = []
    for name in configuration.names("languages", ".yml"):
        try:
            given: Any = yaml.safe_load(configuration.text(name))
            languages.append(Language.model_validate(given))
        except (yaml.YAMLError, ValidationError) as error:
            raise ConfigurationError(f"config/{name} does not fit: {error}", hint=f"Mend config/{name}.") from error
    rows = csv.DictReader(io.StringIO(configuration.text(VERBS)))
    return Wording(languages, [(row["phrase"], row["role"]) for row in rows])
