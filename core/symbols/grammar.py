"""The citation grammar: everything that the finder and the resolver need, loaded and compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import re2

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.records.document import CitationKind
from core.symbols.forms import CONTEXT, DIGIT, FILE, CitationsFile, Form, ShortForm
from core.symbols.normalise import View, spaced_symbols
from core.symbols.other_law import OtherLaw
from core.symbols.relation_words import RELATIONS_FILE, VERBS_FILE, RelationWords
from core.treaties import FILE as TREATIES_FILE
from core.treaties import Treaties
from core.yaml_rows import load_checked

CONFIGURATION_FILES: tuple[str, ...] = (FILE, TREATIES_FILE, VERBS_FILE, RELATIONS_FILE)


_HINTS_MEMORY = 64 << 20  # bytes at most for the automaton of all hints; the hints of today need a hundredth of it
_NUMBER_LENGTH = 80  # a number behind a type word is shorter, also with blanks in it


class HeadedForms:
    """The forms of one kind that may stand behind a type word; all are tried in one pass. Immutable."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._forms = forms
        self._set = re2.Set.MatchSet()
        for form in forms:
            self._set.Add(form.pattern.pattern)
        if forms:
            self._set.Compile()

    def at(self, view: View, position: int) -> Iterator[Form]:
        """Forms whose pattern matches at `position`, in the order of the rows."""
        if not self._forms:
            return
        for index in sorted(self._set.Match(view.data[position : position + _NUMBER_LENGTH]) or ()):
            yield self._forms[index]


class BareForms:
    """The forms that may stand without their type word; their hints are looked for in one pass. Immutable."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._forms = forms
        options = re2.Options()
        options.max_mem = _HINTS_MEMORY
        self._set = re2.Set.SearchSet(options)
        self._form: list[int] = []
        for index, form in enumerate(forms):
            for hint in form.hints:
                self._set.Add(re2.escape(hint).replace(re2.escape(DIGIT), "[0-9]"))
                self._form.append(index)
        if self._form:
            self._set.Compile()

    def hinted_in(self, view: View) -> Iterator[Form]:
        """Forms of which a hint is in the view, in the order of the rows."""
        if not self._form:
            return
        for index in sorted({self._form[hint] for hint in self._set.Match(view.data) or ()}):
            yield self._forms[index]


class Grammar:
    """Immutable. Its content is decided by `CONFIGURATION_FILES` alone."""

    def __init__(self, file: CitationsFile, treaties: Treaties, relations: RelationWords) -> None:
        self.treaties = treaties
        self.relations = relations
        self.other_law = OtherLaw(treaties.outside)
        self.forms: tuple[Form, ...] = tuple(Form(row, file.fragments, file.case) for row in file.rows)
        self.form: Mapping[str, Form] = MappingProxyType({form.id: form for form in self.forms})
        self.short_forms: tuple[ShortForm, ...] = tuple(ShortForm(row, file.fragments) for row in file.short_forms)
        self.bare = BareForms(tuple(form for form in self.forms if form.row.word != "required"))
        headed: dict[str, HeadedForms] = {
            kind: HeadedForms(tuple(form for form in self.forms if form.kind == kind and form.row.word != "none"))
            for kind in file.words
        }
        self.headed: Mapping[str, HeadedForms] = MappingProxyType(headed)
        heads = {hint.partition("/")[0].strip() for form in self.forms for hint in form.hints if "/" in hint}
        self.spaced: re.Pattern[str] = spaced_symbols(head for head in heads if re.fullmatch(r"[a-z]+", head))
        """Symbols with blanks around their slashes; their heads are those of the rows' hints."""
        words = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in file.words.items())
        self.heads: re2._Regexp = re2.compile(f"(?:{words})")
        self.head_groups: tuple[tuple[CitationKind, int], ...] = tuple(
            (kind, self.heads.groupindex[kind]) for kind in file.words
        )
        for form in self.forms:
            for treaty in form.candidates:
                if treaty not in treaties:
                    raise ConfigurationError(
                        f"config/{FILE}: row {form.id}, key treaty: there is no treaty {treaty} in config/{TREATIES_FILE}.",
                        hint=f"Use one of its ids or `{CONTEXT}`, or add the treaty.",
                    )
            if form.row.word != "required" and not form.hints:
                raise ConfigurationError(
                    f"config/{FILE}: row {form.id}, key hints: a form that may stand without its word needs hints.",
                    hint="Add a literal that every such citation has.",
                )
        names = [*(form.id for form in self.forms), *(form.id for form in self.short_forms)]
        if len(set(names)) != len(names):
            raise ConfigurationError(f"config/{FILE}: two rows have one id.", hint="Give each row an id of its own.")

    @classmethod
    def load(cls, configuration: Configuration) -> Grammar:
        """Raises ConfigurationError naming file, row, key and mend."""
        return cls(
            load_checked(configuration, FILE, CitationsFile),
            Treaties.load(configuration),
            RelationWords.load(configuration),
        )
