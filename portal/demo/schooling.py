"""Training in the demonstration: a class with its sign-in sheet, and somebody whose training lapses soon."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import cv2
import numpy as np

from portal.access import Duty
from portal.demo.people import Member, train
from portal.demo.stage import Stage
from portal.services import training
from portal.services.people import local_day
from portal.services.training import courses
from portal.services.training.documents import Upload

REFRESHED = timedelta(days=40)
LAPSES_IN = timedelta(days=15)
YEAR = timedelta(days=365)
NOTE = "Demonstration: invented"


def scenes(now: datetime) -> list[tuple[datetime, Callable[[Stage, datetime], None]]]:
    """When training is held, and how it goes on file."""
    return [(now - YEAR + LAPSES_IN, school_one), (now - REFRESHED, school_everybody)]


def school_one(stage: Stage, moment: datetime) -> None:
    """Where training lapses, one member took it long before the others, and theirs is nearly over."""
    if stage.profile.training.max_age_years is not None:
        with stage.act(moment, stage.company.with_duty(Duty.TRAINING_KEEPER)) as work:
            train(work, [early(stage)])


def early(stage: Stage) -> Member:
    return stage.company.users[0]


def school_everybody(stage: Stage, moment: datetime) -> None:
    """A class for everybody else, logged in one go with its sign-in sheet."""
    company = stage.company
    lapses = stage.profile.training.max_age_years is not None
    pupils = [each for each in company.members if not (lapses and each is early(stage))]
    keeper = company.with_duty(Duty.TRAINING_KEEPER)
    with stage.act(moment, keeper) as work:
        held_on = local_day(work.profile, moment - timedelta(days=1))
        course = courses.newest(work)
        new = training.NewClass(
            people=tuple(each.person_id for each in pupils),
            held_on=held_on,
            instructor=keeper.role.full_name if keeper else company.members[0].role.full_name,
            items=tuple(course.keys),
            course_version=course.number,
            note=NOTE,
        )
        sheet = sign_in_sheet(held_on, [each.role.full_name for each in pupils])
        training.log_class(work, new, Upload("Sign-in sheet.png", sheet))


def sign_in_sheet(held_on: date, names: list[str]) -> bytes:
    """A page with a line for everybody, as a scanner would send it."""
    page = np.full((60 * (len(names) + 4), 1000, 3), 255, np.uint8)
    lines = [f"ALPR training, {held_on:%Y-%m-%d} (invented)", "", *names]
    for number, line in enumerate(lines):
        place = (60, 90 + 60 * number)
        cv2.putText(page, line, place, cv2.FONT_HERSHEY_SIMPLEX, 1.0, (40, 40, 40), 2, cv2.LINE_AA)
        if number > 1:
            cv2.line(page, (560, place[1] + 8), (940, place[1] + 8), (150, 150, 150), 1)
    return bytes(cv2.imencode(".png", page)[1])
