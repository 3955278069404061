"""No plate gets into a notice, a notice leads nowhere but into the portal, and a mail is tried three times."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules import notices

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
MIXED = st.text(string.ascii_letters + string.digits, min_size=5, max_size=8).filter(
    lambda text: not text.isalpha() and not text.isdigit()
)
BESIDE = st.text(" .,;:!?()\n-/'", min_size=1, max_size=3)
CALIFORNIAN = st.from_regex(r"[1-9][A-Z]{3}[ -]?[0-9]{3}", fullmatch=True)


@given(plate=st.one_of(MIXED, CALIFORNIAN), before=BESIDE, after=BESIDE)
def test_whatever_mixes_letters_and_digits_like_a_plate_is_seen_between_any_words(
    plate: str, before: str, after: str
) -> None:
    assert notices.holds_plate_like(f"Seen{before}{plate}{after}today")
    with pytest.raises(ValueError, match="looks like a plate"):
        notices.check_sendable("Something waits", f"Seen{before}{plate}{after}today", "")
    for put_right in (notices.without_plates, notices.as_subject):
        assert not notices.holds_plate_like(put_right(f"Seen{before}{plate}{after}today"))


@given(st.text(string.ascii_letters + " .,\n", max_size=200))
def test_words_alone_are_no_plate(text: str) -> None:
    assert not notices.holds_plate_like(text)


@pytest.mark.parametrize(
    "text",
    [
        "The check-list was due by 2026-11-03 09:00 PST.",
        "Finish it within 90 days, under 466.6(d) or Civ. Code 1798.90.51.",
        "Training of Patrol Officer 12 runs out on 3 Nov 2026.",
        "3 accounts of 300 wait for Q3.",
    ],
)
def test_days_sections_numbers_and_names_may_be_told(text: str) -> None:
    notices.check_sendable("Something waits", text, "/people/departures/" + "0a1b" * 8)


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        ("", ""),
        ("Two\nlines", ""),
        ("x" * 121, ""),
        ("Seen 7KLM347", ""),
        ("Good", "/reads/7KLM347"),
        ("Good", "//elsewhere.example"),
        ("Good", "https://elsewhere.example"),
        ("Good", "/\\elsewhere.example"),
    ],
)
def test_a_subject_is_one_line_and_a_link_stays_in_the_portal(subject: str, path: str) -> None:
    with pytest.raises(ValueError, match="notice"):
        notices.check_sendable(subject, "Text", path)


@pytest.mark.parametrize(
    ("address", "fit"),
    [
        ("ada.reed@example.gov", True),
        ("root@localhost", True),
        ("", False),
        ("ada", False),
        ("a@b@c", False),
        ("ada@example.gov\nBcc: x@y", False),
        ("Ada <ada@example.gov>", False),
        ("ada@exämple.gov", False),
    ],
)
def test_an_address_is_one_plain_address(address: str, fit: bool) -> None:
    assert notices.is_address(address) is fit


def test_each_try_waits_longer_and_after_the_third_there_is_none() -> None:
    second = timedelta(seconds=1)
    assert notices.is_due(0, None, NOW)
    for tries, wait in enumerate(notices.BACK_OFF):
        assert notices.is_due(tries, NOW, NOW + wait)
        assert not notices.is_due(tries, NOW, NOW + wait - second)
    assert not notices.is_due(notices.TRIES, NOW, NOW + timedelta(days=9))
