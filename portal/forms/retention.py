"""Putting an authority to destroy on file."""

from collections.abc import Mapping
from datetime import date

from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from portal.agencies.keeping import Source
from portal.forms.base import PortalForm, line
from portal.services.retention.schedule import NewAuthority


def day(label: str) -> DateField:
    return DateField(label, validators=[InputRequired("Give the day, as 2026-01-31.")])


class AuthorityForm(PortalForm):
    source = SelectField("Source", validators=[InputRequired("Choose the source.")])
    resolution = line(
        "Resolution", needed=True, description="Its number, as the governing body's minutes have it."
    )
    adopted_on = day("Adopted on")
    attorney = line("Attorney", needed=True, description="Who consented in writing for the agency.")
    consented_on = day("Consented on")
    schedule_line = line(
        "Line of the records schedule", needed=True, description="Where the schedule lists these records."
    )

    def offer(self, sources: Mapping[str, Source]) -> None:
        """Offers the sources that the portal purges."""
        self.source.choices = [("", "Choose"), *((key, source.label) for key, source in sources.items())]

    def to_authority(self) -> NewAuthority:
        return NewAuthority(
            source=self.source.data or "",
            resolution=self.resolution.data or "",
            adopted_on=given(self.adopted_on),
            attorney=self.attorney.data or "",
            consented_on=given(self.consented_on),
            schedule_line=self.schedule_line.data or "",
        )


def given(field: DateField) -> date:
    """The day of a field that the form required."""
    typed: date | None = field.data
    if typed is None:
        raise ValueError(f"{field.name} was not validated")
    return typed
