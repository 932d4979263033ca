"""How long a corpus takes to link: one million citations between 50,000 versions of 40,000 works, with the cases of real ones.

Seven in ten citations lead to a held work (two in ten of them with a revision), two in ten to nothing held, one in ten to a text
whose treaty is not collected; one in twenty opens a range, one in ten has a pin. Real corpora resolve about two mentions in three.
"""

from __future__ import annotations

import random
import resource
import time

from core.records.document import Citation
from index.held import Corpus, Head, Holding, corpus_of
from index.links import Cited, LinkRules, links_of, placed
from index.links.places import Place

_SMALL, _WHOLE = 100_000, 1_000_000
_TREATIES = ("CMS", "CBD", "CITES", "UNFCCC", "KYOTO", "BASEL", "RAMSAR", "UNCCD")
_WORKS = 40_000
_CITATIONS_A_FILE = 40
_TEXT = tuple(Place(str(number), "operative", f"{number}.") for number in range(1, 30))


def run(whole: bool) -> None:
    count = _WHOLE if whole else _SMALL
    chance = random.Random(6)  # the same corpus every time
    works = [
        f"{_TREATIES[number % len(_TREATIES)]}/Decision/{1 + number // 400}.{1 + number % 400}"
        for number in range(_WORKS)
    ]
    corpus = _corpus(works)
    files = [_file(number, works, chance) for number in range(count // _CITATIONS_A_FILE)]
    rules = LinkRules(scope=frozenset(_TREATIES), families={"UNFCCC": ("KYOTO",), "KYOTO": ("UNFCCC",)})
    corpus.primary.update({(file.content, None): _holding(file.canonical, file.content) for file in files})
    begun, busy = time.perf_counter(), time.process_time()
    links = tuple(links_of(files, corpus, rules))
    linked = time.perf_counter()
    links = placed(links, corpus, lambda _: _TEXT)
    ended, busy = time.perf_counter(), time.process_time() - busy
    held = sum(one.held is not None for one in links)
    print(f"{count:,} citations, {len(corpus.versions):,} versions: {len(links):,} links, {held / len(links):.0%} held")
    print(
        f"resolved and classified {linked - begun:.1f} s, pins looked up {ended - linked:.1f} s, all {ended - begun:.1f} s"
    )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"processor time {busy:.1f} s (on a machine with other work, what counts)")
    print(f"{count / (ended - begun):,.0f} citations/s; most memory {most:,.0f} MB")


def _corpus(works: list[str]) -> Corpus:
    ids = [*works, *(f"{work}/Rev.COP12" for work in works[::4])]
    return corpus_of(
        Head(content=f"h{number}", canonical=one, holdings=(_holding(one, f"h{number}"),))
        for number, one in enumerate(ids)
    )


def _holding(canonical: str, content: str) -> Holding:
    return Holding(
        canonical=canonical,
        lang="en",
        content=content,
        part=None,
        treaty=canonical.split("/", maxsplit=1)[0],
        kind="decision",
        title=None,
        meeting=None,
        date="2017" if canonical.endswith("COP12") else "2000",
        date_kind="adopted",
        identity="stated",
        numbered=10,
        chars=1_000,
    )


def _file(number: int, works: list[str], chance: random.Random) -> Cited:
    citations = tuple(_citation(place, works, chance) for place in range(_CITATIONS_A_FILE))
    treaty = _TREATIES[number % len(_TREATIES)]
    return Cited(
        content=f"c{number:08}",
        citations=citations,
        segments={f"s{place}": (str(place), "main") for place in range(_CITATIONS_A_FILE)},
        owners={"main": f"{treaty}/Report/{number}"},
        canonical=f"{treaty}/Report/{number}",
        lang="en",
        meeting=f"{treaty}/COP{1 + number % 15}",
        issued=f"{2000 + number % 25}-05-01",
    )


def _citation(place: int, works: list[str], chance: random.Random) -> Citation:
    drawn = chance.random()
    target = works[int(chance.random() ** 3 * len(works))]  # a few are cited by very many
    if drawn < 0.14 and chance.random() < 0.5:
        target += "/Rev.COP12"
    elif drawn > 0.9:
        target = f"UNGA/Resolution/{chance.randint(40, 80)}/{chance.randint(1, 300)}"
    elif drawn > 0.7:
        target = f"{target.split('/')[0]}/Decision/{chance.randint(1, 120)}.{chance.randint(400, 900)}"
    return Citation(
        segment=f"s{place}",
        start=10,
        end=10 + len(target),
        exact=target,
        kind="decision",
        treaty=target.split("/")[0],
        canonical=target,
        relation="recalls",
        force="adopted",
        rule="decision-dotted",
        pin=f"paragraph {chance.randint(1, 40)}" if chance.random() < 0.1 else None,
        range=chance.random() < 0.05,
    )
