"""What a job is: its entry in the timetable, what it does, and what it would do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from flask import Flask
from sqlalchemy.orm import Session

from portal.rules import RuleBroken
from portal.services.jobs import Lease
from portal.services.timetable import Entry
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor


class Stopping(RuntimeError):
    """The runner is being stopped; what is not done waits for its next start."""


@dataclass
class Report:
    """What a run did, or a dry run would do. A rule's no ends up in `refusals`, not in an error."""

    counts: dict[str, int] = field(default_factory=dict)
    refusals: list[RuleBroken] = field(default_factory=list)

    def add(self, name: str, count: int) -> None:
        self.counts[name] = self.counts.get(name, 0) + count

    @property
    def summary(self) -> str:
        """Sentences for people; numbers of nothing are left out."""
        counted = ", ".join(f"{name}: {count}" for name, count in self.counts.items() if count)
        sentences = [refusal.message for refusal in self.refusals]
        if counted:
            sentences.append(f"{counted[0].upper()}{counted[1:]}.")
        return " ".join(sentences) or "There was nothing to do."


@dataclass(frozen=True)
class Turn:
    """One run of one job: its right to write, and units of work in the job's name."""

    app: Flask
    job: str
    lease: Lease
    stopping: Event

    @contextmanager
    def work(self) -> Iterator[Work]:
        with open_work(self.app, system_actor(self.job)) as work:
            yield work

    def go_on(self, session: Session) -> datetime:
        """Renews the lease within a transaction that is about to write; gives the time.

        Raises `LeaseLost` where another process took over, `Stopping` where the runner is to end.
        """
        if self.stopping.is_set():
            raise Stopping("The job runner was stopped; the job goes on at its next start.")
        return self.lease.renew(session)


@dataclass(frozen=True)
class Job:
    """One job. `run` may be stopped between any two transactions and begun again; `preview` changes nothing."""

    entry: Entry
    run: Callable[[Turn], Report]
    preview: Callable[[Work], Report]

    @property
    def name(self) -> str:
        return self.entry.name
