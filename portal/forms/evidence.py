"""Placing a hold."""

from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired

from portal.forms.base import PortalForm, line, passage
from portal.models import HoldKind
from portal.services.evidence import NewHold

KINDS = {
    HoldKind.EVIDENCE.value: "It has become evidence",
    HoldKind.LIKELY_EVIDENCE.value: "It is reasonable to believe it will become evidence",
    HoldKind.LAWFUL_ACTION.value: "Discovery request or other lawful action",
}


class HoldForm(PortalForm):
    read = HiddenField(validators=[InputRequired("Open the read you want to hold.")])
    kind = SelectField("Ground", choices=KINDS)
    case_number = line("Case number", needed=True)
    reason = passage("Why it must be kept", needed=True)
    review_on = DateField(
        "Review on", validators=[InputRequired("Give the day the hold is to be looked at again.")]
    )

    def to_hold(self) -> NewHold:
        assert self.review_on.data is not None  # noqa: S101 - required above
        return NewHold(
            kind=self.kind.data or "",
            case_number=self.case_number.data or "",
            reason=self.reason.data or "",
            review_on=self.review_on.data,
        )
