"""Account reviews for tests: one opened, its lines by name, and accounts made cheaply."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from portal.models import Account, Completion, Person, ReviewLine, TitleHeld, opaque_id
from portal.services import reviews
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests.office import Member, Office
from tests.services.doing import doing

SAID = "Works the traffic unit; confirmed with the sergeant."
REVIEWER = ("captain", "administrative_division_commander")
CHIEF = ("chief_of_police", "chief_of_police")


def crowd(office: Office, number: int, title: str = "patrol_officer") -> None:
    """So many trained and cleared members who signed in just now, past the record: what counts is their number."""
    with open_work(office.app, system_actor("test")) as work:
        course, now = work.profile.training, work.now
        rows = [_one(each, title, now, course) for each in range(number)]
    with office.app.extensions["open_writing"]() as session:
        connection = session.connection()
        for model in (Person, TitleHeld, Completion, Account):
            connection.execute(insert(model.__table__), [row[model] for row in rows])
        session.commit()


def _one(number: int, title: str, now: datetime, course: Any) -> dict[type, dict[str, Any]]:
    person = {
        "id": opaque_id(), "employee_number": f"C{number:04}", "full_name": f"Crowd {number:04}",
        "organisation": "Police", "cleared_on": now.date(),
    }  # fmt: skip
    owner = {"id": opaque_id(), "person_id": person["id"]}
    return {
        Person: person,
        TitleHeld: owner | {"title": title, "since": now},
        Completion: owner | {
            "id": opaque_id(), "course": course.course, "items": [item.key for item in course.items],
            "completed_on": now.date(), "recorded_at": now, "recorded_by": "test",
        },
        Account: owner | {
            "id": opaque_id(), "user_name": f"crowd.{number:04}", "password_hash": "", "totp_secret": b"",
            "totp_last_step": 0, "disabled": False, "created_at": now, "enabled_at": now, "last_signin_at": now,
        },
    }  # fmt: skip


def opened(office: Office, member: Member) -> str:
    """A review opened now by this member; gives its id."""
    with doing(office, member) as work:
        return reviews.open_now(work).id


def line_of(work: Work, review_id: str, member: Member) -> ReviewLine:
    query = select(ReviewLine).where(
        ReviewLine.review_id == review_id, ReviewLine.person_id == member.person_id
    )
    return work.session.scalars(query).one()


def line_id(office: Office, review_id: str, member: Member) -> str:
    with open_work(office.app, system_actor("test")) as work:
        return line_of(work, review_id, member).id


def decide(
    office: Office, by: Member, review_id: str, of: Member, verdict: str = "kept", *, second: bool = False
) -> None:
    with doing(office, by) as work:
        line = line_of(work, review_id, of)
        reviews.decide(work, review_id, line.id, reviews.Decision(verdict, SAID), second=second)


def signed(office: Office, reviewer: Member, chief: Member, review_id: str) -> None:
    """Every line kept, the reviewer's own by the chief; then signed."""
    with doing(office, reviewer) as work:
        for line in work.session.scalars(select(ReviewLine).where(ReviewLine.review_id == review_id)).all():
            if line.person_id != reviewer.person_id and line.verdict is None:
                reviews.decide(work, review_id, line.id, reviews.Decision("kept", SAID))
    decide(office, chief, review_id, reviewer, second=True)
    with doing(office, reviewer) as work:
        reviews.sign(work, review_id, "Every account was compared with the roster.")
