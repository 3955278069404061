"""What a proposal about a post says, as the portal works with it and as plain JSON keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.agencies.profile import Profile
from portal.models import Proposal
from portal.rules.posts import Terms


@dataclass(frozen=True)
class NewHolding:
    """A post as it is to be given. Without `since`: from the moment it is confirmed; without `until`: for good."""

    post: str
    person_id: str
    acting: bool = False
    since: datetime | None = None
    until: datetime | None = None
    basis: str = ""

    def terms(self, profile: Profile) -> Terms:
        """Raises `KeyError` for a post the profile does not have."""
        return Terms(profile.post(self.post), self.acting, self.since, self.until, self.basis)


@dataclass(frozen=True)
class Giving:
    """A post is to be given; the holdings in `ends` end at that moment."""

    holding: NewHolding
    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """A holding is to end before its time. Without `at`: at the moment it is confirmed."""

    post: str
    holding_id: str
    at: datetime | None
    basis: str


def of_giving(holding: NewHolding, ends: Sequence[str]) -> dict[str, Any]:
    return {
        "change": "giving",
        "person_id": holding.person_id,
        "acting": holding.acting,
        "since": written(holding.since),
        "until": written(holding.until),
        "basis": holding.basis,
        "ends": list(ends),
    }


def of_ending(holding_id: str, at: datetime | None, basis: str) -> dict[str, Any]:
    return {"change": "ending", "holding_id": holding_id, "at": written(at), "basis": basis}


def read(proposal: Proposal) -> Giving | Ending:
    """What the proposal of kind `post` asks for."""
    terms, post = proposal.terms, proposal.subject_id
    if terms["change"] == "ending":
        return Ending(post, terms["holding_id"], moment(terms["at"]), terms["basis"])
    holding = NewHolding(
        post,
        terms["person_id"],
        terms["acting"],
        moment(terms["since"]),
        moment(terms["until"]),
        terms["basis"],
    )
    return Giving(holding, tuple(terms["ends"]))


def written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
