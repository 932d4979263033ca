"""Numbers of list items in the formats that Word and HTML know."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def formatted(count: int, style: str) -> str:
    """A number in a format of Word; formats that are not known here (Chinese, Hebrew, …) come in Arabic figures."""
    if style in {"lowerLetter", "upperLetter"} and count > 0:
        # Word doubles the letters after z: aa, bb, cc.
        text = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
    elif style in {"lowerRoman", "upperRoman"} and 0 < count < 4_000:
        text, rest = "", count
        for worth, sign in _ROMAN:
            text += sign * (rest // worth)
            rest %= worth
    elif style == "chicago" and count > 0:
        return "*†‡§"[(count - 1) % 4] * min((count - 1) // 4 + 1, 20)
    elif style == "decimalZero":
        return f"{count:02d}"
    elif style == "none":
        return ""
    else:
        return str(count)
    return text.upper() if style.startswith("upper") else text
