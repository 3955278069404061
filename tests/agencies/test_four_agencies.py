"""What sets the other four texts apart."""

import pytest

from portal.access import Duty
from portal.agencies import load

ADMINISTRATORS = [
    ("coronado", ("Support Services Division Commander",), "426.3.1"),
    ("fresno", (), "430.2.1"),
    ("piedmont", ("Administration Operations Commander",), "438.2.1"),
    ("west-covina", (), "462.2"),
]
KEEPERS = [
    ("coronado", ("Training Coordinator",), "426.4"),
    ("fresno", ("Training Manager",), "430.8"),
    ("piedmont", ("Training Sergeant",), "438.10"),
    ("west-covina", (), "462.3(d)"),
]
APPROVERS = [
    ("coronado", ("Support Services Division Commander",), "426.8(b)"),
    ("fresno", ("Administrative Services Bureau Commander",), "430.7(b)"),
    ("piedmont", ("Support Services Division Commander",), "438.9"),
    ("west-covina", (), "462.4"),
]
DUTIES = [
    (duty, *row)
    for duty, rows in (
        (Duty.ADMINISTRATOR, ADMINISTRATORS),
        (Duty.TRAINING_KEEPER, KEEPERS),
        (Duty.RELEASE_APPROVER, APPROVERS),
    )
    for row in rows
]


@pytest.mark.parametrize(("duty", "agency", "holders", "section"), DUTIES)
def test_a_duty_is_carried_by_whom_the_text_names(
    duty: Duty, agency: str, holders: tuple[str, ...], section: str
) -> None:
    profile = load(agency)
    assert profile.holders_of(duty) == holders
    assert profile.duties[duty].section == section


@pytest.mark.parametrize("agency", ["coronado", "fresno", "piedmont"])
def test_a_year_on_the_server_is_the_minimum(agency: str) -> None:
    server = load(agency).retention.sources["server"]
    assert server.minimum is not None
    assert (server.minimum.years, server.basis, server.modality) == (1, "Government Code 34090.6", "should")


def test_the_county_s_destruction_law_stands_beside_the_one_its_text_quotes() -> None:
    county = load("fresno")
    assert county.agency.kind == "county"
    assert county.retention.sources["server"].basis == "Government Code 34090.6"
    assert county.retention.legal_basis == "Government Code 26202.6"
    assert (county.agency.vocabulary.organisation, county.agency.vocabulary.officer) == ("office", "deputy")


def test_west_covina_asks_for_suspicion_and_a_case_and_knows_no_administrative_purpose() -> None:
    profile = load("west-covina")
    assert (profile.search.case_number, profile.search.suspicion) == ("required", True)
    assert profile.purposes.standard == "articulable-suspicion"
    assert {purpose.key for purpose in profile.purposes.search} == {"criminal_investigation", "civil_action"}
    assert (profile.log.regime, profile.log.keep_years) == ("sb34-and-criminal-history", 3)
    assert (profile.transfer.mode, profile.transfer.device_purge) == ("shift", True)
    assert profile.clets.restricted == ("clets",)


def test_piedmont_s_training_has_five_items_and_holds_a_year() -> None:
    training = load("piedmont").training
    assert len(training.items) == 5
    assert (training.max_age_years, training.max_age_section) == (1, "438.7")


def test_piedmont_s_audits_are_directed_by_another_post_than_the_administrator_s() -> None:
    profile = load("piedmont")
    assert profile.holders_of(Duty.AUDIT_DIRECTOR) == ("Support Services Division Commander",)
    assert not set(profile.holders_of(Duty.AUDIT_DIRECTOR)) & set(profile.holders_of(Duty.ADMINISTRATOR))
    assert profile.duties[Duty.AUDIT_DIRECTOR].section == "438.5(c)"


def test_piedmont_s_agreements_are_signed_by_the_chief() -> None:
    profile = load("piedmont")
    assert profile.agreements.enabled
    assert profile.holders_of(profile.agreements.signed_by) == ("Chief of Police",)


@pytest.mark.parametrize("agency", ["coronado", "fresno", "piedmont", "west-covina"])
def test_hotlist_and_dispatch_are_off_where_the_text_provides_for_neither(agency: str) -> None:
    profile = load(agency)
    assert not profile.hotlist.custom
    assert not profile.dispatch.procedure
    assert not profile.annual_report.required


def test_a_duty_the_same_as_another_follows_its_holders() -> None:
    county = load("fresno")
    assert county.holders_of(Duty.ACCOUNT_CREATOR) == ()
    named = county.with_answers({"duties.administrator.posts": ["administrative_services_bureau_commander"]})
    assert named.holders_of(Duty.ACCOUNT_CREATOR) == ("Administrative Services Bureau Commander",)


def test_a_duty_with_holders_of_its_own_no_longer_follows() -> None:
    answers = {"duties.audit_director.posts": ["training_coordinator"]}
    assert load("coronado").with_answers(answers).holders_of(Duty.AUDIT_DIRECTOR) == ("Training Coordinator",)
