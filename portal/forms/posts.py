"""Proposing that a post be given or ended, and the second person's decision."""

from collections.abc import Sequence
from datetime import datetime

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.agencies.authority import Post
from portal.forms.base import LocalMoment, PortalForm, line
from portal.models import Person
from portal.services.posts import NewHolding

GROUND = (
    "The order, letter or roster by its number or date. Leave out personal reasons: members can read this."
)


class GivingForm(PortalForm):
    person_id = SelectField("Who", validators=[InputRequired("Choose who is to hold it.")])
    acting = BooleanField("They stand in: an acting holder, for a while")
    since = LocalMoment(
        "From",
        validators=[Optional()],
        description="The agency's time. Left empty: the moment a second person confirms it.",
    )
    until = LocalMoment("Until", validators=[Optional()])
    basis = line("Ground", needed=True, description=GROUND)

    def offer(self, people: Sequence[tuple[Person, str]], until: str) -> None:
        """Offers everybody who may be chosen; `until` says when this post needs an end."""
        choices = [(person.id, f"{person.full_name}, {title}") for person, title in people]
        self.person_id.choices = [("", "Choose"), *choices]
        self.until.description = until

    def to_holding(self, post: Post, zone: str) -> NewHolding:
        return NewHolding(
            post=post.key,
            person_id=self.person_id.data or "",
            acting=bool(self.acting.data),
            since=self.since.moment(zone),
            until=self.until.moment(zone, later=True),
            basis=self.basis.data or "",
        )


class EndingForm(PortalForm):
    at = LocalMoment(
        "When",
        validators=[Optional()],
        description="The agency's time. Left empty: the moment a second person confirms it.",
    )
    basis = line("Ground", needed=True, description=GROUND)

    def moment(self, zone: str) -> datetime | None:
        return self.at.moment(zone)


class DecisionForm(PortalForm):
    seen = HiddenField()
    reason = line("Why", description="For a refusal: what would have to change.")
