"""Pages of protection services, and pages that only look like them. The real signs stand in 403, headers, titles and bodies."""

from __future__ import annotations

from replicas.answers import Resource, resource

PASSIVE_SCRIPT = (
    "<script>(function(){window['__CF$cv$params']={r:'8c0ffee',t:'MTc='};var a=document.createElement('script');"
    "a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js';document.head.appendChild(a);})();</script>"
)
"""Stands on ordinary pages behind Cloudflare: no sign of being blocked."""

_CLOUDFLARE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow"></head><body><div class="main-wrapper" role="main">
<h2>Checking that you are no robot</h2><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>
</div></body></html>"""

_CLOUDFLARE_FINAL = b"""<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head>
<body><h1>Sorry, you have been refused</h1></body></html>"""

_INCAPSULA = b"""<html><head><META NAME="robots" CONTENT="noindex,nofollow">
<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script></head>
<body><iframe src="/_Incapsula_Resource?CWUDNSAI=9">Request unsuccessful. Incapsula incident ID: 0-0</iframe></body></html>"""


def cloudflare() -> Resource:
    """A challenge: 403 with the header that says so."""
    said = (("cf-mitigated", "challenge"), ("Server", "cloudflare"))
    return resource(_CLOUDFLARE, "text/html; charset=UTF-8", status=403, validators="none", headers=said)


def cloudflare_refusal() -> Resource:
    """403 without that header: only the title says it."""
    return resource(_CLOUDFLARE_FINAL, "text/html", status=403, validators="none", headers=(("Server", "cloudflare"),))


def incapsula() -> Resource:
    """The interstitial of Imperva: status 200, for each address."""
    return resource(_INCAPSULA, "text/html", validators="none", headers=(("X-Iinfo", "9-1-2 NNNN CT(0 0 0)"),))


def private() -> Resource:
    """A file of a closed group: 403 of the site itself, no protection service."""
    return resource(
        b"<html><head><title>Access denied</title></head><body><h1>Access denied</h1>"
        b"<p>You are not authorized to access this page.</p></body></html>",
        "text/html; charset=utf-8",
        status=403,
        validators="none",
    )
