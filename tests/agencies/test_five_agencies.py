"""What differs between the five agencies, value by value, with the section each rests on and how binding it is."""

from functools import reduce
from typing import Any

import pytest

from portal.access import Duty, Tier
from portal.agencies import Profile, load

AGENCIES = ("coronado", "fresno", "barstow", "piedmont", "west-covina")
GOVERNMENT = "Government Code 34090.6"
CIVIL = "Civil Code 1798.90."

VALUES: dict[str, tuple[object, ...]] = {
    "agency.kind": ("city", "county", "city", "city", "city"),
    "agency.vocabulary.organisation": ("department", "office", "department", "department", "department"),
    "agency.vocabulary.officer": ("officer", "deputy", "officer", "officer", "officer"),
    "policy.number": ("426", "430", "466", "438", "462"),
    "publish.designee": ("title-and-name", "title-and-name", "title", "title-and-name", "title"),
    "release.form": ("written", "written", "written", "forwarded", "by-law"),
    "access.clearance_gate": (False, False, True, False, False),
    "training.max_age_years": (None, None, None, 1, None),
    "training.on_violation": (None, None, "retrain", None, None),
    "purposes.standard": (*["legitimate"] * 4, "articulable-suspicion"),
    "search.case_number": (*["asked"] * 4, "required"),
    "search.suspicion": (*[False] * 4, True),
    "log.regime": (*["sb34"] * 4, "sb34-and-criminal-history"),
    "log.keep_years": (1, 1, 1, 1, 3),
    "clets.patrol": ("if_practicable",) * 5,
    "clets.dispatch": (None, None, "shall", None, None),
    "clets.restricted": (*[("agency", "state", "federal")] * 4, ("clets",)),
    "hotlist.custom": (False, False, True, False, False),
    "hotlist.max_age_hours": (None, None, 72, None, None),
    "dispatch.procedure": (False, False, True, False, False),
    "retention.legal_basis": (GOVERNMENT, "Government Code 26202.6", GOVERNMENT, GOVERNMENT, None),
    "retention.evidence.deadline": (None, None, "before-purge", None, None),
    "retention.evidence.media": (
        "Portable media",
        "Portable media",
        "CD, DVD or other portable media",
        "Portable media",
        None,
    ),
    "transfer.mode": (*["procedure"] * 4, "shift"),
    "transfer.device_purge": (*[False] * 4, True),
    "audit.cadence": (None, None, "quarterly", None, None),
    "account_review.cadence": ("yearly", "yearly", "quarterly", "yearly", "yearly"),
    "annual_report.required": (False, False, True, False, False),
    "agreements.enabled": (False, False, False, True, False),
    "incident.required": (False, False, True, False, False),
    "breach.policy": (*["Records Release and Maintenance Policy"] * 4, None),
}

SOURCES: dict[str, tuple[str, ...]] = {
    # the part, and for each agency the section and the modality
    "publish": (
        "426.3.1(e) shall",
        "430.2.1(e) shall",
        "466.3.1(e) shall",
        "438.2.1(e) shall",
        f"{CIVIL}51(b)(2)(E) statute",
    ),
    "training": ("426.4 should", "430.8 should", "466.8 shall", "438.7 shall", "462.3(d) shall"),
    "purposes": ("426.7(b) shall", "430.5(b) shall", "466.6(b) shall", "438.5(b) shall", "462.5(b) shall"),
    "search": (
        "426.7(b) reading",
        "430.5(b) reading",
        "466.6(b) reading",
        "438.5(b) reading",
        "462.5(b) shall",
    ),
    "log": ("426.7(a) shall", "430.5(a) shall", "466.6(a) shall", "438.5(a) shall", "462.5(c) shall"),
    "retention.evidence": (
        "426.6 should",
        "430.4 should",
        "466.5 shall",
        "438.4 should",
        f"{CIVIL}51(b)(2)(G) statute",
    ),
    "transfer": ("426.6 shall", "430.4 shall", "466.5 shall", "438.4 shall", "462.4(b) should"),
    "release": ("426.8 shall", "430.7 shall", "466.7 shall", "438.9 shall", "462.4 shall"),
    "audit": ("426.7(c) should", "430.5(c) should", "466.6(c) shall", "438.5(c) shall", "462.5(e) should"),
    "account_review": (
        "CJIS AC-2 statute",
        "CJIS AC-2 statute",
        "466.6(d) reading",
        "CJIS AC-2 statute",
        "CJIS AC-2 statute",
    ),
    "breach": ("426.7 shall", "430.5 shall", "466.6 shall", "438.5 shall", "Civil Code 1798.29 statute"),
}

DIRECTORS = {
    Duty.AUDIT_DIRECTOR: (
        "Support Services Division Commander",
        None,
        "Administrative Division Commander",
        "Support Services Division Commander",
        None,
    ),
    Duty.CUSTODIAN_OF_RECORDS: (*["Custodian of Records"] * 4, None),
    Duty.RELEASE_DESIGNEE: (
        "Authorized Designee for Releases",
        "Authorized Designee for Releases",
        "Operations Division Commander",
        None,
        None,
    ),
    Duty.ACCOUNT_CREATOR: (
        "Support Services Division Commander",
        None,
        "Administrative Division Commander",
        "Administration Operations Commander",
        None,
    ),
}

COUNTS = {
    # full, limited and vendor titles; training items; search purposes; dispatch steps
    "coronado": (0, 0, 0, 1, 4, 0),
    "fresno": (0, 0, 0, 1, 4, 0),
    "barstow": (8, 3, 1, 4, 6, 5),
    "piedmont": (0, 0, 0, 5, 4, 0),
    "west-covina": (0, 0, 0, 1, 2, 0),
}

KEPT = {
    # source: the least time, who purges, the law or schedule it rests on, section and modality
    "coronado": {"server": f"1 year, portal, {GOVERNMENT}, 426.6 should"},
    "fresno": {"server": f"1 year, portal, {GOVERNMENT}, 430.4 should"},
    "barstow": {
        "server": f"1 year, portal, {GOVERNMENT}, 466.5 should",
        "flock": "30 days, vendor, Established records retention schedule, 466.5 shall",
    },
    "piedmont": {"server": f"1 year, portal, {GOVERNMENT}, 438.4 should"},
    "west-covina": {"server": "open, portal, open, 462.4 reading"},
}


def at(profile: Profile, key: str) -> Any:
    return reduce(getattr, key.split("."), profile)


def kept(profile: Profile) -> dict[str, str]:
    told = {}
    for key, source in profile.retention.sources.items():
        least = source.minimum
        length = "open" if least is None else f"{least.years} year" if least.years else f"{least.days} days"
        told[key] = (
            f"{length}, {source.purged_by}, {source.basis or 'open'}, {source.section} {source.modality}"
        )
    return told


@pytest.mark.parametrize("key", VALUES)
def test_a_value_is_each_text_s_own(key: str) -> None:
    assert tuple(at(load(agency), key) for agency in AGENCIES) == VALUES[key]


@pytest.mark.parametrize("key", SOURCES)
def test_a_value_names_its_section_and_how_binding_it_is(key: str) -> None:
    parts = [at(load(agency), key) for agency in AGENCIES]
    assert tuple(f"{part.section} {part.modality}" for part in parts) == SOURCES[key]


@pytest.mark.parametrize("duty", DIRECTORS)
def test_a_duty_is_carried_by_whom_the_text_or_our_reading_names(duty: Duty) -> None:
    named = [load(agency).holders_of(duty) for agency in AGENCIES]
    assert tuple(held[0] if held else None for held in named) == DIRECTORS[duty]


@pytest.mark.parametrize("agency", AGENCIES)
def test_what_is_listed_is_as_many_as_the_text_lists(agency: str) -> None:
    profile = load(agency)
    tiers = [title.tier for title in profile.titles]
    assert COUNTS[agency] == (
        *(tiers.count(tier) for tier in (Tier.FULL, Tier.LIMITED, Tier.VENDOR)),
        len(profile.training.items),
        len(profile.purposes.search),
        len(profile.dispatch.steps),
    )


@pytest.mark.parametrize("agency", AGENCIES)
def test_reads_are_kept_as_long_as_the_text_says_and_no_default_fills_its_silence(agency: str) -> None:
    assert kept(load(agency)) == KEPT[agency]


@pytest.mark.parametrize("agency", AGENCIES)
def test_a_release_needs_agency_person_and_purpose_whatever_the_form(agency: str) -> None:
    assert load(agency).release.fields == ("agency", "person", "purpose")
