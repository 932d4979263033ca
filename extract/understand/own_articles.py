"""References to articles of the text itself: `Article 7` in a draft agreement means that draft's own Article 7.

The finder gives a bare article to the home treaty, which is right in every other text. In a part that has articles of its own
it is one of these, where nothing behind it names another text: `under Article 7` is, `Article 7 of the Convention` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.symbols.finder import Reference
from core.symbols.treaty_texts import article_key, steps_of_article
from core.treaties import Treaties

_JOINED = re.compile(r"[\s,;()\[\]]*(?:(?:and|or|to|et|ou|à|au|&|–|-)[\s,()\[\]]*)?")
_BEHIND = re.compile(
    r"[\s,)\]\"”»]*(?:of|under|to|from|du|des|de|d['’])\s*(?P<own>(?:this|the present|(?:le|la)?\s*présente?|ce|cet|cette)\b)?"
    r"\s*(?:the|la|le|l['’])?\s*(?P<form>agreement|protocol|convention|treaty|accord|protocole|traité)?\b",
    re.IGNORECASE,
)
_OF = re.compile(r"[\s,)\]\"”»]*(?:of|under|du|de|des|d['’])(?:\s|(?<=['’]))", re.IGNORECASE)
_FORMS = {"accord": "agreement", "protocole": "protocol", "traité": "treaty"}


def is_label(found: Reference, path: str) -> bool:
    """`Article 7` at the head of Article 7, which has the path `art7`, is its label."""
    return found.kind == "article" and found.start == 0 and path.rpartition("/")[2].startswith("art")


def own_of(
    found: Sequence[Reference], text: str, articles: Iterable[str], home: str | None, treaties: Treaties
) -> frozenset[int]:
    """Places in `found` of references to `articles` (keys such as `art4`) of the text itself. `home`: its treaty."""
    known = {article_key(key.removeprefix("art")) for key in articles}
    own = set()
    for at, one in enumerate(found):
        if one.kind != "article" or one.canonical is None:
            continue
        steps = steps_of_article(one.canonical)
        # `Article 4a` may be read as a place in Article 4
        its = bool(steps) and (steps[0] in known or "".join(steps[:2]) in known)
        if its and _is_own(one, text[_end_of_list(found, at, text) :], home, treaties):
            own.add(at)
    return frozenset(own)


def _is_own(one: Reference, behind: str, home: str | None, treaties: Treaties) -> bool:
    said = _BEHIND.match(behind)
    if said is not None and said["own"]:
        return True
    if said is not None and said["form"]:
        # `of the Agreement` in a text of a convention that has no such name: what is being drafted.
        form = said["form"].lower()
        row = treaties.get(home)
        return row is not None and _FORMS.get(form, form) != row.form and _FORMS.get(form, form) != "convention"
    return not one.named and _OF.match(behind) is None


def _end_of_list(found: Sequence[Reference], at: int, text: str) -> int:
    """Where the list of articles ends that `found[at]` stands in: what is named behind it is named for all of them."""
    last = at
    while last + 1 < len(found) and _hang_together(found[last], found[last + 1], text):
        last += 1
    return found[last].end


def _hang_together(one: Reference, other: Reference, text: str) -> bool:
    return one.kind == other.kind == "article" and _JOINED.fullmatch(text[one.end : other.start]) is not None


__all__ = ["is_label", "own_of"]
