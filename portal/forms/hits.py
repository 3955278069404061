"""A step of the dispatch procedure."""

from wtforms import HiddenField

from portal.forms.base import PortalForm, line


class StepForm(PortalForm):
    step = HiddenField()
    outcome = HiddenField(default="done")
    note = line("Note")
