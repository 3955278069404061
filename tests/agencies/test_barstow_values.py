"""The richest of the five texts, value by value: what Policy 466 says and where."""

from functools import reduce
from typing import Any

import pytest

from portal.access import Duty, Tier
from portal.agencies import Profile, load

VALUES: list[tuple[str, Any, str, str]] = [
    # key, value, key of its section, section
    ("agency.kind", "city", "", ""),
    ("agency.vocabulary.organisation", "department", "", ""),
    ("agency.vocabulary.officer", "officer", "", ""),
    ("agency.time_zone", "America/Los_Angeles", "", ""),
    ("policy.number", "466", "", ""),
    ("publish.designee", "title", "publish.section", "466.3.1(e)"),
    ("access.clearance_gate", True, "access.section", "466.10"),
    ("training.max_age_years", None, "training.section", "466.8"),
    ("training.on_violation", "retrain", "training.violation_section", "466.6(e)"),
    ("training.modality", "shall", "training.gate_section", "466.4(d)"),
    ("purposes.standard", "legitimate", "purposes.section", "466.6(b)"),
    ("search.case_number", "asked", "search.section", "466.6(b)"),
    ("search.suspicion", False, "search.section", "466.6(b)"),
    ("log.regime", "sb34", "log.section", "466.6(a)"),
    ("clets.dispatch", "shall", "clets.dispatch_section", "466.9(a)"),
    ("clets.patrol", "if_practicable", "clets.patrol_section", "466.4(f)"),
    ("hotlist.custom", True, "hotlist.section", "466.11"),
    ("hotlist.max_age_hours", 72, "hotlist.age_section", "466.11"),
    ("hotlist.age_modality", "should", "hotlist.removal_section", "466.11"),
    ("hotlist.refresh_needs_approval", True, "hotlist.section", "466.11"),
    ("dispatch.procedure", True, "dispatch.section", "466.9"),
    ("retention.legal_basis", "Government Code 34090.6", "", ""),
    ("retention.evidence.deadline", "before-purge", "retention.evidence.section", "466.5"),
    ("retention.evidence.modality", "shall", "retention.evidence.section", "466.5"),
    ("transfer.mode", "procedure", "transfer.section", "466.5"),
    ("release.form", "written", "release.form_section", "466.7(a)"),
    ("release.fields", ("agency", "person", "purpose"), "release.form_section", "466.7(a)"),
    ("release.kept_on_file", True, "release.kept_section", "466.7(c)"),
    ("release.others_policy", "Records Maintenance and Release Policy", "release.others_section", "466.7"),
    ("audit.cadence", "quarterly", "audit.section", "466.6(c)"),
    ("audit.modality", "shall", "audit.section", "466.6(c)"),
    ("account_review.cadence", "quarterly", "account_review.section", "466.6(d)"),
    ("annual_report.required", True, "annual_report.section", "466.6(d)"),
    ("annual_report.to", Duty.REPORT_RECIPIENT, "annual_report.section", "466.6(d)"),
    ("agreements.enabled", False, "", ""),
    ("incident.required", True, "incident.section", "466.6(e)"),
    ("breach.policy", "Records Release and Maintenance Policy", "breach.section", "466.6"),
]

ADC = "Administrative Division Commander"
ODC = "Operations Division Commander"
HOLDERS: list[tuple[Duty, tuple[str, ...], str]] = [
    (Duty.ADMINISTRATOR, (ADC,), "466.3.1"),
    (Duty.PERMISSION_ASSIGNER, (ADC,), "466.10"),
    (Duty.ACCOUNT_CREATOR, (ADC, "Information Technology Manager"), "466.10"),
    (Duty.ACCOUNT_REVIEWER, (ADC,), "466.6(d)"),
    (Duty.TRAINING_KEEPER, ("Administrative Training Corporal",), "466.8"),
    (Duty.RELEASE_APPROVER, (ADC,), "466.7(b)"),
    (Duty.RELEASE_DESIGNEE, (ODC, "Watch Commander"), "466.7(b)"),
    (Duty.AUDIT_DIRECTOR, (ADC,), "466.6(c)"),
    (Duty.CUSTODIAN_OF_RECORDS, ("Custodian of Records",), "466.3.1(f)"),
    (Duty.HOTLIST_APPROVER, (ODC, ADC, "Chief of Police"), "466.11"),
    (Duty.REPORT_RECIPIENT, ("Chief of Police",), "466.6(d)"),
    (Duty.DISPATCH, ("Dispatch Supervisor", "Dispatcher"), "466.9"),
]


@pytest.fixture(scope="module")
def barstow() -> Profile:
    return load("barstow")


def at(profile: Profile, key: str) -> Any:
    return reduce(getattr, key.split("."), profile)


@pytest.mark.parametrize(("key", "value", "section_key", "section"), VALUES, ids=[row[0] for row in VALUES])
def test_a_value_is_the_text_s_and_names_its_section(
    barstow: Profile, key: str, value: object, section_key: str, section: str
) -> None:
    assert at(barstow, key) == value
    if section_key:
        assert at(barstow, section_key) == section


@pytest.mark.parametrize(("duty", "holders", "section"), HOLDERS, ids=[row[0].value for row in HOLDERS])
def test_a_duty_is_carried_by_whom_the_text_names(
    barstow: Profile, duty: Duty, holders: tuple[str, ...], section: str
) -> None:
    assert barstow.holders_of(duty) == holders
    assert barstow.duties[duty].section == section


def test_a_duty_the_text_does_not_know_has_no_holder(barstow: Profile) -> None:
    assert barstow.holders_of(Duty.AGREEMENT_SIGNER) == ()
    assert barstow.holders_of(Duty.OVERSIGHT) == ()


def test_eight_titles_have_full_access_three_limited_and_the_vendor_its_own_tier(barstow: Profile) -> None:
    tiers = [title.tier for title in barstow.titles]
    assert [tiers.count(tier) for tier in (Tier.FULL, Tier.LIMITED, Tier.VENDOR)] == [8, 3, 1]
    vendor = next(title for title in barstow.titles if title.tier is Tier.VENDOR)
    assert vendor.organisation == "Flock Safety Group Inc."


@pytest.mark.parametrize(
    ("title", "first", "then"),
    [
        (
            "patrol_officer",
            ["operations_division_commander"],
            ["administrative_division_commander", "chief_of_police"],
        ),
        (
            "corporal",
            ["operations_division_commander"],
            ["administrative_division_commander", "chief_of_police"],
        ),
        (
            "detective",
            ["administrative_division_commander"],
            ["operations_division_commander", "chief_of_police"],
        ),
        (
            "detective_sergeant",
            ["administrative_division_commander"],
            ["operations_division_commander", "chief_of_police"],
        ),
    ],
)
def test_a_request_takes_the_chain_of_its_requester_s_title(
    barstow: Profile, title: str, first: list[str], then: list[str]
) -> None:
    chain = barstow.chain_for(title)
    assert chain is not None
    assert [list(step.posts) for step in chain.steps] == [first, then]
    assert {step.section for step in chain.steps} == {"466.11"}


def test_the_chief_s_own_request_goes_to_either_division_commander(barstow: Profile) -> None:
    chain = barstow.chain_for("chief_of_police")
    assert chain is not None
    assert [set(step.posts) for step in chain.steps] == [
        {"operations_division_commander", "administrative_division_commander"}
    ]


@pytest.mark.parametrize("title", ["dispatcher", "information_technology_manager", "vendor_technician"])
def test_limited_titles_may_not_request_an_entry(barstow: Profile, title: str) -> None:
    assert barstow.chain_for(title) is None


def test_the_dispatch_steps_are_five_and_the_announcement_needs_a_positive_confirmation(
    barstow: Profile,
) -> None:
    needs = {step.key: step.needs for step in barstow.dispatch.steps}
    assert needs == {
        "a": None,
        "b": "confirmation-started",
        "c": "confirmation-started",
        "d": "positive-confirmation",
        "e": "confirmation-started",
    }
    assert [step.section for step in barstow.dispatch.steps] == [f"466.9({key})" for key in "abcde"]


def test_the_server_keeps_a_year_and_the_vendor_s_cloud_thirty_days(barstow: Profile) -> None:
    kept = {
        key: (source.minimum.years, source.minimum.days, source.purged_by)
        for key, source in barstow.retention.sources.items()
        if source.minimum
    }
    assert kept == {"server": (1, None, "portal"), "flock": (None, 30, "vendor")}


def test_training_covers_four_things(barstow: Profile) -> None:
    assert len(barstow.training.items) == 4


def test_searching_knows_leads_and_crime_analysis_beside_the_three_kinds(barstow: Profile) -> None:
    assert {purpose.key for purpose in barstow.purposes.search} == {
        "criminal_investigation",
        "civil_action",
        "administrative_action",
        "investigatory_leads",
        "crime_analysis",
        "other_legitimate",
    }


def test_duties_follow_the_posts_held_and_the_title(barstow: Profile) -> None:
    assert barstow.duties_of(["watch_commander"], "sergeant") == {Duty.RELEASE_DESIGNEE, Duty.SUPERVISOR}
    assert barstow.duties_of([], "information_technology_manager") == {Duty.ACCOUNT_CREATOR}
    assert barstow.duties_of([], "patrol_officer") == frozenset()


def test_the_captain_is_a_rank_and_the_commander_a_post(barstow: Profile) -> None:
    assert barstow.post("administrative_division_commander").rank == "captain"
    assert Duty.ADMINISTRATOR not in barstow.duties_of(["operations_division_commander"], "captain")
