"""One-time codes: who may make them, for what, what they open and for how long, and that nothing is half done."""

import pyotp
import pytest

from portal.models import Notice
from portal.rules import RuleBroken
from portal.services.signin import accounts, enrolling, passwords
from portal.services.signin.enrolling import Chosen, Issued
from portal.web.system_work import open_work, system_actor
from tests.must.signing_in import account, code_of, gives_code, gives_password, gives_recovery_code
from tests.office import PASSWORD, Member, Office
from tests.services.doing import disable, doing, on_record

NEW = "seven quiet herons at dusk"


def issue(office: Office, member: Member, purpose: str, by: Member | None = None) -> Issued:
    with open_work(office.app, system_actor("test")) as work:
        acting = office.working_as(work, by) if by else work
        return enrolling.issue(acting, member.account_id, purpose)


def use(office: Office, code: str) -> tuple[list[str], str]:
    """Goes all the way with a code; gives the recovery codes, and the new TOTP secret if one was set."""
    with open_work(office.app, system_actor("test")) as work:
        found = enrolling.begin(work, code)
        password_hash = passwords.prepared(work, found.account_id, NEW) if "password" in found.steps else None
        sealed = accounts.new_secret(work, found.account_id)
        secret = accounts.opened(work, found.account_id, sealed)
        typed = pyotp.TOTP(secret).at(work.now)
        confirmed = (
            accounts.confirmed(work, found.account_id, sealed, typed)
            if "authenticator" in found.steps
            else None
        )
        return enrolling.finish(work, found.id, Chosen(password_hash, confirmed)), secret


def refused(office: Office, code: str) -> bool:
    try:
        with open_work(office.app, system_actor("test")) as work:
            enrolling.begin(work, code)
    except RuleBroken as broken:
        return broken.message == enrolling.UNKNOWN
    return False


def test_a_first_code_sets_all_at_once_and_works_once(office: Office) -> None:
    member = office.hire("patrol_officer")
    issued = issue(office, member, "first")
    browser = office.browser(member)

    told, secret = use(office, issued.code.lower().replace("-", " "))

    assert len({*told}) == 10
    assert refused(office, issued.code)
    assert not gives_password(office, member, PASSWORD)
    assert gives_password(office, member, NEW)
    assert not gives_code(office, member, pyotp.TOTP(secret).at(office.clock.now)), (
        "that one confirmed the secret"
    )
    office.clock.move(seconds=30)
    assert gives_code(office, member, pyotp.TOTP(secret).at(office.clock.now))
    assert browser.get("/").status_code == 303, "sessions of before have ended"
    told_on_record = [
        [row.user_name for row in on_record(office, f"signin.{action}")]
        for action in ("enrolment-used", "password-set", "totp-set", "recovery-codes-made")
    ]
    assert told_on_record == [[member.user_name]] * 4


def test_codes_are_long_and_kept_as_hashes(office: Office) -> None:
    member = office.hire("patrol_officer")
    issued = issue(office, member, "first")

    assert len(issued.code.replace("-", "")) * 5 >= 128
    told, _ = use(office, issued.code)
    assert {len(each.replace("-", "")) * 5 for each in told} == {80}
    with office.app.extensions["open_reading"]() as session:
        dumped = str([row.code_hash for row in session.query(type(issued.enrolment))])
    assert issued.code not in dumped
    assert not [
        row for row in on_record(office, "signin.enrolment-issued") if issued.code.encode() in row.body
    ]


def test_an_earlier_code_an_old_one_and_one_of_a_closed_account_open_nothing(office: Office) -> None:
    member, gone = office.hire("patrol_officer"), office.hire("dispatcher")
    earlier, later = issue(office, member, "first"), issue(office, member, "first")
    of_gone = issue(office, gone, "first")
    disable(office, gone)

    assert refused(office, earlier.code)
    assert len(on_record(office, "signin.enrolment-revoked")) == 1
    assert refused(office, of_gone.code)
    assert refused(office, "")
    office.clock.move(hours=23, minutes=59)
    assert not refused(office, later.code)
    office.clock.move(minutes=1)
    assert refused(office, later.code)
    assert {row.outcome for row in on_record(office, "signin.failed")} == {"enrolment"}


def test_a_code_for_the_password_leaves_the_authenticator_and_the_other_way_round(office: Office) -> None:
    member = office.hire("patrol_officer")
    before = account(office, member)

    password_only = issue(office, member, "password")
    assert account(office, member).password_refused == enrolling.ASKED_FOR
    assert use(office, password_only.code)[0] == []
    between = account(office, member)
    assert (between.totp_secret, between.password_refused) == (before.totp_secret, "")
    assert gives_code(office, member, code_of(member, office))

    told, _ = use(office, issue(office, member, "factor").code)
    after = account(office, member)
    assert (len(told), after.password_hash) == (10, between.password_hash)
    office.clock.move(seconds=60)
    assert not gives_code(office, member, code_of(member, office))


def test_nobody_makes_a_code_for_themselves_nor_for_a_closed_account(office: Office) -> None:
    commander = office.hire("captain", "administrative_division_commander")
    gone = office.hire("patrol_officer")
    disable(office, gone)

    with pytest.raises(RuleBroken, match="own account"):
        issue(office, commander, "first", commander)
    with pytest.raises(RuleBroken, match="closed"):
        issue(office, gone, "first", commander)
    with pytest.raises(RuleBroken, match="Choose what"):
        issue(office, gone, "everything", commander)
    assert on_record(office, "signin.enrolment-issued") == []


def test_of_two_sessions_with_one_code_one_finishes(office: Office) -> None:
    issued = issue(office, office.hire("patrol_officer"), "password")
    with open_work(office.app, system_actor("test")) as work:
        found = enrolling.begin(work, issued.code)
    set_by(office, found.id)

    with pytest.raises(RuleBroken, match="used already"):
        set_by(office, found.id)


def set_by(office: Office, enrolment_id: str) -> None:
    with open_work(office.app, system_actor("test")) as work:
        enrolling.finish(work, enrolment_id, Chosen("$argon2id$of-one-of-them"))


def test_a_recovery_code_works_once_in_place_of_the_code_and_its_owner_hears_of_it(office: Office) -> None:
    member, other = office.hire("patrol_officer"), office.hire("dispatcher")
    told, _ = use(office, issue(office, member, "first").code)

    assert not gives_recovery_code(office, other, told[0]), "somebody else's"
    assert gives_recovery_code(office, member, told[0].lower())
    assert not gives_recovery_code(office, member, told[0])
    assert len(on_record(office, "signin.recovery-code-used")) == 1
    assert "A recovery code was used" in subjects(office, member)


def subjects(office: Office, member: Member) -> list[str]:
    with office.app.extensions["open_reading"]() as session:
        return [row.subject for row in session.query(Notice).filter(Notice.person_id == member.person_id)]


def test_the_command_makes_a_code_on_record(office: Office) -> None:
    member = office.hire("patrol_officer")
    said = office.app.test_cli_runner().invoke(
        args=["people", "link", member.user_name, "--purpose", "password"]
    )

    assert said.exit_code == 0
    code = said.output.partition("#")[2].partition("\n")[0]
    assert not refused(office, code)
    assert [row.user_name for row in on_record(office, "signin.enrolment-issued")] == ["system:people link"]
    with doing(office, member) as work:
        assert enrolling.state_of(work, member.account_id).waiting is not None
