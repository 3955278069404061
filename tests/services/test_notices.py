"""A notice is in its reader's inbox alone, told once, and mailed where mail is set up and the person can be reached."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cli.jobs import job_named
from portal.config import Settings
from portal.jobs.running import preview, run_once
from portal.ledger import Action
from portal.models import JobRun, Notice, Person
from portal.services import notices
from portal.services.notices.inbox import MOST_COUNTED, PAGE
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.mailbox import HOST, Mailbox, start
from tests.office import Member, Office
from tests.services.doing import doing, looking

JOB = job_named("send-notices")
ADA = "ada.reed@example.gov"


@pytest.fixture
def ada(office: Office) -> Member:
    member = office.hire("patrol_officer", user_name="ada.reed")
    give_address(office, member, ADA)
    return member


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A server that takes mail, and settings that name it."""
    box = Mailbox()
    controller = start(box)
    set_mail(app, smtp_port=controller.port)
    yield box
    controller.stop()


def set_mail(app: Flask, **more: Any) -> None:
    settings: Settings = app.extensions["settings"]
    mail = {"smtp_host": HOST, "smtp_encryption": "none", "smtp_sender": "platebook@example.gov"}
    app.extensions["settings"] = settings.model_copy(update=mail | more)


def give_address(office: Office, member: Member, address: str) -> None:
    with open_work(office.app, system_actor("test")) as work:
        person = work.session.get_one(Person, member.person_id)
        person.email = address
        work.record(Action.ACCOUNT_CHANGED, person)


def tell(office: Office, member: Member, subject: str = "Something waits", **more: Any) -> str | None:
    with open_work(office.app, system_actor("test")) as work:
        notice = notices.tell(work, member.person_id, "test", subject, "Look at it.", **more)
        return notice and notice.id


def states(app: Flask) -> list[tuple[str, int]]:
    with app.extensions["open_reading"]() as session:
        rows = session.scalars(select(Notice).order_by(Notice.made_at, Notice.subject))
        return [(row.mail, row.mail_tries) for row in rows]


def test_an_occasion_is_told_once_and_a_plate_never(office: Office, ada: Member) -> None:
    assert tell(office, ada, once="a day")
    assert tell(office, ada, once="a day") is None
    assert tell(office, ada, "Hit on 7KLM347")

    with looking(office, ada) as work:
        assert {row.subject for row in notices.inbox(work).rows} == {"Something waits", "Hit on [left out]"}


def test_an_inbox_comes_in_pages_newest_first_and_counts_what_is_not_read(
    office: Office, clock: Clock, ada: Member
) -> None:
    tell(office, office.hire("patrol_officer"), "For somebody else")
    for number in range(PAGE + 2):
        clock.move(minutes=number % 2)
        tell(office, ada, f"Notice {number}")

    with looking(office, ada) as work:
        first = notices.inbox(work)
        second = notices.inbox(work, first.older)
        ids = [row.id for row in [*first.rows, *second.rows]]
        work.session.expunge_all()
    assert (len(first.rows), len(second.rows), second.older) == (PAGE, 2, None)
    assert len(set(ids)) == PAGE + 2
    assert first.rows[0].made_at >= first.rows[-1].made_at >= second.rows[0].made_at
    assert first.unread == PAGE + 2 < MOST_COUNTED

    with doing(office, ada) as work:
        notices.mark_read(work, ids[0])
        assert notices.inbox(work).unread == PAGE + 1
        notices.mark_all_read(work)
        assert notices.inbox(work).unread == 0


def test_a_notice_is_mailed_once_with_its_link(
    app: Flask, office: Office, ada: Member, mailbox: Mailbox
) -> None:
    tell(office, ada, path="/people/departures")

    assert preview(app, JOB).counts == {"notices that wait for their mail": 1}
    run_once(app, JOB)
    run_once(app, JOB)

    (taken,) = mailbox.taken
    assert (taken["To"], taken["Subject"]) == (ADA, "Something waits")
    assert "Look at it." in taken.get_content()
    assert "http://localhost:8000/people/departures" in taken.get_content().splitlines()
    assert states(app) == [("sent", 1)]


def test_one_refused_address_keeps_no_other_mail_back(
    app: Flask, office: Office, ada: Member, mailbox: Mailbox
) -> None:
    mailbox.refused.add("nobody@example.gov")
    wrong, odd = office.hire("patrol_officer"), office.hire("patrol_officer")
    give_address(office, wrong, "nobody@example.gov")
    give_address(office, odd, "no address")
    tell(office, wrong, "A")
    tell(office, odd, "B")
    tell(office, ada, "C")

    report = run_once(app, JOB)

    assert report
    assert report.counts == {"in the inbox alone": 0, "mails not taken": 1, "mails sent": 1}
    assert states(app) == [("waiting", 1), ("failed", 0), ("sent", 1)]


def test_a_server_out_of_reach_is_tried_three_times_with_growing_waits(
    app: Flask, office: Office, clock: Clock, ada: Member
) -> None:
    set_mail(app, smtp_port=1)
    tell(office, ada)
    found = []
    for minutes in (0, 4, 1, 59, 1, 600):
        clock.move(minutes=minutes)
        run_once(app, JOB)
        found += states(app)

    assert found == [
        ("waiting", 1),
        ("waiting", 1),
        ("waiting", 2),
        ("waiting", 2),
        ("failed", 3),
        ("failed", 3),
    ]
    with app.extensions["open_reading"]() as session:
        assert "port 1 cannot be reached" in session.scalars(select(Notice)).one().mail_error


def test_without_mail_or_an_address_or_after_leaving_a_notice_is_in_the_inbox_alone(
    app: Flask, office: Office, clock: Clock, ada: Member
) -> None:
    tell(office, ada)
    run_once(app, JOB)
    assert states(app) == [("off", 0)], "mail is off, and turning it on later sends nothing stale"

    set_mail(app)
    tell(office, office.hire("patrol_officer"))
    with open_work(app, system_actor("test")) as work:
        person = work.session.get_one(Person, ada.person_id)
        person.left_at = clock.now
        work.record(Action.DEPARTURE_RECORDED, person)
    tell(office, ada)
    run_once(app, JOB)
    assert states(app) == [("off", 0)] * 3


def test_good_runs_of_the_job_are_forgotten_after_a_week(app: Flask, clock: Clock) -> None:
    run_once(app, JOB)
    clock.move(days=7)
    run_once(app, JOB)
    clock.now += timedelta(seconds=1)
    run_once(app, JOB)

    with app.extensions["open_reading"]() as session:
        assert len(session.scalars(select(JobRun)).all()) == 2


@pytest.mark.parametrize(
    ("settings_of_mail", "says"),
    [
        ({"smtp_host": ""}, "Mail is off. PLATEBOOK_SMTP_HOST is not set."),
        ({"smtp_sender": ""}, "Mail is off. PLATEBOOK_SMTP_SENDER is not set"),
        ({"smtp_host": "mail.example.gov", "smtp_user": "x"}, "a password goes over encrypted lines only"),
        ({"smtp_port": 1}, "port 1 cannot be reached"),
    ],
)
def test_a_test_mail_says_what_is_missing_or_refused(
    app: Flask, settings_of_mail: dict[str, Any], says: str
) -> None:
    set_mail(app, **settings_of_mail)

    result = app.test_cli_runner().invoke(args=["notices", "send-test", ADA])

    assert (result.exit_code, says in result.stderr) == (2, True), result.stderr


def test_a_test_mail_goes_out_or_tells_the_refusal(app: Flask, mailbox: Mailbox) -> None:
    mailbox.refused.add("nobody@example.gov")

    def send(address: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["notices", "send-test", address])
        return result.exit_code, result.output

    assert send(ADA) == (
        0,
        f"{HOST}, port {app.extensions['settings'].smtp_port} took the test mail for {ADA}.\n",
    )
    assert [each["To"] for each in mailbox.taken] == [ADA]
    status, text = send("nobody@example.gov")
    assert (status, "550 No such mailbox here" in text) == (2, True)
    assert send("nobody")[0] == 2
