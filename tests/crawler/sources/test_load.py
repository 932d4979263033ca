"""Sources are data: what is shipped loads, and every mistake is told with file, line, key and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
from crawler.sources.load import SourceLoader, json_schema, load_source, load_sources

WHOLE = """\
id: cskw
treaty: CSKW
hosts: [docs.example.org]
languages: {en: {prefixes: [/en], file_suffix: e}, fr: {prefixes: [/fr], file_suffix: f}}
collect: [en, fr]
discovery:
  - id: cops
    kind: html_table
    urls: ["https://docs.example.org/{prefix}/cop/{session}"]
    vars: {session: [1, 2]}
    rows: "table tr"
    columns_by_header: {symbol: [Number], doc_url: [Title]}
    follow: {doc_url: document}
pages:
  document:
    files: {css: "a.file"}
"""


def test_all_shipped_sources_load(configuration: Configuration) -> None:
    sources = load_sources(configuration)
    assert {"cms", "aewa"} <= set(sources)
    for source in sources.values():
        assert source.notes, f"{source.id}: what is known and unknown of a site is written down"


def test_a_source_stands_on_the_defaults(loader: SourceLoader) -> None:
    source = loader.check("cskw", WHOLE)
    assert source.politeness.min_delay_s == 5
    assert source.steps["cops"].vars == {"session": ("1", "2")}
    assert "cf-mitigated: challenge" in source.blocked.header_signatures
    assert source.words["fr"].months[7] == "août"


def test_extending_and_inheriting(configuration: Configuration) -> None:
    cms, aewa = load_source(configuration, "cms"), load_source(configuration, "aewa")
    assert aewa.politeness.min_delay_s == 10, "manners come with the source that is extended"
    assert aewa.pages == cms.pages
    assert set(aewa.languages) == {"en", "fr"}, "languages are replaced as a whole"
    meeting = aewa.steps["meeting"]
    assert meeting.kind == "drupal_meeting"
    assert meeting.files == cms.steps["meeting"].files  # type: ignore[union-attr]
    assert not meeting.meetings, "addresses of one site are not those of another"
    assert aewa.expect.canaries == () or aewa.expect != cms.expect


def test_addresses_are_never_inherited(loader: SourceLoader) -> None:
    step = "discovery:\n  - {id: other, inherit: cms.resolutions}\npages:\n  document: {files: {css: a}}\n"
    text = WHOLE[: WHOLE.index("discovery:")] + step
    with pytest.raises(ConfigurationError) as caught:
        loader.check("cskw", text)
    assert "key discovery.other: it has no address" in caught.value.cause


MISTAKES = [
    # what is written instead of what, what the message names, why
    ("    rows:", "    rowz:", ("line 11", "discovery.cops.rowz", "did you mean `rows`"), "unknown key"),
    ("hosts: [docs.example.org]", "hosts: []", ("line 3", "hosts"), "no host"),
    (
        "hosts: [docs.example.org]",
        "hosts: [www.example.org]",
        ("discovery.cops.urls.0", "docs.example.org is not one of hosts"),
        "host",
    ),
    ("[docs.example.org]", "[Docs.Example.org]", ("hosts.0", "small letters"), "hosts are compared whole"),
    ('rows: "table tr"', 'rows: "table >"', ("line 11", "discovery.cops.rows", "CSS selector"), "selector"),
    (
        "{doc_url: document}",
        "{doc_url: dokument}",
        ("line 13", "discovery.cops.follow.doc_url", "no step or page dokument"),
        "follow",
    ),
    (
        "{doc_url: document}",
        "{page_url: document}",
        ("discovery.cops.follow.page_url", "no field page_url"),
        "field of follow",
    ),
    ("cop/{session}", "cop/{number}", ("discovery.cops.urls.0", "{number} is not declared"), "variable"),
    ("    vars: {session: [1, 2]}\n", "", ("discovery.cops.urls.0", "{session} is not declared"), "variable"),
    ("collect: [en, fr]", "collect: [en, es]", ("line 5", "collect.1", "es is not one of languages"), "language"),
    ("collect: [en, fr]\n", "", ("key collect", "missing"), "missing key"),
    ("kind: html_table", "kind: html_tabel", ("discovery.cops", "html_tabel"), "kind"),
    ("treaty: CSKW", "treaty: CSKV", ("line 2", "treaty", "did you mean CSKW"), "no such treaty"),
    ("treaty: CSKW", "treaty: cskw", ("line 2", "treaty"), "id of a treaty"),
    ("id: cskw\n", "id: other\n", ("line 1", "key id", "the file is named cskw"), "name and file"),
    ("treaty: CSKW", "treaty: CSKW\nfilename_regex: '(?P<num>['", ("filename_regex", "does not compile"), "regex"),
    (
        "treaty: CSKW",
        "treaty: CSKW\nfilename_regex: '(?P<nom>x)'",
        ("filename_regex", "group nom"),
        "group nobody reads",
    ),
    (
        "treaty: CSKW",
        "treaty: CSKW\nrevision_regex: '(?P<kind>rev)'",
        ("revision_regex", "group n"),
        "group that is used",
    ),
    ("treaty: CSKW", "treaty: CSKW\nuser_agent: Mozilla/5.0", ("user_agent", "{contact}"), "no disguise"),
    ("treaty: CSKW", "treaty: CSKW\ndeny: ['*']", ("deny.0", "every address"), "denies all"),
    ("treaty: CSKW", "treaty: CSKW\ntreaty: CMS", ("line 3", "treaty", "twice"), "key twice"),
    ("treaty: CSKW", "treaty: [CSKW", ("line",), "no YAML"),
    (
        "symbol: [Number]",
        "symbol: [No]",
        ("columns_by_header.symbol.0", "in quotes"),
        "a word that YAML takes for false",
    ),
    ("treaty: CSKW", "treaty: CSKW\nextends: cmss", ("extends", "cmss"), "parent"),
    ("treaty: CSKW", "treaty: CSKW\nwords: {}", ("words", "cannot be written"), "filled by the loader"),
    (
        "treaty: CSKW",
        "treaty: CSKW\npoliteness: {obey_robots: false}",
        ("politeness.obey_robots", "no such key"),
        "a promise",
    ),
    (
        "treaty: CSKW",
        "treaty: CSKW\nexpect: {minimum: 9, maximum: 3}",
        ("expect.minimum", "above maximum"),
        "expectation",
    ),
    (
        "treaty: CSKW",
        "treaty: CSKW\nexpect: {per_language: {es: 3}}",
        ("expect.per_language.es", "not collected"),
        "expectation",
    ),
    (
        "treaty: CSKW",
        "treaty: CSKW\nlanguage_siblings: {kind: filename_prefix}",
        ("languages.en", "file_prefix"),
        "siblings",
    ),
    (
        'css: "a.file"',
        'css: "a.file", date: {css: "b", regex: "("}',
        ("pages.document.files.date.regex", "compile"),
        "inner regex",
    ),
    (
        'css: "a.file"',
        'css: "a.file", language: {css: "b", regex: "x"}',
        ("pages.document.files.language.regex", "(?P<lang>…)"),
        "named group",
    ),
    (
        "    rows:",
        "    pagination: {kind: top_skip}\n    rows:",
        ("discovery.cops.pagination.kind", "odata"),
        "pagination of another kind",
    ),
    (
        "    rows:",
        "    pagination: {kind: page_param, first: 2}\n    rows:",
        ("discovery.cops.pagination.first",),
        "pages count from 0 or 1",
    ),
    ("    rows:", "    item_regex: '^\\d+'\n    rows:", ("discovery.cops.item_regex", "(?P<item>…)"), "named group"),
    (
        "    rows:",
        "    follow_languages: true\n    rows:",
        ("discovery.cops.follow_languages", "language_links"),
        "needs a switcher",
    ),
    (
        "    rows:",
        "    seeds: ['ftp://docs.example.org/x']\n    rows:",
        ("discovery.cops.seeds.0", "http://"),
        "scheme",
    ),
    (
        "    rows:",
        "    seeds: ['https://docs.example.org:x/']\n    rows:",
        ("discovery.cops.seeds.0", "no address"),
        "port",
    ),
    (
        "/{prefix}/cop",
        "/{folder}/cop",
        ("discovery.cops.urls.0", "{folder} has no value for en"),
        "language without a value",
    ),
    ("follow: {doc_url: document}", "note: no way on", ("discovery.cops", "finds nothing"), "a step without use"),
    (
        "pages:\n",
        "pages:\n  orphan: {files: {css: a}}\n",
        ("pages.orphan", "no step leads to it"),
        "a page nobody reaches",
    ),
    (
        "discovery:\n",
        "discovery:\n  - {id: drop, kind: inbox, folder: ../etc}\n",
        ("discovery.drop.folder", "inbox/"),
        "folder",
    ),
    (
        "discovery:\n",
        "user_agent: 'x {contact} {name}'\ndiscovery:\n",
        ("user_agent", "only {version} and {contact}"),
        "a word in braces that nothing fills would break each crawl",
    ),
    (
        "discovery:\n",
        "discovery:\n  - {id: other, inherit: cms.nothing}\n",
        ("discovery.other.inherit", "cms.nothing"),
        "inherited step",
    ),
    (
        "treaty: CSKW",
        "treaty: CSKW\ntargets: [{id_regex: 'X/(?P<n>1)', candidates: ['https://docs.example.org/{m}.pdf']}]",
        ("targets.0.candidates.0", "{m}"),
        "group",
    ),
    (
        "treaty: CSKW",
        "treaty: CSKW\ntargets: [{id_regex: 'X', listings: [{step: nope}]}]",
        ("targets.0.listings.0.step", "nope"),
        "step of a target",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "named", "reason"), MISTAKES, ids=[f"{row[3]} {i}" for i, row in enumerate(MISTAKES)]
)
def test_a_mistake_is_named_with_file_line_key_and_mend(
    loader: SourceLoader, old: str, new: str, named: tuple[str, ...], reason: str
) -> None:
    assert old in WHOLE
    with pytest.raises(ConfigurationError) as caught:
        loader.check("cskw", WHOLE.replace(old, new, 1))
    assert "config/sources/cskw.yml" in caught.value.cause
    for words in named:
        assert words in caught.value.cause, reason
    assert caught.value.hint


def test_all_mistakes_of_a_file_are_told_at_once(loader: SourceLoader) -> None:
    text = WHOLE.replace("    rows:", "    rowz:").replace(
        "hosts: [docs.example.org]", "hosts: [docs.example.org]\nhostz: []"
    )
    with pytest.raises(ConfigurationError) as caught:
        loader.check("cskw", text)
    assert "rowz" in caught.value.cause
    assert "hostz" in caught.value.cause


def test_a_source_of_the_users_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "cskw.yml").write_text(WHOLE, encoding="utf-8")
    sources = load_sources(Configuration(tmp_path))
    assert {"cskw", "cms"} <= set(sources)


def test_an_unknown_source_names_the_nearest(configuration: Configuration) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_source(configuration, "cmz")
    assert "cms" in caught.value.hint


@pytest.mark.parametrize("name", ["../settings", "sub/cms", "", "_defaults"])
def test_a_name_is_never_a_path(configuration: Configuration, name: str) -> None:
    with pytest.raises(ConfigurationError):
        load_source(configuration, name)


def test_the_schema_for_editors_knows_every_kind_of_step() -> None:
    schema = json_schema()
    text = str(schema)
    for kind in ("html_table", "html_links", "drupal_meeting", "json_api", "odata", "sitemap", "inbox"):
        assert kind in text
    assert "words" not in schema["properties"]  # type: ignore[operator]


def test_the_schema_takes_what_the_loader_takes() -> None:
    schema = json_schema()
    definitions = schema["$defs"]
    assert definitions["DocumentPage"]["required"] == [], "a page is called by its key"  # type: ignore[index, call-overload]
    values = definitions["HtmlTable"]["properties"]["vars"]["additionalProperties"]["items"]  # type: ignore[index, call-overload]
    assert {"type": "integer"} in values["anyOf"], "numbers of sessions need no quotes"
    assert {"required": ["extends"]} in schema["anyOf"], "what a source extends need not be said again"  # type: ignore[operator]
