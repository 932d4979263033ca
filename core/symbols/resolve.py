"""Any spelling of a symbol, typed alone or in a query, to its id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from core.symbols.filenames import symbol_in_file_name
from core.symbols.finder import Reference, find
from core.symbols.grammar import Grammar
from core.symbols.identity import kind_of, split, treaty_of
from core.symbols.normalise import View, fold
from core.symbols.typed import in_style, retyped
from core.treaties import Mention

_FILE_ENDING = re.compile(r"\.(?:pdf|docx?|rtf|odt|html?|txt)$", re.IGNORECASE)
_LETTER = re.compile(r"\([A-Za-z]\)")
_CHARS = 400  # a symbol typed alone; what is longer is a text, and for `find`
_ID = re.compile(r"^([a-z0-9]+)/(decisions?|resolutions?|recommend?ations?|notifications?|articles?|res|dec|rec)/(.+)$")
_EXACT_ID = re.compile(r"^[A-Z][A-Z0-9]*/(?:Decision|Resolution|Recommendation|Notification|Article)/(?=\S*\d)\S+$")
_TYPE_WORDS = (
    "res|dec|rec|reco|recomm|reso|resol|notif|notification|art|decision|resolution|recommendation|recommandation"
)
_NUMBER = r"(?:conf|[0-9ivx]|(?:bs|cp|np|bc|rc|sc|mc|em|ex|oewg|crc|poprc|ipbes|ig|gc|ss)[-. ]?[0-9ivx])"
_SHORT = re.compile(rf"\b({_TYPE_WORDS})\b\.?(?= ?{_NUMBER})")
_GLUED = re.compile(rf"(?<![a-z0-9])({_TYPE_WORDS})s?[.:# ]*(?=(?:conf\.? ?)?[0-9]|{_NUMBER}[-./]?[0-9ivx])")
_LONG = {"res": "resolution", "reso": "resolution", "resol": "resolution", "dec": "decision", "rec": "recommendation",
         "reco": "recommendation", "recomm": "recommendation", "notif": "notification", "art": "article"}  # fmt: skip
_FILLER = frozenset(
    [
        "of",
        "the",
        "de",
        "la",
        "le",
        "l",
        "d",
        "du",
        "des",
        "no",
        "n",
        "document",
        "documents",
        "doc",
        "draft",
        "projet",
        "cop",
        "cdp",
        "conference",
        "parties",
        "to",
        "a",
        "au",
        "aux",
    ]
)
_TYPE_WORD = re.compile(r"(?:decision|resolution|recommendation)s? ")
_NORM_STEP = re.compile(r"/(?:DECISION|RESOLUTION)S?/")
"""In the symbol of a paper: `cop 15 decision 4` is no paper called DECISION/4."""
_REVISED_BY = re.compile(r"/Rev\.([A-Za-z]+)\d+$")
_KINDS = ("decision", "resolution", "recommendation", "notification")
_DOTTED_INF = re.compile(r"(?:unep/|pnue/)?(?:cms|aewa|fccc|iccd|cites|cop|sc|ac|pc|stc)\b")
"""Bodies whose information papers are `Inf.2`; those of others are `INF/2`."""
_ZEROS = re.compile(r"(?<=[/.])0+(?=[1-9]\d*(?:[/.(]|$))")
_WITHOUT_ZEROS = frozenset(
    {"CMS", "AEWA", "CITES", "CBD", "CARTAGENA", "NAGOYA", "UNFCCC", "KYOTO", "PARIS", "UNCCD", "BASEL", "ROTTERDAM", "STOCKHOLM",
     "MINAMATA", "MONTREAL", "VIENNA", "IPBES", "UNEA", "UNEP", "UNGA", "ECOSOC", "HRC"}
)  # fmt: skip
"""Treaties and bodies whose papers have plain numbers; those of GEF (`GEF/C.55/05`) and others have zeros before them."""


class Resolution(Struct, frozen=True, kw_only=True):
    text: str
    canonical: str | None
    """Null where nothing fits, or several do."""
    readings: tuple[str, ...]
    """All ids that fit, the best first; one for a clear symbol."""


def resolve(text: str, *, home: str | None, grammar: Grammar) -> Resolution:
    """The id that `text` names: a symbol, a number with its treaty, an id, or the name of a file of a convention's site.

    `home` is the treaty meant where the text names none. Never raises.
    """
    readings = tuple(dict.fromkeys(_unpadded(one, grammar) for one in _readings(text, home, grammar)))
    return Resolution(text=text, canonical=readings[0] if len(readings) == 1 else None, readings=readings)


def _unpadded(canonical: str, grammar: Grammar) -> str:
    """`UNEP/CMS/COP14/Doc.02.1` is Doc.2.1, where the body prints no zeros before its numbers."""
    if kind_of(canonical) != "document" or _ZEROS.search(canonical) is None:
        return canonical
    return _ZEROS.sub("", canonical) if treaty_of_symbol(canonical, grammar) in _WITHOUT_ZEROS else canonical


def _readings(text: str, home: str | None, grammar: Grammar) -> tuple[str, ...]:
    plain = " ".join(text.split())
    if not plain or len(plain) > _CHARS:
        return ()
    named = symbol_in_file_name(plain, home=home)
    if named is not None:
        found = _whole(named, home, grammar)
        if found:
            return found
    if _FILE_ENDING.search(plain):
        return ()  # of the words in a name none may be left over, and `named` would have them
    plain = plain.replace("\\", "/")
    meant = treaties_named(plain, grammar)
    printed = _as_printed(plain, home, grammar)
    if _EXACT_ID.match(plain) and len(printed) == 1 and printed[0].lower() == plain.lower():
        return (plain,)
    if _EXACT_ID.match(plain) and treaty_of(plain) in grammar.treaties and not printed:
        return (plain,)  # as the catalogue writes it, also where no text does
    printed = _revised_by_own(printed, grammar)
    found = tuple(one for one in printed if not meant or treaty_of(one) in {None, *meant})
    body = meant[0] if len(meant) == 1 else None if meant else home
    own = _in_own_style(plain, body, grammar)
    if not set(own) <= set(found):  # `dec 14/5` of Basel is BC-14/5; of Montreal XIV/5, or that of its fund's committee
        found = (*own, *(one for one in found if treaty_of(one) == body))
    return found or _as_typed(plain, home, meant, grammar) or _of_family(printed, meant, grammar)


def treaties_named(text: str, grammar: Grammar) -> tuple[str, ...]:
    """The treaties that the text names, else that whose id is its first word: they are meant, whatever else the numbers fit."""
    view = View(text)
    named = [mention.treaty for mention in grammar.treaties.mentions(view)]
    first = view.text.strip().partition(" ")[0].upper()
    return tuple(dict.fromkeys(named)) or ((first,) if first in grammar.treaties else ())


def _of_family(readings: tuple[str, ...], meant: tuple[str, ...], grammar: Grammar) -> tuple[str, ...]:
    families = {one for treaty in meant for one in grammar.treaties.family(treaty)}
    return tuple(one for one in readings if treaty_of(one) in families)


def _revised_by_own(readings: tuple[str, ...], grammar: Grammar) -> tuple[str, ...]:
    """Without those that a meeting has revised which their treaty does not have: no COP revises what a MOP adopts."""
    kept = []
    for one in readings:
        revised = _REVISED_BY.search(one)
        row = grammar.treaties.get(treaty_of(one))
        if (
            revised is None
            or row is None
            or not row.bodies
            or revised[1].upper() in {body.upper() for body in row.bodies}
        ):
            kept.append(one)
    return tuple(kept)


def _as_printed(plain: str, home: str | None, grammar: Grammar) -> tuple[str, ...]:
    for spelling in _spellings(plain, grammar):
        found = _whole(spelling, home, grammar)
        if found:
            return found
    return ()


def _in_own_style(plain: str, treaty: str | None, grammar: Grammar) -> tuple[str, ...]:
    """`dec 14/5` of the Basel Convention: the number with what its body writes before it."""
    row = grammar.treaties.get(treaty)
    if row is None:
        return ()
    number = _without_name(_lengthened(fold(plain)), grammar)
    return _all_of(row.id, in_style(number, row, named=False), grammar) if _TYPE_WORD.match(number) else ()


def _as_typed(plain: str, home: str | None, meant: tuple[str, ...], grammar: Grammar) -> tuple[str, ...]:
    """What no body prints so: a number without type word, other signs between the numbers."""

    def read(spelling: str) -> tuple[str, ...]:
        found = _revised_by_own(_whole(spelling, home, grammar), grammar)
        return tuple(one for one in found if not meant or treaty_of(one) in {None, *meant})

    alone = _without_type_word(fold(plain), None, grammar)
    if len(alone) == 1:
        return alone
    lengthened = _lengthened(fold(plain))
    row = grammar.treaties.get(meant[0] if len(meant) == 1 else None if meant else home)
    for spelling in retyped(lengthened, row):
        for variant in (spelling, _named(spelling, grammar)):
            if found := read(variant):
                return found
    row = row if len(meant) == 1 else None
    number = _without_name(lengthened, grammar)
    own = _all_of(row.id, in_style(number, row, named=True), grammar) if row is not None else ()
    if own and row is not None and "prefixed" not in row.styles.values():
        return own
    for spelling in _slashed(plain):  # `ipbes 3 1` is a paper, and `ipbes-3/1` a decision
        found = tuple(one for one in read(spelling) if _NORM_STEP.search(one) is None)
        if found:
            return found
    return own or (_without_type_word(fold(plain), home, grammar) if home else alone)


def _all_of(treaty: str, spellings: Iterable[str], grammar: Grammar) -> tuple[str, ...]:
    found = [one for text in spellings for one in _whole(text, treaty, grammar) if treaty_of(one) == treaty]
    return tuple(dict.fromkeys(found))


def _without_name(folded: str, grammar: Grammar) -> str:
    """The text without the one treaty that it names; a body below its conference is left."""
    left = list(folded)
    mentions = grammar.treaties.mentions(View(folded))
    for mention in mentions[:1] if not _of_body_below(folded, mentions, grammar) else ():
        left[mention.start : mention.end] = [" "] * (mention.end - mention.start)
    text = " ".join("".join(left).split())
    first, _, rest = text.partition(" ")
    text = rest if first.upper() in grammar.treaties else text
    return re.sub(r"^(?:of|de|la|le|the|des|du)\b ?|[ ,]*\b(?:of|de|la|le|the|des|du)$", "", text).strip(" ,:/-")


def _of_body_below(folded: str, mentions: Sequence[Mention], grammar: Grammar) -> bool:
    """Whether `SBSTTA` or the like is named: its numbers are not those of decisions."""
    named = {folded[mention.start : mention.end] for mention in mentions}
    bodies = {body.lower() for mention in mentions for body in grammar.treaties.rows[mention.treaty].bodies[1:]}
    return bool(named & (bodies | {"wgri"}))


def _lengthened(folded: str) -> str:
    """Type words in full, apart from what is glued to them: `dec13.2`, `res. conf. 12.3`, `resolution: 1.1`."""
    apart = _GLUED.sub(lambda match: f"{match.group(1)} ", folded)
    return re.sub(r" +", " ", _SHORT.sub(lambda match: f"{_LONG.get(match.group(1), match.group(1))} ", apart)).strip()


def _spellings(plain: str, grammar: Grammar) -> Iterator[str]:
    """The text, and what it becomes with full type words and names of treaties."""
    folded = fold(plain)
    as_id = _ID.match(re.sub(r" ?/ ?", "/", folded))
    if as_id is not None:
        treaty, kind, number = as_id.groups()
        if treaty.upper() in grammar.treaties:
            name = grammar.treaties.rows[treaty.upper()].abbreviations["en"]
            yield f"{name} {_LONG.get(kind, kind.rstrip('s'))} {_as_article(number) if kind.startswith('art') else number}"
    yield plain
    full = _lengthened(folded)
    yield full
    for variant in (folded, full):
        yield _named(variant, grammar)


def _slashed(plain: str) -> Iterator[str]:
    """What becomes of it with blanks, underscores or dashes read as slashes."""
    folded = fold(plain)
    for separators in (r"[ _]+", r"[ _/-]+"):
        slashed = re.sub(separators, "/", folded)
        dotted = (
            "doc|inf|prop|crp|rev|add|corr|l|misc" if _DOTTED_INF.match(slashed) else "doc|prop|crp|rev|add|corr|l|misc"
        )
        joined = re.sub(rf"\b({dotted})/(?=\d)", r"\1.", slashed)
        joined = re.sub(r"\b((?:cms|aewa)/(?:cop|cdp|stc|scc|mop|sc))/(?=\d+/)", r"\1", joined)
        for candidate in (joined, slashed):
            yield candidate
            if candidate.startswith(("cms/", "aewa/")):
                yield f"unep/{candidate}"


def _as_article(number: str) -> str:
    steps = number.split("/")
    return steps[0] + "".join(
        f", paragraph {step[5:]}" if step.startswith("para.") else f"({step})" for step in steps[1:]
    )


def _named(folded: str, grammar: Grammar) -> str:
    """`kyoto decision 4/cmp.7`: an id of a treaty at the beginning is read as its name."""
    first, _, rest = folded.partition(" ")
    row = grammar.treaties.get(first.upper())
    return f"{row.abbreviations['en']} {rest}" if row is not None and rest else folded


def _whole(text: str, home: str | None, grammar: Grammar) -> tuple[str, ...]:
    """Ids of the one citation that the text is, apart from names of treaties and words between."""
    found = find(text, lang=None, home=home, grammar=grammar)
    ids = tuple(
        dict.fromkeys(one for reference in found for one in (reference.readings or (reference.canonical or "",)))
    )
    if not found or any(reference.range for reference in found):
        return ()
    return ids if _covers(text, found, grammar) else ()


def _covers(text: str, found: tuple[Reference, ...], grammar: Grammar) -> bool:
    rest = list(text)
    for reference in found:
        if _LETTER.match(text, reference.end):
            return False  # `Doc.6.1(a)`: no article of a sentence
        rest[reference.start : reference.end] = [" "] * (reference.end - reference.start)
    view = View("".join(rest))
    left = list(view.text)
    for mention in grammar.treaties.mentions(view):
        left[mention.start : mention.end] = [" "] * (mention.end - mention.start)
    words = re.findall(r"[a-z0-9]+", "".join(left))
    return all(word in _FILLER or word.upper() in grammar.treaties for word in words)


def _without_type_word(folded: str, home: str | None, grammar: Grammar) -> tuple[str, ...]:
    """`12.6`, `CBD 12/28`, `UNGA 73/333`: the number alone, with each type word that its treaty uses."""
    view = View(folded)
    mentions = grammar.treaties.mentions(view)
    number, treaty = folded, home
    if _of_body_below(folded, mentions, grammar):
        return ()
    if mentions and len({mention.treaty for mention in mentions}) == 1:
        treaty = mentions[0].treaty
        number = (folded[: mentions[0].start] + folded[mentions[0].end :]).strip(" ,:/-")
    else:
        first, _, rest = folded.partition(" ")
        if first.upper() in grammar.treaties and rest:
            treaty, number = first.upper(), rest
    number = re.sub(r"^cop ?(?=\d+/)", "", number)
    if not re.match(r"^[\divxl]", number):
        return ()
    readings: list[str] = []
    row = grammar.treaties.get(treaty)
    for kind in _KINDS:
        if row is not None and row.styles and kind not in row.styles:
            continue
        readings.extend(_whole(f"{kind} {number}", treaty, grammar))
    if row is not None:
        readings = [one for one in readings if treaty_of(one) == treaty]
    return tuple(readings)


def treaty_of_symbol(canonical: str, grammar: Grammar) -> str | None:
    """The treaty of any id, papers included."""
    treaty = treaty_of(canonical)
    if treaty is not None:
        return treaty
    found = find(canonical, lang=None, home=None, grammar=grammar)
    return found[0].treaty if len(found) >= 1 else None


def nearest(canonical: str, held: Iterable[str], *, limit: int = 5) -> tuple[str, ...]:
    """Held ids that could be meant: other versions of the same work first, then those that differ by a sign or two."""
    work, _ = split(canonical)
    kind, treaty = kind_of(canonical), treaty_of(canonical)
    same: list[str] = []
    near: list[tuple[float, str]] = []
    for one in held:
        if one == canonical:
            continue
        if split(one)[0] == work:
            same.append(one)
            continue
        if kind_of(one) != kind or treaty_of(one) != treaty:
            continue
        matcher = SequenceMatcher(None, canonical, one, autojunk=False)
        if matcher.real_quick_ratio() < 0.85 or matcher.quick_ratio() < 0.85:
            continue
        ratio = matcher.ratio()
        if ratio >= 0.85:
            near.append((-ratio, one))
    return (*sorted(same), *(one for _, one in sorted(near)))[:limit]
