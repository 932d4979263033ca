"""What an id says: work, version, kind, treaty, parts; and how it is printed for people.

Shapes of ids: `TREATY/Kind/number[/Rev.COPn]` for norms, the official symbol for papers (`UNEP/CMS/COP14/Doc.29.1/Rev.1`),
`TREATY/Article/n[/para.n][/letter][/roman]` for articles. See docs/CITATIONS.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from core.records.document import CitationKind
from core.symbols.normalise import View
from core.treaties import Treaties

_NORM = re.compile(r"^([A-Z][A-Z0-9]*)/(Decision|Resolution|Recommendation|Notification|Article)/(.+)$")
_VERSION = re.compile(r"((?:/(?:Rev\.[A-Za-z]*\d*|Corr\.\d+))+)$")
_PART = re.compile(r"^(.*)/((?:Add|Corr|Amend)\.\d*|Annex\d+[A-Za-z]?)$")
_KINDS: Mapping[str, CitationKind] = MappingProxyType(
    {
        "Decision": "decision",
        "Resolution": "resolution",
        "Recommendation": "recommendation",
        "Notification": "notification",
        "Article": "article",
    }
)
_FRENCH = MappingProxyType({"Decision": "Décision", "Resolution": "Résolution", "Recommendation": "Recommandation"})
_PARAGRAPH = MappingProxyType({"en": "paragraph", "fr": "paragraphe", "es": "párrafo"})


class Part(Struct, frozen=True):
    """A text that belongs to another one."""

    container: str
    """Id of the text that it adds to, corrects or is annexed to."""
    kind: Literal["add", "corr", "amend", "annex"]
    label: str
    """`Add.1`, `Annex3`."""


def split(canonical: str) -> tuple[str, str | None]:
    """Work and version: `CMS/Resolution/11.10/Rev.COP13` is (`CMS/Resolution/11.10`, `Rev.COP13`).

    `f"{work}/{version}"` is the id again. A correction is a version of what it corrects; an addition is a work of its own.
    """
    found = _VERSION.search(canonical)
    if found is None or kind_of(canonical) == "article":
        return canonical, None
    return canonical[: found.start()], found.group(1)[1:]


def part_of(canonical: str) -> Part | None:
    """What an addition, correction, amendment or annex belongs to; None for a text that stands alone. Revisions are no parts."""
    bare = re.sub(r"/Rev\.[A-Za-z]*\d*$", "", canonical)
    found = _PART.match(bare)
    if found is None or kind_of(canonical) != "document":
        return None
    label = found.group(2)
    kind = re.match(r"[A-Za-z]+", label)
    return Part(found.group(1), kind.group().lower(), label) if kind else None  # type: ignore[arg-type]


def kind_of(canonical: str) -> CitationKind:
    """`document` for everything that is no norm, notification or article."""
    found = _NORM.match(canonical)
    return _KINDS[found.group(2)] if found else "document"


def treaty_of(canonical: str) -> str | None:
    """The treaty that a norm's id begins with; None for papers: `core.symbols.resolve.treaty_of_symbol` knows theirs."""
    found = _NORM.match(canonical)
    return found.group(1) if found else None


def printed(canonical: str, lang: str = "en", treaties: Treaties | None = None) -> str:
    """The id as people write it: `CMS Resolution 11.10 (Rev.COP13)`, in French `Résolution CMS 11.10 (Rev.COP13)`.

    With `treaties` the treaty is named in `lang` (CBD, CDB), else by its id. Papers are printed as their symbols.
    """
    found = _NORM.match(canonical)
    if found is None:
        return canonical
    treaty, kind, number = found.groups()
    row = treaties.get(treaty) if treaties else None
    name = row.abbreviation(lang) if row else treaty
    if kind == "Article":
        return _printed_article(name, number, lang)
    number, version = split(canonical)[0][len(treaty) + len(kind) + 2 :], split(canonical)[1]
    if treaty == "CITES" and number.startswith("Conf."):
        number = f"Conf. {number[5:]}"
    if treaty == "WHC":
        number = re.sub(r"^(\d+)(EXT)?COM", lambda m: f"{m.group(1)}{' EXT' if m.group(2) else ''} COM ", number)
    number = (
        re.sub(r"(?<=\d)([A-H]?)\((?=[IVXLC]+\)$)", r" \1 (", number).replace("  ", " ")
        if treaty in {"UNGA", "ECOSOC"}
        else number
    )
    tail = f" ({version})" if version else ""
    if lang == "fr":
        return f"{_FRENCH.get(kind, kind)} {name} {number}{tail}"
    return f"{name} {kind} {number}{tail}"


def _printed_article(name: str, number: str, lang: str) -> str:
    first, *steps = number.split("/")
    text = f"{name} Article {first}" if lang != "fr" else f"{name}, article {first}"
    for step in steps:
        if step.startswith("para."):
            text += f", {_PARAGRAPH.get(lang, 'paragraph')} {step[5:]}"
        else:
            text += f"({step})"
    return text


def searchable(canonical: str) -> str:
    """The id in the alphabet of patterns, for comparing what people typed."""
    return View(canonical).text
