"""The stage: every act of the demonstration is one unit of work of the real services, at its moment in the past.

Time only goes forward: before an act, the pictures that had arrived by then are taken in.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from portal.access import Actor
from portal.agencies.profile import Profile
from portal.config import Settings
from portal.demo.camera import Photograph
from portal.demo.people import Company, Member
from portal.demo.shots import READERS
from portal.models import Hit, Person, Read
from portal.services import devices, people, setup
from portal.services.reads.ingest import Capture, ingest
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor

ON_THE_WAY = timedelta(seconds=3)
"""From the reader to the server."""


class Stage:
    """Where the story is played: who plays, how far time has come, and which reads it has brought."""

    def __init__(self, app: Flask, photographs: list[Photograph]) -> None:
        self.app = app
        self.company = Company(self.profile)
        self.waiting = deque(photographs)
        self.keys: dict[str, int] = {}
        """Key of the read of each shot that has a part to play."""
        self.last: datetime | None = None

    @property
    def profile(self) -> Profile:
        """The policy in force, with the answers given so far."""
        settings: Settings = self.app.extensions["settings"]
        with self.app.extensions["open_reading"]() as reading:
            return setup.effective_profile(reading, settings.agency, settings.profiles)

    @contextmanager
    def act(self, at: datetime, by: Member | None = None) -> Iterator[Work]:
        """One unit of work at that moment, by somebody of the cast or by the portal itself.

        Raises `ValueError` for a moment before the last act.
        """
        self.catch_up(at)
        with self.open(at, by) as work:
            yield work

    @contextmanager
    def look(self, at: datetime, by: Member) -> Iterator[Work]:
        """As `act`, for accesses: what changes nothing must not keep the ledger from its own transaction."""
        with self.act(at, by) as work:
            work.session.info["read_only"] = True
            yield work

    def catch_up(self, at: datetime) -> None:
        while self.waiting and self.waiting[0].shot.moment + ON_THE_WAY <= at:
            self.take_in(self.waiting.popleft())

    def take_in(self, photograph: Photograph) -> None:
        shot = photograph.shot
        with self.open(shot.moment + ON_THE_WAY) as work:
            device = devices.find(work.session, READERS[shot.reader].name)
            if device is None:
                raise LookupError(f"{READERS[shot.reader].name} is not in service yet")
            capture = Capture(photograph.data, shot.moment)
            taken = ingest(work, device, [capture], lambda _: photograph.seen)
            if shot.part:
                first = select(Read.key).where(Read.batch == taken.batch).order_by(Read.key).limit(1)
                self.keys[shot.part] = work.session.scalars(first).one()

    @contextmanager
    def open(self, at: datetime, by: Member | None = None) -> Iterator[Work]:
        if self.last is not None and at < self.last:
            raise ValueError(f"an act at {at} follows one at {self.last}")
        self.last = at
        with open_work(self.app, self.actor(by, at) if by else system_actor("demo load"), at) as work:
            yield work

    def actor(self, member: Member, at: datetime) -> Actor:
        with self.app.extensions["open_reading"]() as reading:
            person = reading.get_one(Person, member.person_id)
            return people.actor_of(reading, self.profile, person, member.role.user_name, at)

    def hit_of(self, part: str) -> str:
        """The hit that the shot with this part raised."""
        with self.app.extensions["open_reading"]() as reading:
            found = select(Hit.id).where(Hit.read_key == self.keys[part]).order_by(Hit.raised_at)
            hit: str = reading.scalars(found.limit(1)).one()
            return hit
