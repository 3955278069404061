"""Who made each account, who opened it, and who put CLETS checks on record: all as it stood at that moment."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, select

from portal.access import Duty
from portal.agencies.duties import Assignment
from portal.controls.control import Evidence, judge
from portal.controls.judging import count, judge_rows, not_asked, since_in_force, tally, unanswered
from portal.ledger import Action
from portal.models import Account, HitStep, LedgerRow, Person, PostHeld, Proposal, ProposalDecision, TitleHeld
from portal.rules.dispatch import confirmation_step, restricts_clets
from portal.services.accounts.opening import KIND
from portal.services.people import local_day
from portal.services.work import Work

NOBODY_NAMED = "The text does not say which post carries this duty. Set-up asks for it."
BY_SET_UP = "system:%"
"""The user name of a command of the founding, as the record tells it."""


def carried(assignment: Assignment, person: Any, at: Any) -> ColumnElement[bool]:
    """Whether that person carried the duty at that moment; both are columns."""
    post = select(PostHeld.id).where(
        PostHeld.person_id == person,
        PostHeld.post.in_(assignment.posts),
        PostHeld.since <= at,
        or_(PostHeld.until.is_(None), PostHeld.until > at),
    )
    title = select(TitleHeld.id).where(
        TitleHeld.person_id == person,
        TitleHeld.title.in_(assignment.titles),
        TitleHeld.since <= at,
        or_(TitleHeld.until.is_(None), TitleHeld.until > at),
    )
    return or_(post.exists(), title.exists())


def founded() -> ColumnElement[bool]:
    """Whether the record tells that a command of set-up made the account, and nobody else claims to have."""
    told = exists().where(
        LedgerRow.subject_type == "account",
        LedgerRow.subject_id == cast(Account.id, String),
        LedgerRow.action == Action.ACCOUNT_CREATED,
        LedgerRow.user_name.like(BY_SET_UP),
    )
    return and_(Account.created_by_id.is_(None), told)


def made_by_creators(work: Work) -> Evidence:
    assignment = work.profile.duties[Duty.ACCOUNT_CREATOR]
    if not assignment.answered:
        return unanswered(NOBODY_NAMED)
    made = select(Account.id).where(Account.created_at >= since_in_force(work))
    allowed = or_(carried(assignment, Account.created_by_id, Account.created_at), founded())
    by_set_up = count(work.session, made.where(founded()))
    return judge_rows(
        work.session,
        made.where(~allowed).order_by(Account.created_at),
        f"{tally('Accounts, each made by a post or title the policy names', count(work.session, made))} "
        f"Made by set-up: {by_set_up}.",
        "Accounts made by somebody the policy does not name",
    )


def opened_by_assigners(work: Work) -> Evidence:
    assignment = work.profile.duties[Duty.PERMISSION_ASSIGNER]
    if not assignment.answered:
        return unanswered(NOBODY_NAMED)
    opened = select(Account.id).where(~Account.disabled)
    at_founding = and_(Account.enabled_by_id.is_(None), Account.enabled_at == Account.created_at, founded())
    allowed = or_(
        carried(assignment, Account.enabled_by_id, Account.enabled_at),
        proposed_by_assigner(assignment),
        at_founding,
        Account.enabled_at < since_in_force(work),
    )
    return judge_rows(
        work.session,
        opened.where(~allowed | Account.enabled_at.is_(None)).order_by(Account.created_at),
        tally(
            "Open accounts, each with permissions from the post the policy names", count(work.session, opened)
        ),
        "Accounts that are open although the post the policy names did not assign their permissions",
    )


def proposed_by_assigner(assignment: Assignment) -> ColumnElement[bool]:
    """Whether the account was opened by a second person, on the proposal of whoever assigns permissions."""
    return exists().where(
        Proposal.kind == KIND,
        Proposal.subject_id == Account.id,
        ProposalDecision.proposal_id == Proposal.id,
        ProposalDecision.verdict == "confirmed",
        ProposalDecision.decided_by_id == Account.enabled_by_id,
        ProposalDecision.decided_at == Account.enabled_at,
        carried(assignment, Proposal.proposed_by_id, Proposal.proposed_at),
    )


def clets_by_the_authorised(work: Work) -> Evidence:
    """Every CLETS check on record, but those by somebody whose authorisation did not run that day."""
    if not restricts_clets(work.profile.clets):
        return not_asked("The policy restricts no other database.")
    today = local_day(work.profile, work.now)
    runs = select(Person.id).where(
        Person.clets_on <= today, or_(Person.clets_until.is_(None), Person.clets_until >= today)
    )
    people = tally("People whose CLETS authorisation runs", count(work.session, runs))
    steps = list(checks(work))
    authorised = authorisations(work)
    offenders = [
        step_id
        for step_id, at, person in steps
        if not runs_on(authorised[person], at, local_day(work.profile, at))
    ]
    return judge(
        offenders,
        f"{people} {tally('CLETS checks on record, each by somebody authorised that day', len(steps))}",
        tally("CLETS checks on record by somebody not authorised that day", len(offenders)),
    )


def checks(work: Work) -> Iterator[tuple[str, datetime, str]]:
    """Every step that is a CLETS check: its id, its moment, and the person's id."""
    if not work.profile.dispatch.steps:
        return
    query = (
        select(HitStep.id, HitStep.at, Account.person_id)
        .outerjoin(Account, Account.user_name == HitStep.user_name)
        .where(HitStep.step == confirmation_step(work.profile.dispatch), HitStep.at >= since_in_force(work))
    )
    for row in work.session.execute(query.order_by(HitStep.at, HitStep.id)):
        yield row.id, row.at, row.person_id or ""


Recorded = tuple[datetime, date | None, date | None]
"""From that moment on an authorisation stood on file with this first and this last day."""


def authorisations(work: Work) -> dict[str, list[Recorded]]:
    """What stood on file of each person's CLETS authorisation, by the record, in its order."""
    query = select(LedgerRow.subject_id, LedgerRow.at, LedgerRow.changes).where(
        LedgerRow.subject_type == "person",
        LedgerRow.action.in_([Action.PERSON_CREATED, Action.CLETS_RECORDED]),
    )
    found: dict[str, list[Recorded]] = defaultdict(list)
    for person, at, changes in work.session.execute(query.order_by(LedgerRow.seq)):
        changed = changes.get(f"person/{person}", {})
        _, first, last = found[person][-1] if found[person] else (at, None, None)
        found[person].append((at, newest(changed, "clets_on", first), newest(changed, "clets_until", last)))
    return found


def newest(changed: dict[str, list[Any]], column: str, before: date | None) -> date | None:
    if column not in changed:
        return before
    value = changed[column][1]
    return date.fromisoformat(value) if value else None


def runs_on(recorded: list[Recorded], at: datetime, day: date) -> bool:
    """Whether the authorisation that stood on file at that moment ran that day."""
    standing = [each for each in recorded if each[0] <= at]
    if not standing:
        return False
    _, first, last = standing[-1]
    return first is not None and first <= day and (last is None or day <= last)
