"""What the first document would pay for: the reading server reads a page of its own before it forks.

Fonts of the system are listed and loaded, tables and caches of the libraries are built; every child then has them.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.limits import Limits
from core.records.pages import Pages
from extract.read.readers import read

# What papers name most often and do not bring along.
_FONTS = ("Helvetica", "Times-Roman", "Symbol", "Arial", "Arial,Bold", "TimesNewRoman", "TimesNewRoman,Bold")


def warm(limits: Limits) -> Pages:
    """Reads the page; its lines are of no use to anybody."""
    return read(_page(), "warm.pdf", limits)


def _page() -> bytes:
    """One page with a line in each of the fonts, underlined, in a table of one row."""
    names = b"".join(b"/F%d %d 0 R" % (number, 5 + number) for number in range(len(_FONTS)))
    lines = b"".join(
        b"/F%d 9 Tf 1 0 0 1 20 %d Tm (A line of words that is read.) Tj " % (number, 400 - 20 * number)
        for number in range(len(_FONTS))
    )
    rules = b"".join(b"20 %d 200 0.5 re f " % (398 - 20 * number) for number in range(len(_FONTS)))
    content = b"BT %s ET %s" % (lines, rules)
    fonts = [
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding>>" % name.encode("ascii")
        for name in _FONTS
    ]
    return _file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<</Font<<%s>>>>>>" % names,
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            *fonts,
        ]
    )


def _file(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer
