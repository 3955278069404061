"""May an account be made like this: for this person, under this name, of this kind, for so long?"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.access import Tier
from portal.agencies.authority import Title
from portal.agencies.keeping import Period
from portal.rules.errors import RuleBroken
from portal.rules.reasons import telling_words
from portal.rules.retention import past_minimum_at

TEMPORARY_FOR = timedelta(hours=72)
"""CJIS Security Policy AC-2(2): temporary accounts end within 72 hours."""
TEMPORARY_SECTION = "CJIS AC-2(2)"
LONGEST_OUTSIDE = Period(years=1)
"""Our choice: whoever is not the agency's own is looked at anew every year."""
USER_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")
EMPLOYEE_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,19}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class AccountKind(StrEnum):
    """Whose account it is."""

    MEMBER = "member"
    CONTRACTOR = "contractor"
    VENDOR = "vendor"
    TEMPORARY = "temporary"


OUTSIDE = frozenset({AccountKind.CONTRACTOR, AccountKind.VENDOR})
SCOPED = OUTSIDE | {AccountKind.TEMPORARY}
"""Kinds that say what they are let in for."""


@dataclass(frozen=True)
class Asked:
    """An account as it is asked for."""

    full_name: str
    employee_number: str
    user_name: str
    email: str
    kind: AccountKind
    organisation: str
    scope: str


def suggested_user_name(full_name: str, taken: Collection[str]) -> str:
    """First name, a dot, last name, without accents; with a number where somebody ever had that. Empty: no letters."""
    plain = unicodedata.normalize("NFKD", full_name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    if not words:
        return ""
    stem = ".".join(dict.fromkeys((words[0], words[-1])))[:36]
    names = [stem, *(f"{stem}{number}" for number in range(2, 1000))]
    return next((name for name in names if name not in taken and USER_NAME.fullmatch(name)), "")


def check_asked(asked: Asked, title: Title, section: str) -> None:
    """Raises `RuleBroken`, naming the field, for what no account may be made from."""
    if not any(char.isalpha() for char in asked.full_name):
        raise RuleBroken("account.no-name", "Give first and last name.", section, "full_name")
    if not EMPLOYEE_NUMBER.fullmatch(asked.employee_number):
        raise RuleBroken(
            "account.employee-number",
            "Give the number as the personnel office writes it: letters, digits, dashes, 20 characters at most.",
            section,
            "employee_number",
        )
    if not USER_NAME.fullmatch(asked.user_name):
        raise RuleBroken(
            "account.user-name",
            "A user name is 2 to 40 small letters, digits, dots and dashes, as in jo.park.",
            section,
            "user_name",
        )
    if asked.email and not EMAIL.fullmatch(asked.email):
        raise RuleBroken(
            "account.email", "That is no e-mail address. Correct it, or leave it out.", section, "email"
        )
    check_kind(asked.kind, title, section)
    check_outside(asked, title, section)


def check_kind(kind: AccountKind, title: Title, section: str) -> None:
    """Raises `RuleBroken` where a vendor's title and a vendor's account do not go together."""
    if (title.tier == Tier.VENDOR) != (kind == AccountKind.VENDOR):
        wanted = "a vendor's account" if title.tier == Tier.VENDOR else "another kind of account"
        raise RuleBroken(
            "account.kind", f"The title {title.name} goes with {wanted}.", title.section or section, "kind"
        )


def check_outside(asked: Asked, title: Title, section: str) -> None:
    if asked.kind in OUTSIDE and not (asked.organisation or title.organisation):
        raise RuleBroken(
            "account.no-organisation", "Say which firm or agency they come from.", section, "organisation"
        )
    if asked.kind in SCOPED and not telling_words(asked.scope):
        raise RuleBroken("account.no-scope", "Say in a few words what they are let in for.", section, "scope")


def expiry_of(
    kind: AccountKind, asked: datetime | None, made_at: datetime, now: datetime, zone: str, section: str
) -> datetime | None:
    """The moment from which the account is closed by itself; None for a member who stays.

    Raises `RuleBroken` for an end that is missing, past, or later than the kind allows.
    """
    latest = latest_expiry(kind, made_at, now, zone)
    if asked is None:
        if kind in OUTSIDE:
            raise RuleBroken(
                "account.no-expiry",
                "Give the day and hour their work ends, within a year: nobody from outside has an account for good.",
                section,
                "expires_at",
            )
        return latest
    if asked <= now:
        raise RuleBroken("account.expired", "The end must lie ahead.", section, "expires_at")
    if latest is not None and asked > latest:
        temporary = kind == AccountKind.TEMPORARY
        message = (
            "A temporary account lasts 72 hours from when it is made. Make a lasting one for whoever stays longer."
            if temporary
            else "An account for somebody from outside lasts a year at most; then its expiry is extended."
        )
        raise RuleBroken(
            "account.too-long", message, TEMPORARY_SECTION if temporary else section, "expires_at"
        )
    return asked


def latest_expiry(kind: AccountKind, made_at: datetime, now: datetime, zone: str) -> datetime | None:
    if kind == AccountKind.TEMPORARY:
        return made_at + TEMPORARY_FOR
    return past_minimum_at(now, LONGEST_OUTSIDE, zone) if kind in OUTSIDE else None


def check_unused(*, employee_number: bool, user_name: bool, own: bool, section: str) -> None:
    """Raises `RuleBroken` where the number or name was ever somebody's. `own`: the number is the maker's own."""
    if own:
        raise RuleBroken(
            "account.own",
            "Nobody makes an account for themselves. You have yours.",
            section,
            "employee_number",
        )
    if employee_number:
        raise RuleBroken(
            "account.employee-number-taken",
            "Somebody has or had this employee number. One person has one account: open theirs, make no other.",
            section,
            "employee_number",
        )
    if user_name:
        raise RuleBroken(
            "account.user-name-taken",
            "Somebody has or had this user name. A user name is never used twice: choose another.",
            section,
            "user_name",
        )
