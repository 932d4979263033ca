"""HTML that attacks its reader: styles and places without measure. Nothing is lost, or the cause is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import DocumentError
from core.limits import Limits
from extract.read.sandbox import Sandbox

WORDS = "<p>The whales pass by night.</p>"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(read_seconds=60, read_cpu_seconds=20, read_bytes=1_500_000_000)) as sandbox:
        yield sandbox


def placed(place: str, lines: int = 12) -> str:
    return "".join(f'<p style="position:absolute;{place}">line {number} of whales</p>' for number in range(lines))


ATTACKS = [
    (f"<style>{'@media x {' * 50_000}</style>{WORDS}", "rules that never close"),
    (f"<style>{'{' * 300_000}</style>{WORDS}", "braces alone"),
    (f"<style>{'.a{left:1px;' * 50_000}</style>{WORDS}", "a rule in a rule in a rule"),
    (f"<style>/*{'a' * 500_000}</style>{WORDS}", "a remark without end"),
    (f"<style>{'a,' * 200_000}b{{left:0}}</style>{WORDS}", "a hundred thousand selectors"),
    (f'<p style="{"left:" * 50_000}">The whales pass by night.</p>', "a property without a value"),
    (placed("left:1e999px;top:nan"), "places that are no numbers"),
    (placed("left:-99999999999999999px;top:9999999px"), "places beyond the page"),
    (placed("left:0;top:0;font-size:0"), "letters without a size"),
    (placed("left:0;bottom:0;transform:matrix(0,0,0,0,0,0)"), "a page without an extent"),
    (placed("left:10px;top:10px", 20_000), "twenty thousand lines at one place"),
    ("".join(f"<p>{number}</p>" for number in range(1, 30_000)) + WORDS, "numbers that never end"),
    ("<div>a</div><div>1</div>" * 15_000 + WORDS, "one running header and one number, for ever"),
    ("<p>Word<sup>1</sup></p>" * 10_000 + WORDS, "calls without notes"),
    (f"<p>{'Word<sup>1</sup> ' * 3_000}</p>{WORDS}", "calls without notes in one paragraph"),
    (f"<table>{'<tr><td>1.</td><td>whales</td></tr>' * 10_000}</table>{WORDS}", "a table of numbers"),
    ("<table><tr><td>" * 300 + "whales" + WORDS, "tables in tables"),
    (f"{'<hr><a name=2></a>' * 10_000}{WORDS}", "pages without text"),
    ('<div style="page-break-before:always">whales</div>' * 10_000, "ten thousand pages"),
    (
        f'<p><span x0="nan" y0="inf" x1="-1e400">whales</span><span x0="1" y0="1" x1="x">pass</span></p>{WORDS}',
        "boxes of spans",
    ),
]


@pytest.mark.parametrize(("body", "reason"), ATTACKS, ids=[row[1] for row in ATTACKS])
def test_an_attack_is_read_all_the_same(sandbox: Sandbox, body: str, reason: str) -> None:
    try:
        pages = sandbox.read(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "attack.html")
    except DocumentError as error:
        pytest.fail(f"{reason}: {error.code} {error.cause}")
    text = " ".join(line.text for page in pages.pages for line in page.lines)
    assert text.count("whales") == body.count("whales"), reason
