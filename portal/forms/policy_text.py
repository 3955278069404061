"""Importing the adopted text, mending a draft, and what it takes to publish it."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.forms.base import LONGEST_LINE, PortalForm, line, passage, without_control_characters
from portal.models import PublicMeeting
from portal.services.policy.procedures import NewProcedure
from portal.services.policy.publishing import NewMeeting

LONGEST_PROCEDURE = 20_000


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


def as_read(text: str | None) -> str:
    """What a browser sends, with the line ends of the text it was given. Page breaks stay: the parser goes by them."""
    kept = (character for character in text or "" if character in "\n\t\f" or character.isprintable())
    return "".join(kept)


class ImportForm(PortalForm):
    text = FileField("File", validators=[FileRequired("Choose the file of the adopted policy.")])
    adopted_on = day(
        "Adopted on", description="When the governing body or the head of the agency adopted it."
    )

    def file(self) -> tuple[bytes, str]:
        """The bytes, and the name without the folders a browser may add."""
        name = PurePath(self.text.data.filename or "").name
        return self.text.data.read(), without_control_characters(name)[:LONGEST_LINE]


class MendForm(PortalForm):
    text = TextAreaField("Text", filters=[as_read], validators=[InputRequired("The text is missing.")])
    adopted_on = day("Adopted on")


class DoubtForm(PortalForm):
    doubt = HiddenField()


class PublicationForm(PortalForm):
    meeting = SelectField("Public meeting", validators=[InputRequired("Choose the meeting.")])
    effective_on = day("In force from", description="The first day on which the agency goes by it.")

    def offer(self, meetings: Sequence[PublicMeeting]) -> None:
        """Offers the meetings on file."""
        told = [(each.id, f"{each.body}, {each.held_on.isoformat()}") for each in meetings]
        self.meeting.choices = [("", "Choose"), *told]


class RefusalForm(PortalForm):
    seen = HiddenField()
    reason = passage("Why you refuse it", needed=True)


class ConfirmationForm(PortalForm):
    seen = HiddenField()


class MeetingForm(PortalForm):
    body = line("Body", needed=True, description="As it calls itself, for example the City Council.")
    held_on = day("Held on")
    link = line("Link", description="Where its agenda or minutes can be read, if anywhere.")
    note = passage("Note", description="For example the number of the agenda item.")

    def to_meeting(self) -> NewMeeting:
        return NewMeeting(
            self.body.data or "", given(self.held_on), self.link.data or "", self.note.data or ""
        )


class ProcedureForm(PortalForm):
    title = line("Title", needed=True)
    section = line("Section", needed=True, description="The section of the policy it carries out.")
    body = TextAreaField(
        "Text",
        filters=[without_control_characters],
        validators=[Length(max=LONGEST_PROCEDURE, message=f"At most {LONGEST_PROCEDURE} characters.")],
        description="Everybody can read this: leave out what is tactical.",
    )
    link = line("Link", description="Where it is published, instead of the text or beside it.")

    def to_procedure(self) -> NewProcedure:
        return NewProcedure(
            self.title.data or "", self.section.data or "", self.body.data or "", self.link.data or ""
        )
