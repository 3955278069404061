"""Accounts: made disabled, opened by somebody else, closed at once; titles by two people; clearance and CLETS."""

from portal.services.accounts.changes import Change, change_of, find, refuse, withdraw
from portal.services.accounts.clearance import record_clearance, record_clets
from portal.services.accounts.closing import close_overdue, disable, extend, overdue
from portal.services.accounts.creating import NewAccount, create
from portal.services.accounts.deciding import confirm
from portal.services.accounts.founding import NotFounding, check_nobody_clears, create_first
from portal.services.accounts.listing import Asked, Listed, Page, list_people
from portal.services.accounts.opening import assign
from portal.services.accounts.showing import Shown, show
from portal.services.accounts.titles import propose_title
from portal.services.accounts.waiting import Waiting, may_decide, waiting_for

__all__ = [
    "Asked",
    "Change",
    "Listed",
    "NewAccount",
    "NotFounding",
    "Page",
    "Shown",
    "Waiting",
    "assign",
    "change_of",
    "check_nobody_clears",
    "close_overdue",
    "confirm",
    "create",
    "create_first",
    "disable",
    "extend",
    "find",
    "list_people",
    "may_decide",
    "overdue",
    "propose_title",
    "record_clearance",
    "record_clets",
    "refuse",
    "show",
    "waiting_for",
    "withdraw",
]
