import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.access import Duty, Tier
from portal.agencies import ProfileError, load, slugs
from portal.agencies.citation import OWN_SECTION
from portal.agencies.profile import PROFILES
from tests.agencies.conftest import raw


def sections(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every citation of a document with its place."""
    if isinstance(part, dict):
        for name, value in part.items():
            here = f"{path}.{name}"
            if isinstance(value, str) and (name.endswith("section") or path.endswith(".sections")):
                yield here, value
            else:
                yield from sections(value, here)
    elif isinstance(part, list):
        for index, item in enumerate(part):
            yield from sections(item, f"{path}.{index}")


def test_five_agencies_are_shipped_and_the_template_is_none_of_them() -> None:
    assert len(slugs()) == 5
    assert "template" not in slugs()


def test_every_profile_loads(slug: str) -> None:
    profile = load(slug)
    assert profile.agency.slug == slug
    assert len(profile.rules) >= 12


def test_an_unknown_slug_is_answered_with_the_ones_there_are() -> None:
    with pytest.raises(ProfileError) as raised:
        load("nowhere")
    assert all(slug in str(raised.value) for slug in slugs())


def test_a_path_is_no_slug() -> None:
    with pytest.raises(ProfileError, match="there is none"):
        load("../agencies/profiles/template")


def test_every_citation_is_of_the_agency_s_own_policy_or_of_law(slug: str) -> None:
    number = load(slug).policy.number
    cited = list(sections(raw(slug)))
    assert len(cited) > 60
    for place, citation in cited:
        own = citation.startswith(f"{number}.")
        assert own or re.match(r"(Civil|Government) Code \d|11 CCR \d|CJIS [A-Z]{2}-\d", citation), (
            place,
            citation,
        )


def test_every_section_cited_is_a_heading_of_the_adopted_text(slug: str, policy_text: str) -> None:
    for place, citation in sections(raw(slug)):
        if OWN_SECTION.fullmatch(citation):
            heading = re.split(r"[(/]", citation)[0]
            assert re.search(rf"(?m)^[\s#*]*{re.escape(heading)}\s+[A-Z]", policy_text), (place, citation)


def test_every_section_of_the_adopted_text_that_states_a_rule_has_one_of_ours(
    slug: str, policy_text: str
) -> None:
    headings = re.findall(r"(?m)^[\s#*]*(\d{3}(?:\.\d+)+)\s+([A-Z].*)", policy_text)
    ruled = {re.split(r"[(/]", rule.section)[0] for rule in load(slug).rules}
    missing = {f"{number} {title}" for number, title in headings if number not in ruled}
    assert all("PURPOSE AND SCOPE" in heading for heading in missing), missing


def test_every_lettered_rule_on_operation_and_accountability_has_one_of_ours(slug: str) -> None:
    profile = load(slug)
    ruled = {rule.section for rule in profile.rules}
    operations, accountability = profile.policy.sections["purposes"], profile.policy.sections["monitoring"]
    assert {f"{operations}({letter})" for letter in "abcdef"} <= ruled
    assert {f"{accountability}({letter})" for letter in "abc"} <= ruled


def test_every_duty_every_agency_has_is_listed(slug: str) -> None:
    profile = load(slug)
    assert {Duty.ADMINISTRATOR, Duty.CUSTODIAN_OF_RECORDS, Duty.SUPERVISOR} <= set(profile.duties)


def test_with_the_demo_s_answers_somebody_has_full_access_and_somebody_works_the_hits(slug: str) -> None:
    profile = load(slug)
    answered = profile.with_answers(profile.demo.answers)
    assert any(title.tier is Tier.FULL for title in answered.titles)
    assert answered.holders_of(Duty.DISPATCH)
    assert answered.holders_of(Duty.SUPERVISOR)


def test_a_profile_cannot_be_changed(slug: str) -> None:
    profile = load(slug)
    with pytest.raises(ValueError, match="frozen"):
        profile.audit.cadence = "yearly"


def test_a_file_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    """The same text is validated once, and no longer counts once the file says something else."""
    file = tmp_path / "sample.toml"
    text = (
        (PROFILES / "template.toml")
        .read_text(encoding="utf-8")
        .replace('slug = "template"', 'slug = "sample"')
    )
    file.write_text(text, encoding="utf-8")
    before = load("sample", tmp_path)
    name = before.agency.name
    file.write_text(text.replace(f'"{name}"', '"Another Town"', 1), encoding="utf-8")
    after = load("sample", tmp_path)

    assert (after.agency.name, before.agency.name) == ("Another Town", name)
    assert after.version != before.version
