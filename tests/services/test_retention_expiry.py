"""When a read has been kept for its minimum: hours by UTC, years by the agency's calendar, always the later."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.agencies.keeping import Period
from portal.rules.retention import past_minimum_at
from portal.services.reads.keys import key_at, received_at
from portal.services.retention.expiry import UNEVEN, Expiry

ZONE = "America/Los_Angeles"
YEAR = Period(years=1)
MOMENTS = st.integers(0, 16 * 365 * 86400).map(
    lambda second: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
PERIODS = st.one_of(st.builds(Period, years=st.integers(1, 5)), st.builds(Period, days=st.integers(1, 1000)))


def local(year: int, month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(ZONE), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "past"),
    [
        pytest.param(local(2025, 11, 2, 9), local(2026, 11, 2, 9), id="same day and hour a year later"),
        pytest.param(local(2028, 2, 29, 12), local(2029, 3, 1, 12), id="29 February waits for 1 March"),
        pytest.param(local(2027, 2, 28, 12), local(2028, 2, 28, 12), id="28 February before a leap year"),
        pytest.param(
            local(2027, 3, 1, 12), local(2028, 3, 1, 12), id="a leap day in between makes it 366 days"
        ),
        pytest.param(
            local(2026, 11, 7, 1, 30),
            local(2027, 11, 7, 1, 30, fold=1),
            id="an hour that comes twice: the second",
        ),
        pytest.param(
            local(2027, 11, 7, 1, 30, fold=0), local(2028, 11, 7, 1, 30), id="received in the first 01:30"
        ),
        pytest.param(
            local(2027, 11, 7, 1, 30, fold=1), local(2028, 11, 7, 1, 30), id="received in the second 01:30"
        ),
        pytest.param(
            local(2026, 3, 14, 2, 30), local(2027, 3, 14, 3, 30), id="an hour that does not exist: after it"
        ),
    ],
)
def test_a_year_is_a_calendar_year_in_the_agencys_zone(received: datetime, past: datetime) -> None:
    assert past_minimum_at(received, YEAR, ZONE) == past


@pytest.mark.parametrize(
    ("received", "past"),
    [
        ("2027-03-12T18:00", "2027-03-15T18:00"),
        ("2026-10-30T17:00", "2026-11-02T17:00"),
        ("2027-11-05T17:00", "2027-11-08T17:00"),
    ],
)
def test_days_are_24_hours_each_across_a_change_of_the_clocks(received: str, past: str) -> None:
    start, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (received, past))
    assert past_minimum_at(start, Period(days=3), ZONE) == end


@settings(deadline=None)
@given(received=MOMENTS, years=st.integers(1, 5))
def test_no_read_is_past_before_the_same_local_day_and_hour_came_round(
    received: datetime, years: int
) -> None:
    past = (
        past_minimum_at(received, Period(years=years), ZONE).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    )
    here = received.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    assert (past.year, past.month, past.day) >= (here.year + years, here.month, here.day)
    assert past.time() >= here.time() or past.date() > here.date().replace(year=past.year)


@settings(deadline=None)
@given(key_time=MOMENTS, now=MOMENTS, minimum=PERIODS)
def test_the_bound_of_a_purge_leaves_out_no_read_that_is_past(
    key_time: datetime, now: datetime, minimum: Period
) -> None:
    expiry = Expiry("server", minimum, ZONE, now)
    key = key_at(key_time)
    if expiry.is_past(key):
        assert key < expiry.end
        assert received_at(key) <= expiry.received_by
    if received_at(key) < expiry.received_by - UNEVEN:
        assert expiry.is_past(key)


@settings(deadline=None)
@given(minimum=PERIODS, received=MOMENTS)
def test_a_read_is_past_at_the_moment_itself_and_not_a_millisecond_before(
    minimum: Period, received: datetime
) -> None:
    key = key_at(received)
    past = past_minimum_at(received_at(key), minimum, ZONE)
    assert Expiry("server", minimum, ZONE, past).is_past(key)
    assert key < Expiry("server", minimum, ZONE, past).end
    assert not Expiry("server", minimum, ZONE, past - timedelta(milliseconds=1)).is_past(key)
