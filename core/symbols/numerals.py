"""Numerals as conventions print them, and the forms they take in ids.

A converter takes what a group of a pattern matched (in the view: lower case, plain) and what stands there in the
original, and gives its form in the id; None means that it is no such numeral and the pattern did not match after all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

Converter = Callable[[str, str], "str | None"]
ROMAN_DIGITS = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_TENS = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40))
_ROMAN_SESSIONS = 13  # CBD: COP 1 to 13 count in Roman numerals, from COP 14 in Arabic ones


def to_roman(number: int) -> str:
    """Upper case; 1 to 399."""
    if not 0 < number < 400:
        raise ValueError(f"{number} is outside 1 to 399")
    result = ""
    for sign, value in (*_TENS, *ROMAN_DIGITS):
        count, number = divmod(number, value)
        result += sign * count
    return result.upper()


def from_roman(text: str) -> int | None:
    """The value of a well-formed Roman numeral in either case, else None. Scans write `1` and `l` for `i`: that is mended.

    At least one of i, v, x has to be there: `1`, `l` and `c` alone are no Roman numerals in symbols.
    """
    plain = text.lower()
    if not any(sign in "ivx" for sign in plain):
        return None
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    for candidate in (plain, plain.replace("1", "i").replace("l", "i")):
        if not candidate or any(sign not in values for sign in candidate):
            continue
        total = 0
        for sign, following in zip(candidate, [*candidate[1:], ""], strict=True):
            value = values[sign]
            total += -value if following and values[following] > value else value
        if 0 < total < 400 and to_roman(total).lower() == candidate:
            return total
    return None


def value_of(text: str) -> int | None:
    """The number that Roman or Arabic digits write."""
    plain = text.strip()
    if plain.isascii() and plain.isdigit():
        return int(plain)
    return from_roman(plain)


def _plain(folded: str, _original: str) -> str | None:
    return folded.replace(" ", "")


def _upper(folded: str, _original: str) -> str | None:
    return folded.replace(" ", "").upper()


def _int(folded: str, _original: str) -> str | None:
    return str(int(folded)) if folded.isdigit() else None


def _dotted(folded: str, _original: str) -> str | None:
    parts = folded.replace(" ", "").split(".")
    return ".".join(str(int(part)) if part.isdigit() else part.upper() for part in parts)


def _roman(folded: str, _original: str) -> str | None:
    number = value_of(folded) if not folded.isdigit() or int(folded) < 100 else None
    return to_roman(number) if number else None


def _only_roman(folded: str, _original: str) -> str | None:
    number = from_roman(folded)
    return to_roman(number) if number else None


def _cbd_session(folded: str, _original: str) -> str | None:
    number = value_of(folded)
    if not number or number > 99:
        return None
    return to_roman(number) if number <= _ROMAN_SESSIONS else str(number)


_RAMSAR_ARABIC = 5  # the resolutions of COP 1 to 5 count in Arabic numerals (5.6), from COP 6 in Roman ones (XIII.12)


def _ramsar(folded: str, _original: str) -> str | None:
    """`13.12` as the Conference numbers its resolutions."""
    session, _, number = folded.partition(".")
    return f"{to_roman(int(session))}.{number}" if int(session) > _RAMSAR_ARABIC else folded


def _as_printed(_folded: str, original: str) -> str | None:
    return "".join(sign for sign in original if sign.isprintable() and not sign.isspace() and sign != "\\")


def _part(folded: str, original: str) -> str | None:
    """A part of a decision, a capital letter: `IX/18 (A)`; a small one in brackets is a pin-point and no part of the id."""
    inside = original.rpartition("(")[2]
    if "(" in folded and inside.upper() != inside:
        return None
    return folded.strip(" ()").upper()


def _padded(folded: str, _original: str) -> str | None:
    return folded.zfill(3)


def _arabic(folded: str, _original: str) -> str | None:
    number = value_of(folded)
    return str(number) if number and number < 100 else None


_CARTAGENA_ROMAN = 8  # COP-MOP 1 to 8 count in Roman numerals (CP-VIII/16), from COP-MOP 9 in Arabic ones (CP-9/13)


def _cartagena_session(folded: str, _original: str) -> str | None:
    number = value_of(folded)
    if not number or number > 99:
        return None
    return to_roman(number) if number <= _CARTAGENA_ROMAN else str(number)


def _annex_short(folded: str, _original: str) -> str | None:
    return "/annex" + "".join(sign for sign in folded if sign.isdigit())


def _meeting(folded: str, _original: str) -> str | None:
    """`CoP 13`, `CdP13`: the French name of a meeting in symbols is the English one."""
    return folded.replace(" ", "").replace("cdp", "cop")


def _noted(most: int) -> Converter:
    """A session that the call of a footnote may be glued to: `13/CMP.110` is CMP 1 and note 10, `23/CP.228` CP 22 and note 8.

    No note has a number that begins with 0, and no session a number above `most`.
    """

    def convert(folded: str, _original: str) -> str | None:
        for length in (2, 1):
            session, note = folded[:length], folded[length:]
            if (
                session.isdigit()
                and 0 < int(session) <= most
                and not note.startswith("0")
                and not session.startswith("0")
            ):
                return session
        return None

    return convert


_CBD_BODIES: Mapping[str, str] = MappingProxyType(
    {
        "benefit": "WGDSI",
        "advice": "SBSTTA",
        "sbstta": "SBSTTA",
        "avis": "SBSTTA",
        "osastt": "SBSTTA",
        "review of": "WGRI",
        "article 8": "WG8J",
        "post-2020": "WG2020",
        "sbi": "SBI",
        "implementation": "SBI",
        "application": "SBI",
    }
)
"""Words in the name of a body; the first that fits counts."""


def _cbd_body(folded: str, _original: str) -> str | None:
    for words, body in _CBD_BODIES.items():
        if words in folded:
            return body
    return None


_SBSTTA_ROMAN = (
    21  # its meetings 1 to 21 count in Roman numerals (XXI/3), from 22 in Arabic ones; its sister bodies always did
)


def _cbd_meeting(folded: str, _original: str) -> str | None:
    """Body and session, `sbstta/21`, as the body itself counts; a session alone is one of SBSTTA."""
    body, _, session = folded.rpartition("/")
    number = value_of(session)
    if body not in {"", "sbstta"} or not number:
        return folded.upper()
    return f"SBSTTA/{to_roman(number) if number <= _SBSTTA_ROMAN else number}"


def _iucn(folded: str, _original: str) -> str | None:
    return folded.replace(" ", "-").replace("wcc", "WCC").replace("res", "Res").replace("rec", "Rec")


def _iucn_dotted(folded: str, _original: str) -> str | None:
    """`4.77` as IUCN prints it: three digits behind the dot."""
    assembly, _, number = folded.partition(".")
    return f"{assembly}.{number.zfill(3)}"


CONVERTERS: Mapping[str, Converter] = MappingProxyType(
    {
        "plain": _plain,
        "upper": _upper,
        "int": _int,
        "dotted": _dotted,
        "roman": _roman,
        "only_roman": _only_roman,
        "cbd_session": _cbd_session,
        "as_printed": _as_printed,
        "ramsar": _ramsar,
        "part": _part,
        "padded": _padded,
        "arabic": _arabic,
        "cartagena_session": _cartagena_session,
        "annex_short": _annex_short,
        "meeting": _meeting,
        "cbd_body": _cbd_body,
        "noted_cp": _noted(35),
        "noted_cmp": _noted(25),
        "noted_cma": _noted(12),
        "cbd_meeting": _cbd_meeting,
        "iucn": _iucn,
        "iucn_dotted": _iucn_dotted,
    }
)
