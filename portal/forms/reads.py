"""Searching, and handing in a picture."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import Optional

from portal.agencies.profile import Profile
from portal.forms.base import STATES, LocalMoment, PortalForm, line, passage
from portal.models import Device
from portal.services.reads.searching import NewSearch

MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class SearchForm(PortalForm):
    """A search. Nothing of it is filled in beforehand or remembered."""

    plate = line(
        "Plate", description="Letters and digits. ? stands for one unknown character, * for any number."
    )
    state = SelectField("State", choices=STATES, default="")
    since = LocalMoment("Seen from", format=MOMENT_FORMATS, validators=[Optional()])
    until = LocalMoment("Seen until", format=MOMENT_FORMATS, validators=[Optional()])
    device = SelectField("Reader", default="")
    purpose = SelectField(
        "Purpose", validate_choice=False
    )  # the rule says no to any other, and it goes on record
    case_number = line("Case number")
    no_case_reason = line("Why there is no case number", description="Only with “none” above.")
    narrative = passage("What happened, and how this plate belongs to it")
    suspicion = passage("Articulable suspicion")
    on_behalf_of = line("On behalf of", description="The person and agency who asked you, if somebody did.")

    def offer(self, profile: Profile, devices: list[Device]) -> None:
        """Settles the choices, and leaves out what this agency's policy does not ask."""
        self.device.choices = {"": "Any reader", **{str(each.number): each.name for each in devices}}
        self.purpose.choices = {"": "Choose", **{each.key: each.label for each in profile.purposes.search}}
        for name in ("purpose", "case_number", "narrative"):
            self[name].flags.required = True
        if profile.search.case_number == "required":
            del self.no_case_reason
        else:
            self.case_number.description = "Or “none”, with the reason below."
        if not profile.search.suspicion:
            del self.suspicion
        else:
            self.suspicion.flags.required = True

    def to_search(self, zone: str) -> NewSearch:
        return NewSearch(
            plate=self.plate.data or "",
            state=self.state.data or "",
            since=self.since.moment(zone),
            until=self.until.moment(zone, later=True),
            device=int(self.device.data) if self.device.data else None,
            purpose=self.purpose.data or "",
            case_number=self.case_number.data or "",
            no_case_reason=(self.no_case_reason.data or "") if self.no_case_reason else "",
            narrative=self.narrative.data or "",
            suspicion=(self.suspicion.data or "") if self.suspicion else "",
            on_behalf_of=self.on_behalf_of.data or "",
        )


class PictureForm(PortalForm):
    picture = FileField("Picture", validators=[FileRequired("Choose a JPEG or PNG picture.")])
    taken_at = LocalMoment("Taken at", format=MOMENT_FORMATS, validators=[Optional()])
    device = SelectField("Taken by")

    def offer(self, devices: list[Device]) -> None:
        self.device.choices = {str(each.number): each.name for each in devices}
