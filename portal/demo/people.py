"""Taking the cast on: person, title, posts, clearance, account; then the training that opens plate data."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from portal.access import Duty, Tier
from portal.agencies.profile import Profile
from portal.demo.cast import Role
from portal.models import Person
from portal.services import people, training
from portal.services.signin import accounts
from portal.services.work import Work

CLEARED_BEFORE = timedelta(days=30)
FIRST_NUMBER = 4101
WORDS = (
    "amber anchor barley beacon bramble bridge candle canyon cedar clover copper cotton coyote desert ember falcon "
    "feather garnet ginger granite harbor hazel juniper lantern lemon marble meadow mesquite mirror nutmeg ochre olive "
    "orchard pebble pepper pigeon quartz quiver raven ribbon saddle saffron sierra silver sparrow summit thistle "
    "timber tunnel turquoise velvet violet walnut willow winter yonder"
).split()
WORDS_IN_PASSWORD = 4
"""Four words of five letters or more and their hyphens are 23 characters at least."""


@dataclass(frozen=True)
class Member:
    """Somebody of the cast as taken on, with what they sign in with."""

    role: Role
    person_id: str
    password: str
    totp_secret: str
    trained: bool = True

    def told(self, profile: Profile) -> dict[str, object]:
        """The person as `flask demo accounts --json` tells them."""
        title = profile.title(self.role.title)
        return {
            "user_name": self.role.user_name,
            "password": self.password,
            "totp_secret": self.totp_secret,
            "full_name": self.role.full_name,
            "title": title.name,
            "posts": [profile.post(key).title for key in self.role.posts],
            "tier": str(title.tier),
            "title_key": title.key,
            "post_keys": list(self.role.posts),
            "trained": self.trained,
        }


class Company:
    """Everybody who was taken on, in the order of the profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.members: list[Member] = []

    @property
    def users(self) -> list[Member]:
        """Who may search, those without a post and of lower rank first."""
        users = [each for each in reversed(self.members) if self.tier(each) == Tier.FULL and each.trained]
        return sorted(users, key=lambda member: bool(member.role.posts))

    def tier(self, member: Member) -> Tier:
        return self.profile.title(member.role.title).tier

    def holder(self, post: str) -> Member:
        return next(member for member in self.members if post in member.role.posts)

    def with_duty(self, duty: Duty) -> Member | None:
        """The first who carries a duty; None where the policy leaves it open."""
        carriers = (
            member
            for member in self.members
            if duty in self.profile.duties_of(member.role.posts, member.role.title)
        )
        return next(carriers, None)


def new_password() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(WORDS_IN_PASSWORD))


def take_on(work: Work, role: Role, number: int, *, trained: bool = True) -> Member:
    """A person with title, posts, clearance, CLETS where they confirm hits, and account; training is another's."""
    day = people.local_day(work.profile, work.now - CLEARED_BEFORE)
    confirms = Duty.DISPATCH in work.profile.duties_of(role.posts, role.title)
    person = people.create(
        work,
        people.NewPerson(
            role.full_name,
            f"{FIRST_NUMBER + number}",
            role.title,
            role.posts,
            cleared_on=day,
            clets_on=day if confirms else None,
        ),
    )
    password = new_password()
    _, secret = accounts.create(work, person, role.user_name, password)
    return Member(role, person.id, password, secret, trained)


def train(work: Work, members: list[Member]) -> None:
    """Puts on file that these people completed the course the day before."""
    completed_on = people.local_day(work.profile, work.now - timedelta(days=1))
    for member in members:
        training.record(work, work.session.get_one(Person, member.person_id), completed_on)
