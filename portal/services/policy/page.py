"""What the public pages tell beyond the profile: who oversees the programme by name, where the policy publishes it,
the versions of the text, the procedures beside it, the newest check and the last purge."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.access import Duty
from portal.agencies.identity import Rule
from portal.agencies.profile import Profile
from portal.models import ConformanceRun, PolicyVersion, Procedure, PurgeRun
from portal.rules.public_page import ShownElement, ShownProcedure, ShownPurge, ShownVersion, web_address
from portal.services import people
from portal.services.policy import completeness, versions
from portal.services.work import Work

TOPICS = (
    "purposes",
    "who",
    "training",
    "accuracy",
    "hotlists",
    "dispatch",
    "monitoring",
    "accountability",
    "sharing",
    "retention",
)
"""In the order of the page."""


def topics(profile: Profile) -> list[tuple[str, list[Rule]]]:
    """(key, rules) of every topic the agency's rules speak of, in the order of the page."""
    found = ((key, [rule for rule in profile.rules if rule.topic == key]) for key in TOPICS)
    return [each for each in found if each[1]]


def published_designee(work: Work) -> list[str]:
    """Names of who oversees the programme now; empty where the policy publishes the title alone."""
    if work.profile.publish.designee != "title-and-name":
        return []
    posts = work.profile.duties[Duty.ADMINISTRATOR].posts
    return [holder.full_name for holder in people.holders(work, posts)]


def last_purge(session: Session) -> ShownPurge | None:
    run = session.scalars(select(PurgeRun).order_by(PurgeRun.finished_at.desc()).limit(1)).one_or_none()
    return ShownPurge(run.finished_at, run.reads, run.pictures, run.held) if run else None


def newest_run(session: Session) -> ConformanceRun | None:
    """The newest check of the controls."""
    return session.scalars(select(ConformanceRun).order_by(ConformanceRun.checked_at.desc()).limit(1)).first()


def procedures(work: Work) -> tuple[ShownProcedure, ...]:
    """What is published beside the policy now, by section."""
    query = select(Procedure).where(Procedure.withdrawn_at.is_(None))
    rows = work.session.scalars(query.order_by(Procedure.section, Procedure.title, Procedure.recorded_at))
    return tuple(
        ShownProcedure(
            row.title, row.section, row.body, web_address(row.link), local_day(work, row.recorded_at)
        )
        for row in rows
    )


def local_day(work: Work, moment: datetime) -> date:
    return people.local_day(work.profile, moment)


def shown_version(version: PolicyVersion) -> ShownVersion:
    """Raises `NoResultFound` for a draft."""
    publication = version.publication
    if publication is None:
        raise NoResultFound
    meeting = publication.meeting
    return ShownVersion(
        number=version.number,
        title=version.title,
        adopted_on=version.adopted_on,
        effective_on=publication.effective_on,
        meeting_body=meeting.body,
        meeting_held_on=meeting.held_on,
        meeting_link=web_address(meeting.link),
    )


def shown_versions(session: Session) -> tuple[ShownVersion, ...]:
    """Every published version, the one effective last first."""
    return tuple(map(shown_version, versions.published(session)))


def version_in_force(work: Work) -> PolicyVersion | None:
    return versions.in_force(work.session, people.local_day(work.profile, work.now))


def published_version(session: Session, number: int) -> PolicyVersion:
    """A published version. Raises `NoResultFound` for a draft and for a number there is not."""
    for version in versions.published(session):
        if version.number == number:
            return version
    raise NoResultFound


def newer_and_older(
    found: Sequence[ShownVersion], number: int
) -> tuple[ShownVersion | None, ShownVersion | None]:
    """The versions published after and before this one."""
    at = next(index for index, each in enumerate(found) if each.number == number)
    return (found[at - 1] if at else None), (found[at + 1] if at + 1 < len(found) else None)


def elements(work: Work) -> tuple[ShownElement, ...]:
    """Completeness of the text in force; before one is, of the clauses the profile knows. Never of a draft."""
    version, today = version_in_force(work), people.local_day(work.profile, work.now)
    known = [clause.id for clause in versions.clauses(version)] if version else list(work.profile.bindings())
    found = completeness.completeness(
        work.profile,
        known,
        completeness.answered_at(work.session),
        completeness.newest_meeting(work.session, today),
    )
    return tuple(
        ShownElement(
            key=each.element.key,
            title=each.element.title,
            asks=each.element.asks,
            law=each.element.law,
            status=each.status,
            clauses=each.clauses,
            settled_on=each.answered_on,
            note=each.note,
        )
        for each in found
    )
