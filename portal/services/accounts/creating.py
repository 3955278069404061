"""Making an account: it gives a person with a title, and an account that is disabled until somebody else opens it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.access import Duty
from portal.agencies.authority import Title
from portal.ledger import Action
from portal.models import Account
from portal.rules import taking_on as rules
from portal.rules.errors import RuleBroken
from portal.rules.taking_on import AccountKind
from portal.services import notices, people
from portal.services.accounts import rows
from portal.services.people import NewPerson
from portal.services.work import Work


@dataclass(frozen=True)
class NewAccount:
    """Somebody to be taken on. Without `user_name` the portal chooses one."""

    full_name: str
    employee_number: str
    title: str
    user_name: str = ""
    email: str = ""
    kind: str = AccountKind.MEMBER
    organisation: str = ""
    scope: str = ""
    expires_at: datetime | None = None


def create(work: Work, new: NewAccount) -> Account:
    """Makes the person and a disabled account, and tells whoever assigns permissions.

    Raises `RuleBroken`, naming the field, also for a number or name that was ever somebody's.
    """
    account = make(work, new, disabled=True)
    tell_assigners(work, account)
    return account


def make(work: Work, new: NewAccount, *, disabled: bool) -> Account:
    section = rows.section_of(work, Duty.ACCOUNT_CREATOR)
    title = title_named(work, new.title, section)
    asked = as_asked(work, new, section)
    rules.check_asked(asked, title, section)
    check_unused(work, asked, section)
    zone = work.profile.agency.time_zone
    expires = rules.expiry_of(asked.kind, new.expires_at, work.now, work.now, zone, section)
    try:
        return add(work, asked, title, expires, disabled=disabled)
    except IntegrityError as error:  # somebody took the number or the name at this very moment
        raise RuleBroken(
            "account.employee-number-taken",
            "Somebody has just taken this employee number or user name. Look the person up before you try again.",
            section,
            "employee_number",
        ) from error


def add(work: Work, asked: rules.Asked, title: Title, expires: datetime | None, *, disabled: bool) -> Account:
    person = people.create(
        work,
        NewPerson(
            asked.full_name,
            asked.employee_number,
            title.key,
            organisation=title.organisation or asked.organisation,
            email=asked.email,
        ),
    )
    account = Account(
        person=person,
        user_name=asked.user_name,
        kind=asked.kind,
        scope=asked.scope,
        expires_at=expires,
        disabled=disabled,
        created_at=work.now,
        created_by_id=work.actor.person_id,
        enabled_at=None if disabled else work.now,
    )
    work.session.add(account)
    work.session.flush()
    work.record(Action.ACCOUNT_CREATED, account)
    return account


def title_named(work: Work, key: str, section: str) -> Title:
    try:
        return work.profile.title(key)
    except KeyError as error:
        raise RuleBroken("title.unknown", "Choose a title of the policy.", section, "title") from error


def as_asked(work: Work, new: NewAccount, section: str) -> rules.Asked:
    try:
        kind = AccountKind(new.kind)
    except ValueError as error:
        raise RuleBroken("account.kind", "Choose what kind of account it is.", section, "kind") from error
    name = " ".join(new.full_name.split())
    user_name = new.user_name.strip().lower()
    return rules.Asked(
        full_name=name,
        employee_number=new.employee_number.strip(),
        user_name=user_name or rules.suggested_user_name(name, rows.user_names(work)),
        email=new.email.strip(),
        kind=kind,
        organisation=new.organisation.strip(),
        scope=new.scope.strip(),
    )


def check_unused(work: Work, asked: rules.Asked, section: str) -> None:
    number, name = rows.is_taken(work, employee_number=asked.employee_number, user_name=asked.user_name)
    own = False
    if number and work.actor.person_id:
        mine = rows.person(work, work.actor.person_id).employee_number
        own = mine.lower() == asked.employee_number.lower()
    rules.check_unused(employee_number=number, user_name=name, own=own, section=section)


def tell_assigners(work: Work, account: Account) -> None:
    """A notice to everybody who holds a post that assigns permissions."""
    posts = work.profile.duties[Duty.PERMISSION_ASSIGNER].posts
    for person_id in sorted({each.person_id for each in people.holders(work, posts)}):
        notices.tell(
            work,
            person_id,
            "account",
            f"An account waits for permissions: {account.person.full_name}",
            f"{work.actor.full_name or 'A command'} made it. It stays disabled until you assign its permissions.",
            path=f"/people/{account.person_id}",
            once=f"account-made:{account.id}:{person_id}",
        )
