"""An instance with one of everything in it, and somebody for every act."""

from dataclasses import dataclass
from datetime import date, timedelta

import cv2
import numpy as np
from flask import Flask
from sqlalchemy import select

from portal.access import Permission
from portal.controls.conformance import check
from portal.controls.telling import as_run
from portal.ledger import Action
from portal.models import (
    Hit,
    Kind,
    Passkey,
    PolicyException,
    PostHeld,
    PurgeRun,
    Read,
    ReviewLine,
    SigninSession,
    Verdict,
)
from portal.services import (
    accounts,
    departures,
    devices,
    evidence,
    hotlists,
    notices,
    posts,
    proposals,
    reviews,
)
from portal.services.departures import NewDeparture
from portal.services.devices import NewDevice
from portal.services.evidence import NewHold
from portal.services.hotlists import NewEntry
from portal.services.policy import conformance, importing, procedures, publishing
from portal.services.policy.procedures import NewProcedure
from portal.services.policy.publishing import NewMeeting
from portal.services.posts import NewHolding
from portal.services.reads import searching
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.recognise import Sighting
from portal.services.reads.searching import NewSearch
from portal.services.retention.schedule import NewAuthority, record_authority
from portal.services.training import NewClass, courses, log_class, retraining
from portal.services.training.documents import Upload
from portal.services.training.retraining import NewOrder
from portal.web.system_work import open_work, system_actor
from tests.adopted import GAP, POLICY
from tests.office import Browser, Member, Office
from tests.promises.routes import Route
from tests.published import publish

PLATE = "7CNR488"
CASE = "26-CANARY-31"
NARRATIVE = "Grey van left the canary warehouse burglary eastbound."
SECRETS = (PLATE, CASE, "canary")
"""What nobody may see who is not let in: the plate, the case, a word of every narrative."""

OFFICER = ("patrol_officer",)
COMMANDER = (
    "captain",
    "operations_division_commander",
    "administrative_division_commander",
    "administrative_training_corporal",
)
DISPATCHER = ("dispatcher",)


@dataclass(frozen=True)
class Furnished:
    """One row of every kind, by the name the addresses give its id; and the people who made them."""

    office: Office
    ids: dict[str, str]
    officer: Member
    commander: Member
    dispatcher: Member

    @property
    def people(self) -> tuple[Member, Member, Member]:
        return self.officer, self.commander, self.dispatcher

    def address(self, route: Route) -> str:
        """The route with ids of rows that are there; a new kind of id needs a row here."""
        return route.address(self.ids)

    def able(self) -> "Able":
        return Able({member.user_name: self.office.browser(member) for member in self.people}, self)


@dataclass(frozen=True)
class Able:
    """A browser of somebody who may do the act."""

    browsers: dict[str, Browser]
    furnished: Furnished

    def to(self, route: Route) -> Browser:
        if not isinstance(route.access.needs, Permission):
            return self.browsers[self.furnished.officer.user_name]
        with open_work(self.furnished.office.app, system_actor("test")) as work:
            for member in self.furnished.people:
                if self.furnished.office.actor(work, member).may(route.access.needs):
                    return self.browsers[member.user_name]
        raise AssertionError(f"nobody here may use {route}")


def furnish(office: Office, *, with_text: bool = True) -> Furnished:
    """Fills the instance; every row holds something of `SECRETS`. Without a text nothing is published or proposed."""
    office.clock.move(minutes=1)
    officer, commander = office.hire(*OFFICER), office.hire(*COMMANDER)
    dispatcher = office.hire(*DISPATCHER)
    ids = {
        "year": str(office.clock.now.year),
        "filename": "js/portal.js",
        "key": "account_review.cadence",
        "account_id": officer.account_id,
    }
    ids |= (
        wanted(office, officer, commander) | seen(office.app) | worked(office, officer) | purged(office.app)
    )
    if with_text:
        ids |= in_public(office.app) | adopted(office, commander)
    ids |= checked(office.app) | excepted(office, commander)
    ids |= handed_over(office, officer, commander) | promoted(office, officer, commander)
    ids |= reviewed(office, officer, commander)
    ids |= leaving(office, commander) | noticed(office, officer)
    ids |= signed_in_elsewhere(office, officer)
    ids |= schooled(office, officer, commander, dispatcher)
    return Furnished(office, ids, officer, commander, dispatcher)


def wanted(office: Office, officer: Member, commander: Member) -> dict[str, str]:
    """An entry that waits, and one that is live."""
    ids = []
    for kind in ("stolen-vehicle", "wanted-vehicle"):
        with open_work(office.app, system_actor("test")) as work:
            new = NewEntry(PLATE, "CA", kind, "Seen near the canary", CASE, "", NARRATIVE)
            ids.append(hotlists.request(office.working_as(work, officer), new).id)
    with open_work(office.app, system_actor("test")) as work:
        entry = hotlists.get(work, ids[1])
        hotlists.decide(office.working_as(work, commander), ids[1], Verdict.APPROVED, hotlists.shown(entry))
    return {"entry_id": ids[0]}


def seen(app: Flask) -> dict[str, str]:
    """A picture, a read of the wanted plate in it, and the hit it raised."""
    with open_work(app, system_actor("test")) as work:
        reader = devices.add(work, NewDevice("Gate 9", "server", "Main Street northbound"))
        sighting = Sighting(
            text=PLATE, state="CA", confidence=0.9, candidates=((PLATE, 0.9),), box=(10, 10, 80, 40)
        )
        taken = ingest(work, reader, [Capture(picture(), work.now)], lambda _: [sighting])
        assert taken.hits == 1
    with open_work(app, system_actor("test")) as work:
        hit = work.session.scalars(select(Hit)).unique().one()
        return {"hit_id": hit.id, "read_id": work.tools.read_ids.hide(hit.read_key)}


def picture() -> bytes:
    """A JPEG with nothing to see in it."""
    return bytes(cv2.imencode(".jpg", np.full((120, 200, 3), 127, np.uint8))[1])


def worked(office: Office, officer: Member) -> dict[str, str]:
    """A search that finds the read, and a hold on it."""
    with open_work(office.app, system_actor("test")) as work:
        acting = office.working_as(work, officer)
        purpose = work.profile.purposes.search[0].key
        new = NewSearch(PLATE, "", None, None, None, purpose, CASE, "", NARRATIVE, "", "")
        search = searching.make(acting, new)
        read = work.session.scalars(select(Read)).one()
        new_hold = NewHold("evidence", CASE, NARRATIVE, work.now.date() + timedelta(days=30))
        evidence.place(acting, new_hold, [read.key])
        return {"search_id": search.id}


def in_public(app: Flask) -> dict[str, str]:
    """Two published versions of an invented text."""
    old, new = publish(app), publish(app, words="Readers serve this town.")
    return {"version": str(new), "old": str(old), "new": str(new)}


def purged(app: Flask) -> dict[str, str]:
    """An authority to destroy, and a certificate under it."""
    day = date(2025, 3, 4)
    with open_work(app, system_actor("test")) as work:
        new = NewAuthority("server", "Resolution 2025-07", day, "A. Attorney", day, "Schedule PD-31")
        authority = record_authority(work, new)
        work.session.flush()
        run = PurgeRun(
            source="server", authority_id=authority.id, started_at=work.now, finished_at=work.now,
            received_before=work.now, reads=0, pictures=0, held=0, digest="0" * 64,
        )  # fmt: skip
        work.session.add(run)
        work.record(Action.PURGE_RUN, run)
        work.session.flush()
        return {"run_id": run.id}


def checked(app: Flask) -> dict[str, str]:
    """A check of conformance."""
    with open_work(app, system_actor("test")) as work:
        return {"check_id": conformance.keep(work, as_run(check(work)), Kind.JOB).id}


def excepted(office: Office, commander: Member) -> dict[str, str]:
    """An exception under way; its review is near, so that it shows on the work list."""
    with open_work(office.app, system_actor("test")) as work:
        row = PolicyException(
            clause="466.5(para 2)", control="retention.minimum", reason="The canary archive moves in spring.",
            signed_by_id=commander.person_id, post="Captain", signed_at=work.now,
            review_on=work.now.date() + timedelta(days=7),
        )  # fmt: skip
        work.session.add(row)
        work.record(Action.EXCEPTION_SIGNED, row)
        work.session.flush()
        return {"exception_id": row.id}


def adopted(office: Office, commander: Member) -> dict[str, str]:
    """A draft, a publication that waits, and a procedure."""
    with open_work(office.app, system_actor("test")) as work:
        acting = office.working_as(work, commander)
        imported = [
            importing.import_text(acting, data, "policy.txt", date(2026, 6, 1)) for data in (GAP, POLICY)
        ]
        meeting = publishing.record_meeting(acting, NewMeeting("Town Council", date(2026, 5, 4)))
        terms = {
            "version": imported[1].number,
            "text": publishing.digest_of_text(imported[1]),
            "effective_on": "2026-12-01",
            "meeting": meeting.id,
        }
        proposal = proposals.propose(acting, publishing.KIND, imported[1].id, terms)
        procedure = procedures.publish(acting, NewProcedure("Training outline", "466.8", "Four hours."))
        return {
            "number": str(imported[0].number),
            "proposal_id": proposal.id,
            "procedure_id": procedure.id,
        }


def signed_in_elsewhere(office: Office, officer: Member) -> dict[str, str]:
    """A security key and a second session of the officer; an account whose sessions somebody else may end."""
    office.browser(officer)
    with open_work(office.app, system_actor("test")) as work:
        key = Passkey(
            account_id=officer.account_id, credential_id=b"canary", public_key=b"", sign_count=0, name="Blue key",
            transports=[], added_at=work.now,
        )  # fmt: skip
        work.session.add(key)
        work.record(Action.PASSKEY_ADDED, key)
        query = select(SigninSession.key).where(SigninSession.account_id == officer.account_id)
        session_key = work.session.scalars(query).one()
        work.session.flush()
        passkey_id = key.id
    account_id = office.hire("detective").account_id
    return {"passkey_id": passkey_id, "session_key": session_key, "account_id": account_id}


def handed_over(office: Office, officer: Member, commander: Member) -> dict[str, str]:
    """A post that is held, and a change of it that waits for a second person."""
    with open_work(office.app, system_actor("test")) as work:
        held = work.session.scalars(select(PostHeld).where(PostHeld.person_id == commander.person_id)).first()
        assert held
        until = work.now + timedelta(days=9)
        new = NewHolding(held.post, officer.person_id, acting=True, until=until, basis="Special order 26-14")
        change = posts.propose_change(office.working_as(work, commander), new)
        return {"post_key": held.post, "holding_id": held.id, "change_id": change.id}


def reviewed(office: Office, officer: Member, commander: Member) -> dict[str, str]:
    """An account review under way, and the officer's line in it."""
    with open_work(office.app, system_actor("test")) as work:
        review = reviews.open_now(office.working_as(work, commander))
        mine = select(ReviewLine.id).where(
            ReviewLine.review_id == review.id, ReviewLine.person_id == officer.person_id
        )
        return {"review_id": review.id, "line_id": work.session.scalars(mine).one()}


def leaving(office: Office, commander: Member) -> dict[str, str]:
    """Somebody who has left, with steps still open."""
    leaver = office.hire("corporal")
    with open_work(office.app, system_actor("test")) as work:
        new = NewDeparture(leaver.person_id, "separated", "Letter of the second of November")
        row = departures.record(office.working_as(work, commander), new)
        return {"departure_id": row.id, "step_key": "keys"}


def noticed(office: Office, officer: Member) -> dict[str, str]:
    """A notice nobody has read."""
    with open_work(office.app, system_actor("test")) as work:
        notice = notices.tell(
            work, officer.person_id, "test", "Something waits", "Look at it.", path="/hits/"
        )
        assert notice
        return {"notice_id": notice.id}


def promoted(office: Office, officer: Member, commander: Member) -> dict[str, str]:
    """A person, and a change of their title that waits for a second person."""
    with open_work(office.app, system_actor("test")) as work:
        acting = office.working_as(work, commander)
        change = accounts.propose_title(acting, officer.person_id, "corporal", "Special order 26-15")
        return {"person_id": officer.person_id, "account_change_id": change.id}


def schooled(office: Office, *pupils: Member) -> dict[str, str]:
    """A class with its document, and a retraining under way; the second of them put both on file."""
    today = office.clock.now.date()
    keeper, late = pupils[1], pupils[2]
    with open_work(office.app, system_actor("test")) as work:
        acting = office.working_as(work, keeper)
        course = courses.newest(work)
        people = tuple(each.person_id for each in pupils)
        new = NewClass(people, today - timedelta(days=2), "A. Teacher", tuple(course.keys), course.number)
        held = log_class(acting, new, Upload("sheet.jpg", picture()))
        order = NewOrder(
            late.person_id,
            "Two searches for a neighbour, without any case",
            "",
            today + timedelta(days=9),
            False,
        )
        retraining_id = retraining.order(acting, order).id
        completion = next(each for each in held.completions if each.person_id == late.person_id)
        assert held.document_id
        return {
            "person_id": late.person_id,
            "class_id": held.id,
            "completion_id": completion.id,
            "document_id": held.document_id,
            "retraining_id": retraining_id,
        }
