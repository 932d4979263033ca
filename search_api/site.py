"""What all routes share, made once by `create_app` and handed to them; nothing of it is global."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct
from starlette.requests import Request

from core.settings import Settings
from search_api.headers import entity_tag
from search_api.library import Library
from search_api.wording import Wording, choose_language

FOLDER = Path(__file__).resolve().parent
STATIC = FOLDER / "static"
TEMPLATES = FOLDER / "templates"
UI_NAMES = ("en", "English"), ("fr", "Français")


class Site(Struct, frozen=True, kw_only=True):
    settings: Settings
    library: Library
    wordings: Mapping[str, Wording]
    templates: Environment
    edition: str
    """Digest of templates, style sheet, program text and words: part of every tag, so that an upgrade shows at once."""

    def words(self, request: Request) -> Wording:
        """The language of the page for this request."""
        asked = request.query_params.get("ui")
        accept = request.headers.get("accept-language", "")[:500]
        return self.wordings[choose_language(asked, accept, self.wordings)]

    def tag(self, request: Request, generation: str, words: Wording | None = None) -> str:
        """Entity tag of what an address answers; with `words` for a page, without for data."""
        return entity_tag(self.edition, generation, request.url.path, request.url.query, words.lang if words else None)

    def page(self, template: str, request: Request, words: Wording, **values: object) -> str:
        """HTML of a page. `values` are what the template names beside what every page has."""
        ui = request.query_params.get("ui")
        spoken = ui if ui in self.wordings else None
        return self.templates.get_template(template).render(
            words=words,
            edition=self.edition,
            home=f"/?ui={spoken}" if spoken else "/",
            refs_address=f"/refs?ui={spoken}" if spoken else "/refs",
            ui_languages=[(lang, name, _with_ui(request, lang)) for lang, name in UI_NAMES if lang in self.wordings],
            max_query=self.settings.limits.query_chars,
            **values,
        )


def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


def edition_of(wordings: Mapping[str, Wording]) -> str:
    total = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in {".html", ".css", ".svg", ".py"}:
            total.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for lang, words in sorted(wordings.items()):
        total.update(repr((lang, [(key, words(key)) for key in sorted(words.keys())])).encode())
        total.update(repr(sorted(words.names.items())).encode())
    return total.hexdigest()[:12]


def _with_ui(request: Request, lang: str) -> str:
    """This address in another language of the page. Only path and query are used: the host may be forged."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "ui"]
    path = "/" + quote(request.scope["path"].lstrip("/"), safe="/()")
    return path + "?" + _encoded([*pairs, ("ui", lang)])


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode([(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in pairs])
