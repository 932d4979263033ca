"""The language of a listed file by the evidence that listings have, each kind as its site gives it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.language import Marks, collected, language_of, page_language
from crawler.listed_metadata import name_groups
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]


@pytest.mark.parametrize(
    ("source", "name", "lang", "reason"),
    [
        ("cms", "cms_cop12_res.12.26_connectivity_e.pdf", "en", "suffix"),
        ("cms", "cms_cop13_res.10.8_rev.cop13_f.pdf", "fr", "suffix behind a revision"),
        ("cms", "cms_cop13_res.10.8_rev.cop13_s.pdf", "es", "a language that is not collected"),
        ("cms", "cms_cop12_doc.25.1.13(b)_listing-proposal_e.pdf", "en", "brackets"),
        ("cms", "revised-appendices_cop15_e.pdf", "en", "irregular name"),
        ("cms", "inf_05_mou_e_0.pdf", "en", "second upload"),
        ("cms", "019_COP14 national reporting_f.pdf", "fr", "blanks"),
        ("cms", "CMS_COP12_DOC.1_X_F.PDF", "fr", "capitals"),
        ("cms", "inf_doc_issap.pdf", None, "no suffix"),
        ("cms", "e.pdf", None, "a name of one letter is no suffix"),
        ("cms", "cms_cop12_doc.1_plan-de-type-f.pdf", "fr", "a hyphen parts as well"),
        ("aewa", "aewa_mop8_inf_16_guidance_atlantic_puffin.pdf", None, "no suffix"),
        ("aewa", "aewa_tc15_17_report_en.pdf", "en", "suffix of two letters"),
        ("aewa", "senegal2008_fr_mop4_0.pdf", None, "inside the name: the text has to say it"),
        ("cites", "E-CoP18-069-03-R1.pdf", "en", "first letter"),
        ("cites", "F-CoP19-66-05.pdf", "fr", "first letter"),
        ("cites", "S-CoP19-66-05.pdf", "es", "first letter"),
        ("cites", "E-15-Prop-09.pdf", "en", "older name"),
        ("cites", "E-Appendices-2026-03-05.pdf", "en", "no document of a meeting"),
        ("cites", "Electronic permits.pdf", None, "a word that begins with the letter"),
        ("cbd", "cop-15-l-25-fr.pdf", "fr", "suffix of two letters"),
        ("cbd", "excop-02-01-en.docx", "en", "Word"),
        ("cbd", "cop-14-l-06-zh.pdf", "zh", "another language of the United Nations"),
        ("cbd", "sbstta-24-inf-31.pdf", None, "none"),
        ("ramsar", "current_convention_text_e.pdf", "en", "suffix"),
        ("ramsar", "cop14_nr_guidelines_2022.docx", None, "none"),
        ("unfccc", "cp2024_01a02F.pdf", "fr", "capital at the end"),
        ("unfccc", "cp2025_L19_E.pdf", "en", "capital behind a line"),
        ("unfccc", "cma7_8a_E_auv.pdf", "en", "advance version"),
        ("unfccc", "cp2025_inf02_adv.pdf", None, "advance version without language"),
        ("unfccc", "03f.pdf", None, "small letter"),
        ("unfccc", "report_f.pdf", None, "small letter behind a line: here only capitals are marks"),
        ("basel", "UNEP-POPS-COP.4-SC-4-28.French.doc", "fr", "the word"),
        ("basel", "UNEP-CHW.12-27.English.PDF", "en", "capitals of the ending"),
        ("basel", "UNEP-CHW.12-27.Arabic.docx", "ar", "another language of the United Nations"),
        ("unccd", "3add1eng.pdf", "en", "three letters without a line"),
        ("unccd", "3add1fre.pdf", "fr", "three letters without a line"),
    ],
)
def test_names(source_of: SourceOf, source: str, name: str, lang: str | None, reason: str) -> None:
    definition = source_of(source)
    found = language_of(
        Marks(), f"https://{definition.hosts[0]}/f/{name}", name, name_groups(name, definition), definition
    )
    assert found.lang == lang, reason
    assert {one.origin for one in found.evidence} <= {"filename"}


@pytest.mark.parametrize(
    ("source", "marks", "url", "lang", "conflict", "wanted", "reason"),
    [
        ("unfccc", Marks(label="French"), "/a/x.pdf", "fr", False, True, "the word of the label"),
        ("unfccc", Marks(label="Spanish"), "/a/x.pdf", "es", False, False, "not collected"),
        ("unfccc", Marks(label="Advance"), "/a/x.pdf", None, False, True, "a word that is no language"),
        ("unfccc", Marks(label="French"), "/a/cp2024_E.pdf", "fr", True, True, "the label wins over the name here"),
        ("cms", Marks(term="FR"), "/a/x.pdf", "fr", False, True, "a mark"),
        ("cms", Marks(term="Français"), "/a/x.pdf", "fr", False, True, "a term"),
        ("cms", Marks(term="Language: English"), "/a/x.pdf", "en", False, True, "a term with its label"),
        ("cms", Marks(term="Langue : français"), "/a/x.pdf", "fr", False, True, "a term with its label, in French"),
        ("cms", Marks(term="French version"), "/a/x.pdf", "fr", False, True, "a name among words"),
        ("cms", Marks(term="Version en ligne"), "/a/x.pdf", None, False, True, "`en` is a word of French"),
        ("cms", Marks(term="English, French"), "/a/x.pdf", None, False, True, "two languages name none"),
        ("cms", Marks(term="EN"), "/a/cms_cop12_doc.1_x_f.pdf", "fr", True, True, "the name wins over the mark here"),
        (
            "cms",
            Marks(term="ES", term_trust="low"),
            "/a/x.pdf",
            "es",
            False,
            True,
            "what cannot be trusted leaves nothing out",
        ),
        ("cms", Marks(term="ES"), "/a/cms_cop12_doc.1_x_f.pdf", "fr", True, True, "one says a collected language"),
        ("cms", Marks(page="fr"), "/a/x.pdf", None, False, True, "pages of this site say nothing of their files"),
        ("ramsar", Marks(page="fr"), "/a/x.pdf", "fr", False, True, "pages of this site do"),
        ("ramsar", Marks(page="fr"), "/a/x_e.pdf", "en", False, True, "but a name says it better"),
        ("ramsar", Marks(page="fr"), "/a/montreux_list_efs.pdf", None, False, True, "three languages in one file"),
        ("cites", Marks(), "/sites/default/files/fra/cop/18/x.pdf", None, False, True, "folders are not in its order"),
        ("whc", Marks(), "/fr/archive/x.pdf", "fr", False, True, "a folder of the language"),
    ],
)
def test_evidence_is_weighed(
    source_of: SourceOf,
    source: str,
    marks: Marks,
    url: str,
    lang: str | None,
    conflict: bool,
    wanted: bool,
    reason: str,
) -> None:
    definition = source_of(source)
    name = url.rpartition("/")[2]
    found = language_of(marks, f"https://{definition.hosts[0]}{url}", name, name_groups(name, definition), definition)
    assert (found.lang, found.conflict, collected(found, definition)) == (lang, conflict, wanted), reason


def test_several_languages_of_one_file_are_all_kept(source_of: SourceOf) -> None:
    found = language_of(Marks(), "https://www.ramsar.org/list_efs.pdf", "list_efs.pdf", {}, source_of("ramsar"))
    assert [one.lang for one in found.evidence] == ["en", "fr", "es"]


@pytest.mark.parametrize(
    ("source", "url", "lang"),
    [
        ("ramsar", "https://www.ramsar.org/fr/meeting/cop14", "fr"),
        ("ramsar", "https://www.ramsar.org/meeting/cop14", "en"),
        ("ramsar", "https://www.ramsar.org/france/cop14", "en"),
        ("cites", "https://cites.org/fra/cop/18", "fr"),
        ("cites", "https://cites.org/cop/18", None),
    ],
)
def test_the_language_of_a_page_by_its_address(source_of: SourceOf, source: str, url: str, lang: str | None) -> None:
    assert page_language(url, source_of(source)) == lang
