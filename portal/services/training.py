"""Training on file."""

from datetime import date

from portal.ledger import Action
from portal.models import Completion, Person
from portal.services.work import Work


def record(work: Work, person: Person, completed_on: date) -> Completion:
    """Puts on file that the person completed the whole of the agency's course that day."""
    completion = Completion(
        person_id=person.id,
        course=work.profile.training.course,
        items=[item.key for item in work.profile.training.items],
        completed_on=completed_on,
        recorded_at=work.now,
        recorded_by=work.actor.full_name,
    )
    work.session.add(completion)
    work.record(Action.TRAINING_RECORDED, completion)
    return completion
