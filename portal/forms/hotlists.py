"""Asking for a hotlist entry, and deciding one."""

from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from portal.agencies.profile import Profile
from portal.forms.base import STATES, PortalForm, line, passage
from portal.models import EntryKind
from portal.services.hotlists import NewEntry

KINDS = {
    "": "Choose",
    EntryKind.STOLEN_VEHICLE.value: "Stolen vehicle",
    EntryKind.STOLEN_PLATE.value: "Stolen plate",
    EntryKind.WANTED_VEHICLE.value: "Wanted vehicle or person",
    EntryKind.MISSING_PERSON.value: "Missing person",
    EntryKind.INVESTIGATION.value: "Investigative lead",
}


class EntryForm(PortalForm):
    plate = line("Plate", needed=True, description="The whole plate, letters and digits.")
    state = SelectField("State", choices=STATES, default="")
    kind = SelectField("Kind", choices=KINDS, validators=[InputRequired("Choose the kind.")])
    reason = line("Reason", needed=True, description="In a few words, for the dispatcher's screen.")
    case_number = line("Case number", needed=True)
    no_case_reason = line("Why there is no case number", description="Only with “none” above.")
    narrative = passage(
        "Narrative", needed=True, description="What happened, and what to do when the vehicle is seen."
    )
    unavailable_statement = passage("How the first approver was found unavailable")

    def offer(self, profile: Profile) -> None:
        """Leaves out what this agency's policy does not ask."""
        if profile.search.case_number == "required":
            del self.no_case_reason
        else:
            self.case_number.description = "Or “none”, with the reason below."

    def to_entry(self) -> NewEntry:
        return NewEntry(
            plate=self.plate.data or "",
            state=self.state.data or "",
            kind=self.kind.data or "",
            reason=self.reason.data or "",
            case_number=self.case_number.data or "",
            no_case_reason=(self.no_case_reason.data or "") if self.no_case_reason else "",
            narrative=self.narrative.data or "",
            unavailable_statement=self.unavailable_statement.data or "",
        )


class EscalationForm(PortalForm):
    unavailable_statement = passage("How and when you tried to reach the approver", needed=True)


class RemovalForm(PortalForm):
    removal_reason = line("Why", description="For example: recovered at the freight yard.")


class DecisionForm(PortalForm):
    seen = HiddenField()
