"""Recording that somebody leaves, and signing the steps that follow."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.forms.base import LocalMoment, PortalForm, line
from portal.models import Person
from portal.rules.departures import KINDS
from portal.services.departures import NewDeparture


class DepartureForm(PortalForm):
    person_id = SelectField("Who", validators=[InputRequired("Choose who leaves.")])
    kind = RadioField("How", choices=KINDS, validators=[InputRequired("Choose one.")])
    effective_at = LocalMoment(
        "Last moment of access",
        validators=[Optional()],
        description="The agency's time. Left empty: access ends now.",
    )
    reason = line(
        "Ground",
        needed=True,
        description="The letter or order by its number or date. Leave out personal reasons and plates.",
    )

    def offer(self, people: Sequence[tuple[Person, str]]) -> None:
        choices = [(person.id, f"{person.full_name}, {title}") for person, title in people]
        self.person_id.choices = [("", "Choose"), *choices]

    def to_departure(self, zone: str) -> NewDeparture:
        return NewDeparture(
            person_id=self.person_id.data or "",
            kind=self.kind.data or "",
            reason=self.reason.data or "",
            effective_at=self.effective_at.moment(zone),
        )


class StepForm(PortalForm):
    note = line("Note")


class ReturnForm(PortalForm):
    reason = line(
        "Why", needed=True, description="The order by its number or date, or how the mistake came about."
    )
