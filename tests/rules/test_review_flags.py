"""What stands out in an account under review."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.rules.review_flags import FLAGS, Looked, flags

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
CLEAN = Looked(
    disabled=False,
    left_at=None,
    expires_at=None,
    dormant=False,
    used_at=NOW - timedelta(days=1),
    signed_in=True,
    member=True,
    titled=True,
    opens_plates=True,
    barred=False,
    trained=True,
    lapses_on=None,
    cleared=True,
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"left_at": NOW}, ["left"], id="left this moment"),
        pytest.param({"left_at": NOW + timedelta(days=1)}, [], id="leaves tomorrow"),
        pytest.param({"expires_at": NOW}, ["expired"], id="expired"),
        pytest.param({"expires_at": NOW + timedelta(days=30)}, ["expires"], id="expires in 30 days"),
        pytest.param({"expires_at": NOW + timedelta(days=31)}, [], id="expires in 31 days"),
        pytest.param({"dormant": True, "used_at": NOW - timedelta(days=91)}, ["dormant"], id="dormant"),
        pytest.param({"signed_in": False}, ["never"], id="never signed in"),
        pytest.param({"used_at": NOW - timedelta(days=60)}, [], id="sixty days"),
        pytest.param({"used_at": NOW - timedelta(days=60, seconds=1)}, ["idle"], id="more than sixty days"),
        pytest.param({"member": False}, ["outside"], id="a vendor"),
        pytest.param({"titled": False}, ["no-title"], id="no title"),
        pytest.param({"trained": False, "barred": True}, ["untrained"], id="untrained"),
        pytest.param({"cleared": False, "barred": True}, ["uncleared"], id="uncleared"),
        pytest.param({"barred": True}, ["barred"], id="barred for something else"),
        pytest.param(
            {"trained": False, "barred": True, "opens_plates": False}, [], id="opens no plates at all"
        ),
        pytest.param({"lapses_on": TODAY + timedelta(days=30)}, ["lapsing"], id="training lapses in 30 days"),
        pytest.param({"lapses_on": TODAY + timedelta(days=31)}, [], id="training lapses in 31 days"),
        pytest.param(
            {"disabled": True, "left_at": NOW, "signed_in": False}, [], id="disabled: opens nothing"
        ),
        pytest.param(
            {"left_at": NOW, "signed_in": False, "member": False}, ["left", "never", "outside"], id="many"
        ),
    ],
)
def test_what_stands_out(changes: dict[str, Any], found: list[str]) -> None:
    assert flags(replace(CLEAN, **changes), NOW, TODAY) == found
    assert set(found) <= set(FLAGS)
