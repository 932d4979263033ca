"""What `the Protocol` and `the Convention` mean in a text whose treaty does not say it, where the text names one alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.symbols.grammar import Grammar
from core.symbols.normalise import View
from core.symbols.other_law import TREATY_FORMS

_ARTICLE_OF = re.compile(rf"\bart[^.]{{1,80}}\b(?:{TREATY_FORMS})\b", re.IGNORECASE)
_FORMS = ("convention", "protocol", "agreement", "treaty")


def forms_named(texts: Iterable[str], home: str | None, grammar: Grammar) -> Mapping[str, str]:
    """Treaty by form, for forms that `home` leaves open and of which all `texts` name one treaty."""
    treaties = grammar.treaties
    open_forms = [form for form in _FORMS if len(treaties.by_form(home, form)) != 1]
    known = list(texts)
    if not open_forms or not any(_ARTICLE_OF.search(text) for text in known):
        return {}
    named = {mention.treaty for text in known for mention in treaties.mentions(View(text))}
    found = {form: [one for one in named if treaties.rows[one].form == form] for form in open_forms}
    return {form: one for form, (one, *others) in ((form, some) for form, some in found.items() if some) if not others}


__all__ = ["forms_named"]
