"""The page that says whom to call."""

from tests.office import Office
from tests.services.changing_posts import ADC, CHIEF, ODC


def words(text: str) -> str:
    return " ".join(text.split())


def test_an_officer_reads_first_whom_to_call_for_their_own_request(office: Office) -> None:
    officer, untrained = office.hire("patrol_officer"), office.hire("captain", ODC, trained=False)
    administrative = office.hire("captain", ADC)
    office.hire("chief_of_police", CHIEF)

    page = words(office.browser(officer).get("/people/authority").text)
    own, _, rest = page.partition('aria-label="On this page"')

    assert "Your own hotlist request" in own
    assert f"<strong>{administrative.full_name}</strong>, Administrative Division Commander" in own
    assert untrained.full_name not in own
    assert f"{untrained.full_name} " in rest
    assert "Cannot act now: training missing" in rest
    assert "466.4(d)" in rest


def test_vacancies_are_said_and_who_can_help(office: Office) -> None:
    page = words(office.browser(office.hire("patrol_officer")).get("/people/authority").text)

    assert "Nobody can act now" in page
    assert page.count("Vacant") > 5
    assert "Nobody on shift" in page


def test_names_are_for_people_who_are_signed_in_and_see_posts(office: Office) -> None:
    commander = office.hire("captain", ODC)

    assert office.browser().get("/people/authority").status_code == 303
    refused = office.browser(office.hire("vendor_technician")).get("/people/authority")
    assert refused.status_code == 403
    assert commander.full_name not in refused.text
