"""How the demonstration begins, fourteen months ago: answers, people, readers, authorities; and a hold from then."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.access import Duty
from portal.demo.cast import cast
from portal.demo.people import Company, take_on, train
from portal.demo.shots import LEAST_OLD, READERS
from portal.demo.stage import Stage
from portal.models import HoldKind
from portal.services import devices, evidence, people, setup
from portal.services.retention import schedule
from portal.services.work import Work

BEGINNING = timedelta(days=430)
HOLD_REVIEWED_IN = timedelta(days=45)
"""From now: the hold of last year still stands."""
TAKEN_ON_LATE = timedelta(days=2)
BASIS = "Demonstration: invented"


def begin(stage: Stage, now: datetime) -> None:
    moment = now - BEGINNING
    with stage.act(moment) as work:
        record_answers(work, work.profile.demo.answers)
    company = stage.company = Company(stage.profile)
    roles, _ = cast(company.profile)
    with stage.act(moment + timedelta(hours=1)) as work:
        company.members = [take_on(work, role, number) for number, role in enumerate(roles)]
    with stage.act(moment + timedelta(hours=3), company.with_duty(Duty.TRAINING_KEEPER)) as work:
        train(work, company.members)
    with stage.act(moment + timedelta(hours=4), company.with_duty(Duty.ADMINISTRATOR)) as work:
        put_readers_in_service(work)
    with stage.act(moment + timedelta(hours=5), company.with_duty(Duty.CUSTODIAN_OF_RECORDS)) as work:
        authorise_destruction(work)
    hold_an_old_read(stage, now)


def record_answers(work: Work, answers: Mapping[str, Any]) -> None:
    """Answers what the text leaves open, as the profile invents it for demonstrations."""
    setup.answer_all(work, answers, BASIS, demo=True)


def put_readers_in_service(work: Work) -> None:
    """The readers and the upload desk, all on sources the portal purges itself."""
    sources = list(schedule.purged_here(work))
    for number, reader in enumerate(READERS):
        source = sources[number % len(sources)]
        devices.add(work, devices.NewDevice(reader.name, source, reader.location))
    devices.add(work, devices.NewDevice(devices.UPLOAD_DESK, sources[0], "Station"))


def authorise_destruction(work: Work) -> None:
    """For every source whose period is known: without one there is nothing to authorise."""
    today = people.local_day(work.profile, work.now)
    for key, source in schedule.purged_here(work).items():
        if source.minimum is not None:
            authority = schedule.NewAuthority(
                source=key,
                resolution=f"Resolution {today:%y}-117 (invented)",
                adopted_on=today - timedelta(days=21),
                attorney="Counsel to the governing body (invented)",
                consented_on=today - timedelta(days=28),
                schedule_line="License plate reader data",
            )
            schedule.record_authority(work, authority)


def hold_an_old_read(stage: Stage, now: datetime) -> None:
    """A hold placed back then keeps one of the reads that the purge would take today."""
    moment = now - LEAST_OLD
    with stage.act(moment, stage.company.users[1]) as work:
        new = evidence.NewHold(
            kind=HoldKind.EVIDENCE,
            case_number=f"{moment:%y}-03318",
            reason="Shows the car of the defendant near the burgled warehouse; the trial is pending.",
            review_on=people.local_day(work.profile, now + HOLD_REVIEWED_IN),
        )
        evidence.place(work, new, [stage.keys["held"]])


def take_on_a_newcomer(stage: Stage, moment: datetime) -> None:
    """Somebody whose training is still to come: plate data stays closed to them."""
    company = stage.company
    _, newcomer = cast(company.profile)
    with stage.act(moment) as work:
        company.members.append(take_on(work, newcomer, len(company.members), trained=False))
