"""Deciding the lines of an account review, keeping the clean ones, and signing."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.forms.base import LONGEST_TEXT, PortalForm, passage, without_control_characters
from portal.services.reviews import Decision

UNDO = "undo"
"""What the button that takes a decision back sends instead of a verdict."""


class LineForm(PortalForm):
    """One line. The page draws it itself, a hundred times; here is what it may send."""

    verdict = StringField(validators=[InputRequired("Choose keep, change or close.")])
    reason = StringField(
        filters=[without_control_characters],
        validators=[Length(max=LONGEST_TEXT, message=f"At most {LONGEST_TEXT} characters.")],
    )

    @property
    def takes_back(self) -> bool:
        return bool(self.verdict.data == UNDO)

    @property
    def wrong(self) -> str:
        """Everything that is wrong with it, in one line."""
        return " ".join(str(each) for errors in self.errors.values() for each in errors)

    def to_decision(self) -> Decision:
        return Decision(self.verdict.data or "", self.reason.data or "")


class CleanForm(PortalForm):
    seen = HiddenField()
    looked = BooleanField(validators=[InputRequired("Say that you have looked at them.")])


class SignatureForm(PortalForm):
    statement = passage(
        "What you sign for",
        needed=True,
        description="A sentence or two. It stands in the signed review with your name, post and the moment.",
    )
