"""The job that forgets sessions that have ended. Ended they are without it: it only tidies up."""

from sqlalchemy import select

from portal.jobs.job import Report, Turn
from portal.models import SigninSession
from portal.services.signin.sessions import SessionStore, is_live
from portal.services.work import Work

NAME = "ended sessions"


def run_sweep(turn: Turn) -> Report:
    store: SessionStore = turn.app.extensions["sessions"]
    with turn.work() as work:
        turn.go_on(work.session)
    return Report({NAME: store.sweep(turn.lease.clock())})


def preview_sweep(work: Work) -> Report:
    rows = work.session.scalars(select(SigninSession))
    return Report({NAME: sum(not is_live(row, work.now) for row in rows)})
