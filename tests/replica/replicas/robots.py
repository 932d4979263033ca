"""robots.txt of the sites: the rules that are known, and the ways in which a file can be missing or unreadable."""

from __future__ import annotations

from replicas.answers import Resource, resource

_DRUPAL_7 = """User-agent: *
Crawl-delay: 10
# Directories
Disallow: /includes/
Disallow: /misc/
Disallow: /modules/
Disallow: /profiles/
Disallow: /scripts/
Disallow: /themes/
# Files
Disallow: /CHANGELOG.txt
Disallow: /cron.php
Disallow: /install.php
Disallow: /MAINTAINERS.txt
Disallow: /update.php
Disallow: /xmlrpc.php
# Paths (clean URLs)
Disallow: /admin/
Disallow: /comment/reply/
Disallow: /filter/tips/
Disallow: /node/add/
Disallow: /search/
Disallow: /user/register/
Disallow: /user/password/
Disallow: /user/login/
Disallow: /user/logout/
# Paths (no clean URLs)
Disallow: /?q=admin/
Disallow: /?q=comment/reply/
Disallow: /?q=filter/tips/
Disallow: /?q=node/add/
Disallow: /?q=search/
"""

_CBD = """User-agent: *
Disallow: /core/
Disallow: /profiles/
Disallow: /README.txt
Disallow: /web.config
Disallow: /admin/
Disallow: /comment/reply/
Disallow: /filter/tips
Disallow: /node/add/
Disallow: /search/
Disallow: /user/register/
Disallow: /user/password/
Disallow: /user/login/
Disallow: /user/logout/
Disallow: /index.php/admin/
Disallow: /index.php/search/
Disallow: */mac-screen-sharing
"""

_OPEN = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"
_CLOSED = "User-agent: *\nDisallow: /\n"


def drupal_7() -> Resource:
    """The file in the code of the CMS family: Crawl-delay 10, /search/ closed, no word on meetings and files."""
    return _text(_DRUPAL_7)


def cbd() -> Resource:
    """With the line that no standard knows."""
    return _text(_CBD)


def plain() -> Resource:
    return _text(_OPEN)


def closed() -> Resource:
    """What hosts that are not the canonical one answer."""
    return _text(_CLOSED)


def absent() -> Resource:
    return resource(b"<html><title>Not found</title></html>", "text/html", status=404, validators="none")


def _text(text: str) -> Resource:
    return resource(text.encode(), "text/plain; charset=utf-8")
