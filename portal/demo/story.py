"""The story of the demonstration, told from its beginning to this hour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from portal.controls.conformance import check
from portal.controls.telling import as_run
from portal.demo import handing_over, reviewing, schooling, searching, wanted
from portal.demo.beginning import TAKEN_ON_LATE, begin, take_on_a_newcomer
from portal.demo.people import new_password
from portal.demo.shots import Script
from portal.demo.stage import Stage
from portal.models import HoldKind, Kind
from portal.services import evidence, people
from portal.services.policy import conformance
from portal.services.signin import acts, passwords

HELD = timedelta(hours=25)
CHECKED = timedelta(hours=2)
SIGNED_IN = (*(timedelta(days=days) for days in range(390, 0, -80)), timedelta(hours=14))
"""How long ago everybody did: an account nobody uses for 90 days is closed."""
RENEWED = timedelta(days=60)
"""How long ago everybody chose the password they have now: the one of the beginning is over a year old."""
HELD_FOR = timedelta(days=120)

Scene = Callable[[Stage, datetime], None]


def tell(stage: Stage, script: Script, now: datetime) -> None:
    begin(stage, now)
    scenes: list[tuple[datetime, Scene]] = [
        (now - TAKEN_ON_LATE, take_on_a_newcomer),
        *searching.scenes(script, now),
        *handing_over.scenes(now),
        *schooling.scenes(now),
        *((now - ago, everybody_signs_in) for ago in SIGNED_IN),
        (now - RENEWED, everybody_renews_their_password),
        *reviewing.scenes(now),
        (now - CHECKED, check_the_policy),
    ]
    if stage.profile.hotlist.custom:
        scenes += wanted.scenes(script, now)
        scenes.append((now - HELD, hold_the_worked_read))
    for moment, scene in sorted(scenes, key=lambda scene: scene[0]):
        scene(stage, moment)
    stage.catch_up(now)


def everybody_signs_in(stage: Stage, moment: datetime) -> None:
    for member in stage.company.members:
        with stage.act(moment, member) as work:
            account = people.find_by_user_name(work.session, member.role.user_name)
            if account is not None:
                acts.complete(work, account.id)


def everybody_renews_their_password(stage: Stage, moment: datetime) -> None:
    for place, member in enumerate(stage.company.members):
        with stage.act(moment, member) as work:
            account = people.find_by_user_name(work.session, member.role.user_name)
            if account is not None:
                renewed = replace(member, password=new_password())
                passwords.change(work, account.id, renewed.password)
                stage.company.members[place] = renewed


def check_the_policy(stage: Stage, moment: datetime) -> None:
    """As the job does every night, so that the pages have something to show on the first day."""
    with stage.act(moment) as work:
        conformance.keep(work, as_run(check(work)), Kind.JOB)


def hold_the_worked_read(stage: Stage, moment: datetime) -> None:
    """The picture of the recovered car will be evidence."""
    with stage.act(moment, stage.company.users[0]) as work:
        new = evidence.NewHold(
            kind=HoldKind.LIKELY_EVIDENCE,
            case_number=f"{moment:%y}-04526",
            reason="Shows the stolen sedan before its recovery; the driver is to be identified.",
            review_on=people.local_day(work.profile, moment + HELD_FOR),
        )
        evidence.place(work, new, [stage.keys["worked"]])
