"""Who is acting, as known at the moment of the act."""

from dataclasses import dataclass, field

from portal.access.permissions import Duty, Permission, Tier, permissions_for


@dataclass(frozen=True)
class Bar:
    """Why plate data is closed to a person for now, and the section that says so."""

    message: str
    section: str


@dataclass(frozen=True)
class Actor:
    """The person (or job, or device) behind one unit of work: facts, no database row.

    `posts` are the keys of the posts held at that moment; `permissions` follow from tier and duties alone.
    `barred` says why plate data is closed to this person for now (no training, no clearance).
    """

    user_name: str
    full_name: str
    organisation: str
    person_id: str | None = None
    title: str = ""
    title_key: str = ""
    tier: Tier = Tier.NONE
    posts: tuple[str, ...] = ()
    post_titles: tuple[str, ...] = ()
    duties: frozenset[Duty] = field(default_factory=frozenset)
    barred: Bar | None = None
    clets: bool = False
    """Whether this person may use CLETS today: an authorisation of its own."""

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_for(self.tier, self.duties)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
