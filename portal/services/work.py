"""One unit of work: who acts, under which policy, when, and with what. Every service takes it first."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.agencies.profile import Profile
from portal.ledger import Action, Entry, Ledger, digest_of, has_changes, plain, queue
from portal.models import Governed, Kind
from portal.rules.passwords import PasswordPolicy
from portal.storage.opaque import ReadIds
from portal.storage.pictures import PictureStore


@dataclass(frozen=True)
class Origin:
    """Where an act came from: the session (the hash of its id), the network address, the terminal."""

    session: str = ""
    address: str = ""
    terminal: str = ""


@dataclass(frozen=True)
class Tools:
    """What an installation gives every unit of work."""

    ledger: Ledger
    store: PictureStore
    documents: PictureStore
    """Sign-in sheets and certificates of training."""
    read_ids: ReadIds
    secrets: bytes
    """Key under which TOTP seeds are sealed."""
    passwords: PasswordPolicy = field(default_factory=PasswordPolicy)


@dataclass(frozen=True)
class Told:
    """What of an access must be told: by Civil Code 1798.90.52(a), and what the policies add."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    normalised: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    purpose: str = ""
    case_number: str = ""
    narrative: str = ""
    on_behalf_of: str = ""
    subject_type: str = ""
    subject_id: str = ""


@dataclass
class Access:
    """An access under way. What it found is told before anything is shown."""

    seq: int
    found_ids: list[str] = field(default_factory=list)

    def found(self, ids: list[str]) -> None:
        self.found_ids = ids


@dataclass(frozen=True)
class Work:
    """The context of one act, in one honest value."""

    session: Session
    actor: Actor
    profile: Profile
    now: datetime
    tools: Tools
    origin: Origin = field(default_factory=Origin)
    version: int | None = None
    """Number of the adopted text in force; None before one is published."""

    @property
    def policy_version(self) -> str:
        """Names the rules in force, as every ledger row carries them: the profile, and the published text."""
        return self.profile.version + (f", text version {self.version}" if self.version else "")

    def entry(self, kind: Kind, action: Action, told: Told | None = None, **more: Any) -> Entry:
        told = told or Told()
        return Entry(
            at=self.now,
            kind=kind,
            action=action,
            user_name=self.actor.user_name,
            full_name=self.actor.full_name,
            organisation=self.actor.organisation,
            title=self.actor.title,
            posts=list(self.actor.post_titles),
            session=self.origin.session,
            address=self.origin.address,
            terminal=self.origin.terminal,
            policy_version=self.policy_version,
            typed=plain(told.typed),
            normalised=plain(told.normalised),
            filters=plain(told.filters),
            purpose=told.purpose,
            case_number=told.case_number,
            narrative=told.narrative,
            on_behalf_of=told.on_behalf_of,
            **({"subject_type": told.subject_type, "subject_id": told.subject_id} | more),
        )

    def record(
        self,
        action: Action,
        *rows: Governed,
        told: Told | None = None,
        kind: Kind = Kind.ACT,
        outcome: str = "done",
        **more: Any,
    ) -> None:
        """Queues the entry that explains the changes to these rows; it is written when the session commits."""
        queue(self.session, self.entry(kind, action, told, outcome=outcome, **more), *rows)

    def note(self, kind: Kind, action: Action, told: Told | None = None, **more: Any) -> int:
        """Puts on record at once, whatever becomes of this unit of work. Ends the session's own transaction first,
        unsaved: a refusal saves nothing. Raises `LedgerUnavailable`."""
        self.session.rollback()
        return self.tools.ledger.append_now(self.entry(kind, action, told, **more))

    @contextmanager
    def access(self, action: Action, told: Told) -> Iterator[Access]:
        """Looking at plate data: intent is on record before the query, outcome before anything is shown.

        Raises `LedgerUnavailable`, and `RuntimeError` when this unit of work has already written: the ledger's own
        transaction would wait for it.
        """
        if has_changes(self.session):
            raise RuntimeError("an access may not follow a change in the same unit of work")
        intent = self.entry(Kind.ACCESS, action, told, outcome="intent")
        access = Access(self.tools.ledger.append_now(intent))
        yield access
        self.tools.ledger.append_now(
            replace(
                intent,
                outcome="shown",
                intent_seq=access.seq,
                count=len(access.found_ids),
                digest=digest_of(access.found_ids),
            )
        )
