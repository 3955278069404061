"""The pages of departures: recorded and signed by who closes accounts, seen by who looks after them."""

from tests.clock import Clock
from tests.office import Office
from tests.services.changing_posts import ADC, CHIEF

LETTER = "Letter of the second of November"


def test_a_departure_is_recorded_worked_and_red_when_overdue(office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    adc = office.browser(office.hire("captain", ADC))
    form = {"person_id": officer.person_id, "kind": "separated", "reason": LETTER}

    assert "Choose who leaves" in adc.post("/people/departures", {}).text
    past = adc.post("/people/departures", form | {"effective_at": "2026-11-02T08:00"}, htmx=True)
    assert (past.status_code, "That moment has passed" in past.text) == (422, True)
    recorded = adc.post("/people/departures", form)
    assert recorded.status_code == 303
    address = recorded.headers["Location"]
    assert "24 hours left" in adc.get("/people/departures").text
    assert "6 of 9 steps done" in adc.get(address).text

    clock.move(hours=24)
    adc = office.browser(office.hire("captain", ADC))
    assert 'tag--danger">less than an hour overdue' in adc.get("/").text
    assert 'tag--danger">less than an hour overdue' in adc.get("/people/departures").text
    for step in ("keys", "vendors", "mobile"):
        assert adc.post(f"{address}/steps/{step}", {"note": "Received"}).status_code == 303
    assert "The departure is closed" in adc.get(address).text
    assert "People who leave" not in adc.get("/").text
    assert adc.post(f"{address}/steps/keys").status_code == 409


def test_a_step_the_portal_still_sees_open_asks_for_a_word_at_its_field(office: Office) -> None:
    chief = office.hire("chief_of_police", CHIEF)
    adc = office.browser(office.hire("captain", ADC))
    form = {"person_id": chief.person_id, "kind": "transferred", "reason": LETTER}
    address = adc.post("/people/departures", form).headers["Location"]

    answer = adc.post(f"{address}/steps/posts")

    assert answer.status_code == 422
    assert 'id="note-posts-error"' in answer.text
    assert "Say what became of it" in answer.text
    assert adc.post(f"{address}/steps/tea").status_code == 404


def test_who_may_only_look_sees_no_button_and_others_nothing(office: Office) -> None:
    adc = office.browser(office.hire("captain", ADC))
    form = {"person_id": office.hire("patrol_officer").person_id, "kind": "separated", "reason": LETTER}
    address = adc.post("/people/departures", form).headers["Location"]
    chief = office.browser(office.hire("chief_of_police", CHIEF))
    officer = office.browser(office.hire("patrol_officer"))

    assert "/steps/" in adc.get(address).text
    assert "/steps/" not in chief.get(address).text
    assert "Record a departure" not in chief.get("/people/departures").text
    for browser, path in (
        (officer, address),
        (officer, "/people/departures"),
        (chief, "/people/departures/new"),
    ):
        assert browser.get(path).status_code == 403
    assert chief.post(f"{address}/steps/keys").status_code == 403
    assert chief.post("/people/departures", form).status_code == 403
