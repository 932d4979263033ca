"""Markup of Drupal 10 as its core makes it: language switcher by hreflang, pager with rel, file links, tables with headers.

What the themes of the sites add to it is not known; nothing here claims to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

_SWITCHER_NAMES = {"en": "English", "es": "Español", "fr": "Français"}


def page(
    *,
    site_name: str,
    lang: str,
    title: str,
    main: str,
    paths: dict[str, str],
    theme: str,
    head: str = "",
    canonical: str | None = None,
) -> str:
    """`paths`: where the page is in each language, prefix included. All languages are in the switcher, the current one too."""
    links = "".join(
        f'<li hreflang="{other}" data-drupal-link-system-path="{escape(path.lstrip("/"))}">'
        f'<a href="{quote(path)}" class="language-link{" is-active" if other == lang else ""}" hreflang="{other}">'
        f"{_SWITCHER_NAMES[other]}</a></li>"
        for other, path in sorted(paths.items())
    )
    canonical_link = f'<link rel="canonical" href="{canonical}" />' if canonical else ""
    return f"""<!DOCTYPE html>
<html lang="{lang}" dir="ltr">
<head>
<meta charset="utf-8" />
<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" />
{canonical_link}
<title>{escape(title)} | {escape(site_name)}</title>
{head}
</head>
<body>
<a href="#main-content" class="visually-hidden focusable">Skip to main content</a>
<div class="layout-container">
<header role="banner">
<div class="language-switcher-language-url block-text block-language block-{theme}-languageswitcher"
 id="block-{theme}-languageswitcher" role="navigation">
<ul class="links">{links}</ul></div>
<nav><a href="/search">Search</a> <a href="/user/login">Log in</a>
<a href="/cdn-cgi/l/email-protection">[email&#160;protected]</a></nav></header>
<main role="main"><a id="main-content" tabindex="-1"></a>
<h1 class="page-title">{escape(title)}</h1>
{main}
</main></div>
</body></html>
"""


def table(fields: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], caption: str | None = None) -> str:
    """A table of views. `fields`: machine name and title of each column."""
    head = "".join(
        f'<th id="view-{name}-table-column" class="views-field views-field-{name}" scope="col">{escape(title)}</th>'
        for name, title in fields
    )
    body = "\n".join(
        "<tr>"
        + "".join(
            f'<td headers="view-{name}-table-column" class="views-field views-field-{name}">{cell}</td>'
            for (name, _), cell in zip(fields, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    titled = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<table class="table table-hover table-striped cols-{len(fields)}">{titled}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def file_link(href: str, name: str, size: str = "66.29 KB") -> str:
    return (
        f'<span class="file file--mime-application-pdf file--application-pdf"><a href="{escape(href)}" '
        f'type="application/pdf" title="{escape(name)}">{escape(name)}</a></span> <span>({size})</span>'
    )


def pager(path: str, number: int, last: int) -> str:
    if last < 1 or number > last:
        return ""
    items = []
    if number > 0:
        items.append(
            f'<li class="pager__item pager__item--previous"><a href="{path}?page={number - 1}" rel="prev">‹‹</a></li>'
        )
    items.append(f'<li class="pager__item is-active">Page {number + 1}</li>')
    if number < last:
        items.append(
            f'<li class="pager__item pager__item--next"><a href="{path}?page={number + 1}" title="Go to next page" rel="next">'
            '<span class="visually-hidden">Next page</span><span aria-hidden="true">››</span></a></li>'
        )
        items.append(f'<li class="pager__item pager__item--last"><a href="{path}?page={last}">Last</a></li>')
    return f'<nav class="pager" role="navigation"><ul class="pager__items js-pager__items">{"".join(items)}</ul></nav>'
