"""The pages of training: a class from the form to its file, corrections, the course, retraining, one's own record."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.models import Completion, CourseVersion, Retraining, TrainingClass
from tests.office import Browser, Member, Office
from tests.services.doing import on_record
from tests.services.test_training import ADC, KEEPER

PDF = b"%PDF-1.4 sign-in sheet"
ITEMS = ["policy", "guidelines", "procedures", "system"]
REASON = "The sheet says the class was held the day before."


@pytest.fixture
def keeper(office: Office) -> Member:
    return office.hire("corporal", KEEPER, user_name="kim.keeper")


@pytest.fixture
def pupil(office: Office) -> Member:
    return office.hire("patrol_officer", trained=False, user_name="pat.pupil")


def reported(office: Office, *pupils: Member, **changes: object) -> dict[str, object]:
    return {
        "people": [each.person_id for each in pupils],
        "held_on": office.clock.now.date().isoformat(),
        "instructor": "A. Teacher",
        "items": ITEMS,
    } | changes


def logged(office: Office, browser: Browser, *pupils: Member, **changes: object) -> str:
    """Logs a class with its document; gives the address of its page."""
    sheet = {"document": (BytesIO(PDF), "sheet.pdf")}
    answer = browser.post("/training/completions", reported(office, *pupils, **changes) | sheet)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def count(app: Flask, table: type) -> int:
    with app.extensions["open_reading"]() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_class_goes_from_the_form_over_a_look_at_it_to_its_file(
    office: Office, keeper: Member, pupil: Member
) -> None:
    browser, own = office.browser(keeper), office.browser(pupil)
    refusal = own.get("/reads/")
    assert refusal.status_code == 403
    assert "Administrative Training Corporal" in refusal.text
    assert "No training on file" in own.get("/training/own").text

    form = browser.get("/training/classes/new").text
    assert form.count('name="people"') == 2
    assert len(re.findall(r'<input[^>]*checked[^>]*name="items"', form)) == len(ITEMS)
    review = browser.post("/training/classes/review", reported(office, pupil))
    assert review.status_code == 200
    assert "1 person" in review.text
    assert count(office.app, TrainingClass) == 0

    page = browser.get(logged(office, browser, pupil)).text
    assert "Pat Pupil" in page
    document = re.search(r"/training/documents/([0-9a-f]{32})", page)
    assert document
    assert own.get("/reads/").status_code == 200

    answer = own.get(f"/training/own/documents/{document[1]}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert own.get(f"/training/documents/{document[1]}").status_code == 403
    assert (
        office.browser(office.hire("sergeant")).get(f"/training/own/documents/{document[1]}").status_code
        == 404
    )
    assert len(on_record(office, "training.document-opened")) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": "2099-01-01"}, "not before"),
        ({"people": []}, "Tick everybody"),
        ({"items": []}, "Tick what the class covered"),
        ({"instructor": ""}, "Fill this in"),
        ({"held_on": "yesterday"}, "Not a valid date"),
        ({"document": (BytesIO(b"<script>"), "x.pdf")}, "none of them, whatever its name"),
    ],
)
def test_what_is_wrong_with_a_class_is_said_beside_its_field(
    office: Office, keeper: Member, pupil: Member, changes: dict[str, object], sentence: str
) -> None:
    if "document" in changes:
        changes = {"document": (BytesIO(b"<script>"), "x.pdf")}

    answer = office.browser(keeper).post("/training/completions", reported(office, pupil, **changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(office.app, TrainingClass) == 0


def test_a_correction_shows_beside_what_it_corrects(office: Office, keeper: Member, pupil: Member) -> None:
    browser = office.browser(keeper)
    logged(office, browser, pupil)
    person = f"/training/people/{pupil.person_id}"
    link = re.search(r"/training/completions/[0-9a-f]{32}/correction", browser.get(person).text)
    assert link
    the_day_before = (office.clock.now.date() - timedelta(days=1)).isoformat()
    right = {"stands": "yes", "completed_on": the_day_before, "items": ITEMS}

    assert browser.post(link[0], right | {"reason": "typo"}).status_code == 422
    assert browser.post(link[0], right | {"reason": REASON}).status_code == 303
    page = browser.get(person).text
    assert page.count("Corrected") == 1
    assert REASON in page
    assert browser.post(link[0], right | {"reason": REASON}).status_code == 409
    own = office.browser(pupil).get("/training/own").text
    assert REASON in own
    assert count(office.app, Completion) == 3, "the keeper's own, the first, and its correction"


def test_the_course_is_issued_anew_and_older_training_ends_on_its_day(
    office: Office, keeper: Member, pupil: Member
) -> None:
    browser = office.browser(keeper)
    day = office.clock.now.date() + timedelta(days=20)
    issue = {
        "cause": "law",
        "reason": "A new law limits what is kept.",
        "added": "The new law\n\n",
        "retake": "retake",
    }

    assert browser.post("/training/courses", issue).status_code == 422
    assert browser.post("/training/courses", issue | {"retake_by": day.isoformat()}).status_code == 303
    page = browser.get("/training/courses").text
    assert "Version 2" in page
    assert "The new law" in page
    assert count(office.app, CourseVersion) == 1
    office.clock.move(days=1)
    browser = office.browser(keeper)
    assert "Version 2" in browser.get("/training/classes/new").text
    partly = browser.post("/training/classes/review", reported(office, pupil, course_version="2"))
    assert "leaves out something" in partly.text
    held_before = {"course_version": "2", "held_on": "2026-10-01"}
    early = browser.post("/training/classes/review", reported(office, pupil, **held_before))
    assert "issued after the class" in early.text


@pytest.mark.control("training.on-violation")
def test_ordered_retraining_closes_plate_data_and_the_person_is_told(office: Office, pupil: Member) -> None:
    adc, member = office.hire("captain", ADC), office.hire("sergeant")
    browser, own = office.browser(adc), office.browser(member)
    form = browser.get(f"/training/retraining/new?person={member.person_id}").text
    assert re.search(r'<input[^>]*checked[^>]*name="closes_access"', form)
    order = {
        "person_id": member.person_id,
        "ground": "Two searches for a neighbour, without any case.",
        "due_on": (office.clock.now.date() + timedelta(days=10)).isoformat(),
        "closes_access": "y",
    }

    assert browser.post("/training/retraining", order | {"ground": ""}).status_code == 422
    answer = browser.post("/training/retraining", order)
    assert answer.status_code == 303
    refusal = own.get("/reads/")
    assert refusal.status_code == 403
    assert "466.6(e)" in refusal.text
    assert "Retraining was ordered for you" in own.get("/").text
    assert own.get("/training/own").status_code == 200
    assert own.post(f"{answer.location}/withdrawal", {"reason": REASON}).status_code == 403
    assert browser.post(f"{answer.location}/withdrawal", {"reason": REASON}).status_code == 303
    assert own.get("/reads/").status_code == 200
    assert count(office.app, Retraining) == 1


def test_the_list_tells_who_needs_the_keeper_first(office: Office, keeper: Member, pupil: Member) -> None:
    browser = office.browser(keeper)
    page = browser.get("/training/").text.partition("<tbody>")[2]
    assert page.index("Pat Pupil") < page.index("Kim Keeper")
    assert "No training on file" in page
    untrained = browser.get("/training/?group=untrained").text
    assert "Pat Pupil" in untrained
    assert "kim keeper" not in untrained.partition("<tbody>")[2].lower()
    assert browser.get("/training/?group=nonsense&order=nonsense").status_code == 200
    assert "1 person" in browser.get("/").text


def test_nobody_else_keeps_training(office: Office, pupil: Member) -> None:
    """M19: looking after accounts or auditing includes no keeping of training; being trained least of all."""
    for member in (pupil, office.hire("captain", ADC)):
        browser = office.browser(member)
        before = count(office.app, Completion)
        assert browser.post("/training/completions", reported(office, pupil)).status_code == 403
        assert count(office.app, Completion) == before


def test_days_are_those_of_the_agency(office: Office, keeper: Member, pupil: Member) -> None:
    """At half past five in the evening it is already tomorrow in UTC."""
    office.clock.move(hours=8, minutes=30)
    tomorrow_here = office.clock.now.date()

    answer = office.browser(keeper).post(
        "/training/classes/review", reported(office, pupil, held_on=tomorrow_here.isoformat())
    )

    assert answer.status_code == 422
    assert tomorrow_here == date(2026, 11, 3)
