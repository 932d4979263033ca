"""What goes on a symbol without repeating it: `and Add.1`, `-7`, `INF/5, INF/6 and INF/9`, `documents FCCC/SBI/2010/5, 6 and 7`."""

from __future__ import annotations

import re

from core.symbols import revision
from core.symbols.draft import Draft
from core.symbols.passage import Passage

RULE = "elliptical"
_JOIN = r" ?(?:, ?and |, ?et |,|;|and |et |& ?) ?(?:(?:its|the|son|sa|le|la|les) )?"
_JOIN_WORDS = (
    r",? ?(?:, ?and |, ?et |,|;|and |et |& ?|as well as |together with |along with |with |ainsi que |avec |\((?:and |et )?) ?"
    r"(?:(?:in|to|of|with|a|de|dans) )?(?:(?:its|the|their|son|sa|ses|le|la|les|leurs?) )?"
)
"""Before an addition, whose word leaves no doubt: `and to its Add.1`, `et de son Rev.1`, `(and Corr.1)`."""
_ADDITION = re.compile(
    rf"(?:{_JOIN_WORDS} ?| ?-| to | a )"
    r"(?P<tail>(?:add|rev|corr|amend)\. ?[0-9]{1,2}(?: ?/ ?(?:add|rev|corr|amend)\. ?[0-9]{1,2})*)"
)
_LAST = re.compile(r"-(?P<tail>[0-9]{1,3})\b")
_TYPED = re.compile(
    _JOIN
    + r"(?P<tail>(?P<type>doc|inf|misc|crp|prop|com|sum|dr|tp|l)(?:\. ?|/| )(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3})*))\b"
)
_NUMBER = re.compile(
    r"(?:" + _JOIN + r"| (?:to|a|au) |-)(?P<tail>[1-9][0-9]{0,2})(?P<mod>/ ?(?:add|rev|corr)\. ?[0-9]{1,2})?"
)
_NUMBER_ENDS = re.compile(
    r"$|[.;:)\]]|,? (?:and|et|were|was|are|is|have|has|which|that|on|by|for|under|as|in|of the secretariat|sont|ont|est|"
    r"etaient|qui|que|sur|par|pour|dans|du secretariat)\b|, ?[0-9]|, [a-z]"
)
_PLURAL = re.compile(r"\b(?:documents|docs\.?|papers|papiers|cotes|symbols) ?(?:nos?\.? ?)?$")
_MODIFIER = re.compile(r"(?:/(?:Add|Rev|Corr|Amend)\.[0-9]+)+$")
_ORDER = ("Add", "Rev", "Corr", "Amend")


def with_elliptical(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """`drafts` and what goes on behind those that are papers, in order."""
    result: list[Draft] = []
    text = passage.view.text
    for index, draft in enumerate(drafts):
        result.append(draft)
        if draft.kind != "document":
            continue
        limit = drafts[index + 1].start if index + 1 < len(drafts) else len(text)
        plural = _PLURAL.search(text, max(0, draft.start - 24), draft.start) is not None
        treaty, base = draft.readings[0]
        position = draft.end
        while (found := _next(passage, position, base, plural=plural)) is not None and found[1] <= limit:
            start, position, base = found
            result.append(
                Draft(
                    start=start, end=position, kind="document", readings=((treaty, base),), rule=RULE, head=draft.head
                )
            )
    return result


def _next(passage: Passage, position: int, base: str, *, plural: bool) -> tuple[int, int, str] | None:
    """Start, end and full id of what goes on at `position`."""
    text = passage.view.text
    return (
        _up_to(text, position, base)
        or _addition(text, position, base)
        or _same_addition(text, position, base)
        or _typed(passage, position, base)
        or (_numbered(text, position, base) if plural else None)
    )


def _up_to(text: str, position: int, base: str) -> tuple[int, int, str] | None:
    """`FCCC/CP/2001/13/Add.1-4`: the last of several."""
    found = _LAST.match(text, position)
    head, _, number = base.rpartition("." if "." in base.rpartition("/")[2] else "/")
    if found is None or not number.isdigit() or int(found.group("tail")) <= int(number):
        return None
    following = text[found.end() : found.end() + 2]
    if following[:1].isalpha() or (following[:1] in "./-" and following[1:].isalnum()):
        return None
    return *found.span("tail"), f"{head}{base[len(head)]}{int(found.group('tail'))}"


def _addition(text: str, position: int, base: str) -> tuple[int, int, str] | None:
    """`and Add.1`: a part of the same kind takes the place of the one before; a correction is joined to what was named."""
    found = _ADDITION.match(text, position)
    if found is None or text[found.end() : found.end() + 1].isalnum():
        return None
    parts = [
        f"{word.capitalize()}.{int(number)}"
        for word, _, number in (part.partition(".") for part in found.group("tail").replace(" ", "").split("/"))
    ]
    steps = base.split("/")
    kind = parts[0].partition(".")[0]
    for place, step in enumerate(steps):
        word, dot, number = step.partition(".")
        if dot and number.isdigit() and word in _ORDER and (word == kind or (kind == "Add" and word != "Add")):
            steps = steps[:place]
            break
    return *found.span("tail"), "/".join([*steps, *parts])


def _same_addition(text: str, position: int, base: str) -> tuple[int, int, str] | None:
    """`Add.1 and 2`: the number of the next addition alone."""
    head, dot, last = base.rpartition(".")
    found = _NUMBER.match(text, position)
    if found is None or not dot or not head.endswith(("/Add", "/Corr")) or found.group("mod") is not None:
        return None
    number = int(found.group("tail"))
    if not int(last) < number < int(last) + 10 or _goes_on(text, found.end()):
        return None
    return (*found.span("tail"), f"{head}.{number}") if _NUMBER_ENDS.match(text, found.end()) else None


def _typed(passage: Passage, position: int, base: str) -> tuple[int, int, str] | None:
    """`…/INF/5, INF/6`, `…/Doc.29.1 and Doc.29.2`: the kind of paper is repeated, what stands before it is not."""
    found = _TYPED.match(passage.view.text, position)
    if found is None:
        return None
    end, modifier = revision.of_paper(passage.view, found.end())
    if not modifier and _goes_on(passage.view.text, end):
        return None
    steps = _MODIFIER.sub("", base).split("/")
    word, dot, last = steps[-1].partition(".")
    if len(steps) > 1 and steps[-2].lower() == found.group("type") and steps[-1].isdigit():
        made = "/".join([*steps[:-1], found.group("number")])
    elif dot and word.lower() == found.group("type") and last[:1].isdigit():
        made = "/".join([*steps[:-1], f"{word}.{found.group('number')}"])
    else:
        return None
    return found.start("tail"), end, made + modifier


def _numbered(text: str, position: int, base: str) -> tuple[int, int, str] | None:
    """`documents FCCC/SBI/2010/5, 6 and 7`: only behind a plural, and where no word that is counted follows."""
    found = _NUMBER.match(text, position)
    if found is None or _goes_on(text, found.end()) or _NUMBER_ENDS.match(text, found.end()) is None:
        return None
    head, slash, last = _MODIFIER.sub("", base).rpartition("/")
    word, dot, number = last.rpartition(".")
    if not slash or not number.isdigit() or (dot and not word.isalpha()):
        return None
    modifier = (found.group("mod") or "").replace(" ", "")
    parts = "".join(f"/{part.capitalize()}" for part in modifier.split("/") if part)
    return found.start("tail"), found.end(), f"{head}/{word}{dot}{int(found.group('tail'))}{parts}"


def _goes_on(text: str, end: int) -> bool:
    """Whether the number is only the head of a longer one."""
    following = text[end : end + 2]
    return following[:1].isalnum() or (following[:1] in {"/", ".", "-", "%"} and following[1:].isalnum())
