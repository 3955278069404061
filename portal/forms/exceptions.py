"""Signing an exception."""

from datetime import date

from wtforms import DateField, HiddenField
from wtforms.validators import InputRequired

from portal.forms.base import PortalForm, passage
from portal.services.policy.exceptions import NewException


class ExceptionForm(PortalForm):
    clause = HiddenField(validators=[InputRequired("Choose the clause the agency departs from.")])
    control = HiddenField(validators=[InputRequired("Choose what is not carried out for now.")])
    reason = passage(
        "Why the agency departs from it for now",
        needed=True,
        description="Two or three sentences an auditor can judge. No plates, cases or names.",
    )
    review_on = DateField(
        "Review on",
        validators=[InputRequired("Give the day of the review, as 2026-01-31.")],
        description="Within a year. From that day the exception excuses nothing until it is signed anew.",
    )

    def to_exception(self) -> NewException:
        typed: date | None = self.review_on.data
        if typed is None:
            raise ValueError("review_on was not validated")
        return NewException(
            clause=self.clause.data or "",
            control=self.control.data or "",
            reason=self.reason.data or "",
            review_on=typed,
        )
