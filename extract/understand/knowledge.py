"""What understanding needs beside the pages: loaded once, passed to every document, changed by none."""

from __future__ import annotations

from dataclasses import dataclass

from core.bodies import FILE as BODIES_FILE
from core.bodies import Bodies
from core.configuration import Configuration
from core.meetings import FILE as MEETINGS_FILE
from core.meetings import Meetings
from core.symbols.grammar import CONFIGURATION_FILES as GRAMMAR_FILES
from core.symbols.grammar import Grammar
from core.treaties import Treaties
from extract.understand.dates import Calendar
from extract.understand.entities import EntityFinder
from extract.understand.language import FunctionWords, LanguageModels
from extract.understand.masthead import MastheadReader
from extract.understand.wording import VERBS, Wording, load_wording


@dataclass(frozen=True, slots=True)
class Knowledge:
    grammar: Grammar
    treaties: Treaties
    meetings: Meetings
    wording: Wording
    calendar: Calendar
    mastheads: MastheadReader
    models: LanguageModels
    function_words: FunctionWords
    entities: EntityFinder

    @classmethod
    def load(cls, configuration: Configuration) -> Knowledge:
        """Raises ConfigurationError, which names file and key. Language models and spaCy load later, at their first question."""
        grammar = Grammar.load(configuration)
        wording = load_wording(configuration)
        calendar = Calendar(wording.languages)
        return cls(
            grammar=grammar,
            treaties=grammar.treaties,
            meetings=Meetings.load(configuration),
            wording=wording,
            calendar=calendar,
            mastheads=MastheadReader(wording, calendar),
            models=LanguageModels(),
            function_words=FunctionWords({one.code: one.open_words for one in wording.languages}),
            entities=EntityFinder(grammar.treaties, Bodies.load(configuration, grammar.treaties)),
        )


def configuration_files(configuration: Configuration) -> tuple[str, ...]:
    """Names of all configuration files that a Document depends on, for `Configuration.digest`."""
    return tuple(sorted({*GRAMMAR_FILES, BODIES_FILE, MEETINGS_FILE, VERBS, *configuration.names("languages", ".yml")}))


CONFIGURATION_FILES = configuration_files
