"""What may go on file about training: classes, corrections, new versions of the course, retraining."""

from collections.abc import Collection, Sequence
from datetime import date

from portal.agencies.profile import Profile
from portal.rules.errors import RuleBroken
from portal.rules.reasons import has_meaning
from portal.rules.training import last_usable_day

OLDEST_YEARS = 20
"""A class held longer ago is a slip of the finger: no reader of an agency is older."""
KEPT_YEARS = 3
"""CJIS Security Policy AT-4: records of training are kept for three years."""
LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Bytes."""
KINDS = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
}
"""What a document may be, by its first bytes: its media type, and how its name ends."""


def check_day(profile: Profile, held_on: date, today: date, field: str = "held_on") -> None:
    """Raises `RuleBroken` for a day to come, or one that can only be mistyped."""
    section = profile.training.section
    if held_on > today:
        raise RuleBroken(
            "training.to-come", "Training goes on file once it was held, not before.", section, field
        )
    if last_usable_day(held_on, OLDEST_YEARS) < today:
        raise RuleBroken(
            "training.long-ago",
            f"That is more than {OLDEST_YEARS} years ago. Check the year.",
            section,
            field,
        )


def check_version(profile: Profile, held_on: date, issued_on: date | None) -> None:
    """Raises `RuleBroken` for a version of the course that was not there yet on the day of the class."""
    if issued_on is not None and held_on < issued_on:
        raise RuleBroken(
            "training.version-to-come",
            "This version of the course was issued after the class. Choose the version that was taught.",
            profile.training.section,
            "course_version",
        )


def check_people(profile: Profile, people: Collection[str], already: Sequence[str]) -> None:
    """Raises `RuleBroken` where nobody is named, or names say who is on file for that day already."""
    section = profile.training.section
    if not people:
        raise RuleBroken("training.nobody", "Tick everybody who completed the class.", section, "people")
    if already:
        raise RuleBroken(
            "training.twice",
            f"On file for that day already: {', '.join(already)}. Untick them; what is wrong there is corrected "
            "on their own page.",
            section,
            "people",
        )


def check_not_own_order(profile: Profile, owes: bool) -> None:
    """Raises `RuleBroken` for whoever would settle their own retraining: another puts it on file."""
    if owes:
        raise RuleBroken(
            "training.own-retraining",
            "You have retraining to do. Somebody else puts on file that it is done.",
            profile.training.violation_section or profile.training.section,
            "people",
        )


def check_not_own(profile: Profile, own: bool) -> None:
    """Raises `RuleBroken` for a correction of one's own record."""
    if own:
        raise RuleBroken(
            "training.own", "Somebody else corrects your own record.", profile.training.section, "reason"
        )


def check_items(profile: Profile, items: Collection[str]) -> None:
    """Raises `RuleBroken` for a class that covered nothing of the course."""
    if not items:
        raise RuleBroken(
            "training.no-items", "Tick what the class covered.", profile.training.section, "items"
        )


def kind_of_document(data: bytes) -> tuple[str, str]:
    """Media type and ending by the content, whatever the name says. Raises `RuleBroken` for anything else."""
    if not data:
        raise RuleBroken("training.empty-document", "This file is empty. Choose another.", field="document")
    if len(data) > LARGEST_DOCUMENT:
        raise RuleBroken("training.large-document", "A document may have 10 MB at most.", field="document")
    for beginning, kind in KINDS.items():
        if data.startswith(beginning):
            return kind
    raise RuleBroken(
        "training.kind-of-document",
        "Choose a PDF, JPEG or PNG. This file is none of them, whatever its name.",
        field="document",
    )


def check_correction(profile: Profile, reason: str, *, corrected_already: bool, changes: bool) -> None:
    """Raises `RuleBroken` for a correction without a reason, of what is corrected already, or that changes nothing."""
    section = profile.training.section
    if corrected_already:
        raise RuleBroken(
            "training.corrected-already",
            "This completion was corrected before. Correct the newest one; both stay on file.",
            section,
        )
    if not has_meaning(reason):
        raise RuleBroken("training.no-reason", "Say what was wrong and how you know.", section, "reason")
    if not changes:
        raise RuleBroken(
            "training.no-change", "Nothing differs from what is on file. Change what was wrong.", section
        )


def check_issue(profile: Profile, reason: str, items: Collection[str]) -> None:
    """Raises `RuleBroken` for a new version without a reason or items."""
    section = profile.training.section
    if not has_meaning(reason):
        raise RuleBroken(
            "course.no-reason", "Say what changed, and what the course now says.", section, "reason"
        )
    if not items:
        raise RuleBroken("course.no-items", "Tick what the course covers.", section, "items")


def check_retake_day(profile: Profile, retake_by: date | None, today: date) -> None:
    """Raises `RuleBroken` where a version must be taken, but by no day or by one that is not ahead."""
    if retake_by is None or retake_by <= today:
        raise RuleBroken(
            "course.retake-day",
            "Give a day ahead: after it, older training no longer opens plate data.",
            profile.training.section,
            "retake_by",
        )


def check_order(profile: Profile, ground: str, due_on: date, today: date) -> None:
    """Raises `RuleBroken` for a retraining without a ground, or due on a day that is past."""
    section = profile.training.violation_section or profile.training.section
    if not has_meaning(ground):
        raise RuleBroken("retraining.no-ground", "Say what it follows from.", section, "ground")
    if due_on < today:
        raise RuleBroken(
            "retraining.due-day", "The day it is due lies ahead, or is today.", section, "due_on"
        )


def check_withdrawal(section: str, reason: str, *, is_open: bool, own: bool) -> None:
    """Raises `RuleBroken` for a retraining that is settled, one's own, or withdrawn without a reason."""
    if own:
        raise RuleBroken(
            "retraining.own", "Somebody else must withdraw a retraining that was ordered for you.", section
        )
    if not is_open:
        raise RuleBroken("retraining.settled", "This retraining is done or withdrawn already.", section)
    if not has_meaning(reason):
        raise RuleBroken("retraining.no-reason", "Say why it is withdrawn.", section, "reason")
