"""The portal's jobs: what runs on a clock, whoever is signed in."""

from portal.jobs import (
    checking,
    closing_accounts,
    leaving,
    mailing,
    purging,
    reviewing,
    signing_out,
    training_notices,
)
from portal.jobs.job import Job
from portal.services import timetable

JOBS: list[Job] = [
    Job(timetable.PURGE_EXPIRED, purging.run_purge, purging.preview_purge),
    Job(timetable.SWEEP_PICTURES, purging.run_sweep, purging.preview_sweep),
    Job(timetable.CHECK_POLICY, checking.run_check, checking.preview_check),
    Job(timetable.OPEN_REVIEWS, reviewing.run_opening, reviewing.preview_opening),
    Job(timetable.CLOSE_ACCOUNTS, closing_accounts.run_closing, closing_accounts.preview_closing),
    Job(timetable.TRAINING_NOTICES, training_notices.run_notices, training_notices.preview_notices),
    Job(timetable.SWEEP_SESSIONS, signing_out.run_sweep, signing_out.preview_sweep),
    Job(timetable.SEND_NOTICES, mailing.run_send, mailing.preview_send),
    Job(timetable.WATCH_DEPARTURES, leaving.run_watch, leaving.preview_watch),
]
