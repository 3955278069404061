"""Posts: who holds them and how, dated; changed by one who proposes and another who confirms."""

from portal.services.posts.changing import find, propose_change, propose_ending, withdraw
from portal.services.posts.deciding import confirm, refuse
from portal.services.posts.founding import NotFounding, give_first
from portal.services.posts.history import Page, Past, history
from portal.services.posts.holdings import candidates, get, held_on, post_named
from portal.services.posts.standing import Change, Holding, Standing, change_of, standing, standing_of, told
from portal.services.posts.terms import NewHolding
from portal.services.posts.waiting import Waiting, may_decide, waiting_for

__all__ = [
    "Change",
    "Holding",
    "NewHolding",
    "NotFounding",
    "Page",
    "Past",
    "Standing",
    "Waiting",
    "candidates",
    "change_of",
    "confirm",
    "find",
    "get",
    "give_first",
    "held_on",
    "history",
    "may_decide",
    "post_named",
    "propose_change",
    "propose_ending",
    "refuse",
    "standing",
    "standing_of",
    "told",
    "waiting_for",
    "withdraw",
]
