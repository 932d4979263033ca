"""Sidecars of one file under several names."""

from __future__ import annotations

import pytest

from core.records.document import Issue
from core.records.files import Provenance, Sidecar
from extract.understand.stated import agreed


def _named(**sidecars: Sidecar) -> tuple[Provenance, ...]:
    return tuple(Provenance(source="local", name=f"/in/{name}.pdf", sidecar=one) for name, one in sidecars.items())


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (_named(a=Sidecar(symbol="CSKW/COP4/Inf.3"), b=Sidecar(lang="fr")), "different fields"),
        (_named(a=Sidecar(lang="fr"), b=Sidecar(lang="fr", title="Report")), "equal values"),
        (_named(a=Sidecar(title="Report"), b=Sidecar(title="Rapport")), "listings may call it differently"),
        (_named(a=Sidecar(dates={"adopted": "2023"}), b=Sidecar(dates={"published": "2024"})), "dates of other kinds"),
        ((), "no name at all"),
    ],
)
def test_sidecars_that_agree_add_up(names: tuple[Provenance, ...], reason: str) -> None:
    assert agreed(names) == (names, ()), reason


@pytest.mark.parametrize(
    ("first", "second", "leading", "detail", "reason"),
    [
        (
            Sidecar(lang="fr"), Sidecar(lang="en", meeting="CSKW/COP4"), "b",
            Issue(code="metadata-conflict", detail="lang: fr (a.pdf.meta.yml), en (b.pdf.meta.yml); b.pdf.meta.yml counts"),
            "the one that states more",
        ),
        (
            Sidecar(symbol="CSKW/COP4/Inf.3", lang="fr"), Sidecar(lang="en", meeting="CSKW/COP4", type="report"), "a",
            Issue(code="metadata-conflict", detail="lang: fr (a.pdf.meta.yml), en (b.pdf.meta.yml); a.pdf.meta.yml counts"),
            "the one that states an identity",
        ),
        (
            Sidecar(canonical="CSKW/Resolution/3.4"), Sidecar(canonical="CSKW/Resolution/3.5"), "a",
            Issue(
                code="identity-conflict",
                detail="canonical: CSKW/Resolution/3.4 (a.pdf.meta.yml), CSKW/Resolution/3.5 (b.pdf.meta.yml);"
                " a.pdf.meta.yml counts",
            ),
            "the first by name",
        ),
        (
            Sidecar(dates={"adopted": "2023"}), Sidecar(dates={"adopted": "2024"}), "a",
            Issue(
                code="metadata-conflict",
                detail="dates.adopted: 2023 (a.pdf.meta.yml), 2024 (b.pdf.meta.yml); a.pdf.meta.yml counts",
            ),
            "dates of one kind",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_of_sidecars_that_contradict_one_counts_whole(
    first: Sidecar, second: Sidecar, leading: str, detail: Issue, reason: str, turned: bool
) -> None:
    given = _named(a=first, b=second)
    names, issues = agreed(given[::-1] if turned else given)
    kept = {name.name: name.sidecar for name in names}
    assert kept[f"/in/{leading}.pdf"] == (first if leading == "a" else second), reason
    assert kept[f"/in/{'b' if leading == 'a' else 'a'}.pdf"] == Sidecar(), reason
    if not turned:
        assert issues == (detail,)
    assert len(issues) == 1


def test_addresses_stay() -> None:
    names, _ = agreed(
        _named(a=Sidecar(lang="fr", type="report"), b=Sidecar(lang="en", url="https://example.org/b.pdf"))
    )
    assert names[1].sidecar == Sidecar(url="https://example.org/b.pdf")
