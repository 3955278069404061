"""Who may decide what at this moment, and what keeps the holder of a post from it."""

from portal.services.authority.ability import lack_of
from portal.services.authority.today import Answer, Person, Seat, own_request, today

__all__ = ["Answer", "Person", "Seat", "lack_of", "own_request", "today"]
