"""The job that mails notices. No transaction is open while the mail server is spoken to."""

from datetime import timedelta

from portal.config import Settings
from portal.jobs.job import Report, Turn
from portal.services import jobs
from portal.services.notices import mailing, postman
from portal.services.notices.mailing import Letter
from portal.services.notices.postman import MailRefused, Server
from portal.services.work import Work
from portal.web import mail

RUNS_KEPT = timedelta(days=7)
"""How long the rows of good runs are kept: at one a minute they would soon outnumber everything."""


def run_send(turn: Turn) -> Report:
    settings: Settings = turn.app.extensions["settings"]
    server, report = mail.server_of(settings), Report()
    with turn.work() as work:
        turn.go_on(work.session)
        jobs.forget_runs(work.session, turn.job, work.now - RUNS_KEPT)
        report.add("in the inbox alone", mailing.turn_off(work, mail_is_on=server is not None))
        letters = mailing.letters_due(work) if server else []
        work.session.commit()
        if server and letters:
            send_all(turn, work, server, letters, report)
    return report


def send_all(turn: Turn, work: Work, server: Server, letters: list[Letter], report: Report) -> None:
    """Over one connection, each letter's fate saved before the next is sent. Broken off between sending and saving,
    a letter goes out once more: twice is better than never."""
    left = list(letters)
    try:
        with postman.connected(server) as connection:
            while left:
                message = mail.message_of(server, left[0], origin(turn), agency(work), work.now)
                try:
                    postman.send(server, connection, message)
                except MailRefused as refused:
                    if refused.everything:
                        raise
                    fail(turn, work, left[:1], str(refused), report)
                else:
                    mailing.note_sent(work, left[0], turn.go_on(work.session))
                    work.session.commit()
                    report.add("mails sent", 1)
                del left[0]
    except MailRefused as refused:
        fail(turn, work, left, str(refused), report)


def fail(turn: Turn, work: Work, letters: list[Letter], reason: str, report: Report) -> None:
    mailing.note_failures(work, letters, reason, turn.go_on(work.session))
    work.session.commit()
    report.add("mails not taken", len(letters))


def origin(turn: Turn) -> str:
    settings: Settings = turn.app.extensions["settings"]
    return settings.public_origin


def agency(work: Work) -> str:
    return work.profile.agency.name


def preview_send(work: Work) -> Report:
    return Report({"notices that wait for their mail": mailing.count_due(work)})
