"""The page of the law: what is in force, and what a simulation would change here."""

from datetime import timedelta

from flask import Flask

from tests.clock import START
from tests.office import Office
from tests.services.reads_on_file import receive

ADC = "administrative_division_commander"


def test_the_page_tells_the_sets_and_counts_what_would_change(app: Flask, office: Office) -> None:
    receive(app, START - timedelta(days=61), "7ABC123")
    receive(app, START, "8DEF456")
    page = office.browser(office.hire("captain", ADC)).get("/policy/law").text
    assert "In force since 1 January 2016." in page
    assert "vetoed on 1 October 2025" in page
    assert "1 of 2 reads on file were received more than 60 days ago" in page
    assert '<rect width="50.0"' in page
    assert "466.5" in page
    assert "7ABC123" not in page


def test_it_is_for_whoever_looks_after_conformance(office: Office) -> None:
    assert office.browser(office.hire("patrol_officer")).get("/policy/law").status_code == 403
    assert office.browser().get("/policy/law").status_code == 303
