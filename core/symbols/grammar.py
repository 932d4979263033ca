"""The citation grammar: everything that the finder and the resolver need, loaded and compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import re2

from core.configuration import Configuration
from core.records.document import CitationKind
from core.symbols.forms import CONTEXT, DIGIT, FILE, CitationsFile, Form, RowMistake, ShortForm
from core.symbols.normalise import View, spaced_symbols
from core.symbols.other_law import OtherLaw
from core.symbols.relation_words import RELATIONS_FILE, VERBS_FILE, RelationWords
from core.treaties import FILE as TREATIES_FILE
from core.treaties import Treaties
from core.yaml_rows import Mistake, load_checked, told

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
    """The forms that may stand without their type word; their hints, and the type words, are looked for in one pass. Immutable."""

    def __init__(self, forms: tuple[Form, ...], words: str) -> None:
        """`words` is the pattern of the type words."""
        self._forms = forms
        options = re2.Options()
        options.max_mem = _HINTS_MEMORY
        self._set = re2.Set.SearchSet(options)
        self._form: list[int] = []
        for index, form in enumerate(forms):
            for hint in form.hints:
                self._set.Add(re2.escape(hint).replace(re2.escape(DIGIT), "[0-9]"))
                self._form.append(index)
        self._set.Add(words)
        self._set.Compile()

    def hinted_in(self, view: View) -> tuple[bool, tuple[Form, ...]]:
        """Whether a type word is in the view, and the forms of which a hint is, in the order of the rows."""
        found = self._set.Match(view.data)
        if not found:
            return False, ()
        hints = len(self._form)
        places = sorted({self._form[hint] for hint in found if hint < hints})
        return hints in found, tuple(self._forms[place] for place in places)


class ShortForms:
    """What stands for a citation made before; all are looked for in one pass, as most paragraphs have none. Immutable."""

    def __init__(self, forms: tuple[ShortForm, ...]) -> None:
        self._forms = forms
        self._set = re2.Set.SearchSet()
        for form in forms:
            self._set.Add(form.pattern.pattern)
        if forms:
            self._set.Compile()

    def found_in(self, view: View) -> Iterator[ShortForm]:
        """Forms whose pattern matches somewhere in the view, in the order of the rows."""
        if not self._forms:
            return
        for index in sorted(self._set.Match(view.data) or ()):
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
        self.short = ShortForms(self.short_forms)
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
        self.bare = BareForms(tuple(form for form in self.forms if form.row.word != "required"), self.heads.pattern)
        self.head_groups: tuple[tuple[CitationKind, int], ...] = tuple(
            (kind, self.heads.groupindex[kind]) for kind in file.words
        )
        for form in self.forms:
            for treaty in form.candidates:
                if treaty not in treaties:
                    raise RowMistake(
                        form.id,
                        "treaties" if form.row.treaty == CONTEXT else "treaty",
                        f"there is no treaty {treaty} in config/{TREATIES_FILE}",
                        hint=f"Use one of its ids or `{CONTEXT}`, or add the treaty.",
                    )
            if form.row.treaty == CONTEXT and not form.row.treaties:
                raise RowMistake(
                    form.id,
                    "treaties",
                    "`context` needs candidates",
                    hint="List the treaties that the number may be of.",
                )
            if form.row.word != "required" and not form.hints:
                raise RowMistake(
                    form.id,
                    "hints",
                    "a form that may stand without its word needs hints",
                    hint="Add a literal that every such citation has.",
                )
        seen: set[str] = set()
        for name in (*(row.id for row in file.rows), *(row.id for row in file.short_forms)):
            if name in seen:
                raise RowMistake(name, "id", f"two rows have one id, {name}", hint="Give each row an id of its own.")
            seen.add(name)

    @classmethod
    def load(cls, configuration: Configuration) -> Grammar:
        """Raises ConfigurationError naming file, line, row, key and mend."""
        file = load_checked(configuration, FILE, CitationsFile)
        treaties, relations = Treaties.load(configuration), RelationWords.load(configuration)
        try:
            return cls(file, treaties, relations)
        except RowMistake as mistake:
            raise told(configuration, FILE, _placed(file, mistake)) from mistake
        except Mistake as mistake:  # of the law outside, which stands in the file of the treaties
            raise told(configuration, TREATIES_FILE, mistake) from mistake


def _placed(file: CitationsFile, mistake: RowMistake) -> Mistake:
    """With the place of the row: of two with one id, the second."""
    names = {"rows": [row.id for row in file.rows], "short_forms": [row.id for row in file.short_forms]}
    places = [
        (section, number) for section, ids in names.items() for number, one in enumerate(ids) if one == mistake.row
    ]
    return Mistake((*places[-1], mistake.key), mistake.what, hint=mistake.hint)
