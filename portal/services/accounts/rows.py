"""People and their accounts, found and locked; what the rules and the record need of them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal.access import Duty
from portal.agencies.authority import Title
from portal.models import Account, Person, PostHeld
from portal.rules.account_state import Facts, State, state_of
from portal.rules.approvals import shown_digest
from portal.services import people
from portal.services.signin.accounts import standing_of
from portal.services.work import Told, Work


def person(work: Work, person_id: str, *, for_change: bool = False) -> Person:
    """Raises `NoResultFound`. `for_change` locks the row, so that of two changes at once one waits."""
    query = select(Person).where(Person.id == person_id)
    if for_change:
        query = query.with_for_update(of=Person).execution_options(populate_existing=True)
    return work.session.scalars(query).one()


def account_of(work: Work, person_id: str, *, for_change: bool = False) -> Account:
    """The person's account. Raises `NoResultFound` where there is none."""
    query = select(Account).where(Account.person_id == person_id)
    if for_change:
        query = query.with_for_update(of=Account).execution_options(populate_existing=True)
    return work.session.scalars(query).one()


def account_named(work: Work, account_id: str, *, for_change: bool = False) -> Account:
    """Raises `NoResultFound`."""
    account = work.session.get(Account, account_id)
    if account is None:
        raise NoResultFound
    return account_of(work, account.person_id, for_change=for_change)


def facts_of(account: Account | None) -> Facts | None:
    if account is None:
        return None
    return Facts(
        standing_of(account),
        ever_opened=account.enabled_at is not None or bool(account.disabled_reason),
        locked=account.locked_at is not None,
        enrolled=bool(account.password_hash),
    )


def state(work: Work, account: Account | None) -> State:
    return state_of(facts_of(account), work.now)


def title_of(work: Work, person_id: str) -> Title | None:
    """The title held now, where the profile lists it."""
    key = people.current_title(work.session, person_id, work.now)
    return next((title for title in work.profile.titles if title.key == key), None)


def permanent_posts(work: Work, person_id: str) -> list[str]:
    """The posts of the profile held now other than by standing in."""
    query = select(PostHeld.post).where(
        PostHeld.person_id == person_id, ~PostHeld.acting, people.held_at(PostHeld, work.now)
    )
    return [key for key in work.session.scalars(query) if people.is_known_post(work.profile, key)]


def shown(work: Work, account: Account) -> str:
    """Digest of what somebody is shown before they open the account, carried through the form as `seen`."""
    title = title_of(work, account.person_id)
    posts = sorted(people.current_posts(work.session, account.person_id, work.now))
    return shown_digest(
        account.id, account.disabled, account.kind, account.scope, account.expires_at,
        account.person.cleared_on, title.key if title else "", title.tier if title else "", posts,
    )  # fmt: skip


def is_taken(work: Work, *, employee_number: str = "", user_name: str = "") -> tuple[bool, bool]:
    """Whether the number, and the user name, are or were anybody's, in whatever case."""
    numbers = select(Person.id).where(func.lower(Person.employee_number) == employee_number.lower())
    names = select(Account.id).where(func.lower(Account.user_name) == user_name.lower())
    return (
        work.session.scalars(numbers).first() is not None,
        work.session.scalars(names).first() is not None,
    )


def user_names(work: Work) -> Sequence[str]:
    """Every user name there is or was, in small letters."""
    return work.session.scalars(select(func.lower(Account.user_name))).all()


def section_of(work: Work, duty: Duty) -> str:
    """The section that gives this duty; of access in general where the policy gives it to nobody."""
    assignment = work.profile.duties.get(duty)
    return assignment.section if assignment else work.profile.access.section


def told_of(person: Person, narrative: str = "", **facts: object) -> Told:
    """Whose, on what ground, and how: the ledger's words for an act upon a person."""
    return Told(
        filters={"person": person.id} | {name: value for name, value in facts.items() if value is not None},
        narrative=narrative,
        subject_type="person",
        subject_id=person.id,
    )
