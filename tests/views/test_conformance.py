"""The page of conformance: the newest check as a picture and clause by clause, its filter, its history, its button."""

import pytest
from flask import Flask

from portal.controls import CONTROLS, Control
from portal.controls.conformance import check
from portal.controls.telling import as_run
from portal.models import Kind
from portal.services.policy import conformance
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.controls.invented import LIST, MIXED, OFFENDERS, binding, control, draft, registry
from tests.office import Browser, Office
from tests.services.doing import on_record

PAGE = "/policy/conformance"


def keep(app: Flask, controls: dict[str, Control] = MIXED) -> str:
    with open_work(app, system_actor("check-policy")) as work:
        return conformance.keep(work, as_run(check(binding(work), controls)), Kind.JOB).id


def administrator(office: Office) -> Browser:
    return office.browser(office.hire("captain", "administrative_division_commander"))


def auditor(office: Office) -> Browser:
    """Somebody who may see conformance and change nothing: the report goes to them."""
    return office.browser(office.hire("chief_of_police", "chief_of_police"))


def test_before_the_first_check_the_page_says_so(office: Office) -> None:
    page = administrator(office).get(PAGE).text

    assert "Nothing has been checked yet" in page
    assert "Check now" in page


def test_the_newest_check_is_shown_clause_by_clause(app: Flask, office: Office) -> None:
    keep(app)

    page = administrator(office).get(PAGE).text

    assert "No text of policy 466 is in force or imported" in page
    for words in ("466.4(a)", "466.4(c)", f"{LIST} was looked at.", "Official custodian", "Public meeting"):
        assert words in page
    assert 'aria-label="Pass 1, Fail 2"' in page, "the bar of what is enforced says in words what it shows"


def test_the_first_offending_ids_are_for_the_administrator_alone(app: Flask, office: Office) -> None:
    keep(app)

    assert (
        f"First of 7: <code>{OFFENDERS[0]}</code>, <code>{OFFENDERS[1]}</code>"
        in administrator(office).get(PAGE).text
    )
    assert not any(offender in auditor(office).get(PAGE).text for offender in OFFENDERS)


@pytest.mark.parametrize(
    ("status", "there", "gone"),
    [
        ("fail", ["466.4(b)", "466.4(c)"], ["466.4(a)"]),
        ("off", ["466.5(para 1)"], ["466.4(b)"]),
        ("excepted", [], ["466.4(a)", "466.4(b)"]),
        ("nonsense", ["466.4(a)", "466.4(b)", "466.5(para 1)"], []),
    ],
)
def test_the_table_can_be_narrowed_to_how_clauses_stand(
    app: Flask, office: Office, status: str, there: list[str], gone: list[str]
) -> None:
    keep(app)

    page = auditor(office).get(f"{PAGE}?status={status}").text
    table = page.partition('id="clauses"')[2].partition("What the law asks")[0]

    assert [clause for clause in there if clause not in table] == []
    assert [clause for clause in gone if clause in table] == []


def test_the_adopted_words_stand_beside_a_clause_of_an_imported_text(app: Flask, office: Office) -> None:
    with open_work(app, system_actor("test")) as work:
        draft(work, {"466.4(a)": "Ask the gate keeper first.", "466.4(z)": "Fly."})
    keep(app)

    page = auditor(office).get(PAGE).text

    assert "Ask the gate keeper first." in page
    assert "Nothing carries this clause out." in page
    assert "The profile binds clauses that this text does not have: 466.3(para 1)" in page


def test_a_failing_should_leads_to_the_form_of_an_exception(app: Flask, office: Office) -> None:
    keep(app)

    own, others = administrator(office).get(PAGE).text, auditor(office).get(PAGE).text

    assert own.count("Sign an exception to") == 1, "the shall that fails leads nowhere"
    assert "/policy/exceptions/new?clause=466.4(b)&amp;control=invented.list" in own
    assert "Sign an exception to" not in others


def test_check_now_keeps_a_run_as_an_act_of_whoever_pressed_it(app: Flask, office: Office) -> None:
    browser = administrator(office)

    answer = browser.post(PAGE)

    assert (answer.status_code, answer.location) == (303, PAGE)
    (entry,) = on_record(office, "policy.conformance-checked")
    assert entry.kind == "act"
    page = browser.get(PAGE).text
    assert "Checked: " in page
    assert CONTROLS["purposes.collection"].does in page


def test_who_may_only_look_cannot_check_and_others_see_nothing(app: Flask, office: Office) -> None:
    run_id = keep(app)
    officer = office.browser(office.hire("patrol_officer"))

    assert auditor(office).post(PAGE).status_code == 403
    for path in (PAGE, f"{PAGE}/checks", f"{PAGE}/checks/{run_id}", "/policy/exceptions"):
        assert auditor(office).get(path).status_code == 200
        assert officer.get(path).status_code == 403
    assert "Check now" not in auditor(office).get(PAGE).text


def test_each_earlier_check_has_a_page_that_stays_as_it_was(app: Flask, office: Office, clock: Clock) -> None:
    earlier = keep(app)
    clock.move(days=1)
    later = keep(app, MIXED | registry(control(LIST)))
    browser = auditor(office)

    history = browser.get(f"{PAGE}/checks").text
    assert history.index(f"/checks/{later}") < history.index(f"/checks/{earlier}")
    assert 'aria-label="Pass 1, Fail 2"' in browser.get(f"{PAGE}/checks/{earlier}").text
    assert 'aria-label="Pass 3"' in browser.get(PAGE).text
    assert f"/checks/{earlier}?status=fail#clauses" in browser.get(f"{PAGE}/checks/{earlier}").text
    assert browser.get(f"{PAGE}/checks/{'0' * 32}").status_code == 404
    assert browser.get(f"{PAGE}/checks?before={'0' * 32}").status_code == 404


def test_the_history_is_paged(app: Flask, office: Office, clock: Clock) -> None:
    browser = auditor(office)
    assert "Nothing has been checked yet" in browser.get(f"{PAGE}/checks").text
    first = keep(app)
    for _ in range(conformance.PAGE):
        clock.move(seconds=1)
        keep(app)
    page = browser.get(f"{PAGE}/checks").text
    older = page.partition('rel="next" href="')[2].partition('"')[0]

    assert first not in page
    assert first in browser.get(older).text
    assert f'rel="prev" href="{PAGE}/checks"' in browser.get(older).text


def test_failures_are_on_the_administrators_work_list_and_on_no_other(
    app: Flask, office: Office, clock: Clock
) -> None:
    keep(app)

    own = administrator(office).get("/").text
    assert "Policy not kept" in own
    assert "2 clauses fail" in own
    assert "466.4(b)" in own
    assert "Policy not kept" not in auditor(office).get("/").text
    untrained = office.hire("captain", "administrative_division_commander", trained=False)
    assert "Policy not kept" in office.browser(untrained).get("/").text

    clock.move(seconds=1)
    keep(app, MIXED | registry(control(LIST)))
    assert "Policy not kept" not in administrator(office).get("/").text
