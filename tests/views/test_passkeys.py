"""Security keys over the wire: registered, used in place of the code, and refused where they should be."""

import pytest
from sqlalchemy import select, update

from portal.models import Account, Passkey
from tests.office import Browser, Member, Office
from tests.security_key import SecurityKey
from tests.services.doing import on_record
from tests.signing_in import TOKEN, password, send, signed_in

ORIGIN = "http://localhost:8000"


@pytest.fixture
def member(office: Office) -> Member:
    return office.hire("patrol_officer")


def asked(browser: Browser, path: str) -> dict[str, object]:
    answer = browser.post(path)
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json
    return told


def registers(browser: Browser, key: SecurityKey, name: str = "Blue key") -> int:
    attestation = key.register(asked(browser, "/account/keys/challenge"))
    return browser.post("/account/keys", {"name": name, "attestation": attestation}).status_code


def past_the_password(office: Office, member: Member) -> Browser:
    browser = office.browser()
    password(browser, member)
    found = TOKEN.search(browser.get("/sign-in/code").text)
    assert found
    browser.token = found[1]
    return browser


def test_a_key_stands_in_for_the_code(office: Office, member: Member) -> None:
    key = SecurityKey(ORIGIN)
    assert registers(signed_in(office, member), key) == 303

    browser = past_the_password(office, member)
    credential = key.sign(asked(browser, "/sign-in/key/challenge"))
    assert browser.post("/sign-in/key", {"credential": credential}).location == "/sign-in/banner"
    assert send(browser, "/sign-in/banner").location == "/"

    assert browser.get("/account/keys").status_code == 200
    assert [len(on_record(office, f"signin.passkey-{act}")) for act in ("added", "used")] == [1, 1]
    with office.app.extensions["open_reading"]() as session:
        kept = session.scalars(select(Passkey)).one()
        assert (kept.sign_count, kept.name, kept.used_at) == (1, "Blue key", office.clock.now)


@pytest.mark.parametrize(
    "trick", ["another origin", "another host", "a replay", "a late answer", "a copy", "nonsense"]
)
def test_what_is_not_this_keys_fresh_answer_is_refused(office: Office, member: Member, trick: str) -> None:
    key = SecurityKey(ORIGIN)
    registers(signed_in(office, member), key)
    browser = past_the_password(office, member)
    if trick == "another origin":
        key.origin = "http://localhost:8001"
    if trick == "another host":
        key.host = "evil.example"
    credential = key.sign(asked(browser, "/sign-in/key/challenge"))
    if trick == "a replay":
        assert browser.post("/sign-in/key", {"credential": credential}).status_code == 303
        browser = past_the_password(office, member)
        asked(browser, "/sign-in/key/challenge")
    if trick == "a late answer":
        office.clock.move(minutes=5, seconds=1)
    if trick == "a copy":  # a cloned key has fallen behind the count the portal knows
        with office.app.extensions["open_writing"]() as session:
            session.connection().execute(update(Passkey).values(sign_count=7))
            session.commit()
    if trick == "nonsense":
        credential = '{"id": "%%%", "rawId": 7}'

    answer = browser.post("/sign-in/key", {"credential": credential})

    assert answer.status_code == 422
    assert "did not prove it is yours" in answer.text
    assert browser.get("/").status_code == 303
    assert [row.outcome for row in on_record(office, "signin.failed")] == ["passkey"]


def test_a_challenge_answers_once_even_after_a_wrong_answer(office: Office, member: Member) -> None:
    key = SecurityKey(ORIGIN)
    registers(signed_in(office, member), key)
    browser = past_the_password(office, member)
    credential = key.sign(asked(browser, "/sign-in/key/challenge"))

    assert browser.post("/sign-in/key", {"credential": "{}"}).status_code == 422
    assert browser.post("/sign-in/key", {"credential": credential}).status_code == 422


def test_a_key_of_another_account_opens_nothing(office: Office, member: Member) -> None:
    other, key = office.hire("detective"), SecurityKey(ORIGIN)
    registers(signed_in(office, other), key)
    browser = past_the_password(office, member)

    credential = key.sign(asked(browser, "/sign-in/key/challenge"))

    assert browser.post("/sign-in/key", {"credential": credential}).status_code == 422
    assert registers(signed_in(office, member), key) == 422, "nor is it registered twice"


def test_an_answer_to_another_challenge_registers_nothing(office: Office, member: Member) -> None:
    browser, key = signed_in(office, member), SecurityKey("http://localhost:8001")

    assert registers(browser, key) == 422, "made at another origin"
    options = asked(browser, "/account/keys/challenge")
    key.origin = ORIGIN
    asked(browser, "/account/keys/challenge")
    late = browser.post("/account/keys", {"name": "Old", "attestation": key.register(options)})

    assert late.status_code == 422
    assert on_record(office, "signin.passkey-added") == []


def test_removing_a_key_asks_for_a_proof_and_never_takes_the_last_factor(
    office: Office, member: Member
) -> None:
    browser, key = signed_in(office, member), SecurityKey(ORIGIN)
    registers(browser, key)
    with office.app.extensions["open_reading"]() as session:
        key_id = session.scalars(select(Passkey.id)).one()
    removal = f"/account/keys/{key_id}/removal"
    office.clock.move(minutes=6)
    assert "Show that it is you" in browser.post(removal).text
    assert office.browser(office.hire("detective")).post(removal).status_code == 404

    office.proves(browser)
    has_totp(office, member, b"")
    assert browser.post(removal).status_code == 409
    has_totp(office, member, b"sealed")
    assert browser.post(removal).status_code == 303
    assert len(on_record(office, "signin.passkey-removed")) == 1
    assert "No security key yet" in browser.get("/account/keys").text


def has_totp(office: Office, member: Member, sealed: bytes) -> None:
    """Behind the record's back: with an authenticator set up, or without."""
    with office.app.extensions["open_writing"]() as session:
        mark = update(Account).where(Account.id == member.account_id).values(totp_secret=sealed)
        session.connection().execute(mark)
        session.commit()


def test_a_key_proves_anew_too(office: Office) -> None:
    chief, key = office.hire("chief_of_police", "chief_of_police"), SecurityKey(ORIGIN)
    browser = signed_in(office, chief)
    registers(browser, key)
    office.clock.move(minutes=6)
    address = browser.get("/reports/annual/2026.pdf").location

    credential = key.sign(asked(browser, "/sign-in/key/challenge"))
    answer = browser.post(address, {"credential": credential})

    assert (answer.status_code, answer.location) == (303, "/reports/annual/2026.pdf")
    assert browser.get("/reports/annual/2026.pdf").mimetype == "application/pdf"
    assert [row.outcome for row in on_record(office, "signin.proved-anew")] == ["passkey"]
