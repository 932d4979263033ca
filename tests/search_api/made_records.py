"""Answers of the index made by hand: every sign that the pages know, and text that attacks."""

from __future__ import annotations

from msgspec.structs import replace

from core.errors import NoIndex
from core.records.document import Dates, Evidence, Issue, Mark, Part
from core.records.search import (
    DocumentView,
    Expression,
    FacetValue,
    HeldVersion,
    Hit,
    HitParagraph,
    IncomingGroup,
    IncomingLink,
    OutgoingLink,
    OutlineEntry,
    SearchAnswer,
    SegmentView,
)
from search_api.asking import Asked

WORK = "CSKW/Resolution/3.4"
REVISED = f"{WORK}/Rev.COP4"
GENERATION = "20231101T000000-0001"


def link(text: str, exact: str, **more: object) -> OutgoingLink:
    start = text.index(exact)
    plain = OutgoingLink(
        start=start,
        end=start + len(exact),
        exact=exact,
        target=None,
        held=None,
        missing=None,
        url=None,
        relation=None,
        force="adopted",
        kind="resolution",
        treaty="CSKW",
        pin=None,
        readings=(),
        deleted=False,
        is_self=False,
        rule="test",
    )
    return replace(plain, **more)


def segment(path: str, text: str, **more: object) -> SegmentView:
    plain = SegmentView(
        segment=f"s-{path}",
        part="main",
        kind="operative",
        label=None,
        path=path,
        path_from="printed",
        parent=None,
        lang="en",
        lang_from="text",
        text=text,
        pages=(1, 1),
        page_label=None,
        marks=(),
        acts=(),
        links=(),
        url=f"/documents/{REVISED}?lang=en#{path}",
    )
    return replace(plain, **more)


def segments() -> tuple[SegmentView, ...]:
    recalling = "Recalling Resolution 2.5 on mooring, Decision 3.7, and the Panel¹ (Resolution 7),"
    requests = "Requests Parties that have designated an aerial corridor:"
    amended = "Urges Parties to act by 2021 2024;"
    return (
        segment("title", "AERIAL CORRIDORS AND THE PASSAGE OF SKY WHALES", kind="title"),
        segment("adoption", "Adopted by the Conference of the Parties (Cirrus Harbour, October 2023)", kind="adoption"),
        segment(
            "pre1",
            recalling,
            kind="preambular",
            links=(
                link(
                    recalling,
                    "Resolution 2.5",
                    target="CSKW/Resolution/2.5",
                    held="CSKW/Resolution/2.5",
                    url="/documents/CSKW/Resolution/2.5",
                    relation="recalls",
                ),
                link(recalling, "Decision 3.7", target="CSKW/Decision/3.7", missing="not_crawled", kind="decision"),
                link(recalling, "Resolution 7", readings=("CSKW/Resolution/7", "CMS/Resolution/7")),
            ),
            marks=(
                Mark(start=0, end=9, kind="emphasis"),
                Mark(start=recalling.index("¹"), end=recalling.index("¹") + 1, kind="note_call", target="1"),
            ),
        ),
        segment("enacting", "The Conference of the Parties", kind="enacting"),
        segment("h1", "Corridors", kind="heading"),
        segment("1", requests, label="1."),
        segment("1/a", "to enter it in the register;", kind="item", label="(a)", parent="s-1"),
        segment("1/a/i", "with its course;", kind="item", label="(i)", parent="s-1/a", pages=(2, 2)),
        segment(
            "2",
            amended,
            label="1.",
            path_from="inferred",
            marks=(
                Mark(start=24, end=28, kind="deleted"),
                Mark(start=29, end=33, kind="inserted"),
            ),
            pages=(2, 2),
        ),
        segment("3", "Prie les Parties d’agir sans délai.", label="3.", lang="fr", pages=(2, 2)),
        segment("fn1", "Called the Advisory Group until 2017.", kind="footnote", label="1", pages=(2, 2)),
        segment("annex1/h1", "GUIDELINES", part="annex1", kind="heading", pages=(3, 3)),
        segment(
            "annex1/t1",
            "Passage\tWidth\nSingle, see Resolution 2.5\t10",
            part="annex1",
            kind="table",
            pages=(3, 3),
            links=(
                link(
                    "Passage\tWidth\nSingle, see Resolution 2.5\t10",
                    "Resolution 2.5",
                    held="CSKW/Resolution/2.5",
                    url="/documents/CSKW/Resolution/2.5",
                    target="CSKW/Resolution/2.5",
                ),
            ),
        ),
    )


def view(**more: object) -> DocumentView:
    texts = segments()
    context = "The Secretariat reports under Resolution 3.4 (Rev.COP4)."
    citing = IncomingLink(
        citing="CSKW/Decision/4.11",
        citing_title="Register of aerial corridors",
        citing_treaty="CSKW",
        lang="en",
        path="4.11/a",
        date="2023-10-20",
        relation="implements",
        force="proposed",
        exact="Resolution 3.4 (Rev.COP4)",
        context=context,
        start=context.index("Resolution"),
        end=len(context) - 1,
        target=REVISED,
        url="/documents/CSKW/Decision/4.11?lang=en#4.11/a",
    )
    plain = DocumentView(
        canonical=REVISED,
        asked=REVISED,
        redirect=None,
        lang="en",
        work=WORK,
        version="Rev.COP4",
        title="Aerial corridors and the passage of sky whales",
        titles={"en": "Aerial corridors and the passage of sky whales", "fr": "Couloirs aériens"},
        languages=("en", "fr"),
        treaty="CSKW",
        type="resolution",
        symbol="CSKW/Resolution 3.4 (Rev.COP4)",
        meeting="CSKW/COP4",
        agenda_item="7.2",
        date="2023-10-20",
        date_kind="adopted",
        identity="stated",
        proposed=(),
        container=None,
        contained=(),
        status="unknown",
        expression=Expression(
            lang="en",
            content="0" * 64,
            title="Aerial corridors and the passage of sky whales",
            langs=("en",),
            dates=Dates(adopted="2023-10-20"),
            evidence={"symbol": (Evidence(value="CSKW/Resolution 3.4 (Rev.COP4)", source="masthead", where="page 1"),)},
            parts=(
                Part(id="main", kind="main", force="adopted"),
                Part(id="annex1", kind="annex", label="ANNEX", title="GUIDELINES", force="proposed"),
            ),
            issues=(Issue(code="page-scanned", detail="Page 4 is a picture."),),
            names=("https://cskw.example/res-3-4.pdf", "/data/res-3-4.pdf"),
        ),
        versions=(
            HeldVersion(
                canonical=REVISED,
                version="Rev.COP4",
                date="2023-10-20",
                languages=("en", "fr"),
                url=f"/documents/{REVISED}",
            ),
            HeldVersion(canonical=WORK, version=None, date="2019-06-14", languages=("en",), url=f"/documents/{WORK}"),
        ),
        outline=tuple(
            OutlineEntry(path=one.path, part=one.part, kind=one.kind, label=one.label, text=one.text)
            for one in texts
            if one.kind in {"title", "heading"}
        ),
        segments=texts,
        incoming=(
            IncomingGroup(relation="implements", treaty="CSKW", links=(citing,)),
            IncomingGroup(relation=None, treaty=None, links=(replace(citing, relation=None, citing_treaty=None),)),
        ),
        incoming_total=2,
        generation=GENERATION,
    )
    return replace(plain, **more)


def answer(**more: object) -> SearchAnswer:
    text = "Urges Parties in whose airspace sky whales pass to designate at least one aerial corridor;"
    start = text.index("aerial corridor")
    hit = Hit(
        canonical=REVISED,
        version="Rev.COP4",
        title="Aerial corridors and the passage of sky whales",
        treaty="CSKW",
        meeting="CSKW/COP4",
        date="2023-10-20",
        type="resolution",
        languages=("en", "fr"),
        score=4.2,
        url=f"/documents/{REVISED}",
        paragraphs=(
            HitParagraph(
                id=f"{REVISED}?lang=en#2",
                path="2",
                label="2.",
                page=1,
                lang="en",
                text=text,
                highlights=((start, start + 6), (start + 7, start + 15)),
            ),
        ),
        also=(WORK,),
        title_lang="en",
        date_kind="adopted",
    )
    plain = SearchAnswer(
        query="aerial corridor",
        understood="aerial AND corridor",
        total=12,
        direct=("CSKW/Resolution/3.4", "CSKW/Decision/9.9"),
        hits=(hit, replace(hit, canonical="local/9f86d081884c7d65", title=None, title_lang=None, date=None, also=())),
        facets={
            "treaty": (FacetValue(value="CSKW", count=11), FacetValue(value="CMS", count=1)),
            "meeting": tuple(FacetValue(value=f"CSKW/COP{number}", count=number) for number in range(14, 1, -1)),
            "year": (FacetValue(value="2019", count=3), FacetValue(value="2023", count=2)),
            "type": (FacetValue(value="resolution", count=3), FacetValue(value="odd kind", count=1)),
            "language": (FacetValue(value="en", count=9), FacetValue(value="fr", count=5)),
        },
        generation=GENERATION,
        notes=("The word “the” is in nearly every text and was left out.",),
        cursor="bmV4dA",
        direct_held=(REVISED,),
    )
    return replace(plain, **more)


class MadeLibrary:
    """Gives what it was made with; where it was made without an answer it has no index."""

    def __init__(self, found: SearchAnswer | None = None, documents: dict[str, DocumentView] | None = None) -> None:
        self.found = found
        self.documents = documents or {}
        self.asked: list[Asked] = []
        self.closed = False
        self.error: Exception | None = None

    def generation(self) -> str:
        if self.found is None:
            raise NoIndex("Nothing has been indexed yet.", hint="Run mea ingest with a folder of documents.")
        return self.found.generation or ""

    def search(self, asked: Asked, *, said_in: str = "en") -> SearchAnswer:
        self.generation()
        self.asked.append(asked)
        if self.error is not None:
            raise self.error
        assert self.found is not None
        return self.found

    def held(self) -> int:
        self.generation()
        return 12

    def document(self, canonical: str, lang: str | None, citing_from: int = 0) -> DocumentView | None:
        self.generation()
        return self.documents.get(canonical)

    def close(self) -> None:
        self.closed = True
