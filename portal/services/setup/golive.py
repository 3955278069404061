"""The go-live checklist: what is on file now, as the rules judge it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.access import GRANTS, Duty, Permission
from portal.agencies.duties import ALWAYS_ASSIGNED
from portal.agencies.gaps import gaps
from portal.agencies.profile import Profile
from portal.ledger import Action
from portal.models import Account, LedgerRow, Person, PostHeld, PublicMeeting, TitleHeld
from portal.rules import golive
from portal.rules.golive import Facts, Kept, Point, Seat
from portal.services import people
from portal.services.policy import versions
from portal.services.retention import schedule
from portal.services.work import Work

DECIDE = frozenset(duty for duty in Duty if Permission.PROPOSAL_DECIDE in GRANTS[duty])


@dataclass(frozen=True)
class Checklist:
    """Every point, and how many of them still stand in the way."""

    points: Sequence[Point]

    @property
    def done(self) -> int:
        return self.count("done")

    @property
    def open(self) -> int:
        return self.count("open")

    @property
    def advised(self) -> int:
        return self.count("advised")

    def count(self, state: str) -> int:
        return sum(1 for point in self.points if point.state == state)


def checklist(work: Work) -> Checklist:
    """The checklist as things stand. Names nobody and shows no plate data."""
    return Checklist(golive.points(facts(work)))


def facts(work: Work) -> Facts:
    session, profile = work.session, work.profile
    today = people.local_day(profile, work.now)
    meeting = session.scalars(select(PublicMeeting).order_by(PublicMeeting.held_on.desc()).limit(1)).first()
    in_force = versions.in_force(session, today)
    made = session.scalar(select(func.max(LedgerRow.at)).where(LedgerRow.action == Action.CHECKPOINT_MADE))
    carried = carriers(work)
    return Facts(
        seats=[seat_of(profile, duty, bool(carried[duty])) for duty in profile.duties],
        deciders=len(set().union(*(found for duty, found in carried.items() if duty in DECIDE))),
        one_person=is_one_person(profile, carried),
        audit_section=profile.duties[Duty.AUDIT_DIRECTOR].section,
        open_questions=len(gaps(profile)),
        meeting=(meeting.body, meeting.held_on) if meeting else None,
        version=(in_force.number, in_force.publication.effective_on)
        if in_force and in_force.publication
        else None,
        drafts=len(versions.drafts(session)),
        sources=[
            Kept(
                state.source.label,
                state.source.minimum is not None,
                state.authority.resolution if state.authority else "",
                state.source.section,
            )
            for state in schedule.overview(work)
            if state.source.purged_by == "portal"
        ],
        destruction_law=profile.retention.legal_basis or "",
        checkpoint=people.local_day(profile, made) if made else None,
        policy=profile.duties[Duty.ADMINISTRATOR].section,
    )


def carriers(work: Work) -> dict[Duty, set[str]]:
    """The people with an enabled account who carry each duty of the profile now, by post or by title."""
    enabled = select(Account.person_id).where(Account.disabled.is_(False))
    by_key: dict[tuple[str, str], set[str]] = {}
    for table, column in ((PostHeld, PostHeld.post), (TitleHeld, TitleHeld.title)):
        query = select(column, Person.id).join(table.person).where(people.held_at(table, work.now))
        for key, person_id in work.session.execute(query.where(Person.id.in_(enabled))):
            by_key.setdefault((table.__tablename__, key), set()).add(person_id)
    return {
        duty: set().union(
            *(by_key.get((PostHeld.__tablename__, key), set()) for key in assignment.posts),
            *(by_key.get((TitleHeld.__tablename__, key), set()) for key in assignment.titles),
        )
        for duty, assignment in work.profile.duties.items()
    }


def seat_of(profile: Profile, duty: Duty, held: bool) -> Seat:
    return Seat(
        duty=duty.replace("_", " "),
        carriers=profile.holders_of(duty),
        held=held,
        needed=duty in ALWAYS_ASSIGNED or duty in owed(profile),
        section=profile.duties[duty].section,
    )


def owed(profile: Profile) -> set[Duty]:
    """The duties this agency needs because of what its policy provides for."""
    found = {
        Duty.HOTLIST_APPROVER: profile.hotlist.custom,
        profile.annual_report.to: profile.annual_report.required,
        profile.agreements.signed_by: profile.agreements.enabled,
    }
    return {duty for duty, needed in found.items() if needed}


def is_one_person(profile: Profile, carried: dict[Duty, set[str]]) -> bool:
    administrator, director = profile.duties[Duty.ADMINISTRATOR], profile.duties[Duty.AUDIT_DIRECTOR]
    two_posts = bool(set(director.posts) - set(administrator.posts))
    return two_posts and bool(carried[Duty.ADMINISTRATOR] & carried[Duty.AUDIT_DIRECTOR])
