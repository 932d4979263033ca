"""What may change between two crawls of a site, as changes of its plan. Each gives a plan; the pages follow from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from replicas.plan import Plan, PlannedDocument, PlannedFile, PlannedMeeting, slugify

Outcome = Literal["new", "changed", "same", "missed", "not_modified"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One planned change: what it is, and what becomes of which file."""

    kind: str
    name: str
    """Of the file, as the plan has it."""
    outcome: Outcome
    change_class: str | None = None
    """cosmetic, editorial or substantive, where the bytes of an address changed."""


def file(name: str, text: str, **more: Any) -> PlannedFile:
    made: dict[str, Any] = {
        "listed": text, "icon": text.upper(), "by": ("file_term", "filename"), "format": name.rsplit(".", 1)[-1], "fields": {},
    }  # fmt: skip
    return PlannedFile(name=name, text=text, **(made | more))


def with_document(
    plan: Plan,
    symbol: str,
    at: str,
    subject: int,
    files: tuple[PlannedFile, ...],
    *,
    day: date,
    item: str | None = None,
    rev: str | None = None,
) -> Plan:
    held = plan.meetings[at.partition("/")[0]]
    added = PlannedDocument(
        symbol=symbol,
        on=(at,),
        item=item,
        rev=rev,
        meeting=held.id,
        subject=subject,
        shape="paper",
        edition=9,
        date=day,
        files=files,
        node=30000 + len(plan.documents),
        slug=slugify(symbol),
        own_page=held.generation,
        fields={},
    )
    return replace(plan, documents=(*plan.documents, added))


def with_file(plan: Plan, symbol: str, added: PlannedFile) -> Plan:
    return _document(plan, symbol, lambda one: replace(one, files=(*one.files, added)))


def with_changed(plan: Plan, of: str, **changes: Any) -> Plan:
    """The file named `of` with some of its keys changed."""
    holder = next(document for document, one in plan.rows() if one.name == of)
    files = tuple(replace(one, **changes) if one.name == of else one for one in holder.files)
    return _document(plan, holder.symbol, lambda one: replace(one, files=files))


def without(plan: Plan, name: str) -> Plan:
    """A file that is linked no more, and gone from its address."""
    holder = next(document for document, one in plan.rows() if one.name == name)
    return _document(
        plan, holder.symbol, lambda one: replace(one, files=tuple(one for one in holder.files if one.name != name))
    )


def with_slug(plan: Plan, symbol: str, slug: str) -> Plan:
    """The page of a document under another address."""
    return _document(plan, symbol, lambda one: replace(one, slug=slug))


def with_meeting(plan: Plan, key: str, held: PlannedMeeting) -> Plan:
    return replace(plan, meetings={**plan.meetings, key: held})


def _document(plan: Plan, symbol: str, change: Any) -> Plan:
    return replace(plan, documents=tuple(change(one) if one.symbol == symbol else one for one in plan.documents))


def twelve_of_cms(plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    """The plan of CMS three weeks later, and the twelve changes, some of several files."""
    changes: list[Change] = []

    def note(kind: str, name: str, outcome: Outcome, change_class: str | None = None) -> None:
        changes.append(Change(kind=kind, name=name, outcome=outcome, change_class=change_class))

    new = "cms_cop13_inf.9_eel_e.pdf"
    plan = with_document(
        plan, "UNEP/CMS/COP13/Inf.9", "cop13/Information documents", 44, (file(new, "en"),), day=date(2020, 3, 2)
    )
    note("new file", new, "new")
    french = "cms_cop12_doc.18.1_rev.1_light-pollution_f.pdf"
    plan = with_file(plan, "UNEP/CMS/COP12/Doc.18.1/Rev.1", file(french, "fr"))
    note("French three weeks later", french, "new")
    replaced = "cms_cop12_doc.24.2.1_steppe-eagle_e.pdf"
    plan = with_changed(plan, replaced, edition=2)
    note("other text at the same address", replaced, "changed", "substantive")
    dressed = "cms_cop12_doc.20_budget_f.pdf"
    plan = with_changed(plan, dressed, dressing=2)
    note("other emblem at the same address", dressed, "changed", "cosmetic")
    withdrawn = "cms_cop13_doc.26.1.2_rice-fields_e.pdf"
    plan = without(plan, withdrawn)
    note("withdrawn", withdrawn, "missed")
    old = "Inf_5_Coral_E.pdf"
    plan = with_document(
        plan, "UNEP/CMS/COP11/Inf.5", "cop11/Information documents", 45, (file(old, "en"),), day=date(2014, 10, 14)
    )
    note("back-dated paper", old, "new")
    revised = tuple(
        file(f"cms_cop14_doc.18.1_rev.1_flamingos_{letter}.pdf", lang) for letter, lang in (("e", "en"), ("f", "fr"))
    )
    plan = with_document(
        plan,
        "UNEP/CMS/COP14/Doc.18.1/Rev.1",
        "cop14/Working documents",
        38,
        revised,
        day=date(2024, 3, 5),
        rev="Rev.1",
        item="18.1",
    )
    for one in revised:
        note("new revision", one.name, "new")
    corrected = "cms_cop13_doc.21.1_corr.1_mangroves_f.pdf"
    plan = with_document(
        plan,
        "UNEP/CMS/COP13/Doc.21.1/Corr.1",
        "cop13/Working documents",
        34,
        (file(corrected, "fr"),),
        day=date(2020, 3, 9),
        rev="Corr.1",
        item="21.1",
    )
    note("corrigendum", corrected, "new")
    before, after = "cms_cop13_doc.26.4.4_geese_f.pdf", "cms_cop13_doc.26.4.4_oies_f.pdf"
    plan = with_changed(plan, before, name=after)
    note("renamed", after, "new")
    note("renamed", before, "missed")
    rotated = "cms_cop12_doc.24.1_vultures_e.pdf"
    plan = with_changed(plan, rotated, salt="another server")
    note("other ETag of the same bytes", rotated, "same")
    plan = with_slug(plan, "UNEP/CMS/COP14/Doc.29.1", "cranes-of-lakes")
    for ending in ("e.docx", "e.pdf", "f.docx", "f.pdf"):
        note("moved page", f"cms_cop14_doc.29.1_cranes_{ending}", "not_modified")
    held = PlannedMeeting(
        key="cop16", id="CMS/COP16", title="Sixteenth Meeting of the Conference of the Parties to CMS", slug="cms-cop16",
        node=16001, start=date(2029, 2, 5), generation="new",
    )  # fmt: skip
    plan = with_meeting(plan, "cop16", held)
    first = tuple(
        file(f"2028-12/cms_cop16_doc.1_agenda_{letter}.pdf", lang) for letter, lang in (("e", "en"), ("f", "fr"))
    )
    plan = with_document(
        plan, "UNEP/CMS/COP16/Doc.1", "cop16/Working documents", 46, first, day=date(2028, 12, 1), item="1"
    )
    for one in first:
        note("new meeting", one.name, "new")
    return plan, tuple(changes)


def later_of(plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    """What happens on the other sites in three weeks: to each what it is known for."""
    return {"aewa": _aewa, "cites": _cites, "cbd": _cbd, "ramsar": _ramsar}[plan.site](plan)


def _aewa(plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    french, corrected = "aewa_mop8_inf_16_guidance_atlantic_puffin_fr.pdf", "aewa_mop8_9_corr1_flamingos_fr.pdf"
    plan = with_file(plan, "AEWA/MOP8 Inf.16", file(french, "fr"))
    plan = with_document(
        plan,
        "AEWA/MOP8 Doc.9 Corr.1",
        "mop8/Working documents",
        38,
        (file(corrected, "fr"),),
        day=date(2022, 10, 17),
        rev="Corr.1",
    )
    return plan, (
        Change(kind="French three weeks later", name=french, outcome="new"),
        Change(kind="corrigendum", name=corrected, outcome="new"),
    )


def _cites(plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    """After the meeting all headers are changed at their old addresses."""
    folder = "/sites/default/files/{}/cop/18/doc/{}-CoP18-{}.pdf"
    names = [
        folder.format(*place, number)
        for number in ("002-R1", "007-03", "069-03-R1")
        for place in (("eng", "E"), ("fra", "F"))
    ]
    for name in names:
        plan = with_changed(plan, name, dressing=2)
    return plan, tuple(Change(kind="silent revision", name=name, outcome="changed") for name in names)


def _cbd(plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    """A paper of the staff becomes public; one is superseded, which changes no file of it."""
    released = plan.by_symbol["CBD/COP/15/6"]
    superseded = plan.by_symbol["CBD/COP/15/9"]
    public = tuple(replace(one, state="collected") for one in released.files)
    changed = {
        released.symbol: replace(released, files=public, fields={**released.fields, "status": "public"}),
        superseded.symbol: replace(superseded, fields={**superseded.fields, "superseded": True}),
    }
    plan = replace(plan, documents=tuple(changed.get(one.symbol, one) for one in plan.documents))
    return plan, (
        *(Change(kind="released", name=one.name, outcome="new") for one in public),
        *(Change(kind="superseded", name=one.name, outcome="not_modified") for one in superseded.files),
    )


def _ramsar(plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    """Old addresses die; some files come back under new ones."""
    dead, before, after = "cop13_doc_3_e.pdf", "cop13_doc_4_f.pdf", "/sites/default/files/2026-02/cop13_doc_4_f.pdf"
    plan = without(plan, dead)
    plan = with_changed(plan, before, name=after)
    return plan, (
        Change(kind="withdrawn", name=dead, outcome="missed"),
        Change(kind="renamed", name=before, outcome="missed"),
        Change(kind="renamed", name=after, outcome="new"),
    )
