"""A file becomes a draft or nothing; the draft is mended, its doubts settled, and put aside."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from portal.config import Settings
from portal.models import PolicyVersion, Proposal
from portal.rules import RuleBroken
from portal.services.policy import importing, versions
from portal.services.policy.adopted import UnreadableText
from tests.adopted import CLAUSES, GAP, LATER, OTHER, POLICY, UNREADABLE, bind
from tests.office import Member, Office
from tests.services.doing import doing, on_record
from tests.services.policy.going_public import (
    ADMINISTRATOR,
    ADOPTED,
    SECOND,
    count,
    imported,
    on_file,
    proposed,
    published,
)

MANUAL = POLICY.replace(b"cars and", b"cars and more " * 20_000)
"""As long as no policy is."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    bind(settings)
    return settings


@pytest.fixture
def administrator(office: Office) -> Member:
    return office.hire(*ADMINISTRATOR)


def test_an_import_keeps_source_text_and_clauses_as_a_draft(office: Office, administrator: Member) -> None:
    number = imported(office, administrator)

    version = on_file(office, number)
    assert number == 1
    assert [clause.id for clause in versions.clauses(version)] == list(CLAUSES)
    assert (version.title, version.source_name, version.adopted_on) == (
        "Roadside Plate Cameras",
        "policy.txt",
        ADOPTED,
    )
    assert version.source == version.text == POLICY.decode()
    assert version.source_sha256 == sha256(POLICY).hexdigest()
    assert version.imported_by_id == administrator.person_id
    (told,) = on_record(office, "policy.imported")
    assert (told.user_name, told.subject_id) == (administrator.user_name, version.id)


def test_versions_are_counted_on_past_discarded_ones(office: Office, administrator: Member) -> None:
    first = imported(office, administrator)
    with doing(office, administrator) as work:
        importing.discard(work, versions.numbered(work.session, first))

    assert imported(office, administrator) == 2


def too_large() -> bytes:
    return POLICY + b"x" * 11_000_000


@pytest.mark.parametrize("what", [*UNREADABLE, "too large"])
def test_what_cannot_be_read_is_refused_in_a_sentence_and_not_stored(
    office: Office, administrator: Member, what: str
) -> None:
    with pytest.raises(UnreadableText) as refused:
        imported(office, administrator, UNREADABLE.get(what, too_large)())

    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)
    assert count(office, PolicyVersion) == 0
    assert on_record(office, "policy.imported") == []


def test_the_text_of_another_policy_is_not_stored(office: Office, administrator: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        imported(office, administrator, OTHER)

    assert (refused.value.code, refused.value.field) == ("import.other-policy", "text")
    assert count(office, PolicyVersion) == 0


def test_a_whole_manual_is_neither_imported_nor_put_in_by_hand(office: Office, administrator: Member) -> None:
    with pytest.raises(UnreadableText, match="by itself"):
        imported(office, administrator, MANUAL)
    assert count(office, PolicyVersion) == 0

    number = imported(office, administrator)
    with pytest.raises(RuleBroken) as refused, doing(office, administrator) as work:
        importing.mend(work, versions.numbered(work.session, number), MANUAL.decode(), ADOPTED)
    assert (refused.value.code, refused.value.field) == ("import.too-long", "text")


def test_a_file_that_is_an_open_draft_is_not_imported_twice(office: Office, administrator: Member) -> None:
    imported(office, administrator)

    with pytest.raises(RuleBroken, match="draft 1 already"):
        imported(office, administrator)
    assert imported(office, administrator, LATER) == 2
    assert count(office, PolicyVersion) == 2


def test_mending_reads_the_text_anew_and_keeps_the_source(office: Office, administrator: Member) -> None:
    number = imported(office, administrator, GAP)
    day = ADOPTED - timedelta(days=1)

    with doing(office, administrator) as work:
        importing.mend(work, versions.numbered(work.session, number), POLICY.decode(), day)

    version = on_file(office, number)
    assert [clause.id for clause in versions.clauses(version)] == list(CLAUSES)
    assert (version.source, version.text, version.adopted_on) == (GAP.decode(), POLICY.decode(), day)
    (told,) = on_record(office, "policy.draft-mended")
    assert told.changes[f"policy_version/{version.id}"]["text"] == [GAP.decode(), POLICY.decode()]


@pytest.mark.parametrize("text", ["No numbers at all.", OTHER.decode()])
def test_a_text_that_cannot_be_is_not_mended_into(office: Office, administrator: Member, text: str) -> None:
    number = imported(office, administrator)

    with pytest.raises((UnreadableText, RuleBroken)), doing(office, administrator) as work:
        importing.mend(work, versions.numbered(work.session, number), text, ADOPTED)

    assert on_file(office, number).text == POLICY.decode()


def doubts(office: Office, number: int) -> list[str]:
    return [each.name for each in importing.open_doubts(on_file(office, number))]


def settle(office: Office, member: Member, number: int, doubt: str) -> None:
    with doing(office, member) as work:
        importing.settle(work, versions.numbered(work.session, number), doubt)


def test_a_doubt_is_settled_by_name_once(office: Office, administrator: Member) -> None:
    number = imported(office, administrator, GAP)
    (doubt,) = doubts(office, number)

    settle(office, administrator, number, doubt)

    assert doubts(office, number) == []
    assert [row.outcome for row in on_record(office, "policy.draft-mended")] == ["settled"]
    for again in (doubt, "a doubt of nobody"):
        with pytest.raises(RuleBroken, match="no longer"):
            settle(office, administrator, number, again)


@pytest.mark.parametrize(
    ("mended", "asked"),
    [
        (GAP.replace(b"466.2 RULES", b"\n\n466.2 RULES"), False),
        (GAP.replace(b"for three years", b"for a time"), True),
        (POLICY, False),
    ],
)
def test_what_was_settled_stays_so_until_its_own_line_changes(
    office: Office, administrator: Member, mended: bytes, asked: bool
) -> None:
    number = imported(office, administrator, GAP)
    settle(office, administrator, number, doubts(office, number)[0])

    with doing(office, administrator) as work:
        importing.mend(work, versions.numbered(work.session, number), mended.decode(), ADOPTED)

    assert bool(doubts(office, number)) == asked
    assert bool(on_file(office, number).settled) == (mended != POLICY and not asked)


def change_in_every_way(office: Office, member: Member, number: int) -> list[str]:
    """What each way of changing a draft is refused with."""
    ways = (
        lambda work, version: importing.mend(work, version, LATER.decode(), ADOPTED),
        lambda work, version: importing.settle(work, version, "a doubt"),
        lambda work, version: importing.discard(work, version),
    )
    codes = []
    for way in ways:
        with pytest.raises(RuleBroken) as refused, doing(office, member) as work:
            way(work, versions.numbered(work.session, number))
        codes.append(refused.value.code)
    return codes


def test_a_draft_that_waits_is_published_or_put_aside_changes_no_more(
    office: Office, administrator: Member
) -> None:
    waits = imported(office, administrator)
    proposed(office, administrator, waits)
    aside = imported(office, administrator, LATER)
    with doing(office, administrator) as work:
        importing.discard(work, versions.numbered(work.session, aside))
    public = published(office, administrator, office.hire(*SECOND), LATER)

    assert change_in_every_way(office, administrator, waits) == ["draft.proposed"] * 3
    assert change_in_every_way(office, administrator, aside) == ["draft.discarded"] * 3
    assert change_in_every_way(office, administrator, public) == ["draft.published"] * 3
    assert on_file(office, waits).text == POLICY.decode()
    with office.app.extensions["open_reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Proposal)) == 2
