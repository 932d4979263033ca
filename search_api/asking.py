"""What a search address asks for: its parameters, checked, and back into addresses of the same search with one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from core.limits import Limits
from index.search import FACETS, Sort
from search_api.parameters import limit_of, single, values_of
from search_api.problems import bad_parameter

DEFAULT_LIMIT = 10
MAX_LIMIT = 100
MAX_VALUES = 50
MAX_VALUE_CHARS = 300
MAX_CURSOR_CHARS = 500


class Asked(Struct, frozen=True, kw_only=True):
    q: str = ""
    lang: str | None = None
    """Only text in this language is searched; the filter `language` asks for documents that are held in one."""
    sort: Sort = "relevance"
    filters: Mapping[str, tuple[str, ...]] = {}
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    ui: str | None = None
    """Language of the page where the address names one."""

    def address(self) -> str:
        """Of the page that asks this."""
        pairs = [("q", self.q)]
        pairs += [(name, value) for name in FACETS for value in self.filters.get(name, ())]
        optional = (
            ("lang", self.lang),
            ("sort", self.sort if self.sort != "relevance" else None),
            ("limit", str(self.limit) if self.limit != DEFAULT_LIMIT else None),
            ("cursor", self.cursor),
            ("ui", self.ui),
        )
        pairs += [(name, value) for name, value in optional if value is not None]
        return "/search?" + urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])

    def toggled(self, facet: str, value: str) -> Asked:
        """The same search with `value` of `facet` added, or taken away where it is asked for; from the first hit on."""
        now = self.filters.get(facet, ())
        after = tuple(one for one in now if one != value) if value in now else (*now, value)
        return replace(self, filters={**self.filters, facet: after}, cursor=None)

    def reading(self) -> str | None:
        """The language to open documents in, where the search says one."""
        languages = self.filters.get("language", ())
        return self.lang or (languages[0] if len(languages) == 1 else None)

    def chosen(self, facet: str) -> tuple[str, ...]:
        return self.filters.get(facet, ())


def read_asked(parameters: Sequence[tuple[str, str]], limits: Limits) -> Asked:
    """From the pairs of a query string. Unknown names are passed over; raises WebError (400) for values that do not fit."""
    given = {name: single(parameters, name) for name in ("q", "lang", "sort", "cursor", "limit", "ui")}
    q = given["q"] or ""
    if len(q) > limits.query_chars:
        raise bad_parameter(
            "q",
            f"The query has {len(q)} characters; at most {limits.query_chars} are taken.",
            "Search for fewer words; of a long text its rarest words find it.",
        )
    sort = given["sort"] or "relevance"
    if sort not in ("relevance", "date"):
        raise bad_parameter("sort", "The order is not known.", "Use relevance or date.")
    for name in ("lang", "cursor"):
        if len(given[name] or "") > MAX_CURSOR_CHARS:
            raise bad_parameter(name, f"The parameter {name} is too long.", "Leave it out, or take it from an answer.")
    return Asked(
        q=q,
        lang=given["lang"] or None,
        sort=cast("Sort", sort),
        filters={
            name: values
            for name in FACETS
            if (values := values_of(parameters, name, most=MAX_VALUES, chars=MAX_VALUE_CHARS))
        },
        cursor=given["cursor"] or None,
        limit=limit_of(given["limit"], default=DEFAULT_LIMIT, most=MAX_LIMIT),
        ui=given["ui"] or None,
    )
