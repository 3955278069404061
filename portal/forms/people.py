"""Making accounts, assigning permissions, titles, clearance, CLETS, closing."""

from collections.abc import Iterable
from datetime import date

from wtforms import DateField, HiddenField, SelectField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.agencies.authority import Title
from portal.forms.base import YEARS, LocalMoment, PortalForm, line
from portal.rules.taking_on import AccountKind
from portal.services.accounts import NewAccount

GROUND = "The letter, order or check by its number or date. Leave out personal reasons."
KINDS = {
    AccountKind.MEMBER.value: "Member of the agency",
    AccountKind.CONTRACTOR.value: "Contractor",
    AccountKind.VENDOR.value: "Vendor",
    AccountKind.TEMPORARY.value: "Temporary, 72 hours at most",
}


class Day(DateField):
    """A day, within years that are no slip of the finger."""

    def pre_validate(self, form: BaseForm) -> None:
        typed: date | None = self.data
        if typed and typed.year not in YEARS:
            raise ValidationError(f"Give a year from {YEARS[0]} to {YEARS[-1]}.")


class NewAccountForm(PortalForm):
    full_name = line("Full name", needed=True)
    employee_number = line("Employee number", needed=True, description="One person has one, and one account.")
    title = SelectField("Job title", validators=[InputRequired("Choose the job title.")])
    kind = SelectField("Kind of account", choices=KINDS, default=AccountKind.MEMBER.value)
    user_name = line("User name", description="Left empty: first name, a dot, last name. Never used twice.")
    email = line("E-mail", description="For notices. Left empty: notices are in the portal alone.")
    organisation = line("Firm or agency", description="For a contractor. A vendor's comes with the title.")
    scope = line("Let in for", description="Needed for contractors, vendors and temporary accounts.")
    expires_at = LocalMoment(
        "Ends",
        validators=[Optional()],
        description=(
            "The agency's time. Needed for contractors and vendors, a year at most. "
            "Left empty for a temporary account: 72 hours from now."
        ),
    )

    def offer(self, titles: Iterable[Title]) -> None:
        self.title.choices = [("", "Choose"), *((title.key, title.name) for title in titles)]

    def to_account(self, zone: str) -> NewAccount:
        return NewAccount(
            full_name=self.full_name.data or "",
            employee_number=self.employee_number.data or "",
            title=self.title.data or "",
            user_name=self.user_name.data or "",
            email=self.email.data or "",
            kind=self.kind.data or "",
            organisation=self.organisation.data or "",
            scope=self.scope.data or "",
            expires_at=self.expires_at.moment(zone),
        )


class SeenForm(PortalForm):
    seen = HiddenField()


class ClosingForm(PortalForm):
    reason = line("Why", needed=True, description="It is kept with the account and in the record.")


class TitleForm(PortalForm):
    title = SelectField("New job title", validators=[InputRequired("Choose the job title.")])
    basis = line("Ground", needed=True, description=GROUND)

    def offer(self, titles: Iterable[Title], current: str) -> None:
        choices = [(title.key, title.name) for title in titles if title.key != current]
        self.title.choices = [("", "Choose"), *choices]


class ExpiryForm(PortalForm):
    expires_at = LocalMoment("Ends", validators=[Optional()], description="The agency's time.")


class ClearanceForm(PortalForm):
    cleared_on = Day(
        "Cleared on", validators=[Optional()], description="Left empty: the clearance is taken back."
    )
    basis = line("Ground", needed=True, description=GROUND)


class CletsForm(PortalForm):
    clets_on = Day(
        "First day", validators=[Optional()], description="Left empty: the authorisation is taken back."
    )
    clets_until = Day("Last day", validators=[Optional()], description="Left empty: it has no end.")
    basis = line("Ground", needed=True, description=GROUND)
