"""The job that forgets sessions nobody comes back to. Ended they are without it: it only tidies up."""

from sqlalchemy import func, select

from portal.jobs.job import Report, Turn
from portal.models import SigninSession
from portal.services.signin.sessions import SessionStore, done_with
from portal.services.work import Work

NAME = "ended sessions"


def run_sweep(turn: Turn) -> Report:
    store: SessionStore = turn.app.extensions["sessions"]
    with turn.work() as work:
        turn.go_on(work.session)
    return Report({NAME: store.sweep(turn.lease.clock())})


def preview_sweep(work: Work) -> Report:
    query = select(func.count()).select_from(SigninSession).where(done_with(work.now))
    return Report({NAME: work.session.scalar(query) or 0})
