"""When a host may be asked next; on a clock of the test's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawler.engine.pace import Manners, Pace, retry_after


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_host_that_was_never_asked_may_be_asked_at_once(clock: Clock) -> None:
    assert Pace(Manners(min_delay=5), clock=clock).wait("a") == 0


def test_the_delay_runs_from_the_answer_and_for_each_host_alone(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=5), clock=clock)
    pace.answered("a", 0.1, good=True)
    assert pace.wait("a") == 5
    assert pace.wait("b") == 0
    clock.now += 3
    assert pace.wait("a") == 2


def test_a_slow_server_is_asked_more_slowly_and_never_faster_than_the_floor(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=5, max_delay=20), clock=clock)
    for latency, delay in [(2.0, 5.0), (15.0, 15.0), (1.0, 8.0), (60.0, 20.0), (0.0, 10.0), (0.0, 5.0), (0.0, 5.0)]:
        pace.answered("a", latency, good=True)
        assert pace.delay("a") == delay


def test_an_error_that_comes_fast_does_not_make_the_crawl_faster(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=1), clock=clock)
    pace.answered("a", 30.0, good=True)
    pace.answered("a", 0.0, good=False)
    assert pace.delay("a") == 30.0


def test_crawl_delay_raises_the_floor_and_never_lowers_it(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=5), clock=clock)
    pace.crawl_delay("a", 10)
    pace.crawl_delay("b", 1)
    for host, delay in (("a", 10), ("b", 5)):
        pace.answered(host, 0.0, good=True)
        pace.answered(host, 0.0, good=True)
        assert pace.delay(host) == delay


def test_a_wait_that_is_asked_for_is_kept_and_a_longer_one_leaves_the_host(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=1, max_wait=600), clock=clock)
    pace.refused("a", 7)
    assert pace.wait("a") == 7
    pace.refused("a", 600)
    assert pace.wait("a") == 600
    assert not pace.left
    pace.refused("a", 601)
    assert "601" in pace.left["a"]


def test_without_a_word_on_how_long_waits_double(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=1, max_wait=50, back_off=10), clock=clock)
    waits = []
    for _ in range(4):
        pace.refused("a", None)
        waits.append(pace.wait("a"))
        clock.now += waits[-1]
    assert waits == [10, 20, 40, 50]
    pace.answered("a", 0.0, good=True)
    clock.now += 10
    pace.refused("a", None)
    assert pace.wait("a") == 10


def test_dead_links_side_by_side_make_nobody_wait_longer_and_do_not_end_the_visit(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=1, max_wait=3600, back_off=10), clock=clock)
    waits = []
    for _ in range(3):
        pace.begin("a")
        for _ in range(5):
            pace.refused("a", None)
            waits.append(pace.wait("a"))
            clock.now += waits[-1]
    assert waits == [10, 20, 40, 80, 160] * 3
    assert not pace.left


def test_a_host_that_only_fails_is_left(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=1, failures_in_a_row=3), clock=clock)
    pace.unanswered("a")
    pace.refused("a", 1)
    pace.answered("a", 0.0, good=True)
    for _ in range(2):
        pace.unanswered("a")
    assert not pace.left
    pace.unanswered("a")
    assert "3 requests in a row" in pace.left["a"]


def test_one_scale_for_all_waits(clock: Clock) -> None:
    pace = Pace(Manners(min_delay=10, back_off=20), scale=0.01, clock=clock)
    pace.answered("a", 0.0, good=True)
    pace.refused("b", 50)
    pace.refused("c", None)
    assert [pytest.approx(pace.wait(host)) for host in "abc"] == [0.1, 0.5, 0.2]
    assert pace.longest_wait() == pytest.approx(0.5)


NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("7", 7, id="seconds"),
        pytest.param(" 120 ", 120, id="blanks around it"),
        pytest.param("0", 0, id="now"),
        pytest.param(format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90, id="a date"),
        pytest.param("Sunday, 01-Mar-26 12:01:00 GMT", 60, id="a date in the old form of RFC 850"),
        pytest.param("Sun Mar  1 12:02:00 2026", 120, id="a date in the form of C, which is in UTC"),
        pytest.param(format_datetime(NOW - timedelta(days=1), usegmt=True), 0, id="a date in the past"),
        pytest.param(None, None, id="no header"),
        pytest.param("", None, id="an empty one"),
        pytest.param("soon", None, id="words"),
        pytest.param("-5", None, id="less than nothing"),
        pytest.param("1.5", None, id="no whole number: not in the grammar"),
        pytest.param("٧", None, id="digits of another script"),
    ],
)
def test_what_retry_after_asks_for(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, format_datetime(NOW, usegmt=True)) == seconds


def test_a_date_is_counted_by_our_clock_where_the_answer_has_none() -> None:
    ahead = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)
    assert 290 < (retry_after(ahead) or 0) <= 300
