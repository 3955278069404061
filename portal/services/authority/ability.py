"""Whether a person can act now: an open account, and for plate data training and clearance."""

from portal.models import Person
from portal.rules.ability import Lack, lack
from portal.rules.accounts import closed
from portal.services import people
from portal.services.signin.accounts import standing_of
from portal.services.work import Work


def lack_of(work: Work, person: Person, *, on_plates: bool = True) -> Lack | None:
    """What keeps this person from acting at this moment, or None."""
    account = person.account
    is_open = account is not None and closed(standing_of(account), work.now) is None
    if not is_open or not on_plates:
        return lack(work.profile, account_open=is_open, bar=None, on_plates=on_plates)
    actor = people.actor_of(work.session, work.profile, person, "", work.now)
    return lack(work.profile, account_open=True, bar=actor.barred, on_plates=True)
