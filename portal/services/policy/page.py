"""What the public page tells beyond the profile: who oversees the programme by name, where the policy publishes it,
and when the last purge ran."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Duty
from portal.agencies.identity import Rule
from portal.agencies.profile import Profile
from portal.models import PurgeRun
from portal.services import people
from portal.services.work import Work

TOPICS = {
    "purposes": "What it may be used for",
    "who": "Who may use it",
    "training": "Training",
    "accuracy": "Accuracy and errors",
    "hotlists": "Hotlists",
    "dispatch": "What dispatch does with a hit",
    "monitoring": "How it is watched",
    "accountability": "Accountability",
    "sharing": "Sharing",
    "retention": "How long data is kept",
}


def topics(profile: Profile) -> list[tuple[str, str, list[Rule]]]:
    """(key, heading, rules) of every topic the agency's rules speak of, in the order of the page."""
    found = (
        (key, heading, [rule for rule in profile.rules if rule.topic == key])
        for key, heading in TOPICS.items()
    )
    return [each for each in found if each[2]]


def published_designee(work: Work) -> list[str]:
    """Names of who oversees the programme now; empty where the policy publishes the title alone."""
    if work.profile.publish.designee != "title-and-name":
        return []
    posts = work.profile.duties[Duty.ADMINISTRATOR].posts
    return [holder.full_name for holder in people.holders(work, posts)]


def last_purge(session: Session) -> PurgeRun | None:
    return session.scalars(select(PurgeRun).order_by(PurgeRun.finished_at.desc()).limit(1)).one_or_none()
