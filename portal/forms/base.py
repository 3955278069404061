"""What every form shares."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, ValidationError

from portal.rules import RuleBroken

LONGEST_LINE = 200
LONGEST_TEXT = 4000
YEARS = range(2000, 2100)
"""What a moment may be typed as: no reader is older, and later ones are slips of the finger."""


class PortalForm(FlaskForm):
    """A form of the portal. The token is checked before any view runs; a rule's no is shown at its field."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)  # type: ignore[no-untyped-call]  # Flask-WTF ships no types

    def show(self, broken: RuleBroken) -> None:
        """Puts what a rule said beside the field it is about."""
        sign = "§ " if broken.section[:1].isdigit() else ""
        message = f"{broken.message} ({sign}{broken.section})" if broken.section else broken.message
        if broken.field in self:
            self[broken.field].errors = [*self[broken.field].errors, message]
        else:
            self.form_errors.append(message)


def without_control_characters(text: str | None) -> str:
    """NUL, escapes and the like never reach a record; line breaks stay."""
    kept = (char for char in text or "" if char in "\n\t" or char.isprintable())
    return "".join(kept).strip()


def line(label: str, *, needed: bool = False, **more: Any) -> StringField:
    """One line of text."""
    asked = [InputRequired("Fill this in.")] if needed else []
    longest = Length(max=LONGEST_LINE, message=f"At most {LONGEST_LINE} characters.")
    return StringField(label, filters=[without_control_characters], validators=[*asked, longest], **more)


def passage(label: str, *, needed: bool = False, **more: Any) -> TextAreaField:
    """Several lines of text."""
    asked = [InputRequired("Fill this in.")] if needed else []
    longest = Length(max=LONGEST_TEXT, message=f"At most {LONGEST_TEXT} characters.")
    return TextAreaField(label, filters=[without_control_characters], validators=[*asked, longest], **more)


class LocalMoment(DateTimeLocalField):
    """A moment typed in the agency's zone; `moment(zone)` gives it in UTC.

    An hour that comes twice is the first, or with `later` the second: a window from it until it covers both.
    """

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and self.data.year not in YEARS:
            raise ValidationError(f"Give a year from {YEARS[0]} to {YEARS[-1]}.")

    def moment(self, zone: str, *, later: bool = False) -> datetime | None:
        typed: datetime | None = self.data
        return typed.replace(tzinfo=ZoneInfo(zone), fold=later).astimezone(UTC) if typed else None


STATES = {
    "": "Any or unknown",
    **{
        code: code
        for code in (
            "CA AZ NV OR AK AL AR CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM "
            "NY OH OK PA RI SC SD TN TX UT VA VT WA WI WV WY"
        ).split()
    },
}
