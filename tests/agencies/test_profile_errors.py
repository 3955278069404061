from pathlib import Path
from typing import Any

import pytest

from portal.agencies import Profile, ProfileError, load
from portal.agencies.profile import PROFILES


def problems(document: dict[str, Any]) -> dict[str, str]:
    """Place and message of every problem of the document."""
    with pytest.raises(ProfileError) as raised:
        Profile.from_document(document, "spoiled.toml")
    lines = str(raised.value).splitlines()
    assert "spoiled.toml" in lines[0]
    assert tuple(line.strip() for line in lines[1:]) == raised.value.problems
    return dict(problem.split(": ", 1) for problem in raised.value.problems)


def test_all_errors_are_listed_at_once_each_with_its_place(example: dict[str, Any]) -> None:
    example["audit"]["cadense"] = "quarterly"
    example["log"]["keep_years"] = "one"
    example["hotlist"]["chains"][0]["steps"][1]["posts"] = ["mayor"]
    example["titles"].append(dict(example["titles"][0]))
    example["training"]["items"][0]["section"] = "999.5"
    del example["breach"]
    found = problems(example)
    assert set(found) == {
        "audit.cadense",
        "log.keep_years",
        "hotlist.chains.patrol.steps.1.posts.0",
        "titles.chief",
        "training.items.policy.section",
        "breach",
    }
    assert "unknown key" in found["audit.cadense"]
    assert "integer" in found["log.keep_years"]
    assert "'mayor'" in found["hotlist.chains.patrol.steps.1.posts.0"]
    assert "2 times" in found["titles.chief"]
    assert "policy 400" in found["training.items.policy.section"]
    assert found["breach"] == "missing"


def test_a_number_written_as_text_is_not_guessed_at(example: dict[str, Any]) -> None:
    example["hotlist"]["max_age_hours"] = "72"
    assert set(problems(example)) == {"hotlist.max_age_hours"}


def test_a_title_of_an_unknown_chain_is_refused(example: dict[str, Any]) -> None:
    example["titles"][0]["chain"] = "harbour"
    assert "'harbour'" in problems(example)["titles.chief.chain"]


def test_a_duty_that_does_not_exist_is_refused(example: dict[str, Any]) -> None:
    example["duties"]["king"] = {"posts": ["chief"], "section": "400.2", "modality": "shall"}
    assert set(problems(example)) == {"duties.king"}


def test_a_missing_duty_is_named(example: dict[str, Any]) -> None:
    del example["duties"]["administrator"]
    assert "administrator missing" in problems(example)["duties"]


def test_same_as_must_lead_to_a_duty_with_holders_of_its_own(example: dict[str, Any]) -> None:
    example["duties"]["account_creator"]["same_as"] = "account_reviewer"
    assert "same_as" in problems(example)["duties"]


@pytest.mark.parametrize("minimum", [{}, {"years": 1, "days": 30}, {"years": 0}])
def test_a_period_is_years_or_days(example: dict[str, Any], minimum: dict[str, int]) -> None:
    example["retention"]["sources"]["server"]["minimum"] = minimum
    assert all(place.startswith("retention.sources.server.minimum") for place in problems(example))


def test_a_statute_is_written_as_a_citation(example: dict[str, Any]) -> None:
    example["retention"]["legal_basis"] = "the usual one"
    assert "Civil Code 1798.90.51" in problems(example)["retention.legal_basis"]


@pytest.mark.parametrize(
    ("table", "key"),
    [("hotlist", "age_section"), ("clets", "dispatch_section"), ("training", "max_age_section")],
)
def test_a_value_without_its_section_is_refused(example: dict[str, Any], table: str, key: str) -> None:
    del example[table][key]
    assert "together or not at all" in problems(example)[table]


def test_a_procedure_needs_its_steps(example: dict[str, Any]) -> None:
    example["dispatch"]["steps"] = []
    assert set(problems(example)) == {"dispatch"}


def test_own_entries_need_a_chain(example: dict[str, Any]) -> None:
    example["hotlist"]["chains"] = []
    assert "chain" in problems(example)["hotlist"]


@pytest.mark.parametrize("duty", ["hotlist_approver", "report_recipient", "agreement_signer"])
def test_what_is_switched_on_needs_somebody_to_carry_it(example: dict[str, Any], duty: str) -> None:
    del example["duties"][duty]
    with pytest.raises(ProfileError, match=f"duties.{duty}"):
        Profile.from_document(example, "spoiled.toml")


def test_a_chain_names_approvers_only(example: dict[str, Any]) -> None:
    example["hotlist"]["chains"][0]["steps"][1]["posts"] = ["records_manager"]
    with pytest.raises(ProfileError, match="'records_manager'"):
        Profile.from_document(example, "spoiled.toml")


def test_an_unknown_time_zone_is_refused(example: dict[str, Any]) -> None:
    example["agency"]["time_zone"] = "America/Gotham"
    assert set(problems(example)) == {"agency.time_zone"}


def test_a_file_that_is_not_toml_says_where(tmp_path: Path) -> None:
    (tmp_path / "sixth.toml").write_text("[agency]\nslug = 'a'\nslug = 'b'\n")
    with pytest.raises(ProfileError, match=r"sixth\.toml[\s\S]*line 3"):
        load("sixth", tmp_path)


def test_a_file_that_is_not_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sixth.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match="not valid TOML"):
        load("sixth", tmp_path)


def test_a_profile_under_another_agency_s_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sixth.toml").write_bytes((PROFILES / "template.toml").read_bytes())
    with pytest.raises(ProfileError, match=r"agency\.slug: must be 'sixth'"):
        load("sixth", tmp_path)
