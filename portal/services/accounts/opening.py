"""Opening an account with what its owner's title and posts give: by whoever assigns permissions, never by its maker."""

from portal.access import Duty
from portal.ledger import Action
from portal.models import Account, Proposal
from portal.rules import opening as rules
from portal.rules.proposals import check_seen
from portal.services import proposals
from portal.services.accounts import rows
from portal.services.people import local_day
from portal.services.work import Work

KIND: proposals.Kind = "permissions"


def assign(work: Work, person_id: str, seen: str) -> Account | Proposal:
    """Opens the account at once; where its maker assigns, puts that up for a second person instead.

    Raises `RuleBroken` for one's own account, one that may not be opened now, or a stale page; `NoResultFound`.
    """
    account = rows.account_of(work, person_id, for_change=True)
    check(work, account)
    now_shown = rows.shown(work, account)
    check_seen(seen, now_shown)
    if account.created_by_id is None or account.created_by_id != work.actor.person_id:
        return open_now(work, account)
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_no_other(bool(proposals.open_ones(work, KIND, account.id)), section)
    return proposals.propose(work, KIND, account.id, terms_of(work, account, now_shown))


def terms_of(work: Work, account: Account, now_shown: str) -> dict[str, str]:
    title = rows.title_of(work, account.person_id)
    return {
        "person_id": account.person_id,
        "title": title.key if title else "",
        "tier": title.tier if title else "",
        "shown": now_shown,
    }


def check(work: Work, account: Account) -> None:
    """Raises `RuleBroken` unless this person may have the account opened now."""
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_not_own(account.person_id, work.actor.person_id or "", section, "opens your account")
    check_for_anybody(work, account)


def check_for_anybody(work: Work, account: Account) -> None:
    """Raises `RuleBroken` for an account that nobody may open now: left, expired, without title or clearance."""
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_expired_while_disabled(account.expires_at, work.now, section)
    title = rows.title_of(work, account.person_id)
    rules.check_openable(
        work.profile,
        rows.state(work, account),
        cleared_on=account.person.cleared_on,
        today=local_day(work.profile, work.now),
        title=title.key if title else None,
        section=section,
    )


def open_now(work: Work, account: Account) -> Account:
    """Opens it in this person's name. Raises `RuleBroken` for whoever made it."""
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_opener(opener=work.actor.person_id or "", maker=account.created_by_id, section=section)
    title = rows.title_of(work, account.person_id)
    account.disabled = False
    account.disabled_at = None
    account.disabled_reason = ""
    account.enabled_at = work.now
    account.enabled_by_id = work.actor.person_id
    work.session.flush()
    told = rows.told_of(account.person, title=title.key if title else "", tier=title.tier if title else "")
    work.record(Action.ACCOUNT_ENABLED, account, told=told)
    return account
