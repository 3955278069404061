"""The pages of the policy's text: imported, read beside its source, published by two, seen by whoever may."""

import html
import io
import re
from typing import Any

import pytest

from portal.config import Settings
from portal.models import PolicyPublication, PolicyVersion, Procedure, Proposal, PublicMeeting
from tests.adopted import GAP, LATER, OTHER, POLICY, UNREADABLE, bind
from tests.office import Browser, Member, Office
from tests.services.doing import on_record
from tests.services.policy.going_public import (
    ADMINISTRATOR,
    COUNCIL,
    SECOND,
    THIRD,
    TODAY,
    count,
    imported,
    met,
    on_file,
    proposed,
    published,
    shown,
)

DAY = "2026-09-23"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    bind(settings)
    return settings


@pytest.fixture
def administrator(office: Office) -> Member:
    return office.hire(*ADMINISTRATOR)


@pytest.fixture
def desk(office: Office, administrator: Member) -> Browser:
    return office.browser(administrator)


def upload(desk: Browser, data: bytes = POLICY, name: str = "policy.txt", day: str = DAY) -> Any:
    return desk.post("/policy/drafts", {"text": (io.BytesIO(data), name), "adopted_on": day})


def upload_large(desk: Browser, megabytes: int) -> Any:
    """The form with a file that the test's client would else put on disk."""
    head = 'Content-Disposition: form-data; name="text"; filename="policy.txt"'
    body = (
        f"--edge\r\n{head}\r\n\r\n".encode() + POLICY + b"x" * megabytes * 1024 * 1024 + b"\r\n--edge--\r\n"
    )
    kind = "multipart/form-data; boundary=edge"
    return desk.post("/policy/drafts", data=body, content_type=kind)


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_before_there_is_a_text_the_page_says_how_to_import_one(desk: Browser) -> None:
    said = text_of(desk.get("/policy/drafts").text)

    assert "flask policy import FILE --adopted-on DAY" in said
    for empty in (
        "No draft",
        "Nothing is published yet",
        "No meeting is on file",
        "No procedure is published",
    ):
        assert empty in said
    assert desk.get("/policy/drafts/new").status_code == 200


def test_a_file_becomes_a_draft_beside_its_source(desk: Browser, office: Office) -> None:
    answer = upload(desk, name="clerk/policy 466.txt")

    assert (answer.status_code, answer.location) == (303, "/policy/drafts/1")
    page = text_of(desk.get("/policy/drafts/1").text)
    assert "policy 466.txt" in page
    assert "clerk" not in page
    assert "3 sections: 3 lettered, 0 numbered, 0 bullets, 3 paragraphs" in page
    assert "466.1(para 1) Roadside cameras help the town to find stolen cars and missing persons." in page
    assert "The profile binds every clause." in page
    assert "Draft 1" in desk.get("/policy/drafts").text


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_sent_back_with_a_sentence(desk: Browser, office: Office, what: str) -> None:
    """Acceptance 6."""
    answer = upload(desk, UNREADABLE[what](), "policy.docx")

    assert answer.status_code == 422
    said = re.search(r'id="text-error">(.*?)</span>\s*<input', answer.text, re.DOTALL)
    assert said
    assert text_of(said[1]).endswith(".")
    assert count(office, PolicyVersion) == 0


@pytest.mark.parametrize(("megabytes", "status"), [(11, 422), (50, 413)])
def test_a_file_that_is_too_large_is_refused_in_a_sentence(
    desk: Browser, office: Office, megabytes: int, status: int
) -> None:
    answer = upload_large(desk, megabytes)

    assert answer.status_code == status
    assert "10 MB" in answer.text
    assert count(office, PolicyVersion) == 0


@pytest.mark.parametrize(
    ("data", "day", "said"),
    [(OTHER, DAY, "policy 777"), (POLICY, "", "Give the day"), (POLICY, "June", "Not a valid date")],
)
def test_what_does_not_fit_is_sent_back(
    desk: Browser, office: Office, data: bytes, day: str, said: str
) -> None:
    answer = upload(desk, data, day=day)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert count(office, PolicyVersion) == 0
    assert desk.post("/policy/drafts", {"adopted_on": DAY}).status_code == 422


def test_a_doubt_is_shown_beside_its_line_and_settled(
    desk: Browser, office: Office, administrator: Member
) -> None:
    number = imported(office, administrator, GAP)
    page = desk.get(f"/policy/drafts/{number}").text
    line = re.search(r'<a href="#(line-\d+)">Line', page)
    doubt = re.search(r'name="doubt" value="([^"]+)"', page)
    assert line
    assert doubt
    assert f'id="{line[1]}"' in page

    answer = desk.post(f"/policy/drafts/{number}/doubts", {"doubt": html.unescape(doubt[1])})

    assert answer.status_code == 303
    assert "Nothing is left in doubt." in desk.get(f"/policy/drafts/{number}").text
    assert desk.post(f"/policy/drafts/{number}/doubts", {"doubt": "none such"}).status_code == 409


def test_what_is_unbound_is_listed(desk: Browser, office: Office, administrator: Member) -> None:
    number = imported(office, administrator, POLICY.replace(b"466.3 KEEPING", b"466.3.1 KEEPING"))

    page = text_of(desk.get(f"/policy/drafts/{number}").text)

    assert "Bind them in the profile; before that the text cannot be published. 466.3.1(para 1)" in page
    assert "binds clauses that this text does not have: 466.3(para 1)" in page


def test_the_text_is_mended_as_the_browser_sends_it(
    desk: Browser, office: Office, administrator: Member
) -> None:
    number = imported(office, administrator, GAP)
    mended = POLICY.decode().replace("\n466.3", "\f\n466.3")

    answer = desk.post(
        f"/policy/drafts/{number}/text", {"text": mended.replace("\n", "\r\n"), "adopted_on": "2026-09-22"}
    )

    assert answer.status_code == 303
    version = on_file(office, number)
    assert (version.text, version.adopted_on.isoformat()) == (mended, "2026-09-22")


@pytest.mark.parametrize("text", ["", "no numbers", OTHER.decode()])
def test_a_text_that_cannot_be_comes_back_as_it_was_typed(
    desk: Browser, office: Office, administrator: Member, text: str
) -> None:
    number = imported(office, administrator)

    answer = desk.post(f"/policy/drafts/{number}/text", {"text": text, "adopted_on": DAY})

    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert html.escape(text.strip()[:20]) in answer.text
    assert on_file(office, number).text == POLICY.decode()


def test_a_draft_is_discarded_and_stays_to_be_seen(
    desk: Browser, office: Office, administrator: Member
) -> None:
    number = imported(office, administrator)

    assert desk.post(f"/policy/drafts/{number}/discard").status_code == 303

    assert f"/policy/drafts/{number}" not in desk.get("/policy/drafts").text
    page = desk.get(f"/policy/drafts/{number}")
    assert (page.status_code, "Discarded" in page.text, 'name="text"' in page.text) == (200, True, False)
    assert desk.post(f"/policy/drafts/{number}/discard").status_code == 409
    assert desk.get("/policy/drafts/77").status_code == 404
    assert desk.post("/policy/drafts/77/discard").status_code == 404


def test_a_draft_with_doubts_or_unbound_clauses_says_what_stands_in_the_way(
    desk: Browser, office: Office, administrator: Member
) -> None:
    number = imported(office, administrator, GAP + b"\n466.4 ASKING\nAnybody may ask the town about it.\n")
    meeting = met(office, administrator)

    page = text_of(desk.get(f"/policy/drafts/{number}/publication").text)
    answer = desk.post(
        f"/policy/drafts/{number}/publication", {"meeting": meeting, "effective_on": TODAY.isoformat()}
    )

    assert "1 doubt of the import is open" in page
    assert "466.4(para 1)" in page
    assert answer.status_code == 409
    assert count(office, Proposal) == 0


def test_two_people_publish_a_version_page_by_page(desk: Browser, office: Office) -> None:
    second = office.hire(*SECOND)
    upload(desk)
    assert "No meeting is on file" in desk.get("/policy/drafts/1/publication").text
    meeting = {"body": "Town Council", "held_on": "2026-09-01", "link": COUNCIL.link, "note": "Item 7"}
    assert desk.post("/policy/meetings", meeting).status_code == 303
    form = desk.get("/policy/drafts/1/publication").text
    (choice,) = re.findall(r'<option value="(\w{32})">Town Council, 2026-09-01', form)

    answer = desk.post("/policy/drafts/1/publication", {"meeting": choice, "effective_on": TODAY.isoformat()})

    assert answer.status_code == 303
    address = answer.location
    mine = desk.get(address).text
    assert second.full_name in mine
    assert f"{address}/confirmation" not in mine
    other = office.browser(second)
    assert address in other.get("/").text, "on the work list"
    theirs = other.get(address).text
    assert "Nobody looks for a friend." in theirs
    assert COUNCIL.link in theirs
    seen = re.search(r'name="seen" value="(\w{64})"', theirs)
    assert seen
    assert other.post(f"{address}/confirmation", {"seen": seen[1]}).status_code == 303
    assert "Published" in other.get(address).text
    assert address not in other.get("/").text
    listed = text_of(desk.get("/policy/drafts").text)
    assert "Version 1 In force" in listed
    assert "Town Council, 1 Sep 2026" in listed


def test_ones_own_proposal_fails_by_form_and_by_raw_post(
    desk: Browser, office: Office, administrator: Member
) -> None:
    proposal_id = proposed(office, administrator, imported(office, administrator))
    address = f"/policy/publications/{proposal_id}"

    assert "/confirmation" not in desk.get(address).text
    for act in ("confirmation", "refusal"):
        body = {"seen": shown(office, proposal_id), "reason": "No."}
        assert desk.post(f"{address}/{act}", body).status_code == 409
    assert count(office, PolicyPublication) == 0
    assert [row.outcome for row in on_record(office, "act.refused")] == ["proposal.own"] * 2


def test_a_page_that_is_out_of_date_decides_nothing(office: Office, administrator: Member) -> None:
    proposal_id = proposed(office, administrator, imported(office, administrator))
    other = office.browser(office.hire(*SECOND))

    for seen in ("", "0" * 64):
        assert (
            other.post(f"/policy/publications/{proposal_id}/confirmation", {"seen": seen}).status_code == 409
        )
    assert count(office, PolicyPublication) == 0


def test_a_refusal_needs_its_reason_and_is_told(desk: Browser, office: Office, administrator: Member) -> None:
    proposal_id = proposed(office, administrator, imported(office, administrator))
    other, seen = office.browser(office.hire(*THIRD)), shown(office, proposal_id)
    address = f"/policy/publications/{proposal_id}"

    assert other.post(f"{address}/refusal", {"seen": seen, "reason": " "}).status_code == 422
    assert (
        other.post(f"{address}/refusal", {"seen": seen, "reason": "Section 3 is missing."}).status_code == 303
    )

    assert "Section 3 is missing." in desk.get(address).text
    assert desk.post(f"{address}/withdrawal").status_code == 409
    assert "Propose its publication" in desk.get("/policy/drafts/1").text


def test_its_maker_withdraws_a_proposal(desk: Browser, office: Office, administrator: Member) -> None:
    proposal_id = proposed(office, administrator, imported(office, administrator))

    assert desk.post(f"/policy/publications/{proposal_id}/withdrawal").location == "/policy/drafts/1"

    assert "Withdrawn" in desk.get(f"/policy/publications/{proposal_id}").text
    assert desk.get("/policy/publications/" + "0" * 32).status_code == 404


def test_a_second_person_sees_what_changes(office: Office, administrator: Member) -> None:
    second = office.hire(*SECOND)
    published(office, administrator, second)
    proposal_id = proposed(office, administrator, imported(office, administrator, LATER))

    page = office.browser(second).get(f"/policy/publications/{proposal_id}").text

    assert "kept on record for gone: three new: five years." in text_of(page)
    assert re.search(r"<del>.*three</del> <ins>.*five</ins>", page)
    assert "against version 1" in page


def test_a_published_version_takes_no_form_and_no_raw_post(
    desk: Browser, office: Office, administrator: Member
) -> None:
    """Acceptance 4."""
    number = published(office, administrator, office.hire(*SECOND))
    meeting = met(office, administrator)

    page = desk.get(f"/policy/drafts/{number}").text
    answers = {
        act: desk.post(f"/policy/drafts/{number}/{act}", body).status_code
        for act, body in {
            "text": {"text": LATER.decode(), "adopted_on": DAY},
            "doubts": {"doubt": "x"},
            "discard": {},
            "publication": {"meeting": meeting, "effective_on": TODAY.isoformat()},
        }.items()
    }

    assert set(re.findall(r'<form[^>]*action="([^"]+)"', page)) == {"/sign-in/out"}
    assert answers == dict.fromkeys(answers, 409)
    assert on_file(office, number).text == POLICY.decode()


def test_a_meeting_or_procedure_that_cannot_be_is_sent_back(desk: Browser, office: Office) -> None:
    meeting = {"body": "Town Council", "held_on": "2026-09-01"}
    procedure = {"title": "Training", "section": "466.8", "body": "An outline."}
    answers = [
        desk.post("/policy/meetings", meeting | {"held_on": "2027-01-01"}),
        desk.post("/policy/meetings", meeting | {"link": "x"}),
        desk.post("/policy/meetings", meeting | {"body": ""}),
        desk.post("/policy/procedures", procedure | {"section": "9"}),
        desk.post("/policy/procedures", procedure | {"link": "javascript:x"}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert all("usa-error-message" in answer.text for answer in answers)
    assert count(office, PublicMeeting) == count(office, Procedure) == 0


def test_a_procedure_is_published_and_withdrawn(desk: Browser, office: Office) -> None:
    form = {"title": "Training outline", "section": "466.8", "body": "Four hours."}
    assert desk.post("/policy/procedures", form).status_code == 303
    page = desk.get("/policy/drafts").text
    withdrawal = re.search(r'action="(/policy/procedures/\w{32}/withdrawal)"', page)
    assert withdrawal
    assert "Training outline" in page

    assert desk.post(withdrawal[1]).status_code == 303

    assert "Training outline" not in desk.get("/policy/drafts").text
    assert desk.post(withdrawal[1]).status_code == 409


def test_who_does_not_keep_the_policy_sees_no_draft(office: Office, administrator: Member) -> None:
    number = imported(office, administrator)
    proposal_id = proposed(office, administrator, number)
    officer, custodian = office.browser(office.hire("patrol_officer")), office.browser(office.hire(*THIRD))

    for path in ("/policy/drafts", "/policy/drafts/new", f"/policy/drafts/{number}", "/policy/meetings/new"):
        assert officer.get(path).status_code == custodian.get(path).status_code == 403
    assert officer.get(f"/policy/publications/{proposal_id}").status_code == 403
    assert custodian.get(f"/policy/publications/{proposal_id}").status_code == 200
