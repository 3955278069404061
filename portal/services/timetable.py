"""When each job runs, and how the jobs stand by that."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.orm import Session

from portal.models import JobRun
from portal.services import jobs, setup

GRACE = timedelta(hours=1)
"""How long after its time a job may still be under way before it counts as late."""


@dataclass(frozen=True)
class Schedule:
    """Every day at `hour:minute` of the agency, or at that minute of every hour, or every minute.

    No daily job may lie between one and two: that hour comes twice on a day in November, and the trigger then stands
    still. Hourly jobs go by UTC for the same reason.
    """

    minute: int | None = None
    hour: int | None = None

    def trigger(self, zone: str) -> CronTrigger:
        clock: tzinfo = UTC if self.hour is None else ZoneInfo(zone)
        return CronTrigger(
            hour=self.hour, minute="*" if self.minute is None else self.minute, second=0, timezone=clock
        )

    def after(self, moment: datetime, zone: str) -> datetime:
        """The first time after a moment."""
        following = moment + timedelta(microseconds=1)
        found: datetime = self.trigger(zone).get_next_fire_time(None, following)
        return found.astimezone(UTC)

    def __str__(self) -> str:
        if self.minute is None:
            return "every minute"
        if self.hour is None:
            return f"every hour at minute {self.minute}"
        return f"every day at {self.hour:02}:{self.minute:02}"


@dataclass(frozen=True)
class Entry:
    """A job as the timetable knows it: its name, what it is for, and its times."""

    name: str
    description: str
    schedule: Schedule

    def is_due(self, since: datetime, now: datetime, zone: str) -> bool:
        """Whether one of its times has come after `since`."""
        return self.schedule.after(since, zone) <= now


PURGE_EXPIRED = Entry(
    "purge-expired",
    "Destroys reads and pictures kept for their minimum, unless a hold keeps them.",
    Schedule(hour=2, minute=15),
)
SWEEP_PICTURES = Entry(
    "sweep-pictures",
    "Removes pictures that no read names, left by a process that died.",
    Schedule(hour=3, minute=0),
)
CHECK_POLICY = Entry(
    "check-policy",
    "Holds every clause of the policy to what the portal's own data shows.",
    Schedule(hour=4, minute=10),
)
OPEN_REVIEWS = Entry(
    "open-account-reviews",
    "Opens the review of every account on the day after each period of the policy ends.",
    Schedule(hour=2, minute=45),
)
CLOSE_ACCOUNTS = Entry(
    "close-accounts",
    "Writes down which accounts expiry, ninety idle days or a departure has closed.",
    Schedule(hour=0, minute=20),
)
TRAINING_NOTICES = Entry(
    "training-notices",
    "Tells people that their training lapses or is due, and whoever keeps it how many were told.",
    Schedule(hour=6, minute=20),
)
SWEEP_SESSIONS = Entry("sweep-sessions", "Forgets sign-in sessions that have ended.", Schedule(minute=5))
SEND_NOTICES = Entry(
    "send-notices", "Mails what waits in people's inboxes, where mail is set up.", Schedule()
)
WATCH_DEPARTURES = Entry(
    "watch-departures",
    "Closes accounts whose owners' last moment has come, notes what is done, and tells of what is overdue.",
    Schedule(minute=20),
)
ENTRIES = (
    PURGE_EXPIRED,
    SWEEP_PICTURES,
    CHECK_POLICY,
    OPEN_REVIEWS,
    CLOSE_ACCOUNTS,
    TRAINING_NOTICES,
    SWEEP_SESSIONS,
    SEND_NOTICES,
    WATCH_DEPARTURES,
)


@dataclass(frozen=True)
class Standing:
    """How a job stands: its newest run, its next time, and whether it missed one."""

    entry: Entry
    last: JobRun | None
    following: datetime
    late: bool
    """A time passed at which it did not come to its end: the job runner is not up, or the job fails."""


def standings(session: Session, agency: str, now: datetime, zone: str) -> list[Standing]:
    """Every job, in the order of the timetable, by the clock of the agency's zone.

    Raises `WrongInstallation` for another agency's database.
    """
    founded = founded_at(session, agency)
    return [
        Standing(
            entry,
            jobs.last_run(session, entry.name),
            entry.schedule.after(now, zone),
            entry.is_due(jobs.last_settled(session, entry.name) or founded, now - GRACE, zone),
        )
        for entry in ENTRIES
    ]


def founded_at(session: Session, agency: str) -> datetime:
    """When the installation was founded: from then on the timetable counts. Raises as `standings`."""
    return setup.check_installation(session, agency).created_at
