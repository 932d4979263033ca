"""Pin-points beside a citation: `paragraph 13 of decision 1/CP.16`, `Resolution 12.3, annex II`."""

from __future__ import annotations

import re2

from core.symbols.normalise import View

_WORDS = (
    r"(?:operative |preambular )?(?:paras?\b\.?|(?:paragraphs?|paragraphes?|sub-?paragraphs?|alineas?|annexe?s?|appendix|"
    r"appendices?|sections?|chapters?|chapitres?|parts?|partie|tables?|tableau)\b)"
)
_NUMBER = r"(?:[0-9]{1,3}|[ivx]{1,5}|[a-h]\b)(?: ?(?:bis|ter)\b)?(?: ?(?:\([a-z0-9]{1,4}\)|[a-z]\)))*"
_LIST = rf"{_NUMBER}(?:(?: ?, ?| ?- ?| and | et | to | a ){_NUMBER})*"
_ONE = rf"(?:{_WORDS} ?{_LIST}|(?:annexe?|appendix|appendice)\b)"
_AFTER = re2.compile(
    rf"[, ]*\(?(?P<pin>{_WORDS} ?{_LIST}(?:,? (?:of|to|de l'|a l'|de)? ?(?:(?:the|its|son) )?{_ONE})*)"
)
_AFTER_BARE = re2.compile(rf",? (?P<pin>(?:annexe?|appendix|appendice)\b(?:,? (?:{_WORDS} ?{_LIST}))*)")
_LAST_NUMBER = re2.compile(rf"(?: ?, ?| ?- ?| and | et | to | a ){_NUMBER}$")
_OF_ANOTHER = re2.compile(r" (?:of|to|de|du|des|a)\b ?(?:the |la |les? |l')?[a-z0-9]")
"""Behind what stands behind a citation: `decision 4/CMA.1, para. 75 of the guidelines` is no place in that decision."""
_BEFORE = re2.compile(
    rf"(?P<pin>(?:{_WORDS} {_LIST},? (?:(?:of|to|de l'|a l') ?)?(?:the )?){{0,3}}{_ONE}),? "
    r"(?:of|to|in|du|de|des|a) ?(?:(?:the|its|la|sa|l')? ?)?$"
)


def pin_of(view: View, start: int, end: int) -> str | None:
    """As printed, or None. `start` and `end` are of the view."""
    after = _AFTER.match(view.data, end) or _AFTER_BARE.match(view.data, end)
    if after is not None and _OF_ANOTHER.match(view.data, after.end(1)) is None:
        begin, finish = after.span(1)
        # `paragraphs 126-132, 4/CP.18`: the last number is that of the next decision.
        if view.data[finish : finish + 1] != b"/":
            return printed(view, begin, finish)
        cut = _LAST_NUMBER.search(view.data[begin:finish])
        if cut is not None:
            return printed(view, begin, begin + cut.start())
    first = max(0, start - 60)
    before = _BEFORE.search(view.data[first:start])
    if before is not None:
        begin, finish = before.span(1)
        return printed(view, first + begin, first + finish)
    return None


def printed(view: View, start: int, end: int) -> str:
    """What stands at `start:end` of the view, on one line."""
    return " ".join(view.surface(start, end).split())
