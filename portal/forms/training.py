"""Logging a class, correcting what is on file, issuing the course anew, ordering retraining."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.forms.base import LONGEST_LINE, PortalForm, line, passage, without_control_characters
from portal.forms.setup import Checkboxes
from portal.models import Completion
from portal.services.training import NewClass
from portal.services.training.correcting import Correction
from portal.services.training.courses import CAUSES, Course, NewIssue
from portal.services.training.documents import Upload
from portal.services.training.retraining import NewOrder
from portal.services.training.standing import Member

DOCUMENT = (
    "The sign-in sheet or certificate as PDF, JPEG or PNG, 10 MB at most. It is stored encrypted. "
    "Add it now: what is on file is not changed later."
)


def day(label: str, description: str = "") -> DateField:
    return DateField(
        label, validators=[InputRequired("Give the day, as 2026-01-31.")], description=description
    )


def given(field: DateField) -> date:
    """The day of a field that the form required."""
    typed: date | None = field.data
    if typed is None:
        raise ValueError(f"{field.name} was not validated")
    return typed


def uploaded(field: FileField) -> Upload | None:
    """The file, with the name a browser gave it; None where none was chosen."""
    if not field.data or not field.data.filename:
        return None
    name = without_control_characters(PurePath(field.data.filename).name)[:LONGEST_LINE]
    return Upload(name, field.data.read())


class ClassForm(PortalForm):
    people = Checkboxes("Who completed it", description="Everybody who was there from beginning to end.")
    held_on = day("Day of the class")
    instructor = line("Instructor", needed=True)
    course_version = SelectField("Version of the course")
    items = Checkboxes("What the class covered", description="All of it, unless you untick something.")
    note = line("Note", description="Where, or anything worth knowing later. May stay empty.")

    def offer(self, members: Sequence[Member], courses: Sequence[Course]) -> None:
        """Offers everybody, and everything any version covers; the newest version is chosen beforehand."""
        self.people.choices = {each.person.id: f"{each.person.full_name}, {each.title}" for each in members}
        self.course_version.choices = {
            str(each.number): f"Version {each.number}" for each in reversed(courses)
        }
        items = {item.key: item.text for each in courses for item in each.items}
        self.items.choices = items
        self.people.flags.required = self.items.flags.required = True
        if self.course_version.raw_data == []:  # there is no choice to send while there is one version
            self.course_version.data = str(courses[-1].number)

    def fill(self, courses: Sequence[Course]) -> None:
        """The newest version, and all of it."""
        self.course_version.data = str(courses[-1].number)
        self.items.data = courses[-1].keys

    def to_class(self) -> NewClass:
        return NewClass(
            people=tuple(self.people.data or ()),
            held_on=given(self.held_on),
            instructor=self.instructor.data or "",
            items=tuple(self.items.data or ()),
            course_version=int(self.course_version.data),
            note=self.note.data or "",
        )


class FiledClassForm(ClassForm):
    """The class as it was looked over, and its document."""

    document = FileField("Document of the class", description=DOCUMENT)

    def upload(self) -> Upload | None:
        return uploaded(self.document)


class CorrectionForm(PortalForm):
    stands = RadioField(
        "What is right",
        choices={"yes": "They completed it, but not as it says", "no": "They did not complete it"},
        default="yes",
        validators=[InputRequired("Choose one.")],
    )
    completed_on = day("Completed on")
    items = Checkboxes("What they completed")
    reason = passage(
        "What was wrong, and how you know",
        needed=True,
        description="It stays on file beside what was written first.",
    )

    def offer(self, course: Course) -> None:
        self.items.choices = {item.key: item.text for item in course.items}

    def fill(self, completion: Completion) -> None:
        """What is on file now."""
        self.completed_on.data = completion.completed_on
        self.items.data = list(completion.items)

    def to_correction(self) -> Correction:
        return Correction(
            stands=self.stands.data == "yes",
            completed_on=given(self.completed_on),
            items=tuple(self.items.data or ()),
            reason=self.reason.data or "",
        )


class IssueForm(PortalForm):
    cause = RadioField(
        "Why it is issued anew",
        choices=dict(CAUSES),
        validators=[InputRequired("Choose one.")],
    )
    reason = passage(
        "What changed, and what people should know",
        needed=True,
        description="Everybody with an account is told this.",
    )
    items = Checkboxes("Kept from the version before", description="What the policy asks for always stays.")
    added = passage("New items", description="One a line. May stay empty.")
    retake = RadioField(
        "Those who took an older version",
        choices={"inform": "Are only informed", "retake": "Must take this one by the day below"},
        default="inform",
        validators=[InputRequired("Choose one.")],
    )
    retake_by = DateField(
        "Last day for an older version",
        validators=[Optional()],
        description="After this day older training no longer opens plate data.",
    )

    def offer(self, newest: Course, asked: Sequence[str]) -> None:
        """`asked` are the items the policy itself asks for: there is no choice about them."""
        added = {item.key: item.text for item in newest.items if item.key not in asked}
        self.items.choices = added
        if not added:
            del self.items

    def fill(self, newest: Course) -> None:
        """Everything of the version before is kept."""
        if self.items:
            self.items.data = newest.keys

    def to_issue(self) -> NewIssue:
        added = [each.strip() for each in (self.added.data or "").splitlines()]
        return NewIssue(
            cause=self.cause.data,
            reason=self.reason.data or "",
            kept=tuple(self.items.data or ()) if self.items else (),
            added=tuple(each for each in added if each),
            must_retake=self.retake.data == "retake",
            retake_by=self.retake_by.data,
        )


class OrderForm(PortalForm):
    person_id = SelectField("Who", validators=[InputRequired("Choose who is to be trained again.")])
    ground = passage(
        "What it follows from",
        needed=True,
        description="What happened, in a sentence or two. Leave out plates and cases.",
    )
    reference = line("Reference", description="The incident, audit or review by its number.")
    due_on = day("To be done by")
    closes_access = BooleanField("Plate data is closed to them until it is done")

    def offer(self, members: Sequence[Member]) -> None:
        people = {each.person.id: f"{each.person.full_name}, {each.title}" for each in members}
        self.person_id.choices = {"": "Choose"} | people

    def fill(self, person_id: str, *, closes: bool) -> None:
        """`closes` is what the policy says of a violation."""
        self.person_id.data = person_id
        self.closes_access.data = closes

    def to_order(self) -> NewOrder:
        return NewOrder(
            person_id=self.person_id.data,
            ground=self.ground.data or "",
            reference=self.reference.data or "",
            due_on=given(self.due_on),
            closes_access=bool(self.closes_access.data),
        )


class WithdrawalForm(PortalForm):
    reason = passage("Why it is withdrawn", needed=True)
