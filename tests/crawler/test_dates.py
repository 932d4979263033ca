"""Every form of date that sites are known to print, and those that could be two days."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import iso_date
from crawler.sources.model import SourceDefinition


@pytest.mark.parametrize(
    ("text", "formats", "day", "reason"),
    [
        ("14-10-2014", (), "2014-10-14", "CMS"),
        ("14.10.2014", (), "2014-10-14", "AEWA, CITES"),
        ("4.3.2019", (), "2019-03-04", "without zeros"),
        ("5/13/2021 3:05 PM", (), "2021-05-13", "Basel: the day is above twelve"),
        ("5/4/2021 3:05 PM", ("%m/%d/%Y %I:%M %p",), "2021-05-04", "Basel: the source says how"),
        ("5/4/2021", ("%d/%m/%Y",), "2021-04-05", "the source says otherwise"),
        ("5/4/2021", (), None, "could be two days"),
        ("5/5/2021", (), "2021-05-05", "could not"),
        ("8 juin 2017", (), "2017-06-08", "French"),
        ("1er octobre 2010", (), "2010-10-01", "the first"),
        ("1er août 2010", (), "2010-08-01", "accent"),
        ("12 AOUT 2015", (), "2015-08-12", "capitals without accent"),
        ("27 February 2025", (), "2025-02-27", "English"),
        ("October 1, 2010", (), "2010-10-01", "American"),
        ("1st October 2010", (), "2010-10-01", "ordinal"),
        ("3 de octubre de 2010", (), "2010-10-03", "Spanish"),
        ("14 Oct 2014", (), "2014-10-14", "short"),
        ("14-Oct-2014", (), "2014-10-14", "short, with hyphens"),
        ("2025-02-27", (), "2025-02-27", "ISO"),
        ("2024-10-21T09:00:00.000Z", (), "2024-10-21", "ISO with time"),
        ("/Date(1269234000000)/", (), "2010-03-22", "OData"),
        ("/Date(1269234000000+0200)/", (), "2010-03-22", "OData with zone"),
        ("/Date(-86400000)/", (), "1969-12-31", "OData, before 1970"),
        ("Posted on 12.03.2019", (), "2019-03-12", "within words"),
        ("12.03.2019 / 14.04.2019", (), "2019-03-12", "created and updated: the first"),
        ("14\u00a0octobre\u00a02014", (), "2014-10-14", "blanks that do not break"),
        ("31-02-2014", (), None, "no such day"),
        ("14-13-2014", (), None, "no such month"),
        ("/Date(99999999999999999999)/", (), None, "too many digits"),
        ("/Date(999999999999999)/", (), None, "beyond the calendar"),
        ("01-01-0001", (), None, "no year of ours"),
        ("3 ma 2014", (), None, "no month"),
        ("14 foo 2014", (), None, "no month"),
        ("Doc. 14-10-20145", (), None, "a longer number"),
        ("", (), None, "nothing"),
        ("soon", (), None, "no date"),
    ],
)
def test_dates(
    source_of: Callable[[str], SourceDefinition], text: str, formats: tuple[str, ...], day: str | None, reason: str
) -> None:
    assert iso_date(text, formats, source_of("cms").words) == day, reason


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = iso_date(text, ("%d-%m-%Y",))
    assert found is None or len(found) == 10
